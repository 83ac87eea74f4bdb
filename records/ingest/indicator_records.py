"""Indicator entries of a document → the tables indicators, indicator_values, indicator_targets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from records.dataset import Row
from records.ingest.codes import order_of
from records.ingest.figures import FigureRow, read_figures
from records.ingest.forms import ItemForm
from records.ingest.indicators import Entry, Value, find_entries, find_frequencies, find_names
from records.ingest.known import Known, match_name, match_sentence
from records.ingest.pages import Line
from records.ingest.quantities import Quantity, find_quantities
from records.ingest.reading import Reading
from records.ingest.text import Joined, compact

_APPROXIMATELY = "約"
_SPOKEN_BEFORE = 60  # …and before it, where the rest of its name may stand
_LARGEST = ("最大", "最小", "平均")
_SPOKEN_WITHIN = 28  # characters between what a figure is about and the figure


@dataclass(slots=True)
class _Indicator:
    """An indicator of this document."""

    row: Row
    names: set[str] = field(default_factory=set)
    evaluations: set[str] = field(default_factory=set)


class IndicatorBook:
    """The indicators of one document, as they are found. *known*: those of earlier records."""

    def __init__(self, known: Sequence[Known], reading: Reading) -> None:
        """Start an empty book that writes into *reading*."""
        self._known = known
        self._reading = reading
        self._found: dict[str, _Indicator] = {}
        self._counts: dict[str, int] = {}

    def read_form(self, form: ItemForm) -> None:
        """The indicators of one form: those in its results, and those that its indicator column only names."""
        for cell in form.cells:
            if cell.row == 0 or cell.kind != "result":
                continue
            joined = Joined.of(cell.lines)
            for entry in find_entries(joined):
                self._add(entry, form, joined)
        self._add_named(form)
        self._add_spoken(form)

    def read_figures(self, form: ItemForm, fiscal_year: int) -> None:
        """The tables of yearly figures: outputs with target, base value and rate; inputs; staff."""
        indicator: _Indicator | None = None
        for row in read_figures(form.figures, fiscal_year):
            if row.kind == "staff":
                self._staff(form, row)
                continue
            if row.kind != "rate":
                unit = row.unit or next((figure.quantity.unit for figure in row.figures), None)
                entry = Entry(row.label, (), (), row.kind == "output", 0, in_sentence=False)
                indicator = self._indicator(entry, form.item, form.evaluation, unit)
            if indicator is None:
                continue
            part = "達成度" if row.kind == "rate" else None
            for figure in row.figures:
                self._statement(
                    indicator,
                    Value(None, part, figure.quantity, None),
                    form.evaluation,
                    figure.year,
                    form.place,
                    row.line,
                )
            if row.baseline is not None:
                baseline = Value(None, "基準値", row.baseline, None)
                self._statement(indicator, baseline, form.evaluation, None, form.place, row.line)
            if row.target is not None:
                self._aim(indicator, row.target, form.evaluation, None, form.place, row.line)

    def _staff(self, form: ItemForm, row: FigureRow) -> None:
        for figure in row.figures:
            self._reading.add(
                "staff_counts", row.line, form.place, item=form.item, evaluation=form.evaluation, fiscal_year=figure.year,
                staff_count=int(figure.quantity.value), note=None,
            )  # fmt: skip

    def read_achievement(self, row: Row, joined: Joined) -> None:
        """The series in a slide's achievement (利用実績R３：約2.5万件、R４：…)."""
        item = str(row["item"])
        for entry in find_entries(joined):
            if len({value.year for value in entry.values}) > 1:
                indicator = self._indicator(entry, item, str(row["evaluation"]))
                for value in entry.values:
                    self._value(indicator, value, str(row["evaluation"]), value.year, str(row["place"]), joined)

    def write(self) -> None:
        """Put the indicators into the table, in the order of the items."""
        rows = sorted(
            self._found.values(), key=lambda each: (order_of(str(each.row["item"])), int(str(each.row["position"])))
        )
        for position, indicator in enumerate(rows, start=1):
            indicator.row["position"] = position
            self._reading.tables["indicators"].append(indicator.row)

    def _add(self, entry: Entry, form: ItemForm, joined: Joined) -> None:
        indicator = self._indicator(entry, form.item, form.evaluation)
        default = form.fiscal_year if form.evaluation == "annual" else None
        for value in entry.values:
            year = value.year if value.year is not None else default
            self._value(indicator, value, form.evaluation, year, form.place, joined)
        for target in entry.targets:
            self._target(indicator, target, form.evaluation, default, form.place, joined)

    def _indicator(self, entry: Entry, item: str, evaluation: str, unit: str | None = None) -> _Indicator:
        unit = entry.values[0].quantity.unit if entry.values else unit
        name = entry.name.split("（うち")[0]
        known = match_name(name, item, unit, self._known)
        if known is None and (entry.in_sentence or not entry.quantitative):
            known = match_sentence(entry.name, item, unit, self._known)
        if known is not None:
            indicator = self._found.setdefault(known.indicator_id, _Indicator(dict(known.row)))
        else:
            indicator = self._unknown(name, item, unit, quantitative=entry.quantitative)
        indicator.names.add(compact(name))
        indicator.evaluations.add(evaluation)
        return indicator

    def _unknown(self, name: str, item: str, unit: str | None, *, quantitative: bool) -> _Indicator:
        folded = compact(name)
        for indicator in self._found.values():
            if indicator.row["item"] == item and folded in indicator.names:
                return indicator
        prefix = "-".join(map(str, order_of(item)))
        taken = {each.indicator_id for each in self._known} | set(self._found)
        number = self._counts.get(item, 0) + 1
        while f"{prefix}.i{number:02}" in taken:
            number += 1
        self._counts[item] = number
        row: Row = {
            "indicator_id": f"{prefix}.i{number:02}", "item": item, "position": 1000 + len(self._found), "name": name,
            "stated_name": name, "unit": unit, "kind": "quantitative" if quantitative else "stated", "better": None,
        }  # fmt: skip
        self._found[str(row["indicator_id"])] = indicator = _Indicator(row, {folded})
        return indicator

    def _value(
        self, indicator: _Indicator, value: Value, evaluation: str, year: int | None, place: str, joined: Joined
    ) -> None:
        self._statement(indicator, value, evaluation, year, place, joined.line_at(value.quantity.start))

    def _statement(
        self, indicator: _Indicator, value: Value, evaluation: str, year: int | None, place: str, line: Line
    ) -> None:
        quantity = value.quantity
        self._reading.add(
            "indicator_values", line, place, indicator_id=indicator.row["indicator_id"],
            evaluation=evaluation, fiscal_year=year, part=value.part, value=_plain(quantity),
            qualifier=quantity.qualifier, stated=quantity.stated, note=value.note,
        )  # fmt: skip

    def _target(
        self, indicator: _Indicator, target: Quantity, evaluation: str, year: int | None, place: str, joined: Joined
    ) -> None:
        self._aim(indicator, target, evaluation, year, place, joined.line_at(target.start))

    def _aim(
        self, indicator: _Indicator, target: Quantity, evaluation: str, year: int | None, place: str, line: Line
    ) -> None:
        comparator = target.comparator or ("~" if _APPROXIMATELY in (target.qualifier or "") else "=")
        self._reading.add(
            "indicator_targets", line, place, indicator_id=indicator.row["indicator_id"],
            evaluation=evaluation, fiscal_year=year, value=_plain(target), comparator=comparator, stated=target.stated,
            note="計画",
        )  # fmt: skip

    def _add_named(self, form: ItemForm) -> None:
        """Quantitative indicators that a form names without giving a figure."""
        for cell in form.cells:
            if cell.kind != "viewpoints":
                continue
            for offset, name in find_names(Joined.of(cell.lines)):
                known = match_name(name, form.item, None, self._known)
                if known is not None:
                    self._found.setdefault(known.indicator_id, _Indicator(dict(known.row))).names.add(compact(name))
                elif not self._has_results(form, cell.row) and not self._is_named(form.item, name):
                    line = Joined.of(cell.lines).line_at(offset)
                    self._unknown(name, form.item, None, quantitative=True)
                    self._reading.doubt(line, f"{form.item} の定量的指標「{name}」に実績の数値がありません。")

    def _has_results(self, form: ItemForm, row: int) -> bool:
        return any(
            entry.quantitative
            for cell in form.cells
            if cell.row == row and cell.kind == "result"
            for entry in find_entries(Joined.of(cell.lines))
        )

    def _is_named(self, item: str, name: str) -> bool:
        folded = compact(name)
        return any(each.row["item"] == item and folded in each.names for each in self._found.values())

    def _add_spoken(self, form: ItemForm) -> None:
        """Figures in running text that earlier records know by name (計７回開催したリスク管理委員会)."""
        year = form.fiscal_year if form.evaluation == "annual" else None
        for known in self._known:
            found = self._found.get(known.indicator_id)
            if known.item != form.item or (found is not None and form.evaluation in found.evaluations):
                continue
            for cell in form.cells:
                if cell.kind not in {"result", "self_evaluation"}:
                    continue
                joined = Joined.of(cell.lines)
                for quantity in _spoken(joined.text, known, known.pieces):
                    indicator = self._found.setdefault(known.indicator_id, _Indicator(dict(known.row)))
                    indicator.evaluations.add(form.evaluation)
                    self._value(indicator, Value(None, None, quantity, None), form.evaluation, year, form.place, joined)


def _spoken(text: str, known: Known, pieces: Sequence[str]) -> tuple[Quantity, ...]:
    """The first figure of the known unit that stands near a place where *text* speaks of the indicator by all *pieces*."""
    plain = [(at, character) for at, character in enumerate(text) if not character.isspace()]
    folded = "".join(compact(character)[:1] or character for _, character in plain)
    if not pieces or not known.unit:
        return ()
    for place in re.finditer(re.escape(pieces[-1]), folded):
        at, end = place.span()
        before = folded[max(0, at - _SPOKEN_BEFORE) : at]
        if any(word in before[-len(word) :] and not any(word in name for name in known.names) for word in _LARGEST):
            continue
        if not all(piece in before + pieces[-1] for piece in pieces):
            continue
        sentence = max(text.rfind("。", 0, plain[at][0]), text.rfind("\n", 0, plain[at][0])) + 1
        behind = plain[min(end + _SPOKEN_WITHIN, len(plain)) - 1][0] + 1
        stop = text.find("。", plain[end - 1][0])
        near = _of_unit(text, plain[at][0], min(behind, stop) if stop >= 0 else behind, known)
        ahead = _of_unit(text, max(sentence, plain[max(0, at - _SPOKEN_WITHIN)][0]), plain[at][0], known)
        if near or ahead:
            return (near or ahead[-1:])[:1]
    return ()


def _of_unit(text: str, start: int, end: int, known: Known) -> tuple[Quantity, ...]:
    found = tuple(
        each for each in find_quantities(text, start, end)
        if each.unit is not None and compact(each.unit) == known.unit and each.comparator is None
    )  # fmt: skip
    return found or (find_frequencies(text, start, end) if str(known.row["unit"]).startswith("回/") else ())


def _plain(quantity: Quantity) -> float | int:
    number = float(quantity.value)
    return int(number) if number.is_integer() else number
