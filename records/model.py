"""The records as the bot sees them: one type per kind of statement, every fact with its Source.

Years are Western years in which the fiscal year starts (令和6年度 = 2024); `fiscal_year` None is the whole mid-term period.
Percent are 0–100. These are named tuples because the read path creates them at start-up: they cost a fifth of a dataclass, and
less with annotations that need not be read from text.
"""

from typing import NamedTuple


class Source(NamedTuple):
    """Where a fact stands: the document, the part of it (form, table or slide), page and line of its text."""

    document: str
    place: str
    page: int
    line: int


class Document(NamedTuple):
    """One evaluation document; *version* is that of its records."""

    document_id: str
    organization_id: str
    organization: str
    period_id: str
    title: str
    fiscal_year: int
    version: str


class Period(NamedTuple):
    """A mid-term period (番号利用法の中期目標期間), dates as YYYY-MM-DD."""

    period_id: str
    title: str
    start_date: str
    end_date: str
    source: Source


class Section(NamedTuple):
    """A group of items (大項目)."""

    section: str
    position: int
    title: str


class Item(NamedTuple):
    """The unit of evaluation. Flags are "yes", "no" or "unknown" (様式1-1-3: 〇, 重, underline)."""

    item: str
    section: str
    position: int
    title: str
    high_importance: str
    priority: str
    high_difficulty: str
    difficulty_note: str | None
    source: Source


class Rating(NamedTuple):
    """One statement of a rating. *item* None is the overall rating; *evaluator* None: the place does not say."""

    item: str | None
    evaluation: str
    fiscal_year: int | None
    evaluator: str | None
    rating: str
    stated: str
    precedence: int
    source: Source


class Indicator(NamedTuple):
    """What is measured for an item. *kind*: "quantitative" (定量的指標) or "stated" (a figure in the results)."""

    indicator_id: str
    item: str
    position: int
    name: str
    stated_name: str
    unit: str | None
    kind: str
    better: str | None


class IndicatorValue(NamedTuple):
    """One statement of an actual value; *stated* as written with its unit."""

    indicator_id: str
    evaluation: str
    fiscal_year: int | None
    part: str | None
    value: float
    qualifier: str | None
    stated: str
    note: str | None
    source: Source


class IndicatorTarget(NamedTuple):
    """One statement of a target; *comparator* is >=, <=, = or ~ (about)."""

    indicator_id: str
    evaluation: str
    fiscal_year: int | None
    value: float
    comparator: str | None
    stated: str
    note: str | None
    source: Source


class Statement(NamedTuple):
    """A short text about an item: achievement, rationale, goal, plan, viewpoint, result. *is_dash*: the source has 「－」."""

    kind: str
    item: str
    evaluation: str
    fiscal_year: int | None
    block: int
    n: int
    text: str | None
    is_dash: bool
    source: Source


class StaffCount(NamedTuple):
    """Persons at work on an item in a fiscal year (従事人員数)."""

    item: str
    evaluation: str
    fiscal_year: int
    staff_count: int
    note: str | None
    source: Source


class Event(NamedTuple):
    """A dated happening. *date*: YYYY, YYYY-MM, YYYY-MM-DD or FY2023."""

    item: str
    evaluation: str
    date: str
    kind: str
    planned: bool
    text: str
    source: Source


class Criterion(NamedTuple):
    """What a rating requires (評定基準). *text* None: the source has a dash."""

    rating: str
    kind: str
    n: int
    min_percent: float | None
    below_percent: float | None
    needs_high_difficulty: bool
    needs_quality: bool
    text: str | None
    source: Source


class Duty(NamedTuple):
    """What the statute lays down for evaluation: who does what by when."""

    law: str
    article: str
    paragraph: int
    actor: str
    text: str
    deadline: str | None
    source: Source


class Minister(NamedTuple):
    """A competent minister and the department in charge, as an overview form states them."""

    evaluation: str
    minister: str
    role: str
    department: str | None
    division: str | None
    source: Source


class Absence(NamedTuple):
    """Something that the document leaves blank or as a template remain."""

    kind: str
    evaluation: str
    fiscal_year: int | None
    text: str
    source: Source


class Disagreement(NamedTuple):
    """Two places of a document that do not agree, found by reading."""

    item: str | None
    fiscal_year: int | None
    about: str
    value_a: str
    source_a: Source
    value_b: str
    source_b: Source
    note: str | None


class Correction(NamedTuple):
    """A value that was corrected by hand. *row*: which row of *table* (列=値;…); *source*: where that row is stated."""

    table: str
    row: str
    column: str
    was: str | None
    now: str | None
    note: str
    source: Source | None


class Found(NamedTuple):
    """One hit of a full-text search."""

    table: str
    item: str | None
    evaluation: str | None
    fiscal_year: int | None
    text: str
    source: Source
