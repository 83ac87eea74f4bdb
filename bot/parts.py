"""A clause that asks for several things, each with its own year or kind → the parts that belong together.

「Ⅰ-1のR5とⅠ-10のR4」 is two pairs, 「Ⅰ-1の評定とⅠ-2の根拠」 two questions; 「Ⅰ-1とⅠ-2のR4とR5」 is one question about a table.
In Japanese what is asked stands behind what it is asked of: a subject without year or kind belongs to the next part, a year
or kind without a subject to the part before.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from bot.text.compiled import compiled
from bot.text.normalise import Folded

JOINED = compiled(
    r"と(?!して|い[うっえ]|は|も|どう|か[?。]?$)|、|,|・|&|や|及び|および|。|\?|/|＋|\+|かつ|それから|あと"
)
# what two subjects are asked of together
_COMPARED = compiled(r"の差(?![出替別異])|何倍")
_MOST_PARTS = 8


class Mark(NamedTuple):
    """Something that was read from a span: a subject (item, section, overall rating), a year, a kind of question.

    *kind* "both": a subject that also says what is asked of it (an indicator). *value*: what tells marks apart.
    """

    start: int
    end: int
    kind: Literal["subject", "year", "kind", "both"]
    value: str


class _Group(NamedTuple):
    start: int
    end: int
    marks: list[Mark]

    def has(self, *kinds: str) -> bool:
        return any(mark.kind in kinds for mark in self.marks)

    def values(self, *kinds: str) -> frozenset[str]:
        return frozenset(mark.value for mark in self.marks if mark.kind in kinds)

    def complete(self) -> bool:
        return self.has("both") or (self.has("subject") and self.has("year", "kind"))


def find_parts(folded: Folded, marks: Sequence[Mark]) -> tuple[str, ...]:
    """The parts as complete questions, in order; empty when the clause is one question."""
    ordered = sorted(marks, key=lambda mark: mark.start)
    subjects = sum(mark.kind in {"subject", "both"} for mark in ordered)
    if subjects <= 1 or any(mark.value == "changes" for mark in ordered) or _COMPARED.search(folded.text):
        return ()
    groups = _merged(_segments(folded.text, ordered))
    if not 1 < len(groups) <= _MOST_PARTS or not all(group.has("subject", "both") for group in groups):
        return ()
    years = {group.values("year") for group in groups}
    paired = len(years) > 1 and frozenset() not in years
    # a year alone asks for the rating, where no kind of another part can be meant for it
    implied = frozenset() if any(group.has("kind") for group in groups) else frozenset({"rating"})
    kinds = {group.values("kind", "both") or implied for group in groups}
    different = len(kinds) > 1 and frozenset() not in kinds
    if not paired and not different:
        return ()
    return tuple(_text(folded, group, groups, ordered[0]) for group in groups)


def _segments(text: str, marks: Sequence[Mark]) -> list[_Group]:
    groups = [_Group(0, len(text), [marks[0]])]
    for before, mark in pairwise(marks):
        joint = JOINED.search(text, before.end, mark.start)
        # Ⅰ-1 R5 Ⅰ-10 R4: the next subject begins where nothing joins it to a year
        abrupt = before.kind == "year" and mark.kind == "subject" and before.end == mark.start
        if joint or (abrupt and groups[-1].has("subject")):
            groups[-1] = groups[-1]._replace(end=joint.start() if joint else mark.start)
            groups.append(_Group(joint.end() if joint else mark.start, len(text), [mark]))
        else:
            groups[-1].marks.append(mark)
    return groups


def _merged(segments: Sequence[_Group]) -> list[_Group]:
    done: list[_Group] = []
    waiting: _Group | None = None
    for segment in segments:
        group = segment
        if waiting:
            group = _Group(waiting.start, segment.end, [*waiting.marks, *segment.marks])
            waiting = None
        if group.complete():
            done.append(group)
        elif done and not group.has("subject", "both"):
            done[-1] = _Group(done[-1].start, group.end, [*done[-1].marks, *group.marks])
        else:
            waiting = group
    if waiting and done:
        done[-1] = _Group(done[-1].start, waiting.end, [*done[-1].marks, *waiting.marks])
    return done


def _text(folded: Folded, group: _Group, groups: Sequence[_Group], first: Mark) -> str:
    written = folded.as_typed(group.start, group.end).strip()
    if not group.has("year") and first.kind == "year" and first not in group.marks:
        written = f"{folded.as_typed(first.start, first.end)}の{written}"
    if not group.has("kind", "both"):
        at = groups.index(group)
        asked = next((other for other in (*groups[at + 1 :], *reversed(groups[:at])) if other.has("kind")), None)
        if asked:
            words = "の".join(folded.as_typed(mark.start, mark.end) for mark in asked.marks if mark.kind == "kind")
            written = f"{written}の{words}"
    return written
