"""A data folder against its document: is every fact at its stated place, and is every fact of the document in the folder.

The first direction looks each stated figure, letter, date, flag and title up in the lines; the second reads the document
(`ingest`) and looks each fact it finds up in the folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from records.dataset import Cell, Dataset, Row
from records.ingest.indicators import find_frequencies
from records.ingest.ingest import Ingested
from records.ingest.quantities import find_quantities
from records.ingest.text import compact
from records.ingest.years import ERAS

_ABOVE, _BELOW = 2, 6  # a stated figure may be cut over lines (計／４回)
_TITLE_BELOW = 12
_QUOTED = 8  # a longer text may be cut by the other columns
_LAST_MONTH = 3
_KANJI = dict(
    zip(range(1, 13), ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"), strict=True)
)


class Finding(NamedTuple):
    """One fact that does not agree. *direction*: "folder" (not in the document) or "document" (not in the folder)."""

    direction: str
    table: str
    line: int
    what: str


def check_folder(dataset: Dataset, ingested: Ingested) -> Iterator[Finding]:
    """Both directions."""
    lines = [compact(line.text) for page in ingested.document.pages for line in page.lines]
    yield from _check_document(dataset, ingested, len(lines))
    for table, check in _CHECKS.items():
        for row in _uncorrected(dataset, table):
            yield from (Finding("folder", table, int(str(row["line"])), what) for what in check(row, lines))
    year = int(str(dataset.tables["documents"][0]["fiscal_year"]))
    for row in dataset.tables["events"]:
        yield from (Finding("folder", "events", int(str(row["line"])), what) for what in _dated(row, lines, year))
    yield from _check_places(dataset, ingested)
    yield from _check_flags(dataset, ingested)
    yield from _missing(dataset, ingested)
    yield from _invented(dataset, ingested)


def _uncorrected(dataset: Dataset, table: str) -> Iterator[Row]:
    """The rows that nobody corrected by hand: a correction says itself that the document has another value."""
    corrected = [str(row["row_key"]) for row in dataset.tables["corrections"] if row["table_name"] == table]
    return (row for row in dataset.tables[table] if not any(_is_row(row, wanted) for wanted in corrected))


def _is_row(row: Row, wanted: str) -> bool:
    return all(str(row.get(name)) == value for name, _, value in (part.partition("=") for part in wanted.split(";")))


def _check_document(dataset: Dataset, ingested: Ingested, lines: int) -> Iterator[Finding]:
    document = dataset.tables["documents"][0]
    if document["sha256"] not in {None, ingested.document.sha256}:
        yield Finding("folder", "documents", 0, "記録の元の文書と内容が違います（SHA-256 が一致しません）。")
    if document["lines"] != lines or document["pages"] != len(ingested.document.pages):
        what = f"行数・頁数が違います（記録 {document['lines']}行 {document['pages']}頁、文書 {lines}行 {len(ingested.document.pages)}頁）。"
        yield Finding("folder", "documents", 0, what)
    for table, name, label in _WHOLE:
        stated, found = dataset.tables[table][0][name], ingested.tables[table][0][name]
        if stated != found:
            yield Finding("folder", table, 0, f"{label}は、記録 {stated}、文書 {found} です。")


_WHOLE = (
    ("documents", "fiscal_year", "評価対象の年度"), ("organizations", "name", "法人名"),
    ("periods", "start_date", "中期目標期間の始まり"), ("periods", "end_date", "中期目標期間の終わり"),
)  # fmt: skip


def _around(lines: Sequence[str], line: int, below: int = _BELOW, above: int = _ABOVE) -> str:
    return "".join(lines[max(0, line - 1 - above) : line + below])


def _stated(row: Row, lines: Sequence[str]) -> Iterator[str]:
    if compact(str(row["stated"])) not in _around(lines, int(str(row["line"]))):
        yield f"「{row['stated']}」がこの行の近くに見つかりません。"


def _letter(row: Row, lines: Sequence[str]) -> Iterator[str]:
    yield from _stated(row, lines)
    if str(row["rating"]) not in compact(str(row["stated"])):
        yield f"評定「{row['rating']}」は、書かれている「{row['stated']}」と違います。"


def _figure(row: Row, lines: Sequence[str]) -> Iterator[str]:
    yield from _stated(row, lines)
    stated = str(row["stated"])
    if find_frequencies(stated, 0, len(stated)):
        return  # 毎月 is once a month, or twelve times a year
    if float(str(row["value"])) not in {float(each.value) for each in find_quantities(stated)}:
        yield f"値「{row['value']}」は、書かれている「{stated}」と違います。"


def _quoted(row: Row, lines: Sequence[str]) -> Iterator[str]:
    if row["text"] is not None and compact(str(row["text"]))[:_QUOTED] not in _around(lines, int(str(row["line"]))):
        yield f"「{str(row['text'])[:20]}…」がこの行の近くに見つかりません。"


def _staff(row: Row, lines: Sequence[str]) -> Iterator[str]:
    number = int(str(row["staff_count"]))
    found = re.search(
        rf"(?<![0-9]){number}(?![0-9])|(?<![0-9]){number:,}(?![0-9])", _around(lines, int(str(row["line"])), above=0)
    )
    if found is None:
        yield f"{row['item']} の従事人員数「{number}」がこの行の近くに見つかりません。"


def _title(row: Row, lines: Sequence[str]) -> Iterator[str]:
    if compact(str(row["title"])) not in _around(lines, int(str(row["line"])), below=_TITLE_BELOW):
        yield f"項目名「{row['title']}」がこの行から見つかりません。"


def _dated(row: Row, lines: Sequence[str], evaluated: int) -> Iterator[str]:
    """The numbers of a date stand near its line: the year in an era or the Western calendar, the month, the day."""
    line = int(str(row["line"]))
    near = _around(lines, line, below=_BELOW + 2, above=_BELOW)
    written = str(row["date"])
    if written == f"FY{evaluated}" and row["evaluation"] == "annual":
        return  # what the annual evaluation reports happened in its year, whether or not the sentence says so
    fiscal = written.startswith("FY")
    year, *rest = written.removeprefix("FY").split("-")
    numbers = [int(part) for part in rest]
    if numbers == [_LAST_MONTH] and f"{int(year) - 1 - ERAS['R']}年度末" in near:
        return  # 令和４年度末 is March of 令和５年
    years = {str(int(year) - start) for start in set(ERAS.values()) if int(year) > start} | {
        year,
        "元" if int(year) in {2019, 1989} else year,
    }
    words = (*years, "年度", "当該年度") if fiscal else years
    if not any(word in near for word in words) and "同年" not in near:
        yield f"日付「{written}」の年がこの行の近くに見つかりません。"
    for number, unit in zip(numbers, ("月", "日"), strict=False):
        if any(text.endswith(str(number)) for text in lines[line - 1 : line + 2]):
            continue  # a page ends between the number and its 月
        if f"{number}{unit}" not in near and f"{_KANJI.get(number, number)}{unit}" not in near:
            yield f"日付「{written}」の「{number}{unit}」がこの行の近くに見つかりません。"


_CHECKS = {
    "ratings": _letter, "indicator_values": _figure, "indicator_targets": _figure, "staff_counts": _staff, "item_titles": _title,
    "sections": _title, "legal_bases": _quoted,
}  # fmt: skip


def _check_places(dataset: Dataset, ingested: Ingested) -> Iterator[Finding]:
    pages = {int(str(row["page"])): row for row in ingested.tables["pages"]}
    for table, rows in dataset.tables.items():
        for row in rows:
            if not {"page", "line"} <= set(row) or table in {"pages", "set_aside"}:
                continue
            page = pages.get(int(str(row["page"])))
            line = int(str(row["line"]))
            if page is None or not int(str(page["first_line"])) <= line <= int(str(page["last_line"])):
                yield Finding("folder", table, line, f"この行は{row['page']}頁にありません。")
            elif "place" in row and row["place"] != page["place"]:
                yield Finding(
                    "folder", table, line, f"この行は「{row['place']}」ではなく「{page['place']}」にあります。"
                )


def _check_flags(dataset: Dataset, ingested: Ingested) -> Iterator[Finding]:
    found = {row["item"]: row for row in ingested.tables["items"]}
    for row in dataset.tables["items"]:
        other = found.get(row["item"])
        if other is None:
            yield Finding("folder", "items", int(str(row["line"])), f"{row['item']} は文書に見つかりません。")
            continue
        for name, label in (
            ("high_importance", "重要度"),
            ("priority", "重点化"),
            ("high_difficulty", "困難度"),
            ("title", "項目名"),
            ("section", "大項目"),
        ):
            if compact(str(row[name])) != compact(str(other[name])):
                yield Finding(
                    "folder",
                    "items",
                    int(str(row["line"])),
                    f"{row['item']} の{label}は、記録 {row[name]}、文書 {other[name]} です。",
                )


def _missing(dataset: Dataset, ingested: Ingested) -> Iterator[Finding]:
    """Facts that the document has and the folder has not."""
    for table, facts in _FACTS.items():
        have = {facts(row) for row in dataset.tables[table]}
        for row in ingested.tables[table]:
            if facts(row) not in have and not _stands_otherwise(table, row, dataset):
                shown = "・".join(str(part) for part in facts(row) if part is not None)
                yield Finding("document", table, int(str(row["line"])), f"文書にある「{shown}」が記録にありません。")


def _invented(dataset: Dataset, ingested: Ingested) -> Iterator[Finding]:
    """Facts that the folder has and reading the document does not find; figures of running text only people find."""
    for table in _READ_WHOLE:
        facts = _FACTS[table]
        found = {facts(row) for row in ingested.tables[table]}
        for row in _uncorrected(dataset, table):
            if facts(row) not in found:
                shown = "・".join(str(part) for part in facts(row) if part is not None)
                yield Finding("folder", table, int(str(row["line"])), f"記録にある「{shown}」が文書に見つかりません。")


def _rating(row: Row) -> tuple[Cell, ...]:
    return (row["item"], row["evaluation"], row["fiscal_year"], row["evaluator"], row["rating"], row["place"])


def _count(row: Row) -> tuple[Cell, ...]:
    return (row["item"], row["evaluation"], row["fiscal_year"], row["staff_count"])


def _value(row: Row) -> tuple[Cell, ...]:
    return (row["indicator_id"], row["evaluation"], row["fiscal_year"], row["value"], row["place"])


def _basis(row: Row) -> tuple[Cell, ...]:
    return (row["item"], row["evaluation"], row["kind"], row["n"], row["is_dash"])


def _heading(row: Row) -> tuple[Cell, ...]:
    return (row["item"], row["evaluation"], compact(str(row["title"])))


def _group(row: Row) -> tuple[Cell, ...]:
    return (row["section"], compact(str(row["title"])))


def _item(row: Row) -> tuple[Cell, ...]:
    return (row["item"],)


def _minister(row: Row) -> tuple[Cell, ...]:
    return (row["evaluation"], row["minister"], row["role"], row["department"], row["division"])


_FACTS = {
    "ratings": _rating, "staff_counts": _count, "indicator_values": _value, "legal_bases": _basis, "item_titles": _heading,
    "sections": _group, "items": _item, "ministers": _minister,
}  # fmt: skip
_READ_WHOLE = ("ratings", "staff_counts", "legal_bases", "item_titles", "sections", "ministers")


def _stands_otherwise(table: str, row: Row, dataset: Dataset) -> bool:
    """A figure of running text whose year people worked out, where the document names none."""
    if table != "indicator_values" or row["fiscal_year"] is not None:
        return False
    return any(
        (each["indicator_id"], each["evaluation"], each["value"], each["place"])
        == (row["indicator_id"], row["evaluation"], row["value"], row["place"])
        for each in dataset.tables["indicator_values"]
    )
