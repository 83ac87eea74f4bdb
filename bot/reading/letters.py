"""Letters in another writing (「A」の項目, エー評価, SABCDそれぞれ) → the letters that they are."""

import re

from bot.text.compiled import compiled

# a letter in quotation marks, or as it is spoken, or several run together: 「A」の項目, エー評価, SABCDそれぞれ
_SPELT = {"エー": "A", "えー": "A", "ビー": "B", "びー": "B", "シー": "C", "ディー": "D", "エス": "S"}
_LETTER_OTHERWISE = compiled(
    rf"[「『“](?P<quoted>[SABCDＳＡＢＣＤsabcd](?:評価|評定|ランク)?)[」』”](?!を含|という|と書)|(?<![A-Za-zＡ-Ｚ])(?P<run>[SsＳ]?[AaＡ][BbＢ](?:[CcＣ][DdＤ]?)?)(?=それぞれ|の(?:数|項目|内訳|分布|件数|意味|基準|定義)|は(?:何|いくつ)|別の?|ごとの?|とは|って(?:何|なに))|(?<![ァ-ヺー])(?P<spelt>{'|'.join(_SPELT)})(?=評価|評定|ランク|判定)"
)


def with_plain_letters(text: str) -> str:
    """*text* as typed, with 「A」の項目 as Aの項目, エー評価 as A評価, SABCDそれぞれ as S、A、B、C、Dそれぞれ."""
    return _LETTER_OTHERWISE.sub(_plain_letter, text)


def _plain_letter(match: re.Match[str]) -> str:
    return "、".join(match["run"] or "") or match["quoted"] or _SPELT[match["spelt"]]
