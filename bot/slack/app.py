"""The Slack app, composed: settings → client, state, Desk and listeners → a connection over Socket Mode."""

import logging
import signal
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from threading import Event
from types import FrameType
from urllib.error import URLError

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.error import BoltError
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.builtin import SocketModeClient

from bot.ask import Desk
from bot.settings import Settings
from bot.slack.listeners import register
from bot.slack.post import error_code, outlast_lost_connections, web_client
from bot.slack.reply import Answerer, Replier
from bot.state import STATE_NAME, State
from records.errors import HyoteiError, SettingsMissing

SLACK_API_URL = "https://slack.com/api/"
PING_SECONDS = 1.0  # slack_sdk calls a line dead when five pings have failed: seconds, where its default needs a minute
WORKERS = 10

log = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Answer in Slack until SIGTERM or SIGINT. Raises SettingsMissing, HyoteiError."""
    settings.required("SLACK_BOT_TOKEN", "xoxb-")
    app_token = settings.required("SLACK_APP_TOKEN", "xapp-")
    _log_to_stderr()
    with closing(State(settings.home / STATE_NAME)) as state, closing(Desk(settings)) as desk:
        app = build_app(settings, desk, state)
        with _stopped_by_signals() as stop, connected(app, app_token):
            sys.stderr.write("Slack につながりました。止めるには Ctrl+C を押してください。\n")
            sys.stderr.flush()
            stop.wait()
            log.info("stopping: finishing what is being answered")


def build_app(settings: Settings, desk: Answerer, state: State) -> App:
    """The app with all its listeners, its bot token checked. Raises SettingsMissing, HyoteiError."""
    base_url = settings.values.get("SLACK_API_URL", "").strip() or SLACK_API_URL
    client = web_client(settings.required("SLACK_BOT_TOKEN", "xoxb-"), base_url)
    with _explained("SLACK_BOT_TOKEN", base_url):
        app = App(
            client=client,
            # Bolt warns of every token that it also finds in the environment, and prints what it does not know.
            logger=_quiet_logger(),
            listener_executor=ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="reply"),
        )
    outlast_lost_connections(client)
    register(app, Replier(desk=desk, state=state, client=client))
    return app


@contextmanager
def connected(app: App, app_token: str, *, ping_seconds: float = PING_SECONDS) -> Iterator[None]:
    """The app, connected over Socket Mode; at the end whatever was acknowledged is answered before this returns.

    Raises SettingsMissing, HyoteiError.
    """
    handler = SocketModeHandler(app, app_token, ping_interval=ping_seconds)
    try:
        with _explained("SLACK_APP_TOKEN", app.client.base_url):
            handler.client.connect()
        yield
    finally:
        _hang_up(handler.client)
        app.listener_runner.listener_executor.shutdown()


def _hang_up(client: SocketModeClient) -> None:
    """Take nothing more, acknowledge what was taken, then close the line; Slack delivers the rest to the next process."""
    client.closed = True
    client.auto_reconnect_enabled = False
    client.current_app_monitor.event.set()  # no more pings
    client.message_processor.event.set()
    client.message_processor.thread.join()
    client.message_workers.shutdown()
    line = client.current_session.sock if client.current_session is not None else None
    if line is not None:
        with suppress(OSError):  # already down
            line.shutdown(socket.SHUT_RDWR)  # or closing waits until a silent line times out, 3 seconds
    client.close()


@contextmanager
def _explained(setting: str, base_url: str) -> Iterator[None]:
    """What Slack says against a token, or why it cannot be reached, as one line."""
    try:
        yield
    except (SlackApiError, BoltError) as error:
        cause = error if isinstance(error, SlackApiError) else error.__context__
        code = error_code(cause) if isinstance(cause, SlackApiError) else str(error)
        message = f"{setting} は Slack に受け付けられませんでした（{code}）。アプリの設定画面で値を確かめてください。"
        raise SettingsMissing(message) from error
    except OSError as error:
        reason = error.reason if isinstance(error, URLError) else error
        message = f"Slack（{base_url}）に接続できません。ネットワークと SLACK_API_URL を確かめてください。"
        raise HyoteiError(message, detail=repr(reason)) from error


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


def _quiet_logger() -> logging.Logger:
    logger = logging.getLogger("bot.slack.bolt")
    logger.setLevel(logging.ERROR)
    return logger
