"""How long things take, each beside a named baseline in the same run: ratios first, medians after.

Covers the cold start of a whole process, a question over the corpora, matching names, full-text look-up, build and, where the
official document is at hand, reading it. Nothing here is a test: run it with `scripts/bench`.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz import process

from bot.ask import Desk, ensure_built, make_vocabulary
from bot.settings import Settings
from bot.text.normalise import fold
from records.build import build
from records.full_text import match_expression
from records.ingest.ingest import ingest
from records.ingest.pages import read_document
from records.store import open_records
from tests.conftest import ASKED_ON
from tests.corpus.cases import corpus_files, load_corpus

_ROUNDS = 15
_ROOT = Path(__file__).resolve().parent.parent
_NAMES_ASKED = ("コールセンターの応答立", "運転面許証との一体化", "国外転出者の継続理用", "情報セキュリテー対策")
_SOUGHT = ("高松市", "支援体制", "特急発行")


def _median(action: Callable[[], object], rounds: int = _ROUNDS) -> float:
    """Seconds, after one run that counts for nothing."""
    action()
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        action()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _process(home: Path, *arguments: str) -> Callable[[], object]:
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "HYOTEI_HOME": str(home)}
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, check=True, capture_output=True, env=environment, cwd=home)


def _shown(what: str, seconds: float, baseline: str, beside: float) -> str:
    return f"{seconds / beside:8.2f} × {baseline:<44} {what} {seconds * 1e3:.3f} ms, {baseline} {beside * 1e3:.3f} ms"


def _cold(home: Path) -> list[str]:
    nothing = _median(_process(home, "-c", "pass"))
    bolt = _median(_process(home, "-c", "import slack_bolt"), 5)
    ask = _median(_process(home, "-m", "bot.cli", "ask", "Ⅰ-1 の令和6年度評定は？"))
    return [
        _shown("cold ask", ask, "python -c pass", nothing),
        _shown("cold ask", ask, "python -c 'import slack_bolt'", bolt),
    ]


def _questions(home: Path) -> list[str]:
    """Every conversation of the corpora once, each with its own folding as the baseline."""
    desk = Desk(Settings(home=home, today=ASKED_ON, values={}))
    taken: list[float] = []
    folded: list[float] = []
    for path in corpus_files():
        for case in load_corpus(path, ASKED_ON):
            for said in case.says:
                context = None
                for question in said:
                    begun = time.perf_counter()
                    fold(question)
                    middle = time.perf_counter()
                    context = desk.reply(question, context, day=ASKED_ON).context
                    folded.append(middle - begun)
                    taken.append(time.perf_counter() - middle)
    desk.close()
    half, most = statistics.median(taken), statistics.quantiles(taken, n=100)[98]
    base = statistics.median(folded)
    return [
        _shown(f"a question, median of {len(taken)}", half, "folding its text", base),
        _shown("a question, 99th percentile", most, "folding its text", base),
    ]


def _matching(home: Path) -> list[str]:
    records = open_records(ensure_built(Settings(home=home, today=ASKED_ON, values={})))
    vocabulary = make_vocabulary(records)
    names = vocabulary.names()
    texts = [fold(name).text for name in _NAMES_ASKED]

    def ours() -> None:
        for text in texts:
            vocabulary.find_similar(text, [False] * (len(text) + 1))

    def plain() -> None:
        for text in texts:
            process.extract(text, names, limit=5)

    records.close()
    return [_shown(f"similar names among {len(names)}", _median(ours), "rapidfuzz.process.extract", _median(plain))]


def _full_text(home: Path) -> list[str]:
    path = ensure_built(Settings(home=home, today=ASKED_ON, values={}))
    records = open_records(path)
    bare = sqlite3.connect(path)

    def plain() -> None:
        for word in _SOUGHT:
            bare.execute(
                "SELECT rowid, text FROM full_text WHERE bigrams MATCH ?", (match_expression(word),)
            ).fetchall()

    ours = _median(lambda: [tuple(records.search(word)) for word in _SOUGHT])
    line = _shown("full-text look-up", ours, "the same MATCH in bare sqlite3", _median(plain))
    records.close()
    bare.close()
    return [line]


def _files(home: Path, sources: Sequence[Path]) -> list[str]:
    settings = Settings(home=home, today=ASKED_ON, values={})
    made = _median(lambda: build(settings.data_folders(), home / "bench.sqlite3"), 5)
    text = sum(len(path.read_bytes()) for folder in settings.data_folders() for path in folder.iterdir())
    files = [path for folder in settings.data_folders() for path in folder.iterdir()]
    read = _median(lambda: [path.read_bytes() for path in files], 5)
    lines = [_shown(f"build of {text // 1024} KiB of records", made, "reading the files", read)]
    if not sources:
        return [*lines, "reading a document: no document at hand (HYOTEI_SOURCES)"]
    for source in sources:
        document = read_document(source)
        taken = _median(lambda document=document: ingest(document), 3)  # type: ignore[misc]
        lines.append(
            _shown(f"{len(document.pages)} pages read", taken, "reading the file", _median(source.read_bytes, 5))
            + f" ({taken / len(document.pages) * 1e3:.1f} ms a page)"
        )
    return lines


def _write(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def main() -> int:
    """Print all of it; the machine first."""
    _write(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    folder = Path(os.environ.get("HYOTEI_SOURCES") or _ROOT.parent / "shared" / "sources")
    sources = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        ensure_built(Settings(home=home, today=ASKED_ON, values={}))
        for part in (_cold, _questions, _matching, _full_text):
            _write(*part(home))
        _write(*_files(home, sources))
    return 0


if __name__ == "__main__":
    sys.exit(main())
