"""Letters of ratings that are written or spoken otherwise (「A」の項目, エー評価, SABCDそれぞれ) → as they are rated."""

import re

from bot.text.compiled import compiled

_SPELT = {"エー": "A", "えー": "A", "ビー": "B", "びー": "B", "シー": "C", "ディー": "D", "エス": "S"}
_LETTER_OTHERWISE = compiled(
    rf"[「『“](?P<quoted>[SABCDＳＡＢＣＤsabcd](?:評価|評定|ランク)?)[」』”](?!を含|という|と書)|(?<![A-Za-zＡ-Ｚ])(?P<run>[SsＳ]?[AaＡ][BbＢ](?:[CcＣ][DdＤ]?)?)(?=それぞれ|の(?:数|項目|内訳|分布|件数|意味|基準|定義)|は(?:それぞれ|何|いくつ)|別の?|ごとの?|とは|って(?:何|なに))|(?<![ァ-ヺー])(?P<spelt>{'|'.join(_SPELT)})(?=評価|評定|ランク|判定)"
)


def with_plain_letters(text: str) -> str:
    """*text* with such letters written plainly, several that run together as a list."""
    return _LETTER_OTHERWISE.sub(_plain_letter, text)


def _plain_letter(match: re.Match[str]) -> str:
    return "、".join(match["run"] or "") or match["quoted"] or _SPELT[match["spelt"]]
