"""An item form (様式1-1-4, 1-2-4): its sections, its basic information, and its table as cells.

Every line of the form is accounted for here or by who reads the cells; what the form prints on every page (headings, the
table's header) counts as part of the page, and the printed notes to whoever fills it in are set aside.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

from records.ingest.cells import Cell, Table, read_cells
from records.ingest.codes import Code, folded_keeping_roman, read_code
from records.ingest.columns import Column, is_second_header, read_header
from records.ingest.joins import Joins
from records.ingest.pages import Line
from records.ingest.parts import Part, read_heading
from records.ingest.reading import Reading
from records.ingest.text import compact

_NUMBERED = re.compile(r"(?P<number>[0-9]{1,2})[.．、]\s*(?P<title>\S.*)")
_NOTE = re.compile(r"注[0-9]?\)")
_PAGE_NUMBER = re.compile(r"-?\s*[0-9]{1,4}\s*-?")
_LONGEST_TITLE = 120
_NEVER_SEEN = -1.0  # log-odds of a seam of which not even two characters stand together elsewhere


@dataclass(slots=True)
class ItemForm:
    """One item form. *code* None: no item code was found on it. *pages*: the table's lines by page."""

    part: Part
    evaluation: str
    fiscal_year: int | None = None  # of an annual evaluation
    code: Code | None = None
    title: str = ""
    title_line: Line | None = None
    basics: list[Line] = field(default_factory=list)
    figures: list[Line] = field(default_factory=list)
    columns: tuple[Column, ...] = ()
    pages: list[list[Line]] = field(default_factory=list)
    reference: list[Line] = field(default_factory=list)
    cells: tuple[Cell, ...] = ()

    @property
    def item(self) -> str:
        """The item's canonical code; empty when the form has none."""
        return self.code.item if self.code else ""

    @property
    def place(self) -> str:
        """How a source names this form."""
        return self.part.place(self.evaluation, self.item)


@cache
def form_words() -> dict[str, dict[str, list[str]]]:
    """The tables `labels` and `printed` of form.toml."""
    table = tomllib.loads(Path(__file__).with_name("form.toml").read_text(encoding="utf-8"))
    return {"labels": table["labels"], "printed": table["printed"]}


def split_form(part: Part, evaluation: str, reading: Reading) -> ItemForm:
    """The sections of one form. Reports a form without an item code or without a table."""
    splitter = _Splitter(ItemForm(part, evaluation), reading)
    for line in part.lines:
        splitter.take(line)
    form = splitter.form
    form.pages = [splitter.by_page[page] for page in sorted(splitter.by_page)]
    _read_title(form, reading)
    return form


class _Splitter:
    """Puts the lines of a form, one after the other, into the section that they stand in."""

    def __init__(self, form: ItemForm, reading: Reading) -> None:
        self.form = form
        self.by_page: dict[int, list[Line]] = defaultdict(list)
        self._reading = reading
        self._section = "basics"
        self._in_note = False
        self._first_of_page: dict[int, int] = {}
        for line in form.part.written:
            self._first_of_page.setdefault(line.page, line.number)

    def take(self, line: Line) -> None:
        """Give the next line its place."""
        if line.is_blank:
            if self._section == "table" and line.text and line.page in self.by_page:
                self.by_page[line.page].append(line)
            return
        folded = compact(line.text)
        if self._in_note or _NOTE.match(folded):
            self._reading.set_aside([line], "様式の注記")
            self._in_note = not line.ends_paragraph
        elif self._is_printed(line, folded):
            self._reading.claim([line], "pages")
        elif self._section == "table":
            self.by_page[line.page].append(line)
        elif self._section == "heading":
            self._read_header_line(line)
        else:
            getattr(self.form, self._section).append(line)

    def _is_printed(self, line: Line, folded: str) -> bool:
        """Page numbers, headings and table headers, which the form prints; headings begin a section."""
        if line.number == self._first_of_page[line.page] and _PAGE_NUMBER.fullmatch(folded):
            return True
        section = _section_of(folded)
        if section is not None:
            self._section = section
            return True
        if read_heading(line.text) is not None or (self._section == "table" and is_second_header(line)):
            return True
        columns = read_header(line.text) if self._section in {"table", "heading"} else ()
        if columns:
            self._section = "table"
            self._set_columns(columns, line)
        return bool(columns)

    def _read_header_line(self, line: Line) -> None:
        """A table header that is cut into lines: the last of them completes it."""
        self._reading.claim([line], "pages")
        columns = _read_cut_header(self.form.part, line)
        if columns:
            self._section = "table"
            self._set_columns(columns, line)

    def _set_columns(self, columns: tuple[Column, ...], line: Line) -> None:
        self.form.columns = self.form.columns or columns
        if columns != self.form.columns:
            self._reading.problem(line, "表の見出しの列が、同じ調書の前の頁と違います。")


def is_printed_head(line: Line) -> bool:
    """Whether the line is what an item form prints: its heading, that of a section, or a header of the table."""
    is_heading = read_heading(line.text) is not None or _section_of(compact(line.text)) is not None
    return is_heading or is_second_header(line) or bool(read_header(line.text))


def _section_of(folded: str) -> str | None:
    found = _NUMBERED.fullmatch(folded)
    if found is None:
        return None
    title = found["title"]
    if "基本情報" in title and title.startswith("当事務"):
        return "basics"
    if title.startswith("主要な経年データ"):
        return "figures"
    if "その他参考情報" in title:
        return "reference"
    if "業務に係る目標" in title and "評価" in title:
        return "heading"
    return None


def _read_cut_header(part: Part, line: Line) -> tuple[Column, ...]:
    """The columns of a header that stands on several lines, of which *line* is one (the last one that completes it)."""
    gathered: list[str] = []
    for each in reversed([each for each in part.written if each.number <= line.number][-8:]):
        if _section_of(compact(each.text)) is not None:
            break
        gathered.insert(0, each.text.strip())
    columns = read_header(" ".join(gathered))
    return columns if len(columns) > 3 else ()  # noqa: PLR2004 - goal, plan, indicators and the rest: fewer is not the whole


def _read_title(form: ItemForm, reading: Reading) -> None:
    """The item's code and title: the first lines of the basic information, up to its first label."""
    lines = form.basics
    start = next((at for at, line in enumerate(lines) if read_code(line.text) is not None), None)
    if start is None:
        reading.problem(form.part.written[0], "項目番号のない調書です（項目番号と項目名の行が見つかりません）。")
        return
    line = lines[start]
    code, text = _code_over_lines(lines, start)
    form.code = code
    labels = [compact(label) for names in form_words()["labels"].values() for label in names]
    form.title_line = line
    parts = [text]
    previous = line
    for each in lines[start + 1 :]:
        folded = compact(each.text)
        if any(label.startswith(folded) or folded.startswith(label[:8]) for label in labels):
            break
        if parts != [""] and (previous.ends_paragraph or sum(map(len, parts)) > _LONGEST_TITLE):
            break
        if parts == [""]:
            form.title_line = each
        parts.append(each.text.strip())
        previous = each
    form.title = "".join(part for part in parts if part).strip()
    if not form.title:
        reading.problem(line, f"{form.item} の項目名がありません。")


def _code_over_lines(lines: Sequence[Line], start: int) -> tuple[Code | None, str]:
    """The code on a line, and what follows it there; a code cut over two lines (Ⅰ－１ / ０) is put together."""
    text = lines[start].text
    code = read_code(text)
    if code is None:
        return None, ""
    rest = text[code.end :].strip()
    if not rest and not lines[start].ends_paragraph and start + 1 < len(lines):
        after = folded_keeping_roman(lines[start + 1].text.strip())
        if after[:1].isdigit():
            joined = text.rstrip() + lines[start + 1].text.strip()
            longer = read_code(joined)
            if longer is not None and longer.end > code.end:
                return longer, joined[longer.end :].strip()
    return code, rest


def read_tables(forms: Sequence[ItemForm], joins: Joins) -> None:
    """Read the tables of all forms."""
    filled = [form for form in forms if form.columns and form.pages]
    tables = [Table(form.part.family, form.columns, tuple(map(tuple, form.pages))) for form in filled]
    for form, cells in zip(filled, read_cells(tables, joins), strict=True):
        form.cells = cells


def broken_seams(form: ItemForm, joins: Joins) -> Iterator[Line]:
    """Lines with which a page begins though the document never has their words behind those that the page before ends with.

    So it looks where a page is missing, doubled or out of its place.
    """
    for cell in form.cells:
        for before, after in pairwise(line for line in cell.lines if not line.is_blank):
            if (
                before.page != after.page
                and not before.ends_paragraph
                and joins.score(before.text, after.text) < _NEVER_SEEN
            ):
                yield after
