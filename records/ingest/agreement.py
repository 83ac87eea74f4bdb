"""What a document says twice, and not the same: two places, both values, nobody preferred.

Each check compares two kinds of places. Ratings are not compared here: the database's view of rating statements does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from records.dataset import Cell, Row
from records.ingest.overview import Overview
from records.ingest.parts import Kind, Part
from records.ingest.reading import Reading
from records.ingest.slides import slide_title
from records.ingest.text import Joined, compact
from records.ingest.years import find_fiscal_years

_EXCERPT = 24
_LONG_PARAGRAPH = 40
_STATES: dict[Cell, bool] = {"yes": True, "no": False}
_HIGH = {True: "「高」", False: "「高」ではない"}
_LONG_GAP = 40  # characters: two wordings of one goal differ by words, not by a sentence
_FEWEST_EQUAL_YEARS = 2
_TIMES_A_YEAR = re.compile(r"年([0-9]{1,3})回")
_NEAR = 14
_PENCILLED = re.compile(r"\(P\)|[●○◯〇]{2,}[・…]*|記載いただ")


def find_disagreements(reading: Reading, overview: Overview, fiscal_year: int, parts: Sequence[Part]) -> None:
    """Add a row of `disagreements` for every pair of places that do not agree."""
    rows: list[Row] = []
    checks = (
        _heading_year(reading, overview, fiscal_year, parts), _periods(overview), _contents_numbers(overview, parts), _titles(reading),
        _staff(reading), _staff_of_twins(reading), _levels(reading), _goals_and_plans(reading), _values(reading), _times_a_year(reading), _same_results(reading),
    )  # fmt: skip
    for check in checks:
        rows.extend(check)
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        key = (row["line_a"], row["line_b"], row["about"])
        if key not in seen and row["line_a"] != row["line_b"]:
            seen.add(key)
            reading.tables["disagreements"].append(row)
    for passage in reading.tables["passages"]:
        if passage["kind"] in {"viewpoints", "result", "mid_term_goal", "mid_term_plan", "annual_plan"}:
            found = _PENCILLED.search(compact(str(passage["text"])))
            if found:
                reading.doubt(
                    int(str(passage["line"])),
                    f"{passage['item']} に作成途中の書込み「{found.group()}」が残っています。",
                )


def _pair(about: str, a: Row, value_a: str, b: Row, value_b: str, **more: object) -> Row:
    row: Row = {
        "item": a.get("item"), "fiscal_year": None, "about": about,
        "value_a": value_a, "place_a": a["place"], "page_a": a["page"], "line_a": a["line"],
        "value_b": value_b, "place_b": b["place"], "page_b": b["page"], "line_b": b["line"], "note": None,
    }  # fmt: skip
    for name, value in more.items():
        row[name] = value if isinstance(value, (str, int)) or value is None else str(value)
    return row


def _year(year: int) -> str:
    return f"令和{year - 2018}年度" if year > 2018 else f"{year}年度"  # noqa: PLR2004 - 令和 begins with 2019


def _heading_year(reading: Reading, overview: Overview, fiscal_year: int, parts: Sequence[Part]) -> Iterator[Row]:
    witness = _year_witness(reading, fiscal_year, parts)
    for year, line, place in overview.fiscal_years:
        if year != fiscal_year and witness is not None:
            stated: Row = {"item": None, "place": place, "page": line.page, "line": line.number}
            yield _pair("評価対象の年度", stated, _year(year), witness, _year(fiscal_year), fiscal_year=fiscal_year)


def _year_witness(reading: Reading, fiscal_year: int, parts: Sequence[Part]) -> Row | None:
    """Where the document names the evaluated year besides: a slide's title, else the first rating of that year."""
    for part in parts:
        title, line = slide_title(part) if part.kind is Kind.SLIDE else ("", None)
        if line is not None and any(each.year == fiscal_year for each in find_fiscal_years(title)):
            return {"place": f"スライド「{title}」", "page": line.page, "line": line.number}
    return next((row for row in reading.tables["ratings"] if row["fiscal_year"] == fiscal_year and row["item"]), None)


def _periods(overview: Overview) -> Iterator[Row]:
    """The overview forms of both evaluations state the same mid-term period."""
    for (start, end, line, place), (other_start, other_end, other_line, other_place) in combinations(
        overview.periods, 2
    ):
        if (start, end) != (other_start, other_end):
            a: Row = {"item": None, "place": place, "page": line.page, "line": line.number}
            b: Row = {"place": other_place, "page": other_line.page, "line": other_line.number}
            yield _pair("中期目標期間", a, f"{start}〜{end}", b, f"{other_start}〜{other_end}")


def _contents_numbers(overview: Overview, parts: Sequence[Part]) -> Iterator[Row]:
    """The contents name form numbers that the forms behind them do not have."""
    for at, part in enumerate(parts):
        if part.kind is not Kind.CONTENTS:
            continue
        behind = [each for each in parts[at + 1 :] if each.form]
        listed = [(form, line) for form, line in overview.contents_forms if line in part.lines]
        for form, line in listed:
            other = next((each for each in behind if each.form.split("-")[2:] == form.split("-")[2:]), None)
            if other is not None and all(each.form != form for each in behind):
                a: Row = {"item": None, "place": "目次", "page": line.page, "line": line.number}
                first = other.written[0]
                b: Row = {"place": f"様式{other.form}", "page": first.page, "line": first.number}
                yield _pair("様式番号", a, f"目次は {form}", b, f"本文は {other.form}")
                return


def _titles(reading: Reading) -> Iterator[Row]:
    by_item: dict[object, list[Row]] = defaultdict(list)
    for row in reading.tables["item_titles"]:
        by_item[row["item"]].append(row)
    for rows in by_item.values():
        for a, b in combinations(rows, 2):
            if compact(str(a["title"])) != compact(str(b["title"])):
                yield _pair("項目名", a, str(a["title"]), b, str(b["title"]))


def _levels(reading: Reading) -> Iterator[Row]:
    """Importance and difficulty: what the forms state in words, in each of them and against the marks of the summary table."""
    marked = {row["item"]: row for row in reading.tables["items"] if "総括表" in str(row["place"])}
    for name, about in (("high_importance", "重要度"), ("high_difficulty", "困難度")):
        first: dict[str, tuple[Row, bool]] = {}
        for level in reading.levels:
            if level.name != name:
                continue
            row: Row = {"item": level.item, "place": level.place, "page": level.line.page, "line": level.line.number}
            item = marked.get(level.item)
            if item is not None and item[name] in _STATES and level.item not in first and name == "high_importance":
                first[level.item] = (item, _STATES[item[name]])
            other, is_high = first.setdefault(level.item, (row, level.is_high))
            if is_high != level.is_high:
                yield _pair(about, other, _HIGH[is_high], row, _HIGH[level.is_high])


def _staff(reading: Reading) -> Iterator[Row]:
    by_year: dict[tuple[object, object], list[Row]] = defaultdict(list)
    for row in reading.tables["staff_counts"]:
        by_year[row["item"], row["fiscal_year"]].append(row)
    for (_, year), rows in by_year.items():
        for a, b in combinations(rows, 2):
            if a["staff_count"] != b["staff_count"]:
                yield _pair("従事人員数", a, f"{a['staff_count']}人", b, f"{b['staff_count']}人", fiscal_year=year)


def _staff_of_twins(reading: Reading) -> Iterator[Row]:
    """Two items with the same staff in all years but one, where one count is the other without its first digits."""
    series: dict[object, dict[int, Row]] = defaultdict(dict)
    for row in reading.tables["staff_counts"]:
        if row["evaluation"] == "annual":
            series[row["item"]][int(str(row["fiscal_year"]))] = row
    for (_, a), (_, b) in combinations(series.items(), 2):
        years = sorted(set(a) & set(b))
        different = [year for year in years if a[year]["staff_count"] != b[year]["staff_count"]]
        if len(different) == 1 and len(years) > _FEWEST_EQUAL_YEARS:
            left, right = a[different[0]], b[different[0]]
            counts = sorted((str(left["staff_count"]), str(right["staff_count"])), key=len)
            if counts[1].endswith(counts[0]):
                values = [f"{row['item']} は{row['staff_count']}人" for row in (left, right)]
                note = "ほかの年度は同じ人数で、桁落ちの疑い"
                yield _pair("従事人員数（桁）", left, values[0], right, values[1], fiscal_year=different[0], note=note)


def _goals_and_plans(reading: Reading) -> Iterator[Row]:
    """The mid-term goal and plan of an item stand in both evaluations' forms, in the same words."""
    names = {"mid_term_goal": "中期目標の文言", "mid_term_plan": "中期計画の文言"}
    texts: dict[tuple[Cell, str], dict[Cell, list[tuple[Row, Joined]]]] = defaultdict(lambda: defaultdict(list))
    for row, joined in reading.texts:
        if row["kind"] in names:
            texts[row["item"], str(row["kind"])][row["evaluation"]].append((row, joined))
    for (_, kind), by_evaluation in texts.items():
        if len(by_evaluation) != 2:  # noqa: PLR2004 - annual and period
            continue
        (a_rows, b_rows) = by_evaluation.values()
        a, b = ("".join(compact(str(row["text"])) for row, _ in rows) for rows in (a_rows, b_rows))
        if a == b:
            continue
        changes = [each for each in SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if each[0] != "equal"]
        _, a_from, a_to, b_from, b_to = changes[0]
        left, right = _row_at(a_rows, a_from), _row_at(b_rows, b_from)
        yield _pair(names[kind], left, _excerpt(a, a_from, a_to), right, _excerpt(b, b_from, b_to))
        _doubt_missing_text(names[kind], (left, right), changes, reading)


def _doubt_missing_text(
    name: str, rows: tuple[Row, Row], changes: Sequence[tuple[str, int, int, int, int]], reading: Reading
) -> None:
    """A long run of words that only one of the two forms has: lines or a page of the other are missing, or out of their place."""
    lacking = max(b_to - b_from - (a_to - a_from) for _, a_from, a_to, b_from, b_to in changes)
    surplus = max(a_to - a_from - (b_to - b_from) for _, a_from, a_to, b_from, b_to in changes)
    length, row = max(((lacking, rows[0]), (surplus, rows[1])), key=lambda each: each[0])
    if length >= _LONG_GAP:
        what = f"{row['item']} の{name.removesuffix('の文言')}のうち{length}字が、片方の評価の調書にしかありません（頁や行の抜け・重複・順序を確かめてください）。"
        reading.doubt(int(str(row["line"])), what)


def _row_at(rows: Sequence[tuple[Row, Joined]], offset: int) -> Row:
    """The passage in which the character at *offset* of the passages' folded texts stands, with its very line."""
    for row, joined in rows:
        length = len(compact(str(row["text"])))
        if offset < length:
            return _at(row, joined, offset)
        offset -= length
    return rows[-1][0]


def _at(row: Row, joined: Joined, offset: int) -> Row:
    line = joined.line_of_compact(offset)
    return {**row, "page": line.page, "line": line.number}


def _excerpt(text: str, start: int, end: int) -> str:
    return f"…{text[max(0, start - 6) : min(end, start + _EXCERPT) + 6]}…"


def _values(reading: Reading) -> Iterator[Row]:
    """An indicator's value of a year, as two places state it."""
    items = {row["indicator_id"]: row["item"] for row in reading.tables["indicators"]}
    by_year: dict[tuple[Cell, Cell, Cell], list[Row]] = defaultdict(list)
    for row in reading.tables["indicator_values"]:
        if row["fiscal_year"] is not None:
            by_year[row["indicator_id"], row["part"], row["fiscal_year"]].append(row)
    for (indicator, part, year), rows in by_year.items():
        for a, b in combinations(rows, 2):
            if a["value"] != b["value"]:
                about = next(
                    str(each["name"]) for each in reading.tables["indicators"] if each["indicator_id"] == indicator
                )
                about += f"（{part}）" if part else ""
                yield _pair(about, a, str(a["stated"]), b, str(b["stated"]), fiscal_year=year, item=items[indicator])


def _times_a_year(reading: Reading) -> Iterator[Row]:
    """「…訓練の年２回」 in running text against the counts that the indicator of that name has."""
    results = [(row, joined) for row, joined in reading.texts if row["kind"] == "result"]
    for indicator in reading.tables["indicators"]:
        head = compact(str(indicator["stated_name"])).split("の")[0]
        if not str(indicator["unit"] or "").startswith("回") or len(head) < 4:  # noqa: PLR2004 - a word, not a syllable
            continue
        values = [row for row in reading.tables["indicator_values"] if row["indicator_id"] == indicator["indicator_id"]]
        for passage, joined in results:
            if passage["item"] != indicator["item"]:
                continue
            text = compact(str(passage["text"]))
            for found in _TIMES_A_YEAR.finditer(text):
                if head not in text[max(0, found.start() - len(head) - _NEAR) : found.start()]:
                    continue
                for value in values:
                    if value["evaluation"] == passage["evaluation"] and value["value"] != int(found[1]):
                        about = str(indicator["name"])
                        part = f"（{value['part']}）" if value["part"] else ""
                        yield _pair(
                            about, {**value, "item": indicator["item"]}, f"{value['stated']}{part}",
                            _at(passage, joined, found.start()), found.group(),
                            fiscal_year=value["fiscal_year"],
                        )  # fmt: skip


def _same_results(reading: Reading) -> Iterator[Row]:
    """One long paragraph that stands in the results of two items."""
    seen: dict[tuple[object, str], Row] = {}
    for passage, joined in reading.texts:
        if passage["kind"] != "result":
            continue
        for offset, paragraph in joined.paragraphs():
            folded = compact(paragraph)
            if len(folded) < _LONG_PARAGRAPH:
                continue
            line = joined.line_at(offset)
            row: Row = {**passage, "page": line.page, "line": line.number}
            first = seen.setdefault((row["evaluation"], folded), row)
            if first["item"] != row["item"]:
                text = f"{folded[:_EXCERPT]}…"
                yield _pair(
                    "同じ文が二つの項目の業務実績にある",
                    first,
                    f"{first['item']}：{text}",
                    row,
                    f"{row['item']}：{text}",
                )
