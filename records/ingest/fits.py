"""What a line of a table says of itself: how well it fits each column, how well a cell of that column begins with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from records.ingest.columns import CIRCLE_START, GOALS, Column, mark_of
from records.ingest.endings import Endings
from records.ingest.pages import Line
from records.ingest.text import compact, width
from records.ingest.widths import Widths

# log-odds, set by hand; each with what it is for
_MARK = 8.0  # a printed mark stands in its column (＜評価の視点＞), and in no other
_FRESH_TEXT = -2.0  # a new cell that begins neither with a circle nor with a bullet or mark
_OPENING = -0.5  # a word that often begins a cell of that column
_UNMARKED = -4.0  # a cell that begins with a printed word begins without it
_CIRCLE_ELSEWHERE = -2.5  # ○ begins goals and plans
_BULLET_ELSEWHERE = -2.5  # ・ begins indicators and results; a self-evaluation begins with 左記のとおり
_HEAD = 20  # characters by which two ○ are the same

_BULLET_START = re.compile(r"[・※<\[【(●■①-⑳0-9]|(?:R|H|令和|平成)[0-9元]{1,2}(?:年度)?:")
_FIRM_START = re.compile(r"[・※●■]")  # never the middle of a sentence
_STRETCHED = re.compile(r"(?:\S ){3,}\S+")  # a line set as wide as its column, by spaces that are none of the text
_HEADING = re.compile(r"[<\[【][^<>:0-9]{2,20}[>\]】]")
_POINTS = ("viewpoints", "result")


class WrittenLine(NamedTuple):
    """A written line with what it says for each column: *fits* (how it stands there), *begins* and *ends* (how a cell there begins, ends with it)."""

    line: Line
    at: int  # which line of its page it is, blank ones counted
    after: int  # which the next written line is
    folded: str
    cut: bool  # its column cut it: the paragraph goes on
    circle: bool
    head: str  # of a circle: its first words
    bullet: bool
    firm: bool  # begins like a paragraph, whatever came before
    marked: bool
    heading: bool  # and nothing else
    opens: bool  # begins with a word that opens a cell
    spaces: int  # in front of the text
    fits: tuple[float, ...]
    begins: tuple[float, ...]
    ends: tuple[float, ...]


def lines_on_page(
    lines: Sequence[Line], columns: Sequence[Column], widths: Widths, endings: Endings
) -> list[WrittenLine]:
    """The written lines of a page."""
    numbers = sorted({line.number for line in lines})
    place = {number: at for at, number in enumerate(numbers)}
    written = [_written(line, place[line.number], columns, widths, endings) for line in lines if not line.is_blank]
    ends = [*(line.at for line in written[1:]), len(numbers)]
    heads = ["".join(each.folded for each in written[at : at + 4])[:_HEAD] for at in range(len(written))]
    return [
        line._replace(after=end, head=head if line.circle else "")
        for line, end, head in zip(written, ends, heads, strict=True)
    ]


def _written(line: Line, at: int, columns: Sequence[Column], widths: Widths, endings: Endings) -> WrittenLine:
    folded = compact(line.text)
    cut = not line.ends_paragraph
    circle = CIRCLE_START.match(folded) is not None
    bullet = _BULLET_START.match(folded) is not None
    mark = mark_of(folded, columns)
    is_stretched = _STRETCHED.fullmatch(line.text.strip()) is not None
    wide = width(line.text.replace(" ", "") if is_stretched else line.text)
    fits = tuple(
        widths.score(wide, column.kind, cut=cut and not is_stretched)
        + (0.0 if mark is None else _MARK if mark == index else -_MARK)
        for index, column in enumerate(columns)
    )
    begins = tuple(
        0.0 if mark == index else _begins(folded, column, circle=circle, bullet=bullet)
        for index, column in enumerate(columns)
    )
    return WrittenLine(
        line, at, at, folded, cut, circle, "", bullet,
        firm=circle or _FIRM_START.match(folded) is not None,
        marked=mark is not None,
        heading=_HEADING.fullmatch(folded) is not None,
        opens=any(folded.startswith(column.openings) for column in columns),
        spaces=len(line.text) - len(line.text.lstrip(" ")),
        fits=fits,
        begins=begins,
        ends=tuple(endings.score(column, folded) for column in columns),
    )  # fmt: skip


def _begins(folded: str, column: Column, *, circle: bool, bullet: bool) -> float:
    if folded.startswith(column.openings):
        return _OPENING
    if column.whole:
        return _UNMARKED  # the ministers' cell begins with 評定
    if circle:
        return 0.0 if column.kind in GOALS else _CIRCLE_ELSEWHERE
    if bullet:
        return 0.0 if column.kind in _POINTS else _BULLET_ELSEWHERE
    return _FRESH_TEXT
