"""Two replicas, as two processes of their own, on one PostgreSQL: every question is answered once, whatever is lost."""

from __future__ import annotations

import json
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

import pytest

from bot.slack.app import WORKERS
from bot.slack.reply import WITHOUT_THREAD
from records.build import build
from records.dataset_id import SHIPPED_DATA
from tests.end_to_end.slack_line import Line
from tests.end_to_end.slack_sent import Json, Posted
from tests.end_to_end.slack_server import SlackServer
from tests.end_to_end.workspace import RATING, event_of, running
from tests.postgres import PASSWORD, PostgresServer, postgres_server

REPOSITORY = Path(__file__).parents[2]
MANIFEST: Json = json.loads((REPOSITORY / "manifest.json").read_text(encoding="utf-8"))
FOLLOW_UP = "じゃあR5は？"
BACK_SECONDS = 15.0


class Replicas:
    """Both, each with the line by which Slack reaches it."""

    def __init__(
        self, slack: SlackServer, server: PostgresServer, processes: list[Popen[str]], homes: list[Path]
    ) -> None:
        """Keep what the tests look at."""
        self.slack = slack
        self.server = server
        self.processes = processes
        self.homes = homes
        self.lines: list[Line] = slack.lines(2)

    def log(self, number: int) -> str:
        """What a replica has written to its log."""
        return (self.homes[number] / "log").read_text(encoding="utf-8")

    def wait_for_log(self, text: str, times: int = 1) -> None:
        """Until both have said it so often."""
        until = time.monotonic() + BACK_SECONDS
        while not all(self.log(number).count(text) >= times for number in (0, 1)):
            assert time.monotonic() < until, (text, self.log(0), self.log(1))
            time.sleep(0.05)

    def ask(self, question: Json, line: int) -> Posted:
        """Deliver a question on one line, and get the newest answer in its thread."""
        event = event_of(question)
        thread = str(event.get("thread_ts") or event["ts"])
        before = len(self.in_thread(thread))
        self.slack.deliver(question, line=self.lines[line])
        self.slack.wait_until(lambda: len(self.in_thread(thread)) > before, "the answer")
        return self.in_thread(thread)[-1]

    def in_thread(self, thread_ts: str) -> list[Posted]:
        """The answers in a thread."""
        return [each for each in self.slack.posts if each.thread_ts == thread_ts]

    def settle(self) -> None:
        """Wait until nothing has been posted for a while."""
        count = -1
        while count != len(self.slack.posts):
            count = len(self.slack.posts)
            time.sleep(0.7)


@pytest.fixture
def replicas(tmp_path: Path) -> Iterator[Replicas]:
    """Two replicas at work, on a database and records of their own."""
    records = tmp_path / "records.sqlite3"
    build(sorted(folder for folder in SHIPPED_DATA.iterdir() if folder.is_dir()), records)
    with postgres_server() as server, SlackServer(MANIFEST) as slack:
        url = server.new_database()
        homes = [tmp_path / "one", tmp_path / "two"]

        @contextmanager
        def replica(home: Path) -> Iterator[Popen[str]]:
            with running(
                home, slack, HYOTEI_STATE_URL=url, HYOTEI_RECORDS=str(records), HYOTEI_TODAY="2025-06-01"
            ) as process:
                yield process

        with replica(homes[0]) as first:
            slack.lines(1)
            with replica(homes[1]) as second:
                yield Replicas(slack, server, [first, second], homes)


def times_answered(slack: SlackServer, questions: list[Json]) -> Counter[int]:
    """How many questions were answered how often."""
    answers = Counter(str(each.thread_ts) for each in slack.posts)
    return Counter(answers[str(event_of(question)["ts"])] for question in questions)


def again(question: Json, number: int) -> Json:
    """The same event in a new envelope."""
    return {**question, "envelope_id": f"{question['envelope_id']}-again-{number}"}


def test_every_event_is_answered_once_and_threads_go_on_at_either(replicas: Replicas) -> None:
    """Two hundred questions on two lines, a fifth of them on both at once; then a follow-up at the other replica."""
    slack = replicas.slack
    questions = [slack.mention(RATING, channel=f"C{number % 7}") for number in range(200)]
    commands = [slack.command(RATING, channel=f"P{number}") for number in range(20)]
    for number, question in enumerate([*questions, *commands]):
        slack.send(question, line=replicas.lines[number % 2])
        if number % 5 == 0:
            slack.send(again(question, 1), line=replicas.lines[1 - number % 2])
    slack.wait_until(lambda: times_answered(slack, questions)[0] == 0, "all answers")
    replicas.settle()
    assert times_answered(slack, questions) == {1: 200}
    assert [len(slack.private_in(f"P{number}")) for number in range(20)] == [1] * 20
    first = slack.mention(RATING, channel="C-thread")
    assert replicas.ask(first, 0).text.startswith("Ⅰ-1 の令和6年度の評定は A")
    thread = str(event_of(first)["ts"])
    for line, follow_up, start in ((1, FOLLOW_UP, "Ⅰ-1 の令和5年度の評定は B"), (0, "Ⅰ-2は？", "Ⅰ-2 の令和5年度")):
        said = replicas.ask(slack.mention(follow_up, channel="C-thread", thread_ts=thread), line)
        assert said.text.startswith(start)
    assert slack.problems == []
    for process, home in zip(replicas.processes, replicas.homes, strict=True):
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        # all that a replica needs to write is its log
        assert [path.name for path in home.iterdir()] == ["log"]


def test_the_loss_of_a_replica_in_the_middle_costs_no_answer(replicas: Replicas) -> None:
    """Killed under load: what none of its workers had begun with is answered by the other, and nothing twice."""
    slack = replicas.slack
    questions = [slack.mention(RATING, channel="C1") for _ in range(200)]
    for number, question in enumerate(questions):
        slack.send(question, line=replicas.lines[number % 2])
    slack.wait_for_posts("C1", 5)
    replicas.processes[0].kill()
    slack.wait_until(lambda: len(slack.open_lines()) == 1, "the end of a line")
    slack.wait_until(lambda: all(map(slack.is_acknowledged, questions[1::2])), "the acknowledgements of the other")
    lost = [question for question in questions if not slack.is_acknowledged(question)]
    for number, question in enumerate(lost):
        slack.send(again(question, number), line=replicas.lines[1])
    waiting = {str(event_of(question)["ts"]) for question in (*lost, *questions[1::2])}
    slack.wait_until(lambda: waiting <= {str(each.thread_ts) for each in slack.posts}, "the rest")
    replicas.settle()
    counted = times_answered(slack, questions)
    assert set(counted) <= {0, 1}
    # nobody can tell whether what the workers had begun with was posted: it is not delivered again
    assert counted[0] <= WORKERS
    assert lost


def test_the_loss_of_the_database_costs_threads_their_context_and_nobody_an_answer(replicas: Replicas) -> None:
    """Stopped under load and started again: everybody is answered, a follow-up without its thread, and nothing twice."""
    slack = replicas.slack
    first = slack.mention(RATING, channel="C-thread")
    replicas.ask(first, 0)
    thread = str(event_of(first)["ts"])
    questions = [slack.mention(RATING, channel="C1") for _ in range(300)]
    for number, question in enumerate(questions[:100]):
        slack.send(question, line=replicas.lines[number % 2])
    slack.wait_for_posts("C1", 20)
    replicas.server.stop()
    try:
        for number, question in enumerate(questions[100:200]):
            slack.send(question, line=replicas.lines[number % 2])
        slack.wait_until(lambda: times_answered(slack, questions[:200])[0] == 0, "answers without the database")
        said = replicas.ask(slack.mention(FOLLOW_UP, channel="C-thread", thread_ts=thread), 0)
        assert said.text.startswith("令和5年度の評定（19項目）")
        assert WITHOUT_THREAD in json.dumps(said.blocks, ensure_ascii=False)
        said = replicas.ask(slack.mention(RATING, channel="C-new"), 1)
        assert WITHOUT_THREAD not in json.dumps(said.blocks, ensure_ascii=False)
        # what one replica did is known to itself
        for number, question in enumerate(questions[:200]):
            slack.send(again(question, 1), line=replicas.lines[number % 2])
        replicas.settle()
        assert times_answered(slack, questions[:200]) == {1: 200}
    finally:
        replicas.server.start()
    for question in questions[200:]:
        slack.send(question, line=replicas.lines[0])
    replicas.wait_for_log("the state server is back")
    slack.wait_until(lambda: times_answered(slack, questions)[0] == 0, "all answers")
    # delivered once more, to the other one: it has been told
    for number, question in enumerate(questions):
        slack.send(again(question, 2), line=replicas.lines[1 - number % 2] if number < 200 else replicas.lines[1])
    replicas.settle()
    assert times_answered(slack, questions) == {1: 300}
    resumed = replicas.ask(slack.mention("Ⅰ-2 の令和6年度評定は？", channel="C-thread", thread_ts=thread), 0)
    assert resumed.text.startswith("Ⅰ-2 の令和6年度")
    assert replicas.ask(slack.mention(FOLLOW_UP, channel="C-thread", thread_ts=thread), 1).text.startswith(
        "Ⅰ-2 の令和5年度"
    )
    for number in (0, 1):
        log = replicas.log(number)
        assert "the state server is lost" in log
        assert "without what threads are about" in log
        assert "Traceback" not in log
        assert "failed id=" not in log
        assert PASSWORD not in log
        assert "Geheim" not in log
