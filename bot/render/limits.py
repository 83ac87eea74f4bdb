"""Slack's limits (Block Kit reference), and how texts are made to keep them.

Where the reference gave a smaller number at some time, the smaller one counts: a message that both accept is shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from bot.text.clean import clean
from bot.text.compiled import compiled

Block = dict[str, object]

MESSAGE_SIZE = 9_500  # Slack refuses a message whose blocks hold some 12,000 characters, without documenting it
MOST_BLOCKS = 45  # a message holds 50, a view 100
TEXT_OBJECT = 2_900  # 3,000 (Composition objects, Text object)
MESSAGE_TEXT = 3_900  # a longer text is split into several messages from 4,000 characters on (chat.postMessage)
FOOTER = 150
BUTTON_TEXT = 75
BUTTON_VALUE = 200  # 2,000; ours are short, so that many buttons leave room for the answer
TABLE_COLUMNS = 20
TABLE_ROWS = 100  # besides the header
TABLE_CELL = 300
TABLE_PAGE = 25
CAPTION = 150
CHART_TITLE = 50
CHART_LABEL = 20
CHART_CATEGORIES = 20
OPTION_TEXT = 75
OPTION_VALUE = 150
EMPTY_CELL = "（空欄）"  # a cell without text is refused

_PART_OF_ESCAPE = compiled(r"&[a-z]{0,3}$")
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def cut(text: str, limit: int) -> str:
    """The text in at most *limit* characters, never cut inside an escape (&amp;)."""
    return text if len(text) <= limit else _PART_OF_ESCAPE.sub("", text[: limit - 1]) + "…"


def fitting(texts: Iterable[str], room: int) -> list[str]:
    """The texts that fit into *room* characters, one a line; the first that does not is cut, and ends the list."""
    taken: list[str] = []
    room -= len("…") + 1
    for text in filter(str.strip, texts):
        if len(text) + 1 > room:
            return [*taken, cut(text, room + 1)]
        taken.append(text)
        room -= len(text) + 1
    return taken


def size(part: object) -> int:
    """Characters of a part of a message as JSON."""
    return len(_ENCODE(part))


def plain_text(text: str, limit: int) -> Block:
    """A text object that Slack does not parse; emoji stays off, or :b: in a note would become a picture."""
    return {"type": "plain_text", "text": cut(clean(text), limit), "emoji": False}


def context(text: str, block_id: str = "") -> list[Block]:
    """Small print, or nothing."""
    if not clean(text).strip():
        return []
    block: Block = {"type": "context", "elements": [plain_text(text, TEXT_OBJECT)]}
    return [{**block, "block_id": block_id} if block_id else block]


def button(text: str, action_id: str, value: str, **more: object) -> Block:
    """A button."""
    return {"type": "button", "text": plain_text(text, BUTTON_TEXT), "action_id": action_id, "value": value, **more}


def actions(block_id: str, elements: list[Block]) -> list[Block]:
    """A row of buttons, or nothing."""
    return [{"type": "actions", "block_id": block_id, "elements": elements}] if elements else []
