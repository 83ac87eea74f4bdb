"""A document → the tables of its data folder, with everything that should be looked at.

The order: pages → parts → what the overview says → item forms (cells, basic information, ratings) → slides and summary
tables → indicators and events → what does not agree. Every written line is claimed by a record or a passage, or set aside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from records.dataset import Cell, Dataset, Row
from records.errors import UnreadableDocument
from records.ingest.agreement import find_disagreements
from records.ingest.basics import read_basics
from records.ingest.complete import check_form, find_gaps
from records.ingest.document_rows import add_document, add_items
from records.ingest.doubles import find_doubles
from records.ingest.events import read_events
from records.ingest.forms import ItemForm, broken_seams, read_tables, split_form
from records.ingest.indicator_records import IndicatorBook
from records.ingest.joins import Joins
from records.ingest.keep import keep_records
from records.ingest.known import known_from
from records.ingest.overview import read_front_matter, read_overall, read_overview
from records.ingest.pages import Document, Line, Page
from records.ingest.parts import EVALUATION_NAMES, KIND_NAMES, Kind, Part, split_parts
from records.ingest.ratings import read_minister_evaluation, read_self_evaluation
from records.ingest.reading import Reading
from records.ingest.slides import read_slide
from records.ingest.statute import CRITERIA_PLACE, STATUTE_PLACE, read_criteria, read_statute
from records.ingest.summary import Summary, read_summary
from records.ingest.text import Joined
from records.ingest.whole import Whole
from records.tables import TABLES

Progress = Callable[[str, int, int], None]
_PLANNED = frozenset({"mid_term_goal", "mid_term_plan", "annual_plan"})
_DATED = frozenset({"mid_term_goal", "mid_term_plan", "annual_plan", "result"})


@dataclass(frozen=True, slots=True)
class Ingested:
    """What was read of a document. *tables*: those of a data folder; *kept*: rows that earlier records of it had besides."""

    document: Document
    document_id: str
    reading: Reading
    tables: dict[str, tuple[Row, ...]]
    parts: tuple[Part, ...]
    kept: int


def ingest(document: Document, known: Sequence[Dataset] = (), progress: Progress | None = None) -> Ingested:
    """Read *document*. *known*: the records that are there, for the ids of corporations, periods and indicators.

    Raises UnreadableDocument when it has neither an item form nor a summary table: then it is no evaluation document.
    """
    reading = Reading()
    report = progress or (lambda _what, _done, _all: None)
    pages = _without_doubles(document, reading)
    parts = split_parts(Document(document.path, document.sha256, pages, document.remarks))
    for remark in document.remarks:
        reading.doubt(0, remark)
    _refuse_other_documents(document, parts)
    reader = _Steps(Whole(document, parts, known), reading)
    steps = (reader.overviews, reader.forms, reader.slides_and_tables, reader.indicators, reader.finish)
    for number, step in enumerate(steps):
        report(step.__name__, number, len(steps))
        step()
    report("finish", len(steps), len(steps))
    tables = {table.name: tuple(reading.tables[table.name]) for table in TABLES}
    return Ingested(document, reader.document_id, reading, tables, parts, reader.kept)


def _refuse_other_documents(document: Document, parts: Sequence[Part]) -> None:
    kinds = Counter(part.kind for part in parts)
    if kinds[Kind.ITEM] or kinds[Kind.SUMMARY]:
        return
    found = "、".join(f"{KIND_NAMES[kind]}{count}" for kind, count in kinds.items() if kind is not Kind.UNKNOWN)
    message = (
        f"{document.path}: 項目別評定調書も項目別評定総括表も見つかりません（見つかったもの：{found or 'なし'}）。"
        "様式1-1-1〜1-2-4の業務実績評価書か確かめてください。"
    )
    raise UnreadableDocument(message, detail=f"{len(document.pages)} pages, {dict(kinds)}")


def _without_doubles(document: Document, reading: Reading) -> tuple[Page, ...]:
    """The pages without what stands in the document twice; the second copies are set aside, and reported."""
    doubled: set[int] = set()
    for double in find_doubles(document.pages):
        first, again = double.first, double.lines[0]
        reading.set_aside(double.lines, f"{first.page}頁と同じ頁")
        what = f"{again.page}頁（{again.number}行目から）は{first.page}頁（{first.number}行目から）と同じ内容です（頁の重複）。"
        reading.problem(again, what)
        doubled.update(line.number for line in double.lines)
    if not doubled:
        return document.pages
    kept = (
        replace(page, lines=tuple(line for line in page.lines if line.number not in doubled)) for page in document.pages
    )
    return tuple(page for page in kept if page.written or page.number == 1)


class _Steps:
    """The reading of one document: each step reads some of its parts, and knows what the steps before found."""

    def __init__(self, whole: Whole, reading: Reading) -> None:
        self._whole = whole
        self._reading = reading
        self._forms: list[ItemForm] = []
        self._summaries: list[Summary] = []
        self._fiscal_year = 0
        self._lines = {line.number: line for page in whole.document.pages for line in page.lines}
        self.document_id = ""
        self.kept = 0

    def overviews(self) -> None:
        """Overview forms, cover, contents: the corporation, the year and the period."""
        for part in self._whole.parts:
            if part.kind is Kind.OVERVIEW:
                read_overview(part, self._whole.evaluation_of(part), self._whole.overview, self._reading)
            elif part.kind in {Kind.COVER, Kind.CONTENTS}:
                read_front_matter(part, self._whole.overview, self._reading)

    def forms(self) -> None:
        """Item forms: their tables as cells, then year by year what they say."""
        for part in self._whole.parts:
            if part.kind is Kind.ITEM:
                self._forms.append(split_form(part, self._whole.evaluation_of(part), self._reading))
        self._fiscal_year = self._whole.decide_year(self._forms)
        joins = Joins(line.text for page in self._whole.document.pages for line in page.written)
        read_tables(self._forms, joins)
        self._forms = list(self._first_of_each())
        for form in self._forms:
            self._read_form(form)
            for line in broken_seams(form, joins):
                what = f"{form.item} の調書の文が、前の頁からつながりません（頁の抜け・重複・順序を確かめてください）。"
                self._reading.doubt(line, what)

    def _first_of_each(self) -> Iterator[ItemForm]:
        """The forms that are read: those with an item code, and of two for one item and evaluation the first."""
        seen: dict[tuple[str, str], int] = {}
        for form in self._forms:
            form.fiscal_year = self._fiscal_year if form.evaluation == "annual" else None
            first = form.part.written[0]
            self._whole.places[form.part.lines[0].number] = form.place
            key = (form.item, form.evaluation)
            if not form.item:
                self._reading.set_aside(form.part.written, "項目番号のない調書")
            elif key in seen:
                name = EVALUATION_NAMES[form.evaluation]
                self._reading.problem(
                    first, f"{form.item} の{name}の調書が二つあります（{seen[key]}行目と{first.number}行目）。"
                )
                self._reading.set_aside(form.part.written, "同じ項目の二つ目の調書")
            else:
                seen[key] = first.number
                yield form

    def _read_form(self, form: ItemForm) -> None:
        reading = self._reading
        read_basics(form, reading)
        reading.passage(
            form.figures, form.place, "item_information", item=form.item, evaluation=form.evaluation, block=0
        )
        rated = ministers = False
        for cell in form.cells:
            subject: dict[str, Cell] = {
                "item": form.item,
                "evaluation": form.evaluation,
                "fiscal_year": form.fiscal_year,
            }
            if cell.row == 0 and cell.kind == "self_evaluation":
                before = len(reading.tables["ratings"])
                read_self_evaluation(form, cell, reading)
                rated = rated or len(reading.tables["ratings"]) > before
                self._events(form, cell.lines, planned=False)
            elif cell.kind == "minister_evaluation":
                ministers = read_minister_evaluation(form, cell, reading) or ministers
            else:
                kind = "reference" if cell.row == 0 and cell.kind == "result" else cell.kind
                reading.passage(cell.lines, form.place, kind, block=cell.row, **subject)
                if cell.kind in _DATED:
                    self._events(form, cell.lines, planned=cell.kind in _PLANNED)
        if form.reference:
            reading.passage(
                form.reference, form.place, "reference", block=0, item=form.item, evaluation=form.evaluation,
                fiscal_year=form.fiscal_year,
            )  # fmt: skip
        check_form(form, reading, rated=rated, ministers=ministers)

    def _events(self, form: ItemForm, lines: Sequence[Line], *, planned: bool) -> None:
        read_events(
            Joined.of(lines), form.place, self._reading, planned=planned, item=form.item, evaluation=form.evaluation
        )

    def slides_and_tables(self) -> None:
        """Slides, summary tables, overall forms, and the parts that are none of these."""
        for part in self._whole.parts:
            if part.kind is Kind.SUMMARY:
                evaluation = self._whole.evaluation_of(part)
                self._summaries.append(read_summary(part, evaluation, self._reading))
                self._whole.places[part.lines[0].number] = part.place(evaluation)
        titles = self._known_titles()
        for part in self._whole.parts:
            first = part.lines[0].number
            if part.kind is Kind.SLIDE:
                self._whole.places[first] = read_slide(part, titles, self._reading)
            elif part.kind is Kind.CRITERIA:
                read_criteria(part, self._reading)
                self._whole.places[first] = CRITERIA_PLACE
            elif part.kind is Kind.STATUTE:
                read_statute(part, self._reading)
                self._whole.places[first] = STATUTE_PLACE
            elif part.kind is Kind.OVERALL:
                evaluation = self._whole.evaluation_of(part)
                year = self._fiscal_year if evaluation == "annual" else None
                read_overall(part, evaluation, year, self._reading)
                self._whole.places[first] = part.place(evaluation)
            elif part.kind is Kind.UNKNOWN:
                self._reading.passage(part.written, "その他", "other", block=0)
                self._reading.doubt(part.written[0], "どの様式でもない部分です。文章としてだけ読みました。")
        self._read_achievement_events()

    def _known_titles(self) -> dict[str, str]:
        """Item titles by which a slide's lines are told apart: the forms', else the summary tables', else earlier records'."""
        titles = {str(row["item"]): str(row["title"]) for row in self._whole.known_rows("items")}
        for summary in self._summaries:
            titles.update(summary.titles)
        return titles | {form.item: form.title for form in self._forms if form.title}

    def _read_achievement_events(self) -> None:
        for row in self._reading.tables["achievements"]:
            line = self._lines[int(str(row["line"]))]
            joined = Joined(str(row["text"]), (line,), (0,))
            read_events(
                joined, str(row["place"]), self._reading, planned=False, item=row["item"], evaluation=row["evaluation"]
            )

    def indicators(self) -> None:
        """Indicators of the forms and slides, under the ids that earlier records gave them."""
        book = IndicatorBook(known_from(self._whole.known_rows("indicators")), self._reading)
        for form in self._forms:
            book.read_figures(form, self._fiscal_year)
            book.read_form(form)
        for row in self._reading.tables["achievements"]:
            book.read_achievement(row, Joined(str(row["text"]), (self._lines[int(str(row["line"]))],), (0,)))
        book.write()

    def finish(self) -> None:
        """Items, sections, the document's own rows; what does not agree; the lines that nobody claimed."""
        add_items(self._whole, self._reading, self._forms, self._summaries)
        self.document_id = add_document(self._whole, self._reading, self._forms, self._fiscal_year)
        for row in self._reading.tables["absences"]:
            if row["evaluation"] == "annual" and row["fiscal_year"] is None:
                row["fiscal_year"] = self._fiscal_year
        find_disagreements(self._reading, self._whole.overview, self._fiscal_year, self._whole.parts)
        find_gaps(self._reading, self._forms, self._summaries, self._whole.parts)
        self._keep()
        self._set_rest_aside()

    def _keep(self) -> None:
        same = self._whole.same_document()
        if same is not None:
            self.kept = keep_records(self._reading, same, [line.text for line in self._lines.values()])

    def _set_rest_aside(self) -> None:
        reading = self._reading
        written = [line for page in self._whole.document.pages for line in page.written]
        for line in written:
            if line.number not in reading.claims:
                reading.set_aside([line], "どの部分の行か分からない")
                reading.doubt(line, f"どの部分の行か分かりません（{line.text.strip()[:20]}）。")
        reasons = [(at, line, reading.claims[line.number]) for at, line in enumerate(written)]
        aside = [(at, line, claim.reason) for at, line, claim in reasons if claim.owner == "set_aside"]
        # neighbours with one reason are one row
        for (_, reason), group in groupby(enumerate(aside), key=lambda pair: (pair[1][0] - pair[0], pair[1][2])):
            lines = [line for _, (_, line, _) in group]
            first, last = lines[0], lines[-1]
            reading.tables["set_aside"].append(
                {"line": first.number, "last_line": last.number, "page": first.page, "reason": reason}
            )
