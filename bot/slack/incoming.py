"""What Slack sends → what somebody asks, and where the answer goes; None for what is not to be answered."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.slack.where import AtHome, InChannel, InModal, Privately, Where
from bot.state.model import Post, Thread

# What people write comes without a subtype, with a file, or as an answer shown in the channel too. All other subtypes
# are edits, deletions, joins and the like (message event, subtypes).
_WRITTEN_BY_PEOPLE = frozenset({None, "file_share", "thread_broadcast"})
_USER_MENTION = re.compile(r"<@[^<>]*>")
_MARKUP = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")  # <#C1|general> <!channel> <https://example.org|example>

Body = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One question. *thread*: whose context it may use; *asker*: who may delete the answer.

    *overheard*: written in a thread without naming the bot, so that silence is better than an answer to what is none
    of its business. *is_complete*: asked by a button, and understood without its thread. *url*: where the asker can
    still be told something privately when nothing can be posted.
    """

    post: Post
    thread: Thread
    where: Where
    text: str
    asker: str
    overheard: bool = False
    is_complete: bool = False
    url: str = ""

    @property
    def begins_its_thread(self) -> bool:
        """Whether there can be nothing before it in its thread."""
        return self.thread.thread_ts == self.post.ts


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button that was pressed: what it stands for, where it stands, by whom."""

    post: Post
    thread: Thread
    where: Where
    value: str
    user: str
    url: str
    channel: str
    message_ts: str
    trigger: str
    in_thread: str | None  # the thread that the message stands in, when it is one already


def read_mention(body: Body) -> Incoming | None:
    """A mention (event app_mention): it is answered in its thread, or in the thread that it begins."""
    event = _written(body)
    if event is None:
        return None
    return _incoming(body, event, thread_ts=_string(event, "thread_ts") or _string(event, "ts"))


def read_direct_message(body: Body) -> Incoming | None:
    """A direct message (event message.im): it is answered where it stands, in a thread or outside."""
    event = _written(body)
    if event is None or not is_direct(event):
        return None
    return _incoming(body, event, thread_ts=_string(event, "thread_ts"))


def read_thread_message(body: Body, bot_user: str) -> Incoming | None:
    """A message in a thread of a channel that does not name the bot (events message.channels, message.groups)."""
    event = _written(body)
    if event is None or is_direct(event) or f"<@{bot_user}" in _string(event, "text"):
        return None  # what names the bot comes as app_mention too
    thread_ts = _string(event, "thread_ts")
    if not thread_ts or thread_ts == _string(event, "ts"):
        return None
    return _incoming(body, event, thread_ts=thread_ts, overheard=True)


def read_command(body: Body) -> Incoming | None:
    """A slash command: answered privately, in a conversation that one person has with the bot in one channel."""
    url = _string(body, "response_url")
    if not url:
        return None
    team, channel, user = _string(body, "team_id"), _string(body, "channel_id"), _string(body, "user_id")
    return Incoming(
        post=Post(f"trigger {_string(body, 'trigger_id')}", channel, ""),
        thread=private_thread(team, channel, user),
        where=Privately(url=url, channel=channel),
        text=plain(_string(body, "text")),
        asker=user,
    )


def read_message_shortcut(body: Body) -> Incoming | None:
    """A message that somebody wants looked up: answered privately; 共有 goes to the thread of that message."""
    message, url = _mapping(body, "message"), _string(body, "response_url")
    if not url:
        return None
    channel, user = _string(_mapping(body, "channel"), "id"), _string(_mapping(body, "user"), "id")
    thread_ts = _string(message, "thread_ts")
    return Incoming(
        post=Post(f"trigger {_string(body, 'trigger_id')}", channel, ""),
        thread=private_thread(_string(_mapping(body, "team"), "id"), channel, user),
        where=Privately(
            url=url, channel=channel, thread_ts=thread_ts or None, share_in=thread_ts or _string(message, "ts")
        ),
        text=plain(_string(message, "text")),
        asker=user,
        is_complete=True,
    )


def read_press(body: Body) -> Press | None:
    """An element of a message or view that was used (block_actions)."""
    action = _first(body.get("actions"))
    container, message = _mapping(body, "container"), _mapping(body, "message")
    user = _string(_mapping(body, "user"), "id")
    channel = _string(_mapping(body, "channel"), "id") or _string(container, "channel_id")
    message_ts = _string(message, "ts") or _string(container, "message_ts")
    where = _where(body, channel, message_ts)
    if where is None or not user:
        return None
    team = _string(_mapping(body, "team"), "id") or _string(_mapping(body, "user"), "team_id")
    thread_ts = where.thread_ts or "" if isinstance(where, InChannel) else ""
    own = isinstance(where, InChannel)
    return Press(
        post=Post(
            f"trigger {_string(body, 'trigger_id')}" if _string(body, "trigger_id") else "",
            channel or user,
            f"{message_ts} {_string(action, 'action_id')} {_string(action, 'action_ts')}",
        ),
        thread=Thread(team, channel, thread_ts) if own else private_thread(team, channel, user),
        where=where,
        value=_string(action, "value") or _string(_mapping(action, "selected_option"), "value"),
        user=user,
        url=_string(body, "response_url"),
        channel=channel,
        message_ts=message_ts,
        trigger=_string(body, "trigger_id"),
        in_thread=_string(message, "thread_ts") or _string(container, "thread_ts") or None,
    )


def read_asked(body: Body) -> Incoming | None:
    """A button, or the search box of the home page, that asks a question: answered where it stands."""
    press = read_press(body)
    if press is None or not press.value.strip():
        return None
    return Incoming(
        post=press.post,
        thread=press.thread,
        where=press.where,
        text=press.value,
        asker=press.user,
        is_complete=True,
        url=press.url,
    )


def private_thread(team: str, channel: str, user: str) -> Thread:
    """The private conversation of one person in one channel, without saying whose it is."""
    return Thread(team, channel, "private " + hashlib.sha256(f"{team} {user}".encode()).hexdigest()[:16])


def is_direct(event: Body) -> bool:
    """Whether a message stands in the direct messages between one person and the bot."""
    channel_type = event.get("channel_type")
    return channel_type == "im" or (channel_type is None and _string(event, "channel").startswith("D"))


def plain(text: str) -> str:
    """What was typed: mentions of people dropped, links and channels as they are shown, escapes undone."""
    return html.unescape(_MARKUP.sub(_shown, _USER_MENTION.sub(" ", text))).strip()


def _where(body: Body, channel: str, message_ts: str) -> Where | None:
    """Where a used element stands, which is where its answer goes."""
    container, message, view = _mapping(body, "container"), _mapping(body, "message"), _mapping(body, "view")
    if _string(view, "type") == "home":
        return AtHome(user=_string(_mapping(body, "user"), "id"))
    if view:
        return InModal(view_id=_string(view, "id"))
    thread_ts = _string(message, "thread_ts") or _string(container, "thread_ts")
    if container.get("is_ephemeral") is True:
        url = _string(body, "response_url")
        # the block says where its message would be shared (bot.render.blocks)
        share_in = thread_ts or _string(_first(body.get("actions")), "block_id").partition(" ")[2]
        where = Privately(url=url, channel=channel, thread_ts=thread_ts or None, share_in=share_in, replace=True)
        return where if url else None
    if not channel:
        return None
    begun = None if channel.startswith("D") else message_ts or None
    return InChannel(channel=channel, thread_ts=thread_ts or begun)


def _shown(markup: re.Match[str]) -> str:
    target, label = markup.groups()
    if target.startswith("#"):
        return "#" + (label or target[1:])
    if target.startswith("!"):
        return label or "@" + target[1:]
    return label or target


def _written(body: Body) -> Body | None:
    """The event, when a person wrote it: not this bot, not another one, and not Slack itself."""
    event = body.get("event")
    if not isinstance(event, Mapping) or event.get("subtype") not in _WRITTEN_BY_PEOPLE or event.get("bot_id"):
        return None
    return event if _string(event, "channel") and _string(event, "ts") and _string(event, "user") else None


def _incoming(body: Body, event: Body, *, thread_ts: str, overheard: bool = False) -> Incoming:
    channel = _string(event, "channel")
    return Incoming(
        post=Post(_string(body, "event_id"), channel, _string(event, "ts")),
        thread=Thread(_string(body, "team_id"), channel, thread_ts),
        where=InChannel(channel=channel, thread_ts=thread_ts or None),
        text=plain(_string(event, "text")),
        asker=_string(event, "user"),
        overheard=overheard,
    )


def _string(values: Body, name: str) -> str:
    value = values.get(name)
    # JSON can spell half a character (a lone surrogate), which can be written nowhere
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _mapping(values: Body, name: str) -> Body:
    value = values.get(name)
    return value if isinstance(value, Mapping) else {}


def _first(values: object) -> Body:
    return values[0] if isinstance(values, list) and values and isinstance(values[0], Mapping) else {}
