"""What a verb makes of a count: 断った件数, 失敗した回数, 辞めた人数 are no values of the indicator that is named beside them.

A count is that of an indicator only where the verb before it says no more than the indicator does (実施した回数, 参加した人数);
the verbs that do are a table. Everything else is a part of the whole, or another thing, and is not recorded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.question import Question
from bot.reading.sub_values import COUNTED_IN
from bot.text.compiled import compiled
from bot.text.normalise import fold_text
from bot.text.table import read_table
from records.model import Indicator

_FIGURES = frozenset({"indicator", "staff", "events"})
_WHO = "事業者|企業|会社|自治体|市区町村|団体|機関|職員"
_COUNT = compiled(
    rf"(?<=[ただるうくすむぶつい])(?:延べ|実)?(?P<what>(?P<unit>件数|人数|枚数)|回数|案件の?数|案件|日数|割合|比率|件|人|回"
    rf"|[一-龠ァ-ヺー]{{0,6}}(?:{_WHO}|人|者)の?数|(?P<thing>[一-龠ァ-ヺー]{{2,8}})の(?:件数|回数|人数|数))"
    r"(?=[はをがも?。、r]|って|の(?:推移|合計|平均|割合)|$|教え|何|いくつ|どれ)"
)
_IS_NOT = compiled(r"(?:で(?:は|も)?|じゃ)な(?:い|かった)$")
_DENIED = compiled(r"(?:なかった|ない|ません)$")
_GOING_ON = compiled(r"[てで]い?[るた]$")
_ENDED = compiled(r"(?:た|だ|る|う|く|す|む|ぶ|つ|ない)$")
_LAST_WORD = compiled(r"[^をにがはもへ、。?の\s]+$")
_SO_CALLED = compiled(r"と(?:さ|し)[れてた]*$")
_DOING = compiled(r"(?P<what>[^をにがはでも、のと\s]*)を(?:し|され|する|行|やっ|やる)[ぁ-んわ]{0,4}$")
# 特急発行を公表した日 is no number of days
_DATE = compiled(
    r"(?:[一-龠]{1,4}[ぁ-ん]{0,3}と)?[一-龠]{0,4}[ぁ-ん]{0,3}[ただ](?:日付?|年月日|時期)(?=[はをがも?。、]|って|$|教え|いつ)"
)
# a limit that was reached or not is asked of the years
_REACHED = compiled(r"(?:超え|上回|下回|達し|割[れっ]|切[れっ])[ぁ-ん]{0,3}")
_TOOK = compiled(r"(?:かか|要し|要)[ぁ-ん]{0,3}$")
_WORK = compiled(r"業務|仕事|事務|作業|対応|運営")
# one is counted as the other
_ALSO = {"自治体": "市区町村", "会社": "企業", "職員": "人"}
# verbs that may stand before a number of persons of whom no indicator is named
_OF_STAFF = frozenset({"the staff", "a change", "there is", "of what", "says no more than what stands before it"})


def done_count(question: Question, near: Sequence[Indicator]) -> str | None:
    """The count with its verb, as folded (断った件数), where the indicators *near* do not hold it; None where no such is asked."""
    if not (question.indicators or question.items or question.topics) or not set(question.topics) <= _FIGURES:
        return None
    text = question.text_folded
    dated = _DATE.search(text) if question.indicators and "events" not in question.topics else None
    if dated and not (_REACHED.match(dated.group()) or _TOOK.search(text, 0, dated.start())):
        return dated.group()
    for match in _COUNT.finditer(text):
        before = text[: match.start()]
        named = any(start < match.start() <= end for start, end in question.names)
        looked_for = match["what"].endswith("の数") and not question.indicators  # 誤交付があった市区町村の数
        if looked_for or named or not _ENDED.search(before) or _IS_NOT.search(before):
            continue
        if _DENIED.search(before) or not (_plain(before, question, near) and _counts(match, question, near)):
            verb = _LAST_WORD.search(before)
            return f"{verb.group() if verb else ''}{match['what']}"
    return None


def _plain(before: str, question: Question, near: Sequence[Indicator]) -> bool:
    """Whether the verb at the end says no more than the indicator, or the staff where none is named."""
    if _SO_CALLED.search(before):
        return False
    known = _verbs(of_staff=not near)
    if doing := _DOING.search(before):  # 訓練をした回数; 更新をした件数 is of something else
        end = doing.end("what")
        return (
            any(stop == end for _, stop in question.names)
            or re.search(rf"(?:{known})$", doing["what"]) is not None
            or (not near and _WORK.fullmatch(doing["what"]) is not None)
        )
    return re.search(rf"(?:{known})[ぁ-ん]{{0,5}}$", _GOING_ON.sub("た", before)) is not None


def _counts(match: re.Match[str], question: Question, near: Sequence[Indicator]) -> bool:
    """Whether what is counted is what an indicator counts: 訓練に参加した保守事業者の数 is no number of drills."""
    if not near or any(start < match.end() and match.start("what") < end for start, end in question.names):
        return True
    names = [f"{each.name}{each.unit or ''}" for each in near]
    if match["unit"]:
        return any(COUNTED_IN[match["unit"]] in (each.unit or "") for each in near)
    kind = re.search(rf"(?:{_WHO})(?=の?数$)", match["what"])
    what = match["thing"] or (kind.group() if kind else "")
    return any(what in name or _ALSO.get(what, what) in name for name in names)


@cache
def _verbs(*, of_staff: bool) -> str:
    """The verbs of the table; those of kana alone stand at the beginning of a word."""
    kept = [verb for verb, why in read_table("counted_verbs", "verb", "why") if not of_staff or why in _OF_STAFF]
    folded = map(fold_text, kept)
    return "|".join(
        rf"(?:^|(?<=[をがはにでもへとの、])){verb}" if re.fullmatch("[ぁ-ん]+", verb) else verb for verb in folded
    )
