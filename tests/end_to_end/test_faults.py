"""Faults around real processes: killed, no room, no rights, a damaged database, odd clocks, locales, streams and homes.

Each ends in a right answer, or in one clear Japanese line and exit status 2; and the next run works.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

import bot.settings
from bot.ask import Desk
from bot.render.json import render_json
from bot.settings import Settings, read_settings
from records.errors import HyoteiError
from records.store import SCHEMA_VERSION
from tests.conftest import ASKED_ON
from tests.records.ingest.generate import generate
from tests.records.ingest.inventions import random_spec

REPOSITORY = Path(__file__).parents[2]
ASKED = "Ⅰ-1 の令和6年度評定は？"
ANSWER = "Ⅰ-1 の令和6年度の評定は A（自己評価）です。"


def _environment(home: Path | None, **more: str) -> dict[str, str]:
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "HYOTEI_TODAY": "2025-06-01"}
    return kept | ({"HYOTEI_HOME": str(home)} if home else {}) | more


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "bot.cli", *arguments]


def _run(
    home: Path | None,
    *arguments: str,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    before: tuple[str, ...] = (),
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*before, *_command(*arguments)], env=env or _environment(home), cwd=cwd,
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip


def _assert_answered(done: subprocess.CompletedProcess[str]) -> None:
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == ANSWER


def _assert_one_line(done: subprocess.CompletedProcess[str], *named: str) -> None:
    assert done.returncode == 2, done.stderr
    assert re.fullmatch(r"hyotei: [^\n]*[ぁ-ん][^\n]*。\n", done.stderr), done.stderr
    assert all(each in done.stderr for each in named), done.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the shipped records, to be copied and damaged."""
    home = tmp_path_factory.mktemp("built")
    Desk(Settings(home=home, today=ASKED_ON, values={})).close()
    return home / "records.sqlite3"


@pytest.fixture
def home(tmp_path: Path, built: Path) -> Path:
    """A home with a database that is current."""
    (tmp_path / "home").mkdir()
    shutil.copy2(built, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small document of another corporation."""
    path = tmp_path_factory.mktemp("documents") / "document.txt"
    path.write_text(generate(random_spec(21, items=1, evaluations=("annual",))).text, encoding="utf-8")
    return path


# --- killed


def test_a_build_killed_after_any_time_leaves_a_home_that_answers(home: Path) -> None:
    """SIGKILL during `build`, sooner and later: the database is the old one or the new one, and the next question is answered."""
    begun = time.monotonic()
    assert _run(home, "build").returncode == 0
    whole = time.monotonic() - begun
    for share in (0.5, 0.75, 0.95):
        with subprocess.Popen(_command("build"), env=_environment(home), stdout=subprocess.DEVNULL) as running:
            time.sleep(whole * share)
            running.kill()
        with closing(sqlite3.connect(home / "records.sqlite3")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("SELECT count(*) FROM items").fetchone() == (19,)
        _assert_answered(_run(home, "ask", ASKED))
    assert {path.name for path in home.iterdir()} <= {
        "records.sqlite3",
        *(p.name for p in home.glob(".records.sqlite3-*")),
    }


def test_a_document_whose_reading_is_killed_is_read_by_the_next_command(tmp_path: Path, document: Path) -> None:
    """SIGKILL during `ingest`: questions are answered, and reading it again puts its records in place."""
    with subprocess.Popen(_command("ingest", str(document), "--yes"), env=_environment(tmp_path)) as running:
        time.sleep(1)
        running.kill()
    assert _run(tmp_path, "ask", ASKED).returncode == 0
    assert _run(tmp_path, "ingest", str(document), "--yes").returncode in {0, 1}
    assert [path for path in (tmp_path / "data").iterdir() if (path / "ratings.csv").is_file()]


# --- no room, no rights


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 300 KiB, smaller than the database."""
    (tmp_path / "tiny").mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(tmp_path / "tiny")],  # noqa: S607 - of the system
        check=False,
        capture_output=True,
    )
    if not mounted or mounted.returncode:
        pytest.skip("no file system can be mounted here (tests/records/test_build.py limits the size of files instead)")
    yield tmp_path / "tiny"
    subprocess.run(["umount", str(tmp_path / "tiny")], check=True)  # noqa: S607 - of the system


def test_a_full_disk_is_one_line(tiny_disk: Path, document: Path) -> None:
    """For the database and for a document's records; nothing half is left."""
    _assert_one_line(_run(tiny_disk, "ask", ASKED), "空き容量", str(tiny_disk))
    assert list(tiny_disk.iterdir()) == []
    (tiny_disk / "filler").write_bytes(b"x" * 270_000)
    _assert_one_line(_run(tiny_disk, "ingest", str(document), "--yes"), "空き容量")
    assert [path for path in tiny_disk.rglob("*") if path.is_file()] == [tiny_disk / "filler"]


@pytest.fixture
def with_rights() -> tuple[str, ...]:
    """What goes before a command so that rights apply to it: root gives up what lets it pass over them."""
    if os.getuid() != 0:
        return ()
    if not shutil.which("setpriv"):
        pytest.skip("root may write anywhere, and there is no setpriv (util-linux) to give that up")
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


@pytest.mark.parametrize("command", [("ask", ASKED), ("build",), ("misses",)])
def test_a_home_without_rights_is_one_line(command: tuple[str, ...], with_rights: tuple[str, ...]) -> None:
    """A folder in which this user may write nothing."""
    with tempfile.TemporaryDirectory() as made:
        home = Path(made) / "home"
        home.mkdir()
        if command == ("misses",):
            (home / "misses.sqlite3").write_bytes(b"")
            (home / "misses.sqlite3").chmod(0o400)
        for folder in (Path(made), home):
            folder.chmod(0o555)
        done = _run(home, *command, before=with_rights)
        for folder in (home, Path(made)):
            folder.chmod(0o755)
    _assert_one_line(done, str(home), "権限")


# --- a damaged database

_WRONG: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "not a database": lambda _: "評定の表\n".encode() * 500,
    "a garbage header": lambda whole: b"\xff" * 100 + whole[100:],
    "cut off in the middle": lambda whole: whole[: len(whole) // 2 + 17],
    "cut off at a page": lambda whole: whole[: 4096 * 20],
    "without its last byte": lambda whole: whole[:-1],
    "longer": lambda whole: whole + b"\0" * 4096,
    "zeros": lambda whole: b"\0" * len(whole),
}


@pytest.mark.parametrize("how", _WRONG)
def test_a_damaged_database_is_one_line_and_can_be_made_anew(home: Path, how: str) -> None:
    """Nothing is answered from it; what the line says to do helps."""
    path = home / "records.sqlite3"
    path.write_bytes(_WRONG[how](path.read_bytes()))
    _assert_one_line(_run(home, "ask", ASKED), str(path))
    if how == "zeros":
        path.unlink()
        _assert_answered(_run(home, "ask", ASKED))


@pytest.mark.parametrize("kind", ["a folder", "a pipe"])
def test_what_is_no_file_is_one_line_and_nobody_waits_for_it(tmp_path: Path, kind: str) -> None:
    """A pipe would let the process wait for ever."""
    path = tmp_path / "records.sqlite3"
    os.mkfifo(path) if kind == "a pipe" else path.mkdir()
    _assert_one_line(_run(tmp_path, "ask", ASKED), str(path))


def test_a_database_of_another_version_is_made_anew_or_left_alone(home: Path) -> None:
    """An older one is replaced; a newer program's is not touched."""
    path = home / "records.sqlite3"
    for version in (SCHEMA_VERSION - 1, SCHEMA_VERSION + 1):
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", (str(version),))
        before = path.read_bytes()
        done = _run(home, "ask", ASKED)
        if version < SCHEMA_VERSION:
            _assert_answered(done)
        else:
            _assert_one_line(done, "新しい版")
            assert path.read_bytes() == before


def test_no_damaged_page_gives_another_answer(built: Path, tmp_path: Path) -> None:
    """Any page in zeros or in noise: the answer is the right one, or none with one line."""
    asked = (ASKED, "R5の分布", "コールセンターの応答率", "Ⅰ-1の根拠は？", "高松市を検索")
    whole, chance = built.read_bytes(), random.Random(0)  # noqa: S311 - noise
    settings = Settings(home=tmp_path, today=ASKED_ON, values={})
    right = _answers(settings, built, whole, asked)
    pages = len(whole) // 4096
    refused = 0
    for page in sorted({*range(6), *chance.sample(range(pages), 12)}):
        for noise in (b"\0" * 4096, chance.randbytes(4096)):
            damaged = whole[: page * 4096] + noise + whole[(page + 1) * 4096 :]
            for question, answer in _answers(settings, built, damaged, asked).items():
                assert answer in {right[question], None}, (page, question)
                refused += answer is None
    assert refused > 5


def _answers(settings: Settings, built: Path, database: bytes, asked: tuple[str, ...]) -> dict[str, str | None]:
    settings.database.write_bytes(database)
    shutil.copystat(built, settings.database)
    found: dict[str, str | None] = dict.fromkeys(asked)
    with suppress(HyoteiError), closing(Desk(settings)) as desk:
        for question in asked:
            with suppress(HyoteiError):
                found[question] = render_json(desk.reply(question))
    return found


# --- streams


@pytest.mark.parametrize("redirected", [">&-", "<&- >&-", ">/dev/full"])
def test_an_answer_that_cannot_be_written_is_one_line(home: Path, redirected: str) -> None:
    """Standard output is closed, or full."""
    if redirected.endswith("full") and not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full on this system")
    done = _through_shell(home, f"ask '{ASKED}' {redirected}")
    _assert_one_line(done, "標準出力")


@pytest.mark.parametrize(
    "what", ["chat <&-", "ask --batch - <&-", f"ask '{ASKED}' 2>&- | head -1", f"ask '{ASKED}' | head -0"]
)
def test_a_closed_stream_that_is_not_needed_costs_nothing(home: Path, what: str) -> None:
    """No input is no question; a reader that goes away has read enough."""
    done = _through_shell(home, what)
    assert (done.returncode, done.stderr) == (0, "")


def _through_shell(home: Path, what: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; '{sys.executable}' -m bot.cli {what}"],  # noqa: S607 - of the system
        env=_environment(home), capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip


# --- surroundings


@pytest.mark.parametrize(
    "more",
    [
        {"LANG": "C", "LC_ALL": "POSIX", "PYTHONUTF8": "0"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        {"TZ": ""},
        {"TZ": "Nonsense/Nowhere"},
        {"TZ": ":/etc/nothing"},
        {"HYOTEI_TODAY": ""},
        {"HYOTEI_TODAY": "9999-12-31"},
        {"HYOTEI_TODAY": "0001-01-01"},
    ],
    ids=str,
)
def test_odd_locales_zones_and_days_do_not_change_an_answer(home: Path, more: dict[str, str]) -> None:
    """The question names its year."""
    _assert_answered(_run(home, "ask", ASKED, env=_environment(home, **more)))


@pytest.mark.parametrize("name", ["評価 の 家 a#b?c%25&d", "~x", "-a'b\"c", "改\n行"])
def test_a_home_of_any_name_works(tmp_path: Path, name: str) -> None:
    """Spaces, Japanese, and what means something in an address or a shell."""
    home = tmp_path / name
    _assert_answered(_run(home, "ask", ASKED))
    assert (home / "records.sqlite3").is_file()


def test_without_a_home_the_line_says_what_to_set(tmp_path: Path) -> None:
    """No HOME and no HYOTEI_HOME: the user's own entry decides; where a home cannot be known, the line says what to set."""
    environment = _environment(None, XDG_DATA_HOME=str(tmp_path / "share"))
    _assert_answered(_run(None, "ask", ASKED, env=environment))
    _assert_one_line(_run(Path("~nobody-of-this-name/data"), "ask", ASKED), "HYOTEI_HOME")


def test_a_working_directory_that_is_gone_is_not_needed(home: Path, tmp_path: Path) -> None:
    """Where a program was started may have been removed since."""
    (tmp_path / "gone").mkdir()
    done = subprocess.run(
        ["bash", "-c", f"cd '{tmp_path}/gone' && rmdir '{tmp_path}/gone' && '{sys.executable}' -m bot.cli ask '{ASKED}'"],  # noqa: S607
        env=_environment(home), capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    _assert_answered(done)


def test_settings_in_another_encoding_are_one_line(tmp_path: Path) -> None:
    """A .env in Shift_JIS is named."""
    (tmp_path / ".env").write_bytes("HYOTEI_HOME=評価".encode("cp932"))
    _assert_one_line(_run(None, "ask", ASKED, cwd=tmp_path), str(tmp_path / ".env"), "UTF-8")


# --- the asking day


@pytest.mark.parametrize(
    ("moment", "fiscal_year"),
    [
        ("2025-03-31T14:59:59", 2024), ("2025-03-31T15:00:00", 2025), ("2025-03-31T23:59:59", 2025),
        ("2025-04-01T00:00:00", 2025), ("2024-12-31T15:00:00", 2024), ("2026-03-31T14:59:59", 2025),
    ],
)  # fmt: skip
@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Europe/London"])
def test_the_fiscal_year_turns_at_midnight_in_japan(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, moment: str, fiscal_year: int, zone: str
) -> None:
    """Whatever zone the machine is set to, and while it is still March elsewhere."""
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override] # a datetime is enough
            return now.astimezone(tz)

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    monkeypatch.setattr(bot.settings, "datetime", Clock)
    monkeypatch.setenv("HYOTEI_TODAY", "")
    try:
        day = read_settings().asked_on()
    finally:
        monkeypatch.undo()
        time.tzset()
    assert day == (now + timedelta(hours=9)).date()
    first = desk.reply("昨年度のⅠ-1の評定は？", day=day).first
    assert f"Ⅰ-1 の令和{fiscal_year - 1 - 2018}年度の評定は" in first
