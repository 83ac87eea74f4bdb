"""Questions that put conditions on ratings over items, years and evaluations.

Folded text → words (`words`) → clauses (`read`) → a typed condition (`build`, `query`) and the shape asked for (`shapes`)
→ three-valued judgement over the statements of the records (`judge`) → an answer whose first line names every restriction
that was read (`say`, `answer`, `years`, `counts`). A query is read as a whole or not at all: what is left unread makes the
question be declined, never be answered in part.
"""

from bot.answer import Answer
from bot.conditions.words import may_set_conditions
from bot.question import Question
from records.lookups import Records


def answer_condition(question: Question, records: Records) -> Answer | None:
    """The answer to a question that sets such a condition; None when it sets none."""
    if not may_set_conditions(question.text_folded):
        return None
    from bot.conditions.answer import answer  # noqa: PLC0415 - ten modules that most questions do not need

    return answer(question, records)
