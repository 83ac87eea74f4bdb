"""A good folder agrees with its document; for each check there is a change that it notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from records.dataset import Dataset, Row
from records.ingest.check import Finding, check_folder
from records.ingest.ingest import Ingested

Change = Callable[[Row], Row]


def _changed(dataset: Dataset, table: str, change: Change, at: int = 0) -> Dataset:
    rows = [dict(row) for row in dataset.tables[table]]
    rows[at] = change(rows[at])
    return replace(dataset, tables={**dataset.tables, table: tuple(rows)})


def _without(dataset: Dataset, table: str, at: int = 0) -> Dataset:
    rows = tuple(row for number, row in enumerate(dataset.tables[table]) if number != at)
    return replace(dataset, tables={**dataset.tables, table: rows})


def _said(findings: list[Finding], direction: str = "folder") -> str:
    return "\n".join(f"{each.table}: {each.what}" for each in findings if each.direction == direction)


def test_a_good_folder_gives_nothing(kept: Dataset, ingested: Ingested) -> None:
    """In either direction."""
    assert list(check_folder(kept, ingested)) == []


_CHANGES: dict[str, tuple[str, Change, str]] = {
    "another rating": ("ratings", lambda row: {**row, "rating": "D" if row["rating"] != "D" else "S"}, "ratings: 評定「"),
    "another letter as stated": ("ratings", lambda row: {**row, "stated": "Ｚ"}, "ratings: 「Ｚ」がこの行の近くに見つかりません"),
    "a rating of another year": ("ratings", lambda row: {**row, "fiscal_year": 2030}, "文書に見つかりません"),
    "another value": ("indicator_values", lambda row: {**row, "value": 123456.0}, "indicator_values: 値「123456.0」は"),
    "another value as stated": ("indicator_values", lambda row: {**row, "value": 123456, "stated": "123456件"}, "「123456件」がこの行の近くに"),
    "another target": ("indicator_targets", lambda row: {**row, "value": 77777}, "indicator_targets: 値「77777」は"),
    "another staff count": ("staff_counts", lambda row: {**row, "staff_count": 4321}, "従事人員数「4321」がこの行の近くに"),
    "staff of another year": ("staff_counts", lambda row: {**row, "fiscal_year": 2030}, "文書に見つかりません"),
    "another title": ("item_titles", lambda row: {**row, "title": "苗木の売却"}, "項目名「苗木の売却」がこの行から"),
    "another item's title": ("items", lambda row: {**row, "title": "苗木の売却"}, "の項目名は、記録 苗木の売却"),
    "an item of another section": ("items", lambda row: {**row, "section": "Ⅸ"}, "の大項目は、記録 Ⅸ"),
    "an item that is not there": ("items", lambda row: {**row, "item": "Ⅸ-9"}, "Ⅸ-9 は文書に見つかりません"),
    "another importance": ("items", lambda row: {**row, "high_importance": "yes" if row["high_importance"] != "yes" else "no"}, "の重要度は"),
    "another priority": ("items", lambda row: {**row, "priority": "yes" if row["priority"] != "yes" else "no"}, "の重点化は"),
    "another difficulty": ("items", lambda row: {**row, "high_difficulty": "yes" if row["high_difficulty"] != "yes" else "no"}, "の困難度は"),
    "another section's title": ("sections", lambda row: {**row, "title": "苗木"}, "sections: 項目名「苗木」"),
    "another law": ("legal_bases", lambda row: {**row, "text": "苗木の売買に関する法律", "is_dash": 0}, "「苗木の売買に関する法律…」が"),
    "another day": ("events", lambda row: {**row, "date": "2011-11-11"}, "日付「2011-11-11」の年"),
    "another month": ("events", lambda row: {**row, "date": f"{str(row['date'])[:4]}-11"}, "の「11月」がこの行の近くに"),
    "another minister": ("ministers", lambda row: {**row, "minister": "苗木大臣"}, "苗木大臣"),
    "another line": ("staff_counts", lambda row: {**row, "line": 1}, "この行は"),
    "another place": ("staff_counts", lambda row: {**row, "place": "表紙"}, "この行は「表紙」ではなく"),
    "another document": ("documents", lambda row: {**row, "sha256": "f" * 64}, "SHA-256"),
    "another length": ("documents", lambda row: {**row, "lines": 5}, "行数・頁数が違います"),
    "another evaluated year": ("documents", lambda row: {**row, "fiscal_year": 2001}, "評価対象の年度は、記録 2001"),
    "another corporation": ("organizations", lambda row: {**row, "name": "苗木機構"}, "法人名は、記録 苗木機構"),
    "another period": ("periods", lambda row: {**row, "end_date": "2099-03-31"}, "中期目標期間の終わりは、記録 2099-03-31"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(_CHANGES))
def test_a_fact_that_the_document_has_not_is_found(name: str, kept: Dataset, ingested: Ingested) -> None:
    """Each column that a person could mistype."""
    table, change, what = _CHANGES[name]
    assert what in _said(list(check_folder(_changed(kept, table, change), ingested)))


@pytest.mark.parametrize(
    "table",
    ["ratings", "staff_counts", "indicator_values", "legal_bases", "item_titles", "sections", "items", "ministers"],
)
def test_a_fact_that_the_folder_lacks_is_found(table: str, kept: Dataset, ingested: Ingested) -> None:
    """The document is read, and each fact looked up."""
    findings = list(check_folder(_without(kept, table), ingested))
    assert f"{table}: 文書にある「" in _said(findings, "document")


def test_a_corrected_row_is_no_finding(kept: Dataset, ingested: Ingested) -> None:
    """Who corrected it has said that the document has another value."""
    staff = kept.tables["staff_counts"][0]
    wrong = _changed(kept, "staff_counts", lambda row: {**row, "staff_count": 4321})
    row = ";".join(f"{name}={staff[name]}" for name in ("item", "evaluation", "fiscal_year"))
    note: Row = {
        "table_name": "staff_counts",
        "row_key": row,
        "column_name": "staff_count",
        "was": str(staff["staff_count"]),
        "now": "4321",
        "note": "桁の誤り",
    }
    corrected = replace(wrong, tables={**wrong.tables, "corrections": (note,)})
    assert _said(list(check_folder(wrong, ingested))) != ""
    assert _said(list(check_folder(corrected, ingested))) == ""


def test_a_value_whose_year_people_worked_out_stands(kept: Dataset, ingested: Ingested) -> None:
    """Where the document names no year, one in the folder is no disagreement."""
    tables = {
        **ingested.tables,
        "indicator_values": tuple({**row, "fiscal_year": None} for row in ingested.tables["indicator_values"]),
    }
    assert list(check_folder(kept, replace(ingested, tables=tables))) == []
