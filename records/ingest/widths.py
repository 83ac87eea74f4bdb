"""How wide each column of an item form's table is, learned from the lines that it cut.

A column cuts its lines at its own width, so that a line's width says which columns it can stand in. A first count comes from
lines behind printed marks; once the cells have been read, all their cut lines are counted.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from records.ingest.columns import CIRCLE_START, GOALS, Column, mark_of
from records.ingest.pages import Line
from records.ingest.text import compact, width

_TOO_WIDE = -5.0
_UNKNOWN_WIDTH = -2.5  # nothing was ever seen in that column
_UNSEEN_WIDTH = -3.5
_SPREAD = (1.0, 0.35, 0.12)  # a line may lose one character to the rules of line breaking, or gain one
_NARROW_SPREAD = len(_SPREAD) - 1
_LEAST_SEEN = 4
_OWN_FORM = 0.7  # how much a form's own lines count beside those of all forms
_RARE = 0.02  # wider lines than so few are accidents
_UNSEEN_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide the lines of each column are that the column cut, as log-odds by width."""

    by_kind: dict[str, dict[int, float]]
    widest: dict[str, int]

    def score(self, columns_wide: int, kind: str, *, cut: bool) -> float:
        """How well a line so wide fits the column."""
        if kind not in self.widest:
            return _UNKNOWN_WIDTH
        over = columns_wide - self.widest[kind]
        if over > _NARROW_SPREAD:
            return _TOO_WIDE - over / 10
        return self.by_kind[kind].get(columns_wide, _UNSEEN_WIDTH) if cut else 0.0


Counts = dict[str, Counter[int]]


def learn_widths(everywhere: Counts, here: Counts) -> Widths:
    """Widths from how often cut lines of each width were seen in each column: in all forms, and in this one."""
    by_kind: dict[str, dict[int, float]] = {}
    widest: dict[str, int] = {}
    for kind in dict.fromkeys((*everywhere, *here)):
        own, others = here.get(kind, Counter()), everywhere.get(kind, Counter())
        own_share = _OWN_FORM if sum(own.values()) >= _LEAST_SEEN else 0.0
        shares: dict[int, float] = defaultdict(float)
        for seen, weight in ((own, own_share), (others, 1 - own_share)):
            for each, times in seen.items():
                shares[each] += weight * times / sum(seen.values())
        if sum(own.values()) + sum(others.values()) < _LEAST_SEEN:
            continue
        smooth: dict[int, float] = defaultdict(float)
        for each, share in shares.items():
            for near in range(each - _NARROW_SPREAD, each + _NARROW_SPREAD + 1):
                smooth[near] += share * _SPREAD[abs(near - each)]
        by_kind[kind] = {each: max(_UNSEEN_WIDTH, math.log(share + _UNSEEN_SHARE)) for each, share in smooth.items()}
        widest[kind] = max(each for each, share in shares.items() if share > _RARE or share == max(shares.values()))
    return Widths(by_kind, widest)


def guess_widths(pages: Sequence[Sequence[Line]], columns: Sequence[Column]) -> Counts:
    """A first count of widths: the lines behind a printed mark, up to the next one, are its column's."""
    counted: Counts = defaultdict(Counter)
    goals = tuple(column.kind for column in columns if column.kind in GOALS)
    for lines in pages:
        kinds: tuple[str, ...] = ()
        for line in lines:
            if line.is_blank:
                continue
            folded = compact(line.text)
            mark = mark_of(folded, columns)
            if mark is not None:
                kinds = (columns[mark].kind,)
            elif CIRCLE_START.match(folded):
                kinds = goals
            if not line.ends_paragraph:
                for kind in kinds:
                    counted[kind][width(line.text)] += 1
            elif kinds == goals:
                kinds = ()
    return counted


def count_widths(cells: Iterable[tuple[str, Iterable[Line]]]) -> Counts:
    """The widths of the cut lines of *cells*, each given as its column's kind and its lines."""
    counted: Counts = defaultdict(Counter)
    for kind, lines in cells:
        counted[kind].update(width(line.text) for line in lines if not line.is_blank and not line.ends_paragraph)
    return counted


def sum_widths(counts: Iterable[Counts]) -> Counts:
    """All *counts* together."""
    total: Counts = defaultdict(Counter)
    for each in counts:
        for kind, seen in each.items():
            total[kind].update(seen)
    return total
