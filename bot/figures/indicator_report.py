"""One indicator, reduced to what a question asks: its values, parts and targets of the years asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer import Conflict, ConflictValue
from bot.figures.figure_verdicts import extreme_of_a_year
from bot.figures.indicator_relations import asks_between
from bot.figures.indicator_statistics import AGAINST_YEAR, BESIDE_A_YEAR, CHANGED, RATIO
from bot.figures.numerals import half_width, plain, quotient
from bot.question import Question
from bot.reading.sub_values import WITHOUT, part_name, parts_among, values_of_parts
from bot.reading.thresholds import edge_of, find_threshold
from bot.text.compiled import compiled
from bot.wording.phrases import short_year
from records.lookups import Records
from records.model import Indicator, IndicatorTarget, IndicatorValue

# 有効期限通知書の発行時期（期限の何か月前か）
_ASKS = compiled(r"（[^（）]*か）$")
# 計4回, 年33回 beside 4回, 31回 of other years
_COUNTED_UP = compiled(r"^[計年](?=[0-9０-９])")
_SINCE = compiled(r"[0-9](?:年度?)?(?:より(?!も?前)|から|に比べ|と比べ|との(?:差|比較)|対?比|の(?:[0-9.]+|何)倍)")
# of a value to its target: no change of the value
_TO_TARGET = compiled(r"目標(?:値)?(?:と|と実績)の差|(?:実績|値)(?:値)?と、?目標(?:値)?の差|目標差")


class Report:
    """One indicator, reduced to what was asked.

    *all_values*: those of all years, *values*: those of the years asked for; *whole*: year → the value without parts.
    """

    def __init__(self, records: Records, indicator: Indicator, question: Question) -> None:
        """Look up the values and targets of *indicator* and keep what *question* asks for."""
        self.indicator = indicator
        values = records.values_of(indicator.indicator_id)
        if question.evaluation:
            values = tuple(each for each in values if each.evaluation == question.evaluation) or values
        self.name = _ASKS.sub("", indicator.name)
        self.names = "".join(records.indicator_by_id[key].name for key in question.indicators) or indicator.name
        whole = {each.fiscal_year: each.value for each in values if not each.part and each.fiscal_year is not None}
        self.part_missing = False
        if parts := parts_among(question.words):
            self.part_missing = not (of_parts := values_of_parts(values, parts, indicator.unit or ""))
            values = of_parts
            held = {value.part for value in of_parts}
            self.name += "".join(f"（{part_name(part)}）" for part in parts if part_name(part) in held)
        self.of_part = bool(parts)
        self.whole = whole
        self.computed = any(part.startswith(WITHOUT) for part in parts)
        self.all_values = values
        self.years = tuple(sorted({each.fiscal_year for each in values if each.fiscal_year is not None}))
        asked = question.years.years if question.years.asked else self.years
        text = question.text_folded
        changes = question.years.compared_to_previous or any(
            each.search(_TO_TARGET.sub("", text)) for each in (CHANGED, RATIO, BESIDE_A_YEAR)
        )
        compared = changes and not asks_between(question)
        if edge_of(text) and find_threshold(text):
            asked = tuple(sorted({*asked, *self.years}))  # R6で初めて2000人を超えた
        elif extreme_of_a_year(text) and len(question.years.years) == 1 and question.years.years[0] in self.years:
            asked = self.years  # R6が過去最高？
        elif AGAINST_YEAR.search(question.text_folded) and len(question.years.years) == 1:
            asked = self.years  # R4より多い年度
        elif compared and len(asked) == 1 and question.years.asked:
            if _SINCE.search(question.text_folded) and self.years and asked[0] < self.years[-1]:
                asked = (asked[0], *(year for year in self.years if year > asked[0]))  # R5より増えた
            else:
                asked = (asked[0] - 1, *asked)  # R6は前年度より何件増えた
        self.missing = tuple(year for year in asked if year not in self.years) if question.years.asked else ()
        self.values = tuple(each for each in values if each.fiscal_year in asked)
        if compared and question.years.asked and len(asked) > 1 and len(self.missing) == len(asked) - 1:
            self.values = ()  # one year alone has no change
        self.period_values = tuple(each for each in values if each.fiscal_year is None)
        if not question.years.asked:
            self.values = (*self.values, *self.period_values)
        targets = records.targets_of(indicator.indicator_id)
        self.targets = tuple(
            each
            for each in targets
            if each.fiscal_year is None or not question.years.asked or each.fiscal_year in asked
        )
        self.single_year = asked[0] if question.years.asked and len(asked) == 1 else None

    def approximate(self) -> bool:
        """Whether a value of a year is stated as about so much."""
        return any("約" in (each.qualifier or "") for each in self.values if each.fiscal_year is not None)

    def number(self, value: float) -> str:
        """One of the values with its unit, and 約 when it is stated so."""
        about = any("約" in (each.qualifier or "") for each in self.values if each.value == value and each.fiscal_year)
        return f"{'約' if about else ''}{plain(value)}{self.indicator.unit or ''}"

    def by_year(self) -> dict[int, float]:
        """Year → value, of the whole or of the one part asked for; empty where there are several."""
        if self.of_part and len({each.part for each in self.values}) > 1:
            return {}
        return {
            each.fiscal_year: each.value
            for each in self.values
            if (self.of_part or not each.part) and each.fiscal_year is not None
        }

    def by_part(self) -> dict[str, dict[int, float]]:
        """Part ("" for the whole) → year → value; of the parts within a whole only when one is asked for."""
        found: dict[str, dict[int, float]] = {}
        for each in self.values:
            if each.fiscal_year is not None and (self.of_part or not (each.part or "").startswith("うち")):
                found.setdefault(each.part or "", {})[each.fiscal_year] = each.value
        return found

    def groups(self) -> dict[tuple[int | None, str, str], list[IndicatorValue]]:
        """(year, part, condition that tells values apart) → statements."""
        found: dict[tuple[int | None, str, str], list[IndicatorValue]] = {}
        for value in self.values:
            key = (value.fiscal_year, value.part or "", "")
            found.setdefault(key, []).append(value)
        return found

    def shown(self, year: int | None) -> str:
        """The year's value with its parts; differing statements side by side."""
        main: list[str] = []
        within: list[str] = []
        with_parts = {each.fiscal_year for each in self.values if each.part}
        for (each_year, part, _), statements in self.groups().items():
            if each_year != year:
                continue
            written = "／".join(
                dict.fromkeys(
                    self._as_stated(statement, has_parts=(year in with_parts)) for statement in distinct(statements)
                )
            )
            if self.of_part and len({each.part for each in self.values}) == 1:
                main.append(written)
            else:
                (within if part.startswith("うち") else main).append(f"{part} {written}" if part else written)
        return "、".join(main) + (f"（{'、'.join(within)}）" if within else "")

    def _as_stated(self, value: IndicatorValue, *, has_parts: bool) -> str:
        """The value as stated; without 計 or 年 before it where other years have none."""
        shown = _as_shown(value, self.indicator, has_parts=has_parts)
        alike = all(_COUNTED_UP.match(each.stated) for each in self.all_values if each.fiscal_year is not None)
        return shown if alike else _COUNTED_UP.sub("", shown)

    def parts_shown(self, year: int | None = None) -> dict[str, str]:
        """Part ("" for the whole) → its value in the year as stated; of all years, one after the other, without one."""
        with_parts = {each.fiscal_year for each in self.values if each.part}
        found: dict[str, dict[int, list[str]]] = {}
        for (each_year, part, _), statements in self.groups().items():
            if each_year is not None and year in {None, each_year}:
                told = [self._as_stated(each, has_parts=each_year in with_parts) for each in distinct(statements)]
                found.setdefault(part, {})[each_year] = list(dict.fromkeys(told))
        return {
            part: "、".join(
                f"{f'{short_year(at)} ' if year is None else ''}{'／'.join(told)}"
                for at, told in sorted(by_year.items())
            )
            for part, by_year in found.items()
        }

    def conflicts(self) -> list[Conflict]:
        """Years for which places state different values."""
        found = []
        for (year, part, _), statements in self.groups().items():
            sides: dict[float, list[IndicatorValue]] = {}
            for statement in statements:
                sides.setdefault(statement.value, []).append(statement)
            if len(sides) > 1 and year is not None:
                values = tuple(
                    ConflictValue(value=side[0].stated, sources=tuple(each.source for each in side))
                    for side in sides.values()
                )
                about = self.indicator.name + (f"（{part}）" if part else "")
                found.append(Conflict(item=self.indicator.item, fiscal_year=year, values=values, about=about))
        return found

    def target(self) -> str:
        """The target as stated (that of the year first), or ""."""
        yearly = [each for each in self.targets if each.fiscal_year is not None]
        return half_width((yearly or list(self.targets))[0].stated) if self.targets else ""

    def meets(self, year: int) -> tuple[str, str, bool] | None:
        """Value, target and whether the target is met in that year; None where one of them is not a number there."""
        values, target = self._against(year)
        if target is None:
            return None
        stated = half_width(target.stated)
        if values:
            good = values[0] <= target.value if target.comparator == "<=" else values[0] >= target.value
            return self.shown(year), stated, good
        parts = [
            each.value for each in self.values if each.fiscal_year == year and not (each.part or "").startswith("うち")
        ]
        # what each part reaches by itself, the whole reaches too
        reached = bool(parts) and target.comparator != "<=" and min(parts) >= target.value
        return (self.shown(year), stated, True) if reached else None

    def gap(self, year: int) -> float | None:
        """The value of the year less its target; None where one of them is not a number."""
        values, target = self._against(year)
        return values[0] - target.value if values and target is not None else None

    def _against(self, year: int) -> tuple[list[float], IndicatorTarget | None]:
        """The values of the year without parts, and its target."""
        values = [each.value for each in self.values if each.fiscal_year == year and not each.part]
        targets = [each for each in self.targets if each.fiscal_year in {year, None}]
        return values, min(targets, key=lambda each: each.fiscal_year is None, default=None)

    def rate(self, year: int) -> tuple[str, IndicatorTarget] | None:
        """The achievement rate of the year, where value and target both stand in the source and more is better."""
        values = [each for each in self.values if each.fiscal_year == year and not each.part]
        targets = [each for each in self.targets if each.fiscal_year in {year, None}]
        targets.sort(key=lambda each: each.fiscal_year is None)
        if not values or not targets or targets[0].value == 0 or self.indicator.better != "higher":
            return None
        share = quotient(values[0].value, targets[0].value, 100)
        return f"{share}％", targets[0]


def distinct(statements: Sequence[IndicatorValue]) -> list[IndicatorValue]:
    """One statement for each value, in their order."""
    return list({statement.value: statement for statement in reversed(statements)}.values())[::-1]


def _as_shown(value: IndicatorValue, indicator: Indicator, *, has_parts: bool) -> str:
    if not value.part and has_parts:
        return half_width(
            re.sub(r"（[0-9０-９,]+[^）]{0,3}）", "", value.stated)
        )  # 17人（６人）: the part is told by its name
    if value.part and "（" in value.stated:
        return f"{plain(value.value)}{indicator.unit or ''}"
    return half_width(value.stated)
