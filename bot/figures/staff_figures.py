"""What is computed of staff counts: of one item over the years, and which items fit a condition (毎年増えた, トップ3, 差)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.figures.indicator_statistics import CHANGED, statistics
from bot.figures.numerals import mean, plain
from bot.question import Question
from bot.reading.thresholds import Threshold
from bot.text.compiled import compiled
from bot.text.numbers import NUMERAL, read_number
from bot.wording.phrases import year_name
from records.model import Indicator

# item → year → count; a year for which places differ is left out
Counts = Mapping[str, Mapping[int, int]]

COMPUTED = "（計算値）"
_WHAT = "従事人員数"
_MOST = compiled(r"(?:一番|いちばん|最も|もっとも).{0,4}?(?:多|増)|最多|最大|トップ(?![0-9一二三四五六七八九十])")
_LEAST = compiled(r"(?:一番|いちばん|最も|もっとも).{0,4}?(?:少な|減)|最少|最小")
SORTED = compiled(r"ランキング|順位|順に|多い順|少ない順")
_TOP = compiled(rf"(?:トップ|上位|ベスト|下位|ワースト)(?P<n>{NUMERAL})|(?P<place>{NUMERAL})番目に(?P<how>多|少)")
DIFFERENCE = compiled(r"差(?![出替別異])")
# two items beside one another
_BESIDE = compiled(r"同じ|より|どちら|どっち|多い|少ない|違")
_UP, _DOWN = compiled(r"増え|増加|増員|増や|伸び"), compiled(r"減っ|減少|減り|減る|減員|減ら")
_NEVER = compiled(r"(?:一|1)度も|(?:減っ|増え)(?:て(?:い)?)?(?:な|ま)")
_ALWAYS = compiled(r"毎年|ずっと|年々|続けて|連続|毎年度")
_SAME = compiled(r"変わら(?:な|ず)|変わって(?:い)?な|変化(?:が|の|し(?:て(?:い)?)?)?な|増減(?:が|の)?な|横ばい|同じ")
_TIMES = compiled(r"(?P<n>[0-9]+(?:\.[0-9]+)?)?倍(?:以上|を超|超|に)")
EXTREME = compiled(rf"{_MOST.pattern}|{_LEAST.pattern}|多いの|少ないの|多い項目|少ない項目")
LATEST_ONLY = compiled(rf"{EXTREME.pattern}|{SORTED.pattern}|{_TOP.pattern}|多い|少ない")
BETWEEN = compiled(rf"{DIFFERENCE.pattern}|{_BESIDE.pattern}")
# what is asked of items in general, so that all are meant when none is named
OF_ALL = compiled(
    r"ランキング|順位|順に|多い順|少ない順|一覧|すべて|全て|全部|全体|項目|合計|総数|総人数|トップ|上位|下位|ベスト|ワースト"
)


class _Count(NamedTuple):
    """An item's count as a figure over the years."""

    indicator: Indicator
    names: str = _WHAT

    def approximate(self) -> bool:
        """Never: persons are counted."""
        return False

    def number(self, value: float) -> str:
        """103人."""
        return f"{plain(value)}人"


def of_one(code: str, by_year: Mapping[int, int], question: Question) -> str:
    """What is computed of one item's counts; "" when nothing is asked for."""
    unit = Indicator(code, code, 0, _WHAT, _WHAT, "人", "stated", None)
    found = statistics(_Count(unit), {year: float(count) for year, count in by_year.items()}, question)
    said = "、".join(each for each in found if "合計" not in each)  # the same persons, counted every year
    if not said:
        return ""
    return f"{code} の{_WHAT}は、{said}{'' if said.endswith('ありません') else 'です'}{COMPUTED}。"


def of_many(
    counts: Counts, years: Sequence[int], question: Question, limit: Threshold | None
) -> tuple[str, tuple[str, ...]]:
    """The first line and the items that it names, for what is asked of several items; "" when nothing is."""
    text = (
        f"{question.text_folded} {' '.join(question.words) if question.follow_up and len(question.items) != 1 else ''}"
    )
    last = years[-1]
    at = {code: by_year[last] for code, by_year in counts.items() if last in by_year}
    if limit and len(years) == 1:
        kept = {code: count for code, count in at.items() if limit.holds(count)}
        return _listed(f"{year_name(last)}に{_WHAT}が {plain(limit.number)}人{limit.said}項目は", kept, ""), tuple(kept)
    over_time = CHANGED.search(DIFFERENCE.sub("", text)) or len(question.years.years) > 1
    beside = DIFFERENCE.search(text) or _BESIDE.search(text)
    if beside and len(at) == 2 and question.items and not over_time:  # noqa: PLR2004 - a pair
        return _pair(at, last, less="少" in text), tuple(at)
    if "平均" in text and len(years) == 1 and at:
        return (
            f"{year_name(last)}の{_WHAT}の、{len(at)}項目の平均は {mean(at.values(), '人')}人です{COMPUTED}。",
            tuple(at),
        )
    if (top := _TOP.search(text)) and at:
        return _ranked(top, at, last)
    if SORTED.search(text) and len(years) == 1:
        upward = "少ない順" in text
        ordered = dict(sorted(at.items(), key=lambda pair: pair[1] if upward else -pair[1]))
        told = "、".join(f"{code} {count}人" for code, count in ordered.items())
        return f"{year_name(last)}の{_WHAT}は、{'少ない' if upward else '多い'}順に、{told}です。", tuple(ordered)
    extreme = max if _MOST.search(text) else min if _LEAST.search(text) else None
    if _changes_asked(text, question) and len(years) > 1:
        return _changed(counts, years, question, text, extreme)
    compared = "多い" in text or "少ない" in text
    if extreme is None and compared and question.items and "いつ" not in text:
        extreme = max if "多い" in text else min
    return _extreme(counts, years, extreme) if extreme else ("", ())


def _pair(at: Mapping[str, int], year: int, *, less: bool) -> str:
    """「Ⅰ-1とⅠ-2の人員の差」, 「Ⅰ-1の人員はⅠ-2より多い？」: both counts, the difference, and whose is larger."""
    (one, first), (other, second) = at.items()
    told = f"{year_name(year)}の{_WHAT}は、{one} が {first}人、{other} が {second}人で、"
    if first == second:
        return f"{told}同じです{COMPUTED}。"
    over = one if (first < second) is less else other
    return f"{told}差は {abs(first - second)}人、{over} のほうが{'少ない' if less else '多い'}です{COMPUTED}。"


def _changes_asked(text: str, question: Question) -> bool:
    asked = any(each.search(text) for each in (_UP, _DOWN, _SAME, _TIMES, CHANGED))
    return asked or question.years.compared_to_previous


def _listed(head: str, found: Mapping[str, int], how: str) -> str:
    said = "、".join(f"{code} {f'{count:+d}' if how else count}人" for code, count in found.items())
    return (
        f"{head}、{len(found)}項目です（{said}）{COMPUTED if how else ''}。"
        if found
        else f"{head}ありません{COMPUTED if how else ''}。"
    )


def _ranked(match: re.Match[str], at: Mapping[str, int], year: int) -> tuple[str, tuple[str, ...]]:
    place = read_number(match["place"]) if match["place"] else None
    number = place or read_number(match["n"]) or 1
    upward = (match["how"] == "少") if place else match.group().startswith(("下位", "ワースト"))
    ordered = sorted(at.items(), key=lambda pair: pair[1] if upward else -pair[1])
    if place:
        found = [code for code, count in at.items() if count == ordered[min(place, len(ordered)) - 1][1]]
        count = at[found[0]]
        word = "少ない" if upward else "多い"
        return (
            f"{year_name(year)}に{_WHAT}が{place}番目に{word}のは、{'・'.join(found)} の {count}人です{COMPUTED}。",
            tuple(found),
        )
    border = ordered[min(number, len(ordered)) - 1][1]
    kept = [(code, count) for code, count in ordered if (count <= border if upward else count >= border)]
    told = "、".join(f"{code} {count}人" for code, count in kept)
    return f"{year_name(year)}の{_WHAT}の{'下位' if upward else '上位'}{number}項目は、{told}です{COMPUTED}。", tuple(
        code for code, _ in kept
    )


def _extreme(counts: Counts, years: Sequence[int], extreme: Callable[..., int]) -> tuple[str, tuple[str, ...]]:
    values = {(code, year): by_year[year] for code, by_year in counts.items() for year in years if year in by_year}
    best = extreme(values.values())
    at = [key for key, count in values.items() if count == best]
    said = "、".join(f"{year_name(year)}の {code}" for code, year in at)
    word = "多い" if extreme is max else "少ない"
    return f"{_WHAT}が最も{word}のは、{said} の {best}人です{COMPUTED}。", tuple(dict.fromkeys(code for code, _ in at))


def _changed(
    counts: Counts, years: Sequence[int], question: Question, text: str, extreme: Callable[..., int] | None
) -> tuple[str, tuple[str, ...]]:
    always = _ALWAYS.search(text) is not None
    never = _NEVER.search(text) is not None
    whole = always or "一度" in text or "1度" in text
    first, last = (years[0], years[-1]) if question.years.asked or whole else (years[-2], years[-1])
    span = [year for year in years if first <= year <= last]
    steps = {
        code: [by_year[after] - by_year[before] for before, after in pairwise(span)]
        for code, by_year in counts.items()
        if all(year in by_year for year in span)
    }
    totals = {code: sum(each) for code, each in steps.items()}
    up, down = _UP.search(text) is not None, _DOWN.search(text) is not None
    head = f"{year_name(first)}から{year_name(last)}に{_WHAT}が"
    if times := _TIMES.search(text):
        factor = float(times["n"] or 2)
        kept = {code: total for code, total in totals.items() if counts[code][last] >= factor * counts[code][first]}
        told = "、".join(f"{code} {counts[code][first]}人→{counts[code][last]}人" for code in kept)
        said = f"、{len(kept)}項目です（{told}）" if kept else "ありません"
        return f"{head}{plain(factor)}倍以上になった項目は{said}{COMPUTED}。", tuple(kept)
    if _SAME.search(text) and not (up or down):
        kept = {code: total for code, total in totals.items() if not any(steps[code])}
        return f"{head}変わらなかった項目は{_names(kept)}{COMPUTED}。", tuple(kept)
    if (always or never) and up != down:
        sign = 1 if up else -1
        kept = {
            code: total
            for code, total in totals.items()
            if all(step * sign <= 0 if never else step * sign > 0 for step in steps[code])
        }
        word = "増え" if up else "減っ"
        said = f"{'一度も' if len(span) > 2 else ''}{word}ていない" if never else f"毎年{word}ている"  # noqa: PLR2004 - a pair
        return f"{head}{said}項目は{_names(kept)}{COMPUTED}。", tuple(kept)
    if extreme and totals and (up or down):
        best = (min if down else max)(totals.values())
        word = "減った" if down else "増えた"
        if best * (-1 if down else 1) <= 0:
            return f"{head}{word}項目はありません{COMPUTED}。", ()
        at = [code for code, step in totals.items() if step == best]
        return f"{head}最も{word}のは、{'、'.join(at)} の {best:+d}人です{COMPUTED}。", tuple(at)
    parts: list[str] = []
    for word, sign, asked in (("増えた", 1, up), ("減った", -1, down)):
        found = [f"{code} {step:+d}人" for code, step in totals.items() if step * sign > 0]
        if asked or not (up or down):
            parts.append(f"{word}項目は、{'、'.join(found)}" if found else f"{word}項目はなし")
    return f"{head}{'、'.join(parts)}です{COMPUTED}。", tuple(counts)


def _names(kept: Mapping[str, int]) -> str:
    return f" {'・'.join(kept)} の{len(kept)}項目です" if kept else "ありません"


def range_of(counts: Counts, years: Sequence[int]) -> str:
    """「令和6年度は Ⅰ-1 111人、Ⅰ-2 103人 …、Ⅰ-4 10人」: the latest year from the most to the least, in one line."""
    last = years[-1]
    at = sorted(
        ((code, by_year[last]) for code, by_year in counts.items() if last in by_year), key=lambda pair: -pair[1]
    )
    return "、".join(f"{code} {count}人" for code, count in at)
