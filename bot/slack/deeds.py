"""What can be done with an answer: see the rest, share, cite, take along, rate, delete.

Each button carries the number of its answer; the answer is given again from what was asked, so nothing is looked up in
Slack and a button of yesterday works after a restart.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.answer import Answer
from bot.render.chart import render_chart
from bot.render.csv import render_csv
from bot.render.fallback import render_minutes
from bot.render.limits import TEXT_OBJECT, cut
from bot.render.rich_text import literal
from bot.render.series import find_series
from bot.render.text import cite_all
from bot.slack.incoming import Press, private_thread
from bot.slack.post import Refused, Rung, confirmed, first_taken, post, respond_publicly, take_back
from bot.slack.reply import CANNOT_POST, NotNow, Replier, rungs
from bot.slack.where import InChannel, Privately
from bot.state.model import Asked, Post
from bot.state.store import StoreLost

EXPIRED = "この回答は古くなったため呼び出せません。お手数ですが、もう一度聞いてください。"
AWAY = "いまは前の回答を呼び出せません。少し待って、もう一度押してください。"
NOT_YOURS = "この回答を消せるのは、質問した人だけです。"
THANKS = {"good": "ありがとうございます。", "bad": "記録しました。どの言い方で聞かれたかを、辞書の改善に使います。"}
_NOT_MEMBER = frozenset({"not_in_channel", "channel_not_found"})

Deed = Callable[[Replier, Press], None]


def show_rest(replier: Replier, press: Press) -> None:
    """The next page of a long answer, where the first one stands."""

    def work() -> str:
        number, _, rest = press.value.partition(" ")
        page, _, layout = rest.partition(" ")
        asked = _asked(replier, press, number)
        if asked is None or not page.isdecimal():
            return _expired(replier, press)
        answer = _again(replier, asked)
        frame = replier.frame(answer, number, press.where, press.user)
        replier.show(press.where, answer, frame._replace(page=int(page)), native=not layout)
        return "rest"

    replier.once(press.post, press.where, work)


def share(replier: Replier, press: Press) -> None:
    """A private answer, posted for all in its channel or thread, once; the private one goes away."""
    number, _, thread_ts = press.value.partition(" ")

    def work() -> str:
        asked = _asked(replier, press, number)
        if asked is None:
            return _expired(replier, press)
        answer = _again(replier, asked)
        where = InChannel(channel=press.channel, thread_ts=thread_ts or press.in_thread)
        frame = replier.frame(answer, number, where, press.user)
        try:
            first_taken(rungs(answer, frame), lambda rung: post(replier.client, where, rung))
        except Refused as refused:
            if refused.code not in _NOT_MEMBER or not press.url:
                replier.tell(press, CANNOT_POST.format(code=refused.code))
                raise
            # the response_url reaches its channel also where the bot is no member
            first_taken(rungs(answer, frame), lambda rung: _publicly(press.url, rung, where.thread_ts))
        if press.url:
            take_back(press.url)
        return "shared"

    replier.once(Post(f"share {number}", press.channel, ""), press.where, work)


def delete(replier: Replier, press: Press) -> None:
    """The answer is removed, when it was asked for by whoever presses."""

    def work() -> str:
        if press.value and press.value != press.user:
            replier.tell(press, NOT_YOURS)
            return "not deleted"
        if isinstance(press.where, Privately):
            take_back(press.where.url)
        else:
            confirmed(lambda: str(replier.client.chat_delete(channel=press.channel, ts=press.message_ts).get("ts")))
        return "deleted"

    replier.once(press.post, press.where, work)


def rate(replier: Replier, press: Press) -> None:
    """👍 and 👎 are counted, once a reader and answer; a 👎 keeps the question."""
    verdict, _, number = press.value.partition(" ")
    reader = private_thread(press.thread.team, press.channel, press.user).thread_ts

    def work() -> str:
        asked = _asked(replier, press, number)
        if asked is None:
            return _expired(replier, press)
        answer = _again(replier, asked)
        replier.misses.rate(answer, liked=verdict == "good")
        replier.tell(press, THANKS.get(verdict, THANKS["good"]))
        return verdict

    replier.once(Post(f"rate {number} {reader}", press.channel, ""), press.where, work)


def show_minutes(replier: Replier, press: Press) -> None:
    """A sentence with its source to be copied into minutes, seen by whoever asks for it."""
    _tell_about(replier, press, "minutes", render_minutes)


def show_sources(replier: Replier, press: Press) -> None:
    """Every place that the answer rests on, seen by whoever asks for it. A picture of the page would be sent from here."""
    _tell_about(replier, press, "sources", lambda answer: cut("\n".join(cite_all(answer)), TEXT_OBJECT))


def send_csv(replier: Replier, press: Press) -> None:
    """The tables of the answer as a file beside it."""

    def make(answer: Answer) -> tuple[bytes, str, str]:
        return render_csv(answer), "csv", ""

    _send_file(replier, press, make)


def send_chart(replier: Replier, press: Press) -> None:
    """The series of the answer as a picture beside it, with the numbers as its alternative text."""

    def make(answer: Answer) -> tuple[bytes, str, str]:
        series = next(each for each in find_series(answer) if each.is_complete)
        return render_chart(series), "png", answer.first[:1000]

    _send_file(replier, press, make)


def _send_file(replier: Replier, press: Press, make: Callable[[Answer], tuple[bytes, str, str]]) -> None:
    def work() -> str:
        asked = _asked(replier, press, press.value)
        if asked is None or not isinstance(press.where, InChannel):
            return _expired(replier, press)
        content, kind, alternative = make(_again(replier, asked))
        where = press.where

        def upload() -> str:
            # files.getUploadURLExternal, the file, files.completeUploadExternal
            replier.client.files_upload_v2(
                content=content,
                filename=f"{press.value}.{kind}",
                title=f"{press.value}.{kind}",
                alt_txt=alternative or None,
                channel=where.channel,
                thread_ts=where.thread_ts,
            )
            return ""

        confirmed(upload)
        return kind

    replier.once(press.post, press.where, work)


def _tell_about(replier: Replier, press: Press, outcome: str, render: Callable[[Answer], str]) -> None:
    def work() -> str:
        asked = _asked(replier, press, press.value)
        if asked is None:
            return _expired(replier, press)
        text = render(_again(replier, asked))
        replier.tell(press, text, literal(text))
        return outcome

    replier.once(press.post, press.where, work)


def _asked(replier: Replier, press: Press, number: str) -> Asked | None:
    """What the answer was given to, or None. Raises NotNow when that cannot be told."""
    try:
        return replier.state.asked(number)
    except StoreLost as error:
        replier.tell(press, AWAY)
        raise NotNow from error


def _again(replier: Replier, asked: Asked) -> Answer:
    return replier.desk.reply(asked.question, asked.context, day=asked.day)


def _publicly(url: str, rung: Rung, thread_ts: str | None) -> str:
    respond_publicly(url, rung, thread_ts)
    return ""


def _expired(replier: Replier, press: Press) -> str:
    replier.tell(press, EXPIRED)
    return "expired"
