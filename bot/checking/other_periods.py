"""What is asked of another period, or of a plan that the corporation has none of: it is said to be not there."""

from __future__ import annotations

from bot.answer import Answer, Status
from bot.question import Question
from bot.text.compiled import compiled
from bot.topics import search
from records.lookups import Records

# goals and plans that are none of this period or year
_PLAN = compiled(r"[一-龠](?:目標|計画)$")
_OF_ANOTHER_PERIOD = compiled(
    r"(?:次期|来期|前期|次の期|前の期|第[2-9二三四]期|(?:変更|改定|改訂|改正)前|旧|前回|次回)の?(?:中期|年度)?(?:目標|計画)(?!の?期間)"
)
_ANOTHER_PERIOD = compiled(r"(?:前|次|前回|次期|前期|来期|第[2-9二三四]期)の?(?:中期)?(?:目標)?期間")
_RATED = frozenset({"rating", "history", "items", "changes", "overall", "period"})


def no_such_plan(question: Question, topics: tuple[str, ...], records: Records) -> Answer | None:
    """長期目標, 月次計画, the goals of another period: of these there are none, and no record has the word."""
    other = _OF_ANOTHER_PERIOD.search(question.text_folded)
    asked = [other.group()] if other and "goals" in topics else []
    if not asked and set(topics) <= {"item"}:
        asked = [typed for word, typed in zip(question.left, question.left_typed, strict=True) if _PLAN.search(word)]
        asked = [] if search.hits(asked, records) else asked
    if not asked:
        return None
    of_which = f"{'・'.join(question.items[:3])} の" if question.items else ""
    there = f"{records.periods()[0].title}の" if other else ""
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic="goals",
        first=f"{of_which}「{asked[0]}」は記録にありません（記録にあるのは、{there}中期目標・中期計画・年度計画です）。",
        items=question.items,
        next_steps=tuple(f"{code} の{what}は？" for code in question.items[:1] for what in ("中期目標", "年度計画")),
    )


def no_such_period(question: Question, topics: tuple[str, ...], records: Records) -> Answer | None:
    """前の中期目標期間のⅠ-1の評定: one period is recorded."""
    other = _ANOTHER_PERIOD.search(question.text_folded)
    rated = set(topics) <= _RATED and "評" in question.text_folded
    if not other or not rated or question.years.asked:
        return None
    of_which = f"{'・'.join(question.items[:3])} の" if question.items else ""
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic="rating",
        first=f"{of_which}「{other.group()}」の評定は記録にありません（記録にあるのは{records.periods()[0].title}です）。",
        items=question.items,
        next_steps=tuple(f"{code} の評定の推移は？" for code in question.items[:1]),
    )
