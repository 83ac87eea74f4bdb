"""What is remembered: posts, threads, answers."""

from __future__ import annotations

import secrets
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.answer import ANSWER_PREFIX, Context

_ANSWER_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # 32, without l, o, 0 and 1, which are read for one another
_ANSWER_LENGTH = 10


class Thread(NamedTuple):
    """A thread, or with an empty *thread_ts* the direct messages of a channel outside any thread."""

    team: str
    channel: str
    thread_ts: str


class Post(NamedTuple):
    """What is to be answered once: a message, and the event that told of it (empty when there was none)."""

    event_id: str
    channel: str
    ts: str

    def names(self) -> tuple[str, ...]:
        """Everything that this post is known by, sorted; two posts that share one of them are the same."""
        return (
            *((f"event {self.event_id}",) if self.event_id else ()),
            *((f"post {self.channel} {self.ts}",) if self.ts else ()),
        )


class Asked(NamedTuple):
    """What an answer was given to, so that it can be given again: the question, what its thread was about, the day."""

    question: str
    context: Context
    day: date


class Claim(StrEnum):
    """What came of asking for a post."""

    TAKEN = "taken"  # answer it
    SETTLED = "settled"  # it is answered, or this very process is about to
    ELSEWHERE = "elsewhere"  # another process has it in hand; if that one is dead, the claim is free after its lease


def new_number() -> str:
    """A number for an answer, which nobody guesses."""
    return ANSWER_PREFIX + "".join(_ANSWER_LETTERS[byte & 31] for byte in secrets.token_bytes(_ANSWER_LENGTH))
