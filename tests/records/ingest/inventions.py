"""Invented documents: corporations, items, goals, results and figures that exist nowhere, drawn from a seed."""

from __future__ import annotations

from dataclasses import dataclass
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
_STEPS = (
    "測定の手順を統一", "24時間の監視体制を構築", "関係機関との連絡会を年４回開催", "AIによる異常検知を試行",
    "老朽化した機器を順次更新", "利用者アンケートを踏まえて画面を改修", "12か所の拠点へ予備品を配置",
    "外部有識者の助言を得て指針を改定", "PDCAサイクルに基づく点検を実施", "令和５年10月から夜間の受付を開始", "約3,400枚の原板を電子化",
    "第12条の２の届出を電子化",
)  # fmt: skip
_MEASURES: tuple[tuple[str, str, Comparator], ...] = (
    ("年間稼働率", "％", ">="), ("利用者満足度", "％", ">="), ("公開件数", "件", ">="), ("研修の延べ参加人数", "人", ">="),
    ("連絡会の開催回数", "回", "="), ("申込みから提供までの所要日数", "日", "<="), ("共同研究の新規契約数", "件", ">="),
)  # fmt: skip
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
        base = self._rows()
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
            forms=tuple(self._form(evaluation, base) for evaluation in self.evaluations),
        )

    def _amount(self, name: str) -> int:
        amount = self.rng.randint(1000, 9_999_999)
        return -amount // 100 if name.startswith("経常利益") and self.rng.random() < 0.3 else amount

    def _form(self, evaluation: Evaluation, base: tuple[Row, ...]) -> ItemForm:
        rng = self.rng
        own, minister = self.letter(), None
        if self.is_filled:
            other = self.letter() if rng.random() < 0.4 else own
            minister = MinisterEvaluation(
                rating=other,
                reasons=tuple(f"{rng.choice(_STEPS)}したことは、{rng.choice(_AIMS)}上で妥当である。" for _ in "12"),
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
            issues=(NO_ISSUES,) if rng.random() < 0.7 else (f"・{rng.choice(_THINGS)}の{rng.choice(_DOINGS)}が遅れたため、{rng.choice(_STEPS)}する。",),
            rows=tuple(self._variant(row, evaluation) for row in base),
            minister=minister,
            achievements=tuple(f"{rng.choice(_THINGS)}について、{rng.choice(_STEPS)}" for _ in range(rng.randint(1, 4))),
        )  # fmt: skip

    def _rationale(self) -> Text:
        return tuple(
            f"{self.rng.choice(_THINGS)}について{self.rng.choice(_STEPS)}し、{self.rng.choice(_AIMS)}という目的に沿う成果が得られた。"
            for _ in range(self.rng.randint(1, 4))
        )

    def _rows(self) -> tuple[Row, ...]:
        measures = self.rng.sample(_MEASURES, len(_MEASURES))
        rows = []
        for _ in range(self.rng.randint(1, 5)):
            number = self.rng.choice((0, 1, 1, 2)) if measures else 0
            taken = [measures.pop() for _ in range(min(number, len(measures)))]
            rows.append(
                Row(
                    goal=self._sentences("こと。") if self.rng.random() < 0.95 else (),
                    plan=self._sentences("。"),
                    indicators=tuple(self._indicator(*measure) for measure in taken),
                    viewpoints=self._viewpoints() if not taken or self.rng.random() < 0.6 else (),
                )
            )
        return tuple(rows)

    def _sentences(self, ending: str) -> Text:
        steps = ("を行う", "を進める", "に取り組む")
        return tuple(
            f"○{self.rng.choice(_THINGS)}については、{self.rng.choice(_AIMS)}ため、"
            + "、".join(self.rng.sample(_STEPS, self.rng.randint(1, 4)))
            + f"するとともに、{self.rng.choice(_DOINGS)}{self.rng.choice(steps)}{ending}"
            for _ in range(self.rng.choice((1, 1, 2)))
        )

    def _viewpoints(self) -> Text:
        return tuple(
            f"・{self.rng.choice(_THINGS)}の{self.rng.choice(_DOINGS)}が図られているか。"
            for _ in range(self.rng.randint(1, 2))
        )

    def _variant(self, row: Row, evaluation: Evaluation) -> Row:
        """The row as the form of *evaluation* has it."""
        rng = self.rng
        results = tuple(
            f"・{rng.choice(_THINGS)}について、{'、'.join(rng.sample(_STEPS, rng.randint(1, 4)))}した。"
            for _ in range(rng.randint(0 if row.indicators else 1, 4))
        )
        plan = "年度計画" if evaluation == "annual" else "中期計画"
        return Row(
            goal=row.goal,
            plan=row.plan,
            annual_plan=self._sentences("。") if evaluation == "annual" and rng.random() < 0.9 else (),
            indicators=row.indicators,
            viewpoints=row.viewpoints,
            results=results,
            assessment=(f"左記により、{plan}に沿って{rng.choice(_DOINGS)}が進んだものと評価した。",),
        )

    def _indicator(self, name: str, unit: str, comparator: Comparator) -> Indicator:
        rng = self.rng
        name = f"{rng.choice(_THINGS)}に係る{name}"
        second = "平均" if unit == "日" and rng.random() < 0.6 else ""
        if unit in {"人", "件"} and rng.random() < 0.5:
            second = rng.choice(("うち若手職員", "うち海外分", "うち新規"))
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
