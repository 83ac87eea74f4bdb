"""A data folder is put in place whole or not at all."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import records.replace
from records.dataset import Row, fingerprint_of, read_folder, write_folder
from records.errors import BadUsage, DatabaseUnusable, InvalidData
from records.replace import replace_folder
from records.unfinished import finish_replacements
from tests.records.processes import run_script

# puts the folder argv[1] in place of argv[2] and kills itself before the argv[3]-th folder is made, moved or removed
KILLED_REPLACEMENT = """
import os, signal, sys
from pathlib import Path
from records.dataset import read_folder
from records.replace import replace_folder

tables, moment, seen = read_folder(Path(sys.argv[1])).tables, int(sys.argv[3]), 0

def stop(event, arguments):
    global seen
    if event in ("tempfile.mkdtemp", "os.rename", "shutil.rmtree", "os.rmdir"):
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(stop)
replace_folder(Path(sys.argv[2]), tables)
"""

Sample = Callable[..., dict[str, tuple[Row, ...]]]


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_folder_is_written_with_its_parents(sample: Sample, tmp_path: Path) -> None:
    """Nothing else is left beside it."""
    destination = tmp_path / "home" / "data" / "sample-2024"
    replace_folder(destination, sample())
    assert read_folder(destination).document_id == "sample-2024"
    assert _names(destination.parent) == ["sample-2024"]


def test_an_old_folder_is_replaced_as_a_whole(sample: Sample, folder: Path) -> None:
    """What a person has put beside the tables is carried over."""
    (folder / "覚書.txt").write_text("要確認", encoding="utf-8")
    (folder / "図").mkdir()
    (folder / "図" / "1.txt").write_text("図", encoding="utf-8")
    replace_folder(folder, sample(rating="A"))
    assert read_folder(folder).tables["ratings"][0]["rating"] == "A"
    assert (folder / "覚書.txt").read_text(encoding="utf-8") == "要確認"
    assert (folder / "図" / "1.txt").is_file()
    assert _names(folder.parent) == [folder.name]


def test_tables_that_break_a_rule_leave_the_old_folder(sample: Sample, folder: Path) -> None:
    """They are read back and checked before anything is moved."""
    before = fingerprint_of(folder)
    tables = sample()
    broken = {**tables, "ratings": ({**tables["ratings"][0], "rating": "E"}, *tables["ratings"][1:])}
    with pytest.raises(InvalidData):
        replace_folder(folder, broken)
    assert fingerprint_of(folder) == before
    assert _names(folder.parent) == [folder.name]


def test_a_place_that_cannot_be_written_is_named(sample: Sample, tmp_path: Path) -> None:
    """In one Japanese line, with what to do."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DatabaseUnusable) as error:
        replace_folder(tmp_path / "file" / "data", sample())
    assert "に書けません" in error.value.message
    assert "\n" not in error.value.message


def test_a_disk_that_fills_up_leaves_the_old_folder(
    sample: Sample, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was written beside it is removed."""
    before = fingerprint_of(folder)

    def full(made: Path, _tables: object) -> None:
        made.mkdir()
        (made / "items.csv").write_text("半", encoding="utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(records.replace, "write_folder", full)
    with pytest.raises(DatabaseUnusable, match="No space left on device"):
        replace_folder(folder, sample(rating="A"))
    assert fingerprint_of(folder) == before
    assert _names(folder.parent) == [folder.name]


def test_a_move_that_fails_puts_the_old_folder_back(
    sample: Sample, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between moving the old one away and the new one in."""
    before = fingerprint_of(folder)
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path.parent.name.startswith(".hyotei-") and path.name == folder.name:
            raise OSError(5, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(DatabaseUnusable, match="Input/output error"):
        replace_folder(folder, sample(rating="A"))
    assert fingerprint_of(folder) == before


def test_a_replacement_killed_at_any_moment_is_finished_or_never_began(sample: Sample, tmp_path: Path) -> None:
    """SIGKILL between any two steps: the next start finds the old records or the new ones, whole; then a replacement works."""
    parent = tmp_path / "data"
    write_folder(tmp_path / "new", sample(rating="A"))
    seen = []
    for moment in range(1, 6):
        shutil.rmtree(parent, ignore_errors=True)
        replace_folder(parent / "sample-2024", sample(rating="B"))
        killed = run_script(KILLED_REPLACEMENT, tmp_path / "new", parent / "sample-2024", moment)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        finish_replacements(parent)
        seen.append(str(read_folder(parent / "sample-2024").tables["ratings"][0]["rating"]))
    assert seen == ["B", "B", "A", "A", "A"]
    replace_folder(parent / "sample-2024", sample(rating="C"))
    assert read_folder(parent / "sample-2024").tables["ratings"][0]["rating"] == "C"


def test_what_a_killed_replacement_left_is_cleared_later(sample: Sample, folder: Path) -> None:
    """Leftovers of an hour ago go with the next replacement; those that may belong to one at work stay."""
    old, young = folder.parent / ".hyotei-old", folder.parent / ".hyotei-young"
    for left in (old, young):
        (left / folder.name).mkdir(parents=True)
    os.utime(old, (time.time() - 7200,) * 2)
    replace_folder(folder, sample(rating="A"))
    assert _names(folder.parent) == sorted([young.name, folder.name])


@pytest.mark.parametrize("name", ["letter.txt", "papers"])
def test_what_is_no_data_folder_is_never_replaced(name: str, sample: Sample, tmp_path: Path) -> None:
    """A file, or a folder of other things, that somebody named by mistake."""
    (tmp_path / "letter.txt").write_text("手紙", encoding="utf-8")
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "1.txt").write_text("紙", encoding="utf-8")
    with pytest.raises(BadUsage, match="記録のフォルダではありません"):
        replace_folder(tmp_path / name, sample())
    assert _names(tmp_path) == ["letter.txt", "papers"]
    assert _names(tmp_path / "papers") == ["1.txt"]


def test_an_empty_folder_may_be_filled(sample: Sample, tmp_path: Path) -> None:
    """It was made for it."""
    (tmp_path / "new").mkdir()
    replace_folder(tmp_path / "new", sample())
    assert read_folder(tmp_path / "new").document_id == "sample-2024"
