"""Text folded for comparing names: kana as katakana, look-alikes and old forms as one, no long vowels, no punctuation.

Both the names and the question go through the same key, so コンビ二 (kanji 二), こんびに, ｺﾝﾋﾞﾆ and コンビニ are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from bot.text.normalise import ALONE, LAST_IN_PLANE, LONGEST_TEXT, NOT_ALONE, fold_text
from bot.text.table import read_table

BARRIER = "\0"
_HIRAGANA_TO_KATAKANA = ord("ァ") - ord("ぁ")


@cache
def _translation() -> dict[int, str]:
    table = {code: chr(code + _HIRAGANA_TO_KATAKANA) for code in range(ord("ぁ"), ord("ゖ") + 1)}
    for written, read in read_table("lookalikes", "written", "read"):
        table[ord(written)] = read
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


def key_of_name(name: str) -> str:
    """The key of a name as it is written: that of its folded text, in one step for nearly every name."""
    key = name.translate(_keys_of_written()) if len(name) <= LONGEST_TEXT else NOT_ALONE
    return name_key(fold_text(name)) if NOT_ALONE in key else key


class _KeysOfWritten(dict[int, str]):
    """Code point as written → what stands in a key for it; worked out when first met."""

    def __missing__(self, code: int) -> str:
        alone = ALONE[code]
        key = alone if alone == NOT_ALONE else _keys()[ord(alone)]
        if code <= LAST_IN_PLANE:
            self[code] = key
        return key


@cache
def _keys_of_written() -> _KeysOfWritten:
    return _KeysOfWritten()


class _Keys(dict[int, str]):
    """Code point → what stands in a key for it; worked out when first met."""

    def __missing__(self, code: int) -> str:
        mapped = _translation().get(code, chr(code))
        key = "".join(each for each in mapped if each == BARRIER or (each.isalnum() and each != "ー"))
        if code <= LAST_IN_PLANE:  # nobody's message makes this grow without end
            self[code] = key
        return key


@cache
def _keys() -> _Keys:
    return _Keys()
