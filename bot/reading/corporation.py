"""The corporation that the records are of, as questions call it, and the names by which a question is about another one."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bot.reading.name_index import NO_KEYS, KeyIndex
from bot.text.compiled import compiled
from bot.text.normalise import fold_text
from bot.text.table import read_table
from records.lookups import Records

_ANY = ""  # a word for the corporation of the records, whichever it is
_LIKE_A_NAME = compiled(
    r"都道府県|[一-龠ァ-ヶー]{2,16}(?:機構|法人|研究所|財団|協会|公社|公団|大学|銀行)|(?<![a-z])(?:nhk|nict|jst|jogmec|nedo)(?![a-z])"
    r"|[一-龠ァ-ヶー]{1,16}(?:公文書館|博物館|美術館|図書館|国税庁|国税局|気象庁|総局|本庁|振興会|推進機構|事業団)|独法"
)


# a shorter name of another corporation stands in too many other words
_SHORTEST_NAME = 3


class Corporation(NamedTuple):
    """*period*: id of the mid-term period shown. *ours*, *others*: folded names of this corporation and of known other ones.

    *recorded*: folded names of corporations whose records are in the database as well, but not shown.
    """

    period: str = ""
    ours: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    recorded: KeyIndex = NO_KEYS

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where folded *text* names this corporation."""
        return (span for name in self.ours for span in _as_a_word(name, text))

    def is_other(self, text: str) -> bool:
        """Whether folded *text* names another corporation, known or by the look of its name."""
        text = self.without_ours(text)
        found = (match.group() for match in _LIKE_A_NAME.finditer(text))
        return any(True for name in self.others for _ in _as_a_word(name, text)) or any(
            not any(other in ours for ours in self.ours) for other in found
        )

    def is_recorded(self, text: str) -> bool:
        """Whether folded *text* names another corporation that has records; however many there are, the text is read once."""
        text = self.without_ours(text)
        return any(True for _, name in self.recorded.find_in(text) for _ in _as_a_word(name, text))

    def without_ours(self, text: str) -> str:
        """Folded *text* with spaces for the names of this corporation."""
        for start, end in self.spans(text):
            text = text[:start] + " " * (end - start) + text[end:]
        return text


UNKNOWN = Corporation()


def corporation_of(records: Records) -> Corporation:
    """The corporation of *records*, with the aliases of the lexicon."""
    document = records.documents[0]
    aliases = _aliases()
    stated = (document.organization, records.short_name)
    ours = [fold_text(name) for name in stated]
    ours += [alias for alias, organization in aliases if organization in {_ANY, document.organization_id}]
    others = [alias for alias, organization in aliases if organization not in {_ANY, document.organization_id}]
    folded = (fold_text(name) for name in records.other_corporations())
    return Corporation(
        period=document.period_id,
        # the longest first, so that a short one takes nothing of it
        ours=tuple(sorted(set(ours) - {""}, key=lambda name: (-len(name), name))),
        others=tuple(others),
        recorded=KeyIndex(
            name for name in folded if len(name) >= _SHORTEST_NAME and not any(name in each for each in ours)
        ),
    )


@cache
def _aliases() -> tuple[tuple[str, str], ...]:
    return tuple(
        (fold_text(alias), owner) for alias, owner in read_table("corporation_aliases", "alias", "organization")
    )


def _as_a_word(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Where *name* stands in folded *text* and no letter goes on with it: ipa is not in zipang."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not any(
            letter.isascii() and letter.isalpha() for letter in text[max(start - 1, 0) : start] + text[end : end + 1]
        ):
            yield start, end
        start = text.find(name, end)
