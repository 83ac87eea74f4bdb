"""The two manifests against what the app really registers and calls: nothing missing, nothing that is not used."""

import ast
import json
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from bot.slack.http_mode import EVENTS_PATH
from bot.slack.listeners import register
from bot.slack.listeners.app_home_opened import PROMPTS
from bot.slack.reply import Replier
from tests.end_to_end.slack_server import EVENT_SCOPES, METHOD_SCOPES

if TYPE_CHECKING:
    from slack_bolt import App

Manifest = dict[str, Any]

REPOSITORY = Path(__file__).parents[2]
# methods as slack_sdk calls them; those without a scope need none (Web API reference)
METHODS = {
    "chat_postMessage": "chat.postMessage",
    "chat_delete": "chat.delete",
    "files_upload_v2": "files.completeUploadExternal",
    "assistant_threads_setSuggestedPrompts": "assistant.threads.setSuggestedPrompts",
    "views_open": None,
    "views_push": None,
    "views_update": None,
    "views_publish": None,
}
# what the app listens to → the events of the manifest
EVENTS = {
    "app_mention": {"app_mention"},
    "message": {"message.im", "message.channels", "message.groups"},
    "app_home_opened": {"app_home_opened"},
    "tokens_revoked": {"tokens_revoked"},
    "app_uninstalled": {"app_uninstalled"},
}
SCOPE_OF_EVENT = {
    "app_mention": EVENT_SCOPES["app_mention"],
    "message.im": EVENT_SCOPES["message.im"],
    "message.channels": EVENT_SCOPES["message.channel"],
    "message.groups": EVENT_SCOPES["message.group"],
}


@pytest.fixture(params=["manifest.json", "manifest.http.json"])
def manifest(request: pytest.FixtureRequest) -> Manifest:
    """Each manifest."""
    loaded: Manifest = json.loads((REPOSITORY / request.param).read_text(encoding="utf-8"))
    return loaded


def called_methods() -> set[str]:
    """Every method of the Web API that the code calls."""
    found = set()
    for path in (REPOSITORY / "bot" / "slack").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute | ast.Name):
                owner = node.value.attr if isinstance(node.value, ast.Attribute) else node.value.id
                if owner == "client" and re.match(r"(chat|views|files|assistant|conversations|users)_", node.attr):
                    found.add(node.attr)
    return found


class Recorder:
    """Stands where a Bolt app is registered with, and keeps what for."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.found: defaultdict[str, list[str]] = defaultdict(list)

    def __getattr__(self, kind: str) -> Callable[..., Callable[[object], object]]:
        """`app.event("app_mention")` and its like; a pattern that takes everything else is left out."""

        def decorator(constraint: object, **_: object) -> Callable[[object], object]:
            if isinstance(constraint, str):
                self.found[kind].append(constraint)
            return lambda listener: listener

        return decorator


def test_every_scope_is_needed_and_every_need_has_its_scope(manifest: Manifest) -> None:
    """Events, methods and commands together need exactly the scopes; history of channels is optional."""
    scopes = manifest["oauth_config"]["scopes"]
    assert called_methods() == set(METHODS)
    needed = {METHOD_SCOPES[method] for method in METHODS.values() if method}
    needed |= {SCOPE_OF_EVENT[event] for event in ("app_mention", "message.im")} | {"commands"}
    optional = {SCOPE_OF_EVENT[event] for event in ("message.channels", "message.groups")}
    assert set(scopes["bot"]) == needed
    assert set(scopes["bot_optional"]) == optional
    assert set(scopes) == {"bot", "bot_optional"}


def test_events_commands_and_shortcuts_are_those_that_are_registered(manifest: Manifest) -> None:
    """The app listens to what the manifest subscribes to, and to nothing else."""
    recorder = Recorder()
    register(cast("App", recorder), cast("Replier", None))
    subscribed = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert set().union(*(EVENTS[event] for event in recorder.found["event"])) == set(subscribed)
    assert subscribed == sorted(subscribed)
    assert [each["command"] for each in manifest["features"]["slash_commands"]] == recorder.found["command"]
    shortcuts = [(each["type"], each["callback_id"]) for each in manifest["features"]["shortcuts"]]
    assert sorted(shortcuts) == sorted(
        (kind, name) for kind in ("message", "global") for name in recorder.found[f"{kind}_shortcut"]
    )
    assert manifest["settings"]["interactivity"]["is_enabled"]


def test_the_agent_experience_suggests_what_the_app_suggests(manifest: Manifest) -> None:
    """agent_view, not the legacy assistant_view; home and messages tab are on."""
    features = manifest["features"]
    prompts = [(each["title"], each["message"]) for each in features["agent_view"]["suggested_prompts"]]
    assert prompts == list(PROMPTS)
    assert "assistant_view" not in features
    assert features["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_the_two_manifests_differ_only_in_how_slack_reaches_the_app() -> None:
    """Socket Mode needs no address; HTTP mode has the same one everywhere."""
    socket, http = (
        json.loads((REPOSITORY / name).read_text(encoding="utf-8")) for name in ("manifest.json", "manifest.http.json")
    )
    addresses = {
        http["features"]["slash_commands"][0].pop("url"),
        http["settings"]["event_subscriptions"].pop("request_url"),
        http["settings"]["interactivity"].pop("request_url"),
        http["settings"]["interactivity"].pop("message_menu_options_url"),
    }
    assert len(addresses) == 1
    assert addresses.pop().endswith(EVENTS_PATH)
    assert (socket["settings"].pop("socket_mode_enabled"), http["settings"].pop("socket_mode_enabled")) == (True, False)
    assert socket == http


def test_the_readme_justifies_every_scope(manifest: Manifest) -> None:
    """Whoever approves the app reads why it wants each scope."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    scopes = manifest["oauth_config"]["scopes"]
    for scope in (*scopes["bot"], *scopes["bot_optional"]):
        assert f"`{scope}`" in readme, scope
