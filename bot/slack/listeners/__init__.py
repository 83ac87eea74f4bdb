"""What the app listens to: one file each, in the order in which they are asked."""

from slack_bolt import App

from bot.slack.listeners import app_mention, direct_message, everything_else
from bot.slack.reply import Replier


def register(app: App, replier: Replier) -> None:
    """Register every listener; the first that matches gets the event."""
    app_mention.register(app, replier)
    direct_message.register(app, replier)
    everything_else.register(app)
