"""A data folder: what is written is read again; what is wrong is said in one line with file, row and column."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.build import build
from records.dataset import PACKAGE_FILE, REFERENCE_KEYS, Cell, Row, describe_package, read_folder, write_folder
from records.errors import InvalidData
from records.tables import FIRST_YEAR, LAST_YEAR, TABLE_NAMES, TABLES, Column, Table

Sample = Callable[..., dict[str, tuple[Row, ...]]]

# not in a cell: lone surrogates are no UTF-8, NUL is no text
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40) | st.text(
    st.sampled_from(",\"'\n\r\t \ufeff；、=+-@研Ⅰ\u2028\x1f"), min_size=1, max_size=8
)


def _refusal(folder: Path) -> str:
    """The line that reading *folder* ends with: one line, Japanese, that a planner can act on."""
    with pytest.raises(InvalidData) as caught:
        read_folder(folder)
    message = caught.value.message
    assert str(caught.value) == message
    assert len(message.splitlines()) == 1
    assert message.isprintable()
    assert re.search("[ぁ-ん]", message)
    assert message.endswith(("。", "）"))
    assert not re.search("Traceback|Error|Errno|line [0-9]", message)
    return message


def _edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old)
    path.write_bytes(text.replace(old, new).encode("utf-8"))


# --- round trip


def test_what_is_written_is_read_again(folder: Path, sample: Sample) -> None:
    """Every cell of every table comes back as it was, None, yes and no, and figures among them."""
    read = read_folder(folder)
    assert read.tables == sample()
    assert read.document_id == "sample-2024"
    assert read.folder == folder


def test_writing_twice_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """Read → write changes nothing, so that a correction is one line of a diff."""
    again = tmp_path / "again"
    write_folder(again, read_folder(folder).tables)
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }


def test_the_package_file_counts_the_rows(folder: Path) -> None:
    """Beside the tables lies the datapackage.json that describes them."""
    tables = read_folder(folder).tables
    assert (folder / PACKAGE_FILE).read_text(encoding="utf-8") == describe_package(tables["documents"][0], tables)


def _cells(column: Column) -> st.SearchStrategy[Cell]:
    filled: st.SearchStrategy[Cell]
    match column.type:
        case "year":
            filled = st.integers(FIRST_YEAR, LAST_YEAR)
        case "integer":
            filled = st.integers(1, 100_000)
        case "boolean":
            filled = st.sampled_from([0, 1])
        case "number":
            filled = st.decimals(-(10**14), 10**14, places=10).map(float) | st.sampled_from(
                [0.0, 0.1, 99.95, 4_800_000.0]
            )
        case "date":
            filled = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)).map(date.isoformat)
        case _ if column.one_of:
            filled = st.sampled_from(column.one_of)
        case _:
            filled = TEXTS
    return filled if column.required else filled | st.none()


def _is_free(table: Table, column: Column) -> bool:
    """Whether a cell may take any value of its type: no key, no reference, nothing that the meaning depends on."""
    tied = {*table.key, *(name for columns in table.unique for name in columns)}
    tied |= {name for columns in REFERENCE_KEYS.values() for name in columns}
    if table.name == "ratings":
        tied |= {"evaluation", "fiscal_year"}
    return column.name not in tied and not column.pattern and (table.name, column.name) != ("documents", "lines")


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_any_cell_survives_writing_and_reading(sample: Sample, data: st.DataObject) -> None:
    """Commas, quotes, line breaks, byte order marks, formulas, long figures: a cell comes back, and SQLite takes it."""
    tables = dict(sample())
    for table in data.draw(st.sets(st.sampled_from(TABLES), min_size=1, max_size=4).map(lambda s: sorted(s, key=str))):
        tables[table.name] = tuple(
            {
                column.name: data.draw(_cells(column)) if _is_free(table, column) else row[column.name]
                for column in table.columns
            }
            for row in tables[table.name]
        )
    with tempfile.TemporaryDirectory() as temporary:
        write_folder(Path(temporary), tables)
        assert read_folder(Path(temporary)).tables == tables
        build([Path(temporary)], Path(temporary) / "records.sqlite3")


def test_a_byte_order_mark_from_excel_is_taken(folder: Path, sample: Sample) -> None:
    """Excel's 「CSV UTF-8」 starts with a byte order mark and ends its lines with CR LF: the same records."""
    for name in TABLE_NAMES:
        path = folder / f"{name}.csv"
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_folder(folder).tables == sample()


def test_empty_lines_are_no_rows(folder: Path, sample: Sample) -> None:
    """A line without anything, as editors leave at the end, is passed over."""
    path = folder / "items.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\n\n") + b"\n")
    assert read_folder(folder).tables == sample()


# --- one wrong thing a folder → file, row, column

WRONG_CELLS = {
    "unknown item": ("achievements.csv", "Ⅰ-1,annual", "Ⅰ-3,annual", 2, "item", "「Ⅰ-3」は items.csv にありません"),
    "unknown section": ("items.csv", "Ⅰ-2,Ⅰ,", "Ⅰ-2,Ⅱ,", 3, "section", "「Ⅱ」は sections.csv にありません"),
    "unknown indicator": (
        "indicator_targets.csv",
        "1-1.uptime",
        "1-1.up",
        2,
        "indicator_id",
        "indicators.csv にありません",
    ),
    "unknown period": ("documents.csv", "sample,sample-1", "sample,第1期", 2, "period_id", "periods.csv にありません"),
    "rating outside the scale": (
        "ratings.csv",
        "scale,B,B,true,true",
        "scale,E,E,true,true",
        2,
        "rating",
        "段階（S・A・B・C・D）",
    ),
    "rating in lower case": (
        "ratings.csv",
        "scale,B,B,true,true",
        "scale,b,B,true,true",
        2,
        "rating",
        "段階（S・A・B・C・D）",
    ),
    "unknown scale": (
        "ratings.csv",
        "scale,B,B,true,true",
        "sabc,B,B,true,true",
        2,
        "scale_id",
        "「sabc」は scales.csv にありません",
    ),
    "year as text": ("staff_counts.csv", "2024,82", "令和6年度,82", 2, "fiscal_year", "「令和6年度」は西暦4桁の年度"),
    "year as a decimal": ("staff_counts.csv", "2024,82", "2024.0,82", 2, "fiscal_year", "西暦4桁"),
    "year in full width": ("staff_counts.csv", "2024,82", "２０２４,82", 2, "fiscal_year", "西暦4桁"),
    "year with a zero in front": ("staff_counts.csv", "2024,82", "02024,82", 2, "fiscal_year", "西暦4桁"),
    "year in the era": ("staff_counts.csv", "2024,82", "6,82", 2, "fiscal_year", "西暦4桁"),
    "year too late": ("staff_counts.csv", "2024,82", "2101,82", 2, "fiscal_year", "西暦4桁"),
    "year too early": ("staff_counts.csv", "2024,82", "1989,82", 2, "fiscal_year", "西暦4桁"),
    "annual rating without year": ("ratings.csv", "Ⅰ-2,annual,2024", "Ⅰ-2,annual,", 3, "fiscal_year", "年度が要り"),
    "prospective rating with year": (
        "ratings.csv",
        "prospective,,",
        "prospective,2024,",
        5,
        "fiscal_year",
        "空欄にします",
    ),
    "doubled key": (
        "staff_counts.csv",
        "annual,2023",
        "annual,2024",
        3,
        "item",
        "2行目と同じ行です（Ⅰ-1・annual・2024）",
    ),
    "doubled unique key": ("items.csv", "Ⅰ-2,Ⅰ,2", "Ⅰ-2,Ⅰ,1", 3, "position", "2行目と同じ"),
    "doubled unique key with empty cells": (
        "indicator_values.csv",
        "99.95％,,様式1-1-4 項目別評定調書 Ⅰ-1（年度評価）,3,719,1\n",
        (
            "99.95％,,様式1-1-4 項目別評定調書 Ⅰ-1（年度評価）,3,719,1\n"
            "1-1.uptime,annual,2024,,99.95,,99.95％,,様式1-1-4 項目別評定調書 Ⅰ-1（年度評価）,3,719,2\n"
        ),
        3,
        "indicator_id",
        "2行目と同じ",
    ),
    "empty required cell": ("items.csv", "研修の実施", "", 3, "title", "空欄です"),
    "bad date": ("periods.csv", "2021-09-01", "2021-09-31", 2, "start_date", "YYYY-MM-DD の日付"),
    "date with slashes": ("periods.csv", "2021-09-01", "2021/9/1", 2, "start_date", "YYYY-MM-DD の日付"),
    "date of the era": ("periods.csv", "2021-09-01", "令和3年9月1日", 2, "start_date", "YYYY-MM-DD の日付"),
    "date without hyphens": ("periods.csv", "2021-09-01", "20210901", 2, "start_date", "YYYY-MM-DD の日付"),
    "date as a week": ("periods.csv", "2021-09-01", "2021-W35-3", 2, "start_date", "YYYY-MM-DD の日付"),
    "date out of range": ("periods.csv", "2026-03-31", "9999-12-31", 2, "end_date", "YYYY-MM-DD の日付"),
    "event without such a month": ("events.csv", "2024-12-02", "2024-13-02", 2, "date", "形が違います"),
    "event without such a day": ("events.csv", "2024-12-02", "2024-02-30", 2, "date", "「2024-02-30」は暦にありません"),
    "bad enum": (
        "items.csv",
        "yes,yes",
        "はい,yes",
        2,
        "high_importance",
        "「はい」は使えません。yes・no・unknown のどれか",
    ),
    "unknown evaluation": (
        "achievements.csv",
        "annual",
        "年度評価",
        2,
        "evaluation",
        "annual・prospective・final のどれか",
    ),
    "no number": ("indicator_values.csv", "99.95,,", "約99,,", 2, "value", "「約99」は数値ではありません"),
    "number with a thousands separator": (
        "indicator_values.csv",
        "99.95,,",
        '"4,800,000",,',
        2,
        "value",
        "「4,800,000」は数値",
    ),
    "infinite number": ("indicator_values.csv", "99.95,,", "inf,,", 2, "value", "「inf」は数値"),
    "number with an exponent": ("indicator_values.csv", "99.95,,", "1e400,,", 2, "value", "「1e400」は数値"),
    "no integer": ("staff_counts.csv", "2024,82", "2024,82人", 2, "staff_count", "「82人」は整数ではありません"),
    "decimal for an integer": ("staff_counts.csv", "2024,82", "2024,82.5", 2, "staff_count", "「82.5」は整数"),
    "integer beyond every database": (
        "staff_counts.csv",
        "2024,82",
        "2024,99999999999999999999",
        2,
        "staff_count",
        "整数",
    ),
    "no boolean": ("events.csv", "false", "いいえ", 2, "planned", "「いいえ」はtrue か false"),
    "boolean as Excel writes it": ("events.csv", "false", "FALSE", 2, "planned", "true か false"),
    "look-alike item code": ("items.csv", "Ⅰ-1,", "I-1,", 2, "item", "「I-1」は形が違います"),
    "line outside the document": (
        "achievements.csv",
        "3,721",
        "3,100001",
        2,
        "line",
        "行番号 100001 は文書（100000行）の外",
    ),
    "line zero": ("achievements.csv", "3,721", "3,0", 2, "line", "行番号 0 は"),
    "line break in a wrong cell": (
        "staff_counts.csv",
        "2024,82",
        '2024,"8\n2\u2028\x1b[2J"',
        2,
        "staff_count",
        "「8 2  [2J」は整数",
    ),
    "very long wrong cell": ("staff_counts.csv", "2024,82", f"2024,{'八' * 4000}", 2, "staff_count", "八…」は整数"),
    "very long unknown item": ("achievements.csv", "Ⅰ-1,annual", f"{'Ⅰ' * 4000},annual", 2, "item", "Ⅰ…」は items.csv"),
}


@pytest.mark.parametrize(("file", "old", "new", "row", "column", "says"), WRONG_CELLS.values(), ids=WRONG_CELLS.keys())
def test_a_wrong_cell_is_named_by_file_row_and_column(
    folder: Path, file: str, old: str, new: str, row: int, column: str, says: str
) -> None:
    """One wrong cell gives one line: which file, which row as an editor counts, which column, what is wrong."""
    _edit(folder, file, old, new)
    message = _refusal(folder)
    assert message.startswith(f"sample-2024/{file} {row}行目「{column}」列: ")
    assert says in message
    assert len(message) < 250


WRONG_FILES = {
    "wrong header": (
        "items.csv",
        "item,section,position",
        "項目,section,position",
        1,
        "item",
        "見出しがありません: item",
    ),
    "missing column": ("items.csv", "position,title,", "title,", 1, "position", "見出しがありません: position"),
    "extra column": ("items.csv", "item,section", "item,備考,section", 1, "備考", "知らない見出しです: 備考"),
    "doubled column": ("items.csv", "item,section", "item,item,section", 1, "item", "同じ見出しが二つあります: item"),
    "columns in another order": ("items.csv", "item,section", "section,item", 1, "", "見出しの順序が違います"),
    "line break in a header": ("items.csv", "item,section", 'item,"備\n考",section', 1, "備 考", "知らない見出し"),
    "cell too many": ("items.csv", "Ⅰ-2,Ⅰ,2,", "Ⅰ-2,Ⅰ,2,研修,", 3, "", "列が12個あります。11個にしてください"),
    "cell too few": ("items.csv", "Ⅰ-2,Ⅰ,2,", "Ⅰ-2,Ⅰ,", 3, "", "列が10個あります"),
    "row of text": ("items.csv", "Ⅰ-2,", "ここから\nⅠ-2,", 3, "", "列が1個あります"),
    "NUL": ("items.csv", "研修の", "研修\0の", 3, "", "NUL"),
    "quote never closed": ("briefs.csv", "研修を2回行う", '"研修を2回行う', 2, "", "引用符"),
    "text behind a quote": ("briefs.csv", "研修を2回行う", '"研修"を2回行う', 2, "", "引用符"),
}


@pytest.mark.parametrize(("file", "old", "new", "row", "column", "says"), WRONG_FILES.values(), ids=WRONG_FILES.keys())
def test_a_broken_file_is_named_by_file_and_row(
    folder: Path, file: str, old: str, new: str, row: int, column: str, says: str
) -> None:
    """A header, a row or a quote that is wrong: one line with the file, the row where it begins, the column if any."""
    _edit(folder, file, old, new)
    message = _refusal(folder)
    assert message.startswith(f"sample-2024/{file} {row}行目{f'「{column}」列' if column else ''}: ")
    assert says in message
    assert "ほか" not in message


@pytest.mark.parametrize(
    ("encoding", "row"), [("shift_jis", 2), ("cp932", 2), ("euc_jp", 2), ("utf-16", 1), ("utf-16-le", 1), ("utf-32", 1)]
)
def test_another_encoding_is_named(folder: Path, encoding: str, row: int) -> None:
    """A file saved as Shift_JIS or UTF-16: the first row that cannot be UTF-8, and what to save it as."""
    path = folder / "achievements.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace("Ⅰ", "").encode(encoding))
    message = _refusal(folder)
    assert message.startswith(f"sample-2024/achievements.csv {row}行目: ")
    assert "UTF-8 の CSV で保存し直してください" in message


def test_a_stray_byte_is_named_with_its_row(folder: Path) -> None:
    """One byte of another encoding in the third row is found in the third row."""
    path = folder / "items.csv"
    path.write_bytes(path.read_bytes().replace("研修".encode(), "研修".encode("cp932")))
    assert _refusal(folder).startswith("sample-2024/items.csv 3行目: UTF-8 ではない文字")


def test_an_empty_file_lacks_its_header(folder: Path) -> None:
    """A file without a byte is not an empty table."""
    (folder / "events.csv").write_bytes(b"")
    message = _refusal(folder)
    assert message.startswith("sample-2024/events.csv 1行目「item」列: 見出しがありません: item")


@pytest.mark.parametrize("name", [table.name for table in TABLES if not table.may_be_missing])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    """Every table has its file, even an empty one; only the tables of ingestion and of corrections may be missing."""
    (folder / f"{name}.csv").unlink()
    assert _refusal(folder).startswith(f"sample-2024/{name}.csv: ファイルがありません。")


def test_a_folder_without_package_file_is_no_data_folder(folder: Path) -> None:
    """The folder's own name is in the line."""
    (folder / PACKAGE_FILE).unlink()
    message = _refusal(folder)
    assert str(folder) in message
    assert PACKAGE_FILE in message


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A mistyped folder gives the same line."""
    assert str(tmp_path / "nothing") in _refusal(tmp_path / "nothing")


def test_a_file_that_cannot_be_read_is_named(folder: Path) -> None:
    """An input error while reading is a line, too."""
    unreadable = Path("/proc/self/mem")
    if not unreadable.is_file():
        pytest.skip(f"{unreadable}, whose reading fails even for root, is not there")
    (folder / "items.csv").unlink()
    (folder / "items.csv").symlink_to(unreadable)
    assert _refusal(folder).startswith("sample-2024/items.csv: 読めません")


@pytest.mark.parametrize("rows", [0, 2])
def test_a_folder_holds_one_document(folder: Path, rows: int) -> None:
    """One folder, one document: neither none nor two."""
    path = folder / "documents.csv"
    header, row = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join([header, *[row, row.replace("sample-2024", "sample-2025")][:rows]]) + "\n", encoding="utf-8"
    )
    message = _refusal(folder)
    assert message.startswith("sample-2024/documents.csv")
    assert "1フォルダ1文書" in message


def test_the_row_is_the_editors_row(folder: Path) -> None:
    """A cell of three lines and an empty line above do not shift the row that is named, whatever check finds it."""
    _edit(folder, "briefs.csv", "研修を2回行う", '"研修を\n2回\n行う"')
    _edit(folder, "briefs.csv", "Ⅰ-2,annual,result", "\nⅠ-2,annual,result")
    for wrong in ("Ⅰ-2,annual,results", "Ⅰ-9,annual,result"):
        broken = folder.parent / wrong / folder.name
        shutil.copytree(folder, broken)
        _edit(broken, "briefs.csv", "Ⅰ-2,annual,result", wrong)
        assert _refusal(broken).startswith("sample-2024/briefs.csv 6行目「")


def test_further_problems_are_counted(folder: Path) -> None:
    """The first wrong cell is told, the others are counted, and the log has them all."""
    _edit(folder, "items.csv", "yes,yes", "はい,はい")
    _edit(folder, "events.csv", "false", "いいえ")
    with pytest.raises(InvalidData) as caught:
        read_folder(folder)
    assert caught.value.message.endswith("（ほか2件）")
    assert caught.value.message.startswith("sample-2024/items.csv 2行目「high_importance」列: ")
    assert caught.value.detail.count("; ") == 2
    assert "events.csv 2行目「planned」列" in caught.value.detail


def test_the_fingerprint_knows_every_file(folder: Path) -> None:
    """A changed cell anywhere changes the fingerprint; the same content in another folder has the same."""
    before = read_folder(folder).fingerprint
    copy = folder.parent / "copy"
    shutil.copytree(folder, copy)
    assert read_folder(copy).fingerprint == before
    _edit(folder, "briefs.csv", "研修を2回行う", "研修を4回行う")
    assert read_folder(folder).fingerprint != before


# --- corrections by hand


def _corrected(folder: Path, sample: Sample, **changes: str) -> Path:
    tables = dict(sample(corrected=True))
    tables["corrections"] = tuple({**row, **changes} for row in tables["corrections"])
    write_folder(folder, tables)
    return folder


def test_a_correction_is_applied_beside_the_stated_value(tmp_path: Path, sample: Sample) -> None:
    """The table keeps what the document states; what is loaded and shown is the corrected value."""
    dataset = read_folder(_corrected(tmp_path / "sample", sample))
    stated, shown = (
        {row["fiscal_year"]: row["staff_count"] for row in tables["staff_counts"]}
        for tables in (dataset.tables, dataset.corrected)
    )
    assert stated == {2024: 82, 2023: 80}
    assert shown == {2024: 82, 2023: 81}
    assert read_folder(tmp_path / "sample").tables == dataset.tables


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"was": "79"}, "訂正前の値が「79」ではなく「80」です"),
        ({"row_key": "item=Ⅰ-1"}, "指定した行が2件あります"),
        ({"row_key": "item=Ⅰ-9"}, "指定した行が0件あります"),
        ({"row_key": "items=Ⅰ-1"}, "列「items」はありません"),
        ({"column_name": "count"}, "表「staff_counts」に列「count」はありません"),
        ({"table_name": "staff"}, "表「staff」に列"),
        ({"now": "八十一"}, "「八十一」は整数ではありません"),
        ({"column_name": "item", "was": "Ⅰ-1", "now": "Ⅰ-9"}, "「Ⅰ-9」は items.csv にありません"),
    ],
)
def test_a_correction_that_does_not_apply_is_refused(
    tmp_path: Path, sample: Sample, changes: dict[str, str], said: str
) -> None:
    """A wrong row, column or value before, and a value that the column does not take: one line, nothing loaded."""
    assert said in _refusal(_corrected(tmp_path / "sample", sample, **changes))
