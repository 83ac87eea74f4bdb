"""A clause that asks several things which no one answer holds (総合評定とAの数, Sの基準とR6でAの項目) → each as its own clause.

Told by reading: a clause is cut at a joint when both halves are questions by themselves and the whole, read as one, would
lose one of them or let its letters, years or evaluations into the other. What is listed and asked the same is asked of each
(100%と120%の評定は, 特急発行とマイナ免許証はいつから).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from bot.answer import Context
from bot.question import Question
from bot.reading.clauses import BEFORE_SUPERLATIVE, SUPERLATIVE
from bot.reading.match import not_measured
from bot.reading.parts import JOINED
from bot.reading.sub_values import MARK
from bot.reading.thread import has_own_subject
from bot.text.compiled import compiled
from bot.text.fiscal_year import find_years
from bot.text.normalise import Folded, fold
from bot.topic import all_topics
from bot.wording.phrases import EVALUATION_NAMES

Read = Callable[[str], Question]

# one thing is asked of both
_COMPARED = compiled(
    r"違|異な|比べ|比較|(?<!r[0-9]と)(?<!年度と)(?<!年と)の差|どちら|どっち|どれが|共通|重な|同じ|同一|(?<!不)一致|食い違|の関係[はを?。]|の関係$|両方とも|より|なのに|けど|ながら|以外|除[いくき]|に対する|一緒|ともに"
)
# what letters are asked of: a list or a number of items (R5のA項目, Aの数, 見込評価のA, R3にAだったの)
_LISTED = compiled(
    r"(?:項目|もの|やつ|数|一覧|のは|だったの|なの|の[sabcd]|いくつ|何個|何項目|何件|(?:ある|あった|あります|ありました|いる))"
    r"(?:は|も|を|って|か|教えて|見せて|知りたい|お願い(?:します)?|です|[?。 、])*(?:(?:r[0-9]|令和[0-9]|[0-9]年度?|~|-|から|まで|年度)+(?:で|の|は)?)?[?。]*$"
)
_COUNTED = compiled(r"数[はも?。]*(?:r[0-9])?[?。]*$")
_OF_LISTED = compiled(r"項目の")
# the left half is no question, but leads up to one (R3はAだったと思いますが、R6は)
_LEADS_UP = compiled(
    r"(?:が|けど|けれど|ので|(?<!いつ)から|て|し|たら|ば|なら)$|(?<![誰つ何こ目人件])(?<!いつから)で$|(?:うち|中)$|(?:別|ごと)の"
)
_POINTS_BACK = compiled(r"^(?:と|、)*(?:その|それぞれ|それら|そのうち|うち)")
_PART_BEHIND = compiled(r"^(?:その)?うち")
# the one and the other are told beside one another
_SPREADS = compiled(r"(?P<both>[^。?]*分布[^。?]*分布)を?の?(?:比べ|比較)[^。?]{0,8}[。?]*")
# what is computed of the figures that the left half asks for (Ⅰ-1のR6の人員、R5との差も)
_COMPUTED_OF_IT = compiled(
    r"^(?:(?:r[0-9]+|令和[0-9]+年度|前年度?|昨年度?)との)?(?:対?前年度?[差比]|対前年度?増減|差|増減|増減率|増加数|増加率|伸び|伸び率|倍率|変化)(?:も|は|を)?(?:(?:r[0-9]|→|~|から|まで)+)?[?。]*$"
)
_COMPUTING = compiled(r"差|前年度?比|増減|増加|減少|伸び|倍率|変化|割合|平均|合計|最[大小高低]")
# only says of which evaluation
_ONLY_WHICH = compiled(r"(?:年度評価|単年度|見込み?(?:評価|評定)?|自己評価|と|、|・|の|両方|それぞれ|も|で|は|[?。])+")
# says which of what stands before is meant (緊急時対応訓練、カード管理システムの方)
_THE_ONE = compiled(r"(?:の方|のほう)(?:は|で|だけ|を|の)?(?:r[0-9]|令和[0-9]年度?)?[?。]*$")
_EVALUATION_LAST = compiled(r"(?:年度評価|見込み?(?:評価|評定)?|自己評価)$")
_WHEN = compiled(
    r"(?:は|の|が)?(?:それぞれ|各々|おのおの)?(?P<asked>いつ[^、。?]{0,8}|(?:開始|導入|公布|施行|実施|運用開始|サービス開始)(?:日|時期|年月|予定)[^、。?]{0,4}?)(?:を?(?:時系列|早い順|一覧)[にで]?(?:教えて|見せて|並べて)?)?[?。]*$"
)
# says of what is named before it which one is meant: 暗証番号再設定、署名用はいつから
_WHICH_OF_IT = compiled(r"(?:用|向け|版|分|側|方式)(?:の(?:方|ほう))?$")
_BARE_STATISTIC = compiled(r"(?:最[大小高低長短多少]値?|平均値?|合計)[はも?。]*")
_ABOUT = compiled(r"[^はがを、]{2,20}は")
_EACH = compiled(r"それぞれ(?:で|は|の|に)?|各々|おのおの")
_STAFF_OF_ALL = compiled(r"人(?:員数?|数)?が(?:一番|いちばん|最も|もっとも)[多少]な?い項目")
_MEASURED = compiled(r"(?:[日件回人枚者]数|団体数|[率額]|割合)(?:は|って|も)?[?。]*$")
_ASKED_WHETHER = compiled(
    r"(?:で|という(?:こと|の)で|は)*(?:合って|あって|正し|間違い|ですか|ですよね|だよね|でしたか|でいい|でよ|っけ)"
)
_ITEM_WITH_LETTER = compiled(
    r"[ⅠⅡⅢⅣⅤ]-[0-9]{1,2}(?:の(?:r[0-9]|令和[0-9]年度?)?(?:の?評定)?)?[はが](?:r[0-9]|令和[0-9]年度?)?[はが]?[sabcd](?![a-z])"
)
_RATE = compiled(r"[0-9]{1,3}(?:\.[0-9]+)?%")
# kinds that a name may look like
_NAMING = frozenset({"events", "search", "item", "indicator"})
_ONLY_JOINT = compiled(r"(?:と|、|,|・|や|及び|および|で、?)+")
# what is asked of the items that a condition picks, which one answer holds
_OF_PICKED = frozenset(
    {"staff", "rationale", "achievements", "issues", "goals", "results", "viewpoints", "legal_basis"}
)
# what has no year
_TIMELESS = frozenset({"criteria", "statute", "period", "help", "sources", "legal_basis", "search"})
_YEARS_SHARED = frozenset({"years", "all", "last", "relative", "latest"})
# a clause that asks, where nothing that is recorded answers it
_ASKS = compiled(r"(?:は|って|教えて|知りたい|見せて|どう|何|なに)(?:です|でしょう|か|ください|下さい|[?。])*$")
_ASKED_IN_VAIN = frozenset({"other", "opinion", "advice", "secret", "organization", "not shown"})
_LONGEST_NAMED = 30
_MOST_JOINTS = 4
_LONGEST = 120  # characters of a clause that is tried at its joints
_MOST_LISTED = 4
_PAIR = 2


class _Half(NamedTuple):
    """One half as typed, how it reads, and the kinds of question that it asks."""

    text: str
    read: Question
    kinds: frozenset[str]


def halves(clause: str, read: Read) -> tuple[str, ...]:
    """The questions of the clause, each complete or pointing back to the one before; the clause alone when it is one."""
    folded = fold(clause)
    if len(folded.text) > _LONGEST or not JOINED.search(folded.text):
        return (clause,)
    if listed := _of_each(folded, read):
        return listed
    if _COMPARED.search(folded.text):
        spreads = _SPREADS.fullmatch(folded.text)
        return halves(folded.as_typed(0, spreads.end("both")), read) if spreads else (clause,)
    whole = read(clause)
    asked = len(whole.words) + 2 * len(whole.letters) + len(whole.indicators) + len(whole.left)
    asked += (whole.evaluation is not None) + (whole.evaluator is not None)
    if (
        (asked < _PAIR and not _COMPUTING.search(folded.text))
        or whole.refusal not in {"", "other", "organization"}
        or whole.unclear
    ):
        return (clause,)
    for joint in islice(_joints(folded.text, within_names=True), _MOST_JOINTS):
        left = folded.as_typed(0, joint.start()).strip()
        right = folded.as_typed(joint.end(), len(folded.text)).strip("、 ")
        if left and right and (pair := _pair(left, right, whole, read, comma=joint.group() in {"、", ","})):
            return (pair[0], *halves(pair[1], read))
    return (clause,)


def is_a_list_of_its_own(question: Question, thread: Context) -> bool:
    """Whether a list is asked for that no single item of *thread* narrows (…の見込評価は？それとR5にAだった項目も)."""
    if thread.indicators and "内訳" in question.text_folded:
        return False  # 中途採用とその内訳
    if question.topics and all(not all_topics()[name].NEEDS for name in question.topics):
        return not question.years.asked  # 主務大臣は？, Sの基準は？
    if question.items:
        if question.topics and set(question.topics) <= _OF_PICKED - {"staff"}:
            return True  # texts, which the year of another half says nothing of
        return bool(question.evaluation and not question.topics)  # Ⅰ-10の見込評価 beside the plan of another item
    if question.topics == ("staff",) and not question.indicators and _STAFF_OF_ALL.search(question.text_folded):
        return True  # 人員が一番少ない項目, beside the one with most
    own = question.indicators and set(question.indicators) <= set(thread.indicators)
    if thread.topics == ("events",) and own and _MEASURED.search(question.text_folded):
        return True  # 特急発行の発送までの日数, beside when it began
    listed = question.letters and (question.years.asked or question.evaluation) and _LISTED.search(question.text_folded)
    marked = question.flags and question.topics == ("item",) and "項目" in question.text_folded
    return bool((listed or marked) and len(thread.items) <= 1 and not thread.sections)


def questions_among(clauses: Sequence[str], message: str, read: Read) -> Iterator[str]:
    """Those of *clauses* that ask something, as typed: not what is only said before or after a question of *message*."""
    for clause in clauses:
        said = clause.strip("、。？?！! 　")
        polite = read(clause).refusal in {"greeting", "thanks"}
        asks = (not polite and _ASKS.search(fold(clause).text)) or re.search(rf"{re.escape(said)}[?？]", message)
        if said and len(said) <= _LONGEST_NAMED and (asks or read(clause).refusal in _ASKED_IN_VAIN):
            yield said.removesuffix("は")


def _of_each(folded: Folded, read: Read) -> tuple[str, ...]:
    """What is asked of several things, once of each: rates, letters of items, what began; () where nothing is."""
    text = folded.text
    spans = [match.span() for match in _RATE.finditer(text)] if "%" in text else []
    if not _is_list_of(spans, text):
        spans = [match.span() for match in _ITEM_WITH_LETTER.finditer(text)]
        spans = spans if spans and _ASKED_WHETHER.match(text, spans[-1][1]) else []
    if _is_list_of(spans, text):
        before, after = folded.as_typed(0, spans[0][0]), folded.as_typed(spans[-1][1], len(text))
        return tuple(f"{before}{folded.as_typed(*span)}{_EACH.sub('', after)}" for span in spans)
    return _begun(folded, read)


def _is_list_of(spans: Sequence[tuple[int, int]], text: str) -> bool:
    return 1 < len(spans) <= _MOST_LISTED and all(
        _ONLY_JOINT.fullmatch(text[before:after]) for (_, before), (after, _) in pairwise(spans)
    )


def _joints(text: str, *, within_names: bool = False) -> Iterator[re.Match[str]]:
    """Where *text* may be cut: not within a number (1,577), nor at ・, which stands in names as well."""
    for joint in JOINED.finditer(text):
        in_number = text[joint.start() - 1 : joint.end() + 1].replace(",", "").isdigit()
        if not in_number and (within_names or joint.group() != "・"):
            yield joint


def _begun(folded: Folded, read: Read) -> tuple[str, ...]:
    """特急発行とマイナ免許証はいつから: when each of them began; () where both are items, which one answer holds."""
    asked = _WHEN.search(folded.text)
    joint = next((each for each in _joints(folded.text) if asked and each.end() < asked.start()), None)
    if not asked or not joint:
        return ()
    several = _names_before(folded, asked.start())
    typed = several or (folded.as_typed(0, joint.start()), folded.as_typed(joint.end(), asked.start()))
    names = [name.strip("「」『』 ") for name in typed]
    said = folded.as_typed(*asked.span("asked")).replace("いつ", "いつから", asked["asked"] == "いつ")
    questions = tuple(f"{name}の{said}" if not said.startswith("いつ") else f"{name}は{said}" for name in names)
    if joint.group() in {"、", ","} and _WHICH_OF_IT.search(names[1]):
        return ()
    both = [read(each) for each in questions]
    if any(each.evaluation or each.topics not in {(), ("events",)} for each in map(read, names)):
        return ()  # Ⅰ-1の評定と特急発行の開始時期
    if not all(names) or any(each.topics != ("events",) or each.refusal or each.unknown_codes for each in both):
        return ()
    if any(_names_nothing(each) for each in both):
        return ()  # 基本4情報の提供、計画はいつだった
    if any(set(read(name).topics) - _NAMING for name in names):
        return ()  # Ⅰ-1の評定と特急発行の開始時期
    of_items = all(each.items and not each.left and not each.indicators for each in both)
    return () if of_items or any(any(_joints(fold(name).text)) for name in names[1:]) else questions


def _names_before(folded: Folded, end: int) -> tuple[str, ...]:
    """特急発行、顔写真なしカード、国外転出者の継続利用: each of three or four names; () where there are not so many."""
    joints = [each for each in JOINED.finditer(folded.text, 0, end) if each.group() in {"、", "と", "・"}]
    if not _PAIR <= len(joints) < _MOST_LISTED:
        return ()
    starts, ends = (0, *(each.end() for each in joints)), (*(each.start() for each in joints), end)
    return tuple(folded.as_typed(*span) for span in zip(starts, ends, strict=True))


def _is_one_question(left: str, right: str) -> bool:
    """Whether the folded left half leads up to the right one, or the right one only says which of what stands before is meant."""
    return bool(
        (_LEADS_UP.search(left) and not (left.endswith("て") and _PART_BEHIND.match(right)))
        or _BARE_STATISTIC.fullmatch(right)
        or _ONLY_WHICH.fullmatch(right)
        or _THE_ONE.search(right)
        or (_EVALUATION_LAST.search(left) and _ONLY_WHICH.match(right))
    )


def _pair(left: str, right: str, whole: Question, read: Read, *, comma: bool) -> tuple[str, str] | None:
    """Both halves as complete as the other makes them; None where they are no two questions, or one answer holds both."""
    if _is_one_question(fold(left).text, fold(right).text):
        return None
    right = _with_its_superlative(left, right)
    first, second = _half(left, read), _half(right, read)
    if (told := _beside_what_is_not_there(first, second)) is not None:
        return told or None
    of_one = comma and (_is_of_one(first, second) or _both_narrow(first, second))
    if of_one or not (first.kinds and _stands_alone(first)):
        return None
    if second.read.refusal == "other" and not second.kinds:
        return left, right
    if told := _pointing_back(first, second, whole):
        return told
    if first.read.letters and not second.read.letters and _needs_items(second):
        asks_already = first.kinds - {"items", "changes"}  # else one answer holds both: R5でAの項目とその人員
        return (left, right) if asks_already and _apart(first, second, whole) else None
    if not comma and _only_names(first) and {*first.read.indicators} & {*whole.indicators} and second.read.years.asked:
        return None  # 契約監視委員会と調達改善検討委員会、R6は何回: the year is of both
    second = _owned(first, second, read) or second
    if not (second.kinds and _stands_alone(second) and not _is_bare(second)) and not _follows(second, first):
        return None
    return _with_year(first, second) if _apart(first, second, whole) else None


def _beside_what_is_not_there(first: _Half, second: _Half) -> tuple[str, str] | tuple[()] | None:
    """Both halves where one is of another body or of what is not recorded; () where the other is none; None for other pairs."""
    pair = (first.text, second.text)
    if "organization" in {first.read.refusal, second.read.refusal}:
        ours = second if first.read.refusal else first  # 東京都の評価とⅠ-2の評定
        return pair if ours.kinds and _stands_alone(ours) and ours.read.items else ()
    unrecorded = second.read.years.asked and not (second.kinds or second.read.items)
    if not unrecorded or not first.read.items or not first.kinds or not _stands_alone(first):
        return None
    # Ⅰ-1の評定と来年度の予算
    return pair if any(word in second.read.text_folded for word in not_measured()) else None


def _with_its_superlative(left: str, right: str) -> str:
    """応答率が一番高い年度と|一番低い年度: the right half with what the superlative of the left one is of."""
    folded = fold(left)
    owner = BEFORE_SUPERLATIVE.match(folded.text) if SUPERLATIVE.match(fold(right).text) else None
    return f"{folded.as_typed(0, owner.end())}{right}" if owner else right


def _both_narrow(first: _Half, second: _Half) -> bool:
    """Whether both may say of one list which items it is of (Aの項目、重要度が高いもの), and do not count or tell by years of their own."""
    if not (_is_list(first) or first.read.flags) or not (_is_list(second) or second.read.flags):
        return False
    if all(_COUNTED.search(each.read.text_folded) for each in (first, second)):
        return False
    return not all(each.read.years.asked or each.read.evaluation for each in (first, second))


def _owned(first: _Half, second: _Half, read: Read) -> _Half | None:
    """The second half with what the first one's is said to be of: the 平均日数 of 特急発行の最大日数 is 特急発行の平均日数."""
    owner = first.text[: first.text.rindex("の") + 1] if "の" in first.text else ""
    if not owner and (about := _ABOUT.match(first.text)):
        owner = about.group()
    alone = bool(second.kinds) and _stands_alone(second) and not _is_bare(second)
    if not owner or second.read.items or (alone and not second.read.indicators):
        return None
    if first.read.evaluation and not (second.read.evaluation or second.read.years.asked):
        owner += f"{EVALUATION_NAMES[first.read.evaluation]}の"  # Ⅰ-1の見込評価と根拠
    owned = _half(owner + second.text, read)
    named = bool(owned.read.indicators) and not owned.read.unmeasured
    if alone and not named:
        return None  # フェアの出展者、情報公開請求
    if (
        alone
        and ("の" in second.text or owner.endswith("は"))
        and not (named and set(owned.read.indicators) <= set(first.read.indicators))
    ):
        return None
    # 人員 after コールセンターの応答率 is that of its item
    of_item = named and _needs_items(second) and _follows(second, first)
    return owned if owned.kinds and _stands_alone(owned) and (named or not alone) and not of_item else None


def _only_names(half: _Half) -> bool:
    read = half.read
    return bool(read.indicators) and not (read.topics or read.words or read.years.asked or read.left)


def _is_of_one(first: _Half, second: _Half) -> bool:
    """Whether the first half only names what the second asks of (コールセンターの応答率、R6は95％を下回った)."""
    named = not first.read.topics and not first.read.years.asked and bool(first.read.indicators)
    return (named or first.kinds == second.kinds == {"events"}) and not has_own_subject(second.read)


def _is_bare(half: _Half) -> bool:
    """開始日 alone says of nothing what began."""
    return half.kinds == {"events"} and _names_nothing(half.read)


def _names_nothing(question: Question) -> bool:
    return not (has_own_subject(question) or question.left or question.mentions)


def _needs_items(half: _Half) -> bool:
    return (
        bool(half.kinds)
        and all(all_topics()[name].NEEDS == "item" for name in half.kinds)
        and not has_own_subject(half.read)
    )


def _follows(second: _Half, first: _Half) -> bool:
    """Whether the second half can be asked of what the first is about."""
    read = second.read
    subject = first.read.items or first.read.indicators
    return bool(second.kinds and subject and not (any(read.standing) or read.letters or read.unclear or read.refusal))


def _pointing_back(first: _Half, second: _Half, whole: Question) -> tuple[str, str] | None:
    """A right half that is said of what the left half came to: その人員, そのうちカード, 差も."""
    text = second.read.text_folded
    figures = first.kinds & {"indicator", "staff"}
    if _POINTS_BACK.match(text):
        picked = (first.read.letters or "changes" in first.kinds) and second.kinds <= _OF_PICKED
        of_those = second.kinds and not picked and (_is_list(first) or has_own_subject(first.read))
        return (first.text, second.text) if of_those or first.read.indicators else None
    if figures and _COMPUTED_OF_IT.match(text):
        # 前年比 counts from the year of the first half
        return (first.text, second.text) if second.read.years.compared_to_previous else _with_year(first, second)
    part = any(word.startswith(MARK) for word in whole.words)
    if first.read.indicators == whole.indicators and part and not any(w.startswith(MARK) for w in first.read.words):
        return first.text, f"うち{second.text}"  # 中途採用人数の推移とカード関係の推移
    return None


def _half(text: str, read: Read) -> _Half:
    question = read(text)
    kinds = set(question.topics)
    if not kinds and question.indicators:
        kinds = {"indicator"}
    if not kinds and question.items and question.evaluation:
        kinds = {"rating"}
    if not kinds and question.letters and _LISTED.search(question.text_folded):
        kinds = {"items"}
    return _Half(text, question, frozenset(kinds))


def _stands_alone(half: _Half) -> bool:
    question = half.read
    unread = (word for word, stands in zip(question.left, question.standing, strict=True) if stands)
    if question.refusal or question.unclear or any(not _COMPUTING.search(word) for word in unread):
        return False
    listed = _LISTED.search(question.text_folded) or _OF_LISTED.search(question.text_folded)
    if question.letters and not half.kinds <= {"criteria", "changes"} and not listed:
        return False
    topics = all_topics()
    of_items = any(topics[name].NEEDS == "item" for name in half.kinds)
    return not of_items or has_own_subject(question) or bool(question.letters or question.flags)


def _is_list(half: _Half) -> bool:
    return not half.read.items and bool(half.read.letters or half.kinds & {"changes", "items", "staff"})


def _apart(first: _Half, second: _Half, whole: Question) -> bool:
    """Whether one answer to the whole would lose a half, or mix them."""
    a, b = first.read, second.read
    if set(whole.left) - {*a.left, *b.left}:
        return True  # 件数と回数 were read as one word
    if (
        bool(a.letters) != bool(b.letters)
        or bool(a.flags) != bool(b.flags)
        or ("criteria" in first.kinds) != ("criteria" in second.kinds)
    ):
        return True
    timed = (a.years.years, a.evaluation) != (b.years.years, b.evaluation)
    if a.letters and b.letters:
        own = (a.years.asked or a.evaluation) and (b.years.asked or b.evaluation)
        return bool(own and timed) or (first.kinds != second.kinds and _OF_LISTED.search(a.text_folded) is not None)
    if first.kinds == second.kinds and all(not all_topics()[name].NEEDS for name in first.kinds):
        return a.words != b.words or a.evaluation != b.evaluation  # 見込評価の分布とR6の分布
    if a.evaluation != b.evaluation and not (first.kinds | second.kinds) & {"rating", "history", "overall"}:
        return True
    figures = first.kinds == second.kinds == {"indicator"} and not {*a.indicators} & {*b.indicators}
    if figures and a.words and b.words and len(whole.indicators) > _MOST_LISTED:
        return True  # so many are told with their last values alone (稼働率が下がった年度と応答率が下がった年度)
    if first.kinds != second.kinds and (first.kinds | second.kinds) & {"changes", "items"}:
        return True
    kinds = first.kinds | second.kinds
    held = set(whole.topics) or ({"indicator"} if whole.indicators else set())
    return not kinds <= held or not {*a.indicators, *b.indicators} <= {*whole.indicators}


def _with_year(first: _Half, second: _Half) -> tuple[str, str]:
    """A year said once, at the beginning or the end of both, is the year of both."""
    a, b = first.read, second.read
    if a.years.asked == b.years.asked or a.evaluation or b.evaluation:
        return first.text, second.text
    with_year, other = (first, second) if a.years.asked else (second, first)
    if with_year.read.letters and other.read.items:
        return first.text, second.text  # R5でAの項目と免許証の評定
    if other.kinds <= _TIMELESS | (_OF_PICKED - {"staff"}):
        return first.text, second.text
    folded = fold(with_year.text)
    mentions = [each for each in find_years(folded.text) if each.kind in _YEARS_SHARED]
    behind = re.sub(r"[?。はのでを]", "", folded.text[mentions[0].end :]) if mentions else "-"
    if len(mentions) != 1 or (mentions[0].start != 0 if with_year is first else behind):
        return first.text, second.text
    dated = f"{folded.as_typed(mentions[0].start, mentions[0].end)}の{other.text}"
    return (first.text, dated) if with_year is first else (dated, second.text)
