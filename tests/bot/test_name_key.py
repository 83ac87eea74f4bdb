"""Keys of names: what counts as the same name, and what does not."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.name_key import BARRIER, key_of_name, name_key, name_key_with_offsets
from bot.text.normalise import fold, fold_text
from bot.text.table import LEXICON
from records.lookups import Records


def _column(table: str, column: str) -> list[str]:
    with (LEXICON / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row[column] for row in csv.DictReader(file)]


_NAMES = [*_column("item_aliases", "alias"), *_column("indicator_aliases", "alias")]
_LOOK_ALIKES: dict[str, list[str]] = {}
for _read, _written in zip(_column("lookalikes", "read"), _column("lookalikes", "written"), strict=True):
    _LOOK_ALIKES.setdefault(_read, []).append(_written)
# full-width letters and digits, hiragana and half-width katakana; a small or voiced one is a cluster of its own
_OTHER_WIDTHS = {
    **{chr(code): [chr(code + 0xFEE0)] for code in range(0x30, 0x7B) if chr(code).isalnum()},
    **{chr(code): [chr(code - 0x60)] for code in range(ord("ァ"), ord("ヶ"))},
}


def _key(typed: str) -> str:
    return name_key(fold(typed).text)


@pytest.mark.parametrize(
    "written",
    [
        ("コンビニ", "こんびに", "ｺﾝﾋﾞﾆ", "コンビ二", "コンビニー"),
        ("コールセンター", "コールセンタ", "ｺｰﾙｾﾝﾀｰ", "こーるせんたー", "コ一ルセンタ一", "コ－ルセンタ－"),
        ("マイナンバーカード", "マイナンバー力ード", "ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞ", "まいなんばーかーど", "マイナンバ-カ-ド"),
        ("アプリケーション", "アプリケーシヨン", "あぷりけーしょん", "ｱﾌﾟﾘｹｰｼｮﾝ"),
        ("情報公開・情報発信", "情報公開情報発信", "情報公開、情報発信", "情報公開･情報発信"),
        ("基本４情報", "基本4情報", "基本④情報"),
        ("応答率", "應答率"),
        ("iPhone", "IPHONE", "ｉＰｈｏｎｅ", "ｉｐｈｏｎｅ"),
        ("エ夕卜", "エタト", "工夕卜"),
        ("ヴァイオリン", "ブアイオリン"),
    ],
)
def test_writings_of_one_name_have_one_key(written: tuple[str, ...]) -> None:
    """Kana, width, look-alikes, old forms, small kana, long vowels and punctuation do not tell names apart."""
    assert len({_key(each) for each in written}) == 1, {each: _key(each) for each in written}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("次期カード", "次期システム"),
        ("運転免許証", "在留カード"),
        ("応答率", "稼働率"),
        ("個人情報保護", "情報公開"),
        ("最大日数", "平均日数"),
        ("カバー", "カハー"),
        ("基本4情報", "基本情報"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    """Folding is not matching."""
    assert _key(one) != _key(other)


@settings(derandomize=True, deadline=None, max_examples=500)
@given(typed=st.text(max_size=100))
def test_the_key_of_a_key_is_itself(typed: str) -> None:
    """name_key is idempotent on any text."""
    key = name_key(fold(typed).text)
    assert name_key(key) == key


@settings(derandomize=True, deadline=None, max_examples=500)
@given(typed=st.text(max_size=100))
def test_offsets_rise_and_lie_inside_the_folded_text(typed: str) -> None:
    """Each character of the key has an offset, in order, and the end has one."""
    folded = fold(typed).text
    key, offsets = name_key_with_offsets(folded)
    assert key == name_key(folded)
    assert len(offsets) == len(key) + 1
    assert list(offsets) == sorted(offsets)
    assert offsets[-1] == len(folded)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(data=st.data())
def test_a_name_written_with_what_looks_like_it_keeps_its_key(data: st.DataObject) -> None:
    """Any name of the lexicon, with any of its characters as others that look like them, in hiragana, in half width, with marks between."""
    name = data.draw(st.sampled_from(_NAMES))
    look_alike = _LOOK_ALIKES | {"ー": ["ー", "-", "一", ""], "・": ["・", "･", "", "、"]}
    written = "".join(
        data.draw(st.sampled_from([each, *look_alike.get(each, ()), *_OTHER_WIDTHS.get(each, ())])) for each in name
    )
    at = data.draw(st.integers(0, len(written)))
    written = written[:at] + data.draw(st.sampled_from(["", "\u200b", "\ufeff", "\u202e"])) + written[at:]
    assert _key(written) == _key(name), (name, written)


def test_a_barrier_stays_where_spans_were_taken() -> None:
    """Two halves of a name around a code do not become one name."""
    assert name_key(f"応答{BARRIER}率") == f"応答{BARRIER}率"


def test_official_names_keep_their_own_keys(records: Records) -> None:
    """No two items, and no two indicators, have the same key."""
    titles = [_key(item.title) for item in records.items]
    names = [_key(indicator.name) for indicator in records.indicators]
    assert len(set(titles)) == len(titles) == 19
    assert len(set(names)) == len(names) == 49


@pytest.mark.parametrize("table", ["item_aliases", "indicator_aliases"])
def test_an_alias_has_a_key_and_points_to_what_is_recorded(records: Records, table: str) -> None:
    """Every alias can be found, and stands for an item or indicator of the records."""
    with (LEXICON / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {item.item for item in records.items} | {indicator.indicator_id for indicator in records.indicators}
    assert len(rows) > 100
    assert len({tuple(row.values()) for row in rows}) == len(rows)
    for row in rows:
        targets = (row.get("item") or row["indicators"]).split()
        assert len(_key(row["alias"])) > 1, row
        assert targets, row
        assert set(targets) <= known, row


def test_an_alias_that_is_unique_stands_for_one_item() -> None:
    """What the table calls unique has no second row, in any writing; what it does not has its reason in the rows."""
    with (LEXICON / "item_aliases.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    items: dict[str, set[str]] = {}
    for row in rows:
        items.setdefault(_key(row["alias"]), set()).add(row["item"])
    for row in rows:
        if row["unique"] == "yes":
            assert items[_key(row["alias"])] == {row["item"]}, row


@given(st.one_of(st.text(max_size=30), st.text(alphabet="カが゛ﾞﾊﾟー二力Ⅰⅰ①<>@&; 　:a1一～-\0", max_size=12)))
@settings(max_examples=500, deadline=None)
def test_the_key_in_one_step_is_that_of_the_folded_text(written: str) -> None:
    """The short way by single characters and the long way by clusters, mark-up and spaces meet."""
    assert key_of_name(written) == _key(written)
    assert fold_text(written) == fold(written).text
