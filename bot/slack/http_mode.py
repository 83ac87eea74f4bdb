"""HTTP mode: Slack posts signed requests to /slack/events (Verifying requests from Slack); /healthz says that it lives."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot.slack.app import Composed
from bot.slack.health import Health
from bot.slack.listening import HEALTH_PATH, Address, listening, say

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from _typeshed import OptExcInfo

EVENTS_PATH = "/slack/events"
THREADS = 10

log = logging.getLogger(__name__)


@contextmanager
def served(composed: Composed, address: Address, health: Health) -> Iterator[Address]:
    """The app, served over HTTP, and where it listens (port 0: any free one); what it has acknowledged is answered first.

    Raises HyoteiError when nothing can listen there.
    """
    door = _Door(SlackRequestHandler(composed.app, path=EVENTS_PATH), health)
    try:
        with listening(door, address, threads=THREADS) as bound:
            health.is_connected = lambda: True
            yield bound
    finally:
        composed.pool.shutdown()


class _Door:
    """Health checks are answered here, requests of Slack by Bolt; a refused one is one line in the log."""

    def __init__(self, handler: SlackRequestHandler, health: Health) -> None:
        self._handler = handler
        self._health = health

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """A request (PEP 3333)."""
        if environ.get("PATH_INFO") == HEALTH_PATH:
            return self._health.respond(start_response)
        try:
            return self._handler(environ, _noticing(start_response))
        except UnicodeDecodeError:  # not from Slack, whose requests are UTF-8
            return say(start_response, HTTPStatus.BAD_REQUEST, "bad request")


def _noticing(start_response: "StartResponse") -> "StartResponse":
    def start(
        status: str, headers: list[tuple[str, str]], exc_info: "OptExcInfo | None" = None, /
    ) -> Callable[[bytes], object]:
        if status.startswith(str(HTTPStatus.UNAUTHORIZED.value)):
            log.warning("refused a request: its signature is missing, wrong or too old")
        return start_response(status, headers, exc_info)

    return start
