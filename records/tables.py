"""The tables of a data folder: one place that says what each CSV file holds.

`datapackage.json` (Frictionless Data Package, Table Schema) of every folder is generated from here, `schema.sql` has the
same columns (a test holds the three together), and `dataset.py` checks every cell against it.

A statement is identified by its place: `line` is the line of the document where the stated value begins, `n` counts the
statements on that line from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ColumnType = Literal["string", "integer", "number", "boolean", "date", "year"]

EVALUATIONS = ("annual", "prospective", "final")
EVALUATORS = ("self", "minister")
THREE_STATES = ("yes", "no", "unknown")
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, whether a cell may be empty, and the closed set or table its values come from."""

    name: str
    type: ColumnType = "string"
    required: bool = True
    one_of: tuple[str, ...] = ()
    refers_to: str = ""
    pattern: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file and SQL table.

    *key*: columns that identify a row. *unique*: sets of columns that may not repeat. *may_be_missing*: a folder without the
    file is a folder whose table is empty.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...] = field(default=())
    may_be_missing: bool = False


# Ⅰ-1, 1-1, Ⅰ-1-(1), 第1-1: the ways in which corporations number their items
ITEM_PATTERN = r"([ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|第?[1-9][0-9]?)(-([1-9][0-9]?|\([1-9][0-9]?\))){1,3}"
PASSAGE_KINDS = (
    "mid_term_goal", "mid_term_plan", "annual_plan", "viewpoints", "result", "self_evaluation", "minister_evaluation",
    "rationale", "issues_and_response", "achievement", "item_information", "reference", "overview", "overall",
    "summary", "statute", "criteria", "slide", "other",
)  # fmt: skip
DATE_PATTERN = r"([12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?|FY[12][0-9]{3})"

_ITEM = Column("item", refers_to="items", about="項目番号（Ⅰ-1、1-1、Ⅰ-1-(1)、第1-1 の形）")
_EVALUATION = Column(
    "evaluation", one_of=EVALUATIONS, about="annual 年度評価, prospective 見込評価, final 期間実績評価"
)
_YEAR = Column("fiscal_year", "year", about="年度（始まる年の西暦）")
_YEAR_OR_PERIOD = Column("fiscal_year", "year", required=False, about="年度（西暦）。空欄は中期目標期間全体")
_PLACE = (
    Column("place", about="文書のどの表・調書・スライドか"),
    Column("page", "integer", about="文書の何枚目か（1から）"),
    Column("line", "integer", about="抽出テキストの行番号（1から）"),
)
_N = Column("n", "integer", about="その行の何番目の記載か（1から）")
_TEXT = Column("text", about="内容の要約（自前の短い表現）")

TABLES: tuple[Table, ...] = (
    Table(
        "organizations",
        "法人",
        (Column("organization_id"), Column("name"), Column("short_name"), Column("name_en", required=False)),
        ("organization_id",),
    ),
    Table(
        "periods",
        "中期目標期間",
        (
            Column("period_id"),
            Column("organization_id", refers_to="organizations"),
            Column("title"),
            Column("start_date", "date"),
            Column("end_date", "date"),
            *_PLACE,
        ),
        ("period_id",),
    ),
    Table(
        "documents",
        "この資料集の元になった文書",
        (
            Column("document_id"),
            Column("organization_id", refers_to="organizations"),
            Column("period_id", refers_to="periods"),
            Column("title"),
            Column("fiscal_year", "year", about="評価対象の年度"),
            Column("stated_date", required=False, about="表紙の日付（記載のまま）"),
            Column("version", about="この資料集の版"),
            Column("sha256", required=False, about="抽出テキストの SHA-256"),
            Column("lines", "integer"),
            Column("pages", "integer"),
        ),
        ("document_id",),
    ),
    Table(
        "pages",
        "文書の頁",
        (Column("page", "integer"), Column("first_line", "integer"), Column("last_line", "integer"), Column("place")),
        ("page",),
    ),
    Table(
        "scales",
        "評定の段階",
        (
            Column("scale_id"),
            Column("rating"),
            Column("rank", "integer", about="1が最上位"),
            Column("is_standard", "boolean", about="標準の評定か"),
        ),
        ("scale_id", "rating"),
        (("scale_id", "rank"),),
    ),
    Table(
        "criteria",
        "評定基準",
        (
            Column("scale_id"),
            Column("rating", refers_to="scales"),
            Column("kind", one_of=("quantitative", "qualitative")),
            Column("n", "integer"),
            Column("min_percent", "number", required=False, about="達成度の下限（以上、0–100）"),
            Column("below_percent", "number", required=False, about="達成度の上限（未満）"),
            Column("needs_high_difficulty", "boolean"),
            Column("needs_quality", "boolean", about="質的に顕著な成果を要するか"),
            Column("text", about="基準の要約。原典が「-」なら空欄", required=False),
            *_PLACE,
        ),
        ("scale_id", "rating", "kind", "n"),
    ),
    Table(
        "sections",
        "大項目",
        (Column("section"), Column("position", "integer"), Column("title"), *_PLACE),
        ("section",),
        (("position",),),
    ),
    Table(
        "items",
        "項目",
        (
            Column("item", pattern=ITEM_PATTERN),
            Column("section", refers_to="sections"),
            Column("position", "integer"),
            Column("title"),
            Column("high_importance", one_of=THREE_STATES, about="重要度「高」（総括表の〇）"),
            Column("priority", one_of=THREE_STATES, about="重点化の対象（総括表の「重」）"),
            Column(
                "high_difficulty",
                one_of=THREE_STATES,
                about="困難度「高」（総括表の下線か、調書の基本情報。抽出で失われたら unknown）",
            ),
            Column("difficulty_note", required=False, about="困難度について文書の他の箇所にある記載"),
            *_PLACE,
        ),
        ("item",),
        (("position",),),
    ),
    Table(
        "item_titles",
        "項目名の記載（場所ごと）",
        (_ITEM, _EVALUATION, Column("title"), *_PLACE),
        ("item", "evaluation", "line"),
    ),
    Table(
        "ratings",
        "評定の記載（場所ごとに一行。項目が空欄なら総合評定）",
        (
            Column("item", required=False, refers_to="items", about="空欄は総合評定"),
            _EVALUATION,
            _YEAR_OR_PERIOD,
            Column("evaluator", required=False, one_of=EVALUATORS, about="空欄は評価者の記載なし"),
            Column("scale_id"),
            Column("rating", refers_to="scales"),
            Column("stated", about="記載のまま"),
            Column("importance_mark", "boolean", required=False, about="〇 が付くか（総括表のみ）"),
            Column("priority_mark", "boolean", required=False, about="「重」が付くか（総括表のみ）"),
            *_PLACE,
            _N,
        ),
        ("line", "n"),
        (("item", "evaluation", "fiscal_year", "evaluator", "place", "line"),),
    ),
    Table(
        "indicators",
        "指標",
        (
            Column("indicator_id"),
            _ITEM,
            Column("position", "integer"),
            Column("name"),
            Column("stated_name"),
            Column("unit", required=False),
            Column("kind", one_of=("quantitative", "stated"), about="quantitative 定量的指標, stated 本文中の数値"),
            Column("better", required=False, one_of=("higher", "lower")),
        ),
        ("indicator_id",),
    ),
    Table(
        "indicator_values",
        "指標の実績値の記載",
        (
            Column("indicator_id", refers_to="indicators"),
            _EVALUATION,
            _YEAR_OR_PERIOD,
            Column("part", required=False, about="うち数などの区分。空欄は本体"),
            Column("value", "number"),
            Column("qualifier", required=False, about="約・以上・最大約 など"),
            Column("stated", about="記載のまま"),
            Column("note", required=False, about="条件"),
            *_PLACE,
            _N,
        ),
        ("line", "n"),
        (("indicator_id", "evaluation", "fiscal_year", "part", "note", "line", "stated"),),
    ),
    Table(
        "indicator_targets",
        "指標の計画値・目標値の記載",
        (
            Column("indicator_id", refers_to="indicators"),
            _EVALUATION,
            _YEAR_OR_PERIOD,
            Column("value", "number"),
            Column("comparator", required=False, one_of=(">=", "<=", "=", "~")),
            Column("stated"),
            Column("note", required=False),
            *_PLACE,
            _N,
        ),
        ("line", "n"),
    ),
    Table(
        "achievements",
        "主な成果（スライド）",
        (_ITEM, _EVALUATION, _YEAR_OR_PERIOD, Column("n", "integer"), _TEXT, *_PLACE),
        ("item", "evaluation", "n"),
    ),
    Table(
        "rationales",
        "評定と根拠、課題と対応",
        (
            _ITEM,
            _EVALUATION,
            Column("kind", one_of=("rationale", "issues_and_response")),
            Column("n", "integer"),
            Column("text", required=False),
            Column("is_dash", "boolean", about="原典の記載が「－」か"),
            *_PLACE,
        ),
        ("item", "evaluation", "kind", "n"),
    ),
    Table(
        "briefs",
        "目標・計画・評価の視点・業務実績・自己評価の要約",
        (
            _ITEM,
            _EVALUATION,
            Column(
                "kind",
                one_of=("mid_term_goal", "mid_term_plan", "annual_plan", "viewpoints", "result", "self_evaluation"),
            ),
            Column("block", "integer", about="調書の横の並び（○ごと）"),
            Column("n", "integer"),
            _TEXT,
            *_PLACE,
        ),
        ("item", "evaluation", "kind", "block", "n"),
    ),
    Table(
        "staff_counts",
        "従事人員数",
        (
            _ITEM,
            _EVALUATION,
            _YEAR,
            Column("staff_count", "integer", about="人"),
            Column("note", required=False),
            *_PLACE,
        ),
        ("item", "evaluation", "fiscal_year"),
    ),
    Table(
        "legal_bases",
        "根拠条文と関連する政策・施策",
        (
            _ITEM,
            _EVALUATION,
            Column("kind", one_of=("legal_basis", "related_policy")),
            Column("n", "integer"),
            Column("text", required=False),
            Column("is_dash", "boolean"),
            *_PLACE,
        ),
        ("item", "evaluation", "kind", "n"),
    ),
    Table(
        "events",
        "日付のある出来事",
        (
            _ITEM,
            _EVALUATION,
            Column("date", pattern=DATE_PATTERN, about="YYYY, YYYY-MM, YYYY-MM-DD。年度だけなら FY2023"),
            Column(
                "kind",
                one_of=(
                    "service_start",
                    "system_start",
                    "development",
                    "contract",
                    "rule",
                    "law",
                    "publication",
                    "event",
                    "other",
                ),
            ),
            Column("planned", "boolean"),
            _TEXT,
            *_PLACE,
            _N,
        ),
        ("line", "n"),
    ),
    Table(
        "duties",
        "根拠法令が定める評価の手続",
        (
            Column("law"),
            Column("article"),
            Column("paragraph", "integer"),
            Column("n", "integer"),
            Column("actor", about="義務を負う者"),
            _TEXT,
            Column("deadline", required=False),
            *_PLACE,
        ),
        ("article", "paragraph", "n"),
    ),
    Table(
        "ministers",
        "主務大臣と所管",
        (
            _EVALUATION,
            Column("minister"),
            Column("role"),
            Column("department", required=False),
            Column("division", required=False),
            *_PLACE,
        ),
        ("evaluation", "minister", "role"),
    ),
    Table(
        "absences",
        "文書に書かれていないこと（空欄・記載例のまま）",
        (
            Column("kind"),
            _EVALUATION,
            _YEAR_OR_PERIOD,
            _TEXT,
            *_PLACE,
        ),
        ("kind", "evaluation", "line"),
    ),
    Table(
        "disagreements",
        "文書の中の不一致",
        (
            Column("item", required=False, refers_to="items"),
            _YEAR_OR_PERIOD,
            Column("about", about="何が食い違うか"),
            Column("value_a"),
            Column("place_a"),
            Column("page_a", "integer"),
            Column("line_a", "integer"),
            Column("value_b"),
            Column("place_b"),
            Column("page_b", "integer"),
            Column("line_b", "integer"),
            Column("note", required=False),
        ),
        ("line_a", "line_b", "about"),
    ),
    Table(
        "passages",
        "文書の文章（取り込んだ資料だけにある。原文のまま）",
        (
            Column("item", required=False, refers_to="items", about="空欄は項目によらない文章"),
            Column("evaluation", required=False, one_of=EVALUATIONS, about="空欄はどの評価にもよらない文章"),
            _YEAR_OR_PERIOD,
            Column("kind", one_of=PASSAGE_KINDS),
            Column("block", "integer", about="調書の横の並び（○ごと、1から。0は見出しの段）"),
            Column("n", "integer"),
            Column("text", about="原文"),
            *_PLACE,
            Column("last_page", "integer"),
            Column("last_line", "integer"),
        ),
        ("line", "kind", "n"),
        may_be_missing=True,
    ),
    Table(
        "set_aside",
        "記録にしなかった行と、その理由",
        (
            Column("line", "integer", about="抽出テキストの行番号（1から）"),
            Column("last_line", "integer"),
            Column("page", "integer"),
            Column("reason"),
        ),
        ("line",),
        may_be_missing=True,
    ),
    Table(
        "corrections",
        "人の手による訂正（ほかの表はそのままにして、読み込むときに当てはめる）",
        (
            Column("table_name", about="訂正する表（ratings など）"),
            Column("row_key", about="どの行か（列=値 を ; でつなぐ。例 item=Ⅰ-1;evaluation=annual;fiscal_year=2021）"),
            Column("column_name", about="訂正する列"),
            Column("was", required=False, about="訂正前の値（いま表にある値。空欄なら空欄）"),
            Column("now", required=False, about="訂正後の値"),
            Column("note", about="訂正の理由"),
        ),
        ("table_name", "row_key", "column_name"),
        may_be_missing=True,
    ),
)

TABLE_NAMES: tuple[str, ...] = tuple(table.name for table in TABLES)


def table_named(name: str) -> Table:
    """The table of that name. KeyError when there is none."""
    for table in TABLES:
        if table.name == name:
            return table
    raise KeyError(name)
