"""Regular expressions that a later process need not compile again: compiling all of the bot takes longer than an answer.

What the compiler of `re` makes of a pattern is kept (kept.py), and the next process hands it to the engine as it is. An entry
is found by the pattern itself, so a changed pattern is compiled anew; another implementation of Python compiles all.
"""

from __future__ import annotations

import re
from array import array
from typing import TypeAlias

from bot.text.kept import Kept

try:
    import _sre  # type: ignore[import-not-found]
    from re import _compiler, _parser  # type: ignore[attr-defined]
except ImportError:  # internals of CPython from 3.11 on: without them, plain re.compile
    _sre = None

# what _sre.compile takes after the pattern: flags, code (32 bits a word), groups, name → group, group → name
_Arguments: TypeAlias = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]

_kept: Kept[tuple[str, int], _Arguments] = Kept(__file__, "patterns")


def compiled(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives; compiles only what no earlier process did. Raises re.error."""
    if _sre is None:
        return re.compile(source, flags)
    found, code, *groups = _kept.get((source, int(flags)), lambda: _compile(source, int(flags)))
    pattern: re.Pattern[str] = _sre.compile(source, found, array("I", code).tolist(), *groups)
    return pattern


def _compile(source: str, flags: int) -> _Arguments:
    parsed = _parser.parse(source, flags)
    code = array("I", _compiler._code(parsed, flags)).tobytes()  # noqa: SLF001 - what re.compile does between parsing and the engine
    names = dict(parsed.state.groupdict)
    groups: list[str | None] = [None] * parsed.state.groups
    for name, number in names.items():
        groups[number] = name
    return flags | parsed.state.flags, code, parsed.state.groups - 1, names, tuple(groups)
