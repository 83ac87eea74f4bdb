"""README is run: every question it prints is asked, and every answer it prints is the answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.answer import Context, Status
from bot.ask import Desk
from bot.render.text import render_text

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_TRANSCRIPTS = re.findall(r'```console\n\$ scripts/ask "([^"]+)"\n(?!\$)(.+?)\n```', README, re.DOTALL)
_USAGE = README.split("## 使い方")[1].split("\n## ")[0]
_QUESTIONS = [
    question for line in _USAGE.splitlines() if line.startswith("- ") for question in re.findall(r"`([^`]+)`", line)
]
_FOLLOW_UPS = [
    question
    for line in _USAGE.splitlines()
    if line.startswith("- 続けて")
    for question in re.findall(r"`([^`]+)`", line)
]


def test_readme_opens_with_the_two_commands() -> None:
    """A stranger sees both commands before any heading of the second level."""
    opening = README.split("\n## ")[0]
    assert "$ scripts/ask " in opening
    assert "$ scripts/test" in opening


def test_there_are_five_transcripts() -> None:
    """The transcript section is not empty."""
    assert len(_TRANSCRIPTS) == 5


@pytest.mark.parametrize(("question", "printed"), _TRANSCRIPTS)
def test_printed_answers_are_the_answers(desk: Desk, question: str, printed: str) -> None:
    """What README shows is what the program says, to the letter."""
    assert render_text(desk.reply(question)) == printed


@pytest.mark.parametrize("question", [question for question in _QUESTIONS if question not in _FOLLOW_UPS])
def test_every_example_in_the_japanese_section_is_answered(desk: Desk, question: str) -> None:
    """No example leads to a refusal, a question back or missing data."""
    assert desk.reply(question).status is Status.ANSWERED, render_text(desk.reply(question))


def test_follow_up_examples_are_answered_in_a_thread(desk: Desk) -> None:
    """じゃあR5は？ and the like work after a question."""
    for question in _FOLLOW_UPS[1:3]:
        context: Context = desk.reply("Ⅰ-1 の令和6年度評定は？").context
        assert desk.reply(question, context).status is Status.ANSWERED
    context = desk.reply("Ⅰ-1 の令和6年度評定は？").context
    first = desk.reply(_FOLLOW_UPS[0], context)
    assert first.fiscal_years == (2023,)
    assert first.items == ("Ⅰ-1",)
    unclear = desk.reply("次期の評定は？")
    assert desk.reply(_FOLLOW_UPS[3], unclear.context).items == ("Ⅰ-11",)
