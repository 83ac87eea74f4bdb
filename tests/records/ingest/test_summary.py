"""Summary tables of item ratings: which letter belongs to which item and year, and what the marks say."""

from __future__ import annotations

from dataclasses import replace

from records.ingest.ingest import Ingested
from records.ingest.parts import Kind, Part
from records.ingest.reading import Reading
from records.ingest.summary import Summary, read_summary
from tests.records.ingest.pieces import part_of, said

_TITLE = "１－１－３ 年度評価 項目別評定総括表 "
_HEAD = ("中期計画（中期目標） 年度評価 項目別 ", "調書№ ", "備考 ")
_YEARS = ("令和 ", "５年度 ", "令和 ", "６年度 ", "令和 ", "７年度 ")
_NOTES = (
    "※重要度を「高」と設定している項目については、各評語の横に「○」を付す。 ",
    "困難度を「高」と設定している項目については、各評語に下線を引く。 ",
)


def _read(*body: str, head: tuple[str, ...] = (*_HEAD, *_YEARS)) -> tuple[Summary, Reading]:
    reading = Reading()
    part = part_of(Kind.SUMMARY, _TITLE, *head, *body, form="1-1-3")
    return read_summary(part, "annual", reading), reading


def _letters(reading: Reading) -> list[tuple[object, ...]]:
    return [(row["item"], row["evaluation"], row["fiscal_year"], row["rating"]) for row in reading.tables["ratings"]]


def test_letters_on_one_line_are_those_of_the_years_in_order() -> None:
    """The table names no evaluator."""
    summary, reading = _read("Ⅰ．観測の質 ", "観測ブイの点検 ", "Ａ Ｂ  Ⅰ－１ ")
    assert _letters(reading) == [("Ⅰ-1", "annual", 2023, "A"), ("Ⅰ-1", "annual", 2024, "B")]
    assert [row["evaluator"] for row in reading.tables["ratings"]] == [None, None]
    assert summary.titles == {"Ⅰ-1": "観測ブイの点検"}
    assert {code: title for code, (title, _) in summary.sections.items()} == {"Ⅰ": "観測の質"}
    assert said(reading) == ""


def test_letters_may_stand_each_on_its_own_line_with_their_marks_below() -> None:
    """Ａ / 〇 / 重 is one cell."""
    summary, reading = _read("観測ブイの", "点検 ", "Ａ", "〇", "重 ", "Ｂ", "〇", "重 ", " ", "Ⅰ－１ ")
    assert [
        (row["rating"], row["stated"], row["importance_mark"], row["priority_mark"])
        for row in reading.tables["ratings"]
    ] == [
        ("A", "Ａ〇重", 1, 1),
        ("B", "Ｂ〇重", 1, 1),
    ]
    assert (summary.flags["Ⅰ-1"].importance, summary.flags["Ⅰ-1"].priority) == (True, True)


def test_marks_may_stand_beside_their_letter() -> None:
    """Ａ〇重 is a letter with both, Ｂ one with none."""
    summary, _ = _read("観測ブイの点検 Ａ〇重   Ⅰ－１ ", "展示の更新 Ｂ   Ⅰ－２ ")
    assert [(code, flags.importance, flags.priority) for code, flags in summary.flags.items()] == [
        ("Ⅰ-1", True, True),
        ("Ⅰ-2", False, False),
    ]


def test_blank_years_before_a_letter_move_it() -> None:
    """Two spaces are two empty cells."""
    assert _letters(_read("展示の更新 ", "  ", "Ｃ Ⅰ－２ ")[1]) == [("Ⅰ-2", "annual", 2025, "C")]


def test_a_dash_is_an_empty_year() -> None:
    """So is a stroke."""
    for sign in "－―／":
        assert _letters(_read(f"展示の更新 {sign} Ｃ Ｓ Ⅰ－２ ")[1]) == [
            ("Ⅰ-2", "annual", 2024, "C"),
            ("Ⅰ-2", "annual", 2025, "S"),
        ]


def test_years_that_the_empty_lines_leave_open_are_doubted() -> None:
    """A single empty line may be a cell, or an empty paragraph of the title."""
    head = (*_HEAD, *_YEARS, "令和 ", "８年度 ")
    _, reading = _read("展示の更新 ", "Ａ ", " ", "Ｃ ", "Ⅰ－２ ", head=head)
    assert "空欄の数からは決まりません" in said(reading)


def test_a_code_cut_over_two_lines_is_one_code() -> None:
    """Ⅰ－１ / ０."""
    _, reading = _read("展示の更新 ", "Ａ Ｂ Ｃ Ⅰ－１", "０ ", "苗木の保管 Ｂ Ｂ Ｂ Ⅰ－１１ ")
    assert {row[0] for row in _letters(reading)} == {"Ⅰ-10", "Ⅰ-11"}
    assert said(reading) == ""


def test_the_rows_of_two_halves_come_in_turn() -> None:
    """The header stands twice; a half without a row has a line of spaces."""
    summary, reading = _read(
        *(" Ⅰ．観測の質 ", "   Ⅱ．財務 ", "観測ブイの点検 ", "Ａ Ｂ  Ⅰ－１ ", "   経費の節減 ", "Ｃ Ｄ  Ⅱ－１ ", "展示の更新 Ｓ   Ⅰ－２ ", "            "),
        head=(*_HEAD, f" {_HEAD[0]}", *_HEAD[1:], *_YEARS, *_YEARS),
    )  # fmt: skip
    assert list(summary.titles) == ["Ⅰ-1", "Ⅱ-1", "Ⅰ-2"]
    assert set(summary.sections) == {"Ⅰ", "Ⅱ"}
    assert [row[0::3] for row in _letters(reading)] == [
        ("Ⅰ-1", "A"),
        ("Ⅰ-1", "B"),
        ("Ⅱ-1", "C"),
        ("Ⅱ-1", "D"),
        ("Ⅰ-2", "S"),
    ]


def test_a_header_that_is_repeated_on_the_next_page_is_no_row() -> None:
    """The row behind it has its own letters in their years."""
    summary, reading = _read("観測ブイの点検 Ａ Ｂ  Ⅰ－１ ", *_HEAD, *_YEARS, "展示の更新 ", " ", "Ｓ Ｃ  Ⅰ－２ ")
    assert summary.titles == {"Ⅰ-1": "観測ブイの点検", "Ⅰ-2": "展示の更新"}
    assert [row[2:] for row in _letters(reading)] == [(2023, "A"), (2024, "B"), (2023, "S"), (2024, "C")]
    assert said(reading) == ""


def test_a_table_of_the_period_has_a_column_for_its_evaluation() -> None:
    """Behind the years."""
    reading = Reading()
    head = (
        "中期計画 年度評価 中期目標期間評価 項目別 ",
        "調書№ ",
        "  令",
        "和",
        "５",
        "年",
        "度 ",
        "令",
        "和",
        "６",
        "年",
        "度 ",
        "見込評価 期間実績評価 ",
    )
    part = part_of(
        Kind.SUMMARY,
        "１－２－３ 中期目標期間評価 項目別評定総括表 ",
        *head,
        "展示の更新 ",
        "Ａ Ｂ ",
        "Ｃ Ｓ ",
        "Ⅰ－１ ",
        form="1-2-3",
        family="2",
    )
    summary = read_summary(part, "final", reading)
    assert len(summary.columns) == 4
    assert _letters(reading) == [
        ("Ⅰ-1", "annual", 2023, "A"), ("Ⅰ-1", "annual", 2024, "B"), ("Ⅰ-1", "prospective", None, "C"), ("Ⅰ-1", "final", None, "S"),
    ]  # fmt: skip


def test_an_item_that_stands_twice_is_a_problem() -> None:
    """The first one counts."""
    _, reading = _read("展示の更新 Ａ   Ⅰ－１ ", "苗木の保管 Ｂ   Ⅰ－１ ")
    assert [row[3] for row in _letters(reading)] == ["A"]
    assert "Ⅰ-1 が二度あります" in said(reading)


def test_a_letter_outside_the_scale_is_a_problem() -> None:
    """The others of the row are read."""
    _, reading = _read("展示の更新 Ａ Ｅ Ｂ Ⅰ－１ ")
    assert [row[2:] for row in _letters(reading)] == [(2023, "A"), (2025, "B")]
    assert "「E」は、評定の段階" in said(reading)


def test_more_letters_than_years_are_a_problem() -> None:
    """Nothing is put into a column that is not there."""
    assert "見出しの列より多く" in said(_read("展示の更新 Ａ Ｂ Ｃ Ｄ Ⅰ－１ ")[1])


def test_an_item_without_a_letter_is_doubted() -> None:
    """Its title is kept."""
    summary, reading = _read("展示の更新 ", "   ", "Ⅰ－１ ")
    assert "Ⅰ-1 に評定がありません" in said(reading)
    assert summary.titles == {"Ⅰ-1": "展示の更新"}


def test_a_table_without_years_or_with_a_row_without_code_is_a_problem() -> None:
    """Such a table states nothing for certain."""
    assert "年度の見出しがありません" in said(_read("展示の更新 Ａ Ⅰ－１ ", head=())[1])
    assert "項目番号のない行があります" in said(_read("展示の更新 Ａ Ａ Ａ ")[1])


def test_letters_and_blanks_fill_the_columns_of_a_row() -> None:
    """A doubled or lost line would put letters into other years."""
    assert "評定と空欄の数（2）が、見出しの列の数（3）と合いません" in said(_read("展示の更新 Ａ Ｂ Ⅰ－１ ")[1])
    assert said(_read("展示の更新 Ａ Ｂ  Ⅰ－１ ")[1]) == ""


def test_years_that_do_not_follow_one_another_are_a_problem() -> None:
    """A line of the header is lost, or the halves of the table name other years."""
    row = "展示の更新 Ａ Ｂ Ⅰ－１ "
    assert "見出しが続いていません（2023、2025）" in said(_read(row, head=(*_HEAD, *_YEARS[:2], *_YEARS[4:]))[1])
    assert "見出しが続いていません" in said(_read(row, head=(*_HEAD, *_HEAD, *_YEARS, *_YEARS[:4]))[1])


def test_a_remark_behind_the_code_is_pointed_out() -> None:
    """It is no part of the next title."""
    summary, reading = _read("展示の更新 Ａ Ｂ Ｃ Ⅰ－１ 一部廃止 ", "苗木の保管 Ａ Ｂ Ｃ Ⅰ－２ ")
    assert summary.titles == {"Ⅰ-1": "展示の更新", "Ⅰ-2": "苗木の保管"}
    assert "備考「一部廃止」" in said(reading)


def test_the_notes_explain_the_marks_and_are_no_items() -> None:
    """Difficulty is an underline, which the text does not keep: that is stated as an absence."""
    summary, reading = _read("展示の更新 Ａ Ｂ Ｃ Ⅰ－１ ", *_NOTES)
    assert summary.explains_marks
    assert [row["kind"] for row in reading.tables["passages"]] == ["summary"]
    assert [row["kind"] for row in reading.tables["absences"]] == ["high_difficulty"]


def test_every_line_of_the_table_is_accounted_for() -> None:
    """By the ratings, the page or the notes."""
    _, reading = _read("Ⅰ．観測の質 ", "観測ブイの", "点検 ", "Ａ", "〇 ", "Ⅰ－１", "０ ", *_NOTES)
    assert set(reading.claims) == set(range(1, 10 + 1 + 9))


def test_a_header_with_a_piece_of_a_year_missing_is_a_problem(ingested: Ingested) -> None:
    """Any line of a header taken out: no letter goes to another year or evaluation without a problem."""
    checked = 0
    for part in ingested.parts:
        if part.kind is not Kind.SUMMARY:
            continue
        evaluation = "annual" if part.family == "1" else "prospective"
        sound, _ = _read_again(part, evaluation)
        first = next(at for at, line in enumerate(part.lines) if line.text == "備考 ") + 1
        last = next(at for at, line in enumerate(part.lines) if "Ⅰ．" in line.text)
        for at in range(first, last):
            if part.lines[at].text.strip():
                damaged = replace(part, lines=(*part.lines[:at], *part.lines[at + 1 :]))
                letters, reading = _read_again(damaged, evaluation)
                assert reading.problems or letters == sound, part.lines[at].text
                checked += 1
    assert checked == 5 * 2 + 5 * 5 + 1


def _read_again(part: Part, evaluation: str) -> tuple[list[tuple[object, ...]], Reading]:
    reading = Reading()
    read_summary(part, evaluation, reading)
    return _letters(reading), reading
