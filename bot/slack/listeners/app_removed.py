"""The app is uninstalled or its token revoked: one line in the log says so, where else every answer would fail alone."""

import logging

from slack_bolt import App

from bot.slack.reply import Replier

log = logging.getLogger(__name__)


def register(app: App, _replier: Replier) -> None:
    """Tell the log. Bolt acknowledges the event when this returns."""

    @app.event("tokens_revoked")
    def on_revoked() -> None:
        log.error("the token was revoked: install the app again and restart with the new token")

    @app.event("app_uninstalled")
    def on_uninstalled() -> None:
        log.error("the app was uninstalled from the workspace")
