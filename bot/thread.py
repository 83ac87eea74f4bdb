"""What a follow-up does not say comes from the thread (じゃあR5は？, 理由は？, Ⅰ-2は？).

A question that is complete by itself ignores the thread.
"""

from __future__ import annotations

from bot.answer import Answer, Context
from bot.kinds import OF_AN_INDICATOR, OF_THE_ITEM, STATISTIC, beside_indicators
from bot.question import Question
from bot.sub_values import MARK
from bot.text.compiled import compiled
from bot.text.fiscal_year import YearSelection
from bot.topic import all_topics

MOST_IN_A_THREAD = 12
_LISTS = frozenset({"items"})
# what is computed of several years
_OF_SEVERAL = compiled(
    r"平均|アベレージ|最[大小高低多少長短も]|合計|総計|通算|トータル|ピーク|(?:一番|いちばん)(?:多|少|高|低|良|よ|悪|長|短)"
)
_AMONG = compiled(r"そのうち|その中|このうち|この中|それらのうち")
_THAT_WHY = compiled(r"^(?:それ|これ|そこ)(?:って|は|が)?.{0,4}?(?:なんで|何で|なぜ|どうして)")
_PARAGRAPH = compiled(r"第?[0-9]{1,2}項(?!目)")


def with_thread(question: Question, context: Context) -> Question:
    """The question with what it leaves open filled from *context*; as it is when it is complete or not understood."""
    if (pointed := _pointing_back(question, context)) is not None:
        return pointed
    if not _may_follow(question, context):
        return question
    filled = question._replace(follow_up=True)
    own_subject = has_own_subject(question)
    if context.percent is not None and question.percent is None and question.high_difficulty and not own_subject:
        return filled._replace(topics=("criteria",), percent=context.percent)  # 困難度が高いと？
    if not own_subject:
        filled = _with_subject(filled, context)
    figures = tuple(name for name in context.topics if name in {"indicator", "staff"})
    if not own_subject and figures and (_computes(question, context) or question.topics == ("changes",)):
        return _with_time(
            filled._replace(topics=figures, letters=(), words=_with_parts(question, context)), question, context
        )
    if not question.topics:
        filled = _with_kind(filled, question, context)
    return _with_time(filled, question, context)


def _narrows(question: Question) -> bool:
    """Whether the question only says which part of a list is meant (Ⅲは？, Ⅰ以外は？)."""
    return bool(question.sections or question.excluded)


def _with_parts(question: Question, context: Context) -> tuple[str, ...]:
    """The words of the question, and the part of the indicator that the thread is about (カード分の平均は？)."""
    return (*question.words, *(word for word in context.words if word.startswith(MARK)))


def _pointing_back(question: Question, context: Context) -> Question | None:
    """What says by itself that it goes on: そのうちR3にA, それってなんでA？, 第5項は？ after the statute."""
    if question.refusal or has_own_subject(question):
        return None
    among = context.items or context.listed
    if among and question.letters and _AMONG.search(question.text_folded):
        return question._replace(items=among, topics=("items",), follow_up=True)
    if context.items and question.letters and _THAT_WHY.search(question.text_folded):
        asked = question._replace(items=context.items, topics=("rationale",), letters=(), follow_up=True)
        return _with_time(asked, question, context)
    if context.topics == ("statute",) and not question.topics and _PARAGRAPH.search(question.text_folded):
        return question._replace(topics=("statute",), left=(), left_typed=(), standing=(), follow_up=True)
    return None


def has_own_subject(question: Question) -> bool:
    """Whether the question names what it is about."""
    return bool(
        question.items or question.indicators or question.sections or question.all_items or question.unknown_codes
    )


def names_items(question: Question) -> bool:
    """Whether the question names items, a section or all of them, whether or not they exist."""
    return bool(question.items or question.sections or question.all_items or question.unknown_codes)


def _may_follow(question: Question, context: Context) -> bool:
    topics = all_topics()
    own_subject = has_own_subject(question)
    if question.topics == ("items",) and not own_subject and _computes(question, context):
        return True  # 一番低いのは？ after an indicator
    if question.refusal or question.unclear or not (context.topics or context.items):
        return False
    if any(not topics[name].NEEDS for name in question.topics) or (question.topics and own_subject):
        return False
    optional = any(topics[name].NEEDS == "optional" for name in question.topics)
    if optional and not own_subject and (question.left or "項目" in question.text_folded or question.years.asked):
        return False
    if question.topics or own_subject:
        return True
    if context.indicators and any(word.startswith(MARK) for word in question.words):
        return True  # うちカード分は？
    if _computes(question, context) or (context.topics == ("events",) and question.left):
        return True
    said = question.years.asked or question.evaluation or question.evaluator or question.letters
    return bool(said) and not question.left


def _computes(question: Question, context: Context) -> bool:
    """Whether a figure is asked of the figures that the thread is about, and nothing else."""
    figures = bool(set(context.topics) & {"indicator", "staff"}) and STATISTIC.search(question.text_folded)
    return bool(figures) and all(STATISTIC.search(word) for word in question.left)


def _with_subject(question: Question, context: Context) -> Question:
    topics = all_topics()
    keeps = not question.topics or set(question.topics) <= {"indicator", *OF_AN_INDICATOR}
    kept = context.indicators if keeps and "indicator" in context.topics else ()
    if question.topics == ("staff",) and any(OF_THE_ITEM.search(word) for word in question.words):
        kept = ()  # 人員は？ after a rate asks for the staff of its item
    about_items = any(topics[name].NEEDS == "item" for name in question.topics)
    another = context.topics == ("events",) and bool(question.left) and not question.topics  # 顔写真なしは？
    if (
        not question.topics
        and set(context.topics) <= _LISTS
        and (context.sections or context.excluded or context.flags)
    ):
        return question._replace(
            sections=context.sections,
            excluded=context.excluded,
            all_items=bool(context.excluded),
            flags=question.flags or tuple((name.removeprefix("-"), not name.startswith("-")) for name in context.flags),
        )
    return question._replace(
        items=() if another else context.items or (context.listed if about_items else ()),
        indicators=kept,
        topics=beside_indicators(question.topics, kept),
    )


def _with_kind(filled: Question, question: Question, context: Context) -> Question:
    topics = all_topics()
    kinds = tuple(name for name in context.topics if name in topics)
    if has_own_subject(question):  # Ⅰ-4は？ after the overall rating asks for the item
        kinds = tuple(name for name in kinds if topics[name].NEEDS or (name in _LISTS and _narrows(question)))
    if question.years.asked or question.evaluation:  # R7は？ after a card asks for that year's rating
        kinds = tuple("rating" if name == "item" else name for name in kinds)
    letters = question.letters
    if letters:
        lists = tuple(name for name in kinds if name in {"items", "criteria"})
        kinds, letters = (("rating",), ()) if context.items and not lists else (lists, letters)
    elif "items" in kinds:
        letters = context.letters
    if question.indicators and has_own_subject(question):
        kinds = ()
    return filled._replace(topics=kinds, letters=letters, words=(*context.words, *question.words))


def _with_time(filled: Question, question: Question, context: Context) -> Question:
    if question.years.asked or question.evaluation or question.series:
        return filled
    if len(context.fiscal_years) == 1 and "indicator" in filled.topics and _OF_SEVERAL.search(question.text_folded):
        return filled  # 平均は？ after the value of one year
    if context.fiscal_years:
        compared = question.years.compared_to_previous
        return filled._replace(years=YearSelection(context.fiscal_years, asked=True, compared_to_previous=compared))
    return filled._replace(evaluation=context.evaluation) if context.evaluation else filled


def _said_of_figures(question: Question, topics: tuple[str, ...]) -> tuple[str, ...]:
    """一番多い, which the next question of the thread does not repeat (R3は？)."""
    if topics != ("staff",) or question.items:
        return ()
    return tuple(match.group() for match in STATISTIC.finditer(question.text_folded))


def with_context(answer: Answer, question: Question, topics: tuple[str, ...], scope: tuple[str, ...] = ()) -> Answer:
    """The answer with what the thread remembers of it. *scope*: the items asked about, before letters chose of them."""
    named = question.items or question.indicators or question.sections
    few = len(answer.items) <= MOST_IN_A_THREAD
    single = answer.items if named and few else question.items
    if "items" in topics and question.letters and named:
        single = scope if len(scope) <= MOST_IN_A_THREAD else question.items  # Ⅰだけ, not those of Ⅰ with an A
    years = question.years.years if question.years.asked else ()
    lists = bool(set(topics) <= _LISTS and not question.items and (question.letters or answer.topic == "distribution"))
    if lists:
        single = ()
    context = Context(
        topics=topics,
        items=single,
        indicators=question.indicators,
        fiscal_years=answer.fiscal_years if years and topics == ("changes",) else years,
        evaluation=question.evaluation,
        letters=question.letters if {"items", "criteria"} & set(topics) else (),
        listed=answer.items if few and not single else (),
        words=(
            *question.words,
            *(() if question.items else question.unknown_codes),
            *_said_of_figures(question, topics),
        ),
        sections=question.sections if lists else (),
        excluded=question.excluded if lists else (),
        flags=tuple(name if wanted else f"-{name}" for name, wanted in question.flags) if lists else (),
        percent=question.percent,
        pending=tuple(candidate.ask for candidate in answer.candidates if candidate.ask),
    )
    return answer._replace(context=context)
