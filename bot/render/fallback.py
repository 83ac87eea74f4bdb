"""Answer → text for Slack: what notifications and screen readers get, and what is left when blocks are refused."""

from __future__ import annotations

import html

from bot.answer import Answer
from bot.render.limits import MESSAGE_TEXT, TEXT_OBJECT, cut, fitting
from bot.render.text import cite, render_text
from bot.text.clean import clean

FIRST_LIMIT = 700
NOTES_LIMIT = 900
CUT_LINE = "（長いため、ここまでを表示しています。全体は hyotei ask で見られます）"


def render_fallback(answer: Answer) -> str:
    """The answer as text that Slack takes literally: a whole answer by itself, its details cut when it is very long."""
    whole = escape(clean(render_text(answer)))
    if len(whole) <= MESSAGE_TEXT:
        return whole
    first = cut(escape(clean(answer.first)), FIRST_LIMIT)
    tail = escape(clean(render_text(answer._replace(first="", lines=(), tables=()))))
    ending = [CUT_LINE, *fitting(tail.split("\n"), NOTES_LIMIT)]
    room = MESSAGE_TEXT - sum(len(line) + 1 for line in (first, *ending))
    details = escape(clean(render_text(answer._replace(first="", notes=(), candidates=(), sources=()))))
    return "\n".join((first, *fitting(details.split("\n"), room), *ending))


def render_first_line(answer: Answer) -> str:
    """The first line alone, as text that Slack takes literally: what is left when Slack refuses everything else."""
    return cut(escape(clean(answer.first)), FIRST_LIMIT)


def render_minutes(answer: Answer) -> str:
    """One sentence with its source, to be pasted into minutes."""
    cited = f"（出典：{cite(answer.sources)}）" if answer.sources else ""
    return cut(clean(f"{answer.first}{cited}"), TEXT_OBJECT)


def escape(text: str) -> str:
    """&, < and > are all that Slack parses in a text without mrkdwn (Formatting text, Escaping text)."""
    return html.escape(text, quote=False)
