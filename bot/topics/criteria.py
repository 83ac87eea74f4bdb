"""Rating criteria: what each letter means; the letter for an achievement rate, computed by the published criteria."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Answer, Fact, Status, Table
from bot.question import Question
from bot.text.compiled import compiled
from records.lookups import Records
from records.model import Criterion

NAME = "criteria"
NEEDS = ""
WORDS = {
    "評定基準": 6, "評価基準": 6, "基準": 5, "きじゅん": 5, "判定基準": 6, "何%以上": 6, "何パーセント以上": 6, "どういう意味": 5, "意味": 4,
    "どの評定に": 5, "何評定に": 5, "どんな評定に": 5, "定義": 5, "標準": 5, "条件": 4, "どうすれば": 4, "どうなれば": 4, "評定の意味": 6, "評語の意味": 6, "評価の段階": 5, "段階": 4,
}  # fmt: skip
# a rate and all above it, where no difficulty is named
_FROM_ON = compiled(r"(?:%|パーセント)以上(?!.*困難)")
_SAID = {"quantitative": ("定量", "量的"), "qualitative": ("定性", "質的")}
_KIND = {"quantitative": "定量的指標", "qualitative": "定性的指標"}


def answer(question: Question, records: Records) -> Answer:
    """The criteria of the letters named (all when none), or the letter for the percentage named."""
    criteria = records.criteria()
    by_letter = question.letters and any("基準" in word or "条件" in word for word in question.words)
    if question.percent is not None and not by_letter:
        return _computed(question, criteria, records)
    known = [letter for letter in question.letters if letter in records.scale]
    if question.letters and not known:
        first = f"評定 {'・'.join(question.letters)} はありません（評定は {'・'.join(records.scale)} の{len(records.scale)}段階です）。"
        return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first=first)
    kinds = [kind for kind, words in _SAID.items() if any(word in question.text_folded for word in words)] or list(
        _KIND
    )
    chosen = [each for each in criteria if each.kind in kinds and (not known or each.rating in known)]
    if not known and question.high_difficulty:
        chosen = [each for each in chosen if each.needs_high_difficulty]
    lines = [f"・{each.rating}（{_KIND[each.kind]}）：{each.text or '記載は「－」（なし）'}" for each in chosen]
    if known:
        told = [
            (
                letter,
                "、".join(
                    f"{_KIND[kind]}では{told}"
                    for kind in kinds
                    if (told := _told([each for each in chosen if each.rating == letter and each.kind == kind]))
                ),
            )
            for letter in known
        ]
        first = (
            "".join(f"評定 {letter} の基準は、{said}です。" for letter, said in told)
            if len(known) <= 2
            else f"評定 {'・'.join(known)} の基準は、{_ranges(chosen)}。"
        )
    elif question.high_difficulty:
        said = "、".join(f"{each.rating}（{_KIND[each.kind]}）は「{each.text}」" for each in chosen)
        first = f"困難度「高」の場合の基準は、{said}です。"
    else:
        first = f"評定は {'・'.join(records.scale)} の{len(records.scale)}段階で、B が標準です。{_ranges(chosen)}。"
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=first,
        lines=tuple(lines),
        facts=tuple(
            Fact(
                kind="criterion",
                label=f"{each.rating} {_KIND[each.kind]}",
                value=each.text or "－",
                sources=(each.source,),
            )
            for each in chosen
        ),
        sources=tuple(dict.fromkeys(each.source for each in chosen)),
        next_steps=("120％で困難度が高いと？",),
        read_as="評定基準",
    )


def _ranges(criteria: Sequence[Criterion]) -> str:
    """The rates of achievement that letters stand for, of items of no high difficulty."""
    plain = [each for each in criteria if each.kind == "quantitative" and not each.needs_high_difficulty]
    told = []
    for each in plain:
        low, high = each.min_percent, each.below_percent
        if each.needs_quality or (low is None and high is None):
            continue
        limits = "".join(f"{limit:g}％{word}" for limit, word in ((low, "以上"), (high, "未満")) if limit is not None)
        better = [other.rating for other in plain if other.needs_quality and other.min_percent == low]
        told.append(f"{each.rating} が{limits}" + (f"（質的にも顕著な成果があれば {better[0]}）" if better else ""))
    return f"定量的指標の達成度では、{'、'.join(told)}です" if told else "内容は下のとおりです"


def _told(criteria: Sequence[Criterion]) -> str:
    """「達成度120％以上／…」, the dash as such; "" without criteria."""
    texts = [each.text for each in criteria if each.text]
    return f"「{'／'.join(texts)}」" if texts else "記載が「－」（なし）" if criteria else ""


def _bounded(question: Question, criteria: tuple[Criterion, ...], percent: float, *, below: bool) -> Answer:
    """Every letter that some rate under *percent* (from it on) stands for, by the criteria of any item."""
    found = [
        each
        for each in criteria
        if each.kind == "quantitative"
        and not (each.needs_high_difficulty or each.needs_quality)
        and (
            (each.min_percent is None or each.min_percent < percent)
            if below
            else (each.below_percent is None or each.below_percent > percent)
        )
    ]
    letters = "・".join(dict.fromkeys(each.rating for each in found))
    said = f"{percent:g}％{'未満' if below else '以上'}"
    return Answer(
        question=question.text,
        status=Status.ANSWERED if found else Status.NO_DATA,
        topic=NAME,
        first=f"達成度 {said}は、定量的指標の基準では {letters or '定まりません'} にあたります（計算値）。",
        lines=tuple(f"・{each.rating}：{each.text}" for each in found),
        facts=tuple(
            Fact(kind="criterion", label=each.text, value=each.rating, computed=True, sources=(each.source,))
            for each in found
        ),
        sources=tuple(each.source for each in found),
        read_as=f"評定基準・達成度{said}",
    )


def _computed(question: Question, criteria: tuple[Criterion, ...], records: Records) -> Answer:
    percent = question.percent or 0.0
    below = any(word in question.text_folded for word in ("未満", "下回", "を切", "に届かな"))
    if below or _FROM_ON.search(question.text_folded):
        return _bounded(question, criteria, percent, below=below)
    hard = question.high_difficulty and not any(
        word in question.text_folded for word in ("高くない", "低い", "普通", "でない")
    )
    fitting = [
        each
        for each in criteria
        if each.kind == "quantitative"
        and (each.min_percent is None or percent >= each.min_percent)
        and (each.below_percent is None or percent < each.below_percent)
        and (not each.needs_high_difficulty or hard)
    ]
    sure = [each for each in fitting if not each.needs_quality]
    best = min(sure, key=lambda each: records.scale.index(each.rating))
    higher = next((each for each in fitting if each.needs_quality), None)
    shown = f"{percent:g}％"
    lines = [f"あてはまる基準：{best.text}"]
    if higher:
        lines.append(f"質的に顕著な成果があれば {higher.rating} になりえます（質の判断は計算できません）。")
    if not hard:
        lines.append("困難度「高」の場合は、より上の評定になることがあります。")
    rows = tuple((each.rating, each.text or "－") for each in fitting)
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=f"達成度 {shown}{'・困難度「高」' if hard else ''}は、定量的指標の基準では {best.rating} にあたります（計算値）。",
        lines=tuple(lines),
        tables=(Table(caption="あてはまる基準", header=("評定", "基準"), rows=rows),),
        facts=(
            Fact(kind="criterion", label=f"達成度{shown}", value=best.rating, computed=True, sources=(best.source,)),
        ),
        sources=tuple(each.source for each in fitting),
        notes=("評定そのものではなく、公表された基準からの計算です。",),
        read_as=f"評定基準・達成度{shown}",
    )
