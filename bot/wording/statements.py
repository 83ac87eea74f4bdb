"""One way to answer every kind of question whose records are short texts about an item.

Achievements, rationale, issues, goals, plans, viewpoints, results, legal basis: which evaluations have them for which
year, what a dash means, and what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.answer import Answer, Fact, Status
from bot.figures.numerals import half_width
from bot.question import Question
from bot.text.compiled import compiled
from bot.text.normalise import fold_text
from bot.wording.phrases import EVALUATION_NAMES, KIND_NAMES, term_name, years_name
from bot.wording.subject import CLOSED, items_of, named_codes, unknown_items, which_item, within
from records.lookups import Records
from records.model import Statement

LookUp = Callable[[str, str], Sequence[Statement]]
_MOST_ITEMS = 30
# what is asked of all items when none is named: 根拠条文の一覧, 課題がある項目は？
_LACKING = compiled(r"(?:が|の|も)?(?:ない|無い|なし|空欄|「?[-ー－―]」?)の?項目")
_HAVING = compiled(
    r"(?:は|が)(?:あった|ありました)(?:か|の)?[?。]*$|(?:が|の|も|に)?(?:記載の)?(?:ある(?:とされ(?:た|ている))?|あり|「?[-ー－―]」?(?:で|じゃ)ない|(?:記載|記述)され(?:た|ている)|書かれ(?:た|て(?:い)?る))項目"
)
_OF_ALL = compiled(rf"一覧|全部|すべて|全て|全項目|{_LACKING.pattern}|{_HAVING.pattern}")
_BOTH_EVALUATIONS = compiled(r"見込")  # where no one evaluation is asked for, both were named
_FEW_ITEMS = 6
_FIRST_LINE_PARTS = 3
_LONGEST_SAID = 160  # characters of a first line that can be read aloud
_LONGEST_START = 80
_FEW = 3  # so many items a first line says something of
_NUMBERED = "①②③"
# what is counted as 件; others as 点
_COUNTED = {"achievement": "件", "result": "件"}
# the reason that names the letter: …によりA評価
_CONCLUDES = compiled(r"[sabcd](?:評[価定]|に相当|とした)")
_BULLETS = "・○〇◯※●"
_BRACKETS = "＜<［[【（("
_HEADING = compiled(r"[＜<［\[【][^＞>］\]】]{1,20}[＞>］\]】]")
_AS_WRITTEN = ("legal_basis", "related_policy")
_WORDED = ("mid_term_goal", "mid_term_plan", "annual_plan", "viewpoints", "result", "self_evaluation")
# the same in every year of the period, so that naming a year would mislead
_NOT_YEARLY = ("mid_term_goal", "mid_term_plan", "legal_basis", "related_policy")


def answer_statements(question: Question, records: Records, *, topic: str, kind: str, look_up: LookUp) -> Answer:
    """The statements of *kind* for the items asked about; *look_up*: (item, evaluation) → statements."""
    what = KIND_NAMES[kind]
    if question.unknown_codes and not question.items and not question.sections:
        return unknown_items(question, records, topic)
    items = items_of(question, records, default_all=_OF_ALL.search(question.text_folded) is not None)
    if not items:
        return which_item(question, records, topic, what)
    having, lacking = (each.search(question.text_folded) is not None for each in (_HAVING, _LACKING))
    if not question.items and (having or lacking):  # 「－」でない項目 has both words
        return _with_or_without(question, records, items, look_up, what, topic, lacking=not having)
    evaluations = _evaluations(question, records)
    notes: list[str] = []
    found: list[tuple[str, str, Sequence[Statement]]] = []
    for code in items[:_MOST_ITEMS]:
        for evaluation in evaluations:
            statements = look_up(code, evaluation)
            if statements:
                found.append((code, evaluation, statements))
    if question.evaluation is None and not question.years.asked:
        notes.extend(_elsewhere(items, found, look_up, what))
    missing = _years_without(question, records)
    if missing:
        there = years_name(sorted({document.fiscal_year for document in records.documents}))
        named = f"{'・'.join(items)} の" if len(items) <= _FEW_ITEMS else ""
        absent = (
            f"{named}{years_name(missing)}の{what}は記録にありません（記録があるのは{there}の年度評価と見込評価です）。"
        )
    if not found:
        first = absent if missing else _nothing(items, evaluations, what)
        return Answer(
            question=question.text,
            status=Status.NO_DATA,
            topic=topic,
            first=first,
            lines=tuple(f"項目名：{records.item_by_code[code].title}" for code in items if len(items) == 1),
            items=items,
            notes=tuple(notes),
            next_steps=(f"{items[0]} の{what}は？",) if missing else (),
        )
    built = _build(question, records, found, notes, topic=topic, kind=kind)
    return built.with_missing(absent) if missing else built


def _with_or_without(
    question: Question,
    records: Records,
    items: Sequence[str],
    look_up: LookUp,
    what: str,
    topic: str,
    *,
    lacking: bool,
) -> Answer:
    """「課題がある項目は？」: the items whose cell holds a text, or a dash or nothing."""
    evaluation = question.evaluation or "annual"
    stated = {code: at for code in items if (at := look_up(code, evaluation))}
    without = [code for code in items if code not in stated]
    kept = tuple(code for code, at in stated.items() if any(each.text for each in at) is not lacking)
    note = f"{'・'.join(without)} の調書には{what}の欄がないか、記載がありません。" if without else ""
    said = f" {'・'.join(kept)} の{len(kept)}項目です" if kept else "ありません"
    rest = "" if kept else f"（{len(stated)}項目すべてに記載があります）" if lacking else "（すべて「－」です）"
    sources = tuple(dict.fromkeys(each.source for code in kept or stated for each in stated[code]))
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=topic,
        first=f"{within(question, records)}{what}の記載が{'ない（「－」の）' if lacking else 'ある'}項目は{said}{rest}。",
        items=kept,
        notes=(note,) if note else (),
        evaluations=(evaluation,),
        sources=sources,
        read_as=f"{what}の記載の有無",
    )


def _evaluations(question: Question, records: Records) -> tuple[str, ...]:
    if question.evaluation:
        return (question.evaluation,)
    if _BOTH_EVALUATIONS.search(question.text_folded):
        return ("annual", "prospective")
    if question.years.asked:
        documents = {document.fiscal_year for document in records.documents}
        return ("annual",) if documents & set(question.years.years) else ()
    return ("annual",)


def _years_without(question: Question, records: Records) -> tuple[int, ...]:
    if question.evaluation not in {None, "annual"} or not question.years.asked:
        return ()
    documents = {document.fiscal_year for document in records.documents}
    return tuple(year for year in question.years.years if year not in documents)


def _elsewhere(
    items: Sequence[str], found: list[tuple[str, str, Sequence[Statement]]], look_up: LookUp, what: str
) -> list[str]:
    covered = {code for code, _, _ in found}
    notes = []
    for code in items:
        if code in covered:
            continue
        for evaluation in ("prospective", "final"):
            if statements := look_up(code, evaluation):
                found.append((code, evaluation, statements))
                notes.append(f"{code} の{what}は{EVALUATION_NAMES[evaluation]}の調書によるものです。")
                break
    return notes


def _nothing(items: Sequence[str], evaluations: Sequence[str], what: str) -> str:
    forms = "・".join(EVALUATION_NAMES[evaluation] for evaluation in evaluations) or "年度評価"
    return f"{'・'.join(items[:6])} の{what}は、{forms}の文書に記載欄がないか、記載がありません。"


def _subject(records: Records, code: str, evaluation: str, year: int, term: str, kind: str) -> str:
    """「Ⅰ-1 の令和6年度の」; before a rationale also the rating that it is for."""
    if kind != "rationale":
        return f"{code} の{term}"
    given = records.ratings_of(code, evaluation, year if evaluation == "annual" else None)
    return f"{code} の{term}評定 {given[0].rating} の" if given else f"{code} の{term}"


# 年度計画を着実に達成との自己評価, …との評価（評定B）, …が円滑か
_ENDS_ITSELF = compiled(r"との(?:自己)?評価(?:（評定[SABCD]）)?$|か$")
# 基盤を整備, 構築に向けて検討
_DEED = compiled(r"[をて][一-龠]{2}$")


class _Said(NamedTuple):
    """What a first line says of texts: some of them, in the order in which it says them, and of how many."""

    parts: tuple[str, ...]
    number: int

    @property
    def whole(self) -> bool:
        """Whether all is said."""
        return len(self.parts) == self.number and not self.parts[-1].endswith("…")

    def quoted(self) -> str:
        """「a／b ほか2件」."""
        more = f" ほか{self.number - len(self.parts)}件" if self.number > len(self.parts) else ""
        return f"「{'／'.join(self.parts)}{more}」"

    def told(self, counted: str) -> str:
        """「①a、②b の2件です」, 「①a、②b など4件です」, 「aとされています」; in our own numerals and letters."""
        if self.number == 1:
            return _laid_down(half_width(self.parts[0]))
        if len(self.parts) == 1:
            return f"{half_width(self.parts[0])} など{self.number}{counted}です"
        parts = "、".join(f"{number}{half_width(part)}" for number, part in zip(_NUMBERED, self.parts, strict=False))
        return f"{parts}{' など' if len(self.parts) < self.number else '、の'}{self.number}{counted}です"


def _laid_down(part: str) -> str:
    """What stands alone, whole, as the end of a sentence: 「年度計画を着実に達成したとされています」, 「…が円滑かです」."""
    if _ENDS_ITSELF.search(part):
        return f"{part}です"
    if part.endswith(("と評価", "を評価", "自己評価")):
        return f"{part}したものです"
    done = "した" if part.endswith("を着実に達成") else "する" if _DEED.search(part) else ""
    done = "を行うこと" if part.endswith("等") else done
    return f"{part.removesuffix('。')}{done}とされています"


def _said(texts: Sequence[str], brief: Sequence[str], *, most: int = _FIRST_LINE_PARTS) -> _Said:
    """The texts where they are short, else those in brief, else how the first one begins; what concludes comes first."""
    for candidates in (texts, brief):
        ordered = sorted(candidates, key=lambda text: _CONCLUDES.search(fold_text(text)) is None)
        for number in range(min(most, len(ordered)), 0, -1):
            if sum(map(len, ordered[:number])) <= _LONGEST_SAID:
                return _Said(tuple(ordered[:number]), len(candidates))
    return _Said((_beginning(texts[0]),), len(texts))


def _beginning(text: str) -> str:
    """How a long text begins."""
    first = next((line for line in text.split("\n") if not _HEADING.fullmatch(line)), text).lstrip(_BULLETS)
    if len(first) > _LONGEST_START:
        first = f"{first[:_LONGEST_START].rpartition('、')[0] or first[:_LONGEST_START]}…"
    return first


def _listed(text: str) -> list[str]:
    """The paragraphs of an official text as lines, each with a bullet in front unless it has one."""
    return [line if line.startswith(tuple(_BULLETS + _BRACKETS)) else f"・{line}" for line in text.split("\n") if line]


def _all_of(texts: Sequence[str]) -> list[str]:
    return [line for text in texts for line in _listed(text)] or ["・記載は「－」（なし）"]


def _is_official(records: Records, code: str, evaluation: str, kind: str) -> bool:
    """Whether the texts are the document's own words; those of a document that was not ingested are summaries."""
    if kind in _AS_WRITTEN:
        return True
    probe = kind if kind in _WORDED else "result"
    return records.wording_of(code, evaluation, probe) != records.briefs_of(code, evaluation, probe)


def _sentence(subject: str, said: _Said | None, kind: str, *, quoted: bool) -> str:
    """What is stated of one item: in the document's words, or in brief; or that it is a dash."""
    if said is None:
        return f"{subject}は、記載が「－」（なし）です。"
    return (
        f"{subject}は、{said.quoted()}です。"
        if quoted
        else f"{subject}は、{said.told(_COUNTED.get(kind, '点'))}（要約）。"
    )


def _of_many(records: Records, found: Sequence[tuple[str, str, Sequence[Statement]]], kind: str, what: str) -> str:
    """Of more items than a first line can go through: how many have a text, and what the first of them says."""
    codes = tuple(dict.fromkeys(code for code, _, _ in found))
    named = named_codes(codes, records)
    subject = f"{named}{'' if named.endswith(CLOSED) else ' '}の{what}は"
    having = [each for each in found if any(statement.text for statement in each[2])]
    if not having:
        return f"{subject}、すべて記載が「－」（なし）です。"
    code, evaluation, statements = having[0]
    texts = [statement.text for statement in statements if statement.text]
    brief = [each.text for each in records.briefs_of(code, evaluation, kind) if each.text]
    said = _said(texts, brief, most=1).parts[0]
    number = len({code for code, _, _ in having})
    all_of = f"{number}項目すべて" if number == len(codes) else f"{len(codes)}項目のうち {number}項目"
    official = _is_official(records, code, evaluation, kind)
    return f"{subject}、{all_of}に記載があります（{code}：{said} など{'' if official else '。要約'}）。"


def _build(
    question: Question,
    records: Records,
    found: list[tuple[str, str, Sequence[Statement]]],
    notes: list[str],
    *,
    topic: str,
    kind: str,
) -> Answer:
    what = "根拠" if kind == "rationale" else KIND_NAMES[kind]
    lines: list[str] = []
    facts: list[Fact] = []
    firsts: list[str] = []
    few = 1 < len(found) <= _FEW
    all_dashes = not any(statement.text for _, _, statements in found for statement in statements)
    year = records.documents[0].fiscal_year
    for code, evaluation, statements in found:
        term = "" if kind in _NOT_YEARLY else term_name(evaluation, year if evaluation == "annual" else None) + "の"
        texts = [statement.text for statement in statements if statement.text]
        brief = [each.text for each in records.briefs_of(code, evaluation, kind) if each.text]
        quoted = _is_official(records, code, evaluation, kind)
        said = _said(texts, brief, most=1 if few else _FIRST_LINE_PARTS) if texts else None
        firsts.append(
            _sentence(f"{_subject(records, code, evaluation, year, term, kind)}{what}", said, kind, quoted=quoted)
        )
        as_written = quoted or all(half_width(text) == text for text in texts)
        told = said is None or (said.whole and as_written and set(said.parts) == set(texts))
        title = records.item_by_code[code].title
        if len(found) == 1 and told:
            lines.append(f"項目名：{title}")
        elif few and told and not all_dashes:  # no text stands under it
            lines.append(f"項目名：{code} {title}")
        elif not all_dashes:
            lines.append(f"{code} {title}" + (f"（{term[:-1]}）" if term else ""))
            lines.extend(_all_of(texts))
        facts.extend(
            Fact(
                kind=kind,
                item=code,
                fiscal_year=year if evaluation == "annual" else None,
                evaluation=evaluation,
                label=what,
                value=statement.text or "－",
                sources=(statement.source,),
            )
            for statement in statements
        )
    first = "".join(firsts) if len(found) == 1 or few else _of_many(records, found, kind, what)
    evaluations = tuple(dict.fromkeys(evaluation for _, evaluation, _ in found))
    codes = tuple(dict.fromkeys(code for code, _, _ in found))
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=topic,
        first=first,
        lines=tuple(lines),
        notes=tuple(notes),
        items=records.in_order(codes),
        fiscal_years=(year,) if "annual" in evaluations else (),
        evaluations=evaluations,
        facts=tuple(facts),
        sources=tuple(dict.fromkeys(statement.source for _, _, statements in found for statement in statements)),
        next_steps=tuple(f"{code} の見込評価の{what}は？" for code in codes[:1] if evaluations == ("annual",)),
        read_as=f"{'・'.join(codes[:6])}・{what}",
    )
