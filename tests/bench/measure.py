"""What all measurements share: medians, lines with the ratio first, how a time grows with size, stages, and the bars."""

from __future__ import annotations

import math
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

_WIDTH = 46


def median(action: Callable[[], object], rounds: int) -> float:
    """Seconds that *action* takes, after one run that counts for nothing."""
    return medians(rounds, action)[0]


def repeated(action: Callable[[], object], times: int) -> Callable[[], object]:
    """The action so many times: for what is too short to be measured once."""

    def repeating() -> None:
        for _ in range(times):
            action()

    return repeating


def medians(rounds: int, *actions: Callable[[], object]) -> list[float]:
    """Seconds of each action, all of them in every round: what else the machine does meets them alike."""
    taken: list[list[float]] = [[] for _ in actions]
    for each in range(rounds + 1):
        for action, times in zip(actions, taken, strict=True):
            begun = time.perf_counter()
            action()
            if each:  # the first round counts for nothing
                times.append(time.perf_counter() - begun)
    return [statistics.median(times) for times in taken]


def percentile(taken: Sequence[float], percent: int) -> float:
    """The value below which so many percent lie; the highest where there are few."""
    return statistics.quantiles(taken, n=100, method="inclusive")[percent - 1] if len(taken) > 1 else taken[0]


def growth(sizes: Sequence[int], taken: Sequence[float]) -> float:
    """The exponent e of time ≈ size^e, by least squares over the logarithms: 0 for no growth, 1 for growth in proportion."""
    if len(sizes) < 2:
        return math.nan
    return statistics.linear_regression([math.log(size) for size in sizes], [math.log(each) for each in taken]).slope


@dataclass
class Report:
    """Prints lines as they come and keeps the bars for the end."""

    bars: list[str] = field(default_factory=list)

    def write(self, *lines: str) -> None:
        """Print lines."""
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()

    def ratio(self, what: str, seconds: float, baseline: str, beside: float) -> float:
        """One line: how many times the baseline, then both in ms. Returns the ratio."""
        times = seconds / beside
        self.write(f"{times:9.2f} × {baseline:<{_WIDTH}} {what}: {_shown(seconds)} beside {_shown(beside)}")
        return times

    def bar(self, what: str, value: float, most: float, unit: str) -> None:
        """Keep whether *value* is no more than *most*."""
        met = "met    " if value <= most else "NOT MET"
        self.bars.append(f"  {met}  {what}: {value:.3g}{unit} (at most {most:g}{unit})")

    def holds(self, what: str, *, met: bool) -> None:
        """Keep whether something is so."""
        self.bars.append(f"  {'met    ' if met else 'NOT MET'}  {what}")

    def unmeasured(self, what: str, why: str) -> None:
        """Keep that a bar was not measured."""
        self.bars.append(f"  –        {what}: {why}")


def _shown(seconds: float) -> str:
    return f"{seconds * 1e6:.1f} µs" if seconds < 1e-3 else f"{seconds * 1e3:.2f} ms"


class Stages:
    """Time at work by stage: what a stage calls of another one counts for that one."""

    def __init__(self) -> None:
        """Nothing measured yet."""
        self.taken: dict[str, float] = defaultdict(float)
        self._open: list[str] = []
        self._since = 0.0

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """Time from here to the end of the block is the stage's."""
        self._switch(stage)
        try:
            yield
        finally:
            self._switch(None)

    def _switch(self, stage: str | None) -> None:
        now = time.thread_time()
        if self._open:
            self.taken[self._open[-1]] += now - self._since
        if stage is None:
            self._open.pop()
        else:
            self._open.append(stage)
        self._since = time.thread_time()

    @contextmanager
    def within(self, places: Sequence[tuple[object, str, str]]) -> Iterator[None]:
        """While the block runs, each function (owner, name) counts for its stage."""
        kept = [(owner, name, getattr(owner, name)) for owner, name, _ in places]
        for (owner, name, stage), (_, _, function) in zip(places, kept, strict=True):
            setattr(owner, name, self._counting(stage, function))
        try:
            yield
        finally:
            for owner, name, function in kept:
                setattr(owner, name, function)

    def _counting(self, stage: str, function: Callable[..., object]) -> Callable[..., object]:
        def counting(*arguments: object, **named: object) -> object:
            with self.of(stage):
                return function(*arguments, **named)

        return counting
