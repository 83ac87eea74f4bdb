"""The years in which something holds: of one item, of two beside one another, of a number of items."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Answer, Status
from bot.conditions.build import step_letters, wanted_letters
from bot.conditions.judge import readings, stated_letters
from bot.conditions.query import Count, Moves, Often, longest_run, steps_of
from bot.conditions.rated import with_ratings
from bot.conditions.read import Clause, Reading, Unread
from bot.conditions.say import how
from bot.question import Question
from bot.topics.rating import also_disputed
from bot.wording.phrases import short_year, year_name, years_name
from bot.wording.subject import items_of, missing_years_sentence, series_text, within
from records.lookups import Records

_COMPUTED = "（計算値）"
_PAIR = 2


def answer_years(question: Question, records: Records, reading: Reading) -> Answer:
    """The years asked for. Raises Unread."""
    if len(reading.clauses) > 1:
        raise Unread("年度")
    clause = reading.clauses[0]
    if clause.others:
        raise Unread("以外")
    items = items_of(question, records, default_all=True)
    if len(items) == _PAIR and clause.relation in {"same", "differ"}:
        return _of_a_pair(question, records, clause, items)
    if clause.relation:
        raise Unread("年度")
    if clause.move or clause.from_letter:
        return _of_steps(question, records, reading, items)
    asked = _years(clause, records)
    missing = tuple(year for year in asked if year not in records.rated_years)
    years = tuple(year for year in asked if year in records.rated_years)
    if not years:
        first = missing_years_sentence(f"{years_name(missing)}の評定", missing, records.rated_years)
        return Answer(question=question.text, status=Status.NO_DATA, topic="history", first=first)
    absent = [missing_years_sentence(f"{years_name(missing)}の評定", missing, records.rated_years)] if missing else []
    topic, codes = "history", items
    if len(items) == 1:
        first = _of_one(records, clause, items[0], years)
    else:
        first, codes = _of_many(records, clause, items, years, reading)
        first, topic = within(question, records) + first, "items"
    return with_ratings(
        question,
        records,
        first=first,
        topic=topic,
        codes=codes,
        about=codes,
        terms=years,
        notes=(),
        read_as="評定の年度",
        whole=len(items) == 1,
    ).with_missing(*absent)


def _of_steps(question: Question, records: Records, reading: Reading, items: Sequence[str]) -> Answer:
    """From which year to which a rating rose, fell or became a letter (Ⅰ-5が上がったのは何年度)."""
    clause = reading.clauses[0]
    if clause.negated or clause.count or clause.row or clause.only or clause.first or clause.last or clause.levels > 1:
        raise Unread(clause.text or "年度")
    years = tuple(year for year in _years(clause, records) if year in records.rated_years)
    if len(years) < _PAIR:
        raise Unread("年度")
    old, new = step_letters(clause, reading.known)
    condition = Moves(years, clause.move or "change", Count(Often.ANY), old, new)
    told: list[str] = []
    found: list[str] = []
    unsure: dict[str, dict[str, str]] = {}
    for code in items:
        ways = readings(records, code, years)
        steps = [set(steps_of(condition, given, records.scale)) for given in ways]
        sure = sorted(set.intersection(*steps)) if steps else []
        if any(set(each) != set(sure) for each in steps):
            unsure[code] = _disputed(records, code, years, "" if len(items) == 1 else f"{code} の")
        if sure:
            found.append(code)
        told.extend(
            f"{'' if len(items) == 1 else code + ' '}{short_year(one)} {ways[0][one]} → {short_year(two)} {ways[0][two]}"
            for one, two in sure
        )
    subject = f"{items[0]} の評定が" if len(items) == 1 else f"{within(question, records)}評定が"
    word = how(condition)
    surely = "と確かに言える" if unsure and len(items) == 1 else ""
    first = (
        f"{subject}{word}のは、{'、'.join(told)} です{_COMPUTED}。"
        if told
        else f"{subject}{word}{surely}年度は、{years_name(years)}にはありません{_series(records, items, years)}{_COMPUTED}。"
    )
    doubts = {subject: sides for each in unsure.values() for subject, sides in each.items()}
    codes = tuple(items) if len(items) == 1 else tuple(found)
    return with_ratings(
        question,
        records,
        first=first + also_disputed(doubts),
        topic="changes",
        codes=(*codes, *(code for code in unsure if code not in codes)),
        about=codes,
        terms=years,
        notes=("上下は記載された評定を比べた計算値です。",),
        read_as=f"評定が{word}年度",
    )


def _series(records: Records, items: Sequence[str], years: Sequence[int]) -> str:
    """「（R3 A → R4 B）」 of a single item."""
    if len(items) != 1:
        return ""
    return f"（{series_text([(year, '／'.join(stated_letters(records, items[0], year)) or '記録なし') for year in years])}）"


def answer_longest(question: Question, records: Records, reading: Reading) -> Answer:
    """How many years in a row, at most, and which. Raises Unread."""
    if len(reading.clauses) > 1 or reading.clauses[0].count or reading.clauses[0].move:
        raise Unread("連続")
    clause = reading.clauses[0]
    code = question.items[0]
    years = _years(clause, records)
    wanted, said = _wanted(clause, records)
    stated = {year: set(stated_letters(records, code, year)) for year in years}
    sure = [bool(stated[year]) and stated[year] <= wanted for year in years]
    may = [bool(stated[year] & wanted) for year in years]
    number, most = longest_run(sure), longest_run(may)
    runs = [years[at : at + number] for at in range(len(years) - number + 1) if number and all(sure[at : at + number])]
    told = "、".join(years_name(run) for run in runs)
    series = series_text([(year, "／".join(stated_letters(records, code, year))) for year in years])
    first = (
        f"{code} が続けて {said} だったのは、最長で {number}年間です（{told}）{_COMPUTED}。"
        if number
        else f"{code} が {said} だった年度は、{years_name(years)}にはありません{_COMPUTED}。"
    )
    doubt = also_disputed(_disputed(records, code, years)) if most > number else ""
    return with_ratings(
        question,
        records,
        first=first + doubt,
        topic="history",
        codes=(code,),
        about=(code,),
        terms=years,
        notes=(f"年度評価の推移：{series}",),
        read_as=f"{code}・続けて {said} だった年数",
        whole=True,
    )


def _years(clause: Clause, records: Records) -> tuple[int, ...]:
    if any(term is None for ref in clause.refs for term in ref.terms) or any(ref.mark for ref in clause.refs):
        raise Unread("年度")
    years = tuple(sorted({term for ref in clause.refs for term in ref.terms if term is not None}))
    return years or (records.rated_years[-clause.span :] if clause.span else records.rated_years)


def _wanted(clause: Clause, records: Records) -> tuple[frozenset[str], str]:
    wanted, said = wanted_letters(clause.letters, clause.bounds, records.scale)
    if not clause.negated:
        return wanted, said
    return frozenset(records.scale) - wanted, f"{said.replace(' か ', ' でも ')} で{'も' if ' か ' in said else ''}な"


def _disputed(records: Records, code: str, years: Sequence[int], subject: str = "") -> dict[str, str]:
    return {
        f"{subject}{year_name(year)}": " と ".join(letters)
        for year in years
        if len(letters := stated_letters(records, code, year)) > 1
    }


def _of_one(records: Records, clause: Clause, code: str, years: Sequence[int]) -> str:
    """「Ⅰ-1 が B だったのは、令和5年度の1回です」; a year on which places disagree is named, and not counted."""
    if clause.count is not None or clause.row or clause.only or clause.from_letter:
        raise Unread("年度")
    wanted, said = _wanted(clause, records)
    was = f"{said}かった" if clause.negated else f"{said} だった"
    stated = {year: set(stated_letters(records, code, year)) for year in years}
    sure = [year for year in years if stated[year] and stated[year] <= wanted]
    unsure = [year for year in years if stated[year] & wanted and not stated[year] <= wanted]
    among = years_name(years)
    if clause.first or clause.last:
        when = "初めて" if clause.first else "最後に"
        one = (sure[:1] if clause.first else sure[-1:]) or []
        outside = [year for year in unsure if not one or (year < one[0] if clause.first else year > one[0])]
        doubt = also_disputed(_disputed(records, code, outside))
        if not one:
            return f"記録のある{among}のうち、{code} が {was}{'と確かに言える' if unsure else ''}年度はありません{_COMPUTED}。{doubt}"
        return f"記録のある{among}のうち、{code} が{when} {was}のは、{year_name(one[0])}です{_COMPUTED}。{doubt}"
    doubt = also_disputed(_disputed(records, code, unsure))
    if sure:
        return f"{code} が {was}のは、{years_name(sure)}の{len(sure)}回です{_COMPUTED}。{doubt}"
    surely = "と確かに言える" if unsure else ""
    return f"{code} が {was}{surely}年度は、{among}にはありません{_COMPUTED}。{doubt}"


def _of_many(
    records: Records, clause: Clause, items: Sequence[str], years: Sequence[int], reading: Reading
) -> tuple[str, tuple[str, ...]]:
    """The years in which so many of the items had the letter: none, all, three or more, at least one."""
    if clause.row or clause.only or clause.first or clause.last or clause.from_letter:
        raise Unread("年度")
    wanted, said = wanted_letters(clause.letters, clause.bounds, records.scale)
    number = next((word for word in reading.shapes if word.kind == "number"), None)
    every = any(word.kind == "every item" for word in reading.shapes)
    whole = every or (clause.count is not None and clause.count.often is Often.ALL)
    if number is not None:
        bounds = {"以上": Often.LEAST, "以下": Often.MOST, "未満": Often.MOST}
        count = Count(bounds.get(number.bound, Often.EXACTLY), number.number - (number.bound == "未満"))
        how = f"{said} が{'' if number.bound else 'ちょうど'}{number.number}項目{number.bound}の"
    elif every and clause.negated:
        raise Unread("ない")
    elif clause.negated or (clause.count is not None and clause.count.often is Often.NEVER):
        count, how = Count(Often.NEVER), f"{said} の項目がない"
    elif whole:
        count, how = Count(Often.ALL), f"すべての項目が {said} だった"
    elif clause.count is not None:
        raise Unread("年度")
    else:
        count, how = Count(Often.ANY), f"{said} の項目がある"
    stated = {(code, year): set(stated_letters(records, code, year)) for code in items for year in years}
    sure: list[int] = []
    unsure: list[int] = []
    for year in years:
        least = [bool(stated[code, year]) and stated[code, year] <= wanted for code in items]
        most = [bool(stated[code, year] & wanted) for code in items]
        ways = [count.fits(least), count.fits(most)]
        (sure if all(ways) else unsure if any(ways) else []).append(year)
    told = f"{years_name(sure)}です" if sure else f"{years_name(years)}にはありません"
    doubt: dict[str, str] = {}
    for year in unsure:
        for code in items:
            doubt |= _disputed(records, code, (year,), f"{code} の")
    codes = tuple(code for code in items if any(stated[code, year] & wanted for year in years))
    return f"{how}年度は、{told}{_COMPUTED}。{also_disputed(doubt)}", codes


def _of_a_pair(question: Question, records: Records, clause: Clause, items: Sequence[str]) -> Answer:
    """The years in which two items have the same letter, or not."""
    if clause.letters or clause.count:
        raise Unread("同じ" if clause.relation == "same" else "違う")
    years = tuple(year for year in _years(clause, records) if year in records.rated_years)
    same = (clause.relation == "same") is not clause.negated
    one, two = items
    sure: list[int] = []
    unsure: list[int] = []
    for year in years:
        first, second = (stated_letters(records, code, year) for code in items)
        ways = {(left == right) is same for left in first for right in second}
        if ways == {True}:
            sure.append(year)
        elif True in ways:
            unsure.append(year)
    told = f"{years_name(sure)}です" if sure else f"{years_name(years)}にはありません"
    doubt: dict[str, str] = {}
    for code in items:
        doubt |= _disputed(records, code, unsure, f"{code} の")
    return with_ratings(
        question,
        records,
        first=f"{one} と {two} の評定が{'同じ' if same else '違う'}年度は、{told}{_COMPUTED}。{also_disputed(doubt)}",
        topic="comparison",
        codes=items,
        about=items,
        terms=years,
        notes=(),
        read_as=f"{one} と {two} の評定が{'同じ' if same else '違う'}年度",
    )
