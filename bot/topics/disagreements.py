"""Where the document disagrees with itself: ratings first, then what readers found; both sides with their places."""

from __future__ import annotations

from bot.answer import Answer, Conflict, Status
from bot.checking.doubts import conflict_of_reading
from bot.question import Question
from bot.text.compiled import compiled
from bot.text.normalise import fold_text
from bot.topic import all_topics
from bot.topics.rating import conflict_of
from bot.wording.phrases import short_year, table_name, year_name, years_name
from bot.wording.subject import items_of
from records.lookups import Records
from records.model import Disagreement

NAME = "disagreements"
NEEDS = "optional"
WORDS = {
    "資料によって違": 7, "資料により違": 7, "資料で違": 7, "資料ごとに違": 7, "資料によって異な": 7,
    "食い違っ": 6, "なぜ2つ": 8, "なぜ二つ": 8, "どうして2つ": 8, "なんで2つ": 8, "2つあるの": 8,
    "評定が2つ": 6, "評定が二つ": 6, "評価が2つ": 6, "評価が二つ": 6, "評定が2種類": 6, "評定が2通り": 6,
    "食い違う": 8,
    "くいちがう": 8,
    "くい違": 6,

    "ふいっち": 7,

    "不一致": 6, "矛盾": 6, "食い違い": 6, "食いちがい": 6, "くいちがい": 6, "相違": 6, "齟齬": 6, "そご": 6, "ずれ": 5, "違う箇所": 6,
    "分かれている": 6, "わかれている": 6, "わかれた": 5, "総括表で違": 8, "総括表が違": 8, "分かれた": 6, "出典で分かれ": 8, "総括表の違い": 8, "総括表との違い": 8, "総括表と違": 8,
    "一致しない": 6, "一致していない": 6, "出典の不一致": 7, "合わない": 5, "誤り": 5, "間違い": 5, "おかしな箇所": 6,
}  # fmt: skip


_FEW = 2
_BUT_RATINGS = compiled(r"評[価定](?:の(?:食い違い|不一致|違い))?(?:以外|を除|のほか|の他)")
# 34万件の食い違い: the number that a disagreement is about
_NUMBER = compiled(r"[0-9]+万(?:件|枚|人)?|(?<![0-9令])[0-9,]{2,}(?:件|枚|人|回|団体|%)")
_MOST = compiled(
    r"(?:不一致|食い違い|くいちがい|矛盾|相違|齟齬|ずれ)(?:の数|の件数)?[がの](?:一番|最も|いちばん|もっとも)?多い|(?:一番|最も|いちばん)(?:不一致|食い違い|矛盾)が多い"
)
_NONE_OF = compiled(
    r"(?:不一致|食い違い|くいちがい|矛盾|相違|齟齬|ずれ)[がの](?:な[いか]|無[いか])[^、。?]{0,6}(?:項目|もの|の[はが])|(?:不一致|食い違い|矛盾)[がの](?:ない|無い)$"
)
_OF_RATINGS = compiled(r"評定|評価が(?:出典|分かれ)|総括表")


def answer(question: Question, records: Records) -> Answer:
    """All disagreements, or those of the items named."""
    items = items_of(question, records)
    conflicts = _rating_conflicts(records)
    found = [conflict for conflict in conflicts if not items or conflict.item in items]
    read = [each for each in records.disagreements() if not items or each.item in items]
    years = question.years.years if question.years.asked else ()
    if years:
        found = [conflict for conflict in found if conflict.fiscal_year in years]
        read = [each for each in read if each.fiscal_year in years]
    persons = any(word in all_topics()["staff"].WORDS for word in question.words)
    if persons:
        found, read = [], [each for each in read if "従事人員" in each.about]
    if others := _BUT_RATINGS.search(question.text_folded):
        found = []
    figure = _NUMBER.search(question.text_folded)
    if figure:
        found, read = (
            [],
            [each for each in read if figure.group() in fold_text(f"{each.about} {each.value_a} {each.value_b}")],
        )
    of_ratings = not others and _OF_RATINGS.search(question.text_folded) is not None
    if of_ratings:
        read = []
    if _NONE_OF.search(question.text_folded) and not (years or persons):
        apart = {conflict.item for conflict in found} | {each.item for each in read}
        return _without(
            question, tuple(code for code in items or records.codes if code not in apart), of_ratings=of_ratings
        )
    if _MOST.search(question.text_folded) and not (years or items):
        return _with_most(
            question,
            [code for code in (*(each.item for each in found), *(each.item for each in read)) if code],
            records,
        )
    told_of = {conflict.fiscal_year for conflict in found} | {each.fiscal_year for each in read}
    scope = f"{years_name(years)}の" if years else ""
    scope += "評定以外の" if others else "評定の" if of_ratings else ""
    scope += "従事人員数の" if persons else ""
    scope += f"「{figure.group()}」の" if figure else ""
    lines = [_rating_line(conflict) for conflict in found]
    lines.extend(_line(each) for each in read)
    if not lines:
        return Answer(
            question=question.text,
            status=Status.ANSWERED,
            topic=NAME,
            first=f"{'・'.join(items[:6]) + ' について、' if items else ''}{scope}出典の不一致は記録にありません。",
            items=items,
        )
    subject = f"{'・'.join(items[:6])} " if items else ""
    counted = "" if of_ratings or not found else f"評定の不一致は {len(found)}件です。"
    said = [*map(_told, found), *(_line(each).removeprefix("・") for each in read)]
    told = "".join(f"{each}。" for each in said) if len(said) <= _FEW else ""
    number, lines = len(lines), lines if len(lines) > _FEW else []
    if not told and len(found) == 1:  # the rating, which matters most
        counted = f"{'評定の不一致は 1件で、' if counted else ''}{_told(found[0])}。"
        lines = lines[1:]
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=f"{subject}{'の' if items else ''}{scope}出典の不一致は {number}件あります。{counted}{told}",
        lines=tuple(lines),
        items=records.in_order({c.item for c in found} | {each.item for each in read}),
        fiscal_years=tuple(sorted(filter(None, told_of))),
        conflicts=(*found, *(conflict_of_reading(each) for each in read)),
        sources=tuple(
            dict.fromkeys(source for conflict in found for side in conflict.values for source in side.sources)
        ),
        read_as="出典の不一致",
    )


def _without(question: Question, codes: tuple[str, ...], *, of_ratings: bool) -> Answer:
    """出典の不一致がない項目は？: the items of which no disagreement is recorded."""
    named = f"{'評定の' if of_ratings else ''}出典の不一致が記録にない項目は"
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=f"{named} {len(codes)}項目です（{'・'.join(codes)}）。" if codes else f"{named}ありません。",
        items=codes,
        read_as="出典の不一致",
        heeded=("negation",),
    )


def _with_most(question: Question, told_of: list[str], records: Records) -> Answer:
    """不一致が一番多い項目は？: the items by the number of their disagreements."""
    counts = {code: told_of.count(code) for code in records.in_order(told_of)}
    most = max(counts.values())
    top = tuple(code for code, number in counts.items() if number == most)
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=f"出典の不一致が最も多い項目は {'・'.join(top)} の{most}件です（計算値）。",
        lines=tuple(f"・{code}：{number}件" for code, number in sorted(counts.items(), key=lambda each: -each[1])),
        items=top,
        read_as="出典の不一致",
    )


def _rating_conflicts(records: Records) -> list[Conflict]:
    found = []
    for code in (None, *records.codes):
        for year in records.years_rated(code):
            conflict = conflict_of(records.ratings_of(code, "annual", year))
            if conflict:
                found.append(conflict)
        conflict = conflict_of(records.ratings_of(code, "prospective"))
        if conflict:
            found.append(conflict)
    return found


def _rating_line(conflict: Conflict) -> str:
    sides = " ⇔ ".join(
        f"{side.value}（{'、'.join(dict.fromkeys(f'{table_name(s)} {s.page}頁' for s in side.sources))}）"
        for side in conflict.values
    )
    year = short_year(conflict.fiscal_year) if conflict.fiscal_year else "見込評価"
    return f"・{conflict.item or '総合'} {year} 評定：{sides}"


def _told(conflict: Conflict) -> str:
    """「Ⅲ-5 の令和4年度の評定が、項目別評定総括表では B、見込評価のスライドでは A です」."""
    when = year_name(conflict.fiscal_year) if conflict.fiscal_year else "見込評価"
    sides = "、".join(
        f"{'・'.join(dict.fromkeys(map(table_name, side.sources)))}では {side.value}" for side in conflict.values
    )
    return f"{conflict.item or '総合'} の{when}の評定が、{sides} です"


def _line(each: Disagreement) -> str:
    year = f" {short_year(each.fiscal_year)}" if each.fiscal_year else ""
    return (
        f"・{each.item or '文書全体'}{year} {each.about}：{each.value_a}（{each.source_a.page}頁{each.source_a.line}行）"
        f" ⇔ {each.value_b}（{each.source_b.page}頁{each.source_b.line}行）"
    )
