"""/hyotei QUESTION: answered privately, to be shared with one tap; without a question it tells how to ask."""

from dataclasses import replace

from slack_bolt import Ack, App

from bot.slack.incoming import read_command
from bot.slack.reply import Replier

COMMAND = "/hyotei"
HOW_TO_ASK = "使い方は？"


def register(app: App, replier: Replier) -> None:
    """Answer the command."""

    @app.command(COMMAND)
    def on_command(ack: Ack, body: dict[str, object]) -> None:
        ack()
        incoming = read_command(body)
        if incoming is not None and not incoming.text:
            incoming = replace(incoming, text=HOW_TO_ASK)
        replier.submit(incoming)
