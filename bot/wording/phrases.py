"""The Japanese phrases that answers are made of, in one place: years, evaluations, evaluators, lists, sources."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Fact
from records.model import Rating, Source

_REIWA = 2018
_HEISEI = 1988
# era, its first day, the Western year before its first; the latest first
_ERAS = (("令和", "2019-05-01", 2018), ("平成", "1989-01-08", 1988), ("昭和", "1926-12-25", 1925))
_SHOWN_IN_A_ROW = 6
# behind what is worked out and not quoted
COMPUTED = "（計算値）"

EVALUATION_NAMES = {"annual": "年度評価", "prospective": "見込評価", "final": "期間実績評価"}
EVALUATOR_NAMES = {"self": "自己評価", "minister": "主務大臣による評価"}
KIND_NAMES = {
    "mid_term_goal": "中期目標",
    "mid_term_plan": "中期計画",
    "annual_plan": "年度計画",
    "viewpoints": "評価の視点",
    "result": "業務実績",
    "self_evaluation": "自己評価",
    "rationale": "評定の根拠",
    "issues_and_response": "課題と対応",
    "achievement": "主な成果",
    "legal_basis": "根拠条文",
    "related_policy": "関連する政策・施策",
}


def year_name(fiscal_year: int) -> str:
    """令和6年度 (平成30年度 before 2019)."""
    return next(
        (f"{era}{_in_era(fiscal_year - before)}年度" for era, _, before in _ERAS if fiscal_year > before),
        f"{fiscal_year}年度",
    )


def date_name(date: str) -> str:
    """令和6年12月2日, as much as *date* says (YYYY, YYYY-MM, YYYY-MM-DD, FY2024), in the era of its day: 平成31年3月29日."""
    if date.startswith("FY"):
        return year_name(int(date[2:]))
    year, *rest = (int(part) for part in date.split("-"))
    began = ((era, before) for era, first_day, before in _ERAS if date >= first_day[: len(date)])
    era, before = next(began, ("西暦", 0))
    return f"{era}{_in_era(year - before)}年" + "".join(f"{n}{unit}" for n, unit in zip(rest, "月日", strict=False))


def _in_era(number: int) -> str:
    return "元" if number == 1 else str(number)


def years_name(years: Sequence[int]) -> str:
    """令和3〜6年度 for a run, 令和3・5年度 otherwise."""
    if not years:
        return "なし"
    if len(years) == 1:
        return year_name(years[0])
    for era, before, last in (("令和", _REIWA, None), ("平成", _HEISEI, _REIWA)):
        if all(year > before and (last is None or year <= last) for year in years):
            numbers = ["元" if year == before + 1 else str(year - before) for year in years]
            if list(years) == list(range(years[0], years[-1] + 1)):
                return f"{era}{numbers[0]}〜{numbers[-1]}年度"
            return f"{era}{'・'.join(numbers)}年度"
    return "・".join(year_name(year) for year in years)


def short_year(fiscal_year: int) -> str:
    """R6, H30, for tables and series."""
    return f"R{fiscal_year - _REIWA}" if fiscal_year > _REIWA else f"H{fiscal_year - _HEISEI}"


def term_name(evaluation: str, fiscal_year: int | None) -> str:
    """What a statement is about: 令和6年度, or 見込評価."""
    return year_name(fiscal_year) if fiscal_year is not None else EVALUATION_NAMES[evaluation]


def given_by(rating: Rating) -> str:
    """Who gave a rating as its place says, or that the place does not say."""
    if rating.evaluator is not None:
        return EVALUATOR_NAMES[rating.evaluator]
    return f"{table_name(rating.source)}による、評価者の記載なし"


def table_name(source: Source) -> str:
    """The place in a word: 項目別評定総括表, 総合評定の様式, スライド …."""
    for word, name in (
        ("項目別評定総括表", "項目別評定総括表"),
        ("総合評定", "総合評定の様式"),
        ("項目別評定調書", "項目別評定調書"),
        ("見込評価」", "見込評価のスライド"),
        ("スライド", "年度評価のスライド"),
    ):
        if word in source.place:
            return name
    return source.place


def join_some(parts: Sequence[str], most: int = _SHOWN_IN_A_ROW, between: str = "、") -> str:
    """The first *most* parts, and how many more there are."""
    shown = between.join(parts[:most])
    return shown + (f" ほか{len(parts) - most}件" if len(parts) > most else "")


def rating_fact(statements: Sequence[Rating]) -> Fact:
    """One fact for statements that agree."""
    first = statements[0]
    return Fact(
        kind="rating",
        item=first.item,
        fiscal_year=first.fiscal_year,
        evaluation=first.evaluation,
        evaluator=first.evaluator,
        label="総合評定" if first.item is None else "評定",
        value=first.rating,
        sources=tuple(statement.source for statement in statements),
    )


def yes_or_no(yes: bool) -> str:  # noqa: FBT001 - the one thing it says
    """「はい、」 or 「いいえ、」, to begin an answer with."""
    return "はい、" if yes else "いいえ、"


def at_least_to_most(bounds: tuple[int, int]) -> str:
    """「3」, or 「3〜4」 where a number hangs on which place is right."""
    return str(bounds[0]) if bounds[0] == bounds[1] else f"{bounds[0]}〜{bounds[1]}"
