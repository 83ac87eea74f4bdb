"""Differential: what is answered against the CSV files, read by `csv` alone, for the shipped records and for invented ones.

The expected side (tests/stated.py and the arithmetic here) shares nothing with the product. Questions come from templates.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations, pairwise
from statistics import fmean
from typing import Any, NamedTuple

import pytest

from bot.ask import Desk
from bot.render.json import render_json
from bot.settings import Settings
from records.dataset_id import SHIPPED_DATA
from records.ingest.ingest import ingest
from records.ingest.pages import read_document
from records.replace import replace_folder
from tests.bot.contract import assert_contract
from tests.records.ingest.generate import generate
from tests.records.ingest.inventions import random_spec
from tests.stated import Row, Stated

_SHIPPED = Stated(SHIPPED_DATA / "jlis-2024")
_YEARS = (2021, 2022, 2023, 2024)
_LETTERS = ("S", "A", "B", "C", "D")
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_YEAR_WRITINGS: tuple[Callable[[int], str], ...] = (
    lambda year: f"令和{year - 2018}年度",
    lambda year: f"R{year - 2018}",
    lambda year: f"{year}年度",
    lambda year: f"FY{year}",
    lambda year: f"令和{year - 2018}年度".translate(_FULL),
)
_ITEM_WRITINGS: tuple[Callable[[str], str], ...] = (
    lambda item: item,
    lambda item: item.replace("Ⅰ", "1").replace("Ⅱ", "2").replace("Ⅲ", "3"),
    lambda item: item.replace("-", "－").translate(_FULL),
    lambda item: _SHIPPED.titles[item],
)
_INVENTED: dict[str, dict[str, Any]] = {
    "ministers, Ⅰ-1-(1)": {"seed": 31, "years": 5, "items": 7, "code_style": "nested", "minister": True, "evaluations": ("annual", "prospective")},
    "第1-1": {"seed": 32, "years": 4, "items": 9, "code_style": "dai", "minister": False, "evaluations": ("annual",)},
    "1-1, final": {"seed": 33, "years": 5, "items": 6, "code_style": "arabic", "minister": True, "evaluations": ("annual", "final")},
}  # fmt: skip


def _ask(desk: Desk, asked: str) -> dict[str, Any]:
    return assert_contract(render_json(desk.reply(asked)))


def _first(answer: dict[str, Any]) -> str:
    return str(answer["text"]).splitlines()[0]


def _statements(answer: dict[str, Any], item: str, evaluation: str, year: str) -> set[tuple[str, int]]:
    """Letter and line of every place that the answer cites for one rating."""
    return {
        (fact["value"], source["line"])
        for fact in answer["facts"]
        if fact["kind"] == "rating" and (fact["item"] or "", fact["evaluation"]) == (item, evaluation)
        if str(fact["fiscal_year"] or "") == year
        for source in fact["sources"]
    }


def _stated(stated: Stated, item: str, evaluation: str, year: str) -> set[tuple[str, int]]:
    return {
        (row["rating"], int(row["line"]))
        for row in stated.rows("ratings")
        if (row["item"], row["evaluation"], row["fiscal_year"]) == (item, evaluation, year)
    }


# --- ratings


@pytest.mark.parametrize("frame", ["{item}の{year}の評定は？", "{year} {item}", "{year}の{item}の評価を教えて"])
def test_every_rating_of_every_year_in_several_writings(desk: Desk, frame: str) -> None:
    """Status, item, year, evaluation, the letter in the first line, and every place that states it; no other letter."""
    for item in _SHIPPED.items:
        for year in _YEARS:
            letters = _SHIPPED.annual(item, year)
            for number, write in enumerate(_ITEM_WRITINGS):
                written = _YEAR_WRITINGS[(number + year) % len(_YEAR_WRITINGS)](year)
                asked = frame.format(item=write(item), year=written)
                answer = _ask(desk, asked)
                assert (answer["status"], answer["items"]) == ("answered", [item]), asked
                assert answer["fiscal_years"] == [year], asked
                assert _statements(answer, item, "annual", str(year)) == _stated(_SHIPPED, item, "annual", str(year))
                said = {letter for letter in _LETTERS if f" {letter}（" in _first(answer)}
                assert said == set(letters), (asked, _first(answer))


@pytest.mark.parametrize("frame", ["{item}の見込評価は？", "見込評価 {item}", "{item} 中期目標期間評価（見込）の評定"])
def test_every_prospective_rating(desk: Desk, frame: str) -> None:
    """The rating of the period has no year, and is not that of a year."""
    for item in _SHIPPED.items:
        for write in _ITEM_WRITINGS:
            asked = frame.format(item=write(item))
            answer = _ask(desk, asked)
            assert (answer["status"], answer["items"]) == ("answered", [item]), asked
            assert answer["evaluations"] == ["prospective"], asked
            assert _statements(answer, item, "prospective", "") == _stated(_SHIPPED, item, "prospective", ""), asked
            (letter,) = _SHIPPED.letters[item, "prospective", ""]
            assert f"見込評価の評定は {letter}（" in _first(answer), asked


def test_years_without_a_rating_are_not_answered_for_their_neighbours(desk: Desk) -> None:
    """Before and after the recorded years: no fact, no letter, and the recorded years are named."""
    for item in _SHIPPED.items:
        for year in (2019, 2020, 2025, 2026):
            for write in _YEAR_WRITINGS:
                if year == 2019 and "令和1" in write(year):
                    continue
                answer = _ask(desk, f"{item}の{write(year)}の評定は？")
                assert answer["status"] == "no_data", (item, write(year))
                assert answer["facts"] == []
                assert answer["items"] == [item]
                assert "令和3〜6年度" in _first(answer)


def test_every_overall_rating(desk: Desk) -> None:
    """The corporation's own; that of a year whose form is not filled in is not there."""
    for year in _YEARS:
        letters = _SHIPPED.letters.get(("", "annual", str(year)), [])
        for write in _YEAR_WRITINGS:
            answer = _ask(desk, f"{write(year)}の総合評定は？")
            assert answer["status"] == ("answered" if letters else "no_data")
            assert answer["items"] == []
            assert [letter for letter in _LETTERS if f"総合評定は {letter}（" in _first(answer)] == letters


def test_pairs_of_items_are_compared_year_by_year(desk: Desk) -> None:
    """Both items with the letter of each, for one year and for all."""
    for a, b in list(combinations(_SHIPPED.items, 2))[::7]:
        for year in _YEARS:
            answer = _ask(desk, f"{a}と{b}の{year}年度の評定は？")
            assert (answer["items"], answer["fiscal_years"]) == ([a, b], [year])
            for item in (a, b):
                assert _statements(answer, item, "annual", str(year)) == _stated(_SHIPPED, item, "annual", str(year))
        answer = _ask(desk, f"{a}と{b}を比べて")
        assert (answer["items"], answer["fiscal_years"]) == ([a, b], list(_YEARS))
        for item in (a, b):
            series = "・".join(f"R{year - 2018} {'／'.join(_SHIPPED.annual(item, year))}" for year in _YEARS)
            assert f"{item} が {series}" in _first(answer), answer["text"]


# --- distributions and lists


def _having(letter: str, year: int | None, items: list[str]) -> tuple[list[str], list[str]]:
    """Items that have the letter for certain, and those of which places differ and one has it."""
    subject = ("annual", str(year)) if year else ("prospective", "")
    given = {item: _SHIPPED.letters[(item, *subject)] for item in items}
    certain = [item for item, letters in given.items() if letters == [letter]]
    return certain, [item for item, letters in given.items() if letter in letters and len(letters) > 1]


def _term(year: int | None) -> str:
    return f"令和{year - 2018}年度" if year else "見込評価"


@pytest.mark.parametrize("year", [*_YEARS, None])
def test_the_distribution(desk: Desk, year: int | None) -> None:
    """How many items have each letter; what places dispute is counted for none."""
    for frame in ("{}の分布", "{}の評定の分布は？", "{}の評定分布"):
        first = _first(_ask(desk, frame.format(_term(year))))
        for letter in _LETTERS:
            certain, _ = _having(letter, year, _SHIPPED.items)
            assert (f"{letter} が{len(certain)}項目" in first) is bool(certain), first
        for item in _SHIPPED.items:
            assert (f"{item} は出典により" in first) is (bool(year) and len(_SHIPPED.annual(item, year or 0)) > 1)


_NARROWED: dict[str, Callable[[Row], bool]] = {
    "": lambda _: True,
    "Ⅰで": lambda row: row["section"] == "Ⅰ",
    "Ⅱで": lambda row: row["section"] == "Ⅱ",
    "Ⅲで": lambda row: row["section"] == "Ⅲ",
    "重要度が高くて": lambda row: row["high_importance"] == "yes",
    "重点化の対象で": lambda row: row["priority"] == "yes",
    "Ⅰ以外で": lambda row: row["section"] != "Ⅰ",
}


def _counts(first: str, letter: str, number: int) -> bool:
    """Whether the first line says that *number* items have the letter."""
    return re.search(rf"{letter} (?:だった|な)のは(?:、[^、。]+ の| ){number}項目", first) is not None


@pytest.mark.parametrize("narrowed", _NARROWED)
@pytest.mark.parametrize("letter", _LETTERS)
def test_lists_by_letter_year_section_and_mark(desk: Desk, letter: str, narrowed: str) -> None:
    """Exactly the items that have it, the disputed ones with them and said to be so; the number in the first line."""
    items = [row["item"] for row in _SHIPPED.rows("items") if _NARROWED[narrowed](row)]
    assert items
    for year in (*_YEARS, None):
        certain, disputed = _having(letter, year, items)
        for frame in (
            "{narrowed}{term}が{letter}の項目は？",
            "{narrowed}{term}に{letter}の項目",
            "{term}に{narrowed}{letter}なのは？",
        ):
            if year is None and "に{" in frame:
                continue
            asked = frame.format(narrowed=narrowed, term=_term(year), letter=letter)
            answer = _ask(desk, asked)
            found = [item for item in _SHIPPED.items if item in {*certain, *disputed}]
            assert answer["items"] == found, (asked, _first(answer))
            assert {fact["item"] for fact in answer["facts"]} == set(found), asked
            assert answer["fiscal_years"] == ([year] if year else []), asked
            assert _counts(_first(answer), letter, len(certain)) is bool(certain), (asked, _first(answer))


@pytest.mark.parametrize("mark", [("high_importance", "重要度が高い項目は？"), ("priority", "重点化の対象の項目は？")])
def test_lists_by_mark_alone(desk: Desk, mark: tuple[str, str]) -> None:
    """The items with the mark in the summary table."""
    name, asked = mark
    assert _ask(desk, asked)["items"] == [row["item"] for row in _SHIPPED.rows("items") if row[name] == "yes"]


# --- over the years


def test_the_years_in_which_an_item_had_a_letter(desk: Desk) -> None:
    """Those in which every place says so; a disputed year is named beside them."""
    for item in _SHIPPED.items:
        for letter in ("A", "B", "C"):
            years = [year for year in _YEARS if _SHIPPED.annual(item, year) == [letter]]
            first = _first(_ask(desk, f"{item}が{letter}だったのは何年度？"))
            if years:
                spans = [f"{year - 2018}" for year in years]
                shown = first.partition("令和")[2].partition("年度")[0].replace("〜", "・").split("・")
                assert shown[0] == spans[0], first
                assert shown[-1] == spans[-1], first
                assert f"{len(years)}回" in first or len(years) == 1, first
            else:
                assert "ありません" in first, first


@pytest.mark.parametrize(("before", "after"), list(combinations(_YEARS, 2)))
def test_who_went_up_and_who_went_down(desk: Desk, before: int, after: int) -> None:
    """Between any two years: those whose letters are not disputed and differ."""
    rank = _SHIPPED.scale.index
    moved: dict[str, list[str]] = {"上": [], "下": []}
    for item in _SHIPPED.items:
        old, new = _SHIPPED.annual(item, before), _SHIPPED.annual(item, after)
        if len(old) == len(new) == 1 and old != new:
            moved["上" if rank(new[0]) < rank(old[0]) else "下"].append(item)
    for write in _YEAR_WRITINGS:
        for way, items in moved.items():
            asked = f"{write(before)}から{write(after)}で{way}がった項目は？"
            answer = _ask(desk, asked)
            assert answer["items"] == items, (asked, _first(answer))
            assert answer["fiscal_years"] == [before, after]
            told = f" {'・'.join(items)} の{len(items)}項目" if items else "ありません"
            assert f"{way}がった項目は{told}" in _first(answer), (asked, _first(answer))
    both = [item for item in _SHIPPED.items if item in {*moved["上"], *moved["下"]}]
    assert _ask(desk, f"R{before - 2018}とR{after - 2018}で評定が違う項目は？")["items"] == both


def test_items_that_always_had_a_letter_and_those_that_never_had_it(desk: Desk) -> None:
    """Disputed items are in neither list."""
    undisputed = [item for item in _SHIPPED.items if all(len(_SHIPPED.annual(item, year)) == 1 for year in _YEARS)]
    for letter in ("A", "B"):
        had = {item: [_SHIPPED.annual(item, year) == [letter] for year in _YEARS] for item in undisputed}
        always = [item for item, years in had.items() if all(years)]
        never = [item for item, years in had.items() if not any(years)]
        assert _ask(desk, f"ずっと{letter}の項目は？")["items"] == always
        assert _ask(desk, f"一度も{letter}になっていない項目は？")["items"] == never


# --- staff and indicators


def test_staff_counts_with_their_average_most_and_fewest(desk: Desk) -> None:
    """Each count by several writings; the computed values from the counts themselves."""
    counts: dict[str, dict[int, int]] = {item: {} for item in _SHIPPED.items}
    for row in _SHIPPED.rows("staff_counts"):
        if row["evaluation"] == "annual":
            counts[row["item"]][int(row["fiscal_year"])] = int(row["staff_count"])
    for item, by_year in counts.items():
        for year in _YEARS:
            for write in _YEAR_WRITINGS:
                answer = _ask(desk, f"{item}の{write(year)}の従事人員数は？")
                assert answer["status"] == ("answered" if by_year else "no_data")
                assert {fact["value"] for fact in answer["facts"]} == ({by_year[year]} if by_year else set())
        if not by_year:
            continue
        said = re.search(r"平均[はが] ([0-9.]+)人", _first(_ask(desk, f"{item}の従事人員の平均は？")))
        assert said
        assert abs(float(said[1]) - fmean(by_year.values())) <= 0.05 + 1e-9
        most, fewest = max(by_year.values()), min(by_year.values())
        assert f" {most}人" in _first(_ask(desk, f"{item}の従事人員が一番多い年度は？"))
        assert f" {fewest}人" in _first(_ask(desk, f"{item}の従事人員が一番少ない年度は？"))


def test_every_value_of_every_indicator_and_year(desk: Desk) -> None:
    """Of each indicator and year exactly the recorded values; of a year without one, none."""
    names = {row["indicator_id"]: row["name"] for row in _SHIPPED.rows("indicators")}
    for key, name in names.items():
        rows = [row for row in _SHIPPED.rows("indicator_values") if row["indicator_id"] == key]
        for year in _YEARS:
            values = {float(row["value"]) for row in rows if row["fiscal_year"] == str(year)}
            for write in _YEAR_WRITINGS[:3]:
                answer = _ask(desk, f"{write(year)}の{name}は？")
                found = {
                    float(fact["value"])
                    for fact in answer["facts"]
                    if fact["kind"] == "indicator" and not fact["computed"] and fact["fiscal_year"] == year
                }
                assert found == values, (write(year), name, _first(answer))
                if not values and any(row["fiscal_year"] for row in rows):
                    assert answer["status"] == "no_data", (write(year), name, _first(answer))


def test_largest_and_smallest_values_of_a_series(desk: Desk) -> None:
    """Where an indicator has one value a year, the largest and the smallest are those of the table."""
    checked = 0
    for row in _SHIPPED.rows("indicators"):
        values: dict[int, set[float]] = {}
        rows = [each for each in _SHIPPED.rows("indicator_values") if each["indicator_id"] == row["indicator_id"]]
        for each in rows:
            if each["fiscal_year"]:
                values.setdefault(int(each["fiscal_year"]), set()).add(float(each["value"]))
        if (
            len(values) < len(_YEARS)
            or any(len(each) > 1 for each in values.values())
            or any(each["part"] for each in rows)
        ):
            continue
        by_year = {year: next(iter(each)) for year, each in values.items()}
        for word, wanted in (("一番高い", max(by_year.values())), ("一番低い", min(by_year.values()))):
            first = _first(_ask(desk, f"{row['name']}が{word}のは何年度？"))
            fitting = [f"{year - 2018}" for year, value in by_year.items() if value == wanted]
            if len(fitting) < len(by_year):
                assert any(number in first.partition("令和")[2].partition("年度")[0] for number in fitting), first
                checked += 1
    assert checked > 10


# --- other corporations


class _Corporation(NamedTuple):
    desk: Desk
    stated: Stated


@pytest.fixture(scope="module", params=_INVENTED)
def corporation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Corporation]:
    """The records of an invented document, read and put in place as a user would."""
    how = dict(_INVENTED[request.param])
    folder = tmp_path_factory.mktemp("invented")
    (folder / "document.txt").write_text(generate(random_spec(how.pop("seed"), **how)).text, encoding="utf-8")
    read = ingest(read_document(folder / "document.txt"))
    destination = folder / "home" / "data" / read.document_id
    replace_folder(destination, read.tables)
    desk = Desk(Settings(home=folder / "home", today=date(2099, 6, 1), values={}))
    yield _Corporation(desk, Stated(destination))
    desk.close()


def _of(stated: Stated, item: str, year: int) -> list[Row]:
    subject = (item, "annual", str(year))
    return [row for row in stated.rows("ratings") if (row["item"], row["evaluation"], row["fiscal_year"]) == subject]


def _final(stated: Stated, item: str, year: int) -> set[str]:
    """The ministers' letters where they have given one, else all."""
    rows = _of(stated, item, year)
    return {row["rating"] for row in rows if row["evaluator"] == "minister"} or {row["rating"] for row in rows}


def test_every_rating_of_another_corporation(corporation: _Corporation) -> None:
    """By code and Western year: every letter with its place, the ministers' first where they have given one."""
    desk, stated = corporation
    assert len(stated.years) > 1
    for item in stated.items:
        for year in stated.years:
            answer = _ask(desk, f"{item}の{year}年度の評定は？")
            told = (item, year, _first(answer))
            assert stated.wrong_ratings(answer["facts"]) == []
            if not _of(stated, item, year):
                assert answer["status"] == "no_data", told
                continue
            assert (answer["status"], answer["items"], answer["fiscal_years"]) == ("answered", [item], [year]), told
            final = _final(stated, item, year)
            said = _first(answer).partition("評定は")[2]
            assert len(final) > 1 or next(letter for letter in said if letter in _LETTERS) in final, told
            given = _statements(answer, item, "annual", str(year))
            assert given
            assert given <= _stated(stated, item, "annual", str(year)), told


def test_changes_and_lists_of_another_corporation(corporation: _Corporation) -> None:
    """Who went up, and who has a letter, of the letters that count."""
    desk, stated = corporation
    rank = stated.scale.index
    for before, after in pairwise(stated.years):
        given = {item: (_final(stated, item, before), _final(stated, item, after)) for item in stated.items}
        certain = {item: (*old, *new) for item, (old, new) in given.items() if len(old) == len(new) == 1}
        up = [item for item, (old, new) in certain.items() if rank(new) < rank(old)]
        assert _ask(desk, f"{before}年度から{after}年度で上がった項目は？")["items"] == up
    for year in stated.years:
        letters = [_final(stated, item, year) for item in stated.items]
        counted = Counter(next(iter(each)) for each in letters if len(each) == 1)
        for letter in stated.scale:
            first = _first(_ask(desk, f"{year}年度に{letter}の項目は？"))
            assert _counts(first, letter, counted[letter]) is bool(counted[letter]), first


def test_the_reference_reads_what_it_says() -> None:
    """The other side of these comparisons is not empty, and notices a wrong letter in a fact and in a sentence."""
    assert len(_SHIPPED.items) == 19
    assert len(_SHIPPED.letters) == 19 * 5 + 3
    row = _SHIPPED.rows("ratings")[0]
    fact = {
        "kind": "rating", "item": row["item"], "evaluation": row["evaluation"], "fiscal_year": int(row["fiscal_year"]),
        "evaluator": row["evaluator"] or None, "computed": False, "value": row["rating"], "sources": [{"line": int(row["line"])}],
    }  # fmt: skip
    assert _SHIPPED.wrong_ratings([fact]) == []
    assert len(_SHIPPED.wrong_ratings([fact | {"value": "S"}])) == 1
    assert _SHIPPED.wrong_sentences("Ⅰ-1 の令和6年度の評定は A（自己評価）です。") == []
    assert len(_SHIPPED.wrong_sentences("Ⅰ-1 の令和6年度の評定は B です。")) == 1
    table = "【評定】\n  項目  項目名  R5  R6\n  Ⅰ-1  発行  {}   A"
    assert _SHIPPED.wrong_sentences(table.format("B")) == []
    assert len(_SHIPPED.wrong_sentences(table.format("A"))) == 1
    assert json.dumps(fact)
