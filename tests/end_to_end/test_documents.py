"""`hyotei ingest | check | diff` as a person runs them: on invented documents, on damaged ones, and on the real one."""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from records.dataset import read_folder
from tests.records.ingest.generate import generate
from tests.records.ingest.inventions import random_spec

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = "000_4a055528f08c4d55.txt"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A HYOTEI_HOME of its own."""
    return tmp_path / "home"


@pytest.fixture
def hyotei(home: Path) -> Run:
    """Runs the command line with that home; *most_bytes* limits the size of the files that it may write."""

    def run(*arguments: object, given: str = "", most_bytes: int | None = None) -> subprocess.CompletedProcess[str]:
        def limit() -> None:
            if most_bytes is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

        environment = {
            "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HYOTEI_HOME": str(home), "HYOTEI_TODAY": "2025-06-01",
            "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        return subprocess.run(
            [sys.executable, "-m", "bot.cli", *map(str, arguments)],
            input=given, capture_output=True, encoding="utf-8", env=environment, check=False, timeout=120,
            preexec_fn=limit,
        )  # fmt: skip

    return run


@pytest.fixture(scope="session")
def text() -> str:
    """An invented document: both evaluations of a few items."""
    return generate(
        random_spec(21, items=4, evaluations=("annual", "prospective"), minister=False, slides=True, front_matter=True)
    ).text


@pytest.fixture
def document(tmp_path: Path, text: str) -> Path:
    """It, as a file."""
    path = tmp_path / "評価書.txt"
    path.write_text(text, encoding="utf-8")
    return path


def _own_folder(home: Path) -> Path:
    (folder,) = (home / "data").iterdir()
    return folder


def _assert_refused(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Exit status 2, Japanese lines on standard error only, no traceback."""
    lines = done.stderr.splitlines()
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert lines
    assert all(line.startswith("hyotei: ") for line in lines), done.stderr
    return lines


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_new_document_becomes_a_folder_that_answers_are_built_from(hyotei: Run, home: Path, document: Path) -> None:
    """The report says what was read; the folder obeys every rule; its lines add up."""
    done = hyotei("ingest", document, "--json")
    found = json.loads(done.stdout)
    assert done.returncode == (1 if found["unsure"] else 0), done.stderr
    assert {"document", "lines", "records", "conflicts", "unsure", "problems"} <= set(found)
    assert found["problems"] == []
    lines = found["lines"]
    assert lines["total"] == lines["in_passages"] + lines["set_aside"]
    assert lines["total"] == sum(1 for line in document.read_text(encoding="utf-8").split("\n") if line.strip())
    folder = _own_folder(home)
    assert found["written"] == str(folder)
    assert found["document"]["id"] == folder.name == read_folder(folder).document_id
    assert {name: len(_rows(folder / f"{name}.csv")) for name in ("items", "ratings", "passages")} == {
        name: found["records"][name] for name in ("items", "ratings", "passages")
    }


def test_reading_again_changes_nothing(hyotei: Run, home: Path, document: Path) -> None:
    """The same document gives the same folder, to the byte."""
    hyotei("ingest", document)
    before = {path.name: path.read_bytes() for path in _own_folder(home).iterdir()}
    hyotei("ingest", document, "--yes")
    assert {path.name: path.read_bytes() for path in _own_folder(home).iterdir()} == before


def test_nothing_goes_live_unseen(hyotei: Run, home: Path, document: Path, text: str) -> None:
    """Another text of a document in the records shows its differences, and takes effect only on --yes."""
    hyotei("ingest", document)
    before = (_own_folder(home) / "ratings.csv").read_bytes()
    letter = next(each for each in "ＳＡＢＣＤ" if f"評定：{each}" in text)
    other = "Ｂ" if letter != "Ｂ" else "Ｃ"
    document.write_text(text.replace(f"評定：{letter}", f"評定：{other}", 1), encoding="utf-8")
    seen = hyotei("ingest", document)
    assert seen.returncode == 1
    assert "≠ ratings" in seen.stdout
    assert "--yes" in seen.stdout
    assert (_own_folder(home) / "ratings.csv").read_bytes() == before
    assert hyotei("ingest", document, "--yes").returncode == 1
    assert (_own_folder(home) / "ratings.csv").read_bytes() != before


@pytest.mark.parametrize(
    "name", ["empty", "binary", "shift_jis", "utf_16", "memo", "folder", "missing", "huge", "cut_bytes"]
)
def test_what_is_no_document_is_one_clear_line(hyotei: Run, home: Path, tmp_path: Path, text: str, name: str) -> None:
    """The line names the file and what it is; no folder is made."""
    path = tmp_path / f"{name}.txt"
    if name == "folder":
        path.mkdir()
    elif name == "huge":
        with path.open("wb") as file:
            file.truncate(1024**3)
    elif name != "missing":
        contents = {
            "empty": b"",
            "binary": bytes(range(256)) * 40,
            "shift_jis": text.encode("cp932", "replace"),
            "utf_16": text.encode("utf-16"),
            "memo": "買い物の覚え書きです。牛乳とパンを買うこと。".encode(),
            "cut_bytes": text.encode()[: len(text.encode()) // 2],
        }
        path.write_bytes(contents[name])
    done = hyotei("ingest", path)
    lines = _assert_refused(done)
    if name != "cut_bytes":
        assert len(lines) == 1
        assert path.name in lines[0]
    assert not home.exists() or not list(home.glob("data/*"))


@pytest.mark.parametrize(
    ("find", "put", "said"),
    [
        ("評定：Ａ", "評定：Ｅ", "評定の段階（S・A・B・C・D）にありません"),
        ("評定：Ａ", "所見：Ａ", "自己評価の評定がありません"),
    ],
)
def test_a_form_with_a_wrong_rating_is_refused(hyotei: Run, tmp_path: Path, find: str, put: str, said: str) -> None:
    """A letter outside the scale, or none: said with its line, nothing written; --partial reads the rest and says so."""
    text = next(t for t in (generate(random_spec(seed, items=3)).text for seed in range(30)) if find in t)
    path = tmp_path / "document.txt"
    path.write_text(text.replace(find, put, 1), encoding="utf-8")
    assert any(said in line for line in _assert_refused(hyotei("ingest", path, "--out", tmp_path / "out")))
    assert not (tmp_path / "out").exists()
    partial = hyotei("ingest", path, "--out", tmp_path / "out", "--partial")
    assert partial.returncode == 1
    assert said in partial.stdout
    assert read_folder(tmp_path / "out")


def test_a_document_that_was_cut_off_says_what_is_missing(hyotei: Run, tmp_path: Path, text: str) -> None:
    """Half of the lines: it says so."""
    lines = text.split("\n")
    path = tmp_path / "half.txt"
    path.write_text("\n".join(lines[: len(lines) // 2]), encoding="utf-8")
    assert any("途中で切れています" in line for line in _assert_refused(hyotei("ingest", path)))


def test_the_ends_of_lines_and_a_mark_in_front_do_not_matter(hyotei: Run, tmp_path: Path, text: str) -> None:
    """CRLF and a byte order mark: the same folder."""
    made = []
    for name, content in {
        "lf": text.encode(), "crlf": text.replace("\n", "\r\n").encode(), "bom": b"\xef\xbb\xbf" + text.encode(),
    }.items():  # fmt: skip
        (tmp_path / f"{name}.txt").write_bytes(content)
        hyotei("ingest", tmp_path / f"{name}.txt", "--out", tmp_path / name)
        made.append({path.name: path.read_bytes() for path in sorted((tmp_path / name).iterdir())})
    assert made[0] == made[1] == made[2]


def test_shift_jis_is_read_when_asked_for(hyotei: Run, tmp_path: Path, text: str) -> None:
    """--partial takes another encoding, and the report says so."""
    path = tmp_path / "document.txt"
    path.write_bytes(text.encode("cp932", "replace"))
    done = hyotei("ingest", path, "--out", tmp_path / "out", "--partial", "--json")
    assert any("Shift_JIS" in each["what"] for each in json.loads(done.stdout)["unsure"])
    assert (tmp_path / "out" / "ratings.csv").is_file()


def test_a_full_disk_leaves_the_old_folder_whole(hyotei: Run, home: Path, document: Path, text: str) -> None:
    """Writing fails half-way: one line, the old records stand, no half folder is left."""
    hyotei("ingest", document)
    before = {path.name: path.read_bytes() for path in _own_folder(home).iterdir()}
    document.write_text(text.replace("評定：", "評定 :", 1), encoding="utf-8")
    (line,) = _assert_refused(hyotei("ingest", document, "--yes", most_bytes=20_000))
    assert "書けません" in line
    assert {path.name: path.read_bytes() for path in _own_folder(home).iterdir()} == before
    assert [path.name for path in (home / "data").iterdir()] == [_own_folder(home).name]


def test_corrections_survive_reading_again(hyotei: Run, home: Path, document: Path, text: str) -> None:
    """A correction stays in its file; where the document no longer states what was corrected, that is a problem."""
    hyotei("ingest", document)
    folder = _own_folder(home)
    row = next(row for row in _rows(folder / "ratings.csv") if row["evaluator"] == "self" and "調書" in row["place"])
    where = f"line={row['line']};n={row['n']}"
    now = "C" if row["rating"] != "C" else "B"
    head = "table_name,row_key,column_name,was,now,note\n"
    (folder / "corrections.csv").write_text(
        f"{head}ratings,{where},rating,{row['rating']},{now},正誤表による\n", encoding="utf-8"
    )
    hyotei("ingest", document, "--yes")
    assert _rows(folder / "corrections.csv")[0]["now"] == now
    corrected = {(each["line"], each["n"]): each["rating"] for each in read_folder(folder).corrected["ratings"]}
    assert corrected[int(row["line"]), int(row["n"])] == now
    document.write_text("\n" + text, encoding="utf-8")
    assert any("人の手による訂正" in line for line in _assert_refused(hyotei("ingest", document, "--yes")))


def test_check_finds_what_does_not_stand_in_the_document(hyotei: Run, home: Path, document: Path) -> None:
    """A folder just read agrees; with one figure changed, the check names its table and line."""
    hyotei("ingest", document)
    assert hyotei("check", document).returncode == 0
    path = _own_folder(home) / "ratings.csv"
    rows = _rows(path)
    line = next(row for row in rows if row["evaluator"] == "self" and "調書" in row["place"])["line"]
    for row in rows:
        if row["line"] == line:
            row["stated"], row["rating"] = "Ｄ", "D" if row["rating"] != "D" else "C"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    done = hyotei("check", document, "--json")
    findings = json.loads(done.stdout)["findings"]
    assert done.returncode == 1
    assert {(each["direction"], each["table"]) for each in findings} >= {("document", "ratings")}
    assert any(each["line"] == int(line) for each in findings)


def test_diff_shows_record_by_record(hyotei: Run, tmp_path: Path, document: Path, text: str) -> None:
    """Equal folders: exit 0; a changed title: exit 1 and the line of that record."""
    hyotei("ingest", document, "--out", tmp_path / "a")
    assert hyotei("diff", tmp_path / "a", tmp_path / "a").returncode == 0
    title = next(row["title"] for row in _rows(tmp_path / "a" / "items.csv"))
    document.write_text(text.replace("法人名 ", "法人名 新"), encoding="utf-8")
    hyotei("ingest", document, "--out", tmp_path / "b")
    done = hyotei("diff", tmp_path / "a", tmp_path / "b")
    assert done.returncode == 1
    assert "organizations" in done.stdout
    assert title


def test_the_real_document_is_quoted_in_its_own_words(hyotei: Run, sources: Path) -> None:
    """After ingestion goals, plans and results are answered with the official text, its page and line."""
    path = sources / DOCUMENT
    if not path.is_file():
        pytest.skip(f"official document is not at hand: {path}")
    done = hyotei("ingest", path, "--yes", "--json")
    found = json.loads(done.stdout)
    assert found["problems"] == []
    assert found["lines"]["set_aside"] < 0.02 * found["lines"]["total"]
    whole = "".join(path.read_text(encoding="utf-8").split())
    for what, kind in (
        ("中期目標", "mid_term_goal"),
        ("年度計画", "annual_plan"),
        ("業務実績", "result"),
        ("評価の視点", "viewpoints"),
    ):
        answer = json.loads(hyotei("ask", "--json", f"Ⅰ-11 の{what}は？").stdout)
        facts = [fact for fact in answer["facts"] if fact["kind"] == kind]
        assert facts, what
        for fact in facts:
            assert len(fact["value"]) > 40
            # a cell on one page stands in the text without a break
            assert "".join(fact["value"].split()) in whole, what
            assert fact["sources"][0]["page"]
    assert hyotei("check", path).returncode == 0
