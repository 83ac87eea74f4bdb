"""Answer: everything a surface may show, complete before it is rendered.

A renderer chooses layout, never facts. Years are Western years (2024 = 令和6年度).
"""

import json
from enum import StrEnum
from typing import Any, NamedTuple, Self

from records.model import Source

ANSWER_PREFIX = "ans-"  # how the number of an answer given in Slack begins


class Status(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    AMBIGUOUS = "ambiguous"
    NO_DATA = "no_data"
    NOT_UNDERSTOOD = "not_understood"
    OUT_OF_SCOPE = "out_of_scope"


class Fact(NamedTuple):
    """One fact of the answer, for machines. *value*: letter, number or text; keys that do not apply are None."""

    kind: str
    item: str | None = None
    fiscal_year: int | None = None
    evaluation: str | None = None
    evaluator: str | None = None
    label: str | None = None
    value: str | float | int | None = None
    unit: str | None = None
    target: str | None = None
    computed: bool = False
    sources: tuple[Source, ...] = ()


class ConflictValue(NamedTuple):
    """One side of a disagreement."""

    value: str
    sources: tuple[Source, ...]


class Conflict(NamedTuple):
    """Places that do not agree. *about*: what differs, in a few words."""

    item: str | None
    fiscal_year: int | None
    values: tuple[ConflictValue, ...]
    about: str = ""


class Candidate(NamedTuple):
    """Something that may have been meant. *score* 0–100. *ask*: the complete question that would ask for it."""

    title: str
    score: int
    item: str | None = None
    indicator: str | None = None
    ask: str = ""


class Choice(NamedTuple):
    """Something to choose with one tap: what it says, and the complete question that it asks."""

    label: str
    ask: str


class Table(NamedTuple):
    """Rows of short cells under a caption."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Context(NamedTuple):
    """What a thread has been about: small, serialisable, passed in and out. *pending*: questions offered to choose from.

    *listed*: items that the last answer came to by itself (those with an A); *words*, *percent*: how it was asked.
    *sections*, *excluded*, *flags* (-priority: those without): what narrowed the list that the thread is about.
    *parts*: the questions that one message asked of different things; *earlier*: items or indicators that the same was
    asked of one by one before. *discussed*: the years before a question about the whole period (見込評価は？).
    *asked*: the last question, where it set a condition that holds for the next year or section too (100人を超える項目は？);
    "?" where it has words that are none of the records, of conditions or of kinds of question.
    """

    topics: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    fiscal_years: tuple[int, ...] = ()
    evaluation: str | None = None
    letters: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    percent: float | None = None
    pending: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    discussed: tuple[int, ...] = ()
    asked: str = ""

    def to_json(self) -> str:
        """One line of JSON."""
        kept = {name: getattr(self, name) for name in self._fields}
        return json.dumps(
            {name: value for name, value in kept.items() if value not in (None, (), "")}, ensure_ascii=False
        )

    @classmethod
    def from_json(cls, written: str) -> Self:
        """What `to_json` wrote. Raises ValueError when it is something else."""
        loaded = json.loads(written)
        if not isinstance(loaded, dict) or not set(loaded) <= set(cls._fields):
            message = "not a context"
            raise ValueError(message)
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in loaded.items()
        }
        return cls(**values)


class Answer(NamedTuple):
    """A whole answer. *first* alone answers the question; *lines* and *tables* are details; *notes* what to know besides.

    *missing*: what was asked besides and is not there, a sentence each; `whole` tells it in the first line.

    *sources* are the places shown; each fact carries its own. *next_steps*: complete questions worth asking next.
    *heeded*: kinds of operators.csv that the answer rests on, where its first line does not show it.
    """

    question: str
    status: Status
    first: str
    topic: str | None = None
    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    fiscal_years: tuple[int, ...] = ()
    evaluations: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    sources: tuple[Source, ...] = ()
    next_steps: tuple[str, ...] = ()
    read_as: str = ""
    heeded: tuple[str, ...] = ()
    context: Context = Context()

    def with_notes(self, *notes: str) -> Self:
        """The same answer with more notes (each once)."""
        return self._replace(notes=tuple(dict.fromkeys((*self.notes, *notes))))

    def with_missing(self, *sentences: str) -> Self:
        """The same answer with more that is not there (each once, and none that the first line says)."""
        told = (each for each in (*self.missing, *sentences) if each not in self.first)
        return self._replace(missing=tuple(dict.fromkeys(told)))

    def whole(self) -> Self:
        """The same answer with what is missing told in the first line, behind what is there."""
        return self._replace(first="".join((self.first, *self.with_missing().missing)), missing=())
