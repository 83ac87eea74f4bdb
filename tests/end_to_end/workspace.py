"""The app at work in a workspace of the stand-in, for the tests of every surface."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO

from bot.answer import Answer, Context
from bot.ask import Desk
from bot.misses import Misses
from bot.overview import Overview
from bot.settings import Settings
from bot.slack.app import WORKERS, Composed, build_app
from bot.slack.reply import Answerer
from bot.slack.socket_mode import connected
from bot.state.open import opened
from bot.state.state import State
from tests.end_to_end.slack_sent import Json, Posted
from tests.end_to_end.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer

REPOSITORY = Path(__file__).parents[2]
RATING = "Ⅰ-1 の令和6年度評定は？"
ASKED_ON = date(2025, 6, 1)


class Workspace:
    """A workspace with the app in it."""

    def __init__(self, slack: SlackServer, pool: ThreadPoolExecutor, state: State, misses: Misses) -> None:
        """Keep what the tests look at."""
        self.slack = slack
        self.pool = pool
        self.state = state
        self.misses = misses

    def rest(self) -> None:
        """Wait until everything acknowledged so far is done: every worker at one barrier means that none is at work."""
        barrier = threading.Barrier(WORKERS)
        for waiting in [self.pool.submit(barrier.wait, 20) for _ in range(WORKERS)]:
            waiting.result(20)

    def answer_to(self, envelope: Json) -> Posted:
        """Deliver an event to a channel where nothing was posted yet, and get the only answer."""
        event = event_of(envelope)
        self.slack.deliver(envelope)
        self.rest()
        (posted,) = self.slack.posts_in(str(event["channel"]))
        return posted


def event_of(envelope: Json) -> Json:
    """The event in an envelope."""
    payload = envelope["payload"]
    assert isinstance(payload, dict)
    event = payload["event"]
    assert isinstance(event, dict)
    return event


def settings(home: Path, slack: SlackServer, **values: str) -> Settings:
    """Settings that lead to the stand-in."""
    tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": slack.url}
    return Settings(home=home, today=ASKED_ON, values=tokens | values)


@contextmanager
def composed_in(
    home: Path, slack: SlackServer, desk: Answerer, *, secret: str = ""
) -> Iterator[tuple[Composed, Workspace]]:
    """The app, composed and not yet connected, with its state in *home*."""
    chosen = settings(home, slack)
    with opened(chosen) as remembered:
        composed = build_app(chosen, desk, remembered.state, remembered.misses, signing_secret=secret)
        yield composed, Workspace(slack, composed.pool, remembered.state, remembered.misses)


@contextmanager
def app_in(home: Path, slack: SlackServer, desk: Answerer) -> Iterator[Workspace]:
    """The app at work over Socket Mode, with its state in *home*."""
    with composed_in(home, slack, desk) as (composed, workspace), connected(composed, APP_TOKEN, ping_seconds=0.2):
        slack.lines(1)
        yield workspace


class Fixed:
    """A desk that gives one answer to everything, or breaks, and keeps what it was asked."""

    def __init__(self, answer: Answer | Exception, desk: Desk) -> None:
        """Answer with this; the overview is that of a real desk."""
        self.answer = answer
        self.asked: list[str] = []
        self.overview: Callable[[], Overview] = desk.overview

    def reply(self, text: str, context: Context | None = None, *, day: date | None = None) -> Answer:  # noqa: ARG002 - as the Desk has it
        """The same as ever."""
        self.asked.append(text)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def asked_on(self) -> date:
        """The asking day."""
        return ASKED_ON


def command(home: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """`hyotei slack`, started in an empty folder."""
    return _started(home, arguments, environment, subprocess.PIPE)


def _started(
    home: Path, arguments: Sequence[str], environment: Mapping[str, str], errors: int | IO[str]
) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "HYOTEI_"))}
    return subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "slack", *arguments],
        cwd=home,
        env={**kept, "PYTHONPATH": str(REPOSITORY), "HYOTEI_HOME": str(home), **environment},
        stdout=subprocess.PIPE,
        stderr=errors,
        encoding="utf-8",
    )


@contextmanager
def running(home: Path, slack: SlackServer, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`hyotei slack` in that workspace, killed at the end if it still lives; its log is `log` in *home*."""
    home.mkdir(exist_ok=True)
    tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": slack.url}
    with (home / "log").open("a", encoding="utf-8") as log:
        started = _started(home, arguments, tokens | environment, log)
        try:
            yield started
        finally:
            started.kill()
            started.communicate(timeout=20)
