"""Overview slides: achievements, letters, and which item they belong to."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.ingest.pages import Document, split_pages
from records.ingest.parts import Kind, split_parts
from records.ingest.reading import Reading
from records.ingest.slides import read_slide, slide_title
from tests.records.ingest.pieces import part_of, said

_TITLE = "灯台遺産管理機構の令和６年度における業務の実績に関する評価"
_PERIOD = "灯台遺産管理機構の中期目標の期間における業務の実績に関する見込評価"
_TITLES = {"Ⅰ-1": "灯器の点検", "Ⅰ-2": "郷土資料の貸出しの提供体制の整備"}


def _read(*texts: str, title: str = _TITLE) -> Reading:
    reading = Reading()
    read_slide(part_of(Kind.SLIDE, *texts, title), _TITLES, reading)
    return reading


def _letters(reading: Reading) -> list[tuple[object, ...]]:
    return [(row["item"], row["evaluation"], row["fiscal_year"], row["rating"]) for row in reading.tables["ratings"]]


def _achievements(reading: Reading) -> list[tuple[object, ...]]:
    return [(row["item"], row["n"], row["text"]) for row in reading.tables["achievements"]]


def test_an_item_has_its_achievements_letter_title_and_code() -> None:
    """Each on a line of its own, the headings of the table around them."""
    reading = _read(
        "自己評価",
        "項目",
        "Ⅰ．観測の質",
        "・予備の灯器を置い",
        "た。",
        "・点検表を統一した。",
        "Ａ",
        "灯器の点検",
        "Ⅰ－１",
    )
    assert _letters(reading) == [("Ⅰ-1", "annual", 2024, "A")]
    assert _achievements(reading) == [("Ⅰ-1", 1, "予備の灯器を置いた。"), ("Ⅰ-1", 2, "点検表を統一した。")]
    assert [row["line"] for row in reading.tables["achievements"]] == [4, 6]
    assert reading.sections["Ⅰ"][0] == "観測の質"
    assert said(reading) == ""


@pytest.mark.parametrize(
    "texts",
    [
        ("・点検した。Ｂ灯器の点検Ⅰ－１",), ("・点検した。Ｂ", "灯器の点検Ⅰ－１"), ("・点検した。", "Ｂ", "灯器の", "点検Ⅰ－１"), ("・点検した。", "Ｂ灯器の", "点検", "Ⅰ－１ "),
    ],
)  # fmt: skip
def test_letter_title_and_code_may_run_into_each_other(texts: tuple[str, ...]) -> None:
    """A title may be cut over lines anywhere."""
    reading = _read(*texts)
    assert _letters(reading) == [("Ⅰ-1", "annual", 2024, "B")]
    assert _achievements(reading) == [("Ⅰ-1", 1, "点検した。")]


def test_a_slide_of_the_period_has_the_letters_of_the_years() -> None:
    """They are the corporation's own ratings of those years."""
    reading = _read("・点検した。", "Ａ", "R6：Ｂ", "R５：Ａ", "令和４年度：Ｃ", "灯器の点検", "Ⅰ－１", title=_PERIOD)
    assert _letters(reading) == [
        ("Ⅰ-1", "annual", 2024, "B"), ("Ⅰ-1", "annual", 2023, "A"), ("Ⅰ-1", "annual", 2022, "C"), ("Ⅰ-1", "prospective", None, "A"),
    ]  # fmt: skip
    assert {row["evaluator"] for row in reading.tables["ratings"]} == {"self"}


def test_a_letter_of_a_year_that_is_none_is_a_problem() -> None:
    """R0 is on no calendar: the letter belongs to no year, and the others to theirs."""
    reading = _read("・点検した。", "Ａ", "R0：Ｂ", "R５：Ａ", "灯器の点検", "Ⅰ－１", title=_PERIOD)
    assert _letters(reading) == [("Ⅰ-1", "annual", 2023, "A"), ("Ⅰ-1", "prospective", None, "A")]
    assert "「R0：Ｂ」は、年度が読めません" in said(reading)


def test_figures_that_look_like_a_code_do_not_end_an_item() -> None:
    """…を令和5-6 / 年度に置いた."""
    reading = _read("・予備の灯器を令和5-6", "年度に置いた。", "Ａ", "灯器の点検", "Ⅰ－１")
    assert _achievements(reading) == [("Ⅰ-1", 1, "予備の灯器を令和5-6年度に置いた。")]
    assert said(reading) == ""


@pytest.mark.parametrize("end", ["・点検した。", "・PDCA", "・点検した。Ｅ"])
def test_an_item_without_a_valid_letter_is_a_problem(end: str) -> None:
    """The last letter of PDCA is none, and E is not on the scale."""
    reading = _read(end, "灯器の点検", "Ⅰ－１")
    assert _letters(reading) == []
    assert "Ⅰ-1 に評定がありません" in said(reading)


def test_a_title_other_than_the_form_s_is_doubted() -> None:
    """The letter is found all the same where it stands last."""
    assert "項目名が、調書の項目名と違います" in said(_read("・点検した。", "Ａ", "灯器の検査", "Ⅰ－１"))


def test_what_stands_below_the_last_code_is_not_lost() -> None:
    """A bullet or letter without a code is pointed out; a footnote is kept as a passage."""
    item = ("・点検した。", "Ａ", "灯器の点検", "Ⅰ－１")
    reading = _read(*item, "注 数値は速報値")
    assert [row["text"] for row in reading.tables["passages"]] == ["注数値は速報値"]
    assert said(reading) == ""
    assert "項目番号のない成果や評定" in said(_read(*item, "・貸し出した。", "Ｓ"))


def test_a_slide_about_something_else_is_one_passage() -> None:
    """It has no ratings; if it has codes, that is pointed out."""
    reading = _read("灯台の歩み", "・明治に点灯した。", title="灯台遺産管理機構の概要")
    assert (len(reading.tables["passages"]), _letters(reading), said(reading)) == (1, [], "")
    assert "どの評価のスライドか分かりません" in said(_read("・点検した。", "Ａ", "灯器の点検", "Ⅰ－１", title="概要"))


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ((_TITLE,), "令和６年度における業務の実績に関する評価"), (("潮風研究所の令和６年度における業務の", "実績に関する評価"), "令和６年度における業務の実績に関する評価"),
        (("国立の灯台協会の中期目標の期間における業務の実績に関する見込評価",), "中期目標の期間における業務の実績に関する見込評価"), (("令和６年度における業務実績に関する評価",), "令和６年度における業務実績に関する評価"),
    ],
)  # fmt: skip
def test_a_slide_s_title_is_without_its_owner(lines: tuple[str, ...], title: str) -> None:
    """Whatever kind of corporation it is; the title may be cut over two lines."""
    found, line = slide_title(part_of(Kind.SLIDE, "項目", *lines))
    assert found == title
    assert line is not None
    assert line.number == 2


def test_every_line_of_a_slide_is_accounted_for() -> None:
    """Also the two lines of a title."""
    reading = Reading()
    texts = (
        "項目",
        "・点検した。",
        "Ａ",
        "灯器の点検",
        "Ⅰ－１",
        "注 速報値",
        "機構の令和６年度における業務の",
        "実績に関する評価",
    )
    read_slide(part_of(Kind.SLIDE, *texts), _TITLES, reading)
    assert set(reading.claims) == set(range(1, 9))


def _kinds(*texts: str, gap: int) -> list[Kind]:
    lines = [line for text in texts for line in (text, *[""] * gap)]
    return [part.kind for part in split_parts(Document(Path("invented.txt"), "", split_pages(lines), ()))]


def test_a_slide_of_few_spaced_lines_is_one_by_its_title_and_header() -> None:
    """A cover bears such a title, too, and no header."""
    title = "潮風観測センターの令和６年度における業務の実績に関する評価"
    slide = (" 自己評価", "項目", "主な成果等評定", "・灯器を点検", "Ａ", "灯器の点検Ⅰ－１", title)
    assert _kinds(*slide, gap=0) == _kinds(*slide, gap=1) == [Kind.SLIDE]
    assert _kinds(*slide[:-1], title[:20], title[20:], gap=1) == [Kind.SLIDE]
    assert _kinds("年度評価書 ", "潮風観測センター ", title, gap=1) == [Kind.COVER]


def test_slides_that_run_into_one_another_are_read_and_another_title_is_doubted() -> None:
    """The title between them is no achievement."""
    items = ("・灯器を点検", "Ａ", "灯器の点検Ⅰ－１"), ("・資料を整理", "Ｂ", "郷土資料の貸出しの提供体制の整備Ⅰ－２")
    reading = _read(*items[0], _TITLE, *items[1])
    assert [row["text"] for row in reading.tables["achievements"]] == ["灯器を点検", "資料を整理"]
    assert said(reading) == ""
    assert "別のスライドの表題があります" in said(_read(*items[0], _PERIOD, *items[1]))
