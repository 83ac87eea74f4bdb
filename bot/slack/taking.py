"""When Slack hears that an event was taken: as soon as a worker begins with it, and after two seconds at the latest.

Slack delivers an event again, to another connection, whose line was lost before it was acknowledged (Socket Mode). So
what still waits for a worker in a process that is killed is answered by another one. What was begun is not delivered
again: whether it was posted nobody could tell, and one rating spoken twice looks like two answers.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LATEST_SECONDS = 2.0  # of the three that Slack waits (Events API, Responding to events)


class Taking:
    """An event that is about to be taken."""

    def __init__(self, acknowledge: Callable[[], None]) -> None:
        """*acknowledge* tells Slack, whatever becomes of it, and raises nothing."""
        self._tell = acknowledge
        self._told = threading.Lock()
        self.is_handed_over = False

    def acknowledge(self) -> None:
        """Tell Slack, the first time."""
        if self._told.acquire(blocking=False):
            self._tell()


_current: ContextVar[Taking | None] = ContextVar("taking", default=None)


@contextmanager
def taken_by(taking: Taking) -> Iterator[None]:
    """Meanwhile, whatever this thread hands to the workers is of *taking*."""
    before = _current.set(taking)
    try:
        yield
    finally:
        _current.reset(before)


def handed_over() -> Callable[[], None]:
    """What a worker is to call when it begins with what this thread is handing over."""
    taking = _current.get()
    if taking is None:
        return lambda: None
    taking.is_handed_over = True
    return taking.acknowledge


class Latest:
    """Acknowledges whatever no worker has begun with in time."""

    def __init__(self) -> None:
        """Nothing waits yet."""
        self._waiting: deque[tuple[float, Taking]] = deque()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="acknowledgements", daemon=True)
        self._thread.start()

    def add(self, taking: Taking) -> None:
        """Acknowledge it in two seconds, if nobody does before."""
        self._waiting.append((time.monotonic() + LATEST_SECONDS, taking))

    def close(self) -> None:
        """Acknowledge everything that waits: it is answered before the process ends."""
        self._closing.set()
        self._thread.join()
        self._acknowledge_until(float("inf"))

    def _watch(self) -> None:
        while not self._closing.wait(LATEST_SECONDS / 20):
            self._acknowledge_until(time.monotonic())

    def _acknowledge_until(self, moment: float) -> None:
        while self._waiting and self._waiting[0][0] <= moment:
            self._waiting.popleft()[1].acknowledge()
