"""What people recorded of the very same document is kept where the document bears it out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from records.dataset import Dataset, Row
from records.ingest.ingest import Ingested
from tests.records.ingest.generate import Generated
from tests.records.ingest.pieces import ingest_text, said

_SAME = "0" * 64


def _with(dataset: Dataset, **more: tuple[Row, ...]) -> Dataset:
    """The folder with further rows in some tables."""
    tables = {**dataset.tables, **{name: (*dataset.tables[name], *rows) for name, rows in more.items()}}
    return replace(dataset, tables=tables)


@pytest.fixture
def recorded(kept: Dataset, generated: Generated) -> Dataset:
    """The folder with what a person has added: a figure of running text, one that is nowhere, a brief, a gap, a doubt."""
    line, stated = next(
        (at, "3,400点")
        for at, text in enumerate(generated.text.split("\n"), start=1)
        if "3,400点" in text.replace(" ", "")
    )
    page = next(
        row["page"] for row in kept.tables["pages"] if int(str(row["first_line"])) <= line <= int(str(row["last_line"]))
    )
    indicator: Row = {
        "indicator_id": "1-1.stock", "item": "Ⅰ-1", "position": 99, "name": "収蔵点数", "stated_name": "収蔵点数", "unit": "点",
        "kind": "stated", "better": None,
    }  # fmt: skip
    value: Row = {
        "indicator_id": "1-1.stock", "evaluation": "annual", "fiscal_year": 2023, "part": None, "value": 3400, "qualifier": "約",
        "stated": stated, "note": "累計", "place": "調書", "page": page, "line": line, "n": 1,
    }  # fmt: skip
    brief: Row = {
        "item": "Ⅰ-1", "evaluation": "annual", "kind": "result", "block": 1, "n": 1, "text": "点検した", "place": "調書", "page": page, "line": line,
    }  # fmt: skip
    gap: Row = {
        "kind": "appendix",
        "evaluation": "annual",
        "fiscal_year": 2023,
        "text": "別紙がない",
        "place": "表紙",
        "page": 1,
        "line": 1,
    }
    doubt: Row = {
        "item": "Ⅰ-1", "fiscal_year": None, "about": "写真の数", "value_a": "2", "place_a": "調書", "page_a": 1, "line_a": 1, "value_b": "3",
        "place_b": "調書", "page_b": 1, "line_b": 2, "note": None,
    }  # fmt: skip
    nowhere: Row = {**value, "stated": "98,765点", "value": 98765, "fiscal_year": 2022}
    return _with(
        kept, indicators=(indicator,), indicator_values=(value, nowhere), briefs=(brief,), absences=(gap,), disagreements=(doubt,)
    )  # fmt: skip


def _values(ingested: Ingested) -> list[object]:
    return [row["stated"] for row in ingested.tables["indicator_values"] if row["indicator_id"] == "1-1.stock"]


def test_the_same_document_keeps_what_people_found_in_it(recorded: Dataset, generated: Generated) -> None:
    """Figures that stand at their line, with their notes; briefs, gaps and doubts."""
    again = ingest_text(generated.text, _SAME, (recorded,))
    assert _values(again) == ["3,400点"]
    assert next(row["note"] for row in again.tables["indicator_values"] if row["indicator_id"] == "1-1.stock") == "累計"
    assert [row["text"] for row in again.tables["briefs"]] == ["点検した"]
    assert "appendix" in {row["kind"] for row in again.tables["absences"]}
    assert [row["about"] for row in again.tables["disagreements"]] == ["写真の数"]
    assert again.kept > 0


def test_a_figure_that_does_not_stand_there_is_dropped_and_named(recorded: Dataset, generated: Generated) -> None:
    """Not in silence."""
    again = ingest_text(generated.text, _SAME, (recorded,))
    assert "98,765点" not in _values(again)
    assert "「98,765点」（1-1.stock）がこの行に見つからない" in said(again.reading)


def test_what_reading_finds_as_well_is_there_once(kept: Dataset, generated: Generated, ingested: Ingested) -> None:
    """Ingesting a folder's own document again changes nothing."""
    again = ingest_text(generated.text, _SAME, (kept,))
    for table in (
        "indicator_values",
        "indicator_targets",
        "indicators",
        "events",
        "absences",
        "disagreements",
        "ratings",
    ):
        assert len(again.tables[table]) == len(ingested.tables[table]), table


def test_another_text_keeps_nothing(recorded: Dataset, generated: Generated) -> None:
    """Its SHA-256 is another; ids of the indicators are known all the same."""
    again = ingest_text(generated.text, "1" * 64, (recorded,))
    assert again.kept == 0
    assert _values(again) == []
    assert again.tables["briefs"] == ()


def test_indicators_keep_the_order_of_the_records(recorded: Dataset, generated: Generated) -> None:
    """And are numbered without gaps."""
    rows = ingest_text(generated.text, _SAME, (recorded,)).tables["indicators"]
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
    assert [row["item"] for row in rows] == sorted(str(row["item"]) for row in rows)
