"""The mid-term period (中期目標期間)."""

from __future__ import annotations

from datetime import date

from bot.answer import Answer, Fact, Status
from bot.question import Question
from bot.reading.match import is_content
from bot.text.compiled import compiled
from bot.text.fiscal_year import fiscal_year_on
from bot.wording.phrases import date_name, year_name
from records.lookups import Records

NAME = "period"
NEEDS = ""
WORDS = {
    "中期目標期間": 6, "中期目標の期間": 6, "中期計画期間": 6, "中期計画の期間": 6, "目標期間": 6, "第一期": 6, "第1期": 6, "第2期": 6, "第二期": 6, "第3期": 6, "第三期": 6, "第4期": 6, "第四期": 6,
    "期間はいつ": 6, "何期目": 6, "第何期": 6, "対象期間": 5, "評価対象期間": 6, "何年間": 4, "期間": 3,
}  # fmt: skip
_KANJI = {"2": "二", "3": "三", "4": "四"}
_NEXT = compiled(r"第(?:(?P<n>[2-9二三四]))期|次の?(?:中期|目標期間|期間|期)|次期の?中期|来期|翌期")


# words that may be said of other periods too
_VAGUE = frozenset({"期間", "何年間"})


def answer(question: Question, records: Records) -> Answer:
    """Title, first and last day, and the fiscal years in it."""
    periods = records.periods()
    if other := _NEXT.search(question.text_folded):
        asked = f"第{_KANJI.get(other['n'], other['n'])}期" if other["n"] else "次"
        return Answer(
            question=question.text,
            status=Status.NO_DATA,
            topic=NAME,
            first=f"{asked}の中期目標期間は記録にありません（あるのは{periods[0].title.removesuffix('中期目標期間')}です）。",
        )
    named = [word for word in question.left_typed if is_content(word)]
    if named and set(question.words) <= _VAGUE:  # 交付までの期間
        first = f"「{named[0]}」の期間が何を指すか読み取れませんでした。指標の名前か項目番号を付けて聞いてください。"
        return Answer(question=question.text, status=Status.NOT_UNDERSTOOD, topic=NAME, first=first)
    period = periods[0]
    start, end = date.fromisoformat(period.start_date), date.fromisoformat(period.end_date)
    years = tuple(range(fiscal_year_on(start), fiscal_year_on(end) + 1))
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=f"{period.title}は、{date_name(period.start_date)}から{date_name(period.end_date)}までです（{year_name(years[0])}〜{year_name(years[-1])}の{len(years)}年度）。",
        facts=(
            Fact(kind="period", label="開始", value=period.start_date, sources=(period.source,)),
            Fact(kind="period", label="終了", value=period.end_date, sources=(period.source,)),
        ),
        fiscal_years=years,
        sources=tuple(each.source for each in periods),
        read_as="中期目標期間",
    )
