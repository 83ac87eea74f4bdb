"""Conditions on ratings against an oracle: the same conditions judged straight from ratings.csv, in several wordings each.

The oracle knows nothing of the bot: it reads the table, tries a disputed rating with each letter that a place states, and
says for which items a condition surely holds and for which that depends on which place is right.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise, permutations, product
from typing import NamedTuple

import pytest

from bot.answer import Answer, Status
from bot.ask import Desk
from tests.corpus.cases import ROOT

_FOLDER = ROOT / "records" / "data" / "jlis-2024"
YEARS = (2021, 2022, 2023, 2024)
# the prospective rating beside the years
PROSPECTIVE = 0
World = Mapping[int, str]
Holds = Callable[[World], bool]


class Asked(NamedTuple):
    """A condition, its wordings (Japanese without the items asked for), and what the first line must name."""

    holds: Holds
    says: tuple[str, ...]
    names: tuple[str, ...]


def _worlds() -> dict[str, list[dict[int, str]]]:
    stated: dict[str, dict[int, dict[str, None]]] = {}
    with (_FOLDER / "ratings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["item"]:
                term = int(row["fiscal_year"]) if row["evaluation"] == "annual" else PROSPECTIVE
                stated.setdefault(row["item"], {}).setdefault(term, {})[row["rating"]] = None
    return {
        item: [dict(zip(terms, chosen, strict=True)) for chosen in product(*terms.values())]
        for item, terms in stated.items()
    }


WORLDS = _worlds()
_RANK = "SABCD"


def _name(year: int) -> str:
    return f"令和{year - 2018}年度"


def _short(year: int) -> str:
    return f"R{year - 2018}"


def judge(holds: Holds, items: Sequence[str]) -> tuple[set[str], set[str]]:
    """The items for which it surely holds, and those for which that depends on which place is right."""
    sure, depends = set(), set()
    for item in items:
        outcomes = {holds(world) for world in WORLDS[item]}
        (sure if outcomes == {True} else depends if True in outcomes else set()).add(item)
    return sure, depends


def _times(letter: str, years: Sequence[int]) -> Callable[[World], int]:
    return lambda world: sum(world[year] == letter for year in years)


def _moves(world: World, way: str, years: Sequence[int] = YEARS) -> list[bool]:
    steps = [(_RANK.index(world[one]), _RANK.index(world[two])) for one, two in pairwise(years)]
    return [old > new if way == "up" else old < new if way == "down" else old != new for old, new in steps]


def _longest(found: Sequence[bool]) -> int:
    return max((len(run) for run in "".join("x" if each else " " for each in found).split()), default=0)


def one_year() -> Iterator[Asked]:
    """A letter in one year, or not."""
    for year, letter in product(YEARS, "AB"):
        y, short = _name(year), _short(year)
        yield Asked(
            lambda world, year=year, letter=letter: world[year] == letter,
            (f"{short}に{letter}の項目", f"{y}が{letter}だった項目は？", f"{short} {letter}評価の項目"),
            (y, letter),
        )
        yield Asked(
            lambda world, year=year, letter=letter: world[year] != letter,
            (
                f"{short}が{letter}でない項目",
                f"{y}に{letter}を取れなかった項目は？",
                f"{short}に{letter}以外の項目",
                f"{short}が{letter}じゃなかった項目はどれ",
            ),
            (y,),
        )


def two_years() -> Iterator[Asked]:
    """Two years: both, either, neither, the same, not the same."""
    for (one, two), old, new in product(permutations(YEARS, 2), "AB", "AB"):
        names = (_name(one), _name(two), old, new) if old != new else (old,)
        yield Asked(
            lambda world, one=one, two=two, old=old, new=new: world[one] == old and world[two] == new,
            (
                f"{_short(one)}が{old}で{_short(two)}が{new}の項目",
                f"{_name(one)}は{old}だったが、{_name(two)}は{new}の項目は？",
                f"{_short(one)}に{old}の項目のうち{_short(two)}が{new}なのは",
            ),
            names,
        )
    for (one, two), letter in product(combinations(YEARS, 2), "AB"):
        yield Asked(
            lambda world, one=one, two=two, letter=letter: letter in {world[one], world[two]},
            (
                f"{_short(one)}が{letter}または{_short(two)}が{letter}の項目",
                f"{_short(one)}か{_short(two)}のいずれかで{letter}の項目",
                f"{_name(one)}と{_name(two)}のどちらかで{letter}だった項目",
            ),
            (letter,),
        )
        yield Asked(
            lambda world, one=one, two=two, letter=letter: world[one] == world[two] == letter,
            (
                f"{_short(one)}と{_short(two)}の両方で{letter}の項目",
                f"{_short(one)}も{_short(two)}も{letter}の項目",
                f"{_name(one)}と{_name(two)}がともに{letter}だった項目",
            ),
            (letter,),
        )
        yield Asked(
            lambda world, one=one, two=two, letter=letter: letter not in {world[one], world[two]},
            (
                f"{_short(one)}も{_short(two)}も{letter}でない項目",
                f"{_short(one)}と{_short(two)}に一度も{letter}でない項目",
            ),
            (letter,),
        )
    for one, two in combinations(YEARS, 2):
        yield Asked(
            lambda world, one=one, two=two: world[one] == world[two],
            (f"{_short(one)}と{_short(two)}で評定が同じ項目", f"{_name(one)}と{_name(two)}の評定が変わらない項目"),
            (),
        )
        yield Asked(
            lambda world, one=one, two=two: world[one] != world[two],
            (f"{_short(one)}と{_short(two)}で評定が違う項目",),
            (_name(one), _name(two)),
        )


def all_years() -> Iterator[Asked]:
    """Over all years: ever, never, always, so often, so long."""
    for letter in "ABS":
        times = _times(letter, YEARS)
        yield Asked(
            lambda world, times=times: times(world) > 0,
            (
                f"{letter}を取ったことがある項目",
                f"一度でも{letter}になった項目",
                f"過去に{letter}だったことのある項目は？",
            ),
            (letter,),
        )
        yield Asked(
            lambda world, times=times: times(world) == 0,
            (
                f"一度も{letter}を取っていない項目",
                f"{letter}になったことがない項目",
                f"これまでに一度も{letter}でない項目",
            ),
            (letter,),
        )
        yield Asked(
            lambda world, times=times: times(world) == len(YEARS),
            (f"ずっと{letter}の項目", f"毎年{letter}の項目は？", f"全年度{letter}の項目"),
            (letter,),
        )
        for number in (1, 2, 3, 4):
            yield Asked(
                lambda world, times=times, number=number: times(world) == number,
                (
                    f"{letter}がちょうど{number}回の項目",
                    f"{letter}を{number}回取った項目",
                    f"{letter}が{number}回だけの項目",
                ),
                (letter, f"{number}回"),
            )
            yield Asked(
                lambda world, times=times, number=number: times(world) >= number,
                (f"{letter}を{number}回以上取った項目", f"{letter}が{number}回以上の項目は何項目？"),
                (letter, f"{number}回以上"),
            )
            yield Asked(
                lambda world, times=times, number=number: times(world) <= number,
                (f"{letter}が{number}回以下の項目",),
                (letter, f"{number}回以下"),
            )
        for number in (2, 3, 4):
            yield Asked(
                lambda world, letter=letter, number=number: _longest([world[y] == letter for y in YEARS]) >= number,
                (
                    f"{number}年連続{letter}の項目",
                    f"{number}年以上続けて{letter}だった項目",
                    f"{letter}が{number}年以上続いている項目",
                ),
                (letter, f"{number}年以上"),
            )


def ranges() -> Iterator[Asked]:
    """Ranges, one year only, all years but one."""
    for (first, last), letter in product(combinations(YEARS, 2), "AB"):
        years = range(first, last + 1)
        if len(years) < 3:
            continue
        span = f"{_short(first)}〜{_short(last)}"
        yield Asked(
            lambda world, years=years, letter=letter: all(world[year] == letter for year in years),
            (f"{span}のすべてで{letter}の項目", f"{_name(first)}から{_name(last)}までずっと{letter}の項目"),
            (letter,),
        )
        yield Asked(
            lambda world, years=years, letter=letter: any(world[year] == letter for year in years),
            (f"{span}のいずれかで{letter}の項目", f"{span}に{letter}だったことのある項目"),
            (letter,),
        )
        yield Asked(
            lambda world, years=years, letter=letter: not any(world[year] == letter for year in years),
            (f"{span}に一度も{letter}でない項目",),
            (letter,),
        )
    for year, letter in product(YEARS, "AB"):
        others = [each for each in YEARS if each != year]
        yield Asked(
            lambda world, year=year, letter=letter, others=others: (
                world[year] == letter and not any(world[each] == letter for each in others)
            ),
            (f"{_short(year)}だけ{letter}の項目", f"{_name(year)}のみ{letter}だった項目"),
            (_name(year), letter),
        )
        yield Asked(
            lambda world, letter=letter, others=others: all(world[each] == letter for each in others),
            (f"{_short(year)}以外はずっと{letter}の項目", f"{_short(year)}を除いて毎年{letter}の項目"),
            (letter,),
        )


def movements() -> Iterator[Asked]:
    """Up and down: ever, never, so often, between two years, one after the other."""
    ways = {"up": "上がった", "down": "下がった", "change": "変わった"}
    for way, past in ways.items():
        yield Asked(
            lambda world, way=way: any(_moves(world, way)),
            (f"評定が{past}ことのある項目", f"過去に評定が{past}項目"),
            (),
        )
        yield Asked(
            lambda world, way=way: not any(_moves(world, way)),
            (f"評定が一度も{past.removesuffix('った')}っていない項目", f"評定が{past}ことのない項目"),
            (),
        )
        for number in (1, 2):
            yield Asked(
                lambda world, way=way, number=number: sum(_moves(world, way)) == number,
                (f"評定が{number}回{past}項目",),
                (f"{number}回",),
            )
        yield Asked(lambda world, way=way: _longest(_moves(world, way)) >= 2, (f"2年連続で評定が{past}項目",), ())
        yield Asked(lambda world, way=way: all(_moves(world, way)), (f"毎年評定が{past}項目",), ())
    for (one, two), way in product(combinations(YEARS, 2), ("up", "down")):
        past = ways[way]
        yield Asked(
            lambda world, one=one, two=two, way=way: _moves(world, way, (one, two)) == [True],
            (f"{_short(one)}から{_short(two)}で{past}項目", f"{_name(one)}に比べて{_name(two)}で評定が{past}項目"),
            (_name(one), _name(two)),
        )
    for one, two, three in combinations(YEARS, 3):
        yield Asked(
            lambda world, years=(one, two, three): _moves(world, "up", years)[0] and _moves(world, "down", years)[1],
            (f"{_short(one)}から{_short(two)}で上がって、{_short(two)}から{_short(three)}で下がった項目",),
            (_name(one), _name(two), _name(three)),
        )
    yield Asked(
        lambda world: any(_moves(world, "up")) and any(_moves(world, "down")),
        ("上がりも下がりもした項目", "上がったことも下がったこともある項目"),
        (),
    )
    yield Asked(
        lambda world: any(
            one and two for at, one in enumerate(_moves(world, "down")) for two in _moves(world, "up")[at + 1 :]
        ),
        ("一度下がってまた上がった項目", "下がったあとに再び上がった項目"),
        (),
    )
    for old, new in (("A", "B"), ("B", "A")):
        yield Asked(
            lambda world, old=old, new=new: any((world[a], world[b]) == (old, new) for a, b in pairwise(YEARS)),
            (f"{old}から{new}に変わったことのある項目", f"これまでに{old}から{new}になった項目"),
            (old, new),
        )


def prospective() -> Iterator[Asked]:
    """A year beside the prospective rating."""
    for year, old, new in product(YEARS, "AB", "AB"):
        yield Asked(
            lambda world, year=year, old=old, new=new: world[year] == old and world[PROSPECTIVE] == new,
            (
                f"{_short(year)}が{old}で見込評価が{new}の項目",
                f"見込評価は{new}なのに{_name(year)}は{old}の項目",
                f"{_short(year)}に{old}の項目のうち見込評価が{new}の項目",
            ),
            (_name(year), "見込評価"),
        )
    for year in YEARS:
        for word, right in (("高い", "up"), ("低い", "down")):
            yield Asked(
                lambda world, year=year, right=right: _moves(world, right, (year, PROSPECTIVE)) == [True],
                (f"{_short(year)}より見込評価が{word}項目", f"見込評価のほうが{_name(year)}より{word}項目は？"),
                (_name(year), "見込評価"),
            )
        yield Asked(
            lambda world, year=year: world[year] != world[PROSPECTIVE],
            (
                f"{_short(year)}と見込評価が違う項目",
                f"見込評価と{_name(year)}の評定が異なる項目",
                f"見込評価と{_short(year)}の違い",
            ),
            (_name(year), "見込評価"),
        )
        yield Asked(
            lambda world, year=year: world[year] == world[PROSPECTIVE],
            (f"{_short(year)}と見込評価が同じ項目",),
            (_name(year), "見込評価"),
        )


def _importance() -> dict[str, str]:
    with (_FOLDER / "items.csv").open(encoding="utf-8", newline="") as file:
        return {row["item"]: row["high_importance"] for row in csv.DictReader(file)}


_IMPORTANT = _importance()
# how a question begins → the items that it is about
SCOPES: Mapping[str, tuple[str, ...]] = {
    "": tuple(WORLDS),
    "Ⅰの中で": tuple(code for code in WORLDS if code.startswith("Ⅰ-")),
    "Ⅰ以外で": tuple(code for code in WORLDS if not code.startswith("Ⅰ-")),
    "ⅡとⅢのうち、": tuple(code for code in WORLDS if not code.startswith("Ⅰ-")),
    "Ⅰ-1とⅢ-5を除いて、": tuple(code for code in WORLDS if code not in {"Ⅰ-1", "Ⅲ-5"}),
    "重要度が高い項目で、": tuple(code for code in WORLDS if _IMPORTANT[code] == "yes"),
    "重要度が低い項目のうち、": tuple(code for code in WORLDS if _IMPORTANT[code] != "yes"),
}
KINDS = (one_year, two_years, all_years, ranges, movements, prospective)


def _faults(said: str, asked: Asked, items: Sequence[str], answer: Answer) -> list[str]:
    sure, depends = judge(asked.holds, items)
    got = set(answer.items)
    found = []
    if answer.status is not Status.ANSWERED:
        return [f"{said}: {answer.status} / {answer.first[:120]}"]
    if got - depends != sure or got - sure - depends:
        found.append(f"got {sorted(got)}, expected {sorted(sure)} and perhaps {sorted(depends)}")
    found.extend(
        f"{item} depends on the place, and is not named" for item in sorted(depends) if item not in answer.first
    )
    found.extend(f"「{name}」 is not in the first line" for name in asked.names if name not in answer.first)
    return [f"{said}: {fault} / {answer.first[:160]}" for fault in found]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_conditions_hold_for_the_items_of_the_table(desk: Desk, kind: Callable[[], Iterator[Asked]]) -> None:
    """Every condition, in every wording, about all items: those of the table, and what depends on a place is said."""
    faults = []
    count = 0
    for asked in kind():
        for said in asked.says:
            count += 1
            faults.extend(_faults(said, asked, SCOPES[""], desk.reply(said)))
    assert count > 20
    assert not faults, f"{len(faults)} of {count}\n" + "\n".join(faults[:60])


def test_conditions_within_a_scope(desk: Desk) -> None:
    """The same within sections, without some items, among marked ones; one wording a condition, the scopes in turn."""
    scopes = [scope for scope in SCOPES if scope]
    faults = []
    for at, asked in enumerate(asked for kind in KINDS for asked in kind()):
        scope = scopes[at % len(scopes)]
        said = f"{scope}{asked.says[at % len(asked.says)]}"
        faults.extend(_faults(said, asked, SCOPES[scope], desk.reply(said)))
    assert not faults, f"{len(faults)}\n" + "\n".join(faults[:60])
