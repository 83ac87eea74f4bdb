"""Damaged questions → what no answer may be: an exception, a broken contract, a rating that no record states.

And besides: another answer to what reads the same, and (told, not judged) how often a slip of the pen changes the answer.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from bot.answer import Answer, Context, Status
from bot.ask import Desk
from bot.render.blocks import count_pages, render_blocks, render_page_text
from bot.render.fallback import render_fallback
from bot.render.frame import Frame
from bot.render.json import render_json
from records.dataset_id import SHIPPED_DATA
from tests.bot.contract import assert_contract
from tests.end_to_end.slack_limits import message_problems
from tests.fuzz.questions import DAMAGING, PRESERVING, conversations
from tests.stated import Stated

SLOW_SECONDS = 0.05
_NUMBER = "ans-abcdefghij"
_SHOWN = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What went wrong with one question. *before*: the thread's questions; *asked*: the damaged one."""

    kind: str
    before: tuple[str, ...]
    asked: str
    what: str

    def line(self) -> str:
        """For the report, short enough to read."""
        asked = self.asked if len(self.asked) <= _SHOWN else f"{self.asked[:_SHOWN]}…（{len(self.asked)} characters）"
        thread = "".join(f"{each} → " for each in self.before)
        return f"{self.kind}: {thread}{asked!r}\n    {self.what[:600]}"


@dataclass(slots=True)
class Outcome:
    """What a run has found. *changed*: (kind, what became of the answer) → how often; *slowest*: seconds and question."""

    asked: int = 0
    faults: list[Fault] = field(default_factory=list)
    changed: Counter[tuple[str, str]] = field(default_factory=Counter)
    slowest: list[tuple[float, str, str]] = field(default_factory=list)

    def took(self, seconds: float, kind: str, asked: str) -> None:
        """Keep the slowest ten."""
        self.slowest = sorted([*self.slowest, (seconds, kind, asked)], reverse=True)[:10]


def fuzz_questions(desk: Desk, seed: int, number: int) -> Outcome:
    """*number* damaged questions, the same ones for the same seed, each in the thread in which the corpus asks it."""
    rng = Random(seed)  # noqa: S311 - chance for damage, not for secrets
    stated = Stated(SHIPPED_DATA / "jlis-2024")
    said = conversations()
    outcome = Outcome()
    for _ in range(number):
        conversation, (*_, other) = rng.choice(said), rng.choice(said)
        *before, question = conversation
        context = Context()
        for each in before:
            context = desk.reply(each, context).context
        kind, damage = rng.choice(list((PRESERVING if rng.random() < 0.3 else DAMAGING).items()))
        asked = damage(question, other, rng)
        outcome.asked += 1

        def fault(what: str, kind: str = kind, before: list[str] = before, asked: str = asked) -> None:
            outcome.faults.append(Fault(kind=kind, before=tuple(before), asked=asked, what=what))

        begun = time.process_time()
        try:
            answer = desk.reply(asked, context)
            line = render_json(answer)
        except Exception as error:  # noqa: BLE001 - any exception is what is looked for
            fault(f"raised {error!r}")
            continue
        outcome.took(time.process_time() - begun, kind, asked)
        for what in _broken(answer, line, asked, stated):
            fault(what)
        plain = desk.reply(question, context)
        became = _became(plain, answer)
        outcome.changed[kind, became] += 1
        if kind in PRESERVING and _meaning(answer) != _meaning(plain):
            fault(f"reads the same as {question!r} and is answered otherwise: {answer.first!r}, not {plain.first!r}")
    return outcome


def _broken(answer: Answer, line: str, asked: str, stated: Stated) -> Iterator[str]:
    try:
        read = assert_contract(line)
    except AssertionError as error:
        yield f"the contract is broken: {error!r} {line[:300]}"
        return
    if answer.question != asked:
        yield f"another question is answered: {answer.question[:80]!r}"
    if "�" in read["text"] and "�" not in asked:
        yield "a character of the answer is broken"
    if Context.from_json(answer.context.to_json()) != answer.context:
        yield "the context does not survive being written down"
    yield from stated.wrong_ratings(read["facts"])
    yield from (f"says what no record states: {said}" for said in stated.wrong_sentences(read["text"]))
    for frame in (Frame(number=_NUMBER, files=True), Frame(number=_NUMBER, page=1)):
        pages = count_pages(answer, frame)
        if frame.page < pages:
            text = render_fallback(answer) if frame.page == 0 else render_page_text(answer, frame)
            yield from message_problems({"text": text, "blocks": render_blocks(answer, frame)})


def _meaning(answer: Answer) -> tuple[object, ...]:
    return answer.status, answer.topic, answer.items, answer.fiscal_years, answer.evaluations, answer.facts


def _became(plain: Answer, damaged: Answer) -> str:
    if _meaning(plain) == _meaning(damaged):
        return "same"
    if damaged.status is not Status.ANSWERED:
        return "not answered"
    if plain.status is not Status.ANSWERED:
        return "answered now"
    return "other items" if plain.items != damaged.items else "other kind or years"
