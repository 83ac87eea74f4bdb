"""Dated events: when a service started, and what happened in a month or year."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Answer, Fact, Status
from bot.question import Question
from bot.reading.kinds import PLANS, WHICH_FIRST
from bot.reading.match import is_content
from bot.text.compiled import compiled
from bot.text.fiscal_year import months_in
from bot.text.normalise import fold
from bot.wording.event_words import EventWord, best_told, event_words, in_parts
from bot.wording.join import join_answers
from bot.wording.phrases import date_name, year_name, years_name
from bot.wording.subject import items_of
from records.lookups import Records
from records.model import Event, Source

NAME = "events"
NEEDS = "optional"
WORDS = {
    "いつから": 5, "何があった": 5, "出来事": 5, "できごと": 5, "いつ": 4, "開始日": 5, "開始時期": 5, "開始": 4, "始まった": 5, "始まる": 5, "始まり": 5, "はじまった": 5, "はじまり": 5,
    "スタート": 5, "何月": 5, "何年何月": 5, "開始年月": 5, "始めた": 4, "サービスイン": 5, "時期": 4, "いつごろ": 5, "日付": 4, "何日": 3,
    "開催月": 5, "どちらが先": 6, "どっちが先": 6, "間に合": 5, "予定どおり": 5, "予定通り": 5, "計画どおり": 5, "計画通り": 5, "遅れ": 4, "始まって": 4, "始めて": 4,
}  # fmt: skip
_START_KINDS = ("service_start", "system_start")
_START_WORDS = (
    "いつから",
    "開始",
    "始",
    "はじ",
    "スタート",
    "サービスイン",
    "いつ",
    "先に",
    "が先",
    "からです",
    "からでし",
    "からだ",
)
_SHOWN = 6
_ORDER = ("in order", "last")  # before, after, first, last: which of the starts are told
_MOST_PARTS = 6
_YEAR = 4  # characters of a date that names no month
_FEW = 3
_MUCH_CLOSER = 0.1
_OF_THE_DOCUMENT = compiled(r"(?:評価書|文書|資料)の(?:日付|年月日|作成日)")
# whether something came as planned: both dates are the answer
_AS_PLANNED = compiled(r"予定(?:どお|通)り|計画(?:どお|通)り|間に合|遅れ|おくれ|遅延|前倒し")
_NOT_YET = compiled(r"(?:まだ|未だ).{0,12}(?:ない|いません|ず)|未開始|これから")
_EXTREME = compiled(
    r"(?:最初|一番(?:早|先|古|はじめ|初め)|最も(?:早|古))|(?P<last>最後|一番(?:遅|新し)|最も(?:遅|新し))"
)
_CODE = compiled(r"[Ⅰ-Ⅹ]")
# what asks whether, or when, something came about, without a word for its date
_CAME_ABOUT = compiled(
    r"でき(?:た|て|ました)|完成|完了|対応済|実現(?:した|され|し?ました)|(?:廃止|導入|開始|実施|延長|公布|施行|提供)(?:され|した|し?まし|済)|使えるように|始ま|何年度|何月|から(?:です|でし|だっ|だよ)"
)
_SINCE = compiled(r"から(?:です|でし|だっ|だよ)")
_BEYOND = compiled(r"(?:より|の)(?P<way>後|あと|前|先)に")
# what is told as a sentence (…の発送が可能に) is no subject of one
_SENTENCE = compiled(r"[がを][^のがを]{1,14}$|(?:に|なし|済み|から)$")
_DATED = compiled(r"、?令和[0-9]+年[0-9]+月(?:[0-9]+日)?(?:～令和[0-9]+年[0-9]+月)?")
_BRACKETS = compiled(r"（[^）]*）")


def answer(question: Question, records: Records) -> Answer:
    """The events that hold the words asked about, those of the item otherwise; starts first when a start is asked for."""
    told = _told(question, records)
    # what has not begun is told by its planned date
    return told._replace(heeded=(*told.heeded, "negation")) if _NOT_YET.search(question.text_folded) else told


def _told(question: Question, records: Records) -> Answer:
    if of_a_time := _of_months(question, records) or _of_document(question, records):
        return of_a_time
    text = question.text_folded
    words = event_words(text)
    asks_start = any(word in text for word in _START_WORDS)
    if (in_years := _of_years(question, records, words, asks_start=asks_start)) is not None:
        return in_years
    items = items_of(question, records)
    named = any(not word.general for word in words)
    among = [event for event in records.events if not question.items or event.item in items]
    found = _told_by(among, words, asks_start=asks_start)
    if (
        not found and named and not _CODE.search(text)
    ):  # 国外転出者のコールセンター受付 is told under another item than the name
        found = _told_by(records.events, words, asks_start=asks_start)
    if not found and (each_of := _of_parts(text, words, records, asks_start=asks_start)):
        told = join_answers([_build(question, records, part) for part in each_of])
        return told._replace(heeded=("which",)) if WHICH_FIRST.search(text) else told
    if not found and items and (not words or not _unexplained(question)):
        found = [event for event in records.events if event.item in items]
    found = _meant(found, text, asks_start=asks_start)
    if found and (beyond := _BEYOND.search(text)):
        found = _beyond(found, records, later=beyond["way"] in {"後", "あと"})
        told = _build(question, records, found, several=True) if found else _none(question, records, words, items)
        return told._replace(heeded=_ORDER)
    if not named and not items:
        extreme = _EXTREME.search(text)
        found = _extreme(records, last=extreme["last"] is not None) if extreme else []
    told = _build(question, records, found) if found else _none(question, records, words, items)
    return told._replace(heeded=_ORDER) if not named and found else told


def _of_parts(text: str, words: Sequence[EventWord], records: Records, *, asks_start: bool) -> list[list[Event]]:
    """特急発行と顔写真なしカード: the events of each, where each has some."""
    parts = in_parts(text, words)
    if not 1 < len(parts) <= _MOST_PARTS:
        return []
    found: list[list[Event]] = []
    for part in parts:
        if not (told := _told_by(records.events, part, asks_start=asks_start)):
            return []
        found.append(told)
    return found


def is_told(question: Question, records: Records) -> bool:
    """Whether a question without a word for a date asks if something came about (保険証は廃止された？) that an event tells."""
    came_about = _SINCE if question.indicators else _CAME_ABOUT
    if question.topics or question.letters or not came_about.search(question.text_folded):
        return False
    words = event_words(question.text_folded)
    return any(not word.general for word in words) and bool(_told_by(records.events, words, asks_start=False))


def _meant(found: list[Event], text: str, *, asks_start: bool) -> list[Event]:
    """Of the events found the starts, where a start is asked for."""
    starts = [event for event in found if event.kind in _START_KINDS]
    if "導入" in text and not starts and not any("導入" in event.text for event in found):
        return []  # 次期カードの導入: its specifications are dated, and no start
    return starts if starts and asks_start and not _AS_PLANNED.search(text) else found


def _beyond(found: Sequence[Event], records: Records, *, later: bool) -> list[Event]:
    """The starts after (before) the one found, to the month."""
    dates = {event.date[:7] for event in found if not event.planned and not event.date.startswith("FY")}
    done = [event for event in _starts(records) if not event.planned and len(event.date) > _YEAR]
    return [e for e in done if dates and (e.date[:7] > max(dates) if later else e.date[:7] < min(dates))]


def _extreme(records: Records, *, last: bool) -> list[Event]:
    """The start with the earliest (latest) date of those that have a month."""
    done = [event for event in _starts(records) if not event.planned and not event.date.startswith("FY")]
    months = [event.date[:7] for event in done]
    wanted = max(months, default="") if last else min(months, default="")
    return [event for event in done if event.date.startswith(wanted)]


def _of_months(question: Question, records: Records) -> Answer | None:
    """What happened in the months named."""
    if not (months := months_in(question.text_folded)):
        return None
    items = items_of(question, records)
    found = [e for e in records.events if e.date[:7] in months and (not question.items or e.item in items)]
    if any(word in question.text_folded for word in _START_WORDS):
        found = [event for event in found if event.kind in _START_KINDS] or found
    if months and not found and not any(not word.general for word in event_words(question.text_folded)):
        named = "・".join(map(date_name, months))
        return Answer(
            question=question.text, status=Status.NO_DATA, topic=NAME, first=f"{named}の出来事は記録にありません。"
        )
    return _build(question, records, found, several=True) if found else None


def _of_years(question: Question, records: Records, words: Sequence[EventWord], *, asks_start: bool) -> Answer | None:
    """What is planned (令和7年度の予定, Ⅰ-9の予定) or started in the years named, where nothing else is named."""
    named = [word for word in words if not word.general]
    as_planned = _AS_PLANNED.search(question.text_folded)
    planned = PLANS.search(question.text_folded) or (_NOT_YET.search(question.text_folded) and not question.items)
    if as_planned or (named and not question.items) or (question.items and (not planned or _unexplained(question))):
        return None
    items, years = items_of(question, records), question.years.years
    if not planned and not (asks_start and years):
        return None
    past = max(document.fiscal_year for document in records.documents)
    found = [
        event
        for event in records.events
        if (event.item in items or not items)
        and (year := _fiscal_year(event.date)) is not None
        and (year in years if question.years.asked else year > past)
    ]
    if planned:
        return _build(question, records, found, several=True) if found else _nothing_planned(question, records, items)
    starts = [event for event in found if event.kind in _START_KINDS]
    begun = {(event.date, event.text) for event in starts if not event.planned}
    # what was planned for a year of the past is no start, unless another place tells it as one
    starts = [event for event in starts if (event.date, event.text) in begun or (_fiscal_year(event.date) or 0) > past]
    return _build(question, records, starts, several=True) if starts else None


def _nothing_planned(question: Question, records: Records, items: tuple[str, ...]) -> Answer:
    subject = f"{'・'.join(items[:_FEW])} の" if items else ""
    asked = years_name(question.years.years) if question.years.asked else "今後"
    last = max(filter(None, (_fiscal_year(event.date) for event in records.events)), default=None)
    there = f"（日付のある記載は{year_name(last)}までです）" if last and not items else ""
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=NAME,
        first=f"{subject}{asked}の予定は記録にありません{there}。",
        items=items,
        next_steps=tuple(f"{code} の主な成果は？" for code in items[:1]),
    )


def _unexplained(question: Question) -> list[str]:
    return [word for word in question.left if is_content(word) and not PLANS.search(word)]


def _told_by(events: Sequence[Event], words: Sequence[EventWord], *, asks_start: bool) -> list[Event]:
    best, told = best_told((event.text for event in events), words)
    if asks_start:  # a start is meant, unless the words say something else (施行, 導入)
        starts = [event.text for event in events if event.kind in _START_KINDS]
        score, begun = best_told(starts, words)
        told = begun if begun and score >= best - _MUCH_CLOSER else told
    return [event for event in events if event.text in told]


def _starts(records: Records) -> tuple[Event, ...]:
    return tuple(event for event in records.events if event.kind in _START_KINDS)


def _none(question: Question, records: Records, words: Sequence[EventWord], items: tuple[str, ...]) -> Answer:
    own = [event for event in _starts(records) if event.item in items and not event.planned]
    lines = dict.fromkeys(f"・{date_name(event.date)}：{event.text}（{event.item}）" for event in own)
    near = f"{'・'.join(items[:_FEW])} にある開始の記載は次のとおりです。" if own else ""
    name = _named(question, words)
    first = (
        f"「{name}」の日付の記載は記録に見つかりません。{near}"
        if name
        else f"{near or '何の日付か読み取れませんでした。'}"
    )
    if _AS_PLANNED.search(question.text_folded) and not name:
        first = "予定より遅れたかどうかの記載は記録にありません。項目を挙げれば、予定と実際の日付をお答えします。"
    return Answer(
        question=question.text,
        status=Status.NO_DATA if name or items or _AS_PLANNED.search(question.text_folded) else Status.NOT_UNDERSTOOD,
        topic=NAME,
        first=first,
        lines=tuple(lines)[:_SHOWN],
        items=items,
        next_steps=("特急発行はいつから？",),
    )


def _named(question: Question, words: Sequence[EventWord]) -> str:
    """What the date is asked of, as it was typed; "" when no word names anything."""
    if not any(word.deed or not word.general for word in words):
        return ""
    folded = fold(question.text)
    start, end = min(word.start for word in words), max(word.end for word in words)
    if "いつ" in folded.text[start:end]:  # ブロックチェーンはいつ導入
        return "・".join(folded.as_typed(word.start, word.end) for word in words)
    return folded.as_typed(start, end).strip()


def _of_document(question: Question, records: Records) -> Answer | None:
    """The date on the cover, as it is written there."""
    if not _OF_THE_DOCUMENT.search(question.text_folded) or question.items:
        return None
    left_open = tuple(each for each in records.absences() if each.kind == "stated_date")
    first = "評価書の日付は記録にありません。"
    if left_open:
        first = f"{left_open[0].text}です（確定した日付の記載はありません）。"
    return Answer(
        question=question.text,
        status=Status.ANSWERED if left_open else Status.NO_DATA,
        topic=NAME,
        first=first,
        sources=tuple(each.source for each in left_open),
        read_as="文書の日付",
    )


def _fiscal_year(date: str) -> int | None:
    """The fiscal year of an event; None for a bare calendar year, which lies in two."""
    if date.startswith("FY"):
        return int(date[2:])
    if len(date) == 4:
        return None
    return int(date[:4]) - (int(date[5:7]) < 4)


def _without_date(text: str) -> str:
    """The event without the date that stands in its name, where the sentence goes on to say when it was."""
    return _DATED.sub("", text).replace("（、", "（").replace("（）", "")


def _sentence(date: str, text: str, said: str) -> str:
    """「特急発行の運用開始は、令和6年12月2日です」; what is no noun stands behind its date."""
    name = _without_date(text)
    if _SENTENCE.search(_BRACKETS.sub("", name)):
        return f"{date_name(date)}：{name}"
    return f"{name}は、{said}"


def _how_sure(events: Sequence[Event]) -> str:
    """Whether a date is planned; that one place plans what another reports as done."""
    planned = {event.planned for event in events}
    return (
        "、予定" if planned == {True} else "。予定と記す箇所も、済んだと記す箇所もあります" if len(planned) > 1 else ""
    )


def _as_planned(groups: Sequence[tuple[tuple[str, str], list[Event]]]) -> str:
    """The dates that were planned, and those of which it is told as done; "" when only one of them is recorded."""
    planned = [group for group in groups if all(event.planned for event in group[1])]
    kinds = {event.kind for _, events in planned for event in events}
    done = [group for group in groups if group not in planned and group[1][0].kind in kinds]
    if planned and not done:
        (date, text), events = planned[0]
        return f"{_without_date(text)}は、{date_name(date)}の予定です。始まったという記載はありません（{events[0].item}）。"
    if not planned:
        return ""
    when = "・".join(dict.fromkeys(date_name(date) for (date, _), _ in planned))
    dates = sorted({date for (date, _), _ in done if not date.startswith("FY")} or {date for (date, _), _ in done})
    (date, text), events = next(group for group in done if group[0][0] == dates[0])
    return f"予定は{when}、実際は{date_name(date)}です（{_without_date(text)}、{events[0].item}）。"


def _build(question: Question, records: Records, found: list[Event], *, several: bool = False) -> Answer:
    """*several*: the events of a time, each of which is one; else they are tellings of what was asked."""
    merged: dict[tuple[str, str], list[Event]] = {}
    for event in found:
        merged.setdefault((event.date, event.text), []).append(event)
    groups = [
        group
        for group in merged.items()
        if not any(
            other != group[0] and other[1] == group[0][1] and other[0].startswith(group[0][0] + "-") for other in merged
        )
    ]
    # what one form plans and the other reports as done has happened
    firm = [group for group in groups if not all(event.planned for event in group[1])] or groups
    (date, text), first_events = max(
        firm[: len(firm)], key=lambda group: (group[1][0].kind == "service_start", len(group[0][0]))
    )
    lines = [
        f"・{date_name(each_date)}：{each_text}（{events[0].item}{_how_sure(events)}）"
        for (each_date, each_text), events in groups
    ]
    # 令和6年12月 and 令和6年12月2日 are one day, told with different care
    same = all(date.startswith(group[0][0]) for group in groups)
    if len(groups) == 1 or (not several and (same or len(firm) == 1 or len({g[0][1] for g in groups}) == 1)):
        planned = "の予定" if all(event.planned for event in first_events) else ""
        spread = (
            sorted({group[0][0] for group in firm}) if len({group[0][1] for group in firm}) == 1 and not same else []
        )
        said = f"{'・'.join(map(date_name, spread or [date]))}{planned}です"
        first = f"{_sentence(date, text, said)}（{first_events[0].item}{'' if planned else _how_sure(first_events)}）。"
    else:
        first = f"{date_name(date)}：{_without_date(text)}（{first_events[0].item}{_how_sure(first_events)}）など、{len(groups)}件の記載があります。"
    if _AS_PLANNED.search(question.text_folded):
        first = _as_planned(groups) or first
    shown = lines[: _SHOWN * 2] if len(groups) > 1 else []
    sources: list[Source] = [event.source for _, events in groups for event in events]
    codes = records.in_order(event.item for event in found)
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=first,
        lines=tuple(shown),
        notes=(f"ほか{len(lines) - len(shown)}件あります。",) if len(lines) > len(shown) > 0 else (),
        items=codes,
        facts=tuple(
            Fact(
                kind="event",
                item=events[0].item,
                label=each_text,
                value=each_date,
                evaluation=events[0].evaluation,
                sources=tuple(event.source for event in events),
            )
            for (each_date, each_text), events in groups
        ),
        sources=tuple(dict.fromkeys(sources)),
        next_steps=tuple(f"{code} の主な成果は？" for code in codes[:1]),
        read_as="日付のある出来事",
    )
