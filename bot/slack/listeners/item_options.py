"""What is typed into the item select of the search form → items and indicators to choose from."""

from slack_bolt import Ack, App

from bot.slack.reply import Replier
from bot.slack.suggest import suggest
from bot.slack.views import ITEM_SELECT, item_options


def register(app: App, replier: Replier) -> None:
    """Offer what matches. Slack wants the options with the acknowledgement."""

    @app.options(ITEM_SELECT)
    def on_typed(ack: Ack, payload: dict[str, object]) -> None:
        typed = payload.get("value")
        ack(options=item_options(suggest(typed if isinstance(typed, str) else "", replier.desk)))
