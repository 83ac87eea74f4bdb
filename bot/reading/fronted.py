"""Clauses that stand before what they are asked of (何回？契約監視委員会, 評定は？人員は？Ⅰ-1) → each as a question of its own.

In Japanese what is asked stands behind what it is asked of; hurried people say first what they want to know. What is only
said to set the scene (研修の話です。R5の参加人数は？) is no question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.question import Question
from bot.reading.thread import has_own_subject
from bot.text.compiled import compiled
from bot.text.normalise import fold
from bot.topic import all_topics

Read = Callable[[str], Question]

# an operator in front of what it is asked of
_MEASURE = compiled(
    r"(?:で、?)?(?:いつ|何(?:人|名|回|件|%|パーセント|枚|日|円|社|団体|ポイント|倍|か月|割)|いくつ|いくら|どれ(?:くらい|だけ)|どのくらい)"
    r"(?:(?:増え|減[っり]|伸び|上が[っり]|下が[っり]|変わ[っり])(?:まし)?た|増|減|(?:増加|減少)した)?(?:の|んです|のです|です|でした|か)*[、 ]*"
)
# the reason in front of what happened: 理由は？Ⅰ-10がR6でBになった
_REASON = compiled(r"(?P<kind>(?:評[価定]の)?(?:理由|根拠))は?[、 ]*")
_HAPPENED = compiled(r"[たる]の?$")
_ASKING = compiled(
    r"(?:[はがもを]|か|教えて|知りたい|見せて|ください|お願い(?:します)?)$|何[^、。]|いつ|どの|どれ|どこ|いくつ|なぜ"
)
_SCENE = compiled(
    r"(?:の|に関する|についての)(?:お?話|話題|こと|件|質問)(?:です|なん(?:です|だ))(?:が|けど|けれど|けれども|ね|よ)?[、 ]*"
)
# a kind that is asked besides: …、人員も
_KIND_TOO = compiled(r"(?P<before>[^?。]{4,40})、(?P<kind>[^、。?は]{2,10})も[?。]*")
_SEVERAL = 2


def with_fronted_behind(clauses: Sequence[str], read: Read) -> tuple[str, ...]:
    """The clauses, with what stands in front put behind what it is asked of."""
    if len(clauses) == 1:
        return _in_addition(clauses[0], read)
    return _of_the_last(_operators_behind(_without_scene(clauses, read), read), read)


def _in_addition(clause: str, read: Read) -> tuple[str, ...]:
    """R4のⅠ-10とR6のⅠ-10、人員も: a kind besides what items and years alone ask for."""
    folded = fold(clause)
    match = _KIND_TOO.fullmatch(folded.text)
    before = read(folded.as_typed(0, match.end("before"))) if match else None
    if not match or not before or not before.items or not before.years.asked:
        return (clause,)
    if before.topics or before.letters or before.indicators or before.left or before.refusal or before.unclear:
        return (clause,)
    said = folded.as_typed(0, match.end("before"))
    return said, f"{said}の{folded.as_typed(*match.span('kind'))}"


def _without_scene(clauses: Sequence[str], read: Read) -> Sequence[str]:
    """研修の話です。R5の参加人数は？: the name of an indicator, which the next question names by itself or leaves out."""
    about, others = read(clauses[0]), clauses[1:]
    names = sorted(about.names)
    alone = len(names) == 1 and names[0][0] == 0 and about.indicators and not (about.items or about.mentions)
    if not alone or not _SCENE.fullmatch(about.text_folded, names[0][1]):
        return clauses
    subject = fold(clauses[0]).as_typed(*names[0])
    return tuple(each if has_own_subject(read(each)) else f"{subject}の{each}" for each in others)


def _operators_behind(clauses: Sequence[str], read: Read) -> Sequence[str]:
    told: list[str] = []
    for clause in clauses:
        before = fold(told[-1]).text if told else ""
        measured, reason = _MEASURE.fullmatch(before), _REASON.fullmatch(before)
        question = read(clause) if measured or reason else None
        if not question or not (has_own_subject(question) or question.letters or question.flags):
            told.append(clause)
        elif measured and not _ASKING.search(question.text_folded):
            told[-1] = f"{clause}は{told[-1]}"
        elif reason and _HAPPENED.search(question.text_folded):
            told[-1] = f"{clause}{reason['kind']}は"
        else:
            told.append(clause)
    return told


def _of_the_last(clauses: Sequence[str], read: Read) -> tuple[str, ...]:
    """評定は？人員は？Ⅰ-1: the item behind several questions that name nothing is that of each."""
    *asked, last = clauses
    subject = read(last)
    named = subject.items and not (subject.topics or subject.indicators or subject.letters or subject.refusal)
    if len(asked) < _SEVERAL or not named or subject.years.asked or subject.left:
        return tuple(clauses)
    questions = [read(each) for each in asked]
    of_items = (bool(each.topics) and all(all_topics()[name].NEEDS for name in each.topics) for each in questions)
    if not all(of_items) or any(has_own_subject(each) or each.refusal for each in questions):
        return tuple(clauses)
    owner = fold(last).as_typed(*min(subject.names)) if subject.names else last
    return tuple(f"{owner}の{each}" for each in asked)
