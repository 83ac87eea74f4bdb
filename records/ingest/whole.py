"""What the parts of a document say of the whole: its corporation, year, kinds of evaluation; and what earlier records know."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from records.dataset import Dataset, Row
from records.errors import UnreadableDocument
from records.ingest.columns import is_second_header
from records.ingest.forms import ItemForm
from records.ingest.overview import Overview, front_matter_place
from records.ingest.pages import Document, Line
from records.ingest.parts import Kind, Part
from records.ingest.slides import slide_title
from records.ingest.text import compact
from records.ingest.years import find_fiscal_years

_STATED_YEAR_WEIGHT = 3  # what an overview or a slide's title says, against one form's references
_CORPORATION = re.compile(r"\s*(\S{2,40}?(?:機構|法人\S*|センター|研究所|協会|事業団))(?:における|の|\s|$)")
_FIRST_YEAR_OF_REIWA = 2019


class Whole:
    """One document. *overview* is filled in by who reads the overview forms; *places*: first line of a part → its place."""

    def __init__(self, document: Document, parts: Sequence[Part], known: Sequence[Dataset]) -> None:
        """*known*: the records that are there."""
        self.document = document
        self.parts = tuple(parts)
        self.overview = Overview()
        self.places: dict[int, str] = {}
        self._known = known

    def evaluation_of(self, part: Part) -> str:
        """annual, prospective or final: as the part says, else as the document does."""
        if part.family != "2":
            return "annual"
        stated = _stated_period_evaluation(part) if part.kind is Kind.ITEM else None
        return stated or self._period_evaluation

    @cached_property
    def _period_evaluation(self) -> str:
        """Which mid-term evaluation the document holds: as its item forms' headers say, else its overview and cover."""
        forms = [part for part in self.parts if part.kind is Kind.ITEM and part.family == "2"]
        stated = Counter(each for part in forms if (each := _stated_period_evaluation(part)) is not None)
        if stated:
            return stated.most_common(1)[0][0]
        front = [p for p in self.parts if p.kind is Kind.COVER or (p.kind is Kind.OVERVIEW and p.family == "2")]
        text = compact("".join(line.text for part in front for line in part.written))
        return "final" if text.count("期間実績評価") > text.count("見込評価") else "prospective"

    def decide_year(self, forms: Sequence[ItemForm]) -> int:
        """The evaluated fiscal year: most of what names it agrees (one heading may be a template's remain).

        Raises UnreadableDocument when nothing names it.
        """
        votes: Counter[int] = Counter()
        for year, _, _ in self.overview.fiscal_years:
            votes[year] += _STATED_YEAR_WEIGHT
        for part in self.parts:
            title, line = slide_title(part) if part.kind is Kind.SLIDE else ("", None)
            if line is not None:
                votes.update(_STATED_YEAR_WEIGHT * [each.year for each in find_fiscal_years(title)])
        for form in forms:
            referred = _referred_years(form)
            if referred:
                votes[max(referred)] += 1
        if not votes:
            covers = [line for part in self.parts if part.kind is Kind.COVER for line in part.written]
            votes.update(each.year for line in covers for each in find_fiscal_years(line.text))
        if not votes:
            message = f"{self.document.path}: 評価対象の年度が見つかりません。様式1-1-1 の評価対象事業年度を確かめてください。"
            raise UnreadableDocument(message)
        return votes.most_common(1)[0][0]

    @cached_property
    def organization_name(self) -> str:
        """The corporation's name: 法人名 of the overview form, else as the cover has it."""
        if self.overview.organization is not None:
            return self.overview.organization[0]
        front = [part for part in self.parts if part.kind in {Kind.COVER, Kind.CONTENTS}]
        found = (_CORPORATION.match(line.text) for part in front for line in part.written)
        return next((each[1] for each in found if each), "名称の記載のない法人")

    def known_rows(self, table: str) -> list[Row]:
        """Rows of the known records of the same corporation, the newest document first, without doubles."""
        datasets = [each for each in self._known if each.tables["organizations"][0]["name"] == self.organization_name]
        datasets.sort(key=lambda each: -int(str(each.tables["documents"][0]["fiscal_year"])))
        rows: list[Row] = []
        for dataset in datasets:
            rows.extend(row for row in dataset.tables[table] if row not in rows)
        return rows

    def same_document(self) -> Dataset | None:
        """The known records of this very text."""
        return next(
            (each for each in self._known if each.tables["documents"][0]["sha256"] == self.document.sha256), None
        )

    def place_of(self, line: Line) -> str:
        """How a source names the part in which *line* stands."""
        part = next((each for each in self.parts if each.lines[0].number <= line.number <= each.lines[-1].number), None)
        if part is None:
            return "その他"
        known = self.places.get(part.lines[0].number)
        if known is not None:
            return known
        if part.kind is Kind.OVERVIEW:
            return part.place(self.evaluation_of(part))
        return front_matter_place(part) if part.kind in {Kind.COVER, Kind.CONTENTS} else "その他"


def year_name(year: int) -> str:
    """令和6年度; 2018年度 and before in the Western calendar."""
    return f"令和{year - _FIRST_YEAR_OF_REIWA + 1}年度" if year >= _FIRST_YEAR_OF_REIWA else f"{year}年度"


def _referred_years(form: ItemForm) -> list[int]:
    """The years of the business reports to which a form's first row refers (令和６年度事業報告第３章)."""
    head = compact("".join(line.text for lines in form.pages[:1] for line in lines[:12]))
    return [each.year for each in find_fiscal_years(head) if "報告" in head[each.end : each.end + 8]]


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
