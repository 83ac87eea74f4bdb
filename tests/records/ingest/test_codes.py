"""Codes of items and sections in the styles of several corporations."""

from __future__ import annotations

import pytest

from records.ingest.codes import order_of, read_code, read_section_head


@pytest.mark.parametrize(
    ("text", "item", "section"),
    [
        ("Ⅰ－１", "Ⅰ-1", "Ⅰ"), ("Ⅰ-1 標本の整理", "Ⅰ-1", "Ⅰ"), ("Ⅰ―１０ 展示", "Ⅰ-10", "Ⅰ"), ("  Ⅲ ー ５", "Ⅲ-5", "Ⅲ"),
        ("１－１", "1-1", "1"), ("１０－２ 保管", "10-2", "10"), ("Ⅰ－１－(1)", "Ⅰ-1-(1)", "Ⅰ"), ("Ⅰ－１－（１２）", "Ⅰ-1-(12)", "Ⅰ"),
        ("第1－1 苗木", "第1-1", "第1"), ("第２－３", "第2-3", "第2"), ("Ⅰ－１ ２棟の改修", "Ⅰ-1", "Ⅰ"), ("1-2-3", "1-2-3", "1"),
    ],
)  # fmt: skip
def test_a_code_is_canonical_in_every_style(text: str, item: str, section: str) -> None:
    """One dash, ASCII digits, the Roman numeral as one character."""
    code = read_code(text)
    assert code is not None
    assert (code.item, code.section) == (item, section)


@pytest.mark.parametrize(
    "text", ["Ⅰ", "標本の整理", "2024-12", "第38条の11", "1-100", "Ⅰ-123", "", "１．総則", "令和６－７年度"]
)
def test_what_is_no_code_is_not_read_as_one(text: str) -> None:
    """Years, articles, long numbers and headings."""
    assert read_code(text) is None


def test_a_code_cut_over_two_lines_is_longer_when_joined() -> None:
    """Ⅰ－１ / ０ is Ⅰ-10 once the lines are joined, and Ⅰ-1 until then."""
    first, second = "Ⅰ－１", "０ "
    before, after = read_code(first), read_code(first + second)
    assert before is not None
    assert after is not None
    assert (before.item, after.item) == ("Ⅰ-1", "Ⅰ-10")


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Ⅰ．観測の質に関する事項 ", ("Ⅰ", "観測の質に関する事項")), ("第２．財務", ("第2", "財務")), ("３、その他", ("3", "その他")),
        ("Ⅰ－１ 観測", None), ("観測の質", None),
    ],
)  # fmt: skip
def test_a_section_has_its_code_and_title_on_one_line(text: str, head: tuple[str, str] | None) -> None:
    """Behind the code stands a point or a comma."""
    assert read_section_head(text) == head


def test_codes_are_sorted_by_their_numbers() -> None:
    """Ⅰ-10 comes behind Ⅰ-9."""
    codes = ["Ⅱ-1", "Ⅰ-10", "Ⅰ-9", "Ⅰ-9-(2)"]
    assert sorted(codes, key=order_of) == ["Ⅰ-9", "Ⅰ-9-(2)", "Ⅰ-10", "Ⅱ-1"]
