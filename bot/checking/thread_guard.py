"""Answer → the same, or that a follow-up was not understood: a thread does not leave its subject unnoticed.

A follow-up that names nothing of its own (いつから？, 最大は？, どっち？) is said of what the thread is about. Where the answer is
about something else, the question is asked again with the subject named; when that is not answered either, it is declined.
The conditions that a question set (100人を超える, 過去に一度でも) hold for the year or section asked for after it as well.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from bot.answer import Answer, Context, Status
from bot.checking.operators import find_operators
from bot.question import Question
from bot.reading.match import is_content
from bot.reading.pointing import flags_of
from bot.reading.sub_values import MARK
from bot.reading.thread import MOST_IN_A_THREAD, has_own_subject
from bot.text.compiled import compiled
from bot.text.normalise import fold_text
from bot.text.table import read_table
from bot.topic import all_topics
from bot.wording.phrases import years_name
from bot.wording.subject import items_of, scope_of
from records.lookups import Records

_OF_FIGURES = frozenset({"indicator", "staff"})
_FIGURES_NAMED = {"staff": "の従事人員数", "indicator": "の指標"}
_RATED = frozenset({"rating", "history", "items", "changes", "distribution", "comparison", "overall"})
# what is not about items, and in a thread about them only asked for by its name
_APART = frozenset({"statute", "criteria", "period", "search", "help"})
# those that answer with what is there, whatever was asked of it
_PLAIN = frozenset({"indicator", "staff", "rating"})
_ITEM = compiled(r"項目")
_WHICH_ITEM = compiled(r"(?:で|それ|これ|今の|は|って|、)*(?:どの|何の|どこの)?項目.{0,8}")
_ONLY_WHEN = compiled(r"(?:で|それ|、)*いつ(?:から|の(?:こと|話))?(?:です|でした|か|なの|だった)*[?。]*")
_WHICH_YEAR = compiled(r"年度?(?:は|って|を|[?。]|$)|何年|いつ|どの年")
_HOW_MANY = compiled(r"(?:で|全部で|、)*(?:いくつ|何項目|何個|何件)(?:です|ある|あります|か|でした)*[?。]*")
_CONTENT = compiled(r"[一-龠ァ-ヺ]|[a-z]{2}")
_PIECE = compiled(r"[一-龠ァ-ヺー]+|[a-z]{2,}")
_NOT_KEPT = "?"
_PARTICLES = compiled(r"(?:から|の|に|では|で|は|が|、)*")
_SECTIONS = compiled(r"(?:大項目)?[Ⅰ-Ⅻ](?:(?:と|・|、|及び|および)(?:大項目)?[Ⅰ-Ⅻ])*")
_LETTER = compiled(r"(?<![a-z0-9])[sabcd](?![a-z0-9])")
_OF_TWO = compiled(r"どっち|どちら")
# what a question sets that holds for the next year or section as well
_SETTING = frozenset({"share", "most", "least", "never", "once", "row", "every", "differs"})
_HISTORY = compiled(
    r"過去|これまで|今まで|一番|いちばん|最も|(?:こと|経験)[のがは]?[あな]|(?:増え|減っ)た?項目|(?:人|件|枚|回|％|%)(?:を?超え|以上|以下|未満|を下回)"
)
_MOST_NAMED = 4
_FEW_EVENTS = 3
_RELATIVE = frozenset({"relative", "previous", "two before", "next"})
# what a thread is called that is about no item
_CALLED = {"period": "中期目標期間", "overall": "総合評定"}


def goes_on(
    answer: Answer,
    bare: Question,
    context: Context,
    records: Records,
    ask: Callable[[str], Answer],
    read: Callable[[str], Question],
) -> Answer:
    """The answer to *bare*, the clause read without its thread, if it is about what *context* is about.

    *ask* answers a complete question, *read* reads one. Otherwise the answer to the question with its subject named, or
    that it was not understood; the thread is kept.
    """
    # 30回を超えた年は？ and R3は？ are two questions
    asks_when = bool(bare.years.asked and _WHICH_YEAR.search(context.asked))
    if context.asked and _only_says_for_what(bare, context.asked) and not asks_when:
        asked = _for_another(bare, read(context.asked))
        told = ask(asked) if asked else answer._replace(status=Status.NOT_UNDERSTOOD)
        if told.status in {Status.ANSWERED, Status.NO_DATA}:
            return told._replace(question=answer.question, context=told.context._replace(asked=_kept(read(asked))))
        return _declined(answer, bare, context, records)
    if answer.status in {Status.NOT_UNDERSTOOD, Status.OUT_OF_SCOPE}:
        return _refused(answer, bare, context)
    if answer.status is not Status.ANSWERED or context.parts:
        return answer
    if bare.flags and answer.topic == "item" and len(answer.items) > 1 and not has_own_subject(bare):
        return ask(bare.text_folded)._replace(question=answer.question)  # 重要度が高くないのは？ asks for others
    if is_bare(bare) and _leaves(answer, bare, context, records):
        if not (asked := _asked_in_full(bare, context, records)):
            return _declined(answer, bare, context, records)
        told = ask(asked)
        card = told.topic == "item" and not _WHICH_ITEM.fullmatch(bare.text_folded)
        unread = card or (told.topic in _PLAIN and any(map(_is_unread, read(asked).left)))
        if told.status is not Status.ANSWERED or unread or _leaves(told, bare, context, records):
            return _declined(answer, bare, context, records)
        return told._replace(question=answer.question)
    many = bool(bare.sections) and len(answer.items) > MOST_IN_A_THREAD
    if (many or _sets(bare)) and (not context.topics or not is_bare(bare)):
        return answer._replace(context=answer.context._replace(asked=_kept(bare)))
    return answer


def _refused(answer: Answer, bare: Question, context: Context) -> Answer:
    """The refusal: it ends no thread, and what it was of is what the next year is asked for of as well."""
    if not context.topics and answer.status is Status.NOT_UNDERSTOOD and answer.topic:
        return answer._replace(context=answer.context._replace(asked=_kept(bare)))
    if answer.context.topics and not is_bare(bare):
        return answer
    return answer._replace(context=context._replace(pending=answer.context.pending))


def is_bare(question: Question) -> bool:
    """Whether a clause read without its thread names no subject: years, letters, and words that need one."""
    if has_own_subject(question) or question.unclear or question.flags or question.refusal in {"greeting", "thanks"}:
        return False
    rest = _masked(question)
    if _ITEM.search(rest) and not _WHICH_ITEM.fullmatch(rest):
        return False  # 下がった項目は？ asks of all items
    for word in _bare_words():
        rest = rest.replace(word, " ")
    return _CONTENT.search(rest) is None


def _is_unread(word: str) -> bool:
    return is_content(word) and not any(character.isdigit() for character in word)


def _masked(question: Question) -> str:
    spans = (*question.names, *((each.start, each.end) for each in question.mentions))
    characters = list(question.text_folded)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    return "".join(characters)


def _sets(question: Question) -> bool:
    """Whether the clause sets a condition, or computes something, that a follow-up does not repeat."""
    text = _masked(question)
    if (question.flags and question.topics == ("rating",)) or (question.evaluation and question.years.asked):
        return True
    return bool(_HISTORY.search(text)) or any(each.kind in _SETTING for each in find_operators(text))


def _only_says_for_what(bare: Question, before: str) -> bool:
    """R5では？, Ⅱでは？, Bなら？, いくつ？: nothing but another year, section or letter of the same question."""
    if _HOW_MANY.fullmatch(bare.text_folded):
        return True
    # Aは？ after so many items of ⅠとⅡ that the thread does not know them is no question about all
    lettered = _LETTER.search(before) or _SECTIONS.search(before)
    letter = bool(bare.letters and lettered and is_bare(bare._replace(sections=())))
    said = bare.years.asked or bare.sections or letter
    other = bare.items or bare.indicators or bare.flags or bare.evaluation or bare.refusal
    if not letter:
        other = other or bare.topics or bare.letters
    return bool(said) and not other and not any(map(is_content, bare.left)) and not bare.years.compared_to_previous


def _for_another(bare: Question, before: Question) -> str:
    """The question before, for the year, section or letter that *bare* names; "" where the thread did not keep it, or for a year that only the thread tells (前年)."""
    if before.text_folded == _NOT_KEPT or _RELATIVE & {each.kind for each in bare.mentions}:
        return ""
    text = before.text_folded
    if bare.letters:
        text, count = _LETTER.subn(bare.letters[0].lower(), text)
        if count != 1 or len(bare.letters) > 1:
            return ""
    if bare.years.asked:
        for each in sorted(before.mentions, reverse=True, key=lambda mention: mention.start):
            joined = _PARTICLES.match(text, each.end)
            text = text[: each.start] + text[joined.end() if joined else each.end :]
        typed = (bare.text_folded[each.start : each.end] for each in bare.mentions)
        text = f"{'と'.join(typed)}の{text}"
    if not bare.sections:
        return text
    named = "・".join(bare.sections)
    if not has_own_subject(before):
        return f"{named}では、{text}"
    replaced, count = _SECTIONS.subn(named, text)
    return replaced if count == 1 and before.sections and not bare.years.asked else ""


def _asked_in_full(bare: Question, context: Context, records: Records) -> str:
    """The follow-up with the subject of the thread; "" where that has no short name."""
    subject = _named(context, records)
    if context.topics and context.topics[0] in _CALLED:
        return f"{subject}は{bare.text_folded}" if subject else ""
    items = tuple(dict.fromkeys(_items(context, records)))
    if _WHICH_ITEM.fullmatch(bare.text_folded) and items:
        return f"{'と'.join(items)}は？" if len(items) <= _MOST_NAMED else ""
    of_the_year = bare.topics == ("changes",) and not bare.years.asked and len(context.items) > 1
    of_the_year = of_the_year or (not bare.years.asked and _OF_TWO.search(bare.text_folded) is not None)
    when = f"{years_name(context.fiscal_years)}に" if of_the_year and context.fiscal_years else ""
    return f"{subject}は、{when}{bare.text_folded}" if subject else ""


def _leaves(answer: Answer, bare: Question, context: Context, records: Records) -> bool:
    """Whether the answer to a bare follow-up is about something else than the thread."""
    about = set(_items(context, records))
    if not about and not (context.topics or context.asked):
        return False
    if answer.topic == "items" and _WHICH_ITEM.fullmatch(bare.text_folded):
        return True
    if answer.topic == "items" and "items" not in context.topics and _HOW_MANY.fullmatch(bare.text_folded):
        return True
    if answer.topic in _APART and answer.topic not in context.topics:
        return True
    if not about:
        return False
    figures = bool(context.topics) and set(context.topics) <= _OF_FIGURES
    if figures and answer.topic in _RATED:
        return True
    computed = bool(set(context.topics) & (_RATED - {"rating"}))
    undated = computed or (bool(set(context.topics) & {"rating", *_OF_FIGURES}) and len(answer.facts) > _FEW_EVENTS)
    if answer.topic == "events" and undated and _ONLY_WHEN.fullmatch(bare.text_folded):
        return True
    return not about.issuperset(answer.items)


def _items(context: Context, records: Records) -> tuple[str, ...]:
    """The items that the thread is about; none where it is about all of them."""
    if context.items or context.indicators:
        of_indicators = records.indicator_by_id
        named = (*context.indicators, *context.earlier)
        return (
            *context.items,
            *context.listed,
            *(of_indicators[each].item if each in of_indicators else each for each in named),
        )
    narrowed = context.sections or context.excluded or context.flags
    return items_of(_narrowing(context), records, default_all=True) if narrowed else ()


def _narrowing(context: Context) -> Question:
    return Question(
        text="",
        items=context.items,
        sections=context.sections,
        excluded=context.excluded,
        all_items=bool(context.excluded),
        flags=flags_of(context),
    )


def _named(context: Context, records: Records) -> str:
    """What the thread is about, as a question names it; "" where no few words do."""
    if context.indicators:
        names = [records.indicator_by_id[key].name for key in context.indicators]
        return "と".join(names) if len(names) <= _MOST_NAMED else ""
    if context.items:
        kind = _FIGURES_NAMED.get(context.topics[0], "") if len(context.topics) == 1 else ""
        return "と".join(context.items) + kind if len(context.items) <= _MOST_NAMED else ""
    called = _CALLED.get(context.topics[0], "") if len(context.topics) == 1 else ""
    return scope_of(_narrowing(context), records) or called


def _declined(answer: Answer, bare: Question, context: Context, records: Records) -> Answer:
    """That the follow-up could not be read of what the thread is about, and complete questions about that."""
    scope = scope_of(_narrowing(context), records)
    subject = _named(context, records) or scope
    unread = f"この話題（{subject}）の何をお尋ねか" if subject else "何をお尋ねか"
    if context.indicators:
        near: tuple[str, ...] = tuple(
            f"{records.indicator_by_id[key].name}の推移は？" for key in context.indicators[:2]
        )
    elif scope:
        kinds = ("従事人員数",) if context.topics == ("staff",) else ("評定の推移",)
        near = tuple(f"{code} の{kind}は？" for code in (context.items or (scope,))[:2] for kind in kinds)
    else:
        near = ()
    return Answer(
        question=answer.question,
        status=Status.NOT_UNDERSTOOD,
        topic=answer.topic,
        first=f"「{bare.text}」では、{unread}を読み取れなかったため、お答えできません。",
        lines=(f"近い質問：「{'」「'.join(near)}」",) if near else (),
        next_steps=near,
        context=context,
    )


def _kept(question: Question) -> str:
    """The question as a thread keeps it; a mark instead where a word of it may be a name, which no thread keeps."""
    rest = _masked(question)
    for word in sorted({*question.words, *_known_words()}, key=len, reverse=True):
        rest = rest.replace(word, " ")
    parts = " ".join(word for word in question.words if word.startswith(MARK))
    pieces = _PIECE.findall(rest)
    return question.text_folded if all(piece in parts for piece in pieces) else _NOT_KEPT


@cache
def _bare_words() -> tuple[str, ...]:
    words = (fold_text(word) for word, alone in read_table("bare_words", "word", "alone") if alone == "yes")
    return tuple(sorted(words, key=len, reverse=True))


@cache
def _known_words() -> frozenset[str]:
    """Words that name nobody: those of the kinds of question, of conditions and operators."""
    listed = " ".join(words for (words,) in (*read_table("condition_words", "words"), *read_table("operators", "asks")))
    known = (word for word, _ in read_table("bare_words", "word", "alone"))
    topics = (word for topic in all_topics().values() for word in topic.WORDS)
    return frozenset(fold_text(word) for word in (*listed.split(), *known, *topics))
