"""What is computed between figures: a part and its whole (割合), two indicators (差, 何倍), a value and a limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.figures.numerals import quotient, signed
from bot.question import Question
from bot.text.compiled import compiled
from bot.wording.phrases import short_year, year_name
from records.model import Indicator

COMPUTED = "（計算値）"
# what is counted up: 合計, 4年間で何回開かれた, but not 4年間で何人増えた
SUMMED = compiled(
    r"合計|総計|累計|トータル|通算|足すと|合わせて|あわせて|総(?:回|件|人)?数"
    r"|(?:[0-9一二三四](?:か年|年間?)で|これまでに?|期間中に?|全部で)[^、。?]{0,8}?(?:何(?:回|件|人|名)(?!増|減|多|少)|いくつ)"
)
SUMMABLE = frozenset({"件", "人", "回"})
SHARE = compiled(r"割合|比率|占め|何割|何%|何パーセント|シェア")
_BETWEEN = compiled(r"(?:と|や|、|の)[^。?]{0,16}?差(?!出|替|別|異)|[^、。?]の何倍|倍率")
_THAN = compiled(r"[^0-9元年度前]より[^、。?0-9]{0,20}?(?P<how>[高多長低少短])")
# コールセンターとヘルプデスク、応答率が高いのは？
_WHOSE = compiled(r"(?:と|や|、|・)[^。?]{0,20}?(?P<how>[高多長低少短])い(?:の|方|ほう)[はが]")
_OF_YEARS = compiled(r"前年|増え|減っ|伸び|推移|変化")
# which of the years is asked is not answered with the latest
_WHICH_YEAR = compiled(r"(?:[たい]|どの|何)年|[たい](?:の[はが])?いつ")


class Reported(Protocol):
    """An indicator as it is reported; *whole*: year → the value without parts."""

    name: str
    indicator: Indicator
    whole: dict[int, float]

    def number(self, value: float) -> str:
        """A value with its unit."""


class Parted(Protocol):
    """An indicator as it is reported, by its parts."""

    indicator: Indicator

    def number(self, value: float) -> str:
        """A value with its unit."""

    def by_part(self) -> dict[str, dict[int, float]]:
        """Part ("" for the whole) → year → value."""


def sum_of_parts(report: Parted, text: str) -> str:
    """「…は、令和3年度の合計が 22回（カード管理システム関係 6回、…）です」, of an indicator that is counted in parts alone; "" otherwise."""
    parts = report.by_part()
    unit = report.indicator.unit or ""
    if not SUMMED.search(text) or unit not in SUMMABLE or "" in parts or len(parts) < 2:  # noqa: PLR2004 - parts
        return ""
    years = sorted(set.intersection(*(set(by_year) for by_year in parts.values())))
    told = []
    for year in years:
        summands = "、".join(f"{name} {report.number(by_year[year])}" for name, by_year in parts.items())
        told.append(
            f"{short_year(year)} {report.number(sum(by_year[year] for by_year in parts.values()))}（{summands}）"
        )
    if not told:
        return ""
    return f"{report.indicator.name}（{report.indicator.item}）の合計は、{'、'.join(told)}です{COMPUTED}。"


def share_of_part(report: Reported, by_year: Mapping[int, float], text: str) -> str:
    """「…に占める…の割合（Ⅲ-1）は、令和6年度が 31.0％（29人のうち 9人）です（計算値）。」; "" when that is not asked."""
    years = [year for year in sorted(by_year) if report.whole.get(year)]
    if not SHARE.search(text) or not years:
        return ""
    part = report.name.removeprefix(report.indicator.name).strip("（）").removeprefix("うち")
    told = [
        f"{year_name(year) + 'が' if len(years) == 1 else short_year(year)} "
        f"{quotient(by_year[year], report.whole[year], 100)}％"
        f"（{report.number(report.whole[year])}のうち {report.number(by_year[year])}）"
        for year in years
    ]
    return (
        f"{report.indicator.name}に占める{part}の割合（{report.indicator.item}）は、{'、'.join(told)}です{COMPUTED}。"
    )


def asks_between(question: Question) -> bool:
    """Whether the difference or ratio of several indicators is asked, not how each changed over years."""
    text = question.text_folded
    several = len(question.indicators) > 1 and len(question.years.years) <= 1
    compared = _BETWEEN.search(text) or _THAN.search(text) or _WHOSE.search(text)
    return several and compared is not None and not (_OF_YEARS.search(text) or _WHICH_YEAR.search(text))


def _than(how: str, sides: tuple[tuple[Reported, float], tuple[Reported, float]], year: int) -> str:
    """「コールセンターの応答率はヘルプデスクより高い？」: both values, and whose is higher."""
    (one, first), (other, second) = sides
    told = f"{year_name(year)}は、{one.name}が {one.number(first)}、{other.name}が {other.number(second)}で、"
    if first == second:
        return f"{told}同じです。"
    over = (one if first > second else other).name if how in "高多長" else (one if first < second else other).name
    return f"{told}{over}のほうが{how}{'な' if how == '少' else ''}いです{COMPUTED}。"


def years_between(reports: Sequence[tuple[Reported, dict[int, float]]], question: Question) -> str:
    """「コールセンターの応答率がヘルプデスクより低かった年」: the years for each of the two; "" when that is not asked."""
    text = question.text_folded
    than = _THAN.search(text)
    if len(reports) != 2 or not than or not _WHICH_YEAR.search(text):  # noqa: PLR2004 - a pair
        return ""
    (one, first), (other, second) = reports
    years = sorted(set(first) & set(second))
    if not years or one.indicator.unit != other.indicator.unit or one.indicator == other.indicator:
        return ""
    more = than["how"] in "高多長"
    told = []
    for own, others, name in ((first, second, one.name), (second, first, other.name)):
        held = [year for year in years if (own[year] > others[year]) is more and own[year] != others[year]]
        said = "・".join(
            f"{short_year(year)}（{one.number(own[year])}、他方 {one.number(others[year])}）" for year in held
        )
        how = f"{than['how']}{'な' if than['how'] == '少' else ''}いのは"
        told.append(f"{name}のほうが{how}、{said}です" if held else f"{name}のほうが{how}、ありません")
    return f"{'。'.join(told)}{COMPUTED}。".replace("、ありません", "ありません")


def between(reports: Sequence[tuple[Reported, dict[int, float]]], question: Question) -> str:
    """The difference or ratio of two indicators of one unit in the latest year that both have; "" when none is asked."""
    if len(reports) != 2 or not asks_between(question):  # noqa: PLR2004 - a pair
        return ""
    (one, first), (other, second) = reports
    years = sorted(set(first) & set(second))
    if not years or one.indicator.unit != other.indicator.unit:
        return ""
    year = years[-1]
    if than := _THAN.search(question.text_folded) or _WHOSE.search(question.text_folded):
        return _than(than["how"], ((one, first[year]), (other, second[year])), year)
    high, low = sorted(((one, first[year]), (other, second[year])), key=lambda side: -side[1])
    told = (
        f"{year_name(year)}は、{high[0].name}が {high[0].number(high[1])}、{low[0].name}が {low[0].number(low[1])}で、"
    )
    if "倍" in question.text_folded and low[1]:
        times = quotient(high[1], low[1])
        return f"{told}{high[0].name}は{low[0].name}の {times}倍です{COMPUTED}。"
    return f"{told}差は {signed(high[1] - low[1], one.indicator.unit or '').lstrip('+±')}です{COMPUTED}。"
