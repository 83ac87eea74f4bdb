"""The tables of yearly figures: rows of ① outputs and ② inputs, their targets, base values and rates."""

from __future__ import annotations

import pytest

from records.ingest.figures import FigureRow, read_figures
from tests.records.ingest.pieces import lines_of

_OUT = ("①主要なアウトプット（アウトカム）情報 ", "指標 達成目標 基準値（前期末） ３年度 ４年度 ５年度 ６年度 ７年度 ")
_IN = ("②主要なインプット情報（財務情報及び人員に関する情報） ", " ３年度 ４年度 ５年度 ６年度 ７年度 ")


def _rows(*texts: str, year: int = 2024) -> list[FigureRow]:
    return list(read_figures(lines_of(*texts), year))


def _shown(row: FigureRow) -> list[tuple[int | None, float]]:
    return [(figure.year, float(figure.quantity.value)) for figure in row.figures]


def test_a_row_has_its_target_and_base_value_before_its_years() -> None:
    """The years to come are blank and leave no mark."""
    (row,) = _rows(*_OUT, "公開件数 100件以上 80件 90件 101件 120件 130件 ")
    assert (row.kind, row.label, row.doubt) == ("output", "公開件数", "")
    assert _shown(row) == [(2021, 90), (2022, 101), (2023, 120), (2024, 130)]
    assert row.target is not None
    assert (float(row.target.value), row.target.comparator) == (100, ">=")
    assert row.baseline is not None
    assert float(row.baseline.value) == 80


@pytest.mark.parametrize(
    ("year", "values"), [(2021, "90件"), (2022, "90件 101件"), (2025, "90件 101件 120件 130件 140件")]
)
def test_a_row_of_any_year_of_the_period_is_read(year: int, values: str) -> None:
    """In its first year a row has a target, a base value and one figure."""
    (row,) = _rows(*_OUT, f"公開件数 100件以上 80件 {values} ", year=year)
    assert [each for each, _ in _shown(row)] == list(range(2021, year + 1))
    assert row.doubt == ""
    assert row.target is not None


def test_a_rate_belongs_to_the_row_before() -> None:
    """With dashes in place of target and base value, or with these cells blank."""
    for blank in ("－ － ", ""):
        row, rate = _rows(
            *_OUT, "公開件数 100件以上 80件 90件 101件 120件 130件 ", f"達成度 {blank}90.0％ 101.0％ 120.0％ 130.0％ "
        )
        assert (row.kind, rate.kind, rate.target) == ("output", "rate", None)
        assert _shown(rate) == [(2021, 90), (2022, 101), (2023, 120), (2024, 130)]


def test_a_dash_is_a_year_without_a_figure() -> None:
    """It takes the place of a year."""
    (row,) = _rows(*_IN, "決算額（千円） － 1,200 △300 1,500 ")
    assert _shown(row) == [(2022, 1200), (2023, -300), (2024, 1500)]
    assert row.unit == "千円"


def test_inputs_and_staff_are_told_from_outputs() -> None:
    """Table ② has no target; 従事人員数 is not an indicator."""
    row, staff = _rows(*_OUT, *_IN, "予算額（千円） 1,000 1,100 1,200 1,300 ", "従事人員数 10 11 12 13 ")
    assert (row.kind, row.target, staff.kind) == ("input", None, "staff")


def test_figures_that_fit_no_years_are_doubted() -> None:
    """Fewer or more than years up to the evaluated one: the blank ones cannot be told."""
    few, many = _rows(*_IN, "予算額（千円） 1,000 1,100 ", "決算額（千円） 1 2 3 4 5 6 ")
    assert "数値の数（2）" in few.doubt
    assert "数値の数（6）" in many.doubt


def test_a_row_whose_figures_are_not_at_its_end_is_not_dropped() -> None:
    """It is given back unread; a note is no row."""
    (row,) = _rows(*_IN, "※ 3年度は６か月分 ", "予算額（千円） 1,000 1,100 1,200 （補正後） ")
    assert (row.kind, row.label) == ("unread", "予算額（千円）1,0001,1001,200（補正後）")


@pytest.mark.parametrize(
    ("head", "years"),
    [
        ("平成30年度 令和元年度 令和２年度", [2018, 2019, 2020]), ("30年度 元年度 ２年度", [2018, 2019, 2020]), ("2018年度 2019年度 2020年度", [2018, 2019, 2020]),
        ("令和４年度 ５年度 ６年度", [2022, 2023, 2024]),
    ],
)  # fmt: skip
def test_the_years_of_a_header_run_on_over_a_change_of_era(head: str, years: list[int]) -> None:
    """An era that is left out follows from the year before, or from the evaluated year."""
    (row,) = _rows("②主要なインプット情報 ", f" {head} ", "予算額（千円） 1 2 3 ", year=years[-1])
    assert [each for each, _ in _shown(row)] == years


def test_a_row_cut_over_lines_is_one_row() -> None:
    """A long name of an indicator, and a header that is cut."""
    (row,) = _rows(
        "①主要なアウトプット情報 ",
        "指標 達成目標 ３年度 ４",
        "年度 ５年度 ",
        "標本データベース",
        "の公開件数 50件 60件 70件 80件 ",
        year=2023,
    )
    assert (row.label, [each for each, _ in _shown(row)]) == ("標本データベースの公開件数", [2021, 2022, 2023])
