"""A data folder written beside its destination, read back and checked, then moved into place: never half a folder."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

from records.dataset import PACKAGE_FILE, Row, read_folder, write_folder
from records.errors import BadUsage, DatabaseUnusable
from records.tables import TABLE_NAMES
from records.unfinished import BEFORE, PREFIX, finish_replacements

_STALE_AFTER_SECONDS = 3600


def replace_folder(destination: Path, tables: dict[str, tuple[Row, ...]]) -> None:
    """Put a folder of *tables* in place of *destination* (which may not be there yet).

    Raises InvalidData (the tables break a rule), DatabaseUnusable (the disk is full, the folder is read-only) or BadUsage
    (what stands there is no data folder); what was there stays in each case. Files that are no tables are carried over.
    """
    _refuse_others(destination)
    temporary: Path | None = None
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        finish_replacements(destination.parent)
        _remove_stale(destination.parent)
        temporary = Path(tempfile.mkdtemp(prefix=PREFIX, dir=destination.parent))
        made = temporary / destination.name
        write_folder(made, tables)
        for path in made.iterdir():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        read_folder(made)
        _carry_over(destination, made)
        _swap(made, destination, temporary / BEFORE)
    except OSError as error:
        message = (
            f"{destination} に書けません（{error.strerror or type(error).__name__}）。"
            "空き容量と書込み権限を確かめるか、HYOTEI_HOME か --out に別のフォルダを指定してください。"
        )
        raise DatabaseUnusable(message, detail=repr(error)) from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def _remove_stale(parent: Path) -> None:
    """What killed replacements have left, once it is too old to belong to one at work."""
    for leftover in parent.glob(f"{PREFIX}*"):
        if time.time() - leftover.stat().st_mtime > _STALE_AFTER_SECONDS:
            shutil.rmtree(leftover, ignore_errors=True)


def _refuse_others(destination: Path) -> None:
    """A file, or a folder of other things, is not replaced: whoever named it meant another one."""
    if destination.is_dir():
        is_ours = (destination / PACKAGE_FILE).is_file() or not any(destination.iterdir())
    else:
        is_ours = not destination.exists()
    if not is_ours:
        message = f"{destination} は記録のフォルダではありません。何も変えていません。新しいフォルダの名前を指定してください。"
        raise BadUsage(message, detail="destination is neither a data folder nor empty")


def _carry_over(destination: Path, made: Path) -> None:
    """Keep what a person has put beside the tables (notes, a picture)."""
    for path in destination.iterdir() if destination.is_dir() else ():
        if (made / path.name).exists() or path.name.removesuffix(".csv") in TABLE_NAMES:
            continue
        if path.is_dir():
            shutil.copytree(path, made / path.name)
        else:
            shutil.copy2(path, made / path.name)


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
