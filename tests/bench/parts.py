"""The parts by themselves: a cold process, matching, full text, memory of the bot, building and reading."""

from __future__ import annotations

import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.ask import ensure_built
from bot.reading.match import ANSWER_AT, OFFER_AT
from bot.reading.name_index import NameIndex
from bot.settings import Settings
from bot.text.name_key import name_key
from bot.text.normalise import fold
from records.build import build
from records.full_text import match_expression
from records.ingest.ingest import ingest
from records.ingest.pages import read_document
from records.lookups import SEARCH
from records.store import open_records
from tests.bench.invented import corporation
from tests.bench.measure import Report, median, medians, repeated
from tests.bench.questions import misspelt
from tests.conftest import ASKED_ON, ROOT
from tests.end_to_end.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer
from tests.end_to_end.workspace import command

_QUESTION = "Ⅰ-1 の令和6年度評定は？"
_NAMES = (19, 190, 1_900, 19_000)
_ASKED = 40
_MOST = 5
_SOUGHT = ("高松市", "支援体制", "特急発行")
_SLACK = ("slack_bolt", "slack_sdk")


def cold(home: Path, report: Report, rounds: int, *, among: int = 1) -> None:
    """`hyotei ask` as a whole process; what it imports. The bar is for the shipped records, not *among* more."""
    ensure_built(Settings(home=home, today=ASKED_ON, values={}))
    # Python keeps what it compiled, as it does wherever nobody forbids it
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HYOTEI_HOME": str(home), "PYTHONDONTWRITEBYTECODE": ""}

    def run(*arguments: str) -> str:
        command_line = [sys.executable, *arguments]
        return subprocess.run(
            command_line, check=True, capture_output=True, env=environment, cwd=home, encoding="utf-8"
        ).stdout

    nothing, bolt, ask = medians(
        rounds,
        lambda: run("-c", "pass"),
        lambda: run("-c", "import slack_bolt"),
        lambda: run("-m", "bot.cli", "ask", _QUESTION),
    )
    what = "hyotei ask, a whole process" + (f", among {among} corporations" if among > 1 else "")
    times = report.ratio(what, ask, "python3 -c pass", nothing)
    if among > 1:
        return
    report.ratio(what, ask, "importing slack_bolt", bolt)
    report.bar("cold hyotei ask, times python3 -c pass", times, 6, "×")
    script = (
        f"import sys, json; from bot.cli import main; main(['ask', {_QUESTION!r}]); print(json.dumps([*sys.modules]))"
    )
    loaded = json.loads(run("-c", script).splitlines()[-1])
    report.holds(
        f"hyotei ask imports no Slack module (of {len(loaded)})",
        met=not any(name.partition(".")[0] in _SLACK for name in loaded),
    )


def matching(report: Report, rounds: int) -> None:
    """Similar names by the index and by a plain scan with the same scorer; and by the scan's own default scorer."""
    titles = [name_key(fold(str(item["title"])).text) for item in corporation(1, _NAMES[-1])["items"]]
    for number in _NAMES:
        names = list(dict.fromkeys(titles[:number]))
        choose = random.Random(number)  # noqa: S311 - the same every time
        asked = [misspelt(choose.choice(names), choose) for _ in range(_ASKED)]
        index = NameIndex(names)

        def ours(index: NameIndex = index, asked: list[str] = asked) -> list[list[tuple[str, float, int]]]:
            return [index.find_similar(each, OFFER_AT, _MOST) for each in asked]

        def plain(names: list[str] = names, asked: list[str] = asked) -> list[list[tuple[str, float, int]]]:
            return [process.extract(each, names, scorer=fuzz.ratio, limit=_MOST) for each in asked]

        def default(names: list[str] = names, asked: list[str] = asked) -> list[str]:
            return [process.extract(each, names, limit=1)[0][0] for each in asked[:4]]

        agreed = sum(_winners(one) == _winners(other) for one, other in zip(ours(), plain(), strict=True))
        answered = sum(bool(found) and found[0][1] >= ANSWER_AT for found in ours())
        often = 50 if number < _NAMES[1] else 2
        seconds, beside = (each / often for each in medians(rounds, repeated(ours, often), repeated(plain, often)))
        what = f"{_ASKED} misspelt names among {len(names)} ({agreed} with the same winners, {answered} clear)"
        times = report.ratio(what, seconds, "process.extract(scorer=ratio)", beside)
        report.ratio(what, seconds / _ASKED, "process.extract, its own scorer", median(default, 3) / 4)
        if number in {_NAMES[0], _NAMES[-1]}:
            most = 1 if number == _NAMES[0] else 0.1
            report.bar(f"matching among {number:,} names, times the plain scan", times, most, "×")
        report.holds(f"matching among {number:,} names: the same winners", met=agreed == _ASKED)


def _winners(found: list[tuple[str, float, int]]) -> list[tuple[str, float]]:
    return [(name, score) for name, score, _ in found if score >= OFFER_AT]


def full_text(home: Path, report: Report, rounds: int) -> None:
    """A look-up beside the same SELECT in bare sqlite3."""
    path = ensure_built(Settings(home=home, today=ASKED_ON, values={}))
    with closing(open_records(path)) as records, closing(sqlite3.connect(path)) as bare:
        document = records.documents[0].document_id

        def plain() -> None:
            for word in _SOUGHT:
                bare.execute(SEARCH, (match_expression(word), document, document, 5000)).fetchall()

        def ours() -> None:
            for word in _SOUGHT:
                records.search(word)

        seconds, beside = (each / 10 for each in medians(rounds, repeated(ours, 10), repeated(plain, 10)))
        report.ratio(f"{len(_SOUGHT)} full-text look-ups", seconds, "the same SELECT in bare sqlite3", beside)


def memory(home: Path, report: Report, what: str) -> float:
    """Resident and peak memory of the Slack app, at work against the stand-in. Returns the resident MB; 0 where unknown."""
    ensure_built(Settings(home=home, today=ASKED_ON, values={}))
    with SlackServer(json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))) as slack:
        bot = command(
            home,
            HYOTEI_TODAY=ASKED_ON.isoformat(),
            SLACK_BOT_TOKEN=BOT_TOKEN,
            SLACK_APP_TOKEN=APP_TOKEN,
            SLACK_API_URL=slack.url,
        )
        try:
            slack.lines(1)
            for number in range(100):
                slack.deliver(
                    slack.mention(f"Ⅰ-{number % 11 + 1} の令和{number % 4 + 3}年度の評定は？", channel=f"C{number}")
                )
            for number in range(100):
                slack.wait_for_posts(f"C{number}", 1)
            resident, peak = _resident(bot.pid)
        finally:
            bot.terminate()
            bot.communicate(timeout=20)
    report.write(f"{resident:9.1f} MB resident, {peak:.1f} MB at its peak: the Slack app after 100 questions, {what}")
    return resident


def _resident(pid: int) -> tuple[float, float]:
    """MB now and at the peak; by ps, without the peak, where there is no /proc."""
    status = Path(f"/proc/{pid}/status")
    if status.is_file():
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
        return tuple(int(lines[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))  # type: ignore[return-value]
    shown = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], check=True, capture_output=True, encoding="utf-8")  # noqa: S607 - ps is where it is
    return int(shown.stdout) / 1024, float("nan")


def files(home: Path, report: Report, sources: Sequence[Path], rounds: int) -> None:
    """Building the shipped records; reading official documents."""
    folders = Settings(home=home, today=ASKED_ON, values={}).data_folders()
    paths = [path for folder in folders for path in folder.iterdir()]
    made = median(lambda: build(folders, home / "bench.sqlite3"), rounds)
    size = sum(path.stat().st_size for path in paths)
    report.ratio(
        f"build of {size // 1024} KiB of records",
        made,
        "reading the files",
        median(lambda: [path.read_bytes() for path in paths], rounds),
    )
    for source in sources:
        begun = time.perf_counter()
        document = read_document(source)
        ingest(document)
        taken = time.perf_counter() - begun
        report.ratio(
            f"ingest of {len(document.pages)} pages", taken, "reading the file", median(source.read_bytes, rounds)
        )
        report.write(f"{taken / len(document.pages) * 1e3:9.2f} ms a page")
        report.bar(f"ingest of {source.name}", taken, 5, " s")
    if not sources:
        report.unmeasured("ingest of the official document", "none at hand (HYOTEI_SOURCES)")


def own_memory() -> float:
    """Peak MB of this process: what building and asking at size took."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
