"""The overview form (様式1-1-1, 1-2-1), the overall form (1-1-2, 1-2-2), cover and contents → what they say of the document.

Sources: 「１．評価対象に関する事項」, 「２．評価の実施者に関する事項」, 「１．全体の評定」.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from records.ingest.pages import Line
from records.ingest.parts import EVALUATION_NAMES, Kind, Part, read_heading
from records.ingest.ratings import LETTERS, SCALE_ID
from records.ingest.reading import Reading
from records.ingest.slides import has_items
from records.ingest.text import Joined, compact, fold_each
from records.ingest.years import Found, find_dates, find_fiscal_years

_NUMBERED = re.compile(r"[0-9]{1,2}[.．]\s*\S")
_TEMPLATE = re.compile(r"\(.*(?:記載|記述|明記).*\)|.*(?:に所管課が記載する項目。|適宜行を追加.*)")
_TEMPLATE_BEHIND_LABEL = re.compile(r"(?P<label>[^()]{2,24})(?P<template>\(.*(?:記載|記述).*\))")
_PERIOD_LABEL = re.compile(r"中期目標期間|中長期目標期間|年度目標期間")
_PERIOD_NAME = re.compile(r"第[一二三四五六七八九十0-9]+期(?:中期目標期間|中長期目標期間)?")
_ROLES = ("法人所管部局", "評価点検部局")
_CHARGE = "担当課、責任者"
_LETTER_AND_TEMPLATE = r"(?P<letter>[A-Z](?![A-Za-z]))(?P<template>[::]?[○〇◯]+[・…]*)?"
_OVERALL = re.compile(rf"\(S[、,・]?A[、,・]?B[、,・]?C[、,・]?D\)(?:{_LETTER_AND_TEMPLATE})?")
_OVERALL_WITHOUT_SCALE = re.compile(rf"評定[::]?(?:{_LETTER_AND_TEMPLATE})(?![、,・])")
_PAST_LETTERS = re.compile(r"[A-Z-]+(?![A-Za-z])")
_ROW_OF_LETTERS = re.compile(r"[SABCD-]*[SABCD]{2}[SABCD-]*")
_PAST_LETTER = re.compile(r"[SABCD](?![A-Za-z-])")
_PLACEHOLDER = re.compile(r"[●○〇◯]\s*[年月日]|\(P\)")


@dataclass(slots=True)
class Overview:
    """What the overview forms, the cover and the contents say. Each statement with its line."""

    organization: tuple[str, Line, str] | None = None
    fiscal_years: list[tuple[int, Line, str]] = field(default_factory=list)
    periods: list[tuple[str, str, Line, str]] = field(default_factory=list)
    period_title: str = ""
    stated_date: str | None = None
    contents_forms: list[tuple[str, Line]] = field(default_factory=list)


def read_overview(part: Part, evaluation: str, overview: Overview, reading: Reading) -> None:
    """Corporation, evaluated year, mid-term period and ministers as the overview form states them."""
    place = part.place(evaluation)
    written = [line for line in part.written if read_heading(line.text) is None and compact(line.text) != "(別紙)"]
    reading.claim([line for line in part.written if line not in written], "pages")
    content = _set_templates_aside(written, reading)
    reading.passage(content, place, "overview", evaluation=evaluation, block=0)
    joined = Joined.of(content)
    for offset, text in joined.paragraphs():
        folded = compact(text)
        line = joined.line_at(offset)
        if folded.startswith("法人名"):
            _name_organization((_behind(text, "法人名"), line, place), overview, reading)
        if folded.startswith(("年度評価", "評価対象事業年度")):
            overview.fiscal_years += [
                (each.year, joined.line_at(offset + each.start), place) for each in find_fiscal_years(text)
            ]
        if _PERIOD_LABEL.match(folded):
            dates = [each.date for each in find_dates(text) if len(each.date) == len("2025-04-01")]
            if len(dates) == 2:  # noqa: PLR2004 - its first and its last day
                overview.periods.append((dates[0], dates[1], line, place))
        named = _PERIOD_NAME.search(fold_each(text))
        if named and not overview.period_title:
            overview.period_title = text[named.start() : named.end()].removesuffix("中期目標期間") + "中期目標期間"
    _read_ministers(content, evaluation, place, reading)


def _name_organization(stated: tuple[str, Line, str], overview: Overview, reading: Reading) -> None:
    if not stated[0]:
        reading.doubt(stated[1], f"{stated[2]}の法人名が空欄です。")
    elif overview.organization is None:
        overview.organization = stated
    elif compact(overview.organization[0]) != compact(stated[0]):
        reading.doubt(stated[1], f"法人名が二通りあります（{overview.organization[0]}、{stated[0]}）。")


def _behind(text: str, label: str) -> str:
    return text[text.find(label) + len(label) :].strip().strip("：:").strip()


def _read_ministers(lines: list[Line], evaluation: str, place: str, reading: Reading) -> None:
    minister = ""
    first: Line | None = None
    named = False
    at = lines[0] if lines else None
    for line in lines:
        folded = fold_each(line.text).strip()
        if folded.startswith("主務大臣") and not folded.startswith("主務大臣による"):
            minister = folded.removeprefix("主務大臣").strip()
            first, at = first or line, line
            named = named or bool(minister)
        for role in _ROLES:
            if role not in folded or not minister or at is None:
                continue
            department, _, charge = folded.partition(role)[2].partition(_CHARGE)
            known = [row for row in reading.tables["ministers"] if row["minister"] == minister and row["role"] == role]
            department, division = department.strip(), charge.strip().split(" ")[0]
            if not known and (department or division or role == _ROLES[0]):
                reading.add(
                    "ministers", at if role == _ROLES[0] else line, place, evaluation=evaluation, minister=minister, role=role,
                    department=department or None, division=division or None,
                )  # fmt: skip
    if first is not None and not named:
        text = f"{EVALUATION_NAMES[evaluation]}の概要に主務大臣の名称の記載がない"
        reading.absent("ministers", first, place, evaluation, text)


def front_matter_place(part: Part) -> str:
    """How a source names a cover or contents page."""
    place = "目次" if part.kind is Kind.CONTENTS else "表紙"
    return f"見込評価書 {place}" if _is_of_period(part) else place


def read_overall(part: Part, evaluation: str, fiscal_year: int | None, reading: Reading) -> None:
    """The overall rating and those of the years before. A letter with circles behind it (Ｂ：○○・・) is a template's."""
    place = part.place(evaluation)
    written = [line for line in part.written if read_heading(line.text) is None]
    reading.claim([line for line in part.written if line not in written], "pages")
    whole = ""
    at_line: list[Line] = []
    for line in written:
        folded = compact(line.text)
        whole += folded
        at_line += [line] * len(folded)
    found = _OVERALL.search(whole) or _OVERALL_WITHOUT_SCALE.search(whole)
    stated = found if found and found["letter"] else None
    if stated is None:
        line = at_line[found.start()] if found else part.lines[0]
        text = f"{EVALUATION_NAMES[evaluation]}の総合評定の記載がない"
        reading.absent("overall_rating", line, place, evaluation, text, fiscal_year)
        _doubt_blank(line, written, place, reading, is_missing=found is None)
    elif stated["template"]:
        text = f"{EVALUATION_NAMES[evaluation]}の総合評定は未記入（様式の記載例「{stated['letter']}：○○・・」のまま）"
        reading.absent("overall_rating", at_line[stated.start("letter")], place, evaluation, text, fiscal_year)
    elif stated["letter"] not in LETTERS:
        what = f"{place}の評定「{stated['letter']}」は、評定の段階（{'・'.join(LETTERS)}）にありません。"
        reading.problem(at_line[stated.start("letter")], what)
    else:
        _add_overall(at_line[stated.start("letter")], place, evaluation, fiscal_year, stated["letter"], reading)
    _read_past_years(whole, at_line, place, fiscal_year, reading)
    read = {row["line"] for row in reading.tables["ratings"]}
    for line in written:
        if _ROW_OF_LETTERS.fullmatch(compact(line.text)) and line.number not in read:
            what = f"{place}の「{line.text.strip()}」は、どの年度の評定か分かりません（行の順序を確かめてください）。"
            reading.doubt(line, what)
    content = _set_templates_aside(written, reading)
    reading.passage(content, place, "overall", evaluation=evaluation, block=0)


def _doubt_blank(line: Line, written: list[Line], place: str, reading: Reading, *, is_missing: bool) -> None:
    """A form without the cell of the rating, or with a letter that stands alone elsewhere on it."""
    alone = next((each for each in written if compact(each.text) in LETTERS), None)
    if alone is not None:
        reading.doubt(alone, f"{place}の評定は空欄のようですが、「{compact(alone.text)}」だけの行があります。")
    elif is_missing:
        reading.doubt(line, f"{place}に評定の欄が見つかりません。")


def _read_past_years(whole: str, at_line: list[Line], place: str, fiscal_year: int | None, reading: Reading) -> None:
    """Letters behind a row of years; a dash is a year without one, and blank years to come leave no mark."""
    years: list[Found] = list(find_fiscal_years(whole))
    run: list[Found] = []
    for year in years:  # a row of years, one directly behind the other
        run = [*run, year] if run and run[-1].end == year.start else [year]
        behind = (_PAST_LETTERS if len(run) > 1 else _PAST_LETTER).match(whole, year.end)
        if behind is None:
            continue
        letters = behind.group()
        line = at_line[year.end]
        if len(letters) > len(run) or not set(letters) <= {*LETTERS, "-"}:
            reading.problem(line, f"{place}の過年度の評定「{letters}」を、年度（{len(run)}）に当てはめられません。")
            continue
        if any(after.year != earlier.year + 1 for earlier, after in pairwise(run)) or (
            fiscal_year is not None and run[0].year > fiscal_year
        ):
            shown = "・".join(f"{each.year}年度" for each in run)
            reading.problem(line, f"{place}の過年度の評定「{letters}」の年度（{shown}）が続いていません。")
        before = [each for each in run if fiscal_year is not None and each.year < fiscal_year]
        if fiscal_year is not None and len(letters) not in {len(before), len(before) + 1, len(run)}:
            reading.doubt(line, f"{place}の過年度の評定「{letters}」がどの年度のものか、空欄の数からは決まりません。")
        for at, (each, letter) in enumerate(zip(run, letters, strict=False)):
            if letter != "-":
                _add_overall(at_line[year.end + at], place, "annual", each.year, letter, reading)


def _add_overall(
    line: Line, place: str, evaluation: str, fiscal_year: int | None, letter: str, reading: Reading
) -> None:
    reading.add(
        "ratings", line, place, item=None, evaluation=evaluation, fiscal_year=fiscal_year, evaluator=None,
        scale_id=SCALE_ID, rating=letter, stated=_as_written(line, letter), importance_mark=None, priority_mark=None,
    )  # fmt: skip


def _as_written(line: Line, letter: str) -> str:
    return next((character for character in line.text if fold_each(character) == letter), letter)


def read_front_matter(part: Part, overview: Overview, reading: Reading) -> None:
    """Cover and contents: the date on the cover, and the form numbers that the contents name."""
    contents = part.kind is Kind.CONTENTS
    place = front_matter_place(part)
    reading.passage(part.written, place, "overview", block=0)
    if has_items(part.written):
        reading.doubt(
            part.written[0], f"{place}とみた頁に、項目番号と評定があります（スライドではないか確かめてください）。"
        )
    for line in part.written:
        folded = fold_each(line.text).strip()
        if contents:
            form = re.match(r"(1\s*-\s*[12]\s*-\s*[1-4](?:\s*-\s*[0-9])?)\s", folded)
            if form:
                overview.contents_forms.append(("".join(form[1].split()), line))
        elif re.fullmatch(r"(?:令和|平成)\s*[0-9元]+\s*年.*[日月]", folded):
            overview.stated_date = overview.stated_date or line.text.strip()
            if _PLACEHOLDER.search(folded):
                evaluation = "prospective" if _is_of_period(part) else "annual"
                text = f"表紙の日付は「{line.text.strip()}」のまま"
                reading.absent("stated_date", line, place, evaluation, text)


def _is_of_period(part: Part) -> bool:
    whole = compact("".join(line.text for line in part.written))
    return "見込評価" in whole or "期間実績評価" in whole


def _set_templates_aside(lines: list[Line], reading: Reading) -> list[Line]:
    """Set aside the printed notes to whoever fills the form in; returns the other lines."""
    kept: list[Line] = []
    paragraph: list[Line] = []
    for line in lines:
        paragraph.append(line)
        if not line.ends_paragraph:
            continue
        whole = compact("".join(each.text for each in paragraph))
        behind = _TEMPLATE_BEHIND_LABEL.fullmatch(whole)
        if _TEMPLATE.fullmatch(whole) or behind:
            reading.set_aside(paragraph, "様式の記載例")
        else:
            kept.extend(paragraph)
        paragraph = []
    return [*kept, *paragraph]
