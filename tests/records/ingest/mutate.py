"""Damage to a document's text: what reading it must survive, and must report instead of giving other records in silence.

Each mutation takes the text and a source of chance, and returns the damaged text. Where there is nothing to damage (no
item form, one page only) the text comes back as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

from records.ingest.pages import Document, split_pages
from records.ingest.parts import Kind, Part, split_parts

Mutation = Callable[[str, Random], str]

_SHARE_OF_LINES = 0.02
_MOST_LINES = 40
_MOST_PAGES = 3
_GARBAGE = "■□�口工力ニ一〇ｱｲｳ#?@０Ｏl1Ⅰ"
_RATING = re.compile(r"(評定\s*[：:]\s*)[ＳＡＢＣＤSABCD]")
_LETTER = re.compile(r"(?<![A-Za-zＡ-Ｚ])[ＳＡＢＣＤSABCD](?![A-Za-zＡ-Ｚ])")
_IMPOSSIBLE = "ＥＺ優５Ｎ◎"


def drop_lines(text: str, rng: Random) -> str:
    """Some lines are missing."""
    lines = _lines(text)
    chosen = set(_some(len(lines), rng))
    return _text([line for at, line in enumerate(lines) if at not in chosen])


def double_lines(text: str, rng: Random) -> str:
    """Some lines stand twice."""
    lines = _lines(text)
    chosen = set(_some(len(lines), rng))
    return _text([one for at, line in enumerate(lines) for one in ([line] * 2 if at in chosen else [line])])


def swap_lines(text: str, rng: Random) -> str:
    """Some lines have changed places with another one."""
    lines = _lines(text)
    for at in _some(len(lines), rng):
        other = rng.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    return _text(lines)


def garble_lines(text: str, rng: Random) -> str:
    """In some lines characters are wrong, missing or shuffled."""
    lines = _lines(text)
    for at in _some(len(lines), rng):
        characters = list(lines[at])
        for place in range(len(characters)):
            if rng.random() < 0.3:
                characters[place] = rng.choice(("", rng.choice(_GARBAGE)))
        if rng.random() < 0.2:
            rng.shuffle(characters)
        lines[at] = "".join(characters)
    return _text(lines)


def drop_line(text: str, rng: Random) -> str:
    """One line with something on it is missing."""
    lines = _lines(text)
    if written := _written(lines):
        del lines[rng.choice(written)]
    return _text(lines)


def double_line(text: str, rng: Random) -> str:
    """One line stands twice."""
    lines = _lines(text)
    if written := _written(lines):
        at = rng.choice(written)
        lines.insert(at, lines[at])
    return _text(lines)


def swap_neighbours(text: str, rng: Random) -> str:
    """A line and the next one with something on it have changed places."""
    lines = _lines(text)
    written = _written(lines)
    if len(written) > 1:
        at = rng.randrange(len(written) - 1)
        first, second = written[at], written[at + 1]
        lines[first], lines[second] = lines[second], lines[first]
    return _text(lines)


def change_digit(text: str, rng: Random) -> str:
    """One digit is another one."""
    places = [at for at, character in enumerate(text) if character.isdecimal()]
    if not places:
        return text
    at = rng.choice(places)
    digits = next(digits for digits in ("0123456789", "０１２３４５６７８９") if text[at] in digits)
    return text[:at] + rng.choice(digits.replace(text[at], "")) + text[at + 1 :]


def change_letter(text: str, rng: Random) -> str:
    """One letter of the scale that stands by itself, in a form, a table or a slide, is another one."""
    places = list(_LETTER.finditer(text))
    if not places:
        return text
    at = rng.choice(places).start()
    scale = next(scale for scale in ("SABCD", "ＳＡＢＣＤ") if text[at] in scale)
    return text[:at] + rng.choice(scale.replace(text[at], "")) + text[at + 1 :]


def drop_pages(text: str, rng: Random) -> str:
    """One to three pages are missing."""
    pages = pages_of(text)
    for _ in range(min(rng.randint(1, _MOST_PAGES), len(pages) - 1)):
        del pages[rng.randrange(len(pages))]
    return _joined(pages)


def double_pages(text: str, rng: Random) -> str:
    """One to three pages stand twice, one after the other."""
    pages = pages_of(text)
    for _ in range(rng.randint(1, _MOST_PAGES)):
        at = rng.randrange(len(pages))
        pages.insert(at, pages[at])
    return _joined(pages)


def swap_pages(text: str, rng: Random) -> str:
    """Two pages have changed places."""
    pages = pages_of(text)
    first, second = rng.randrange(len(pages)), rng.randrange(len(pages))
    pages[first], pages[second] = pages[second], pages[first]
    return _joined(pages)


def truncate(text: str, rng: Random) -> str:
    """The document ends in the middle of a line."""
    return text[: rng.randint(1, max(1, len(text) - 1))]


def drop_rating(text: str, rng: Random) -> str:
    """The line 評定：Ａ of one form is missing."""
    lines = _lines(text)
    places = [at for at, line in enumerate(lines) if _RATING.search(line)]
    if places:
        del lines[rng.choice(places)]
    return _text(lines)


def impossible_rating(text: str, rng: Random) -> str:
    """The rating of one form is none of the scale."""
    places = list(_RATING.finditer(text))
    if not places:
        return text
    chosen = rng.choice(places)
    return f"{text[: chosen.start()]}{chosen[1]}{rng.choice(_IMPOSSIBLE)}{text[chosen.end() :]}"


def double_item_form(text: str, rng: Random) -> str:
    """One item has its form twice, the second time with another rating (or the same, where it has none)."""
    lines = _lines(text)
    forms = [part for part in _parts(lines) if part.kind is Kind.ITEM]
    if not forms:
        return text
    form = rng.choice(forms)
    copied = [line.text for line in form.lines]
    letter = rng.choice("ＳＡＢＣＤ")
    copied = [_RATING.sub(rf"\g<1>{letter}", line) for line in copied]
    last = form.lines[-1].number
    return _text([*lines[:last], *([""] * 3), *copied, *([""] * 3), *lines[last:]])


MUTATIONS: dict[str, Mutation] = {
    mutation.__name__: mutation
    for mutation in (
        drop_lines, double_lines, swap_lines, garble_lines, drop_line, double_line, swap_neighbours, change_digit,
        change_letter, drop_pages, double_pages, swap_pages, truncate, drop_rating,
        impossible_rating, double_item_form,
    )
}  # fmt: skip


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n")


def _written(lines: list[str]) -> list[int]:
    return [at for at, line in enumerate(lines) if line.strip()]


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _some(number: int, rng: Random) -> list[int]:
    """Places of a few of *number* lines, at least one."""
    return rng.sample(
        range(number), min(number, rng.randint(1, max(1, min(_MOST_LINES, int(number * _SHARE_OF_LINES)))))
    )


def pages_of(text: str) -> list[list[str]]:
    """The lines of each page."""
    return [[line.text for line in page.lines] for page in split_pages(_lines(text))]


def _joined(pages: list[list[str]]) -> str:
    return _text([line for page in pages for line in page])


def _parts(lines: list[str]) -> tuple[Part, ...]:
    return split_parts(Document(path=Path("mutated.txt"), sha256="", pages=split_pages(lines), remarks=()))
