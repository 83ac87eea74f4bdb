"""Words for kinds of question that are not quite those of the tables: misspelt ones, and those of other kinds.

根拠状文 is 根拠条文: a word is meant where a text has it but for one character that sounds the same (a table), one typed
twice, or two exchanged, and where nothing else explains that character. 長期目標 is no 中期目標: a noun before the word that
nothing explains makes another kind of it, of which there is no record. Names are not mended here: they are compared by similarity.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.reading.match import WordMention, is_attached
from bot.text.compiled import compiled
from bot.text.normalise import Folded, fold
from bot.text.table import read_table
from bot.topic import all_topics

Span = tuple[int, int]

# evaluations have a grammar of their own, and no words
_EVALUATIONS = ("見込評価", "期間実績評価", "年度評価", "自己評価")
# kinds of question whose records are texts; what narrows figures is read with them
_OF_TEXTS = frozenset({"goals", "results", "achievements", "issues", "rationale", "viewpoints", "legal_basis"})
_NOUN = compiled(r"[一-龠ァ-ヺー]{2,}")
_OF_RATINGS = compiled(
    r"(?<![a-z0-9])[sabcd](?![a-z0-9])|評[価定]|[上下変]が|上昇|低下|改善|悪化|格[上下]げ|昇格|降格|下降|アップ|ダウン|変わ|落ち|良くな|悪くな|重要|重点|困難"
)
_EACH_SECTION = compiled(r"[Ⅰ-Ⅻ](?:(?:・|、|と|,|/)?[Ⅰ-Ⅻ](?!-))+の?(?:別|ごと)")
_WHY = compiled(r"何で(?=[sabcd](?![a-z0-9])|[上下]が|変わ|落ち|[?。]*$)")
_TITLE = compiled(r"(?<=[Ⅰ-Ⅻ0-9]の)(?:名前|題名|タイトル)(?=は|って|を|も|[?。、]|$)")
_TWICE = compiled(r"([一-龠])\1")
_JOINING = frozenset("のなと・")
# words of their own, which are meant as they stand
_OTHERS = frozenset({"要因", "店数", "中型"})
# a word of this length may be typed with two wrong characters (中木計各)
_LONG = 4
# of a text: what is longer was pasted, and its words are not mended
_LONGEST = 80
_SHORTEST_EXCHANGED = 3


def with_kind_words(folded: Folded, left: Sequence[Span], read: Sequence[WordMention]) -> str | None:
    """The question with its misspelt words as they were meant, otherwise as typed; None when none is misspelt.

    *left*: spans that nothing explains, of which a slip has a character; *read*: words that were read, which may stand
    inside a misspelt word (根拠 in 根拠状文), but not across its ends.
    """
    spans = sorted({*left, *(match.span() for match in _TWICE.finditer(folded.text))})
    if not spans or len(folded.text) > _LONGEST:
        return None
    written, at = "", 0
    near = [word for word in _words() if len(set(word).difference(folded.text)) <= _most_wrong(word)]
    for start, end in spans:
        if start >= at and (found := _misspelt(folded.text, start, end, near, read)):
            first, last, word = found
            written += folded.as_typed(at, first) + word
            at = last
    return written + folded.as_typed(at, len(folded.text)) if at else None


def with_item_nouns(text: str) -> str:
    """評定が下がった業務, Aの分野 of a question about ratings → 項目, ⅠⅡⅢ別 → 大項目別, Ⅱの名前 → 名称, as the records call them."""
    folded = fold(text)
    if why := _WHY.search(folded.text):
        return f"{folded.as_typed(0, why.start())}なんで{folded.as_typed(why.end(), len(folded.text))}"
    if title := _TITLE.search(folded.text):
        return f"{folded.as_typed(0, title.start())}名称{folded.as_typed(title.end(), len(folded.text))}"
    if each := _EACH_SECTION.search(folded.text):
        text = f"{folded.as_typed(0, each.start())}大項目別{folded.as_typed(each.end(), len(folded.text))}"
        folded = fold(text)
    if not _OF_RATINGS.search(folded.text):
        return text
    written, at = "", 0
    for match in _item_noun().finditer(folded.text):
        written += f"{folded.as_typed(at, match.start())}項目"
        at = match.end()
    return written + folded.as_typed(at, len(folded.text)) if at else text


@cache
def _item_noun() -> re.Pattern[str]:
    """A noun for items, behind what says of which it is asked, where no other noun goes on with it."""
    nouns = "|".join(noun for (noun,) in read_table("item_nouns", "noun"))
    return compiled(
        rf"(?:(?<=[たいる])|(?<=[sabcd]の)|(?<=[価定]の)|(?<=ランクの)|(?<=どの))(?:{nouns})(?=一覧|リスト|名|数|どれ|教|の(?:一覧|リスト|名|数|うち|中)|(?![一-龠ァ-ヺーの]))"
    )


def of_another_kind(
    text: str, left: Sequence[Span], read: Sequence[WordMention]
) -> tuple[tuple[Span, ...], tuple[WordMention, ...]]:
    """What nothing explains, and the words that were read, where 目標 in 長期目標 is a part of what nothing explains."""
    ends = {start: end for start, end in left if _NOUN.fullmatch(text[start:end]) and not is_attached(text[start:end])}
    starts = {end: start for start, end in ends.items()}
    others = {word.start: word for word in read if word.topic in _OF_TEXTS and word.start in starts}
    spans = tuple((start, others[end].end if end in others and start in ends else end) for start, end in left)
    return spans, tuple(word for word in read if others.get(word.start) is not word)


def _misspelt(
    text: str, start: int, end: int, words: Sequence[str], read: Sequence[WordMention]
) -> tuple[int, int, str] | None:
    """The first of *words* that is misspelt with characters of the span, and where it stands."""
    for word in words:
        for at in range(max(0, start - len(word) + 1), end):
            stop = next((at + n for n in (len(word), len(word) + 1) if _is_slip(text[at : at + n], word)), 0)
            beside = (each for each in read if each.start < stop and at < each.end)
            if stop > start and all(at <= each.start and each.end <= stop for each in beside):
                return at, stop, word
    return None


def _is_slip(typed: str, word: str) -> bool:
    if typed[:1] not in word[:2] and typed[1:2] != word[1]:
        return False  # most of what a text holds
    if len(typed) == len(word):
        wrong = [at for at, character in enumerate(typed) if character != word[at]]
        if not wrong or len(wrong) > _most_wrong(word) or typed in _OTHERS:
            return False
        first, last = wrong[0], wrong[-1]
        exchanged = (
            last - first == 1
            and len(word) >= _SHORTEST_EXCHANGED
            and typed[first] + typed[last] == word[last] + word[first]
        )
        return exchanged or all(typed[at] in _same_sound().get(word[at], "") for at in wrong)
    return len(typed) > len(word) and any(
        typed[:at] + typed[at + 1 :] == word
        and any(typed[at] in beside + _same_sound().get(beside, "") for beside in word[max(0, at - 1) : at + 1])
        for at in range(len(typed))
    )


def _most_wrong(word: str) -> int:
    return 2 if len(word) >= _LONG else 1


@cache
def _words() -> tuple[str, ...]:
    """The words whose characters have a row in the table, the longest first."""
    known = _JOINING.union(_same_sound())
    words = {word for topic in all_topics().values() for word in topic.WORDS}.union(_EVALUATIONS)
    return tuple(
        sorted(
            (word for word in words if len(word) > 1 and word[-1] not in _JOINING and known.issuperset(word)),
            key=lambda word: (-len(word), word),
        )
    )


@cache
def _same_sound() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table("same_sound", "written", "typed")}
