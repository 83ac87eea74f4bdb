"""The overall rating (様式1-1-2, 1-2-2): of past years; blank for the year under evaluation."""

from __future__ import annotations

from bot.answer import Answer, Fact, Status, Table
from bot.checking.whether import ALWAYS, decided
from bot.question import Question
from bot.text.compiled import compiled
from bot.topics.rating import facts_of, final_of, letters, sentence
from bot.wording.join import join_answers
from bot.wording.phrases import EVALUATION_NAMES, year_name, years_name, yes_or_no
from bot.wording.subject import series_text
from records.lookups import Records
from records.model import Source

NAME = "overall"
NEEDS = ""
WORDS = {
    "法人全体の評定": 6,
    "法人全体の評価": 6,
    "機構全体の総合評定": 6,
    "機構全体の評定": 6,
    "機構全体": 6,
    "法人の総合評定": 6,

    "総合評定": 6, "総合評価": 6, "総合的な評定": 6, "全体の評定": 6, "全体評定": 6, "全体の評価": 6, "全体評価": 6, "法人全体": 6, "総評": 6,
    "そうごう評定": 6, "そうごうひょうてい": 6, "総合の評定": 6, "トータルの評定": 6, "総合": 5, "overall": 6, "overall rating": 6,
}  # fmt: skip


def answer(question: Question, records: Records) -> Answer:
    """The overall rating of the years asked for, or of the latest year that has one with what is missing."""
    recorded = records.years_rated(None)
    if question.evaluator == "minister" and (blank := _without_ministers(question, records, recorded)):
        return blank
    if question.evaluation in {"prospective", "final"}:
        of_period = _of_period(question, records, question.evaluation)
        if not question.years.asked or not _AND.search(question.text_folded):
            return of_period
        annual = _of_years(question, records, recorded)  # 総合評定のR5と見込
        return join_answers([annual, of_period])
    if _WHY.search(question.text_folded):
        return _without_reason(question, records, recorded)
    if not recorded and not question.years.asked and question.evaluation is None:
        # a document of the whole period only
        for evaluation in ("final", "prospective"):
            if records.ratings_of(None, evaluation):
                return _of_period(question, records, evaluation)
    if recorded and (told := _over_years(question, records, recorded)):
        return told
    return _of_years(question, records, recorded)


def _of_years(question: Question, records: Records, recorded: tuple[int, ...]) -> Answer:
    asked = (
        question.years.years if question.years.asked else (recorded if question.series else records.rated_years[-1:])
    )
    years = tuple(year for year in asked if year in recorded)
    missing = tuple(year for year in asked if year not in recorded)
    lacking = [_missing(records, year, recorded) for year in missing]
    if not years:
        return Answer(
            question=question.text,
            status=Status.NO_DATA,
            topic=NAME,
            first=lacking[0] if lacking else "総合評定は記録にありません。",
            lines=_past(records, recorded) if not question.years.asked else (),
            missing=tuple(lacking[1:]),
            sources=_blank_sources(records, "annual"),
            next_steps=("総合評定の推移は？",),
        )
    facts: list[Fact] = []
    sources: list[Source] = []
    for year in years:
        statements = records.ratings_of(None, "annual", year)
        facts.extend(facts_of(statements))
        sources.extend(statement.source for statement in statements)
    if len(years) == 1:
        statements = records.ratings_of(None, "annual", years[0])
        first = decided(question, [[each.rating for each in final_of(statements)]])
        first += sentence(statements, f"{year_name(years[0])}の総合評定")
    else:
        parts = [f"{year_name(year)} {letters(records.ratings_of(None, 'annual', year))}" for year in years]
        first = f"総合評定は、{'、'.join(parts)} です（評価者の記載なし）。"
    rows = tuple((year_name(year), letters(records.ratings_of(None, "annual", year))) for year in years)
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=first,
        tables=(Table(caption="総合評定", header=("年度", "総合評定"), rows=rows),) if len(years) > 1 else (),
        missing=tuple(lacking),
        fiscal_years=years,
        evaluations=("annual",),
        facts=tuple(facts),
        sources=tuple(sources),
        read_as=f"総合評定・{years_name(years)}",
    )


def _without_ministers(question: Question, records: Records, recorded: tuple[int, ...]) -> Answer | None:
    """That the document holds no overall rating by the ministers; None where it holds one."""
    evaluation = question.evaluation or "annual"
    years = (question.years.years or recorded[-1:]) if evaluation == "annual" else (None,)
    if any(each.evaluator == "minister" for year in years for each in records.ratings_of(None, evaluation, year)):
        return None
    term = (
        EVALUATION_NAMES[evaluation]
        if evaluation != "annual"
        else years_name(question.years.years)
        if question.years.years
        else ""
    )
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=NAME,
        first=f"{term}{'の' if term else ''}主務大臣による総合評定は、この文書に記載がありません。",
        lines=_past(records, recorded),
        sources=_blank_sources(records, evaluation),
        next_steps=("総合評定の推移は？",),
    )


_AND = compiled(r"と|、|・|及び|および|両方")
_WHY = compiled(r"なぜ|(?:なん|何)で(?!す|し[たょ])|何故|どうして|理由|根拠|わけ")


def _without_reason(question: Question, records: Records, recorded: tuple[int, ...]) -> Answer:
    """The overall rating of the latest year asked for, and that no reason of it is recorded."""
    year = (question.years.years or records.rated_years[-1:])[-1]
    given = records.ratings_of(None, "annual", year)
    first = sentence(given, f"{year_name(year)}の総合評定") if given else _missing(records, year, recorded)
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=NAME,
        first=f"{first}その理由の記載は記録にありません。",
        fiscal_years=(year,) if given else (),
        evaluations=("annual",) if given else (),
        facts=facts_of(given),
        sources=tuple(each.source for each in given) or _blank_sources(records, "annual"),
        next_steps=("総合評定の推移は？",),
    )


_SINCE = compiled(r"(?:以来|以降|から|より)(?:は|の)?(?=どう|何が|ずっと|まだ|[上下変]|改善|悪化|良く|悪く)")
_WHEN = compiled(r"年|いつ|何回|何度|回数|こと|過去|これまで|今まで|ある")
_NOT_WHETHER = compiled(r"いつ(?!も)|何|どの|どれ|ない|なかった|ません|だけ|のみ|以外")
_CHANGED = compiled(
    r"[上あ]が(?:った|り|る|って)|[下さ]が(?:った|り|る|って)|変わ|変化|上昇|低下|良くな|悪くな|改善|悪化|アップ|ダウン|落ち|(?:ずっと|毎年|いつも|常に)[^、。]{0,4}(?:同じ|一緒|横ばい)"
)


def _over_years(question: Question, records: Records, recorded: tuple[int, ...]) -> Answer | None:
    """In which years, how often it was a letter; whether it rose or fell: over all years that have one, or those asked for."""
    changed = _CHANGED.search(question.text_folded)
    one_year = question.years.asked and len(question.years.years) == 1
    always = ALWAYS.search(question.text_folded)
    if not changed and (not question.letters or one_year or not (always or _WHEN.search(question.text_folded))):
        return None
    years, since = recorded, False
    if question.years.asked:
        asked = question.years.years
        onward = {each.kind for each in question.mentions} <= {"all", "from"}
        if onward and len(asked) > 1:
            asked = tuple(year for year in asked if year in recorded)
        if changed and len(asked) == 1:
            since = any(_SINCE.match(question.text_folded, each.end) for each in question.mentions)
            asked = tuple(range(asked[0], recorded[-1] + 1)) if since else (asked[0] - 1, asked[0])
        if (changed and len(asked) < 2) or not asked or any(year not in recorded for year in asked):
            return None
        years = asked
    statements = {year: records.ratings_of(None, "annual", year) for year in years}
    series = series_text([(year, letters(given)) for year, given in statements.items()])
    wanted = set(question.letters)
    said = "・".join(question.letters)
    at = [year for year, given in statements.items() if {each.rating for each in given} & wanted]
    disputed = any(len({each.rating for each in given}) > 1 for given in statements.values())
    blank = [
        year
        for year in records.rated_years
        if year not in recorded and (since or not question.years.asked or year in question.years.years) and recorded
    ]
    rest = "".join(f"{year_name(year)}の総合評定はまだ付いていません。" for year in blank[-1:])
    if disputed or (changed and question.letters):
        first = f"総合評定は、{series} です（計算値）。"
    elif not changed and always:
        told = f"総合評定は、{series} です（計算値）。"
        first = told if _NOT_WHETHER.search(question.text_folded) else yes_or_no(tuple(at) == tuple(years)) + told
    elif not changed and at:
        first = f"総合評定が {said} だったのは、{years_name(at)}の{len(at)}回です（計算値）。"
    elif not changed:
        first = f"総合評定が {said} だった年度は、{years_name(years)}にはありません（{series}。計算値）。"
    else:
        ranks = [records.scale.index(letters(given)) for given in statements.values()]
        word = (
            "変わっていません"
            if len(set(ranks)) == 1
            else "上がっています"
            if ranks[-1] < ranks[0]
            else "下がっています"
            if ranks[-1] > ranks[0]
            else "途中で変わり、両端は同じです"
        )
        first = f"総合評定は、{series} で、{word}（計算値）。"
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        topic=NAME,
        first=first + rest,
        fiscal_years=years,
        evaluations=("annual",),
        facts=tuple(fact for given in statements.values() for fact in facts_of(given)),
        sources=tuple(dict.fromkeys(each.source for given in statements.values() for each in given)),
        read_as=f"総合評定・{years_name(years)}",
    )


def _past(records: Records, recorded: tuple[int, ...]) -> tuple[str, ...]:
    if not recorded:
        return ()
    return (f"記録のある年度：{series_text([(y, letters(records.ratings_of(None, 'annual', y))) for y in recorded])}",)


def _missing(records: Records, year: int, recorded: tuple[int, ...]) -> str:
    there = f"記録があるのは{years_name(recorded)}です" if recorded else "どの年度の記録もありません"
    blank = [each for each in records.absences() if each.kind == "overall_rating" and each.fiscal_year == year]
    if blank:
        return f"{year_name(year)}の総合評定はまだ付いていません（様式が未記入。{there}）。"
    return f"{year_name(year)}の総合評定は記録にありません（{there}）。"


def _blank_sources(records: Records, evaluation: str) -> tuple[Source, ...]:
    return tuple(
        each.source for each in records.absences() if each.kind == "overall_rating" and each.evaluation == evaluation
    )


def _of_period(question: Question, records: Records, evaluation: str) -> Answer:
    statements = records.ratings_of(None, evaluation)
    if statements:
        return Answer(
            question=question.text,
            status=Status.ANSWERED,
            topic=NAME,
            first=sentence(statements, f"{EVALUATION_NAMES[evaluation]}の総合評定"),
            evaluations=(evaluation,),
            facts=facts_of(statements),
            sources=tuple(statement.source for statement in statements),
            read_as=f"総合評定・{EVALUATION_NAMES[evaluation]}",
        )
    return Answer(
        question=question.text,
        status=Status.NO_DATA,
        topic=NAME,
        first=f"{EVALUATION_NAMES[evaluation]}の総合評定は記録にありません（様式が未記入です）。",
        sources=_blank_sources(records, evaluation),
        next_steps=("総合評定の推移は？",),
    )
