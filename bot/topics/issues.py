"""Issues and response (課題と対応); a dash in the source is an answer."""

from __future__ import annotations

from bot.answer import Answer
from bot.question import Question
from bot.wording.statements import answer_statements
from records.lookups import Records

NAME = "issues"
NEEDS = "item"
WORDS = {"課題と対応": 5, "課題": 5, "かだい": 5, "問題点": 5, "改善点": 5, "今後の課題": 5, "対応策": 5, "指摘事項": 5}


def answer(question: Question, records: Records) -> Answer:
    """What the forms say, in brief, with its place."""
    return answer_statements(
        question,
        records,
        topic=NAME,
        kind="issues_and_response",
        look_up=lambda item, evaluation: records.rationales_of(item, evaluation, "issues_and_response"),
    )
