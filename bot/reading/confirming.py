"""A claim that is to be confirmed (Ⅰ-3のR3はBで正しい？, 議事録に「Ⅰ-3のR3はB」とあるけど本当？) → the claim in one form (…で合ってる？).

Whether a rating is right is an opinion, whether the records have it is not: a claim names a letter, a number or a code.
"""

from bot.text.compiled import compiled
from bot.text.normalise import fold

# what a claim ends in: a letter, a number with its unit, a code
_CLAIMED = (
    r"(?:(?<![a-z0-9])[sabcd](?:評価|評定|ランク)?|[0-9](?:%|人|件|回|日|枚|点|項目|個|つ|年度?|月)|[Ⅰ-Ⅻ]-[0-9]{1,2})"
)
_ENDS = r"(?:です|でしょう|の|ん)*(?:か|よね|ね)?[?。!]*$"
_RIGHT = compiled(
    rf"(?<=.)(?P<claim>{_CLAIMED})、?(?:で|という(?:の(?:は|が|で)|こと(?:は|で))|との(?:こと|認識)で(?:すが)?|なのは|って(?:いう)?のは|って)、?(?:正しい|正解|間違いない|間違いありません){_ENDS}"
)
_QUOTED = compiled(
    rf"^[^「」。?]{{0,24}}「(?P<claim>[^「」]{{2,60}}{_CLAIMED})(?:です|でした|だった|だ)?」(?:と|って|との|という)?[^「」。?]{{0,16}}?(?:は|が|けど|けれど|って|のは|で|、)*"
    rf"(?:正しい|正解|本当|ほんと(?:う)?|事実|合って(?:い)?(?:る|ます)|間違いない|間違いありません){_ENDS}"
)


def with_claim(text: str) -> str:
    """The message with a claim that is to be confirmed as 「…で合ってる？」; as it is when it holds none."""
    if "正" not in text and "「" not in text and "間違い" not in text:
        return text
    folded = fold(text)
    if quoted := _QUOTED.search(folded.text):
        return f"{folded.as_typed(*quoted.span('claim'))}で合ってる？"
    if right := _RIGHT.search(folded.text):
        return f"{folded.as_typed(0, right.end('claim'))}で合ってる？"
    return text
