"""No message, however long or odd, raises, breaks the contract, or keeps a reader waiting."""

from __future__ import annotations

import random
import time

import pytest

from bot.answer import Context
from bot.ask import Desk
from bot.checking.unanswered import LONGEST_QUESTION
from bot.reading.match import Vocabulary
from bot.render.json import render_json
from bot.topic import all_topics
from records.lookups import Records
from tests.bot.contract import assert_contract

# of the processor, so that a busy machine does not fail the test; the best of three
_MOST_SECONDS = 0.05
_REPEATED = (
    "あ", "1", "-", "。", "評", "評定", "1-1", "Ⅰ-1と", "Ⅰ-1の評定と", "Ⅰ-1のR5と", "R5、", "一の", "コンビニ", "マイナンバーカードの", "？", "ⅠⅡⅢ",
    "令和", "AとBと", "じゃなくて", "。Ⅰ-1は？", "ランダム文字列評価項目", "検索 研修", "アイウエオカキクケコ", "abc def ", "〜", "以外", "ﾊﾟ", "\u0301", "a\u0301",
    "\u200f", "\u202e", "\0", "\ud800", "<@U1>", "&amp;", "🎉", "研修の費用", "全部", "①",
)  # fmt: skip
_LENGTHS = (60, LONGEST_QUESTION, 2_000, 40_000)


@pytest.mark.parametrize("piece", _REPEATED, ids=ascii)
def test_a_long_message_is_answered_at_once(desk: Desk, piece: str) -> None:
    """Any piece repeated up to Slack's limit, and what may follow it in a thread."""
    for length in _LENGTHS:
        message = piece * (length // len(piece))
        seconds = []
        for _ in range(3):
            start = time.process_time()
            answer = desk.reply(message)
            line = render_json(answer)
            seconds.append(time.process_time() - start)
        assert_contract(line)
        assert min(seconds) < _MOST_SECONDS, f"{length} characters: {min(seconds) * 1000:.0f} ms"
        for following in ("R5は？", "全部", "理由は？"):
            assert_contract(render_json(desk.reply(following, answer.context)))


@pytest.mark.parametrize("seed", range(6))
def test_a_pasted_page_is_answered_at_once(desk: Desk, records: Records, seed: int) -> None:
    """What the records say, run together up to the longest message that is read, as somebody pastes it with a question."""
    choose = random.Random(seed)  # noqa: S311 - a fixed choice of examples
    said = [
        *(event.text for event in records.events),
        *(each.text or "" for code in records.item_by_code for each in records.achievements_of(code, "annual")),
        *(item.title for item in records.items),
        *(indicator.name for indicator in records.indicators),
    ]
    for joint in ("", "、", "。", "\n", " "):
        pasted = joint.join(choose.choice(said) for _ in range(60))[: LONGEST_QUESTION - 12]
        desk.reply(pasted)
        start = time.process_time()
        answer = desk.reply(f"{pasted}{joint}Ⅰ-1 の評定は？")
        assert time.process_time() - start < _MOST_SECONDS
        assert_contract(render_json(answer))


@pytest.mark.parametrize("seed", range(10))
def test_words_at_random_keep_the_contract(desk: Desk, vocabulary: Vocabulary, seed: int) -> None:
    """Names, words, codes, years and what cannot be seen, in any order, alone and in a thread."""
    choose = random.Random(seed)  # noqa: S311 - a fixed choice of examples
    pieces = [
        *(word for topic in all_topics().values() for word in topic.WORDS),
        *vocabulary.names(),
        "Ⅰ-1", "1-1", "R5", "令和6年度", "と", "、", "の", "は？", "。", "じゃなくて", "\0", "\u200f", "\u0301", "\ud800", "<@U1>", "A", "B以上",
        "120%", "2番目", "から", "~", "以外", "一番", "連続",
    ]  # fmt: skip
    context = Context()
    for _ in range(150):
        message = "".join(choose.choice(pieces) for _ in range(choose.choice((1, 2, 3, 5, 9))))
        answer = desk.reply(message, context)
        assert_contract(render_json(answer))
        context = Context.from_json(answer.context.to_json())
