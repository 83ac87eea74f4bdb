"""Text that somebody typed → text that may be shown: nothing in it drives a terminal or turns the direction of reading."""

from __future__ import annotations

from bot.text.compiled import compiled

# control characters but the line break, and the marks that turn the direction (Unicode Bidirectional Algorithm, UAX #9)
_NOT_SHOWN = compiled("[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """*text* without what is not shown but does something; line breaks stay."""
    return _NOT_SHOWN.sub("", text)
