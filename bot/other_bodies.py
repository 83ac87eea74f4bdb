"""Another body or person that stands before what is asked as its owner (沖縄県の中途採用, 田中さんの評定), by the ending of the name.

Endings, and what ends so but is no body, are a table. A name in capitals that the records do not know (AMEDの評定) is one too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.corporation import Corporation
from bot.text.compiled import compiled
from bot.text.normalise import Folded, fold_text
from bot.text.table import read_table
from records.lookups import Records

# what the records tell of other bodies that they name
TOLD_OF_OTHERS = frozenset({"events", "search", "statute", "achievements", "results"})
# what stands beside something else that is asked of: Ⅰ-1と警察庁の評価 can be answered for one half
_BESIDE = compiled(r"(?:と|や|、|・|および|及び)$")
_ACRONYM = compiled(r"(?<![a-z0-9])[a-z]{3,7}(?=の(?:評|[一-龠]{2}))")


def other_body(folded: Folded, text: str, taken: Sequence[bool], corporation: Corporation, records: Records) -> str:
    """The body as typed, "" without one. *text*: the folded text without the names of items and indicators."""
    names, none = _bodies()
    text = corporation.without_ours(text)
    for match in names.finditer(text):
        ends_so = match.group() not in none and not _BESIDE.search(folded.text[: match.start()])
        if ends_so and not any(taken[match.start() : match.end()]):
            return folded.as_typed(*match.span())
    for match in _ACRONYM.finditer(text):
        typed = folded.as_typed(*match.span())
        alone = not any(taken[match.start() : match.end()]) and not _BESIDE.search(folded.text[: match.start()])
        if typed.isupper() and alone and not records.search(typed):
            return typed
    return ""


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
