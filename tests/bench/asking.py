"""Questions over the corpora and over invented corporations: by kind, by stage, at size, and so many a second."""

from __future__ import annotations

import multiprocessing
import shutil
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

import bot.ask
from bot.answer import Answer, Context
from bot.ask import answer_text, ensure_built, make_vocabulary
from bot.reading.match import Vocabulary
from bot.render.text import render_text
from bot.settings import Settings
from bot.text.normalise import fold
from records.dataset import write_folder
from records.dataset_id import SHIPPED_DATA
from records.lookups import Records
from records.store import open_records
from tests.bench.invented import ITEMS, YEARS, corporation
from tests.bench.measure import Report, Stages, growth, percentile
from tests.bench.questions import Asked, questions_of
from tests.conftest import ASKED_ON
from tests.corpus.cases import corpus_files, load_corpus

_INVENTED_ON = date(YEARS[-1] + 1, 6, 1)
_STAGES = ("normalise", "understand", "match", "query", "answer", "render")


class Taken(NamedTuple):
    """Median seconds of each question by the clock, by kind; those at work on it; first lines.

    What is at work is the processor's time: on a machine that is busy with something else, the clock counts that as well.
    """

    by_kind: dict[str, list[float]]
    at_work: list[float]
    firsts: list[str]

    def every(self) -> list[float]:
        """The seconds of every question."""
        return [each for times in self.by_kind.values() for each in times]


class Bot:
    """What answers: the records and vocabulary of a home, without the answers that a desk keeps."""

    def __init__(self, home: Path, day: date) -> None:
        """Build the database when it is not current."""
        self.records = open_records(ensure_built(Settings(home=home, today=day, values={})))
        self.vocabulary = make_vocabulary(self.records)
        self._day = day

    def close(self) -> None:
        """Close the database."""
        self.records.close()

    def answer(self, text: str, context: Context) -> Answer:
        """The answer, worked out anew."""
        return answer_text(text, context, self.records, self.vocabulary, self._day)

    def take(self, asked: Iterable[Asked], rounds: int) -> Taken:
        """Ask everything so often. A kind that is "" is that of the answer's topic."""
        conversations = list(asked)
        taken: dict[tuple[int, int], list[float]] = defaultdict(list)
        worked: dict[tuple[int, int], list[float]] = defaultdict(list)
        kinds: dict[tuple[int, int], str] = {}
        firsts: dict[tuple[int, int], str] = {}
        for _ in range(rounds):
            for number, (kind, said) in enumerate(conversations):
                context = Context()
                for at, question in enumerate(said):
                    begun, at_work = time.perf_counter(), time.thread_time()
                    answer = self.answer(question, context)
                    worked[number, at].append(time.thread_time() - at_work)
                    taken[number, at].append(time.perf_counter() - begun)
                    context = answer.context
                    kinds[number, at] = kind or answer.topic or answer.status.value
                    firsts[number, at] = answer.first
        by_kind: dict[str, list[float]] = defaultdict(list)
        for key, times in taken.items():
            by_kind[kinds[key]].append(statistics.median(times))
        return Taken(by_kind, [statistics.median(times) for times in worked.values()], list(firsts.values()))


def corpus_questions() -> list[Asked]:
    """Every conversation of the corpora."""
    return [Asked("", said) for path in corpus_files() for case in load_corpus(path, ASKED_ON) for said in case.says]


def shipped(home: Path, report: Report, rounds: int) -> list[str]:
    """A question on the shipped records by kind and by stage. Returns the first lines of the answers."""
    asked = corpus_questions()
    with closing(Bot(home, ASKED_ON)) as bot_:
        texts = [question for _, said in asked for question in said]
        folding = statistics.median(_folding(text) for text in texts)
        taken = bot_.take(asked, rounds)
        every = taken.every()
        half, most = statistics.median(every), percentile(every, 99)
        work = statistics.median(taken.at_work), percentile(taken.at_work, 99)
        report.ratio(f"a question, median of {len(every)}", half, "folding its text", folding)
        report.ratio("a question, 99th percentile", most, "folding its text", folding)
        report.ratio("a question, median, at work", work[0], "folding its text", folding)
        report.ratio("a question, 99th percentile, at work", work[1], "folding its text", folding)
        report.bar("a question on the shipped records, median, at work", work[0] * 1e3, 1, " ms")
        report.bar("a question on the shipped records, 99th percentile, at work", work[1] * 1e3, 3, " ms")
        for kind, times in sorted(taken.by_kind.items(), key=lambda pair: -statistics.median(pair[1])):
            report.write(f"{_row(half, times)}  {kind} ({len(times)})")
        _by_stage(bot_, asked, report, len(every))
    return taken.firsts


def _row(whole: float, times: Sequence[float]) -> str:
    part = statistics.median(times)
    return (
        f"{part / whole:9.2f} × the median {part * 1e6:8.0f} µs, 99th percentile {percentile(times, 99) * 1e6:8.0f} µs"
    )


def _folding(text: str) -> float:
    begun = time.perf_counter()
    fold.__wrapped__(text)
    return time.perf_counter() - begun


def _by_stage(bot_: Bot, asked: Sequence[Asked], report: Report, questions: int) -> None:
    """Mean microseconds a question in each stage; what is measured costs something itself."""
    stages = Stages()
    folds = [(module, "fold", "normalise") for module in list(sys.modules.values()) if vars(module).get("fold") is fold]
    finds = [(Vocabulary, f"find_{what}", "match") for what in ("exact", "similar", "official", "sections")]
    with stages.within([*folds, *finds, (bot.ask, "understand", "understand"), (Records, "_rows", "query")]):
        for _, said in asked:
            context = Context()
            for question in said:
                with stages.of("answer"):
                    answer = bot_.answer(question, context)
                context = answer.context
                with stages.of("render"):
                    render_text(answer)
    whole = sum(stages.taken.values())
    for stage in _STAGES:
        mean = stages.taken[stage] / questions
        report.write(
            f"{stages.taken[stage] / whole:9.2f} × a question {mean * 1e6:11.1f} µs on average  stage: {stage}"
        )


def many_corporations(home: Path, report: Report, sizes: Sequence[int], rounds: int, firsts: list[str]) -> None:
    """The corpora over the shipped records among those of other corporations: the same answers, as fast."""
    shutil.copytree(SHIPPED_DATA / "jlis-2024", home / "data" / "jlis-2024", dirs_exist_ok=True)
    asked, halves, mosts, written = corpus_questions(), [], [], 1
    same = True
    for size in sizes:
        for number in range(written, size):
            write_folder(home / "data" / f"invented-{number}", corporation(number))
        written = max(written, size)
        begun = time.perf_counter()
        ensure_built(Settings(home=home, today=ASKED_ON, values={}))
        built = time.perf_counter() - begun
        with closing(Bot(home, ASKED_ON)) as bot_:
            taken = bot_.take(asked, rounds)
        same &= taken.firsts == firsts
        halves.append(statistics.median(taken.at_work))
        mosts.append(percentile(taken.at_work, 99))
        report.write(f"{_sized(taken, halves[0])}  {size} corporations of {ITEMS} items, built in {built:.1f} s")
    _bars(report, "many corporations", sizes, halves, mosts)
    report.holds("many corporations: the same answers at every size", met=same)


def one_corporation(home: Path, report: Report, sizes: Sequence[int], rounds: int) -> None:
    """One corporation with all the items: questions about one thing, then those whose answer comes of all items or events."""
    halves, mosts = [], []
    lists: dict[str, list[float]] = defaultdict(list)
    for size in sizes:
        tables = corporation(1, size * ITEMS)
        write_folder(home / "data" / "invented-1", tables)
        of_one, of_all = questions_of(tables, 10)
        del tables
        with closing(Bot(home, _INVENTED_ON)) as bot_:
            taken = bot_.take(of_one, rounds)
            by_list = bot_.take(of_all, 1).by_kind
        halves.append(statistics.median(taken.at_work))
        mosts.append(percentile(taken.at_work, 99))
        worst = max(taken.by_kind, key=lambda kind: max(taken.by_kind[kind]))
        report.write(f"{_sized(taken, halves[0])}  one corporation of {size * ITEMS} items, slowest kind: {worst}")
        for kind, times in by_list.items():
            lists[kind].append(statistics.median(times))
    _bars(report, "one corporation", sizes, halves, mosts)
    for kind, times in lists.items():
        report.write(
            f"{growth(sizes, times):9.2f} = growth exponent, {times[0] * 1e3:.2f} … {times[-1] * 1e3:.2f} ms  of all items or events: {kind}"
        )


def _sized(taken: Taken, first: float) -> str:
    half, most = statistics.median(taken.at_work), percentile(taken.at_work, 99)
    return (
        f"{half / first:9.2f} × the median at 1× {half * 1e6:8.0f} µs, 99th percentile {most * 1e6:8.0f} µs at work"
        f" ({percentile(taken.every(), 99) * 1e6:.0f} µs by the clock)"
    )


def _bars(report: Report, what: str, sizes: Sequence[int], halves: Sequence[float], mosts: Sequence[float]) -> None:
    exponents = growth(sizes, halves), growth(sizes, mosts)
    report.write(
        f"{exponents[0]:9.2f} = growth exponent of the median, {exponents[1]:.2f} of the 99th percentile  {what}"
    )
    if sizes[-1] < 1000:
        report.unmeasured(f"{what} at 1,000×", "left out by --quick")
        return
    report.bar(f"{what} at 1,000×, 99th percentile, at work", mosts[-1] * 1e3, 10, " ms")
    report.holds(
        f"{what}: grows slower than linearly (exponents {exponents[0]:.2f}, {exponents[1]:.2f})", met=max(exponents) < 1
    )


def per_second(home: Path, report: Report, seconds: float) -> None:
    """Questions a second in one process and in two."""
    one = _rate(home, seconds, 1)
    two = _rate(home, seconds, 2)
    report.write(f"{two / one:9.2f} × one process {two:8.0f} questions a second in two processes, {one:.0f} in one")


def _rate(home: Path, seconds: float, processes: int) -> float:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        return sum(pool.map(_ask_for, [home] * processes, [seconds] * processes))


def _ask_for(home: Path, seconds: float) -> float:
    """Ask the corpora over and over for so long. Returns questions a second."""
    asked = corpus_questions()
    with closing(Bot(home, ASKED_ON)) as bot_:
        number, begun = 0, time.perf_counter()
        while time.perf_counter() - begun < seconds:
            context = Context()
            for question in asked[number % len(asked)].said:
                answer = bot_.answer(question, context)
                context = answer.context
                number += 1
        return number / (time.perf_counter() - begun)
