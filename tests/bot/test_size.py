"""What a question about one thing costs does not grow with the records: it looks things up and goes through no list of all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from bot.answer import Context, Status
from bot.ask import answer_text, make_vocabulary
from records.build import build
from records.dataset import write_folder
from records.store import open_records
from tests.bench.invented import YEARS, corporation
from tests.bench.questions import questions_of

# the lists of the records that hold everything of a kind
_LISTS = ("items", "codes", "indicators", "events")


class _Untouched(tuple[object, ...]):
    """A list that nobody may go through."""

    __slots__ = ()

    def __iter__(self) -> Iterator[object]:
        message = "all of it is gone through"
        raise AssertionError(message)


def test_a_question_about_one_thing_goes_through_no_list_of_all(tmp_path: Path) -> None:
    """By code, by name, misspelt, in part: each is answered while the lists are barred."""
    tables = corporation(1, 60)
    write_folder(tmp_path / "made", tables)
    build([tmp_path / "made"], tmp_path / "records.sqlite3")
    day = date(YEARS[-1] + 1, 6, 1)
    of_one, _ = questions_of(tables, 2)
    with closing(open_records(tmp_path / "records.sqlite3")) as records:
        vocabulary = make_vocabulary(records)
        first = [
            answer_text(said[0], Context(), records, vocabulary, day) for _, said in of_one
        ]  # what is kept is made
        for name in _LISTS:
            vars(records)[name] = _Untouched(getattr(records, name))
        again = [answer_text(said[0], Context(), records, vocabulary, day) for _, said in of_one]
    assert again == first
    assert sum(answer.status is Status.ANSWERED for answer in again) > len(again) * 3 / 4
