"""Messages and views → Slack, each once.

When is it safe to send a message again? chat.postMessage documents no key by which Slack would know a repetition
(client_msg_id appears in its list of errors, not in its list of arguments). So:

- refused (429): sent again after the time that Slack names, as often as it takes;
- refused (5xx) or never sent (no connection): sent again, a few times, after a growing time with jitter;
- sent, and the line lost before the reply: not sent again. Most such messages are in the channel already, and one
  rating spoken twice looks like two answers. `Unconfirmed` tells the caller.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from http.client import HTTPException
from typing import NamedTuple
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import (
    ConnectionErrorRetryHandler,
    HttpRequest,
    HttpResponse,
    RateLimitErrorRetryHandler,
    RetryHandler,
    RetryState,
)
from slack_sdk.webhook import WebhookClient

from bot.meter import meter
from bot.render.limits import Block
from bot.slack.where import InChannel, Privately

ATTEMPTS = 6  # with pauses of 0.5, 1, 2, 4 and 8 seconds: a restart of Slack's edge, not an outage
# Slack takes about one message a second for a channel: whoever waits in line comes to his turn, however long it is.
RATE_LIMITED_ATTEMPTS = 90
TIMEOUT_SECONDS = 10
_TOO_MUCH = frozenset(
    {
        "invalid_arguments",
        "invalid_blocks",
        "invalid_blocks_format",
        "msg_blocks_too_long",
        "msg_too_long",
        "view_too_large",
    }
)
_SERVER_ERRORS = range(500, 600)
_OK = 200

log = logging.getLogger(__name__)


class Unconfirmed(Exception):
    """The message was sent, and the line was lost before Slack replied: it may or may not have been posted."""


class Refused(Exception):
    """Slack refuses a message or view. *code*: its name for what is wrong."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


class Rung(NamedTuple):
    """One way to say something: the text, and the blocks that stand for it where Slack can show them."""

    text: str
    blocks: list[Block]


class _ServerErrorRetryHandler(RetryHandler):
    """Every 5xx, where slack_sdk's own handler knows 500 and 503 only; not a response_url's that refuses the content."""

    def _can_retry(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - the signature is slack_sdk's
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> bool:
        refused = response is not None and response.data is not None and b"invalid" in response.data
        again = response is not None and response.status_code in _SERVER_ERRORS and not refused
        if again and response is not None:
            meter().slack_error(f"http_{response.status_code}")
        return again


class _CountingRateLimitHandler(RateLimitErrorRetryHandler):
    """slack_sdk's own, which also says how often Slack found the app too fast."""

    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        again = super()._can_retry(state=state, request=request, response=response, error=error)
        if again:
            meter().slack_error("ratelimited")
        return again


def web_client(token: str, base_url: str) -> WebClient:
    """A client of Slack's Web API that sends again what Slack refused, and for now fails at once without a connection."""
    return WebClient(
        token=token,
        base_url=base_url.rstrip("/") + "/",  # slack_sdk appends the method's name as it is
        timeout=TIMEOUT_SECONDS,
        retry_handlers=_retry_handlers(),
    )


def outlast_lost_connections(client: WebClient) -> None:
    """Let the client also send again what could not be sent. For a bot at work: one that starts should say so at once."""
    client.retry_handlers.append(_not_sent_handler())


def send(client: WebClient, where: InChannel | Privately, rungs: Iterable[Rung]) -> str:
    """Send the first of *rungs* that Slack takes; its ts ("" for a private message). Raises what the senders raise."""

    def one(rung: Rung) -> str:
        if isinstance(where, Privately):
            respond(where, rung)
            return ""
        return post(client, where, rung)

    return first_taken(rungs, one)


def first_taken(rungs: Iterable[Rung], attempt: Callable[[Rung], str]) -> str:
    """What the first *attempt* gives that Slack does not find too much; the last one's refusal is raised."""
    refusal: Refused | None = None
    for rung in rungs:
        try:
            return attempt(rung)
        except Refused as refused:
            if refused.code not in _TOO_MUCH:
                raise
            refusal = refused
            log.warning("refused %s blocks=%d characters=%d", refused.code, len(rung.blocks), len(rung.text))
    raise refusal or Refused("nothing_to_send")


def post(client: WebClient, where: InChannel, rung: Rung) -> str:
    """Post one message in which nothing pings, links or formats; its ts.

    Raises Refused when Slack refuses, URLError when it cannot be reached, Unconfirmed when its reply is lost.
    """

    def send_it() -> str:
        response = client.chat_postMessage(
            channel=where.channel,
            thread_ts=where.thread_ts,
            text=rung.text,
            blocks=rung.blocks or None,
            mrkdwn=False,
            link_names=False,
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(response.get("ts", ""))

    return confirmed(send_it)


def respond(where: Privately, rung: Rung) -> None:
    """Send one message that only one person sees, over the response_url. Raises as `post` does."""
    # without blocks Slack would format the text: a response_url knows no mrkdwn switch
    section: Block = {"type": "section", "text": {"type": "plain_text", "text": rung.text[:2_900], "emoji": False}}
    _respond(
        where.url,
        {
            "response_type": "ephemeral",
            "replace_original": where.replace,
            "text": rung.text,
            "blocks": rung.blocks or [section],
            "thread_ts": where.thread_ts if not where.replace else None,
            "unfurl_links": False,
            "unfurl_media": False,
        },
    )


def respond_publicly(url: str, rung: Rung, thread_ts: str | None) -> None:
    """Send one message to all in the channel of a response_url, where the bot need not be a member."""
    _respond(
        url,
        {
            "response_type": "in_channel",
            "replace_original": False,
            "text": rung.text,
            "blocks": rung.blocks or None,
            "thread_ts": thread_ts,
            "unfurl_links": False,
            "unfurl_media": False,
        },
    )


def take_back(url: str) -> None:
    """Remove the private message that was acted on."""
    _respond(url, {"delete_original": True})


def confirmed(call: Callable[[], str]) -> str:
    """What a call to Slack gives, with what may go wrong told apart: Refused, URLError, Unconfirmed."""
    try:
        return call()
    except SlackApiError as error:
        meter().slack_error(error_code(error))
        raise Refused(error_code(error)) from error
    except Refused as refused:
        meter().slack_error(refused.code)
        raise
    except URLError:
        meter().slack_error("unreachable")
        raise
    except (OSError, HTTPException) as error:
        meter().slack_error("unconfirmed")
        raise Unconfirmed(type(error).__name__) from error


def error_code(error: SlackApiError) -> str:
    """Slack's name for what is wrong."""
    return str(error.response.get("error", "unknown"))


def _respond(url: str, message: dict[str, object]) -> None:
    def send_it() -> str:
        client = WebhookClient(url, timeout=TIMEOUT_SECONDS, retry_handlers=_retry_handlers(), logger=_silent_logger())
        client.retry_handlers.append(_not_sent_handler())
        response = client.send_dict(message)
        if code := _refusal(response.status_code, response.body):
            raise Refused(code)
        return ""

    confirmed(send_it)


def _silent_logger() -> logging.Logger:
    """For slack_sdk, which would put the response_url, good for half an hour, into the log; our own line has the error."""
    silent = logging.getLogger("bot.slack.response_url")
    silent.setLevel(logging.CRITICAL)
    return silent


def _refusal(status: int, body: str) -> str:
    """Why a response_url refused, or "". It says ok, or an error's name, as text or as JSON."""
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    if isinstance(said, dict):
        return "" if said.get("ok", True) else str(said.get("error", "unknown"))
    return "" if status == _OK else (body.strip()[:80] or f"http_{status}")


def _retry_handlers() -> list[RetryHandler]:
    return [
        _CountingRateLimitHandler(max_retry_count=RATE_LIMITED_ATTEMPTS),
        _ServerErrorRetryHandler(max_retry_count=ATTEMPTS - 1),
    ]


def _not_sent_handler() -> RetryHandler:
    # urllib raises URLError for what fails up to the last byte of the request, other errors after it
    return ConnectionErrorRetryHandler(max_retry_count=ATTEMPTS - 1, error_types=[URLError])
