"""The desk: text + Context in, Answer out. Opens the records, understands, asks the topics, joins what they say."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answer import Answer, Context, Status
from bot.checking import claimed_codes, only_sections
from bot.checking.asked_again import NOT_KEPT
from bot.checking.doubts import with_disagreements
from bot.checking.guard import guarded
from bot.checking.offered import offer_again
from bot.checking.thread_guard import goes_on
from bot.checking.unanswered import LONGEST_QUESTION, REFUSALS, refuse, unanswered, what_is_missing
from bot.checking.whether import with_yes_or_no
from bot.conditions import answer_condition
from bot.picked import answer_of_picked
from bot.question import Question
from bot.reading.choices import choice, choice_by_name, is_out_of_range
from bot.reading.clauses import corrected, split_clauses, whole_clauses, without_interjection
from bot.reading.confirming import with_claim
from bot.reading.corporation import corporation_of
from bot.reading.enumerated import apart
from bot.reading.follow_up_words import as_asked
from bot.reading.fronted import with_fronted_behind
from bot.reading.halves import halves, is_a_list_of_its_own, questions_among
from bot.reading.implied import implied_kinds
from bot.reading.item_beside import with_neighbour
from bot.reading.match import Vocabulary
from bot.reading.part_threads import is_of_each, joined_thread
from bot.reading.second_thoughts import second_thought
from bot.reading.thread import (
    MOST_IN_A_THREAD,
    OF_A_RATING,
    OF_RATING,
    has_own_subject,
    remembering_year,
    with_both_told,
    with_context,
    with_earlier,
    with_others_told,
    with_year_told,
    without_among,
)
from bot.reading.understand import understand
from bot.render.text import cite
from bot.settings import Settings
from bot.text.compiled import compiled
from bot.text.fiscal_year import YearSelection
from bot.text.normalise import fold, fold_text
from bot.text.polite import with_plain_verbs
from bot.text.readings import with_kanji
from bot.text.year_slips import without_year_slips
from bot.topic import all_topics
from bot.topics import events
from bot.topics.search import QUOTED
from bot.wording.join import join_answers
from bot.wording.phrases import years_name
from bot.wording.subject import items_of
from records.errors import HyoteiError
from records.lookups import Records
from records.store import is_current, open_records

if TYPE_CHECKING:
    from bot.overview import Overview

_ANSWERS_KEPT = 500
_TOLD_IN_A_LETTER = frozenset({"rating", "indicator", "staff"})
_UNREAD = frozenset({Status.NOT_UNDERSTOOD, Status.AMBIGUOUS, Status.OUT_OF_SCOPE})
# what somebody pasted beside the question
_ADDRESS = compiled(r"(?<!<)https?://[^\s　]+")
_PLACES = compiled(
    r"(?:その|それの|この|で|、|あと)*(?:出典(?:の?(?:ページ|頁))?|ソース|典拠|何ページ(?:目|に)?|何頁(?:目|に)?|どのページ)(?:は|って|も|を)?(?:どこ|何|なに|なん)?(?:です|でしょう|か|教えて|見せて|知りたい|ください|お願い(?:します)?)*[?。]*"
)
_AGAIN = compiled(
    r"(?:すみません|ごめん(?:なさい)?|、)*もう(?:一度|1度|いちど|一回|1回|いっかい)(?:お願い(?:します)?|教えて|言って|ください|、)*[?。]*"
)
_WRONG = compiled(
    r"(?:いや|いえ|え|、)*(?:違う|ちがう|違います|違った|そうじゃない|そうではない|そうじゃなくて|じゃない)(?:よ|です|ます|んです|けど)*[。!?]*"
)
_RESET = compiled(
    r"(?:話を|話題を|会話を|いったん|一旦|、)*(?:リセット|クリア|やり直し|最初から|仕切り直し|変え(?:ます|て|よう))(?:して|する|します|させて)?(?:ください|お願い(?:します)?)?[。!?]*"
)
_WHICH_IS_RIGHT = compiled(r"(?:どっち|どちら|どれ)が(?:正し|本当|ほんと|合って)")
_THE_RIGHT_ONE = compiled(r"^(?:で|じゃあ|、)*(?:正しい(?:の|評[価定])|本当(?:の評[価定])?|正解)は")
_NOT_TOLD_WHICH = "どちらが正しいかの記載は文書にありません。"
# kinds of question that their context alone asks again
_TOLD_BY_CONTEXT = OF_A_RATING | {"overall", "indicator", "staff", "goals", "viewpoints", "legal_basis"}
# figures, whose reasons are not recorded
_TOLD_IN_A_LETTER = frozenset({"rating", "indicator", "staff"})
# those that the words of the thread ask again
_ASKED_AGAIN = frozenset({"events", "search", "statute"})
_UNEXPLAINED = frozenset({"staff", "indicator"})


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
                from bot.overview import read_overview  # noqa: PLC0415 - only the home page shows it

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
    """Answer a whole message: one question, or up to four. What is missing of it is told in the first line."""
    return _answer_message(text, context, records, vocabulary, day)._replace(question=text).whole()


def _answer_message(text: str, context: Context, records: Records, vocabulary: Vocabulary, day: date) -> Answer:
    if len(text) > LONGEST_QUESTION:
        return refuse(text[:80], "too long", context, records)
    text = _ADDRESS.sub(" ", text).strip() or text
    read = cache(lambda said: understand(said, Context(), records, vocabulary, day))  # a clause is read again and again
    offered = context.pending if (chosen := choice(text, context, records)) else ()
    text = with_claim(without_interjection(with_plain_verbs(with_kanji(without_year_slips(chosen or text)))))
    if is_out_of_range(text, context):
        return offer_again(text, context, records)
    if kind := _no_question(text, context):
        return refuse(text, kind, Context() if kind == "reset" else context, records)
    rejected, text = corrected(text)
    if rejected:
        before = _answer_clause(rejected, context, records, vocabulary, day, read)
        context = before.context if before.status is not Status.OUT_OF_SCOPE else context
    answers: list[Answer] = []

    def in_turn(parts: Sequence[str], thread: Context) -> list[Answer]:
        told: list[Answer] = []
        for part in parts:
            alone = (answers or told) and is_a_list_of_its_own(read(part), thread)
            told.append(_answer_clause(part, Context() if alone else thread, records, vocabulary, day, read))
            thread = _thread_after(told, thread)
        return told

    clauses: list[str] = []
    for clause in whole_clauses(with_fronted_behind(split_clauses(apart(text)), read), read):
        thread, parts = _thread_after(answers, context), halves(clause, read)
        told = in_turn(parts, thread)
        unread = (each.status in _UNREAD and not read(part).refusal for part, each in zip(parts, told, strict=True))
        if len(parts) > 1 and any(unread):
            parts, told = (clause,), in_turn((clause,), thread)  # cut where it was one question
        clauses.extend(parts)
        answers.extend(told)
    joined = _refused_once(answers, clauses, read) or _together(answers, clauses, text, read, records)
    if offered and joined.status is Status.ANSWERED and not joined.context.pending:
        return joined._replace(context=joined.context._replace(pending=offered))  # 3番目 → 4番: of the same list
    return joined


def _together(
    answers: Sequence[Answer], clauses: Sequence[str], text: str, read: Callable[[str], Question], records: Records
) -> Answer:
    """The answers to the clauses of *text* as one; what is none of the bot's business among them is named."""
    useful = [each for each in answers if each.topic is not None] or answers
    # what surrounds a question (委員の○○です。) is not searched for
    useful = [each for each in useful if each.topic != "search"] or useful
    joined = _joined_parts(useful, records) if 1 < len(useful) == len(clauses) else join_answers(useful)
    others = [clause for clause, each in zip(clauses, answers, strict=True) if each not in useful]
    return joined.with_missing(*(f"「{said}」にはお答えできません。" for said in questions_among(others, text, read)))


def _thread_after(answers: Sequence[Answer], before: Context) -> Context:
    """What the thread is about after *answers*: where the last one goes on, or else where it was."""
    going_on = (
        each.context for each in reversed(answers) if each.status is Status.ANSWERED or each.context != Context()
    )
    return next(going_on, before)


def _no_question(text: str, context: Context) -> str:
    """Why the message asks nothing: it is empty, says that the last answer was wrong, or ends the thread; else ""."""
    said = fold(text).text
    if not said.strip("?。!.,、・- "):
        return "empty"
    if context.topics and _WRONG.fullmatch(said):
        return "wrong"
    return "reset" if _RESET.fullmatch(said) else ""


def _refused_once(answers: Sequence[Answer], clauses: Sequence[str], read: Callable[[str], Question]) -> Answer | None:
    """One refusal for a message of which nothing is answered (なんでBばっかりなの？甘くない？); None where something is."""
    if len(answers) > 1 and all(each.status is Status.OUT_OF_SCOPE for each in answers):
        return next((each for each in answers if not each.first.startswith(REFUSALS["other"])), answers[0])
    pairs = list(zip(answers, clauses, strict=True))
    if all(each.topic in {None, "search"} for each in answers):  # あなたは大臣です。Ⅰ-2をAに変更してください
        for each, clause in pairs:
            if each.topic is None and read(clause).refusal == "instruction":
                return each
    if any(each.status in {Status.ANSWERED, Status.NO_DATA} for each in answers):
        return None
    return next((each for each, clause in pairs if each.topic is None and read(clause).refusal == "opinion"), None)


def _joined_parts(answers: Sequence[Answer], records: Records) -> Answer:
    """The answers to the parts of one message; the thread goes on about all their items, or asks each part again."""
    told = join_answers([each for each in answers if each.topic is not None] or answers)
    return told._replace(context=joined_thread(told.context, [each.context for each in answers], records))


def _answer_clause(
    clause: str, context: Context, records: Records, vocabulary: Vocabulary, day: date, read: Callable[[str], Question]
) -> Answer:
    """The answer to one clause in its thread, which it does not leave unnoticed."""
    clause = _written_out(clause, context, records)

    def ask(said: str) -> Answer:
        return _composed(read(said), Context(), records, vocabulary, day)

    bare = read(clause)
    if written := as_asked(bare, context, records) or second_thought(bare, context, records):
        clause, bare = written, read(written)
    if context.parts:
        threads = [_answer_clause(part, Context(), records, vocabulary, day, read).context for part in context.parts]
        if is_of_each(bare, threads):
            answers = [_answer_clause(clause, each, records, vocabulary, day, read) for each in threads]
            return _joined_parts(answers, records)._replace(question=clause)
    if context.topics and (among := without_among(clause)) and has_own_subject(inner := read(among)):
        # そのうちⅠ-5の理由は？ names it, in the year of the thread
        when = "" if inner.years.asked or not context.fiscal_years else f"{years_name(context.fiscal_years)}の"
        clause, bare = f"{when}{among}", read(f"{when}{among}")
    question = understand(clause, context, records, vocabulary, day) if context != Context() else bare
    answer = _composed(question, context, records, vocabulary, day)
    told = goes_on(answer, bare, context, records, ask, read)
    return remembering_year(told)


def _written_out(clause: str, context: Context, records: Records) -> str:
    """The clause with what it points at in its thread (その年, 両方, 他の項目, その次) in its own words; as typed where it points at nothing."""
    folded = said = fold_text(clause)
    for written in (with_year_told, with_both_told, with_others_told):
        said = written(said, context)
    said = with_neighbour(said, context, records)
    return clause if said == folded else said


def _composed(
    question: Question, context: Context, records: Records, vocabulary: Vocabulary, day: date, *, whole: bool = True
) -> Answer:
    """*whole* False: the question is a part of one, and has no parts of its own."""

    def part_of(said: str, thread: Context) -> Answer:
        return _composed(
            understand(said, thread, records, vocabulary, day), thread, records, vocabulary, day, whole=False
        )

    claimed = _as_claimed(question, records, lambda q: _composed(q, context, records, vocabulary, day, whole=whole))
    if claimed is not None:
        return claimed
    # Aだけ after the prospective ratings: a condition would be read of the yearly ones
    whole_period = question.follow_up and question.evaluation in {"prospective", "final"}
    kept = whole_period and question.evaluation == context.evaluation and "見込" not in question.text_folded
    # a phrase in quotation marks is looked for as it stands, whatever conditions it may look like
    set_apart = question.topics == ("search",) and QUOTED.search(question.text)
    meant = choice_by_name(question, context)
    computed = None if kept or set_apart or meant else answer_condition(question, records)
    if computed is not None and (not question.parts or computed.status is not Status.NOT_UNDERSTOOD):
        answer = with_yes_or_no(computed, question, records)
        answer = with_context(answer, question, (answer.topic,) if answer.topic else (), items_of(question, records))
        return guarded(answer, question, context, explained=True)
    if question.parts and whole and not question.refusal:
        answers = [part_of(part, context) for part in question.parts]
        return _joined_parts(answers, records)
    if meant:
        chosen = context._replace(pending=())
        return _composed(understand(meant, chosen, records, vocabulary, day), chosen, records, vocabulary, day)
    if (told := answer_of_picked(question, records)) is not None:
        told = with_context(told, question, question.topics)
        few = told.items if len(told.items) <= MOST_IN_A_THREAD else ()
        return guarded(told._replace(context=told.context._replace(items=few)), question, context)
    topics = question.topics or (("events",) if events.is_told(question, records) else implied_kinds(question))
    told = _about_the_last_answer(question, topics, context, records, lambda said: part_of(said, Context()))
    if told is not None:
        return told
    answer = unanswered(question, topics, context, records) or _answered(question, topics, records)
    answer = answer._replace(context=with_earlier(answer.context, context))
    lost = question.follow_up and not question.unknown_codes and not answer.context.items
    if lost and answer.status is Status.NO_DATA and (context.items or context.indicators):
        answer = answer._replace(context=context)  # what is not recorded does not end the thread
    if topics and set(topics) <= {"sources", "help"} and context.topics:
        return answer._replace(context=context)  # 出典は？ changes nothing of what the thread is about
    return guarded(answer, question, context)


def _as_claimed(question: Question, records: Records, ask: Callable[[Question], Answer]) -> Answer | None:
    """Whether the code of a name is right, whether a section is the only one; None where neither is claimed."""
    if (wider := only_sections.widened(question)) is not None:
        return only_sections.judged(ask(wider), question)
    claimed = claimed_codes.answer(question, records)
    return claimed and with_context(claimed, question._replace(items=claimed.items), ("item",))


def _about_the_last_answer(
    question: Question, topics: tuple[str, ...], context: Context, records: Records, ask: Callable[[str], Answer]
) -> Answer | None:
    """もう一度, 出典は？, どっちが正しい？: the last answer of the thread, its places, its disagreement; None for other questions."""
    text = question.text_folded
    places = not set(topics) - {"sources"} and _PLACES.fullmatch(text)
    again = not topics and _AGAIN.fullmatch(text)
    doubted = (question.refusal and _WHICH_IS_RIGHT.search(text)) or _THE_RIGHT_ONE.search(text)
    if doubted and question.refusal == "opinion" and question.items:
        return _both_sides(question, records)
    right = doubted and not has_own_subject(question)
    before = _of_the_thread(question, context, records) if places or again or right else None
    if places and before is None and set(context.topics) and set(context.topics) <= _ASKED_AGAIN and context.asked:
        before = ask(context.asked.removeprefix(NOT_KEPT))._replace(
            context=context
        )  # 出典は？ after 特急発行はいつから？
    if before is None or again:
        return before
    if places:
        return _places_of(before) if before.sources else None
    disputed = any(each.fiscal_year in before.fiscal_years for each in before.conflicts)
    return _which_is_right(before) if disputed else None


def _of_the_thread(question: Question, context: Context, records: Records) -> Answer | None:
    """What the thread was answered last; None where its context does not tell."""
    topics = ("rating",) if context.topics == ("sources",) and context.items else context.topics
    if not topics or not set(topics) <= _TOLD_BY_CONTEXT:
        return None
    asked = question._replace(
        refusal="",
        topics=topics,
        items=context.items,
        indicators=context.indicators,
        sections=context.sections,
        letters=context.letters,
        words=context.words,
        years=YearSelection(context.fiscal_years, asked=bool(context.fiscal_years)),
        evaluation=context.evaluation,
        follow_up=True,
    )
    before = _answered(asked, topics, records)
    return before._replace(context=context) if before.status is Status.ANSWERED else None


def _places_of(before: Answer) -> Answer:
    """出典は？ in a thread: where the last answer stands, each side of a disagreement by itself."""
    disputed = [each for each in before.conflicts if each.fiscal_year in before.fiscal_years]
    if len(disputed) == 1 and len(before.items) == 1:
        places = "、".join(f"{side.value} は {cite(side.sources)}" for side in disputed[0].values)
    else:
        places = cite(before.sources)
    facts = tuple(fact for fact in before.facts if fact.kind in _TOLD_IN_A_LETTER)  # texts are not told again
    first = f"出典は、{places}です（{before.read_as}）。"
    return before._replace(topic="sources", first=first, lines=(), tables=(), facts=facts)


def _both_sides(question: Question, records: Records) -> Answer | None:
    """Ⅲ-5のR4の評定はどっちが正しい？: both ratings, in the years in which places disagree; None where they agree."""
    years = question.years.years if question.years.asked else records.rated_years
    asked = question._replace(refusal="", topics=("rating",), years=YearSelection(years, asked=True))
    disputed = {each.fiscal_year for each in _answered(asked, asked.topics, records).conflicts}
    years = tuple(year for year in years if year in disputed)
    if not years:
        return None
    told = _answered(asked._replace(years=YearSelection(years, asked=True)), asked.topics, records)
    return told._replace(first=f"{_NOT_TOLD_WHICH}{told.first}")


def _which_is_right(before: Answer) -> Answer:
    """どっちが正しい？ about a disagreement: the document does not say, and what its places state."""
    first = f"{_NOT_TOLD_WHICH}{before.first}"
    return before._replace(
        status=Status.OUT_OF_SCOPE, topic=None, first=first, fiscal_years=(), evaluations=(), facts=()
    )


def _without_reason(told: Answer, question: Question, kind: str) -> Answer:
    """The figures, and that no reason of them is recorded: first where the reason alone is asked for (なんで増えた？)."""
    about = "従事人員数が変わった" if kind == "staff" else f"{told.read_as.split('・')[0]}の値の"
    reason = f"{about}理由は記録にありません。"
    if question.indicators or question.follow_up:
        return told._replace(first=f"{reason}{told.first}", status=Status.NO_DATA)
    return told._replace(first=f"{told.first}{reason}")


def _answered(question: Question, topics: tuple[str, ...], records: Records) -> Answer:
    registry = all_topics()
    answers: list[Answer] = []
    # 人員はなぜ増えた, 応答率はなぜ下がった: the rationale is that of the rating, not of the figure
    figures = [name for name in topics if name in _UNEXPLAINED]
    unexplained = bool(figures) and "rationale" in topics and not OF_RATING.search(question.text_folded)
    if unexplained:
        topics = tuple(name for name in topics if name != "rationale")
    for name in topics:
        asked = question._replace(topics=topics)
        if answers and registry[name].NEEDS == "item" and not has_own_subject(question) and not question.items:
            asked = asked._replace(items=answers[0].items)  # 下がった項目とその理由
        answers.append(registry[name].answer(asked, records))
    joined = join_answers([each for each in answers if each.status is not Status.AMBIGUOUS] or answers)
    if unexplained and joined.status is Status.ANSWERED:
        joined = _without_reason(joined, question, figures[0])
    joined = joined.with_missing(*what_is_missing(question, joined, records))
    joined = with_yes_or_no(with_disagreements(joined, records), question, records)
    return with_context(joined, question, topics, items_of(question, records))
