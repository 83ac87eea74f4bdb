"""`scripts/fuzz ask` and `scripts/fuzz ingest`: damaged questions and damaged documents, and what became of them.

The same seed gives the same damage. Exit status: 0 nothing is wrong; 1 something is, and stands in the report.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from bot.ask import Desk
from bot.settings import Settings
from tests.conftest import ASKED_ON
from tests.fuzz.ask import SLOW_SECONDS, Outcome, fuzz_questions
from tests.fuzz.ingest import Became, drawn_documents, fuzz_documents
from tests.fuzz.questions import DAMAGING, PRESERVING
from tests.records.ingest.mutate import MUTATIONS

_CHANGES = ("same", "other items", "other kind or years", "answered now", "not answered")
_EXAMPLES = 20


def main() -> int:
    """Run one of the two."""
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description="damages questions or documents, and reports")
    commands = parser.add_subparsers(dest="command", required=True)
    asking = commands.add_parser("ask", help="questions of the corpora, damaged")
    asking.add_argument("--number", type=int, default=20_000, help="how many questions (default: 20000)")
    asking.add_argument("--seed", type=int, default=0)
    reading = commands.add_parser("ingest", help="documents, damaged: generated ones, or those that are named")
    reading.add_argument(
        "--number", type=int, default=5, help="how often each damage is done to each document (default: 5)"
    )
    reading.add_argument("--documents", type=int, default=10, help="how many generated documents (default: 10)")
    reading.add_argument("--seed", type=int, default=0)
    reading.add_argument(
        "--damage", choices=sorted(MUTATIONS), action="append", help="only this damage (may be repeated)"
    )
    reading.add_argument("files", nargs="*", metavar="FILE", type=Path, help="the text of a document, read instead")
    options = parser.parse_args()
    if options.command == "ask":
        return _ask(options.seed, options.number)
    texts = {path.name: path.read_text(encoding="utf-8") for path in options.files}
    return _ingest(
        texts or drawn_documents(options.seed, options.documents), options.seed, options.number, options.damage
    )


def _ask(seed: int, number: int) -> int:
    with tempfile.TemporaryDirectory() as home:
        desk = Desk(Settings(home=Path(home), today=ASKED_ON, values={}))
        outcome = fuzz_questions(desk, seed, number)
        desk.close()
    _write(*_ask_report(outcome))
    return int(bool(outcome.faults))


def _ask_report(outcome: Outcome) -> list[str]:
    lines = [f"{'damage':<14}" + "".join(f"{change:>21}" for change in _CHANGES)]
    lines += [
        f"{kind:<14}" + "".join(f"{outcome.changed[kind, change]:>21}" for change in _CHANGES)
        for kind in (*PRESERVING, *DAMAGING)
    ]
    lines += ["", f"the slowest (a question may take {SLOW_SECONDS * 1000:.0f} ms):"]
    lines += [f"{seconds * 1000:7.1f} ms  {kind}: {asked[:60]!r}" for seconds, kind, asked in outcome.slowest]
    lines += ["", f"{outcome.asked} questions, {len(outcome.faults)} faults"]
    shown: Counter[str] = Counter()
    for fault in outcome.faults:
        shown[fault.kind] += 1
        if shown[fault.kind] <= _EXAMPLES:
            lines += ["", fault.line()]
    return lines


def _ingest(texts: dict[str, str], seed: int, number: int, damages: list[str] | None) -> int:
    damages = damages or list(MUTATIONS)
    outcome = fuzz_documents(texts, seed, number, damages)
    lines = [f"{'damage':<20}" + "".join(f"{became:>15}" for became in Became)]
    lines += [
        f"{damage:<20}" + "".join(f"{outcome.counted[damage, became]:>15}" for became in Became) for damage in damages
    ]
    lines += [f"{'all':<20}" + "".join(f"{_all(outcome.counted, became):>15}" for became in Became)]
    lines += ["", f"{len(texts)} documents; the slowest reading took {outcome.slowest:.1f} s", *outcome.crashes]
    lines += [each.line() for each in outcome.silent]
    _write(*lines)
    return int(bool(outcome.silent or outcome.crashes))


def _all(counted: Counter[tuple[str, Became]], became: Became) -> int:
    return sum(times for (_, each), times in counted.items() if each is became)


def _write(*lines: str) -> None:
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
