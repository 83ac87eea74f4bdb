"""What a kind of question is, and the registry: the files of `topics/`, found by listing the folder.

A topic module has NAME (as in the JSON contract), WORDS (word → weight: the heavier word wins when several stand in one
clause; 0 only by itself, 1 generic, 9 unmistakable), NEEDS ("item" when it is about items, "optional" when it
may be, "" when it stands alone) and
`answer(question, records, day) -> Answer`.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Protocol, TypeAlias, cast

import bot.topics
from bot.answer import Answer
from bot.question import Question
from bot.text.kept import Kept
from records.lookups import Records


class Topic(Protocol):
    """The shape of a module in `topics/`."""

    NAME: str
    WORDS: Mapping[str, int]
    NEEDS: str

    def answer(self, question: Question, records: Records) -> Answer:
        """The whole answer to *question*; never raises for what the records lack."""
        ...


@cache
def all_topics() -> dict[str, Topic]:
    """Name → topic, for every module of the folder. Two that claim one word are a fault of the tables."""
    found: dict[str, Topic] = {}
    owners: dict[str, str] = {}
    for path in sorted(path for folder in bot.topics.__path__ for path in Path(folder).glob("[!_]*.py")):
        topic = _Lazy(path)
        for word in topic.WORDS:
            if word in owners:
                message = f"{word} belongs to {owners[word]} and to {topic.NAME}"
                raise ValueError(message)
            owners[word] = topic.NAME
        found[topic.NAME] = topic
    return found


class _Lazy:
    """A topic whose module is loaded when it is asked; until then what it is called by is as it was when last loaded."""

    def __init__(self, path: Path) -> None:
        stat = path.stat()
        self._module = f"bot.topics.{path.stem}"
        self.WORDS: Mapping[str, int]
        self.NAME, self.WORDS, self.NEEDS = _kept.get((path.stem, stat.st_mtime_ns, stat.st_size), self._told)

    def answer(self, question: Question, records: Records) -> Answer:
        return self._loaded().answer(question, records)

    def _told(self) -> _Told:
        topic = self._loaded()
        return topic.NAME, dict(topic.WORDS), topic.NEEDS

    def _loaded(self) -> Topic:
        return cast("Topic", importlib.import_module(self._module))


# name, words with their weights, needs
_Told: TypeAlias = tuple[str, dict[str, int], str]
_kept: Kept[tuple[str, int, int], _Told] = Kept(__file__, "topics")
