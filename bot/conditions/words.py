"""A question about ratings → its words, left to right, each with what it is; and what no word explains.

The words stand in `bot/lexicon/condition_words.csv`; those marked as inflected go on with an ending, and an ending may
negate (上がらなかった). Years, items and marks were read before: their spans come with the question. What may stand anywhere
(は, です, 教えて) is passed over.
"""

import re
from functools import cache
from typing import NamedTuple

from bot.question import Span
from bot.text.compiled import compiled
from bot.text.normalise import fold_text
from bot.text.numbers import NUMERAL, read_number
from bot.text.table import read_table

# an ending, without the words that join one clause to the next
_ENDING = compiled(
    r"(?:(?!けど|けれど|こと|かつ|なのに|だけ|だが|から|まま|まで|また|いずれ|いつ|いちど|さらに|すべて|ずっと|しか|では|でも|うち|かどうか|たり(?!ま)|り(?=も)|か(?:、|$|\?))[っりらるれしさせすきくかけいなたてでだまんおちゃずえげよう])*(?:り(?=も)|たり)?"
)
_NEGATED = compiled(r"な[いかくしきさ]|ませ[んず]|ず(?:$|に)|んかった")
_NEGATION = compiled(
    r"(?:じゃ(?:あ)?|では|でも|で|も|が|は|に|には|の|とは)?(?:な(?:い|かった|く(?:て)?|し(?=[のがはで、?]|$))|無(?:い|かった|く(?:て)?|し)|ありません(?:でした)?|なし)"
)
_LOST = compiled(
    r"(?:(?:じゃ(?:あ)?|では|で|が)な(?:くなっ|くな)|から(?:外れ|はずれ|脱落し)|を(?:失っ|失い|落とし))(?:た|て(?:いる|しまった)?|まし?た|る)?"
)
_EVER = compiled(
    r"(?:(?:こと|経験|時期)(?:[がはのも]|って)?|年度?[がの])(?:あ(?:る|った|り(?:ます|ました)?)|有る)|こと(?:は|が|って)?(?=[?。]|$)"
)
_EVER_NOT = compiled(
    r"(?:こと|経験)(?:[がはのも]|って)?(?:な(?:い|かった|く|し)|無(?:い|かった)|ありません(?:でした)?)"
)
_MORE = r"(?:評[価定](?:が|の))?(?:高|良|よ(?=[いか])|い(?=い)|上(?![がげ昇回]))(?:い|かった|く)?"
_LESS = r"(?:評[価定](?:が|の))?(?:低|悪|下(?![がげ回]))(?:い|かった|く)?"
_BOUND = (
    rf"(?P<bound>以[上下]|未満|(?P<over>より(?:も)?(?:{_MORE})|を(?:上回|超え|越え)(?:る|て|った|って|た)(?:い(?:る|た))?|超(?!え))"
    rf"|(?P<under>より(?:も)?(?:{_LESS})|を下回(?:る|って|った)(?:い(?:る|た))?))"
)
_LETTER = compiled(
    rf"(?<![a-z0-9])(?P<letter>[sabcd])(?![a-z0-9])(?![-+](?:[とがはのをだ評?。]|$))(?:評価|評定|判定|ランク)?{_BOUND}?"
)
# the standard is B by the criteria
_STANDARD = compiled(rf"標準(?:の?b)?(?:評価|評定)?{_BOUND}(?=.*(?:項目|のは|もの))")
# Aから順に, A・B順に: the letter is where the order begins
_ORDER = compiled(
    r"(?<![a-z0-9])(?P<letter>[sabcd])(?:評価|評定)?(?:から(?:順番?に?|良い順に?)|[・、→からと]{1,2}[sabcd](?:評価|評定)?の?順番?に?)"
)
_TIMES = compiled(
    rf"(?!(?:1|一)(?:(?:回|度)(?:も|でも|として)|度[上下変落]))(?P<exact>ちょうど)?(?:たった)?(?P<n>{NUMERAL}|0)(?:回|度)(?!目)(?P<bound>以上|以下|未満|より多く|まで|きり|だけ|のみ|しか|も(?!な))?"
)
_YEARS = compiled(rf"(?P<n>{NUMERAL})(?:か年|ヶ年|カ年|年度|年|期)(?:間)?(?P<bound>以上|以内|以下)?(?:も)?")
_LEVELS = compiled(rf"(?P<n>{NUMERAL})(?:段階|ランク|階級)(?P<bound>以上)?")
_ITEMS = compiled(rf"(?P<n>{NUMERAL}|0)(?:項目|個|件|つ)(?!も)(?P<bound>以上|以下|未満)?")
_KATAKANA = compiled(r"[ァ-ヺー]+")
_COUNTED = (("times", _TIMES), ("levels", _LEVELS), ("number", _ITEMS), ("span", _YEARS))
_NUMERALS = frozenset("0123456789一二三四五六七八九十ちた")
# 見込がAなのに年度がB
_ANNUAL = compiled(r"(?<![0-9どの何各毎前翌同今昨全終初])年度(?=(?:が|は|で)[sabcd](?![a-z0-9]))")
# 上がったあと下がった
_AFTERWARDS = compiled(r"(?<=[っいし]た)(?:後|あと)(?:に|で|、)?(?=[^?。]*[上下変さあか])")
# kinds of word without which no condition is set, beside a letter
_CORES = frozenset(
    {"up", "down", "change", "stay", "same", "differ", "high", "low", "unrated", "by section", "beside", "ranking"}
)
_PASSED = frozenset("はがをにでのともへかやてただなねよん、。?!,・「」()『』 :~-/=")
_PASSED_WORDS = (
    "から", "まで", "って", "など", "です", "でし", "ます", "だっ", "った", "である", "であっ", "だろう", "でしょう", "という", "とき", "うえ",
    "には", "では", "とは", "にも", "でも", "かつて", "について", "における", "に関して", "という", "ところ", "さえ", "こそ", "ほう", "方", "のほう", "のは", "のが",
    "だし", "一度", "ください", "下さい", "教えて", "知りたい", "あるか", "どう", "どうですか", "どうです", "どうでしたか", "どうでした", "どうなってる", "どうなっている", "どうなっています", "どうなってます", "どうなりました", "して", "した", "する", "され", "ている", "ていた", "てい", "いて",
)  # fmt: skip
# fillers that say how items are to be read, not only how the question is put
_NOT_PASSED = frozenset({"ついて", "それぞれ", "ほぼ", "以降", "より", "および", "及び", "または", "又は", "まで", "から", "全部", "項目", "年度", "もう", "ある", "あった", "再度", "なん", "何", "どの", "どれ", "いくつ", "なって", "なった", "いる", "件"})  # fmt: skip


class Word(NamedTuple):
    """One word. *kind* as in the table, or years, previous, scope, letter, times, span, levels, number, not; *number*, *bound*: 3, 以上.

    *negated*: the ending negates; *years*, *how*: of years. *text*: as folded.
    """

    kind: str
    text: str
    start: int
    end: int
    negated: bool = False
    number: int = 0
    bound: str = ""
    years: tuple[int, ...] = ()
    how: str = ""


class Line(NamedTuple):
    """The words of a question, and the pieces that nothing explains."""

    words: tuple[Word, ...]
    unread: tuple[str, ...]


def may_set_conditions(text: str) -> bool:
    """Whether folded *text* holds a letter or a word that a condition on ratings needs at least."""
    return _core().search(text) is not None


@cache
def _core() -> re.Pattern[str]:
    listed = (
        words.replace(" ", "|") for kind, words in read_table("condition_words", "kind", "words") if kind in _CORES
    )
    return compiled(
        rf"(?<![a-z0-9])[sabcd](?![a-z0-9])|評[価定](?:が|の|は)?(?:付|つ|な)|大項目|標準(?:以|未|を|よ|の)|{'|'.join(listed)}"
    )


def read_words(text: str, spans: tuple[Span, ...]) -> Line:
    """The words of folded *text*; *spans*: years and what names items, read before."""
    found: list[Word] = []
    unread: list[str] = []
    placed = {span.start: span for span in sorted(spans, key=lambda each: each.end)}
    at, open_since = 0, -1
    while at < len(text):
        word = _placed_word(text, placed[at]) if at in placed else None
        word = word or _word_at(text, at)
        if word is None:
            open_since = at if open_since < 0 else open_since
            at += 1
            continue
        if open_since >= 0:
            unread.append(text[open_since:at])
            open_since = -1
        found.append(word)
        at = word.end
    if open_since >= 0:
        unread.append(text[open_since:])
    return Line(tuple(found), tuple(unread))


def _placed_word(text: str, span: Span) -> Word | None:
    if span.what == "scope":
        return Word("scope", text[span.start : span.end], span.start, span.end)
    if span.how == "compared":
        return Word("previous", text[span.start : span.end], span.start, span.end)
    if span.how in {"all", "duration", "unreadable"}:
        return None  # read as words: 毎年, 3年連続
    return Word("years", text[span.start : span.end], span.start, span.end, years=span.years, how=span.how)


def _word_at(text: str, at: int) -> Word | None:  # noqa: C901, PLR0912 - one case a kind of word
    first = text[at]
    if first in "sabcd" and (order := _ORDER.match(text, at)):
        return Word("ranking", "評定の良い順" if order["letter"] in "sa" else "評定の低い順", at, order.end())
    if first in "sabcd標" and (letter := _letter_at(text, at)):
        return letter
    if first in "こ経実時年":
        for pattern, negated in ((_EVER_NOT, True), (_EVER, False)):
            if match := pattern.match(text, at):
                return Word("ever", match.group(), at, match.end(), negated=negated, how="suffix")
    if first in _NUMERALS:
        for kind, pattern in _COUNTED:
            if match := pattern.match(text, at):
                bound = match["bound"] or match.groupdict().get("exact") or ""
                number = 0 if match["n"] == "0" else read_number(match["n"]) or 0
                return Word(kind, match.group(), at, match.end(), number=number, bound=bound)
    if first == "年" and (annual := _ANNUAL.match(text, at)):
        return Word("annual", annual.group(), at, annual.end())
    if first in "後あ" and (after := _AFTERWARDS.match(text, at)):
        return Word("then", after.group(), at, after.end())
    if first in "じでがかを" and (match := _LOST.match(text, at)):
        return Word("lost", match.group(), at, match.end())
    if first in "じでもがはにのとな無あ" and (match := _NEGATION.match(text, at)):
        return Word("not", match.group(), at, match.end(), negated=True)
    for written, kind, inflected in _table().get(first, ()):
        if text.startswith(written, at) and not _is_inside(written, text, at):
            if kind == "passed" and _cuts_a_word(text, at, at + len(written)):
                continue
            end = at + len(written)
            ending = _ENDING.match(text, end) if inflected else None
            end = ending.end() if ending else end
            said = text[at:end]
            negated = inflected and _NEGATED.search(said, len(written) - 1) is not None
            return Word(kind, said, at, end, negated=negated and (kind != "few" or said.startswith("少なくな")))
    return Word("passed", first, at, at + 1) if first in _PASSED else None


def _letter_at(text: str, at: int) -> Word | None:
    """A letter, or the standard with a bound. *bound*: 以上, 以下, 未満, より上, より下, in whatever words."""
    match = _LETTER.match(text, at) or _STANDARD.match(text, at)
    if match is None:
        return None
    bound = "より上" if match["over"] else "より下" if match["under"] else match["bound"] or ""
    return Word("letter", (match.groupdict().get("letter") or "b").upper(), at, match.end(), bound=bound)


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """Whether a word that is passed over ends within another (です of Ⅲですべて)."""
    return any(
        kind != "passed" and at + len(written) > end and text.startswith(written, at)
        for at in range(start + 1, end)
        for written, kind, _ in _table().get(text[at], ())
    )


def _is_inside(written: str, text: str, at: int) -> bool:
    """Whether a word in katakana is a part of another (アップ of バックアップ)."""
    around = text[at - 1 : at] + text[at + len(written) : at + len(written) + 1]
    return _KATAKANA.fullmatch(written) is not None and _KATAKANA.search(around) is not None


@cache
def _table() -> dict[str, tuple[tuple[str, str, bool], ...]]:
    """First character → words that begin with it, the longest first: word, kind, inflected."""
    words = dict.fromkeys(_PASSED_WORDS, ("passed", False))
    for (filler,) in read_table("fillers", "filler"):
        if (folded := fold_text(filler)) and folded not in _NOT_PASSED:
            words[folded] = ("passed", False)
    for kind, inflected, listed in read_table("condition_words", "kind", "inflected", "words"):
        words.update((word, (kind, inflected == "yes")) for word in listed.split(" "))
    table: dict[str, list[tuple[str, str, bool]]] = {}
    for word, (kind, goes_on) in words.items():
        table.setdefault(word[0], []).append((word, kind, goes_on))
    return {first: tuple(sorted(each, key=lambda entry: -len(entry[0]))) for first, each in table.items()}
