"""Where the data come from: documents, versions, build."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Answer, Status
from bot.phrases import join_some, year_name
from bot.question import Question
from records.lookups import Records
from records.model import Source

NAME = "sources"
NEEDS = ""
WORDS = {
    "何の略": 6, "って何の略": 8, "は何の略": 8, "法人の正式": 7, "機構の正式": 7, "の略称": 5,
    "出典": 5, "何ページ": 6, "何頁": 6, "どのページ": 6, "ソース": 5, "典拠": 5, "データの版": 6, "データはいつ": 6, "元の文書": 6, "もとの文書": 6, "元資料": 6, "何の文書": 6,
    "どの文書": 6, "どの年度のもの": 6, "何年度のもの": 6, "法人名": 5, "法人の名前": 5, "どこの法人": 5, "何の法人": 5, "何年度分": 6, "何年分": 5, "収録年度": 6, "バージョン": 5, "データの出所": 6, "どこのデータ": 6, "収録": 5, "いつのデータ": 6, "何のデータ": 6,
}  # fmt: skip

_MOST_PLACES = 6
_NAME_WORDS = ("何の略", "正式名", "略称")


def answer(question: Question, records: Records) -> Answer:
    """Where what is named stands; without a name the documents inside, with versions and the day of the build."""
    documents = records.documents
    if any(word in question.text_folded for word in _NAME_WORDS):
        return Answer(
            question=question.text,
            status=Status.ANSWERED,
            topic=NAME,
            first=f"法人の正式名称は{documents[0].organization}です（略称 {records.short_name}）。",
            read_as="法人の名称",
        )
    if places := _places_of(question, records):
        return _of_places(question, records, places)
    lines = [f"・{each.title}（{year_name(each.fiscal_year)}、データの版 {each.version}）" for each in documents]
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=f"記録の元は、{documents[0].organization}の評価の文書 {len(documents)}件です。",
        lines=(*lines, f"データベースの作成：{records.meta.get('built_at', '不明')}"),
        notes=("答えに付く頁と行は、文書から抽出したテキストの何枚目・何行目かを示します。",),
        fiscal_years=tuple(sorted({each.fiscal_year for each in documents})),
        read_as="出典とデータの版",
    )


def _places_of(question: Question, records: Records) -> list[Source]:
    """Where the records have what is named: the values of an indicator, the ratings of an item."""
    if question.indicators:
        return [value.source for key in question.indicators for value in records.values_of(key)]
    years = question.years.years if question.years.asked else records.rated_years
    found: list[Source] = []
    for code in question.items:
        if question.evaluation in {None, "annual"}:
            found.extend(each.source for year in years for each in records.ratings_of(code, "annual", year))
        if question.evaluation is None and not question.years.asked:
            found.extend(each.source for each in records.ratings_of(code, "prospective"))
        elif question.evaluation not in {None, "annual"}:
            found.extend(each.source for each in records.ratings_of(code, question.evaluation or ""))
    return found


def _of_places(question: Question, records: Records, found: Sequence[Source]) -> Answer:
    names = [records.indicator_by_id[key].name for key in question.indicators] or [
        f"{code} の評定" for code in question.items
    ]
    pages: dict[str, list[int]] = {}
    for source in dict.fromkeys(found):
        if source.page not in pages.setdefault(source.place, []):
            pages[source.place].append(source.page)
    said = [f"{place} {'・'.join(map(str, sorted(each)))}頁" for place, each in pages.items()]
    items = question.items or tuple(dict.fromkeys(records.indicator_by_id[key].item for key in question.indicators))
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=f"{join_some(names, 3)}の出典は、{join_some(said, 3)}です。",
        lines=tuple(f"・{each}" for each in said[:_MOST_PLACES]) if len(said) > 1 else (),
        items=records.in_order(items),
        sources=tuple(dict.fromkeys(found)),
        read_as="出典",
    )
