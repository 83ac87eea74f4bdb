"""Texts → rich_text, which Slack shows as it stands (Block Kit reference, Rich text block)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.render.limits import TEXT_OBJECT, Block, cut, size
from bot.text.clean import clean


def packed(lines: Iterable[str]) -> Iterator[str]:
    """Lines joined into as few texts as fit into one element each."""
    text: str | None = None
    for line in lines:
        if text is not None and len(text) + 1 + len(line) > TEXT_OBJECT:
            yield text
            text = None
        text = line if text is None else f"{text}\n{line}"
    if text is not None:
        yield text


def rich_texts(elements: Iterable[Block]) -> Iterator[Block]:
    """Elements as rich_text blocks of at most one element's characters: two long sections never share a block."""
    block: list[Block] = []
    room = TEXT_OBJECT
    for element in elements:
        if block and size(element) > room:
            yield {"type": "rich_text", "elements": block}
            block, room = [], TEXT_OBJECT
        block.append(element)
        room -= size(element)
    if block:
        yield {"type": "rich_text", "elements": block}


def section(text: str, *, bold: bool = False) -> Block:
    """A text that runs on."""
    return {"type": "rich_text_section", "elements": [_text(text, bold=bold)]}


def preformatted(text: str) -> Block:
    """A text in columns, in fixed width."""
    return {"type": "rich_text_preformatted", "elements": [_text(text)]}


def ordered_list(texts: Sequence[str]) -> Block:
    """Texts with numbers."""
    return {"type": "rich_text_list", "style": "ordered", "elements": [section(text) for text in texts]}


def _text(text: str, *, bold: bool = False) -> Block:
    return {"type": "text", "text": text, "style": {"bold": True}} if bold else {"type": "text", "text": text}


def literal(text: str) -> list[Block]:
    """A text to be copied as it stands."""
    return [{"type": "rich_text", "elements": [preformatted(cut(clean(text), TEXT_OBJECT))]}] if text.strip() else []
