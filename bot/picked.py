"""What is asked of the items that a condition picks: 「R5でBからAになった項目の理由」, 「R6のA項目の主な成果」."""

from __future__ import annotations

from bot.answer import Answer, Status
from bot.checking.doubts import with_disagreements
from bot.conditions import answer_condition
from bot.figures.over_years import BEST, WORST
from bot.question import Question
from bot.topic import all_topics
from bot.wording.join import join_answers
from records.lookups import Records

# kinds whose answers are texts about an item
_TEXTS = frozenset(
    {"rationale", "achievements", "issues", "goals", "results", "viewpoints", "legal_basis", "self_evaluation"}
)
_LONGEST_FIRST = 320
_BEFORE_KIND = ("とその", "その", "について", "の", "と", "")


def answer_of_picked(question: Question, records: Records) -> Answer | None:
    """「R5でBからAになった項目の理由」, 「R6のA項目の主な成果」: the items that a condition picks, then what is asked of them."""
    registry = all_topics()
    kinds = tuple(name for name in question.topics if name in _TEXTS)
    if not kinds or question.refusal or question.items or question.indicators or "項目" not in question.text_folded:
        return None
    text = question.text_folded
    for word in question.words:
        if any(word in registry[name].WORDS for name in kinds):
            for before in _BEFORE_KIND:
                asked_of = f"{before}{word}"
                text = text.replace(asked_of, " " * len(asked_of))  # as long as before: spans hold
    rest = tuple(name for name in question.topics if name not in kinds)
    bare = question._replace(text_folded=text, topics=rest, left=(), left_typed=(), standing=())
    changed = any(word in registry["changes"].WORDS for word in question.words)
    picks = bare.letters or bare.flags or BEST.search(text) or WORST.search(text)
    listed = answer_condition(bare, records)
    if listed is None and changed:
        listed = registry["changes"].answer(bare, records)
    if listed is None and picks:
        listed = registry["items"].answer(bare._replace(topics=("items",)), records)
    if listed is None or listed.status is not Status.ANSWERED or not listed.items:
        return listed
    asked = question._replace(items=listed.items, letters=(), sections=(), excluded=(), all_items=False)
    told = [registry[name].answer(asked._replace(topics=(name,)), records) for name in kinds]
    joined = with_disagreements(join_answers([listed, *told]), records)
    # the list alone would not say what was asked of it
    whole = "".join(dict.fromkeys((listed.first, *(each.first for each in told))))
    both = "項目と" in question.text_folded
    return joined._replace(
        first=whole if len(whole) <= _LONGEST_FIRST else joined.first, topic=joined.topic if both else kinds[0]
    )
