"""Rating history: all recorded years of an item, as a series and a table."""

from __future__ import annotations

from bot.answer import Answer
from bot.question import Question
from bot.text.fiscal_year import YearSelection
from bot.topics import rating
from records.lookups import Records

NAME = "history"
NEEDS = "item"
WORDS = {
    "推移": 3, "すいい": 3, "変遷": 3, "移り変わり": 6, "うつりかわり": 6, "経緯": 3, "履歴": 3, "ヒストリー": 3, "トレンド": 3, "経年変化": 3, "時系列": 3,
    "過去の評定": 3, "過去の評価": 3, "これまでの評定": 3, "これまでの評価": 3, "経年": 3, "歴代": 3, "過去": 2, "総括表": 3, "項目別評定総括表": 3, "通信簿": 2, "history": 3, "trend": 3,
}  # fmt: skip


def answer(question: Question, records: Records) -> Answer:
    """The ratings of every year asked for; all recorded years when none is."""
    if question.evaluation == "prospective" or question.evaluator == "minister":
        return rating.answer(question, records)
    years = question.years if question.years.asked else YearSelection(records.rated_years, asked=True, series=True)
    answered = rating.answer(question._replace(years=years, series=True), records)
    return answered._replace(topic=NAME)
