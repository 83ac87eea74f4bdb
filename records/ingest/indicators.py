"""Indicators in the results of item forms: entries with targets, series over years, sub-values.

Grammar of an entry (様式1-1-4, 業務実績, ［定量的指標の実績］):

    ・NAME：VALUES【計画：TARGET】          ・NAME / R3：VALUES R4：VALUES …        ・NAME：VALUES、NAME2：VALUES
    VALUES  = FIGURE [（うちPART：FIGURE）| （FIGURE）| （PART）] {、FIGURE（PART）}   | 最大FIGURE／平均FIGURE | 毎月…
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from records.ingest.quantities import Quantity, find_quantities
from records.ingest.text import Joined, fold_each
from records.ingest.years import find_year_labels

_HEADING = re.compile(r"\s*[<\[【〈].{2,16}[>\]】〉]\s*")
_QUANTITATIVE = re.compile(r"[<\[【〈]\s*(?:主な)?定量的指標(?!以外)")
_OTHER = re.compile(r"[<\[【〈]\s*定量的指標以外")
_BULLET = re.compile(r"\s*[・※●■○〇◯]")
_TARGET = re.compile(r"【\s*(?:計画値?|目標値?|年度計画|達成目標)\s*[:：](?P<target>[^】]*)】")
_COLON = re.compile(r"[::]")
_PART = re.compile(r"(?:うち|内)(?P<name>[^:：()]*)")
_EVERY_MONTH = re.compile(r"毎(?P<per>月|日|週|年度?)末?")
_SIDES_IN_NAME = re.compile(r"\((?P<sides>(?:最大|平均|最小|最高|最低)(?:/(?:最大|平均|最小|最高|最低))+)\)")
_CONDITION = re.compile(r"[（(](?P<note>(?!うち)[^（()）]*(?:除く|含む|場合|限る)[^（()）]*)[）)]$")
_NEXT_NAME = re.compile(r"[、,]\s*(?P<name>[^、,:：()0-9]{2,30})[:：]")
# what a name says in brackets of its parts: （うち…）, （最大／平均）
_BRACKETED = re.compile(r"[（(](?:うち[^（()）]*|(?:最大|平均|最小|最高|最低)[／/・][^（()）]*)[）)]")
_LONGEST_NAME = 90
_LONGEST_STATED_NAME = 60
_SIDE_BY_SIDE = ("最大", "平均", "最小", "最高", "最低")
_PER = {"月": "回/月", "日": "回/日", "週": "回/週", "年": "回/年", "年度": "回/年"}


class Value(NamedTuple):
    """One value of an entry. *year*: the Western year that labels it, or None; *part*: うち…, （カード管理システム関係）."""

    year: int | None
    part: str | None
    quantity: Quantity
    note: str | None


class Entry(NamedTuple):
    """One indicator with its values as one place states them; offsets are those of the cell's joined text."""

    name: str
    values: tuple[Value, ...]
    targets: tuple[Quantity, ...]
    quantitative: bool
    start: int
    in_sentence: bool


@dataclass(slots=True)
class _Paragraphs:
    """Consecutive paragraphs that make up one entry: a bullet's, and those behind it without a bullet of their own."""

    start: int
    text: str
    quantitative: bool


def find_entries(joined: Joined) -> Iterator[Entry]:
    """Every indicator entry of a result cell, in order."""
    for block in _blocks(joined):
        yield from _read_block(block)


def find_names(joined: Joined) -> Iterator[tuple[int, str]]:
    """The quantitative indicators that a cell of 主な評価指標 names, with their offsets."""
    inside = False
    for offset, text in joined.paragraphs():
        folded = fold_each(text)
        if _QUANTITATIVE.match(folded.strip()):
            inside = True
        elif folded.strip()[:1] in "<〈[【":
            inside = False
        elif inside and _BULLET.match(folded):
            yield offset, text.strip().lstrip("・※●■ ").rstrip("。 ")


def _blocks(joined: Joined) -> list[_Paragraphs]:
    blocks: list[_Paragraphs] = []
    quantitative = False
    for offset, text in joined.paragraphs():
        folded = fold_each(text)
        stripped = folded.strip()
        if _OTHER.match(stripped):
            quantitative = False
        elif _QUANTITATIVE.match(stripped):
            quantitative = True
        elif _HEADING.fullmatch(folded):
            quantitative = False
        elif _BULLET.match(folded) or not blocks or blocks[-1].quantitative != quantitative:
            blocks.append(_Paragraphs(offset, text, quantitative))
        else:
            gap = offset - blocks[-1].start - len(blocks[-1].text)
            blocks[-1].text += "\n" * gap + text
            continue
    return blocks


def _read_block(block: _Paragraphs) -> Iterator[Entry]:
    text = block.text
    folded = fold_each(text)
    targets = tuple(
        quantity
        for found in _TARGET.finditer(folded)
        for quantity in (
            find_quantities(text, found.start("target"), found.end("target"))
            or find_frequencies(text, found.start("target"), found.end("target"))
        )[:1]
    )
    end = min((found.start() for found in _TARGET.finditer(folded)), default=len(text))
    labels = [label for label in find_year_labels(text) if label.start < end or block.quantitative]
    if len(labels) > 1 or (labels and block.quantitative and "\n" in text):
        name, in_sentence = _name_before(text, labels[0].start)
        stops = [*(label.start for label in labels[1:]), _end_of_series(folded, labels[-1].end)]
        values = [
            value
            for label, stop in zip(labels, stops, strict=True)
            for value in _values(text, label.end, stop, label.year, name)
        ]
        condition = _CONDITION.search(name)
        if condition:
            name = name[: condition.start()]
            values = [value._replace(note=value.note or condition["note"]) for value in values]
        if values:
            yield _entry(name, values, targets, block, in_sentence=in_sentence)
        return
    yield from _read_single(block, folded, end, targets)


def _read_single(block: _Paragraphs, folded: str, end: int, targets: tuple[Quantity, ...]) -> Iterator[Entry]:
    text = block.text
    colon = _first_outside_brackets(folded, end)
    line_feed = folded.find("\n", 0, end)
    at = min((each for each in (colon, line_feed) if each > 0), default=-1)
    if at < 0:
        return
    name = _clean_name(text[:at])
    bare = _BRACKETED.sub("", name)
    if len(bare) > (_LONGEST_NAME if block.quantitative else _LONGEST_STATED_NAME) or "。" in name or not bare:
        return
    start = at + 1
    while start < end and (folded[start].isspace() or folded[start] in "::"):
        start += 1
    following = _NEXT_NAME.search(folded, start, end)
    while following and folded.count("(", start, following.start()) != folded.count(")", start, following.start()):
        following = _NEXT_NAME.search(folded, following.end(), end)
    stop = following.start() if following else end
    values = _values(text, start, stop, None, name)
    directly = values and values[0].quantity.start - start <= len("カードの")
    if values and (block.quantitative or directly):
        yield _entry(name, values, targets, block)
    elif targets and block.quantitative:
        yield _entry(name, _frequency(text, start, stop), targets, block)
    elif block.quantitative:
        frequency = _frequency(text, start, stop)
        if frequency:
            yield _entry(name, frequency, targets, block)
    if following:
        second = _with_prefix(name, following["name"])
        more = _values(text, following.end(), end, None, second)
        if more:
            yield _entry(second, more, (), block)


def _entry(
    name: str, values: Sequence[Value], targets: Sequence[Quantity], block: _Paragraphs, *, in_sentence: bool = False
) -> Entry:
    moved = tuple(value._replace(quantity=_moved(value.quantity, block.start)) for value in values)
    aims = tuple(_moved(target, block.start) for target in targets)
    name = _BRACKETED.sub("", name) or name
    return Entry(name, moved, aims, block.quantitative, block.start, in_sentence)


def _moved(quantity: Quantity, by: int) -> Quantity:
    return quantity._replace(start=quantity.start + by, end=quantity.end + by)


def _values(text: str, start: int, end: int, year: int | None, name: str) -> list[Value]:
    """The main value between *start* and *end*, its parts and its condition."""
    folded = fold_each(text)
    found = [each for each in find_quantities(text, start, end) if each.unit or year is not None]
    outside = [each for each in found if not _inside_brackets(folded, start, each.start)]
    if not outside:
        return []
    named_sides = _SIDES_IN_NAME.search(fold_each(name))
    if named_sides and len(outside) == len(named_sides["sides"].split("/")):
        return [
            Value(year, side, each, None) for side, each in zip(named_sides["sides"].split("/"), outside, strict=True)
        ]
    sides = [each for each in outside if (each.qualifier or "").startswith(_SIDE_BY_SIDE)]
    if len(sides) > 1 and len(sides) == len(outside):
        return [Value(year, str(each.qualifier)[:2], each, None) for each in sides]
    labelled = [(each, _bracket_behind(text, folded, each.end, end)) for each in outside]
    with_part = [(each, label) for each, label in labelled if label and not find_quantities(label)]
    if len(with_part) > 1 and len(with_part) == len(outside):
        return [Value(year, label, each, None) for each, label in with_part if label]
    main, behind = labelled[0]
    note = behind if behind and not find_quantities(behind) else None
    values = [Value(year, None, main, _note_of(note or behind))]
    inner = next(
        (each for each in found if each.start > main.end and _inside_brackets(folded, start, each.start)), None
    )
    if behind is not None and inner is not None and inner.start < main.end + len(behind) + 3:
        part = _PART.match(fold_each(behind).strip()) or _PART.search(fold_each(name))
        if part:
            values = [Value(year, None, main, None), Value(year, _part_name(part["name"]), inner, None)]
    return values


def _note_of(behind: str | None) -> str | None:
    return behind.replace("\n", "").strip() if behind and not _PART.match(fold_each(behind).strip()) else None


def _part_name(name: str) -> str:
    return "うち" + "".join(name.split())


def _frequency(text: str, start: int, end: int) -> list[Value]:
    return [Value(None, None, each, None) for each in find_frequencies(text, start, end)[:1]]


def find_frequencies(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    """How often something is done, as a figure (毎月 → once a month)."""
    return tuple(
        Quantity(each.start(), each.end(), Decimal(1), _PER[each["per"]], None, None, text[each.start() : each.end()])
        for each in _EVERY_MONTH.finditer(fold_each(text), start, end)
    )


def _name_before(text: str, at: int) -> tuple[str, bool]:
    """The name in front of a series: the bullet's own words, or the last sentence before it."""
    before = text[:at].rstrip(" 　\n（(：:、")
    if not re.search(r"[。\n]", before.strip()) and len(before) <= _LONGEST_NAME:
        return _clean_name(before), "、" in before
    lines = [part for part in re.split(r"\n", before) if part.strip()]
    first = _clean_name(lines[0]) if lines else ""
    if lines and "。" not in lines[0] and len(first) <= _LONGEST_NAME and len(lines) == 1:
        return first, False
    return _clean_name(before), True


def _clean_name(text: str) -> str:
    return "".join(text.split()).lstrip("・※●■○〇◯").rstrip("：:、。")


def _with_prefix(name: str, second: str) -> str:
    """契約監視委員会の審議案件数 + 開催回数 → 契約監視委員会の開催回数."""
    head, _, _ = name.rpartition("の")
    second = "".join(second.split())
    return f"{head}の{second}" if head and not second.startswith(head) else second


def _end_of_series(folded: str, start: int) -> int:
    """Where the last value of a series ends: at the end of its sentence or paragraph."""
    ends = [each for each in (folded.find("。", start), folded.find("【", start)) if each >= 0]
    line_feed = next((each.start() for each in re.finditer(r"\n(?=\s*[・※])", folded[start:])), None)
    if line_feed is not None:
        ends.append(start + line_feed)
    return min(ends, default=len(folded))


def _first_outside_brackets(folded: str, end: int) -> int:
    depth = 0
    for at, character in enumerate(folded[:end]):
        if character in "(（":
            depth += 1
        elif character in ")）":
            depth -= 1
        elif depth <= 0 and _COLON.match(character):
            return at
    return -1


def _inside_brackets(folded: str, start: int, at: int) -> bool:
    return folded.count("(", start, at) > folded.count(")", start, at)


def _bracket_behind(text: str, folded: str, start: int, end: int) -> str | None:
    """What stands in the brackets directly behind a figure; None when there are none."""
    at = start
    while at < end and folded[at].isspace():
        at += 1
    if at >= end or folded[at] != "(":
        return None
    close = folded.find(")", at, end)
    return text[at + 1 : close] if close > 0 else None
