"""An indicator keeps its id from document to document, and never takes another's."""

from __future__ import annotations

import pytest

from records.dataset import Row
from records.ingest.known import Known, known_from, match_name, match_sentence


def _row(number: int, name: str, unit: str | None, stated: str = "", item: str = "Ⅰ-1") -> Row:
    return {
        "indicator_id": f"1-1.x{number}", "item": item, "position": number, "name": name, "stated_name": stated or name,
        "unit": unit, "kind": "quantitative", "better": None,
    }  # fmt: skip


_KNOWN = known_from(
    [
        _row(1, "公開件数", "件", "標本データベースの公開件数"),
        _row(2, "閲覧件数", "件", "標本データベースの閲覧件数"),
        _row(3, "最大所要日数", "日", "貸出しの最大所要日数"),
        _row(4, "点検の回数", "回/年", "灯器の点検の回数"),
        _row(5, "展示の満足度", "％", "巡回展示の満足度", item="Ⅰ-2"),
    ]
)


def _id(found: Known | None) -> str | None:
    return found.indicator_id if found else None


@pytest.mark.parametrize(
    ("name", "unit", "wanted"),
    [
        ("標本データベースの公開件数", "件", "1-1.x1"), ("標本データ ベースの公開件数", None, "1-1.x1"), ("標本データベースに係る公開件数", "件", "1-1.x1"),
        ("標本データベースの公開件数（海外を含む）", "件", "1-1.x1"), ("灯器の点検の回数", "回", "1-1.x4"),
    ],
)  # fmt: skip
def test_the_same_name_is_the_same_indicator(name: str, unit: str | None, wanted: str) -> None:
    """Also when renamed a little, with a condition behind it, or without a unit."""
    assert _id(match_name(name, "Ⅰ-1", unit, _KNOWN)) == wanted


def test_a_short_name_is_known_as_well() -> None:
    """The name that people gave it, not only the one that the document states."""
    assert _id(match_name("公開件数", "Ⅰ-1", "件", _KNOWN)) == "1-1.x1"


@pytest.mark.parametrize(
    ("name", "item", "unit"),
    [
        ("貸出しの平均所要日数", "Ⅰ-1", "日"), ("標本データベースの公開人数", "Ⅰ-1", "人"), ("標本データベースの公開件数", "Ⅰ-1", "人"),
        ("標本データベースの公開件数", "Ⅱ-1", "件"), ("うち標本データベースの公開件数", "Ⅰ-1", "件"), ("苗木の本数", "Ⅰ-1", "本"),
    ],
)  # fmt: skip
def test_another_indicator_is_not_taken_for_it(name: str, item: str, unit: str) -> None:
    """平均 is not 最大; another unit, another item, a part of it, another thing."""
    assert match_name(name, item, unit, _KNOWN) is None


def test_two_that_are_as_near_are_none() -> None:
    """Similarity decides nothing between two equals."""
    near = known_from([_row(1, "東館の貸出件数", "件"), _row(2, "西館の貸出件数", "件")])
    assert match_name("南館の貸出件数", "Ⅰ-1", "件", near) is None
    assert _id(match_name("西館の貸出件数", "Ⅰ-1", "件", near)) == "1-1.x2"


def test_a_sentence_speaks_of_an_indicator_by_all_pieces_of_its_name() -> None:
    """…; where the unit is of one indicator only, it is that one."""
    assert _id(match_sentence("標本データベースについて、閲覧件数が", "Ⅰ-1", "件", _KNOWN)) == "1-1.x2"
    assert match_sentence("標本について、件数が", "Ⅰ-1", "件", _KNOWN) is None
    assert _id(match_sentence("夜間の点検を", "Ⅰ-1", "回", _KNOWN)) == "1-1.x4"
    assert match_sentence("夜間の点検を", "Ⅰ-1", None, _KNOWN) is None
