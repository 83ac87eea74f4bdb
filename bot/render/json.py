"""Answer → the machine-readable object: one JSON object on one line, always with the same keys."""

from __future__ import annotations

import json

from bot.answer import Answer, Fact
from bot.render.text import render_text
from records.model import Source


def render_json(answer: Answer) -> str:
    """The answer as one line of JSON; absent values are null, lists may be empty, keys never miss."""
    return json.dumps(
        {
            "question": answer.question,
            "status": answer.status.value,
            "topic": answer.topic,
            "items": list(answer.items),
            "fiscal_years": sorted(answer.fiscal_years),
            "evaluations": list(answer.evaluations),
            "facts": [_fact(fact) for fact in answer.facts],
            "conflicts": [
                {
                    "item": conflict.item,
                    "fiscal_year": conflict.fiscal_year,
                    "about": conflict.about or None,
                    "values": [
                        {"value": side.value, "sources": [_source(source) for source in side.sources]}
                        for side in conflict.values
                    ],
                }
                for conflict in answer.conflicts
            ],
            "candidates": [
                {
                    "item": candidate.item,
                    "indicator": candidate.indicator,
                    "title": candidate.title,
                    "score": candidate.score,
                }
                for candidate in answer.candidates
            ],
            "text": render_text(answer),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _fact(fact: Fact) -> dict[str, object]:
    return {
        "kind": fact.kind,
        "item": fact.item,
        "fiscal_year": fact.fiscal_year,
        "evaluation": fact.evaluation,
        "evaluator": fact.evaluator,
        "label": fact.label,
        "value": fact.value,
        "unit": fact.unit,
        "target": fact.target,
        "computed": fact.computed,
        "sources": [_source(source) for source in fact.sources],
    }


def _source(source: Source) -> dict[str, object]:
    return {"document": source.document, "place": source.place, "page": source.page, "line": source.line}
