"""Conditions over the statements of the records, three-valued: yes, no, or it depends on which place is right.

A rating on which places disagree is tried with each letter that a place states. A rating that no place states is not guessed:
the condition must come out the same whatever it would be, else the item is set apart.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import NamedTuple

from bot.conditions.query import Condition, Given, Term, holds, terms_of
from bot.topics.rating import final_of
from records.lookups import Records
from records.model import Rating

# so many unstated ratings are tried with every letter; with more of them nothing is sure
_MOST_UNSTATED = 2


class Verdict(NamedTuple):
    """Items by how the condition comes out. *given*: the letters with which an item of *sure* meets it, one mapping a reading."""

    sure: Mapping[str, tuple[Given, ...]]
    depends: tuple[str, ...]
    unstated: tuple[str, ...]


def statements_of(records: Records, code: str | None, term: Term) -> tuple[Rating, ...]:
    """What places state of one item and term; of the overall rating where *code* is None."""
    return records.ratings_of(code, "prospective") if term is None else records.ratings_of(code, "annual", term)


def stated_letters(records: Records, code: str, term: Term) -> tuple[str, ...]:
    """The letters that places state, each once, in their order; the ministers' stand for the rating."""
    return tuple(dict.fromkeys(each.rating for each in final_of(statements_of(records, code, term))))


def readings(records: Records, code: str, terms: Sequence[Term]) -> tuple[Given, ...]:
    """Every way to read the ratings of the terms; none when too many are unstated."""
    letters = [stated_letters(records, code, term) for term in terms]
    if sum(not each for each in letters) > _MOST_UNSTATED:
        return ()
    return tuple(
        dict(zip(terms, chosen, strict=True)) for chosen in product(*(each or records.scale for each in letters))
    )


def judge(condition: Condition, items: Sequence[str], records: Records) -> Verdict:
    """The condition on each of the items."""
    terms = terms_of(condition)
    sure: dict[str, tuple[Given, ...]] = {}
    depends: list[str] = []
    unstated: list[str] = []
    for code in items:
        ways = readings(records, code, terms)
        holding = tuple(given for given in ways if holds(condition, given, records.scale))
        if not ways:
            unstated.append(code)
        elif len(holding) == len(ways):
            sure[code] = holding
        elif holding:
            missing = any(not stated_letters(records, code, term) for term in terms)
            (unstated if missing else depends).append(code)
    return Verdict(sure, tuple(depends), tuple(unstated))
