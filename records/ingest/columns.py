"""The columns of an item form's table, as `form.toml` describes them and as a form's printed header names them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from records.ingest.pages import Line
from records.ingest.text import compact

_DATA = Path(__file__).with_name("form.toml")
# a header names at least this many columns; one of them alone may be a word of the text
_FEWEST = 2
# the columns that a row's ○ begin; a plan repeats its goal ○ by ○
GOALS = ("mid_term_goal", "mid_term_plan", "annual_plan")
CIRCLE_START = re.compile(r"[○〇◯]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. *kind*: the kind of passage it holds; the rest as in form.toml, folded."""

    kind: str
    headers: tuple[str, ...]
    marks: tuple[str, ...]
    whole: tuple[str, ...]
    ends: tuple[str, ...]
    never_ends: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()


@cache
def known_columns() -> tuple[Column, ...]:
    """Every column that the standard forms have, from left to right."""
    table = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return tuple(
        Column(
            entry["kind"], tuple(map(compact, entry["headers"])), tuple(map(compact, entry.get("marks", ()))),
            tuple(entry.get("whole", ())), tuple(map(compact, entry.get("ends", ()))),
            tuple(map(compact, entry.get("never_ends", ()))), tuple(map(compact, entry.get("openings", ()))),
        )
        for entry in table["column"]
    )  # fmt: skip


@cache
def _double_headers() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {compact(name): tuple(halves) for name, halves in table["double_headers"].items()}


def read_header(text: str) -> tuple[Column, ...]:
    """The columns that a header line names, in order; empty when *text* is no header line."""
    names = text.split()
    found: list[Column] = []
    for name in names:
        folded = compact(name)
        for half in _double_headers().get(folded, (folded,)):
            column = next((each for each in known_columns() if compact(half) in each.headers), None)
            if column is None:
                return ()
            found.append(column)
    order = [known_columns().index(column) for column in found]
    return tuple(found) if len(found) >= _FEWEST and order == sorted(set(order)) else ()


def is_second_header(line: Line) -> bool:
    """Whether the line is the lower half of a header (業務実績 自己評価, or with （見込評価） behind it)."""
    names = [compact(name) for name in line.text.split()]
    known = {header for column in known_columns() for header in column.headers}
    bracketed = [name for name in names if name.startswith("(") and name.endswith(")")]
    rest = [name for name in names if name not in bracketed]
    return len(names) >= _FEWEST and len(bracketed) <= 1 and all(name in known for name in rest)


def mark_of(folded: str, columns: Sequence[Column]) -> int | None:
    """Which of *columns* the printed mark at the beginning of the folded text belongs to; None where there is none."""
    for index, column in enumerate(columns):
        if folded.startswith(column.marks) or folded in column.whole:
            return index
    return None
