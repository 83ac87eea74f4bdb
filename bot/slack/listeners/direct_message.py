"""A direct message to the bot: answered in place."""

from slack_bolt import App

from bot.slack.incoming import is_direct, read_direct_message
from bot.slack.reply import Replier


def register(app: App, replier: Replier) -> None:
    """Answer direct messages. Bolt acknowledges the event when this returns."""

    @app.event("message", matchers=[is_direct])
    def on_direct_message(body: dict[str, object]) -> None:
        replier.submit(read_direct_message(body))
