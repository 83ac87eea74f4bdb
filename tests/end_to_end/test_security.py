"""What somebody in a channel may try, and what must not come of it; the rest of SECURITY.md's list is tested where it belongs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ask import Desk
from bot.misses import Miss
from bot.render.frame import DELETE, RATE, REST, SHARE
from bot.render.text import render_text
from bot.reports import render_misses
from tests.end_to_end.slack_sent import Json
from tests.end_to_end.slack_server import SlackServer
from tests.end_to_end.workspace import RATING, Workspace, app_in, event_of

REPOSITORY = Path(__file__).parents[2]
MANIFEST: Json = json.loads((REPOSITORY / "manifest.json").read_text(encoding="utf-8"))
SECURITY = (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")
HOSTILE = "R6の\x1b]0;owned\x07\x1b[2J\u202eほげほげ\x9b31m率は？"
DRIVING = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, desk: Desk) -> Iterator[Workspace]:
    """One app for many tests: each has a channel of its own."""
    with SlackServer(MANIFEST) as slack, app_in(tmp_path_factory.mktemp("home"), slack, desk) as found:
        yield found
        assert slack.problems == []


def test_every_point_names_tests_that_exist() -> None:
    """SECURITY.md claims nothing that is not tested, and finds its tests."""
    named = re.findall(r"`(test_\w+)`", SECURITY)
    written = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "tests").rglob("test_*.py"))
    assert len(named) > 20
    assert [name for name in named if f"def {name}(" not in written] == []


def test_threads_of_one_moment_in_two_channels_know_nothing_of_each_other(workspace: Workspace) -> None:
    """A timestamp is unique in its channel only: the thread of another channel, or of another team, is another one."""
    slack = workspace.slack
    question = slack.mention(RATING, channel="C-here")
    workspace.answer_to(question)
    ts = event_of(question)["ts"]
    slack.deliver(slack.mention("じゃあR5は？", channel="C-there", thread_ts=ts))
    (there,) = slack.wait_for_posts("C-there", 1)
    other_team = slack.mention("じゃあR5は？", channel="C-here", thread_ts=ts)
    assert isinstance(other_team["payload"], dict)
    other_team["payload"]["team_id"] = "T-other"
    event_of(other_team)["team"] = "T-other"
    slack.deliver(other_team)
    from_there = slack.wait_for_posts("C-here", 2)[1]
    assert not there.text.startswith("Ⅰ-1")
    assert not from_there.text.startswith("Ⅰ-1")


@pytest.mark.parametrize(
    "value",
    ["ans-aaaaaaaaaa", "ans-'; DROP TABLE answer; --", "<!channel>", "Ⅰ-1 は S です", "あ" * 40_000, "{}", "\0", ""],
)
def test_a_forged_value_of_a_button_changes_nothing(workspace: Workspace, value: str) -> None:
    """Who sends a value of his own by hand gets what a question would have got, or that there is no such answer."""
    slack = workspace.slack
    channel = f"C-forged-{abs(hash(value))}"
    posted = workspace.answer_to(slack.mention(RATING, channel=channel))
    for action in ("ask.c1", REST, SHARE, DELETE, RATE):
        slack.deliver(slack.press(posted, {"type": "button", "action_id": action, "value": value}, value=value))
    workspace.rest()
    said = [each.text for each in slack.posts_in(channel)[1:]] + [each.text for each in slack.private_in(channel)]
    assert not [text for text in said if "<!channel>" in text or "S です" in text.splitlines()[0]]
    again = workspace.answer_to(slack.mention(RATING, channel=f"{channel}-again"))
    assert again.text.startswith("Ⅰ-1 の令和6年度の評定は A")


def test_nothing_that_is_typed_drives_a_terminal(desk: Desk) -> None:
    """Questions come back in answers, and in the report of misses that an administrator reads in a terminal."""
    assert not DRIVING.search(render_text(desk.reply(HOSTILE)))
    report = render_misses([Miss(1, HOSTILE, "not_understood", (("Ⅰ-8", "\x1b[31m運転免許証"),))])
    assert "ほげほげ" in report
    assert not DRIVING.search(report)
