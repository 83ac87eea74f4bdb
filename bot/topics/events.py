"""Dated events: when a service started, and what happened in a month or year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.answer import Answer, Fact, Status
from bot.join import join_answers
from bot.kinds import PLANS
from bot.match import is_content
from bot.phrases import year_name, years_name
from bot.question import Question
from bot.subject import items_of
from bot.text.compiled import compiled
from bot.text.fiscal_year import months_in
from bot.text.name_key import name_key
from bot.text.normalise import fold
from records.full_text import fold_for_search
from records.lookups import Records
from records.model import Event, Source

NAME = "events"
NEEDS = "optional"
WORDS = {
    "いつから": 5, "何があった": 5, "出来事": 5, "できごと": 5, "いつ": 4, "開始日": 5, "開始時期": 5, "開始": 4, "始まった": 5, "始まる": 5, "始まり": 5, "はじまった": 5, "はじまり": 5,
    "スタート": 5, "何月": 5, "何年何月": 5, "開始年月": 5, "始めた": 4, "サービスイン": 5, "時期": 4, "いつごろ": 5, "日付": 4, "何日": 3,
}  # fmt: skip
_START_KINDS = ("service_start", "system_start")
_START_WORDS = ("いつから", "開始", "始", "はじ", "スタート", "サービスイン")
# how much of the words asked about an event must hold; less where the item is known
_ENOUGH = 0.7
_ENOUGH_OF_AN_ITEM = 0.5
_NOUN = compiled(r"[一-龠ァ-ヺa-z]{3}")
_ENOUGH_OF_A_NOUN = 0.4
_SHOWN = 6
_FEW = 3
_MUCH_CLOSER = 0.1
_SHORT_NAME = 4
_OF_THE_DOCUMENT = compiled(r"(?:評価書|文書|資料)の(?:日付|年月日|作成日)")
# 構築年度, 閣議決定日: what happened, and that its date is asked for
_DATE_OF = compiled(
    r"(決定|構築|開発|導入|実施|公布|施行|まとめ)(?:の?日付?|の?年度|年月|の?時期|年)(?=は|を|[?。\s]|$)"
)
_SYNONYMS = {
    "いつ入れた": "導入",
    "入れたの": "導入",
    "iphone": "ios",
    "2拠点になった": "2拠点化",
    "二拠点": "2拠点",
    "アイフォン": "ios",
    "アイフォーン": "ios",
    "アンドロイド": "android",
    "免許証": "運転免許証",
    "運転運転": "運転",
}
# names that stand in half of all events tell none of them apart
_GENERAL = compiled(
    r"マイナンバーカード(?:の|が|は|を)?|個人番号カード(?:の|が|は|を)?|マイナカード(?:の|が|は|を)?|サービス(?:の|が|は|を)?"
)


def answer(question: Question, records: Records) -> Answer:
    """The events that hold the words asked about, those of the item otherwise; starts first when a start is asked for."""
    if of_a_time := _of_months(question, records) or _of_document(question, records):
        return of_a_time
    asks_start = any(word in question.text_folded for word in _START_WORDS) or "いつ" in question.text_folded
    if (in_years := _of_years(question, records, asks_start=asks_start)) is not None:
        return in_years
    words = _content(question)
    found = _told_by_words(question, records, words, asks_start=asks_start)
    if not found and (parts := _of_parts(question, records, words, asks_start=asks_start)):
        return join_answers([_build(question, records, part) for part in parts])
    items = items_of(question, records)
    if question.items and found:
        found = [event for event in found if event.item in items]
    if not found and items and (not words or (question.items and not _unexplained(question))):
        found = [event for event in records.events if event.item in items]
    if asks_start:
        found = [event for event in found if event.kind in _START_KINDS] or found
    return _build(question, records, found) if found else _none(question, records, words, items)


def _of_months(question: Question, records: Records) -> Answer | None:
    """What happened in the months named."""
    if not (months := months_in(question.text_folded)):
        return None
    items = items_of(question, records)
    found = [e for e in records.events if e.date[:7] in months and (not question.items or e.item in items)]
    return _build(question, records, found, several=True) if found else None


def _of_years(question: Question, records: Records, *, asks_start: bool) -> Answer | None:
    """What is planned (令和7年度の予定, Ⅰ-9の予定) or started in the years named, where nothing else is named."""
    planned = PLANS.search(question.text_folded) is not None
    if any(not PLANS.search(word) for word in _unexplained(question)) or (question.items and not planned):
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
    return [word for word in question.left if is_content(word)]


def _told_by_words(question: Question, records: Records, words: list[str], *, asks_start: bool) -> list[Event]:
    enough = _ENOUGH_OF_AN_ITEM if question.items else _ENOUGH
    any_score, found = _holding(records.events, words, enough)
    if asks_start:  # a start is meant, unless the words say something else (施行, 導入)
        score, begun = _holding(_starts(records), words, enough)
        found = begun if begun and score >= any_score - _MUCH_CLOSER else found
    return found


def _of_parts(question: Question, records: Records, words: list[str], *, asks_start: bool) -> list[list[Event]] | None:
    """特急発行と顔写真なしカード: the events of each, where each has some."""
    among = _starts(records) if asks_start else records.events
    enough = _ENOUGH_OF_AN_ITEM if question.items else _ENOUGH
    each_of = [part for word in words for part in re.split(r"と|や|・", word) if name_key(part)]
    parts = [_holding(among, [part], enough)[1] for part in each_of]
    return parts if len(parts) > len(words) and all(parts) else None


def _starts(records: Records) -> tuple[Event, ...]:
    return tuple(event for event in records.events if event.kind in _START_KINDS)


def _none(question: Question, records: Records, words: list[str], items: tuple[str, ...]) -> Answer:
    what = f"「{'・'.join(words)}」の" if words else ""
    own = [event for event in _starts(records) if event.item in items and not event.planned]
    lines = dict.fromkeys(f"・{_date_name(event.date)}：{event.text}（{event.item}）" for event in own)
    near = f"{'・'.join(items[:_FEW])} にある開始の記載は次のとおりです。" if own else ""
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=NAME,
        first=f"{what}日付の記載は記録に見つかりません。{near}",
        lines=tuple(lines)[:_SHOWN],
        items=items,
        next_steps=("特急発行はいつから？",),
    )


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


def _content(question: Question) -> list[str]:
    text = re.sub(r"[?!。]", " ", fold(question.text).text)
    for written, read in _SYNONYMS.items():
        text = text.replace(written, read)
    text = _DATE_OF.sub(r"\1", text)
    text = re.sub(r"(?:への|からの|での|における|って)(?=[一-龠ァ-ヶa-z0-9])", " ", text)
    text = _GENERAL.sub(" ", text) if len(_GENERAL.sub("", text)) > 5 else text
    for word in sorted(WORDS, key=len, reverse=True):
        text = text.replace(word, " ")
    text = re.sub(
        r"(?:することが)?入れた|できた|作った|決まった|変わった|行われた|(?:に)?なったのは?(?=\s|$|いつ)|できるように(?:なった|なる)?|使えるように(?:なった|なる)?|できる(?:の|よう)?|使える(?:の)?|をまとめて|まとめて|でしたっけ|だったっけ|でしたか|でしょうか|ですか|って、|教えてください|のは",
        " ",
        text,
    )
    text = re.sub(
        r"[ⅠⅡⅢ]-?[0-9]{1,2}|[?!、。・「」()]|(?:は|が|の|に|を|で|した|する|ます|です|ですか|だっけ|って|から|教えて|された)(?=\s|$)",
        " ",
        text,
    )
    return [
        part
        for part in re.split(r"[\s]+|(?<=[一-龠ァ-ヶーa-z])[のはがをにで](?=[一-龠ァ-ヶa-z0-9])", text)
        if len(name_key(part)) > 1
    ]


def _holding(events: tuple[Event, ...], words: list[str], enough: float) -> tuple[float, list[Event]]:
    """The best share of the words that an event holds, and the events that do; none below *enough*."""
    if not words:
        return 0.0, []
    keys = [key for word in words if (key := _key(word))]
    nouns = [_key(word) for word in words if _NOUN.search(word)]
    if not keys:
        return 0.0, []
    # two forms tell most events in the same words
    scores = {text: _score(_key(text), keys, nouns) for text in {event.text for event in events}}
    best = max(scores.values(), default=0.0)
    if best < enough:
        return 0.0, []
    return best, [event for event in events if scores[event.text] >= best - 0.01]


def _score(text: str, keys: list[str], nouns: list[str]) -> float:
    """How much of the keys *text* holds, 0 to 1."""
    # 住民票のコンビニ交付 is not told by an event that holds コンビニ交付 alone
    if any(key not in text and _part(key, text) < _ENOUGH_OF_A_NOUN for key in nouns):
        return 0.0
    whole = sum(len(key) for key in keys if key in text)
    parts = sum(len(key) * _part(key, text) for key in keys if key not in text)
    return (whole + parts) / sum(len(key) for key in keys)


@lru_cache(maxsize=1024)
def _key(text: str) -> str:
    return name_key(fold_for_search(text))


def _part(key: str, text: str) -> float:
    pairs = _pairs(key)
    held = len([pair for pair in pairs if pair in text])
    if held and len(key) > _SHORT_NAME and any(key[:at] in text and key[at:] in text for at in range(2, len(key) - 1)):
        return 0.9  # ローマ字記載 of ローマ字のカード記載
    return 0.8 * held / len(pairs) if held else 0.0


@lru_cache(maxsize=64)
def _pairs(key: str) -> tuple[str, ...]:
    return tuple(key[at : at + 2] for at in range(len(key) - 1))


def _without_date(text: str) -> str:
    """The event without the month that stands in its name, where the sentence goes on to say when it was."""
    return re.sub(r"、?令和[0-9]+年[0-9]+月", "", text).replace("（）", "")


def _date_name(date: str) -> str:
    if date.startswith("FY"):
        return year_name(int(date[2:]))
    parts = [int(part) for part in date.split("-")]
    reiwa = parts[0] - 2018
    era = f"令和{'元' if reiwa == 1 else reiwa}年" if reiwa > 0 else f"平成{parts[0] - 1988}年"
    return era + (f"{parts[1]}月" if len(parts) > 1 else "") + (f"{parts[2]}日" if len(parts) > 2 else "")


def _told(events: Sequence[Event]) -> str:
    """Whether a date is planned; that one place plans what another reports as done."""
    planned = {event.planned for event in events}
    return (
        "、予定" if planned == {True} else "。予定と記す箇所も、済んだと記す箇所もあります" if len(planned) > 1 else ""
    )


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
        f"・{_date_name(each_date)}：{each_text}（{events[0].item}{_told(events)}）"
        for (each_date, each_text), events in groups
    ]
    # 令和6年12月 and 令和6年12月2日 are one day, told with different care
    same = all(date.startswith(group[0][0]) for group in groups)
    if len(groups) == 1 or (not several and (same or len(firm) == 1 or len({g[0][1] for g in groups}) == 1)):
        planned = "の予定" if all(event.planned for event in first_events) else ""
        spread = (
            sorted({group[0][0] for group in firm}) if len({group[0][1] for group in firm}) == 1 and not same else []
        )
        first = f"{_without_date(text)}は、{chr(12539).join(map(_date_name, spread or [date]))}{planned}です（{first_events[0].item}{'' if planned else _told(first_events)}）。"
    else:
        first = f"{_date_name(date)}：{_without_date(text)}（{first_events[0].item}{_told(first_events)}）など、{len(groups)}件の記載があります。"
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
