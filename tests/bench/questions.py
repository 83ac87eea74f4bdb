"""Questions about an invented corporation, of every kind: by code, by name, misspelt, in part, followed up; and about all items."""

from __future__ import annotations

import random
from typing import NamedTuple

from bot.wording.phrases import year_name
from records.dataset import Row
from tests.bench.invented import YEARS

_OF_AN_ITEM = frozenset({"rating", "item", "rationale", "goals"})
_SOUGHT = "有識者"  # a word of many texts
_SLIPS = "之務情評員研修進業推"  # a character that stands there by mistake

# about one item or indicator, or about none; {name} is the title, {slip} the title misspelt, {part} a piece of it
_OF_ONE = (
    ("rating", "{code}の{year}の評定は？"),
    ("rating", "{name}の評定は？"),
    ("rating", "{slip}の{year}の評定"),
    ("rating", "{part}の評定を教えてください"),
    ("history", "{code}の評定の推移"),
    ("history", "{slip}の推移は？"),
    ("item", "{code}の概要は？"),
    ("achievements", "{code}の主な成果は？"),
    ("rationale", "{code}の評定の理由は？"),
    ("rationale", "{name}はなぜその評定？"),
    ("issues", "{code}の課題と対応は？"),
    ("goals", "{code}の中期目標は？"),
    ("results", "{name}の業務実績"),
    ("viewpoints", "{code}の評価の視点"),
    ("staff", "{code}の従事人員数の推移"),
    ("legal_basis", "{code}の根拠条文"),
    ("indicator", "{indicator}は？"),
    ("indicator", "{indicator_slip} {year}"),
    ("indicator", "{code}の指標"),
    ("overall", "総合評定 {year}"),
    ("criteria", "Sの基準は？"),
    ("period", "中期目標期間はいつまで？"),
    ("refused", "今日の天気は？"),
    ("refused", "むにゃむにゃの評定は？"),
)
# whose answers come of every item or event, or of thousands of texts: as long as the corporation is large
_OF_ALL = (
    ("items", "{year}にAだったのは？"),
    ("distribution", "{year}の分布"),
    ("changes", "{year}から上がった項目は？"),
    ("history", "全項目の推移"),
    ("rating", "見込評価の一覧"),
    ("disagreements", "出典の不一致は？"),
    ("events", "{event}はいつ？"),
    ("search", "「{word}」はどこに出てくる？"),
)


class Asked(NamedTuple):
    """A conversation and the kind of question that it is for."""

    kind: str
    said: tuple[str, ...]


def misspelt(name: str, choose: random.Random) -> str:
    """*name* with one character that is another, not at its ends."""
    at = choose.randrange(1, len(name) - 1)
    return name[:at] + choose.choice([slip for slip in _SLIPS if slip != name[at]]) + name[at + 1 :]


def questions_of(tables: dict[str, tuple[Row, ...]], rounds: int) -> tuple[list[Asked], list[Asked]]:
    """About one thing each, and about all items, of the corporation of *tables*; the same ones each time."""
    choose = random.Random(len(tables["items"]))  # noqa: S311 - the same every time
    of_one = []
    for _ in range(rounds):
        for kind, written in _OF_ONE:
            item, indicator = choose.choice(tables["items"]), choose.choice(tables["indicators"])
            title, name = str(item["title"]), str(indicator["name"])
            asked = written.format(
                code=item["item"],
                name=title,
                slip=misspelt(title, choose),
                part=title[len(title) // 3 :],
                indicator=name,
                indicator_slip=misspelt(name, choose),
                year=year_name(choose.choice(YEARS)),
            )
            follow_up = "{code}" in written and kind in _OF_AN_ITEM and choose.random() < 0.2
            of_one.append(Asked(kind, (asked, f"じゃあ{year_name(YEARS[0])}は？") if follow_up else (asked,)))
    year = year_name(YEARS[-1])
    event = str(tables["events"][0]["text"])
    return of_one, [Asked(kind, (written.format(year=year, event=event, word=_SOUGHT),)) for kind, written in _OF_ALL]
