"""The mid-term period (中期目標期間)."""

from __future__ import annotations

from datetime import date

from bot.answer import Answer, Fact, Status
from bot.question import Question
from bot.reading.match import is_content
from bot.text.compiled import compiled
from bot.text.fiscal_year import fiscal_year_on
from bot.wording.phrases import date_name, year_name, years_name
from records.lookups import Records
from records.model import Period

NAME = "period"
NEEDS = ""
WORDS = {
    "中期目標期間": 6, "中期目標の期間": 6, "中期計画期間": 6, "中期計画の期間": 6, "目標期間": 6, "第一期": 6, "第1期": 6, "第2期": 6, "第二期": 6, "第3期": 6, "第三期": 6, "第4期": 6, "第四期": 6,
    "期間はいつ": 6, "中期目標は何年": 7, "中期計画は何年": 7, "何期目": 6, "第何期": 6, "対象期間": 5, "評価対象期間": 6, "何年間": 4, "期間": 3,
}  # fmt: skip
_LAST_YEAR = compiled(r"(?:最後の|最終)年度?(?!の?(?:前|直前))")
_OF_LAST_YEAR = compiled(r"(?:最後の|最終)年度?の(?:評[価定]|人員|人数|従事|実績|成果|目標|計画|見込)")
_KANJI = {"2": "二", "3": "三", "4": "四"}
_NEXT = compiled(r"第(?:(?P<n>[2-9二三四]))期|次の?(?:中期|目標期間|期間|期)|次期の?中期|来期|翌期")


# what may be claimed of the period: R3.4〜R8.3, 5年ちょうど
_MONTH_SAID = compiled(r"(?:r|令和)(?P<year>[0-9]{1,2})(?:年|[./])(?P<month>[0-9]{1,2})(?![0-9.])")
_ASKED = compiled(r"(?:です|でした|でしょう|だよ|で合って(?:い)?る)*(?:か|よね|ね|っけ)?[?。]*$")
_EXACTLY = compiled(r"(?P<n>[0-9])年(?:間)?(?:ちょうど|ぴったり|丸々)")
_BOTH_ENDS = 2
_BEFORE_REIWA = 2018
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
    if _LAST_YEAR.search(question.text_folded) and (question.items or _OF_LAST_YEAR.search(question.text_folded)):
        return _of_the_last_year(question, periods[0], records)
    period = periods[0]
    start, end = date.fromisoformat(period.start_date), date.fromisoformat(period.end_date)
    years = tuple(range(fiscal_year_on(start), fiscal_year_on(end) + 1))
    last = f"最後の年度は{year_name(years[-1])}です。" if _LAST_YEAR.search(question.text_folded) else ""
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=f"{_claimed(question, start, end)}{last}{period.title}は、{date_name(period.start_date)}から{date_name(period.end_date)}までです（{year_name(years[0])}〜{year_name(years[-1])}の{len(years)}年度）。",
        facts=(
            Fact(kind="period", label="開始", value=period.start_date, sources=(period.source,)),
            Fact(kind="period", label="終了", value=period.end_date, sources=(period.source,)),
        ),
        fiscal_years=years,
        sources=tuple(each.source for each in periods),
        read_as="中期目標期間",
    )


def _claimed(question: Question, start: date, end: date) -> str:
    """「いいえ、R3.4〜R8.3 ではありません。」 where months or a length are said that are not those of the period; "" where none are."""
    text = question.text_folded
    said = list(_MONTH_SAID.finditer(text))
    if len(said) == _BOTH_ENDS and _ASKED.search(text):
        right = [(each.year - _BEFORE_REIWA, each.month) for each in (start, end)]
        told = "から".join(f"令和{each['year']}年{each['month']}月" for each in said)
        return (
            "はい、"
            if [(int(each["year"]), int(each["month"])) for each in said] == right
            else f"いいえ、{told}までではありません。"
        )
    if exactly := _EXACTLY.search(text):
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        if months != int(exactly["n"]) * 12:
            length = f"{months // 12}年{f'{months % 12}か月' if months % 12 else ''}"
            return f"いいえ、ちょうど{exactly['n']}年ではなく{length}です（計算値）。"
        return "はい、"
    return ""


def _of_the_last_year(question: Question, period: Period, records: Records) -> Answer:
    """中期目標期間の最後の年度のⅠ-1の評定: of a year that is not recorded."""
    last, there = fiscal_year_on(date.fromisoformat(period.end_date)), years_name(records.rated_years)
    named = f"{'・'.join(question.items)} の" if question.items else ""
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=NAME,
        first=f"{named}{year_name(last)}（中期目標期間の最後の年度）のことは記録にありません（記録があるのは{there}です）。",
        items=question.items,
        next_steps=tuple(f"{code} の評定の推移は？" for code in question.items[:1]),
    )
