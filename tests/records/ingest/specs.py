"""What a generated evaluation document says: the corporation, its items and forms, and how the printer sets them.

Codes are canonical (Ⅰ-1, 1-1, Ⅰ-1-(1), 第1-1), ratings are letters S to D, fiscal years are Western years, and texts are
tuples of paragraphs without any layout.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Evaluation = Literal["annual", "prospective", "final"]
CodeStyle = Literal["roman", "arabic", "nested", "dai"]
Comparator = Literal[">=", "<=", "="]
Text = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corporation:
    """The evaluated corporation. *ministers*: of the overview form, each with department and division."""

    name: str
    ministers: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A mid-term period, from its first to its last day; *ordinal* as written (第二期)."""

    start: date
    end: date
    ordinal: str

    @property
    def years(self) -> tuple[int, ...]:
        """Its fiscal years."""
        return tuple(range(self.start.year - (self.start.month < 4), self.end.year))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A group of items (Ⅰ, 1 or 第1) with its title."""

    code: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The planned value of an indicator."""

    value: Decimal
    comparator: Comparator


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The value of one fiscal year. *second*: the value beside it, in brackets or behind a slash."""

    year: int
    value: Decimal
    second: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A quantitative indicator.

    *second*: what the second value of each year is: "" (there is none), "うち…" (17人（６人）), or "平均" beside "最大".
    *below*: a series of years stands in a paragraph of its own; *spaced*: its years have spaces between them, not commas.
    *baseline*: for the table ①.
    """

    name: str
    unit: str
    figures: tuple[Figure, ...]
    target: Target | None = None
    second: str = ""
    below: bool = False
    spaced: bool = False
    wide_years: bool = False
    baseline: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of an item form, column by column. *annual_plan* is empty in a form of the period."""

    goal: Text
    plan: Text
    annual_plan: Text = ()
    indicators: tuple[Indicator, ...] = ()
    viewpoints: Text = ()
    results: Text = ()
    assessment: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MinisterEvaluation:
    """What the competent minister has filled in."""

    rating: str
    reasons: Text
    issues: Text
    others: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemForm:
    """One item form. *detail*: the note in brackets of the first row; *issues*: a single dash where there are none."""

    evaluation: Evaluation
    detail: str
    self_rating: str
    rationale: Text
    issues: Text
    rows: tuple[Row, ...]
    minister: MinisterEvaluation | None = None
    achievements: Text = ()

    @property
    def rating(self) -> str:
        """The rating that the summary table takes over: the minister's, where there is one."""
        return self.minister.rating if self.minister else self.self_rating


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item. *past*: its letters of the years before the evaluated one; *earlier*: prospective letter before a final one.

    *policy*, *legal_basis*, *staff* (year, count) and *inputs* (name, value a year) stand in the basic information.
    """

    code: str
    title: str
    section: str
    high_importance: bool
    high_difficulty: bool
    priority: bool
    past: tuple[tuple[int, str], ...]
    earlier: str
    policy: str
    legal_basis: str
    staff: tuple[tuple[int, int], ...]
    inputs: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
    forms: tuple[ItemForm, ...]

    def form(self, evaluation: Evaluation) -> ItemForm:
        """Its form of *evaluation*."""
        return next(form for form in self.forms if form.evaluation == evaluation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """How the corporation's forms are made and set.

    *input_tables*: section 2 of a form is 主要な経年データ, and the row table is section 3. *halves*: the summary table has
    two halves side by side. *front_matter*: cover and contents before the forms. *gaps*: the text layer has a space between
    full-width and half-width characters. *strict*: no line begins with a small kana or a long-vowel mark. *page_numbers*:
    some pages show one. *summary_rows*: after how many rows the summary table goes on on the next page; 0: it never does.
    *height*: lines on a page.
    """

    input_tables: bool
    halves: bool
    slides: bool
    front_matter: bool
    gaps: bool
    strict: bool
    page_numbers: bool
    summary_rows: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A whole document. *year*: the evaluated fiscal year. *overall*: letter by evaluation, "" for the template's remains."""

    seed: int
    corporation: Corporation
    period: Period
    year: int
    evaluations: tuple[Evaluation, ...]
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    overall: tuple[tuple[Evaluation, str], ...]
    past_overall: tuple[tuple[int, str], ...]
    switches: Switches

    def section(self, code: str) -> Section:
        """The section with *code*."""
        return next(section for section in self.sections if section.code == code)

    def has_basic_information(self, item: Item) -> bool:
        """Whether the item's forms state policy, law and staff: those of the first variant (様式1-1-4-1, 1-2-4-1) do."""
        return item.priority or self.switches.input_tables

    def reported_years(self) -> tuple[int, ...]:
        """The years of the period up to the evaluated one."""
        return tuple(year for year in self.period.years if year <= self.year)
