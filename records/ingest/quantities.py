"""Figures with their units as official documents write them: 最大約480万枚, 99.6％, 2,665人, 9.5 日, 毎月, ＋23,800円."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from records.ingest.text import fold_each

_QUALIFIER = r"(?:最大約|最大|最低|約|概ね|おおむね|延べ|計|平均|年|月|週|毎月|原則)"
_SCALES = {"千": 1_000, "万": 10_000, "百万": 1_000_000, "億": 100_000_000}
_UNITS = (
    "企業・団体", "市区町村", "か所", "箇所", "事業者", "か月前", "か月", "ヶ月", "カ月", "千円", "百万円", "億円", "万円",
    "ポイント", "資格", "団体", "機関", "拠点", "週間", "時間", "人日", "人月", "件", "人", "名", "回", "枚", "日", "％", "%",
    "割", "円", "社", "者", "台", "箇月", "年", "月", "本", "冊", "点", "倍", "kWh", "t", "GB",
)  # fmt: skip
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?P<qualifier>{_QUALIFIER}(?:約)?)?\s*(?P<sign>[+\-▲△]?)\s*(?P<number>{_NUMBER})\s*(?P<scale>百万|千|万|億)?\s*"
    rf"(?P<unit>{_UNIT})?(?P<per>/[年月日週])?\s*(?P<bound>以上|以内|以下|未満|程度|超)?"
)
_COMPARATORS = {"以上": ">=", "以内": "<=", "以下": "<=", "未満": "<=", "程度": "~", "超": ">="}
_PERCENT = "％"


class Quantity(NamedTuple):
    """A figure. *value* in *unit* (480万枚 → 4,800,000 枚; percent as 0–100); *stated*: as written, without spaces."""

    start: int
    end: int
    value: Decimal
    unit: str | None
    qualifier: str | None
    comparator: str | None
    stated: str


def find_quantities(text: str, start: int = 0, end: int | None = None) -> tuple[Quantity, ...]:
    """Every figure in *text* between *start* and *end*, left to right; spans are those of *text*."""
    folded = fold_each(text)
    found = []
    for each in _QUANTITY.finditer(folded, start, len(folded) if end is None else end):
        number = Decimal(each["number"].replace(",", ""))
        if each["sign"] in {"-", "▲", "△"}:
            number = -number
        scale = _SCALES[each["scale"]] if each["scale"] else 1
        unit = each["unit"]
        if unit and unit[0] in _SCALES and unit not in {"千円", "百万円"}:
            unit = unit[1:]
        first = each.start("qualifier") if each["qualifier"] else each.start("number") - len(each["sign"])
        found.append(
            Quantity(
                first, each.end(), number * scale, _PERCENT if unit == "%" else unit, each["qualifier"],
                _COMPARATORS.get(each["bound"] or ""), "".join(text[first : each.end()].split()),
            )
        )  # fmt: skip
    return tuple(found)
