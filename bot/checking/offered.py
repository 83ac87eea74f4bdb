"""The questions that were offered before, offered again where what was said chooses none of them."""

from __future__ import annotations

from bot.answer import Answer, Candidate, Context, Status
from bot.question import Question
from bot.text.normalise import fold_text
from records.lookups import Records


def offer_again(text: str, context: Context, records: Records) -> Answer:
    """The questions offered before, where a number is chosen that none of them has."""
    known = records.item_by_code
    items = (known.get(ask.partition(" ")[0]) for ask in context.pending)
    pairs = list(zip(items, context.pending, strict=True))
    return Answer(
        question=text,
        status=Status.AMBIGUOUS,
        first=f"候補は {len(context.pending)}件です。1〜{len(context.pending)} の番号で答えてください。",
        candidates=tuple(
            Candidate(item=item.item if item else None, title=item.title if item else ask, score=0, ask=ask)
            for item, ask in pairs
        ),
        context=context,
    )


def offered_again(question: Question, context: Context, records: Records) -> Answer | None:
    """The items offered before whose titles hold what was said, where that does not tell them apart."""
    offered = {ask.partition(" ")[0]: ask for ask in context.pending}
    fitting = [
        records.item_by_code[code]
        for code in offered
        if code in records.item_by_code
        and any(len(w) > 1 and w in fold_text(records.item_by_code[code].title) for w in question.left)
    ]
    if len(fitting) < 2:  # noqa: PLR2004 - one is chosen, not offered again
        return None
    candidates = tuple(Candidate(item=item.item, title=item.title, score=0, ask=offered[item.item]) for item in fitting)
    return Answer(
        question=question.text,
        status=Status.AMBIGUOUS,
        first=f"「{'」「'.join(question.left_typed)}」ではまだ 1つに決まりません。番号で答えてください。",
        candidates=candidates,
        context=context._replace(pending=tuple(each.ask for each in candidates)),
    )
