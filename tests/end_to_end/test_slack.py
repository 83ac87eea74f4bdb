"""The real Slack app over a real WebSocket, against the stand-in beside this file, with the shipped records."""

import json
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.answer import Answer, Status, Table
from bot.ask import Desk
from bot.settings import Settings
from bot.slack.app import WORKERS, build_app
from bot.slack.socket_mode import connected
from bot.slack.taking import LATEST_SECONDS
from bot.state.model import Post, Thread
from bot.state.open import opened
from bot.state.sqlite import SqliteStore
from bot.state.state import STATE_NAME, STATE_SCHEMA, State
from records.errors import HyoteiError, SettingsMissing
from tests.end_to_end.slack_limits import dicts_in
from tests.end_to_end.slack_sent import Fault, Json
from tests.end_to_end.slack_server import APP_TOKEN, BOT_ID, BOT_TOKEN, BOT_USER, TEAM, SlackServer
from tests.end_to_end.workspace import RATING, Fixed, Workspace, app_in, command, event_of, settings

REPOSITORY = Path(__file__).parents[2]
MANIFEST: Json = json.loads((REPOSITORY / "manifest.json").read_text(encoding="utf-8"))
PARSED_BY_SLACK = re.compile(r"<[^>]*>")
# everything that Slack shows as it stands, or that holds nothing but such
PLAIN_ELEMENTS = {
    "rich_text",
    "rich_text_section",
    "rich_text_preformatted",
    "rich_text_list",
    "text",
    "plain_text",
    "context",
    "raw_text",
    "data_table",
    "actions",
    "button",
    "context_actions",
    "feedback_buttons",
    "icon_button",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, desk: Desk) -> Iterator[Workspace]:
    """One app for many tests: each has a channel of its own."""
    with SlackServer(MANIFEST) as slack, app_in(tmp_path_factory.mktemp("home"), slack, desk) as found:
        yield found


@pytest.fixture
def channel(request: pytest.FixtureRequest) -> str:
    """A channel that no other test uses."""
    return f"C-{request.node.name}"


# Where questions are answered


def test_a_mention_is_answered_in_its_thread(workspace: Workspace, channel: str) -> None:
    """A mention begins a thread; the text alone answers it, the blocks say it too, and nothing else is posted."""
    question = workspace.slack.mention(RATING, channel=channel)
    posted = workspace.answer_to(question)
    assert posted.thread_ts == event_of(question)["ts"]
    assert posted.text.startswith("Ⅰ-1")
    assert "A" in posted.text.splitlines()[0]
    assert "出典：" in posted.text
    assert posted.text.splitlines()[0] in json.dumps(posted.blocks, ensure_ascii=False)


def test_a_mention_in_a_thread_is_answered_in_that_thread(workspace: Workspace, channel: str) -> None:
    """The answer goes to the thread in which the bot was mentioned, not to a new one."""
    posted = workspace.answer_to(workspace.slack.mention(RATING, channel=channel, thread_ts="1700000000.000001"))
    assert posted.thread_ts == "1700000000.000001"


def test_a_direct_message_is_answered_in_place(workspace: Workspace) -> None:
    """A direct message outside any thread is answered outside any thread."""
    posted = workspace.answer_to(workspace.slack.direct_message(RATING, channel="D1"))
    assert posted.thread_ts is None
    assert posted.text.startswith("Ⅰ-1")


def test_a_direct_message_in_a_thread_is_answered_there(workspace: Workspace) -> None:
    """A direct message in a thread is answered in that thread."""
    posted = workspace.answer_to(workspace.slack.direct_message(RATING, channel="D2", thread_ts="1700000000.000002"))
    assert posted.thread_ts == "1700000000.000002"


def test_a_question_sent_with_a_file_is_answered(workspace: Workspace) -> None:
    """A file beside the question (subtype file_share) changes nothing."""
    posted = workspace.answer_to(workspace.slack.direct_message(RATING, channel="D3", subtype="file_share"))
    assert posted.text.startswith("Ⅰ-1")


def test_a_follow_up_knows_what_its_thread_is_about(workspace: Workspace, channel: str) -> None:
    """「じゃあR5は？」 in the thread of Ⅰ-1 is answered for Ⅰ-1, and in a thread of its own it is not."""
    slack = workspace.slack
    question = slack.mention(RATING, channel=channel)
    workspace.answer_to(question)
    slack.deliver(slack.mention("じゃあR5は？", channel=channel, thread_ts=event_of(question)["ts"]))
    followed = slack.wait_for_posts(channel, 2)[1]
    slack.deliver(slack.mention("じゃあR5は？", channel=channel))
    alone = slack.wait_for_posts(channel, 3)[2]
    assert followed.text.startswith("Ⅰ-1")
    assert "令和5年度" in followed.text
    assert not alone.text.startswith("Ⅰ-1")


def test_a_follow_up_is_understood_in_direct_messages(workspace: Workspace) -> None:
    """Direct messages outside any thread are one conversation."""
    slack = workspace.slack
    slack.deliver(slack.direct_message(RATING, channel="D4"))
    slack.wait_for_posts("D4", 1)
    workspace.rest()
    slack.deliver(slack.direct_message("じゃあR5は？", channel="D4"))
    assert slack.wait_for_posts("D4", 2)[1].text.startswith("Ⅰ-1")


# Exactly once


def test_an_event_delivered_twice_is_answered_once(workspace: Workspace, channel: str) -> None:
    """A redelivery of an answered event, and one that comes at the same time, are acknowledged and not answered."""
    question = workspace.slack.mention(RATING, channel=channel)
    workspace.slack.deliver(question)
    workspace.slack.redeliver(question)
    workspace.rest()
    workspace.slack.redeliver(question)
    workspace.rest()
    assert len(workspace.slack.posts_in(channel)) == 1


def test_one_post_that_is_mention_and_message_is_answered_once(workspace: Workspace) -> None:
    """app_mention and message for the same post are two events with two ids, and one question."""
    mention = workspace.slack.mention(RATING, channel="D5")
    message = workspace.slack.direct_message(RATING, channel="D5", ts=event_of(mention)["ts"])
    workspace.slack.deliver(mention)
    workspace.slack.deliver(message)
    workspace.rest()
    assert len(workspace.slack.posts_in("D5")) == 1


def test_two_processes_with_one_state_answer_once(tmp_path: Path, desk: Desk) -> None:
    """Twenty events that reach both of two apps, which share a state file, are answered twenty times."""
    with (
        SlackServer(MANIFEST) as slack,
        app_in(tmp_path, slack, desk) as first,
        app_in(tmp_path, slack, desk) as second,
    ):
        one, other = slack.lines(2)
        for _ in range(20):
            question = slack.mention(RATING, channel="C1")
            slack.deliver(question, line=one)
            slack.redeliver(question, line=other)
        first.rest()
        second.rest()
        assert len({post.thread_ts for post in slack.posts_in("C1")}) == 20
        assert len(slack.posts_in("C1")) == 20


def test_a_question_whose_process_died_is_answered_by_the_next(tmp_path: Path, desk: Desk) -> None:
    """A claim of a process that died in the middle runs out, and the redelivered event is answered, once."""
    with SlackServer(MANIFEST) as slack:
        question = slack.mention(RATING, channel="C1")
        payload = question["payload"]
        assert isinstance(payload, dict)
        with (
            closing(SqliteStore(tmp_path / STATE_NAME, STATE_SCHEMA)) as store,
            closing(State(store, lease_seconds=0.5)) as dead,
        ):
            dead.claim(Post(payload["event_id"], "C1", str(event_of(question)["ts"])))
        with app_in(tmp_path, slack, desk) as workspace:
            slack.redeliver(question)
            slack.redeliver(question)
            workspace.rest()
            assert len(slack.posts_in("C1")) == 1


def test_an_event_is_acknowledged_when_a_worker_begins_or_in_time_and_a_command_at_once(
    tmp_path: Path, desk: Desk
) -> None:
    """Slack would deliver to another process what waits in one that dies; nobody watches a clock, and no delivery is late."""
    with SlackServer(MANIFEST) as slack, app_in(tmp_path, slack, desk) as workspace:
        free = threading.Event()
        for _ in range(WORKERS):
            workspace.pool.submit(free.wait, 20)
        began = time.monotonic()
        question, command = slack.mention(RATING, channel="C1"), slack.command(RATING, channel="C1")
        slack.send(question)
        slack.deliver(command)
        assert not slack.is_acknowledged(question)
        slack.wait_until(lambda: slack.is_acknowledged(question), "the acknowledgement")
        assert LATEST_SECONDS <= time.monotonic() - began < 3
        assert slack.posts == []
        free.set()
        slack.wait_for_posts("C1", 1)
        began = time.monotonic()
        slack.deliver(slack.mention(RATING, channel="C2"))
        assert time.monotonic() - began < LATEST_SECONDS / 2


def test_half_a_character_costs_nobody_an_answer(tmp_path: Path, desk: Desk) -> None:
    """JSON can spell a lone surrogate, which can be written nowhere."""
    with SlackServer(MANIFEST) as slack, app_in(tmp_path, slack, desk) as workspace:
        for channel, text in (("C1", "Ⅰ-1の評定は？\ud83d"), ("C2", "免許の\ud800やつ")):
            posted = workspace.answer_to(slack.mention(text, channel=channel))
            assert "内部の問題" not in posted.text


# What is left alone


@pytest.mark.parametrize(
    "event",
    [
        {"user": BOT_USER},
        {"user": BOT_USER, "bot_id": BOT_ID},
        {"user": "UOTHER", "bot_id": "BOTHER"},
        {"bot_id": "BOTHER", "subtype": "bot_message"},
        {"subtype": "message_changed", "message": {"text": RATING}},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"channel_type": "channel"},
        {"channel_type": "mpim"},
        {"type": "reaction_added"},
    ],
    ids=str,
)
def test_what_no_person_asks_the_bot_is_acknowledged_and_ignored(
    workspace: Workspace, channel: str, event: dict[str, object]
) -> None:
    """Own messages, other bots, edits, deletions, joins, messages to others and unknown events are never answered."""
    workspace.slack.deliver(workspace.slack.direct_message(RATING, channel=channel, **event))
    workspace.rest()
    assert workspace.slack.posts_in(channel) == []


@pytest.mark.parametrize("bot", [{"user": BOT_USER}, {"user": "UOTHER", "bot_id": "BOTHER"}], ids=str)
def test_mentions_by_bots_are_ignored(workspace: Workspace, channel: str, bot: dict[str, object]) -> None:
    """Two bots that mention each other do not talk forever."""
    workspace.slack.deliver(workspace.slack.mention(RATING, channel=channel, **bot))
    workspace.rest()
    assert workspace.slack.posts_in(channel) == []


# What a message may contain


def test_nothing_that_is_said_pings_links_or_formats(tmp_path: Path, desk: Desk) -> None:
    """Words of users and records arrive as typed, in places that Slack does not parse, with its parsing switched off."""
    hostile = "<!channel> <@U1> <#C2|x> <https://example.org|y> *bold* _it_ `code` :tada: & &lt;!here&gt;"
    answer = Answer(
        question="",
        status=Status.ANSWERED,
        first=hostile,
        lines=(hostile,),
        notes=(hostile,),
        tables=(Table(caption=hostile, header=("甲",), rows=((hostile,),)),),
    )
    fixed = Fixed(answer, desk)
    with SlackServer(MANIFEST) as slack, app_in(tmp_path, slack, fixed) as workspace:
        posted = workspace.answer_to(slack.mention("<!channel> &lt;@U1&gt; <@U2> <#C2|general> *bold*", channel="C1"))
    assert fixed.asked == ["@channel <@U1>   #general *bold*"]
    assert not PARSED_BY_SLACK.search(posted.text)
    assert posted.text.splitlines()[0] == hostile.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert {str(each["type"]) for each in dicts_in(posted.blocks) if "type" in each} <= PLAIN_ELEMENTS
    assert all(each["emoji"] is False for each in dicts_in(posted.blocks) if each.get("type") == "plain_text")
    for switch in ("mrkdwn", "link_names", "unfurl_links", "unfurl_media"):
        assert posted.arguments[switch] in (False, 0), switch


def test_a_hostile_question_is_not_echoed_into_markup(workspace: Workspace, channel: str) -> None:
    """A question made of Slack's own markup is refused without any markup in the answer."""
    posted = workspace.answer_to(workspace.slack.mention("<!channel> *bold* <@U1> &lt;!here&gt;", channel=channel))
    assert not PARSED_BY_SLACK.search(posted.text)
    assert {str(each["type"]) for each in dicts_in(posted.blocks) if "type" in each} <= PLAIN_ELEMENTS


# When Slack or the line is in trouble


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_refused_message_is_sent_again(workspace: Workspace, channel: str, status: int) -> None:
    """After 429 (at the time that it names) and after 5xx the answer is sent again, and arrives once."""
    workspace.slack.order("chat.postMessage", Fault(status, retry_after=0 if status == 429 else None))
    posted = workspace.answer_to(workspace.slack.mention(RATING, channel=channel))
    assert posted.text.startswith("Ⅰ-1")


def test_a_lost_reply_does_not_post_twice(workspace: Workspace, channel: str) -> None:
    """When the line is cut after Slack took the message, the message is not sent again, nor after a redelivery."""
    workspace.slack.order("chat.postMessage", Fault(lose_reply=True))
    question = workspace.slack.mention(RATING, channel=channel)
    workspace.answer_to(question)
    workspace.slack.redeliver(question)
    workspace.rest()
    assert len(workspace.slack.posts_in(channel)) == 1


@pytest.mark.parametrize(
    ("faults", "blocks", "lines"),
    [
        (["invalid_blocks"], True, slice(2, None)),
        (["invalid_blocks"] * 3, False, slice(2, None)),
        (["msg_too_long"] * 3, False, slice(2, None)),
        (["msg_blocks_too_long"] * 3 + ["msg_too_long"], False, slice(1, 2)),
    ],
)
def test_a_message_that_slack_finds_too_much_is_posted_with_less(
    workspace: Workspace, channel: str, faults: list[str], lines: slice, *, blocks: bool
) -> None:
    """Refused blocks leave plainer ones, then the whole text, a refused text its first line: nothing is lost."""
    workspace.slack.order("chat.postMessage", *(Fault(error=fault) for fault in faults))
    posted = workspace.answer_to(workspace.slack.mention(RATING, channel=channel))
    assert bool(posted.blocks) is blocks
    assert not [each for each in dicts_in(posted.blocks) if each.get("type") in {"data_table", "context_actions"}]
    assert posted.text.startswith("Ⅰ-1")
    assert len(posted.text.splitlines()) in range(100)[lines]


def test_a_question_that_could_not_be_answered_is_answered_after_its_redelivery(
    workspace: Workspace, channel: str
) -> None:
    """A claim whose message Slack did not take is free again."""
    workspace.slack.order("chat.postMessage", Fault(error="internal_error"))
    question = workspace.slack.mention(RATING, channel=channel)
    workspace.slack.deliver(question)
    workspace.rest()
    assert workspace.slack.posts_in(channel) == []
    workspace.slack.redeliver(question)
    workspace.rest()
    assert len(workspace.slack.posts_in(channel)) == 1


def test_a_follow_up_that_could_not_be_answered_is_not_counted(workspace: Workspace, channel: str) -> None:
    """「前年度は？」 that Slack did not take the first time means the same year when it is delivered again."""
    slack = workspace.slack
    question = slack.mention(RATING, channel=channel)
    slack.deliver(question)
    workspace.rest()
    follow = slack.mention("前年度は？", channel=channel, thread_ts=event_of(question)["ts"])
    slack.order("chat.postMessage", Fault(error="internal_error"))
    slack.deliver(follow)
    workspace.rest()
    slack.redeliver(follow)
    workspace.rest()
    assert slack.posts_in(channel)[1].text.startswith("Ⅰ-1 の令和5年度")


def test_whoever_waits_for_the_rate_limit_comes_to_his_turn(workspace: Workspace, channel: str) -> None:
    """Ten 429 in a row, more than any other trouble is tried again for, and the answer arrives once."""
    workspace.slack.order("chat.postMessage", *(Fault(429, retry_after=0) for _ in range(10)))
    posted = workspace.answer_to(workspace.slack.mention(RATING, channel=channel))
    assert posted.text.startswith("Ⅰ-1")


def test_a_channel_that_is_gone_costs_one_line_in_the_log(
    workspace: Workspace, channel: str, caplog: pytest.LogCaptureFixture
) -> None:
    """An archived channel is logged by its error, once, and the event is not tried again."""
    workspace.slack.order("chat.postMessage", Fault(error="is_archived"))
    question = workspace.slack.mention(RATING, channel=channel)
    workspace.slack.deliver(question)
    workspace.rest()
    workspace.slack.redeliver(question)
    workspace.rest()
    assert workspace.slack.posts_in(channel) == []
    assert [record.getMessage() for record in caplog.records if "is_archived" in record.getMessage()] == [
        f"not posted event={question['payload']['event_id']} channel={channel} error=is_archived"  # type: ignore[index]
    ]


@pytest.mark.parametrize("trouble", ["refresh", "close", "cut"])
def test_a_lost_line_is_replaced_and_questions_are_answered(tmp_path: Path, desk: Desk, trouble: str) -> None:
    """After a refresh, a close and a silent hang-up the app comes back by itself and answers what is asked next."""
    with SlackServer(MANIFEST) as slack, app_in(tmp_path, slack, desk) as workspace:
        (line,) = slack.lines(1)
        happen: dict[str, Callable[[], None]] = {"refresh": slack.refresh, "close": line.close, "cut": line.cut}
        happen[trouble]()
        wait_for_another_line(slack, line)
        posted = workspace.answer_to(slack.mention(RATING, channel="C1"))
        assert posted.text.startswith("Ⅰ-1")


def test_a_line_that_has_died_in_silence_is_replaced(tmp_path: Path, desk: Desk) -> None:
    """Nobody hangs up, but no ping is answered any more: the app opens a new line by itself."""
    with SlackServer(MANIFEST) as slack, app_in(tmp_path, slack, desk) as workspace:
        (line,) = slack.lines(1)
        line.answers_pings = False
        slack.wait_until(lambda: slack.open_lines() != [] and line is not slack.open_lines()[-1], "another line")
        posted = workspace.answer_to(slack.mention(RATING, channel="C1"))
        assert posted.text.startswith("Ⅰ-1")


def wait_for_another_line(slack: SlackServer, old: object) -> None:
    """Until the only line is a new one."""
    slack.wait_until(lambda: len(slack.open_lines()) == 1 and slack.open_lines()[0] is not old, "another line")


def test_something_broken_gives_the_user_a_number_and_the_log_the_place(
    tmp_path: Path, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """The user reads one Japanese line; neither it nor the log shows the exception's text or the question."""
    with (
        SlackServer(MANIFEST) as slack,
        app_in(tmp_path, slack, Fixed(KeyError("a secret of the question"), desk)) as workspace,
    ):
        posted = workspace.answer_to(slack.mention("秘密の質問", channel="C1"))
    (number,) = re.findall(r"[0-9a-f]{8}", posted.text)
    assert re.fullmatch(r"[^\n]*答えられませんでした[^\n]*", posted.text)
    assert f"failed id={number}" in caplog.text
    assert "KeyError" in caplog.text
    assert "secret" not in posted.text + caplog.text
    assert "秘密" not in posted.text + caplog.text


# Starting and stopping


@pytest.mark.parametrize("setting", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_a_token_that_slack_refuses_is_named(tmp_path: Path, desk: Desk, setting: str) -> None:
    """A token of the right form that Slack does not know gives one Japanese line with its name, without the token."""
    tokens = {"SLACK_BOT_TOKEN": "xoxb-wrong", "SLACK_APP_TOKEN": "xapp-wrong"}
    with SlackServer(MANIFEST) as slack:
        chosen = settings(tmp_path, slack, **{setting: tokens[setting]})
        with pytest.raises(SettingsMissing) as refused:
            start(chosen, desk)
    assert setting in refused.value.message
    assert "invalid_auth" in refused.value.message
    assert "wrong" not in refused.value.message
    assert "\n" not in refused.value.message


def start(chosen: Settings, desk: Desk) -> None:
    """Start the app, and stop it."""
    with opened(chosen) as remembered:
        composed = build_app(chosen, desk, remembered.state, remembered.misses)
        with connected(composed, chosen.values["SLACK_APP_TOKEN"], ping_seconds=0.2):
            pass


def test_slack_out_of_reach_is_one_line(tmp_path: Path, desk: Desk) -> None:
    """Where nobody listens, one Japanese line names the address."""
    with SlackServer(MANIFEST) as slack:
        chosen = settings(tmp_path, slack)
    with pytest.raises(HyoteiError, match=re.escape(chosen.values["SLACK_API_URL"])) as failed:
        start(chosen, desk)
    assert "\n" not in failed.value.message


@pytest.mark.parametrize(
    ("environment", "setting"),
    [
        ({}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxp-1", "SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1 2"}, "SLACK_APP_TOKEN"),
    ],
)
def test_a_missing_or_malformed_token_is_one_line(tmp_path: Path, environment: dict[str, str], setting: str) -> None:
    """Without its tokens the command ends with status 2 and one Japanese line that names the setting."""
    process = command(tmp_path, **environment)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert re.fullmatch(rf"[^\n]*{setting}[^\n]*[ぁ-ん][^\n]*\n", err), err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_command_after_what_it_has_acknowledged(tmp_path: Path, number: signal.Signals) -> None:
    """After a signal every acknowledged question is still answered, once, and the status is 0; no token is logged."""
    with SlackServer(MANIFEST) as slack:
        process = command(tmp_path, SLACK_BOT_TOKEN=BOT_TOKEN, SLACK_APP_TOKEN=APP_TOKEN, SLACK_API_URL=slack.url)
        slack.lines(1)
        slack.order("chat.postMessage", Fault(429, retry_after=1))
        for _ in range(30):
            slack.deliver(slack.mention(RATING, channel="C1"))
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert len(slack.posts_in("C1")) == 30
    assert out == ""
    assert "Traceback" not in err
    assert BOT_TOKEN not in err
    assert APP_TOKEN not in err
    assert "評定は" not in err


# What is kept


def test_the_state_holds_no_question_and_no_name(tmp_path: Path, desk: Desk) -> None:
    """After a question and its answer the state file knows the thread, and neither what was asked nor by whom."""
    with SlackServer(MANIFEST) as slack, app_in(tmp_path, slack, desk) as workspace:
        question = slack.mention(f"{RATING} よろしく", channel="C1", user="U-TARO")
        workspace.answer_to(question)
        kept = workspace.state.context(Thread(TEAM, "C1", str(event_of(question)["ts"])))
        assert kept is not None
        assert kept.items == ("Ⅰ-1",)
    written = b"".join(path.read_bytes() for path in tmp_path.glob("state.sqlite3*"))
    assert b"C1" in written
    assert b"TARO" not in written
    assert "よろしく".encode() not in written
