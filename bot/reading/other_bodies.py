"""Another body or person that stands before what is asked as its owner (沖縄県の中途採用, 田中さんの評定), by the ending of the name.

Endings, and what ends so but is no body, are a table. A name in capitals that the records do not know (AMEDの評定) is one too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.reading.corporation import Corporation
from bot.reading.kinds import Topics
from bot.reading.match import NameMention
from bot.text.compiled import compiled
from bot.text.name_key import BARRIER
from bot.text.normalise import Folded, fold_text
from bot.text.table import read_table
from bot.topics.search import hits, terms_of
from records.lookups import Records

# what the records tell of other bodies that they name
_TOLD_OF_OTHERS = frozenset({"events", "search", "statute", "achievements", "results"})
# what stands beside something else that is asked of: Ⅰ-1と警察庁の評価 can be answered for one half
_BESIDE = compiled(r"(?:と|や|、|・|および|及び)$")
_ACRONYM = compiled(r"(?<![a-z0-9])(?![sabcd]+の)[a-z]{3,7}(?=の(?:評|[一-龠ァ-ヺ]{2}))")


def other_body(
    folded: Folded, names: Sequence[NameMention], taken: Sequence[bool], corporation: Corporation, records: Records
) -> str:
    """The body as typed, "" without one. *names*: those of items and indicators, which are no bodies."""
    bodies, none = _bodies()
    text = folded.text
    for name in names:
        text = text[: name.start] + BARRIER * (name.end - name.start) + text[name.end :]
    text = corporation.without_ours(text)
    for match in bodies.finditer(text):
        ends_so = match.group() not in none and not _BESIDE.search(folded.text[: match.start()])
        if ends_so and not any(taken[match.start() : match.end()]):
            return folded.as_typed(*match.span())
    for match in _ACRONYM.finditer(folded.text):
        typed = folded.as_typed(*match.span())
        free = text[match.start() : match.end()] == match.group() and not any(taken[match.start() : match.end()])
        alone = free and not _BESIDE.search(folded.text[: match.start()])
        if typed.isupper() and alone and not records.search(typed):
            return typed
    return ""


def asked_of(body: str, typed: str, topics: Topics, records: Records, *, about: bool) -> tuple[Topics, str]:
    """The kinds of a question that names *body*, and why it is refused. *about*: something of ours is asked of it.

    What the records tell of a body that they name is looked for there (高松市の誤交付).
    """
    told = bool(records.search(body))
    if told and set(topics) <= {"item"} and hits(list(terms_of(typed)), records):
        return (("search",) if about else ()), ""
    of_events = told and (not about or (bool(topics) and set(topics) <= _TOLD_OF_OTHERS))
    return topics, "" if of_events else "organization"


@cache
def _bodies() -> tuple[re.Pattern[str], frozenset[str]]:
    """Names by their endings, with what may follow; and what ends so but is none."""
    rows = [(fold_text(word), role) for word, role in read_table("bodies", "word", "role")]
    ending, nation, person = (
        "|".join(sorted((word for word, role in rows if role == wanted), key=lambda word: -len(word)))
        for wanted in ("ending", "nation", "person")
    )
    body = (
        r"(?<![一-龠々ァ-ヺーa-z0-9])"
        rf"(?:[一-龠々ァ-ヺーa-z]{{0,20}}(?:{ending})(?=の|は|が|による|では|って)"
        r"|[ぁ-ん]{1,4}(?![のなたるい])[ぁ-ん][市区町村](?=の|は|が)"
        rf"|[一-龠]{{1,3}}(?:{nation})(?=の評|の人員)"
        rf"|[一-龠々ァ-ヺー]{{0,6}}(?:{person})(?=の評|の根拠|が(?:書|つけ|付け|決め|評価|言)))"
    )
    return compiled(body), frozenset(word for word, role in rows if role == "none")
