"""Answer → the plain Japanese text that a person reads: whole, escaped for no surface.

First line, details, tables aligned by East Asian width, notes, candidates, then the sources.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from bot.answer import Answer, Candidate, Table
from bot.text.clean import clean
from records.model import Source

_SOURCES_SHOWN = 8
_WIDE = frozenset("WFA")  # Ambiguous characters (Ⅰ, ①) are two columns wide in Japanese terminals


def render_text(answer: Answer) -> str:
    """The whole answer as text, without a newline at the end."""
    parts = [answer.first, *answer.lines]
    for table in answer.tables:
        parts.extend(render_table(table))
    parts.extend(f"※ {note}" for note in answer.notes)
    parts.extend(_candidate_lines(answer))
    if answer.sources:
        parts.append("出典：" + cite(answer.sources))
    return clean("\n".join(parts))


def _candidate_lines(answer: Answer) -> list[str]:
    lines = []
    for number, candidate in enumerate(answer.candidates, start=1):
        lines.append(f"  {number}. {candidate_name(candidate)}")
    return lines


def candidate_name(candidate: Candidate) -> str:
    """What a candidate is called on every surface: an item by code and title, an indicator by its name."""
    if candidate.item is None or candidate.indicator:
        return candidate.title
    return f"{candidate.item} {candidate.title}"


def cite(sources: Sequence[Source]) -> str:
    """The places, each document part once with its pages and lines; the rest is counted."""
    places: dict[str, list[Source]] = {}
    for source in dict.fromkeys(sources):
        places.setdefault(source.place, []).append(source)
    shown = []
    for place, found in list(places.items())[:_SOURCES_SHOWN]:
        pages = "・".join(str(page) for page in sorted({source.page for source in found}))
        lines = sorted({source.line for source in found})
        written = "・".join(str(line) for line in lines[:3]) + ("行ほか" if len(lines) > 3 else "行")  # noqa: PLR2004 - three lines show where
        shown.append(f"{place} {pages}頁（{written}）")
    more = len(places) - len(shown)
    return "、".join(shown) + (f"、ほか{more}か所" if more > 0 else "")


def cite_all(answer: Answer) -> list[str]:
    """Every place of the answer and its facts, a line each, none left out."""
    sources = dict.fromkeys((*answer.sources, *(source for fact in answer.facts for source in fact.sources)))
    return [f"{each.place} {each.page}頁（{each.line}行）" for each in sources]


def render_table(table: Table) -> list[str]:
    """The table as aligned lines: caption, header, rows."""
    rows = [table.header, *table.rows]
    widths = [max(display_width(row[column]) for row in rows) for column in range(len(table.header))]
    lines = [f"【{table.caption}】"]
    for row in rows:
        cells = [cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True)]
        lines.append("  " + "  ".join(cells).rstrip())
    return lines


def display_width(text: str) -> int:
    """Columns that *text* takes in a terminal with Japanese widths."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in _WIDE else 1
        for character in text
    )
