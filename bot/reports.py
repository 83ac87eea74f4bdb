"""What was not answered, and how much was asked, as text for the one who looks after the tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from bot.misses import DISLIKED, LIKED, DayCount, Miss
from bot.settings import Settings
from bot.state.open import opened_misses
from bot.text.clean import clean
from bot.text.compiled import compiled

_DECISIONS = {
    "answered": "答えた",
    "ambiguous": "聞き返した",
    "no_data": "記録にない",
    "not_understood": "読み取れない",
    "out_of_scope": "対象外",
    LIKED: "👍",
    DISLIKED: "👎",
}
_TOPICS = {
    "achievements": "主な成果",
    "changes": "増減・比較",
    "criteria": "評定基準",
    "disagreements": "出典の不一致",
    "events": "日付",
    "goals": "目標・計画",
    "help": "使い方",
    "history": "推移",
    "indicator": "指標",
    "issues": "課題と対応",
    "item": "項目",
    "items": "一覧",
    "legal_basis": "根拠条文",
    "overall": "総合評定",
    "period": "期間",
    "rating": "評定",
    "rationale": "根拠",
    "results": "業務実績",
    "search": "検索",
    "self_evaluation": "自己評価",
    "sources": "出典",
    "staff": "人員",
    "statute": "制度",
    "viewpoints": "評価の視点",
}
# what surrounds a name in a question: the name is what the alias table wants
_AROUND_A_NAME = compiled(
    r"^(?:令和|R|r)?[0-9０-９元]{1,4}年?度?の|(?:について|の)?(?:令和|R|r)?[0-9０-９元]{0,4}(?:年度)?の?"
    r"(?:年度|見込)?(?:評定|評価|推移|主な成果|成果|根拠|理由|指標|目標|実績|状況)?(?:は|って|を)?(?:どう|何|なに|教えて)?(?:ですか|でしたか)?[?？。!！\s]*$"
)


def read_misses(settings: Settings) -> Sequence[Miss]:
    """The questions without an answer that are kept. Raises HyoteiError."""
    with opened_misses(settings) as misses:
        return misses.misses()


def read_counts(settings: Settings) -> Sequence[DayCount]:
    """The counts by day. Raises HyoteiError."""
    with opened_misses(settings) as misses:
        return misses.counts()


def render_misses(misses: Sequence[Miss]) -> str:
    """The questions, most frequent first, then rows for the alias tables, to be checked and pasted."""
    if not misses:
        return "答えられなかった質問の記録はありません。"
    lines = [f"答えられなかった質問：{len(misses)}種類、{sum(miss.times for miss in misses)}回"]
    for miss in misses:
        lines.append(
            f"{miss.times}回 {_DECISIONS.get(miss.decision, miss.decision)}「{' '.join(miss.question.split())}」"
        )
        if miss.candidates:
            lines.append(f"   候補：{'、'.join(title for _, title in miss.candidates[:5])}")
    items = [(_name(miss), code, "no") for miss in misses for code, _ in miss.candidates[:1] if _is_item(code)]
    indicators = [
        (_name(miss), code) for miss in misses for code, _ in miss.candidates[:1] if code and not _is_item(code)
    ]
    lines += _rows("item_aliases.csv", items) + _rows("indicator_aliases.csv", indicators)
    return clean("\n".join(lines))


def render_stats(counts: Sequence[DayCount]) -> str:
    """A line a day: how many questions, how they ended, and what kinds were asked."""
    if not counts:
        return "質問の記録はありません。"
    lines = []
    for day in dict.fromkeys(count.day for count in counts):
        of_day = [count for count in counts if count.day == day]
        asked = [count for count in of_day if count.decision not in {LIKED, DISLIKED}]
        lines.append(
            f"{day} 質問 {sum(count.times for count in asked)}件：{_sums((c.decision, c.times) for c in of_day)}"
        )
        kinds = _sums((_TOPICS.get(count.topic, count.topic), count.times) for count in asked if count.topic)
        lines += [f"   種類：{kinds}"] if kinds else []
    return "\n".join(lines)


def _sums(pairs: Iterable[tuple[str, int]]) -> str:
    sums: dict[str, int] = {}
    for name, times in pairs:
        sums[name] = sums.get(name, 0) + times
    return "、".join(
        f"{_DECISIONS.get(name, name)} {times}" for name, times in sorted(sums.items(), key=lambda each: -each[1])
    )


def _rows(table: str, rows: Sequence[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(dict.fromkeys(rows))
    return [f"{table} に貼れる行（名前と行き先を確かめてください）：", out.getvalue().rstrip("\n")]


def _name(miss: Miss) -> str:
    question = " ".join(miss.question.split())
    return _AROUND_A_NAME.sub("", question).strip() or question


def _is_item(code: str) -> bool:
    return code[:1] in "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ" if code else False
