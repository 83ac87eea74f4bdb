"""Staff counts (従事人員数) of an item, by year."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from bot.answer import Answer, Conflict, ConflictValue, Fact, Status, Table
from bot.phrases import short_year, year_name, years_name
from bot.question import Question
from bot.subject import items_of, missing_codes_sentence, missing_years_sentence, unknown_items, which_item
from bot.text.compiled import compiled
from records.lookups import Records
from records.model import StaffCount

NAME = "staff"
NEEDS = "item"
WORDS = {
    "従事人員数": 5, "従事人員": 5, "人員数": 5, "人員": 5, "じんいん": 5, "人数": 4, "職員数": 5, "何人": 5, "何名": 5, "従事者数": 5,
    "従事者": 5, "体制は何人": 5, "従事して": 5, "人が一番": 5, "人が多い": 5, "人が少ない": 5, "担当者数": 5, "スタッフ数": 5, "スタッフ": 5, "要員": 5, "要員数": 5, "人手": 5, "頭数": 5, "staff": 5, "headcount": 5, "従事する人": 5,
}  # fmt: skip
_MOST = compiled(r"(?:一番|いちばん|最も|もっとも).{0,4}?多|最多|最大")
_LEAST = compiled(r"(?:一番|いちばん|最も|もっとも).{0,4}?少な|最少|最小")
_OF_ALL = compiled(r"ランキング|順位|順に|多い順|少ない順|一覧|すべて|全て|全部")
_SORTED = compiled(r"ランキング|順位|順に|多い順|少ない順")
_SUM = compiled(r"合計|総数|総人数|全部で|足す|足し")
_LIMIT = compiled(r"(?P<n>[0-9]{1,4})(?:人|名)(?P<how>以上|以下|未満|超|より多)")
_LIMITS: dict[str, Callable[[float, float], bool]] = {
    "以上": operator.ge,
    "以下": operator.le,
    "未満": operator.lt,
    "超": operator.gt,
    "より多": operator.gt,
}
_MOST_CHANGED = compiled(r"(?:一番|いちばん|最も|もっとも).{0,4}?(?:増え|減っ|増加|減少)")
_CHANGED = compiled(r"増え|減っ|増減|増加|減少|変化|前年度?比|差|何人増|何人減")


def answer(question: Question, records: Records) -> Answer:  # noqa: C901 - one case a way of asking
    """The counts of the years asked for; the latest with the series when no year is."""
    if question.unknown_codes and not question.items and not question.sections:
        return unknown_items(question, records, NAME)
    carried = " ".join(question.words) if question.follow_up and not question.items else ""  # 一番多いのは？ → R3は？
    asked_text = f"{question.text_folded} {carried}"
    extreme = max if _MOST.search(asked_text) else min if _LEAST.search(asked_text) else None
    limit = _LIMIT.search(question.text_folded)
    no_year = question.years.asked and not set(question.years.years) & set(records.rated_years)
    summed = _SUM.search(asked_text) if question.years.asked else None
    of_all = extreme or limit or no_year or summed or any(each.search(asked_text) for each in (_OF_ALL, _CHANGED))
    items = items_of(question, records, default_all=bool(of_all))
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
    many = len(with_counts) == len(records.items) or (of_all and not question.items)
    subject = f"{'' if many else '・'.join(with_counts[:6]) + ' の'}{years_name(missing)}の従事人員数"
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
    if (extreme or limit or _SORTED.search(asked_text)) and len(with_counts) > 1 and not question.years.asked:
        years = years[-1:]
    built = _build(question, records, {code: counts[code] for code in with_counts}, years, notes)
    if _SUM.search(asked_text) and len(with_counts) > 1:
        first = f"{years_name(years)}の従事人員数の合計は記録にありません（項目ごとの人数に重なりがありえるため、足していません）。"
        return built._replace(status=Status.NO_DATA, first=first)
    if len(with_counts) > 1 and len(years) == 1 and limit:
        return _within(built, float(limit["n"]), limit["how"], years[0])
    if len(with_counts) > 1 and len(years) == 1 and _SORTED.search(asked_text):
        return _sorted(built, years[0], upward="少ない順" in asked_text)
    computed = _extreme(built.facts, extreme) if extreme and not _CHANGED.search(asked_text) else ""
    computed = computed or _average(built.facts, question) or _changes(built.facts, question)
    return built._replace(first=computed, lines=(*built.lines, built.first)) if computed else built


def _extreme(facts: Sequence[Fact], extreme: Callable[..., float]) -> str:
    """「従事人員数が最も多いのは、令和6年度の Ⅰ-1 の 111人です（計算値）。」."""
    best = extreme(float(fact.value or 0) for fact in facts)
    at = dict.fromkeys((fact.fiscal_year, fact.item) for fact in facts if float(fact.value or 0) == best)
    said = "、".join(f"{year_name(year or 0)}の {code}" for year, code in at)
    return f"従事人員数が最も{'多い' if extreme is max else '少ない'}のは、{said} の {best:g}人です（計算値）。"


def _average(facts: Sequence[Fact], question: Question) -> str:
    """「Ⅰ-11 の令和3〜6年度の従事人員数の平均は 62.0人です（計算値）。」 of one item with one count a year."""
    years = sorted({fact.fiscal_year for fact in facts if fact.fiscal_year})
    if "平均" not in question.text_folded or len(facts) != len(years) or len({fact.item for fact in facts}) != 1:
        return ""
    mean = sum(float(fact.value or 0) for fact in facts) / len(facts)
    return f"{facts[0].item} の{years_name(years)}の従事人員数の平均は {mean:.1f}人です（計算値）。"


def _within(built: Answer, limit: float, how: str, year: int) -> Answer:
    """The items whose count of the year is within the limit (100人以上の項目)."""
    fits = _LIMITS[how]
    kept = tuple(fact for fact in built.facts if fits(float(fact.value or 0), limit))
    codes = tuple(dict.fromkeys(fact.item or "" for fact in kept))
    said = "、".join(f"{fact.item} {fact.value}人" for fact in kept)
    first = f"{year_name(year)}に従事人員数が {limit:g}人{how}の項目は"
    return built._replace(
        first=f"{first}、{len(codes)}項目です（{said}）。" if codes else f"{first}ありません。",
        items=codes,
        facts=kept,
        tables=tuple(t._replace(rows=tuple(row for row in t.rows if row[0] in codes)) for t in built.tables if codes),
        conflicts=tuple(each for each in built.conflicts if each.item in codes),
        sources=tuple(dict.fromkeys(source for fact in kept for source in fact.sources)) or built.sources,
    )


def _sorted(built: Answer, year: int, *, upward: bool) -> Answer:
    """All items in the order of their counts (人員ランキング)."""
    facts = tuple(sorted(built.facts, key=lambda fact: float(fact.value or 0) * (1 if upward else -1)))
    order = list(dict.fromkeys(fact.item for fact in facts))
    said = "、".join(f"{fact.item} {fact.value}人" for fact in facts)
    return built._replace(
        first=f"{year_name(year)}の従事人員数は、{'少ない' if upward else '多い'}順に、{said}です。",
        facts=facts,
        tables=tuple(t._replace(rows=tuple(sorted(t.rows, key=lambda row: order.index(row[0])))) for t in built.tables),
    )


def _changes(facts: Sequence[Fact], question: Question) -> str:
    """「R5→R6 が +11人」 where a change over the years is asked of one item; "" otherwise."""
    by_year = {fact.fiscal_year: int(fact.value or 0) for fact in facts if fact.fiscal_year}
    one = len({fact.item for fact in facts}) == 1 and len(facts) == len(by_year) > 1
    if not one and len(facts) > len(by_year) and _CHANGED.search(question.text_folded):
        return _changes_of_items(facts, question)
    if not one or not (_CHANGED.search(question.text_folded) or question.years.compared_to_previous):
        return ""
    steps = [
        f"{short_year(before)}→{short_year(after)} が {by_year[after] - by_year[before]:+d}人"
        for before, after in pairwise(sorted(by_year))
    ]
    return f"{facts[0].item} の従事人員数は、{'、'.join(steps)}です（計算値）。"


def _changes_of_items(facts: Sequence[Fact], question: Question) -> str:
    """「人員が増えた項目は？」: the items that rose or fell from the first to the last of the years asked for."""
    counts = {(fact.item, fact.fiscal_year): int(fact.value or 0) for fact in facts}
    years = sorted({fact.fiscal_year for fact in facts if fact.fiscal_year})
    before, after = years[-2:] if not question.years.asked else (years[0], years[-1])
    steps = {
        code: counts[code, after] - counts[code, before]
        for code in dict.fromkeys(fact.item for fact in facts)
        if (code, before) in counts and (code, after) in counts
    }
    extreme = max if _MOST_CHANGED.search(question.text_folded) else None
    if extreme and steps:
        down = "減" in question.text_folded
        best = (min if down else max)(steps.values())
        at = "、".join(str(code) for code, step in steps.items() if step == best)
        word = "減った" if down else "増えた"
        if best * (-1 if down else 1) <= 0:
            return f"{year_name(before)}から{year_name(after)}に従事人員数が{word}項目はありません（計算値）。"
        return f"{year_name(before)}から{year_name(after)}に従事人員数が最も{word}のは、{at} の {best:+d}人です（計算値）。"
    span = f"{year_name(before)}から{year_name(after)}に従事人員数が"
    said = []
    for word, sign, asked in (("増えた", 1, "増"), ("減った", -1, "減")):
        found = [f"{code} {step:+d}人" for code, step in steps.items() if step * sign > 0]
        if asked in question.text_folded or not re.search(r"[増減]", question.text_folded):
            said.append(f"{word}項目は、{'、'.join(found)}" if found else f"{word}項目はなし")
    return f"{span}{'、'.join(said)}です（計算値）。"


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
