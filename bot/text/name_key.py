"""Text folded for comparing names: kana as katakana, look-alikes and old forms as one, no long vowels, no punctuation.

Both the names and the question go through the same key, so コンビ二 (kanji 二), こんびに, ｺﾝﾋﾞﾆ and コンビニ are one.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

BARRIER = "\0"
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
    return "".join(character for character, _ in _key_characters(folded))


@lru_cache(maxsize=64)  # each step of reading a clause asks for it
def name_key_with_offsets(folded: str) -> tuple[str, tuple[int, ...]]:
    """The key and, for each of its characters and its end, the offset in the folded text."""
    pieces = list(_key_characters(folded))
    return "".join(character for character, _ in pieces), (*(offset for _, offset in pieces), len(folded))


def _key_characters(folded: str) -> list[tuple[str, int]]:
    table = _translation()
    pieces: list[tuple[str, int]] = []
    for offset, character in enumerate(folded):
        if character == BARRIER:
            pieces.append((character, offset))
            continue
        mapped = table.get(ord(character), character)
        pieces.extend((each, offset) for each in mapped if each.isalnum() and each != "ー")
    return pieces
