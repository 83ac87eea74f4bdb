"""The slide with the rating criteria, and the slide with the articles of law → criteria and duties."""

from __future__ import annotations

import re
from collections.abc import Sequence

from records.ingest.pages import Line
from records.ingest.parts import Part
from records.ingest.ratings import LETTERS, SCALE_ID
from records.ingest.reading import Reading
from records.ingest.text import Joined, compact, fold_each

CRITERIA_PLACE = "評価の概要スライド（評定基準）"
STATUTE_PLACE = "スライド「参照条文」"
_CRITERIA_HEADER = re.compile(r"定性的指標定量的指標評定|評定定量的指標定性的指標")
_AT_LEAST = re.compile(r"([0-9]{2,3})[％%]以上")
_BELOW = re.compile(r"([0-9]{2,3})[％%]未満")
_QUALITY = re.compile(r"質的に(?:顕著|特に優れ)")
_DASH = re.compile(r"[-ー－―]")
_ARTICLE = re.compile(r"第(?P<number>[0-9一二三四五六七八九十百]+)条(?P<branch>の[0-9一二三四五六七八九十]+)*")
_PARAGRAPH = re.compile(r"(?P<number>[0-9]{1,2})\s+(?=\S)")
_ITEM_OF_PARAGRAPH = re.compile(r"[一二三四五六七八九十]\s+\S")
_LAW = re.compile(r"[○〇]?\s*(?P<law>\S*(?:法律|法|規則|省令)[^()]*(?:\([^()]*第[0-9]+号\))?)")
_NUMBER_IN_FRONT = re.compile(r"^(?:第[^\s]*条(?:の[^\s]+)?|[0-9]{1,2}|[一二三四五六七八九十])\s+")
_NUMERALS = "一二三四五六七八九十"
_MONTHS = re.compile(rf"([{_NUMERALS}])月以内")
_LONGEST_OMISSION = 12  # 「７・８ （略）」
_ACTOR = re.compile(r"\s*(?P<actor>[^、。\s]{1,16}?)は、")
_DEADLINE = re.compile(
    r"各事業年度の終了後[0-9一二三四五六七八九十]+月以内|[^、。]{0,12}の終了後[^、。]{0,8}以内|毎?事業年度の終了後|遅滞なく|速やかに|毎年度|[0-9]+日以内"
)


def read_criteria(part: Part, reading: Reading) -> bool:
    """The rating criteria of the slide go into *reading*; what stands around them is kept as passages.

    Each letter stands below its texts: first the qualitative one (or a dash), then the quantitative ones.
    """
    lines = part.written
    start = next((at for at, line in enumerate(lines) if _CRITERIA_HEADER.search(compact(line.text))), None)
    if start is None:
        reading.passage(lines, CRITERIA_PLACE, "criteria")
        return False
    reading.passage(lines[:start], CRITERIA_PLACE, "criteria")
    reading.claim([lines[start]], "criteria")
    chunk: list[Line] = []
    last = start
    expected = list(LETTERS)
    for at in range(start + 1, len(lines)):
        folded = compact(lines[at].text)
        if expected and folded == expected[0]:
            _add_criteria(expected.pop(0), chunk, reading)
            reading.claim([*chunk, lines[at]], "criteria")
            chunk, last = [], at
        else:
            chunk.append(lines[at])
    reading.passage(lines[last + 1 :], CRITERIA_PLACE, "criteria")
    for letter in expected:
        reading.problem(lines[start], f"評定基準に {letter} の基準が見つかりません。")
    return True


def _add_criteria(letter: str, chunk: Sequence[Line], reading: Reading) -> None:
    qualitative: list[Line] = []
    quantitative: list[Line] = []
    for line in chunk:
        folded = compact(line.text)
        measured = bool(_AT_LEAST.search(folded) or _BELOW.search(folded))
        first = not qualitative and not quantitative
        note = folded.startswith("(") and not measured
        if first or (not quantitative and note):
            qualitative.append(line)
        else:
            quantitative.append(line)
    if qualitative:
        text = "".join(line.text.strip() for line in qualitative)
        dash = _DASH.fullmatch(compact(text)) is not None
        hard = "困難度" in text
        _criterion(reading, qualitative[0], letter, "qualitative", 1, None if dash else text, hard=hard, quality=False)
    lead = [line for line in quantitative if not _measured(line)]
    n = 0
    for line in quantitative:
        if not _measured(line):
            continue
        n += 1
        prefix = "".join(each.text.strip() for each in lead if each.number < line.number)
        text = (f"{prefix}：" if prefix else "") + line.text.strip().strip("（）").removesuffix(
            "または、"
        ).removesuffix("、または").strip()
        _criterion(
            reading, line, letter, "quantitative", n, text, hard="困難度" in line.text,
            quality=_QUALITY.search(line.text) is not None,
        )  # fmt: skip


def _measured(line: Line) -> bool:
    folded = fold_each(line.text)
    return _AT_LEAST.search(folded) is not None or _BELOW.search(folded) is not None


def _criterion(
    reading: Reading, line: Line, letter: str, kind: str, n: int, text: str | None, *, hard: bool, quality: bool
) -> None:
    folded = fold_each(text or "")
    least, below = _AT_LEAST.search(folded), _BELOW.search(folded)
    reading.add(
        "criteria", line, CRITERIA_PLACE, scale_id=SCALE_ID, rating=letter, kind=kind, n=n,
        min_percent=float(least[1]) if least else None, below_percent=float(below[1]) if below else None,
        needs_high_difficulty=int(hard), needs_quality=int(quality), text=text,
    )  # fmt: skip


def read_statute(part: Part, reading: Reading) -> None:
    """The duties that the quoted articles lay down, one per paragraph and numbered item."""
    lines = part.written
    reading.passage(lines, STATUTE_PLACE, "statute")
    law, article, paragraph = "", "", 0
    clauses: list[tuple[int, list[Line]]] = []
    for line in lines:
        folded = fold_each(line.text).strip()
        found_article = _ARTICLE.match(folded)
        found_paragraph = _PARAGRAPH.match(folded)
        if not article and folded.startswith(("〇", "○")):
            law = line.text.strip().lstrip("〇○ ").removesuffix("（抄）")
        elif found_article:
            article = "".join(found_article.group().split())
            paragraph = 1
            clauses.append((1, [line]))
        elif article and found_paragraph and int(found_paragraph["number"]) == paragraph + 1:
            paragraph += 1
            clauses.append((paragraph, [line]))
        elif article and _ITEM_OF_PARAGRAPH.match(folded):
            clauses.append((paragraph, [line]))
        elif clauses and not folded.startswith("("):
            clauses[-1][1].append(line)
    counted: dict[int, int] = {}
    actor = ""
    for number, clause in clauses:
        first = clause[0]
        joined = Joined.of([first._replace(text=_NUMBER_IN_FRONT.sub("", fold_each(first.text).strip())), *clause[1:]])
        for sentence in re.finditer(r"[^。]+。?", joined.text):
            text = sentence.group().strip()
            if "略" in text and len(text) < _LONGEST_OMISSION:
                continue
            found = _ACTOR.match(text)
            if found and not found["actor"].endswith("評価"):
                actor, text = found["actor"], text[found.end() :]
            elif found and number not in counted:
                actor = "主務大臣"  # 「第一項の評価は、…付して、行わなければならない」: it is the ministers' evaluation
            counted[number] = counted.get(number, 0) + 1
            reading.add(
                "duties", joined.line_at(sentence.start()), STATUTE_PLACE, law=law, article=article, paragraph=number,
                n=counted[number], actor=actor, text=text, deadline=_deadline(text),
            )  # fmt: skip


def _deadline(text: str) -> str | None:
    """The time that a sentence sets, months in digits (終了後三月以内 → 終了後3か月以内)."""
    found = _DEADLINE.search(text)
    if found is None:
        return None
    return _MONTHS.sub(lambda month: f"{_NUMERALS.index(month[1]) + 1}か月以内", found.group())
