"""Legal basis and related policy of an item (根拠条文, 関連する政策・施策)."""

from __future__ import annotations

from bot.answer import Answer, Status
from bot.join import join_answers
from bot.question import Question
from bot.statements import answer_statements
from records.lookups import Records
from records.model import Statement

NAME = "legal_basis"
NEEDS = "item"
WORDS = {
    "根拠条文": 6, "根拠法令": 6, "根拠法": 6, "法的根拠": 6, "根拠となる法律": 6, "根拠の条文": 6, "根拠規定": 6, "個別法条文": 6,
    "条文": 5, "法律": 5, "法令": 5, "何条": 5, "関連する政策・施策": 6, "関連する政策": 6, "関連政策": 6, "政策": 5, "施策": 5,
    "関連施策": 6, "政策との関連": 6, "こんきょ条文": 6, "根拠法は": 6,
}  # fmt: skip
_POLICY_WORDS = ("政策", "施策")


def answer(question: Question, records: Records) -> Answer:
    """The legal basis, the related policy, or both, as the words say."""
    policy = any(part in word for word in question.words for part in _POLICY_WORDS)
    law = any("法" in word or "条" in word or "規定" in word for word in question.words)
    kinds = [kind for kind, wanted in (("legal_basis", law or not policy), ("related_policy", policy)) if wanted]
    answers = [_of_kind(question, records, kind) for kind in kinds]
    others = [each for each in answers[1:] if each.status is Status.ANSWERED]
    return join_answers([answers[0], *others])


def _of_kind(question: Question, records: Records, kind: str) -> Answer:
    def look_up(item: str, evaluation: str) -> tuple[Statement, ...]:
        return records.legal_bases_of(item, evaluation, kind)

    return answer_statements(question, records, topic=NAME, kind=kind, look_up=look_up)
