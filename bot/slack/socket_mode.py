"""Socket Mode: a line that the app opens to Slack, so that nothing need reach it from outside."""

import logging
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.slack.app import Composed
from bot.slack.explained import explained
from bot.slack.line import LineClient
from bot.slack.taking import Latest, Taking, taken_by

PING_SECONDS = 1.0  # slack_sdk calls a line dead when five pings have failed: seconds, where its default needs a minute

_EVENT = "events_api"
ACKNOWLEDGERS = 2  # they only parse and hand on; more would take turns with those that answer

log = logging.getLogger(__name__)


@contextmanager
def connected(
    composed: Composed, app_token: str, *, ping_seconds: float = PING_SECONDS
) -> Iterator[Callable[[], bool]]:
    """The app, connected over Socket Mode, and whether its line is open at any moment; at the end whatever was acknowledged is answered before this returns.

    Raises SettingsMissing, HyoteiError.
    """
    app = composed.app
    client = LineClient(
        app_token,
        logger=app.logger,
        web_client=app.client,
        proxy=app.client.proxy,
        ping_interval=ping_seconds,
        concurrency=ACKNOWLEDGERS,
    )
    latest = Latest()
    client.socket_mode_request_listeners.append(_handler(app, client, latest))
    try:
        with explained("SLACK_APP_TOKEN", app.client.base_url):
            client.connect()
        yield client.is_connected
    finally:
        _hang_up(client, latest)
        composed.pool.shutdown()


def _handler(app: App, line: LineClient, latest: Latest) -> Callable[[BaseSocketModeClient, SocketModeRequest], None]:
    def handle(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        taking = Taking(lambda: line.acknowledge(request.envelope_id))
        if request.type == _EVENT:
            with taken_by(taking):
                response = run_bolt_app(app, request)
        else:  # a command or a button: its user waits for the acknowledgement
            response = run_bolt_app(app, request)
        if taking.is_handed_over:
            latest.add(taking)
            return
        try:
            send_response(client, request, response, time.time())
        except SlackClientNotConnectedError:  # Slack delivers again what it has not seen acknowledged
            log.warning("not acknowledged envelope=%s: the line was lost", request.envelope_id)

    return handle


def _hang_up(client: LineClient, latest: Latest) -> None:
    """Take nothing more, acknowledge what was taken, then close the line; Slack delivers the rest to the next process."""
    client.closed = True
    client.auto_reconnect_enabled = False
    client.current_app_monitor.event.set()  # no more pings
    client.message_processor.event.set()
    client.message_processor.thread.join()
    client.message_workers.shutdown()
    latest.close()
    line = client.current_session.sock if client.current_session is not None else None
    if line is not None:
        with suppress(OSError):  # already down
            line.shutdown(socket.SHUT_RDWR)  # or closing waits until a silent line times out, 3 seconds
    client.close()
