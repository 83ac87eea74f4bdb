"""Lists of items and how ratings are spread: by section, by rating, by year; the distribution of a year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from bot.answer import Answer, Conflict, Fact, Status, Table
from bot.figures.letter_counts import answer_change_of_counts, asks_change_of_counts
from bot.figures.over_years import BEST, WORST, answer_over_years
from bot.question import Question
from bot.text.compiled import compiled
from bot.topics import rating
from bot.topics.rating import (
    also_disputed,
    annual_table,
    conflict_of,
    facts_of,
    final_of,
    letters,
    of_no_year,
    sentence,
)
from bot.wording.phrases import year_name, years_name
from bot.wording.subject import (
    CLOSED,
    items_of,
    missing_years_sentence,
    named_codes,
    narrowed,
    nothing_fits,
    scope_of,
    unknown_items,
)
from records.lookups import Records
from records.model import Rating, Source

NAME = "items"
NEEDS = ""
WORDS = {
    "わけでも": 1, "わけでは": 1,
    "項目一覧": 2, "項目名の一覧": 5, "項目名一覧": 5, "項目の名前の一覧": 5, "大項目": 3, "大項目の名前": 4, "どんな分野": 4,
    "どんな項目があり": 4,
    "どの項目がある": 4,

    "一覧": 2, "結果一覧": 2, "リスト": 2, "一覧表": 2, "全項目": 4, "何項目": 4, "評価対象は何項目": 6, "評価の対象は何項目": 6, "項目数": 4, "いくつの項目": 4, "項目は何": 4, "どの項目": 3,
    "どんな項目がある": 4, "分布": 4, "内訳": 4, "何個": 4, "いくつ": 3, "評定の数": 4,
    "って何項目": 4,
    "っていくつ": 4, "ぶんぷ": 4, "項目は": 2,
}  # fmt: skip
_MANY = 8
_YEARS_SAID = 4  # a whole period; of more years the first line tells only the first
_PROSPECTIVE = "見込評価"
_PLAIN, _RATED = "項目の一覧", "評定の一覧"
_SHARE = compiled(r"割合|比率|何割|何%|パーセント|[sabcd]率")
_OF_RATINGS = compiled(r"評[価定](?:の?結果)?(?:一覧|[のを、]?(?:一覧|リスト|表))|(?:一覧|リスト).{0,4}評定")


def answer(question: Question, records: Records) -> Answer:
    """Items with the letters asked for; the distribution; or the plain list. The first line names what narrows it."""
    if question.unknown_codes and not question.items and not question.sections:
        return unknown_items(question, records, NAME)
    items = items_of(question, records, default_all=True)
    scope = scope_of(question, records)
    if not items:
        return Answer(question=question.text, status=Status.ANSWERED, topic=NAME, first=nothing_fits(question, records))
    if question.evaluator == "minister":
        return rating.answer(question, records)
    answered = _listed(question, records, items)
    if answered.evaluations == ("prospective",):
        answered = answered._replace(first=of_no_year(question, "prospective") + answered.first)
    if not scope or answered.status is not Status.ANSWERED or answered.read_as == _PLAIN:
        return answered
    if answered.read_as == _RATED:
        return answered._replace(first=f"{scope}{'' if scope.endswith(CLOSED) else ' '}の{answered.first}")
    return answered._replace(first=narrowed(answered.first, question, records))


def _listed(question: Question, records: Records, items: tuple[str, ...]) -> Answer:
    words = set(question.words)
    if question.evaluation != "prospective" and asks_change_of_counts(
        " ".join((question.text_folded, *question.words)), question.letters
    ):
        return answer_change_of_counts(question, records, items)
    if question.evaluation != "prospective" and (counted := answer_over_years(question, records, items)):
        return counted
    if not question.letters and (letter := _extreme(question, records, items)):
        return _by_rating(question._replace(letters=(letter,)), records, items)
    if question.letters or words & {"分布", "内訳", "評定の数", "ぶんぷ", "何個"}:
        return _by_rating(question, records, items)
    if question.years.asked or question.evaluation == "prospective" or _OF_RATINGS.search(question.text_folded):
        return _rated_list(question, records, items)
    return _plain_list(question, records, items)


def _extreme(question: Question, records: Records, items: tuple[str, ...]) -> str | None:
    """The best or worst letter given in the year asked for (一番評価が高い項目), None when none is asked for."""
    best, worst = BEST.search(question.text_folded), WORST.search(question.text_folded)
    if not best and not worst:
        return None
    year = question.years.years[-1] if question.years.years else records.rated_years[-1]
    given = {each.rating for code in items for each in _statements(question, records, code, year)}
    found = [letter for letter in records.scale if letter in given]
    return (found[0] if best else found[-1]) if found else None


def _plain_list(question: Question, records: Records, items: tuple[str, ...]) -> Answer:
    own = {records.item_by_code[code].section for code in items}
    sections = [section for section in records.sections if section.section in own]
    counted = "、".join(
        f"{section.section} が{sum(records.item_by_code[code].section == section.section for code in items)}項目"
        for section in sections
    )
    lines = tuple(f"{section.section}．{section.title}" for section in sections)
    cards = [records.item_by_code[code] for code in items]
    first = f"項目は全部で {len(items)}項目です（{counted}）。"
    if scope := scope_of(question, records):
        shown = "・".join(items) if len(items) <= _MANY else counted
        first = f"{scope}{'は' if scope.endswith(CLOSED) else ' は'} {len(items)}項目です（{shown}）。"
    if len(question.sections) == len(sections) == 1 and not (question.flags or question.excluded):
        first = f"{sections[0].section} は「{sections[0].title}」で、{len(items)}項目です（{items[0]}〜{items[-1]}）。"
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=first,
        lines=lines,
        tables=(
            Table(caption="項目", header=("項目", "項目名"), rows=tuple((item.item, item.title) for item in cards)),
        ),
        items=items,
        facts=tuple(
            Fact(kind="title", item=item.item, label="項目名", value=item.title, sources=(item.source,))
            for item in cards
        ),
        sources=tuple(item.source for item in cards),
        read_as=_PLAIN,
    )


def _statements(question: Question, records: Records, code: str, year: int | None) -> tuple[Rating, ...]:
    if question.evaluation == "prospective":
        return records.ratings_of(code, "prospective")
    return records.ratings_of(code, "annual", year)


def _spread(
    question: Question, records: Records, items: tuple[str, ...], year: int | None
) -> tuple[dict[str, list[str]], dict[str, str], list[tuple[Rating, ...]]]:
    """Letter → items on which all places agree; the disputed items that could have a letter asked for; what was read."""
    by_letter: dict[str, list[str]] = {letter: [] for letter in records.scale}
    disputed: dict[str, str] = {}
    given = [statements for code in items if (statements := _statements(question, records, code, year))]
    for code, statements in ((str(each[0].item), each) for each in given):
        if conflict := conflict_of(statements):
            if not question.letters or {each.rating for each in statements} & set(question.letters):
                disputed[code] = " と ".join(value.value for value in conflict.values)
        else:
            for letter in dict.fromkeys(each.rating for each in final_of(statements)):
                by_letter[letter].append(code)
    return by_letter, disputed, given


def _by_rating(question: Question, records: Records, items: tuple[str, ...]) -> Answer:
    prospective = question.evaluation == "prospective"
    recorded = records.rated_years
    usual = recorded if question.series else recorded[-1:]
    asked = () if prospective else (question.years.years if question.years.asked else usual)
    years: tuple[int | None, ...] = (None,) if prospective else tuple(year for year in asked if year in recorded)
    missing = tuple(year for year in asked if year not in recorded)
    if not years:
        first = missing_years_sentence(f"{years_name(missing)}の評定", missing, recorded)
        return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first=first)
    unknown = [letter for letter in question.letters if letter not in records.scale]
    no_letter = f"評定 {'・'.join(unknown)} は評定の段階（{'・'.join(records.scale)}）にありません。" if unknown else ""
    if unknown and len(unknown) == len(question.letters):
        return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first=no_letter)
    absent = [missing_years_sentence(f"{years_name(missing)}の評定", missing, recorded)] if missing else []
    notes: list[str] = []
    firsts: list[str] = []
    rows: list[tuple[str, ...]] = []
    facts: list[Fact] = []
    listed: list[str] = []
    conflicts: list[Conflict] = []
    sources: list[Source] = []
    for year in years:
        term = _PROSPECTIVE if year is None else year_name(year)
        by_letter, disputed, statements = _spread(question, records, items, year)
        conflicts.extend(conflict for each in statements if (conflict := conflict_of(each)))
        notes.extend(
            sentence(each, f"{each[0].item} の{term}の評定") + "どちらにも数えていません。"
            for each in statements
            if conflict_of(each)
        )
        facts.extend(fact for each in statements for fact in facts_of(each))
        sources.extend(each[0].source for each in statements)
        wanted = [letter for letter in (question.letters or records.scale) if letter in by_letter]
        if len(wanted) > 2:  # Aじゃない項目: the letters that nobody has are not read aloud
            wanted = [letter for letter in wanted if by_letter[letter] or _is_said(letter, question)] or wanted
        firsts.append(
            _counted(
                records,
                term,
                wanted,
                by_letter,
                named=bool(question.letters),
                apart=frozenset(" と ".join(disputed.values())),
            )
        )
        firsts[-1] += also_disputed(disputed)
        listed.extend([code for letter in wanted for code in by_letter[letter]] + list(disputed))
        rows.extend(
            (term, letter, str(len(by_letter[letter])), "・".join(by_letter[letter]) or "なし")
            for letter in wanted
            if by_letter[letter] or question.letters
        )
        rows.extend((term, sides.replace(" と ", "／"), "1", code) for code, sides in disputed.items())
        if question.letters and _SHARE.search(question.text_folded) and len(years) == 1:
            firsts.append(_shares(len(items), {letter: by_letter[letter] for letter in wanted}, disputed))
    absent.extend([no_letter] if no_letter else [])
    chosen = records.in_order(listed)
    if question.letters:
        facts = [fact for fact in facts if fact.value in question.letters]
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME if question.letters else "distribution",
        first="".join(firsts) if len(firsts) <= _YEARS_SAID else f"{firsts[0]}ほかの年度は表のとおりです。",
        tables=(Table(caption="評定ごとの項目", header=("年度", "評定", "項目数", "項目"), rows=tuple(rows)),),
        notes=tuple(dict.fromkeys(notes)),
        missing=tuple(absent),
        items=chosen,
        fiscal_years=tuple(year for year in years if year is not None),
        evaluations=("prospective",) if prospective else ("annual",),
        facts=tuple(facts),
        conflicts=tuple(conflicts),
        sources=tuple(dict.fromkeys(sources)),
        read_as=f"評定ごとの項目・{'見込評価' if prospective else years_name([y for y in years if y is not None])}",
    )


def _is_said(letter: str, question: Question) -> bool:
    return re.search(rf"(?<![a-z0-9]){letter.lower()}(?![a-z0-9])", question.text_folded) is not None


def _shares(whole: int, by_letter: Mapping[str, Sequence[str]], disputed: Mapping[str, str]) -> str:
    parts = "、".join(
        f"{letter} は {whole}項目中 {len(codes)}項目（{len(codes) / whole:.1%}）" for letter, codes in by_letter.items()
    ).replace("%", "％")
    apart = f"。分かれている {'・'.join(disputed)} はどちらにも数えていません" if disputed else ""
    return f"{parts}です（計算値）{apart}。"


def _named_and_counted(codes: Sequence[str], records: Records) -> str:
    """「、Ⅰ-5・Ⅰ-6・Ⅰ-10 の3項目」; of many where they stand in a row 「、Ⅰ-2〜Ⅰ-11 の10項目」; else 「 16項目」."""
    named = "・".join(codes) if len(codes) <= _MANY else named_codes(codes, records)
    return f" {len(codes)}項目" if named.endswith("項目") else f"、{named} の{len(codes)}項目"


def _counted(
    records: Records,
    term: str,
    wanted: list[str],
    by_letter: dict[str, list[str]],
    *,
    named: bool,
    apart: frozenset[str],
) -> str:
    """*apart*: letters that some place states where places disagree, said beside it."""
    if named:
        at, was = ("が ", "な") if term == _PROSPECTIVE else ("に ", "だった")
        given = "、".join(
            f"{letter} {was}のは{_named_and_counted(codes, records)}"
            for letter in wanted
            if (codes := by_letter[letter])
        )
        none = [letter for letter in wanted if not by_letter[letter]]
        sure = "と確定している" if apart & set(none) else "の" if was == "な" else "だった"
        lacking = f"{'・'.join(none)} {sure}項目はありません。" if none else ""
        return f"{term}{at}" + (f"{given}です。" if given else "") + lacking
    parts = [f"{letter} が{len(by_letter[letter])}項目" for letter in wanted if by_letter[letter]]
    return f"{term}の評定の分布は、{'、'.join(parts)}です。"


def _counted_letters(statements: Sequence[Sequence[Rating]]) -> str:
    """「A が 1項目、B が 18項目」; an item on which places disagree stands with both letters."""
    counted = Counter(letters(each) for each in statements if each)
    return "、".join(f"{letter} が {counted[letter]}項目" for letter in sorted(counted))


def _rated_list(question: Question, records: Records, items: tuple[str, ...]) -> Answer:
    recorded = records.rated_years
    years: tuple[int, ...] = ()
    if question.evaluation == "prospective":
        rows = tuple(
            (code, records.item_by_code[code].title, letters(records.ratings_of(code, "prospective"))) for code in items
        )
        tables = (Table(caption="見込評価の評定", header=("項目", "項目名", "見込評価"), rows=rows),)
        statements = [records.ratings_of(code, "prospective") for code in items]
        first = f"見込評価の評定（{len(items)}項目）は、{_counted_letters(statements)}です（表のとおり）。"
    else:
        asked = question.years.years if question.years.asked else recorded[-1:]
        years = tuple(year for year in asked if year in recorded)
        missing = tuple(year for year in asked if year not in recorded)
        if not years:
            first = missing_years_sentence(f"{years_name(missing)}の評定", missing, recorded)
            return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first=first)
        tables = (annual_table(items, years, records, f"年度評価の評定（{years_name(years)}）"),)
        statements = [records.ratings_of(code, "annual", year) for code in items for year in years]
        apart = {str(each[0].item): letters(each).replace("／", " と ") for each in statements if conflict_of(each)}
        counted = _counted_letters([each for each in statements if not conflict_of(each)])
        listed = f"{years_name(years)}の評定（{len(items)}項目）は、{counted}です（表のとおり）。{also_disputed(apart)}"
        first = listed if len(years) == 1 else f"{years_name(years)}の評定の一覧です（{len(items)}項目）。"
    conflicts = tuple(conflict for each in statements if each and (conflict := conflict_of(each)))
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=first,
        tables=tables,
        items=items,
        fiscal_years=years,
        evaluations=("prospective",) if question.evaluation == "prospective" else ("annual",),
        facts=tuple(fact for each in statements if each for fact in facts_of(each)),
        conflicts=conflicts,
        sources=tuple(dict.fromkeys(statement.source for each in statements for statement in each)),
        read_as=_RATED,
    )
