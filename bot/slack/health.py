"""Whether this process can answer: it is connected to Slack, and its records can be read.

The store of the state is no part of it: without it answers go on, and no restart of this process would bring it back.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from bot.ask import Desk
from bot.slack.listening import say
from records.errors import HyoteiError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse


class Health:
    """Asked for at any time, from any thread."""

    def __init__(self, desk: Desk) -> None:
        """Not connected yet."""
        self._desk = desk
        self.is_connected: Callable[[], bool] = lambda: False

    @property
    def is_readable(self) -> bool:
        """Whether the records can be read."""
        try:
            self._desk.check()
        except HyoteiError:
            return False
        return True

    def respond(self, start_response: "StartResponse") -> Iterable[bytes]:
        """`ok`, or 503 and what is wrong."""
        wrong = [
            what
            for what, is_well in (
                ("not connected to Slack", self.is_connected()),
                ("records unreadable", self.is_readable),
            )
            if not is_well
        ]
        return say(start_response, HTTPStatus.SERVICE_UNAVAILABLE if wrong else HTTPStatus.OK, ", ".join(wrong) or "ok")
