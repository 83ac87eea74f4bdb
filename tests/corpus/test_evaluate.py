"""The report of scripts/evaluate: what it counts, and that the corpora have nothing wrong in it."""

from __future__ import annotations

from dataclasses import replace

from bot.ask import Desk
from tests.conftest import ASKED_ON
from tests.corpus.cases import MESSAGES, load_corpus
from tests.corpus.evaluate import evaluate, report


def test_right_decisions_fill_the_diagonal(desk: Desk) -> None:
    """Every question of a corpus is counted once, under what was expected of it."""
    cases = load_corpus(MESSAGES / "not_recorded.toml", ASKED_ON)
    outcomes = evaluate(desk, cases)
    assert len(outcomes) == sum(len(case.says) for case in cases)
    assert {each.expected for each in outcomes} == {"answer", "ask back", "decline"}
    assert all(each.given == each.expected for each in outcomes)
    lines = report(outcomes, seconds=1.0)
    assert lines[0].split() == [
        "expected",
        "\\",
        "given",
        "answer",
        "wrong",
        "answer",
        "ask",
        "back",
        "decline",
        "recall",
    ]
    assert [line.split()[-1] for line in lines[1:4]] == ["100.0%"] * 3
    assert not any(each.faults for each in outcomes)


def test_an_answer_about_another_item_is_a_wrong_answer_and_is_shown(desk: Desk) -> None:
    """It lowers precision and recall, and stands in the report with its question."""
    case = load_corpus(MESSAGES / "pairs.toml", ASKED_ON)[0]
    wrong = replace(case, means={**case.means, "items": ("Ⅱ-2",)}, says=case.says[:1])
    outcomes = evaluate(desk, (wrong,))
    assert [each.given for each in outcomes] == ["wrong answer"]
    lines = report(outcomes, seconds=1.0)
    assert any(line.split() == ["answered", "for", "a", "wrong", "item", "1"] for line in lines)
    assert any(case.says[0][0] in line for line in lines)
