"""The number of an answer given in Slack → the same answer again: same question, same thread, as of the same day."""

from __future__ import annotations

from bot.answer import ANSWER_PREFIX, Answer
from bot.ask import Desk
from bot.settings import Settings
from bot.text.compiled import compiled
from records.errors import BadUsage

_NUMBER = compiled(rf"\s*({ANSWER_PREFIX}[a-z0-9]+)\s*")


def is_number(text: str) -> bool:
    """Whether *text* is the number of an answer, and no question."""
    return _NUMBER.fullmatch(text) is not None


def replay(number: str, settings: Settings, desk: Desk) -> Answer:
    """The answer of that number. Raises BadUsage when it is unknown here or has expired, DatabaseUnusable."""
    from bot.state.open import opened_state  # noqa: PLC0415 - a question, which has no number, need not pay for it

    with opened_state(settings) as state:
        asked = state.asked(number.strip())
    if asked is None:
        raise BadUsage(
            f"回答番号 {number.strip()} は見つかりません。7日を過ぎたか、別の HYOTEI_HOME や HYOTEI_STATE_URL で動くボットの回答です。"
        )
    return desk.reply(asked.question, asked.context, day=asked.day)
