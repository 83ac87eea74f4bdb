"""Dated sentences of passages → events (令和６年12月２日から運用を開始)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from records.dataset import Cell as Value
from records.ingest.pages import Line
from records.ingest.reading import Reading
from records.ingest.text import Joined, fold_each
from records.ingest.years import find_dates

# a fiscal year alone is a date only where something happens in it
_WHEN = re.compile(r"\s*(?:中に|に|から|より|末までに|末に|内に|以降|[春夏秋冬]頃まで|には)")
_SAME_YEAR = re.compile(
    r"同年\s*(?P<month>1[0-2]|[1-9])\s*月|(?<=[はもに、])\s*(?P<bare>1[0-2]|[1-9])\s*月(?=\s*(?:より|から|に))"
)
_SENTENCE = re.compile(r"[^。\n]+(?:。|\n|$)")
_LONGEST = 200
_BULLETS = "・※○〇◯●■ 　"


class _Dated(NamedTuple):
    start: int
    date: str


@cache
def _kinds() -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = tomllib.loads(Path(__file__).with_name("form.toml").read_text(encoding="utf-8"))
    return tuple((each["kind"], tuple(each["words"])) for each in table["event"])


def read_events(joined: Joined, place: str, reading: Reading, *, planned: bool, **subject: Value) -> None:
    """An event for every dated sentence of a cell. *subject*: item and evaluation; *planned*: a goal or plan says so."""
    for sentence in _SENTENCE.finditer(joined.text):
        for at, written in _dates(sentence.group()):
            line: Line = joined.line_at(sentence.start() + at)
            text = sentence.group().strip().lstrip(_BULLETS)
            text = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
            reading.add(
                "events",
                line,
                place,
                date=written,
                kind=_kind_of(sentence.group(), at),
                planned=int(planned),
                text=text,
                **subject,
            )


def _dates(sentence: str) -> list[_Dated]:
    folded = fold_each(sentence)
    found = []
    for each in find_dates(sentence):
        bare = len(each.date) == len("2025")
        if bare or (each.date.startswith("FY") and not _WHEN.match(folded, each.end)):
            continue
        found.append(_Dated(each.start, each.date))
    for match in _SAME_YEAR.finditer(folded):
        before = [each for each in found if each.start < match.start() and not each.date.startswith("FY")]
        if before:
            found.append(_Dated(match.start(), f"{before[-1].date[:4]}-{int(match['month'] or match['bare']):02}"))
    return sorted(found)


def _kind_of(sentence: str, at: int) -> str:
    """By the words behind the date first, then by those of the whole sentence."""
    for text in (sentence[at:], sentence):
        for kind, words in _kinds():
            if kind in {"law", "rule"} and text is sentence:
                continue
            if any(word in text for word in words):
                return kind
    return "other"
