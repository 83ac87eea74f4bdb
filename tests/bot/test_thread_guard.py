"""A follow-up that names no subject is answered about the thread, or declined; the thread is kept, and names nobody."""

from __future__ import annotations

import pytest

from bot.answer import Answer, Context, Status
from bot.ask import Desk
from records.lookups import Records

_OF_AN_ITEM = (
    "いつから？", "いつまで？", "最後は？", "最大は？", "どの項目？", "Aだったのは何年度？", "Bは？", "下がったのはいつ？", "一番良かった年は？",
    "R3からずっと同じ？", "3回は？", "通常は？", "それ以降は？", "割合は？", "どっち？", "大臣は？",
)  # fmt: skip
_OF_AN_INDICATOR = (
    "R3から上がった？",
    "下がった？",
    "最大は？",
    "いつから？",
    "何ポイント？",
    "一番低いのは？",
    "通常は？",
    "いつまで？",
)
_OF_FIGURES = {"indicator", "staff", "events", "item"}


def _talk(desk: Desk, *said: str) -> Answer:
    answer = desk.reply(said[0], Context())
    for each in said[1:]:
        answer = desk.reply(each, answer.context)
    return answer


@pytest.mark.parametrize("said", _OF_AN_ITEM)
@pytest.mark.parametrize("opening", ["{}の評定は？", "{}の評定の推移は？", "{}の中期目標は？", "{}の人員は？"])
def test_a_bare_follow_up_is_about_the_item_of_the_thread(
    desk: Desk, records: Records, opening: str, said: str
) -> None:
    """Every item, every kind of opening: answered about that item alone, or not answered."""
    for code in records.codes:
        answer = _talk(desk, opening.format(code), said)
        if answer.status is Status.ANSWERED:
            assert set(answer.items) == {code}, (opening.format(code), said, answer.first)


@pytest.mark.parametrize("said", _OF_AN_INDICATOR)
def test_a_bare_follow_up_is_about_the_indicator_of_the_thread(desk: Desk, records: Records, said: str) -> None:
    """Every indicator: no ratings of items, no full-text search."""
    for indicator in records.indicators:
        before = desk.reply(f"{indicator.name}の推移は？", Context())
        if before.topic != "indicator" or not before.context.indicators:
            continue
        answer = desk.reply(said, before.context)
        if answer.status is Status.ANSWERED:
            assert set(answer.items) <= {indicator.item}, (indicator.name, said, answer.first)
            assert answer.topic in _OF_FIGURES, (indicator.name, said, answer.first)


def test_what_is_declined_names_the_subject_and_keeps_the_thread(desk: Desk) -> None:
    """And offers complete questions about it."""
    before = desk.reply("Ⅰ-9の中期目標は？", Context())
    answer = desk.reply("いつまで？", before.context)
    assert answer.status is Status.NOT_UNDERSTOOD
    assert answer.first == "「いつまで？」では、この話題（Ⅰ-9）の何をお尋ねかを読み取れなかったため、お答えできません。"
    assert answer.context == before.context
    assert answer.next_steps
    for step in answer.next_steps:
        asked = desk.reply(step, Context())
        assert (asked.status, asked.items) == (Status.ANSWERED, ("Ⅰ-9",)), step


@pytest.mark.parametrize("refused", ["今日の天気は？", "どう思う？", "ほげふがは？"])
def test_no_refusal_ends_the_thread(desk: Desk, refused: str) -> None:
    """What follows it is said of what was talked of before."""
    answer = _talk(desk, "情報セキュリティの評定は？", refused, "R5は？")
    assert (answer.items, answer.fiscal_years) == (("Ⅲ-4",), (2023,))


@pytest.mark.parametrize(
    "asked", ["田中さんに聞かれたんですが、人員が100人を超える項目は？", "林課長が気にしている過去にAを取った項目は？"]
)
def test_a_thread_keeps_no_names(desk: Desk, asked: str) -> None:
    """The context is stored as it is, beside ids; what was asked is not."""
    kept = desk.reply(asked, Context()).context.to_json()
    assert "田中" not in kept
    assert "林" not in kept


def test_a_condition_that_the_thread_did_not_keep_is_not_dropped_in_silence(desk: Desk) -> None:
    """The year after it is not answered without it."""
    answer = _talk(desk, "田中さんに聞かれたんですが、人員が100人を超える項目は？", "R5では？")
    assert answer.status is Status.NOT_UNDERSTOOD
