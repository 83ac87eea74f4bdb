"""The desk: text + Context in, Answer out. Opens the records, understands, asks the topics, joins what they say."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.answer import Answer, Candidate, Context, Status
from bot.clauses import corrected, split_clauses, whole_clauses
from bot.doubts import with_disagreements
from bot.join import join_answers
from bot.match import NameMention, NearMiss, Vocabulary, is_content, not_measured
from bot.phrases import in_source_order, year_name, years_name
from bot.question import Question
from bot.settings import Settings
from bot.subject import HELP_EXAMPLES
from bot.text.normalise import LONGEST_QUESTION, fold, without_mark_up
from bot.text.numbers import read_number
from bot.topic import all_topics
from bot.topics import search
from bot.understand import understand
from records.lookups import Records
from records.store import is_current, open_records

_REFUSALS = {
    "greeting": "こんにちは。業務実績評価の記録についてお答えします。",
    "thanks": "お役に立てて何よりです。",
    "opinion": "評定についての意見や当否はお答えできません。記録にある事実をお答えします。",
    "instruction": "その指示にはお応えできません。業務実績評価の記録についてだけお答えします。",
    "secret": "その情報は扱っていません。業務実績評価の記録についてだけお答えします。",
    "organization": "ほかの法人や機関の評価は記録にありません。",
    "other": "業務実績評価の記録にないことはお答えできません。",
    "empty": "質問の文が読み取れませんでした。",
    "too long": "質問が長すぎます。短い文で聞いてください。",
}
_MOST_IN_A_THREAD = 12
# kinds of question that mean all items when none is named: a word that nothing explains might have been the name
_ABOUT_ALL = frozenset({"rating", "history", "items", "changes", "overall"})
# what may stand around a choice
_POLITE = re.compile(
    r"^(?:じゃあ|では|えっと|候補の?|番号の?|上から)|(?:で?お願い(?:します|いたします)?|を?(?:教えて|見せて|知りたい|出して)|ください|下さい"
    r"|です|でいい|の方|のほう|のやつ|やつ|のもの|かな|で|を|の|は|とも)+$"
)
_EVERY_ONE = frozenset(
    {
        "全部",
        "すべて",
        "全て",
        "両方",
        "どちらも",
        "どっちも",
        "ぜんぶ",
        "両者",
        "全件",
        "みんな",
        "ふたつ",
        "二つ",
        "2つ",
    }
)
_ORDINAL = re.compile(
    r"(?P<first>最初|一番上|いちばん上|先頭|頭)|(?P<word>ひとつ|ふたつ|みっつ|よっつ|いつつ)目"
    r"|(?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:番目?|つ目|つめ|個目|こめ|番め)?"
)
_COUNTED = {"ひとつ": 1, "ふたつ": 2, "みっつ": 3, "よっつ": 4, "いつつ": 5}
# what is counted, asked of an indicator that counts something else (メルマガの登録者数)
_MEASURE = re.compile(r"[^合計伸び加少成化倍](?:数|率|額|時間|枚数|量|比率|割合|費|料|期間|年齢)$")
_AMOUNT = re.compile(r"いくら|何円|何億|何万")
_QUANTITY = re.compile(r"何件|件数|何枚|枚数|何回|回数|使われ|利用され|利用状況|利用実績|利用者数")
_LOOSE_NUMBER = re.compile(r"[0-9]{1,3}番?目?|[一二三四五六七八九十]{1,2}番?|[a-z]")
_ASKED_AFTER = r"(?:は|を|って|について|とか|も)?(?:[?。!]|$|教え|知り|何|どう|いく|あり|ある|わか|分か)"
# what can be a name: no hiragana, more than a character
_KANA = re.compile(r"[ぁ-んー]+")
_NAME = re.compile(r"[ァ-ヺ一-龠ーa-z0-9]{2,20}")
_NOT_SURE = "ご質問を読み取れませんでした。"


class Desk:
    """Answers questions from the records database; thread-safe; notices when the database was replaced."""

    def __init__(self, settings: Settings) -> None:
        """Open the database of *settings*, building it first when there is none or the data folders changed.

        Raises HyoteiError when that is not possible.
        """
        self._settings = settings
        self._lock = threading.Lock()
        ensure_built(settings)
        self._open()

    def _open(self) -> None:
        path = self._settings.database
        stat = path.stat()
        self._identity = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        self._records = open_records(path)
        self._vocabulary = make_vocabulary(self._records)

    def reply(self, text: str, context: Context | None = None) -> Answer:
        """The answer to *text* in the thread of *context*. Raises HyoteiError only when the database fails."""
        with self._lock:
            self._reopen_when_replaced()
            return answer_text(text, context or Context(), self._records, self._vocabulary, self._settings.asked_on())

    def _reopen_when_replaced(self) -> None:
        try:
            stat = self._settings.database.stat()
        except FileNotFoundError:
            return  # the open file stays readable until a new one is in place
        if (stat.st_ino, stat.st_mtime_ns, stat.st_size) != self._identity:
            old = self._records
            self._open()
            old.close()

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._records.close()


def ensure_built(settings: Settings) -> Path:
    """The path of a database that is current; builds it when needed. Raises HyoteiError."""
    folders = settings.data_folders()
    if not is_current(settings.database, folders):
        from records.build import build  # noqa: PLC0415 - sqlite-utils is only needed to build

        build(folders, settings.database)
    return settings.database


def make_vocabulary(records: Records) -> Vocabulary:
    """The names of *records* and the words of all topics."""
    words = [(word, name, weight) for name, topic in all_topics().items() for word, weight in topic.WORDS.items()]
    return Vocabulary(records.items, records.indicators, words)


def answer_text(text: str, context: Context, records: Records, vocabulary: Vocabulary, day: date) -> Answer:
    """Answer a whole message: one question, or up to four."""
    original = text
    if len(text) > LONGEST_QUESTION:
        return replace(_refuse(text[:80], "too long", context), question=original)
    text = _choice(text, context) or text
    if not fold(text).text.strip("?。!.,、・- "):
        return replace(_refuse(text, "empty", context), question=original)
    rejected, text = corrected(text)
    if rejected:
        before = _answer_clause(rejected, context, records, vocabulary, day)
        context = before.context if before.status is not Status.OUT_OF_SCOPE else context
    answers: list[Answer] = []
    running = context
    for clause in whole_clauses(
        split_clauses(text), lambda said: understand(said, Context(), records, vocabulary, day)
    ):
        answered = _answer_clause(clause, running, records, vocabulary, day)
        if answered.status is Status.ANSWERED or answered.context != Context():
            running = answered.context
        answers.append(answered)
    useful = [each for each in answers if each.topic is not None] or answers
    # what surrounds a question (委員の○○です。) is not searched for
    useful = [each for each in useful if each.topic != "search"] or useful
    return replace(join_answers(useful), question=original)


def _choice(text: str, context: Context) -> str | None:
    """「2番目」, 「上から2つ目で」, 「全部お願い」 after a list of candidates: the complete question that it stands for."""
    if not context.pending:
        return None
    folded = _POLITE.sub("", fold(text).text.strip("?。!、 "))
    if folded in _EVERY_ONE:
        return _together(context.pending)
    if folded in {"最後", "一番下", "いちばん下", "ラスト"}:
        return context.pending[-1]
    numbers = [_ordinal(part) for part in re.split(r"と|、|,|・|&|and", folded)]
    chosen = [context.pending[number - 1] for number in numbers if number and number <= len(context.pending)]
    return _together(chosen) if chosen and len(chosen) == len(numbers) else None


def _ordinal(written: str) -> int | None:
    match = _ORDINAL.fullmatch(written)
    if not match:
        return None
    return 1 if match["first"] else _COUNTED.get(match["word"]) or read_number(match["n"] or "")


def _together(questions: Sequence[str]) -> str:
    """Several questions as one message; one question where they ask the same of several items."""
    split = [question.partition(" の") for question in questions]
    if len({rest for _, _, rest in split}) == 1 and all(between for _, between, _ in split):
        return f"{'、'.join(code for code, _, _ in split)} の{split[0][2]}"
    return "。".join(questions)


def _joined_parts(answers: Sequence[Answer], records: Records) -> Answer:
    """The answers to the parts of one clause; the thread goes on about all their items."""
    joined = join_answers([each for each in answers if each.topic is not None] or answers)
    about = {code for each in answers for code in each.context.items}
    items = in_source_order(about, tuple(records.item_by_code))[:_MOST_IN_A_THREAD]
    return replace(joined, context=replace(joined.context, items=items))


def _answer_clause(
    clause: str, context: Context, records: Records, vocabulary: Vocabulary, day: date, *, whole: bool = True
) -> Answer:
    """*whole* False: the clause is a part of one, and has no parts of its own."""
    question = understand(clause, context, records, vocabulary, day)
    if question.refusal:
        return _refuse(clause, question.refusal, context)
    if question.parts and whole:
        answers = [_answer_clause(part, context, records, vocabulary, day, whole=False) for part in question.parts]
        return _joined_parts(answers, records)
    if question.years.unreadable and not question.years.asked and question.topics != ("period",):
        return _unreadable_year(question, records, context)
    missing = _not_recorded(question, records)
    counted = set(question.topics) <= {"staff", "indicator"}
    if missing is not None and (counted or question.indicators or not question.topics):
        return _no_such_value(question, records, missing)
    if question.unclear:
        meant = _pending_choice(question, context)
        if meant:
            return _answer_clause(meant, replace(context, pending=()), records, vocabulary, day)
        return _ask_back(question, records)
    topics = question.topics or _implied(question)
    unknown = [
        typed
        for word, typed, stands in zip(question.left, question.left_typed, question.standing, strict=True)
        if stands and (is_content(word) or _LOOSE_NUMBER.fullmatch(word) or len(word) > 1)
    ]
    if (
        unknown
        and topics
        and set(topics) <= _ABOUT_ALL
        and not _has_subject(question)
        and not question.letters
        and not question.follow_up
        and question.evaluator != "minister"
    ):
        return _unknown_subject(question, topics, unknown, records, context)
    flags = any(word.startswith(("重要", "重点", "困難", "優先", "難易")) for word in question.words)
    if topics == ("item",) and not flags and question.left and not _has_subject(question) and not question.indicators:
        return _last_resort(question, records, context)
    implied = topics == ("item",) or (
        topics == ("rating",) and bool(question.left) and _MEASURE.search(question.left[-1])
    )
    if implied and not question.topics and (asked := _asked_of_item(question)):
        return _about_item(question, asked, records, context)
    if not topics:
        return _last_resort(question, records, context)
    registry = all_topics()
    answers: list[Answer] = []
    for name in topics:
        asked = replace(question, topics=topics)
        if answers and registry[name].NEEDS == "item" and not _has_subject(question) and not question.indicators:
            asked = replace(asked, items=answers[0].items)  # 下がった項目とその理由
        answers.append(registry[name].answer(asked, records))
    joined = join_answers([each for each in answers if each.status is not Status.AMBIGUOUS] or answers)
    if missing is not None:
        joined = joined.with_notes(f"「{missing}」についての数値は記録にありません。")
    if unread := _half_that_is_missing(question):
        joined = joined.with_notes(f"「{unread}」が何を指すかは読み取れませんでした。")
    joined = with_disagreements(joined, records)
    return _with_context(joined, question, topics)


def _half_that_is_missing(question: Question) -> str | None:
    """The name beside the one that was answered (Ⅰ-1とLGWANの評定), which nothing explains."""
    for word, typed in zip(question.left, question.left_typed, strict=True):
        beside = rf"(?:と|や|・|及び|および){re.escape(word)}|{re.escape(word)}(?:と(?![い思しか])|や|・|及び|および)"
        if _NAME.fullmatch(word) and re.search(beside, question.text_folded):
            return typed
    return None


def _asked_of_item(question: Question) -> str | None:
    """The word that no kind of question explains and that is asked of the item (Ⅰ-1の担当者は？), None without one."""
    if not question.left or not question.items:
        return None
    word = question.left[-1]
    if (
        not is_content(word)
        or _KANA.fullmatch(word)
        or not re.search(rf"の{re.escape(word)}{_ASKED_AFTER}", question.text_folded)
    ):
        return None
    return question.left_typed[-1]


def _about_item(question: Question, asked: str, records: Records, context: Context) -> Answer:
    """What the records of the item say with that word; that they say nothing, when they do not."""
    found = [each for each in search.hits([asked], records) if each.item in question.items]
    if found:
        only = replace(question, left_typed=(asked,), left=question.left[-1:])
        return _with_context(search.answer(only, records), question, ("search",))
    code = question.items[0]
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic="item",
        first=f"{'・'.join(question.items[:3])} の「{asked}」は記録にありません。",
        items=question.items,
        next_steps=tuple(f"{code} の{what}は？" for what in ("概要", "評定", "主な成果", "業務実績")),
        context=replace(context, topics=("item",), items=question.items),
    )


def _unknown_subject(
    question: Question, topics: tuple[str, ...], unknown: list[str], records: Records, context: Context
) -> Answer:
    near = tuple(_near(miss, records) for miss in question.near_misses)
    return Answer(
        question=question.text,
        status=Status.NOT_UNDERSTOOD,
        topic=topics[0],
        first=f"「{'」「'.join(unknown[:3])}」が何を指すか読み取れませんでした。項目番号か項目名で聞いてください。",
        candidates=near,
        next_steps=HELP_EXAMPLES,
        context=replace(context, pending=tuple(candidate.ask for candidate in near)),
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


def _not_recorded(question: Question, records: Records) -> str | None:
    """A word that the nearest indicator does not measure (研修の費用, 新卒採用), from the table of such words."""
    counted = set(question.topics) & {"staff", "indicator"} or _AMOUNT.search(question.text_folded)
    if question.unmeasured:
        return question.unmeasured
    near = [records.indicator_by_id[key] for key in question.indicators]
    names = "".join(each.name for each in near)
    persons = [word for word in question.words if word in all_topics()["staff"].WORDS]
    if persons and near and not question.items and not any(each.unit == "人" for each in near):
        return persons[0]
    for word, typed in zip(question.left, question.left_typed, strict=True):
        counts = any((each.unit or "").startswith(word.removesuffix("数")) for each in near)
        if (
            near
            and not counts
            and _MEASURE.search(word)
            and re.search(rf"(?:の|^){re.escape(word)}", question.text_folded)
        ):
            return typed
    words = [word for word in not_measured() if word in question.text_folded and word not in names]
    if not (question.indicators or _has_subject(question) or counted):
        words = [word for word in words if any(word in left for left in question.left)]
    return words[0] if words else None


def _no_such_value(question: Question, records: Records, word: str) -> Answer:
    near = [records.indicator_by_id[key] for key in question.indicators]
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic="indicator",
        first=f"「{word}」についての数値は記録にありません。"
        + (f"記録にある近い指標は、{'、'.join(each.name for each in near[:3])}です。" if near else ""),
        items=tuple(dict.fromkeys(each.item for each in near)) or question.items,
        next_steps=tuple(f"{each.name}は？" for each in near[:3]),
    )


def _pending_choice(question: Question, context: Context) -> str | None:
    """The one of the questions offered before that an unclear name fits (システムの方 after a list of two items)."""
    codes = {code for name in question.unclear for target in name.alternatives for code in target.items}
    fitting = [offered for offered in context.pending if offered.split(" ")[0] in codes]
    return fitting[0] if len(fitting) == 1 and len(context.pending) > 1 else None


def _implied(question: Question) -> tuple[str, ...]:
    """The kind of question when no word says it."""
    if question.indicators:
        return ("indicator",)
    if question.percent is not None:
        return ("criteria",)
    if question.letters and (not question.items or question.excluded):
        return ("items",)
    if question.evaluator or question.evaluation or question.letters:
        return ("rating",) if _has_subject(question) or question.evaluator or question.evaluation else ()
    if question.items and _QUANTITY.search(question.text_folded):
        return ("indicator",)
    if question.years.asked and (_has_subject(question) or not (question.left or question.near_misses)):
        return ("rating",)
    if question.items or question.unknown_codes:
        return ("item",)
    if question.sections:
        return ("rating",)
    if question.all_items:
        return ("items",)
    return ()


def _has_subject(question: Question) -> bool:
    return bool(question.items or question.sections or question.all_items or question.unknown_codes)


def _with_context(answer: Answer, question: Question, topics: tuple[str, ...]) -> Answer:
    named = question.items or question.indicators or question.sections
    few = len(answer.items) <= _MOST_IN_A_THREAD
    single = answer.items if named and few else question.items
    years = question.years.years if question.years.asked else ()
    context = Context(
        topics=topics,
        items=single,
        indicators=question.indicators,
        fiscal_years=answer.fiscal_years if years and topics == ("changes",) else years,
        evaluation=question.evaluation,
        letters=question.letters if {"items", "criteria"} & set(topics) else (),
        listed=answer.items if few and not single else (),
        words=question.words,
        percent=question.percent,
        pending=tuple(candidate.ask for candidate in answer.candidates if candidate.ask),
    )
    return replace(answer, context=context)


def _refuse(text: str, kind: str, context: Context) -> Answer:
    examples = "」「".join(HELP_EXAMPLES)
    return Answer(
        question=without_mark_up(text),
        status=Status.OUT_OF_SCOPE,
        first=f"{_REFUSALS[kind]}例えば「{examples}」のように聞いてください。",
        next_steps=HELP_EXAMPLES,
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
    years = "・".join(f"{year}年度" for year in question.years.years) if question.years.asked else ""
    evaluation = {"prospective": "見込評価の", "annual": "年度評価の", "final": "期間実績評価の"}.get(
        question.evaluation or "", ""
    )
    words = "の".join(question.words) or ("評定" if evaluation or question.years.asked else "概要")
    return f"{years}{'の' if years else ''}{evaluation}{words}は？"


def _last_resort(question: Question, records: Records, context: Context) -> Answer:
    found = search.hits([word for word in question.left if len(word) > 1], records)
    near = list(question.near_misses)
    if found and not question.near_misses[:1]:
        return _with_context(search.answer(question, records), question, ("search",))
    if found and near and near[0].score < 65:  # noqa: PLR2004 - a word that stands in the records beats a name that is far off
        return _with_context(search.answer(question, records), question, ("search",))
    if near:
        return Answer(
            question=question.text,
            status=Status.NOT_UNDERSTOOD,
            first=f"{_NOT_SURE}近いものを挙げます。番号か名前で答えてください。",
            candidates=tuple(_near(miss, records) for miss in near),
            next_steps=HELP_EXAMPLES,
            context=replace(context, pending=tuple(_near(miss, records).ask for miss in near)),
        )
    return Answer(
        question=question.text,
        status=Status.OUT_OF_SCOPE if question.left or not question.years.asked else Status.NOT_UNDERSTOOD,
        first=f"{_REFUSALS['other']}例えば「{'」「'.join(HELP_EXAMPLES)}」のように聞いてください。",
        next_steps=HELP_EXAMPLES,
        context=context,
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
