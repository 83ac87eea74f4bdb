"""Dated sentences as events."""

from __future__ import annotations

import pytest

from records.ingest.events import read_events
from records.ingest.reading import Reading
from tests.records.ingest.pieces import joined_of, said


def _read(*texts: str, planned: bool = False) -> Reading:
    reading = Reading()
    read_events(joined_of(*texts), "様式", reading, planned=planned, item="Ⅰ-1", evaluation="annual")
    return reading


def _dates(reading: Reading) -> list[object]:
    return [row["date"] for row in reading.tables["events"]]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("令和６年12月２日に灯器の運用を開始した。", ["2024-12-02"]), ("令和６年４月に調べ、同年10月に直した。", ["2024-04", "2024-10"]),
        ("令和７年度から貸し出す。", ["FY2025"]), ("令和６年度の計画を定めた。", []), ("2024年の資料による。", []), ("毎月点検した。", []),
        ("令和６年４月より、12月に試行した。", ["2024-04", "2024-12"]),
    ],
)  # fmt: skip
def test_a_sentence_with_a_date_is_an_event(text: str, dates: list[str]) -> None:
    """A bare year is none; a fiscal year is one where something happens in it."""
    assert _dates(_read(text)) == dates


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("令和６年12月に灯器の運用を開始した。", "service_start"), ("令和６年12月に結果を公表した。", "publication"), ("令和６年12月に研修会を開いた。", "event"),
        ("令和６年12月に契約を締結した。", "contract"), ("令和６年12月に晴れた。", "other"),
    ],
)  # fmt: skip
def test_what_happened_is_told_by_its_words(text: str, kind: str) -> None:
    """Those behind the date come first."""
    assert [row["kind"] for row in _read(text).tables["events"]] == [kind]


def test_an_event_knows_its_line_and_its_sentence() -> None:
    """Also when the date is cut over lines; several on one line are counted."""
    reading = _read("・灯器を点検した。 ", "・令和６年 12", "月２日に公表した。令和７年１月に配った。 ", planned=True)
    assert [(row["line"], row["n"], row["planned"]) for row in reading.tables["events"]] == [(2, 1, 1), (3, 1, 1)]
    assert reading.tables["events"][0]["text"] == "令和６年 12月２日に公表した。"


def test_a_date_on_no_calendar_is_doubted() -> None:
    """It is no event."""
    reading = _read("令和５年２月30日に公表した。")
    assert _dates(reading) == []
    assert "「令和５年２月30日」は暦にありません" in said(reading)
