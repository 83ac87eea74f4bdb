"""The kind of question when no word says it: what is named tells what is wanted of it."""

from __future__ import annotations

from bot.question import Question
from bot.reading.kinds import LOWEST_RATE
from bot.reading.thread import names_items
from bot.reading.thresholds import find_threshold
from bot.text.compiled import compiled

_QUANTITY = compiled(r"何件|件数|何枚|枚数|何回|回数|使われ|利用され|利用状況|利用実績|利用者数")
# Ⅰ-7はR3に67人でしたよね
_PERSONS = compiled(r"[0-9]人(?:です|でし|だ|で合|\?|$)")


def implied_kinds(question: Question) -> tuple[str, ...]:
    """An indicator is asked for its values, an item with a year for its rating, an item alone for its card."""
    if question.indicators:
        return ("indicator",)
    if question.percent is not None:
        rate = question.percent >= LOWEST_RATE or "達成" in question.text_folded
        return ("criteria",) if rate else ()
    if question.letters and (not question.items or question.excluded):
        return ("items",)
    if question.evaluator or question.evaluation or question.letters:
        return ("rating",) if names_items(question) or question.evaluator or question.evaluation else ()
    if question.items and (counted := _counted(question.text_folded)):
        return counted
    if question.years.asked and (names_items(question) or not (question.left or question.near_misses)):
        return ("rating",)
    if question.items or question.unknown_codes:
        return ("item",)
    if question.sections:
        return ("rating",)
    if question.all_items:
        return ("items",)
    return ()


def _counted(text: str) -> tuple[str, ...]:
    if _PERSONS.search(text):
        return ("staff",)
    threshold = find_threshold(text)
    return ("indicator",) if _QUANTITY.search(text) or (threshold and threshold.unit) else ()
