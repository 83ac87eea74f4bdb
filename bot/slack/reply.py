"""Incoming → one reply: claim the post, ask the Desk in the thread's context, post the answer, keep the new context."""

import logging
import secrets
import time
import traceback
from dataclasses import dataclass
from typing import Protocol
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.answer import Answer, Context
from bot.slack.incoming import Incoming
from bot.slack.post import Unconfirmed, error_code, post_answer, post_text
from bot.state import Claim, State
from records.errors import HyoteiError

FAILED = "内部の問題で答えられませんでした。続くときは、この番号を管理者に伝えてください：{reference}"
# The channel or the token is gone, so that trying once more helps nobody (chat.postMessage, Errors).
_NOBODY_THERE = frozenset(
    {
        "account_inactive",
        "cannot_reply_to_message",
        "channel_not_found",
        "invalid_auth",
        "is_archived",
        "not_in_channel",
        "restricted_action",
        "thread_locked",
        "token_revoked",
    }
)
_ASK_AGAIN_SECONDS = 0.5

log = logging.getLogger(__name__)


class Answerer(Protocol):
    """What answers questions: the Desk."""

    def reply(self, text: str, context: Context | None = None) -> Answer:
        """The answer to *text* in a thread that has been about *context*."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replier:
    """Answers whatever comes in, from any thread; each post once, however often and by whichever way it arrives."""

    desk: Answerer
    state: State
    client: WebClient

    def reply(self, incoming: Incoming) -> None:
        """Answer, unless the post is answered already."""
        if not self._claim(incoming):
            return
        began = time.perf_counter()
        try:
            answer = self.desk.reply(incoming.text, self.state.context(incoming.thread))
            post_answer(self.client, incoming.post.channel, incoming.answer_in, answer)
            self.state.keep_context(incoming.thread, answer.context)
        except Unconfirmed as error:
            log.warning(
                "unconfirmed event=%s error=%s: the reply was lost, not sent again", incoming.post.event_id, error
            )
        except (SlackApiError, URLError) as error:
            self._not_posted(incoming, error)
            return
        except Exception as error:  # noqa: BLE001 - the rim: one line to the user, its place to the log, nothing goes on
            self._failed(incoming, error)
            return
        else:
            milliseconds = (time.perf_counter() - began) * 1000
            log.info("answered event=%s status=%s ms=%.0f", incoming.post.event_id, answer.status, milliseconds)
        self.state.settle(incoming.post)

    def _claim(self, incoming: Incoming) -> bool:
        """Whether this call is to answer. A post in the hands of another process is waited for: it may be dead."""
        while (claim := self.state.claim(incoming.post)) is Claim.ELSEWHERE:
            time.sleep(_ASK_AGAIN_SECONDS)
        return claim is Claim.TAKEN

    def _not_posted(self, incoming: Incoming, error: SlackApiError | URLError) -> None:
        """Slack took no message: settled when it never will, else free for the next delivery."""
        code = error_code(error) if isinstance(error, SlackApiError) else type(error.reason).__name__
        log.error("not posted event=%s channel=%s error=%s", incoming.post.event_id, incoming.post.channel, code)
        if code in _NOBODY_THERE:
            self.state.settle(incoming.post)
        else:
            self.state.release(incoming.post)

    def _failed(self, incoming: Incoming, error: Exception) -> None:
        """Something of ours broke: the user gets a number, the log gets where, and nobody gets what was asked."""
        reference = secrets.token_hex(4)
        detail = f" detail={error.detail}" if isinstance(error, HyoteiError) else ""
        where = " < ".join(
            f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
            for frame in reversed(traceback.extract_tb(error.__traceback__))
        )
        log.error(
            "failed id=%s event=%s error=%s%s at %s",
            reference,
            incoming.post.event_id,
            type(error).__name__,
            detail,
            where,
        )
        try:
            post_text(self.client, incoming.post.channel, incoming.answer_in, FAILED.format(reference=reference))
        except (SlackApiError, URLError) as unable:
            self._not_posted(incoming, unable)
        except Unconfirmed:
            self.state.settle(incoming.post)
        else:
            self.state.settle(incoming.post)
