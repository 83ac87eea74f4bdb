"""Records: every look-up the bot needs, as typed methods over the read-only database.

The records shown are those of one corporation and one mid-term period: the period that ends last. Within it the
statements of all documents stand side by side; where one of several must come first, it is that of the newest document.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from records.errors import DatabaseUnusable
from records.full_text import match_expression
from records.model import (
    Absence,
    Correction,
    Criterion,
    Disagreement,
    Document,
    Duty,
    Event,
    Found,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    Item,
    Minister,
    Period,
    Rating,
    Section,
    Source,
    StaffCount,
    Statement,
)

_SOURCE = "document_id, place, page, line"
# one document's texts lie together in the index: no other is read
SEARCH = (
    f"SELECT source_table, item, evaluation, fiscal_year, text, {_SOURCE} FROM full_text"
    " WHERE full_text MATCH ? AND rowid BETWEEN (SELECT first_row FROM full_text_rows WHERE document_id = ?)"
    " AND (SELECT last_row FROM full_text_rows WHERE document_id = ?) ORDER BY line LIMIT ?"
)
# what was looked up and is kept: so many results, and as many for each item
_KEPT, _KEPT_OF_AN_ITEM = 2048, 4
_P = ParamSpec("_P")
_Found = TypeVar("_Found")


def _kept(
    look_up: Callable[Concatenate[Records, _P], _Found],
) -> Callable[Concatenate[Records, _P], _Found]:
    """The look-up, whose last results are kept: the file is read-only, so they stay right."""

    @wraps(look_up)
    def keeping(self: Records, /, *key: _P.args, **more: _P.kwargs) -> _Found:
        asked = (look_up.__name__, key, *more.items())
        found: _Found = self.kept[asked] if asked in self.kept else look_up(self, *key, **more)
        self.kept[asked] = found
        if len(self.kept) > self.most_kept:
            del self.kept[next(iter(self.kept))]
        return found

    return keeping


class Records:
    """The typed look-ups. Any of them raises DatabaseUnusable when the file turns out to be damaged."""

    def __init__(self, connection: sqlite3.Connection, meta: dict[str, str]) -> None:
        """Take an open, read-only connection and what `meta` says."""
        self._connection = connection
        self.meta = meta
        self.kept: dict[tuple[object, ...], Any] = {}

    @cached_property
    def most_kept(self) -> int:
        """How many results are kept: enough for what an answer about all items goes through."""
        return max(_KEPT, _KEPT_OF_AN_ITEM * len(self.items))

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def check(self) -> None:
        """Read something."""
        self._rows("SELECT value FROM meta")

    def _rows(self, sql: str, *values: object) -> list[Any]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            message = "データベースを読めません。壊れているか使用中です。hyotei build で作り直してください。"
            raise DatabaseUnusable(message, detail=repr(error)) from error

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents of one corporation's newest period, newest first; a corporation of the user's own goes before the shipped one."""
        rows = self._rows(
            "SELECT d.document_id, d.organization_id, o.name, d.period_id, d.title, d.fiscal_year, d.version"
            " FROM documents AS d"
            " JOIN organizations AS o ON o.document_id = d.document_id AND o.organization_id = d.organization_id"
            " JOIN periods AS p ON p.document_id = d.document_id AND p.period_id = d.period_id"
            " ORDER BY p.end_date DESC, d.fiscal_year DESC, d.document_id"
        )
        if not rows:
            message = "記録が一件もありません。hyotei build で作り直してください。"
            raise DatabaseUnusable(message)
        found = [Document(*row) for row in rows]
        own = {each["document_id"] for each in json.loads(self.meta["built_from"]) if each["own"]}
        corporations = {each.organization_id for each in found if each.document_id in own}
        newest = next((each for each in found if each.organization_id in corporations), found[0])
        same = (newest.organization_id, newest.period_id)
        return tuple(each for each in found if (each.organization_id, each.period_id) == same)

    @cached_property
    def _in_scope(self) -> str:
        quoted = ", ".join("'" + document.document_id.replace("'", "''") + "'" for document in self.documents)
        return f"document_id IN ({quoted})"

    @cached_property
    def _newest_first(self) -> str:
        cases = " ".join(
            f"WHEN '{document.document_id.replace(chr(39), chr(39) * 2)}' THEN {rank}"
            for rank, document in enumerate(self.documents)
        )
        return f"CASE document_id {cases} END"

    @cached_property
    def short_name(self) -> str:
        """The corporation's short name (J-LIS)."""
        document = self.documents[0]
        sql = "SELECT short_name FROM organizations WHERE document_id = ? AND organization_id = ?"
        return str(self._rows(sql, document.document_id, document.organization_id)[0][0])

    @cached_property
    def name_en(self) -> str | None:
        """The corporation's name in English, where it is recorded."""
        document = self.documents[0]
        sql = "SELECT name_en FROM organizations WHERE document_id = ? AND organization_id = ?"
        return self._rows(sql, document.document_id, document.organization_id)[0][0] or None

    def other_corporations(self) -> tuple[str, ...]:
        """Names and short names of the corporations inside whose records are not shown."""
        ours = self.documents[0].organization_id
        rows = self._rows("SELECT DISTINCT name, short_name FROM organizations WHERE organization_id <> ?", ours)
        return tuple(dict.fromkeys(str(name) for row in rows for name in row))

    def periods(self) -> tuple[Period, ...]:
        """The mid-term period, once per document that states it."""
        rows = self._rows(
            f"SELECT period_id, title, start_date, end_date, {_SOURCE} FROM periods WHERE {self._in_scope}"
            f" ORDER BY {self._newest_first}"
        )
        return tuple(Period._make((*row[:4], Source(*row[4:]))) for row in rows)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections in source order."""
        rows = self._rows(
            f"SELECT section, position, title FROM sections WHERE {self._in_scope} ORDER BY {self._newest_first}, position"
        )
        return tuple(
            {row[0]: Section(*row) for row in reversed(rows)}[code] for code in dict.fromkeys(r[0] for r in rows)
        )

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items in source order, each as the newest document has it."""
        rows = self._rows(
            "SELECT item, section, position, title, high_importance, priority, high_difficulty, difficulty_note,"
            f" {_SOURCE} FROM items WHERE {self._in_scope} ORDER BY {self._newest_first}, position"
        )
        first: dict[str, Item] = {}
        for row in rows:
            first.setdefault(row[0], Item._make((*row[:8], Source(*row[8:]))))
        return tuple(first.values())

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The item codes in source order."""
        return tuple(item.item for item in self.items)

    @cached_property
    def _place_by_code(self) -> dict[str, int]:
        return {code: place for place, code in enumerate(self.codes)}

    def in_order(self, codes: Iterable[str | None]) -> tuple[str, ...]:
        """The codes that are recorded, each once, in source order."""
        places = self._place_by_code
        return tuple(sorted({code for code in codes if code in places}, key=places.__getitem__))

    @cached_property
    def items_by_section(self) -> dict[str, tuple[str, ...]]:
        """Section → codes of its items, both in source order."""
        found: dict[str, list[str]] = {}
        for item in self.items:
            found.setdefault(item.section, []).append(item.item)
        return {section: tuple(codes) for section, codes in found.items()}

    @cached_property
    def item_by_code(self) -> dict[str, Item]:
        """Item code → item."""
        return {item.item: item for item in self.items}

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators in source order."""
        rows = self._rows(
            "SELECT indicator_id, item, position, name, stated_name, unit, kind, better"
            f" FROM indicators WHERE {self._in_scope} ORDER BY {self._newest_first}, position"
        )
        first: dict[str, Indicator] = {}
        for row in rows:
            first.setdefault(row[0], Indicator(*row))
        return tuple(first.values())

    @cached_property
    def _place_by_indicator(self) -> dict[str, int]:
        return {indicator.indicator_id: place for place, indicator in enumerate(self.indicators)}

    def indicators_in_order(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The ids of indicators, each once, in source order."""
        return tuple(sorted(set(ids), key=self._place_by_indicator.__getitem__))

    @cached_property
    def indicators_by_item(self) -> dict[str, tuple[Indicator, ...]]:
        """Item code → its indicators in source order."""
        found: dict[str, list[Indicator]] = {}
        for indicator in self.indicators:
            found.setdefault(indicator.item, []).append(indicator)
        return {item: tuple(indicators) for item, indicators in found.items()}

    @cached_property
    def item_of_indicator(self) -> dict[str, str]:
        """Indicator id → item code."""
        return {indicator.indicator_id: indicator.item for indicator in self.indicators}

    @cached_property
    def indicator_by_id(self) -> dict[str, Indicator]:
        """Indicator id → indicator."""
        return {indicator.indicator_id: indicator for indicator in self.indicators}

    @cached_property
    def scale(self) -> tuple[str, ...]:
        """The rating scale, best first (S, A, B, C, D)."""
        rows = self._rows(f"SELECT DISTINCT rating, rank FROM scales WHERE {self._in_scope} ORDER BY rank")
        return tuple(str(row[0]) for row in rows)

    @cached_property
    def standard(self) -> str:
        """The letter that the scale calls the standard; "" where it names none."""
        rows = self._rows(f"SELECT rating FROM scales WHERE is_standard AND {self._in_scope} LIMIT 1")
        return str(rows[0][0]) if rows else ""

    @cached_property
    def rated_years(self) -> tuple[int, ...]:
        """The fiscal years for which any item has a recorded annual rating, ascending."""
        rows = self._rows(
            "SELECT DISTINCT fiscal_year FROM ratings WHERE item IS NOT NULL AND evaluation = 'annual'"
            f" AND {self._in_scope} ORDER BY fiscal_year"
        )
        return tuple(int(row[0]) for row in rows)

    @_kept
    def _ratings_by_subject(self, item: str | None) -> dict[str, dict[int | None, tuple[Rating, ...]]]:
        rows = self._rows(
            "SELECT item, evaluation, fiscal_year, evaluator, rating, stated, precedence,"
            f" {_SOURCE} FROM rating_statements WHERE item IS ? AND {self._in_scope}"
            f" ORDER BY precedence, {self._newest_first}, line, n",
            item,
        )
        grouped: dict[str, dict[int | None, tuple[Rating, ...]]] = {}
        for row in rows:
            rating = Rating._make((*row[:7], Source(*row[7:])))
            years = grouped.setdefault(rating.evaluation, {})
            years[rating.fiscal_year] = (*years.get(rating.fiscal_year, ()), rating)
        return grouped

    def ratings_of(self, item: str | None, evaluation: str, fiscal_year: int | None = None) -> tuple[Rating, ...]:
        """Every statement of that rating (item None: overall), the first to show first; empty when none is recorded."""
        return self._ratings_by_subject(item).get(evaluation, {}).get(fiscal_year, ())

    def years_rated(self, item: str | None) -> tuple[int, ...]:
        """The years with an annual rating of *item* (None: overall), ascending."""
        return tuple(sorted(year for year in self._ratings_by_subject(item).get("annual", {}) if year is not None))

    @_kept
    def values_of(self, indicator_id: str) -> tuple[IndicatorValue, ...]:
        """Every statement of the indicator's actual values, by year and line."""
        rows = self._rows(
            f"SELECT indicator_id, evaluation, fiscal_year, part, value, qualifier, stated, note, {_SOURCE}"
            f" FROM indicator_values WHERE indicator_id = ? AND {self._in_scope}"
            f" ORDER BY fiscal_year IS NULL, fiscal_year, {self._newest_first}, line, n",
            indicator_id,
        )
        return tuple(IndicatorValue._make((*row[:8], Source(*row[8:]))) for row in rows)

    @_kept
    def targets_of(self, indicator_id: str) -> tuple[IndicatorTarget, ...]:
        """Every statement of the indicator's targets."""
        rows = self._rows(
            f"SELECT indicator_id, evaluation, fiscal_year, value, comparator, stated, note, {_SOURCE}"
            f" FROM indicator_targets WHERE indicator_id = ? AND {self._in_scope}"
            f" ORDER BY fiscal_year IS NULL, fiscal_year, {self._newest_first}, line, n",
            indicator_id,
        )
        return tuple(IndicatorTarget._make((*row[:7], Source(*row[7:]))) for row in rows)

    @_kept
    def achievements_of(self, item: str, evaluation: str) -> tuple[Statement, ...]:
        """Key achievements of the item in that evaluation."""
        return self._statements(
            f"SELECT 'achievement', item, evaluation, fiscal_year, 0, n, text, 0, {_SOURCE} FROM achievements"
            f" WHERE item = ? AND evaluation = ? AND {self._in_scope} ORDER BY {self._newest_first}, n",
            item,
            evaluation,
        )

    @_kept
    def rationales_of(self, item: str, evaluation: str, kind: str) -> tuple[Statement, ...]:
        """Rationale (kind "rationale") or issues and response ("issues_and_response") of the item's rating."""
        return self._statements(
            f"SELECT r.kind, item, evaluation, CASE evaluation WHEN 'annual' THEN d.fiscal_year END, 0, n, text, is_dash,"
            f" r.document_id, place, page, line FROM rationales AS r JOIN documents AS d USING (document_id)"
            f" WHERE item = ? AND evaluation = ? AND kind = ? AND {self._in_scope} ORDER BY {self._newest_first}, n",
            item,
            evaluation,
            kind,
        )

    @_kept
    def briefs_of(self, item: str, evaluation: str, kind: str) -> tuple[Statement, ...]:
        """Goals, plans, viewpoints, results or self-evaluation of the item in brief, by block of the form."""
        return self._statements(
            f"SELECT b.kind, item, evaluation, CASE evaluation WHEN 'annual' THEN d.fiscal_year END, block, n, text, 0,"
            f" b.document_id, place, page, line FROM briefs AS b JOIN documents AS d USING (document_id)"
            f" WHERE item = ? AND evaluation = ? AND kind = ? AND {self._in_scope}"
            f" ORDER BY {self._newest_first}, block, n",
            item,
            evaluation,
            kind,
        )

    @_kept
    def legal_bases_of(self, item: str, evaluation: str, kind: str) -> tuple[Statement, ...]:
        """Legal basis ("legal_basis") or related policy ("related_policy") of the item."""
        return self._statements(
            f"SELECT kind, item, evaluation, NULL, 0, n, text, is_dash, {_SOURCE} FROM legal_bases"
            f" WHERE item = ? AND evaluation = ? AND kind = ? AND {self._in_scope} ORDER BY {self._newest_first}, n",
            item,
            evaluation,
            kind,
        )

    def _statements(self, sql: str, *values: object) -> tuple[Statement, ...]:
        return tuple(Statement._make((*row[:7], bool(row[7]), Source(*row[8:]))) for row in self._rows(sql, *values))

    @_kept
    def staff_counts_of(self, item: str) -> tuple[StaffCount, ...]:
        """Every statement of the item's staff counts, by year."""
        rows = self._rows(
            f"SELECT item, evaluation, fiscal_year, staff_count, note, {_SOURCE} FROM staff_counts"
            f" WHERE item = ? AND {self._in_scope} ORDER BY fiscal_year, {self._newest_first}, line",
            item,
        )
        return tuple(StaffCount._make((*row[:5], Source(*row[5:]))) for row in rows)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """All dated events, by date."""
        rows = self._rows(
            f"SELECT item, evaluation, date, kind, planned, text, {_SOURCE} FROM events WHERE {self._in_scope}"
            f" ORDER BY replace(date, 'FY', ''), {self._newest_first}, line, n"
        )
        return tuple(Event._make((*row[:4], bool(row[4]), row[5], Source(*row[6:]))) for row in rows)

    @_kept
    def criteria(self) -> tuple[Criterion, ...]:
        """The rating criteria of the newest document, best rating first."""
        rows = self._rows(
            "SELECT c.rating, c.kind, c.n, min_percent, below_percent, needs_high_difficulty, needs_quality, text,"
            " c.document_id, place, page, line FROM criteria AS c JOIN scales AS s USING (document_id, scale_id, rating)"
            " WHERE c.document_id = ? ORDER BY s.rank, c.kind DESC, c.n",
            self.documents[0].document_id,
        )
        return tuple(Criterion._make((*row[:5], bool(row[5]), bool(row[6]), row[7], Source(*row[8:]))) for row in rows)

    @_kept
    def duties(self) -> tuple[Duty, ...]:
        """What the statute lays down, by paragraph."""
        rows = self._rows(
            f"SELECT law, article, paragraph, actor, text, deadline, {_SOURCE} FROM duties WHERE {self._in_scope}"
            f" ORDER BY {self._newest_first}, article, paragraph, n"
        )
        return tuple(Duty._make((*row[:6], Source(*row[6:]))) for row in rows)

    @_kept
    def ministers(self) -> tuple[Minister, ...]:
        """The competent ministers that the overview forms name."""
        rows = self._rows(
            f"SELECT evaluation, minister, role, department, division, {_SOURCE} FROM ministers WHERE {self._in_scope}"
            f" ORDER BY {self._newest_first}, line"
        )
        return tuple(Minister._make((*row[:5], Source(*row[5:]))) for row in rows)

    @_kept
    def absences(self) -> tuple[Absence, ...]:
        """What the documents leave blank or as a template remain."""
        rows = self._rows(
            f"SELECT kind, evaluation, fiscal_year, text, {_SOURCE} FROM absences WHERE {self._in_scope}"
            f" ORDER BY {self._newest_first}, line"
        )
        return tuple(Absence._make((*row[:4], Source(*row[4:]))) for row in rows)

    @_kept
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Disagreements inside the documents that were found by reading."""
        rows = self._rows(
            "SELECT item, fiscal_year, about, value_a, document_id, place_a, page_a, line_a, value_b, place_b, page_b,"
            f" line_b, note FROM disagreements WHERE {self._in_scope} ORDER BY {self._newest_first}, line_a, line_b"
        )
        return tuple(
            Disagreement(row[0], row[1], row[2], row[3], Source(*row[4:8]), row[8], Source(row[4], *row[9:12]), row[12])
            for row in rows
        )

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        """Values corrected by hand, each with the place of the row that it corrects."""
        rows = self._rows(
            f"SELECT table_name, row_key, column_name, was, now, note, document_id FROM corrections WHERE {self._in_scope}"
        )
        return tuple(
            Correction._make((*row[:6], self._place_of(str(row[6]), str(row[0]), str(row[1])))) for row in rows
        )

    def _place_of(self, document_id: str, table: str, row: str) -> Source | None:
        columns = (
            {str(each[1]) for each in self._rows(f"PRAGMA table_info({table})")} if table.isidentifier() else set()
        )
        wanted = dict(part.partition("=")[::2] for part in row.split(";"))
        if not {"place", "page", "line"} <= columns or not set(wanted) <= columns:
            return None
        conditions = " AND ".join(f'CAST("{name}" AS TEXT) IS ?' for name in wanted)
        found = self._rows(
            f"SELECT {_SOURCE} FROM {table} WHERE document_id = ? AND {conditions}",
            document_id,
            *(value or None for value in wanted.values()),
        )
        return Source._make(found[0]) if found else None

    @_kept
    def wording_of(self, item: str, evaluation: str, kind: str) -> tuple[Statement, ...]:
        """Goals, plans, viewpoints, results or self-evaluation in the document's own words; in brief where it was not ingested."""
        official = self._statements(
            f"SELECT p.kind, item, evaluation, CASE evaluation WHEN 'annual' THEN d.fiscal_year END, block, n, text, 0,"
            f" p.document_id, place, page, line FROM passages AS p JOIN documents AS d USING (document_id)"
            f" WHERE item = ? AND evaluation = ? AND kind = ? AND {self._in_scope}"
            f" ORDER BY {self._newest_first}, block, n",
            item,
            evaluation,
            kind,
        )
        return official or self.briefs_of(item, evaluation, kind)

    def search(self, *words: str, limit: int = 5000) -> tuple[Found, ...]:
        """Texts that contain every one of *words* (folded), in document order; none when a word has nothing to search."""
        expressions = [match_expression(word) for word in words]
        expression = " AND ".join(each for each in expressions if each is not None)
        if not expression or None in expressions:
            return ()
        found: list[Found] = []
        for document in self.documents:
            document_id = document.document_id
            rows = self._rows(SEARCH, expression, document_id, document_id, limit - len(found))
            found.extend(Found._make((*row[:5], Source(row[5], row[6], int(row[7]), int(row[8])))) for row in rows)
        return tuple(found)
