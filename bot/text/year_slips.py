"""Years as slips of the hand write them (2O23年度 with a letter, RO5, r-5, Reiwa 5) → the same as the grammar reads them."""

import re

from bot.text.compiled import compiled

_LETTER_O = compiled(
    r"(?<![A-Za-z0-9])(?:2[Oo0][0-9Oo]{2}|[RrＲ][Oo](?=[0-9]))(?=[^A-Za-z0-9]|[0-9](?![A-Za-z0-9])|FY|fy|$)"
)
_REIWA = compiled(r"(?<![A-Za-z])reiwa[ 　]*(?=[0-9０-９])", re.IGNORECASE)
_DASHED = compiled(r"(?<![A-Za-z0-9ⅠⅡⅢ])([Rr])[-‐－](?=[0-9](?![0-9-]))")


def without_year_slips(text: str) -> str:
    """*text* with its years as they are meant; as it is when they are."""
    text = _DASHED.sub(r"\1", _REIWA.sub("R", text))
    return _LETTER_O.sub(lambda match: match.group().replace("O", "0").replace("o", "0"), text)
