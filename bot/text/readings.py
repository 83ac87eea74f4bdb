"""A question typed in kana (とっきゅうはっこうはいつから) → the same with its words as the records write them (特急発行はいつから).

The words and their readings are a table. A reading counts where a word may begin and end, so that くださいよう holds no 採用;
what stands in quotation marks is looked for as it was typed, and stays.
"""

import re
import unicodedata
from functools import cache

from bot.text.compiled import compiled
from bot.text.table import read_table

_RUN = compiled(r"「[^」]*」|[ぁ-ゖァ-ヺーｦ-ﾟ]{3,}")
_UNSEEN = compiled("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
# what a word may stand behind: particles, how adjectives and verbs before it end, and なぜ
_BEFORE = frozenset("のはがをにでともやかいたるなぜ")
# a word does not end before these: they belong to its last syllable
_GOES_ON = frozenset("ぁぃぅぇぉゃゅょーんう")
# りつ, すう stand in other words: only beside a longer reading
_SURE = 3


def with_kanji(text: str) -> str:
    """*text* with the readings that it has in kana written out; as it is when it has none.

    Voiced marks that stand by themselves and characters that cannot be seen keep no reading from being one.
    """
    seen = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    written = _RUN.sub(_written, seen)
    return text if written == seen else written


def _written(match: re.Match[str]) -> str:
    run = match.group()
    if run.startswith("「"):
        return run
    kana = unicodedata.normalize("NFKC", run)
    hiragana = kana.translate(_TO_HIRAGANA)
    written, at = "", 0
    while at < len(kana):
        found = _words_at(hiragana, at) if at == 0 or hiragana[at - 1] in _BEFORE else ()
        if found:
            written += "".join(_readings()[word] for word in found)
            at += sum(map(len, found))
        else:
            written += kana[at]
            at += 1
    return run if written == kana else written


def _words_at(hiragana: str, start: int) -> tuple[str, ...]:
    """The longest readings that follow one another from *start* on, one of them a sure one; empty when there are none."""
    words: list[str] = []
    at = start
    while word := _longest(hiragana, at):
        words.append(word)
        at += len(word)
    while words and (hiragana[at : at + 1] in _GOES_ON or _is_spoken(words[-1], hiragana[at : at + 1])):
        at -= len(words.pop())
    return tuple(words) if any(len(word) >= _SURE for word in words) else ()


def _is_spoken(word: str, after: str) -> bool:
    """Whether a short word in ん is an ending of speech: でいいんだよね is no 委員."""
    return len(word) <= _SURE and word.endswith("ん") and after in frozenset("だでじ")


def _longest(hiragana: str, at: int) -> str:
    lengths = _lengths().get(hiragana[at : at + 2], ())
    return next((word for length in lengths if (word := hiragana[at : at + length]) in _readings()), "")


@cache
def _readings() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table("readings", "reading", "written")}


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """How readings begin → how long those are, the longest first."""
    lengths: dict[str, set[int]] = {}
    for reading in _readings():
        lengths.setdefault(reading[:2], set()).add(len(reading))
    return {beginning: tuple(sorted(found, reverse=True)) for beginning, found in lengths.items()}
