"""Where the state is kept, for tests that hold in files and in PostgreSQL alike."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from bot.settings import Settings
from bot.state.postgres import PostgresStore
from bot.state.sqlite import SqliteStore
from bot.state.store import Schema


class Places(NamedTuple):
    """*home* for files; with a *url* the state is in that database instead."""

    home: Path
    url: str

    def settings(self) -> Settings:
        """Settings that lead there."""
        return Settings(home=self.home, today=None, values={"HYOTEI_STATE_URL": self.url})

    def store(self, schema: Schema, clock: Callable[[], float] | None = None) -> SqliteStore | PostgresStore:
        """A part of the state, opened as another process would; *clock* in place of the real one."""
        if self.url:
            return PostgresStore(self.url, (schema,), clock=clock)
        return SqliteStore(self._file(schema.name), schema, clock=clock or time.time)

    def query(self, sql: str, name: str = "state") -> list[tuple[Any, ...]]:
        """What stands in a part, seen from outside."""
        if self.url:
            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute("SET search_path TO hyotei")
                return connection.execute(sql.encode()).fetchall()
        with closing(sqlite3.connect(self._file(name), isolation_level=None)) as reader:
            return reader.execute(sql).fetchall()

    def _file(self, name: str) -> Path:
        return self.home / f"{name}.sqlite3"
