"""A document as its spec says → its text, and what reading it must give back.

spec = random_spec(7, items=19, evaluations=("annual", "prospective"))
generated = generate(spec)
generated.text            # as the text layer of such a PDF has it
generated.expected        # ratings, values, passages … as plain rows
generated.page_starts     # line (from 1) on which each page begins
generated.parts           # kind, form number and first line of each part
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from tests.records.ingest.expected import Expected, expected
from tests.records.ingest.front_forms import (
    print_cover,
    print_overall,
    print_overview,
    print_slides,
    print_summary,
)
from tests.records.ingest.item_forms import print_item_form
from tests.records.ingest.layout import Printer, Setter, printed
from tests.records.ingest.specs import Spec


class GeneratedPart(NamedTuple):
    """A part: its kind (a value of records.ingest.parts.Kind), its form's number, and its first line (from 1)."""

    kind: str
    form: str
    line: int


@dataclass(frozen=True, slots=True)
class Generated:
    """A generated document."""

    text: str
    expected: Expected
    page_starts: tuple[int, ...]
    parts: tuple[GeneratedPart, ...]


def generate(spec: Spec) -> Generated:
    """The document of *spec*; the same spec gives the same text."""
    printer = Printer(Setter(spec.switches, Random(spec.seed)))  # noqa: S311 - chance for layout, not for secrets
    if spec.switches.slides:
        print_slides(printer, spec)
    for evaluation in spec.evaluations:
        if spec.switches.front_matter:
            print_cover(printer, spec, evaluation)
        print_overview(printer, spec, evaluation)
        print_overall(printer, spec, evaluation)
        print_summary(printer, spec, evaluation)
        for item in spec.items:
            print_item_form(printer, spec, item, item.form(evaluation))
    text, starts = printed(printer)
    parts = tuple(GeneratedPart(part.kind, part.form, starts[part.page]) for part in printer.parts)
    return Generated(text, expected(spec), tuple(starts), parts)
