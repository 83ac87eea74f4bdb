"""Legal basis and related policy of an item (根拠条文, 関連する政策・施策)."""

from __future__ import annotations

import re

from bot.answer import Answer, Fact, Status
from bot.question import Question
from bot.reading.kinds import BASIS_IS, BASIS_OF, POLICY_OF
from bot.text.compiled import compiled
from bot.text.normalise import fold
from bot.wording.join import join_answers
from bot.wording.phrases import KIND_NAMES
from bot.wording.statements import answer_statements
from records.lookups import Records
from records.model import Item, Statement

NAME = "legal_basis"
NEEDS = "item"
WORDS = {
    "根拠条文": 6, "根拠法令": 6, "根拠法": 6, "法的根拠": 6, "根拠となる法律": 6, "根拠の条文": 6, "根拠規定": 6, "個別法条文": 6,
    "条文": 5, "何法": 6, "何の法律": 6, "どの法律": 6, "法律": 5, "法令": 5, "何条": 5, "関連する政策・施策": 6, "関連する政策": 6, "関連政策": 6, "政策": 5, "施策": 5,
    "関連施策": 6, "政策との関連": 6, "こんきょ条文": 6, "根拠法は": 6,
}  # fmt: skip
_EXCLUSION = compiled(r"^.*(?:以外|除いて|除き|除く|抜き)(?:で|の)?")
_HOW_MANY = compiled(r"いくつ|何項目|何個|何件|項目数|の数")
_POLICY_WORDS = ("政策", "施策")


def answer(question: Question, records: Records) -> Answer:
    """The legal basis, the related policy, or both, as the words say."""
    text = question.text_folded
    if (asked := BASIS_OF.search(text) or BASIS_IS.search(text)) and not question.unknown_codes:
        return _items_of_a_law(question, records, asked["law"])
    if (asked := POLICY_OF.search(question.text_folded)) and not question.unknown_codes:
        return _items_of_a_policy(question, records, asked["policy"])
    policy = any(part in word for word in question.words for part in _POLICY_WORDS)
    law = any("法" in word or "条" in word or "規定" in word for word in question.words)
    kinds = [kind for kind, wanted in (("legal_basis", law or not policy), ("related_policy", policy)) if wanted]
    answers = [_of_kind(question, records, kind) for kind in kinds]
    others = [each for each in answers[1:] if each.status is Status.ANSWERED]
    return join_answers([answers[0], *others])


def _items_of_a_law(question: Question, records: Records, written: str) -> Answer:
    """The items whose legal basis is stated by the name of the law, and the article, that is asked about."""
    short = {fold(duty.law).text: "番号利用法" for duty in records.duties()}
    law = re.sub(r"^(?:番号法|マイナンバー法)", "番号利用法", _EXCLUSION.sub("", written))
    law = re.sub(r"(?<=[0-9条法])(?=[0-9]{1,3}項$)", "第", re.sub(r"(?<=[法則令律])(?=[0-9]{1,3}条)", "第", law))
    article = re.search(r"[0-9]{1,3}条(?:の[0-9]{1,3})?(?:第[0-9]{1,3}項)?$", law)
    name = re.sub(r"第?[0-9]{1,3}条.*$", "", law)
    found: list[Statement] = []
    for item in _not_excluded(question, records):
        for evaluation in ("annual", "prospective"):
            for statement in records.legal_bases_of(item.item, evaluation, "legal_basis"):
                text = fold(statement.text or "").text
                for full, said in short.items():
                    text = text.replace(full, said)
                there = not article or re.search(rf"(?<![0-9]){re.escape(article.group())}(?!の?[0-9])", text)
                if (name or article) and name in text and there:
                    found.append(statement)
    told = f"根拠条文に「{law}」と記載のある項目は"
    if name and any(full in fold(each.text or "").text for each in found for full in short):
        told = f"根拠条文が「{law}」（正式な題名による記載を含む）の項目は"
    return _items_listed(question, records, found, told, "legal_basis")


def _items_of_a_policy(question: Question, records: Records, written: str) -> Answer:
    """The items whose related policies state one by that name."""
    found = [
        statement
        for item in _not_excluded(question, records)
        for evaluation in ("annual", "prospective")
        for statement in records.legal_bases_of(item.item, evaluation, "related_policy")
        if written in fold(statement.text or "").text
    ]
    return _items_listed(
        question, records, found, f"関連する政策・施策に「{written}」と記載のある項目は", "related_policy"
    )


def _not_excluded(question: Question, records: Records) -> tuple[Item, ...]:
    return tuple(item for item in records.items if item.item not in question.excluded)


def _items_listed(question: Question, records: Records, found: list[Statement], told: str, kind: str) -> Answer:
    codes = records.in_order(each.item for each in found)
    what = KIND_NAMES[kind]
    listed = "・".join(codes)
    listed = f"{len(codes)}項目（{listed}）" if _HOW_MANY.search(question.text_folded) else f"{listed} "
    return Answer(
        question=question.text,
        status=Status.ANSWERED if codes else Status.NO_DATA,
        topic=NAME,
        first=f"{told} {listed}です。" if codes else f"{told}記録に見つかりません。",
        lines=tuple(dict.fromkeys(f"・{each.item}：{each.text}" for each in found)),
        items=codes,
        evaluations=tuple(dict.fromkeys(each.evaluation for each in found if each.evaluation)),
        facts=tuple(
            Fact(
                kind=kind,
                item=each.item,
                evaluation=each.evaluation,
                label=what,
                value=each.text,
                sources=(each.source,),
            )
            for each in found
        ),
        sources=tuple(dict.fromkeys(each.source for each in found)),
        read_as=what,
    )


def _of_kind(question: Question, records: Records, kind: str) -> Answer:
    def look_up(item: str, evaluation: str) -> tuple[Statement, ...]:
        return records.legal_bases_of(item, evaluation, kind)

    return answer_statements(question, records, topic=NAME, kind=kind, look_up=look_up)
