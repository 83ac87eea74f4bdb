"""Dated events: when a service started, and what happened in a month or year."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Answer, Status
from bot.figures.event_report import AS_PLANNED, build_events, earlier_of, fiscal_year_of, was_in_a_month
from bot.figures.event_times import Times, asks_whether, claims_time, decided, of_month_alone, times_named
from bot.question import Question
from bot.reading.kinds import PLANS, WHICH_FIRST
from bot.reading.match import is_content
from bot.text.compiled import compiled
from bot.text.fiscal_year import months_in
from bot.text.name_key import name_key
from bot.text.normalise import fold, fold_text
from bot.wording.event_words import EventWord, best_told, event_words, in_parts
from bot.wording.join import join_answers
from bot.wording.phrases import date_name, year_name, years_name, yes_or_no
from bot.wording.subject import items_of
from records.lookups import Records
from records.model import Event

NAME = "events"
NEEDS = "optional"
WORDS = {
    "いつから": 5, "何があった": 5, "あったこと": 5, "起きたこと": 5, "何が起き": 5, "何が始ま": 5, "構築したもの": 5, "開発したもの": 5, "導入したもの": 5, "始めたもの": 5, "先に始ま": 6, "出来事": 5, "できごと": 5, "いつ": 4, "開始日": 5, "開始時期": 5, "開始": 4, "始まった": 5, "始まる": 5, "始まり": 5, "はじまった": 5, "はじまり": 5,
    "スタート": 5, "何月": 5, "何年何月": 5, "開始年月": 5, "始めた": 4, "サービスイン": 5, "時期": 4, "いつごろ": 5, "何年から": 5, "何年度から": 5, "何年に始": 5, "何年度に一体化": 5, "何年に一体化": 5, "何年度に実現": 5, "何年度に導入": 5, "何年度に搭載": 5, "何年度に提供": 5, "何年度に構築": 5, "何年度にでき": 5, "何年度に始": 5, "日付": 4, "何日": 3,
    "開催月": 5, "どちらが先": 6, "どっちが先": 6, "間に合": 5, "予定どおり": 5, "予定通り": 5, "計画どおり": 5, "計画通り": 5, "遅れ": 4, "始まって": 4, "始めて": 4,
    "新しいサービス": 5, "古いサービス": 5,
}  # fmt: skip
_START_KINDS = ("service_start", "system_start")
_START_WORDS = (
    "いつから",
    "何年から",
    "何年度から",
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
    "るように",
    "の時期",
    "何年度に",
    "何年に",
)
_SHOWN = 6
_HEEDED = ("exclusion", "in some year")
_ORDER = ("in order", "last")  # before, after, first, last: which of the starts are told
_MOST_PARTS = 6
_YEAR, _TO_A_MONTH = 4, 7  # characters of a date that names no month, and of one up to its month
_FEW = 3
_MUCH_CLOSER = 0.1
_OF_THE_DOCUMENT = compiled(r"(?:評価書|文書|資料)の(?:日付|年月日|作成日)")
# a list of what came about, rather than the date of one thing
_LIST = compiled(
    r"出来事|できごと|イベント|何が(?:あっ|起|始)|(?:あった|起きた|起こった)こと|(?:始まった|始めた|開始した|構築した|開発した|導入した|作った|つくった)(?:もの|こと|サービス|システム)"
)
_EVERY_START = compiled(
    r"(?:始まった|始めた|開始した|スタートした|開始)(?:もの|サービス|システム)(?:の?(?:一覧|リスト|全部|すべて)|は(?:何|なに|どれ)|を(?:すべて|全て|全部|教え|挙げ|一覧))"
)
_SERVICE = compiled(r"(?:始まった|始めた|開始した|スタートした|始まる)(?:新(?:しい)?)?(?:サービス|システム)")
# what is done to something, where no start need be told
_VERB = compiled(
    r"構築|開発|作成|検討|開催|実施|公布|施行|策定|改正|決定|対応|調査|整備|まとめ|見直|送付|延長|監査|診断|可能"
)
# what a date is claimed of (仕様書の作成は令和5年度でしたか)
_DONE = compiled(rf"(?:{_VERB.pattern}|導入|開始|廃止|搭載|提供|先行)[^、。?]{{0,4}}[はがも]")
_BECAME = compiled(r"[0-9]拠点化[はがも]")
_BEGINS = compiled(r"(?<!検討開)始|(?<!検討)開始|いつから|スタート")
_OPENED = compiled(r"開設|開始|いつから|できた|始ま|スタート")
_ENDS = compiled(
    r"終了|終わり|終わる|終わっ|延期|廃止|中止|休止|打ち切|打切|閉鎖|撤廃|なくな[るっ]|止ま[っる]|停止した|(?<!施行は)(?<!施行の期限は)いつまで"
)
# what is no start: 継続利用が決まったのはいつ
_DECIDED = compiled(r"決ま[っる]|決定した|成立した|成立の|公表した|発表した")
_DECISIONS = compiled(r"決定|成立|公表|発表|決ま|策定|制定")
_AT_FIRST = compiled(r"当初|もともと|元々")
_WAS_PLANNED = compiled(rf"{_AT_FIRST.pattern}|目標年度|(?:予定|計画)(?:では|は|だった|上)")
# another generation of what is recorded under the name
_ANOTHER = compiled(r"次期|次世代|次の世代|旧")
_ONLY = compiled(r"(?:だけ|のみ)(?:です|でした|だった|なの)?か?(?:ね)?[?。]*$")
_NOT_YET = compiled(r"次に始ま[るり]|(?:まだ|未だ).{0,12}(?:ない|いません|ず)|未開始|これから")
_EXTREME = compiled(
    r"(?:最初|(?:一番|いちばん)(?:早|先|古|はじめ|初め)|最も(?:早|古))|(?P<last>最後|(?:一番|いちばん|最も)(?:遅|新し|最近))"
)
_CODE = compiled(r"[Ⅰ-Ⅹ]")
# what asks whether, or when, something came about, without a word for its date
_CAME_ABOUT = compiled(
    r"でき(?:た|て|ました|るように)|完成|完了|対応済|実現(?:した|され|し?ました)|(?:廃止|導入|開始|実施|延長|公布|施行|提供)(?:され|した|し?まし|済)|(?:使え|でき)るように|可能に|始ま|何年度|何月|から(?:です|でし|だっ|だよ)"
)
_AFTER_A_MONTH = compiled(r"月(?:より(?:も)?(?:後|あと)|以降|より(?:も)?前|以前)に?(?:始|開始|スタート)")
_OTHER_MONTHS = compiled(r"(?<![0-9])(?P<month>1[0-2]|[1-9])月(?:以外|を除)")
_LATER = frozenset({"後", "あと", "遅く"})
_BEFORE_ANOTHER = compiled(
    r"(?P<one>[^、。?]{2,24}?)(?:の(?:方|ほう))?[はが](?P<other>[^、。?はが]{2,24}?)(?:の(?:方|ほう))?より(?:も)?(?P<way>先|早く|前|後|あと|遅く)に?(?:始|開始|スタート|導入|でき|使え)"
)
# how many, after a date; what is measured, beside one (開始時期と費用)
COUNT_ALONE = compiled(
    r"(?P<what>[一-龠]{0,3}(?:件|枚|人|者|回|台)数)(?:は|って|も|の方は)?(?:どう|いくつ|何[件枚人回台])?(?:です|でした|か)*[?。]*"
)
_MEASURE = r"[一-龠ァ-ヺー]{0,6}(?:費用?|[件枚人者回台]数|コスト|料金?|金額|予算)"
_MEASURE_BESIDE = compiled(
    rf"(?:と|や|、|・|及び){_MEASURE}(?=[はをも?]|$)|(?<=の){_MEASURE}(?=(?:と|や)(?:開始|始|導入|時期))"
)
_AND = compiled(r"と|や|及び|および")
_SINCE = compiled(r"から(?:です|でし|だっ|だよ)")
_BEYOND = compiled(r"(?:より|の)(?P<way>後|あと|前|先)に")


def answer(question: Question, records: Records) -> Answer:
    """The events that hold the words asked about, those of the item otherwise; starts first when a start is asked for."""
    if question.follow_up and (counted := COUNT_ALONE.fullmatch(question.text_folded)):
        first = f"「{counted['what']}」の数値は記録に見つかりません。"
        return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first=first, items=question.items)
    told = _told(question, records)
    # what has not begun is told by its planned date
    return told._replace(heeded=(*told.heeded, "negation")) if _NOT_YET.search(question.text_folded) else told


def _told(question: Question, records: Records) -> Answer:
    if set_apart := _of_document(question, records) or _beside_a_month(question, records):
        return set_apart
    text, times = question.text_folded, times_named(question)
    measured = [match.span() for match in _MEASURE_BESIDE.finditer(text)]
    words = tuple(w for w in event_words(text) if not any(start <= w.start < end for start, end in measured))
    named = any(not word.general for word in words)
    asks_start = any(word in text for word in _START_WORDS)
    if (planned := _planned(question, records, named=named)) is not None:
        return planned
    if not named and (of_a_time := _of_time(question, records, times, words, asks_start=asks_start)) is not None:
        return of_a_time
    items = items_of(question, records)
    found = _about(question, records, words, items, asks_start=asks_start)
    each_item = _of_each_item(question, records) if asks_start and not (named or times) else None
    if apart := each_item or _told_apart(question, records, words, found, asks_start=asks_start):
        return apart
    whether = asks_whether(question)
    if not found and not whether and (listed := _of_time(question, records, times, (), asks_start=asks_start)):
        return listed
    # what an indicator measures has no date of its own (応答率はいつから？)
    if (
        not found
        and items
        and not question.indicators
        and not _ANOTHER.search(text)
        and (not words or not _unexplained(question))
    ):
        found = [event for event in records.events if event.item in items]
    found, near = _meant(found, text, words, asks_start=asks_start), found
    if found and (beyond := _BEYOND.search(text)):
        found = _beyond(found, records, later=beyond["way"] in {"後", "あと"})
        told = build_events(question, records, found, several=True) if found else _none(question, records, words, items)
        return told._replace(heeded=_ORDER)
    if found and times:
        return _within(question, records, found, times, whether=whether)
    extreme = [] if named or items else _extreme(question, records)
    if not named and not items:
        found = extreme or (found if _EVERY_START.search(text) else [])
    several = bool(extreme) or (not named and _SERVICE.search(text) is not None)  # Ⅰ-1で始まったサービスは
    told = (
        build_events(question, records, found, several=several)
        if found
        else _none(question, records, words, items, near)
    )
    return told._replace(heeded=_ORDER) if not named and found else told


def _about(
    question: Question, records: Records, words: Sequence[EventWord], items: tuple[str, ...], *, asks_start: bool
) -> list[Event]:
    """The events that hold the words, of the items first."""
    named = any(not word.general for word in words)
    if not named and not _CODE.search(question.text_folded) and _EVERY_START.search(question.text_folded):
        return [event for event in _starts(records) if not event.planned]  # 開始したサービス一覧
    among = [event for event in records.events if not question.items or event.item in items]
    found = _told_by(among, words, asks_start=asks_start)
    if not found and named and not _CODE.search(question.text_folded):
        # 国外転出者のコールセンター受付 is told under another item than the name
        found = _told_by(records.events, words, asks_start=asks_start)
    return found


def _within(question: Question, records: Records, found: list[Event], times: Times, *, whether: bool) -> Answer:
    """Of what was found what came about at the time named; はい、 or いいえ、 where that is asked."""
    if _ONLY.search(question.text_folded):
        return _whether_alone(question, records, found, times)
    listed = _LIST.search(question.text_folded) is not None
    held = [event for event in found if times.holds(event.date)]
    if listed and not held:
        return _nothing_then(question, records, times)
    claimed = whether and not listed
    verdict = decided(found, times) if claimed else None
    as_planned = AS_PLANNED.search(question.text_folded) is not None
    planned = [event for event in held if event.planned]
    if verdict is False and not as_planned and planned and not all(event.planned for event in found):
        return _planned_then(question, records, found, planned)
    # スマートフォン搭載: Android and iOS, each at its time; as planned: the plan and what came about
    open_of_several = claimed and (verdict is None or as_planned)
    if verdict is False:
        held = [event for event in found if not event.planned and not times.holds(event.date)]
    told = build_events(question, records, found if open_of_several else held or found, several=listed)
    said = "" if verdict is None or told.first.startswith(("はい、", "いいえ、")) else yes_or_no(verdict)
    return told._replace(first=said + told.first, heeded=_HEEDED, fiscal_years=times.fiscal_years if listed else ())


def _planned_then(question: Question, records: Records, found: list[Event], planned: list[Event]) -> Answer:
    """What was only planned for the time named, and came about at another: a place that plans it after that is named."""
    done = build_events(question, records, [event for event in found if not event.planned])
    when, began = planned[0].date, min(event.date for event in found if not event.planned)
    later = (fiscal_year_of(when) or 0) > (fiscal_year_of(began) or 0)
    own = f"{date_name(when)}の予定とする記載もあります。" if later else f"予定は{date_name(when)}でした。"
    first = f"いいえ、{done.first}{own}"
    return build_events(question, records, found)._replace(first=first, heeded=_HEEDED)


def _whether_alone(question: Question, records: Records, found: list[Event], times: Times) -> Answer:
    """令和6年12月に始まったのは特急発行だけ？: what else began then."""
    others = [each for each in _starts(records) if each not in found and times.holds(each.date) and not each.planned]
    told = build_events(question, records, [*found, *others], several=bool(others))
    if not others or not any(times.holds(each.date) for each in found):
        return told
    first = f"いいえ、{others[0].text}（{others[0].item}）も{times.name()}です。"
    return told._replace(first=first, heeded=_HEEDED)


def _of_time(
    question: Question, records: Records, times: Times, words: Sequence[EventWord], *, asks_start: bool
) -> Answer | None:
    """What happened, or started, at the time named, where nothing else is; None where no list is asked for."""
    month = "" if times else of_month_alone(question.text_folded)
    listed = _LIST.search(question.text_folded) is not None
    if not (times.months or (times and (asks_start or listed)) or month):
        return None
    items = items_of(question, records)
    whether = asks_whether(question)
    if items and whether and not listed:
        return None  # Ⅰ-8のサービス開始は令和6年3月で合ってる？
    past = max(document.fiscal_year for document in records.documents)
    told = [
        event
        for event in records.events
        if (not items or event.item in items)
        and (event.date[5:7] == month and not event.planned if month else times.lists(event.date))
    ]
    if other := _OTHER_MONTHS.search(question.text_folded):
        told = [event for event in told if event.date[5:7] != f"{int(other['month']):02}"]
    begun = {(event.date, event.text) for event in told if not event.planned}
    # what was planned for a year of the past has not come about, unless another place tells that it did
    found = [
        event
        for event in told
        if (event.date, event.text) in begun or times.months or (fiscal_year_of(event.date) or 0) > past
    ]
    if asks_start:
        starts = [event for event in found if event.kind in _START_KINDS]
        if _SERVICE.search(question.text_folded) and not starts:
            return _nothing_then(question, records, times, "始まったサービス")
        if times.years and not (starts or listed):
            return None
        found = starts or found
    verbs = [word.key for word in words if word.deed or _VERB.search(word.key)]
    found = [event for event in found if any(key in name_key(fold_text(event.text)) for key in verbs)] or found
    if not found:
        return _nothing_then(question, records, times) if times and (listed or not words) else None
    found, of_order = _at_an_end(found, question) or found, _ORDER if _EXTREME.search(question.text_folded) else ()
    return build_events(question, records, found, several=True)._replace(
        fiscal_years=times.fiscal_years, heeded=(*_HEEDED, *of_order)
    )


def _nothing_then(question: Question, records: Records, times: Times, what: str = "出来事") -> Answer:
    items = items_of(question, records)
    subject = f"{'・'.join(items[:_FEW])}{'など' if len(items) > _FEW else ''} の" if items else ""
    joint = "に" if what != "出来事" else "の"
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=NAME,
        first=f"{subject}{times.name()}{joint}{what}は記録にありません。",
        items=items,
        next_steps=tuple(f"{code} の出来事は？" for code in items[:1]),
    )


def _told_apart(
    question: Question, records: Records, words: Sequence[EventWord], found: Sequence[Event], *, asks_start: bool
) -> Answer | None:
    """特急発行と顔写真なしカード: each by itself; which came first, where that is asked. None for one thing."""
    if (decided_one := _which_of_two(question, records, asks_start=asks_start)) is not None:
        return decided_one
    each_of = _of_parts(question, words, records, asks_start=asks_start)
    if not each_of or (found and set.intersection(*({event.text for event in part} for part in each_of))):
        return None
    told = join_answers([build_events(question, records, part) for part in each_of])
    if not WHICH_FIRST.search(question.text_folded):
        return told
    return told._replace(first=earlier_of(each_of) + told.first, heeded=("which",))


def _which_of_two(question: Question, records: Records, *, asks_start: bool) -> Answer | None:
    """特急発行はマイナ免許証より先に始まった？: はい or いいえ, and both dates; None for other questions."""
    asked = _BEFORE_ANOTHER.match(question.text_folded)
    if not asked:
        return None
    parts = [_told_by(records.events, event_words(asked[name]), asks_start=asks_start) for name in ("one", "other")]
    if not all(parts):
        return None
    parts = [[event for event in part if not event.planned] or part for part in parts]
    told = join_answers([build_events(question, records, part) for part in parts])
    months = [min((event.date[:7] for event in part if was_in_a_month(event)), default="") for part in parts]
    if not all(months) or months[0] == months[1]:
        return told
    said = yes_or_no((months[0] < months[1]) == (asked["way"] not in _LATER))
    return told._replace(first=f"{said}{earlier_of(parts)}{told.first}", heeded=_ORDER)


def _of_parts(
    question: Question, words: Sequence[EventWord], records: Records, *, asks_start: bool
) -> list[list[Event]]:
    """特急発行と顔写真なしカード: the events of each, where each has some."""
    text = question.text_folded
    among = [event for event in records.events if event.item in question.items]
    scene = text.find("、")
    if WHICH_FIRST.search(text) and _AND.search(text, 0, max(scene, 0)):
        # 署名用と利用者証明用、コンビニで先に始まったのは: what stands behind is said of both
        beside = [word for word in words if word.start > scene]
        parts = [[*part, *beside] for part in in_parts(text[:scene], [word for word in words if word.end <= scene])]
    else:
        parts = in_parts(text, words)
    if not 1 < len(parts) <= _MOST_PARTS:
        return []
    found: list[list[Event]] = []
    for part in parts:
        of_item = _told_by(among, part, asks_start=asks_start)
        told = of_item or _told_by(records.events, part, asks_start=asks_start)
        if not (told := _meant(told, question.text_folded, part, asks_start=asks_start)):
            return []
        found.append(told)
    return found


def orders(question: Question) -> bool:
    """Whether it is asked which of two things began first; neither is a measure of the other."""
    text = question.text_folded
    return WHICH_FIRST.search(text) is not None or _BEFORE_ANOTHER.match(text) is not None


def is_told(question: Question, records: Records) -> bool:
    """Whether a question without a word for a date asks if something came about (保険証は廃止された？) that an event tells."""
    if question.topics or question.letters:
        return False
    text = question.text_folded
    came_about = _SINCE if question.indicators else _CAME_ABOUT
    done = _BECAME.search(text) or (_DONE.search(text) and not question.indicators)
    claimed = claims_time(question) and (months_in(text) or done)
    if not claimed and not came_about.search(text):
        return False
    words = event_words(text)
    return any(not word.general for word in words) and bool(_told_by(records.events, words, asks_start=False))


def _meant(found: list[Event], text: str, words: Sequence[EventWord], *, asks_start: bool) -> list[Event]:
    """Of the events found those that are asked for: the starts, the ends, what was planned; none where only others are told."""
    if _ENDS.search(text):
        return [event for event in found if _ENDS.search(event.text)]
    if _DECIDED.search(text):
        return [event for event in found if _DECISIONS.search(event.text)]
    if _WAS_PLANNED.search(text) and not AS_PLANNED.search(text):
        planned = [event for event in found if event.planned] or found
        first = min((event.date.removeprefix("FY")[:_YEAR] for event in planned), default="")
        at_first = [event for event in planned if event.date.removeprefix("FY").startswith(first)]
        return at_first if _AT_FIRST.search(text) else planned
    starts = [event for event in found if event.kind in _START_KINDS]
    if "導入" in text and not starts and not any("導入" in event.text for event in found):
        return []  # 次期カードの導入: its specifications are dated, and no start
    begins = asks_start and _BEGINS.search(text) and not _VERB.search(text)
    if begins and not starts and words and not any(_BEGINS.search(event.text) for event in found):
        return []  # 次期カードはいつ始まる
    if _OPENED.search(text):
        found = [event for event in found if not _goes_to(event, words, text)]
        starts = [event for event in found if event.kind in _START_KINDS]
    return starts if starts and asks_start and not AS_PLANNED.search(text) else found


def _goes_to(event: Event, words: Sequence[EventWord], text: str) -> bool:
    """Whether something came to what was named (総合サイトへのチャットボット導入), rather than it itself."""
    last = [text[word.start : word.end] for word in words if not word.general][-1:]
    return any(f"{each}へ" in fold_text(event.text) for each in last)


def _beyond(found: Sequence[Event], records: Records, *, later: bool) -> list[Event]:
    """The starts after (before) the one found, to the month."""
    dates = {event.date[:7] for event in found if not event.planned and not event.date.startswith("FY")}
    done = [event for event in _starts(records) if not event.planned and len(event.date) > _YEAR]
    return [e for e in done if dates and (e.date[:7] > max(dates) if later else e.date[:7] < min(dates))]


def _beside_a_month(question: Question, records: Records) -> Answer | None:
    """2024年12月より後に始まったもの: the starts after, or before, the month named; None where none is named so."""
    beside, months = _AFTER_A_MONTH.search(question.text_folded), months_in(question.text_folded)
    if not beside or not months:
        return None
    month, later = max(months), "前" not in beside.group()
    at_once = "以" in question.text_folded
    found = [
        each
        for each in _starts(records)
        if was_in_a_month(each)
        and ((each.date[:7] > month if later else each.date[:7] < month) or (at_once and each.date[:7] == month))
    ]
    if not found:
        return _none(question, records, (), ())
    return build_events(question, records, found, several=True)._replace(heeded=_ORDER)


def _extreme(question: Question, records: Records) -> list[Event]:
    """The start with the earliest (latest) date of those that have a month; none where no extreme is asked for."""
    return _at_an_end(_starts(records), question)


def _at_an_end(events: Sequence[Event], question: Question) -> list[Event]:
    """Of *events* with a month the earliest, or latest, that came about; none where no such end is asked for."""
    extreme = _EXTREME.search(question.text_folded)
    done = [event for event in events if was_in_a_month(event)] if extreme else []
    months = [event.date[:_TO_A_MONTH] for event in done]
    wanted = (max if extreme and extreme["last"] else min)(months, default="")
    return [event for event in done if event.date.startswith(wanted)]


def _planned(question: Question, records: Records, *, named: bool) -> Answer | None:
    """What is planned (令和7年度の予定, Ⅰ-9の予定), where nothing else is named."""
    planned = PLANS.search(question.text_folded) or (_NOT_YET.search(question.text_folded) and not question.items)
    if not planned or AS_PLANNED.search(question.text_folded) or _AT_FIRST.search(question.text_folded):
        return None
    if question.items and asks_whether(question):
        return None  # Ⅰ-9の開始予定はR6？
    if (named and not question.items) or (question.items and _unexplained(question)):
        return None
    items, years = items_of(question, records), question.years.years
    past = max(document.fiscal_year for document in records.documents)
    found = [
        event
        for event in records.events
        if (event.item in items or not items)
        and (year := fiscal_year_of(event.date)) is not None
        and (year in years if question.years.asked else year > past)
    ]
    if _SERVICE.search(question.text_folded):
        found = [event for event in found if event.kind in _START_KINDS] or found
    return build_events(question, records, found, several=True) if found else _nothing_planned(question, records, items)


def _nothing_planned(question: Question, records: Records, items: tuple[str, ...]) -> Answer:
    subject = f"{'・'.join(items[:_FEW])} の" if items else ""
    asked = years_name(question.years.years) if question.years.asked else "今後"
    last = max(filter(None, (fiscal_year_of(event.date) for event in records.events)), default=None)
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


def _of_each_item(question: Question, records: Records) -> Answer | None:
    """Ⅰ-7とⅠ-8の開始時期: when each began; None where one item has no start, or is asked of alone."""
    starts = [[each for each in _starts(records) if each.item == item] for item in question.items]
    if not 1 < len(starts) <= _FEW or not all(starts) or AS_PLANNED.search(question.text_folded):
        return None
    told = join_answers([build_events(question, records, part) for part in starts])
    if not WHICH_FIRST.search(question.text_folded):
        return told
    return told._replace(first=earlier_of(starts) + told.first, heeded=("which",))


def _none(
    question: Question,
    records: Records,
    words: Sequence[EventWord],
    items: tuple[str, ...],
    beside: Sequence[Event] = (),
) -> Answer:
    """*beside*: what is told of the same thing, and is not what was asked."""
    if beside:
        items = records.in_order(event.item for event in beside)
    elif _ANOTHER.search(question.text_folded):
        items = ()
    own = beside or [event for event in _starts(records) if event.item in items and not event.planned]
    lines = dict.fromkeys(f"・{date_name(event.date)}：{event.text}（{event.item}）" for event in own)
    near = f"{'・'.join(items[:_FEW])} にある開始の記載は次のとおりです。" if own and not beside else ""
    near = "近い記載は次のとおりです。" if beside else near
    name = _named(question, words)
    if beside and not name:
        near = "その日付の記載は記録に見つかりません。近い記載は次のとおりです。"
    if items and not name and not near:
        near = f"{'・'.join(items[:_FEW])} の日付の記載は記録にありません。"
    first = (
        f"「{name}」の{_what_date(question, name) if beside else ''}日付の記載は記録に見つかりません。{near}"
        if name
        else f"{near or '何の日付か読み取れませんでした。'}"
    )
    if AS_PLANNED.search(question.text_folded) and not name:
        first = "予定より遅れたかどうかの記載は記録にありません。項目を挙げれば、予定と実際の日付をお答えします。"
    return Answer(
        question=question.text,
        status=Status.NO_DATA if name or items or AS_PLANNED.search(question.text_folded) else Status.NOT_UNDERSTOOD,
        topic=NAME,
        first=first,
        lines=tuple(lines)[:_SHOWN] if name or not AS_PLANNED.search(question.text_folded) else (),
        items=items,
        next_steps=("特急発行はいつから？",),
    )


def _what_date(question: Question, name: str) -> str:
    """「終わりの」, 「開始の」, where the name does not say which date is missing."""
    if _ENDS.search(question.text_folded):
        return "" if _ENDS.search(name) else "終わりの"
    return "" if _BEGINS.search(name) else "開始の"


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
