"""What is asked of an indicator that it does not hold: another measure (研修の費用), or a narrower thing (休日の応答率).

The indicator named beside it is a neighbour, and its value no answer.
"""

from __future__ import annotations

import re
from functools import cache

from bot.checking.done_counts import done_count
from bot.checking.operators import find_operators
from bot.figures.indicator_relations import SHARE
from bot.figures.indicator_targets import MET
from bot.question import Question
from bot.reading.kinds import STATISTIC
from bot.reading.match import is_content, not_measured
from bot.reading.sub_values import COUNTED_IN, parts_among, siblings
from bot.reading.thread import names_items
from bot.reading.thresholds import find_threshold
from bot.text.compiled import compiled
from bot.text.normalise import fold_text
from bot.text.table import read_table
from bot.topic import all_topics
from records.lookups import Records
from records.model import Indicator

# what is counted, asked of an indicator that counts something else (メルマガの登録者数)
MEASURE = compiled(r"[^合計伸び加少成化倍](?:数|率|額|時間|枚数|量|比率|割合|費|料|期間|年齢)$")
# how often or how many, of what the indicator counts anyway
COUNT = compiled(
    r"記録|記載|データ|頻度|回数|件数|人数|枚数|日数|数|数値|値|実績|率|最[高低大小長短]値?|総数|総件数|総人数"
)
ASKED_AFTER = r"(?:は|を|って|について|とか|も)?(?:[?。!]|$|教え|知り|何|どう|いく|あり|ある|わか|分か)"
_AMOUNT = compiled(r"いくら|何円|何億|何万")
_NAME = compiled(r"[ァ-ヺ一-龠ーa-z0-9]{2,20}")
# 平均回数, 合計件数: the mean or sum of what is counted
_FIGURE_BEFORE = compiled(
    r"^(?:平均|合計|累計|総計|通算|最[大小高低多少]|(?:一番|いちばん|最も)(?:多|少な|高|低|長|短)(?:い|かった))(?:の)?(?=.)"
)
_FIGURE_BEHIND = compiled(r"の?(?:平均|合計|推移|最[大小高低長短]値?|一覧|変化)$")
# a narrower thing than the name behind it: 休日|の応答率, チャットボット|の応答率
_BEFORE_A_NAME = compiled(
    r"(?:向け)?(?:の|での|への|だけの|のみの|における|に関する|に係る|による|までの|からの|ごとの|され(?:た|ている)|)$"
)
# アプリを使っ|ている市区町村数: who does something of which no name is the indicator's
_DOING = compiled(r"(?:^|[、の])(?P<what>[^をのは、]*[ァ-ヺ一-龠a-z])を[^を]{1,8}")
_DONE = compiled(r"し?(?:[てで]い[るた]|[ただるう])?$")
# 免許証の一体化をした人数: persons that are no staff
_WHO_DID = compiled(
    r"[^、。?をのは]{0,8}を(?P<done>[^、。?を]{1,8}?)(?:[ただ]|[てで]い[るた])人(?:の?数|は何[人名]|が何[人名]|は?どれくらい)"
)
_AT_WORK = compiled(r"担当|従事|担っ|支え|行っ|進め|やっ|務め|受け持")
_NOUN_LIKE = compiled(r"[^るたいなにでてがをはもくうすつむぶぬっ]$")
_TIMES = compiled(r"年間|毎年|年度?ごと|年度?別|各年度?")
_LISTED = compiled(r"と|や|・|、")
_TO_COME = compiled(r"今後|これから|将来|次")
# characters that tell what is counted
_COUNTERS = frozenset("日回件人枚月年時額費率数円")
_SHORTEST_SLIP = 3


def not_recorded(question: Question, records: Records) -> str | None:
    """A word that the nearest indicator does not measure (研修の費用, 新卒採用, 休日の応答率); None where all are explained."""
    counted = set(question.topics) & {"staff", "indicator"} or _AMOUNT.search(question.text_folded)
    if question.unmeasured:
        return question.unmeasured
    near = [records.indicator_by_id[key] for key in question.indicators]
    names = "".join(each.name for each in near)
    of_items = () if "staff" in question.topics else question.items
    held = [each for code in of_items for each in records.indicators_by_item.get(code, ())]
    # 特急発行を中止した日; but 発送が遅れた件数
    dated = question.topics == ("events",) and not re.search(r"[件人回]数", question.text_folded)
    if not dated and (done := done_count(question, near or held)) is not None:
        return done
    if (persons := _persons(question, near)) is not None:
        return persons
    beside = siblings(question.indicators, question.left, records)
    for word, typed in zip(question.left, question.left_typed, strict=True):
        if (
            near
            and not (beside and word in COUNTED_IN)
            and (_is_of_another(word, question, near, names) or _narrows(word, question, records))
        ):
            return typed.lstrip("ーのと・や")
    words = [word for word in not_measured() if word in question.text_folded and word not in names]
    if not (question.indicators or names_items(question) or counted):
        words = [word for word in words if any(word in left for left in question.left)]
    return _whole_word(words[0], question.text_folded) if words else None


def _whole_word(word: str, text: str) -> str:
    """離職 → 離職率, 漏えい → 情報漏えい: with the letters of the word that stand around it in *text*, as far as a year."""
    around = re.search(
        rf"(?:(?<=年度)|(?<![一-龠ァ-ヺー]))[一-龠ァ-ヺー]{{0,8}}?{re.escape(word)}[一-龠ァ-ヺー]{{0,8}}", text
    )
    return around.group() if around and not re.match(r"年度?", around.group()) else word


def unmeasured_words(question: Question) -> tuple[str, ...]:
    """All words of what no indicator measures, as they stand in the question (待ち時間と入電件数)."""
    found = [word for word in not_measured() if word in question.text_folded]
    return tuple(word for word in found if not any(word in other and word != other for other in found))


def is_beside(missing: str, question: Question) -> bool:
    """Whether what is not recorded is asked for besides an indicator that is: 応答率と待ち時間."""
    beside = rf"(?:と|や|、|・|及び|および)[^、。?と]{{0,8}}{re.escape(fold_text(missing))}|{re.escape(fold_text(missing))}(?:と(?!し)|や|、|・|及び|および)"
    return bool(question.indicators) and not question.unmeasured and re.search(beside, question.text_folded) is not None


def counts_nothing(question: Question, topics: tuple[str, ...], records: Records) -> str | None:
    """The count that an item is asked for and none of its indicators is (カード更新の件数)."""
    if question.topics or topics != ("indicator",) or not question.left or question.indicators:
        return None
    unit = COUNTED_IN.get(question.left[-1])
    held = [each.unit or "" for code in question.items for each in records.indicators_by_item.get(code, ())]
    return question.left_typed[-1] if unit is not None and not any(unit in each for each in held) else None


def _persons(question: Question, near: list[Indicator]) -> str | None:
    """人数 of what is not counted in persons; 応答率と人員 are two questions."""
    said = question.text_folded  # 何人 may be of the thread: 来場者は何人？ → 出展者数は？
    if (
        not near
        and question.topics == ("staff",)
        and (did := _WHO_DID.search(said))
        and not _AT_WORK.match(did["done"])
    ):
        return re.sub(r"(?:は|が)何.*$", "", did.group())
    persons = [word for word in question.words if word in said and word in all_topics()["staff"].WORDS]
    if not persons or not near or question.items or any(each.unit == "人" for each in near):
        return None
    listed = re.search(
        rf"(?:と|や|、|・){re.escape(persons[0])}|{re.escape(persons[0])}(?:と|や|、|・)", question.text_folded
    )
    return None if listed else persons[0]


def _is_of_another(word: str, question: Question, near: list[Indicator], names: str) -> bool:
    """Whether *word* is a measure of its own: メルマガの登録者数, 応答率の計算方法, コールセンターの通話時間の平均."""
    measure = _FIGURE_BEFORE.sub("", _FIGURE_BEHIND.sub("", word.lstrip("ーの")))
    counted = measure.removeprefix("何").removesuffix("数")
    counts = any((each.unit or "").startswith(counted) for each in near)
    unit = None if measure.endswith("回数") else COUNTED_IN.get(measure)
    if counts or (unit is None and any(_is_slip(measure, each.name) for each in near)):
        return False
    share = SHARE.search(measure) is not None and bool(parts_among(question.words))
    of_a_name = re.search(rf"(?:の|^)(?:平均)?{re.escape(measure)}", question.text_folded) is not None
    if unit is not None:
        return not any(unit in (each.unit or unit) for each in near)
    if all(map(COUNT.fullmatch, _LISTED.split(measure))):
        return False  # 件数と回数
    told = not share and MEASURE.search(measure) is not None and of_a_name
    computed = bool(STATISTIC.search(measure) or COUNT.fullmatch(measure) or MET.search(measure)) or measure in names
    asked = (
        _NAME.fullmatch(measure) is not None
        and not (computed or share)
        and re.search(rf"の{re.escape(measure)}{ASKED_AFTER}", question.text_folded) is not None
    )
    return told or asked


def _narrows(word: str, question: Question, records: Records) -> bool:
    """Whether *word* stands before a name and makes it another thing: 休日の応答率, 1時間当たりの発行可能枚数."""
    text = question.text_folded
    at = text.find(word)
    starts = [start for start, _ in question.names if start >= at + len(word)]
    between = text[at + len(word) : min(starts)] if at >= 0 and starts else "?"
    doing = None if find_threshold(word) else _DOING.fullmatch(word)
    if doing and _DONE.fullmatch(between):
        return not any(doing["what"] in said for key in question.indicators for said in _said_of(key, records))
    for other in question.left:  # 海外|の職員|の派遣数
        between = between.replace(f"の{other}", "")
    if not _BEFORE_A_NAME.fullmatch(between):
        return False
    plain = word in _plain_qualifiers() or find_threshold(word) or not _NOUN_LIKE.search(word)  # 5人を超える中途採用
    if (
        plain
        or _TO_COME.search(word)
        or not is_content(word)
        or STATISTIC.search(word)
        or COUNT.fullmatch(word)
        or find_operators(word)
    ):
        return False
    if _TIMES.fullmatch(word):
        return any("/" in (records.indicator_by_id[key].unit or "") for key in question.indicators)
    names = [said for key in question.indicators for said in _said_of(key, records)]
    return not any(word in said or (len(word) > _SHORTEST_SLIP and _is_slip(word, said)) for said in names)


def _said_of(key: str, records: Records) -> tuple[str, ...]:
    """All that an indicator and its item are called."""
    indicator = records.indicator_by_id[key]
    item = records.item_by_code[indicator.item]
    return tuple(map(fold_text, (indicator.name, indicator.stated_name, item.title))) + _aliases().get(key, ())


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for alias, ids in read_table("indicator_aliases", "alias", "indicators"):
        for key in ids.split():
            found[key] = (*found.get(key, ()), fold_text(alias))
    return found


@cache
def _plain_qualifiers() -> frozenset[str]:
    return frozenset(fold_text(word) for (word,) in read_table("plain_qualifiers", "qualifier"))


def _is_slip(word: str, name: str) -> bool:
    """Whether *word* stands in *name* but for a character too many, too few or wrong, or two exchanged (答応率, 実回数).

    What is counted is no slip (開催日数 is not 開催回数), and neither is a character more at the end (出展料).
    """
    if len(word) < _SHORTEST_SLIP:
        return False
    shorter = any(word[at] not in _COUNTERS and word[:at] + word[at + 1 :] in name for at in range(len(word) - 1))
    swapped = any(word[:at] + word[at + 1] + word[at] + word[at + 2 :] in name for at in range(len(word) - 1))
    longer = any(
        name[at : at + len(word) + 1][:cut] + name[at : at + len(word) + 1][cut + 1 :] == word
        for at in range(len(name) - len(word))
        for cut in range(1, len(word))
    )
    other = f"(?![{''.join(sorted(_COUNTERS))}])[一-龠]"
    wrong = any(
        word[at] not in _COUNTERS and re.search(f"{re.escape(word[:at])}{other}{re.escape(word[at + 1 :])}", name)
        for at in range(1, len(word) - 1)
    )
    return shorter or swapped or longer or wrong
