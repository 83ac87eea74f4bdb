"""What rose and fell from one year to the next, step by step: 年度ごとに上がった項目, R4とR5でそれぞれ下がった項目."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.answer import Answer, Status, Table
from bot.conditions.build import step_letters
from bot.conditions.judge import judge, readings, stated_letters
from bot.conditions.query import Compared, Count, Moves, Often, steps_of
from bot.conditions.rated import with_ratings
from bot.conditions.read import Clause, Reading, Unread
from bot.conditions.say import how
from bot.question import Question
from bot.text.compiled import compiled
from bot.topics.rating import also_disputed
from bot.wording.phrases import short_year, year_name, years_name
from bot.wording.subject import items_of, missing_years_sentence, within
from records.lookups import Records

_COMPUTED = "（計算値）"
_WAYS = {"up": ("higher", "上がった"), "down": ("lower", "下がった"), "change": ("different", "変わった")}
_STEP = 2
_FEW = 8
_OF_EACH_YEAR = compiled(r"(?:毎年度?|各年度?|年度?ごと|年度?別)の")


def asks_steps(reading: Reading, question: Question, kinds: set[str]) -> bool:
    """Whether movements are asked for year by year, or over several steps that are named."""
    clauses = reading.clauses
    moves = bool(clauses) and all(c.move in _WAYS and not (c.negated or c.row or c.span or c.ever) for c in clauses)
    if not moves or len(question.items) == 1:
        return False
    by_year = kinds & {"by year", "each"} or _OF_EACH_YEAR.search(question.text_folded)
    return bool(by_year) or any(len(_named_steps(clause)) > 1 for clause in clauses)


def answer_steps(question: Question, records: Records, reading: Reading) -> Answer:
    """For each step the items that went the ways asked for. Raises Unread."""
    clauses = reading.clauses
    if any(c.only or c.first or c.last or c.levels > 1 or (c.count and c.count.number) for c in clauses):
        raise Unread(clauses[0].text)
    steps = _steps(clauses, records)
    missing = sorted({year for step in steps for year in step if year not in records.rated_years})
    if missing:
        first = missing_years_sentence(f"{years_name(missing)}の評定", missing, records.rated_years)
        return Answer(question=question.text, status=Status.NO_DATA, topic="changes", first=first)
    items = items_of(question, records, default_all=True)
    told: list[str] = []
    rows: list[tuple[str, ...]] = []
    listed: dict[str, None] = {}
    apart: dict[str, None] = {}
    doubts: dict[str, str] = {}
    for clause in clauses:
        relation, word = _WAYS[clause.move]
        old, new = step_letters(clause, reading.known)
        said: list[str] = []
        for one, two in steps:
            condition = Compared(two, one, relation, moved=True, old=old, new=new)
            verdict = judge(condition, items, records)
            codes = tuple(verdict.sure)
            listed |= dict.fromkeys(codes)
            apart |= dict.fromkeys(verdict.depends)
            doubts |= {
                f"{code} の{year_name(year)}": " と ".join(letters)
                for code in verdict.depends
                for year in (one, two)
                if len(letters := stated_letters(records, code, year)) > 1
            }
            named = "・".join(codes) if len(codes) <= _FEW else f"{len(codes)}項目"
            said.append(f"{short_year(one)}→{short_year(two)} が {named or 'なし'}")
            rows.append((f"{year_name(one)}→{year_name(two)}", word, str(len(codes)), "・".join(codes) or "なし"))
        begin = f" {next(iter(old))} から" if len(old) == 1 else ""
        end = f" {next(iter(new))} に" if len(new) == 1 else ""
        told.append(f"評定が{begin}{end}{word}項目は、{'、'.join(said)}")
    about = tuple(code for code in items if code in listed)
    years = tuple(sorted({year for step in steps for year in step}))
    return with_ratings(
        question,
        records,
        first=f"{within(question, records)}{'。'.join(told)} です{_COMPUTED}。{also_disputed(doubts)}",
        topic="changes",
        codes=tuple(code for code in items if code in listed or code in apart),
        about=about,
        terms=years,
        notes=("上下は記載された評定を比べた計算値です。",),
        read_as=f"年度ごとの評定の変化・{years_name(years)}",
        tables=(Table(caption="年度ごとの変化", header=("年度", "変化", "項目数", "項目"), rows=tuple(rows)),),
    )


def answer_moved(question: Question, records: Records, reading: Reading, extreme: str) -> Answer:
    """How often the rating of an item changed, or of which item it did most or least often. Raises Unread."""
    clause = reading.clauses[0]
    if clause.negated or clause.count or clause.row or clause.span or clause.only or clause.levels > 1:
        raise Unread(clause.text)
    years = (
        tuple(sorted({term for ref in clause.refs for term in ref.terms if term is not None})) or records.rated_years
    )
    if any(term is None for ref in clause.refs for term in ref.terms) or not set(years) <= set(records.rated_years):
        raise Unread(clause.text)
    if len(years) < _STEP:
        raise Unread(clause.refs[0].text)
    old, new = step_letters(clause, reading.known)
    condition = Moves(years, clause.move, Count(Often.ANY), old, new)
    word = how(condition)
    items = items_of(question, records, default_all=True)
    ways = {
        code: [steps_of(condition, given, records.scale) for given in readings(records, code, years)] for code in items
    }
    bounds = {code: (min(map(len, each)), max(map(len, each))) for code, each in ways.items() if each}
    disputed = {code: each for code, each in bounds.items() if each[0] != each[1]}
    doubts = {
        f"{code} の{year_name(year)}": " と ".join(letters)
        for code in disputed
        for year in years
        if len(letters := stated_letters(records, code, year)) > 1
    }
    if len(items) == 1:
        at = "・".join(f"{short_year(one)}→{short_year(two)}" for one, two in ways[items[0]][0])
        number = _span(bounds[items[0]])
        when = f"（{at}）" if at and items[0] not in disputed else ""
        first = f"{items[0]} の評定が{word}のは、{years_name(years)}に {number}回です{when}{_COMPUTED}。"
        codes: tuple[str, ...] = tuple(items)
    elif extreme:
        best = (max if extreme == "most" else min)(
            each[0] if extreme == "most" else each[1] for each in bounds.values()
        )
        codes = tuple(code for code, each in bounds.items() if each == (best, best))
        # an item that may have as many, or more, is told beside
        named = "・".join(codes) if len(codes) <= _FEW else f"{len(codes)}項目"
        first = f"{within(question, records)}{years_name(years)}に評定が{word}回数が最も{'多い' if extreme == 'most' else '少ない'}項目は、{named} の {best}回です{_COMPUTED}。"
    else:
        groups: dict[str, list[str]] = {}
        for code, each in sorted(bounds.items(), key=lambda pair: (-pair[1][1], -pair[1][0])):
            groups.setdefault(_span(each), []).append(code)
        told = "、".join(
            f"{n}回が {'・'.join(codes_of) if len(codes_of) <= _FEW else f'{len(codes_of)}項目'}"
            for n, codes_of in groups.items()
        )
        first = f"{within(question, records)}{years_name(years)}に評定が{word}回数は、{told}です{_COMPUTED}。"
        codes = tuple(items)
    return with_ratings(
        question,
        records,
        first=first + also_disputed(doubts),
        topic="changes",
        codes=tuple(dict.fromkeys((*codes, *disputed))) if extreme else codes,
        about=codes,
        terms=years,
        notes=("上下は記載された評定を比べた計算値です。",),
        read_as=f"評定が{word}回数・{years_name(years)}",
    )


def _span(bounds: tuple[int, int]) -> str:
    return str(bounds[0]) if bounds[0] == bounds[1] else f"{bounds[0]}〜{bounds[1]}"


def _named_steps(clause: Clause) -> list[tuple[int, int]]:
    """R3→R4とR4→R5: the steps that are written out."""
    pairs = [tuple(term for term in ref.terms if term is not None) for ref in clause.refs if ref.how == "range"]
    return [(one, two) for one, two in (pair for pair in pairs if len(pair) == _STEP)]


def _steps(clauses: Sequence[Clause], records: Records) -> list[tuple[int, int]]:
    """The steps of all clauses: those written out; those to each year named; of a range those within it; else all."""
    if any(term is None for clause in clauses for ref in clause.refs for term in ref.terms):
        raise Unread("見込評価")
    for clause in clauses:
        if len(written := _named_steps(clause)) > 1:
            return written
    named = sorted({term for clause in clauses for ref in clause.refs for term in ref.terms if term is not None})
    if any(ref.how == "range" for clause in clauses for ref in clause.refs):
        return list(pairwise(named))
    return [(year - 1, year) for year in named] or list(pairwise(records.rated_years))
