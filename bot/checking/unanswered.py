"""What is said when no kind of question answers: refusals, what is not recorded, what was not understood, what to choose from.

Each case says what is missing and what exists or was meant instead; none answers for a neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.answer import Answer, Candidate, Context, Status
from bot.checking.measures import ASKED_AFTER, COUNT, MEASURE, counts_nothing, is_beside, not_recorded, unmeasured_words
from bot.checking.not_told import answer_not_told, not_told_besides
from bot.checking.numbered import items_of_a_number
from bot.checking.offered import offered_again
from bot.checking.other_periods import no_such_period, no_such_plan
from bot.checking.searched import around_amount, each_searched, without_amount
from bot.checking.whether import SO_MANY
from bot.question import Question
from bot.reading.kinds import BASIS_IS, BASIS_OF, PLANS, POLICY_OF
from bot.reading.match import ANSWER_AT, NameMention, NearMiss, is_content
from bot.reading.thread import names_items, with_context
from bot.text.compiled import compiled
from bot.text.normalise import fold_text, without_mark_up
from bot.topic import all_topics
from bot.topics import events, search
from bot.wording.examples import two_examples
from bot.wording.phrases import year_name, years_name
from bot.wording.subject import items_holding, items_of, missing_codes_sentence, said_when, scope_of
from records.lookups import Records
from records.model import Indicator

# characters; a pasted page is no question, and whoever asked would wait for it
LONGEST_QUESTION = 500
REFUSALS = {
    "greeting": "こんにちは。業務実績評価の記録についてお答えします。",
    "thanks": "お役に立てて何よりです。",
    "opinion": "評定についての意見や当否はお答えできません。記録にある事実をお答えします。",
    "advice": "手続や進め方の助言はお答えできません。記録にある事実をお答えします。",
    "instruction": "その指示にはお応えできません。業務実績評価の記録についてだけお答えします。",
    "secret": "その情報は扱っていません。業務実績評価の記録についてだけお答えします。",
    "organization": "ほかの法人や機関の評価は記録にありません。",
    "not shown": "お答えするのは{corporation}の記録だけです。",
    "other": "業務実績評価の記録にないことはお答えできません。",
    "empty": "質問の文が読み取れませんでした。",
    "wrong": "失礼しました。どの項目・年度のことか、もう一度お聞かせください。",
    "reset": "承知しました。これまでの話題を離れます。",
    "too long": f"質問が長すぎます。{LONGEST_QUESTION}字までの文で聞いてください。",
}
# kinds of question that mean all items when none is named: a word that nothing explains might have been the name
_ABOUT_ALL = frozenset({"rating", "history", "items", "changes", "overall"})
_TOLD_OF_OTHERS = frozenset({"results", "achievements"})
# words that say little, where they stand for an item: 情報の評定
_FILLER_AS_A_NAME = compiled(
    r"^(?:r?[0-9]+(?:年度)?の?|令和[0-9]+年度の?)?(?P<word>情報|データ|サービス|システム|内容|状況)の(?:評[価定]|見込|(?:r|令和)[0-9]+(?:年度)?(?:[?。は]|$))"
)
# R5で優の項目
_ONE_SIGN = compiled(
    r"(?:[0-9]|年度?)(?:[でにがは、]|に?おける)(?P<word>[^ぁ-んa-zⅠ-Ⅻ0-9、。? ])(?:評価|評定|ランク)?の(?:項目|もの|業務)"
)
_LOOSE_NUMBER = compiled(r"[0-9]{1,3}番?目?|[一二三四五六七八九十]{1,2}番?|[a-z]")
# what can be a name: no hiragana, more than a character
_KANA = compiled(r"[ぁ-んー]+")
_NAME = compiled(r"[ァ-ヺ一-龠ーa-z0-9]{2,20}")
# with whose it is: 理事長の名前
_NAME_OF = compiled(r"[ァ-ヺ一-龠ーa-z0-9]{2,20}(?:の[ァ-ヺ一-龠ーa-z0-9]{1,12})?")
_POINTS_ON = compiled(
    r"(?:この|その|前の)?(?:続き|つづき|両方|他|ほか|次|以上|以下|前者|後者|全部)(?:は|も|には|を|お願い(?:します)?|見せて|教えて)?[?。]*"
)
_NEXT_RATING = compiled(
    r"(?:次(?!期|の(?:項目|年))(?:回|の評[価定])?|今後|これから|将来|今度)(?:も|は|で|に|には|では|、)?[^、。?]{0,6}?(?:[sabcd](?![a-z])|上が[りる]|下が[りる]|良くな[りる]|悪くな[りる]|どうな)|(?:将来|今後|これから)の評[価定]"
)
_DIFFICULTY = compiled(r"困難|難易")
_WHO = compiled(r"誰|だれ|どなた|の使い方|のつかいかた")
# a name so near an item's is named as not read, where all items would be offered otherwise
_NEAR_ENOUGH = 60
_NO_FIGURE = compiled(r"(?:[ただ](?:日付?|年月日|年度?|時期)|中止|延期|休止|取りやめ)$")
_COUNTED = ("件数", "人数", "回数", "件", "の数")
# a word of this length that the records have is no slip of a name
_LONG_WORD = 7
_PARTS = compiled(r"[、；。]")
_NOT_SURE = "ご質問を読み取れませんでした。"


def unanswered(question: Question, topics: tuple[str, ...], context: Context, records: Records) -> Answer | None:
    """The answer that says why there is none; None when *topics* can answer. The reasons are tried in order."""
    if question.refusal:
        if question.refusal == "reason":
            return _no_reason(question, context)
        return refuse(question.text, question.refusal, context, records)
    if question.years.unreadable and not question.years.asked and question.topics != ("period",):
        return _unreadable_year(question, records, context)
    none = (
        items_of_a_number(question, topics, context, records)
        or _no_prospective_of(question, topics, records)
        or _nothing_left(question, topics, records)
        or _no_such_year(question, topics, records)
        or _to_come(question, topics, records)
        or answer_not_told(question, topics, context)
        or _told_of_others(question, topics, records)
        or no_such_plan(question, topics, records)
        or no_such_period(question, topics, records)
    )
    if none is not None:
        return none
    ordered = question.topics == (events.NAME,) and events.orders(question)
    missing = None if ordered else not_recorded(question, records) or counts_nothing(question, topics, records)
    counted = set(question.topics) <= {"staff", "indicator"} or (missing or "").endswith(_COUNTED)
    alone = missing is not None and not is_beside(missing, question)
    if missing is not None and alone and (counted or question.indicators or not question.topics):
        return _no_such_value(question, records, missing)
    if question.unclear:
        return _ask_back(question, records)
    if unknown := _unknown(question, topics):
        return _unknown_subject(question, topics, unknown, records, context)
    if not topics or (
        topics == ("item",) and question.left and not question.flags and not _is_about_something(question)
    ):
        return _last_resort(question, records, context)
    measured = bool(question.left) and MEASURE.search(question.left[-1]) is not None
    if not question.topics and (
        topics == ("item",)
        or (topics == ("rating",) and measured)
        or (topics == ("indicator",) and not question.indicators and not COUNT.fullmatch("".join(question.left[-1:])))
    ):
        asked = _asked_of_item(question)
        return _about_item(question, asked, records, context) if asked else None
    return None


def _told_of_others(question: Question, topics: tuple[str, ...], records: Records) -> Answer | None:
    """総務省は何をした: results are asked for of something that no item is called, and that the records tell of."""
    others = bool(topics) and set(topics) <= _TOLD_OF_OTHERS and not (names_items(question) or question.unclear)
    if not others or not any(map(is_content, question.left)) or not search.hits(list(search.terms(question)), records):
        return None
    return with_context(search.answer(question, records), question, ("search",))


def _no_reason(question: Question, context: Context) -> Answer:
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=(context.topics or ("rationale",))[0],
        first="その理由の記載は記録にありません（理由の記載があるのは、項目の評定の根拠です）。",
        items=context.items,
        next_steps=tuple(f"{code} の評定の根拠は？" for code in context.items[:1]),
        context=context,
    )


def _nothing_left(question: Question, topics: tuple[str, ...], records: Records) -> Answer | None:
    """All items that are asked about are left out again (ⅠとⅡとⅢ以外の評定)."""
    about_items = any(all_topics()[name].NEEDS or name in _ABOUT_ALL for name in topics)
    other = question.indicators or question.unclear or question.unknown_codes
    if not question.excluded or not about_items or other or items_of(question, records, default_all=True):
        return None
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=topics[0],
        first=f"{scope_of(question, records)}に当たる項目はありません。",
        next_steps=("項目の一覧は？",),
    )


def _to_come(question: Question, topics: tuple[str, ...], records: Records) -> Answer | None:
    """Ⅰ-1は次もAかな？: a rating that is not given yet."""
    about = set(topics) <= {"rating", "item", "items", "changes", "history"} and bool(topics)
    if not about or question.years.asked or not _NEXT_RATING.search(question.text_folded):
        return None
    if question.evaluation and "次の見込" not in question.text_folded:
        return None
    named = f"{'・'.join(question.items[:6])} の" if question.items else ""
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic="rating",
        first=f"{named}これからの評定は記録にありません（予測はしません。記録があるのは{years_name(records.rated_years)}です）。",
        items=question.items,
        next_steps=tuple(f"{code} の評定の推移は？" for code in question.items[:1]),
        context=Context(topics=("rating",), items=question.items),
    )


def _no_such_year(question: Question, topics: tuple[str, ...], records: Records) -> Answer | None:
    """R8の目標: a year of which nothing is recorded, asked of no item; which item it is would change nothing."""
    years = question.years.years if question.years.asked and not question.follow_up else ()
    of_items = bool(topics) and all(all_topics()[name].NEEDS == "item" for name in topics)
    subject = names_items(question) or question.indicators or question.unclear or question.left
    if (
        not years
        or not of_items
        or subject
        or set(topics) <= {"rating", "history"}
        or min(years) <= max(records.rated_years) + 1
    ):
        return None
    there = years_name(records.rated_years)
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=topics[0],
        first=f"{years_name(years)}のことは記録にありません（記録があるのは{there}です）。",
        next_steps=("中期目標期間は？",),
    )


def _no_prospective_of(question: Question, topics: tuple[str, ...], records: Records) -> Answer | None:
    """The prospective rating of years after that of the document that gives it."""
    years = question.years.years if question.years.asked and not question.follow_up else ()
    stated = max(document.fiscal_year for document in records.documents)
    if question.evaluation != "prospective" or not set(topics) <= {"rating", "items", "history"} or not years:
        return None
    if min(years) <= stated:
        return None
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic="rating",
        first=f"{years_name(years)}の見込評価は記録にありません（見込評価は年度ごとの評価ではなく、記録にあるのは{year_name(stated)}の評価の文書のものだけです）。",
        items=question.items,
        next_steps=("見込評価の一覧は？",),
        context=Context(topics=("rating",), items=question.items, evaluation="prospective"),
    )


def _is_about_something(question: Question) -> bool:
    return names_items(question) or bool(question.indicators) or bool(_DIFFICULTY.search("".join(question.words)))


def _unknown(question: Question, topics: tuple[str, ...]) -> list[str]:
    """Words that stand for the subject of a question that would else be about all items."""
    about_all = topics and set(topics) <= _ABOUT_ALL and question.evaluator != "minister"
    near = next((miss.score for miss in question.near_misses if miss.target.items), 0)
    by_law = any(each.search(question.text_folded) for each in (BASIS_OF, BASIS_IS, POLICY_OF))
    if not about_all and near >= _NEAR_ENOUGH and "indicator" not in topics and not by_law:
        # 財留カードの成果: which item was meant is nearer than all items
        about_all = bool(topics) and all(all_topics()[name].NEEDS == "item" for name in topics)
    if about_all and question.sections and not question.items and not question.letters:
        return _narrowing(question)
    if not about_all or question.letters or question.follow_up:
        return []
    if names_items(question):
        return _of_which(question) if {"rating", "history"} & set(topics) else []
    if subject := _FILLER_AS_A_NAME.search(question.text_folded) or _ONE_SIGN.search(question.text_folded):
        return [subject["word"]]
    if topics == ("rating",) and (aside := _of_the_evaluation(question)):
        return aside
    return [
        typed
        for word, typed, stands in zip(question.left, question.left_typed, question.standing, strict=True)
        if (stands or _narrows(word, question.text_folded))
        and not _asks_itself(word, topics, question.text_folded)
        and not (
            question.flags
            and re.search(rf"(?:重要[度性]|重点化?|重要)[がのはも]?{re.escape(word)}", question.text_folded)
        )
        and (is_content(word) or _LOOSE_NUMBER.fullmatch(word) or len(word) > 1)
    ]


def _of_the_evaluation(question: Question) -> list[str]:
    """Words that say what is asked of the evaluation, which is none of its ratings (評価の目的は？)."""
    if question.years.asked or question.evaluation or question.flags:
        return []
    return [
        typed
        for word, typed in zip(question.left, question.left_typed, strict=True)
        if is_content(word)
        and re.search(rf"評[価定](?:結果)?(?:の|を?されている?のはどの){re.escape(word)}", question.text_folded)
    ]


def _of_which(question: Question) -> list[str]:
    """Words between a name and what is asked (コンビニで○○の評定, 契約の○○の推移): what is asked of was not understood."""
    return [
        typed
        for word, typed, stands in zip(question.left, question.left_typed, question.standing, strict=True)
        if stands
        and is_content(word)
        and re.search(rf"[でへ]{re.escape(word)}の(?:評[価定]|見込)|の{re.escape(word)}の推移", question.text_folded)
    ]


def _asks_itself(word: str, topics: tuple[str, ...], text: str) -> bool:
    """どこが良くなって、どこが悪くなった; 項目は20個ですよね."""
    return (word == "どこ" and topics == ("changes",)) or (topics == ("items",) and bool(SO_MANY.search(text)))


def _narrows(word: str, text: str) -> bool:
    """Whether *word* says of which items it is asked: 評定が気になる項目."""
    return re.search(rf"[がは](?![高低良悪上下変同違多少]){re.escape(word)}[^、。?はがを]{{0,5}}項目", text) is not None


def _narrowing(question: Question) -> list[str]:
    """Words that would pick some items of a section, were they understood (Ⅰの奇数番号の評定)."""
    return [
        typed
        for word, typed in zip(question.left, question.left_typed, strict=True)
        if _NAME.fullmatch(word) and is_content(word) and re.search(rf"の{re.escape(word)}[のだ]", question.text_folded)
    ]


def what_is_missing(question: Question, answer: Answer, records: Records) -> Iterator[str]:
    """What was asked beside what *answer* says and is not there, a sentence each."""
    if question.unknown_codes:
        yield missing_codes_sentence(question.unknown_codes, records)
    number = max((each.number for each in question.mentions if each.kind in {"duration", "last"}), default=0)
    if number > len(records.rated_years) == len(question.years.years):
        yield f"{number}年分はなく、記録があるのは{years_name(records.rated_years)}です。"
    if answer.topic == events.NAME and events.orders(question):
        return
    if (word := not_told_besides(question)) is not None:
        yield f"「{word}」は記録にありません。"
    elif (word := not_recorded(question, records)) is not None:
        others = (each for each in unmeasured_words(question) if each not in word and word not in each)
        yield f"「{'」「'.join(dict.fromkeys((word, *others)))}」の数値は記録にありません。"
    elif (word := _half_that_is_missing(question)) and word not in answer.first:
        yield f"「{word}」が何を指すかは読み取れませんでした。"


def _half_that_is_missing(question: Question) -> str | None:
    """The name beside the one that was answered (Ⅰ-1とLGWANの評定), which nothing explains."""
    if POLICY_OF.search(question.text_folded):
        return None  # デジタル・ガバメント実行計画の項目
    for word, typed in zip(question.left, question.left_typed, strict=True):
        beside = rf"(?:と|や|(?<![ァ-ヺー])・|及び|および){re.escape(word)}|{re.escape(word)}(?:と(?![いは思しか])|や(?![らりるっめ])|・(?![ァ-ヺ])|及び|および)"
        listed_last = rf"、{re.escape(word)}(?:は|も|を)?[?。]*$" if question.indicators else r"\b\B"
        named = re.search(beside, question.text_folded) or re.search(listed_last, question.text_folded)
        if _NAME_OF.fullmatch(word) and not PLANS.search(word) and named:
            return re.sub("の.$", "", typed)
    return None


def _asked_of_item(question: Question) -> str | None:
    """The word that no kind of question explains and that is asked of the item (Ⅰ-1の担当者は？), None without one."""
    if not question.left or not question.items:
        return None
    word = question.left[-1]
    if (
        not is_content(word)
        or "は何" in word  # 委員会は何回
        or _KANA.fullmatch(word)
        or not re.search(rf"{'' if MEASURE.search(word) else 'の'}{re.escape(word)}{ASKED_AFTER}", question.text_folded)
    ):
        return None
    return question.left_typed[-1]


def _about_item(question: Question, asked: str, records: Records, context: Context) -> Answer:
    """What the records of the item say with that word; that they say nothing, when they do not."""
    words: tuple[str, ...] = (asked,)
    items = question.items
    if not any(each.item in items for each in search.hits([asked], records)) and not search.CODE.search(
        question.text_folded
    ):
        words, items = search.terms(question), ()  # 海外からの転入者 stands under another item than the name
    if any(not items or each.item in items for each in search.hits(list(words), records)):
        told = without_amount(search.answer_words(question, records, words, items), question)
        return with_context(told, question, ("search",))
    code = question.items[0]
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic="item",
        first=f"{'・'.join(question.items[:3])} の「{asked}」は記録にありません。",
        items=question.items,
        next_steps=tuple(f"{code} の{what}は？" for what in ("概要", "評定", "主な成果", "業務実績")),
        context=context._replace(topics=("item",), items=question.items),
    )


def _unknown_subject(
    question: Question, topics: tuple[str, ...], unknown: list[str], records: Records, context: Context
) -> Answer:
    near = tuple(_near(miss, records) for miss in question.near_misses)
    alone = len(unknown) == 1 and not near and not _KANA.fullmatch(fold_text(unknown[0]))  # kana tell no names apart
    held = items_holding(unknown[0], f"の{_rest(question)}", records) if alone else ()
    if len(held) > 1:
        return Answer(
            question=question.text,
            status=Status.AMBIGUOUS,
            topic=topics[0],
            first=f"名称に「{unknown[0]}」を含む項目は{len(held)}項目あります。番号か名前で答えてください。",
            candidates=held,
            context=context._replace(topics=topics, pending=tuple(candidate.ask for candidate in held)),
        )
    if not held and search.asks_which_item(question) and search.hits(list(search.terms(question)), records):
        return with_context(search.answer(question, records), question, ("search",))
    near = near or held
    return Answer(
        question=question.text,
        status=Status.NOT_UNDERSTOOD,
        topic=topics[0],
        first=f"「{'」「'.join(unknown[:3])}」が何を指すか読み取れませんでした。項目番号か項目名で聞いてください。",
        candidates=near,
        next_steps=two_examples(records),
        context=context._replace(pending=tuple(candidate.ask for candidate in near)),
    )


def _unreadable_year(question: Question, records: Records, context: Context) -> Answer:
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=(question.topics or ("rating",))[0],
        first=f"どの年度のことか読み取れませんでした（記録があるのは{years_name(records.rated_years)}です）。",
        items=question.items,
        next_steps=tuple(f"{code} の{year_name(records.rated_years[-1])}の評定は？" for code in question.items[:1]),
        context=context,
    )


def _no_such_value(question: Question, records: Records, word: str) -> Answer:
    near = [records.indicator_by_id[key] for key in question.indicators]
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic="indicator",
        first=f"「{word}」{'' if _NO_FIGURE.search(word) else 'の数値'}は記録にありません。{_noted(near, word, records)}"
        + (
            f"記録にある近い指標は、{'、'.join(f'{each.name}（{each.item}）' for each in near[:3])}です。"
            if near
            else ""
        ),
        items=question.items or tuple(dict.fromkeys(each.item for each in near)),
        next_steps=tuple(f"{each.name}は？" for each in near[:3]),
    )


def _noted(near: Iterable[Indicator], word: str, records: Records) -> str:
    """What stands beside a value of the word that no value is of (特急発行の対象者): its own note, as it is; "" without one."""
    core = word.removesuffix("者")
    notes = (value.note or "" for each in near for value in records.values_of(each.indicator_id))
    told = next(
        (part for note in notes for part in _PARTS.split(note) if 1 < len(core) < len(word) and core in part), ""
    )
    return f"注記には「{told}」とあります。" if told else ""


def refuse(text: str, kind: str, context: Context, records: Records) -> Answer:
    """One polite line and two examples; *kind* as in the table of what is refused, or empty, too long, other."""
    examples = "」「".join(two_examples(records))
    why = REFUSALS[kind].format(corporation=records.short_name)
    return Answer(
        question=without_mark_up(text),
        status=Status.OUT_OF_SCOPE,
        first=f"{why}例えば「{examples}」のように聞いてください。",
        next_steps=two_examples(records),
        context=context,
    )


def _ask_back(question: Question, records: Records) -> Answer:
    candidates = []
    for name in question.unclear:
        candidates.extend(_candidates_of(name, question, records))
    return Answer(
        question=question.text,
        status=Status.AMBIGUOUS,
        topic=question.topics[0] if question.topics else None,
        first="どれのことでしょうか。番号か名前で答えてください。",
        candidates=tuple(candidates),
        context=Context(
            topics=question.topics,
            fiscal_years=question.years.years if question.years.asked else (),
            evaluation=question.evaluation,
            pending=tuple(candidate.ask for candidate in candidates),
        ),
    )


def _candidates_of(name: NameMention, question: Question, records: Records) -> list[Candidate]:
    found = []
    for target in name.alternatives:
        for code in target.items:
            ask = f"{code} の{_rest(question)}"
            found.append(Candidate(item=code, title=records.item_by_code[code].title, score=name.score, ask=ask))
        for key in target.indicators:
            indicator = records.indicator_by_id[key]
            ask = f"{indicator.name}は？"
            found.append(Candidate(item=indicator.item, indicator=key, title=indicator.name, score=name.score, ask=ask))
    return found


def _rest(question: Question) -> str:
    words = "の".join(word for word in question.words if "|" not in word) or (
        "評定" if question.evaluation or question.years.asked else "概要"
    )
    return f"{said_when(question)}{words}は？"


def _last_resort(question: Question, records: Records, context: Context) -> Answer:
    if again := offered_again(question, context, records):
        return again
    # who something is (理事長は誰) is not told by the places where the word stands
    sought = not _POINTS_ON.fullmatch(question.text_folded) and not _WHO.search(question.text_folded)
    terms = search.terms(question)
    found = search.hits(list(terms), records) if sought else []
    near = list(question.near_misses)
    if terms and all(map(COUNT.fullmatch, terms)) and not context.topics:
        return _of_what(question, terms[0], records)
    if of_thread := {each.item for each in found} & set(context.items):
        # what is asked in a thread about an item is looked for there, and the thread stays (対策は？)
        there = tuple(code for code in context.items if code in of_thread)
        return search.answer_words(question, records, terms, there)._replace(context=context)
    if sought and not found and (each := each_searched(question, records) or around_amount(question, records)):
        return each
    # a word that stands in the records beats a name that is not the same
    whole = len(question.left) == 1 and len(question.left[0]) >= _LONG_WORD
    if found and (not near or near[0].score < ANSWER_AT or whole):
        searched = with_context(without_amount(search.answer(question, records), question), question, ("search",))
        return searched._replace(context=context) if context.items or context.indicators else searched
    if near:
        return Answer(
            question=question.text,
            status=Status.NOT_UNDERSTOOD,
            first=f"{_NOT_SURE}近いものを挙げます。番号か名前で答えてください。",
            candidates=tuple(_near(miss, records) for miss in near),
            next_steps=two_examples(records),
            context=context._replace(pending=tuple(_near(miss, records).ask for miss in near)),
        )
    return Answer(
        question=question.text,
        status=Status.OUT_OF_SCOPE if question.left or not question.years.asked else Status.NOT_UNDERSTOOD,
        first=f"{REFUSALS['other']}例えば「{'」「'.join(two_examples(records))}」のように聞いてください。",
        next_steps=two_examples(records),
        context=context,
    )


def _of_what(question: Question, counted: str, records: Records) -> Answer:
    """件数は？ alone."""
    return Answer(
        question=question.text,
        status=Status.NOT_UNDERSTOOD,
        first=f"何の「{counted}」か読み取れませんでした。指標か項目の名前を付けて聞いてください。",
        next_steps=two_examples(records),
    )


def _near(miss: NearMiss, records: Records) -> Candidate:
    if miss.target.items:
        code = miss.target.items[0]
        return Candidate(item=code, title=records.item_by_code[code].title, score=miss.score, ask=f"{code} の評定は？")
    indicator = records.indicator_by_id[miss.target.indicators[0]]
    return Candidate(
        item=indicator.item,
        indicator=indicator.indicator_id,
        title=indicator.name,
        score=miss.score,
        ask=f"{indicator.name}は？",
    )
