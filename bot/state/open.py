"""Settings → the state and the misses, opened where they say, closed together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from bot.misses import MISSES_NAME, MISSES_SCHEMA, Misses
from bot.settings import Settings
from bot.state.sqlite import SqliteStore
from bot.state.state import STATE_NAME, STATE_SCHEMA, State
from bot.state.store import Store
from records.errors import SettingsMissing

if TYPE_CHECKING:
    from bot.state.postgres import PostgresStore


class Remembered(NamedTuple):
    """Both, and the store they share, where it is one that can be lost."""

    state: State
    misses: Misses
    server: PostgresStore | None


@contextmanager
def opened(settings: Settings) -> Iterator[Remembered]:
    """Both. Raises SettingsMissing, DatabaseUnusable."""
    keep_days = settings.misses_days()
    if url := settings.state_url():
        with closing(_server(url)) as server, closing(State(server)) as state:
            yield Remembered(state, Misses(server if keep_days else None, keep_days=keep_days), server)
        return
    with opened_state(settings) as state, opened_misses(settings) as misses:
        yield Remembered(state, misses, None)


@contextmanager
def opened_state(settings: Settings) -> Iterator[State]:
    """The state alone. Raises SettingsMissing, DatabaseUnusable."""
    url = settings.state_url()
    store: Store = _server(url) if url else SqliteStore(settings.home / STATE_NAME, STATE_SCHEMA)
    with closing(store), closing(State(store)) as state:
        yield state


@contextmanager
def opened_misses(settings: Settings) -> Iterator[Misses]:
    """The misses alone; where none are to be kept, no file is made. Raises SettingsMissing, DatabaseUnusable."""
    keep_days, url = settings.misses_days(), settings.state_url()
    if not keep_days:
        yield Misses(None)
        return
    store: Store = _server(url) if url else SqliteStore(settings.home / MISSES_NAME, MISSES_SCHEMA)
    with closing(store):
        yield Misses(store, keep_days=keep_days)


def _server(url: str) -> PostgresStore:
    try:
        from bot.state.postgres import PostgresStore  # noqa: PLC0415 - only replicas on several machines need psycopg
    except ImportError as error:
        message = (
            "HYOTEI_STATE_URL には psycopg と libpq が要ります。"
            "pip install 'hyotei-bot[postgres]' と、libpq5（Debian）などの libpq を入れてください。"
        )
        raise SettingsMissing(message, detail=repr(error)) from error
    return PostgresStore(url, (STATE_SCHEMA, MISSES_SCHEMA))
