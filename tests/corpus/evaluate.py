"""How well questions are decided: answer, ask back or decline, over all corpora; a confusion table and every wrong case.

Expected is what the corpora say (bot/topics/*.toml, tests/corpus/*/*.toml). An answer about the wrong items, years or kind, or
without a value that its case names, is counted as a wrong answer, never as an answer.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answer import Answer, Status
from bot.ask import Desk
from bot.render.text import display_width
from bot.settings import Settings
from tests.conftest import ASKED_ON
from tests.corpus.cases import Case, Conversation, corpus_files, differences, got_of, last_answer, load_corpus

DECISIONS = {
    "answered": "answer",
    "ambiguous": "ask back",
    "no_data": "decline",
    "not_understood": "decline",
    "out_of_scope": "decline",
}
_WRONG = "wrong answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One question of a corpus, what was expected of it and what was given. *faults*: what differs, "" when nothing does."""

    case: Case
    said: Conversation
    answer: Answer
    expected: str
    given: str
    faults: tuple[str, ...]


def evaluate(desk: Desk, cases: Sequence[Case]) -> list[Outcome]:
    """Every writing of every case, asked."""
    return [_outcome(case, said, last_answer(desk, said)) for case in cases for said in case.says]


def _outcome(case: Case, said: Conversation, answer: Answer) -> Outcome:
    statuses = case.means.get("status", "answered")
    expected = DECISIONS[str(statuses if isinstance(statuses, str) else statuses[0])]
    faults = tuple(differences(case, answer))
    given = DECISIONS[answer.status.value]
    if given == "answer" and (faults or expected != "answer"):
        given = _WRONG
    return Outcome(case=case, said=said, answer=answer, expected=expected, given=given, faults=faults)


def report(outcomes: Sequence[Outcome], seconds: float) -> list[str]:
    """The lines that the script prints: table, precision and recall, rates, wrong cases."""
    columns = ("answer", _WRONG, "ask back", "decline")
    counts = Counter((each.expected, each.given) for each in outcomes)
    lines = [_row("expected \\ given", *columns, "recall")]
    for expected in ("answer", "ask back", "decline"):
        row = [counts[expected, given] for given in columns]
        lines.append(_row(expected, *map(str, row), _rate(counts[expected, expected], sum(row))))
    given_in_all = {
        given: sum(counts[expected, given] for expected in ("answer", "ask back", "decline")) for given in columns
    }
    answers = given_in_all["answer"] + given_in_all[_WRONG]
    precision = (
        _rate(given_in_all["answer"], answers),
        "",
        *(_rate(counts[decision, decision], given_in_all[decision]) for decision in ("ask back", "decline")),
    )
    lines.append(_row("precision", *precision, ""))
    answerable = [each for each in outcomes if each.expected == "answer"]
    asked_back = sum(each.given == "ask back" for each in answerable)
    wrong_items = [each for each in outcomes if _is_about_wrong_items(each)]
    right = sum(not each.faults for each in outcomes)
    lines += [
        "",
        f"right in every key that its case names   {right} of {len(outcomes)} ({_rate(right, len(outcomes))})",
        f"answered for a wrong item                {len(wrong_items)}",
        f"asked back though answerable             {asked_back} of {len(answerable)} ({_rate(asked_back, len(answerable))})",
        f"a question takes                         {seconds / max(len(outcomes), 1) * 1000:.2f} ms",
    ]
    for each in outcomes:
        if each.faults:
            lines += ["", f"{each.case.corpus}: {each.case.name}", f"  {' → '.join(each.said)}"]
            lines += [f"  {fault}" for fault in each.faults]
            lines.append(f"  {each.answer.status.value}: {each.answer.first[:120]}")
    return lines


def _is_about_wrong_items(each: Outcome) -> bool:
    expected = each.case.means.get("items")
    return each.answer.status is Status.ANSWERED and expected is not None and got_of(each.answer)["items"] != expected


def _rate(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _row(*cells: str) -> str:
    return "".join(cell + " " * max(18 - display_width(cell), 1) for cell in cells).rstrip()


def main() -> int:
    """Print the report; 1 when a case is wrong, else 0. Arguments are names of corpora (default: all)."""
    wanted = set(sys.argv[1:])
    cases = [
        case for path in corpus_files() for case in load_corpus(path, ASKED_ON) if not wanted or path.stem in wanted
    ]
    with tempfile.TemporaryDirectory() as home:
        desk = Desk(Settings(home=Path(home), today=ASKED_ON, values={}))
        start = time.perf_counter()
        outcomes = evaluate(desk, cases)
        lines = report(outcomes, time.perf_counter() - start)
        desk.close()
    sys.stdout.write("\n".join(lines) + "\n")
    return int(any(each.faults for each in outcomes))


if __name__ == "__main__":
    sys.exit(main())
