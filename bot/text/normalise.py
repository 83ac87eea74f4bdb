"""A question as typed → folded text for the grammars, with the offset of every character in the original.

Folding: Slack mark-up is unwrapped, characters are NFKC-folded one cluster at a time (half-width kana with their marks,
full-width letters and digits, ㋿, ①), Roman numeral characters stay themselves, all dashes become '-', all waves '~',
letters are lower case, what cannot be seen is dropped, and spaces are kept only between two
ASCII letters, digits or kanji numerals.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from bot.text.compiled import compiled

# Slack caps a message at 40,000 characters (chat.postMessage); nothing that is folded whole is as long as this
LONGEST_TEXT = 2_000
_LONGEST_CLUSTER = 8
LAST_IN_PLANE = 0xFFFF
# stands in ALONE for what has to be folded with its neighbours; folding itself never gives it
NOT_ALONE = "\0"

_MARK_UP = compiled(
    r"<(?:[@!][^<>|]*(?:\|(?P<name>[^<>]*))?|#[^<>|]*(?:\|(?P<channel>[^<>]*))?|(?:https?|mailto):[^<>|]*(?:\|(?P<label>[^<>]*))?)>"
    r"|&(?P<entity>amp|lt|gt);"
    r"|(?<![0-9a-z]):[a-z0-9_+\-']{2,40}:",
    re.IGNORECASE,
)
_MARK_UP_CHARACTERS = frozenset("<&:")
# kana and ideographs that folding leaves as they are, whatever NFKC, case and category would be asked
_STAY = compiled("[ぁ-ゖァ-ヺー一-龠]")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_ROMAN = {
    **dict(zip("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", strict=True)),
    **dict(zip("ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", strict=True)),
}
_WAVES = frozenset("~〜～∼∾〰˜⁓")
_MORE_DASHES = frozenset("−─━﹣⁃➖╴╶")
# letters of other alphabets that nobody can tell from those of a rating
_LIKE_LATIN = {"α": "a", "а": "a", "🅰": "a", "β": "b", "в": "b", "🅱": "b", "с": "c", "ѕ": "s"}
_BARS = frozenset("|｜")
_ASCII_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_SPACED = _ASCII_WORD | frozenset("一二三四五六七八九十")
_HALF_WIDTH_MARKS = frozenset("ﾞﾟ")


class Folded(NamedTuple):
    """*text* as folded from *original*; `at[i]` is the offset in the original of folded character i (plus the end)."""

    original: str
    text: str
    at: tuple[int, ...]

    def as_typed(self, start: int, end: int) -> str:
        """The original characters behind the folded span."""
        return self.original[self.at[start] : self.at[end]]


@lru_cache(maxsize=64)
def fold(original: str) -> Folded:
    """Fold a text of any length; what lies beyond LONGEST_TEXT characters is not read."""
    read = original[:LONGEST_TEXT]
    if NOT_ALONE not in (text := read.translate(ALONE)):
        return Folded(original, text, tuple(range(len(read) + 1)))
    pieces = _drop_spaces(_fold_characters(read))
    text = "".join(character for character, _ in pieces)
    return Folded(original, text, (*(offset for _, offset in pieces), len(read)))


def fold_text(original: str) -> str:
    """The text that `fold` gives, without the offsets: for names, of which there are many."""
    text = original[:LONGEST_TEXT].translate(ALONE)
    return fold(original).text if NOT_ALONE in text else text


class _Alone(dict[int, str]):
    """Code point → the one character that it folds to whatever stands beside it, as nearly all do; worked out when first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if _STAY.match(character):
            self[code] = character
            return character
        depends = character in _MARK_UP_CHARACTERS or _joins(character)
        folded = "" if depends else _fold_cluster(character)
        alone = folded if len(folded) == 1 and folded != " " else NOT_ALONE
        if code <= LAST_IN_PLANE:  # nobody's message makes this grow without end
            self[code] = alone
        return alone


ALONE = _Alone()


def without_mark_up(text: str) -> str:
    """*text* without Slack's mark-up, otherwise as typed: for showing what was asked."""
    return _MARK_UP.sub(_unwrap, text).strip()


def _unwrap(match: re.Match[str]) -> str:
    if match["entity"]:
        return _ENTITIES[match["entity"].lower()]
    if match["channel"] or match["label"]:
        return match["channel"] or match["label"]
    return " "


def _fold_characters(original: str) -> list[tuple[str, int]]:
    pieces: list[tuple[str, int]] = []
    position = 0
    for match in _MARK_UP.finditer(original):
        pieces.extend(_fold_run(original, position, match.start()))
        inner = _unwrap(match)
        pieces.extend((character, match.start()) for character, _ in _fold_run(inner, 0, len(inner)))
        position = match.end()
    pieces.extend(_fold_run(original, position, len(original)))
    return pieces


def _fold_run(original: str, start: int, end: int) -> list[tuple[str, int]]:
    pieces: list[tuple[str, int]] = []
    position = start
    while position < end:
        cluster_end = position + 1
        while cluster_end < end and cluster_end - position < _LONGEST_CLUSTER and _joins(original[cluster_end]):
            cluster_end += 1
        cluster = original[position:cluster_end]
        pieces.extend((character, position) for character in _fold_cluster(cluster))
        position = cluster_end
    return pieces


def _joins(character: str) -> bool:
    return character in _HALF_WIDTH_MARKS or unicodedata.combining(character) != 0


def _fold_cluster(cluster: str) -> str:
    if cluster[0] in _WAVES:
        return "~"  # NFKC would make a space of ˜
    if cluster[0] in _ROMAN:
        return _ROMAN[cluster[0]]
    return "".join(_fold_character(character) for character in unicodedata.normalize("NFKC", cluster).casefold())


def _fold_character(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character
    if character in _LIKE_LATIN:
        return _LIKE_LATIN[character]
    if character in _WAVES:
        return "~"
    if character in _MORE_DASHES or (category := unicodedata.category(character)) == "Pd":
        return "-"
    if character in _BARS:
        return "|"
    if category in {"Cf", "Mn", "Me"}:
        return ""
    if category[0] in "CZ" or (category == "So" and character not in "〇○◎△"):
        return " "
    return character


def _drop_spaces(pieces: list[tuple[str, int]]) -> list[tuple[str, int]]:
    kept: list[tuple[str, int]] = []
    for index, (character, offset) in enumerate(pieces):
        if character != " ":
            kept.append((character, offset))
            continue
        before = kept[-1][0] if kept else ""
        after = pieces[index + 1][0] if index + 1 < len(pieces) else ""
        if before in _SPACED and after in _SPACED and before and after:
            kept.append((character, offset))
        elif before in _SPACED and after == " ":
            pieces[index + 1] = (" ", pieces[index + 1][1])
    return kept
