"""A Store in PostgreSQL: for processes on several machines. One connection a process, in a schema of its own (hyotei).

A server that is away is waited for a moment only; from then on everything is refused at once (StoreLost) and what was
left to be done waits in line, while a thread tries to connect again. When it does, the line comes first.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import unquote

import psycopg
from psycopg.rows import TupleRow

from bot.meter import meter
from bot.state.store import Result, Row, Schema, StoreLost, Transaction
from records.errors import DatabaseUnusable

if TYPE_CHECKING:
    from psycopg.abc import PQGen

CONNECT_SECONDS = 3
TABLES_SECONDS = 20.0  # while another process makes the tables
ANSWER_SECONDS = 2.0  # a server that says nothing for so long is away, whatever its socket looks like
STATEMENT_SECONDS = 1.5  # less, so that a statement that waits for a lock ends with an error and not with a lost line
PATIENCE_SECONDS = 2.0  # a restarted server, or one that was failed over, is back within
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0
_LINE_LIMIT = 20_000  # some thousand answers
_TYPES = {"real": "DOUBLE PRECISION", "blob": "BYTEA", "options": ""}
_NAMESPACE = "hyotei"
_SCHEMA_LOCK = 0x68796F746569  # "hyotei": any number that all processes know

_Value = TypeVar("_Value")
# what the server, or the way to it, does not take, however often it is tried
_OF_THE_DATA = (psycopg.DataError, psycopg.IntegrityError, ValueError)

log = logging.getLogger(__name__)


class _Left(NamedTuple):
    work: Callable[[Transaction], None]
    moment: float  # monotonic


class _Connection(psycopg.Connection[TupleRow]):
    """psycopg's connection, which does not wait longer than a server may take."""

    answer_seconds = TABLES_SECONDS

    def wait(self, gen: PQGen[_Value], interval: float = 0.1, timeout: float | None = None) -> _Value:
        return super().wait(gen, interval, timeout or self.answer_seconds)


class PostgresStore:
    """The server, connected."""

    def __init__(self, url: str, schemas: Sequence[Schema], *, clock: Callable[[], float] | None = None) -> None:
        """Connect, and make the tables on first use. *clock*: instead of the server's, for tests.

        Raises DatabaseUnusable: it cannot be reached or used, or its tables are of a newer version.
        """
        self._url = url
        self._schemas = schemas
        self._clock = clock
        self._changed = threading.Condition()
        self._line: deque[_Left] = deque(maxlen=_LINE_LIMIT)
        self._closed = threading.Event()
        self._lost_at = float("-inf")
        self._back_at = float("-inf")
        try:
            self._connection: _Connection | None = self._connected()
        except psycopg.Error as error:
            message = (
                "HYOTEI_STATE_URL の PostgreSQL を使えません。"
                f"サーバーと設定を確かめてください（{without_secret(str(error), url)}）。"
            )
            raise DatabaseUnusable(message, detail=type(error).__name__) from None

    def run(self, work: Callable[[Transaction], Result], *, writes: bool = True) -> Result:  # noqa: ARG002 - as every Store
        """What *work* gives, done in one transaction; tried again when the line was lost before it could count.

        Raises StoreLost, or DatabaseUnusable for what the server does not take.
        """
        with self._changed:
            for _ in range(2):
                self._wait_a_moment()
                if self._connection is None:
                    break
                transaction = _PostgresTransaction(self._connection, self._clock)
                try:
                    return transaction.whole(work)
                except _OF_THE_DATA as error:
                    message = "会話の続きを記録できません。"
                    raise DatabaseUnusable(message, detail=type(error).__name__) from error
                except psycopg.Error as error:
                    self._lose(error)
                    if transaction.is_ending:
                        break
        message = "会話の続きを置くデータベースに、いまは届きません。"
        raise StoreLost(message, detail="the state server is away")

    def leave(self, work: Callable[[Transaction], None]) -> None:
        """Do *work* in one transaction: now, or when the server is back."""
        with self._changed:
            try:
                self.run(work)
            except StoreLost:
                self._line.append(_Left(work, time.monotonic()))
                if len(self._line) == _LINE_LIMIT:  # the deque lets the oldest go
                    log.warning("the state server is away for long: only the newest %d records are kept", _LINE_LIMIT)

    def close(self) -> None:
        """Hang up."""
        self._closed.set()
        with self._changed:
            if self._line:
                log.error("closing without the state server: %d records are lost", len(self._line))
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    @property
    def is_up(self) -> bool:
        """Whether the server is there."""
        return self._connection is not None

    def _wait_a_moment(self) -> None:
        """A server that was lost just now may be back in a moment."""
        until = self._lost_at + PATIENCE_SECONDS
        while self._connection is None and not self._closed.is_set() and (left := until - time.monotonic()) > 0:
            self._changed.wait(left)

    def _lose(self, error: psycopg.Error) -> None:
        meter().state_error(type(error).__name__)
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        if self._closed.is_set():
            return
        self._lost_at = time.monotonic()
        log.error(
            "the state server is lost (%s): answering goes on, without what threads are about", type(error).__name__
        )
        threading.Thread(target=self._mend, name="state", daemon=True).start()

    def _mend(self) -> None:
        """Try until the server is back and was told what waits in line."""
        lasted = self._lost_at - self._back_at > _LONGEST_PAUSE
        pause = _SHORTEST_PAUSE if lasted else _LONGEST_PAUSE
        reason = ""
        while not self._closed.wait(pause):
            pause = min(pause * 2, _LONGEST_PAUSE)
            connection: _Connection | None = None
            try:
                connection = self._connected()
                self._tell(connection)
            except (psycopg.Error, DatabaseUnusable) as error:
                if connection is not None:
                    connection.close()
                meter().state_error(type(error).__name__)
                if reason != (reason := type(error).__name__):
                    log.warning("the state server cannot be used yet (%s)", reason)
            else:
                return

    def _tell(self, connection: _Connection) -> None:
        """Do what waits in line, while more may come; when nothing waits any more, *connection* is for everybody."""
        told = 0
        while True:
            with self._changed:
                if not self._line:
                    self._use(connection, told)
                    return
                left = self._line[0]
            try:
                _PostgresTransaction(connection, self._clock, late=time.monotonic() - left.moment).whole(left.work)
            except _OF_THE_DATA as error:
                log.error("not recorded (%s)", type(error).__name__)  # noqa: TRY400 - its text could quote a question
            told += 1
            with self._changed:
                if self._line and self._line[0] is left:  # or it went, because the line was too long
                    self._line.popleft()

    def _use(self, connection: _Connection, told: int) -> None:
        if self._closed.is_set():
            connection.close()
            return
        self._connection = connection
        self._back_at = time.monotonic()
        log.warning("the state server is back after %.1f s: %d records told", self._back_at - self._lost_at, told)
        self._changed.notify_all()

    def _connected(self) -> _Connection:
        """A connection with the tables in place. Raises psycopg.Error, DatabaseUnusable."""
        connection = _Connection.connect(
            self._url, autocommit=True, connect_timeout=CONNECT_SECONDS, application_name="hyotei"
        )
        try:
            connection.execute("SET idle_in_transaction_session_timeout = 10000")  # of a process that stands still
            connection.execute(f"SET search_path TO {_NAMESPACE}".encode())
            found = _versions(connection)
            if any(found.get(schema.name) != schema.version for schema in self._schemas):
                _make_tables(connection, self._schemas)
            connection.execute(f"SET statement_timeout = {STATEMENT_SECONDS * 1000:.0f}".encode())
            connection.answer_seconds = ANSWER_SECONDS
        except BaseException:
            connection.close()
            raise
        return connection


class _PostgresTransaction:
    """*late*: how many seconds ago the work was left."""

    def __init__(self, connection: _Connection, clock: Callable[[], float] | None, *, late: float = 0.0) -> None:
        self._connection = connection
        self._clock = clock
        self._late = late
        self.now = 0.0
        self.is_late = late > 0
        self.is_ending = False

    def whole(self, work: Callable[[Transaction], Result]) -> Result:
        """What *work* gives, in a transaction from its beginning to its end."""
        begun = self._connection.execute(
            "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT extract(epoch FROM now())::double precision",
            prepare=False,
        )
        begun.nextset()
        row = begun.fetchone()
        self.now = (self._clock() if self._clock else float(row[0] if row else 0)) - self._late
        try:
            result = work(self)
        except psycopg.OperationalError:
            raise  # the line is given up, and the transaction with it
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self.is_ending = True
        self._connection.execute("COMMIT")
        return result

    def execute(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        cursor = self._connection.execute(_written(sql), tuple(values))
        return cursor.fetchall() if cursor.description else []

    def execute_each(self, sql: str, values: Sequence[Sequence[object]]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(_written(sql), values)


def _written(sql: str) -> bytes:
    return sql.replace("?", "%s").encode()


def _versions(connection: _Connection) -> dict[str, int]:
    """The version of each part that has its tables."""
    row = connection.execute("SELECT to_regclass('part')").fetchone()
    if row is None or row[0] is None:
        return {}
    return dict(connection.execute("SELECT name, version FROM part").fetchall())


def _make_tables(connection: _Connection, schemas: Iterable[Schema]) -> None:
    """Make what is missing, alone among all processes. Raises DatabaseUnusable for a newer version."""
    # before the transaction: what others made meanwhile is seen by one that begins afterwards. Closing releases it too.
    connection.execute("SELECT pg_advisory_lock(%s)", (_SCHEMA_LOCK,))
    with connection.transaction():
        found = _versions(connection)
        newer = [schema.name for schema in schemas if found.get(schema.name, 0) > schema.version]
        if newer:
            message = (
                "HYOTEI_STATE_URL のデータベースは、より新しい版のプログラムのものです。プログラムを更新してください。"
            )
            raise DatabaseUnusable(message, detail=f"newer: {', '.join(newer)}")
        if not found:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {_NAMESPACE}".encode())
            connection.execute("CREATE TABLE part (name TEXT PRIMARY KEY, version INTEGER NOT NULL)")
        for schema in schemas:
            if found.get(schema.name, 0) == schema.version:
                continue
            for statement in schema.statements:
                connection.execute(statement.format(**_TYPES).encode())
            connection.execute(
                "INSERT INTO part VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET version = excluded.version",
                (schema.name, schema.version),
            )
    connection.execute("SELECT pg_advisory_unlock(%s)", (_SCHEMA_LOCK,))


def without_secret(text: str, url: str) -> str:
    """The first line of *text*, in which no piece of the password in *url* stands, however badly the URL is written."""
    userinfo = url.partition("://")[2].rpartition("@")[0]
    secrets = [userinfo.partition(":")[2], *re.findall(r"[?&](?:ssl)?password=([^&]*)", url)]
    pieces = {
        piece for secret in secrets for each in (secret, unquote(secret)) for piece in (each, *re.split(r"\W+", each))
    }
    line = text.strip().partition("\n")[0]
    for piece in sorted(pieces - {""}, key=len, reverse=True):
        line = line.replace(piece, "…")
    return line
