"""Small whole numbers as written in codes and years (6, 十一, 元) → int."""

from __future__ import annotations

NUMERAL = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}


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
