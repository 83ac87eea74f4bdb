"""Dated events: when a service started, and what happened in a month or year."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answer import Answer, Fact, Status
from bot.join import join_answers
from bot.match import is_content
from bot.phrases import year_name
from bot.question import Question
from bot.subject import items_of
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
_NOUN = re.compile(r"[一-龠ァ-ヺa-z]{3}")
_ENOUGH_OF_A_NOUN = 0.4
_SHOWN = 6
_MUCH_CLOSER = 0.1
_SHORT_NAME = 4
_OF_THE_DOCUMENT = re.compile(r"(?:評価書|文書|資料)の(?:日付|年月日|作成日)")
# 構築年度, 閣議決定日: what happened, and that its date is asked for
_DATE_OF = re.compile(
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
_GENERAL = re.compile(
    r"マイナンバーカード(?:の|が|は|を)?|個人番号カード(?:の|が|は|を)?|マイナカード(?:の|が|は|を)?|サービス(?:の|が|は|を)?"
)


def answer(question: Question, records: Records) -> Answer:  # noqa: C901 - one case a way of asking
    """The events that hold the words asked about, those of the item otherwise; starts first when a start is asked for."""
    items = items_of(question, records)
    words = _content(question)
    months = months_in(question.text_folded)
    if months:
        found = [
            event
            for event in records.events
            if event.date[:7] in months and (not question.items or event.item in items)
        ]
        if found:
            return _build(question, records, found, several=True)
    starts = any(word in question.text_folded for word in _START_WORDS) or "いつ" in question.text_folded
    enough = _ENOUGH_OF_AN_ITEM if question.items else _ENOUGH
    if _OF_THE_DOCUMENT.search(question.text_folded) and not question.items:
        return _date_of_document(question, records)
    of_starts = tuple(event for event in records.events if event.kind in _START_KINDS)
    in_year = [event for event in of_starts if not event.planned and _fiscal_year(event.date) in question.years.years]
    if starts and in_year and not question.items and not [word for word in question.left if is_content(word)]:
        return _build(question, records, in_year, several=True)
    other = [word for word in question.left if is_content(word) and word != "予定"]
    in_years = [event for event in records.events if _fiscal_year(event.date) in question.years.years]
    if in_years and "予定" in question.text_folded and not question.items and not other:
        return _build(question, records, in_years, several=True)  # 令和7年度の予定
    any_score, found = _holding(records.events, words, enough)
    if starts:  # a start is meant, unless the words say something else (施行, 導入)
        score, begun = _holding(of_starts, words, enough)
        found = begun if begun and score >= any_score - _MUCH_CLOSER else found
    if not found:  # 特急発行と顔写真なしカード
        each_of = [part for word in words for part in re.split(r"と|や|・", word) if name_key(part)]
        parts = [_holding(of_starts if starts else records.events, [part], enough)[1] for part in each_of]
        if len(parts) > len(words) and all(parts):
            return join_answers([_build(question, records, part) for part in parts])
    if question.items and found:
        found = [event for event in found if event.item in items]
    explained = not [word for word in question.left if is_content(word)]
    if not found and items and (not words or (explained and question.items)):
        found = [event for event in records.events if event.item in items]
    if starts:
        started = [event for event in found if event.kind in _START_KINDS]
        found = started or found
    if not found:
        what = f"「{'・'.join(words)}」の" if words else ""
        own = [event for event in records.events if event.item in items and event.kind in _START_KINDS]
        lines = [f"・{_date_name(event.date)}：{event.text}（{event.item}）" for event in own if not event.planned]
        near = f"{'・'.join(items[:3])} にある開始の記載は次のとおりです。" if lines else ""
        return Answer(
            question=question.text,
            status=Status.NO_DATA,
            topic=NAME,
            first=f"{what}日付の記載は記録に見つかりません。{near}",
            lines=tuple(dict.fromkeys(lines))[:_SHOWN],
            items=items,
            next_steps=("特急発行はいつから？",),
        )
    return _build(question, records, found)


def _date_of_document(question: Question, records: Records) -> Answer:
    """The date on the cover, as it is written there."""
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
        r"(?:することが)?入れた|できた|作った|決まった|変わった|行われた|(?:に)?なったのは?(?=\s|$|いつ)|できるように(?:なった|なる)?|使えるように(?:なった|なる)?|できる(?:の|よう)?|使える(?:の)?|でしたっけ|だったっけ|でしたか|でしょうか|ですか|って、|教えてください|のは",
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
    scored = []
    for event in events:
        text = _key(event.text)
        hit = sum(len(key) for key in keys if key in text) + sum(
            len(key) * _part(key, text) for key in keys if key not in text
        )
        # 住民票のコンビニ交付 is not told by an event that holds コンビニ交付 alone
        foreign = any(key not in text and _part(key, text) < _ENOUGH_OF_A_NOUN for key in nouns)
        scored.append((0.0 if foreign else hit / sum(len(key) for key in keys), event))
    best = max((score for score, _ in scored), default=0.0)
    if best < enough:
        return 0.0, []
    return best, [event for score, event in scored if score >= best - 0.01]


@lru_cache(maxsize=1024)
def _key(text: str) -> str:
    return name_key(fold_for_search(text))


def _part(key: str, text: str) -> float:
    if len(key) > _SHORT_NAME and any(key[:at] in text and key[at:] in text for at in range(2, len(key) - 1)):
        return 0.9  # ローマ字記載 of ローマ字のカード記載
    pairs = [key[at : at + 2] for at in range(len(key) - 1)]
    return 0.8 * sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


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
        f"・{_date_name(each_date)}：{each_text}（{events[0].item}{'、予定' if all(event.planned for event in events) else ''}）"
        for (each_date, each_text), events in groups
    ]
    # the same date, planned in one place and reported in another
    both = len({event.planned for event in first_events}) > 1
    # 令和6年12月 and 令和6年12月2日 are one day, told with different care
    same = all(date.startswith(group[0][0]) for group in groups)
    if len(groups) == 1 or (not several and (same or len(firm) == 1 or len({g[0][1] for g in groups}) == 1)):
        planned = "の予定" if all(event.planned for event in first_events) else ""
        spread = (
            sorted({group[0][0] for group in firm}) if len({group[0][1] for group in firm}) == 1 and not same else []
        )
        told = "。予定と記す箇所もあります" if both else ""
        first = f"{_without_date(text)}は、{chr(12539).join(map(_date_name, spread or [date]))}{planned}です（{first_events[0].item}{told}）。"
    else:
        planned = "、予定" if all(event.planned for event in first_events) else ""
        first = f"{_date_name(date)}：{text}（{first_events[0].item}{planned}）など、{len(groups)}件の記載があります。"
    shown = lines[: _SHOWN * 2] if len(groups) > 1 else []
    sources: list[Source] = [event.source for _, events in groups for event in events]
    codes = tuple(item.item for item in records.items if item.item in {event.item for event in found})
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
