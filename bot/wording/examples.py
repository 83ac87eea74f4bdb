"""Questions to begin with, out of a table: those written for the period shown, or general ones filled from the records."""

from __future__ import annotations

from functools import cache

from bot.text.table import read_table
from bot.wording.phrases import year_name
from records.lookups import Records

_SHORT = 2


def examples(records: Records) -> tuple[str, ...]:
    """All examples, the most telling first; each is answered from *records*."""
    period = records.documents[0].period_id
    written = _rows()
    mine = written.get(period, written[""])
    item, years = records.items[0].item, records.rated_years
    year = year_name(years[-1] if years else records.documents[0].fiscal_year)
    return tuple(question.format(item=item, year=year) for question in mine)


def two_examples(records: Records) -> tuple[str, ...]:
    """The first two, for the line that says what can be asked."""
    return examples(records)[:_SHORT]


@cache
def _rows() -> dict[str, tuple[str, ...]]:
    rows: dict[str, list[str]] = {}
    for period, question in read_table("examples", "period", "question"):
        rows.setdefault(period, []).append(question)
    return {period: tuple(questions) for period, questions in rows.items()}
