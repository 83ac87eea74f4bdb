"""Whether an item has the code that somebody says of its name (在留カードの項目はⅠ-8でいい？, Ⅰ-8は在留カード？)."""

from __future__ import annotations

from bot.answer import Answer
from bot.question import Question
from bot.text.compiled import compiled
from bot.topics import item
from bot.wording.phrases import yes_or_no
from bot.wording.subject import codes_written
from records.lookups import Records

# between a name and the code that is claimed for it, and behind the code
_IS_CODED = compiled(r"(?:の)?(?:項目番号|項目|番号|コード|業務)?(?:は|って|が)")
_IS_IT = compiled(
    r"(?:の(?:項目|業務|話|やつ|もの|件))?(?:で|です|だ|な|のこと|でした|だった)*(?:よね|よ|の|ん)?(?:です)?(?:か|ね|っけ|いい|よい|良い|よろし|合って|あって|正し|間違い)*(?:です|ます|ない|る|か|よね|ね|[?。])*$"
)
_PAIR = 2


def answer(question: Question, records: Records) -> Answer | None:
    """はい or いいえ with the item of the name; None where no code is claimed for a name."""
    text = question.text_folded
    spans = sorted(set(question.names))
    if len(spans) != _PAIR or not 0 < len(question.items) <= _PAIR or question.unknown_codes or question.indicators:
        return None
    (first, end), (start, stop) = spans
    if first or question.years.asked or not _IS_CODED.fullmatch(text[end:start]) or not _IS_IT.fullmatch(text[stop:]):
        return None
    codes = [codes_written(text[at:to], records) for at, to in spans]
    if bool(codes[0]) == bool(codes[1]) or len(code := codes[0] or codes[1]) != 1:
        return None
    named = tuple(each for each in question.items if each not in code) or code
    # of what stands first it is told which it is
    told = item.answer(question._replace(items=code if codes[0] else named, topics=("item",)), records)
    return told._replace(first=f"{yes_or_no(named == code)}{told.first}")
