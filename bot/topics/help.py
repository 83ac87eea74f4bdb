"""What can be asked."""

from __future__ import annotations

from bot.answer import Answer, Status
from bot.question import Question
from bot.wording.examples import examples
from bot.wording.phrases import years_name
from records.lookups import Records

NAME = "help"
NEEDS = ""
WORDS = {
    "使い方": 6, "つかいかた": 6, "ヘルプ": 6, "へるぷ": 6, "help": 6, "何が聞け": 6, "何を聞け": 6, "何ができ": 6, "できること": 6, "質問例": 6,
    "質問の例": 6, "例を教えて": 6, "マニュアル": 6, "何に答え": 6, "どう使う": 6, "聞き方": 6, "質問の仕方": 6, "質問の方法": 6, "質問のしかた": 6, "例を見せて": 6, "質問できること": 6, "どう聞けば": 6, "どんな質問": 6, "質問ができ": 6, "何を質問": 6, "何が質問": 6, "なにができ": 6,
}  # fmt: skip


def answer(question: Question, records: Records) -> Answer:
    """Examples of every kind of question."""
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=(
            f"{records.short_name} の業務実績評価（{years_name(records.rated_years)}、{len(records.items)}項目）について、"
            "評定・成果・指標などを聞けます。"
        ),
        lines=tuple(f"・{example}" for example in examples(records)),
        next_steps=examples(records),
        read_as="使い方",
    )
