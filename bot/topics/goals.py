"""Mid-term goal, mid-term plan and annual plan of an item, in brief (中期目標・中期計画・年度計画)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from bot.answer import Answer, Status
from bot.question import Question
from bot.text.fiscal_year import YearSelection, fiscal_year_on
from bot.wording.join import join_answers
from bot.wording.phrases import KIND_NAMES, years_name
from bot.wording.statements import answer_statements
from records.lookups import Records
from records.model import Statement

NAME = "goals"
NEEDS = "item"
WORDS = {
    "中期目標": 5, "中期計画": 5, "年度計画": 5, "目標": 3, "計画": 3, "ねらい": 3, "もくひょう": 3, "けいかく": 3,
    "目標や計画": 5, "目標と計画": 5, "中期もくひょう": 5, "年度目標": 5, "中計": 5, "年計": 5,
}  # fmt: skip
_KINDS = {
    "中期目標": ("mid_term_goal",),
    "中期もくひょう": ("mid_term_goal",),
    "中期計画": ("mid_term_plan",),
    "年度計画": ("annual_plan",),
    "中計": ("mid_term_plan",),
    "年計": ("annual_plan",),
}
_OF_THE_PERIOD = frozenset({"mid_term_goal", "mid_term_plan"})
_MERGED = ("mid_term_goal", "mid_term_plan", "annual_plan")


def answer(question: Question, records: Records) -> Answer:
    """The goal or plan that was named; all three when only 目標 or 計画 was said."""
    named = [kind for word in question.words for kind in _KINDS.get(word, ())]
    if (
        not named
        and any("計画" in word for word in question.words)
        and not any("目標" in word for word in question.words)
    ):
        # 令和6年度計画 is the document's own name of the plan of that year
        named = ["annual_plan"] if question.years.asked else ["mid_term_plan", "annual_plan"]
    kinds = tuple(dict.fromkeys(named)) or _MERGED
    answers = [_of_kind(question, records, kind) for kind in kinds]
    answered = [each for each in answers if each.status is Status.ANSWERED] or answers[:1]
    return join_answers(answered)


def _of_kind(question: Question, records: Records, kind: str) -> Answer:
    if kind == "annual_plan" and question.evaluation == "prospective" and question.follow_up:
        question = question._replace(evaluation=None)  # the plan of the year, after 見込評価は？
    years, period = question.years.years, records.periods()[0]
    # R5の計画 may be the annual plan, which is not recorded for that year
    meant = question.follow_up or not {"計画", "けいかく"} & set(question.words)
    if kind in _OF_THE_PERIOD and years and meant and question.evaluation in {None, "annual"}:
        first, last = (fiscal_year_on(date.fromisoformat(day)) for day in (period.start_date, period.end_date))
        if all(first <= year <= last for year in years):
            # one goal and one plan hold for every year of the period
            answer = _of_kind(question._replace(years=YearSelection()), records, kind)
            note = f"{KIND_NAMES[kind]}は、{period.title}（{years_name(range(first, last + 1))}）を通じたものです。"
            return answer.with_notes(note) if answer.status is Status.ANSWERED else answer
    return answer_statements(question, records, topic=NAME, kind=kind, look_up=partial(_look_up, records, kind))


def _look_up(records: Records, kind: str, item: str, evaluation: str) -> Sequence[Statement]:
    return records.wording_of(item, evaluation, kind)
