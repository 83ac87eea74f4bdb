"""What earlier records call an indicator: the same indicator keeps its id and name from document to document.

A new document's indicators are compared with those of the same item in the records that are there. What has only a name
is matched by name (rapidfuzz), with a margin over the second best; words that tell two indicators apart must be equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from records.dataset import Row
from records.ingest.text import compact

_LEAST_SCORE = 78.0
_MARGIN = 3.0
# two indicators that differ in one of these are two
_TELLING = (
    "最大",
    "平均",
    "最小",
    "特急",
    "うち",
    "割合",
    "率",
    "回数",
    "件数",
    "人数",
    "日数",
    "額",
    "窓口",
    "検証者",
    "新た",
)
_LEAST_PIECE = 3


class Known(NamedTuple):
    """An indicator that the records have: its row, and how its names read when folded."""

    row: Row
    item: str
    unit: str
    names: tuple[str, ...]
    pieces: tuple[str, ...]

    @property
    def indicator_id(self) -> str:
        """Its id in the records."""
        return str(self.row["indicator_id"])


def known_from(rows: Sequence[Row]) -> tuple[Known, ...]:
    """The rows of indicators.csv as known indicators."""
    found = []
    for row in rows:
        names = tuple(dict.fromkeys(compact(str(row[column])) for column in ("stated_name", "name")))
        pieces = tuple(piece for piece in compact(str(row["stated_name"])).split("の") if len(piece) >= _LEAST_PIECE)
        unit = compact(str(row["unit"] or "")).split("/")[0]
        found.append(Known(row, str(row["item"]), unit, names, pieces))
    return tuple(found)


def match_name(name: str, item: str, unit: str | None, known: Sequence[Known]) -> Known | None:
    """The known indicator of *item* that is called *name*; None when none is, or two are as near."""
    folded = compact(name)
    scored = sorted(
        ((_score(folded, each), each) for each in known if each.item == item and _unit_fits(unit, each)),
        key=lambda pair: pair[0],
        reverse=True,
    )
    if not scored or scored[0][0] < _LEAST_SCORE:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _MARGIN:
        return None
    return scored[0][1]


def _unit_fits(unit: str | None, known: Known) -> bool:
    return not unit or not known.unit or compact(unit).split("/")[0] == known.unit


def _score(folded: str, known: Known) -> float:
    best = 0.0
    for name in known.names:
        if name == folded:
            return 200.0
        if any((word in name) != (word in folded) for word in _TELLING):
            continue
        best = max(best, fuzz.ratio(folded, name), fuzz.token_sort_ratio(folded, name))
        # the document may shorten a long name, or put a condition behind it
        if (name.endswith(folded) or folded.startswith(name + "(")) and len(folded) > 2 * _LEAST_PIECE:
            best = max(best, 95.0)
    return best


def match_sentence(text: str, item: str, unit: str | None, known: Sequence[Known]) -> Known | None:
    """The known indicator of *item* that a sentence speaks of: all pieces of its name are there, or its unit is unique."""
    folded = compact(text)
    here = [each for each in known if each.item == item and unit and compact(unit).split("/")[0] == each.unit]
    spoken = [each for each in here if each.pieces and all(piece in folded for piece in each.pieces)]
    if len(spoken) > 1:
        longest = max(spoken, key=lambda each: sum(map(len, each.pieces)))
        spoken = [longest] if all(set(each.pieces) <= set(longest.pieces) for each in spoken) else []
    if spoken:
        return spoken[0]
    return here[0] if len(here) == 1 else None
