"""Somebody opens the app: the home page gets its overview, the conversation gets questions to begin with.

The second is Slack's agent experience (Migrating to the Agent messaging experience; assistant.threads.setSuggestedPrompts).
"""

import logging
from urllib.error import URLError

from slack_bolt import App

from bot.overview import Overview
from bot.slack.post import Refused, Unconfirmed, confirmed
from bot.slack.reply import Replier

TITLE = "例えば、このように聞けます"
PROMPTS = (
    ("評定を聞く", "Ⅰ-1 の令和6年度評定は？"),
    ("推移を見る", "全項目の評定の推移は？"),
    ("指標を聞く", "コールセンターの応答率の推移は？"),
    ("使い方", "使い方は？"),
)  # as the manifest has them; Slack shows four at most

log = logging.getLogger(__name__)


def register(app: App, replier: Replier) -> None:
    """Fill the tab that was opened. Bolt acknowledges the event when this returns."""

    @app.event("app_home_opened")
    def on_opened(event: dict[str, object]) -> None:
        user, channel = event.get("user"), event.get("channel")
        if event.get("tab") == "messages" and isinstance(channel, str):
            replier.later(_suggest, replier, channel)
        elif isinstance(user, str):
            replier.later(_publish, replier, user)


def prompts_of(overview: Overview) -> tuple[tuple[str, str], ...]:
    """Titles and questions to begin with, about the items of the records shown."""
    rating, indicator, *_ = overview.examples
    own = {"評定を聞く": rating, "指標を聞く": indicator}
    return tuple((title, own.get(title, message)) for title, message in PROMPTS)


def _suggest(replier: Replier, channel: str) -> None:
    def call() -> str:
        prompts = [{"title": title, "message": message} for title, message in prompts_of(replier.desk.overview())]
        replier.client.assistant_threads_setSuggestedPrompts(channel_id=channel, title=TITLE, prompts=prompts)
        return ""

    try:
        confirmed(call)
    except (Refused, URLError, Unconfirmed) as error:  # it is a courtesy, and comes again with the next opening
        log.warning("no prompts channel=%s error=%s", channel, getattr(error, "code", type(error).__name__))


def _publish(replier: Replier, user: str) -> None:
    try:
        replier.publish_home(user)
    except (Refused, URLError, Unconfirmed) as error:
        log.warning("no home page error=%s", getattr(error, "code", type(error).__name__))
