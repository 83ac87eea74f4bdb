"""A data folder (CSV tables + datapackage.json) ↔ Dataset: read, check every cell, write.

Bad data is a value with its place: each check yields `Problem`s; `read_folder` raises InvalidData with the first of them
as one Japanese line (file, row, column, what to do). Nothing of a folder with a problem is loaded.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from records.errors import InvalidData
from records.tables import FIRST_YEAR, LAST_YEAR, TABLES, Column, Table, table_named

Cell = str | int | float | None
Row = dict[str, Cell]

PACKAGE_FILE = "datapackage.json"
# the columns through which other tables refer to a row
REFERENCE_KEYS: dict[str, tuple[str, ...]] = {
    "organizations": ("organization_id",),
    "periods": ("period_id",),
    "sections": ("section",),
    "items": ("item",),
    "indicators": ("indicator_id",),
    "scales": ("scale_id", "rating"),
}
_BOOLEANS = {"true": 1, "false": 0}
_INTEGER = re.compile(r"-?[0-9]{1,15}")
_YEAR = re.compile(r"[0-9]{4}")
_LONGEST_QUOTE = 30  # characters of a wrong cell that its message repeats
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")
_TYPE_WORDS = {
    "integer": "整数",
    "number": "数値",
    "boolean": "true か false",
    "date": "YYYY-MM-DD の日付",
    "year": "西暦4桁の年度（例 2024）",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and where. *row*: the line of the CSV file where the row begins (the header is 1); 0 is the file."""

    file: str
    row: int
    column: str
    what: str

    def sentence(self) -> str:
        """The problem as one Japanese line, whatever the wrong cell holds."""
        column = f"「{_short(self.column)}」列" if self.column else ""
        return f"{self.file}{f' {self.row}行目' if self.row else ''}{column}: {_printable(self.what)}"


@dataclass(frozen=True, slots=True)
class Dataset:
    """One document's records.

    *tables*: table name → rows in file order, as the document states them; *corrected*: the same with corrections.csv applied;
    *fingerprint*: SHA-256 over all files.
    """

    folder: Path
    document_id: str
    tables: dict[str, tuple[Row, ...]]
    corrected: dict[str, tuple[Row, ...]]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _File:
    """One CSV file as read: rows in file order, the line on which each begins, and what is wrong."""

    rows: tuple[Row, ...]
    lines: tuple[int, ...]
    problems: tuple[Problem, ...]


def read_folder(folder: Path) -> Dataset:
    """The records of *folder*, checked. Raises InvalidData naming the first problem (and how many more there are)."""
    if not (folder / PACKAGE_FILE).is_file():
        message = f"{folder}: {PACKAGE_FILE} がありません。データのフォルダか確かめてください。"
        raise InvalidData(message)
    files = {table.name: _read_table(folder, table) for table in TABLES}
    problems = [problem for file in files.values() for problem in file.problems]
    corrected = files
    if not problems and files["corrections"].rows:
        corrected = {name: replace(file, rows=tuple(dict(row) for row in file.rows)) for name, file in files.items()}
        problems.extend(_correct(corrected))
    if not problems:
        problems.extend(_check_references(corrected))
        problems.extend(_check_meaning(corrected))
    if problems:
        more = f"（ほか{len(problems) - 1}件）" if len(problems) > 1 else ""
        message = f"{folder.name}/{problems[0].sentence()}{more}"
        raise InvalidData(message, detail="; ".join(problem.sentence() for problem in problems))
    tables = {name: file.rows for name, file in files.items()}
    shown = {name: file.rows for name, file in corrected.items()}
    return Dataset(folder, str(tables["documents"][0]["document_id"]), tables, shown, fingerprint_of(folder))


def _correct(files: dict[str, _File]) -> Iterator[Problem]:
    """Apply corrections.csv to the rows of the other tables; yields a problem for each that does not apply."""
    for correction, line in _rows_with_lines(files, table_named("corrections")):
        what = apply_correction(correction, {name: file.rows for name, file in files.items()})
        if what:
            yield Problem("corrections.csv", line, "row_key", what)


def apply_correction(correction: Row, tables: Mapping[str, Sequence[Row]]) -> str:
    """Put the corrected value into its row. Returns what is wrong (Japanese) when it does not apply; "" when it does."""
    name, column_name = str(correction["table_name"]), str(correction["column_name"])
    table = next((table for table in TABLES if table.name == name and name != "corrections"), None)
    column = next((column for column in table.columns if column.name == column_name), None) if table else None
    if table is None or column is None:
        return f"表「{_short(name)}」に列「{_short(column_name)}」はありません。表と列の名前を確かめてください。"
    wanted = dict(part.partition("=")[::2] for part in str(correction["row_key"]).split(";"))
    columns = {each.name: each for each in table.columns}
    unknown = [each for each in wanted if each not in columns]
    if unknown:
        return f"表「{name}」に列「{_short(unknown[0])}」はありません。行の指定は 列=値 を ; でつないでください。"
    rows = [
        row
        for row in tables[name]
        if all(_as_text(row[each], columns[each]) == value for each, value in wanted.items())
    ]
    if len(rows) != 1:
        return f"指定した行が{len(rows)}件あります。ちょうど一行に当たるように指定してください。"
    was = str(correction["was"] or "")
    found = _as_text(rows[0][column_name], column)
    if found != was:
        return f"訂正前の値が「{_short(was)}」ではなく「{_short(found)}」です。訂正がまだ要るか確かめてください。"
    value, what = _read_cell(column, str(correction["now"] or ""))
    if not what:
        rows[0][column_name] = value
    return what


def fingerprint_of(folder: Path) -> str:
    """SHA-256 over the names and bytes of the folder's tables and package file; changes when any of them does."""
    digest = hashlib.sha256()
    for name in [PACKAGE_FILE, *(f"{table.name}.csv" for table in TABLES)]:
        path = folder / name
        digest.update(name.encode() + b"\0")
        digest.update(path.read_bytes() if path.is_file() else b"-")
        digest.update(b"\0")
    return digest.hexdigest()


def write_folder(folder: Path, tables: dict[str, tuple[Row, ...]]) -> None:
    """Write *tables* as CSV files with their datapackage.json into *folder* (made when missing)."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        (folder / f"{table.name}.csv").write_text(_as_csv(table, tables.get(table.name, ())), encoding="utf-8")
    document = tables["documents"][0]
    (folder / PACKAGE_FILE).write_text(describe_package(document, tables), encoding="utf-8")


def describe_package(document: Row, tables: dict[str, tuple[Row, ...]]) -> str:
    """The folder's datapackage.json (Frictionless Data Package with Table Schema), with exact row counts."""
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": str(document["document_id"]),
        "title": document["title"],
        "version": document["version"],
        "sources": [{"title": document["title"], "sha256": document["sha256"]}],
        "resources": [
            {
                "name": table.name.replace("_", "-"),
                "title": table.about,
                "path": f"{table.name}.csv",
                "encoding": "utf-8",
                "rows": len(tables.get(table.name, ())),
                "schema": _describe_table(table),
            }
            for table in TABLES
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _describe_table(table: Table) -> dict[str, object]:
    fields: list[dict[str, object]] = []
    for column in table.columns:
        described: dict[str, object] = {"name": column.name, "type": column.type}
        if column.about:
            described["description"] = column.about
        constraints: dict[str, object] = {}
        if column.required:
            constraints["required"] = True
        if column.one_of:
            constraints["enum"] = list(column.one_of)
        if column.pattern:
            constraints["pattern"] = column.pattern
        if column.type == "year":
            constraints |= {"minimum": FIRST_YEAR, "maximum": LAST_YEAR}
        if constraints:
            described["constraints"] = constraints
        fields.append(described)
    schema: dict[str, object] = {"fields": fields, "primaryKey": list(table.key), "missingValues": [""]}
    if table.unique:
        schema["uniqueKeys"] = [list(columns) for columns in table.unique]
    references = [
        {
            "fields": list(REFERENCE_KEYS[column.refers_to]),
            "reference": {
                "resource": column.refers_to.replace("_", "-"),
                "fields": list(REFERENCE_KEYS[column.refers_to]),
            },
        }
        for column in table.columns
        if column.refers_to
    ]
    if references:
        schema["foreignKeys"] = references
    return schema


def _as_csv(table: Table, rows: Iterable[Row]) -> str:
    lines = [",".join(column.name for column in table.columns)]
    lines.extend(",".join(_quoted(_as_text(row.get(column.name), column)) for column in table.columns) for row in rows)
    return "".join(f"{line}\n" for line in lines)


def _quoted(cell: str) -> str:
    # csv.writer leaves a lone CR unquoted (Python 3.11), and no reader takes that back
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\r\n') else cell


def _as_text(cell: Cell, column: Column) -> str:
    if cell is None:
        return ""
    if column.type == "boolean":
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.10f}".rstrip("0").rstrip(".")
    return str(cell)


def _read_table(folder: Path, table: Table) -> _File:
    file = f"{table.name}.csv"
    path = folder / file
    if not path.is_file() and table.may_be_missing:
        return _File((), (), ())
    if not path.is_file():
        return _unread(file, 0, "ファイルがありません。空の表でも見出し行だけのファイルを置いてください。")
    try:
        content = path.read_bytes()
    except OSError as error:
        return _unread(file, 0, f"読めません（{error.strerror}）。ファイルの権限を確かめてください。")
    if b"\0" in content:
        # UTF-16 and UTF-32 have these as well, whether or not they are UTF-8 by accident
        row = content[: content.index(b"\0")].count(b"\n") + 1
        return _unread(file, row, "UTF-8 の文字ではないデータ（NUL）があります。UTF-8 の CSV で保存し直してください。")
    try:
        # Excel puts a byte order mark in front of UTF-8; utf-8-sig takes both
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        return _unread(file, row, "UTF-8 ではない文字があります。UTF-8 の CSV で保存し直してください。")
    return _read_rows(table, file, text)


def _unread(file: str, row: int, what: str, column: str = "") -> _File:
    return _File((), (), (Problem(file, row, column, what),))


def _read_rows(table: Table, file: str, text: str) -> _File:
    names = [column.name for column in table.columns]
    problems: list[Problem] = []
    rows: list[Row] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        header = next(reader, [])
        if header != names:
            return _File((), (), (_header_problem(file, header, names),))
        line = reader.line_num + 1
        for cells in reader:
            begins, line = line, reader.line_num + 1
            if not cells:
                continue
            if len(cells) != len(names):
                what = f"列が{len(cells)}個あります。{len(names)}個にしてください。"
                problems.append(Problem(file, begins, "", what))
                continue
            row: Row = {}
            for column, cell in zip(table.columns, cells, strict=True):
                value, what = _read_cell(column, cell)
                if what:
                    problems.append(Problem(file, begins, column.name, what))
                row[column.name] = value
            rows.append(row)
            lines.append(begins)
    except csv.Error:
        return _unread(file, line, 'CSV として読めません。引用符（"）の閉じ忘れや余りがないか確かめてください。')
    problems.extend(_check_keys(table, file, rows, lines))
    return _File(tuple(rows), tuple(lines), tuple(problems))


def _header_problem(file: str, header: list[str], names: list[str]) -> Problem:
    missing = [name for name in names if name not in header]
    unknown = [name for name in header if name not in names]
    doubled = [name for at, name in enumerate(header) if name in header[:at]]
    if missing:
        what = f"見出しがありません: {'、'.join(missing)}。"
    elif unknown:
        what = f"知らない見出しです: {'、'.join(map(_short, unknown))}。"
    elif doubled:
        what = f"同じ見出しが二つあります: {'、'.join(doubled)}。"
    else:
        what = "見出しの順序が違います。"
    column = (missing or unknown or doubled or [""])[0]
    return Problem(file, 1, column, f"{what}正しい見出しは {','.join(names)} です。")


def _read_cell(column: Column, cell: str) -> tuple[Cell, str]:
    if cell == "":
        return None, ("空欄です。値を入れてください。" if column.required else "")
    if column.one_of and cell not in column.one_of:
        return None, f"「{_short(cell)}」は使えません。{'・'.join(column.one_of)} のどれかにしてください。"
    if column.pattern and not re.fullmatch(column.pattern, cell):
        return None, f"「{_short(cell)}」は形が違います（正しくは {column.about}）。"
    return _convert(column, cell)


def _convert(column: Column, cell: str) -> tuple[Cell, str]:
    value = _value_of(column, cell)
    return value, "" if value is not None else f"「{_short(cell)}」は{_TYPE_WORDS.get(column.type, '')}ではありません。"


def _value_of(column: Column, cell: str) -> Cell:
    """None where the cell is none of the column's type."""
    match column.type:
        case "integer":
            return int(cell) if _INTEGER.fullmatch(cell) else None
        case "year":
            return int(cell) if _YEAR.fullmatch(cell) and FIRST_YEAR <= int(cell) <= LAST_YEAR else None
        case "number":
            return float(cell) if _NUMBER.fullmatch(cell) else None
        case "boolean":
            return _BOOLEANS.get(cell)
        case "date":
            day = _read_day(cell)
            return cell if day and FIRST_YEAR <= day.year <= LAST_YEAR else None
        case _:
            return cell


def _read_day(cell: str) -> date | None:
    try:
        day = date.fromisoformat(cell)
    except ValueError:
        return None
    # fromisoformat also takes 20240401 and 2024-W14-1
    return day if day.isoformat() == cell else None


def _short(cell: str) -> str:
    return _printable(cell if len(cell) <= _LONGEST_QUOTE else cell[:_LONGEST_QUOTE] + "…")


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _check_keys(table: Table, file: str, rows: list[Row], lines: list[int]) -> Iterator[Problem]:
    for columns in (table.key, *table.unique):
        seen: dict[tuple[Cell, ...], int] = {}
        for row, number in zip(rows, lines, strict=True):
            key = tuple(row[name] for name in columns)
            if key in seen:
                shown = "・".join(_short(str(part)) for part in key if part is not None)
                what = f"{seen[key]}行目と同じ行です（{shown}）。どちらかを消すか直してください。"
                yield Problem(file, number, columns[0], what)
            else:
                seen[key] = number


def _check_references(files: dict[str, _File]) -> Iterator[Problem]:
    for table in TABLES:
        for column in table.columns:
            if not column.refers_to:
                continue
            columns = REFERENCE_KEYS[column.refers_to]
            known = {tuple(row[name] for name in columns) for row in files[column.refers_to].rows}
            for row, line in _rows_with_lines(files, table):
                key = tuple(row[name] for name in columns)
                if row[column.name] is not None and key not in known:
                    yield _unknown(f"{table.name}.csv", line, column, row, files[column.refers_to].rows)


def _unknown(file: str, line: int, column: Column, row: Row, known: tuple[Row, ...]) -> Problem:
    name = column.name
    if column.refers_to == "scales":
        scale = "・".join(str(each["rating"]) for each in known if each["scale_id"] == row["scale_id"])
        if scale:
            cell = _short(str(row[name]))
            return Problem(file, line, name, f"評定「{cell}」は評定の段階（{scale}）にありません。")
        name = "scale_id"
    cell = _short(str(row[name]))
    what = f"「{cell}」は {column.refers_to}.csv にありません。先にそちらに加えるか、書き間違いを直してください。"
    return Problem(file, line, name, what)


def _check_meaning(files: dict[str, _File]) -> Iterator[Problem]:
    documents = files["documents"].rows
    if len(documents) != 1:
        yield Problem("documents.csv", 0, "", "文書は1行にしてください（1フォルダ1文書）。")
        return
    last_line = documents[0]["lines"]
    for row, line in _rows_with_lines(files, table_named("ratings")):
        if (row["evaluation"] == "annual") != (row["fiscal_year"] is not None):
            yield Problem("ratings.csv", line, "fiscal_year", "年度評価には年度が要り、期間の評価では空欄にします。")
    for row, line in _rows_with_lines(files, table_named("events")):
        day = str(row["date"])
        if len(day) == len("YYYY-MM-DD") and not _read_day(day):
            yield Problem("events.csv", line, "date", f"「{day}」は暦にありません。")
    for table in TABLES:
        for row, line in _rows_with_lines(files, table):
            stated = row.get("line")
            if isinstance(stated, int) and isinstance(last_line, int) and not 1 <= stated <= last_line:
                what = f"行番号 {stated} は文書（{last_line}行）の外です。"
                yield Problem(f"{table.name}.csv", line, "line", what)


def _rows_with_lines(files: dict[str, _File], table: Table) -> Iterator[tuple[Row, int]]:
    return zip(files[table.name].rows, files[table.name].lines, strict=True)
