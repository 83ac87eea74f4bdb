"""The items for which a condition holds, in words: those sure, and those of which it hangs on a place that disagrees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answer import Answer
from bot.conditions.judge import Verdict, stated_letters
from bot.conditions.query import (
    Both,
    Compared,
    Condition,
    Given,
    Letters,
    Moves,
    Often,
    Path,
    Same,
    Term,
    Then,
    steps_of,
    terms_of,
)
from bot.conditions.rated import disputed_sides, with_ratings
from bot.conditions.say import say, term_name
from bot.question import Question
from bot.text.compiled import compiled
from bot.topics.rating import also_disputed
from bot.wording.phrases import COMPUTED, short_year, year_name
from bot.wording.subject import series_text, within
from records.lookups import Records

_HOW = compiled(r"どう(?:変|推移|動|なっ)")
_OPEN = compiled(r"どちら|どっち|どれ|どう|違い|比較|差は|何が")
_FEW = 8
_PAIR = 2


def topic_of(condition: Condition, question: Question) -> str:
    """The kind of question under which the answer goes."""
    if isinstance(condition, Letters):
        return "history" if len(question.items) == 1 else "items"
    if isinstance(condition, Both) and all(isinstance(part, Letters) for part in condition.parts):
        annual = all(
            isinstance(part, Letters) and None not in part.terms and len(part.terms) == 1 for part in condition.parts
        )
        wanted = {part.wanted for part in condition.parts if isinstance(part, Letters)}
        return "changes" if annual and len(wanted) > 1 else "items"
    return "changes" if isinstance(condition, Moves | Compared | Same | Then | Path | Both) else "items"


def listed(
    question: Question,
    records: Records,
    condition: Condition,
    verdict: Verdict,
    items: Sequence[str],
    topic: str,
) -> Answer:
    """*items*: those that the condition was put to; *topic*: see `topic_of`."""
    terms = terms_of(condition)
    head = f"{say(condition, records.rated_years)}項目"
    stated = _with_statements(condition, verdict)
    if len(question.items) == 1 and len(items) == 1:
        first = _one(question, items[0], condition, head, verdict, records)
        codes: tuple[str, ...] = tuple(items)
        about: tuple[str, ...] = codes
    else:
        among = f"{'・'.join(items)} のうち、" if question.items and len(items) <= _FEW else within(question, records)
        shown = {
            code: "／".join(dict.fromkeys(_shown(condition, given, records.scale) for given in ways))
            for code, ways in verdict.sure.items()
        }
        first = f"{among}{head}は{_said(condition, shown)}{COMPUTED}。{_doubt(condition, verdict, records, terms)}"
        codes = tuple(code for code in items if code in verdict.sure or code in verdict.depends)
        about = tuple(code for code in items if code in stated)
    notes = (
        *(
            (f"{'・'.join(verdict.unstated)} は評定の記録がそろっていないため、数えていません。",)
            if verdict.unstated
            else ()
        ),
        "記載された評定から求めた計算値です。",
    )
    return with_ratings(
        question,
        records,
        first=first,
        topic=topic,
        codes=codes,
        about=about,
        terms=terms,
        notes=notes,
        read_as=head,
    )


def _counted_style(condition: Condition) -> bool:
    return isinstance(condition, Letters) and not condition.others and len(condition.terms) > 1


def _shown(condition: Condition, given: Given, scale: Sequence[str]) -> str:
    """What to say in brackets behind an item."""
    match condition:
        case Compared(one=one, other=other, moved=False, relation="higher" | "lower" | "different"):
            first, second = (one, other) if other is None else (other, one)
            return f"{given[first]} に対し {given[second]}"
        case Moves() if condition.times.often in {Often.ANY, Often.LEAST, Often.EXACTLY}:
            return "・".join(f"{short_year(one)}→{short_year(two)}" for one, two in steps_of(condition, given, scale))
        case Then(years=years):
            return series_text([(year, given[year]) for year in years])
        case Letters(times=times, terms=terms) if times.often is Often.ROW:
            return _run(condition, given, terms)
    return ""


def _run(condition: Letters, given: Given, terms: Sequence[Term]) -> str:
    best: list[int] = []
    run: list[int] = []
    for term in terms:
        if term is not None and given[term] in condition.wanted:
            run = [*run, term]
            best = max(best, run, key=len)
        else:
            run = []
    return f"{short_year(best[0])}〜{short_year(best[-1])}"


def _with_statements(condition: Condition, verdict: Verdict) -> frozenset[str]:
    """The items listed: those sure; of what is only to be found somewhere, also those of which some place states it."""
    existing = isinstance(condition, Letters) and condition.times.often in {
        Often.ANY, Often.LEAST, Often.EXACTLY, Often.ROW,
    }  # fmt: skip
    return frozenset((*verdict.sure, *(verdict.depends if existing else ())))


def _said(condition: Condition, shown: Mapping[str, str]) -> str:
    if not shown:
        return "ありません"
    named = [f"{code}（{text}）" if text else code for code, text in shown.items()]
    if isinstance(condition, Letters) and condition.times.often is Often.ROW:
        return f" {len(shown)}項目です（{'、'.join(f'{code} {text}' for code, text in shown.items())}）"
    if _counted_style(condition):
        return f" {len(shown)}項目です（{'・'.join(named)}）"
    said = f" {'・'.join(named)} の{len(shown)}項目です" if len(shown) > 1 else f" {named[0]} です"
    return said.replace("） ", "）")


def _doubt(condition: Condition, verdict: Verdict, records: Records, terms: Sequence[Term]) -> str:
    if _counted_style(condition):
        disputed: dict[str, str] = {}
        for code in verdict.depends:
            disputed |= disputed_sides(records, code, terms, f"{code} の")
        return also_disputed(disputed)
    return "".join(
        f"{code} は{'・'.join(disputed_sides(records, code, terms))}の評定が出典により分かれるため、数えていません。"
        for code in verdict.depends
    )


def _one(question: Question, code: str, condition: Condition, head: str, verdict: Verdict, records: Records) -> str:
    """Yes or no of one item, with the letters on which it rests; that it depends on which place is right."""
    terms = terms_of(condition)
    stated = {term: "／".join(stated_letters(records, code, term)) or "記録なし" for term in terms}
    series = series_text([(term, letters) for term, letters in stated.items() if term is not None])
    told = "、".join([series] if None not in terms else [*([series] if series else []), f"見込評価 {stated[None]}"])
    disputed = [term_name(term) for term in terms if len(stated_letters(records, code, term)) > 1]
    if disputed and isinstance(condition, Compared) and not condition.moved:
        beside = "、".join(f"{term_name(term)}は {letters.replace('／', ' と ')}" for term, letters in stated.items())
        return f"{code} の{'・'.join(disputed)}の評定が出典により分かれるため、どちらが高いかは決められません（{beside}）。"
    if code in verdict.depends:
        return f"{code} が{head}かどうかは、{'・'.join(disputed)}の評定が出典により分かれるため、決められません（{told}）。"
    if code in verdict.unstated:
        return f"{code} が{head}かどうかは、評定の記録がそろっていないため、分かりません（{told}）。"
    yes = code in verdict.sure
    if isinstance(condition, Letters) and condition.times.often is Often.NEVER and not yes and not condition.others:
        had = [term for term in terms if stated[term] in condition.wanted]
        return f"いいえ、{code} は{'・'.join(map(term_name, had))}が {condition.said} です（{told}）{COMPUTED}。"
    if isinstance(condition, Compared) and not condition.moved and set(stated.values()) <= set(records.scale):
        answered = "" if _OPEN.search(question.text_folded) else "はい、" if yes else "いいえ、"
        return f"{answered}{code} の{_beside(stated, records)}{COMPUTED}。"
    if _HOW.search(question.text_folded):
        return f"{code} の評定は、{told} です{COMPUTED}。"
    if _of_two_years(condition) and set(stated.values()) <= set(records.scale):
        return f"{'はい' if yes else 'いいえ'}、{code} の評定は、{_went(stated, records)}（{told}）{COMPUTED}。"
    beside = head.removesuffix(" の項目")
    return f"{'はい' if yes else 'いいえ'}、{code} は{beside}{' ' if beside != head else ''}{'です' if yes else 'ではありません'}（{told}）{COMPUTED}。"


def _of_two_years(condition: Condition) -> bool:
    """Whether it is put to one year and a later one: a move between them, or the letters of both."""
    letters = isinstance(condition, Both) and all(
        isinstance(part, Letters) and len(part.terms) == 1 and not part.others for part in condition.parts
    )
    terms = terms_of(condition)
    moved = isinstance(condition, Compared) and condition.moved
    return (moved or letters) and len(terms) == _PAIR and None not in terms


def _went(stated: Mapping[Term, str], records: Records) -> str:
    """「令和4年度の A から令和5年度は B に下がりました」, of two years."""
    (one, old), (two, new) = sorted((term, letter) for term, letter in stated.items() if term is not None)
    if old == new:
        return f"{year_name(one)}も{year_name(two)}も {old} で、変わっていません"
    up = records.scale.index(new) < records.scale.index(old)
    return f"{year_name(one)}の {old} から{year_name(two)}は {new} に{'上がりました' if up else '下がりました'}"


def _beside(stated: Mapping[Term, str], records: Records) -> str:
    """「令和6年度の評定は A、見込評価は B で、令和6年度のほうが高いです」."""
    one, other = stated
    told = "、".join(
        f"{term_name(term)}{'の評定' if term is not None else ''}は {letter}" for term, letter in stated.items()
    )
    ranks = [records.scale.index(letter) for letter in stated.values()]
    if ranks[0] == ranks[1]:
        return f"{told} で、同じです"
    return f"{told} で、{term_name(one if ranks[0] < ranks[1] else other)}のほうが高いです"
