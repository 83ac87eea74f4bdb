"""What a generated document states is read back: nothing missing, nothing else."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any, NamedTuple

import pytest

from records.dataset import Row
from records.ingest.ingest import Ingested
from records.ingest.text import compact
from tests.records.ingest.expected import Expected
from tests.records.ingest.generate import generate
from tests.records.ingest.inventions import random_spec
from tests.records.ingest.pieces import ingest_text

# a document each: what is given here, the rest is drawn from the number
_DOCUMENTS: dict[int, dict[str, Any]] = {
    101: {"items": 1, "evaluations": ("annual",), "years": 3, "slides": False},
    102: {"items": 5, "evaluations": ("annual",), "years": 7, "minister": True, "halves": True},
    103: {"items": 5, "evaluations": ("prospective",), "years": 4, "code_style": "arabic"},
    104: {"items": 5, "evaluations": ("final",), "years": 6, "code_style": "nested", "minister": True},
    105: {"items": 5, "evaluations": ("annual", "prospective"), "years": 5, "slides": True},
    106: {"items": 4, "evaluations": ("annual", "final"), "years": 3, "code_style": "dai", "minister": False},
    107: {"items": 4, "evaluations": ("annual",), "years": 5, "input_tables": True},
    108: {"items": 4, "evaluations": ("annual", "prospective"), "years": 7, "input_tables": True, "minister": True},
    109: {"items": 12, "evaluations": ("annual",), "code_style": "roman", "halves": True, "front_matter": True, "input_tables": False},
    110: {"items": 12, "evaluations": ("prospective",), "slides": True, "gaps": False, "page_numbers": True, "input_tables": False},
    111: {"items": 4, "evaluations": ("final",), "input_tables": True, "gaps": True, "slides": False},
    112: {"items": 9, "evaluations": ("annual",), "summary_rows": 4, "slides": True, "input_tables": False},
}  # fmt: skip
_FLAGS = {True: "yes", False: "no", None: "unknown"}


class _Case(NamedTuple):
    expected: Expected
    read: Ingested
    text: str

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of one table."""
        return self.read.tables[table]


@cache
def _case(seed: int) -> _Case:
    generated = generate(random_spec(seed, **_DOCUMENTS[seed]))
    return _Case(generated.expected, ingest_text(generated.text), generated.text)


@pytest.fixture(params=sorted(_DOCUMENTS))
def case(request: pytest.FixtureRequest) -> _Case:
    """One document, read once."""
    return _case(request.param)


def _plain(text: object) -> str | None:
    return None if text is None else compact(str(text))


def _sorted(rows: object) -> list[Any]:
    return sorted(rows, key=repr)  # type: ignore[call-overload,no-any-return] # tuples with None among them


def _place(row: Row) -> str:
    names = {"調書": "item", "総合評定": "overall", "総括表": "summary", "スライド": "slide"}
    return next(kind for word, kind in names.items() if word in str(row["place"]))


def test_nothing_is_missing_or_doubtful(case: _Case) -> None:
    """A sound document has no problems."""
    assert [each.what for each in case.read.reading.problems] == []


def test_every_line_is_accounted_for(case: _Case) -> None:
    """By a record, a passage, the page, or a reason to set it aside."""
    written = {number for number, line in enumerate(case.text.split("\n"), start=1) if line.strip()}
    assert set(case.read.reading.claims) == written


def test_corporation_year_and_period_come_back(case: _Case) -> None:
    """With the ministers in charge."""
    document, period = case.rows("documents")[0], case.rows("periods")[0]
    expected = case.expected
    assert case.rows("organizations")[0]["name"] == expected.organization
    assert document["fiscal_year"] == expected.fiscal_year
    assert (period["start_date"], period["end_date"]) == (str(expected.period_start), str(expected.period_end))
    assert {row["minister"] for row in case.rows("ministers")} == set(expected.ministers)


def test_sections_titles_and_flags_come_back(case: _Case) -> None:
    """In the order of the document; an item's section is that of its code."""
    assert [(row["section"], row["title"]) for row in case.rows("sections")] == list(case.expected.sections)
    titles = [(row["item"], row["section"], _plain(row["title"])) for row in case.rows("items")]
    assert titles == [(each.item, each.section, _plain(each.title)) for each in case.expected.titles]
    marked = [(row["item"], row["priority"]) for row in case.rows("items")]
    assert marked == [(each.item, _FLAGS[each.priority]) for each in case.expected.flags]


def test_importance_and_difficulty_come_back_where_they_are_stated(case: _Case) -> None:
    """A mark stands beside a letter of a year in the summary table; the wider form states both in words."""
    stated = {row["item"]: (row["high_importance"], row["high_difficulty"]) for row in case.rows("items")}
    for each in case.expected.flags:
        assert stated[each.item] == (_FLAGS[each.high_importance], _FLAGS[each.high_difficulty])


def test_ratings_come_back_with_place_and_evaluator(case: _Case) -> None:
    """Each statement once, on every letter of the scale."""
    read = [
        (_place(row), row["item"], row["evaluation"], row["fiscal_year"], row["evaluator"], row["rating"])
        for row in case.rows("ratings")
    ]
    assert _sorted(read) == _sorted(tuple(each) for each in case.expected.ratings)


def test_staff_and_bases_come_back(case: _Case) -> None:
    """By item, evaluation and year; a dash is a dash."""
    staff = [
        (row["item"], row["evaluation"], row["fiscal_year"], row["staff_count"]) for row in case.rows("staff_counts")
    ]
    assert _sorted(staff) == _sorted(tuple(each) for each in case.expected.staff)
    bases = [(row["item"], row["evaluation"], row["kind"], _plain(row["text"])) for row in case.rows("legal_bases")]
    assert _sorted(bases) == _sorted((*each[:3], _plain(each.text)) for each in case.expected.bases)


def test_reasons_and_achievements_come_back(case: _Case) -> None:
    """The rationale and issues of each form as a whole, each bullet of a slide."""
    texts: dict[tuple[object, ...], str] = defaultdict(str)
    for row in case.rows("rationales"):
        texts[row["item"], row["evaluation"], row["kind"]] += compact(str(row["text"] or "―"))
    kinds = {"rationale", "issues_and_response"}
    expected = [(*each[:3], _plain(each.text)) for each in case.expected.passages if each.kind in kinds]
    assert _sorted((*key, text) for key, text in texts.items()) == _sorted(expected)
    achievements = [(row["item"], row["evaluation"], _plain(row["text"])) for row in case.rows("achievements")]
    assert _sorted(achievements) == _sorted((*each[:2], _plain(each.text)) for each in case.expected.achievements)


def test_values_of_indicators_come_back(case: _Case) -> None:
    """Those of the results and of the tables of figures, with rates, base values and inputs; and no others."""
    names = {row["indicator_id"]: (row["item"], _plain(row["name"])) for row in case.rows("indicators")}
    read = [
        (
            *names[row["indicator_id"]],
            row["evaluation"],
            row["fiscal_year"],
            _plain(row["part"]),
            float(str(row["value"])),
        )
        for row in case.rows("indicator_values")
    ]
    expected = case.expected
    stated: list[tuple[object, ...]] = [
        (each.item, _plain(each.name), each.evaluation, each.fiscal_year, _plain(each.part), float(each.value))
        for each in (*expected.values, *expected.table_values, *expected.rates)
    ]
    # the header of the table names no year for the base value
    stated += [
        (each.item, _plain(each.name), each.evaluation, None, "基準値", float(each.value))
        for each in expected.baselines
    ]
    stated += [
        (each.item, _plain(each.name), each.evaluation, each.fiscal_year, None, float(each.value))
        for each in expected.inputs
    ]
    assert _sorted(read) == _sorted(stated)


def test_targets_of_indicators_come_back(case: _Case) -> None:
    """Once where the results state them, once where the table does."""
    names = {row["indicator_id"]: (row["item"], _plain(row["name"])) for row in case.rows("indicators")}
    read = {
        (*names[row["indicator_id"]], row["evaluation"], float(str(row["value"])), row["comparator"])
        for row in case.rows("indicator_targets")
    }
    expected = case.expected
    stated = {
        (each.item, _plain(each.name), each.evaluation, float(each.value), each.comparator) for each in expected.targets
    }
    tabled = {(each.item, _plain(each.name), each.evaluation) for each in expected.table_values}
    assert stated <= read
    assert {each[:3] for each in read - stated} <= tabled


def test_units_of_indicators_come_back(case: _Case) -> None:
    """As written beside the figures."""
    units = {(row["item"], _plain(row["name"])): row["unit"] for row in case.rows("indicators")}
    for each in case.expected.values:
        assert units[each.item, _plain(each.name)] == each.unit
