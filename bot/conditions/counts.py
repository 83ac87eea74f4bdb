"""How many times, and how many items: by item, by section, by year; from … to where places disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answer import Answer, Status, Table
from bot.conditions.build import wanted_letters
from bot.conditions.judge import stated_letters
from bot.conditions.query import Often, Term
from bot.conditions.rated import with_ratings
from bot.conditions.read import Clause, Reading, Unread
from bot.conditions.say import term_name, terms_name
from bot.conditions.shapes import Asked
from bot.conditions.shares import answer_shares
from bot.figures.letter_counts import answer_change_of_counts
from bot.question import Question
from bot.text.compiled import compiled
from bot.text.fiscal_year import YearSelection
from bot.topics.rating import also_disputed
from bot.wording.phrases import COMPUTED, at_least_to_most, short_year, year_name, years_name
from bot.wording.subject import items_of, missing_years_sentence, narrowed, within
from records.lookups import Records

_FEW = 8
# AとBの数: of each, where A以上 and AまたはB are counted together
_EACH_LETTER = compiled(r"[sabcd](?:評価|評定)?(?:と|、|・|及び|および)[sabcd]")


def answer_counts(question: Question, records: Records, reading: Reading, asked: Asked) -> Answer:
    """Raises Unread."""
    if asked.shape == "unrated":
        return _unrated(question, records)
    clause = _of_letters(reading)
    prospective = any(term is None for ref in clause.refs for term in ref.terms)
    if prospective and (asked.shape != "sections" or len(clause.refs) > 1):
        raise Unread("見込評価")
    named = tuple(sorted({term for ref in clause.refs for term in ref.terms if term is not None}))
    missing = tuple(year for year in named if year not in records.rated_years)
    if missing:
        first = missing_years_sentence(f"{years_name(missing)}の評定", missing, records.rated_years)
        return Answer(question=question.text, status=Status.NO_DATA, topic="items", first=first)
    items = items_of(question, records, default_all=True)
    if any(word.kind == "share" for word in reading.shapes):
        by = "section" if asked.shape == "sections" else "year"
        usual = records.rated_years if by == "year" else records.rated_years[-1:]
        terms: tuple[Term, ...] = (None,) if prospective else named or usual
        return answer_shares(question, records, clause, items, by=by, terms=terms, extreme=asked.extreme)
    if asked.shape == "ranked":
        return _ranked(question, records, items, named or records.rated_years[-1:], asked.extreme)
    if asked.shape == "total":
        return _total(question, records, clause, items, named or records.rated_years)
    if asked.shape == "by year":
        return _by_year(question, records, clause, items, named or records.rated_years)
    if asked.shape == "letters":
        return _by_letter(question, records, clause, items, named or records.rated_years[-1:], asked.extreme)
    if asked.shape == "times":
        return _by_item(question, records, clause, items, named or records.rated_years, asked.extreme)
    return _by_section(question, records, clause, items, (None,) if prospective else named, asked.extreme)


def _of_letters(reading: Reading) -> Clause:
    """The one clause, when it says no more than which letters."""
    clause = reading.clauses[0] if reading.clauses else reading.loose
    apart = clause.only or clause.first or clause.last or clause.others
    if len(reading.clauses) > 1 or clause.move or clause.relation or clause.row or clause.from_letter or apart:
        raise Unread("数")
    return clause


def _by_year(
    question: Question, records: Records, clause: Clause, items: Sequence[str], years: tuple[int, ...]
) -> Answer:
    if clause.negated or clause.count:
        raise Unread("年度ごと")
    selection = YearSelection(years, asked=True, series=True)
    answered = answer_change_of_counts(
        question._replace(years=selection, letters=tuple(clause.letters)), records, items
    )
    return answered._replace(first=narrowed(answered.first, question, records))


def _ranked(question: Question, records: Records, items: Sequence[str], years: tuple[int, ...], extreme: str) -> Answer:
    """「令和5年度の評定は、良い順に、A が 3項目（Ⅰ-5・Ⅰ-6・Ⅰ-10）、B が 16項目です」."""
    if len(years) != 1:
        raise Unread("順")
    order = records.scale if extreme != "least" else tuple(reversed(records.scale))
    stated = {code: stated_letters(records, code, years[0]) for code in items}
    of = {letter: [code for code, letters in stated.items() if letters == (letter,)] for letter in order}
    told = "、".join(
        f"{letter} が {len(codes)}項目{f'（{chr(12539).join(codes)}）' if len(codes) <= _FEW else ''}"
        for letter, codes in of.items()
        if codes
    )
    disputed = {code: " と ".join(letters) for code, letters in stated.items() if len(letters) > 1}
    codes = [code for each in of.values() for code in each]
    return with_ratings(
        question,
        records,
        first=f"{within(question, records)}{year_name(years[0])}の評定は、{'良い' if extreme != 'least' else '低い'}順に、{told}です。"
        + also_disputed(disputed),
        topic="items",
        codes=(*codes, *disputed),
        about=tuple(items),
        terms=years,
        notes=(),
        read_as=f"評定の順・{year_name(years[0])}",
    )


def _bounds(
    records: Records, items: Sequence[str], years: Sequence[Term], wanted: frozenset[str]
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
                disputed[f"{code} の{term_name(year)}"] = " と ".join(letters)
        bounds[code] = (low, high)
    return bounds, disputed


def _total(question: Question, records: Records, clause: Clause, items: Sequence[str], years: Sequence[int]) -> Answer:
    """「令和3〜6年度の A は、合わせて 12〜13件です（R3 5・R4 3〜4・R5 3・R6 1）」."""
    if clause.count is not None or clause.negated:
        raise Unread("合計")
    wanted, said = wanted_letters(clause.letters, clause.bounds, records.scale)
    of: dict[int, tuple[int, int]] = {}
    disputed: dict[str, str] = {}
    about: dict[str, None] = {}
    for year in years:
        bounds, apart = _bounds(records, items, [year], wanted)
        of[year] = (sum(low for low, _ in bounds.values()), sum(high for _, high in bounds.values()))
        disputed |= apart
        about |= dict.fromkeys(code for code, (_, high) in bounds.items() if high)
    whole = (sum(low for low, _ in of.values()), sum(high for _, high in of.values()))
    told = "・".join(f"{short_year(year)} {at_least_to_most(at)}" for year, at in of.items())
    each = f"（{told}）" if len(of) > 1 else ""
    codes = tuple(code for code in items if code in about)
    return with_ratings(
        question,
        records,
        first=f"{within(question, records)}{years_name(years)}の {said} は、合わせて {at_least_to_most(whole)}件です{each}{COMPUTED}。"
        + also_disputed(disputed),
        topic="items",
        codes=codes,
        about=codes,
        terms=tuple(years),
        notes=("記載された評定から数えた計算値です。",),
        read_as=f"{said} の数の合計・{years_name(years)}",
    )


def _by_item(
    question: Question, records: Records, clause: Clause, items: Sequence[str], years: Sequence[int], extreme: str
) -> Answer:
    if clause.count is not None or clause.negated:
        raise Unread("回数")
    wanted, said = wanted_letters(clause.letters, clause.bounds, records.scale)
    bounds, disputed = _bounds(records, items, years, wanted)
    ordered = sorted(items, key=lambda code: (-bounds[code][1], -bounds[code][0]))
    if len(items) <= _FEW and question.items:
        told = "、".join(f"{code} が {at_least_to_most(bounds[code])}回" for code in items)
        first = f"{years_name(years)}に {said} だった回数は、{told}{_which(bounds, extreme)}{COMPUTED}。"
    else:
        groups: dict[str, list[str]] = {}
        for code in ordered:
            groups.setdefault(at_least_to_most(bounds[code]), []).append(code)
        told = "、".join(
            f"{number}回が {'・'.join(codes) if len(codes) <= _FEW else f'{len(codes)}項目'}"
            for number, codes in groups.items()
        )
        first = f"{within(question, records)}{years_name(years)}に {said} だった回数は、{told}です{COMPUTED}。"
    rows = tuple(
        (
            code,
            f"{at_least_to_most(bounds[code])}回",
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
    told = "、".join(f"{letter} が {at_least_to_most(at)}項目" for letter, at in of.items())
    first = f"{within(question, records)}{years_name(years)}は、{told}{_which(of, extreme)}{COMPUTED}。"
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
    question: Question, records: Records, clause: Clause, items: Sequence[str], named: Sequence[Term], extreme: str
) -> Answer:
    if clause.count is not None and (clause.count.number or (not named and clause.count.often is Often.ALL)):
        raise Unread("数")  # 全部Bだった項目を大項目別に: those that had it in all years, and not those of one
    counted = extreme in {"most", "least"} or clause.ever
    years: tuple[Term, ...] = tuple(named) or (records.rated_years if counted else records.rated_years[-1:])
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
    together = clause.letters and not (_EACH_LETTER.search(question.text_folded) and not any(clause.bounds))
    groups = [clause.letters] if together else [[letter] for letter in letters]  # AとBの数: of each
    for group in groups:
        wanted, name = wanted_letters(group, clause.bounds if together else [""] * len(group), records.scale)
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
        rows.extend(
            (name, section, f"{at_least_to_most(of[section])}{unit}", _codes(records, bounds, section))
            for section in own
        )
        said.append(_said_of_sections(name, of, unit, extreme))
    of_terms = "は、" if extreme == "none" else "の "
    first = f"{terms_name(years)}{of_terms}{'。'.join(said)}{COMPUTED}。{also_disputed(doubts)}"
    return with_ratings(
        question,
        records,
        first=first,
        topic="items" if clause.letters else "distribution",
        codes=tuple(code for code in items if code in about),
        about=tuple(code for code in items if code in about),
        terms=years,
        notes=("記載された評定から数えた計算値です。",),
        read_as=f"大項目ごとの評定の数・{terms_name(years)}",
        tables=(Table(caption="大項目ごとの数", header=("評定", "大項目", "数", "項目"), rows=tuple(rows)),),
    )


def _codes(records: Records, bounds: Mapping[str, tuple[int, int]], section: str) -> str:
    return "・".join(c for c, at in bounds.items() if at[1] and records.item_by_code[c].section == section) or "なし"


def _said_of_sections(name: str, of: Mapping[str, tuple[int, int]], unit: str, extreme: str) -> str:
    told = "、".join(f"{section} が {at_least_to_most(at)}{unit}" for section, at in of.items())
    if extreme == "none":
        none = [section for section, at in of.items() if at == (0, 0)]
        there = (
            f"{name} の項目がない大項目は {'・'.join(none)} です" if none else f"{name} の項目がない大項目はありません"
        )
        return f"{there}（{told}）"
    return f"{name} は、{told}{_which(of, extreme)}"


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
