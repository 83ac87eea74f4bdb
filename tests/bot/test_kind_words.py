"""Misspelt words for kinds of question: read as that kind or not answered, and never as another kind."""

from __future__ import annotations

from random import Random

import pytest

from bot.answer import Status
from bot.ask import Desk
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
