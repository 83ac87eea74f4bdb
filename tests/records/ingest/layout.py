"""Paragraphs → the lines of a column, rows of cells → lines on pages, pages → text, as the text layer of such PDFs has them.

A line has an empty line between itself and the next. A page ends without any (the next one then begins with a space) or
with three. A paragraph's last line ends with a space, a line cut by its column's width does not. A row is printed cell by
cell; where a page ends, each cell is cut and goes on behind the repeated headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from random import Random

from records.ingest.text import width
from tests.records.ingest.specs import Switches

_NEVER_FIRST = frozenset("、。」）】］』％：")
_NEVER_FIRST_STRICT = _NEVER_FIRST | frozenset("ーぁぃぅぇぉっゃゅょァィゥェォッャュョ・")
_NEVER_LAST = frozenset("「（【［『")
_HANGING = ("○", "〇", "・")
_PUNCTUATION = frozenset("、。「」（）【】・")
_GAP = "\x1f"  # a space that the text layer puts in, while a written one stays a space
_AT_GAP = re.compile(r"(?<=[ぁ-んァ-ヶー一-鿿])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[ぁ-んァ-ヶ一-鿿])")
_TOKEN = re.compile(r"[A-Za-z0-9.,%/]+|.", re.DOTALL)
_SHARE_OF_GAPS = 0.8
_SHARE_JUSTIFIED = 0.6
_SHARE_OF_STRAY_SPACES = 0.4  # before a row behind a minister's cell that is not empty
_SHARE_KEPT_SPACE = 0.05  # a cut line that ends with a space all the same


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets paragraphs in columns."""

    switches: Switches
    rng: Random

    def lines(self, paragraphs: Sequence[str], columns: int) -> list[str]:
        """The lines of a cell that is *columns* half-width characters wide; an empty paragraph is a single space."""
        return [line for paragraph in paragraphs for line in self._wrapped(paragraph, columns)]

    def _wrapped(self, paragraph: str, columns: int) -> list[str]:
        if not paragraph:
            return [" "]
        rest = columns - 1 if paragraph.startswith(_HANGING) else columns
        cut: list[str] = []
        line: list[str] = []
        for token in _TOKEN.findall(self._with_gaps(paragraph)):
            limit = rest if cut else columns
            if token in {" ", _GAP} or not line or _squeezed("".join(line) + token) <= limit:
                line.append(token)
            else:
                carried = self._carried(token, line)
                cut.append(self._cut_line(line, token, limit))
                line = [*carried, token]
        return [*cut, "".join(line).replace(_GAP, " ").rstrip() + " "]

    def _with_gaps(self, text: str) -> str:
        if not self.switches.gaps:
            return text
        return _AT_GAP.sub(lambda _: _GAP if self.rng.random() < _SHARE_OF_GAPS else "", text)

    def _carried(self, token: str, line: list[str]) -> list[str]:
        """What has to go to the next line with *token*, taken off *line*."""
        barred = _NEVER_FIRST_STRICT if self.switches.strict else _NEVER_FIRST
        carried: list[str] = []
        while len(line) > 1 and ((carried[0] if carried else token) in barred or line[-1] in _NEVER_LAST):
            carried.insert(0, line.pop())
        return carried

    def _cut_line(self, line: list[str], following: str, limit: int) -> str:
        text = "".join(line).rstrip(_GAP)
        kept = " " if self.rng.random() < _SHARE_KEPT_SPACE else ""
        is_short = limit - width(text) >= 2 and following.isascii() and len(following) > 2
        if is_short and len(text) > 3 and " " not in text and self.rng.random() < _SHARE_JUSTIFIED:
            return " ".join(text.replace(_GAP, "")) + kept
        return text.replace(_GAP, " ") + (kept if line[-1] == _GAP else "")


def _squeezed(text: str) -> int:
    """The width of *text* with its punctuation set tight: 12 columns and a half hold 6 characters, or 7 with a comma."""
    return width(text) - sum(character in _PUNCTUATION for character in text)


@dataclass(slots=True)
class Sheet:
    """One page: its lines, each with whether it follows the one before directly, and how far the page is filled."""

    is_slide: bool
    lines: list[tuple[str, bool]] = field(default_factory=list)
    used: int = 0


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """Where a part begins: its kind (as records.ingest.parts names it), its form's number, and its page (from 0)."""

    kind: str
    form: str
    page: int


@dataclass(slots=True)
class Printer:
    """Collects pages and parts."""

    setter: Setter
    sheets: list[Sheet] = field(default_factory=list)
    parts: list[PrintedPart] = field(default_factory=list)

    def start(self, kind: str, form: str = "", *, is_slide: bool = False) -> None:
        """Begin a part on a new page."""
        self.parts.append(PrintedPart(kind, form, len(self.sheets)))
        self.turn(is_slide=is_slide)

    def turn(self, *, is_slide: bool = False) -> None:
        """Begin a new page."""
        self.sheets.append(Sheet(is_slide))

    @property
    def room(self) -> int:
        """How many lines the page still takes."""
        return self.setter.switches.height - self.sheets[-1].used

    def put(self, *lines: str, tight: bool = False) -> None:
        """Print *lines* one below the other; *tight*: without empty lines before them."""
        sheet = self.sheets[-1]
        for line in lines:
            sheet.lines.append((line, tight and bool(sheet.lines)))
            sheet.used += 1

    def rows(self, headings: Sequence[str], rows: Sequence[Sequence[list[str]]]) -> int:
        """Print a table whose *headings* every page repeats. Returns how many empty cells are left at its end."""
        self.put(*headings)
        empty = 1  # the last cell of the headings
        for cells in rows:
            if not empty and self.setter.rng.random() < _SHARE_OF_STRAY_SPACES:
                empty = 1
            if self.room < 4:
                self.turn()
                self.put(*headings)
                empty = 1
            empty = self._row(headings, cells, empty)
        return empty

    def _row(self, headings: Sequence[str], cells: Sequence[list[str]], empty: int) -> int:
        rest = [list(cell) for cell in cells]
        is_continued = False
        while True:
            room = max(1, self.room)
            sheet = self.sheets[-1]
            before = sheet.used
            for at, cell in enumerate(rest):
                if not cell:
                    # the last cell, which the first row shares with all others, leaves its space on every page
                    empty += not is_continued or (at == len(rest) - 1 and not cells[at])
                    continue
                self.put(" " * empty + cell[0], *cell[1:room])
                empty = 0
            sheet.used = before + min(room, max(map(len, rest)))
            rest = [cell[room:] for cell in rest]
            if not any(rest):
                return empty
            self.turn()
            self.put(*headings)
            is_continued, empty = True, 0


_SHARE_OF_NUMBERS = 0.15


def printed(printer: Printer) -> tuple[str, list[int]]:
    """The text of all pages, and the line number (from 1) on which each begins."""
    lines: list[str] = []
    starts: list[int] = []
    rng = printer.setter.rng
    for number, sheet in enumerate(printer.sheets, start=1):
        page = list(sheet.lines)
        before = lines[-1] if lines else ""
        is_numbered = not sheet.is_slide and printer.setter.switches.page_numbers and rng.random() < _SHARE_OF_NUMBERS
        if is_numbered:
            page.insert(0, (f"{number} ", False))
        if lines and (is_numbered or not before.strip() or before.startswith(" ") or not page[0][0].strip()):
            lines += [""] * 3
        elif lines and not page[0][0].startswith(" "):
            page[0] = (f" {page[0][0]}", False)
        starts.append(len(lines) + 1)
        for (line, _), following in zip_longest(page, page[1:]):
            lines.append(line)
            if following and not following[1]:
                lines.append("")
    return "\n".join(lines) + "\n", starts
