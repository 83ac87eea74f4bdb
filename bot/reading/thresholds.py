"""A number and what is asked of it (95％を下回った, 20人以上30人未満, 97％台, 100％を達成しなかった) → a test of values."""

import operator
import re
from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from bot.figures.numerals import plain
from bot.text.compiled import compiled
from bot.text.normalise import fold


class Threshold(NamedTuple):
    """*unit*: what stands behind the number (%, 人 …; "" when nothing does). *said*: how it goes on, 「を下回る」.

    *direct*: the number itself is what was reached or not (100％を達成しなかった), whatever the target is.
    """

    number: float
    unit: str
    said: str
    holds: Callable[[float], bool]
    direct: bool = False

    def fits(self, unit: str) -> bool:
        """Whether values in *unit* are meant, as far as the text names one."""
        written, said = fold(unit).text, self.unit.replace("名", "人")
        return not said or not written or said[0] == written[0]


_NOT_REACHED = (
    r"を?(?:達成|維持|クリア)(?:し(?:て(?:い)?)?|でき(?:て(?:い)?)?)な|に届(?:か|いて(?:い)?な)|に満た|割れ|を?割"
)
# name of the group, what it matches, the test and how it is said, and the test when it is negated
_Test = Callable[[float, float], bool]
_HOWS: tuple[tuple[str, str, _Test, str], ...] = (
    ("ne", r"(?:では|じゃ|で)な|以外", operator.ne, "でない"),
    ("short", _NOT_REACHED, operator.lt, "に届かない"),
    ("reached", r"を?(?:達成|維持|クリア)|(?:に|めて)(?:届|達し)", operator.ge, "に届いた"),
    ("ge", r"以上", operator.ge, "以上の"),
    ("le", r"以下|以内", operator.le, "以下の"),
    ("under", r"未満", operator.lt, "未満の"),
    ("lt", r"を?下回|を?切|より少|より低|より短", operator.lt, "を下回る"),
    ("gt", r"を?超|を?上回|より多|より高|より長", operator.gt, "を超える"),
    ("eq", r"だった|ちょうど|の年|の項目|なのは|を記録|になった", operator.eq, "の"),
)
_NEGATED: dict[str, tuple[_Test, str]] = {
    "ge": (operator.lt, "以上でない"),
    "le": (operator.gt, "以下でない"),
    "lt": (operator.ge, "を下回らない"),
    "under": (operator.ge, "未満でない"),
    "gt": (operator.le, "を超えない"),
}
# what may stand behind the number, and after it before what is asked (100人を超え, 95％という目標を下回)
_UNIT = r"%|人|名|件|回|枚|日|円|割|倍|社|団体|企業|資格|拠点|事業者|市区町村|か月|ヶ月|週間|時間|ポイント"
# a bare number may be compared (20以上), but 1の年 and 4だった are no values
_NEEDS_UNIT = frozenset({"eq", "ne"})
_NUMBER = r"(?<![a-z0-9.和成令平\-ⅠⅡⅢ])(?P<n>[0-9][0-9,]*(?:\.[0-9]+)?)(?![0-9]*年)(?P<ten_thousand>万)?"
_THRESHOLD = compiled(
    rf"{_NUMBER}(?![^0-9、。?]{{0,3}}どう)(?P<unit>{_UNIT})?(?:[をに](?:初|はじ)(?=めて))?[^0-9、。?]{{0,3}}?"
    rf"(?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern, _, _ in _HOWS)})"
    r"(?P<negated>(?:ら|え)?(?:なか|ない|ません)|(?:では|じゃ|で)な)?"
)


# 97％台 is from 97 to below 98, 1500人台 from 1,500 to below 1,600
_BAND = compiled(rf"{_NUMBER}(?P<unit>{_UNIT})?台(?!湾|風|数)")
_DIGITS = compiled(r"(?<![0-9])(?P<n>[1-6])(?:桁|ケタ|けた)")
# 50人から80人の項目
_FROM_TO = compiled(
    rf"{_NUMBER}(?P<unit>{_UNIT})?(?:から|~){_NUMBER.replace('P<', 'P<to_')}(?P<to_unit>{_UNIT})(?:まで)?の(?:間|年|項目)"
)
_UPPER = frozenset({"le", "lt", "under", "short"})
_TEN = 10


def find_threshold(text: str) -> Threshold | None:
    """The first threshold that folded *text* sets, with the other bound where it sets two; None without one."""
    if match := _FROM_TO.search(text):
        low, high, unit = _value(match), _value(match, "to_"), match["to_unit"]
        return Threshold(low, unit, f"以上{plain(high)}{_wide(unit)}以下の", lambda value: low <= value <= high)
    if match := _BAND.search(text):
        low, step = _value(match), 1
        while low and low % (step * _TEN) == 0:
            step *= _TEN
        return Threshold(low, match["unit"] or "", "台の", lambda value: low <= value < low + step)
    if match := _DIGITS.search(text):
        low, high = _TEN ** (int(match["n"]) - 1), _TEN ** int(match["n"])
        return Threshold(low, "", f"以上{plain(high)}未満の", lambda value: low <= value < high)
    matches = list(islice(_THRESHOLD.finditer(text), 2))
    if not matches:
        return None
    first = _threshold(matches[0])
    if len(matches) < 2 or not (second := _threshold(matches[1])):  # noqa: PLR2004 - two bounds
        return first
    return _between(first, second) if first and {_how(each) in _UPPER for each in matches} == {True, False} else first


def _how(match: re.Match[str]) -> str:
    return next(name for name, *_ in _HOWS if match[name])


def _value(match: re.Match[str], side: str = "") -> float:
    return float(match[f"{side}n"].replace(",", "")) * (10_000 if match[f"{side}ten_thousand"] else 1)


def _threshold(match: re.Match[str]) -> Threshold | None:
    """One bound; None for a bare number that is no value (1の年). A number of a year is none."""
    name, _, test, said = next(how for how in _HOWS if match[how[0]])
    unit = match["unit"] or ""
    if name in _NEEDS_UNIT and not (unit or match["ten_thousand"]):
        return None
    if match["negated"] and name in _NEGATED:
        test, said = _NEGATED[name]
    number = _value(match)
    return Threshold(number, unit, said, lambda value: test(value, number), name in {"short", "reached"})


def _between(first: Threshold, second: Threshold) -> Threshold:
    """20人以上30人未満, 100件を超え170件以下: what both bounds hold for."""
    unit = first.unit or second.unit
    return Threshold(
        first.number,
        unit,
        f"{first.said.removesuffix('の').removesuffix('る')}{plain(second.number)}{_wide(unit)}{second.said}",
        lambda value: first.holds(value) and second.holds(value),
    )


_FIRST_OF = compiled(r"初めて|はじめて|た最初の|最初に")
_LAST_OF = compiled(r"た最後の|最後に")
_HOW_OFTEN = compiled(r"何(?:回|度(?!目)|か年|年(?!度(?!あ)|目))|いくつ")


def _wide(unit: str) -> str:
    return unit.replace("%", "％")


def edge_of(text: str) -> str:
    """Which of the years that a threshold holds for is asked: "first" (初めて超えた), "last", or "" for all."""
    return "first" if _FIRST_OF.search(text) else "last" if _LAST_OF.search(text) else ""


def asks_how_often(text: str) -> bool:
    """Whether it is asked in how many years a threshold holds (95％を超えたのは何回？)."""
    return _HOW_OFTEN.search(text) is not None


# what a number is the value of: 574団体って何の数字？
OF_A_NUMBER = compiled(
    r"(?P<about>約|最大)?(?P<n>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<ten_thousand>万)?(?P<unit>%|人|件|回|枚|日|円|割|団体|企業|社|拠点|資格|事業者|市区町村|か月|週間)"
    r"(?=って?(?:何|なに|なん)|とは?(?:何|なに)|は(?:何|なん|いつ|どの指標)の?(?:値|数|指標|人数|件数|回数)|[はが](?:どの|どこの|何の)項目|という(?:の(?:は|って)(?:何|なん|なに)|値|数))"
)


def asks_whose_number(text: str) -> bool:
    """Whether it is asked what a number is the value of (574団体って何の数字？)."""
    return OF_A_NUMBER.search(text) is not None
