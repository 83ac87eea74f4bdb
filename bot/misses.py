"""What users asked and did not get, and how many questions of which kind there were a day.

Tables of their own (and a file of their own, where it is files), so that they can be deleted, kept shorter or turned off
(HYOTEI_MISSES_DAYS=0) without touching anything else. They hold the questions that ended in not_understood, ambiguous or 👎, with what was decided and what was
offered; never who asked, where, or a question that was answered.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import NamedTuple

from bot.answer import Answer, Status
from bot.render.text import candidate_name
from bot.settings import KEEP_DAYS, TOKYO
from bot.state.store import Row, Schema, Store, Transaction
from bot.text.normalise import fold

MISSES_NAME = "misses.sqlite3"
DISLIKED = "bad"
LIKED = "good"
_LIMIT = 20_000
_DAY_SECONDS = 24 * 3600.0
_COUNT = """
    INSERT INTO day_count VALUES (?, ?, ?, 1)
    ON CONFLICT (day, decision, topic) DO UPDATE SET n = day_count.n + 1 RETURNING n
    """
_KEPT = frozenset({Status.NOT_UNDERSTOOD, Status.AMBIGUOUS})
MISSES_SCHEMA = Schema(
    "misses",
    1,
    (
        """
        CREATE TABLE IF NOT EXISTS miss (
            asked_at {real} NOT NULL, question TEXT NOT NULL, decision TEXT NOT NULL, candidates TEXT NOT NULL
        ) {options}
        """,
        "CREATE INDEX IF NOT EXISTS miss_by_age ON miss (asked_at)",
        """
        CREATE TABLE IF NOT EXISTS day_count (
            day TEXT NOT NULL, decision TEXT NOT NULL, topic TEXT NOT NULL, n INTEGER NOT NULL,
            PRIMARY KEY (day, decision, topic)
        ) {options}
        """,
    ),
    "質問の記録",
)


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
    """What was asked and not answered; all methods may be called from any thread. Without a store nothing is kept."""

    def __init__(self, store: Store | None, *, keep_days: int = KEEP_DAYS) -> None:
        """Keep in *store*, which stays the caller's to close, and forget what is too old. Raises DatabaseUnusable."""
        self.keep_days = keep_days if store is not None else 0
        self._store = store
        self.prune()

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
        """Forget what is older than the days to keep, and the oldest beyond what should be held."""
        if self._store is not None:
            self._store.leave(self._prune)

    def _prune(self, store: Transaction) -> None:
        oldest = store.now - self.keep_days * _DAY_SECONDS
        store.execute("DELETE FROM miss WHERE asked_at < ?", (oldest,))
        store.execute(
            "DELETE FROM miss WHERE asked_at < (SELECT asked_at FROM miss ORDER BY asked_at DESC LIMIT 1 OFFSET ?)",
            (_LIMIT - 1,),
        )
        store.execute("DELETE FROM day_count WHERE day < ?", (_day(oldest),))

    def _record(self, answer: Answer, decision: str, *, keep: bool) -> None:
        if self._store is None:
            return

        def record(store: Transaction) -> None:
            ((times,),) = store.execute(_COUNT, (_day(store.now), decision, answer.topic or ""))
            if keep:
                offered = [(each.indicator or each.item or "", candidate_name(each)) for each in answer.candidates]
                written = json.dumps(offered, ensure_ascii=False)
                question = answer.question.replace("\0", "")  # which PostgreSQL takes in no text
                store.execute("INSERT INTO miss VALUES (?, ?, ?, ?)", (store.now, question, decision, written))
            if times == 1:
                self._prune(store)  # the first of its kind on a day: now and then, whatever runs for months

        self._store.leave(record)

    def _rows(self, sql: str) -> list[Row]:
        return self._store.run(lambda store: store.execute(sql), writes=False) if self._store is not None else []


def _day(moment: float) -> str:
    """The day in Japan."""
    return datetime.fromtimestamp(moment, TOKYO).date().isoformat()
