"""Opening the database: read-only, one Japanese line for whatever is wrong with it, and whether it is still current."""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from records.build import build
from records.dataset import Row, write_folder
from records.errors import DatabaseUnusable
from records.lookups import Records
from records.store import SCHEMA_VERSION, is_current, open_records

Sample = Callable[..., dict[str, tuple[Row, ...]]]


@pytest.fixture
def database(folder: Path, tmp_path: Path) -> Path:
    """The database of the small folder."""
    path = tmp_path / "home" / "records.sqlite3"
    build([folder], path)
    return path


def _refusal(what: Callable[[], object]) -> str:
    """The one Japanese line with which *what* is refused."""
    with pytest.raises(DatabaseUnusable) as caught:
        what()
    message = caught.value.message
    assert len(message.splitlines()) == 1
    assert re.search("[ぁ-ん]", message)
    assert message.endswith("。")
    assert "Traceback" not in message
    assert caught.value.detail or "ありません" in message
    return message


def _refusals(path: Path, folder: Path) -> str:
    """The line, the same whether the database is to be opened or only compared with its folders."""
    message = _refusal(lambda: open_records(path))
    assert _refusal(lambda: is_current(path, [folder])) == message
    assert str(path) in message
    return message


def _ask_everything(records: Records) -> int:
    """Use every look-up once. Returns how many rows came back."""
    items = [item.item for item in records.items]
    indicators = [indicator.indicator_id for indicator in records.indicators]
    answers: list[tuple[object, ...]] = [
        records.documents,
        records.periods(),
        records.sections,
        records.scale,
        records.rated_years,
        records.ratings_of(None, "annual", 2024),
        records.events,
        records.criteria(),
        records.duties(),
        records.ministers(),
        records.absences(),
        records.disagreements(),
        records.search("研修"),
        *(records.values_of(each) for each in indicators),
        *(records.targets_of(each) for each in indicators),
        *(records.staff_counts_of(each) for each in items),
    ]
    for item in items:
        answers.append(records.ratings_of(item, "annual", 2024))
        answers.append(records.ratings_of(item, "prospective"))
        answers.append(records.achievements_of(item, "annual"))
        answers.extend(records.rationales_of(item, "annual", kind) for kind in ("rationale", "issues_and_response"))
        answers.extend(records.briefs_of(item, "annual", kind) for kind in ("annual_plan", "result"))
        answers.append(records.legal_bases_of(item, "annual", "legal_basis"))
    assert records.short_name
    return sum(len(answer) for answer in answers) + len(items) + len(indicators)


def _execute(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql)


# --- reading


def test_every_look_up_answers(database: Path) -> None:
    """Each typed method gives the rows of the small folder."""
    with closing(open_records(database)) as records:
        assert _ask_everything(records) == 35


def test_opening_is_read_only(database: Path) -> None:
    """Nothing can be written through the connection of the look-ups, and reading leaves the file as it was."""
    before = database.read_bytes()
    with closing(open_records(database)) as records:
        _ask_everything(records)
        for sql in ("DELETE FROM ratings", "UPDATE items SET title = ''", "CREATE TABLE t (c)", "DROP TABLE items"):
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                records._connection.execute(sql)  # noqa: SLF001 - the connection behind the look-ups is what is tested
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == [database.name]


def test_two_readers_do_not_hinder_each_other(database: Path) -> None:
    """The bot and a planner's sqlite3 read at the same time."""
    with closing(open_records(database)) as one, closing(open_records(database)) as two:
        assert _ask_everything(one) == _ask_everything(two)


def test_a_reader_keeps_working_while_the_file_is_replaced(database: Path, sample: Sample, tmp_path: Path) -> None:
    """A running bot goes on with the old records, whole, until it opens the new file."""
    write_folder(tmp_path / "new", sample(title="新名", rating="A"))
    with closing(open_records(database)) as running:
        assert running.items[0].title == "カードの発行"
        build([tmp_path / "new"], database)
        assert {rating.rating for rating in running.ratings_of("Ⅰ-1", "annual", 2024)} == {"B"}
        assert _ask_everything(running) == 35
        with closing(open_records(database)) as started:
            assert started.items[0].title == "新名"
            assert {rating.rating for rating in started.ratings_of("Ⅰ-1", "annual", 2024)} == {"A"}


# --- current or not


def test_a_fresh_database_is_current(database: Path, folder: Path) -> None:
    """What was just built needs no build."""
    assert is_current(database, [folder])


def test_no_database_is_not_current(folder: Path, tmp_path: Path) -> None:
    """The first start builds."""
    assert not is_current(tmp_path / "records.sqlite3", [folder])


def _touch(folder: Path) -> None:
    stat = (folder / "items.csv").stat()
    os.utime(folder / "items.csv", ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))


def _grow(folder: Path) -> None:
    stat = (folder / "items.csv").stat()
    (folder / "items.csv").write_bytes((folder / "items.csv").read_bytes() + b"\n")
    os.utime(folder / "items.csv", ns=(stat.st_atime_ns, stat.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a file is saved again": _touch,
    "a file grows": _grow,
    "a file goes": lambda folder: (folder / "items.csv").unlink(),
    "a file comes": lambda folder: (folder / "more.csv").write_bytes(b""),
    "the package file changes": lambda folder: (folder / "datapackage.json").write_bytes(b"{}"),
    "the folder goes": shutil.rmtree,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_folder_is_noticed(database: Path, folder: Path, change: Callable[[Path], object]) -> None:
    """Any change of a table or of the package file makes the database out of date."""
    change(folder)
    assert not is_current(database, [folder])


def test_other_folders_are_noticed(database: Path, folder: Path, tmp_path: Path) -> None:
    """A folder more, a folder less, the same records elsewhere: each asks for a build."""
    shutil.copytree(folder, tmp_path / "copy")
    assert not is_current(database, [folder, tmp_path / "copy"])
    assert not is_current(database, [tmp_path / "copy"])
    assert not is_current(database, [])


def test_a_note_beside_the_tables_changes_nothing(database: Path, folder: Path) -> None:
    """A file that is no table (a lock of Excel, a note) does not cause a build."""
    (folder / "~$items.xlsx").write_bytes(b"")
    assert is_current(database, [folder])


# --- what is wrong with the file


def test_a_missing_database_says_how_to_make_it(tmp_path: Path) -> None:
    """No file: the path and the command that builds it."""
    path = tmp_path / "records.sqlite3"
    message = _refusal(lambda: open_records(path))
    assert message == f"データベース {path} がありません。hyotei build で作ってください。"
    assert not path.exists()


def test_a_path_that_cannot_be_is_a_line(tmp_path: Path, folder: Path) -> None:
    """A name longer than the file system takes is a line, too."""
    assert "開けません" in _refusals(tmp_path / ("長" * 200) / "records.sqlite3", folder)


def test_a_folder_is_no_database(tmp_path: Path, folder: Path) -> None:
    """A folder where the file should be."""
    (tmp_path / "records.sqlite3").mkdir()
    assert "データベースではありません" in _refusals(tmp_path / "records.sqlite3", folder)


@pytest.mark.parametrize("kept", [0.01, 0.5, 0.9, 0.999])
def test_a_truncated_database_is_damaged(database: Path, folder: Path, kept: float) -> None:
    """A copy that broke off."""
    whole = database.read_bytes()
    database.write_bytes(whole[: int(len(whole) * kept)])
    assert "壊れています。hyotei build で作り直してください" in _refusals(database, folder)


def test_random_bytes_are_damaged(database: Path, folder: Path) -> None:
    """A file that is no SQLite database at all."""
    database.write_bytes(random.Random(1).randbytes(100_000))  # noqa: S311 - any bytes will do, the same each time
    assert "壊れています。hyotei build で作り直してください" in _refusals(database, folder)


def test_an_empty_file_is_no_database_of_records(database: Path, folder: Path) -> None:
    """Zero bytes, as a full disk leaves of other programs' files."""
    database.write_bytes(b"")
    assert "記録のデータベースではありません" in _refusals(database, folder)


def test_damage_anywhere_ends_in_one_line(database: Path) -> None:
    """Whichever page of the file is destroyed: every look-up answers or says in one line that the file is damaged."""
    whole = database.read_bytes()
    page = int.from_bytes(whole[16:18], "big")
    noise = random.Random(2).randbytes(page)  # noqa: S311 - any bytes will do, the same each time
    refusals: list[str] = []
    for at in range(0, len(whole), page):
        for blot in (noise, bytes(page)):
            database.write_bytes(whole[:at] + blot + whole[at + page :])
            try:
                with closing(open_records(database)) as records:
                    _ask_everything(records)
            except DatabaseUnusable as error:
                refusals.append(error.message)
    assert len(refusals) > 30
    assert all(len(message.splitlines()) == 1 and message.endswith("。") for message in refusals)
    assert all("壊れて" in message or "hyotei build で作" in message for message in refusals)


def test_a_locked_database_asks_to_wait(database: Path, folder: Path) -> None:
    """Another program holds it for itself: who, and that trying again helps; afterwards it opens."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        message = _refusals(database, folder)
        other.execute("ROLLBACK")
    assert "使用中です。少し待ってからもう一度" in message
    assert is_current(database, [folder])


def test_a_database_locked_later_is_a_line(database: Path) -> None:
    """Opened, then locked: the look-up says that the file is in use."""
    with closing(open_records(database)) as records, closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "使用中" in _refusal(lambda: records.items)
        other.execute("ROLLBACK")
        assert len(records.items) == 2


@pytest.mark.parametrize("version", [SCHEMA_VERSION + 1, 99])
def test_a_newer_database_asks_for_an_update(database: Path, folder: Path, version: int) -> None:
    """Made by a newer program: it is not overwritten unasked."""
    _execute(database, f"UPDATE meta SET value = '{version}' WHERE key = 'schema_version'")  # noqa: S608 - a number
    assert "より新しい版のものです。プログラムを更新する" in _refusals(database, folder)


def test_an_older_database_is_built_again(database: Path, folder: Path) -> None:
    """Made by an older program: not current, and opening it says how to build it."""
    _execute(database, "UPDATE meta SET value = '0' WHERE key = 'schema_version'")
    assert not is_current(database, [folder])
    message = _refusal(lambda: open_records(database))
    assert message == f"データベース {database} は別の版のものです。hyotei build で作り直してください。"
    build([folder], database)
    assert is_current(database, [folder])


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE addresses (name TEXT)",
        "CREATE TABLE meta (name TEXT)",
        "CREATE TABLE meta (key TEXT, value TEXT)",
        "CREATE TABLE meta AS SELECT 'schema_version' AS key, 7.5 AS value",
        "CREATE TABLE meta AS SELECT 'schema_version' AS key, x'00ff' AS value",
        "CREATE TABLE meta AS SELECT 'schema_version' AS key, '' AS value",
        "CREATE TABLE meta AS SELECT 'schema_version' AS key, NULL AS value",
    ],
)
def test_another_programs_database_is_not_ours(tmp_path: Path, folder: Path, sql: str) -> None:
    """An SQLite file of something else, even with a table of the same name, is neither read nor overwritten."""
    path = tmp_path / "records.sqlite3"
    _execute(path, sql)
    assert "記録のデータベースではありません。このファイルを移してから" in _refusals(path, folder)


def test_a_database_without_records_says_so(tmp_path: Path) -> None:
    """Built from no folder at all, it opens, and the first look-up says what to do."""
    path = tmp_path / "records.sqlite3"
    build([], path)
    with closing(open_records(path)) as records:
        assert "hyotei build" in _refusal(lambda: records.documents)
