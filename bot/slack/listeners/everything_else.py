"""Everything else: acknowledged and ignored, or Slack would deliver it again, or show the user a warning sign."""

import re

from slack_bolt import Ack, App

_ANYTHING = re.compile(".*")


def register(app: App) -> None:
    """Take what no listener before this one took. Bolt acknowledges events when this returns."""

    @app.event(_ANYTHING)
    def on_any_event() -> None:
        pass

    @app.action(_ANYTHING)
    @app.view(_ANYTHING)
    @app.view_closed(_ANYTHING)
    @app.shortcut(_ANYTHING)
    @app.command(_ANYTHING)
    def on_anything(ack: Ack) -> None:
        ack()

    @app.options(_ANYTHING)
    def on_any_options(ack: Ack) -> None:
        ack(options=[])
