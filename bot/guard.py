"""Answer → the same, or that a part of the question was not understood: nothing that was asked is passed over in silence.

What changes the meaning (operators.py), every number with a unit, and every item, year, evaluation and letter that was
read must come up in the answer. Where one does not, the answer was given to another question: it is withdrawn and the
words are named. Where only a half is missing (評定と人員), the first line says so beside the half that is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bot.answer import Answer, Context, Status
from bot.kinds import OF_AN_INDICATOR
from bot.operators import CODE, NEGATING, Operator, find_operators, is_half, is_heeded
from bot.phrases import short_year, year_name
from bot.question import Question
from bot.text.compiled import compiled
from bot.text.fiscal_year import YearMention, find_years
from bot.text.normalise import fold
from bot.topic import all_topics

_MASK = "\0"
_LETTER = compiled(r"(?<![a-z0-9])([sabcd])(?![a-z0-9])(?!より|未満)")
# a number that limits or counts; one that a code or a year may have been meant by
_NUMBER = compiled(
    r"(?<![a-z0-9.])(?P<n>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<ten_thousand>万)?(?:年|回|件|人|名|%|日|社|枚|倍|割|位|番目|度|か月|円|団体|ポイント)"
    r"|(?<=\0)[~_/・.][0-9]{1,2}(?![0-9])|(?:19|20)[0-9]{2}(?![0-9万])|[〇一二三四五六七八九]{4}年"
)
_SECTIONS = compiled(r"([Ⅰ-Ⅻ])(?:~|から)([Ⅰ-Ⅻ])")
# a year that is named to be left out: R5を除いた, R5の翌年度, R5より後
_LEFT_OUT = compiled(r"(?:年度)?(?:より(?:も)?(?:後|前|あと|まえ)|の(?:翌|次の|前の?)年|以外|[をは]?除|を?抜き|のほか)")
_LATER = compiled(r"より(?:も)?(?:後|あと)")
_QUOTED = compiled(r"「([^「」]+)」")
_BOTH_EVALUATIONS = compiled(r"(?:と|及び|および)見込|見込み?(?:評価|評定)?(?:と|及び|および)(?!比|の違|の差|は|して)")
_AND_AFTER = compiled(r"と(?!は|して|する|比|く)|や|及び|および|・")
_AND_BEFORE = compiled(r"(?:(?<!だ)と|や|及び|および|・)$")
_TWO_NAMES = compiled(r"\0(?:と|や|、|及び|および|・)\0")
_EVALUATIONS = (("見込", "prospective"), ("年度評価", "annual"))
_OF_RATINGS = frozenset({"rating", "history", "items", "changes", "comparison", "distribution"})
# kinds of question in which a letter is no guess at the answer (Ⅰ-1はAですか), but what is asked for
_LETTERED = frozenset({"items", "distribution", "changes", "indicator", "staff", "period", "sources", "disagreements"})
# those whose answers are about some of the items that were named, and say about which
_CHOOSING = frozenset({"events", "search", "items", "distribution", "changes", "indicator"})
_FAMILIES = (_OF_RATINGS | {"item", "overall", "criteria"}, OF_AN_INDICATOR | {"indicator"})
# what a condition consists of besides its operator: カード関係|以外
_OPERAND = compiled(r"[^のはがをにでと、。?!\0 ]{0,10}$")
_NAMED = 2
_WORDS_OF = {"staff": "従事人員数", "rationale": "評定の根拠", "goals": "中期目標", "achievements": "主な成果"}


def guarded(answer: Answer, question: Question, context: Context) -> Answer:
    """The answer, if it heeds all that was asked. *context*: of the thread before the question."""
    if answer.status is not Status.ANSWERED:
        return answer
    masked = _masked(question.text_folded, question.names)
    operators = find_operators(masked)
    missed = tuple(each for each in operators if not is_heeded(each, answer, question))
    if said := next(_passed_over(answer, question, masked, operators, missed), ""):
        return _withdrawn(answer, question, said, context)
    if halves := tuple(dict.fromkeys(_missing_halves(answer, question, masked, missed))):
        return answer._replace(first=f"{answer.first}「{'」「'.join(halves)}」については読み取れませんでした。")
    return answer


def _passed_over(
    answer: Answer, question: Question, masked: str, operators: Sequence[Operator], missed: Sequence[Operator]
) -> Iterator[str]:
    """What the answer did not heed, as it was typed or read; without it the answer is another question's."""
    yield from (_as_typed(each, question, masked) for each in missed if not is_half(each))
    numbered = _NUMBER.search(masked)
    years = find_years(question.text_folded) if question.years.asked or numbered else ()
    yield from _years_passed_over(answer, question, years)
    if numbered:
        spans = tuple((each.start, each.end) for each in years if each.kind != "duration")
        yield from _numbers_passed_over(answer, _masked(masked, spans))
    if answer.topic in _OF_RATINGS:
        for word, name in _EVALUATIONS:
            if word in masked and name not in answer.evaluations and word not in answer.first:
                yield word
    if answer.topic in _LETTERED and not {each.kind for each in operators} & NEGATING:
        yield from _letters_passed_over(answer, masked)
    if answer.topic == "search":
        yield from (quoted for quoted in _QUOTED.findall(question.text) if quoted not in answer.first)
        yield from (year_name(year) for year in question.years.years if year_name(year) not in answer.first)
    if answer.items:
        yield from _sections_passed_over(answer, question)


def _years_passed_over(answer: Answer, question: Question, years: Sequence[YearMention]) -> Iterator[str]:
    given, text = set(answer.fiscal_years), question.text_folded
    if question.years.asked and given:
        said = _said(answer)
        ends = {end for each in years for end in each.years[:1] + each.years[-1:]}
        # a change is between two years: those within are not named
        within = set(range(min(given) + 1, max(given))) - ends if answer.topic == "changes" else set()
        for year in question.years.years:
            names = (year_name(year), short_year(year), str(year))
            if year not in given | within and not any(name in said for name in names):
                yield year_name(year)
    if question.years.asked and answer.topic == "items" and answer.facts and not given:
        yield from map(year_name, question.years.years)
    for each in years:
        left_out = each.years if each.kind == "years" else each.years[:1] if each.kind == "from" else ()
        match = _LEFT_OUT.match(text, each.end) or _LATER.search(text, each.start, each.end)
        if match and given & set(left_out):
            yield text[each.start : match.end()]


def _numbers_passed_over(answer: Answer, masked: str) -> Iterator[str]:
    said = fold(CODE.sub("", answer.first)).text.replace(",", "")
    for match in _NUMBER.finditer(masked):
        number = (match["n"] or match.group()).replace(",", "")
        if match.group().endswith("年") and 1 < len(answer.fiscal_years) <= float(number):
            continue  # 4年間の平均, over as many years as there are
        writings = {number, str(int(float(number) * 10_000))} if match["ten_thousand"] else {number}
        if not any(re.search(rf"(?<![0-9.a-z和成]){re.escape(each)}(?![0-9]|\.[0-9])", said) for each in writings):
            yield match.group()


def _letters_passed_over(answer: Answer, masked: str) -> Iterator[str]:
    said, given = _said(answer), {str(fact.value) for fact in answer.facts}
    for letter in dict.fromkeys(_LETTER.findall(masked)):
        if letter.upper() not in given and not re.search(rf"(?<![A-Z]){letter.upper()}(?![A-Z])", said):
            yield letter.upper()


def _sections_passed_over(answer: Answer, question: Question) -> Iterator[str]:
    given = {code.split("-")[0] for code in answer.items}
    yield from (section for section in question.sections if section not in given)
    for match in _SECTIONS.finditer(question.text_folded):
        if not given.issuperset(map(chr, range(ord(match[1]), ord(match[2]) + 1))):
            yield match.group()


def _missing_halves(answer: Answer, question: Question, masked: str, missed: Sequence[Operator]) -> Iterator[str]:
    """What was asked besides and is not in the answer."""
    said = _said(answer)
    yield from (word for each in missed if (word := question.text_folded[each.start : each.end]) not in said)
    if answer.topic == "criteria" and question.percent is None:
        yield from _letters_passed_over(answer, masked)
    if answer.topic not in _CHOOSING or (answer.topic == "events" and _TWO_NAMES.search(masked)):
        yield from (code for code in question.items if code not in answer.items and code not in said)
    if question.all_items and answer.topic == "overall":
        yield "全項目"
    if answer.evaluations == ("prospective",) and answer.topic != "rating" and _BOTH_EVALUATIONS.search(masked):
        yield "年度評価"
    for word in _words_in_a_list(question):
        topic = _owners().get(word, "")
        family = next((each for each in _FAMILIES if topic in each), {topic})
        if topic and not family & {*question.topics, answer.topic}:
            yield word


def _words_in_a_list(question: Question) -> Iterator[str]:
    """The words for kinds of question that stand beside others: 評定と人員, 評定 人員."""
    text, tokens = question.text_folded, [fold(each).text for each in question.text.split()]
    for word in dict.fromkeys(question.words):
        at = text.find(word)
        joined = _AND_AFTER.match(text, at + len(word)) or _AND_BEFORE.search(text[: max(at, 0)])
        if word in tokens or (at >= 0 and joined):
            yield word


def _said(answer: Answer) -> str:
    cells = (cell for table in answer.tables for row in (table.header, *table.rows) for cell in row)
    return "\n".join((answer.first, *answer.lines, *answer.notes, *cells))


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + _MASK * (end - start) + text[end:]
    return text


def _as_typed(operator: Operator, question: Question, masked: str) -> str:
    """The condition as typed: the operator with what stands before it up to the next particle (カード関係以外)."""
    operand = _OPERAND.search(masked[: operator.start])
    start = operand.start() if operand else operator.start
    folded = fold(question.text)
    said = question.text_folded[start : operator.end]
    return (folded.as_typed(start, operator.end) if folded.text == question.text_folded else said).lstrip("のはがを")


def _withdrawn(answer: Answer, question: Question, said: str, context: Context) -> Answer:
    """That the condition was not understood, and the nearest questions without it. The thread goes on where it was."""
    named = tuple(dict.fromkeys(fact.label for fact in answer.facts if fact.kind == "indicator" and fact.label))
    asked = _WORDS_OF.get(answer.topic or "", "評定")
    near = tuple(f"{name.split('（うち')[0]}の推移は？" for name in named[:_NAMED]) or tuple(
        f"{code} の{asked}は？" for code in (question.items or answer.items)[:_NAMED]
    )
    return Answer(
        question=answer.question,
        status=Status.NOT_UNDERSTOOD,
        topic=answer.topic,
        first=f"「{said}」という条件を読み取れなかったため、お答えできません。",
        lines=(f"近い質問：「{'」「'.join(near)}」",) if near else (),
        next_steps=near,
        context=context,
    )


@cache
def _owners() -> dict[str, str]:
    """Word → the kind of question that it calls for."""
    return {fold(word).text: name for name, topic in all_topics().items() for word in topic.WORDS}
