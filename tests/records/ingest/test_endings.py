"""How the cells of a column end, and how firmly a document keeps to it."""

from __future__ import annotations

from records.ingest.columns import read_header
from records.ingest.endings import Endings, learn_endings
from records.ingest.pages import Line

_COLUMNS = read_header("中期目標 中期計画 主な評価指標 業務実績 自己評価")
_GOAL, _PLAN, _VIEWPOINTS, _RESULT, _ = _COLUMNS


def _cells(*texts: str) -> list[tuple[str, list[Line]]]:
    return [("mid_term_goal", [Line(1, text, 1), Line(2, " ", 1)]) for text in texts]


def test_goals_and_plans_end_otherwise() -> None:
    """こと。 ends a goal and no plan; a plan's other endings, and results, tell nothing."""
    endings = Endings()
    assert endings.score(_GOAL, "更新すること。") > 0 > endings.score(_GOAL, "更新する。")
    assert endings.score(_PLAN, "更新すること。") < 0 == endings.score(_PLAN, "更新する。")
    assert endings.score(_RESULT, "更新すること。") == 0


def test_the_last_line_may_hold_only_the_end_of_the_ending() -> None:
    """A column may cut its cell's last word: と。 of こと。, か。 of いるか。."""
    assert Endings().score(_GOAL, "と。") > 0
    assert Endings().score(_VIEWPOINTS, "か。") > 0


def test_a_text_without_a_stop_tells_nothing() -> None:
    """A cell that the page cuts, or a list, has no ending."""
    assert Endings().score(_GOAL, "更新する") == 0


def test_a_document_that_keeps_to_it_is_held_to_it() -> None:
    """The more goals end in こと。, the less another ending is believed; a document with other goals is left alone."""
    firm = learn_endings(_cells(*["守ること。 "] * 40), _COLUMNS).score(_GOAL, "守る。")
    loose = learn_endings(_cells(*["守ること。 ", "守る。 "] * 20), _COLUMNS).score(_GOAL, "守る。")
    assert firm < Endings().score(_GOAL, "守る。") < loose < 0
