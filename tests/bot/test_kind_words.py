"""Misspelt words for kinds of question: read as that kind or not answered, and never as another kind."""

from __future__ import annotations

from random import Random

import pytest

from bot.answer import Status
from bot.ask import Desk
from bot.reading.kind_words import with_item_nouns
from bot.text.table import read_table

_SOUNDS = {row[0]: row[1] for row in read_table("same_sound", "written", "typed")}
_KINDS = (
    "評定", "推移", "見込評価", "主な成果", "課題と対応", "中期目標", "中期計画", "年度計画", "評価の視点", "業務実績",
    "従事人員数", "根拠条文", "関連する政策", "指標",
)  # fmt: skip
_ITEMS = ("Ⅰ-1", "1-5", "免許証", "Ⅲ-4", "Ⅱ-1", "スマホ搭載")
_FRAMES = ("{item}の{kind}は？", "{item} {kind}", "{kind} {item}", "{item}の{kind}を教えて")


def _slip(word: str, rng: Random) -> str:
    at = rng.choice([at for at, character in enumerate(word) if character in _SOUNDS])
    sound = rng.choice(_SOUNDS[word[at]])
    swapped = word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :] if len(word) > 2 else word
    return rng.choice((word[:at] + sound + word[at + 1 :],) * 3 + (word[:at] + word[at : at + 1] + word[at:], swapped))


@pytest.mark.parametrize("kind", _KINDS)
def test_a_misspelt_kind_is_that_kind_or_not_answered(desk: Desk, kind: str) -> None:
    """A character of the same sound, one twice, two exchanged: the answer to the word as it is written, or none."""
    rng = Random(kind)  # noqa: S311 - a fixed choice of examples
    read = 0
    for _ in range(40):
        item, frame, typed = rng.choice(_ITEMS), rng.choice(_FRAMES), _slip(kind, rng)
        right = desk.reply(frame.format(item=item, kind=kind))
        answer = desk.reply(frame.format(item=item, kind=typed))
        told = f"{frame.format(item=item, kind=typed)}: {answer.status} {answer.topic} {answer.first}"
        same = (answer.topic, answer.items, answer.first) == (right.topic, right.items, right.first)
        assert same or answer.status is not Status.ANSWERED, told
        read += same
    assert read >= 32, f"{kind}: {read} of 40"


@pytest.mark.parametrize("modifier", ["長期", "短期", "月次", "将来", "財務"])
@pytest.mark.parametrize("kind", ["目標", "計画", "課題", "実績", "成果"])
def test_a_kind_of_another_kind_is_not_answered(desk: Desk, modifier: str, kind: str) -> None:
    """長期目標 is no 中期目標: that it is not recorded is said with the word."""
    for asked in (f"Ⅰ-1の{modifier}{kind}は？", f"免許証の{modifier}{kind}を教えて"):
        answer = desk.reply(asked)
        assert answer.status is Status.NO_DATA, f"{asked}: {answer.status} {answer.first}"
        assert f"{modifier}{kind}" in answer.first


@pytest.mark.parametrize("typed", ["Ⅰ-10がAからBに下がった要因", "コンビニで初期化できる店数", "応答率の要因"])
def test_words_of_their_own_are_no_slips(desk: Desk, typed: str) -> None:
    """要因 is not 要員, 店数 is not 点数."""
    assert desk.reply(typed).topic not in {"staff", "rating"}


@pytest.mark.parametrize("noun", [noun for (noun,) in read_table("item_nouns", "noun")])
def test_an_everyday_noun_asks_what_the_records_noun_asks(desk: Desk, noun: str) -> None:
    """Aが付いた業務 R3 is answered as Aが付いた項目 R3."""
    for frame in (
        "R5からR6で評価が下がった{}はどれ", "Aが付いた{} R3", "令和6年度に下がった{}は？", "前年度から評定がダウンした{}", "R5でAを取った{}の一覧",
        "令和5年度に評定Aを獲得した{}をすべて列挙してください", "Aランクはどの{}？ R4", "重要度が高い{}は？", "A評価の{}の数 R5",
    ):  # fmt: skip
        answer, right = desk.reply(frame.format(noun)), desk.reply(frame.format("項目"))
        assert (answer.status, answer.items, answer.first) == (right.status, right.items, right.first), frame.format(
            noun
        )


@pytest.mark.parametrize(
    ("typed", "plain"), [("降格", "下がった"), ("下降", "下がった"), ("昇格", "上がった"), ("向上", "上がった")]
)
def test_words_for_a_change(desk: Desk, typed: str, plain: str) -> None:
    """降格した項目 are those that went down."""
    for frame in ("R5からR6で{}項目", "前年度から評定が{}ものを教えて", "令和6年度に{}項目は？"):
        answer, right = desk.reply(frame.format(f"{typed}した")), desk.reply(frame.format(plain))
        assert (answer.status, answer.items) == (right.status, right.items), frame.format(f"{typed}した")


@pytest.mark.parametrize(
    "typed",
    [
        "Ⅰ-1の業務実績の評価は？",
        "機構の業務は？",
        "業務運営の効率化の評定",
        "Ⅰ-1の取組と評定",
        "マイナンバー事業の評定",
        "評価した業務の実績",
    ],
)
def test_the_noun_elsewhere_stays(typed: str) -> None:
    """業務実績 and 業務運営 are words of their own, and Ⅰ-1の取組 is what was done."""
    assert with_item_nouns(typed) == typed
