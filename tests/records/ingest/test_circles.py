"""The ○ of a plan repeat those of its goal."""

from __future__ import annotations

from records.ingest.circles import alike, expects, holds

_LIGHT = "○灯台の灯器を予定どおりに更新し、沿岸"
_TIDE = "○潮位計の値を毎日確かめるため、職員が"


def test_what_stood_one_behind_the_other_does_so_again() -> None:
    """Behind a goal with two ○, the plan's second one is expected in the same cell."""
    assert expects((_LIGHT,), ((_LIGHT, _TIDE),), _TIDE) > 0


def test_a_cell_has_no_circle_twice() -> None:
    """The same ○ once more is the next column's."""
    assert expects((_LIGHT,), (), _LIGHT) < 0


def test_what_begins_a_cell_begins_the_next_column() -> None:
    """The ○ that begins the goal is hardly the second one of the plan."""
    assert expects((_TIDE,), ((_LIGHT, _TIDE),), _LIGHT) < 0


def test_nothing_is_known_of_a_new_circle() -> None:
    """An ○ that no column had may stand anywhere."""
    assert expects((_LIGHT,), ((_LIGHT,),), _TIDE) == 0


def test_a_page_may_cut_a_circle_short() -> None:
    """A page's end leaves only the first words of an ○; too few of them are no ○ to go by."""
    assert holds((_LIGHT[:12],), _LIGHT)
    assert not holds((_LIGHT[:4],), _LIGHT)


def test_a_plan_changes_later_words() -> None:
    """The first words decide whether two ○ are about the same."""
    assert alike(_LIGHT, _LIGHT[:12] + "に、浮標も更新")
    assert not alike(_LIGHT, _TIDE)
