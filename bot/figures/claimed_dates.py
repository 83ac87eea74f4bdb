"""A date that a question claims of something (特急発行は令和5年12月開始でしたっけ) → はい or いいえ beside what is recorded."""

from __future__ import annotations

from collections.abc import Sequence

from bot.question import Question
from bot.text.compiled import compiled
from bot.text.fiscal_year import find_years, months_in
from bot.wording.event_words import EventWord
from records.model import Event

# いつ and the like ask for the date, and claim none
_OPEN = compiled(r"いつ|何(?!か月)|なに|どれ|どの|どこ|どんな|どう|誰|一覧|教え|だけ|のみ|以外|(?:は|を|の)[?。]*$")
_WHETHER = compiled(r"(?:[?か]|っけ|よね|[でた]すね|だね|ますね|合って|あって)[?。!]*$|合って|間違い|正しい")
# two tellings of one thing, and no more
_MOST_TELLINGS = 3
_APRIL = 4
_MONTH = 7  # characters of 2024-12


def claims_month(question: Question, words: Sequence[EventWord]) -> bool:
    """Whether a month is said of a thing that was named before it (顔写真なしカードは令和6年11月から？)."""
    text = question.text_folded
    if not months_in(text) or _OPEN.search(text):
        return False
    at = next((each.start for each in find_years(text) if each.rule == "year and month"), 0)
    named = [word.end for word in words if not word.general] + [end for _, end in question.names]
    return any(end <= at for end in named)


def verdict(question: Question, found: Sequence[Event]) -> str:
    """はい、 or いいえ、 where the events that were found decide what was claimed; "" where they do not."""
    text = question.text_folded
    firm = [event for event in found if not event.planned] or list(found)
    if (
        not firm
        or _OPEN.search(text)
        or not _WHETHER.search(text)
        or len({each.text for each in firm}) > _MOST_TELLINGS
    ):
        return ""
    if claimed := set(months_in(text)):
        recorded = {
            event.date[:_MONTH] for event in firm if len(event.date) >= _MONTH and not event.date.startswith("FY")
        }
        several = len(recorded) > 1 and claimed & recorded  # one of them was in that month
        return _said(bool(claimed & recorded), firm) if recorded and not several else ""
    years = {each.years[0] for each in question.mentions if each.kind in {"years", "from"}}
    if len(years) != 1:
        return ""
    fiscal = {year for event in firm if (year := fiscal_year_of(event.date)) is not None}
    calendar = {int(event.date[:4]) for event in firm if not event.date.startswith("FY")}
    in_fiscal, in_calendar = bool(years & fiscal), bool(years & calendar)
    sure = in_fiscal is in_calendar or "年度" in text or not calendar
    return _said(in_fiscal, firm) if fiscal and sure else ""


def fiscal_year_of(date: str) -> int | None:
    """The fiscal year of an event; None for a bare calendar year, which lies in two."""
    if date.startswith("FY"):
        return int(date[2:])
    if len(date) == len("2024"):
        return None
    return int(date[:4]) - (int(date[5:7]) < _APRIL)


def _said(holds: bool, firm: Sequence[Event]) -> str:  # noqa: FBT001 - what it says
    if holds:
        return "" if all(event.planned for event in firm) else "はい、"
    return "いいえ、"
