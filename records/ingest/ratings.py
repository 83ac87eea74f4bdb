"""The self-evaluation and the ministers' evaluation of an item form → ratings, rationale, issues and response.

Sources: 様式1-1-4, 1-2-4, first row of the table: ＜評定と根拠＞ 評定：Ａ 根拠：… ＜課題と対応＞ …, and the ministers' 評定.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from records.ingest.cells import Cell
from records.ingest.forms import ItemForm, form_words
from records.ingest.pages import Line
from records.ingest.parts import EVALUATION_NAMES
from records.ingest.reading import Reading
from records.ingest.text import Joined, compact, fold_each

SCALE_ID = "sabcd"
LETTERS = ("S", "A", "B", "C", "D")
_RATING = re.compile(r"評\s*定\s*[::]?\s*(?P<letter>[A-Z](?![A-Za-z0-9+\-])|[^\s<>()「」、。::]{1,3}(?=\s|$))?")
_REASON = re.compile(r"根\s*拠\s*[::]\s*")
_HEADING = re.compile(r"\s*[<〈《](?P<name>[^<>〈〉《》\n]{1,40})[>〉》]\s*")
_TEMPLATE_LETTER = re.compile(r"[A-Z]\s*[::]?\s*[○〇◯]+[・…]*")
_BLANK_RATING = re.compile(r"評?定?[::]?[SABCD-]?(?:[::]?[○〇◯]+[・…]*)?")
_NOTHING = re.compile(r"・?(?:特に)?(?:該当)?(?:な|無)し。?")
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
    name = f"{form.item} の{EVALUATION_NAMES[form.evaluation]}の調書"
    if rating is None or letter is None:
        reading.problem(joined.lines[0], f"{name}に、自己評価の評定がありません。")
    elif _TEMPLATE_LETTER.match(folded, rating.start("letter")):
        what = f"{name}の自己評価の評定は、様式の記載例（{letter}：○○…）のままです。"
        reading.problem(joined.line_at(rating.start("letter")), what)
    elif letter not in LETTERS:
        what = f"{form.item} の自己評価の評定「{letter}」は、評定の段階（{'・'.join(LETTERS)}）にありません。"
        reading.problem(joined.line_at(rating.start("letter")), what)
    else:
        stated = joined.text[rating.start("letter") : rating.end("letter")]
        _add_rating(form, "self", letter, stated, joined.line_at(rating.start("letter")), reading)
    _doubt_second_rating(form, joined, folded, rating, reading)
    for kind, start, end in _parts(folded, rating.end() if rating else 0):
        _add_texts(form, kind, joined, start, end, reading)


def _doubt_second_rating(
    form: ItemForm, joined: Joined, folded: str, first: re.Match[str] | None, reading: Reading
) -> None:
    """A second 評定 with a letter in one cell: which of the two is the item's, the form does not say."""
    for each in _RATING.finditer(folded, first.end() if first else 0):
        if first and each["letter"] in LETTERS and _is_label(folded, each) and each["letter"] != first["letter"]:
            what = f"{form.item} の自己評価の欄に、二つ目の評定「{each['letter']}」があります（記録は「{first['letter']}」）。"
            reading.doubt(joined.line_at(each.start("letter")), what)


def _is_label(folded: str, found: re.Match[str]) -> bool:
    """Whether 評定 labels a rating: at the beginning of a paragraph, and not the heading ＜評定と根拠＞."""
    before = folded[: found.start()].rstrip(" ")
    return before == "" or before.endswith(("\n", ">", "〉"))


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
    n = nothing = 0
    offset = start
    for paragraph in joined.text[start:end].split("\n"):
        text = paragraph.strip()
        line = joined.line_at(offset + len(paragraph) - len(paragraph.lstrip()))
        offset += len(paragraph) + 1
        if not text or _HEADING.fullmatch(compact(text)):
            continue
        n += 1
        dash = _DASH.fullmatch(compact(text)) is not None
        nothing += dash or _NOTHING.fullmatch(compact(text)) is not None
        if kind == "issues_and_response" and nothing and n > 1:
            what = f"{form.item} の課題と対応の欄に、「なし」の記載と別の記載があります（隣の欄の文でないか確かめてください）。"
            reading.doubt(line, what)
            nothing = 0
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
    written = [(offset, text) for offset, text in written if not _BLANK_RATING.fullmatch(compact(text))]
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
    found = re.match(r"\s*評\s*定\s*[::]?\s*(?P<letter>[A-Z])(?![A-Za-z0-9+\-])", folded)
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
