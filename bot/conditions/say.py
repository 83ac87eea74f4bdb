"""Conditions in Japanese: each restriction, letter, year and evaluation that was read, so that a misreading is heard."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conditions.query import Both, Compared, Condition, Count, Either, Letters, Moves, Often, Path, Same, Term, Then
from bot.wording.phrases import year_name, years_name

_WAYS = {"up": "上がった", "down": "下がった", "change": "変わった", "stay": "変わった"}
_BEFORE = {way: word.removesuffix("った") + "り" for way, word in _WAYS.items()}
# how a condition ends, and how it ends before another one
_GOING_ON = {
    "のある": "があり", "のない": "がなく", "ていない": "ておらず", "ない": "なく", "高い": "高く", "低い": "低く", "違う": "違い",
    "だった": "で", "上がった": "上がり", "下がった": "下がり", "変わった": "変わり", "なった": "なり", "移った": "移り",
}  # fmt: skip
_MOVED = {
    "higher": "上がった", "lower": "下がった", "different": "変わった", "any": "なった",
    "not higher": "上がらなかった", "not lower": "下がらなかった",
}  # fmt: skip


def term_name(term: Term) -> str:
    """令和6年度, 見込評価."""
    return "見込評価" if term is None else year_name(term)


def terms_name(terms: Sequence[Term]) -> str:
    """令和3〜5年度; 令和6年度と見込評価."""
    years = [term for term in terms if term is not None]
    named = [years_name(years)] if years else []
    return "と".join([*named, *(["見込評価"] if None in terms else [])])


def say(condition: Condition, recorded: Sequence[int]) -> str:  # noqa: C901 - one case a condition
    """What the items are like, before 項目: 「令和5年度が A、令和6年度が B の」."""
    match condition:
        case Letters():
            return _letters(condition, recorded)
        case Moves():
            return _moves(condition)
        case Compared():
            return _compared(condition)
        case Same(terms=terms, same=same):
            if all(term is not None for term in terms):
                return f"{terms_name(terms)}の評定が{'すべて同じ' if same else 'すべて同じではない'}"
            return f"{terms_name(terms)}の評定が{'同じ' if same else '違う'}"
        case Then(years=years, ways=ways):
            told = "、その後に".join([*(_BEFORE[way] for way in ways[:-1]), _WAYS[ways[-1]]])
            return f"{terms_name(years)}に、{'いったん' if ways[0] != ways[-1] else ''}{told}"
        case Path(years=years, letters=letters):
            return f"{terms_name(years)}に評定が {' → '.join(letters)} と移った"
        case Both(parts=parts):
            if all(isinstance(part, Letters) and len(part.terms) == 1 and not part.others for part in parts):
                said = "、".join(_bare(part, recorded) for part in parts)
                return said if said.endswith("ない") else f"{said} の"
            return "、".join([*(_continued(_bare(part, recorded)) for part in parts[:-1]), say(parts[-1], recorded)])
        case Either(parts=parts):
            return "、または ".join([*(_bare(part, recorded) for part in parts[:-1]), say(parts[-1], recorded)])


def _bare(condition: Condition, recorded: Sequence[int]) -> str:
    return say(condition, recorded).removesuffix(" の").removesuffix("の")


def _continued(said: str) -> str:
    """A condition as it goes on to another one: A だったことがあり, 令和5年度が A で."""
    for ending, going_on in _GOING_ON.items():
        if said.endswith(ending):
            return said.removesuffix(ending) + going_on
    return f"{said}{' ' if said[-1].isascii() else ''}で"


def _letters(condition: Letters, recorded: Sequence[int]) -> str:
    terms, said = condition.terms, condition.said
    of = "" if said.endswith("ない") else "の" if said.endswith(("以上", "以下", "未満", "上", "下")) else " の"
    if condition.others and condition.apart == "first":
        return f"記録のある{year_name(recorded[0])}以降で、{terms_name(terms)}に初めて {said} になった"
    if condition.others:
        around = sorted(term for term in (*terms, *condition.others) if term is not None)
        return f"{years_name(around)}のうち{terms_name(terms)}{'だけ' if condition.apart == 'only' else 'を最後に'} {said}{of}"
    if len(terms) == 1:
        return f"{terms_name(terms)}が {said}{of}"
    return _counted(condition.times, terms_name(terms), said, of, terms)


def _counted(count: Count, among: str, said: str, of: str, terms: Sequence[Term]) -> str:
    match count.often:
        case Often.ALL:
            listed = [term for term in terms if term is not None]
            run = len(listed) == len(terms) and list(listed) == list(range(listed[0], listed[-1] + 1))
            among = f"{among}に" if run and len(terms) > 2 else f"{'・'.join(term_name(term) for term in terms)}の"  # noqa: PLR2004 - a pair
            if said.endswith("ない"):
                return f"{among.removesuffix('の').removesuffix('に')}に一度も {said}"
            return f"{among}ずっと {said}{of}" if among.endswith("に") else f"{among}すべてで {said}{of}"
        case Often.ANY:
            return f"{among}に {said}年度のある" if said.endswith("ない") else f"{among}に {said} だったことのある"
        case Often.NEVER:
            return f"{among}に一度も {said} でない"
        case Often.EXACTLY:
            return f"{among}に {said} がちょうど{count.number}回の"
        case Often.LEAST:
            return f"{among}に {said} が{count.number}回以上の"
        case Often.MOST:
            return f"{among}に {said} が{count.number}回以下の"
    return f"{among}に{count.number}年以上続けて {said} だった"


def _step(condition: Moves | Compared, word: str) -> str:
    old, new = "・".join(sorted(condition.old)), "・".join(sorted(condition.new))
    levels = f"{condition.levels}段階以上" if condition.levels > 1 else ""
    return f"{f' {old} から' if old else ''}{f' {new} に' if new else ''}{levels}{word}"


def how(condition: Moves) -> str:
    """上がった, A から下がった, A から B になった."""
    becomes = condition.new and (condition.old or condition.way == "change")
    return _step(condition, "なった" if becomes else _WAYS[condition.way])


def _moves(condition: Moves) -> str:
    among = terms_name(condition.years)
    word = _step(condition, "なった" if condition.old and condition.new else _WAYS[condition.way])
    count = condition.times
    match count.often:
        case Often.NEVER if condition.way == "change" and not (condition.old or condition.new):
            return f"{among}に評定が一度も変わっていない"
        case Often.NEVER:
            return f"{among}に評定が一度も{word}ことのない"
        case Often.ALL:
            return f"{among}に評定が毎年度{word}"
        case Often.ANY if condition.old and condition.new:
            return f"{among}に、ある年度の {'・'.join(sorted(condition.old))} から翌年度に {'・'.join(sorted(condition.new))} になった"
        case Often.ANY:
            return f"{among}に評定が{word}ことのある"
        case Often.EXACTLY:
            return f"{among}に評定がちょうど{count.number}回{word}"
        case Often.LEAST:
            return f"{among}に評定が{count.number}回以上{word}"
        case Often.MOST:
            return f"{among}に評定が{word}のが{count.number}回以下の"
    return f"{among}に評定が{count.number}年度以上続けて{word}"


def _compared(condition: Compared) -> str:
    one, other, relation = condition.one, condition.other, condition.relation
    old, new = "・".join(sorted(condition.old)), "・".join(sorted(condition.new))
    if condition.moved:
        if old and new:
            return f"{term_name(other)}の {old} から{term_name(one)}に {new} になった"
        if relation == "same":
            return f"{term_name(other)}・{term_name(one)}の間で評定が変わっていない"
        return f"{term_name(other)}から{term_name(one)}にかけて評定が{_step(condition, _MOVED[relation])}"
    first, second = (term if term is not None else None for term in (other, one))
    if first is None:
        first, second = second, first
    names = [f"{term_name(term)}{'の評定' if term is not None else ''}" for term in (first, second)]
    levels = f"{condition.levels}段階以上" if condition.levels > 1 else ""
    told = {
        "higher": f"{term_name(one)}のほうが{levels}高い",
        "lower": f"{term_name(one)}のほうが{levels}低い",
        "same": "評定が同じ",
        "different": f"評定が{levels}違う",
        "not higher": f"{term_name(one)}のほうが高くはない",
        "not lower": f"{term_name(one)}のほうが低くはない",
    }[relation]
    letters = f"{term_name(other)}が {old} で{term_name(one)}が {new} の、" if old and new else ""
    return f"{names[0]}と{names[1]}を比べると、{letters}{told}"
