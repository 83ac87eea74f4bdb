"""Questions over an ingested document of another corporation: its codes, its ministers' ratings, its own words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.answer import Status
from bot.ask import Desk
from bot.settings import Settings
from records.dataset import write_folder
from records.ingest.ingest import ingest
from records.ingest.pages import read_document
from records.replace import replace_folder
from tests.bench.invented import corporation, organization_name
from tests.records.ingest.expected import Expected
from tests.records.ingest.generate import generate
from tests.records.ingest.inventions import random_spec
from tests.records.ingest.specs import Evaluation

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


@pytest.mark.parametrize("asked", ["カードの発行の評定は？", "人材育成の評定は？", "特急発行はいつから？"])
def test_another_corporations_names_call_for_nothing_here(other_desk: Desk, asked: str) -> None:
    """A name that belongs to the shipped document's items is no name of an item with the same code elsewhere."""
    answer = other_desk.reply(asked)
    assert answer.status is not Status.ANSWERED or not any(fact.kind == "rating" for fact in answer.facts)


def test_the_users_own_corporation_goes_before_the_shipped_one(tmp_path: Path) -> None:
    """Even when its records are of an earlier period."""
    made = generate(random_spec(4))
    (tmp_path / "document.txt").write_text(made.text, encoding="utf-8")
    read = ingest(read_document(tmp_path / "document.txt"))
    assert int(str(read.tables["documents"][0]["fiscal_year"])) < 2024
    replace_folder(tmp_path / "home" / "data" / read.document_id, read.tables)
    desk = Desk(Settings(home=tmp_path / "home", today=date(2026, 6, 1), values={}))
    first = made.expected.titles[0]
    assert {fact.item for fact in desk.reply(f"{first.item}の評定は？").facts} == {first.item}
    desk.close()


def test_each_corporation_is_called_by_its_name(other_desk: Desk, stated: Expected) -> None:
    """The name of the corporation of the records says nothing more; that of the shipped one is another's here."""
    item = stated.titles[0]
    assert {fact.item for fact in other_desk.reply(f"{stated.organization}の{item.item}の評定は？").facts} == {
        item.item
    }
    assert {fact.item for fact in other_desk.reply(f"当機構の{item.item}の評定は？").facts} == {item.item}
    for named in ("J-LIS", "地方公共団体情報システム機構"):
        answer = other_desk.reply(f"{named}の{item.item}の評定は？")
        assert answer.status is Status.OUT_OF_SCOPE
        assert not answer.facts


def test_every_example_is_answered(other_desk: Desk, stated: Expected) -> None:
    """What is offered as an example is about the corporation shown, and has its answer."""
    codes = {title.item for title in stated.titles}
    offered = other_desk.reply("ヘルプ").next_steps
    assert offered == other_desk.overview().examples
    for question in offered:
        answer = other_desk.reply(question)
        assert answer.status in {Status.ANSWERED, Status.NO_DATA}, question
        assert set(answer.items) <= codes
    assert other_desk.reply(offered[0]).status is Status.ANSWERED


@pytest.mark.parametrize("evaluation", ["prospective", "final"])
def test_a_document_of_the_whole_period_answers_for_itself(tmp_path: Path, evaluation: Evaluation) -> None:
    """Where there is no annual evaluation, goals and the overall rating are those of the evaluation that there is."""
    made = generate(random_spec(12, items=3, evaluations=(evaluation,)))
    (tmp_path / "document.txt").write_text(made.text, encoding="utf-8")
    read = ingest(read_document(tmp_path / "document.txt"))
    replace_folder(tmp_path / "home" / "data" / read.document_id, read.tables)
    desk = Desk(Settings(home=tmp_path / "home", today=date(2026, 6, 1), values={}))
    goal = desk.reply(f"{made.expected.titles[0].item}の中期目標は？")
    assert (goal.status, goal.evaluations) == (Status.ANSWERED, (evaluation,))
    overall = desk.reply("総合評定は？")
    given = {rating.rating for rating in made.expected.ratings if rating.item is None and rating.place == "overall"}
    assert {fact.value for fact in overall.facts} == given
    desk.close()


def test_a_corporation_whose_records_are_not_shown_is_not_answered_for(tmp_path: Path) -> None:
    """Its name alone says so, whatever is asked: its item of the same number is another one."""
    for number in (1, 2):
        write_folder(tmp_path / "home" / "data" / f"invented-{number}", corporation(number))
    desk = Desk(Settings(home=tmp_path / "home", today=date(2026, 6, 1), values={}))
    code = corporation(1)["items"][0]["item"]
    shown, other = organization_name(1), organization_name(2)
    for asked in (f"{shown}の{code}の評定は？", f"{code}の従事人員は？"):
        assert desk.reply(asked).status is Status.ANSWERED
    for asked in (f"{other}の{code}の評定は？", f"{other}の{code}の従事人員は？", f"{other}の研修の回数は？"):
        answer = desk.reply(asked)
        assert (answer.status, answer.facts) == (Status.OUT_OF_SCOPE, ())
        assert shown.removesuffix("機構") in answer.first
    desk.close()
