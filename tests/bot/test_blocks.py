"""Answers as Slack messages: whole where they fit, within every limit of Slack whatever they hold, and never parsed."""

import html
import json
import struct
import zlib
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Answer, Candidate, Choice, Fact, Status, Table
from bot.ask import Desk
from bot.render.blocks import count_pages, render_blocks, render_page_text
from bot.render.chart import render_chart
from bot.render.csv import render_csv
from bot.render.fallback import CUT_LINE, render_fallback, render_first_line, render_minutes
from bot.render.frame import Frame
from bot.render.limits import Block
from bot.render.series import find_series
from bot.render.text import render_text
from bot.text.clean import clean
from bot.wording.next_steps import NextSteps
from records.model import Source
from tests.end_to_end.slack_limits import dicts_in, message_problems

SOURCE = Source("d", "項目別評定総括表", 12, 34)
WHOLE = Answer(
    question="Ⅰ-1 の評定は？",
    status=Status.ANSWERED,
    first="Ⅰ-1 の令和6年度の評定は A です。",
    lines=("自己評価による。", "令和5年度は B。"),
    tables=(Table(caption="推移", header=("年度", "評定"), rows=(("令和5年度", "B"), ("令和6年度", "A"))),),
    notes=("総括表とスライドで異なります。",),
    candidates=(Candidate(title="研修", score=80, item="Ⅰ-2"), Candidate(title="応答率", score=70, indicator="x")),
    sources=(SOURCE,),
)

texts = st.text(max_size=40) | st.sampled_from(
    ["あ" * 3_500, "<!channel>" * 500, "&" * 4_000, "a\nb\n" * 900, "𠮷" * 3_000, '"\\' * 900]
)
tables = st.integers(1, 4).flatmap(
    lambda columns: st.builds(
        Table,
        caption=texts,
        header=st.tuples(*[texts] * columns),
        rows=st.lists(st.tuples(*[texts] * columns), max_size=12).map(tuple),
    )
)
answers = st.builds(
    Answer,
    question=texts,
    status=st.sampled_from(Status),
    first=texts.filter(lambda text: clean(text).strip()),  # a first line says something
    lines=st.lists(texts, max_size=12).map(tuple),
    tables=st.lists(tables, max_size=3).map(tuple),
    notes=st.lists(texts, max_size=12).map(tuple),
    candidates=st.lists(
        st.builds(Candidate, title=texts, score=st.just(1), item=st.just("Ⅰ-1"), ask=texts), max_size=30
    ).map(tuple),
    sources=st.lists(st.builds(Source, texts, texts, st.integers(1, 9), st.integers(1, 9)), max_size=30).map(tuple),
)


def shown(blocks: list[Block]) -> str:
    """All texts of the blocks, a line each."""
    return "\n".join(str(each["text"]) for each in dicts_in(blocks) if isinstance(each.get("text"), str))


def test_an_answer_reads_from_the_first_line_to_its_sources() -> None:
    """First line in bold, details, table in fixed width, notes and sources in small print, candidates numbered."""
    first, details, notes, candidates, sources = render_blocks(WHOLE, native=False)
    assert first == {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "Ⅰ-1 の令和6年度の評定は A です。", "style": {"bold": True}}],
            }
        ],
    }
    assert details == {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "自己評価による。\n令和5年度は B。\n【推移】"}],
            },
            {
                "type": "rich_text_preformatted",
                "elements": [{"type": "text", "text": "  年度       評定\n  令和5年度  B\n  令和6年度  A"}],
            },
        ],
    }
    assert notes == {
        "type": "context",
        "elements": [{"type": "plain_text", "text": "※ 総括表とスライドで異なります。", "emoji": False}],
    }
    assert shown([candidates]) == "Ⅰ-2 研修\n応答率"
    assert shown([sources]) == "出典：項目別評定総括表 12頁（34行）"


def test_the_text_beside_the_blocks_is_the_whole_answer() -> None:
    """Notifications and screen readers get everything that the terminal shows."""
    assert render_fallback(WHOLE) == render_text(WHOLE)


def test_a_long_answer_is_cut_at_a_line_end_and_says_so() -> None:
    """Details that do not fit are left out line by line; first line, notes and sources stay."""
    lines = tuple(f"{number}行目の" + "長い説明" * 20 for number in range(1000))
    long = WHOLE._replace(lines=lines, tables=())
    for text in (shown(render_blocks(long)), html.unescape(render_fallback(long))):
        assert text.startswith(WHOLE.first)
        assert CUT_LINE in text.splitlines()
        assert "※ 総括表とスライドで異なります。" in text.splitlines()
        assert text.splitlines()[-1].startswith("出典：")
        assert set(text.splitlines()[1:20]) <= set(lines)
    assert "40行目" in shown(render_blocks(long))
    assert shown(render_blocks(long, Frame(number="ans-abcdefghij"))).count("続きを見る（2/") == 1


def test_an_escape_is_never_cut_in_two() -> None:
    """A cut text ends with whole characters: none of its escapes is broken."""
    for length in range(990, 1010):
        text = render_first_line(WHOLE._replace(first="x" * (length - 990) + "<&>" * 400))
        assert len(text) <= 1_000
        assert html.escape(html.unescape(text), quote=False) == text


frames = st.builds(
    Frame,
    number=st.sampled_from(["", "ans-abcdefghij"]),
    version=texts,
    corrections=st.lists(st.builds(Choice, texts, texts), max_size=5).map(tuple),
    steps=st.lists(st.builds(Choice, texts, texts), max_size=5).map(tuple),
    asker=st.sampled_from(["", "U0123456789"]),
    share_in=st.sampled_from([None, "", "1750000000.000001"]),
    rated=st.booleans(),
    files=st.booleans(),
)


@settings(deadline=None, max_examples=60)
@given(answer=answers, frame=frames, native=st.booleans(), buttons=st.booleans())
def test_every_page_of_every_answer_is_within_the_limits_of_slack(
    *, answer: Answer, frame: Frame, native: bool, buttons: bool
) -> None:
    """Whatever an answer holds, each of its pages and plainer forms is accepted, and nothing of them is parsed."""
    text, line = render_fallback(answer), render_first_line(answer)
    pages = count_pages(answer, frame, native=native)
    for page in {0, 1, pages // 2, pages - 1} & set(range(pages)):
        paged = frame._replace(page=page)
        blocks = render_blocks(answer, paged, native=native, buttons=buttons)
        written = text if page == 0 else render_page_text(answer, paged, native=native)
        assert message_problems({"text": written, "blocks": blocks}) == []
        assert not set("<>") & set(written)
        assert "mrkdwn" not in {each.get("type") for each in dicts_in(blocks)}
        assert all(each["emoji"] is False for each in dicts_in(blocks) if each.get("type") == "plain_text")
        json.dumps(blocks)
    for written in (text, line):
        assert message_problems({"text": written}) == []
        assert html.escape(html.unescape(written), quote=False) == written


@settings(deadline=None, max_examples=30)
@given(answers.map(lambda answer: answer._replace(tables=())))
def test_the_pages_together_hold_every_line(answer: Answer) -> None:
    """What does not fit on one page stands on the next: no line of the details is lost between them."""
    frame = Frame(number="ans-abcdefghij")
    pages = [
        render_blocks(answer, frame._replace(page=page), native=False)
        for page in range(count_pages(answer, frame, native=False))
    ]
    everything = shown([block for page in pages for block in page])
    for line in answer.lines:
        for piece in line.split("\n"):
            assert clean(piece)[:500].strip() in everything


SURVEY = (
    "全項目の評定の推移は？",
    "全項目の業務実績は？",
    "全項目の主な成果は？",
    "全項目の従事人員数は？",
    "出典の不一致は？",
    "令和6年度の年度計画は？",
    "使い方は？",
    "天気は？",
    "システム",
    "の根拠は？",
    "Ⅰ-1のR7は？",
    "R6の分布",
    "R5から上がった項目は？",
    "Sの基準は？",
    "高松市",
)
OF_ITEM = ("評定", "評定の推移", "主な成果", "評定の根拠", "指標", "従事人員数", "業務実績", "中期目標", "概要")


def test_everything_in_the_records_is_shown_within_the_limits(desk: Desk) -> None:
    """Every item by every kind of question, every indicator, and the long lists: all pages of them are accepted."""
    overview = desk.overview()
    steps = NextSteps(overview, desk.reply)
    questions = [f"{item.code} の{words}は？" for item in overview.items for words in OF_ITEM]
    questions += [f"{name}の推移は？" for name, _ in overview.indicators]
    kinds: set[str] = set()
    for question in (*questions, *SURVEY):
        answer = desk.reply(question)
        frame = Frame(
            number="ans-abcdefghij",
            version=overview.version,
            corrections=steps.corrections(answer),
            steps=steps.steps(answer),
            asker="U0123456789",
            rated=True,
            files=True,
        )
        for page in range(count_pages(answer, frame)):
            blocks = render_blocks(answer, frame._replace(page=page))
            kinds.update(str(block["type"]) for block in blocks)
            assert message_problems({"text": render_fallback(answer), "blocks": blocks}) == [], question
    assert {"data_table", "data_visualization", "context_actions", "actions"} <= kinds


@pytest.mark.parametrize(
    "question",
    ["Ⅰ-1 の令和6年度評定は？", "全項目の評定の推移は？", "Ⅰ-3 の主な成果は？", "令和6年度の年度計画は？", "天気は？"],
)
def test_answers_from_the_records_are_shown_in_both_forms(desk: Desk, question: str) -> None:
    """Real answers fit, and each line that the text shows stands in the blocks too."""
    answer = desk.reply(question)
    blocks, text = render_blocks(answer, native=False), render_fallback(answer)
    assert message_problems({"text": text, "blocks": blocks}) == []
    missing = [line for line in html.unescape(text).splitlines() if line.strip() not in shown(blocks)]
    assert [line for line in missing if not line.startswith("  ")] == []


# Tables, charts, and what cannot be drawn


def indicator(values: dict[int, tuple[float, ...]]) -> Answer:
    """An answer about one indicator."""
    facts = tuple(
        Fact(kind="indicator", item="Ⅰ-1", fiscal_year=year, label="応答率", value=value, unit="％", target="95％以上")
        for year, found in values.items()
        for value in found
    )
    return Answer(question="", status=Status.ANSWERED, first="応答率は…", topic="indicator", facts=facts)


def test_a_complete_series_is_drawn() -> None:
    """Every year has one number: a chart with the years as categories and the unit beside it."""
    blocks = render_blocks(indicator({2021: (99.1,), 2022: (97.8,), 2023: (99.5,), 2024: (100,)}))
    (chart,) = [block for block in blocks if block["type"] == "data_visualization"]
    assert chart["title"] == "応答率"
    assert chart["chart"] == {
        "type": "line",
        "series": [
            {
                "name": "応答率",
                "data": [
                    {"label": "R3", "value": 99.1},
                    {"label": "R4", "value": 97.8},
                    {"label": "R5", "value": 99.5},
                    {"label": "R6", "value": 100},
                ],
            }
        ],
        "axis_config": {"categories": ["R3", "R4", "R5", "R6"], "x_label": "年度", "y_label": "％"},
    }


@pytest.mark.parametrize(
    ("values", "reason", "row"),
    [
        ({2021: (99.1,), 2023: (99.5,)}, "R4 の記録がないため", ["R4", "記録なし"]),
        ({2021: (99.1,), 2022: (97.8, 98.0)}, "R4 の値が出典により異なるため", ["R4", "97.8％／98％"]),
    ],
)
def test_a_series_that_cannot_be_drawn_is_a_table_and_says_why(
    values: dict[int, tuple[float, ...]], reason: str, row: list[str]
) -> None:
    """A year without a number, and a year with two, are shown as they are and not drawn over."""
    blocks = render_blocks(indicator(values))
    assert "data_visualization" not in {block["type"] for block in blocks}
    (table,) = [block for block in blocks if block["type"] == "data_table"]
    assert table["caption"] == "応答率（目標 95％以上）"
    assert row in [[str(cell["text"]) for cell in cells] for cells in cast("list[list[Block]]", table["rows"])]
    assert reason in shown(blocks)


def test_a_table_has_no_empty_cell() -> None:
    """Slack refuses an empty cell; it says that it is empty."""
    table = Table(caption="表", header=("項目", ""), rows=(("Ⅰ-1", " "),))
    blocks = render_blocks(WHOLE._replace(tables=(table,)))
    (native,) = [block for block in blocks if block["type"] == "data_table"]
    rows = cast("list[list[Block]]", native["rows"])
    assert [[cell["text"] for cell in row] for row in rows] == [["項目", "（空欄）"], ["Ⅰ-1", "（空欄）"]]


def test_csv_holds_every_table_and_computes_nothing() -> None:
    """A spreadsheet gets caption, header and rows; a cell that it would compute is text."""
    table = Table(caption="表", header=("項目", "値"), rows=(("Ⅰ-1", "=1+1"),))
    written = render_csv(indicator({2021: (99.1,), 2022: (97.8,)})._replace(tables=(table,))).decode("utf-8-sig")
    assert written.splitlines() == [
        "表",
        "項目,値",
        "Ⅰ-1,'=1+1",
        "",
        "応答率（目標 95％以上）",
        "年度,値",
        "R3,99.1％",
        "R4,97.8％",
    ]


def test_a_picture_is_a_png_of_its_size() -> None:
    """The picture of a series is a valid PNG: signature, header, and as many rows as it says."""
    (series,) = find_series(indicator({2021: (99.1,), 2022: (97.8,), 2023: (100.0,)}))
    picture = render_chart(series)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack("!II", picture[16:24])
    data = picture[picture.index(b"IDAT") + 4 : -16]
    assert len(zlib.decompress(data)) == height * (1 + 3 * width)


def test_minutes_are_one_sentence_with_its_source() -> None:
    """What is pasted into minutes says where it stands."""
    assert render_minutes(WHOLE) == "Ⅰ-1 の令和6年度の評定は A です。（出典：項目別評定総括表 12頁（34行））"
