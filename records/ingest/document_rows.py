"""The rows that are about the document as a whole: corporation, period, document, pages, scale, sections, items."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from records.dataset import Row
from records.ingest.codes import order_of
from records.ingest.forms import ItemForm
from records.ingest.pages import Line
from records.ingest.parts import EVALUATION_NAMES, Kind
from records.ingest.ratings import LETTERS, SCALE_ID
from records.ingest.reading import Level, Reading
from records.ingest.summary import Summary
from records.ingest.whole import Whole, year_name

_STANDARD = "B"  # 評価指針: B is the standard


class _Head(NamedTuple):
    """A section's title and where it stands."""

    title: str
    place: str
    line: Line


def add_document(whole: Whole, reading: Reading, forms: Sequence[ItemForm], fiscal_year: int) -> str:
    """Add the rows of organizations, periods, documents, pages and scales; returns the document's id."""
    organization = _organization(whole)
    reading.tables["organizations"].append(organization)
    organization_id = str(organization["organization_id"])
    document_id = f"{organization_id}-{fiscal_year}"
    period_id = _add_period(whole, reading, organization_id, fiscal_year)
    document = whole.document
    same = whole.same_document()
    kinds = [kind for kind in EVALUATION_NAMES if any(form.evaluation == kind for form in forms)]
    evaluations = "・".join(EVALUATION_NAMES[kind] for kind in kinds) or EVALUATION_NAMES["annual"]
    title = f"{whole.organization_name} 業務実績評価（{year_name(fiscal_year)}、{evaluations}）"
    reading.tables["documents"].append({
        "document_id": document_id, "organization_id": organization_id, "period_id": period_id,
        "title": same.tables["documents"][0]["title"] if same else title,
        "fiscal_year": fiscal_year, "stated_date": whole.overview.stated_date, "version": f"取込{document.sha256[:8]}",
        "sha256": document.sha256, "lines": document.pages[-1].lines[-1].number, "pages": len(document.pages),
    })  # fmt: skip
    for page in document.pages:
        first, last = page.lines[0], page.lines[-1]
        reading.tables["pages"].append(
            {"page": page.number, "first_line": first.number, "last_line": last.number, "place": whole.place_of(first)}
        )
    for rank, letter in enumerate(LETTERS, start=1):
        reading.tables["scales"].append(
            {"scale_id": SCALE_ID, "rating": letter, "rank": rank, "is_standard": int(letter == _STANDARD)}
        )
    return document_id


def _organization(whole: Whole) -> Row:
    known = whole.known_rows("organizations")
    if known:
        return dict(known[0])
    name = whole.organization_name
    return {
        "organization_id": "org-" + hashlib.sha256(name.encode()).hexdigest()[:8],
        "name": name, "short_name": name, "name_en": None,
    }  # fmt: skip


def _add_period(whole: Whole, reading: Reading, organization_id: str, fiscal_year: int) -> str:
    if whole.overview.periods:
        start, end, line, place = whole.overview.periods[0]
    else:
        reading.doubt(0, "中期目標期間の始まりと終わりの記載が見つかりません。年度から補いました。")
        years = [int(str(row["fiscal_year"])) for row in reading.tables["ratings"] if row["fiscal_year"]]
        line = whole.document.pages[0].lines[0]
        start, end = f"{min(years, default=fiscal_year)}-04-01", f"{fiscal_year + 1}-03-31"
        place = whole.place_of(line)
    known = next(
        (row for row in whole.known_rows("periods") if (row["start_date"], row["end_date"]) == (start, end)), None
    )
    period_id = str(known["period_id"]) if known else f"{organization_id}-{start[:4]}"
    title = str(known["title"]) if known else whole.overview.period_title or "中期目標期間"
    reading.add(
        "periods", line, place, period_id=period_id, organization_id=organization_id, title=title, start_date=start,
        end_date=end,
    )  # fmt: skip
    return period_id


def add_items(whole: Whole, reading: Reading, forms: Sequence[ItemForm], summaries: Sequence[Summary]) -> None:
    """Add the rows of sections and items: the forms' items and those of the summary tables, in the order of their codes."""
    form_of = {form.item: form for form in reversed(forms)}
    listed = [item for summary in summaries for item in summary.titles]
    codes = sorted(dict.fromkeys([*form_of, *listed]), key=order_of)
    _add_sections(whole, reading, forms, summaries, [_section_of(item) for item in codes])
    flags = {item: each for summary in reversed(summaries) for item, each in summary.flags.items()}
    explained = any(
        summary.explains_marks or any(flag.importance or flag.priority for flag in summary.flags.values())
        for summary in summaries
    )
    for position, item in enumerate(codes, start=1):
        form, flag = form_of.get(item), flags.get(item)
        listed_title = next((summary.titles[item] for summary in summaries if item in summary.titles), "")
        if flag is not None:
            place, line = flag.place, flag.line
        elif form is not None and form.title_line is not None:
            place, line = form.place, form.title_line
        else:
            continue  # listed without a letter, and without a form: reported as missing
        importance = _state(flag=flag.importance if flag else None, explained=explained)
        if importance == "unknown" and (stated := _level(reading, item, "high_importance")):
            importance, place, line = _state(flag=stated.is_high, explained=True), stated.place, stated.line
        difficulty = _level(reading, item, "high_difficulty")
        reading.add(
            "items", line, place, item=item, section=_section_of(item), position=position,
            title=(form.title if form is not None and form.title else listed_title) or item,
            high_importance=importance,
            priority=_state(flag=flag.priority if flag else None, explained=explained),
            high_difficulty=_state(flag=difficulty.is_high if difficulty else None, explained=True),
            difficulty_note=_difficulty_note(reading, item, difficulty),
        )  # fmt: skip


def _add_sections(
    whole: Whole, reading: Reading, forms: Sequence[ItemForm], summaries: Sequence[Summary], sections: Sequence[str]
) -> None:
    heads = {code: _Head(*head) for code, head in reading.sections.items()}
    tables = [part for part in whole.parts if part.kind is Kind.SUMMARY]
    for summary, part in zip(summaries, tables, strict=True):
        for code, (title, line) in summary.sections.items():
            heads.setdefault(code, _Head(title, part.place(whole.evaluation_of(part)), line))
    for form in forms:
        if form.code and form.part.subject:
            heads.setdefault(form.code.section, _Head(form.part.subject, form.place, form.part.written[0]))
    first = whole.document.pages[0].lines[0]
    for position, section in enumerate(dict.fromkeys(sections), start=1):
        title, place, line = heads.get(section, _Head(f"{section}の項目", whole.place_of(first), first))
        reading.add("sections", line, place, section=section, position=position, title=title)


def _section_of(item: str) -> str:
    return item.split("-", maxsplit=1)[0]


def _state(*, flag: bool | None, explained: bool) -> str:
    """A mark that is not there says "no" only in a table that explains its marks."""
    if flag is None:
        return "unknown"
    return "yes" if flag else "no" if explained else "unknown"


def _level(reading: Reading, item: str, name: str) -> Level | None:
    """What the first form of *item* states of it in words; the other forms are compared with it."""
    return next((each for each in reading.levels if (each.item, each.name) == (item, name)), None)


def _difficulty_note(reading: Reading, item: str, stated: Level | None) -> str | None:
    if stated is not None:
        return f"{stated.place}に「{stated.stated}」とある（{stated.line.number}行）"
    for table in ("rationales", "achievements"):
        for row in reading.tables[table]:
            if row["item"] == item and "困難度が高い" in str(row["text"] or ""):
                return f"{row['place']}に、困難度が高い目標・計画についての記載がある（{row['line']}行）"
    return None
