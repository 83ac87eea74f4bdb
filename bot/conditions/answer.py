"""The answer to a question that puts conditions on ratings: the desk's way in.

None where the question sets none, or is a plain list of items with a letter, or of ups and downs between two years: the
kinds of question `items` and `changes` answer those.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer import Answer, Status
from bot.checking.whether import NONE_OF_IT
from bot.conditions import claims, only, reference
from bot.conditions.build import build
from bot.conditions.counts import answer_counts
from bot.conditions.judge import Verdict, judge, stated_letters
from bot.conditions.listed import listed, topic_of
from bot.conditions.query import Both, Compared, Condition, Count, Letters, Often, Term, terms_of
from bot.conditions.rated import with_ratings
from bot.conditions.read import CORES, TERMS, Known, Reading, Unread
from bot.conditions.say import term_name
from bot.conditions.shapes import Asked, asked_for
from bot.conditions.steps import answer_moved, answer_steps
from bot.conditions.words import Line, read_words
from bot.conditions.years import answer_longest, answer_years
from bot.figures.letter_counts import asks_change_of_counts, asks_difference_of_counts
from bot.question import Question
from bot.reading.match import is_content
from bot.text.compiled import compiled
from bot.wording.phrases import years_name
from bot.wording.subject import items_of, missing_years_sentence
from records.lookups import Records

_ABOUT_RATINGS = frozenset({"rating", "history", "items", "changes", "search", "item"})
_OTHER_SUBJECT = compiled(
    r"総合|指標|人員|従事|予算|根拠|理由|なぜ|なんで(?!す|し[たょ])|何故|どうして|実績|達成|基準|それとも"
)
# a share of sections or years is a count; one alone goes with the list
_SHARE = compiled(r"割合|比率|何割|%|構成比")
_SHARE_OF_SEVERAL = compiled(
    r"大項目|分野|区分|[Ⅰ-Ⅻ](?!-)の?(?:割合|比率)|[Ⅰ-Ⅻ](?!-)と[Ⅰ-Ⅻ](?!-)|(?:割合|比率)[がの]?(?:一番|最も|いちばん|もっとも)?(?:高|低|大き)"
)
# AですかBですか asks which, and sets no two conditions
_EITHER = compiled(
    r"(?<![a-z0-9])[sabcd](?:評価|評定)?(?:です|でした|なの|なん)?か、?(?:それとも|または)?[sabcd](?:評価|評定)?(?:です|でした|なの|なん)?か"
)
# …なのはⅠ-1だけ？ asks of all the others too; Aの項目と下がった項目 are two lists
_ONLY_THESE = compiled(r"[のな]は[^、。?]{1,30}(?:だけ|のみ)(?:です|でした|だった|なの)?か?(?:ね|な)?[?。]*$")
_TWO_LISTS = compiled(r"項目と[^、。?とを]{3,12}項目(?!の?(?:違い|差|比較))")
# ⅠのAとⅡのA: each section by itself
_EACH_SECTION = compiled(
    r"[Ⅰ-Ⅻ](?!-)(?:の|は)?[sabcd](?:評価|評定)?(?:の項目|の数)?と[Ⅰ-Ⅻ](?!-)(?:の|は)?[sabcd](?![a-z0-9])"
)
# 良くなったのか悪くなったのか asks which way, and どこが良くなって、どこが悪くなった two lists
# Aの項目とBの項目: the list of each
_LETTER_LISTS = compiled(r"[sabcd](?:評価|評定)?の?項目と[sabcd](?:評価|評定)?の?項目")
_TWO_ASKED = compiled(r"(?:項目|数|分布|内訳|一覧)と[^、。?とを]{1,12}(?:項目|数)(?!の?(?:違い|差|比較))")
_EITHER_WAY = compiled(
    r"[たる](?:の|ん)?(?:です)?か、?(?:それとも|または)?(?:悪|良|上|下|落)[^、。]{1,6}[たる](?:の|ん)?(?:です)?か|(?P<which>どこ|どれ|どの項目|何)が[^、。]{2,8}、?(?P=which)が"
)
# what is said at the end is right so far as the condition holds
_IS_IT_RIGHT = compiled(
    r"(?<=[sabcd])で(?:合って(?:い)?(?:る|ます)|(?:いい|良い|よい|よろしい|大丈夫|間違いない)(?:です)?)(?:か|よね|ね)*[?。]*$"
)
# 2年連続Aの項目とその年度: told with them
_AND_WHEN = compiled(r"(?<=項目)と(?:その)?年度(?:は|も|を)?[?。]*$")
_WHICH = compiled(r"の(?:は|って|が)[?。]?$")
# Aの数 R3からR5まで, Aの項目をR3からR6まで: of each year, where R3からR5までAの項目 is of all of them
_OF_EACH_YEAR = compiled(
    r"(?<![a-z0-9])[sabcd](?:評価|評定)?の?(?:項目)?の?(?:数|件数)(?!が)|(?<![a-z0-9])[sabcd](?:評価|評定)?の(?:項目|もの)を(?=r?[0-9]|令和)"
)
# システム改善, UI・UX改善: a noun, and nothing that became better
_COMPOUND = compiled(r"[一-龠ァ-ヺーa-z・]{2,}(?:改善|向上|維持|変化|上昇|低下)(?:は|って|とは)?[?。]*")
# so many words beyond letters and years, and an unread piece cannot be passed over
_OPERATORS = frozenset({"ever", "never", "every", "some", "only", "first", "last", "row", "times", "span", "levels", "then", "or", "others", "zero"})  # fmt: skip

_BEST_YEAR = compiled(
    r"(?:どの年度?|何年度?|いつ)(?:が|の)?(?:一番|最も|いちばん)?(?:評[価定])?(?:が|は)?(?:一番|最も|いちばん)?(?:評[価定]が)?(?:高|良|悪|低)(?:い|かった|く)"
    r"|評[価定]が(?:一番|最も|いちばん)?(?:高|良|よ|悪|低)(?:い|かった)(?:の)?年度?"
)
_MARK_CHANGED = compiled(
    r"(?:重要[度性]|重点化)(?:の対象)?(?:が|の)(?:変[わ化更]|上が|下が|上げ|下げ|高くなっ|低くなっ)|重点化の?(?:対象)?(?:から外れ|から除かれ|に変わ)"
)
_TWO = 2
_EVER = compiled(r"今まで|これまで|過去|一度も|ずっと")
_NEGATION = compiled(r"な(?P<past>い|かった)|ありません(?:でした)?|いません(?:でした)?")


def _affirmed(text: str) -> str:
    """*text* without its last negation, as long as it was."""
    last = list(_NEGATION.finditer(text))[-1]
    return (
        text[: last.start()]
        + "あった"[: last.end() - last.start()].ljust(last.end() - last.start())
        + text[last.end() :]
    )


_OF_THEIR_OWN = {"years": answer_years, "steps": answer_steps, "longest": answer_longest}
# what the thread is about, when it is no rating
_OF_FIGURES = frozenset({"indicator", "staff"})


def answer(question: Question, records: Records) -> Answer | None:
    """The answer to a question that may set such a condition; None when it sets none."""
    text = question.text_folded
    if (
        question.unknown_codes
        or question.indicators
        or (question.follow_up and not _OF_FIGURES.isdisjoint(question.topics))
        or question.unclear
        or question.evaluator
        or question.percent is not None
        or question.evaluation == "final"
        or question.years.unreadable
        or (question.refusal and question.refusal != "other")
        or (_OTHER_SUBJECT.search(text) and not reference.names_overall(text))
        or (_SHARE.search(text) and not _SHARE_OF_SEVERAL.search(text))
        or _EITHER.search(text)
        or _EITHER_WAY.search(text)
        or _LETTER_LISTS.search(text)
        or (_COMPOUND.fullmatch(text) and question.left and not question.words)
        or asks_difference_of_counts(text, question.letters)
        or not records.rated_years
    ):
        return None
    if NONE_OF_IT.search(text) and not question.items:  # 今までにCはないですよね asks whether there was one
        if len(question.years.years) < _TWO and not _EVER.search(text):
            return None
        text = _affirmed(text)
        question = question._replace(text_folded=text)
    if (told := _of_a_form(question, records)) is not None:
        return told
    line = read_words(_AND_WHEN.sub("", _IS_IT_RIGHT.sub("ですか?", text)), question.spans)
    named = question.years.years if question.follow_up else ()
    known = Known(records.rated_years, records.scale, named or records.rated_years[-1:], len(question.items) == 1)
    try:
        reading = Reading(line, known)
        asked = asked_for(reading, question)
        condition = build(reading) if asked.shape == "items" else None
        if isinstance(condition, Both) and (two := _TWO_ASKED.search(text)):
            return _unread(question, two.group().upper())
        return _answered(question, records, reading, asked, condition)
    except Unread as unread:
        other = question.refusal or not set(question.topics) <= _ABOUT_RATINGS
        if other or asks_change_of_counts(text, question.letters) or not _binds_words(question, line, unread):
            return None
        return _unread(question, unread.piece)


def _of_a_form(question: Question, records: Records) -> Answer | None:
    """The answer to a question of a form of its own, around the condition: だけ？, で合ってる？, と同じ; None for all others."""
    text = question.text_folded
    if not question.items and (best := _BEST_YEAR.search(text)):
        return _unread(question, best.group())  # of so many ratings no year has the best
    if changed := _MARK_CHANGED.search(text):
        return _unread(question, changed.group())  # no mark is recorded for a year
    if _pairs_each_with_a_year(question):
        return _unread(question, "それぞれの年度")
    if (compared := reference.answer(question, records)) is not None:
        return compared
    if (alone := only.without_names(question)) is not None:
        return _whether_only(question, alone, records)
    if (of_years := only.without_years(question)) is not None:
        return _whether_only_in(question, *of_years, records)
    if (told := claims.answer(question, records)) is not None:
        return told
    if question.items and _ONLY_THESE.search(text):
        return _unread(question, "だけ")
    if two := _TWO_LISTS.search(text) or _EACH_SECTION.search(text):
        return _unread(question, two.group().upper())
    return None


def _whether_only(question: Question, alone: Question, records: Records) -> Answer:
    """はい or いいえ, and the items of which the condition *alone* holds."""
    try:
        line = read_words(alone.text_folded, alone.spans)
        reading = Reading(line, Known(records.rated_years, records.scale, records.rated_years[-1:]))
        condition = build(reading)
    except Unread as unread:
        return _unread(question, unread.piece)
    terms = terms_of(condition) if condition is not None else ()
    if condition is None or reading.then or not {term for term in terms if term} <= set(records.rated_years):
        return _unread(question, "だけ")
    items = items_of(alone, records, default_all=True)
    verdict = judge(condition, items, records)
    found = listed(alone, records, condition, verdict, items, topic_of(condition, alone))
    return found._replace(first=only.judged(question, verdict) + found.first)


def _whether_only_in(question: Question, alone: Question, named: Sequence[int], records: Records) -> Answer:
    """はい or いいえ, and the years in which it was so."""
    try:
        reading = Reading(
            read_words(alone.text_folded, alone.spans), Known(records.rated_years, records.scale, records.rated_years)
        )
        told = answer_years(alone, records, reading)
    except Unread as unread:
        return _unread(question, unread.piece)
    if len(reading.clauses) != 1 or reading.clauses[0].negated or reading.clauses[0].move:
        return _unread(question, "だけ")
    code, wanted = question.items[0], set(question.letters)
    stated = {year: set(stated_letters(records, code, year)) for year in records.rated_years}
    sure = {year for year, letters in stated.items() if letters and letters <= wanted}
    may = {year for year, letters in stated.items() if letters & wanted}
    yes = "はい、" if sure == may == set(named) else "いいえ、" if sure - set(named) or set(named) - may else ""
    return told._replace(first=yes + told.first)


def _binds_words(question: Question, line: Line, unread: Unread) -> bool:
    """Whether what was read is a condition that another kind of question would answer only in part."""
    kinds = {word.kind for word in line.words}
    if re.search(r"[a-z]", unread.piece) and "letter" in kinds and len(question.items) != 1:
        return True  # not A
    cores = [word.kind for word in line.words if word.kind in CORES]
    if not cores or ({"many", "few"} & kinds and "item" not in kinds):
        return False  # AよりBが多い？ asks for the numbers
    operators = kinds & _OPERATORS or any(word.negated for word in line.words)
    terms = sum(word.kind in TERMS for word in line.words)
    content = is_content(unread.piece) and any(unread.piece in left or left in unread.piece for left in question.left)
    if operators or len(question.items) == 1:
        return bool(operators)
    if kinds & {"year", "when", "prospective"} and kinds & {"high", "low", "same", "differ"}:
        return True
    named = bool({"letter", "up", "down", "change"} & kinds)
    return len(cores) > 1 or (terms > 1 and cores != ["letter"]) or (content and named)


def _pairs_each_with_a_year(question: Question) -> bool:
    """Ⅰ-3のR3とⅠ-5のR5はどちらもA: a year belongs to each item, and to no other."""
    spans = sorted(question.spans, key=lambda each: each.start)
    kinds = "".join("i" if each.what == "scope" else "y" for each in spans if each.what == "scope" or each.years)
    return len(question.items) > 1 and len(set(question.years.years)) > 1 and re.search("iyiy|yiyi", kinds) is not None


def _unread(question: Question, piece: str) -> Answer:
    typed = dict(zip(question.left, question.left_typed, strict=True))
    return Answer(
        question=question.text,
        status=Status.NOT_UNDERSTOOD,
        first=f"「{typed.get(piece, piece)}」の部分を確実に読み取れないため、お答えできません。年度と評定の条件を分けて聞いてください。",
    )


def _answered(
    question: Question, records: Records, reading: Reading, asked: Asked, condition: Condition | None
) -> Answer | None:
    if question.high_difficulty and len(question.items) != 1 and reading.clauses:
        return _difficult(question, records)
    if asked.shape == "plain":
        return None
    if asked.shape in _OF_THEIR_OWN:
        return _OF_THEIR_OWN[asked.shape](question, records, reading)
    if asked.shape == "moved":
        return answer_moved(question, records, reading, asked.extreme)
    if asked.shape != "items":
        return answer_counts(question, records, reading, asked)
    if condition is None or (not reading.then and _is_plain(question, reading, condition)):
        return None
    condition = _as_asked(condition, question, reading)
    terms = terms_of(condition)
    missing = tuple(term for term in terms if term is not None and term not in records.rated_years)
    topic = topic_of(condition, question)
    if missing:
        first = missing_years_sentence(f"{years_name(missing)}の評定", missing, records.rated_years)
        return Answer(question=question.text, status=Status.NO_DATA, topic=topic, first=first)
    if isinstance(condition, Letters) and reading.clauses[0].first and not condition.others:
        year = term_name(condition.terms[0])
        first = f"{year}より前の評定は記録にないため、{year}に初めて {condition.said} になったかどうかは分かりません。"
        return Answer(question=question.text, status=Status.NO_DATA, topic="items", first=first)
    items = items_of(question, records, default_all=True)
    verdict = judge(condition, items, records)
    found = listed(question, records, condition, verdict, items, topic)
    return _with_ratings_of(found, question, records, verdict, reading.then) if reading.then else found


def _as_asked(condition: Condition, question: Question, reading: Reading) -> Condition:
    """Sは一度もない？ asks whether there ever was one: the items that had it, not all those that had not."""
    if not isinstance(condition, Letters) or condition.times.often is not Often.NEVER or question.items:
        return condition
    which = any(word.kind in {"item", "which", "count"} for word in reading.shapes)
    if which or _WHICH.search(question.text_folded):
        return condition
    return condition._replace(times=Count(Often.ANY))


def _with_ratings_of(
    found: Answer, question: Question, records: Records, verdict: Verdict, terms: Sequence[Term]
) -> Answer:
    """The items found, with their ratings of other terms: R3にAだった項目のR6の評定."""
    missing = tuple(term for term in terms if term is not None and term not in records.rated_years)
    if missing:
        first = missing_years_sentence(f"{years_name(missing)}の評定", missing, records.rated_years)
        return found._replace(first=found.first + first)
    codes = tuple(verdict.sure)
    told = [
        f"{term_name(term)}の評定は、"
        + "、".join(f"{code} が {'／'.join(stated_letters(records, code, term)) or '記録なし'}" for code in codes)
        for term in terms
    ]
    rated = with_ratings(
        question,
        records,
        first="",
        topic=found.topic or "items",
        codes=codes,
        about=codes,
        terms=tuple(terms),
        notes=(),
        read_as=found.read_as,
    )
    return found._replace(
        first=f"{found.first}{'。'.join(told)} です。" if codes else found.first,
        tables=(*found.tables, *rated.tables),
        fiscal_years=tuple(sorted({*found.fiscal_years, *rated.fiscal_years})),
        evaluations=tuple(dict.fromkeys((*found.evaluations, *rated.evaluations))),
        facts=tuple(dict.fromkeys((*found.facts, *rated.facts))),
        conflicts=tuple(dict.fromkeys((*found.conflicts, *rated.conflicts))),
        sources=tuple(dict.fromkeys((*found.sources, *rated.sources))),
    )


def _difficult(question: Question, records: Records) -> Answer:
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic="items",
        first="困難度「高」の項目は分かりません。総括表では下線で示されますが、この記録では下線を確かめられません。",
        sources=tuple(each.source for each in records.absences() if each.kind == "high_difficulty"),
    )


def _is_plain(question: Question, reading: Reading, condition: Condition) -> bool:
    """A list of items with a letter, or of ups and downs between two years, which other kinds of question answer."""
    clause = reading.clauses[0]
    if len(reading.clauses) > 1 or clause.count or clause.ever or clause.row or clause.span or clause.levels > 1:
        return False
    if isinstance(condition, Letters):
        if clause.first or clause.last or clause.only or clause.joined_by_or:
            return False
        if len(question.items) == 1 and len(condition.terms) == 1:
            return True  # Ⅰ-1はR5にAだった？ is answered with the rating
        each_year = None not in condition.terms and _OF_EACH_YEAR.search(question.text_folded)
        several = len(condition.terms) > 1 and (not clause.open or None in condition.terms) and not each_year
        if several or question.items:
            return False
        same_letters = condition.wanted == frozenset(question.letters)
        prospective = (question.evaluation == "prospective") == (None in condition.terms)
        years = tuple(term for term in condition.terms if term is not None)
        usual = years == (question.years.years or reading.known.usual)
        return same_letters and prospective and (usual or None in condition.terms)
    if isinstance(condition, Compared):
        backwards = condition.one is not None and condition.other is not None and condition.one < condition.other
        return (
            condition.moved
            and (set(question.topics) <= {"changes"} or asks_change_of_counts(question.text_folded, question.letters))
            and not (clause.letters or clause.negated)
            and not (backwards and (condition.relation != "different" or len(question.items) != 1))
            and condition.relation in {"higher", "lower", "different"}
        )
    return False
