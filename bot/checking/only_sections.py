"""Whether items with a mark or a letter are of the named sections alone (重点化の対象はⅠだけですか)."""

from __future__ import annotations

from bot.answer import Answer, Status
from bot.question import Question
from bot.text.compiled import compiled
from bot.wording.phrases import yes_or_no

_ONLY = compiled(
    r"(?<=は)[Ⅰ-Ⅻ](?:[と・、][Ⅰ-Ⅻ])*(?!-)(?:だけ|のみ)(?:です|でした|だった|なの|なん)*(?:か|よね|ね|っけ|[?。])*$"
)


def widened(question: Question) -> Question | None:
    """The question put to the items of all sections; None where no section is said to be the only one."""
    match = _ONLY.search(question.text_folded)
    if not match or not question.sections or question.items or not (question.letters or question.flags):
        return None
    start = match.start()
    return question._replace(
        text_folded=question.text_folded[:start],
        sections=(),
        spans=tuple(span for span in question.spans if span.end <= start),
        names=tuple((first, end) for first, end in question.names if end <= start),
    )


def judged(answer: Answer, question: Question) -> Answer:
    """*answer*, about all sections, with はい、 or いいえ、; as it is where that hangs on which place is right."""
    if answer.status is not Status.ANSWERED or answer.conflicts or not answer.items:
        return answer
    others = {code.split("-")[0] for code in answer.items} - set(question.sections)
    return answer._replace(first=f"{yes_or_no(not others)}{answer.first}")
