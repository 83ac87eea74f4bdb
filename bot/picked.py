"""What is asked of the items that a condition picks: 「R5でBからAになった項目の理由」, 「R6のA項目の主な成果」, 「ずっとBの項目の人員」."""

from __future__ import annotations

from bot.answer import Answer, Status
from bot.checking.doubts import with_disagreements
from bot.conditions import answer_condition
from bot.figures.over_years import BEST, WORST
from bot.question import Question
from bot.text.compiled import compiled
from bot.text.fiscal_year import YearSelection
from bot.topic import all_topics
from bot.wording.join import join_answers
from records.lookups import Records

# kinds whose answers are texts about an item
_TEXTS = frozenset(
    {"rationale", "achievements", "issues", "goals", "results", "viewpoints", "legal_basis", "self_evaluation"}
)
_LONGEST_FIRST = 320
_OF_ITEMS = compiled(r"項目(?:それぞれ)?(?:の|とその|と|における|について、?|は、?)(?P<asked>[^、。?]*)")
# the years of a change
_A_STEP = 2
_BEFORE_KIND = ("とその", "その", "について", "の", "と", "")


def answer_of_picked(question: Question, records: Records) -> Answer | None:
    """「R5でBからAになった項目の理由」, 「R6のA項目の主な成果」: the items that a condition picks, then what is asked of them."""
    registry = all_topics()
    if "staff" in question.topics and set(question.topics) <= {"staff", "changes", "items"}:
        return _staff_of_picked(question, records)
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


def _staff_of_picked(question: Question, records: Records) -> Answer | None:
    """The staff of the items that a condition on ratings picks; None where none does.

    The condition ends with 項目; a year behind it is that of the staff, else the last one that the condition names.
    """
    text = question.text_folded
    match = _OF_ITEMS.search(text)
    changes, own = all_topics()["changes"].WORDS, all_topics()["staff"].WORDS
    if question.refusal or question.items or match is None or not any(word in match["asked"] for word in own):
        return None
    at = match.start("asked")
    conditions = text[:at]
    rated = question.letters or any(word in conditions for word in changes)
    if not rated or any(word in conditions for word in own):
        return None
    listed = _picked_by(question, at, len(text), records)
    behind = _years_of(question, at, len(text))
    # the year said last is that of a condition that names none and counts over no years: AからBに下がった項目の人員 R5
    last = max((each.start for each in question.spans if each.years), default=-1)
    at_the_end = any(each.start == last and not text[each.end :].strip("?。 ") for each in question.spans)
    if at_the_end and not _years_of(question, 0, at).asked and len(listed.fiscal_years) <= _A_STEP:
        listed = _picked_by(question, at, last, records)
    if listed.status is not Status.ANSWERED or not listed.items:
        return listed
    named = behind.years or _years_of(question, 0, at).years or records.rated_years
    one = YearSelection() if question.series else YearSelection(named[-1:], asked=True)
    years = behind if behind.asked else one
    asked = question._replace(
        text_folded=match["asked"], items=listed.items, letters=(), sections=(), excluded=(), flags=(), years=years
    )
    told = all_topics()["staff"].answer(asked, records)
    joined = join_answers([listed, told])
    return joined._replace(
        first=f"{listed.first}{told.first}", topic="staff", items=listed.items, status=told.status, read_as=told.read_as
    )


def _picked_by(question: Question, start: int, end: int, records: Records) -> Answer:
    """The items that the condition picks. *start*, *end*: where what is asked of them stands, which is no part of it."""
    text = question.text_folded

    def outside(one: int, other: int) -> bool:
        return other <= start or end <= one

    bare = question._replace(
        text_folded=text[:start] + " " * (end - start) + text[end:],
        topics=() if question.letters else ("changes",),
        spans=tuple(each for each in question.spans if outside(each.start, each.end)),
        mentions=tuple(each for each in question.mentions if outside(each.start, each.end)),
        left=(),
        left_typed=(),
        standing=(),
    )
    bare = bare._replace(years=_years_of(bare, 0, len(text)))
    kind = "items" if question.letters else "changes"
    return answer_condition(bare, records) or all_topics()[kind].answer(bare._replace(topics=(kind,)), records)


def _years_of(question: Question, start: int, end: int) -> YearSelection:
    """The years named from *start* to *end* of the text."""
    spans = [each for each in question.spans if start <= each.start and each.end <= end and each.years]
    years = tuple(sorted({year for each in spans for year in each.years}))
    return YearSelection(years, asked=bool(years), series=any(each.how not in {"one", "list"} for each in spans))
