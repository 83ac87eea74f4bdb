"""The summary table of item ratings (様式1-1-3, 1-2-3) → ratings by year and flags by item.

The table states no evaluator. It is a stream of titles, letters with their marks, and codes, often of two halves side by
side, each item ending in its code; an empty cell is left as a space, or as a line of spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from records.ingest.codes import read_code, read_section_head
from records.ingest.pages import Line
from records.ingest.parts import Part, read_heading
from records.ingest.ratings import LETTERS, SCALE_ID
from records.ingest.reading import Reading
from records.ingest.text import compact, fold_each
from records.ingest.years import find_fiscal_years

_HEADER = re.compile(
    r"(?:中期計画|中長期計画|中期目標|中長期目標|年度計画|年度評価|期間評価|見込評価|期間実績評価|項目別|調書|No\.?|備考|評価|[()]"
    r"|[令和平成元年度期間見込実績]|[0-9])+"
)
_LETTER = re.compile(r"(?P<letter>[A-Z])(?P<importance>[○〇◯]?)(?P<priority>重?)")
_MARK = re.compile(r"[○〇◯]|重|[○〇◯]重")
_FOOTNOTE = re.compile(r"※|注[0-9]?\)|重要度を「|困難度を「|重点化の対象とした")
_PERIOD_COLUMNS = {"見込評価": "prospective", "期間実績評価": "final"}


@dataclass(slots=True)
class _Letter:
    """A rating in the table with the marks that stand beside it."""

    letter: str
    line: Line
    stated: str
    importance: bool = False
    priority: bool = False


class _Gap(NamedTuple):
    """Empty cells. *certain*: a single empty line may also be an empty paragraph of the cell before."""

    cells: int
    certain: bool


class _Column(NamedTuple):
    """What a column of letters is about."""

    evaluation: str
    fiscal_year: int | None


@dataclass(slots=True)
class Flags:
    """What the marks beside an item's letters say. *line*: where its first letter stands."""

    importance: bool
    priority: bool
    place: str
    line: Line


@dataclass(slots=True)
class Summary:
    """What a summary table says besides ratings: items in its order with their titles, sections, flags."""

    titles: dict[str, str] = field(default_factory=dict)
    flags: dict[str, Flags] = field(default_factory=dict)
    sections: dict[str, tuple[str, Line]] = field(default_factory=dict)
    explains_marks: bool = False
    columns: tuple[_Column, ...] = ()


def read_summary(part: Part, evaluation: str, reading: Reading) -> Summary:
    """The ratings of one summary table go into *reading*; the rest is returned."""
    summary = Summary()
    place = part.place(evaluation)
    lines = list(part.lines)
    body = _read_header(lines, summary, reading)
    if not summary.columns:
        reading.problem(part.written[0], f"{place}に年度の見出しがありません。")
    titles: list[str] = []
    cells: list[_Letter | _Gap] = []
    skip: int | None = None
    for at in range(body, len(lines)):
        line = lines[at]
        if line.number == skip:
            continue
        if line.is_blank:
            if line.text:
                cells.append(_Gap(len(line.text), certain=len(line.text) > 1))
            continue
        folded = compact(line.text)
        if _FOOTNOTE.match(folded):
            _read_footnotes(lines[at:], summary, reading, place, evaluation)
            break
        reading.claim([line], "ratings")
        heads = [read_section_head(chunk) for chunk in re.split(r" {2,}", line.text.strip())]
        if all(heads):
            summary.sections.update({head[0]: (head[1], line) for head in heads if head})
            cells = []
            continue
        for token in _tokens(line, lines, at):
            match token:
                case _Letter():
                    cells.append(token)
                case _Gap():
                    cells.append(token)
                case ("mark", mark):
                    _mark(cells, str(mark))
                case ("text", text):
                    if not titles:
                        cells = []
                    titles.append(str(text))
                case ("code", item, taken):
                    skip = int(taken) or None
                    reading.claim([each for each in lines if each.number == skip], "ratings")
                    _close(str(item), titles, cells, line, place, summary, reading)
                    titles, cells = [], []
    if titles and any(isinstance(cell, _Letter) for cell in cells):
        reading.problem(lines[-1], f"{place}の最後に、項目番号のない行があります（{''.join(titles)[:20]}）。")
    return summary


def _read_header(lines: list[Line], summary: Summary, reading: Reading) -> int:
    """The columns that the header names; the number of lines that it takes."""
    whole = ""
    at = 0
    for at, line in enumerate(lines):
        folded = compact(line.text)
        if not folded:
            continue
        if read_heading(line.text) is not None:
            reading.claim([line], "pages")
            continue
        if not _HEADER.fullmatch(folded):
            break
        reading.claim([line], "ratings")
        whole += folded
    found: list[tuple[int, _Column]] = [(each.start, _Column("annual", each.year)) for each in find_fiscal_years(whole)]
    for word, evaluation in _PERIOD_COLUMNS.items():
        found += [(each.start(), _Column(evaluation, None)) for each in re.finditer(word, whole)]
    ordered: list[_Column] = []
    for _, column in sorted(found, key=lambda each: each[0]):
        if column in ordered:
            break  # the second half of a table with two halves
        ordered.append(column)
    summary.columns = tuple(ordered)
    return at


Token = _Letter | _Gap | tuple[str, str] | tuple[str, str, int]


def _tokens(line: Line, lines: list[Line], at: int) -> Iterator[Token]:
    """Titles, letters, marks, gaps and codes of one line, left to right."""
    text = line.text.rstrip()
    offset = 0
    letters_before = False
    for found in re.finditer(r"(?P<spaces> *)(?P<word>[^ ]+)", text):
        word, spaces = found["word"], len(found["spaces"])
        folded = fold_each(word)
        letter = _LETTER.fullmatch(folded)
        code = read_code(text, found.start("word"))
        offset = found.end()
        if spaces > 1 and letters_before:
            yield _Gap(spaces - 1, certain=True)
        if code is not None and not text[code.end :].strip():
            item, taken = code.item, 0
            if not line.ends_paragraph:
                item, taken = _longer_code(text, code.item, lines, at)
            yield ("code", item, taken)
            return
        if letter is not None:
            letters_before = True
            yield _Letter(letter["letter"], line, word, bool(letter["importance"]), bool(letter["priority"]))
        elif _MARK.fullmatch(folded):
            letters_before = True
            yield ("mark", folded)
        else:
            letters_before = False
            yield ("text", word)
    _ = offset


def _longer_code(text: str, item: str, lines: list[Line], at: int) -> tuple[str, int]:
    """A code cut over two lines (Ⅰ－１ / ０), and the number of the second line; 0 when it was whole."""
    following = next((line for line in lines[at + 1 :] if not line.is_blank), None)
    if following is None or not re.fullmatch(r"[0-9]+|\([0-9]+\)|-.+", fold_each(following.text.strip())):
        return item, 0
    longer = read_code(text.rstrip() + following.text.strip())
    return (longer.item, following.number) if longer is not None and longer.item != item else (item, 0)


def _mark(cells: list[_Letter | _Gap], mark: str) -> None:
    last = next((cell for cell in reversed(cells) if isinstance(cell, _Letter)), None)
    if last is None:
        return
    last.importance = last.importance or mark[0] != "重"
    last.priority = last.priority or mark.endswith("重")
    last.stated += mark.replace("○", "〇").replace("◯", "〇") if mark != "重" else mark


def _close(
    item: str,
    titles: list[str],
    cells: list[_Letter | _Gap],
    line: Line,
    place: str,
    summary: Summary,
    reading: Reading,
) -> None:
    if item in summary.titles:
        reading.problem(line, f"{place}に {item} が二度あります。")
        return
    summary.titles[item] = "".join(titles)
    letters = [cell for cell in cells if isinstance(cell, _Letter)]
    if not letters:
        reading.doubt(line, f"{place}の {item} に評定がありません。")
        return
    for letter, at in zip(letters, _positions(cells, len(summary.columns), item, line, place, reading), strict=True):
        if letter.letter not in LETTERS:
            what = f"{place}の {item} の評定「{letter.letter}」は、評定の段階（{'・'.join(LETTERS)}）にありません。"
            reading.problem(letter.line, what)
        elif at >= len(summary.columns):
            reading.problem(letter.line, f"{place}の {item} の評定が、見出しの列より多くあります。")
        else:
            column = summary.columns[at]
            reading.add(
                "ratings", letter.line, place, item=item, evaluation=column.evaluation, fiscal_year=column.fiscal_year,
                evaluator=None, scale_id=SCALE_ID, rating=letter.letter, stated=letter.stated,
                importance_mark=int(letter.importance), priority_mark=int(letter.priority),
            )  # fmt: skip
    annual = [letter for letter in letters if letter.importance or letter.priority]
    summary.flags[item] = Flags(
        any(letter.importance for letter in annual), any(letter.priority for letter in annual), place, letters[0].line
    )


def _positions(
    cells: list[_Letter | _Gap], columns: int, item: str, line: Line, place: str, reading: Reading
) -> list[int]:
    """The column of each letter. Where empty cells and empty paragraphs cannot be told apart, the number of columns decides."""
    while cells and isinstance(cells[0], _Gap) and not cells[0].certain:
        cells = cells[1:]
    certain = sum(
        cell.cells if isinstance(cell, _Gap) else 1 for cell in cells if not isinstance(cell, _Gap) or cell.certain
    )
    unsure = sum(1 for cell in cells if isinstance(cell, _Gap) and not cell.certain)
    count_unsure = certain < columns and certain + unsure == columns
    if unsure and certain < columns and not count_unsure and _letter_behind_unsure(cells):
        reading.doubt(line, f"{place}の {item} の評定がどの列のものか、空欄の数からは決まりません。")
    positions = []
    at = 0
    for cell in cells:
        if isinstance(cell, _Letter):
            positions.append(at)
            at += 1
        elif cell.certain or count_unsure:
            at += cell.cells
    return positions


def _letter_behind_unsure(cells: list[_Letter | _Gap]) -> bool:
    first = next((at for at, cell in enumerate(cells) if isinstance(cell, _Gap) and not cell.certain), len(cells))
    return any(isinstance(cell, _Letter) for cell in cells[first:])


def _read_footnotes(lines: list[Line], summary: Summary, reading: Reading, place: str, evaluation: str) -> None:
    summary.explains_marks = True
    reading.passage(lines, place, "summary", evaluation=evaluation, block=0)
    underlined = next((line for line in lines if "困難度" in line.text and "下線" in line.text), None)
    if underlined is not None:
        text = "困難度「高」は下線で示すとあるが、抽出したテキストに下線が残っていない"
        reading.absent("high_difficulty", underlined, place, evaluation, text)
