"""Achievement rates as they are said, against the published criteria."""

import pytest

from bot.reading.rates import find_rates, is_difficult, is_outstanding
from bot.text.normalise import fold_text


@pytest.mark.parametrize(
    ("said", "low", "high", "among", "outside"),
    [
        ("達成度80％以上100％未満", 80, 100, (80, 99.9), (79.9, 100)),
        ("100％以上120％以下", 100, 120, (100, 120), (99.9, 120.1)),
        ("達成度120％超", 120, None, (120.1, 500), (120,)),
        ("達成度100％に届かない", 0, 100, (0, 99.9), (100,)),
    ],
)
def test_bounds_are_read_with_what_lies_on_them(
    said: str, low: float, high: float | None, among: tuple[float, ...], outside: tuple[float, ...]
) -> None:
    """A rate that stands for others lies within the bounds; a bound belongs to them where it is said to."""
    rates = find_rates(fold_text(said), 0.0, in_words=True)
    assert rates is not None
    assert (rates.low, rates.high) == (low, high)
    points = rates.among((*among, *outside))
    assert set(among) <= set(points)
    assert not set(outside) & set(points)


def test_bounds_that_hold_for_nothing_are_no_rates() -> None:
    """120％以上100％未満 is no rate."""
    assert find_rates(fold_text("120％以上100％未満"), 120.0, in_words=True) is None


@pytest.mark.parametrize(
    ("said", "difficult", "outstanding"),
    [
        ("困難度「高」で質的にも顕著", True, True),
        ("困難度が高くない", False, None),
        ("質的な成果なし", None, False),
        ("質的には普通", None, False),
        ("達成度105％", None, None),
    ],
)
def test_the_conditions_beside_a_rate(said: str, difficult: bool | None, outstanding: bool | None) -> None:  # noqa: FBT001
    """What is not said of difficulty and quality is not known, rather than denied."""
    assert is_difficult(fold_text(said)) is difficult
    assert is_outstanding(fold_text(said)) is outstanding
