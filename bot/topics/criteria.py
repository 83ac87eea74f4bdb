"""Rating criteria: what each letter means; the letter for an achievement rate, computed by the published criteria."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Answer, Fact, Status
from bot.figures.letters_of_rates import answer_rates, answer_value, plain_ranges
from bot.question import Question
from bot.reading.rates import Rates, find_rates, is_difficult
from bot.text.compiled import compiled
from bot.wording.phrases import yes_or_no
from records.lookups import Records
from records.model import Criterion

NAME = "criteria"
NEEDS = ""
WORDS = {
    "評定基準": 6, "評価基準": 6, "基準": 5, "きじゅん": 5, "判定基準": 6, "何%以上": 6, "何パーセント以上": 6, "どういう意味": 5, "意味": 4,
    "どの評定に": 5, "何評定に": 5, "どんな評定に": 5, "定義": 5, "標準": 5, "条件": 4, "どうすれば": 4, "どうなれば": 4, "評定の意味": 6, "評語の意味": 6, "評価の段階": 5, "評定の付け方": 6, "評定のつけ方": 6, "評価の付け方": 6, "評定の考え方": 6, "評定の決め方": 6, "評定ランクの説明": 6, "評定の説明": 6, "段階": 4,
}  # fmt: skip
# 一番下の評定は何？
_END_OF_SCALE = compiled(r"(?:一番|いちばん|最も?)(?:上|良|(?P<last>下|悪))(?:い|位)?の?(?:評[価定語]|ランク)[はって]")
_IS_STANDARD = compiled(r"標準(?:の評[価定])?(?:は|って|が)[sabcd]|[sabcd](?:評価|評定)?[はがって]{1,2}標準")
_WHETHER = compiled(r"(?:[?か]|よね|ですね|っけ|合って)[。?]*$")
_DIFFERENCE = compiled(r"違|差")
_MET = compiled(r"目標.{0,6}達成|達成.{0,6}目標")
_FULL = 100
_FEW = 2  # letters that the first line tells in full
_SAID = {"quantitative": ("定量", "量的"), "qualitative": ("定性", "質的")}
_KIND = {"quantitative": "定量的指標", "qualitative": "定性的指標"}


def answer(question: Question, records: Records) -> Answer:
    """The criteria of the letters named (all when none), or the letter for the percentage named."""
    criteria = records.criteria()
    rates = find_rates(question.text_folded, question.percent, in_words=not question.letters)
    named = any("基準" in word or "条件" in word for word in question.words)
    apart = len(question.letters) > 1 and _DIFFERENCE.search(question.text_folded) is not None
    by_letter = bool(question.letters) and (named or apart)
    if rates and not by_letter:
        value = answer_value(question, records) if question.indicators and question.percent is not None else None
        return value or answer_rates(question, rates, records)
    known = [letter for letter in question.letters if letter in records.scale]
    if (ends := _END_OF_SCALE.search(question.text_folded)) and not known:
        known = [records.scale[-1] if ends["last"] else records.scale[0]]
    others = [letter for letter in question.letters if letter not in records.scale]
    lacking = (
        f"評定 {'・'.join(others)} はありません（評定は {'・'.join(records.scale)} の{len(records.scale)}段階です）。"
    )
    if question.letters and not known:
        first = lacking
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
            if len(known) <= _FEW
            else f"評定 {'・'.join(known)} の基準は下のとおりです。{plain_ranges(records, known)}"
        )
        first = _yes_or_no(question, chosen, known, rates, records) + first + (lacking if others else "")
        if all((each.text or "") in first for each in chosen):
            lines = []
    elif kinds == ["qualitative"] and not question.high_difficulty:
        said = "、".join(f"{each.rating} は「{each.text}」" for each in chosen if each.text)
        first = f"定性的指標の基準は、{said}です。"
    elif question.high_difficulty:
        said = "、".join(f"{each.rating}（{_KIND[each.kind]}）は「{each.text}」" for each in chosen)
        first = f"困難度「高」の場合の基準は、{said}です。"
    else:
        first = f"評定は {'・'.join(records.scale)} の{len(records.scale)}段階で、{records.standard} が標準です。{plain_ranges(records)}"
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


def _told(criteria: Sequence[Criterion]) -> str:
    """「達成度120％以上、または…（目標を上回る成果）」, the dash as such; "" without criteria."""
    texts = [each.text for each in criteria if each.text]
    heads = {text.partition("：")[0] for text in texts}
    if len(texts) > 1 and len(heads) == 1:  # what all of them are is said once
        head = heads.pop()
        texts = [
            *(text.removeprefix(f"{head}：") for text in texts[:-1]),
            f"{texts[-1].removeprefix(f'{head}：')}（{head}）",
        ]
    return f"「{'、または'.join(texts)}」" if texts else "記載が「－」（なし）" if criteria else ""


def _yes_or_no(
    question: Question, criteria: Sequence[Criterion], letters: Sequence[str], rates: Rates | None, records: Records
) -> str:
    """はい、 or いいえ、 where it is asked if a letter is the standard, means a target met, or begins at a rate; "" for the rest."""
    text = question.text_folded
    if len(letters) != 1 or not _WHETHER.search(text):
        return ""
    if _IS_STANDARD.search(text):
        return f"{yes_or_no(letters[0] == records.standard)}標準の評定は {records.standard} です。"
    by_rate = [each for each in criteria if each.kind == "quantitative" and not each.needs_quality]
    if rates:
        hard = is_difficult(text) is True
        bounds = [(each.min_percent, each.below_percent) for each in by_rate if each.needs_high_difficulty == hard]
        return yes_or_no((rates.low or None, rates.high) in bounds) if bounds else ""
    if _MET.search(text) and by_rate:
        own = [each for each in by_rate if not each.needs_high_difficulty]
        if any((each.min_percent or 0) > _FULL for each in own):
            return ""  # 目標を達成したらA？ hangs on how far, and how difficult it was
        return yes_or_no(all((each.min_percent or 0) >= _FULL for each in own))
    return ""
