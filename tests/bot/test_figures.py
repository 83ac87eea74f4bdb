"""Properties of what is said of figures, held against the CSV files: limits, neighbours, changes, staff."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from functools import cache

import pytest

from bot.answer import Status
from bot.ask import Desk
from records.dataset_id import SHIPPED_DATA

_FOLDER = SHIPPED_DATA / "jlis-2024"
# one short name each, of indicators that have a value for every year and no parts
_SERIES = {
    "3-1.training_participants": ("研修の参加人数", "人"),
    "3-1.certifications_obtained": ("資格取得の件数", "件"),
    "3-1.external_secondments": ("職員の派遣数", "人"),
    "1-1.shipping_days_max": ("発送の最大日数", "日"),
    "1-1.shipping_days_average": ("平均発送日数", "日"),
    "1-1.call_center_response_rate": ("コールセンターの応答率", "％"),
    "1-1.helpdesk_response_rate": ("ヘルプデスクの応答率", "％"),
    "2-2.procurement_improvement_committee_meeting_count": ("調達改善検討委員会の開催回数", "回"),
}
_LIMITS = {
    "以上": lambda value, limit: value >= limit,
    "以下": lambda value, limit: value <= limit,
    "未満": lambda value, limit: value < limit,
    "を超えた": lambda value, limit: value > limit,
    "を下回った": lambda value, limit: value < limit,
}


@cache
def _values() -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = defaultdict(dict)
    with (_FOLDER / "indicator_values.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["fiscal_year"] and not row["part"]:
                found[row["indicator_id"]][int(row["fiscal_year"])] = float(row["value"])
    return {key: found[key] for key in _SERIES}


def _years_named(first: str) -> set[int]:
    return {2018 + number for number in range(1, 9) if f"R{number} " in first}


def _near(values: dict[int, float], choose: random.Random) -> float:
    """A number at one of the values, or beside it."""
    value = choose.choice(list(values.values()))
    step = 1 if value == int(value) else 0.1
    return round(value + choose.choice((-step, 0, step)), 1)


def _written(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


@pytest.mark.parametrize("seed", range(8))
def test_the_years_for_which_a_limit_holds(desk: Desk, seed: int) -> None:
    """Exactly these years are named, and none for which it does not hold."""
    choose = random.Random(seed)  # noqa: S311 - a fixed choice of examples
    for key, (name, unit) in _SERIES.items():
        word = choose.choice(sorted(_LIMITS))
        limit = _near(_values()[key], choose)
        asked = f"{name}が{_written(limit)}{unit}{word}年度は？"
        answer = desk.reply(asked)
        wanted = {year for year, value in _values()[key].items() if _LIMITS[word](value, limit)}
        assert answer.status is Status.ANSWERED, (asked, answer.first)
        assert _years_named(answer.first) == wanted, (asked, answer.first)


@pytest.mark.parametrize("seed", range(8))
def test_the_years_between_two_limits(desk: Desk, seed: int) -> None:
    """Both bounds are heeded; the first year is the first of them."""
    choose = random.Random(seed)  # noqa: S311 - a fixed choice of examples
    for key, (name, unit) in _SERIES.items():
        low, high = sorted((_near(_values()[key], choose), _near(_values()[key], choose)))
        upper = choose.choice(("以下", "未満"))
        wanted = sorted(year for year, value in _values()[key].items() if value >= low and _LIMITS[upper](value, high))
        asked = f"{name}が{_written(low)}{unit}以上{_written(high)}{unit}{upper}の年度は？"
        answer = desk.reply(asked)
        assert _years_named(answer.first) == set(wanted), (asked, answer.first)
        asked = f"{name}が初めて{_written(low)}{unit}を超えたのは何年度？"
        answer = desk.reply(asked)
        over = sorted(year for year, value in _values()[key].items() if value > low)
        assert _years_named(answer.first) == set(over[:1]), (asked, answer.first)


# things that none of the indicators is about, as they stand before a name
_NARROWER = (
    "休日の", "夜間の", "海外の", "北海道の", "外国人向け", "高齢者向けの", "民間企業の", "第二庁舎の", "障害者向けの", "平日昼間の", "子会社の", "新入社員向け",
)  # fmt: skip


@pytest.mark.parametrize("narrower", _NARROWER)
def test_a_narrower_thing_is_never_given_the_value_of_the_whole(desk: Desk, narrower: str) -> None:
    """休日の応答率 is not the 応答率: it is said that it is not recorded, or that it was not understood."""
    for name, _ in _SERIES.values():
        asked = f"{narrower}{name}は？"
        answer = desk.reply(asked)
        assert answer.status is not Status.ANSWERED, (asked, answer.first)
