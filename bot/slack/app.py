"""The Slack app, composed: settings → client, state, Desk and listeners."""

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from slack_bolt import App

from bot.misses import Misses
from bot.settings import Settings
from bot.slack.explained import explained
from bot.slack.listeners import register
from bot.slack.post import outlast_lost_connections, web_client
from bot.slack.reply import Answerer, Replier, log_failure
from bot.state.model import Post
from bot.state.state import State

SLACK_API_URL = "https://slack.com/api/"
WORKERS = 10


class Composed(NamedTuple):
    """The app, and the pool in which everything is answered that it has acknowledged."""

    app: App
    pool: ThreadPoolExecutor


def build_app(
    settings: Settings, desk: Answerer, state: State, misses: Misses, *, signing_secret: str = ""
) -> Composed:
    """The app with all its listeners, its bot token checked; requests are verified when there is a signing secret.

    Raises SettingsMissing, HyoteiError.
    """
    base_url = settings.values.get("SLACK_API_URL", "").strip() or SLACK_API_URL
    client = web_client(settings.required("SLACK_BOT_TOKEN", "xoxb-"), base_url)
    with explained("SLACK_BOT_TOKEN", base_url):
        app = App(
            client=client,
            signing_secret=signing_secret or None,
            # Bolt warns of every token that it also finds in the environment, and prints what it does not know.
            logger=_quiet_logger(),
            # A listener acknowledges, hands its work to the pool and returns; the acknowledgement goes out at once,
            # however much the pool has to do.
            process_before_response=True,
        )
    outlast_lost_connections(client)
    app.error(_log_without_text)
    pool = ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="reply")
    register(app, Replier(desk=desk, state=state, misses=misses, client=client, pool=pool))
    return Composed(app, pool)


def _log_without_text(error: Exception) -> None:
    log_failure(Post("listener", "", ""), error)


def _quiet_logger() -> logging.Logger:
    logger = logging.getLogger("bot.slack.bolt")
    logger.setLevel(logging.ERROR)
    return logger
