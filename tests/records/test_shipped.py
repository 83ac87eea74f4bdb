"""The shipped records of the real document: counts, well-known facts, places, and the document's own words.

The facts here were read in the document by eye; they are the key against which the CSV files are held.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sqlite3
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import records
from records.tables import TABLES

FOLDER = Path(records.__file__).parent / "data" / "jlis-2024"
DOCUMENT = "000_4a055528f08c4d55.txt"

SECTION_1 = [f"Ⅰ-{n}" for n in range(1, 12)]
SECTION_2 = [f"Ⅱ-{n}" for n in range(1, 4)]
SECTION_3 = [f"Ⅲ-{n}" for n in range(1, 6)]
ITEMS = [*SECTION_1, *SECTION_2, *SECTION_3]
SUMMARY_TABLES = ("様式1-1-3", "様式1-2-3")

# how often each place states a rating: (place, evaluation, fiscal year, evaluator) → rows
RATING_STATEMENTS = {
    ("スライド「令和６年度における業務の実績に関する評価」", "annual", "2024", "self"): 19,
    **{("スライド「見込評価」", "annual", str(year), "self"): 19 for year in range(2021, 2025)},
    ("スライド「見込評価」", "prospective", "", "self"): 19,
    **{("様式1-1-3 項目別評定総括表（年度評価）", "annual", str(year), ""): 19 for year in range(2021, 2024)},
    **{("様式1-2-3 項目別評定総括表（見込評価）", "annual", str(year), ""): 19 for year in range(2021, 2024)},
    ("様式1-2-3 項目別評定総括表（見込評価）", "prospective", "", ""): 19,
    **{(f"様式1-1-4-1 項目別評定調書 {item}（年度評価）", "annual", "2024", "self"): 1 for item in SECTION_1},
    **{
        (f"様式1-1-4-2 項目別評定調書 {item}（年度評価）", "annual", "2024", "self"): 1
        for item in [*SECTION_2, *SECTION_3]
    },
    **{(f"様式1-2-4-1 項目別評定調書 {item}（見込評価）", "prospective", "", "self"): 1 for item in SECTION_1},
    **{
        (f"様式1-2-4-2 項目別評定調書 {item}（見込評価）", "prospective", "", "self"): 1
        for item in [*SECTION_2, *SECTION_3]
    },
    **{("様式1-1-2 総合評定（年度評価）", "annual", str(year), ""): 1 for year in range(2021, 2024)},
}

# columns that hold our own words, and the names of laws and rules that may stand in them as they are
OWN_WORDS = ("text", "note", "difficulty_note", "about", "value_a", "value_b", "actor", "deadline", "qualifier", "part")
LAWS_AND_RULES = (
    "行政手続における特定の個人を識別するための番号の利用等に関する法律",
    "デジタル社会の形成を図るための関係法律の整備に関する法律",
    "電子署名等に係る地方公共団体情報システム機構の認証業務に関する法律",
    "行政機関の保有する情報の公開に関する法律",
    "個人情報の保護に関する法律",
    "地方公共団体情報システム機構における契約に係る情報の公表に関する指針",
    "地方公共団体情報システム機構個人情報保護規程",
    "情報セキュリティ管理規程",
    "政府機関等のサイバーセキュリティ対策のための統一基準群",
)
NUMBER_OF_A_LAW = re.compile(r"\((?:平成|令和)[^()]*\)")
LONGEST_COPY = 25
# the document's own sentences are not shipped
INGESTED_ONLY = ("passages", "set_aside", "corrections")


def _rows(table: str) -> list[dict[str, str]]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert bool(rows) == (table not in INGESTED_ONLY), table
    return rows


def _fold(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="session")
def document(sources: Path) -> bytes:
    """The official text; skipped, naming it, where it is not at hand."""
    path = sources / DOCUMENT
    if not path.is_file():
        pytest.skip(f"official document is not at hand: {path}")
    return path.read_bytes()


@pytest.fixture(scope="session")
def lines(document: bytes) -> list[str]:
    """Its lines, folded: line 1 is lines[0]."""
    return [_fold(line) for line in document.decode("utf-8").split("\n")]


@pytest.fixture
def database(shipped_database: Path) -> Iterator[sqlite3.Connection]:
    """The shipped database, with a connection of its own."""
    with closing(sqlite3.connect(shipped_database)) as connection:
        yield connection


# --- facts


def test_there_are_19_items_in_three_sections() -> None:
    """Ⅰ-1 to Ⅰ-11, Ⅱ-1 to Ⅱ-3, Ⅲ-1 to Ⅲ-5, in this order."""
    assert [row["item"] for row in _rows("items")] == ITEMS
    assert [row["position"] for row in _rows("items")] == [str(n) for n in range(1, 20)]
    assert [row["section"] for row in _rows("sections")] == ["Ⅰ", "Ⅱ", "Ⅲ"]
    assert all(row["item"].startswith(row["section"] + "-") for row in _rows("items"))


def test_importance_priority_and_difficulty() -> None:
    """〇 stands at the 11 items of section Ⅰ, 重 at those and Ⅱ-1; the underline of difficulty is lost everywhere."""
    rows = _rows("items")
    assert [row["item"] for row in rows if row["high_importance"] == "yes"] == SECTION_1
    assert [row["item"] for row in rows if row["priority"] == "yes"] == [*SECTION_1, "Ⅱ-1"]
    assert {row["high_importance"] for row in rows} == {row["priority"] for row in rows} == {"yes", "no"}
    assert {row["high_difficulty"] for row in rows} == {"unknown"}
    assert any(row["kind"] == "high_difficulty" for row in _rows("absences"))


def test_the_marks_of_every_summary_cell_are_the_flags_of_its_item() -> None:
    """Each year's letter in both summary tables carries its item's 〇 and 重, the 見込評価 letter none (様式1-2-3)."""
    marked = {"yes": "true", "no": "false"}
    flags = {row["item"]: (marked[row["high_importance"]], marked[row["priority"]]) for row in _rows("items")}
    for row in _rows("ratings"):
        expected = ("", "")
        if row["place"].startswith(SUMMARY_TABLES):
            expected = flags[row["item"]] if row["evaluation"] == "annual" else ("false", "false")
        assert (row["importance_mark"], row["priority_mark"]) == expected, row


def test_every_place_that_states_ratings_is_complete() -> None:
    """288 statements: slides, summary tables and forms each rate all 19 items; the overall form rates three years."""
    rows = _rows("ratings")
    counted = Counter((row["place"], row["evaluation"], row["fiscal_year"], row["evaluator"]) for row in rows)
    assert counted == RATING_STATEMENTS
    assert len(rows) == 288
    by_place: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in rows:
        if row["item"]:
            by_place[row["place"].split()[0], row["evaluation"], row["fiscal_year"]].append(row["item"])
    assert {len(items) for items in by_place.values()} == {8, 11, 19}
    for items in by_place.values():
        assert sorted(items) in (sorted(ITEMS), sorted(SECTION_1), sorted([*SECTION_2, *SECTION_3]))


def test_a_form_rates_the_item_that_it_is_about() -> None:
    """The item of a form's rating, staff count, title and texts is the item that the form's name has."""
    checked = 0
    for table in TABLES:
        for row in _rows(table.name):
            form = re.search(r"項目別評定調書 (\S+?)（(年度評価|見込評価)）", row.get("place", ""))
            if form is None or "item" not in row:
                continue
            assert row["item"] == form[1], (table.name, row)
            assert row["evaluation"] == {"年度評価": "annual", "見込評価": "prospective"}[form[2]], (table.name, row)
            checked += 1
    assert checked > 1000


def test_places_disagree_on_one_rating_only() -> None:
    """Ⅲ-5 of 令和4年度: B in both summary tables, A on the slide of the prospective evaluation. No other differs."""
    letters: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in _rows("ratings"):
        letters[row["item"], row["evaluation"], row["fiscal_year"]].add(row["rating"])
    assert len(letters) == 19 * 5 + 3
    assert [subject for subject, found in letters.items() if len(found) > 1] == [("Ⅲ-5", "annual", "2022")]
    stated = [
        (row["rating"], row["place"].split("（")[0].split()[0])
        for row in _rows("ratings")
        if (row["item"], row["fiscal_year"]) == ("Ⅲ-5", "2022")
    ]
    assert sorted(stated) == [("A", "スライド「見込評価」"), ("B", "様式1-1-3"), ("B", "様式1-2-3")]


def test_the_overall_rating_is_b_for_three_years() -> None:
    """令和3 to 令和5年度: B. 令和6年度 and the prospective evaluation have no overall rating, and the records say so."""
    overall = [(row["fiscal_year"], row["rating"], row["evaluation"]) for row in _rows("ratings") if not row["item"]]
    assert overall == [("2021", "B", "annual"), ("2022", "B", "annual"), ("2023", "B", "annual")]
    absent = {(row["evaluation"], row["fiscal_year"]) for row in _rows("absences") if row["kind"] == "overall_rating"}
    assert absent == {("annual", "2024"), ("prospective", "")}


def test_nobody_but_the_corporation_has_rated_this_year() -> None:
    """The ministers' columns are empty: no rating names the minister, and the records say so."""
    assert {row["evaluator"] for row in _rows("ratings")} == {"self", ""}
    assert {row["evaluation"] for row in _rows("absences") if row["kind"] == "minister_rating"} == {
        "annual",
        "prospective",
    }


def test_the_scale_is_s_to_d_with_b_as_the_standard() -> None:
    """S, A, B, C, D; 「Ｂ」が標準; every letter has quantitative and qualitative criteria."""
    scale = [(row["rating"], row["rank"], row["is_standard"]) for row in _rows("scales")]
    assert scale == [
        ("S", "1", "false"),
        ("A", "2", "false"),
        ("B", "3", "true"),
        ("C", "4", "false"),
        ("D", "5", "false"),
    ]
    bounds = {
        (row["rating"], row["min_percent"], row["below_percent"], row["needs_high_difficulty"], row["needs_quality"])
        for row in _rows("criteria")
        if row["kind"] == "quantitative"
    }
    assert bounds == {
        ("S", "120", "", "false", "true"),
        ("S", "100", "", "true", "true"),
        ("A", "120", "", "false", "false"),
        ("A", "100", "", "true", "false"),
        ("B", "100", "120", "false", "false"),
        ("C", "80", "100", "false", "false"),
        ("D", "", "80", "false", "false"),
    }
    assert {row["rating"] for row in _rows("criteria") if row["kind"] == "qualitative"} == set("SABCD")


def test_staff_counts_of_both_forms_agree() -> None:
    """The 11 items of section Ⅰ state their staff for 令和3 to 令和6年度, the same on both evaluations' forms."""
    counts: dict[str, dict[tuple[str, str], str]] = {"annual": {}, "prospective": {}}
    for row in _rows("staff_counts"):
        counts[row["evaluation"]][row["item"], row["fiscal_year"]] = row["staff_count"]
    assert counts["annual"] == counts["prospective"]
    assert set(counts["annual"]) == {(item, str(year)) for item in SECTION_1 for year in range(2021, 2025)}


@pytest.mark.parametrize("table", ["achievements", "rationales", "item_titles", "legal_bases", "briefs"])
def test_every_item_has_its_texts_in_both_evaluations(table: str) -> None:
    """Achievements, rationale, titles, goals and plans: at least one of each for 19 items in both evaluations."""
    found = {(row["item"], row["evaluation"]) for row in _rows(table)}
    # 根拠条文 and 関連する政策 are columns of form 4-1 only
    items = SECTION_1 if table == "legal_bases" else ITEMS
    assert found == {(item, evaluation) for item in items for evaluation in ("annual", "prospective")}


@pytest.mark.parametrize(
    ("table", "kinds", "missing"),
    [
        ("rationales", {"rationale", "issues_and_response"}, {}),
        (
            "briefs",
            {"mid_term_goal", "mid_term_plan", "viewpoints", "result", "self_evaluation"},
            # the column 自己評価 of this form holds the rating and its rationale only (pages 108 and 109)
            {("Ⅲ-4", "prospective"): {"self_evaluation"}},
        ),
    ],
)
def test_every_kind_of_text_is_there_for_every_item(
    table: str, kinds: set[str], missing: dict[tuple[str, str], set[str]]
) -> None:
    """No kind of text is missing for any item and evaluation, but where the form has none."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in _rows(table):
        found[row["item"], row["evaluation"]].add(row["kind"])
    assert len(found) == 38
    assert {subject: kinds - have for subject, have in found.items() if kinds - have} == missing


def test_annual_plans_belong_to_the_annual_evaluation() -> None:
    """Every item has an annual plan, in the annual evaluation only."""
    found = {(row["item"], row["evaluation"]) for row in _rows("briefs") if row["kind"] == "annual_plan"}
    assert found == {(item, "annual") for item in ITEMS}


def test_a_dash_has_no_text_and_a_text_no_dash() -> None:
    """「－」 in the source and a text are two different things, and one of them is there."""
    for table in ("rationales", "legal_bases"):
        for row in _rows(table):
            assert (row["text"] == "") == (row["is_dash"] == "true"), (table, row)


def test_the_statute_is_article_38_11_of_the_number_act() -> None:
    """番号利用法第38条の11, its paragraphs in order, with the corporation and the ministers as actors."""
    rows = _rows("duties")
    assert {row["article"] for row in rows} == {"第38条の11"}
    assert {row["law"].split("（")[0] for row in rows} == {LAWS_AND_RULES[0]}
    assert {"機構", "主務大臣"} <= {row["actor"] for row in rows}
    assert any("3" in _fold(row["deadline"]) for row in rows)


def test_the_first_mid_term_period() -> None:
    """令和3年9月1日 to 令和8年3月31日, of J-LIS."""
    assert [(row["start_date"], row["end_date"]) for row in _rows("periods")] == [("2021-09-01", "2026-03-31")]
    assert [row["short_name"] for row in _rows("organizations")] == ["J-LIS"]


def test_only_two_indicators_are_named_without_a_figure() -> None:
    """Of two quantitative indicators (Ⅱ-2, Ⅲ-1) the forms give neither a value nor a target; of all others they do."""
    stated = {row["indicator_id"] for table in ("indicator_values", "indicator_targets") for row in _rows(table)}
    named = {row["indicator_id"]: row["kind"] for row in _rows("indicators")}
    assert {each: kind for each, kind in named.items() if each not in stated} == {
        "2-2.system_cost_efficiency_rate": "quantitative",
        "3-1.training_sessions": "quantitative",
    }
    assert stated < set(named)


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024])
def test_both_evaluations_give_figures_for_their_years(year: int) -> None:
    """令和3 to 令和6年度 have values on the prospective forms, 令和6年度 on the annual ones as well."""
    evaluations = {row["evaluation"] for row in _rows("indicator_values") if row["fiscal_year"] == str(year)}
    assert evaluations >= ({"annual", "prospective"} if year == 2024 else {"prospective"})


# --- places


def test_every_fact_stands_on_the_page_that_it_names() -> None:
    """A fact's place is its page's place, its line lies on that page; both sides of a disagreement, too."""
    pages = {row["page"]: (int(row["first_line"]), int(row["last_line"]), row["place"]) for row in _rows("pages")}
    checked = 0
    for table in TABLES:
        if table.name == "pages":
            continue
        for row in _rows(table.name):
            for end in ("", "_a", "_b"):
                if f"line{end}" not in row:
                    continue
                first, last, place = pages[row[f"page{end}"]]
                assert place == row[f"place{end}"], (table.name, row)
                assert first <= int(row[f"line{end}"]) <= last, (table.name, row)
                checked += 1
    assert checked > 1800


def test_pages_follow_one_another() -> None:
    """111 pages cover lines 1 to 17298 without gap or overlap."""
    expected = 1
    rows = _rows("pages")
    for number, row in enumerate(rows, start=1):
        assert (int(row["page"]), int(row["first_line"])) == (number, expected), row
        assert int(row["last_line"]) >= expected, row
        expected = int(row["last_line"]) + 1
    documents = _rows("documents")
    assert (documents[0]["pages"], documents[0]["lines"]) == (str(len(rows)), str(expected - 1)) == ("111", "17298")


# --- views


def _precedence(row: dict[str, str]) -> tuple[int, int]:
    if row["evaluator"] == "minister":
        return 0, int(row["line"])
    if "項目別評定調書" in row["place"]:
        return 1, int(row["line"])
    return (2 if row["place"].startswith("様式") else 3), int(row["line"])


def _shown_ratings() -> dict[tuple[str | None, str, int | None], list[dict[str, str]]]:
    grouped: defaultdict[tuple[str | None, str, int | None], list[dict[str, str]]] = defaultdict(list)
    for row in sorted(_rows("ratings"), key=_precedence):
        year = int(row["fiscal_year"]) if row["fiscal_year"] else None
        grouped[row["item"] or None, row["evaluation"], year].append(row)
    return grouped


def test_the_rating_table_shows_the_form_before_the_slide(database: sqlite3.Connection) -> None:
    """rating_table has one row a rating: what the first place in precedence states, how many places, how many letters."""
    found = {
        (item, evaluation, year): (rating, statements, different)
        for item, evaluation, year, rating, statements, different in database.execute(
            "SELECT item, evaluation, fiscal_year, rating, statements, different_ratings FROM rating_table"
        )
    }
    assert found == {
        subject: (rows[0]["rating"], len(rows), len({row["rating"] for row in rows}))
        for subject, rows in _shown_ratings().items()
    }
    assert found["Ⅲ-5", "annual", 2022] == ("B", 3, 2)


def test_the_conflicts_are_the_one_disagreement(database: sqlite3.Connection) -> None:
    """rating_conflicts lists the three statements of Ⅲ-5 of 令和4年度, summary tables first."""
    found = database.execute("SELECT item, fiscal_year, rating, substr(place, 1, 4) FROM rating_conflicts").fetchall()
    assert found == [("Ⅲ-5", 2022, "B", "様式1-"), ("Ⅲ-5", 2022, "B", "様式1-"), ("Ⅲ-5", 2022, "A", "スライド")]


def test_the_distribution_counts_every_item_once(database: sqlite3.Connection) -> None:
    """rating_distribution adds up to 19 items in each year and in the prospective evaluation."""
    counted = Counter((subject[1:], rows[0]["rating"]) for subject, rows in _shown_ratings().items() if subject[0])
    found = database.execute("SELECT evaluation, fiscal_year, rating, items FROM rating_distribution").fetchall()
    assert {((evaluation, year), rating): items for evaluation, year, rating, items in found} == counted
    totals: Counter[tuple[str, int | None]] = Counter()
    for evaluation, year, _, items in found:
        totals[evaluation, year] += items
    assert set(totals.values()) == {19}
    assert len(totals) == 5


def test_item_cards_hold_what_the_base_tables_hold(database: sqlite3.Connection) -> None:
    """item_cards: title, flags, the ratings of four years, the prospective rating and the latest staff count."""
    shown = {subject: rows[0]["rating"] for subject, rows in _shown_ratings().items()}
    staff = {(row["item"], row["fiscal_year"]): int(row["staff_count"]) for row in _rows("staff_counts")}
    found = database.execute(
        "SELECT item, title, high_importance, priority, high_difficulty, annual_ratings, prospective_rating,"
        " latest_staff_count FROM item_cards"
    ).fetchall()
    assert found == [
        (
            row["item"],
            row["title"],
            row["high_importance"],
            row["priority"],
            row["high_difficulty"],
            " ".join(f"{year}:{shown[row['item'], 'annual', year]}" for year in range(2021, 2025)),
            shown[row["item"], "prospective", None],
            staff.get((row["item"], "2024")),
        )
        for row in _rows("items")
    ]


def test_the_indicator_table_holds_every_value_with_its_name_and_target(database: sqlite3.Connection) -> None:
    """indicator_table: each value statement once, its indicator's name and unit, the first target of its year."""
    names = {row["indicator_id"]: row for row in _rows("indicators")}
    targets: dict[tuple[str, str, str], str] = {}
    for row in sorted(_rows("indicator_targets"), key=lambda row: int(row["line"])):
        targets.setdefault((row["indicator_id"], row["evaluation"], row["fiscal_year"]), row["stated"])
    found = database.execute(
        "SELECT item, name, unit, evaluation, fiscal_year, part, value, stated, note, target, line FROM indicator_table"
    ).fetchall()
    expected = [
        (
            names[row["indicator_id"]]["item"],
            names[row["indicator_id"]]["name"],
            names[row["indicator_id"]]["unit"] or None,
            row["evaluation"],
            int(row["fiscal_year"]) if row["fiscal_year"] else None,
            row["part"] or None,
            float(row["value"]),
            row["stated"],
            row["note"] or None,
            targets.get((row["indicator_id"], row["evaluation"], row["fiscal_year"])),
            int(row["line"]),
        )
        for row in _rows("indicator_values")
    ]
    assert sorted(found, key=repr) == sorted(expected, key=repr)
    assert any(row[9] is not None for row in found)


def test_the_achievement_table_is_the_achievements(database: sqlite3.Connection) -> None:
    """achievement_table: every achievement once, with the title of its item."""
    titles = {row["item"]: row["title"] for row in _rows("items")}
    found = database.execute("SELECT item, title, evaluation, n, text FROM achievement_table").fetchall()
    expected = [
        (row["item"], titles[row["item"]], row["evaluation"], int(row["n"]), row["text"])
        for row in _rows("achievements")
    ]
    assert sorted(found) == sorted(expected)


# --- against the document


def test_the_document_is_the_one_that_was_read(document: bytes) -> None:
    """SHA-256 and number of lines are those of documents.csv."""
    row = _rows("documents")[0]
    assert hashlib.sha256(document).hexdigest() == row["sha256"]
    assert document.count(b"\n") == int(row["lines"])


@pytest.mark.parametrize(
    ("table", "above"),
    # a word that belongs to a figure may hang on the line above it: 計／４回 (9351–9353), 最／大約480万枚 (1059–1061)
    [("ratings", 0), ("indicator_values", 2), ("indicator_targets", 2)],
)
def test_what_is_stated_stands_where_the_record_says(lines: list[str], table: str, above: int) -> None:
    """Every stated letter and figure is found at its line or in the six below it (a cell may break anywhere)."""
    missing = []
    for row in _rows(table):
        line = int(row["line"])
        if _fold(row["stated"]) not in "".join(lines[line - 1 - above : line + 6]):
            missing.append((line, row["stated"]))
    assert missing == []


def test_every_staff_count_stands_where_the_record_says(lines: list[str]) -> None:
    """Every staff count is found as a whole number at its line or in the six below it."""
    missing = []
    for row in _rows("staff_counts"):
        line = int(row["line"])
        number = re.compile(rf"(?<![0-9]){row['staff_count']}(?![0-9])")
        if not any(number.search(each) for each in lines[line - 1 : line + 6]):
            missing.append((line, row["item"], row["staff_count"]))
    assert missing == []


def test_every_item_title_stands_where_the_record_says(lines: list[str]) -> None:
    """The title that a form states is found from its line on."""
    for row in _rows("item_titles"):
        line = int(row["line"])
        assert _fold(row["title"]) in "".join(lines[line - 1 : line + 12]), row


def test_our_words_are_our_own(lines: list[str]) -> None:
    """No text of ours copies 26 characters or more from the document, names of laws and rules apart."""
    whole = "".join(lines)
    laws = [_fold(name) for name in LAWS_AND_RULES]
    assert all(name in whole for name in laws)
    copied: list[tuple[str, int, str]] = []
    checked = 0
    for table in TABLES:
        # a legal basis is the name of a law, a related policy the name of a decision
        if table.name == "legal_bases":
            continue
        columns = [column.name for column in table.columns if column.name in OWN_WORDS]
        for number, row in enumerate(_rows(table.name), start=2):
            for column in columns:
                text = NUMBER_OF_A_LAW.sub("\n", _fold(row[column]))
                for name in laws:
                    text = text.replace(name, "\n")
                starts = range(len(text) - LONGEST_COPY)
                copies = [
                    text[at : at + LONGEST_COPY + 1] for at in starts if text[at : at + LONGEST_COPY + 1] in whole
                ]
                copied.extend((table.name, number, copy) for copy in copies[:1])
                checked += 1
    assert checked > 1500
    assert copied == []
