"""Words that change what is asked (以外, のうち, 差, 何倍, 平均, 一番 …) → which of them an answer did not heed.

The first line alone answers a question, so it shows what was heeded: a mean is called one, a difference too. The words and
what shows them are a table, with the kinds of question whose answers heed them always; what stands in a name
(最大日数, 解除) is no such word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from bot.answer import Answer
from bot.phrases import year_name
from bot.question import Question
from bot.text.compiled import compiled
from bot.text.fiscal_year import YearMention
from bot.text.numbers import NUMERAL
from bot.text.table import read_table

# slots of the table: pattern, and the characters that it begins with
_SLOTS = {"{n}": (NUMERAL, "0-9一二三四五六七八九十"), "{l}": ("[sabcd]", "sabcd")}
NEGATING = frozenset({"exclusion", "negation"})
# AでないB, A以外: the letter that is ruled out
_RULED_OUT = compiled(r"(?<![a-z0-9])([sabcd])(?:評価|評定)?[^、。a-z]{0,8}$")
# what the difference is of: ⅠとⅡの|差, 最大と最小の|差; 中途採用は派遣の|何倍
_PAIR = compiled(r"[^、。?](?P<other>と[^。?]{1,24})$")
_MEASURE = compiled(r"[はが](?P<other>[^、。?はが]{2,24})の$")
_OF_A_PAIR = compiled(r"差|違|同じ|異な|ほうが|方が|の[0-9.,]+倍")
CODE = compiled(r"[Ⅰ-Ⅻ]-[0-9]+|第?[0-9]+-[0-9]+")
# two values beside one another let the reader see it; the change of each over the years does not
_BETWEEN = frozenset({"difference", "larger"})
_ORDERED = frozenset({"most", "least", "rank"})
_FIGURES = frozenset({"indicator", "staff"})
_OWN_CHANGE = compiled(r"→|増え|減っ|上が|下が|最大|最小")
# what says more than a number, and not more than in a year
_LIMITS = frozenset({"超え", "上回", "下回", "以上", "以下", "未満"})
_FEW = 2
_AFTER_A_YEAR = 4  # 年度の, and what joins it


class Operator(NamedTuple):
    """A word that changes what is asked. *start*, *end*: its span in the folded clause."""

    kind: str
    start: int
    end: int


class _Row(NamedTuple):
    shows: tuple[str, ...]
    topics: frozenset[str]
    then: str


class _Table(NamedTuple):
    kinds: tuple[str, ...]
    pattern: re.Pattern[str]
    rows: dict[str, _Row]


def find_operators(masked: str) -> tuple[Operator, ...]:
    """The operators of a folded clause in which the names are masked, left to right."""
    kinds = _table().kinds
    return tuple(
        Operator(kinds[match.lastindex - 1], match.start(), match.end())
        for match in _table().pattern.finditer(masked)
        if match.lastindex
    )


def is_half(operator: Operator, answer: Answer, question: Question) -> bool:
    """Whether what is there without it lets a reader see what was asked: parts without their sum, a series unsorted."""
    plain = not _OWN_CHANGE.search(without_names(answer))
    series = answer.topic in _FIGURES and not question.years.asked
    beside = (operator.kind in _BETWEEN) or (operator.kind in _ORDERED and series)
    return (beside and plain) or _table().rows[operator.kind].then == "note"


def is_heeded(operator: Operator, answer: Answer, question: Question) -> bool:
    """Whether *answer* heeded the operator: it says so, its kind of question always does, or its first line shows it."""
    row = _table().rows[operator.kind]
    if operator.kind in answer.heeded or answer.topic in row.topics:
        return True
    text, labels = question.text_folded, [fact.label or "" for fact in answer.facts if fact.kind == "indicator"]
    before, word = text[: operator.start], text[operator.start : operator.end]
    first = without_names(answer)
    shown = any(each in first for each in row.shows)
    match operator.kind:
        case "difference" | "ratio" | "differs" if _is_of_a_pair(before, question.mentions) and not _is_of_evaluations(
            answer
        ):
            return answer.topic == "comparison" or _OF_A_PAIR.search(first) is not None
        case "compared" if before.endswith(_named_years(question)):
            return any(each in first for each in row.shows if each not in _LIMITS)
        case "exclusion" | "negation" if letter := _RULED_OUT.search(before):
            given = {fact.value for fact in answer.facts if fact.kind == "rating"}
            return shown or letter[1].upper() not in given
        case "exclusion" if question.excluded:
            return not set(question.excluded) & set(answer.items)
        case "exclusion" if _is_of_years(operator, question):
            return True  # which years were left out is seen in those of the answer
        case "every" | "all" if len(answer.fiscal_years) > _FEW:
            return shown or all(year_name(year) in first for year in answer.fiscal_years)
        case "all" if len(question.items) > 1:
            return shown or all(code in answer.first for code in question.items)
        case "mean" | "most" | "least" if answer.topic == "indicator" and any(word in label for label in labels):
            return True  # 平均の方: the name of the indicator
    return shown


def without_names(answer: Answer) -> str:
    """The first line without the names of indicators and the codes of items, in which words and numbers show nothing."""
    first = answer.first
    for label in dict.fromkeys(fact.label for fact in answer.facts if fact.kind == "indicator" and fact.label):
        first = first.replace(label.split("（")[0], "")
    return CODE.sub("", first)


def _is_of_evaluations(answer: Answer) -> bool:
    """Whether the annual rating and the prospective one are compared, which the first line tells in its own words."""
    return answer.topic == "changes" and len(answer.evaluations) > 1


def _is_of_years(operator: Operator, question: Question) -> bool:
    excepted = any(each.kind == "except" and each.start < operator.start < each.end for each in question.mentions)
    return excepted or question.text_folded.endswith(_named_years(question), 0, operator.start)


def _named_years(question: Question) -> tuple[str, ...]:
    named = (question.text_folded[each.start : each.end] for each in question.mentions if each.kind == "years")
    return tuple(year + more for year in named for more in ("", "年度"))


def _is_of_a_pair(before: str, mentions: Sequence[YearMention]) -> bool:
    """Whether the word is about two things, rather than one thing in two years (R5とR6の差)."""
    pair = _PAIR.search(before) or _MEASURE.search(before)
    if not pair:
        return False
    at = pair.start("other")
    return not any(year.start <= at <= year.end + _AFTER_A_YEAR for year in mentions)


@cache
def _table() -> _Table:
    rows = read_table("operators", "kind", "asks", "shows", "topics", "then", "unless")
    nothing = "|".join(_pattern(word) for *_, unless in rows for word in unless.split())
    asked = (f"({'|'.join(map(_pattern, asks.split()))})" for _, asks, *_ in rows)
    # where none begins, the long alternation need not be tried
    begins = {
        _SLOTS.get(word[:3], (word[0],) * 2)[1]
        for _, asks, _, _, _, unless in rows
        for word in (asks + " " + unless).split()
    }
    return _Table(
        kinds=tuple(kind for kind, *_ in rows),
        pattern=compiled(f"(?=[{''.join(sorted(begins))}])(?:{nothing}|{'|'.join(asked)})"),
        rows={
            kind: _Row(tuple(shows.split()), frozenset(topics.split()), then)
            for kind, _, shows, topics, then, _ in rows
        },
    )


def _pattern(word: str) -> str:
    pattern = re.escape(word)
    for slot, (filled, _) in _SLOTS.items():
        pattern = pattern.replace(re.escape(slot), filled)
    return pattern
