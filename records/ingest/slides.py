"""Overview slides → key achievements and ratings by item, the rating criteria, and the statute's duties.

A slide's lines follow one another without empty lines, its title last; each item's lines are its achievements (・ …), its
letter, in a mid-term evaluation the letters of the years (R6：A), its title, and last its code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from records.ingest.codes import folded_keeping_roman, read_code, read_section_head
from records.ingest.pages import Line
from records.ingest.parts import Part
from records.ingest.ratings import LETTERS, SCALE_ID
from records.ingest.reading import Reading
from records.ingest.text import compact, fold_each
from records.ingest.years import find_fiscal_years, find_year_labels

_TITLE = re.compile(r"業務(?:の)?実績に関する(?P<rest>見込評価|期間実績評価|評価)")
_PERIOD = {"見込評価": "prospective", "期間実績評価": "final"}
_BULLET = re.compile(r"\s*[・●■○〇]")
_YEAR_LETTER = re.compile(r"\s*(?:令和|平成|R|H)\s*[0-9元]{1,2}\s*(?:年度)?\s*[::]\s*(?P<letter>[A-Z])\s*")
_LAST_LETTER = re.compile(r"(?P<letter>[A-Z])\s*$")
_CODE_AT_END = re.compile(r"(?:[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|第?[0-9]{1,2})\s*[-ー]\s*[0-9()ー-]+\s*$")
_HEADERS = ("自己評価", "項目", "主な成果等", "評定", "主な成果等評定", "項目主な成果等評定")


def slide_title(part: Part) -> tuple[str, Line | None]:
    """The title of a slide (令和６年度における業務の実績に関する評価), without the corporation's name, and its line."""
    for line in reversed(part.written):
        if _TITLE.search(line.text):
            text = line.text.strip()
            return text[
                text.find("の") + 1 :
            ] if "機構の" in text or "法人の" in text or "センターの" in text else text, line
    return "", None


def read_slide(part: Part, titles: dict[str, str], reading: Reading) -> str:
    """Achievements and ratings of one slide go into *reading*. *titles*: item code → title. Returns the slide's place."""
    title, title_line = slide_title(part)
    found = _TITLE.search(title)
    period = found["rest"] if found and found["rest"] in _PERIOD else ""
    years = find_fiscal_years(title)
    place = f"スライド「{period or title}」"
    if title_line is None or (not period and not years):
        place = f"スライド「{title or '概要'}」"
        reading.passage(part.written, place, "slide")
        return place
    evaluation, fiscal_year = (_PERIOD[period], None) if period else ("annual", years[0].year)
    chunk: list[Line] = []
    for line in part.written:
        folded = compact(line.text)
        head = read_section_head(line.text)
        if line == title_line or folded in _HEADERS or head is not None:
            if head is not None:
                reading.sections.setdefault(head[0], (head[1], place, line))
            reading.claim([line], "sections" if head else "pages")
            continue
        chunk.append(line)
        if _CODE_AT_END.search(folded_keeping_roman(line.text)):
            _read_item(chunk, titles, place, evaluation, fiscal_year, reading)
            chunk = []
    if chunk:
        reading.passage(chunk, place, "slide")
    return place


def _read_item(
    chunk: Sequence[Line],
    titles: dict[str, str],
    place: str,
    evaluation: str,
    fiscal_year: int | None,
    reading: Reading,
) -> None:
    text = "\n".join(line.text for line in chunk)
    folded = folded_keeping_roman(text)
    at = _CODE_AT_END.search(folded)
    code = read_code(text, at.start()) if at else None
    if at is None or code is None:
        reading.passage(chunk, place, "slide")
        return
    reading.claim(chunk, "achievements")
    before = _without_title(text[: at.start()], titles.get(code.item, ""))
    if before is None:
        reading.doubt(chunk[-1], f"{place}の {code.item} の項目名が、調書の項目名と違います。")
        before = text[: at.start()]
    before = _read_year_letters(before, code.item, place, chunk, text, reading)
    found = _LAST_LETTER.search(fold_each(before))
    if found is None or found["letter"] not in LETTERS:
        reading.problem(chunk[-1], f"{place}の {code.item} に評定がありません。")
    else:
        reading.add(
            "ratings", _line_of(chunk, found.start("letter")), place, item=code.item, evaluation=evaluation,
            fiscal_year=fiscal_year, evaluator="self", scale_id=SCALE_ID, rating=found["letter"],
            stated=before[found.start("letter")], importance_mark=None, priority_mark=None,
        )  # fmt: skip
        before = before[: found.start("letter")]
    _read_achievements(before, chunk, code.item, place, evaluation, fiscal_year, reading)


def _without_title(text: str, title: str) -> str | None:
    """*text* without the item's title at its end (which may be cut over lines); None when it does not end with it."""
    if not title:
        return None
    wanted = compact(title)
    at = len(text)
    while wanted and at > 0:
        at -= 1
        character = compact(text[at])
        if not character:
            continue
        if not wanted.endswith(character):
            return None
        wanted = wanted[: -len(character)]
    return text[:at] if not wanted else None


def _read_year_letters(text: str, item: str, place: str, chunk: Sequence[Line], whole: str, reading: Reading) -> str:
    """The letters of the years at the end of *text* (R6：A / R5：B …); returns what stands before them."""
    folded = fold_each(text)
    end = len(folded.rstrip())
    found: list[re.Match[str]] = []
    while True:
        match = next((each for each in _YEAR_LETTER.finditer(folded, max(0, end - 14), end) if each.end() >= end), None)
        if match is None:
            break
        found.append(match)
        end = len(folded[: match.start()].rstrip())
    for match in reversed(found):
        stated = "".join(text[match.start() : match.end()].split())
        start = match.start() + (len(match.group()) - len(match.group().lstrip()))
        year = find_year_labels(stated)[0].year
        if match["letter"] not in LETTERS:
            reading.problem(_line_of(chunk, start), f"{place}の {item} の評定「{stated}」は、評定の段階にありません。")
            continue
        reading.add(
            "ratings", _line_of(chunk, start), place, item=item, evaluation="annual", fiscal_year=year, evaluator="self",
            scale_id=SCALE_ID, rating=match["letter"], stated=stated, importance_mark=None, priority_mark=None,
        )  # fmt: skip
    return text[:end] if found else text


def _read_achievements(
    text: str, chunk: Sequence[Line], item: str, place: str, evaluation: str, fiscal_year: int | None, reading: Reading
) -> None:
    offset = 0
    gathered: list[tuple[int, str]] = []
    for part in text.split("\n"):
        if part.strip():
            if _BULLET.match(part) or not gathered:
                gathered.append((offset, part.strip()))
            else:
                gathered[-1] = (gathered[-1][0], gathered[-1][1] + part.strip())
        offset += len(part) + 1
    for start, stated in gathered:
        words = stated.lstrip("・●■○〇 　")
        if words:
            n = (
                sum(
                    1
                    for row in reading.tables["achievements"]
                    if row["item"] == item and row["evaluation"] == evaluation
                )
                + 1
            )
            reading.add(
                "achievements", _line_of(chunk, start), place, item=item, evaluation=evaluation, fiscal_year=fiscal_year,
                n=n, text=words,
            )  # fmt: skip


def _line_of(chunk: Sequence[Line], offset: int) -> Line:
    """The line on which the character at *offset* of the chunk's lines, joined by line feeds, stands."""
    for line in chunk:
        if offset <= len(line.text):
            return line
        offset -= len(line.text) + 1
    return chunk[-1]
