"""The tables of the lexicon: words and patterns that a person reads and extends without touching code."""

from __future__ import annotations

import csv
from pathlib import Path

from records.errors import InvalidData

LEXICON = Path(__file__).resolve().parent.parent / "lexicon"


def read_table(name: str, *columns: str) -> tuple[tuple[str, ...], ...]:
    """The named columns of `lexicon/NAME.csv`, row by row; a cell that is not there is empty.

    Raises InvalidData when the file lacks one of the columns.
    """
    path = LEXICON / f"{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)  # a DictReader takes five times as long, and every process reads all tables
        header = next(rows, [])
        if missing := [column for column in columns if column not in header]:
            raise InvalidData(f"{path} に「{'・'.join(missing)}」の列がありません。1行目を確かめてください。")
        places = [header.index(column) for column in columns]
        return tuple(tuple(row[at] if at < len(row) else "" for at in places) for row in rows if row)
