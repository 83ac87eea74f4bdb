"""Every place in Slack where somebody can ask, and every button of an answer, over a real WebSocket."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from bot.answer import Answer, Status
from bot.ask import Desk
from bot.misses import MISSES_NAME
from bot.render.frame import CHART, CSV, DELETE, MINUTES, RATE, REST, SHARE, SOURCES
from bot.slack.deeds import EXPIRED, NOT_YOURS
from bot.slack.listeners.app_home_opened import PROMPTS
from bot.slack.listeners.global_shortcut import SEARCH
from bot.slack.listeners.message_shortcut import LOOK_UP
from bot.slack.views import HOME_SEARCH, ITEM_SELECT, OPEN_SEARCH, SEARCH_FORM
from tests.end_to_end.slack_limits import (
    dicts_in,
    element_of,
    elements_of,
    option_problems,
    shown,
    texts_in,
    view_problems,
)
from tests.end_to_end.slack_sent import Fault, Json, Posted
from tests.end_to_end.slack_server import BOT_USER, SlackServer
from tests.end_to_end.workspace import RATING, Fixed, Workspace, app_in, event_of

MANIFEST: Json = json.loads((Path(__file__).parents[2] / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, desk: Desk) -> Iterator[Workspace]:
    """One app for many tests: each has a channel of its own."""
    with SlackServer(MANIFEST) as slack, app_in(tmp_path_factory.mktemp("home"), slack, desk) as found:
        yield found
        assert slack.problems == []


@pytest.fixture
def channel(request: pytest.FixtureRequest) -> str:
    """A channel that no other test uses."""
    return f"C{abs(hash(request.node.name))}"


# The slash command


def test_a_command_is_answered_privately_and_acknowledged_empty(workspace: Workspace, channel: str) -> None:
    """/hyotei answers the one who typed it; nothing is posted for others to see."""
    acknowledged = workspace.slack.deliver(workspace.slack.command(RATING, channel=channel))
    workspace.rest()
    (private,) = workspace.slack.private_in(channel)
    assert acknowledged == {}
    assert private.arguments["response_type"] == "ephemeral"
    assert private.text.startswith("Ⅰ-1 の令和6年度の評定は A")
    assert element_of(private.blocks, SHARE)
    assert workspace.slack.posts_in(channel) == []


def test_a_command_without_a_question_tells_how_to_ask(workspace: Workspace, channel: str) -> None:
    """/hyotei alone is a question for help."""
    workspace.slack.deliver(workspace.slack.command(" ", channel=channel))
    workspace.rest()
    (private,) = workspace.slack.private_in(channel)
    assert "Ⅰ-1 の令和6年度評定は？" in private.text


def test_a_command_follows_up_on_the_one_before_by_the_same_person(workspace: Workspace, channel: str) -> None:
    """「じゃあR5は？」 after one's own question is understood; after somebody else's it is not."""
    slack = workspace.slack
    slack.deliver(slack.command(RATING, channel=channel, user="U1"))
    workspace.rest()
    slack.deliver(slack.command("じゃあR5は？", channel=channel, user="U1"))
    workspace.rest()
    slack.deliver(slack.command("じゃあR5は？", channel=channel, user="U2"))
    workspace.rest()
    own, other = slack.private_in(channel)[1:]
    assert own.text.startswith("Ⅰ-1 の令和5年度")
    assert not other.text.startswith("Ⅰ-1")


def test_a_command_delivered_twice_is_answered_once(workspace: Workspace, channel: str) -> None:
    """The same trigger is the same question."""
    command = workspace.slack.command(RATING, channel=channel)
    workspace.slack.deliver(command)
    workspace.slack.redeliver(command)
    workspace.rest()
    assert len(workspace.slack.private_in(channel)) == 1


def test_a_private_answer_is_shared_once_and_goes_away(workspace: Workspace, channel: str) -> None:
    """共有 posts the whole answer to the channel; pressing again does nothing, and the private message is removed."""
    slack = workspace.slack
    slack.deliver(slack.command(RATING, channel=channel))
    workspace.rest()
    (private,) = slack.private_in(channel)
    for _ in range(2):
        slack.deliver(slack.press_private(element_of(private.blocks, SHARE), channel=channel))
        workspace.rest()
    (posted,) = slack.posts_in(channel)
    assert posted.text == private.text
    assert posted.thread_ts is None
    assert [each for each in slack.private if f"/{channel}/" in each.url and each.arguments.get("delete_original")]


def test_where_the_bot_is_no_member_it_shares_over_the_response_url(workspace: Workspace, channel: str) -> None:
    """not_in_channel does not lose the answer: the response_url reaches the channel."""
    slack = workspace.slack
    slack.deliver(slack.command(RATING, channel=channel))
    workspace.rest()
    slack.order("chat.postMessage", Fault(error="not_in_channel"))
    slack.deliver(slack.press_private(element_of(slack.private_in(channel)[0].blocks, SHARE), channel=channel))
    workspace.rest()
    (posted,) = slack.posts_in(channel)
    assert posted.arguments["response_type"] == "in_channel"


@pytest.mark.parametrize("status", [429, 500])
def test_a_refused_private_message_is_sent_again(workspace: Workspace, channel: str, status: int) -> None:
    """429 and 5xx of a response_url are as temporary as those of a method."""
    workspace.slack.order("response_url", Fault(status, retry_after=0 if status == 429 else None))
    workspace.slack.deliver(workspace.slack.command(RATING, channel=channel))
    workspace.rest()
    assert len(workspace.slack.private_in(channel)) == 1


def test_a_private_message_that_is_too_much_is_sent_with_less(workspace: Workspace, channel: str) -> None:
    """Refused blocks become plainer ones."""
    workspace.slack.order("response_url", Fault(error="invalid_blocks"), Fault(error="invalid_blocks"))
    workspace.slack.deliver(workspace.slack.command(RATING, channel=channel))
    workspace.rest()
    (private,) = workspace.slack.private_in(channel)
    assert private.text.startswith("Ⅰ-1")
    assert elements_of(private.blocks, SHARE) == []


# The message shortcut


def message_action(slack: SlackServer, channel: str, message: Json) -> Json:
    """この発言を調べる, used on a message."""
    thread_ts = cast("str | None", message.get("thread_ts"))
    return slack.interaction(
        "message_action",
        callback_id=LOOK_UP,
        channel={"id": channel},
        message=message,
        message_ts=message["ts"],
        response_url=slack.response_url(channel, thread_ts=thread_ts),
    )


def test_a_message_is_looked_up_privately_and_shared_into_its_thread(workspace: Workspace, channel: str) -> None:
    """What somebody wrote is answered for the one who wonders; 共有 begins the thread of that message."""
    slack = workspace.slack
    message: Json = {"type": "message", "ts": "1750000001.000001", "text": "<@U9> 免許証の評価ってどうだった？"}
    slack.deliver(message_action(slack, channel, message))
    workspace.rest()
    (private,) = slack.private_in(channel)
    assert private.text.startswith("Ⅰ-8")
    assert "thread_ts" not in private.arguments
    slack.deliver(slack.press_private(element_of(private.blocks, SHARE), channel=channel))
    workspace.rest()
    (posted,) = slack.posts_in(channel)
    assert posted.thread_ts == "1750000001.000001"


def test_what_a_private_button_answers_is_shared_where_the_first_would_be(workspace: Workspace, channel: str) -> None:
    """A correction stands in place of the private answer, and still goes to the thread of the message."""
    slack = workspace.slack
    slack.deliver(message_action(slack, channel, {"ts": "1750000003.000001", "text": RATING}))
    workspace.rest()
    first = slack.private_in(channel)[0]
    row = next(block for block in first.blocks if str(block.get("block_id", "")).startswith("corrections"))
    element = element_of(row, "ask.c", "令和5年度") | {"block_id": row["block_id"]}
    slack.deliver(slack.press_private(element, channel=channel))
    workspace.rest()
    corrected = slack.private_in(channel)[1]
    assert corrected.arguments["replace_original"]
    assert corrected.text.startswith("Ⅰ-1 の令和5年度")
    slack.deliver(slack.press_private(element_of(corrected.blocks, SHARE), channel=channel))
    workspace.rest()
    assert slack.posts_in(channel)[0].thread_ts == "1750000003.000001"


def test_a_message_of_a_thread_is_looked_up_in_that_thread(workspace: Workspace, channel: str) -> None:
    """In a thread that exists the private answer stands in it, where the one who asked looks."""
    slack = workspace.slack
    message: Json = {"ts": "1750000002.000002", "thread_ts": "1750000002.000001", "text": RATING}
    slack.deliver(message_action(slack, channel, message))
    workspace.rest()
    (private,) = slack.private_in(channel)
    assert private.arguments["thread_ts"] == "1750000002.000001"


# The search form


def test_the_shortcut_opens_the_form_and_the_form_is_answered_in_place(workspace: Workspace) -> None:
    """A form for item, year and kind; submitted, it shows the answer in the same modal, with the acknowledgement."""
    slack = workspace.slack
    opened = len(slack.shown)
    slack.deliver(slack.interaction("shortcut", callback_id=SEARCH))
    workspace.rest()
    form = slack.shown[opened]
    assert form.method == "views.open"
    assert form.view["callback_id"] == SEARCH_FORM
    values = {
        "item_block": {ITEM_SELECT: {"selected_option": {"value": "Ⅰ-8"}}},
        "year_block": {"year": {"selected_option": {"value": "2023"}}},
        "kind_block": {"kind": {"selected_option": {"value": "評定"}}},
    }
    submitted = slack.interaction(
        "view_submission", view={"id": "V1", "callback_id": SEARCH_FORM, "state": {"values": values}, "type": "modal"}
    )
    said = slack.deliver(submitted)
    assert said["response_action"] == "update"
    assert view_problems(said["view"]) == []
    assert "Ⅰ-8 の令和5年度の評定は B" in shown(said["view"])


def test_a_form_without_an_item_says_what_is_missing(workspace: Workspace) -> None:
    """The form stays, with one line at the field."""
    view: Json = {"id": "V1", "callback_id": SEARCH_FORM, "state": {"values": {}}, "type": "modal"}
    said = workspace.slack.deliver(workspace.slack.interaction("view_submission", view=view))
    assert said["response_action"] == "errors"


@pytest.mark.parametrize(
    ("typed", "first"),
    [("免許証", "Ⅰ-8"), ("1-1", "Ⅰ-1"), ("応答率", "Ⅰ-1"), ("Ⅲ－５", "Ⅲ-5"), ("", "Ⅰ-1"), ("ﾃﾚﾜｰｸ", "Ⅱ-3")],
)
def test_what_is_typed_into_the_select_finds_items(workspace: Workspace, typed: str, first: str) -> None:
    """Codes in any writing, everyday names, kana of any width: the item stands first."""
    suggestion = workspace.slack.interaction(
        "block_suggestion", action_id=ITEM_SELECT, block_id="item_block", value=typed
    )
    options = workspace.slack.deliver(suggestion)["options"]
    assert isinstance(options, list)
    assert [problem for option in options for problem in option_problems(option)] == []
    assert options[0]["text"]["text"].startswith(first)


def test_nonsense_typed_into_the_select_finds_nothing(workspace: Workspace) -> None:
    """Nothing that matches is an empty list, not an error."""
    suggestion = workspace.slack.interaction("block_suggestion", action_id=ITEM_SELECT, value="ぬるぽ")
    assert workspace.slack.deliver(suggestion)["options"] == []


# The home page and the conversation with the app


def open_home(workspace: Workspace, user: str) -> Json:
    """The home page that *user* gets."""
    slack = workspace.slack
    slack.deliver(slack.event({"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home"}))
    workspace.rest()
    return next(each.view for each in reversed(slack.shown) if each.target == user)


def test_the_home_page_shows_the_records_at_a_glance(workspace: Workspace) -> None:
    """Items by years, sections, disagreements, data version, and a search box."""
    home = open_home(workspace, "U-home")
    text = shown(home)
    assert home["type"] == "home"
    assert "  R3  R4    R5  R6  見込  項目\n" in text
    assert "  A   A     B   A   B     Ⅰ-1 マイナンバーカードの発行" in text
    assert "  B   B／A  B   B   B     Ⅲ-5 情報公開" in text
    assert "Ⅲ その他" in text
    assert "不一致" in text
    assert "データ：" in text
    assert elements_of(home, HOME_SEARCH)


def test_a_home_page_whose_answer_slack_refuses_is_published_with_its_first_line(workspace: Workspace) -> None:
    """Whatever Slack finds wrong with an answer, the page comes."""
    slack = workspace.slack
    home = open_home(workspace, "U-plain")
    slack.order("views.publish", Fault(error="invalid_blocks"))
    box = elements_of(home, HOME_SEARCH)[0]
    slack.deliver(slack.press_in_view(home, box, user="U-plain", value="免許証の評価"))
    workspace.rest()
    assert slack.shown[-1].target == "U-plain"
    assert "Ⅰ-8 の令和6年度の評定は B" in shown(slack.shown[-1].view)
    assert elements_of(slack.shown[-1].view, "ask.c") == []


def test_the_search_box_of_the_home_page_answers_on_it(workspace: Workspace) -> None:
    """What is typed there is answered above the overview, and a button below the answer asks the next question."""
    slack = workspace.slack
    home = open_home(workspace, "U-search")
    slack.deliver(slack.press_in_view(home, elements_of(home, HOME_SEARCH)[0], user="U-search", value="免許証の評価"))
    workspace.rest()
    answered = slack.shown[-1]
    assert (answered.method, answered.target) == ("views.publish", "U-search")
    assert "Ⅰ-8 の令和6年度の評定は B" in shown(answered.view)
    history = element_of(answered.view, "ask.s", "推移")
    slack.deliver(slack.press_in_view(answered.view, history, user="U-search"))
    workspace.rest()
    assert "Ⅰ-8 の評定は、令和3年度" in shown(slack.shown[-1].view)


def test_the_home_page_opens_the_search_form(workspace: Workspace) -> None:
    """The button beside the box opens the form."""
    home = open_home(workspace, "U-form")
    workspace.slack.deliver(workspace.slack.press_in_view(home, element_of(home, OPEN_SEARCH), user="U-form"))
    workspace.rest()
    assert workspace.slack.shown[-1].view["callback_id"] == SEARCH_FORM


def test_opening_the_conversation_suggests_questions(workspace: Workspace) -> None:
    """Slack's agent experience: prompts are set when the messages tab is opened, without a thread."""
    slack = workspace.slack
    before = len(slack.prompts)
    slack.deliver(slack.event({"type": "app_home_opened", "user": "U1", "channel": "D-agent", "tab": "messages"}))
    workspace.rest()
    (prompts,) = slack.prompts[before:]
    assert prompts["channel_id"] == "D-agent"
    assert len(cast("list[Json]", prompts["prompts"])) == len(PROMPTS)


@pytest.mark.parametrize("prompt", [message for _, message in PROMPTS])
def test_every_suggested_question_is_answered(desk: Desk, prompt: str) -> None:
    """What the bot suggests it also answers."""
    assert desk.reply(prompt).status is Status.ANSWERED


# The buttons of an answer


def ask(workspace: Workspace, question: str, channel: str, **event: object) -> Posted:
    """The answer to a mention."""
    before = len(workspace.slack.posts_in(channel))
    workspace.slack.deliver(workspace.slack.mention(question, channel=channel, **event))
    workspace.rest()
    return workspace.slack.posts_in(channel)[before]


def press(workspace: Workspace, posted: Posted, element: Json, *, user: str = "U1", value: str | None = None) -> None:
    """Press a button, and wait for what comes of it."""
    workspace.slack.deliver(workspace.slack.press(posted, element, user=user, value=value))
    workspace.rest()


def test_an_answer_says_how_it_was_read_and_offers_corrections(workspace: Workspace, channel: str) -> None:
    """The line of interpretation, the year before, the other evaluation, the item beside; a tap answers in the thread."""
    posted = ask(workspace, "Ⅰ-2 の評定は？", channel)
    assert "読み取り：Ⅰ-2・令和6年度・年度評価" in shown(posted.blocks)
    labels = [next(texts_in(each)) for each in elements_of(posted.blocks, "ask.c")]
    assert labels == ["令和5年度", "見込評価", "← Ⅰ-1", "Ⅰ-3 →"]
    press(workspace, posted, element_of(posted.blocks, "ask.c", "令和5年度"))
    corrected = workspace.slack.posts_in(channel)[1]
    assert corrected.text.startswith("Ⅰ-2 の令和5年度")
    assert corrected.thread_ts == posted.thread_ts


def test_next_steps_are_questions_that_are_answered(workspace: Workspace, channel: str) -> None:
    """推移, 主な成果, 指標, 根拠: each button of an answer leads to an answer about the same item."""
    posted = ask(workspace, RATING, channel)
    steps = elements_of(posted.blocks, "ask.s")
    assert [next(texts_in(each)) for each in steps] == ["推移", "主な成果", "指標", "根拠", "従事人員"]
    for number, step in enumerate(steps, start=1):
        press(workspace, posted, step)
        assert workspace.slack.posts_in(channel)[number].text.find("Ⅰ-1") >= 0


def test_a_button_pressed_twice_by_one_delivery_answers_once(workspace: Workspace, channel: str) -> None:
    """A press that Slack delivers again is one press; a second press is another."""
    posted = ask(workspace, RATING, channel)
    pressed = workspace.slack.press(posted, elements_of(posted.blocks, "ask.s")[0])
    workspace.slack.deliver(pressed)
    workspace.slack.redeliver(pressed)
    workspace.rest()
    assert len(workspace.slack.posts_in(channel)) == 2


def test_an_ambiguous_question_offers_its_candidates_as_buttons(workspace: Workspace, channel: str) -> None:
    """One tap chooses, and the thread then is about the chosen one."""
    posted = ask(workspace, "システム", channel)
    candidates = elements_of(posted.blocks, "ask.k")
    assert len(candidates) > 1
    assert next(texts_in(candidates[0])).startswith("1. ")
    press(workspace, posted, candidates[0])
    chosen = workspace.slack.posts_in(channel)[1]
    assert chosen.text.startswith(str(candidates[0]["value"]).split(" ")[0])


def test_a_thread_goes_on_after_a_button(workspace: Workspace, channel: str) -> None:
    """What a button asked is what the thread is about."""
    posted = ask(workspace, RATING, channel)
    press(workspace, posted, element_of(posted.blocks, "ask.c", "Ⅰ-2 →"))
    followed = ask(workspace, "じゃあR5は？", channel, thread_ts=posted.thread_ts)
    assert followed.text.startswith("Ⅰ-2 の令和5年度")


def long_answer() -> Answer:
    """An answer of several pages."""
    lines = tuple(f"{number}行目：" + "長い記載" * 30 for number in range(200))
    return Answer(question="長い", status=Status.ANSWERED, first="長い答えです。", lines=lines)


def test_the_rest_of_a_long_answer_comes_page_by_page(tmp_path: Path, desk: Desk) -> None:
    """続きを見る posts the next page in the thread, until every line was shown once; the last page has no button."""
    with SlackServer(MANIFEST) as slack, app_in(tmp_path, slack, Fixed(long_answer(), desk)) as workspace:
        pages = [ask(workspace, "長い", "C1")]
        while found := elements_of(pages[-1].blocks, REST):
            press(workspace, pages[-1], found[0])
            pages.append(slack.posts_in("C1")[-1])
            assert pages[-1].thread_ts == pages[0].thread_ts
        whole = "\n".join(shown(page.blocks) for page in pages)
        assert len(pages) > 2
        assert [whole.count(f"\n{number}行目：") for number in range(200)] == [1] * 200
        assert slack.problems == []


def test_only_the_one_who_asked_deletes_the_answer(workspace: Workspace, channel: str) -> None:
    """Another one is told so privately; the asker's press removes it."""
    posted = ask(workspace, RATING, channel)
    button = element_of(posted.blocks, DELETE)
    press(workspace, posted, button, user="U-other")
    assert posted.ts not in workspace.slack.deleted
    assert workspace.slack.private_in(channel)[-1].text == NOT_YOURS
    press(workspace, posted, button)
    assert posted.ts in workspace.slack.deleted


def test_a_thumb_down_keeps_the_question_and_a_thumb_up_only_counts(workspace: Workspace, channel: str) -> None:
    """👎 is a miss, once a reader; 👍 is a number."""
    posted = ask(workspace, "Ⅰ-5 の評定は？", channel)
    feedback = element_of(posted.blocks, RATE)
    for side, user in (("negative_button", "U1"), ("negative_button", "U1"), ("positive_button", "U2")):
        value = cast("Json", feedback[side])["value"]
        press(workspace, posted, feedback, user=user, value=str(value))
    kept = [miss for miss in workspace.misses.misses() if miss.question == "Ⅰ-5 の評定は？"]
    assert [(miss.decision, miss.times) for miss in kept] == [("bad", 1)]
    counts = {(count.decision, count.topic): count.times for count in workspace.misses.counts()}
    assert (counts["bad", "rating"], counts["good", "rating"]) == (1, 1)
    assert len(workspace.slack.private_in(channel)) == 2


def test_a_sentence_for_the_minutes_and_all_sources_are_shown_to_the_one_who_asks(
    workspace: Workspace, channel: str
) -> None:
    """Both are private, in the thread of the answer, and can be copied as they stand."""
    posted = ask(workspace, RATING, channel)
    press(workspace, posted, element_of(posted.blocks, MINUTES))
    press(workspace, posted, element_of(posted.blocks, SOURCES))
    minutes, sources = workspace.slack.private_in(channel)
    assert minutes.text.startswith("Ⅰ-1 の令和6年度の評定は A（自己評価）です。（出典：")
    assert [each["type"] for each in dicts_in(minutes.blocks) if "preformatted" in str(each["type"])]
    assert len(sources.text.splitlines()) > 3
    assert {minutes.arguments["thread_ts"], sources.arguments["thread_ts"]} == {posted.thread_ts}


def test_numbers_come_as_csv_and_as_a_picture_on_request(workspace: Workspace, channel: str) -> None:
    """Two files in the thread: a table for a spreadsheet, and a picture whose alternative text is the answer."""
    posted = ask(workspace, "コールセンターの応答率の推移は？", channel)
    assert "data_visualization" in {block["type"] for block in posted.blocks}
    before = len(workspace.slack.files)
    press(workspace, posted, element_of(posted.blocks, CSV))
    press(workspace, posted, element_of(posted.blocks, CHART))
    table, picture = workspace.slack.files[before:]
    assert "R3,99.1" in table.content.decode("utf-8-sig")
    assert picture.content.startswith(b"\x89PNG")
    assert "99.1％" in picture.alternative
    assert {table.thread_ts, picture.thread_ts} == {posted.thread_ts}


def test_a_button_of_an_answer_that_has_expired_says_so(workspace: Workspace, channel: str) -> None:
    """A number that the state no longer knows is told privately."""
    posted = ask(workspace, RATING, channel)
    press(workspace, posted, element_of(posted.blocks, MINUTES), value="ans-gonegonego")
    assert workspace.slack.private_in(channel)[-1].text == EXPIRED


def test_a_foreign_element_is_acknowledged_and_ignored(workspace: Workspace, channel: str) -> None:
    """A button, view, shortcut or command that this version does not know shows the user no warning sign."""
    slack = workspace.slack
    posted = ask(workspace, RATING, channel)
    slack.deliver(slack.press(posted, {"type": "button", "action_id": "of another version", "value": "x"}))
    slack.deliver(slack.interaction("view_submission", view={"id": "V", "callback_id": "other", "type": "modal"}))
    slack.deliver(slack.interaction("view_closed", view={"id": "V", "callback_id": "other", "type": "modal"}))
    slack.deliver(slack.interaction("shortcut", callback_id="other"))
    slack.deliver(slack.command("x", channel=channel, command="/other"))
    slack.deliver(slack.interaction("block_suggestion", action_id="other", value="x"))
    workspace.rest()
    assert len(slack.posts_in(channel)) == 1


@pytest.mark.parametrize("code", ["is_archived", "restricted_action"])
def test_a_button_where_nothing_can_be_posted_says_so_privately(workspace: Workspace, channel: str, code: str) -> None:
    """The presser reads why nothing comes; the log has one line."""
    posted = ask(workspace, RATING, channel)
    workspace.slack.order("chat.postMessage", Fault(error=code))
    press(workspace, posted, elements_of(posted.blocks, "ask.s")[0])
    assert code in workspace.slack.private_in(channel)[-1].text
    assert len(workspace.slack.posts_in(channel)) == 1


# Threads without a mention


def test_a_follow_up_without_a_mention_is_answered_in_a_thread_of_ours(workspace: Workspace, channel: str) -> None:
    """A question in the thread that needs it is answered; talk, bots and other threads are left alone."""
    slack = workspace.slack
    posted = ask(workspace, RATING, channel)
    for text, thread_ts, more in (
        ("ありがとうございます", posted.thread_ts, {}),
        ("Aなんですね", posted.thread_ts, {}),
        ("今日の天気は？", posted.thread_ts, {}),
        ("じゃあR5は？", "1700000000.000009", {}),
        ("じゃあR5は？", posted.thread_ts, {"bot_id": "BOTHER"}),
        (f"<@{BOT_USER}> じゃあR5は？", posted.thread_ts, {}),
    ):
        message: Json = {"type": "message", "channel_type": "channel", "channel": channel, "text": text, **more}
        slack.deliver(slack.event({**message, "thread_ts": thread_ts}))
        workspace.rest()
        assert len(slack.posts_in(channel)) == 1, text
    message = {"type": "message", "channel_type": "channel", "channel": channel, "text": "じゃあR5は？"}
    slack.deliver(slack.event({**message, "thread_ts": posted.thread_ts}))
    workspace.rest()
    assert slack.posts_in(channel)[1].text.startswith("Ⅰ-1 の令和5年度")


def test_two_processes_answer_follow_ups_of_one_thread(tmp_path: Path, desk: Desk) -> None:
    """A thread begun by one process goes on at another, and buttons work at either, also after a restart."""
    with SlackServer(MANIFEST) as slack:
        with app_in(tmp_path, slack, desk) as first, app_in(tmp_path, slack, desk) as second:
            one, other = slack.lines(2)
            question = slack.mention(RATING, channel="C1")
            slack.deliver(question, line=one)
            first.rest()
            follow = slack.mention("じゃあR5は？", channel="C1", thread_ts=event_of(question)["ts"])
            slack.deliver(follow, line=other)
            second.rest()
            assert slack.posts_in("C1")[1].text.startswith("Ⅰ-1 の令和5年度")
        with app_in(tmp_path, slack, desk) as third:
            follow = slack.mention("じゃあR4は？", channel="C1", thread_ts=event_of(question)["ts"])
            slack.deliver(follow)
            third.rest()
            assert slack.posts_in("C1")[2].text.startswith("Ⅰ-1 の令和4年度")
            first_answer = slack.posts_in("C1")[0]
            slack.deliver(slack.press(first_answer, element_of(first_answer.blocks, MINUTES)))
            third.rest()
            assert "（出典：" in slack.private_in("C1")[-1].text


# When something breaks


def test_something_broken_is_one_line_with_a_number_on_every_surface(tmp_path: Path, desk: Desk) -> None:
    """A command, the form and the home page tell a number and never what broke."""
    broken = Fixed(KeyError("a secret"), desk)
    with SlackServer(MANIFEST) as slack, app_in(tmp_path, slack, broken) as workspace:
        slack.deliver(slack.command("秘密", channel="C1"))
        values = {"item_block": {ITEM_SELECT: {"selected_option": {"value": "Ⅰ-8"}}}}
        view: Json = {"id": "V", "callback_id": SEARCH_FORM, "type": "modal", "state": {"values": values}}
        said = slack.deliver(slack.interaction("view_submission", view=view))
        home: Json = {"type": "home", "blocks": []}
        box: Json = {"type": "plain_text_input", "action_id": HOME_SEARCH}
        slack.deliver(slack.press_in_view(home, box, value="秘密"))
        workspace.rest()
        texts = [slack.private_in("C1")[0].text, shown(said["view"]), shown(slack.shown[-1].view)]
    for text in texts:
        assert "答えられませんでした" in text
        assert "secret" not in text
        assert "秘密" not in text


def test_an_answer_that_cannot_be_counted_is_an_answer(
    tmp_path: Path, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """Trouble with the file of misses costs one line in the log, and the user nothing."""
    with SlackServer(MANIFEST) as slack, app_in(tmp_path, slack, desk) as workspace:
        with closing(sqlite3.connect(tmp_path / MISSES_NAME)) as file:
            file.execute("DROP TABLE day_count")
        posted = ask(workspace, RATING, "C1")
        assert posted.text.startswith("Ⅰ-1")
        assert len(slack.posts_in("C1")) == 1
    assert "not counted" in caplog.text


def test_the_state_holds_no_question_of_a_button(tmp_path: Path, desk: Desk) -> None:
    """What was asked is found by the number of its answer and by nobody who has only the file."""
    with SlackServer(MANIFEST) as slack, app_in(tmp_path, slack, desk) as workspace:
        posted = ask(workspace, "免許証の評価よろしく", "C1", user="U-TARO")
        press(workspace, posted, element_of(posted.blocks, MINUTES), user="U-TARO")
        assert slack.private_in("C1")
    written = b"".join(path.read_bytes() for path in tmp_path.glob("state.sqlite3*"))
    assert "よろしく".encode() not in written
    assert b"TARO" not in written
