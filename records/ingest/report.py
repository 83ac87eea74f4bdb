"""What ingestion found: as an object for machines, and as lines for people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from records.dataset import Row
from records.ingest.ingest import Ingested
from records.ingest.parts import Kind

_PART_NAMES = {
    Kind.CRITERIA: "評定基準", Kind.SLIDE: "概要スライド", Kind.STATUTE: "参照条文", Kind.COVER: "表紙", Kind.CONTENTS: "目次",
    Kind.OVERVIEW: "評価の概要", Kind.OVERALL: "総合評定", Kind.SUMMARY: "項目別評定総括表", Kind.ITEM: "項目別評定調書",
    Kind.UNKNOWN: "その他",
}  # fmt: skip
_RECORD_NAMES = {
    "items": "項目", "ratings": "評定", "indicators": "指標", "indicator_values": "実績値", "indicator_targets": "目標値",
    "staff_counts": "従事人員数", "legal_bases": "根拠・政策", "achievements": "主な成果", "rationales": "根拠・課題", "events": "日付",
    "duties": "法令の手続", "criteria": "評定基準", "passages": "文章", "absences": "未記入", "disagreements": "不一致",
}  # fmt: skip
_SHOWN = 20


def describe(ingested: Ingested) -> dict[str, object]:
    """The object that `ingest --json` prints (ANSWERS: document, lines, records, conflicts, unsure, problems)."""
    document = ingested.tables["documents"][0]
    organization = ingested.tables["organizations"][0]
    counts = count_lines(ingested)
    return {
        "document": {
            "id": document["document_id"],
            "title": document["title"],
            "organization": organization["name"],
            "fiscal_year": document["fiscal_year"],
        },
        "lines": counts,
        "records": {name: len(rows) for name, rows in ingested.tables.items() if name in _RECORD_NAMES},
        "parts": dict(Counter(str(part.kind) for part in ingested.parts)),
        "conflicts": [_as_object(each, ingested) for each in conflicts_of(ingested)],
        "unsure": [{"line": each.line, "what": each.what} for each in ingested.reading.unsure],
        "problems": [{"line": each.line, "what": each.what} for each in ingested.reading.problems],
        "kept": ingested.kept,
    }


def count_lines(ingested: Ingested) -> dict[str, int]:
    """Written lines: all, those in a passage or record, those set aside."""
    owners = Counter(claim.owner for claim in ingested.reading.claims.values())
    aside = owners.pop("set_aside", 0)
    return {"total": sum(owners.values()) + aside, "in_passages": sum(owners.values()), "set_aside": aside}


class Side(NamedTuple):
    """What one place states."""

    value: object
    place: str
    page: int
    line: int


class Conflict(NamedTuple):
    """What two or more places state differently; *item* None: the document as a whole."""

    item: str | None
    fiscal_year: int | None
    about: str
    sides: tuple[Side, ...]


def conflicts_of(ingested: Ingested) -> Iterator[Conflict]:
    """Ratings that two places state differently, then the other disagreements."""
    statements: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in ingested.tables["ratings"]:
        statements[row["item"], row["evaluation"], row["fiscal_year"]].append(row)
    for rows in statements.values():
        if _disagree(rows):
            yield _conflict(rows[0], "評定", [_side(row, "rating") for row in rows])
    for row in ingested.tables["disagreements"]:
        yield _conflict(row, str(row["about"]), [_side(row, "value", "_a"), _side(row, "value", "_b")])


def _disagree(rows: Sequence[Row]) -> bool:
    """Whether places that state one rating differ.

    The ministers' rating may differ from the corporation's own, and a place that names no evaluator (a summary table) may
    have either of the two.
    """
    letters: dict[object, set[object]] = defaultdict(set)
    for row in rows:
        letters[row["evaluator"]].add(row["rating"])
    unattributed = letters.pop(None, set())
    evaluated = set().union(*letters.values())
    is_elsewhere = bool(evaluated) and not unattributed <= evaluated
    return is_elsewhere or any(len(each) > 1 for each in (unattributed, *letters.values()))


def _conflict(row: Row, about: str, sides: Sequence[Side]) -> Conflict:
    item, year = row["item"], row["fiscal_year"]
    return Conflict(str(item) if item else None, int(year) if isinstance(year, int) else None, about, tuple(sides))


def _side(row: Row, name: str, suffix: str = "") -> Side:
    place, page, line = (row[f"{part}{suffix}"] for part in ("place", "page", "line"))
    return Side(row[f"{name}{suffix}"], str(place), int(str(page)), int(str(line)))


def _as_object(conflict: Conflict, ingested: Ingested) -> dict[str, object]:
    values = [
        {
            "value": side.value,
            "sources": [{"document": ingested.document_id, "place": side.place, "page": side.page, "line": side.line}],
        }
        for side in conflict.sides
    ]
    return {
        "item": conflict.item,
        "fiscal_year": conflict.fiscal_year,
        "about": conflict.about,
        "values": values,
    }


def report_lines(ingested: Ingested) -> Iterator[str]:
    """The report that a person reads."""
    document = ingested.tables["documents"][0]
    lines = count_lines(ingested)
    total = lines["total"] or 1
    yield f"文書: {document['title']}（{document['document_id']}、{document['pages']}頁、{document['lines']}行）"
    parts = Counter(part.kind for part in ingested.parts)
    yield "見つかった部分: " + "、".join(f"{_PART_NAMES[kind]} {parts[kind]}" for kind in _PART_NAMES if parts[kind])
    yield (
        f"行: {lines['total']}行（空行を除く）のうち 文章・記録 {lines['in_passages']}行（{100 * lines['in_passages'] / total:.1f}％）、"
        f"記録にしない行 {lines['set_aside']}行（{100 * lines['set_aside'] / total:.1f}％）"
    )
    reasons: Counter[str] = Counter()
    for claim in ingested.reading.claims.values():
        if claim.owner == "set_aside":
            reasons[claim.reason] += 1
    yield from (f"  {reason} {count}行" for reason, count in reasons.most_common())
    yield "記録: " + "、".join(f"{name} {len(ingested.tables[table])}" for table, name in _RECORD_NAMES.items())
    if ingested.kept:
        yield f"同じ文書について人が記録していたもの {ingested.kept}件を引き継ぎました（数値は文書の同じ場所で確かめたもの）。"
    conflicts = list(conflicts_of(ingested))
    yield from _section("文書の中の不一致", [_conflict_line(each) for each in conflicts])
    for title, remarks in (("確かめてほしいところ", ingested.reading.unsure), ("問題", ingested.reading.problems)):
        yield from _section(title, [f"{each.line}行: {each.what}" if each.line else each.what for each in remarks])


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield f"{title}: {len(lines)}件"
    yield from (f"  {line}" for line in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        yield f"  ほか{len(lines) - _SHOWN}件（--json ですべて見られます）"


def _conflict_line(conflict: Conflict) -> str:
    sides = " ⇔ ".join(f"{side.value}（{side.place} {side.line}行）" for side in conflict.sides)
    year = f" {conflict.fiscal_year}年度" if conflict.fiscal_year else ""
    return f"{conflict.item or '全体'}{year} {conflict.about}: {sides}"
