"""Incoming → one reply: claim it, ask the Desk in the thread's context, send the answer, keep the new context."""

import logging
import re
import secrets
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Protocol
from urllib.error import URLError

from slack_sdk import WebClient

from bot.answer import Answer, Context, Status
from bot.meter import meter
from bot.misses import Misses
from bot.overview import Overview
from bot.render.blocks import render_blocks, render_page_text
from bot.render.fallback import render_fallback, render_first_line
from bot.render.frame import Frame
from bot.slack.incoming import Incoming, Press
from bot.slack.post import Refused, Rung, Unconfirmed, confirmed, first_taken, respond, send
from bot.slack.taking import handed_over
from bot.slack.views import answer_view, home_view, text_view
from bot.slack.where import AtHome, InChannel, InModal, Privately, Where
from bot.state.model import Asked, Claim, Post, new_number
from bot.state.state import State
from bot.state.store import StoreLost
from bot.wording.next_steps import NextSteps
from records.errors import DatabaseUnusable, HyoteiError

FAILED = "内部の問題で答えられませんでした。続くときは、この番号を管理者に伝えてください：{reference}"
WITHOUT_THREAD = "いまは会話の続きを参照できないため、この質問だけに答えています。"
CANNOT_POST = "ここには投稿できません（{code}）。チャンネルの設定を確かめるか、ボットを招待してください。"
# The channel, the message or the token is gone, so that trying once more helps nobody (chat.postMessage, Errors).
_NOBODY_THERE = frozenset(
    {
        "account_inactive",
        "cannot_reply_to_message",
        "channel_not_found",
        "expired_trigger_id",
        "expired_url",
        "invalid_auth",
        "is_archived",
        "missing_scope",
        "not_found",
        "not_in_channel",
        "restricted_action",
        "thread_locked",
        "token_expired",
        "token_revoked",
        "used_url",
    }
)
_ASK_AGAIN_SECONDS = 0.02  # an answer takes milliseconds
_ASK_AGAIN_AT_MOST_SECONDS = 0.5  # a dead process's claim seconds
_LOOKS_LIKE_A_QUESTION = re.compile(r"[?？]\s*$|(?:は|教えて|見せて|ください|下さい|ですか|推移|理由)[。!！]?\s*$")

log = logging.getLogger(__name__)


class NotNow(Exception):
    """Whoever asked was told to try again, and may."""


class Answerer(Protocol):
    """What answers questions: the Desk."""

    def reply(self, text: str, context: Context | None = None, *, day: date | None = None) -> Answer:
        """The answer to *text* in a thread that has been about *context*."""

    def overview(self) -> Overview:
        """The records at a glance."""

    def asked_on(self) -> date:
        """The asking day."""


@dataclass(kw_only=True)
class Replier:
    """Answers whatever comes in, from any thread; each post once, however often and by whichever way it arrives."""

    desk: Answerer
    state: State
    misses: Misses
    client: WebClient
    pool: Executor
    _steps: tuple[Overview, NextSteps] | None = field(default=None, init=False)

    def submit(self, incoming: Incoming | None) -> None:
        """Answer later, in the pool: what waits is acknowledged meanwhile. None is nothing to answer."""
        if incoming is not None:
            self.later(self.reply, incoming)

    def overhear(self, incoming: Incoming | None) -> None:
        """Answer later what was said in a thread of ours; elsewhere it is none of the app's business."""

        def reply_when_ours(incoming: Incoming) -> None:
            with suppress(StoreLost):  # nobody can tell whose thread it is, and nobody has asked the bot by name
                if self.state.context(incoming.thread) is not None:
                    self.reply(incoming)

        if incoming is not None:
            self.later(reply_when_ours, incoming)

    def later(self, work: Callable[..., None], *values: object) -> None:
        """Do *work* in the pool; what it raises is one line in the log, where else nobody would hear of it."""
        begun, since = handed_over(), time.perf_counter()

        def begin() -> None:
            begun()
            meter().waited(time.perf_counter() - since)
            work(*values)

        self.pool.submit(begin).add_done_callback(_log_what_it_raised)

    def reply(self, incoming: Incoming) -> None:
        """Answer, unless the post is answered already."""
        self.once(incoming.post, incoming.where, partial(self._answer, incoming))

    def once(self, post: Post, where: Where, work: Callable[[], str]) -> None:
        """Do *work*, which gives its outcome for the log, unless the post is done already; whatever goes wrong."""
        if not self._claim(post):
            return
        began = time.perf_counter()
        try:
            outcome = work()
        except NotNow:
            log.warning("not now event=%s", post.event_id)
            self.state.release(post)
            return
        except Unconfirmed as error:
            log.warning("unconfirmed event=%s error=%s: the reply was lost, not sent again", post.event_id, error)
        except (Refused, URLError) as error:
            self._not_posted(post, error)
            return
        except Exception as error:  # noqa: BLE001 - the rim: one line to the user, its place to the log, nothing goes on
            self._failed(post, where, error)
            return
        else:
            seconds = time.perf_counter() - began
            meter().answered(seconds)
            log.info("answered event=%s status=%s ms=%.0f", post.event_id, outcome, seconds * 1000)
        self.state.settle(post)

    def show(self, where: Where, answer: Answer, frame: Frame, *, native: bool = True) -> None:
        """Send or show one page of an answer. Raises Refused, URLError, Unconfirmed."""
        if isinstance(where, AtHome):
            self.publish_home(where.user, answer, frame)
        elif isinstance(where, InModal):
            view = answer_view(render_blocks(answer, frame, native=False))
            confirmed(lambda: _done(self.client.views_update(view_id=where.view_id, view=view)))
        else:
            send(self.client, where, rungs(answer, frame, native=native))

    def publish_home(self, user: str, answer: Answer | None = None, frame: Frame | None = None) -> None:
        """The home page of *user*, with an answer when there is one. Raises as `show` does."""
        blocks = render_blocks(answer, frame, native=False) if answer and frame else []
        shown = (blocks, text_view(render_first_line(answer))) if answer else ((),)
        first_taken(
            (Rung("", home_view(self.desk.overview(), each)) for each in shown),
            lambda rung: confirmed(
                lambda: _done(self.client.views_publish(user_id=user, view={"type": "home", "blocks": rung.blocks}))
            ),
        )

    def answer_for_modal(self, question: str) -> list[dict[str, object]]:
        """The blocks of an answer that is shown in a modal at once; one line when something of ours breaks."""
        try:
            day = self.desk.asked_on()
            answer = self.desk.reply(question, None)
            number = new_number()
            self.state.keep_answer(number, Asked(question, Context(), day))
            frame = self.frame(answer, number, InModal(view_id=""), "")
            self._count(answer)
        except Exception as error:  # noqa: BLE001 - the rim, as in `once`
            return text_view(FAILED.format(reference=log_failure(Post("view", "", ""), error)))
        log.info("answered event=view status=%s", answer.status)
        return render_blocks(answer, frame, native=False)

    def frame(self, answer: Answer, number: str, where: Where, asker: str) -> Frame:
        """What stands around an answer at a place."""
        steps = self._next_steps()
        in_channel = isinstance(where, InChannel)
        return Frame(
            number=number,
            version=self.desk.overview().version,
            corrections=steps.corrections(answer),
            steps=steps.steps(answer),
            asker=asker if in_channel else "",
            share_in=where.share_in if isinstance(where, Privately) else None,
            rated=in_channel and self.misses.keep_days > 0,
            files=in_channel,
        )

    def tell(self, press: Press, text: str, blocks: list[dict[str, object]] | None = None) -> None:
        """Say something to the one who pressed a button, seen by nobody else. Raises as `show` does."""
        rung = Rung(text, blocks or [])
        if press.url:
            respond(Privately(url=press.url, channel=press.channel, thread_ts=press.in_thread), rung)
            return
        view = answer_view(blocks or text_view(text))
        open_or_push = self.client.views_push if isinstance(press.where, InModal) else self.client.views_open
        confirmed(lambda: _done(open_or_push(trigger_id=press.trigger, view=view)))

    def _answer(self, incoming: Incoming) -> str:
        context, notes = self._context(incoming)
        if incoming.overheard and (context is None or not _LOOKS_LIKE_A_QUESTION.search(incoming.text)):
            return "overheard"
        day = self.desk.asked_on()
        answer = self.desk.reply(incoming.text, context).with_notes(*notes)
        if incoming.overheard and answer.status in {Status.NOT_UNDERSTOOD, Status.OUT_OF_SCOPE}:
            return "overheard"
        number, before = new_number(), context or Context()
        # whoever sees the answer may go on at once, and reach another process
        self.state.keep_reply(incoming.thread, answer.context, number, Asked(incoming.text, before, day))
        try:
            self.show(incoming.where, answer, self.frame(answer, number, incoming.where, incoming.asker))
        except (Refused, URLError) as error:
            self.state.keep_context(incoming.thread, before)  # nobody saw it: the next try begins where this one did
            self._tell_refusal(incoming, error)
            raise
        self._count(answer)
        return answer.status.value

    def _context(self, incoming: Incoming) -> tuple[Context | None, tuple[str, ...]]:
        """What the question may build on, and what its asker should know when that cannot be told."""
        if incoming.is_complete:
            return None, ()
        try:
            return self.state.context(incoming.thread), ()
        except StoreLost:
            return None, () if incoming.begins_its_thread else (WITHOUT_THREAD,)

    def _count(self, answer: Answer) -> None:
        """Count the answer, which is there already: what goes wrong now is for the log alone."""
        meter().question(answer.topic or "", answer.status.value)
        try:
            self.misses.record(answer)
        except DatabaseUnusable as error:
            log.warning("not counted: %s", error.detail)

    def _tell_refusal(self, incoming: Incoming, error: Refused | URLError) -> None:
        """A word to whoever pressed a button where nothing can be posted."""
        code = error.code if isinstance(error, Refused) else ""
        if code in _NOBODY_THERE and incoming.url and isinstance(incoming.where, InChannel):
            where = Privately(url=incoming.url, channel=incoming.where.channel)
            respond(where, Rung(CANNOT_POST.format(code=code), []))

    def _next_steps(self) -> NextSteps:
        overview = self.desk.overview()
        if self._steps is None or self._steps[0] is not overview:
            self._steps = (overview, NextSteps(overview, self.desk.reply))
        return self._steps[1]

    def _claim(self, post: Post) -> bool:
        """Whether this call is to answer. A post in the hands of another process is waited for: it may be dead."""
        pause = _ASK_AGAIN_SECONDS
        while (claim := self.state.claim(post)) is Claim.ELSEWHERE:
            time.sleep(pause)
            pause = min(pause * 2, _ASK_AGAIN_AT_MOST_SECONDS)
        return claim is Claim.TAKEN

    def _not_posted(self, post: Post, error: Refused | URLError) -> None:
        """Slack took no message: settled when it never will, else free for the next delivery."""
        code = error.code if isinstance(error, Refused) else type(error.reason).__name__
        log.error("not posted event=%s channel=%s error=%s", post.event_id, post.channel, code)
        if code in _NOBODY_THERE:
            self.state.settle(post)
        else:
            self.state.release(post)

    def _failed(self, post: Post, where: Where, error: Exception) -> None:
        """Something of ours broke: the user gets a number, the log gets where, and nobody gets what was asked."""
        rung = Rung(FAILED.format(reference=log_failure(post, error)), [])
        try:
            if isinstance(where, InChannel | Privately):
                send(self.client, where, (rung,))
            elif isinstance(where, AtHome):
                home = {"type": "home", "blocks": text_view(rung.text)}
                confirmed(lambda: _done(self.client.views_publish(user_id=where.user, view=home)))
            else:
                view = answer_view(text_view(rung.text))
                confirmed(lambda: _done(self.client.views_update(view_id=where.view_id, view=view)))
        except (Refused, URLError) as unable:
            self._not_posted(post, unable)
        except Unconfirmed:
            self.state.settle(post)
        else:
            self.state.settle(post)


def rungs(answer: Answer, frame: Frame, *, native: bool = True) -> Iterator[Rung]:
    """An answer with all its layout, with less and less of it, and as one line."""
    if frame.page:  # a further page: pages of another layout hold other lines
        text = render_page_text(answer, frame, native=native)
        yield Rung(text, render_blocks(answer, frame, native=native))
        yield Rung(text, [])
        return
    text = render_fallback(answer)
    before = None
    for natively, buttons in ((True, True), (False, True), (False, False)):
        blocks = render_blocks(answer, frame, native=natively, buttons=buttons)
        if blocks != before:
            yield Rung(text, blocks)
        before = blocks
    yield Rung(text, [])
    yield Rung(render_first_line(answer), [])


def _log_what_it_raised(done: Future[None]) -> None:
    error = done.exception()
    if isinstance(error, Exception):
        log_failure(Post("", "", ""), error)


def _done(_response: object) -> str:
    return ""


def log_failure(post: Post, error: Exception) -> str:
    """The number under which the log knows what broke: its kind and place, never its text, which may quote a question."""
    reference = secrets.token_hex(4)
    detail = f" detail={error.detail}" if isinstance(error, HyoteiError) else ""
    where = " < ".join(
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
        for frame in reversed(traceback.extract_tb(error.__traceback__))
    )
    log.error("failed id=%s event=%s error=%s%s at %s", reference, post.event_id, type(error).__name__, detail, where)
    return reference
