"""Items held against one item, or against the overall rating: Ⅰ-3と同じ評定の項目, 総合評定より高い項目, Ⅰ-5と同じ推移の項目."""

from __future__ import annotations

from bot.answer import Answer, Status
from bot.conditions.judge import judge, statements_of
from bot.conditions.listed import listed, topic_of
from bot.conditions.query import Both, Condition, Letters, Term
from bot.conditions.say import say, term_name
from bot.conditions.words import read_words
from bot.question import Question
from bot.text.compiled import compiled
from bot.topics.rating import facts_of, final_of
from bot.wording.phrases import years_name
from bot.wording.subject import items_of, missing_years_sentence, series_text
from records.lookups import Records

_RATED = r"(?:の?評[価定](?:が|の)?)?"
_HELD_AGAINST = compiled(
    rf"(?:の評[価定])?(?:(?P<same>と{_RATED}(?:同じ|おなじ|同一|一緒)(?:の|で)?)|(?P<other>と(?:は)?{_RATED}(?:違う|異なる|違った|別の))"
    rf"|(?P<higher>より(?:も)?{_RATED}(?:高|良|よ(?=[いか])|上(?![がげ]))(?:い|かった|の)?)|(?P<lower>より(?:も)?{_RATED}(?:低|悪|下(?![がげ]))(?:い|かった|の)?))"
    r"(?:評[価定]|ランク)?(?:だった|である|になった)?の?(?P<series>推移|移り変わり|動き)?(?:の|をたどった|だった)?(?:項目|もの|のは)"
)
_OVERALL = compiled(r"総合(?:評[価定])?")
# what may stand beside it: how the answer is wanted
_SHAPES = frozenset({"passed", "scope", "years", "now", "prospective", "annual", "which", "count", "item", "plain", "number", "rating", "all"})  # fmt: skip


def names_overall(text: str) -> bool:
    """Whether items are held against the overall rating."""
    match = _OVERALL.search(text)
    return match is not None and _HELD_AGAINST.match(text, match.end()) is not None


def answer(question: Question, records: Records) -> Answer | None:
    """The items whose rating is the same, another, higher or lower; None where nothing is held against anything."""
    text = question.text_folded
    overall = _OVERALL.search(text)
    spans = [(each.start, each.end) for each in question.spans if each.what == "scope"]
    starts = [(overall.start(), overall.end())] if overall and not question.items else spans
    against = next((match for _, end in starts if (match := _HELD_AGAINST.match(text, end))), None)
    if against is None or (overall is None and len(question.items) != 1):
        return None
    start = next(start for start, end in starts if end == against.start())
    rest = text[:start] + " " * (against.end() - start) + text[against.end() :]
    line = read_words(rest, tuple(each for each in question.spans if each.start != start))
    others = [word for word in line.words if word.kind not in _SHAPES]
    if line.unread or others or (against["series"] and (not against["same"] or question.years.asked)):
        return None
    code = question.items[0] if question.items else None
    terms: tuple[Term, ...] = question.years.years if question.years.asked else records.rated_years[-1:]
    terms = records.rated_years if against["series"] else (None,) if question.evaluation == "prospective" else terms
    missing = tuple(term for term in terms if term is not None and not records.ratings_of(code, "annual", term))
    subject = f"{code} " if code else "総合評定"
    if missing or (len(terms) != 1 and not against["series"]):
        named = f"{code} の{years_name(missing)}の評定" if code else f"{years_name(missing)}の総合評定"
        first = missing_years_sentence(named, missing, records.rated_years if code else records.years_rated(None))
        return Answer(question=question.text, status=Status.NO_DATA, topic="items", first=first) if missing else None
    own = {term: _letters(records, code, term) for term in terms}
    if disputed := [term for term, letters in own.items() if len(letters) != 1]:
        said = "と".join(own[disputed[0]]) or "記録なし"
        first = f"{subject}の{term_name(disputed[0])}の評定が 1つに決まらないため（{said}）、比べられません。"
        return Answer(question=question.text, status=Status.NO_DATA, topic="items", first=first)
    how = "same" if against["same"] else "other" if against["other"] else "higher" if against["higher"] else "lower"
    parts = tuple(_letters_of((term,), letters[0], how, records.scale) for term, letters in own.items())
    condition: Condition = parts[0] if len(parts) == 1 else Both(parts)
    alone = question._replace(items=(), excluded=(*question.excluded, *question.items), all_items=False)
    items = items_of(alone, records, default_all=True)
    found = listed(alone, records, condition, judge(condition, items, records), items, topic_of(condition, alone))
    statements = [each for term in terms for each in statements_of(records, code, term)]
    found = found._replace(
        facts=tuple(dict.fromkeys((*found.facts, *facts_of(statements)))),
        sources=tuple(dict.fromkeys((*(each.source for each in statements), *found.sources))),
        fiscal_years=tuple(term for term in terms if term is not None),
    )
    series = series_text([(term, letters[0]) for term, letters in own.items() if term is not None])
    if against["series"]:
        head = f"{say(condition, records.rated_years)}項目"
        return found._replace(
            first=f"{subject}の評定は {series} です。{found.first.replace(head, '同じ推移の項目')}",
            read_as="同じ推移の項目",
        )
    told = "、".join(f"{term_name(term)}が {letters[0]}" for term, letters in own.items())
    return found._replace(first=f"{subject}は{told} です。{found.first}")


def _letters(records: Records, code: str | None, term: Term) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.rating for each in final_of(statements_of(records, code, term))))


def _letters_of(terms: tuple[Term, ...], letter: str, how: str, scale: tuple[str, ...]) -> Letters:
    at = scale.index(letter)
    wanted = {
        "same": {letter}, "other": set(scale) - {letter}, "higher": set(scale[:at]), "lower": set(scale[at + 1 :]),
    }[how]  # fmt: skip
    said = {"same": letter, "other": f"{letter} でない", "higher": f"{letter} より上", "lower": f"{letter} より下"}[how]
    return Letters(terms, frozenset(wanted), said)
