"""How the forms write codes, years, dates, figures, and the paragraphs of a form's cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tests.records.ingest.specs import Figure, Indicator, ItemForm, MinisterEvaluation, Row, Target, Text

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_FIRST_YEAR_OF_REIWA = 2019
_FIRST_DAY_OF_REIWA = date(2019, 5, 1)
_FIRST_YEAR_OF_HEISEI = 1989
WIDE_LETTERS = {"S": "Ｓ", "A": "Ａ", "B": "Ｂ", "C": "Ｃ", "D": "Ｄ"}
NO_ISSUES = "―"
_COMPARATORS = {">=": "以上", "<=": "以内", "=": ""}


def wide(number: object) -> str:
    """All digits full-width."""
    return str(number).translate(_WIDE)


def digits(number: int) -> str:
    """A single digit is full-width, a longer number half-width: ３, 12."""
    return wide(number) if 0 <= number < 10 else str(number)


def write_code(code: str, dash: str = "－") -> str:
    """A canonical code as a form writes it: Ⅰ-10 → Ⅰ－１０, Ⅰ-1-(2) → Ⅰ－１－(2)."""
    parts = [part if part.startswith("(") else wide(part) for part in code.split("-")]
    return dash.join(parts)


def _era(year: int) -> tuple[str, str, int]:
    if year >= _FIRST_YEAR_OF_REIWA:
        return "令和", "R", year - _FIRST_YEAR_OF_REIWA + 1
    return "平成", "H", year - _FIRST_YEAR_OF_HEISEI + 1


def year_of_era(year: int) -> tuple[str, str]:
    """Era and year of a fiscal year as the forms write it: 令和, 元 or ６ or 12."""
    name, _, number = _era(year)
    return name, "元" if number == 1 else digits(number)


def fiscal_year(year: int) -> str:
    """令和６年度."""
    return f"{''.join(year_of_era(year))}年度"


def short_year(year: int, *, is_wide: bool = False) -> str:
    """R6, or R６ where *is_wide*."""
    _, letter, number = _era(year)
    return f"{letter}{digits(number) if is_wide else number}"


def day(written: date) -> str:
    """令和３年９月１日, with all digits full-width."""
    is_reiwa = written >= _FIRST_DAY_OF_REIWA
    year = written.year - (_FIRST_YEAR_OF_REIWA if is_reiwa else _FIRST_YEAR_OF_HEISEI) + 1
    era = "令和" if is_reiwa else "平成"
    return f"{era}{wide(year) if year > 1 else '元'}年{wide(written.month)}月{wide(written.day)}日"


def number(value: Decimal) -> str:
    """1,537, 99.1, ６."""
    if value == value.to_integral_value():
        return digits(int(value)) if abs(value) < 10 else f"{int(value):,}"
    return str(value)


def write_target(target: Target, unit: str) -> str:
    """95％以上."""
    return f"{number(target.value)}{unit}{_COMPARATORS[target.comparator]}"


def _figure(indicator: Indicator, figure: Figure) -> str:
    first = f"{number(figure.value)}{indicator.unit}"
    if figure.second is None:
        return first
    second = f"{number(figure.second)}{indicator.unit}"
    return f"{first}／{second}" if indicator.second == "平均" else f"{first}（{second}）"


def stated_name(indicator: Indicator) -> str:
    """The name with what its second value is: 採用人数（うち技術職）, 所要日数（最大／平均）."""
    if not indicator.second:
        return indicator.name
    return f"{indicator.name}（{'最大／平均' if indicator.second == '平均' else indicator.second}）"


def write_year(indicator: Indicator, year: int) -> Text:
    """The paragraph of one year's value: ・NAME：100％【計画：99.9％以上】."""
    figure = next(figure for figure in indicator.figures if figure.year == year)
    target = f"【計画：{write_target(indicator.target, indicator.unit)}】" if indicator.target else ""
    return (f"・{stated_name(indicator)}：{_figure(indicator, figure)}{target}",)


def write_series(indicator: Indicator) -> Text:
    """The paragraphs of a series of years: ・NAME： / R3：99.1％ R4：97.8％."""
    years = [
        f"{short_year(figure.year, is_wide=indicator.wide_years)}：{_figure(indicator, figure)}"
        for figure in indicator.figures
    ]
    series = (" " if indicator.spaced else "、").join(years)
    if indicator.below:
        return (f"・{stated_name(indicator)}{'：' if indicator.spaced else ''}", series)
    return (f"・{stated_name(indicator)}：{series}",)


def indicator_cell(row: Row) -> Text:
    """The cell of 主な評価指標. An empty paragraph stands between its two halves."""
    named = [f"・{indicator.name}" for indicator in row.indicators]
    first = ["＜主な定量的指標＞", *named] if named else []
    second = ["＜評価の視点＞", *row.viewpoints] if row.viewpoints else []
    return (*first, *([""] if first and second else []), *second)


def result_cell(row: Row, figures: Sequence[str], brackets: str) -> Text:
    """The cell of 業務実績, with the paragraphs of its *figures*; *brackets*: of its headings, ［］ or 【】."""
    opening, closing = brackets[0], brackets[-1]
    paragraphs = ["＜主要な業務実績＞"]
    if figures:
        paragraphs += [f"{opening}定量的指標の実績{closing}", *figures]
        if row.results:
            paragraphs += ["", f"{opening}定量的指標以外の実績{closing}"]
    return (*paragraphs, *row.results)


def figures_of(row: Row, form: ItemForm, year: int) -> Text:
    """The paragraphs of the row's figures: one year's in an annual form, series in a form of the period."""
    write = (lambda one: write_year(one, year)) if form.evaluation == "annual" else write_series
    return tuple(paragraph for indicator in row.indicators for paragraph in write(indicator))


def evaluation_cell(form: ItemForm, indent: str) -> Text:
    """The corporation's evaluation of the whole item. *indent*: before the second and later paragraphs of its reasons."""
    first, *others = form.rationale
    return (
        "＜評定と根拠＞", f"評定：{WIDE_LETTERS[form.self_rating]}", f"根拠：{first}", *(f"{indent}{other}" for other in others), "",
        "＜課題と対応＞", *form.issues,
    )  # fmt: skip


def minister_cell(minister: MinisterEvaluation) -> Text:
    """The minister's evaluation below its rating."""
    return (
        "＜評定に至った理由＞", *minister.reasons, "", "＜今後の課題＞", *minister.issues, "",
        "＜その他事項＞", *minister.others,
    )  # fmt: skip
