"""Who gave the recorded ratings, as the places that state them say; whether they are final is not recorded."""

from __future__ import annotations

from bot.answer import Answer, Fact, Status
from bot.question import Question
from bot.wording.phrases import EVALUATOR_NAMES, table_name
from records.lookups import Records
from records.model import Source

NAME = "evaluators"
NEEDS = ""
WORDS = {"評価者": 6, "評価した人": 6, "評定した人": 6, "確定値": 6, "暫定": 5}
_NOT_STATED = "評価者の記載なし"


def answer(question: Question, records: Records) -> Answer:
    """Each kind of place with the evaluator that it names; the ministers' column where it is blank."""
    stated: dict[str, dict[str, Source]] = {}
    for code in (None, *records.codes):
        given = [each for year in records.years_rated(code) for each in records.ratings_of(code, "annual", year)]
        for each in (*given, *records.ratings_of(code, "prospective"), *records.ratings_of(code, "final")):
            evaluator = EVALUATOR_NAMES.get(each.evaluator or "", _NOT_STATED)
            stated.setdefault(evaluator, {}).setdefault(table_name(each.source), each.source)
    said = [
        f"{'・'.join(places)}のものは{evaluator}です"
        if evaluator != _NOT_STATED
        else f"{'・'.join(places)}のものには評価者の記載がありません"
        for evaluator, places in stated.items()
    ]
    blank = [each for each in records.absences() if each.kind == "minister_rating"]
    final = any(word in question.text_folded for word in ("確定", "暫定", "最終版"))
    first = f"記録にある評定のうち、{'。'.join(said)}。" if said else "評定は記録にありません。"
    first += "主務大臣による評価の欄は空欄です。" if blank else ""
    return Answer(
        question=question.text,
        status=Status.NO_DATA if final or not said else Status.ANSWERED,
        topic=NAME,
        first=f"確定した評定かどうかの記載はありません。{first}" if final else first,
        facts=tuple(
            Fact(kind="evaluator", label=place, value=evaluator, sources=(source,))
            for evaluator, places in stated.items()
            for place, source in places.items()
        ),
        sources=tuple(
            dict.fromkeys(
                (*(s for places in stated.values() for s in places.values()), *(each.source for each in blank))
            )
        ),
        next_steps=("Ⅰ-1 の評定は？",) if "Ⅰ-1" in records.codes else (),
        read_as="評価者",
    )
