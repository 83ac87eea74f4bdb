"""Which share of the items has a letter: section beside section (大項目別のA率), year beside year (A率が最も高い年度).

A rating on which places disagree may count or not: the share is then given from … to, and the item is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from bot.answer import Answer, Table
from bot.conditions.build import wanted_letters
from bot.conditions.judge import stated_letters
from bot.conditions.query import Term
from bot.conditions.rated import with_ratings
from bot.conditions.read import Clause, Unread
from bot.conditions.say import term_name, terms_name
from bot.question import Question
from bot.topics.rating import also_disputed
from bot.wording.subject import within
from records.lookups import Records

_COMPUTED = "（計算値）"


class _Share(NamedTuple):
    """At least *low* and at most *high* of *whole* ratings."""

    low: int
    high: int
    whole: int

    def said(self) -> str:
        number = str(self.low) if self.low == self.high else f"{self.low}〜{self.high}"
        ends = [f"{100 * each / self.whole:.1f}" for each in dict.fromkeys((self.low, self.high))]
        return f"{self.whole}項目中 {number}項目（{'〜'.join(ends)}％）"


def answer_shares(
    question: Question,
    records: Records,
    clause: Clause,
    items: Sequence[str],
    *,
    by: str,
    terms: Sequence[Term],
    extreme: str,
) -> Answer:
    """The shares *by* "section" over the terms, or by "year". Raises Unread."""
    if clause.count is not None or clause.negated or not clause.letters:
        raise Unread("割合")
    wanted, said = wanted_letters(clause.letters, clause.bounds, records.scale)
    if by == "section":
        groups = {
            section: [(code, term) for code in items for term in terms if records.item_by_code[code].section == section]
            for section in dict.fromkeys(records.item_by_code[code].section for code in items)
        }
    else:
        groups = {term_name(term): [(code, term) for code in items] for term in terms}
    disputed: dict[str, str] = {}
    about: dict[str, None] = {}
    shares: dict[str, _Share] = {}
    for name, places in groups.items():
        stated = {place: set(stated_letters(records, *place)) for place in places}
        for (code, term), letters in stated.items():
            if letters & wanted:
                about[code] = None
                if not letters <= wanted:
                    disputed[f"{code} の{term_name(term)}"] = " と ".join(stated_letters(records, code, term))
        shares[name] = _Share(
            low=sum(bool(letters) and letters <= wanted for letters in stated.values()),
            high=sum(bool(letters & wanted) for letters in stated.values()),
            whole=sum(bool(letters) for letters in stated.values()),
        )
    if not all(each.whole for each in shares.values()):
        raise Unread("割合")
    told = "、".join(f"{name}{'' if by == 'year' else ' '}が {share.said()}" for name, share in shares.items())
    lead = within(question, records) if by == "year" else f"{terms_name(terms)}の "
    codes = tuple(code for code in items if code in about)
    return with_ratings(
        question,
        records,
        first=f"{lead}{said} の割合は、{told}{_which(shares, extreme)}{_COMPUTED}。{also_disputed(disputed)}",
        topic="items",
        codes=codes,
        about=codes,
        terms=tuple(terms),
        notes=("記載された評定から数えた計算値です。",),
        read_as=f"{said} の割合・{terms_name(terms)}",
        tables=(
            Table(
                caption=f"{said} の割合",
                header=("大項目" if by == "section" else "年度", "割合"),
                rows=tuple((name, share.said()) for name, share in shares.items()),
            ),
        ),
    )


def _which(shares: Mapping[str, _Share], extreme: str) -> str:
    """「で、最も高いのは Ⅰ です」 where that is asked and holds whichever place is right."""
    if not extreme:
        return "です"
    most = extreme == "most"
    lows = {name: Fraction(each.low, each.whole) for name, each in shares.items()}
    highs = {name: Fraction(each.high, each.whole) for name, each in shares.items()}
    bar = max(lows.values()) if most else min(highs.values())
    may = [name for name in shares if (highs[name] >= bar if most else lows[name] <= bar)]
    word = "高い" if most else "低い"
    if len(may) > 1 and not all(lows[name] == highs[name] == bar for name in may):
        return f"で、最も{word}のはどれかは出典により変わります"
    named = "・".join(may)
    return f"で、最も{word}のは{named}です" if named.endswith("度") else f"で、最も{word}のは {named} です"
