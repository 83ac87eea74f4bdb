"""What Slack says against a token, or why it cannot be reached, as one Japanese line."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError

from slack_bolt.error import BoltError
from slack_sdk.errors import SlackApiError

from bot.slack.post import error_code
from records.errors import HyoteiError, SettingsMissing


@contextmanager
def explained(setting: str, base_url: str) -> Iterator[None]:
    """Raise SettingsMissing for a token that is not accepted, HyoteiError for a Slack that is not there."""
    try:
        yield
    except (SlackApiError, BoltError) as error:
        cause = error if isinstance(error, SlackApiError) else error.__context__
        code = error_code(cause) if isinstance(cause, SlackApiError) else str(error)
        message = f"{setting} は Slack に受け付けられませんでした（{code}）。アプリの設定画面で値を確かめてください。"
        raise SettingsMissing(message) from error
    except OSError as error:
        reason = error.reason if isinstance(error, URLError) else error
        message = f"Slack（{base_url}）に接続できません。ネットワークと SLACK_API_URL を確かめてください。"
        raise HyoteiError(message, detail=repr(reason)) from error
