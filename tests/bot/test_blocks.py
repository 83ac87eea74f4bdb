"""Answers as Slack messages: whole where they fit, within every limit of Slack whatever they hold, and never parsed."""

import html
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Answer, Candidate, Status, Table
from bot.ask import Desk
from bot.render.blocks import CUT_LINE, Block, render_blocks, render_fallback, render_first_line
from bot.render.text import render_text
from records.model import Source
from tests.end_to_end.slack_server import post_error

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
    ["あ" * 5_000, "<!channel>" * 500, "&" * 4_000, "a\nb\n" * 900, "𠮷" * 3_000]
)
tables = st.integers(1, 4).flatmap(
    lambda columns: st.builds(
        Table,
        caption=texts,
        header=st.tuples(*[texts] * columns),
        rows=st.lists(st.tuples(*[texts] * columns), max_size=60).map(tuple),
    )
)
answers = st.builds(
    Answer,
    question=texts,
    status=st.sampled_from(Status),
    first=texts.filter(str.strip),
    lines=st.lists(texts, max_size=80).map(tuple),
    tables=st.lists(tables, max_size=5).map(tuple),
    notes=st.lists(texts, max_size=30).map(tuple),
    candidates=st.lists(st.builds(Candidate, title=texts, score=st.just(1), item=st.just("Ⅰ-1")), max_size=30).map(
        tuple
    ),
    sources=st.lists(st.builds(Source, texts, texts, st.integers(1, 9), st.integers(1, 9)), max_size=30).map(tuple),
)


def dicts_in(part: object) -> Iterator[dict[str, object]]:
    """Every dict in a tree of blocks."""
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from dicts_in(value)
    elif isinstance(part, list):
        for each in part:
            yield from dicts_in(each)


def shown(blocks: list[Block]) -> str:
    """All texts of the blocks, a line each."""
    return "\n".join(str(each["text"]) for each in dicts_in(blocks) if isinstance(each.get("text"), str))


def test_an_answer_reads_from_the_first_line_to_its_sources() -> None:
    """First line in bold, details, table in fixed width, notes and sources in small print, candidates numbered."""
    first, details, notes, candidates, sources = render_blocks(WHOLE)
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
    long = replace(WHOLE, lines=lines, tables=())
    for text in (shown(render_blocks(long)), html.unescape(render_fallback(long))):
        assert text.startswith(WHOLE.first)
        assert CUT_LINE in text.splitlines()
        assert "※ 総括表とスライドで異なります。" in text.splitlines()
        assert text.splitlines()[-1].startswith("出典：")
        assert set(text.splitlines()[1:20]) <= set(lines)
    assert "40行目" in shown(render_blocks(long))


def test_an_escape_is_never_cut_in_two() -> None:
    """A cut text ends with whole characters: none of its escapes is broken."""
    for length in range(990, 1010):
        text = render_first_line(replace(WHOLE, first="x" * (length - 990) + "<&>" * 400))
        assert len(text) <= 1_000
        assert html.escape(html.unescape(text), quote=False) == text


@settings(deadline=None, max_examples=60)
@given(answers)
def test_every_answer_is_within_the_limits_of_slack(answer: Answer) -> None:
    """Whatever an answer holds, the message and its plainer forms are accepted, and nothing of them is parsed."""
    blocks, text, line = render_blocks(answer), render_fallback(answer), render_first_line(answer)
    assert post_error({"channel": "C", "text": text, "blocks": blocks}) == ""
    assert post_error({"channel": "C", "text": line}) == ""
    assert len(text) <= 3_900
    for written in (text, line):
        assert not set("<>") & set(written)
        assert html.escape(html.unescape(written), quote=False) == written
    assert {each["type"] for each in dicts_in(blocks) if "type" in each} <= {
        "rich_text",
        "rich_text_section",
        "rich_text_preformatted",
        "rich_text_list",
        "text",
        "context",
        "plain_text",
    }
    assert all(each["emoji"] is False for each in dicts_in(blocks) if each.get("type") == "plain_text")
    json.dumps(blocks)


@pytest.mark.parametrize(
    "question",
    ["Ⅰ-1 の令和6年度評定は？", "全項目の評定の推移は？", "Ⅰ-3 の主な成果は？", "令和6年度の年度計画は？", "天気は？"],
)
def test_answers_from_the_records_are_shown_in_both_forms(desk: Desk, question: str) -> None:
    """Real answers fit, and each line that the text shows stands in the blocks too."""
    answer = desk.reply(question)
    blocks, text = render_blocks(answer), render_fallback(answer)
    assert post_error({"channel": "C", "text": text, "blocks": blocks}) == ""
    missing = [line for line in html.unescape(text).splitlines() if line.strip() not in shown(blocks)]
    assert [line for line in missing if not line.startswith("  ")] == []
