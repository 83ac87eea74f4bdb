"""A phrase that changes what is asked is heeded, or named as not understood: the answer to the rest is never given instead.

Every indicator and item of the records, with every such phrase; what is answered is compared with the answer to the same
question without the phrase.
"""

from __future__ import annotations

import csv
import re
from functools import cache

import pytest

from bot.answer import Answer, Context, Status
from bot.ask import Desk
from bot.checking.guard import guarded
from bot.reading.match import Vocabulary
from bot.reading.understand import understand
from bot.text.table import read_table
from bot.topic import all_topics
from records.dataset_id import SHIPPED_DATA
from records.lookups import Records
from tests.conftest import ASKED_ON

_FOLDER = SHIPPED_DATA / "jlis-2024"
_YEARS = ("R3", "令和4年度", "2023年度", "R6")
# what is asked, the same without the phrase, and the words of which one stands in a first line that heeds or names it
_OF_A_FIGURE = (
    ("{year}以外の{name}は？", "{year}の{name}は？", "以外"),
    ("{name}、{year}を除いた推移", "{name} {year}", "除"),
    ("{name}、{year}は除いて", "{name} {year}", "除"),
    ("{year}より後の{name}", "{year}の{name}", "後"),
    ("{year}の翌年度の{name}", "{year}の{name}", "翌"),
    ("{name}のうちカード以外は{year}", "{name}は{year}", "以外|うち"),
    ("カード関係でない{name} {year}", "{name} {year}", "でない|カード"),
    ("{year}の{name}と{other}の差", "{year}の{name}と{other}", "差"),
    ("{name}は{other}の何倍？ {year}", "{name}と{other} {year}", "倍"),
    ("{name}と{other}はどちらが多い？ {year}", "{name}と{other} {year}", "どちら|方が|ほうが|同じ"),
    ("{name}の4年平均", "{name}", "平均"),
    ("{name}の標準偏差は？", "{name}は？", "偏差"),
    ("{name}の{year}の合計に占める割合", "{name}の{year}", "割合|％|占め"),
    ("{name}が987だった年度は？", "{name}は？", "987"),
    ("{name}が一番多かったのはいつ？", "{name}は？", "最|一番"),
    ("{name}が一番少ない年", "{name}", "最|一番"),
    ("{name}の多い順に並べて", "{name}", "順"),
    ("{name}が3年連続で増えた？", "{name}は？", "連続|続け"),
    ("{name}は一度も減っていない？", "{name}は？", "一度|ありません"),
)  # fmt: skip
_OF_A_RATING = (
    ("{item}以外の{year}の評定は？", "{item}の{year}の評定は？", "以外|除"),
    ("{year}を除いた{item}の評定", "{year}の{item}の評定", "除"),
    ("{year}以外の{item}の評価は？", "{year}の{item}の評価は？", "以外"),
    ("{year}より後の{item}の評定", "{year}の{item}の評定", "後"),
    ("{year}の翌年度の{item}の評定は？", "{year}の{item}の評定は？", "翌"),
    ("{item}のほかに{year}でAだったのは？", "{item}は{year}でAだった？", "ほか|以外|除"),
    ("{item}が{year}に初めて取った評定", "{item}の{year}の評定", "初めて"),
    ("{item}の評定の平均は？", "{item}の評定は？", "平均"),
    ("{item}の{year}の評定の割合", "{item}の{year}の評定", "割合|％"),
    ("{item}のうち{year}でAでないのは？", "{item}は{year}でA？", "うち|ない"),
    ("{item}は3年連続で上がった？", "{item}は上がった？", "連続|続け"),
    ("{item}は一度も下がっていない？", "{item}は？", "一度|ない|ません"),
)

# what is asked, another question whose answer does not heed it, and the words that are named
_WITHDRAWN = (
    ("ヘルプデスク応答率の4年平均は？", "ヘルプデスク応答率のR4は？", "4年平均"),
    ("応答率の3年平均", "応答率 R3", "3年平均"),
    ("カード関係以外の中途採用 R5", "中途採用のうちカード関係 R5", "カード関係以外"),
    ("応答率、R4を除いた推移", "応答率 R4", "R4を除いた"),
    ("R5の翌年度のⅠ-1の評定", "R5とR6のⅠ-1の評定", "R5の翌年度"),
    ("R5より後のⅠ-10の評定", "R5とR6のⅠ-10の評定", "R5より後"),
    ("中途採用は派遣の何倍？", "中途採用は何倍になった？", "何倍"),
    ("Ⅰ-1とⅠ-2の人員の差", "Ⅰ-1の人員の増減", "人員の差"),
    ("特急と通常の平均日数の差", "平均日数の増減", "特急と通常の平均日数の差"),
    ("R5にⅠ-5とⅠ-6のほかにAは？", "R5のⅠ-5とⅠ-6の評定", "Ⅰ-6のほかに"),
    ("R5にAを取れなかった項目", "R5にAの項目", "取れなかった"),
    ("3年以上Bが続いている項目", "2年連続でBの項目", "3年"),
    ("R6の中途採用はR5より多い？", "5人を超える中途採用の年度", "R5より多い"),
    ("Ⅰ〜Ⅲの評定", "ⅠとⅢの評定", "Ⅱ"),
    ("応答率が80％を下回った年度は？", "応答率は目標を達成した？", "80%"),
    ("AまたはBの項目 R6", "Bの項目 R6", "A"),
    ("見込評価と令和6年度評価の対照表", "R6の評定の一覧", "見込"),
    ("R6でBの項目のうち見込評価がA", "見込評価がAの項目", "令和6年度"),
    ("「令和6年12月」を含む記録", "「クラウド」を含む", "令和6年12月"),
    ("次の中期目標期間は？", "中期目標期間は？", "次の中期"),
)  # fmt: skip
_HALF = (
    ("訓練の回数の合計は？", "訓練の回数は？", "合計"),
    ("Ⅰ-1とⅠ-2の評定", "Ⅰ-1の評定", "Ⅰ-2"),
    ("人員と中途採用 R5", "中途採用 R5", "人員"),
    ("BとCの基準", "Bの基準は？", "C"),
    ("Ⅰ-1の根拠と見込評価の根拠", "Ⅰ-1の見込評価の根拠", "年度評価"),
    ("資格取得件数を多い順に", "資格取得件数", "多い順"),
)  # fmt: skip
_RIGHT = (
    "R6以外のⅠ-1の評定", "R3とR4以外のⅠ-10", "Ⅰ-1・Ⅰ-10以外の項目", "応答率の平均は？", "応答率の最大と最小", "人員が一番少ない項目",
    "カード発送の最大日数は？", "平均日数の推移", "中途採用のうちカード関係は何人", "研修の参加人数は何倍になった？", "暗証番号の初期化（ロック解除）の利用件数",
    "毎年度のⅠ-1", "食い違いはある？", "R6でAの割合は？", "R5とR6で評定が違う項目", "達成度100％ちょうどは？", "Ⅰ-1の5年間の評定の推移",
    "応答率は95％以上？",
)  # fmt: skip


def _rows(table: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _indicators() -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["name"] for row in _rows("indicators")))


@cache
def _items() -> tuple[str, ...]:
    return tuple(row["item"] for row in _rows("items"))


def _facts(answer: Answer) -> tuple[tuple[int, ...], set[tuple[object, ...]]]:
    return answer.fiscal_years, {(fact.item, fact.fiscal_year, fact.label, fact.value) for fact in answer.facts}


def _unheeded(desk: Desk, slot: str, subjects: tuple[str, ...], asked: str, without: str, words: str) -> list[str]:
    """The questions answered as if the phrase did not stand in them, and the first lines that say nothing of it."""
    found = []
    for at, subject in enumerate(subjects):
        slots = {"year": _YEARS[at % len(_YEARS)], "other": subjects[(at + 7) % len(subjects)], slot: subject}
        answer = desk.reply(asked.format(**slots))
        same = desk.reply(without.format(**slots))
        if answer.status is Status.ANSWERED and _facts(answer) == _facts(same) and not re.search(words, answer.first):
            found.append(f"{asked.format(**slots)}: {answer.first}")
    return found


@pytest.mark.parametrize(("asked", "without", "words"), _OF_A_FIGURE)
def test_a_phrase_about_a_figure_is_heeded_or_named(desk: Desk, asked: str, without: str, words: str) -> None:
    """For every indicator of the records."""
    assert _unheeded(desk, "name", _indicators(), asked, without, words) == []


@pytest.mark.parametrize(("asked", "without", "words"), _OF_A_RATING)
def test_a_phrase_about_a_rating_is_heeded_or_named(desk: Desk, asked: str, without: str, words: str) -> None:
    """For every item of the records."""
    assert _unheeded(desk, "item", _items(), asked, without, words) == []


def _held_against(asked: str, answer: Answer, records: Records, vocabulary: Vocabulary) -> Answer:
    return guarded(answer, understand(asked, Context(), records, vocabulary, ASKED_ON), Context())


@pytest.mark.parametrize(("asked", "other", "named"), _WITHDRAWN)
def test_the_answer_to_another_question_is_withdrawn(
    desk: Desk, records: Records, vocabulary: Vocabulary, asked: str, other: str, named: str
) -> None:
    """The words that were not read are named, no value is given, and the questions offered are answered."""
    given = desk.reply(other)
    assert given.status is Status.ANSWERED
    answer = _held_against(asked, given, records, vocabulary)
    assert (answer.status, answer.first) == (
        Status.NOT_UNDERSTOOD,
        f"「{named}」という条件を読み取れなかったため、お答えできません。",
    )
    assert not answer.facts
    assert all(desk.reply(step).status is Status.ANSWERED for step in answer.next_steps)


@pytest.mark.parametrize(("asked", "other", "named"), _HALF)
def test_a_missing_half_is_named_beside_the_other(
    desk: Desk, records: Records, vocabulary: Vocabulary, asked: str, other: str, named: str
) -> None:
    """The half that is there stays, with its facts."""
    given = desk.reply(other)
    answer = _held_against(asked, given, records, vocabulary)
    assert answer.first == f"{given.first}「{named}」にはお答えできていません。"
    assert answer.facts == given.facts


@pytest.mark.parametrize("asked", _RIGHT)
def test_a_word_that_was_heeded_or_is_none_stays(desk: Desk, asked: str) -> None:
    """解除, 少ない, 食い違い are no operators; years left out, means and extremes that were computed stay answered."""
    answer = desk.reply(asked)
    assert answer.status is Status.ANSWERED
    assert "お答えできて" not in answer.first


def test_the_table_of_operators_is_whole() -> None:
    """Each kind stands once, has words, and is heeded by something."""
    rows = read_table("operators", "kind", "asks", "shows", "topics", "then", "unless")
    assert len({kind for kind, *_ in rows}) == len(rows)
    topics = {*all_topics(), "comparison"}
    for kind, asks, shows, heeding, then, _ in rows:
        assert asks, kind
        assert shows or heeding, kind
        assert set(heeding.split()) <= topics, kind
        assert then in {"", "note"}, kind
