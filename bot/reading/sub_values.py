"""Sub-values of an indicator (うちマイナンバーカード関係事務, 公的個人認証システム関係): which one a question asks for.

The word of the part is what stands in its name before 関係, に関する …; a part that the records do not hold is said to be
missing, and the total never stands in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.figures.numerals import plain
from bot.text.compiled import compiled
from bot.text.normalise import fold
from records.lookups import Records
from records.model import IndicatorValue

# stands before the part's name among the words of a question
MARK = "うち|"
NOT_HELD = "?"
# before a part that is left out (カード関係以外の中途採用)
WITHOUT = "-"
_LEFT_OUT = compiled(r"の?(?:もの|分)?(?:以外|で(?:は)?な|じゃな|を?(?:除|のぞ)|(?:を)?抜き)")
_WITHIN = "うち"
# what stands behind うち is the part, and no part of the name before it
WITHIN = compiled(r"(?<=うち)(?:マイナンバー(?:カード)?|マイナカード|カード)(?:関係の?事務|関係|分)?")
# a part that may stand without the name of what it is a part of
PART_ALONE = compiled(r"うち|内数|内訳|関係(?!法|者|機関)|(?:カード|マイナンバー)の?分")
_END = compiled(r"(?:システム)?(?:関係.*|に関する.*|に係る.*)$")
_AFTER = r"(?:システム)?(?:関係の?事務|関係|関連|に関する(?:もの)?|に係る(?:もの)?|だけ|のみ|の?分)*"
_CARD = r"(?:マイナンバー(?:カード)?|マイナカード|カード)"
_ASKS_PART = compiled(
    rf"(?<!指標の)(?<!項目の)うち(?!の|わけ|で)(?P<what>[^\s、。?の]*)|内数|{_CARD}(?:関係の?事務|関係|分)(?![一-龠])"
)

# 総数とマイナンバー分, 中途採用と、そのうちカード
_BESIDE_THE_WHOLE = compiled(r"(?:数|推移|全体|合計|\0)(?:と|及び|および)(?:、)?(?:そ(?:の)?)?(?:うち)?(?:の)?$")

# words that tell the indicators of one name apart, by what their own names say
_MEASURES = {
    "平均": compiled(r"平均"),
    "最大": compiled(r"最大|最長"),
    "回数": compiled(r"回数|何回"),
    "件数": compiled(r"件数|何件|審議"),
}

_SO_MANY = compiled(r"(?P<of>[ァ-ヺー一-龠]{2,12})[はがも](?:全部で)?[0-9]+(?P<unit>拠点|資格|事業者|市区町村|週間)")


def measured(ids: tuple[str, ...], text: str, records: Records) -> tuple[str, ...]:
    """契約監視委員会のR4の開催回数: of the indicators of one name, those that measure what *text* says."""
    told = {key: {word for word in _MEASURES if word in records.indicator_by_id[key].name} for key in ids}
    said = {word for word, pattern in _MEASURES.items() if pattern.search(text)}
    kept: list[str] = []
    for key in ids:
        # those of one thing: 契約監視委員会の審議案件数, 契約監視委員会の開催回数
        alike = [each for each in ids if _thing(each, records) == _thing(key, records)]
        chosen = [each for each in alike if told[each] & said]
        kept.extend([key] if not chosen or key in chosen or not all(told[each] for each in alike) else [])
    return tuple(kept) if len(kept) < len(ids) else _of_the_unit(ids, text, records)


def _thing(key: str, records: Records) -> str:
    return records.indicator_by_id[key].name.rpartition("の")[0] or key


def _of_the_unit(ids: tuple[str, ...], text: str, records: Records) -> tuple[str, ...]:
    """コールセンターは3拠点: what begins with the same word and is counted in the unit that stands behind the number."""
    found = _SO_MANY.search(text)
    units = {key: records.indicator_by_id[key].unit or "" for key in ids}
    if not found or found["unit"] in units.values():
        return ids
    others = {
        each.indicator_id
        for key in ids
        for each in records.indicators_by_item.get(records.indicator_by_id[key].item, ())
        if each.unit == found["unit"] and found["of"] in each.name
    }
    return tuple(others) if len(others) == 1 else ids


# what a count that stands alone is of (契約監視委員会の回数と件数)
COUNTED_IN = {
    "件数": "件",
    "人数": "人",
    "枚数": "枚",
    "日数": "日",
    "回数": "回",
    "開催回数": "回",
    "審議件数": "件",
    "案件数": "件",
}


def siblings(ids: Sequence[str], left: Iterable[str], records: Records) -> tuple[str, ...]:
    """The indicators of the same things that count what was asked besides: 契約監視委員会の回数と|件数."""
    found = []
    for unit in filter(None, map(COUNTED_IN.get, left)):
        for own in (records.indicator_by_id[key] for key in ids):
            about = own.name.rpartition("の")[0]
            found += [
                each.indicator_id
                for each in records.indicators_by_item.get(own.item, ())
                if about and each.name.startswith(f"{about}の") and (each.unit or "") == unit and each != own
            ]
    return tuple(found)


def asked_part(
    text: str, parts: Iterable[str], named: list[tuple[int, int]]
) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
    """The parts that folded *text* asks for outside the *named* spans, and where; NOT_HELD for one that is not recorded."""
    free = list(text)
    held = [part for part in dict.fromkeys(parts) if part and part != "平均"]
    cores = {part: fold(core_of(part)).text for part in held}
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
            if _BESIDE_THE_WHOLE.search(rest[: match.start()]):
                return (), [match.span()]  # the whole shows its parts too
            left_out = _LEFT_OUT.match(rest, match.end())
            found.append(WITHOUT + part if left_out else part)
            spans.append((match.start(), left_out.end() if left_out else match.end()))
    if not found and (other := _ASKS_PART.search(rest)):
        found.append(NOT_HELD)
        spans.append(other.span())
    return tuple(dict.fromkeys(found)), spans


def is_part(word: str, keys: Iterable[str], records: Records) -> bool:
    """Whether *word*, a name as well, is what a part of the indicators is of: カード管理システム|の障害対応訓練."""
    core = word.removesuffix("システム")
    parts = {value.part for key in keys for value in records.values_of(key) if value.part}
    return any(fold(_END.sub("", part.removeprefix(_WITHIN))).text == core for part in parts)


def values_of_parts(values: Sequence[IndicatorValue], parts: Sequence[str], unit: str) -> tuple[IndicatorValue, ...]:
    """The values of *parts*; for one that is left out the rest: of the total, or of the other parts. *unit* as written."""
    left_out = {part.removeprefix(WITHOUT) for part in parts if part.startswith(WITHOUT)}
    if not left_out:
        return tuple(each for each in values if each.part in parts)
    if not all(part.startswith(_WITHIN) for part in left_out):
        return tuple(each for each in values if each.part and each.part not in left_out)
    rest = []
    for total in values:
        own = [each for each in values if each.part in left_out and each.fiscal_year == total.fiscal_year]
        if total.part or not own:
            continue
        value = total.value - own[0].value
        said = f"{_named(own[0].part or '')}以外"
        rest.append(total._replace(part=said, value=value, stated=f"{plain(value)}{unit}"))
    return tuple(rest)


def _named(part: str) -> str:
    return part.removeprefix(_WITHIN)


def core_of(part: str) -> str:
    """What a part is called for short: マイナンバー of うちマイナンバーに関する情報公開件数."""
    return _END.sub("", part.removeprefix(_WITHIN))


def part_name(part: str) -> str:
    """How a part stands behind the name of its indicator: うちマイナンバーカード関係事務, マイナンバーカード関係事務以外."""
    return f"{_named(part.removeprefix(WITHOUT))}以外" if part.startswith(WITHOUT) else part


def parts_among(words: Iterable[str]) -> tuple[str, ...]:
    """The parts that the words of a question hold; WITHOUT before one that is left out."""
    return tuple(dict.fromkeys(word.removeprefix(MARK) for word in words if word.startswith(MARK)))
