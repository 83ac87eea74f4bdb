"""HTTP mode: Slack posts signed requests to /slack/events (Verifying requests from Slack); /healthz says that it lives."""

import logging
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from cheroot.wsgi import Server
from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot.slack.app import Composed
from records.errors import BadUsage, HyoteiError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from _typeshed import OptExcInfo

EVENTS_PATH = "/slack/events"
HEALTH_PATH = "/healthz"
THREADS = 10
BODY_LIMIT = 1_000_000  # Slack's payloads are some kilobytes
STOP_SECONDS = 30
_PORTS = range(65_536)

log = logging.getLogger(__name__)


class Address(NamedTuple):
    """Where to listen."""

    host: str
    port: int


def read_address(written: str) -> Address:
    """HOST:PORT. Raises BadUsage."""
    host, colon, port = written.rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) not in _PORTS:
        message = f"--http「{written}」は HOST:PORT の形ではありません。例：--http 127.0.0.1:3000"
        raise BadUsage(message)
    return Address(host.strip("[]"), int(port))


@contextmanager
def served(composed: Composed, address: Address) -> Iterator[Address]:
    """The app, served over HTTP, and where it listens (port 0: any free one); what it has acknowledged is answered first.

    Raises HyoteiError when nothing can listen there.
    """
    server = _QuietServer(
        address,
        _Door(SlackRequestHandler(composed.app, path=EVENTS_PATH)),
        numthreads=THREADS,
        request_queue_size=512,  # a burst waits in line instead of being turned away
        shutdown_timeout=STOP_SECONDS,
        server_name="hyotei",
    )
    server.max_request_body_size = BODY_LIMIT
    try:
        _try_to_listen(address)
        server.prepare()
    except OSError as error:
        message = (
            f"{address.host}:{address.port} で待ち受けられません。ほかのプログラムが使っていないか確かめてください。"
        )
        raise HyoteiError(message, detail=repr(error)) from error
    thread = threading.Thread(target=server.serve, name="http")
    thread.start()
    try:
        bound = server.bind_addr
        yield Address(str(bound[0]), int(bound[1]))
    finally:
        server.stop()
        thread.join()
        composed.pool.shutdown()


def _try_to_listen(address: Address) -> None:
    """Raise OSError where nothing can listen: cheroot, which finds out too, leaves its socket open."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    socket.create_server(address, family=family).close()


class _QuietServer(Server):
    """Cheroot, whose errors are one line in our log, without a traceback that could quote a request."""

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:  # noqa: FBT001, FBT002 - as cheroot calls it
        """One error."""
        log.log(level, "http server: %s%s", msg.splitlines()[0] if msg else "", " (error)" if traceback else "")


class _Door:
    """Health checks are answered here, requests of Slack by Bolt; a refused one is one line in the log."""

    def __init__(self, handler: SlackRequestHandler) -> None:
        self._handler = handler

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """A request (PEP 3333)."""
        if environ.get("PATH_INFO") == HEALTH_PATH:
            return _say(start_response, HTTPStatus.OK, b"ok")
        try:
            return self._handler(environ, _noticing(start_response))
        except UnicodeDecodeError:  # not from Slack, whose requests are UTF-8
            return _say(start_response, HTTPStatus.BAD_REQUEST, b"bad request")


def _noticing(start_response: "StartResponse") -> "StartResponse":
    def start(
        status: str, headers: list[tuple[str, str]], exc_info: "OptExcInfo | None" = None, /
    ) -> Callable[[bytes], object]:
        if status.startswith(str(HTTPStatus.UNAUTHORIZED.value)):
            log.warning("refused a request: its signature is missing, wrong or too old")
        return start_response(status, headers, exc_info)

    return start


def _say(start_response: "StartResponse", status: HTTPStatus, text: bytes) -> Iterable[bytes]:
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(text)))]
    start_response(f"{status.value} {status.phrase}", headers)
    return [text]
