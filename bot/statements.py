"""One way to answer every kind of question whose records are short texts about an item.

Achievements, rationale, issues, goals, plans, viewpoints, results, legal basis: which evaluations have them for which
year, what a dash means, and what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.answer import Answer, Fact, Status
from bot.phrases import EVALUATION_NAMES, KIND_NAMES, join_some, term_name, years_name
from bot.question import Question
from bot.subject import items_of, missing_codes_sentence, unknown_items, which_item
from bot.text.compiled import compiled
from records.lookups import Records
from records.model import Statement

LookUp = Callable[[str, str], Sequence[Statement]]
_MOST_ITEMS = 30
_FIRST_LINE_PARTS = 3
_LONGEST_SAID = 160  # characters of a first line that can be read aloud
_LONGEST_START = 80
_BULLETS = "・○〇◯※●"
_BRACKETS = "＜<［[【（("
_HEADING = compiled(r"[＜<［\[【][^＞>］\]】]{1,20}[＞>］\]】]")
# the same in every year of the period, so that naming a year would mislead
_NOT_YEARLY = ("mid_term_goal", "mid_term_plan", "legal_basis", "related_policy")


def answer_statements(question: Question, records: Records, *, topic: str, kind: str, look_up: LookUp) -> Answer:
    """The statements of *kind* for the items asked about; *look_up*: (item, evaluation) → statements."""
    what = KIND_NAMES[kind]
    if question.unknown_codes and not question.items and not question.sections:
        return unknown_items(question, records, topic)
    items = items_of(question, records)
    if not items:
        return which_item(question, records, topic, what)
    evaluations = _evaluations(question, records)
    notes = [missing_codes_sentence(question.unknown_codes, records)] if question.unknown_codes else []
    found: list[tuple[str, str, Sequence[Statement]]] = []
    for code in items[:_MOST_ITEMS]:
        for evaluation in evaluations:
            statements = look_up(code, evaluation)
            if statements:
                found.append((code, evaluation, statements))
    if question.evaluation is None and not question.years.asked:
        notes.extend(_elsewhere(items, found, look_up, what))
    missing = _years_without(question, records)
    if missing:
        there = years_name(sorted({document.fiscal_year for document in records.documents}))
        notes.append(
            f"{years_name(missing)}の{what}は記録にありません（記録があるのは{there}の年度評価と見込評価です）。"
        )
    if not found:
        first = notes.pop() if missing else _nothing(items, evaluations, what)
        return Answer(
            question=question.text,
            status=Status.NO_DATA,
            topic=topic,
            first=first,
            items=items,
            notes=tuple(notes),
            next_steps=(f"{items[0]} の{what}は？",) if missing else (),
        )
    return _build(question, records, found, notes, topic=topic, kind=kind)


def _evaluations(question: Question, records: Records) -> tuple[str, ...]:
    if question.evaluation:
        return (question.evaluation,)
    if question.years.asked:
        documents = {document.fiscal_year for document in records.documents}
        return ("annual",) if documents & set(question.years.years) else ()
    return ("annual",)


def _years_without(question: Question, records: Records) -> tuple[int, ...]:
    if question.evaluation not in {None, "annual"} or not question.years.asked:
        return ()
    documents = {document.fiscal_year for document in records.documents}
    return tuple(year for year in question.years.years if year not in documents)


def _elsewhere(
    items: Sequence[str], found: list[tuple[str, str, Sequence[Statement]]], look_up: LookUp, what: str
) -> list[str]:
    covered = {code for code, _, _ in found}
    notes = []
    for code in items:
        if code in covered:
            continue
        for evaluation in ("prospective", "final"):
            if statements := look_up(code, evaluation):
                found.append((code, evaluation, statements))
                notes.append(f"{code} の{what}は{EVALUATION_NAMES[evaluation]}の調書によるものです。")
                break
    return notes


def _nothing(items: Sequence[str], evaluations: Sequence[str], what: str) -> str:
    forms = "・".join(EVALUATION_NAMES[evaluation] for evaluation in evaluations) or "年度評価"
    return f"{'・'.join(items[:6])} の{what}は、{forms}の文書に記載欄がないか、記載がありません。"


def _other_letter(
    question: Question, records: Records, found: list[tuple[str, str, Sequence[Statement]]], year: int
) -> list[str]:
    """「Ⅰ-1がBの理由」: what the rating really is, where another letter was named."""
    notes = []
    for code, evaluation, _ in found:
        given = records.ratings_of(code, evaluation, year if evaluation == "annual" else None)
        if given and question.letters and given[0].rating not in question.letters:
            notes.append(
                f"{code} の評定は {given[0].rating} です。{'・'.join(question.letters)} とする記載ではありません。"
            )
    return notes


def _subject(records: Records, code: str, evaluation: str, year: int, term: str, kind: str) -> str:
    """「Ⅰ-1 の令和6年度の」; before a rationale also the rating that it is for."""
    if kind != "rationale":
        return f"{code} の{term}"
    given = records.ratings_of(code, evaluation, year if evaluation == "annual" else None)
    return f"{code} の{term}評定 {given[0].rating} の" if given else f"{code} の{term}"


def _said(texts: Sequence[str], brief: Sequence[str]) -> str:
    """What the first line quotes: the texts where they are short, else those in brief, else how the first one begins."""
    for candidates in (texts, brief):
        said = join_some(list(candidates), _FIRST_LINE_PARTS, "／")
        if candidates and len(said) <= _LONGEST_SAID:
            return said
    if brief:
        return join_some(list(brief), 1, "／")
    first = next((line for line in texts[0].split("\n") if not _HEADING.fullmatch(line)), texts[0]).lstrip(_BULLETS)
    start = (
        first
        if len(first) <= _LONGEST_START
        else f"{first[:_LONGEST_START].rpartition('、')[0] or first[:_LONGEST_START]}…"
    )
    return start if len(texts) == 1 else f"{start}（ほか{len(texts) - 1}件）"


def _listed(text: str) -> list[str]:
    """The paragraphs of an official text as lines, each with a bullet in front unless it has one."""
    return [line if line.startswith(tuple(_BULLETS + _BRACKETS)) else f"・{line}" for line in text.split("\n") if line]


def _build(
    question: Question,
    records: Records,
    found: list[tuple[str, str, Sequence[Statement]]],
    notes: list[str],
    *,
    topic: str,
    kind: str,
) -> Answer:
    what = "根拠" if kind == "rationale" else KIND_NAMES[kind]
    lines: list[str] = []
    facts: list[Fact] = []
    firsts: list[str] = []
    year = records.documents[0].fiscal_year
    for code, evaluation, statements in found:
        term = "" if kind in _NOT_YEARLY else term_name(evaluation, year if evaluation == "annual" else None) + "の"
        texts = [statement.text for statement in statements if statement.text]
        brief = [each.text for each in records.briefs_of(code, evaluation, kind) if each.text]
        said = _said(texts, brief) if texts else "記載が「－」（なし）"
        subject = _subject(records, code, evaluation, year, term, kind)
        firsts.append(f"{subject}{what}は、「{said}」です。" if texts else f"{subject}{what}は、{said}です。")
        if len(texts) > 1 or len(found) > 1 or any(len(text) > _LONGEST_SAID for text in texts):
            lines.append(f"{code} {records.item_by_code[code].title}" + (f"（{term[:-1]}）" if term else ""))
            lines.extend(line for text in texts for line in _listed(text))
            if not texts:
                lines.append("・記載は「－」（なし）")
        facts.extend(
            Fact(
                kind=kind,
                item=code,
                fiscal_year=year if evaluation == "annual" else None,
                evaluation=evaluation,
                label=what,
                value=statement.text or "－",
                sources=(statement.source,),
            )
            for statement in statements
        )
    first = (
        firsts[0]
        if len(found) == 1
        else f"{'・'.join(dict.fromkeys(code for code, _, _ in found))} の{what}は次のとおりです。"
    )
    evaluations = tuple(dict.fromkeys(evaluation for _, evaluation, _ in found))
    codes = tuple(dict.fromkeys(code for code, _, _ in found))
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=topic,
        first=first,
        lines=tuple(lines),
        notes=tuple(notes),
        items=records.in_order(codes),
        fiscal_years=(year,) if "annual" in evaluations else (),
        evaluations=evaluations,
        facts=tuple(facts),
        sources=tuple(dict.fromkeys(statement.source for _, _, statements in found for statement in statements)),
        next_steps=tuple(f"{code} の見込評価の{what}は？" for code in codes[:1] if evaluations == ("annual",)),
        read_as=f"{'・'.join(codes[:6])}・{what}",
    )
