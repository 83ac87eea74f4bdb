"""What says by itself that it goes on from the thread: そのうち, それら, 後者の人員は？, 2番目の理由は？, どの項目？, 大臣は？, 全体では？"""

from __future__ import annotations

import re

from bot.answer import Context
from bot.question import Question
from bot.text.compiled import compiled
from bot.text.numbers import read_number

LISTS = frozenset({"items"})
_AMONG = compiled(r"そのうち|その中|このうち|この中|それらのうち")
_THAT_WHY = compiled(r"^(?:それ|これ|そこ)(?:って|は|が)?.{0,4}?(?:なんで|何で|なぜ|どうして)")
_PARAGRAPH = compiled(r"第?[0-9]{1,2}項(?!目)")
_ORDINAL = compiled(
    r"(?P<word>前者|後者|(?:最初|最後|先頭|一番上|一番下)(?=の(?!年|方針)|は|だけ|のみ|[?。]|$)|(?P<n>[0-9]{1,2}|[一二三四五六七八九])(?:番目|つ目|つめ|個目|件目))"
    r"(?:の(?:項目|もの|やつ|方|ほう))?"
)
_THOSE = compiled(r"前者と後者|それら|これら|上記|この[2-9]つ|その[2-9]つ|[2-9]つ(?:とも|まとめて)|両方(?:とも)?|どちらも|どっちも|両者")
_TOGETHER = compiled(
    r"(?P<two>両方(?:とも)?|どちらも|どっちも|両者)|(?P<n>[2-9])つ(?:とも|まとめて)?(?:全部)?|(?:全部|まとめて|みんな|すべて|全て)(?:の|で|を|は|まとめて|$)"
)
_WHICH_ITEM = compiled(
    r"(?:で|それ|これ|あれ|今の)?(?:は|って|が)?、?(?:どの|何の|なんの|どこの)項目(?:の(?:話|こと|指標|数字))?(?:ですか|でしたか|なの|だっけ|か|です|の)*[?。]*"
)
_MINISTERS = compiled(r"(?:じゃあ|では|で|、)*(?:主務)?大臣(?:の評?[価定]?|による評[価定]|の(?:ほう|方))?(?:は|も|だと|なら)?(?:どう)?[?。]*")
_OVER_ALL = compiled(r"(?:じゃあ|では|で|、)*(?:全体|全項目|全部の項目|全部)(?:では|だと|なら|で|は)[?。]*")
_HOW_MANY = compiled(r"(?:で|全部で|合わせて|計|それって|それは|、)*(?:何件|何個|いくつ|何項目)(?:あ(?:る|り|った)|です|でした|ます|ました|の|か)*[?。]*")
_OF_RATINGS = frozenset({"rating", "history", "items", "item", "overall", "changes", "rationale"})


def pointing_back(question: Question, context: Context) -> Question | None:
    """The question with what it points at in *context*; None when it points at nothing there. It names no subject of its own."""
    if question.refusal:
        return None
    text = question.text_folded
    listed = context.items if len(context.items) > 1 else context.listed or context.items
    if listed and (question.letters or question.flags) and _AMONG.search(text):
        return _among(question, context, listed)
    if context.items and question.letters and _THAT_WHY.search(text):
        return question._replace(items=context.items, topics=("rationale",), letters=(), follow_up=True)
    if context.topics == ("statute",) and not question.topics and _PARAGRAPH.search(text):
        return _followed(question, topics=("statute",))
    if (listed or context.indicators) and _WHICH_ITEM.fullmatch(text):
        return _followed(question, topics=("item",), items=listed, indicators=() if listed else context.indicators)
    if context.topics and set(context.topics) <= _OF_RATINGS and _MINISTERS.fullmatch(text):
        topics = ("overall",) if context.topics == ("overall",) else ("rating",)
        return _followed(question, topics=topics, items=listed, evaluator="minister")
    if LISTS & set(context.topics):
        if _OVER_ALL.fullmatch(text):
            return _followed(question, topics=("items",), letters=context.letters, all_items=True)
        if _HOW_MANY.fullmatch(text):
            return _the_same_list(question, context)
    if not context.listed and len(listed) < 2 and context.earlier and (said := _TOGETHER.search(text)):
        return _together(question, context, said)
    if len(listed) > 1 and (said := _THOSE.search(text)):
        return _of(question, context, listed, said.group())
    if (said := _ORDINAL.search(text)) and (chosen := _chosen(said["word"], said["n"], listed)):
        return _of(question, context, (chosen,), said.group())._replace(among=listed)
    if (said := _ORDINAL.search(text)) and (figure := _chosen(said["word"], said["n"], context.indicators)):
        asked = _of(question, context, (), said.group())
        return asked._replace(indicators=(figure,), topics=("indicator",)) if not question.topics else None
    return None


def _together(question: Question, context: Context, said: re.Match[str]) -> Question | None:
    """両方, 3つまとめて, 全部 of what the same was asked of one by one."""
    about = (*context.earlier, *(context.indicators or context.items))
    wanted = 2 if said["two"] else int(said["n"] or len(about))
    if wanted > len(about):
        return None
    together = _of(question, context, () if context.indicators else about[-wanted:], said.group())
    if not context.indicators:
        return together
    series = question.series or question.topics == ("history",)
    return together._replace(indicators=about[-wanted:], topics=("indicator",), series=series)


def _followed(question: Question, **changes: object) -> Question:
    """The question as a follow-up whose words are all explained."""
    return question._replace(left=(), left_typed=(), standing=(), near_misses=(), unclear=(), follow_up=True, **changes)  # type: ignore[arg-type]


def _among(question: Question, context: Context, listed: tuple[str, ...]) -> Question:
    """そのうちAは？ of a list: said of what narrowed the list (重要度「高」), where something did."""
    if context.flags or context.sections or context.excluded or not question.letters:
        same = _the_same_list(question, context)
        return same._replace(topics=("items",), letters=question.letters or context.letters)
    return question._replace(items=listed, topics=("items",), follow_up=True)


def _the_same_list(question: Question, context: Context) -> Question:
    return _followed(
        question,
        topics=context.topics,
        items=context.items,
        letters=context.letters,
        sections=context.sections,
        excluded=context.excluded,
        all_items=bool(context.excluded),
        flags=question.flags or flags_of(context),
    )


def flags_of(context: Context) -> tuple[tuple[str, bool], ...]:
    """The marks of the summary table that narrowed the list of *context*, as a question has them."""
    return tuple((name.removeprefix("-"), not name.startswith("-")) for name in context.flags)


def _of(question: Question, context: Context, items: tuple[str, ...], said: str) -> Question:
    """The question, asked of *items*, or what the thread asks; *said*: the word that pointed at them."""
    kinds = tuple("rating" if name in {"items", "changes"} else name for name in question.topics or context.topics)
    unread = [not (word in said or said in word) for word in question.left]
    kept = [at for at, free in enumerate(unread) if free]
    return question._replace(
        items=items,
        topics=tuple(dict.fromkeys(kinds)),
        left=tuple(question.left[at] for at in kept),
        left_typed=tuple(question.left_typed[at] for at in kept),
        standing=tuple(question.standing[at] for at in kept),
        near_misses=question.near_misses if kept else (),
        unclear=(),
        follow_up=True,
    )


def _chosen(word: str, number: str | None, listed: tuple[str, ...]) -> str | None:
    """The one of *listed* that an ordinal means; None where there is no such one."""
    if len(listed) < 2:
        return None
    if word in {"前者", "後者"}:
        return listed[word == "後者"] if len(listed) == 2 else None
    if number is None:
        return listed[-1] if word in {"最後", "一番下"} else listed[0]
    at = read_number(number)
    return listed[at - 1] if at and at <= len(listed) else None
