"""What belongs together, judged by the document's own words."""

from __future__ import annotations

import pytest

from records.ingest.joins import Joins

_WRITTEN = "浮標の電池を冬の前に交換し、夜間も見えるようにすること。"


@pytest.mark.parametrize(
    ("before", "after"),
    [("浮標の電池を冬の前に", "交換し、夜間も"), ("浮 標 の 電 池 を", "冬の前に"), ("夜間も見え", "る")],
)
def test_what_stands_uncut_elsewhere_goes_on(before: str, after: str) -> None:
    """A seam whose characters stand one behind the other in another line is likely; spaces do not count."""
    assert Joins([_WRITTEN]).score(before, after) > 0


@pytest.mark.parametrize(("before", "after"), [("浮標の電池を冬の前に", "桟橋の手すり"), ("灯台", "潮位計")])
def test_what_stands_nowhere_does_not(before: str, after: str) -> None:
    """A seam whose characters never meet is unlikely."""
    assert Joins([_WRITTEN]).score(before, after) < 0


def test_the_longer_the_run_the_surer() -> None:
    """More characters that stand uncut elsewhere say more than fewer."""
    joins = Joins([_WRITTEN])
    runs = [joins.score("池を", after) for after in ("冬の前に", "冬の潮位", "冬を")]
    assert runs == sorted(runs, reverse=True)
    assert len(set(runs)) == len(runs)


def test_an_empty_end_says_nothing() -> None:
    """Without text on one side there is nothing to compare: less likely than not, but not ruled out."""
    joins = Joins([_WRITTEN])
    assert joins.score("", "浮標") == joins.score("浮標", " ")
    assert joins.score("灯台", "潮位計") < joins.score("", "浮標") < 0


def test_a_seam_that_was_found_counts_as_written() -> None:
    """What a first reading has put together is known in the second one."""
    joins = Joins([_WRITTEN])
    before, after = "桟橋の手す", "りの錆を防ぐ"
    assert joins.score(before, after) < 0
    joins.add_seam(before, after)
    assert joins.score(before, after) > 0
