"""Full-text search: the last resort when a question names nothing else, and 検索 when it is asked for.

What is looked for is what stands in quotation marks; else the words of the question without those that only say that a
word is looked for (記載, 箇所, どこ; a table).
"""

from __future__ import annotations

import re
from functools import cache

from bot.answer import Answer, Fact, Status
from bot.question import Question
from bot.reading.match import is_content
from bot.text.compiled import compiled
from bot.text.fiscal_year import find_years
from bot.text.normalise import fold, fold_text
from bot.text.table import read_table
from bot.wording.phrases import EVALUATION_NAMES
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
    "出てくる": 6,
    "という言葉": 5,
    "という語": 5,
    "という単語": 5,
    "の記載": 2,
    "の記述": 2,
    "ての記載": 3,
    "項目名に": 6,
    "名前に": 6,
    "名称に": 6,
}
QUOTED = compiled(r"[「『\"“](?P<phrase>[^」』\"”]{1,60})[」』\"”]")
# a word as it may stand in a document; a number keeps its commas
_WORD = compiled(r"(?:[一-龠々ァ-ヺーa-z&・]|[0-9](?:,(?=[0-9]{3}))?|(?<=[0-9])[%.](?=[0-9]|$))+")
CODE = compiled(r"[Ⅰ-Ⅹ]-?[0-9]{0,2}")
_IN_A_KIND = compiled(r"(?:根拠|成果|目標|計画|実績|課題|評定|評価)(?=[にでの])|取組|取り組み|連携")
_KANA = compiled(r"[ぁ-ん]")
_NUMBER = compiled(r"[0-9,.%]+")
# 「カード」を含まない記録: all but those that are looked for
_NOT_HELD = compiled(
    r"(?:含ま(?:ない|れない|れていない|れてない|ぬ)|含んでいない|出てこない|出てきていない|書かれていない|書いていない|載っていない|記載のない|記載がない)(?:記録|項目|もの|箇所|の[はが]|年度|部分|ところ|文書|文章)"
)
_IN_A_TITLE = compiled(
    r"(?:名前|名称|項目名|題名|タイトル|見出し)(?:の中)?に[^、。?]{0,20}?(?:含|入[っる]|ある|あり|出て|つく|付く)|(?:名前|名称|項目名|題名|タイトル)が[^、。?]{1,20}?(?:を含|から始ま)"
)
_WHICH_ITEM = compiled(
    r"[はがって](?:どの|何の|なんの)項目(?:です|でした|だ|の(?:話|こと)|に(?:書|載|記|出|あ)[^、。?]{0,8})?(?:か|っけ)?[?。]*$"
)
# beside the phrases in quotation marks
_ANY_OF = compiled(
    r"または|又は|もしくは|若しくは|いずれか|どちらか|(?<![a-z])or(?![a-z])|か(?= *$|、?(?:を|が)?(?:含|出))"
)
_EVALUATION = compiled(r"見込み?(?:評価)?|年度評価|期間実績")
_CODES_NAMED = 6
_SHOWN = 8
_LONGEST_LINE = 120  # characters of a passage that a line shows
# nothing in the records is longer than this without a break
_LONGEST = 60
_MOST_WORDS = 8
_MOST_FACTS = 200  # of a word that stands everywhere


def answer(question: Question, records: Records) -> Answer:
    """The facts that contain the words that are looked for; those of the items that are named by their codes."""
    words = terms(question)
    not_held = _NOT_HELD.search(question.text_folded) is not None
    if words and _IN_A_TITLE.search(question.text_folded):
        return _titles(question, words, records, held=not not_held)
    if not_held:
        return _not_understood(question, f"「{'」「'.join(words)}」を含まないという条件では探せません。")
    # the items of the codes, and not of the names that are looked for (Ⅲ-5で「コンビニ」を含む記録)
    named = "".join(CODE.findall(fold_text(QUOTED.sub("", question.text))))
    among = tuple(item.item for item in records.items if _is_named(item.item, named)) if named else ()
    if question.excluded and set(among) <= set(question.excluded):  # Ⅰ-10以外で「カード」を含む記録
        among = tuple(item.item for item in records.items if item.item not in question.excluded)
    return answer_words(question, records, words, among)


def _is_named(item: str, codes: str) -> bool:
    """Whether *codes* holds the code of *item*, or of its section alone."""
    return re.search(rf"{item}(?![0-9])|{item.partition('-')[0]}(?!-)", codes) is not None


def _not_understood(question: Question, first: str) -> Answer:
    return Answer(question=question.text, status=Status.NOT_UNDERSTOOD, topic=NAME, first=first)


def _titles(question: Question, words: tuple[str, ...], records: Records, *, held: bool) -> Answer:
    """The items whose official names hold the words (名前に「一体化」を含む項目), or do not."""
    keys = [fold_for_search(word) for word in words]
    found = [item for item in records.items if all(key in fold_for_search(item.title) for key in keys) is held]
    named = f"名称に「{'」「'.join(words)}」を{'含む' if held else '含まない'}項目は"
    codes = tuple(item.item for item in found)
    first = f"{named} {len(found)}項目です（{'・'.join(codes)}）。" if found else f"{named}ありません。"
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic="items",
        first=first,
        lines=tuple(f"・{item.item} {item.title}" for item in found),
        items=codes,
        sources=tuple(item.source for item in found),
        read_as="項目の名称",
    )


def answer_words(question: Question, records: Records, words: tuple[str, ...], items: tuple[str, ...]) -> Answer:
    """The facts that contain *words*, of *items* only when there are any."""
    beside = QUOTED.sub("", question.text_folded)
    any_of = len(words) > 1 and _ANY_OF.search(beside) is not None
    named = f"「{('」または「' if any_of else '」「').join(words)}」"
    evaluation = question.evaluation if _EVALUATION.search(beside) else None
    named = f"{EVALUATION_NAMES[evaluation]}で{named}" if evaluation else named
    held = [each for word in words for each in hits([word], records)] if any_of else hits(list(words), records)
    found = [
        each
        for each in dict.fromkeys(held)
        if (not items or each.item in items) and evaluation in {None, each.evaluation}
    ]
    if not found:
        return _in_disagreements(question, words, items, records) or _nothing(question, words, items)
    lines = [_line(each, words[0]) for each in found[:_SHOWN]]
    codes = records.in_order(each.item for each in found)
    more = f" ほか{len(codes) - _CODES_NAMED}項目" if len(codes) > _CODES_NAMED else ""
    first = f"{named}を含む記録は {len(found)}件です（{'・'.join(codes[:_CODES_NAMED]) or '項目以外'}{more}）。"
    if len({(each.item, each.evaluation, each.source) for each in found}) == 1 and codes:
        first = f"{named}を含む記録は {codes[0]} の{EVALUATION_NAMES.get(found[0].evaluation or '', '記載')}の1か所です（{_around(found[0].text, words[0])}）。"
        lines = lines[1:]
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=f"{_but_for(question, items)}{first}",
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


def _but_for(question: Question, items: tuple[str, ...]) -> str:
    left_out = question.excluded and not set(question.excluded) & set(items)
    return f"{'・'.join(question.excluded[:_CODES_NAMED])} 以外で、" if left_out and items else ""


def asks_which_item(question: Question) -> bool:
    """Whether it is asked in which item something stands (ISMAPはどの項目)."""
    return _WHICH_ITEM.search(question.text_folded) is not None


def terms(question: Question) -> tuple[str, ...]:
    """What is looked for, as typed: the phrases in quotation marks, else the words of the question that tell something."""
    kana = [word for word, read in zip(question.left_typed, question.left, strict=True) if is_content(read)]
    return terms_of(question.text) or tuple(
        dict.fromkeys(word for word in kana if not _frames().search(fold_text(word)))
    )


def terms_of(typed: str) -> tuple[str, ...]:
    """The same of a text, without what is written in hiragana alone."""
    quoted = QUOTED.findall(typed)
    if quoted:
        return tuple(dict.fromkeys(phrase.strip() for phrase in quoted))
    folded = fold(typed)
    text = folded.text
    spans = [(each.start, each.end) for each in find_years(text) if each.kind != "duration"]
    spans += [match.span() for pattern in (CODE, _frames(), _IN_A_KIND) for match in pattern.finditer(text)]
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    found = [
        folded.as_typed(*match.span()).strip() for match in _WORD.finditer(text) if not _says_nothing(match.group())
    ]
    return tuple(dict.fromkeys(found))


def _says_nothing(word: str) -> bool:
    """A character alone, or a bare number of a code that was not read (100-1)."""
    return len(word) < 2 or (_NUMBER.fullmatch(word) is not None and "," not in word)


@cache
def _frames() -> re.Pattern[str]:
    rows = sorted(read_table("search_frames", "word", "why"), key=lambda row: -len(row[0]))
    # 記録 in 記録簿 is part of another word; 検索 may touch what is looked for
    apart = r"(?<![一-龠ァ-ヺー]){}(?![一-龠ァ-ヺー])"
    free = {word for word, why in rows if why.startswith("asks") or _KANA.search(word)}
    words = (
        re.escape(fold_text(word)) if word in free else apart.format(re.escape(fold_text(word))) for word, _ in rows
    )
    return compiled("|".join(words))


def _in_disagreements(
    question: Question, words: tuple[str, ...], items: tuple[str, ...], records: Records
) -> Answer | None:
    """The disagreements that quote the words, which no text of the records has; None without any."""
    keys = [] if any(map(CODE.fullmatch, map(fold_text, words))) else [fold_for_search(word) for word in words]
    told = [
        (each, f"{each.about}：{each.value_a}（{each.source_a.page}頁） ⇔ {each.value_b}（{each.source_b.page}頁）")
        for each in records.disagreements()
        if not items or each.item in items
    ]
    found = [each for each in told if keys and all(keys) and all(key in fold_for_search(each[1]) for key in keys)]
    if not found:
        return None
    codes = records.in_order(each.item for each, _ in found if each.item)
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=f"「{'」「'.join(words)}」は、出典の不一致の記載 {len(found)}件にあります（{'・'.join(codes[:_CODES_NAMED]) or '項目以外'}）。",
        lines=tuple(f"・{each.item or '文書'} {line}" for each, line in found[:_SHOWN]),
        items=codes,
        sources=tuple(dict.fromkeys(source for each, _ in found for source in (each.source_a, each.source_b))),
        read_as=f"出典の不一致：{'・'.join(words)}",
    )


def _nothing(question: Question, words: tuple[str, ...], items: tuple[str, ...]) -> Answer:
    where = f"{'・'.join(items[:_CODES_NAMED])} に" if items else ""
    first = f"{where}「{'」「'.join(words)}」を含む記録は見つかりません。"
    if not words:
        first = "何を探すのか読み取れませんでした。言葉を「」に入れて聞いてください。"
    elif not any(map(fold_for_search, words)):
        first = f"「{'」「'.join(words)}」のような記号だけの言葉は探せません。"
    status = Status.NO_DATA if words else Status.NOT_UNDERSTOOD
    return Answer(question=question.text, status=status, topic=NAME, first=first, items=items)


def hits(words: list[str], records: Records) -> list[Found]:
    """Records that contain every word; what several tables hold of one line, in the same or in fewer words, counts once."""
    words = list(dict.fromkeys(words))
    if not words or len(words) > _MOST_WORDS or max(map(len, words)) > _LONGEST:
        return []
    found: dict[tuple[object, ...], list[Found]] = {}
    for each in records.search(*words):
        text = fold_for_search(each.text)
        same = found.setdefault((each.item, each.evaluation, each.source.page, each.source.line), [])
        if not any(text in fold_for_search(other.text) or fold_for_search(other.text) in text for other in same):
            same.append(each)
    return [each for same in found.values() for each in same]


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
