"""Data folders → one database: the same each time, whole or not at all, for any number of documents."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.build import build
from records.dataset import Row, read_folder, write_folder
from records.errors import DatabaseUnusable, InvalidData
from records.full_text import fold_for_search, match_expression
from records.store import SCHEMA_VERSION, is_current, open_records
from records.tables import TABLE_NAMES, TABLES
from tests.records.processes import REPOSITORY, run_script

Sample = Callable[..., dict[str, tuple[Row, ...]]]

# builds argv[1] → argv[2] and kills itself before the argv[3]-th call into the operating system or SQLite
KILLED_BUILD = """
import io, os, signal, sqlite3, sys
from pathlib import Path
from records.build import build

moment, seen = int(sys.argv[3]), 0

def stop(frame, event, function):
    global seen
    touches_the_world = getattr(function, "__module__", None) in ("posix", "_io", "io") or isinstance(
        getattr(function, "__self__", None), (sqlite3.Connection, sqlite3.Cursor, io.IOBase)
    )
    if event == "c_call" and touches_the_world:
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)

sys.setprofile(stop)
build([Path(sys.argv[1])], Path(sys.argv[2]))
sys.setprofile(None)
print(seen)
"""

# builds argv[1] → argv[2] where no file may grow beyond argv[3] bytes, as on a full disk
FULL_DISK_BUILD = """
import resource, sys
from pathlib import Path
from records.build import build
from records.errors import HyoteiError

limit = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    build([Path(sys.argv[1])], Path(sys.argv[2]))
except HyoteiError as error:
    print(type(error).__name__, error.message)
"""


def _content(database: Path) -> list[str]:
    """Everything inside, except when it was built."""
    with closing(sqlite3.connect(database)) as connection:
        return [line for line in connection.iterdump() if "'built_at'" not in line]


def _select(database: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


def _assert_one_line(message: str) -> None:
    assert len(message.splitlines()) == 1
    assert re.search("[ぁ-ん]", message)
    assert message.endswith("。")
    assert "Traceback" not in message


# --- what is built


def test_building_twice_gives_the_same(folder: Path, tmp_path: Path) -> None:
    """The database is a function of the folders: schema, rows, index and metadata are the same, the time apart."""
    build([folder], tmp_path / "one.sqlite3")
    build([folder], tmp_path / "two.sqlite3")
    assert _content(tmp_path / "one.sqlite3") == _content(tmp_path / "two.sqlite3")


def test_every_cell_of_the_folder_is_in_the_database(folder: Path, tmp_path: Path) -> None:
    """The tables hold the rows of the files and no others."""
    build([folder], tmp_path / "records.sqlite3")
    tables = read_folder(folder).tables
    for table in TABLES:
        columns = ", ".join(column.name for column in table.columns)
        rows = _select(tmp_path / "records.sqlite3", f"SELECT {columns} FROM {table.name} ORDER BY rowid")  # noqa: S608 - our own names
        assert rows == [tuple(row.values()) for row in tables[table.name]], table.name


def test_a_built_database_is_sound(shipped_database: Path) -> None:
    """No row refers to nothing, and SQLite finds no fault in the file."""
    assert _select(shipped_database, "PRAGMA foreign_key_check") == []
    assert _select(shipped_database, "PRAGMA integrity_check") == [("ok",)]


def test_the_database_says_what_is_inside(folder: Path, tmp_path: Path) -> None:
    """Metadata name the documents, the version of their records, the folder and the fingerprint of its bytes."""
    path = tmp_path / "records.sqlite3"
    loaded = build([folder], path)
    meta = {str(key): str(value) for key, value in _select(path, "SELECT key, value FROM meta")}
    assert meta["schema_version"] == str(SCHEMA_VERSION)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", meta["built_at"])
    assert json.loads(meta["built_from"]) == [
        {
            "document_id": "sample-2024",
            "version": "1",
            "folder": str(folder),
            "sha256": loaded[0].fingerprint,
            "own": True,
        }
    ]


def test_other_users_may_read_it(folder: Path, tmp_path: Path) -> None:
    """The file is not left with the narrow permissions of a temporary one."""
    build([folder], tmp_path / "records.sqlite3")
    assert (tmp_path / "records.sqlite3").stat().st_mode & 0o777 == 0o644


def test_missing_folders_of_the_destination_are_made(folder: Path, tmp_path: Path) -> None:
    """The first start has no home yet."""
    build([folder], tmp_path / "a" / "b" / "記録 #1?.sqlite3")
    assert is_current(tmp_path / "a" / "b" / "記録 #1?.sqlite3", [folder])


def test_nothing_else_is_left_beside_it(folder: Path, tmp_path: Path) -> None:
    """After a build the folder holds the database alone."""
    build([folder], tmp_path / "home" / "records.sqlite3")
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["records.sqlite3"]


# --- full-text search


@pytest.mark.parametrize(
    ("word", "finds"),
    [
        ("研修", {"研修の実施", "研修を2回行う", "研修を3回、延べ40人に行った"}),
        ("稼働", {"稼働率は目標を上回る"}),
        ("率", {"稼働率は目標を上回る"}),
        ("る", {"稼働率は目標を上回る", "評価を受ける"}),
        ("CRL方式", {"CRL方式の改善"}),
        ("ｃｒｌ 方式", {"CRL方式の改善"}),
        ("crl", {"CRL方式の改善"}),
        ("3回、延べ", {"研修を3回、延べ40人に行った"}),
        ("３回延べ", {"研修を3回、延べ40人に行った"}),
        ("発行", {"カードの発行", "特急発行の開始"}),
        ("修研", set()),
        ("研修の廃止", set()),
        ("研修 OR 稼働", set()),
        ("研修*", {"研修の実施", "研修を2回行う", "研修を3回、延べ40人に行った"}),
    ],
)
def test_search_finds_words_of_any_length(folder: Path, tmp_path: Path, word: str, finds: set[str]) -> None:
    """One character, two, many, full and half width, upper and lower case: a word is found wherever it stands."""
    build([folder], tmp_path / "records.sqlite3")
    with closing(open_records(tmp_path / "records.sqlite3")) as opened:
        assert {found.text for found in opened.search(word)} == finds


HARMLESS = ['"', '""', "*", "研修*", '"研修', "NEAR", "NEAR(研修 稼働)", "NOT 研修", "AND", "^研修", "Ⅰ-1", "-", "a:b", "text : 研", "'", "(", "%", "_", "\\", "", " ", "　", "\0", "\ud800", "研" * 50_000]  # fmt: skip


@pytest.mark.parametrize("word", HARMLESS, ids=lambda word: ascii(word[:20]))
def test_no_query_does_harm(shipped_database: Path, word: str) -> None:
    """Quotes, operators, column names, an item code, nothing at all, a very long word: an answer, never a syntax error."""
    with closing(open_records(shipped_database)) as opened:
        assert isinstance(opened.search(word), tuple)


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_search_is_a_substring_search(shipped_database: Path, data: st.DataObject) -> None:
    """Any piece of any recorded text finds exactly the texts that contain it, folded."""
    texts = _texts(shipped_database)
    folded = fold_for_search(data.draw(st.sampled_from(texts)))
    start = data.draw(st.integers(0, len(folded) - 1))
    word = folded[start : start + data.draw(st.integers(1, 12))]
    with closing(open_records(shipped_database)) as opened:
        found = sorted(each.text for each in opened.search(word, limit=10_000))
    assert found == sorted(text for text in texts if word in fold_for_search(text))


@settings(deadline=None)
@given(st.text(max_size=30))
def test_folding_for_search_is_stable(text: str) -> None:
    """Folding twice is folding once, and what is left can always be put into a query."""
    folded = fold_for_search(text)
    assert fold_for_search(folded) == folded
    assert folded == unicodedata.normalize("NFKC", folded)
    assert (match_expression(text) is None) == (folded == "")


def _texts(database: Path) -> list[str]:
    texts = [str(row[0]) for row in _select(database, "SELECT text FROM full_text")]
    assert len(texts) > 900
    return texts


# --- several documents


def test_two_documents_of_one_period_stand_side_by_side(sample: Sample, tmp_path: Path) -> None:
    """Next year's document loads beside this year's; both are asked, and what the newer one states comes first."""
    write_folder(tmp_path / "old", sample(document_id="d-2023", fiscal_year=2023, rating="A", title="旧名"))
    write_folder(tmp_path / "new", sample(document_id="d-2024", fiscal_year=2024, rating="B", title="新名"))
    build([tmp_path / "old", tmp_path / "new"], tmp_path / "records.sqlite3")
    with closing(open_records(tmp_path / "records.sqlite3")) as opened:
        assert [document.document_id for document in opened.documents] == ["d-2024", "d-2023"]
        assert opened.rated_years == (2023, 2024)
        assert [item.title for item in opened.items] == ["新名", "研修の実施"]
        assert [item.source.document for item in opened.items] == ["d-2024", "d-2024"]
        assert [rating.rating for rating in opened.ratings_of("Ⅰ-1", "annual", 2023)] == ["A"]
        assert [rating.rating for rating in opened.ratings_of("Ⅰ-1", "annual", 2024)] == ["B"]
        assert [rating.rating for rating in opened.ratings_of("Ⅰ-1", "prospective")] == ["B", "A"]
        assert opened.years_rated("Ⅰ-1") == opened.years_rated(None) == (2023, 2024)
        assert {value.fiscal_year for value in opened.values_of("1-1.uptime")} == {2023, 2024}
        assert {count.source.document for count in opened.staff_counts_of("Ⅰ-1")} == {"d-2024", "d-2023"}
        assert [found.source.document for found in opened.search("特急")] == ["d-2024", "d-2023"]
    conflicts = _select(tmp_path / "records.sqlite3", "SELECT evaluation, rating FROM rating_conflicts")
    assert sorted(conflicts) == [("prospective", "A"), ("prospective", "B")]


def test_the_latest_period_is_answered(sample: Sample, tmp_path: Path) -> None:
    """Two mid-term periods, in any order of loading: look-ups give the one that ends last, the database keeps both."""
    first = sample(document_id="d-1", fiscal_year=2025, rating="A")
    second = sample(document_id="d-2", fiscal_year=2026, period=("sample-2", "2026-04-01", "2031-03-31"), rating="C")
    write_folder(tmp_path / "a", first)
    value = {**second["indicator_values"][0], "fiscal_year": 2025, "value": 12.0, "line": 900}
    write_folder(tmp_path / "b", {**second, "indicator_values": (value,)})
    for folders in (["a", "b"], ["b", "a"]):
        build([tmp_path / name for name in folders], tmp_path / "records.sqlite3")
        with closing(open_records(tmp_path / "records.sqlite3")) as opened:
            assert [period.period_id for period in opened.periods()] == ["sample-2"]
            assert opened.rated_years == (2026,)
            assert {rating.rating for rating in opened.ratings_of("Ⅰ-1", "annual", 2026)} == {"C"}
            assert opened.ratings_of("Ⅰ-1", "annual", 2025) == ()
            assert {found.source.document for found in opened.search("研修")} == {"d-2"}
    path = tmp_path / "records.sqlite3"
    assert sorted(_select(path, "SELECT period_id FROM periods")) == [("sample-1",), ("sample-2",)]
    sql = "SELECT period_id, rating, items FROM rating_distribution WHERE evaluation = 'prospective' ORDER BY period_id"
    assert _select(path, sql) == [("sample-1", "A", 1), ("sample-2", "C", 1)]
    assert _select(path, "SELECT * FROM rating_conflicts") == []
    assert _select(path, "SELECT * FROM indicator_conflicts") == []


def test_two_organizations_do_not_mix(sample: Sample, tmp_path: Path) -> None:
    """Another corporation with the same item codes, indicators and lines: no look-up and no view puts them together."""
    write_folder(tmp_path / "a", sample(document_id="a-2024", organization_id="a", rating="A"))
    later = ("p", "2022-04-01", "2027-03-31")
    tables = sample(document_id="b-2024", organization_id="b", rating="C", period=later)
    value = {**tables["indicator_values"][0], "value": 12.0, "stated": "12％", "line": 900}
    write_folder(tmp_path / "b", {**tables, "indicator_values": (value,)})
    path = tmp_path / "records.sqlite3"
    build([tmp_path / "a", tmp_path / "b"], path)
    with closing(open_records(path)) as opened:
        assert opened.documents[0].organization_id == "b"
        assert opened.short_name == "見本"
        assert {rating.rating for rating in opened.ratings_of("Ⅰ-1", "annual", 2024)} == {"C"}
        assert [value.stated for value in opened.values_of("1-1.uptime")] == ["12％"]
    assert _select(path, "SELECT * FROM rating_conflicts") == []
    assert _select(path, "SELECT * FROM indicator_conflicts") == []
    sql = "SELECT organization_id, rating FROM rating_table WHERE item = 'Ⅰ-1' AND evaluation = 'annual'"
    assert sorted(_select(path, sql)) == [("a", "A"), ("b", "C")]
    cards = _select(path, "SELECT document_id, annual_ratings, prospective_rating FROM item_cards WHERE item = 'Ⅰ-1'")
    assert sorted(cards) == [("a-2024", "2024:A", "A"), ("b-2024", "2024:C", "C")]


def test_documents_that_differ_in_a_figure_are_a_conflict(sample: Sample, tmp_path: Path) -> None:
    """Two documents of one period with another value on the same line of each: the view shows the pair once."""
    write_folder(tmp_path / "a", sample(document_id="a"))
    tables = sample(document_id="b")
    value = {**tables["indicator_values"][0], "value": 100.0, "stated": "100％"}
    write_folder(tmp_path / "b", {**tables, "indicator_values": (value,)})
    build([tmp_path / "a", tmp_path / "b"], tmp_path / "records.sqlite3")
    sql = "SELECT indicator_id, fiscal_year, stated_a, stated_b FROM indicator_conflicts"
    assert _select(tmp_path / "records.sqlite3", sql) == [("1-1.uptime", 2024, "99.95％", "100％")]


@pytest.mark.parametrize("scale", [("優", "良", "可"), ("4", "3", "2", "1"), ("AA", "A", "BB", "B", "C", "D", "E")])
def test_another_scale_needs_no_other_schema(sample: Sample, tmp_path: Path, scale: tuple[str, ...]) -> None:
    """Words, digits, double letters: the scale is data, in its order, and the folder is held to it."""
    tables = sample(scale=scale, rating=scale[1])
    write_folder(tmp_path / "a", tables)
    build([tmp_path / "a"], tmp_path / "records.sqlite3")
    with closing(open_records(tmp_path / "records.sqlite3")) as opened:
        assert opened.scale == scale
        assert opened.ratings_of("Ⅰ-1", "annual", 2024)[0].rating == scale[1]
    sql = "SELECT DISTINCT rating FROM rating_table"
    assert _select(tmp_path / "records.sqlite3", sql) == [(scale[1],)]
    write_folder(tmp_path / "a", {**tables, "ratings": tuple({**row, "rating": "S"} for row in tables["ratings"])})
    with pytest.raises(InvalidData, match="・".join(scale)):
        build([tmp_path / "a"], tmp_path / "records.sqlite3")


def test_the_same_document_in_two_folders_is_refused(folder: Path, sample: Sample, tmp_path: Path) -> None:
    """Two folders of one document: one line that names both, and the old database stays."""
    path = tmp_path / "home" / "records.sqlite3"
    build([folder], path)
    before = path.read_bytes()
    write_folder(tmp_path / "twin", sample(rating="A"))
    with pytest.raises(InvalidData) as caught:
        build([folder, tmp_path / "twin"], path)
    _assert_one_line(caught.value.message)
    for named in ("sample-2024", str(folder), str(tmp_path / "twin")):
        assert named in caught.value.message
    assert path.read_bytes() == before


# --- the old database stays


@pytest.mark.parametrize("file", [f"{name}.csv" for name in TABLE_NAMES])
def test_a_broken_folder_leaves_the_old_database(folder: Path, tmp_path: Path, file: str) -> None:
    """Whichever file is broken, the old database is there byte for byte and nothing lies beside it."""
    path = tmp_path / "home" / "records.sqlite3"
    build([folder], path)
    before = path.read_bytes()
    (folder / file).write_text("見出し\n", encoding="utf-8")
    with pytest.raises(InvalidData, match=file):
        build([folder], path)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_second_folder_that_is_broken_leaves_the_old_database(folder: Path, tmp_path: Path) -> None:
    """One good folder does not go live without the other."""
    path = tmp_path / "home" / "records.sqlite3"
    build([folder], path)
    before = path.read_bytes()
    with pytest.raises(InvalidData, match="nothing"):
        build([folder, tmp_path / "nothing"], path)
    assert path.read_bytes() == before


def test_a_build_killed_at_any_moment_leaves_a_whole_database(sample: Sample, tmp_path: Path) -> None:
    """SIGKILL between any two steps: the file is the old one, byte for byte, or the new one, whole; then a build works."""
    write_folder(tmp_path / "old", sample(title="旧名"))
    write_folder(tmp_path / "new", sample(title="新名", many=300))
    path = tmp_path / "home" / "records.sqlite3"
    build([tmp_path / "old"], path)
    old = path.read_bytes()
    counted = run_script(KILLED_BUILD, tmp_path / "new", tmp_path / "other.sqlite3", 0)
    moments = int(counted.stdout)
    assert moments > 150
    seen = {"旧名": 0, "新名": 0}
    for moment in sorted({*range(1, moments, moments // 8), *range(moments - 8, moments + 1)}):
        for left in path.parent.iterdir():
            left.unlink()
        path.write_bytes(old)
        assert run_script(KILLED_BUILD, tmp_path / "new", path, moment).returncode == -signal.SIGKILL
        with closing(open_records(path)) as opened:
            title = opened.items[0].title
        seen[title] += 1
        if title == "旧名":
            assert path.read_bytes() == old, moment
        else:
            assert _select(path, "PRAGMA integrity_check") == [("ok",)]
            assert _content(path) == _content(tmp_path / "other.sqlite3"), moment
    assert min(seen.values()) > 1
    build([tmp_path / "new"], path)
    assert is_current(path, [tmp_path / "new"])
    assert _select(path, "PRAGMA integrity_check") == [("ok",)]


def test_what_a_killed_build_left_is_cleared_later(folder: Path, tmp_path: Path) -> None:
    """Leftovers of an hour ago go with the next build; those of a build that may be running stay."""
    home = tmp_path / "home"
    build([folder], home / "records.sqlite3")
    old, old_journal, young = (home / f".records.sqlite3-{end}" for end in ("a.tmp", "a.tmp-journal", "b.tmp"))
    stranger = home / "records.sqlite3.backup"
    for path in (old, old_journal, young, stranger):
        path.write_bytes(b"half")
    two_hours_ago = time.time() - 7200
    for path in (old, old_journal, stranger):
        os.utime(path, (two_hours_ago, two_hours_ago))
    build([folder], home / "records.sqlite3")
    assert sorted(path.name for path in home.iterdir()) == sorted([young.name, stranger.name, "records.sqlite3"])


def test_two_builds_at_once_both_succeed(folder: Path, tmp_path: Path) -> None:
    """The bot and a planner build at the same time: the result is whole, nothing is left over."""
    path = tmp_path / "home" / "records.sqlite3"
    script = "import sys; from pathlib import Path; from records.build import build; build([Path(sys.argv[1])], Path(sys.argv[2]))"
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", script, str(folder), str(path)]
    running = [subprocess.Popen(command, env=environment) for _ in range(4)]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0, 0]
    assert is_current(path, [folder])
    assert [each.name for each in path.parent.iterdir()] == [path.name]


# --- it cannot be written


def test_a_destination_below_a_file_is_refused(folder: Path, tmp_path: Path) -> None:
    """HYOTEI_HOME that is a file: one line with the path and what to do."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    path = tmp_path / "file" / "records.sqlite3"
    with pytest.raises(DatabaseUnusable) as caught:
        build([folder], path)
    _assert_one_line(caught.value.message)
    assert str(path) in caught.value.message
    assert "HYOTEI_HOME" in caught.value.message


def test_a_destination_that_is_a_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    """A folder where the database should be is neither replaced nor filled."""
    (tmp_path / "home" / "records.sqlite3").mkdir(parents=True)
    with pytest.raises(DatabaseUnusable) as caught:
        build([folder], tmp_path / "home" / "records.sqlite3")
    _assert_one_line(caught.value.message)
    assert list((tmp_path / "home").rglob("*")) == [tmp_path / "home" / "records.sqlite3"]


def test_a_name_that_no_file_can_have_is_refused(folder: Path, tmp_path: Path) -> None:
    """A path longer than the file system takes."""
    with pytest.raises(DatabaseUnusable) as caught:
        build([folder], tmp_path / ("長" * 200) / "records.sqlite3")
    _assert_one_line(caught.value.message)


@pytest.mark.parametrize("limit", [0, 4096, 65_536, 200_000])
def test_a_full_disk_leaves_the_old_database(sample: Sample, tmp_path: Path, limit: int) -> None:
    """The disk is full at the first byte or in the middle: one line, the old database byte for byte, no half file."""
    write_folder(tmp_path / "old", sample(title="旧名"))
    write_folder(tmp_path / "new", sample(title="新名", many=3000))
    path = tmp_path / "home" / "records.sqlite3"
    build([tmp_path / "old"], path)
    before = path.read_bytes()
    ended = run_script(FULL_DISK_BUILD, tmp_path / "new", path, limit)
    assert ended.stderr == ""
    assert ended.stdout.startswith("DatabaseUnusable データベース ")
    _assert_one_line(ended.stdout.removesuffix("\n"))
    assert "空き容量" in ended.stdout
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]
