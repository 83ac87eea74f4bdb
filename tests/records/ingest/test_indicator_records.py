"""Entries as records: ids, years, targets, and indicators that are only named or only spoken of."""

from __future__ import annotations

from records.dataset import Row
from records.ingest.forms import ItemForm
from records.ingest.indicator_records import IndicatorBook
from records.ingest.known import known_from
from records.ingest.reading import Reading
from tests.records.ingest.pieces import cell_of, form_of, joined_of, said

_HEAD = "［定量的指標の実績］ "
_KNOWN: Row = {
    "indicator_id": "1-1.views", "item": "Ⅰ-1", "position": 1, "name": "公開件数", "stated_name": "標本の公開件数", "unit": "件",
    "kind": "quantitative", "better": "higher",
}  # fmt: skip


def _read(form: ItemForm, *known: Row) -> Reading:
    reading = Reading()
    book = IndicatorBook(known_from(known), reading)
    book.read_figures(form, 2024)
    book.read_form(form)
    book.write()
    return reading


def _ids(reading: Reading) -> list[object]:
    return [row["indicator_id"] for row in reading.tables["indicators"]]


def _values(reading: Reading) -> list[tuple[object, ...]]:
    names = ("indicator_id", "fiscal_year", "part", "value", "stated")
    return [tuple(row[name] for name in names) for row in reading.tables["indicator_values"]]


def test_a_value_of_an_annual_form_is_of_its_year() -> None:
    """A form of the period says itself which year, or none."""
    cell = cell_of("result", _HEAD, "・標本の公開件数：1,537件【計画：1,500件以上】 ")
    annual = _read(form_of(cells=(cell,)))
    assert _values(annual) == [("1-1.i01", 2024, None, 1537, "1,537件")]
    (target,) = annual.tables["indicator_targets"]
    assert (target["value"], target["comparator"], target["fiscal_year"], target["stated"]) == (
        1500,
        ">=",
        2024,
        "1,500件以上",
    )
    period = _read(form_of(evaluation="prospective", year=None, cells=(cell,)))
    assert [row[1] for row in _values(period)] == [None]


def test_a_target_without_a_bound_is_met_exactly_or_about() -> None:
    """約 makes it a rough one."""
    cell = cell_of("result", _HEAD, "・甲の件数：５件【計画：５件】 ", "・乙の件数：５件【計画：約５件】 ")
    assert [row["comparator"] for row in _read(form_of(cells=(cell,))).tables["indicator_targets"]] == ["=", "~"]


def test_a_known_indicator_keeps_its_id_and_an_unknown_one_gets_a_new_one() -> None:
    """New ids count within the item and never take one that is there."""
    cell = cell_of("result", _HEAD, "・標本の公開件数：15件 ", "・満足度：95％ ", "・苗木の本数：9本 ")
    taken = {**_KNOWN, "indicator_id": "1-1.i01", "name": "船の数", "stated_name": "船の数", "unit": "隻"}
    assert _ids(_read(form_of(cells=(cell,)), _KNOWN, taken)) == ["1-1.views", "1-1.i02", "1-1.i03"]


def test_one_name_in_two_entries_is_one_indicator() -> None:
    """In two rows of the form."""
    cells = (cell_of("result", _HEAD, "・満足度：95％ "), cell_of("result", _HEAD, "・満足度：96％ ", row=2, first=9))
    assert [row[0] for row in _values(_read(form_of(cells=cells)))] == ["1-1.i01", "1-1.i01"]


def test_a_named_indicator_without_a_figure_is_doubted() -> None:
    """Also when other indicators of the row have theirs; a name written otherwise is not missed."""
    names = cell_of("viewpoints", "＜主な定量的指標＞ ", "・満足度 ", "・苗木の本数 ")
    missing = _read(form_of(cells=(names, cell_of("result", _HEAD, "・満足度：95％ ", first=9))))
    assert said(missing) == "Ⅰ-1 の定量的指標「苗木の本数」に実績の数値がありません。"
    assert len(_ids(missing)) == 2
    whole = _read(form_of(cells=(names, cell_of("result", _HEAD, "・満足度：95％ ", "・植えた苗木：９本 ", first=9))))
    assert said(whole) == ""


def test_a_figure_that_cannot_be_read_is_doubted() -> None:
    """A bullet of the quantitative results with a number and no value."""
    assert "「公開件数：3」の数値を読み取れませんでした" in said(
        _read(form_of(cells=(cell_of("result", _HEAD, "・公開件数：3 "),)))
    )


def test_figures_of_years_in_the_indicator_column_are_doubted() -> None:
    """They belong to the results."""
    cell = cell_of("viewpoints", "＜主な定量的指標＞ ", "・満足度 ", "R5：91％、R6：92％ ")
    assert "年度ごとの数値があります" in said(
        _read(form_of(cells=(cell, cell_of("result", _HEAD, "・満足度：95％ ", first=9))))
    )


def test_a_known_indicator_is_found_in_running_text() -> None:
    """By the pieces of its name, near a figure of its unit."""
    cell = cell_of("result", "・標本を広く見せ、計１２件の公開件数となった。 ")
    assert _values(_read(form_of(cells=(cell,)), _KNOWN)) == [("1-1.views", 2024, None, 12, "計１２件")] or _values(
        _read(form_of(cells=(cell,)), {**_KNOWN, "stated_name": "公開件数"})
    ) == [("1-1.views", 2024, None, 12, "計１２件")]


def test_the_tables_of_figures_are_outputs_inputs_and_staff() -> None:
    """Target, base value and rate stand beside the output's figures."""
    figures = (
        "①主要なアウトプット（アウトカム）情報 ", "指標 達成目標 基準値 ４年度 ５年度 ６年度 ", "満足度 90％以上 80％ 91％ 92％ 93％ ", "達成度 － － 101.1％ 102.2％ 103.3％ ",
        "②主要なインプット情報 ", " ４年度 ５年度 ６年度 ", "予算額（千円） 100 △200 300 ", "従事人員数 10 11 12 ",
    )  # fmt: skip
    reading = _read(form_of(figures=figures))
    assert [row[1:4] for row in _values(reading)] == [
        (2022, None, 91), (2023, None, 92), (2024, None, 93), (None, "基準値", 80), (2022, "達成度", 101.1), (2023, "達成度", 102.2),
        (2024, "達成度", 103.3), (2022, None, 100), (2023, None, -200), (2024, None, 300),
    ]  # fmt: skip
    assert [row["value"] for row in reading.tables["indicator_targets"]] == [90]
    assert [(row["fiscal_year"], row["staff_count"]) for row in reading.tables["staff_counts"]] == [
        (2022, 10),
        (2023, 11),
        (2024, 12),
    ]
    assert [row["unit"] for row in reading.tables["indicators"]] == ["％", "千円"]
    assert said(reading) == ""


def test_figures_that_fit_no_years_or_persons_are_pointed_out() -> None:
    """Too few figures, an unreadable row, a negative number of persons."""
    head = ("②主要なインプット情報 ", " ４年度 ５年度 ６年度 ７年度 ")
    assert "年度の数（4）と合いません" in said(_read(form_of(figures=(*head, "予算額（千円） 100 200 "))))
    assert "読み取れませんでした" in said(_read(form_of(figures=(*head, "予算額（千円） 100 200 （補正後） "))))
    assert "人数ではありません" in said(_read(form_of(figures=(*head, "従事人員数 10 △11 12 "))))


def test_what_stands_twice_with_the_same_figures_is_doubted() -> None:
    """A doubled line of a table, a doubled rate, an entry on a doubled page."""
    head = ("①主要なアウトプット情報 ", "指標 達成目標 ５年度 ６年度 ")
    assert "同じ数値の行が二度" in said(
        _read(form_of(figures=(*head, "満足度 90％ 91％ 92％ ", "足度 90％ 91％ 92％ ")))
    )
    twice = (*head, "満足度 90％ 91％ 92％ ", "達成度 － 101％ 102％ ", "達成度 － 101％ 102％ ")
    assert "同じ数値の行が二度" in said(_read(form_of(figures=twice)))
    cells = tuple(cell_of("result", _HEAD, "・満足度：95％ ", row=row, first=9 * row) for row in (1, 2))
    assert "同じ数値で二度" in said(_read(form_of(cells=cells)))


def test_a_series_of_a_slide_belongs_to_its_indicator() -> None:
    """A single figure there is text."""
    reading = Reading()
    book = IndicatorBook(known_from((_KNOWN,)), reading)
    row: Row = {"item": "Ⅰ-1", "evaluation": "prospective", "place": "スライド", "page": 1, "line": 1}
    book.read_achievement(row, joined_of("標本の公開件数R5：５件、R6：６件に増えた "))
    book.read_achievement(row, joined_of("船の数：３隻 "))
    book.write()
    assert [value[:2] for value in _values(reading)] == [("1-1.views", 2023), ("1-1.views", 2024)]
