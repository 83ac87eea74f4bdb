"""Invented documents: corporations, items, goals, results and figures that exist nowhere, drawn from a seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random

from tests.records.ingest.specs import (
    CodeStyle,
    Comparator,
    Corporation,
    Evaluation,
    Figure,
    Indicator,
    Item,
    ItemForm,
    MinisterEvaluation,
    Period,
    Row,
    Section,
    Spec,
    Switches,
    Target,
    Text,
)
from tests.records.ingest.wording import NO_ISSUES, digits, fiscal_year

_NAMES = (
    "独立行政法人潮風観測センター", "国立研究開発法人山岳気象研究所", "独立行政法人古文書保存機構",
    "独立行政法人水辺環境整備センター", "国立研究開発法人果樹育種研究機構", "灯台遺産管理機構",
)  # fmt: skip
_MINISTERS = (
    ("国土交通大臣", "水辺振興局", "観測企画課"), ("文部科学大臣", "文化資料局", "保存活用課"),
    ("農林水産大臣", "果樹振興局", "品種開発室"), ("環境大臣", "自然環境局", "山岳環境室"),
)  # fmt: skip
_SECTION_TITLES = (
    "観測及び資料提供の質の向上に関する事項", "業務運営の効率化に関する事項", "財務内容の改善に関する事項",
    "その他業務運営に関する重要事項",
)  # fmt: skip
_THINGS = (
    "観測ブイ", "標本データベース", "巡回展示", "育苗ハウス", "潮位予測モデル", "雪崩警報システム", "古文書の電子画像",
    "灯台の灯器", "登山者向け通報アプリ", "果樹の遺伝資源", "河口の水質測定", "研究船の航海計画", "郷土資料の貸出し",
    "山小屋の無線設備", "GIS地図", "施設の点検記録",
)  # fmt: skip
_DOINGS = (
    "安定した運用", "計画的な更新", "利用者への公開", "共同研究の推進", "精度の向上", "提供体制の整備", "保守点検の充実",
    "普及啓発", "担い手の育成", "災害時の備え",
)  # fmt: skip
_AIMS = (
    "沿岸の漁業者が毎朝の出港を判断できるようにする", "収蔵庫の負荷を減らす", "山岳地域の事故を未然に防ぐ",
    "全国の研究者が同じ条件で比較できるようにする", "職員の経験だけに頼らない点検を根づかせる",
    "限られた予算の中で品質を保つ", "地域の学校が授業で使えるようにする",
)  # fmt: skip
_HOW = (
    "老朽化した", "全国12か所の", "夜間に使う", "利用者から要望のあった", "前年度に試作した", "24時間稼働する", "PDCAサイクルに基づく",
    "関係機関と定めた", "約3,400点の", "令和５年10月に導入した", "第12条の２に定める", "離島に置く", "DXの推進に資する", "",
)  # fmt: skip
_WHAT = (
    "測定手順", "予備品", "連絡会の資料", "研修教材", "画像の索引", "通信回線", "点検表", "画面の配色", "AIによる判定",
    "保管庫の棚", "申込みの窓口", "契約の様式", "航海日誌", "校正用の器具", "貸出用の複製", "苗木の台帳", "警報の基準", "電源設備",
    "問合せの記録", "案内板", "Web 会議の設備", "解説員の配置", "水温の記録", "復旧の手順書",
)  # fmt: skip
_DONE = (
    "統一", "更新", "点検", "公開", "試行", "集約", "標準化", "共有", "増設", "再編", "電子化", "検証", "簡素化", "多言語化",
)  # fmt: skip
_OPENERS = ("左記のとおり、", "左記のとおり、", "左記のとおり、", "以上により、")
_MEASURES: tuple[tuple[str, str, Comparator], ...] = (
    ("年間稼働率", "％", ">="), ("利用者満足度", "％", ">="), ("公開件数", "件", ">="), ("研修の延べ参加人数", "人", ">="),
    ("連絡会の開催回数", "回", "="), ("申込みから提供までの所要日数", "日", "<="), ("共同研究の新規契約数", "件", ">="),
)  # fmt: skip
_SHARES = {"人": ("うち若手職員", "うち女性"), "件": ("うち海外分", "うち新規", "うち複数年にわたるもの")}
_LAWS = (
    "潮風観測センター法（平成14年法律第901号）第11条第１項第２号", "山岳気象の観測に関する法律第７条",
    "古文書保存機構法（平成26年法律第902号。以下「機構法」という。）第13条第１項及び第３項",
)  # fmt: skip
_POLICIES = (
    "沿岸防災基本方針（令和４年３月観測会議決定）", "第６次山岳安全計画（以下「山岳計画」）",
    "文化資料の保存と公開に関する大綱（平成30年６月22日決定。令和５年一部改定）",
)  # fmt: skip
_INPUTS = ("予算額（千円）", "決算額（千円）", "経常費用（千円）", "経常利益（千円）", "行政コスト（千円）")
_EVALUATIONS: tuple[tuple[Evaluation, ...], ...] = (
    ("annual",), ("annual", "prospective"), ("prospective",), ("annual", "final"), ("final",),
)  # fmt: skip
_STYLES: tuple[CodeStyle, ...] = ("roman", "arabic", "nested", "dai")
_LETTERS, _WEIGHTS = "SABCD", (1, 5, 12, 2, 1)


def random_spec(
    seed: int,
    *,
    items: int | None = None,
    code_style: CodeStyle | None = None,
    years: int | None = None,
    evaluations: tuple[Evaluation, ...] | None = None,
    minister: bool | None = None,
    input_tables: bool | None = None,
    halves: bool | None = None,
    slides: bool | None = None,
    front_matter: bool | None = None,
    gaps: bool | None = None,
    page_numbers: bool | None = None,
    summary_rows: int = 0,
) -> Spec:
    """The document of *seed*; what is not given is drawn. *items* 1–60, *years* of the period 3–7, *minister*: filled in."""
    rng = Random(seed)  # noqa: S311 - chance for inventions, not for secrets
    chosen = evaluations or rng.choice(_EVALUATIONS)
    period = _period(rng, years or rng.randint(3, 7))
    ends = -1 if "final" in chosen else -2 if "prospective" in chosen else rng.randrange(len(period.years) - 1)
    year = period.years[ends]
    switches = Switches(
        input_tables=_drawn(rng, input_tables, 0.4),
        halves=_drawn(rng, halves, 0.5),
        slides=_drawn(rng, slides, 0.5),
        front_matter=_drawn(rng, front_matter, 0.5),
        gaps=_drawn(rng, gaps, 0.7),
        strict=_drawn(rng, None, 0.5),
        page_numbers=_drawn(rng, page_numbers, 0.5),
        summary_rows=summary_rows,
        height=rng.randint(34, 52),
    )
    count = items or rng.choice((1, 2, 5, 12, 19, 30, 60))
    style = rng.choice(_STYLES) if code_style is None else code_style
    author = _Author(rng, chosen, period, year, is_filled=_drawn(rng, minister, 0.5))
    sections, places = _numbered(rng, style, count)
    titles = rng.sample([f"{thing}の{doing}" for thing in _THINGS for doing in _DOINGS], count)
    past = [one for one in period.years if one < year]
    return Spec(
        seed=seed,
        corporation=Corporation(name=rng.choice(_NAMES), ministers=tuple(rng.sample(_MINISTERS, rng.randint(1, 2)))),
        period=period,
        year=year,
        evaluations=chosen,
        sections=sections,
        items=tuple(author.item(*place, title) for place, title in zip(places, titles, strict=True)),
        overall=tuple((one, author.letter() if author.is_filled or rng.random() < 0.3 else "") for one in chosen),
        past_overall=tuple((one, author.letter()) for one in past),
        switches=switches,
    )


def _drawn(rng: Random, given: bool | None, share: float) -> bool:  # noqa: FBT001 - what a switch was set to, or nothing
    is_on = rng.random() < share
    return is_on if given is None else given


def _period(rng: Random, years: int) -> Period:
    first = rng.randint(2014, 2027)
    start = date(first, *rng.choice(((4, 1), (4, 1), (4, 1), (9, 1), (10, 1))))
    return Period(start=start, end=date(first + years, 3, 31), ordinal=f"第{rng.choice('一二三四五')}期")


def _numbered(rng: Random, style: CodeStyle, count: int) -> tuple[tuple[Section, ...], list[tuple[str, str]]]:
    """The sections, and (code, section) of each item."""
    number = min(count, rng.randint(1, len(_SECTION_TITLES)))
    marks = {"roman": "ⅠⅡⅢⅣ", "nested": "ⅠⅡⅢⅣ", "arabic": "1234", "dai": "1234"}[style]
    codes = [f"第{mark}" if style == "dai" else mark for mark in marks[:number]]
    sizes = [1] * number
    for _ in range(count - number):
        sizes[rng.choices(range(number), [3, 1, 1, 1][:number])[0]] += 1
    places = []
    for code, size in zip(codes, sizes, strict=True):
        group = rng.randint(2, 5)
        for at in range(size):
            own = f"{at // group + 1}-({at % group + 1})" if style == "nested" else str(at + 1)
            places.append((f"{code}-{own}", code))
    titles = _SECTION_TITLES[:number]
    return tuple(Section(code=code, title=title) for code, title in zip(codes, titles, strict=True)), places


@dataclass(frozen=True, slots=True, kw_only=True)
class _Theme:
    """What a row is about. Its goal, plans and results say it again, in part and in other words."""

    thing: str
    aim: str
    steps: Text
    doing: str

    def sentence(self, ending: str) -> str:
        return f"○{self.thing}については、{self.aim}ため、{'、'.join(self.steps)}するとともに、{self.doing}に取り組む{ending}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """What the forms of all evaluations have in common in a row."""

    themes: tuple[_Theme, ...]
    goal: Text
    plan: Text
    indicators: tuple[Indicator, ...]
    viewpoints: Text


@dataclass(frozen=True, slots=True)
class _Author:
    """Invents the contents of items."""

    rng: Random
    evaluations: tuple[Evaluation, ...]
    period: Period
    year: int
    is_filled: bool

    def letter(self) -> str:
        return self.rng.choices(_LETTERS, _WEIGHTS)[0]

    def item(self, code: str, section: str, title: str) -> Item:
        rng = self.rng
        if rng.random() < 0.3:
            title = f"{title}及び{rng.choice(_THINGS)}の{rng.choice(_DOINGS)}等"
        years = [year for year in self.period.years if year <= self.year]
        measures = rng.sample(_MEASURES, len(_MEASURES))
        drafts = [self._row(measures) for _ in range(rng.randint(1, 5))]
        return Item(
            code=code,
            title=title,
            section=section,
            high_importance=rng.random() < 0.4,
            high_difficulty=rng.random() < 0.3,
            priority=rng.random() < 0.6,
            past=tuple((year, self.letter()) for year in years if year < self.year),
            earlier=self.letter(),
            policy=rng.choice(("", *_POLICIES)),
            legal_basis=rng.choice(_LAWS),
            staff=tuple((year, rng.choice((rng.randint(1, 9), rng.randint(10, 1500)))) for year in years),
            inputs=tuple((name, tuple((year, self._amount(name)) for year in years)) for name in _INPUTS),
            forms=tuple(self._form(evaluation, drafts) for evaluation in self.evaluations),
        )

    def _amount(self, name: str) -> int:
        amount = self.rng.randint(1000, 9_999_999)
        return -amount // 100 if name.startswith("経常利益") and self.rng.random() < 0.3 else amount

    def _form(self, evaluation: Evaluation, drafts: Sequence[_Draft]) -> ItemForm:
        rng = self.rng
        own, minister = self.letter(), None
        if self.is_filled:
            other = self.letter() if rng.random() < 0.4 else own
            minister = MinisterEvaluation(
                rating=other,
                reasons=tuple(f"{self._step()}したことは、{rng.choice(_AIMS)}上で妥当である。" for _ in "12"),
                issues=(
                    rng.choice(("特になし。", f"{rng.choice(_THINGS)}については、費用の内訳を示すことが望まれる。")),
                ),
                others=(f"有識者から、{rng.choice(_DOINGS)}を続けてほしいとの意見があった。",),
            )
        reported = f"{fiscal_year(self.year)}事業報告書第{digits(rng.randint(1, 12))}章{rng.choice('一二三四五')}"
        return ItemForm(
            evaluation=evaluation,
            detail=f"（詳細は、下記の実績及び{reported}）",
            self_rating=own,
            rationale=self._rationale(),
            issues=(NO_ISSUES,) if rng.random() < 0.7 else (f"・{rng.choice(_THINGS)}の{rng.choice(_DOINGS)}が遅れたため、{self._step()}する。",),
            rows=tuple(self._finished(draft, evaluation) for draft in drafts),
            minister=minister,
            achievements=tuple(f"{rng.choice(_THINGS)}について、{self._step()}" for _ in range(rng.randint(1, 4))),
        )  # fmt: skip

    def _rationale(self) -> Text:
        return tuple(
            f"{self.rng.choice(_THINGS)}について{self._step()}し、{self.rng.choice(_AIMS)}という目的に沿う成果が得られた。"
            for _ in range(self.rng.randint(1, 4))
        )

    def _step(self) -> str:
        return f"{self.rng.choice(_HOW)}{self.rng.choice(_WHAT)}を{self.rng.choice(_DONE)}"

    def _row(self, measures: list[tuple[str, str, Comparator]]) -> _Draft:
        rng = self.rng
        taken = [measures.pop() for _ in range(min(rng.choice((0, 1, 1, 2)), len(measures)))]
        themes = tuple(
            _Theme(
                thing=rng.choice(_THINGS),
                aim=rng.choice(_AIMS),
                steps=tuple(self._step() for _ in range(rng.randint(1, 4))),
                doing=rng.choice(_DOINGS),
            )
            for _ in range(rng.choice((1, 1, 1, 2)))
        )
        return _Draft(
            themes=themes,
            goal=tuple(theme.sentence("こと。") for theme in themes) if rng.random() < 0.95 else (),
            plan=tuple(self._varied(theme, 0.4).sentence("。") for theme in themes),
            indicators=tuple(self._indicator(*measure) for measure in taken),
            viewpoints=tuple(f"・{theme.thing}に係る{theme.doing}が図られているか。" for theme in themes)
            if not taken or rng.random() < 0.6
            else (),
        )

    def _varied(self, theme: _Theme, share: float) -> _Theme:
        """The theme, with a further step in *share* of all cases: plans repeat the goals, and say a little more."""
        return replace(theme, steps=(*theme.steps, self._step())) if self.rng.random() < share else theme

    def _finished(self, draft: _Draft, evaluation: Evaluation) -> Row:
        """The row as the form of *evaluation* has it."""
        rng = self.rng
        is_annual = evaluation == "annual"
        annual_plan = tuple(self._varied(theme, 0.6).sentence("。") for theme in draft.themes)
        results = []
        for theme in draft.themes:
            steps = rng.sample(theme.steps, rng.randint(1, len(theme.steps)))
            results.append(f"・{theme.thing}については、{'、'.join(steps)}した。")
            if rng.random() < 0.5:
                results.append(f"・また、{theme.doing}の一環として、{self._step()}し、{self._step()}した。")
        if draft.indicators and rng.random() < 0.3:
            results = []
        plan, doing = "年度計画" if is_annual else "中期計画", draft.themes[0].doing
        return Row(
            goal=draft.goal,
            plan=draft.plan,
            annual_plan=annual_plan if is_annual and rng.random() < 0.9 else (),
            indicators=draft.indicators,
            viewpoints=draft.viewpoints,
            results=tuple(results),
            assessment=(f"{rng.choice(_OPENERS)}{plan}に沿って{doing}が進んだものと評価した。",),
        )

    def _indicator(self, name: str, unit: str, comparator: Comparator) -> Indicator:
        rng = self.rng
        name = f"{rng.choice(_THINGS)}に係る{name}"
        second = "平均" if unit == "日" and rng.random() < 0.6 else ""
        if unit in _SHARES and rng.random() < 0.5:
            second = rng.choice(_SHARES[unit])
        figures = []
        for year in [year for year in self.period.years if year <= self.year]:
            value = self._value(unit)
            beside = (value * Decimal(rng.randint(3, 9)) / 10).quantize(Decimal("0.1" if unit == "日" else "1"))
            figures.append(Figure(year=year, value=value, second=max(beside, Decimal(1)) if second else None))
        has_target = rng.random() < 0.7
        return Indicator(
            name=name,
            unit=unit,
            figures=tuple(figures),
            target=Target(value=self._value(unit), comparator=comparator) if has_target else None,
            second=second,
            below=rng.random() < 0.6,
            spaced=rng.random() < 0.5,
            wide_years=rng.random() < 0.5,
            baseline=self._value(unit) if has_target and not second and rng.random() < 0.8 else None,
        )

    def _value(self, unit: str) -> Decimal:
        rng = self.rng
        if unit == "％":
            return rng.choice((Decimal(100), Decimal(rng.randint(700, 999)) / 10))
        high = {"人": 9999, "件": 2500, "回": 40, "日": 30}[unit]
        return Decimal(rng.choice((rng.randint(1, 9), rng.randint(1, high))))
