"""Things that are asked one after the other in few words (まず…次に…, …が一番多い項目と一番少ない項目) → each as a sentence of its own.

Told by the words alone, before anything is read: what is said once for both halves is said again in the second one.
"""

from __future__ import annotations

import re

from bot.text.compiled import compiled
from bot.text.normalise import fold

_IN_TURN = compiled(
    r"(?:^|(?<=[、。]))(?:まず(?:は|最初に)?|最初に|はじめに|次に|つぎに|その次に|続いて|続けて|最後に)、?"
)
_SEVERAL = 3
_HOW = r"(?:多い|多かった|少ない|少なかった|高い|高かった|低い|低かった|良い|良かった|悪い|悪かった|長い|長かった|短い|短かった|増えた|減った)"
_MOST = r"(?:一番|いちばん|最も|もっとも)"
# 人員が一番多い項目と一番少ない項目 R6, 一番人員が多い項目と一番少ない項目
_TWO_ENDS = compiled(
    rf"^(?P<about>[^、。?]{{0,24}}?)(?P<most>{_MOST})(?P<inner>[^、。?と]{{1,10}}[がの])?(?P<one>{_HOW})(?P<noun>項目|年度?|の|もの)?(?:と|、|及び|および)(?P<again>{_MOST})?(?P<other>{_HOW})(?P<last>項目|年度?|の|もの)?(?P<rest>[^。?と]{{0,16}})[?。]*$"
)
_OF_A_LETTER = compiled(r"(?<![a-z0-9])[sabcd](?:評価|評定)?[がのは]$")
# 応答率が一番高い年と稼働率が一番低い年, Aが一番多い年とBが一番多い年
_TWO_SUBJECTS = compiled(
    rf"^(?P<one>[^、。?]{{1,24}}[がの]{_MOST}{_HOW}(?:年度?|の))(?:は)?と(?P<other>[^、。?と]{{1,24}}[がの]{_MOST}{_HOW}(?:年度?|の)[^、。?]{{0,10}}[?。]*)$"
)
# 契約監視委員会の件数、うちカード関係も、R3〜R6で
_PART_TOO = compiled(
    r"^(?P<whole>[^、。?]{2,30})、うち(?P<part>[^、。?]{2,14}?)も(?:、(?P<rest>[^、。?]{1,14}?)で?)?[?。]*$"
)
# Ⅰ-5・Ⅰ-6はR5にAでしたが、R6は？: what is only said before
_CODES = r"[ⅠⅡⅢ]-[0-9]{1,2}(?:(?:・|、|と|や)[ⅠⅡⅢ]-[0-9]{1,2})*"
_TOLD_BEFORE = compiled(
    rf"^(?P<items>{_CODES})(?:は|が)(?:(?:r[0-9]|令和[0-9]年度?)(?:に|は|で|が)?)[sabcd](?:評価|評定)?(?:でした|だった|です|だ)(?:ん(?:です|だ))?(?:が|けど|けれど|けれども)、?(?=r[0-9]|令和|見込)"
)
# Ⅰ-1とⅠ-10の見込と年度の違い: of each item
_BOTH_EVALUATIONS = compiled(
    rf"^(?P<items>{_CODES})の(?P<asked>(?:見込み?(?:評価)?と(?:単?年度)(?:評価)?|(?:単?年度)(?:評価)?と見込み?(?:評価)?)の(?:評[価定]の)?(?:違い|差)[はって]*[^、。?]{{0,8}})[?。]*$"
)
_CODE = compiled(r"[ⅠⅡⅢ]-[0-9]{1,2}")
_MOST_SENTENCES = 4
# 見込と年度で違う項目
_DIFFERING = compiled(r"見込み?(?:評価)?と(?:単?年度)(?:評価)?で(?=(?:違う|異なる)(?:評定の)?(?:項目|もの|の))")
# R5とR6の情報公開請求の件数、それぞれ何件
_EACH_COUNTED = compiled(
    r"、?それぞれ(?:何(?:件|人|名|回|枚|日|%|パーセント)|いくつ|いくら)(?:です|でした|だった|か)*(?=[?。]|$)"
)
_COUNTED = compiled(r"(?:数|率|額)$")
# 何人増えた、何%?
_AND_PERCENT = compiled(
    r"(?P<how>増え|減っ|伸び|上がっ|下がっ)(?P<ending>た|ました|たか)?、(?:それは)?何(?:%|パーセント)(?:です|か)*[?。]*$"
)


def apart(text: str) -> str:
    """The message with each of the things that it asks in turn as a sentence of its own; as it is where it asks one."""
    folded = fold(text)
    said = folded.text
    if len(_IN_TURN.findall(said)) >= _SEVERAL:
        starts = [match.span() for match in _IN_TURN.finditer(said)]
        ends = [start for start, _ in starts[1:]] + [len(said)]
        first = [folded.as_typed(0, starts[0][0])] if starts[0][0] else []
        pieces = [folded.as_typed(end, until) for (_, end), until in zip(starts, ends, strict=True)]
        return "。".join(piece.strip("、。 ") for piece in (*first, *pieces))
    if (match := _TWO_ENDS.match(said)) and (told := _two_ends(match)):
        return told
    if match := _TWO_SUBJECTS.match(said):
        return f"{folded.as_typed(*match.span('one'))}は？{folded.as_typed(*match.span('other'))}"
    if match := _PART_TOO.match(said):
        when = f" {match['rest']}" if match["rest"] else ""
        return f"{match['whole']}{when}。{match['whole']}のうち{match['part']}{when}"
    if match := _BOTH_EVALUATIONS.match(said):
        codes = _CODE.findall(match["items"])
        return "？".join(f"{code}の{match['asked']}" for code in codes) if 1 < len(codes) <= _MOST_SENTENCES else text
    if match := _DIFFERING.search(said):
        return f"{folded.as_typed(0, match.start())}見込評価が年度評価と{folded.as_typed(match.end(), len(said))}"
    if match := _TOLD_BEFORE.match(said):
        return f"{folded.as_typed(*match.span('items'))}の{folded.as_typed(match.end(), len(said))}"
    if match := _AND_PERCENT.search(said):
        return f"{folded.as_typed(0, match.end('how'))}た。何%{match['how']}た？"
    if match := _EACH_COUNTED.search(said):
        before = folded.as_typed(0, match.start()).removesuffix("は")
        return (
            f"{before}は？"
            if _COUNTED.search(before)
            else f"{before}は{match.group().lstrip('、').removeprefix('それぞれ')}？"
        )
    return text


def _two_ends(match: re.Match[str]) -> str:
    about = match["about"] + (match["inner"] or "")
    counted = _OF_A_LETTER.search(about)  # how many had the letter is told of both in one answer
    if counted or not about.endswith(("が", "の", "は")) or not (match["again"] or match["last"]):
        return ""
    rest = match["rest"]
    noun, last = match["noun"] or "の", match["last"] or match["noun"] or "の"
    among = "全項目で" if last == "項目" and not about.startswith(tuple("ⅠⅡⅢ")) else ""  # not of those told before
    return (
        f"{about}{match['most']}{match['one']}{noun}{rest}。{among}{about}{match['most']}{match['other']}{last}{rest}"
    )
