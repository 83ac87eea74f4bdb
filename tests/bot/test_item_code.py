"""The grammar of item codes: its corpus, and every dash, tilde, section and number that a code can be written with."""

from __future__ import annotations

import sys
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.fiscal_year import find_years, resolve_years
from bot.text.item_code import code_of, find_item_codes, find_sections
from bot.text.normalise import fold
from tests.conftest import ASKED_ON
from tests.corpus.grammars import load_grammar

_GRAMMAR = load_grammar("item_code")
_RECORDED = (2021, 2022, 2023, 2024)
# what Unicode counts among the dashes, but reads as a wave
_WAVY = frozenset("〜〰")
# no dashes to Unicode, but typed and printed as such: long-vowel marks, box drawings, minus signs, a bullet
_LIKE_DASHES = "ーｰ─━−⁻₋➖⁃╴╶"
_DASHES = tuple(
    character
    for character in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(character) == "Pd" and character not in _WAVY
) + tuple(_LIKE_DASHES)
_TILDES = tuple("~～〜∼〰˜⁓∾")
_SECTIONS = {
    1: ("Ⅰ", "ⅰ", "I", "i", "Ｉ", "ｉ", "l", "ｌ", "|", "｜", "1", "１", "一"),
    2: ("Ⅱ", "ⅱ", "II", "ii", "ＩＩ", "ｉｉ", "ll", "2", "２", "二"),
    3: ("Ⅲ", "ⅲ", "III", "iii", "ＩＩＩ", "lll", "3", "３", "三"),
}
_NUMBERS = {
    **{number: (str(number), chr(ord("０") + number), "一二三四五六七八九"[number - 1]) for number in range(1, 10)},
    10: ("10", "１０", "十"),
    11: ("11", "１１", "十一"),
}


def _codes(text: str) -> list[str]:
    """Codes as `understand` reads them: years first."""
    folded = fold(text).text
    return [code for mention in find_item_codes(folded, _taken_by_years(folded)) for code in mention.codes]


def _sections(text: str) -> list[str]:
    folded = fold(text).text
    taken = _taken_by_years(folded)
    for code in find_item_codes(folded, taken):
        taken[code.start : code.end] = [True] * (code.end - code.start)
    return [section for mention in find_sections(folded, taken) for section in mention.sections]


def _taken_by_years(folded: str) -> list[bool]:
    taken = [False] * (len(folded) + 1)
    for year in find_years(folded):
        taken[year.start : year.end] = [True] * (year.end - year.start)
    return taken


def _explained(text: str) -> str:
    folded = fold(text).text
    mentions = [f"{each.rule} [{each.start}:{each.end}]" for each in find_item_codes(folded, _taken_by_years(folded))]
    return f"{text!r} → {folded!r}: {', '.join(mentions) or 'no mention'}"


@pytest.mark.parametrize(("name", "means", "said"), _GRAMMAR.writings())
def test_every_writing_means_its_codes(name: str, means: dict[str, Any], said: str) -> None:
    """Codes in the order written; sections only where no code is."""
    assert _codes(said) == means.get("codes", []), f"{name}: {_explained(said)}"
    assert _sections(said) == means.get("sections", []), f"{name}: {_explained(said)}"


@pytest.mark.parametrize("said", _GRAMMAR.never)
def test_no_code_is_read_from_these(said: str) -> None:
    """Articles, forms, dates, telephone numbers, ranges of years and quantities are no codes and no sections."""
    assert _codes(said) == [], _explained(said)
    assert _sections(said) == [], _explained(said)


@pytest.mark.parametrize("beside", _GRAMMAR.never, ids=ascii)
def test_what_stands_beside_a_code_does_not_change_it(beside: str) -> None:
    """Before and behind every text in which no code is read, codes in any writing are what they are alone."""
    for name, means, said in _GRAMMAR.writings()[::4]:
        for text in (f"{beside}について、{said}の評定は？", f"{said}の評定は？{beside}は？"):
            assert _codes(text) == means.get("codes", []), f"{name}: {_explained(text)}"


def test_a_code_and_a_year_side_by_side_are_both_read() -> None:
    """Any writing of a code with any writing of a year, in either order, with の or a comma between them."""
    years = ((writing, means["years"]) for _, means, writing in load_grammar("fiscal_year").writings()[::7]
             if not means.get("compared") and "discussed" not in means and not _codes(writing))  # fmt: skip
    checked = 0
    for year, wanted in years:
        for _, means, code in _GRAMMAR.writings()[::5]:
            # a code in kana is one only where no other word touches it (2日のいちのいち)
            if find_years(fold(code).text) or not means.get("codes") or code.startswith("いち"):
                continue
            for text in (f"{year}の{code}の評定", f"{code}の{year}の評定", f"{code}、{year}"):
                assert _codes(text) == means["codes"], _explained(text)
                assert list(resolve_years(find_years(fold(text).text), _RECORDED, ASKED_ON).years) == wanted, text
                checked += 1
    assert checked > 500


def test_unicode_knows_dashes() -> None:
    """The generated family is not empty, whatever the version of Unicode."""
    assert len(_DASHES) >= 35
    assert {"-", "‐", "‑", "‒", "–", "—", "―", "－", "﹘", "﹣", "゠"} <= set(_DASHES)


@pytest.mark.parametrize("dash", _DASHES, ids=lambda dash: f"U+{ord(dash):04X}")
def test_every_dash_of_unicode_joins_a_code(dash: str) -> None:
    """Ⅰ-1 and Ⅰ-10 with any dash, after a Roman numeral character, a letter or a digit, with or without spaces."""
    for section in ("Ⅰ", "I", "i", "1", "１"):
        assert _codes(f"{section}{dash}1の評定") == ["Ⅰ-1"], _explained(f"{section}{dash}1")
        assert _codes(f"{section}{dash}10の評定") == ["Ⅰ-10"], _explained(f"{section}{dash}10")
    assert _codes(f"Ⅲ {dash} ５") == ["Ⅲ-5"]


@pytest.mark.parametrize("dash", _DASHES, ids=lambda dash: f"U+{ord(dash):04X}")
def test_no_dash_of_unicode_makes_a_code_of_a_form(dash: str) -> None:
    """様式1-1-4 is a form with every dash."""
    assert _codes(f"様式1{dash}1{dash}4") == []
    assert _codes(f"1{dash}1{dash}4") == []


@pytest.mark.parametrize("tilde", _TILDES, ids=lambda tilde: f"U+{ord(tilde):04X}")
def test_every_tilde_makes_a_run_of_codes(tilde: str) -> None:
    """Ⅰ-9〜Ⅰ-11 and Ⅰ-9〜11 are three items."""
    assert _codes(f"Ⅰ-9{tilde}Ⅰ-11") == ["Ⅰ-9", "Ⅰ-10", "Ⅰ-11"], _explained(f"Ⅰ-9{tilde}Ⅰ-11")
    assert _codes(f"1-9{tilde}11の評定") == ["Ⅰ-9", "Ⅰ-10", "Ⅰ-11"], _explained(f"1-9{tilde}11の評定")


@pytest.mark.parametrize("number", _NUMBERS)
@pytest.mark.parametrize("section", _SECTIONS)
def test_every_writing_of_section_and_number_is_one_code(section: int, number: int) -> None:
    """Roman, Latin, look-alike, full-width and kanji sections with digits and kanji, joined by a dash or の."""
    for left in _SECTIONS[section]:
        for right in _NUMBERS[number]:
            for joint in ("-", "－", "の", "ー"):
                said = f"{left}{joint}{right}"
                assert _codes(said) == [code_of(section, number)], _explained(said)
                assert find_years(fold(said).text) == ()


@pytest.mark.parametrize("number", range(1, 100))
def test_an_article_with_any_number_is_no_code(number: int) -> None:
    """第N条のM is an article; Ⅰ-N beside it is still the item."""
    assert _codes(f"第{number}条の{number}") == []
    assert _codes(f"第{number}条の{number}とⅠ-2") == ["Ⅰ-2"]


@settings(derandomize=True, deadline=None)
@given(text=st.text(alphabet="ⅠⅡⅢIil|1234567890１一二三十-－ー〜~のとから、・/.年度R令和条第様式() ", max_size=40))
def test_mentions_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    """Whatever looks like codes is read without error, left to right, each character once."""
    folded = fold(text).text
    end = 0
    for mention in find_item_codes(folded, [False] * (len(folded) + 1)):
        assert end <= mention.start < mention.end <= len(folded)
        assert mention.codes
        end = mention.end
