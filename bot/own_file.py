"""An SQLite file that the bot itself writes, apart from the records: opened, or one line that says why not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from records.errors import DatabaseUnusable

_WAIT_SECONDS = 5.0


def open_own_file(path: Path, schema: str, version: int, lost: str) -> sqlite3.Connection:
    """Open or make *path* with *schema*, usable from any thread. *lost*: what is lost by deleting the file.

    Raises DatabaseUnusable: it cannot be written, is damaged, or is of a newer *version*.
    """
    connection: sqlite3.Connection | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found <= version:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may forget the last second, never damage
            connection.executescript(schema)
            return connection
        detail = f"user_version {found}"
        message = f"{path} は、より新しい版のものです。プログラムを更新してください。"
    except (OSError, sqlite3.Error) as error:
        detail = repr(error)
        message = (
            f"{path} を開けません。権限と空き容量を確かめ、壊れていれば削除してください（{lost}だけが失われます）。"
        )
    if connection is not None:
        connection.close()
    raise DatabaseUnusable(message, detail=detail)
