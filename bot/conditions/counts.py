"""How many times, and how many items: by item, by section, by year; from … to where places disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answer import Answer, Status, Table
from bot.conditions.build import wanted_letters
from bot.conditions.judge import stated_letters
from bot.conditions.query import Often
from bot.conditions.rated import with_ratings
from bot.conditions.read import Clause, Reading, Unread
from bot.conditions.shapes import Asked
from bot.figures.letter_counts import answer_change_of_counts
from bot.question import Question
from bot.text.fiscal_year import YearSelection
from bot.topics.rating import also_disputed
from bot.wording.phrases import short_year, year_name, years_name
from bot.wording.subject import items_of, missing_years_sentence, narrowed, within
from records.lookups import Records

_COMPUTED = "（計算値）"
_FEW = 8


def answer_counts(question: Question, records: Records, reading: Reading, asked: Asked) -> Answer:
    """Raises Unread."""
    if asked.shape == "unrated":
        return _unrated(question, records)
    if len(reading.clauses) > 1:
        raise Unread("数")
    clause = reading.clauses[0] if reading.clauses else reading.loose
    if (
        clause.others
        or clause.move
        or clause.relation
        or clause.row
        or clause.only
        or clause.first
        or clause.last
        or clause.from_letter
    ):
        raise Unread("数")
    if any(term is None for ref in clause.refs for term in ref.terms):
        raise Unread("見込評価")
    named = tuple(sorted({term for ref in clause.refs for term in ref.terms if term is not None}))
    missing = tuple(year for year in named if year not in records.rated_years)
    if missing:
        first = missing_years_sentence(f"{years_name(missing)}の評定", missing, records.rated_years)
        return Answer(question=question.text, status=Status.NO_DATA, topic="items", first=first)
    items = items_of(question, records, default_all=True)
    if asked.shape == "by year":
        if clause.negated or clause.count:
            raise Unread("年度ごと")
        years = YearSelection(named or records.rated_years, asked=True, series=True)
        answered = answer_change_of_counts(
            question._replace(years=years, letters=tuple(clause.letters)), records, items
        )
        return answered._replace(first=narrowed(answered.first, question, records))
    if asked.shape == "letters":
        return _by_letter(question, records, clause, items, named or records.rated_years[-1:], asked.extreme)
    if asked.shape == "times":
        return _by_item(question, records, clause, items, named or records.rated_years, asked.extreme)
    return _by_section(question, records, clause, items, named, asked.extreme)


def _bounds(
    records: Records, items: Sequence[str], years: Sequence[int], wanted: frozenset[str]
) -> tuple[dict[str, tuple[int, int]], dict[str, str]]:
    """Item → how many of the years have the letter, at least and at most; the ratings on which that hangs."""
    bounds: dict[str, tuple[int, int]] = {}
    disputed: dict[str, str] = {}
    for code in items:
        low = high = 0
        for year in years:
            letters = stated_letters(records, code, year)
            low += bool(letters) and set(letters) <= wanted
            high += bool(set(letters) & wanted)
            if set(letters) & wanted and not set(letters) <= wanted:
                disputed[f"{code} の{year_name(year)}"] = " と ".join(letters)
        bounds[code] = (low, high)
    return bounds, disputed


def _span(bounds: tuple[int, int]) -> str:
    return str(bounds[0]) if bounds[0] == bounds[1] else f"{bounds[0]}〜{bounds[1]}"


def _by_item(
    question: Question, records: Records, clause: Clause, items: Sequence[str], years: Sequence[int], extreme: str
) -> Answer:
    if clause.count is not None or clause.negated:
        raise Unread("回数")
    wanted, said = wanted_letters(clause.letters, clause.bounds, records.scale)
    bounds, disputed = _bounds(records, items, years, wanted)
    ordered = sorted(items, key=lambda code: (-bounds[code][1], -bounds[code][0]))
    if len(items) <= _FEW and question.items:
        told = "、".join(f"{code} が {_span(bounds[code])}回" for code in items)
        first = f"{years_name(years)}に {said} だった回数は、{told}{_which(bounds, extreme)}{_COMPUTED}。"
    else:
        groups: dict[str, list[str]] = {}
        for code in ordered:
            groups.setdefault(_span(bounds[code]), []).append(code)
        told = "、".join(
            f"{number}回が {'・'.join(codes) if len(codes) <= _FEW else f'{len(codes)}項目'}"
            for number, codes in groups.items()
        )
        first = f"{within(question, records)}{years_name(years)}に {said} だった回数は、{told}です{_COMPUTED}。"
    rows = tuple(
        (
            code,
            f"{_span(bounds[code])}回",
            "・".join(short_year(year) for year in years if set(stated_letters(records, code, year)) & wanted)
            or "なし",
        )
        for code in ordered
    )
    return with_ratings(
        question,
        records,
        first=first + also_disputed(disputed),
        topic="items",
        codes=tuple(code for code in items if code in ordered),
        about=items,
        terms=tuple(years),
        notes=("記載された評定から数えた計算値です。",),
        read_as=f"{said} の回数・{years_name(years)}",
        tables=(Table(caption=f"{said} の回数", header=("項目", "回数", "年度"), rows=rows),),
    )


def _by_letter(
    question: Question, records: Records, clause: Clause, items: Sequence[str], years: Sequence[int], extreme: str
) -> Answer:
    """「令和5年度は、A が 3項目、B が 16項目で、B のほうが多いです」."""
    if clause.count is not None or clause.negated or any(clause.bounds):
        raise Unread("数")
    of: dict[str, tuple[int, int]] = {}
    disputed: dict[str, str] = {}
    for letter in clause.letters:
        bounds, apart = _bounds(records, items, years, frozenset({letter}))
        of[letter] = (sum(low for low, _ in bounds.values()), sum(high for _, high in bounds.values()))
        disputed |= apart
    told = "、".join(f"{letter} が {_span(at)}項目" for letter, at in of.items())
    first = f"{within(question, records)}{years_name(years)}は、{told}{_which(of, extreme)}{_COMPUTED}。"
    codes = tuple(code for code in items if any(set(stated_letters(records, code, year)) & of.keys() for year in years))
    return with_ratings(
        question,
        records,
        first=first + also_disputed(disputed),
        topic="items",
        codes=codes,
        about=codes,
        terms=tuple(years),
        notes=("記載された評定から数えた計算値です。",),
        read_as=f"{'・'.join(clause.letters)} の数・{years_name(years)}",
    )


def _which(bounds: Mapping[str, tuple[int, int]], extreme: str) -> str:
    """「で、Ⅰ-1 のほうが多いです」 where that is asked and holds whichever place is right."""
    if not extreme:
        return "です"
    keys = list(bounds)
    most = extreme == "most"
    bar = (max if most else min)(bounds[key][0 if most else 1] for key in keys)
    may = [key for key in keys if (bounds[key][1] >= bar if most else bounds[key][0] <= bar)]
    if len(may) == len(keys) and all(bounds[key] == (bar, bar) for key in keys):
        return "で、同じです"
    if len(may) > 1 and not all(bounds[key] == (bar, bar) for key in may):
        return "で、どれが最も" + ("多い" if most else "少ない") + "かは出典により変わります"
    word = "多い" if most else "少ない"
    return f"で、{may[0]} のほうが{word}です" if len(keys) == 2 else f"で、最も{word}のは {'・'.join(may)} です"  # noqa: PLR2004 - a pair


def _by_section(
    question: Question, records: Records, clause: Clause, items: Sequence[str], named: Sequence[int], extreme: str
) -> Answer:
    if clause.count is not None and (clause.count.number or (not named and clause.count.often is Often.ALL)):
        raise Unread("数")  # 全部Bだった項目を大項目別に: those that had it in all years, and not those of one
    counted = extreme in {"most", "least"} or clause.ever
    years = tuple(named) or (records.rated_years if counted else records.rated_years[-1:])
    own = dict.fromkeys(records.item_by_code[code].section for code in items)
    letters = clause.letters or [
        letter
        for letter in records.scale
        if any(letter in stated_letters(records, code, year) for code in items for year in years)
    ]
    unit = "項目" if len(years) == 1 else "回"
    rows: list[tuple[str, ...]] = []
    said: list[str] = []
    doubts: dict[str, str] = {}
    about: dict[str, None] = {}
    groups = [clause.letters] if clause.letters else [[letter] for letter in letters]
    for group in groups:
        wanted, name = wanted_letters(group, clause.bounds if clause.letters else [""] * len(group), records.scale)
        bounds, disputed = _bounds(records, items, years, wanted)
        doubts |= disputed
        of = {
            section: (
                sum(bounds[code][0] for code in items if records.item_by_code[code].section == section),
                sum(bounds[code][1] for code in items if records.item_by_code[code].section == section),
            )
            for section in own
        }
        about |= dict.fromkeys(code for code in items if bounds[code][1])
        rows.extend((name, section, f"{_span(of[section])}{unit}", _codes(records, bounds, section)) for section in own)
        said.append(_said_of_sections(name, of, unit, extreme))
    first = f"{years_name(years)}は、{'。'.join(said)}{_COMPUTED}。{also_disputed(doubts)}"
    return with_ratings(
        question,
        records,
        first=first,
        topic="items" if clause.letters else "distribution",
        codes=tuple(code for code in items if code in about),
        about=tuple(code for code in items if code in about),
        terms=years,
        notes=("記載された評定から数えた計算値です。",),
        read_as=f"大項目ごとの評定の数・{years_name(years)}",
        tables=(Table(caption="大項目ごとの数", header=("評定", "大項目", "数", "項目"), rows=tuple(rows)),),
    )


def _codes(records: Records, bounds: Mapping[str, tuple[int, int]], section: str) -> str:
    return "・".join(c for c, at in bounds.items() if at[1] and records.item_by_code[c].section == section) or "なし"


def _said_of_sections(name: str, of: Mapping[str, tuple[int, int]], unit: str, extreme: str) -> str:
    told = "、".join(f"{section} が {_span(at)}{unit}" for section, at in of.items())
    if extreme == "none":
        none = [section for section, at in of.items() if at == (0, 0)]
        there = (
            f"{name} の項目がない大項目は {'・'.join(none)} です" if none else f"{name} の項目がない大項目はありません"
        )
        return f"{there}（{told}）"
    return f"{name} は {told}{_which(of, extreme)}"


def _unrated(question: Question, records: Records) -> Answer:
    """The items of which no place states a rating for the year."""
    years = question.years.years if question.years.asked else records.rated_years[-1:]
    missing = tuple(year for year in years if year not in records.rated_years)
    if missing:
        first = missing_years_sentence(f"{years_name(missing)}の評定", missing, records.rated_years)
        return Answer(question=question.text, status=Status.NO_DATA, topic="items", first=first)
    items = items_of(question, records, default_all=True)
    found = [code for code in items if any(not stated_letters(records, code, year) for year in years)]
    told = f"{'・'.join(found)} です" if found else f"ありません（{len(items)}項目すべてに付いています）"
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic="items",
        first=f"{within(question, records)}{years_name(years)}の評定が付いていない項目は{' ' if found else ''}{told}。",
        items=tuple(found),
        fiscal_years=tuple(years),
        evaluations=("annual",),
        read_as=f"評定が付いていない項目・{years_name(years)}",
    )
