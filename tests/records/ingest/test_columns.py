"""The printed header of a form's table names its columns; printed marks belong to one of them."""

from __future__ import annotations

import pytest

from records.ingest.columns import is_second_header, known_columns, mark_of, read_header
from records.ingest.pages import Line

_ANNUAL = " 中期目標 中期計画 年度計画 主な評価指標 法人の業務実績・自己評価 主務大臣による評価 "
_PERIOD = "中長期目標 中長期計画 主な評価軸 法人の業務実績等・自己評価 主務大臣による評価"


def _kinds(text: str) -> list[str]:
    return [column.kind for column in read_header(text)]


def test_an_annual_header() -> None:
    """Each name is a column; the one heading over results and self-evaluation stands for two."""
    assert _kinds(_ANNUAL) == [
        "mid_term_goal", "mid_term_plan", "annual_plan", "viewpoints", "result", "self_evaluation", "minister_evaluation",
    ]  # fmt: skip


def test_a_header_of_the_period() -> None:
    """A form of the period has no annual plan, and other kinds of corporations have other names."""
    assert _kinds(_PERIOD) == [
        "mid_term_goal", "mid_term_plan", "viewpoints", "result", "self_evaluation", "minister_evaluation",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "中期目標",
        "中期計画に沿って 業務実績",
        "中期計画 中期目標",
        "中期目標 中期目標",
        "○灯台の灯器を更新すること。",
    ],
)
def test_what_is_no_header(text: str) -> None:
    """A single name may be a word of the text; names in another order, doubled, or among other words are no header."""
    assert _kinds(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("業務実績 自己評価 ", True), ("業務実績 自己評価 （見込評価） ", True), ("業務実績", False), ("（見込評価）", False),
        ("業務実績 自己評価 が進んだ", False), ("", False),
    ],
)  # fmt: skip
def test_the_lower_half_of_a_header(text: str, *, expected: bool) -> None:
    """The names below a heading that stands for two columns, with one more in brackets."""
    assert is_second_header(Line(1, text, 1)) is expected


@pytest.mark.parametrize(
    ("folded", "kind"),
    [
        ("<評価の視点>", "viewpoints"), ("<主な定量的指標", "viewpoints"), ("[定量的指標の実績]", "result"),
        ("(詳細は、下記による)", "result"), ("<評定と根拠>", "self_evaluation"), ("左記のとおり", "self_evaluation"),
        ("評定:B", "self_evaluation"), ("評定A", "minister_evaluation"), ("<評定に至った理由>", "minister_evaluation"),
    ],
)  # fmt: skip
def test_a_mark_belongs_to_one_column(folded: str, kind: str) -> None:
    """A printed mark says which column its line stands in."""
    columns = known_columns()
    mark = mark_of(folded, columns)
    assert mark is not None
    assert columns[mark].kind == kind


@pytest.mark.parametrize("folded", ["○灯台の灯器", "・灯台の灯器", "評定は次のとおり", "以上により", ""])
def test_other_lines_have_no_mark(folded: str) -> None:
    """What anybody may write anywhere is no mark."""
    assert mark_of(folded, known_columns()) is None


def test_no_mark_is_claimed_by_two_columns() -> None:
    """No column's mark is the beginning of another's."""
    marks = [(mark, column.kind) for column in known_columns() for mark in column.marks]
    assert marks
    clashes = [
        (one, other)
        for one, kind in marks
        for other, other_kind in marks
        if kind != other_kind and one.startswith(other)
    ]
    assert clashes == []
