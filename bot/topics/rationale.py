"""Why an item was rated as it was (評定と根拠)."""

from __future__ import annotations

from itertools import pairwise

from bot.answer import Answer, Status
from bot.phrases import short_year, year_name, years_name
from bot.question import Question
from bot.statements import answer_statements
from bot.subject import series_text
from bot.text.compiled import compiled
from bot.topics.rating import facts_of, final_of, letters
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
    """What the forms say, in brief, with its place."""
    if (told := _of_a_change(question, records)) is not None:
        return told
    return answer_statements(
        question,
        records,
        topic=NAME,
        kind="rationale",
        look_up=lambda item, evaluation: records.rationales_of(item, evaluation, "rationale"),
    )


_UP = compiled(r"[上あ]が(?:った|り|る|って)|上昇|良くな|改善|アップ|格上げ")
_DOWN = compiled(r"[下さ]が(?:った|り|る|って)|低下|悪くな|悪化|ダウン|格下げ|落ち")
_CHANGED = compiled(r"変わ(?:った|り|って)|変化")
_STEP = compiled(r"(?<![a-z0-9])(?P<old>[sabcd])(?:評価|評定)?(?:から|→)(?P<new>[sabcd])(?![a-z0-9])")


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
