"""An Answer → a message in Slack, posted once.

When is it safe to send a message again? chat.postMessage documents no key by which Slack would know a repetition
(client_msg_id appears in its list of errors, not in its list of arguments). So:

- refused (429, 5xx) or never sent (no connection): sent again, a few times, after the time that Slack names or a
  growing one with jitter;
- sent, and the line lost before the reply: not sent again. Most such messages are in the channel already, and one
  rating spoken twice looks like two answers. `Unconfirmed` tells the caller.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from http.client import HTTPException
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

from bot.answer import Answer
from bot.render.blocks import Block, render_blocks, render_fallback, render_first_line

ATTEMPTS = 6  # with pauses of 0.5, 1, 2, 4 and 8 seconds: a restart of Slack's edge, not an outage
TIMEOUT_SECONDS = 10
_TOO_MUCH = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})
_SERVER_ERRORS = range(500, 600)

log = logging.getLogger(__name__)


class Unconfirmed(Exception):
    """The message was sent, and the line was lost before Slack replied: it may or may not have been posted."""


class _ServerErrorRetryHandler(RetryHandler):
    """Every 5xx, where slack_sdk's own handler knows 500 and 503 only."""

    def _can_retry(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - the signature is slack_sdk's
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> bool:
        return response is not None and response.status_code in _SERVER_ERRORS


def web_client(token: str, base_url: str) -> WebClient:
    """A client of Slack's Web API that sends again what Slack refused, and for now fails at once without a connection."""
    return WebClient(
        token=token,
        base_url=base_url.rstrip("/") + "/",  # slack_sdk appends the method's name as it is
        timeout=TIMEOUT_SECONDS,
        retry_handlers=[
            RateLimitErrorRetryHandler(max_retry_count=ATTEMPTS - 1),
            _ServerErrorRetryHandler(max_retry_count=ATTEMPTS - 1),
        ],
    )


def outlast_lost_connections(client: WebClient) -> None:
    """Let the client also send again what could not be sent. For a bot at work: one that starts should say so at once."""
    # urllib raises URLError for what fails up to the last byte of the request, other errors after it
    handler = ConnectionErrorRetryHandler(max_retry_count=ATTEMPTS - 1, error_types=[URLError])
    client.retry_handlers.append(handler)


def post_answer(client: WebClient, channel: str, thread_ts: str | None, answer: Answer) -> None:
    """Post the answer; with less layout when Slack refuses it. Raises what `post_text` raises."""
    *richer, last = _ladder(answer)
    for text, blocks in richer:
        try:
            post_text(client, channel, thread_ts, text, blocks)
        except SlackApiError as error:
            if error_code(error) not in _TOO_MUCH:
                raise
            log.warning("refused %s blocks=%d characters=%d", error_code(error), len(blocks), len(text))
        else:
            return
    post_text(client, channel, thread_ts, *last)


def post_text(
    client: WebClient, channel: str, thread_ts: str | None, text: str, blocks: list[Block] | None = None
) -> None:
    """Post one message in which nothing pings, links or formats.

    Raises SlackApiError when Slack refuses, URLError when it cannot be reached, Unconfirmed when its reply is lost.
    """
    try:
        client.chat_postMessage(
            channel=channel,
            thread_ts=thread_ts,
            text=text,
            blocks=blocks or None,
            mrkdwn=False,
            link_names=False,
            unfurl_links=False,
            unfurl_media=False,
        )
    except URLError:
        raise
    except (OSError, HTTPException) as error:
        raise Unconfirmed(type(error).__name__) from error


def error_code(error: SlackApiError) -> str:
    """Slack's name for what is wrong."""
    return str(error.response.get("error", "unknown"))


def _ladder(answer: Answer) -> Iterator[tuple[str, list[Block]]]:
    """The answer with all its layout, as text alone, and as one line."""
    text = render_fallback(answer)
    yield text, render_blocks(answer)
    yield text, []
    yield render_first_line(answer), []
