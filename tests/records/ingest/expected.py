"""What reading a generated document back must give, as plain rows.

Texts are as written into the cells, paragraphs separated by a line feed. The text layer adds and loses spaces, so they are
compared without white space.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from tests.records.ingest.specs import Comparator, Evaluation, Indicator, Item, ItemForm, Row, Spec
from tests.records.ingest.wording import figures_of, indicator_cell, minister_cell, result_cell

Place = Literal["slide", "overall", "summary", "item"]
Evaluator = Literal["self", "minister"]


class ItemTitle(NamedTuple):
    """An item's title, as every form of it and the summary table have it."""

    item: str
    section: str
    title: str


class Rating(NamedTuple):
    """A stated rating. *item* None: overall; *fiscal_year* None: the period; *evaluator* None: the place names none."""

    place: Place
    item: str | None
    evaluation: Evaluation
    fiscal_year: int | None
    evaluator: Evaluator | None
    rating: str


class Flags(NamedTuple):
    """What the document says of an item's importance, priority and difficulty; None: it does not.

    The summary tables mark the letters of years, so that a table without such letters has no marks; difficulty is an
    underline, which the text does not keep. The basic information of the forms with tables states importance and difficulty.
    """

    item: str
    high_importance: bool | None
    priority: bool | None
    high_difficulty: bool | None


class StaffCount(NamedTuple):
    """Persons of a fiscal year."""

    item: str
    evaluation: Evaluation
    fiscal_year: int
    staff_count: int


class Basis(NamedTuple):
    """A text of the basic information; None where the form has a dash."""

    item: str
    evaluation: Evaluation
    kind: Literal["legal_basis", "related_policy"]
    text: str | None


class Value(NamedTuple):
    """A value of an indicator. *part*: None, 最大, 平均, or うち…."""

    item: str
    evaluation: Evaluation
    name: str
    fiscal_year: int
    part: str | None
    value: Decimal
    unit: str


class IndicatorTarget(NamedTuple):
    """A target of an indicator."""

    item: str
    evaluation: Evaluation
    name: str
    value: Decimal
    comparator: Comparator
    unit: str


class Input(NamedTuple):
    """A figure of the table ② (予算額（千円） …)."""

    item: str
    evaluation: Evaluation
    name: str
    fiscal_year: int
    value: int


class Passage(NamedTuple):
    """A cell's text, with its headings in brackets. *row*: 0 for the first row, which holds the evaluation; then from 1.

    *kind* viewpoints: the whole cell 主な評価指標. rationale: behind 根拠：, without heading. issues_and_response: without
    heading, a dash as it stands. minister_evaluation: what is filled in below the rating.
    """

    item: str
    evaluation: Evaluation
    kind: str
    row: int
    text: str


class Achievement(NamedTuple):
    """A bullet of a slide."""

    item: str
    evaluation: Evaluation
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """All that a generated document states. *rates*: the 達成度 rows of table ①, in percent; *baselines*: its 基準値."""

    organization: str
    fiscal_year: int
    evaluations: tuple[Evaluation, ...]
    period_start: date
    period_end: date
    ministers: tuple[str, ...]
    sections: tuple[tuple[str, str], ...]
    titles: tuple[ItemTitle, ...]
    ratings: tuple[Rating, ...]
    flags: tuple[Flags, ...]
    staff: tuple[StaffCount, ...]
    bases: tuple[Basis, ...]
    values: tuple[Value, ...]
    targets: tuple[IndicatorTarget, ...]
    table_values: tuple[Value, ...]
    rates: tuple[Value, ...]
    baselines: tuple[Value, ...]
    inputs: tuple[Input, ...]
    passages: tuple[Passage, ...]
    achievements: tuple[Achievement, ...]


def expected(spec: Spec) -> Expected:
    """What *spec*'s document states."""
    forms = [(item, form) for item in spec.items for form in item.forms]
    informed = [(item, form) for item, form in forms if spec.has_basic_information(item)]
    return Expected(
        organization=spec.corporation.name,
        fiscal_year=spec.year,
        evaluations=spec.evaluations,
        period_start=spec.period.start,
        period_end=spec.period.end,
        ministers=tuple(minister for minister, _, _ in spec.corporation.ministers),
        sections=tuple((section.code, section.title) for section in spec.sections),
        titles=tuple(ItemTitle(item.code, item.section, item.title) for item in spec.items),
        ratings=tuple(_ratings(spec)),
        flags=tuple(_flags(spec, item) for item in spec.items),
        staff=tuple(StaffCount(item.code, form.evaluation, *count) for item, form in informed for count in item.staff),
        bases=tuple(basis for item, form in informed for basis in _bases(item, form)),
        values=tuple(value for item, form in forms for value in _values(spec, item, form)),
        targets=tuple(target for item, form in forms for target in _targets(item, form)),
        table_values=tuple(value for item, form in informed for value in _table_values(spec, item, form)),
        rates=tuple(rate for item, form in informed for rate in _rates(spec, item, form)),
        baselines=tuple(value for item, form in informed for value in _baselines(spec, item, form)),
        inputs=tuple(
            Input(item.code, form.evaluation, name, year, value)
            for item, form in informed
            if spec.switches.input_tables
            for name, values in item.inputs
            for year, value in values
        ),
        passages=tuple(passage for item, form in forms for passage in _passages(spec, item, form)),
        achievements=tuple(
            Achievement(item.code, form.evaluation, text)
            for item, form in forms
            if spec.switches.slides
            for text in form.achievements
        ),
    )


def _year(spec: Spec, evaluation: Evaluation) -> int | None:
    return spec.year if evaluation == "annual" else None


def _ratings(spec: Spec) -> Iterator[Rating]:
    for evaluation, letter in spec.overall:
        if letter:
            yield Rating("overall", None, evaluation, _year(spec, evaluation), None, letter)
        if evaluation == "annual":
            for year, past in spec.past_overall:
                yield Rating("overall", None, "annual", year, None, past)
    for item in spec.items:
        for form in item.forms:
            yield from _item_ratings(spec, item, form)


def _item_ratings(spec: Spec, item: Item, form: ItemForm) -> Iterator[Rating]:
    evaluation, year = form.evaluation, _year(spec, form.evaluation)
    yield Rating("item", item.code, evaluation, year, "self", form.self_rating)
    if form.minister:
        yield Rating("item", item.code, evaluation, year, "minister", form.minister.rating)
    for past_year, letter in summary_years(spec, item, form):
        yield Rating("summary", item.code, "annual", past_year, None, letter)
    if evaluation == "final":
        yield Rating("summary", item.code, "prospective", None, None, item.earlier)
    if evaluation != "annual":
        yield Rating("summary", item.code, evaluation, None, None, form.rating)
    if spec.switches.slides:
        yield Rating("slide", item.code, evaluation, year, "self", form.self_rating)
        if evaluation != "annual":
            for past_year, letter in slide_years(spec, item):
                yield Rating("slide", item.code, "annual", past_year, "self", letter)


def summary_years(spec: Spec, item: Item, form: ItemForm) -> tuple[tuple[int, str], ...]:
    """The letters of years that the summary table of the form's evaluation shows; the minister's, once filled in, too."""
    if form.evaluation == "annual" and form.minister:
        return (*item.past, (spec.year, form.rating))
    return item.past


def slide_years(spec: Spec, item: Item) -> tuple[tuple[int, str], ...]:
    """The letters of years that a slide of the period shows: R6：A, R5：B ….  The evaluated year's where there is a form."""
    current = tuple((spec.year, form.self_rating) for form in item.forms if form.evaluation == "annual")
    return (*current, *reversed(item.past))


def _flags(spec: Spec, item: Item) -> Flags:
    is_marked = any(summary_years(spec, item, form) for form in item.forms)
    is_written = spec.switches.input_tables
    return Flags(
        item.code,
        item.high_importance if is_marked or is_written else None,
        item.priority if is_marked else None,
        item.high_difficulty if is_written else None,
    )


def _bases(item: Item, form: ItemForm) -> Iterator[Basis]:
    yield Basis(item.code, form.evaluation, "related_policy", item.policy or None)
    yield Basis(item.code, form.evaluation, "legal_basis", item.legal_basis or None)


def _indicators(form: ItemForm) -> Iterator[Indicator]:
    for row in form.rows:
        yield from row.indicators


def _values(spec: Spec, item: Item, form: ItemForm) -> Iterator[Value]:
    for indicator in _indicators(form):
        first = "最大" if indicator.second == "平均" else None
        for figure in indicator.figures:
            if form.evaluation == "annual" and figure.year != spec.year:
                continue
            place = (item.code, form.evaluation, indicator.name, figure.year)
            yield Value(*place, first, figure.value, indicator.unit)
            if figure.second is not None:
                yield Value(*place, indicator.second, figure.second, indicator.unit)


def _targets(item: Item, form: ItemForm) -> Iterator[IndicatorTarget]:
    for indicator in _indicators(form):
        if form.evaluation == "annual" and indicator.target:
            target = indicator.target
            place = (item.code, form.evaluation, indicator.name)
            yield IndicatorTarget(*place, target.value, target.comparator, indicator.unit)


def tabled(spec: Spec, form: ItemForm) -> list[Indicator]:
    """The indicators of table ①: those with a target and a baseline."""
    if not spec.switches.input_tables:
        return []
    return [one for one in _indicators(form) if one.target and one.baseline is not None]


def rate(indicator: Indicator, year: int) -> Decimal:
    """達成度 of *year*: the value in percent of the target (the target of the value, where less is better), one decimal."""
    assert indicator.target is not None
    value = next(figure.value for figure in indicator.figures if figure.year == year)
    target = indicator.target.value
    share = target / value if indicator.target.comparator == "<=" else value / target
    return (share * 100).quantize(Decimal("0.1"))


def _table_values(spec: Spec, item: Item, form: ItemForm) -> Iterator[Value]:
    for one in tabled(spec, form):
        for figure in one.figures:
            yield Value(item.code, form.evaluation, one.name, figure.year, None, figure.value, one.unit)


def _rates(spec: Spec, item: Item, form: ItemForm) -> Iterator[Value]:
    for one in tabled(spec, form):
        for figure in one.figures:
            achieved = rate(one, figure.year)
            yield Value(item.code, form.evaluation, one.name, figure.year, "達成度", achieved, "％")


def _baselines(spec: Spec, item: Item, form: ItemForm) -> Iterator[Value]:
    for one in tabled(spec, form):
        assert one.baseline is not None
        yield Value(item.code, form.evaluation, one.name, spec.period.years[0] - 1, "基準値", one.baseline, one.unit)


def _passages(spec: Spec, item: Item, form: ItemForm) -> Iterator[Passage]:
    def passage(kind: str, row: int, *paragraphs: str) -> Iterator[Passage]:
        text = "\n".join(paragraph for paragraph in paragraphs if paragraph)
        if text:
            yield Passage(item.code, form.evaluation, kind, row, text)

    yield from passage("result", 0, form.detail)
    yield from passage("rationale", 0, *form.rationale)
    yield from passage("issues_and_response", 0, *form.issues)
    if form.minister:
        yield from passage("minister_evaluation", 0, *minister_cell(form.minister))
    for number, row in enumerate(form.rows, start=1):
        yield from passage("mid_term_goal", number, *row.goal)
        yield from passage("mid_term_plan", number, *row.plan)
        yield from passage("annual_plan", number, *row.annual_plan)
        yield from passage("viewpoints", number, *indicator_cell(row))
        yield from passage("result", number, *result_of(spec, form, row))
        yield from passage("self_evaluation", number, *row.assessment)


def result_of(spec: Spec, form: ItemForm, row: Row) -> tuple[str, ...]:
    """The paragraphs of a row's cell 業務実績. The forms of the period bracket its headings otherwise."""
    brackets = "［］" if form.evaluation == "annual" else "【】"
    return result_cell(row, figures_of(row, form, spec.year), brackets)
