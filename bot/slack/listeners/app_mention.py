"""A mention in a channel: answered in its thread."""

from slack_bolt import App

from bot.slack.incoming import read_mention
from bot.slack.reply import Replier


def register(app: App, replier: Replier) -> None:
    """Answer mentions. Bolt acknowledges the event when this returns."""

    @app.event("app_mention")
    def on_mention(body: dict[str, object]) -> None:
        replier.submit(read_mention(body))
