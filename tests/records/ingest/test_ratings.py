"""Ratings of an item form: the corporation's own and the ministers', with their reasons."""

from __future__ import annotations

import pytest

from records.ingest.ratings import read_minister_evaluation, read_self_evaluation
from records.ingest.reading import Reading
from tests.records.ingest.pieces import cell_of, form_of, said


def _own(*texts: str) -> Reading:
    reading = Reading()
    read_self_evaluation(form_of(), cell_of("self_evaluation", *texts, row=0), reading)
    return reading


def _minister(*texts: str) -> tuple[bool, Reading]:
    reading = Reading()
    return read_minister_evaluation(form_of(), cell_of("minister_evaluation", *texts, row=0), reading), reading


def _letters(reading: Reading) -> list[tuple[object, ...]]:
    return [(row["evaluator"], row["rating"], row["stated"], row["line"]) for row in reading.tables["ratings"]]


def _texts(reading: Reading, kind: str) -> list[object]:
    return [row["text"] for row in reading.tables["rationales"] if row["kind"] == kind]


@pytest.mark.parametrize("letter", ["Ｓ", "Ａ", "Ｂ", "Ｃ", "Ｄ"])
def test_each_letter_of_the_scale_is_read(letter: str) -> None:
    """As it stands, and as the letter it is."""
    reading = _own(
        "＜評定と根拠＞ ",
        f"評定：{letter} ",
        "根拠：計画を",
        "上回った。 ",
        " 点検も進んだ。 ",
        " ",
        "＜課題と対応＞ ",
        "― ",
    )
    assert _letters(reading) == [("self", "SABCD"["ＳＡＢＣＤ".index(letter)], letter, 2)]
    assert _texts(reading, "rationale") == ["計画を上回った。", "点検も進んだ。"]
    assert _texts(reading, "issues_and_response") == [None]
    assert said(reading) == ""


@pytest.mark.parametrize("texts", [("評定 ", "Ａ "), ("評 定：Ａ ",), ("＜評定と根拠＞ ", "評定 Ａ ")])
def test_label_and_letter_may_be_apart(texts: tuple[str, ...]) -> None:
    """Over two lines, with spaces, without a colon."""
    assert [row[1] for row in _letters(_own(*texts, "根拠：良かった。 "))] == ["A"]


@pytest.mark.parametrize(
    ("texts", "what"),
    [
        (("＜評定と根拠＞ ", "根拠：良かった。 "), "自己評価の評定がありません"), (("評定： ", "＜課題と対応＞ ", "― "), "自己評価の評定がありません"),
        (("評定：Ｅ ", "根拠：良かった。 "), "「E」は、評定の段階"), (("評定：Ａ＋ ", "根拠：良かった。 "), "「A+」は、評定の段階"),
        (("評定：ＡＡ ", "根拠：良かった。 "), "「AA」は、評定の段階"), (("評定：Ｂ：○○・・ ", "根拠：○○ "), "記載例"), ((" ",), "自己評価の欄が空です"),
    ],
)  # fmt: skip
def test_a_rating_that_is_none_is_a_problem(texts: tuple[str, ...], what: str) -> None:
    """Missing, outside the scale, or what the template printed: no letter is recorded."""
    reading = _own(*texts)
    assert _letters(reading) == []
    assert what in said(reading)


def test_a_word_about_ratings_is_no_rating() -> None:
    """Only 評定 at the beginning of a paragraph labels one."""
    reading = _own("＜評定と根拠＞ ", "評定：Ａ ", "根拠：前年度の評定Ｂを上回る。 ")
    assert [row[1] for row in _letters(reading)] == ["A"]
    assert said(reading) == ""


def test_a_second_letter_in_the_cell_is_pointed_out() -> None:
    """A form for several items has several ratings in one cell."""
    reading = _own("評定：Ａ ", "根拠：良かった。 ", "評定：Ｂ ", "根拠：計画どおり。 ")
    assert [row[1] for row in _letters(reading)] == ["A"]
    assert "二つ目の評定「B」" in said(reading)


@pytest.mark.parametrize("head", [("評定 Ｃ ",), ("評", "定 ", "Ｃ "), ("評定：Ｃ ",)])
def test_the_ministers_letter_is_read_once_filled_in(head: tuple[str, ...]) -> None:
    """It may differ from the corporation's own; its words are one passage."""
    has_written, reading = _minister(
        *head, "＜評定に至った理由＞ ", "点検が遅れた。 ", "＜今後の課題＞ ", "人手の確保。 "
    )
    assert has_written
    assert [row[:2] for row in _letters(reading)] == [("minister", "C")]
    assert [row["kind"] for row in reading.tables["passages"]] == ["minister_evaluation"]
    assert said(reading) == ""


@pytest.mark.parametrize(
    "texts",
    [
        ("評定 ", "＜評定に至った理由＞ "), ("評", "定 ", " ", "＜評定に至った理由＞ ", "＜今後の課題＞ ", "（実績に対する課題及び改善方策など） ", "＜その他事項＞ "),
        ("評定 － ", "＜評定に至った理由＞ "), ("評定 Ｂ：○○・・ ",),
    ],
)  # fmt: skip
def test_what_the_template_prints_is_not_filled_in(texts: tuple[str, ...]) -> None:
    """Headings, notes to whoever fills it in, a dash, a letter followed by circles."""
    has_written, reading = _minister(*texts)
    assert _letters(reading) == []
    assert not has_written
    assert said(reading) == ""


@pytest.mark.parametrize(
    ("texts", "what"),
    [
        (("評定 ", "＜評定に至った理由＞ ", "点検が遅れた。 "), "評定の文字がありません"),
        (("評定 Ｆ ", "点検が遅れた。 "), "「F」は、評定の段階"),
    ],
)
def test_ministers_words_without_a_valid_letter_are_a_problem(texts: tuple[str, ...], what: str) -> None:
    """They are kept as a passage all the same."""
    has_written, reading = _minister(*texts)
    assert has_written
    assert what in said(reading)
    assert len(reading.tables["passages"]) == 1


@pytest.mark.parametrize(
    ("issues", "is_doubted"),
    [(("― ",), False), (("特になし。 ",), False), (("・灯器を替える。 ", "・点検する。 "), False), (("― ", "特になし。 "), True),
     (("・灯器を替える。 ", "特になし。 "), True), (("－ ", "灯器を替える。 "), True)],
)  # fmt: skip
def test_no_issues_beside_an_issue_are_doubted(issues: tuple[str, ...], is_doubted: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """One of the two belongs to the cell beside."""
    reading = _own("評定：Ａ ", "根拠：計画を上回った。 ", "＜課題と対応＞ ", *issues)
    assert ("課題と対応の欄に" in said(reading)) is is_doubted
