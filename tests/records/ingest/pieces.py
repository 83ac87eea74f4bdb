"""Small pieces of documents for the tests: lines, cells, parts and forms, written as they stand in the text layer.

A text that ends with a space ends its paragraph; one without was cut by its column.
"""

from __future__ import annotations

from pathlib import Path

from records.ingest.cells import Cell
from records.ingest.codes import read_code
from records.ingest.forms import ItemForm
from records.ingest.ingest import Ingested, ingest
from records.ingest.pages import Document, Line, split_pages
from records.ingest.parts import Kind, Part
from records.ingest.reading import Reading
from records.ingest.text import Joined


def lines_of(*texts: str, first: int = 1, page: int = 1) -> tuple[Line, ...]:
    """The texts as lines, numbered from *first* on."""
    return tuple(Line(first + at, text, page) for at, text in enumerate(texts))


def joined_of(*texts: str) -> Joined:
    """The texts as one cell."""
    return Joined.of(lines_of(*texts))


def part_of(kind: Kind, *texts: str, form: str = "", family: str = "1", first: int = 1) -> Part:
    """A part of *kind* with the texts as its lines."""
    return Part(kind, lines_of(*texts, first=first), form, family)


def form_of(
    *,
    code: str = "Ⅰ－１",
    title: str = "標本の整理",
    evaluation: str = "annual",
    year: int | None = 2024,
    **more: object,
) -> ItemForm:
    """An item form of which only what a test needs is filled in: basics, figures (tuples of texts), cells."""
    family = "1" if evaluation == "annual" else "2"
    part = Part(Kind.ITEM, lines_of(f"{code} {title} "), f"1-{family}-4-1", family)
    form = ItemForm(part, evaluation, year, read_code(code), title, part.lines[0])
    form.basics = list(lines_of(*more.get("basics", ())))  # type: ignore[misc] # texts
    form.figures = list(lines_of(*more.get("figures", ())))  # type: ignore[misc] # texts
    form.cells = tuple(more.get("cells", ()))  # type: ignore[arg-type] # cells
    return form


def cell_of(kind: str, *texts: str, row: int = 1, first: int = 1) -> Cell:
    """A cell of a form's table."""
    return Cell(kind, row, lines_of(*texts, first=first))


def said(reading: Reading) -> str:
    """All problems and doubts, one a line."""
    return "\n".join(each.what for each in (*reading.problems, *reading.unsure))


def ingest_text(text: str, sha256: str = "0" * 64, known: tuple[object, ...] = ()) -> Ingested:
    """Read a whole document from its text."""
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return ingest(Document(Path("invented.txt"), sha256, split_pages(lines), ()), known)  # type: ignore[arg-type] # datasets
