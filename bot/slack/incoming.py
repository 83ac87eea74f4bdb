"""A Slack event → what somebody asks, and where the answer goes; None for what is not to be answered."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.state import Post, Thread

# What people write comes without a subtype, with a file, or as an answer shown in the channel too. All other subtypes
# are edits, deletions, joins and the like (message event, subtypes).
_WRITTEN_BY_PEOPLE = frozenset({None, "file_share", "thread_broadcast"})
_USER_MENTION = re.compile(r"<@[^<>]*>")
_MARKUP = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")  # <#C1|general> <!channel> <https://example.org|example>


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One question. *thread*: whose context it may use; *answer_in*: the thread_ts to post to, None for the channel."""

    post: Post
    thread: Thread
    answer_in: str | None
    text: str


def read_mention(body: Mapping[str, object]) -> Incoming | None:
    """A mention (event app_mention): it is answered in its thread, or in the thread that it begins."""
    event = _written(body)
    if event is None:
        return None
    return _incoming(body, event, thread_ts=_string(event, "thread_ts") or _string(event, "ts"))


def read_direct_message(body: Mapping[str, object]) -> Incoming | None:
    """A direct message (event message.im): it is answered where it stands, in a thread or outside."""
    event = _written(body)
    if event is None or not is_direct(event):
        return None
    return _incoming(body, event, thread_ts=_string(event, "thread_ts"))


def is_direct(event: Mapping[str, object]) -> bool:
    """Whether a message stands in the direct messages between one person and the bot."""
    channel_type = event.get("channel_type")
    return channel_type == "im" or (channel_type is None and _string(event, "channel").startswith("D"))


def plain(text: str) -> str:
    """What was typed: mentions of people dropped, links and channels as they are shown, escapes undone."""
    return html.unescape(_MARKUP.sub(_shown, _USER_MENTION.sub(" ", text))).strip()


def _shown(markup: re.Match[str]) -> str:
    target, label = markup.groups()
    if target.startswith("#"):
        return "#" + (label or target[1:])
    if target.startswith("!"):
        return label or "@" + target[1:]
    return label or target


def _written(body: Mapping[str, object]) -> Mapping[str, object] | None:
    """The event, when a person wrote it: not this bot, not another one, and not Slack itself."""
    event = body.get("event")
    if not isinstance(event, Mapping) or event.get("subtype") not in _WRITTEN_BY_PEOPLE or event.get("bot_id"):
        return None
    return event if _string(event, "channel") and _string(event, "ts") and _string(event, "user") else None


def _incoming(body: Mapping[str, object], event: Mapping[str, object], *, thread_ts: str) -> Incoming:
    channel = _string(event, "channel")
    return Incoming(
        post=Post(_string(body, "event_id"), channel, _string(event, "ts")),
        thread=Thread(_string(body, "team_id"), channel, thread_ts),
        answer_in=thread_ts or None,
        text=plain(_string(event, "text")),
    )


def _string(values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""
