"""Overview slides → key achievements and ratings by item, the rating criteria, and the statute's duties.

A slide's lines follow one another without empty lines, its title last; each item's lines are its achievements (・ …), its
letter, in a mid-term evaluation the letters of the years (R6：A), its title, and last its code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from records.ingest.codes import Code, folded_keeping_roman, read_code, read_section_head
from records.ingest.pages import Line
from records.ingest.parts import SLIDE_HEADERS, SLIDE_TITLE, Part
from records.ingest.ratings import LETTERS, SCALE_ID
from records.ingest.reading import Reading
from records.ingest.text import compact, fold_each
from records.ingest.years import find_fiscal_years, find_year_labels

# whose evaluation it is: all before 令和６年度における…, 中期目標の期間における…
_OWNER = re.compile(r".{2,60}?の(?=令\s*和|平\s*成|20[0-9]{2}|中期|中長期|第[0-9一二三四五六七八九十]+期)")
_PERIOD = {"見込評価": "prospective", "期間実績評価": "final"}
_BULLET = re.compile(r"\s*[・●■○〇]")
_YEAR_LETTER = re.compile(r"\s*(?:令和|平成|R|H)\s*[0-9元]{1,2}\s*(?:年度)?\s*[::]\s*(?P<letter>[A-Z])\s*")
_LAST_LETTER = re.compile(r"(?<![A-Za-z])(?P<letter>[A-Z])\s*$")  # the last letter of PDCA is no rating
_CODE_AT_END = re.compile(r"(?:[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|第?[0-9]{1,2})\s*[-ー]\s*[0-9()ー-]+\s*$")


def slide_title(part: Part) -> tuple[str, Line | None]:
    """The title of a slide (令和６年度における業務の実績に関する評価), without the corporation's name, and its line."""
    lines = _title_lines(part)
    if not lines:
        return "", None
    text = "".join(line.text.strip() for line in lines)
    owner = _OWNER.match(fold_each(text))
    return text[owner.end() if owner else 0 :], lines[0]


def _title_lines(part: Part) -> tuple[Line, ...]:
    """The lines of the title, the last one of a slide; it may be cut over two."""
    written = part.written
    for at in range(len(written) - 1, -1, -1):
        if SLIDE_TITLE.search(written[at].text):
            return (written[at],)
    for before, line in reversed(list(pairwise(written))):
        if SLIDE_TITLE.search(before.text.strip() + line.text.strip()):
            return (before, line)
    return ()


def has_items(lines: Sequence[Line]) -> bool:
    """Whether *lines* have items as a slide has them: lines of letters, and lines that end in a code."""
    return any(compact(line.text) in LETTERS for line in lines) and any(_code_at_end(line.text, {}) for line in lines)


class _Slide(NamedTuple):
    """What a slide is about: its name as a source, its evaluation, and the items' titles by code."""

    place: str
    evaluation: str
    fiscal_year: int | None
    titles: dict[str, str]


def read_slide(part: Part, titles: dict[str, str], reading: Reading) -> str:
    """Achievements and ratings of one slide go into *reading*. *titles*: item code → title. Returns the slide's place."""
    title, title_line = slide_title(part)
    found = SLIDE_TITLE.search(title)
    period = found["rest"] if found and found["rest"] in _PERIOD else ""
    years = find_fiscal_years(title)
    place = f"スライド「{period or title}」"
    if title_line is None or (not period and not years):
        place = f"スライド「{title or '概要'}」"
        reading.passage(part.written, place, "slide")
        coded = next((line for line in part.written if _code_at_end(line.text, titles) is not None), None)
        if coded is not None:
            reading.doubt(coded, f"{place}に項目番号がありますが、どの評価のスライドか分かりません。")
        return place
    evaluation, fiscal_year = (_PERIOD[period], None) if period else ("annual", years[0].year)
    _read_items(part, _Slide(place, evaluation, fiscal_year, titles), reading)
    return place


def _read_items(part: Part, slide: _Slide, reading: Reading) -> None:
    chunk: list[Line] = []
    title_lines = _title_lines(part)
    title = compact("".join(line.text for line in title_lines))
    for line in part.written:
        head = read_section_head(line.text)
        is_title = line in title_lines or _is_whole_title(line)
        if is_title and line not in title_lines and compact(line.text) != title:
            reading.doubt(line, f"{slide.place}の頁に、別のスライドの表題があります（頁の順序を確かめてください）。")
        if is_title or compact(line.text) in SLIDE_HEADERS or head is not None:
            if head is not None:
                reading.sections.setdefault(head[0], (head[1], slide.place, line))
            reading.claim([line], "sections" if head else "pages")
            continue
        chunk.append(line)
        if _code_at_end(line.text, slide.titles) is not None:
            _read_item(chunk, slide, reading)
            chunk = []
    if chunk:
        reading.passage(chunk, slide.place, "slide")
        if any(_BULLET.match(line.text) or compact(line.text) in LETTERS for line in chunk):
            reading.doubt(chunk[0], f"{slide.place}に、項目番号のない成果や評定があります。")


def _is_whole_title(line: Line) -> bool:
    """Whether a line is a slide's title and nothing else: two slides may run into one another."""
    found = SLIDE_TITLE.search(line.text)
    return found is not None and not line.text[found.end() :].strip() and _BULLET.match(line.text) is None


def _code_at_end(text: str, titles: dict[str, str]) -> tuple[int, Code] | None:
    """Where an item's code begins that ends *text*, and the code. Figures may look like one (…を令和5-6): they name no item."""
    at = _CODE_AT_END.search(folded_keeping_roman(text))
    code = read_code(text, at.start()) if at else None
    if at is None or code is None:
        return None
    is_alone = not text[text.rfind("\n", 0, at.start()) + 1 : at.start()].strip()
    return (at.start(), code) if code.item in titles or is_alone or not code.section.isdecimal() else None


def _read_item(chunk: Sequence[Line], slide: _Slide, reading: Reading) -> None:
    text = "\n".join(line.text for line in chunk)
    found_code = _code_at_end(text, slide.titles)
    if found_code is None:
        reading.passage(chunk, slide.place, "slide")
        return
    start, code = found_code
    reading.claim(chunk, "achievements")
    before = _without_title(text[:start], slide.titles.get(code.item, ""))
    if before is None:
        reading.doubt(chunk[-1], f"{slide.place}の {code.item} の項目名が、調書の項目名と違います。")
        before = text[:start]
    before = _read_year_letters(before, code.item, slide.place, chunk, reading)
    found = _LAST_LETTER.search(fold_each(before))
    if found is None or found["letter"] not in LETTERS:
        reading.problem(chunk[-1], f"{slide.place}の {code.item} に評定がありません。")
    else:
        reading.add(
            "ratings", _line_of(chunk, found.start("letter")), slide.place, item=code.item, evaluation=slide.evaluation,
            fiscal_year=slide.fiscal_year, evaluator="self", scale_id=SCALE_ID, rating=found["letter"],
            stated=before[found.start("letter")], importance_mark=None, priority_mark=None,
        )  # fmt: skip
        before = before[: found.start("letter")]
    _read_achievements(before, chunk, code.item, slide, reading)


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


def _read_year_letters(text: str, item: str, place: str, chunk: Sequence[Line], reading: Reading) -> str:
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
        years = find_year_labels(stated)
        if not years or match["letter"] not in LETTERS:
            what = "評定の段階にありません" if years else "年度が読めません"
            reading.problem(_line_of(chunk, start), f"{place}の {item} の評定「{stated}」は、{what}。")
            continue
        reading.add(
            "ratings", _line_of(chunk, start), place, item=item, evaluation="annual", fiscal_year=years[0].year, evaluator="self",
            scale_id=SCALE_ID, rating=match["letter"], stated=stated, importance_mark=None, priority_mark=None,
        )  # fmt: skip
    return text[:end] if found else text


def _read_achievements(text: str, chunk: Sequence[Line], item: str, slide: _Slide, reading: Reading) -> None:
    offset = 0
    gathered: list[tuple[int, str]] = []
    for part in text.split("\n"):
        if part.strip():
            if _BULLET.match(part) or not gathered:
                gathered.append((offset, part.strip()))
            else:
                gathered[-1] = (gathered[-1][0], gathered[-1][1] + part.strip())
        offset += len(part) + 1
    subject = (item, slide.evaluation)
    n = sum(1 for row in reading.tables["achievements"] if (row["item"], row["evaluation"]) == subject)
    for start, stated in gathered:
        words = stated.lstrip("・●■○〇 　")
        if words:
            n += 1
            reading.add(
                "achievements", _line_of(chunk, start), slide.place, item=item, evaluation=slide.evaluation,
                fiscal_year=slide.fiscal_year, n=n, text=words,
            )  # fmt: skip


def _line_of(chunk: Sequence[Line], offset: int) -> Line:
    """The line on which the character at *offset* of the chunk's lines, joined by line feeds, stands."""
    for line in chunk:
        if offset <= len(line.text):
            return line
        offset -= len(line.text) + 1
    return chunk[-1]
