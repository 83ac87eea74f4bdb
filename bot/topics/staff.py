"""Staff counts (従事人員数) of an item, by year."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Answer, Conflict, ConflictValue, Fact, Status, Table
from bot.figures.figure_verdicts import decided
from bot.figures.indicator_statistics import BESIDE_A_YEAR, CHANGED, RATIO
from bot.figures.staff_figures import (
    ALWAYS,
    BETWEEN,
    DIFFERENCE,
    DIFFERING,
    EXTREME,
    LATEST_ONLY,
    LIKE_ANOTHER,
    OF_ALL,
    of_many,
    of_one,
    range_of,
)
from bot.question import Question
from bot.reading.kinds import OF_THE_ITEM
from bot.reading.match import is_content
from bot.reading.thresholds import Threshold, find_threshold
from bot.text.compiled import compiled
from bot.topics.rating import final_of
from bot.wording.phrases import short_year, year_name, years_name
from bot.wording.subject import (
    changed_between,
    items_of,
    missing_years_sentence,
    named_codes,
    unknown_items,
    which_item,
    within,
)
from records.lookups import Records
from records.model import StaffCount

NAME = "staff"
NEEDS = "item"
WORDS = {
    "従事人員数": 5, "従事人員": 5, "人員数": 5, "人員": 5, "じんいん": 5, "人数": 4, "職員数": 5, "何人": 5, "何名": 5, "従事者数": 5,
    "従事者": 5, "体制は何人": 5, "従事して": 5, "人が一番": 5, "一番人が": 5, "人が増え": 5, "人が減": 5, "人増えた": 5, "人増えて": 5, "人減った": 5, "最も人が": 5, "人が多い": 5, "人が少ない": 5, "担当者数": 5, "スタッフ数": 5, "スタッフ": 5, "要員": 5, "要員数": 5, "人手": 5, "頭数": 5, "staff": 5, "headcount": 5, "従事する人": 5, "携わる人": 5, "携わる職員": 5, "携わっている人": 5,
}  # fmt: skip
_SUM = compiled(r"合計|総数|総人数|全部で|足す|足し")
_NOBODY = compiled(r"(?:ゼロ|[^0-9]0人)の?項目")
_MANY = 6
# of the corporation, of which no number is recorded
_OF_THE_WHOLE = compiled(
    r"(?:機構|法人|組織|会社|j-lis)(?:全体)?の(?:全)?職員|全職員|総職員|職員総数|(?:社|従業)員数"
    r"|職員(?:の?人?数)?(?:は|の|が|って)?(?:全体|全部|合計|総)|職員(?:は|って|が)何[人名](?:い|です|[?。]|$)|(?:全体|全部)の職員"
)
_NARROWER = compiled(r"項目|ごと|別|一覧|ランキング|順|トップ|一番|最も|いちばん|増え|減っ|多い|少な|以上|以下|超え")


def answer(question: Question, records: Records) -> Answer:
    """The counts of the years asked for; the latest with the series when no year is. Beside letters (A), those of the items with them."""
    if question.unknown_codes and not question.items and not question.sections:
        return unknown_items(question, records, NAME)
    if _OF_THE_WHOLE.search(question.text_folded) and not question.items and not _NARROWER.search(question.text_folded):
        first = f"{records.short_name} の職員数は記録にありません（記録にあるのは、項目ごとの従事人員数です）。"
        steps = ("従事人員数の一覧は？",)
        return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first=first, next_steps=steps)
    items = _items(question, records)
    if not items:
        return which_item(question, records, NAME, "従事人員数")
    counts = {code: records.staff_counts_of(code) for code in items}
    with_counts = tuple(code for code in items if counts[code])
    without = tuple(code for code in items if not counts[code])
    lacking = f"{named_codes(without, records)} の調書には従事人員数の欄がありません。"
    if not with_counts:
        first = f"{'・'.join(without[:_MANY])} の従事人員数は記録にありません（調書に従事人員数の欄がありません）。"
        return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first=first, items=items)
    recorded = tuple(sorted({count.fiscal_year for code in with_counts for count in counts[code]}))
    years, missing = _years(question, recorded, several=len(with_counts) > 1)
    subject = f"{'・'.join(with_counts[:_MANY]) + ' の' if question.items else ''}{years_name(missing)}の従事人員数"
    not_there = missing_years_sentence(subject, missing, recorded) if missing else ""
    if missing and years and len(years) == 1 and len(with_counts) > 1 and CHANGED.search(question.text_folded):
        years = ()  # one year alone tells no change
    if not years:
        return Answer(
            question=question.text,
            status=Status.NO_DATA,
            topic=NAME,
            first=not_there,
            items=with_counts,
            next_steps=(f"{with_counts[0]} の従事人員数は？",),
            notes=(lacking,) if without else (),
        )
    built = _build(question, records, {code: counts[code] for code in with_counts}, years, [lacking] if without else [])
    if question.items and without and len(items) <= _MANY:
        built = built._replace(first=f"{built.first}{lacking}")
    told = _computed(question, built, with_counts, years)
    if question.letters and not question.items:
        rated = year_name(_year_rated(question, records))
        among = "のうち" if _limit(question) else "では"
        first = told.first.removeprefix(f"{rated}に") if _limit(question) else told.first
        told = told._replace(first=f"{rated}の評定が {'・'.join(question.letters)} の項目{among}、{first}")
    return told.with_missing(not_there) if missing else told


def _items(question: Question, records: Records) -> tuple[str, ...]:
    """The items named; all when something is asked of items in general (一番多い, R6の一覧), those with a letter beside one."""
    carried = " ".join(question.words) if question.follow_up and not question.items else ""  # 一番多いのは？ → R3は？
    text = f"{question.text_folded} {carried}"
    general = (
        any(each.search(text) for each in (OF_ALL, CHANGED, EXTREME))
        or (question.years.asked and "平均" in text)
        or _limit(question)
        or question.flags
    )
    # 経験者採用の人数 names something else that nobody counts here
    unread = [word for word in question.left if is_content(word)]
    counted = OF_THE_ITEM.search(text) is not None  # a bare 人数 may be that of an indicator
    sure = not unread or (general and (counted or "項目" in text))
    asks_all = general or ((question.years.asked or question.letters) and counted)
    if len(question.items) == 1 and LIKE_ANOTHER.search(text):
        return records.codes  # Ⅰ-5と人員が同じ項目
    items = items_of(question, records, default_all=bool(asks_all and sure))
    if not question.letters or question.items:
        return items
    year = _year_rated(question, records)
    rated = {code: {each.rating for each in final_of(records.ratings_of(code, "annual", year))} for code in items}
    return tuple(code for code in items if rated[code] and rated[code] <= set(question.letters))


def _year_rated(question: Question, records: Records) -> int:
    return (question.years.years or records.rated_years)[-1]


def _limit(question: Question) -> Threshold | None:
    if _NOBODY.search(question.text_folded):
        return Threshold(0, "人", "の", lambda count: count == 0)
    limit = find_threshold(question.text_folded)
    return limit if limit and (limit.unit[:1] in {"人", "名"} or "桁" in question.text_folded) else None


def _years(question: Question, recorded: Sequence[int], *, several: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The years to show, and those asked for that are not recorded: the latest alone where items are compared."""
    text = question.text_folded
    asked = question.years.years if question.years.asked else tuple(recorded)
    changes = question.years.compared_to_previous or any(each.search(text) for each in (CHANGED, BESIDE_A_YEAR, RATIO))
    between = several and BETWEEN.search(text) and not CHANGED.search(DIFFERENCE.sub("", text))
    if changes and not between and question.years.asked and len(asked) == 1:
        asked = changed_between(question, recorded)
    if (
        several
        and not question.years.asked
        and ((LATEST_ONLY.search(text) and not changes) or _limit(question) or between or LIKE_ANOTHER.search(text))
        and not (DIFFERING.search(text) or ALWAYS.search(text))
    ):
        asked = asked[-1:]
    return tuple(year for year in asked if year in recorded), tuple(year for year in asked if year not in recorded)


def _computed(question: Question, built: Answer, codes: tuple[str, ...], years: tuple[int, ...]) -> Answer:
    counts: dict[str, dict[int, int]] = {code: {} for code in codes}
    disputed = {(each.item, each.fiscal_year) for each in built.conflicts}
    for fact in built.facts:
        if (fact.item, fact.fiscal_year) not in disputed and fact.fiscal_year is not None:
            counts[fact.item or ""][fact.fiscal_year] = int(fact.value or 0)
    limit = _limit(question)
    # Aで人員が50人を超える項目: one item alone may be left of those that are asked about
    if len(codes) == 1 and not (limit and question.letters and not question.items and len(years) == 1):
        told = of_one(codes[0], counts[codes[0]], question)
        verdict = decided([(counts[codes[0]], "人")], question)
        if told:
            return built._replace(first=verdict + told, lines=(*built.lines, built.first))
        return built._replace(first=verdict + built.first)
    if _SUM.search(question.text_folded):
        told = built.first if question.items else f"{year_name(years[-1])}は、{range_of(counts, years)}です。"
        first = f"従事人員数の合計は記録にありません（項目ごとの人数に重なりがありえるため、足していません）。{told}"
        return built._replace(status=Status.NO_DATA, first=first)
    first, kept = of_many(counts, years, question, limit)
    if not first:
        return built
    facts = tuple(fact for fact in built.facts if fact.item in kept)
    return built._replace(
        first=first,
        items=tuple(code for code in built.items if code in kept),
        facts=facts,
        tables=tuple(_rows_of(table, kept) for table in built.tables if kept),
        conflicts=tuple(each for each in built.conflicts if each.item in kept),
        sources=tuple(dict.fromkeys(source for fact in facts for source in fact.sources)) or built.sources,
    )


def _rows_of(table: Table, codes: Sequence[str]) -> Table:
    """The rows of *codes* in their order."""
    return table._replace(rows=tuple(row for code in codes for row in table.rows if row[0] == code))


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
        pair = (
            f"{row[0]} が {'、'.join(f'{short_year(y)} {cell}' for y, cell in zip(years, row[2:], strict=True))}"
            for row in rows
        )
        first = f"従事人員数は、{'、'.join(pair)}です。"
    elif len(years) == 1:
        first = f"{year_name(years[0])}の従事人員数は、{'、'.join(f'{row[0]} {row[2]}' for row in rows)}です。"
    else:
        told = "、".join(f"{row[0]} {row[2].removesuffix('人')}→{row[-1]}" for row in rows)
        first = (
            f"従事人員数は、{year_name(years[0])}から{year_name(years[-1])}に、{told}です（途中の年度は表のとおり）。"
        )
    first = f"{within(question, records)}{first}" if not question.items else first
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
