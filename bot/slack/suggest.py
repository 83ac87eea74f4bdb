"""What somebody types → items and indicators to choose from: by code, by part of a name, and as the Desk understands it."""

from __future__ import annotations

from bot.answer import Answer, Choice, Status
from bot.overview import Overview
from bot.slack.reply import Answerer
from bot.slack.views import INDICATOR
from bot.text.normalise import fold


def suggest(typed: str, desk: Answerer) -> list[Choice]:
    """What matches, the likeliest first; all items when nothing is typed. `ask` is what the form keeps."""
    overview = desk.overview()
    items = {item.code: Choice(f"{item.code} {item.title}", item.code) for item in overview.items}
    key = fold(typed).text
    if not key:
        return list(items.values())
    indicators = {name: Choice(f"{name}（{item}）", INDICATOR + name) for name, item in overview.indicators}
    found = [items[code] for code in _understood(typed, desk, overview)]
    found += [choice for code, choice in items.items() if key in fold(choice.label).text or fold(code).text == key]
    found += [choice for name, choice in indicators.items() if key in fold(name).text]
    return list(dict.fromkeys(found))


def _understood(typed: str, desk: Answerer, overview: Overview) -> list[str]:
    """The items that the Desk takes the words for: one it is sure of, or those it would ask back about."""
    answer: Answer = desk.reply(typed, None)
    codes = answer.items[:1] if answer.status is Status.ANSWERED and len(answer.items) == 1 else ()
    offered = [each.item for each in answer.candidates if each.item]
    return [code for code in dict.fromkeys((*codes, *offered)) if code in overview.by_code]
