"""Folding: what a question loses, what it keeps, and that nothing a person can type breaks the desk."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Context, Status
from bot.ask import Desk
from bot.render.json import render_json
from bot.render.text import render_text
from bot.text.normalise import _STAY, LONGEST_TEXT, _fold_cluster, _joins, fold, without_mark_up

# the longest answers are lists of all items with their sources; far more would be a runaway
_LONGEST_ANSWER = 40_000
# Slack escapes what a person types (&amp;lt; is the typed &lt;), so folding unwraps one layer, and only one
_MARK_UP = "&<>:"
_PIECES = (
    "Ⅰ-1", "Ⅲ-5", "Ⅰ-12", "1-1", "R6", "令和5年度", "R3〜R5", "R7", "前年度", "過去3年", "評定", "推移", "根拠", "根拠条文", "主な成果", "中期目標",
    "指標", "従事人員数", "総合評定", "見込評価", "期間実績評価", "大臣の評価", "項目", "一覧", "分布", "上がった", "比較", "基準", "いつから", "検索",
    "不一致", "出典", "応答率", "稼働率", "研修", "次期", "マイナンバーカード", "一体化", "免許証", "A", "S", "120％", "困難度", "平均", "は？", "と",
    "の", "、", "。", "？", "\n", " ", "　", "全項目", "Ⅰ", "Ⅱの", "2", "全部", "じゃあ", "なぜ", "第38条の11", "様式1-1-4", "<@U1>", "&amp;", "ｱ",
)  # fmt: skip
_TYPED = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(_PIECES), max_size=14).map("".join),
    st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=4)), max_size=14).map("".join),
)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Ⅰ－１", "Ⅰ-1"),
        ("ⅲ‐５", "Ⅲ-5"),
        ("Ｒ６年度", "r6年度"),
        ("令和⑥年度", "令和6年度"),
        ("㋿6年度", "令和6年度"),
        ("ｺｰﾙｾﾝﾀｰ", "コールセンター"),
        ("ﾊﾟｽﾜｰﾄﾞ", "パスワード"),
        ("か\u3099", "が"),
        ("A～C", "a~c"),
        ("A〜C", "a~c"),
        ("95％", "95%"),
        ("R 6", "r 6"),
        ("R6　評定", "r6評定"),
        ("Ⅰ - 1", "Ⅰ-1"),
        ("評\u200b定", "評定"),
        ("評定\u202eは", "評定は"),
        ("<@U012AB3CD> 評定は？", "評定は?"),
        ("<#C012|general> 評定", "general評定"),
        ("<https://example.com|Ⅰ-1>", "Ⅰ-1"),
        ("A&amp;B", "a&b"),
        ("&lt;!channel&gt;", "<!channel>"),
        (":tada: 評定", "評定"),
        ("", ""),
    ],
)
def test_what_is_typed_is_folded_to_what_is_meant(typed: str, folded: str) -> None:
    """Width, case, dashes, waves, marks, invisible characters and Slack's mark-up."""
    assert fold(typed).text == folded


def test_the_long_vowel_of_a_name_is_no_dash() -> None:
    """コールセンター keeps its ー, so that names stay names."""
    assert fold("コールセンター").text == "コールセンター"


@settings(derandomize=True, deadline=None, max_examples=500)
@given(typed=_TYPED)
def test_offsets_rise_and_lie_inside_the_original(typed: str) -> None:
    """Each folded character has an offset, in order, and the end has one: as_typed never leaves the original."""
    folded = fold(typed)
    assert len(folded.at) == len(folded.text) + 1
    assert list(folded.at) == sorted(folded.at)
    assert all(0 <= offset <= len(typed) for offset in folded.at)
    assert folded.as_typed(0, len(folded.text)) in typed


@settings(derandomize=True, deadline=None, max_examples=500)
@given(typed=st.text(alphabet=st.characters(exclude_characters=_MARK_UP), max_size=200))
def test_folding_what_is_folded_changes_nothing(typed: str) -> None:
    """Fold is idempotent on its own text."""
    once = fold(typed).text
    assert fold(once).text == once


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    typed=st.text(alphabet=st.sampled_from("Ⅰ-1R6 　評定ｶﾞﾊﾟが゛゜゙゚①㋿〜ー～｜|ﬁ½²ǅİıſẞ\u0301\u200d\ufe0f"), max_size=60)
)
def test_folding_is_idempotent_on_the_characters_that_change_most(typed: str) -> None:
    """Marks, ligatures, enclosed and compatibility characters fold to their end at once."""
    once = fold(typed).text
    assert fold(once).text == once


@settings(derandomize=True, deadline=None, max_examples=300)
@given(typed=_TYPED)
def test_any_text_is_answered_in_bounded_size(desk: Desk, typed: str) -> None:
    """No text raises; every answer has a status, a first line and two renderings of bounded size."""
    _assert_answered(desk, typed)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(typed=st.lists(_TYPED, min_size=2, max_size=4))
def test_any_conversation_is_answered_in_bounded_size(desk: Desk, typed: list[str]) -> None:
    """Threads of any texts neither raise nor grow, and their context survives being written down."""
    context = Context()
    for text in typed:
        context = _assert_answered(desk, text, context)
        assert Context.from_json(context.to_json()) == context
        assert len(context.to_json()) < _LONGEST_ANSWER


@pytest.mark.parametrize(
    "typed",
    [
        "あ" * 40_000,
        "Ⅰ-1" * 13_000,
        "R6、" * 10_000,
        "評定" * 20_000,
        "1-" * 20_000,
        "令和" * 20_000,
        "(" * 40_000,
        "\0",
        "Ⅰ-1\0の評定は？",
        "\0" * 1_000,
        "\u202eⅠ-1 の評定は？\u202c",
        "ما هو تقييم Ⅰ-1 ؟",
        "מהו הדירוג של Ⅰ-1?",
        "Ⅰ-1の評\u0301\u0302\u0303定は？",
        "e" + "\u0301" * 1_999,
        "か" + "\u3099" * 1_999,
        "ﾞ" * 500,
        "\u200d" * 500,
        "\ud800",
        "Ⅰ-1 の評定は？\ud83d",
        "🏳️‍🌈👨‍👩‍👧‍👦" * 50,
        "\ufeffⅠ-1 の評定は？",
        "\r\n\t\v\f\x1b[31m",
        "＜＠Ｕ１＞",
        "<" * 1_999,
        "<@" * 999,
        "&" * 1_999,
        ":a" * 999,
        "令和" + "9" * 1_900 + "年度",
        "Ⅰ-" + "9" * 1_900,
        "9" * 1_999 + "％",
        "R3〜R" * 400,
        "過去" + "九" * 1_000 + "年",
        "十" * 1_999 + "年度",
        "' OR 1=1; DROP TABLE ratings; --",
        '"評定" AND NEAR(',
        "評定*",
        "%_%の検索",
        "{item}の{year}は",
    ],
    ids=lambda typed: f"{typed[:8]!a}×{len(typed)}",
)
def test_hostile_text_is_answered(desk: Desk, typed: str) -> None:
    """Very long, NUL, right-to-left, combining, lone surrogates, control characters, query languages."""
    _assert_answered(desk, typed)


@pytest.mark.parametrize(
    "typed",
    ["Ⅰ-1\0の評定は？", "\u202eⅠ-1 の評定は？\u202c", "\ufeffⅠ-1 の評\u0301定は？", "Ⅰ\u200b-\u200b1の評定は？"],
)
def test_what_cannot_be_seen_does_not_change_the_answer(desk: Desk, typed: str) -> None:
    """NUL, direction marks, a byte order mark and stray accents leave the question as it reads."""
    answer = desk.reply(typed)
    assert (answer.status, answer.topic, answer.items) == (Status.ANSWERED, "rating", ("Ⅰ-1",)), answer.first


def test_what_lies_beyond_the_longest_question_is_not_read() -> None:
    """A text of 40,000 characters is cut, and its offsets end where the cut is."""
    folded = fold("評" * 40_000)
    assert len(folded.text) == LONGEST_TEXT
    assert folded.at[-1] == LONGEST_TEXT


def test_mark_up_is_taken_off_what_is_shown() -> None:
    """A shown question can ping nobody."""
    assert without_mark_up("<@U012AB3CD> Ⅰ-1 の評定は？ <!channel>") == "Ⅰ-1 の評定は？"


def _assert_answered(desk: Desk, typed: str, context: Context | None = None) -> Context:
    answer = desk.reply(typed, context)
    assert answer.status in Status
    assert answer.first.strip()
    text = render_text(answer)
    assert 0 < len(text) < _LONGEST_ANSWER
    assert "\0" not in text
    assert render_json(answer)
    return answer.context


def test_characters_that_are_said_to_stay_do_stay() -> None:
    """The short way for kana and ideographs gives what normal form, case and category give."""
    stays = [chr(code) for code in range(0x3000, 0xA000) if _STAY.match(chr(code))]
    assert len(stays) > 20_000
    assert [each for each in stays if _joins(each) or _fold_cluster(each) != each] == []
