"""Pages → the parts of a document: slides, cover, contents, and the standard forms, each with its lines.

The form numbers are those of 独立行政法人の評価に関する指針 (様式1-1-1 … 1-2-4): 1-1 the annual evaluation, 1-2 that of the mid-term
period; 1 overview, 2 overall rating, 3 summary of item ratings, 4 item form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from records.ingest.pages import Document, Line, Page
from records.ingest.text import compact


class Kind(StrEnum):
    """What a part is."""

    CRITERIA = "criteria"  # slide with the rating scale
    SLIDE = "slide"  # slide with achievements and ratings by item
    STATUTE = "statute"  # slide with the articles of law
    COVER = "cover"
    CONTENTS = "contents"
    OVERVIEW = "overview"  # 様式1-1-1, 1-2-1 評価の概要
    OVERALL = "overall"  # 様式1-1-2, 1-2-2 総合評定
    SUMMARY = "summary"  # 様式1-1-3, 1-2-3 項目別評定総括表
    ITEM = "item"  # 様式1-1-4, 1-2-4 項目別評定調書
    UNKNOWN = "unknown"


KIND_NAMES = {
    Kind.CRITERIA: "評定基準のスライド", Kind.SLIDE: "概要スライド", Kind.STATUTE: "参照条文", Kind.COVER: "表紙", Kind.CONTENTS: "目次",
    Kind.OVERVIEW: "評価の概要", Kind.OVERALL: "総合評定", Kind.SUMMARY: "項目別評定総括表", Kind.ITEM: "項目別評定調書",
    Kind.UNKNOWN: "その他の頁",
}  # fmt: skip
EVALUATION_NAMES = {"annual": "年度評価", "prospective": "見込評価", "final": "期間実績評価"}
_FORM_NAMES = {
    Kind.OVERVIEW: "評価の概要",
    Kind.OVERALL: "総合評定",
    Kind.SUMMARY: "項目別評定総括表",
    Kind.ITEM: "項目別評定調書",
}
_FORM_KINDS = {"1": Kind.OVERVIEW, "2": Kind.OVERALL, "3": Kind.SUMMARY, "4": Kind.ITEM}
_HEADING = re.compile(
    r"(?:様式)?1-(?P<family>[12])-(?P<form>[1-4])(?:-(?P<variant>[1-9]))?(?:様式)?"
    r"(?P<evaluation>年度評価|中期目標期間評価|見込評価|期間実績評価)?"
    r"(?P<name>評価の概要|総合評定|項目別評定総括表|項目別評定調書)(?P<rest>.*)"
)
# a line of the contents: dots and a page number at its end, or the word for "form no."
_CONTENTS_LINE = re.compile(r"(?:・{2,}|…|\.{3,}).*[0-9]+$|調書no\.", re.IGNORECASE)
SLIDE_TITLE = re.compile(r"業務(?:の)?実績に関する(?P<rest>見込評価|期間実績評価|評価)")
SLIDE_HEADERS = ("自己評価", "項目", "主な成果等", "評定", "主な成果等評定", "項目主な成果等評定")
_LINES_BEFORE_HEADING = 4  # （別紙） and the like may stand above a form's heading


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a document.

    *form*: number of the standard form (1-1-4-1); *family*: "1" annual, "2" period; *subject*: what stands in the
    heading's brackets (the section of an item form).
    """

    kind: Kind
    lines: tuple[Line, ...]
    form: str = ""
    family: str = ""
    subject: str = ""

    @property
    def written(self) -> tuple[Line, ...]:
        """The lines on which something is written."""
        return tuple(line for line in self.lines if not line.is_blank)

    def place(self, evaluation: str, item: str = "") -> str:
        """How a source names this part: 様式1-1-4-1 項目別評定調書 Ⅰ-1（年度評価）."""
        return f"様式{self.form} {_FORM_NAMES[self.kind]}{f' {item}' if item else ''}（{EVALUATION_NAMES[evaluation]}）"


@dataclass(frozen=True, slots=True)
class Heading:
    """A form's heading: *name* is what it calls itself, which may contradict its number."""

    kind: Kind
    form: str
    family: str
    subject: str
    evaluation_word: str


def read_heading(text: str) -> Heading | None:
    """The form heading on a line, or None (an entry in the contents is none)."""
    folded = compact(text).replace("ー", "-")
    found = _HEADING.match(folded)
    if found is None or _CONTENTS_LINE.search(folded):
        return None
    kind = next(kind for kind, name in _FORM_NAMES.items() if name == found["name"])
    parts = ("1", found["family"], found["form"], found["variant"])
    subject = re.search(r"調書\s*[(（](.+?)[)）]", text)
    return Heading(
        kind, "-".join(part for part in parts if part), found["family"], subject[1] if subject else "",
        found["evaluation"] or "",
    )  # fmt: skip


def expected_kind(form: str) -> Kind:
    """What the number of a form says it is (1-1-3 → summary)."""
    return _FORM_KINDS[form.split("-")[2]]


def split_parts(document: Document) -> tuple[Part, ...]:
    """The parts in order; every line of the document belongs to exactly one."""
    parts: list[Part] = []
    current: list[Line] = []
    heading: Heading | None = None

    def close() -> None:
        nonlocal current
        if any(not line.is_blank for line in current):
            parts.append(_part(current, heading))
        elif current and parts:
            parts[-1] = _extended(parts[-1], current)
        current = []

    for page in document.pages:
        if page.is_slide or _is_spaced_slide(page):
            close()
            heading = None
            parts.append(_slide(page))
            continue
        found = _heading_of(page)
        if found is not None or _opens_front_matter(page):
            close()
            heading = found
        current.extend(page.lines)
    close()
    return tuple(parts)


def _part(lines: list[Line], heading: Heading | None) -> Part:
    if heading is not None:
        return Part(heading.kind, tuple(lines), heading.form, heading.family, heading.subject)
    whole = compact("".join(line.text for line in lines))
    kind = Kind.CONTENTS if "目次" in whole[:80] else Kind.COVER if _is_cover(whole) else Kind.UNKNOWN
    return Part(kind, tuple(lines))


def _extended(part: Part, lines: list[Line]) -> Part:
    return Part(part.kind, (*part.lines, *lines), part.form, part.family, part.subject)


def _heading_of(page: Page) -> Heading | None:
    for line in page.written[:_LINES_BEFORE_HEADING]:
        heading = read_heading(line.text)
        if heading is not None:
            return heading
    return None


def _opens_front_matter(page: Page) -> bool:
    whole = compact("".join(line.text for line in page.written[:20]))
    return "目次" in whole[:80] or _is_cover(whole)


def _is_spaced_slide(page: Page) -> bool:
    """A slide of few items, whose lines may have empty ones between them: it ends with its title, and has a slide's header."""
    texts = [line.text.strip() for line in page.written]
    ends = (texts[-1:], texts[-2:])  # the title may be cut over two lines
    return _heading_of(page) is None and (
        any(SLIDE_TITLE.search("".join(end)) for end in ends) and any(compact(text) in SLIDE_HEADERS for text in texts)
    )


_LONGEST_COVER = 200
_TABLE_HEADS = re.compile(r"項目別調書|調書No|業務に係る目標|参考情報|中期目標中期計画|総括表|評定調書|総合評定")


def _is_cover(whole: str) -> bool:
    return "評価" in whole and len(whole) < _LONGEST_COVER and not _TABLE_HEADS.search(whole)


def _slide(page: Page) -> Part:
    whole = compact("".join(line.text for line in page.written))
    if re.search(r"第[0-9一二三四五六七八九十]+条", whole) and "(抄)" in whole:
        return Part(Kind.STATUTE, page.lines)
    if "定量的指標" in whole and "定性的指標" in whole:
        return Part(Kind.CRITERIA, page.lines)
    return Part(Kind.SLIDE, page.lines)
