"""Answer → Slack: blocks as plain dicts, and the text that stands for them in notifications and for screen readers.

What users and records say goes only where Slack formats nothing (rich_text, plain_text); in the text it is escaped.
Every limit holds by construction, whatever the answer: first line, notes, candidates and sources have their shares,
the details get what is left. What does not fit is cut at the end of a line, and a last line says so.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from bot.answer import Answer
from bot.render.text import candidate_name, cite, render_table, render_text

Block = dict[str, object]

MESSAGE_LIMIT = 9_500  # Slack refuses a message whose blocks hold some 12,000 characters, without documenting it
ELEMENT_LIMIT = 2_900  # a text object holds 3,000 characters (Block Kit reference, Section)
TEXT_LIMIT = 3_900  # a longer text is split into several messages from 4,000 characters on (chat.postMessage)
FIRST_LIMIT = 1_000
NOTES_LIMIT = 1_500
CANDIDATES_LIMIT = 1_500
SOURCES_LIMIT = 1_000
CUT_LINE = "（長いため、ここまでを表示しています。全体は hyotei ask で見られます）"
_PART_OF_ESCAPE = re.compile(r"&[a-z]{0,3}$")

Line = tuple[bool, str]  # whether the line belongs to a table, and the line


def render_blocks(answer: Answer) -> list[Block]:
    """The answer as blocks: first line in bold, details, tables, notes, candidates, sources."""
    first = _cut(answer.first, FIRST_LIMIT)
    notes = _fitting((f"※ {note}" for note in answer.notes), NOTES_LIMIT)
    candidates = _fitting(map(candidate_name, answer.candidates), CANDIDATES_LIMIT)
    sources = _cut("出典：" + cite(answer.sources), SOURCES_LIMIT) if answer.sources else ""
    room = MESSAGE_LIMIT - sum(map(len, (first, *notes, *candidates, sources)))
    return [
        *_rich_texts([_section(first, bold=True)] if first.strip() else []),
        *_rich_texts(_detail_elements(_details(answer, room))),
        *_context("\n".join(notes)),
        *_rich_texts([_ordered_list(candidates)] if candidates else []),
        *_context(sources),
    ]


def render_fallback(answer: Answer) -> str:
    """The answer as text that Slack takes literally: a whole answer by itself, its details cut when it is very long."""
    whole = _escape(render_text(answer))
    if len(whole) <= TEXT_LIMIT:
        return whole
    first = _cut(_escape(answer.first), FIRST_LIMIT)
    tail = _escape(render_text(replace(answer, first="", lines=(), tables=())))
    ending = [CUT_LINE, *_fitting(tail.split("\n"), NOTES_LIMIT)]
    room = TEXT_LIMIT - sum(len(line) + 1 for line in (first, *ending))
    details = _escape(render_text(replace(answer, first="", notes=(), candidates=(), sources=())))
    return "\n".join((first, *_fitting(details.split("\n"), room), *ending))


def render_first_line(answer: Answer) -> str:
    """The first line alone, as text that Slack takes literally: what is left when Slack refuses everything else."""
    return _cut(_escape(answer.first), FIRST_LIMIT)


def _details(answer: Answer, room: int) -> list[Line]:
    """The lines of details and tables that fit into *room* characters; when some do not, the last line says so."""
    lines = list(_detail_lines(answer))
    if sum(len(line) + 1 for _, line in lines) <= room:
        return lines
    room -= len(CUT_LINE) + 1
    taken: list[Line] = []
    for of_table, line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        taken.append((of_table, line))
    return [*taken, (False, CUT_LINE)]


def _detail_lines(answer: Answer) -> Iterator[Line]:
    for line in answer.lines:
        yield from ((False, piece) for piece in _pieces(line))
    for table in answer.tables:
        caption, *rows = render_table(table)
        yield from ((False, piece) for piece in _pieces(caption))
        yield from ((True, piece) for row in rows for piece in _pieces(row))


def _pieces(text: str) -> list[str]:
    """A text as lines that each fit into one element."""
    return [
        line[start : start + ELEMENT_LIMIT]
        for line in text.splitlines() or [""]
        for start in range(0, max(len(line), 1), ELEMENT_LIMIT)
    ]


def _detail_elements(lines: Sequence[Line]) -> Iterator[Block]:
    for of_table, group in groupby(lines, key=lambda line: line[0]):
        for text in _packed(line for _, line in group):
            if text.strip():  # Slack refuses an empty text
                yield _preformatted(text) if of_table else _section(text)


def _packed(lines: Iterable[str]) -> Iterator[str]:
    """Lines joined into as few texts as fit into one element each."""
    text: str | None = None
    for line in lines:
        if text is not None and len(text) + 1 + len(line) > ELEMENT_LIMIT:
            yield text
            text = None
        text = line if text is None else f"{text}\n{line}"
    if text is not None:
        yield text


def _rich_texts(elements: Iterable[Block]) -> Iterator[Block]:
    """Elements as rich_text blocks of at most ELEMENT_LIMIT characters: two long sections never stand in one block."""
    block: list[Block] = []
    size = 0
    for element in elements:
        if block and size + _size(element) > ELEMENT_LIMIT:
            yield {"type": "rich_text", "elements": block}
            block, size = [], 0
        block.append(element)
        size += _size(element)
    if block:
        yield {"type": "rich_text", "elements": block}


def _size(element: object) -> int:
    """Characters of text in an element."""
    if isinstance(element, dict):
        return sum(len(value) if key == "text" else _size(value) for key, value in element.items())
    return sum(map(_size, element)) if isinstance(element, list) else 0


def _section(text: str, *, bold: bool = False) -> Block:
    return {"type": "rich_text_section", "elements": [_text(text, bold=bold)]}


def _preformatted(text: str) -> Block:
    return {"type": "rich_text_preformatted", "elements": [_text(text)]}


def _ordered_list(texts: Sequence[str]) -> Block:
    return {"type": "rich_text_list", "style": "ordered", "elements": [_section(text) for text in texts]}


def _text(text: str, *, bold: bool = False) -> Block:
    return {"type": "text", "text": text, "style": {"bold": True}} if bold else {"type": "text", "text": text}


def _context(text: str) -> list[Block]:
    """Small print; emoji stays off, or :b: in a note would become a picture."""
    if not text.strip():
        return []
    return [{"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False}]}]


def _fitting(texts: Iterable[str], room: int) -> list[str]:
    """The texts that fit into *room* characters, one a line; the first that does not is cut, and ends the list."""
    taken: list[str] = []
    room -= len("…") + 1
    for text in filter(str.strip, texts):
        if len(text) + 1 > room:
            return [*taken, _cut(text, room + 1)]
        taken.append(text)
        room -= len(text) + 1
    return taken


def _cut(text: str, limit: int) -> str:
    """The text in at most *limit* characters, never cut inside an escape (&amp;)."""
    return text if len(text) <= limit else _PART_OF_ESCAPE.sub("", text[: limit - 1]) + "…"


def _escape(text: str) -> str:
    """&, < and > are all that Slack parses in a text without mrkdwn (Formatting text, Escaping text)."""
    return html.escape(text, quote=False)
