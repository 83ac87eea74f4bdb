"""The summary table of item ratings (様式1-1-3, 1-2-3) → ratings by year and flags by item.

The table states no evaluator. It is a stream of titles, letters with their marks, and codes, often of two halves side by
side, each item ending in its code; an empty cell is left as a space, or as a line of spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import NamedTuple

from records.ingest.codes import read_code, read_section_head
from records.ingest.pages import Line
from records.ingest.parts import EVALUATION_NAMES, Part, read_heading
from records.ingest.ratings import LETTERS, SCALE_ID
from records.ingest.reading import Reading
from records.ingest.text import compact, fold_each
from records.ingest.years import find_fiscal_years

_HEADER = re.compile(
    r"(?:中期計画|中長期計画|中期目標|中長期目標|年度計画|年度評価|期間評価|見込評価|期間実績評価|項目別|調書|No\.?|備考|評価|[()]"
    r"|[令和平成元年度期間見込実績]|[0-9])+"
)
_REST_OF_A_YEAR = re.compile(r"(?:令和|平成|[0-9元])+")
_LETTER = re.compile(r"(?P<letter>[A-Z])(?P<importance>[○〇◯]?)(?P<priority>重?)")
_EMPTY = re.compile(r"[-ー/]|[-ー]重?")  # a dash or a stroke in a year without a rating
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
    notes = next((at for at in range(body, len(lines)) if _FOOTNOTE.match(compact(lines[at].text))), len(lines))
    table = _Table(place, lines[:notes], summary, reading)
    again = set(_header_again(lines, body, notes))
    for at in range(body, notes):
        if at in again:
            reading.claim([lines[at]], "ratings")
        else:
            table.read_line(at)
    table.close()
    if notes < len(lines):
        _read_footnotes(lines[notes:], summary, reading, place, evaluation)
    return summary


class _Table:
    """The body of a table while it is read: the title and the cells of the item whose code is still to come."""

    def __init__(self, place: str, lines: list[Line], summary: Summary, reading: Reading) -> None:
        self._place = place
        self._lines = lines
        self._summary = summary
        self._reading = reading
        self._titles: list[str] = []
        self._cells: list[_Letter | _Gap] = []
        self._taken = 0  # the number of a line that was read with the line before

    def read_line(self, at: int) -> None:
        """Read the line at index *at*."""
        line = self._lines[at]
        if line.number == self._taken:
            return
        if line.is_blank:
            if line.text:
                self._cells.append(_Gap(len(line.text), certain=len(line.text) > 1))
            return
        self._reading.claim([line], "ratings")
        heads = [read_section_head(chunk) for chunk in re.split(r" {2,}", line.text.strip())]
        if all(heads):
            self._summary.sections.update({head[0]: (head[1], line) for head in heads if head})
            self._cells = []
            return
        for token in _tokens(line, self._lines, at, has_cells=bool(self._titles and self._cells)):
            self._take(token, line)

    def _take(self, token: Token, line: Line) -> None:
        match token:
            case _Letter() | _Gap():
                self._cells.append(token)
            case ("mark", mark):
                _mark(self._cells, str(mark))
            case ("note", text):
                what = f"{self._place}の備考「{text}」は記録していません。"
                self._reading.doubt(line, what)
            case ("text", text):
                if not self._titles:
                    self._cells = []
                self._titles.append(str(text))
            case ("code", item, taken):
                self._taken = int(taken)
                self._reading.claim([each for each in self._lines if each.number == self._taken], "ratings")
                _close(str(item), self._titles, self._cells, line, self._place, self._summary, self._reading)
                self._titles, self._cells = [], []

    def close(self) -> None:
        """The table ends here: letters without a code would be lost."""
        if any(isinstance(cell, _Letter) for cell in self._cells):
            title = "".join(self._titles)[:20]
            self._reading.problem(self._lines[-1], f"{self._place}の最後に、項目番号のない行があります（{title}）。")


def _read_header(lines: list[Line], summary: Summary, reading: Reading) -> int:
    """The columns that the header names; the number of lines that it takes."""
    whole = ""
    body = next(
        (
            at
            for at, line in enumerate(lines)
            if not line.is_blank and read_heading(line.text) is None and not _HEADER.fullmatch(compact(line.text))
        ),
        len(lines),
    )
    for line in lines[:body]:
        is_heading = read_heading(line.text) is not None
        reading.claim([line], "pages" if is_heading else "ratings")
        whole += "" if is_heading else compact(line.text)
    years = find_fiscal_years(whole)
    found: list[tuple[int, _Column]] = [(each.start, _Column("annual", each.year)) for each in years]
    for word, evaluation in _PERIOD_COLUMNS.items():
        found += [(each.start(), _Column(evaluation, None)) for each in re.finditer(word, whole)]
    columns = [column for _, column in sorted(found, key=lambda each: each[0])]
    # a table with two halves names its columns twice
    summary.columns = tuple(dict.fromkeys(columns))
    _check_columns(columns, summary.columns, lines[0], reading)
    unread = "".join(character for at, character in enumerate(whole) if not any(y.start <= at < y.end for y in years))
    # the number of the page may stand before it
    if rest := _REST_OF_A_YEAR.search(
        unread.lstrip("0123456789")
    ):  # without one of its columns the letters behind it would be in wrong ones
        reading.problem(lines[0], f"項目別評定総括表の見出しに、年度として読めない「{rest.group()}」があります。")
    return body


def _check_columns(columns: list[_Column], once: tuple[_Column, ...], line: Line, reading: Reading) -> None:
    """The years of a header follow one another, and both halves of a table name the same: else letters would be in wrong years."""
    years = [column.fiscal_year for column in once if column.fiscal_year is not None]
    in_turn = all(after == before + 1 for before, after in pairwise(years))
    if not in_turn or columns != list(once) * (len(columns) // (len(once) or 1)):
        shown = "、".join(str(column.fiscal_year or EVALUATION_NAMES[column.evaluation]) for column in columns)
        reading.problem(line, f"項目別評定総括表の年度の見出しが続いていません（{shown}）。")


def _header_again(lines: list[Line], first: int, after: int) -> Iterator[int]:
    """Indexes of the lines that repeat the header where the table goes on on another page."""
    written = [at for at in range(first, after) if not lines[at].is_blank]
    for is_header, group in groupby(written, key=lambda at: _HEADER.fullmatch(compact(lines[at].text)) is not None):
        run = list(group)
        whole = "".join(compact(lines[at].text) for at in run)
        if is_header and "項目別" in whole and len(find_fiscal_years(whole)) > 1:
            yield from range(run[0], run[-1] + 1)


Token = _Letter | _Gap | tuple[str, str] | tuple[str, str, int]


def _tokens(line: Line, lines: list[Line], at: int, *, has_cells: bool) -> Iterator[Token]:
    """Titles, letters, marks, gaps and codes of one line, left to right. *has_cells*: the item has a title and letters already."""
    text = line.text.rstrip()
    letters_before = has_cells
    for found in re.finditer(r"(?P<spaces> *)(?P<word>[^ ]+)", text):
        word, spaces = found["word"], len(found["spaces"])
        folded = fold_each(word)
        letter = _LETTER.fullmatch(folded)
        code = read_code(text, found.start("word"))
        behind = text[code.end :] if code is not None else ""
        if spaces > 1 and letters_before and found.start():
            yield _Gap(spaces - 1, certain=True)
        if code is not None and (not behind.strip() or (letters_before and behind[0].isspace())):
            item, taken = code.item, 0
            if not line.ends_paragraph:
                item, taken = _longer_code(text[found.start("word") :], code.item, lines, at)
            yield ("code", item, taken)
            if behind.strip():
                yield ("note", behind.strip())
            return
        if letter is not None:
            letters_before = True
            yield _Letter(letter["letter"], line, word, bool(letter["importance"]), bool(letter["priority"]))
        elif _MARK.fullmatch(folded):
            letters_before = True
            yield ("mark", folded)
        elif _EMPTY.fullmatch(folded):
            letters_before = True
            yield _Gap(1, certain=True)
        else:
            letters_before = False
            yield ("text", word)


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
    if at != columns and columns and positions and positions[-1] < columns:
        what = f"{place}の {item} の評定と空欄の数（{at}）が、見出しの列の数（{columns}）と合いません。"
        reading.doubt(line, what)
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
