"""Questions without an answer: kept without a name, grouped, forgotten in time, and not kept at all where turned off."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import pytest

from bot.answer import Answer, Candidate, Context, Status
from bot.ask import Desk
from bot.misses import MISSES_NAME, MISSES_SCHEMA, DayCount, Misses
from bot.reports import render_misses, render_stats
from bot.settings import NAMES, Settings
from bot.state.model import Asked, new_number
from bot.state.open import opened_misses, opened_state
from bot.state.sqlite import SqliteStore
from records.errors import DatabaseUnusable, SettingsMissing
from tests.places import Places

ROOT = Path(__file__).resolve().parents[2]
CARD = Candidate(title="運転免許証とマイナンバーカードの一体化", score=60, item="Ⅰ-8", ask="Ⅰ-8 の評定は？")
RATE = Candidate(title="応答率", score=60, item="Ⅰ-1", indicator="1-1.rate", ask="応答率は？")
MISS = Answer(question="免許のやつの評定は？", status=Status.NOT_UNDERSTOOD, first="…", candidates=(CARD,))
DAY = 24 * 3600.0


class Clock:
    """A clock that the tests set."""

    now = 1_750_000_000.0  # 2025-06-16 in Japan

    def __call__(self) -> float:
        """The time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until a test moves it."""
    return Clock()


@pytest.fixture
def opened(places: Places, clock: Clock) -> Iterator[Callable[[int], Misses]]:
    """Opens the misses, keeping so many days."""
    with ExitStack() as stack:

        def open_one(keep_days: int) -> Misses:
            store = stack.enter_context(closing(places.store(MISSES_SCHEMA, clock)))
            return Misses(store, keep_days=keep_days)

        yield open_one


def test_only_what_had_no_answer_is_kept(opened: Callable[[int], Misses]) -> None:
    """not_understood, ambiguous and 👎 are kept with their candidates; what was answered is only counted."""
    misses = opened(90)
    for status in Status:
        misses.record(MISS._replace(status=status, question=f"{status.value} の質問", topic="rating"))
    misses.rate(MISS._replace(status=Status.ANSWERED, question="役に立たない"), liked=False)
    misses.rate(MISS._replace(status=Status.ANSWERED, question="役に立つ"), liked=True)
    kept = {(miss.question, miss.decision) for miss in misses.misses()}
    assert kept == {
        ("ambiguous の質問", "ambiguous"),
        ("not_understood の質問", "not_understood"),
        ("役に立たない", "bad"),
    }
    assert all(miss.candidates == (("Ⅰ-8", "Ⅰ-8 運転免許証とマイナンバーカードの一体化"),) for miss in misses.misses())
    assert DayCount("2025-06-16", "answered", "rating", 1) in misses.counts()
    assert DayCount("2025-06-16", "good", "", 1) in misses.counts()


def test_the_same_question_in_other_writing_is_one(opened: Callable[[int], Misses]) -> None:
    """Width and punctuation make no new question; the most frequent comes first."""
    misses = opened(90)
    misses.record(MISS._replace(question="別の質問"))
    for question in ("免許のやつ？", "免許のやつ", "免許のやつ？ "):
        misses.record(MISS._replace(question=question))
    assert [(miss.question, miss.times) for miss in misses.misses()] == [("免許のやつ？", 3), ("別の質問", 1)]


def test_what_is_too_old_is_forgotten(opened: Callable[[int], Misses], clock: Clock) -> None:
    """After the days to keep, question and count are gone, also from a file that stays open."""
    misses = opened(30)
    misses.record(MISS)
    clock.now += 31 * DAY
    misses.record(MISS._replace(status=Status.ANSWERED))
    assert misses.misses() == ()
    assert [count.decision for count in misses.counts()] == ["answered"]


def test_turned_off_nothing_is_kept_and_no_file_is_made(tmp_path: Path) -> None:
    """HYOTEI_MISSES_DAYS=0."""
    with opened_misses(Settings(home=tmp_path, today=None, values={"HYOTEI_MISSES_DAYS": "0"})) as misses:
        misses.record(MISS)
        misses.rate(MISS, liked=False)
        assert (misses.misses(), misses.counts(), misses.keep_days) == ((), (), 0)
    assert not (tmp_path / MISSES_NAME).exists()


def test_two_processes_count_together(opened: Callable[[int], Misses]) -> None:
    """Replicas that count at once lose no question."""
    both = [opened(90), opened(90)]
    with ThreadPoolExecutor(8) as executor:
        list(executor.map(lambda number: both[number % 2].record(MISS), range(100)))
    assert [miss.times for miss in both[0].misses()] == [100]
    assert [count.times for count in both[1].counts()] == [100]


def test_any_text_can_be_kept(opened: Callable[[int], Misses]) -> None:
    """Also a character that PostgreSQL takes in no text."""
    misses = opened(90)
    misses.record(MISS._replace(question="免許\0の\ud7ff\U0001f600"))
    assert len(misses.misses()) == 1


def test_a_file_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    """A damaged file is named, with what is lost by deleting it."""
    (tmp_path / MISSES_NAME).write_bytes(b"no database at all, but some text that is long enough" * 50)
    with pytest.raises(DatabaseUnusable, match="質問の記録だけ"):
        SqliteStore(tmp_path / MISSES_NAME, MISSES_SCHEMA)


@pytest.mark.parametrize("written", ["-1", "soon", "1.5", "99999"])
def test_days_that_are_none_are_refused(written: str) -> None:
    """A number of days, or one Japanese line."""
    chosen = Settings(home=Path(), today=None, values={"HYOTEI_MISSES_DAYS": written})
    with pytest.raises(SettingsMissing, match="HYOTEI_MISSES_DAYS"):
        chosen.misses_days()


def test_the_report_is_ready_for_the_alias_tables(opened: Callable[[int], Misses]) -> None:
    """Each question with how it ended, then rows of the tables: the name that was used, and where it may belong."""
    misses = opened(90)
    misses.record(MISS)
    misses.record(MISS)
    misses.record(MISS._replace(question="電話のつながりやすさの推移は？", status=Status.AMBIGUOUS, candidates=(RATE,)))
    assert render_misses(misses.misses()).splitlines() == [
        "答えられなかった質問：2種類、3回",
        "2回 読み取れない「免許のやつの評定は？」",
        "   候補：Ⅰ-8 運転免許証とマイナンバーカードの一体化",
        "1回 聞き返した「電話のつながりやすさの推移は？」",
        "   候補：応答率",
        "item_aliases.csv に貼れる行（名前と行き先を確かめてください）：",
        "免許のやつ,Ⅰ-8,no",
        "indicator_aliases.csv に貼れる行（名前と行き先を確かめてください）：",
        "電話のつながりやすさ,1-1.rate",
    ]


def test_stats_are_a_line_a_day(opened: Callable[[int], Misses], clock: Clock) -> None:
    """How many questions, how they ended, of which kinds; the newest day first."""
    misses = opened(90)
    answered = MISS._replace(status=Status.ANSWERED, topic="rating")
    misses.record(answered)
    clock.now += DAY
    misses.record(answered)
    misses.record(answered)
    misses.record(MISS)
    misses.rate(answered, liked=True)
    assert render_stats(misses.counts()).splitlines() == [
        "2025-06-17 質問 3件：答えた 2、👍 1、読み取れない 1",
        "   種類：評定 2",
        "2025-06-16 質問 1件：答えた 1",
        "   種類：評定 1",
    ]


def test_the_readme_lists_every_setting() -> None:
    """The table of settings says what the program says."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, purpose in NAMES.items():
        assert f"| `{name}` | {purpose} |" in readme


def run(places: Places, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line, with its state there."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HYOTEI_HOME": str(places.home),
        "HYOTEI_STATE_URL": places.url,
        "HYOTEI_TODAY": "2025-06-01",
    }
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
        timeout=60,
    )


def test_the_commands_print_the_reports(places: Places) -> None:
    """`hyotei misses` and `hyotei stats`, before and after something was kept."""
    assert run(places, "misses").stdout == "答えられなかった質問の記録はありません。\n"
    assert run(places, "stats").stdout == "質問の記録はありません。\n"
    with opened_misses(places.settings()) as misses:
        misses.record(MISS)
    assert "免許のやつ,Ⅰ-8,no" in run(places, "misses").stdout
    assert "読み取れない 1" in run(places, "stats").stdout


def test_ask_gives_an_answer_again_by_its_number(places: Places, settings: Settings) -> None:
    """`hyotei ask ans-…` replays the question, in what its thread was about, as of the day on which it was asked."""
    context = Context(topics=("rating",), items=("Ⅰ-1",), fiscal_years=(2024,))
    asked = Asked("昨年度は？", context, date(2024, 7, 1))
    with closing(Desk(settings._replace(home=places.home))) as desk:
        expected = desk.reply(asked.question, context, day=asked.day)
    number = new_number()
    with opened_state(places.settings()) as state:
        state.keep_answer(number, asked)
    done = run(places, "ask", number)
    assert done.stdout.splitlines()[0] == expected.first
    assert "令和5年度" in done.stdout
    unknown = run(places, "ask", "ans-unknown234")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "見つかりません" in unknown.stderr
