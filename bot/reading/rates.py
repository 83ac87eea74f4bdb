"""What a question says of an achievement rate (80％以上100％未満, 目標の1.3倍, 実績90、目標100) → the rates that are meant.

Beside it stand the two conditions of the criteria: whether the difficulty is high, and whether the quality is outstanding.
"""

import re
from typing import NamedTuple

from bot.text.compiled import compiled

_N = r"(?<![0-9.a-z])[0-9]{1,4}(?:\.[0-9]+)?"
_PERCENT = r"(?:%|パーセント|ぱーせんと)"
_LOWER = compiled(rf"(?P<n>{_N}){_PERCENT}?(?:以上|(?P<open>を?超|を?上回))(?!な)")
_UPPER = compiled(
    rf"(?P<n>{_N}){_PERCENT}?(?:(?P<closed>以下|以内)|未満|を?下回|を?切|に(?:は)?届(?:か|いて(?:い)?)な|に(?:は)?満た|を?割)"
)
_FROM_TO = compiled(rf"(?P<low>{_N}){_PERCENT}?(?:~|から)(?P<high>{_N}){_PERCENT}")
_TIMES = compiled(rf"目標(?:値)?の(?P<n>{_N})倍")
_ACTUAL_OF_TARGET = (
    compiled(rf"実績(?:値)?(?:が|は)?(?P<actual>{_N})[^0-9]{{1,8}}目標(?:値)?(?:が|は)?(?P<target>{_N})"),
    compiled(rf"目標(?:値)?(?:が|は)?(?P<target>{_N})[^0-9]{{1,8}}実績(?:値)?(?:が|は)?(?P<actual>{_N})"),
)
_AIM = r"(?:目標|計画)(?:値|水準)?"
_IN_WORDS = (
    (compiled(rf"{_AIM}(?:に|を)?(?:下回|届か|満た|割|切|達成?し(?:な|てい?な)|達成でき(?:な|てい?な)|未達)|未達成?"), (0.0, 100.0, True)),
    (compiled(rf"{_AIM}(?:を|より)?(?:大幅に|大きく|かなり|少し)?(?:上回|超)"), (100.0, None, False)),
    (compiled(rf"{_AIM}(?:を|に|が)?(?:ちょうど|ぴったり)?(?:達成|達し|どお|通り|クリア)"), (100.0, 100.0, False)),
)  # fmt: skip
_NOT = r"(?:な(?:い|く|し)|無(?:い|く|し)|ありません)"
_HARD = compiled(r"(?:困難|難易)度?")
_NOT_HARD = compiled(
    rf"(?:困難|難易)度?(?:が|の|は|も)?「?(?:高|高い|高く)?」?(?:の項目)?(?:では|じゃ|で|は)?{_NOT}|(?:困難|難易)度?(?:が|の|は)?「?(?:低|普通|通常)"
)
_FINE = compiled(r"質(?:的?)(?:に|な|も|が|の|には|にも|面でも)[^、。]{0,8}?(?:顕著|優れ|すぐれ|高|良)|顕著")
_NOT_FINE = compiled(
    rf"(?:質的?|顕著)[^、。?]{{0,10}}?(?:{_NOT}|普通|通常|並)|(?:質的?)(?:な|の)?(?:成果)?(?:は|が|も)?(?:{_NOT}|普通|通常|並)"
)
_EVER_MORE = 1e6
_ALWAYS_BELOW = 0.001


class Rates(NamedTuple):
    """Achievement rates in percent from *low* to *high*; *high* None: and all above. *open_low*, *open_high*: without the bound."""

    low: float
    high: float | None
    open_low: bool = False
    open_high: bool = False
    said: str = ""

    def among(self, bounds: tuple[float, ...]) -> tuple[float, ...]:
        """Rates of which each stands for all those between two of *bounds*, ascending."""
        top = _EVER_MORE if self.high is None else self.high
        edges = sorted({self.low, top, *(each for each in bounds if self.low < each < top)})
        points = {each for edge in edges for each in (edge - _ALWAYS_BELOW, edge, edge + _ALWAYS_BELOW)}
        return tuple(
            each
            for each in sorted(points)
            if self.low <= each <= top
            and not (self.open_low and each == self.low)
            and not (self.open_high and each == top)
        )


def find_rates(text: str, percent: float | None, *, in_words: bool) -> Rates | None:
    """The rates that folded *text* means; *percent*: the number of percent read in it. None without any.

    *in_words*: 目標どおり and 目標を下回る are read as rates too.
    """
    if match := _FROM_TO.search(text):
        least, most = float(match["low"]), float(match["high"])
        return Rates(least, most, said=f"{least:g}〜{most:g}％") if least < most else None
    low, high = _LOWER.search(text), _UPPER.search(text)
    if percent is not None and (low or high):
        return _bounded(low, high)
    if percent is not None:
        return Rates(percent, percent, said=f"{percent:g}％")
    if match := _TIMES.search(text):
        rate = round(float(match["n"]) * 100, 4)
        return Rates(rate, rate, said=f"{rate:g}％（目標の{match['n']}倍）")
    for pattern in _ACTUAL_OF_TARGET:
        if (match := pattern.search(text)) and float(match["target"]):
            rate = round(float(match["actual"]) / float(match["target"]) * 100, 6)
            return Rates(rate, rate, said=f"{rate:.1f}％（目標 {match['target']}・実績 {match['actual']}）")
    for pattern, (start, end, open_high) in _IN_WORDS if in_words else ():
        if pattern.search(text):
            return Rates(start, end, open_low=end is None, open_high=open_high, said=_said_in_words(start, end))
    return None


def _bounded(low: re.Match[str] | None, high: re.Match[str] | None) -> Rates | None:
    least, most = float(low["n"]) if low else 0.0, float(high["n"]) if high else None
    if most is not None and least > most:
        return None
    from_on = f"{low['n']}％{'超' if low['open'] else '以上'}" if low else ""
    up_to = f"{high['n']}％{'以下' if high['closed'] else '未満'}" if high else ""
    return Rates(
        least,
        most,
        open_low=low is not None and low["open"] is not None,
        open_high=high is not None and high["closed"] is None,
        said=from_on + up_to,
    )


def _said_in_words(least: float, most: float | None) -> str:
    if most is None:
        return f"{least:g}％超（目標を上回る）"
    return f"{most:g}％（目標どおり）" if least == most else f"{most:g}％未満（目標を下回る）"


def is_difficult(text: str) -> bool | None:
    """Whether the difficulty is said to be high, or not; None where nothing is said of it."""
    return None if not _HARD.search(text) else not _NOT_HARD.search(text)


def is_outstanding(text: str) -> bool | None:
    """Whether the quality is said to be outstanding, or not; None where nothing is said of it."""
    if _NOT_FINE.search(text):
        return False
    return True if _FINE.search(text) else None
