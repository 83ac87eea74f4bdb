"""Fiscal years as written (令和6年度, R6, 6年度, 2024年度, R3〜R5, 過去3年, 昨年度) → mentions, then years.

Two steps: `find_years` reads the text alone; `resolve_years` turns mentions into Western years with what only the caller
knows: the day of asking (Asia/Tokyo), the recorded years, and the year under discussion.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bot.text.compiled import compiled
from bot.text.name_key import masked
from bot.text.numbers import NUMERAL, WESTERN, read_number, read_western

# era → the Western year before its first; the writings are lower case
_ERAS = {
    "令和": 2018, "れいわ": 2018, "レイワ": 2018, "令": 2018, "r": 2018,
    "平成": 1988, "へいせい": 1988, "平": 1988, "h": 1988,
    "昭和": 1925, "s": 1925, "大正": 1911, "明治": 1867,
}  # fmt: skip
_REIWA = 2018
_LATEST_BARE_REIWA = 18
_FIRST_BARE_WESTERN, _LAST_BARE_WESTERN = 19, 40
_FISCAL_YEAR_STARTS_IN = 4

# words → years from the asking day's fiscal year
_RELATIVE = {
    "今年度": 0, "本年度": 0, "当年度": 0, "今年": 0, "本年": 0, "ことし": 0, "今期": 0, "こんねんど": 0,
    "昨年度": -1, "昨年": -1, "去年度": -1, "去年": -1, "きょねん": -1, "さくねんど": -1, "昨期": -1, "last year": -1, "this year": 0, "next year": 1,
    "一昨年度": -2, "一昨年": -2, "おととし": -2, "おととしの年度": -2,
    "来年度": 1, "来年": 1, "らいねん": 1, "来期": 1, "再来年度": 2, "再来年": 2,
}  # fmt: skip
_LATEST = (
    "最後の評定",
    "最後の評価",
    "最新",
    "直近",
    "最近",
    "いちばん新しい",
    "一番新しい",
    "さいしん",
    "ちょっきん",
    "latest",
)
_PREVIOUS = (
    "前年度", "前年", "前の年度", "前の年", "その前", "ひとつ前", "一つ前", "1つ前", "1年前", "一年前", "ぜんねんど",
    "さらに前", "もっと前", "もう一つ前", "もう1つ前", "その一つ前", "その1つ前",
)  # fmt: skip
_FIRST = (
    "初年度", "最初の年度", "最初の年", "初年", "一番最初の年度", "一番最初の年", "一番古い年度", "一番古い年", "最も古い年度", "最も古い年", "最古の年度", "期首",
)  # fmt: skip
# 最初の評定, 最初はAだった; Aになった最初の評定 is whichever that was
_FIRST_RATED = compiled(
    r"(?<![たる令])(?<![度年]の)(?<!r[0-9]の)(?:(?:(?:一番|いちばん|最も|もっとも)(?:最初|初め|はじめ|古い|早い)|最初|最古|当初|初回)の?(?=評[価定](?!者|基準))"
    r"|最初に(?:もらった|貰った|付いた|ついた|取った|受けた)(?=評[価定])|最初(?=(?:の評[価定])?と(?:最後|最新|直近)の?評[価定])|最初(?:は|、)?(?=[sabcd](?:評価|評定)?(?:です|でした|だった|なの|だ)))"
)
_TWO_BEFORE = ("前々年度", "前々年", "先々年度", "前前年度")
_NEXT = ("翌年度", "翌年", "次の年度", "次の年", "次年度")
_ALL = (
    "全年度", "全部の年度", "全部の年", "すべての年度", "すべての年", "全ての年度", "全ての年", "全期間", "毎年度", "毎年",
    "各年度", "各年", "年度ごと", "年度別", "年ごと", "年別", "これまで", "今まで", "いままで", "過去の", "過去から", "ぜんねんど分", "他の年度", "他の年", "ほかの年度", "ほかの年",
)  # fmt: skip
# word, kind of mention and years from the asking day's fiscal year; the longest first
_WORDS: tuple[tuple[str, str, int], ...] = tuple(
    sorted(
        (
            *((word, "relative", offset) for word, offset in _RELATIVE.items()),
            *((word, "latest", 0) for word in _LATEST),
            *((word, "first", 0) for word in _FIRST),
            *((word, "two before", 0) for word in _TWO_BEFORE),
            *((word, "previous", 0) for word in _PREVIOUS),
            *((word, "next", 0) for word in _NEXT),
            *((word, "all", 0) for word in _ALL),
        ),
        key=lambda entry: -len(entry[0]),
    )
)

_UNIT = r"(?:年度|ねんど|年(?!度|間|分|前|後|以上|以内|目|生|連続|ごと|別|代|来|末年始|始|月))"
_NOT_A_DATE = r"(?![0-9])(?!年?[0-9]{1,2}月)(?!年[0-9]{1,2}月)"
_ERA_WORDS = "令和|れいわ|レイワ|(?<![法命政省])令|平成|へいせい|平(?=[0-9])|昭和|大正|明治|(?<![a-z0-9])[hs](?=[. ]?[0-9元])|(?<![a-z])r(?=[. ]?[0-9元一二三四五六七八九十])"
_ERA_YEAR = rf"(?P<era>{_ERA_WORDS})[. ']?(?P<era_n>元|{NUMERAL}){_NOT_A_DATE}{_UNIT}?"
_WESTERN = rf"(?:(?<![0-9a-z.\-])|(?<![a-z])(?=fy))(?:fy ?|西暦)?(?P<western>{WESTERN}){_NOT_A_DATE}(?![-/.][0-9]{{1,2}}(?![0-9]))(?![万億%]|件|人(?![材数員])|円|枚|回|社|団体){_UNIT}?"
_SHORT_WESTERN = rf"(?:(?<![a-z])fy ?|')(?P<short>[0-9]{{2}}){_NOT_A_DATE}{_UNIT}?"
_BARE = (
    rf"(?:(?<![0-9a-z.\-第])(?=[0-9元])|(?<![一二三四五六七八九十第])(?=[一二三四五六七八九十]))"
    rf"(?P<bare>元|{NUMERAL}){_NOT_A_DATE}(?P<unit>{_UNIT})"
)
_KANA_NUMBERS = {
    "がん": 1,
    "いち": 1,
    "に": 2,
    "さん": 3,
    "よん": 4,
    "よ": 4,
    "ご": 5,
    "ろく": 6,
    "なな": 7,
    "しち": 7,
    "はち": 8,
    "きゅう": 9,
}
_SPOKEN = rf"(?:(?P<spoken_era>れいわ|令和)|(?<!き))(?P<spoken>{'|'.join(_KANA_NUMBERS)})(?:ねんど|(?(spoken_era)(?:ねん|年度?)|(?!)))"
_YEAR_FIRST = r"(?<![0-9a-z])(?P<fy_last>[0-9]{2}|20[0-9]{2}) ?fy(?![a-z0-9])"
_ONE_YEAR = compiled(f"{_SPOKEN}|{_ERA_YEAR}|{_WESTERN}|{_SHORT_WESTERN}|{_YEAR_FIRST}|{_BARE}")

_TO = r"(?:~|-|ー|から|より|→|—)"
# the short second half of a range or list: R3-5, 令和3~6年度, R3・4
# (a number with a dash or の and another number behind it is an item: R3、1-8 and R3、1の8)
_SHORT_END = compiled(
    rf"(?P<n>{NUMERAL})(?![0-9]|,[0-9]{{3}}|[-ー]{NUMERAL}|の{NUMERAL}(?![0-9一二三四五六七八九十\-ー])"
    r"|月|日|時|分|秒|週|か月|ヶ月|件|人|名|社|団体|市|拠点|資格|項目|割|倍|位|点|%|円|万|億|回|枚|情報|じょうほう|ジョウホウ)"
    r"(?:(?<=[0-9])|(?![一-龠])|(?=年))(?:年度|ねんど|年)?"  # 一体化, 一部: a kanji numeral that begins a word
)
_WESTERN_END = compiled(rf"(?P<n>{WESTERN}){_UNIT}?")
_LONG_RANGE = compiled(
    rf"(?<![0-9a-z.\-])(?:令和|令)?(?P<first>{NUMERAL})(?:年度|年)?(?:~|-|ー|から)(?P<last>{NUMERAL})(?:年度|ねんど)(?!間)"
)
_RATHER = compiled(r"の?(?:ほう|方)|(?:の評[価定])?[がはも]")  # R3よりR6のほうが
_ARROW = compiled(r"→|->|=>")
_RANGE_TO = compiled(rf"(?:の)?{_TO}")
_LIST_TO = compiled(r"(?:と|、|,|・|/|&|や|及び|および|＆)")
_UNTIL = compiled(r"(?:まで|迄|以前|~まで)")
_BEFORE = compiled(r"(?:より前|より以前|の前まで|未満)")
_EXCEPT = compiled(
    r"(?:の年度?)?(?:以外|[をは]?除(?:く|い(?:て|た)|き|外)|[をは]?(?:のぞ(?:く|い[てた]|き)|抜き|抜いて|外して)|のほか(?:[のに]|(?=[、は])))"
)
_EXCEPT_WITH = frozenset({"と", "・", "や", "、", ",", "及び", "および"})  # R3とR4以外 leaves out both
_AFTER = compiled(r"(?:より後|よりあと|の後|のあと)(?:の年度?)?")
_BACK = compiled(r"(?:まで|に|へ)?(?:遡|さかのぼ)(?:って|り|る)|まで")
_COUNTED_FROM = {"previous": -1, "two before": -2, "next": 1}
_OF_PERIOD = compiled(
    rf"(?:(?:第?[一二三1-3]期)?中期目標期間|(?<!目標)(?<![一-龠])期間)の?"
    rf"(?:(?P<first>最初の年度?|初年度|1年目|一年目)|第?(?P<n>{NUMERAL})年(?:目|度目)の?(?:年度)?)"
    rf"|第(?P<nth>{NUMERAL})年度|(?:(?<![一-龠ァ-ヺーぁ-んa-z0-9])|(?<=[0-9定価]の))(?P<alone>[1-5一二三四五])年度?目(?=の(?:評|見込|総合|[ⅠⅡⅢ0-9]))"
)
# the first two years that are recorded, the last two
_AT_AN_END = compiled(
    rf"(?P<first>最初|始め|はじめ|当初|初め)の(?P<n>{NUMERAL})(?:か年|ヶ年|カ年|年度|年)(?:間|分)?(?!目)"
    rf"|(?:最後|終わり|後ろ)の(?P<n2>{NUMERAL})(?:か年|ヶ年|カ年|年度|年)(?:間|分)?(?!目)"
)
_YEARS_AGO = compiled(rf"(?P<n>{NUMERAL})(?:か年|ヶ年|年度|年)前")
_MONTH = compiled(
    rf"(?:(?P<era>{_ERA_WORDS})[. ']?(?P<era_n>元|{NUMERAL})|(?<![0-9])(?P<western>{WESTERN}))"
    rf"(?:年(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月"
    rf"|(?(era)[./-](?P<month2>1[0-2]|0?[1-9])(?:[./-][0-9]{{1,2}}(?![0-9])|(?=に|月|以降|から))|(?!)))"
)
# what is meant as a year but names none: eras without a number, numbers that are too long, 0000年, R6.5年度
_UNREADABLE = compiled(
    r"(?:令和|平成|昭和|大正|明治|慶応)(?![0-9元一二三四五六七八九十]|何年度?(?:から|に(?:始|開始)))|(?<![a-z0-9])[rhs]0{1,2}(?![0-9])|(?<![a-z0-9])[rhs][. ]?[0-9]{3,}(?![0-9%])(?!万|件|人)"
    r"|(?<![0-9])(?:0[0-9]{2,}|[0-9]{5,}|[3-9][0-9]{3}|1[0-8][0-9]{2})年"
    rf"|(?<![a-z0-9])(?:[rhs]|令和)[0-9]{{1,2}}\.[0-9]{{1,2}}年度|{NUMERAL}年度?目(?!標)|最終年度|前期(?!間)|第?[1-4一二三四]四半期|[上下]半期|(?<![以])[上下]期"
)
_FROM = compiled(r"(?:以降|以後|から(?:の推移|現在|今)?|~(?![0-9a-z]))")
_LAST_N = compiled(
    rf"(?P<prefix>過去|直近|最近|ここ|この|最新|近)の?(?P<n>{NUMERAL})(?:か年|ヶ年|カ年|年度|年)(?:間|分)?"
    rf"|(?P<n2>{NUMERAL})(?:か年|ヶ年|カ年|年度?)分"
)
_LAW = compiled(rf"(?:{_ERA_WORDS})(?:元|{NUMERAL})年(?:[^0-9]{{0,8}})?(?:法律|政令|省令|規則)第[0-9]{{1,4}}号")
_DURATION = compiled(
    rf"(?P<n>{NUMERAL})(?:か年|ヶ年|カ年|年)間"
    # 4年平均, 3年で何人, but not 令和4年の平均
    rf"|(?<![0-9a-z.和成正治])(?P<n2>{NUMERAL})(?:か年|ヶ年|カ年|年)(?=の?(?:平均|合計|累計|通算|トータル|推移)|のうち|とも|[sabcd]が?(?:続|連続)"
    # 4年でAが2回, 4年で研修参加人数は何倍
    r"|で(?:どう(?:推移|変)|推移|変わ|変化|何|どれ|いく|増|減|伸|[0-9]|[sabcd][がをは]|[ⅠⅡⅢ]|[一-龠ァ-ヺー]{2,12}[はがを]))"
    rf"|(?<=連続)(?P<n3>{NUMERAL})(?:か年|ヶ年|カ年|年)(?!度)"
    rf"|{NUMERAL}(?:か年|ヶ年|カ年|年)(?:以上|以内|後|連続|続け|続い|続く|つづけ|ごと)"
)
# R6と前年度: both of them
_BESIDE = "and "
_JOINED = ("と", "とその", "および", "及び", "及びその")
_COMPARED = compiled(
    r"(?:の評[価定](?:結果)?(?=と比べ|と比較|より|から))?(?:比|の?(?:差|増減|伸び|増加|減少|[0-9.]+倍)|同期|から|と比べ|と比較|との比較|との差|より|対比|に比べ|割れ|を(?:上回|下回|超え|割))"
)


# not of what was said or shown the last time
_LAST_TIME = compiled(
    r"(?:(?P<two>前々回|前前回)|前回)(?!の?(?:質問|回答|委員会|会議|会合|会|打ち?合わせ|議論|議事|相談|メール|話|続き|つづき|やりとり|資料|報告|説明|見込|中期|期)|聞|言|教え|お|伺|うかが|と同様|と同じよう)"
)

# mentions that name no year, and those that name several at once
_NO_YEARS = frozenset({"duration", "compared", "unreadable"})
_SERIES = frozenset({"all", "last", "opening", "from", "until"})


class YearMention(NamedTuple):
    """One reading of a span. *kind*: years, relative, latest, previous, next, all, last, opening, from, until, nth, duration.

    Also compared (前年度比) and unreadable (meant as a year, but names none). *excepted*: all years but these (R5以外).
    """

    start: int
    end: int
    rule: str
    kind: str
    years: tuple[int, ...] = ()
    number: int = 0
    excepted: bool = False


class YearSelection(NamedTuple):
    """The years a question asks for. *asked* False: none was named. *series*: a range or all, rather than single years."""

    years: tuple[int, ...] = ()
    asked: bool = False
    series: bool = False
    compared_to_previous: bool = False
    unreadable: bool = False


def fiscal_year_on(day: date) -> int:
    """The fiscal year that *day* lies in (April to March)."""
    return day.year if day.month >= _FISCAL_YEAR_STARTS_IN else day.year - 1


def find_years(text: str) -> tuple[YearMention, ...]:
    """Every year mention of folded *text*, left to right, none overlapping. 6年間 is a duration, 令和6年12月 a date."""
    mentions: list[YearMention] = []
    taken = [False] * (len(text) + 1)
    for finder in (
        _find_last_n,
        _find_years_ago,
        _find_durations,
        _find_months,
        _find_of_period,
        _find_unreadable,
        _find_bare_ranges,
        _find_stated,
        _find_last_times,
        _find_words,
    ):
        for mention in finder(text, taken):
            if not any(taken[mention.start : mention.end]):
                taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
                mentions.append(mention)
    ordered = sorted(mentions, key=lambda mention: mention.start)
    return tuple(_with_exceptions(text, _counted_from_another(text, ordered)))


def resolve_years(
    mentions: Sequence[YearMention], recorded: Sequence[int], asked_on: date, discussed: int | None = None
) -> YearSelection:
    """Western years, ascending. *discussed*: the year that 前年度 counts from (else the one named, else the latest)."""
    stated = [year for mention in mentions if mention.kind == "years" for year in mention.years]
    base = counted_from(mentions, asked_on)
    has_reference = any(
        mention.kind in {"previous", "two before"} and not mention.rule.startswith(_BESIDE) for mention in mentions
    )
    years: set[int] = set()
    excepted: set[int] = set()
    series = asked = named = False
    spans = any(mention.kind in _SERIES - {"all"} or mention.rule.startswith("range") for mention in mentions)
    for mention in mentions:
        if mention.kind == "all" and spans:
            continue  # R3からR5まで毎年: of those years
        if mention.kind in _NO_YEARS or (mention.kind == "years" and has_reference and len(stated) == 1):
            continue  # of R5 … 前年度 R5 is where to count from
        found = years_of(mention, recorded, asked_on, discussed if base is None else base)
        (excepted if mention.excepted else years).update(found)
        asked = True
        named |= not mention.excepted
        series |= mention.excepted or mention.kind in _SERIES or mention.rule.startswith("range")
    if excepted:
        years = (years if named else set(recorded)) - excepted
        asked = bool(years)  # R3〜R6以外 leaves none
    kinds = {mention.kind for mention in mentions}
    return YearSelection(
        tuple(sorted(years)), asked, series, "compared" in kinds, "unreadable" in kinds or bool(excepted and not years)
    )


def counted_from(mentions: Sequence[YearMention], asked_on: date) -> int | None:
    """The year that is named and that 前年度 counts from (今年度と前年度 too); None where none is named."""
    for kind in ("years", "relative"):
        for mention in mentions:
            if mention.kind == kind:
                return mention.years[0] if mention.years else fiscal_year_on(asked_on) + mention.number
    return None


def years_of(  # noqa: C901 - one case a kind of mention
    mention: YearMention, recorded: Sequence[int], asked_on: date, base: int | None = None
) -> tuple[int, ...]:
    """The Western years that one mention names. *base*: the year that 前年度 counts from, by default the latest."""
    recorded = sorted(recorded) or [fiscal_year_on(asked_on)]
    earliest, latest = recorded[0], recorded[-1]
    number = mention.number
    match mention.kind:
        case "years":
            return mention.years
        case "relative":
            return (fiscal_year_on(asked_on) + number,)
        case "latest":
            return (latest,)
        case "previous" | "two before" | "next":
            return ((latest if base is None else base) + _COUNTED_FROM[mention.kind],)
        case "all":
            return tuple(recorded)
        case "last":
            return tuple(recorded[-number:]) if number else ()
        case "opening":
            return tuple(recorded[:number]) if number else ()
        case "from":
            return tuple(range(mention.years[0], max(latest, mention.years[0]) + 1))
        case "until":
            last = mention.years[0] if mention.years else fiscal_year_on(asked_on) + number
            return tuple(range(min(earliest, last), last + 1))
        case "first":
            return (earliest,)
        case "nth":
            return (earliest + number - 1,)
    return ()


def _find_last_n(text: str, taken: list[bool]) -> list[YearMention]:
    found = []
    for match in _LAST_N.finditer(text):
        number = read_number(match["n"] or match["n2"])
        if number and not any(taken[match.start() : match.end()]):
            found.append(YearMention(match.start(), match.end(), "last n years", "last", number=number))
    for match in _AT_AN_END.finditer(text):
        number = read_number(match["n"] or match["n2"])
        if number and not any(taken[match.start() : match.end()]):
            kind = "opening" if match["first"] else "last"
            found.append(YearMention(match.start(), match.end(), f"{kind} n years", kind, number=number))
    return found


def _find_years_ago(text: str, taken: list[bool]) -> list[YearMention]:
    """3年前 counts from the fiscal year of the asking day, like 昨年度."""
    found = []
    for match in _YEARS_AGO.finditer(text):
        number = read_number(match["n"])
        if number and not any(taken[match.start() : match.end()]):
            found.append(YearMention(match.start(), match.end(), "years ago", "relative", number=-number))
    return found


def months_in(text: str) -> tuple[str, ...]:
    """Every month named in folded *text*, as YYYY-MM of the calendar (令和6年12月 → 2024-12)."""
    found = []
    for match in _MONTH.finditer(text):
        number = read_western(match["western"]) if match["western"] else read_number(match["era_n"])
        month = read_number((match["month"] or match["month2"]).removeprefix("0"))
        if number is not None and month:
            year = number if match["western"] else _ERAS[match["era"]] + number
            found.append(f"{year}-{month:02}")
    return tuple(found)


def _find_months(text: str, taken: list[bool]) -> list[YearMention]:
    """A year with a month lies in a fiscal year: 令和4年3月 is in 2021."""
    found = []
    for match in _MONTH.finditer(text):
        number = read_western(match["western"]) if match["western"] else read_number(match["era_n"])
        if number is None or any(taken[match.start() : match.end()]):
            continue
        calendar_year = number if match["western"] else _ERAS[match["era"]] + number
        month = read_number((match["month"] or match["month2"]).removeprefix("0")) or 1
        fiscal_year = calendar_year if month >= _FISCAL_YEAR_STARTS_IN else calendar_year - 1
        found.append(YearMention(match.start(), match.end(), "year and month", "years", (fiscal_year,)))
    return found


def _find_of_period(text: str, taken: list[bool]) -> list[YearMention]:
    """中期目標期間の3年目, 期間の最初の年度, 第1年度."""
    found = []
    for match in _OF_PERIOD.finditer(text):
        if any(taken[match.start() : match.end()]):
            continue
        if number := 1 if match["first"] else read_number(match["n"] or match["nth"] or match["alone"]):
            found.append(YearMention(match.start(), match.end(), "year of the period", "nth", number=number))
    return found


def _find_unreadable(text: str, taken: list[bool]) -> list[YearMention]:
    return [
        YearMention(match.start(), match.end(), "unreadable", "unreadable")
        for match in _UNREADABLE.finditer(text)
        if not any(taken[match.start() : match.end()])
    ]


def _find_durations(text: str, taken: list[bool]) -> list[YearMention]:
    return [
        YearMention(
            match.start(),
            match.end(),
            "duration",
            "duration",
            number=read_number(next(filter(None, match.groupdict().values()), "")) or 0,
        )
        for pattern in (_LAW, _DURATION)  # the year of a law's number asks for no year
        for match in pattern.finditer(text)
        if not any(taken[match.start() : match.end()])
    ]


def _find_bare_ranges(text: str, taken: list[bool]) -> list[YearMention]:
    found = []
    for match in _LONG_RANGE.finditer(text):
        first, last = read_number(match["first"]), read_number(match["last"])
        if first and last and first < last <= _LATEST_BARE_REIWA and not any(taken[match.start() : match.end()]):
            years = tuple(range(first + _REIWA, last + _REIWA + 1))
            found.append(YearMention(match.start(), match.end(), "range of bare years", "years", years))
    return found


def _find_stated(text: str, taken: list[bool]) -> list[YearMention]:
    found: list[YearMention] = []
    position = 0
    free = masked(text, taken)  # a duration behind it (R6、6年間) is no second half
    while match := _ONE_YEAR.search(text, position):
        position = match.end()
        year = _read_year(match)
        if year is None or any(taken[match.start() : match.end()]):
            continue
        mention = _with_what_follows(free, match, year)
        found.append(mention)
        position = mention.end
    return found


def _read_year(match: re.Match[str]) -> int | None:
    if match["era"]:
        number = read_number(match["era_n"])
        return None if number is None or number == 0 else _ERAS[match["era"]] + number
    if match["spoken"]:
        return _REIWA + _KANA_NUMBERS[match["spoken"]]
    if match["western"]:
        return read_western(match["western"])
    if match["short"]:
        return 2000 + int(match["short"])
    if match["fy_last"]:
        return 2000 + int(match["fy_last"]) % 100
    number = read_number(match["bare"])
    if number is None or number == 0:
        return None
    if number <= _LATEST_BARE_REIWA:
        return _REIWA + number
    if _FIRST_BARE_WESTERN <= number <= _LAST_BARE_WESTERN:
        return 2000 + number
    return None


def _with_what_follows(text: str, match: re.Match[str], year: int) -> YearMention:
    start, end = match.start(), match.end()
    to = _RANGE_TO.match(text, end)
    if to:
        last = _last_of_chain(text, _second_year(text, to.end(), match, year), match, year)
        if last and last[0] > year and not (to.group().endswith("より") and _RATHER.match(text, last[1])):
            tail = _UNTIL.match(text, last[1])
            years = tuple(range(year, min(last[0], year + 40) + 1))
            return YearMention(start, tail.end() if tail else last[1], "range", "years", years)
        if last and year - 40 < last[0] < year and not to.group().endswith("より") and _ONE_YEAR.match(text, to.end()):
            tail = _BACK.match(text, last[1])
            years = tuple(range(last[0], year + 1))
            return YearMention(start, tail.end() if tail else last[1], "range backwards", "years", years)
    if listed := _read_list(text, end, match, year):
        return YearMention(start, listed[1], "list", "years", listed[0])
    if before := _BEFORE.match(text, end):
        return YearMention(start, before.end(), "before", "until", (year - 1,))
    if until := _UNTIL.match(text, end):
        return YearMention(start, until.end(), "until", "until", (year,))
    if after := _AFTER.match(text, end):
        return YearMention(start, after.end(), "after", "from", (year + 1,))
    if (after := _FROM.match(text, end)) and not _compared_with(text, after.end()):
        return YearMention(start, after.end(), "from", "from", (year,))
    if start and text[start - 1] == "~":
        return YearMention(start - 1, end, "until", "until", (year,))
    return YearMention(start, end, "one year", "years", (year,))


def _last_of_chain(text: str, last: tuple[int, int] | None, match: re.Match[str], year: int) -> tuple[int, int] | None:
    """R3→R4→R5: the last year of what goes on with arrows."""
    while last and (arrow := _ARROW.match(text, last[1])):
        following = _second_year(text, arrow.end(), match, year)
        if following is None or following[0] <= last[0]:
            break
        last = following
    return last


def _counted_from_another(text: str, mentions: Sequence[YearMention]) -> list[YearMention]:
    """R5の翌年度 is R6 alone."""
    found: list[YearMention] = []
    for mention in mentions:
        before = found[-1] if found else None
        step = _COUNTED_FROM.get(mention.kind)
        if before and step and before.rule == "one year" and text[before.end : mention.start] in {"", "の"}:
            year, end = before.years[0] + step, mention.end
            onward = _FROM.match(text, end)
            kind = "from" if onward and not _compared_with(text, onward.end()) else "years"
            end = onward.end() if onward and kind == "from" else end
            found[-1] = YearMention(before.start, end, "counted from a year", kind, (year,))
        else:
            found.append(mention)
    return found


def _with_exceptions(text: str, mentions: Sequence[YearMention]) -> list[YearMention]:
    """The mentions, those that are left out marked: R5以外, R3とR6を除いた, R4は除いて."""
    found: list[YearMention] = []
    after: YearMention | None = None
    for mention in reversed(mentions):
        excepted = None if mention.kind in _NO_YEARS or mention.kind == "all" else _EXCEPT.match(text, mention.end)
        read = mention
        if excepted:
            read = mention._replace(end=excepted.end(), excepted=True)
        elif after and after.excepted and mention.kind == "years" and not mention.rule.startswith("range"):
            joined = text[mention.end : after.start] in _EXCEPT_WITH
            read = mention._replace(end=after.start, excepted=True) if joined else mention
        found.append(read)
        after = read
    return found[::-1]


def _compared_with(text: str, position: int) -> bool:
    # 「R5から上がった」 compares with R5, it does not ask for all the years since
    return re.match(r"(?:どう|何が|なに|上|下|変|の変|改善|悪化|良く|悪く)", text[position:]) is not None


def _second_year(text: str, position: int, first: re.Match[str], year: int) -> tuple[int, int] | None:
    full = _ONE_YEAR.match(text, position)
    if full and (second := _read_year(full)) is not None:
        return second, full.end()
    western = _WESTERN_END.match(text, position)
    if western:
        return read_western(western["n"]), western.end()
    short = _SHORT_END.match(text, position)
    if not short or (number := read_number(short["n"])) is None:
        return None
    if first["era"] or first["bare"]:
        return year - _year_number(first) + number, short.end()
    if first["western"]:
        return year - year % 100 + number, short.end()
    return None


def _year_number(match: re.Match[str]) -> int:
    return read_number(match["era_n"] or match["bare"]) or 0


def _read_list(text: str, position: int, first: re.Match[str], year: int) -> tuple[tuple[int, ...], int] | None:
    if not first["era"]:
        return None
    years, end = [year], position
    while separator := _LIST_TO.match(text, end):
        short = _SHORT_END.match(text, separator.end())
        if not short or (number := read_number(short["n"])) is None or not 0 < number <= _LATEST_BARE_REIWA:
            break
        years.append(_ERAS[first["era"]] + number)
        end = short.end()
    return (tuple(years), end) if len(years) > 1 else None


def _find_last_times(text: str, taken: list[bool]) -> list[YearMention]:
    """前回の評定: of the year before; 今回 beside it is the latest, and else says nothing of a year."""
    found = []
    for match in _LAST_TIME.finditer(text):
        start, end = match.span()
        if any(taken[start:end]):
            continue
        kind = "two before" if match["two"] else "previous"
        compared = kind == "previous" and _COMPARED.match(text, end)
        found.append(YearMention(start, end, match.group(), "compared" if compared else kind))
    this_time = text.find("今回") if found else -1
    if this_time >= 0 and not any(taken[this_time : this_time + 2]):
        found.append(YearMention(this_time, this_time + 2, "this time", "latest"))
    return found


def _find_words(text: str, taken: list[bool]) -> list[YearMention]:
    found = [
        YearMention(*match.span(), "first", "first")
        for match in _FIRST_RATED.finditer(text)
        if not any(taken[match.start() : match.end()])
    ]
    for word, kind, number in _WORDS:
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            # 10件を超えた最初の年度 is whichever that was
            picks = (kind == "first" or word.startswith("最後")) and text[:start].endswith(("た", "る", "令和", "平成"))
            if not picks and not any(taken[start:end]) and not any(m.start < end and start < m.end for m in found):
                compared = kind == "previous" and (_COMPARED.match(text, end) or text.endswith("対", 0, start))
                rule = f"{_BESIDE}{word}" if any(taken[:start]) and text.endswith(_JOINED, 0, start) else word
                until = _UNTIL.match(text, end) if kind == "relative" and number < 0 else None
                found.append(
                    YearMention(start, until.end(), f"until {word}", "until", number=number)
                    if until
                    else YearMention(start, end, rule, "compared" if compared else kind, number=number)
                )
            start = text.find(word, end)
    return found
