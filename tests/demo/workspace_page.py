"""A workspace in the browser, without Slack: the stand-in of the tests with a chat page, and the unchanged app connected.

    scripts/demo [--port PORT]

The page shows a channel, direct messages and the home page of the app; what is done there reaches the app as Slack's own
events, commands and interactions over Socket Mode, and what the app posts is drawn from its blocks. On 127.0.0.1 only.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from tests.end_to_end.slack_sent import Json
from tests.end_to_end.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    "/": ("page.html", "text/html; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
}
PORT = 8765
USER = "U1"
CHANNEL, DIRECT = "C-hyoka", "D-hyotei"
STOP_SECONDS = 30


class Page(SlackServer):
    """The stand-in with a page at `/`; everything under `/demo/` is said by that page."""

    def __init__(self, manifest: Json, port: int = 0) -> None:
        """As the stand-in."""
        super().__init__(manifest, port)
        self.written: list[Json] = []
        self.modals: list[Json] = []
        self._replaced: dict[str, str] = {}
        self._seen = 0

    @property
    def address(self) -> str:
        """Where the page is."""
        return self.url.removesuffix("/api") + "/"

    def serve(self, path: str, content: bytes | None) -> tuple[str, bytes] | None:
        """A file of the page, or what the app did since, or something that is done there."""
        place = urlsplit(path).path
        if content is None and place in FILES:
            name, kind = FILES[place]
            return kind, (Path(__file__).parent / name).read_bytes()
        if content is None and place.startswith("/demo/file/"):
            number = int(place.rpartition("/")[2])
            return "application/octet-stream", self.files[number].content
        deeds: dict[str, Callable[[Json], object]] = {
            "/demo/state": lambda _: self.state(),
            "/demo/write": self.write,
            "/demo/press": self.press_element,
            "/demo/look-up": self.look_up,
            "/demo/search": lambda _: self.deliver(self.interaction("shortcut", callback_id="search_records")),
            "/demo/suggest": self.suggest,
            "/demo/submit": self.submit,
            "/demo/close": lambda _: self.modals.clear(),
            "/demo/open": self.open,
        }
        if place not in deeds:
            return None
        done = deeds[place](cast("Json", json.loads(content or b"{}")))
        return "application/json", json.dumps(done).encode()

    def state(self) -> Json:
        """Everything that is to be seen."""
        for shown in self.shown[self._seen :]:
            if shown.method in {"views.open", "views.push"}:
                self.modals.append(shown.view)
            elif shown.method == "views.update" and self.modals:
                self.modals[-1] = shown.view
        self._seen = len(self.shown)
        messages = [*self.written, *self._posted(), *self._private(), *self._files()]
        homes = [each.view for each in self.shown if each.method == "views.publish" and each.target == USER]
        return {
            "messages": sorted(messages, key=lambda each: str(each["ts"])),
            "home": homes[-1] if homes else None,
            "modal": self.modals[-1] if self.modals else None,
            "prompts": self.prompts[-1].get("prompts") if self.prompts else [],
        }

    def _posted(self) -> Iterator[Json]:
        for each in self.posts:
            if each.ts not in self.deleted:
                yield {
                    "kind": "bot",
                    "channel": each.channel,
                    "thread_ts": each.thread_ts,
                    "ts": each.ts,
                    "text": each.text,
                    "blocks": each.blocks,
                }

    def _files(self) -> Iterator[Json]:
        for number, each in enumerate(self.files):
            yield {
                "kind": "file",
                "channel": each.channel,
                "thread_ts": each.thread_ts,
                "ts": f"1750000000.{900_000 + number}",  # after all messages
                "name": each.name,
                "alternative": each.alternative,
                "number": number,
            }

    def _private(self) -> Iterator[Json]:
        """Private messages; one that replaces another stands in its place, one that was taken back is gone."""
        shown: dict[str, Json] = {}
        for each in self.private:
            url = each.url.rpartition("/response/")[2]
            target = self._replaced.get(url)
            if each.arguments.get("delete_original"):
                shown.pop(target or "", None)
                continue
            key = target if target in shown and each.arguments.get("replace_original") else each.ts
            shown[key] = {
                "kind": "private",
                "channel": url.split("/")[0],
                "thread_ts": each.arguments.get("thread_ts"),
                "ts": key,
                "text": each.text,
                "blocks": each.blocks,
            }
        yield from shown.values()

    def write(self, said: Json) -> None:
        """Something is written into the channel or to the app: a mention, a follow-up, a command or a direct message."""
        text, channel = str(said["text"]), str(said["channel"])
        thread: Json = {"thread_ts": said["thread_ts"]} if said.get("thread_ts") else {}
        if text.startswith("/hyotei"):
            self.deliver(self.command(text.removeprefix("/hyotei").strip(), channel=channel))
            return
        ts = self.new_ts()
        self.written.append({"kind": "user", "channel": channel, "ts": ts, "text": text, "blocks": [], **thread})
        if channel == DIRECT:
            self.deliver(self.direct_message(text, channel=channel, ts=ts, **thread))
        elif text.startswith("@hyotei"):
            self.deliver(self.mention(text.removeprefix("@hyotei"), channel=channel, ts=ts, **thread))
        else:
            message: Json = {"type": "message", "channel_type": "channel", "channel": channel, "text": text, "ts": ts}
            self.deliver(self.event({**message, **thread}))

    def press_element(self, said: Json) -> None:
        """A button, thumb or search box is used."""
        element, value = cast("Json", said["element"]), cast("str | None", said.get("value"))
        if said.get("view"):
            self.deliver(self.press_in_view(cast("Json", said["view"]), element, value=value))
            return
        channel, ts = str(said["channel"]), str(said["ts"])
        if said["kind"] == "private":
            envelope = self.press_private(element, channel=channel, thread_ts=str(said.get("thread_ts") or ""))
            url = str(cast("Json", envelope["payload"])["response_url"])
            self._replaced[url.rpartition("/response/")[2]] = ts
        else:
            posted = next(each for each in self.posts if each.ts == ts)
            envelope = self.press(posted, element, value=value)
        self.deliver(envelope)

    def look_up(self, said: Json) -> None:
        """この発言を調べる, on a message."""
        thread_ts = cast("str | None", said.get("thread_ts"))
        channel = str(said["channel"])
        message: Json = {"ts": said["ts"], "text": said["text"], **({"thread_ts": thread_ts} if thread_ts else {})}
        self.deliver(
            self.interaction(
                "message_action",
                callback_id="look_up_message",
                channel={"id": channel},
                message=message,
                response_url=self.response_url(channel, thread_ts=thread_ts),
            )
        )

    def suggest(self, said: Json) -> object:
        """Something is typed into the item select."""
        typed = self.interaction("block_suggestion", action_id=said["action_id"], value=said["value"])
        return self.deliver(typed).get("options", [])

    def submit(self, said: Json) -> Json:
        """The form is submitted; the app answers with the view that takes its place, or with errors."""
        view: Json = {"id": "V1", **self.modals[-1], "state": {"values": said["values"]}}
        answer = self.deliver(self.interaction("view_submission", view=view))
        if answer.get("response_action") == "update":
            self.modals[-1] = cast("Json", answer["view"])
        elif not answer:
            self.modals.clear()
        return answer

    def open(self, said: Json) -> None:
        """The home page, or the conversation with the app, is opened."""
        event: Json = {"type": "app_home_opened", "user": USER, "channel": DIRECT, "tab": said["tab"]}
        self.deliver(self.event(event))


@contextmanager
def workspace(home: Path, port: int = 0) -> Iterator[Page]:
    """The page, with the app connected to it in a process of its own, its state in *home*."""
    manifest: Json = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    with Page(manifest, port) as page:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SLACK_")}
        settings = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": page.url}
        app = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "slack"],
            cwd=home,
            env=kept | settings | {"PYTHONPATH": str(ROOT), "HYOTEI_HOME": str(home)},
            stderr=subprocess.DEVNULL,
        )
        try:
            page.lines(1)
            yield page
        finally:
            app.send_signal(signal.SIGTERM)
            app.wait(STOP_SECONDS)


def main() -> int:
    """Show the workspace until Ctrl+C or SIGTERM."""
    parser = argparse.ArgumentParser(prog="scripts/demo", description="Slack なしで、ブラウザでボットを試す")
    parser.add_argument("--port", type=int, default=PORT, help=f"待ち受けるポート（既定 {PORT}、0 は空いているもの）")
    options = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):  # the first is ignored where a script started this in the background
        signal.signal(number, signal.default_int_handler)
    try:
        with tempfile.TemporaryDirectory() as home, workspace(Path(home), options.port) as page:
            sys.stderr.write(f"ブラウザで {page.address} を開いてください。止めるには Ctrl+C を押してください。\n")
            sys.stderr.flush()
            signal.pause()
    except KeyboardInterrupt:
        pass
    except OSError as error:
        sys.stderr.write(
            f"ポート {options.port} で待ち受けられません（{error.strerror}）。--port で別の番号を選んでください。\n"
        )
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
