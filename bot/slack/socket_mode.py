"""Socket Mode: a line that the app opens to Slack, so that nothing need reach it from outside."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.builtin import SocketModeClient

from bot.slack.app import Composed
from bot.slack.explained import explained

PING_SECONDS = 1.0  # slack_sdk calls a line dead when five pings have failed: seconds, where its default needs a minute


@contextmanager
def connected(composed: Composed, app_token: str, *, ping_seconds: float = PING_SECONDS) -> Iterator[None]:
    """The app, connected over Socket Mode; at the end whatever was acknowledged is answered before this returns.

    Raises SettingsMissing, HyoteiError.
    """
    handler = SocketModeHandler(composed.app, app_token, ping_interval=ping_seconds)
    try:
        with explained("SLACK_APP_TOKEN", composed.app.client.base_url):
            handler.client.connect()
        yield
    finally:
        _hang_up(handler.client)
        composed.pool.shutdown()


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
