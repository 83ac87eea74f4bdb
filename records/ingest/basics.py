"""The basic information of an item form → related policy, legal basis, staff counts; and its yearly figures, where it has them.

Sources: 様式1-1-4-1 and 1-2-4-1, 「１．当事務及び事業に関する基本情報」 and 「２．主要な経年データ」.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from records.ingest.forms import ItemForm, form_words
from records.ingest.pages import Line
from records.ingest.reading import Level, Reading
from records.ingest.text import Joined, compact, fold_each
from records.ingest.years import find_fiscal_years

_DASH = re.compile(r"[-‐–—―−－ー]")
_STAFF_VALUE = re.compile(
    r"\s*(?:(?P<count>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,7})(?P<part>\.[0-9]+)?)\s*(?:人|名)?(?:年度末)?|(?P<dash>[-ー]+))"
    r"\s*(?:\((?P<note>[^()]*)\))?"
)
# 「…第29条、電子署名等に係る…法律」: a comma behind an article begins the next law
_NUMERAL = "[0-9０-９一二三四五六七八九十百]+"
_NEXT_LAW = re.compile(rf"(?P<article>第{_NUMERAL}[条項号](?:の{_NUMERAL})*)、(?=[^第0-9０-９、]{{4}})")
_LEVEL_COLUMNS = {"重要度": "high_importance", "困難度": "high_difficulty"}
_LEVEL = re.compile(r"(?P<name>重要度|困難度)[::][「『\"(]?(?P<level>高|中|低|-|なし)?(?(level)[」』\")]?)")
_LARGEST_STAFF = 1_000_000
_ALWAYS = ("related_policy", "legal_basis")  # every form with basic information has both
_LABEL_HEAD = 9  # characters of a label that tell it from a sentence


class _Section(NamedTuple):
    """What stands behind a label, without spaces, and the line where it begins."""

    text: str
    line: Line


class _Folded:
    """The basic information as one text without spaces, every character knowing its line and its place in the original."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.characters: list[str] = []
        self._starts: list[int] = []
        self._lines = list(lines)
        self.original: list[str] = []
        for line in lines:
            self._starts.append(len(self.characters))
            for character in line.text:
                if character.isspace():
                    continue
                folded = compact(character)
                if len(folded) == 1:
                    self.characters.append(folded)
                    self.original.append(character)
        self.text = "".join(self.characters)

    def line_at(self, offset: int) -> Line:
        """The line on which the character at *offset* stands."""
        return self._lines[max(0, bisect_right(self._starts, offset) - 1)]

    def between(self, start: int, end: int) -> str:
        """The original characters, without spaces."""
        return "".join(self.original[start:end])


def read_basics(form: ItemForm, reading: Reading) -> None:
    """Records of the basic information of *form*; the whole is kept as one passage for full-text search."""
    reading.passage(form.basics, form.place, "item_information", item=form.item, evaluation=form.evaluation, block=0)
    if form.title_line is not None:
        reading.add(
            "item_titles", form.title_line, form.place, item=form.item, evaluation=form.evaluation, title=form.title
        )
    folded = _Folded(form.basics)
    sections = _sections(folded)
    _doubt_labels(form, sections, reading)
    _read_levels(form, folded, sections, reading)
    for name, section in sections.items():
        if name in {"related_policy", "legal_basis"}:
            _add_legal(form, name, section, reading)
        elif name == "staff":
            _add_staff(form, section, reading)


def _read_levels(form: ItemForm, folded: _Folded, sections: dict[str, _Section], reading: Reading) -> None:
    """Importance and difficulty as the wider form states them (重要度：「高」、困難度：－); a dash says that it is not high."""
    section = sections.get("importance")
    found = list(_LEVEL.finditer(folded.text))
    name = f"{form.item} の「{form_words()['labels']['importance'][0]}」の欄"
    if section is None and found:
        reading.doubt(folded.line_at(found[0].start()), f"{name}の見出しが見つかりません。")
    seen: set[str] = set()
    for each in found:
        column = _LEVEL_COLUMNS[each["name"]]
        line = folded.line_at(each.start())
        if each["level"] is None or column in seen:
            text = folded.between(each.start(), each.end() + 6)
            reading.doubt(line, f"{name}の「{text}」は、{each['name']}が高いかどうか読み取れません。")
            continue
        seen.add(column)
        stated = folded.between(each.start(), each.end())
        reading.levels.append(Level(form.item, column, each["level"] == "高", stated, form.place, line))
    written = compact(section.text) if section else ""
    if written and not written.startswith("(") and not _DASH.fullmatch(written):
        missing = [word for word, column in _LEVEL_COLUMNS.items() if column not in seen]
        if missing and section is not None and not any(each["level"] is None for each in found):
            reading.doubt(section.line, f"{name}に、{'・'.join(missing)}の記載が見つかりません。")


def _sections(folded: _Folded) -> dict[str, _Section]:
    found: list[tuple[int, int, str]] = []
    for name, labels in form_words()["labels"].items():
        for label in sorted(map(compact, labels), key=len, reverse=True):
            start = folded.text.find(label)
            if start >= 0:
                found.append((start, start + len(label), name))
                break
    found.sort()
    sections = {}
    for index, (_, end, name) in enumerate(found):
        after = found[index + 1][0] if index + 1 < len(found) else len(folded.text)
        if after > end:
            sections[name] = _Section(folded.between(end, after), folded.line_at(end))
    return sections


def _doubt_labels(form: ItemForm, sections: dict[str, _Section], reading: Reading) -> None:
    """A label that is missing beside the others, or that stands once more in the text behind one: garbled or doubled."""
    labels = form_words()["labels"]
    if not sections:
        return
    for name in _ALWAYS:
        if name not in sections:
            reading.doubt(
                next(iter(sections.values())).line,
                f"{form.item} の基本情報に「{labels[name][0]}」の欄が見つからないか、空欄です。",
            )
    heads = {compact(label)[:_LABEL_HEAD] for names in labels.values() for label in names}
    for name in _ALWAYS:
        found = next((head for head in heads if name in sections and head in compact(sections[name].text)), None)
        if found is not None:
            reading.doubt(
                sections[name].line,
                f"{form.item} の「{labels[name][0]}」の文に、別の欄の見出し「{found}…」があります。",
            )


def _add_legal(form: ItemForm, kind: str, section: _Section, reading: Reading) -> None:
    if _DASH.fullmatch(compact(section.text)):
        reading.add(
            "legal_bases", section.line, form.place, item=form.item, evaluation=form.evaluation, kind=kind, n=1,
            text=None, is_dash=1,
        )  # fmt: skip
        return
    text = section.text
    laws = _NEXT_LAW.sub("\\g<article>\n", text).split("\n") if kind == "legal_basis" else [text]
    for n, law in enumerate((each for each in laws if each), start=1):
        behind = (line for line in form.basics if line.number >= section.line.number)
        line = next((line for line in behind if compact(law)[:6] in compact(line.text)), section.line)
        reading.add(
            "legal_bases",
            line,
            form.place,
            item=form.item,
            evaluation=form.evaluation,
            kind=kind,
            n=n,
            text=law,
            is_dash=0,
        )


def _add_staff(form: ItemForm, section: _Section, reading: Reading) -> None:
    """Years of the header, then counts: fewer counts than years leave the last years blank."""
    header = [line for line in form.basics if find_fiscal_years(line.text)]
    joined = Joined.of(line for line in form.basics if line.number >= section.line.number)
    years = find_fiscal_years(joined.text.replace("\n", " "))
    if not years or not header:
        reading.doubt(section.line, f"{form.item} の従事人員数に年度の見出しがありません。")
        return
    values, behind = _staff_values(joined.text, years[-1].end)
    rest = compact(joined.text[behind:])
    if rest and not rest.startswith(_labels()):
        reading.doubt(
            joined.line_at(behind), f"{form.item} の従事人員数に、人数のほかの記載「{rest[:20]}」があります。"
        )
    if len(values) > len(years):
        reading.problem(
            section.line, f"{form.item} の従事人員数が、年度の数（{len(years)}）より多くあります（{len(values)}）。"
        )
        return
    if not values:
        reading.doubt(section.line, f"{form.item} の従事人員数が空欄です。")
    seen: set[int] = set()
    for year, value in zip(years, values, strict=False):
        if value["dash"]:
            continue
        count = int(value["count"].split(".")[0].replace(",", ""))
        line = joined.line_at(value.start("count"))
        if year.year in seen or count > _LARGEST_STAFF:
            reading.problem(
                line, f"{form.item} の従事人員数の年度が重なっているか、数が大きすぎます（{year.year}年度 {count}人）。"
            )
            continue
        seen.add(year.year)
        if value["part"]:
            reading.doubt(
                line, f"{form.item} の従事人員数「{value['count']}」は整数ではありません（{count}人とした）。"
            )
        reading.add(
            "staff_counts", line, form.place, item=form.item, evaluation=form.evaluation, fiscal_year=year.year,
            staff_count=count, note=value["note"],
        )  # fmt: skip


def _staff_values(text: str, start: int) -> tuple[list[re.Match[str]], int]:
    """The counts that follow one another from *start* on, and where the last of them ends."""
    folded = fold_each(text).replace("\n", " ")
    values = []
    while found := _STAFF_VALUE.match(folded, start):
        values.append(found)
        start = found.end()
    return values, start


def _labels() -> tuple[str, ...]:
    """How a further label of the basic information may begin."""
    return tuple(compact(label)[:4] for labels in form_words()["labels"].values() for label in labels)
