"""The server: what is said when it cannot be used, and what happens while it is away and when it is back."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import psycopg
import pytest

from bot.answer import Answer, Context, Status
from bot.misses import MISSES_SCHEMA, Misses
from bot.state.model import Asked, Claim, Post, Thread, new_number
from bot.state.postgres import ANSWER_SECONDS, PATIENCE_SECONDS, PostgresStore, without_secret
from bot.state.state import STATE_SCHEMA, State
from bot.state.store import StoreLost
from records.errors import DatabaseUnusable
from tests.postgres import PASSWORD, PostgresServer, postgres_server

THREAD = Thread("T1", "C1", "1.0")
CONTEXT = Context(topics=("rating",), items=("Ⅰ-1",))
OTHER_CONTEXT = Context(topics=("rating",), items=("Ⅰ-2",))
BACK_SECONDS = 10.0


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """A server that these tests stop and start."""
    with postgres_server() as started:
        yield started


class Replica:
    """One process of several, as far as its state goes."""

    def __init__(self, url: str, store: PostgresStore, state: State, misses: Misses) -> None:
        """Keep what the tests look at."""
        self.url = url
        self.store = store
        self.state = state
        self.misses = misses

    def wait_until_back(self) -> None:
        """Wait for the server, or fail."""
        until = time.monotonic() + BACK_SECONDS
        while not self.store.is_up:
            assert time.monotonic() < until, "not back"
            time.sleep(0.02)


@pytest.fixture
def replica(server: PostgresServer) -> Iterator[Callable[[], Replica]]:
    """Opens replicas on one database; at the end the server is there again, whatever happened."""
    url = server.new_database()
    with ExitStack() as stack:

        def open_one() -> Replica:
            store = stack.enter_context(closing(PostgresStore(url, (STATE_SCHEMA, MISSES_SCHEMA))))
            return Replica(url, store, stack.enter_context(closing(State(store))), Misses(store))

        yield open_one


def administer(one: Replica, sql: str) -> None:
    """Done by somebody else in the database of a replica."""
    with psycopg.connect(one.url, autocommit=True) as connection:
        connection.execute(sql.encode())


def post(number: int) -> Post:
    """A post."""
    return Post(f"Ev{number}", "C1", f"{number}.0")


def answered(one: Replica, number: int) -> None:
    """A post is taken and settled."""
    assert one.state.claim(post(number)) is Claim.TAKEN
    one.state.settle(post(number))


# While the server is away


def test_each_replica_answers_alone_and_tells_afterwards(
    server: PostgresServer, replica: Callable[[], Replica]
) -> None:
    """Before, meanwhile, in the middle: once the server is back, everything answered by one is settled for the other."""
    one, other = replica(), replica()
    answered(one, 1)
    assert one.state.claim(post(2)) is Claim.TAKEN
    assert other.state.claim(post(2)) is Claim.ELSEWHERE
    server.stop()
    try:
        assert one.state.claim(post(1)) is Claim.SETTLED
        one.state.settle(post(2))
        answered(one, 3)
        answered(other, 4)
        assert one.state.claim(post(5)) is Claim.TAKEN
        assert [one.state.claim(post(number)) for number in (2, 3, 5)] == [Claim.SETTLED] * 3
        # what another had in hand is left to it, and not answered a second time
        assert other.state.claim(post(2)) is Claim.SETTLED
    finally:
        server.start()
    for each in (one, other):
        each.wait_until_back()
    assert [other.state.claim(post(number)) for number in (1, 2, 3, 5)] == [
        Claim.SETTLED,
        Claim.SETTLED,
        Claim.SETTLED,
        Claim.ELSEWHERE,
    ]
    assert one.state.claim(post(4)) is Claim.SETTLED
    one.state.settle(post(5))
    assert other.state.claim(post(5)) is Claim.SETTLED


def test_what_a_thread_is_about_cannot_be_told_meanwhile_and_is_the_newest_afterwards(
    server: PostgresServer, replica: Callable[[], Replica]
) -> None:
    """Another replica may have gone on with it: better no follow-up than one about something else."""
    one, other = replica(), replica()
    one.state.keep_context(THREAD, CONTEXT)
    server.stop()
    try:
        with pytest.raises(StoreLost):
            one.state.context(THREAD)
        one.state.keep_context(THREAD, Context(items=("Ⅰ-9",)))
        time.sleep(0.05)
        other.state.keep_context(THREAD, OTHER_CONTEXT)
        with pytest.raises(StoreLost):
            other.state.context(THREAD)
    finally:
        server.start()
    for each in (other, one):
        each.wait_until_back()
    assert one.state.context(THREAD) == OTHER_CONTEXT
    assert other.state.context(THREAD) == OTHER_CONTEXT


def test_buttons_work_where_the_answer_was_given_and_everywhere_afterwards(
    server: PostgresServer, replica: Callable[[], Replica]
) -> None:
    """An answer's number is known to its own replica meanwhile; another one says that it cannot tell."""
    one, other = replica(), replica()
    number, asked = new_number(), Asked("Ⅰ-1 は？", Context(), date(2025, 6, 1))
    server.stop()
    try:
        one.state.keep_reply(THREAD, CONTEXT, number, asked)
        assert one.state.asked(number) == asked
        with pytest.raises(StoreLost):
            other.state.asked(number)
    finally:
        server.start()
    for each in (one, other):
        each.wait_until_back()
    assert other.state.asked(number) == asked


def test_counts_and_misses_of_the_time_are_not_lost(server: PostgresServer, replica: Callable[[], Replica]) -> None:
    """What was asked meanwhile is counted when the server is back, once."""
    one = replica()
    miss = Answer(question="免許のやつ", status=Status.NOT_UNDERSTOOD, first="…")
    one.misses.record(miss)
    server.stop()
    try:
        for _ in range(3):
            one.misses.record(miss)
        one.misses.rate(miss._replace(status=Status.ANSWERED), liked=True)
    finally:
        server.start()
    one.wait_until_back()
    assert [each.times for each in one.misses.misses()] == [4]
    assert {each.decision: each.times for each in one.misses.counts()} == {"not_understood": 4, "good": 1}


def test_nobody_waits_long_for_a_server_that_is_away(server: PostgresServer, replica: Callable[[], Replica]) -> None:
    """After a moment of patience everything is refused at once, for ten workers together."""
    one = replica()
    server.stop()
    try:
        with ThreadPoolExecutor(10) as workers:
            began = time.monotonic()
            list(workers.map(lambda number: answered(one, number), range(10)))
            assert time.monotonic() - began < PATIENCE_SECONDS + 2
            began = time.monotonic()
            list(workers.map(lambda number: answered(one, number), range(10, 200)))
            assert time.monotonic() - began < 1
    finally:
        server.start()


def test_nobody_waits_while_much_is_told(server: PostgresServer, replica: Callable[[], Replica]) -> None:
    """After a long absence the telling takes a while, in which questions are answered as before; nothing is left out."""
    one, other = replica(), replica()
    server.stop()
    try:
        for number in range(1500):
            answered(one, number)
    finally:
        server.start()
    number, longest = 1500, 0.0
    until = time.monotonic() + BACK_SECONDS
    while not one.store.is_up and time.monotonic() < until:
        began = time.monotonic()
        answered(one, number)
        longest = max(longest, time.monotonic() - began)
        number += 1
        time.sleep(0.01)
    one.wait_until_back()
    other.wait_until_back()
    assert longest < 0.5
    assert number > 1500
    assert {other.state.claim(post(each)) for each in range(number)} == {Claim.SETTLED}


def test_a_server_that_stands_still_is_as_good_as_away(server: PostgresServer, replica: Callable[[], Replica]) -> None:
    """Its sockets are open and it says nothing: ten workers go on without it, and it is told when it moves again."""
    one, other = replica(), replica()
    server.stand_still()
    try:
        began = time.monotonic()
        with ThreadPoolExecutor(10) as workers:
            list(workers.map(lambda number: answered(one, number), range(10)))
        assert time.monotonic() - began < ANSWER_SECONDS + PATIENCE_SECONDS + 2
    finally:
        server.go_on()
    for each in (one, other):
        each.wait_until_back()
    assert {other.state.claim(post(number)) for number in range(10)} == {Claim.SETTLED}


def test_a_line_that_was_cut_is_mended_before_anybody_notices(
    server: PostgresServer, replica: Callable[[], Replica]
) -> None:
    """A restart, or an administrator who ends a session, costs no thread its context."""
    one = replica()
    one.state.keep_context(THREAD, CONTEXT)
    for _ in range(3):
        administer(one, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hyotei'")
        assert one.state.context(THREAD) == CONTEXT
        time.sleep(1.2)
    server.stop()
    starting = threading.Timer(0.1, server.start)
    starting.start()
    assert one.state.context(THREAD) == CONTEXT
    starting.join()


def test_what_the_server_does_not_take_keeps_it_from_nothing_else(
    server: PostgresServer, replica: Callable[[], Replica]
) -> None:
    """A record that can be written nowhere is refused at once, or left out when the server is told; the rest is kept."""
    one = replica()
    for text in ("\0", "\ud800"):
        with pytest.raises(DatabaseUnusable):
            one.state.settle(Post("Ev", "C", text))
        assert one.store.is_up
    server.stop()
    try:
        for text in ("\0", "\ud800"):
            one.state.settle(Post("Ev", "C", text))
        answered(one, 1)
    finally:
        server.start()
    one.wait_until_back()
    assert one.state.claim(post(1)) is Claim.SETTLED


def test_tables_that_were_removed_are_made_again(replica: Callable[[], Replica]) -> None:
    """Somebody drops the schema of a running bot: it forgets, and goes on."""
    one = replica()
    answered(one, 1)
    administer(one, "DROP SCHEMA hyotei CASCADE")
    answered(one, 2)
    one.wait_until_back()
    answered(one, 3)


# What cannot be used


def test_doctor_says_whether_the_server_can_be_used(server: PostgresServer, tmp_path: Path) -> None:
    """One line, either way, without the password."""
    good = run(tmp_path, "doctor", HYOTEI_STATE_URL=server.new_database())
    assert "会話の続き: 書けます（HYOTEI_STATE_URL）" in good.stdout.splitlines()
    bad = run(tmp_path, "doctor", HYOTEI_STATE_URL="postgresql://tester:Geheim@127.0.0.1:1/x")
    assert "会話の続き: HYOTEI_STATE_URL の PostgreSQL を使えません" in bad.stdout
    assert "Geheim" not in good.stdout + good.stderr + bad.stdout + bad.stderr


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://tester:{secret}@127.0.0.1:1/hyotei",
        "postgresql://tester:{secret}@/hyotei?host=/nowhere",
        "postgresql://tester@127.0.0.1:1/hyotei?password={secret}",
        "postgresql://tester:{secret}@127.0.0.1:port/hyotei",
        "postgresql://tester:{secret}@host.invalid/hyotei",
        "postgresql://tester:{secret}@[127/hyotei",
        "postgresql://tester:{secret}@/hyotei?planet=mars",
        "mysql://tester:{secret}@localhost/hyotei",
        "host=localhost password={secret}",
    ],
)
@pytest.mark.parametrize("secret", ["Geheim", "%47e%20heim", "Ge@heim/Wort:x?Wort#7"])
def test_a_server_that_cannot_be_reached_is_one_line_without_the_password(
    tmp_path: Path, url: str, secret: str
) -> None:
    """Exit status 2, one Japanese line, no piece of the password, however badly the URL is written."""
    done = run(tmp_path, "slack", HYOTEI_STATE_URL=url.format(secret=secret))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "HYOTEI_STATE_URL" in done.stderr
    for piece in ("Geheim", "heim", "Wort", secret):
        assert piece not in done.stderr


def test_a_wrong_password_is_one_line(server: PostgresServer, tmp_path: Path) -> None:
    """The server says why, and the line says so."""
    url = server.new_database().replace("Geheim", "Falsch")
    done = run(tmp_path, "stats", HYOTEI_STATE_URL=url)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "authentication failed" in done.stderr
    assert "Falsch" not in done.stderr


def test_without_psycopg_one_line_says_what_to_install(tmp_path: Path) -> None:
    """Psycopg is an optional part."""
    (tmp_path / "psycopg").mkdir()
    (tmp_path / "psycopg" / "__init__.py").write_text("raise ImportError('no pq wrapper available')", encoding="utf-8")
    done = run(tmp_path, "slack", HYOTEI_STATE_URL="postgresql://localhost/hyotei")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "hyotei-bot[postgres]" in done.stderr
    assert "libpq" in done.stderr


def test_a_question_on_the_command_line_pays_for_none_of_it(tmp_path: Path) -> None:
    """`hyotei ask` loads neither psycopg nor Prometheus nor the state, whatever is set."""
    asking = (
        "import sys; from bot.cli import main; main(['ask', 'Ⅰ-1 の評定は？']);"
        "print(*(name for name in sys.modules if name.split('.')[0] in"
        " {'psycopg', 'prometheus_client', 'logging', 'cheroot', 'slack_sdk'} or name.startswith('bot.state.')),"
        " file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asking],
        env=environment(tmp_path, HYOTEI_STATE_URL="postgresql://nowhere/", HYOTEI_METRICS="127.0.0.1:0"),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.startswith("Ⅰ-1")
    assert done.stderr == "\n"


def test_no_piece_of_a_password_is_left_in_a_line() -> None:
    """Quoted and unquoted, whole and in pieces; the rest of the line stays, as one."""
    url = "postgresql://tester:p%40ss%2Fw%3Ard%3FGeheim@/x"
    said = without_secret(f"cannot find 'ss/w:rd?Geheim', {PASSWORD}\nmore", url)
    assert said.startswith("cannot find '")
    assert "more" not in said
    assert not {"ss", "rd", "Geheim"} & set(re.split(r"\W+", said))
    assert without_secret("connection refused", "postgresql://tester@localhost/x") == "connection refused"


def environment(home: Path, **settings: str) -> dict[str, str]:
    """What a command of ours sees."""
    root = Path(__file__).resolve().parents[3]
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": "http://127.0.0.1:1/api"}
    return {
        "PATH": "/usr/bin:/bin:/usr/sbin:/sbin",
        "PYTHONPATH": f"{home}:{root}",
        "HYOTEI_HOME": str(home),
        "HYOTEI_TODAY": "2025-06-01",
        **tokens,
        **settings,
    }


def run(home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The command line."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        env=environment(home, **settings),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
