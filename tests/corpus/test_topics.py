"""The corpora of all topics, and of what is refused: each writing leads to the meaning that it stands under."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.ask import Desk
from bot.settings import Settings
from bot.topic import all_topics
from tests.conftest import ASKED_ON
from tests.corpus.cases import (
    TOPICS,
    Case,
    Conversation,
    corpus_files,
    differences,
    failure,
    got_of,
    last_answer,
    load_corpus,
)

_CASES = tuple(case for path in corpus_files() for case in load_corpus(path, ASKED_ON))
_SAID = tuple(
    pytest.param(case, said, id=f"{case.corpus}/{case.name}/{n}") for case in _CASES for n, said in enumerate(case.says)
)
_NEVER = tuple(
    pytest.param(case, said, id=f"{case.corpus}/{case.name}/never {n}")
    for case in _CASES
    for n, said in enumerate(case.never)
)


@pytest.mark.parametrize(("case", "said"), _SAID)
def test_every_writing_means_what_its_case_says(desk: Desk, case: Case, said: Conversation) -> None:
    """Topic, status, items, years, evaluations and conflicts are those of the case, and its values stand in the text."""
    answer = last_answer(desk, said)
    found = differences(case, answer)
    if found:
        pytest.fail(failure(case, said, found, answer), pytrace=False)


@pytest.mark.parametrize(("case", "said"), _NEVER)
def test_no_question_is_read_as_a_topic_that_it_never_means(desk: Desk, case: Case, said: Conversation) -> None:
    """What stands under `never` is refused or read as another topic."""
    answer = last_answer(desk, said)
    if got_of(answer)["topic"] == case.means["topic"]:
        pytest.fail(failure(case, said, [f"topic: got {answer.topic}, expected any other"], answer), pytrace=False)


def test_every_topic_has_a_corpus_and_every_corpus_a_topic() -> None:
    """A topic without examples, or examples of no topic, are both noticed."""
    assert {path.stem for path in TOPICS.glob("*.toml")} == set(all_topics())


def test_every_topic_is_meant_and_has_questions_that_it_is_not() -> None:
    """A file means its own topic (or a part of it), and names what must not be read so."""
    for name in all_topics():
        own = [case for case in _CASES if case.corpus == name]
        assert any(case.means.get("topic") == name for case in own), name
        assert any(case.never for case in own), name


def test_a_question_stands_under_one_meaning() -> None:
    """No conversation is expected to mean two things."""
    seen: dict[Conversation, Case] = {}
    for case in _CASES:
        for said in case.says:
            other = seen.setdefault(said, case)
            assert other is case or _agree(other, case), f"{said}: {other.name} and {case.name}"


def _agree(one: Case, other: Case) -> bool:
    return all(other.means[key] == value for key, value in one.means.items() if key in other.means)


def test_the_corpora_are_asked_on_the_day_of_the_desk(settings: Settings) -> None:
    """昨年度 means the same to the corpora and to the desk."""
    assert settings.asked_on() == ASKED_ON


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("", "asked_on"),
        ("asked_on = 2025-06-01", "no case"),
        ("asked_on = 2024-06-01\n[[case]]", "asked_on"),
        ('asked_on = 2025-06-01\n[[case]]\nname = "a"\nmeans = { topic = "rating" }\nsays = []', "nobody says it"),
        ('asked_on = 2025-06-01\n[[case]]\nname = "a"\nsays = ["b"]', "means something"),
        ('asked_on = 2025-06-01\n[[case]]\nname = "a"\nmeans = { topik = "b" }\nsays = ["c"]', "nobody reads topik"),
        (
            'asked_on = 2025-06-01\n[[case]]\nname = "a"\nmeans = { topic = "b" }\nsays = ["c"]\nsay = ["d"]',
            "nobody reads say",
        ),
        ('asked_on = 2025-06-01\n[[case]]\nname = "a"\nmeans = { topic = "b" }\nsays = ["c", "c"]', "stands twice"),
        (
            "asked_on = 2025-06-01\n" + '[[case]]\nname = "a"\nmeans = { topic = "b" }\nsays = ["c"]\n' * 2,
            "two cases of one name",
        ),
    ],
)
def test_a_faulty_corpus_is_not_green(tmp_path: Path, written: str, fault: str) -> None:
    """Empty files, empty cases, unread keys and doubled names are faults, with their place."""
    path = tmp_path / "faulty.toml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(ValueError, match=fault):
        load_corpus(path, ASKED_ON)
