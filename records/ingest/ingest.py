"""A document → the tables of its data folder, with everything that should be looked at.

The order: pages → parts → what the overview says → item forms (cells, basic information, ratings) → slides and summary
tables → indicators and events → what does not agree. Every written line is claimed by a record or a passage, or set aside.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from records.dataset import Cell, Dataset, Row
from records.errors import UnreadableDocument
from records.ingest.agreement import find_disagreements
from records.ingest.basics import read_basics
from records.ingest.codes import order_of
from records.ingest.columns import is_second_header
from records.ingest.complete import find_gaps
from records.ingest.events import read_events
from records.ingest.forms import ItemForm, read_tables, split_form
from records.ingest.indicator_records import IndicatorBook
from records.ingest.joins import Joins
from records.ingest.keep import keep_records
from records.ingest.known import known_from
from records.ingest.overview import Overview, front_matter_place, read_front_matter, read_overall, read_overview
from records.ingest.pages import Document, Line, Page
from records.ingest.parts import EVALUATION_NAMES, Kind, Part, expected_kind, split_parts
from records.ingest.ratings import LETTERS, SCALE_ID, read_minister_evaluation, read_self_evaluation
from records.ingest.reading import Reading
from records.ingest.slides import read_slide, slide_title
from records.ingest.statute import CRITERIA_PLACE, STATUTE_PLACE, read_criteria, read_statute
from records.ingest.summary import Summary, read_summary
from records.ingest.text import Joined, compact
from records.ingest.years import find_fiscal_years
from records.tables import TABLES

Progress = Callable[[str, int, int], None]
_PLANNED = frozenset({"mid_term_goal", "mid_term_plan", "annual_plan"})
_DATED = frozenset({"mid_term_goal", "mid_term_plan", "annual_plan", "result"})
_STATED_YEAR_WEIGHT = 3  # what an overview or a slide's title says, against one form's references
_FEWEST_LINES_ALIKE = 8  # two pages with so many equal lines are one page twice


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
    whole = _Whole(document, parts, reading, tuple(known))
    steps = (whole.overviews, whole.forms, whole.slides_and_tables, whole.indicators, whole.finish)
    for number, step in enumerate(steps):
        report(step.__name__, number, len(steps))
        step()
    report("finish", len(steps), len(steps))
    tables = {table.name: tuple(reading.tables[table.name]) for table in TABLES}
    return Ingested(document, whole.document_id, reading, tables, parts, whole.kept)


def _refuse_other_documents(document: Document, parts: Sequence[Part]) -> None:
    kinds = Counter(part.kind for part in parts)
    if kinds[Kind.ITEM] or kinds[Kind.SUMMARY]:
        return
    found = "、".join(f"{_KIND_NAMES[kind]}{count}" for kind, count in kinds.items() if kind is not Kind.UNKNOWN)
    message = (
        f"{document.path}: 項目別評定調書も項目別評定総括表も見つかりません（見つかったもの：{found or 'なし'}）。"
        "様式1-1-1〜1-2-4の業務実績評価書か確かめてください。"
    )
    raise UnreadableDocument(message, detail=f"{len(document.pages)} pages, {dict(kinds)}")


_KIND_NAMES = {
    Kind.CRITERIA: "評定基準のスライド", Kind.SLIDE: "スライド", Kind.STATUTE: "参照条文", Kind.COVER: "表紙", Kind.CONTENTS: "目次",
    Kind.OVERVIEW: "評価の概要", Kind.OVERALL: "総合評定", Kind.SUMMARY: "項目別評定総括表", Kind.ITEM: "項目別評定調書",
    Kind.UNKNOWN: "その他の頁",
}  # fmt: skip


def _without_doubles(document: Document, reading: Reading) -> tuple[Page, ...]:
    """The pages without those that stand in the document twice; the second ones are set aside, and reported."""
    seen: dict[tuple[str, ...], Page] = {}
    kept = []
    for page in document.pages:
        key = tuple(line.text.strip() for line in page.written)
        if len(key) >= _FEWEST_LINES_ALIKE and key in seen:
            reading.set_aside(page.written, f"{seen[key].number}頁と同じ頁")
            reading.problem(page.written[0], f"{page.number}頁は{seen[key].number}頁と同じ内容です（頁の重複）。")
            continue
        seen.setdefault(key, page)
        kept.append(page)
    return tuple(kept)


class _Whole:
    """The document while it is read: each step reads some of its parts, and knows what the steps before found."""

    def __init__(self, document: Document, parts: Sequence[Part], reading: Reading, known: tuple[Dataset, ...]) -> None:
        self._document = document
        self._parts = parts
        self._reading = reading
        self._known = known
        self._overview = Overview()
        self._forms: list[ItemForm] = []
        self._summaries: list[Summary] = []
        self._places: dict[int, str] = {}  # first line of a part → its place
        self._has_criteria = False
        self._fiscal_year = 0
        self.document_id = ""
        self.kept = 0

    # --- steps

    def overviews(self) -> None:
        """Overview forms, cover, contents: the corporation, the year and the period."""
        for part in self._parts:
            if part.kind is Kind.OVERVIEW:
                read_overview(part, self._evaluation_of(part), self._overview, self._reading)
            elif part.kind in {Kind.COVER, Kind.CONTENTS}:
                read_front_matter(part, self._overview, self._reading)

    def forms(self) -> None:
        """Item forms: their tables as cells, then year by year what they say."""
        for part in self._parts:
            if part.kind is Kind.ITEM:
                self._forms.append(split_form(part, self._evaluation_of(part), self._reading))
        self._fiscal_year = self._decide_year()
        joins = Joins(line.text for page in self._document.pages for line in page.written)
        read_tables(self._forms, joins)
        seen: dict[tuple[str, str], ItemForm] = {}
        for form in list(self._forms):
            form.fiscal_year = self._fiscal_year if form.evaluation == "annual" else None
            self._places[form.part.lines[0].number] = form.place
            key = (form.item, form.evaluation)
            if not form.item or key in seen:
                if form.item:
                    what = f"{form.item} の{EVALUATION_NAMES[form.evaluation]}の調書が二つあります（{seen[key].part.lines[0].number}行目と）。"
                    self._reading.problem(form.part.written[0], what)
                self._reading.set_aside(
                    form.part.written, "項目番号のない調書" if not form.item else "同じ項目の二つ目の調書"
                )
                self._forms.remove(form)
                continue
            seen[key] = form
            self._read_form(form)

    def _read_form(self, form: ItemForm) -> None:
        reading = self._reading
        read_basics(form, reading)
        reading.passage(
            form.figures, form.place, "item_information", item=form.item, evaluation=form.evaluation, block=0
        )
        if not form.columns:
            reading.problem(form.part.written[0], f"{form.item} の調書に、目標・計画・実績の表の見出しがありません。")
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
        self._check_form(form, rated=rated, ministers=ministers)

    def _events(self, form: ItemForm, lines: Sequence[Line], *, planned: bool) -> None:
        read_events(
            Joined.of(lines), form.place, self._reading, planned=planned, item=form.item, evaluation=form.evaluation
        )

    def _check_form(self, form: ItemForm, *, rated: bool, ministers: bool) -> None:
        kinds = {cell.kind for cell in form.cells}
        name = EVALUATION_NAMES[form.evaluation]
        if not rated and not ministers and not any(form.item in each.what for each in self._reading.problems):
            self._reading.problem(form.part.written[0], f"{form.item} の{name}の調書に評定がありません。")
        for column in form.columns:
            if column.kind not in kinds and column.kind != "minister_evaluation":
                self._reading.doubt(
                    form.part.written[0], f"{form.item} の{name}の調書に「{column.headers[0]}」の記載が見つかりません。"
                )
        if not ministers:
            blank = next((cell for cell in form.cells if cell.kind == "minister_evaluation"), None)
            line = blank.lines[0] if blank else form.part.written[-1]
            known = any(
                row["kind"] == "minister_rating" and row["evaluation"] == form.evaluation
                for row in self._reading.tables["absences"]
            )
            if not known:
                year = f"令和{form.fiscal_year - 2018}年度" if form.fiscal_year else name
                text = f"{year}の主務大臣による評価の欄は空欄"
                self._reading.absent("minister_rating", line, form.place, form.evaluation, text, form.fiscal_year)
        for cell in form.cells:
            last = next((line for line in reversed(cell.lines) if not line.is_blank), None)
            if last is not None and not last.ends_paragraph and not compact(last.text).endswith(("。", ")", "】")):
                self._reading.doubt(
                    last,
                    f"{form.item} の{name}の調書で、文が途中で終わっています（続きの頁がないか確かめてください）。",
                )

    def slides_and_tables(self) -> None:
        """Slides, summary tables, overall forms, and the parts that are none of these."""
        titles = {form.item: form.title for form in self._forms}
        for part in self._parts:
            first = part.lines[0].number
            if part.kind is Kind.SLIDE:
                self._places[first] = read_slide(part, titles, self._reading)
            elif part.kind is Kind.CRITERIA:
                self._has_criteria = read_criteria(part, self._reading) or self._has_criteria
                self._places[first] = CRITERIA_PLACE
            elif part.kind is Kind.STATUTE:
                read_statute(part, self._reading)
                self._places[first] = STATUTE_PLACE
            elif part.kind is Kind.SUMMARY:
                evaluation = self._evaluation_of(part)
                self._summaries.append(read_summary(part, evaluation, self._reading))
                self._places[first] = part.place(evaluation)
            elif part.kind is Kind.OVERALL:
                evaluation = self._evaluation_of(part)
                year = self._fiscal_year if evaluation == "annual" else None
                read_overall(part, evaluation, year, self._reading)
                self._places[first] = part.place(evaluation)
            elif part.kind is Kind.UNKNOWN:
                self._reading.passage(part.written, "その他", "other", block=0)
                self._reading.doubt(part.written[0], "どの様式でもない部分です。文章としてだけ読みました。")
        self._read_achievement_events()

    def _read_achievement_events(self) -> None:
        lines = {line.number: line for page in self._document.pages for line in page.lines}
        for row in self._reading.tables["achievements"]:
            line = lines[int(str(row["line"]))]
            joined = Joined(str(row["text"]), (line,), (0,))
            read_events(
                joined, str(row["place"]), self._reading, planned=False, item=row["item"], evaluation=row["evaluation"]
            )

    def indicators(self) -> None:
        """Indicators of the forms and slides, under the ids that earlier records gave them."""
        book = IndicatorBook(known_from(self._known_rows("indicators")), self._reading)
        for form in self._forms:
            book.read_figures(form, self._fiscal_year)
            book.read_form(form)
        lines = {line.number: line for page in self._document.pages for line in page.lines}
        for row in self._reading.tables["achievements"]:
            book.read_achievement(row, Joined(str(row["text"]), (lines[int(str(row["line"]))],), (0,)))
        book.write()

    def finish(self) -> None:
        """Items, sections, the document's own rows; what does not agree; the lines that nobody claimed."""
        self._add_items()
        self._add_document()
        self._check_whole()
        for row in self._reading.tables["absences"]:
            if row["evaluation"] == "annual" and row["fiscal_year"] is None:
                row["fiscal_year"] = self._fiscal_year
        find_disagreements(self._reading, self._overview, self._fiscal_year, self._parts)
        find_gaps(self._reading, self._forms, self._summaries)
        self._keep()
        self._set_rest_aside()

    def _keep(self) -> None:
        same = next(
            (each for each in self._known if each.tables["documents"][0]["sha256"] == self._document.sha256), None
        )
        if same is not None:
            texts = [line.text for page in self._document.pages for line in page.lines]
            self.kept = keep_records(self._reading, same, texts)

    # --- what the parts say of the whole

    def _evaluation_of(self, part: Part) -> str:
        if part.family != "2":
            return "annual"
        stated = _stated_period_evaluation(part) if part.kind is Kind.ITEM else None
        return stated or self._period_evaluation

    @cached_property
    def _period_evaluation(self) -> str:
        """Which mid-term evaluation the document holds: as its item forms' headers say, else its overview and cover."""
        stated = Counter(
            _stated_period_evaluation(part) for part in self._parts if part.kind is Kind.ITEM and part.family == "2"
        )
        del stated[None]
        if stated:
            return str(stated.most_common(1)[0][0])
        front = (
            part
            for part in self._parts
            if part.kind is Kind.COVER or (part.kind is Kind.OVERVIEW and part.family == "2")
        )
        text = compact("".join(line.text for part in front for line in part.written))
        return "final" if text.count("期間実績評価") > text.count("見込評価") else "prospective"

    def _decide_year(self) -> int:
        """The evaluated year: most of what names it agrees (a heading alone may be a template's remain)."""
        votes: Counter[int] = Counter()
        for year, _, _ in self._overview.fiscal_years:
            votes[year] += _STATED_YEAR_WEIGHT
        for part in self._parts:
            title, line = slide_title(part) if part.kind is Kind.SLIDE else ("", None)
            if line is not None:
                votes.update(_STATED_YEAR_WEIGHT * [each.year for each in find_fiscal_years(title)])
        for form in self._forms:
            for lines in form.pages[:1]:
                head = compact("".join(line.text for line in lines[:12]))
                referred = [each.year for each in find_fiscal_years(head) if "報告" in head[each.end : each.end + 8]]
                if referred:
                    votes[max(referred)] += 1
        if not votes:
            years = [
                each.year
                for part in self._parts
                if part.kind is Kind.COVER
                for line in part.written
                for each in find_fiscal_years(line.text)
            ]
            votes.update(years)
        if not votes:
            message = f"{self._document.path}: 評価対象の年度が見つかりません。様式1-1-1 の評価対象事業年度を確かめてください。"
            raise UnreadableDocument(message)
        return votes.most_common(1)[0][0]

    def _known_rows(self, table: str) -> list[Row]:
        """Rows of the known records of the same corporation, the newest document first, without doubles."""
        name = self._organization_name()
        datasets = [each for each in self._known if each.tables["organizations"][0]["name"] == name]
        datasets.sort(key=lambda each: -int(str(each.tables["documents"][0]["fiscal_year"])))
        rows: list[Row] = []
        for dataset in datasets:
            rows.extend(row for row in dataset.tables[table] if row not in rows)
        return rows

    def _organization_name(self) -> str:
        if self._overview.organization is not None:
            return self._overview.organization[0]
        for part in self._parts:
            for line in part.written if part.kind in {Kind.COVER, Kind.CONTENTS} else ():
                found = re.match(
                    r"\s*(\S{2,40}?(?:機構|法人\S*|センター|研究所|協会|事業団))(?:における|の|\s|$)", line.text
                )
                if found:
                    return found[1]
        return "名称の記載のない法人"

    def _add_items(self) -> None:
        reading = self._reading
        flags = {item: each for summary in reversed(self._summaries) for item, each in summary.flags.items()}
        explained = any(
            summary.explains_marks or any(f.importance or f.priority for f in summary.flags.values())
            for summary in self._summaries
        )
        titles = {form.item: form for form in reversed(self._forms)}
        codes = sorted(
            dict.fromkeys([*titles, *(item for summary in self._summaries for item in summary.titles)]), key=_item_order
        )
        first_section: dict[str, tuple[str, str, Line]] = dict(reading.sections)
        for summary, part in zip(self._summaries, [p for p in self._parts if p.kind is Kind.SUMMARY], strict=True):
            for code, (title, line) in summary.sections.items():
                first_section.setdefault(code, (title, part.place(self._evaluation_of(part)), line))
        for form in self._forms:
            if form.code and form.part.subject:
                first_section.setdefault(form.code.section, (form.part.subject, form.place, form.part.written[0]))
        sections = [_section_of(item) for item in codes]
        for position, section in enumerate(dict.fromkeys(sections), start=1):
            title, place, line = first_section.get(section, (f"{section}の項目", "", self._document.pages[0].lines[0]))
            reading.add(
                "sections", line, place or self._place_of(line), section=section, position=position, title=title
            )
        for position, item in enumerate(codes, start=1):
            form = titles.get(item)
            flag = flags.get(item)
            summary_title = next((summary.titles[item] for summary in self._summaries if item in summary.titles), "")
            if form is None:
                reading.problem(flag.line if flag else 0, f"{item} は項目別評定総括表にありますが、調書がありません。")
            place, line = (flag.place, flag.line) if flag else (form.place, form.title_line) if form else ("", None)
            if line is None:
                continue
            reading.add(
                "items", line, place, item=item, section=_section_of(item), position=position,
                title=(form.title if form and form.title else summary_title) or item,
                high_importance=_state(flag.importance if flag else None, explained=explained),
                priority=_state(flag.priority if flag else None, explained=explained),
                high_difficulty="unknown", difficulty_note=self._difficulty_note(item),
            )  # fmt: skip

    def _difficulty_note(self, item: str) -> str | None:
        for table in ("rationales", "achievements"):
            for row in self._reading.tables[table]:
                if row["item"] == item and "困難度が高い" in str(row["text"] or ""):
                    return f"{row['place']}に、困難度が高い目標・計画についての記載がある（{row['line']}行）"
        return None

    def _add_document(self) -> None:
        reading, overview = self._reading, self._overview
        name = self._organization_name()
        known = next((row for row in self._known_rows("organizations") if row["name"] == name), None)
        organization: Row = dict(known) if known else {
            "organization_id": "org-" + hashlib.sha256(name.encode()).hexdigest()[:8], "name": name, "short_name": name, "name_en": None,
        }  # fmt: skip
        reading.tables["organizations"].append(organization)
        organization_id = str(organization["organization_id"])
        self.document_id = f"{organization_id}-{self._fiscal_year}"
        period_id = self._add_period(organization_id)
        pages = self._document.pages
        kinds = sorted({form.evaluation for form in self._forms}, key=["annual", "prospective", "final"].index)
        evaluations = "・".join(EVALUATION_NAMES[kind] for kind in kinds) or "年度評価"
        earlier = next(
            (
                row
                for row in self._known_rows("documents")
                if row["document_id"] == self.document_id and row["sha256"] == self._document.sha256
            ),
            None,
        )
        year = f"令和{self._fiscal_year - 2018}年度" if self._fiscal_year > 2018 else f"{self._fiscal_year}年度"  # noqa: PLR2004 - 令和
        reading.tables["documents"].append({
            "document_id": self.document_id, "organization_id": organization_id, "period_id": period_id,
            "title": earlier["title"] if earlier else f"{name} 業務実績評価（{year}、{evaluations}）",
            "fiscal_year": self._fiscal_year, "stated_date": overview.stated_date, "version": f"取込{self._document.sha256[:8]}",
            "sha256": self._document.sha256, "lines": pages[-1].lines[-1].number, "pages": len(pages),
        })  # fmt: skip
        for page in pages:
            place = self._place_of(page.lines[0])
            reading.tables["pages"].append(
                {
                    "page": page.number,
                    "first_line": page.lines[0].number,
                    "last_line": page.lines[-1].number,
                    "place": place,
                }
            )
        for rank, letter in enumerate(LETTERS, start=1):
            reading.tables["scales"].append(
                {"scale_id": SCALE_ID, "rating": letter, "rank": rank, "is_standard": int(letter == "B")}
            )

    def _add_period(self, organization_id: str) -> str:
        overview = self._overview
        if not overview.periods:
            self._reading.doubt(0, "中期目標期間の始まりと終わりの記載が見つかりません。年度から補いました。")
            years = [int(str(row["fiscal_year"])) for row in self._reading.tables["ratings"] if row["fiscal_year"]]
            first = self._document.pages[0].lines[0]
            start, end, line, place = (
                f"{min(years, default=self._fiscal_year)}-04-01",
                f"{self._fiscal_year + 1}-03-31",
                first,
                self._place_of(first),
            )
        else:
            start, end, line, place = overview.periods[0]
        known = next(
            (row for row in self._known_rows("periods") if (row["start_date"], row["end_date"]) == (start, end)), None
        )
        period_id = str(known["period_id"]) if known else f"{organization_id}-{start[:4]}"
        title = str(known["title"]) if known else overview.period_title or "中期目標期間"
        self._reading.add(
            "periods",
            line,
            place,
            period_id=period_id,
            organization_id=organization_id,
            title=title,
            start_date=start,
            end_date=end,
        )
        return period_id

    def _place_of(self, line: Line) -> str:
        part = next(
            (part for part in self._parts if part.lines[0].number <= line.number <= part.lines[-1].number), None
        )
        if part is None:
            return "その他"
        known = self._places.get(part.lines[0].number)
        if known is not None:
            return known
        if part.kind is Kind.OVERVIEW:
            return part.place(self._evaluation_of(part))
        if part.kind in {Kind.COVER, Kind.CONTENTS}:
            return front_matter_place(part)
        return "その他"

    def _check_whole(self) -> None:
        reading = self._reading
        annual = [form for form in self._forms if form.evaluation == "annual"]
        period = [form for form in self._forms if form.evaluation != "annual"]
        if annual and period:
            for item in sorted({form.item for form in annual} ^ {form.item for form in period}, key=_item_order):
                where = "見込評価" if any(form.item == item for form in annual) else "年度評価"
                reading.problem(0, f"{item} の{where}の調書がありません。")
        for forms in (annual, period):
            codes = [form.item for form in forms]
            for before, after in zip(codes, codes[1:], strict=False):
                if _item_order(after) < _item_order(before):
                    line = next(form.part.written[0] for form in forms if form.item == after)
                    reading.problem(
                        line,
                        f"{after} の調書が {before} の後にあります（頁の順序が入れ替わっていないか確かめてください）。",
                    )
        listed = {item for summary in self._summaries for item in summary.titles}
        for form in self._forms:
            if listed and form.item not in listed:
                reading.doubt(form.part.written[0], f"{form.item} の調書がありますが、項目別評定総括表にありません。")
        for part in self._parts:
            if part.form and expected_kind(part.form) is not part.kind:
                reading.doubt(
                    part.written[0], f"様式{part.form} の番号と名称（{_KIND_NAMES[part.kind]}）が合いません。"
                )
            for line in part.written:
                if "\ufffd" in line.text or any(ord(character) < 32 for character in line.text):  # noqa: PLR2004 - control codes
                    reading.doubt(line, "読めない文字があります。")

    def _set_rest_aside(self) -> None:
        reading = self._reading
        written = [line for page in self._document.pages for line in page.written]
        for line in written:
            if line.number not in reading.claims:
                reading.set_aside([line], "どの部分の行か分からない")
                reading.doubt(line, f"どの部分の行か分かりません（{line.text.strip()[:20]}）。")
        aside = [line for line in written if reading.claims[line.number].owner == "set_aside"]
        for _, group in groupby(
            enumerate(aside), key=lambda pair: (written.index(pair[1]) - pair[0], reading.claims[pair[1].number].reason)
        ):
            lines = [line for _, line in group]
            reading.tables["set_aside"].append({
                "line": lines[0].number, "last_line": lines[-1].number, "page": lines[0].page,
                "reason": reading.claims[lines[0].number].reason,
            })  # fmt: skip


def _stated_period_evaluation(part: Part) -> str | None:
    """What the header of an item form's table says in brackets behind 自己評価; None when it says nothing."""
    words = {"(見込評価)": "prospective", "(期間実績評価)": "final"}
    for line in part.written:
        if is_second_header(line):
            folded = compact(line.text)
            found = [evaluation for word, evaluation in words.items() if word in folded]
            if len(found) == 1:
                return found[0]
    return None


def _item_order(item: str) -> tuple[int, ...]:
    return order_of(item)


def _section_of(item: str) -> str:
    return item.split("-", maxsplit=1)[0]


def _state(flag: bool | None, *, explained: bool) -> str:
    if flag is None:
        return "unknown"
    return "yes" if flag else "no" if explained else "unknown"
