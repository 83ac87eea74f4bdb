"""What a whole document would have and this one lacks: a letter, a year or an item that all its neighbours have.

Every check compares a document with itself: nothing is known of the corporation. What it finds is doubted, not refused:
a form may leave something out for a reason.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from records.dataset import Row
from records.ingest.codes import order_of
from records.ingest.doubles import doubled_lines
from records.ingest.forms import ItemForm
from records.ingest.parts import EVALUATION_NAMES, KIND_NAMES, Kind, Part, expected_kind
from records.ingest.reading import Reading
from records.ingest.summary import Summary
from records.ingest.text import compact
from records.ingest.whole import year_name

_FORMS = "項目別評定調書"
_MINISTERS = "minister_evaluation"
_SENTENCE_END = ("。", ")", "】")
_FIRST_PRINTABLE = 32
_GOALS = frozenset({"mid_term_goal", "mid_term_plan", "annual_plan", "viewpoints"})
_FIGURE = re.compile(r"[0-9][0-9,.]*[^0-9]?")  # with the first character of its unit
_NEVER_FIRST = ("から", "まで", "より", *"のをがにはへとや、。)」・")
_BRACKETS = (("【", "】"), ("[", "]"))
_FIGURE_IN_NAME = re.compile(r":[0-9]")
_MOST = 0.6  # what so many of the items have, all should have
_FEW = 0.2  # what so few have, none should have
_MANY_ITEMS = 5  # from which shares say something


def check_form(form: ItemForm, reading: Reading, *, rated: bool, ministers: bool) -> None:
    """What one form lacks: a rating, a column, the end of a sentence; and that the ministers' cell is blank."""
    name = EVALUATION_NAMES[form.evaluation]
    first = form.part.written[0]
    if not form.columns:
        reading.problem(first, f"{form.item} の調書に、目標・計画・実績の表の見出しがありません。")
    if not rated and not ministers and not any(form.item in each.what for each in reading.problems):
        reading.problem(first, f"{form.item} の{name}の調書に評定がありません。")
    kinds = {cell.kind for cell in form.cells}
    for column in form.columns:
        if column.kind not in kinds and column.kind != _MINISTERS:
            reading.doubt(first, f"{form.item} の{name}の調書に「{column.headers[0]}」の記載が見つかりません。")
    if not ministers:
        _note_blank_ministers(form, reading)
    for cell in form.cells:
        last = next((line for line in reversed(cell.lines) if not line.is_blank), None)
        if last is not None and not last.ends_paragraph and not compact(last.text).endswith(_SENTENCE_END):
            what = f"{form.item} の{name}の調書で、文が途中で終わっています（続きの頁がないか確かめてください）。"
            reading.doubt(last, what)


def _note_blank_ministers(form: ItemForm, reading: Reading) -> None:
    """The ministers' cell is blank: noted once for each evaluation."""
    kind = "minister_rating"
    if any((row["kind"], row["evaluation"]) == (kind, form.evaluation) for row in reading.tables["absences"]):
        return
    blank = next((cell for cell in form.cells if cell.kind == _MINISTERS), None)
    line = blank.lines[0] if blank else form.part.written[-1]
    term = year_name(form.fiscal_year) if form.fiscal_year else EVALUATION_NAMES[form.evaluation]
    reading.absent(kind, line, form.place, form.evaluation, f"{term}の主務大臣による評価の欄は空欄", form.fiscal_year)


def find_gaps(reading: Reading, forms: Sequence[ItemForm], summaries: Sequence[Summary], parts: Sequence[Part]) -> None:
    """What is missing from the records that have been read, out of its order, or not legible."""
    _missing_forms(reading, forms, summaries)
    _missing_parts(reading, parts)
    _order_of_forms(reading, forms)
    _cut_off(reading, forms, parts)
    _wrong_numbers(reading, parts)
    _doubled_lines(reading, parts)
    _names(reading)
    _brackets(reading)
    _numbering(reading)
    _ratings(reading)
    _staff_years(reading)
    _series(reading)
    _targets(reading)
    _bases(reading)
    _summary_titles(reading, forms, summaries)
    _summary_flags(reading, summaries)


def _missing_forms(reading: Reading, forms: Sequence[ItemForm], summaries: Sequence[Summary]) -> None:
    """Items that a summary table or the other evaluation's forms have."""
    have = {form.item for form in forms}
    listed = {item for summary in summaries for item in summary.titles}
    if listed - have:
        what = f"項目別評定総括表にある {_listed(listed - have)} の調書がありません（文書が途中で切れていないか確かめてください）。"
        reading.problem(0, what)
    if listed and have - listed:
        reading.doubt(0, f"{_listed(have - listed)} の調書がありますが、項目別評定総括表にありません。")
    evaluations = list(dict.fromkeys(form.evaluation for form in forms))
    for evaluation in evaluations if len(evaluations) > 1 else ():
        missing = have - {form.item for form in forms if form.evaluation == evaluation}
        if missing:
            reading.problem(0, f"{_listed(missing)} の{EVALUATION_NAMES[evaluation]}の調書がありません。")


def _missing_parts(reading: Reading, parts: Sequence[Part]) -> None:
    """The forms before the item forms, of each evaluation; and the slides that go with those of the results."""
    for family in dict.fromkeys(part.family for part in parts if part.kind is Kind.ITEM):
        have = {part.kind for part in parts if part.family == family}
        for number, kind in enumerate((Kind.OVERVIEW, Kind.OVERALL, Kind.SUMMARY), start=1):
            if kind not in have:
                what = f"様式1-{family}-{number} {KIND_NAMES[kind]}がありません（頁が抜けていないか確かめてください）。"
                reading.doubt(0, what)
    _order_of_parts(reading, parts)
    have = {part.kind for part in parts}
    if Kind.SLIDE in have:
        for kind in (Kind.CRITERIA, Kind.STATUTE):
            if kind not in have:
                what = f"概要スライドはありますが、{KIND_NAMES[kind]}が見つかりません（頁が抜けていないか確かめてください）。"
                reading.doubt(0, what)


def _order_of_parts(reading: Reading, parts: Sequence[Part]) -> None:
    """Overview, overall rating, summary table, item forms: in this order in each evaluation."""
    order = (Kind.OVERVIEW, Kind.OVERALL, Kind.SUMMARY, Kind.ITEM)
    for before, after in pairwise(part for part in parts if part.kind in order):
        if before.family == after.family and order.index(after.kind) < order.index(before.kind):
            what = f"{KIND_NAMES[after.kind]}が{KIND_NAMES[before.kind]}の後にあります（頁の順序が入れ替わっていないか確かめてください）。"
            reading.doubt(after.written[0], what)


def _order_of_forms(reading: Reading, forms: Sequence[ItemForm]) -> None:
    for before, after in pairwise(forms):
        if before.evaluation == after.evaluation and order_of(after.item) < order_of(before.item):
            what = f"{after.item} の調書が {before.item} の後にあります（頁の順序が入れ替わっていないか確かめてください）。"
            reading.doubt(after.part.written[0], what)


def _cut_off(reading: Reading, forms: Sequence[ItemForm], parts: Sequence[Part]) -> None:
    """A form ends with その他参考情報: one that does not, where the others do, was cut off, and at the end so was the document."""
    without = [form for form in forms if not form.reference]
    if not forms or len(without) > (1 - _MOST) * len(forms):
        return
    for form in without:
        what = f"{form.item} の{EVALUATION_NAMES[form.evaluation]}の調書が、その他参考情報の欄の前で終わっています"
        if form.part is parts[-1]:
            reading.problem(form.part.written[-1], f"{what}（文書が途中で切れています）。")
        else:
            reading.doubt(form.part.written[-1], f"{what}（頁が抜けていないか確かめてください）。")
    if parts[-1].kind in {Kind.OVERVIEW, Kind.OVERALL, Kind.SUMMARY, Kind.COVER, Kind.CONTENTS}:
        reading.problem(
            parts[-1].written[-1], f"文書が{KIND_NAMES[parts[-1].kind]}で終わっています（途中で切れています）。"
        )


def _wrong_numbers(reading: Reading, parts: Sequence[Part]) -> None:
    """Form numbers that contradict the form's name, and characters that nobody can read."""
    for part in parts:
        if part.form and expected_kind(part.form) is not part.kind:
            reading.doubt(part.written[0], f"様式{part.form} の番号と名称（{KIND_NAMES[part.kind]}）が合いません。")
        for line in part.written:
            if "\ufffd" in line.text or any(ord(character) < _FIRST_PRINTABLE for character in line.text):
                reading.doubt(line, "読めない文字があります。")


def _doubled_lines(reading: Reading, parts: Sequence[Part]) -> None:
    for part in parts:
        if part.kind in {Kind.ITEM, Kind.SLIDE, Kind.OVERALL}:
            for line in doubled_lines(part.lines):
                reading.doubt(
                    line, f"前の行と同じ行です（{line.text.strip()[:20]}）。行が重複していないか確かめてください。"
                )


def _names(reading: Reading) -> None:
    """A name with a figure or a colon in it, without a beginning or quite empty: a line is missing, or stands twice."""
    for row in reading.tables["indicators"]:
        name = compact(str(row["stated_name"] or ""))
        if _FIGURE_IN_NAME.search(name) or not name or name.startswith(_NEVER_FIRST) or ":" in name[1:-1]:
            what = f"{row['item']} の指標「{row['stated_name'] or ''}」の名前が、途中で切れているか、余分なものを含んでいます（行の抜け・重複を確かめてください）。"
            reading.doubt(0, what)


def _brackets(reading: Reading) -> None:
    """Headings and targets stand in brackets: one that is not closed lost the line with its end, or its beginning."""
    for passage in reading.tables["passages"]:
        text = compact(str(passage["text"]))
        if passage["item"] and any(text.count(first) != text.count(last) for first, last in _BRACKETS):
            what = f"{passage['item']} の調書に、閉じていない括弧があります（行の抜け・重複を確かめてください）。"
            reading.doubt(_line(passage), what)


def _numbering(reading: Reading) -> None:
    """Items are numbered on: where Ⅰ-4 is followed by Ⅰ-6, Ⅰ-5 is missing."""
    rows = reading.tables["items"]
    for before, after in pairwise(rows):
        first, second = order_of(str(before["item"])), order_of(str(after["item"]))
        if len(first) == len(second) and first[:-1] == second[:-1] and second[-1] - first[-1] > 1:
            reading.doubt(
                _line(after),
                f"{before['item']} の次が {after['item']} です。間の項目が抜けていないか確かめてください。",
            )


def _ratings(reading: Reading) -> None:
    """In each slide, table and kind of form, what most items are rated for, every item is; and each once."""
    rated: dict[tuple[str, object, object], list[object]] = defaultdict(list)
    for row in reading.tables["ratings"]:
        if row["item"] and row["evaluator"] != "minister":
            place = _FORMS if _FORMS in str(row["place"]) else str(row["place"])
            rated[place, row["evaluation"], row["fiscal_year"]].append(row["item"])
    whole = {row["item"] for row in reading.tables["items"]}
    sections: dict[object, object] = {row["item"]: row["section"] for row in reading.tables["items"]}
    for (place, evaluation, year), have in rated.items():
        term = f"{year}年度" if year else EVALUATION_NAMES[str(evaluation)]
        doubled = _listed(item for item, times in Counter(have).items() if times > 1)
        if doubled:
            reading.doubt(0, f"{place}に、{doubled} の{term}の評定が二度あります。")
        missing = whole - set(have)
        if missing and (len(set(have)) >= _MOST * len(whole) or _lacks_sections(set(have), sections)):
            reading.doubt(0, f"{place}に、ほかの項目にはある{term}の評定が {_listed(missing)} だけありません。")
        elif len(whole) > _MANY_ITEMS and len(set(have)) <= _FEW * len(whole):
            reading.doubt(0, f"{place}に、ほかの項目にはない{term}の評定が {_listed(set(have))} だけあります。")


def _lacks_sections(have: set[object], sections: dict[object, object]) -> bool:
    """Whether *have* are nearly all items of some sections and none of the others: the page of the others is missing."""
    shown = {sections[item] for item in have if item in sections}
    wanted = {item for item, section in sections.items() if section in shown}
    return shown < set(sections.values()) and len(have) >= _MOST * len(wanted)


def _listed(items: Iterable[object]) -> str:
    return "・".join(sorted(map(str, items), key=order_of))


def _staff_years(reading: Reading) -> None:
    years: dict[tuple[object, object], set[object]] = defaultdict(set)
    lines: dict[tuple[object, object], int] = {}
    for row in reading.tables["staff_counts"]:
        years[row["item"], row["evaluation"]].add(row["fiscal_year"])
        lines.setdefault((row["item"], row["evaluation"]), _line(row))
    usual = Counter(frozenset(each) for each in years.values()).most_common(1)
    for (item, evaluation), have in years.items():
        if have != usual[0][0]:
            what = f"{item} の{EVALUATION_NAMES[str(evaluation)]}の調書で、従事人員数の年度がほかの項目と違います。"
            reading.doubt(lines[item, evaluation], what)
    informed = {(row["item"], row["evaluation"]): _line(row) for row in reading.tables["legal_bases"]}
    without = informed.keys() - years.keys()
    if len(without) <= (1 - _MOST) * len(informed):
        for item, evaluation in sorted(without, key=str):
            what = f"{item} の{EVALUATION_NAMES[str(evaluation)]}の調書に、従事人員数が見つかりません。"
            reading.doubt(informed[item, evaluation], what)


def _series(reading: Reading) -> None:
    """A series of an indicator has no hole (R3, R4, R6 lacks R5), no year twice, and the years of the other series."""
    names = {str(row["indicator_id"]): f"{row['item']} {row['name']}" for row in reading.tables["indicators"]}
    years: dict[tuple[object, object, object], set[int]] = defaultdict(set)
    lines: dict[tuple[object, object, object], int] = {}
    values: dict[tuple[object, ...], object] = {}
    for row in reading.tables["indicator_values"]:
        if row["fiscal_year"] is not None:
            key = (row["indicator_id"], row["evaluation"], row["part"])
            years[key].add(int(str(row["fiscal_year"])))
            lines.setdefault(key, _line(row))
            first = values.setdefault((*key, row["fiscal_year"], row["place"]), row["value"])
            if first != row["value"]:
                what = f"指標「{names.get(str(key[0]), key[0])}」の{row['fiscal_year']}年度の値が、同じ欄に二つあります（{first} と {row['value']}）。"
                reading.doubt(_line(row), what)
    series = {key: have for key, have in years.items() if len(have) > 1}
    usual: dict[object, set[int]] = {}
    for evaluation in {key[1] for key in series}:
        shapes = Counter(frozenset(have) for key, have in series.items() if key[1] == evaluation)
        shape, times = shapes.most_common(1)[0]
        usual[evaluation] = set(shape) if times > _MANY_ITEMS else set()
    for each, have in series.items():
        missing = (set(range(min(have), max(have))) | usual[each[1]]) - have
        if missing:
            shown = "・".join(f"{year}年度" for year in sorted(missing))
            reading.doubt(lines[each], f"指標「{names.get(str(each[0]), each[0])}」に{shown}の値がありません。")


def _targets(reading: Reading) -> None:
    """Where goals and plans mostly say what the results are measured by, each target is found there, or was just reached."""
    items = {row["indicator_id"]: row["item"] for row in reading.tables["indicators"]}
    texts: dict[object, str] = defaultdict(str)
    for passage in reading.tables["passages"]:
        if passage["kind"] in _GOALS:
            texts[passage["item"]] += compact(str(passage["text"]))
    reached = {
        (row["indicator_id"], found[0])
        for row in reading.tables["indicator_values"]
        if (found := _FIGURE.search(compact(str(row["stated"]))))
    }
    figures = [
        (row, found[0])
        for row in reading.tables["indicator_targets"]
        if (found := _FIGURE.search(compact(str(row["stated"]))))
    ]
    alone = [
        (row, figure)
        for row, figure in figures
        if not re.search(rf"(?<![0-9.,]){re.escape(figure)}", texts[items.get(row["indicator_id"])])
    ]
    if len(figures) < _MANY_ITEMS or len(alone) > (1 - _MOST) * len(figures):
        return
    for row, figure in alone:
        if (row["indicator_id"], figure) not in reached:
            item = items.get(row["indicator_id"])
            what = f"{item} の目標値「{row['stated']}」が、目標・計画の文にも実績にも見つかりません。"
            reading.doubt(_line(row), what)


def _bases(reading: Reading) -> None:
    """The legal basis and policy of an item are the same in both evaluations' forms."""
    texts: dict[tuple[object, object], dict[object, str]] = defaultdict(lambda: defaultdict(str))
    lines: dict[tuple[object, object], int] = {}
    for row in reading.tables["legal_bases"]:
        texts[row["item"], row["kind"]][row["evaluation"]] += compact(str(row["text"] or "-"))
        lines[row["item"], row["kind"]] = _line(row)
    names = {"legal_basis": "根拠条文", "related_policy": "関連する政策・施策"}
    for (item, kind), by_evaluation in texts.items():
        if len(set(by_evaluation.values())) > 1:
            reading.doubt(lines[item, kind], f"{item} の{names[str(kind)]}が、年度評価と期間の評価の調書で違います。")


def _summary_titles(reading: Reading, forms: Sequence[ItemForm], summaries: Sequence[Summary]) -> None:
    titles = {form.item: compact(form.title) for form in forms}
    for summary in summaries:
        for item, title in summary.titles.items():
            if item in titles and title and compact(title) != titles[item]:
                flag = summary.flags.get(item)
                line = flag.line.number if flag else 0
                reading.doubt(line, f"{item} の項目名が、総括表では「{title}」、調書では「{titles[item]}」です。")


def _summary_flags(reading: Reading, summaries: Sequence[Summary]) -> None:
    """The marks of an item are the same in both summary tables, and beside each of its letters of the years."""
    marked: dict[object, set[tuple[object, object]]] = defaultdict(set)
    for row in reading.tables["ratings"]:
        if row["evaluation"] == "annual" and row["importance_mark"] is not None:
            marked[row["item"]].add((row["importance_mark"], row["priority_mark"]))
    for item, marks in marked.items():
        if len(marks) > 1:
            line = next((summary.flags[str(item)].line.number for summary in summaries if item in summary.flags), 0)
            reading.doubt(line, f"{item} の重要度・重点化の印が、年度や表によって違います。")


def _line(row: Row) -> int:
    return int(str(row["line"]))
