"""What the bot remembers: contexts that expire, and claims by which each post is answered once, by whichever process."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import pytest

from bot.answer import Context
from bot.state.model import Asked, Claim, Post, Thread, new_number
from bot.state.sqlite import SqliteStore
from bot.state.state import CLAIM_SECONDS, CONTEXT_SECONDS, STATE_SCHEMA, State
from bot.state.store import Schema
from records.errors import DatabaseUnusable
from tests.places import Places

ROOT = Path(__file__).resolve().parents[3]
POST = Post("Ev1", "C1", "1.0")
THREAD = Thread("T1", "C1", "1.0")
CONTEXT = Context(topics=("rating",), items=("Ⅰ-1",), fiscal_years=(2024,))


class Clock:
    """A clock that the tests set."""

    def __init__(self) -> None:
        """Start somewhere."""
        self.now = 1_000_000.0

    def __call__(self) -> float:
        """The time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until a test moves it."""
    return Clock()


@pytest.fixture
def opened(places: Places, clock: Clock) -> Iterator[Callable[[], State]]:
    """Opens the state, each time as another process would; leases are renewed by nobody for a minute."""
    with ExitStack() as stack:

        def open_one() -> State:
            store = stack.enter_context(closing(places.store(STATE_SCHEMA, clock)))
            return stack.enter_context(closing(State(store, lease_seconds=300, context_limit=50)))

        yield open_one


@pytest.fixture
def state(opened: Callable[[], State]) -> State:
    """The state of one process."""
    return opened()


def test_a_thread_keeps_its_context_for_every_process(opened: Callable[[], State]) -> None:
    """What one process kept another reads, and only for the same workspace, channel and thread."""
    opened().keep_context(THREAD, CONTEXT)
    other = opened()
    assert other.context(THREAD) == CONTEXT
    for elsewhere in (("T2", "C1", "1.0"), ("T1", "C2", "1.0"), ("T1", "C1", "")):
        assert other.context(Thread(*elsewhere)) is None


def test_the_newest_context_of_a_thread_counts(state: State) -> None:
    """A thread is about what it was about last."""
    state.keep_context(THREAD, CONTEXT)
    state.keep_context(THREAD, Context(items=("Ⅰ-2",)))
    assert state.context(THREAD) == Context(items=("Ⅰ-2",))


def test_a_context_expires(state: State, clock: Clock) -> None:
    """After its time a thread is about nothing."""
    state.keep_context(THREAD, CONTEXT)
    clock.now += CONTEXT_SECONDS - 1
    assert state.context(THREAD) == CONTEXT
    clock.now += 2
    assert state.context(THREAD) is None


def test_the_store_does_not_grow_without_end(state: State, clock: Clock, places: Places) -> None:
    """Of a thousand threads and claims the newest contexts are kept, and no claim that has run out."""
    for number in range(1000):
        clock.now += 1
        state.keep_context(Thread("T1", "C1", str(number)), CONTEXT)
        state.settle(Post(f"Ev{number}", "C1", str(number)))
    assert state.context(Thread("T1", "C1", "999")) == CONTEXT
    clock.now += CLAIM_SECONDS
    for number in range(100):
        state.keep_context(Thread("T2", "C1", str(number)), CONTEXT)
    assert places.query("SELECT count(*) FROM context")[0][0] <= 150
    assert places.query("SELECT count(*) FROM claim")[0][0] <= 1


def test_a_context_of_another_version_is_none(state: State, places: Places) -> None:
    """A context that this version cannot read is as good as none, and is no error."""
    state.keep_context(THREAD, CONTEXT)
    places.query("""UPDATE context SET context = '{"planet": 1}' RETURNING context""")
    assert state.context(THREAD) is None


@pytest.mark.parametrize("again", [POST, Post("Ev2", "C1", "1.0"), Post("", "C1", "1.0"), Post("Ev1", "C9", "9.0")])
def test_a_post_is_taken_once(opened: Callable[[], State], again: Post) -> None:
    """The same post, or the same event, is for nobody else: not while it is in hand, not when it is answered."""
    one, other = opened(), opened()
    assert one.claim(POST) is Claim.TAKEN
    assert one.claim(again) is Claim.SETTLED
    assert other.claim(again) is Claim.ELSEWHERE
    one.settle(POST)
    assert one.claim(again) is Claim.SETTLED
    assert other.claim(again) is Claim.SETTLED


def test_other_posts_are_free(state: State) -> None:
    """A claim holds one post: not the next in the channel, not one of the same moment in another channel."""
    state.claim(POST)
    assert state.claim(Post("Ev2", "C1", "2.0")) is Claim.TAKEN
    assert state.claim(Post("Ev3", "C2", "1.0")) is Claim.TAKEN


def test_a_released_post_is_free_again(opened: Callable[[], State]) -> None:
    """What could not be answered may be taken by anybody, at once."""
    one, other = opened(), opened()
    one.claim(POST)
    one.release(POST)
    assert other.claim(POST) is Claim.TAKEN


def test_the_claim_of_a_dead_process_runs_out(opened: Callable[[], State], clock: Clock) -> None:
    """A process that ended in the middle holds its post for the lease and no longer."""
    dead, other = opened(), opened()
    dead.claim(POST)
    dead.close()
    clock.now += 299
    assert other.claim(POST) is Claim.ELSEWHERE
    clock.now += 2
    assert other.claim(POST) is Claim.TAKEN


def test_a_clock_that_goes_back_neither_frees_nor_keeps_a_claim(opened: Callable[[], State], clock: Clock) -> None:
    """An answered post stays answered; that of a dead process is free a lease after somebody asked for it, not an hour later."""
    dead, other = opened(), opened()
    answered = Post("Ev2", "C1", "2.0")
    dead.claim(POST)
    dead.claim(answered)
    dead.settle(answered)
    dead.close()
    clock.now -= 3600
    assert other.claim(answered) is Claim.SETTLED
    assert other.claim(POST) is Claim.ELSEWHERE
    clock.now += 299
    assert other.claim(POST) is Claim.ELSEWHERE
    clock.now += 2
    assert other.claim(POST) is Claim.TAKEN


def test_a_context_survives_a_clock_that_goes_back(state: State, clock: Clock) -> None:
    """A thread is still about what it was about, and goes on."""
    state.keep_context(THREAD, CONTEXT)
    clock.now -= 3600
    assert state.context(THREAD) == CONTEXT
    state.keep_context(THREAD, Context(items=("Ⅰ-2",)))
    assert state.context(THREAD) == Context(items=("Ⅰ-2",))


def test_a_live_process_keeps_its_claim_however_long_it_takes(places: Places) -> None:
    """Leases are renewed while the process lives, and an answered claim outlives them."""
    with (
        closing(places.store(STATE_SCHEMA)) as first,
        closing(places.store(STATE_SCHEMA)) as second,
        closing(State(first, lease_seconds=1.0)) as one,
        closing(State(second, lease_seconds=1.0)) as other,
    ):
        one.claim(POST)
        until = time.monotonic() + 2.5
        while time.monotonic() < until:
            assert other.claim(POST) is Claim.ELSEWHERE
            time.sleep(0.02)


def test_of_many_that_ask_at_once_one_gets_the_post(opened: Callable[[], State]) -> None:
    """Four processes with eight threads each ask for fifty posts at the same time: each is taken once."""
    states = [opened() for _ in range(4)]
    start = threading.Barrier(32)

    def take_all(number: int) -> int:
        start.wait()
        return [states[number % 4].claim(Post(f"Ev{each}", "C1", str(each))) for each in range(50)].count(Claim.TAKEN)

    with ThreadPoolExecutor(32) as executor:
        assert sum(executor.map(take_all, range(32))) == 50


RACE = """
import sys
from pathlib import Path
from bot.state.model import Claim, Post
from bot.state.state import STATE_SCHEMA, State
from tests.places import Places

places = Places(Path(sys.argv[1]), sys.argv[2])
sys.stdin.readline()
state = State(places.store(STATE_SCHEMA))
print(*(each for each in range(300) if state.claim(Post(f"Ev{each}", "C1", str(each))) is Claim.TAKEN))
"""


def test_two_processes_that_race_from_the_first_start_share_the_posts(places: Places) -> None:
    """Both make the tables of an empty store at once and ask for the same 300 posts: each is taken once, by one of them."""
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, str(places.home), places.url],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(2)
    ]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    taken = [racer.communicate(timeout=60)[0].split() for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0]
    assert sorted(int(each) for side in taken for each in side) == list(range(300))


@pytest.mark.parametrize("content", [b"no database at all, but some text that is long enough", None])
def test_a_state_file_that_cannot_be_used_is_one_line(tmp_path: Path, content: bytes | None) -> None:
    """A damaged file, and a folder in its place, are named in one Japanese line."""
    path = tmp_path / "state.sqlite3"
    path.mkdir() if content is None else path.write_bytes(content * 50)
    with pytest.raises(DatabaseUnusable) as refused:
        SqliteStore(path, STATE_SCHEMA)
    assert str(path) in refused.value.message
    assert "\n" not in refused.value.message


def test_a_store_of_a_newer_version_is_left_alone(places: Places) -> None:
    """A newer program's tables are not touched."""
    newer = Schema("state", 99, ("CREATE TABLE IF NOT EXISTS claim (other TEXT)",), "")
    places.store(newer).close()
    with pytest.raises(DatabaseUnusable, match="新しい版"):
        places.store(STATE_SCHEMA)
    places.store(newer).close()


def test_tables_of_an_older_version_are_brought_up_to_date(places: Places) -> None:
    """What is new in a version is made at the next start; what stands there stays."""
    first = Schema("state", 1, ("CREATE TABLE IF NOT EXISTS one (word TEXT)",), "")
    second = Schema("state", 2, (*first.statements, "CREATE TABLE IF NOT EXISTS two (word TEXT)"), "")
    with closing(places.store(first)) as store:
        store.run(lambda into: into.execute("INSERT INTO one VALUES ('kept')"))
    with closing(places.store(second)) as store:
        assert store.run(lambda of: of.execute("SELECT word FROM one")) == [("kept",)]
        assert store.run(lambda of: of.execute("SELECT word FROM two")) == []


def test_an_answer_is_found_by_its_number_and_by_nothing_else(opened: Callable[[], State], clock: Clock) -> None:
    """Another process finds what was asked; another number finds nothing; after its time nothing is found."""
    asked = Asked("Ⅰ-1 の評定は？", CONTEXT, date(2025, 6, 1))
    number = new_number()
    opened().keep_answer(number, asked)
    other = opened()
    assert other.asked(number) == asked
    assert other.asked(new_number()) is None
    clock.now += CONTEXT_SECONDS
    assert other.asked(number) is None


def test_what_was_asked_cannot_be_read_in_the_store(state: State, places: Places) -> None:
    """It holds neither the question nor the number."""
    number = new_number()
    state.keep_answer(number, Asked("秘密の質問", CONTEXT, date(2025, 6, 1)))
    ((name, sealed),) = places.query("SELECT name, sealed FROM answer")
    assert number not in name
    assert "秘密".encode() not in bytes(sealed)
    written = b"".join(path.read_bytes() for path in places.home.glob("state.sqlite3*"))
    assert "秘密".encode() not in written
    assert number.encode() not in written


def test_a_reply_leaves_all_behind_at_once(opened: Callable[[], State]) -> None:
    """Context and number of an answer are there for every process."""
    one, other = opened(), opened()
    number, asked = new_number(), Asked("Ⅰ-1 は？", Context(), date(2025, 6, 1))
    one.keep_reply(THREAD, CONTEXT, number, asked)
    assert other.context(THREAD) == CONTEXT
    assert other.asked(number) == asked
