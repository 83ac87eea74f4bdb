"""Where an answer goes: a channel or thread, one person's eyes, a home page, an open modal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class InChannel:
    """A message that all see; *thread_ts* None: in the channel itself."""

    channel: str
    thread_ts: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Privately:
    """A message that one person sees, over a response_url (Handling user interaction, Message responses).

    *thread_ts* only for a thread that exists: elsewhere Slack accepts the message and shows it to nobody. *share_in*:
    the thread that 共有 posts to, "" for the channel. *replace*: in place of the private message that was acted on.
    """

    url: str
    channel: str
    thread_ts: str | None = None
    share_in: str = ""
    replace: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHome:
    """The home page of one person."""

    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InModal:
    """A modal that is open."""

    view_id: str


Where = InChannel | Privately | AtHome | InModal
