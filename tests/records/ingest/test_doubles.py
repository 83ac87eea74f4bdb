"""Pages that stand in a document twice."""

from __future__ import annotations

from records.ingest.doubles import doubled_lines, find_doubles
from records.ingest.pages import split_pages
from tests.records.ingest.generate import Generated, generate
from tests.records.ingest.inventions import random_spec
from tests.records.ingest.mutate import pages_of
from tests.records.ingest.pieces import ingest_text, lines_of

_HEADS = (" 中期目標 中期計画 年度計画 主な評価指標 法人の業務実績・自己評価 主務大臣による評価 ", "業務実績 自己評価 ")


def _spaced(*texts: str) -> list[str]:
    return [line for text in texts for line in (text, "")][:-1]


def _doubles(*pages: list[str], gap: int = 0) -> list[tuple[int, int]]:
    """First line and number of written lines of each second copy."""
    lines = [line for page in pages for line in (*page, *[""] * gap)]
    return [(each.lines[0].number, len(each.lines)) for each in find_doubles(split_pages(lines))]


def test_a_page_that_follows_itself_is_found_though_no_break_shows() -> None:
    """The first line of a page mostly starts with a space; where it does not, the copies run into one another."""
    page = _spaced(*_HEADS, "灯器を点検し、", "予備と替えた。 ")
    assert _doubles(page, page) == [(len(page) + 1, 4)]
    unspaced = [page[0].lstrip(), *page[1:]]
    assert _doubles(unspaced, unspaced) == [(len(page) + 1, 4)]
    assert _doubles(page, _spaced(*_HEADS, "灯器を点検し、", "新品と替えた。 ")) == []


def test_a_plan_in_the_words_of_its_goal_is_no_second_page() -> None:
    """Neither are the halves of a page with the same words."""
    cell = ["○灯器を点検し", "、予備の品を確", "保すること。 "]
    assert _doubles(_spaced(*_HEADS, *cell, *cell)) == []
    assert _doubles(_spaced(" ○灯器を点検し", *cell[1:], *cell, *cell)) == []


def test_the_short_last_pages_of_two_forms_may_be_alike() -> None:
    """What the forms print counts for nothing; a page of many lines is one page twice, wherever it stands."""
    short = _spaced(*_HEADS, "取り組むこと。 ", "取り組む。 ", "取り組む。 ", "３．その他参考情報 ", "特になし ")
    other = _spaced(*_HEADS, "別の頁の文を記す。 ")
    assert _doubles(short, other, short, gap=3) == []
    long = _spaced(*_HEADS, *(f"灯器の番号{number}を夜間に点検した。 " for number in range(9)))
    assert _doubles(long, other, long, gap=3) == [(len(long) + len(other) + 7, 11)]


def test_every_doubled_page_is_reported_and_changes_nothing(generated: Generated) -> None:
    """Page by page of a whole document."""
    pages = pages_of(generated.text)
    for at in range(len(pages)):
        doubled = [*pages[: at + 1], *pages[at:]]
        (found,) = find_doubles(split_pages([line for page in doubled for line in page]))
        assert len(found.lines) == sum(1 for line in pages[at] if line.strip())
    clean = ingest_text(generated.text)
    read = ingest_text("\n".join(line for page in [*pages[:9], *pages[8:]] for line in page))
    assert "頁の重複" in read.reading.problems[0].what
    values = [[(row["item"], row["rating"], row["place"]) for row in each.tables["ratings"]] for each in (clean, read)]
    assert values[0] == values[1]


def test_a_sound_document_has_no_doubles() -> None:
    """One with sixty items, some with short last pages that are alike."""
    generated = generate(random_spec(85))
    assert list(find_doubles(split_pages(generated.text.split("\n")))) == []


def test_a_line_that_repeats_the_one_before_it_is_found() -> None:
    """A short one may end a plan and the next; a printed one may stand above and below a break."""

    def doubled(*texts: str) -> list[int]:
        return [line.number for line in doubled_lines(lines_of(*texts))]

    assert doubled("・灯器を点検し、", "予備の品を確保し", "", "予備の品を確保し", "た。 ") == [4]
    assert doubled("取り組む。 ", "取り組む。 ") == []
    assert doubled("確保の取組を進める。 ", "確保の取組を進める。 ") == []
    assert doubled("灯器の予備の品を各地の倉庫に確保する。 ", "灯器の予備の品を各地の倉庫に確保する。 ") == []
    assert doubled(
        "灯器の予備の品を各地の倉庫に残らず確保する。 ", "灯器の予備の品を各地の倉庫に残らず確保する。 "
    ) == [2]
    assert doubled(_HEADS[0], _HEADS[0]) == []
