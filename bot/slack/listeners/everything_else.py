"""All other events: acknowledged and ignored, or Slack would deliver them again and again."""

import re

from slack_bolt import App


def register(app: App) -> None:
    """Take what no listener before this one took. Bolt acknowledges the event before it calls this."""

    @app.event(re.compile(".*"))
    def on_anything_else() -> None:
        pass
