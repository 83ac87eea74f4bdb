"""Pages that stand in a document twice: as pages, or one behind the other without a break between them.

A document repeats itself: a plan says what the goal says, and the last page of one form may be that of another, printed words
and all. So what stands twice is a page where it holds more than a form prints, or where the second copy follows the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from records.ingest.forms import is_printed_head
from records.ingest.pages import Line, Page
from records.ingest.text import compact

_LONG_LINE, _LONG_END = (
    8,
    20,
)  # characters of a line, and of one that ends a paragraph, that two cells hardly have in common
_FEWEST_ALIKE = 8  # two pages with so many equal lines are one page twice
_FEWEST_OWN = 80  # characters on them that no form prints
_FEWEST_WORDS = 200  # characters that a goal and the plan behind it hardly have in common
_FEWEST_OF_WHOLE = 3  # lines of a whole page, even one without printed words, that follows itself
_LONGEST_PAGE = 400  # written lines


class Double(NamedTuple):
    """The second copy of a page: its *lines*, and the first line of what it repeats."""

    lines: tuple[Line, ...]
    first: Line


def find_doubles(pages: Sequence[Page]) -> Iterator[Double]:
    """The second copies of pages, in the order of the document."""
    taken: set[int] = set()
    for double in (*_behind_each_other(pages), *_pages_alike(pages)):
        if double.lines[0].number not in taken:
            taken.update(line.number for line in double.lines)
            yield double


def _pages_alike(pages: Sequence[Page]) -> Iterator[Double]:
    seen: dict[tuple[str, ...], Page] = {}
    for page in pages:
        own = [line.text.strip() for line in page.written if not is_printed_head(line)]
        key = tuple(line.text.strip() for line in page.written)
        if len(own) >= _FEWEST_ALIKE and sum(map(len, own)) >= _FEWEST_OWN and key in seen:
            yield Double(page.written, seen[key].written[0])
        seen.setdefault(key, page)


def _behind_each_other(pages: Sequence[Page]) -> Iterator[Double]:
    """A page whose lines follow once more at once; a break between the two copies may not show."""
    written = [line for page in pages for line in page.written]
    texts = [line.text.strip() for line in written]
    start = 0
    for page, following in zip_longest(pages, pages[1:]):
        size = len(page.written)
        halves = {size / 2, size if following is not None and len(following.written) == size else 0}
        for again in range(start + 1, min(start + size + 1, start + _LONGEST_PAGE)):
            length = again - start
            if texts[again : again + 1] == texts[start : start + 1] and (
                texts[start:again] == texts[again : again + length]
                and ((length >= _FEWEST_OF_WHOLE and length in halves) or _is_page(written[start:again]))
            ):
                yield Double(tuple(written[again : again + length]), written[start])
                break
        start += size


def _is_page(lines: Sequence[Line]) -> bool:
    """Whether *lines* are more than a cell and its neighbour with the same words: they hold printed lines, or they are many."""
    if any(is_printed_head(line) for line in lines):
        return len(lines) > 1
    return sum(len(compact(line.text)) for line in lines) >= _FEWEST_WORDS and len(lines) >= 3 * _FEWEST_ALIKE


def doubled_lines(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines of *lines* that repeat the written line before them; the short last lines of a plan and the next may be alike."""
    for before, line in pairwise(line for line in lines if not line.is_blank):
        length = len(compact(line.text))
        least = _LONG_END if before.ends_paragraph else _LONG_LINE
        if length >= least and line.text.strip() == before.text.strip() and not is_printed_head(line):
            yield line
