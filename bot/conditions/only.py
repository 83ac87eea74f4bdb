"""Whether a condition holds of the items that are named, and of no other (R5にAだったのはⅠ-5とⅠ-6だけ？)."""

from __future__ import annotations

from bot.conditions.judge import Verdict
from bot.question import Question
from bot.text.compiled import compiled

# behind the names: だけ, だけが, のみですか
_ONLY = compiled(r"(?:の)?(?:だけ|のみ)(?:が|は|、)?")
_BETWEEN = compiled(r"[と、・やも,]*(?:および|及び)?")
_ASKED = compiled(r"(?:[?かね]|っけ)[。?]*$|(?:だけ|のみ)(?:です|でした|だった)?[。?]*$")
_CONDITION = compiled(r"(?<![a-z0-9])[sabcd](?![a-z0-9])|[上下変]が|[上下]げ|落ち|変わ|変化|改善|悪化|良くな|悪くな")


def without_names(question: Question) -> Question | None:
    """The condition alone, put to all items; None where the question does not ask of the named items whether they are all."""
    text = question.text_folded
    spans = sorted((each.start, each.end) for each in question.spans if each.what == "scope")
    named: list[tuple[int, int]] = []
    for start, end in reversed(spans):
        if named and not _BETWEEN.fullmatch(text, end, named[0][0]):
            break
        named.insert(0, (start, end))
    only = _ONLY.match(text, named[-1][1]) if named else None
    if only is None or not _ASKED.search(text) or not _CONDITION.search(text) or len(named) != len(question.items):
        return None
    start = named[0][0]
    return question._replace(
        text_folded=text[:start] + " " * (only.end() - start) + text[only.end() :],
        items=(),
        spans=tuple(each for each in question.spans if (each.start, each.end) not in named),
    )


def judged(question: Question, verdict: Verdict) -> str:
    """はい、 or いいえ、 for the items named in *question*; "" where that hangs on which place is right."""
    named = set(question.items)
    open_still = {*verdict.depends, *verdict.unstated}
    if set(verdict.sure) - named or named - set(verdict.sure) - open_still:
        return "いいえ、"
    return "" if open_still else "はい、"
