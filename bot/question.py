"""Question: what is asked of which items, years and evaluations; or why it cannot be answered."""

from __future__ import annotations

from typing import Literal, NamedTuple

from bot.reading.match import NameMention, NearMiss
from bot.text.fiscal_year import YearMention, YearSelection


class Span(NamedTuple):
    """What a piece of the folded text was read as: years (*how* they are put: one, list, range, from …), or the scope."""

    start: int
    end: int
    what: Literal["years", "scope"]
    years: tuple[int, ...] = ()
    how: str = ""


class Question(NamedTuple):
    """What was understood. Codes in *unknown_codes* are well formed but not in the records.

    *unclear*: names with several readings; *flags*: marks of
    the summary table that the items have (high_importance, priority), or have not; *left*: words that nothing explains (folded, and as typed;
    *standing*: where a subject stands); *refusal*: kind of question that is none
    of the bot's business (greeting, thanks, opinion, instruction, secret, organization, other), or "". *parts*: the
    complete questions that the clause consists of, when items, years and kinds belong together in pairs;
    *unmeasured*: two names that together mean what no indicator holds; *names*: spans of names and codes in the folded text,
    *mentions* those of years; *spans*: which pieces of the text are years, and which say of which items; *among*: the items
    of the thread of which one was chosen (2番目の人員は？).
    """

    text: str
    topics: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    unknown_codes: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    all_items: bool = False
    excluded: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    years: YearSelection = YearSelection()
    evaluation: str | None = None
    evaluator: str | None = None
    letters: tuple[str, ...] = ()
    percent: float | None = None
    high_difficulty: bool = False
    flags: tuple[tuple[str, bool], ...] = ()
    series: bool = False
    text_folded: str = ""
    unclear: tuple[NameMention, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    left: tuple[str, ...] = ()
    left_typed: tuple[str, ...] = ()
    standing: tuple[bool, ...] = ()
    words: tuple[str, ...] = ()
    refusal: str = ""
    parts: tuple[str, ...] = ()
    unmeasured: str = ""
    names: tuple[tuple[int, int], ...] = ()
    mentions: tuple[YearMention, ...] = ()
    follow_up: bool = False
    among: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
