"""はい、 or いいえ、 before an answer whose facts decide a question that asks whether something is so (Ⅰ-1はSですよね？).

Nothing is said where places disagree, where the question is negative (which はい would leave open), or where it asks for more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answer import Answer, Status
from bot.question import Question
from bot.text.compiled import compiled
from bot.wording.phrases import yes_or_no
from bot.wording.subject import items_of
from records.lookups import Records

_LETTER = r"(?<![a-z0-9])[sabcd](?:評価|評定|ランク|判定)?"
_LEAD = r"(?:^(?:じゃあ|では|で|え|、)*|は|も|が|に|って|、| |年度|全項目|両方|毎年|まだ|全部|すべて|全て|とも|最初|ずっと|常に|いつも|一貫して|で|本当に|ほんとに|確か|たしか|きっと|多分|たぶん)"
_END = (
    r"(?:の?まま)?(?:です|でした|だった|だ|なん|なの|で|に(?:なり|なった|なって)|って|ます|ました|いる|い|こと|というのは|ということは)*"
    r"(?:でしょう?|だろう|では|んじゃ|じゃ|か|よね|ね|な|の|っけ|合って(?:い)?(?:る|ます)|あって(?:い)?(?:る|ます)|合って|あって|正しい|本当|ほんと|ます|間違い(?:ない|ありません|ないです)|[?。!、])*$"
)
_IS_A_LETTER = compiled(rf"{_LEAD}(?:{_LETTER}|{_LETTER}(?:以上|以下|未満)){_END}")
_GOT_IT = compiled(
    rf"{_LETTER}(?:を|が)?(?:取れ|取っ|とれ|とっ|取り|獲得し|獲得でき|もらえ|もらっ|つい|付い|つき|付き)(?:た|てる|ている|ています|ました)(?:の|ん|です|でしょう|か|よね|ね|っけ|[?。])*$"
)
_NAMED = compiled(_LETTER)
_ALTERNATIVE = compiled(rf"{_LETTER}.{{0,4}}?(?:か|それとも|と|or|、).{{0,3}}?{_LETTER}")
_NEGATIVE = compiled(r"ない|なかった|ません|じゃなく|(?<=[sabcd価定])以外")
_NOT_THE_LETTER = compiled(
    r"(?<![a-z0-9])(?P<letter>[sabcd])(?:評価|評定|ランク)?(?:じゃ|では|で)(?:な(?:い|かった|くて)|ありません)(?:です|でした|の|ん|だ|か|よね|ね|っけ|でしょう?|だろう|[?。])*$"
)
# R6にDはないですよね
NONE_OF_IT = compiled(
    rf"{_LETTER}(?:の項目|になった項目|だった項目|になったの|だったの)?は(?:1つも|一つも|ひとつも|全く|まったく)?(?:な(?:い|かった)|ありません|いません|存在しない)(?:です|でした|の|ん)*(?:よね|ね|か|でしょう|だろう|っけ|[?。])+$"
)
_MOST_OTHERS = 6
# Ⅰ-1〜Ⅰ-5でR5がA names what is looked for, Ⅰ-1とⅠ-2はA？ asks
_ASKED = compiled(r"(?:[?かね]|っけ)[。?]*$")
_HAS_THE_MARK = compiled(
    r"(?:高い|低い|高|対象|重点項目|重点化項目|優先項目)」?(?:なの|です|でした|だった|の|ん|だ)*(?:か|よね|ね|っけ|でしょう?|だろう|[?。])+$"
)
_NO_MARK = compiled(
    r"(?:じゃ|では|で|て(?:い)?|され|には?)?(?:な(?:い|かった)|ありません|いません)(?:の|ん)?(?:です|でした|でしょう|だ)?(?:か|よね|ね|っけ|よ|[?。])+$"
)
SO_MANY = compiled(
    r"(?<![0-9])(?P<n>[0-9]{1,2})(?:項目|個|つ)(?:だけ|のみ)?(?:です|でした|だ|なの|で合って(?:い)?(?:る|ます)?|であって(?:い)?(?:る|ます)?|で正しい|ある|あります)*(?:か|よね|ね|っけ|[?。])+$"
)
_EVERY = compiled(r"全部|すべて|全て|ぜんぶ|全項目|みんな|どれも|いずれも|ことごとく|オール")
_THERE_IS = compiled(
    r"(?:あ(?:る|ります|った|りました)|存在(?:する|します)|い(?:る|ます)|出(?:た|ました))(?:の|ん)?(?:でしょう|です|だろう)?(?:か|っけ|よね|ね|かな)*[?。]*$"
)
# …AですよねR6
_YEAR_LAST = compiled(r"(?<=[かねな?])、? ?\(?(?:r[0-9]+|令和[0-9]+年度?)(?:の評定)?\)?$")
# what one year does not decide
ALWAYS = compiled(r"ずっと|毎年|常に|いつも|一貫|今まで|これまで|(?:どの|全)年度?")
_THE_SAME = compiled(
    r"(?:同じ|一緒|おなじ)(?:評[価定]|ランク)?(?:です|でした|だった|なの|なん|だ)*(?:でしょう?|か|よね|ね|な|の|っけ|[?。])*$"
)
_APART = compiled(
    r"(?:差|違い|差異)[はがって]{0,2}(?:あ(?:る|り)|つい(?:た|て)|出(?:た|て))[^、。]{0,6}[?。]*$|(?<!どう)(?<!どこが)(?<!何が)(?:違う|異なる|違った|違い(?:ます|ました)|異なり(?:ます|ました))(?:の|ん)?(?:です)?(?:よね|[?か])[?。]*(?:r[0-9])?$"
)
# what a change is asked as, and how answers say it
_DIRECTIONS = (
    (compiled(r"上が(?:っ|り)|良くな|よくな|アップし|上昇し|改善し"), "上がっています"),
    (compiled(r"下が(?:っ|り)|悪くな|ダウンし|低下し|悪化し|落ち(?:た|て|まし)"), "下がっています"),
    (compiled(r"変わっ(?:た|てる|ています|てます)|変わりました|変化(?:した|あった|はあった)"), ""),
)
_NOT_WHETHER = compiled(
    r"いつ|何|どの|どれ|どこ|なぜ|なんで(?!す|し[たょ])|どうして|誰|だれ|どう|理由|だけ(?!ど)|のみ|項目|教え|見せ|なら|場合|度目|(?<!前)回|のは[?。]*$|一番|最も|いちばん"
)
_OTHERWISE = compiled(
    r"いつ|何|どの|どれ|どこ|いくつ|なぜ|なんで(?!す|し[たょ])|誰|だれ|どう|どちら|どっち|より|割合|だけ(?!ど)|のみ|しか|(?<!最)初|最初に|唯一|一番|最も|最後|以来|ぶり"
)


def decided(question: Question, given: Sequence[Sequence[str]]) -> str:
    """はい、 or いいえ、 for ratings *given* (letters that places state, for each item and year), "" where it is not decided."""
    text = _YEAR_LAST.sub("", question.text_folded)
    if not given or any(len(set(letters)) != 1 for letters in given):
        return ""
    if not question.letters and len(given) > 1 and _APART.search(text):
        return yes_or_no(len({letters[0] for letters in given}) > 1)
    if not question.letters:
        return (
            yes_or_no(len({letters[0] for letters in given}) == 1) if len(given) > 1 and _THE_SAME.search(text) else ""
        )
    if (ALWAYS.search(text) and len(given) == 1) or len(_NAMED.findall(text)) > 1:
        return ""
    got = _GOT_IT.search(text)
    if (
        not (got or _IS_A_LETTER.search(text))
        or _ALTERNATIVE.search(text)
        or _NEGATIVE.search(text)
        or _OTHERWISE.search(text)
    ):
        return ""
    had = [letters[0] in question.letters for letters in given]
    if got and len(set(had)) > 1:
        return ""  # in one year it did, in another not
    return yes_or_no(all(had))


def denied(question: Question, stated: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """What is said of Ⅰ-1はBじゃないですよね, and the operators that are heeded thereby: that it is no B, where the rating is another."""
    named = _NOT_THE_LETTER.search(question.text_folded)
    if not named or len(set(stated)) != 1 or len(_NAMED.findall(question.text_folded)) != 1:
        return "", ()
    letter = named["letter"].upper()
    return ("" if stated[0] == letter else f"{letter} ではありません。"), ("negation",)


def marked(question: Question, marks: Mapping[str, str]) -> str:
    """はい、 or いいえ、 for Ⅰ-1は重要度が高い？; *marks*: each mark of the summary table → yes, no or unknown."""
    asked = question.flags
    ends = _HAS_THE_MARK.search(question.text_folded) or _NO_MARK.search(question.text_folded)
    if len(asked) != 1 or not ends or _OTHERWISE.search(question.text_folded):
        return ""
    name, wanted = asked[0]
    if not wanted and _NO_MARK.search(question.text_folded):  # 重点化の対象じゃないですよね
        return yes_or_no(marks[name] == "no") if marks.get(name) in {"yes", "no"} else ""
    # no mark is not the opposite: 低い is not in the document
    return yes_or_no(marks[name] == "yes") if wanted and marks.get(name) in {"yes", "no"} else ""


def with_yes_or_no(answer: Answer, question: Question, records: Records) -> Answer:
    """The answer with はい、 or いいえ、 where the question asks whether there are such items, or whether all are so."""
    text = question.text_folded
    if answer.status is not Status.ANSWERED or answer.topic not in {"items", "changes"} or answer.conflicts:
        return answer
    if len(question.items) == 1 and answer.topic == "changes":
        return answer._replace(first=_went(answer, text) + answer.first)
    if NONE_OF_IT.search(text) and answer.topic == "items" and question.letters and not question.items:
        return answer._replace(first=yes_or_no(not answer.items) + answer.first)
    otherwise = _OTHERWISE.search(text) and not SO_MANY.search(text)
    if _NEGATIVE.search(text) or otherwise or answer.first.startswith(("はい、", "いいえ、")):
        return answer
    text = _YEAR_LAST.sub("", text)
    every = _EVERY.search(text) or (len(question.items) > 1 and _ASKED.search(text))
    if answer.topic == "items" and question.letters and every and _IS_A_LETTER.search(text):
        scope = items_of(question, records, default_all=True)
        others = [code for code in scope if code not in answer.items]
        told = f"{'・'.join(question.letters)} でないのは {'・'.join(others)} です。"
        rest = told if others and answer.items and len(others) <= _MOST_OTHERS and len(answer.fiscal_years) <= 1 else ""
        return answer._replace(first=yes_or_no(not others) + answer.first + rest)
    # of one letter in one year, or of what is no rating
    sure = len(question.letters) <= 1 and len(answer.fiscal_years) <= 1
    if answer.topic == "items" and sure and (many := SO_MANY.search(text)):
        return answer._replace(first=yes_or_no(int(many["n"]) == len(answer.items)) + answer.first)
    if (question.letters or answer.topic == "changes") and not question.items and _THERE_IS.search(text):
        return answer._replace(first=yes_or_no(bool(answer.items)) + answer.first)
    return answer


def _went(answer: Answer, text: str) -> str:
    """はい、 or いいえ、 where one item's rating was asked to have gone up, down or otherwise (Ⅰ-5は上がったよね？)."""
    asked = [how for pattern, how in _DIRECTIONS if pattern.search(text)]
    found = [how for how in ("上がっています", "下がっています", "変わっていません") if how in answer.first]
    if len(asked) != 1 or len(found) != 1 or _NOT_WHETHER.search(text) or _NEGATIVE.search(text):
        return ""
    return yes_or_no(found[0] == asked[0] if asked[0] else found[0] != "変わっていません")
