"""Basic information of an item form: policy, legal basis, staff."""

from __future__ import annotations

from records.dataset import Row
from records.ingest.basics import read_basics
from records.ingest.reading import Reading
from tests.records.ingest.pieces import form_of, said

_LABELS = (
    "業務に関連する政策・施",
    "策 ",
    "沿岸防災基本方針（令和４年決定） 当該事業実施に係る根",
    "拠（個別法条文など） ",
)
_YEARS = "令和３年度 令和４年度 令和５年度 令和６年度 令和７年度 "


def _read(*basics: str) -> Reading:
    reading = Reading()
    read_basics(form_of(basics=basics), reading)
    return reading


def _staff(*behind_label: str) -> tuple[list[tuple[object, object]], Reading]:
    dashes = ("業務に関連する政策・施策 － ", "当該事業実施に係る根拠（個別法条文など） － ")
    reading = _read("Ⅰ－１ 標本の整理 ", *dashes, "人員に関する情報 ", "（従事人員数） ", *behind_label)
    return [(row["fiscal_year"], row["staff_count"]) for row in reading.tables["staff_counts"]], reading


def _bases(reading: Reading) -> list[tuple[object, ...]]:
    return [(row["kind"], row["n"], row["text"], row["is_dash"]) for row in reading.tables["legal_bases"]]


def test_labels_cut_over_lines_are_found_and_texts_put_together() -> None:
    """A label may end on the line on which the text before it ends."""
    reading = _read("Ⅰ－１ 標本の整理 ", *_LABELS, "潮風観測センター法", "第11条第１項 ")
    assert _bases(reading) == [
        ("related_policy", 1, "沿岸防災基本方針（令和４年決定）", 0),
        ("legal_basis", 1, "潮風観測センター法第11条第１項", 0),
    ]


def test_label_and_value_may_share_a_line() -> None:
    """業務に関連する政策・施策 山岳計画."""
    reading = _read("業務に関連する政策・施策 山岳計画 ", "当該事業実施に係る根拠（個別法条文など） 山岳気象法第７条 ")
    assert [row[2] for row in _bases(reading)] == ["山岳計画", "山岳気象法第７条"]


def test_a_dash_is_a_dash_and_not_a_text() -> None:
    """－, ― and ー are one."""
    for dash in "－―ー":
        reading = _read(f"業務に関連する政策・施策 {dash} ", f"当該事業実施に係る根拠（個別法条文など） {dash} ")
        assert _bases(reading) == [("related_policy", 1, None, 1), ("legal_basis", 1, None, 1)]


def test_several_laws_are_several_bases() -> None:
    """A comma behind an article begins the next law; one between two articles does not."""
    reading = _read(
        "当該事業実施に係る根拠（個別法条文など） 潮風観測センター法第11条、第12条、古文書保存法第３条の２ "
    )
    assert [row[2] for row in _bases(reading)] == ["潮風観測センター法第11条、第12条", "古文書保存法第３条の２"]


def test_counts_follow_the_years() -> None:
    """With or without spaces, with thousands, cut over lines."""
    counts, reading = _staff(_YEARS, "８人 12 人 1,203人 14", "5人 9人 ")
    assert counts == [(2021, 8), (2022, 12), (2023, 1203), (2024, 145), (2025, 9)]
    assert said(reading) == ""


def test_fewer_counts_than_years_leave_the_last_years_blank() -> None:
    """The years to come."""
    counts, reading = _staff(_YEARS, "８人 12 人 13人 ")
    assert counts == [(2021, 8), (2022, 12), (2023, 13)]
    assert said(reading) == ""


def test_a_dash_among_counts_is_a_year_without_one() -> None:
    """The next count keeps its year."""
    assert _staff(_YEARS, "－ 12 人 13人 ")[0] == [(2022, 12), (2023, 13)]


def test_more_counts_than_years_are_a_problem() -> None:
    """None of them is recorded."""
    counts, reading = _staff("令和３年度 令和４年度 ", "８人 12人 13人 ")
    assert counts == []
    assert "年度の数（2）より多く" in said(reading)


def test_numbers_of_a_note_are_not_counts() -> None:
    """A note beside a count stays with it, one behind the counts is pointed out."""
    counts, reading = _staff(
        "令和３年度 令和４年度 令和５年度 ", "８人（うち３人は兼務） 12人 ", "※育児休業中の４人を含まない "
    )
    assert counts == [(2021, 8), (2022, 12)]
    notes: list[Row] = reading.tables["staff_counts"]
    assert notes[0]["note"] == "うち3人は兼務"
    assert "※育児休業中の4人を含まない" in said(reading)


def test_half_a_person_is_doubted() -> None:
    """12.5 人 is not twelve without a word."""
    counts, reading = _staff("令和３年度 令和４年度 ", "12.5人 13人 ")
    assert counts == [(2021, 12), (2022, 13)]
    assert "12.5" in said(reading)


def test_a_year_twice_or_a_huge_count_is_a_problem() -> None:
    """令和３年度 令和３年度; ten million persons."""
    assert "重なっているか" in said(_staff("令和３年度 令和３年度 ", "12人 13人 ")[1])
    assert "大きすぎます" in said(_staff("令和３年度 ", "9999999人 ")[1])


def test_staff_without_years_or_without_counts_is_doubted() -> None:
    """Nothing is made up."""
    assert "年度の見出しがありません" in said(_staff("12人 13人 ")[1])
    assert "空欄です" in said(_staff(_YEARS, " ")[1])


def test_a_label_that_is_missing_or_doubled_is_doubted() -> None:
    """What belongs to it would stand in the text of another; a form without basic information has no labels."""
    policy, law = "業務に関連する政策・施策 山岳計画 ", "当該事業実施に係る根拠（個別法条文など） 山岳気象法第７条 "
    assert said(_read(policy, law)) == ""
    assert "「当該事業実施に係る根拠(個別法条文など)」の欄が見つからない" in said(
        _read(policy, "当該事業□施に係る根拠 山岳気象法第７条 ")
    )
    assert "別の欄の見出し「当該事業実施に係る" in said(_read(policy, "当該事業実施に係る根拠（個別法", law))
    assert said(_read("Ⅰ－１ 標本の整理 ")) == ""


def test_the_form_states_the_item_s_title() -> None:
    """As one row for its evaluation, at the line of its code."""
    reading = _read("Ⅰ－１ 標本の整理 ")
    (row,) = reading.tables["item_titles"]
    assert (row["item"], row["title"], row["line"]) == ("Ⅰ-1", "標本の整理", 1)


_BASES = ("業務に関連する政策・施策 － ", "当該事業実施に係る根拠（個別法条文など） － ")
_LEVEL_LABEL = ("当該項目の重要度、困難", "度 ")


def _levels(*behind_label: str) -> tuple[list[tuple[str, bool]], str]:
    reading = _read(*_BASES, *_LEVEL_LABEL, *behind_label)
    return [(each.name, each.is_high) for each in reading.levels], said(reading)


def test_importance_and_difficulty_are_read_from_their_words() -> None:
    """With the line on which each stands; a dash, 中 and 低 are not high."""
    both = [("high_importance", True), ("high_difficulty", False)]
    assert _levels("重要度：「高」、困難度：－ ") == (both, "")
    assert _levels("重要度： 「高」（灯器が古いた", "め） ", "困難度：「低」 ") == (both, "")
    reading = _read(*_BASES, *_LEVEL_LABEL, "重要度：高 ", "困難度：高 ")
    assert [(each.line.number, each.stated) for each in reading.levels] == [(5, "重要度：高"), (6, "困難度：高")]


def test_a_dash_for_both_or_a_printed_note_says_nothing() -> None:
    """（必要に応じて記載）."""
    assert _levels("－ ") == ([], "")
    assert _levels("（必要に応じて重要度、困難度について記載） ") == ([], "")


def test_levels_that_cannot_be_read_are_doubted() -> None:
    """Another letter, one of the two missing or twice, the label garbled."""
    assert "重要度が高いかどうか読み取れません" in _levels("重要度：「亭」、困難度：－ ")[1]
    assert "困難度の記載が見つかりません" in _levels("重要度：「高」、因難度：－ ")[1]
    assert "重要度が高いかどうか読み取れません" in _levels("重要度：－、重要度：「高」、困難度：－ ")[1]
    garbled = _read(*_BASES, "当該頃目の重要度、困難", "度 ", "重要度：「高」、困難度：－ ")
    assert "の見出しが見つかりません" in said(garbled)
