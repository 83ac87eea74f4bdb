"""Whether a name is that of the item whose number is said (免許証はⅠ-9ですか, Ⅰ-9って在留カードだっけ)."""

from __future__ import annotations

from bot.answer import Answer
from bot.question import Question
from bot.text.compiled import compiled
from bot.text.item_code import Numbering, find_item_codes
from bot.topics import item
from bot.wording.phrases import yes_or_no
from records.lookups import Records

# \0 stands for the name, \1 for the number
_CLAIM = compiled(
    r"(?:え|あれ|確か|たしか|、)*(?:\x00(?:の)?(?:項目)?(?:番号)?(?:は|って|が)、?\x01|\x01(?:は|って|が)、?\x00(?:の)?(?:項目|こと|話)?)"
    r"(?:の項目)?(?:で(?:した|す|いい|よい|良い|よろしい|合って|あって|正しい|間違いない|しょう)|だ|なの|という(?:こと|理解))[^、。]{0,10}[?。]*|"
    r"(?:\x00(?:の項目)?(?:は|って)\x01|\x01(?:は|って)\x00(?:の項目)?)\?"
)


def answer_claim(question: Question, records: Records) -> Answer | None:
    """はい or いいえ, and which item has the name; None where no number is said of a name."""
    text = question.text_folded
    if question.years.asked or question.evaluation or question.letters or question.indicators or question.follow_up:
        return None
    numbering = Numbering(records.codes, [each.section for each in records.sections])
    codes = find_item_codes(text, [False] * len(text), numbering)
    names = [
        (start, end) for start, end in question.names if all(end <= each.start or start >= each.end for each in codes)
    ]
    if len(codes) != 1 or len(codes[0].codes) != 1 or len(names) != 1:
        return None
    said = codes[0].codes[0]
    masked = [((codes[0].start, codes[0].end), "\x01"), (names[0], "\x00")]
    shape = text
    for (start, end), sign in sorted(masked, reverse=True):
        shape = shape[:start] + sign + shape[end:]
    meant = [each for each in question.items if each != said] or [said]
    if not _CLAIM.fullmatch(shape) or len(meant) != 1 or said not in records.item_by_code:
        return None
    name = text[names[0][0] : names[0][1]]
    told = f"「{name}」の項目は、{meant[0]}「{records.item_by_code[meant[0]].title}」です"
    other = "" if meant == [said] else f"（{said} は「{records.item_by_code[said].title}」）"
    card = item.answer(question._replace(items=tuple(meant)), records)
    return card._replace(first=f"{yes_or_no(meant == [said])}{told}{other}。", read_as=f"{meant[0]}・項目の概要")
