"""Opening the records database, read-only, and knowing whether it is still the one that the folders make.

`open_records` gives `Records`: every look-up the bot needs, as typed methods. Nothing here writes.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from records.errors import DatabaseUnusable
from records.lookups import Records

SCHEMA_VERSION = 1
_WAIT_SECONDS = 2.0


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
    if not path.exists():
        return False
    connection = _connect(path)
    try:
        meta = _read_meta(connection, path)
    finally:
        connection.close()
    return meta["schema_version"] == str(SCHEMA_VERSION) and meta.get("stat_signature") == stat_signature(folders)


def open_records(path: Path) -> Records:
    """The records in *path*. Raises DatabaseUnusable (missing, damaged, locked, another version)."""
    if not path.exists():
        message = f"データベース {path} がありません。hyotei build で作ってください。"
        raise DatabaseUnusable(message)
    connection = _connect(path)
    meta = _read_meta(connection, path)
    if meta["schema_version"] != str(SCHEMA_VERSION):
        message = f"データベース {path} は別の版のものです。hyotei build で作り直してください。"
        raise DatabaseUnusable(message, detail=f"schema_version {meta['schema_version']}")
    return Records(connection, meta)


def _connect(path: Path) -> sqlite3.Connection:
    try:
        uri = f"file:{quote(str(path.resolve()))}?mode=ro"
        return sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        message = f"データベース {path} を開けません（{error}）。ファイルの権限を確かめてください。"
        raise DatabaseUnusable(message, detail=repr(error)) from error


def _read_meta(connection: sqlite3.Connection, path: Path) -> dict[str, str]:
    try:
        meta = dict(connection.execute("SELECT key, value FROM meta"))
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            message = f"データベース {path} はほかのプログラムが使用中です。少し待ってからもう一度お試しください。"
        elif "no such table" in str(error):
            message = (
                f"{path} は記録のデータベースではありません。このファイルを移してから hyotei build で作ってください。"
            )
        else:
            message = f"データベース {path} を開けません（{error}）。ファイルの権限を確かめてください。"
        raise DatabaseUnusable(message, detail=repr(error)) from error
    except sqlite3.DatabaseError as error:
        message = f"データベース {path} は壊れています。hyotei build で作り直してください。"
        raise DatabaseUnusable(message, detail=repr(error)) from error
    version = meta.get("schema_version", "")
    if not version.isdecimal() or int(version) > SCHEMA_VERSION:
        message = (
            f"データベース {path} は、より新しい版のものです。"
            "プログラムを更新するか、hyotei build で作り直してください。"
        )
        raise DatabaseUnusable(message, detail=f"schema_version {version!r}")
    return meta
