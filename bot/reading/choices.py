"""What was chosen of the questions that an answer offered (2番目, 全部, システムの方) → the complete question for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer import Context
from bot.question import Question
from bot.reading.pointing import MOST
from bot.text.compiled import compiled
from bot.text.fiscal_year import find_years
from bot.text.name_key import name_key
from bot.text.normalise import fold
from bot.text.numbers import read_number
from records.lookups import Records

# what may stand around a choice
_POLITE = compiled(
    r"^(?:じゃあ|では|えっと|候補の?|番号の?|上から)|(?:で?お願い(?:します|いたします)?|を?(?:教えて|見せて|知りたい|出して)|ください|下さい"
    r"|です|でいい|だけ|のみ|なら|の方|のほう|のやつ|やつ|のもの|かな|で|を|の|は|とも)+$"
)
_FROM_THERE = compiled(
    r"(?:じゃあ|では|で|、)*(?:(?:その(?:また)?|さらに|もう(?:一|1|ひと)つ|(?:一|1|ひと)[つ個])(?P<way>次|前の前|前|後)(?:の年度?)?"
    r"|(?:その)?(?P<n>[1-9一二三四五])年(?P<direction>後|前))(?:は|なら|だと|も)?"
)
_MISTAKEN = compiled(
    r"(?P<meant>[^\s、。]{0,5}[0-9])(?:の|が)(?:間違い|まちがい|間違え)(?:でした|です|だった|ですね|ました)?"
)
_CODE = compiled(r"[ⅠⅡⅢⅣⅤ]-[0-9]{1,3}")
_NTH = compiled(r"(?:番目?|つ目|つめ|個目|こめ|番め)$")
_EVERY_ONE = frozenset(
    {
        "全部",
        "すべて",
        "全て",
        "両方",
        "どちらも",
        "どっちも",
        "ぜんぶ",
        "両者",
        "全件",
        "みんな",
        "ふたつ",
        "二つ",
        "2つ",
    }
)
_ORDINAL = compiled(
    r"(?P<first>最初|一番上|いちばん上|先頭|頭)|(?P<word>ひとつ|ふたつ|みっつ|よっつ|いつつ)目"
    r"|(?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:番目?|つ目|つめ|個目|こめ|番め)?"
)
_EVERY_ONE_WHEN = compiled(r"(?P<every>[^、0-9a-z]{2,5}?)(?:、|の)?(?P<when>[0-9a-z令和平成元年度]{2,9})(?:で|の|は)*")
_NUMBER_CHOSEN = compiled(r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:番目?|つ目|個目)")
_FIRST_ONES = compiled(r"(?:最初|上|先頭)の?(?:から)?(?P<n>[2-9二三四五六])(?:つ|個|件|項目)(?:だけ)?")
_NOT_THAT = compiled(r"(?:じゃない|ではない|でない|じゃなくて|ではなく|以外の?)(?:方|ほう|やつ|の|もう)")
_LONGEST_CHOICE = 12
_SEVERAL = 2
_COUNTED = {"ひとつ": 1, "ふたつ": 2, "みっつ": 3, "よっつ": 4, "いつつ": 5}


def choice(text: str, context: Context, records: Records) -> str | None:
    """「2番目」, 「上から2つ目で」, 「全部お願い」 after a list of candidates: the complete question that it stands for."""
    whole = fold(text).text.strip("?。!、 ")
    if context.topics and (instead := _another_year(whole, context) or _instead(whole, context)):
        return instead
    folded = _POLITE.sub("", whole)
    if not context.pending:
        return _of_what_was_shown(folded, context, records)
    if folded in _EVERY_ONE:
        return _together(context.pending)
    if (every := _EVERY_ONE_WHEN.fullmatch(whole)) and every["every"] in _EVERY_ONE and find_years(every["when"]):
        return f"{every['when']}の{_together(context.pending)}"  # 全部、R3で
    if (first := _FIRST_ONES.fullmatch(folded)) and 0 < (read_number(first["n"]) or 0) <= len(context.pending):
        return _together(context.pending[: read_number(first["n"])])
    if folded in {"最後", "一番下", "いちばん下", "ラスト"}:
        return context.pending[-1]
    if named := _by_title(folded, context, records):
        return named
    numbers = [_ordinal(part) for part in re.split(r"(?<=[0-9目番])と|、|,|・|&|and", folded)]
    chosen = [context.pending[number - 1] for number in numbers if number and number <= len(context.pending)]
    return _together(chosen) if chosen and len(chosen) == len(numbers) else None


def is_out_of_range(text: str, context: Context) -> bool:
    """Whether a number is chosen that none of the offered questions has: 8番目 of seven, 0番."""
    folded = _POLITE.sub("", fold(text).text.strip("?。!、 "))
    number = read_number(folded.rstrip("番目つこめ個")) if _NUMBER_CHOSEN.fullmatch(folded) else None
    return bool(context.pending) and number is not None and not 1 <= number <= len(context.pending)


def _of_what_was_shown(folded: str, context: Context, records: Records) -> str | None:
    """「2番目だけ」 of the items or indicators shown, 「11なら」 after Ⅰ-13."""
    unknown = [word.partition("-")[0] for word in context.words if _CODE.fullmatch(word)]
    meant = f"{unknown[-1]}-{folded}" if unknown and not context.items else ""
    if meant in records.item_by_code:
        return f"{meant}は？"  # Ⅰ-13 → 11なら？
    if whole_section := _of_a_section(folded, context, records):
        return whole_section
    of_those = _NTH.search(folded) and not any(MOST.match(word) for word in context.words)
    number = _ordinal(folded) if of_those else None  # 2番目だけ, of the items shown
    figures = context.indicators if len(context.items) <= 1 else ()
    if number is not None and 1 <= number <= len(figures) > 1:
        return f"{records.indicator_by_id[figures[number - 1]].name}は？"
    there = number is not None and 1 <= number <= len(context.items) > 1
    return f"{context.items[number - 1]}は？" if number is not None and there else None


def _of_a_section(text: str, context: Context, records: Records) -> str | None:
    """「4」 after the items of Ⅲ: Ⅲ-4."""
    if len(context.items) < _SEVERAL or not text.isdecimal():
        return None
    sections = {code.partition("-")[0] for code in context.items}
    meant = f"{next(iter(sections))}-{text}" if len(sections) == 1 else ""
    whole = len(context.items) == sum(len(records.items_by_section.get(section, ())) for section in sections)
    return f"{meant}は？" if whole and meant in records.item_by_code else None


def _another_year(text: str, context: Context) -> str | None:
    """「その次は？」, 「その2年後は？」 after one year: that year."""
    match = _FROM_THERE.fullmatch(text)
    if not match or len(context.fiscal_years) != 1:
        return None
    number = read_number(match["n"]) if match["n"] else 2 if match["way"] == "前の前" else 1
    back = "前" in (match["way"] or match["direction"] or "")
    return f"{context.fiscal_years[0] + (-number if back else number)}年度は？" if number else None


def _instead(text: str, context: Context) -> str | None:
    """「Ⅰ-5の間違い」 after another item: Ⅰ-5 was meant."""
    match = _MISTAKEN.fullmatch(text)
    return f"{match['meant']}は？" if match and "disagreements" not in context.topics else None


def _by_title(folded: str, context: Context, records: Records) -> str | None:
    """The one offered item or indicator whose name holds what was said (発行, 仕様, 最大)."""
    key = name_key(folded)
    if not 1 < len(key) <= _LONGEST_CHOICE:
        return None
    items = records.item_by_code
    fitting = [
        offered
        for offered in context.pending
        if (item := items.get(offered.partition(" ")[0])) and key in name_key(fold(item.title).text)
    ]
    fitting = fitting or [offered for offered in context.pending if key in name_key(fold(offered).text)]  # 最大の方
    return fitting[0] if len(fitting) == 1 else None


def _ordinal(written: str) -> int | None:
    match = _ORDINAL.fullmatch(written)
    if not match:
        return None
    return 1 if match["first"] else _COUNTED.get(match["word"]) or read_number(match["n"] or "")


def _together(questions: Sequence[str]) -> str:
    """Several questions as one message; one question where they ask the same of several items."""
    split = [question.partition(" の") for question in questions]
    if len({rest for _, _, rest in split}) == 1 and all(between for _, between, _ in split):
        return f"{'、'.join(code for code, _, _ in split)} の{split[0][2]}"
    return "。".join(questions)


def _said_besides(question: Question) -> str:
    """What the message says besides names and codes, and what may stand around a choice."""
    text = list(question.text_folded)
    for start, end in question.names:
        text[start:end] = " " * (end - start)
    return _POLITE.sub("", "".join(text).strip("?。!、と・ ")).strip()


def choice_by_name(question: Question, context: Context) -> str | None:
    """The one of the questions offered before that a name or a code fits (システムの方, Ⅰ-3); for 運転免許証じゃない方 the other one."""
    offered = context.pending
    if len(offered) < _SEVERAL:
        return None
    codes = {code for name in question.unclear for target in name.alternatives for code in target.items}
    if _NOT_THAT.search(question.text_folded):
        others = [each for each in offered if each.split(" ")[0] not in {*codes, *question.items}]
        return others[0] if len(others) == 1 else None
    if question.items and not (question.sections or question.excluded or _said_besides(question)):
        asked = [each for each in offered if each.split(" ")[0] in question.items]
        return _together(asked) if len(asked) == len(question.items) else None
    fitting = [each for each in offered if each.split(" ")[0] in codes]
    return fitting[0] if len(fitting) == 1 else None
