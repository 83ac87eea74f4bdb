"""The words of a question that name an event → how much of them an event tells.

Words that only frame the question (開始, 時期, 何月) are dropped, words that say it otherwise are read as the records write
it (iPhone: iOS), both by a table. Of what is left every word must stand in the event, whole or in pieces (公表指針 in
公表に関する指針); general words (カード) and what happened (導入, 施行) only tell events apart.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from bot.text.compiled import compiled
from bot.text.fiscal_year import find_years
from bot.text.name_key import name_key
from bot.text.normalise import fold_text
from bot.text.table import read_table
from records.full_text import fold_for_search

_RUN = compiled(r"[一-龠々ァ-ヺーa-z0-9]{2,}")
_CODE = compiled(r"[Ⅰ-Ⅹ]-?[0-9]{0,2}")
# 12月に始まった: a time, and no word of an event
_MONTH_ALONE = compiled(r"(?<![0-9])(?:1[0-2]|[1-9])月(?:[0-9]{1,2}日)?")
_PART = compiled(r"と|や|(?<![ァ-ヺー])・|・(?![ァ-ヺ])|、|及び|および")
_KATAKANA = compiled(r"[ァ-ヺ]")
# a piece of a word that still says something: two kanji, three katakana
_SHORTEST_PIECE, _SHORTEST_KATAKANA = 2, 3
# how much of each word, and of all of them, an event must hold
_OF_EACH, _OF_ALL = 0.6, 0.75
_OF_PIECES = 0.95
_GENERAL_WEIGHT, _DEED_WEIGHT = 0.05, 0.2
_ALIKE = 0.01


class EventWord(NamedTuple):
    """A word in a question, as the records would write it. *general*: it names no event. *deed*: it says what happened to one."""

    start: int
    end: int
    key: str
    general: bool
    deed: bool = False


def event_words(text: str) -> tuple[EventWord, ...]:
    """The words of folded *text* that can name an event, left to right."""
    pattern, meanings = _table()
    taken = [False] * len(text)
    found: list[EventWord] = []
    dated = [(each.start, each.end) for each in find_years(text) if each.kind != "duration"]
    dated += [match.span() for pattern in (_CODE, _MONTH_ALONE) for match in pattern.finditer(text)]
    for start, end in dated:
        taken[start:end] = [True] * (end - start)
    for match in pattern.finditer(text):
        if any(taken[match.start() : match.end()]):
            continue
        recorded, role = meanings[match.group()]
        if role == "frame" and _inside_a_run(text, *match.span()):
            continue  # 月 in 毎月, 日 in 閣議決定日前
        taken[match.start() : match.end()] = [True] * (match.end() - match.start())
        if role != "frame":
            found.append(EventWord(*match.span(), _key(recorded), role != "same", role == "deed"))
    free = "".join(" " if taken[at] else character for at, character in enumerate(text))
    found.extend(
        EventWord(*match.span(), _key(match.group()), general=False)
        for match in _RUN.finditer(free)
        if _key(match.group())
    )
    return tuple(sorted(found))


def in_parts(text: str, words: Sequence[EventWord]) -> list[list[EventWord]]:
    """The words between と, や, ・, in groups that each name something; one group when nothing joins them."""
    ends = [match.start() for match in _PART.finditer(text)]
    groups: dict[int, list[EventWord]] = {}
    for word in words:
        groups.setdefault(sum(end < word.end for end in ends), []).append(word)
    return [group for group in groups.values() if any(not word.general for word in group)]


def best_told(texts: Iterable[str], words: Sequence[EventWord]) -> tuple[float, frozenset[str]]:
    """The best share of the words that one of *texts* tells, and the texts that tell as much; (0, none) below what is enough."""
    named = [word for word in words if not word.general] or list(words)
    if not named:
        return 0.0, frozenset()
    general = [word for word in words if word not in named]
    scores = {text: _score(_key(text), named, general) for text in dict.fromkeys(texts)}
    best = max(scores.values(), default=0.0)
    told = frozenset(text for text, score in scores.items() if score and score >= best - _ALIKE)
    return best, told


def _score(key: str, named: Sequence[EventWord], general: Sequence[EventWord]) -> float:
    held = 0.0
    for word in named:
        if (share := _share(word.key, key)) < _OF_EACH:
            return 0.0
        held += len(word.key) * share
    if (score := held / sum(len(word.key) for word in named)) < _OF_ALL:
        return 0.0
    return score + sum(_DEED_WEIGHT if word.deed else _GENERAL_WEIGHT for word in general if word.key in key)


def _share(word: str, text: str) -> float:
    """How much of *word* stands in *text*: 1 as a whole, less in pieces."""
    if word in text:
        return 1.0
    at = held = 0
    while at < len(word):
        shortest = _SHORTEST_KATAKANA if _KATAKANA.match(word[at]) else _SHORTEST_PIECE
        length = next((n for n in range(len(word) - at, shortest - 1, -1) if word[at : at + n] in text), 0)
        held += length
        at += length or 1
    return _OF_PIECES * held / len(word)


def _inside_a_run(text: str, start: int, end: int) -> bool:
    """Whether a single character stands between others that nothing parts it from."""
    return end - start == 1 and _JOINED.match(text[start - 1 : start]) is not None and text[start:end] != "始"


_JOINED = compiled(r"[一-龠々ァ-ヺーa-z]")


@cache
def _table() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    rows = {
        fold_text(said): (recorded, role)
        for said, recorded, role in read_table("event_words", "said", "recorded", "role")
    }
    alternatives = "|".join(re.escape(said) for said in sorted(rows, key=len, reverse=True))
    return compiled(alternatives), rows


@lru_cache(maxsize=1024)
def _key(text: str) -> str:
    return name_key(fold_for_search(text))
