"""The lines of an item form's table → whole cells in their columns.

The text layer gives a page cell by cell: within a row of the table from left to right, each cell's lines one after the
other, nothing saying where one ends. A cell that a page cuts goes on, in the same order of columns, behind the repeated
header of the next page. `placing.py` finds where each line stands; here the lines are put together again. All tables are
read twice: what the first reading shows of the columns' widths and endings helps the second.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from records.ingest.columns import Column
from records.ingest.endings import Endings, learn_endings
from records.ingest.fits import lines_on_page
from records.ingest.joins import Joins
from records.ingest.pages import Line
from records.ingest.placing import place
from records.ingest.widths import Widths, count_widths, guess_widths, learn_widths, sum_widths

_CELL_END_INSIDE = re.compile(r"。 (?=\S)")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the table: its column's kind, its row in the form (from 0), all its lines, blank ones included."""

    kind: str
    row: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One form's table. *shape*: what tables have in common that are set alike; *pages*: lines without repeated headers."""

    shape: str
    columns: tuple[Column, ...]
    pages: tuple[tuple[Line, ...], ...]


def read_cells(tables: Sequence[Table], joins: Joins) -> list[tuple[Cell, ...]]:
    """The cells of each table, by row and column."""
    groups: dict[tuple[str, tuple[Column, ...]], list[int]] = defaultdict(list)
    for at, table in enumerate(tables):
        groups[table.shape, table.columns].append(at)
    counted = [guess_widths(table.pages, table.columns) for table in tables]
    endings = dict.fromkeys(groups, Endings())
    read: list[tuple[Cell, ...]] = [()] * len(tables)
    for is_last in (False, True):
        for group, members in groups.items():
            everywhere = sum_widths(counted[at] for at in members)
            for at in members:
                widths = learn_widths(everywhere, counted[at])
                read[at] = _read_table(tables[at], widths, endings[group], joins)
        if is_last:
            break
        for before, after in _seams(cell for cells in read for cell in cells):
            joins.add_seam(before.text, after.text)
        for group, members in groups.items():
            endings[group] = learn_endings(((cell.kind, cell.lines) for at in members for cell in read[at]), group[1])
        counted = [count_widths((cell.kind, cell.lines) for cell in cells) for cells in read]
    return read


def _read_table(table: Table, widths: Widths, endings: Endings, joins: Joins) -> tuple[Cell, ...]:
    pages = [[piece for line in lines for piece in _split_at_cells(line)] for lines in table.pages]
    written = [lines_on_page(lines, table.columns, widths, endings) for lines in pages]
    places = iter(place([lines for lines in written if lines], table.columns, joins))
    gathered: dict[tuple[int, int], list[Line]] = {}
    for lines in pages:
        at = None
        for line in lines:
            if not line.is_blank:
                at = next(places)
            if at is not None:  # an empty paragraph belongs to the cell before it
                gathered.setdefault(at, []).append(line)
    return tuple(
        Cell(table.columns[column].kind, row, tuple(lines)) for (row, column), lines in sorted(gathered.items())
    )


def _split_at_cells(line: Line) -> list[Line]:
    """A line in two where it holds the end of one cell and the beginning of the next (すること。 るようにする。)."""
    end = _CELL_END_INSIDE.search(line.text)
    if end is None:
        return [line]
    return [Line(line.number, line.text[: end.end()], line.page), Line(line.number, line.text[end.end() :], line.page)]


def _seams(cells: Iterator[Cell]) -> Iterator[tuple[Line, Line]]:
    """Neighbouring lines of one cell and page between which a sentence goes on."""
    for cell in cells:
        for before, after in pairwise(cell.lines):
            if before.page == after.page and not before.ends_paragraph and not before.is_blank and not after.is_blank:
                yield before, after
