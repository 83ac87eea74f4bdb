"""The ratings on which an answer rests: as a table, as facts, with their disagreements and places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answer import Answer, Status, Table
from bot.conditions.judge import stated_letters, statements_of
from bot.conditions.query import Term
from bot.conditions.say import term_name
from bot.question import Question
from bot.topics.rating import conflict_of, facts_of
from bot.wording.phrases import short_year
from records.lookups import Records


def with_ratings(
    question: Question,
    records: Records,
    *,
    first: str,
    topic: str,
    codes: Sequence[str],
    about: Sequence[str],
    terms: Sequence[Term],
    notes: Sequence[str],
    read_as: str,
    tables: Sequence[Table] = (),
    whole: bool = False,
) -> Answer:
    """The answer with the ratings of *codes* as a table and as facts; *about*: the items that it is about.

    *whole*: the prospective rating too, as a fact, as in every answer about one item.
    """
    statements = [statements_of(records, code, term) for code in codes for term in terms]
    rows = tuple(
        (
            code,
            records.item_by_code[code].title,
            *("／".join(stated_letters(records, code, term)) or "記録なし" for term in terms),
        )
        for code in codes
    )
    header = ("項目", "項目名", *("見込" if term is None else short_year(term) for term in terms))
    if whole and None not in terms:
        terms = (*terms, None)
        statements.extend(given for code in codes if (given := statements_of(records, code, None)))
    conflicts = [conflict for given in statements if given and (conflict := conflict_of(given)) is not None]
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=topic,
        first=first,
        tables=(*tables, *((Table(caption="評定", header=header, rows=rows),) if rows else ())),
        notes=tuple(notes),
        items=tuple(about),
        fiscal_years=tuple(sorted(term for term in terms if term is not None)),
        evaluations=(
            *(("annual",) if any(term is not None for term in terms) else ()),
            *(("prospective",) if None in terms else ()),
        ),
        facts=tuple(fact for given in statements for fact in facts_of(given)),
        conflicts=tuple(dict.fromkeys(conflicts)),
        sources=tuple(dict.fromkeys(each.source for given in statements for each in given)),
        read_as=read_as,
    )


def disputed_sides(records: Records, code: str, terms: Iterable[Term], subject: str = "") -> dict[str, str]:
    """Term behind *subject* → the letters of the places that disagree on it, for `also_disputed`; nothing of the others."""
    return {
        f"{subject}{term_name(term)}": " と ".join(letters)
        for term in terms
        if len(letters := stated_letters(records, code, term)) > 1
    }
