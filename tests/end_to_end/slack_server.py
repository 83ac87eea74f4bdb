"""A small stand-in for Slack on loopback: the Web API over HTTP, Socket Mode over WebSocket, both on one port.

It knows what the app needs and is as strict as Slack: scopes come from the manifest, blocks and texts have limits,
all other methods do not exist. Faults are ordered beforehand, per method. Standard library only.

    with SlackServer(manifest) as slack:   # the app connects to slack.url
        slack.deliver(slack.mention("Ⅰ-1 の評定は？", channel="C1"))
        posted = slack.wait_for_posts("C1", 1)
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import socket
import struct
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self, cast
from urllib.parse import parse_qsl, urlsplit

BOT_TOKEN = "xoxb-1-stand-in"  # noqa: S105 - tokens of the stand-in
APP_TOKEN = "xapp-1-stand-in"  # noqa: S105
BOT_USER = "UBOT"
BOT_ID = "BBOT"
TEAM = "T1"
WAIT_SECONDS = 20.0

# What each event and method needs (Events API and Web API references, "Required scopes").
EVENT_SCOPES = {"app_mention": "app_mentions:read", "message.im": "im:history"}
METHOD_SCOPES = {"chat.postMessage": "chat:write"}

_ACCEPT_KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA  # RFC 6455, 5.2
_POST_ARGUMENTS = frozenset(
    {"channel", "thread_ts", "text", "blocks", "mrkdwn", "link_names", "unfurl_links", "unfurl_media", "metadata"}
)

Json = dict[str, object]


class Fault(NamedTuple):
    """What goes wrong at the next call of a method."""

    status: int = 200
    error: str = "internal_error"
    retry_after: int | None = None
    lose_reply: bool = False  # the call is obeyed, then the line is cut without a reply


@dataclass(frozen=True, kw_only=True)
class Posted:
    """A message that the app posted, as it was sent."""

    channel: str
    thread_ts: str | None
    text: str
    blocks: list[Json]
    arguments: Json


@dataclass(eq=False)
class Line:
    """One WebSocket connection, on the server's side."""

    connection: socket.socket
    reader: BinaryIO
    _sending: threading.Lock = field(default_factory=threading.Lock)

    def send(self, message: Json) -> None:
        """One text frame of JSON."""
        self._send_frame(_TEXT, json.dumps(message).encode())

    def close(self) -> None:
        """Say goodbye and hang up."""
        self._send_frame(_CLOSE, struct.pack("!H", 1000))
        self.cut()

    def cut(self) -> None:
        """Hang up without a word."""
        with suppress(OSError):  # the other side was first
            self.connection.shutdown(socket.SHUT_RDWR)

    def messages(self) -> Iterator[Json]:
        """What the app says, until either side hangs up; pings are answered on the way."""
        while (frame := self._read_frame()) is not None:
            opcode, payload = frame
            if opcode == _PING:
                self._send_frame(_PONG, payload)
            elif opcode == _TEXT:
                yield json.loads(payload)
            elif opcode == _CLOSE:
                return

    def _send_frame(self, opcode: int, payload: bytes) -> None:
        length = len(payload)
        if length < 126:
            header = struct.pack("!BB", 0x80 | opcode, length)
        elif length < 1 << 16:
            header = struct.pack("!BBH", 0x80 | opcode, 126, length)
        else:
            header = struct.pack("!BBQ", 0x80 | opcode, 127, length)
        with self._sending, suppress(OSError):  # nobody there any more: the app is to come back by itself
            self.connection.sendall(header + payload)

    def _read_frame(self) -> tuple[int, bytes] | None:
        """Opcode and payload of a frame. The app sends no fragments, and masks all it sends (RFC 6455, 5.1)."""
        try:
            head = self.reader.read(2)
            if len(head) < 2:
                return None
            length = head[1] & 0x7F
            if length == 126:
                (length,) = struct.unpack("!H", self.reader.read(2))
            elif length == 127:
                (length,) = struct.unpack("!Q", self.reader.read(8))
            mask = self.reader.read(4)
            payload = self.reader.read(length)
        except OSError:
            return None
        return head[0] & 0x0F, bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))


class SlackServer:
    """The stand-in. All methods may be called from any thread."""

    def __init__(self, manifest: Json) -> None:
        """Take the app's scopes from its manifest."""
        oauth = cast("dict[str, dict[str, list[str]]]", manifest["oauth_config"])
        self.granted = frozenset(oauth["scopes"]["bot"])
        self.used: set[str] = set()
        self.posts: list[Posted] = []
        self.calls: list[str] = []
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._lines: list[Line] = []
        self._acknowledged: set[str] = set()
        self._changed = threading.Condition()
        self._numbers = itertools.count(1)
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.slack = self
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self) -> Self:
        """Start to listen."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up everything and wait until it is down."""
        self._http.shutdown()
        with self._changed:
            lines = list(self._lines)
        for line in lines:
            line.close()
        self._http.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """The base address of the Web API."""
        return f"http://127.0.0.1:{self._http.server_port}/api"

    # What happens in the workspace

    def mention(self, text: str, *, channel: str, **event: object) -> Json:
        """The envelope of a mention of the bot."""
        return self._envelope({"type": "app_mention", "text": f"<@{BOT_USER}> {text}", "channel": channel, **event})

    def direct_message(self, text: str, *, channel: str, **event: object) -> Json:
        """The envelope of a direct message to the bot."""
        return self._envelope({"type": "message", "channel_type": "im", "text": text, "channel": channel, **event})

    def deliver(self, envelope: Json, *, line: Line | None = None) -> None:
        """Send an envelope to the newest line, or to *line*, and wait for the acknowledgement."""
        self._note_scope(cast("Json", cast("Json", envelope["payload"])["event"]))
        (line or self.lines(1)[-1]).send(envelope)
        self.wait_until(lambda: envelope["envelope_id"] in self._acknowledged, f"ack of {envelope['envelope_id']}")

    def redeliver(self, envelope: Json, *, line: Line | None = None) -> None:
        """The same event once more, in a new envelope, as after a lost acknowledgement."""
        again = {
            **envelope,
            "envelope_id": f"envelope-{next(self._numbers)}",
            "retry_attempt": 1,
            "retry_reason": "timeout",
        }
        self.deliver(again, line=line)

    def refresh(self) -> None:
        """Ask the app to come back on a new line, as Slack does every few hours; then hang up."""
        (line,) = self.lines(1)
        line.send({"type": "disconnect", "reason": "refresh_requested"})
        self.wait_until(lambda: any(each is not line for each in self._lines), "a new line")
        line.close()

    # What goes wrong

    def order(self, method: str, *faults: Fault) -> None:
        """Let the next calls of *method* go wrong, one fault each."""
        self._faults[method].extend(faults)

    # What the app did

    def lines(self, count: int) -> list[Line]:
        """The open lines, oldest first, as soon as there are *count*."""
        self.wait_until(lambda: len(self._lines) >= count, f"{count} lines")
        with self._changed:
            return list(self._lines)

    def open_lines(self) -> list[Line]:
        """The open lines, oldest first."""
        return list(self._lines)

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for something that the app does, or fail."""
        deadline = time.monotonic() + WAIT_SECONDS
        with self._changed:
            while not condition():
                if not self._changed.wait(deadline - time.monotonic()):
                    raise TimeoutError(f"no {what} within {WAIT_SECONDS:.0f} s")

    def wait_for_posts(self, channel: str, count: int) -> list[Posted]:
        """The messages in *channel*, as soon as there are *count*."""
        self.wait_until(lambda: len(self.posts_in(channel)) >= count, f"{count} posts in {channel}")
        return self.posts_in(channel)

    def posts_in(self, channel: str) -> list[Posted]:
        """The messages in *channel* so far."""
        return [post for post in self.posts if post.channel == channel]

    # The inside

    def call(self, method: str, token: str, arguments: Json) -> tuple[int, dict[str, str], Json | None]:
        """Status, headers and body of a Web API call; without a body the line is cut."""
        with self._changed:
            self.calls.append(method)
            fault = self._faults[method].popleft() if self._faults[method] else None
        if fault is not None and not fault.lose_reply:
            headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            return fault.status, headers, {"ok": False, "error": fault.error}
        body = self._obey(method, token, arguments)
        return 200, {}, None if fault is not None else body

    def talk(self, line: Line) -> None:
        """Keep a line open until either side hangs up."""
        line.send({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}})
        with self._changed:
            self._lines.append(line)
            self._changed.notify_all()
        for message in line.messages():
            with self._changed:
                self._acknowledged.add(str(message.get("envelope_id")))
                self._changed.notify_all()
        with self._changed:
            self._lines.remove(line)
            self._changed.notify_all()

    def _obey(self, method: str, token: str, arguments: Json) -> Json:
        if token != (APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN):
            return {"ok": False, "error": "invalid_auth"}
        scope = METHOD_SCOPES.get(method)
        if scope is not None and scope not in self.granted:
            return {"ok": False, "error": "missing_scope", "needed": scope}
        match method:
            case "auth.test":
                return {"ok": True, "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT_ID, "url": "http://127.0.0.1/"}
            case "apps.connections.open":
                return {"ok": True, "url": f"ws://127.0.0.1:{self._http.server_port}/link?ticket={next(self._numbers)}"}
            case "chat.postMessage":
                return self._post(arguments)
            case _:
                return {"ok": False, "error": "unknown_method"}

    def _post(self, arguments: Json) -> Json:
        error = post_error(arguments)
        if error:
            return {"ok": False, "error": error}
        posted = Posted(
            channel=str(arguments["channel"]),
            thread_ts=cast("str | None", arguments.get("thread_ts")),
            text=str(arguments["text"]),
            blocks=cast("list[Json]", arguments.get("blocks") or []),
            arguments=arguments,
        )
        with self._changed:
            self.used.add("chat:write")
            self.posts.append(posted)
            self._changed.notify_all()
        return {"ok": True, "channel": posted.channel, "ts": self.new_ts(), "message": {}}

    def new_ts(self) -> str:
        """A time stamp that no other message has."""
        return f"1750000000.{next(self._numbers):06d}"

    def _envelope(self, event: Json) -> Json:
        number = next(self._numbers)
        ts = self.new_ts()
        return {
            "type": "events_api",
            "envelope_id": f"envelope-{number}",
            "accepts_response_payload": False,
            "retry_attempt": 0,
            "retry_reason": "",
            "payload": {
                "type": "event_callback",
                "event_id": f"Ev{number}",
                "team_id": TEAM,
                "api_app_id": "A1",
                "event": {"user": "U1", "ts": ts, "event_ts": ts, **event},
            },
        }

    def _note_scope(self, event: Mapping[str, object]) -> None:
        name = f"message.{event.get('channel_type')}" if event["type"] == "message" else str(event["type"])
        if name in EVENT_SCOPES:
            self.used.add(EVENT_SCOPES[name])


def post_error(arguments: Mapping[str, object]) -> str:
    """Why Slack would refuse these arguments of chat.postMessage, or nothing."""
    if set(arguments) - _POST_ARGUMENTS:
        return "invalid_arguments"
    text = arguments.get("text")
    if not isinstance(text, str) or not text.strip():
        return "no_text"
    if len(text) > 4_000:  # Slack cuts such a text into several messages: no answer of ours may be that long
        return "msg_too_long"
    blocks = arguments.get("blocks") or []
    if not isinstance(blocks, list) or len(blocks) > 50:
        return "invalid_blocks"
    texts = list(_texts(blocks))
    if any(not 0 < len(each) <= 3_000 for each in texts):
        return "invalid_blocks"
    return "msg_blocks_too_long" if sum(map(len, texts)) > 10_000 else ""


def _texts(part: object) -> Iterator[str]:
    """Every string under a key "text", however deep."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(part, list):
        for each in part:
            yield from _texts(each)


class _Http(ThreadingHTTPServer):
    slack: SlackServer
    daemon_threads = False  # closing the server waits for every line
    request_queue_size = 128


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    timeout = WAIT_SECONDS

    def do_POST(self) -> None:
        """A call of the Web API."""
        raw = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        # slack_sdk says application/json also where it sends a form or nothing
        arguments = json.loads(raw) if raw.startswith("{") else dict(parse_qsl(raw))
        token = (self.headers["Authorization"] or "").removeprefix("Bearer ")
        status, headers, body = self.server.slack.call(self.path.removeprefix("/api/"), token, arguments)
        if body is None:
            self.close_connection = True
            return
        written = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Type": "application/json", "Content-Length": len(written)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(written)

    def do_GET(self) -> None:
        """The handshake of a WebSocket (RFC 6455, 4.2.2), then the line."""
        self.close_connection = True
        if urlsplit(self.path).path != "/link" or "Sec-WebSocket-Key" not in self.headers:
            self.send_error(404)
            return
        accepted = hashlib.sha1(  # noqa: S324 - as the RFC has it
            (self.headers["Sec-WebSocket-Key"] + _ACCEPT_KEY).encode()
        ).digest()
        self.send_response(101)
        for name, value in (("Upgrade", "websocket"), ("Connection", "Upgrade")):
            self.send_header(name, value)
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(accepted).decode())
        self.end_headers()
        self.connection.settimeout(None)
        self.server.slack.talk(Line(self.connection, cast("BinaryIO", self.rfile)))

    def log_message(self, *_: object) -> None:
        """Say nothing."""
