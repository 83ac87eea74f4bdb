"""Whole numbers as written in codes and years (6, 十一, 元, 二〇二四) → int."""

from __future__ import annotations

NUMERAL = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
# a Western year, each digit in whichever writing: 2024, 二〇二四, 20二四
WESTERN = "(?:[1一][9九]|[2二][0〇○◯零])[0-9〇○◯零一二三四五六七八九]{2}"
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_ZEROS = str.maketrans("○◯零", "〇〇〇")


def read_number(written: str) -> int | None:
    """0–99 from ASCII digits or kanji numerals; 元 is 1; None when it is neither (十十)."""
    if written == "元":
        return 1
    if written.isascii() and written.isdigit():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return _DIGITS.get(written)
    if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def read_western(written: str) -> int:
    """What matches WESTERN, as a number."""
    return int("".join(str(_DIGITS.get(digit, digit)) for digit in written.translate(_ZEROS)))


def read_hundreds(written: str) -> int | None:
    """百二十 → 120."""
    before, hundred, after = written.rpartition("百")
    if not hundred:
        return read_number(written)
    high, low = read_number(before or "一"), read_number(after) if after else 0
    return None if high is None or low is None else high * 100 + low
