"""Ratings counted over the years: in which year most items had an A, which items had one twice, in a row, ever, best or worst.

All of it is computed from the recorded ratings and marked so. A rating on which places disagree counts for each letter
that a place states, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from bot.answer import Answer, Conflict, Status, Table
from bot.question import Question
from bot.text.compiled import compiled
from bot.text.numbers import NUMERAL, read_number
from bot.topics.rating import also_disputed, annual_table, conflict_of, facts_of
from bot.wording.phrases import COMPUTED, short_year, year_name, years_name
from bot.wording.subject import missing_years_sentence
from records.lookups import Records

_Key = TypeVar("_Key")
_MOST = compiled(
    r"(?:一番|いちばん|最も|もっとも).{0,12}?多|最多|多かった|(?:数|個数|件数)(?:が|の)多|多い(?:年|項目|の)|(?:何年|どの年|いつ)[^、。?]{0,8}多い"
)
_LEAST = compiled(
    r"(?:一番|いちばん|最も|もっとも).{0,12}?少な|最少|少なかった|(?:数|個数|件数)(?:が|の)少|少ない(?:年|項目|の)|(?:何年|どの年|いつ)[^、。?]{0,8}少ない"
)
OF_YEARS = compiled(r"年度(?!評[価定])|何年|どの年|いつ|(?:多|少な)(?:い|かった)年")
_IN_A_ROW = compiled(rf"(?P<n>{NUMERAL})?(?:か年|ヶ年|カ年|年度?|期|回)?(?:間)?(?:連続|続けて|続いて)")
_TIMES = compiled(rf"(?P<n>{NUMERAL})(?:回|度)(?:以上|も)?")
_EVER = compiled(
    r"一度でも|いちどでも|1度でも|一回でも|1回でも|こと[がはの]?(?:ある|あり|あった)|過去に|これまでに?|今までに?|かつて"
    r"|(?:あった|いた|ありました|とった|取った)(?:の|こと|か|ん)*\??$"
)
BEST = compiled(
    r"(?:一番|いちばん|最も|もっとも)(?:評[価定](?:が|の))?(?:良(?:い|かった|く)?|よ(?:い|かった)|高(?:い|かった|く)?|いい)|最高(?:の)?(?:評[価定]|ランク)|評[価定](?:が|の)最高|トップ|評[価定]が(?:高|良|よ|い)い(?:項目|の)|(?:一番|いちばん|最も)優秀|最優秀|優秀な項目"
)
WORST = compiled(
    r"(?:一番|いちばん|最も|もっとも)(?:評[価定](?:が|の))?(?:悪(?:い|かった|く)?|わる(?:い|かった)|低(?:い|かった|く)?|ひく(?:い|かった))|最低(?:の)?(?:評[価定]|ランク)|評[価定](?:が|の)最低|ワースト|(?:一番|いちばん)(?:ダメ|だめ|駄目)|評[価定]が(?:低|悪)い(?:項目|の)"
)
COUNTED = compiled(
    rf"{_MOST.pattern}|{_LEAST.pattern}|連続|続けて|回数|何回|何度|{NUMERAL}(?:回|度)(?:以上|も)|{_EVER.pattern}"
)


def answer_over_years(question: Question, records: Records, items: Sequence[str]) -> Answer | None:
    """The count that the question asks for; None when it asks for none. *items*: those counted."""
    text = " ".join((question.text_folded, *question.words))  # 2年連続, of the thread
    if not question.letters:
        return None
    recorded = records.rated_years
    asked = question.years.years if question.years.asked else recorded
    years = tuple(year for year in asked if year in recorded)
    missing = tuple(year for year in asked if year not in recorded)
    without = missing_years_sentence(f"{years_name(missing)}の評定", missing, recorded)
    if question.years.asked and len(question.years.years) == len(years) == 1 and _IN_A_ROW.search(text):
        return None  # one year is no row
    none = Answer(question=question.text, status=Status.NO_DATA, topic="items", first=without)
    if not years:
        return none if COUNTED.search(text) else None
    given = {
        (code, year): frozenset(each.rating for each in records.ratings_of(code, "annual", year))
        for code in items
        for year in years
    }
    letters = frozenset(question.letters)
    had = {code: tuple(year for year in years if given[code, year] & letters) for code in items}
    build = _Build(question, records, years, [key for key, value in given.items() if len(value) > 1])
    counted = _counted(text, build, had)
    if counted is None or not missing:
        return counted
    # what is not recorded may go on with a row or break it
    return none if _IN_A_ROW.search(text) else counted.with_missing(without)


def _counted(text: str, build: _Build, had: Mapping[str, Sequence[int]]) -> Answer | None:
    if row := _IN_A_ROW.search(text):
        return _in_a_row(build, had, max(read_number(row["n"] or "") or 2, 2))
    extreme = max if _MOST.search(text) else min if _LEAST.search(text) else None
    if extreme:
        of = _of_years if OF_YEARS.search(text) else _of_items
        told = of(build, had, extreme)
        both = _MOST.search(text) and _LEAST.search(text)  # 一番多い年と一番少ない年
        return told._replace(first=told.first + of(build, had, min).first) if both else told
    if times := _TIMES.search(text):
        number = read_number(times["n"]) or 1
        found = {code: at for code, at in had.items() if len(at) >= number}
        certain, apart = build.apart(found, lambda at: len(at) >= number)
        said = f"{len(certain)}項目です{_named(certain)}" if certain else "ありません"
        return build.items(
            found, f"{build.letters} が{number}回以上の項目は{' ' if certain else ''}{said}{COMPUTED}。{apart}"
        )
    if _EVER.search(text):
        found = {code: at for code, at in had.items() if at}
        certain, apart = build.apart(found, bool)
        said = f"{len(certain)}項目です{_named(certain)}" if certain else "ありません"
        return build.items(
            found,
            f"{years_name(build.years)}に {build.letters} だったことのある項目は{' ' if certain else ''}{said}{COMPUTED}。{apart}",
        )
    return None


class _Build:
    """What all these answers share: letters, years and the ratings on which places disagree."""

    def __init__(
        self, question: Question, records: Records, years: Sequence[int], disputed: Sequence[tuple[str, int]]
    ) -> None:
        self.question, self.records, self.years = question, records, tuple(years)
        self.letters = "・".join(question.letters)
        self._disputed = frozenset(disputed)
        self.notes = tuple(
            f"{code} の{year_name(year)}の評定は出典により分かれています。"
            for code, year in disputed
            if {each.rating for each in records.ratings_of(code, "annual", year)} & set(question.letters)
        )
        self.conflicts: tuple[Conflict, ...] = tuple(
            conflict
            for code, year in disputed
            if (conflict := conflict_of(records.ratings_of(code, "annual", year))) is not None
        )

    def sure(self, code: str, at: Sequence[int]) -> tuple[int, ...]:
        """Those of the years *at* for which all places agree."""
        return tuple(year for year in at if (code, year) not in self._disputed)

    def apart(
        self, found: Mapping[str, Sequence[int]], holds: Callable[[Sequence[int]], bool]
    ) -> tuple[dict[str, Sequence[int]], str]:
        """Those of *found* of which it holds whichever place is right, and the sentence on the others."""
        certain = {code: at for code, at in found.items() if holds(self.sure(code, at))}
        return certain, self.doubts({code: at for code, at in found.items() if code not in certain})

    def doubts(self, found: Mapping[str, Sequence[int]]) -> str:
        """「ほかに Ⅲ-5 の令和4年度は出典により B と A に分かれています。」 of the disputed ones among *found*."""
        return also_disputed(
            {
                f"{code} の{year_name(year)}": " と ".join(
                    dict.fromkeys(each.rating for each in self.records.ratings_of(code, "annual", year))
                )
                for code, at in found.items()
                for year in at
                if (code, year) in self._disputed
            }
        )

    def items(self, found: Mapping[str, Sequence[int]], first: str) -> Answer:
        """The answer that lists *found*, item → the years that count."""
        codes = tuple(found)
        table = annual_table(codes, self.years, self.records, f"年度評価の評定（{years_name(self.years)}）")
        return self._answer(first, codes, (table,) if codes else ())

    def of_years(self, counts: Mapping[int, Sequence[str]], first: str) -> Answer:
        """The answer about years, year → items that count."""
        rows = tuple(
            (year_name(year), _span(self._bounds(year, codes)), self._listed(year, codes))
            for year, codes in counts.items()
        )
        codes = tuple(code for code in self.records.item_by_code if any(code in each for each in counts.values()))
        return self._answer(
            first,
            codes,
            (Table(caption=f"{self.letters} の項目数", header=("年度", "項目数", "項目"), rows=tuple(rows)),),
        )

    def _bounds(self, year: int, codes: Sequence[str]) -> tuple[int, int]:
        """How many of *codes* count for certain in that year, and at most."""
        return sum(bool(self.sure(code, [year])) for code in codes), len(codes)

    def _listed(self, year: int, codes: Sequence[str]) -> str:
        if len(codes) > 8:  # noqa: PLR2004 - fits a line
            return ""
        return "・".join(code if self.sure(code, [year]) else f"{code}（出典により分かれる）" for code in codes)

    def _answer(self, first: str, codes: tuple[str, ...], tables: tuple[Table, ...]) -> Answer:
        statements = [self.records.ratings_of(code, "annual", year) for code in codes for year in self.years]
        return Answer(
            question=self.question.text,
            status=Status.ANSWERED,
            topic="items",
            first=first,
            tables=tables,
            notes=self.notes,
            items=codes,
            fiscal_years=self.years,
            evaluations=("annual",),
            facts=tuple(fact for each in statements for fact in facts_of(each)),
            conflicts=self.conflicts,
            sources=tuple(dict.fromkeys(statement.source for each in statements for statement in each)),
            read_as=f"{self.letters} の数・{years_name(self.years)}",
        )


def _named(found: Mapping[str, object]) -> str:
    return f"（{'・'.join(found)}）" if found else ""


def _in_a_row(build: _Build, had: Mapping[str, Sequence[int]], number: int) -> Answer:
    found = {code: at for code, at in had.items() if len(_longest_run(at)) >= number}
    certain, apart = build.apart(found, lambda at: len(_longest_run(at)) >= number)
    runs = {code: _longest_run(build.sure(code, at)) for code, at in certain.items()}
    shown = "、".join(f"{code} {short_year(run[0])}〜{short_year(run[-1])}" for code, run in runs.items())
    said = f"{len(runs)}項目です（{shown}）" if runs else "ありません"
    # a run that another reading of the places would make longer
    longer = {code: at for code, at in certain.items() if len(_longest_run(at)) > len(runs[code])}
    return build.items(
        found,
        f"{number}年以上続けて {build.letters} だった項目は{' ' if runs else ''}{said}{COMPUTED}。{apart or build.doubts(longer)}",
    )


def _longest_run(years: Sequence[int]) -> tuple[int, ...]:
    best: tuple[int, ...] = ()
    run: tuple[int, ...] = ()
    for year in years:
        run = (*run, year) if run and year == run[-1] + 1 else (year,)
        best = max(best, run, key=len)
    return best


def _by_year(build: _Build, had: Mapping[str, Sequence[int]]) -> dict[int, tuple[str, ...]]:
    return {year: tuple(code for code, at in had.items() if year in at) for year in build.years}


def _of_years(build: _Build, had: Mapping[str, Sequence[int]], extreme: Callable[..., int]) -> Answer:
    counts = _by_year(build, had)
    bounds = {
        year: (sum(bool(build.sure(code, [year])) for code in codes), len(codes)) for year, codes in counts.items()
    }
    best, certain = _extremes(bounds, extreme)
    word = "多かった" if extreme is max else "少なかった"
    said = f"{years_name(best)}の {_span(bounds[best[0]])}項目です"
    if not certain:
        told = "、".join(f"{year_name(year)}が {_span(bounds[year])}項目" for year in best)
        said = f"{'・'.join(year_name(year) for year in best)}のいずれか（{told}）です"
    doubts = build.doubts({code: [year for year in at if year in best] for code, at in had.items()})
    return build.of_years(counts, f"{build.letters} の項目が最も{word}のは、{said}{COMPUTED}。{doubts}")


def _of_items(build: _Build, had: Mapping[str, Sequence[int]], extreme: Callable[..., int]) -> Answer:
    bounds = {code: (len(build.sure(code, at)), len(at)) for code, at in had.items()}
    best, certain = _extremes(bounds, extreme)
    found = {code: had[code] for code in best}
    surely = [code for code in best if certain or bounds[code][0] == bounds[code][1]]
    shown = f"{'・'.join(surely)} の" if len(surely) <= 8 else f"{len(surely)}項目の"  # noqa: PLR2004 - fits a line
    word = "多い" if extreme is max else "少ない"
    said = f"{shown} {_span(bounds[surely[0]])}回です" if surely else "出典が分かれるため決められません"
    doubts = build.doubts({code: at for code, at in found.items() if bounds[code][0] < bounds[code][1]})
    return build.items(
        found, f"{build.letters} が最も{word}項目は、{said}（{years_name(build.years)}）{COMPUTED}。{doubts}"
    )


def _extremes(bounds: Mapping[_Key, tuple[int, int]], extreme: Callable[..., int]) -> tuple[list[_Key], bool]:
    """Whose count may be the extreme one, and whether it is whichever place is right. *bounds*: from … to."""
    if extreme is max:
        bar = max(low for low, _ in bounds.values())
        best = [key for key, (_, high) in bounds.items() if high >= bar]
    else:
        bar = min(high for _, high in bounds.values())
        best = [key for key, (low, _) in bounds.items() if low <= bar]
    return best, len(best) == 1 or all(bounds[key] == (bar, bar) for key in best)


def _span(bounds: tuple[int, int]) -> str:
    low, high = bounds
    return str(low) if low == high else f"{low}〜{high}"
