"""A mention in a channel: answered in its thread."""

from slack_bolt import App

from bot.slack.incoming import read_mention
from bot.slack.reply import Replier


def register(app: App, replier: Replier) -> None:
    """Answer mentions. Bolt acknowledges the event before it calls this."""

    @app.event("app_mention")
    def on_mention(body: dict[str, object]) -> None:
        if (incoming := read_mention(body)) is not None:
            replier.reply(incoming)
