"""Data folders → one SQLite file, checked as a whole and moved into place in one step.

The database is written under a temporary name beside its destination, synced, and renamed over it: a reader sees the old
file or the new one, and a process killed at any moment leaves the old one whole. SQLite holds what is in the folders and
nothing else, so it can be thrown away and built again at any time.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlite_utils

from records.dataset import Dataset, Row, read_folder
from records.dataset_id import SHIPPED_DATA
from records.errors import DatabaseUnusable, InvalidData
from records.full_text import bigrams_of
from records.store import SCHEMA_VERSION, stat_signature
from records.tables import TABLES

_SCHEMA = Path(__file__).with_name("schema.sql")
_STALE_AFTER_SECONDS = 3600
# STRICT tables (STRICT Tables, SQLite documentation)
_OLDEST_SQLITE = (3, 37, 0)
# tables whose `text` can be searched, and the column that holds it
_SEARCHED = {
    "items": "title",
    "achievements": "text",
    "rationales": "text",
    "briefs": "text",
    "events": "text",
    "legal_bases": "text",
    "duties": "text",
    "criteria": "text",
    "passages": "text",
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """One document as it was loaded. *rows*: how many its tables have; *fingerprint*: SHA-256 over all files."""

    document_id: str
    version: str
    folder: Path
    rows: int
    fingerprint: str


def build(folders: Sequence[Path], destination: Path) -> tuple[Loaded, ...]:
    """Build *destination* from *folders*, one after the other. Returns what was loaded.

    Raises InvalidData (a folder breaks its rules) or DatabaseUnusable (cannot be written); the old file stays either way.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        message = f"SQLite {sqlite3.sqlite_version} は古すぎます。SQLite 3.37 以上を使う Python で実行してください。"
        raise DatabaseUnusable(message)
    signature = stat_signature(folders)
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        _remove_stale(destination)
        handle, name = tempfile.mkstemp(prefix=f".{destination.name}-", suffix=".tmp", dir=destination.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            loaded = _fill(temporary, folders, signature)
            _move_into_place(temporary, destination)
        finally:
            temporary.unlink(missing_ok=True)
    except sqlite3.IntegrityError as error:
        message = f"データの整合が取れません（{error}）。表の関連を確かめてください。"
        raise InvalidData(message, detail=repr(error)) from error
    except (OSError, sqlite3.Error) as error:
        message = (
            f"データベース {destination} を書けません（{_reason(error)}）。"
            "空き容量と書込み権限を確かめるか、HYOTEI_HOME に別のフォルダを指定してください。"
        )
        raise DatabaseUnusable(message, detail=repr(error)) from error
    return loaded


def _reason(error: Exception) -> str:
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else str(error)


def _remove_stale(destination: Path) -> None:
    for leftover in destination.parent.glob(f".{destination.name}-*.tmp*"):
        try:
            if time.time() - leftover.stat().st_mtime > _STALE_AFTER_SECONDS:
                leftover.unlink()
        except FileNotFoundError:
            continue  # another build removed it first


def _fill(path: Path, folders: Sequence[Path], signature: str) -> tuple[Loaded, ...]:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")  # the finished file is synced as a whole
        connection.executescript(_SCHEMA.read_text(encoding="utf-8"))
        database = sqlite_utils.Database(connection)
        loaded: dict[str, Loaded] = {}
        with database.atomic():  # one transaction: foreign keys are checked at its end
            for folder in folders:
                dataset = read_folder(folder)  # one at a time: together they may be more than memory holds
                if other := loaded.get(dataset.document_id):
                    message = (
                        f"文書 {dataset.document_id} が二つのフォルダにあります（{other.folder} と {folder}）。"
                        "どちらかを外してください。"
                    )
                    raise InvalidData(message)
                _load(database, dataset)
                loaded[dataset.document_id] = _loaded(dataset)
            _write_meta(database, loaded.values(), signature)
        connection.execute("INSERT INTO full_text (full_text) VALUES ('optimize')")
        connection.commit()
        connection.execute("PRAGMA optimize")
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            message = f"表 {broken[0][0]} に参照先のない行があります。"
            raise InvalidData(message, detail=str(broken[:5]))
    return tuple(loaded.values())


def _loaded(dataset: Dataset) -> Loaded:
    return Loaded(
        document_id=dataset.document_id,
        version=str(dataset.tables["documents"][0]["version"]),
        folder=dataset.folder,
        rows=sum(len(rows) for rows in dataset.tables.values()),
        fingerprint=dataset.fingerprint,
    )


def _load(database: sqlite_utils.Database, dataset: Dataset) -> None:
    # documents first: every other table refers to it
    for table in sorted(TABLES, key=lambda table: table.name != "documents"):
        rows = dataset.corrected[table.name]
        loaded: Iterator[Row] = ({"document_id": dataset.document_id, **row} for row in rows)
        database.table(table.name).insert_all(loaded)
    before = _last_row(database)
    database.table("full_text").insert_all(_search_rows(dataset))
    database.table("full_text_rows").insert(
        {"document_id": dataset.document_id, "first_row": before + 1, "last_row": _last_row(database)}
    )


def _last_row(database: sqlite_utils.Database) -> int:
    return int(next(database.query("SELECT coalesce(max(rowid), 0) AS last FROM full_text"))["last"])


def _search_rows(dataset: Dataset) -> Iterator[dict[str, object]]:
    for name, column in _SEARCHED.items():
        for row in dataset.corrected[name]:
            if row[column] is None:
                continue
            yield {
                "bigrams": bigrams_of(str(row[column])),
                "document_id": dataset.document_id,
                "source_table": name,
                "item": row.get("item"),
                "evaluation": row.get("evaluation"),
                "fiscal_year": row.get("fiscal_year"),
                "text": row[column],
                "place": row["place"],
                "page": row["page"],
                "line": row["line"],
            }


def _write_meta(database: sqlite_utils.Database, loaded: Iterable[Loaded], signature: str) -> None:
    entries = {
        "schema_version": str(SCHEMA_VERSION),
        "stat_signature": signature,
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "built_from": json.dumps(
            [
                {
                    "document_id": each.document_id,
                    "version": each.version,
                    "folder": str(each.folder),
                    "sha256": each.fingerprint,
                    "own": each.folder.resolve().parent != SHIPPED_DATA,
                }
                for each in loaded
            ],
            ensure_ascii=False,
        ),
    }
    database.table("meta").insert_all({"key": key, "value": value} for key, value in entries.items())


def _move_into_place(temporary: Path, destination: Path) -> None:
    temporary.chmod(0o644)
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(destination)
    directory = os.open(destination.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
