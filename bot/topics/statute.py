"""What the statute lays down (番号利用法第38条の11) and who the competent ministers are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer import Answer, Fact, Status
from bot.phrases import EVALUATION_NAMES
from bot.question import Question
from bot.text.compiled import compiled
from records.lookups import Records
from records.model import Duty, Minister

NAME = "statute"
NEEDS = ""
WORDS = {
    "命令": 5,

    "評価を通知": 7, "通知する": 5, "誰が評定": 6, "だれが評定": 6, "誰が付け": 6, "誰がつけ": 6, "大臣は何ができ": 7, "結果が悪い": 6,
    "評価の根拠となる法律": 8, "評価の根拠法": 7, "担当課": 6, "担当部局": 6, "担当部署": 6, "所管課": 6,
    "改善の命令": 6,
    "どこに反映": 6,
    "反映され": 5,

    "提出期限": 6,
    "報告書の期限": 7,
    "評価結果の通知": 7,
    "結果の通知": 6,
    "評価結果の反映": 7,
    "反映状況": 6,
    "担当の大臣": 6,
    "大臣は誰": 7,
    "大臣はだれ": 7, "いつまで": 5, "報告書": 5, "主務大臣は誰": 7, "主務大臣": 5, "番号利用法": 6, "38条の11": 7, "第38条の11": 7, "38条": 6,
    "条の": 5,
    "番号法": 6,
    "提出": 5, "公表": 5, "手続": 5, "手続き": 5, "誰が評価": 6, "誰が決め": 6, "だれが決め": 6, "だれが評価": 6, "評価するのは誰": 6, "改善命令": 6, "締切": 5,
    "締め切り": 5, "評価の対象": 5, "評価制度": 6, "所管": 5, "担当大臣": 6, "評価を受ける": 5,
}  # fmt: skip
_OFFICE = compiled(r"課|部局|部署|局|室")
_ASPECTS = (
    (("提出", "報告書", "いつまで", "期限", "締切", "締め切り"), (2,)),
    (("改善命令", "命令", "何ができ", "結果が悪"), (6,)),
    (("反映",), (5,)),
    (("通知",), (4,)),
    (("対象", "見込評価", "期間実績"), (1,)),
    (("誰が評定", "だれが評定", "が付け", "がつけ"), (3,)),
    (("誰が", "だれが", "評価するのは", "評価を受ける"), (1, 3)),
    (("公表",), (2, 4, 5)),
)


def answer(question: Question, records: Records) -> Answer:
    """The ministers, or the duties that the words are about (all of them when none is)."""
    if "大臣" in question.text_folded and any(
        word in question.text_folded
        for word in ("誰", "だれ", "どこ", "どなた", "名前", "は?", "所管", "担当", "課は", "大臣?")
    ):
        return _ministers(question, records)
    duties = records.duties()
    other = _other_article(question, duties)
    if other:
        known = "・".join(dict.fromkeys(duty.article for duty in duties))
        first = f"{other}は記録にありません（記録があるのは番号利用法{known}です）。"
        return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first=first)
    paragraphs = next((found for words, found in _ASPECTS if any(word in question.text_folded for word in words)), ())
    numbered = re.search(r"第?([0-9]{1,2})項", question.text_folded)
    if numbered:
        paragraphs = (int(numbered[1]),)
    elif question.evaluation == "prospective":
        paragraphs = (1,)
        duties = tuple(sorted(duties, key=lambda duty: "見込評価" not in duty.text))
    elif question.evaluation == "final":
        paragraphs = (1,)
        duties = tuple(sorted(duties, key=lambda duty: "期間実績評価" not in duty.text))
    chosen = [duty for duty in duties if duty.paragraph in paragraphs]
    if numbered and not chosen:
        first = f"第{numbered[1]}項は記録にありません（記録があるのは第1項〜第{max(duty.paragraph for duty in duties)}項です）。"
        return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first=first)
    chosen = chosen or list(duties)
    if not chosen:
        return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first="評価の手続は記録にありません。")
    lead = chosen[0]
    until = f"（{lead.deadline}）" if lead.deadline else ""
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=f"{_said(lead)}{until}と定められています（番号利用法{lead.article}第{lead.paragraph}項）。",
        lines=tuple(_line(duty) for duty in chosen[1:]),
        notes=_blank(records) if paragraphs == (3,) else (),
        facts=tuple(
            Fact(
                kind="duty",
                label=f"{duty.article}第{duty.paragraph}項 {duty.actor}",
                value=duty.text,
                target=duty.deadline,
                sources=(duty.source,),
            )
            for duty in chosen
        ),
        sources=tuple(duty.source for duty in chosen),
        read_as=f"番号利用法{lead.article}",
    )


def _said(duty: Duty) -> str:
    """The duty as the beginning of a sentence; one that is said of a certain year as what its evaluation covers."""
    year, of_a_year, covered = duty.text.partition("：")
    return f"{duty.actor}の評価は、{year}については、{covered}とされる" if of_a_year else f"{duty.actor}は、{duty.text}"


def _other_article(question: Question, duties: Sequence[Duty]) -> str | None:
    """An article of law that is named and is not the recorded one (第38条の12)."""
    for match in re.finditer(r"第?([0-9]{1,3})条(?:の([0-9]{1,3}))?", question.text_folded):
        written = f"第{match[1]}条" + (f"の{match[2]}" if match[2] else "")
        if not any(duty.article == written or (not match[2] and duty.article.startswith(written)) for duty in duties):
            return written
    return None


def _line(duty: Duty) -> str:
    until = f"（{duty.deadline}）" if duty.deadline else ""
    return f"・第{duty.paragraph}項 {duty.actor}：{duty.text}{until}"


def _blank(records: Records) -> tuple[str, ...]:
    return tuple(each.text + "。" for each in records.absences() if each.kind == "minister_rating")


def _offices(question: Question, ministers: Sequence[Minister]) -> str:
    """「総務大臣の法人所管部局・評価点検部局は、自治行政局 マイナンバー制度支援室です。」, of the ministers named."""
    named = {each.minister for each in ministers if each.minister in question.text_folded}
    offices: dict[str, dict[str, list[str]]] = {}
    for each in ministers:
        if not named or each.minister in named:
            where = " ".join(part for part in (each.department, each.division) if part)
            offices.setdefault(each.minister, {}).setdefault(where, []).append(each.role)
    said = [
        f"{minister}の{'・'.join(dict.fromkeys(roles))}は、{where or '名称の記載なし'}"
        for minister, places in offices.items()
        for where, roles in places.items()
    ]
    return f"{'、'.join(said)}です（見込評価の様式による）。"


def _ministers(question: Question, records: Records) -> Answer:
    ministers = records.ministers()
    if not ministers:
        return Answer(
            question=question.text, status=Status.NO_DATA, topic=NAME, first="主務大臣の名称は記録にありません。"
        )
    names = tuple(dict.fromkeys(each.minister for each in ministers))
    first = f"主務大臣は、{'と'.join(names)}です（見込評価の様式による）。"
    not_stated = question.evaluation is not None and question.evaluation not in {each.evaluation for each in ministers}
    if not_stated:
        form = EVALUATION_NAMES[question.evaluation or ""]
        first = f"{form}の様式に主務大臣の名称の記載はありません（見込評価の様式では、{'と'.join(names)}です）。"
    elif _OFFICE.search(question.text_folded):
        first = _offices(question, ministers)
    lines = [
        f"・{each.minister}（{each.role}）：{each.department or ''} {each.division or ''}".rstrip()
        for each in ministers
        if each.department
    ]
    return Answer(
        question=question.text,
        status=Status.NO_DATA if not_stated else Status.ANSWERED,
        topic=NAME,
        first=first,
        lines=tuple(lines),
        notes=tuple(each.text + "。" for each in records.absences() if each.kind == "ministers"),
        facts=tuple(
            Fact(kind="minister", evaluation=m.evaluation, label=m.role, value=m.minister, sources=(m.source,))
            for m in ministers
        ),
        sources=tuple(each.source for each in ministers),
        read_as="主務大臣",
    )
