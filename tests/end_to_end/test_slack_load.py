"""The app under load: everything at once, in trouble, and killed in the middle; every question is answered once."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from bot.ask import Desk
from tests.end_to_end.slack_line import Line
from tests.end_to_end.slack_sent import Fault, Json
from tests.end_to_end.slack_server import SlackServer
from tests.end_to_end.soak import grows, soak, warm
from tests.end_to_end.workspace import RATING, app_in, event_of, running

REPOSITORY = Path(__file__).parents[2]
MANIFEST: Json = json.loads((REPOSITORY / "manifest.json").read_text(encoding="utf-8"))
QUESTIONS = (
    RATING,
    "コールセンターの応答率の推移は？",
    "全項目の評定の推移は？",
    "免許証の見込評価",
    "システム",
    "天気は？",
)


def test_five_hundred_events_at_once_are_each_answered_once(tmp_path: Path, desk: Desk) -> None:
    """Mentions, direct messages, commands, buttons and home pages, a tenth of them twice, amid 429 and 5xx."""
    with SlackServer(MANIFEST) as slack, app_in(tmp_path, slack, desk) as workspace:
        slack.deliver(slack.mention(RATING, channel="C-first"))
        (first,) = slack.wait_for_posts("C-first", 1)
        step = next(e for block in first.blocks if block.get("block_id") == "steps" for e in block["elements"])  # type: ignore[attr-defined]
        for _ in range(10):
            slack.order("chat.postMessage", Fault(429, retry_after=0), Fault(503))
            slack.order("response_url", Fault(429, retry_after=0))
        (line,) = slack.lines(1)
        sent: list[Json] = []
        for number in range(100):
            text = QUESTIONS[number % len(QUESTIONS)]
            sent += [
                slack.mention(text, channel=f"C-{number}"),
                slack.direct_message(text, channel=f"D-{number}"),
                slack.command(text, channel=f"P-{number}"),
                slack.press(first, step),
                slack.event({"type": "app_home_opened", "user": f"U-{number}", "channel": "D", "tab": "home"}),
            ]
        for number, envelope in enumerate(sent):
            slack.send(envelope, line=line)
            if number % 10 == 0:
                slack.send({**envelope, "envelope_id": f"again-{number}"}, line=line)
        slack.wait_until(lambda: all(map(slack.is_acknowledged, sent)), "all acknowledgements")
        workspace.rest()
        for number in range(100):
            assert len(slack.posts_in(f"C-{number}")) == 1
            assert len(slack.posts_in(f"D-{number}")) == 1
            assert len(slack.private_in(f"P-{number}")) == 1
        assert len(slack.posts_in("C-first")) == 1 + 100
        assert {f"U-{number}" for number in range(100)} <= {each.target for each in slack.shown}
        assert slack.problems == []


def test_what_a_killed_process_had_not_acknowledged_is_answered_after_redelivery(tmp_path: Path) -> None:
    """Killed in the middle of 200 questions: the next process answers what is delivered again, and nothing twice."""
    with SlackServer(MANIFEST) as slack:
        questions = [slack.mention(RATING, channel="C1") for _ in range(200)]
        with running(tmp_path, slack) as first:
            (line,) = slack.lines(1)
            for question in questions:
                slack.send(question, line=line)
            slack.wait_for_posts("C1", 5)
            first.kill()
            first.wait(20)
        slack.wait_until(lambda: slack.open_lines() == [], "the end of the line")
        meanwhile = [slack.mention(RATING, channel="C1") for _ in range(20)]
        lost = [question for question in (*questions, *meanwhile) if not slack.is_acknowledged(question)]
        with running(tmp_path, slack):
            (line,) = slack.lines(1)
            redeliver(slack, lost, line)
            waiting = {str(event_of(question)["ts"]) for question in lost}
            slack.wait_until(lambda: waiting <= {str(each.thread_ts) for each in slack.posts_in("C1")}, "the rest")
            redeliver(slack, lost[:20], line)
            slack.deliver(slack.mention(RATING, channel="C-last"), line=line)
            slack.wait_for_posts("C-last", 1)
        times = Counter(str(each.thread_ts) for each in slack.posts_in("C1"))
        assert {thread: count for thread, count in times.items() if count > 1} == {}
        assert len(times) >= 25


def redeliver(slack: SlackServer, questions: list[Json], line: Line) -> None:
    """The same events in new envelopes, all at once."""
    for number, question in enumerate(questions):
        slack.send({**question, "envelope_id": f"{question['envelope_id']}-again-{number}"}, line=line)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="there is no /proc on this system")
def test_a_process_that_answers_for_long_holds_no_more_descriptors_and_threads() -> None:
    """Mentions, direct messages and commands of fifty channels, the questions of the corpora; scripts/soak asks thousands."""
    later = warm(soak(questions=400, samples=10))
    assert not grows([each.descriptors for each in later])
    assert not grows([each.threads for each in later])
    assert later[-1].kilobytes < 3 * later[0].kilobytes
