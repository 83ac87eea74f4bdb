"""How many items have a letter, year beside year (R5とR6でAの数は変わった？): each count and the change, computed.

A rating on which places disagree may count or not: the count is then given from … to, and the item is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answer import Answer, Conflict, Fact, Status, Table
from bot.question import Question
from bot.text.compiled import compiled
from bot.text.fiscal_year import YearSelection
from bot.topic import all_topics
from bot.topics.rating import also_disputed, conflict_of, facts_of, final_of
from bot.wording.phrases import short_year, year_name, years_name
from bot.wording.subject import changed_between, missing_years_sentence
from records.lookups import Records
from records.model import Source

_STEP = r"増え|減っ|減り|減る|増減|増加|減少|ふえ|へっ(?:た|て)"
STEPS = compiled(_STEP)
_COUNT = r"(?:項目数|個数|件数|数|割合|比率|分布|内訳)"
_YEAR = r"(?:[0-9元]|年度?|前回)"
CHANGE_OF_COUNTS = compiled(
    rf"{_STEP}|{_COUNT}[^、。?]{{0,6}}?(?:変わ|変化|推移|違)|(?:項目数|個数|件数|数|割合|比率)[^、。?]{{0,6}}?(?:比較|比べ|くらべ)|(?<![a-z0-9])[sabcd](?:評価|評定)?の(?:推移|変化)"
    rf"|{_YEAR}(?:より|と?に?比べ(?:て|ると)?)[^。?]{{0,10}}?(?:多|少な)"
    r"|(?:多い|少ない|多かった|少なかった)(?:の|年)?[^。?]{0,8}?(?:どっち|どちら)|(?:どっち|どちら)[^。?]{0,8}?(?:多|少な)"
)
_DIFFERENCE = compiled(
    r"[sabcd](?:評価|評定)?の(?:項目)?数[^、。?]{0,8}?差(?![出替別])|差[^。?]{0,3}[sabcd](?:評価|評定)?の(?:項目)?数"
)
_SPREAD = compiled(r"分布|内訳")
_SERIES = compiled(r"推移|年々|毎年|年ごと|いつ|何年|どの年|年度[はが]|経年")
_WHEN = compiled(r"いつ|何年|どの年|年度[はが]|年度\??$")
_SHARE = compiled(r"割合|比率")
_FROM_TO = compiled(r"[sabcd](?:評価|評定)?(?:から|→)[sabcd]")


def asks_change_of_counts(text: str, letters: Sequence[str]) -> bool:
    """Whether folded *text* asks how the number of items with *letters*, or the whole spread, changed."""
    about = letters or _SPREAD.search(text)
    changed = CHANGE_OF_COUNTS.search(text) is not None or asks_difference_of_counts(text, letters)
    return bool(about) and changed and not _FROM_TO.search(text)


def asks_difference_of_counts(text: str, letters: Sequence[str]) -> bool:
    """Whether folded *text* asks for the difference of the numbers of items with the one letter (R3とR6のAの数の差)."""
    return len(letters) == 1 and _DIFFERENCE.search(text) is not None


def answer_change_of_counts(question: Question, records: Records, items: Sequence[str]) -> Answer:
    """The counts of the years asked for and the change from the first to the last; the latest two years by default."""
    recorded = records.rated_years
    series = _SERIES.search(question.text_folded) and len(question.years.years) != 2  # noqa: PLR2004 - a pair
    pair = question.years.years if len(question.years.years) > 1 and not question.years.series else ()
    asked = (question.years.years or recorded) if series else pair or changed_between(question, recorded)
    missing = tuple(year for year in asked if year not in recorded)
    years = tuple(year for year in asked if year in recorded)
    note = missing_years_sentence(f"{years_name(missing)}の評定", missing, recorded) if missing else ""
    if missing and len(years) < 2:  # noqa: PLR2004 - one year alone has no change
        return Answer(question=question.text, status=Status.NO_DATA, topic="items", first=note)
    given = {(code, year): records.ratings_of(code, "annual", year) for code in items for year in years}
    stated = {key: {each.rating for each in final_of(statements)} for key, statements in given.items()}
    asked_for = question.letters or records.scale
    letters = [letter for letter in asked_for if any(letter in at for at in stated.values())] or list(asked_for[:1])
    said = [f"{letter} の項目は、{_counted(question, letter, years, items, stated)}" for letter in letters]
    disputed = {
        f"{code} の{year_name(year)}": " と ".join(dict.fromkeys(each.rating for each in statements))
        for (code, year), statements in given.items()
        if len(stated[code, year]) > 1 and stated[code, year] & set(letters)
    }
    one_year = question.letters and len(years) == 1
    if one_year and (picked := [code for code in items if stated[code, years[0]] & set(letters)]):
        of_them = question._replace(topics=("history",), items=tuple(picked), letters=(), years=YearSelection())
        return all_topics()["history"].answer(of_them, records)  # R6のA項目の推移: one year has no change
    facts: list[Fact] = []
    sources: list[Source] = []
    conflicts: list[Conflict] = []
    for statements in given.values():
        facts.extend(fact for fact in facts_of(statements) if fact.value in letters)
        sources.extend(each.source for each in statements)
        conflicts.extend(filter(None, [conflict_of(statements)]))
    with_letter = [code for code in items if any(stated[code, year] & set(letters) for year in years)]
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic="items" if question.letters else "distribution",
        first=f"{'。'.join(said)}（計算値）。{also_disputed(disputed).removeprefix('ほかに').lstrip()}",
        tables=(_table(stated, letters, items, years),),
        missing=(note,) if note else (),
        items=tuple(with_letter),
        fiscal_years=years,
        evaluations=("annual",),
        facts=tuple(facts),
        conflicts=tuple(conflicts),
        sources=tuple(dict.fromkeys(sources)),
        read_as=f"{'・'.join(letters)} の数・{years_name(years)}",
    )


def _counted(
    question: Question,
    letter: str,
    years: Sequence[int],
    items: Sequence[str],
    stated: Mapping[tuple[str, int], set[str]],
) -> str:
    """「令和5年度が 3項目、令和6年度が 1項目で、2項目減っています」; counts from … to where places disagree."""
    least = [sum(stated[code, year] == {letter} for code in items) for year in years]
    most = [sum(letter in stated[code, year] for code in items) for year in years]
    counts = [f"{low}項目" if low == high else f"{low}〜{high}項目" for low, high in zip(least, most, strict=True)]
    if _SHARE.search(question.text_folded):
        shares = [f"{low / len(items):.1%}".replace("%", "％") for low in least]
        counts = [f"{n}（{share}）" if "〜" not in n else n for n, share in zip(counts, shares, strict=True)]
    if len(years) == 2:  # noqa: PLR2004 - a pair
        told, span = "、".join(f"{year_name(y)}が {n}" for y, n in zip(years, counts, strict=True)), ""
    else:
        told = "、".join(f"{short_year(y)} {n}" for y, n in zip(years, counts, strict=True))
        span = f"{year_name(years[0])}から{year_name(years[-1])}に"
    if _WHEN.search(question.text_folded):
        return f"{told}で、{_when(years, least, most, up='増' in question.text_folded)}"
    low, high = least[-1] - most[0], most[-1] - least[0]
    if low != high:
        return f"{told}で、{span}差は {low:+d}〜{high:+d}項目です".replace("+0", "±0")
    if low == 0:
        return f"{told}で、{span}増減はありません"
    return f"{told}で、{span}{abs(low)}項目{'増えて' if low > 0 else '減って'}います"


def _when(years: Sequence[int], least: Sequence[int], most: Sequence[int], *, up: bool) -> str:
    """The years in which the count surely rose or fell, and those for which the places do not allow to say."""
    sure, unsure = [], []
    for at, year in enumerate(years[1:], start=1):
        low, high = least[at] - most[at - 1], most[at] - least[at - 1]
        if low > 0 if up else high < 0:
            sure.append(year)
        elif high > 0 if up else low < 0:
            unsure.append(year)
    found = f"{years_name(sure)}です" if sure else "ありません"
    doubt = f"（{years_name(unsure)}は出典により分かれるため決められません）" if unsure else ""
    return f"前の年度より{'増えた' if up else '減った'}年度は{found}{doubt}"


def _table(
    stated: Mapping[tuple[str, int], set[str]], letters: Sequence[str], items: Sequence[str], years: Sequence[int]
) -> Table:
    rows = []
    for letter in letters:
        for year in years:
            sure = [code for code in items if stated[code, year] == {letter}]
            unsure = [f"{code}（分かれる）" for code in items if letter in stated[code, year] and code not in sure]
            number = f"{len(sure)}〜{len(sure) + len(unsure)}" if unsure else str(len(sure))
            rows.append((letter, year_name(year), number, "・".join([*sure, *unsure]) or "なし"))
    return Table(caption="評定ごとの項目数", header=("評定", "年度", "項目数", "項目"), rows=tuple(rows))
