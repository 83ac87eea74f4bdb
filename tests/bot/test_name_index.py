"""The index of names says exactly what a scan of all names would say."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

import bot.reading.name_index
from bot.reading.match import OFFER_AT
from bot.reading.name_index import KeyIndex, NameIndex
from tests.bench.invented import corporation
from tests.bench.questions import misspelt

# few characters, so that names share many of them and repeat them
_NAMES = st.lists(st.text("情報研修評価ABAA", min_size=1, max_size=12), min_size=1, max_size=60, unique=True)
_KEYS = st.text("情報研修評価ABX", min_size=1, max_size=14)


@pytest.fixture
def _always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few names go through the index as well."""
    monkeypatch.setattr(bot.reading.name_index, "_FEW", 0)


def _scanned(names: list[str], key: str, at_least: int, most: int) -> list[tuple[str, float]]:
    found = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=at_least, limit=most)
    return [(name, score) for name, score, _ in found]


@pytest.mark.usefixtures("_always")
@given(names=_NAMES, key=_KEYS, at_least=st.integers(1, 100), most=st.integers(1, 8))
def test_the_same_names_win_as_in_a_scan(names: list[str], key: str, at_least: int, most: int) -> None:
    """Whatever the names, the key, the least score and the number: the same names, scores and order."""
    found = NameIndex(names).find_similar(key, at_least, most)
    assert [(name, score) for name, score, _ in found] == _scanned(names, key, at_least, most)


@pytest.mark.usefixtures("_always")
@given(names=_NAMES, part=_KEYS)
def test_the_names_that_hold_a_part_are_found(names: list[str], part: str) -> None:
    """All of them, in order, and no others."""
    assert list(NameIndex(names).find_holding(part)) == [at for at, name in enumerate(names) if part in name]


@given(keys=_NAMES, text=_KEYS)
def test_the_keys_in_a_text_are_found(keys: list[str], text: str) -> None:
    """At every place, each once, as by comparing each key with each place."""
    expected = [(at, key) for at in range(len(text)) for key in keys if text.startswith(key, at)]
    assert sorted(KeyIndex(keys).find_in(text)) == sorted(expected)


def test_misspelt_titles_are_found_among_thousands() -> None:
    """Real lengths and characters, more names than are scanned: the same winners for each slip of the pen."""
    titles = [str(item["title"]) for item in corporation(1, 3_000)["items"]]
    choose = random.Random(1)  # noqa: S311 - the same every time
    index = NameIndex(titles)
    for _ in range(100):
        key = misspelt(choose.choice(titles), choose)
        found = index.find_similar(key, OFFER_AT, 40)
        assert [(name, score) for name, score, _ in found] == _scanned(titles, key, OFFER_AT, 40)
    assert list(index.find_holding(titles[7][2:6])) == [
        at for at, title in enumerate(titles) if titles[7][2:6] in title
    ]
