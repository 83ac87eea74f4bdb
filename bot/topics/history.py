"""Rating history: all recorded years of an item, as a series and a table."""

from __future__ import annotations

from bot.answer import Answer, Status
from bot.phrases import year_name, years_name
from bot.question import Question
from bot.text.compiled import compiled
from bot.text.fiscal_year import YearSelection
from bot.topics import rating
from bot.topics.rating import final_of
from records.lookups import Records

NAME = "history"
NEEDS = "item"
WORDS = {
    "推移": 3, "すいい": 3, "変遷": 3, "経緯": 3, "履歴": 3, "ヒストリー": 3, "トレンド": 3, "経年変化": 3, "時系列": 3,
    "過去の評定": 3, "過去の評価": 3, "これまでの評定": 3, "これまでの評価": 3, "経年": 3, "歴代": 3, "過去": 2, "総括表": 3, "項目別評定総括表": 3, "通信簿": 2, "history": 3, "trend": 3,
}  # fmt: skip
# Aじゃなかった, Aでない
NOT_LETTER = compiled(
    r"(?<![a-z0-9])(?P<letter>[sabcd])(?:評価|評定|判定|ランク)?(?:以外|じゃ(?:あ)?な|ではな|でな|でもな|にならな|になって(?:い)?な)"
)


def answer(question: Question, records: Records) -> Answer:
    """The ratings of every year asked for; all recorded years when none is."""
    if question.evaluation == "prospective" or question.evaluator == "minister":
        return rating.answer(question, records)
    years = question.years if question.years.asked else YearSelection(records.rated_years, asked=True, series=True)
    answered = rating.answer(question._replace(years=years, series=True), records)
    if question.letters and len(answered.items) == 1 and answered.status is Status.ANSWERED:
        answered = _when(question, records, answered)
    return answered._replace(topic=NAME)


def _when(question: Question, records: Records, answered: Answer) -> Answer:
    """「Ⅰ-1がBだったのは何年度？」, 「何回Aを取った？」: the years with those letters lead, the series follows.

    A year for which places disagree is named, and not counted.
    """
    code, wanted = answered.items[0], set(question.letters)
    excluded = [letter for letter in records.scale if letter not in wanted]
    negated = NOT_LETTER.search(question.text_folded) is not None and bool(excluded)
    said = f"{'・'.join(excluded)} でなかった" if negated else f"{'・'.join(question.letters)} だった"
    given = {  # as a set that keeps the order of the places
        year: dict.fromkeys(each.rating for each in final_of(records.ratings_of(code, "annual", year)))
        for year in answered.fiscal_years
    }
    years = [year for year, at in given.items() if at and at.keys() <= wanted]
    disputed = [year for year, at in given.items() if at.keys() & wanted and not at.keys() <= wanted]
    doubt = rating.also_disputed({year_name(year): " と ".join(given[year]) for year in disputed})
    if question.text_folded.find("初めて") >= 0 or "はじめて" in question.text_folded:
        span = f"記録のある{years_name(answered.fiscal_years)}のうち、{code} が初めて {said.removesuffix('った')}った"
        earlier = bool(disputed) and (not years or disputed[0] < years[0])
        doubt = doubt if earlier else ""
        first = f"{span}のは、{year_name(years[0])}です（計算値）。" if years else f"{span}年度はありません（計算値）。"
    elif years:
        first = f"{code} が {said}のは、{years_name(years)}の{len(years)}回です（計算値）。"
    elif disputed:
        first = f"{code} が {said}と確かに言える年度は、{years_name(answered.fiscal_years)}にはありません（計算値）。"
    else:
        first = f"{code} が {said}年度は、{years_name(answered.fiscal_years)}にはありません（計算値）。"
    return answered._replace(first=first + doubt, lines=(answered.first, *answered.lines))
