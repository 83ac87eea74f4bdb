"""A small HTTP server at an address of ours, for as long as it is needed."""

import logging
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from cheroot.wsgi import Server

from records.errors import BadUsage, HyoteiError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication

HEALTH_PATH = "/healthz"
BODY_LIMIT = 1_000_000  # Slack's payloads are some kilobytes
STOP_SECONDS = 30
_PORTS = range(65_536)

log = logging.getLogger(__name__)


class Address(NamedTuple):
    """Where to listen."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address as a URL."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def read_address(written: str, option: str) -> Address:
    """HOST:PORT, as *option* has it. Raises BadUsage."""
    host, colon, port = written.rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) not in _PORTS:
        message = f"{option}「{written}」は HOST:PORT の形ではありません。例：127.0.0.1:3000"
        raise BadUsage(message)
    return Address(host.strip("[]"), int(port))


@contextmanager
def listening(app: "WSGIApplication", address: Address, *, threads: int) -> Iterator[Address]:
    """*app* (PEP 3333), served, and where (port 0: any free one); at the end what it has begun is finished.

    Raises HyoteiError when nothing can listen there.
    """
    server = _QuietServer(
        address,
        app,
        numthreads=threads,
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


def say(start_response: "StartResponse", status: HTTPStatus, text: str) -> Iterable[bytes]:
    """Answer a request with a line."""
    content = text.encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(content)))]
    start_response(f"{status.value} {status.phrase}", headers)
    return [content]


def _try_to_listen(address: Address) -> None:
    """Raise OSError where nothing can listen: cheroot, which finds out too, leaves its socket open."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    socket.create_server(address, family=family).close()


class _QuietServer(Server):
    """Cheroot, whose errors are one line in our log, without a traceback that could quote a request."""

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:  # noqa: FBT001, FBT002 - as cheroot calls it
        """One error."""
        log.log(level, "http server: %s%s", msg.splitlines()[0] if msg else "", " (error)" if traceback else "")
