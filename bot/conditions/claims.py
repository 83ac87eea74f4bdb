"""Whether ratings are as somebody says of several items (Ⅰ-1はA、Ⅰ-2はBで合ってる？)."""

from __future__ import annotations

from bot.answer import Answer
from bot.conditions.judge import stated_letters
from bot.conditions.rated import with_ratings
from bot.question import Question
from bot.text.compiled import compiled
from bot.wording.phrases import year_name
from bot.wording.subject import codes_written
from records.lookups import Records

_SAID = compiled(
    r"(?:の評[価定])?(?:は|が)(?P<letter>[sabcd])(?![a-z0-9])(?:評価|評定)?(?:だった|です|でした|である)?(?:で|、|と|だ)?(?:、)?"
)
_RIGHT = compiled(
    r"(?:という|との|と)?(?:いう)?(?:(?:理解|認識|こと|解釈|記憶)(?:で|は|が)?)?(?:、)?(?:合って|あって|正し|間違い(?:ない|ありません|ないです)|よろし|良い|いい|よい|大丈夫|[?])"
)
_PAIR = 2


def answer(question: Question, records: Records) -> Answer | None:
    """はい or いいえ with the ratings of the items; None where nothing of the kind is claimed of several items in one year."""
    text = question.text_folded
    years = question.years.years if question.years.asked else records.rated_years[-1:]
    spans = sorted((each.start, each.end) for each in question.spans if each.what == "scope")
    found = [(match.end(), match["letter"].upper()) for _, end in spans if (match := _SAID.match(text, end))]
    several = len(question.items) == len(spans) == len(found) >= _PAIR
    if not several or not _RIGHT.match(text, found[-1][0]) or len(years) != 1 or question.evaluation is not None:
        return None
    codes = [codes_written(text[start:end], records) for start, end in spans]
    if years[0] not in records.rated_years or not all(len(each) == 1 for each in codes):
        return None
    said = {each[0]: letter for each, (_, letter) in zip(codes, found, strict=True)}
    stated = {code: stated_letters(records, code, years[0]) for code in said}
    if set(said) != set(question.items):
        return None
    wrong = any(said[code] not in letters for code, letters in stated.items())
    sure = all(letters == (said[code],) for code, letters in stated.items())
    told = "、".join(f"{code} が {'／'.join(letters) or '記録なし'}" for code, letters in stated.items())
    yes = "いいえ、" if wrong else "はい、" if sure else ""
    doubt = "" if all(len(letters) == 1 for letters in stated.values()) else "（／ は出典により分かれる評定）"
    return with_ratings(
        question,
        records,
        first=f"{yes}{year_name(years[0])}の評定は、{told} です{doubt}。",
        topic="rating",
        codes=records.in_order(said),
        about=records.in_order(said),
        terms=years,
        notes=(),
        read_as=f"{'・'.join(said)}・{year_name(years[0])}・年度評価",
    )
