"""Indicators held against their targets: whether they were met, and by how much they were passed or missed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.figures.indicator_report import Report
from bot.figures.numerals import signed
from bot.question import Question
from bot.text.compiled import compiled
from bot.wording.phrases import COMPUTED, short_year, year_name, years_name, yes_or_no

_FEW = 3
# that a target was reached or not is asked
MET = compiled(
    r"達成|クリア|満た|届[いかけ]|未達|割っ|割り込|目標(?:値)?(?:を?(?:下回|上回|超え|切)|どおり|通り|以[内上下]|内(?!容))|目標[^、。?]{0,4}守"
)
_UNMET = compiled(
    r"(?:達成|クリア|満たし?|届い)[^。]{0,4}?(?:ていな|てな|しなか|できな|せな|せてな|なかった)|未達|守れな|守っていな|割っ|割り込|目標(?:値)?を?(?:下回|切)"
)
_OVER_YEARS = compiled(r"毎年|ずっと|常に|年(?:度|は|が|も)|何年|いつ|一度|こと[がはも]")
_WHETHER = compiled(r"(?:[?か]|よね|っけ)[。?]*$")
_OPEN = compiled(r"いつ|何|どの|どれ|どちら|どっち|どう|なぜ|いくつ|状況|年度?[はがも?]")
_PASSED = compiled(r"超え|上回|オーバー")
# 目標を何ポイント上回った, 目標との差, 目標よりどれだけ早い
_BY_HOW_MUCH = compiled(
    r"目標(?:値)?(?:と(?:の|実績の)|を|より)[^、。?]{0,8}?(?:差(?![出替別異])|何(?:ポイント|%|件|人|回|日|枚)|どれ(?:だけ|くらい|ほど))"
    r"|(?:と|と、)目標(?:値)?の差|目標差"
)

# 応答率の目標は90％以上？
_CLAIMED = compiled(
    r"目標(?:値)?(?:は|って|が)(?:約|最大約?)?(?P<n>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<ten_thousand>万)?(?P<unit>%|人|件|回|日|枚)?(?P<how>以上|以内|以下|未満)?"
    r"(?:です|でした|だった|なの|だ|の|ん|で合って(?:い)?(?:る|ます))*(?:か|よね|ね|っけ|[?。])*$"
)


def claimed_target(reports: Sequence[Report], question: Question) -> str:
    """「いいえ、目標（計画値）は、○○ 95％以上です。」, where a target is claimed; "" where none is, or those named differ."""
    claimed = _CLAIMED.search(question.text_folded)
    held = [report for report in reports if report.targets]
    if not claimed or not held:
        return ""
    value = float(claimed["n"].replace(",", "")) * (10_000 if claimed["ten_thousand"] else 1)
    so = {any(each.value == value for each in report.targets) for report in held}
    if len(so) > 1:
        return ""
    told = "、".join(f"{report.name} {report.target()}" for report in held[:_FEW])
    more = f" ほか{len(held) - _FEW}件" if len(held) > _FEW else ""
    return f"{yes_or_no(so.pop())}目標（計画値）は、{told}{more}です。"


def against_target(answered: Sequence[Report], question: Question) -> str:
    """「目標を何ポイント上回った？」: the value less the target, year by year; "" where that is not asked or not computed."""
    if not _BY_HOW_MUCH.search(question.text_folded):
        return ""
    told = []
    for report in answered:
        gaps = [(year, gap) for year in report.years if (gap := report.gap(year)) is not None]
        if not gaps:
            continue
        said = "、".join(f"{short_year(year)} {signed(gap, report.indicator.unit or '')}" for year, gap in gaps)
        told.append(f"{report.name}（{report.indicator.item}）は、目標 {report.target()}との差が {said}です")
    return f"{'。'.join(told)}{COMPUTED}。" if told else ""


def verdict_of(answered: list[Report], question: Question) -> str | None:
    """「目標を達成した？」: value against target, year by year, where both are numbers in the source."""
    judged = [
        (report, year, result)
        for report in answered
        for year in _years_judged(report, question, single=len(answered) == 1)
        if (result := report.meets(year)) is not None
    ]
    if not judged:
        return None
    if question.indicators and len(answered) <= _FEW:
        told = []
        for report in answered:
            years = [(year, value, good) for each, year, (value, _, good) in judged if each is report]
            told.extend([_verdict_of_one(report, years)] if years else [])
        denied = _denied(answered, question)
        unmissed = denied and all(good for *_, (_, _, good) in judged)
        none = f"目標に届いていない年度はありません{_untargeted(answered, judged)}。" if unmissed else ""
        lead = "" if denied else _yes_or_no(judged, question)
        return f"{lead}{'。'.join(told)}{COMPUTED}。{none}"
    met, unmet = (
        [
            f"{report.name} {year_name(year)} {value}（目標 {target}）"
            for report, year, (value, target, good) in judged
            if good is wanted
        ]
        for wanted in (True, False)
    )
    sentences = []
    if unmet:
        sentences.append(f"目標に届いていないのは、{'、'.join(unmet[:_FEW])}{_more(unmet)}です")
    else:
        sentences.append(f"数値の目標と実績がそろう {len(met)}件の指標のうち、目標に届いていないものはありません")
    if met and not _UNMET.search(question.text_folded):
        sentences.append(f"目標を満たしているのは、{'、'.join(met[:_FEW])}{_more(met)}です")
    return f"{'。'.join(sentences)}{COMPUTED}。"


def _untargeted(answered: Sequence[Report], judged: Sequence[tuple[Report, int, object]]) -> str:
    """「（ほかの R3 99.9％ は目標の記載がありません）」, of the years of one indicator that no target is recorded for."""
    if len(answered) != 1:
        return ""
    report, years = answered[0], {year for _, year, _ in judged}
    shown = {value.fiscal_year for value in report.values}
    rest = "、".join(f"{short_year(year)} {report.shown(year)}" for year in report.years if year in shown - years)
    return f"（ほかの {rest} は、年度の目標の記載がありません）" if rest else ""


def _denied(answered: Sequence[Report], question: Question) -> bool:
    """Whether it is asked when a target was missed: below it, or beyond a limit (14日以内を超えた)."""
    limited = any(each.comparator == "<=" for report in answered for each in report.targets)
    return bool(_UNMET.search(question.text_folded) or (limited and _PASSED.search(question.text_folded)))


def _yes_or_no(judged: Sequence[tuple[Report, int, tuple[str, str, bool]]], question: Question) -> str:
    """はい、 where it is asked whether the target was met and it was, いいえ、 where it was not; else ""."""
    text = question.text_folded
    if not _WHETHER.search(text) or _OPEN.search(text) or _UNMET.search(text):
        return ""
    exactly = any(report.gap(year) == 0 for report, year, _ in judged)
    met = all(good for *_, (_, _, good) in judged)
    return "" if met and exactly and _PASSED.search(text) else yes_or_no(met)


def _years_judged(report: Report, question: Question, *, single: bool) -> list[int]:
    years = [year for year in report.years if any(value.fiscal_year == year for value in report.values)]
    return years if question.years.asked or single or _OVER_YEARS.search(question.text_folded) else years[-1:]


def _verdict_of_one(report: Report, judged: list[tuple[int, str, bool]]) -> str:
    values = "、".join(f"{short_year(year)} {value}" for year, value, _ in judged)
    unmet = [year for year, _, good in judged if not good]
    word = (
        f"{years_name(unmet)}は目標に届いていません"
        if unmet
        else ("いずれも" if len(judged) > 1 else "") + "目標を満たしています"
    )
    return f"{report.name}（{report.indicator.item}）は、目標 {report.target()}に対し、{values}で、{word}"


def _more(said: Sequence[str]) -> str:
    return f" ほか{len(said) - _FEW}件" if len(said) > _FEW else ""
