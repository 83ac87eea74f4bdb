"""A message → its clauses: the questions that it consists of, and what it takes back (R5じゃなくてR4)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from bot.question import Question
from bot.reading.lists_apart import lists_apart, with_years_in_front
from bot.reading.match import not_measured
from bot.reading.thread import has_own_subject
from bot.reading.thresholds import find_threshold
from bot.text.compiled import compiled
from bot.text.fiscal_year import find_years
from bot.text.normalise import Folded, fold
from bot.topic import all_topics

_MOST_CLAUSES = 4
_CLAUSE = compiled(
    r"(?:[?。!\n]+(?!それとも|または)(?:あと|それと|それから|また|ついでに|加えて|(?:なけれ|無けれ|なかった)[ばら]|(?:ない|無い)(?:場合|とき|なら)は?)?、?)|(?:、(?:あと|それと|それから|ついでに))"
    r"|(?:、(?:次に|続いて|最後に) ?(?=総合評定))"
    r"|(?<=がったの)と(?=.{0,6}がった(?:の|項目))"  # R6で上がったのと下がったの
    # Ⅰ-1 R6;Ⅰ-10 R5, R5にAだった項目とR6で下がった項目
    r"|(?<=[0-9度年]);(?=[ⅠⅡⅢ0-9])|(?<=項目)と(?=[^、。?と]{3,20}項目(?:[はをも?。]|$))(?!.{0,30}(?:違い|比較|比べ|共通|両方|差))"
)
# ①…②…, (1)…(2)…, 1. … 2. …, as typed; a number that is part of a code is none: Ⅰ-1-(1), 1.1
_NUMBERED = compiled(
    r"(?P<circled>[①-⑨❶-❾])|(?<![-‐-―－ー0-9０-９a-zA-ZⅠ-Ⅻ])[(（](?P<bracketed>[1-9１-９])[)）]|(?:^|(?<=[\s、。?？]))(?P<plain>[1-9１-９])(?:[.．:：)）](?![0-9０-９])|、)"
)
_INTERJECTION = compiled(
    r"(?:(?:え+っ?|えー+|あれ|おや|うーん|ん|ふーん|ふむ|へえ|ほう|おお|あ|ああ|そうか|そっか|つまり|要するに|念のため|一応|まず|最初に|突然|いきなり)(?:[、,!?。・…]+)"
    r"|(?:ざっくり|簡単に|端的に|手短に|率直に|結論から|逆に|一言で|要は)(?:言うと|いうと|言えば|いえば|言って|いって)?、?"
    r"|(?:突然|いきなり|たびたび|何度も|お忙しいところ)?(?:すみません|すいません|恐れ入り|失礼し|申し訳(?:ありません|ない))?(?:が|けど|ですが)?、?(?:念のため)?(?:ご?質問|お尋ね|お伺い|確認|相談)(?:です|なのです|なんです|があり(?:ます)?|させてください|させていただき(?:ます|たいのです)|したいのです|したいんです|します)(?:が|けど|けれど|ね)?[、。]+)+"
)
# what is only said to be known before the question, which names its own item: Ⅰ-1がAなのは知ってるけど、Ⅰ-10は？
_KNOWN_ALREADY = compiled(
    r"^[^。?]{2,40}?(?:の|こと)は(?:もう|すでに|既に|よく)?(?:知って|知り|分かって|わかって|承知して|理解して|存じて)(?:い|おり)?(?:る|ます|まし?た|た)?(?:ん(?:です|だ))?(?:が|けど|けれど|けれども|ので)、?(?=[^、。?]{0,10}[ⅠⅡⅢ]-?[0-9]|[^、。?]{0,10}[0-9]-[0-9])"
)
_CORRECTION = compiled(
    r"(?:、?あ、?違う、?|^(?:(?:いや|いえ|違う|ちがう|違います|ごめん(?:なさい)?|すみません|間違え(?:た|ました)|間違い(?:でした)?|訂正(?:です|します)?)(?:[、。!]+|(?=違|ちが|[ⅠⅡⅢ0-9a-z])))+"
    r"|^(?:いや|ごめん|ごめんなさい)、?|(?:そう)?じゃなくて|ではなくて|でなくて|じゃなく|ではなく|(?<=[0-9度])(?:じゃ|では)ない(?:です|よ)?[、。]|、いや、?|、違う、?|、ちがう、?|、間違えた、?)"
)

SUPERLATIVE = compiled(r"(?:一番|いちばん|最も|もっとも)(?!評)")
BEFORE_SUPERLATIVE = compiled(r".{2,30}?[がは](?=一番|いちばん|最も|もっとも)")
_SET_BEHIND = ("だけど", "ですけど", "ですが", "の話", "の話です", "のことです", "のこと")

# what a question is about, and a question that names nothing
_TOPIC = compiled(r"(?P<topic>[^はがを？?。、]{2,40})は(?!じめ)")
_QUESTION_WORD = compiled(r"(?:いつ|何[日月年人回件円枚%]|誰|だれ|どこ|いくら)")

_OF_FIGURES = frozenset({"staff", "indicator", "changes", "items", "history"})
_OF_RATINGS = frozenset({"rating", "history", "changes"})
# what may stand around the name of what is asked of: ヘルプデスクの方, 研修の参加人数です
_SAYS_NO_MORE = compiled(
    r"[のと、。・()（） ー]*(?:(?:の)?(?:方|ほう|場合|話|こと))?(?:で|です|だよ|は)?[、。()（） 　]*"
)
_ENDED = compiled(r"(?:の|で|です|だよ|は|って)?[、。 　]*$")
_FIGURE_ASKED = compiled(
    r"何(?:件|回|人|名|枚|日|円|%|ポイント|倍|割)|平均|合計|最[大小高低多少]|一番|最も|差|推移|増え|減っ|ずっと|同じ|変わ|[上下]が[っりる]"
)
# what only says of what the question beside it is asked: R3の話です。…, …？ Ⅰ-1 R6, …。ただしⅢは不要
_ABOUT = compiled(
    r"(?:の(?:話|こと|件|質問)|について|に関して|に限(?:る|って|り)|限定|に絞(?:る|って)|だけ|のみ)?(?:(?:の)?(?:質問|お?聞き|お?伺い|お?尋ね)(?:し)?(?:ます|です|したいです|たいです)|です|で|なの|な|ん|だ|の|が|けど|けれど(?:も)?|、)*$"
)
_LEFT_OUT = compiled(
    r"^(?:ただし|但し|ただ)?、?(?P<what>.+?)(?:は|を|の分は)?(?:不要|除[くいき]|除外|抜き|要らない|いらない|含めない|含めず)"
)
_OWNER = compiled(r"[一-龠ァ-ヺーⅠ-Ⅻ0-9a-z・-]{1,20}の")
_ASKS_WHY_OR_WHICH = compiled(
    r"(?:なぜ|なんで|何故|どうして|いつ|どれ|どの項目|何項目|いくつ|何個|何年度?|どの年度?)(?:です|でしょう|か)*"
)
_OF_WHAT = compiled(r"(?:た|な|る|い)のは$")
_LETTER_LAST = compiled(r"(?<![a-z0-9])[sabcd](?:評価|評定)?$")


def without_interjection(text: str) -> str:
    """The message without え、 or うーん。 before it."""
    folded = fold(text)
    match = _INTERJECTION.match(folded.text) or _KNOWN_ALREADY.match(folded.text)
    return folded.as_typed(match.end(), len(folded.text)) if match and match.end() < len(folded.text) else text


def split_clauses(text: str) -> tuple[str, ...]:
    """The questions of one message, at most four (「…は？あと…は？」, 「①…②…」)."""
    text = with_years_in_front(text)
    folded = fold(_as_sentences(text))
    clauses, start = [], 0
    year = ""
    for match in _CLAUSE.finditer(folded.text):
        clauses.append(year + folded.as_typed(start, match.start()))
        year = _owner_of_the_next(folded, start, match) or _year_for_the_next(folded, start, match)
        start = match.end()
    clauses.append(year + folded.as_typed(start, len(folded.text)))
    said = tuple(clause.strip() for clause in clauses if fold(clause).text.strip("?。! ・-"))
    kept = tuple(each for clause in said for each in lists_apart(clause))
    return kept if 1 < len(kept) <= _MOST_CLAUSES else (text,)


def _as_sentences(text: str) -> str:
    """The message with each question of a numbered list as a sentence of its own; as it is without such a list."""
    found = list(_NUMBERED.finditer(text))
    numbers = [unicodedata.digit(each["circled"] or each["bracketed"] or each["plain"]) for each in found]
    if len(found) < 2 or numbers != list(range(1, len(found) + 1)):  # noqa: PLR2004 - a list
        return text
    return _NUMBERED.sub("。", text)


def _owner_of_the_next(folded: Folded, start: int, match: re.Match[str]) -> str:
    """人員が一番多い項目と|一番少ない項目: what the first superlative is of, where the second names nothing."""
    before = SUPERLATIVE.match(folded.text, match.end()) and BEFORE_SUPERLATIVE.match(folded.text, start)
    return folded.as_typed(start, before.end()) if before and before.end() < match.start() else ""


def _year_for_the_next(folded: Folded, start: int, joint: re.Match[str]) -> str:
    """R5に上がった項目と下がった項目: the year that is said once for both lists, as typed; "" where there is none."""
    behind = folded.text[joint.end() :]
    if joint.group() != "と" or find_years(behind) or "見込" in behind:
        return ""
    years = [each for each in find_years(folded.text[start : joint.start()]) if each.kind == "years"]
    return f"{folded.as_typed(start + years[0].start, start + years[0].end)}に" if len(years) == 1 else ""


def corrected(text: str) -> tuple[str, str]:
    """「R5じゃなくてR4のⅠ-5」 → (what is taken back, what is meant instead); ("", text) without a correction."""
    folded = fold(text)
    match = _CORRECTION.search(folded.text)
    if not match or not folded.text[match.end() :].strip("?。!、 )」』"):
        return "", text
    before, after = folded.text[: match.start()], folded.text[match.end() :]
    joined = after.startswith("な") or (find_years(before) and find_years(after))
    if joined and _LETTER_LAST.search(before):
        return "", text  # R3がAではなくR6がA: two conditions; Aじゃなくなった: one
    return folded.as_typed(0, match.start()), folded.as_typed(match.end(), len(folded.text))


def whole_clauses(clauses: Sequence[str], read: Callable[[str], Question]) -> tuple[str, ...]:
    """The clauses, with a subject that stands alone put to the clause that asks of it (「Ⅰ-1について。評定は？」)."""
    if len(clauses) == 1:
        return tuple(clauses)
    clauses = _of_the_same_topic(_with_their_scenes(clauses, read), read)
    questions = [read(clause) for clause in clauses]
    whole: list[str] = []
    at = 0
    while at < len(clauses):
        after = questions[at + 1] if at + 1 < len(clauses) else None
        both_ask = at + 1 < len(clauses) and clauses[at].endswith("は") and clauses[at + 1].endswith("は")
        of_another_year = both_ask and _is_year_alone(clauses[at + 1])  # Ⅰ-1の評定は？R3は？ asks twice
        if after and _is_subject_alone(questions[at]) and _asks_of_nothing(after) and not (of_another_year and whole):
            whole.append(f"{clauses[at]}の{clauses[at + 1]}")
            at += 1
        elif (
            after
            and _is_year_alone(clauses[at + 1])
            and not of_another_year
            and not questions[at].years.asked
            and not questions[at].refusal
        ):
            whole.append(f"{clauses[at]}？{clauses[at + 1]}")  # Ⅰを除くとAは？ R4
            at += 1
        elif after and _completes(after, questions[at]):
            whole.append(f"{_ENDED.sub('', clauses[at + 1])}の{clauses[at]}")  # R5より多かった年度は？ 資格取得件数
            at += 1
        else:
            whole.append(clauses[at])
        at += 1
    return tuple(whole)


def _with_their_scenes(clauses: Sequence[str], read: Callable[[str], Question]) -> list[str]:
    """The clauses, with one that only says of which year or item it is asked put to the question beside it."""
    told = [clauses[0]]
    for clause in clauses[1:]:
        joined = _put_together(told[-1], clause, read)
        told[-1:] = [joined] if joined else [told[-1], clause]
    return told


def _put_together(before: str, after: str, read: Callable[[str], Question]) -> str:
    """One question of two clauses, of which one names what the other asks of; "" where each is a question."""
    said, then = fold(before).text.strip("、 "), fold(after).text.strip("、 ")
    if _ASKS_WHY_OR_WHICH.fullmatch(said) and _OF_WHAT.search(then):
        return f"{after}{before}"  # なぜ？Ⅰ-1がAなのは
    if (left_out := _LEFT_OUT.match(then)) and (scene := _operands(left_out["what"], read)):
        return f"{scene.text}を除いて{before}"
    if _OWNER.fullmatch(then) and not read(before).refusal and not _operands(after, read):
        return f"{after}{before}"  # 根拠条文は何条？ 評価の
    asks = not said.endswith(("は", "も", "って")) or then.endswith(_SET_BEHIND)
    if (
        asks
        and not _is_year_alone(after)
        and (scene := _operands(before, read))
        and _is_asked_of(scene, asked := read(after))
    ):
        return f"{scene.text}{_joint(asked)}{after}"
    if not _is_year_alone(after) and (scene := _operands(after, read)) and _is_asked_of(scene, asked := read(before)):
        return f"{scene.text}{_joint(asked)}{before}"
    return ""


def _joint(asked: Question) -> str:
    return "の" if _asks_of_nothing(asked) else "、" if has_own_subject(asked) else "は"


def _operands(text: str, read: Callable[[str], Question]) -> Question | None:
    """The question of *text* without what only says that it is spoken of, where nothing but items and years is left of it."""
    folded = fold(text)
    bare = folded.as_typed(0, len(_ABOUT.sub("", folded.text).rstrip("、 のはで"))).lstrip("、 ")
    question = read(bare)
    free = list(question.text_folded)
    for start, end in (*question.names, *((each.start, each.end) for each in question.mentions)):
        free[start:end] = " " * (end - start)
    alone = not (question.topics or question.letters or question.indicators or question.refusal or question.evaluation)
    named = question.items or question.sections or question.years.asked
    return question if bare and named and alone and not "".join(free).strip("のは、。?()・とで ー") else None


def _is_asked_of(scene: Question, asked: Question) -> bool:
    """Whether *asked* leaves open all that *scene* names, and is asked of items."""
    unread = any(asked.standing) or (asked.left and asked.topics == ("item",) and not asked.flags)
    if asked.refusal or unread or not (asked.topics or asked.letters):
        return False
    if scene.years.asked and asked.years.asked:
        return False
    of_items = any(all_topics()[name].NEEDS or name == "items" for name in asked.topics) or asked.letters
    named = scene.items or scene.sections
    return not named or (bool(of_items) and not has_own_subject(asked))


def _of_the_same_topic(clauses: Sequence[str], read: Callable[[str], Question]) -> tuple[str, ...]:
    """特急発行はいつから？何日で届く？: what begins with the question word is asked of what the question before is about."""
    told = [clauses[0]]
    for clause in clauses[1:]:
        topic = _TOPIC.match(told[-1])
        asks = topic and _QUESTION_WORD.match(fold(clause).text) and not read(topic["topic"]).letters
        told.append(f"{topic['topic']}は{clause}" if topic and asks else clause)
    return tuple(told)


def _is_year_alone(clause: str) -> bool:
    text = fold(clause).text.strip("、。 でにはの")
    return any(mention.end - mention.start == len(text) for mention in find_years(text))


def _is_subject_alone(question: Question) -> bool:
    subject = question.items or question.sections or question.unknown_codes
    said = question.topics or question.indicators or question.letters or question.evaluation or question.years.asked
    return bool(subject) and not said and not question.refusal


def _completes(after: Question, before: Question) -> bool:
    """Whether *after* is nothing but what the question before it is asked of (平均は？コールセンターの応答率で)."""
    free = list(after.text_folded)
    for start, end in (*after.names, *((each.start, each.end) for each in after.mentions)):
        free[start:end] = " " * (end - start)
    rest = "".join(free)
    for word in after.words:
        rest = rest.replace(word, "")
    of_rating = set(before.topics) <= _OF_RATINGS and (before.topics or _FIGURE_ASKED.search(before.text_folded))
    of_figures = after.topics == ("staff",) and set(before.topics) <= _OF_FIGURES  # no number of disagreements
    kinds = not after.topics or of_figures or (after.topics == ("rating",) and of_rating)
    if not kinds or after.letters or after.evaluation or after.refusal or _SAYS_NO_MORE.fullmatch(rest) is None:
        return False
    if before.indicators:
        narrower = set(after.indicators) < set(before.indicators)
        only_years = after.years.asked and not has_own_subject(after)  # …は増えてる？ R3とR6
        return not after.topics and narrower and bool(after.indicators or only_years)
    own = {name for name in before.topics if not all_topics()[name].NEEDS}
    own -= {"items"} if not after.indicators else {"criteria"} if before.percent is not None else set()
    alone = own - _OF_RATINGS if after.topics else own
    if has_own_subject(before) or alone or before.refusal or before.unclear or (after.indicators and before.letters):
        return False
    if before.years.asked and after.years.asked:
        return False
    subject = has_own_subject(after) or after.topics
    text = before.text_folded
    asks = before.topics or before.letters or before.evaluation or before.years.asked or find_threshold(text)
    return bool(subject and (asks or _FIGURE_ASKED.search(text) or any(word in text for word in not_measured())))


def _asks_of_nothing(question: Question) -> bool:
    asked = question.topics or question.years.asked or question.evaluation or question.letters
    alone = any(not all_topics()[name].NEEDS for name in question.topics if name != "items")
    return bool(asked) and not (has_own_subject(question) or question.refusal or question.left or alone)
