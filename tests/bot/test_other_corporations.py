"""Questions over an ingested document of another corporation: its codes, its ministers' ratings, its own words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from bot.answer import Status
from bot.ask import Desk
from bot.settings import Settings
from records.ingest.ingest import ingest
from records.ingest.pages import read_document
from records.replace import replace_folder
from tests.records.ingest.expected import Expected
from tests.records.ingest.generate import generate
from tests.records.ingest.inventions import random_spec

_SEED = 3


@pytest.fixture(scope="module")
def stated() -> Expected:
    """What the document states."""
    return _generated()[1]


def _generated() -> tuple[str, Expected]:
    made = generate(
        random_spec(_SEED, items=8, code_style="nested", minister=True, evaluations=("annual", "prospective"))
    )
    return made.text, made.expected


@pytest.fixture(scope="module")
def other_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk whose records hold the shipped document and, of a later period, another corporation's."""
    folder = tmp_path_factory.mktemp("other")
    (folder / "document.txt").write_text(_generated()[0], encoding="utf-8")
    read = ingest(read_document(folder / "document.txt"))
    replace_folder(folder / "home" / "data" / read.document_id, read.tables)
    opened = Desk(Settings(home=folder / "home", today=date(2026, 6, 1), values={}))
    yield opened
    opened.close()


def _letter(stated: Expected, item: str | None, evaluation: str, evaluator: str | None) -> str:
    return next(
        rating.rating
        for rating in stated.ratings
        if (rating.item, rating.evaluation, rating.evaluator) == (item, evaluation, evaluator)
        and rating.fiscal_year in {stated.fiscal_year, None}
        and rating.place in {"item", "overall"}
    )


@pytest.mark.parametrize("written", ["Ⅰ-1-(1)の評定は？", "1-1-(1)の評定", "I－１－（１） 評定"])
def test_codes_of_another_kind_are_understood(other_desk: Desk, stated: Expected, written: str) -> None:
    """Ⅰ-1-(1) in any writing is that item, rated by the ministers."""
    answer = other_desk.reply(written)
    assert answer.items == ("Ⅰ-1-(1)",)
    letter = _letter(stated, "Ⅰ-1-(1)", "annual", "minister")
    assert f"評定は {letter}（主務大臣による評価）です。" in answer.first


def test_the_ministers_ratings_are_a_table_with_the_corporations_own(other_desk: Desk, stated: Expected) -> None:
    """大臣の評価は？: every item, both letters."""
    answer = other_desk.reply("大臣の評価は？")
    assert answer.status is Status.ANSWERED
    items = [title.item for title in stated.titles]
    expected = [(item, *(_letter(stated, item, "annual", each) for each in ("minister", "self"))) for item in items]
    assert [(row[0], row[2], row[3]) for row in answer.tables[0].rows] == expected
    assert {fact.evaluator for fact in answer.facts} == {"minister"}


def test_two_evaluators_with_two_letters_are_no_disagreement(other_desk: Desk, stated: Expected) -> None:
    """The ministers rate otherwise than the corporation: the answer gives theirs, and the corporation's beside it."""
    item = next(
        title.item
        for title in stated.titles
        if _letter(stated, title.item, "prospective", "self") != _letter(stated, title.item, "prospective", "minister")
    )
    answer = other_desk.reply(f"{item}の見込評価")
    own, theirs = (_letter(stated, item, "prospective", each) for each in ("self", "minister"))
    assert answer.first == f"{item} の見込評価の評定は {theirs}（主務大臣による評価）です。自己評価は {own} です。"
    assert answer.conflicts == ()


def test_the_overall_rating_of_the_period_is_given_where_it_is_filled_in(other_desk: Desk, stated: Expected) -> None:
    """見込評価の総合評定."""
    letter = _letter(stated, None, "prospective", None)
    assert f"見込評価の総合評定は {letter}（" in other_desk.reply("見込評価の総合評定は？").first


def test_goals_are_quoted_whole(other_desk: Desk, stated: Expected) -> None:
    """The official text, as it was written into the form."""
    passage = next(each for each in stated.passages if (each.kind, each.row) == ("mid_term_goal", 1) and each.text)
    facts = other_desk.reply(f"{passage.item}の中期目標は？").facts
    assert "".join(passage.text.split()) in {"".join(str(fact.value).split()) for fact in facts}
