"""A small, whole data folder of an invented corporation, every table filled, to be varied and broken."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

import records
from records.build import build
from records.dataset import Cell, Row, write_folder
from records.tables import TABLES

SHIPPED = sorted(path for path in (Path(records.__file__).parent / "data").iterdir() if path.is_dir())
SUMMARY = "様式1-1-3 項目別評定総括表（年度評価）"
FORM = "様式1-1-4 項目別評定調書 Ⅰ-1（年度評価）"


def _tables(
    *,
    document_id: str = "sample-2024",
    organization_id: str = "sample",
    period: tuple[str, str, str] = ("sample-1", "2021-09-01", "2026-03-31"),
    fiscal_year: int = 2024,
    scale: tuple[str, ...] = ("S", "A", "B", "C", "D"),
    rating: str = "B",
    title: str = "カードの発行",
    many: int = 0,
    corrected: bool = False,
) -> dict[str, tuple[Row, ...]]:
    """The tables of a document with two items, rated *rating* on *scale*; *many* more briefs make it large.

    *corrected*: with a correction by hand.
    """
    lines = count(410)

    def summary() -> tuple[Cell, ...]:
        return (SUMMARY, 2, next(lines))

    def form() -> tuple[Cell, ...]:
        return (FORM, 3, next(lines) + 300)

    year = fiscal_year
    cells: dict[str, list[tuple[Cell, ...]]] = {
        "organizations": [(organization_id, "見本機構", "見本", "Sample Agency")],
        "periods": [(period[0], organization_id, "第一期", period[1], period[2], "表紙", 1, 2)],
        "documents": [(document_id, organization_id, period[0], "見本の評価書", year, None, "1", None, 100_000, 3)],
        "pages": [(1, 1, 400, "表紙"), (2, 401, 700, SUMMARY), (3, 701, 100_000, FORM)],
        "scales": [("scale", letter, rank, letter == "B") for rank, letter in enumerate(scale, start=1)],
        "criteria": [("scale", scale[0], "quantitative", 1, 120.0, None, False, True, "達成度120％以上", *summary())],
        "sections": [("Ⅰ", 1, "業務の質", *summary())],
        "items": [
            ("Ⅰ-1", "Ⅰ", 1, title, "yes", "yes", "unknown", None, *summary()),
            ("Ⅰ-2", "Ⅰ", 2, "研修の実施", "no", "no", "unknown", None, *summary()),
        ],
        "item_titles": [("Ⅰ-1", "annual", title, *form())],
        "ratings": [
            ("Ⅰ-1", "annual", year, None, "scale", rating, rating, True, True, *summary(), 1),
            ("Ⅰ-2", "annual", year, None, "scale", rating, rating, False, False, *summary(), 1),
            (None, "annual", year, "self", "scale", rating, rating, None, None, *summary(), 1),
            ("Ⅰ-1", "prospective", None, None, "scale", rating, rating, None, None, *summary(), 1),
        ],
        "indicators": [("1-1.uptime", "Ⅰ-1", 1, "稼働率", "システムの稼働率", "％", "quantitative", "higher")],
        "indicator_values": [("1-1.uptime", "annual", year, None, 99.95, None, "99.95％", None, *form(), 1)],
        "indicator_targets": [("1-1.uptime", "annual", year, 99.9, ">=", "99.9％以上", None, *form(), 1)],
        "achievements": [("Ⅰ-1", "annual", year, 1, "稼働率は目標を上回る", *form())],
        "rationales": [
            ("Ⅰ-1", "annual", "rationale", 1, "CRL方式の改善", False, *form()),
            ("Ⅰ-1", "annual", "issues_and_response", 1, None, True, *form()),
        ],
        "briefs": [
            ("Ⅰ-2", "annual", "annual_plan", 1, 1, "研修を2回行う", *form()),
            ("Ⅰ-2", "annual", "result", 1, 1, "研修を3回、延べ40人に行った", *form()),
            *(
                ("Ⅰ-1", "annual", "result", 1, n, f"{n}番目の取組を行った", FORM, 3, 1000 + n)
                for n in range(1, many + 1)
            ),
        ],
        "staff_counts": [("Ⅰ-1", "annual", year, 82, None, *form()), ("Ⅰ-1", "annual", year - 1, 80, None, *form())],
        "legal_bases": [("Ⅰ-1", "annual", "legal_basis", 1, "見本法第1条", False, *form())],
        "events": [("Ⅰ-1", "annual", f"{year}-12-02", "service_start", False, "特急発行の開始", *form(), 1)],
        "duties": [("見本法", "第2条", 1, 1, "機構", "評価を受ける", "3か月以内", *form())],
        "ministers": [("annual", "総務大臣", "法人所管", None, None, *form())],
        "absences": [("overall_rating", "annual", year, "総合評定は空欄", *form())],
        "disagreements": [("Ⅰ-1", year, "稼働率", "100％", SUMMARY, 2, 450, "99.95％", FORM, 3, 750, None)],
        "passages": [("Ⅰ-1", "annual", year, "result", 1, 1, "予防保守を続けた。", FORM, 3, 760, 3, 764)],
        "corrections": [
            ("staff_counts", f"item=Ⅰ-1;fiscal_year={year - 1}", "staff_count", "80", "81", "資料の転記誤り")
        ]
        * corrected,
        "set_aside": [(690, 690, 2, "頁番号")],
    }
    return {
        table.name: tuple(
            dict(zip([column.name for column in table.columns], row, strict=True)) for row in cells[table.name]
        )
        for table in TABLES
    }


@pytest.fixture(scope="session")
def sample() -> Callable[..., dict[str, tuple[Row, ...]]]:
    """What makes the tables of a small document: `sample(document_id=…, fiscal_year=…, scale=…, …)`."""
    return _tables


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small data folder that obeys every rule."""
    made = tmp_path / "sample-2024"
    write_folder(made, _tables())
    return made


@pytest.fixture(scope="session")
def shipped_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the shipped folders."""
    path = tmp_path_factory.mktemp("shipped") / "records.sqlite3"
    build(SHIPPED, path)
    return path
