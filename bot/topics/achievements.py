"""Key achievements as the overview slides list them (主な成果等)."""

from __future__ import annotations

from bot.answer import Answer
from bot.question import Question
from bot.wording.statements import answer_statements
from records.lookups import Records

NAME = "achievements"
NEEDS = "item"
WORDS = {
    "主な成果": 4,
    "成果": 4,
    "せいか": 4,
    "主な成果等": 4,
    "主要な成果": 4,
    "アピールポイント": 4,
    "達成したこと": 4,
    "何を達成": 5,
    "何が達成": 5,
    "何を成し遂げ": 5,
    "できたこと": 4,
    "功績": 4,
    "ハイライト": 4,
    "トピックス": 4,
}


def answer(question: Question, records: Records) -> Answer:
    """What the forms say, in brief, with its place."""
    return answer_statements(question, records, topic=NAME, kind="achievement", look_up=records.achievements_of)
