"""Answer → the same, or that a follow-up was not understood: a thread does not leave its subject unnoticed.

A follow-up that names nothing of its own (いつから？, 最大は？, どっち？) is said of what the thread is about. Where the answer is
about something else, the question is asked again with the subject named; when that is not answered either, it is declined.
The conditions that a question set (100人を超える, 過去に一度でも) hold for the year or section asked for after it as well.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import takewhile

from bot.answer import Answer, Context, Status
from bot.checking.asked_again import (
    NOT_KEPT,
    RELATIVE,
    computes,
    for_another,
    for_another_evaluation,
    kept,
    masked,
    only_says_for_what,
    sets,
    with_another_part,
)
from bot.checking.asked_of_topic import TOPICS, forms
from bot.question import Question
from bot.reading.kinds import STATISTIC
from bot.reading.match import is_content
from bot.reading.pointing import asks_which_item, flags_of
from bot.reading.thread import MOST_IN_A_THREAD, has_own_subject
from bot.text.compiled import compiled
from bot.text.normalise import fold_text
from bot.text.table import read_table
from bot.topics.events import COUNT_ALONE
from bot.topics.search import terms
from bot.wording.event_words import event_words
from bot.wording.phrases import years_name
from bot.wording.subject import items_of, scope_of
from records.lookups import Records

_OF_FIGURES = frozenset({"indicator", "staff"})
_FIGURES_NAMED = {"staff": "の従事人員数", "indicator": "の指標"}
_RATED = frozenset({"rating", "history", "items", "changes", "distribution", "comparison", "overall"})
# what is not about items, and in a thread about them only asked for by its name
_APART = frozenset({"statute", "criteria", "period", "search", "help"})
# those whose question is not asked again for another year or number
_ASKED_WHOLE = frozenset({"statute", "criteria", "search"})
# those that answer with what is there, whatever was asked of it
_PLAIN = frozenset({"indicator", "staff", "rating"})
_ITEM = compiled(r"項目")
_WHICH_ITEM = compiled(r"(?:で|それ|これ|今の|は|って|、)*(?:どの|何の|どこの)?項目.{0,8}")
_SHORTEST_NAME = 3
# kinds whose follow-ups may be about what is not recorded
_MAY_BE_MISSING = frozenset({"statute", "period", "search"})
_ONLY_WHEN = compiled(
    r"(?:で|それ|これ|は|って|、)*(?:何年度?|いつ)(?:から|の(?:こと|話))?(?:に)?(?:始ま(?:った|りました)|やって(?:い)?(?:る|ます)|開始(?:した|しました)?|スタート(?:した)?)?(?:です|でした|か|なの|だった|の)*[?。]*"
)
_HOW_MANY = compiled(r"(?:で|全部で|、)*(?:いくつ|何項目|何個|何件)(?:です|ある|あります|か|でした)*[?。]*")
_CONTENT = compiled(r"[一-龠ァ-ヺ]|[a-z]{2}")
# how many, and more than what: read with the figure
_ASKED = compiled(
    r"(?:(?:多|少な|高|低|長|短)(?:い|かった)の?は?)?(?:何年度?|どの年度?|いつ)"
    r"|何[件回枚日人社名個%]|何(?:団体|ポイント|か月)|いくら|いくつ|(?:多|少な|高|低|長|短)(?:い|かった)年?度?"
)
_OF_TWO = compiled(r"どっち|どちら")
# what an answer says of what it left out
_SINCE_WHEN = "はいつから?"
_HALF = "お答えできていません"
_BECOMES = compiled(r"[sabcd](?:評価|評定)?に(?:なる|なります|なれる)")
_ALL = compiled(r"項目|全|一覧|すべて|各")
_MOST_NAMED = 4
_SHORT = 20
_FEW_EVENTS = 3
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
    told = _of_the_topic(answer, bare, context, ask) or _asked_again(answer, bare, context, records, ask, read)
    if told is not None:
        return told
    if answer.status in {Status.NOT_UNDERSTOOD, Status.OUT_OF_SCOPE}:
        tries = context.topics and not answer.items and (_points_on(bare) or _is_short(bare))
        told = _in_full(answer, bare, context, records, ask, read) if tries else None
        return told or _refused(answer, bare, context, records)
    about = answer.context
    named = about.items or about.indicators or about.sections or has_own_subject(bare)
    if answer.status is Status.NO_DATA and context.topics and not named:
        return answer._replace(context=context)  # what is not recorded does not end the thread
    if answer.status is not Status.ANSWERED or context.parts:
        return answer
    if answer.topic == "items" and not _items(context, records) and asks_which_item(bare):
        return _declined(answer, bare, context, records)  # どの項目？ after what was refused
    if bare.flags and answer.topic == "item" and len(answer.items) > 1 and not has_own_subject(bare):
        return ask(bare.text_folded)._replace(question=answer.question)  # 重要度が高くないのは？ asks for others
    if is_bare(bare) and _leaves(answer, bare, context, records):
        return _in_full(answer, bare, context, records, ask, read) or _declined(answer, bare, context, records)
    of_others = answer.topic == "events" and set(context.items) < set(answer.items) and not has_own_subject(bare)
    if context.items and of_others and (told := _in_full(answer, bare, context, records, ask, read)):
        return told  # 委員会はいつ開かれた？ of the thread's item
    if context.items and _is_of_all(answer, bare):
        return _declined(answer, bare, context, records)  # 見込評価ではどう書いてある？ in a thread about one item
    return answer._replace(
        context=answer.context._replace(asked=_to_ask_again(answer, bare, context, records, ask, read))
    )


def _of_the_topic(answer: Answer, bare: Question, context: Context, ask: Callable[[str], Answer]) -> Answer | None:
    """The answer to a follow-up about criteria, disagreements, dates, the law or a word; None where it is about none."""
    for form in forms(bare, context):
        told = ask(form.text)
        known = told.status is Status.ANSWERED or (told.status is Status.NO_DATA and told.topic in _MAY_BE_MISSING)
        if known and told.topic in form.topics:
            narrowed = form.text if told.topic == "disagreements" else context.asked
            if told.topic == "events" and form.text.endswith(_SINCE_WHEN) and form.text != context.asked:
                named = "と".join(bare.items) or _told_words(told, bare)
                narrowed = named and f"{named}{_SINCE_WHEN}"  # マイナ免許証は？ after 特急発行
            asked = narrowed if told.topic in context.topics else ""
            return told._replace(question=answer.question, context=told.context._replace(asked=asked))
    return None


def _in_full(
    answer: Answer,
    bare: Question,
    context: Context,
    records: Records,
    ask: Callable[[str], Answer],
    read: Callable[[str], Question],
) -> Answer | None:
    """The answer to the follow-up with the subject of the thread, if it is about that; None when there is none."""
    if RELATIVE & {each.kind for each in bare.mentions}:
        return None  # その前の年も: of the year of the thread
    for asked in (*_begun_when(bare, context, records), *_asked_in_full(bare, context, records)):
        told = ask(asked)
        card = told.topic == "item" and not _WHICH_ITEM.fullmatch(bare.text_folded)
        unread = card or (told.topic in _PLAIN and any(map(_is_unread, read(asked).left))) or _HALF in told.first
        if told.status is Status.ANSWERED and not unread and not _leaves(told, bare, context, records):
            return told._replace(question=answer.question)
    return None


def _asked_again(
    answer: Answer,
    bare: Question,
    context: Context,
    records: Records,
    ask: Callable[[str], Answer],
    read: Callable[[str], Question],
) -> Answer | None:
    """The answer to the question before, for what *bare* names instead; None where it names nothing like that."""
    if not context.asked or (context.topics and set(context.topics) <= _ASKED_WHOLE):
        return None
    before = read(context.asked)
    if "history" in context.topics and _ONLY_WHEN.fullmatch(bare.text_folded):
        return ask(context.asked)._replace(question=answer.question)  # Aは何回？ → いつ？
    letter_alone = is_bare(bare._replace(sections=()))
    only = only_says_for_what(bare, context.asked, letter_alone=letter_alone)
    asked = with_another_part(bare, before, records)  # 3年は？ after 2年続けて is no year
    if not asked and only:
        asked = for_another(bare, before, answer.fiscal_years)
    asked = asked or for_another_evaluation(bare, before)
    if not (only or asked):
        return None
    told = ask(asked) if asked else answer._replace(status=Status.NOT_UNDERSTOOD)
    dateless = told.topic == "events" and told.status is Status.NO_DATA and bare.indicators
    if dateless and not COUNT_ALONE.fullmatch(bare.text_folded):
        return None  # コールセンターの応答率は？ after 特急発行はいつから asks for no date
    if told.status in {Status.ANSWERED, Status.NO_DATA}:
        return told._replace(question=answer.question, context=told.context._replace(asked=kept(read(asked))))
    return _declined(answer, bare, context, records) if only else None


def _to_ask_again(
    answer: Answer,
    bare: Question,
    context: Context,
    records: Records,
    ask: Callable[[str], Answer],
    read: Callable[[str], Question],
) -> str:
    """The question as the thread keeps it for another year, section, item …; "" where it sets and computes nothing."""
    if answer.topic in TOPICS and answer.context.topics == (answer.topic,):
        told = _topic_to_ask_again(answer, bare, context)
        if told or answer.topic != "events" or bare.years.asked:
            return told
        named = "".join(_words_told(answer, bare))  # iOSのスマホ搭載, told as iOS and 搭載
        return f"{named}はいつから?" if named and ask(f"{named}はいつから?").first == answer.first else ""
    measured = [records.indicator_by_id[key].name for key in answer.context.indicators]
    said = [match.group() for match in STATISTIC.finditer(bare.text_folded)]
    if measured and said and all(word in name for word in said for name in measured):
        return ""  # 最大の方は？ names 最大日数
    text = ""
    if context.topics and computes(bare) and not has_own_subject(bare):
        # 平均は？ in a thread: with its subject, where that is the same question
        full = _asked_in_full(bare, context, records)
        text = next((kept(read(asked)) for asked in full if ask(asked).first == answer.first), "")
    if not text and not (context.topics and is_bare(bare)):
        many = bool(bare.sections) and len(answer.items) > MOST_IN_A_THREAD
        setting = many or sets(bare)
        text = kept(bare) if setting or computes(bare) else ""
        if context.topics and text not in {"", NOT_KEPT} and ask(bare.text_folded).first != answer.first:
            return ""  # the thread filled it
        if setting:
            return text
    return text.removeprefix(NOT_KEPT)


def _topic_to_ask_again(answer: Answer, bare: Question, context: Context) -> str:
    """The same of what is about no item: the law, disagreements, the plans of a year; a word that the records have."""
    if context.topics and is_bare(bare):
        return context.asked
    if answer.topic == "search":
        return f"「{'」「'.join(terms(bare))}」を検索" if terms(bare) else ""
    if answer.topic == "events" and not (bare.years.asked and not has_own_subject(bare)):
        named = _told_words(answer, bare)
        return f"{named}はいつから?" if named else ""
    if context.topics and answer.topic not in bare.topics:
        return ""  # the thread filled it
    return kept(bare).removeprefix(NOT_KEPT)


def _told_words(answer: Answer, bare: Question) -> str:
    """The words of the question that the event is told in, which are those of the records; "" when others stand there."""
    words = [bare.text_folded[word.start : word.end] for word in event_words(bare.text_folded) if not word.general]
    told = _words_told(answer, bare)
    return "".join(told) if len(told) == len(words) else ""


def _words_told(answer: Answer, bare: Question) -> list[str]:
    """Those of the words of the question that the event is told in."""
    text, told = bare.text_folded, "".join(fold_text(fact.label or "") for fact in answer.facts)
    words = (text[word.start : word.end] for word in event_words(text) if not word.general)
    return [word for word in words if word in told]


def _refused(answer: Answer, bare: Question, context: Context, records: Records) -> Answer:
    """The refusal: it ends no thread, and what it was of is what the next year is asked for of as well."""
    if not context.topics and answer.status is Status.NOT_UNDERSTOOD and answer.topic:
        return answer._replace(context=answer.context._replace(asked=kept(bare)))
    if answer.context.topics and has_own_subject(bare):
        return answer
    if context.topics and answer.status is Status.OUT_OF_SCOPE and not bare.refusal and _points_on(bare):
        return _declined(answer, bare, context, records)  # 差は？ makes sense in a thread, if not in this one
    return answer._replace(context=context._replace(pending=answer.context.pending))


def is_bare(question: Question) -> bool:
    """Whether a clause read without its thread names no subject: years, letters, and words that need one."""
    if has_own_subject(question) or question.unclear or question.flags or question.refusal in {"greeting", "thanks"}:
        return False
    rest = masked(question)
    if _ITEM.search(rest) and not _WHICH_ITEM.fullmatch(rest):
        return False  # 下がった項目は？ asks of all items
    for word in _bare_words():
        rest = rest.replace(word, " ")
    return _CONTENT.search(rest) is None


def _is_of_all(answer: Answer, bare: Question) -> bool:
    """Whether the ratings of all items are told, where words were not understood and nothing says that all are meant."""
    becomes = bare.letters and _BECOMES.search(bare.text_folded)  # 評定はBになる？
    unread = becomes or (any(map(_CONTENT.search, bare.left)) and not bare.letters)
    unread = unread and not (has_own_subject(bare) or bare.flags)
    return (
        unread and len(answer.items) > MOST_IN_A_THREAD and answer.topic in _RATED and not _ALL.search(bare.text_folded)
    )


def _points_on(question: Question) -> bool:
    """Whether the clause is bare, and has a word that a thread gives its meaning."""
    return is_bare(question) and _CONTENT.search(masked(question)) is not None


def _is_short(question: Question) -> bool:
    """Whether a clause that was not understood may be said of what the thread is about: short, and of no subject of its own."""
    known = has_own_subject(question) or question.refusal or question.unclear or question.flags
    return not known and len(question.text_folded) <= _SHORT


def _is_unread(word: str) -> bool:
    said = _ASKED.fullmatch(word) or STATISTIC.match(word)  # 一番多かった
    return is_content(word) and not said and not any(character.isdigit() for character in word)


def _asked_in_full(bare: Question, context: Context, records: Records) -> tuple[str, ...]:
    """The follow-up with the subject of the thread, as it may be joined; none where that has no short name."""
    subject = _named(context, records)
    if context.topics and context.topics[0] in _CALLED:
        return (f"{subject}は{bare.text_folded}",) if subject else ()
    items = tuple(dict.fromkeys(_items(context, records)))
    if _WHICH_ITEM.fullmatch(bare.text_folded) and items:
        return (f"{'と'.join(items)}は？",) if len(items) <= _MOST_NAMED else ()
    of_the_year = bare.topics == ("changes",) and not bare.years.asked and len(context.items) > 1
    of_the_year = of_the_year or (not bare.years.asked and _OF_TWO.search(bare.text_folded) is not None)
    when = f"{years_name(context.fiscal_years)}に" if of_the_year and context.fiscal_years else ""
    if not subject:
        return ()
    lettered = context.topics == ("items",) and not context.items
    joints = ("が",) if lettered else ("は、", "が") if set(context.topics) <= _OF_FIGURES else ("は、",)
    return tuple(f"{subject}{joint}{when}{bare.text_folded}" for joint in joints)


def _begun_when(bare: Question, context: Context, records: Records) -> tuple[str, ...]:
    """いつから？ of what the indicators of the thread are measured of (特急発行), which may have begun."""
    if bare.topics != ("events",) or not context.indicators or not _ONLY_WHEN.fullmatch(bare.text_folded):
        return ()
    names = [records.indicator_by_id[key].name for key in context.indicators]
    common = "".join(same[0] for same in takewhile(lambda each: len(set(each)) == 1, zip(*names, strict=False)))
    name = common.partition("の")[0]
    return (f"{name}は{bare.text_folded}",) if len(name) >= _SHORTEST_NAME else ()


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
    if answer.topic == "items" and len(context.items) == 1 and set(context.topics) <= {"rating", "history"}:
        return True  # 一番良かった年は？ of one item is no list
    figures = bool(context.topics) and set(context.topics) <= _OF_FIGURES
    if figures and answer.topic in _RATED:
        return not (bare.letters and bare.years.asked)  # R6でAなのは？ after a number is a question by itself
    if not about:
        return False
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
        names = [records.indicator_by_id[key].name.partition("（")[0] for key in context.indicators]
        return "と".join(names) if len(names) <= _MOST_NAMED else ""
    if context.items:
        kind = _FIGURES_NAMED.get(context.topics[0], "") if len(context.topics) == 1 else ""
        return "と".join(context.items) + kind if len(context.items) <= _MOST_NAMED else ""
    called = _CALLED.get(context.topics[0], "") if len(context.topics) == 1 else ""
    if context.topics == ("items",) and context.letters:
        return f"{scope_of(_narrowing(context), records)}{'・'.join(context.letters)}の項目"  # 一番多い年は？
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


@cache
def _bare_words() -> tuple[str, ...]:
    words = (fold_text(word) for word, alone in read_table("bare_words", "word", "alone") if alone == "yes")
    return tuple(sorted(words, key=len, reverse=True))
