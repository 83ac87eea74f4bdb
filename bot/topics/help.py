"""What can be asked."""

from __future__ import annotations

from bot.answer import Answer, Status
from bot.phrases import years_name
from bot.question import Question
from records.lookups import Records

NAME = "help"
NEEDS = ""
WORDS = {
    "使い方": 6, "つかいかた": 6, "ヘルプ": 6, "へるぷ": 6, "help": 6, "何が聞け": 6, "何を聞け": 6, "何ができ": 6, "できること": 6, "質問例": 6,
    "質問の例": 6, "例を教えて": 6, "マニュアル": 6, "何に答え": 6, "どう使う": 6, "聞き方": 6, "なにができ": 6,
}  # fmt: skip
EXAMPLES = (
    "Ⅰ-1 の令和6年度評定は？",
    "Ⅰ-1 の評定の推移は？",
    "免許証の見込評価は？",
    "コールセンターの応答率は？",
    "Ⅰ-10 の主な成果は？",
    "Ⅰ-1 はなぜ A？",
    "Ⅲ-1 の中期目標は？",
    "Ⅰ-1 の従事人員数は？",
    "特急発行はいつから？",
    "S の基準は？",
    "令和6年度に A だった項目は？",
    "出典の不一致は？",
)


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
        lines=tuple(f"・{example}" for example in EXAMPLES),
        next_steps=EXAMPLES,
        read_as="使い方",
    )
