"""What was done (業務実績), in brief."""

from __future__ import annotations

from bot.answer import Answer
from bot.question import Question
from bot.wording.statements import answer_statements
from records.lookups import Records

NAME = "results"
NEEDS = "item"
WORDS = {
    "業務実績": 5,
    "実績": 3,
    "取組": 4,
    "取り組み": 4,
    "取組状況": 4,
    "実施状況": 4,
    "進捗状況": 4,
    "進捗": 4,
    "進み具合": 4,
    "対応状況": 4,
    "取組内容": 4,
    "何をした": 4,
    "何をしま": 4,
    "何をやりま": 4,
    "どんなことをし": 4,
    "どんなことをやっ": 4,
    "どういうことをし": 4,
    "何に取り組": 4,
    "何に取組": 4,
    "何が進": 4,
    "何をやった": 4,
    "何をして": 4,
    "何してる": 4,
    "何した": 4,
    "やったこと": 4,
    "したこと": 4,
    "主要な業務実績": 5,
    "ぎょうむじっせき": 5,
    "活動内容": 4,
}


def answer(question: Question, records: Records) -> Answer:
    """What the forms say, in brief, with its place."""
    return answer_statements(
        question,
        records,
        topic=NAME,
        kind="result",
        look_up=lambda item, evaluation: records.wording_of(item, evaluation, "result"),
    )
