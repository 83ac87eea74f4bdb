"""The letter for an achievement rate by the published criteria, and for a value of an indicator held against its target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answer import Answer, Fact, Status, Table
from bot.figures.numerals import half_width, quotient
from bot.question import Question
from bot.reading.rates import Rates, is_difficult, is_outstanding
from bot.text.compiled import compiled
from bot.wording.phrases import join_some, yes_or_no
from records.lookups import Records
from records.model import Criterion, Indicator, IndicatorTarget, Source

_TOPIC = "criteria"
_HEEDED = ("negation", "even so", "below", "two limits", "index", "difficulty", "compared", "last", "in some year")
_RATE = compiled(r"達成[度率]")
_WHEN = compiled(r"どんな(?:とき|時|場合)|どう(?:いう|いった)(?:とき|時|場合)|どうすれば|どうなれば")
_EVER = compiled(r"(?:こと|ケース|場合)(?:は|が|も)?(?:ある|あり|ない)|ありえ|あり得|なりえ|なり得")
_WHETHER = compiled(r"(?:[?か]|よね|ですね|っけ|合って|なる)[。?]*$")
_SHOWN = 3


def plain_ranges(records: Records, letters: Sequence[str] = ()) -> str:
    """「定量的指標では、達成度120％以上が A、…です（困難度「高」や質的な成果によっては上の評定になります）。」; of *letters* alone."""
    told = [
        f"達成度{_range(each)}が {each.rating}"
        for each in records.criteria()
        if each.kind == "quantitative" and not (each.needs_high_difficulty or each.needs_quality)
        if not letters or each.rating in letters
    ]
    return (
        f"定量的指標では、{'、'.join(told)} です（困難度「高」や質的な成果によっては上の評定になります）。"
        if told
        else ""
    )


def answer_rates(question: Question, rates: Rates, records: Records) -> Answer:
    """Every letter that the rates stand for, under what is said of difficulty and quality; what else would lead to another."""
    text = question.text_folded
    hard, fine = is_difficult(text), is_outstanding(text)
    criteria = [each for each in records.criteria() if each.kind == "quantitative"]
    rows = _rows(rates, criteria, records, hard=hard is True, fine=fine is True)
    letters = tuple(dict.fromkeys(each.rating for each in rows))
    under = ("・困難度「高」" if hard else "") + ("・質的に顕著な成果" if fine else "")
    told = f"{'困難度「高」で' if hard else ''}達成度 {rates.said}"
    if fine:
        told += "、質的にも顕著な成果がある" if hard else "で質的にも顕著な成果がある"
    first = f"{told}{'の' if hard and not fine else ''}{'場合' if hard or fine else ''}は、定量的指標の基準では {'・'.join(letters) or '定まりません'} にあたります（計算値）。"
    more = _otherwise(rates, criteria, records, letters, hard=hard, fine=fine)
    if len(question.letters) == 1:
        first = _of_a_letter(question.letters[0], letters, first, more, text)
    sources = tuple(each.source for each in (*rows, *(row for _, row in more)))
    return Answer(
        question=question.text,
        status=Status.ANSWERED if rows else Status.NO_DATA,
        topic=_TOPIC,
        first=first,
        lines=(
            *(f"あてはまる基準：{each.rating}（{each.text}）" for each in rows),
            *(f"{when}場合は {row.rating} です（達成度{_range(row)}）。" for when, row in more),
        ),
        tables=(
            Table(
                caption="あてはまる基準", header=("評定", "基準"), rows=tuple((e.rating, e.text or "－") for e in rows)
            ),
        ),
        facts=tuple(
            Fact(
                kind="criterion",
                label=f"達成度{rates.said}{under}",
                value=each.rating,
                computed=True,
                sources=(each.source,),
            )
            for each in rows
        ),
        sources=tuple(dict.fromkeys(sources)),
        notes=("評定そのものではなく、公表された基準からの計算です。",),
        heeded=_HEEDED,
        read_as=f"評定基準・達成度{rates.said}",
    )


def _rows(
    rates: Rates, criteria: Sequence[Criterion], records: Records, *, hard: bool, fine: bool
) -> tuple[Criterion, ...]:
    """The best criterion that holds, for each rate; best letter first."""
    bounds = [bound for each in criteria for bound in (each.min_percent, each.below_percent) if bound is not None]
    found: dict[str, Criterion] = {}
    for rate in rates.among(tuple(bounds)):
        held = [
            each
            for each in criteria
            if (each.min_percent is None or rate >= each.min_percent)
            and (each.below_percent is None or rate < each.below_percent)
            and (hard or not each.needs_high_difficulty)
            and (fine or not each.needs_quality)
        ]
        if held:
            best = min(held, key=lambda each: (records.scale.index(each.rating), each.needs_high_difficulty))
            found.setdefault(best.rating, best)
    return tuple(sorted(found.values(), key=lambda each: records.scale.index(each.rating)))


def _otherwise(
    rates: Rates,
    criteria: Sequence[Criterion],
    records: Records,
    told: Sequence[str],
    *,
    hard: bool | None,
    fine: bool | None,
) -> list[tuple[str, Criterion]]:
    """What was not said and would lead to a letter that is not among those *told*, with the criterion."""
    found: list[tuple[str, Criterion]] = []
    if hard is None:
        found.extend(("困難度「高」の", each) for each in _rows(rates, criteria, records, hard=True, fine=fine is True))
    elif hard:
        found.extend(
            ("困難度「高」でない", each) for each in _rows(rates, criteria, records, hard=False, fine=fine is True)
        )
    if fine is None:
        found.extend(
            (f"{'困難度「高」で、' if also else ''}質的にも顕著な成果がある", each)
            for also in dict.fromkeys((hard is True, hard is not False))
            for each in _rows(rates, criteria, records, hard=also, fine=True)
        )
    new: dict[str, tuple[str, Criterion]] = {}
    for when, each in found:
        if each.rating not in told:
            new.setdefault(each.rating, (when, each))
    return list(new.values())


def _of_a_letter(
    letter: str, letters: Sequence[str], first: str, more: Sequence[tuple[str, Criterion]], text: str
) -> str:
    """「いいえ、…B にあたります。A になるのは…」, where one letter is asked about."""
    when = next(
        (f"{letter} になるのは、{when}場合（達成度{_range(row)}）です。" for when, row in more if row.rating == letter),
        "",
    )
    if _WHEN.search(text):
        return when + first
    if _EVER.search(text):
        return f"はい、{when}{first}" if when or letter in letters else f"いいえ、{first}"
    if not _WHETHER.search(text):
        return first + when
    if letter not in letters:
        return f"いいえ、{first}{when}"
    return f"はい、{first}" if len(letters) == 1 else first


def answer_value(question: Question, records: Records) -> Answer | None:
    """The letter for a value of the indicators named, held against their targets; None where an achievement rate is meant."""
    percent = question.percent or 0.0
    indicators = [records.indicator_by_id[key] for key in question.indicators]
    recorded = any(each.value == percent for key in question.indicators for each in records.values_of(key))
    if _RATE.search(question.text_folded) and not recorded:
        return None
    judged = [(each, target) for each in indicators if (target := _target(each, records)) is not None]
    if not judged:
        named = "・".join(each.name for each in indicators[:_SHOWN])
        first = f"{percent:g}％は{named}の値で、達成度ではありません。割り算のできる目標（計画値）の記載がなく、基準にあてはめられません。"
        return Answer(question=question.text, status=Status.NO_DATA, topic=_TOPIC, first=first)
    by_target: dict[float, list[tuple[Indicator, IndicatorTarget]]] = {}
    for each, target in judged:
        by_target.setdefault(target.value, []).append((each, target))
    told: list[str] = []
    all_letters: set[str] = set()
    facts: list[Fact] = []
    sources: list[Source] = []
    for value, group in by_target.items():
        rate, shown = round(percent / value * 100, 6), quotient(percent, value, 100)
        answered = answer_rates(question._replace(letters=()), Rates(rate, rate, said=f"{shown}％"), records)
        letters = [str(fact.value) for fact in answered.facts]
        all_letters.update(letters)
        names = join_some([each.name for each, _ in group], _SHOWN)
        told.append(
            f"{names}の {percent:g}％は値で、達成度ではありません。目標 {half_width(group[0][1].stated)}に対する達成度は {shown}％で、"
            f"定量的指標の基準では {'・'.join(letters)} にあたります（計算値）。"
        )
        facts.extend(answered.facts)
        sources.extend([*answered.sources, *(target.source for _, target in group)])
    said = ""
    if len(question.letters) == 1 and len(all_letters) == 1 and _WHETHER.search(question.text_folded):
        said = yes_or_no(question.letters[0] in all_letters)
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=_TOPIC,
        first=said + "".join(told),
        lines=("一つの指標の値だけで評定は決まりません。項目の評定は、すべての指標と評価の視点によります。",),
        notes=("評定そのものではなく、公表された基準からの計算です。",),
        facts=tuple(facts),
        items=records.in_order(each.item for each, _ in judged),
        sources=tuple(dict.fromkeys(sources)),
        heeded=_HEEDED,
        read_as="評定基準・目標に対する達成度",
    )


def _target(indicator: Indicator, records: Records) -> IndicatorTarget | None:
    """The target that a value can be divided by: more is better, and it is a number."""
    targets: Iterable[IndicatorTarget] = records.targets_of(indicator.indicator_id)
    usable = [each for each in targets if each.value and each.comparator != "<="]
    if indicator.better != "higher" or indicator.unit not in {"%", "％"}:
        return None
    return max(usable, key=lambda each: each.fiscal_year or 0, default=None)


def _range(criterion: Criterion) -> str:
    low = f"{criterion.min_percent:g}％以上" if criterion.min_percent is not None else ""
    high = f"{criterion.below_percent:g}％未満" if criterion.below_percent is not None else ""
    return low + high
