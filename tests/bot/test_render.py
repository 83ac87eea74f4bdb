"""Text and JSON of answers: nothing that an answer states is lost, whatever it holds, and every line is one object."""

from __future__ import annotations

import json
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Answer, Candidate, Fact, Status, Table
from bot.ask import Desk
from bot.render.json import render_json
from bot.render.text import render_text
from records.model import Source
from tests.bot.contract import KEYS, assert_contract
from tests.conftest import ASKED_ON
from tests.corpus.cases import corpus_files, last_answer, load_corpus

# what a person asks for by name, and so reads in full; the letters behind a count or a change stand in the facts alone
_READ_IN_FULL = frozenset({
    "staff", "title", "rationale", "issues_and_response", "mid_term_goal", "mid_term_plan", "annual_plan", "viewpoints",
    "result", "self_evaluation", "legal_basis", "related_policy", "criterion",
})  # fmt: skip
_COUNTS = frozenset({"items", "changes"})

_texts = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=8)
_sources = st.builds(Source, _texts, _texts, st.integers(1, 9), st.integers(1, 9))
_facts = st.builds(
    Fact,
    kind=st.sampled_from(["rating", "indicator", "staff"]),
    item=st.none() | _texts,
    fiscal_year=st.none() | st.integers(1900, 2100),
    value=_texts | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    sources=st.lists(_sources, min_size=1, max_size=3).map(tuple),
)
_answers = st.builds(
    Answer,
    question=_texts,
    status=st.sampled_from(Status),
    first=_texts,
    lines=st.lists(_texts, max_size=5).map(tuple),
    tables=st.lists(st.builds(Table, caption=_texts, header=st.tuples(_texts, _texts), rows=st.lists(st.tuples(_texts, _texts), max_size=4).map(tuple)), max_size=2).map(tuple),
    notes=st.lists(_texts, max_size=5).map(tuple),
    facts=st.lists(_facts, max_size=5).map(tuple),
    fiscal_years=st.lists(st.integers(1900, 2100), unique=True, max_size=4).map(tuple),
    candidates=st.lists(st.builds(Candidate, title=_texts, score=st.integers(0, 100), item=_texts), max_size=3).map(tuple),
    sources=st.lists(_sources, max_size=4).map(tuple),
)  # fmt: skip


def _plain(text: object) -> str:
    return "".join(str(text).split())


def test_every_fact_of_an_answer_to_each_case_of_the_corpora_is_shown(desk: Desk) -> None:
    """Letters, numbers of persons and quoted texts stand in the text that a person reads, and all facts in the JSON."""
    seen: Counter[str] = Counter()
    for path in corpus_files():
        for case in load_corpus(path, ASKED_ON):
            for said in case.says[:1]:
                answer = last_answer(desk, said)
                read = assert_contract(render_json(answer))
                text = _plain(render_text(answer))
                assert [fact["value"] for fact in read["facts"]] == [fact.value for fact in answer.facts]
                for fact in answer.facts:
                    if fact.kind in _READ_IN_FULL or (fact.kind == "rating" and answer.topic not in _COUNTS):
                        assert _plain(fact.value) in text, (said, fact)
                        seen[fact.kind] += 1
    assert _READ_IN_FULL | {"rating"} <= seen.keys()


@settings(derandomize=True, deadline=None, max_examples=40)
@given(answer=_answers)
def test_any_answer_is_one_object_on_one_line(answer: Answer) -> None:
    """With the agreed keys, the facts and the sources as they are, and the whole text."""
    line = render_json(answer)
    assert "\n" not in line
    read = json.loads(line)
    assert set(read) == KEYS
    assert read["text"] == render_text(answer)
    assert read["fiscal_years"] == sorted(answer.fiscal_years)
    assert [(fact["kind"], fact["item"], fact["fiscal_year"], fact["value"]) for fact in read["facts"]] == [
        (fact.kind, fact.item, fact.fiscal_year, fact.value) for fact in answer.facts
    ]
    assert [len(fact["sources"]) for fact in read["facts"]] == [len(fact.sources) for fact in answer.facts]


@settings(derandomize=True, deadline=None, max_examples=40)
@given(answer=_answers)
def test_the_text_of_any_answer_holds_all_that_it_says(answer: Answer) -> None:
    """First line, lines, every cell of every table, notes, candidates by their titles."""
    text = render_text(answer)
    assert text.startswith(answer.first)
    cells = [cell for table in answer.tables for row in (table.header, *table.rows) for cell in row]
    for said in (*answer.lines, *cells, *answer.notes, *(each.title for each in answer.candidates)):
        assert said.rstrip() in text
