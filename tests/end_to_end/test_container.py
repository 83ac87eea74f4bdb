"""The files for containers, as far as they can be held against the repository without an engine to build them."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import cast

import pytest

from bot import VERSION
from bot.cli import main
from bot.settings import NAMES

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
# what the images themselves read: libpq, and the official image of PostgreSQL
FOREIGN = {"PGPASSWORD", "PYTHONPATH", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Containerfile, in order."""
    text = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def all_of(word: str) -> list[str]:
    """What the instructions of one kind say."""
    found = [rest for each, rest in instructions() if each == word]
    assert found, word
    return found


def test_every_path_that_is_copied_exists_and_is_sent_to_the_engine() -> None:
    """COPY finds its files, and .dockerignore lets them through, and nothing that holds a token."""
    copied = [path for rest in all_of("COPY") if "--from" not in rest for path in rest.split()[:-1]]
    assert {"bot", "records", "requirements.lock"} <= set(copied)
    for path in copied:
        assert (ROOT / path).exists(), path
        assert f"!{path}" in IGNORED, path
    assert sorted(line[1:] for line in IGNORED if line.startswith("!")) == sorted(set(copied))
    assert "*" in IGNORED
    assert any(fnmatch("bot/text/__pycache__", line) for line in IGNORED if line.startswith("**"))


def test_it_runs_as_nobody_in_particular_a_command_that_exists(capsys: pytest.CaptureFixture[str]) -> None:
    """The last user is a number that is not root; what is run is a command of ours."""
    assert all_of("USER") == ["10001"]
    assert "--uid 10001" in "".join(all_of("RUN"))
    entry, arguments = (cast("list[str]", json.loads(all_of(word)[-1])) for word in ("ENTRYPOINT", "CMD"))
    assert entry == ["python", "-s", "-P", "-m", "bot.cli"]
    assert [word for word, _ in instructions()][-2:] == ["ENTRYPOINT", "CMD"]
    for command in (*arguments, "build", "ask"):
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0
    assert "--http" in capsys.readouterr().out
    assert re.findall(r"bot\.cli (\w+)", "".join(all_of("RUN"))) == ["build", "ask"]
    assert json.loads(re.findall(r"command: (\[.*\])", COMPOSE)[0]) == arguments


def test_only_what_is_needed_at_run_time_is_installed() -> None:
    """The command that lists it gives the dependencies and the part for PostgreSQL, each of which the lock pins."""
    (listing,) = [rest for rest in all_of("RUN") if rest.endswith("> runtime.txt")]
    _, *command = shlex.split(listing.removesuffix("> runtime.txt"))
    listed = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
    assert listed.stdout.splitlines() == [*project["dependencies"], *project["optional-dependencies"]["postgres"]]
    pinned = set(re.findall(r"(?m)^([\w.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8")))
    assert {re.split(r"[>=]", line)[0] for line in listed.stdout.splitlines()} <= pinned
    assert any("--require-hashes" in rest and "requirements.lock" in rest for rest in all_of("RUN"))
    assert any("--no-index" in rest and "runtime.txt" in rest for rest in all_of("RUN"))


def test_every_setting_that_they_set_is_one() -> None:
    """No misspelt setting: all are those of the program, or of the images they come from."""
    named = set(re.findall(r"(\w+)=", " ".join(all_of("ENV")))) | set(re.findall(r"(?m)^      ([A-Z_]+):", COMPOSE))
    assert {"HYOTEI_STATE_URL", "HYOTEI_RECORDS", "SLACK_BOT_TOKEN"} <= named
    assert named <= set(NAMES) | FOREIGN


def test_compose_starts_two_replicas_and_holds_no_secret() -> None:
    """Secrets come from .env and must be there; no port is open to the outside; everything has a health check."""
    assert "replicas: 2" in COMPOSE
    assert "ports:" not in COMPOSE
    assert "dockerfile: Containerfile" in COMPOSE
    secrets = re.findall(r"(?m)^      (SLACK_\w+|PGPASSWORD|POSTGRES_PASSWORD): (.*)$", COMPOSE)
    assert len(secrets) == 4
    assert all(re.fullmatch(r"\$\{[A-Z_]+:\?\}", value) for _, value in secrets)
    assert COMPOSE.count("healthcheck:") == 2
    assert "\t" not in COMPOSE


class _Healthz(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        """The health that the test chose."""
        self.send_response(self.status if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    """Where /healthz is answered."""
    server = HTTPServer(("127.0.0.1", 0), _Healthz)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("status", "expected"), [(200, 0), (503, 1)])
def test_the_health_check_is_the_one_of_the_program(
    port: int, status: int, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both files run the same command, which asks where the metrics are, past any proxy, and fails when the bot is not well."""
    monkeypatch.setattr(_Healthz, "status", status)
    of_image = json.loads(all_of("HEALTHCHECK")[0].partition("CMD ")[2])
    of_compose = json.loads(re.findall(r'test: (\["CMD", "python".*\])', COMPOSE)[0])
    assert of_compose == ["CMD", *of_image]
    assert "HYOTEI_METRICS=127.0.0.1:9464" in all_of("ENV")[0]
    assert "HYOTEI_METRICS: 0.0.0.0:9464" in COMPOSE
    assert of_image[:2] == ["python", "-c"]
    assert "9464" in of_image[2]
    command = [sys.executable, "-c", of_image[2].replace("9464", str(port))]
    environment = {"http_proxy": "http://127.0.0.1:1"}
    done = subprocess.run(command, env=environment, check=False, capture_output=True, timeout=20)
    assert done.returncode == expected, done.stderr
