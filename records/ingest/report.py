"""What ingestion found: as an object for machines, and as lines for people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

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
        "conflicts": list(conflicts_of(ingested)),
        "unsure": [{"line": each.line, "what": each.what} for each in ingested.reading.unsure],
        "problems": [{"line": each.line, "what": each.what} for each in ingested.reading.problems],
        "kept": ingested.kept,
    }


def count_lines(ingested: Ingested) -> dict[str, int]:
    """Written lines: all, those in a passage or record, those set aside."""
    owners = Counter(claim.owner for claim in ingested.reading.claims.values())
    aside = owners.pop("set_aside", 0)
    return {"total": sum(owners.values()) + aside, "in_passages": sum(owners.values()), "set_aside": aside}


def conflicts_of(ingested: Ingested) -> Iterator[dict[str, object]]:
    """Ratings that two places state differently, then the other disagreements."""
    statements: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in ingested.tables["ratings"]:
        # the ministers' rating may differ from the self-evaluation: that is no disagreement
        key = (row["item"], row["evaluation"], row["fiscal_year"], row["evaluator"] == "minister")
        statements[key].append(row)
    for (item, _, year, _), rows in statements.items():
        if len({row["rating"] for row in rows}) > 1:
            yield {
                "item": item,
                "fiscal_year": year,
                "about": "評定",
                "values": [_value(row["rating"], row, ingested) for row in rows],
            }
    for row in ingested.tables["disagreements"]:
        sides = [
            _value(row[f"value_{side}"], {name: row[f"{name}_{side}"] for name in ("place", "page", "line")}, ingested)
            for side in "ab"
        ]
        yield {"item": row["item"], "fiscal_year": row["fiscal_year"], "about": row["about"], "values": sides}


def _value(value: object, row: Row, ingested: Ingested) -> dict[str, object]:
    source = {"document": ingested.document_id, "place": row["place"], "page": row["page"], "line": row["line"]}
    return {"value": value, "sources": [source]}


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


def _conflict_line(conflict: dict[str, object]) -> str:
    values = conflict["values"]
    assert isinstance(values, list)
    sides = " ⇔ ".join(
        f"{each['value']}（{each['sources'][0]['place']} {each['sources'][0]['line']}行）" for each in values
    )
    year = f" {conflict['fiscal_year']}年度" if conflict["fiscal_year"] else ""
    return f"{conflict['item'] or '全体'}{year} {conflict['about']}: {sides}"
