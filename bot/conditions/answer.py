"""The answer to a question that puts conditions on ratings: the desk's way in.

None where the question sets none, or is a plain list of items with a letter, or of ups and downs between two years: the
kinds of question `items` and `changes` answer those.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.answer import Answer, Status
from bot.conditions.build import build
from bot.conditions.counts import answer_counts
from bot.conditions.judge import Verdict, judge, stated_letters
from bot.conditions.query import (
    Both,
    Compared,
    Condition,
    Count,
    Given,
    Letters,
    Moves,
    Often,
    Path,
    Same,
    Term,
    Then,
    steps_of,
    terms_of,
)
from bot.conditions.rated import with_ratings
from bot.conditions.read import CORES, TERMS, Known, Reading, Unread
from bot.conditions.say import say, term_name
from bot.conditions.shapes import Asked, asked_for
from bot.conditions.words import Line, read_words
from bot.conditions.years import answer_longest, answer_years
from bot.figures.letter_counts import asks_change_of_counts
from bot.question import Question
from bot.reading.match import is_content
from bot.text.compiled import compiled
from bot.topics.rating import also_disputed
from bot.wording.phrases import short_year, years_name
from bot.wording.subject import items_of, missing_years_sentence, series_text, within
from records.lookups import Records

_COMPUTED = "（計算値）"
_ABOUT_RATINGS = frozenset({"rating", "history", "items", "changes", "search", "item"})
_OTHER_SUBJECT = compiled(
    r"総合|指標|人員|従事|予算|根拠|理由|なぜ|なんで|何故|どうして|実績|達成|割合|比率|何割|%|基準|それとも"
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
_EITHER_WAY = compiled(
    r"[たる](?:の|ん)?(?:です)?か、?(?:それとも|または)?(?:悪|良|上|下|落)[^、。]{1,6}[たる](?:の|ん)?(?:です)?か|(?P<which>どこ|どれ|どの項目|何)が[^、。]{2,8}、?(?P=which)が"
)
_OPEN = compiled(r"どちら|どっち|どれ|どう|違い|比較|差は|何が")
_WHICH = compiled(r"の(?:は|って|が)[?。]?$")
_FEW = 8
# so many words beyond letters and years, and an unread piece cannot be passed over
_OPERATORS = frozenset({"ever", "never", "every", "some", "only", "first", "last", "row", "times", "span", "levels", "then", "or", "others", "zero"})  # fmt: skip

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
        or _OTHER_SUBJECT.search(text)
        or _EITHER.search(text)
        or _EITHER_WAY.search(text)
        or not records.rated_years
    ):
        return None
    if _pairs_each_with_a_year(question):
        return _unread(question, "それぞれの年度")
    if question.items and _ONLY_THESE.search(text):
        return _unread(question, "だけ")
    if two := _TWO_LISTS.search(text) or _EACH_SECTION.search(text):
        return _unread(question, two.group().upper())
    line = read_words(text, question.spans)
    named = question.years.years if question.follow_up else ()
    known = Known(records.rated_years, records.scale, named or records.rated_years[-1:], len(question.items) == 1)
    try:
        reading = Reading(line, known)
        asked = asked_for(reading, question)
        condition = build(reading) if asked.shape == "items" else None
        return _answered(question, records, reading, asked, condition)
    except Unread as unread:
        other = question.refusal or not set(question.topics) <= _ABOUT_RATINGS
        if other or asks_change_of_counts(text, question.letters) or not _binds_words(question, line, unread):
            return None
        return _unread(question, unread.piece)


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
    if kinds & {"year", "when"} and kinds & {"high", "low", "same", "differ"}:
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
    if asked.shape == "years":
        return answer_years(question, records, reading)
    if asked.shape == "longest":
        return answer_longest(question, records, reading)
    if asked.shape != "items":
        return answer_counts(question, records, reading, asked)
    if condition is None or (not reading.then and _is_plain(question, reading, condition)):
        return None
    condition = _as_asked(condition, question, reading)
    terms = terms_of(condition)
    missing = tuple(term for term in terms if term is not None and term not in records.rated_years)
    topic = _topic(condition, question)
    if missing:
        first = missing_years_sentence(f"{years_name(missing)}の評定", missing, records.rated_years)
        return Answer(question=question.text, status=Status.NO_DATA, topic=topic, first=first)
    if isinstance(condition, Letters) and reading.clauses[0].first and not condition.others:
        year = term_name(condition.terms[0])
        first = f"{year}より前の評定は記録にないため、{year}に初めて {condition.said} になったかどうかは分かりません。"
        return Answer(question=question.text, status=Status.NO_DATA, topic="items", first=first)
    items = items_of(question, records, default_all=True)
    verdict = judge(condition, items, records)
    listed = _listed(question, records, condition, verdict, items, topic)
    return _with_ratings_of(listed, question, records, verdict, reading.then) if reading.then else listed


def _as_asked(condition: Condition, question: Question, reading: Reading) -> Condition:
    """Sは一度もない？ asks whether there ever was one: the items that had it, not all those that had not."""
    if not isinstance(condition, Letters) or condition.times.often is not Often.NEVER or question.items:
        return condition
    which = any(word.kind in {"item", "which", "count"} for word in reading.shapes)
    if which or _WHICH.search(question.text_folded):
        return condition
    return condition._replace(times=Count(Often.ANY))


def _with_ratings_of(
    listed: Answer, question: Question, records: Records, verdict: Verdict, terms: Sequence[Term]
) -> Answer:
    """The items found, with their ratings of other terms: R3にAだった項目のR6の評定."""
    missing = tuple(term for term in terms if term is not None and term not in records.rated_years)
    if missing:
        first = missing_years_sentence(f"{years_name(missing)}の評定", missing, records.rated_years)
        return listed._replace(first=listed.first + first)
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
        topic=listed.topic or "items",
        codes=codes,
        about=codes,
        terms=tuple(terms),
        notes=(),
        read_as=listed.read_as,
    )
    return listed._replace(
        first=f"{listed.first}{'。'.join(told)} です。" if codes else listed.first,
        tables=(*listed.tables, *rated.tables),
        fiscal_years=tuple(sorted({*listed.fiscal_years, *rated.fiscal_years})),
        evaluations=tuple(dict.fromkeys((*listed.evaluations, *rated.evaluations))),
        facts=tuple(dict.fromkeys((*listed.facts, *rated.facts))),
        conflicts=tuple(dict.fromkeys((*listed.conflicts, *rated.conflicts))),
        sources=tuple(dict.fromkeys((*listed.sources, *rated.sources))),
    )


def _difficult(question: Question, records: Records) -> Answer:
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic="items",
        first="困難度「高」の項目は分かりません。総括表では下線で示されていますが、抽出したテキストに下線が残っていません。",
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
        several = len(condition.terms) > 1 and (not clause.open or None in condition.terms)
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


def _topic(condition: Condition, question: Question) -> str:
    if isinstance(condition, Letters):
        return "history" if len(question.items) == 1 else "items"
    if isinstance(condition, Both) and all(isinstance(part, Letters) for part in condition.parts):
        annual = all(
            isinstance(part, Letters) and None not in part.terms and len(part.terms) == 1 for part in condition.parts
        )
        wanted = {part.wanted for part in condition.parts if isinstance(part, Letters)}
        return "changes" if annual and len(wanted) > 1 else "items"
    return "changes" if isinstance(condition, Moves | Compared | Same | Then | Path | Both) else "items"


def _counted_style(condition: Condition) -> bool:
    return isinstance(condition, Letters) and not condition.others and len(condition.terms) > 1


def _shown(condition: Condition, given: Given, scale: Sequence[str]) -> str:
    """What to say in brackets behind an item."""
    match condition:
        case Compared(one=one, other=other, moved=False, relation="higher" | "lower" | "different"):
            first, second = (one, other) if other is None else (other, one)
            return f"{given[first]} に対し {given[second]}"
        case Moves() if condition.times.often in {Often.ANY, Often.LEAST, Often.EXACTLY}:
            return "・".join(f"{short_year(one)}→{short_year(two)}" for one, two in steps_of(condition, given, scale))
        case Letters(times=times, terms=terms) if times.often is Often.ROW:
            return _run(condition, given, terms)
    return ""


def _run(condition: Letters, given: Given, terms: Sequence[Term]) -> str:
    best: list[int] = []
    run: list[int] = []
    for term in terms:
        if term is not None and given[term] in condition.wanted:
            run = [*run, term]
            best = max(best, run, key=len)
        else:
            run = []
    return f"{short_year(best[0])}〜{short_year(best[-1])}"


def _listed(
    question: Question,
    records: Records,
    condition: Condition,
    verdict: Verdict,
    items: Sequence[str],
    topic: str,
) -> Answer:
    terms = terms_of(condition)
    head = f"{say(condition, records.rated_years)}項目"
    listed = _with_statements(condition, verdict)
    if len(question.items) == 1 and len(items) == 1:
        first = _one(question, items[0], condition, head, verdict, records)
        codes: tuple[str, ...] = tuple(items)
        about: tuple[str, ...] = codes
    else:
        among = f"{'・'.join(items)} のうち、" if question.items and len(items) <= _FEW else within(question, records)
        shown = {
            code: "／".join(dict.fromkeys(_shown(condition, given, records.scale) for given in ways))
            for code, ways in verdict.sure.items()
        }
        first = f"{among}{head}は{_said(condition, shown)}{_COMPUTED}。{_doubt(condition, verdict, records, terms)}"
        codes = tuple(code for code in items if code in verdict.sure or code in verdict.depends)
        about = tuple(code for code in items if code in listed)
    notes = (
        *(
            (f"{'・'.join(verdict.unstated)} は評定の記録がそろっていないため、数えていません。",)
            if verdict.unstated
            else ()
        ),
        "記載された評定から求めた計算値です。",
    )
    return with_ratings(
        question,
        records,
        first=first,
        topic=topic,
        codes=codes,
        about=about,
        terms=terms,
        notes=notes,
        read_as=head,
    )


def _with_statements(condition: Condition, verdict: Verdict) -> frozenset[str]:
    """The items listed: those sure; of what is only to be found somewhere, also those of which some place states it."""
    existing = isinstance(condition, Letters) and condition.times.often in {
        Often.ANY, Often.LEAST, Often.EXACTLY, Often.ROW,
    }  # fmt: skip
    return frozenset((*verdict.sure, *(verdict.depends if existing else ())))


def _said(condition: Condition, shown: Mapping[str, str]) -> str:
    if not shown:
        return "ありません"
    named = [f"{code}（{text}）" if text else code for code, text in shown.items()]
    if isinstance(condition, Letters) and condition.times.often is Often.ROW:
        return f" {len(shown)}項目です（{'、'.join(f'{code} {text}' for code, text in shown.items())}）"
    if _counted_style(condition):
        return f" {len(shown)}項目です（{'・'.join(named)}）"
    said = f" {'・'.join(named)} の{len(shown)}項目です" if len(shown) > 1 else f" {named[0]} です"
    return said.replace("） ", "）")


def _doubt(condition: Condition, verdict: Verdict, records: Records, terms: Sequence[Term]) -> str:
    if not verdict.depends:
        return ""
    sides = {
        code: {term: letters for term in terms if len(letters := stated_letters(records, code, term)) > 1}
        for code in verdict.depends
    }
    if _counted_style(condition):
        return also_disputed(
            {
                f"{code} の{term_name(term)}": " と ".join(letters)
                for code, at in sides.items()
                for term, letters in at.items()
            }
        )
    return "".join(
        f"{code} は{'・'.join(map(term_name, at))}の評定が出典により分かれるため、数えていません。"
        for code, at in sides.items()
    )


def _one(question: Question, code: str, condition: Condition, head: str, verdict: Verdict, records: Records) -> str:
    """Yes or no of one item, with the letters on which it rests; that it depends on which place is right."""
    terms = terms_of(condition)
    stated = {term: "／".join(stated_letters(records, code, term)) or "記録なし" for term in terms}
    series = series_text([(term, letters) for term, letters in stated.items() if term is not None])
    told = "、".join([series] if None not in terms else [*([series] if series else []), f"見込評価 {stated[None]}"])
    disputed = [term_name(term) for term in terms if len(stated_letters(records, code, term)) > 1]
    if disputed and isinstance(condition, Compared) and not condition.moved:
        beside = "、".join(f"{term_name(term)}は {letters.replace('／', ' と ')}" for term, letters in stated.items())
        return f"{code} の{'・'.join(disputed)}の評定が出典により分かれるため、どちらが高いかは決められません（{beside}）。"
    if code in verdict.depends:
        return f"{code} が{head}かどうかは、{'・'.join(disputed)}の評定が出典により分かれるため、決められません（{told}）。"
    if code in verdict.unstated:
        return f"{code} が{head}かどうかは、評定の記録がそろっていないため、分かりません（{told}）。"
    yes = code in verdict.sure
    if isinstance(condition, Compared) and not condition.moved and set(stated.values()) <= set(records.scale):
        answered = "" if _OPEN.search(question.text_folded) else "はい、" if yes else "いいえ、"
        return f"{answered}{code} の{_beside(stated, records)}{_COMPUTED}。"
    return f"{'はい' if yes else 'いいえ'}、{code} は{head}{'です' if yes else 'ではありません'}（{told}）{_COMPUTED}。"


def _beside(stated: Mapping[Term, str], records: Records) -> str:
    """「令和6年度の評定は A、見込評価は B で、令和6年度のほうが高いです」."""
    one, other = stated
    told = "、".join(
        f"{term_name(term)}{'の評定' if term is not None else ''}は {letter}" for term, letter in stated.items()
    )
    ranks = [records.scale.index(letter) for letter in stated.values()]
    if ranks[0] == ranks[1]:
        return f"{told} で、同じです"
    return f"{told} で、{term_name(one if ranks[0] < ranks[1] else other)}のほうが高いです"
