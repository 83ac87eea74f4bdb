"""Years and dates as documents write them; what looks like one and is none."""

from __future__ import annotations

import pytest

from records.ingest.years import (
    find_dates,
    find_fiscal_years,
    find_impossible_dates,
    find_year_labels,
    fiscal_year_of,
)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和３年度", 2021), ("令和3年度の巡回展示", 2021), ("令和元年度", 2019), ("平成31年度", 2019), ("平成元年度", 1989),
        ("昭和63年度", 1988), ("２０２４年度", 2024), ("2024年度", 2024), ("R6年度", 2024), ("Ｒ６年度", 2024), ("令和06年度", 2024),
        ("令 和 １ ２ 年 度", 2030), ("令和\n５年\n度", 2023),
    ],
)  # fmt: skip
def test_a_fiscal_year_is_read_in_every_writing(text: str, year: int) -> None:
    """Eras, their letters, the first year, the Western calendar, wide digits, and cuts in between."""
    (found,) = find_fiscal_years(text)
    assert found.year == year
    assert text[found.start : found.end].rstrip("の巡回展示").endswith("度")


@pytest.mark.parametrize(
    "text", ["令和０年度", "６年間", "第１２０２４年度", "年度", "令和年度", "R年度", "CR6年度", "1899年度"]
)
def test_what_names_no_year_is_no_fiscal_year(text: str) -> None:
    """Durations, year zero, long numbers and letters of other words."""
    assert find_fiscal_years(text) == ()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("R3：99.1％ R4：97.8％", [2021, 2022]), ("Ｒ３：１件、令和４年度：２件", [2021, 2022]), ("H30：5件 R元：6件", [2018, 2019]),
        ("R5：12R6：15", [2023, 2024]), ("2023年度：5件", [2023]), ("令和５年：5件", [2023]), ("比率は10：9", []), ("PR3：", []),
    ],
)  # fmt: skip
def test_a_year_with_a_colon_labels_a_value(text: str, years: list[int]) -> None:
    """Even where the text layer has lost the space before the next label."""
    assert [each.year for each in find_year_labels(text)] == years


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("令和６年12月２日から", ["2024-12-02"]), ("令和元年５月１日", ["2019-05-01"]), ("平成31年４月30日", ["2019-04-30"]),
        ("令和６年 12\n月 ２ 日", ["2024-12-02"]), ("令和７年３月", ["2025-03"]), ("令和７年度", ["FY2025"]), ("2025年", ["2025"]),
        ("令和６年２月29日", ["2024-02-29"]), ("令和５年２月29日", []), ("令和５年４月31日", []), ("令和５年13月", []), ("12月２日", []),
        ("令和５年４月１日から令和８年３月31日まで", ["2023-04-01", "2026-03-31"]),
    ],
)  # fmt: skip
def test_dates_are_those_of_the_calendar(text: str, dates: list[str]) -> None:
    """A day, a month, a year or a fiscal year, each as exact as it is written."""
    assert [each.date for each in find_dates(text)] == dates


@pytest.mark.parametrize("text", ["令和５年２月30日", "令和５年 13 月", "平成30年４月31日"])
def test_a_date_that_no_calendar_has_is_not_lost(text: str) -> None:
    """It is found as it stands, to be looked at."""
    assert find_impossible_dates(f"なお、{text}に開いた。") == ((3, "".join(text.split())),)
    assert find_impossible_dates("令和６年２月29日に開いた。") == ()


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ("FY2024", 2024),
        ("2025-03", 2024),
        ("2025-04", 2025),
        ("2025-03-31", 2024),
        ("2025-04-01", 2025),
        ("2025", 2025),
    ],
)
def test_a_fiscal_year_begins_in_april(date: str, year: int) -> None:
    """March belongs to the year before."""
    assert fiscal_year_of(date) == year
