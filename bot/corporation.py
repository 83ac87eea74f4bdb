"""The corporation that the records are of, as questions call it, and the names by which a question is about another one."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.name_index import NO_KEYS, KeyIndex
from bot.text.normalise import fold
from records.lookups import Records

_ALIASES = Path(__file__).resolve().parent / "lexicon" / "corporation_aliases.csv"
_ANY = ""  # a word for the corporation of the records, whichever it is
_LIKE_A_NAME = re.compile(
    r"都道府県|[一-龠ァ-ヶー]{2,16}(?:機構|法人|研究所|財団|協会|公社|公団|大学|銀行)|(?<![a-z])(?:nhk|nict|jst|jogmec|nedo)(?![a-z])"
    r"|[一-龠ァ-ヶー]{1,16}(?:公文書館|博物館|美術館|図書館|国税庁|国税局|気象庁|総局|本庁|振興会|推進機構|事業団)|独法"
)


_LETTER = re.compile(r"[a-z]")
# a shorter name of another corporation stands in too many other words
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Corporation:
    """*period*: id of the mid-term period shown. *ours*, *others*: folded names of this corporation and of other ones.

    *recorded*: folded names of corporations whose records are in the database as well, but not shown.
    """

    period: str = ""
    ours: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    recorded: KeyIndex = NO_KEYS

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where folded *text* names this corporation."""
        return (match.span() for name in self.ours for match in _as_a_word(name).finditer(text))

    def is_other(self, text: str) -> bool:
        """Whether folded *text* names another corporation, known or by the look of its name."""
        text = self._without_ours(text)
        found = (match.group() for match in _LIKE_A_NAME.finditer(text))
        return any(_as_a_word(name).search(text) for name in self.others) or any(
            not any(other in ours for ours in self.ours) for other in found
        )

    def is_recorded(self, text: str) -> bool:
        """Whether folded *text* names another corporation that has records; however many there are, the text is read once."""
        text = self._without_ours(text)
        return any(
            not _LETTER.match(text[start - 1 : start]) and not _LETTER.match(text, start + len(name))
            for start, name in self.recorded.find_in(text)
        )

    def _without_ours(self, text: str) -> str:
        for start, end in self.spans(text):
            text = text[:start] + " " * (end - start) + text[end:]
        return text


UNKNOWN = Corporation()


def corporation_of(records: Records) -> Corporation:
    """The corporation of *records*, with the aliases of the lexicon."""
    document = records.documents[0]
    aliases = _aliases()
    stated = (document.organization, records.short_name)
    ours = [fold(name).text for name in stated]
    ours += [alias for alias, organization in aliases if organization in {_ANY, document.organization_id}]
    others = [alias for alias, organization in aliases if organization not in {_ANY, document.organization_id}]
    folded = (fold(name).text for name in records.other_corporations())
    return Corporation(
        period=document.period_id,
        # the longest first, so that a short one takes nothing of it
        ours=tuple(sorted(set(ours), key=lambda name: (-len(name), name))),
        others=tuple(others),
        recorded=KeyIndex(
            name for name in folded if len(name) >= _SHORTEST_NAME and not any(name in each for each in ours)
        ),
    )


@cache
def _aliases() -> tuple[tuple[str, str], ...]:
    with _ALIASES.open(encoding="utf-8", newline="") as file:
        return tuple((fold(row["alias"]).text, row["organization"]) for row in csv.DictReader(file))


@cache
def _as_a_word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z]){re.escape(name)}(?![a-z])")
