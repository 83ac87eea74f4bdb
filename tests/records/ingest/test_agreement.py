"""What a document says twice: each check finds a pair that disagrees, and keeps silent over one that does not."""

from __future__ import annotations

from collections.abc import Iterator

from records.dataset import Row
from records.ingest.agreement import find_disagreements
from records.ingest.overview import Overview
from records.ingest.parts import Kind, Part
from records.ingest.reading import Level, Reading
from tests.records.ingest.pieces import lines_of, part_of, said

_FIRST, _SECOND = lines_of("一 ", "二 ")


def _found(
    reading: Reading, overview: Overview | None = None, parts: tuple[Part, ...] = ()
) -> list[tuple[object, ...]]:
    find_disagreements(reading, overview or Overview(), 2024, parts)
    rows = reading.tables["disagreements"]
    return [tuple(row[name] for name in ("item", "fiscal_year", "about", "value_a", "value_b")) for row in rows]


def _abouts(reading: Reading) -> list[object]:
    return [row[2] for row in _found(reading)]


def _staff(*counts: tuple[str, int, int], evaluations: tuple[str, ...] = ("annual",)) -> Reading:
    """Counts of an item in a year, each on a line of its own; the evaluations in turn."""
    reading = Reading()
    for at, (item, year, count) in enumerate(counts):
        (line,) = lines_of("人 ", first=at + 1)
        evaluation = evaluations[at % len(evaluations)]
        reading.add(
            "staff_counts", line, evaluation, item=item, evaluation=evaluation, fiscal_year=year, staff_count=count
        )
    return reading


def test_staff_counts_of_one_year_differ_between_two_forms() -> None:
    """The annual form's and that of the period."""
    both = ("annual", "prospective")
    assert _found(_staff(("Ⅰ-1", 2023, 12), ("Ⅰ-1", 2023, 13), evaluations=both)) == [
        ("Ⅰ-1", 2023, "従事人員数", "12人", "13人")
    ]
    assert _found(_staff(("Ⅰ-1", 2023, 12), ("Ⅰ-1", 2023, 12), ("Ⅰ-1", 2022, 9), evaluations=both)) == []


def _twins(first: int, second: int) -> Reading:
    years = range(2021, 2025)
    counts = [("Ⅰ-1", year, first if year == 2021 else 50 + year % 10) for year in years]
    return _staff(*counts, *(("Ⅰ-2", year, second if year == 2021 else 50 + year % 10) for year in years))


def test_a_count_that_has_lost_a_digit_shows_beside_its_twin() -> None:
    """Two items with the same staff in every other year, 7 against 57; 8 against 57 is no lost digit."""
    assert _found(_twins(7, 57)) == [("Ⅰ-1", 2021, "従事人員数（桁）", "Ⅰ-1 は7人", "Ⅰ-2 は57人")]
    assert _found(_twins(8, 57)) == []


def _titles(first: str, second: str) -> Reading:
    reading = Reading()
    for line, title, evaluation in ((_FIRST, first, "annual"), (_SECOND, second, "prospective")):
        reading.add("item_titles", line, evaluation, item="Ⅰ-1", evaluation=evaluation, title=title)
    return reading


def test_titles_of_an_item_differ_between_its_forms() -> None:
    """Spaces and widths do not count."""
    assert _found(_titles("灯器の点検", "灯器の検査")) == [("Ⅰ-1", None, "項目名", "灯器の点検", "灯器の検査")]
    assert _found(_titles("GIS 地図", "ＧＩＳ地図")) == []


def _goals(first: str, second: str, kind: str = "mid_term_goal") -> Reading:
    reading = Reading()
    for at, (text, evaluation) in enumerate(((first, "annual"), (second, "prospective"))):
        reading.passage(lines_of(f"{text} ", first=at + 1), evaluation, kind, item="Ⅰ-1", evaluation=evaluation)
    return reading


def test_a_goal_differs_between_the_forms_of_two_evaluations() -> None:
    """In the words around the first difference; cuts and spaces do not count."""
    (row,) = _found(_goals("灯器を毎年点検すること。", "灯器を隔年点検すること。"))
    assert row[2] == "中期目標の文言"
    assert "毎年" in str(row[3])
    assert "隔年" in str(row[4])
    assert _abouts(_goals("甲を行う。", "乙を行う。", "mid_term_plan")) == ["中期計画の文言"]
    assert _found(_goals("灯器を 点検すること。", "灯器を点検すること。")) == []
    assert _found(_goals("甲を行う。", "乙を行う。", "annual_plan")) == []


def test_a_long_run_of_words_that_only_one_form_has_is_doubted() -> None:
    """A few words may differ; a sentence of one form that the other lacks is a line or a page that is missing."""
    sentence = "夜間に消えた灯器は翌朝までに予備と替え、替えた日と場所と担当した者の氏名を台帳に記すこととし、"
    for kind in ("mid_term_goal", "mid_term_plan"):
        reading = _goals(f"灯器を点検し、{sentence}公表する。", "灯器を点検し、公表する。", kind)
        _found(reading)
        assert f"{len(sentence)}字が、片方の評価の調書にしかありません" in said(reading)
    reading = _goals("灯器を毎年点検すること。", "灯器を隔年に必ず点検すること。")
    _found(reading)
    assert said(reading) == ""


def _stated(*levels: tuple[str, bool], marked: str = "unknown") -> list[tuple[object, ...]]:
    reading = Reading()
    place = "項目別評定総括表" if marked != "unknown" else "調書"
    reading.add("items", _FIRST, place, item="Ⅰ-1", high_importance=marked, high_difficulty="unknown")
    for line, (name, is_high) in zip(lines_of("三 ", "四 ", first=3), levels, strict=False):
        reading.levels.append(Level("Ⅰ-1", name, is_high, "", f"調書{line.number}", line))
    return [row[2:] for row in _found(reading)]


def test_importance_and_difficulty_differ_between_places() -> None:
    """The forms of two evaluations, or a form and the marks of the summary table (which shows no difficulty)."""
    hard = "high_difficulty"
    assert _stated((hard, True), (hard, False)) == [("困難度", "「高」", "「高」ではない")]
    assert _stated((hard, True), (hard, True)) == []
    assert _stated(("high_importance", False), marked="yes") == [("重要度", "「高」", "「高」ではない")]
    assert _stated(("high_importance", True), (hard, False), marked="yes") == []


def _values(first: float, second: float, *, part: str | None = None, year: int | None = 2023) -> Reading:
    reading = Reading()
    reading.tables["indicators"].append(
        {"indicator_id": "x", "item": "Ⅰ-1", "name": "満足度", "stated_name": "満足度", "unit": "％"}
    )
    for line, value, own in ((_FIRST, first, None), (_SECOND, second, part)):
        reading.add(
            "indicator_values", line, "調書", indicator_id="x", evaluation="annual", fiscal_year=year, part=own, value=value,
            stated=f"{value}％",
        )  # fmt: skip
    return reading


def test_an_indicator_s_value_of_one_year_differs_between_two_places() -> None:
    """Another part, or no year, is another value."""
    assert _found(_values(95.1, 95.2)) == [("Ⅰ-1", 2023, "満足度", "95.1％", "95.2％")]
    assert _found(_values(95.1, 95.1)) == []
    assert _found(_values(95.1, 90.0, part="うち海外")) == []
    assert _found(_values(95.1, 90.0, year=None)) == []


def _times(count: int, text: str) -> Reading:
    reading = _values(count, count)
    reading.tables["indicators"][0] |= {"name": "点検訓練の回数", "stated_name": "点検訓練の回数", "unit": "回"}
    reading.passage(lines_of(text, first=9), "調書", "result", item="Ⅰ-1", evaluation="annual")
    return reading


def test_times_a_year_in_a_sentence_differ_from_the_indicator() -> None:
    """Where the sentence speaks of the indicator by name."""
    assert "点検訓練の回数" in _abouts(_times(3, "・点検訓練を年２回行った。 "))
    assert _abouts(_times(2, "・点検訓練を年２回行った。 ")) == []
    assert _abouts(_times(3, "・避難の訓練を年２回行った。 ")) == []


def _results(first: str, second: str) -> Reading:
    reading = Reading()
    for at, (text, item) in enumerate(((first, "Ⅰ-1"), (second, "Ⅰ-2"))):
        reading.passage(lines_of(f"{text} ", first=at + 1), "調書", "result", item=item, evaluation="annual")
    return reading


def test_one_long_paragraph_stands_in_the_results_of_two_items() -> None:
    """A short one may."""
    text = "灯器の予備を各地の倉庫に置き、嵐の後でも三日のうちに取り替えられるように人員と船の手配を見直した。"
    assert _abouts(_results(text, text)) == ["同じ文が二つの項目の業務実績にある"]
    assert _abouts(_results(text, f"{text}また、見直した。")) == []
    assert _abouts(_results("特になし。", "特になし。")) == []


def _headed(year: int, *periods: tuple[str, str]) -> Overview:
    overview = Overview()
    overview.fiscal_years.append((year, _FIRST, "様式1-1-1"))
    overview.periods += [
        (*period, *pair) for period, pair in zip(periods, ((_FIRST, "様式1-1-1"), (_SECOND, "様式1-2-1")), strict=False)
    ]
    return overview


def test_the_overview_names_another_year_than_the_rest() -> None:
    """A slide's title, or else a rating, is the witness."""
    slide = part_of(Kind.SLIDE, "項目", "機構の令和６年度における業務の実績に関する評価", first=5)
    assert _found(Reading(), _headed(2023), (slide,)) == [(None, 2024, "評価対象の年度", "令和5年度", "令和6年度")]
    assert _found(Reading(), _headed(2024), (slide,)) == []
    rated = Reading()
    rated.add("ratings", _SECOND, "総括表", item="Ⅰ-1", evaluation="annual", fiscal_year=2024, rating="A")
    assert [row[2] for row in _found(rated, _headed(2023))] == ["評価対象の年度"]


def test_the_overviews_name_two_periods() -> None:
    """Both forms state the same one."""
    period = ("2021-04-01", "2026-03-31")
    assert [row[2:] for row in _found(Reading(), _headed(2024, period, ("2021-04-01", "2025-03-31")))] == [
        ("中期目標期間", "2021-04-01〜2026-03-31", "2021-04-01〜2025-03-31")
    ]
    assert _found(Reading(), _headed(2024, period, period)) == []


def _contents(listed: str) -> tuple[Overview, tuple[Part, ...]]:
    contents = part_of(Kind.CONTENTS, "目次 ", f"{listed} 評価の概要 ")
    overview = Overview()
    overview.contents_forms.append((listed, contents.lines[1]))
    return overview, (contents, part_of(Kind.OVERVIEW, "評価の概要 ", form="1-2-1", family="2", first=9))


def test_the_contents_number_the_forms_otherwise() -> None:
    """1-1-1 in the contents, 1-2-1 on the form."""
    assert [row[2:] for row in _found(Reading(), *_contents("1-1-1"))] == [("様式番号", "目次は 1-1-1", "本文は 1-2-1")]
    assert _found(Reading(), *_contents("1-2-1")) == []


def _doubts(text: str) -> Iterator[str]:
    reading = Reading()
    reading.passage(lines_of(text), "調書", "result", item="Ⅰ-1", evaluation="annual")
    find_disagreements(reading, Overview(), 2024, ())
    yield said(reading)


def test_what_somebody_pencilled_in_is_doubted() -> None:
    """(P), circles in place of words, a request to fill in."""
    for text in ("点検した（Ｐ）。 ", "○○を点検した。 ", "各課で記載いただきたい。 "):
        assert "作成途中の書込み" in "".join(_doubts(text))
    assert "".join(_doubts("○灯器を点検した。 ")) == ""


def test_a_pair_is_reported_once_and_never_with_itself() -> None:
    """Two checks may find the same lines."""
    reading = _staff(("Ⅰ-1", 2023, 12), ("Ⅰ-1", 2023, 13))
    rows: list[Row] = reading.tables["staff_counts"]
    rows.append(dict(rows[1]))
    assert len(_found(reading)) == 1
