"""What somebody may want after an answer: the same for another year, evaluation or item, and the next natural question.

Every choice is a complete question, and only those are offered that are answered: each is asked once, beforehand, and
remembered until the records change.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from bot.answer import Answer, Choice, Status
from bot.overview import Overview
from bot.wording.phrases import year_name

MOST_CORRECTIONS = 5
MOST_STEPS = 5

# kind of question → the word that asks for it; those with a year are recorded for several years
_YEARLY = {"rating": "評定", "staff": "従事人員数"}
_OF_ITEM = {
    "achievements": "主な成果",
    "rationale": "評定の根拠",
    "indicator": "指標",
    "legal_basis": "根拠条文",
    "issues": "課題と対応",
    "results": "業務実績",
    "viewpoints": "評価の視点",
    "history": "評定の推移",
    "item": "概要",
    **_YEARLY,
}
_WITH_PROSPECTIVE = frozenset({"rating", "achievements", "rationale", "legal_basis", "issues", "results", "viewpoints"})
# button → the question it asks
_STEPS = (
    ("推移", "評定の推移", "history"),
    ("主な成果", "主な成果", "achievements"),
    ("指標", "指標", "indicator"),
    ("根拠", "評定の根拠", "rationale"),
    ("評定", "評定", "rating"),
    ("従事人員", "従事人員数", "staff"),
)


class NextSteps:
    """Choices for answers over one version of the records; may be used from any thread."""

    def __init__(self, overview: Overview, reply: Callable[[str], Answer]) -> None:
        """*reply* answers a complete question."""
        self._overview = overview
        self._reply = reply
        self._lock = threading.Lock()
        self._is_answered: dict[str, bool] = {}

    def corrections(self, answer: Answer) -> tuple[Choice, ...]:
        """The same question for the years before and after, the other evaluation, and the items beside."""
        if answer.status is not Status.ANSWERED or len(answer.items) != 1 or answer.topic not in _OF_ITEM:
            return ()
        if answer.topic == "indicator" and len(answer.context.indicators) == 1:
            return self._answered(_of_indicator(answer), MOST_CORRECTIONS)
        return self._answered(_corrections(answer, self._overview), MOST_CORRECTIONS)

    def steps(self, answer: Answer) -> tuple[Choice, ...]:
        """The next natural questions about the item of the answer; for other answers those that it names itself."""
        if len(answer.items) == 1 and answer.status in {Status.ANSWERED, Status.NO_DATA}:
            code = answer.items[0]
            # beside numbers over the years a bare 推移 would promise those
            of_numbers = answer.topic in {"indicator", "staff"}
            own = [
                Choice(words if of_numbers and topic == "history" else label, f"{code} の{words}は？")
                for label, words, topic in _STEPS
                if topic != answer.topic
            ]
            return self._answered(iter(own), MOST_STEPS)
        return self._answered((Choice(each, each) for each in answer.next_steps), MOST_STEPS)

    def _answered(self, choices: Iterator[Choice], most: int) -> tuple[Choice, ...]:
        found: list[Choice] = []
        for choice in choices:
            if len(found) == most:
                break
            if self._answers(choice.ask):
                found.append(choice)
        return tuple(found)

    def _answers(self, ask: str) -> bool:
        with self._lock:
            known = self._is_answered.get(ask)
        if known is None:
            known = self._reply(ask).status is Status.ANSWERED
            with self._lock:
                self._is_answered[ask] = known
        return known


def _of_indicator(answer: Answer) -> Iterator[Choice]:
    """Single years of an indicator that is shown over years, and all years of one that is not."""
    name = next((fact.label.split("（")[0] for fact in answer.facts if fact.kind == "indicator" and fact.label), "")
    if len(answer.fiscal_years) == 1:
        yield Choice("全年度", f"{name}の推移は？")
    for year in answer.fiscal_years[::-1] if len(answer.fiscal_years) > 1 else ():
        yield Choice(year_name(year), f"{name}の{year_name(year)}は？")


def _corrections(answer: Answer, overview: Overview) -> Iterator[Choice]:
    code = answer.items[0]
    topic = answer.topic or ""
    word = _OF_ITEM[topic]
    years = overview.years
    single = answer.fiscal_years[0] if len(answer.fiscal_years) == 1 else None
    prospective = answer.evaluations[:1] == ("prospective",)
    yearly = topic in _YEARLY and single in years and not prospective
    term = f"{year_name(single)}の" if yearly and single is not None and single != years[-1] else ""
    term = "見込評価の" if prospective and topic in _WITH_PROSPECTIVE else term
    if yearly and single is not None:
        at = years.index(single)
        for year in (*years[at - 1 : at], *years[at + 1 : at + 2]) if at else years[1:2]:
            yield Choice(year_name(year), f"{code} の{year_name(year)}の{word}は？")
    if topic in _WITH_PROSPECTIVE:
        if prospective:
            yield Choice("年度評価", f"{code} の{word}は？")
        else:
            yield Choice("見込評価", f"{code} の見込評価の{word}は？")
    codes = [item.code for item in overview.items]
    at = codes.index(code) if code in codes else -1
    if at > 0:
        yield Choice(f"← {codes[at - 1]}", f"{codes[at - 1]} の{term}{word}は？")
    if 0 <= at < len(codes) - 1:
        yield Choice(f"{codes[at + 1]} →", f"{codes[at + 1]} の{term}{word}は？")
