"""What is computed of one indicator over its years: mean, extremes, sum, years beyond a limit, changes."""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from bot.figures.indicator_relations import SUMMABLE, SUMMED
from bot.figures.numerals import MOST_CHANGED, growth, mean, median, over_the_years, plain, quotient, signed, two_digits
from bot.question import Question
from bot.reading.thresholds import Threshold, asks_how_often, edge_of, find_threshold
from bot.text.compiled import compiled
from bot.text.fiscal_year import find_years
from bot.wording.phrases import short_year, year_name, years_name
from records.model import Indicator


class Reported(Protocol):
    """An indicator as it is reported. A word of its names (平均日数) asks for no figure."""

    @property
    def indicator(self) -> Indicator:
        """What is measured."""

    @property
    def names(self) -> str:
        """The names of all indicators asked for."""

    def approximate(self) -> bool:
        """Whether a value is stated as about so much."""

    def number(self, value: float) -> str:
        """A value with its unit."""


_ADVERBS = {
    "平均": "mean", "アベレージ": "mean", "中央値": "median",
    "最多": "max", "最高": "max", "最大": "max", "最長": "max", "ピーク": "max",
    "最少": "min", "最低": "min", "最小": "min", "最短": "min",
}  # fmt: skip
# 一番高い, 一番応答率が高かった
_SUPERLATIVE = compiled(r"(?:一番|いちばん|最も|もっとも)[^、。?]{0,24}?(?P<how>[高多長低少短良よ悪])")
_SUPERLATIVES = {"高": "max", "多": "max", "長": "max", "低": "min", "少": "min", "短": "min", "良": "best", "よ": "best", "悪": "worst"}  # fmt: skip
CHANGED = compiled(
    r"前の?年度?(?:割れ|を(?:上回|下回|超え|割))|増え|減っ|減りま|増やし|減らし|増員|減員|増減|増加|減少|変化|前年度?比|伸び|(?<!偏)差|短くな|長くな|短縮|悪化|改善(?:幅|し|度)|上昇|低下|変わっ|上がっ|下がっ"
    r"|縮ん|縮ま|縮め|(?:何(?:ポイント|%|件|人|名|日|回|円|枚)|どれ(?:だけ|くらい|ほど))違"
)
# R3比, R5に比べて
BESIDE_A_YEAR = compiled(r"[0-9元](?:年度?)?(?:比|対比|に比べ|と比べ)")
RATIO = compiled(r"何倍|倍率|倍に|[0-9]倍(?:を|以上|超)")
_GROWTH = compiled(r"伸び率|増加率|減少率|増減率|上昇率|成長率|何%(?:増|減|伸び|アップ|ダウン)|変化率")
# R4より多い, 令和4年度を下回る: the value of a year is the measure
_MORE, _LESS = "多|高|長|大き|上回|超え", "少|低|短|小さ|下回|切|割"
AGAINST_YEAR = compiled(
    rf"[0-9元](?:年度?)?の?(?:値|実績|数字)?(?:より(?!も?前|後|以[前後降]|先)も?|を|に比べ(?:て|ると)?|と比べ(?:て|ると)?)[^、。?0-9]{{0,4}}(?:[0-9元](?:年度?)?)?[^、。?0-9]{{0,8}}?(?:(?P<more>{_MORE})|(?P<less>{_LESS}))"
)
# 前年の1.3倍以上になった年, R3の2倍を超えた
_TIMES = compiled(
    r"(?:(?P<before>前の?年度?)|(?P<base>[0-9元])(?:年度?)?)の(?P<n>[0-9]+(?:\.[0-9]+)?)倍(?:(?P<ge>以上|に(?:達|届)|(?(before)に(?:な|増)|(?!)))|(?P<gt>を?超|を?上回|より)|(?P<lt>未満|を?下回))"
)
_BY_HOW_MUCH = compiled(
    rf"(?:何(?:ポイント|%|件|人|名|日|回|円|枚|倍)|どれ(?:だけ|くらい|ほど)|いくら|いくつ)(?:{_MORE}|{_LESS})"
)
# how one value is said to stand to another
# how it is said of one value that what a threshold says holds for it, or does not
_OF_ONE = {
    "を超える": ("を超えています", "を超えていません"), "を下回る": ("を下回っています", "を下回っていません"),
    "を超えない": ("を超えていません", "を超えています"), "を下回らない": ("を下回っていません", "を下回っています"),
    "に届いた": ("に届いています", "に届いていません"), "に届かない": ("に届いていません", "に届いています"),
    "でない": ("ではありません", "です"), "の": ("です", "ではありません"),
}  # fmt: skip
_ENDED = ("ません", "ます", "です")
_STEMS = {"多": "多", "高": "高", "長": "長", "少": "少な", "低": "低", "短": "短"}
_OF_YEARS = compiled(r"年度?(?:は|が|を|って|[?。]|$)|いつ|どの年|何年")


def statistics(report: Reported, by_year: dict[int, float], question: Question) -> list[str]:
    """What is computed over the years, as the ends of sentences: 「令和3〜6年度の平均が 99.0％」."""
    unit, text = report.indicator.unit or "", question.text_folded
    threshold = find_threshold(text)
    threshold = threshold if threshold and threshold.fits(unit) else None
    if len(by_year) <= 1:
        return [within(by_year, threshold, report, text)] if by_year and threshold else []
    years = sorted(by_year)
    span = years_name(years)
    wanted = set() if MOST_CHANGED.search(text) else _wanted(report, text)
    about = "約" if report.approximate() else ""
    found = _middles(wanted, by_year, about, unit)
    for kind, word, choose in (("max", "最大", max), ("min", "最小", min)):
        if kind in wanted:
            best = choose(by_year.values())
            at = years_name([year for year in years if by_year[year] == best])
            found.append(f"{word}が {at}の {report.number(best)}")
    if {"max", "min"} <= wanted and "差" in text:
        return [*found, f"差が {signed(max(by_year.values()) - min(by_year.values()), unit).lstrip('+±')}"]
    if SUMMED.search(text) and unit in SUMMABLE:
        found.append(f"{span}の合計が {about}{plain(sum(by_year.values()))}{unit}")
    if told := _beside_a_measure(by_year, question, report):
        return [*found, told]
    if threshold:
        found.append(within(by_year, threshold, report, text))
    if changed := _changed(by_year, question, about, unit):
        found.append(changed)
    return found


def _middles(wanted: set[str], by_year: Mapping[int, float], about: str, unit: str) -> list[str]:
    """「令和3〜6年度の平均が 99.0％」, and so of the median."""
    return [
        f"{years_name(sorted(by_year))}の{word}が {about}{compute(by_year.values(), unit)}{unit}"
        for kind, word, compute in (("mean", "平均", mean), ("median", "中央値", median))
        if kind in wanted
    ]


def _wanted(report: Reported, text: str) -> set[str]:
    """mean, max, min: what *text* asks for beyond the words of the names (平均日数の平均)."""
    said = {kind for word, kind in _ADVERBS.items() if text.count(word) > (word in report.names)}
    said |= {_SUPERLATIVES[match["how"]] for match in _SUPERLATIVE.finditer(text)}
    best, worst = ("min", "max") if report.indicator.better == "lower" else ("max", "min")
    return {{"best": best, "worst": worst}.get(kind, kind) for kind in said}


def _beside_a_measure(by_year: dict[int, float], question: Question, report: Reported) -> str:
    """The years held against one of them (R4より多い年度), or against a multiple of one (前年の1.3倍以上); "" where none is asked."""
    text = question.text_folded
    against, times = AGAINST_YEAR.search(text), _TIMES.search(text)
    told = _against_year(by_year, against, question, report) if against else ""
    return told or (_times(by_year, times, text) if times else "")


def _against_year(by_year: dict[int, float], against: re.Match[str], question: Question, report: Reported) -> str:
    """「R6はR5より多い？」: yes or no with both values; 「R4より多い年度は？」: the years for which it holds."""
    text, more = question.text_folded, against["more"] is not None
    named = [each for each in find_years(text) if len(each.years) == 1 and each.kind == "years"]
    reference = next((each.years[0] for each in named if each.start <= against.start() <= each.end), None)
    if reference not in by_year or _BY_HOW_MUCH.search(text) or CHANGED.search(text):
        return ""
    measure = by_year[reference]
    others = [year for year in sorted(by_year) if year != reference]
    if not named[1:] and _OF_YEARS.search(text):
        years = [year for year in others if (by_year[year] > measure if more else by_year[year] < measure)]
        told = "、".join(f"{short_year(year)} {report.number(by_year[year])}" for year in years)
        how = f"{year_name(reference)}（{report.number(measure)}）を{'上回る' if more else '下回る'}年度が"
        return f"{how} {told}" if years else f"{how}ありません"
    if not others:
        return ""
    year = next((each.years[0] for each in named if each.years[0] in others), others[-1])
    value = by_year[year]
    holds = value > measure if more else value < measure
    told = f"{short_year(year)} {report.number(value)}で、{short_year(reference)} {report.number(measure)}"
    if value == measure:
        return f"{told}と同じ"
    share = (report.indicator.unit or "") in {"％", "%"}
    usual = ("高" if share else "多") if more else ("低" if share else "少な")
    stem = _STEMS.get((against["more"] or against["less"])[0], usual)
    return f"{told}より{stem}い" if holds else f"{told}より{stem}くありません"


def within(by_year: Mapping[int, float], threshold: Threshold, report: Reported, text: str = "") -> str:
    """「95％を下回る年度が R4 94％」: the years for which it holds; the first of them for 初めて, how many for 何回."""
    limit = f"{plain(threshold.number)}{report.indicator.unit or ''}"
    measure = f"{limit}{threshold.said}"
    held = [year for year, value in sorted(by_year.items()) if threshold.holds(value)]
    if len(by_year) == 1:
        ((year, value),) = by_year.items()
        return f"{short_year(year)} {report.number(value)}で、{limit}{_of_one(threshold.said, holds=bool(held))}"
    if not held:
        return f"{measure}年度がありません"
    if edge := edge_of(text):
        year = held[0 if edge == "first" else -1]
        return f"{measure}{'最初' if edge == 'first' else '最後'}の年度が {short_year(year)} {report.number(by_year[year])}"
    often = f"の{len(held)}回" if asks_how_often(text) else ""
    told = "、".join(f"{short_year(year)} {report.number(by_year[year])}" for year in held)
    if threshold.said == "の":
        told = years_name(held)
    since = "いつから" in text and held == sorted(by_year)[-len(held) :]
    return f"{_years_of(measure)}、{f'{year_name(held[0])}からで、' if since else ''}{told}{often}"


def _years_of(measure: str) -> str:
    """「2,000人を超えるのは」, 「14日なのは」: what begins the years for which *measure* holds."""
    return f"{measure.removesuffix('の')}{'な' if measure.endswith('の') else ''}のは"


def _of_one(said: str, *, holds: bool) -> str:
    """「以上の」 → 以上です, 以上ではありません; the first part of two bounds stays as it is."""
    end = next(each for each in _OF_ONE if said.endswith(each))
    return said.removesuffix(end) + _OF_ONE[end][0 if holds else 1]


def sentence(subject: str, found: Sequence[str]) -> str:
    """What was computed of *subject*, without the full stop: 「…は、平均が 99.0％です」, 「…が 14日なのは、R4 です」."""
    said = "、".join(found)
    return f"{subject}{'が ' if said.find('のは、') > 0 else 'は、'}{said}{'' if said.endswith(_ENDED) else 'です'}"


def _times(by_year: Mapping[int, float], times: re.Match[str], text: str) -> str:
    """「前の年度の1.3倍以上の年度が R6（R5→R6 1.32倍）」; "" where the year that is the measure is not among them."""
    years, factor = sorted(by_year), float(times["n"])
    named = next(
        (each.years[0] for each in find_years(text) if each.years and each.start <= times.start() < each.end), None
    )
    if not times["before"] and named not in by_year:
        return ""
    steps = list(pairwise(years)) if times["before"] else [(named, year) for year in years if year > (named or 0)]
    ratios = {(base, year): by_year[year] / by_year[base] for base, year in steps if base is not None and by_year[base]}
    holds, said = (
        (operator.ge, "以上の")
        if times["ge"]
        else (operator.gt, "を超える")
        if times["gt"]
        else (operator.lt, "を下回る")
    )
    kept = {step: ratio for step, ratio in ratios.items() if holds(ratio, factor)}
    told = "、".join(
        f"{short_year(base)}から{short_year(year)}で {two_digits(ratio)}倍"
        for (base, year), ratio in (kept or ratios).items()
    )
    measure = f"{'前の年度' if times['before'] else year_name(named or 0)}の{plain(factor)}倍{said}年度"
    if not kept:
        return f"{told}で、{measure}がありません" if ratios else ""
    return f"{measure}が {'・'.join(short_year(year) for _, year in kept)}（{told}）"


def _changed(by_year: dict[int, float], question: Question, about: str, unit: str) -> str:
    text, years = question.text_folded, sorted(by_year)
    first, last = years[0], years[-1]
    if RATIO.search(text) and by_year[first]:
        times = quotient(by_year[last], by_year[first])
        return f"{short_year(first)}から{short_year(last)}で {about}{times}倍"
    if _GROWTH.search(text) and all(by_year.values()):
        return over_the_years(
            by_year, text, lambda before, after: about + growth(before, after), lambda before, after: after / before
        )
    if (
        CHANGED.search(text)
        or BESIDE_A_YEAR.search(text)
        or MOST_CHANGED.search(text)
        or _BY_HOW_MUCH.search(text)
        or question.years.compared_to_previous
    ):
        return over_the_years(
            by_year,
            text,
            lambda before, after: about + signed(after - before, unit),
            lambda before, after: round(after - before, 4),
        )
    return ""
