"""Item codes as written (Ⅰ-1, I-1, 1-1, Ⅰ－１０, 一の一, 項目1の1) → codes of the records, and sections that stand alone.

A code is parsed, never matched by similarity: Ⅰ-1, Ⅰ-10 and Ⅲ-1 look alike and are not. 第38条の11 is an article,
様式1-1-4 a form, 2024-05-01 a date, R3-R6 a range of years: none of them is a code. What is parsed is a path of numbers
(1, 1); which code it stands for (Ⅰ-1, 1-1, 第1-1, and every Ⅰ-1-(n) where the records number so) the records say.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.text.compiled import compiled
from bot.text.name_key import masked
from bot.text.numbers import read_number

ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
_LETTERS = {"iv": 4, "v": 5, "vi": 6}
_STROKES = {"i": 1, "l": 1, "|": 1, "Ⅰ": 1, "Ⅱ": 2}
_MOST_STROKES = 3
_KANA = {"いち": 1, "に": 2, "さん": 3, "よん": 4, "ご": 5, "ろく": 6, "なな": 7, "はち": 8, "きゅう": 9, "じゅう": 10,
         "じゅういち": 11, "イチ": 1, "ニ": 2, "サン": 3, "ヨン": 4, "ゴ": 5, "ロク": 6, "ナナ": 7, "ハチ": 8, "キュウ": 9, "ジュウ": 10,
         "ジュウイチ": 11, "アイ": 1}  # fmt: skip
_LIKE_DIGITS = str.maketrans("oil〇", "0110")
_LIKE_KANJI = str.maketrans({"ー": "一", "〇": "十"})  # 十ー is 十一, and 一〇 is 一十
_KANA_WORD = "|".join(sorted(_KANA, key=len, reverse=True))

# 一 also begins words: 一覧, 一番高い. Behind a first digit o, 〇, l and i are digits (Ⅰ-1O is Ⅰ-10, never Ⅰ-1), as ー is behind 十
_NUMBER = r"(?:[0-9][0-9oil〇]{1,2}(?![0-9a-z])|[0-9]{1,20}|[一二三]〇|十[一二三四五六七八九ー]?|(?!一[覧般部切体律緒致度旦])(?!一番[多少高低良悪])[一二三四五六七八九]|[il|](?![a-z]))"
# what shows that the digits were no code: a further part, a unit, a date, an article
_NOT_AFTER = r"(?![0-9])(?![-ー]{1,3}[0-9])(?!\.[0-9])(?!年(?!度(?:計画|目標|評価|実績|業務|別|ごと|(?:と|・|、|及び|も)見込))|月|日|時(?!系)|分(?![布野析類])|件|人(?!員|材|数|手|が|は?[多少])|%|回|枚|万|億|円|条(?!文)|項(?!目)|号|か月|ヶ月|倍|週|位|割|歳|秒|ページ|頁|行(?!政)|社(?!会)|団体|点(?![数検])|乗)"
_DASH = r"(?:[-ー]{1,3}|_|一(?=[0-9]))"
_NOT_BEFORE = r"(?<![0-9a-z.\-/])(?<![0-9]ー)(?<!様式)(?<!別紙)(?<!図)(?<![^一-龠]表)(?<!別表)(?<!付表)(?<!^表)(?<!p)(?<!条の)(?<!分の)"

# only read where the records have such codes: Ⅰ-1-(2), 1-1-2, 第1-1(2)
_DEEP = compiled(
    rf"(?<![0-9a-z.\-/])(?<!様式)(?<!別紙)第?(?P<section>[{ROMAN}]|[0-9]{{1,2}}|i{{1,3}})(?:{_DASH}|の|\.)(?P<item>{_NUMBER})"
    rf"(?:(?:{_DASH}|の|\.)?\((?P<n>{_NUMBER})\)|(?:{_DASH}|の|\.)(?P<m>{_NUMBER}){_NOT_AFTER})"
)
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    # two or three strokes, some typed as letters, some as Roman numeral characters: IⅡ-1, lI-1
    ("mixed", compiled(rf"(?<![0-9a-zⅠ-Ⅹ.\-/])(?P<section>[il|ⅠⅡ]{{2,3}}){_DASH}(?P<n>{_NUMBER}){_NOT_AFTER}")),
    ("roman", compiled(rf"(?:大項目)?(?P<section>[{ROMAN}])(?:{_DASH}|の(?![0-9]{{1,2}}項目)|ノ|\.|・|/|,|\(|の項目)?(?P<n>{_NUMBER})\)?{_NOT_AFTER}")),
    # Ⅰ-Ⅰ: the number typed like the section; Ⅰ-Ⅲ is a range
    ("roman twice", compiled(rf"(?P<section>[{ROMAN}])(?:{_DASH}|の)(?P<n>(?P=section))(?![{ROMAN}0-9\-])")),
    ("letters", compiled(rf"{_NOT_BEFORE}(?P<section>i{{1,3}}|iv|vi?|l{{1,3}}|\|)(?:{_DASH}|の|ノ|\.|・)(?P<n>{_NUMBER}){_NOT_AFTER}")),
    ("letters joined", compiled(rf"{_NOT_BEFORE}(?P<section>i{{1,3}})(?P<n>[0-9]{{1,2}})(?![0-9a-z%]){_NOT_AFTER}")),
    ("digits", compiled(rf"{_NOT_BEFORE}(?:第(?=[1-9][0-9]?-))?(?P<section>[1-9][0-9]?)(?:{_DASH}|の|ノ)(?P<n>{_NUMBER}){_NOT_AFTER}")),
    ("kanji", compiled(rf"{_NOT_BEFORE}(?P<section>[一二三])(?:{_DASH}|の|ノ)(?P<n>{_NUMBER}){_NOT_AFTER}")),
    ("kana", compiled(rf"(?:(?<![ぁ-んァ-ヶ一-龠])|(?<=\0の))(?P<section>いち|に|さん|イチ|ニ|サン|アイ|[123])の(?P<n>{_KANA_WORD}|{_NUMBER}{_NOT_AFTER})(?=[のはもがっをと、]|[^ぁ-ん]|$)")),
    # a point or slash is a code only where something is asked of it: 1.1の評定, no.1-1
    ("pointed", compiled(rf"{_NOT_BEFORE}(?P<section>[1-9])[./](?P<n>[0-9]{{1,2}})(?=(?:(?:と|、|,|・|や)[1-9][./][0-9]{{1,2}})*(?:の|,|、)?(?:評[価定]|推移|成果|根拠|課題|見込|指標|人員|従事|r[0-9]|令和|\0))")),
    ("numbered", compiled(rf"(?<![a-z])(?:no\.?|#)(?P<section>[1-9])-(?P<n>[0-9]{{1,2}}){_NOT_AFTER}")),
)  # fmt: skip
_RANGE_END = compiled(rf"(?:~|から|-)(?P<n>{_NUMBER})(?:まで)?{_NOT_AFTER}(?!の[0-9])")
_RANGE_TO_CODE = compiled(r"(?:~|から)")
_LONGEST_RUN = 30
_LIST_END = compiled(
    rf"(?:と|、|,|・|&|/|や|及び|および)(?P<n>{_NUMBER}){_NOT_AFTER}(?!の[0-9一二三四五六七八九十]|-|{_DASH}[0-9])"
)
_SECTION_ALONE = compiled(
    rf"(?:大項目|セクション|区分|分野)?の?(?P<roman>[{ROMAN}])(?![\-ー・.]?[0-9])"
    r"|(?<![0-9a-z])(?P<letters>i{2,3})(?![0-9a-z\-])"
    r"|(?:大項目|セクション|区分|分野)の?(?P<n>[0-9一二三])(?![0-9\-]|の[0-9一二三])"
    r"|(?<![0-9a-z])(?P<one>i)(?=の(?:評|項|全|各|成|指|一|推)|全|は|(?:~|から)i)"
)
_RANGE_OF_SECTIONS = compiled(r"(?:~|から|-)")
_SECTION_RANGE_END = compiled(rf"(?:~|から)(?P<n>[2-9]){_NOT_AFTER}")


def path_of(code: str) -> tuple[int, ...]:
    """The numbers of a canonical code or section: Ⅰ-10 → (1, 10), 第1-1-(2) → (1, 1, 2)."""
    parts = re.findall(rf"[{ROMAN}]|[0-9]+", code)
    return tuple(ROMAN.index(part) + 1 if part in ROMAN else int(part) for part in parts)


class Numbering:
    """Which code of the records a path of numbers stands for. Without records: Roman sections with their items (Ⅰ-1)."""

    def __init__(self, codes: Sequence[str] = (), sections: Sequence[str] = ()) -> None:
        """*codes*, *sections*: canonical, in the order of the records."""
        self._by_path = {path_of(code): code for code in codes}
        self._under: dict[tuple[int, ...], list[str]] = {}
        for path, code in self._by_path.items():
            for length in range(len(path)):
                self._under.setdefault(path[:length], []).append(code)
        self._sections = {path_of(section)[0]: section for section in sections if path_of(section)}
        self.depth = max((len(path) for path in self._by_path), default=2)
        first = codes[0] if codes else "Ⅰ-1"
        self._roman = first[0] in ROMAN
        self._before = "第" if first[0] == "第" else ""
        self._most_in_roman = max((path[0] for path in self._by_path), default=0)

    def codes(self, path: tuple[int, ...]) -> tuple[str, ...]:
        """The code of *path*, or all codes under it; what the records do not have is written as they would write it."""
        if path in self._by_path:
            return (self._by_path[path],)
        return tuple(self._under.get(path, ())) or (
            self.section(path[0]) + "".join(f"-{number}" for number in path[1:]),
        )

    def section(self, number: int) -> str:
        """The section of that number, as the records write it."""
        if number in self._sections:
            return self._sections[number]
        return ROMAN[number - 1] if self._roman and number <= len(ROMAN) else f"{self._before}{number}"

    def can_be_section(self, number: int) -> bool:
        """Two digits are a section only where the records go that far: 10-1 is none of Ⅰ to Ⅲ."""
        return 1 <= number <= 9 or number <= self._most_in_roman  # noqa: PLR2004 - one digit


DEFAULT_NUMBERING = Numbering()


class CodeMention(NamedTuple):
    """Item codes read from a span. *codes* are canonical (Ⅰ-1), whether or not the records have them."""

    start: int
    end: int
    rule: str
    codes: tuple[str, ...]


class SectionMention(NamedTuple):
    """Sections named without an item: one, or those of a range (Ⅰ〜Ⅲ)."""

    start: int
    end: int
    sections: tuple[str, ...]


def find_item_codes(text: str, taken: list[bool], numbering: Numbering = DEFAULT_NUMBERING) -> tuple[CodeMention, ...]:
    """Every item code of folded *text* outside the spans already *taken* (years), left to right."""
    found: list[CodeMention] = []
    used = list(taken)
    text = masked(text, taken)  # a year that touches a code (R5Ⅰ-1, 1-10R5) is no part of it
    rules = (("deep", _DEEP), *_RULES) if numbering.depth > 2 else _RULES  # noqa: PLR2004 - section and item
    for rule, pattern in rules:
        for match in pattern.finditer(text):
            if any(used[match.start() : match.end()]):
                continue
            path = _path_written(match, rule)
            if path is None or not numbering.can_be_section(path[0]):
                continue
            mention = _with_range_or_list(text, match, path, used, rule, numbering)
            used[mention.start : mention.end] = [True] * (mention.end - mention.start)
            found.append(mention)
    return _join_ranges(text, sorted(found, key=lambda mention: mention.start), numbering)


def find_sections(text: str, taken: list[bool], numbering: Numbering = DEFAULT_NUMBERING) -> tuple[SectionMention, ...]:
    """Every section named by itself (Ⅱ全体, 大項目2) outside *taken*, and every range of them (Ⅰ〜Ⅲ, ⅠからⅢまで, Ⅰ〜3)."""
    found: list[tuple[int, int, range]] = []
    text = masked(text, taken)
    for match in _SECTION_ALONE.finditer(text):
        number = _read_section(match["roman"] or match["letters"] or match["n"] or match["one"])
        if number is None:
            continue
        before = found[-1] if found else None
        if before and before[2].start < number and _RANGE_OF_SECTIONS.fullmatch(text[before[1] : match.start()]):
            found[-1] = (before[0], match.end(), range(before[2].start, number + 1))
        elif match["roman"] and (last := _SECTION_RANGE_END.match(text, match.end())) and number < int(last["n"]):
            found.append((match.start(), last.end(), range(number, int(last["n"]) + 1)))
        else:
            found.append((match.start(), match.end(), range(number, number + 1)))
    return tuple(SectionMention(start, end, tuple(map(numbering.section, run))) for start, end, run in found)


def code_of(section: int, number: int) -> str:
    """The canonical code (1, 10 → Ⅰ-10)."""
    return f"{ROMAN[section - 1]}-{number}"


def _path_written(match: re.Match[str], rule: str) -> tuple[int, ...] | None:
    groups = match.groupdict()
    written = [groups["n"]] if rule != "deep" else [groups["item"], groups["n"] or groups["m"]]
    section, numbers = _read_section(groups["section"]), [_read_item_number(each) for each in written]
    if section is None or None in numbers:
        return None
    return (section, *(number for number in numbers if number is not None))


def _read_section(written: str) -> int | None:
    if set(written) <= _STROKES.keys():
        strokes = sum(_STROKES[each] for each in written)
        return strokes if strokes <= _MOST_STROKES else None
    if len(written) == 1 and written in ROMAN:
        return ROMAN.index(written) + 1
    return _LETTERS.get(written) or _KANA.get(written) or read_number(written) or None


def _read_item_number(written: str) -> int | None:
    if written in {"i", "l", "|"}:
        return 1
    if written in ROMAN:
        return ROMAN.index(written) + 1
    if written[0].isascii():
        return int(written.translate(_LIKE_DIGITS))
    return _KANA.get(written) or read_number(written.translate(_LIKE_KANJI))


def _with_range_or_list(
    text: str, match: re.Match[str], path: tuple[int, ...], used: list[bool], rule: str, numbering: Numbering
) -> CodeMention:
    before, number, end = path[:-1], path[-1], match.end()
    codes = list(numbering.codes(path))
    if (last := _RANGE_END.match(text, end)) and not any(used[end : last.end()]):
        last_number = _read_item_number(last["n"])
        if last_number and number < last_number <= number + _LONGEST_RUN:
            run = [code for each in range(number, last_number + 1) for code in numbering.codes((*before, each))]
            return CodeMention(match.start(), last.end(), rule + ", range", tuple(run))
    while (more := _LIST_END.match(text, end)) and not any(used[end : more.end()]):
        next_number = _read_item_number(more["n"])
        if next_number is None:
            break
        codes.extend(numbering.codes((*before, next_number)))
        end = more.end()
    return CodeMention(match.start(), end, rule, tuple(codes))


def _join_ranges(text: str, mentions: list[CodeMention], numbering: Numbering) -> tuple[CodeMention, ...]:
    joined: list[CodeMention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if (
            before
            and len(before.codes) == len(mention.codes) == 1
            and _RANGE_TO_CODE.fullmatch(text[before.end : mention.start])
        ):
            first, last = path_of(before.codes[0]), path_of(mention.codes[0])
            if first[:-1] == last[:-1] and first[-1] < last[-1] <= first[-1] + _LONGEST_RUN:
                run = range(first[-1], last[-1] + 1)
                codes = tuple(code for each in run for code in numbering.codes((*first[:-1], each)))
                joined[-1] = CodeMention(before.start, mention.end, "range of codes", codes)
                continue
        joined.append(mention)
    return tuple(joined)
