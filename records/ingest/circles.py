"""The ○ that begin goals and plans, by which a cell is known again in the next column.

Goal, plan and annual plan repeat one another ○ by ○ (A B | A B | A B): a cell has no ○ twice, and where A and B stood one
behind the other in the cell before, they do so again.
"""

from __future__ import annotations

from itertools import pairwise

REPEATED = 2.5  # log-odds, set by hand: the columns before have the same ○ one behind the other, or not
_ALIKE = 10  # characters by which two ○ of different columns are about the same

Heads = tuple[str, ...]


def expects(here: Heads, above: tuple[Heads, ...], head: str) -> float:
    """Log-odds that the ○ *head* comes next in a cell that has those of *here*, in a row whose cells before have *above*."""
    if holds(here, head):
        return -REPEATED
    pairs = (pair for cell in above for pair in pairwise(cell))
    if here and any(alike(first, here[-1]) and alike(second, head) for first, second in pairs):
        return REPEATED
    if any(cell and alike(cell[0], head) for cell in above):
        return -REPEATED / 2  # it begins a cell before: then it begins the next column's cell, too
    return 0.0


def holds(heads: Heads, head: str) -> bool:
    """Whether *head* is one of *heads*; the page's end may have cut one of them short."""
    return any(head == each or (len(each) >= _ALIKE and head.startswith(each)) for each in heads)


def alike(head: str, other: str) -> bool:
    """Whether two ○ of different columns are about the same: a plan changes the goal's words, but not its first ones."""
    return head[:_ALIKE] == other[:_ALIKE]
