"""A data folder written beside its destination, read back and checked, then moved into place: never half a folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from records.dataset import Row, read_folder, write_folder
from records.errors import DatabaseUnusable

_PREFIX = ".hyotei-"


def replace_folder(destination: Path, tables: dict[str, tuple[Row, ...]]) -> None:
    """Put a folder of *tables* in place of *destination* (which may not be there yet).

    Raises InvalidData (the tables break a rule) or DatabaseUnusable (the disk is full, the folder is read-only); what was
    there stays in either case.
    """
    temporary: Path | None = None
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=destination.parent))
        made = temporary / destination.name
        write_folder(made, tables)
        for path in made.iterdir():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        read_folder(made)
        _swap(made, destination, temporary / "before")
    except OSError as error:
        message = (
            f"{destination} に書けません（{error.strerror or type(error).__name__}）。"
            "空き容量と書込み権限を確かめるか、HYOTEI_HOME か --out に別のフォルダを指定してください。"
        )
        raise DatabaseUnusable(message, detail=repr(error)) from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def _swap(made: Path, destination: Path, before: Path) -> None:
    """A folder cannot be renamed over another that is not empty: the old one is moved away first, and back on failure."""
    if not destination.exists():
        made.rename(destination)
        return
    destination.rename(before)
    try:
        made.rename(destination)
    except OSError:
        before.rename(destination)
        raise
