"""The rules over a Store: what a thread is about, which posts are answered, which answer is which.

It holds ids of workspaces, channels and posts, item codes and years; never a name. What was asked is kept sealed with
the number of its answer, which stands in Slack and not here: whoever has only the database cannot read it. Everything
in it expires.

While a server is away each process answers alone (`alone.py`). What a thread is about cannot be told then, although this
process may know what it was about last: another one may have gone on with it. What is done meanwhile is written when the server is back.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date

from bot.answer import Context
from bot.state.alone import Alone
from bot.state.model import Asked, Claim, Post, Thread
from bot.state.store import Schema, Store, StoreLost, Transaction
from records.errors import DatabaseUnusable

STATE_NAME = "state.sqlite3"
CONTEXT_SECONDS = 7 * 24 * 3600.0  # a matter is taken up again after a weekend, not after a month
CONTEXT_LIMIT = 10_000
CLAIM_SECONDS = 24 * 3600.0  # Slack delivers an event again for up to an hour or so (Events API, retries)
LEASE_SECONDS = 5.0  # a process that shows no sign of life for so long is dead; a live one renews all its leases
LATE_LEASE_SECONDS = 60.0  # of what was begun while the server was away, until it is renewed as all others
_PRUNE_EVERY = 100
STATE_SCHEMA = Schema(
    "state",
    1,
    (
        """
        CREATE TABLE IF NOT EXISTS context (
            team TEXT NOT NULL, channel TEXT NOT NULL, thread_ts TEXT NOT NULL, context TEXT NOT NULL,
            used_at {real} NOT NULL, PRIMARY KEY (team, channel, thread_ts)
        ) {options}
        """,
        "CREATE INDEX IF NOT EXISTS context_by_age ON context (used_at)",
        """
        CREATE TABLE IF NOT EXISTS claim (
            name TEXT PRIMARY KEY, holder TEXT NOT NULL, until {real} NOT NULL,
            answered INTEGER NOT NULL CHECK (answered IN (0, 1))
        ) {options}
        """,
        "CREATE INDEX IF NOT EXISTS claim_by_age ON claim (until)",
        "CREATE INDEX IF NOT EXISTS claim_in_hand ON claim (holder) WHERE answered = 0",
        """
        CREATE TABLE IF NOT EXISTS answer (
            name TEXT PRIMARY KEY, sealed {blob} NOT NULL, made_at {real} NOT NULL
        ) {options}
        """,
        "CREATE INDEX IF NOT EXISTS answer_by_age ON answer (made_at)",
    ),
    "会話の続き",
)
_KEEP_CONTEXT = """
    INSERT INTO context VALUES (?, ?, ?, ?, ?) ON CONFLICT (team, channel, thread_ts)
    DO UPDATE SET context = excluded.context, used_at = excluded.used_at
    """
_KEEP_NEWER_CONTEXT = f"{_KEEP_CONTEXT} WHERE context.used_at <= excluded.used_at"
_KEEP_ANSWER = """
    INSERT INTO answer VALUES (?, ?, ?) ON CONFLICT (name)
    DO UPDATE SET sealed = excluded.sealed, made_at = excluded.made_at
    """
_KEEP_CLAIM = """
    INSERT INTO claim VALUES (?, ?, ?, ?) ON CONFLICT (name)
    DO UPDATE SET holder = excluded.holder, until = excluded.until, answered = excluded.answered
    """
_TAKE = f"{_KEEP_CLAIM} WHERE claim.until <= ? RETURNING name"
_TAKE_UNLESS_ANSWERED = f"{_KEEP_CLAIM} WHERE claim.answered = 0"


class State:
    """What is remembered; all methods may be called from any thread."""

    def __init__(
        self, store: Store, *, lease_seconds: float = LEASE_SECONDS, context_limit: int = CONTEXT_LIMIT
    ) -> None:
        """Remember in *store*, which stays the caller's to close."""
        self._store = store
        self._lease_seconds = lease_seconds
        self._context_limit = context_limit
        self._holder = secrets.token_hex(8)
        self._alone = Alone()
        self._writes = 0
        self._closing = threading.Event()
        self._renewal = threading.Thread(target=self._renew_until_closed, name="leases", daemon=True)
        self._renewal.start()

    def close(self) -> None:
        """Renew no leases any more: claims in hand are left to run out."""
        self._closing.set()
        self._renewal.join()

    def context(self, thread: Thread) -> Context | None:
        """What the thread is about, unless it was never kept or has expired. Raises StoreLost when that cannot be told."""

        def find(store: Transaction) -> str:
            rows = store.execute(
                "SELECT context FROM context WHERE team = ? AND channel = ? AND thread_ts = ? AND used_at > ?",
                (*thread, store.now - CONTEXT_SECONDS),
            )
            return str(rows[0][0]) if rows else ""

        found = self._store.run(find, writes=False)
        with suppress(ValueError):  # kept by another version: as good as none
            return Context.from_json(found) if found else None
        return None

    def keep_context(self, thread: Thread, context: Context) -> None:
        """Remember what the thread is about now, in place of what it was."""
        self._write(lambda store: _keep_context(store, thread, context))

    def keep_answer(self, number: str, asked: Asked) -> None:
        """Remember under *number* (of `new_number`) what an answer was given to, so that `asked` finds it again."""
        self._alone.keep_answer(number, asked)
        self._write(lambda store: _keep_answer(store, number, asked))

    def keep_reply(self, thread: Thread, context: Context, number: str, asked: Asked) -> None:
        """What the next question in the thread and a button of the answer need, at once: before the answer is seen."""

        def keep(store: Transaction) -> None:
            _keep_context(store, thread, context)
            _keep_answer(store, number, asked)

        self._alone.keep_answer(number, asked)
        self._write(keep)

    def asked(self, number: str) -> Asked | None:
        """What the answer of that number was given to, unless there is none or it has expired.

        Raises StoreLost when the server is away and another process may know.
        """

        def find(store: Transaction) -> bytes | None:
            rows = store.execute(
                "SELECT sealed FROM answer WHERE name = ? AND made_at > ?",
                (_name_of(number), store.now - CONTEXT_SECONDS),
            )
            return bytes(rows[0][0]) if rows else None

        try:
            sealed = self._store.run(find, writes=False)
        except StoreLost:
            if (own := self._alone.asked(number)) is not None:
                return own
            raise
        if sealed is None:
            return None
        question, context, day = json.loads(_sealed(number, sealed))
        return Asked(question, Context.from_json(context), date.fromisoformat(day))

    def claim(self, post: Post) -> Claim:
        """Ask for the right to answer *post*; whoever gets TAKEN must `settle` or `release` it."""
        try:
            found = self._store.run(lambda store: self._claim(store, post))
        except _TakenMeanwhile:
            return Claim.ELSEWHERE
        except StoreLost:
            if not self._alone.take(post):
                return Claim.SETTLED
            self._write(lambda store: self._take_late(store, post))
            return Claim.TAKEN
        self._alone.take(post)  # whatever came of it: once the server is away it is not to be asked for again
        return found

    def settle(self, post: Post) -> None:
        """*post* is answered: nobody else is to answer it."""
        self._write(
            lambda store: store.execute_each(
                _KEEP_CLAIM, [(name, self._holder, store.now + CLAIM_SECONDS, 1) for name in post.names()]
            )
        )

    def release(self, post: Post) -> None:
        """*post* could not be answered: when it is delivered again, it may be tried again at once."""
        self._alone.release(post)
        self._write(
            lambda store: store.execute_each(
                "DELETE FROM claim WHERE name = ? AND holder = ?", [(name, self._holder) for name in post.names()]
            )
        )

    def _claim(self, store: Transaction, post: Post) -> Claim:
        marks = ", ".join("?" * len(post.names()))
        held = store.execute(
            f"SELECT holder, answered FROM claim WHERE name IN ({marks}) AND until > ?",  # noqa: S608 - question marks
            (*post.names(), store.now),
        )
        if any(answered or holder == self._holder for holder, answered in held):
            return Claim.SETTLED
        if held:
            # a lease made before the clock went back would last for as long as it went: whoever lives renews it
            longest = store.now + max(self._lease_seconds, LATE_LEASE_SECONDS)
            store.execute(
                f"UPDATE claim SET until = ? WHERE name IN ({marks}) AND answered = 0 AND until > ?",  # noqa: S608 - question marks
                (longest, *post.names(), longest),
            )
            return Claim.ELSEWHERE
        for name in post.names():  # sorted: two that want the same post wait for each other in one direction only
            if not store.execute(_TAKE, (name, self._holder, store.now + self._lease_seconds, 0, store.now)):
                raise _TakenMeanwhile
        return Claim.TAKEN

    def _take_late(self, store: Transaction, post: Post) -> None:
        store.execute_each(
            _TAKE_UNLESS_ANSWERED,
            [(name, self._holder, store.now + LATE_LEASE_SECONDS, 0) for name in post.names()],
        )

    def _write(self, work: Callable[[Transaction], None]) -> None:
        self._writes += 1
        prunes = self._writes % _PRUNE_EVERY == 1  # and so at the first write of every process

        def do(store: Transaction) -> None:
            work(store)
            if prunes:
                self._prune(store)

        self._store.leave(do)

    def _prune(self, store: Transaction) -> None:
        store.execute("DELETE FROM claim WHERE until <= ?", (store.now,))
        for table, age in (("context", "used_at"), ("answer", "made_at")):
            store.execute(f"DELETE FROM {table} WHERE {age} <= ?", (store.now - CONTEXT_SECONDS,))  # noqa: S608 - ours
            # all but the newest
            store.execute(
                f"DELETE FROM {table} WHERE {age} < (SELECT {age} FROM {table} ORDER BY {age} DESC LIMIT 1 OFFSET ?)",  # noqa: S608 - ours
                (self._context_limit - 1,),
            )

    def _renew_until_closed(self) -> None:
        while not self._closing.wait(self._lease_seconds / 5):
            with suppress(DatabaseUnusable):  # locked, full or away: the next turn tries again
                self._store.run(self._renew)

    def _renew(self, store: Transaction) -> None:
        """Renew the leases; with a server also the sign of life by which a lost line is noticed."""
        store.execute(
            "UPDATE claim SET until = ? WHERE holder = ? AND answered = 0",
            (store.now + self._lease_seconds, self._holder),
        )


class _TakenMeanwhile(Exception):
    """Another process was faster: nothing is taken."""


def _keep_context(store: Transaction, thread: Thread, context: Context) -> None:
    sql = _KEEP_NEWER_CONTEXT if store.is_late else _KEEP_CONTEXT
    store.execute(sql, (*thread, context.to_json(), store.now))


def _keep_answer(store: Transaction, number: str, asked: Asked) -> None:
    written = json.dumps((asked.question, asked.context.to_json(), asked.day.isoformat()), ensure_ascii=False)
    store.execute(_KEEP_ANSWER, (_name_of(number), _sealed(number, written.encode()), store.now))


def _name_of(number: str) -> str:
    """What the store knows an answer by; the number does not follow from it."""
    return hashlib.sha256(b"name " + number.encode()).hexdigest()


def _sealed(number: str, content: bytes) -> bytes:
    """Content that only the number opens; sealing twice opens. Each number is used once, so is its key stream."""
    stream = hashlib.shake_256(b"seal " + number.encode()).digest(len(content))
    return bytes(one ^ other for one, other in zip(content, stream, strict=True))
