"""In which shape the answer is wanted: items, years, how many times, section beside section."""

import re
from typing import NamedTuple

from bot.conditions.read import Reading, Unread
from bot.conditions.steps import asks_steps
from bot.question import Question
from bot.text.compiled import compiled

_WHICH_YEARS = compiled(r"の(?:は|が|って)[?。]?$")
_PAIR = 2
_MANY = frozenset({"superlative", "many", "few", "most", "least"})


class Asked(NamedTuple):
    """*shape*: items, years, times, total, ranked, years share, moved, sections, by year, steps, longest, unrated, or plain: what other kinds of question answer.

    *extreme*: most, least, none, or "".
    """

    shape: str
    extreme: str = ""


def asked_for(reading: Reading, question: Question) -> Asked:  # noqa: C901, PLR0912 - one case a shape, in their order
    """What the words and the items named ask for. Raises Unread."""
    kinds = {word.kind for word in reading.shapes}
    extreme = "most" if kinds & {"many", "most"} else "least" if kinds & {"few", "least"} else ""
    letters = any(clause.letters for clause in reading.clauses)
    one = len(question.items) == 1
    if "unrated" in kinds and not reading.clauses:
        return Asked("unrated")
    moved = len(reading.clauses) == 1 and reading.clauses[0].move in {"up", "down", "change"}
    most = kinds & {"superlative", "most"}
    largest = most and (kinds & {"many", "large", "most"} or reading.clauses[0].move == "change") if moved else False
    if moved and ("how often" in kinds or largest):
        return Asked("moved", extreme or ("most" if kinds & {"large", "superlative"} else ""))
    if asks_steps(reading, question, kinds):
        return Asked("steps")
    if "ranking" in kinds and not letters:
        order = next(word.text for word in reading.shapes if word.kind == "ranking")
        rated = "rating" in kinds or order.startswith("評")
        return Asked(
            "ranked" if rated and not reading.clauses else "plain",
            "least" if re.match("(?:評定の)?[悪低]", order) else "most",
        )
    if "share" in kinds and letters and kinds & {"year", "when"} and (extreme or "superlative" in kinds):
        return Asked("years share", extreme or "most")
    if sections := _of_sections(kinds, question, reading, extreme):
        return sections
    if "sum" in kinds and letters and len(reading.clauses) == 1:
        return Asked("times" if one else "total")
    counted = sum(word.kind == "count" for word in reading.shapes)
    if counted > 1:
        return Asked("plain")  # Aの数とBの数
    if _letters_beside(reading, kinds):
        if extreme:
            return Asked("letters", extreme)
        if which := [word.text for word in reading.shapes if word.text in {"どっち", "どちら"} and not one]:
            raise Unread(which[0])  # AとBどっち？ of no item
    if not reading.clauses or kinds & {"beside", "each"} or ("number" in kinds and not kinds & {"year", "when"}):
        return Asked("plain")
    if len(question.items) == _PAIR and not any(c.refs or c.letters or c.move for c in reading.clauses):
        years = kinds & {"year", "when"} or reading.clauses[0].relation == "same"
        return Asked("years" if years else "plain")
    named = {term for clause in reading.clauses for ref in clause.refs for term in ref.terms}
    if (
        len(question.items) == _PAIR
        and len(named) == 1
        and all(c.relation in {"same", "differ"} and not c.letters for c in reading.clauses)
    ):
        return Asked("plain")  # Ⅱ-1のR3とⅢ-4のR3は同じ？
    if "by year" in kinds:
        return Asked("by year" if letters else "plain")
    if "run length" in kinds:
        return Asked("longest" if letters else "plain")
    if kinds & {"by item", "ranking"} and letters:
        return Asked("times", extreme)
    if kinds & {"year", "when"}:
        return Asked("plain" if kinds & _MANY else "years")
    if len(question.items) > 1 and letters and (extreme or "how often" in kinds):
        return Asked("times", extreme)
    if kinds & _MANY:
        return Asked("plain")
    if one and _of_years(reading, question, kinds):
        return Asked("years")
    return Asked("times" if "how often" in kinds and letters else "items")


def _letters_beside(reading: Reading, kinds: set[str]) -> bool:
    """R5はAとBどっちが多い？: letter beside letter, of one year."""
    if len(reading.clauses) != 1 or kinds & {"year", "when", "item", "section"}:
        return False
    clause = reading.clauses[0]
    return len(clause.letters) > 1 and len({term for ref in clause.refs for term in ref.terms}) <= 1


def _of_sections(kinds: set[str], question: Question, reading: Reading, extreme: str) -> Asked | None:
    named = len(question.sections) > 1
    letters = any(clause.letters for clause in reading.clauses)
    beside = extreme or kinds & {"count", "beside", "share"}
    if "by section" in kinds or (named and beside and (letters or kinds & {"rating", "beside"})):
        return Asked("sections", extreme)
    if "section" not in kinds or not letters:
        return None
    nothing = any(clause.negated or (clause.count and not clause.count.number) for clause in reading.clauses)
    return Asked("sections", extreme or ("none" if nothing or "zero" in kinds else ""))


def _of_years(reading: Reading, question: Question, kinds: set[str]) -> bool:
    """Whether the years of one item lead: Ⅰ-1がAだったのは, Ⅰ-1はAを取ったことがある？, Ⅰ-1はA何回？."""
    if len(reading.clauses) > 1 or not reading.clauses[0].letters or reading.clauses[0].move:
        return False
    clause = reading.clauses[0]
    if clause.first or clause.last or "how often" in kinds:
        return True
    if clause.count is not None or clause.row or clause.span or clause.only:
        return False
    several = not clause.refs or len(clause.refs[0].terms) > 1
    return several and bool(clause.ever or _WHICH_YEARS.search(question.text_folded))
