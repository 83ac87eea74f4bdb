"""Numbers computed of the years of an indicator: means, changes, growth. Half is rounded up; a share never up to the full 100."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from bot.text.compiled import compiled
from bot.wording.phrases import short_year

if TYPE_CHECKING:
    from decimal import Decimal

_FULL = 100
_PERCENT = frozenset({"％", "%"})
# numerals and letters of ratings in half width, signs and brackets in full width: one writing in a line
_HALF_WIDTH = str.maketrans("０１２３４５６７８９ＳＡＢＣＤ＋－%()", "0123456789SABCD+-％（）")
_WHEN = r"(?:年|のはいつ|のはどの|のは何)"
_PREVIOUS = r"前の?年度?(?:"
_FELL = compiled(
    rf"(?:減っ|減少し|下がっ|低下し|落ち|短くなっ|悪くなっ)た{_WHEN}"
    rf"|{_PREVIOUS}割れ|を(?:下回|割)|より(?:少|低|減|落|下))[^、。?]{{0,6}}?{_WHEN}"
)
_ROSE = compiled(
    rf"(?:増え|増加し|上がっ|上昇し|伸び|長くなっ|良くなっ|よくなっ)た{_WHEN}"
    rf"|{_PREVIOUS}を(?:上回|超え)|より(?:多|高|増|伸|上))[^、。?]{{0,6}}?{_WHEN}"
)
_YEARLY = compiled(r"前年|毎年|年ごと|各年|年々")


Size: TypeAlias = Callable[[float, float], float]
# which step was the largest (一番増えた年, 伸び率が最も高い年度)
MOST_CHANGED = compiled(
    r"(?:一番|いちばん|最も|もっとも)(?:大きく|多く)?(?:増|伸び|上が|改善|減|下が|落ち)"
    r"|(?:伸び|増え|減り|伸び率|増加率|減少率|増加幅|減少幅|上昇率|増え方)(?:が|の)?(?:一番|いちばん|最も|もっとも|最大)"
)
_DOWNWARD = compiled(r"減|下が|落ち")


def half_width(stated: str) -> str:
    """A stated value with its numerals and signs as we write them (計４回 → 計4回, 100% → 100％)."""
    return stated.translate(_HALF_WIDTH)


def plain(number: float) -> str:
    """Thousands parted, no empty decimals."""
    return f"{number:,.4f}".rstrip("0").rstrip(".")


def quotient(part: float, whole: float, times: int = 1) -> Decimal:
    """*times* the quotient, with one decimal, half up (times 100: per cent)."""
    from decimal import Decimal  # noqa: PLC0415 - 1 ms that a question without figures need not pay

    return rounded(Decimal(str(part)) / Decimal(str(whole)) * times)


def rounded(number: Decimal, digits: int = 1) -> Decimal:
    """Half up (29.25 → 29.3)."""
    from decimal import ROUND_HALF_UP, Decimal  # noqa: PLC0415 - see quotient

    return number.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def two_digits(number: float) -> Decimal:
    """1.317 → 1.32, half up."""
    from decimal import Decimal  # noqa: PLC0415 - see quotient

    return rounded(Decimal(str(number)), 2)


def mean(values: Collection[float], unit: str) -> str:
    """The mean with one decimal; 99.975％ stays below 100."""
    from decimal import ROUND_DOWN, Decimal  # noqa: PLC0415 - see quotient

    exact = sum((Decimal(str(value)) for value in values), Decimal(0)) / len(values)
    shown = rounded(exact)
    if unit in _PERCENT and exact < _FULL <= shown:
        return plain(float(exact.quantize(Decimal("0.0001"), rounding=ROUND_DOWN)))
    whole = all(value == int(value) for value in values)
    return plain(float(shown)) if whole else f"{shown:,}"


def median(values: Collection[float], unit: str) -> str:
    """The middle value, or the mean of the two in the middle."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return mean(ordered[middle : middle + 1] if len(ordered) % 2 else ordered[middle - 1 : middle + 1], unit)


def signed(change: float, unit: str) -> str:
    """A difference; that of two percentages is in points."""
    change = round(change, 4)
    unit = "ポイント" if unit in _PERCENT else unit
    return f"{'±' if change == 0 else '+' if change > 0 else ''}{plain(change)}{unit}"


def growth(before: float, after: float) -> str:
    """By how many per cent *after* differs from *before*."""
    from decimal import Decimal  # noqa: PLC0415 - see quotient

    share = rounded((Decimal(str(after)) / Decimal(str(before)) - 1) * 100)
    return f"{'±' if share == 0 else '+' if share > 0 else ''}{share}％"


def over_the_years(by_year: dict[int, float], text: str, say: Callable[[float, float], str], size: Size) -> str:
    """The change from the first year to the last, and from year to year; the years of a rise or fall when these are asked.

    *say* tells a change, *size* measures it.
    """
    years = sorted(by_year)
    steps = [(before, after) for before, after in pairwise(years)]
    if MOST_CHANGED.search(text):
        down = _DOWNWARD.search(text) is not None
        sizes = {step: size(by_year[step[0]], by_year[step[1]]) * (-1 if down else 1) for step in steps}
        best = max(sizes.values())
        told = [
            f"{short_year(after)}（{short_year(before)}から{short_year(after)}で {say(by_year[before], by_year[after])}）"
            for before, after in steps
            if sizes[before, after] == best
        ]
        word = "減った" if down else "増えた"
        return f"前の年度より最も{word}年度が {'、'.join(told)}" if best > 0 else f"前の年度より{word}年度がありません"
    for pattern, sign, word in ((_FELL, -1, "減った"), (_ROSE, 1, "増えた")):
        if match := pattern.search(text):
            holds = [
                f"{short_year(after)}（{short_year(before)}から{short_year(after)}で {say(by_year[before], by_year[after])}）"
                for before, after in steps
                if (by_year[after] - by_year[before]) * sign > 0
            ]
            said = word if match.group()[0] == "前" else re.split(r"年|のは", match.group())[0]
            return f"前の年度より{said}年度が {'、'.join(holds)}" if holds else f"前の年度より{said}年度がありません"
    parts = "、".join(
        f"{short_year(before)}から{short_year(after)}で{'横ばい（' if by_year[before] == by_year[after] else ' '}"
        f"{say(by_year[before], by_year[after])}{'）' if by_year[before] == by_year[after] else ''}"
        for before, after in steps
    )
    if len(steps) == 1 or _YEARLY.search(text):
        return parts
    first, last = years[0], years[-1]
    whole = f"{short_year(first)}から{short_year(last)}で {say(by_year[first], by_year[last])}"
    return f"{whole}（{parts}）"
