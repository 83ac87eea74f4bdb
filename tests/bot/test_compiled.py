"""Kept patterns: the same as compiling them, found again by the next process, harmless when damaged."""

from __future__ import annotations

import marshal
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.text.compiled import compiled

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = (
    r"[ァ-ヺ一-龠ー]{2,}",
    r"(?P<era>令和|R)(?P<n>[0-9]{1,2}|元)年?",
    r"(?<![a-z])jlis(?![a-z])",
    "あ|い|(う)(?=え)",
)
TEXTS = ("令和6年の評定", "R3とR5", "xjlis jlis", "うえ、システム", "")
# how many of the patterns of the bot this process had to compile, and a question that uses them
COUNTING = """
import bot.text.compiled as patterns
made = []
compile_one = patterns._compile
patterns._compile = lambda *key: made.append(key) or compile_one(*key)
from datetime import date
from pathlib import Path
import sys
from bot.ask import Desk
from bot.settings import Settings
desk = Desk(Settings(home=Path(sys.argv[1]), today=date(2025, 11, 25), values={}))
print(len(made), desk.reply("Ⅰ-1 の令和6年度評定は？").status)
"""


@pytest.mark.parametrize("flags", [0, re.IGNORECASE, re.VERBOSE])
@pytest.mark.parametrize("source", SOURCES)
def test_a_kept_pattern_is_the_pattern(source: str, flags: int) -> None:
    """Loaded or compiled: one and the same to whoever matches with it."""
    ours, plain = compiled(source, flags), re.compile(source, flags)
    assert (ours.pattern, ours.flags, ours.groups, dict(ours.groupindex)) == (
        plain.pattern,
        plain.flags,
        plain.groups,
        dict(plain.groupindex),
    )
    for text in TEXTS:
        assert [each.groupdict() for each in ours.finditer(text)] == [each.groupdict() for each in plain.finditer(text)]
        assert [each.regs for each in ours.finditer(text)] == [each.regs for each in plain.finditer(text)]


def test_a_wrong_pattern_is_refused_as_by_re() -> None:
    """Nothing is kept of it either."""
    with pytest.raises(re.error):
        compiled("(")


def _counted(cache: Path, home: Path) -> tuple[int, str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(cache)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    run = subprocess.run([sys.executable, "-c", COUNTING, str(home)], env=environment, capture_output=True, check=True)
    count, status = run.stdout.decode().split()
    return int(count), status


def test_the_next_process_compiles_nothing(tmp_path: Path) -> None:
    """The first one leaves behind what it compiled."""
    first, second = _counted(tmp_path / "cache", tmp_path), _counted(tmp_path / "cache", tmp_path)
    assert first[0] > 100
    assert second == (0, "answered")


@pytest.mark.parametrize(
    "damage",
    [
        lambda kept: kept[: len(kept) // 2],
        lambda _: b"",
        lambda _: b"\0" * 100,
        lambda _: marshal.dumps(("another Python", {})),
        lambda _: marshal.dumps(7),
    ],
)
def test_a_damaged_file_is_compiled_anew_and_mended(tmp_path: Path, damage: object) -> None:
    """Cut off, empty, of another Python or of another shape."""
    cache = tmp_path / "cache"
    _counted(cache, tmp_path)
    (kept,) = cache.rglob("*.patterns")
    assert callable(damage)
    kept.write_bytes(damage(kept.read_bytes()))
    compiled_again, status = _counted(cache, tmp_path)
    assert compiled_again > 100
    assert status == "answered"
    assert _counted(cache, tmp_path) == (0, "answered")
