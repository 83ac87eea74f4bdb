"""The self-evaluation and the ministers' evaluation of an item form → ratings, rationale, issues and response.

Sources: 様式1-1-4, 1-2-4, first row of the table: ＜評定と根拠＞ 評定：Ａ 根拠：… ＜課題と対応＞ …, and the ministers' 評定.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from records.ingest.cells import Cell
from records.ingest.forms import ItemForm, form_words
from records.ingest.pages import Line
from records.ingest.reading import Reading
from records.ingest.text import Joined, compact, fold_each

SCALE_ID = "sabcd"
LETTERS = ("S", "A", "B", "C", "D")
_RATING = re.compile(r"評\s*定\s*[::]?\s*(?P<letter>[A-Z](?![A-Za-z0-9])|[^\s<>()「」、。::]{1,3}(?=\s|$))?")
_REASON = re.compile(r"根\s*拠\s*[::]\s*")
_HEADING = re.compile(r"\s*[<〈《](?P<name>[^<>〈〉《》\n]{1,40})[>〉》]\s*")
_TEMPLATE_LETTER = re.compile(r"[A-Z]\s*[::]?\s*[○〇◯]+[・…]*")
_DASH = re.compile(r"[-ー一]")


def read_self_evaluation(form: ItemForm, cell: Cell, reading: Reading) -> None:
    """Rating, rationale and issues of the corporation's own evaluation (the first row of the table)."""
    joined = Joined.of(cell.lines)
    if not joined.text:
        reading.problem(form.part.written[0], f"{form.item} の自己評価の欄が空です。")
        return
    reading.claim(joined.lines, "rationales")
    folded = fold_each(joined.text)
    rating = next((each for each in _RATING.finditer(folded) if _is_label(folded, each)), None)
    letter = rating["letter"] if rating else None
    if rating is None or letter is None:
        reading.problem(
            joined.lines[0], f"{form.item} の{_evaluation_name(form)}の調書に、自己評価の評定がありません。"
        )
    elif letter not in LETTERS:
        what = f"{form.item} の自己評価の評定「{letter}」は、評定の段階（{'・'.join(LETTERS)}）にありません。"
        reading.problem(joined.line_at(rating.start("letter")), what)
    else:
        _add_rating(
            form,
            "self",
            letter,
            joined.text[rating.start("letter") : rating.end("letter")],
            joined.line_at(rating.start("letter")),
            reading,
        )
    rest = _without(folded, rating)
    for kind, start, end in _parts(folded, rest):
        _add_texts(form, kind, joined, start, end, reading)


def _is_label(folded: str, found: re.Match[str]) -> bool:
    """Whether 評定 labels a rating: at the beginning of a paragraph, and not the heading ＜評定と根拠＞."""
    before = folded[: found.start()].rstrip(" ")
    return before == "" or before.endswith(("\n", ">", "〉"))


def _without(folded: str, rating: re.Match[str] | None) -> int:
    return rating.end() if rating else 0


def _parts(folded: str, after: int) -> list[tuple[str, int, int]]:
    """Spans of the rationale and of the issues: behind 根拠：, and behind ＜課題と対応＞."""
    reason = _REASON.search(folded, after)
    issues = next((each for each in _HEADING.finditer(folded) if "課題" in each["name"]), None)
    parts = []
    start = reason.end() if reason and (issues is None or reason.start() < issues.start()) else after
    end = issues.start() if issues else len(folded)
    if folded[start:end].strip():
        parts.append(("rationale", start, end))
    if issues and folded[issues.end() :].strip():
        parts.append(("issues_and_response", issues.end(), len(folded)))
    return parts


def _add_texts(form: ItemForm, kind: str, joined: Joined, start: int, end: int, reading: Reading) -> None:
    n = 0
    offset = start
    for paragraph in joined.text[start:end].split("\n"):
        text = paragraph.strip()
        line = joined.line_at(offset + len(paragraph) - len(paragraph.lstrip()))
        offset += len(paragraph) + 1
        if not text or _HEADING.fullmatch(compact(text)):
            continue
        n += 1
        dash = _DASH.fullmatch(compact(text)) is not None
        reading.add(
            "rationales", line, form.place, item=form.item, evaluation=form.evaluation, kind=kind, n=n,
            text=None if dash else text, is_dash=int(dash),
        )  # fmt: skip


def read_minister_evaluation(form: ItemForm, cell: Cell, reading: Reading) -> bool:
    """The ministers' rating and words, where the cell is filled in. Returns whether anything was written there."""
    joined = Joined.of(cell.lines)
    folded = fold_each(joined.text)
    printed = [compact(each) for names in ("minister_headings", "templates") for each in form_words()["printed"][names]]
    rating = _minister_letter(folded)
    written = [
        (offset, text)
        for offset, text in joined.paragraphs()
        if compact(text)
        and not _is_printed(compact(text), printed)
        and not (rating and offset <= rating[1] < offset + len(text) + 2)
    ]
    written = [(offset, text) for offset, text in written if not re.fullmatch(r"評?定?[::]?[SABCD]?", compact(text))]
    if rating is None and not written:
        reading.claim(joined.lines, "absences")
        return False
    if rating is None:
        reading.problem(joined.lines[0], f"{form.item} の主務大臣による評価に、評定の文字がありません。")
    elif rating[0] not in LETTERS:
        what = f"{form.item} の主務大臣の評定「{rating[0]}」は、評定の段階（{'・'.join(LETTERS)}）にありません。"
        reading.problem(joined.line_at(rating[1]), what)
    else:
        _add_rating(form, "minister", rating[0], rating[0], joined.line_at(rating[1]), reading)
    reading.passage(
        cell.lines, form.place, "minister_evaluation", item=form.item, evaluation=form.evaluation, block=cell.row
    )
    return True


def _minister_letter(folded: str) -> tuple[str, int] | None:
    found = re.match(r"\s*評\s*定\s*[::]?\s*(?P<letter>[A-Z])(?![A-Za-z0-9])", folded)
    if found is None or _TEMPLATE_LETTER.match(folded, found.start("letter")):
        return None
    return found["letter"], found.start("letter")


def _is_printed(text: str, printed: Sequence[str]) -> bool:
    return text in printed or _HEADING.fullmatch(text) is not None


def _add_rating(form: ItemForm, evaluator: str, letter: str, stated: str, line: Line, reading: Reading) -> None:
    reading.add(
        "ratings", line, form.place, item=form.item, evaluation=form.evaluation,
        fiscal_year=form.fiscal_year, evaluator=evaluator, scale_id=SCALE_ID, rating=letter,
        stated="".join(stated.split()), importance_mark=None, priority_mark=None,
    )  # fmt: skip


def _evaluation_name(form: ItemForm) -> str:
    return (
        "年度評価"
        if form.evaluation == "annual"
        else "見込評価"
        if form.evaluation == "prospective"
        else "期間実績評価"
    )
