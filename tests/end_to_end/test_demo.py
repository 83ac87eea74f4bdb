"""The demo as a person uses it: the page in headless Chromium, the unchanged app behind it, over HTTP and WebSocket."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.workspace_page import Page, workspace
from tests.end_to_end.browser import ENTER, Browser, browser
from tests.end_to_end.slack_sent import fetch

ROOT = Path(__file__).parents[2]
TEXT = "//*[@id='text']"
MODAL = "//*[@id='modal']"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, Browser]]:
    """The workspace, and a window that shows it."""
    with browser() as window, workspace(tmp_path_factory.mktemp("home")) as found:
        yield found, window
        assert found.problems == []
        assert window.logged_errors() == []


@pytest.fixture
def window(page: tuple[Page, Browser], request: pytest.FixtureRequest) -> Iterator[Browser]:
    """The window on the channel; HYOTEI_SCREENSHOTS names a folder for a picture of it after each test."""
    found, shown = page
    found.modals.clear()
    shown.open(found.address)
    shown.wait_for_text("評価室")
    yield shown
    if folder := os.environ.get("HYOTEI_SCREENSHOTS"):
        shown.screenshot(Path(folder) / f"{request.node.name}.png")


def say(window: Browser, text: str) -> None:
    """Write into the composer."""
    window.write(TEXT, text + ENTER)


def last(kind: str) -> str:
    """The newest message of a kind."""
    return f"(//article[contains(@class, '{kind}')])[last()]"


def button(label: str, inside: str = "") -> str:
    """A button of that label."""
    return f"({inside}//button[normalize-space()='{label}'])[last()]"


def test_a_mention_is_answered_with_buttons_and_corrected_with_one(window: Browser) -> None:
    """The answer stands in the thread with its reading; a tap on another year answers there too."""
    say(window, "@hyotei Ⅰ-1 の令和6年度評定は？")
    window.wait_for_text("Ⅰ-1 の令和6年度の評定は A", last("bot"))
    assert "読み取り：Ⅰ-1・令和6年度・年度評価" in window.text(last("bot"))
    window.click(button("令和5年度"))
    window.wait_for_text("Ⅰ-1 の令和5年度の評定は B", last("bot"))


def test_a_series_is_drawn_and_comes_as_a_picture(window: Browser) -> None:
    """An indicator over the years is a chart; PNG and CSV arrive as files."""
    say(window, "@hyotei コールセンターの応答率の推移は？")
    window.wait_for_text("R3 99.1％", last("bot"))
    assert window.count(f"{last('bot')}//*[local-name()='svg']") == 1
    window.click(button("図（PNG）"))
    window.wait(lambda: window.count("//article//img") == 1, "the picture")
    window.click(button("CSV"))
    window.wait(lambda: window.count("//article//a[contains(@href, '/demo/file/')]") == 2, "two files")


def test_a_list_is_a_table(window: Browser) -> None:
    """Ratings of all items are rows and columns."""
    say(window, "@hyotei 全項目の評定の推移は？")
    window.wait(lambda: window.count(f"{last('bot')}//tbody/tr") == 19, "nineteen rows")


def test_a_command_is_private_until_it_is_shared(window: Browser) -> None:
    """/hyotei answers for oneself; 共有 shows it to all, and the private answer goes away."""
    say(window, "/hyotei 免許証の見込評価")
    window.wait_for_text("あなただけに見えています", last("private"))
    window.wait_for_text("Ⅰ-8 の見込評価の評定は B", last("private"))
    window.click(button("共有"))
    window.wait_for_text("Ⅰ-8 の見込評価の評定は B", last("bot"))
    window.wait(lambda: window.count("//article[contains(@class, 'private')]") == 0, "no private message")


def test_a_message_is_looked_up(window: Browser) -> None:
    """この発言を調べる on something that somebody wrote."""
    say(window, "テレワークの評価ってどうでしたっけ")
    window.wait_for_text("テレワーク", last("user"))
    window.click(f"{last('user')}//button[@data-tool='look-up']")
    window.wait_for_text("Ⅱ-3", last("private"))


def test_an_ambiguous_question_is_settled_by_a_button(window: Browser) -> None:
    """Candidates stand below the question that the bot asks back."""
    say(window, "@hyotei システム")
    window.wait_for_text("どれのことでしょうか", last("bot"))
    window.click(f"({last('bot')}//button[starts-with(., '1. ')])[1]")
    window.wait(lambda: "どれのこと" not in window.text(last("bot")), "the chosen one")


def test_thumbs_minutes_and_deletion(window: Browser) -> None:
    """👎 is thanked for privately, the sentence for the minutes is private, 🗑 removes the answer."""
    say(window, "@hyotei Ⅲ-5 の令和4年度評定は？")
    window.wait_for_text("Ⅲ-5 の令和4年度の評定は", last("bot"))
    window.click(f"({last('bot')}//button[@title='役に立たなかった'])")
    window.wait_for_text("記録しました", last("private"))
    window.click(f"{last('bot')}//button[normalize-space()='議事録用の文']")
    window.wait_for_text("（出典：", last("private"))
    before = window.count("//article[contains(@class, 'bot')]")
    window.click(f"{last('bot')}//button[@data-action='delete']")
    window.wait(lambda: window.count("//article[contains(@class, 'bot')]") == before - 1, "one answer less")


def test_the_search_form_finds_what_is_typed_and_answers_in_place(window: Browser) -> None:
    """The select offers items for typed Japanese; the answer takes the place of the form, and leads on."""
    window.click("//*[@id='search']")
    window.wait_for_text("項目・指標", MODAL)
    window.write(f"{MODAL}//input", "免許証")
    window.click(f"({MODAL}//*[@class='options']/button)[1]")
    window.click(button("調べる", MODAL))
    window.wait_for_text("Ⅰ-8 の令和6年度の評定は B", MODAL)
    window.click(button("推移", MODAL))
    window.wait_for_text("令和3年度", MODAL)
    window.click(button("閉じる", MODAL))
    window.wait(lambda: window.text(MODAL) == "", "a closed form")


def test_the_home_page_shows_everything_and_answers(window: Browser) -> None:
    """All ratings, disagreements, and a search box that answers on the page."""
    window.click("//button[@data-place='home']")
    window.wait_for_text("Ⅲ-5 情報公開", "//*[@class='pre']")
    window.wait_for_text("出典どうしの不一致")
    window.write("//*[@data-action='home_search']", "Ⅱ-3 の評定は？" + ENTER)
    window.wait_for_text("Ⅱ-3 の令和6年度の評定は")


def test_the_conversation_begins_with_suggestions(window: Browser) -> None:
    """A suggested question is sent with one tap, and answered in place; the next one goes on from it."""
    window.click("//button[@data-place='D-hyotei']")
    window.click(button("評定を聞く"))
    window.wait_for_text("Ⅰ-1 の令和6年度の評定は A", last("bot"))
    say(window, "じゃあR5は？")
    window.wait_for_text("Ⅰ-1 の令和5年度の評定は B", last("bot"))


def test_the_command_serves_the_page_and_stops_cleanly() -> None:
    """`scripts/demo` says where the page is; Ctrl+C ends page and app."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.demo.workspace_page", "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stderr is not None
    greeting = process.stderr.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+/", greeting)
    assert found, greeting
    assert "評価室" in fetch(found.group()).body
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "", "")
