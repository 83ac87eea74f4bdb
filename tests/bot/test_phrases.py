"""Names of years."""

import pytest

from bot.wording.phrases import short_year, years_name


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ((), "なし"),
        ((2024,), "令和6年度"),
        ((2021, 2022, 2023, 2024), "令和3〜6年度"),
        ((2021, 2023), "令和3・5年度"),
        ((2019, 2020), "令和元〜2年度"),
        ((2015, 2016, 2017, 2018), "平成27〜30年度"),
        ((1989, 1991), "平成元・3年度"),
        ((2018, 2019), "平成30年度・令和元年度"),
    ],
)
def test_years_are_named_with_their_era_once(years: tuple[int, ...], said: str) -> None:
    """A run, single years, the first year of an era, and years of two eras."""
    assert years_name(years) == said


def test_short_years_have_the_letter_of_their_era() -> None:
    """As the series of the documents write them."""
    assert [short_year(year) for year in (2024, 2019, 2018, 1989)] == ["R6", "R1", "H30", "H1"]
