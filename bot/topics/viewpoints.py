"""Viewpoints of the evaluation (主な評価指標の「評価の視点」)."""

from __future__ import annotations

from bot.answer import Answer
from bot.question import Question
from bot.wording.statements import answer_statements
from records.lookups import Records

NAME = "viewpoints"
NEEDS = "item"
WORDS = {"評価の視点": 5, "視点": 5, "観点": 5, "評価の観点": 5, "評価のポイント": 5, "何を評価": 5, "何が評価": 5}


def answer(question: Question, records: Records) -> Answer:
    """What the forms say, in brief, with its place."""
    return answer_statements(
        question,
        records,
        topic=NAME,
        kind="viewpoints",
        look_up=lambda item, evaluation: records.wording_of(item, evaluation, "viewpoints"),
    )
