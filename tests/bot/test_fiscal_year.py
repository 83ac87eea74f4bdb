"""The grammar of fiscal years: its corpus, and every writing of every recorded year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ask import Desk
from bot.text.fiscal_year import YearSelection, find_years, fiscal_year_on, resolve_years
from bot.text.item_code import find_item_codes
from bot.text.normalise import fold
from tests.conftest import ASKED_ON
from tests.corpus.grammars import load_grammar

_GRAMMAR = load_grammar("fiscal_year")
_RECORDED: list[int] = _GRAMMAR.keys["recorded"]
_FULL_WIDTH = {ord(digit): chr(ord(digit) - ord("0") + ord("０")) for digit in "0123456789"}
_KANJI = {1: "元", 2: "二", 3: "三", 4: "四", 5: "五", 6: "六"}

_WRITINGS: Mapping[str, Callable[[int, int], str]] = {
    "令和6年度": lambda _, number: f"令和{number}年度",
    "令和６年度": lambda _, number: f"令和{number}年度".translate(_FULL_WIDTH),
    "令和六年度": lambda _, number: f"令和{_KANJI[number]}年度",
    "令和六年": lambda _, number: f"令和{_KANJI[number]}年",
    "令和 6 年度": lambda _, number: f"令和 {number} 年度",
    "令和6": lambda _, number: f"令和{number}",
    "令和06年度": lambda _, number: f"令和0{number}年度",
    "れいわ6年度": lambda _, number: f"れいわ{number}年度",
    "ﾚｲﾜ6年度": lambda _, number: f"ﾚｲﾜ{number}年度",
    "令6": lambda _, number: f"令{number}",
    "㋿6年度": lambda _, number: f"㋿{number}年度",
    "R6": lambda _, number: f"R{number}",
    "r6": lambda _, number: f"r{number}",
    "r06": lambda _, number: f"r0{number}",
    "R.6": lambda _, number: f"R.{number}",
    "R 6": lambda _, number: f"R {number}",
    "R6年度": lambda _, number: f"R{number}年度",
    "Ｒ６": lambda _, number: f"Ｒ{number}".translate(_FULL_WIDTH),
    "Ｒ０６年度": lambda _, number: f"Ｒ0{number}年度".translate(_FULL_WIDTH),
    "2024年度": lambda year, _: f"{year}年度",
    "2024年": lambda year, _: f"{year}年",
    "2024": lambda year, _: str(year),
    "２０２４年度": lambda year, _: f"{year}年度".translate(_FULL_WIDTH),
    "西暦2024年度": lambda year, _: f"西暦{year}年度",
    "FY2024": lambda year, _: f"FY{year}",
    "fy2024": lambda year, _: f"fy{year}",
    "ＦＹ２０２４": lambda year, _: f"ＦＹ{year}".translate(_FULL_WIDTH),
    "FY24": lambda year, _: f"FY{year - 2000}",
    "'24年度": lambda year, _: f"'{year - 2000}年度",
    "24年度": lambda year, _: f"{year - 2000}年度",
    "6年度": lambda _, number: f"{number}年度",
    "６年度": lambda _, number: f"{number}年度".translate(_FULL_WIDTH),
    "六年度": lambda _, number: f"{_KANJI[number]}年度",
    "6ねんど": lambda _, number: f"{number}ねんど",
}


def _written(year: int, writing: str) -> str:
    return _WRITINGS[writing](year, year - 2018)


def _read(text: str, discussed: int | None = None) -> YearSelection:
    return resolve_years(find_years(fold(text).text), _RECORDED, ASKED_ON, discussed)


def _explained(text: str) -> str:
    mentions = ", ".join(f"{each.rule} [{each.start}:{each.end}] {each.years}" for each in find_years(fold(text).text))
    return f"{text!r}: {mentions or 'no mention'}"


@pytest.mark.parametrize(("name", "means", "said"), _GRAMMAR.writings())
def test_every_writing_means_its_years(name: str, means: dict[str, Any], said: str) -> None:
    """Years, and where the corpus says so whether they are a series or compared with the year before."""
    read = _read(said, means.get("discussed"))
    assert list(read.years) == means["years"], f"{name}: {_explained(said)}"
    assert read.asked
    assert read.series is means.get("series", read.series), f"{name}: {_explained(said)}"
    assert read.compared_to_previous is means.get("compared", False), f"{name}: {_explained(said)}"


@pytest.mark.parametrize("said", _GRAMMAR.never)
def test_no_year_is_read_from_these(said: str) -> None:
    """Durations, dates, articles, counts, percentages and codes ask for no year."""
    read = _read(said)
    assert not read.asked, _explained(said)
    assert read.years == ()


@pytest.mark.parametrize("beside", _GRAMMAR.never, ids=ascii)
def test_what_stands_beside_a_year_does_not_change_it(beside: str) -> None:
    """Before and behind every text in which no year is read, a year, range or list in any writing is what it is alone."""
    checked = 0
    for name, means, said in _GRAMMAR.writings()[::4]:
        if means.get("compared") or "discussed" in means:
            continue
        for text in (f"{beside}、{said}の評定は？", f"{said}、{beside}は？"):
            assert list(_read(text).years) == means["years"], f"{name}: {_explained(text)}"
            checked += 1
    assert checked > 50


def test_the_corpus_is_asked_on_the_day_of_the_desk() -> None:
    """今年度 in the corpus is the fiscal year of the asking day."""
    assert _GRAMMAR.keys["asked_on"] == ASKED_ON
    assert fiscal_year_on(ASKED_ON) == 2025


@pytest.mark.parametrize("writing", _WRITINGS)
@pytest.mark.parametrize("year", [2019, *_RECORDED])
def test_every_writing_of_every_year_is_that_year(year: int, writing: str) -> None:
    """令和, R, Western, kanji, kana and full width: the same year, and nothing else of the text."""
    said = _written(year, writing)
    assert _read(f"{said}の評定は？").years == (year,), _explained(said)
    folded = fold(f"{said}の評定は？").text
    taken = [any(each.start <= at < each.end for each in find_years(folded)) for at in range(len(folded) + 1)]
    assert find_item_codes(folded, taken) == ()


@pytest.mark.parametrize("writing", _WRITINGS)
def test_every_writing_of_a_recorded_year_reaches_the_answer(desk: Desk, writing: str) -> None:
    """The whole desk names the year that was written, before or after the item."""
    for year in _RECORDED:
        said = _written(year, writing)
        for question in (f"Ⅰ-1 の{said}の評定は？", f"{said}のⅠ-1の評定は？"):
            answer = desk.reply(question)
            assert answer.fiscal_years == (year,), f"{question}: {answer.first}"
            assert answer.items == ("Ⅰ-1",), f"{question}: {answer.first}"


@settings(derandomize=True, deadline=None)
@given(
    first=st.sampled_from(_RECORDED),
    last=st.sampled_from(_RECORDED),
    writing=st.sampled_from(["令和6年度", "令和６年度", "令和六年度", "R6", "Ｒ６", "2024年度", "FY2024", "6年度"]),
    between=st.sampled_from(["〜", "～", "~", "から", " 〜 "]),
)
def test_a_range_is_all_the_years_from_its_first_to_its_last(first: int, last: int, writing: str, between: str) -> None:
    """R3〜R5 in any writing is 2021, 2022 and 2023."""
    if first >= last:
        return
    said = f"{_written(first, writing)}{between}{_written(last, writing)}"
    assert _read(said).years == tuple(range(first, last + 1)), _explained(said)


@settings(derandomize=True, deadline=None)
@given(
    text=st.text(alphabet="令和平成昭RrHhSs元一二三四五六十0123456789年度〜-~.のとか、ら前度間過去FYfy' ", max_size=40)
)
def test_mentions_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    """Whatever looks like years is read without error, left to right, each character once."""
    folded = fold(text).text
    end = 0
    for mention in find_years(folded):
        assert end <= mention.start < mention.end <= len(folded)
        end = mention.end
    read = _read(text)
    assert list(read.years) == sorted(set(read.years))
