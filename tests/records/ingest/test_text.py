"""Cells' lines rejoined, every character with its line."""

from __future__ import annotations

from records.ingest.text import Joined, compact, fold_each, width
from tests.records.ingest.pieces import joined_of, lines_of


def test_a_line_cut_by_its_column_goes_on_without_a_space() -> None:
    """A line without a space at its end is not the end of a paragraph."""
    assert joined_of("観測ブイの", "点検 ", "・補修 ").text == "観測ブイの点検\n・補修"


def test_a_space_between_full_width_characters_is_dropped() -> None:
    """The text layer puts it there; between Latin words it stays."""
    assert joined_of("観 測 ブ イ ").text == "観測ブイ"
    assert joined_of("Web site を公開 ").text == "Web site を公開"


def test_a_line_stretched_to_its_column_is_drawn_together() -> None:
    """Also its figures; a row of figures keeps its spaces, and so do words."""
    assert joined_of("H 2 8 ： 9 , 1 4 7 人 、 H 2 9 ： 8 人 ").text == "H28：9,147人、H29：8人"
    assert joined_of("1 2 3 4 5 6 7 8 9 ").text == "1 2 3 4 5 6 7 8 9"
    assert joined_of("A new map of the old sea ").text == "A new map of the old sea"


def test_a_line_that_ends_at_a_number_does_not_end_its_paragraph() -> None:
    """14 / 日以内 is cut at a space."""
    assert joined_of("申込みから14 ", "日以内に届く ").text == "申込みから14日以内に届く"


def test_every_character_knows_its_line() -> None:
    """Also in the folded text without spaces."""
    joined = joined_of("船の ", "　", "・灯台 ")
    assert joined.line_at(joined.text.index("灯")).number == 3
    assert joined.line_of_compact(compact(joined.text).index("灯")).number == 3
    assert joined.paragraphs() == ((0, "船の"), (3, "・灯台"))


def test_nothing_written_is_an_empty_text() -> None:
    """Blank lines have no text and no lines."""
    assert Joined.of(lines_of(" ", "", "　")).lines == ()


def test_folding_each_character_keeps_the_length() -> None:
    """㍿ would become four characters and stays; dashes and tildes are one."""
    text = "㍿Ａ－１〜３"
    assert fold_each(text) == "㍿A-1~3"
    assert len(fold_each(text)) == len(text)


def test_a_full_width_character_takes_two_columns() -> None:
    """Spaces at the end take none."""
    assert width("灯台A1 ") == 6


def test_no_lines_have_no_paragraphs() -> None:
    """A form of which only the heading is left."""
    assert joined_of().paragraphs() == ()
