"""Names, arranged so that a question touches few of them however many there are.

`KeyIndex`: which keys stand in a text. `NameIndex`: which names are like a key, exactly as a scan of all of them with
rapidfuzz would say, and which names hold it as a part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby

# fewer names than this are scanned as they are: arranging them would take longer than a process gains by it
_FEW = 1000


class KeyIndex:
    """Keys by how they begin: a text is read once, and at each place only keys that begin so are compared."""

    def __init__(self, keys: Iterable[str]) -> None:
        """*keys*: none of them empty."""
        self._keys = frozenset(keys)
        lengths: dict[str, set[int]] = {}
        for key in self._keys:
            lengths.setdefault(key[:2], set()).add(len(key))
        self._lengths = {beginning: tuple(sorted(found)) for beginning, found in lengths.items()}

    def find_in(self, text: str) -> Iterator[tuple[int, str]]:
        """Every key that stands in *text*, at every place: (start, key), from left to right."""
        keys, lengths = self._keys, self._lengths
        for start, character in enumerate(text):
            if character in keys:
                yield start, character
            for length in lengths.get(text[start : start + 2], ()):
                found = text[start : start + length]
                if len(found) == length > 1 and found in keys:
                    yield start, found


NO_KEYS = KeyIndex(())


class NameIndex:
    """Distinct names and, for each character, which of them have it: as one number with a bit a name, the shortest names first.

    A score of fuzz.ratio is 200 × c / (m + n) percent, where m and n are the two lengths and c is that of the longest common
    subsequence; c is at most the number of characters that the two have in common, each as often as both have it. So a
    name of n characters that reaches a score of s shares at least s × (m + n) / 200 characters with the key: those that
    do are counted, all names at once, by adding up numbers, and only they are scored.
    """

    def __init__(self, names: Sequence[str]) -> None:
        """*names*: distinct; their order decides between equal scores."""
        self._names = names

    def find_similar(self, key: str, at_least: int, most: int) -> list[tuple[str, float, int]]:
        """The *most* names with the highest fuzz.ratio, from *at_least* (0–100) on, the best first; of equals the first.

        Each with its score and its place among those that were scored.
        """
        names = self._names
        if len(names) > _FEW:
            names = [names[at] for at in sorted(self._sharing(key, at_least))]
        extract, ratio = self._scan
        return extract(key, names, scorer=ratio, score_cutoff=at_least, limit=most)

    @cached_property
    def _scan(self) -> tuple[Callable[..., list[tuple[str, float, int]]], object]:
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - 7 ms that a question whose names are right need not pay

        return process.extract, fuzz.ratio

    def find_holding(self, part: str) -> Iterator[int]:
        """The places of the names that hold *part*, in order, as far as they are asked for."""
        places: Iterable[int] = range(len(self._names))
        if len(self._names) > _FEW:
            bits = (1 << len(self._names)) - 1
            for character in _counted(part):
                bits &= self._having.get(character, 0)
            places = sorted(self._place[bit] for bit in _set_bits(bits))
        return (at for at in places if part in self._names[at])

    @cached_property
    def _place(self) -> list[int]:
        """Bit → place in the names."""
        return sorted(range(len(self._names)), key=lambda at: len(self._names[at]))

    @cached_property
    def _lengths(self) -> list[tuple[int, int]]:
        """Each length, and how many names have it."""
        return [
            (length, sum(1 for _ in names)) for length, names in groupby(len(self._names[at]) for at in self._place)
        ]

    @cached_property
    def _having(self) -> dict[str, int]:
        """Character → a bit for each name that has it."""
        having: dict[str, bytearray] = {}
        for bit, at in enumerate(self._place):
            for character in _counted(self._names[at]):
                held = having.setdefault(character, bytearray(len(self._names) // 8 + 1))
                held[bit >> 3] |= 1 << (bit & 7)
        return {character: int.from_bytes(held, "little") for character, held in having.items()}

    def _sharing(self, key: str, at_least: int) -> list[int]:
        """The places of the names that share so many characters with *key* that they may score *at_least*."""
        planes, found, first = self._counts(key), [], 0
        for needed, lengths in groupby(self._lengths, lambda each: -(-(len(key) + each[0]) * at_least // 200)):
            number = sum(names for _, names in lengths)
            if needed <= len(key) and (needed - 1) >> len(planes) == 0:
                every = (1 << number) - 1
                more = 0  # than needed - 1: compared bit by bit, the lowest first
                for power, plane in enumerate(planes):
                    held = plane >> first & every
                    more = held & more if (needed - 1) >> power & 1 else held | more
                found += [self._place[first + bit] for bit in _set_bits(more)]
            first += number
        return found

    def _counts(self, key: str) -> list[int]:
        """How many characters of *key* each name has: the binary digits of all the counts, the lowest digits first."""
        planes: list[int] = []
        for character in _counted(key):
            carry = self._having.get(character, 0)
            for at, plane in enumerate(planes):
                planes[at], carry = plane ^ carry, plane & carry
            if carry:
                planes.append(carry)
        return planes


def _counted(name: str) -> Iterator[str]:
    """The characters; the second of a kind twice, the third three times, so that each is another one."""
    seen: dict[str, int] = {}
    for character in name:
        seen[character] = seen.get(character, 0) + 1
        yield character * seen[character]


def _set_bits(number: int) -> list[int]:
    digits, found = bin(number)[:1:-1], []
    at = digits.find("1")
    while at >= 0:
        found.append(at)
        at = digits.find("1", at + 1)
    return found
