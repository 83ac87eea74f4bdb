"""Several answers to one message → one answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Answer, Status
from bot.text.item_code import path_of

# characters that a first line of several sentences may have and still be read aloud
_LONGEST_FIRST = 320
_LACKING = frozenset({Status.NO_DATA, Status.NOT_UNDERSTOOD})


def join_answers(answers: Sequence[Answer]) -> Answer:
    """The first line says all answers where it stays short; else the first leads. One answer stays as it is."""
    if len(answers) == 1:
        return answers[0]
    good = [each for each in answers if each.status is Status.ANSWERED]
    first = (good or answers)[0]
    others = [each for each in answers if each is not first]
    # a half that is not there is told beside the other in the first line, however long that is
    lacking = [each for each in answers if each.topic and each.status in _LACKING]
    said = _sentences([each for each in answers if each in good or each in lacking] if good else answers)
    together = len(said) <= _LONGEST_FIRST
    if not together:
        said = _sentences([first, *lacking] if good else [first])
    facts, tables = list(first.facts), list(first.tables)
    lines = [*([f"〔{first.read_as}〕"] if together and first.lines and len(good) > 1 else []), *first.lines]
    for other in others:
        if other.first not in said:
            lines.append(other.first)
        elif together and other.lines and other.read_as:
            lines.append(f"〔{other.read_as}〕")
        lines.extend(line for line in other.lines if other.items != first.items or line not in lines)
        facts.extend(fact for fact in other.facts if fact not in facts)
        tables.extend(table for table in other.tables if table not in tables)
    codes = {code for each in answers for code in each.items}
    return first._replace(
        first=said,
        lines=tuple(lines),
        tables=tuple(tables),
        notes=tuple(dict.fromkeys(note for each in (first, *others) for note in each.notes)),
        missing=tuple(dict.fromkeys(told for each in (first, *others) for told in each.missing)),
        items=tuple(sorted(codes, key=path_of)),
        fiscal_years=tuple(sorted({year for each in answers for year in each.fiscal_years})),
        evaluations=tuple(dict.fromkeys(name for each in answers for name in each.evaluations)),
        facts=tuple(facts),
        conflicts=tuple(dict.fromkeys(conflict for each in answers for conflict in each.conflicts)),
        candidates=tuple(candidate for each in answers for candidate in each.candidates),
        sources=tuple(dict.fromkeys(source for each in answers for source in each.sources)),
        next_steps=tuple(dict.fromkeys(step for each in answers for step in each.next_steps)),
        context=answers[-1].context,
    )


def _sentences(answers: Sequence[Answer]) -> str:
    said = ""
    for each in answers:
        said += "" if each.first in said else each.first
    return said
