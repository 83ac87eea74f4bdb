"""Words that change what is asked (以外, のうち, 差, 何倍, 平均, 一番 …) → which of them an answer did not heed.

The first line alone answers a question, so it shows what was heeded: a mean is called one, a difference too. The words and
what shows them are a table, with the kinds of question whose answers heed them always; what stands in a name
(最大日数, 解除) is no such word.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from bot.answer import Answer
from bot.question import Question
from bot.text.compiled import compiled
from bot.text.fiscal_year import YearMention
from bot.text.numbers import NUMERAL
from bot.text.table import read_table
from bot.wording.phrases import short_year, year_name

# slots of the table: a number, a letter, a few characters, the end
_SLOTS = {"{n}": NUMERAL, "{l}": "[sabcd]", "{g}": r"[^、。?\0]{0,6}?", "{e}": r"(?=[?。]|$)"}
# 免許証じゃない方の一体化
_NOT_THE_ONE = frozenset({"じゃない", "ではない"})
NEGATING = frozenset({"exclusion", "negation"})
# what picks some of the items that are named
CHOOSING = frozenset({"most", "least", "rank", "larger", "which", "part"})
# AでないB, A以外: the letter that is ruled out
_RULED_OUT = compiled(r"(?<![a-z0-9])([sabcd])(?:評価|評定)?[^、。a-z]{0,8}$")
# what the difference is of: ⅠとⅡの|差, 最大と最小の|差; 中途採用は派遣の|何倍
_PAIR = compiled(r"[^、。?](?P<other>と[^。?]{1,24})$")
_MEASURE = compiled(r"[はが](?P<other>[^、。?はが]{2,24})の$")
_OF_A_PAIR = compiled(r"差|違|同じ|異な|ほうが|方が|の ?約?[0-9.,]+倍")
# kinds of question that are answered with what the document says, in which words show nothing either
_QUOTING = frozenset({"rationale", "goals", "achievements", "results", "viewpoints", "issues", "self_evaluation"})
_QUOTED = compiled(r"「.*」")
CODE = compiled(r"[Ⅰ-Ⅻ]-[0-9]+|第?[0-9]+-[0-9]+")
# two values beside one another let the reader see it; the change of each over the years does not
_BETWEEN = frozenset({"difference", "larger"})
_ORDERED = frozenset({"most", "least", "rank"})
_FIGURES = frozenset({"indicator", "staff"})
_OWN_CHANGE = compiled(r"→|増え|減っ|上が|下が|最大|最小")
# what says more than a number, and not more than in a year
_LIMITS = frozenset({"超え", "上回", "下回", "以上", "以下", "未満"})
# 「10人の項目は」
_EXACT = compiled(r"[0-9][^0-9、。以超未]{0,3}の(?:項目|年度)")
# 応答率は令和4年度に|いくら, 人員は|いくら
_MEASURED = compiled(r"(?:[率数員]|平均|最大)(?:は|って|が)?[^、。?]{0,10}$")
_FEW = 2
_MOST = 20  # in one clause
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
    """*kinds*: of the groups of *pattern*; "" where a word is no operator."""

    kinds: tuple[str, ...]
    pattern: re.Pattern[str]
    rows: dict[str, _Row]


def find_operators(masked: str) -> tuple[Operator, ...]:
    """The operators of a folded clause in which the names are masked, left to right."""
    table = _table()
    found = (
        (table.kinds[(match.lastindex or 0) - 1], match) for match in islice(table.pattern.finditer(masked), _MOST)
    )
    return tuple(Operator(kind, match.start(), match.end()) for kind, match in found if kind)


def is_half(operator: Operator, answer: Answer, question: Question) -> bool:
    """Whether what is there without it lets a reader see what was asked: parts without their sum, a series unsorted."""
    plain = not _OWN_CHANGE.search(without_names(answer))
    series = answer.topic in _FIGURES and not question.years.asked
    beside = (operator.kind in _BETWEEN) or (operator.kind in _ORDERED and series)
    return (beside and plain) or _table().rows[operator.kind].then == "note"


class _Case(NamedTuple):
    """An operator, and the answer that may have heeded it. *first*: its first line without names; *shows*: words that show it."""

    operator: Operator
    answer: Answer
    question: Question
    first: str
    shows: tuple[str, ...]

    def before(self) -> str:
        return self.question.text_folded[: self.operator.start]

    def word(self) -> str:
        return self.question.text_folded[self.operator.start : self.operator.end]

    def shown(self) -> bool:
        return any(each in self.first for each in self.shows)


def is_heeded(operator: Operator, answer: Answer, question: Question) -> bool:
    """Whether *answer* heeded the operator: it says so, its kind of question always does, or its first line shows it."""
    row = _table().rows[operator.kind]
    if operator.kind in answer.heeded or answer.topic in row.topics:
        return True
    case = _Case(operator, answer, question, without_names(answer), row.shows)
    return _ALSO_SEEN.get(operator.kind, _Case.shown)(case)


def _compares(case: _Case) -> bool:
    """The difference of two things is no change of each over the years."""
    # the annual rating against the prospective one is told in its own words
    of_evaluations = case.answer.topic == "changes" and len(case.answer.evaluations) > 1
    if of_evaluations or not _is_of_a_pair(case.before(), case.question.mentions):
        return case.shown()
    return case.answer.topic == "comparison" or _OF_A_PAIR.search(case.first) is not None


def _exceeds(case: _Case) -> bool:
    """「令和5年度（30人）を上回る」, where R5より多い is asked: not 5 of R5 taken for a number."""
    if case.question.follow_up and len(case.answer.items) > 1 and case.word().endswith("比べ"):
        return True  # Ⅰ-2と比べて, of what the thread is about: one stands beside the other
    if case.answer.topic == "changes" and case.question.sections and case.word().endswith("比べ"):
        return False  # Ⅰと比べてⅢは: section beside section, not year beside year
    if not case.before().endswith(_named_years(case.question)):
        return case.shown()
    named = (year for each in case.question.mentions for year in each.years)
    years = (name for year in named for name in (year_name(year), f"{short_year(year)}→"))
    return any(each in case.first for each in (*years, *(each for each in case.shows if each not in _LIMITS)))


def _leaves_out(case: _Case) -> bool:
    if letter := _RULED_OUT.search(case.before()):
        given = {fact.value for fact in case.answer.facts if fact.kind == "rating"}
        return case.shown() or letter[1].upper() not in given
    of_items = case.operator.kind == "exclusion" or case.word() in _NOT_THE_ONE
    if of_items and case.question.excluded and case.answer.topic != "indicator":
        return not set(case.question.excluded) & set(case.answer.items)
    # which years were left out is seen in those of the answer
    return case.shown() or (
        case.operator.kind == "exclusion"
        and bool(case.answer.fiscal_years)
        and _is_of_years(case.operator, case.question)
    )


def _leaves_a_part(case: _Case) -> bool:
    """ⅠのうちⅠ-1を除く: a section without some of its items."""
    question = case.question
    return case.shown() or bool(question.excluded and question.sections and not question.indicators)


def _is_exact(case: _Case) -> bool:
    return case.shown() or _EXACT.search(case.first) is not None


def _names_each(case: _Case) -> bool:
    years = case.answer.fiscal_years
    each_year = len(years) > _FEW and all(year_name(year) in case.first for year in years)
    items = case.question.items if case.operator.kind == "all" else ()
    return case.shown() or each_year or (len(items) > 1 and all(code in case.answer.first for code in items))


def _is_in_a_name(case: _Case) -> bool:
    """平均の方: the name of the indicator that is answered."""
    labels = [fact.label or "" for fact in case.answer.facts] if case.answer.topic == "indicator" else []
    return case.shown() or any(case.word() in label.split("（")[0] for label in labels)


def _is_done(case: _Case) -> bool:
    """いつできた asks for what was done, not for what was planned."""
    return "予定" not in case.first


def _counts_the_letter(case: _Case) -> bool:
    return re.search(rf"{case.word()[0].upper()}(?: [がはのだか]|・)", case.first) is not None


def _tells_how_much(case: _Case) -> bool:
    """応答率はいくら asks for the rate; of what has no number of its own, いくら asks for money."""
    return case.shown() or _MEASURED.search(case.before()) is not None


def _picks_no_year(case: _Case) -> bool:
    """一番多かった年度の, of one figure alone; with another it says of which year that is asked."""
    question = case.question
    return len(question.indicators) < _FEW and not (question.indicators and (question.items or question.letters))


# kinds that are seen in more than words of the first line
_ALSO_SEEN: dict[str, Callable[[_Case], bool]] = {
    "difference": _compares, "ratio": _compares, "differs": _compares, "compared": _exceeds,
    "exclusion": _leaves_out, "negation": _leaves_out, "exactly": _is_exact, "every": _names_each, "all": _names_each,
    "mean": _is_in_a_name, "most": _is_in_a_name, "least": _is_in_a_name, "done": _is_done,
    "part": _leaves_a_part, "so many of a letter": _counts_the_letter, "year of another": _picks_no_year,
    "money": _tells_how_much,
}  # fmt: skip


def without_names(answer: Answer) -> str:
    """The first line without the names of indicators and the codes of items, in which words and numbers show nothing."""
    first = answer.first
    for label in dict.fromkeys(fact.label for fact in answer.facts if fact.kind == "indicator" and fact.label):
        of_a_part = "うち" in label or "以外" in label  # which is what was asked for
        first = first.replace(label.split("（")[0] if of_a_part else label, "").replace(label.split("（")[0], "")
    if answer.topic in _QUOTING:
        first = _QUOTED.sub("", first)
    return CODE.sub("", first)


def _is_of_years(operator: Operator, question: Question) -> bool:
    excepted = any(each.excepted and each.start < operator.start < each.end for each in question.mentions)
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
    words = [(word, "") for *_, unless in rows for word in unless.split()]
    words += [(word, kind) for kind, asks, *_ in rows for word in asks.split()]
    # by what they begin with: where none begins, none need be tried
    by_first: dict[str, list[tuple[str, str]]] = {}
    for word, kind in words:
        slot = next((each for each in _SLOTS if word.startswith(each)), word[0])
        by_first.setdefault(slot, []).append((word.removeprefix(slot), kind))
    ordered = tuple(kind for group in by_first.values() for _, kind in group)
    branches = (
        f"{_pattern(first)}(?:{'|'.join(f'({_pattern(rest)})' for rest, _ in group)})"
        for first, group in by_first.items()
    )
    return _Table(
        kinds=ordered,
        pattern=compiled("|".join(branches)),
        rows={
            kind: _Row(tuple(shows.split()), frozenset(topics.split()), then)
            for kind, _, shows, topics, then, _ in rows
        },
    )


def _pattern(word: str) -> str:
    if word.isalnum():  # as nearly all are: a slot has braces
        return word
    pattern = re.escape(word)
    for slot, filled in _SLOTS.items():
        pattern = pattern.replace(re.escape(slot), filled)
    return pattern
