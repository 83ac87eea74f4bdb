"""What a whole document would have and this one lacks: a letter, a year or an item that all its neighbours have.

Every check compares a document with itself: nothing is known of the corporation. What it finds is doubted, not refused:
a form may leave something out for a reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from records.dataset import Row
from records.ingest.codes import order_of
from records.ingest.forms import ItemForm
from records.ingest.parts import EVALUATION_NAMES
from records.ingest.reading import Reading
from records.ingest.summary import Summary
from records.ingest.text import compact

_KIND_OF_PLACE = ("項目別評定調書", "項目別評定総括表", "スライド")
_MOST = 0.6  # what so many of the items have, all should have


def find_gaps(reading: Reading, forms: Sequence[ItemForm], summaries: Sequence[Summary]) -> None:
    """Doubt what is missing from the records that have been read."""
    _numbering(reading)
    _ratings(reading)
    _staff_years(reading)
    _series(reading)
    _bases(reading)
    _summary_titles(reading, forms, summaries)
    _summary_flags(reading, summaries)


def _numbering(reading: Reading) -> None:
    """Items are numbered on: where Ⅰ-4 is followed by Ⅰ-6, Ⅰ-5 is missing."""
    rows = reading.tables["items"]
    for before, after in pairwise(rows):
        first, second = order_of(str(before["item"])), order_of(str(after["item"]))
        if len(first) == len(second) and first[:-1] == second[:-1] and second[-1] - first[-1] > 1:
            reading.doubt(_line(after), f"{before['item']} の次が {after['item']} です。間の項目が抜けていないか確かめてください。")


def _ratings(reading: Reading) -> None:
    """In each kind of place, what most items are rated for, every item is."""
    rated: dict[tuple[str, object, object], set[object]] = defaultdict(set)
    for row in reading.tables["ratings"]:
        kind = next((kind for kind in _KIND_OF_PLACE if kind in str(row["place"])), "")
        if row["item"] and kind and row["evaluator"] != "minister":
            rated[kind, row["evaluation"], row["fiscal_year"]].add(row["item"])
    whole = {row["item"] for row in reading.tables["items"]}
    for (kind, evaluation, year), have in rated.items():
        if len(have) < _MOST * len(whole) or have == whole:
            continue
        term = f"{year}年度" if year else EVALUATION_NAMES[str(evaluation)]
        missing = "・".join(sorted(map(str, whole - have), key=order_of))
        reading.doubt(0, f"{kind}に、ほかの項目にはある{term}の評定が {missing} だけありません。")


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


def _series(reading: Reading) -> None:
    """A series of an indicator has no hole: R3, R4, R6 lacks R5."""
    names = {row["indicator_id"]: f"{row['item']} {row['name']}" for row in reading.tables["indicators"]}
    years: dict[tuple[object, object, object], set[int]] = defaultdict(set)
    lines: dict[tuple[object, object, object], int] = {}
    for row in reading.tables["indicator_values"]:
        if row["fiscal_year"] is not None:
            key = (row["indicator_id"], row["evaluation"], row["part"])
            years[key].add(int(str(row["fiscal_year"])))
            lines.setdefault(key, _line(row))
    for key, have in years.items():
        hole = set(range(min(have), max(have))) - have
        if hole:
            missing = "・".join(f"{year}年度" for year in sorted(hole))
            reading.doubt(lines[key], f"指標「{names.get(key[0], key[0])}」に{missing}の値がありません。")


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

