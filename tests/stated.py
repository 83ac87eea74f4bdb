"""What the CSV files of a data folder state, read by `csv` alone: the other side of every comparison with an answer.

It shares nothing with `bot` or `records`: neither their types nor their look-ups, so that both cannot be wrong together.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

Row = dict[str, str]
# item ("" for the overall rating), evaluation, fiscal year ("" for the whole period)
Subject = tuple[str, str, str]

# how an answer says a rating in a sentence, in a line of years, and in a table with a column a year
_SENTENCE = re.compile(r"(?P<item>[ⅠⅡⅢ]-[0-9]+) の令和(?P<year>[0-9]+)年度の評定は (?P<letter>[SABCD])(?![A-Za-z]| ではな)")
_YEAR_HEADS = re.compile(r"^ {2}項目 .*? (?P<years>R[0-9]+(?: +R[0-9]+)*)$")
_TABLE_ROW = re.compile(
    r"^ {2}(?P<item>[ⅠⅡⅢ]-[0-9]+) .*? {2}(?P<letters>[SABCD](?:[／・、]?[SABCD])*(?: +[SABCD](?:[／・、]?[SABCD])*)*)$"
)


class Stated:
    """One data folder. Everything is text, as it stands in the cells."""

    def __init__(self, folder: Path) -> None:
        """Read tables of *folder* when they are asked for."""
        self._folder = folder
        self._tables: dict[str, list[Row]] = {}

    def rows(self, table: str) -> list[Row]:
        """The rows of one table, in the order of the file."""
        if table not in self._tables:
            with (self._folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                self._tables[table] = list(csv.DictReader(file))
        return self._tables[table]

    @cached_property
    def items(self) -> list[str]:
        """Item codes in the order of the document."""
        return [row["item"] for row in self.rows("items")]

    @cached_property
    def titles(self) -> dict[str, str]:
        """Item → title."""
        return {row["item"]: row["title"] for row in self.rows("items")}

    @cached_property
    def scale(self) -> list[str]:
        """The letters, best first."""
        return [row["rating"] for row in self.rows("scales")]

    @cached_property
    def letters(self) -> dict[Subject, list[str]]:
        """Subject → the letters that any place states for it, each once, in the order of the file."""
        found: dict[Subject, list[str]] = defaultdict(list)
        for row in self.rows("ratings"):
            letters = found[row["item"], row["evaluation"], row["fiscal_year"]]
            if row["rating"] not in letters:
                letters.append(row["rating"])
        return dict(found)

    @cached_property
    def years(self) -> list[int]:
        """The fiscal years for which an item has an annual rating."""
        return sorted({int(year) for item, evaluation, year in self.letters if item and evaluation == "annual"})

    def annual(self, item: str, year: int) -> list[str]:
        """The letters of one item and year."""
        return self.letters[item, "annual", str(year)]

    def wrong_ratings(self, facts: Iterable[dict[str, Any]]) -> list[str]:
        """Of the *facts* of a JSON answer those ratings that no row states in exactly this way, a line each."""
        rows = {
            (row["item"], row["evaluation"], row["fiscal_year"], row["rating"], row["evaluator"], row["line"])
            for row in self.rows("ratings")
        }
        wrong = []
        for fact in facts:
            if fact["kind"] != "rating" or fact["computed"]:
                continue
            for source in fact["sources"]:
                said = (
                    fact["item"] or "",
                    fact["evaluation"],
                    str(fact["fiscal_year"] or ""),
                    fact["value"],
                    fact["evaluator"] or "",
                    str(source["line"]),
                )
                if said not in rows:
                    wrong.append(f"no row states {said}")
        return wrong

    def wrong_sentences(self, text: str) -> list[str]:
        """What *text* says of a rating in words or in a table of years though no row states it, a line each."""
        wrong = [
            match.group()
            for match in _SENTENCE.finditer(text)
            if match["letter"] not in self.letters.get((match["item"], "annual", f"{int(match['year']) + 2018}"), ())
        ]
        years: list[str] = []
        for line in text.splitlines():
            if heads := _YEAR_HEADS.match(line):
                years = [f"{int(year[1:]) + 2018}" for year in heads["years"].split()]
            elif not line.startswith("  "):
                years = []
            elif (row := _TABLE_ROW.match(line)) and len(row["letters"].split()) == len(years):
                wrong += [
                    line.strip()
                    for year, said in zip(years, row["letters"].split(), strict=True)
                    if not set(re.findall("[SABCD]", said)) <= set(self.letters.get((row["item"], "annual", year), ()))
                ]
        return wrong
