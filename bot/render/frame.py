"""What stands around an answer in Slack: its number, where its buttons lead, and what the buttons are called."""

from __future__ import annotations

from typing import NamedTuple

from bot.answer import Choice

ASK, REST, SHARE, DELETE, RATE, MINUTES, SOURCES, CSV, CHART = (
    "ask", "rest", "share", "delete", "rate", "minutes", "sources", "csv", "chart",
)  # fmt: skip


class Frame(NamedTuple):
    """What stands around an answer. *number*: by which it can be given again; without it there are no buttons.

    *asker*: the only one who may delete it. *share_in*: the thread_ts to share a private answer into, "" for the
    channel, None when it is not private. *rated*: whether readers are asked what they think. *files*: whether files
    can be sent there.
    """

    number: str = ""
    version: str = ""
    corrections: tuple[Choice, ...] = ()
    steps: tuple[Choice, ...] = ()
    asker: str = ""
    share_in: str | None = None
    rated: bool = False
    files: bool = False
    page: int = 0


NO_FRAME = Frame()
