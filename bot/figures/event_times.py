"""The time that a question names beside an event (令和6年12月, 令和5年度, 2024年, 12月2日) → whether a recorded date lies in it.

A date can be told with less care than the question asks (令和6年度 of an event, 12月 of the question): then it is open.
"""

from collections.abc import Sequence
from typing import NamedTuple

from bot.figures.event_report import fiscal_year_of
from bot.question import Question
from bot.text.compiled import compiled
from bot.text.fiscal_year import months_in
from bot.wording.phrases import date_name, years_name
from records.model import Event

_DAY = compiled(r"月(?P<day>[0-9]{1,2})日")
_OF_A_CALENDAR_YEAR = compiled(r"(?:(?:令和|平成)(?:[0-9]{1,2}|元)|(?:19|20)[0-9]{2})年(?!度)$")
_YEAR_ALONE, _TO_A_MONTH, _TO_A_DAY = 4, 7, 10
_END = r"(?:です|でし|だ|の|ん|か|よ|ね|た|っけ|で合って(?:る|い?ます)?|で間違い(?:ない|ありません)|で(?:よい|いい|良い)(?:んだ|んです)?|で決定|で(?:しょう)|決定|なん|[?。])"
# said of a time, at the end of what is asked: …は令和6年12月からですか
_CLAIMED = compiled(
    rf"(?:(?:から|に|で|ごろ|頃|中|末|まで)|に?(?:始ま|開始|スタート|導入|実施)[るっしりまたの]*)?{_END}*$"
)
_WHETHER = compiled(r"(?:[?か]|よね|ですね|っけ|で合って(?:る|い?ます)?|でした|(?:開始|から|始まり|スタート)で)[。?]*$")
_OPEN = compiled(r"いつ|何|どの|どれ|どこ|なに|誰|教え|一覧|だけ|(?:は|って|も|日|時期|出来事)[?。]*$")
_MONTH_ALONE = compiled(r"(?<![0-9年か])(?P<month>1[0-2]|[1-9])月(?=に|から|の出来事|中に|の?開始|スタート|始)")


class Times(NamedTuple):
    """*months*: YYYY-MM; *day*: of the month, when one is named; *years*: fiscal, or of the calendar."""

    months: tuple[str, ...] = ()
    day: int | None = None
    years: tuple[int, ...] = ()
    calendar: bool = False

    def __bool__(self) -> bool:
        """Whether any time is named."""
        return bool(self.months or self.years)

    def holds(self, date: str) -> bool | None:
        """Whether *date* (as events have it) lies in the time; None where it is told with too little care."""
        if self.months:
            return self._in_months(date)
        if not self.calendar:
            year = fiscal_year_of(date)
            if year is None:
                return None if {int(date), int(date) - 1} & set(self.years) else False
            return year in self.years
        if date.startswith("FY"):
            year = int(date[2:])
            return None if {year, year + 1} & set(self.years) else False
        return int(date[:_YEAR_ALONE]) in self.years

    def lists(self, date: str) -> bool:
        """Whether *date* belongs in a list of the time: it lies in it, or names no more than a year of that number."""
        return self.holds(date) is True or (len(date) == _YEAR_ALONE and not self.months and int(date) in self.years)

    def _in_months(self, date: str) -> bool | None:
        if date.startswith("FY"):
            return None if any(fiscal_year_of(month) == int(date[2:]) for month in self.months) else False
        if len(date) == _YEAR_ALONE:
            return None if any(month.startswith(date) for month in self.months) else False
        if date[:_TO_A_MONTH] not in self.months:
            return False
        if self.day is None:
            return True
        return int(date[-2:]) == self.day if len(date) == _TO_A_DAY else None

    @property
    def fiscal_years(self) -> tuple[int, ...]:
        """The fiscal years that are named as such."""
        return () if self.months or self.calendar else self.years

    def name(self) -> str:
        """「令和6年12月」, 「令和5年度」, 「令和6年」."""
        if self.months:
            return "・".join(map(date_name, self.months))
        return "・".join(date_name(str(year)) for year in self.years) if self.calendar else years_name(self.years)


def times_named(question: Question) -> Times:
    """The time that *question* names, if any."""
    if months := months_in(question.text_folded):
        day = _DAY.search(question.text_folded)
        return Times(months, int(day["day"]) if day else None)
    newest = all(each.kind == "latest" for each in question.mentions) and "新し" in question.text_folded
    if not question.years.asked or not question.years.years or newest:
        return Times()
    said = [question.text_folded[each.start : each.end] for each in question.mentions]
    after = [question.text_folded[each.end : each.end + 1] for each in question.mentions]
    calendar = all(
        _OF_A_CALENDAR_YEAR.search(each) and next_one != "度" for each, next_one in zip(said, after, strict=True)
    )
    since = any(each.kind == "from" for each in question.mentions) and asks_whether(question)
    years = question.years.years[:1] if since else question.years.years  # R5からですよね？
    return Times(years=years, calendar=bool(said) and calendar)


def asks_whether(question: Question) -> bool:
    """Whether it is asked if something came about at the time that is named (特急発行は令和5年12月開始でしたっけ)."""
    text = question.text_folded
    return bool(question.mentions) and not _OPEN.search(text) and _WHETHER.search(text) is not None


def claims_time(question: Question) -> bool:
    """Whether a time is all that is said of a subject, at the end (Androidの搭載は令和7年6月？)."""
    text = question.text_folded
    last = max((each.end for each in question.mentions if each.kind == "years"), default=0)
    return last > 0 and _CLAIMED.fullmatch(text, last) is not None and asks_whether(question)


def decided(found: Sequence[Event], times: Times) -> bool | None:
    """Whether what was found came about in the time; None where its dates differ in that, leave it open, or are planned."""
    verdicts = {times.holds(each.date) for each in found if not each.planned}
    if not verdicts and found and not any(times.holds(each.date) is not False for each in found):
        return False  # planned for another time
    if True in verdicts:
        return None if False in verdicts else True  # the same day told with less care elsewhere denies nothing
    return False if verdicts == {False} else None


def of_month_alone(text: str) -> str:
    """「12」 of 12月に始まった, where no year is named; "" without one."""
    match = _MONTH_ALONE.search(text)
    return f"{int(match['month']):02}" if match else ""
