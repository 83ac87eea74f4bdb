"""Why an item was rated as it was (評定と根拠)."""

from __future__ import annotations

from bot.answer import Answer
from bot.question import Question
from bot.statements import answer_statements
from records.lookups import Records

NAME = "rationale"
NEEDS = "item"
WORDS = {
    "根拠": 5,
    "理由": 5,
    "りゆう": 5,
    "なぜ": 5,
    "なんで": 5,
    "何故": 5,
    "どうして": 5,
    "評定理由": 5,
    "評定の根拠": 5,
    "評定の理由": 5,
    "評価理由": 5,
    "わけ": 4,
    "こんきょ": 5,
    "決め手": 5,
    "why": 5,
    "reason": 5,
    "rationale": 5,
}


def answer(question: Question, records: Records) -> Answer:
    """What the forms say, in brief, with its place."""
    return answer_statements(
        question,
        records,
        topic=NAME,
        kind="rationale",
        look_up=lambda item, evaluation: records.rationales_of(item, evaluation, "rationale"),
    )
