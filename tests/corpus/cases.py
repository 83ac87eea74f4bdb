"""Corpora (TOML: one meaning, many writings) → cases. A file that is empty, or has a key that nobody reads, is a fault.

A corpus holds `asked_on` and `[[case]]` tables: `name`, unique in the file; `means`, the keys of the answer that matter (a
list of statuses: any of them);
`text_has`, values that stand in its text; `first_has`, those that already its first line says; `says`, questions or conversations whose last answer is checked; `never`,
questions that must not be answered as this topic.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.answer import Answer, Context
from bot.ask import Desk
from bot.render.text import render_text

ROOT = Path(__file__).resolve().parents[2]
TOPICS = ROOT / "bot" / "topics"
REFUSED = ROOT / "tests" / "corpus" / "refused"
# whole messages as people type them: pairs, several questions, conversations, hurried and spoken writings
MESSAGES = ROOT / "tests" / "corpus" / "messages"

Conversation = tuple[str, ...]
_ITEMS_SHOWN = 6
_CASE_KEYS = frozenset({"name", "means", "text_has", "first_has", "says", "never"})
_MEANS_KEYS = frozenset({"topic", "status", "items", "fiscal_years", "evaluations", "conflicts"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One meaning and its writings. *means*: only the keys that matter; *conflicts*: 「Ⅲ-5 2022」 that must be shown."""

    corpus: str
    name: str
    means: Mapping[str, str | tuple[str | int, ...]]
    text_has: tuple[str, ...]
    first_has: tuple[str, ...]
    says: tuple[Conversation, ...]
    never: tuple[Conversation, ...]


def corpus_files() -> tuple[Path, ...]:
    """Every corpus of questions: of the topics, of what is refused, of whole messages."""
    return tuple(path for folder in (TOPICS, REFUSED, MESSAGES) for path in sorted(folder.glob("*.toml")))


def load_corpus(path: Path, asked_on: date) -> tuple[Case, ...]:
    """The cases of one file. Raises ValueError, with the file and the case, for what would be green by absence."""
    loaded = tomllib.loads(path.read_text(encoding="utf-8"))
    if loaded.get("asked_on") != asked_on:
        message = f"{path.name}: asked_on is not {asked_on}, the asking day of the desk"
        raise ValueError(message)
    cases = tuple(_read_case(path, table) for table in loaded.get("case", ()))
    if not cases:
        message = f"{path.name}: no case"
        raise ValueError(message)
    names = [case.name for case in cases]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        message = f"{path.name}: two cases of one name: {', '.join(twice)}"
        raise ValueError(message)
    return cases


def _read_case(path: Path, table: Mapping[str, object]) -> Case:
    place = f"{path.name}: {table.get('name', 'a case without a name')}"
    means = table.get("means")
    if "name" not in table or not isinstance(means, dict) or not means:
        message = f"{place}: a case has a name and means something"
        raise ValueError(message)
    unread = {*table} - _CASE_KEYS | {*means} - _MEANS_KEYS
    if unread:
        message = f"{place}: nobody reads {', '.join(sorted(unread))}"
        raise ValueError(message)
    says = _conversations(place, table.get("says", []))
    if not says:
        message = f"{place}: nobody says it"
        raise ValueError(message)
    return Case(
        corpus=path.stem,
        name=str(table["name"]),
        means={key: tuple(value) if isinstance(value, list) else value for key, value in means.items()},
        text_has=_texts(place, table.get("text_has", [])),
        first_has=_texts(place, table.get("first_has", [])),
        says=says,
        never=_conversations(place, table.get("never", [])),
    )


def _texts(place: str, written: object) -> tuple[str, ...]:
    if not isinstance(written, list) or not all(isinstance(each, str) for each in written):
        message = f"{place}: not a list of texts"
        raise ValueError(message)
    return tuple(written)


def _conversations(place: str, written: object) -> tuple[Conversation, ...]:
    listed = written if isinstance(written, list) else []
    found = tuple((each,) if isinstance(each, str) else _texts(place, each) for each in listed)
    if listed is not written or len(set(found)) < len(found) or not all(found):
        message = f"{place}: no list of questions, a question stands twice, or a conversation is empty"
        raise ValueError(message)
    return found


def last_answer(desk: Desk, conversation: Conversation) -> Answer:
    """The answer to the last question of a conversation."""
    context = Context()
    answer = None
    for question in conversation:
        answer = desk.reply(question, context)
        context = answer.context
    assert answer is not None
    return answer


def differences(case: Case, answer: Answer) -> list[str]:
    """What the answer says otherwise than the case, one line each."""
    got = got_of(answer)
    found = []
    for key, expected in {"status": "answered", **case.means}.items():
        actual = got[key]
        fits = actual == expected
        if key == "conflicts":  # those named must be among those shown
            fits = set(expected) <= set(actual)
        elif key == "status" and isinstance(expected, tuple):  # ways of refusing that are equally right
            fits = actual in expected
        if not fits:
            found.append(f"{key}: got {_shown(actual)}, expected {_shown(expected)}")
    text = render_text(answer)
    found.extend(f"text: 「{value}」 does not stand in it" for value in case.text_has if value not in text)
    found.extend(
        f"first line: 「{value}」 does not stand in it" for value in case.first_has if value not in answer.first
    )
    return found


def got_of(answer: Answer) -> dict[str, str | tuple[str | int, ...]]:
    """The keys of an answer that a case can name."""
    return {
        "topic": answer.topic or "",
        "status": answer.status.value,
        "items": answer.items,
        "fiscal_years": answer.fiscal_years,
        "evaluations": answer.evaluations,
        "conflicts": tuple(f"{conflict.item} {conflict.fiscal_year}" for conflict in answer.conflicts),
    }


def _shown(value: str | tuple[str | int, ...]) -> str:
    if isinstance(value, str):
        return value or "none"
    shown = ", ".join(str(each) for each in value[:_ITEMS_SHOWN])
    return f"[{shown}{f' … {len(value)}' if len(value) > _ITEMS_SHOWN else ''}]"


def failure(case: Case, conversation: Conversation, found: list[str], answer: Answer) -> str:
    """A failing line of a corpus: question, what was got, what was expected, and the first line of the answer."""
    return "\n".join(
        (
            f"{case.corpus}.toml, {case.name}",
            f"  question: {' → '.join(conversation)}",
            *(f"  {line}" for line in found),
            f"  answered: {answer.status.value} / {answer.topic} / {answer.first[:160]}",
        )
    )
