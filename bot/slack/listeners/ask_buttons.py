"""Buttons that ask: corrections, next steps, candidates, and the search box of the home page."""

import re

from slack_bolt import Ack, App

from bot.render.frame import ASK
from bot.slack.incoming import read_asked
from bot.slack.reply import Replier
from bot.slack.views import HOME_SEARCH


def register(app: App, replier: Replier) -> None:
    """Answer where the button stands."""

    @app.action(re.compile(rf"^(?:{ASK}\.\w+|{HOME_SEARCH})$"))
    def on_press(ack: Ack, body: dict[str, object]) -> None:
        ack()
        replier.submit(read_asked(body))
