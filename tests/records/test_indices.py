"""No question makes SQLite read a table from end to end: every look-up begins with a document, and finds its rows by an index."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.answer import Context
from bot.ask import answer_text, make_vocabulary
from records.build import build
from records.dataset import write_folder
from records.dataset_id import SHIPPED_DATA
from records.store import open_records
from records.tables import TABLE_NAMES
from tests.bench.invented import corporation
from tests.conftest import ASKED_ON
from tests.corpus.cases import corpus_files, load_corpus

# one row a document or corporation: read once, at the start
_FEW_ROWS = frozenset({"documents", "organizations", "periods"})


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Each statement that the corpora make SQLite run, and its query plan, where other corporations have records too."""
    folder = tmp_path_factory.mktemp("indices")
    others = [folder / f"invented-{number}" for number in range(1, 6)]
    for number, other in enumerate(others, start=1):
        write_folder(other, corporation(number))
    shutil.copytree(SHIPPED_DATA / "jlis-2024", folder / "jlis-2024")
    build([folder / "jlis-2024", *others], folder / "records.sqlite3")
    run: dict[str, str] = {}
    with closing(open_records(folder / "records.sqlite3")) as records:
        connection = records._connection  # noqa: SLF001 - what SQLite does is what is tested
        connection.set_trace_callback(lambda sql: run.setdefault(re.sub(r"'[^']*'", "'…'", sql), sql))
        vocabulary = make_vocabulary(records)
        for text in _questions():
            answer_text(text, Context(), records, vocabulary, ASKED_ON)
        connection.set_trace_callback(None)
        return {
            sql: [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
            for sql in run.values()
            if sql.startswith("SELECT") and "'main'." not in sql  # what FTS5 asks its own tables
        }


def _questions() -> Iterator[str]:
    """The first writing of every case."""
    for path in corpus_files():
        for case in load_corpus(path, ASKED_ON):
            yield case.says[0][0]


def test_no_statement_table_is_read_from_end_to_end(plans: dict[str, list[str]]) -> None:
    """A plan that scans a table of statements grows with all that other corporations state."""
    scanned = [
        (step, sql)
        for sql, steps in plans.items()
        for step in steps
        if (table := re.match(r"SCAN (\w+)", step)) and table[1] in {*TABLE_NAMES} - _FEW_ROWS
    ]
    assert scanned == []


def test_what_is_asked_of_an_item_is_found_by_document_and_item(plans: dict[str, list[str]]) -> None:
    """The item, or the indicator, is in the index as well: not all rows of the document are read."""
    asked = {sql: steps for sql, steps in plans.items() if re.search(r"\b(?:item|indicator_id) (?:=|IS) '", sql)}
    assert len(asked) > 5
    for sql, steps in asked.items():
        assert any(re.search(r"\(document_id=\? AND (?:item|indicator_id)=\?", step) for step in steps), (sql, steps)


def test_full_text_is_searched_among_the_rows_of_the_document(plans: dict[str, list[str]]) -> None:
    """FTS5 is given the words and the first and last row."""
    searched = [step for steps in plans.values() for step in steps if "full_text VIRTUAL TABLE" in step]
    assert searched
    assert all(re.search(r"INDEX 0:(?=.*M)(?=.*>)(?=.*<)", step) for step in searched), searched
