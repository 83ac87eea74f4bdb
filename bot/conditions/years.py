"""The years in which something holds: of one item, of two beside one another, of a number of items."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Answer, Status
from bot.conditions.build import step_letters, wanted_letters
from bot.conditions.judge import readings, stated_letters
from bot.conditions.query import Count, Moves, Often, longest_run, steps_of
from bot.conditions.rated import disputed_sides, with_ratings
from bot.conditions.read import Clause, Reading, Unread
from bot.conditions.say import how
from bot.question import Question
from bot.text.compiled import compiled
from bot.topics.rating import also_disputed
from bot.wording.phrases import COMPUTED, short_year, year_name, years_name, yes_or_no
from bot.wording.subject import items_of, missing_years_sentence, series_text, within
from records.lookups import Records

_PAIR = 2
# of all years: 推移が同じ
_ALONG = compiled(r"推移(?:が|は)[^、。]{0,3}(?:同じ|一致|違)")
_MANY = 8


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
    if clause.newly and clause.letters and not clause.move:
        clause.move = "change"  # Aに戻ったのはいつ
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
    ends: set[int] = set()
    unsure: dict[str, dict[str, str]] = {}
    for code in items:
        ways = readings(records, code, years)
        steps = [set(steps_of(condition, given, records.scale)) for given in ways]
        sure = sorted(set.intersection(*steps)) if steps else []
        if any(set(each) != set(sure) for each in steps):
            unsure[code] = disputed_sides(records, code, years, "" if len(items) == 1 else f"{code} の")
        if sure:
            found.append(code)
            ends.update(two for _, two in sure)
        told.extend(
            f"{'' if len(items) == 1 else code + ' '}{short_year(one)} {ways[0][one]} → {short_year(two)} {ways[0][two]}"
            for one, two in sure
        )
    subject = f"{items[0]} の評定が" if len(items) == 1 else f"{within(question, records)}評定が"
    word = how(condition)
    surely = "と確かに言える" if unsure and len(items) == 1 else ""
    if told and len(items) == 1:
        told = [f"{years_name(tuple(sorted(ends)))}（{'、'.join(told)}）"]
    first = (
        f"{subject}{word}のは、{'、'.join(told)}{'' if len(items) == 1 else ' '}です{COMPUTED}。"
        if told
        else f"{subject}{word}{surely}年度は、{years_name(years)}にはありません{_series(records, items, years)}{COMPUTED}。"
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
    """How many years in a row, at most, and which; of several items those with the longest run. Raises Unread."""
    if len(reading.clauses) > 1 or reading.clauses[0].count or reading.clauses[0].move:
        raise Unread("連続")
    clause = reading.clauses[0]
    years = _years(clause, records)
    wanted, said = _wanted(clause, records)
    items = items_of(question, records, default_all=True)
    runs: dict[str, list[tuple[int, ...]]] = {}
    longer: dict[str, int] = {}
    for code in items:
        stated = {year: set(stated_letters(records, code, year)) for year in years}
        sure = [bool(stated[year]) and stated[year] <= wanted for year in years]
        number, most = longest_run(sure), longest_run([bool(stated[year] & wanted) for year in years])
        runs[code] = [
            tuple(years[at : at + number])
            for at in range(len(years) - number + 1)
            if number and all(sure[at : at + number])
        ]
        longer |= {code: most} if most > number else {}
    number = max((len(run) for each in runs.values() for run in each), default=0)
    best = {code: each for code, each in runs.items() if each and len(each[0]) == number}
    # one that would be as long, were the other place right
    unsure = [code for code, most in longer.items() if most >= number or code in best]
    doubts: dict[str, str] = {}
    for code in unsure:
        doubts |= disputed_sides(records, code, years, "" if len(items) == 1 else f"{code} の")
    about = tuple(items) if len(items) == 1 else tuple(best)
    if not number:
        subject = items[0] + " が" if len(items) == 1 else within(question, records)
        first = f"{subject} {said} だった{'年度' if len(items) == 1 else '項目'}は、{years_name(years)}にはありません{COMPUTED}。".lstrip()
    elif len(items) == 1:
        told = "、".join(years_name(run) for run in best[items[0]])
        first = f"{items[0]} が続けて {said} だったのは、最長で {number}年間です（{told}）{COMPUTED}。"
    else:
        told = "・".join(f"{code}（{'・'.join(years_name(run) for run in each)}）" for code, each in best.items())
        named = told if len(best) <= _MANY else f"{len(best)}項目（{'・'.join(best)}）"
        first = f"{within(question, records)}続けて {said} だったのが最も長い項目は、{named}で、{number}年間です{COMPUTED}。"
    notes: tuple[str, ...] = ()
    if len(items) == 1:
        series = series_text([(year, "／".join(stated_letters(records, items[0], year))) for year in years])
        notes = (f"年度評価の推移：{series}",)
    return with_ratings(
        question,
        records,
        first=first + also_disputed(doubts),
        topic="history" if len(items) == 1 else "items",
        codes=tuple(dict.fromkeys((*about, *unsure))),
        about=about,
        terms=years,
        notes=notes,
        read_as=f"続けて {said} だった年数",
        whole=len(items) == 1,
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
        doubt = also_disputed(disputed_sides(records, code, outside))
        if not one:
            return f"記録のある{among}のうち、{code} が {was}{'と確かに言える' if unsure else ''}年度はありません{COMPUTED}。{doubt}"
        return f"記録のある{among}のうち、{code} が{when} {was}のは、{year_name(one[0])}です{COMPUTED}。{doubt}"
    doubt = also_disputed(disputed_sides(records, code, unsure))
    if sure:
        return f"{code} が {was}のは、{years_name(sure)}の{len(sure)}回です{COMPUTED}。{doubt}"
    surely = "と確かに言える" if unsure else ""
    return f"{code} が {was}{surely}年度は、{among}にはありません{COMPUTED}。{doubt}"


def _how_many(clause: Clause, reading: Reading, said: str) -> tuple[Count, str]:
    """Of how many of the items it is to be so, and how to say it before 年度."""
    number = next((word for word in reading.shapes if word.kind == "number"), None)
    every = any(word.kind == "every item" for word in reading.shapes)
    often = clause.count.often if clause.count is not None else None
    if number is not None:
        bounds = {"以上": Often.LEAST, "以下": Often.MOST, "未満": Often.MOST}
        count = Count(bounds.get(number.bound, Often.EXACTLY), number.number - (number.bound == "未満"))
        return count, f"{said} が{'' if number.bound else 'ちょうど'}{number.number}項目{number.bound}の"
    if every and clause.negated:
        raise Unread("ない")
    if clause.negated or often is Often.NEVER:
        return Count(Often.NEVER), f"{said} の項目がない"
    if every or often is Often.ALL:
        return Count(Often.ALL), f"すべての項目が {said} だった"
    if clause.count is not None:
        raise Unread("年度")
    return Count(Often.ANY), f"{said} の項目がある"


def _of_many(
    records: Records, clause: Clause, items: Sequence[str], years: Sequence[int], reading: Reading
) -> tuple[str, tuple[str, ...]]:
    """The years in which so many of the items had the letter: none, all, three or more, at least one; the first or last."""
    if clause.row or clause.only or clause.from_letter:
        raise Unread("年度")
    if (clause.first or clause.last) and (clause.negated or clause.count):
        raise Unread("初めて" if clause.first else "最後に")
    wanted, said = wanted_letters(clause.letters, clause.bounds, records.scale)
    count, how = _how_many(clause, reading, said)
    stated = {(code, year): set(stated_letters(records, code, year)) for code in items for year in years}
    sure: list[int] = []
    unsure: list[int] = []
    for year in years:
        least = [bool(stated[code, year]) and stated[code, year] <= wanted for code in items]
        most = [bool(stated[code, year] & wanted) for code in items]
        ways = [count.fits(least), count.fits(most)]
        (sure if all(ways) else unsure if any(ways) else []).append(year)
    if clause.first or clause.last:
        sure = (sure[:1] if clause.first else sure[-1:]) or []
        unsure = [year for year in unsure if not sure or (year < sure[0] if clause.first else year > sure[0])]
        how = f"{'初めて' if clause.first else '最後に'} {how}"
    told = f"{years_name(sure)}です" if sure else f"{years_name(years)}にはありません"
    doubt: dict[str, str] = {}
    for year in unsure:
        for code in items:
            doubt |= disputed_sides(records, code, (year,), f"{code} の")
    codes = tuple(code for code in items if any(stated[code, year] & wanted for year in years))
    return f"{how}年度は、{told}{COMPUTED}。{also_disputed(doubt)}", codes


def _of_a_pair(question: Question, records: Records, clause: Clause, items: Sequence[str]) -> Answer:
    """The years in which two items have the same letter, or not."""
    always = clause.count is not None and clause.count.often is Often.ALL
    if clause.letters or (clause.count and not always):
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
    asked = always or _ALONG.search(question.text_folded)
    verdict = yes_or_no(sure == list(years)) if asked and not unsure else ""
    doubt: dict[str, str] = {}
    for code in items:
        doubt |= disputed_sides(records, code, unsure, f"{code} の")
    return with_ratings(
        question,
        records,
        first=f"{verdict}{one} と {two} の評定が{'同じ' if same else '違う'}年度は、{told}{COMPUTED}。{also_disputed(doubt)}",
        topic="comparison",
        codes=items,
        about=items,
        terms=years,
        notes=(),
        read_as=f"{one} と {two} の評定が{'同じ' if same else '違う'}年度",
    )
