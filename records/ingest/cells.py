"""The lines of an item form's table → whole cells in their columns.

The text layer gives a page cell by cell: within a row of the table from left to right, each cell's lines one after the
other, nothing saying where one ends. A cell that a page cuts goes on, in the same order of columns, behind the repeated
header of the next page. So each line is given a row and a column, such that the whole page fits best: columns only go
right, except where a new row begins; a column has its own width; printed marks belong to their column; a cell that was
cut is gone on with, and with text that really goes on (`joins.py`). The best fit is found by dynamic programming, page
by page.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from records.ingest.columns import Column, mark_of
from records.ingest.joins import Joins
from records.ingest.pages import Line
from records.ingest.text import compact, width

# log-odds, set by hand; each with what it is for
_MARK = 8.0  # a printed mark stands in its column (＜評価の視点＞), and in no other
_NEW_ROW = -3.0  # a row of the table ends rarely
_NEW_ROW_AND_PAGE = -0.5  # …but often together with a page, where nothing was cut
_NO_FIRST = -1.0  # …and a row without its goal is rarer still
_ROW_GOES_ON = -3.0  # …and a row does not begin with また、 or さらに、
_SKIP = -1.6  # an empty cell
_SKIP_CUT = -6.0  # a cell that the page before cut does not go on
_CUT_CELL = -1.6  # a cell ends in the middle of a sentence: the page is full
_CUT_ROW = -7.0  # the same, but a new row follows on that page
_BROKEN = -6.0  # a paragraph begins in the middle of a sentence
_SECOND_PARAGRAPH = -0.3  # the cell goes on after the end of a paragraph, with a bullet or the like
_SECOND_PLAIN = -1.6  # …with plain text: the middle of a sentence of another cell looks like that, too
_SECOND_CIRCLE = -1.0  # …with ○: plans have one ○ a row, mostly
_REPEATED = 2.5  # …and where the columns before have the same ○ one behind the other, or not
_AFTER_CLOSED = -0.6  # a cell that had ended gets more on the next page
_CLOSED_BY_TEXT = -4.0  # …and what it gets begins like the middle of a sentence
_UNSURE = -0.8  # …behind a line that is as wide as its column and ends a sentence: it may or may not have been cut
_UNDER_HEADING = 0.5  # a page ends with a heading, and the next begins with what stands under it
_FRESH_TEXT = -2.0  # a new cell that begins neither with a circle nor with a bullet or mark
_OPENING = -0.5  # a word that often begins a cell of that column
_UNMARKED = -4.0  # a cell that begins with a printed word begins without it
_CIRCLE_ELSEWHERE = -2.5  # ○ begins goals and plans
_BULLET_ELSEWHERE = -2.5  # ・ begins indicators and results; a self-evaluation begins with 左記のとおり
_WRONG_END = -1.2  # goals end in こと。, viewpoints in か。
_RIGHT_END = 0.6
_EMPTY_CELL = 1.2  # a space in front stands for the empty cells before it
_TOO_WIDE = -5.0
_UNKNOWN_WIDTH = -2.5  # nothing was ever seen in that column
_UNSEEN_WIDTH = -3.5
_NARROW_SPREAD = 2  # a line may lose one character to the rules of line breaking, or gain one
_LEAST_SEEN = 4
_HEAD = 20  # characters by which two ○ are the same
_HEAD_ALIKE = 10  # …and by which they are about the same, in two columns
_OWN_FORM = 0.7  # how much a form's own lines count beside those of all forms
_RARE = 0.02  # wider lines than so few are accidents

_CIRCLE_START = re.compile(r"[○〇◯]")
_BULLET_START = re.compile(r"[・※<\[【(●■①-⑳0-9]|(?:R|H|令和|平成)[0-9元]{1,2}(?:年度)?:")
_FIRM_START = re.compile(r"[・※●■]")  # never the middle of a sentence
_CELL_END_INSIDE = re.compile(r"。 (?=\S)")
_GOES_ON_START = re.compile(r"[○〇◯]?(?:また|さらに|更に|加えて|なお|その際|併せて|あわせて)、")
_HEADING = re.compile(r"[<\[【][^<>]{2,20}[>\]】]")
_SENTENCE_END = ("。", "」", ")", "】", "]", ">")
_GOALS = ("mid_term_goal", "mid_term_plan", "annual_plan")
_POINTS = ("viewpoints", "result")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the table: its column's kind, its row in the form (from 0), all its lines, blank ones included."""

    kind: str
    row: int
    lines: tuple[Line, ...]


class _Token(NamedTuple):
    """A written line with what the search asks of it for each column: how it fits there, and how it begins a cell there."""

    line: Line
    folded: str
    cut: bool  # its column cut it: the paragraph goes on
    circle: bool
    head: str  # of a circle: its first words
    bullet: bool
    firm: bool  # begins like a paragraph, whatever came before
    marked: bool
    opens: bool  # begins with a word that opens a cell
    spaces: int  # in front of the text
    fits: tuple[float, ...]
    begins: tuple[float, ...]


class _State(NamedTuple):
    """Where a line stands. *row*: 0 goes on from the page before, 1 began on this page. *cut*: a cell of the row was cut."""

    row: int
    column: int
    cut: bool


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
                smooth[near] += share * (1.0, 0.35, 0.12)[abs(near - each)]
        by_kind[kind] = {each: max(_UNSEEN_WIDTH, math.log(share + 0.01)) for each, share in smooth.items()}
        widest[kind] = max(each for each, share in shares.items() if share > _RARE or share == max(shares.values()))
    return Widths(by_kind, widest)


def guess_widths(pages: Sequence[Sequence[Line]], columns: Sequence[Column]) -> Counts:
    """A first count of widths: the lines behind a printed mark, up to the next one, are its column's."""
    counted: Counts = defaultdict(Counter)
    goals = tuple(column.kind for column in columns if column.kind in _GOALS)
    for lines in pages:
        kinds: tuple[str, ...] = ()
        for line in lines:
            if line.is_blank:
                continue
            folded = compact(line.text)
            mark = mark_of(folded, columns)
            if mark is not None:
                kinds = (columns[mark].kind,)
            elif _CIRCLE_START.match(folded):
                kinds = goals
            if not line.ends_paragraph:
                for kind in kinds:
                    counted[kind][width(line.text)] += 1
            elif kinds == goals:
                kinds = ()
    return counted


def count_widths(cells: Sequence[Cell]) -> Counts:
    """The widths of the cut lines of cells that have been read."""
    counted: Counts = defaultdict(Counter)
    for cell in cells:
        counted[cell.kind].update(
            width(line.text) for line in cell.lines if line.text.strip() and not line.ends_paragraph
        )
    return counted


def read_cells(
    pages: Sequence[Sequence[Line]], columns: Sequence[Column], widths: Widths, joins: Joins
) -> tuple[Cell, ...]:
    """The cells of one form's table, by row and column. *pages*: its lines page by page, without the repeated headers."""
    gathered: dict[tuple[int, int], list[Line]] = {}
    tails: dict[int, Line] = {}
    heads: dict[int, tuple[str, ...]] = {}
    row = -1
    for lines in pages:
        pieces = [piece for line in lines for piece in _split_at_cells(line)]
        tokens = _with_heads([_token(line, columns, widths) for line in pieces if not line.is_blank])
        if not tokens:
            continue
        states = iter(_Search(columns, joins, tails, heads).place(tokens))
        previous: _State | None = None
        for line in pieces:
            if not line.is_blank:
                state = next(states)
                if previous is None:
                    row += 1 if state.row or row < 0 else 0
                elif state.row > previous.row or state.column < previous.column:
                    row += 1
                previous = state
            if previous is not None:  # an empty paragraph belongs to the cell before it
                gathered.setdefault((row, previous.column), []).append(line)
        heads = {
            column: tuple(
                token.head
                for token in _with_heads([_token(line, columns, widths) for line in kept if line.text.strip()])
                if token.circle
            )
            for (at, column), kept in gathered.items()
            if at == row
        }
        tails = {
            column: next(line for line in reversed(kept) if not line.is_blank)
            for (at, column), kept in gathered.items()
            if at == row
        }
    return tuple(Cell(columns[column].kind, at, tuple(lines)) for (at, column), lines in sorted(gathered.items()))


def _split_at_cells(line: Line) -> list[Line]:
    """A line in two where it holds the end of one cell and the beginning of the next (すること。 ドの継続利用)."""
    end = _CELL_END_INSIDE.search(line.text)
    if end is None:
        return [line]
    return [Line(line.number, line.text[: end.end()], line.page), Line(line.number, line.text[end.end() :], line.page)]


def _token(line: Line, columns: Sequence[Column], widths: Widths) -> _Token:
    folded = compact(line.text)
    cut = not line.ends_paragraph
    circle = _CIRCLE_START.match(folded) is not None
    bullet = _BULLET_START.match(folded) is not None
    firm = circle or _FIRM_START.match(folded) is not None
    mark = mark_of(folded, columns)
    opens = any(folded.startswith(column.openings) for column in columns if column.openings)
    wide = width(line.text)
    fits, begins = [], []
    for index, column in enumerate(columns):
        score = widths.score(wide, column.kind, cut=cut)
        fits.append(score if mark is None else score + (_MARK if mark == index else -_MARK))
        if mark == index:
            begins.append(0.0)
        elif folded.startswith(column.openings):
            begins.append(_OPENING)
        elif column.whole:
            begins.append(_UNMARKED)  # the ministers' cell begins with 評定
        elif circle:
            begins.append(0.0 if column.kind in _GOALS else _CIRCLE_ELSEWHERE)
        elif bullet:
            begins.append(0.0 if column.kind in _POINTS else _BULLET_ELSEWHERE)
        else:
            begins.append(_FRESH_TEXT)
    spaces = len(line.text) - len(line.text.lstrip(" "))
    return _Token(
        line, folded, cut, circle, "", bullet, firm, mark is not None, opens, spaces, tuple(fits), tuple(begins)
    )


def _with_heads(tokens: list[_Token]) -> list[_Token]:
    """Each ○ with the words that begin it, by which it is known again in the next column."""
    return [
        token._replace(head=(token.folded + "".join(each.folded for each in tokens[at + 1 : at + 4]))[:_HEAD])
        if token.circle else token
        for at, token in enumerate(tokens)
    ]  # fmt: skip


class _Memory(NamedTuple):
    """The ○ of the cell that a line stands in, and those of the cells before it in its row.

    Goal, plan and annual plan repeat one another ○ by ○ (A B | A B | A B): a cell has no ○ twice, and where A and B stood
    one behind the other in the cell before, they do so again.
    """

    here: tuple[str, ...] = ()
    before: tuple[tuple[str, ...], ...] = ()

    def expects(self, head: str) -> float:
        """Log-odds that *head* is the next ○ of this cell."""
        if head in self.here:
            return -_REPEATED
        pairs = (pair for cell in self.before for pair in pairwise(cell))
        if self.here and any(_alike(first, self.here[-1]) and _alike(second, head) for first, second in pairs):
            return _REPEATED
        if self.begins(head):
            return -_REPEATED / 2
        return 0.0

    def begins(self, head: str) -> bool:
        """Whether a cell before begins with *head*: then the next column's cell does so, too."""
        return any(cell and _alike(cell[0], head) for cell in self.before)


def _alike(head: str, other: str) -> bool:
    """Whether two ○ of different columns are about the same: a plan changes the goal's words, but not its first ones."""
    return head[:_HEAD_ALIKE] == other[:_HEAD_ALIKE]


class _Search:
    """The best place of each line of a page.

    *tails*: column → last line of its cell in the row that the page before ended with; *heads*: column → that cell's ○.
    """

    def __init__(
        self, columns: Sequence[Column], joins: Joins, tails: dict[int, Line], heads: dict[int, tuple[str, ...]]
    ) -> None:
        self._columns = columns
        self._count = len(columns)
        self._joins = joins
        self._tails = tails
        self._heads = heads
        # a heading is gone on with behind it; those of the ministers' cell stand there blank
        self._headed = [
            index in tails and not column.whole and _is_heading(tails[index]) for index, column in enumerate(columns)
        ]
        self._open = [
            column in tails and (_is_open(tails[column]) or self._headed[column]) for column in range(self._count)
        ]
        self._unsure = [column in tails and not tails[column].ends_paragraph for column in range(self._count)]

    def place(self, tokens: Sequence[_Token]) -> list[_State]:
        """One state for each line (Viterbi)."""
        best = {state: score + tokens[0].fits[state.column] for state, score in self._first(tokens[0])}
        memories = {state: self._remember(_Memory(), None, state, tokens[0]) for state in best}
        back: list[dict[_State, _State]] = []
        for before, token in pairwise(tokens):
            scores: dict[_State, float] = {}
            origins: dict[_State, _State] = {}
            step = _Step(self, before, token)
            for at, so_far in best.items():
                for state, score in step.from_state(at, memories[at]):
                    total = so_far + score
                    if total > scores.get(state, -math.inf):
                        scores[state], origins[state] = total, at
            best = {state: score + token.fits[state.column] for state, score in scores.items()}
            memories = {state: self._remember(memories[at], at, state, token) for state, at in origins.items()}
            back.append(origins)
        last = tokens[-1]
        final = max(
            best, key=lambda state: best[state] + self.leaves(last, state.column, ended=not last.cut) + self.lost(state)
        )
        placed = [final]
        for origins in reversed(back):
            placed.append(origins[placed[-1]])
        placed.reverse()
        return placed

    def _remember(self, memory: _Memory, at: _State | None, state: _State, token: _Token) -> _Memory:
        """The memory of a line's place, from that of the line before it (*at*; None at the page's first line)."""
        if at == state:
            return _Memory((*memory.here, token.head), memory.before) if token.circle else memory
        left = () if at is None or (state.row, state.column) < (at.row, at.column) else (*memory.before, memory.here)
        here = self._heads.get(state.column, ()) if state.row == 0 else ()
        if at is None and state.row == 0:
            left = tuple(self._heads[column] for column in sorted(self._heads) if column < state.column)
        return _Memory((*here, token.head) if token.circle else here, left)

    def memory_of(self, column: int, before: tuple[tuple[str, ...], ...]) -> _Memory:
        """What is remembered where a cell goes on from the page before."""
        return _Memory(self._heads.get(column, ()), before)

    def _first(self, token: _Token) -> list[tuple[_State, float]]:
        found = []
        if self._tails:
            going_on = self.continues(token)
            found = [
                (_State(0, column, cut=False), self.skipped(-1, column) + going_on[column])
                for column in range(self._count)
            ]
        given_up = _SKIP_CUT * sum(self._open) + (
            _NEW_ROW if any(self._open) else _NEW_ROW_AND_PAGE if self._tails else 0.0
        )
        found += [
            (_State(1, column, cut=False), given_up + self.passed(-1, column, token) + token.begins[column])
            for column in range(self._count)
        ]
        return found

    def continues(self, token: _Token) -> list[float]:
        """For each column: how well the line goes on with the cell that the page before left there."""
        return [self._continues(token, column) for column in range(self._count)]

    def _continues(self, token: _Token, column: int) -> float:
        tail = self._tails.get(column)
        if tail is None:
            return _SKIP + token.begins[column]
        if self._headed[column]:
            return _UNDER_HEADING if token.bullet or not token.circle else _BROKEN
        if self._open[column]:
            return _BROKEN / 2 if token.firm or token.marked else self._joins.score(tail.text, token.line.text)
        if token.circle or token.bullet or token.marked:
            return _AFTER_CLOSED + token.begins[column]
        return _UNSURE if self._unsure[column] else _CLOSED_BY_TEXT

    def goes_on(self, before: _Token, token: _Token) -> float:
        """How well the line goes on in the middle of a sentence."""
        return max(-2.0, self._joins.score(before.line.text, token.line.text)) * 0.5

    def leaves(self, before: _Token, column: int, *, ended: bool) -> float:
        """The cell of *column* ends behind this line."""
        if not ended:
            return _CUT_CELL
        ends = self._columns[column].ends
        if before.folded.endswith(self._columns[column].never_ends):
            return _WRONG_END
        if not ends or not before.folded.endswith("。"):
            return 0.0
        # the last line may hold only the end of the ending: と。, か。
        return (
            _RIGHT_END
            if any(before.folded.endswith(end) or end.endswith(before.folded) for end in ends)
            else _WRONG_END
        )

    def lost(self, at: _State) -> float:
        """The page, or the row on it, ends: what was cut on the page before and stands further right did not go on."""
        return 0.0 if at.row else _SKIP_CUT * sum(self._open[at.column + 1 :])

    def skipped(self, after: int, column: int) -> float:
        """Going right in a row that goes on from the page before: what was cut must go on."""
        return _SKIP_CUT * sum(self._open[after + 1 : column])

    def passed(self, after: int, column: int, token: _Token) -> float:
        """Going right in a new row: each column passed is an empty cell, which leaves a space in front of the next.

        In front of a row's first cell there is one more, for the last cell of the row before (the ministers' column).
        """
        passed = column - after - 1
        spaces = token.spaces - (1 if after < 0 else 0)
        first = 0.0
        if after < 0:
            first = (_NO_FIRST if passed else 0.0) + (_ROW_GOES_ON if _GOES_ON_START.match(token.folded) else 0.0)
        return first + passed * (_SKIP + (_EMPTY_CELL if spaces > 0 else 0.0))

    def is_goal(self, column: int) -> bool:
        """Whether the column holds a goal or plan."""
        return self._columns[column].kind in _GOALS

    @property
    def columns(self) -> range:
        """The indexes of the columns."""
        return range(self._count)


class _Step:
    """Where the line *token* can stand, behind *before*."""

    def __init__(self, search: _Search, before: _Token, token: _Token) -> None:
        self._search = search
        self._before = before
        self._token = token
        self._ended = not before.cut or _ends_sentence(before, token)
        self._goes_on = 0.0 if self._ended else search.goes_on(before, token)
        self._going_on: list[float] | None = None

    def from_state(self, at: _State, memory: _Memory) -> list[tuple[_State, float]]:
        """Every place for the line when the one before it stands at *at*, with its score."""
        search, token, ended = self._search, self._token, self._ended
        found = [(at, self._stays(at, memory))]
        left = search.leaves(self._before, at.column, ended=ended)
        cut = at.cut or not ended
        if at.row == 0 and self._going_on is None:
            self._going_on = search.continues(token)
        for column in range(at.column + 1, len(token.fits)):
            if at.row == 0 and self._going_on is not None:
                score = left + search.skipped(at.column, column) + self._going_on[column]
                if token.circle:
                    score += min(0.0, search.memory_of(column, ()).expects(token.head))
            else:
                score = left + search.passed(at.column, column, token) + token.begins[column]
            if token.circle and memory.here and _alike(memory.here[0], token.head) and column == at.column + 1:
                score += _REPEATED / 2
            found.append((_State(at.row, column, cut), score))
        if ended:
            left += search.lost(at) + (_CUT_ROW if at.cut else 0.0) + _NEW_ROW
            for column in search.columns if at.row == 0 else range(at.column):
                score = left + search.passed(-1, column, token) + token.begins[column]
                found.append((_State(1, column, cut=False), score))
        return found

    def _stays(self, at: _State, memory: _Memory) -> float:
        token = self._token
        if not self._ended:
            return _BROKEN if token.firm or token.marked or token.opens else self._goes_on
        if not token.circle:
            return _SECOND_PARAGRAPH if token.bullet or token.spaces or token.marked else _SECOND_PLAIN
        if not self._search.is_goal(at.column):
            return _SECOND_CIRCLE - 1
        ending = self._search.leaves(self._before, at.column, ended=True)
        return _SECOND_CIRCLE + ending + memory.expects(token.head)


def _is_heading(line: Line) -> bool:
    return _HEADING.fullmatch(compact(line.text)) is not None


def _is_open(line: Line) -> bool:
    return not line.ends_paragraph and not compact(line.text).endswith("。")


def _ends_sentence(before: _Token, token: _Token) -> bool:
    """A line that fills its column to the last character of a sentence has no space at its end either."""
    return before.folded.endswith(_SENTENCE_END) and (token.circle or token.bullet)
