"""A PostgreSQL server of the tests' own: in a temporary folder, on a Unix socket, stopped and started as they like."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

PASSWORD = "p@ss/w:rd?Geheim"  # noqa: S105 - of the tests' own server; every character that a URL must quote
_QUOTED_PASSWORD = "p%40ss%2Fw%3Ard%3FGeheim"  # noqa: S105
_DEBIAN = Path("/usr/lib/postgresql")
_WAIT = ("-w", "-t", "30")
# outlives the tests, however they end: when they are gone, so is its standard input, and then the server
_GUARD = 'cat; "$1" -w -t 30 -D "$2" -m immediate stop; rm -rf "$3"'


class PostgresServer:
    """The server; databases are made in it, one a test."""

    def __init__(self, programs: Path, folder: Path) -> None:
        """A cluster in *folder*, not yet running."""
        self._programs = programs
        self._folder = folder
        self._numbers = itertools.count(1)
        password = folder / "password"
        password.write_text(PASSWORD, encoding="utf-8")
        # PostgreSQL does not run as root
        self._user = next((name for name in ("postgres", "nobody") if _exists(name)), None) if _is_root() else None
        if self._user:
            shutil.chown(folder, self._user)
            shutil.chown(password, self._user)
        self._guard = self._started(
            ["sh", "-c", _GUARD, "guard", str(programs / "pg_ctl"), self._data, str(folder)], stdin=subprocess.PIPE
        )
        self._run("initdb", "-D", self._data, "-U", "tester", "-A", "scram-sha-256", "--pwfile", str(password), "-N")

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def start(self) -> None:
        """Start, and wait until it is there."""
        # without fsync a crash of the machine loses data; that of the server, which the tests make, does not
        options = f"-c listen_addresses= -c unix_socket_directories={self._folder} -c fsync=off"
        self._run("pg_ctl", *_WAIT, "-D", self._data, "-l", str(self._folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Stop at once, as a crash would."""
        self._run("pg_ctl", *_WAIT, "-D", self._data, "-m", "immediate", "stop")

    def remove(self) -> None:
        """Stop it, if it runs, and leave nothing behind."""
        self._guard.communicate(timeout=60)

    def stand_still(self) -> None:
        """All its processes stop where they are, and their sockets stay open."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """After `stand_still`."""
        self._signal(signal.SIGCONT)

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"test{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)

    def url(self, database: str) -> str:
        """The URL of a database."""
        return f"postgresql://tester:{_QUOTED_PASSWORD}@/{database}?host={self._folder}"

    def _signal(self, number: signal.Signals) -> None:
        postmaster = int((self._folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text(encoding="utf-8").split()
        for process in (postmaster, *map(int, children)):
            os.kill(process, number)

    def _run(self, program: str, *arguments: str) -> None:
        done = self._started([str(self._programs / program), *arguments], stdin=subprocess.DEVNULL)
        assert done.wait(60) == 0, (program, done.returncode)

    def _started(self, command: list[str], *, stdin: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            cwd="/",
            user=self._user,
            group=pwd.getpwnam(self._user).pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            stdin=stdin,
            stdout=subprocess.DEVNULL,  # a pipe would be held open by the server
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A server that runs; the test is skipped, saying so, where PostgreSQL is not installed, unless HYOTEI_REQUIRE=1."""
    programs = _programs()
    if programs is None:
        reason = "PostgreSQL is not installed (Debian: apt install postgresql)"
        if os.environ.get("HYOTEI_REQUIRE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    # not under pytest's folder, which other users may not enter; short, because a socket's path may have 107 bytes
    folder = Path(tempfile.mkdtemp(prefix="hyotei-pg-"))
    server = PostgresServer(programs, folder)
    try:
        server.start()
        yield server
    finally:
        server.remove()


def _programs() -> Path | None:
    """The newest PostgreSQL of Debian, or the one on PATH."""
    found = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def _is_root() -> bool:
    return os.geteuid() == 0


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
