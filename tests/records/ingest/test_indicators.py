"""Entries of indicators in the results of item forms: every shape that the forms have, and what is none."""

from __future__ import annotations

import pytest

from records.ingest.indicators import Entry, find_entries, find_names, find_unread
from records.ingest.quantities import Quantity
from tests.records.ingest.pieces import joined_of

_HEAD = "［定量的指標の実績］ "
_OTHER = "［定量的指標以外の実績］ "


def _entries(*texts: str) -> list[Entry]:
    return list(find_entries(joined_of(*texts)))


def _one(*texts: str) -> Entry:
    (entry,) = _entries(_HEAD, *texts)
    return entry


def _shown(entry: Entry) -> list[tuple[int | None, str | None, str]]:
    return [(value.year, value.part, value.quantity.stated) for value in entry.values]


def _aims(targets: tuple[Quantity, ...]) -> list[tuple[str, str | None]]:
    return [(target.stated, target.comparator) for target in targets]


def test_a_name_has_its_value_behind_a_colon_and_its_target_in_brackets() -> None:
    """NAME：VALUE【計画：TARGET】."""
    entry = _one("・標本の公開件数：1,537件【計画：1,500件以上】 ")
    assert (entry.name, entry.quantitative) == ("標本の公開件数", True)
    assert _shown(entry) == [(None, None, "1,537件")]
    assert _aims(entry.targets) == [("1,500件以上", ">=")]


@pytest.mark.parametrize("word", ["計画", "計画値", "目標値", "目標", "達成目標", "年度計画"])
def test_a_target_is_called_by_several_words(word: str) -> None:
    """計画, 目標値 and so on."""
    assert _aims(_one(f"・苦情への返答：２日【{word}：３日以内】 ").targets) == [("３日以内", "<=")]


def test_a_target_is_no_value() -> None:
    """Where the value is missing, the target does not stand in for it."""
    entry = _one("・標本の公開件数：集計中【計画：1,500件以上】 ")
    assert entry.values == ()
    assert _aims(entry.targets) == [("1,500件以上", ">=")]


@pytest.mark.parametrize(
    "texts",
    [
        ("・公開件数：R3：99件 R4：97件 R5：90件 ",), ("・公開件数： ", "R3：99件 R4：97件 R5：90 件 "), ("・公開件数 ", " R３：99件、R４：97件、R５：90件 "),
        ("・公開件数", "：R３：99 件、R", "４：97", "件、R５", "：90件 "), ("・公開件数：令和３年度：99件、令和４年度：97件、令和５年度：90件 ",),
        ("・公開件数：令和３年度 99件、令和４年度 97件、令和５年度 90件 ",),
    ],
)  # fmt: skip
def test_a_series_is_read_wherever_it_is_cut(texts: tuple[str, ...]) -> None:
    """On one line or below the name, with spaces or commas, cut inside a label or a figure, with or without colons."""
    entry = _one(*texts)
    assert entry.name == "公開件数"
    assert [(value.year, int(value.quantity.value)) for value in entry.values] == [(2021, 99), (2022, 97), (2023, 90)]


def test_a_single_year_labels_its_value() -> None:
    """One year is enough to say what a value is for."""
    assert _shown(_one("・満足度：R3：95.1％ ")) == [(2021, None, "95.1％")]


def test_a_year_without_a_value_has_none() -> None:
    """A dash or words in place of a figure."""
    assert _shown(_one("・公開件数：R3：－、R4：12件、R5：実施せず ")) == [(2022, None, "12件")]


def test_a_date_is_no_value() -> None:
    """令和６年12月に３回 is three times, not six years."""
    assert _shown(_one("・展示の回数：令和６年12月に３回 ")) == [(None, None, "３回")]


@pytest.mark.parametrize(
    ("text", "part"),
    [("・採用人数（うち技術職）：17人（６人） ", "うち技術職"), ("・採用人数：17人（うち技術職：６人） ", "うち技術職"), ("・採用人数（うち女性）：R6：17人（６人） ", "うち女性")],
)  # fmt: skip
def test_a_part_of_a_value_stands_in_brackets(text: str, part: str) -> None:
    """Its name is in the indicator's name or beside the figure; the indicator's own name is without it."""
    entry = _one(text)
    assert entry.name == "採用人数"
    assert [(value.part, value.quantity.stated) for value in entry.values] == [(None, "17人"), (part, "６人")]


@pytest.mark.parametrize("text", ["・所要日数（最大／平均）：８日／6.4日 ", "・所要日数：最大８日、平均6.4日 "])
def test_the_largest_and_the_average_stand_side_by_side(text: str) -> None:
    """Named in the indicator's name or at each figure."""
    values = [(value.part, float(value.quantity.value)) for value in _one(text).values]
    assert values == [("最大", 8.0), ("平均", 6.4)]


def test_sides_are_read_in_every_year_of_a_series() -> None:
    """R3：８日／6.4日、R4：…, two values a year."""
    entry = _one("・所要日数（最大／平均）：R3：８日／6.4日、R4：１日／１日 ")
    assert _shown(entry) == [
        (2021, "最大", "８日"),
        (2021, "平均", "6.4日"),
        (2022, "最大", "１日"),
        (2022, "平均", "１日"),
    ]


def test_figures_with_what_they_are_about_behind_them_are_parts() -> None:
    """10件（海外関係）、20件（国内関係）."""
    entry = _one("・申込件数：10件（海外関係）、20件（国内関係） ")
    assert _shown(entry) == [(None, "海外関係", "10件"), (None, "国内関係", "20件")]


def test_a_condition_in_the_name_of_a_series_is_a_note() -> None:
    """（再申込を除く） says what is counted, and belongs to every value."""
    entry = _one("・処理件数（再申込を除く）：R3：10件、R4：12件 ")
    assert entry.name == "処理件数"
    assert {value.note for value in entry.values} == {"再申込を除く"}


def test_two_names_in_one_entry_are_two_indicators() -> None:
    """The second takes over what the first is about."""
    first, second = _entries(_HEAD, "・連絡会の審議案件数：３件、開催回数：２回 ")
    assert (first.name, _shown(first)) == ("連絡会の審議案件数", [(None, None, "３件")])
    assert (second.name, _shown(second)) == ("連絡会の開催回数", [(None, None, "２回")])


def test_how_often_something_is_done_is_a_figure() -> None:
    """毎月 is once a month, as a value and as a target."""
    entry = _one("・灯器の点検：毎月【計画：毎月】 ")
    assert [(value.quantity.unit, int(value.quantity.value)) for value in entry.values] == [("回/月", 1)]
    assert [target.unit for target in entry.targets] == ["回/月"]


def test_figures_outside_the_quantitative_part_are_stated_only() -> None:
    """They have a name and a colon, directly before the figure."""
    (entry,) = _entries(_HEAD, _OTHER, "・利用者の声：300件を集めた。 ")
    assert (entry.name, entry.quantitative) == ("利用者の声", False)


def test_a_series_in_a_sentence_is_named_by_what_stands_before_it() -> None:
    """…は、R3：2件、R4：5件と増えた."""
    (entry,) = _entries("・標本の利用は、R3：2件、R4：5件と増えた。 ")
    assert (entry.name, len(entry.values)) == ("標本の利用", 2)


@pytest.mark.parametrize(
    "text",
    [
        "・開館の時刻：10時 ", "・所在地：北の岬 ", "・次の点に留意した：第１に、点検を12回行った ", "・案内板を３枚、更新した。 ", "灯台を巡る。続けて：３回 ",
        f"・{'とても' * 21}長い名前：３回 ",
    ],
)  # fmt: skip
def test_what_only_looks_like_an_entry_is_none(text: str) -> None:
    """Times, words behind a colon, figures in the middle of a sentence, sentences before a colon."""
    assert _entries(text) == []


def test_a_quantitative_bullet_whose_figure_is_not_read_is_found() -> None:
    """A figure without a unit, a year in place of a name, nothing behind the colon: not lost without a word."""
    joined = joined_of(
        _HEAD, "・公開件数：3 ", "・R6：稼働率：99％ ", "・満足度：95％ ", "・令和６年度は以下のとおり ", "・人数： "
    )
    assert [name for _, name in find_unread(joined)] == ["公開件数：3", "R6：稼働率：99％", "人数"]


def test_the_indicator_column_names_its_quantitative_indicators() -> None:
    """Only those below ＜主な定量的指標＞."""
    joined = joined_of(
        "＜主な定量的指標＞ ", "・標本の公開", "件数 ", "・満足度 ", "＜評価の視点＞ ", "・公開は進んで", "いるか。 "
    )
    assert [name for _, name in find_names(joined)] == ["標本の公開件数", "満足度"]
