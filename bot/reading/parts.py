"""A clause that asks for several things, each with its own year or kind → the parts that belong together.

「Ⅰ-1のR5とⅠ-10のR4」 is two pairs, 「Ⅰ-1の評定とⅠ-2の根拠」 two questions; 「Ⅰ-1とⅠ-2のR4とR5」 is one question about a table.
In Japanese what is asked stands behind what it is asked of: a subject without year or kind belongs to the next part, a year
or kind without a subject to the part before.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from bot.text.compiled import compiled
from bot.text.normalise import Folded

JOINED = compiled(
    r"(?<![ごこっ])と(?!して|され|い[うっえ]|思|聞|言|書|考え|は|も|どう|か[?。]?$)|、|,|(?<![ァ-ヺー])・|・(?![ァ-ヺ])|&|や|及び|および|。|\?|/|＋|\+|かつ|それから|あと"
)
_BETWEEN_KINDS = compiled(r"(?:で|、|,|・|と|。|;)+$")
# what two subjects are asked of together
_COMPARED = compiled(r"の差(?![出替別異])|何倍")
_CHANGED = compiled(r"増え|減[っり]|違う|変わ|伸び")
_MOST_PARTS = 8
_PARTICLES = tuple("のはがをとでやも")


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
    owner: Mark | None = None  # the subject of another group, of which this one is asked too

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
    if not subjects or any(mark.value == "changes" for mark in ordered) or _COMPARED.search(folded.text):
        return ()
    if subjects == 1:
        return _of_one_subject(folded, ordered)
    groups = _led_by_kinds(folded.text, ordered) or _merged(_segments(folded.text, ordered))
    if not 1 < len(groups) <= _MOST_PARTS or not all(group.owner or group.has("subject", "both") for group in groups):
        return ()
    years = {group.values("year") for group in groups}
    paired = len(years) > 1 and frozenset() not in years
    # a year alone asks for the rating, where no kind of another part can be meant for it
    implied = frozenset() if any(group.has("kind") for group in groups) else frozenset({"rating"})
    kinds = {group.values("kind", "both") or implied for group in groups}
    different = len(kinds) > 1 and frozenset() not in kinds
    if not paired and not different:
        return ()
    return tuple(_text(folded, group, groups, _for_all(folded.text, ordered)) for group in groups)


def _of_one_subject(folded: Folded, marks: Sequence[Mark]) -> tuple[str, ...]:
    """「Ⅰ-1のR5の評定とR6の人員」: each kind with its own year, all of the one subject; empty when it is one question."""
    groups: list[_Group] = []
    for segment in _segments(folded.text, marks):
        if groups and not (segment.has("kind") and segment.has("year")):
            groups[-1] = _Group(groups[-1].start, segment.end, [*groups[-1].marks, *segment.marks])
        else:
            groups.append(segment)
    if not groups[0].has("year") and groups[-1].marks[-1].kind == "year":
        return ()  # Ⅰ-1の評定と人員 R5: the year behind both is of both
    subject = marks[0]
    if len(groups) < 2 or subject.kind != "subject" or not groups[0].has("kind"):  # noqa: PLR2004 - a pair
        return ()
    # Ⅰ-1の評定ですが、令和5年度は is one question
    listed = all(not folded.text[group.marks[-1].end : group.end].strip() for group in groups[:-1])
    if not listed or len({group.values("year") for group in groups}) < len(groups):
        return ()
    if len({group.values("kind") for group in groups}) == 1 and _CHANGED.search(folded.text, groups[-1].start):
        return ()  # Ⅰ-8の人員はR3とR6で何人増えた
    name = folded.as_typed(subject.start, subject.end)
    first, *others = (folded.as_typed(group.start, group.end).strip() for group in groups)
    return (first, *(f"{name}の{other}" for other in others))


def _for_all(text: str, marks: Sequence[Mark]) -> Mark | None:
    """The year that is said once for all parts: at the beginning, or behind everything (… R5)."""
    years = [mark for mark in marks if mark.kind == "year"]
    if marks[0].kind == "year":
        return marks[0]
    behind_names = len(years) == 1 and all(mark.kind == "both" for mark in marks[: marks.index(years[0])])
    if (
        behind_names
        and text.endswith("の", 0, years[0].start)
        and [mark.kind for mark in marks[-2:]] == ["year", "kind"]
    ):
        return years[0]  # 稼働率と応答率のR6の実績
    if len(years) != 1 or years[0] is not marks[-1] or text[years[0].end :].strip(" ?。はで"):
        return None
    return None if text[: years[0].start].endswith(_PARTICLES) else years[0]


def _segments(text: str, marks: Sequence[Mark]) -> list[_Group]:
    groups = [_Group(0, len(text), [marks[0]])]
    for before, mark in pairwise(marks):
        joint = JOINED.search(text, before.end, mark.start)
        if joint and text.count("(", 0, joint.start()) > text.count(")", 0, joint.start()):
            joint = None  # Ⅰ-4の評定(R3とR6)と利用件数
        # Ⅰ-1 R5 Ⅰ-10 R4: the next subject begins where nothing joins it to a year
        abrupt = before.kind == "year" and mark.kind == "subject" and before.end == mark.start
        if joint or (abrupt and groups[-1].has("subject")):
            groups[-1] = groups[-1]._replace(end=joint.start() if joint else mark.start)
            groups.append(_Group(joint.end() if joint else mark.start, len(text), [mark]))
        else:
            groups[-1].marks.append(mark)
    return groups


def _led_by_kinds(text: str, marks: Sequence[Mark]) -> list[_Group]:
    """評定はⅠ-1とⅠ-2、人員はⅠ-8とⅠ-9: a group from each kind to the next; empty where the kinds do not lead."""
    leading = [at for at, mark in enumerate(marks) if mark.kind == "kind"]
    if len(leading) < 2 or leading[0] or not all(text.startswith("は", marks[at].end) for at in leading):  # noqa: PLR2004 - a pair
        return []
    groups: list[_Group] = []
    for start, end in pairwise((*leading, len(marks))):
        after = marks[end].start if end < len(marks) else len(text)
        joint = _BETWEEN_KINDS.search(text, marks[end - 1].end, after) if end < len(marks) else None
        groups.append(_Group(marks[start].start, joint.start() if joint else after, list(marks[start:end])))
    return groups


def _merged(segments: Sequence[_Group]) -> list[_Group]:
    done: list[_Group] = []
    waiting: _Group | None = None
    for segment in segments:
        group = segment
        if waiting:
            group = _Group(waiting.start, segment.end, [*waiting.marks, *segment.marks])
            waiting = None
        owner = next((mark for each in done for mark in each.marks if mark.kind == "subject"), None)
        lone = not group.has("kind", "both", "year") and group.has("subject")
        ahead = done[-1].marks[0].kind if lone and done else ""
        if (ahead == "year" and segment is not segments[-1]) or (ahead == "kind" and done[-1].has("subject")):
            # 評定はⅠ-1とⅠ-2、人員はⅠ-8とⅠ-9
            done[-1] = _Group(done[-1].start, group.end, [*done[-1].marks, *group.marks])  # R3のⅠ-1とⅠ-3、R5のⅠ-5
        elif group.complete():
            done.append(group)
        elif owner and done[-1].has("both") and not done[-1].has("subject") and not group.has("subject", "both"):
            done.append(group._replace(owner=owner))  # Ⅰ-1の評定と応答率と人員
        elif done and not group.has("subject", "both"):
            done[-1] = _Group(done[-1].start, group.end, [*done[-1].marks, *group.marks])
        else:
            waiting = group
    if waiting and done:
        done[-1] = _Group(done[-1].start, waiting.end, [*done[-1].marks, *waiting.marks])
    return done


def _text(folded: Folded, group: _Group, groups: Sequence[_Group], year: Mark | None) -> str:
    written = folded.as_typed(group.start, group.end).strip()
    if group.owner:
        written = f"{folded.as_typed(group.owner.start, group.owner.end)}の{written}"
    if year and not group.has("year"):
        written = f"{folded.as_typed(year.start, year.end)}の{written}"
    if not group.has("kind", "both"):
        at = groups.index(group)
        asked = next((other for other in (*groups[at + 1 :], *reversed(groups[:at])) if other.has("kind")), None)
        if asked:
            words = "と".join(folded.as_typed(mark.start, mark.end) for mark in asked.marks if mark.kind == "kind")
            written = f"{written}の{words}"
    return written
