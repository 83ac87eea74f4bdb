"""Rating history: all recorded years of an item, as a series and a table."""

from __future__ import annotations

from bot.answer import Answer, Status
from bot.figures.over_years import BEST, WORST
from bot.question import Question
from bot.text.fiscal_year import YearSelection
from bot.topics import rating
from bot.wording.phrases import years_name
from records.lookups import Records

NAME = "history"
NEEDS = "item"
WORDS = {
    "推移": 3, "年度順": 3, "年順": 3, "すいい": 3, "変遷": 3, "移り変わり": 6, "うつりかわり": 6, "経緯": 3, "履歴": 3, "ヒストリー": 3, "トレンド": 3, "経年変化": 3, "時系列": 3,
    "過去の評定": 3, "過去の評価": 3, "これまでの評定": 3, "これまでの評価": 3, "経年": 3, "歴代": 3, "過去": 2, "総括表": 3, "項目別評定総括表": 3, "通信簿": 2, "history": 3, "trend": 3,
}  # fmt: skip


def answer(question: Question, records: Records) -> Answer:
    """The ratings of every year asked for; all recorded years when none is."""
    if question.evaluation == "prospective" or question.evaluator == "minister":
        return rating.answer(question, records)
    years = question.years if question.years.asked else YearSelection(records.rated_years, asked=True, series=True)
    answered = rating.answer(question._replace(years=years, series=True), records)
    extreme = BEST.search(question.text_folded) or WORST.search(question.text_folded)
    if extreme and len(answered.items) == 1 and len(answered.fiscal_years) > 1 and answered.status is Status.ANSWERED:
        answered = _extreme(answered, records, best=BEST.search(question.text_folded) is not None)
    return answered._replace(topic=NAME)


def _extreme(series: Answer, records: Records, *, best: bool) -> Answer:
    """In which years the item of the series had its best or worst rating; the series itself is shown below."""
    (code,) = series.items
    given = {
        year: {each.rating for each in rating.final_of(records.ratings_of(code, "annual", year))}
        for year in series.fiscal_years
    }
    word = "高" if best else "低"
    if any(len(each) > 1 for each in given.values()):
        first = f"{code} の評定が最も{word}かった年度は、出典により分かれる年度があるため決められません。{series.first}"
        return series._replace(first=first)
    found = [letter for letter in records.scale if any(letter in each for each in given.values())]
    letter = found[0] if best else found[-1]
    years = tuple(year for year, each in given.items() if letter in each)
    said = f"{years_name(years)}の {letter} です"
    if len(found) == 1:
        said = f"{years_name(years)}のすべてで {letter} で、同じです"
    return series._replace(
        first=f"{code} の評定が最も{word}かった年度は、{said}（計算値）。", lines=(series.first, *series.lines)
    )
