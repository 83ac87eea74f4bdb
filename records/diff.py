"""Two data folders of one document: which records were added, removed or changed.

Rows are matched by what they are about, not by their line: a record that only stands elsewhere has moved, no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from records.dataset import Cell, Row
from records.tables import TABLES

Tables = Mapping[str, Sequence[Row]]

# what a row of each table is about
SUBJECTS: dict[str, tuple[str, ...]] = {
    "organizations": ("organization_id",),
    "periods": ("period_id",),
    "documents": ("document_id",),
    "pages": ("page",),
    "scales": ("scale_id", "rating"),
    "criteria": ("rating", "kind", "n"),
    "sections": ("section",),
    "items": ("item",),
    "item_titles": ("item", "evaluation"),
    "ratings": ("item", "evaluation", "fiscal_year", "evaluator", "place"),
    "indicators": ("indicator_id",),
    "indicator_values": ("indicator_id", "evaluation", "fiscal_year", "part", "place"),
    "indicator_targets": ("indicator_id", "evaluation", "fiscal_year", "place"),
    "achievements": ("item", "evaluation", "n"),
    "rationales": ("item", "evaluation", "kind", "n"),
    "briefs": ("item", "evaluation", "kind", "block", "n"),
    "staff_counts": ("item", "evaluation", "fiscal_year"),
    "legal_bases": ("item", "evaluation", "kind", "n"),
    "events": ("item", "evaluation", "date", "place"),
    "duties": ("article", "paragraph", "n"),
    "ministers": ("evaluation", "minister", "role"),
    "absences": ("kind", "evaluation", "fiscal_year"),
    "disagreements": ("item", "fiscal_year", "about"),
    "passages": ("item", "evaluation", "kind", "block", "n"),
    "set_aside": ("line",),
    "corrections": ("table_name", "row_key", "column_name"),
}
_PLACES = frozenset({"page", "line", "n", "last_page", "last_line", "first_line", "position"})
# facts that a person may read aloud; the rest is text
FACTS = frozenset({
    "items", "item_titles", "ratings", "indicators", "indicator_values", "indicator_targets", "staff_counts", "legal_bases",
    "periods", "criteria", "duties", "ministers", "sections",
})  # fmt: skip


class Difference(NamedTuple):
    """One difference. *kind*: added, removed, changed, or moved (only its place is another)."""

    kind: str
    table: str
    subject: tuple[Cell, ...]
    before: dict[str, Cell]
    after: dict[str, Cell]


def compare(before: Tables, after: Tables) -> Iterator[Difference]:
    """Every difference between the tables, in the order of the tables."""
    for table in TABLES:
        names = SUBJECTS[table.name]
        old, new = _grouped(before.get(table.name, ()), names), _grouped(after.get(table.name, ()), names)
        for subject in dict.fromkeys((*old, *new)):
            yield from _compare_rows(table.name, subject, old.get(subject, []), new.get(subject, []))


def _grouped(rows: Sequence[Row], names: tuple[str, ...]) -> dict[tuple[Cell, ...], list[Row]]:
    grouped: dict[tuple[Cell, ...], list[Row]] = defaultdict(list)
    for row in rows:
        grouped[tuple(row[name] for name in names)].append(row)
    return grouped


def _compare_rows(table: str, subject: tuple[Cell, ...], old: list[Row], new: list[Row]) -> Iterator[Difference]:
    """Rows about one subject: equal ones go, then the nearest are paired, the rest was added or removed."""
    rest_old = [row for row in old if row not in new]
    rest_new = [row for row in new if row not in old]
    for row in list(rest_old):
        twin = next((other for other in rest_new if _content(other) == _content(row)), None)
        if twin is not None:
            rest_old.remove(row)
            rest_new.remove(twin)
            yield Difference("moved", table, subject, *_changed(row, twin))
    for row, other in zip(rest_old, rest_new, strict=False):
        yield Difference("changed", table, subject, *_changed(row, other))
    for row in rest_old[len(rest_new) :]:
        yield Difference("removed", table, subject, dict(row), {})
    for row in rest_new[len(rest_old) :]:
        yield Difference("added", table, subject, {}, dict(row))


def _content(row: Row) -> dict[str, Cell]:
    return {name: value for name, value in row.items() if name not in _PLACES}


def _changed(row: Row, other: Row) -> tuple[dict[str, Cell], dict[str, Cell]]:
    names = [name for name in row if row[name] != other.get(name)]
    return {name: row[name] for name in names}, {name: other.get(name) for name in names}


def line_of(difference: Difference) -> str:
    """The difference as one Japanese line."""
    subject = "・".join(str(part) for part in difference.subject if part is not None)
    sign = {"added": "＋", "removed": "－", "changed": "≠", "moved": "→"}[difference.kind]
    if difference.kind in {"added", "removed"}:
        row = difference.after or difference.before
        shown = "、".join(
            f"{name}={_short(value)}" for name, value in row.items() if name not in _PLACES and value is not None
        )
        return f"{sign} {difference.table} {subject}: {shown}"
    pairs = (
        f"{name} {_short(difference.before[name])} → {_short(difference.after[name])}" for name in difference.before
    )
    return f"{sign} {difference.table} {subject}: {'、'.join(pairs)}"


_LONGEST = 40


def _short(value: Cell) -> str:
    text = "（空欄）" if value is None else str(value).replace("\n", "／")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
