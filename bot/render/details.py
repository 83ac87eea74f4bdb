"""The details of an answer as units that pages are made of: lines of text, rows of tables, charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from bot.answer import Answer, Table
from bot.render.limits import TABLE_ROWS, Block, size
from bot.render.native import cell, chart, data_table, is_drawable, is_native
from bot.render.rich_text import packed, preformatted, rich_texts, section
from bot.render.series import Series, find_series
from bot.render.text import render_table
from bot.text.clean import clean

PIECE_LIMIT = 900
LONG_LINE = 100
ELEMENT_SIZE = 160  # of a rich_text block with one element, without its text


class Row(NamedTuple):
    """A row of a table, to be laid out natively."""

    table: int
    cells: tuple[str, ...]


class Line(NamedTuple):
    """A line of text; *of_table*: in columns."""

    text: str
    of_table: bool


Unit = Row | Line | Series


def find_units(answer: Answer, *, native: bool) -> Iterator[Unit]:
    """Lines, then tables, then charts. *native*: tables and series as Slack's own blocks, where they fit."""
    for line in answer.lines:
        yield from (Line(piece, of_table=False) for piece in _pieces(line))
    for number, table in enumerate(answer.tables):
        if native and is_native(table):
            yield from (Row(number, row) for row in table.rows)
            continue
        caption, *rows = render_table(table)
        yield from (Line(piece, of_table=False) for piece in _pieces(caption))
        yield from (Line(piece, of_table=True) for row in rows for piece in _pieces(row))
    if native:
        yield from (series for series in find_series(answer) if series.is_complete and is_drawable(series))


def begins_another(unit: Unit, before: Unit | None) -> bool:
    """Whether a unit begins a block of another kind, or another table, than the one before."""
    if not isinstance(before, type(unit)) or isinstance(unit, Series):
        return True
    if isinstance(unit, Row) and isinstance(before, Row):
        return unit.table != before.table
    return isinstance(unit, Line) and isinstance(before, Line) and unit.of_table != before.of_table


def cost_of(unit: Unit, before: Unit | None, tables: Sequence[Table]) -> int:
    """What a unit adds to its page, at most."""
    if isinstance(unit, Series):
        return size(chart(unit))
    if isinstance(unit, Line):
        # a long line may begin an element of its own
        begins = len(unit.text) > LONG_LINE or not isinstance(before, Line) or before.of_table != unit.of_table
        return size(unit.text) + (ELEMENT_SIZE if begins else 10)
    cost = 2 + size([cell(text) for text in unit.cells])
    if not isinstance(before, Row) or before.table != unit.table:
        cost += size(data_table(tables[unit.table], []))
    return cost


def lay_out(units: Sequence[Unit], tables: Sequence[Table]) -> Iterator[Block]:
    """The blocks of one page of units."""
    lines: list[Line] = []
    for kind, group in groupby(units, key=lambda unit: (type(unit), unit.table if isinstance(unit, Row) else 0)):
        found = list(group)
        if kind[0] is Line:
            lines = [unit for unit in found if isinstance(unit, Line)]
            yield from rich_texts(_detail_elements(lines))
        elif kind[0] is Row:
            rows = [unit.cells for unit in found if isinstance(unit, Row)]
            for start in range(0, len(rows), TABLE_ROWS):
                yield data_table(tables[kind[1]], rows[start : start + TABLE_ROWS])
        else:
            yield from (chart(unit) for unit in found if isinstance(unit, Series))


def _pieces(text: str) -> list[str]:
    """A text as lines that are short enough to share a page."""
    return [
        line[start : start + PIECE_LIMIT]
        for line in clean(text).split("\n")
        for start in range(0, max(len(line), 1), PIECE_LIMIT)
    ]


def _detail_elements(lines: Sequence[Line]) -> Iterator[Block]:
    for of_table, group in groupby(lines, key=lambda line: line.of_table):
        for text in packed(line.text for line in group):
            if text.strip():  # Slack refuses an empty text
                yield preformatted(text) if of_table else section(text)
