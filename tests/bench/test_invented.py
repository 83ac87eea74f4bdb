"""The records that are invented for measuring are records: valid, plausible in number, the same each time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.answer import Context, Status
from bot.ask import Desk
from bot.settings import Settings
from records.dataset import read_folder, write_folder
from records.dataset_id import SHIPPED_DATA
from tests.bench.invented import ITEMS, YEARS, corporation, item_codes, organization_name
from tests.bench.questions import questions_of


@pytest.mark.parametrize(("number", "items"), [(1, ITEMS), (2, ITEMS), (3, 190), (4, 1_000)])
def test_an_invented_corporation_obeys_every_rule(tmp_path: Path, number: int, items: int) -> None:
    """It is written and read back whole, with so many items, whose codes and titles differ."""
    tables = corporation(number, items)
    write_folder(tmp_path / "made", tables)
    assert read_folder(tmp_path / "made").tables == tables
    for column in ("item", "title", "position"):
        assert len({row[column] for row in tables["items"]}) == items


def test_it_has_about_as_many_records_an_item_as_the_shipped_document() -> None:
    """Of ratings, values, events and texts: no less than two thirds, no more than one and a half times."""
    made, shipped = corporation(1), read_folder(SHIPPED_DATA / "jlis-2024").tables
    for name in ("ratings", "indicators", "indicator_values", "staff_counts", "events", "briefs", "achievements"):
        assert 2 / 3 <= len(made[name]) / len(shipped[name]) <= 3 / 2, name


def test_a_number_is_one_corporation() -> None:
    """The same each time; a thousand have a thousand names."""
    assert corporation(7) == corporation(7)
    assert len({organization_name(number) for number in range(1_000)}) == 1_000


@pytest.mark.parametrize("items", [19, 190, 1_900, 19_000])
def test_there_are_codes_for_so_many_items(items: int) -> None:
    """Each another one."""
    assert len(set(item_codes(items))) == items


def test_the_questions_about_it_are_understood(tmp_path: Path) -> None:
    """By code and by the whole title, each kind is answered as that kind."""
    tables = corporation(1)
    write_folder(tmp_path / "data" / "invented-1", tables)
    desk = Desk(Settings(home=tmp_path, today=date(YEARS[-1] + 1, 6, 1), values={}))
    of_one, of_all = questions_of(tables, 1)
    answered = {
        kind
        for kind, said in (*of_one, *of_all)
        if (answer := desk.reply(said[0], Context())).status is Status.ANSWERED and answer.topic == kind
    }
    desk.close()
    assert answered >= {kind for kind, _ in (*of_one, *of_all)} - {"refused", "disagreements"}
