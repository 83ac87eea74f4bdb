"""A clause that asks for several lists of one kind (R4に下がったもの、R5に下がったもの; 重要度が高い項目数と重点化の項目数) → each list.

Lists are told apart by their form: each ends with a noun for items, and but for its years, letters and marks it is said as
the others are. Two conditions on one list (R5がA、R6がBの項目) have one noun, and stay together.
"""

from __future__ import annotations

import re
from itertools import pairwise

from bot.text.compiled import compiled
from bot.text.fiscal_year import find_years
from bot.text.normalise import Folded, fold

_NOUN = r"(?:項目|もの|やつ)(?:の?(?:個数|数|一覧))?"
_JOINT = compiled(
    r"(?:(?<=項目)|(?<=もの)|(?<=やつ)|(?<=の数)|(?<=目数)|(?<=個数)|(?<=一覧))(?:、|,|と、?|・|及び|および)"
)
_YEAR = r"(?:r[0-9]{1,2}|令和[0-9]{1,2}年度?)"
_LAST = compiled(
    rf"(?P<list>.*?{_NOUN})(?P<asked>(?:は|を|も|って|の?それぞれ|教えて|見せて|知りたい|[?。 ])*)(?P<year>{_YEAR})?[?。]*"
)
# Aの数はR4とR5でそれぞれ, 上がった項目と下がった項目 R5: the years stand behind what they are of
_YEARS_BEHIND = compiled(
    rf"(?P<what>[^、。?]*?(?:[sabcd](?:評価|評定)?の?(?:項目)?の?数|[上下]がった(?:項目|もの|の)と[上下]がった(?:項目|もの|の)))[はをも、 ]*(?P<years>{_YEAR}(?:(?:と|、|・|から|~){_YEAR})*)(?:で|の)?(?:は)?(?:それぞれ)?[?。]*"
)
# ⅠのAとⅡのA R3
_EACH_SECTION = compiled(
    rf"(?:(?P<before>{_YEAR})(?:の|で|は)?)?(?P<all>[Ⅰ-Ⅻ]の[sabcd](?:評価)?(?:の?(?:項目|数))?(?:(?:と|、|・)[Ⅰ-Ⅻ]の[sabcd](?:評価)?(?:の?(?:項目|数))?)+)[はをも ]*(?P<behind>{_YEAR})?[?。]*"
)
_OF_SECTION = compiled(r"[Ⅰ-Ⅻ]の[sabcd]")
_SECTION = compiled(r"[Ⅰ-Ⅻ](?!-)")
# one thing is asked of all
_TOGETHER = compiled(r"違い|違う|比較|比べ|共通|両方|どちら|どっち|重な|関係|の差|同じ|合わせ|あわせ|合計|以外の項目と")
_MARK = compiled(r"重要[度性]?(?:が|の|は)?「?(?:高(?:い|く)?)?」?|重点化?(?:の?対象)?(?:の)?")
_LETTER = compiled(r"(?<![a-z0-9])[sabcd](?:評価|評定)?(?![a-z0-9])")
_PARTICLES = compiled(r"[のがでには、]")
# 重要度「高」と重点化の項目はそれぞれいくつ, R5のAとR6のAを両方
_EACH_MARK = compiled(
    r"(?P<one>重要[度性]?(?:が|の)?「?(?:高(?:い)?)?」?)(?:項目)?(?:と|、)(?P<other>重点化?(?:の?対象)?)の?(?P<noun>項目(?:の?数)?)(?P<asked>(?:は|を)?(?:それぞれ.*|(?:いくつ|何項目|何個|何件).*))"
)
_EACH_YEAR = compiled(
    r"(?P<one>[^、。?とを]{2,8}の[sabcd](?:評価|評定)?)(?:と|、)(?P<other>[^、。?とを]{2,8}の[sabcd](?:評価|評定)?)を(?:両方|どちらも|両方とも)(?:とも)?(?:教えて|見せて|知りたい|お願い(?:します)?|ください|[?。])*"
)
_SHORTEST = 2
_EACH = compiled(r"それぞれ(?:で|は|の|に)?")


def with_years_in_front(text: str) -> str:
    """Aの数はR4とR5でそれぞれ, 上がった項目と下がった項目 R5 → with the years before what they are of; else as typed."""
    folded = fold(text)
    if not (match := _YEARS_BEHIND.fullmatch(folded.text)):
        return text
    mark = "の" if match["what"].endswith("数") else "に"
    return f"{folded.as_typed(*match.span('years'))}{mark}{folded.as_typed(*match.span('what'))}"


def lists_apart(clause: str) -> tuple[str, ...]:
    """The lists that are asked for, each as its own clause as typed; the clause alone where it asks for one."""
    folded = fold(clause)
    if match := _EACH_SECTION.fullmatch(folded.text):
        year = match["before"] or match["behind"]
        return tuple(f"{f'{year}の' if year else ''}{each}の項目" for each in _OF_SECTION.findall(match["all"]))
    if match := _EACH_YEAR.fullmatch(folded.text):
        return folded.as_typed(*match.span("one")), folded.as_typed(*match.span("other"))
    if match := _EACH_MARK.fullmatch(folded.text):
        asked = _EACH.sub("", match["asked"])
        return tuple(f"{match[name].removesuffix('の')}の{match['noun']}{asked}" for name in ("one", "other"))
    if not _JOINT.search(folded.text) or _TOGETHER.search(folded.text):
        return (clause,)
    starts, ends = [0], []
    for joint in _JOINT.finditer(folded.text):
        ends.append(joint.start())
        starts.append(joint.end())
    last = _LAST.fullmatch(folded.text, starts[-1])
    if not last:
        return (clause,)
    spans = list(zip(starts, (*ends, last.end("list")), strict=True))
    if not all(_alike(_form(folded, one), _form(folded, other)) for one, other in pairwise(spans)):
        return (clause,)
    year = f"{last['year']}の" if last["year"] else ""
    return tuple(f"{'' if find_years(folded.text[slice(*span)]) else year}{folded.as_typed(*span)}" for span in spans)


def _form(folded: Folded, span: tuple[int, int]) -> str:
    """How a list is said, with a sign for each year, letter and mark, without particles."""
    text = folded.text[slice(*span)]
    for mention in reversed(find_years(text)):
        text = f"{text[: mention.start]}#{text[mention.end :]}"
    text = _MARK.sub("*", _LETTER.sub("@", text))
    return _PARTICLES.sub("", re.sub(_NOUN, "+", _SECTION.sub("%", text)))


def _alike(one: str, other: str) -> bool:
    """Whether one is said as the other is, which may have more before it (Ⅰ-1以外で)."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST and long.endswith(short) and any(sign in short for sign in "#*%")
