"""Conditions on ratings that bind years to letters: first, only, both, from A to B, unchanged, higher than.

All of it is computed and marked so. A rating on which places disagree is tried with each letter that a place states:
where the outcome depends on it, the item is named as disputed and not counted. A condition that cannot be computed surely
is said to be so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from bot.answer import Answer, Status, Table
from bot.match import is_content
from bot.over_years import answer_when_changed
from bot.phrases import short_year, year_name, years_name
from bot.question import Question
from bot.subject import changed_between, items_of, missing_years_sentence, within
from bot.text.compiled import compiled
from bot.text.fiscal_year import YearMention, find_years
from bot.topics import history
from bot.topics.history import NOT_LETTER
from bot.topics.rating import conflict_of, facts_of, final_of, letters
from records.lookups import Records
from records.model import Rating

# a fiscal year, or None for the prospective rating
_Term = int | None
_Given = Mapping[_Term, str]

_COMPUTED = "（計算値）"
_KINDS = frozenset({"rating", "history", "items", "changes", "search"})
_OTHER_SUBJECT = compiled(
    r"総合|指標|人員|予算|根拠|理由|なぜ|なんで|何故|どうして|実績|達成|割合|比率|何割|連続|続けて|以降ずっと"
)
_WHEN = compiled(r"いつ|何年|どの年|年度[はがを]|年[はがを]|年度\??$")
_LETTER = r"(?<![a-z0-9])[sabcd](?:評価|評定|判定|ランク)?"
_FIRST = compiled(r"初めて|はじめて|初の?(?=[sabcd])")
_ONLY = compiled(r"(?:の年?)?(?:だけ|のみ)")
_BOTH = compiled(r"両方|両年|どちらも|いずれも|ともに|どっちも|かつ|双方|共に|とも(?=[sabcd])|も(?=[sabcd])")
_FROM_TO = compiled(rf"(?P<old>{_LETTER}) ?(?:から|→|⇒|->|=>) ?(?P<new>{_LETTER})(?![a-z0-9])")
_YEAR_LETTER = compiled(rf"(?:[がはので:]|には?|では)? ?(?P<letter>{_LETTER})(?![a-z0-9])")
_UNCHANGED = compiled(
    r"変わ(?:ら(?:な|ず)|って(?:い)?な|りな)|変化(?:[がはの]な|して(?:い)?な|しな|な[いしか])|据え?置|変動(?:[がはの]な|な[いしか])|同じ(?:評定|評価|まま|項目|だった)|(?:評定|評価)が?同じ"
)
_NEVER = compiled(r"一度も|いちども|1度も|一回も|1回も|ずっと|全く|まったく|毎年|全年度|全ての年|すべての年|期間中")
_NOT_UP = compiled(r"上が(?:らな|って(?:い)?な|りませ)")
_NOT_DOWN = compiled(r"(?:下が(?:らな|って(?:い)?な|りませ)|落ち(?:な|て(?:い)?な))")
_UP = compiled(r"上が|上回|高[いかくま]|上昇|改善|良[いくか]|アップ|格上げ|あが|上の(?:項目|評)")
_DOWN = compiled(r"下が|下回|低[いかくま]|低下|悪[いくか]|悪化|ダウン|格下げ|落ち|さが|下の(?:項目|評)")
_MARK_SAID = compiled(r"(?:重要|優先)[度性]?[がのはも]?「?[高低]」?(?:くな)?[いく]?(?:て|のに|けど|けれど|が)?")
_STATE = compiled(r"高[いかくま]|低[いかくま]|良[いか]|悪[いか]|上回|下回")
_DIFFERENT = compiled(r"違[うっい]|異な|差が|変わ|変化|比較|比べ")
_BOUNDED = compiled(rf"{_LETTER}(?:以上|以下|未満|より)")
_EVERY_YEAR = compiled(r"全部|すべて|全て|ぜんぶ|これまで|今まで|過去|全年度|どの年度?でも|かつて|一度でも|ことが?あ")
_SAME = compiled(r"同じ|一致|変わら(?:な|ず)|違わな|変わって(?:い)?な|差が?な")
_PROSPECTIVE = r"見込み?(?:評価|評定)?(?:の評[価定])?"
_YEARLY = r"(?:年度評価|単年度の?評価)(?:の評[価定])?"
_REFERENCE = (
    r"(?:の(?:年度)?評[価定])?(?:の?(?:ほう|方))?(?:より|から|に比べ|と比べ|に対し|に比し|と比較し|を(?:上回|下回))"
)
# words that no kind of question explains, but a condition does
_OWN_WORDS = compiled(
    r"初|はじ|だけ|のみ|両|どちら|どっち|いず|とも|共に|双方|変|同じ|据|上|下|高|低|良|悪|落|違|異|差|年度|評[価定]|項目|成績|ほう|方|比べ|全部|すべて|全て|件|一覧"
)
# what is asked openly is not answered with yes or no
_OPEN = compiled(r"どちら|どっち|どれ|どう|違い|比較|差は|何が|いくつ")
_FEW = 8


class _Condition(NamedTuple):
    """*holds* of the letters of *terms*; *shown*: what to say in brackets behind an item; *one*: of a single item. *head*: 「… 項目は」."""

    terms: tuple[_Term, ...]
    holds: Callable[[_Given], bool]
    head: str
    topic: str = "items"
    shown: Callable[[_Given], str] = lambda _: ""
    one: Callable[[_Given], str] | None = None
    next_steps: tuple[str, ...] = ()


def answer_condition(question: Question, records: Records) -> Answer | None:
    """The answer to a question that sets such a condition; None when it sets none."""
    if question.flags:  # what is said of a mark is said of no rating: 重要度が高いのに見込評価がB
        question = question._replace(text_folded=_MARK_SAID.sub("", question.text_folded))
    text = question.text_folded
    if (
        question.refusal
        or question.unknown_codes
        or question.indicators
        or question.unclear
        or question.evaluator
        or question.percent is not None
        or question.evaluation == "final"
        or not set(question.topics) <= _KINDS
        or _OTHER_SUBJECT.search(text)
    ):
        return None
    if _own_years(question):
        return history.answer(question, records)
    years = question.years.years
    if len(question.items) == 1 and not years and question.evaluation is None and _FROM_TO.search(text):
        return answer_when_changed(question, records, question.items, "")
    mentions = tuple(each for each in find_years(text) if each.kind == "years")
    try:
        if question.evaluation == "prospective" or "見込" in text:
            found = _against_prospective(question, records, mentions)
        else:
            found = _among_years(question, records, mentions)
    except _UnsureError as unsure:
        return Answer(question=question.text, status=unsure.status, topic=unsure.topic, first=str(unsure))
    if found is None:
        return None
    typed = zip(question.left, question.left_typed, strict=True)
    if unread := [each for word, each in typed if is_content(word) and not _OWN_WORDS.search(word)]:
        first = f"「{unread[0]}」が何を指すか読み取れませんでした。項目番号か項目名で聞いてください。"
        return Answer(question=question.text, status=Status.NOT_UNDERSTOOD, first=first)
    asked = tuple(sorted({*years, *(term for term in found.terms if term is not None)}))
    if missing := tuple(year for year in asked if year not in records.rated_years):
        first = missing_years_sentence(f"{years_name(missing)}の評定", missing, records.rated_years)
        return Answer(question=question.text, status=Status.NO_DATA, topic=found.topic, first=first)
    return _listed(question, records, found)


class _UnsureError(Exception):
    """The condition was seen and cannot be computed surely."""

    def __init__(self, said: str, status: Status = Status.NOT_UNDERSTOOD, topic: str | None = None) -> None:
        super().__init__(said)
        self.status, self.topic = status, topic


def _own_years(question: Question) -> bool:
    """Whether the years are asked in which one item had not a letter, or had it first (Ⅰ-1がAじゃなかった年度)."""
    text = question.text_folded
    asked = _WHEN.search(text) or re.search(r"のは\??$", text)
    special = NOT_LETTER.search(text) or _FIRST.search(text)
    return bool(question.letters and len(question.items) == 1 and not question.years.asked and asked and special)


def _unsure(what: str) -> _UnsureError:
    return _UnsureError(
        f"「{what}」の条件を確実に読み取れないため、お答えできません。年度と評定を一つずつ聞いてください。"
    )


def _among_years(question: Question, records: Records, mentions: Sequence[YearMention]) -> _Condition | None:  # noqa: C901, PLR0912 - one case a condition
    text, years, recorded = question.text_folded, question.years.years, records.rated_years
    wanted = frozenset(question.letters)
    negated = NOT_LETTER.search(text)
    said = f"{negated['letter'][0].upper()} でない" if negated else f"{'・'.join(question.letters)} の"
    when = _WHEN.search(text) is not None
    pairs = [
        (each.years[0], match["letter"][0].upper())
        for each in mentions
        if len(each.years) == 1 and (match := _YEAR_LETTER.match(text, each.end))
    ]
    steps = list(_FROM_TO.finditer(text))
    if (first := _FIRST.search(text)) and wanted:
        if when or question.items:
            return None
        if len(years) != 1 or negated:
            raise _unsure(first.group())
        before = tuple(year for year in recorded if year < years[0])
        if years[0] in recorded and not before:
            raise _UnsureError(
                f"{year_name(years[0])}より前の評定は記録にないため、{year_name(years[0])}に初めて {'・'.join(question.letters)} になったかどうかは分かりません。",
                Status.NO_DATA,
                "items",
            )
        return _Condition(
            terms=(*before, *years),
            holds=lambda given: given[years[0]] in wanted and not any(given[year] in wanted for year in before),
            head=f"記録のある{year_name(recorded[0])}以降で、{year_name(years[0])}に初めて {'・'.join(question.letters)} になった項目は",
        )
    if wanted and mentions and any(_ONLY.match(text, each.end) for each in mentions):
        others = tuple(year for year in recorded if year not in years)
        return _Condition(
            terms=tuple(sorted({*recorded, *years})),
            holds=lambda given: (
                all(given[year] in wanted for year in years) and not any(given[year] in wanted for year in others)
            ),
            head=f"{years_name(recorded)}のうち{years_name(years)}だけ {said}項目は",
        )
    if len({year for year, _ in pairs}) > 1 and len({letter for _, letter in pairs}) > 1:
        if negated or {year for year, _ in pairs} != set(years) or len(pairs) != len(years):
            raise _unsure("・".join(f"{short_year(year)} {letter}" for year, letter in pairs))
        return _Condition(
            terms=tuple(sorted(years)),
            holds=lambda given: all(given[year] == letter for year, letter in pairs),
            head="、".join(f"{year_name(year)}が {letter}" for year, letter in sorted(pairs)) + " の項目は",
            topic="changes",
        )
    if steps and not (when or negated):
        if len(steps) > 1 or (len(years) > 1 and question.years.series and "かけて" not in text and len(mentions) > 1):
            raise _unsure("・".join(step.group() for step in steps))
        return _step(question, records, steps[0]["old"][0].upper(), steps[0]["new"][0].upper())
    both = _BOTH.search(text)
    if wanted and len(years) > 1 and both and not when:
        if len(wanted) > 1 and not negated and not re.search(r"以上|以下|より上|未満|より下", text):
            raise _unsure(both.group())
        return _Condition(
            terms=years,
            holds=lambda given: all(given[year] in wanted for year in years),
            head=f"{'・'.join(year_name(year) for year in years)}のすべてで {said}項目は",
        )
    compared = _years_compared(question, records, mentions)
    if len(question.items) == 1 and not question.sections:
        return compared  # Ⅰ-1はR5よりR6の方が高い？
    if compared or when or wanted:
        return compared
    rank = records.scale.index
    if (no_up := _NOT_UP.search(text)) or _NOT_DOWN.search(text):
        span = changed_between(question, recorded)
        return _Condition(
            terms=(span[0], span[-1]),
            holds=lambda given: (
                (rank(given[span[-1]]) >= rank(given[span[0]]))
                if no_up
                else (rank(given[span[-1]]) <= rank(given[span[0]]))
            ),
            head=f"{year_name(span[0])}から{year_name(span[-1])}にかけて評定が{'上がらなかった' if no_up else '下がらなかった'}項目は",
            topic="changes",
        )
    if _UNCHANGED.search(text):
        span = recorded if _NEVER.search(text) and not years else changed_between(question, recorded)
        return _Condition(
            terms=span,
            holds=lambda given: len({given[year] for year in span}) == 1,
            head=f"{'・'.join(year_name(year) for year in (span[0], span[-1]))}の間で評定が変わっていない項目は"
            if len(span) == 2  # noqa: PLR2004 - a pair
            else f"{years_name(span)}に評定が一度も変わっていない項目は",
            topic="changes",
        )
    return None


def _step(question: Question, records: Records, old: str, new: str) -> _Condition:
    years = question.years.years
    if (not years or question.years.series) and _EVERY_YEAR.search(question.text_folded):
        recorded = records.rated_years

        def found(given: _Given) -> list[tuple[int, int]]:
            return [(one, two) for one, two in pairwise(recorded) if (given[one], given[two]) == (old, new)]

        return _Condition(
            terms=recorded,
            holds=lambda given: bool(found(given)),
            head=f"{years_name(recorded)}に、ある年度の {old} から翌年度に {new} になった項目は",
            topic="changes",
            shown=lambda given: "・".join(f"{short_year(one)}→{short_year(two)}" for one, two in found(given)),
        )
    ends = changed_between(question, records.rated_years)
    one, two = ends[0], ends[-1]
    return _Condition(
        terms=(one, two),
        holds=lambda given: (given[one], given[two]) == (old, new),
        head=f"{year_name(one)}の {old} から{year_name(two)}に {new} になった項目は",
        topic="changes",
        next_steps=() if years else (f"{old}から{new}になった項目全部",),
    )


def _years_compared(question: Question, records: Records, mentions: Sequence[YearMention]) -> _Condition | None:
    """R5よりR3の方が高い項目: what stands before より is what the other is compared with."""
    text, years = question.text_folded, question.years.years
    singles = [each for each in mentions if len(each.years) == 1]
    state = _STATE.search(text)
    referred = [each for each in singles if re.match(_REFERENCE, text[each.end :])]
    if len(singles) != 2 or len(years) != 2 or len(referred) != 1:  # noqa: PLR2004 - a pair
        return None
    reference = referred[0].years[0]
    subject = next(year for year in years if year != reference)
    if not state and reference < subject:
        return None
    return _compared(records, text, subject, reference, (reference, subject))


def _against_prospective(question: Question, records: Records, mentions: Sequence[YearMention]) -> _Condition | None:
    """The prospective rating beside the annual one: neither is the earlier, so they are compared."""
    text = question.text_folded
    if not (
        _UP.search(text) or _DOWN.search(text) or _DIFFERENT.search(text) or _SAME.search(text) or _FROM_TO.search(text)
    ):
        return None
    if _BOUNDED.search(text):
        return None  # 見込評価がBより上の項目: a letter is the measure
    if len(question.years.years) > 1:
        raise _unsure("見込評価と比べる年度")
    year = question.years.years[0] if question.years.years else records.rated_years[-1]
    against = re.search(_PROSPECTIVE + _REFERENCE, text)
    yearly = re.search(_YEARLY + _REFERENCE, text) or any(re.match(_REFERENCE, text[each.end :]) for each in mentions)
    if against and yearly:
        raise _unsure("見込評価と年度評価のどちらを基準にするか")
    subject, reference = (year, None) if against else (None, year)
    return _compared(records, text, subject, reference, (year, None))


def _compared(records: Records, text: str, subject: _Term, reference: _Term, terms: tuple[_Term, _Term]) -> _Condition:
    if negated := re.search(r"(?:上が|下が|上回|下回|高|低)(?:らな|って(?:い)?な|くな[いか])", text):
        raise _unsure(f"{negated.group()}…")
    up, down, same = _UP.search(text), _DOWN.search(text), _SAME.search(text)
    if same and (up or down):
        raise _unsure(same.group())
    if up and down:
        up = down = None
    rank = records.scale.index
    step = _FROM_TO.search(text)
    letters_of = (step["old"][0].upper(), step["new"][0].upper()) if step else None

    def holds(given: _Given) -> bool:
        if letters_of and (given[reference], given[subject]) != letters_of:
            return False
        if same:
            return given[reference] == given[subject]
        better = rank(given[reference]) - rank(given[subject])
        return better > 0 if up else better < 0 if down else better != 0

    names = [f"{_name(term)}{'の評定' if term is not None else ''}" for term in terms]
    said = (
        f"{_name(subject)}のほうが{'高い' if up else '低い'}" if up or down else "評定が同じ" if same else "評定が違う"
    )
    return _Condition(
        terms=terms,
        holds=holds,
        one=lambda given: (
            f"{names[0]}は {given[terms[0]]}、{names[1]}は {given[terms[1]]} で、"
            + (
                "同じです"
                if given[terms[0]] == given[terms[1]]
                else f"{_name(terms[rank(given[terms[1]]) < rank(given[terms[0]])])}のほうが高いです"
            )
        ),
        head=f"{names[0]}と{names[1]}を比べると、{said}項目は",
        topic="changes",
        shown=lambda given: "" if same else f"{given[terms[0]]} に対し {given[terms[1]]}",
    )


def _first_of_one(question: Question, found: _Condition, stated: Mapping[_Term, Sequence[Rating]]) -> str:
    """Yes or no, with both letters; that it cannot be said where places disagree."""
    code = question.items[0]
    if disputed := [term for term, at in stated.items() if conflict_of(at)]:
        told = "、".join(f"{_name(term)}は {letters(at).replace('／', ' と ')}" for term, at in stated.items())
        doubtful = "・".join(_name(term) for term in disputed)
        return f"{code} の{doubtful}の評定が出典により分かれるため、どちらが高いかは決められません（{told}）。"
    given = {term: final_of(at)[0].rating for term, at in stated.items()}
    said = "" if _OPEN.search(question.text_folded) else "はい、" if found.holds(given) else "いいえ、"
    return f"{said}{code} の{found.one(given) if found.one else ''}{_COMPUTED}。"


def _name(term: _Term) -> str:
    return "見込評価" if term is None else year_name(term)


def _listed(question: Question, records: Records, found: _Condition) -> Answer:
    items = items_of(question, records, default_all=True)
    stated = {
        code: {
            term: records.ratings_of(code, "annual" if term is not None else "prospective", term)
            for term in found.terms
        }
        for code in items
    }
    shown: dict[str, str] = {}
    disputed: list[str] = []
    absent: list[str] = []
    for code, at in stated.items():
        if not all(at.values()):
            absent.append(code)
            continue
        outcomes = [
            dict(zip(at, chosen, strict=True))
            for chosen in product(*(sorted({each.rating for each in final_of(given)}) for given in at.values()))
        ]
        holding = [given for given in outcomes if found.holds(given)]
        if len(holding) == len(outcomes):
            shown[code] = "／".join(dict.fromkeys(found.shown(given) for given in holding))
        elif holding:
            disputed.append(code)
    return _answer(question, records, found, stated, shown, disputed, absent)


def _answer(
    question: Question,
    records: Records,
    found: _Condition,
    stated: Mapping[str, Mapping[_Term, Sequence[Rating]]],
    shown: Mapping[str, str],
    disputed: Sequence[str],
    absent: Sequence[str],
) -> Answer:
    among = f"{'・'.join(stated)} のうち、" if question.items and len(stated) <= _FEW else within(question, records)
    named = "・".join(f"{code}（{text}）" if text else code for code, text in shown.items())
    said = f" {named} の{len(shown)}項目です" if len(shown) > 1 else f" {named} です" if shown else "ありません"
    said = said.replace("） ", "）")
    doubt = "".join(
        f"{code} は{'・'.join(_name(term) for term, given in stated[code].items() if conflict_of(given))}の評定が出典により分かれるため、数えていません。"
        for code in disputed
    )
    codes = (*shown, *disputed)
    conflicts = tuple(
        conflict for code in codes for given in stated[code].values() if (conflict := conflict_of(given)) is not None
    )
    rows = tuple(
        (code, records.item_by_code[code].title, *(letters(given) for given in stated[code].values())) for code in codes
    )
    statements = [given for code in codes for given in stated[code].values()]
    first = f"{among}{found.head}{said}{_COMPUTED}。{doubt}"
    if found.one and len(question.items) == len(stated) == 1 and not absent:
        code = question.items[0]
        codes = (code,)
        statements = list(stated[code].values())
        conflicts = tuple(conflict for each in statements if (conflict := conflict_of(each)) is not None)
        first = _first_of_one(question, found, stated[code])
    header = ("項目", "項目名", *("見込" if term is None else short_year(term) for term in found.terms))
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=found.topic,
        first=first,
        tables=(Table(caption="評定", header=header, rows=rows),) if rows else (),
        notes=(
            *((f"{'・'.join(absent)} は評定の記録がそろっていないため、数えていません。",) if absent else ()),
            "記載された評定から求めた計算値です。",
        ),
        items=codes if found.one and len(question.items) == 1 else tuple(shown),
        fiscal_years=tuple(sorted(term for term in found.terms if term is not None)),
        evaluations=("annual", "prospective") if None in found.terms else ("annual",),
        facts=tuple(fact for given in statements for fact in facts_of(given)),
        conflicts=tuple(dict.fromkeys(conflicts)),
        sources=tuple(dict.fromkeys(each.source for given in statements for each in given)),
        next_steps=found.next_steps,
        read_as=found.head.removesuffix("は"),
    )
