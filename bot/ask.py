"""The desk: text + Context in, Answer out. Opens the records, understands, asks the topics, joins what they say."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.answer import Answer, Context, Status
from bot.choices import choice, choice_by_name
from bot.clauses import corrected, split_clauses, whole_clauses
from bot.conditions.answer import answer_condition
from bot.corporation import corporation_of
from bot.doubts import with_disagreements
from bot.guard import guarded
from bot.implied import implied_kinds
from bot.join import join_answers
from bot.match import Vocabulary
from bot.overview import Overview, read_overview
from bot.picked import answer_of_picked
from bot.question import Question
from bot.settings import Settings
from bot.subject import items_of
from bot.text.compiled import compiled
from bot.text.normalise import LONGEST_QUESTION, fold
from bot.thread import MOST_IN_A_THREAD, has_own_subject, with_context
from bot.topic import all_topics
from bot.unanswered import half_that_is_missing, not_recorded, refuse, unanswered
from bot.understand import understand
from records.errors import HyoteiError
from records.lookups import Records
from records.store import is_current, open_records

_ANSWERS_KEPT = 500
_OF_A_RATING = compiled(r"評[価定]|根拠")


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
        self._identity = _identity_of(path)
        records = open_records(path)
        try:
            self._vocabulary = make_vocabulary(records)
        except HyoteiError:
            records.close()
            raise
        self._records = records
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
        found = _identity_of(self._settings.database)
        if found in {self._identity, None}:  # none: the open file stays readable until a new one is in place
            return
        old = self._records
        try:
            self._open()
        except HyoteiError as error:
            import logging  # noqa: PLC0415 - a question on the command line need not pay for it

            log = logging.getLogger(__name__)
            log.error("the new records cannot be used, the old ones stay: %s", error.detail or error.message)  # noqa: TRY400 - the message says it all
            return
        old.close()

    def check(self) -> None:
        """Read something. Raises DatabaseUnusable when the records cannot be read."""
        with self._lock:
            self._records.check()

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._records.close()


def _identity_of(path: Path) -> tuple[int, int, int] | None:
    """Differs when the file was replaced; None when there is none."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return (stat.st_ino, stat.st_mtime_ns, stat.st_size)


def ensure_built(settings: Settings) -> Path:
    """The path of a database that is current; builds it when needed, unless it is given. Raises HyoteiError."""
    if settings.given_database is not None:
        return settings.given_database
    folders = settings.data_folders()
    if not is_current(settings.database, folders):
        from records.build import build  # noqa: PLC0415 - sqlite-utils is only needed to build

        build(folders, settings.database)
    return settings.database


def make_vocabulary(records: Records) -> Vocabulary:
    """The names of *records* and the words of all topics."""
    words = [(word, name, weight) for name, topic in all_topics().items() for word, weight in topic.WORDS.items()]
    return Vocabulary(records.items, records.indicators, words, records.sections, corporation_of(records))


def answer_text(text: str, context: Context, records: Records, vocabulary: Vocabulary, day: date) -> Answer:
    """Answer a whole message: one question, or up to four."""
    original = text
    if len(text) > LONGEST_QUESTION:
        return refuse(text[:80], "too long", context, records)._replace(question=original)
    text = choice(text, context, records) or text
    if not fold(text).text.strip("?。!.,、・- "):
        return refuse(text, "empty", context, records)._replace(question=original)
    rejected, text = corrected(text)
    if rejected:
        before = _answer_clause(rejected, context, records, vocabulary, day)
        context = before.context if before.status is not Status.OUT_OF_SCOPE else context
    answers: list[Answer] = []
    running = context

    def read(said: str) -> Question:
        return understand(said, Context(), records, vocabulary, day)

    clauses = whole_clauses(split_clauses(text), read)
    for clause in clauses:
        answered = _answer_clause(clause, running, records, vocabulary, day)
        if answered.status is Status.ANSWERED or answered.context != Context():
            running = answered.context
        answers.append(answered)
    refused = [
        each
        for each, clause in zip(answers, clauses, strict=True)
        if each.topic is None and read(clause).refusal == "opinion"
    ]
    if refused and not any(each.status in {Status.ANSWERED, Status.NO_DATA} for each in answers):
        return refused[0]._replace(question=original)  # なんでBばっかりなの？甘くない？
    useful = [each for each in answers if each.topic is not None] or answers
    # what surrounds a question (委員の○○です。) is not searched for
    useful = [each for each in useful if each.topic != "search"] or useful
    return join_answers(useful)._replace(question=original)


def _joined_parts(answers: Sequence[Answer], records: Records) -> Answer:
    """The answers to the parts of one clause; the thread goes on about all their items."""
    joined = join_answers([each for each in answers if each.topic is not None] or answers)
    about = {code for each in answers for code in each.context.items}
    items = records.in_order(about)[:MOST_IN_A_THREAD]
    return joined._replace(context=joined.context._replace(items=items))


def _answer_clause(
    clause: str, context: Context, records: Records, vocabulary: Vocabulary, day: date, *, whole: bool = True
) -> Answer:
    """*whole* False: the clause is a part of one, and has no parts of its own."""
    question = understand(clause, context, records, vocabulary, day)
    computed = None if choice_by_name(question, context) else answer_condition(question, records)
    if computed is not None and (not question.parts or computed.status is not Status.NOT_UNDERSTOOD):
        answer = with_context(computed, question, (computed.topic,) if computed.topic else ())
        return guarded(answer, question, context, explained=True)
    if question.parts and whole and not question.refusal:
        answers = [_answer_clause(part, context, records, vocabulary, day, whole=False) for part in question.parts]
        return _joined_parts(answers, records)
    if meant := choice_by_name(question, context):
        return _answer_clause(meant, context._replace(pending=()), records, vocabulary, day)
    if (told := answer_of_picked(question, records)) is not None:
        return guarded(with_context(told, question, question.topics), question, context)
    topics = question.topics or implied_kinds(question)
    answer = unanswered(question, topics, context, records) or _answered(question, topics, records)
    if topics and set(topics) <= {"sources", "help"} and context.topics:
        return answer._replace(context=context)  # 出典は？ changes nothing of what the thread is about
    return guarded(answer, question, context)


def _answered(question: Question, topics: tuple[str, ...], records: Records) -> Answer:
    registry = all_topics()
    answers: list[Answer] = []
    # 人員はなぜ増えた: the rationale is that of the rating, not of the number of staff
    unexplained = {"staff", "rationale"} <= set(topics) and not _OF_A_RATING.search(question.text_folded)
    if unexplained:
        topics = tuple(name for name in topics if name != "rationale")
    of_figures = bool(question.indicators) and topics == ("rationale",) and not question.letters
    if of_figures := of_figures and not _OF_A_RATING.search(question.text_folded):
        topics = ("indicator",)  # なぜ中途採用が減った
    for name in topics:
        asked = question._replace(topics=topics)
        if answers and registry[name].NEEDS == "item" and not has_own_subject(question) and not question.items:
            asked = asked._replace(items=answers[0].items)  # 下がった項目とその理由
        answers.append(registry[name].answer(asked, records))
    joined = join_answers([each for each in answers if each.status is not Status.AMBIGUOUS] or answers)
    if unexplained and joined.status is Status.ANSWERED:
        joined = joined._replace(first=f"{joined.first}従事人員数が変わった理由は記録にありません。")
    if of_figures and joined.status is Status.ANSWERED:
        first = f"{joined.read_as.split('・')[0]}の値の理由は記録にありません。{joined.first}"
        joined = joined._replace(status=Status.NO_DATA, first=first)
    if (missing := not_recorded(question, records)) is not None:
        joined = joined.with_notes(f"「{missing}」についての数値は記録にありません。")
    if unread := half_that_is_missing(question):
        joined = joined.with_notes(f"「{unread}」が何を指すかは読み取れませんでした。")
    return with_context(with_disagreements(joined, records), question, topics, items_of(question, records))
