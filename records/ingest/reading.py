"""What reading a document has found so far: rows, who claims each line, what is unsure, what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from records.dataset import Cell, Row
from records.ingest.pages import Line
from records.ingest.text import Joined
from records.tables import TABLE_NAMES


class Remark(NamedTuple):
    """Something to look at: the line (0: the document as a whole) and one Japanese line about it."""

    line: int
    what: str


class Claim(NamedTuple):
    """Who accounts for a line: a table ("ratings"), a passage ("passages"), or "set_aside" with its reason."""

    owner: str
    reason: str = ""


class Level(NamedTuple):
    """What an item form states in words of an item's importance or difficulty: *name* is the column of `items`."""

    item: str
    name: str
    is_high: bool
    stated: str
    place: str
    line: Line


@dataclass(slots=True)
class Reading:
    """Collects rows and claims. *unsure*: values to be looked at; *problems*: what is missing, doubled or impossible."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLE_NAMES})
    claims: dict[int, Claim] = field(default_factory=dict)
    unsure: list[Remark] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)
    sections: dict[str, tuple[str, str, Line]] = field(default_factory=dict)
    levels: list[Level] = field(default_factory=list)
    texts: list[tuple[Row, Joined]] = field(default_factory=list)  # the passages, every character with its line
    _on_line: Counter[tuple[str, int]] = field(default_factory=Counter)

    def add(self, table: str, line: Line, place: str, **cells: Cell) -> Row:
        """Add a row of *table* stated at *line* in *place*; `n` is counted per line where the table has it and it is not given."""
        row: Row = {**cells, "place": place, "page": line.page, "line": line.number}
        if table in _NUMBERED_BY_LINE:
            self._on_line[table, line.number] += 1
            row["n"] = self._on_line[table, line.number]
        self.tables[table].append(row)
        return row

    def passage(self, lines: Iterable[Line], place: str, kind: str, **cells: Cell) -> None:
        """Keep *lines* whole as one passage of *kind*; its `n` counts the passages of that item, evaluation, kind and block."""
        joined = Joined.of(lines)
        if not joined.lines:
            return
        first, last = joined.lines[0], joined.lines[-1]
        row: Row = {"item": None, "evaluation": None, "fiscal_year": None, "block": 1, **cells, "kind": kind}
        key = ("passages", row["item"], row["evaluation"], kind, row["block"])
        self._counted[key] += 1
        row |= {"n": self._counted[key], "text": joined.text, "place": place, "page": first.page, "line": first.number}
        row |= {"last_page": last.page, "last_line": last.number}
        self.tables["passages"].append(row)
        self.texts.append((row, joined))
        self.claim(joined.lines, "passages")

    _counted: Counter[tuple[Cell, ...]] = field(default_factory=Counter)

    def absent(
        self, kind: str, line: Line, place: str, evaluation: str, text: str, fiscal_year: int | None = None
    ) -> None:
        """Note that the document leaves something blank, or as a template's remain."""
        self.add("absences", line, place, kind=kind, evaluation=evaluation, fiscal_year=fiscal_year, text=text)

    def claim(self, lines: Iterable[Line], owner: str) -> None:
        """Account for *lines*: the first owner of a line keeps it."""
        for line in lines:
            if not line.is_blank:
                self.claims.setdefault(line.number, Claim(owner))

    def set_aside(self, lines: Iterable[Line], reason: str) -> None:
        """Account for *lines* as holding no record, with the *reason* in Japanese."""
        for line in lines:
            if not line.is_blank:
                self.claims.setdefault(line.number, Claim("set_aside", reason))

    def doubt(self, line: Line | int, what: str) -> None:
        """Note a value that should be looked at."""
        self.unsure.append(Remark(line if isinstance(line, int) else line.number, what))

    def problem(self, line: Line | int, what: str) -> None:
        """Note something that is missing, doubled or impossible."""
        self.problems.append(Remark(line if isinstance(line, int) else line.number, what))


_NUMBERED_BY_LINE = frozenset({"ratings", "indicator_values", "indicator_targets", "events"})
