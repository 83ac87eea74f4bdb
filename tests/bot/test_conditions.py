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
    sure: set[str] = set()
    depends: set[str] = set()
    for item in items:
        outcomes = {holds(world) for world in WORLDS[item]}
        (sure if outcomes == {True} else depends if True in outcomes else set()).add(item)
    return sure, depends


def _at(year: int, letter: str) -> Holds:
    return lambda world: world[year] == letter


def _not(holds: Holds) -> Holds:
    return lambda world: not holds(world)


def _all(*parts: Holds) -> Holds:
    return lambda world: all(part(world) for part in parts)


def _any(*parts: Holds) -> Holds:
    return lambda world: any(part(world) for part in parts)


def _times(letter: str, fits: Callable[[int], bool]) -> Holds:
    return lambda world: fits(sum(world[year] == letter for year in YEARS))


def _in_a_row(letter: str, number: int) -> Holds:
    return lambda world: _longest([world[year] == letter for year in YEARS]) >= number


def _same(one: int, two: int) -> Holds:
    return lambda world: world[one] == world[two]


def _moves(world: World, way: str, years: Sequence[int] = YEARS) -> list[bool]:
    steps = [(_RANK.index(world[one]), _RANK.index(world[two])) for one, two in pairwise(years)]
    return [old > new if way == "up" else old < new if way == "down" else old != new for old, new in steps]


def _went(way: str, fits: Callable[[list[bool]], bool], years: Sequence[int] = YEARS) -> Holds:
    return lambda world: fits(_moves(world, way, years))


def _down_then_up(world: World) -> bool:
    ups = _moves(world, "up")
    return any(down and any(ups[at + 1 :]) for at, down in enumerate(_moves(world, "down")))


def _step(old: str, new: str) -> Holds:
    return lambda world: any((world[one], world[two]) == (old, new) for one, two in pairwise(YEARS))


def _longest(found: Sequence[bool]) -> int:
    return max((len(run) for run in "".join("x" if each else " " for each in found).split()), default=0)


def one_year() -> Iterator[Asked]:
    """A letter in one year, or not."""
    says: tuple[str, ...]
    for year, letter in product(YEARS, "AB"):
        y, short = _name(year), _short(year)
        says = (f"{short}に{letter}の項目", f"{y}が{letter}だった項目は？", f"{short} {letter}評価の項目")
        yield Asked(_at(year, letter), says, (y, letter))
        says = (
            f"{short}が{letter}でない項目",
            f"{y}に{letter}を取れなかった項目は？",
            f"{short}に{letter}以外の項目",
            f"{short}が{letter}じゃなかった項目はどれ",
            f"{short}に{letter}の項目を除いた項目",
        )
        yield Asked(_not(_at(year, letter)), says, (y,))


def two_years() -> Iterator[Asked]:
    """Two years: both, either, neither, the same, not the same."""
    says: tuple[str, ...]
    for (one, two), old, new in product(permutations(YEARS, 2), "AB", "AB"):
        r1, r2, y1, y2 = _short(one), _short(two), _name(one), _name(two)
        says = (
            f"{r1}が{old}で{r2}が{new}の項目",
            f"{y1}は{old}だったが、{y2}は{new}の項目は？",
            f"{r1}に{old}の項目のうち{r2}が{new}なのは",
        )
        yield Asked(_all(_at(one, old), _at(two, new)), says, (y1, y2, old, new))
    for (one, two), letter in product(combinations(YEARS, 2), "AB"):
        r1, r2, y1, y2 = _short(one), _short(two), _name(one), _name(two)
        here, there = _at(one, letter), _at(two, letter)
        says = (
            f"{r1}が{letter}または{r2}が{letter}の項目",
            f"{r1}か{r2}のいずれかで{letter}の項目",
            f"{y1}と{y2}のどちらかで{letter}だった項目",
        )
        yield Asked(_any(here, there), says, (letter,))
        says = (
            f"{r1}と{r2}の両方で{letter}の項目",
            f"{r1}も{r2}も{letter}の項目",
            f"{y1}と{y2}がともに{letter}だった項目",
        )
        yield Asked(_all(here, there), says, (letter,))
        says = (f"{r1}も{r2}も{letter}でない項目", f"{r1}と{r2}に一度も{letter}でない項目")
        yield Asked(_not(_any(here, there)), says, (letter,))
    for one, two in combinations(YEARS, 2):
        says = (f"{_short(one)}と{_short(two)}で評定が同じ項目", f"{_name(one)}と{_name(two)}の評定が変わらない項目")
        yield Asked(_same(one, two), says, ())
        says = (f"{_short(one)}と{_short(two)}で評定が違う項目",)
        yield Asked(_not(_same(one, two)), says, (_name(one), _name(two)))


def all_years() -> Iterator[Asked]:
    """Over all years: ever, never, always, so often, so long."""
    says: tuple[str, ...]
    for letter in "ABS":
        says = (
            f"{letter}を取ったことがある項目",
            f"一度でも{letter}になった項目",
            f"過去に{letter}だったことのある項目は？",
        )
        yield Asked(_times(letter, bool), says, (letter,))
        says = (
            f"一度も{letter}を取っていない項目",
            f"{letter}になったことがない項目",
            f"これまでに一度も{letter}でない項目",
        )
        yield Asked(_not(_times(letter, bool)), says, (letter,))
        says = (
            f"ずっと{letter}の項目",
            f"毎年{letter}の項目は？",
            f"全年度{letter}の項目",
            f"一度も{letter}以外を取っていない項目",
            f"{letter}以外になったことがない項目",
        )
        yield Asked(_times(letter, len(YEARS).__eq__), says, (letter,))
        for number in (1, 2, 3, 4):
            says = (
                f"{letter}がちょうど{number}回の項目",
                f"{letter}を{number}回取った項目",
                f"{letter}が{number}回だけの項目",
            )
            yield Asked(_times(letter, number.__eq__), says, (letter, f"{number}回"))
            says = (f"{letter}を{number}回以上取った項目", f"{letter}が{number}回以上の項目は何項目？")
            yield Asked(_times(letter, number.__le__), says, (letter, f"{number}回以上"))
            yield Asked(
                _times(letter, number.__ge__), (f"{letter}が{number}回以下の項目",), (letter, f"{number}回以下")
            )
        for number in (2, 3, 4):
            says = (
                f"{number}年連続{letter}の項目",
                f"{number}年以上続けて{letter}だった項目",
                f"{letter}が{number}年以上続いている項目",
            )
            yield Asked(_in_a_row(letter, number), says, (letter, f"{number}年以上"))


def ranges() -> Iterator[Asked]:
    """Ranges, one year only, all years but one."""
    says: tuple[str, ...]
    for (first, last), letter in product(combinations(YEARS, 2), "AB"):
        each = [_at(year, letter) for year in range(first, last + 1)]
        if len(each) < 3:
            continue
        span = f"{_short(first)}〜{_short(last)}"
        says = (
            f"{span}のすべてで{letter}の項目",
            f"{_name(first)}から{_name(last)}までずっと{letter}の項目",
        )
        yield Asked(_all(*each), says, (letter,))
        says = (f"{span}のいずれかで{letter}の項目", f"{span}に{letter}だったことのある項目")
        yield Asked(_any(*each), says, (letter,))
        yield Asked(_not(_any(*each)), (f"{span}に一度も{letter}でない項目",), (letter,))
    for year, letter in product(YEARS, "AB"):
        others = [_at(other, letter) for other in YEARS if other != year]
        says = (f"{_short(year)}だけ{letter}の項目", f"{_name(year)}のみ{letter}だった項目")
        yield Asked(_all(_at(year, letter), _not(_any(*others))), says, (_name(year), letter))
        says = (f"{_short(year)}以外はずっと{letter}の項目", f"{_short(year)}を除いて毎年{letter}の項目")
        yield Asked(_all(*others), says, (letter,))


def movements() -> Iterator[Asked]:
    """Up and down: ever, never, so often, between two years, one after the other."""
    says: tuple[str, ...]
    ways = {"up": "上がった", "down": "下がった", "change": "変わった"}
    for way, past in ways.items():
        yield Asked(_went(way, any), (f"評定が{past}ことのある項目", f"過去に評定が{past}項目"), ())
        says = (
            f"評定が一度も{past.removesuffix('った')}っていない項目",
            f"評定が{past}ことのない項目",
        )
        yield Asked(_not(_went(way, any)), says, ())
        for number in (1, 2):
            fits = _often(number)
            yield Asked(_went(way, fits), (f"評定が{number}回{past}項目",), (f"{number}回",))
        yield Asked(_went(way, lambda found: _longest(found) >= 2), (f"2年連続で評定が{past}項目",), ())
        yield Asked(_went(way, all), (f"毎年評定が{past}項目",), ())
    for (one, two), way in product(combinations(YEARS, 2), ("up", "down")):
        says = (
            f"{_short(one)}から{_short(two)}で{ways[way]}項目",
            f"{_name(one)}に比べて{_name(two)}で評定が{ways[way]}項目",
        )
        yield Asked(_went(way, any, (one, two)), says, (_name(one), _name(two)))
    for one, two, three in combinations(YEARS, 3):
        says = (f"{_short(one)}から{_short(two)}で上がって、{_short(two)}から{_short(three)}で下がった項目",)
        both = _all(_went("up", any, (one, two)), _went("down", any, (two, three)))
        yield Asked(both, says, (_name(one), _name(two), _name(three)))
    says = ("上がりも下がりもした項目", "上がったことも下がったこともある項目")
    yield Asked(_all(_went("up", any), _went("down", any)), says, ())
    yield Asked(_down_then_up, ("一度下がってまた上がった項目", "下がったあとに再び上がった項目"), ())
    for old, new in (("A", "B"), ("B", "A")):
        says = (f"{old}から{new}に変わったことのある項目", f"これまでに{old}から{new}になった項目")
        yield Asked(_step(old, new), says, (old, new))


def _often(number: int) -> Callable[[list[bool]], bool]:
    return lambda found: sum(found) == number


def prospective() -> Iterator[Asked]:
    """A year beside the prospective rating."""
    says: tuple[str, ...]
    for year, old, new in product(YEARS, "AB", "AB"):
        says = (
            f"{_short(year)}が{old}で見込評価が{new}の項目",
            f"見込評価は{new}なのに{_name(year)}は{old}の項目",
            f"{_short(year)}に{old}の項目のうち見込評価が{new}の項目",
        )
        yield Asked(_all(_at(year, old), _at(PROSPECTIVE, new)), says, (_name(year), "見込評価"))
    for year in YEARS:
        names = (_name(year), "見込評価")
        for word, way in (("高い", "up"), ("低い", "down")):
            says = (f"{_short(year)}より見込評価が{word}項目", f"見込評価のほうが{_name(year)}より{word}項目は？")
            yield Asked(_went(way, any, (year, PROSPECTIVE)), says, names)
        says = (
            f"{_short(year)}と見込評価が違う項目",
            f"見込評価と{_name(year)}の評定が異なる項目",
            f"見込評価と{_short(year)}の違い",
        )
        yield Asked(_not(_same(year, PROSPECTIVE)), says, names)
        yield Asked(_same(year, PROSPECTIVE), (f"{_short(year)}と見込評価が同じ項目",), names)


def joined() -> Iterator[Asked]:
    """So many of a letter and another condition; a year and those behind it; a year and all others; above a letter."""
    says: tuple[str, ...]
    for year, letter, other, number in product(YEARS, "AB", "AB", (1, 2)):
        short = _short(year)
        says = (
            f"{letter}が{number}回で{short}は{other}の項目",
            f"{short}が{other}で{letter}が{number}回の項目",
            f"{letter}の回数が{number}回で{short}が{other}の項目",
        )
        yield Asked(_all(_times(letter, number.__eq__), _at(year, other)), says, (f"{number}回", _name(year)))
    for number, letter in product((1, 2, 3), "AB"):
        says = (f"{letter}が{number}回以上で見込が{letter}の項目",)
        yield Asked(_all(_times(letter, number.__le__), _at(PROSPECTIVE, letter)), says, ("見込評価",))
    for year, old, new in product(YEARS[:3], "AB", "AB"):
        after = [_at(each, new) for each in YEARS if each > year]
        says = (
            f"{_short(year)}が{old}で{_short(year + 1)}以降{new}の項目",
            f"{_short(year)}は{old}だったがその後は{new}の項目",
            f"{_short(year)}は{old}だったがそれ以降は{new}",
        )
        yield Asked(_all(_at(year, old), *after), says, (_name(year),))
        until = [_at(each, old) for each in YEARS if each <= year]
        says = (f"{_short(year)}まで{old}で{_short(year + 1)}から{new}の項目",)
        yield Asked(_all(*until, *after), says, ())
    for year, (letter, rest) in product(YEARS, permutations("AB", 2)):
        others = [_at(each, rest) for each in YEARS if each != year]
        says = (
            f"{_short(year)}だけ{letter}以外は{rest}の項目",
            f"{_short(year)}だけ{letter}でほかの年度は{rest}の項目",
            f"{_short(year)}が{letter}で残りは{rest}の項目",
        )
        yield Asked(_all(_at(year, letter), *others), says, (_name(year), rest))
    for year in YEARS:
        above = _any(_at(year, "A"), _at(year, "S"))
        says = (
            f"{_short(year)}に標準を超えた項目",
            f"B評価を上回った項目 {_short(year)}",
            f"Bよりもよい{_short(year)}の項目",
        )
        yield Asked(above, says, (_name(year), "B より上"))
        says = (f"A評価だけど見込がBの項目 {_short(year)}", f"Aなのに見込評価はBの項目 {_short(year)}")
        yield Asked(_all(_at(year, "A"), _at(PROSPECTIVE, "B")), says, (_name(year), "見込評価"))


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
KINDS = (one_year, two_years, all_years, ranges, movements, prospective, joined)


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


def _written(years: Sequence[int]) -> str:
    numbers = [year - 2018 for year in years]
    if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"令和{numbers[0]}〜{numbers[-1]}年度"
    return f"令和{'・'.join(map(str, numbers))}年度"


@pytest.mark.parametrize("item", WORLDS)
def test_the_years_of_one_item(desk: Desk, item: str) -> None:
    """In which years it was the letter, or was not; a year that hangs on a place is named, and not counted."""
    for letter, negated in product("ABS", (False, True)):
        asked = "でなかった" if negated else "だった"
        sure = [year for year in YEARS if all((world[year] == letter) is not negated for world in WORLDS[item])]
        may = [year for year in YEARS if any((world[year] == letter) is not negated for world in WORLDS[item])]
        for said in (
            f"{item}が{letter}{asked}年度は？",
            f"{item}が{letter}{asked}のはいつ",
            f"{item}が{letter}{asked}のは何年度？",
        ):
            first = desk.reply(said).first
            expected = f"{_written(sure)}の{len(sure)}回です" if sure else "年度は、令和3〜6年度にはありません"
            assert expected in first, f"{said}: {first}"
            assert all(_name(year) in first.partition("ほかに")[2] for year in may if year not in sure), (
                f"{said}: {first}"
            )


@pytest.mark.parametrize("item", WORLDS)
def test_whether_something_holds_of_one_item(desk: Desk, item: str) -> None:
    """はい, いいえ, or that it cannot be said because places disagree."""
    for letter in "AB":
        always, never = _times(letter, len(YEARS).__eq__), _not(_times(letter, bool))
        for said, holds in (
            (f"{item}はずっと{letter}？", always),
            (f"{item}はR3からR6までずっと{letter}だった？", always),
            (f"{item}は一度も{letter}になっていない？", never),
            (f"{item}は{letter}になったことがない？", never),
            (f"{item}は{letter}を2回以上取った？", _times(letter, (2).__le__)),
        ):
            outcomes = {holds(world) for world in WORLDS[item]}
            expected = "決められません" if len(outcomes) > 1 else "はい、" if True in outcomes else "いいえ、"
            first = desk.reply(said).first
            assert expected in first, f"{said}: {first}"


def test_whether_they_are_all(desk: Desk) -> None:
    """Xだけ？ is put to all items: はい for those of the table, いいえ where one is missing or one too many is named."""
    for year, letter in product(YEARS, "A"):
        sure, depends = judge(_at(year, letter), SCOPES[""])
        codes = [code for code in WORLDS if code in sure]
        other = next(code for code in WORLDS if code not in sure | depends)
        asked = [(codes, "" if depends else "はい、"), ([*codes[:-1], other], "いいえ、"), (codes[:-1], "いいえ、")]
        for named, expected in asked:
            for said in (
                f"{_short(year)}で{letter}なのは{'と'.join(named)}だけですか",
                f"{'、'.join(named)}だけが{_name(year)}に{letter}だった？",
            ):
                first = desk.reply(said).first
                if named:
                    assert first.startswith(expected or _name(year)), f"{said}: {first}"
                    assert all(code in first for code in codes), f"{said}: {first}"


@pytest.mark.parametrize("item", WORLDS)
def test_items_held_against_one_item(desk: Desk, item: str) -> None:
    """The others with the same, a higher or a lower letter than one item, or with the same letters in all years."""
    others = [code for code in WORLDS if code != item]
    for year in YEARS:
        own = {world[year] for world in WORLDS[item]}
        letter = next(iter(own))
        at = _RANK.index(letter)
        for word, holds in (
            ("と同じ評定の", _at(year, letter)),
            ("と違う評定の", _not(_at(year, letter))),
            ("より評定が高い", _any(*(_at(year, each) for each in _RANK[:at]))),
            ("より評定が低い", _any(*(_at(year, each) for each in _RANK[at + 1 :]))),
        ):
            answer = desk.reply(f"{item}{word}項目 {_short(year)}")
            if len(own) > 1:
                assert answer.status is Status.NO_DATA, answer.first
                continue
            sure, depends = judge(holds, others)
            assert set(answer.items) - depends == sure, f"{item}{word} {year}: {answer.first}"
            assert all(code in answer.first for code in depends), answer.first
    if len(WORLDS[item]) == 1:
        world = WORLDS[item][0]
        sure, _ = judge(_all(*(_at(year, world[year]) for year in YEARS)), others)
        assert set(desk.reply(f"{item}と同じ推移の項目は？").items) == sure
