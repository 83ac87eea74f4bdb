"""Indicators: value of a year, series, target, achievement rate, mean, maximum and minimum over the years."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Answer, Fact, Status, Table
from bot.checking.whether import ALWAYS
from bot.figures.figure_verdicts import decided
from bot.figures.indicator_lists import answer_list, answer_whose_number
from bot.figures.indicator_relations import between, share_of_part, sum_of_parts, years_between
from bot.figures.indicator_report import Report, distinct
from bot.figures.indicator_statistics import CHANGED, sentence, statistics
from bot.figures.indicator_targets import MET, against_target, claimed_target, verdict_of
from bot.figures.numerals import half_width, plain
from bot.question import Question
from bot.reading.sub_values import measured, siblings
from bot.reading.thresholds import Threshold, asks_how_often, edge_of, find_threshold
from bot.text.compiled import compiled
from bot.topics import goals
from bot.wording.entry_notes import shown_notes
from bot.wording.phrases import COMPUTED, join_some, short_year, table_name, year_name, years_name, yes_or_no
from bot.wording.subject import items_of, unknown_items, which_item, within
from records.lookups import Records
from records.model import Source

NAME = "indicator"
NEEDS = "item"
WORDS = {
    "定量的指標": 4, "数値目標": 5, "指標": 4, "しひょう": 4, "KPI": 4, "数値": 3, "実績値": 4, "達成度": 4, "達成率": 4, "計画値": 4, "目標値": 4,
    "何の数字": 6, "何の数値": 6, "何の値": 6, "いつの値": 6, "いつの数字": 6, "いつの数値": 6, "どの指標の値": 6, "数字": 3, "評価指標": 4, "定量指標": 4, "パーセンテージ": 3,
}  # fmt: skip
_TARGET_WORDS = frozenset(
    {
        "数値目標",
        "目標値",
        "計画値",
        "目標",
        "計画",
        "もくひょう",
        "けいかく",
        "年度目標",
        "ねらい",
        "中期目標",
        "中期計画",
        "年度計画",
        "中計",
        "年計",
    }
)
# of an indicator without a figure for a target it is the words about its item that are meant
_PLAN_WORDS = frozenset({"中期目標", "中期計画", "年度計画", "中計", "年計"})
_RATES_LISTED = compiled(r"一覧|リスト|全部|すべて|全て|それぞれ")
_RATE_WORDS = frozenset({"達成度", "達成率"})
_ORDER = compiled(r"(?P<how>高|低|多|少|長|短)な?い順")
_ITEMS_WITH = compiled(r"(?P<kind>定量的?)?指標[がのも]?(?:ある|あり|(?P<without>ない|無い|なし))の?項目")
_ACTUAL = compiled(r"実績|実際|結果")
_TARGET_OF = compiled(r"目標(?:値)?の?[0-9]")
_RATE_OVER = compiled(r"達成[度率](?:は|が)[0-9]")
_WHICH = compiled(
    r"(?:どっち|どちら)[^。]{0,16}?(?P<how>高|低|多|少|長|短|良|よ[いか]|悪)|(?P<before>高|低|多|少|長|短|良)(?:い|な?かった)(?:の|方)[^。]{0,30}(?:どっち|どちら)"
)
_MONTH = compiled(r"(?<![0-9か])(?:1[0-2]|[1-9])月(?!末|以降|から|現在|時点|に|あたり|当たり)(?![0-9]+日)")
_TO_COME = compiled(r"今後|これから|将来|見通し|予測")
_FEW = 3
_NOT_STATED = "記載がありません"
_NAMED = 6  # so many that were asked for by their names stand in the first line


def answer(question: Question, records: Records) -> Answer:
    """The indicators named, or all of the item's."""
    if question.unknown_codes and not question.items and not question.sections and not question.indicators:
        return unknown_items(question, records, NAME)
    if (told := _of_many(question, records)) is not None:
        return told
    ids = measured(question.indicators, question.text_folded, records)
    ids = records.indicators_in_order({*ids, *siblings(ids, question.left, records)})
    items = items_of(question, records)
    threshold = find_threshold(question.text_folded)
    if not ids and not items:
        ids = _in_general(question, records, threshold)
        if not ids:
            return which_item(question, records, NAME, "指標")
    if not ids:
        ids = records.indicators_in_order(
            each.indicator_id for code in items for each in records.indicators_by_item.get(code, ())
        )
        if not ids:
            return Answer(
                question=question.text,
                status=Status.NO_DATA,
                topic=NAME,
                items=items,
                first=f"{'・'.join(items[:6])} には、文書に定量的指標の記載がありません（評価の視点による評価です）。",
                next_steps=(f"{items[0]} の評価の視点は？",),
            )
    reports = [Report(records, records.indicator_by_id[each], question) for each in ids]
    if any(not report.part_missing for report in reports):
        reports = [report for report in reports if not report.part_missing]
    if _PLAN_WORDS & set(question.words) and question.indicators and not any(each.targets for each in reports):
        return goals.answer(question, records)
    if threshold and not question.indicators and not items:
        held = [
            each for each in reports if any(threshold.holds(value.value) for value in each.values if not value.part)
        ]
        reports = held or reports
    return _compose(question, records, reports, items)


def _of_many(question: Question, records: Records) -> Answer | None:
    """What is asked of indicators in general, of a number, or of years to come; None for the values of indicators."""
    if (told := _items_with(question, records) or answer_list(question, records)) is not None:
        return told
    if _TO_COME.search(question.text_folded) and question.indicators:
        first = f"今後の値は記録にありません（予測はしません。記録があるのは{years_name(records.rated_years)}です）。"
        items = items_of(question, records)
        return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first=first, items=items)
    if _MONTH.search(question.text_folded) and question.indicators:
        names = join_some([records.indicator_by_id[each].name for each in question.indicators], _FEW)
        first = f"{names}の月ごとの値は記録にありません（年度ごとの記載だけです）。"
        items = items_of(question, records)
        return Answer(question=question.text, status=Status.NO_DATA, topic=NAME, first=first, items=items)
    return None if question.indicators or question.items else answer_whose_number(question, records)


def _items_with(question: Question, records: Records) -> Answer | None:
    """「定量的指標がない項目」: the items that have indicators, or none; None when that is not asked."""
    match = _ITEMS_WITH.search(question.text_folded)
    if not match or question.items or question.indicators:
        return None
    kind, without = ("定量的指標" if match["kind"] else "指標"), match["without"] is not None
    having = {each.item for each in records.indicators if not match["kind"] or each.kind == "quantitative"}
    among = items_of(question, records, default_all=True)
    kept = tuple(code for code in among if (code in having) is not without)
    said = f" {'・'.join(kept)} の{len(kept)}項目です" if kept else "ありません"
    first = f"{within(question, records)}{kind}の記載が{'ない' if without else 'ある'}項目は{said}。"
    return Answer(question=question.text, status=Status.ANSWERED, topic=NAME, first=first, items=kept, read_as=kind)


def _in_general(question: Question, records: Records, threshold: Threshold | None) -> tuple[str, ...]:
    """The indicators that a question names by a limit (100％を達成した指標) or by their target; none for a bare 指標は？."""
    if threshold and threshold.unit and "指標" in question.text_folded:
        return tuple(each.indicator_id for each in records.indicators if threshold.fits(each.unit or "-"))
    rates = bool(_RATE_WORDS & set(question.words))
    if rates and (question.years.asked or _RATES_LISTED.search(question.text_folded)):
        return tuple(each.indicator_id for each in records.indicators if records.targets_of(each.indicator_id))
    if MET.search(question.text_folded) and not rates:
        return tuple(each.indicator_id for each in records.indicators if records.targets_of(each.indicator_id))
    return ()


def _compose(question: Question, records: Records, reports: list[Report], items: tuple[str, ...]) -> Answer:
    notes: list[str] = []
    absent: list[str] = []
    if question.indicators and question.items:
        lacking = [code for code in question.items if code not in {report.indicator.item for report in reports}]
        absent.extend([f"{'・'.join(lacking)} には、お尋ねの指標の記載がありません。"] if lacking else [])
    answered = [report for report in reports if report.values]
    empty = [report for report in reports if not report.values]
    absent.extend(_missing(report) for report in reports if report.missing and report.values)
    if answered and len(empty) <= _FEW and question.indicators:
        absent.extend(_missing(report) for report in empty if not _only_targets(report))
    if not answered:
        return _none(question, reports, items, absent)
    lines: list[str] = []
    about_values = not (_TARGET_WORDS | _RATE_WORDS) & set(question.words)
    years = tuple(sorted({value.fiscal_year for report in answered for value in report.values if value.fiscal_year}))
    tables = _tables(answered, years)
    for report in answered:
        in_table = tables and any(value.fiscal_year for value in report.values)
        if (len(answered) > 1 or not about_values) and not in_table:
            lines.append(f"・{_sentence(report)[:-1]}")
        lines.extend(_details(report, question, single=len(answered) == 1))
    lines.extend(_of_the_period(answered, question))
    if question.indicators:
        lines.extend(
            f"・{report.indicator.name}：目標 {report.target()}（実績値の記載なし）"
            for report in empty
            if _only_targets(report)
        )
    told = _first(answered, reports, question)
    said = decided([(report.by_year(), report.indicator.unit or "") for report in answered], question)
    first = told if told.startswith(("はい、", "いいえ、")) else said + told
    lines = [line for line in lines if line.removeprefix("・") not in first]
    # a target, or a rate of one, that is not recorded: the values are no answer to it
    no_target = bool(
        question.indicators and not about_values and not any(each.targets for each in reports) and _NOT_STATED in first
    )
    conflicts = [conflict for report in answered for conflict in report.conflicts()]
    notes.extend(
        f"{conflict.about}の{year_name(conflict.fiscal_year or 0)}の値は出典により異なります（{'／'.join(s.value for s in conflict.values)}）。"
        for conflict in conflicts
    )
    sources: list[Source] = [value.source for report in answered for value in report.values]
    codes = records.in_order(report.indicator.item for report in answered)
    return Answer(
        question=question.text,
        status=Status.NO_DATA if no_target else Status.ANSWERED,
        topic=NAME,
        first=first,
        lines=tuple(lines),
        tables=tables,
        notes=tuple(notes),
        missing=tuple(absent),
        items=codes,
        fiscal_years=() if no_target else years,
        evaluations=tuple(dict.fromkeys(value.evaluation for report in answered for value in report.values)),
        facts=() if no_target else tuple(fact for report in answered for fact in _facts(report)),
        conflicts=tuple(conflicts),
        sources=tuple(dict.fromkeys(sources)),
        next_steps=(f"{codes[0]} の評定は？", f"{codes[0]} の指標は？"),
        read_as=f"{'・'.join(report.indicator.name for report in answered[:3])}・{years_name(years) if years else '期間全体'}",
    )


def _first(answered: list[Report], reports: list[Report], question: Question) -> str:
    """The line that answers: the target or the achievement rate when that is asked, else the values."""
    words = set(question.words)
    if told := claimed_target(reports, question) or against_target(answered, question):
        return told
    threshold = find_threshold(question.text_folded)
    direct = threshold is not None and threshold.direct
    if _RATE_OVER.search(question.text_folded) and (told := _rate_claimed(answered, threshold)):
        return told
    if (
        MET.search(question.text_folded)
        and not direct
        and not words & _RATE_WORDS
        and (verdict := verdict_of(answered, question))
    ):
        return verdict
    if threshold and (told := _within(answered, threshold, question)):
        return told
    if words & _RATE_WORDS:
        return _rates(answered) or _no_rate(answered) + _values(answered, question)
    if words & _TARGET_WORDS and not (threshold and _TARGET_OF.search(question.text_folded)):
        if _ACTUAL.search(question.text_folded) and len(answered) <= _FEW:
            return "".join(_sentence(report) for report in answered)  # 目標と実績
        with_target = [f"{report.indicator.name} {report.target()}" for report in reports if report.targets]
        if with_target:
            more = f" ほか{len(with_target) - _FEW}件" if len(with_target) > _FEW else ""
            return f"目標（計画値）は、{'、'.join(with_target[:_FEW])}{more}です。"
        when = f"{years_name(question.years.years)}の" if question.years.asked else ""
        return f"{when}{answered[0].indicator.name}の目標（計画値）は文書に{_NOT_STATED}。" + _values(
            answered, question
        )
    return _values(answered, question)


def _rate_claimed(answered: list[Report], threshold: Threshold | None) -> str:
    """達成度は120％を超えた？ of one indicator: はい or いいえ for its latest year; "" where that is not asked or not computed."""
    if threshold is None or threshold.unit != "%" or len(answered) != 1:
        return ""
    report = answered[0]
    years = [year for year in report.years if any(value.fiscal_year == year for value in report.values)]
    rate = report.rate(years[-1]) if years else None
    if rate is None:
        return ""
    so = threshold.holds(float(rate[0].removesuffix("％")))
    measure = f"{plain(threshold.number)}％{threshold.said.removesuffix('の')}"
    return (
        f"{yes_or_no(so)}{report.indicator.name}の{year_name(years[-1])}の達成度は {rate[0]}（目標 {half_width(rate[1].stated)}）"
        f"で、「{measure}」に当たり{'ます' if so else 'ません'}{COMPUTED}。"
    )


def _rates(answered: list[Report]) -> str:
    """「達成度は、…です」: of the latest of the years shown; "" where none can be computed."""
    rates = []
    for report in answered:
        years = [year for year in report.years if any(value.fiscal_year == year for value in report.values)]
        if rate := report.rate(years[-1]) if years else None:
            rates.append(
                f"{report.indicator.name} {year_name(years[-1])} {rate[0]}（目標 {half_width(rate[1].stated)}）"
            )
    more = f" ほか{len(rates) - _FEW}件" if len(rates) > _FEW else ""
    return f"達成度は、{'、'.join(rates[:_FEW])}{more}です{COMPUTED}。" if rates else ""


def _within(answered: list[Report], threshold: Threshold, question: Question) -> str:
    """Of several indicators, or of parts: those that have a year for which it holds, with their values; "" for one series."""
    same_unit = [each for each in answered if threshold.fits(each.indicator.unit or "")]
    series = [(report, part, values) for report in same_unit for part, values in report.by_part().items() if values]
    if len(series) < 2:
        return ""
    unit = series[0][0].indicator.unit or ""
    measure = f"{plain(threshold.number)}{unit}{threshold.said}"
    edge, often = edge_of(question.text_folded), asks_how_often(question.text_folded)
    if ALWAYS.search(question.text_folded) and all(
        threshold.holds(each) for *_, values in series for each in values.values()
    ):
        names = join_some(
            [f"{report.name}{f'（{part}）' if part and not report.of_part else ''}" for report, part, _ in series]
        )
        return f"{measure}年度は、{names}とも、記録のあるすべての年度です{COMPUTED}。"
    held = []
    for report, part, values in series:
        found = [year for year in sorted(values) if threshold.holds(values[year])]
        shown = found[:1] if edge == "first" else found[-1:] if edge == "last" else found
        told = "・".join(f"{short_year(year)} {report.number(values[year])}" for year in shown)
        name = f"{report.name}{f'（{part}）' if part and not report.of_part else ''}"
        held.extend([f"{name} {told}{f'の{len(found)}回' if often else ''}"] if found else [])
    when, what = ("", "もの") if len(question.years.years) == 1 else ("年度がある", "年度")
    if not held:
        names = "・".join(dict.fromkeys(report.name for report, _, _ in series))
        among = f"{names}に" if len(series) <= _FEW else f"{len(series)}件の指標に"
        return f"{among}、{measure}{what}はありません{COMPUTED}。"
    rest = f"ほかの{len(series) - len(held)}件にはありません。" if len(held) < len(series) else ""
    if edge:
        when = f"{'最初' if edge == 'first' else '最後'}の年度"
    return f"{measure}{when}のは、{join_some(held)}です{COMPUTED}。{rest}".replace("ののは", "なのは").replace(
        "の年度のは", "の年度は"
    )


def _values(answered: list[Report], question: Question) -> str:
    by_years = [(report, report.by_year()) for report in answered]
    if compared := years_between(by_years, question) or _higher(answered, question) or between(by_years, question):
        return compared
    sums = [sum_of_parts(report, question.text_folded) for report in answered]
    if any(sums):
        return "".join(sums)
    shares = [share_of_part(report, by_year, question.text_folded) for report, by_year in by_years if report.of_part]
    if any(shares):
        return "".join(shares)
    computed = [
        sentence(f"{report.name}（{report.indicator.item}）", found)
        for report in answered
        if (found := statistics(report, report.by_year(), question))
    ]
    if computed and len(computed) <= _FEW:
        return f"{'。'.join(computed)}{COMPUTED}。"
    if len(answered) == 1 or (len(answered) == 2 and not question.years.asked):
        ordered = [_in_order(report, question.text_folded) for report in answered]
        if any(ordered):
            return "".join(ordered)
        if of_the_period := _same_of_the_period(answered):
            return of_the_period
        changeless = {_no_change(report, question) for report in answered}
        return "".join(map(_sentence, answered)) + (changeless.pop() if len(changeless) == 1 else "")
    return _first_of_many(answered, question)


def _same_of_the_period(answered: list[Report]) -> str:
    """来場者数: the value of a year, and that the one told of the whole period is the same; "" where it is not so."""
    if len(answered) != 2 or not answered[0].years or answered[1].years:
        return ""
    of_year, whole = answered
    values = {value.value for value in of_year.values} | {value.value for value in whole.values}
    if (
        len(values) != 1
        or of_year.indicator.unit != whole.indicator.unit
        or of_year.indicator.item != whole.indicator.item
    ):
        return ""
    return f"{_sentence(of_year)}見込評価にも、期間の最大として同じ {whole.shown(None)}の記載があります（年度の記載はありません）。"


def _no_change(report: Report, question: Question) -> str:
    """Why no change is told where one is asked for: one year alone is recorded."""
    if len(report.by_year()) != 1 or not CHANGED.search(question.text_folded) or report.missing:
        return ""
    return "ほかの年度の値がなく、変化は計算できません。"


def _no_rate(answered: list[Report]) -> str:
    if not any(report.targets for report in answered):
        why = f"目標（計画値）の{_NOT_STATED}"
    elif all(not report.by_year() for report in answered):
        why = "実績が内訳ごとの値で、目標と比べる全体の値の記載がありません"
    else:
        why = "目標か実績が、割り算のできる多いほどよい数値ではありません"
    return f"達成度は計算できません（{why}）。"


def _higher(answered: list[Report], question: Question) -> str | None:
    """「どちらが高い？」: two years of each indicator, or two indicators in the latest year that both have."""
    match = _WHICH.search(question.text_folded)
    if not match or len(answered) > 2:
        return None
    how = match["how"] or match["before"]
    of_years = [(report, sorted(by_year.items())) for report in answered if len(by_year := report.by_year()) == 2]
    if len(of_years) == len(answered):
        return "".join(
            _which(
                [(year_name(year), value, report) for year, value in years],
                f"{report.name}（{report.indicator.item}）は、",
                how,
            )
            for report, years in of_years
        )
    by_years = [report.by_year() for report in answered]
    years = sorted(set.intersection(*(set(each) for each in by_years)))
    if len(answered) != 2 or not years or answered[0].indicator.unit != answered[1].indicator.unit:
        return None
    sides = [(report.name, by[years[-1]], report) for report, by in zip(answered, by_years, strict=True)]
    return _which(sides, f"{year_name(years[-1])}は、", how)


def _which(sides: list[tuple[str, float, Report]], about: str, how: str) -> str:
    lower = {report.indicator.better for _, _, report in sides} == {"lower"}
    least = how in "低少短" or (how[0] in "良よ" and lower) or (how == "悪" and not lower)
    (one, first, report), (other, second, against) = sorted(sides, key=lambda side: side[1] if least else -side[1])
    if first == second:
        return f"{about}{one}と{other}が同じ {report.number(first)}です。"
    word = {"良": "良い", "よ": "良い", "少": "少ない"}.get(how[0], how[0] + "い")
    return f"{about}{one} {report.number(first)}の方が、{other} {against.number(second)}より{word}です{COMPUTED}。"


def _only_targets(report: Report) -> bool:
    return not report.all_values and bool(report.targets)


def _missing(report: Report) -> str:
    if report.part_missing:
        return f"{report.indicator.name}の、お尋ねの内訳（内数）の値は記録にありません。"
    if not report.all_values:
        return f"{report.indicator.name}の実績値は文書に記載がありません。"
    there = f"記録があるのは{years_name(report.years)}です" if report.years else "年度を示さない記載だけがあります"
    years = years_name(report.missing) if report.missing else ""
    return f"{years}の{report.indicator.name}は記録にありません（{there}）。"


def _none(question: Question, reports: list[Report], items: tuple[str, ...], absent: list[str]) -> Answer:
    sentences = list(dict.fromkeys(_missing(report) for report in reports))
    if _TARGET_WORDS & set(question.words) and not any(report.targets for report in reports):
        sentences.insert(0, f"{reports[0].indicator.name}の目標（計画値）の数値は文書に記載がありません。")
    lines = [f"・{report.indicator.name}：目標 {report.target()}" for report in reports if report.targets]
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=NAME,
        first=sentences[0],
        lines=(*sentences[1:4], *lines[:6]),
        missing=tuple(absent),
        items=items,
        next_steps=(f"{reports[0].indicator.name}の推移は？",),
    )


def _in_order(report: Report, text: str) -> str:
    """「高い順に」: the years by their values; "" when no order is asked for."""
    match, by_year = _ORDER.search(text), report.by_year()
    if not match or len(by_year) < 2:
        return ""
    upward = match["how"] in "低少短"
    years = sorted(by_year, key=lambda year: by_year[year] if upward else -by_year[year])
    told = "、".join(f"{short_year(year)} {report.shown(year)}" for year in years)
    return f"{report.name}（{report.indicator.item}）は、{match['how']}{'な' if match['how'] == '少' else ''}い順に、{told}です。"


def _sentence(report: Report) -> str:
    name, code = report.name, report.indicator.item
    years = [year for year in report.years if any(value.fiscal_year == year for value in report.values)]
    target = "" if report.of_part else report.target()  # the target is that of the whole
    aim = f"（目標 {target}）" if target else ""
    aim += COMPUTED if report.computed else ""
    if not years:
        return f"{name}（{code}）は、{report.shown(None)}（期間全体・年度の記載なし）{aim}です。"
    if len(years) == 1:
        return f"{name}（{code}）は、{year_name(years[0])}が {report.shown(years[0])}{aim}です。"
    parts = {} if report.of_part else report.parts_shown()
    within = "".join(f"{part}は、{told}です。" for part, told in parts.items() if part.startswith("うち"))
    apart = "、".join(f"{part}が {told}" for part, told in parts.items() if part and not part.startswith("うち"))
    if within and not apart:
        return f"{name}（{code}）は、{parts['']}{aim}です。{within}"
    if apart and not within and "" not in parts:
        return f"{name}（{code}）は、{apart}{aim}です。"
    series = "、".join(f"{short_year(year)} {report.shown(year)}" for year in years)
    return f"{name}（{code}）は、{series}{aim}です。"


def _first_of_many(answered: list[Report], question: Question) -> str:
    """「令和5年度は、○○ 100％、…です。」; without a year 「○○は R6 100％、…です（ほか2件は表のとおり）。」."""
    asked = question.years.years if question.years.asked else ()
    parts = []
    limit = _NAMED if question.indicators else _FEW
    most = limit if len(answered) > limit + 1 else len(answered)
    latest = [f"{short_year(report.years[-1])} {report.shown(report.years[-1])}" for report in answered if report.years]
    if not question.years.asked and len(latest) == len(answered) == most > 2 and len(set(latest)) == 1:
        return f"{'、'.join(report.name for report in answered)}は、いずれも {latest[0]}です。"
    for report in answered[:most]:
        years = sorted({value.fiscal_year for value in report.values if value.fiscal_year is not None})
        if len(asked) == 1:
            parts.append(f"{report.name} {report.shown(asked[0]) if asked[0] in years else report.shown(None)}")
        else:
            shown = [f"{short_year(year)} {report.shown(year)}" for year in (years if asked else years[-1:])]
            parts.append(f"{report.name}は {'・'.join(shown) or report.shown(None)}")
    when = f"{year_name(asked[0])}は、" if len(asked) == 1 else ""
    more = f"（ほか{len(answered) - most}件は表のとおり）" if len(answered) > most else ""
    return f"{when}{'、'.join(parts)}です{more}。"


def _details(report: Report, question: Question, *, single: bool) -> list[str]:
    lines: list[str] = []
    notes = shown_notes(
        v.note
        for v in report.values
        if v.note and not report.computed and (report.of_part or not v.part) and v.fiscal_year is not None
    )
    if report.computed:
        lines.append("総数から、除いた分を引いた計算値です。")
    elif notes and single:
        lines.append(f"注記：{'／'.join(notes[:4])}")
    years = [year for year in report.years if any(v.fiscal_year == year for v in report.values)]
    if _RATE_WORDS & set(question.words):
        for year in years[-4:]:
            rate = report.rate(year)
            if rate:
                lines.append(
                    f"{report.indicator.name} {year_name(year)}の達成度：{rate[0]}{COMPUTED}（目標 {half_width(rate[1].stated)}）"
                )
    if statistics(report, report.by_year(), question):
        lines.append(_sentence(report))  # the first line says what was computed of these
    return lines


def _of_the_period(answered: Sequence[Report], question: Question) -> list[str]:
    """「期間全体の記載：平均99.0％（見込評価のスライド）」, of all indicators in one line; none beside a year that is named."""
    told: dict[str, list[str]] = {}
    for report in answered:
        if not report.years or question.years.asked:
            continue
        name = f"{report.name} " if len(answered) > 1 else ""
        for value in distinct(report.period_values):
            part = "" if (value.part or "") in value.stated else value.part
            told.setdefault(table_name(value.source), []).append(f"{name}{part}{half_width(value.stated)}")
    said = "、".join(f"{'、'.join(values)}（{place}）" for place, values in told.items())
    return [f"期間全体の記載：{said}"] if said else []


def _tables(answered: list[Report], years: tuple[int, ...]) -> tuple[Table, ...]:
    many = len(answered) > 6 and len(years) == 1
    if (len(years) < 2 or len(answered) < 2) and not many:
        return ()
    rows = tuple(row for report in answered for row in _rows(report, years))
    return (Table(caption="指標", header=("指標", *(short_year(year) for year in years), "目標"), rows=rows),)


def _rows(report: Report, years: tuple[int, ...]) -> list[tuple[str, ...]]:
    """The indicator by years, its parts in rows of their own."""
    target = report.target() or "－"
    parts = list(dict.fromkeys(part for year in years for part in report.parts_shown(year)))
    if report.of_part or not any(parts):
        return [(report.name, *(report.shown(year) or "－" for year in years), target)]
    by_year = [report.parts_shown(year) for year in years]
    return [
        (
            f"{report.name}（{part}）" if part else report.name,
            *(each.get(part, "－") for each in by_year),
            target if at == 0 else "",
        )
        for at, part in enumerate(parts)
    ]


def _facts(report: Report) -> list[Fact]:
    facts = []
    for (year, part, _), statements in report.groups().items():
        for value in distinct(statements):
            same = [each for each in statements if each.value == value.value]
            facts.append(
                Fact(
                    kind="indicator",
                    item=report.indicator.item,
                    fiscal_year=year,
                    evaluation=value.evaluation,
                    label=report.indicator.name + (f"（{part}）" if part else ""),
                    value=int(value.value) if value.value == int(value.value) else value.value,
                    unit=report.indicator.unit,
                    target=report.target() or None,
                    computed=report.computed,
                    sources=tuple(each.source for each in same),
                )
            )
    return facts
