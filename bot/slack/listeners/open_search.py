"""The button of the home page that opens the search form."""

import logging
from urllib.error import URLError

from slack_bolt import Ack, App

from bot.slack.post import Refused, Unconfirmed, confirmed
from bot.slack.reply import Replier
from bot.slack.views import OPEN_SEARCH, search_form

log = logging.getLogger(__name__)


def register(app: App, replier: Replier) -> None:
    """Open the form."""

    @app.action(OPEN_SEARCH)
    def on_press(ack: Ack, body: dict[str, object]) -> None:
        ack()
        replier.later(open_form, replier, str(body.get("trigger_id", "")))


def open_form(replier: Replier, trigger: str) -> None:
    """Open the search form; a trigger is good for three seconds (views.open)."""

    def call() -> str:
        replier.client.views_open(trigger_id=trigger, view=search_form(replier.desk.overview()))
        return ""

    try:
        confirmed(call)
    except (Refused, URLError, Unconfirmed) as error:
        log.warning("no search form error=%s", getattr(error, "code", type(error).__name__))
