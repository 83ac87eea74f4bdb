"""Questions in kana: words are written out where a word may stand, and nowhere else."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.readings import with_kanji
from bot.text.table import LEXICON, read_table

_READINGS = {row[0]: row[1] for row in read_table("readings", "reading", "written")}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("とっきゅうはっこうはいつから", "特急発行はいつから"),
        ("じゅうようどがたかいこうもく", "重要度が高い項目"),
        ("契約監視いいん会の件数", "契約監視委員会の件数"),
        ("ｺｼﾞﾝ情報保護", "個人情報保護"),
        ("働きかた改革", "働き方改革"),
        ("きんきゅうし\u3099対応", "緊急時対応"),
        ("けん\u200bしゅう", "研修"),
        ("こーるせんたーのおうとうりつ", "コールセンターの応答率"),
    ],
)
def test_words_in_kana_are_written_out(typed: str, read: str) -> None:
    """Hiragana, katakana and half width, alone and beside kanji."""
    assert with_kanji(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "教えてくださいよう",
        "どういう評価？",
        "「けんしゅう」を含む記録",
        "どうしようか",
        "ありがとうございます",
        "りつ",
    ],
)
def test_what_holds_a_reading_by_chance_stays(typed: str) -> None:
    """採用 is not read in くださいよう, 同意 not in どういう; what is quoted is looked for as it was typed."""
    assert with_kanji(typed) == typed


def test_no_reading_is_told_twice_and_none_is_kanji() -> None:
    """The table holds each reading once, in hiragana."""
    with (LEXICON / "readings.csv").open(encoding="utf-8", newline="") as file:
        readings = [row["reading"] for row in csv.DictReader(file)]
    assert len(readings) == len(set(readings))
    assert all("ぁ" <= character <= "ゖ" or character == "ー" for reading in readings for character in reading)


@given(st.lists(st.sampled_from(sorted(_READINGS)), min_size=1, max_size=3))
def test_readings_joined_by_particles_are_all_written_out(words: list[str]) -> None:
    """Each word of a phrase in kana is read, if only a long one stands alone."""
    typed = "の".join(words)
    read = with_kanji(typed)
    assert all(_READINGS[word] in read for word in words if len(word) > 3), (typed, read)
    assert with_kanji(read) == read


@given(st.text(alphabet="一二応答率発行abcＡ1・、。？ ", max_size=40))
def test_text_without_kana_stays(text: str) -> None:
    """Nothing but kana is touched."""
    assert with_kanji(text) == text
