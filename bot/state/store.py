"""Where the bot keeps what it remembers: the little that a file and a server have in common.

The SQL is the same for both: `?` stands for a value, `INSERT … ON CONFLICT` for "insert or replace", `RETURNING` tells
what was changed. Only the names of column types differ; a schema has them as {real}, {blob} and {options}.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from records.errors import DatabaseUnusable

Row = tuple[Any, ...]
Result = TypeVar("Result")


class StoreLost(DatabaseUnusable):
    """The server is away, or so slow that nobody should wait for it; what was asked for may or may not be done."""


class Schema(NamedTuple):
    """Tables and indexes that belong together. *name*: of the part; *lost*: what is lost by deleting it, in Japanese."""

    name: str
    version: int
    statements: tuple[str, ...]
    lost: str


class Transaction(Protocol):
    """Everything in it happens, or nothing."""

    @property
    def now(self) -> float:
        """The moment by the clock that all processes share, in seconds since 1970; of late work, when it was left."""

    @property
    def is_late(self) -> bool:
        """Whether it was left while the server was away, so that others may have done something since."""

    def execute(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """The rows that *sql* gives; those of RETURNING where it changes something."""

    def execute_each(self, sql: str, values: Sequence[Sequence[object]]) -> None:
        """*sql* with each of *values*."""


class Store(Protocol):
    """A database, open; all methods may be called from any thread."""

    def run(self, work: Callable[[Transaction], Result], *, writes: bool = True) -> Result:
        """What *work* gives, done in one transaction. Raises StoreLost (a server), DatabaseUnusable (a file)."""

    def leave(self, work: Callable[[Transaction], None]) -> None:
        """Do *work* in one transaction: now, or when the server is back. Raises DatabaseUnusable (a file)."""

    def close(self) -> None:
        """Close it."""
