"""Invented corporations with their evaluation records, as many and as large as wanted, for measuring at size.

A corporation has about as many records an item as the shipped document: ratings of four years and of the period, from three
places, indicators with targets and values, goals, plans, results, reasons, staff, laws, events. The same number gives the
same corporation.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from records.dataset import Cell, Row
from records.tables import TABLES

_WORDS = Path(__file__).with_name("invented.toml")
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
ITEMS = 19
_FIRST_YEAR, _YEARS = 2020, 4
YEARS = tuple(range(_FIRST_YEAR, _FIRST_YEAR + _YEARS))
_SUMMARY = "様式1-1-3 項目別評定総括表（年度評価）"
_SLIDE = "スライド「業務の実績に関する評価」"
_LETTERS = ("S", "A", "B", "C", "D")
_WEIGHTS = (1, 12, 80, 6, 1)
_BRIEFS = (
    ("mid_term_goal", 4),
    ("mid_term_plan", 4),
    ("annual_plan", 5),
    ("viewpoints", 3),
    ("result", 9),
    ("self_evaluation", 5),
)
_EVENT_KINDS = ("service_start", "system_start", "development", "contract", "rule", "publication", "event")
_EVENTS = 10
_MOST_IN_A_LEVEL = 99  # of a code: Ⅰ-99, Ⅰ-99-(99)


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


def organization_name(number: int) -> str:
    """Of the corporation of that number; another one for each up to 6,000."""
    words = _words()
    places, fields, ends = words["places"], words["fields"], words["ends"]
    place, rest = number % len(places), number // len(places)
    return f"{places[place]}{fields[rest % len(fields)]}{ends[rest // len(fields) % len(ends)]}"


def item_codes(items: int) -> list[str]:
    """So many codes over the ten sections that there may be, or three where few are needed: Ⅰ-1, or Ⅰ-1-(1) from 991 on."""
    sections = 3 if items <= 3 * _MOST_IN_A_LEVEL else len(_ROMAN)
    in_section = -(-items // sections)
    if in_section <= _MOST_IN_A_LEVEL:
        codes = [f"{_ROMAN[at // in_section]}-{at % in_section + 1}" for at in range(items)]
    else:
        groups = -(-in_section // _MOST_IN_A_LEVEL)
        codes = [
            f"{_ROMAN[at // in_section]}-{at % in_section % groups + 1}-({at % in_section // groups + 1})"
            for at in range(items)
        ]
        place = {code: at for at, code in enumerate(codes)}
        codes.sort(key=lambda code: (place[code] // in_section, *_numbers(code)))
    return codes


def _numbers(code: str) -> tuple[int, ...]:
    return tuple(int(part.strip("()")) for part in code.split("-")[1:])


def _titles(choose: random.Random) -> Iterator[str]:
    """Titles of items, none twice."""
    words = _words()
    given: set[str] = set()
    while True:
        parts = [choose.choice(words[each]) for each in ("manners", "fields", "links", "works", "endings")]
        # a short table is used up by a large corporation: then two fields make a title
        if len(given) > len(words["fields"]) * len(words["works"]):
            parts[1] += "・" + choose.choice(words["fields"])
        title = "".join(parts)
        if title not in given:
            given.add(title)
            yield title


class _Lines:
    """Places in an invented document: each its own line, a page for every 150 of them."""

    def __init__(self) -> None:
        self.next = count(500)
        self.last = 500

    def place(self, where: str) -> tuple[Cell, ...]:
        self.last = next(self.next)
        return (where, self.last // 150 + 1, self.last)


def corporation(number: int, items: int = ITEMS) -> dict[str, tuple[Row, ...]]:
    """The tables of the document of corporation *number*, with so many items."""
    choose = random.Random(number)  # noqa: S311 - the same every time
    lines = _Lines()
    name, document = organization_name(number), f"invented-{number}"
    codes = item_codes(items)
    last = YEARS[-1]
    cells: dict[str, list[tuple[Cell, ...]]] = {table.name: [] for table in TABLES}
    cells["organizations"] = [(f"o{number}", name, name.removesuffix("機構"), None)]
    dates = (f"{_FIRST_YEAR}-04-01", f"{last + 1}-03-31")
    cells["periods"] = [
        (f"o{number}-1", f"o{number}", "第一期中期目標期間", *dates, *lines.place("様式1-1-1 評価の概要"))
    ]
    cells["scales"] = [("sabcd", letter, rank, letter == "B") for rank, letter in enumerate(_LETTERS, start=1)]
    for letter, least in (("S", 120), ("A", 120), ("B", 100), ("C", 80), ("D", 0)):
        text = f"達成度{least}％以上" if least else "達成度80％未満"
        place = lines.place(_SLIDE)
        cells["criteria"].append(
            ("sabcd", letter, "quantitative", 1, float(least), None, False, letter == "S", text, *place)
        )
    sections = dict.fromkeys(code[0] for code in codes)
    titles = _words()["sections"]
    cells["sections"] = [
        (section, at, titles[at - 1], *lines.place(_SUMMARY)) for at, section in enumerate(sections, start=1)
    ]
    for year in YEARS:
        letter = choose.choices(_LETTERS, _WEIGHTS)[0]
        cells["ratings"].append(
            (None, "annual", year, "self", "sabcd", letter, letter, None, None, *lines.place("様式1-1-2 総合評定"), 1)
        )
    named = _titles(choose)
    for at, code in enumerate(codes, start=1):
        _item(cells, lines, choose, code, at, next(named))
    pages = lines.last // 150 + 1
    cells["pages"] = [(page, page * 150 - 149, page * 150, _SLIDE) for page in range(1, pages + 1)]
    title = f"{name}の業務実績評価（{last}年度）"
    cells["documents"] = [(document, f"o{number}", f"o{number}-1", title, last, None, "1", None, pages * 150, pages)]
    return {
        table.name: tuple(
            dict(zip([column.name for column in table.columns], row, strict=True)) for row in cells[table.name]
        )
        for table in TABLES
    }


def _item(
    cells: dict[str, list[tuple[Cell, ...]]], lines: _Lines, choose: random.Random, code: str, at: int, title: str
) -> None:
    form = f"様式1-1-4 項目別評定調書 {code}（年度評価）"
    words, last = _words(), YEARS[-1]
    marks = [choose.choice(("yes", "no")) for _ in range(2)]
    cells["items"].append((code, code[0], at, title, *marks, "unknown", None, *lines.place(_SUMMARY)))
    cells["item_titles"].append((code, "annual", title, *lines.place(form)))
    for year in YEARS:
        letter = choose.choices(_LETTERS, _WEIGHTS)[0]
        given = ("sabcd", letter, letter, None, None)
        for where, evaluator in ((_SUMMARY, None), (form, "self"), (_SLIDE, "self")):
            cells["ratings"].append((code, "annual", year, evaluator, *given, *lines.place(where), 1))
    letter = choose.choices(_LETTERS, _WEIGHTS)[0]
    given = ("sabcd", letter, letter, None, None)
    for where, evaluator in ((_SUMMARY, None), (form, "self")):
        cells["ratings"].append((code, "prospective", None, evaluator, *given, *lines.place(where), 1))
    _indicators(cells, lines, choose, code, title)
    for kind, number in _BRIEFS:
        for block in range(1, number + 1):
            text = f"{title}について、{choose.choice(words['briefs'])}"
            cells["briefs"].append((code, "annual", kind, block, 1, text, *lines.place(form)))
    for n in range(1, 4):
        text = f"{choose.choice(words['works'])}を{choose.choice(words['briefs'])}"
        cells["achievements"].append((code, "annual", last, n, text, *lines.place(_SLIDE)))
        cells["rationales"].append((code, "annual", "rationale", n, text, False, *lines.place(form)))
    cells["rationales"].append((code, "annual", "issues_and_response", 1, None, True, *lines.place(form)))
    staff = choose.randint(3, 400)
    for year in YEARS:
        cells["staff_counts"].append((code, "annual", year, staff + year - last, None, *lines.place(form)))
    law = f"{choose.choice(words['fields'])}の推進に関する法律第{choose.randint(1, 60)}条"
    cells["legal_bases"].append((code, "annual", "legal_basis", 1, law, False, *lines.place(form)))
    cells["legal_bases"].append((code, "annual", "related_policy", 1, None, True, *lines.place(form)))
    for _ in range(_EVENTS):
        date = f"{choose.choice(YEARS)}-{choose.randint(4, 12):02}"
        text = f"{choose.choice(words['fields'])}の{choose.choice(words['events'])}"
        cells["events"].append((code, "annual", date, choose.choice(_EVENT_KINDS), False, text, *lines.place(form), 1))


def _indicators(
    cells: dict[str, list[tuple[Cell, ...]]], lines: _Lines, choose: random.Random, code: str, title: str
) -> None:
    form = f"様式1-1-4 項目別評定調書 {code}（年度評価）"
    for measure, unit, better, first in choose.sample(_words()["measures"], choose.randint(2, 3)):
        at = len(cells["indicators"]) + 1
        key, name = f"{code}.{at}", f"{title}{measure}"
        cells["indicators"].append((key, code, at, name, name, unit, "quantitative", better))
        for year in YEARS:
            value = round(first * choose.uniform(0.9, 1.1), 1)
            stated = f"{value}{unit}"
            cells["indicator_values"].append(
                (key, "annual", year, None, value, None, stated, None, *lines.place(form), 1)
            )
        bound = (">=", "以上") if better == "higher" else ("<=", "以下")
        target = (float(first), bound[0], f"{first}{unit}{bound[1]}", None)
        cells["indicator_targets"].append((key, "annual", YEARS[-1], *target, *lines.place(form), 1))
