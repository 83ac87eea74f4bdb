"""Why an item was rated as it was (評定と根拠)."""

from __future__ import annotations

from itertools import pairwise

from bot.answer import Answer, Status
from bot.figures.letter_counts import answer_change_of_counts, asks_change_of_counts
from bot.question import Question
from bot.reading.thread import has_own_subject
from bot.text.compiled import compiled
from bot.topics.rating import facts_of, final_of, letters
from bot.wording.phrases import EVALUATION_NAMES, short_year, year_name, years_name
from bot.wording.statements import answer_statements
from bot.wording.subject import items_of, series_text
from records.lookups import Records

NAME = "rationale"
NEEDS = "item"
WORDS = {
    "根拠": 5,
    "理由": 5,
    "りゆう": 5,
    "なぜ": 5,
    "なんで": 5,
    "何故": 5,
    "どうして": 5,
    "評定理由": 5,
    "評定の根拠": 5,
    "評定の理由": 5,
    "評価理由": 5,
    "わけ": 4,
    "こんきょ": 5,
    "決め手": 5,
    "why": 5,
    "reason": 5,
    "rationale": 5,
}


def answer(question: Question, records: Records) -> Answer:
    """What the forms say, in brief, with its place; that there is no such rating, where the question takes one for granted."""
    if question.evaluator == "minister" and (blank := _without_ministers(question, records)):
        return blank
    if question.letters and not question.items and asks_change_of_counts(question.text_folded, question.letters):
        counts = answer_change_of_counts(question, records, items_of(question, records, default_all=True))
        return counts._replace(
            status=Status.NO_DATA, topic=NAME, first=f"項目の数が変わった理由の記載は記録にありません。{counts.first}"
        )
    if not question.items and question.letters and not has_own_subject(question):
        question = _of_letters(question, records)
        if not question.items and question.letters:
            return _no_such_item(question, records)
    told = _of_another_letter(question, records) or _of_no_change(question, records) or _of_a_change(question, records)
    if told is not None:
        return told
    stated = answer_statements(
        question,
        records,
        topic=NAME,
        kind="rationale",
        look_up=lambda item, evaluation: records.rationales_of(item, evaluation, "rationale"),
    )
    return _with_sides(stated, question, records) if stated.status is Status.NO_DATA else stated


def _with_sides(told: Answer, question: Question, records: Records) -> Answer:
    """Where the rating itself is disputed (Ⅲ-5がR4でAなのはなぜ), that it is."""
    if len(question.items) != 1 or question.evaluation == "prospective" or len(question.years.years) != 1:
        return told
    code, year = question.items[0], question.years.years[0]
    sides = tuple(dict.fromkeys(each.rating for each in final_of(records.ratings_of(code, "annual", year))))
    if len(sides) == 1 or not sides:
        return told
    return told._replace(
        first=f"{told.first}{code} の{year_name(year)}の評定は出典により {' と '.join(sides)} に分かれています。"
    )


def _without_ministers(question: Question, records: Records) -> Answer | None:
    """That the document holds no rating by the ministers, hence no reason of one; None where it holds one."""
    items = items_of(question, records, default_all=True)
    evaluation = question.evaluation or "annual"
    years = (question.years.years or records.rated_years[-1:]) if evaluation == "annual" else (None,)
    given = (each for code in items for year in years for each in records.ratings_of(code, evaluation, year))
    if any(each.evaluator == "minister" for each in given):
        return None
    named = f"{'・'.join(question.items[:6])} の" if question.items else ""
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=NAME,
        first=f"{named}主務大臣による評定とその理由は、この文書に記載がありません（欄が空欄です）。",
        items=question.items,
        next_steps=tuple(f"{code} の評定の根拠は？" for code in question.items[:1]),
    )


def _term(question: Question, records: Records) -> tuple[str, tuple[int | None, ...]]:
    """The evaluation and years that the letters of the question are said of."""
    if question.evaluation in {"prospective", "final"}:
        return question.evaluation, (None,)
    return "annual", question.years.years or records.rated_years[-1:]


def _of_letters(question: Question, records: Records) -> Question:
    """R6にAだった理由: of the items that were rated so; without letters where they are too many to be meant."""
    evaluation, years = _term(question, records)
    if any(year not in records.rated_years for year in years if year is not None):
        return question._replace(letters=())
    wanted = set(question.letters)
    rated = tuple(
        item.item
        for item in records.items
        if any(
            wanted & {each.rating for each in final_of(records.ratings_of(item.item, evaluation, year))}
            for year in years
        )
    )
    if len(rated) > _MOST_MEANT:
        return question._replace(letters=())
    return question._replace(items=rated)


def _no_such_item(question: Question, records: Records) -> Answer:
    evaluation, years = _term(question, records)
    term = EVALUATION_NAMES[evaluation] if evaluation != "annual" else years_name([year for year in years if year])
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=NAME,
        first=f"{term}に {'・'.join(question.letters)} の項目はありません。",
        evaluations=(evaluation,),
        next_steps=(f"{term}の評定の一覧は？",),
    )


def _of_another_letter(question: Question, records: Records) -> Answer | None:
    """Ⅰ-1がCの理由: that it was no C, or in which year it was one; None where the letter is the rating asked about."""
    if len(question.items) != 1 or not question.letters or _NOT.search(question.text_folded):
        return None
    code, wanted = question.items[0], set(question.letters)
    evaluation, years = _term(question, records)
    given = {year: {each.rating for each in final_of(records.ratings_of(code, evaluation, year))} for year in years}
    if not all(given.values()) or any(wanted & at for at in given.values()):
        return None
    said = "・".join(question.letters)
    yearly = {
        year: {each.rating for each in final_of(records.ratings_of(code, "annual", year))}
        for year in records.years_rated(code)
    }
    at = [year for year, letters_at in yearly.items() if letters_at & wanted]
    series = series_text([(year, letters(records.ratings_of(code, "annual", year))) for year in yearly])
    if evaluation != "annual" or question.years.asked or (at and question.follow_up):
        term = EVALUATION_NAMES[evaluation] if evaluation != "annual" else years_name([year for year in years if year])
        stated = "、".join(letters(records.ratings_of(code, evaluation, year)) for year in years)
        first = f"{code} の{term}の評定は {said} ではなく、{stated} です。"
    elif at:
        documents = sorted({document.fiscal_year for document in records.documents})
        first = f"{code} が {said} だったのは{years_name(at)}ですが、その評定の根拠は記録にありません（根拠の記録があるのは{years_name(documents)}です）。"
    else:
        first = f"{code} が {said} だった年度はありません（{series}）。"
    statements = [records.ratings_of(code, "annual", year) for year in yearly]
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=NAME,
        first=first,
        lines=() if series in first else (f"年度評価の推移：{series}",),
        items=(code,),
        fiscal_years=tuple(yearly),
        evaluations=("annual",),
        facts=tuple(fact for each in statements for fact in facts_of(each)),
        sources=tuple(dict.fromkeys(each.source for at_year in statements for each in at_year)),
        next_steps=(f"{code} の評定の根拠は？",),
    )


_MOST_MEANT = 6
_NOT = compiled(r"ない|なかった|なく|以外|ません")
_UP = compiled(r"[上あ]が(?:った|り|る|って)|上昇|良くな|改善|アップ|格上げ|昇格|向上")
_DOWN = compiled(r"[下さ]が(?:った|り|る|って)|低下|悪くな|悪化|ダウン|格下げ|落ち|降格|下降")
_CHANGED = compiled(r"変わ(?:った|り|って)|変化")
_STEP = compiled(r"(?<![a-z0-9])(?P<old>[sabcd])(?:評価|評定)?(?:から|→)(?P<new>[sabcd])(?![a-z0-9])")


def _of_no_change(question: Question, records: Records) -> Answer | None:
    """「Ⅰ-1がR5に上がった理由」 where it fell in that year: what it did; None where it did so, or places disagree."""
    text, years = question.text_folded, question.years.years
    up, down = _UP.search(text), _DOWN.search(text)
    if (
        len(question.items) != 1
        or len(years) != 1
        or question.indicators
        or question.evaluation
        or bool(up) == bool(down)
    ):
        return None
    code, terms = question.items[0], (years[0] - 1, years[0])
    statements = [records.ratings_of(code, "annual", year) for year in terms]
    given = [{each.rating for each in final_of(of_year)} for of_year in statements]
    if any(len(each) != 1 for each in given):
        return None
    before, after = (records.scale.index(next(iter(each))) for each in given)
    if (after < before) if up else (after > before):
        return None
    series = "、".join(f"{year_name(year)} {letters(at)}" for year, at in zip(terms, statements, strict=True))
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=NAME,
        first=f"{code} の評定は、{series} で、{'上がって' if up else '下がって'}いません。",
        items=(code,),
        fiscal_years=terms,
        evaluations=("annual",),
        facts=tuple(fact for each in statements for fact in facts_of(each)),
        sources=tuple(dict.fromkeys(each.source for at in statements for each in at)),
        next_steps=(f"{code} の評定の推移は？", f"{code} の評定の根拠は？"),
    )


def _of_a_change(question: Question, records: Records) -> Answer | None:
    """「Ⅰ-3はなぜ下がった？」: of the year in which it fell; None where that year's rationale is recorded, or a year is named."""
    text = question.text_folded
    step = _STEP.search(text)
    up, down = _UP.search(text), _DOWN.search(text)
    asked = step or up or down or _CHANGED.search(text)
    # what rose may also be a figure (件数が上がった理由)
    other = question.indicators or question.years.asked or question.evaluation or len(question.items) != 1
    if not asked or other or set(question.topics) - {"rationale", "changes", "rating", "history"}:
        return None
    code, years, rank = question.items[0], records.years_rated(question.items[0]), records.scale.index
    given = {year: {each.rating for each in final_of(records.ratings_of(code, "annual", year))} for year in years}
    steps = []
    for before, after in pairwise(years):
        if len(given[before]) != 1 or len(given[after]) != 1:
            continue
        old, new = next(iter(given[before])), next(iter(given[after]))
        fits = (old, new) == (step["old"].upper(), step["new"].upper()) if step else old != new
        if fits and (not up or rank(new) < rank(old)) and (not down or rank(new) > rank(old)):
            steps.append((before, after))
    documents = sorted({document.fiscal_year for document in records.documents})
    if any(after in documents for _, after in steps):
        return None
    word = "上がった" if up and not down else "下がった" if down and not up else "変わった"
    series = series_text([(year, letters(records.ratings_of(code, "annual", year))) for year in years])
    disputed = [year for year in years if len(given[year]) > 1]
    doubt = f"{years_name(disputed)}の評定は出典により分かれています。" if disputed else ""
    if steps:
        shown = "・".join(f"{short_year(before)}→{short_year(after)}" for before, after in steps)
        without = "・".join(year_name(after) for _, after in steps)
        first = f"{code} の評定が{word}のは {shown} ですが、{without}の評定の根拠は記録にありません（根拠の記録があるのは{years_name(documents)}です）。"
    elif not step and not disputed:
        first = f"{code} の評定が{word}年度はありません（{series}）。"
    else:
        first = f"{code} の評定がそのように{word}年度は、記録からは確かめられません（{series}）。"
    statements = [records.ratings_of(code, "annual", year) for year in years]
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=NAME,
        first=first + doubt,
        lines=(f"年度評価の推移：{series}",) if steps else (),
        items=(code,),
        fiscal_years=years,
        evaluations=("annual",),
        facts=tuple(fact for each in statements for fact in facts_of(each)),
        sources=tuple(dict.fromkeys(each.source for at in statements for each in at)),
        next_steps=(f"{code} の{year_name(documents[-1])}の評定の根拠は？",) if documents else (),
    )
