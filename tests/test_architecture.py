"""The arrows of the design: nothing below imports anything above."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "records").rglob("*.py")])
# folder or file → modules that it must not import
FORBIDDEN = {
    "records/": ("bot",),
    "bot/": ("unittest.mock",),
    "bot/topics/": ("sqlite3", "sqlite_utils", "slack_bolt", "slack_sdk"),
    "bot/text/": ("records", "sqlite3", "rapidfuzz"),
    "bot/render/": ("records.store", "records.lookups", "records.build", "sqlite3", "slack_sdk", "slack_bolt"),
    "bot/slack/": ("sqlite3", "records.lookups", "records.store", "bot.topics"),
    "records/store.py": ("sqlite_utils",),
    "records/lookups.py": ("sqlite_utils",),
}

# what everything may raise
ERRORS = "records.errors"


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {name for name in names if name != ERRORS and not name.startswith(f"{ERRORS}.")}


def test_there_are_files_to_look_at() -> None:
    """An empty list would be green for nothing."""
    assert len(FILES) > 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_imports_what_lies_above_it(path: Path) -> None:
    """Records never imports bot, topics never SQL, renderers never look anything up."""
    place = path.relative_to(ROOT).as_posix()
    for prefix, forbidden in FORBIDDEN.items():
        if place.startswith(prefix):
            for name in _imports(path):
                assert not any(name == module or name.startswith(module + ".") for module in forbidden), (place, name)


@pytest.mark.parametrize(
    ("module", "place"),
    [
        ("psycopg", "bot/state/postgres.py"),
        ("prometheus_client", "bot/slack/metrics.py"),
        ("cheroot", "bot/slack/listening.py"),
    ],
)
def test_one_file_knows_each_service(module: str, place: str) -> None:
    """A database, a format and a server are each behind one file."""
    users = [
        path.relative_to(ROOT).as_posix() for path in FILES if any(n.split(".")[0] == module for n in _imports(path))
    ]
    assert users == [place]


def test_every_topic_has_its_corpus() -> None:
    """A kind of question comes with examples."""
    topics = [path for path in (ROOT / "bot" / "topics").glob("*.py") if path.name != "__init__.py"]
    assert topics
    assert [path.name for path in topics if not path.with_suffix(".toml").is_file()] == []
