"""An item by a number alone (項目8, 3番目の項目の評定): the items that may be meant are offered, none is answered."""

from __future__ import annotations

from bot.answer import Answer, Candidate, Context, Status
from bot.question import Question
from bot.reading.thread import names_items
from bot.text.compiled import compiled
from bot.text.item_code import path_of
from bot.wording.phrases import join_some
from bot.wording.subject import said_when
from records.lookups import Records

_NUMBERED = compiled(
    r"(?<![Ⅰ-Ⅻ0-9])項目(?:番号)?の?(?P<behind>[0-9]{1,2})(?![0-9.項件個つ割と、・〜~]|から)|(?<![0-9.])(?P<before>[0-9]{1,2})(?:番目?|つ目)の?項目"
)
_KINDS = frozenset({"rating", "history", "item", "items"})


def items_of_a_number(question: Question, topics: tuple[str, ...], context: Context, records: Records) -> Answer | None:
    """The items with that number in their section, or at that place of the list; None where none is asked for so."""
    found = _NUMBERED.search(question.text_folded)
    other = (
        names_items(question)
        or question.indicators
        or question.letters
        or question.unclear
        or context.topics
        or context.pending
    )
    if not found or other or not set(topics) <= _KINDS:
        return None
    number = int(found["behind"] or found["before"])
    meant = [item for item in records.items if number in {path_of(item.item)[-1], item.position}]
    what = found.group()
    if not meant:
        first = f"「{what}」に当たる項目は記録にありません（項目は {records.codes[0]}〜{records.codes[-1]} の{len(records.items)}項目です）。"
        return Answer(
            question=question.text, status=Status.NO_DATA, topic="item", first=first, next_steps=("項目の一覧は？",)
        )
    asked = f"{said_when(question)}{'評定' if question.years.asked or 'rating' in topics else '概要'}は？"
    candidates = tuple(
        Candidate(item=item.item, title=item.title, score=0, ask=f"{item.item} の{asked}") for item in meant
    )
    first = f"「{what}」だけでは項目が決まりません（{join_some([item.item for item in meant])}）。番号か名前で答えてください。"
    if len(meant) == 1:
        first = f"「{what}」は {meant[0].item}（{meant[0].title}）のことでしょうか。番号か名前で答えてください。"
    return Answer(
        question=question.text,
        status=Status.AMBIGUOUS if len(meant) > 1 else Status.NOT_UNDERSTOOD,
        topic=topics[0] if topics else "item",
        first=first,
        candidates=candidates,
        context=Context(topics=topics, pending=tuple(each.ask for each in candidates)),
    )
