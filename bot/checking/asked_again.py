"""The question before, asked again for what a follow-up names instead (R5では？, Ⅱでは？, Bは？, 一番少ないのは？, 3年連続は？).

A condition or a computation that one question sets holds for the next one too: its text is kept, and what the follow-up
names is put in the place of what stood there. A text with words that are none of the records' is not kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from bot.checking.operators import find_operators
from bot.question import Question
from bot.reading.match import is_content
from bot.reading.sub_values import MARK
from bot.reading.thread import has_own_subject
from bot.text.compiled import compiled
from bot.text.normalise import fold_text
from bot.text.table import read_table
from bot.topic import all_topics
from bot.wording.phrases import EVALUATION_NAMES, year_name
from records.lookups import Records

NOT_KEPT = "?"
RELATIVE = frozenset({"relative", "previous", "two before", "next"})
_MASK = "\0"
_PIECE = compiled(r"[一-龠ァ-ヺー]+|[a-z]{2,}")
_OF_A_CODE = compiled(r"[Ⅰ-Ⅻ]-[0-9]+の")
_ITEM_AND_FIGURE = 2
_PARTICLES = compiled(r"(?:から|の|に|では|で|は|が|、)*")
_OPEN = compiled(r"(?:から|以降|以前|まで)$")
_SECTIONS = compiled(r"(?:大項目)?[Ⅰ-Ⅻ](?:(?:と|・|、|及び|および)(?:大項目)?[Ⅰ-Ⅻ])*")
_EVALUATION = compiled(r"(?:見込み?評価|年度評価|期間実績評価)(?:で|の|は)?")
_LISTS = frozenset({"items", "rating", "history", "changes", "distribution", "overall"})
_LETTER = compiled(r"(?<![a-z0-9])[sabcd](?![a-z0-9])")
_HOW_MANY = compiled(r"(?:で|全部で|、)*(?:いくつ|何項目|何個|何件)(?:です|ある|あります|か|でした)*[?。]*")
_WHICH_YEAR = compiled(r"年度?(?:は|って|を|[?。]|$)|何年|いつ|どの年")
# what a question sets that holds for the next year or section as well
_SETTING = frozenset({"share", "most", "least", "never", "once", "row", "every", "differs"})
# what is computed, and asked of the next item or letter as well
_COMPUTING = _SETTING | {
    "mean", "sum", "ratio", "growth", "rank", "exactly", "last", "how often", "statistic", "back again", "larger", "points",
    "on target", "attained", "against the year before", "how much earlier", "changed since", "fallen", "shrunk", "below", "difference",
}  # fmt: skip
# Ⅰ-1がAだったのは何年度, Aは何回, どれくらい増えた, 目標を達成した
_COMPUTED = compiled(
    r"(?<![a-z0-9])[sabcd](?:評価|評定)?[^、。?a-z]{0,8}?(?:何年|いつ|何回|回数)|(?:どれ|どの)(?:くらい|ぐらい|だけ)|達成"
    r"|(?:何[年回人件ポイント%]{1,4}|いつ).{0,3}[sabcd](?![a-z])|(?:増え|減っ|上がっ|下がっ)(?:て|た(?!項目の)|まし)|変わ(?:った|って)(?!項目の)"
)
_HISTORY = compiled(
    r"(?:ある|ない|あった|なかった)項目|過去|これまで|今まで|一番|いちばん|最も|(?:こと|経験)[のがは]?[あな]|(?:増え|減っ)た?項目|(?:人|件|枚|回|％|%)(?:を?超え|以上|以下|未満|を下回)"
)
# 一番多い → 一番少ない; 100人を超える → 50人未満の; 2年連続 → 3年連続
_SUPERLATIVE = compiled(
    r"(?:一番|いちばん|最も|もっとも|[2-9二三四五]番目に)(?P<how>多|少な|高|低|良|よ|悪|長|短|大き|小さ|増え|減っ|伸び)"
)
_LIMIT = compiled(
    r"[0-9][0-9,.]*万?(?:人|件|枚|回|%|日|名)(?:を?(?:超え(?:る|た)?|上回[るっ]た?|下回[るっ]た?)|以上|以下|未満)"
)
_COUNT = compiled(
    r"[0-9一二三四五](?P<unit>年(?!度)|回|度|項目|つ)(?=連続|続け|以上|以下|だけ|のみ|は|も|では|だと|なら|[?。]|$)"
)
_CHANGE = compiled(
    r"(?:増え|減っ|上がっ|下がっ)(?:て(?:い)?(?:る|ない)|た)|変わ(?:らない|らなかった|った|っている)|変わって(?:い)?ない"
)
_RANK = compiled(
    r"ランキング|順位|(?:多い|少ない)順(?:に|で)?|(?:上位|下位|トップ|ワースト|ベスト)[0-9二三四五]+(?:つ|項目|位)?"
)
_MARK_OF_ITEMS = compiled(r"重要度?|重点化?")
_INSTEAD = (_MARK_OF_ITEMS, _SUPERLATIVE, _LIMIT, _COUNT, _CHANGE, _RANK)
# what may stand around that which is named instead
_AROUND = compiled(
    r"(?:じゃあ|では|でも|で|逆に|ちなみに|それと|あと|、)*"
    r"\0+(?:い|く|かった|た)?(?:連続|続けて|以上|以下)?(?:の)?(?:項目|年度?|ところ|もの|やつ|指標)?"
    r"(?:は|では|だと|だったら|なら|も|の(?:場合|方|ほう)|が|の|に|で)*"
    r"(?:どう|同じ|そう|いくつ|どれくらい|どのくらい|何(?:項目|回|件|人|個|％|%|年度?|日))?"
    r"(?:です|でした|だった|だっけ|か|の|なの|ある|あります|ありますか|教えて|お願い(?:します)?|ください)*[?。]*"
)


def only_says_for_what(bare: Question, before: str, *, letter_alone: bool) -> bool:
    """R5では？, Ⅱでは？, Bなら？, いくつ？: nothing but another year, section or letter of the same question.

    *letter_alone*: whether the clause, its sections aside, names no subject.
    """
    if _HOW_MANY.fullmatch(bare.text_folded):
        return True
    # 30回を超えた年は？ and R3は？ are two questions
    if bare.years.asked and (_WHICH_YEAR.search(before) or any(each.kind == "all" for each in bare.mentions)):
        return False
    # Aは？ after so many items of ⅠとⅡ that the thread does not know them is no question about all
    lettered = _LETTER.search(before) or _SECTIONS.search(before)
    own = any(
        each.kind in _SETTING for each in find_operators(masked(bare))
    )  # 一度もAがないのは？ is a list of its own
    letter = bool(bare.letters and lettered and letter_alone and not own)
    said = bare.years.asked or bare.sections or letter
    other = bare.items or bare.indicators or bare.flags or bare.evaluation or bare.refusal
    if not letter:
        other = other or bare.topics or bare.letters
    return bool(said) and not other and not any(map(is_content, bare.left)) and not bare.years.compared_to_previous


def for_another(bare: Question, before: Question, resolved: Sequence[int]) -> str:
    """The question before, for the year, section or letter that *bare* names; "" where the thread did not keep it.

    *resolved*: the years that *bare* means in its thread (前年は？); empty where only the thread would tell.
    """
    relative = RELATIVE & {each.kind for each in bare.mentions}
    if before.text_folded == NOT_KEPT or (relative and not resolved):
        return ""
    text = before.text_folded
    if bare.letters and before.sections and before.topics == ("items",) and not _LETTER.search(text):
        return f"{'と'.join(before.sections)}で{bare.text_folded}"  # Aの数は？ after how many items ⅠとⅡ have
    if bare.letters:
        text, count = _LETTER.subn(bare.letters[0].lower(), text)
        if count != 1 or len(bare.letters) > 1:
            return ""
    if bare.years.asked:
        for each in sorted(before.mentions, reverse=True, key=lambda mention: mention.start):
            joined = _PARTICLES.match(text, each.end)
            text = text[: each.start] + text[joined.end() if joined else each.end :]
        typed = [bare.text_folded[each.start : each.end] for each in bare.mentions]
        when = "と".join(map(year_name, resolved) if relative else typed)
        text = f"{when}{'、' if _OPEN.search(when) else 'の'}{text}"
    if not bare.sections:
        return text
    named = "・".join(bare.sections)
    if not has_own_subject(before):
        return f"{named}では、{text}"
    replaced, count = _SECTIONS.subn(named, text)
    return replaced if count == 1 and before.sections and not bare.years.asked else ""


def for_another_evaluation(bare: Question, before: Question) -> str:
    """The question before, of the evaluation that *bare* names (見込評価では？); "" where it names more."""
    more = bare.topics or bare.letters or bare.flags or bare.years.asked or has_own_subject(bare) or bare.refusal
    if more or not bare.evaluation or any(map(is_content, bare.left)) or before.text_folded == NOT_KEPT:
        return ""
    return f"{EVALUATION_NAMES[bare.evaluation]}で{_EVALUATION.sub('', before.text_folded)}"


def with_another_part(bare: Question, before: Question, records: Records) -> str:
    """The question before with another subject, superlative, limit or number in it (Ⅰ-2は？, 一番少ないのは？, 50人未満は？).

    "" where the follow-up says more, or the question before has no such part, or several.
    """
    if before.text_folded == NOT_KEPT or bare.sections or bare.refusal:
        return ""
    text, said = before.text_folded, bare.text_folded
    subjects = _spans_of_subjects(bare)
    if subjects and bare.years.asked:
        return ""
    if len(subjects) == 1 and (bare.items or bare.indicators) and _AROUND.fullmatch(_masked(said, subjects)):
        own = _spans_of_subjects(before)
        if len(own) == _ITEM_AND_FIGURE and before.items and _is_code_before(own, text) and bare.indicators:
            own = [(own[0][0], own[1][1])]  # Ⅰ-1の稼働率は目標達成？ → 応答率は？
        if len(own) != 1 or before.sections or bool(before.indicators) != bool(bare.indicators):
            return ""
        (start, end), (at, to) = own[0], subjects[0]
        figure = fold_text(records.indicator_by_id[bare.indicators[0]].name) if len(bare.indicators) == 1 else ""
        return text[:start] + (figure or said[at:to]) + text[end:]
    for pattern in () if subjects else _INSTEAD:
        found = pattern.search(said)
        if found and _AROUND.fullmatch(_masked(said, [found.span()])):
            there = list(pattern.finditer(text))
            fits = len(there) == 1 and found.groupdict().get("unit") == there[0].groupdict().get("unit")
            return text[: there[0].start()] + found.group() + text[there[0].end() :] if fits else ""
    return ""


def sets(question: Question) -> bool:
    """Whether the clause sets a condition, or computes something, that a follow-up does not repeat."""
    text = masked(question)
    if question.letters and "項目" in text and set(question.topics) - _LISTS:
        return True  # R5でAの項目とその人員
    if (question.flags and (question.topics == ("rating",) or question.letters)) or (
        question.evaluation and question.years.asked
    ):
        return True
    return bool(_HISTORY.search(text)) or any(each.kind in _SETTING for each in find_operators(text))


def computes(question: Question) -> bool:
    """Whether the clause asks for what is computed, which the next item or letter is asked for too (平均は？ → Ⅰ-9は？)."""
    text = masked(question)
    return bool(_COMPUTED.search(text)) or any(each.kind in _COMPUTING for each in find_operators(text))


def kept(question: Question) -> str:
    """The question as a thread keeps it; a mark instead where a word of it may be a name, which no thread keeps."""
    rest = masked(question)
    for word in (*_known_words(), *question.words):
        rest = rest.replace(word, " ")
    parts = " ".join(word for word in question.words if word.startswith(MARK))
    pieces = _PIECE.findall(rest)
    return question.text_folded if all(piece in parts for piece in pieces) else NOT_KEPT


def masked(question: Question) -> str:
    """The folded clause with spaces for names, codes and years; durations stay (2年連続)."""
    spans = (*question.names, *((each.start, each.end) for each in question.mentions if each.kind != "duration"))
    return _masked(question.text_folded, spans, " ")


def _masked(text: str, spans: Sequence[tuple[int, int]], mask: str = _MASK) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = mask * (end - start)
    return "".join(characters)


def _is_code_before(spans: Sequence[tuple[int, int]], text: str) -> bool:
    """Whether the first span is the code of the item whose figure the second one names."""
    return _OF_A_CODE.fullmatch(text[spans[0][0] : spans[1][0]]) is not None


def _spans_of_subjects(question: Question) -> list[tuple[int, int]]:
    """The spans of names and codes, with a long vowel that ends one (コールセンター is found without it)."""
    text = question.text_folded
    return sorted({(start, end + text.startswith("ー", end)) for start, end in question.names})


@cache
def _known_words() -> tuple[str, ...]:
    """Words that name nobody, the longest first: those of the kinds of question, of conditions and operators."""
    listed = " ".join(words for (words,) in (*read_table("condition_words", "words"), *read_table("operators", "asks")))
    known = (word for word, _ in read_table("bare_words", "word", "alone"))
    topics = (word for topic in all_topics().values() for word in topic.WORDS)
    words = {fold_text(word) for word in (*listed.split(), *known, *topics)}
    return tuple(sorted(words, key=len, reverse=True))
