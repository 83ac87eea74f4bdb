"""Disagreements found by reading the document, shown with every answer that rests on one of the two places.

A disagreement between two statements of one rating or one value is seen in the statements themselves; here are those
that are not (a figure in a table against one in running text, a year in a heading). Neither side is chosen.
"""

from __future__ import annotations

from bot.answer import Answer, Conflict, ConflictValue, Status
from bot.text.compiled import compiled
from bot.wording.phrases import table_name
from records.lookups import Records
from records.model import Disagreement, Source

_SHOWN = 3
# what tells names of indicators apart
_NAME = compiled(r"[ァ-ヺー]{4,}")
# a list of many items is not the place for the doubts about each; what happened in a year, or is computed of counts, is
_MOST_ITEMS = 3


def with_disagreements(answer: Answer, records: Records) -> Answer:
    """The answer with those disagreements whose place is among the sources of what was asked."""
    if (
        answer.status is not Status.ANSWERED
        or answer.topic == "disagreements"
        or not answer.items
        or (len(answer.items) > _MOST_ITEMS and answer.topic not in {"events", "staff"})
    ):
        return answer
    # the card and the rating show other facts besides: what was asked is the rating
    asked = [
        fact for fact in answer.facts if answer.topic not in {"rating", "history", "item"} or fact.kind == "rating"
    ]
    places = {(source.document, source.line) for fact in asked for source in fact.sources}
    answer = _with_corrections(answer, places, records)
    found = [each for each in records.disagreements() if _touches(each, places, answer, records)]
    if not found:
        return answer
    notes = tuple(
        f"出典の不一致（{each.about}）：{_side(each.value_a, each.source_a)} ⇔ {_side(each.value_b, each.source_b)}"
        for each in found[:_SHOWN]
    )
    more = (f"出典の不一致はほかに{len(found) - _SHOWN}件あります。",) if len(found) > _SHOWN else ()
    return answer._replace(
        notes=tuple(dict.fromkeys((*answer.notes, *notes, *more))),
        conflicts=tuple(dict.fromkeys((*answer.conflicts, *(conflict_of_reading(each) for each in found)))),
    )


def _with_corrections(answer: Answer, places: set[tuple[str, int]], records: Records) -> Answer:
    """A value that was corrected by hand says so, and from what."""
    notes = tuple(
        f"人の手による訂正：{each.was or '空欄'} → {each.now or '空欄'}（{each.note}）"
        for each in records.corrections
        if each.source is not None and (each.source.document, each.source.line) in places
    )
    return answer._replace(notes=tuple(dict.fromkeys((*answer.notes, *notes)))) if notes else answer


def _is_of_another(each: Disagreement, answer: Answer, records: Records) -> bool:
    """Whether it is about an indicator that was not asked for, and that stands in the same line (ヘルプデスク, コールセンター)."""
    given = "".join(fact.label or "" for fact in answer.facts)
    own = {word for word in _NAME.findall(given) if word in each.about}
    others = (indicator.name for indicator in records.indicators_by_item.get(each.item or "", ()))
    return not own and any(word in each.about and word not in given for name in others for word in _NAME.findall(name))


def _touches(each: Disagreement, places: set[tuple[str, int]], answer: Answer, records: Records) -> bool:
    if each.item is not None and each.item not in answer.items:
        return False
    if answer.topic == "indicator" and _is_of_another(each, answer, records):
        return False
    if each.fiscal_year is not None and answer.fiscal_years and each.fiscal_year not in answer.fiscal_years:
        return False
    return any((source.document, source.line) in places for source in (each.source_a, each.source_b))


def _side(value: str, source: Source) -> str:
    return f"{value}（{table_name(source)} {source.page}頁{source.line}行）"


def conflict_of_reading(each: Disagreement) -> Conflict:
    """The disagreement as a conflict of the answer, both sides with their places."""
    values = (
        ConflictValue(value=each.value_a, sources=(each.source_a,)),
        ConflictValue(value=each.value_b, sources=(each.source_b,)),
    )
    return Conflict(item=each.item, fiscal_year=each.fiscal_year, values=values, about=each.about)
