"""What the corporation says of its own results (自己評価の欄)."""

from __future__ import annotations

from bot.answer import Answer
from bot.question import Question
from bot.wording.statements import answer_statements
from records.lookups import Records

NAME = "self_evaluation"
NEEDS = "item"
WORDS = {
    "自己評価の内容": 5,
    "自己評価欄": 5,
    "自己評価のコメント": 5,
    "自己評価の文章": 5,
    "自己評価の文": 5,
    "自己評価の記載": 5,
    "自己評価の記述": 5,
    "自己評価の本文": 5,
    "自己評価の全文": 5,
}


def answer(question: Question, records: Records) -> Answer:
    """What the forms say, in brief, with its place."""
    return answer_statements(
        question,
        records,
        topic=NAME,
        kind="self_evaluation",
        look_up=lambda item, evaluation: records.wording_of(item, evaluation, "self_evaluation"),
    )
