"""How long things take and how much they hold, each beside a named baseline in the same run: ratios first, then absolute numbers.

All times are medians. Nothing here is a test: run it with `scripts/bench`, or `scripts/bench --quick` for a minute of it. At the
end stands what is held against a bar; the exit status is 0 either way.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

from tests.bench import asking, parts
from tests.bench.measure import Report
from tests.conftest import ROOT

_SIZES = (1, 10, 100, 1000)


def _machine() -> str:
    """The processor, its cores, what they are busy with already, the system and Python."""
    named = platform.processor() or platform.machine()
    cpus = Path("/proc/cpuinfo")
    if cpus.is_file():
        lines = cpus.read_text(encoding="utf-8").splitlines()
        named = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), named)
    return f"{named}, {os.cpu_count()} cores (load {os.getloadavg()[0]:.1f}), {platform.platform()}, Python {platform.python_version()}"


def main() -> int:
    """Measure all of it; the machine first, the bars last."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and sizes up to 100×")
    quick = parser.parse_args().quick
    sizes = _SIZES[:-1] if quick else _SIZES
    rounds = 3 if quick else 9
    sources = Path(os.environ.get("HYOTEI_SOURCES") or ROOT.parent / "shared" / "sources")
    report = Report()
    report.write(_machine())
    with tempfile.TemporaryDirectory() as made:
        homes = {name: Path(made) / name for name in ("shipped", "many", "one")}
        for home in homes.values():
            home.mkdir()
        report.write("", "── cold start")
        parts.cold(homes["shipped"], report, 2 * rounds)
        report.write("", "── a question on the shipped records")
        firsts = asking.shipped(homes["shipped"], report, 3 if quick else 7)
        report.write("", "── questions a second")
        asking.per_second(homes["shipped"], report, 2 if quick else 5)
        report.write("", "── matching")
        parts.matching(report, rounds)
        report.write("", "── full text")
        parts.full_text(homes["shipped"], report, rounds)
        report.write("", "── build and ingest")
        parts.files(homes["shipped"], report, sorted(sources.glob("*.txt")) if sources.is_dir() else [], rounds)
        report.write("", "── at size: many corporations in one database")
        asking.many_corporations(homes["many"], report, sizes, 3 if quick else 5, firsts)
        parts.full_text(homes["many"], report, rounds)
        parts.cold(homes["many"], report, rounds, among=sizes[-1])
        report.write("", "── at size: one corporation")
        asking.one_corporation(homes["one"], report, sizes, 3 if quick else 5)
        report.write("", "── memory")
        resident = parts.memory(homes["shipped"], report, "the shipped records")
        report.bar("resident memory of the bot", resident, 120, " MB")
        resident = parts.memory(homes["many"], report, f"among {sizes[-1]} corporations")
        report.bar(f"resident memory of the bot among {sizes[-1]} corporations", resident, 120, " MB")
        report.write(f"{parts.own_memory():9.1f} MB at the peak of this process, which wrote and built all of it")
    report.write("", "── bars", *report.bars)
    return 0


if __name__ == "__main__":
    sys.exit(main())
