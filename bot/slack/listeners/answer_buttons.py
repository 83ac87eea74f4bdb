"""Buttons of an answer: rest, share, delete, rate, minutes, sources, CSV, picture."""

from slack_bolt import Ack, App

from bot.render.frame import CHART, CSV, DELETE, MINUTES, RATE, REST, SHARE, SOURCES
from bot.slack.deeds import Deed, delete, rate, send_chart, send_csv, share, show_minutes, show_rest, show_sources
from bot.slack.incoming import read_press
from bot.slack.reply import Replier

DEEDS: dict[str, Deed] = {
    REST: show_rest,
    SHARE: share,
    DELETE: delete,
    RATE: rate,
    MINUTES: show_minutes,
    SOURCES: show_sources,
    CSV: send_csv,
    CHART: send_chart,
}


def register(app: App, replier: Replier) -> None:
    """Do what the button says."""
    for action_id, deed in DEEDS.items():
        _register_one(app, replier, action_id, deed)


def _register_one(app: App, replier: Replier, action_id: str, deed: Deed) -> None:
    @app.action(action_id)
    def on_press(ack: Ack, body: dict[str, object]) -> None:
        ack()
        press = read_press(body)
        if press is not None:
            replier.later(deed, replier, press)
