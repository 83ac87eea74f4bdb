"""The contract holds for every status and every kind of question, on every surface that prints it."""

from __future__ import annotations

import pytest

from bot.answer import Context
from bot.ask import Desk
from bot.render.json import render_json
from bot.render.text import render_text
from bot.topic import all_topics
from records.lookups import Records
from tests.bot.contract import STATUSES, assert_contract

_QUESTIONS = (
    "Ⅰ-1 の令和6年度評定は？", "Ⅲ-5 R4", "R7はどうなる？", "次期の評定は？", "Ⅰ-12は？", "LGWANの評定", "富士通の評定", "今日の天気は？", "", "???",
    "総合評定は？", "応答率", "特急発行はいつから？", "出典の不一致は？", "Ⅰの評定", "120%は？", "ヘルプ", "高松市", "Ⅱ-2の人員",
    "<!channel> Ⅰ-1", "<@U012345> Ⅰ-1 の評定は？",
)  # fmt: skip


@pytest.mark.parametrize("question", _QUESTIONS)
def test_every_answer_keeps_the_contract(desk: Desk, question: str) -> None:
    """Keys, types, sources and statuses are as agreed, whatever was asked."""
    answer = assert_contract(render_json(desk.reply(question)))
    assert answer["question"] == question


def test_all_statuses_occur(desk: Desk) -> None:
    """The questions above reach all five statuses."""
    assert {desk.reply(question).status.value for question in _QUESTIONS} == STATUSES


def test_every_word_of_every_topic_leads_to_a_contractual_answer(desk: Desk, records: Records) -> None:
    """Each word that calls for a topic, alone and with each item, gives an answer that keeps the contract."""
    words = [word for topic in all_topics().values() for word in topic.WORDS]
    assert len(words) > 150
    items = [item.item for item in records.items]
    for number, word in enumerate(words):
        assert_contract(render_json(desk.reply(f"{word}は？")))
        assert_contract(render_json(desk.reply(f"{items[number % len(items)]} の{word}は？")))


def test_a_context_survives_being_written_down(desk: Desk) -> None:
    """Context → JSON → Context is the same, and a follow-up does the same with either."""
    context = desk.reply("Ⅰ-1 の令和6年度評定は？").context
    again = Context.from_json(context.to_json())
    assert again == context
    nothing_reached = Context(topics=("criteria",), percent=0.0)
    assert Context.from_json(nothing_reached.to_json()) == nothing_reached
    assert render_text(desk.reply("じゃあR5は？", again)) == render_text(desk.reply("じゃあR5は？", context))
    with pytest.raises(ValueError, match="context"):
        Context.from_json('{"nonsense": 1}')
