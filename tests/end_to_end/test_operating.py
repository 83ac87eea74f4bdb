"""What whoever runs the bot sees and does: metrics, health, and new records under a running process."""

from __future__ import annotations

import json
import re
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from prometheus_client.parser import text_string_to_metric_families

import bot
from bot.ask import Desk
from bot.settings import Settings
from records.build import build
from records.dataset_id import SHIPPED_DATA
from tests.end_to_end.slack_sent import Fault, Json, fetch
from tests.end_to_end.slack_server import SlackServer
from tests.end_to_end.workspace import RATING, command, running
from tests.postgres import PostgresServer, postgres_server

REPOSITORY = Path(__file__).parents[2]
MANIFEST: Json = json.loads((REPOSITORY / "manifest.json").read_text(encoding="utf-8"))
DATA = SHIPPED_DATA / "jlis-2024"
SECRET = "a-signing-secret"  # noqa: S105 - of the tests
WAIT_SECONDS = 20.0


class Watched(NamedTuple):
    """A running bot, and where it is watched."""

    slack: SlackServer
    base: str
    log: Path

    def samples(self) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
        """What /metrics says now, by name and labels."""
        said = fetch(f"{self.base}/metrics")
        assert said.status == 200
        return {
            (sample.name, tuple(sorted(sample.labels.items()))): sample.value
            for family in text_string_to_metric_families(said.body)
            for sample in family.samples
        }

    def value(self, name: str, **labels: str) -> float:
        """One of them, 0 when it is not there."""
        return self.samples().get((name, tuple(sorted(labels.items()))), 0.0)

    def wait_for_value(self, value: float, name: str, **labels: str) -> None:
        """Until it has that value."""
        until = time.monotonic() + WAIT_SECONDS
        while self.value(name, **labels) != value:
            assert time.monotonic() < until, (name, self.value(name, **labels))
            time.sleep(0.05)

    def wait_for_health(self, status: int) -> str:
        """What /healthz says, as soon as it has that status."""
        until = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                said = fetch(f"{self.base}/healthz")
            except OSError:  # not listening yet
                said = None
            if said is not None and said.status == status:
                return said.body
            assert time.monotonic() < until, (said, self.log.read_text(encoding="utf-8"))
            time.sleep(0.05)


@contextmanager
def watched(home: Path, *arguments: str, **environment: str) -> Iterator[Watched]:
    """The bot at work, watched at an address of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (
        SlackServer(MANIFEST) as slack,
        running(
            home,
            slack,
            *arguments,
            HYOTEI_METRICS=f"127.0.0.1:{port}",
            HYOTEI_TODAY="2025-06-01",
            SLACK_SIGNING_SECRET=SECRET,
            **environment,
        ),
    ):
        found = Watched(slack, f"http://127.0.0.1:{port}", home / "log")
        found.wait_for_health(200)
        yield found


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """A server that these tests stop and start."""
    with postgres_server() as started:
        yield started


def test_the_metrics_of_a_running_bot_count_what_it_did(tmp_path: Path) -> None:
    """Questions by kind and end, seconds, what Slack refused, versions: as Prometheus reads them; no texts, no ids."""
    with watched(tmp_path) as bot_at_work:
        slack = bot_at_work.slack
        slack.order("chat.postMessage", Fault(429, retry_after=0), Fault(503))
        for number, text in enumerate((RATING, RATING, "天気は？", "コールセンターの応答率は？")):
            slack.deliver(slack.mention(text, channel=f"C{number}", user="U-TARO"))
            slack.wait_for_posts(f"C{number}", 1)
        slack.order("chat.postMessage", Fault(200, error="is_archived"))
        slack.deliver(slack.mention(RATING, channel="C-gone"))
        value = bot_at_work.value
        bot_at_work.wait_for_value(1, "hyotei_slack_errors_total", error="is_archived")
        bot_at_work.wait_for_value(4, "hyotei_answer_seconds_count")
        assert value("hyotei_questions_total", topic="rating", status="answered") == 2
        assert value("hyotei_questions_total", topic="indicator", status="answered") == 1
        assert value("hyotei_questions_total", topic="none", status="out_of_scope") == 1
        assert value("hyotei_answer_seconds_bucket", le="+Inf") == 4
        assert value("hyotei_wait_seconds_count") == 5
        errors = {
            error: value("hyotei_slack_errors_total", error=error)
            for error in ("ratelimited", "http_503", "is_archived")
        }
        assert errors == {"ratelimited": 1, "http_503": 1, "is_archived": 1}
        ((info, labels),) = [key for key in bot_at_work.samples() if key[0] == "hyotei_build_info"]
        assert info
        assert dict(labels)["version"] == bot.VERSION
        assert dict(labels)["records"] in repr(slack.posts[0].blocks)
        body = fetch(f"{bot_at_work.base}/metrics").body
        for secret in ("TARO", "C-gone", "応答率", "天気"):
            assert secret not in body
        assert fetch(f"{bot_at_work.base}/").status == 404


def test_health_is_the_line_to_slack_and_readable_records(tmp_path: Path) -> None:
    """A bot whose line is gone, and cannot be opened again, says so; when it is back, it is well."""
    with watched(tmp_path) as bot_at_work:
        slack = bot_at_work.slack
        assert bot_at_work.value("hyotei_slack_connected") == 1
        assert bot_at_work.value("hyotei_records_readable") == 1
        slack.order("apps.connections.open", *[Fault(200, error="internal_error")] * 3)
        slack.lines(1)[0].cut()
        assert "Slack" in bot_at_work.wait_for_health(503)
        assert bot_at_work.wait_for_health(200) == "ok"


def test_in_http_mode_the_public_address_shows_no_metrics(tmp_path: Path) -> None:
    """/healthz stands on both addresses, /metrics on its own only."""
    with watched(tmp_path, "--http", "127.0.0.1:0") as bot_at_work:
        until = time.monotonic() + WAIT_SECONDS
        while not (found := re.search(r"http://\S+", bot_at_work.log.read_text(encoding="utf-8"))):
            assert time.monotonic() < until
            time.sleep(0.05)
        assert fetch(f"{found.group()}/healthz") == (200, "ok")
        assert fetch(f"{found.group()}/metrics").status == 404
        assert bot_at_work.value("hyotei_slack_connected") == 1


def test_the_loss_of_the_state_is_counted_and_is_no_illness(tmp_path: Path, server: PostgresServer) -> None:
    """Without its database a bot answers: health stays well, the metrics tell."""
    with watched(tmp_path, HYOTEI_STATE_URL=server.new_database()) as bot_at_work:
        assert bot_at_work.value("hyotei_state_up") == 1
        server.stop()
        try:
            bot_at_work.slack.deliver(bot_at_work.slack.mention(RATING, channel="C1"))
            bot_at_work.slack.wait_for_posts("C1", 1)
            assert bot_at_work.value("hyotei_state_up") == 0
            lost = [key for key in bot_at_work.samples() if key[0] == "hyotei_state_errors_total"]
            assert lost
            assert bot_at_work.wait_for_health(200) == "ok"
        finally:
            server.start()
        bot_at_work.wait_for_value(1, "hyotei_state_up")


@pytest.mark.parametrize("written", ["9464", "127.0.0.1:", "127.0.0.1:port"])
def test_an_address_for_metrics_that_is_none_is_one_line(tmp_path: Path, written: str) -> None:
    """HOST:PORT, or one Japanese line that names the setting."""
    process = command(tmp_path, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1", HYOTEI_METRICS=written)  # noqa: S106
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert re.fullmatch(r"[^\n]*HYOTEI_METRICS[^\n]*[ぁ-ん][^\n]*\n", err), err


# New records under a running bot


def edition(folder: Path) -> Path:
    """The shipped records as another edition: version 99, in which Ⅰ-1 has an S in 令和6年度."""
    shutil.copytree(DATA, folder)
    for name, pattern, new in (
        ("documents.csv", r"(令和７年６月●日),1,", r"\1,99,"),
        ("ratings.csv", r"(?m)^(Ⅰ-1,annual,2024,[^,]*,sabcd),A,", r"\1,S,"),
    ):
        written, times = re.subn(pattern, new, (folder / name).read_text(encoding="utf-8"))
        assert times
        (folder / name).write_text(written, encoding="utf-8")
    return folder


def ask(slack: SlackServer, channel: str) -> tuple[str, str]:
    """The answer to the question of these tests, and all its blocks."""
    slack.deliver(slack.mention(RATING, channel=channel))
    (posted,) = slack.wait_for_posts(channel, 1)
    return posted.text.splitlines()[0], repr(posted.blocks)


def test_a_running_bot_answers_from_new_records_as_soon_as_they_are_in_place(tmp_path: Path) -> None:
    """Built elsewhere and renamed over the old ones: the next question is answered from them, with their version."""
    shipped, new = tmp_path / "shipped.sqlite3", tmp_path / "new.sqlite3"
    build([DATA], shipped)
    build([edition(tmp_path / "edition")], new)
    used = tmp_path / "used.sqlite3"
    shutil.copy(shipped, used)
    with watched(tmp_path / "home", HYOTEI_RECORDS=str(used)) as bot_at_work:
        slack = bot_at_work.slack
        before, blocks = ask(slack, "C-before")
        assert before.startswith("Ⅰ-1 の令和6年度の評定は A")
        assert "第99版" not in blocks
        new.replace(used)
        after, blocks = ask(slack, "C-after")
        assert after.startswith("Ⅰ-1 の令和6年度の評定は S")
        assert "第99版" in blocks
        # a file that is none leaves the old records in use, and is a line in the log
        broken = tmp_path / "broken.sqlite3"
        broken.write_bytes(used.read_bytes()[:5000])
        broken.replace(used)
        assert ask(slack, "C-broken")[0] == after
        assert ask(slack, "C-broken-again")[0] == after
        assert bot_at_work.wait_for_health(200) == "ok"
        shutil.copy(shipped, tmp_path / "back.sqlite3")
        (tmp_path / "back.sqlite3").replace(used)
        assert ask(slack, "C-back")[0] == before
    log = bot_at_work.log.read_text(encoding="utf-8")
    assert log.count("the new records cannot be used") == 1
    assert "failed id=" not in log


def test_given_records_are_used_as_they_are(tmp_path: Path) -> None:
    """HYOTEI_RECORDS is not rebuilt when the shipped tables are newer, and nothing is written beside it or at home."""
    given = tmp_path / "given" / "records.sqlite3"
    build([edition(tmp_path / "edition")], given)
    chosen = Settings(home=tmp_path / "home", today=None, values={"HYOTEI_RECORDS": str(given)})
    with closing(Desk(chosen)) as desk:
        assert desk.reply(RATING).first.startswith("Ⅰ-1 の令和6年度の評定は S")
    assert [path.name for path in given.parent.iterdir()] == ["records.sqlite3"]
    assert not (tmp_path / "home").exists()
