"""A number and what is asked of it (95％を下回った, 14日だった, 100人以上でない, 100％を達成しなかった) → a test of values."""

import operator
from collections.abc import Callable
from typing import NamedTuple

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
        written = fold(unit).text
        return not self.unit or not written or self.unit[0] == written[0]


_NOT_REACHED = (
    r"を?(?:達成|維持|クリア)(?:し(?:て(?:い)?)?|でき(?:て(?:い)?)?)な|に届(?:か|いて(?:い)?な)|に満た|割れ|を?割"
)
# name of the group, what it matches, the test and how it is said, and the test when it is negated
_Test = Callable[[float, float], bool]
_HOWS: tuple[tuple[str, str, _Test, str], ...] = (
    ("ne", r"(?:では|じゃ|で)な|以外", operator.ne, "でない"),
    ("short", _NOT_REACHED, operator.lt, "に届かない"),
    ("reached", r"を?(?:達成|維持|クリア)|に届", operator.ge, "に届いた"),
    ("ge", r"以上", operator.ge, "以上の"),
    ("le", r"以下|以内", operator.le, "以下の"),
    ("lt", r"未満|を?下回|を?切|より少|より低|より短", operator.lt, "を下回る"),
    ("gt", r"を?超|を?上回|より多|より高|より長", operator.gt, "を超える"),
    ("eq", r"だった|ちょうど|の年|の項目|を記録|になった|に達し", operator.eq, "の"),
)
_NEGATED: dict[str, tuple[_Test, str]] = {
    "ge": (operator.lt, "以上でない"),
    "le": (operator.gt, "以下でない"),
    "lt": (operator.ge, "を下回らない"),
    "gt": (operator.le, "を超えない"),
}
# what may stand behind the number, and after it before what is asked (100人を超え, 95％という目標を下回)
_UNIT = r"%|人|名|件|回|枚|日|円|割|倍|社|団体|企業|資格|拠点|事業者|市区町村|か月|ヶ月|週間|時間|ポイント"
# a bare number may be compared (20以上), but 1の年 and 4だった are no values
_NEEDS_UNIT = frozenset({"eq", "ne"})
_THRESHOLD = compiled(
    r"(?<![a-z0-9.和成令平\-ⅠⅡⅢ])(?P<n>[0-9][0-9,]*(?:\.[0-9]+)?)(?![0-9]*年)(?P<ten_thousand>万)?"
    rf"(?![^0-9、。?]{{0,3}}どう)(?P<unit>{_UNIT})?[^0-9、。?]{{0,3}}?"
    rf"(?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern, _, _ in _HOWS)})"
    r"(?P<negated>(?:ら|え)?(?:なか|ない|ません)|(?:では|じゃ|で)な)?"
)


def find_threshold(text: str) -> Threshold | None:
    """The first threshold that folded *text* sets; None without one. A number of a year is none."""
    match = _THRESHOLD.search(text)
    if not match:
        return None
    name, _, test, said = next(how for how in _HOWS if match[how[0]])
    unit = match["unit"] or ""
    if name in _NEEDS_UNIT and not (unit or match["ten_thousand"]):
        return None
    if match["negated"] and name in _NEGATED:
        test, said = _NEGATED[name]
    number = float(match["n"].replace(",", "")) * (10_000 if match["ten_thousand"] else 1)
    return Threshold(number, unit, said, lambda value: test(value, number), name in {"short", "reached"})


# what a number is the value of: 574団体って何の数字？
OF_A_NUMBER = compiled(
    r"(?P<about>約|最大)?(?P<n>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<ten_thousand>万)?(?P<unit>%|人|件|回|枚|日|円|割|団体|企業|社|拠点|資格|事業者|市区町村|か月|週間)"
    r"(?=って?(?:何|なに|なん)|とは?(?:何|なに)|は(?:何|なん|いつ|どの指標)の?(?:値|数|指標)|という(?:値|数))"
)


def asks_whose_number(text: str) -> bool:
    """Whether it is asked what a number is the value of (574団体って何の数字？)."""
    return OF_A_NUMBER.search(text) is not None
