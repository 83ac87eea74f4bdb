"""What the stand-in for Slack and the app send each other, as a test sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, cast
from urllib.error import HTTPError
from urllib.request import Request, urlopen

WAIT_SECONDS = 20.0

Json = dict[str, object]


class Fault(NamedTuple):
    """What goes wrong at the next call of a method."""

    status: int = 200
    error: str = "internal_error"
    retry_after: int | None = None
    lose_reply: bool = False  # the call is obeyed, then the line is cut without a reply


@dataclass(frozen=True, kw_only=True)
class Posted:
    """A message that the app posted, as it was sent."""

    channel: str
    thread_ts: str | None
    text: str
    blocks: list[Json]
    arguments: Json
    ts: str = ""


@dataclass(frozen=True, kw_only=True)
class Private:
    """A message that the app sent over a response_url, as it was sent."""

    url: str
    arguments: Json
    ts: str = ""

    @property
    def text(self) -> str:
        """The text."""
        return str(self.arguments.get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        """The blocks."""
        return cast("list[Json]", self.arguments.get("blocks") or [])


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A view that the app opened, pushed, updated or published. *target*: the trigger, view or user."""

    method: str
    target: str
    view: Json


@dataclass(frozen=True, kw_only=True)
class Uploaded:
    """A file that the app sent to a channel."""

    name: str
    alternative: str
    content: bytes
    channel: str
    thread_ts: str


class Reply(NamedTuple):
    """What the app said to a request over HTTP."""

    status: int
    body: str


def fetch(url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Reply:
    """A request over HTTP, whatever comes of it."""
    try:
        with urlopen(Request(url, body, dict(headers or {})), timeout=WAIT_SECONDS) as response:  # noqa: S310 - loopback
            return Reply(response.status, response.read().decode())
    except HTTPError as error:
        with error:
            return Reply(error.code, error.read().decode())
