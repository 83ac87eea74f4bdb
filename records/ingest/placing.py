"""Where each line of a form's table stands: the row and column of every line such that the whole table fits best.

Within a page columns only go right, except where a new row begins; a cell that the page before cut is gone on with, and
with text that really goes on (`joins.py`); cells that one page end cuts are equally high, and no other cell of their row is
higher. Those are the rules; how well a line fits a column, the line says itself (`fits.py`). The search goes line by line
through all pages and keeps the best few hypotheses (a beam).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from records.ingest.circles import REPEATED, Heads, alike, expects, holds
from records.ingest.columns import GOALS, Column
from records.ingest.endings import is_stopped
from records.ingest.fits import WrittenLine
from records.ingest.joins import Joins
from records.ingest.pages import Line

# log-odds, set by hand; each with what it is for
_NEW_ROW = -3.0  # a row of the table ends rarely
_NEW_ROW_AND_PAGE = -0.5  # …but often together with a page, where nothing was cut
_NO_FIRST = -1.0  # …and a row without its goal is rarer still
_ROW_GOES_ON = -3.0  # …and a row does not begin with また、 or さらに、
_SKIP = -1.6  # an empty cell
_EMPTY_CELL = 1.2  # a space in front stands for the empty cells before it
_SPACE_TOO_MANY = -2.0  # …and each stands for one
_NO_SPACE = -2.5  # the last cell of the header is empty: a row that begins a page has a space in front
_SPACE_INSIDE = -2.0  # …and a cell that goes on there has none
_SKIP_CUT = -6.0  # a cell that the page before cut does not go on
_CUT_CELL = -1.6  # a cell ends in the middle of a sentence: the page is full
_CUT_ROW = -7.0  # the same, but a new row follows on that page
_UNEVEN = -6.0  # cells that the page cuts are equally high, and no cell of their row is higher
_BROKEN = -6.0  # a paragraph begins in the middle of a sentence
_JOINED_INSIDE = 0.5  # within a page lines go on as a rule, so that text that really goes on says less
_LEAST_JOINED = -1.0  # …and unheard-of text says little: most seams stand nowhere else
_SECOND_PARAGRAPH = -0.3  # the cell goes on after the end of a paragraph, with a bullet or the like
_SECOND_PLAIN = -1.6  # …with plain text: the middle of a sentence of another cell looks like that, too
_SECOND_CIRCLE = -1.0  # …with ○: plans have one ○ a row, mostly
_SECOND_CIRCLE_ELSEWHERE = -2.0  # …and other columns hardly have any
_SAME_FIRST = REPEATED / 2  # a plan begins with the ○ of its goal
_LATE = -5.0  # a cell begins on another page than its row, although its text begins at its top
_AFTER_CLOSED = -0.6  # a cell that had ended gets more on the next page
_SHORT_GOES_ON = -4.0  # …although it ended above the end of its page
_CLOSED_BY_TEXT = -4.0  # …or what it gets begins like the middle of a sentence
_UNSURE = -0.8  # …behind a line that is as wide as its column and ends a sentence: it may or may not have been cut
_UNSTOPPED = -2.0  # a goal or plan ends in the middle of a sentence
_BARE_HEADING = -4.0  # a cell ends with a heading, and not for the page's end
_UNDER_HEADING = 0.5  # a page ends with a heading, and the next begins with what stands under it

_BEAM = 12  # hypotheses kept from line to line
_KEPT_PAGES = 3  # …and from page to page
_MARGIN = 12.0  # log-odds behind the best from which a hypothesis is given up
_MOST_GAINED = 6.0  # no move gains more beside the fit: text that goes on, the same ○, a right end

_GOES_ON_START = re.compile(r"[○〇◯]?(?:また|さらに|更に|加えて|なお|その際|併せて|あわせて)、")


class _Begun(NamedTuple):
    """A cell, or its part on one page: the first line (counted over the whole form), 1 if it begins a row, its column."""

    first: int
    rows: int
    column: int
    before: _Begun | None


class _Hypothesis(NamedTuple):
    """The lines so far have been placed, the last one here.

    *rows*: 1 if its row began on this page, else 0. *cells*: a bit for each column of the row that has a cell on the page.
    *start*: the line of the page on which its cell begins; *cut*: the height of the row's cells that the page cuts, 0 while
    there is none; *tallest*: of its other cells. *here*: the ○ of the cell; *above*: those of the row's cells before it.
    *left*: what the page before left.
    """

    score: float
    rows: int
    column: int
    cells: int
    start: int
    cut: int
    tallest: int
    here: Heads
    above: tuple[Heads, ...]
    path: _Begun | None
    left: _Left

    @property
    def key(self) -> tuple[int, int, int, int]:
        """What decides how it can go on; of hypotheses with one key the best is kept."""
        return (-1 if self.rows else id(self.left), self.cells, self.start, self.cut)


@dataclass(frozen=True, slots=True)
class _Left:
    """What a page leaves of its last row, by column.

    *tails*: the cell's last line; *heads*: its ○; *full*: those that reach the page's end; *open*: 1 for those that are cut
    in the middle of a sentence, or end with a heading (*headed*); *continues*: what was found out about lines of the next page.
    """

    tails: dict[int, WrittenLine] = field(default_factory=dict)
    heads: dict[int, Heads] = field(default_factory=dict)
    full: frozenset[int] = frozenset()
    open: tuple[int, ...] = ()
    headed: frozenset[int] = frozenset()
    continues: dict[Line, list[float]] = field(default_factory=dict)


def place(pages: Sequence[Sequence[WrittenLine]], columns: Sequence[Column], joins: Joins) -> list[tuple[int, int]]:
    """Row (from 0) and column of every line."""
    search = _Search(columns, joins)
    beam = [_Hypothesis(0.0, 0, 0, 0, 0, 0, 0, (), (), None, _Left(open=(0,) * len(columns)))]
    first = 0
    for lines in pages:
        beam = search.page(lines, first, beam)
        first += len(lines)
    return _places(beam[0].path, first)


def _places(path: _Begun | None, end: int) -> list[tuple[int, int]]:
    begun: list[_Begun] = []
    while path is not None:
        begun.append(path)
        path = path.before
    begun.reverse()
    places: list[tuple[int, int]] = []
    row = -1
    for cell, after in zip(begun, [*(cell.first for cell in begun[1:]), end], strict=True):
        row += cell.rows
        places += [(max(row, 0), cell.column)] * (after - cell.first)
    return places


class _Search:
    """Takes hypotheses from line to line."""

    def __init__(self, columns: Sequence[Column], joins: Joins) -> None:
        self._columns = columns
        self._range = range(len(columns))
        self._joins = joins
        self._goals = [column.kind in GOALS for column in columns]

    def page(self, lines: Sequence[WrittenLine], first: int, beam: Sequence[_Hypothesis]) -> list[_Hypothesis]:
        """The hypotheses behind a page, best first. *first*: the number of its first line in the form."""
        beam = _kept((each for at in beam for each in self._opens_page(lines[0], first, at)), _BEAM)
        for index, (before, line) in enumerate(pairwise(lines), start=first + 1):
            beam = self._next(beam, before, line, index)
        last = lines[-1]
        closed = []
        for at in beam:
            score, _, _ = self._leaves(at, last, ended=not last.cut, page_ends=True)
            closed.append(at._replace(score=at.score + score + self._lost(at)))
        return [at._replace(left=self._left_by(at, lines, first)) for at in _kept(closed, _KEPT_PAGES)]

    def _opens_page(self, line: WrittenLine, index: int, at: _Hypothesis) -> Iterable[_Hypothesis]:
        """Every place of a page's first line."""
        left = at.left
        if left.tails:
            going_on = self._continues(left, line)
            inside = _SPACE_INSIDE if line.spaces else 0.0
            for column in self._range:
                score = at.score + inside + _SKIP_CUT * sum(left.open[:column]) + going_on[column] + line.fits[column]
                above = tuple(left.heads.get(each, ()) for each in range(column))
                here = (*left.heads.get(column, ()), *((line.head,) if line.circle else ()))
                yield _Hypothesis(
                    score, 0, column, 1 << column, 0, 0, 0, here, above, _Begun(index, 0, column, at.path), left
                )
        given_up = _SKIP_CUT * sum(left.open)
        if left.tails:
            given_up += _NEW_ROW if any(left.open) else _NEW_ROW_AND_PAGE
            given_up += 0.0 if line.spaces else _NO_SPACE
        here = (line.head,) if line.circle else ()
        for column in self._range:
            score = at.score + given_up + self._begins_row(column, line) + line.fits[column]
            yield _Hypothesis(score, 1, column, 1 << column, 0, 0, 0, here, (), _Begun(index, 1, column, at.path), left)

    def _next(
        self, beam: Sequence[_Hypothesis], before: WrittenLine, line: WrittenLine, index: int
    ) -> list[_Hypothesis]:
        """Every place of *line* behind *before*."""
        ended = not before.cut or _ends_sentence(before, line)
        joined = max(_LEAST_JOINED, self._joins.score(before.line.text, line.line.text) * _JOINED_INSIDE)
        found = [self._stays(at, before, line, joined, ended=ended) for at in beam]
        least = max(at.score for at in found) - _MARGIN
        most = max(line.fits) + _MOST_GAINED
        for at in beam:
            if at.score + most > least:
                found += self._moves(at, before, line, index, ended=ended)
        return _kept(found, _BEAM)

    def _stays(
        self, at: _Hypothesis, before: WrittenLine, line: WrittenLine, joined: float, *, ended: bool
    ) -> _Hypothesis:
        """The cell goes on."""
        score = at.score + line.fits[at.column]
        if not ended:
            score += _BROKEN if line.firm or line.marked or line.opens else joined
        elif not line.circle:
            second = _SECOND_PARAGRAPH if line.bullet or line.spaces or line.marked else _SECOND_PLAIN
            # goals and plans are sentences: a line of them without a stop was cut, although there is a space behind it
            is_cut = self._goals[at.column] and not before.folded.endswith("。")
            score += max(second, joined) if is_cut and not (line.marked or line.opens) else second
        elif not self._goals[at.column]:
            score += _SECOND_CIRCLE_ELSEWHERE
        else:
            score += _SECOND_CIRCLE + before.ends[at.column] + expects(at.here, at.above, line.head)
        here = (*at.here, line.head) if line.circle else at.here
        return at._replace(score=score, here=here)

    def _moves(
        self, at: _Hypothesis, before: WrittenLine, line: WrittenLine, index: int, *, ended: bool
    ) -> Iterable[_Hypothesis]:
        """The cell ends, and another one begins or is gone on with."""
        score, cut, tallest = self._leaves(at, before, ended=ended)
        score += at.score
        above = (*at.above, at.here)
        own = (line.head,) if line.circle else ()
        going_on = [] if at.rows else self._continues(at.left, line)
        for column in range(at.column + 1, len(self._columns)):
            total = score + line.fits[column]
            here = own
            if at.rows:
                total += self._passed(column - at.column - 1, line.spaces) + line.begins[column]
            else:
                total += _SKIP_CUT * sum(at.left.open[at.column + 1 : column]) + going_on[column]
                had = at.left.heads.get(column, ())
                here = (*had, *own)
                if line.circle and holds(had, line.head):
                    total -= REPEATED
            if line.circle and at.here and column == at.column + 1 and alike(at.here[0], line.head):
                total += _SAME_FIRST
            path = _Begun(index, 0, column, at.path)
            yield _Hypothesis(
                total, at.rows, column, at.cells | 1 << column, line.at, cut, tallest, here, above, path, at.left
            )
        if ended:
            score += self._lost(at) + (_CUT_ROW if at.cut else 0.0) + _NEW_ROW
            for column in range(at.column) if at.rows else self._range:
                total = score + self._begins_row(column, line) + line.fits[column]
                path = _Begun(index, 1, column, at.path)
                yield _Hypothesis(total, 1, column, 1 << column, line.at, 0, 0, own, (), path, at.left)

    def _leaves(
        self, at: _Hypothesis, last: WrittenLine, *, ended: bool, page_ends: bool = False
    ) -> tuple[float, int, int]:
        """The cell ends behind *last*: log-odds, and the new heights of the row's cells that the page cuts and of the others."""
        height = last.at + 1 - at.start
        if ended:
            score = last.ends[at.column] + (_UNEVEN if 0 < at.cut < height else 0.0)
            if self._goals[at.column] and not is_stopped(last.folded):
                score += _UNSTOPPED
            if not page_ends and at.cut != height and self._is_heading(at.column, last):
                score += _BARE_HEADING
            return score, at.cut, max(at.tallest, height)
        if last.folded.endswith("。"):
            return _CUT_CELL, at.cut, at.tallest
        uneven = _UNEVEN if height < at.tallest or (at.cut and height != at.cut) else 0.0
        return _CUT_CELL + uneven, at.cut or height, at.tallest

    def _lost(self, at: _Hypothesis) -> float:
        """The page, or the row on it, ends: what was cut on the page before and stands further right did not go on."""
        return 0.0 if at.rows else _SKIP_CUT * sum(at.left.open[at.column + 1 :])

    def _begins_row(self, column: int, line: WrittenLine) -> float:
        """A row begins in *column*. Its first space is for the last cell of the row before (the ministers' column)."""
        no_first = _NO_FIRST if column else 0.0
        goes_on = _ROW_GOES_ON if _GOES_ON_START.match(line.folded) else 0.0
        return no_first + goes_on + self._passed(column, line.spaces - 1) + line.begins[column]

    def _passed(self, cells: int, spaces: int) -> float:
        """Going right over empty cells, each of which leaves a space in front of the next."""
        return cells * (_SKIP + (_EMPTY_CELL if spaces > 0 else 0.0)) + max(0, spaces - cells) * _SPACE_TOO_MANY

    def _continues(self, left: _Left, line: WrittenLine) -> list[float]:
        """For each column: how well the line goes on with the cell that the page before left there."""
        known = left.continues.get(line.line)
        if known is None:
            known = left.continues[line.line] = [self._goes_on(left, column, line) for column in self._range]
        return known

    def _goes_on(self, left: _Left, column: int, line: WrittenLine) -> float:
        tail = left.tails.get(column)
        if tail is None:
            return _LATE + line.begins[column]
        if column in left.headed:
            return _UNDER_HEADING if line.bullet or not line.circle else _BROKEN
        if left.open[column]:
            return _BROKEN / 2 if line.firm or line.marked else self._joins.score(tail.line.text, line.line.text)
        short = 0.0 if column in left.full else _SHORT_GOES_ON
        if line.circle or line.bullet or line.marked:
            return _AFTER_CLOSED + short + line.begins[column]
        return _UNSURE if tail.cut else _CLOSED_BY_TEXT

    def _is_heading(self, column: int, line: WrittenLine) -> bool:
        """Whether the cell of *column* goes on under *line*, a heading; those of the ministers' cell stand there bare."""
        return line.heading and not self._columns[column].whole

    def _left_by(self, at: _Hypothesis, lines: Sequence[WrittenLine], first: int) -> _Left:
        """What the page leaves."""
        parts: list[tuple[int, list[WrittenLine]]] = []
        cell, end = at.path, len(lines)
        began = 0
        while cell is not None and cell.first >= first and not began:
            parts.append((cell.column, list(lines[cell.first - first : end])))
            end, began, cell = cell.first - first, cell.rows, cell.before
        tails, heads = ({}, {}) if began else (dict(at.left.tails), dict(at.left.heads))
        heights = {}
        for column, part in parts:
            start = 0 if part[0] is lines[0] else part[0].at
            heights[column] = part[-1].after - start
            tails[column] = part[-1]
            heads[column] = heads.get(column, ()) + tuple(line.head for line in part if line.circle)
        highest = max(heights.values())
        full = frozenset(column for column, height in heights.items() if height >= highest)
        headed = frozenset(column for column in full if self._is_heading(column, tails[column]))
        opened = tuple(int(column in headed or (column in tails and _is_open(tails[column]))) for column in self._range)
        return _Left(tails, heads, full, opened, headed)


def _kept(found: Iterable[_Hypothesis], most: int) -> list[_Hypothesis]:
    """The best hypotheses, each with another key."""
    best: dict[tuple[int, int, int, int], _Hypothesis] = {}
    for each in found:
        key = each.key
        if key not in best or each.score > best[key].score:
            best[key] = each
    kept = sorted(best.values(), key=lambda each: each.score, reverse=True)[:most]
    return [each for each in kept if each.score >= kept[0].score - _MARGIN]


def _is_open(line: WrittenLine) -> bool:
    return line.cut and not line.folded.endswith("。")


def _ends_sentence(before: WrittenLine, line: WrittenLine) -> bool:
    """A line that fills its column to the last character of a sentence has no space at its end either."""
    return is_stopped(before.folded) and (line.circle or line.bullet)
