"""Headless Chromium, driven over the WebDriver protocol (W3C) that chromedriver speaks: as much of it as the tests need."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast
from urllib.request import Request, urlopen

import pytest

WAIT_SECONDS = 20.0
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # WebDriver, 12.1: the key of an element's reference
ENTER = "\ue007"  # WebDriver, 17.4.2

Json = dict[str, object]


class Browser:
    """One window."""

    def __init__(self, base: str, session: str) -> None:
        """Drive *session* of the chromedriver at *base*."""
        self._session = f"{base}/session/{session}"

    def open(self, url: str) -> None:
        """Go there."""
        self._call("POST", "url", {"url": url})

    def click(self, xpath: str) -> None:
        """Click the first element, as soon as it is there."""
        self.wait(lambda: self._click(xpath), f"{xpath} to click")

    def write(self, xpath: str, text: str) -> None:
        """Type into an element."""
        self._call("POST", f"element/{self._find(xpath)[0]}/value", {"text": text})

    def text(self, xpath: str = "//body") -> str:
        """What is to be read in the elements."""
        return "\n".join(str(self._call("GET", f"element/{each}/text")) for each in self._find(xpath))

    def count(self, xpath: str) -> int:
        """How many elements there are."""
        return len(self._find(xpath))

    def wait_for_text(self, text: str, xpath: str = "//body") -> None:
        """Until it can be read there."""
        self.wait(lambda: text in self.text(xpath), f"{text!r} in {xpath}")

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Until something is so, or fail; what changes meanwhile is looked at again."""
        deadline = time.monotonic() + WAIT_SECONDS
        while not self._holds(condition):
            if time.monotonic() > deadline:
                pytest.fail(f"no {what} within {WAIT_SECONDS:.0f} s: {self.text()[-1500:]}")
            time.sleep(0.05)

    def logged_errors(self) -> list[str]:
        """What the page said on its console."""
        entries = cast("list[Json]", self._call("POST", "se/log", {"type": "browser"}))
        return [str(each["message"]) for each in entries]

    def screenshot(self, path: Path) -> None:
        """A picture of the window."""
        path.write_bytes(base64.b64decode(str(self._call("GET", "screenshot"))))

    def quit(self) -> None:
        """Close the window."""
        self._call("DELETE", "")

    def _click(self, xpath: str) -> bool:
        self._call("POST", f"element/{self._find(xpath)[0]}/click", {})
        return True

    def _holds(self, condition: Callable[[], bool]) -> bool:
        try:
            return condition()
        except (LookupError, OSError):  # not there yet, or drawn anew in between (stale element reference)
            return False

    def _find(self, xpath: str) -> list[str]:
        found = cast("list[dict[str, str]]", self._call("POST", "elements", {"using": "xpath", "value": xpath}))
        return [each[_ELEMENT] for each in found]

    def _call(self, method: str, path: str, body: Json | None = None) -> object:
        url = f"{self._session}/{path}".rstrip("/")
        return _call(method, url, body)


@contextmanager
def browser() -> Iterator[Browser]:
    """A window of headless Chromium; the test is skipped, saying so, where there is none, unless HYOTEI_REQUIRE=1."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        message = "chromium and chromedriver are not installed (Debian: chromium, chromium-driver)"
        if os.environ.get("HYOTEI_REQUIRE") == "1":
            pytest.fail(message)
        pytest.skip(message)
    # a port of its own choosing, which it prints
    with subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            base = f"http://127.0.0.1:{_port(process)}"
            window = Browser(base, _begin(base, chromium))
            try:
                yield window
            finally:
                window.quit()
        finally:
            process.terminate()


def _port(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"started successfully on port (\d+)", line):
            return found.group(1)
    pytest.fail("chromedriver did not start")


def _begin(base: str, chromium: str) -> str:
    switches = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,900"]
    wanted = {
        "browserName": "chrome",
        "goog:chromeOptions": {"binary": chromium, "args": switches},
        "goog:loggingPrefs": {"browser": "ALL"},
    }
    begun = cast("Json", _call("POST", f"{base}/session", {"capabilities": {"alwaysMatch": wanted}}))
    return str(begun["sessionId"])


def _call(method: str, url: str, body: Json | None) -> object:
    content = None if body is None else json.dumps(body).encode()
    request = Request(url, content, {"Content-Type": "application/json"}, method=method)  # noqa: S310 - loopback
    with urlopen(request, timeout=60) as response:  # noqa: S310 - loopback
        return json.loads(response.read())["value"]
