"""What a question asks of ratings: conditions on the letters of terms, and in which shape the answer is wanted.

A term is a fiscal year, or None for the prospective rating. Conditions are values; `holds` says whether one is met by given
letters, `terms_of` which letters it needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import groupby, pairwise
from typing import NamedTuple, TypeAlias

Term: TypeAlias = int | None
Given: TypeAlias = Mapping[Term, str]


class Often(StrEnum):
    """In how many of the terms: all, any, none, exactly n, at least n, at most n, n or more in a row."""

    ALL = "all"
    ANY = "any"
    NEVER = "never"
    EXACTLY = "exactly"
    LEAST = "least"
    MOST = "most"
    ROW = "row"


class Count(NamedTuple):
    """A quantifier with its number, where it has one."""

    often: Often
    number: int = 0

    def fits(self, found: Sequence[bool]) -> bool:
        """Whether so many of the terms, in their order, are as wanted."""
        match self.often:
            case Often.ALL:
                return all(found)
            case Often.ANY:
                return any(found)
            case Often.NEVER:
                return not any(found)
            case Often.EXACTLY:
                return sum(found) == self.number
            case Often.LEAST:
                return sum(found) >= self.number
            case Often.MOST:
                return sum(found) <= self.number
        return longest_run(found) >= self.number


class Letters(NamedTuple):
    """The letters of *terms* are among *wanted*, as often as *times* says, and none of *others* is.

    *said*: A, A でない; *apart*: why none of the others: only, first, last.
    """

    terms: tuple[Term, ...]
    wanted: frozenset[str]
    said: str
    times: Count = Count(Often.ALL)
    others: tuple[Term, ...] = ()
    apart: str = ""


class Moves(NamedTuple):
    """From one year to the next the rating went *way* (up, down, change), as often as *times* says.

    *old*, *new*: from and to which letters, any where empty; *levels*: by so many or more.
    """

    years: tuple[int, ...]
    way: str
    times: Count
    old: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()
    levels: int = 1


class Compared(NamedTuple):
    """The rating of *one* is *relation* (higher, lower, same, different, not higher, not lower) than that of *other*.

    *moved*: said as a movement from *other* to *one*. *old*, *new*: the letters of other and one, any where empty.
    """

    one: Term
    other: Term
    relation: str
    moved: bool = False
    old: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()
    levels: int = 1


class Same(NamedTuple):
    """All *terms* have one letter, or (*same* False) they have not."""

    terms: tuple[Term, ...]
    same: bool = True


class Then(NamedTuple):
    """The movements happened one after the other, each over *years* (一度下がってまた上がった)."""

    years: tuple[int, ...]
    ways: tuple[str, ...]


class Path(NamedTuple):
    """The ratings went through *letters*, one after the other, whatever number of years each lasted (A→B→A)."""

    years: tuple[int, ...]
    letters: tuple[str, ...]


class Both(NamedTuple):
    """All of the parts hold."""

    parts: tuple[Condition, ...]


class Either(NamedTuple):
    """At least one of the parts holds."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = "Letters | Moves | Compared | Same | Then | Path | Both | Either"


def longest_run(found: Sequence[bool]) -> int:
    """The length of the longest run of True."""
    best = run = 0
    for each in found:
        run = run + 1 if each else 0
        best = max(best, run)
    return best


def terms_of(condition: Condition) -> tuple[Term, ...]:
    """The terms whose letters decide, years ascending, the prospective one last."""
    terms = set(_terms(condition))
    return (*sorted(term for term in terms if term is not None), *((None,) if None in terms else ()))


def _terms(condition: Condition) -> tuple[Term, ...]:
    match condition:
        case Letters(terms=terms, others=others):
            return (*terms, *others)
        case Moves(years=years) | Then(years=years) | Path(years=years):
            return years
        case Compared(one=one, other=other):
            return (one, other)
        case Same(terms=terms):
            return terms
        case Both(parts=parts) | Either(parts=parts):
            return tuple(term for part in parts for term in _terms(part))


def holds(condition: Condition, given: Given, scale: Sequence[str]) -> bool:  # noqa: C901 - one case a condition
    """Whether the letters *given* meet the condition. *scale*: letters, the best first."""
    match condition:
        case Letters(terms=terms, wanted=wanted, times=times, others=others):
            return times.fits([given[term] in wanted for term in terms]) and not any(
                given[term] in wanted for term in others
            )
        case Moves(years=years, way=way, times=times):
            steps = [(given[one], given[two]) for one, two in pairwise(years)]
            fitting = [
                _went(old, new, way, condition.levels, scale) and _from_to(condition, old, new) for old, new in steps
            ]
            return times.fits(fitting)
        case Compared(one=one, other=other, relation=relation):
            return _from_to(condition, given[other], given[one]) and _is_so(
                given[one], given[other], relation, condition.levels, scale
            )
        case Same(terms=terms, same=same):
            return (len({given[term] for term in terms}) == 1) is same
        case Then(years=years, ways=ways):
            wanted_ways = list(ways)
            for one, two in pairwise(years):
                if wanted_ways and _went(given[one], given[two], wanted_ways[0], 1, scale):
                    wanted_ways.pop(0)
            return not wanted_ways
        case Path(years=years, letters=letters):
            passed = [letter for letter, _ in groupby(given[year] for year in years)]
            length = len(letters)
            return any(tuple(passed[at : at + length]) == letters for at in range(len(passed) - length + 1))
        case Both(parts=parts):
            return all(holds(part, given, scale) for part in parts)
        case Either(parts=parts):
            return any(holds(part, given, scale) for part in parts)


def steps_of(condition: Moves, given: Given, scale: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """The steps, as pairs of years, that are as the condition says."""
    return tuple(
        (one, two)
        for one, two in pairwise(condition.years)
        if _went(given[one], given[two], condition.way, condition.levels, scale)
        and _from_to(condition, given[one], given[two])
    )


def _from_to(condition: Moves | Compared, old: str, new: str) -> bool:
    return (not condition.old or old in condition.old) and (not condition.new or new in condition.new)


def _went(old: str, new: str, way: str, levels: int, scale: Sequence[str]) -> bool:
    better = scale.index(old) - scale.index(new)
    return better >= levels if way == "up" else -better >= levels if way == "down" else abs(better) >= levels


def _is_so(one: str, other: str, relation: str, levels: int, scale: Sequence[str]) -> bool:
    better = scale.index(other) - scale.index(one)
    match relation:
        case "higher":
            return better >= levels
        case "lower":
            return -better >= levels
        case "same":
            return better == 0
        case "different":
            return abs(better) >= levels
        case "not higher":
            return better <= 0
        case "any":
            return True
    return better >= 0
