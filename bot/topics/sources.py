"""Where the data come from: documents, versions, build."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from bot.answer import Answer, Status
from bot.question import Question
from bot.text.compiled import compiled
from bot.topic import all_topics
from bot.wording.phrases import date_name, join_some, year_name, years_name
from records.lookups import Records
from records.model import Source

NAME = "sources"
NEEDS = ""
WORDS = {
    "何の略": 6, "って何の略": 8, "は何の略": 8, "法人の正式": 7, "機構の正式": 7, "の略称": 5,
    "出典": 5, "何ページ": 6, "何頁": 6, "どのページ": 6, "ソース": 5, "典拠": 5, "データの版": 6, "データはいつ": 6, "元の文書": 6, "もとの文書": 6, "元資料": 6, "何の文書": 6,
    "どの文書": 6, "どの年度のもの": 6, "何年度のもの": 6, "法人名": 5, "対象の法人": 6, "対象となる法人": 6, "法人はどこ": 6, "法人の名前": 5, "どこの法人": 5, "何の法人": 5, "何年度分": 6, "何年分": 5, "収録年度": 6, "バージョン": 5, "データの出所": 6, "どこのデータ": 6, "収録": 5, "いつのデータ": 6, "データベースの更新": 6, "英語名": 7, "英語の名": 7, "英語表記": 7, "英文名": 7, "英語での名": 7, "英語で何": 6, "データベースの作成": 6, "データの更新": 6, "更新日": 6, "作った資料": 6, "資料は誰が": 6, "文書は誰が": 6, "資料はどこが": 6, "文書はどこが": 6, "作った文書": 6, "作成した資料": 6, "作成した文書": 6, "資料の作成者": 6, "文書の作成者": 6, "誰の資料": 6, "何年度の評価が入": 7, "どの年度の評価が入": 7, "何年度の評価があ": 7, "どの年度の評価があ": 7, "何年度の記録": 7, "どの年度の記録": 7, "何年度のデータ": 7, "どの年度のデータ": 7,  "何のデータ": 6,
    "いつ時点": 7, "記録されている年度": 6, "記録のある年度": 6, "記録がある年度": 6,
}  # fmt: skip

_NAME_WORDS = ("対象の法人", "対象となる法人", "法人はどこ", "何の略", "正式名", "略称")


_IN_ENGLISH = compiled(r"英語|英文|英名")
_SHOWN = 3
_WHICH_YEARS = compiled(
    r"何年|どの年|(?:収録|記録の?(?:ある|されている)|記録がある)年度|いつ(?:時点)?の|データはいつ|いつのデータ|何年度の(?:データ|記録)"
)
_JAPAN = timezone(timedelta(hours=9))


def _of_a_subject(question: Question, records: Records) -> Answer:
    """The places of what is recorded of the indicators, or of the ratings of the items."""
    persons = any(word in all_topics()["staff"].WORDS for word in question.words)
    kind = "indicator" if question.indicators else "staff" if persons else "rating"
    told = all_topics()[kind].answer(question._replace(topics=(kind,)), records)
    if told.status is not Status.ANSWERED or not told.sources:
        return told
    sides = [side for each in told.conflicts if each.fiscal_year in told.fiscal_years for side in each.values]
    if sides and len(told.items) == 1:  # each side of a disagreement by itself
        places = [f"{side.value} は {join_some(list(map(_place, side.sources)), _SHOWN)}" for side in sides]
    else:
        places = list(map(_place, told.sources))
    asked = "従事人員数" if persons else "評定"
    what = told.read_as.split("・")[0] if question.indicators else f"{'・'.join(told.items[:_SHOWN])} の{asked}"
    first = f"{what}の出典は、{join_some(places, _SHOWN)}です。"
    return told._replace(topic=NAME, first=first, lines=(told.first, *told.lines))


def _place(source: Source) -> str:
    return f"{source.place} {source.page}頁{source.line}行"


def answer(question: Question, records: Records) -> Answer:
    """The documents inside, with versions and the day of the build."""
    if question.indicators or question.items:
        return _of_a_subject(question, records)
    text, documents = question.text_folded, records.documents
    if _IN_ENGLISH.search(text):
        return Answer(
            question=question.text,
            status=Status.ANSWERED if records.name_en else Status.NO_DATA,
            topic=NAME,
            first=f"法人の英語名は {records.name_en} です。" if records.name_en else "法人の英語名は記録にありません。",
            read_as="法人の名称",
        )
    if any(word in text for word in _NAME_WORDS) or not WORDS.keys() & set(question.words):  # J-LISとは
        return Answer(
            question=question.text,
            status=Status.ANSWERED,
            topic=NAME,
            first=f"法人の正式名称は{documents[0].organization}です（略称 {records.short_name}）。",
            read_as="法人の名称",
        )
    years = f"（年度評価は{years_name(records.rated_years)}）" if _WHICH_YEARS.search(text) else ""
    built = f"データベースの作成：{_in_japan(records.meta.get('built_at'))}"
    newest = f"{built}。" if "更新" in text or "データベース" in text else ""
    lines = [f"・{each.title}（{year_name(each.fiscal_year)}、データの版 {each.version}）" for each in documents]
    first = f"記録の元は、{documents[0].organization}の評価の文書 {len(documents)}件です{years}。"
    if len(documents) == 1:
        title = documents[0].title.removeprefix(documents[0].organization).strip()
        first = f"記録の元は、{documents[0].organization}の評価の文書「{title}」の1件です{years}。"
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=f"{newest}{first}",
        lines=(*lines, built),
        notes=("答えに付く頁と行は、文書から抽出したテキストの何枚目・何行目かを示します。",),
        fiscal_years=tuple(sorted({each.fiscal_year for each in documents})),
        read_as="出典とデータの版",
    )


def _in_japan(built_at: str | None) -> str:
    """The moment that the database was built, as a Japanese clock shows it."""
    if not built_at:
        return "不明"
    at = datetime.fromisoformat(built_at).astimezone(_JAPAN)
    return f"{date_name(at.date().isoformat())} {at.hour}時{at.minute}分（日本時間）"
