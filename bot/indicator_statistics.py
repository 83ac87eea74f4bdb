"""What is computed of one indicator over its years: mean, extremes, sum, years beyond a limit, changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from bot.figures import growth, mean, over_the_years, plain, signed
from bot.phrases import short_year, years_name
from bot.question import Question
from bot.text.compiled import compiled
from records.model import Indicator


class Reported(Protocol):
    """An indicator as it is reported."""

    indicator: Indicator

    def approximate(self) -> bool:
        """Whether a value is stated as about so much."""

    def number(self, value: float) -> str:
        """A value with its unit."""


_ADVERBS = {
    "一番高": "max",
    "いちばん高": "max",
    "最多": "max",
    "ピーク": "max",
    "一番多": "max",
    "一番低": "min",
    "いちばん低": "min",
    "最少": "min",
    "一番少": "min",
    "平均": "mean",
    "アベレージ": "mean",
    "最高": "max",
    "最大": "max",
    "最も高": "max",
    "最低": "min",
    "最小": "min",
    "最も低": "min",
    "最も多": "max",
    "最も少": "min",
    "一番良": "best",
    "一番よ": "best",
    "いちばんよ": "best",
    "いちばん良": "best",
    "最も良": "best",
    "最もよ": "best",
    "一番悪": "worst",
    "いちばん悪": "worst",
    "最も悪": "worst",
    "一番長": "max",
    "一番短": "min",
    "最長": "max",
    "最短": "min",
    "いちばん多": "max",
    "いちばん少": "min",
}
# words that ask for a figure over all recorded years
_SUMMED = compiled(r"合計|総計|トータル|通算|足すと|合わせて|あわせて")
CHANGED = compiled(
    r"増え|減っ|増減|増加|減少|変化|前年度?比|伸び|差|短くな|長くな|短縮|改善(?:幅|し|度)|上昇|低下|変わっ|上がっ|下がっ"
)
_RATIO = compiled(r"何倍|倍率|倍に")
_GROWTH = compiled(r"伸び率|増加率|減少率|増減率|上昇率|成長率|何%(?:増|減|伸び|アップ|ダウン)|変化率")
_LIMIT = compiled(
    r"(?P<n>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<ten_thousand>万)?[^0-9、。]{0,4}?(?P<how>以上|以下|を?超え|より多|より高|を?上回|を?下回|未満|を?切|より少|より低)"
)
_SUMMABLE = frozenset({"件", "人", "回"})


def statistics(report: Reported, by_year: dict[int, float], question: Question) -> list[str]:
    """What is computed over the years, as the ends of sentences: 「令和3〜6年度の平均が 99.0％」."""
    if len(by_year) <= 1:
        return []
    unit, text, name = report.indicator.unit or "", question.text_folded, report.indicator.name
    years = sorted(by_year)
    span = years_name(years)
    wanted = {kind for word, kind in _ADVERBS.items() if word in text and word not in name}
    about = "約" if report.approximate() else ""
    if report.indicator.better == "lower":
        wanted = {{"best": "min", "worst": "max"}.get(kind, kind) for kind in wanted}
    else:
        wanted = {{"best": "max", "worst": "min"}.get(kind, kind) for kind in wanted}
    found = []
    if "mean" in wanted:
        found.append(f"{span}の平均が {about}{mean(by_year.values(), unit)}{unit}")
    for kind, word, choose in (("max", "最大", max), ("min", "最小", min)):
        if kind in wanted:
            best = choose(by_year.values())
            at = years_name([year for year in years if by_year[year] == best])
            found.append(f"{word}が {at}の {report.number(best)}")
    if _SUMMED.search(text) and unit in _SUMMABLE:
        found.append(f"{span}の合計が {about}{plain(sum(by_year.values()))}{unit}")
    if limit := _LIMIT.search(text):
        found.append(_within_limit(by_year, limit, report))
    if changed := _changed(by_year, question, about, unit):
        found.append(changed)
    return found


def _within_limit(by_year: dict[int, float], limit: re.Match[str], report: Reported) -> str:
    """「95％を下回った年度は？」: the years for which it holds."""
    unit = report.indicator.unit or ""
    number = float(limit["n"].replace(",", "")) * (10_000 if limit["ten_thousand"] else 1)
    how = limit["how"].removeprefix("を")
    holds: Callable[[float], bool] = {
        "以上": number.__le__, "以下": number.__ge__, "超え": number.__lt__, "より多": number.__lt__, "より高": number.__lt__,
        "上回": number.__lt__, "下回": number.__gt__, "未満": number.__gt__, "切": number.__gt__, "より少": number.__gt__,
        "より低": number.__gt__,
    }[how]  # fmt: skip
    years = [year for year, value in sorted(by_year.items()) if holds(value)]
    word = {"超え": "を超える", "上回": "を上回る", "下回": "を下回る", "切": "を下回る", "より多": "を超える", "より高": "を超える",
            "より少": "を下回る", "より低": "を下回る"}.get(how, how + "の")  # fmt: skip
    if not years:
        return f"{plain(number)}{unit}{word}年度がありません"
    return f"{plain(number)}{unit}{word}年度が {'、'.join(f'{short_year(year)} {report.number(by_year[year])}' for year in years)}"


def _changed(by_year: dict[int, float], question: Question, about: str, unit: str) -> str:
    text, years = question.text_folded, sorted(by_year)
    first, last = years[0], years[-1]
    if _RATIO.search(text) and by_year[first]:
        return f"{short_year(first)}→{short_year(last)} が {about}{by_year[last] / by_year[first]:.1f}倍"
    if _GROWTH.search(text) and all(by_year.values()):
        return over_the_years(by_year, text, lambda before, after: about + growth(before, after))
    if CHANGED.search(text) or question.years.compared_to_previous:
        return over_the_years(by_year, text, lambda before, after: about + signed(after - before, unit))
    return ""
