"""The command line as a person or a program uses it: exit status, streams, batch, conversations, a bare locale."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def _run(
    settings: Settings, *arguments: str, given: str = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HYOTEI_HOME": str(settings.home),
        "HYOTEI_TODAY": "2025-06-01",
        **(env or {}),
    }
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
        timeout=60,
    )


def _assert_one_clear_line(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 2
    assert done.stdout == ""
    lines = [line for line in done.stderr.splitlines() if line.startswith("hyotei: ")]
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr


def test_a_question_is_answered_on_standard_output(settings: Settings) -> None:
    """The first line alone answers; nothing goes to standard error."""
    done = _run(settings, "ask", "Ⅰ-1 の令和6年度評定は？")
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.splitlines()[0] == "Ⅰ-1 の令和6年度の評定は A（自己評価）です。"


def test_words_of_a_question_may_be_separate_arguments(settings: Settings) -> None:
    """A question without quotes is one question."""
    done = _run(settings, "ask", "Ⅰ-1", "R5")
    assert done.stdout.startswith("Ⅰ-1 の令和5年度の評定は B")


@pytest.mark.parametrize("locale", ["C", "POSIX", "ja_JP.SJIS"])
def test_a_bare_locale_does_not_break_japanese(settings: Settings, locale: str) -> None:
    """LANG=C gives the same text as UTF-8."""
    env = {"LANG": locale, "LC_ALL": locale, "PYTHONUTF8": "0"}
    done = _run(settings, "ask", "Ⅰ-1 の令和6年度評定は？", env=env)
    assert done.returncode == 0
    assert "評定は A（自己評価）" in done.stdout


def test_a_batch_prints_one_object_a_question_in_order(settings: Settings, tmp_path: Path) -> None:
    """Lines are questions; a JSON array is a conversation, asked in order."""
    batch = tmp_path / "batch.txt"
    conversation = json.dumps(["Ⅰ-1 のR6評定は？", "じゃあR5は？"], ensure_ascii=False)
    batch.write_text(f"Ⅱ-3って何？\r\n{conversation}\nR7はどうなる？\n", encoding="utf-8")
    done = _run(settings, "ask", "--json", "--batch", str(batch))
    assert done.returncode == 0
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["question"] for answer in answers] == [
        "Ⅱ-3って何？",
        "Ⅰ-1 のR6評定は？",
        "じゃあR5は？",
        "R7はどうなる？",
    ]
    assert answers[2]["fiscal_years"] == [2023]
    assert answers[2]["items"] == ["Ⅰ-1"]
    assert answers[3]["status"] == "no_data"
    again = _run(settings, "ask", "--json", "--batch", "-", given=batch.read_text(encoding="utf-8"))
    assert again.stdout == done.stdout


def test_a_bad_line_of_a_batch_is_told_before_the_first_answer(settings: Settings, tmp_path: Path) -> None:
    """A conversation that is no list of strings: status 2, nothing half-answered."""
    batch = tmp_path / "batch.txt"
    batch.write_text('Ⅰ-1は？\n["Ⅰ-1", 5]\n', encoding="utf-8")
    done = _run(settings, "ask", "--json", "--batch", str(batch))
    _assert_one_clear_line(done)
    assert "2行目" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "--batch", "/nowhere/at/all"),
        ("ask", "--batch", "-", "Ⅰ-1"),
        ("nonsense",),
        ("ask", "--nonsense"),
        (),
    ],
)
def test_bad_usage_is_one_line_and_status_2(settings: Settings, arguments: tuple[str, ...]) -> None:
    """What cannot be obeyed is said in one Japanese line."""
    _assert_one_clear_line(_run(settings, *arguments))


def test_a_batch_in_another_encoding_is_refused(settings: Settings, tmp_path: Path) -> None:
    """Shift_JIS is named, not guessed."""
    batch = tmp_path / "batch.txt"
    batch.write_bytes("Ⅰ-1は？".encode("cp932"))
    done = _run(settings, "ask", "--batch", str(batch))
    _assert_one_clear_line(done)
    assert "UTF-8" in done.stderr


def test_settings_that_cannot_be_used_are_named(settings: Settings) -> None:
    """A date that is none."""
    done = _run(settings, "ask", "Ⅰ-1", env={"HYOTEI_TODAY": "きょう"})
    _assert_one_clear_line(done)
    assert "HYOTEI_TODAY" in done.stderr


def test_a_home_that_cannot_be_written_is_named(settings: Settings, tmp_path: Path) -> None:
    """No database can be put under a file."""
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    done = _run(settings, "ask", "Ⅰ-1", env={"HYOTEI_HOME": str(blocked / "home")})
    _assert_one_clear_line(done)
    assert "HYOTEI_HOME" in done.stderr


def test_chat_keeps_the_thread(settings: Settings) -> None:
    """A follow-up in the terminal takes item and kind from the line before."""
    done = _run(settings, "chat", given="Ⅰ-1 のR6評定は？\nじゃあR5は？\n終了\n")
    assert done.returncode == 0
    assert "Ⅰ-1 の令和5年度の評定は B" in done.stdout


def test_slack_without_a_token_says_which(settings: Settings) -> None:
    """A missing token is one clear line."""
    done = _run(settings, "slack")
    _assert_one_clear_line(done)
    assert "SLACK_" in done.stderr


def test_asking_loads_neither_slack_nor_sqlite_utils(settings: Settings) -> None:
    """The read path is lean: importing what `ask` needs imports no heavy library."""
    code = (
        "import sys; from bot.ask import Desk; from bot.settings import read_settings; d = Desk(read_settings());"
        "d.reply('Ⅰ-1'); d.close();"
        "print([m for m in ('slack_bolt', 'slack_sdk', 'sqlite_utils', 'asyncio') if m in sys.modules])"
    )
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HYOTEI_HOME": str(settings.home)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True)  # builds when needed
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
