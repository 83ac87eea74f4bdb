"""Corpora of the small grammars (bot/text/*.toml): one meaning, many writings, and writings that mean nothing.

`[[case]]` tables hold `name`, unique in the file, `means` and `says`; `never`, at the top, lists texts from which the
grammar reads nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GRAMMARS = Path(__file__).resolve().parents[2] / "bot" / "text"
_CASE_KEYS = {"name", "means", "says"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """One meaning and its writings."""

    name: str
    means: Mapping[str, Any]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """A corpus: *keys* are what stands at its top beside the cases."""

    meanings: tuple[Meaning, ...]
    never: tuple[str, ...]
    keys: Mapping[str, Any]

    def writings(self) -> list[tuple[str, Mapping[str, Any], str]]:
        """Name, meaning and writing of every line."""
        return [(meaning.name, meaning.means, said) for meaning in self.meanings for said in meaning.says]


def load_grammar(name: str) -> Grammar:
    """The corpus of a grammar. Raises ValueError for an empty one, a doubled name, or a key that nobody reads."""
    loaded = tomllib.loads((GRAMMARS / f"{name}.toml").read_text(encoding="utf-8"))
    tables = loaded.pop("case", [])
    never = loaded.pop("never", [])
    faulty = [table for table in tables if {*table} != _CASE_KEYS or not table["means"] or not table["says"]]
    names = [table["name"] for table in tables]
    if not tables or not never or faulty or len(set(names)) < len(names):
        message = f"{name}.toml: empty, a doubled name, or a case without its keys: {faulty or names}"
        raise ValueError(message)
    meanings = tuple(
        Meaning(name=table["name"], means=table["means"], says=tuple(dict.fromkeys(table["says"]))) for table in tables
    )
    return Grammar(meanings=meanings, never=tuple(never), keys=loaded)
