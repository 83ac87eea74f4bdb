"""What Slack refuses in messages and views, written from the Block Kit and Views references: blocks → what is wrong.

Independent of the code that makes the blocks. Where two editions of the reference differ, the stricter number counts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from tests.end_to_end.slack_sent import Json

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_TEXT = 4_000
ALL_TEXT = 10_000  # Slack refuses some 12,000 characters without saying so in the reference
ID, VALUE, BUTTON = 255, 2_000, 75


def message_problems(arguments: Mapping[str, object]) -> list[str]:
    """Why Slack would refuse the text and the blocks of a message, or show less than all of it."""
    found = []
    text = arguments.get("text")
    if not isinstance(text, str) or not text.strip():
        found.append("no text")
    elif len(text) > MESSAGE_TEXT:
        found.append(f"text of {len(text)}")
    blocks = arguments.get("blocks") or []
    if not isinstance(blocks, list):
        return [*found, "blocks are no list"]
    charts = [block for block in blocks if isinstance(block, dict) and block.get("type") == "data_visualization"]
    if len(charts) > 2:
        found.append("more than two charts")
    allowed = {
        "actions", "context", "context_actions", "data_table", "data_visualization", "divider", "header", "image",
        "rich_text", "section",
    }  # fmt: skip
    return [*found, *_blocks_problems(blocks, MESSAGE_BLOCKS, allowed), *_total(blocks)]


def view_problems(view: object) -> list[str]:
    """Why Slack would refuse a modal or a home page."""
    if not isinstance(view, dict) or view.get("type") not in {"modal", "home"}:
        return ["no view"]
    found = []
    blocks = view.get("blocks")
    if not isinstance(blocks, list) or not blocks:
        return ["no blocks"]
    if view["type"] == "modal":
        for part in ("title", "submit", "close"):
            if part in view:
                found += _plain_text(view[part], 24, part)
        if "title" not in view:
            found.append("no title")
        if any(block.get("type") == "input" for block in blocks) and "submit" not in view:
            found.append("an input without submit")
    if len(str(view.get("callback_id", ""))) > ID:
        found.append("long callback_id")
    allowed = {"actions", "context", "divider", "header", "image", "input", "rich_text", "section"}
    return [*found, *_blocks_problems(blocks, VIEW_BLOCKS, allowed)]


def dicts_in(part: object) -> Iterator[Json]:
    """Every dict in a tree of blocks."""
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from dicts_in(value)
    elif isinstance(part, list):
        for each in part:
            yield from dicts_in(each)


def texts_in(part: object) -> Iterator[str]:
    """Every text that is shown, however deep."""
    for each in dicts_in(part):
        for key in ("text", "caption", "title", "label"):
            value = each.get(key)
            if isinstance(value, str):
                yield value


def _total(blocks: list[Json]) -> list[str]:
    # nobody outside knows what Slack counts: neither the texts nor the whole may come near
    texts, whole = sum(map(len, texts_in(blocks))), len(json.dumps(blocks, ensure_ascii=False))
    found = [f"texts of {texts}"] if texts > ALL_TEXT else []
    return [*found, f"blocks of {whole}"] if whole > 12_000 else found


def _blocks_problems(blocks: list[Json], most: int, allowed: set[str]) -> list[str]:
    found = [f"{len(blocks)} blocks"] if len(blocks) > most else []
    for name in ("block_id", "action_id"):
        ids = [str(each[name]) for each in dicts_in(blocks) if name in each]
        found += [f"{name} twice: {each}" for each, times in Counter(ids).items() if times > 1]
        found += [f"bad {name}: {each[:40]}" for each in ids if not 0 < len(each) <= ID]
    for block in blocks:
        kind = block.get("type")
        if kind not in allowed:
            found.append(f"block {kind} is not allowed here")
            continue
        if unknown := set(block) - _KEYS[str(kind)] - {"type", "block_id"}:
            found.append(f"{kind} has {sorted(unknown)}")
        found += _CHECKS[str(kind)](block)
    return found


def _header(block: Json) -> list[str]:
    return _plain_text(block.get("text"), 150, "header")


def _section(block: Json) -> list[str]:
    text = block.get("text")
    if isinstance(text, dict) and text.get("type") == "mrkdwn":
        return _length(text.get("text"), 3_000, "section")
    return _plain_text(text, 3_000, "section")


def _context(block: Json) -> list[str]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 0 < len(elements) <= 10:
        return ["context without one to ten elements"]
    return [problem for each in elements for problem in _plain_text(each, 3_000, "context")]


def _rich_text(block: Json) -> list[str]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not elements:
        return ["rich_text without elements"]
    return [problem for each in elements for problem in _rich_element(each)]


def _rich_element(element: Json) -> list[str]:
    kind, inside = element.get("type"), element.get("elements")
    if kind not in {"rich_text_section", "rich_text_preformatted", "rich_text_list", "rich_text_quote"}:
        return [f"{kind} in rich_text"]
    if not isinstance(inside, list) or not inside:
        return [f"{kind} without elements"]
    if kind == "rich_text_list":
        return [problem for each in inside for problem in _rich_element(each)]
    found = []
    for each in inside:
        found += [] if each.get("type") == "text" else [f"{each.get('type')} in {kind}"]
        found += _length(each.get("text"), 3_000, str(kind), blank=True)
    return found


def _actions(block: Json) -> list[str]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 0 < len(elements) <= 25:
        return ["actions without one to 25 elements"]
    return [problem for each in elements for problem in _button(each)]


def _button(element: Json) -> list[str]:
    if element.get("type") != "button":
        return [f"{element.get('type')} in actions"]
    found = _plain_text(element.get("text"), BUTTON, "button")
    if "value" in element:
        found += _length(element["value"], VALUE, "value")
    if element.get("style", "primary") not in {"primary", "danger"}:
        found.append("style")
    return found if "action_id" in element else [*found, "a button without action_id"]


def _context_actions(block: Json) -> list[str]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 0 < len(elements) <= 5:
        return ["context_actions without one to five elements"]
    found = []
    for each in elements:
        if each.get("type") == "feedback_buttons":
            for side in ("positive_button", "negative_button"):
                one = each.get(side)
                found += _plain_text(one.get("text"), BUTTON, side) if isinstance(one, dict) else [f"no {side}"]
                found += _length(one.get("value"), VALUE, side) if isinstance(one, dict) else []
        elif each.get("type") == "icon_button":
            found += _plain_text(each.get("text"), BUTTON, "icon_button")
            found += [] if each.get("icon") == "trash" else ["icon"]
            users = each.get("visible_to_user_ids", ["U"])
            found += [] if isinstance(users, list) and 0 < len(users) <= 10 else ["visible_to_user_ids"]
        else:
            found.append(f"{each.get('type')} in context_actions")
    return found


def _data_table(block: Json) -> list[str]:
    rows = block.get("rows")
    if not isinstance(rows, list) or not 2 <= len(rows) <= 101:
        return ["a data_table without 2 to 101 rows"]
    widths = {len(row) for row in rows}
    found = [] if len(widths) == 1 and 1 <= max(widths) <= 20 else [f"rows of {sorted(widths)} cells"]
    found += _length(block.get("caption"), 1_000, "caption")
    found += [] if block.get("page_size", 5) in range(1, 101) else ["page_size"]
    cells = [cell for row in rows for cell in row]
    for cell in cells:
        found += [] if cell.get("type") == "raw_text" else [f"cell {cell.get('type')}"]
        found += _length(cell.get("text"), 2_000, "cell")
    found += ["cells of more than 10,000"] if sum(len(str(cell.get("text"))) for cell in cells) > 10_000 else []
    return found


def _data_visualization(block: Json) -> list[str]:
    found = _length(block.get("title"), 50, "chart title")
    chart = block.get("chart")
    if not isinstance(chart, dict) or chart.get("type") not in {"line", "bar", "area"}:
        return [*found, "no chart"]
    series, axes = chart.get("series"), chart.get("axis_config")
    categories = axes.get("categories") if isinstance(axes, dict) else None
    if not isinstance(series, list) or not 0 < len(series) <= 6 or not isinstance(axes, dict):
        return [*found, "a chart without one to six series"]
    if not isinstance(categories, list) or not 0 < len(categories) <= 20:
        return [*found, "a chart without one to twenty categories"]
    for label in ("x_label", "y_label"):
        found += _length(axes[label], 50, label) if label in axes else []
    for each in (*categories, *(one.get("name") for one in series)):
        found += _length(each, 20, "chart label")
    for one in series:
        data = one.get("data")
        if [point.get("label") for point in data] != categories:
            found.append("a series that does not have every category")
        if not all(isinstance(point.get("value"), int | float) for point in data):
            found.append("a point that is no number")
    return found


def _input(block: Json) -> list[str]:
    found = _plain_text(block.get("label"), 2_000, "label")
    element = block.get("element")
    if not isinstance(element, dict) or "action_id" not in element:
        return [*found, "an input without element"]
    if "placeholder" in element:
        found += _plain_text(element["placeholder"], 150, "placeholder")
    if element.get("type") == "static_select":
        options = element.get("options")
        if not isinstance(options, list) or not 0 < len(options) <= 100:
            return [*found, "a select without 1 to 100 options"]
        for option in options:
            found += option_problems(option)
        if element.get("initial_option", options[0]) not in options:
            found.append("initial_option is no option")
    elif element.get("type") not in {"plain_text_input", "external_select"}:
        found.append(f"{element.get('type')} in input")
    return found


def option_problems(option: object) -> list[str]:
    """Why Slack would refuse an option of a select."""
    if not isinstance(option, dict):
        return ["no option"]
    return [*_plain_text(option.get("text"), 75, "option"), *_length(option.get("value"), 150, "option value")]


def _divider(_block: Json) -> list[str]:
    return []


def _plain_text(text: object, most: int, what: str) -> list[str]:
    if not isinstance(text, dict) or text.get("type") != "plain_text":
        return [f"{what} is no plain_text"]
    return _length(text.get("text"), most, what)


def _length(text: object, most: int, what: str, *, blank: bool = False) -> list[str]:
    if not isinstance(text, str) or not (text if blank else text.strip()):
        return [f"{what} is empty"]
    return [f"{what} of {len(text)}"] if len(text) > most else []


_CHECKS: dict[str, Callable[[Json], list[str]]] = {
    "actions": _actions,
    "context": _context,
    "context_actions": _context_actions,
    "data_table": _data_table,
    "data_visualization": _data_visualization,
    "divider": _divider,
    "header": _header,
    "input": _input,
    "rich_text": _rich_text,
    "section": _section,
}
_KEYS: dict[str, set[str]] = {
    "actions": {"elements"},
    "context": {"elements"},
    "context_actions": {"elements"},
    "data_table": {"rows", "caption", "page_size", "row_header_column_index"},
    "data_visualization": {"title", "chart"},
    "divider": set(),
    "header": {"text"},
    "input": {"label", "element", "dispatch_action", "hint", "optional"},
    "rich_text": {"elements"},
    "section": {"text"},
}


def elements_of(blocks: object, action_id: str) -> list[Json]:
    """The buttons whose action_id begins so."""
    return [each for each in dicts_in(blocks) if str(each.get("action_id", "")).startswith(action_id)]


def element_of(blocks: object, action_id: str, label: str = "") -> Json:
    """The only such button, or the one of that label."""
    found = [each for each in elements_of(blocks, action_id) if not label or label in texts_in([each["text"]])]
    assert len(found) == 1, [list(texts_in(each)) for each in found]
    return found[0]


def shown(blocks: object) -> str:
    """All that is to be read."""
    return "\n".join(texts_in(blocks))
