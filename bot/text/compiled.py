"""Regular expressions that a later process need not compile again.

Compiling all patterns of the bot takes longer than answering a question. What Python does for modules is done here for
patterns: what the compiler of `re` made of them is kept in the `__pycache__` beside this file, and the next process hands
it to the engine as it is. An entry is found by the pattern itself, so a changed pattern is compiled anew; a file made by
another Python is ignored; where nothing can be written, or under another implementation of Python, every process compiles.
"""

from __future__ import annotations

import atexit
import marshal
import os
import re
import sys
from array import array
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import TypeAlias

try:
    import _sre  # type: ignore[import-not-found]
    from re import _compiler, _parser  # type: ignore[attr-defined]
except ImportError:  # internals of CPython from 3.11 on: without them, plain re.compile
    _sre = None

_Key: TypeAlias = tuple[str, int]
# what _sre.compile takes after the pattern: flags, code (32 bits a word), groups, name → group, group → name
_Arguments: TypeAlias = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]

_KEPT = Path(cache_from_source(__file__)).with_suffix(".patterns")
_MADE_BY = sys.version
_MOST = 500  # so many, and those of older modules go


def compiled(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives; compiles only what no earlier process did. Raises re.error."""
    if _sre is None:
        return re.compile(source, flags)
    key = (source, int(flags))
    found, code, *groups = _used[key] = _known.get(key) or _used.get(key) or _compile(*key)
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


def _read() -> dict[_Key, _Arguments]:
    with suppress(OSError, ValueError, EOFError, TypeError):  # none yet, or cut off: compiled and written anew
        made_by, known = marshal.loads(_KEPT.read_bytes())  # noqa: S302 - as trusted as the .pyc files it lies among
        if made_by == _MADE_BY:
            return dict(known)
    return {}


def _write() -> None:
    if _used.keys() <= _known.keys():
        return
    kept = _read() | _used
    part = _KEPT.with_suffix(f".{os.getpid()}")
    with suppress(OSError):  # a folder that is not ours to write in
        try:
            part.write_bytes(marshal.dumps((_MADE_BY, kept if len(kept) <= _MOST else _used)))
            part.replace(_KEPT)
        finally:
            part.unlink(missing_ok=True)


_used: dict[_Key, _Arguments] = {}
_known = _read()
if _sre is not None and not sys.dont_write_bytecode:
    atexit.register(_write)
