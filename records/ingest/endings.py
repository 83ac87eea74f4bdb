"""How the cells of each column end: goals in こと。, viewpoints in か。, plans in neither.

How firmly a column keeps to that, a document shows itself: the cells of a first reading are counted.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from records.ingest.columns import Column
from records.ingest.pages import Line
from records.ingest.text import compact

# log-odds
_RIGHT = 0.6
_WRONG = -1.2  # before anything was counted
_WRONG_AT_LEAST = -4.0  # a first reading has faults of its own
_HALF = 0.5  # of a cell, added to either count: that none was seen does not mean that there is none

_STOPS = ("。", "」", ")", "】", "]", ">")


@dataclass(frozen=True, slots=True)
class Endings:
    """*wrong*: by kind of column, log-odds of a cell that does not end as those of its column do."""

    wrong: dict[str, float] = field(default_factory=dict)

    def score(self, column: Column, folded: str) -> float:
        """How well a cell of *column* ends with the line *folded*."""
        is_right = _is_right(column, folded)
        if is_right is None:
            return 0.0
        return _RIGHT if is_right else self.wrong.get(column.kind, _WRONG)


def is_stopped(folded: str) -> bool:
    """Whether a sentence or heading ends with *folded*."""
    return folded.endswith(_STOPS)


def _is_right(column: Column, folded: str) -> bool | None:
    """Whether a cell of *column* may end like that; None where nothing is known of it."""
    if column.never_ends and folded.endswith("。"):
        return False if folded.endswith(column.never_ends) else None
    if not column.ends or not folded.endswith("。"):
        return None
    # the last line may hold only the end of the ending: と。, か。
    return any(folded.endswith(end) or end.endswith(folded) for end in column.ends)


def learn_endings(cells: Iterable[tuple[str, Sequence[Line]]], columns: Sequence[Column]) -> Endings:
    """The endings of *cells*, each given as its column's kind and its lines."""
    by_kind = {column.kind: column for column in columns}
    wrong: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for kind, lines in cells:
        last = next((line for line in reversed(lines) if not line.is_blank), None)
        if last is not None and last.text.rstrip().endswith("。"):
            seen[kind] += 1
            wrong[kind] += _is_right(by_kind[kind], compact(last.text)) is False
    return Endings(
        {kind: max(_WRONG_AT_LEAST, math.log((wrong[kind] + _HALF) / (seen[kind] + 2 * _HALF))) for kind in seen}
    )
