"""Item codes as written (Ⅰ-1, I-1, 1-1, Ⅰ－１０, 一の一, 項目1の1) → canonical codes, and sections that stand alone.

A code is parsed, never matched by similarity: Ⅰ-1, Ⅰ-10 and Ⅲ-1 look alike and are not. 第38条の11 is an article,
様式1-1-4 a form, 2024-05-01 a date, R3-R6 a range of years: none of them is a code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text.numbers import read_number

ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
_LETTERS = {"i": 1, "l": 1, "|": 1, "ii": 2, "ll": 2, "iii": 3, "lll": 3, "iv": 4, "v": 5, "vi": 6}
_KANA = {"いち": 1, "に": 2, "さん": 3, "よん": 4, "ご": 5, "ろく": 6, "なな": 7, "はち": 8, "きゅう": 9, "じゅう": 10,
         "じゅういち": 11}  # fmt: skip
_KANA_WORD = "|".join(sorted(_KANA, key=len, reverse=True))

_NUMBER = r"(?:[0-9]{1,20}|十[一二三四五六七八九]?|[一二三四五六七八九]|[il|](?![a-z]))"
# what shows that the digits were no code: a further part, a unit, a date, an article
_NOT_AFTER = r"(?![0-9])(?![-ー][0-9])(?!\.[0-9])(?!年|月|日|時|分|件|人(?!員|材|数)|%|回|枚|万|億|円|条(?!文)|項(?!目)|号|か月|ヶ月|倍|週|位|割|歳|秒|ページ|頁|行|社|団体|点)"
_DASH = r"(?:-|ー|一(?=[0-9])|ｰ)"
_NOT_BEFORE = r"(?<![0-9a-z.\-/])(?<![0-9]ー)(?<!様式)(?<!別紙)(?<!図)(?<!表)(?<!p)(?<!条の)(?<!分の)"

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("roman", re.compile(rf"(?P<section>[{ROMAN}])(?:{_DASH}|の|ノ|\.|・|/|,|\(|の項目)?(?P<n>{_NUMBER})\)?{_NOT_AFTER}")),
    ("letters", re.compile(rf"{_NOT_BEFORE}(?P<section>i{{1,3}}|iv|vi?|l{{1,3}}|\|)(?:{_DASH}|の|ノ|\.|・)(?P<n>{_NUMBER}){_NOT_AFTER}")),
    ("letters joined", re.compile(rf"{_NOT_BEFORE}(?P<section>i{{1,3}})(?P<n>[0-9]{{1,2}})(?![0-9a-z%]){_NOT_AFTER}")),
    ("digits", re.compile(rf"{_NOT_BEFORE}(?P<section>[0-9])(?:{_DASH}|の|ノ)(?P<n>{_NUMBER}){_NOT_AFTER}")),
    ("kanji", re.compile(rf"{_NOT_BEFORE}(?P<section>[一二三])(?:{_DASH}|の|ノ)(?P<n>{_NUMBER}){_NOT_AFTER}")),
    ("kana", re.compile(rf"(?<![ぁ-んァ-ヶ一-龠])(?P<section>いち|に|さん|1|2|3)の(?P<n>{_KANA_WORD})(?=[のはもがっをと]|[^ぁ-ん]|$)")),
)  # fmt: skip
_RANGE_END = re.compile(rf"(?:~|から|-)(?P<n>{_NUMBER})(?:まで)?{_NOT_AFTER}(?!の[0-9])")
_RANGE_TO_CODE = re.compile(r"(?:~|から)")
_LIST_END = re.compile(
    rf"(?:と|、|,|・|&|/|や|及び|および)(?P<n>{_NUMBER}){_NOT_AFTER}(?!の[0-9一二三四五六七八九十]|-|{_DASH}[0-9])"
)
_SECTION_ALONE = re.compile(
    rf"(?P<roman>[{ROMAN}])(?![\-ー・.]?[0-9])"
    r"|(?<![0-9a-z])(?P<letters>i{2,3})(?![0-9a-z\-])"
    r"|(?:大項目|セクション|区分|分野)の?(?P<n>[0-9一二三])(?![0-9\-]|の[0-9一二三])"
    r"|(?<![0-9a-z])(?P<one>i)(?=の(?:評|項|全|各|成|指|一|推)|全|は)"
)


@dataclass(frozen=True, slots=True)
class CodeMention:
    """Item codes read from a span. *codes* are canonical (Ⅰ-1), whether or not the records have them."""

    start: int
    end: int
    rule: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionMention:
    """A section named without an item."""

    start: int
    end: int
    section: str


def find_item_codes(text: str, taken: list[bool]) -> tuple[CodeMention, ...]:
    """Every item code of folded *text* outside the spans already *taken* (years), left to right."""
    found: list[CodeMention] = []
    used = list(taken)
    for rule, pattern in _RULES:
        for match in pattern.finditer(text):
            if any(used[match.start() : match.end()]):
                continue
            section, number = _read_section(match["section"]), _read_item_number(match["n"])
            if section is None or number is None:
                continue
            mention = _with_range_or_list(text, match, section, number, used, rule)
            used[mention.start : mention.end] = [True] * (mention.end - mention.start)
            found.append(mention)
    return _join_ranges(text, sorted(found, key=lambda mention: mention.start))


def find_sections(text: str, taken: list[bool]) -> tuple[SectionMention, ...]:
    """Every section named by itself (Ⅱ全体, 大項目2) outside *taken*."""
    found = []
    for match in _SECTION_ALONE.finditer(text):
        if any(taken[match.start() : match.end()]):
            continue
        written = match["roman"] or match["letters"] or match["n"] or match["one"]
        section = _read_section(written)
        if section is not None:
            found.append(SectionMention(match.start(), match.end(), section))
    return tuple(found)


def code_of(section: int, number: int) -> str:
    """The canonical code (1, 10 → Ⅰ-10)."""
    return f"{ROMAN[section - 1]}-{number}"


def _read_section(written: str) -> str | None:
    if written in ROMAN:
        return written
    number = _LETTERS.get(written) or _KANA.get(written) or read_number(written)
    return ROMAN[number - 1] if number and 1 <= number <= len(ROMAN) else None


def _read_item_number(written: str) -> int | None:
    if written in {"i", "l", "|"}:
        return 1
    if written.isascii():
        return int(written)
    return _KANA.get(written) or read_number(written)


def _with_range_or_list(
    text: str, match: re.Match[str], section: str, number: int, used: list[bool], rule: str
) -> CodeMention:
    codes, end = [f"{section}-{number}"], match.end()
    if (last := _RANGE_END.match(text, end)) and not any(used[end : last.end()]):
        last_number = _read_item_number(last["n"])
        if last_number and number < last_number <= number + 30:
            codes = [f"{section}-{each}" for each in range(number, last_number + 1)]
            return CodeMention(match.start(), last.end(), rule + ", range", tuple(codes))
    while (more := _LIST_END.match(text, end)) and not any(used[end : more.end()]):
        next_number = _read_item_number(more["n"])
        if next_number is None:
            break
        codes.append(f"{section}-{next_number}")
        end = more.end()
    return CodeMention(match.start(), end, rule, tuple(codes))


def _join_ranges(text: str, mentions: list[CodeMention]) -> tuple[CodeMention, ...]:
    joined: list[CodeMention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if (
            before
            and len(before.codes) == len(mention.codes) == 1
            and _RANGE_TO_CODE.fullmatch(text[before.end : mention.start])
        ):
            (section, first), (other, last) = before.codes[0].split("-"), mention.codes[0].split("-")
            if section == other and int(first) < int(last) <= int(first) + 30:
                codes = tuple(f"{section}-{each}" for each in range(int(first), int(last) + 1))
                joined[-1] = CodeMention(before.start, mention.end, "range of codes", codes)
                continue
        joined.append(mention)
    return tuple(joined)
