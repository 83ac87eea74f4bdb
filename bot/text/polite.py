"""Verbs of change in their polite form (減りましたか) → in the plain one (減ったか), as the tables and patterns hold them.

What stands in quotation marks is looked for as it was typed, and stays.
"""

import re

from bot.text.compiled import compiled

_POLITE = compiled(
    r"「[^」]*」|(?:(?P<turning>上が|下が|あが|さが|減|変わ|上回|下回|戻)り|(?P<plain>増え|伸び|超え|越え|落ち|上げ|下げ|縮め))(?P<end>ました|まして|ませんでした|ません|ます(?![よかね]?う))"
)
# the change that is said by a noun: 増加が一番大きかった
_LARGEST = compiled(
    r"(?P<of>の)?(?P<what>増加|伸び|減少)(?:幅|数|量)?(?:が|の)(?P<most>一番|いちばん|最も|もっとも)(?:大き|多)(?:かった|い)"
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
    """*text* with 上がりました as 上がった, 増えませんでした as 増えなかった, 増加が一番大きかった as 一番増えた."""
    text = _POLITE.sub(_plain, text) if "ま" in text else text
    return _LARGEST.sub(_most_changed, text)


def _most_changed(match: re.Match[str]) -> str:
    return f"{'が' if match['of'] else ''}{match['most']}{'減った' if match['what'] == '減少' else '増えた'}"


def _plain(match: re.Match[str]) -> str:
    if match["end"] is None:
        return match.group()
    turning, plain = _ENDINGS[match["end"]]
    return match["turning"] + turning if match["turning"] else match["plain"] + plain
