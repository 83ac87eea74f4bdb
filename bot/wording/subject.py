"""What an answer is about: the items a question means, and the shared ways of saying that something is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer import Answer, Candidate, Status
from bot.question import Question
from bot.text.compiled import compiled
from bot.text.fiscal_year import find_years
from bot.text.item_code import Numbering, find_item_codes
from bot.text.normalise import fold_text
from bot.wording.phrases import short_year, years_name
from records.lookups import Records
from records.model import Item

_SPAN_SHOWN = 2
_MOST_OFFERED = 100  # more than anybody chooses from
_MOST_NAMED = 8
# how a scope ends that needs no space behind it
_OF_A_TERM = compiled(r"(?:(?:令和|平成)[元0-9〜・]+年度|見込評価)は、")
_LISTS_SOME = compiled(r"[^、。]{2,12}(?:に|が) [^、。]+(?:の|項目)は")
CLOSED = ("以外", "項目", "）")
FLAG_NAMES = {"high_importance": "重要度「高」", "priority": "重点化の対象"}


def items_of(question: Question, records: Records, *, default_all: bool = False) -> tuple[str, ...]:
    """The items asked about: named ones, those of named sections, those of named indicators; all when it says so."""
    wanted = set(question.items)
    if not wanted and question.indicators:
        wanted.update(records.indicator_by_id[each].item for each in question.indicators)
    for section in question.sections:
        wanted.update(records.items_by_section.get(section, ()))
    if (question.all_items and not question.sections) or (default_all and not wanted and not question.unknown_codes):
        wanted.update(records.codes)
    marked = () if question.items else question.flags
    return tuple(
        code
        for code in records.in_order(wanted.difference(question.excluded))
        if not marked or has_flags(records.item_by_code[code], question)
    )


def scope_of(question: Question, records: Records) -> str:
    """What narrows the items that a question is about (Ⅱ・Ⅲ, Ⅰ-1 以外, 重要度「高」の項目); "" for all items."""
    said = ""
    if question.items:
        said = named_codes(question.items, records)
    elif question.sections:
        said = "・".join(question.sections)
    if question.flags and not question.items:
        *before, (last, wanted) = question.flags
        marks = "".join(f"{FLAG_NAMES[name]}{'で' if true else 'ではなく'}" for name, true in before)
        flagged = f"{marks}{FLAG_NAMES[last]}{'でない' if not wanted else 'である' if before else 'の'}項目"
        said = f"{said} の{flagged}" if said else flagged
    left_out = set(question.excluded)
    if question.items or question.sections:
        within_them = (code for section in question.sections for code in records.items_by_section.get(section, ()))
        left_out.intersection_update({*question.items, *within_them})
    if not left_out:
        return said
    names = []
    for section, codes in records.items_by_section.items():
        whole = left_out.issuperset(codes)
        names.extend([section] if whole else [code for code in codes if code in left_out])
    return f"{said}（{'・'.join(names)} を除く）" if said else f"{'・'.join(names)} 以外"


def named_codes(codes: Sequence[str], records: Records) -> str:
    """The codes, shorter where they are whole sections, or too many to read aloud."""
    if len(codes) <= 2:  # noqa: PLR2004 - a section of two is as long as its codes
        return "・".join(codes)
    sections = tuple(dict.fromkeys(records.item_by_code[code].section for code in codes))
    if len(codes) == len(records.items):
        return f"全{len(codes)}項目"
    if len(codes) == sum(item.section in sections for item in records.items):
        return "・".join(sections)
    in_a_row = tuple(records.codes[records.codes.index(codes[0]) :][: len(codes)]) == tuple(codes)
    if in_a_row and len(sections) == 1:
        return f"{codes[0]}〜{codes[-1]}"
    if len(codes) > _MOST_NAMED:
        return f"{codes[0]} ほか{len(codes) - 1}項目"
    return "・".join(codes)


def within(question: Question, records: Records) -> str:
    """「Ⅰ 以外では、」, what a first line about many items begins with; "" when nothing narrows them."""
    scope = scope_of(question, records)
    return f"{scope}{'' if scope.endswith(CLOSED) else ' '}では、" if scope else ""


def narrowed(first: str, question: Question, records: Records) -> str:
    """A first line about many items with what narrows it: Ⅰ 以外では、…; of a year Ⅰ 以外の令和5年度は、…."""
    scope = scope_of(question, records)
    if scope and _LISTS_SOME.match(first):
        return f"{scope}{'のうち、' if scope.endswith('項目') else 'で' if scope.endswith(CLOSED) else ' で'}{first}"
    if not scope or not _OF_A_TERM.match(first):
        return f"{within(question, records)}{first}"
    return f"{scope}{'' if scope.endswith(CLOSED) else ' '}の{first}"


def nothing_fits(question: Question, records: Records) -> str:
    """That no item is left by what narrows the question."""
    scope = scope_of(question, records)
    if scope.endswith("項目"):
        return f"{scope}はありません。"
    return f"{scope}{' に' if scope else ''}あてはまる項目はありません。"


def has_flags(item: Item, question: Question) -> bool:
    """Whether the item has the marks that the question speaks of (重要度が高いのにBの項目)."""
    return all((getattr(item, name) == "yes") is wanted for name, wanted in question.flags)


def changed_between(question: Question, recorded: Sequence[int]) -> tuple[int, ...]:
    """The years between which a change is looked for: one year with the year before; the latest two when none is named."""
    years = question.years.years
    if not years:
        return tuple(recorded[-2:])
    if len(years) > 1:
        return tuple(range(years[0], years[-1] + 1))
    text = question.text_folded
    since = not question.years.compared_to_previous and any(
        re.match(r"から|以降|と比べ|に比べ|との差|との比較|より|対?比|の何倍", text[each.end :])
        for each in find_years(text)
    )
    if since and years[0] < recorded[-1]:
        return tuple(year for year in recorded if year >= years[0])
    return (years[0] - 1, years[0])


def codes_written(text: str, records: Records) -> tuple[str, ...]:
    """The codes that folded *text* is the one writing of (Ⅰ-8, 1-8); empty when it writes none, or several."""
    numbering = Numbering(records.codes, [each.section for each in records.sections])
    found = find_item_codes(text, [False] * len(text), numbering)
    return found[0].codes if len(found) == 1 else ()


def missing_codes_sentence(codes: Sequence[str], records: Records) -> str:
    """「Ⅰ-12 という項目はありません（Ⅰ は Ⅰ-1〜Ⅰ-11 です）。」."""
    by_section = records.items_by_section
    ranges = []
    for section in dict.fromkeys(code.split("-")[0] for code in codes):
        known = by_section.get(section)
        if known:
            span = f"{known[0]}〜{known[-1]}" if len(known) >= _SPAN_SHOWN else known[0]
            ranges.append(f"{section} は {span}")
        else:
            everything = [code for codes_of in by_section.values() for code in codes_of]
            ranges.append(f"項目は {everything[0]}〜{everything[-1]}")
    kind = "大項目" if all("-" not in code for code in codes) else "項目"
    return f"{'、'.join(codes)} という{kind}はありません（{'、'.join(dict.fromkeys(ranges))} です）。"


def unknown_items(question: Question, records: Records, topic: str) -> Answer:
    """The answer when none of the codes exists."""
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=topic,
        first=missing_codes_sentence(question.unknown_codes, records),
        next_steps=("項目の一覧は？",),
    )


def which_item(question: Question, records: Records, topic: str, what: str) -> Answer:
    """The answer that asks back which item is meant."""
    candidates = tuple(
        Candidate(item=item.item, title=item.title, score=0, ask=f"{item.item} の{said_when(question)}{what}は？")
        for item in records.items[:_MOST_OFFERED]
    )
    return Answer(
        question=question.text,
        status=Status.AMBIGUOUS,
        topic=topic,
        first=f"どの項目の{what}でしょうか。項目番号か項目名を付けて聞いてください（例：Ⅰ-1 の{what}は？）。",
        candidates=candidates,
    )


def said_when(question: Question) -> str:
    """「2023年度の」, 「見込評価の」: the years and the evaluation that the question names, for a question that offers an item."""
    years = "・".join(f"{year}年度" for year in question.years.years) if question.years.asked else ""
    evaluation = {"prospective": "見込評価の", "annual": "年度評価の", "final": "期間実績評価の"}
    return f"{years}{'の' if years else ''}{evaluation.get(question.evaluation or '', '')}"


def missing_years_sentence(subject: str, missing: Sequence[int], recorded: Sequence[int]) -> str:
    """「Ⅰ-1 の令和7年度の評定は記録にありません（記録があるのは令和3〜6年度です）。」 for a ready-made subject."""
    there = f"記録があるのは{years_name(recorded)}です" if recorded else "どの年度の記録もありません"
    before = [year for year in missing if recorded and year < min(recorded)]
    period = "。中期目標期間が始まる前の年度です" if before and before == list(missing) else ""
    return f"{subject}は記録にありません（{there}{period}）。"


def series_text(pairs: Sequence[tuple[int, str]]) -> str:
    """R3 A → R4 A → R5 B."""
    return " → ".join(f"{short_year(year)} {value}" for year, value in pairs)


def items_holding(word: str, asked: str, records: Records) -> tuple[Candidate, ...]:
    """The items whose titles hold *word* (カードの評価, 体制の評定), each with what is *asked* of it."""
    key = fold_text(word)
    return tuple(
        Candidate(item=item.item, title=item.title, score=0, ask=f"{item.item} {asked}")
        for item in records.items
        if key in fold_text(item.title)
    )
