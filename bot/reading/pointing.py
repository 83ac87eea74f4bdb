"""What says by itself that it goes on from the thread: そのうちA, それら, 後者の人員は？, 2番目の理由は？, どの項目？, 大臣は？."""

from __future__ import annotations

from collections.abc import Callable

from bot.answer import Context
from bot.figures.letter_counts import asks_change_of_counts
from bot.figures.over_years import COUNTED
from bot.question import Question
from bot.text.compiled import compiled
from bot.text.fiscal_year import YearSelection
from bot.text.numbers import read_number

_BOTH = 2
LISTS = frozenset({"items"})
_AMONG = compiled(r"そのうち|その中|このうち|この中|それらのうち")
_LISTS_OF_RATINGS = frozenset({"rating", "items", "distribution"})
_IN_THE_PAST = compiled(
    r"(?:で|じゃあ|では|、)*(?:過去|これまで|今まで|以前)(?:に|で)?(?:は|も)?(?:ある|あった)?(?:です|の|か)*[?。]*"
)
_LISTED = compiled(
    r"(?:で|じゃあ|では|、)*(?:その)?(?:一覧|リスト|一覧表)(?:で|に(?:して)?|を|は)?(?:見せて|出して|ください|お願い(?:します)?|教えて)*[?。]*"
)
_HAS_THE_LETTER = compiled(
    r"(?:で|じゃあ|では|、)*評[価定](?:は|が|って)[sabcd](?:評価|評定)?(?:です|だった|だ|で合って(?:い)?る|でいい|なん)*(?:か|よね|ね|っけ|の|ます)*[?。]*"
)
_OTHERS = compiled(r"(?:で|じゃあ|では|、)*(?:それ|これ|その|そ)?以外(?:の(?:項目|もの)?)?(?:は|だと|なら)?[?。]*")
_THAT_WHY = compiled(r"^(?:それ|これ|そこ)(?:って|は|が)?.{0,4}?(?:なんで|何で|なぜ|どうして)")
_PARAGRAPH = compiled(r"第?[0-9]{1,2}項(?!目)")
_ORDINAL = compiled(
    r"(?P<word>前者|後者|(?:最初|最後|先頭|一番上|一番下)(?=の(?!年|方針)|は|だけ|のみ|[?。]|$)|(?P<n>[0-9]{1,2}|[一二三四五六七八九])(?:番目|つ目|つめ|個目|件目|位(?=[はのも?。]|$))(?!に))"
    r"(?:の(?:項目|もの|やつ|方|ほう))?"
)
_THOSE = compiled(
    r"前者と後者|それら|これら|上記|この[2-9]つ|その[2-9]つ|[2-9]つ(?:とも|まとめて)|^(?:じゃあ|では|で|、)*(?:両方(?:とも)?|どちらも|どっちも|両者)"
)
_TWO = compiled(r"両方|どちらも|どっちも|両者|前者と後者")
_TOGETHER = compiled(
    r"^(?:じゃあ|では|で|、)*(?:(?P<two>両方(?:とも)?|どちらも|どっちも|両者)|[そこ]?の?(?P<n>[2-9])つ(?:とも|まとめて)?(?:全部)?"
    r"|(?:全部|まとめて|みんな|すべて|全て)(?:の|で|を|は|まとめて|$))"
)
_WHICH_ITEM = compiled(
    r"(?:で|それ|これ|あれ|今の)?(?:は|って|が)?、?(?:どの|何の|なんの|どこの)項目(?:の(?:話|こと|指標|数字))?(?:ですか|でしたか|なの|だっけ|か|です|の)*[?。]*"
)
_MINISTERS = compiled(
    r"(?:じゃあ|では|で|、)*(?:主務)?大臣(?:の評?[価定]?|による評[価定]|の(?:ほう|方))?(?:は|も|だと|なら)?(?:どう)?[?。]*"
)
_OVERALL = compiled(r"(?:じゃあ|では|で|、)*総合(?:の(?:方|ほう))?(?:は|だと|なら|も)?[?。]*")
_A_KIND = compiled(
    r"(?:じゃあ|では|で|、)*(?:定性|定量|質|量)的?な?(?:指標|基準|の方|のほう)?(?:に|で)?(?:は|だと|なら|だけ)?[?。]*"
)
_RATINGS_ALONE = compiled(r"(?:じゃあ|では|で|、)*評[価定](?:の)?(?:だけ|のみ|方|ほう)?(?:だと|は|なら|で)?[?。]*")
_IN_DETAIL = compiled(
    r"(?:もっと|その|、)*(?:内容|中身|詳細)?(?:を|は)?(?:もっと)?(?:詳し|くわし|詳細)?[くに]?(?:教えて|お願い(?:します)?|見せて|は)*[?。]*"
)
_BY_YEAR = compiled(
    r"(?:で|じゃあ|、)*(?:年度別|年度ごと|年ごと|年別|各年度?|毎年)(?:の値|の数字)?(?:で|に|は|だと|なら)*[?。]*"
)
_SUMMARY_TABLE = compiled(
    r"(?:で|じゃあ|、)*(?:項目別評定)?総括表(?:の(?:方|ほう))?(?:だと|では|には|は|なら|によると|の評[価定]は)*[?。]*"
)
_EACH = compiled(r"^(?:で|じゃあ|、)*それぞれ")
_WHICH_OF_TWO = compiled(r"(?:どっち|どちら)(?:の(?:方|ほう))?[がは]?(?:人が?)?(?:多|少|高|低|良|よ|悪|上|下)")
_COMPARES = compiled(r"比べ|比較|くらべ|違い")
_ARTICLE = compiled(
    r"(?:その|で|、)*(?:根拠(?:条文)?は?)?(?:法律の?)?第?何条(?:何項|の何項)?(?:です|でした|か|だっけ|に書いてある)*[?。]*"
)
MOST = compiled(r"一番|いちばん|最も(?=.)")
_DIFFERENCE = compiled(
    r"(?:じゃあ|では|で|その|両者の|2つの|、)*差(?:は|が)?(?:いくつ|どれくらい|どのくらい|何[人%件]|何ポイント)?(?:です|ある|あります|か)*[?。]*"
)
_WHO = compiled(
    r"(?:で|それ|これ|その評[価定]|評[価定]|、)*(?:は|って)?(?:誰|だれ|どこ)が(?:付け|つけ|評価し|評定し|決め|出し|判断し)(?:た|て|ました|ている)?(?:もの|の|ん|です|でしょう|か|だっけ)*[?。]*"
)
_OVER_ALL = compiled(r"(?:じゃあ|では|で|、)*(?:全体|全項目|全部の項目|全部)(?:では|だと|なら|で|は)[?。]*")
_HOW_MANY = compiled(
    r"(?:で|全部で|合わせて|計|それって|それは|、)*(?:何件|何個|いくつ|何項目)(?:あ(?:る|り|った)|です|でした|ます|ました|の|か)*[?。]*"
)
_OF_RATINGS = frozenset({"rating", "history", "items", "item", "overall", "changes", "rationale"})


def pointing_back(question: Question, context: Context) -> Question | None:
    """The question with what it points at in *context*; None when it points at nothing there. It names no subject of its own."""
    if question.refusal:
        return None
    listed = context.items if len(context.items) > 1 else context.listed or context.items
    for rule in _RULES:
        if (pointed := rule(question, context, listed)) is not None:
            return pointed
    return None


def _among(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    """そのうちAは？ of a list: said of what narrowed the list (重要度「高」), where something did."""
    if not listed or not (question.letters or question.flags) or not _AMONG.search(question.text_folded):
        return None
    if context.flags or context.sections or context.excluded or not question.letters:
        same = _the_same_list(question, context)
        return same._replace(topics=("items",), letters=question.letters or context.letters)
    return question._replace(items=listed, topics=("items",), follow_up=True)


def _why_that_letter(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    if not (context.items and listed and question.letters and _THAT_WHY.search(question.text_folded)):
        return None
    return question._replace(items=context.items, topics=("rationale",), letters=(), follow_up=True)


def _with_the_letter(question: Question, context: Context, _: tuple[str, ...]) -> Question | None:
    """Aの項目は？, Bは何件？ after the ratings of a year, or the prospective ones: those of that list."""
    of_a_list = bool(context.topics) and set(context.topics) <= _LISTS_OF_RATINGS and not context.items
    when = context.fiscal_years or context.evaluation
    unread = set(question.left) - {"何件", "何個"}
    own = question.years.asked or question.evaluation or question.flags or unread or not question.letters
    if not (of_a_list and when) or own or not set(question.topics) <= LISTS or COUNTED.search(question.text_folded):
        return None
    narrowed = {"sections": context.sections, "excluded": context.excluded, "flags": flags_of(context)}
    return _followed(question, topics=("items",), all_items=bool(context.excluded), **narrowed)


def _in_the_past(question: Question, context: Context, _: tuple[str, ...]) -> Question | None:
    """過去には？ after those with a letter in one year: those that ever had it."""
    about = set(context.topics) <= LISTS and context.letters and set(question.topics) <= {"history"}
    if not about or not _IN_THE_PAST.fullmatch(question.text_folded):
        return None
    same = _the_same_list(question, context)
    return same._replace(text_folded="過去にあった項目は?", topics=("items",), years=YearSelection())


def _the_others(question: Question, context: Context, _: tuple[str, ...]) -> Question | None:
    """それ以外は？ after those with a letter: those with another one."""
    about = {*context.topics, *question.topics} <= LISTS and context.letters
    if not about or not _OTHERS.fullmatch(question.text_folded):
        return None
    others = tuple(letter for letter in "SABCD" if letter not in context.letters)
    return _the_same_list(question, context)._replace(letters=others, text_folded="残りは?")


def _paragraph(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    """第5項は？ after the statute."""
    about_the_law = context.topics == ("statute",) and not question.topics and not listed
    return (
        _followed(question, topics=("statute",)) if about_the_law and _PARAGRAPH.search(question.text_folded) else None
    )


def _article(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    """第何条？ after what the law says of an evaluation."""
    asked = context.topics == ("statute",) and context.evaluation and not listed
    if not asked or not _ARTICLE.fullmatch(question.text_folded):
        return None
    return _followed(question, topics=("statute",), evaluation=context.evaluation)


def _which_item(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    if not (listed or context.indicators) or not _WHICH_ITEM.fullmatch(question.text_folded):
        return None
    return _followed(question, topics=("item",), items=listed, indicators=() if listed else context.indicators)


def _ministers(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    if not context.topics or not set(context.topics) <= _OF_RATINGS or not _MINISTERS.fullmatch(question.text_folded):
        return None
    topics = ("overall",) if context.topics == ("overall",) else ("rating",)
    return _followed(question, topics=topics, items=listed, evaluator="minister")


def _who(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    """誰がつけた？ after a rating: the rating says it, and the law only who is to."""
    of_ratings = bool(context.topics) and set(context.topics) <= _OF_RATINGS - {"overall"}
    if not of_ratings or not listed or not _WHO.fullmatch(question.text_folded):
        return None
    return _followed(question, topics=("rating",), items=listed)


def _of_everything(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    """総合は？ in the year of the thread; 全体では？ and 何件？ after a list."""
    text = question.text_folded
    if context.fiscal_years and set(context.topics) <= _OF_RATINGS and _OVERALL.fullmatch(text):
        return _followed(question, topics=("overall",))
    if not LISTS & set(context.topics):
        return None
    if _OVER_ALL.fullmatch(text):
        return _followed(question, topics=("items",), letters=context.letters, all_items=True)
    return _the_same_list(question, context) if (listed or context.letters) and _HOW_MANY.fullmatch(text) else None


def _together(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    """両方, 3つまとめて, 全部 of what the same was asked of one by one."""
    said = _TOGETHER.search(question.text_folded)
    if not said or not context.earlier or context.listed or len(listed) > 1:
        return None
    about = (*context.earlier, *(context.indicators or context.items))
    wanted = _BOTH if said["two"] else int(said["n"] or len(about))
    if wanted > len(about):
        return None
    if not context.indicators:
        return _of(question, context, about[-wanted:], said.group())
    together = _of(question, context, (), said.group())
    series = question.series or question.topics == ("history",)
    return together._replace(indicators=about[-wanted:], topics=("indicator",), series=series)


def _compared(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    """比べて, 違いは？, どっちが多い？ of the two that the same was asked of one after the other."""
    which = _WHICH_OF_TWO.search(question.text_folded) is not None
    if question.years.asked or question.letters or len(listed) > 1 or not context.earlier:
        return None
    if (
        which
        and context.indicators
        and len(context.indicators) == 1
        and set(question.topics) <= {"changes", "indicator"}
    ):
        return _followed(question, topics=("indicator",), indicators=(context.earlier[-1], *context.indicators))
    if context.indicators or not context.items:
        return None
    if which and set(question.topics) <= {"changes", "staff", "items"}:
        kind = "staff" if context.topics == ("staff",) or question.topics == ("staff",) else "changes"
        return _followed(question, topics=(kind,), items=(context.earlier[-1], *context.items))
    if question.topics != ("changes",) or not _COMPARES.search(question.text_folded):
        return None
    topics = ("staff",) if context.topics == ("staff",) else ("changes",)
    return _followed(question, topics=topics, items=(context.earlier[-1], *context.items))


def _difference(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    """差は？ of the two figures that the thread is about, or that the same was asked of one after the other."""
    if not set(context.topics) <= {"staff", "indicator"} or not _DIFFERENCE.fullmatch(question.text_folded):
        return None
    indicators, items = context.indicators, listed
    years = context.fiscal_years if len(context.fiscal_years) == _BOTH else (*context.discussed, *context.fiscal_years)
    if len(indicators or items) == 1 and context.fiscal_years and len(years) == _BOTH:  # R6は？ → R5は？ → 差は？
        when = YearSelection(tuple(sorted(years)), asked=True)
        about = {"items": items, "indicators": indicators, "years": when}
        return _followed(
            question, topics=context.topics, text_folded="増減の差は?", spans=(), words=context.words, **about
        )
    if context.earlier and len(indicators or items) == 1:
        indicators = (context.earlier[-1], *indicators) if indicators else ()
        items = items if indicators else (context.earlier[-1], *items)
    if len(indicators or items) < _BOTH:
        return None
    about = {"items": () if indicators else items, "indicators": indicators}
    return _followed(question, topics=context.topics, text_folded="両者の差は?", spans=(), **about)


def _those(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    said = _THOSE.search(question.text_folded) if len(listed) > 1 else None
    if said and question.letters and "両方" in said.group():  # 両方Aの年は？ says of the letter that both have it
        return _of(question, context, listed, "")
    both = said is not None and _TWO.search(said.group()) is not None
    return _of(question, context, listed, said.group()) if said and (len(listed) == _BOTH or not both) else None


def _one_of_them(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    """2番目の理由は？, 後者の人員は？ of the items listed, or of the indicators."""
    said = _ORDINAL.search(question.text_folded)
    if not said:
        return None
    most = next((word for word in context.words if MOST.match(word)), "")
    if most and said["n"] and not question.topics:  # 2番目は？ after the one with the most
        asked = f"{said['n']}番目に{MOST.sub('', most)}{'項目' if context.topics == ('staff',) else ''}"
        same = _followed(question, topics=context.topics, items=context.items, text_folded=asked, spans=())
        return same._replace(indicators=context.indicators, words=(*question.words, most))
    if said["word"].endswith("位"):
        return None  # 2位の項目は？ after a list that is not sorted
    if chosen := _chosen(said["word"], said["n"], listed):
        return _of(question, context, (chosen,), said.group())._replace(among=listed)
    figure = None if question.topics else _chosen(said["word"], said["n"], context.indicators)
    if figure is None:
        return None
    return _of(question, context, (), said.group())._replace(indicators=(figure,), topics=("indicator",))


def _of_the_criteria(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    """定性的には？ after the criteria of a letter."""
    asked = context.topics == ("criteria",) and not (question.topics or listed)
    if not asked or not _A_KIND.fullmatch(question.text_folded):
        return None
    return _followed(question, topics=("criteria",), letters=context.letters)


def _of_the_disagreements(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    """内容を詳しく after the number of disagreements of an item."""
    about = context.topics == ("disagreements",) and set(question.topics) <= {"item"}
    if not about or not _IN_DETAIL.fullmatch(question.text_folded):
        return None
    return _followed(question, topics=("disagreements",), items=listed)


def _by_year(question: Question, context: Context, _: tuple[str, ...]) -> Question | None:
    """年度別は？ after what was computed of the years."""
    figures = context.topics == ("indicator",) and context.indicators
    if not figures or not _BY_YEAR.fullmatch(question.text_folded):
        return None
    return _followed(
        question,
        topics=("indicator",),
        items=context.items,
        indicators=context.indicators,
        series=True,
        text_folded="推移は?",
    )


def _in_the_summary_table(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    """総括表では？ after the rating of one year: that of the table, in that year."""
    about = set(context.topics) <= {"rating"} and context.fiscal_years and len(listed) == 1
    if not about or not _SUMMARY_TABLE.fullmatch(question.text_folded):
        return None
    when = YearSelection(context.fiscal_years, asked=True)
    return _followed(question, topics=("rating",), items=listed, series=False, years=when, words=())


def _each_of_them(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    """それぞれ前年度は？ after those with an A: the ratings of each in that year."""
    about = set(context.topics) <= LISTS and len(listed) > 1 and question.years.asked and not question.topics
    if not about or not _EACH.search(question.text_folded):
        return None
    return _followed(question, topics=("rating",), items=listed, text_folded=_EACH.sub("", question.text_folded))


def _ratings_alone(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    """評定だけ after the disagreements of an item."""
    if context.topics != ("disagreements",) or not _RATINGS_ALONE.fullmatch(question.text_folded):
        return None
    return _followed(question, topics=("disagreements",), items=listed)


def _of_the_period(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    """いつから？ after the mid-term period."""
    asked = context.topics == ("period",) and question.topics == ("events",) and not (question.left or listed)
    return question._replace(topics=("period",), follow_up=True) if asked else None


def _self_evaluation(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    """自己評価は？ after what the form of an item says."""
    of_a_form = set(context.topics) & {"results", "viewpoints", "goals", "issues", "achievements"}
    if not of_a_form or not listed or question.evaluator != "self" or question.topics or question.left:
        return None
    return _followed(question, topics=("rating",), items=listed)


def _of_counts(question: Question, context: Context, listed: tuple[str, ...]) -> Question | None:
    """前年より増えた？ after the items with an A: of their number."""
    about = set(context.topics) <= LISTS and context.letters and not question.letters
    if not about or not set(question.topics) <= {"changes"} or listed == context.items != ():
        return None
    asked = asks_change_of_counts(question.text_folded, context.letters)
    return _the_same_list(question, context) if asked else None


def _of_indicators(question: Question, context: Context, _: tuple[str, ...]) -> Question | None:
    """良くなったのは？, R3からでは？ after the indicators that got worse."""
    about = "指標" in context.words and set(context.topics) <= {"changes", "indicator"}
    only_years = not question.topics and question.years.asked and not question.left
    if not about or not (question.topics == ("changes",) or only_years):
        return None
    words = (*question.words, *(context.words if only_years else ("指標",)))
    return _followed(question, topics=("indicator",), items=context.items, words=words)


def _as_a_list(question: Question, context: Context, _: tuple[str, ...]) -> Question | None:
    """一覧で after those with a letter: the same ones."""
    about = set(context.topics) <= LISTS and context.letters and set(question.topics) <= LISTS
    return _the_same_list(question, context) if about and _LISTED.fullmatch(question.text_folded) else None


def _whether_it_had(question: Question, _: Context, listed: tuple[str, ...]) -> Question | None:
    """評定はBだよね？ in a thread about one item: of that item."""
    asked = len(listed) == 1 and question.letters and _HAS_THE_LETTER.fullmatch(question.text_folded)
    return _followed(question, topics=("rating",), items=listed) if asked else None


_RULES: tuple[Callable[[Question, Context, tuple[str, ...]], Question | None], ...] = (
    _among,
    _why_that_letter,
    _the_others,
    _paragraph,
    _article,
    _which_item,
    _ministers,
    _who,
    _of_everything,
    _together,
    _compared,
    _difference,
    _those,
    _one_of_them,
    _of_the_criteria,
    _of_the_period,
    _ratings_alone,
    _of_the_disagreements,
    _by_year,
    _in_the_summary_table,
    _each_of_them,
    _self_evaluation,
    _of_counts,
    _of_indicators,
    _with_the_letter,
    _in_the_past,
    _as_a_list,
    _whether_it_had,
)


def _followed(question: Question, **changes: object) -> Question:
    """The question as a follow-up whose words are all explained."""
    return question._replace(left=(), left_typed=(), standing=(), near_misses=(), unclear=(), follow_up=True, **changes)  # type: ignore[arg-type]


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


def asks_which_item(question: Question) -> bool:
    """どの項目？, それは何の項目の話？: of something said before."""
    return _WHICH_ITEM.fullmatch(question.text_folded) is not None


def flags_of(context: Context) -> tuple[tuple[str, bool], ...]:
    """The marks of the summary table that narrowed the list of *context*, as a question has them."""
    return tuple((name.removeprefix("-"), not name.startswith("-")) for name in context.flags)


def _of(question: Question, context: Context, items: tuple[str, ...], said: str) -> Question:
    """The question, asked of *items*, or what the thread asks; *said*: the word that pointed at them."""
    cards = {"item"} if question.years.asked or question.evaluation else set()
    lists = {"items", "changes", *cards}
    kinds = tuple("rating" if name in lists else name for name in question.topics or context.topics)
    unread = [not (word in said or said in word) for word in question.left]
    kept = [at for at, free in enumerate(unread) if free]
    return question._replace(
        items=items,
        text_folded=question.text_folded.replace(said, " " * len(said), 1)
        if said
        else f"{'と'.join(items)}は、{question.text_folded}",  # どちらも is said of the items, not of years
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
    if len(listed) < _BOTH:
        return None
    if word in {"前者", "後者"}:
        return listed[word == "後者"] if len(listed) == _BOTH else None
    if number is None:
        return listed[-1] if word in {"最後", "一番下"} else listed[0]
    at = read_number(number)
    return listed[at - 1] if at and at <= len(listed) else None
