"""Which items have something recorded, and which have not: 根拠条文がない項目, 課題がある項目, 指標のない項目, 従事人員がゼロの項目.

A dash in the document (記載は「－」) is not the same as a form that has no place for it: both are told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.answer import Answer, Fact, Status
from bot.question import Question
from bot.subject import items_of, within
from bot.text.compiled import compiled
from records.lookups import Records
from records.model import Source

_WHAT = (
    ("related_policy", "関連する政策・施策の記載", compiled(r"(?:関連(?:する)?)?(?:政策|施策)(?:・施策)?")),
    ("legal_basis", "根拠条文の記載", compiled(r"根拠(?:となる)?(?:の)?(?:条文|法令?|規定|法律)|法的根拠|個別法条文")),
    ("issues", "課題と対応の記載", compiled(r"課題(?:と対応)?|問題点|改善点")),
    ("indicator", "定量的指標", compiled(r"(?:定量的?な?)?指標|数値目標")),
    ("staff", "従事人員数の記載", compiled(r"(?:従事)?人員(?:数)?|従事者(?:数)?")),
    ("achievements", "主な成果の記載", compiled(r"(?:主な)?成果")),
)
_DASH = r"「?[-ー]」?"
_ABSENT = compiled(
    rf"」?(?:の?記載|欄)?(?:(?:が|の|は|も)?(?:ない|無い|なし|ありません|書かれていない|空欄|未記載)|が?{_DASH}(?:の|に|とな|だ|で(?!な)))[^、。0-9]{{0,8}}(?:項目|もの)"
)
_PRESENT = compiled(
    rf"」?(?:(?:が|の|に|は)(?:記載(?:が|の))?(?:ある|あり|あった|あると)|が?{_DASH}(?:で(?:は)?|じゃ)(?:ない|なかった))[^、。0-9]{{0,10}}(?:項目|もの)|(?:は|が)(?:あった|あります|ある)(?:か|の)?[?。]*$"
)
_ZERO = compiled(r"(?:が|の)?(?:ゼロ|0|零)(?:人)?の項目")
_FORMS = ("annual", "prospective")
_SHOWN = 30


class _Held(NamedTuple):
    """What an item has: texts or numbers with their places; *dashed*: a place that says 「－」."""

    value: tuple[str, ...]
    sources: tuple[Source, ...]
    dashed: bool


def answer_presence(question: Question, records: Records) -> Answer | None:
    """The items that have it or have not; None when that is not asked."""
    text = question.text_folded
    if question.items or question.refusal or question.letters or question.indicators or question.unknown_codes:
        return None
    for topic, what, pattern in _WHAT:
        for match in pattern.finditer(text):
            if topic == "staff" and _ZERO.match(text, match.end()):
                return _zero_staff(question, records)
            for wanted, asked in ((False, _ABSENT), (True, _PRESENT)):
                if asked.match(text, match.end()):
                    return _listed(question, records, topic, what, wanted=wanted)
    return None


def _listed(question: Question, records: Records, topic: str, what: str, *, wanted: bool) -> Answer:
    held = {code: _LOOK_UPS[topic](question, records, code) for code in items_of(question, records, default_all=True)}
    found = [code for code, each in held.items() if bool(each.value) is wanted]
    dashed = [code for code in found if held[code].dashed]
    no_place = [code for code in found if not held[code].dashed and not held[code].value]
    if dashed and no_place:
        found = dashed
    scope = within(question, records)
    how = "がある" if wanted else "がない"
    if not found:
        others = "（すべて「－」です）" if wanted and all(each.dashed for each in held.values()) else ""
        first = f"{scope}{what}{how}項目はありません{others}。"
    elif len(found) == len(held) and len(found) > 1:
        dash = "（記載は「－」です）" if len(dashed) == len(found) else ""
        first = f"{scope}{len(found)}項目すべて{what}{how}項目です{dash}。"
    else:
        asked = f"{what}が「－」の" if dashed and no_place else f"{what}{how}"
        first = f"{scope}{asked}項目は {len(found)}項目です（{'・'.join(found)}）。"
    lines = [f"様式に欄がない項目：{'・'.join(no_place)}"] if dashed and no_place else []
    if wanted:
        lines = [f"・{code}：{'／'.join(held[code].value[:3])}" for code in found[:_SHOWN]]
    # a list of what is not there shows where the dash stands
    shown = found or list(held)
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=topic if topic != "related_policy" else "legal_basis",
        first=first,
        lines=tuple(lines),
        items=records.in_order(found),
        facts=tuple(
            Fact(
                kind=topic, item=code, label=what, value="／".join(held[code].value) or "－", sources=held[code].sources
            )
            for code in shown
            if held[code].sources
        ),
        sources=tuple(dict.fromkeys(source for code in shown for source in held[code].sources)),
        read_as=f"{what}{how}項目",
    )


def _zero_staff(question: Question, records: Records) -> Answer:
    counts = {code: records.staff_counts_of(code) for code in items_of(question, records, default_all=True)}
    years = question.years.years if question.years.asked else ()
    recorded = {
        code: [each for each in found if not years or each.fiscal_year in years] for code, found in counts.items()
    }
    zero = [code for code, found in recorded.items() if any(each.staff_count == 0 for each in found)]
    without = [code for code, found in counts.items() if not found]
    first = f"従事人員数が 0人の項目は{'・'.join(zero) + ' です' if zero else 'ありません'}。"
    if without:
        first += f"{'・'.join(without)} には従事人員数の記載欄がありません。"
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic="staff",
        first=first,
        items=records.in_order(zero),
        sources=tuple(dict.fromkeys(each.source for code in zero for each in recorded[code])),
        read_as="従事人員数が0人の項目",
    )


def _evaluations(question: Question) -> Sequence[str]:
    return (question.evaluation,) if question.evaluation else _FORMS


def _of_texts(kind: str) -> Callable[[Question, Records, str], _Held]:
    def look_up(question: Question, records: Records, code: str) -> _Held:
        for evaluation in _evaluations(question):
            if kind == "achievements":
                found = records.achievements_of(code, evaluation)
            elif kind == "issues":
                found = records.rationales_of(code, evaluation, "issues_and_response")
            else:
                found = records.legal_bases_of(code, evaluation, kind)
            if found:
                texts = tuple(each.text for each in found if each.text)
                return _Held(texts, tuple(each.source for each in found), dashed=not texts)
        return _Held((), (), dashed=False)

    return look_up


def _of_indicators(_: Question, records: Records, code: str) -> _Held:
    found = records.indicators_by_item.get(code, ())
    sources = tuple(value.source for each in found for value in records.values_of(each.indicator_id)[:1])
    return _Held(tuple(each.name for each in found), sources, dashed=False)


def _of_staff(_: Question, records: Records, code: str) -> _Held:
    found = records.staff_counts_of(code)
    return _Held(
        tuple(f"{each.staff_count}人" for each in found[-1:]), tuple(each.source for each in found[-1:]), dashed=False
    )


_LOOK_UPS: dict[str, Callable[[Question, Records, str], _Held]] = {
    **{kind: _of_texts(kind) for kind in ("related_policy", "legal_basis", "issues", "achievements")},
    "indicator": _of_indicators,
    "staff": _of_staff,
}
