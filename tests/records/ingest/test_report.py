"""The report of ingestion: for machines and for people."""

from __future__ import annotations

import json
from dataclasses import replace

from records.dataset import Row
from records.ingest.ingest import Ingested
from records.ingest.report import conflicts_of, count_lines, describe, report_lines
from tests.records.ingest.generate import Generated
from tests.records.ingest.pieces import ingest_text


def _disagreeing(ingested: Ingested) -> Ingested:
    """The same with one rating that its summary table states otherwise, and two places that differ."""
    ratings = [dict(row) for row in ingested.tables["ratings"]]
    first = next(row for row in ratings if row["evaluator"] == "self" and row["item"])
    other: Row = {**first, "rating": "C" if first["rating"] != "C" else "D", "place": "総括表", "evaluator": None}
    pair: Row = {
        "item": None, "fiscal_year": 2024, "about": "様式番号", "value_a": "甲", "place_a": "目次", "page_a": 1, "line_a": 2,
        "value_b": "乙", "place_b": "本文", "page_b": 3, "line_b": 4, "note": None,
    }  # fmt: skip
    tables = {**ingested.tables, "ratings": (first, other), "disagreements": (pair,)}
    return replace(ingested, tables=tables)


def test_the_object_has_the_shape_that_machines_read(ingested: Ingested) -> None:
    """Document, lines, records, conflicts, unsure, problems; it is JSON."""
    found = json.loads(json.dumps(describe(ingested)))
    assert set(found) >= {"document", "lines", "records", "conflicts", "unsure", "problems"}
    assert set(found["document"]) == {"id", "title", "organization", "fiscal_year"}
    assert set(found["lines"]) == {"total", "in_passages", "set_aside"}
    assert found["records"]["items"] == 3
    assert found["records"]["ratings"] == len(ingested.tables["ratings"])
    assert (found["conflicts"], found["problems"]) == ([], [])


def test_the_lines_add_up(ingested: Ingested, generated: Generated) -> None:
    """Every written line is in a record or passage, or set aside."""
    lines = count_lines(ingested)
    assert lines["total"] == sum(1 for line in generated.text.split("\n") if line.strip())
    assert lines["total"] == lines["in_passages"] + lines["set_aside"]


def test_a_conflict_names_both_values_with_their_sources(ingested: Ingested) -> None:
    """Document, place, page and line of each."""
    rating, pair = json.loads(json.dumps(describe(_disagreeing(ingested))))["conflicts"]
    assert (rating["about"], len(rating["values"])) == ("評定", 2)
    assert pair == {
        "item": None, "fiscal_year": 2024, "about": "様式番号", "values": [
            {"value": "甲", "sources": [{"document": ingested.document_id, "place": "目次", "page": 1, "line": 2}]},
            {"value": "乙", "sources": [{"document": ingested.document_id, "place": "本文", "page": 3, "line": 4}]},
        ],
    }  # fmt: skip


def test_the_ministers_may_rate_otherwise(ingested: Ingested) -> None:
    """Their rating beside the corporation's own is no conflict, nor is a summary table that takes it over."""
    found = _disagreeing(ingested)
    own, summary = found.tables["ratings"]
    minister = {**summary, "evaluator": "minister", "place": "調書"}

    def abouts(*rows: Row) -> list[str]:
        tables = {**found.tables, "ratings": rows, "disagreements": ()}
        return [each.about for each in conflicts_of(replace(found, tables=tables))]

    assert abouts(own, minister) == []
    assert abouts(own, minister, summary) == []
    assert abouts(own, minister, {**summary, "rating": "S"}) == ["評定"]
    assert abouts(own, {**own, "rating": summary["rating"]}) == ["評定"]
    assert abouts(own, minister, summary, {**summary, "rating": own["rating"]}) == ["評定"]


def test_people_read_what_was_found_and_what_to_look_at(ingested: Ingested, generated: Generated) -> None:
    """Parts, coverage, records, and each doubt with its line."""
    text = "\n".join(report_lines(ingested))
    for words in (
        "見つかった部分: ",
        "項目別評定調書 6",
        "文章・記録 ",
        "記録: 項目 3、",
        "文書の中の不一致: 0件",
        "確かめてほしいところ: 0件",
        "問題: 0件",
    ):
        assert words in text
    odd = "\n".join(report_lines(ingest_text(generated.text.replace("（Ｓ、Ａ、Ｂ、Ｃ、", "（段階は、"))))
    assert "行: 様式1-1-2 総合評定（年度評価）に評定の欄が見つかりません。" in odd


def test_conflicts_are_lines_for_people(ingested: Ingested) -> None:
    """Item, year, what it is about, and both sides."""
    lines = list(report_lines(_disagreeing(ingested)))
    assert "文書の中の不一致: 2件" in lines
    assert "  全体 2024年度 様式番号: 甲（目次 2行） ⇔ 乙（本文 4行）" in lines


def test_a_long_list_is_cut_and_says_so(ingested: Ingested) -> None:
    """The rest is in the object for machines."""
    found = _disagreeing(ingested)
    (pair,) = found.tables["disagreements"]
    many = replace(found, tables={**found.tables, "disagreements": tuple({**pair, "line_a": n} for n in range(40))})
    assert "  ほか21件（--json ですべて見られます）" in list(report_lines(many))
