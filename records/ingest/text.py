"""Text of cells: lines rejoined so that every character knows its line, folded copies of equal length, widths."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from records.ingest.pages import Line

_WIDE = "WFA"
# the dashes and bars that the forms use for one and the same mark
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－ｰ", "-"))
_TILDES = str.maketrans(dict.fromkeys("〜～∼˜", "~"))
_CJK = r"\u3000-\u30ff\u3400-\u9fff\uff01-\uff60\uffe0-\uffee"
_SPACE_IN_TEXT = re.compile(rf"(?<=[{_CJK}])[ \u3000]+(?=[{_CJK}])")
_JUSTIFIED = re.compile(rf"[{_CJK}] [{_CJK}] [{_CJK}]")
_STARTS_PARAGRAPH = re.compile(
    r"[ 　]*[・○〇●◯◎■□◆◇※＜<［\[【（(①-⑳⒈-⒛]|[ 　]{1,2}\S|[ 　]*[0-9０-９]{1,2}[．.、](?![0-9０-９])"
)

_FEWEST_STRETCHED, _STRETCHED = 8, 0.8  # parts of a stretched line, and the share of them that are one character


def fold(text: str) -> str:
    """NFKC with one kind of dash and tilde, spaces at the ends removed. May change the length."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_TILDES).strip()


def fold_each(text: str) -> str:
    """The same character by character: the result has the length of *text*, so that offsets stay true."""
    folded = (unicodedata.normalize("NFKC", character).translate(_DASHES).translate(_TILDES) for character in text)
    return "".join(new if len(new) == 1 else old for new, old in zip(folded, text, strict=True))


def compact(text: str) -> str:
    """Folded, without any white space: for comparing texts."""
    return "".join(fold(text).split())


def width(text: str) -> int:
    """Columns that *text* takes without the spaces at its end: 2 for a full-width character, 1 for the others."""
    return sum(2 if unicodedata.east_asian_width(character) in _WIDE else 1 for character in text.rstrip())


@dataclass(frozen=True, slots=True)
class Joined:
    """Lines as one text. *text*: cut lines are rejoined, paragraphs are separated by a line feed."""

    text: str
    lines: tuple[Line, ...]
    _starts: tuple[int, ...]

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Joined:
        """Rejoin the written lines of *lines*."""
        parts: list[str] = []
        starts: list[int] = []
        kept: list[Line] = []
        length = 0
        for line in lines:
            if line.is_blank:
                continue
            part = _SPACE_IN_TEXT.sub("", _unstretched(line.text.strip()))
            if kept and _begins_paragraph(kept[-1], line):
                parts.append("\n")
                length += 1
            kept.append(line)
            starts.append(length)
            parts.append(part)
            length += len(part)
        return cls("".join(parts), tuple(kept), tuple(starts))

    def line_at(self, offset: int) -> Line:
        """The line on which the character at *offset* stands. IndexError for an empty text."""
        return self.lines[max(0, bisect_right(self._starts, offset) - 1)]

    def line_of_compact(self, offset: int) -> Line:
        """The line of the character at *offset* of the text as `compact` folds it."""
        for at, character in enumerate(self.text):
            length = len(compact(character))
            if offset < length:
                return self.line_at(at)
            offset -= length
        return self.lines[-1]

    def paragraphs(self) -> tuple[tuple[int, str], ...]:
        """Each paragraph with its offset; of no lines, none."""
        found = []
        offset = 0
        for part in self.text.split("\n") if self.lines else ():
            found.append((offset, part))
            offset += len(part) + 1
        return tuple(found)


def _unstretched(text: str) -> str:
    """A line that was set to its column's width has a space behind every character (H 2 8 ： 9 , 1 4 7 人)."""
    parts = text.split(" ")
    single = sum(1 for part in parts if len(part) == 1)
    words = sum(1 for part in parts if not part.isdigit())  # a row of figures has spaces, too
    is_stretched = len(parts) >= _FEWEST_STRETCHED and single >= _STRETCHED * len(parts) and words * 3 >= len(parts)
    return "".join(parts) if is_stretched else text


def _begins_paragraph(before: Line, line: Line) -> bool:
    if not before.ends_paragraph:
        return False
    if _STARTS_PARAGRAPH.match(line.text):
        return True
    # a line stretched to its column's width ends with a space, too; so does one that is cut at a space (14 / 日以内)
    cut_at_space = (
        before.text.rstrip()[-1:].isalnum() and before.text.rstrip()[-1:].isascii() and not line.text[:1].isascii()
    )
    return not (_JUSTIFIED.search(before.text) or cut_at_space)
