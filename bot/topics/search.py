"""Full-text search: the last resort when a question names nothing else, and 検索 when it is asked for."""

from __future__ import annotations

from bot.answer import Answer, Fact, Status
from bot.phrases import EVALUATION_NAMES
from bot.question import Question
from records.full_text import fold_for_search
from records.lookups import Records
from records.model import Found

NAME = "search"
NEEDS = ""
WORDS = {
    "どこに出てくる": 6,
    "検索": 6,
    "けんさく": 6,
    "どこに書いて": 6,
    "どこに出て": 6,
    "記載箇所": 6,
    "含む": 4,
    "言及": 5,
    "出てくる": 5,
}
_SHOWN = 8
_LONGEST_LINE = 120  # characters of a passage that a line shows
# nothing in the records is longer than this without a break
_LONGEST = 60
_MOST_WORDS = 8
_MOST_FACTS = 200  # of a word that stands everywhere


def answer(question: Question, records: Records) -> Answer:
    """The facts that contain the words left in the question."""
    words = [word for word in question.left_typed if len(word) > 1]
    found = [each for each in hits(words, records) if not question.items or each.item in question.items]
    if not found:
        what = f"「{'」「'.join(words)}」を含む" if words else ""
        return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first=f"{what}記録は見つかりません。")
    lines = [_line(each, words[0]) for each in found[:_SHOWN]]
    codes = records.in_order(each.item for each in found)
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=f"「{'」「'.join(words)}」を含む記録は {len(found)}件です（{'・'.join(codes[:6]) or '項目以外'}）。",
        lines=tuple(lines),
        notes=(f"ほか{len(found) - _SHOWN}件あります。",) if len(found) > _SHOWN else (),
        items=codes,
        facts=tuple(
            Fact(
                kind="passage",
                item=each.item,
                evaluation=each.evaluation,
                fiscal_year=each.fiscal_year,
                value=each.text,
                sources=(each.source,),
            )
            for each in found[:_MOST_FACTS]
        ),
        sources=tuple(dict.fromkeys(each.source for each in found[:_SHOWN])),
        next_steps=tuple(f"{code} の概要は？" for code in codes[:3]),
        read_as=f"全文検索：{'・'.join(words)}",
    )


def hits(words: list[str], records: Records) -> list[Found]:
    """Records that contain every word; a line that several tables hold in the same words counts once."""
    words = list(dict.fromkeys(words))
    if not words or len(words) > _MOST_WORDS or max(map(len, words)) > _LONGEST:
        return []
    found: dict[tuple[object, ...], Found] = {}
    for each in records.search(*words):
        found.setdefault((each.item, each.evaluation, each.text, each.source.line), each)
    return list(found.values())


def _line(each: Found, word: str) -> str:
    term = EVALUATION_NAMES.get(each.evaluation or "", "")
    return f"・{each.item or '文書'} {term}：{_around(each.text, word)}（{each.source.page}頁{each.source.line}行）"


def _around(text: str, word: str) -> str:
    """The paragraph of a long text in which the word stands, or what stands around it there."""
    folded = fold_for_search(word)
    paragraphs = [part for part in text.split("\n") if part]
    part = next((part for part in paragraphs if folded in fold_for_search(part)), "".join(paragraphs))
    if len(part) <= _LONGEST_LINE:
        return part
    at = max(0, part.find(word))
    start = max(0, min(at - _LONGEST_LINE // 3, len(part) - _LONGEST_LINE))
    return (
        f"{'…' if start else ''}{part[start : start + _LONGEST_LINE]}{'…' if start + _LONGEST_LINE < len(part) else ''}"
    )
