"""HTTP mode: signed requests to a real server on loopback, answered over the stand-in's Web API."""

from __future__ import annotations

import json
import re
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ask import Desk
from bot.slack.app import WORKERS
from bot.slack.health import Health
from bot.slack.http_mode import served
from bot.slack.listening import Address, read_address
from records.errors import BadUsage, HyoteiError
from tests.end_to_end.slack_sent import Fault, Json, fetch
from tests.end_to_end.slack_server import BOT_TOKEN, SlackServer
from tests.end_to_end.workspace import RATING, Workspace, command, composed_in

REPOSITORY = Path(__file__).parents[2]
MANIFEST: Json = json.loads((REPOSITORY / "manifest.http.json").read_text(encoding="utf-8"))
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 - the example of Slack's reference


class Served:
    """A workspace with the app behind a URL."""

    def __init__(self, workspace: Workspace, address: Address) -> None:
        """Keep where the app listens."""
        self.workspace = workspace
        self.slack = workspace.slack
        self.base = address.url
        self.url = f"{self.base}/slack/events"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, desk: Desk) -> Iterator[Served]:
    """One app for many tests: each has a channel of its own."""
    with (
        SlackServer(MANIFEST) as slack,
        composed_in(tmp_path_factory.mktemp("home"), slack, desk, secret=SECRET) as (composed, workspace),
        served(composed, Address("127.0.0.1", 0), Health(desk)) as address,
    ):
        yield Served(workspace, address)


def test_a_signed_event_is_acknowledged_and_answered(app: Served) -> None:
    """A mention is answered in its thread; the acknowledgement says nothing."""
    question = app.slack.mention(RATING, channel="C-event")
    said = app.slack.post_signed(app.url, question, SECRET)
    (posted,) = app.slack.wait_for_posts("C-event", 1)
    assert (said.status, said.body) == (200, "")
    assert posted.text.startswith("Ⅰ-1 の令和6年度の評定は A")


def test_a_signed_command_and_interaction_are_answered(app: Served) -> None:
    """Slash commands come as a form, interactions as JSON within one."""
    said = app.slack.post_signed(app.url, app.slack.command(RATING, channel="C-command"), SECRET)
    (private,) = app.slack.wait_for_private("C-command", 1)
    assert (said.status, said.body) == (200, "")
    assert private.text.startswith("Ⅰ-1")
    typed = app.slack.interaction("block_suggestion", action_id="item", value="免許証")
    options = json.loads(app.slack.post_signed(app.url, typed, SECRET).body)["options"]
    assert options[0]["value"] == "Ⅰ-8"


def test_the_address_is_verified(app: Served) -> None:
    """Slack's challenge at set-up is returned (url_verification)."""
    challenge: Json = {"type": "events_api", "payload": {"type": "url_verification", "challenge": "c-1", "token": "t"}}
    said = app.slack.post_signed(app.url, challenge, SECRET)
    assert said.status == 200
    assert "c-1" in said.body


@pytest.mark.parametrize(
    ("secret", "age", "signature"),
    [
        ("another secret", 0.0, ""),
        (SECRET, 400.0, ""),
        (SECRET, -400.0, ""),
        (SECRET, 0.0, "v0=abc"),
        (SECRET, 0.0, " "),
    ],
    ids=["forged", "stale", "of the future", "broken", "blank"],
)
def test_a_request_with_a_bad_or_stale_signature_is_refused(
    app: Served, caplog: pytest.LogCaptureFixture, secret: str, age: float, signature: str
) -> None:
    """401, nothing answered, one line in the log that quotes nothing."""
    question = app.slack.mention(RATING, channel="C-forged")
    said = app.slack.post_signed(app.url, question, secret, age=age, signature=signature)
    app.workspace.rest()
    assert said.status == 401
    assert app.slack.posts_in("C-forged") == []
    assert [record.levelname for record in caplog.records if "signature" in record.getMessage()] == ["WARNING"]
    assert "評定" not in caplog.text


def test_a_request_without_any_signature_is_refused(app: Served) -> None:
    """Somebody else's POST is nothing to the app."""
    assert fetch(app.url, b"{}", {"Content-Type": "application/json"}).status == 401


def test_a_request_sent_again_is_answered_once(app: Served) -> None:
    """A replay of a signed request, and Slack's own retry, are acknowledged and not answered again."""
    question = app.slack.mention(RATING, channel="C-again")
    for retry in range(3):
        assert app.slack.post_signed(app.url, question, SECRET, retry=retry).status == 200
    app.workspace.rest()
    assert len(app.slack.posts_in("C-again")) == 1
    command = app.slack.command(RATING, channel="C-again-command")
    for _ in range(2):
        app.slack.post_signed(app.url, command, SECRET)
    app.workspace.rest()
    assert len(app.slack.private_in("C-again-command")) == 1


def test_it_says_that_it_lives_and_nothing_else(app: Served) -> None:
    """/healthz is for whoever runs it; other paths do not exist, a huge body is refused."""
    assert fetch(f"{app.base}/healthz") == (200, "ok")
    assert fetch(f"{app.base}/").status == 404
    assert fetch(app.url).status == 404
    host, _, port = app.base.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
        assert line.recv(20).startswith(b"HTTP/1.1 413")


def test_an_acknowledgement_does_not_wait_for_the_workers(app: Served) -> None:
    """While every worker is busy, events and commands are still acknowledged; they are answered afterwards."""
    free = threading.Event()
    for _ in range(WORKERS):
        app.workspace.pool.submit(free.wait, 20)
    try:
        assert app.slack.post_signed(app.url, app.slack.mention(RATING, channel="C-busy"), SECRET).status == 200
        assert app.slack.post_signed(app.url, app.slack.command(RATING, channel="C-busy"), SECRET).status == 200
        assert (app.slack.posts_in("C-busy"), app.slack.private_in("C-busy")) == ([], [])
    finally:
        free.set()
    assert len(app.slack.wait_for_posts("C-busy", 1)) == 1
    assert len(app.slack.wait_for_private("C-busy", 1)) == 1


@pytest.mark.parametrize("written", ["3000", ":3000", "127.0.0.1:", "127.0.0.1:port", "127.0.0.1:99999"])
def test_an_address_that_is_none_is_one_line(written: str) -> None:
    """HOST:PORT or nothing: the app never listens somewhere by default."""
    with pytest.raises(BadUsage, match="HOST:PORT"):
        read_address(written, "--http")


def test_an_address_in_use_is_one_line(tmp_path: Path, desk: Desk) -> None:
    """Where another program listens, one Japanese line says so."""
    with socket.socket() as taken, SlackServer(MANIFEST) as slack:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = Address("127.0.0.1", taken.getsockname()[1])
        with (
            composed_in(tmp_path, slack, desk, secret=SECRET) as (composed, _),
            pytest.raises(HyoteiError, match="待ち受けられません"),
            served(composed, address, Health(desk)),
        ):
            pass
        composed.pool.shutdown()


@pytest.mark.parametrize(
    ("environment", "setting"),
    [
        ({}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "a b"}, "SLACK_SIGNING_SECRET"),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "a", "HYOTEI_MISSES_DAYS": "soon"},
            "HYOTEI_MISSES_DAYS",
        ),
    ],
)
def test_a_missing_or_malformed_setting_is_one_line(tmp_path: Path, environment: dict[str, str], setting: str) -> None:
    """Without what HTTP mode needs the command ends with status 2 and one Japanese line that names the setting."""
    process = command(tmp_path, "--http", "127.0.0.1:0", **environment)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert re.fullmatch(rf"[^\n]*{setting}[^\n]*[ぁ-ん][^\n]*\n", err), err


def test_the_command_listens_where_told_and_drains_on_a_signal(tmp_path: Path) -> None:
    """`hyotei slack --http` says where it listens; after SIGTERM what it acknowledged is still answered, status 0."""
    with SlackServer(MANIFEST) as slack:
        process = command(
            tmp_path,
            "--http",
            "127.0.0.1:0",
            SLACK_BOT_TOKEN=BOT_TOKEN,
            SLACK_SIGNING_SECRET=SECRET,
            SLACK_API_URL=slack.url,
        )
        assert process.stderr is not None
        greeting = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", greeting)
        assert found, greeting
        slack.order("chat.postMessage", Fault(429, retry_after=1))
        url = f"{found.group()}/slack/events"
        threads = [
            threading.Thread(target=slack.post_signed, args=(url, slack.mention(RATING, channel="C1"), SECRET))
            for _ in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert len(slack.posts_in("C1")) == 20
    assert out == ""
    assert SECRET not in err
    assert BOT_TOKEN not in err
    assert "Traceback" not in err
