"""Text folded for comparing names: kana as katakana, look-alikes and old forms as one, no long vowels, no punctuation.

Both the names and the question go through the same key, so コンビ二 (kanji 二), こんびに, ｺﾝﾋﾞﾆ and コンビニ are one.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

BARRIER = "\0"
_LAST_IN_PLANE = 0xFFFF
_LOOK_ALIKES = Path(__file__).resolve().parent.parent / "lexicon" / "lookalikes.csv"
_HIRAGANA_TO_KATAKANA = ord("ァ") - ord("ぁ")


@cache
def _translation() -> dict[int, str]:
    table = {code: chr(code + _HIRAGANA_TO_KATAKANA) for code in range(ord("ぁ"), ord("ゖ") + 1)}
    with _LOOK_ALIKES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            table[ord(row["written"])] = row["read"]
    for hiragana in range(ord("ぁ"), ord("ゖ") + 1):  # a small hiragana is first a small katakana, then a large one
        katakana = table[hiragana]
        table[hiragana] = table.get(ord(katakana), katakana)
    return table


def masked(folded: str, taken: Sequence[bool]) -> str:
    """*folded* with a barrier for each character that is *taken*: nothing is read across one."""
    return "".join(BARRIER if taken[at] else character for at, character in enumerate(folded))


def name_key(folded: str) -> str:
    """The key of folded text. Idempotent: the key of a key is itself."""
    return folded.translate(_keys())


@lru_cache(maxsize=64)  # each step of reading a clause asks for it
def name_key_with_offsets(folded: str) -> tuple[str, tuple[int, ...]]:
    """The key and, for each of its characters and its end, the offset in the folded text."""
    keys = _keys()
    pieces = [(each, offset) for offset, character in enumerate(folded) for each in keys[ord(character)]]
    return "".join(character for character, _ in pieces), (*(offset for _, offset in pieces), len(folded))


class _Keys(dict[int, str]):
    """Code point → what stands in a key for it; worked out when first met."""

    def __missing__(self, code: int) -> str:
        mapped = _translation().get(code, chr(code))
        key = "".join(each for each in mapped if each == BARRIER or (each.isalnum() and each != "ー"))
        if code <= _LAST_IN_PLANE:  # nobody's message makes this grow without end
            self[code] = key
        return key


@cache
def _keys() -> _Keys:
    return _Keys()
