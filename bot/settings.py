"""Settings: environment variables and `.env` → one typed object.

The environment wins over `.env`; `.env` is looked for in the working directory and beside the program.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

from records.dataset_id import SHIPPED_DATA, document_id_of
from records.errors import SettingsMissing
from records.unfinished import finish_replacements

DATABASE_NAME = "records.sqlite3"
_STATE_SCHEMES = ("postgresql://", "postgres://")
KEEP_DAYS = 90  # of questions without an answer: enough to improve the tables after an evaluation round
_MOST_DAYS = 3_650
# the time zone of every date the bot shows: UTC+9 all year since 1952, whatever zones the machine knows
TOKYO = timezone(timedelta(hours=9), "JST")

# setting → what it is for (README's table is made of this)
NAMES = {
    "HYOTEI_HOME": "own data folders, database and state; default: the platform's user data folder",
    "HYOTEI_TODAY": "the asking day, YYYY-MM-DD; default: today in Asia/Tokyo",
    "HYOTEI_SOURCES": "folder of official documents, for the tests",
    "HYOTEI_MISSES_DAYS": "how long questions without an answer are kept, in days; default 90, 0 keeps none",
    "HYOTEI_RECORDS": "a records database that was built elsewhere, used as it is; default: built in HYOTEI_HOME",
    "HYOTEI_STATE_URL": "postgresql://… for what replicas share; default: SQLite files in HYOTEI_HOME",
    "HYOTEI_METRICS": "HOST:PORT for /metrics and /healthz, for example 127.0.0.1:9464; default: none",
    "SLACK_BOT_TOKEN": "Slack bot token (xoxb-…)",
    "SLACK_APP_TOKEN": "Slack app-level token for Socket Mode (xapp-…)",
    "SLACK_SIGNING_SECRET": "Slack signing secret, for HTTP mode",
    "SLACK_API_URL": "another address of Slack's Web API, for tests",
}


class Settings(NamedTuple):
    """*home* holds `data/` (own folders), the database and the state. *today* None: the clock decides."""

    home: Path
    today: date | None
    values: dict[str, str]

    @property
    def database(self) -> Path:
        """The records database."""
        return self.given_database or self.home / DATABASE_NAME

    @property
    def given_database(self) -> Path | None:
        """The records database that HYOTEI_RECORDS names: it is used as it is, never built from the data folders."""
        written = self.values.get("HYOTEI_RECORDS", "").strip()
        return Path(written).expanduser() if written else None

    def asked_on(self) -> date:
        """The asking day in Japan."""
        return self.today if self.today is not None else datetime.now(TOKYO).date()

    def data_folders(self) -> tuple[Path, ...]:
        """The data folders to build from: the user's own, then the shipped ones whose document the user has not.

        Raises DatabaseUnusable when a replacement that was killed cannot be finished.
        """
        finish_replacements(self.home / "data")
        own = _folders_in(self.home / "data")
        if not own:
            return _folders_in(SHIPPED_DATA)
        taken = {document_id_of(folder) for folder in own}
        return (*own, *(folder for folder in _folders_in(SHIPPED_DATA) if document_id_of(folder) not in taken))

    def required(self, name: str, prefix: str) -> str:
        """The value of a token setting. Raises SettingsMissing when it is absent or cannot be a token of that kind."""
        value = self.values.get(name, "").strip()
        form = f"{prefix} で始まる値" if prefix else "アプリの設定画面にある値"
        if not value:
            message = f"{name} が設定されていません。環境変数か .env に {form}を入れてください。"
            raise SettingsMissing(message)
        if not value.startswith(prefix) or any(character.isspace() for character in value):
            message = f"{name} の形が違います。{form}を入れてください。"
            raise SettingsMissing(message)
        return value

    def state_url(self) -> str:
        """Where replicas share what they remember; "": in files. Raises SettingsMissing, which never quotes it."""
        written = self.values.get("HYOTEI_STATE_URL", "").strip()
        if written and not written.startswith(_STATE_SCHEMES):
            message = "HYOTEI_STATE_URL は postgresql:// で始まる値にしてください（例：postgresql://利用者@ホスト/データベース）。"
            raise SettingsMissing(message)
        return written

    def misses_days(self) -> int:
        """How many days questions without an answer are kept; 0: not at all. Raises SettingsMissing."""
        written = self.values.get("HYOTEI_MISSES_DAYS", "").strip()
        if not written:
            return KEEP_DAYS
        if not written.isdecimal() or int(written) > _MOST_DAYS:
            message = f"HYOTEI_MISSES_DAYS「{written}」は日数ではありません。0（残さない）から {_MOST_DAYS} の整数を入れてください。"
            raise SettingsMissing(message)
        return int(written)


def read_settings() -> Settings:
    """The settings as they are now. Raises SettingsMissing for a value that cannot be used."""
    values = {**_read_dot_env(), **{name: os.environ[name] for name in NAMES if name in os.environ}}
    today: date | None = None
    if written := values.get("HYOTEI_TODAY", "").strip():
        try:
            today = date.fromisoformat(written)
        except ValueError as error:
            message = f"HYOTEI_TODAY「{written}」は日付ではありません。YYYY-MM-DD の形で入れてください。"
            raise SettingsMissing(message) from error
    return Settings(home=_home(values.get("HYOTEI_HOME", "").strip()), today=today, values=values)


def _read_dot_env() -> dict[str, str]:
    for path in (Path(".env"), Path(__file__).resolve().parent.parent / ".env"):
        if path.is_file():
            from dotenv import dotenv_values  # noqa: PLC0415 - 2 ms that a question without .env need not pay

            try:
                found = dotenv_values(path)
            except (OSError, UnicodeDecodeError) as error:
                reason = error.strerror if isinstance(error, OSError) else "UTF-8 ではありません"
                raise SettingsMissing(
                    f"{path.absolute()} を読めません（{reason}）。保存し直すか、権限を確かめてください。"
                ) from error
            return {name: value for name, value in found.items() if value is not None and name in NAMES}
    return {}


def _home(written: str) -> Path:
    try:
        if written:
            return Path(written).expanduser()
        from platformdirs import user_data_path  # noqa: PLC0415 - not needed where HYOTEI_HOME is set

        return user_data_path("hyotei-bot", appauthor=False)
    except RuntimeError as error:  # neither HOME nor an entry for this user
        raise SettingsMissing(
            "ホームフォルダが分かりません。HYOTEI_HOME に置き場所のフォルダを指定してください。"
        ) from error


def _folders_in(folder: Path) -> tuple[Path, ...]:
    try:
        return tuple(sorted(path for path in folder.iterdir() if (path / "datapackage.json").is_file()))
    except OSError:
        return ()
