"""Answer → the series of numbers in it, by year: those that can be drawn, and why the others cannot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.answer import Answer, Fact, Table
from bot.wording.phrases import short_year

MOST_SERIES = 2  # a message holds two charts (Block Kit reference, Data visualization block)
_KINDS = {"indicator": "indicator", "staff": "staff"}  # topic → the kind of fact that is a number of a year
_FEWEST_YEARS = 2


class Series(NamedTuple):
    """Numbers of one name by fiscal year. *missing*: years without a number; *differing*: years with several."""

    name: str
    item: str
    unit: str
    target: str
    values: dict[int, tuple[float, ...]]
    missing: tuple[int, ...]
    differing: tuple[int, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every year of the span has one number: only then a line through them says nothing that is not so."""
        return not self.missing and not self.differing


def find_series(answer: Answer) -> tuple[Series, ...]:
    """The series of an answer about one or two indicators, or the staff of one or two items; none for more."""
    kind = _KINDS.get(answer.topic or "")
    if kind is None:
        return ()
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in answer.facts:
        if fact.kind == kind and fact.fiscal_year is not None and isinstance(fact.value, int | float):
            groups.setdefault((fact.item or "", fact.label or ""), []).append(fact)
    found = tuple(series for (item, name), facts in groups.items() for series in _series(item, name, facts))
    return found if len(groups) <= MOST_SERIES else ()


def with_series_as_tables(answer: Answer) -> Answer:
    """The answer with those series as tables that cannot be drawn, each with the reason."""
    tables, notes = [], []
    for series in find_series(answer):
        if not series.is_complete:
            tables.append(as_table(series))
            notes.append(f"{series.name}は{_reason(series)}ため、グラフにせず表にしています。")
    return answer._replace(tables=(*answer.tables, *tables), notes=(*answer.notes, *notes)) if tables else answer


def as_table(series: Series) -> Table:
    """Year by year; a year without a number says so."""
    years = range(min(series.values), max(series.values) + 1)
    return Table(
        caption=series.name + (f"（目標 {series.target}）" if series.target else ""),
        header=("年度", "値"),
        rows=tuple(
            (
                short_year(year),
                "／".join(plain_number(value) + series.unit for value in series.values.get(year, ())) or "記録なし",
            )
            for year in years
        ),
    )


def plain_number(value: float) -> str:
    """1,234.5 without needless zeros."""
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def _series(item: str, name: str, facts: list[Fact]) -> Iterator[Series]:
    values: dict[int, tuple[float, ...]] = {}
    for fact in facts:
        if fact.fiscal_year is not None and isinstance(fact.value, int | float):
            values[fact.fiscal_year] = tuple(dict.fromkeys((*values.get(fact.fiscal_year, ()), float(fact.value))))
    if len(values) < _FEWEST_YEARS:
        return
    yield Series(
        name=name or item,
        item=item,
        unit=facts[0].unit or "",
        target=facts[0].target or "",
        values=dict(sorted(values.items())),
        missing=tuple(year for year in range(min(values), max(values)) if year not in values),
        differing=tuple(year for year in sorted(values) if len(values[year]) > 1),
    )


def _reason(series: Series) -> str:
    if series.missing:
        return f"{'・'.join(map(short_year, series.missing))} の記録がない"
    return f"{'・'.join(map(short_year, series.differing))} の値が出典により異なる"
