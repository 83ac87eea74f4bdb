"""What was noted beside a value when it was entered → what a reader is told of it.

Where in a form a value was found is no condition of it; how such notes are dropped or said for a reader is a table.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from bot.text.compiled import compiled
from bot.text.table import read_table

_BETWEEN = compiled(r"；|。")


def shown_notes(notes: Iterable[str]) -> tuple[str, ...]:
    """The parts of *notes* that a reader is told, each once, in their order."""
    said = _shown()
    parts = (part for note in notes for part in _BETWEEN.split(note) if part)
    return tuple(dict.fromkeys(shown for part in parts if (shown := said.get(part, part))))


@cache
def _shown() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table("entry_notes", "note", "shown")}
