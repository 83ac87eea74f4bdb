"""Overview forms, overall forms, cover and contents."""

from __future__ import annotations

import pytest

from records.ingest.overview import Overview, front_matter_place, read_front_matter, read_overall, read_overview
from records.ingest.parts import Kind
from records.ingest.reading import Reading
from tests.records.ingest.pieces import part_of, said

_HEAD = "１－１－１ 年度評価 評価の概要 "
_NAME = "法人名 灯台遺産管理機構 "
_PERIOD = "中期目標期間 令和３年４月１日～令和８年３月31日 "
_YEARS = "令和３年度 令和４年度 令和５年度 令和６年度 令和７年度 "


def _overview(*texts: str, evaluation: str = "annual", overview: Overview | None = None) -> tuple[Overview, Reading]:
    found, reading = overview or Overview(), Reading()
    family = "1" if evaluation == "annual" else "2"
    part = part_of(Kind.OVERVIEW, _HEAD, *texts, form=f"1-{family}-1", family=family)
    read_overview(part, evaluation, found, reading)
    return found, reading


def _overall(*texts: str, evaluation: str = "annual", year: int | None = 2024) -> Reading:
    reading = Reading()
    part = part_of(Kind.OVERALL, "１－１－２ 年度評価 総合評定 ", *texts, form="1-1-2")
    read_overall(part, evaluation, year, reading)
    return reading


def _letters(reading: Reading) -> list[tuple[object, ...]]:
    return [(row["evaluation"], row["fiscal_year"], row["rating"], row["stated"]) for row in reading.tables["ratings"]]


def test_the_overview_names_corporation_year_and_period() -> None:
    """With labels cut over lines, and dates with wide digits."""
    found, reading = _overview(
        "１．評価対象に関する事項 ",
        _NAME,
        "評価対象事業年",
        "度 ",
        "年度評価 令和６年度（第二期） ",
        "中期目標期間 令和３年４月１",
        "日～令和８年３月31日 ",
    )
    assert found.organization is not None
    assert found.organization[0] == "灯台遺産管理機構"
    assert [year for year, _, _ in found.fiscal_years] == [2024]
    assert [period[:2] for period in found.periods] == [("2021-04-01", "2026-03-31")]
    assert found.period_title == "第二期中期目標期間"
    assert said(reading) == ""


def test_an_overview_of_which_only_the_heading_is_left_says_nothing() -> None:
    """No name, no year, no period; what is missing is told of the whole document."""
    found, _ = _overview()
    assert (found.organization, found.fiscal_years, found.periods) == (None, [], [])


def test_two_names_of_the_corporation_are_doubted() -> None:
    """The first one counts; a blank one is no name."""
    first, _ = _overview(_NAME)
    found, reading = _overview("法人名 灯台保存協会 ", overview=first)
    assert found.organization is not None
    assert found.organization[0] == "灯台遺産管理機構"
    assert "法人名が二通り" in said(reading)
    assert "法人名が空欄" in said(_overview("法人名 ")[1])


def test_ministers_stand_with_department_and_division() -> None:
    """A second role without a name is none; two ministers may be competent."""
    _, reading = _overview(
        *(
            "主務大臣 国土交通大臣 ",
            " 法人所管部局 水辺振興局 担当課、責任者 観測企画課 ",
            " 評価点検部局  担当課、責任者  ",
        ),
        *("主務大臣 環境大臣 ", " 法人所管部局 自然環境局 担当課、責任者 山岳環境室 "),
    )
    rows = [
        tuple(row[name] for name in ("minister", "role", "department", "division"))
        for row in reading.tables["ministers"]
    ]
    assert rows == [
        ("国土交通大臣", "法人所管部局", "水辺振興局", "観測企画課"),
        ("環境大臣", "法人所管部局", "自然環境局", "山岳環境室"),
    ]


def test_ministers_left_blank_are_an_absence() -> None:
    """The form has their cells."""
    _, reading = _overview("主務大臣  ", " 法人所管部局  担当課、責任者  ")
    assert [row["kind"] for row in reading.tables["absences"]] == ["ministers"]


def test_notes_of_the_template_are_set_aside() -> None:
    """They are no statements of the document, even when cut over lines."""
    _, reading = _overview(
        "３．評価の実施に関する事項 ",
        "（実地調査、理事長ヒアリングなど、評価のために実施した手",
        "続等を記載） ",
        "… 評価時に所管課が記載する項目。 ",
    )
    assert [claim.reason for claim in reading.claims.values() if claim.owner == "set_aside"] == ["様式の記載例"] * 3


@pytest.mark.parametrize(
    "texts",
    [
        ("１．全体の評定 ", "評定 ", "（Ｓ、Ａ、Ｂ、Ｃ、", "Ｄ） ", "Ａ （参考） "), ("評定（Ｓ・Ａ・Ｂ・Ｃ・Ｄ） ", "Ａ "), ("評定 Ａ ", "全体として良い。 "), ("評定：Ａ ",),
    ],
)  # fmt: skip
def test_the_overall_letter_is_read_once_filled_in(texts: tuple[str, ...]) -> None:
    """Behind the scale, or directly behind its label."""
    reading = _overall(*texts)
    assert _letters(reading) == [("annual", 2024, "A", "Ａ")]
    assert reading.tables["absences"] == []


def test_a_template_letter_is_no_rating() -> None:
    """Ｂ：○○・・ is how the form shows where to write."""
    reading = _overall("評定 ", "（Ｓ、Ａ、Ｂ、Ｃ、", "Ｄ） ", "Ｂ：○○・・ （参考） ")
    assert _letters(reading) == []
    (row,) = reading.tables["absences"]
    assert (row["kind"], row["fiscal_year"]) == ("overall_rating", 2024)
    assert "記載例「B：○○・・」" in str(row["text"])


@pytest.mark.parametrize("texts", [("評定（Ｓ、Ａ、Ｂ、Ｃ、Ｄ） ", "（参考） "), ("評定 （Ｓ、Ａ、Ｂ、Ｃ、Ｄ） － ",)])
def test_a_blank_overall_rating_is_an_absence(texts: tuple[str, ...]) -> None:
    """Blank or a dash."""
    reading = _overall(*texts)
    assert _letters(reading) == []
    assert [row["kind"] for row in reading.tables["absences"]] == ["overall_rating"]
    assert said(reading) == ""


def test_a_form_that_cannot_be_read_is_doubted() -> None:
    """It has no cell of the rating, or a letter elsewhere; the scale alone is no rating."""
    assert "評定の欄が見つかりません" in said(_overall("評定に至った理由 "))
    assert "「C」だけの行があります" in said(_overall("評定（Ｓ、Ａ、Ｂ、Ｃ、Ｄ） ", "理由 ", "Ｃ "))
    assert _letters(_overall("評定 Ｓ、Ａ、Ｂ、Ｃ、Ｄ のいずれか ")) == []


def test_a_letter_outside_the_scale_is_a_problem() -> None:
    """Nothing is recorded."""
    reading = _overall("評定（Ｓ、Ａ、Ｂ、Ｃ、Ｄ） Ｆ ")
    assert _letters(reading) == []
    assert "「F」は、評定の段階" in said(reading)


def test_the_letters_of_past_years_stand_below_the_years() -> None:
    """Blank years to come leave no mark; a dash is a year without one."""
    scale = "評定（Ｓ、Ａ、Ｂ、Ｃ、Ｄ） Ａ "
    reading = _overall(scale, "（参考） ", _YEARS, "Ｂ Ａ Ｂ  ")
    assert [row[1:3] for row in _letters(reading)[1:]] == [(2021, "B"), (2022, "A"), (2023, "B")]
    assert [row[1:3] for row in _letters(_overall(scale, _YEARS, "－ Ａ Ｂ Ａ "))[1:]] == [
        (2022, "A"),
        (2023, "B"),
        (2024, "A"),
    ]
    assert said(reading) == ""


def test_past_letters_that_fit_no_years_are_pointed_out() -> None:
    """Too few to tell, too many, or outside the scale."""
    assert "空欄の数からは決まりません" in said(_overall(_YEARS, "Ｂ "))
    assert "当てはめられません" in said(_overall("令和３年度 令和４年度 ", "Ａ Ｂ Ａ "))
    assert "当てはめられません" in said(_overall(_YEARS, "Ａ Ｆ Ａ "))


@pytest.mark.parametrize(
    "years", ["令和13年度 令和４年度 令和５年度 ", "令和３年度 令和６年度 令和５年度 ", "令和７年度 令和８年度 "]
)
def test_years_that_do_not_follow_one_another_are_a_problem(years: str) -> None:
    """One of them is wrong, and the letter below it would be another year's."""
    assert "が続いていません" in said(
        _overall("Ｂ （参考）本中期目標期間における過年度の総合評定の状況 ", years, "Ａ Ｂ ")
    )


def test_a_year_in_a_sentence_has_no_letter() -> None:
    """令和６年度ICT化計画 is not rated."""
    reading = _overall("評定（Ｓ、Ａ、Ｂ、Ｃ、Ｄ） Ａ ", "令和６年度ＩＣＴ化計画を進め、令和６年度ＤＸを始めた。 ")
    assert len(_letters(reading)) == 1
    assert said(reading) == ""


def test_a_placeholder_date_on_the_cover_is_an_absence() -> None:
    """令和７年６月●日."""
    overview, reading = Overview(), Reading()
    part = part_of(Kind.COVER, "年度評価書 ", "令和７年６月●日 ")
    read_front_matter(part, overview, reading)
    assert (overview.stated_date, front_matter_place(part)) == ("令和７年６月●日", "表紙")
    assert [row["kind"] for row in reading.tables["absences"]] == ["stated_date"]


def test_a_cover_with_ratings_is_doubted() -> None:
    """It may be a slide with few lines."""
    reading = Reading()
    texts = ("・点検した。", "Ａ", "灯器の点検Ⅰ－１", "機構の令和６年度における業務の実績に関する評価")
    read_front_matter(part_of(Kind.COVER, *texts), Overview(), reading)
    assert "スライドではないか" in said(reading)


def test_the_contents_name_the_forms() -> None:
    """Their numbers are compared with those of the forms later."""
    overview, reading = Overview(), Reading()
    part = part_of(
        Kind.CONTENTS,
        "見込評価書 目次 ",
        "１－２－１   評価の概要・・・ｐ 1 ",
        "１－２－４－１   項目別評定調書・・・ｐ 4 ",
    )
    read_front_matter(part, overview, reading)
    assert [form for form, _ in overview.contents_forms] == ["1-2-1", "1-2-4-1"]
    assert front_matter_place(part) == "見込評価書 目次"
