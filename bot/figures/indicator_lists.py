"""Lists of indicators: all of them, what got better or worse between years, achievement rates, whose value a number is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.answer import Answer, Context, Fact, Status, Table
from bot.figures.indicator_report import Report
from bot.figures.numerals import half_width, plain
from bot.question import Question
from bot.reading.thresholds import OF_A_NUMBER
from bot.text.compiled import compiled
from bot.wording.phrases import COMPUTED, join_some, short_year, year_name
from bot.wording.subject import changed_between, items_of, missing_years_sentence, within
from records.lookups import Records
from records.model import Source, StaffCount

# so few indicators are what a thread goes on about
_NAMED = 3
_NAME = "indicator"
_BETTER = compiled(r"改善|良くな|よくな|向上|好転")
_WORSE = compiled(r"悪化|悪くな|わるくな")
_UP = compiled(r"上が|上昇|増え|増加|伸び|アップ")
_DOWN = compiled(r"下が|低下|減|落ち|ダウン")
_CHANGED = compiled(r"変わ|変化|増減|動い")
_UNCHANGED = compiled(r"変わら|変わって(?:い)?な|変化(?:が|の|し(?:て(?:い)?)?)な|横ばい")
_LIST = compiled(
    r"一覧|リスト|全部|全て|すべて|いくつ|何件|何個|数は|(?:ある|あり|な|ない|(?:設定|記載)された|(?:設定|記載)されている)指標|指標は(?:どれ|何)"
)
# how many of an item, which its values are no answer to
_COUNTED = compiled(
    r"指標(?:の(?:総|合計)?数|数|(?:は|が|って)?(?:全部で)?(?:いくつ|何件|何個|何種類))|(?:いくつ|何件|何個)の?(?:定量的?)?指標"
)
_QUANTITATIVE = compiled(r"定量")
_TARGETED = compiled(r"目標|計画値")
_TARGETS = compiled(r"(?:目標|計画)値の?(?:一覧|リスト)")
# those of an item that have a target, or none
_AMONG = compiled(r"指標のうち、?(?:目標|計画値)|(?:目標|計画値)(?:値)?(?:の記載)?[がの](?:あ|な)[^、。]{1,3}指標")
_BY_ITEM = compiled(r"指標(?:の数)?[がの](?:一番|いちばん|最も|もっとも)(?P<how>多|少な)い(?:の[はが]|項目)")
_UNTARGETED = compiled(r"(?:目標|計画値)[^、。]{0,4}(?:ない|なし|無い|なく)")
# 目標を達成していない指標 asks for a verdict
_REACHED = compiled(r"達成|届|満た|上回|下回|超え|クリア")
_SHOWN = 6


def answer_list(question: Question, records: Records) -> Answer | None:
    """The answer to a question about indicators in general; None when it is about none in particular and asks no list."""
    targets = _TARGETS.search(question.text_folded) is not None
    if question.indicators or not ("指標" in _said(question) or targets):
        return None
    if asks_changes(question) and not targets:
        return _changes(question, records)
    listed = (
        ("指標" in question.text_folded or targets)
        and _LIST.search(question.text_folded)
        and not _REACHED.search(question.text_folded)
    )
    if (most := _BY_ITEM.search(question.text_folded)) and not question.items:
        return _most(question, records, most=most["how"] == "多")
    if question.items and not any(records.indicators_by_item.get(code) for code in question.items):
        return None
    text = question.text_folded
    among = _AMONG.search(text) is not None and not _REACHED.search(text)
    asked = _COUNTED.search(text) or among
    of_one = question.items and not asked
    return _all(question, records) if (listed or among) and not of_one else None


def _most(question: Question, records: Records, *, most: bool) -> Answer:
    """The items with most indicators, or with fewest of those that have some."""
    reports = _reports(question, records)
    counts = Counter(each.indicator.item for each in reports)
    best = (max if most else min)(counts.values())
    items = records.in_order(code for code, number in counts.items() if number == best)
    word = "最も多い" if most else "最も少ない"
    first = f"{within(question, records)}指標が{word}項目は、{'・'.join(items)} の {best}件です{COMPUTED}。"
    answered = _answer(question, records, first, [each for each in reports if each.indicator.item in items], (), "指標")
    return answered._replace(context=Context(items=items))


def asks_changes(question: Question) -> bool:
    """Whether it is asked which indicators got better or worse, rose or fell (悪化した指標は？)."""
    return any(each.search(_said(question)) for each in (_BETTER, _WORSE, _UP, _DOWN, _CHANGED))


def _said(question: Question) -> str:
    """The text, and what the thread asks (R3からでは？ after 悪化した指標は？)."""
    return " ".join((question.text_folded, *(question.words if question.follow_up else ())))


def _reports(question: Question, records: Records) -> list[Report]:
    items = items_of(question, records, default_all=True)
    plainly = question._replace(years=question.years._replace(years=(), asked=False), words=())
    return [Report(records, each, plainly) for each in records.indicators if each.item in items]


def _changes(question: Question, records: Records) -> Answer:
    text = _said(question)
    years = changed_between(question, records.rated_years)
    before, after = years[0], years[-1]
    steps = [
        (report, by_year[before], by_year[after])
        for report in _reports(question, records)
        if before in (by_year := report.by_year()) and after in by_year
    ]
    span = f"{within(question, records)}{year_name(before)}から{year_name(after)}に"
    if not steps:
        missing = tuple(year for year in years if year not in records.rated_years)
        first = (
            missing_years_sentence(f"{year_name(missing[0])}の指標の値", missing, records.rated_years)
            if missing
            else f"{span}値を比べられる指標は記録にありません。"
        )
        return Answer(question=question.text, status=Status.NO_DATA, topic=_NAME, first=first)
    judged = bool(_BETTER.search(text) or _WORSE.search(text))
    moved = [step for step in steps if step[1] != step[2]]
    open_ones: list[tuple[Report, float, float]] = []
    if judged:
        open_ones = [step for step in moved if _direction(step[0]) == 0]
        better = _BETTER.search(text) is not None
        shown = [step for step in moved if _direction(step[0]) and (_is_better(*step) == better)]
        word = "改善した" if better else "悪化した"
    elif _UNCHANGED.search(text):
        shown, word = [step for step in steps if step[1] == step[2]], "値が変わっていない"
    else:
        up, down = _UP.search(text) is not None, _DOWN.search(text) is not None
        shown = [step for step in moved if up == down or (step[2] > step[1]) == up]
        word = "値が上がった" if up and not down else "値が下がった" if down and not up else "値が変わった"
    told = join_some([_step(*step, before, after) for step in shown], _SHOWN)
    said = f"、{len(shown)}件です（{told}）" if shown else "ありません"
    if len(shown) == 1:
        only, old, new = shown[0]
        said = f"、{only.name}（{_step_of(only, (before, old), (after, new))}）の1件です"
    first = f"{span}{word}指標は{said}{COMPUTED}。"
    if open_ones:
        first += f"値が変わったほかの{len(open_ones)}件は、目標が「以上」「以下」の形でないため良し悪しを判断できません（表のとおり）。"
    reports = [step[0] for step in (*shown, *open_ones)]
    answered = _answer(question, records, first, reports, (before, after), f"指標の変化・{span}")
    held = {step[0].indicator.item for step in shown}
    ids = tuple(step[0].indicator.indicator_id for step in shown) if len(shown) <= _NAMED else ()
    items = tuple(code for code in answered.items if code in held)
    return answered._replace(items=items, context=Context(indicators=ids))


def _direction(report: Report) -> int:
    """1 where the target says 以上, -1 where it says 以下, 0 where no target says which way is better."""
    told = {{">=": 1, "<=": -1}.get(each.comparator or "", 0) for each in report.targets}
    return told.pop() if len(told) == 1 else 0


def _is_better(report: Report, before: float, after: float) -> bool:
    return (after - before) * _direction(report) > 0


def _step(report: Report, before: float, after: float, first: int, last: int) -> str:
    return f"{report.name} {_step_of(report, (first, before), (last, after))}"


def _step_of(report: Report, *values: tuple[int, float]) -> str:
    return " → ".join(f"{short_year(year)} {report.number(value)}" for year, value in values)


def _all(question: Question, records: Records) -> Answer:
    """All indicators; those of the forms' quantitative rows, or those with a target, when that is asked."""
    text = question.text_folded
    reports, what = _reports(question, records), "指標"
    if _QUANTITATIVE.search(text):
        reports, what = [each for each in reports if each.indicator.kind == "quantitative"], "定量的指標"
    if _TARGETED.search(text):
        lacking = _UNTARGETED.search(text) is not None
        reports = [each for each in reports if bool(each.targets) != lacking]
        what = f"目標（計画値）の記載が{'ない' if lacking else 'ある'}{what}"
    counts: dict[str, int] = {}
    for report in reports:
        counts[report.indicator.item] = counts.get(report.indicator.item, 0) + 1
    told = f"（{'、'.join(f'{code} {number}件' for code, number in counts.items())}）" if len(counts) > 1 else ""
    said = f" {len(reports)}件です{told}。" if reports else "記録にありません。"
    of_which = f"{'・'.join(question.items)} の" if question.items else within(question, records)
    if "指標のうち" in text and what.endswith("指標"):
        first = f"{of_which}指標のうち、{what.removesuffix('指標')}ものは{said}"
        return _answer(question, records, first, reports, (), what)
    return _answer(question, records, f"{of_which}{what}は{said}", reports, (), what)


def _answer(
    question: Question, records: Records, first: str, reports: Sequence[Report], years: tuple[int, ...], read_as: str
) -> Answer:
    shown = years or records.rated_years[-1:]
    rows = tuple(
        (each.indicator.item, each.name, *(each.shown(year) or "－" for year in shown), each.target() or "－")
        for each in reports
    )
    header = ("項目", "指標", *(short_year(year) for year in shown), "目標")
    held = {each.indicator.item for each in reports}
    values = [
        (report, value)
        for report in reports
        for value in report.values
        if value.fiscal_year in shown and not value.part
    ]
    sources: list[Source] = [value.source for _, value in values]
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=_NAME,
        first=first,
        tables=(Table(caption="指標", header=header, rows=rows),) if rows else (),
        items=tuple(item.item for item in records.items if item.item in held),
        fiscal_years=years,
        evaluations=tuple(dict.fromkeys(value.evaluation for _, value in values)),
        facts=tuple(
            Fact(
                kind="indicator",
                item=report.indicator.item,
                fiscal_year=value.fiscal_year,
                evaluation=value.evaluation,
                label=report.indicator.name,
                value=value.value,
                unit=report.indicator.unit,
                target=report.target() or None,
                sources=(value.source,),
            )
            for report, value in values
        ),
        sources=tuple(dict.fromkeys(sources)),
        read_as=read_as,
        context=Context(
            indicators=tuple(each.indicator.indicator_id for each in reports) if len(reports) <= _NAMED else ()
        ),
    )


def answer_whose_number(question: Question, records: Records) -> Answer | None:
    """The indicators and years that have the value; None when the text names no number with a unit."""
    match = OF_A_NUMBER.search(question.text_folded)
    if not match:
        return None
    number = float(match["n"].replace(",", "")) * (10_000 if match["ten_thousand"] else 1)
    unit = match["unit"][0]
    everywhere = [Report(records, each, question._replace(words=(), indicators=())) for each in records.indicators]
    found = [
        (report, value)
        for report in everywhere
        for value in {(v.fiscal_year, v.part, v.value): v for v in report.all_values}.values()
        if value.value == number and half_width(report.indicator.unit or "").replace("％", "%")[:1] == unit
    ]
    stated = f"{plain(number)}{half_width(match['unit'])}"
    staff = _staff_of(int(number), records) if unit == "人" and number == int(number) else ()
    if staff and not found:
        return _of_staff(stated, staff, question, records)
    if not found:
        first = f"「{stated}」という指標の値は記録にありません。"
        return Answer(question=question.text, status=Status.NO_DATA, topic=_NAME, first=first)
    told = [
        f"{report.name}（{report.indicator.item}{f'、{value.part}' if value.part else ''}）の"
        f"{year_name(value.fiscal_year) if value.fiscal_year else '期間全体'}の値"
        for report, value in found
    ]
    told += [f"{each.item} の{year_name(each.fiscal_year)}の従事人員数" for each in staff]
    reports = list({report.indicator.indicator_id: report for report, _ in found}.values())
    years = tuple(sorted({value.fiscal_year for _, value in found if value.fiscal_year}))
    return _answer(question, records, f"{stated}は、{join_some(told)}です。", reports, years, "指標の値")


def _staff_of(number: int, records: Records) -> tuple[StaffCount, ...]:
    """The counts that are *number*, one an item and year."""
    counts = (each for code in records.codes for each in records.staff_counts_of(code) if each.staff_count == number)
    return tuple({(each.item, each.fiscal_year): each for each in counts}.values())


def _of_staff(stated: str, counts: tuple[StaffCount, ...], question: Question, records: Records) -> Answer:
    """「111人は、Ⅰ-1 の令和6年度の従事人員数です。」, with its facts."""
    told = [f"{each.item} の{year_name(each.fiscal_year)}の従事人員数" for each in counts]
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic="staff",
        first=f"{stated}は、{join_some(told)}です。",
        items=records.in_order(each.item for each in counts),
        fiscal_years=tuple(sorted({each.fiscal_year for each in counts})),
        facts=tuple(
            Fact(
                kind="staff",
                item=each.item,
                fiscal_year=each.fiscal_year,
                label="従事人員数",
                value=each.staff_count,
                unit="人",
                sources=(each.source,),
            )
            for each in counts
        ),
        sources=tuple(dict.fromkeys(each.source for each in counts)),
        read_as="従事人員数",
    )
