"""The official document against the shipped records, in both directions. Skipped where the document is not at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from records.dataset import Dataset, Row, read_folder
from records.dataset_id import SHIPPED_DATA
from records.ingest.check import check_folder
from records.ingest.ingest import Ingested, ingest
from records.ingest.pages import Document, read_document
from records.ingest.report import count_lines
from records.ingest.text import compact

_LARGEST_SHARE_SET_ASIDE = 0.02
_SOURCE = "000_4a055528f08c4d55.txt"


@pytest.fixture(scope="session")
def document(sources: Path) -> Document:
    """The document as pages."""
    path = sources / _SOURCE
    if not path.is_file():
        pytest.skip(f"official document is not at hand: {path}")
    return read_document(path)


@pytest.fixture(scope="session")
def shipped(document: Document) -> Dataset:
    """The shipped records of it."""
    folders = (read_folder(path) for path in sorted(SHIPPED_DATA.iterdir()) if path.is_dir())
    return next(each for each in folders if each.tables["documents"][0]["sha256"] == document.sha256)


@pytest.fixture(scope="session")
def official(document: Document, shipped: Dataset) -> Ingested:
    """What reading it gives, with the shipped records at hand."""
    return ingest(document, (shipped,))


@pytest.fixture(scope="session")
def unaided(document: Document) -> Ingested:
    """What reading it gives without any records."""
    return ingest(document)


def _facts(rows: Sequence[Row], *names: str) -> set[tuple[object, ...]]:
    return {tuple(compact(str(row[name])) for name in names) for row in rows}


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("ratings", ("item", "evaluation", "fiscal_year", "evaluator", "rating", "stated", "place", "page")),
        ("staff_counts", ("item", "evaluation", "fiscal_year", "staff_count", "place", "page")),
        ("item_titles", ("item", "evaluation", "title", "page")), ("sections", ("section", "title")),
        ("items", ("item", "section", "title", "high_importance", "priority", "high_difficulty")),
        ("legal_bases", ("item", "evaluation", "kind", "n", "is_dash", "page")), ("periods", ("start_date", "end_date")),
        ("ministers", ("evaluation", "minister", "role", "department", "division")), ("pages", ("page", "first_line", "last_line", "place")),
        ("criteria", ("rating", "kind", "n", "min_percent", "below_percent", "needs_high_difficulty", "needs_quality")),
    ],
)  # fmt: skip
def test_reading_alone_finds_what_is_shipped(
    table: str, names: tuple[str, ...], unaided: Ingested, shipped: Dataset
) -> None:
    """The same facts at the same places, none missing and none besides."""
    assert shipped.tables[table]
    assert _facts(unaided.tables[table], *names) == _facts(shipped.tables[table], *names)


def test_series_of_indicators_are_those_shipped(unaided: Ingested, shipped: Dataset) -> None:
    """Every value of a year that reading finds by itself in the forms of the period stands in the shipped records."""

    def series(tables: dict[str, tuple[Row, ...]]) -> set[tuple[object, ...]]:
        items = {row["indicator_id"]: row["item"] for row in tables["indicators"]}
        return {
            (items[row["indicator_id"]], row["fiscal_year"], float(str(row["value"])), row["page"])
            for row in tables["indicator_values"]
            if row["evaluation"] != "annual" and row["fiscal_year"] is not None and "調書" in str(row["place"])
        }

    found = series(unaided.tables)
    assert len(found) > 50
    assert found <= series(shipped.tables)


def test_the_shipped_records_agree_with_the_document(official: Ingested, shipped: Dataset) -> None:
    """In both directions."""
    assert list(check_folder(shipped, official)) == []


def test_the_ingested_records_agree_with_the_document(official: Ingested, shipped: Dataset) -> None:
    """They would stand in place of the shipped ones."""
    assert list(check_folder(replace(shipped, tables=official.tables), official)) == []


def test_every_line_is_accounted_for(official: Ingested, document: Document) -> None:
    """And under two in a hundred are set aside."""
    written = {line.number for page in document.pages for line in page.written}
    lines = count_lines(official)
    assert set(official.reading.claims) == written
    assert lines["total"] == len(written)
    assert lines["set_aside"] < _LARGEST_SHARE_SET_ASIDE * lines["total"]


def test_the_document_has_no_problems(official: Ingested) -> None:
    """Nothing is missing, doubled or impossible; little is to be looked at."""
    assert official.reading.problems == []
    assert len(official.reading.unsure) < 5


def test_a_changed_figure_is_noticed(document: Document, shipped: Dataset) -> None:
    """One staff count of the text with another digit: the shipped records do not agree with it any more."""
    row = shipped.tables["staff_counts"][0]
    pages = tuple(
        type(page)(
            page.number,
            tuple(
                line._replace(text=line.text.translate(str.maketrans("0123456789", "1234567890"))) if line.number == row["line"] else line
                for line in page.lines
            ),
            page.is_slide,
        )
        for page in document.pages
    )  # fmt: skip
    changed = ingest(Document(document.path, "f" * 64, pages, ()), (shipped,))
    tables = {each.table for each in check_folder(shipped, changed)}
    assert {"documents", "staff_counts"} <= tables
