"""The desk: text + Context in, Answer out. Opens the records, understands, asks the topics, joins what they say."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.answer import Answer, Candidate, Context, Status
from bot.doubts import with_disagreements
from bot.join import join_answers
from bot.match import NameMention, NearMiss, Vocabulary, is_content, not_measured
from bot.overview import Overview, read_overview
from bot.phrases import year_name, years_name
from bot.question import Question
from bot.settings import Settings
from bot.subject import HELP_EXAMPLES
from bot.text.normalise import LONGEST_QUESTION, fold, without_mark_up
from bot.topic import all_topics
from bot.topics import search
from bot.understand import corrected, split_clauses, understand
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
_ANSWERS_KEPT = 500
# kinds of question that mean all items when none is named: a word that nothing explains might have been the name
_ABOUT_ALL = frozenset({"rating", "history", "items", "changes", "overall"})
_QUANTITY = re.compile(r"何件|件数|何枚|枚数|何回|回数")
_LOOSE_NUMBER = re.compile(r"[0-9]{1,3}番?目?|[一二三四五六七八九十]{1,2}番?")
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
        self._overview: Overview | None = None
        # buttons, the rest of an answer and what a whole team asks: the same question again, least recently asked first
        self._answers: dict[tuple[str, Context, date], Answer] = {}

    def reply(self, text: str, context: Context | None = None, *, day: date | None = None) -> Answer:
        """The answer to *text* in the thread of *context*, as of *day*; by default as of the asking day.

        Raises HyoteiError only when the database fails.
        """
        with self._lock:
            self._reopen_when_replaced()
            key = (text, context or Context(), day or self._settings.asked_on())
            answer = self._answers.pop(key, None) or answer_text(*key[:2], self._records, self._vocabulary, key[2])
            self._answers[key] = answer
            if len(self._answers) > _ANSWERS_KEPT:
                del self._answers[next(iter(self._answers))]
            return answer

    def overview(self) -> Overview:
        """The records at a glance; the same object until the database is replaced."""
        with self._lock:
            self._reopen_when_replaced()
            if self._overview is None:
                self._overview = read_overview(self._records)
            return self._overview

    def asked_on(self) -> date:
        """The day as of which questions are answered."""
        return self._settings.asked_on()

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
    chosen = _choice(text, context)
    if chosen:
        text = chosen
    if not fold(text).text.strip("?。!.,、・- "):
        return replace(_refuse(text, "empty", context), question=original)
    rejected, text = corrected(text)
    if rejected:
        before = _answer_clause(rejected, context, records, vocabulary, day)
        context = before.context if before.status is not Status.OUT_OF_SCOPE else context
    answers: list[Answer] = []
    running = context
    for clause in split_clauses(text):
        answered = _answer_clause(clause, running, records, vocabulary, day)
        if answered.status is Status.ANSWERED or answered.context != Context():
            running = answered.context
        answers.append(answered)
    useful = [each for each in answers if each.topic is not None] or answers
    return replace(join_answers(useful), question=original)


def _choice(text: str, context: Context) -> str | None:
    """「2番目」, 「2」 after a list of candidates: the complete question that it stands for."""
    if not context.pending:
        return None
    folded = fold(text).text.strip("?。!、 ")
    for polite in ("でお願いします", "お願いします", "をお願いします", "です", "の方", "のほう", "で", "を"):
        folded = folded.removesuffix(polite)
    for suffix in ("番目", "番", "つ目", "つめ", "個目", ""):
        number = folded.removesuffix(suffix) if suffix else folded
        if number.isdecimal() and 1 <= int(number) <= len(context.pending):
            return context.pending[int(number) - 1]
    if folded in {"全部", "すべて", "全て", "両方", "どちらも", "ぜんぶ"}:
        return "。".join(context.pending[:4])
    return None


def _answer_clause(clause: str, context: Context, records: Records, vocabulary: Vocabulary, day: date) -> Answer:
    question = understand(clause, context, records, vocabulary, day)
    if question.refusal:
        return _refuse(clause, question.refusal, context)
    if question.years.unreadable and not question.years.asked:
        return _unreadable_year(question, records, context)
    missing = _not_recorded(question, records)
    counted = set(question.topics) <= {"staff", "indicator"}
    if missing is not None and (counted or question.indicators):
        return _no_such_value(question, records, missing)
    if question.unclear:
        meant = _pending_choice(question, context)
        if meant:
            return _answer_clause(meant, replace(context, pending=()), records, vocabulary, day)
        return _ask_back(question, records)
    topics = question.topics or _implied(question)
    unknown = [word for word in question.left if is_content(word) or _LOOSE_NUMBER.fullmatch(word)]
    if (
        unknown
        and topics
        and set(topics) <= _ABOUT_ALL
        and not _has_subject(question)
        and not question.letters
        and not question.follow_up
    ):
        return _unknown_subject(question, unknown, records, context)
    flags = any(word.startswith(("重要", "重点", "困難", "優先", "難易")) for word in question.words)
    if topics == ("item",) and not flags and question.left and not _has_subject(question) and not question.indicators:
        return _last_resort(question, records, context)
    if not topics:
        return _last_resort(question, records, context)
    registry = all_topics()
    answers = [registry[name].answer(replace(question, topics=topics), records) for name in topics]
    joined = join_answers(answers)
    if missing is not None:
        joined = joined.with_notes(f"「{missing}」についての数値は記録にありません。")
    joined = with_disagreements(joined, records)
    return _with_context(joined, question, topics)


def _unknown_subject(question: Question, unknown: list[str], records: Records, context: Context) -> Answer:
    near = tuple(_near(miss, records) for miss in question.near_misses)
    return Answer(
        question=question.text,
        status=Status.NOT_UNDERSTOOD,
        topic=None,
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
    counted = set(question.topics) & {"staff", "indicator"}
    if not (question.indicators or _has_subject(question) or counted):
        return None
    names = "".join(records.indicator_by_id[key].name for key in question.indicators)
    return next((word for word in not_measured() if word in question.text_folded and word not in names), None)


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
    single = answer.items if named and len(answer.items) <= _MOST_IN_A_THREAD else question.items
    years = question.years.years if question.years.asked else ()
    context = Context(
        topics=topics,
        items=single,
        indicators=question.indicators,
        fiscal_years=years,
        evaluation=question.evaluation,
        letters=question.letters if "items" in topics else (),
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
