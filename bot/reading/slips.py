"""What is no other name, but one misspelt: two characters exchanged, a mark left off, another word of the same sound.

Words that a keyboard offers for the same reading (情報後悔, 人財育成) are a table: a name is known by them too. A word that
is at home beside what the name names (カードの使用) is none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bot.text.compiled import compiled
from bot.text.table import read_table

_KANJI = compiled(r"[一-龠]+")
# in a name of so many kanji another one is a slip of the pen
_DISTINCT = 6
_AMOUNTS = frozenset("費額率数")
# the word alone is another word; in a longer name it is the one that was meant
_LONGER_BY = 2
# ガ and カ, パ and バ and ハ are a mark apart
_VOICELESS = str.maketrans(
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポ", "カキクケコサシスセソタチツテトハヒフヘホハヒフヘホ"
)


def same_sounding(name: str) -> Iterator[str]:
    """*name* with one of its words as another of the same sound (情報後悔 for 情報公開)."""
    for written, typed in _words():
        if written in name and len(name) >= len(written) + _LONGER_BY:
            yield from (name.replace(written, word, 1) for word in typed)


def is_another(key: str, name: str) -> bool:
    """Whether *key* is another word than *name*: short, and one kanji differs (国内転出者), or an amount of it (運用費)."""
    if key[-1] in _AMOUNTS and name[-1] not in _AMOUNTS:
        return True
    return (
        len(key) == len(name) < _DISTINCT
        and _KANJI.fullmatch(key + name) is not None
        and sum(a != b for a, b in zip(key, name, strict=True)) == 1
    )


def is_slip(key: str, name: str) -> bool:
    """Whether *key* is *name* with two characters exchanged, one doubled, or a kana voiced or not (在留ガード)."""
    if key.translate(_VOICELESS) == name.translate(_VOICELESS):
        return True
    if len(key) == len(name):
        return any(name[:at] + name[at + 1] + name[at] + name[at + 2 :] == key for at in range(len(name) - 1))
    return len(key) == len(name) + 1 and any(name[:at] + name[at - 1] + name[at:] == key for at in range(1, len(name)))


@cache
def _words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((written, tuple(typed.split())) for written, typed in read_table("name_slips", "written", "typed"))
