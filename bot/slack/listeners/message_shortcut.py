"""この発言を調べる, in the menu of a message: its text is answered privately, and shared into its thread with one tap."""

from slack_bolt import Ack, App

from bot.slack.incoming import read_message_shortcut
from bot.slack.reply import Replier

LOOK_UP = "look_up_message"


def register(app: App, replier: Replier) -> None:
    """Answer what the message says."""

    @app.message_shortcut(LOOK_UP)
    def on_shortcut(ack: Ack, body: dict[str, object]) -> None:
        ack()
        replier.submit(read_message_shortcut(body))
