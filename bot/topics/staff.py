"""Staff counts (従事人員数) of an item, by year."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.answer import Answer, Conflict, ConflictValue, Fact, Status, Table
from bot.phrases import short_year, year_name, years_name
from bot.question import Question
from bot.subject import items_of, missing_codes_sentence, missing_years_sentence, unknown_items, which_item
from records.lookups import Records
from records.model import StaffCount

NAME = "staff"
NEEDS = "item"
WORDS = {
    "従事人員数": 5, "従事人員": 5, "人員数": 5, "人員": 5, "じんいん": 5, "人数": 4, "職員数": 5, "何人": 5, "何名": 5, "従事者数": 5,
    "従事者": 5, "体制は何人": 5, "担当者数": 5, "スタッフ数": 5, "スタッフ": 5, "要員": 5, "要員数": 5, "人手": 5, "頭数": 5, "staff": 5, "headcount": 5, "従事する人": 5,
}  # fmt: skip
_MOST = re.compile(r"(?:一番|いちばん|最も|もっとも).{0,4}?多|最多|最大")
_LEAST = re.compile(r"(?:一番|いちばん|最も|もっとも).{0,4}?少な|最少|最小")
_CHANGED = re.compile(r"増え|減っ|増減|増加|減少|変化|前年度?比|差|何人増|何人減")


def answer(question: Question, records: Records) -> Answer:
    """The counts of the years asked for; the latest with the series when no year is."""
    if question.unknown_codes and not question.items:
        return unknown_items(question, records, NAME)
    extreme = max if _MOST.search(question.text_folded) else min if _LEAST.search(question.text_folded) else None
    items = items_of(question, records, default_all=extreme is not None)
    if not items:
        return which_item(question, records, NAME, "従事人員数")
    notes = [missing_codes_sentence(question.unknown_codes, records)] if question.unknown_codes else []
    counts = {code: records.staff_counts_of(code) for code in items}
    with_counts = tuple(code for code in items if counts[code])
    without = tuple(code for code in items if not counts[code])
    if without and with_counts:
        notes.append(f"{'・'.join(without)} の調書には従事人員数の欄がありません。")
    if not with_counts:
        first = f"{'・'.join(without[:6])} の従事人員数は記録にありません（調書に従事人員数の欄がありません）。"
        return Answer(
            question=question.text, status=Status.NO_DATA, topic=NAME, first=first, items=items, notes=tuple(notes)
        )
    recorded = tuple(sorted({count.fiscal_year for code in with_counts for count in counts[code]}))
    asked = question.years.years if question.years.asked else recorded
    compared = question.years.compared_to_previous or _CHANGED.search(question.text_folded)
    if compared and question.years.asked and len(asked) == 1:
        asked = (asked[0] - 1, *asked)
    years = tuple(year for year in asked if year in recorded)
    missing = tuple(year for year in asked if year not in recorded)
    subject = f"{'・'.join(with_counts[:6])} の{years_name(missing)}の従事人員数"
    if not years:
        first = missing_years_sentence(subject, missing, recorded)
        return Answer(
            question=question.text,
            status=Status.NO_DATA,
            topic=NAME,
            first=first,
            items=with_counts,
            next_steps=(f"{with_counts[0]} の従事人員数は？",),
            notes=tuple(notes),
        )
    if missing:
        notes.append(missing_years_sentence(subject, missing, recorded))
    if extreme and len(with_counts) > 1 and not question.years.asked:
        years = years[-1:]
    built = _build(question, records, {code: counts[code] for code in with_counts}, years, notes)
    computed = _extreme(built.facts, extreme) if extreme else _changes(built.facts, question)
    return replace(built, first=computed, lines=(*built.lines, built.first)) if computed else built


def _extreme(facts: Sequence[Fact], extreme: Callable[..., float]) -> str:
    """「従事人員数が最も多いのは、令和6年度の Ⅰ-1 の 111人です（計算値）。」."""
    best = extreme(float(fact.value or 0) for fact in facts)
    at = dict.fromkeys((fact.fiscal_year, fact.item) for fact in facts if float(fact.value or 0) == best)
    said = "、".join(f"{year_name(year or 0)}の {code}" for year, code in at)
    return f"従事人員数が最も{'多い' if extreme is max else '少ない'}のは、{said} の {best:g}人です（計算値）。"


def _changes(facts: Sequence[Fact], question: Question) -> str:
    """「R5→R6 が +11人」 where a change over the years is asked of one item; "" otherwise."""
    by_year = {fact.fiscal_year: int(fact.value or 0) for fact in facts if fact.fiscal_year}
    one = len({fact.item for fact in facts}) == 1 and len(facts) == len(by_year) > 1
    if not one or not (_CHANGED.search(question.text_folded) or question.years.compared_to_previous):
        return ""
    steps = [
        f"{short_year(before)}→{short_year(after)} が {by_year[after] - by_year[before]:+d}人"
        for before, after in pairwise(sorted(by_year))
    ]
    return f"{facts[0].item} の従事人員数は、{'、'.join(steps)}です（計算値）。"


def _build(
    question: Question,
    records: Records,
    counts: dict[str, tuple[StaffCount, ...]],
    years: tuple[int, ...],
    notes: list[str],
) -> Answer:
    facts: list[Fact] = []
    conflicts: list[Conflict] = []
    rows: list[tuple[str, ...]] = []
    for code, statements in counts.items():
        cells = []
        for year in years:
            of_year = [each for each in statements if each.fiscal_year == year]
            values = tuple(dict.fromkeys(each.staff_count for each in of_year))
            cells.append("／".join(f"{value}人" for value in values) or "記録なし")
            facts.extend(
                Fact(
                    kind="staff",
                    item=code,
                    fiscal_year=year,
                    label="従事人員数",
                    value=value,
                    unit="人",
                    evaluation=next(each.evaluation for each in of_year if each.staff_count == value),
                    sources=tuple(each.source for each in of_year if each.staff_count == value),
                )
                for value in values
            )
            if len(values) > 1:
                sides = tuple(
                    ConflictValue(
                        value=f"{value}人", sources=tuple(e.source for e in of_year if e.staff_count == value)
                    )
                    for value in values
                )
                conflicts.append(Conflict(item=code, fiscal_year=year, values=sides, about="従事人員数"))
        rows.append((code, records.item_by_code[code].title, *cells))
    codes = tuple(counts)
    if len(codes) == 1 and len(years) == 1:
        first = f"{codes[0]} の{year_name(years[0])}の従事人員数は {rows[0][2]}です。"
    elif len(codes) == 1:
        series = "、".join(f"{short_year(year)} {cell}" for year, cell in zip(years, rows[0][2:], strict=True))
        first = f"{codes[0]} の従事人員数は、{series}です。"
    elif len(codes) == 2:
        told = (
            f"{row[0]} が {'、'.join(f'{short_year(y)} {cell}' for y, cell in zip(years, row[2:], strict=True))}"
            for row in rows
        )
        first = f"従事人員数は、{'、'.join(told)}です。"
    elif len(years) == 1:
        first = f"{year_name(years[0])}の従事人員数は、{'、'.join(f'{row[0]} {row[2]}' for row in rows[:6])}{'ほか' if len(rows) > 6 else ''}です。"
    else:
        first = f"{'・'.join(codes[:6])}{' ほか' if len(codes) > 6 else ''} の従事人員数は表のとおりです。"
    table = Table(
        caption="従事人員数", header=("項目", "項目名", *(short_year(year) for year in years)), rows=tuple(rows)
    )
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=first,
        lines=(f"項目名：{rows[0][1]}",) if len(codes) == 1 else (),
        tables=() if len(codes) == 1 else (table,),
        notes=(*notes, "項目ごとの人数には重なりがありえます（合計は記載がありません）。")
        if len(codes) > 1
        else tuple(notes),
        items=codes,
        fiscal_years=years,
        evaluations=tuple(dict.fromkeys(fact.evaluation for fact in facts if fact.evaluation)),
        facts=tuple(facts),
        conflicts=tuple(conflicts),
        sources=tuple(dict.fromkeys(source for fact in facts for source in fact.sources)),
        read_as=f"{'・'.join(codes[:6])}・従事人員数・{years_name(years)}",
    )
