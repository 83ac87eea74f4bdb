"""Generated questions: every way of writing an item with every way of writing a year, singly, in pairs and in a thread.

What is answered is compared with a direct look-up in the CSV files. The choice is fixed by a seed; what a person would
not write (a code and a year that touch with digits, 1-32023) is left out.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from functools import cache

import pytest

from bot.answer import Answer, Context, Status
from bot.ask import Desk
from bot.text.table import LEXICON
from bot.topic import all_topics
from records.dataset_id import SHIPPED_DATA

_FOLDER = SHIPPED_DATA / "jlis-2024"
_YEARS = (2021, 2022, 2023, 2024)
_KANJI = ("〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一")
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_SECTIONS = {
    "Ⅰ": ("Ⅰ", "1", "I", "i", "ⅰ", "一", "１", "Ｉ", "l"),
    "Ⅱ": ("Ⅱ", "2", "II", "ⅱ", "二", "２", "ＩＩ"),
    "Ⅲ": ("Ⅲ", "3", "III", "ⅲ", "三", "３", "ＩＩＩ"),
}
_JOINTS = ("-", "－", "ー", "―", "の", "‐")
_SINGLE = (
    "{item}の{year}の評定は？", "{year}の{item}の評定", "{item} {year}", "{year} {item} 評価", "{item}、{year}、評定",
    "{year}における{item}の評定を教えてください", "{item}は{year}どうだった？", "{item}って{year}は何評価？", "{item}（{year}）",
    "{item}／{year}", "{year}の評定、{item}は？", "{item}の評定({year})", "{year}は{item}どうだったっけ", "{item}　{year}　ひょうてい",
    "えっと、{item}の{year}の評定をお願いします", "お疲れさまです。{item}の{year}の評定はいくつでしたか。",
)  # fmt: skip
_PAIRS = (
    "{a}の{x}と{b}の{y}の評定は？", "{x}の{a}と{y}の{b}", "{a}の{x}、{b}の{y}", "{a}の{x}の評定と{b}の{y}の評定を教えて",
    "{a}の{x}の評定は？あと{b}の{y}は？", "{a}の{x}及び{b}の{y}の評価",
)  # fmt: skip


def _rows(table: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _ratings() -> dict[tuple[str, int], frozenset[str]]:
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for row in _rows("ratings"):
        if row["evaluation"] == "annual" and row["item"]:
            found[row["item"], int(row["fiscal_year"])].add(row["rating"])
    return {key: frozenset(letters) for key, letters in found.items()}


@cache
def _names() -> dict[str, tuple[str, ...]]:
    found = {row["item"]: [row["title"]] for row in _rows("items")}
    with (LEXICON / "item_aliases.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["unique"] == "yes":
                found[row["item"]].append(row["alias"])
    return {item: tuple(names) for item, names in found.items()}


def _item_writings(item: str, choose: random.Random) -> str:
    section, number = item.split("-")
    digits = choose.choice((number, number.translate(_FULL), _KANJI[int(number)]))
    code = f"{choose.choice(_SECTIONS[section])}{choose.choice(_JOINTS)}{digits}"
    return choose.choice((code, code, choose.choice(_names()[item])))


def _year_writings(year: int, choose: random.Random) -> str:
    n = year - 2018
    return choose.choice(
        (
            f"令和{n}年度", f"R{n}", f"Ｒ{n}", f"r0{n}", f"令和{_KANJI[n]}年度", f"{year}年度", f"FY{year}", f"{n}年度", f"令{n}",
            f"令和{n}年", f"R{n}年度", f"R.{n}", f"れいわ{n}年度", f"{_KANJI[n]}年度", f"FY{year % 100}", f"Ｒ０{n}", f"{year}年",
        )
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_a_rating_by_any_writing_of_item_and_year(desk: Desk, seed: int) -> None:
    """The one item and year that was asked for, with every letter that a place states."""
    choose = random.Random(seed)  # noqa: S311 - a fixed choice of examples
    for _ in range(60):
        item, year = choose.choice(sorted(_names())), choose.choice(_YEARS)
        asked = choose.choice(_SINGLE).format(item=_item_writings(item, choose), year=_year_writings(year, choose))
        _assert_rated(asked, desk.reply(asked), {(item, year)})


@pytest.mark.parametrize("seed", range(20))
def test_two_pairs_of_item_and_year_are_answered_as_pairs(desk: Desk, seed: int) -> None:
    """Neither item is answered for the other's year, and none is left out."""
    choose = random.Random(seed)  # noqa: S311 - a fixed choice of examples
    for _ in range(25):
        a, b = choose.sample(sorted(_names()), 2)
        x, y = choose.sample(_YEARS, 2)
        asked = choose.choice(_PAIRS).format(
            a=_item_writings(a, choose),
            b=_item_writings(b, choose),
            x=_year_writings(x, choose),
            y=_year_writings(y, choose),
        )
        _assert_rated(asked, desk.reply(asked), {(a, x), (b, y)})


@pytest.mark.parametrize("seed", range(10))
def test_a_thread_keeps_what_a_follow_up_does_not_say(desk: Desk, seed: int) -> None:
    """A bare year keeps the item, a bare item keeps the year, however they are written."""
    choose = random.Random(seed)  # noqa: S311 - a fixed choice of examples
    for _ in range(20):
        item, year = choose.choice(sorted(_names())), choose.choice(_YEARS)
        asked = f"{_item_writings(item, choose)}の{_year_writings(year, choose)}の評定は？"
        answer = desk.reply(asked, Context())
        for _ in range(3):
            if choose.random() < 0.5:
                year = choose.choice(_YEARS)
                said = choose.choice(("じゃあ{}は？", "{}は？", "{}", "{}だと？")).format(_year_writings(year, choose))
            else:
                item = choose.choice(sorted(_names()))
                said = choose.choice(("{}は？", "じゃあ{}は？", "{}", "{}の方は？")).format(
                    _item_writings(item, choose)
                )
            asked = f"{asked} → {said}"
            answer = desk.reply(said, answer.context)
            _assert_rated(asked, answer, {(item, year)})


def test_staff_counts_by_any_writing(desk: Desk) -> None:
    """The number of persons of that item and year stands in the first line."""
    choose = random.Random(0)  # noqa: S311 - a fixed choice of examples
    for row in _rows("staff_counts"):
        word = choose.choice(("従事人員数", "人員", "人数", "何人", "スタッフ数"))
        asked = f"{_item_writings(row['item'], choose)}の{_year_writings(int(row['fiscal_year']), choose)}の{word}は？"
        answer = desk.reply(asked)
        assert answer.topic == "staff", (asked, answer.first)
        assert answer.items == (row["item"],), (asked, answer.first)
        assert f"{row['staff_count']}人" in answer.first, (asked, answer.first)


def test_indicator_values_by_name_and_year(desk: Desk) -> None:
    """Every recorded value stands in the answer for its indicator and year, by any writing of the year."""
    choose = random.Random(0)  # noqa: S311 - a fixed choice of examples
    names = {row["indicator_id"]: row["name"] for row in _rows("indicators")}
    for row in _rows("indicator_values"):
        if not row["fiscal_year"]:
            continue
        asked = f"{names[row['indicator_id']]}、{_year_writings(int(row['fiscal_year']), choose)}は？"
        answer = desk.reply(asked)
        assert answer.topic == "indicator", (asked, answer.first)
        found = {float(str(fact.value)) for fact in answer.facts if fact.fiscal_year == int(row["fiscal_year"])}
        assert float(row["value"]) in found, (asked, answer.first)
        assert answer.fiscal_years == (int(row["fiscal_year"]),), (asked, answer.first)


def _assert_rated(asked: str, answer: Answer, pairs: set[tuple[str, int]]) -> None:
    told = f"{asked}: {answer.status} {answer.items} {answer.fiscal_years} {answer.first}"
    assert answer.status is Status.ANSWERED, told
    assert set(answer.items) == {item for item, _ in pairs}, told
    assert set(answer.fiscal_years) == {year for _, year in pairs}, told
    for item, year in pairs:
        place = f"{item} の令和{year - 2018}年度の評定は"
        assert place in answer.first, told
        said = answer.first[answer.first.index(place) + len(place) :].split("。")[0]
        assert all(letter in said for letter in _ratings()[item, year]), told


def test_a_slip_of_the_pen_is_read_or_asked_about_and_never_taken_for_another_item(desk: Desk) -> None:
    """One character of a name wrong, missing, doubled or swapped: mostly read, and no other item is answered."""
    choose = random.Random(0)  # noqa: S311 - a fixed choice of examples
    names = [(name, item) for item, written in _names().items() for name in written if len(name) >= 5]
    characters = "カキクケコサシスアイウ発行更新証明情報の運転利用国外者人材育成"
    right, wrong = 0, []
    for _ in range(1500):
        name, item = choose.choice(names)
        at = choose.randrange(len(name))
        slips = (
            name[:at] + choose.choice(characters) + name[at + 1 :],
            name[:at] + name[at + 1 :],
            name[:at] + choose.choice(characters) + name[at:],
            name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :],
        )
        asked = f"{choose.choice(slips)}の評定は？"
        answer = desk.reply(asked)
        right += answer.status is Status.ANSWERED and answer.items == (item,)
        if answer.status is Status.ANSWERED and answer.items != (item,):
            wrong.append((asked, name, answer.first))
    assert not wrong
    assert right > 1200


def test_every_word_asks_its_kind_of_any_item(desk: Desk) -> None:
    """Each word of each topic about items, before and behind any writing of an item, asks that topic of that item."""
    frames = (
        "{item}の{word}は？",
        "{item} {word}",
        "{word} {item}",
        "{item}の{word}を教えてください",
        "R6の{item}の{word}",
    )
    asked_for = [(name, word) for name, topic in all_topics().items() if topic.NEEDS == "item" for word in topic.WORDS]
    assert len(asked_for) > 150
    for name, word in asked_for:
        choose = random.Random(word)  # noqa: S311 - a fixed choice of examples, which no other word changes
        item = choose.choice(sorted(_names()))
        asked = choose.choice(frames).format(item=_item_writings(item, choose), word=word)
        asked = asked.replace(f" {word}", f"の{word}") if word.startswith("人") else asked  # 1-2 人 is two persons
        answer = desk.reply(asked)
        told = f"{asked}: {answer.status} {answer.topic} {answer.items} {answer.first}"
        assert answer.topic == name or (name == "item" and answer.topic == "rating"), told
        assert answer.items == (item,), told
        assert answer.status in {Status.ANSWERED, Status.NO_DATA}, told
