"""Item forms (様式1-1-4-1, 1-1-4-2, 1-2-4-1, 1-2-4-2) as printed: basic information, tables of figures, rows, references."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tests.records.ingest.expected import rate, result_of, tabled
from tests.records.ingest.layout import Printer
from tests.records.ingest.specs import Evaluation, Item, ItemForm, MinisterEvaluation, Row, Spec, Text
from tests.records.ingest.wording import (
    WIDE_LETTERS,
    evaluation_cell,
    fiscal_year,
    indicator_cell,
    minister_cell,
    number,
    wide,
    write_code,
    write_target,
    year_of_era,
)

_SHARE_OF_BREAKS_IN_THE_NOTE = 0.3
_SHARE_OF_INDENTED_SERIES = 0.3
_SHARE_OF_SPREAD_PLANS = 0.7
_PERIOD_COLUMN = {"prospective": "（見込評価）", "final": "（期間実績評価）"}
_NOTE_1 = "注１）重点化の対象としない項目については、法人の業務管理に活用しやすい単位ごとに、複数の項目をまとめて作成することが可能 "
_NOTE_2 = (
    "注２）複数の項目をまとめて作成する場合には、適宜行を追加し、項目ごとに評定と評定に至った理由を明記。ただし、「主な評価指標」や「業務実績」欄については、複数の項目にまたがってまとめて記載す",
    "ることが可能 ",
)


@dataclass(frozen=True, slots=True)
class _Widths:
    """Columns of the row table, in half-width characters: goals and plans, indicators, results, self-evaluation, minister."""

    plan: int
    indicators: int
    result: int
    own: int
    minister: int


_ANNUAL: Final = _Widths(14, 16, 38, 40, 26)
_PERIOD: Final = _Widths(14, 22, 36, 36, 26)


def family(evaluation: Evaluation) -> tuple[str, str]:
    """How the headings call an evaluation: the beginning of its forms' numbers, and its name."""
    return ("１－１", "年度評価") if evaluation == "annual" else ("１－２", "中期目標期間評価")


def form_number(spec: Spec, item: Item, evaluation: Evaluation) -> str:
    """１－１－４－１ for a form with basic information, １－１－４－２ for one without."""
    return f"{family(evaluation)[0]}－４－{'１' if spec.has_basic_information(item) else '２'}"


def print_item_form(printer: Printer, spec: Spec, item: Item, form: ItemForm) -> None:
    """Print the item's form."""
    written = form_number(spec, item, form.evaluation)
    printer.start("item", "-".join(str("０１２３４５".index(part)) for part in written.split("－")))
    has_basic = spec.has_basic_information(item)
    name = family(form.evaluation)[1]
    title = spec.section(item.section).title
    printer.put(f"{written} {name} 項目別評定調書（{title}）{'様式' if has_basic else ''} ", " ")
    printer.put("１．当事務及び事業に関する基本情報 ")
    _print_basic_information(printer, spec, item, form)
    tables = spec.switches.input_tables
    if tables:
        _print_tables(printer, spec, item, form)
    _print_rows(printer, spec, form, "３" if tables else "２")
    if not has_basic:
        _print_note(printer)
    _print_reference(printer, "４" if tables else "３")


def _print_basic_information(printer: Printer, spec: Spec, item: Item, form: ItemForm) -> None:
    rng = printer.setter.rng
    has_basic = spec.has_basic_information(item)
    code = write_code(item.code, ("-" if has_basic else "―") if form.evaluation == "annual" else "－")
    if form.evaluation != "annual" and rng.random() < 0.3:
        printer.put(f"{code} ")
        printer.put(f"{item.title} ", tight=True)
    else:
        printer.put(f"{code} {item.title} ")
    if not has_basic:
        printer.put(_NOTE_1, " ")
        return
    lines = printer.setter.lines
    label = lines(["当該事業実施に係る根拠（個別法条文など）"], 30)
    printer.put(*lines(["業務に関連する政策・施策"], 22))
    if item.policy:
        printer.put(*lines([item.policy], 62), *label)
    else:
        printer.put(f"－ {label[0]}", *label[1:])
    printer.put(*lines([item.legal_basis], 64))
    if spec.switches.input_tables:
        high = {True: "「高」", False: "－"}
        importance, difficulty = high[item.high_importance], high[item.high_difficulty]
        printer.put("当該項目の重要度、困難", "度 ", f"重要度：{importance}、困難度：{difficulty} ")
    else:
        printer.put("人員に関する情報 ", "（従事人員数） ", " ".join(map(fiscal_year, spec.period.years)) + " ")
        counts = [f"{count} 人" if spec.switches.gaps else f"{number(Decimal(count))}人" for _, count in item.staff]
        printer.put(" ".join([*counts, *[""] * (len(spec.period.years) - len(counts))]) + " ")
    printer.put(" ")


def _print_tables(printer: Printer, spec: Spec, item: Item, form: ItemForm) -> None:
    years = spec.period.years
    blank = [""] * (len(years) - len(item.staff))
    heads = [f"{year_of_era(year)[1]}年度" for year in years]
    printer.put("２．主要な経年データ ", "①主要なアウトプット（アウトカム）情報 ")
    printer.put(f"指標 達成目標 基準値（前中期目標期間最終年度値等） {' '.join(heads)} ")
    for one in tabled(spec, form):
        assert one.target is not None
        assert one.baseline is not None
        values = [f"{number(figure.value)}{one.unit}" for figure in one.figures]
        *cut, last = printer.setter.lines([one.name], 28)
        target, baseline = write_target(one.target, one.unit), f"{number(one.baseline)}{one.unit}"
        printer.put(*cut, " ".join([last.rstrip(), target, baseline, *values, *blank]) + " ")
        rates = [f"{rate(one, figure.year)}％" for figure in one.figures]
        printer.put(" ".join(["達成度", "－", "－", *rates, *blank]) + " ")
    printer.put(" ", "②主要なインプット情報（財務情報及び人員に関する情報） ", f" {' '.join(heads)} ")
    for name, values_of in item.inputs:
        figures = [f"△{-value:,}" if value < 0 else f"{value:,}" for _, value in values_of]
        printer.put(" ".join([name, *figures, *blank]) + " ")
    staff = [f"{count:,}" for _, count in item.staff]
    printer.put(" ".join(["従事人員数", *staff, *blank]) + " ", " ")


def _print_rows(printer: Printer, spec: Spec, form: ItemForm, section: str) -> None:
    own = "法人の業務実績・自己評価 主務大臣による評価"
    tail = "業務に係る目標、計画、業務実績、年度評価に係る自己評価及び主務大臣による評価 "
    if form.evaluation == "annual":
        title, plans, last = f"{section}．各事業年度の{tail}", "中期目標 中期計画 年度計画", ""
    else:
        title, plans = f"{section}．中期目標期間の{tail}", "中期目標 中期計画"
        last = f"{_PERIOD_COLUMN[form.evaluation]} "
    if printer.room < 12:
        printer.turn()
    headings = (title, f" {plans} 主な評価指標 {own} ", f"業務実績 自己評価 {last}")
    widths = _ANNUAL if form.evaluation == "annual" else _PERIOD
    rows = [_first_row(printer, form, widths), *(_row(printer, spec, form, row, widths) for row in form.rows)]
    empty = printer.rows(headings, rows)
    if empty > 1:
        printer.put(" " * empty)


def _first_row(printer: Printer, form: ItemForm, widths: _Widths) -> list[list[str]]:
    lines = printer.setter.lines
    minister = _filled_cell(printer, form.minister, widths.minister) if form.minister else _template_cell(printer, form)
    empty: list[list[str]] = [[] for _ in range(4 if form.evaluation == "annual" else 3)]
    rng = printer.setter.rng
    own = lines(evaluation_cell(form, rng.choice(("", " "))), widths.own) + [" "] * rng.randint(0, 3)
    return [*empty, lines([form.detail], widths.result), own, minister]


def _filled_cell(printer: Printer, minister: MinisterEvaluation, columns: int) -> list[str]:
    letter = WIDE_LETTERS[minister.rating]
    head = [f"評定 {letter} "] if printer.setter.rng.random() < 0.6 else ["評", "定 ", f"{letter} "]
    return head + printer.setter.lines(minister_cell(minister), columns)


def _template_cell(printer: Printer, form: ItemForm) -> list[str]:
    if form.evaluation != "annual":
        return ["評定   ", "＜評定に至った理由＞ "]
    paragraphs = (
        "", "＜評定に至った理由＞", "", "＜今後の課題＞", "（実績に対する課題及び改善方策など）", "", "＜その他事項＞",
        "（有識者からの意見聴取等を行った場合には意見を記載するなど）",
    )  # fmt: skip
    return ["評", "定 ", *printer.setter.lines(paragraphs, _ANNUAL.minister)]


def _row(printer: Printer, spec: Spec, form: ItemForm, row: Row, widths: _Widths) -> list[list[str]]:
    lines, rng = printer.setter.lines, printer.setter.rng
    plans = [row.goal, row.plan, row.annual_plan] if form.evaluation == "annual" else [row.goal, row.plan]
    cells = [
        *(lines(_spread(printer, plan), widths.plan) for plan in plans),
        lines(indicator_cell(row), widths.indicators),
        lines([_indented(printer, paragraph) for paragraph in result_of(spec, form, row)], widths.result),
        lines(row.assessment, widths.own),
    ]
    for cell in cells:
        cell.extend([" "] * rng.choice((0, 0, 0, 1, 3)))
    return [*cells, []]  # the minister's cell, which only the first row has


def _spread(printer: Printer, paragraphs: Text) -> list[str]:
    """The paragraphs, mostly with empty ones between them, which set off the goals and plans that share a row."""
    is_spread = printer.setter.rng.random() < _SHARE_OF_SPREAD_PLANS
    between = [""] * printer.setter.rng.randint(1, 3) if is_spread else []
    return [one for paragraph in paragraphs for one in (*between, paragraph)][len(between) :]


def _indented(printer: Printer, paragraph: str) -> str:
    """The paragraph, now and then with a space before a series of years."""
    is_series = paragraph.startswith(("R", "H"))
    return f" {paragraph}" if is_series and printer.setter.rng.random() < _SHARE_OF_INDENTED_SERIES else paragraph


def _print_note(printer: Printer) -> None:
    first, last = _NOTE_2
    if printer.room < 2 or printer.setter.rng.random() < _SHARE_OF_BREAKS_IN_THE_NOTE:
        printer.put(first)
        printer.turn()
        printer.put(last)
    else:
        printer.put(first, last)
    printer.put(" ")


def _print_reference(printer: Printer, section: str) -> None:
    if printer.room < 4:
        printer.turn()
    printer.put(f"{section}．その他参考情報 ", "特になし ")


def contents_lines(spec: Spec, evaluation: Evaluation) -> list[str]:
    """The lines of the contents, each with dots and a page number."""
    first, _ = family(evaluation)
    entries = [f"{first}－１     評価の概要", f"{first}－２     総合評定", f"{first}－３     項目別評定総括表"]
    number_before = ""
    for item in spec.items:
        written = form_number(spec, item, evaluation)
        if written != number_before:
            entries.append(f"{written}   項目別評定調書（{spec.section(item.section).title}）")
            number_before = written
        entries.append(f"項目別評定調書No.{write_code(item.code, '―')}{item.title}")
    return [f"{entry:　<40}・・・ｐ{wide(page):>2} ".replace("　", " ") for page, entry in enumerate(entries, start=1)]
