"""What all tests share: a desk over the shipped records, built once, and the official document where it is at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.ask import Desk, make_vocabulary
from bot.reading.match import Vocabulary
from bot.settings import Settings
from records.build import build
from records.dataset_id import SHIPPED_DATA
from records.lookups import Records
from records.store import open_records
from tests.places import Places
from tests.postgres import PostgresServer, postgres_server

ROOT = Path(__file__).resolve().parent.parent
ASKED_ON = date(2025, 6, 1)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a home of their own; the shipped records; a fixed asking day in 令和7年度."""
    return Settings(home=tmp_path_factory.mktemp("home"), today=ASKED_ON, values={})


@pytest.fixture(scope="session")
def desk(settings: Settings) -> Iterator[Desk]:
    """A desk over the shipped records."""
    opened = Desk(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    """The shipped records."""
    path = tmp_path_factory.mktemp("records") / "records.sqlite3"
    build(sorted(folder for folder in SHIPPED_DATA.iterdir() if folder.is_dir()), path)
    opened = open_records(path)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def vocabulary(records: Records) -> Vocabulary:
    """The names and words of the shipped records."""
    return make_vocabulary(records)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server that stays up: whoever stops one starts his own."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["file", "server"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    """Where the state is kept: in files, and in PostgreSQL."""
    url = request.getfixturevalue("postgres").new_database() if request.param == "server" else ""
    return Places(tmp_path / "home", url)


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of official documents; the test is skipped, saying so, where it is not there."""
    folder = Path(os.environ.get("HYOTEI_SOURCES", ROOT.parent / "shared" / "sources"))
    if not folder.is_dir():
        pytest.skip(f"official documents are not at hand: {folder}")
    return folder
