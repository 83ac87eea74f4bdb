"""Events that were found → how they are told: the date asked for in the first line, all of them under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from bot.answer import Answer, Fact, Status
from bot.question import Question
from bot.text.compiled import compiled
from bot.wording.phrases import date_name, yes_or_no
from records.lookups import Records
from records.model import Event, Source

_TOPIC = "events"
_SHOWN = 6
_FEW = 3
# whether something came as planned: both dates are the answer
AS_PLANNED = compiled(
    r"予定(?:どお|通)り|計画(?:どお|通)り|間に合|遅れ|おくれ|遅延|前倒し|(?:開始|実際)(?:の?(?:時期|日))?(?:と|、|・)(?:当初の?)?予定|予定(?:の?(?:時期|日))?(?:と|、|・)(?:実際|開始|実績)"
)
# what is told as a sentence (…の発送が可能に) is no subject of one
_LATE = compiled(r"遅れ|おくれ|遅延")
_WHETHER = compiled(r"(?:[?か]|た|よね|ですね)[。?]*$")
_OTHERWISE = compiled(r"いつ|どれ|どの|何|なぜ|前倒し|予定は|予定と")
_SENTENCE = compiled(r"[がを][^のがを]{1,14}$|(?:に|なし|済み|から)$")
_DATED = compiled(r"、?令和[0-9]+年[0-9]+月(?:[0-9]+日)?(?:～令和[0-9]+年[0-9]+月)?")
_BRACKETS = compiled(r"（[^）]*）")
_YEAR = 4  # characters of a date that names no month
_TO_A_MONTH = 7
_FISCAL_YEAR_STARTS_IN = 4
_SHORT = 50  # characters of what a place says of a date
# date and text → the statements of it
Group: TypeAlias = tuple[tuple[str, str], list[Event]]


def fiscal_year_of(date: str) -> int | None:
    """The fiscal year of an event's *date*; None for a bare calendar year, which lies in two."""
    if date.startswith("FY"):
        return int(date[2:])
    if len(date) == _YEAR:
        return None
    return int(date[:4]) - (int(date[5:7]) < _FISCAL_YEAR_STARTS_IN)


def was_in_a_month(event: Event) -> bool:
    """Whether the event came about and its date names a month at least."""
    return not event.planned and _names_month(event.date)


def _names_month(date: str) -> bool:
    return len(date) > _YEAR and not date.startswith("FY")


def earlier_of(parts: Sequence[Sequence[Event]]) -> str:
    """「特急発行の運用開始のほうが先です。」 of things done in different months; "" where that is not decided."""
    done = [[event for event in part if was_in_a_month(event)] for part in parts]
    if not all(done):
        return ""
    first, second, *_ = sorted((min(part, key=lambda e: e.date) for part in done), key=lambda e: e.date)
    return "" if first.date[:7] == second.date[:7] else f"{_without_date(first.text)}のほうが先です。"


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


def _in_time(question: Question, planned: Sequence[Group], date: str) -> str:
    """はい、 to 予定どおり始まった？, いいえ、 to 遅れた？ of what began in the fiscal year planned; "" for the rest.

    What began later is told with both dates alone: the document may call it 計画通り.
    """
    text = question.text_folded
    came, meant = fiscal_year_of(date), [year for (each, _), _ in planned if (year := fiscal_year_of(each)) is not None]
    if came is None or len(set(meant)) != 1 or not _WHETHER.search(text) or _OTHERWISE.search(text):
        return ""
    return "" if came > meant[0] else yes_or_no(not _LATE.search(text))


def _each_as_planned(question: Question, groups: Sequence[Group], records: Records) -> str:
    """The same of each item; "" when it cannot be told of one of them."""
    items = dict.fromkeys(events[0].item for _, events in groups)
    told = [_as_planned(question, [group for group in groups if group[1][0].item == item], records) for item in items]
    return "".join(told) if all(told) else ""


def _as_planned(question: Question, groups: Sequence[Group], records: Records) -> str:
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
    said = next(
        (
            each.text
            for word in ("計画どおり", "予定どおり")
            for each in records.search(word, date_name(date))
            if each.item == events[0].item and len(each.text) <= _SHORT
        ),
        "",
    )
    own = f"「{said}」とする記載もあります。" if said else ""
    return f"{_in_time(question, planned, date)}予定は{when}、実際は{date_name(date)}です（{_without_date(text)}、{events[0].item}）。{own}"


def _of_several(groups: Sequence[Group], number: int) -> str:
    """「…は、令和3年11月（署名用）、令和6年7月（利用者証明用）です」 of one thing; else the first few, or those that began of many."""
    done = [group for group in groups if not all(event.planned for event in group[1])]
    stems = {_stem(text) for (_, text), _ in done}
    told = [
        group
        for group in groups
        if group in done or _stem(group[0][1]) not in stems  # what was planned came about
    ]
    told = [
        group
        for group in told
        if _detail(group[0][1]) or not any(_alike(group, other) for other in told if _detail(other[0][1]))
    ]
    at_once = f"{date_name(told[0][0][0])}には、" if len({date for (date, _), _ in told}) == 1 else ""
    said = [
        f"{'' if at_once else date_name(date) + 'の'}{_in_one(text)}（{of[0].item}{_how_sure(of)}）"
        for (date, text), of in told
    ]
    if len({_stem(text) for (_, text), _ in told}) == 1 and all(_detail(text) for (_, text), _ in told):
        when = "、".join(
            f"{date_name(date)}（{_detail(text)}{_how_sure(events)}）" for (date, text), events in told[:_SHOWN]
        )
        items = "・".join(dict.fromkeys(str(events[0].item) for _, events in told))
        more = f"など、{len(told)}件" if len(told) > _SHOWN else ""
        return f"{_stem(told[0][0][1])}は、{when}{more}です（{items}）。"
    nouns = [not _SENTENCE.search(_BRACKETS.sub("", _without_date(text))) for (_, text), _ in told]
    if len(told) <= _FEW and all(nouns):
        return (
            "、".join(
                f"{_without_date(text)}は{date_name(date)}（{of[0].item}{_how_sure(of)}）" for (date, text), of in told
            )
            + "です。"
        )
    order = sorted(
        (at for at in range(len(told)) if nouns[at]),
        key=lambda at: (told[at][1][0].kind != "service_start", not _names_month(told[at][0][0])),
    )
    shown = "、".join(said[at] for at in sorted(order[:_FEW])) or said[0]
    return f"{at_once}{shown}{'など' if number > _FEW else ''}、{number}件の記載があります。"


def _stem(text: str) -> str:
    """The event without what is told beside its name, in brackets or behind a colon."""
    return _BRACKETS.sub("", text).partition("：")[0]


def _in_one(text: str) -> str:
    """The event with what stands behind a colon in brackets."""
    name, _, behind = _without_date(text).partition("：")
    return f"{name}（{behind}）" if behind else name


def _detail(text: str) -> str:
    """What tells events of one name apart: 署名用電子証明書, イオングループ."""
    _, _, behind = text.partition("：")
    within = _BRACKETS.findall(_without_date(text))
    return behind or (within[-1].strip("（）") if within else "")


def _alike(one: Group, other: Group) -> bool:
    return one is not other and one[0][0] == other[0][0] and _stem(one[0][1]) == _stem(other[0][1])


def _tellings(groups: Sequence[Group]) -> list[Group]:
    """Of what one item tells of one month in several wordings the first start, by its date, told by a name that tells it apart."""
    kept: dict[tuple[str | None, str], Group] = {}
    for group in sorted(
        groups, key=lambda each: (each[1][0].kind != "service_start", -len(each[0][0]), not _detail(each[0][1]))
    ):
        kept.setdefault((group[1][0].item, group[0][0][:_TO_A_MONTH]), group)
    return sorted(kept.values(), key=lambda each: each[0][0].removeprefix("FY"))


def build_events(question: Question, records: Records, found: list[Event], *, several: bool = False) -> Answer:
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
    (date, text), first_events = max(firm, key=lambda group: (group[1][0].kind == "service_start", len(group[0][0])))
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
    elif not several and 1 < len({events[0].item for _, events in firm}) <= _FEW >= len(question.items) > 1:
        own = [[event for event in found if event.item == code] for code in question.items]
        first = "".join(build_events(question, records, events).first for events in own if events)
    elif len(shortest := groups if several else _tellings(firm)) <= _FEW:
        first = _of_several(shortest, len(shortest))
    else:
        first = _of_several(groups if several else firm, len(groups))
    if AS_PLANNED.search(question.text_folded):
        first = _each_as_planned(question, groups, records) or _as_planned(question, groups, records) or first
    shown = lines[: _SHOWN * 2] if len(groups) > 1 else []
    sources: list[Source] = [event.source for _, events in groups for event in events]
    codes = records.in_order(event.item for event in found)
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=_TOPIC,
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
