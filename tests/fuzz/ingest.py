"""Damaged documents → what became of the reading: refused, reported, silently different, or nothing lost.

Silently different is a rating or a value that reading the sound document does not give, or lacks, without one problem,
doubt or conflict more than there. A crash, and a reading that does not end, are faults.
"""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from types import FrameType

from records.errors import HyoteiError
from records.ingest.ingest import Ingested
from records.ingest.report import conflicts_of
from tests.records.ingest.generate import generate
from tests.records.ingest.inventions import random_spec
from tests.records.ingest.mutate import MUTATIONS
from tests.records.ingest.pieces import ingest_text

# the official document takes a few seconds, damage and a busy machine included
LONGEST_SECONDS = 60
_DRAWN = 12


class Became(StrEnum):
    """What became of a damaged document."""

    REFUSED = "refused"
    REPORTED = "reported"
    RATING = "SILENT rating"
    VALUE = "SILENT value"
    LOST = "SILENT loss"
    HARMLESS = "harmless"
    CRASH = "CRASH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """Facts that differ though nothing was reported, and the damage by which one gets there again."""

    document: str
    damage: str
    seed: int
    became: Became
    lost: tuple[str, ...]
    gained: tuple[str, ...]

    def line(self) -> str:
        """For the report."""
        differs = [f"    - {each}" for each in self.lost[:4]] + [f"    + {each}" for each in self.gained[:4]]
        return "\n".join((f"{self.became}: {self.document}, {self.damage}, seed {self.seed}", *differs))


@dataclass(slots=True)
class Outcome:
    """What a run has found: (damage, what became of it) → how often; what was silent; the slowest reading in seconds."""

    counted: Counter[tuple[str, Became]] = field(default_factory=Counter)
    silent: list[Silent] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    slowest: float = 0.0


def fuzz_documents(texts: dict[str, str], seed: int, number: int, damages: Sequence[str]) -> Outcome:
    """Each of *damages* *number* times to each of *texts* (name → text)."""
    outcome = Outcome()
    for name, text in texts.items():
        sound = ingest_text(text)
        for damage in damages:
            for at in range(number):
                _damage(name, text, sound, damage, seed + at, outcome)
    return outcome


def drawn_documents(seed: int, number: int) -> dict[str, str]:
    """*number* generated documents of few items, of all kinds that there are."""
    seeds = range(seed, seed + number)
    return {f"generated {each}": generate(random_spec(each, items=3 + each % _DRAWN // 3)).text for each in seeds}


def _damage(name: str, text: str, sound: Ingested, damage: str, seed: int, outcome: Outcome) -> None:
    damaged = MUTATIONS[damage](text, Random(f"{name} {damage} {seed}"))  # noqa: S311 - chance for damage
    begun = time.perf_counter()
    try:
        with _no_longer_than(LONGEST_SECONDS):
            read = ingest_text(damaged)
    except HyoteiError:
        outcome.counted[damage, Became.REFUSED] += 1
        return
    except Exception as error:  # noqa: BLE001 - any exception is what is looked for
        outcome.counted[damage, Became.CRASH] += 1
        outcome.crashes.append(f"{name}, {damage}, seed {seed}: {error!r}")
        return
    outcome.slowest = max(outcome.slowest, time.perf_counter() - begun)
    before, after = set(_facts(sound)), set(_facts(read))
    became = _became(before, after, is_reported=_remarks(read) - _remarks(sound) != Counter())
    outcome.counted[damage, became] += 1
    if became in {Became.RATING, Became.VALUE, Became.LOST}:
        lost, gained = (tuple(sorted(map(" ".join, each))) for each in (before - after, after - before))
        outcome.silent.append(Silent(document=name, damage=damage, seed=seed, became=became, lost=lost, gained=gained))


def _became(before: set[tuple[str, ...]], after: set[tuple[str, ...]], *, is_reported: bool) -> Became:
    if before == after:
        return Became.REPORTED if is_reported else Became.HARMLESS
    if is_reported:
        return Became.REPORTED
    gained = after - before
    if any(fact[0] == "rating" for fact in gained):
        return Became.RATING
    return Became.VALUE if gained else Became.LOST


def _remarks(read: Ingested) -> Counter[str]:
    """Everything that is reported, without the lines and pages that damage has moved."""
    said = [each.what for each in (*read.reading.problems, *read.reading.unsure)]
    said += [f"{each.item} {each.fiscal_year} {each.about}" for each in conflicts_of(read)]
    return Counter("".join(character for character in each if not character.isdigit()) for each in said)


def _facts(read: Ingested) -> Iterator[tuple[str, ...]]:
    """Ratings, staff, marks, values and targets: what somebody may read aloud."""
    of = {str(row["indicator_id"]): f"{row['item']} {row['name']}" for row in read.tables["indicators"]}
    columns = {
        "ratings": ("item", "evaluation", "fiscal_year", "evaluator", "rating"),
        "staff_counts": ("item", "evaluation", "fiscal_year", "staff_count"),
        "items": ("item", "high_importance", "priority", "high_difficulty"),
        "indicator_values": ("indicator_id", "evaluation", "fiscal_year", "part", "value"),
        "indicator_targets": ("indicator_id", "evaluation", "fiscal_year", "comparator", "value"),
    }
    for table, names in columns.items():
        for row in read.tables[table]:
            kind = "rating" if table == "ratings" else table
            yield (kind, *(of.get(str(row[name]), str(row[name])) for name in names))


@contextmanager
def _no_longer_than(seconds: int) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"not read after {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
