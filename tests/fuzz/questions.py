"""Questions of the corpora, damaged: what a person, a keyboard or a paste does to a text, and what an attacker does.

A damage takes a question, another one, and a source of chance, and returns the damaged question. Those under PRESERVING
change nothing that a reader sees or means: the answer must stay the same.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable
from random import Random

from bot.text.table import LEXICON
from tests.conftest import ASKED_ON
from tests.corpus.cases import Conversation, corpus_files, load_corpus

Damage = Callable[[str, str, Random], str]

LONGEST = 40_000  # a message of Slack (chat.postMessage)
_CHARACTERS = "あいのはをがとーっアイカコンスト評定価年度項目A3５Ⅱ１0-ー－一ニ二・、。？！ ABS%％/（"
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202e\u202c\ufe0f"
_CONTROLS = "\0\x01\x07\x08\x1b\x7f\x85\u2028\u2029\ud800\udfff\U000e0001\ufffd\r\n\t\v\f"
_JOINTS = ("。", "？", "、", "と", "\n", " ", "", "。あと", "じゃなくて")
_MENTIONS = ("<@U012AB3CD> ", "<@U012AB3CD|hyotei>　", " ", "　", "\n")
_ENDS = (" ", "　", "\n", "？", "。")


def _look_alikes() -> dict[str, str]:
    with (LEXICON / "lookalikes.csv").open(encoding="utf-8", newline="") as file:
        return {row["read"]: row["written"] for row in csv.DictReader(file) if row["read"]}


_WRITTEN_FOR = _look_alikes() | {
    "Ⅰ": "I",
    "Ⅱ": "II",
    "Ⅲ": "III",
    "-": "ー",
    "1": "l",
    "0": "O",
    "一": "ー",
    "A": "Ａ",
    "B": "8",
}
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if chr(code) not in "<>&:|@"}
_HALF_KANA = {
    unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E) if chr(code) != "ｰ"
} | {"ー": "ｰ"}


def swap(text: str, _other: str, rng: Random) -> str:
    """Two neighbours have changed places."""
    at = rng.randrange(max(1, len(text) - 1))
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def drop(text: str, _other: str, rng: Random) -> str:
    """A character is missing."""
    at = rng.randrange(len(text))
    return text[:at] + text[at + 1 :]


def double(text: str, _other: str, rng: Random) -> str:
    """A character stands twice, or many times."""
    at = rng.randrange(len(text))
    return text[:at] + text[at] * rng.choice((1, 1, 1, 2, 9)) + text[at:]


def mistype(text: str, _other: str, rng: Random) -> str:
    """A character is another one, or one too many."""
    at = rng.randrange(len(text))
    return text[:at] + rng.choice(_CHARACTERS) + text[at + rng.randrange(2) :]


def look_alike(text: str, _other: str, rng: Random) -> str:
    """Some characters are others that look like them."""
    return "".join(_WRITTEN_FOR[each] if each in _WRITTEN_FOR and rng.random() < 0.4 else each for each in text)


def splice(text: str, other: str, rng: Random) -> str:
    """The beginning of one question and the end of another."""
    return text[: rng.randrange(len(text) + 1)] + other[rng.randrange(len(other) + 1) :]


def join(text: str, other: str, rng: Random) -> str:
    """Two questions in one message, with or without something between them."""
    return text + rng.choice(_JOINTS) + other


def insert(text: str, other: str, rng: Random) -> str:
    """A piece of another question in the middle."""
    at, start = rng.randrange(len(text) + 1), rng.randrange(len(other) + 1)
    return text[:at] + other[start : start + rng.randrange(1, 6)] + text[at:]


def shuffle(text: str, _other: str, rng: Random) -> str:
    """The characters in any order."""
    return "".join(rng.sample(text, len(text)))


def control(text: str, _other: str, rng: Random) -> str:
    """Control characters, lone surrogates and line breaks."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(_CONTROLS) + text[at:]
    return text


def lengthen(text: str, other: str, rng: Random) -> str:
    """As long as a message can be: one question over and over, or two by turns, or a short one in much else."""
    piece = rng.choice((text, text + other, rng.choice(text), text + rng.choice(_JOINTS)))
    long = piece * (LONGEST // len(piece) + 1)
    return (long + text)[-LONGEST:] if rng.random() < 0.3 else long[:LONGEST]


def unseen(text: str, _other: str, rng: Random) -> str:
    """Marks that nobody sees, between any two characters."""
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(_UNSEEN) + text[at:]
    return text


def widen(text: str, _other: str, rng: Random) -> str:
    """Letters, digits and signs in full width, all or some."""
    share = rng.choice((1.0, 0.5))
    return "".join(each.translate(_WIDE) if rng.random() < share else each for each in text)


def narrow(text: str, _other: str, _rng: Random) -> str:
    """Katakana in half width."""
    decomposed = "".join(unicodedata.normalize("NFD", each) if "ァ" <= each <= "ヿ" else each for each in text)
    return "".join(_HALF_KANA.get(each, {"\u3099": "ﾞ", "\u309a": "ﾟ"}.get(each, each)) for each in decomposed)


def decompose(text: str, _other: str, _rng: Random) -> str:
    """As a Mac writes file names: か and a mark instead of が."""
    return unicodedata.normalize("NFD", text)


def frame(text: str, _other: str, rng: Random) -> str:
    """The bot is addressed, and the text ends otherwise."""
    return rng.choice(_MENTIONS) + text + rng.choice(_ENDS[:3])


PRESERVING: dict[str, Damage] = {
    damage.__name__: damage for damage in (unseen, widen, narrow, decompose, frame)
}  # fmt: skip
DAMAGING: dict[str, Damage] = {
    damage.__name__: damage
    for damage in (
        swap, drop, double, mistype, look_alike, splice, join, insert, shuffle, control, lengthen,
    )
}  # fmt: skip


def conversations() -> list[Conversation]:
    """Everything that the corpora say, what is refused with it."""
    cases = [case for path in corpus_files() for case in load_corpus(path, ASKED_ON)]
    said = [conversation for case in cases for conversation in (*case.says, *case.never)]
    return [each for each in said if all(each)]
