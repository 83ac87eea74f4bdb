"""Names in a question → items and indicators, with a decision: winner, several, candidates, nothing.

Exact aliases come first (the longest wins), then parts of official names, then similarity (rapidfuzz) with a threshold and
a margin over the second best. A name that touches what nothing explains is part of another word (スマホ決済), and a similar
name in which the question has a block more (次期基幹システム) is only offered. Codes and years are never decided here: their spans are taken before.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from bot.reading.corporation import UNKNOWN, Corporation
from bot.reading.name_index import KeyIndex, NameIndex
from bot.reading.slips import is_another, is_slip, same_sounding
from bot.text.compiled import compiled
from bot.text.item_code import Numbering
from bot.text.name_key import BARRIER, key_of_name, masked, name_key, name_key_with_offsets
from bot.text.normalise import fold_text
from bot.text.table import read_table
from records.model import Indicator, Item, Section

# Similarity (rapidfuzz ratio, 0–100): what is answered, by how much it must beat the next, what is offered as a candidate.
ANSWER_AT = 78
MARGIN = 9
OFFER_AT = 50
# shorter keys are too alike to be compared by similarity
SHORTEST_FUZZY = 4
# longer than any name with all that may stand around it
LONGEST_FUZZY = 80
_SHORTEST_PART = 2
# two characters of an official name (本人, 利用) stand in too many other words
_SHORTEST_OFFICIAL_PART = 3
# one character that may be half of a code that was not read
_SINGLE = compiled(r"[0-9a-z二三四五六七八九十]")
# so many hiragana that no filler explains are a word, perhaps the name that was meant
# what is asked of a name that may itself be misspelt: メールマガシンの回数
_COUNT_OF = compiled(r"の?(?:回数|件数|人数|枚数|日数|数)$")
_KANA_ONLY = compiled(r"[ぁ-んー]+")
_PARTICLES = "のはがをにでともへやかなねよ"
_PARTICLE_KEYS = frozenset("ノハヲニデトヘ")
_LONGEST_FILLER = 16
_HIRAGANA = compiled(r"[ぁ-ん]")
_WORDLIKE = compiled(r"[一-龠ァ-ヺ]")
_MANY_KANA = compiled(r"[ぁ-んー]{5,}")
# an official name of this length is not there by chance
_LONG_NAME = 8
_MOST_CANDIDATES = 5
_MOST_SCORED = 40
_KATAKANA_AT = compiled(r"[ァ-ヺー]")
_LONG_MARK = compiled(r"一[一-龠]")
_DASHED = compiled(r"[一ー1-]")
_SMALL_TSU = compiled(r"[っッ]")
_LETTER = compiled(r"[a-z]")
_KATAKANA = compiled(r"[ァ-ヺ]")
# what a word goes on with when nothing parts it: kanji, katakana, letters
_JOINABLE = compiled(r"[一-龠ァ-ヺーa-z0-9]")
# 中途採用|30人未満
_AMOUNT = compiled(r"^[0-9]+(?:人|名|件|回|枚|日)(?:未満|以上|以下|以内|超|台|突破)?$")
_BEFORE_A_SECTION = compiled(r"[のはでとをがにも、,・?。0-9度ⅠⅡⅢ\s]")
_BEFORE_AN_ENDING = compiled(r"[のは、,・?。0-9度ⅠⅡⅢ\s]")
_OF_A_WORD = compiled(r"[一-龠ァ-ヺー]|とは")
# single characters after a name that leave it what it is; and those that count what an indicator counts
_SUFFIXES = frozenset("者面等系分型側証書用等化前後中時別何")
_NUMBERS = frozenset({"数", "人数", "件数", "回数", "者数", "値"})
_COUNTS = _NUMBERS | {"率", "費"}
_CONTENT = compiled(r"[ァ-ヺ一-龠ー]{2,}|[a-z]{5,}|[一-龠ァ-ヺ].*[一-龠ァ-ヺ]")


class Target(NamedTuple):
    """What a name stands for: items, or indicators (a name may stand for several indicators at once)."""

    items: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


class NameMention(NamedTuple):
    """A name read from a span of folded text. *score* 0–100; *alternatives*: more than one means that it is unclear."""

    start: int
    end: int
    alternatives: tuple[Target, ...]
    score: int
    how: str


class NearMiss(NamedTuple):
    """A name that the question comes near to, but not near enough."""

    target: Target
    score: int


class WordMention(NamedTuple):
    """A word that calls for a kind of question."""

    start: int
    end: int
    topic: str
    weight: int


class Vocabulary:
    """All names and words of the records in force, keyed for comparison."""

    def __init__(
        self,
        items: Sequence[Item],
        indicators: Sequence[Indicator],
        words: Iterable[tuple[str, str, int]],
        sections: Sequence[Section] = (),
        corporation: Corporation = UNKNOWN,
    ) -> None:
        """*words*: (word, topic, weight) of all kinds of question."""
        self.corporation = corporation
        # a section by its title, with or without 「に関する事項」
        self._sections = [
            (key_of_name(title), section.section)
            for section in sections
            for title in (section.title, section.title.removesuffix("に関する事項"))
        ]
        # 業務の質, 重要事項: the section, where one title alone has the words
        self._short_sections = [
            (key_of_name(said), having[0])
            for stated, said in _section_names()
            if len(having := [section.section for section in sections if stated in section.title]) == 1
        ]
        titles = [key_of_name(item.title) for item in items]
        self._endings = frozenset(key for key, _ in self._short_sections if any(key in title for title in titles))
        self.numbering = Numbering(
            tuple(item.item for item in items), tuple(dict.fromkeys(item.section for item in items))
        )
        self._names: dict[str, list[Target]] = {}
        official: list[tuple[str, Target]] = []
        known_items = {item.item for item in items}
        known_indicators = {indicator.indicator_id for indicator in indicators}
        for item in items:
            target = Target(items=(item.item,))
            official.append((key_of_name(item.title), target))
            self._add(item.title, target)
        for indicator in indicators:
            target = Target(indicators=(indicator.indicator_id,))
            official.append((key_of_name(indicator.name), target))
            self._add(indicator.name, target)
            self._add(indicator.stated_name, target)
        aliases = [
            (alias, Target(items=(item_code,)))
            for alias, item_code, of_period in _item_aliases()
            if item_code in known_items and of_period in {"", corporation.period}
        ]
        for alias, target in aliases:
            self._add(alias, target)
        for alias, ids in _indicator_aliases():
            found = tuple(each for each in ids if each in known_indicators)
            if found:
                self._add(alias, Target(indicators=found))
        self._add_misspelt([(item.title, Target(items=(item.item,))) for item in items] + aliases)
        self._indicators = tuple(indicators)
        self._words: dict[str, tuple[str, int]] = {}
        self._words_as_written: dict[str, str] = {}
        for word, topic, weight in words:
            key = key_of_name(word)
            self._words[key] = (topic, weight)
            self._words_as_written[key] = fold_text(word).replace("っ", "ッ")
        self._keys = KeyIndex((*self._names, *self._words))
        self._long_official = KeyIndex(key for key, _ in official if len(key) >= _LONG_NAME)
        self._official: dict[str, list[Target]] = {}
        for key, target in official:
            self._official.setdefault(key, []).append(target)
        self._official_names = tuple(self._official)

    @cached_property
    def _fuzzy(self) -> NameIndex:
        return NameIndex([key for key in self._names if len(key) >= SHORTEST_FUZZY])

    @cached_property
    def _parts(self) -> NameIndex:
        return NameIndex(self._official_names)

    def names(self) -> tuple[str, ...]:
        """The keys of all names, sorted."""
        return tuple(sorted(self._names))

    def _add(self, name: str, target: Target) -> None:
        key = key_of_name(name)
        targets = self._names.setdefault(key, [])
        if target not in targets:
            targets.append(target)

    def _add_misspelt(self, names: Iterable[tuple[str, Target]]) -> None:
        """The names with a word of the same sound, where that is no other name."""
        for name, target in names:
            for slip in same_sounding(name):
                if self._names.get(key_of_name(slip), [target]) == [target]:
                    self._add(slip, target)

    def find_exact(self, text: str, taken: list[bool]) -> tuple[tuple[NameMention, ...], tuple[WordMention, ...]]:
        """Names and topic words that stand in folded *text* as they are, longest first; their spans become taken."""
        key_text, offsets = name_key_with_offsets(masked(text, taken))
        used = [False] * len(key_text)
        names: list[NameMention] = []
        words: list[WordMention] = []
        for at, key in sorted(self._keys.find_in(key_text), key=lambda each: (-len(each[1]), each[1], each[0])):
            end = at + len(key)
            start, stop = offsets[at], offsets[end - 1] + 1
            if any(used[at:end]) or _within_letters(key_text, at, end):
                continue
            used[at:end] = [True] * (end - at)
            taken[start:stop] = [True] * (stop - start)
            if key in self._words and _is_of_another(self._words_as_written[key], text, start):
                taken[start:stop] = [False] * (stop - start)
                used[at:end] = [False] * (end - at)
                continue
            # いって is not いつ: a small っ is read as つ only where the word has one
            if (
                key in self._words
                and key not in self._names
                and _KATAKANA.match(text[start:stop])
                and _goes_on(text, after := stop + (text[stop : stop + 1] == "ー"))  # a key ends before ー
                and not taken[after]  # by a name, which begins there: ランク カードの仕様
            ):
                taken[start:stop] = [False] * (stop - start)
                continue  # ヘルプ in ヘルプデクス
            if key in self._words and ("ッ" in self._words_as_written[key] or not _SMALL_TSU.search(text[start:stop])):
                topic, weight = self._words[key]
                words.append(WordMention(start, stop, topic, weight))
            if key in self._names and (key not in self._words or len(key) > _SHORTEST_PART):
                names.append(NameMention(start, stop, _merge(tuple(self._names[key])), 100, "alias"))
        standing = (self._standing(name, text, taken) for name in names)
        return (
            tuple(sorted((name for name in standing if name), key=lambda each: each.start)),
            tuple(sorted(words, key=lambda each: each.start)),
        )

    def _standing(self, name: NameMention, text: str, taken: list[bool]) -> NameMention | None:
        """The name, if what touches it leaves it what it is; its span is free again otherwise.

        What touches it makes another word of it (スマホ決済, 情報公開法, 組織犯罪), unless it is a noun of the table
        (テレワーク導入), or a word of the indicator's own name, which says which is meant (窓口|稼働率).
        """
        before, after = _touching(name.start, name.end, text, taken)
        counted = all(target.indicators for target in name.alternatives)
        # 出向者数 counts them, 採用率 is of those that are called a rate
        measured = counted and after in _COUNTS and (after in _NUMBERS or self._named_with(name.alternatives, (after,)))
        if is_attached(before) and (is_attached(after) or after in _SUFFIXES or measured):
            return name
        pieces = [piece for piece in (before, after) if not is_attached(piece)]
        fitting = self._named_with(name.alternatives, pieces) if counted and len(min(pieces, key=len)) > 1 else ()
        if len(fitting) != 1:
            taken[name.start : name.end] = [False] * (name.end - name.start)
            return None
        start, end = name.start - len(before), name.end + len(after)
        taken[start:end] = [True] * (end - start)
        return name._replace(start=start, end=end, alternatives=fitting)

    def _named_with(self, alternatives: Sequence[Target], pieces: Sequence[str]) -> tuple[Target, ...]:
        """Of each meaning the indicators in whose own names all *pieces* stand."""
        fitting = (
            tuple(key for key in target.indicators if all(piece in self._own_names[key] for piece in pieces))
            for target in alternatives
        )
        return tuple(Target(indicators=keys) for keys in fitting if keys)

    @cached_property
    def _own_names(self) -> dict[str, str]:
        return {each.indicator_id: fold_text(f"{each.name} {each.stated_name}") for each in self._indicators}

    def find_official(self, text: str) -> tuple[tuple[int, int], ...]:
        """Spans of whole official names in folded *text*; a year or code inside one (年度別利用件数) is part of the name."""
        key_text, offsets = name_key_with_offsets(text)
        first: dict[str, int] = {}
        for at, key in self._long_official.find_in(key_text):
            first.setdefault(key, at)
        return tuple((offsets[at], offsets[at + len(key) - 1] + 1) for key, at in first.items())

    def find_sections(self, text: str) -> tuple[tuple[int, int, str], ...]:
        """Sections that folded *text* names by their titles: (start, end, section)."""
        key_text, offsets = name_key_with_offsets(text)
        found: list[tuple[int, int, str]] = []
        for key, section in self._sections:
            at = key_text.find(key) if len(key) >= _LONG_NAME else -1
            if at >= 0 and section not in {each for _, _, each in found}:
                found.append((offsets[at], offsets[at + len(key) - 1] + 1, section))
        official = self.find_official(text)
        for key, section in self._short_sections:
            at = key_text.find(key)
            if at < 0 or section in {each for _, _, each in found}:
                continue
            start, end = offsets[at], offsets[at + len(key) - 1] + 1
            # 業務運営の効率化 also ends the title of an item, which may be misspelt before it
            before = _BEFORE_AN_ENDING if key in self._endings else _BEFORE_A_SECTION
            stands = start == 0 or before.match(text[start - 1])
            if (
                stands
                and not _OF_A_WORD.match(text, end)
                and not any(first <= start and end <= last for first, last in official)
            ):
                found.append((start, end, section))
        return tuple(found)

    def find_similar(
        self, text: str, taken: list[bool], *, rated: bool = False
    ) -> tuple[tuple[NameMention, ...], tuple[NearMiss, ...], tuple[tuple[int, int], ...]]:
        """What is left of *text*: parts of official names and similar names; near misses; and the spans left over.

        *rated*: a rating is asked, which a part of the name of an indicator has not (システム構築 of the 期間 that it took).
        """
        names: list[NameMention] = []
        misses: list[NearMiss] = []
        left: list[tuple[int, int]] = []
        seen: dict[str, NameMention | None] = {}
        for start, end in _left_over(text, taken):
            run = text[start:end]
            key = name_key(run)
            if len(key) < _SHORTEST_PART:
                if _SINGLE.fullmatch(run):
                    left.append((start, end))
                continue
            if key not in seen:
                part = self._part_of_name(key, start, end, rated=rated) if _CONTENT.search(run) else None
                seen[key] = part or self._similar(key, start, end, misses)
                if seen[key] is None and (bare := _COUNT_OF.sub("", run)) != run:
                    seen[key] = self._similar(name_key(bare), start, end, misses)
            if mention := seen[key]:
                names.append(mention._replace(start=start, end=end))
            else:
                left.append((start, end))
        best: dict[Target, NearMiss] = {}
        for miss in misses:
            if miss.target not in best or best[miss.target].score < miss.score:
                best[miss.target] = miss
        ranked = sorted(best.values(), key=lambda miss: -miss.score)[:_MOST_CANDIDATES]
        return tuple(names), tuple(ranked), tuple(left)

    def _titles(self, name: str) -> tuple[str, ...]:
        """The keys of the official names of all that *name* stands for."""
        return tuple(
            key for key, targets in self._official.items() if any(each in targets for each in self._names[name])
        )

    def _part_of_name(self, key: str, start: int, end: int, *, rated: bool) -> NameMention | None:
        if len(key) < _SHORTEST_OFFICIAL_PART:
            return None
        items: dict[Target, None] = {}
        others: dict[Target, None] = {}
        for at in self._parts.find_holding(key):  # names of items come before those of indicators
            if _cuts_a_word(key, self._official_names[at]):
                continue
            for target in self._official[self._official_names[at]]:
                (items if target.items else others)[target] = None
            if len(items or others) > _MOST_CANDIDATES:
                return None
        alternatives = tuple(items or (others if len(key) >= SHORTEST_FUZZY and not rated else ()))
        if not alternatives:
            return None
        return NameMention(start, end, alternatives, 90, "part of a name")

    def _similar(self, key: str, start: int, end: int, misses: list[NearMiss]) -> NameMention | None:
        if not SHORTEST_FUZZY - 1 <= len(key) <= LONGEST_FUZZY:
            return None
        found = self._fuzzy.find_similar(key, OFFER_AT, _MOST_SCORED)
        scores: dict[Target, float] = {}
        for name, score, _ in found:
            for target in self._names[name]:
                scores[target] = max(scores.get(target, 0.0), score)
        ranked = sorted(scores.items(), key=lambda pair: -pair[1])
        misses.extend(NearMiss(target, round(score)) for target, score in ranked)
        if not ranked or len(key) < SHORTEST_FUZZY:
            return None
        if ranked[0][1] < ANSWER_AT:
            slips = _merge(
                tuple({each: None for name, _, _ in found if is_slip(key, name) for each in self._names[name]})
            )
            return NameMention(start, end, slips, ANSWER_AT, "slip of the pen") if len(slips) == 1 else None
        close = tuple(target for target, score in ranked if ranked[0][1] - score < MARGIN)
        nearest = [name for name, score, _ in found if score == ranked[0][1]]
        if all(_says_more(key, name, self._titles(name)) or is_another(key, name) for name in nearest):
            return None
        return NameMention(start, end, _merge(close), round(ranked[0][1]), "similar")


@cache
def _section_names() -> tuple[tuple[str, str], ...]:
    return tuple((stated, said) for stated, said in read_table("section_names", "stated", "said"))


def _says_more(key: str, name: str, titles: Sequence[str]) -> bool:
    """Whether *key* has a block in it that the similar *name* has not (次期基幹システム, 次期システム): no slip of the pen.

    *titles*: official names of what *name* stands for; their words are nothing more (次期カード仕様|設計).
    """
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - see name_index

    more = [
        key[operation.dest_start : operation.dest_end]
        for operation in Levenshtein.opcodes(name, key)
        if operation.tag in {"insert", "replace"} and operation.dest_end - operation.dest_start > 1
    ]
    return any(not any(block in title for title in titles) for block in more)


def _cuts_a_word(part: str, name: str) -> bool:
    """Whether *part* begins or ends within a word in katakana of *name* (ステム構築); ノ in a key is a particle."""
    at = name.find(part)
    before, after = name[at - 1 : at] if at else "", name[at + len(part) : at + len(part) + 1]
    begins = _KATAKANA.match(before) and before not in _PARTICLE_KEYS and _KATAKANA.match(part)
    ends = _KATAKANA.match(after) and after not in _PARTICLE_KEYS and _KATAKANA.match(part[-1])
    return bool(begins or ends)


def _is_of_another(word: str, text: str, start: int) -> bool:
    """覧 in 閲覧 is no 一覧, whose 一 is read as a dash; カードの項目 asks for no どの項目."""
    before = text[start - 1 : start]
    if len(name_key(word)) == 1:
        return not _DASHED.match(before)
    return all(map(_KATAKANA_AT.match, (before, text[start]))) and _HIRAGANA.match(word) is not None


def _goes_on(text: str, end: int) -> bool:
    """Whether a word in katakana goes on in katakana behind it."""
    return _KATAKANA.match(text[end - 1 : end]) is not None and _KATAKANA.match(text[end : end + 1]) is not None


def _within_letters(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is a piece of a longer word in letters (help in helpdesk)."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (_LETTER.match(text[start]) is not None and _LETTER.match(before) is not None) or (
        _LETTER.match(text[end - 1]) is not None and _LETTER.match(after) is not None
    )


def is_inside_another_word(word: WordMention, text: str, taken: list[bool]) -> bool:
    """Whether a short word that calls for a kind of question is part of another (手続 in 更新ス手続); its span is free again then."""
    if word.end - word.start > _SHORTEST_PART or all(map(is_attached, _touching(word.start, word.end, text, taken))):
        return False
    taken[word.start : word.end] = [False] * (word.end - word.start)
    return True


def _touching(start: int, end: int, text: str, taken: list[bool]) -> tuple[str, str]:
    """What nothing has read and touches the span, before and after it."""
    before = after = ""
    at = start - 1
    while at >= 0 and not taken[at] and _JOINABLE.match(text[at]):
        before, at = text[at] + before, at - 1
    at = end
    while at < len(text) and not taken[at] and _JOINABLE.match(text[at]):
        after, at = after + text[at], at + 1
    return before, after if text.startswith("あたり", at) else _AMOUNT.sub("", after)  # 研修1回|あたりの


def is_attached(beside: str) -> bool:
    """Whether *beside*, which touches a word, consists of nouns that leave the word what it is (table)."""
    attached = _attached()
    for _, word in sorted(entry for first in set(beside) for entry in attached.get(first, ())):
        beside = beside.replace(word, "")
    return not beside.strip("ー一0123456789")


def is_content(word: str) -> bool:
    """Whether a word left over could be a name, rather than a filler in hiragana."""
    return (
        _CONTENT.search(word) is not None
        or _MANY_KANA.search(word) is not None
        or re.search(r"[a-z]{2,}|[一-龠]{2,}", word) is not None
    )


@cache
def not_measured() -> tuple[str, ...]:
    """Words for values that no indicator holds, though an indicator's name stands beside them (table)."""
    return tuple(word for (word,) in read_table("not_measured", "word"))


@cache
def not_told() -> tuple[str, ...]:
    """Words for what the records have no place for, of whatever it is asked (table)."""
    return tuple(word for (word,) in read_table("not_told", "word"))


def _merge(close: tuple[Target, ...]) -> tuple[Target, ...]:
    # a group of indicators (応答率) and its members are one meaning, not two
    groups = sorted(close, key=lambda target: -len(target.indicators))
    kept: list[Target] = []
    for target in groups:
        if any(target.indicators and set(target.indicators) <= set(other.indicators) for other in kept):
            continue
        kept.append(target)
    return tuple(kept)


def _left_over(text: str, taken: list[bool]) -> list[tuple[int, int]]:
    free = "".join(BARRIER if taken[at] or not character.isalnum() else character for at, character in enumerate(text))
    for filler in _other_fillers():
        if filler in free:
            free = _without_filler(free, filler)
    free = re.sub(rf"[^{BARRIER}]+", _without_kana_fillers, free)
    spans = []
    for match in re.finditer(rf"[^{BARRIER}]+", free):
        start, end = match.span()
        if taken[end : end + 1] == [True] and _LONG_MARK.fullmatch(text[end - 1 : end + 1]):
            end -= 1  # a name begins with 一, which its key has not
        while start < end and free[start] in _PARTICLES and end - start > 1:
            start += 1
        while start < end and free[end - 1] in _PARTICLES and end - start > 1:
            end -= 1
        spans.append((start, end))
    return spans


def _without_kana_fillers(match: re.Match[str]) -> str:
    """A run without its fillers in hiragana; hiragana alone stay whole when fillers and particles do not explain all of it (かーどのはっこ)."""
    run = match.group()
    if not _KANA_ONLY.fullmatch(run):  # words with hiragana between them: カードの発行って
        for filler in _longest_kana_fillers():
            if filler in run:
                run = run.replace(filler, BARRIER * len(filler))
        return run
    explained = [True] + [False] * len(run)
    for end in range(1, len(run) + 1):
        explained[end] = any(
            explained[start] and run[start:end] in _kana_fillers()
            for start in range(max(0, end - _LONGEST_FILLER), end)
        )
    if explained[-1]:
        return BARRIER * len(run)
    # a word may stand before the fillers (…のかーど|を教えて): what they explain at its end is no part of it
    tail = [False] * len(run) + [True]
    for start in range(len(run) - 1, -1, -1):
        tail[start] = any(
            tail[end] and run[start:end] in _kana_fillers()
            for end in range(start + 1, min(len(run), start + _LONGEST_FILLER) + 1)
        )
    head = max(at for at in range(len(run) + 1) if explained[at])
    foot = next(at for at in range(len(run) + 1) if tail[at])
    head, foot = (head, foot) if head + 1 < foot else (0, len(run))
    return BARRIER * head + run[head:foot] + BARRIER * (len(run) - foot)


def _without_filler(free: str, filler: str) -> str:
    """*free* without the filler; a filler in kanji or katakana is one only where no other such character touches it."""
    if _HIRAGANA.search(filler):
        return free.replace(filler, BARRIER * len(filler))
    at = free.find(filler)
    while at >= 0:
        end = at + len(filler)
        if not _WORDLIKE.match(free[at - 1 : at]) and not _WORDLIKE.match(free[end : end + 1]):
            free = free[:at] + BARRIER * len(filler) + free[end:]
        at = free.find(filler, end)
    return free


@cache
def _other_fillers() -> tuple[str, ...]:
    return tuple(filler for filler in _fillers() if not _KANA_ONLY.fullmatch(filler))


@cache
def _longest_kana_fillers() -> tuple[str, ...]:
    return tuple(filler for filler in _fillers() if _KANA_ONLY.fullmatch(filler))


@cache
def _kana_fillers() -> frozenset[str]:
    return frozenset(filler for filler in _fillers() if _KANA_ONLY.fullmatch(filler)) | frozenset(_PARTICLES)


@cache
def _fillers() -> tuple[str, ...]:
    return tuple(sorted((filler for (filler,) in read_table("fillers", "filler")), key=lambda filler: -len(filler)))


@cache
def _attached() -> dict[str, list[tuple[int, str]]]:
    """By first character, each with its rank: the longest first."""
    words = {word for (word,) in read_table("attached", "word")}
    by_first: dict[str, list[tuple[int, str]]] = {}
    for word in words.union(_fillers()):
        by_first.setdefault(word[0], []).append((-len(word), word))
    return by_first


@cache
def _item_aliases() -> tuple[tuple[str, str, str], ...]:
    return tuple((alias, item, period) for alias, item, period in read_table("item_aliases", "alias", "item", "period"))


@cache
def _indicator_aliases() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((alias, tuple(ids.split())) for alias, ids in read_table("indicator_aliases", "alias", "indicators"))
