"""A small slice of what scripts/fuzz does, the same each time: no damage raises, breaks the contract or gives a wrong rating."""

from __future__ import annotations

from bot.ask import Desk
from tests.fuzz.ask import fuzz_questions
from tests.fuzz.ingest import Became, fuzz_documents
from tests.fuzz.questions import DAMAGING, PRESERVING
from tests.records.ingest.generate import generate
from tests.records.ingest.inventions import random_spec
from tests.records.ingest.mutate import MUTATIONS

# what a document states once, nothing else in it contradicts
_UNNOTICEABLE = frozenset({"change_digit", "change_letter"})


def test_damaged_questions_are_answered_rightly_or_not_at_all(desk: Desk) -> None:
    """Every damage, many times: one answer each, within the contract, and no rating that the tables do not state."""
    outcome = fuzz_questions(desk, seed=2024, number=1_500)
    assert "\n".join(fault.line() for fault in outcome.faults) == ""
    assert {kind for kind, _ in outcome.changed} == {*DAMAGING, *PRESERVING}
    same = sum(times for (kind, became), times in outcome.changed.items() if kind in PRESERVING and became == "same")
    assert same > 300


def test_a_damaged_document_is_read_with_a_remark_or_gives_the_same() -> None:
    """Nothing raises or hangs; ratings and values that differ from those of the sound document never do so in silence."""
    text = generate(random_spec(21, items=2, evaluations=("annual",))).text
    outcome = fuzz_documents({"two items": text}, seed=2024, number=1, damages=list(MUTATIONS))
    assert outcome.crashes == []
    assert [each.line() for each in outcome.silent if each.damage not in _UNNOTICEABLE] == []
    assert sum(outcome.counted.values()) == len(MUTATIONS)
    noticed = {damage for (damage, became) in outcome.counted if became in {Became.REPORTED, Became.REFUSED}}
    assert {"drop_rating", "impossible_rating", "double_item_form", "double_pages"} <= noticed
