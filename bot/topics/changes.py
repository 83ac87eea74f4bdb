"""What went up or down between two years, and comparison of items or years as a table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer import Answer, Conflict, Fact, Status, Table
from bot.figures.indicator_lists import answer_list
from bot.question import Question
from bot.reading.kinds import WHICH_ITEM
from bot.text.compiled import compiled
from bot.text.fiscal_year import YearSelection
from bot.topics import rating
from bot.topics.rating import also_disputed, conflict_of, facts_of, letters, sentence
from bot.wording.phrases import short_year, year_name, years_name
from bot.wording.subject import items_of, missing_years_sentence, series_text, within
from records.lookups import Records
from records.model import Rating, Source

# name, short name, evaluation, fiscal year
_Term = tuple[str, str, str, int | None]

NAME = "changes"
NEEDS = "optional"
WORDS = {
    "違う": 3,
    "異なる": 3,
    "差がある": 3,
    "差はある": 3,

    "上がった": 4, "上がり": 4, "下がった": 4, "下がり": 4, "変わった": 4, "変わり": 4, "変化": 4, "上昇": 4, "低下": 4, "改善した": 4,
    "悪化": 4, "良くなった": 4, "悪くなった": 4, "前年度比": 4, "アップした": 4, "ダウンした": 4, "格上げ": 4, "格下げ": 4, "昇格": 4, "降格": 4, "下降": 4, "向上した": 4, "比較": 3,
    "比べ": 3, "くらべ": 3, "違い": 3, "上げ": 3, "下げ": 3, "増減": 4,
    "どちらが": 3, "どっちが": 3, "落ちた": 4, "落ち": 4, "落とし": 4, "あがった": 4, "さがった": 4, "あがり": 4, "さがり": 4, "変わって": 4, "上がって": 4, "下がって": 4, "変わらなかった": 4, "上がらなかった": 4, "下がらなかった": 4, "ひかく": 3,
}  # fmt: skip
_COMPARED = frozenset({"比較", "比べ", "くらべ", "違い", "ひかく", "どちらが", "どっちが"})
_BESIDE = compiled(
    r"^(?!.*(?:[上下]が|変わ|変化|改善|悪化|から|より|(?:[0-9]|年度?|前回)(?:と|に)の?(?:比較|比べ|くらべ))).*(?:比較|比べ|くらべ)"
)
# whether two items differ: not what changed of each
_WHETHER_APART = compiled(
    r"(?<!どう)(?<!どこが)(?<!何が)(?:違う|違い(?=ます|ません)|違っ|異な[るりっ]|差[はが]あ[るり])"
)
_SHOWN = 6
_MOST_NAMED = 8


def answer(question: Question, records: Records) -> Answer:
    """Every change between neighbouring years asked for (the latest two when none is), computed and marked."""
    if (of_indicators := answer_list(question, records)) is not None:
        return of_indicators
    if question.evaluator == "minister":  # 大臣の評価と自己評価の違い
        return rating.answer(question, records)
    return _of_ratings(question, records)


def _of_ratings(question: Question, records: Records) -> Answer:
    items = items_of(question, records, default_all=True)
    if 1 < len(question.items) == len(items) and (told := _of_several(question, records)) is not None:
        return told
    one_year = _is_of_one_year(question)
    if question.sections and one_year and _BESIDE.search(question.text_folded) and not question.evaluation:
        return rating.answer(question, records)._replace(topic="comparison")  # Ⅱの3項目を比べて
    recorded = records.rated_years
    with_prospective = question.evaluation == "prospective"
    years = _years(question, recorded)
    missing = tuple(year for year in years if year not in recorded)
    if missing:
        first = missing_years_sentence(f"{years_name(missing)}の評定", missing, recorded)
        return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first=first, items=question.items)
    terms: list[_Term] = [(year_name(year), short_year(year), "annual", year) for year in years]
    pairs = [(terms[0], terms[-1])]  # 「R3からR6で」 compares the two ends, whatever happened between
    if with_prospective:
        pairs = [(("見込評価", "見込", "prospective", None), terms[-1])]
    rank = {letter: place for place, letter in enumerate(records.scale)}
    rows: list[tuple[str, ...]] = []
    notes: list[str] = []
    conflicts: list[Conflict] = []
    facts: list[Fact] = []
    sources: list[Source] = []
    changed: list[tuple[str, str]] = []
    counts = {"up": 0, "down": 0, "same": 0}
    wanted = _direction(question)
    apart: dict[str, str] = {}  # on which the result hangs
    for before, after in pairs:
        for code in items:
            old = records.ratings_of(code, before[2], before[3])
            new = records.ratings_of(code, after[2], after[3])
            if not old or not new:
                continue
            facts.extend((*facts_of(old), *facts_of(new)))
            sources.extend((old[0].source, new[0].source))
            unclear = [each for each in (conflict_of(old), conflict_of(new)) if each]
            if unclear:
                conflicts.extend(unclear)
                apart |= _undecided(code, ((before, old), (after, new)), wanted, records)
                notes.extend(
                    sentence(each, f"{code} の{term[0]}の評定")
                    for each, term in ((old, before), (new, after))
                    if conflict_of(each)
                )
                notes.append(f"{code} は評定が出典により分かれるため、{before[1]}→{after[1]} の上下に数えていません。")
                continue
            move = rank[old[0].rating] - rank[new[0].rating]
            kind = "up" if move > 0 else "down" if move < 0 else "same"
            counts[kind] += 1
            if kind != "same" and _has_letters(question, old[0].rating, new[0].rating):
                word = "上がった" if kind == "up" else "下がった"
                changed.append((kind, code))
                rows.append(
                    (
                        code,
                        records.item_by_code[code].title,
                        f"{before[1]} {old[0].rating} → {after[1]} {new[0].rating}",
                        word,
                    )
                )
    shown = [(kind, code) for kind, code in changed if wanted in {kind, ""}]
    span = f"{pairs[0][0][0]}から{pairs[-1][1][0]}"
    table_rows = tuple(row for row, (kind, _) in zip(rows, changed, strict=True) if wanted in {kind, ""})
    codes = records.in_order(code for _, code in shown)
    own = items if len(items) <= _SHOWN and question.items else ()
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=_first(span, counts, shown, items, records, pairs, wanted, within(question, records))
        + (also_disputed(apart) if len(items) > 1 else ""),
        lines=_between(years, items, records) if len(items) <= _SHOWN else (),
        tables=(
            Table(caption=f"評定の変化（{span}、計算値）", header=("項目", "項目名", "評定", "変化"), rows=table_rows),
        )
        if table_rows
        else (),
        notes=(*dict.fromkeys(notes), "上下は記載された評定を比べた計算値です。"),
        items=own or codes,
        fiscal_years=years if with_prospective else (years[0], years[-1]),
        evaluations=("annual", "prospective") if with_prospective else ("annual",),
        facts=tuple(facts) if len(items) <= _SHOWN else tuple(fact for fact in facts if fact.item in codes),
        conflicts=tuple(dict.fromkeys(conflicts)),
        sources=tuple(dict.fromkeys(sources)),
        read_as=f"評定の変化・{span}",
    )


def _undecided(
    code: str, sides: tuple[tuple[_Term, Sequence[Rating]], ...], wanted: str, records: Records
) -> dict[str, str]:
    """The disputed ratings of the item where it may have gone the way asked for (up, down, "": either)."""
    (_, old), (_, new) = sides
    rank = records.scale.index
    moves = {rank(one.rating) - rank(two.rating) for one in old for two in new}
    if not ((wanted != "down" and max(moves) > 0) or (wanted != "up" and min(moves) < 0)):
        return {}
    return {f"{code} の{term[0]}": letters(each).replace("／", " と ") for term, each in sides if conflict_of(each)}


def _between(years: tuple[int, ...], items: Sequence[str], records: Records) -> tuple[str, ...]:
    """The years between the two ends, item by item, where there are any."""
    span = tuple(year for year in records.rated_years if years[0] <= year <= years[-1])
    if len(span) <= 2:
        return ()
    return tuple(
        f"途中の年度を含む推移：{code} {series_text([(y, letters(records.ratings_of(code, 'annual', y))) for y in span])}"
        for code in items
    )


def _years(question: Question, recorded: tuple[int, ...]) -> tuple[int, ...]:
    """The years to compare: those named; one year with the year before, or with the latest (R5から); the latest two."""
    if question.evaluation == "prospective":
        return question.years.years if question.years.asked else recorded[-1:]
    years = question.years.years if question.years.asked else recorded[-2:]
    if len(years) > 1 or not years:
        return years
    before = question.years.compared_to_previous  # 前年度から
    since = not before and re.search(r"から|より|と比べ|に比べ|以降", question.text_folded) and years[0] < recorded[-1]
    return (years[0], recorded[-1]) if since else (years[0] - 1, years[0])


def _has_letters(question: Question, *given: str) -> bool:
    """Whether a change is from or to a letter that the question names (AからBに下がった項目)."""
    return not question.letters or bool(set(given) & set(question.letters))


def _is_of_one_year(question: Question) -> bool:
    return len(question.years.years) <= 1 and not question.years.compared_to_previous


def _of_several(question: Question, records: Records) -> Answer | None:
    """Items beside one another, or whether they differ; None where what changed of each is asked for."""
    of_items = _is_of_one_year(question) and not question.evaluation
    if of_items and _WHETHER_APART.search(question.text_folded):
        return rating.answer(question, records)._replace(topic="comparison")  # Ⅰ-1とⅠ-2の評定は違う？
    words = _COMPARED | {"違う", "異なる"} if of_items else _COMPARED
    if words & set(question.words) or WHICH_ITEM.search(question.text_folded):
        return _side_by_side(question, records)
    return None


def _side_by_side(question: Question, records: Records) -> Answer:
    """Several items beside one another: their ratings of the years asked for, of all recorded years when none is."""
    answered = _beside(question, records)
    if answered.status is Status.ANSWERED and (which := _which(question, records)):
        return answered._replace(first=which, lines=(answered.first, *answered.lines))
    return answered


def _beside(question: Question, records: Records) -> Answer:
    if question.evaluation == "prospective":
        return rating.answer(question, records)._replace(topic="comparison")
    years = question.years if question.years.asked else YearSelection(records.rated_years, asked=True, series=True)
    return rating.answer(question._replace(years=years), records)._replace(topic="comparison")


_HIGHER = compiled(r"高|良|いい|よい|上")
_LOWER = compiled(r"低|悪|下")


def _which(question: Question, records: Records) -> str:
    """「令和6年度の評定は、Ⅰ-1 が A、Ⅰ-10 が B で、Ⅰ-1 のほうが高いです」 where that is asked; "" otherwise."""
    text = question.text_folded
    higher, lower = _HIGHER.search(text), _LOWER.search(text)
    years = question.years.years if question.years.asked else records.rated_years[-1:]
    prospective = question.evaluation == "prospective"
    if not WHICH_ITEM.search(text) or bool(higher) == bool(lower) or not (prospective or len(years) == 1):
        return ""
    term = "見込評価" if prospective else year_name(years[0])
    stated = {
        code: records.ratings_of(code, "prospective") if prospective else records.ratings_of(code, "annual", years[0])
        for code in question.items
    }
    if not all(stated.values()):
        return ""
    told = f"{term}の評定は、{'、'.join(f'{code} が {letters(given)}' for code, given in stated.items())} で、"
    if doubtful := [code for code, given in stated.items() if conflict_of(given)]:
        return f"{told}{'・'.join(doubtful)} は出典により分かれるため、どちらが高いかは決められません。"
    ranks = {code: records.scale.index(letters(given)) for code, given in stated.items()}
    best = (min if higher else max)(ranks.values())
    found = [code for code, at in ranks.items() if at == best]
    if len(found) == len(ranks):
        return f"{told}同じです（計算値）。"
    word = "高い" if higher else "低い"
    return told + (
        f"{found[0]} のほうが{word}です（計算値）。"
        if len(ranks) == 2
        else f"最も{word}のは {'・'.join(found)} です（計算値）。"
    )


def _direction(question: Question) -> str:
    text = question.text_folded + "".join(question.words)
    up = any(
        word in text for word in ("上が", "上昇", "改善", "良くな", "アップ", "格上げ", "上げ", "あが", "昇格", "向上")
    )
    down = any(
        word in text
        for word in (
            "下が",
            "低下",
            "悪化",
            "悪くな",
            "ダウン",
            "格下げ",
            "下げ",
            "落ち",
            "落と",
            "さが",
            "降格",
            "下降",
        )
    )
    return "up" if up and not down else "down" if down and not up else ""


def _first(
    span: str,
    counts: dict[str, int],
    shown: list[tuple[str, str]],
    items: tuple[str, ...],
    records: Records,
    pairs: list[tuple[_Term, _Term]],
    wanted: str,
    narrowed: str,
) -> str:
    if len(items) == 1 and len(pairs) == 1:
        old = letters(records.ratings_of(items[0], pairs[0][0][2], pairs[0][0][3]))
        new = letters(records.ratings_of(items[0], pairs[0][1][2], pairs[0][1][3]))
        if "／" in old + new:
            return f"{items[0]} の評定は、{pairs[0][0][0]} {old}、{pairs[0][1][0]} {new} で、出典により分かれるため、変わったかどうかは決められません。"
        start, end = pairs[0][0][3], pairs[0][1][3]
        years = range(start, end) if start and end else ()
        given = {year: letters(records.ratings_of(items[0], "annual", year)) for year in years}
        between = "、".join(
            f"途中の{year_name(year)}は {letter}" for year, letter in given.items() if letter not in {"", old}
        )
        word = (
            "変わっていません"
            if old == new
            else f"{'上がって' if counts['up'] else '下がって' if counts['down'] else '変わって'}います"
        )
        if start is None and old != new:
            higher = pairs[0][0 if counts["down"] else 1][0]
            word = f"{higher}のほうが高いです"  # the prospective rating and one of a year have no order in time
        elif start is None:
            word = "同じです"
        return f"{items[0]} の評定は、{pairs[0][0][0]} {old}、{pairs[0][1][0]} {new} で、{word}（{f'{between}。' if old == new and between else ''}計算値）。"
    names = {"up": "上がった項目", "down": "下がった項目"}
    found = {
        name: [code for each, code in shown if each == kind] for kind, name in names.items() if wanted in {kind, ""}
    }
    none = [name for name, codes in found.items() if not codes]
    if len(none) == len(found):
        told = f"{'も'.join(none)}{'も' if len(none) > 1 else 'は'}ありません"
    else:
        told = "、".join(f"{name}は{_named(codes)}" for name, codes in found.items() if codes)
        told += f"で、{none[0]}はありません" if none else "です"
    return f"{narrowed}{span}にかけて、{told}（計算値）。"


def _named(codes: Sequence[str]) -> str:
    return f" {'・'.join(codes)} の{len(codes)}項目" if len(codes) <= _MOST_NAMED else f" {len(codes)}項目"
