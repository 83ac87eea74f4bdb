"""Rating history: all recorded years of an item, as a series and a table."""

from __future__ import annotations

from dataclasses import replace

from bot.answer import Answer, Status
from bot.phrases import year_name, years_name
from bot.question import Question
from bot.text.fiscal_year import YearSelection
from bot.topics import rating
from records.lookups import Records

NAME = "history"
NEEDS = "item"
WORDS = {
    "推移": 3, "すいい": 3, "変遷": 3, "経緯": 3, "履歴": 3, "ヒストリー": 3, "トレンド": 3, "経年変化": 3, "時系列": 3,
    "過去の評定": 3, "過去の評価": 3, "これまでの評定": 3, "これまでの評価": 3, "経年": 3, "歴代": 3, "過去": 2, "総括表": 3, "項目別評定総括表": 3, "通信簿": 2, "history": 3, "trend": 3,
}  # fmt: skip


def answer(question: Question, records: Records) -> Answer:
    """The ratings of every year asked for; all recorded years when none is."""
    if question.evaluation == "prospective" or question.evaluator == "minister":
        return rating.answer(question, records)
    years = question.years if question.years.asked else YearSelection(records.rated_years, asked=True, series=True)
    answered = rating.answer(replace(question, years=years, series=True), records)
    if question.letters and len(answered.items) == 1 and answered.status is Status.ANSWERED:
        answered = _when(question, records, answered)
    return replace(answered, topic=NAME)


def _when(question: Question, records: Records, answered: Answer) -> Answer:
    """「Ⅰ-1がBだったのは何年度？」, 「何回Aを取った？」: the years with those letters lead, the series follows."""
    code, letters = answered.items[0], "・".join(question.letters)
    years, disputed = [], {}
    for year in answered.fiscal_years:
        statements = records.ratings_of(code, "annual", year)
        if not {each.rating for each in statements} & set(question.letters):
            continue
        if conflict := rating.conflict_of(statements):
            disputed[year_name(year)] = " と ".join(value.value for value in conflict.values)
        else:
            years.append(year)
    if disputed:
        first = f"{code} が {letters} で一致している年度は、{years_name(years)}の{len(years)}回です（計算値）。"
        if not years:
            first = f"{code} が {letters} で一致している年度は、{years_name(answered.fiscal_years)}にはありません（計算値）。"
        first += rating.also_disputed(disputed)
    elif years:
        first = f"{code} が {letters} だったのは、{years_name(years)}の{len(years)}回です（計算値）。"
    else:
        first = f"{code} が {letters} だった年度は、{years_name(answered.fiscal_years)}にはありません（計算値）。"
    return replace(answered, first=first, lines=(answered.first, *answered.lines))
