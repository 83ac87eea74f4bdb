"""How well the end of one line and the beginning of another belong together, judged by the document's own words.

An official document repeats itself: a goal stands again in the plan, in the annual plan and in the other evaluation's
form, each time cut at other places. So what is cut here mostly stands uncut elsewhere, and the document itself says which
of several open cells a line goes on.
"""

from __future__ import annotations

from collections.abc import Iterable

from records.ingest.text import compact

_LONGEST = 6
# log-odds, set by hand on the forms of one document: by the longest run of characters across the seam that is found uncut
_SCORES = {6: 4.0, 5: 3.2, 4: 2.4, 3: 0.8, 2: -0.8}
_NEVER = -2.5
_UNKNOWN = -0.5  # nothing to compare: an empty end


class Joins:
    """The runs of characters that stand uncut in *texts*."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Collect the runs of 2 to 6 characters of each text."""
        self._runs: set[str] = set()
        for text in texts:
            whole = compact(text)
            for length in range(2, _LONGEST + 1):
                self._runs.update(whole[at : at + length] for at in range(len(whole) - length + 1))

    def add_seam(self, before: str, after: str) -> None:
        """Count the seam of two lines that are known to belong together as uncut."""
        seam = compact(before)[-_LONGEST:] + compact(after)[:_LONGEST]
        for length in range(2, _LONGEST + 1):
            self._runs.update(seam[at : at + length] for at in range(len(seam) - length + 1))

    def score(self, before: str, after: str) -> float:
        """Log-odds that *after* goes on where *before* was cut: above 0 likely, below 0 unlikely."""
        tail, head = compact(before)[-_LONGEST:], compact(after)[:_LONGEST]
        if not tail or not head:
            return _UNKNOWN
        for length in range(_LONGEST, 1, -1):
            least = min(2, length // 2)  # one character tells nothing about what stood before
            for left in range(least, length - least + 1):
                run = tail[-left:] + head[: length - left]
                if len(run) == length and run in self._runs:
                    return _SCORES[length]
        return _NEVER
