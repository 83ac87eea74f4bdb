"""Slack: its events, commands and interactions → questions, answers → its messages and views.

    listeners/ --incoming--> Incoming | Press --reply, deeds--> claim (state) → context (state) → Answer (Desk)
                                                             → render/ → post → InChannel | Privately | AtHome | InModal

- `app.py` only composes; a listener is one file of `listeners/`, which say what the app listens to and nothing else.
- Whatever comes in is answered in one pool, exactly once: `bot/state/` holds who answers what, for every process that
  shares it. Commands, buttons and all of HTTP mode are acknowledged at once, events of Socket Mode when a worker begins
  with them (`taking.py`).
- `socket_mode.py` and `http_mode.py` are the two ways to Slack; `line.py` reads and writes the frames of the first.
- `post.py` knows what Slack does with a message: limits, refusals, and when sending it again is safe.
- `views.py` builds the home page and the search form; it knows nothing of Slack's connection.

Knows nothing of how a question is answered.
"""
