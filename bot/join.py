"""Several answers to one message → one answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Answer, Status


def join_answers(answers: Sequence[Answer]) -> Answer:
    """The first that is answered leads; the others' first lines become lines. One answer stays as it is."""
    if len(answers) == 1:
        return answers[0]
    good = [each for each in answers if each.status is Status.ANSWERED]
    first = (good or answers)[0]
    others = [each for each in answers if each is not first]
    lines, facts, tables = list(first.lines), list(first.facts), list(first.tables)
    for other in others:
        lines.extend((other.first, *other.lines))
        facts.extend(fact for fact in other.facts if fact not in facts)
        tables.extend(table for table in other.tables if table not in tables)
    codes = {code for each in answers for code in each.items}
    return replace(
        first,
        lines=tuple(dict.fromkeys(lines)),
        tables=tuple(tables),
        notes=tuple(dict.fromkeys(note for each in (first, *others) for note in each.notes)),
        items=tuple(sorted(codes, key=lambda code: (code[0], int(code.split("-")[1])))),
        fiscal_years=tuple(sorted({year for each in answers for year in each.fiscal_years})),
        evaluations=tuple(dict.fromkeys(name for each in answers for name in each.evaluations)),
        facts=tuple(facts),
        conflicts=tuple(dict.fromkeys(conflict for each in answers for conflict in each.conflicts)),
        candidates=tuple(candidate for each in answers for candidate in each.candidates),
        sources=tuple(dict.fromkeys(source for each in answers for source in each.sources)),
        next_steps=tuple(dict.fromkeys(step for each in answers for step in each.next_steps)),
        context=answers[-1].context,
    )
