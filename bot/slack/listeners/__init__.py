"""What the app listens to: one file each, in the order in which they are asked."""

from slack_bolt import App

from bot.slack.listeners import (
    answer_buttons,
    app_home_opened,
    app_mention,
    app_removed,
    ask_buttons,
    direct_message,
    everything_else,
    global_shortcut,
    item_options,
    message_shortcut,
    open_search,
    search_form,
    slash_command,
    thread_message,
)
from bot.slack.reply import Replier


def register(app: App, replier: Replier) -> None:
    """Register every listener; the first that matches gets what comes in."""
    for listener in (
        app_mention,
        direct_message,
        thread_message,
        app_home_opened,
        app_removed,
        slash_command,
        message_shortcut,
        global_shortcut,
        open_search,
        item_options,
        search_form,
        ask_buttons,
        answer_buttons,
    ):
        listener.register(app, replier)
    everything_else.register(app)
