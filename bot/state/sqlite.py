"""A Store in an SQLite file: for every process of one machine."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.state.store import Result, Row, Schema, Transaction
from records.errors import DatabaseUnusable

_WAIT_SECONDS = 5.0
_TYPES = {"real": "REAL", "blob": "BLOB", "options": "STRICT"}


class SqliteStore:
    """The file, open."""

    def __init__(self, path: Path, schema: Schema, *, clock: Callable[[], float] = time.time) -> None:
        """Open or make the file. Raises DatabaseUnusable: it cannot be written, is damaged, or is of a newer version."""
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._connection = _opened(path, schema)

    def run(self, work: Callable[[Transaction], Result], *, writes: bool = True) -> Result:
        """What *work* gives, done in one transaction. Raises DatabaseUnusable."""
        with self._lock:
            try:
                # a reader that would write later could find the file changed in between: a writer says so at once
                self._connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
                try:
                    result = work(_SqliteTransaction(self._connection, self._clock()))
                except BaseException:
                    if self._connection.in_transaction:  # SQLite ends it by itself when the disk is full
                        self._connection.execute("ROLLBACK")
                    raise
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                message = f"{self._path} を読み書きできません。権限と空き容量を確かめてください。"
                raise DatabaseUnusable(message, detail=repr(error)) from error
            return result

    def leave(self, work: Callable[[Transaction], None]) -> None:
        """The same: a file is always there."""
        self.run(work)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


class _SqliteTransaction:
    is_late = False

    def __init__(self, connection: sqlite3.Connection, now: float) -> None:
        self._connection = connection
        self.now = now

    def execute(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        return self._connection.execute(sql, tuple(values)).fetchall()

    def execute_each(self, sql: str, values: Sequence[Sequence[object]]) -> None:
        self._connection.executemany(sql, values)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to WAL; another process that does so at the same moment is waited for, which SQLite itself does not do."""
    patience = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                raise
            time.sleep(0.01)
        else:
            return


def _opened(path: Path, schema: Schema) -> sqlite3.Connection:
    connection: sqlite3.Connection | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found <= schema.version:
            _write_ahead(connection)
            connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may forget the last second, never damage
            for statement in schema.statements:
                connection.execute(statement.format(**_TYPES))
            if found < schema.version:
                connection.execute(f"PRAGMA user_version = {schema.version:d}")
            return connection
        detail = f"user_version {found}"
        message = f"{path} は、より新しい版のものです。プログラムを更新してください。"
    except (OSError, sqlite3.Error) as error:
        detail = repr(error)
        message = (
            f"{path} を開けません。権限と空き容量を確かめ、"
            f"壊れていれば削除してください（{schema.lost}だけが失われます）。"
        )
    if connection is not None:
        connection.close()
    raise DatabaseUnusable(message, detail=detail)
