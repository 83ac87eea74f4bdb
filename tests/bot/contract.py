"""The JSON contract of an answer, asserted in one place for every status, topic and surface."""

from __future__ import annotations

import json
from typing import Any

KEYS = {
    "question", "status", "topic", "items", "fiscal_years", "evaluations", "facts", "conflicts", "candidates", "text",
}  # fmt: skip
STATUSES = {"answered", "ambiguous", "no_data", "not_understood", "out_of_scope"}
_FACT_KEYS = {
    "kind", "item", "fiscal_year", "evaluation", "evaluator", "label", "value", "unit", "target", "computed", "sources",
}  # fmt: skip


def assert_contract(line: str) -> dict[str, Any]:
    """*line* is one JSON object with exactly the agreed keys and types; gives it back."""
    assert "\n" not in line
    answer = json.loads(line)
    assert set(answer) == KEYS
    assert answer["status"] in STATUSES
    assert answer["fiscal_years"] == sorted(set(answer["fiscal_years"]))
    assert set(answer["evaluations"]) <= {"annual", "prospective", "final"}
    assert answer["text"].strip()
    assert "<@" not in answer["text"]
    for fact in answer["facts"]:
        assert set(fact) == _FACT_KEYS
        assert fact["evaluator"] in {None, "self", "minister"}
        assert fact["sources"], fact
        _assert_sources(fact["sources"])
    for conflict in answer["conflicts"]:
        assert set(conflict) >= {"item", "fiscal_year", "values"}
        assert len({side["value"] for side in conflict["values"]}) > 1
        for side in conflict["values"]:
            _assert_sources(side["sources"])
    for candidate in answer["candidates"]:
        assert candidate["item"] or candidate["indicator"]
        assert 0 <= candidate["score"] <= 100
    if answer["status"] in {"out_of_scope", "not_understood", "ambiguous"}:
        assert answer["facts"] == []
        assert answer["fiscal_years"] == []
    if answer["status"] == "ambiguous":
        assert len(answer["candidates"]) > 1
    return dict(answer)


def _assert_sources(sources: list[dict[str, Any]]) -> None:
    for source in sources:
        assert set(source) == {"document", "place", "page", "line"}
        assert source["page"] > 0
        assert source["line"] > 0
