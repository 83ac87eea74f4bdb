"""What stands before the item forms: slides, cover, contents, overview (様式1-1-1), overall rating (1-1-2), summary (1-1-3)."""

from __future__ import annotations

from itertools import zip_longest
from textwrap import wrap

from tests.records.ingest.expected import slide_years, summary_years
from tests.records.ingest.item_forms import contents_lines, family
from tests.records.ingest.layout import Printer
from tests.records.ingest.specs import Evaluation, Item, Section, Spec
from tests.records.ingest.wording import (
    WIDE_LETTERS,
    day,
    fiscal_year,
    short_year,
    wide,
    write_code,
    year_of_era,
)

_ITEMS_ON_A_SLIDE = 7
_SHARE_OF_TIGHT_ROWS = 0.4
_NAMES = {"annual": "年度評価", "prospective": "見込評価", "final": "期間実績評価"}


def print_slides(printer: Printer, spec: Spec) -> None:
    """Print the slides: the scale, the items of each evaluation, the articles of law. A slide's title is its last line."""
    title = f"{spec.corporation.name}の業務の実績に関する評価"
    printer.start("criteria", is_slide=True)
    _put_block(printer, ["〇 今回の自己評価は、次の評定の段階によるもの。", "定性的指標定量的指標評定"])
    for letter, share in zip("ＳＡＢＣＤ", ("130", "120", "100", "80", "0"), strict=True):
        _put_block(printer, ["水準の達成の度合いを総合的に見たもの", f"（計画の{share}％から）", letter])
    _put_block(printer, [f"{title}（評定の段階）"])
    for evaluation in spec.evaluations:
        named = f"{fiscal_year(spec.year)}" if evaluation == "annual" else "中期目標の期間"
        what = {"annual": "評価", "prospective": "見込評価", "final": "期間実績評価"}[evaluation]
        heading = f"{spec.corporation.name}の{named}における業務の実績に関する{what}"
        for section in spec.sections:
            items = [item for item in spec.items if item.section == section.code]
            for at in range(0, len(items), _ITEMS_ON_A_SLIDE):
                shown = items[at : at + _ITEMS_ON_A_SLIDE]
                _print_slide(printer, spec, evaluation, section if at == 0 else None, shown)
                _put_block(printer, [heading])
    printer.start("statute", is_slide=True)
    _put_block(printer, ["参照条文"])
    _put_block(printer, ["〇機関の業務の評価に関する法律（平成29年法律第999号）（抄）"])
    _put_block(
        printer, ["（業務の実績の評価）", "第12条 機関は、年度の終了ごとに、その業務の", "実績について評価を受ける。"]
    )
    _put_block(printer, ["２ 機関は、結果を公表するものとする。", "３ （略）"])


def _put_block(printer: Printer, lines: list[str]) -> None:
    """Lines one after the other, behind an empty line."""
    printer.put(lines[0])
    printer.put(*lines[1:], tight=True)


def _print_slide(
    printer: Printer, spec: Spec, evaluation: Evaluation, section: Section | None, items: list[Item]
) -> None:
    printer.start("slide", is_slide=True)
    _put_block(printer, ["自己評価", "項目"])
    _put_block(printer, ["主な成果等評定"])
    if section:
        _put_block(printer, [f"{wide(section.code)}．{section.title}"])
    for item in items:
        form = item.form(evaluation)
        bullets = [line for text in form.achievements for line in wrap(f"・{text}", 46)]
        code = write_code(item.code)
        title = wrap(item.title, 24)
        if evaluation == "annual":
            _put_block(printer, _annual_block(printer, bullets, [form.self_rating, *title, code]))
            continue
        past = [f"{short_year(year)}：{letter}" for year, letter in slide_years(spec, item)]
        _put_block(printer, bullets)
        _put_block(printer, [form.self_rating, *past])
        _put_block(printer, [*title[:-1], f"{title[-1]}{code}"] if len(title) == 1 else title)
        if len(title) > 1:
            _put_block(printer, [code])


def _annual_block(printer: Printer, bullets: list[str], others: list[str]) -> list[str]:
    """Bullets, letter, title and code, which stand on lines of their own or run into each other."""
    *first, last = bullets
    letter, *title, code = others
    style = printer.setter.rng.randrange(4)
    if style == 0 and len(title) == 1 and first:
        return [*first, f"{last}{letter}{title[0]}{code}"]
    if style == 1 and len(title) == 1:
        return [*first, f"{last}{letter}", f"{title[0]}{code}"]
    if style == 2:
        return [*bullets, letter, *title[:-1], f"{title[-1]}{code}"]
    return [*bullets, *others]


def print_cover(printer: Printer, spec: Spec, evaluation: Evaluation) -> None:
    """Print cover and contents."""
    printer.start("cover")
    named = f"{fiscal_year(spec.year)}" if evaluation == "annual" else "中期目標の期間"
    title = f"{named}における業務の実績に関する{_NAMES[evaluation].replace('年度', '')}"
    written = f"{''.join(year_of_era(spec.year + 1))}年６月●日 "
    printer.put(" ", "  ", f"{_NAMES[evaluation]}書 ", " ", " ", f"{title} ", " ", written, f"{spec.corporation.name} ")
    printer.start("contents")
    printer.put(" ", f"{spec.corporation.name}  {_NAMES[evaluation]}  目次 ", " ")
    printer.put(*contents_lines(spec, evaluation))


def print_overview(printer: Printer, spec: Spec, evaluation: Evaluation) -> None:
    """Print 様式1-1-1 or 1-2-1."""
    first, name = family(evaluation)
    printer.start("overview", _number(evaluation, 1))
    start, end = day(spec.period.start), day(spec.period.end)
    printer.put("（別紙） ", f"{first}－１ {name} 評価の概要 ", " ", "１．評価対象に関する事項 ")
    printer.put(f"法人名 {spec.corporation.name} ")
    if evaluation == "annual":
        printer.put("評価対象事業年", "度 ", f"年度評価 {fiscal_year(spec.year)}（{spec.period.ordinal}） ")
    elif evaluation == "prospective":
        until = day(spec.period.end.replace(year=spec.period.end.year - 1))
        printer.put("評価対象 見込評価（中期目標期間実", "績評価） ", f"{start}～{until}（前年度まで） ")
    else:
        printer.put(f"評価対象 期間実績評価 {start}～{end}（{spec.period.ordinal}） ")
    printer.put(f"中期目標期間 {start}～{end} ", " ", "２．評価の実施者に関する事項 ")
    for minister, department, division in spec.corporation.ministers:
        printer.put(f"主務大臣 {minister} ", f" 法人所管部局 {department} 担当課、責任者 {division} ")
        printer.put(" 評価点検部局  担当課、責任者  ")
    printer.put(" ", "３．評価の実施に関する事項 ")
    printer.put(
        "（実地調査、理事長・監事ヒアリング、有識者からの意見聴取など、評価のために実施した手続等を記載） ", " ", " "
    )
    printer.put("４．その他評価に関する重要事項 ")
    printer.put(
        "（組織の統廃合、主要な事務事業の改廃などの評価対象法人に関する事項、評価体制の変更に関する事項などを記載） "
    )
    printer.put(" ", "… 評価時に所管課が記載する項目。 ")


def print_overall(printer: Printer, spec: Spec, evaluation: Evaluation) -> None:
    """Print 様式1-1-2 or 1-2-2, with the letter or with the template's remains."""
    first, name = family(evaluation)
    printer.start("overall", _number(evaluation, 2))
    letter = dict(spec.overall)[evaluation]
    stated = WIDE_LETTERS[letter] if letter else "Ｂ：○○・・"
    printer.put(f"{first}－２  {name} 総合評定 ", " ", "１．全体の評定 ", "評定 ", "（Ｓ、Ａ、Ｂ、Ｃ、", "Ｄ） ")
    if evaluation == "annual":
        printer.put(f"{stated} （参考）本中期目標期間における過年度の総合評定の状況 ")
        printer.put(" ".join(map(fiscal_year, spec.period.years)) + " ")
        past = [WIDE_LETTERS[rating] for _, rating in spec.past_overall]
        printer.put(" ".join([*past, *[""] * (len(spec.period.years) - len(past))]) + " ")
    else:
        printer.put(f"{stated} （参考：見込評価）※期間実績評価時に使用 ", " ")
    reason = "項目別の結果と、業務全体の進み具合を併せて見たもの。" if letter else ""
    template = "（項目別評定の分布や、下記「２．法人全体に対する評価」を踏まえ、上記評定に至った理由を記載）"
    printer.put(f"評定に至った理由 {reason or template} ", " ", "２．法人全体に対する評価 ")
    printer.put(
        "法人全体の評価 （項目別評定及び下記事項を踏まえた、法人全体の評価を記述。項目別評定のうち、重要な事項について記載） "
    )
    printer.put("全体の評定を行う上で", "特に考慮すべき事項 ", " ", "３．項目別評価における主要な課題、改善事項など ")
    printer.put("項目別評定で指摘した", "課題、改善事項 ", " ", "主務大臣による改善命", "令を検討すべき事項 ")
    printer.put("（今後、改善が見られなければ改善命令が必要となる事項があれば記載） ", " ", "４．その他事項 ")
    printer.put(
        "監事等からの意見 （監事等へのヒアリングを実施した結果、監事等からの意見で特に記載が必要な事項があれば記載） "
    )


def print_summary(printer: Printer, spec: Spec, evaluation: Evaluation) -> None:
    """Print 様式1-1-3 or 1-2-3: one table, or two halves side by side whose rows are printed in turn."""
    first, name = family(evaluation)
    printer.start("summary", _number(evaluation, 3))
    printer.put(f"{first}－３ {name} 項目別評定総括表 ", " ")
    split = 1 if spec.switches.halves and len(spec.sections) > 1 else len(spec.sections)
    halves = [
        [row for section in sections for row in _half(printer, spec, evaluation, section)]
        for sections in (spec.sections[:split], spec.sections[split:])
        if sections
    ]
    _print_summary_heads(printer, spec, evaluation, len(halves))
    for at, rows in enumerate(zip_longest(*halves, fillvalue=None)):
        if at and spec.switches.summary_rows and at % spec.switches.summary_rows == 0:
            printer.turn()
            _print_summary_heads(printer, spec, evaluation, len(halves))
        for side, row in enumerate(rows):
            if row is None:
                printer.put(" " * 12)
                continue
            printer.put(f"{'   ' if side else ' '}{row[0]}")
            for line in row[1:]:
                tight = line[0] in "ＳＡＢＣＤⅠⅡⅢⅣ" and printer.setter.rng.random() < _SHARE_OF_TIGHT_ROWS
                printer.put(line, tight=tight)
        printer.put(" ")
    printer.put("※重要度を「高」と設定している項目については、各評語の横に「○」を付す。  ")
    printer.put("困難度を「高」と設定している項目については、各評語に下線を引く。 ")
    printer.put("重点化の対象とした項目については、各評語の横に「重」を付す。 ")


def _print_summary_heads(printer: Printer, spec: Spec, evaluation: Evaluation, halves: int) -> None:
    period = "" if evaluation == "annual" else " 中期目標期間評価"
    for half in range(halves):
        printer.put(f"{' ' if half else ''}中期計画（中期目標） 年度評価{period} 項目別 ", "調書№ ", "備考 ")
    for _ in range(halves):
        for at, year in enumerate(spec.period.years):
            era, number = year_of_era(year)
            before = "" if at else "  "
            if evaluation == "annual":
                printer.put(f"{before}{era} ", f"{number}年度 ")
            else:
                first, *others = [*era, number, "年", "度"]
                printer.put(f"{before}{first}", *others[:-1], f"{others[-1]} ")
        if evaluation != "annual":
            printer.put("見込評価 期間実績評価 ")


def _half(printer: Printer, spec: Spec, evaluation: Evaluation, section: Section) -> list[list[str]]:
    """The rows of a section, each as its lines."""
    rows = [[f"{wide(section.code)}．{section.title}  "]]
    for item in spec.items:
        if item.section == section.code:
            make = _annual_row if evaluation == "annual" else _period_row
            rows.append(make(printer, spec, item, evaluation))
    return rows


def _marks(item: Item) -> str:
    return f"{'〇' if item.high_importance else ''}{'重' if item.priority else ''}"


def _annual_row(printer: Printer, spec: Spec, item: Item, evaluation: Evaluation) -> list[str]:
    letters = dict(summary_years(spec, item, item.form(evaluation)))
    cells = [f"{WIDE_LETTERS[letters[year]]}{_marks(item)} " if year in letters else " " for year in spec.period.years]
    title = printer.setter.lines([item.title], 26)
    row = "".join(cells) + f"{write_code(item.code)} "
    if printer.setter.rng.random() < 0.3:
        return [*title[:-1], f"{title[-1]}{row}"]
    return [*title, row]


def _period_row(printer: Printer, spec: Spec, item: Item, evaluation: Evaluation) -> list[str]:
    form = item.form(evaluation)
    letters = dict(summary_years(spec, item, form))
    lines = printer.setter.lines([item.title], 22)
    marks = _marks(item)
    if marks:
        for letter in letters.values():
            lines += [WIDE_LETTERS[letter], *marks[:-1], f"{marks[-1]} "]
    elif letters:
        lines.append("".join(f"{WIDE_LETTERS[letter]} " for letter in letters.values()))
    if len(letters) < len(spec.period.years):
        lines.append(" " * (len(spec.period.years) - len(letters)))
    if evaluation == "final":
        lines.append(f"{WIDE_LETTERS[item.earlier]} {WIDE_LETTERS[form.rating]} ")
    else:
        lines += [f"{WIDE_LETTERS[form.rating]} ", " "]
    code = write_code(item.code)
    if len(code) > 3 and code[-2] in "０１２３４５６７８９" and printer.setter.rng.random() < 0.8:
        return [*lines, code[:-1], f"{code[-1]} "]
    return [*lines, f"{code} "]


def _number(evaluation: Evaluation, form: int) -> str:
    return f"1-{1 if evaluation == 'annual' else 2}-{form}"
