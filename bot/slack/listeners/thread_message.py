"""A follow-up in a thread of a channel that does not name the bot: answered when the thread is one of ours.

Such messages arrive only where the optional scopes channels:history and groups:history were granted.
"""

from slack_bolt import App, BoltContext

from bot.slack.incoming import read_thread_message
from bot.slack.reply import Replier


def register(app: App, replier: Replier) -> None:
    """Answer follow-ups. Bolt acknowledges the event when this returns."""

    @app.event("message")
    def on_thread_message(body: dict[str, object], context: BoltContext) -> None:
        replier.overhear(read_thread_message(body, context.bot_user_id or ""))
