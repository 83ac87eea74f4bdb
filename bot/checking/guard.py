"""Answer → the same, or that a part of the question was not understood: nothing that was asked is passed over in silence.

What changes the meaning (operators.py), every number with a unit, and every item, year, evaluation and letter that was
read must come up in the answer. Where one does not, the answer was given to another question: it is withdrawn and the
words are named. Where only a half is missing (評定と人員), the first line says so beside the half that is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property

from bot.answer import Answer, Context, Status
from bot.checking.operators import CHOOSING, CODE, NEGATING, Operator, find_operators, is_half, is_heeded
from bot.question import Question
from bot.reading.kinds import OF_AN_INDICATOR
from bot.text.compiled import compiled
from bot.text.fiscal_year import find_years
from bot.text.normalise import fold, fold_text
from bot.topic import all_topics
from bot.wording.phrases import year_name

_MASK = "\0"
_LETTER = compiled(r"(?<![a-z0-9])([sabcd])(?![a-z0-9])(?!より|未満)")
# a number that limits or counts; one that a code or a year may have been meant by
_NUMBER = compiled(
    r"(?<![a-z0-9.])(?P<n>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<ten_thousand>万)?(?:年|回|件|人|名|%|日|社|枚|倍|割|位|番目|度|か月|円|団体|ポイント|(?=だった|でな|じゃな|以[上下内]|未満|を?超|を?上回|を?下回|より[多少高低]))"
    r"|(?<=\0)[~_/・.][0-9]{1,2}(?![0-9])|(?:19|20)[0-9]{2}(?![0-9万])|[〇一二三四五六七八九]{4}年"
)
_LETTERS_LISTED = compiled(r"(?<![a-z0-9])[sabcd](?:と|、|,|・)[sabcd](?![a-z0-9])")
# a judgement, which a number that was not read may turn round
_VERDICT = compiled(r"目標[にを]|項目は|ありません|[るの]年度が|のは、(?:R|令和)|→|からR|倍")
_FIGURES = frozenset({"indicator", "staff"})
_LASTING = compiled(r"以上|連続|続")
# what figures are asked of, or beside: 評定が下がった項目の人員
_RATED = compiled(r"(?<!見込)(?<!見込み)(?<!年度)(?<!期間)(?<!自己)評[価定](?=[がもを])|項目の(?:見込み?)?評[価定]")
_TOLD_RATED = compiled(r"評定|がった項目は")
# years that 一番古い, 最初の name, which are operators elsewhere
_AT_AN_END = frozenset({"first", "latest"})
_WESTERN = compiled(r"(?:19|20)[0-9]{2}")
_SECTIONS = compiled(r"([Ⅰ-Ⅻ])(?:~|から)([Ⅰ-Ⅻ])")
# a year that is named and not meant: R5の翌年度, R5を除いた
_LEFT_OUT = compiled(
    r"(?:年度)?(?:より(?:も)?(?:後|前|あと|まえ)|の(?:翌|次の|前の?)年|以外|[をは]?除(?:いた|いて|く|き|外)?|を?抜き|のほか)"
)
_QUOTED = compiled(r"「([^「」]+)」")
_BOTH_EVALUATIONS = compiled(r"(?:と|及び|および)見込|見込み?(?:評価|評定)?(?:と|及び|および)(?!比|の違|の差|は|して)")
_KANJI = compiled(r"[一-龠]")
_AND_AFTER = compiled(r"と(?!は|して|する|比|く)|や(?![らりるっめ])|及び|および|・")
_AND_BEFORE = compiled(r"(?:(?<!だ)と|や|及び|および|・)$")
_TWO_NAMES = compiled(r"\0(?:と|や|、|及び|および|・)\0")
_EVALUATIONS = (("見込", "prospective"), ("年度評価", "annual"))
_OF_RATINGS = frozenset({"rating", "history", "items", "changes", "comparison", "distribution"})
# those that tell of a year what is recorded for that year, and compute nothing of others
_OF_YEARS = frozenset({"rating"})
# kinds of question in which a letter is no guess at the answer (Ⅰ-1はAですか), but what is asked for
_LETTERED = frozenset({"items", "distribution", "changes", "indicator", "period", "sources", "disagreements"})
# those whose answers are about some of the items that were named, and say about which
_CHOOSING = frozenset({"events", "search", "items", "distribution", "changes", "indicator"})
_FAMILIES = (_OF_RATINGS | {"item", "overall", "criteria"}, OF_AN_INDICATOR - {"staff"} | {"indicator", "criteria"})
# asked of an indicator as well as of the staff
_OF_PERSONS = frozenset({"人数", "何人", "何名"})
# of some items those with so many persons
_OF_SO_MANY = compiled(r"[0-9]人(?:を?超|以[上下]|未満|を?[上下]回)[^、。]{0,4}項目")
# what a condition consists of besides its operator: カード関係|以外
_OPERAND = compiled(r"\0{0,60}[^のはがをにでと、。?!\0 ]{0,10}$")
_ENDING = compiled(r"(?<=[一-龠])(?:い(?:た|て)?|く|き|かった|まった|まる)")
_OF_NO_YEAR = "年度ごとの評定ではありません"
_NAMED = 2
# that somebody names one by one
_FEW_ITEMS = 8
_WORDS_OF = {"staff": "従事人員数", "rationale": "評定の根拠", "goals": "中期目標", "achievements": "主な成果"}


def guarded(answer: Answer, question: Question, context: Context, *, explained: bool = False) -> Answer:
    """The answer, if it heeds all that was asked. *context*: of the thread before the question.

    *explained*: what answered read every word of the clause, and its operators need not be seen in the first line.
    """
    if answer.status is not Status.ANSWERED:
        return answer
    check = _Check(answer, question, explained=explained)
    if said := next(check.passed_over(), ""):
        return _withdrawn(answer, question, said, context)
    if halves := tuple(dict.fromkeys(check.missing_halves())):
        return answer._replace(first=f"{answer.first}「{'」「'.join(halves)}」にはお答えできていません。")
    return answer


class _Check:
    """One answer held against the clause. *masked*: the folded clause without names."""

    def __init__(self, answer: Answer, question: Question, *, explained: bool) -> None:
        self.answer, self.question = answer, question
        self.text = question.text_folded
        self.masked = _masked(self.text, question.names)
        ends = [(each.start, each.end) for each in question.mentions if each.kind in _AT_AN_END]
        self.operators = find_operators(_masked(self.masked, ends))
        self.explained = explained
        self.missed = tuple(each for each in self.operators if not explained and not is_heeded(each, answer, question))

    @cached_property
    def said(self) -> str:
        """The whole text of the answer."""
        answer = self.answer
        cells = (cell for table in answer.tables for row in (table.header, *table.rows) for cell in row)
        return "\n".join((answer.first, *answer.lines, *answer.notes, *answer.missing, *cells))

    def passed_over(self) -> Iterator[str]:
        """What the answer did not heed, as it was typed or read; without it the answer is another question's."""
        answer, question = self.answer, self.question
        yield from (
            _condition(each, question, self.masked) for each in self.missed if not is_half(each, answer, question)
        )
        yield from self._years()
        yield from (said for said, plain in self._numbers if not (plain and _is_series(answer)))
        if answer.topic in _OF_RATINGS:
            for word, name in _EVALUATIONS:
                if word in self.masked and name not in answer.evaluations and word not in answer.first:
                    yield word
        if (
            answer.topic in _FIGURES | {"events"}
            and (rated := _RATED.search(self.masked))
            and not _TOLD_RATED.search(answer.first)
        ):
            yield rated.group()
        if answer.topic in _LETTERED and not _LETTERS_LISTED.search(self.masked):
            yield from self._letters()
        spans = [each for each in question.mentions if each.rule.startswith("range")]
        if (
            answer.topic == "changes" and len(spans) > 1 and not self.explained
        ):  # R3→R4とR4→R5で: one answer is of one pair of years
            yield _typed(spans[1].start, spans[1].end, question)
        if answer.topic == "search":
            yield from (quoted for quoted in _QUOTED.findall(question.text) if quoted not in answer.first)
            quoted_spans = [match.span() for match in _QUOTED.finditer(question.text_folded)]
            meant = any(  # 「令和6年12月」 is looked for as it stands
                not any(start < each.start and each.end < end for start, end in quoted_spans)
                for each in question.mentions
            )
            years = question.years.years if meant else ()
            yield from (year_name(year) for year in years if year_name(year) not in answer.first)
        if answer.items:
            yield from self._sections()

    def missing_halves(self) -> Iterator[str]:
        """What was asked besides and is not in the answer."""
        answer, question = self.answer, self.question
        for each in self.missed:
            if self.text[each.start : each.end] not in self.said:
                yield _condition(each, question, self.masked)
        denied = answer.first.startswith("いいえ、") and answer.topic in _FIGURES  # it is not so much
        if not denied and (not question.years.asked or len(answer.fiscal_years) > 1):  # one value answers that too
            yield from (number for number, _ in self._numbers)
        if answer.topic in _LETTERED | {"staff", "criteria"} and question.percent is None:
            yield from self._letters()
        chosen = question.follow_up or any(each.kind in CHOOSING for each in self.operators)
        chosen = chosen or (answer.topic == "staff" and _OF_SO_MANY.search(self.masked) is not None)
        named = answer.topic not in _CHOOSING or (answer.topic == "events" and _TWO_NAMES.search(self.masked))
        if named and not chosen and len(question.items) <= _FEW_ITEMS:
            yield from (code for code in question.items if code not in answer.items and code not in self.said)
        if question.all_items and answer.topic == "overall":
            yield "全項目"
        if (
            answer.evaluations == ("prospective",)
            and answer.topic != "rating"
            and _BOTH_EVALUATIONS.search(self.masked)
        ):
            yield "年度評価"
        answered = {*question.topics, answer.topic}
        for word in question.words:
            kind = _owners().get(word, "")
            if (
                kind
                and kind not in {*answered, "changes"}
                and not _family(kind) & answered
                and _is_in_a_list(word, question)
            ):
                yield word

    def _years(self) -> Iterator[str]:
        answer, asked = self.answer, self.question.years
        given = set(answer.fiscal_years)
        if given and answer.topic != "period" and not given.issuperset(asked.years):
            absent = set(asked.years) - given
            told = self.said
            if answer.topic == "changes":  # between two years: those within are not named
                ends = {end for each in self.question.mentions for end in each.years[:1] + each.years[-1:]}
                absent -= set(range(min(given) + 1, max(given))) - ends
                told = answer.first
            named = {year for each in find_years(fold_text(told)) for year in each.years} if absent else set()
            yield from map(year_name, sorted(absent - named))
        if asked.asked and answer.topic == "items" and answer.facts and not given and _OF_NO_YEAR not in answer.first:
            yield from map(year_name, asked.years)
        if asked.asked and answer.topic in _OF_YEARS and given - set(asked.years):
            yield from (_typed(each.start, each.end, self.question) for each in self.question.mentions)
        for each in self.question.mentions:
            match = _LEFT_OUT.match(self.text, each.end)
            if (match or each.excepted) and each.kind == "years" and given & set(each.years):
                yield _typed(each.start, match.end() if match else each.end, self.question)

    @cached_property
    def _numbers(self) -> tuple[tuple[str, bool], ...]:
        """Numbers that the first line has nothing of; whether each is a plain value, and no year or code."""
        spans = [(each.start, each.end) for each in self.question.mentions if each.kind != "duration"]
        numbers = tuple(_NUMBER.finditer(_masked(self.masked, spans)))
        if not numbers or self.explained or self.answer.topic == "history":  # 2年連続でAだった: the years are named
            return ()
        said = fold_text(CODE.sub("", self.answer.first)).replace(",", "")
        return tuple(
            (match.group(), _is_plain(match))
            for match in numbers
            if not any(each.start <= match.start() < each.end for each in self.operators)
            and not _spans(self.answer.fiscal_years, match)
            and not any(
                re.search(rf"(?<![0-9.a-z和成]){re.escape(each)}(?![0-9]|\.0*[1-9])", said) for each in _writings(match)
            )
        )

    def _letters(self) -> Iterator[str]:
        letters = dict.fromkeys(_LETTER.findall(self.masked))
        if not letters or {each.kind for each in self.operators} & NEGATING:
            return
        given = {str(fact.value) for fact in self.answer.facts}
        for letter in letters:
            if letter.upper() not in given and not re.search(rf"(?<![A-Z]){letter.upper()}(?![A-Z])", self.said):
                yield letter.upper()

    def _sections(self) -> Iterator[str]:
        ranges = tuple(_SECTIONS.finditer(self.text))
        if not (ranges or self.question.sections):
            return
        given = {code.split("-")[0] for code in self.answer.items}
        if self.answer.topic in _CHOOSING:
            given |= set(self.answer.first)
        yield from (section for section in self.question.sections if section not in given)
        for match in ranges:
            if not given.issuperset(map(chr, range(ord(match[1]), ord(match[2]) + 1))):
                yield match.group()


def _is_series(answer: Answer) -> bool:
    """Whether the first line gives values that a reader can hold against a number himself."""
    return answer.topic in _FIGURES and not _VERDICT.search(answer.first)


def _is_plain(match: re.Match[str]) -> bool:
    return match["n"] is not None and not _WESTERN.fullmatch(match["n"])


def _writings(match: re.Match[str]) -> tuple[str, ...]:
    """10万 is 100000 as well."""
    number = (match["n"] or match.group().removeprefix(".")).replace(",", "")  # R3.4 is told as 令和3年4月
    return (number, str(int(float(number) * 10_000))) if match["ten_thousand"] else (number,)


def _spans(years: Sequence[int], match: re.Match[str]) -> bool:
    """Whether the number is one of years (4年間の平均), and these are so many or so far apart, or all that there are."""
    if (
        not match["n"]
        or not match.group().endswith("年")
        or len(years) < _NAMED
        or _LASTING.match(match.string, match.end())
    ):
        return False
    number = float(match["n"].replace(",", ""))
    return len(years) <= number or years[-1] - years[0] == number


def _family(kind: str) -> frozenset[str]:
    """The kinds of question that answer what a word of this kind asks."""
    return frozenset().union(*(each for each in _FAMILIES if kind in each))


def _is_in_a_list(word: str, question: Question) -> bool:
    """Whether the word stands beside others that ask: 評定と人員, 評定 人員."""
    text = question.text_folded
    at = text.find(word)
    joined = at >= 0 and (_AND_AFTER.match(text, at + len(word)) or _AND_BEFORE.search(text[:at]))
    if joined and not _KANJI.match(text[at - 1 : at]):
        return True
    return word in {fold_text(each) for each in question.text.split()}


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = _MASK * (end - start)
    return "".join(characters) if spans else text


def _condition(operator: Operator, question: Question, masked: str) -> str:
    """The operator as typed, with what stands before it up to the next particle (カード関係以外, R5より多い)."""
    operand = _OPERAND.search(masked[: operator.start])
    ending = _ENDING.match(question.text_folded, operator.end)
    start, end = operand.start() if operand else operator.start, ending.end() if ending else operator.end
    return _typed(start, end, question).lstrip("のはがを")


def _typed(start: int, end: int, question: Question) -> str:
    folded = fold(question.text)
    return (
        folded.as_typed(start, end).strip() if folded.text == question.text_folded else question.text_folded[start:end]
    )


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
    return {
        fold_text(word): name for name, topic in all_topics().items() for word in topic.WORDS if word not in _OF_PERSONS
    }
