"""Text folded for full-text search, and its bigrams: the one fold that the index and every query share.

FTS5's trigram tokenizer cannot find words of two characters, and unicode61 finds nothing inside Japanese text; so the
index holds overlapping pairs of characters, and a phrase of neighbouring pairs is an exact substring search.
"""

from __future__ import annotations

import re
import unicodedata

_NOT_A_CHARACTER = re.compile(r"[\W_]+")


def fold_for_search(text: str) -> str:
    """NFKC, lower case, without spaces and punctuation. Same in the index and in queries; folding twice changes nothing."""
    return _NOT_A_CHARACTER.sub("", unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))


def bigrams_of(text: str) -> str:
    """The index form of *text*: its folded pairs of characters, separated by spaces (研修会 → 研修 修会 会)."""
    folded = fold_for_search(text)
    return " ".join(folded[at : at + 2] for at in range(len(folded)))


def match_expression(word: str) -> str | None:
    """The FTS5 query that finds *word* as a substring; None when nothing of it can be searched."""
    folded = fold_for_search(word)
    if not folded:
        return None
    if len(folded) == 1:
        return f'"{folded}"*'
    return '"' + " ".join(folded[at : at + 2] for at in range(len(folded) - 1)) + '"'
