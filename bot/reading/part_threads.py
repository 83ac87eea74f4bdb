"""A thread of a message that asked several things: what a follow-up says of each of them (R5は？, Ⅰ-2は？, 人員で).

A part is kept as the complete question that asks it again, in names of the records, or in the words that a thread keeps.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Context
from bot.question import Question
from bot.reading.match import is_content
from bot.reading.thread import MOST_IN_A_THREAD, has_own_subject
from bot.topic import all_topics
from bot.wording.phrases import EVALUATION_NAMES, years_name
from records.lookups import Records

_UNKEPT = "?"


def joined_thread(after: Context, threads: Sequence[Context], records: Records) -> Context:
    """*after* as it is left by an answer to several questions: about all their items, or ready to ask each part again."""
    parts = _parts_of(threads, records)
    if not _differ(threads):
        about = {code for each in threads for code in each.items}
        after = after._replace(items=records.in_order(about)[:MOST_IN_A_THREAD])
    return after._replace(parts=parts, asked="")


def is_of_each(bare: Question, threads: Sequence[Context]) -> bool:
    """Whether the follow-up, read without its thread, is said of each of its parts."""
    if bare.refusal or bare.letters or bare.flags or bare.unclear or bare.sections or bare.all_items:
        return False
    if bare.indicators or bare.unknown_codes or any(map(is_content, bare.left)):
        return False
    when = bool(bare.years.asked or bare.evaluation)
    if bare.items:  # Ⅰ-2は？ after the rating and the staff of one item
        return not (when or bare.topics) and len({each.items for each in threads}) == 1 and bool(threads[0].items)
    if when:  # R6は？ after Ⅰ-1 in one year and Ⅰ-10 in another is one question
        return not bare.topics and (_differ(threads) or any(each.asked for each in threads))
    apart = len({(each.items, each.fiscal_years, each.evaluation) for each in threads}) == len(threads)
    of_items = bool(bare.topics) and all(all_topics()[name].NEEDS == "item" for name in bare.topics)
    return of_items and apart and not has_own_subject(bare)  # 人員で after Ⅰ-1 in one year and Ⅰ-10 in another


def _parts_of(threads: Sequence[Context], records: Records) -> tuple[str, ...]:
    """The questions that ask the parts again; none where they are one question of several items, or one cannot be told."""
    times = {(each.fiscal_years, each.evaluation) for each in threads}
    different = _differ(threads) or len(times) > 1 or any(each.asked for each in threads)
    parts = tuple(_asked_again(each, records) for each in threads) if different else ()
    return parts if all(parts) and len(set(parts)) > 1 else ()


def _differ(threads: Sequence[Context]) -> bool:
    """Whether they ask different things, whatever the items and years."""
    return len({(each.topics, each.indicators) for each in threads}) > 1


def _asked_again(thread: Context, records: Records) -> str:
    if thread.asked:
        return thread.asked.removeprefix(_UNKEPT)
    when = f"{years_name(thread.fiscal_years)}の" if thread.fiscal_years else ""
    when += f"{EVALUATION_NAMES[thread.evaluation]}の" if thread.evaluation else ""
    if thread.indicators:
        return f"{when}{'、'.join(records.indicator_by_id[key].name for key in thread.indicators)}は？"
    words = "の".join(word for word in thread.words if "|" not in word) or "評定"
    return f"{'、'.join(thread.items)}の{when}{words}は？" if thread.items else ""
