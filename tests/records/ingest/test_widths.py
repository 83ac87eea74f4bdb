"""The width of a column, learned from the lines that it cut."""

from __future__ import annotations

from collections import Counter

from records.ingest.columns import read_header
from records.ingest.pages import Line
from records.ingest.widths import count_widths, guess_widths, learn_widths, sum_widths

_COLUMNS = read_header("中期目標 中期計画 主な評価指標 業務実績 自己評価 主務大臣による評価")


def _lines(*texts: str) -> list[Line]:
    return [Line(number, text, 1) for number, text in enumerate(texts, start=1)]


def test_a_mark_shows_the_width_of_its_column() -> None:
    """The lines behind a printed mark are its column's, up to the next mark; a paragraph's last line tells nothing."""
    lines = _lines(
        "＜評価の視点＞ ",
        "・灯台の灯器が予",
        "定どおりに更新さ",
        "れたか。 ",
        "＜主要な業務実績＞ ",
        "・灯台の灯器を更新した。 ",
    )
    assert guess_widths([lines], _COLUMNS) == {"viewpoints": Counter({16: 2})}


def test_a_circle_may_be_any_plan() -> None:
    """○ begins goals and plans alike, so that its lines count for each of them."""
    counted = guess_widths([_lines("○灯台の灯器", "を更新する。 ", "桟橋の手すり")], _COLUMNS)
    assert counted == {"mid_term_goal": Counter({12: 1}), "mid_term_plan": Counter({12: 1})}


def test_lines_of_cells_are_counted() -> None:
    """Of cells that have been read, the cut lines count."""
    counted = count_widths([("result", _lines("桟橋の手すり", " ", "を塗り替えた。 "))])
    assert counted == {"result": Counter({12: 1})}


def test_counts_add_up() -> None:
    """What several forms show of a column is taken together."""
    total = sum_widths([{"result": Counter({12: 1})}, {"result": Counter({12: 2, 14: 1})}])
    assert total == {"result": Counter({12: 3, 14: 1})}


def test_a_line_fits_the_column_that_cuts_so() -> None:
    """A cut line fits best where lines of its width were seen, worse beside it, and hardly where it would not have gone in."""
    widths = learn_widths({"result": Counter({28: 9}), "viewpoints": Counter({16: 9})}, {})
    scores = [
        widths.score(28, "result", cut=True),
        widths.score(27, "result", cut=True),
        widths.score(28, "viewpoints", cut=True),
    ]
    assert scores == sorted(scores, reverse=True)
    assert widths.score(12, "result", cut=False) == 0
    assert widths.score(28, "viewpoints", cut=False) < widths.score(16, "viewpoints", cut=False)


def test_a_form_of_its_own_width() -> None:
    """A form whose columns are narrower than the others' is judged by its own lines first."""
    others, own = {"result": Counter({28: 90})}, {"result": Counter({24: 9})}
    assert learn_widths(others, own).score(24, "result", cut=True) > learn_widths(others, {}).score(
        24, "result", cut=True
    )


def test_too_few_lines_tell_nothing() -> None:
    """A column of which hardly a line was seen is no better and no worse for any width."""
    widths = learn_widths({"result": Counter({28: 2})}, {})
    assert widths.score(28, "result", cut=True) == widths.score(12, "result", cut=True)
