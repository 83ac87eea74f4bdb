"""Verbs of change in their polite form (減りましたか) → in the plain one (減ったか), as the tables and patterns hold them.

What stands in quotation marks is looked for as it was typed, and stays.
"""

import re

from bot.text.compiled import compiled

_POLITE = compiled(
    r"「[^」]*」|(?:(?P<turning>上が|下が|あが|さが|減|変わ|上回|下回|戻)り|(?P<plain>増え|伸び|超え|越え|落ち|上げ|下げ|縮め))(?P<end>ました|まして|ませんでした|ません|ます(?![よかね]?う))"
)
# ending → of 減る, of 増える
_ENDINGS = {
    "ました": ("った", "た"),
    "まして": ("って", "て"),
    "ませんでした": ("らなかった", "なかった"),
    "ません": ("らない", "ない"),
    "ます": ("る", "る"),
}


def with_plain_verbs(text: str) -> str:
    """*text* with 上がりました as 上がった, 増えませんでした as 増えなかった."""
    return _POLITE.sub(_plain, text) if "ま" in text else text


def _plain(match: re.Match[str]) -> str:
    if match["end"] is None:
        return match.group()
    turning, plain = _ENDINGS[match["end"]]
    return match["turning"] + turning if match["turning"] else match["plain"] + plain
