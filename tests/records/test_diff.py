"""Two data folders of one document: what was added, removed, changed, or only moved."""

from __future__ import annotations

from collections.abc import Callable

from records.dataset import Row
from records.diff import SUBJECTS, compare, line_of
from records.tables import TABLES

Tables = dict[str, tuple[Row, ...]]
Sample = Callable[..., Tables]


def _shown(before: Tables, after: Tables) -> list[tuple[str, str]]:
    return [(each.kind, each.table) for each in compare(before, after)]


def _lines(before: Tables, after: Tables) -> list[str]:
    return [line_of(each) for each in compare(before, after)]


def test_every_table_has_a_subject() -> None:
    """Columns that it has."""
    assert set(SUBJECTS) == {table.name for table in TABLES}
    for table in TABLES:
        assert set(SUBJECTS[table.name]) <= {column.name for column in table.columns}, table.name


def test_equal_folders_have_no_differences(sample: Sample) -> None:
    """The order of rows does not count."""
    before = sample()
    assert _shown(before, {**before, "ratings": tuple(reversed(before["ratings"]))}) == []


def test_a_row_more_was_added_and_a_row_less_removed(sample: Sample) -> None:
    """The line shows what it says."""
    before = sample()
    after = {**before, "staff_counts": before["staff_counts"][1:]}
    assert _shown(before, after) == [("removed", "staff_counts")]
    assert _shown(after, before) == [("added", "staff_counts")]
    assert _lines(after, before)[0].startswith("＋ staff_counts Ⅰ-1・annual・2024: item=Ⅰ-1、evaluation=annual")
    assert _lines(before, after)[0].startswith("－ staff_counts ")


def test_a_value_that_differs_was_changed(sample: Sample) -> None:
    """Only the columns that differ are shown, blank ones as such."""
    before = sample()
    first, *rest = before["staff_counts"]
    after = {**before, "staff_counts": ({**first, "staff_count": 83, "note": "速報"}, *rest)}
    assert _shown(before, after) == [("changed", "staff_counts")]
    assert _lines(before, after) == ["≠ staff_counts Ⅰ-1・annual・2024: staff_count 82 → 83、note （空欄） → 速報"]


def test_a_row_that_only_stands_elsewhere_has_moved(sample: Sample) -> None:
    """Page and line are no facts."""
    before = sample()
    first, *rest = before["staff_counts"]
    after = {**before, "staff_counts": ({**first, "line": 999}, *rest)}
    assert _shown(before, after) == [("moved", "staff_counts")]
    assert _lines(before, after) == [f"→ staff_counts Ⅰ-1・annual・2024: line {first['line']} → 999"]


def test_a_text_put_before_others_only_moves_them(sample: Sample) -> None:
    """One achievement more is one difference of substance."""
    before = sample()
    (first,) = before["achievements"]
    after = {**before, "achievements": ({**first, "text": "新しい成果"}, {**first, "n": 2})}
    assert sorted(_shown(before, after)) == [("added", "achievements"), ("moved", "achievements")]


def test_a_rating_of_another_place_is_another_statement(sample: Sample) -> None:
    """It was removed there and added here."""
    before = sample()
    first, *rest = before["ratings"]
    after = {**before, "ratings": ({**first, "place": "表紙"}, *rest)}
    assert sorted(_shown(before, after)) == [("added", "ratings"), ("removed", "ratings")]


def test_long_texts_are_cut_in_a_line(sample: Sample) -> None:
    """A line stays a line."""
    before = sample()
    (first,) = before["achievements"]
    (line,) = _lines(before, {**before, "achievements": ({**first, "text": "長い\n" * 50},)})
    assert "\n" not in line
    assert line.endswith("…")
