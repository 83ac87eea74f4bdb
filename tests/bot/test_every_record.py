"""Differential: every record of the CSV files is answered when it is asked for, by code and by name."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator

import pytest

from bot.ask import Desk
from bot.render.json import render_json
from bot.wording.phrases import year_name
from records.dataset_id import SHIPPED_DATA

_FOLDER = SHIPPED_DATA / "jlis-2024"


def _rows(table: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _ask(desk: Desk, text: str) -> dict[str, object]:
    loaded = json.loads(render_json(desk.reply(text)))
    assert isinstance(loaded, dict)
    return loaded


def _facts(answer: dict[str, object]) -> Iterator[dict[str, object]]:
    facts = answer["facts"]
    assert isinstance(facts, list)
    yield from facts


def test_every_rating_statement_is_in_the_answer_for_its_item_and_year(desk: Desk) -> None:
    """All letters that any place states for an item and year stand in the answer, with that place."""
    places: dict[tuple[str, str, str], list[tuple[str, int]]] = defaultdict(list)
    for row in _rows("ratings"):
        places[row["item"], row["evaluation"], row["fiscal_year"]].append((row["rating"], int(row["line"])))
    assert len(places) == 19 * 5 + 3
    for (item, evaluation, year), statements in places.items():
        term = year_name(int(year)) if year else "見込評価"
        answer = _ask(desk, f"{item} の{term}の評定は？" if item else f"{term}の総合評定は？")
        assert answer["status"] == "answered"
        assert answer["items"] == ([item] if item else [])
        found = {
            (fact["value"], source["line"])
            for fact in _facts(answer)
            if fact["kind"] == "rating" and str(fact["fiscal_year"] or "") == year and fact["evaluation"] == evaluation
            for source in fact["sources"]  # type: ignore[attr-defined]
        }
        assert found == set(statements), (item, evaluation, year)
        first = str(answer["text"]).splitlines()[0]
        assert all(letter in first for letter, _ in statements), first


def test_every_indicator_value_is_in_the_answer_for_its_name(desk: Desk) -> None:
    """Asking for an indicator by its name gives every recorded value of every place and year."""
    names = {row["indicator_id"]: row["name"] for row in _rows("indicators")}
    values = _rows("indicator_values")
    assert len(values) > 150
    answers = {key: _ask(desk, f"{name}は？") for key, name in names.items()}
    for row in values:
        answer = answers[row["indicator_id"]]
        lines = {
            (float(str(fact["value"])), source["line"])
            for fact in _facts(answer)
            for source in fact["sources"]  # type: ignore[attr-defined]
        }
        assert (float(row["value"]), int(row["line"])) in lines, (names[row["indicator_id"]], row, answer["text"])


def test_every_staff_count_is_answered(desk: Desk) -> None:
    """Staff counts by item and year come with the number and its place."""
    for row in _rows("staff_counts"):
        answer = _ask(desk, f"{row['item']} の{year_name(int(row['fiscal_year']))}の従事人員数は？")
        assert answer["status"] == "answered"
        assert f"{row['staff_count']}人" in str(answer["text"])
        lines = {source["line"] for fact in _facts(answer) for source in fact["sources"]}  # type: ignore[attr-defined]
        assert int(row["line"]) in lines


@pytest.mark.parametrize("table", ["achievements", "rationales", "legal_bases"])
def test_every_statement_is_in_the_answer_of_its_kind(desk: Desk, table: str) -> None:
    """Achievements, rationales, issues, laws and policies of every item and evaluation are given whole."""
    words = {
        "rationale": "評定の根拠",
        "issues_and_response": "課題と対応",
        "legal_basis": "根拠条文",
        "related_policy": "関連する政策・施策",
    }
    rows = _rows(table)
    assert rows
    for row in rows:
        what = words.get(row.get("kind", ""), "主な成果")
        term = "見込評価の" if row["evaluation"] == "prospective" else ""
        answer = _ask(desk, f"{row['item']} の{term}{what}は？")
        assert answer["status"] == "answered", answer["text"]
        assert row["text"] in str(answer["text"]), (row, answer["text"])
        if row.get("is_dash") == "true":
            assert "「－」" in str(answer["text"])


def test_every_disagreement_is_listed(desk: Desk) -> None:
    """The disagreements of the table and of the ratings are all in the answer to 出典の不一致は？."""
    answer = _ask(desk, "出典の不一致は？")
    text = str(answer["text"])
    for row in _rows("disagreements"):
        assert row["about"] in text
    assert "Ⅲ-5 の令和4年度の評定が、項目別評定総括表では B" in text
