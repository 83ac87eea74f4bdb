"""Names with noise: the decision is the item that was written, or a question back; the margin between two items is held."""

from __future__ import annotations

import csv
import re
from random import Random

import pytest
from rapidfuzz import fuzz

from bot.answer import Status
from bot.ask import Desk
from bot.reading.match import ANSWER_AT, MARGIN
from bot.text.name_key import name_key
from bot.text.normalise import fold
from bot.text.table import LEXICON
from records.dataset_id import SHIPPED_DATA
from tests.stated import Stated

_CHARACTERS = "カキクケコサシスアイウエンー発行更新証明情報の運転利用国外者人材育成体制"
_FRAMES = (
    "{}の評定は？", "{} 評価", "えっと、{}の評定を教えてください", "R5の{}の評定", "{}って令和6年度どうだった？", "{}の見込評価は？",
)  # fmt: skip


def _names() -> dict[str, list[str]]:
    """Item → its title and the names that are its own."""
    found = {item: [title] for item, title in Stated(SHIPPED_DATA / "jlis-2024").titles.items()}
    with (LEXICON / "item_aliases.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["unique"] == "yes" and not row["period"].strip("jlis-1"):
                found[row["item"]].append(row["alias"])
    return found


_NAMES = _names()
# names in kanji and katakana: one in hiragana or letters is told from the words around it by little
_LONG = [
    (item, name) for item, names in _NAMES.items() for name in names if len(re.findall(r"[一-龠ァ-ヺー]", name)) >= 6
]


def _slip(text: str, rng: Random) -> str:
    at = rng.randrange(len(text))
    return rng.choice(
        (
            text[:at] + rng.choice(_CHARACTERS) + text[at + 1 :],
            text[:at] + text[at + 1 :],
            text[:at] + rng.choice(_CHARACTERS) + text[at:],
            text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
        )
    )


def _nearness(written: str, item: str) -> float:
    key = name_key(fold(written).text)
    return max(fuzz.ratio(key, name_key(fold(name).text)) for name in _NAMES[item])


@pytest.mark.parametrize("seed", range(4))
def test_a_name_with_noise_is_that_item_or_asked_about(desk: Desk, seed: int) -> None:
    """One slip for every five characters, in any frame: answered for that item alone, for none, or with candidates."""
    rng = Random(seed)  # noqa: S311 - a fixed choice of examples
    answered = asked_back = 0
    for _ in range(250):
        item, name = rng.choice(_LONG)
        written = name
        for _ in range(rng.randint(1, max(1, len(name) // 5))):
            written = _slip(written, rng)
        asked = rng.choice(_FRAMES).format(written)
        answer = desk.reply(asked)
        if any(_nearness(written, other) > _nearness(written, item) - MARGIN for other in _NAMES if other != item):
            continue  # the slips have made another name of it, or half of one
        told = f"{asked} ({name}): {answer.status} {answer.items} {answer.first}"
        if answer.status is Status.ANSWERED and answer.topic != "search":
            assert answer.items == (item,), told
            answered += 1
        else:
            assert not [fact for fact in answer.facts if fact.kind == "rating" and fact.item != item], told
            asked_back += 1
    assert answered > 2 * asked_back


def test_what_is_too_far_from_every_name_is_never_a_winner(desk: Desk) -> None:
    """Half of a name's characters exchanged: nearness below what is answered gives candidates or nothing."""
    rng = Random(0)  # noqa: S311 - a fixed choice of examples
    checked = 0
    for _ in range(300):
        _, name = rng.choice(_LONG)
        written = "".join(rng.choice(_CHARACTERS) if rng.random() < 0.6 else each for each in name).strip("の")
        pieces = [written[at : at + length] for at in range(len(written)) for length in range(2, 7)]
        known = {name_key(fold(each).text) for names in _NAMES.values() for each in names}
        if any(_nearness(written, item) >= ANSWER_AT for item in _NAMES) or known & {
            name_key(fold(p).text) for p in pieces
        }:
            continue
        if any(len(part) > 2 and part in name for part in re.split("[・の]", written)):
            continue  # a part that stays whole is read: …・合理化
        answer = desk.reply(f"{written}の評定は？")
        ratings = [fact for fact in answer.facts if fact.kind == "rating"]
        assert answer.status is not Status.ANSWERED or not ratings, (written, name, answer.first)
        checked += 1
    assert checked > 150
