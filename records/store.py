"""Opening the records database, read-only, and knowing whether it is still the one that the folders make.

`open_records` gives `Records`: every look-up the bot needs, as typed methods. Nothing here writes.
"""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from records.errors import DatabaseUnusable
from records.lookups import Records

SCHEMA_VERSION = 4
_WAIT_SECONDS = 2.0
_VERSION = re.compile(r"[0-9]{1,9}")


def stat_signature(folders: Sequence[Path]) -> str:
    """Names, sizes and times of the folders' files, cheap to take at every start; differs when a file was changed."""
    parts: list[str] = []
    for folder in folders:
        parts.append(str(folder))
        try:
            with os.scandir(folder) as entries:
                found = sorted(
                    (entry.name, entry.stat()) for entry in entries if entry.name.endswith((".csv", ".json"))
                )
        except OSError:
            found = []
        parts.extend(f"{name}:{stat.st_size}:{stat.st_mtime_ns}" for name, stat in found)
    return "\n".join(parts)


def is_current(path: Path, folders: Sequence[Path]) -> bool:
    """Whether *path* was built by this version from *folders* as they are now.

    Raises DatabaseUnusable for a file that is damaged, locked, or made by a newer version.
    """
    if not _is_there(path):
        return False
    with closing(_connect(path)) as connection:
        meta = _read_meta(connection, path)
    return meta["schema_version"] == str(SCHEMA_VERSION) and meta.get("stat_signature") == stat_signature(folders)


def open_records(path: Path) -> Records:
    """The records in *path*. Raises DatabaseUnusable (missing, damaged, locked, another version)."""
    if not _is_there(path):
        message = f"データベース {path} がありません。hyotei build で作ってください。"
        raise DatabaseUnusable(message)
    connection = _connect(path)
    try:
        meta = _read_meta(connection, path)
        _check_version(meta, path)
    except DatabaseUnusable:
        connection.close()
        raise
    return Records(connection, meta)


def _check_version(meta: dict[str, str], path: Path) -> None:
    if meta["schema_version"] != str(SCHEMA_VERSION):
        message = f"データベース {path} は別の版のものです。hyotei build で作り直してください。"
        raise DatabaseUnusable(message, detail=f"schema_version {meta['schema_version']}")


def _is_there(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise _cannot_open(path, error) from error
    if not stat.S_ISREG(mode):  # opening a pipe would wait for whoever writes into it
        raise _not_ours(path, f"mode {mode:o}")
    return True


def _cannot_open(path: Path, error: Exception) -> DatabaseUnusable:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    message = f"データベース {path} を開けません（{reason}）。ファイルの権限を確かめてください。"
    return DatabaseUnusable(message, detail=repr(error))


def _connect(path: Path) -> sqlite3.Connection:
    try:
        uri = f"file:{quote(str(path.resolve()))}?mode=ro"
        return sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        raise _cannot_open(path, error) from error


def _read_meta(connection: sqlite3.Connection, path: Path) -> dict[str, str]:
    try:
        meta = {str(key): str(value) for key, value in connection.execute("SELECT key, value FROM meta")}
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            message = f"データベース {path} はほかのプログラムが使用中です。少し待ってからもう一度お試しください。"
            raise DatabaseUnusable(message, detail=repr(error)) from error
        if "no such" in str(error):
            raise _not_ours(path, repr(error)) from error
        raise _cannot_open(path, error) from error
    except sqlite3.DatabaseError as error:
        raise _damaged(path, repr(error)) from error
    version = meta.get("schema_version", "")
    if not _VERSION.fullmatch(version):
        raise _not_ours(path, f"schema_version {version!r}")
    if int(version) > SCHEMA_VERSION:
        message = (
            f"データベース {path} は、より新しい版のものです。"
            "プログラムを更新するか、hyotei build で作り直してください。"
        )
        raise DatabaseUnusable(message, detail=f"schema_version {version}")
    _check_length(path)
    return meta


def _not_ours(path: Path, detail: str) -> DatabaseUnusable:
    message = f"{path} は記録のデータベースではありません。このファイルを移してから hyotei build で作ってください。"
    return DatabaseUnusable(message, detail=detail)


def _damaged(path: Path, detail: str) -> DatabaseUnusable:
    message = f"データベース {path} は壊れています。hyotei build で作り直してください。"
    return DatabaseUnusable(message, detail=detail)


def _check_length(path: Path) -> None:
    # SQLite reads a last page that is cut off as if zeros followed. Header: page size at 16, pages at 28 (File Format)
    try:
        with path.open("rb") as file:
            header = file.read(32)
            length = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise _cannot_open(path, error) from error
    page_size = int.from_bytes(header[16:18], "big")
    expected = (65_536 if page_size == 1 else page_size) * int.from_bytes(header[28:32], "big")
    if length != expected:
        raise _damaged(path, f"{length} bytes instead of {expected}")
