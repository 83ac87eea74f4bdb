"""Slack: its events → questions, answers → its messages. Knows nothing of how a question is answered.

    event --listeners/--> Incoming --reply.Replier--> claim (state) → context (state) → Answer (Desk) → blocks → post

- `app.py` only composes; a listener is one file of `listeners/`, which say what the app listens to and nothing else.
- Everything is acknowledged at once and answered afterwards, exactly once: `bot/state.py` holds who answers what.
- `post.py` knows what Slack does with a message: limits, refusals, and when sending it again is safe.
"""
