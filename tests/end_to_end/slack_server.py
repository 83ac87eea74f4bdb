"""A small stand-in for Slack on loopback: the Web API over HTTP, Socket Mode over WebSocket, both on one port.

It knows what the app needs and is as strict as Slack: scopes come from the manifest, blocks and texts have limits,
all other methods do not exist. It delivers events, commands and interactions over the line, or signed over HTTP.
Faults are ordered beforehand, per method ("response_url" for private messages). Standard library only.

    with SlackServer(manifest) as slack:   # the app connects to slack.url
        slack.deliver(slack.mention("Ⅰ-1 の評定は？", channel="C1"))
        posted = slack.wait_for_posts("C1", 1)
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import BinaryIO, Self, cast
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.end_to_end.slack_limits import message_problems, view_problems
from tests.end_to_end.slack_line import Line
from tests.end_to_end.slack_sent import WAIT_SECONDS, Fault, Json, Posted, Private, Reply, Shown, Uploaded, fetch

BOT_TOKEN = "xoxb-1-stand-in"  # noqa: S105 - tokens of the stand-in
APP_TOKEN = "xapp-1-stand-in"  # noqa: S105
BOT_USER = "UBOT"
BOT_ID = "BBOT"
TEAM = "T1"

# What each event and method needs (Events API and Web API references, "Required scopes").
EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "message.channel": "channels:history",
    "message.group": "groups:history",
    "message.im": "im:history",
}
METHOD_SCOPES = {
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "chat.delete": "chat:write",
    "chat.postMessage": "chat:write",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
}

_ACCEPT_KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
_POST_ARGUMENTS = frozenset(
    {"channel", "thread_ts", "text", "blocks", "mrkdwn", "link_names", "unfurl_links", "unfurl_media", "metadata"}
)


class SlackServer:
    """The stand-in. All methods may be called from any thread."""

    def __init__(self, manifest: Json, port: int = 0) -> None:
        """Take the app's scopes from its manifest; listen at *port*, 0 for any free one."""
        oauth = cast("dict[str, dict[str, list[str]]]", manifest["oauth_config"])
        self.granted = frozenset((*oauth["scopes"]["bot"], *oauth["scopes"].get("bot_optional", ())))
        self.used: set[str] = set()
        self.posts: list[Posted] = []
        self.private: list[Private] = []
        self.shown: list[Shown] = []
        self.files: list[Uploaded] = []
        self.prompts: list[Json] = []
        self.deleted: list[str] = []
        self.problems: list[str] = []
        self.calls: list[str] = []
        self._uploads: dict[str, Json] = {}
        self._threads: set[tuple[str, str]] = set()
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._lines: list[Line] = []
        self._acknowledged: dict[str, Json] = {}
        self._changed = threading.Condition()
        self._numbers = itertools.count(1)
        self._http = _Http(("127.0.0.1", port), _Handler)
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

    def event(self, event: Json) -> Json:
        """The envelope of any event."""
        return self._envelope(event)

    def command(self, text: str, *, channel: str, user: str = "U1", command: str = "/hyotei") -> Json:
        """The envelope of a slash command."""
        payload: Json = {
            "command": command,
            "text": text,
            "team_id": TEAM,
            "channel_id": channel,
            "user_id": user,
            "user_name": "taro",
            "trigger_id": f"trigger-{next(self._numbers)}",
            "response_url": self.response_url(channel),
            "api_app_id": "A1",
        }
        return self._wrapped("slash_commands", payload)

    def interaction(self, kind: str, *, user: str = "U1", **payload: object) -> Json:
        """The envelope of an interaction: block_actions, view_submission, message_action, shortcut, block_suggestion."""
        whole = {
            "type": kind,
            "team": {"id": TEAM},
            "user": {"id": user, "name": "taro", "team_id": TEAM},
            "api_app_id": "A1",
            "trigger_id": f"trigger-{next(self._numbers)}",
            **payload,
        }
        return self._wrapped("interactive", whole)

    def press(self, posted: Posted, element: Json, *, user: str = "U1", value: str | None = None) -> Json:
        """The envelope of a press of a button under a message in a channel."""
        message: Json = {"ts": posted.ts, "text": posted.text, "blocks": posted.blocks}
        if posted.thread_ts:
            message["thread_ts"] = posted.thread_ts
        return self.interaction(
            "block_actions",
            user=user,
            channel={"id": posted.channel},
            container={"type": "message", "message_ts": posted.ts, "channel_id": posted.channel, "is_ephemeral": False},
            message=message,
            response_url=self.response_url(posted.channel, thread_ts=posted.thread_ts),
            actions=[self._action(element, value)],
        )

    def press_private(self, element: Json, *, channel: str, user: str = "U1", thread_ts: str = "") -> Json:
        """The envelope of a press of a button under a message that one person sees."""
        return self.interaction(
            "block_actions",
            user=user,
            channel={"id": channel},
            container={
                "type": "message",
                "message_ts": self.new_ts(),
                "channel_id": channel,
                "is_ephemeral": True,
                **({"thread_ts": thread_ts} if thread_ts else {}),
            },
            response_url=self.response_url(channel, thread_ts=thread_ts or None),
            actions=[self._action(element, None)],
        )

    def press_in_view(self, view: Json, element: Json, *, user: str = "U1", value: str | None = None) -> Json:
        """The envelope of the use of an element in a modal or on a home page."""
        return self.interaction(
            "block_actions",
            user=user,
            container={"type": "view", "view_id": "V1"},
            view={"id": "V1", **view},
            actions=[self._action(element, value)],
        )

    def response_url(self, channel: str, *, thread_ts: str | None = None) -> str:
        """An address to which the app may send messages about one interaction."""
        url = f"{self.url.removesuffix('/api')}/response/{channel}/{next(self._numbers)}"
        if thread_ts:
            self._threads.add((channel, thread_ts))
        return url

    def deliver(self, envelope: Json, *, line: Line | None = None) -> Json:
        """Send an envelope to the newest line, or to *line*, and wait for the acknowledgement; what it carries."""
        self._note_scope(envelope)
        name = str(envelope["envelope_id"])
        (line or self.lines(1)[-1]).send(envelope)
        self.wait_until(lambda: name in self._acknowledged, f"ack of {name}")
        return cast("Json", self._acknowledged[name].get("payload") or {})

    def send(self, envelope: Json, *, line: Line | None = None) -> None:
        """Send an envelope without waiting for anything."""
        (line or self.lines(1)[-1]).send(envelope)

    def is_acknowledged(self, envelope: Json) -> bool:
        """Whether the app has acknowledged the envelope."""
        return envelope["envelope_id"] in self._acknowledged

    def post_signed(
        self, url: str, envelope: Json, secret: str, *, age: float = 0.0, retry: int = 0, signature: str = ""
    ) -> Reply:
        """Send what an envelope holds as a signed request (Verifying requests from Slack); what the app replies."""
        payload = cast("Json", envelope["payload"])
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if envelope["type"] == "events_api":
            headers["Content-Type"] = "application/json"
            body = json.dumps(payload)
        elif envelope["type"] == "slash_commands":
            body = urlencode(cast("dict[str, str]", payload))
        else:
            body = urlencode({"payload": json.dumps(payload)})
        when = str(int(time.time() - age))
        signed = hmac.new(secret.encode(), f"v0:{when}:{body}".encode(), hashlib.sha256).hexdigest()
        headers |= {"X-Slack-Request-Timestamp": when, "X-Slack-Signature": signature or f"v0={signed}"}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        return fetch(url, body.encode(), headers)

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

    def wait_for_private(self, channel: str, count: int) -> list[Private]:
        """The private messages in *channel*, as soon as there are *count*."""
        self.wait_until(lambda: len(self.private_in(channel)) >= count, f"{count} private messages in {channel}")
        return self.private_in(channel)

    def private_in(self, channel: str) -> list[Private]:
        """The private messages in *channel* so far, deletions left out."""
        return [
            each for each in self.private if f"/{channel}/" in each.url and not each.arguments.get("delete_original")
        ]

    def wait_for_posts(self, channel: str, count: int) -> list[Posted]:
        """The messages in *channel*, as soon as there are *count*."""
        self.wait_until(lambda: len(self.posts_in(channel)) >= count, f"{count} posts in {channel}")
        return self.posts_in(channel)

    def posts_in(self, channel: str) -> list[Posted]:
        """The messages in *channel* so far."""
        return [post for post in self.posts if post.channel == channel]

    def serve(self, _path: str, _content: bytes | None) -> tuple[str, bytes] | None:
        """Content type and content of a page of the workspace, for a GET (no content) or a POST; None: there is none."""
        return None

    # The inside

    def call(self, method: str, token: str, arguments: Json) -> tuple[int, dict[str, str], Json | None]:
        """Status, headers and body of a Web API call; without a body the line is cut."""
        fault = self._fault(method)
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
                self._acknowledged[str(message.get("envelope_id"))] = message
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
        methods: dict[str, Callable[[Json], Json]] = {
            "auth.test": lambda _: {
                "ok": True,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "bot_id": BOT_ID,
                "url": "http://127.0.0.1/",
            },
            "apps.connections.open": lambda _: {
                "ok": True,
                "url": f"ws://127.0.0.1:{self._http.server_port}/link?ticket={next(self._numbers)}",
            },
            "chat.postMessage": self._post,
            "chat.delete": self._delete,
            "assistant.threads.setSuggestedPrompts": self._suggest,
            "files.getUploadURLExternal": self._begin_upload,
            "files.completeUploadExternal": self._end_upload,
            **{
                name: partial(self._show, name)
                for name in ("views.open", "views.push", "views.update", "views.publish")
            },
        }
        found = methods.get(method)
        return found(arguments) if found else {"ok": False, "error": "unknown_method"}

    def respond(self, path: str, arguments: Json) -> tuple[int, dict[str, str], Json | None]:
        """Status, headers and body of a message over a response_url; without a body the line is cut."""
        fault = self._fault("response_url")
        if fault is not None and not fault.lose_reply:
            headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            return fault.status, headers, {"ok": False, "error": fault.error}
        channel = path.split("/")[2]
        if error := self._private_error(channel, arguments):
            return 200, {}, {"ok": False, "error": error}
        with self._changed:
            if arguments.get("response_type") == "in_channel":
                self.posts.append(
                    Posted(
                        channel=channel,
                        thread_ts=cast("str | None", arguments.get("thread_ts")),
                        text=str(arguments["text"]),
                        blocks=cast("list[Json]", arguments.get("blocks") or []),
                        arguments=arguments,
                        ts=self.new_ts(),
                    )
                )
            else:
                self.private.append(Private(url=path, arguments=arguments, ts=self.new_ts()))
            self._changed.notify_all()
        return 200, {}, None if fault is not None else {"ok": True}

    def _private_error(self, channel: str, arguments: Json) -> str:
        if arguments.get("delete_original"):
            return ""
        known = {
            "response_type", "replace_original", "text", "blocks", "thread_ts", "unfurl_links", "unfurl_media",
        }  # fmt: skip
        if set(arguments) - known:
            return "invalid_arguments"
        thread_ts = arguments.get("thread_ts")
        if arguments.get("response_type") == "ephemeral" and thread_ts and (channel, thread_ts) not in self._threads:
            # Slack accepts it and shows it to nobody
            self.problems.append(f"an ephemeral message to a thread that does not exist: {thread_ts}")
        return self._refused(message_problems(arguments))

    def _delete(self, arguments: Json) -> Json:
        with self._changed:
            self.deleted.append(str(arguments.get("ts")))
            self._changed.notify_all()
        return {"ok": True, "channel": arguments.get("channel"), "ts": arguments.get("ts")}

    def _show(self, method: str, arguments: Json) -> Json:
        view = cast("Json", _decoded(arguments.get("view")))
        if error := self._refused(view_problems(view)):
            return {"ok": False, "error": error}
        names = {"views.update": "view_id", "views.publish": "user_id"}
        target = arguments.get(names.get(method, "trigger_id"))
        if not target:
            return {"ok": False, "error": "invalid_arguments"}
        with self._changed:
            self.shown.append(Shown(method=method, target=str(target), view=view))
            self._changed.notify_all()
        return {"ok": True, "view": {"id": f"V{next(self._numbers)}", **view}}

    def _suggest(self, arguments: Json) -> Json:
        prompts = _decoded(arguments.get("prompts"))
        if "thread_ts" in arguments or not isinstance(prompts, list) or not 0 < len(prompts) <= 4:
            return {"ok": False, "error": "invalid_arguments"}
        with self._changed:
            self.used.add("assistant:write")
            self.prompts.append(arguments)
            self._changed.notify_all()
        return {"ok": True}

    def _begin_upload(self, arguments: Json) -> Json:
        name = f"F{next(self._numbers)}"
        self._uploads[name] = dict(arguments)
        return {"ok": True, "file_id": name, "upload_url": f"{self.url.removesuffix('/api')}/upload/{name}"}

    def upload(self, path: str, content: bytes) -> None:
        """The content of a file that was announced."""
        self._uploads[path.rpartition("/")[2]]["content"] = content

    def _end_upload(self, arguments: Json) -> Json:
        files = cast("list[Json]", _decoded(arguments.get("files")))
        with self._changed:
            self.used.add("files:write")
            for each in files:
                announced = self._uploads[str(each["id"])]
                self.files.append(
                    Uploaded(
                        name=str(announced["filename"]),
                        alternative=str(announced.get("alt_txt", "")),
                        content=cast("bytes", announced["content"]),
                        channel=str(arguments.get("channel_id")),
                        thread_ts=str(arguments.get("thread_ts", "")),
                    )
                )
            self._changed.notify_all()
        return {"ok": True, "files": files}

    def _refused(self, problems: list[str]) -> str:
        """Slack's name for any of *problems*; all of them are kept for the tests to look at."""
        self.problems.extend(problems)
        return "invalid_blocks" if problems else ""

    def _fault(self, method: str) -> Fault | None:
        with self._changed:
            self.calls.append(method)
            return self._faults[method].popleft() if self._faults[method] else None

    def _post(self, arguments: Json) -> Json:
        if set(arguments) - _POST_ARGUMENTS:
            return {"ok": False, "error": "invalid_arguments"}
        if error := self._refused(message_problems(arguments)):
            return {"ok": False, "error": error}
        posted = Posted(
            channel=str(arguments["channel"]),
            thread_ts=cast("str | None", arguments.get("thread_ts")),
            text=str(arguments["text"]),
            blocks=cast("list[Json]", arguments.get("blocks") or []),
            arguments=arguments,
            ts=self.new_ts(),
        )
        with self._changed:
            self.used.add("chat:write")
            self.posts.append(posted)
            self._changed.notify_all()
        return {"ok": True, "channel": posted.channel, "ts": posted.ts, "message": {}}

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

    def _wrapped(self, kind: str, payload: Json) -> Json:
        name = f"envelope-{next(self._numbers)}"
        return {"type": kind, "envelope_id": name, "accepts_response_payload": True, "payload": payload}

    def _action(self, element: Json, value: str | None) -> Json:
        kept: Json = {name: element[name] for name in ("type", "action_id", "value", "block_id") if name in element}
        if value is not None:
            kept["value"] = value
        return {"action_ts": self.new_ts(), "block_id": "b", **kept}

    def _note_scope(self, envelope: Mapping[str, object]) -> None:
        payload = cast("Json", envelope["payload"])
        if envelope["type"] == "slash_commands" or payload.get("type") in {"message_action", "shortcut"}:
            self.used.add("commands")
        event = payload.get("event")
        if isinstance(event, Mapping):
            name = f"message.{event.get('channel_type')}" if event["type"] == "message" else str(event["type"])
            if name in EVENT_SCOPES:
                self.used.add(EVENT_SCOPES[name])


def _decoded(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value


class _Http(ThreadingHTTPServer):
    slack: SlackServer
    daemon_threads = False  # closing the server waits for every line
    request_queue_size = 128


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    timeout = WAIT_SECONDS

    def do_POST(self) -> None:
        """A call of the Web API."""
        content = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if (found := self.server.slack.serve(self.path, content)) is not None:
            self._send(200, {"Content-Type": found[0]}, found[1])
            return
        if self.path.startswith("/upload/"):
            self.server.slack.upload(self.path, content)
            self._say(200, {}, {"ok": True})
            return
        raw = content.decode()
        if self.path.startswith("/response/"):
            self._say(*self.server.slack.respond(self.path, json.loads(raw)))
            return
        # slack_sdk says application/json also where it sends a form or nothing
        arguments = json.loads(raw) if raw.startswith("{") else dict(parse_qsl(raw))
        token = (self.headers["Authorization"] or "").removeprefix("Bearer ")
        self._say(*self.server.slack.call(self.path.removeprefix("/api/"), token, arguments))

    def _say(self, status: int, headers: Mapping[str, str], body: Json | None) -> None:
        if body is None:
            self.close_connection = True
            return
        self._send(status, {**headers, "Content-Type": "application/json"}, json.dumps(body).encode())

    def _send(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        """The handshake of a WebSocket (RFC 6455, 4.2.2), then the line."""
        self.close_connection = True
        if (found := self.server.slack.serve(self.path, None)) is not None:
            self._send(200, {"Content-Type": found[0]}, found[1])
            return
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
