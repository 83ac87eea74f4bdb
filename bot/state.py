"""What the bot remembers between messages: what a thread is about, which posts are answered, which answer is which.

One small SQLite file beside the records, shared by every process that answers. It holds ids of workspaces, channels and
posts, item codes and years; never a name. What was asked is kept sealed with the number of its answer, which stands in
Slack and not here: whoever has only this file cannot read it. Everything in it expires.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from bot.answer import ANSWER_PREFIX, Context
from bot.own_file import open_own_file

STATE_NAME = "state.sqlite3"
CONTEXT_SECONDS = 7 * 24 * 3600.0  # a matter is taken up again after a weekend, not after a month
CONTEXT_LIMIT = 10_000
CLAIM_SECONDS = 24 * 3600.0  # Slack delivers an event again for up to an hour or so (Events API, retries)
LEASE_SECONDS = 5.0  # a process that shows no sign of life for so long is dead; a live one renews all its leases
_ANSWER_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # 32, without l, o, 0 and 1, which are read for one another
_ANSWER_LENGTH = 10
_PRUNE_EVERY = 100
_VERSION = 1
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS context (
    team TEXT NOT NULL, channel TEXT NOT NULL, thread_ts TEXT NOT NULL, context TEXT NOT NULL, used_at REAL NOT NULL,
    PRIMARY KEY (team, channel, thread_ts)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS context_by_age ON context (used_at);
CREATE TABLE IF NOT EXISTS claim (
    name TEXT PRIMARY KEY, holder TEXT NOT NULL, until REAL NOT NULL,
    answered INTEGER NOT NULL CHECK (answered IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS claim_by_age ON claim (until);
CREATE TABLE IF NOT EXISTS answer (
    name TEXT PRIMARY KEY, sealed BLOB NOT NULL, made_at REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answer_by_age ON answer (made_at);
CREATE INDEX IF NOT EXISTS claim_in_hand ON claim (holder) WHERE answered = 0;
PRAGMA user_version = {_VERSION};
"""


class Thread(NamedTuple):
    """A thread, or with an empty *thread_ts* the direct messages of a channel outside any thread."""

    team: str
    channel: str
    thread_ts: str


class Post(NamedTuple):
    """What is to be answered once: a message, and the event that told of it (empty when there was none)."""

    event_id: str
    channel: str
    ts: str

    def names(self) -> tuple[str, ...]:
        """Everything that this post is known by; two posts that share one of them are the same."""
        return (
            *((f"post {self.channel} {self.ts}",) if self.ts else ()),
            *((f"event {self.event_id}",) if self.event_id else ()),
        )


class Asked(NamedTuple):
    """What an answer was given to, so that it can be given again: the question, what its thread was about, the day."""

    question: str
    context: Context
    day: date


class Claim(StrEnum):
    """What came of asking for a post."""

    TAKEN = "taken"  # answer it
    SETTLED = "settled"  # it is answered, or this very process is about to
    ELSEWHERE = "elsewhere"  # another process has it in hand; if that one is dead, the claim is free after its lease


class State:
    """The state file, open; all methods may be called from any thread."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], float] = time.time,
        lease_seconds: float = LEASE_SECONDS,
        context_limit: int = CONTEXT_LIMIT,
    ) -> None:
        """Open or make the file. Raises DatabaseUnusable."""
        self._clock = clock
        self._lease_seconds = lease_seconds
        self._context_limit = context_limit
        self._holder = secrets.token_hex(8)
        self._lock = threading.Lock()
        self._writes = 0
        self._connection = open_own_file(path, _SCHEMA, _VERSION, "会話の続き")
        self._closing = threading.Event()
        self._renewal = threading.Thread(target=self._renew_until_closed, name="leases", daemon=True)
        self._renewal.start()

    def close(self) -> None:
        """Close the file. Claims in hand are left to run out."""
        self._closing.set()
        self._renewal.join()
        with self._lock:
            self._connection.close()

    def context(self, thread: Thread) -> Context | None:
        """What the thread is about, unless it was never kept or has expired."""
        with self._lock:
            row = self._connection.execute(
                "SELECT context FROM context WHERE (team, channel, thread_ts) = (?, ?, ?) AND used_at > ?",
                (*thread, self._clock() - CONTEXT_SECONDS),
            ).fetchone()
        with suppress(ValueError):  # kept by another version: as good as none
            return Context.from_json(row[0]) if row else None
        return None

    def keep_context(self, thread: Thread, context: Context) -> None:
        """Remember what the thread is about now, in place of what it was."""
        with self._writing() as connection:
            self._keep_context(connection, thread, context)

    def keep_answer(self, number: str, asked: Asked) -> None:
        """Remember under *number* (of `new_number`) what an answer was given to, so that `asked` finds it again."""
        with self._writing() as connection:
            self._keep_answer(connection, number, asked)

    def keep_reply(self, thread: Thread, context: Context, number: str, asked: Asked) -> None:
        """What the next question in the thread and a button of the answer need, at once: before the answer is seen."""
        with self._writing() as connection:
            self._keep_context(connection, thread, context)
            self._keep_answer(connection, number, asked)

    def asked(self, number: str) -> Asked | None:
        """What the answer of that number was given to, unless there is none or it has expired."""
        with self._lock:
            row = self._connection.execute(
                "SELECT sealed FROM answer WHERE name = ? AND made_at > ?",
                (_name_of(number), self._clock() - CONTEXT_SECONDS),
            ).fetchone()
        if row is None:
            return None
        question, context, day = json.loads(_sealed(number, row[0]))
        return Asked(question, Context.from_json(context), date.fromisoformat(day))

    def claim(self, post: Post) -> Claim:
        """Ask for the right to answer *post*; whoever gets TAKEN must `settle` or `release` it."""
        now = self._clock()
        with self._writing() as connection:
            held = connection.execute(
                f"SELECT holder, answered FROM claim WHERE name IN ({_marks(post)}) AND until > ?",  # noqa: S608 - marks
                (*post.names(), now),
            ).fetchall()
            if any(answered or holder == self._holder for holder, answered in held):
                return Claim.SETTLED
            if held:
                # a lease made before the clock went back would last for as long as it went: whoever lives renews it
                connection.execute(
                    f"UPDATE claim SET until = min(until, ?) WHERE name IN ({_marks(post)}) AND answered = 0",  # noqa: S608 - marks
                    (now + self._lease_seconds, *post.names()),
                )
                return Claim.ELSEWHERE
            connection.executemany(
                "INSERT OR REPLACE INTO claim VALUES (?, ?, ?, 0)",
                [(name, self._holder, now + self._lease_seconds) for name in post.names()],
            )
        return Claim.TAKEN

    def settle(self, post: Post) -> None:
        """*post* is answered: nobody else is to answer it."""
        with self._writing() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO claim VALUES (?, ?, ?, 1)",
                [(name, self._holder, self._clock() + CLAIM_SECONDS) for name in post.names()],
            )

    def release(self, post: Post) -> None:
        """*post* could not be answered: when it is delivered again, it may be tried again at once."""
        with self._writing() as connection:
            connection.execute(
                f"DELETE FROM claim WHERE name IN ({_marks(post)}) AND holder = ?",  # noqa: S608 - question marks
                (*post.names(), self._holder),
            )

    def _keep_context(self, connection: sqlite3.Connection, thread: Thread, context: Context) -> None:
        connection.execute(
            "INSERT OR REPLACE INTO context VALUES (?, ?, ?, ?, ?)", (*thread, context.to_json(), self._clock())
        )

    def _keep_answer(self, connection: sqlite3.Connection, number: str, asked: Asked) -> None:
        written = json.dumps((asked.question, asked.context.to_json(), asked.day.isoformat()), ensure_ascii=False)
        sealed = _sealed(number, written.encode())
        connection.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", (_name_of(number), sealed, self._clock()))

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._writes += 1
                if self._writes % _PRUNE_EVERY == 1:  # and so at the first write of every process
                    self._prune()
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _prune(self) -> None:
        now = self._clock()
        self._connection.execute("DELETE FROM claim WHERE until <= ?", (now,))
        self._connection.execute("DELETE FROM context WHERE used_at <= ?", (now - CONTEXT_SECONDS,))
        self._connection.execute("DELETE FROM answer WHERE made_at <= ?", (now - CONTEXT_SECONDS,))
        self._connection.execute(
            "DELETE FROM answer WHERE name IN (SELECT name FROM answer ORDER BY made_at DESC LIMIT -1 OFFSET ?)",
            (self._context_limit,),
        )
        self._connection.execute(
            "DELETE FROM context WHERE (team, channel, thread_ts) IN"
            " (SELECT team, channel, thread_ts FROM context ORDER BY used_at DESC LIMIT -1 OFFSET ?)",
            (self._context_limit,),
        )

    def _renew_until_closed(self) -> None:
        while not self._closing.wait(self._lease_seconds / 5):
            with self._lock, suppress(sqlite3.OperationalError):  # locked or full: the next turn tries again
                if self._has_work_in_hand():
                    self._connection.execute(
                        "UPDATE claim SET until = ? WHERE holder = ? AND answered = 0",
                        (self._clock() + self._lease_seconds, self._holder),
                    )

    def _has_work_in_hand(self) -> bool:
        found = self._connection.execute("SELECT 1 FROM claim WHERE holder = ? AND answered = 0", (self._holder,))
        return found.fetchone() is not None


def new_number() -> str:
    """A number for an answer, which nobody guesses."""
    return ANSWER_PREFIX + "".join(_ANSWER_LETTERS[byte & 31] for byte in secrets.token_bytes(_ANSWER_LENGTH))


def _name_of(number: str) -> str:
    """What the file knows an answer by; the number does not follow from it."""
    return hashlib.sha256(b"name " + number.encode()).hexdigest()


def _sealed(number: str, content: bytes) -> bytes:
    """Content that only the number opens; sealing twice opens. Each number is used once, so is its key stream."""
    stream = hashlib.shake_256(b"seal " + number.encode()).digest(len(content))
    return bytes(one ^ other for one, other in zip(content, stream, strict=True))


def _marks(post: Post) -> str:
    return ", ".join("?" * len(post.names()))
