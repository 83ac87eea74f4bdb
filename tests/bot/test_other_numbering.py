"""Corporations number their items otherwise: the same questions, in any writing, over records with 1-1, 第1-1 or Ⅰ-1-(1)."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.ask import Desk
from bot.settings import Settings
from bot.text.item_code import Numbering, find_item_codes, path_of
from bot.text.normalise import fold
from records.dataset_id import SHIPPED_DATA
from tests.conftest import ASKED_ON

_DIGIT = {"Ⅰ": "1", "Ⅱ": "2", "Ⅲ": "3"}
_STYLES: dict[str, tuple[Callable[[str], str], Callable[[str], str]]] = {
    "1-1": (lambda code: _DIGIT[code[0]] + code[1:], lambda section: _DIGIT[section]),
    "第1-1": (lambda code: f"第{_DIGIT[code[0]]}{code[1:]}", lambda section: f"第{_DIGIT[section]}"),
    "Ⅰ-1-(1)": (lambda code: f"{code[0]}-1-({code[2:]})", lambda section: section),
}


def _renumbered(folder: Path, style: str) -> None:
    """The shipped records with other item codes, in *folder*."""
    shutil.copytree(SHIPPED_DATA / "jlis-2024", folder)
    code_of, section_of = _STYLES[style]
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        if not rows:
            continue
        for row in rows:
            if row.get("item"):
                row["item"] = code_of(row["item"])
            if row.get("section"):
                row["section"] = section_of(row["section"])
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


@pytest.mark.parametrize("style", _STYLES)
def test_any_writing_is_read_as_the_code_that_the_records_have(tmp_path: Path, style: str) -> None:
    """Codes, sections, pairs, ranges and what does not exist, told in the corporation's own numbering."""
    _renumbered(tmp_path / "data" / "jlis-2024", style)
    desk = Desk(Settings(home=tmp_path, today=ASKED_ON, values={}))
    code_of, _ = _STYLES[style]
    deep = "(" in style
    one, ten = code_of("Ⅰ-1"), code_of("Ⅰ-10")
    writings = (
        ("1-1", "Ⅰ-1", "I－１", "一の一", "第1-1")
        if not deep
        else ("1-1-1", "Ⅰ-1-(1)", "Ⅰ－１（１）", "1-1(1)", "Ⅰ-1-1", "Ⅰ-1-⑴")
    )
    for writing in writings:
        answer = desk.reply(f"{writing}のR5の評定は？")
        assert answer.items == (one,), (writing, answer.first)
        assert answer.first.startswith(f"{one} の令和5年度の評定は B"), (writing, answer.first)
    tenth = "1-10" if not deep else "Ⅰ-1-10"
    answer = desk.reply(f"{writings[0]}のR5と{tenth}のR4の評定は？")
    assert answer.items == (one, ten)
    assert answer.fiscal_years == (2022, 2023)
    section = desk.reply("Ⅱの評定は？")
    assert section.items == tuple(code_of(f"Ⅱ-{number}") for number in (1, 2, 3)), section.first
    if deep:  # a path that stops early is everything under it
        assert desk.reply("Ⅲ-1の評定は？").items == tuple(code_of(f"Ⅲ-{number}") for number in range(1, 6))
    else:
        missing = desk.reply("1-12の評定は？")
        assert missing.status.value == "no_data"
        assert code_of("Ⅰ-12") in missing.first
    desk.close()


@pytest.mark.parametrize(
    ("codes", "written", "read"),
    [
        (("Ⅰ-1", "Ⅰ-2"), "1-1と2", ("Ⅰ-1", "Ⅰ-2")),
        (("1-1", "1-2"), "Ⅰ-1〜2", ("1-1", "1-2")),
        (("第1-1", "第12-3"), "第12-3", ("第12-3",)),
        (("Ⅰ-1-(1)", "Ⅰ-1-(2)", "Ⅰ-2-(1)"), "Ⅰ-1", ("Ⅰ-1-(1)", "Ⅰ-1-(2)")),
        (("Ⅰ-1-(1)", "Ⅰ-1-(2)"), "1-1-2", ("Ⅰ-1-(2)",)),
        (("Ⅰ-1",), "様式1-1-4", ()),
    ],
)
def test_a_path_of_numbers_is_looked_up_in_the_records(
    codes: tuple[str, ...], written: str, read: tuple[str, ...]
) -> None:
    """The numbering comes from the codes alone."""
    text = fold(written).text
    numbering = Numbering(codes, tuple(dict.fromkeys(re.split("-", code)[0] for code in codes)))
    found = [code for mention in find_item_codes(text, [False] * (len(text) + 1), numbering) for code in mention.codes]
    assert tuple(found) == read


def test_paths_order_codes() -> None:
    """Ⅰ-2 stands before Ⅰ-10, and Ⅲ after both."""
    codes = ["Ⅲ-1", "Ⅰ-10", "Ⅰ-2-(1)", "Ⅰ-2"]
    assert sorted(codes, key=path_of) == ["Ⅰ-2", "Ⅰ-2-(1)", "Ⅰ-10", "Ⅲ-1"]
