"""What takes long to work out and follows from its key alone, kept for the next process, as Python keeps its modules.

A file lies in the `__pycache__` beside the module that it belongs to. One that was made by another Python, or that is
damaged, is as good as none; where nothing can be written, every process works things out anew.
"""

from __future__ import annotations

import atexit
import marshal
import os
import sys
from collections.abc import Callable, Hashable
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import Generic, TypeVar

_MADE_BY = sys.version
_MOST = 500  # so many, and those that this process did not use go

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by their keys, both of types that marshal knows."""

    def __init__(self, module: str, name: str) -> None:
        """*module*: the file of the module that it belongs to; *name* tells the file from others beside it."""
        self._path = Path(cache_from_source(module)).with_suffix(f".{name}")
        self._used: dict[K, V] = {}
        self._known: dict[K, V] = self._read()
        if not sys.dont_write_bytecode:
            atexit.register(self._write)

    def get(self, key: K, work_out: Callable[[], V]) -> V:
        """The value that was kept for *key*; else *work_out* gives it, and it is kept."""
        value = self._used.get(key)
        if value is None:
            value = self._known.get(key)
            self._used[key] = value = work_out() if value is None else value
        return value

    def _read(self) -> dict[K, V]:
        with suppress(OSError, ValueError, EOFError, TypeError):  # none yet, or cut off: written anew at the end
            made_by, known = marshal.loads(self._path.read_bytes())  # noqa: S302 - as trusted as the .pyc files it lies among
            if made_by == _MADE_BY:
                return dict(known)
        return {}

    def _write(self) -> None:
        if self._used.keys() <= self._known.keys():
            return
        kept = self._read() | self._used
        part = self._path.with_suffix(f"{self._path.suffix}.{os.getpid()}")
        with suppress(OSError):  # a folder that is not ours to write in
            try:
                part.write_bytes(marshal.dumps((_MADE_BY, kept if len(kept) <= _MOST else self._used)))
                part.replace(self._path)
            finally:
                part.unlink(missing_ok=True)
