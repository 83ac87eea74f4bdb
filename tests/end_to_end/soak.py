"""The Slack app under a long stream of questions: what its process holds (memory, descriptors, threads), and whether it grows.

The real process over the stand-in for Slack, asked what the corpora ask, in mentions, direct messages and commands of
many channels and threads. Needs /proc. Nothing here is a test: run it with `scripts/soak`.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ASKED_ON
from tests.corpus.cases import corpus_files, load_corpus
from tests.end_to_end.slack_sent import Json
from tests.end_to_end.slack_server import SlackServer
from tests.end_to_end.workspace import REPOSITORY, running

_AT_ONCE = 20
_CHANNELS = 50
# so much of the stream fills what is kept on purpose: answers, connections, compiled patterns
_WARM = 0.3


class Sample(NamedTuple):
    """What the process holds after so many questions."""

    asked: int
    seconds: float
    kilobytes: int
    descriptors: int
    threads: int


def soak(questions: int, samples: int) -> list[Sample]:
    """Ask *questions* questions, each answered once, and look at the process *samples* times, evenly."""
    manifest: Json = json.loads((REPOSITORY / "manifest.json").read_text(encoding="utf-8"))
    found: list[Sample] = []
    with tempfile.TemporaryDirectory() as home, SlackServer(manifest) as slack, running(Path(home), slack) as process:
        (line,) = slack.lines(1)
        begun = time.monotonic()
        stream = _envelopes(slack)
        for asked in range(_AT_ONCE, questions + _AT_ONCE, _AT_ONCE):
            for envelope in itertools.islice(stream, _AT_ONCE):
                slack.send(envelope, line=line)
            slack.wait_until(lambda asked=asked: _answered(slack) >= asked, "answers")  # type: ignore[misc]
            if asked * samples // questions > len(found):
                found.append(_sample(process.pid, asked, time.monotonic() - begun))
        if _answered(slack) != asked or slack.problems:
            raise AssertionError(f"{_answered(slack)} answers to {asked} questions; {slack.problems[:3]}")
    return found


def _envelopes(slack: SlackServer) -> Iterator[Json]:
    said = [
        conversation[-1]
        for path in corpus_files()
        for case in load_corpus(path, ASKED_ON)
        for conversation in case.says
    ]
    for number, question in enumerate(itertools.cycle(filter(str.strip, said))):
        channel = f"{number % _CHANNELS}"
        match number % 4:
            case 0 | 1:
                yield slack.mention(question, channel=f"C{channel}")
            case 2:
                yield slack.direct_message(question, channel=f"D{channel}")
            case _:
                yield slack.command(question, channel=f"P{channel}")


def _answered(slack: SlackServer) -> int:
    return len(slack.posts) + len(slack.private)


def _sample(pid: int, asked: int, seconds: float) -> Sample:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    values = {name: value.split() for name, _, value in (row.partition(":") for row in status.splitlines())}
    descriptors = sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    return Sample(asked, seconds, int(values["VmRSS"][0]), descriptors, int(values["Threads"][0]))


def warm(samples: list[Sample]) -> list[Sample]:
    """The samples behind the warming up."""
    return [each for each in samples if each.asked >= _WARM * samples[-1].asked]


def grows(numbers: list[int]) -> bool:
    """Whether all of the second half are above all of the first: connections come and go."""
    half = len(numbers) // 2
    return min(numbers[half:]) > max(numbers[:half])


def main() -> int:
    """Print the samples and what grew; 1 when descriptors or threads did."""
    parser = argparse.ArgumentParser(
        prog="scripts/soak", description="asks the Slack app for a long time, and watches it"
    )
    parser.add_argument("--questions", type=int, default=5_000, help="how many (default: 5000, a minute or two)")
    parser.add_argument("--samples", type=int, default=20)
    options = parser.parse_args()
    if not Path("/proc/self/status").exists():
        sys.stdout.write("/proc がないので、この機械では測れません。\n")
        return 2
    samples = soak(options.questions, options.samples)
    sys.stdout.write(f"{'questions':>10}{'seconds':>10}{'RSS KiB':>10}{'descriptors':>13}{'threads':>9}\n")
    for each in samples:
        sys.stdout.write(
            f"{each.asked:>10}{each.seconds:>10.1f}{each.kilobytes:>10}{each.descriptors:>13}{each.threads:>9}\n"
        )
    later = warm(samples)
    first, last = later[0], later[-1]
    per_thousand = 1000 * (last.kilobytes - first.kilobytes) / max(1, last.asked - first.asked)
    growing = [name for name in ("descriptors", "threads") if grows([getattr(each, name) for each in later])]
    sys.stdout.write(
        f"since question {first.asked}: {last.kilobytes - first.kilobytes:+} KiB ({per_thousand:+.0f} KiB per 1000 questions); "
        f"growing: {', '.join(growing) or 'neither descriptors nor threads'}\n"
    )
    return int(bool(growing))


if __name__ == "__main__":
    sys.exit(main())
