"""tables.py, schema.sql, datapackage.json and the shipped CSV files say the same."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

import records
from records.build import build
from records.dataset import PACKAGE_FILE, REFERENCE_KEYS, Row, describe_package, read_folder, write_folder
from records.tables import DATE_PATTERN, ITEM_PATTERN, TABLE_NAMES, TABLES, Column, Table, table_named

SHIPPED = sorted(path for path in (Path(records.__file__).parent / "data").iterdir() if path.is_dir())
SQL_TYPES = {
    "string": "TEXT",
    "date": "TEXT",
    "integer": "INTEGER",
    "year": "INTEGER",
    "boolean": "INTEGER",
    "number": "REAL",
}

every_folder = pytest.mark.parametrize("shipped", SHIPPED, ids=[path.name for path in SHIPPED])
every_table = pytest.mark.parametrize("table", TABLES, ids=TABLE_NAMES)


@pytest.fixture(scope="module")
def built(sample: Callable[..., dict[str, tuple[Row, ...]]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small database, built once."""
    folder = tmp_path_factory.mktemp("tables")
    write_folder(folder, sample(corrected=True))
    build([folder], folder / "records.sqlite3")
    return folder / "records.sqlite3"


@pytest.fixture
def database(built: Path) -> Iterator[sqlite3.Connection]:
    """It, open for attempts at breaking its constraints, none of which is committed."""
    with closing(sqlite3.connect(built)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


@every_folder
def test_the_package_file_says_what_is_in_the_folder(shipped: Path) -> None:
    """datapackage.json is, to the byte, what the tables, their keys and their row counts make of it."""
    tables = read_folder(shipped).tables
    written = (shipped / PACKAGE_FILE).read_text(encoding="utf-8")
    stated = {each["path"]: each["rows"] for each in json.loads(written)["resources"]}
    counted = {f"{name}.csv": len(rows) for name, rows in tables.items()}
    assert {path: rows for path, rows in counted.items() if rows != stated.get(path, 0)} == {}, "their `rows`"
    assert written == describe_package(tables["documents"][0], tables)


@every_folder
def test_the_package_file_is_a_frictionless_table_schema_of_every_file(shipped: Path) -> None:
    """Each CSV file has a resource; its keys are fields of its own, its foreign keys name fields of a resource."""
    package = json.loads((shipped / PACKAGE_FILE).read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert sorted(resource["path"] for resource in resources.values()) == sorted(
        path.name for path in shipped.glob("*.csv")
    )
    fields = {name: [field["name"] for field in resource["schema"]["fields"]] for name, resource in resources.items()}
    declared = 0
    for name, resource in resources.items():
        assert re.fullmatch(r"[a-z0-9._-]+", name)
        schema = resource["schema"]
        assert {field["type"] for field in schema["fields"]} <= {
            "string",
            "integer",
            "number",
            "boolean",
            "date",
            "year",
        }
        for key in (schema["primaryKey"], *schema.get("uniqueKeys", [])):
            assert set(key) <= set(fields[name])
        for foreign in schema.get("foreignKeys", []):
            assert set(foreign["fields"]) <= set(fields[name])
            assert foreign["reference"]["fields"] == resources[foreign["reference"]["resource"]]["schema"]["primaryKey"]
            declared += 1
    assert declared == sum(1 for table in TABLES for column in table.columns if column.refers_to)


@every_folder
def test_csv_files_are_plain(shipped: Path) -> None:
    """UTF-8 without a byte order mark, lines ended by LF, the exact header, a line break at the end of the file."""
    for table in TABLES:
        content = (shipped / f"{table.name}.csv").read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf"), table.name
        assert b"\r" not in content, table.name
        text = content.decode("utf-8")
        assert text.endswith("\n")
        assert text.partition("\n")[0] == ",".join(column.name for column in table.columns), table.name


@every_folder
def test_nothing_else_lies_in_the_folder(shipped: Path) -> None:
    """A folder holds one CSV file a table and the package file: no misnamed file is passed over in silence."""
    assert {path.name for path in shipped.iterdir()} == {PACKAGE_FILE, *(f"{name}.csv" for name in TABLE_NAMES)}


def test_every_table_is_strict(database: sqlite3.Connection) -> None:
    """SQLite itself refuses a text in a column of numbers, in every table."""
    found = {
        name: strict
        for _, name, kind, _, _, strict in database.execute("PRAGMA main.table_list")
        if kind == "table" and not name.startswith("sqlite_")
    }
    assert set(found) == {*TABLE_NAMES, "meta", "full_text_rows"}
    assert all(found.values())


def test_every_table_of_the_schema_is_explained() -> None:
    """schema.sql reads as documentation: a comment stands above every table and view."""
    schema = Path(records.__file__).with_name("schema.sql").read_text(encoding="utf-8").splitlines()
    starts = [
        at for at, line in enumerate(schema) if line.startswith(("CREATE TABLE", "CREATE VIEW", "CREATE VIRTUAL"))
    ]
    assert len(starts) > len(TABLES)
    assert [schema[at] for at in starts if not schema[at - 1].startswith("--")] == []


@every_table
def test_columns_of_file_and_database_are_the_same(database: sqlite3.Connection, table: Table) -> None:
    """The SQL table has the file's columns in the file's order, of the same type and as required, after document_id."""
    found = [
        (name, kind, bool(required or in_key))
        for _, name, kind, required, _, in_key in database.execute(f"PRAGMA table_info({table.name})")
    ]
    expected = [(column.name, SQL_TYPES[column.type], column.required) for column in table.columns]
    if table.name != "documents":
        expected.insert(0, ("document_id", "TEXT", True))
    assert found == expected


@every_table
def test_keys_of_file_and_database_are_the_same(database: sqlite3.Connection, table: Table) -> None:
    """Primary key and unique sets are the file's, within one document."""
    within = () if table.name == "documents" else ("document_id",)
    found: dict[str, set[tuple[str, ...]]] = {"pk": set(), "u": set(), "c": set()}
    for _, name, _, origin, _ in database.execute(f"PRAGMA index_list({table.name})").fetchall():
        columns = tuple(row[2] for row in database.execute(f"PRAGMA index_info({name})"))
        found[origin].add(columns)
    assert found["pk"] == {(*within, *table.key)}
    assert found["u"] == {(*within, *columns) for columns in table.unique}


@every_table
def test_foreign_keys_of_file_and_database_are_the_same(database: sqlite3.Connection, table: Table) -> None:
    """What a file refers to, the database refers to, within one document; and every row belongs to a document."""
    references: dict[int, tuple[str, list[tuple[str, str | None]]]] = {}
    for number, _, target, here, there, *_ in database.execute(f"PRAGMA foreign_key_list({table.name})"):
        references.setdefault(number, (target, []))[1].append((here, there))
    found = {(target, frozenset(columns)) for target, columns in references.values()}
    expected: set[tuple[str, frozenset[tuple[str, str | None]]]] = {
        (
            column.refers_to,
            frozenset((name, name) for name in ("document_id", *REFERENCE_KEYS[column.refers_to])),
        )
        for column in table.columns
        if column.refers_to
    }
    if table.name != "documents":
        expected.add(("documents", frozenset({("document_id", None)})))
    assert found == expected


@pytest.mark.parametrize("name", REFERENCE_KEYS)
def test_a_row_is_referred_to_by_its_key(name: str) -> None:
    """The columns through which others refer to a table are its key."""
    assert REFERENCE_KEYS[name] == table_named(name).key


def _values_that_do_not_belong(column: Column) -> list[object]:
    match column.type:
        case "year":
            return [1989, 2101, "令和6年度", 2024.5]
        case "boolean":
            return [2, "true"]
        case "integer" | "number":
            return ["九"]
        case "date":
            return ["2024/04/01", "令和6年4月1日", 20240401]
        case _ if column.one_of:
            return ["どれでもない", ""]
        case _:
            return [b"\xff"]


@every_table
def test_the_database_checks_what_the_file_checks(database: sqlite3.Connection, table: Table) -> None:
    """A value outside a closed set, a year as text or out of range, an empty required cell: SQLite refuses each."""
    assert database.execute(f"SELECT 1 FROM {table.name} WHERE rowid = 1").fetchone()  # noqa: S608 - our own names
    for column in table.columns:
        refused = [*_values_that_do_not_belong(column), *([None] if column.required else [])]
        for value in refused:
            sql = f"UPDATE {table.name} SET {column.name} = ? WHERE rowid = 1"  # noqa: S608 - our own names
            with pytest.raises(sqlite3.IntegrityError, match=r"CHECK|cannot store|NOT NULL"):
                database.execute(sql, (value,))
            database.rollback()


def test_the_database_holds_a_rating_to_its_scale(database: sqlite3.Connection) -> None:
    """A rating that is no letter of its scale does not get past SQLite either."""
    database.execute("UPDATE ratings SET rating = 'E' WHERE item = 'Ⅰ-1'")
    with pytest.raises(sqlite3.IntegrityError):
        database.commit()
    database.rollback()


@pytest.mark.parametrize("written", ["Ⅰ-1", "Ⅲ-5", "Ⅹ-99"])
def test_an_item_code_has_one_writing(written: str) -> None:
    """In the files an item is a full-width Roman numeral, a hyphen and a number."""
    assert re.fullmatch(ITEM_PATTERN, written)


@pytest.mark.parametrize("written", ["I-1", "Ⅰ－1", "Ⅰ-01", "Ⅰ-1 ", "Ⅰ-１", "Ⅰ-0", "Ⅰ-100", "第1条"])
def test_other_writings_of_an_item_are_for_questions_only(written: str) -> None:
    """The files take no look-alike of an item code."""
    assert not re.fullmatch(ITEM_PATTERN, written)


@pytest.mark.parametrize("written", ["2024", "2024-12", "2024-12-02", "FY2023"])
def test_an_event_is_dated_as_exactly_as_the_document_does(written: str) -> None:
    """Year, month, day or fiscal year."""
    assert re.fullmatch(DATE_PATTERN, written)


@pytest.mark.parametrize(
    "written", ["R6", "2024-13", "2024-00", "2024-1", "2024/12/02", "FY24", "2024-12-32", "２０２４"]
)
def test_other_writings_of_a_date_are_refused(written: str) -> None:
    """No era, no slash, no month without its zero."""
    assert not re.fullmatch(DATE_PATTERN, written)


def test_a_table_that_does_not_exist_is_a_key_error() -> None:
    """Names of tables are exact."""
    with pytest.raises(KeyError):
        table_named("rating")
