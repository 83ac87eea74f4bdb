"""Ratings: of one item and year, of several, the prospective one, by which evaluator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.answer import Answer, Conflict, ConflictValue, Fact, Status, Table
from bot.checking.whether import ALWAYS, decided, denied
from bot.figures.numerals import half_width
from bot.question import Question
from bot.text.compiled import compiled
from bot.wording.phrases import (
    EVALUATION_NAMES,
    given_by,
    rating_fact,
    short_year,
    table_name,
    term_name,
    year_name,
    years_name,
)
from bot.wording.subject import (
    CLOSED,
    items_of,
    missing_years_sentence,
    nothing_fits,
    scope_of,
    series_text,
    unknown_items,
)
from records.lookups import Records
from records.model import Rating, Source

NAME = "rating"
NEEDS = "item"
WORDS = {
    "評定": 1, "評価": 1, "評語": 1, "判定": 1, "成績": 1, "ランク": 1, "グレード": 1, "格付け": 1, "ひょうてい": 1,
    "ひょうか": 1, "評点": 1, "評価結果": 1, "評定結果": 1, "評価ランク": 1, "項目別評定": 1, "スコア": 1, "レーティング": 1, "格付": 1, "点数": 1, "通知表": 1,
    "業務の実績に関する評価": 5, "業務実績に関する評価": 5, "業務の実績の評価": 5,
    "rating": 1, "ratings": 1, "evaluation": 1, "grade": 1, "score": 1, "hyotei": 1, "評てい": 1, "ひょう定": 1,
}  # fmt: skip
_FEW = 6
_OF_PERIOD = ("prospective", "final")
_BOTH = compiled(r"と|、|,|・|両方|及び|および")
_OWN_TOO = compiled(r"^(?!.*(?:異な|違|差|比)).*自己評[価定]")
_ACHIEVEMENTS_SHOWN = 3


def answer(question: Question, records: Records) -> Answer:
    """The rating or ratings asked for."""
    if question.unknown_codes and not question.items and not question.sections:
        return unknown_items(question, records, NAME)
    items = items_of(question, records, default_all=True)
    if not items:  # Ⅰ-1 以外の Ⅰ-1
        return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first=nothing_fits(question, records))
    if question.evaluation == "final" and not any(records.ratings_of(code, "final") for code in items):
        return _final(question, items)
    if question.evaluator == "minister":
        return _minister(question, records, items)
    if question.evaluation in _OF_PERIOD and not (question.years.asked and _BOTH.search(question.text_folded)):
        return _of_period(question, records, items, question.evaluation)
    return _annual(question, records, items)


def annual_table(items: Sequence[str], years: Sequence[int], records: Records, caption: str) -> Table:
    """Items × years of annual ratings; differing statements are shown side by side (B／A)."""
    rows = []
    for code in items:
        cells = [letters(records.ratings_of(code, "annual", year)) or "記録なし" for year in years]
        rows.append((code, records.item_by_code[code].title, *cells))
    return Table(caption=caption, header=("項目", "項目名", *(short_year(year) for year in years)), rows=tuple(rows))


def letters(statements: Sequence[Rating]) -> str:
    """The letter, or all letters that places state (B／A); "" without a statement. The ministers' stands for the rating."""
    return "／".join(dict.fromkeys(statement.rating for statement in final_of(statements)))


def final_of(statements: Sequence[Rating]) -> Sequence[Rating]:
    """The statements of the ministers' rating where there is one: the corporation's own is then another rating."""
    return [statement for statement in statements if statement.evaluator == "minister"] or statements


def conflict_of(statements: Sequence[Rating]) -> Conflict | None:
    """The disagreement between statements of one rating, or None.

    That the ministers rate otherwise than the corporation is none; a place that names no evaluator may state either.
    """
    ministers = {statement.rating for statement in statements if statement.evaluator == "minister"}
    own = {statement.rating for statement in statements if statement.evaluator == "self"}
    if len(ministers) == 1 and len(own) <= 1 and {statement.rating for statement in statements} <= ministers | own:
        return None
    sides: dict[str, list[Source]] = {}
    for statement in statements:
        sides.setdefault(statement.rating, []).append(statement.source)
    if len(sides) < 2:
        return None
    first = statements[0]
    values = tuple(ConflictValue(value=letter, sources=tuple(sources)) for letter, sources in sides.items())
    return Conflict(item=first.item, fiscal_year=first.fiscal_year, values=values, about="評定")


def also_disputed(disputed: Mapping[str, str]) -> str:
    """「ほかに Ⅲ-5 は出典により B と A に分かれています。」, "" when nothing is disputed. *disputed*: subject → both sides."""
    said = "、".join(
        f"{what}{'' if what.endswith('度') else ' '}は出典により {sides}" for what, sides in disputed.items()
    )
    between = "" if said.startswith(("令和", "平成")) else " "
    return f"ほかに{between}{said} に分かれています。" if said else ""


def facts_of(statements: Sequence[Rating]) -> tuple[Fact, ...]:
    """One fact per letter and evaluator."""
    groups: dict[tuple[str, str | None], list[Rating]] = {}
    for statement in statements:
        groups.setdefault((statement.rating, statement.evaluator), []).append(statement)
    return tuple(rating_fact(group) for group in groups.values())


def sentence(statements: Sequence[Rating], subject: str) -> str:
    """「{subject}は A（自己評価）です。」, with both sides when places disagree."""
    conflict = conflict_of(statements)
    if conflict is None:
        return f"{subject}は {statements[0].rating}（{given_by(statements[0])}）です。" + _own_rating(statements)
    sides = " と ".join(
        f"{side.value}（{'・'.join(dict.fromkeys(table_name(source) for source in side.sources))}）"
        for side in conflict.values
    )
    return f"{subject}は、出典により {sides} に分かれています。"


def _own_rating(statements: Sequence[Rating]) -> str:
    """Beside the ministers' rating the corporation's own, where it is another letter."""
    own = next((each for each in statements if each.evaluator == "self"), None)
    if statements[0].evaluator != "minister" or own is None or own.rating == statements[0].rating:
        return ""
    return f"自己評価は {own.rating} です。"


def _annual(question: Question, records: Records, items: tuple[str, ...]) -> Answer:
    recorded = records.rated_years
    latest = recorded[-1:]
    over_time = question.series or (question.letters and ALWAYS.search(question.text_folded))  # Ⅰ-3はずっとB？
    asked = question.years.years or ((recorded if over_time else latest) if not question.years.asked else ())
    years = tuple(year for year in asked if any(_annual_statements(question, records, code, year) for code in items))
    missing = tuple(year for year in asked if year not in years)
    if not years:
        subject = f"{_subject(items)}の{years_name(missing)}の評定"
        return Answer(
            question=question.text,
            status=Status.NO_DATA,
            topic=NAME,
            first=missing_years_sentence(subject, missing, recorded),
            items=items if len(items) <= _FEW else (),
            next_steps=(f"{items[0]} の{year_name(recorded[-1])}の評定は？",),
        )
    single = len(items) == len(years) == 1
    told = _one(question, records, items[0], years[0]) if single else _many(question, records, items, years)
    return (
        told.with_missing(missing_years_sentence(f"{years_name(missing)}の評定", missing, recorded))
        if missing
        else told
    )


def _annual_statements(question: Question, records: Records, code: str, year: int) -> tuple[Rating, ...]:
    statements = records.ratings_of(code, "annual", year)
    if question.evaluator:
        return tuple(statement for statement in statements if statement.evaluator == question.evaluator)
    return statements


def _stated(records: Records, code: str, year: int) -> list[str]:
    """The letters that places state."""
    return [each.rating for each in final_of(records.ratings_of(code, "annual", year))]


def _subject(items: Sequence[str]) -> str:
    return f"{'・'.join(items)} " if 0 < len(items) <= _FEW else "各項目"


def _one(question: Question, records: Records, code: str, year: int) -> Answer:
    notes: list[str] = []
    statements = _annual_statements(question, records, code, year)
    conflict = conflict_of(records.ratings_of(code, "annual", year))
    item = records.item_by_code[code]
    lines = [f"項目名：{item.title}"]
    facts = list(facts_of(statements))
    conflicts = [conflict] if conflict else []
    others = [each for each in records.years_rated(code) if each != year]
    if others:
        series = [(each, letters(records.ratings_of(code, "annual", each))) for each in records.years_rated(code)]
        lines.append(f"年度評価の推移：{series_text(series)}")
        for each in others:
            facts.extend(facts_of(records.ratings_of(code, "annual", each)))
            other = conflict_of(records.ratings_of(code, "annual", each))
            if other:
                conflicts.append(other)
                notes.append(
                    f"{year_name(each)}の評定は出典により {letters(records.ratings_of(code, 'annual', each))} に分かれています。"
                )
    prospective = records.ratings_of(code, "prospective")
    if prospective:
        lines.append(f"見込評価：{letters(prospective)}（{given_by(prospective[0])}）")
        facts.extend(facts_of(prospective))
    lines.extend(_details(records, code, year, facts))
    stated = [each.rating for each in final_of(statements)]
    not_so, heeded = denied(question, stated)
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=decided(question, [stated])
        + sentence(statements, f"{code} の{year_name(year)}の評定")
        + not_so
        + _also_prospective(question, prospective, code),
        lines=tuple(lines),
        notes=tuple(notes),
        items=(code,),
        fiscal_years=(year,),
        evaluations=("annual", "prospective") if prospective else ("annual",),
        facts=tuple(facts),
        conflicts=tuple(conflicts),
        sources=tuple(statement.source for statement in records.ratings_of(code, "annual", year)),
        next_steps=(
            f"{code} の評定の推移は？",
            f"{code} の主な成果は？",
            f"{code} の評定の根拠は？",
            f"{code} の指標は？",
        ),
        read_as=f"{code}・{year_name(year)}・年度評価",
        heeded=heeded,
    )


def _also_prospective(question: Question, prospective: Sequence[Rating], code: str) -> str:
    """The prospective rating in the first line too, where it was asked for beside the annual one."""
    if "見込" not in question.text_folded or not prospective:
        return ""
    return sentence(prospective, f"{code} の見込評価の評定")


def _details(records: Records, code: str, year: int, facts: list[Fact]) -> list[str]:
    lines = []
    achievements = [each for each in records.achievements_of(code, "annual") if each.fiscal_year == year]
    if achievements:
        shown = "／".join(each.text or "" for each in achievements[:_ACHIEVEMENTS_SHOWN])
        lines.append(f"主な成果：{shown}")
        facts.extend(
            Fact(
                kind="achievement",
                item=code,
                fiscal_year=year,
                evaluation="annual",
                value=each.text,
                sources=(each.source,),
            )
            for each in achievements
        )
    values = []
    for indicator in records.indicators_by_item.get(code, ()):
        if indicator.kind != "quantitative":
            continue
        stated = [
            each for each in records.values_of(indicator.indicator_id) if each.fiscal_year == year and not each.part
        ]
        if stated:
            values.append(f"{indicator.name} {half_width(stated[0].stated)}")
            facts.append(
                Fact(
                    kind="indicator",
                    item=code,
                    fiscal_year=year,
                    evaluation=stated[0].evaluation,
                    label=indicator.name,
                    value=stated[0].value,
                    unit=indicator.unit,
                    sources=tuple(each.source for each in stated),
                )
            )
    if values:
        lines.append(
            f"指標：{'、'.join(values[:_FEW])}" + (f" ほか{len(values) - _FEW}件" if len(values) > _FEW else "")
        )
    return lines


def _many(question: Question, records: Records, items: tuple[str, ...], years: tuple[int, ...]) -> Answer:
    notes: list[str] = []
    facts: list[Fact] = []
    conflicts: list[Conflict] = []
    sources: list[Source] = []
    for code in items:
        for year in years:
            statements = _annual_statements(question, records, code, year)
            facts.extend(facts_of(statements))
            sources.extend(statement.source for statement in statements)
            conflict = conflict_of(records.ratings_of(code, "annual", year))
            if conflict:
                conflicts.append(conflict)
                notes.append(sentence(records.ratings_of(code, "annual", year), f"{code} の{year_name(year)}の評定"))
    beside = "見込" in question.text_folded  # asked for beside the annual ones
    prospective = {
        code: given
        for code in items
        if (len(items) == 1 or beside) and (given := records.ratings_of(code, "prospective"))
    }
    facts.extend(fact for given in prospective.values() for fact in facts_of(given))
    one = prospective.get(items[0], ()) if len(items) == 1 else ()
    lines = [f"見込評価：{letters(one)}（{given_by(one[0])}）"] if one else []
    table = annual_table(items, years, records, f"年度評価の評定（{years_name(years)}）")
    if prospective and not one:
        shown = {code: letters(given) for code, given in prospective.items()}
        rows = tuple((*row, shown.get(row[0], "記録なし")) for row in table.rows)
        table = table._replace(
            caption=f"評定（{years_name(years)}・見込評価）", header=(*table.header, "見込"), rows=rows
        )
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=decided(question, [_stated(records, code, year) for code in items for year in years])
        + _many_first(
            records, items, years, "" if question.items and len(items) <= _FEW else _narrowed(question, records)
        )
        + (_prospective_too(prospective) if beside else ""),
        lines=tuple(lines),
        tables=(table,),
        notes=(*notes, _evaluator_note(facts)),
        items=items,
        fiscal_years=years,
        evaluations=("annual", "prospective") if prospective else ("annual",),
        facts=tuple(facts),
        conflicts=tuple(conflicts),
        sources=tuple(dict.fromkeys(sources)),
        read_as=f"{_subject(items).strip()}・{years_name(years)}・年度評価",
    )


def _prospective_too(prospective: Mapping[str, Sequence[Rating]]) -> str:
    """「見込評価は、Ⅰ-1 が B、Ⅰ-10 が A です。」 behind the annual ratings, counted where there are many."""
    if len(prospective) <= _FEW:
        told = "、".join(f"{code} が {letters(given)}" for code, given in prospective.items())
        return f"見込評価は、{told} です。" if told else ""
    counts = Counter(letters(given) for given in prospective.values())
    return f"見込評価は、{'、'.join(f'{letter} が {number}項目' for letter, number in sorted(counts.items()))}です。"


def _evaluator_note(facts: Sequence[Fact]) -> str:
    unstated = any(fact.evaluator is None for fact in facts)
    own = any(fact.evaluator == "self" for fact in facts)
    if own and unstated:
        return "調書とスライドの評定は自己評価、項目別評定総括表の評定は評価者の記載がありません。"
    return "評定はいずれも自己評価です。" if own else "評価者の記載はありません（項目別評定総括表による）。"


def _narrowed(question: Question, records: Records) -> str:
    """「Ⅰ の」 before ratings of many items; "" when nothing narrows them."""
    scope = scope_of(question, records)
    return f"{scope}{'' if scope.endswith(CLOSED) else ' '}の" if scope else ""


def _read_aloud(records: Records, code: str, year: int, apart: str = "") -> str:
    """「 A」, 「 記録なし」; where places disagree 「{apart}出典により B または A」."""
    said = letters(records.ratings_of(code, "annual", year)) or "記録なし"
    return f"{apart}出典により {said.replace('／', ' または ')}" if "／" in said else f" {said}"


def _many_first(records: Records, items: tuple[str, ...], years: tuple[int, ...], narrowed: str) -> str:
    if len(items) == 1:
        parts = [f"{year_name(year)}{_read_aloud(records, items[0], year, 'は')}" for year in years]
        return f"{items[0]} の評定は、{'、'.join(parts)} です。"
    if len(items) <= _FEW + 2 and len(years) == 1:
        same = {letters(records.ratings_of(code, "annual", years[0])) for code in items}
        if len(items) > 2 and len(same) == 1 and same <= set(records.scale):
            named = "" if "・".join(items) in narrowed else f"（{'・'.join(items)}）"
            return f"{narrowed}{year_name(years[0])}の評定は、{len(items)}項目すべて {same.pop()} です{named}。"
        parts = [f"{code} が{_read_aloud(records, code, years[0])}" for code in items]
        return f"{narrowed}{year_name(years[0])}の評定は、{'、'.join(parts)} です。"
    if len(items) * len(years) <= _FEW + 2:
        parts = []
        for code in items:
            given = [f"{short_year(y)} {letters(records.ratings_of(code, 'annual', y)) or '記録なし'}" for y in years]
            parts.append(f"{code} が {'・'.join(given)}")
        return f"{narrowed}評定は、{'、'.join(parts)} です。"
    counts: Counter[str] = Counter()
    by_year: dict[str, dict[int, int]] = {}
    disputed: dict[str, str] = {}
    for year in years:
        for code in items:
            statements = records.ratings_of(code, "annual", year)
            if conflict := conflict_of(statements):
                subject = f"{code} の{year_name(year)}" if len(years) > 1 else code
                disputed[subject] = " と ".join(value.value for value in conflict.values)
            else:
                letter = letters(statements) or "記録なし"
                counts[letter] += 1
                at = by_year.setdefault(letter, dict.fromkeys(years, 0))
                at[year] += 1
    if len(items) <= _FEW:
        parts = [
            f"{code} {'→'.join(letters(records.ratings_of(code, 'annual', y)) or '－' for y in years)}"
            for code in items
        ]
        doubts = also_disputed(disputed).removeprefix("ほかに").lstrip()
        return f"{narrowed}{years_name(years)}の評定は順に、{'、'.join(parts)} です。{doubts}"
    # over years ratings are counted, not items
    unit, whole = ("件", f"{len(items)}項目×{len(years)}年度") if len(years) > 1 else ("項目", f"{len(items)}項目")
    counted = "、".join(f"{letter} が {number}{unit}" for letter, number in sorted(counts.items()))
    usual = max(counts, key=lambda letter: counts[letter], default="")
    rare = "、".join(
        f"{letter} は {'・'.join(f'{short_year(year)} {number}' for year, number in at.items())}"
        for letter, at in sorted(by_year.items())
        if letter != usual and len(years) > 1
    )
    told = f"{rare}。表のとおり" if rare else "表のとおり"
    return f"{narrowed}{years_name(years)}の評定（{whole}）は、{counted}です（{told}）。{also_disputed(disputed)}"


def of_no_year(question: Question, evaluation: str) -> str:
    """That the evaluation of the whole period is of no single year, where one is asked for; "" else."""
    name = EVALUATION_NAMES[evaluation]
    return f"{name}は中期目標期間全体に対する評定で、年度ごとの評定ではありません。" if question.years.asked else ""


def _of_period(question: Question, records: Records, items: tuple[str, ...], evaluation: str) -> Answer:
    """The rating of the whole mid-term period: prospective, or final."""
    name = EVALUATION_NAMES[evaluation]
    facts: list[Fact] = []
    conflicts: list[Conflict] = []
    sources: list[Source] = []
    found = tuple(code for code in items if records.ratings_of(code, evaluation))
    for code in found:
        statements = records.ratings_of(code, evaluation)
        facts.extend(facts_of(statements))
        sources.extend(statement.source for statement in statements)
        conflict = conflict_of(statements)
        if conflict:
            conflicts.append(conflict)
    apart = of_no_year(question, evaluation)
    if not found:
        return Answer(
            question=question.text, status=Status.NO_DATA, topic=NAME, first=f"{name}の評定は記録にありません。"
        )
    tables: tuple[Table, ...] = ()
    lines: list[str] = []
    if len(found) == 1:
        statements = records.ratings_of(found[0], evaluation)
        first = decided(question, [[each.rating for each in final_of(statements)]])
        first += sentence(statements, f"{found[0]} の{name}の評定")
        lines.append(f"項目名：{records.item_by_code[found[0]].title}")
        series = [
            (year, letters(records.ratings_of(found[0], "annual", year))) for year in records.years_rated(found[0])
        ]
        lines.append(f"年度評価の推移：{series_text(series)}")
    else:
        counts: dict[str, int] = {}
        for code in found:
            letter = letters(records.ratings_of(code, evaluation))
            counts[letter] = counts.get(letter, 0) + 1
        if len(found) <= _FEW:
            parts = [f"{code} が {letters(records.ratings_of(code, evaluation))}" for code in found]
        else:
            parts = [f"{letter} が{number}項目" for letter, number in sorted(counts.items())]
        first = f"{_narrowed(question, records) if len(found) > _FEW else ''}{name}の評定（{_given_by_all(records, found, evaluation)}）は、{'、'.join(parts)}{' ' if len(found) <= _FEW else ''}です。"
        rows = tuple(
            (code, records.item_by_code[code].title, letters(records.ratings_of(code, evaluation))) for code in found
        )
        tables = (Table(caption=f"{name}の評定", header=("項目", "項目名", name), rows=rows),)
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=apart + first,
        lines=tuple(lines),
        tables=tables,
        items=found,
        evaluations=(evaluation,),
        facts=tuple(facts),
        conflicts=tuple(conflicts),
        sources=tuple(sources),
        next_steps=tuple(f"{code} の{name}の根拠は？" for code in found[:1]),
        read_as=f"{_subject(found).strip()}・{name}",
    )


def _given_by_all(records: Records, codes: Sequence[str], evaluation: str) -> str:
    """Who gave the ratings shown, when it is one and the same for all; that it differs otherwise."""
    names = {given_by(final_of(records.ratings_of(code, evaluation))[0]) for code in codes}
    return names.pop() if len(names) == 1 else "評価者は項目により異なります"


def _minister(question: Question, records: Records, items: tuple[str, ...]) -> Answer:
    evaluation = question.evaluation or "annual"
    years = question.years.years or records.rated_years[-1:]
    found = {
        code: [each for each in records.ratings_of(code, evaluation, year) if each.evaluator == "minister"]
        for code in items
        for year in (years[-1:] if evaluation == "annual" else (None,))
    }
    if any(found.values()):
        return _by_ministers(question, records, {code: given for code, given in found.items() if given}, evaluation)
    blank = [each for each in records.absences() if each.kind == "minister_rating" and each.evaluation == evaluation]
    year = question.years.years[-1] if question.years.years else records.rated_years[-1]
    term = term_name(evaluation, year if evaluation == "annual" else None)
    subject = f"{_subject(items)}の" if len(items) <= _FEW else ""
    blank_answer = Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=NAME,
        first=f"{subject}{term}の主務大臣による評価は、この文書に記載がありません（欄が空欄です）。",
        lines=("記録されているのは、法人の自己評価と、評価者の記載がない総括表の評定です。",),
        items=items if len(items) <= _FEW else (),
        sources=tuple(each.source for each in blank),
        next_steps=(f"{items[0]} の{term}の自己評価は？",),
    )
    if not _OWN_TOO.search(question.text_folded) or not (question.items or question.sections):
        return blank_answer
    own = _annual(question._replace(evaluator="self"), records, items)
    return own._replace(first=blank_answer.first + own.first) if own.status is Status.ANSWERED else blank_answer


def _by_ministers(question: Question, records: Records, found: dict[str, list[Rating]], evaluation: str) -> Answer:
    """The ministers' ratings that the document holds, the corporation's own beside them."""
    codes = tuple(found)
    year = found[codes[0]][0].fiscal_year
    term = term_name(evaluation, year)
    shown = {code: found[code][0].rating for code in codes}
    if len(codes) == 1:
        first = sentence(records.ratings_of(codes[0], evaluation, year), f"{codes[0]} の{term}の評定")
    elif len(codes) <= _FEW:
        first = (
            f"{term}の主務大臣による評定は、{'、'.join(f'{code} が {letter}' for code, letter in shown.items())} です。"
        )
    else:
        counted = Counter(shown.values())
        parts = "、".join(f"{letter} が {counted[letter]}項目" for letter in records.scale if counted[letter])
        first = f"{term}の主務大臣による評定（{len(codes)}項目）は、{parts}です（表のとおり）。"
    own = {
        code: "／".join(
            dict.fromkeys(s.rating for s in records.ratings_of(code, evaluation, year) if s.evaluator == "self")
        )
        for code in codes
    }
    rows = tuple((code, records.item_by_code[code].title, shown[code], own[code] or "記録なし") for code in codes)
    table = Table(caption=f"{term}の評定", header=("項目", "項目名", "主務大臣", "自己評価"), rows=rows)
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=first,
        tables=(table,) if len(codes) > 1 else (),
        items=codes,
        fiscal_years=(year,) if year is not None else (),
        evaluations=(evaluation,),
        facts=tuple(fact for given in found.values() for fact in facts_of(given)),
        sources=tuple(dict.fromkeys(each.source for given in found.values() for each in given)),
        read_as=f"{_subject(codes).strip()}・{term}・主務大臣による評価",
    )


def _final(question: Question, items: tuple[str, ...]) -> Answer:
    subject = f"{_subject(items)}の" if question.items and len(items) <= _FEW else ""
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=NAME,
        first=f"{subject}{EVALUATION_NAMES['final']}の評定はまだ記録にありません（中期目標期間の最後の年度が終わってから行われます）。",
        items=items if len(items) <= _FEW else (),
        next_steps=(f"{items[0]} の見込評価は？",),
    )
