"""Sub-values of an indicator (うちマイナンバーカード関係事務, 公的個人認証システム関係): which one a question asks for.

The word of the part is what stands in its name before 関係, に関する …; a part that the records do not hold is said to be
missing, and the total never stands in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.text.compiled import compiled
from bot.text.normalise import fold
from records.lookups import Records

# stands before the part's name among the words of a question
MARK = "うち|"
NOT_HELD = "?"
_WITHIN = "うち"
# what stands behind うち is the part, and no part of the name before it
WITHIN = compiled(r"(?<=うち)(?:マイナンバー(?:カード)?|マイナカード|カード)(?:関係の?事務|関係|分)?")
_END = compiled(r"(?:システム)?(?:関係.*|に関する.*|に係る.*)$")
_AFTER = r"(?:システム)?(?:関係の?事務|関係|関連|に関する(?:もの)?|に係る(?:もの)?|だけ|のみ|の?分)*"
_CARD = r"(?:マイナンバー(?:カード)?|マイナカード|カード)"
_ASKS_PART = compiled(rf"うち(?!の|わけ|で)(?P<what>[^\s、。?の]*)|内数|{_CARD}(?:関係の?事務|関係|分)(?![一-龠])")

# words that tell the indicators of one name apart, by what their own names say
_MEASURES = {
    "平均": compiled(r"平均"),
    "最大": compiled(r"最大|最長"),
    "回数": compiled(r"回数|何回"),
    "件数": compiled(r"件数|何件|審議"),
}


def measured(ids: tuple[str, ...], text: str, records: Records) -> tuple[str, ...]:
    """契約監視委員会のR4の開催回数: of the indicators of one name, those that measure what *text* says."""
    told = {key: {word for word in _MEASURES if word in records.indicator_by_id[key].name} for key in ids}
    said = {word for word, pattern in _MEASURES.items() if pattern.search(text)}
    fitting = tuple(key for key in ids if told[key] & said)
    return fitting if fitting and all(told.values()) else ids


def asked_part(
    text: str, parts: Iterable[str], named: list[tuple[int, int]]
) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
    """The parts that folded *text* asks for outside the *named* spans, and where; NOT_HELD for one that is not recorded."""
    free = list(text)
    held = [part for part in dict.fromkeys(parts) if part and part != "平均"]
    cores = {part: fold(_END.sub("", part.removeprefix(_WITHIN))).text for part in held}
    for start, end in named:
        if text[start:end].removesuffix("システム") in cores.values():
            continue  # カード管理システム beside 訓練
        free[start:end] = "\0" * (end - start)
    rest = "".join(free)
    found: list[str] = []
    spans: list[tuple[int, int]] = []
    for part in held:
        within = part.startswith(_WITHIN)
        core = cores[part]
        words = _CARD if within and re.fullmatch(_CARD, core) else re.escape(core)
        pattern = rf"(?:の?うち(?:の)?)?{words}{_AFTER}" + (r"|の?(?:うち数|内数|うち)" if within else "")
        for match in re.finditer(pattern, rest):
            found.append(part)
            spans.append(match.span())
    if not found and (other := _ASKS_PART.search(rest)):
        found.append(NOT_HELD)
        spans.append(other.span())
    return tuple(dict.fromkeys(found)), spans


def parts_among(words: Iterable[str]) -> tuple[str, ...]:
    """The parts that the words of a question hold."""
    return tuple(dict.fromkeys(word.removeprefix(MARK) for word in words if word.startswith(MARK)))
