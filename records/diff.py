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
        # one row more or less moves the numbers of those behind it: rows of one group are the same by what they say
        group = tuple(name for name in names if name != "n")
        old_rows, new_rows = before.get(table.name, ()), after.get(table.name, ())
        old, new = _grouped(old_rows, group), _grouped(new_rows, group)
        for key in dict.fromkeys((*old, *new)):
            yield from _compare_group(table.name, names, old.get(key, []), new.get(key, []))


def _grouped(rows: Sequence[Row], names: tuple[str, ...]) -> dict[tuple[Cell, ...], list[Row]]:
    grouped: dict[tuple[Cell, ...], list[Row]] = defaultdict(list)
    for row in rows:
        grouped[tuple(row[name] for name in names)].append(row)
    return grouped


def _compare_group(table: str, names: tuple[str, ...], old: list[Row], new: list[Row]) -> Iterator[Difference]:
    """Equal rows go, then those that say the same elsewhere; the rest is compared subject by subject."""
    rest_old, rest_new = list(old), list(new)
    for is_twin in (_is_equal, _says_the_same):
        for row in list(rest_old):
            twin = next((other for other in rest_new if is_twin(row, other)), None)
            if twin is None:
                continue
            rest_old.remove(row)
            rest_new.remove(twin)
            if row != twin:
                yield Difference("moved", table, tuple(row[name] for name in names), *_changed(row, twin))
    left, right = _grouped(rest_old, names), _grouped(rest_new, names)
    for subject in dict.fromkeys((*left, *right)):
        yield from _compare_rows(table, subject, left.get(subject, []), right.get(subject, []))


def _is_equal(row: Row, other: Row) -> bool:
    return row == other


def _says_the_same(row: Row, other: Row) -> bool:
    return _content(row) == _content(other)


def _compare_rows(
    table: str, subject: tuple[Cell, ...], rest_old: list[Row], rest_new: list[Row]
) -> Iterator[Difference]:
    """Rows about one subject that say different things: paired in their order, the rest was added or removed."""
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
