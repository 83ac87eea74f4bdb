"""評定を調べる, anywhere in Slack: opens the search form."""

from slack_bolt import Ack, App

from bot.slack.listeners.open_search import open_form
from bot.slack.reply import Replier

SEARCH = "search_records"


def register(app: App, replier: Replier) -> None:
    """Open the form."""

    @app.global_shortcut(SEARCH)
    def on_shortcut(ack: Ack, body: dict[str, object]) -> None:
        ack()
        replier.later(open_form, replier, str(body.get("trigger_id", "")))
