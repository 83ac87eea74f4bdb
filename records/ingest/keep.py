"""What people recorded of the very same document by reading it, kept where the document bears it out.

Ingestion reads tables and series; people also record figures, gaps and disagreements from running text. When the document
is the same to the byte (SHA-256), such rows hold as before: figures are kept where they stand at their stated line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from records.dataset import Dataset, Row
from records.ingest.reading import Reading
from records.ingest.text import compact

_ABOVE, _BELOW = 2, 6  # a figure may be cut over lines


def keep_records(reading: Reading, known: Dataset, texts: Sequence[str]) -> int:
    """Add to *reading* what *known* has besides, and returns how many rows. *texts*: the document's lines, in order."""
    folded = [compact(text) for text in texts]
    kept = 0
    for table in ("indicator_values", "indicator_targets"):
        have = {_fact(row) for row in reading.tables[table]}
        for row in known.tables[table]:
            if _fact(row) not in have and _stands(row, folded) and _has_item(reading, known, row):
                _add_numbered(reading, table, row)
                kept += 1
    kept += _keep_indicators(reading, known)
    for table, key in (("disagreements", ("line_a", "line_b")), ("absences", ("kind", "evaluation"))):
        have_keys = {tuple(row[name] for name in key) for row in reading.tables[table]}
        for row in known.tables[table]:
            if tuple(row[name] for name in key) not in have_keys:
                reading.tables[table].append(dict(row))
                kept += 1
    return kept


def _fact(row: Row) -> tuple[object, ...]:
    """What a row states, without its line: one value stated by two lines of one place is one fact."""
    return tuple(row.get(name) for name in ("indicator_id", "evaluation", "fiscal_year", "part", "value", "place"))


def _stands(row: Row, folded: Sequence[str]) -> bool:
    line = int(str(row["line"]))
    return compact(str(row["stated"])) in "".join(folded[max(0, line - 1 - _ABOVE) : line + _BELOW])


def _has_item(reading: Reading, known: Dataset, row: Row) -> bool:
    items = {each["item"] for each in reading.tables["items"]}
    return any(
        each["indicator_id"] == row["indicator_id"] and each["item"] in items for each in known.tables["indicators"]
    )


def _add_numbered(reading: Reading, table: str, row: Row) -> None:
    taken = [int(str(each["n"])) for each in reading.tables[table] if each["line"] == row["line"]]
    reading.tables[table].append({**row, "n": max(taken, default=0) + 1})


def _keep_indicators(reading: Reading, known: Dataset) -> int:
    """The indicators that kept values belong to, or that the records name without a figure; all in the records' order."""
    have = {row["indicator_id"] for row in reading.tables["indicators"]}
    items = {row["item"] for row in reading.tables["items"]}
    missing = [
        dict(row) for row in known.tables["indicators"] if row["indicator_id"] not in have and row["item"] in items
    ]
    reading.tables["indicators"].extend(missing)
    order = {row["indicator_id"]: number for number, row in enumerate(_ordered(reading, known), start=1)}
    for row in reading.tables["indicators"]:
        row["position"] = order[row["indicator_id"]]
    reading.tables["indicators"].sort(key=lambda row: int(str(row["position"])))
    return len(missing)


def _ordered(reading: Reading, known: Dataset) -> Iterator[Row]:
    position = {row["indicator_id"]: number for number, row in enumerate(known.tables["indicators"])}
    items = [row["item"] for row in reading.tables["items"]]
    yield from sorted(
        reading.tables["indicators"],
        key=lambda row: (
            items.index(row["item"]),
            position.get(row["indicator_id"], len(position)),
            str(row["indicator_id"]),
        ),
    )
