"""What people recorded of the very same document by reading it, kept where the document bears it out.

Ingestion reads tables and series; people also record figures, gaps and disagreements from running text. When the document
is the same to the byte (SHA-256), such rows hold as before: figures are kept where they stand at their stated line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from records.dataset import Dataset, Row
from records.ingest.reading import Reading
from records.ingest.text import compact

_PART = 10
_ABOVE, _BELOW = 2, 6  # a figure may be cut over lines


def keep_records(reading: Reading, known: Dataset, texts: Sequence[str]) -> int:
    """Add to *reading* what *known* has besides, and returns how many rows. *texts*: the document's lines, in order."""
    folded = [compact(text) for text in texts]
    kept = 0
    for table in ("indicator_values", "indicator_targets"):
        standing = [row for row in known.tables[table] if _stands(row, folded) and _has_item(reading, known, row)]
        # one fact, with the conditions that people noted beside it
        noted = {_fact(row) for row in standing}
        found = [row for row in reading.tables[table] if _fact(row) not in noted]
        reading.tables[table][:] = [*map(dict, standing), *_numbered_behind(standing, found)]
        kept += len(standing)
    kept += _keep_indicators(reading, known)
    kept += _keep_briefs(reading, known)
    blank = {(row["kind"], row["evaluation"]) for row in reading.tables["absences"]}
    gaps = [dict(row) for row in known.tables["absences"] if (row["kind"], row["evaluation"]) not in blank]
    doubts = [dict(row) for row in known.tables["disagreements"] if not _is_found(row, reading.tables["disagreements"])]
    reading.tables["absences"].extend(gaps)
    reading.tables["disagreements"].extend(doubts)
    return kept + len(gaps) + len(doubts)


def _is_found(row: Row, found: Sequence[Row]) -> bool:
    """Whether reading has found the same disagreement: of one item and year, with one of its places the same."""
    return any(
        (each["item"], each["fiscal_year"]) == (row["item"], row["fiscal_year"])
        and bool({each["line_a"], each["line_b"]} & {row["line_a"], row["line_b"]})
        for each in found
    )


def _keep_briefs(reading: Reading, known: Dataset) -> int:
    """The texts in brief that people wrote of goals, plans and results, and the dated events they found."""
    items = {row["item"] for row in reading.tables["items"]}
    briefs = [dict(row) for row in known.tables["briefs"] if row["item"] in items]
    reading.tables["briefs"].extend(briefs)
    events = [dict(row) for row in known.tables["events"] if row["item"] in items]
    dated = {(row["item"], row["evaluation"], row["date"], row["line"]) for row in events}
    found = [
        row
        for row in reading.tables["events"]
        if (row["item"], row["evaluation"], row["date"], row["line"]) not in dated
    ]
    counts: dict[object, int] = {}
    for row in (*events, *found):
        counts[row["line"]] = counts.get(row["line"], 0) + 1
        row["n"] = counts[row["line"]]
    reading.tables["events"][:] = [*events, *found]
    return len(briefs) + len(events)


def _fact(row: Row) -> tuple[object, ...]:
    """What a row states, without its line: one value that two lines of one place state is one fact.

    A part is known by how it begins (うちマイナンバーカード関係事務…), however long it is written.
    """
    part = str(row.get("part") or "")[:_PART]
    return (part, *(row.get(name) for name in ("indicator_id", "evaluation", "fiscal_year", "value", "place")))


def _stands(row: Row, folded: Sequence[str]) -> bool:
    line = int(str(row["line"]))
    return compact(str(row["stated"])) in "".join(folded[max(0, line - 1 - _ABOVE) : line + _BELOW])


def _has_item(reading: Reading, known: Dataset, row: Row) -> bool:
    items = {each["item"] for each in reading.tables["items"]}
    return any(
        each["indicator_id"] == row["indicator_id"] and each["item"] in items for each in known.tables["indicators"]
    )


def _numbered_behind(standing: Sequence[Row], found: Sequence[Row]) -> Iterator[Row]:
    """The rows *found*, their `n` counted on behind those of the lines that *standing* has taken."""
    last: Counter[object] = Counter()
    for row in standing:
        last[row["line"]] = max(last[row["line"]], int(str(row["n"])))
    for row in found:
        last[row["line"]] += 1
        yield {**row, "n": last[row["line"]]}


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
