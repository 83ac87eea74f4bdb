"""A series → a picture (PNG, RFC 2083): a line over the years with its numbers, for documents outside Slack.

Only figures, R, and the few signs of numbers are drawn, so no font is needed; the name stands in the text beside it.
"""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise

from bot.render.series import Series, plain_number
from bot.wording.phrases import short_year

WIDTH, HEIGHT = 720, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 60, 60, 50
_ROOM = 40  # between the lowest point and the axis, for its number
_SCALE = 3  # a letter is 3 by 5 points
_WHITE, _GRID, _LINE, _INK = b"\xff\xff\xff", b"\xdd\xdd\xdd", b"\x1f\x3a\x5f", b"\x33\x33\x33"
_DOT = 5
# three columns by five rows, a row a number from the top, the leftmost column 4
_GLYPHS = {
    "0": (7, 5, 5, 5, 7), "1": (2, 6, 2, 2, 7), "2": (7, 1, 7, 4, 7), "3": (7, 1, 7, 1, 7), "4": (5, 5, 7, 1, 1),
    "5": (7, 4, 7, 1, 7), "6": (7, 4, 7, 5, 7), "7": (7, 1, 1, 1, 1), "8": (7, 5, 7, 5, 7), "9": (7, 5, 7, 1, 7),
    "R": (6, 5, 6, 5, 5), ".": (0, 0, 0, 0, 2), ",": (0, 0, 0, 2, 4), "-": (0, 0, 7, 0, 0),
}  # fmt: skip


class _Canvas:
    """Rows of red, green and blue bytes."""

    def __init__(self) -> None:
        self.rows = [bytearray(_WHITE * WIDTH) for _ in range(HEIGHT)]

    def fill(self, left: int, top: int, width: int, height: int, colour: bytes) -> None:
        """A rectangle, cut at the edges."""
        for y in range(max(top, 0), min(top + height, HEIGHT)):
            start, end = max(left, 0), min(left + width, WIDTH)
            if start < end:
                self.rows[y][start * 3 : end * 3] = colour * (end - start)

    def write(self, text: str, middle: int, top: int) -> None:
        """Figures and signs, centred."""
        left = middle - len(text) * 4 * _SCALE // 2
        for number, letter in enumerate(text):
            for y, row in enumerate(_GLYPHS.get(letter, (0, 0, 0, 0, 0))):
                for x in range(3):
                    if row & (4 >> x):
                        self.fill(left + (number * 4 + x) * _SCALE, top + y * _SCALE, _SCALE, _SCALE, _INK)

    def line(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """A line three points thick."""
        steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
        for step in range(steps + 1):
            x = start[0] + (end[0] - start[0]) * step // steps
            y = start[1] + (end[1] - start[1]) * step // steps
            self.fill(x - 1, y - 1, 3, 3, _LINE)


def render_chart(series: Series) -> bytes:
    """The picture of a complete series."""
    canvas = _Canvas()
    numbers = {year: values[0] for year, values in series.values.items()}
    low, high = min(numbers.values()), max(numbers.values())
    span = (high - low) or 1.0
    points = []
    for position, (year, number) in enumerate(numbers.items()):
        x = _LEFT + (WIDTH - _LEFT - _RIGHT) * position // max(len(numbers) - 1, 1)
        y = HEIGHT - _BOTTOM - _ROOM - round((number - low) / span * (HEIGHT - _TOP - _BOTTOM - _ROOM))
        points.append((x, y))
        canvas.fill(x, _TOP, 1, HEIGHT - _TOP - _BOTTOM, _GRID)
        canvas.write(short_year(year), x, HEIGHT - _BOTTOM + 18)
    canvas.fill(_LEFT // 2, HEIGHT - _BOTTOM, WIDTH - _LEFT, 1, _GRID)
    for start, end in pairwise(points):
        canvas.line(start, end)
    for (x, y), number in zip(points, numbers.values(), strict=True):
        canvas.fill(x - _DOT, y - _DOT, 2 * _DOT + 1, 2 * _DOT + 1, _LINE)
        # below a point that the line comes down to, where it would run through its number
        canvas.write(plain_number(number), x, y + 14 if (x, y) in _valleys(points) else y - 30)
    return _png(canvas.rows)


def _valleys(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The points that lie lower in the picture than both their neighbours."""
    triples = zip(points, points[1:], points[2:], strict=False)
    return [here for before, here, after in triples if before[1] < here[1] > after[1]]


def _png(rows: list[bytearray]) -> bytes:
    raw = b"".join(b"\0" + bytes(row) for row in rows)
    header = struct.pack("!IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data)) for kind, data in chunks
    )
