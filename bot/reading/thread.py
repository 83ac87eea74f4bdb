"""What a follow-up does not say comes from the thread (じゃあR5は？, 理由は？, Ⅰ-2は？).

A question that is complete by itself ignores the thread.
"""

from __future__ import annotations

from bot.answer import Answer, Context, Status
from bot.figures.indicator_statistics import AGAINST_YEAR
from bot.question import Question
from bot.reading.kinds import OF_AN_INDICATOR, OF_THE_ITEM, STATISTIC, beside_indicators
from bot.reading.match import is_content
from bot.reading.pointing import LISTS, flags_of, pointing_back
from bot.reading.sub_values import MARK
from bot.text.compiled import compiled
from bot.text.fiscal_year import YearSelection, find_years
from bot.text.normalise import fold_text
from bot.topic import all_topics
from bot.wording.phrases import year_name

MOST_IN_A_THREAD = 12
# among the words of a thread: the list before was of the prospective ratings
IN_PROSPECT = "見込評価"
# how the list of all ratings says what it was read as
LIST_OF_RATINGS = "評定の一覧"
_NO_THREAD = Context()
# what is computed of several years
_OF_SEVERAL = compiled(
    r"平均|アベレージ|最[大小高低多少長短も]|合計|総計|通算|トータル|ピーク|何倍|(?:一番|いちばん)(?:多|少|高|低|良|よ|悪|長|短)"
)
# words and kinds of question that are about a rating, for which a reason is recorded
OF_RATING = compiled(r"評[価定]|根拠")
OF_A_RATING = frozenset(
    {
        "rating",
        "history",
        "items",
        "item",
        "changes",
        "rationale",
        "achievements",
        "self_evaluation",
        "comparison",
        "results",
        "issues",
    }
)
_LETTER_ALONE = compiled(
    r"(?:じゃあ|では|で|、)*[sabcd](?:評価|評定|ランク)?(?:以上|以下|より[上下])?(?:は|が|だと|なら|も)?(?:何個|いくつ|何項目|何件|何項目)?(?:です|ある|あります|でした|か|の)*[?。]*"
)
_WHEN_WAS_IT = compiled(
    r"(?:で|それ|これ|じゃあ)*(?:は|って)?(?:いつ(?:の(?:年度?|話|こと|値|数字)?)?|何年度?(?:の(?:話|こと|値|数字)?)?|どの年度?|年度)(?:は|です|でした|か|だっけ|なの)*[?。]*"
)
_SINCE = compiled(r"から|以降|以来")
_OF_CRITERIA = compiled(r"達成|評[価定]|基準|[sabcd](?![a-z])")
_DIFFERENCE_FROM = compiled(r"と(?:の|だと|では|は)差")
_BESIDE = compiled(r"(?:と|に)(?:比べ|比較|くらべ)|より")
_MORE = compiled(r"(?:多|少な|高|低|長|短)(?:い|く|かった)")
_MORE_OR_LESS = compiled(r"増え|減[っり]|増減|増加|減少")
_ONLY = frozenset({"だけ", "のみ"})
_THAT_YEAR = compiled(r"(?:その|同じ|この)(?:年度?|とき|時)(?!以|まで|から|点|の?[前翌次後])")
_THE_ONE = compiled(r"の?(?:方|ほう)が[^、。?]{0,6}?(?:多|少な|高|低|良|上|下)(?:い|です|か|[?]|$)")
_HAD_IN_BOTH = compiled(
    r"(?:で|じゃあ|、)*(?:(?P<both>両方とも|両方|どちらも|どっちも|2つとも)|(?:全部|すべて|全て)|共通(?:して|する|の))(?:で|に|とも|も)*"
    r"(?:(?P<letter>[sabcd])(?:評価|評定)?)?(?:だった|なの|の|いる)*(?:項目|もの)?(?:は|って)?(?:どれ|何)?(?:です|か|ある)*[?。]*"
)
_FROM_ANNUAL = compiled(
    r"(?:で|じゃあ|、)*(?:年度評価|年度の評[価定])と(?:違う|違い|差|異なる|食い違)(?:が|の)?(?:ある|ない)?(?:の|項目)?(?:は|って)?[?。]*$"
)
_THE_YEARLY = compiled(r"(?:で|じゃあ|、)*年度(?:の(?:方|ほう))?(?:は|だと|なら)[?。]*")
_OF_THE_YEAR = compiled(r"^年度の(?=成果|根拠|評[価定]|実績|目標|課題)")
_WHICH_HAVE = compiled(
    r"が(?:な(?:い|かった)|ある|あった|書いて(?:ある|ない)|載って(?:いる|る|ない)|空欄な)(?:の|項目)は"
)
_OTHER_ITEMS = compiled(r"^(?:で、?|じゃあ、?)?(?:他|ほか)の項目(?=で|の|に|は|も)")
_DIFFERENT = compiled(
    r"(?:で|じゃあ|、)*(?:何が|どこが)?(?:違う(?:の|ところ)?|違い)(?:は|って)?(?:ある|ない)?(?:です|か|の)*[?。]*$"
)
_ADDED = compiled(r"も?(?:(?:加え|足し|含め|入れ)(?:て|る|た)|追加し)|も一緒に|もあわせて|も合わせて")
# what items are put beside one another with
_CHANGED_WORDS = frozenset({"比較", "比べ", "くらべ", "違い", "ひかく"})
_TOO = compiled(r"も(?:お願い(?:します)?|見せて|教えて|ください|、)*[?。]*$")
_AMONG = compiled(r"^(?:で、?|じゃあ、?)?(?:そのうち|その中で?|このうち|この中で?)(?:の|、)?")
_AFTERWARDS = compiled(
    r"^(?:で、?|じゃあ、?)?(?:その後|それ以降|それ以後|それから後|以降)(?=は|も|ずっと|の|で|、|[?？]|$)"
)
# kinds about no item, between two questions about one
_IN_BETWEEN = frozenset({"criteria", "statute", "overall", "period"})
_COME_TO_A_YEAR = frozenset({"indicator", "staff", "changes", "history"})
_PAIR = 2
_WHEN = compiled(r"いつ|何年")


def with_thread(question: Question, context: Context, latest: int) -> Question:
    """The question with what it leaves open filled from *context*; as it is when it is complete or not understood.

    *latest*: the latest year with ratings, against which R3との差 is meant where the thread has no year.
    """
    if context == _NO_THREAD:
        return question
    if not has_own_subject(question) and (pointed := pointing_back(question, context)) is not None:
        return with_time(pointed, question, context)
    question = _of_the_same_computation(question, context)
    said = _with_or_without(question, context) or _of_the_figures(question, context, latest) or _why(question, context)
    if said is not None:
        return with_time(said, question, context)
    if not _may_follow(question, context):
        return question
    filled = question._replace(follow_up=True)
    own_subject = has_own_subject(question)
    if context.percent is not None and question.percent is None and question.high_difficulty and not own_subject:
        return filled._replace(topics=("criteria",), percent=context.percent)  # 困難度が高いと？
    if not own_subject:
        filled = _with_subject(filled, context)
    figures = tuple(name for name in context.topics if name in {"indicator", "staff"})
    of_ratings = OF_RATING.search(question.text_folded)  # 評定はどっちが上？ after two numbers
    computed = not own_subject and figures and not of_ratings
    if computed and (_computes(question, context) or question.topics == ("changes",)):
        return with_time(
            filled._replace(topics=figures, letters=(), words=_with_parts(question, context)), question, context
        )
    if not question.topics:
        filled = _with_kind(filled, question, context)
    return with_time(filled, question, context)


def remembering_year(answer: Answer) -> Answer:
    """The answer whose thread knows the one year that it came to (最大が 令和5年度の 30人, R4 A → R5 B)."""
    counted = answer.topic == "items" and answer.context.letters and len(answer.fiscal_years) > _PAIR
    if answer.status is not Status.ANSWERED or not (counted or answer.topic in _COME_TO_A_YEAR):
        return answer
    if answer.context.fiscal_years:
        return answer
    told = answer.first.split("。")[0] if counted else answer.first  # ほかに … names the year of a disagreement
    years = sorted({year for each in find_years(fold_text(told)) for year in each.years})
    changed = answer.topic == "changes" and len(years) == _PAIR and years[0] + 1 == years[1]
    if not years or not (len(years) == 1 or changed):
        return answer
    return answer._replace(context=answer.context._replace(discussed=(years[-1],)))


def with_year_told(clause: str, context: Context) -> str:
    """その年, その後 written out, where the last answer came to one year; the clause as it is otherwise."""
    years = context.fiscal_years or context.discussed
    came_to = years if len(years) == 1 or context.topics == ("changes",) else ()
    if came_to and _AFTERWARDS.match(clause):
        return _AFTERWARDS.sub(f"{year_name(came_to[-1] + 1)}以降", clause, count=1)
    meant = context.fiscal_years or context.discussed
    return _THAT_YEAR.sub(year_name(meant[0]), clause) if len(meant) == 1 else clause


def with_both_told(clause: str, context: Context) -> str:
    """両方Aだったのは？, 共通しているのは？ written out, of the years whose lists the thread had one by one; else the clause."""
    had = context.topics == ("items",) and context.letters and len(context.fiscal_years) == 1
    match = _HAD_IN_BOTH.fullmatch(clause) if had else None
    if not match or (match["letter"] and match["letter"].upper() not in context.letters):
        return clause
    letters = "・".join(context.letters)
    if IN_PROSPECT in context.words and match["both"] and len(context.letters) == 1:
        return f"見込評価が{letters}で、{year_name(context.fiscal_years[0])}が{letters}の項目は？"
    if not context.discussed:
        return clause
    before = context.discussed[-1:] if match["both"] else context.discussed
    years = "と".join(year_name(year) for year in sorted({*before, *context.fiscal_years}))
    where = "・".join(context.sections)
    return f"{f'{where}で' if where else ''}{years}の両方で{letters}の項目は？"


def with_others_told(clause: str, context: Context) -> str:
    """年度評価と違うのは？ in a thread about the prospective ratings names both; 他の項目で those that the thread is not about.

    年度の成果は？ after a prospective rating is of the yearly one.
    """
    if _OTHER_ITEMS.match(clause) and 0 < len(context.items) <= _PAIR:
        return _OTHER_ITEMS.sub(f"{'と'.join(context.items)}以外の項目", clause)
    if context.evaluation != "prospective":
        return clause
    year = context.discussed if len(context.items) == 1 and len(context.discussed) == 1 else ()
    if year and context.topics == ("rating",) and _DIFFERENT.fullmatch(clause):
        return (
            f"{context.items[0]}の{year_name(year[0])}の評定と見込評価の違いは？"  # R5は？ → 見込評価は？ → 違うのは？
        )
    if _FROM_ANNUAL.match(clause) and not context.items:
        return f"{'・'.join(context.sections)}{'で' if context.sections else ''}見込評価が年度評価と違う項目は？"
    return "年度評価は？" if _THE_YEARLY.fullmatch(clause) else _OF_THE_YEAR.sub("年度評価の", clause)


def without_among(clause: str) -> str:
    """The clause without そのうち at its beginning; "" when it does not begin so."""
    folded = fold_text(clause)
    match = _AMONG.match(folded)
    return folded[match.end() :] if match else ""


def _narrows(question: Question) -> bool:
    """Whether the question only says which part of a list is meant (Ⅲは？, Ⅰ以外は？)."""
    return bool(question.sections or question.excluded)


def _with_parts(question: Question, context: Context) -> tuple[str, ...]:
    """The words of the question, and the part of the indicator that the thread is about (カード分の平均は？)."""
    return (*question.words, *(word for word in context.words if word.startswith(MARK)))


def _with_or_without(question: Question, context: Context) -> Question | None:
    """Ⅰ-3も加えて, Ⅰ-2を除いて, Ⅰ-8の方が人は多い？: the items of the thread with these, or without them."""
    about = (*context.earlier[-1:], *context.items) if question.items == context.items else context.items
    about = about if not context.indicators else context.items
    if _THE_ONE.search(question.text_folded) and len({*question.items, *about}) == _PAIR and context.topics:
        kind = (
            ("staff",)
            if "staff" in {*question.topics, *(context.topics if not question.topics else ())}
            else ("changes",)
        )
        items = tuple(dict.fromkeys((*about, *question.items)))
        return question._replace(topics=kind, items=items, left=(), left_typed=(), standing=(), follow_up=True)
    if question.topics or question.years.asked or question.evaluation or question.letters or not context.items:
        return None
    kinds = tuple("rating" if name in {"item", "items"} else name for name in context.topics)
    beside = kinds == ("changes",) and len(context.items) > 1 and not _CHANGED_WORDS.isdisjoint(context.words)
    told = set(kinds) <= {"rating", "history", "staff"} or beside
    added = _ADDED.search(question.text_folded) or (beside and _TOO.search(question.text_folded))
    if beside and len(question.items) == 1 and not added and not question.left:
        return question._replace(topics=("history",), follow_up=True)  # Ⅱ-1は？
    if question.items and added and told:
        items = tuple(dict.fromkeys((*context.items, *question.items)))
    elif question.excluded and set(question.excluded) < set(context.items):
        items = tuple(code for code in context.items if code not in question.excluded)
    else:
        return None
    return question._replace(
        topics=kinds,
        items=items,
        excluded=(),
        all_items=False,
        left=(),
        left_typed=(),
        standing=(),
        near_misses=(),
        text_folded="",
        words=(*question.words, *context.words) if beside else question.words,
        spans=(),
        follow_up=True,
    )


def _of_the_figures(question: Question, context: Context, latest: int) -> Question | None:
    """97％未満は？ after a rate is said of the rate; Ⅰ-2と比べて, R6と比べて of what the thread is about."""
    about = set(context.topics)
    text = question.text_folded
    limit = question.percent is not None and not _OF_CRITERIA.search(text) and not has_own_subject(question)
    if about == {"indicator"} and context.indicators and limit and set(question.topics) <= {"criteria"}:
        return question._replace(
            topics=("indicator",), indicators=context.indicators, items=context.items, percent=None, follow_up=True
        )
    before = question.years.compared_to_previous and not (question.years.asked or context.fiscal_years)
    if about and about <= {"indicator", "staff"} and before and _BESIDE.search(text) and not has_own_subject(question):
        when = YearSelection((latest,), asked=True, compared_to_previous=True)  # 前の年と比べて？
        return question._replace(
            topics=context.topics,
            items=context.items,
            indicators=context.indicators,
            years=when,
            words=_with_parts(question, context),
            follow_up=True,
        )
    difference = _DIFFERENCE_FROM.search(text) is not None and set(question.topics) <= {"changes", *about}
    if about == {"indicator"} and difference and question.indicators and context.indicators:  # 派遣との差は？
        both = tuple(dict.fromkeys((*context.indicators, *question.indicators)))
        return question._replace(topics=("indicator",), indicators=both, follow_up=True)
    asks_more = set(question.topics) <= {"changes", *(about & {"staff", "indicator"})}
    unread = [word for word in question.left if not _MORE.fullmatch(word)]
    compares = difference or (asks_more and _BESIDE.search(text) and not (question.letters or unread))
    if not compares or OF_RATING.search(text):
        return None
    if about == {"staff"} and len(context.items) == 1 and question.items:
        items = tuple(dict.fromkeys((*context.items, *question.items)))
        return question._replace(topics=("staff",), items=items, follow_up=True)
    names = has_own_subject(question) or "項目" in text or any(map(is_content, unread))
    with_year = question.years.asked and not names
    if not with_year or not context.items or question.years.compared_to_previous:
        return None
    years = tuple(sorted({*(context.fiscal_years[-1:] or (latest,)), *question.years.years}))
    figures = about <= {"staff", "indicator"}
    return question._replace(
        topics=context.topics if figures else ("changes",),
        items=context.items,
        indicators=context.indicators,
        years=YearSelection(years, asked=True),
        words=_with_parts(question, context),
        follow_up=True,
    )


def _why(question: Question, context: Context) -> Question | None:
    """What a bare なんで？ asks after something that is no rating: of the figure, or of what has no reason recorded."""
    about = set(context.topics)
    bare = question.topics == ("rationale",) and not (has_own_subject(question) or question.refusal)
    if (
        not bare
        or (question.letters and about != {"overall"})
        or not about
        or about & OF_A_RATING
        or OF_RATING.search(question.text_folded)
    ):
        return None
    if about <= {"indicator", "staff"}:
        asked = question._replace(
            items=context.items, indicators=context.indicators, topics=(*context.topics, "rationale")
        )
    elif about == {"overall"}:
        asked = question._replace(topics=("overall",), letters=())
    else:
        asked = question._replace(refusal="reason")
    return asked._replace(left=(), left_typed=(), standing=(), near_misses=(), follow_up=True)


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
    if (
        question.letters
        and not own_subject
        and (LISTS & set(context.topics) or len(context.items) > 1)
        and _LETTER_ALONE.fullmatch(question.text_folded)
    ):
        return True  # Bは何個？ after the items with an A in one year
    if question.refusal or question.unclear or not (context.topics or context.items):
        return False
    if _is_complete(question, context):
        return False
    if question.topics == ("changes",) and not own_subject and _computes(question, context):
        return True  # 前年より増えた？ after an indicator
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
    return bool(said) and not set(question.left) - _ONLY


def _is_complete(question: Question, context: Context) -> bool:
    """Whether the question is one by itself: of what needs no item, or with its own subject or letter beside what is asked."""
    topics = all_topics()
    after_a_number = question.years.asked and set(context.topics) <= {"staff", "indicator"}
    if question.letters and (question.flags or after_a_number):  # Bの中で重要度が高いのは？, R6でAなのは？
        return True
    if question.topics and _WHICH_HAVE.search(question.text_folded):  # 根拠条文がないのは？ asks which items
        return True
    alone = any(not topics[name].NEEDS for name in question.topics)
    return alone or bool(question.topics and has_own_subject(question))


def _computes(question: Question, context: Context) -> bool:
    """Whether a figure is asked of the figures that the thread is about, and nothing else."""
    if not set(context.topics) & {"indicator", "staff"}:
        return False
    against = AGAINST_YEAR.search(question.text_folded)  # R4より高い？
    said = "".join(match.group() for match in STATISTIC.finditer(question.text_folded))
    said += against.group() if against else ""
    return bool(said) and all(STATISTIC.search(word) or word.removesuffix("い") in said for word in question.left)


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
        and set(context.topics) <= {*LISTS, "changes"}
        and (context.sections or context.excluded or context.flags)
    ):
        return question._replace(
            sections=context.sections,
            excluded=context.excluded,
            all_items=bool(context.excluded),
            flags=question.flags or flags_of(context),
        )
    chosen = bool(
        about_items
        and context.listed
        and question.topics != context.topics
        and set(context.listed) < set(context.items)
    )
    return question._replace(
        items=() if another else (not chosen and context.items) or (context.listed if about_items else ()),
        indicators=kept,
        topics=beside_indicators(question.topics, kept),
    )


def _with_kind(filled: Question, question: Question, context: Context) -> Question:
    topics = all_topics()
    kinds = tuple(name for name in context.topics if name in topics)
    if has_own_subject(question):  # Ⅰ-4は？ after the overall rating asks for the item
        kinds = tuple(name for name in kinds if topics[name].NEEDS or (name in LISTS and _narrows(question)))
    if question.years.asked or question.evaluation:  # R7は？ after a card asks for that year's rating
        kinds = tuple("rating" if name == "item" else name for name in kinds)
    if question.evaluation and not question.years.asked:  # 見込は？ after staff counts
        kinds = tuple("rating" if name == "staff" else name for name in kinds)
    letters = question.letters
    if letters:
        kinds = _of_a_letter(kinds, question, context)
    elif "items" in kinds:
        letters = context.letters
        if question.evaluation == "annual" and not letters and kinds == ("items",):
            kinds = ("rating",)  # 年度評価は？ after a list of the prospective ratings
    told = context.words
    if question.indicators and has_own_subject(question):
        kinds = ()
        told = tuple(word for word in told if word != "指標")  # 応答率だけ after all indicators of an item
    if question.sections and kinds == ("items",) and not question.flags:  # Ⅱでは？ after the items with a mark
        filled = filled._replace(flags=flags_of(context))
    return filled._replace(topics=kinds, letters=letters, words=(*told, *question.words))


def _of_a_letter(kinds: tuple[str, ...], question: Question, context: Context) -> tuple[str, ...]:
    """The kinds that a letter alone asks for after *kinds* (Aだけ, R6のSは？)."""
    lists = tuple(name for name in kinds if name in {"items", "criteria"})
    if lists == ("criteria",) and question.years.asked:
        return ("items",)  # R6のSは？ after the criteria
    if len(context.items) > 1 and not lists and set(kinds) <= {"rating", "history"}:
        return ("items",)  # Aだけ after the ratings of Ⅰ
    return ("rating",) if context.items and not lists else lists


def with_time(filled: Question, question: Question, context: Context) -> Question:
    """*filled* with the year or evaluation of the thread, where *question* says none."""
    if question.years.asked or question.evaluation or question.series or (filled.years.asked and not filled.series):
        return filled
    if (
        0 < len(context.fiscal_years) <= _PAIR
        and "indicator" in filled.topics
        and _OF_SEVERAL.search(question.text_folded)
    ):
        return filled  # 平均は？ after the value of one year, or the change between two
    if len(context.fiscal_years) == 1 and filled.topics == ("staff",) and _MORE_OR_LESS.search(question.text_folded):
        return filled  # 増えた？ after the number of one year
    if question.topics == ("changes",) and len(context.fiscal_years) == 1 and _WHEN.search(question.text_folded):
        return filled  # いつ下がった？ after the rating of one year
    if filled.topics == ("legal_basis",):
        return filled  # which has no year
    came_to = context.discussed if set(context.topics) <= _COME_TO_A_YEAR - {"indicator", "staff"} else ()
    if question.topics == ("rationale",) and len(came_to) == 1 and not context.fiscal_years:
        return filled._replace(years=YearSelection(came_to, asked=True))  # 下がったのはいつ？ → 理由は？
    if context.fiscal_years:
        compared = question.years.compared_to_previous
        return filled._replace(years=YearSelection(context.fiscal_years, asked=True, compared_to_previous=compared))
    return filled._replace(evaluation=context.evaluation) if context.evaluation else filled


def _said_of_figures(question: Question, topics: tuple[str, ...]) -> tuple[str, ...]:
    """一番多い, 増えた, which the next question of the thread does not repeat (R3からは？, それはいつ？)."""
    if not set(topics) <= {"staff", "indicator"}:
        return ()
    return tuple(
        match.group()
        for match in STATISTIC.finditer(question.text_folded)
        if not any(start <= match.start() and match.end() <= end for start, end in question.names)  # 最大日数
    )


def _of_the_same_computation(question: Question, context: Context) -> Question:
    """それはいつ？ after the lowest value, R4〜R6だと？ after a sum: what was computed is asked for again."""
    text = question.text_folded
    when = bool(context.indicators) and _WHEN_WAS_IT.fullmatch(text) is not None
    several = len(question.years.years) > 1 or (question.years.asked and _SINCE.search(text) is not None)
    if not set(context.topics) <= {"staff", "indicator"} or not context.topics or has_own_subject(question):
        return question
    if not (when or several) or (question.topics and not (when and question.topics == ("events",))):
        return question
    computed = [word for word in context.words if STATISTIC.fullmatch(word)]
    said = question._replace(text_folded="、".join((text, *computed)), words=(*question.words, *computed))
    if not when:
        return said
    return said._replace(topics=("indicator",), left=(), left_typed=(), standing=(), near_misses=())


def with_earlier(after: Context, before: Context) -> Context:
    """*after* with what the same was asked of one by one (Ⅰ-1は？, Ⅰ-2は？), for 両方の推移; and the year before 見込評価は？."""
    about, asked = after.indicators or after.items, before.indicators or before.items
    if not (after.items or after.indicators or after.sections or after.listed) and set(after.topics) <= _IN_BETWEEN:
        after = after._replace(listed=before.items or before.listed)  # Sの基準は？ → 人員は？ of the item before
    same_letters = after.letters and after.letters == before.letters and after.topics == before.topics == ("items",)
    if same_letters and before.evaluation == "prospective" and len(after.fiscal_years) == 1:
        after = after._replace(words=(*after.words, IN_PROSPECT))  # 見込A → R6A → 両方Aは？
    one_year_each = len(after.fiscal_years) == len(before.fiscal_years) == 1 and after.topics == before.topics
    if one_year_each and about == asked and after.fiscal_years != before.fiscal_years:
        lists = after.letters and after.letters == before.letters and "items" in after.topics
        years = (*(before.discussed if lists else ()), *before.fiscal_years)
        after = after._replace(discussed=tuple(dict.fromkeys(years)))  # R6は？ → R5は？ → 差は？
    if after.evaluation and not after.fiscal_years and about == asked:
        after = after._replace(discussed=before.fiscal_years or before.discussed)
    if len(about) != 1 or after.topics != before.topics or len(asked) > 1:
        return after
    kept = [each for each in (*before.earlier, *asked) if each not in about]
    return after._replace(earlier=tuple(dict.fromkeys(kept))[-MOST_IN_A_THREAD:])


def with_context(answer: Answer, question: Question, topics: tuple[str, ...], scope: tuple[str, ...] = ()) -> Answer:
    """The answer with what the thread remembers of it. *scope*: the items asked about, before letters chose of them."""
    marked = (question.flags or question.excluded or question.letters) and set(topics) <= {"rating", "history", "staff"}
    named = question.items or question.indicators or question.sections or marked
    few = len(answer.items) <= MOST_IN_A_THREAD
    single = (answer.items if few else ()) or question.items if named else question.items
    had: tuple[str, ...] = ()
    if "items" in topics and question.letters and named:
        single = scope if len(scope) <= MOST_IN_A_THREAD else question.items  # Ⅰだけ, not those of Ⅰ with an A
        had = answer.items if set(answer.items) < set(single) else ()  # but その理由は？ is asked of those
    years = question.years.years if question.years.asked else ()
    narrowed = question.letters or question.flags or answer.topic == "distribution"
    lists = bool((set(topics) <= LISTS or answer.topic == "items") and not question.items and narrowed)
    # a list of changes is of what narrowed it, not of the items that it came to
    narrowing = question.sections or question.excluded or question.flags
    scoped = lists or bool(set(topics) <= {"changes"} and not question.items and narrowing)
    # Ⅰの人員は？ → 一番多いのは？ → 2番目は？: the one chosen, and what it was chosen of
    chosen = question.follow_up and topics == ("staff",) and set(answer.items) < set(question.items)
    if scoped or chosen:
        single = question.items if chosen else ()
    if answer.topic == "indicator" and set(topics) == {"changes", "indicator"}:
        topics = ("indicator",)  # 悪くなった指標
    if not question.letters and topics == ("items",) and answer.evaluations and answer.read_as == LIST_OF_RATINGS:
        topics = ("rating",)  # Ⅰの評定一覧 → Ⅱは？
    context = Context(
        topics=("items",) if lists else topics,
        items=single,
        indicators=question.indicators or answer.context.indicators,
        fiscal_years=answer.fiscal_years if years and topics == ("changes",) else years,
        evaluation=question.evaluation,
        letters=question.letters if {"items", "criteria"} & set(topics) else (),
        listed=question.among or had or (answer.items if chosen or (few and not single) else ()),
        words=(
            *question.words,
            *(() if question.items else question.unknown_codes),
            *_said_of_figures(question, topics),
        ),
        sections=question.sections if scoped else (),
        excluded=question.excluded if scoped else (),
        flags=tuple(name if wanted else f"-{name}" for name, wanted in question.flags) if scoped else (),
        percent=question.percent,
        pending=tuple(candidate.ask for candidate in answer.candidates if candidate.ask),
    )
    return answer._replace(context=context)
