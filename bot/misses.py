"""What users asked and did not get, and how many questions of which kind there were a day.

A SQLite file of its own, so that it can be deleted, kept shorter or turned off (HYOTEI_MISSES_DAYS=0) without touching
anything else. It holds the questions that ended in not_understood, ambiguous or 👎, with what was decided and what was
offered; never who asked, where, or a question that was answered.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from bot.answer import Answer, Status
from bot.own_file import open_own_file
from bot.render.text import candidate_name
from bot.settings import KEEP_DAYS, TOKYO
from bot.text.normalise import fold
from records.errors import DatabaseUnusable

MISSES_NAME = "misses.sqlite3"
DISLIKED = "bad"
LIKED = "good"
_LIMIT = 20_000
_DAY_SECONDS = 24 * 3600.0
_VERSION = 1
_KEPT = frozenset({Status.NOT_UNDERSTOOD, Status.AMBIGUOUS})
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS miss (
    asked_at REAL NOT NULL, question TEXT NOT NULL, decision TEXT NOT NULL, candidates TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS miss_by_age ON miss (asked_at);
CREATE TABLE IF NOT EXISTS day_count (
    day TEXT NOT NULL, decision TEXT NOT NULL, topic TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (day, decision, topic)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = {_VERSION};
"""


class Miss(NamedTuple):
    """Questions that say the same and ended alike: how often, as first written, and what was offered."""

    times: int
    question: str
    decision: str
    candidates: tuple[tuple[str, str], ...]  # item or indicator id, its title


class DayCount(NamedTuple):
    """How many questions of a day ended in one decision, by kind of question ("" when none was understood)."""

    day: str
    decision: str
    topic: str
    times: int


class Misses:
    """The file, open; all methods may be called from any thread. With *keep_days* 0 nothing is kept and no file made."""

    def __init__(self, path: Path, *, keep_days: int = KEEP_DAYS, clock: Callable[[], float] = time.time) -> None:
        """Open or make the file, and forget what is too old. Raises DatabaseUnusable."""
        self.keep_days = keep_days
        self._clock = clock
        self._lock = threading.Lock()
        self._connection = open_own_file(path, _SCHEMA, _VERSION, "質問の記録") if keep_days else None
        self.prune()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()

    def record(self, answer: Answer) -> None:
        """Count an answer, and keep its question when it ended in nothing or in a choice. Raises DatabaseUnusable."""
        self._record(answer, answer.status.value, keep=answer.status in _KEPT)

    def rate(self, answer: Answer, *, liked: bool) -> None:
        """Count what a reader thought of an answer, and keep the question of one that was of no use.

        Raises DatabaseUnusable.
        """
        self._record(answer, LIKED if liked else DISLIKED, keep=not liked)

    def misses(self) -> tuple[Miss, ...]:
        """The questions kept, most frequent first, those that differ only in writing counted as one."""
        rows = self._rows("SELECT question, decision, candidates FROM miss ORDER BY asked_at")
        groups: dict[tuple[str, str], tuple[str, str]] = {}
        times: Counter[tuple[str, str]] = Counter()
        for question, decision, candidates in rows:
            key = (fold(question).text.strip("?。!"), decision)
            groups.setdefault(key, (question, candidates))
            times[key] += 1
        return tuple(
            Miss(count, groups[key][0], key[1], tuple((code, title) for code, title in json.loads(groups[key][1])))
            for key, count in sorted(times.items(), key=lambda each: (-each[1], each[0]))
        )

    def counts(self) -> tuple[DayCount, ...]:
        """The counts, newest day first."""
        rows = self._rows("SELECT day, decision, topic, n FROM day_count ORDER BY day DESC, n DESC, decision, topic")
        return tuple(DayCount(day, decision, topic, int(times)) for day, decision, topic, times in rows)

    def prune(self) -> None:
        """Forget what is older than the days to keep, and the oldest beyond what a file should hold."""
        if self._connection is None:
            return
        oldest = self._clock() - self.keep_days * _DAY_SECONDS
        with self._writing(self._connection) as connection:
            connection.execute("DELETE FROM miss WHERE asked_at < ?", (oldest,))
            connection.execute(
                "DELETE FROM miss WHERE rowid IN (SELECT rowid FROM miss ORDER BY asked_at DESC LIMIT -1 OFFSET ?)",
                (_LIMIT,),
            )
            connection.execute("DELETE FROM day_count WHERE day < ?", (self._day(oldest),))

    def _record(self, answer: Answer, decision: str, *, keep: bool) -> None:
        if self._connection is None:
            return
        counted = (self._day(self._clock()), decision, answer.topic or "")
        with self._writing(self._connection) as connection:
            known = connection.execute(
                "UPDATE day_count SET n = n + 1 WHERE (day, decision, topic) = (?, ?, ?)", counted
            ).rowcount
            if not known:
                connection.execute("INSERT INTO day_count VALUES (?, ?, ?, 1)", counted)
            if keep:
                offered = [(each.indicator or each.item or "", candidate_name(each)) for each in answer.candidates]
                written = json.dumps(offered, ensure_ascii=False)
                connection.execute(
                    "INSERT INTO miss VALUES (?, ?, ?, ?)", (self._clock(), answer.question, decision, written)
                )
        if not known:
            self.prune()  # the first of its kind on a day: now and then, whatever runs for months

    def _day(self, moment: float) -> str:
        """The day in Japan."""
        return datetime.fromtimestamp(moment, TOKYO).date().isoformat()

    def _rows(self, sql: str) -> list[tuple[str, ...]]:
        if self._connection is None:
            return []
        with self._lock:
            return self._connection.execute(sql).fetchall()

    @contextmanager
    def _writing(self, connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        try:
            with self._lock:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                except BaseException:
                    connection.execute("ROLLBACK")
                    raise
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            message = "質問の記録に書き込めません。権限と空き容量を確かめてください。"
            raise DatabaseUnusable(message, detail=repr(error)) from error
