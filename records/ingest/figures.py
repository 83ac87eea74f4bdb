"""The yearly figures of the wider item form → staff counts, indicators with targets and rates, budget figures.

Source: 様式1-1-4-1, 「２．主要な経年データ」 ①主要なアウトプット（アウトカム）情報 and ②主要なインプット情報. A row is a label and one
figure a year; ① has the target and the base value before them, and below a row its 達成度.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from records.ingest.pages import Line
from records.ingest.quantities import Quantity, find_quantities
from records.ingest.text import compact, fold_each

_YEAR = re.compile(r"(?P<era>令和|平成)?(?P<number>[0-9]{1,2}|元|(?:19|20)[0-9]{2})年度")
_FIGURE = re.compile(r"[△▲-]?[0-9][0-9,]*(?:\.[0-9]+)?(?:[^0-9\s]{0,8})|[-ー]+")
_DASH = re.compile(r"[-ー]+")
_LABEL_UNIT = re.compile(r"\((?P<unit>[^()]{1,6})\)$")
_LEADING = ("達成目標", "基準値", "計画値")
_ERAS = {"令和": 2018, "平成": 1988}
_RATE = "達成度"
_STAFF = "従事人員数"


class Figure(NamedTuple):
    """One figure: the Western year it is for; None for the target and the base value."""

    year: int | None
    quantity: Quantity
    line: Line


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row. *kind*: "output" (table ①), "input" (table ②), "rate" (達成度 of the row before) or "staff"."""

    kind: str
    label: str
    unit: str | None
    line: Line
    figures: tuple[Figure, ...]
    target: Quantity | None = None
    baseline: Quantity | None = None


def read_figures(lines: Sequence[Line], fiscal_year: int) -> Iterator[FigureRow]:
    """The rows of both tables. *fiscal_year*: the evaluated year, from which an era that the header leaves out follows."""
    years: tuple[int, ...] = ()
    leading = 0
    table = "output"
    for row in _rows(lines):
        text = " ".join(line.text.strip() for line in row)
        folded = compact(text)
        found = list(_YEAR.finditer(folded))
        if len(found) > 1:
            years = _years(found, fiscal_year)
            leading = sum(1 for word in _LEADING if word in folded[: found[0].start()])
            continue
        if "インプット情報" in folded or "アウトプット" in folded:
            table = "input" if "インプット情報" in folded else "output"
            continue
        if years:
            yield from _read_row(row, text, table, years, leading)


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    row: list[Line] = []
    for line in lines:
        row.append(line)
        if line.ends_paragraph:
            yield row
            row = []
    if row:
        yield row


def _years(found: Sequence[re.Match[str]], fiscal_year: int) -> tuple[int, ...]:
    """Western years of a header, whose eras may be left out: they run on, and the evaluated year is near them."""
    years: list[int] = []
    for each in found:
        number = 1 if each["number"] == "元" else int(each["number"])
        if number > 100:  # noqa: PLR2004 - a Western year
            years.append(number)
        elif each["era"]:
            years.append(_ERAS[each["era"]] + number)
        else:
            near = years[-1] + 1 if years else fiscal_year
            years.append(min((start + number for start in _ERAS.values()), key=lambda year: abs(year - near)))
    return tuple(years)


def _read_row(row: Sequence[Line], text: str, table: str, years: tuple[int, ...], leading: int) -> Iterator[FigureRow]:
    tokens = text.split()
    first = len(tokens)
    while first > 0 and _FIGURE.fullmatch(fold_each(tokens[first - 1])):
        first -= 1
    label = "".join(tokens[:first])
    values = tokens[first:]
    folded = compact(label)
    if not label or not values:
        return
    unit = _LABEL_UNIT.search(folded)
    kind = "rate" if folded == _RATE else "staff" if folded.startswith(_STAFF) else table
    before = leading if table == "output" and len(values) > len(years) - leading and leading else 0
    line = row[-1]
    figures = tuple(
        Figure(year, quantity, line)
        for year, value in zip(years, values[before:], strict=False)
        if (quantity := _quantity(value)) is not None
    )
    lead = [_quantity(value) for value in values[:before]] + [None, None]
    if figures or any(lead):
        yield FigureRow(kind, label, unit["unit"] if unit else None, line, figures, lead[0], lead[1])


def _quantity(value: str) -> Quantity | None:
    if _DASH.fullmatch(fold_each(value)):
        return None
    found = find_quantities(value)
    return found[0] if found else None
