"""Item and section codes as the forms write them → canonical codes (Ⅰ－１ → Ⅰ-1, １－１ → 1-1, Ⅰ－１－(1) → Ⅰ-1-(1), 第1－1 → 第1-1)."""

from __future__ import annotations

import re
from typing import NamedTuple

from records.ingest.text import fold_each

_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
_DASH = r"\s*[-ー一]\s*"  # a long-vowel mark or the numeral one stands for a dash only inside a code
_NUMBER = r"[1-9][0-9]?"
_SECTION = rf"(?:[{_ROMAN}]|第?\s*{_NUMBER})"
_CODE = re.compile(
    rf"(?P<section>{_SECTION})(?P<parts>(?:{_DASH}(?:\(\s*{_NUMBER}\s*\)|{_NUMBER})){{1,3}})(?![-ー]?[0-9])"
)
_SECTION_HEAD = re.compile(rf"(?P<section>{_SECTION})\s*[.．、]\s*(?P<title>\S.*)")
_PART = re.compile(rf"\(\s*({_NUMBER})\s*\)|({_NUMBER})")


class Code(NamedTuple):
    """A code read from a text: canonical form, its section, and where it ends in the text."""

    item: str
    section: str
    end: int


def folded_keeping_roman(text: str) -> str:
    """Character by character folded, except that Roman numerals stay what they are."""
    return "".join(character if character in _ROMAN else fold_each(character) for character in text)


def read_code(text: str, at: int = 0) -> Code | None:
    """The code that begins at offset *at* of *text* (spaces before it are passed over); None where there is none."""
    folded = folded_keeping_roman(text)
    while at < len(folded) and folded[at].isspace():
        at += 1
    found = _CODE.match(folded, at)
    if found is None:
        return None
    section = "".join(found["section"].split())
    parts = [f"({inner})" if inner else plain for inner, plain in _PART.findall(found["parts"])]
    return Code("-".join((section, *parts)), section, found.end())


def read_section_head(text: str) -> tuple[str, str] | None:
    """The section code and title of a section's heading (Ⅰ．業務の質の向上に関する事項); None where it is not one."""
    found = _SECTION_HEAD.fullmatch(folded_keeping_roman(text).strip())
    if found is None:
        return None
    start = text.index(text.strip()) + found.start("title")
    return "".join(found["section"].split()), text[start:].strip()


def order_of(item: str) -> tuple[int, ...]:
    """The numbers of a canonical code, for sorting and comparing codes (Ⅰ-10 → (1, 10))."""
    numbers = []
    for roman, digits in re.findall(rf"([{_ROMAN}])|([0-9]+)", item):
        numbers.append(_ROMAN.index(roman) + 1 if roman else int(digits))
    return tuple(numbers)
