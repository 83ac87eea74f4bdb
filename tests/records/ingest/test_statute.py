"""The slides with the rating criteria and with the articles of law."""

from __future__ import annotations

from records.ingest.parts import Kind
from records.ingest.reading import Reading
from records.ingest.statute import read_criteria, read_statute
from tests.records.ingest.pieces import part_of, said

_CRITERIA = (
    "〇 評定の段階", "定性的指標定量的指標評定", "とりわけ優れた水準", "（計画の130％以上で、かつ質的に顕著な成果）", "Ｓ", "優れた水準", "（計画の110％以上、または、", "（困難度「高」で100％以上）", "Ａ",
    "計画どおりの水準", "（計画の100％以上110％未満）", "Ｂ", "－", "計画の80％以上100％未満", "Ｃ", "著しく劣る水準", "計画の80％未満", "Ｄ", "評定の段階について",
)  # fmt: skip


def _criteria(*texts: str) -> tuple[bool, Reading]:
    reading = Reading()
    return read_criteria(part_of(Kind.CRITERIA, *texts), reading), reading


def _statute(*texts: str) -> Reading:
    reading = Reading()
    read_statute(part_of(Kind.STATUTE, *texts), reading)
    return reading


def _duties(reading: Reading) -> list[tuple[object, ...]]:
    names = ("article", "paragraph", "n", "actor", "text", "deadline")
    return [tuple(row[name] for name in names) for row in reading.tables["duties"]]


def test_each_letter_has_its_criteria_above_it() -> None:
    """Shares of the plan as bounds, several alternatives, a dash where there is no qualitative one."""
    found, reading = _criteria(*_CRITERIA)
    rows = [
        (
            row["rating"],
            row["kind"],
            row["min_percent"],
            row["below_percent"],
            row["needs_quality"],
            row["needs_high_difficulty"],
        )
        for row in reading.tables["criteria"]
    ]
    assert found
    assert rows == [
        ("S", "qualitative", None, None, 0, 0), ("S", "quantitative", 130.0, None, 1, 0), ("A", "qualitative", None, None, 0, 0),
        ("A", "quantitative", 110.0, None, 0, 0), ("A", "quantitative", 100.0, None, 0, 1), ("B", "qualitative", None, None, 0, 0),
        ("B", "quantitative", 100.0, 110.0, 0, 0), ("C", "qualitative", None, None, 0, 0), ("C", "quantitative", 80.0, 100.0, 0, 0),
        ("D", "qualitative", None, None, 0, 0), ("D", "quantitative", None, 80.0, 0, 0),
    ]  # fmt: skip
    assert next(row["text"] for row in reading.tables["criteria"] if row["rating"] == "C") is None
    assert set(reading.claims) == set(range(1, len(_CRITERIA) + 1))
    assert said(reading) == ""


def test_a_letter_without_criteria_is_a_problem() -> None:
    """Those behind it are missing as well: nothing says where they begin."""
    assert "D の基準が見つかりません" in said(_criteria(*_CRITERIA[:-2])[1])


def test_items_on_the_slide_of_the_criteria_are_doubted() -> None:
    """Another slide may have run into it."""
    assert "項目番号と評定があります" in said(_criteria(*_CRITERIA, "・点検した。", "Ａ", "灯器の点検", "Ⅰ－１")[1])


def test_a_slide_without_the_table_is_a_passage() -> None:
    """It only speaks of the scale."""
    found, reading = _criteria("定性的指標とは", "定量的指標とは")
    assert not found
    assert len(reading.tables["passages"]) == 1


def test_each_paragraph_of_an_article_is_a_duty() -> None:
    """Who, what, by when; months in digits; omissions are none."""
    reading = _statute(
        *("〇 観測機関法（平成14年法律第901号）（抄）", "（業務の実績の評価）", "第12条の２ 機関は、毎事業年度の終了後、その業務の", "実績について評価を受ける。"),
        *("２ 機関は、各事業年度の終了後三月以内に、報告書を出す。ただし、次の年はこの限りでない。", "３ （略）", "４ 第一項の評価は、遅滞なく行う。"),
    )  # fmt: skip
    assert _duties(reading) == [
        ("第12条の2", 1, 1, "機関", "毎事業年度の終了後、その業務の実績について評価を受ける。", "毎事業年度の終了後"),
        ("第12条の2", 2, 1, "機関", "各事業年度の終了後三月以内に、報告書を出す。", "各事業年度の終了後3か月以内"),
        ("第12条の2", 2, 2, "機関", "ただし、次の年はこの限りでない。", None),
        ("第12条の2", 4, 1, "主務大臣", "第一項の評価は、遅滞なく行う。", "遅滞なく"),
    ]
    assert {row["law"] for row in reading.tables["duties"]} == {"観測機関法（平成14年法律第901号）"}


def test_a_second_article_or_law_begins_anew() -> None:
    """Its paragraphs are its own."""
    reading = _statute(
        "〇 甲法（抄）",
        "第１条 機関は、調べる。",
        "２ 機関は、届ける。",
        "第２条 大臣は、認める。",
        "〇 乙法（抄）",
        "第３条 機関は、待つ。",
    )
    assert [(row["law"], row["article"], row["paragraph"], row["n"]) for row in reading.tables["duties"]] == [
        ("甲法", "第1条", 1, 1), ("甲法", "第1条", 2, 1), ("甲法", "第2条", 1, 1), ("乙法", "第3条", 1, 1),
    ]  # fmt: skip


def test_a_slide_of_articles_without_an_article_is_doubted() -> None:
    """It is kept as a passage."""
    reading = _statute("参照条文", "別添のとおり")
    assert len(reading.tables["passages"]) == 1
    assert "条の始まりが見つかりません" in said(reading)
