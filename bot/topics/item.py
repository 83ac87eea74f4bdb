"""The card of an item: title, section, flags, ratings of all years, staff, indicators."""

from __future__ import annotations

from bot.answer import Answer, Conflict, Fact, Status, Table
from bot.checking.whether import marked
from bot.question import Question
from bot.topics.rating import conflict_of, facts_of, letters, sentence
from bot.wording.phrases import given_by, year_name, years_name
from bot.wording.subject import (
    CLOSED,
    items_of,
    named_codes,
    series_text,
    unknown_items,
    which_item,
    within,
)
from records.lookups import Records
from records.model import Item, Source

NAME = "item"
NEEDS = "item"
WORDS = {
    "概要": 2, "全体像": 2, "あらまし": 2, "何番": 3, "特徴": 2, "説明して": 2, "解説": 2, "どんな項目": 4, "どういう項目": 4, "何の項目": 4, "なんの項目": 4, "項目名": 4, "タイトル": 4, "正式名称": 4, "名称": 4,
    "って何": 0, "とは何": 0, "ってなに": 0, "ってなん": 0, "詳しく": 0, "詳細": 0, "カード情報": 3, "重要度": 4, "困難度": 4, "重点化": 4, "重点化対象": 4, "重点化の対象": 4, "重点対象": 4, "重点項目": 4, "優先項目": 4, "難しい項目": 4,
    "優先度": 4, "難易度": 4, "重要": 3, "どういうもの": 0,
}  # fmt: skip
_FEW = 6
_FLAG_NAMES = {"high_importance": "重要度「高」（〇）", "priority": "重点化の対象（「重」）"}
_FLAGS = {"yes": "該当します", "no": "該当しません", "unknown": "該当するか不明です"}
_GOING_ON = {"yes": "該当し", "no": "該当せず", "unknown": "該当するか不明で"}
_MARKED = {"yes": "該当", "no": "非該当", "unknown": "不明"}


def answer(question: Question, records: Records) -> Answer:
    """Cards of the items named; with 重要度 or 重点化 and no item, the items that have the flag."""
    if question.unknown_codes and not question.items and not question.sections:
        return unknown_items(question, records, NAME)
    items = items_of(question, records)
    if question.flags and question.all_items and not question.items and (flagged := _flagged(question, records)):
        return flagged  # 重点化の対象は全項目？
    if not items:
        return _flagged(question, records) or which_item(question, records, NAME, "概要")
    notes: list[str] = []
    cards = [records.item_by_code[code] for code in items]
    facts: list[Fact] = []
    conflicts: list[Conflict] = []
    lines: list[str] = []
    sources: list[Source] = []
    for item in cards:
        if len(cards) > 1:
            lines.append(f"{item.item} {item.title}")
        lines.extend(_card_lines(item, records))
        facts.extend(_card_facts(item, records))
        sources.append(item.source)
        for year in records.years_rated(item.item):
            conflict = conflict_of(records.ratings_of(item.item, "annual", year))
            if conflict:
                conflicts.append(conflict)
                notes.append(
                    sentence(records.ratings_of(item.item, "annual", year), f"{item.item} の{year_name(year)}の評定")
                )
            sources.extend(each.source for each in records.ratings_of(item.item, "annual", year)[:1])
    years = records.rated_years
    first = _first(cards[0], records, question) if len(cards) == 1 else _first_of_many(items, records)
    denied = len(cards) == 1 and any(not wanted for _, wanted in question.flags)
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=first,
        lines=tuple(lines),
        notes=tuple(notes),
        items=items,
        fiscal_years=years,
        evaluations=("annual", "prospective"),
        facts=tuple(facts),
        conflicts=tuple(conflicts),
        sources=tuple(dict.fromkeys(sources)),
        next_steps=tuple(f"{items[0]} の{what}は？" for what in ("評定の推移", "主な成果", "指標", "評定の根拠")),
        read_as=f"{'・'.join(items[:6])}・項目の概要",
        heeded=("negation",) if denied else (),  # whether it has the mark is said either way
    )


def _first_of_many(items: tuple[str, ...], records: Records) -> str:
    """Which items they are, and their latest ratings where these are few enough to be read aloud."""
    said = named_codes(items, records)
    named = f"{said}の概要です。" if said.endswith(CLOSED) else f"{said} の概要です（{len(items)}項目）。"
    if len(items) > _FEW:
        return named
    year = records.rated_years[-1]
    given = [
        f"{code} が {letters(statements)}" for code in items if (statements := records.ratings_of(code, "annual", year))
    ]
    return f"{named}{year_name(year)}の評定は、{'、'.join(given)} です。" if given else named


def _first(item: Item, records: Records, question: Question) -> str:
    flags: list[tuple[str, str]] = []
    if any("重要" in word for word in question.words):
        flags.append(("重要度「高」", item.high_importance))
    if any("重点" in word or "優先" in word for word in question.words):
        flags.append(("重点化の対象", item.priority))
    if any("困難" in word or "難易" in word for word in question.words):
        flags.append(("困難度「高」", item.high_difficulty))
    if flags:
        yes_or_no = marked(question, {"high_importance": item.high_importance, "priority": item.priority})
        lost = "（総括表の下線をこの記録では確かめられません）" if flags[-1] == ("困難度「高」", "unknown") else ""
        told = f"{flags[0][0]}に{_FLAGS[flags[0][1]]}"
        if len(flags) > 1 and len({state for _, state in flags}) == 1:
            told = "".join(f"{name}にも" for name, _ in flags) + _FLAGS[flags[0][1]]
        elif len(flags) > 1:
            before = "".join(f"{name}には{_GOING_ON[state]}、" for name, state in flags[:-1])
            told = f"{before}{flags[-1][0]}には{_FLAGS[flags[-1][1]]}"
        return f"{yes_or_no}{item.item}「{item.title}」は、{told}{lost}。"
    year = records.rated_years[-1]
    statements = records.ratings_of(item.item, "annual", year)
    rated = f"{year_name(year)}の評定は {letters(statements)}（{given_by(statements[0])}）です。" if statements else ""
    return f"{item.item} は「{item.title}」です。{rated}"


def _card_lines(item: Item, records: Records) -> list[str]:
    section = next(section for section in records.sections if section.section == item.section)
    series = [(year, letters(records.ratings_of(item.item, "annual", year))) for year in records.years_rated(item.item)]
    lines = [f"大項目：{section.section} {section.title}", f"年度評価の推移：{series_text(series)}"]
    prospective = records.ratings_of(item.item, "prospective")
    if prospective:
        lines.append(f"見込評価：{letters(prospective)}（{given_by(prospective[0])}）")
    flags = (
        f"重要度「高」：{_MARKED[item.high_importance]}、重点化の対象：{_MARKED[item.priority]}、"
        f"困難度「高」：{_MARKED[item.high_difficulty]}"
    )
    lines.append(flags + (f"（{item.difficulty_note}）" if item.difficulty_note else ""))
    staff = records.staff_counts_of(item.item)
    if staff:
        lines.append(f"従事人員数：{staff[-1].staff_count}人（{year_name(staff[-1].fiscal_year)}）")
    names = [each.name for each in records.indicators_by_item.get(item.item, ()) if each.kind == "quantitative"]
    if names:
        lines.append(f"定量的指標：{'、'.join(names[:4])}" + (f" ほか{len(names) - 4}件" if len(names) > 4 else ""))
    return lines


def _card_facts(item: Item, records: Records) -> list[Fact]:
    facts = [Fact(kind="title", item=item.item, label="項目名", value=item.title, sources=(item.source,))]
    for label, value in (
        ("重要度「高」", item.high_importance),
        ("重点化の対象", item.priority),
        ("困難度「高」", item.high_difficulty),
    ):
        facts.append(Fact(kind="flag", item=item.item, label=label, value=value, sources=(item.source,)))
    for year in records.years_rated(item.item):
        facts.extend(facts_of(records.ratings_of(item.item, "annual", year)))
    facts.extend(facts_of(records.ratings_of(item.item, "prospective")))
    return facts


def _flagged(question: Question, records: Records) -> Answer | None:
    words = "".join(question.words)
    if "困難" in words or "難" in words:
        notes = [f"{item.item}：{item.difficulty_note}" for item in records.items if item.difficulty_note]
        return Answer(
            question=question.text,
            status=Status.NO_DATA,
            topic="items",
            first="困難度「高」の項目は分かりません。総括表では下線で示されますが、この記録では下線を確かめられません。",
            lines=tuple(notes),
            sources=tuple(each.source for each in records.absences() if each.kind == "high_difficulty"),
        )
    if not question.flags:
        return None
    label = "・".join(f"{_FLAG_NAMES[name]}{'' if wanted else 'でない'}" for name, wanted in question.flags)
    found = [records.item_by_code[code] for code in items_of(question, records, default_all=True)]
    codes = tuple(item.item for item in found)
    shown = f"{'・'.join(codes[:3])} など" if len(codes) > 12 else "・".join(codes)
    told = f" {len(codes)}項目です（{shown}）" if codes else "ありません"
    among = within(question._replace(flags=()), records)  # Ⅱ-1以外で重点化されている項目
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic="items",
        first=f"{among}{label}{'' if label.endswith('ない') else 'の'}項目は{told}。",
        tables=(Table(caption=label, header=("項目", "項目名"), rows=tuple((item.item, item.title) for item in found)),)
        if found
        else (),
        items=codes,
        facts=tuple(Fact(kind="flag", item=i.item, label=label, value=label, sources=(i.source,)) for i in found),
        sources=tuple(item.source for item in found),
        notes=("総括表の印による。" + years_name(records.rated_years[:3]) + "の列に付いています。",),
        read_as=label,
    )
