"""Figures with their units."""

from __future__ import annotations

from decimal import Decimal

import pytest

from records.ingest.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("最大約480万枚", "4800000", "枚"), ("2,665 人", "2665", "人"), ("＋23,800円", "23800", "円"), ("99.6％", "99.6", "％"),
        ("99.6%", "99.6", "％"), ("９９．６％", "99.6", "％"), ("9.5 日", "9.5", "日"), ("△1,234千円", "-1234000", "円"),
        ("▲0.3ポイント", "-0.3", "ポイント"), ("-5％", "-5", "％"), ("延べ1,234人日", "1234", "人日"), ("３割", "3", "割"),
        ("約2.5万件", "25000", "件"), ("３億円", "300000000", "円"), ("5百万円", "5000000", "円"), ("月２回", "2", "回"), ("12か所", "12", "か所"),
        ("40校", "40", "校"), ("120 ha", "120", "ha"), ("３隻", "3", "隻"), ("15分", "15", "分"),
    ],
)  # fmt: skip
def test_a_figure_is_its_number_in_its_unit(text: str, value: str, unit: str) -> None:
    """Scales are multiplied out, percent signs are one, a triangle is a minus."""
    (found,) = find_quantities(text)
    assert (found.value, found.unit) == (Decimal(value), unit)
    assert found.stated == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("95％以上", ">="),
        ("3日以内", "<="),
        ("5件以下", "<="),
        ("10％未満", "<="),
        ("100人程度", "~"),
        ("50回超", ">="),
        ("50回", None),
    ],
)
def test_a_bound_behind_a_figure_is_its_comparator(text: str, comparator: str | None) -> None:
    """以上 is at least, 以内 at most, 程度 about."""
    assert find_quantities(text)[0].comparator == comparator


def test_what_qualifies_a_figure_is_kept() -> None:
    """最大, 約 and the like stand before the number."""
    found = find_quantities("最大約480万枚、平均 12人、計３回")
    assert [each.qualifier for each in found] == ["最大約", "平均", "計"]


def test_a_dash_between_two_numbers_is_no_minus() -> None:
    """3－4件 is no figure of minus four."""
    assert all(each.value > 0 for each in find_quantities("3－4件、第1－1、Ａ－3"))


def test_a_unit_in_latin_letters_is_a_word() -> None:
    """3test is not three tons."""
    assert find_quantities("3test")[0].unit is None
    assert find_quantities("3t")[0].unit == "t"


def test_spans_are_those_of_the_text() -> None:
    """They hold with wide characters before them, and only between the given offsets."""
    text = "満足度は９５％、件数は２０件"
    first, second = find_quantities(text)
    assert (text[first.start : first.end], text[second.start : second.end]) == ("９５％", "２０件")
    assert [each.stated for each in find_quantities(text, second.start)] == ["２０件"]
