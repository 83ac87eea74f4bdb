"""What the statute lays down (番号利用法第38条の11) and who the competent ministers are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer import Answer, Fact, Status
from bot.question import Question
from bot.text.compiled import compiled
from bot.text.normalise import fold_text
from bot.wording.phrases import EVALUATION_NAMES, years_name, yes_or_no
from records.lookups import Records
from records.model import Duty, Minister

NAME = "statute"
NEEDS = ""
WORDS = {
    "命令": 5, "結果をどう": 7, "結果はどうなる": 6, "結果はどうなり": 6, "結果はどうす": 6, "罰則": 8, "罰金": 8, "ペナルティ": 8,

    "評価を通知": 7, "通知する": 5, "誰が評定": 6, "評価をするのは誰": 6, "評価を行うのは誰": 6, "評価を行う人": 6, "だれが評定": 6, "誰が付け": 6, "誰がつけ": 6, "大臣は何ができ": 7, "大臣は何を": 6, "大臣が何を": 6, "結果が悪い": 6,
    "評価の根拠となる法律": 8, "評価の根拠法": 7, "評価の法的根拠": 8, "評価の根拠条文": 8, "評価の根拠規定": 8, "誰に通知": 7, "誰が誰に": 6, "自己評価は誰が": 7, "自己評価は誰": 6, "評価は誰が": 6, "通知され": 7, "担当課": 6, "所管部局": 6, "担当部局": 6, "担当部署": 6, "所管課": 6,
    "改善の命令": 6, "改善を命": 6, "評価の流れ": 6, "評価の手順": 6, "評価のプロセス": 6, "評価のスケジュール": 6, "評価の制度": 6, "評価の方法": 6, "評価の進め方": 6,
    "評価点検部局": 7, "点検部局": 6, "何に使われ": 6, "何に使う": 6, "何に反映": 6,
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
    "義務": 5, "役割": 4, "権限": 4,
    "提出": 5, "公表": 5, "評価の手続": 6, "評価手続": 6, "評定の手続": 6, "誰が評価": 6, "誰が決め": 6, "だれが決め": 6, "だれが評価": 6, "評価するのは誰": 6, "改善命令": 6, "締切": 5,
    "締め切り": 5, "評価の対象": 5, "評価制度": 6, "所管": 5, "担当大臣": 6, "評価を受ける": 5,
}  # fmt: skip
_OFFICE = compiled(r"課|部局|部署|局|室")
_ASPECTS = (
    (("誰に出", "誰に提出", "だれに提出", "自己評価は", "自己評価を"), (2,)),
    (
        ("考慮", "どうやって", "どのように", "評価の方法", "評価の仕方", "評価のやり方", "大臣はどう", "大臣がどう"),
        (3,),
    ),
    (("改善命令", "命令", "命じ", "を命じ", "評価が悪", "評価が低"), (6,)),
    (("使われ", "活用"), (5,)),
    (("知らせ", "知らさ"), (4,)),
    (("自己評価", "評価書"), (2,)),
    (("提出", "報告書", "いつまで", "期限", "締切", "締め切り"), (2,)),
    (("改善命令", "命令", "を命じ", "何ができ", "結果が悪"), (6,)),
    (("反映", "何に使"), (5,)),
    (("通知", "結果をどう", "結果はどう"), (4,)),
    (("対象", "見込評価", "期間実績"), (1,)),
    (("付け方", "つけ方", "決め方", "決まり方"), (3,)),
    (("誰が評定", "だれが評定", "が付け", "がつけ"), (3,)),
    (("誰が公表", "だれが公表", "公表は誰", "公表はだれ"), (2, 4, 5)),
    (("誰が", "だれが", "評価するのは", "評価を受ける"), (1, 3)),
    (("公表",), (2, 4, 5)),
)
_DUTIES_OF = compiled(
    r"(?P<actor>大臣|機構|法人)[^、。]{0,8}(?:義務|役割|役目|権限|何をす|何をし|することは|しなければ)"
)
# the evaluations that a duty's text tells of, by what stands in it
_OF_EVALUATION = (
    ("見込評価", compiled(r"見込み?評価")),
    ("期間実績評価", compiled(r"期間実績評価")),
    ("通常の年度", compiled(r"(?<!期間)年度評価|毎年度の評価")),
)
_PENALTY = compiled(r"罰則|罰金|ペナルティ")
_A_PERSON = compiled(r"(?:課|室|部|局|係)長|責任者|担当者|氏名")
_OF_WHAT_IS_HEEDED = compiled(r"考慮|調査|分析")
_SEVERAL_SENTENCES = compiled(r"どうやって|どのように|評価の(?:方法|仕方|やり方)|大臣[はが]どう")
# how long the evaluation, the notice of it or an order may take, which no duty limits
_TERM_OF_ANOTHER = compiled(
    r"(?:大臣の?評価|評価結果|評価の結果|評価(?=[はを]))(?!の?報告書)[^、。?]{0,14}(?:何[かヶ]月|期限|いつまで)|命令[^、。?]{0,6}(?:期限|いつまで|何[かヶ]月)"
)
_TERM = compiled(r"(?P<n>[0-9]{1,3})(?P<unit>[かヶカ]月|週間|日|年(?=以内))(?!度)(?:以内|まで|間)?")
_HOW_MANY_PARAGRAPHS = compiled(r"何項(?:まで|ある|あり|です|[?。]|$)")
_TERM_ASKED = compiled(r"いつ|期限|[締〆]め?切|何(?:[かヶカ]月|日|週間)")
_DONE = compiled(r"出た|出され|あった|あり?ました|受けた|受けました|下された|された")
_RESULT_PUBLISHED = compiled(r"(?:結果|評[価定])(?:の|は|を|が)[^、。反書]{0,4}(?:公表|発表)")
_NAME_OF_THE_LAW = compiled(r"正式|題名|何法|法律名|法律の名")
_GIVEN_WHEN = compiled(r"いつ|何月")
_ALONE = compiled(
    r"(?P<who>[一-龠ァ-ヺ]{1,6}大臣)(?:だけ|のみ)[がは](?:主務|所管の?|担当の?)大臣|(?:主務|所管の?|担当の?)大臣[はって]{1,2}(?P<other>[一-龠ァ-ヺ]{1,6}大臣)(?:だけ|のみ)"
)
_IS_A_MINISTER = compiled(r"(?P<who>[一-龠ァ-ヺ]{2,10}大臣)(?:は|が|も)(?:主務|所管の?|担当の?)大臣")
# who holds an office is no record
_HOLDER = compiled(
    r"(?P<who>(?:内閣)?総理大臣|総務大臣|首相)(?:は|って|の(?:名前|氏名|お名前)は)(?:誰|だれ|どなた|何)?"
)
# 主務大臣 with nothing that a duty tells
_MINISTERS = compiled(r"大臣(?:は|って|とは|を|の名|の名前|名|が|も|$|\?|、|と)")
_OF_A_DUTY = compiled(
    r"義務|権限|役割|結果|命令|通知|公表|反映|提出|評価[をがは]|できる|でき[まる]|何を|考慮|どうやって|どのように|どう評価|評価す|命じ|改善"
)


def answer(question: Question, records: Records) -> Answer:
    """The ministers, or the duties that the words are about (all of them when none is)."""
    text = question.text_folded
    if (holder := _HOLDER.search(text)) and re.search(r"誰|だれ|どなた|名前|氏名", text) and "主務" not in text:
        return _not_named(holder["who"], question, records)
    if _asks_for_ministers(text):
        return _ministers(question, records)
    duties = records.duties()
    other = _other_article(question, duties)
    if other:
        known = "・".join(dict.fromkeys(duty.article for duty in duties))
        first = f"{other}は記録にありません（記録があるのは番号利用法{known}です）。"
        return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first=first)
    numbered = re.search(r"第?([0-9]{1,2})項", text)
    chosen = [duty for duty in duties if duty.paragraph == int(numbered[1])] if numbered else _meant(text, duties)
    if numbered and not chosen:
        first = f"第{numbered[1]}項は記録にありません（記録があるのは第1項〜第{max(duty.paragraph for duty in duties)}項です）。"
        return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first=first)
    chosen = chosen or list(duties)
    if not chosen:
        return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first="評価の手続は記録にありません。")
    evaluations = sum(pattern.search(text) is not None for _, pattern in _OF_EVALUATION)
    if "考慮" in text:
        chosen.sort(key=lambda duty: "考慮" not in duty.text)
    if _SEVERAL_SENTENCES.search(text):
        evaluations = len(chosen)
    leading = chosen[:evaluations] if evaluations > 1 else chosen[:1]
    claimed, missing = _claimed_term(text, chosen[0]), _not_recorded(question, chosen)
    first = claimed + _first(text, leading, duties, term=not (claimed or missing))
    return Answer(
        question=question.text,
        status=Status.NO_DATA if missing else Status.ANSWERED,
        topic=NAME,
        first=missing + first,
        lines=tuple(_line(duty) for duty in chosen[len(leading) :]),
        notes=_blank(records) if {duty.paragraph for duty in chosen} == {3} else (),
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
        read_as=f"番号利用法{chosen[0].article}",
    )


def _first(text: str, leading: Sequence[Duty], duties: Sequence[Duty], *, term: bool) -> str:
    """What *leading* say; by which day, where that is asked and *term* says that it may be told."""
    first = "".join(map(_sentence, leading))
    if _NAME_OF_THE_LAW.search(text) and "項目" not in text:
        first = f"番号利用法の題名は「{leading[0].law}」です。"
    if _HOW_MANY_PARAGRAPHS.search(text):
        last = max(duty.paragraph for duty in duties)
        first = f"番号利用法{leading[0].article}で記録があるのは、第1項〜第{last}項です。{first}"
    deadline = leading[0].deadline or ""
    if term and _TERM_ASKED.search(text) and len(leading) == 1 and deadline.endswith("以内"):
        first = f"期限は、{deadline}です。{_sentence(leading[0]._replace(deadline=None))}"
    return first


def _not_named(holder: str, question: Question, records: Records) -> Answer:
    """Who holds an office is not recorded."""
    ministers = "・".join(dict.fromkeys(each.minister for each in records.ministers()))
    first = f"{holder}の氏名は記録にありません（主務大臣として記録にあるのは{ministers}です）。"
    return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first=first)


def _asks_for_ministers(text: str) -> bool:
    if re.search(r"担当|所管|点検|大臣", text) and _OFFICE.search(text):
        return True
    if _ALONE.search(text):
        return True
    asked = ("誰", "だれ", "どこ", "どなた", "名前", "所管", "担当", "課は")
    return "大臣" in text and (
        any(word in text for word in asked)
        or (_MINISTERS.search(text) is not None and not _OF_A_DUTY.search(text) and "条" not in text)
    )


def _meant(text: str, duties: Sequence[Duty]) -> list[Duty]:
    """The duties that the words are about, the one that answers first; none when no word says."""
    if _TERM_OF_ANOTHER.search(text):
        return [duty for duty in duties if duty.paragraph == (6 if "命令" in text else 4)]
    if _PENALTY.search(text):
        return [duty for duty in duties if duty.paragraph == 6]
    if actor := _DUTIES_OF.search(text):
        return [duty for duty in duties if actor["actor"].replace("法人", "機構") in duty.actor]
    named = [said for said, pattern in _OF_EVALUATION if pattern.search(text)]
    if named and not any(word in text for words, _ in _ASPECTS[:4] for word in words):
        first = [duty for said in named for duty in duties if said in duty.text and duty.paragraph == 1]
        return [*first, *(duty for duty in duties if duty.paragraph == 1 and duty not in first)]
    if _RESULT_PUBLISHED.search(text):
        return [duty for duty in duties if duty.paragraph == 4]
    if _OF_WHAT_IS_HEEDED.search(text):
        return sorted(
            (duty for duty in duties if duty.paragraph == 3),
            key=lambda duty: "考慮" not in duty.text,
        )
    paragraphs = next((found for words, found in _ASPECTS if any(word in text for word in words)), ())
    if not paragraphs and _GIVEN_WHEN.search(text) and re.search(r"評[価定]", text):
        paragraphs = (4,)  # 評定はいつ出る
    return [duty for duty in duties if duty.paragraph in paragraphs]


def _not_recorded(question: Question, chosen: Sequence[Duty]) -> str:
    """What the statute lays down and nobody wrote of as done: an order, the day of a rating to come; "" for the rest."""
    text = question.text_folded
    if _PENALTY.search(text):
        return "罰則の定めは記録にありません。"
    if _TERM_OF_ANOTHER.search(text):
        return "何か月以内などの期限の定めは記録にありません。"
    if (claimed := _TERM.search(text)) and not _TERM.search(fold_text(chosen[0].deadline or "")):
        return f"「{claimed.group()}」という定めは記録にありません。"
    if chosen[0].paragraph == 6 and _DONE.search(text):
        return "命令が出たという記載は記録にありません。"
    rated = question.years.asked or (question.evaluator == "minister" and "通知" not in text) or "評定" in text
    if _GIVEN_WHEN.search(text) and rated and chosen[0].paragraph == 4:
        what = years_name(question.years.years) + "の" if question.years.asked else ""
        return f"{what}評定がいつ出るかの記載は記録にありません。"
    return ""


def _claimed_term(text: str, duty: Duty) -> str:
    """Whether the term of 報告書は6か月以内？ is that of *duty*; "" where none is named, or the duty has none."""
    claimed, laid_down = _TERM.search(text), _TERM.search(fold_text(duty.deadline or ""))
    if not claimed or not laid_down:
        return ""
    same = (claimed["n"], claimed["unit"][-1]) == (laid_down["n"], laid_down["unit"][-1])
    return yes_or_no(same) if same else f"{yes_or_no(same)}「{claimed.group()}」ではありません。"


def _sentence(duty: Duty) -> str:
    """「機構は、…と定められています（番号利用法第38条の11第2項）。」; a duty told of a kind of year has that as its subject."""
    until = _until(duty)
    year, colon, what = duty.text.partition("：")
    told = f"{year}は、{what}" if colon else f"{duty.actor}は、{duty.text}"
    return f"{told}{until}と定められています（番号利用法{duty.article}第{duty.paragraph}項）。"


def _other_article(question: Question, duties: Sequence[Duty]) -> str | None:
    """An article of law that is named and is not the recorded one (第38条の12)."""
    for match in re.finditer(r"第?([0-9]{1,3})条(?:の([0-9]{1,3}))?", question.text_folded):
        written = f"第{match[1]}条" + (f"の{match[2]}" if match[2] else "")
        if not any(duty.article == written or (not match[2] and duty.article.startswith(written)) for duty in duties):
            return written
    return None


def _line(duty: Duty) -> str:
    year, colon, what = duty.text.partition("：")
    told = f"{year}は、{what}" if colon else f"{duty.actor}：{duty.text}"
    return f"・第{duty.paragraph}項 {told}{_until(duty)}"


def _until(duty: Duty) -> str:
    """「（各事業年度の終了後3か月以内）」, 「（反映状況の公表は毎年度）」 of a term that names in brackets what it is for."""
    term, _, of = (duty.deadline or "").rstrip("）").partition("（")
    return f"（{of}は{term}）" if of else f"（{term}）" if term else ""


def _blank(records: Records) -> tuple[str, ...]:
    return tuple(_politely(each.text) for each in records.absences() if each.kind == "minister_rating")


def _politely(note: str) -> str:
    """「…の記載がない」 → 「…の記載がありません。」, 「…は空欄」 → 「…は空欄です。」."""
    return f"{note.removesuffix('ない')}ありません。" if note.endswith("がない") else f"{note}です。"


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
        if not_stated := _A_PERSON.search(question.text_folded) is not None:
            first = f"課長など担当者の氏名は記録にありません。{first}"
    elif alone := _ALONE.search(question.text_folded):
        only = names == (alone["who"] or alone["other"],)
        first = f"{yes_or_no(only)}{first}"
    elif asked := _IS_A_MINISTER.search(question.text_folded):
        first = f"{asked['who']}は、主務大臣{'の一人です' if asked['who'] in names else 'としては記載されていません'}。{first}"
    lines = [
        f"・{each.minister}（{each.role}）：{' '.join(filter(None, (each.department, each.division))) or '部局名の記載なし'}"
        for each in ministers
    ]
    return Answer(
        question=question.text,
        status=Status.NO_DATA if not_stated else Status.ANSWERED,
        topic=NAME,
        first=first,
        lines=tuple(lines),
        notes=tuple(_politely(each.text) for each in records.absences() if each.kind == "ministers"),
        facts=tuple(
            Fact(kind="minister", evaluation=m.evaluation, label=m.role, value=m.minister, sources=(m.source,))
            for m in ministers
        ),
        sources=tuple(each.source for each in ministers),
        read_as="主務大臣",
    )
