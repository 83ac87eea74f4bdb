"""`hyotei slack`: from the settings to an app at work, until a signal stops it."""

import gc
import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from threading import Event
from types import FrameType

from bot.ask import Desk
from bot.settings import Settings
from bot.slack.app import build_app
from bot.slack.health import Health
from bot.slack.http_mode import served
from bot.slack.listening import read_address
from bot.slack.socket_mode import connected
from bot.state.open import opened

# Threads that wait for Slack take turns with those that answer: with the default of 5 ms a turn is longer than an answer.
SWITCH_SECONDS = 0.0005

log = logging.getLogger(__name__)


def run(settings: Settings, http: str | None = None) -> None:
    """Answer in Slack until SIGTERM or SIGINT: over Socket Mode, or at HOST:PORT. Raises HyoteiError."""
    settings.required("SLACK_BOT_TOKEN", "xoxb-")
    address = read_address(http, "--http") if http is not None else None
    watched = settings.values.get("HYOTEI_METRICS", "").strip()
    watched_at = read_address(watched, "HYOTEI_METRICS") if watched else None
    app_token = settings.required("SLACK_APP_TOKEN", "xapp-") if address is None else ""
    secret = settings.required("SLACK_SIGNING_SECRET", "") if address is not None else ""
    settings.misses_days()
    _log_to_stderr()
    sys.setswitchinterval(SWITCH_SECONDS)
    with (
        opened(settings) as remembered,
        closing(Desk(settings)) as desk,
        ExitStack() as watching,
        _stopped_by_signals() as stop,
    ):
        health = Health(desk)
        if watched_at is not None:
            from bot.slack.metrics import metrics_served  # noqa: PLC0415 - only where somebody watches

            watching.enter_context(metrics_served(watched_at, desk, health, remembered))
        composed = build_app(settings, desk, remembered.state, remembered.misses, signing_secret=secret)
        gc.freeze()  # modules, names and records stay for good: going through them again takes as long as a hundred answers
        if address is None:
            with connected(composed, app_token) as health.is_connected:
                _wait(stop, "Slack につながりました。")
        else:
            with served(composed, address, health) as bound:
                _wait(stop, f"{bound.url} で待ち受けています。")


def _wait(stop: Event, greeting: str) -> None:
    sys.stderr.write(f"{greeting}止めるには Ctrl+C を押してください。\n")
    sys.stderr.flush()
    stop.wait()
    log.info("stopping: finishing what is being answered")


@contextmanager
def _stopped_by_signals() -> Iterator[Event]:
    """An event that SIGTERM and SIGINT set; a second signal of the kind ends the process at once."""
    stop = Event()

    def on_signal(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        stop.set()

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("bot").setLevel(logging.INFO)
