"""Answer → CSV for a spreadsheet: every table and series of the answer, whole."""

from __future__ import annotations

import csv
import io

from bot.answer import Answer, Table
from bot.render.series import as_table, find_series

_FORMULA = frozenset("=+-@\t\r")  # a spreadsheet computes a cell that begins so


def has_table(answer: Answer) -> bool:
    """Whether there is anything for a spreadsheet."""
    return bool(answer.tables or find_series(answer))


def render_csv(answer: Answer) -> bytes:
    """Caption, header and rows of each table, an empty line between tables; with the mark by which Excel knows UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    for number, table in enumerate(_tables(answer)):
        if number:
            writer.writerow(())
        writer.writerows((_harmless(cell) for cell in row) for row in ((table.caption,), table.header, *table.rows))
    return out.getvalue().encode("utf-8-sig")


def _tables(answer: Answer) -> tuple[Table, ...]:
    return (*answer.tables, *(as_table(series) for series in find_series(answer)))


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in _FORMULA else cell
