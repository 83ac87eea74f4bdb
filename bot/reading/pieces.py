"""A piece of a name after an indicator (回数は？, 窓口の方, うちカード分は？) → the indicator or part of one that it means there.

Looked for where the thread is: among the parts of its indicators, then its indicators, then those of the same items.
"""

from __future__ import annotations

from itertools import takewhile

from bot.answer import Context
from bot.question import Question
from bot.reading.kinds import STATISTIC
from bot.reading.sub_values import MARK, NOT_HELD, WITHOUT, asked_part
from bot.text.compiled import compiled
from bot.text.normalise import fold_text
from records.lookups import Records
from records.model import Indicator

# what stands around the piece of a name
_AROUND = compiled(
    r"^(?:じゃあ|では|で、?|あと|それなら|その|うち)+|(?:(?:の|な)?(?:方|ほう)|だけ|のみ|分|なら|だと|って|です|でした|ですか|か|は|も|を|が|の|で"
    r"|何[回件人日枚割%資格か月]{1,2}|いくつ|いくら|どう(?:です)?|で言うと|で言えば|教えて|お願い(?:します)?|ください|[?。!、 ])+$"
)
_HOW_MANY = compiled(r"(?<!項目は)(?:いくつ|何件|何個)(?:です|ある|か)*[?。]*$")
_PERCENT = compiled(r"何(?:%|パーセント)")
_PER = compiled(r"年間|月間|年度|1日|1か月|毎月|毎年")
_NARROWED = compiled(r"だけ|のみ|の方|のほう|分")
_LONGEST_PIECE = 12
_ONE_CHARACTER = frozenset("率額")
# so much of a name in common makes it the same thing measured otherwise (申請受付から…の平均日数, …の最大日数)
_SAME_THING = 3
_MOST_MEANT = 3


_TENTHS = compiled(r"(?:全体の|全部の)?(?:うち|中で)?何割(?:です|でした)?か?[?。]*")


def figure_meant(question: Question, context: Context, records: Records) -> Question | None:
    """The question with the indicators that its piece of a name means in the thread of *context*; None when it means none."""
    if "indicator" not in context.topics or question.refusal or question.letters:
        return None
    counts = {"items"} if _HOW_MANY.search(question.text_folded) else set()  # 対象はいくつ？
    asks_otherwise = set(question.topics) - {"period", *counts} and not question.text_folded.startswith("うち")
    if asks_otherwise or question.unknown_codes or question.sections or question.all_items:
        return None
    piece = _piece_of(question)
    if piece in {"", "パーセント", "何パーセント"} and _PERCENT.search(question.text_folded):
        piece = "率"  # いくら上がった？ → 何％？
    if not piece or len(piece) > _LONGEST_PIECE or (len(piece) == 1 and piece not in _ONE_CHARACTER):
        return None
    own = [records.indicator_by_id[key] for key in context.indicators]
    about = {each.item for each in own} or set(context.items)
    # an item of that name is meant, unless the thread's own indicators are told apart by it
    elsewhere = question.items and not (set(question.items) <= about or _NARROWED.search(question.text_folded))
    if found := _parts(question.text_folded, piece, own, records):
        indicators, words = found
    elif question.indicators:
        return None
    else:
        beside = own if elsewhere else [each for each in records.indicators if each.item in about]
        indicators, words = _named(piece, own, beside), ()
        if elsewhere and len(indicators) == len(own):
            return None
    if not 0 < len(indicators) <= _MOST_MEANT:
        return None
    # 合計は？ → カードのみだと？
    computed = [word for word in context.words if words and STATISTIC.fullmatch(word)]
    return question._replace(
        text_folded="、".join((question.text_folded, *computed)),
        items=(),
        indicators=tuple(each.indicator_id for each in indicators),
        topics=("indicator",),
        left=(),
        left_typed=(),
        standing=(),
        near_misses=(),
        unclear=(),
        words=(*question.words, *words, *computed),
        follow_up=True,
    )


def _piece_of(question: Question) -> str:
    """What is said besides years and what stands around a name: 件数 (R4の件数は？), 割合 (全体の何割？)."""
    said = _without_years(question)
    return "割合" if _TENTHS.fullmatch(said) else _AROUND.sub("", _AROUND.sub("", said))


def _without_years(question: Question) -> str:
    """The folded clause without the years that it begins with (R4の件数は？)."""
    text, at = question.text_folded, 0
    for each in sorted(question.mentions, key=lambda mention: mention.start):
        at = each.end + text.startswith("の", each.end) if each.start == at else at
    return text[at:]


def _parts(
    text: str, piece: str, own: list[Indicator], records: Records
) -> tuple[list[Indicator], tuple[str, ...]] | None:
    """The parts of the thread's indicators that are meant, and the indicators that have them."""
    parts_of = {each.indicator_id: {v.part for v in records.values_of(each.indicator_id) if v.part} for each in own}
    held = sorted({part for parts in parts_of.values() for part in parts})
    found, _ = asked_part(text, held, [])
    meant = tuple(part for part in found if part.removeprefix(WITHOUT) in held)
    if not meant and len(piece) > 1 and not STATISTIC.search(piece):
        meant = tuple(part for part in held if piece in fold_text(part))
    if not meant and found and text.startswith("うち"):
        return own, (MARK + NOT_HELD,)  # うち何人がカード？ where no part is recorded
    if not meant:
        return None
    having = [each for each in own if parts_of[each.indicator_id] & {part.removeprefix(WITHOUT) for part in meant}]
    return having, tuple(MARK + part for part in meant)


def _named(piece: str, own: list[Indicator], beside: list[Indicator]) -> list[Indicator]:
    """The indicators whose names hold *piece*: of the thread's where it tells them apart, else those that measure the same thing."""
    computed = STATISTIC.search(piece) is not None or _PER.fullmatch(piece) is not None
    of_thread = [each for each in own if _holds(each, piece)]
    if of_thread and (not computed or len(of_thread) < len(own)):
        return of_thread
    holding = [each for each in beside if _holds(each, piece)]
    alike = {each.indicator_id: max((_in_common(each.name, one.name) for one in own), default=0) for each in holding}
    closest = max(alike.values(), default=0)
    if closest >= _SAME_THING:
        return [each for each in holding if alike[each.indicator_id] == closest]
    return [] if computed else holding


def _holds(indicator: Indicator, piece: str) -> bool:
    name = fold_text(indicator.name.split("（")[0])
    return name.endswith(piece) if len(piece) == 1 else all(part in name for part in piece.split("の"))


def _in_common(name: str, other: str) -> int:
    """So many characters begin both names, or end them (1日当たり発行可能枚数, 月間カード発送可能枚数)."""
    pairs = (zip(name, other, strict=False), zip(reversed(name), reversed(other), strict=False))
    return max(sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], each)) for each in pairs)
