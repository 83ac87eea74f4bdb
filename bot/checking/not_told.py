"""What the records have no place for (営業時間, 担当部署), asked of an item or indicator alone, or besides something else."""

import re

from bot.answer import Answer, Context, Status
from bot.question import Question
from bot.reading.match import not_told
from bot.reading.thread import names_items

# what issues are told as, where they are asked for
_OF_ISSUES = frozenset({"指摘", "批判", "反省", "改善を求め"})


def answer_not_told(question: Question, topics: tuple[str, ...], context: Context) -> Answer | None:
    """What the records have no place for, asked of an item or indicator (コールセンターの営業時間)."""
    about = names_items(question) or bool(question.indicators) or bool(context.items and topics == ("statute",))
    word = next((word for word in not_told() if about and word in question.text_folded), None)
    if word is None or (topics and _is_listed(word, question)) or (topics == ("issues",) and word in _OF_ISSUES):
        return None
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=topics[0] if topics else "item",
        first=f"{'・'.join(question.items[:3])}{' の' if question.items else ''}「{word}」は記録にありません。",
        items=question.items,
        next_steps=tuple(f"{code} の評定は？" for code in question.items[:1]),
    )


def not_told_besides(question: Question) -> str | None:
    """Such a word that is one of several things asked of an item (担当部署と人員)."""
    named = names_items(question)
    return next(
        (word for word in not_told() if named and word in question.text_folded and _is_listed(word, question)), None
    )


def _is_listed(word: str, question: Question) -> bool:
    """Whether *word* is one of several things that are asked for (担当部署と人員)."""
    joint = r"(?:と|や|、|・|及び|および)"
    return re.search(rf"{joint}{re.escape(word)}|{re.escape(word)}{joint}", question.text_folded) is not None
