"""Whether a question without an item asks which letter the criteria give (どういう時にDになる, 計画通りならどの評定？)."""

from bot.text.compiled import compiled

# beside a number of percent: what the criteria hinge on, or two bounds
_HINGES = compiled(r"達成[度率]|困難|難易度|質的|質[もが]|以上[^、。]{0,8}未満|~[0-9.]+%")
_OF_INDICATORS = compiled(r"指標(?:は|を|って|が|[?。]|$)|の(?:年度?|項目|もの)(?:は|を|が|って|[?。]|$)|値")
_WHEN_GIVEN = compiled(
    r"(?:どう(?:いう|いった|な)|どんな|どのような)(?:とき|時|場合|ケース|条件|状況|風|ふう)|どう(?:すれば|したら|なったら|なれば|なると)"
)
_HOW_MUCH = compiled(r"達成[度率].{0,6}(?:何|なん)(?:%|パーセント)|(?:何|なん)(?:%|パーセント)(?:以上|未満|達成)")
_WHAT_IF = compiled(
    r"(?:目標|計画)[^、。?]{0,8}(?:なら|だったら|たら|れば|だと|場合は?)(?:、)?(?:(?:どの|何の?|どんな|どういう)?評[価定].{0,6})?[?。]*$"
    r"|目標(?:値)?の[0-9.]+倍[^、。?]{0,4}(?:なら|だったら|だと|は|評[価定])"
    r"|(?:実績(?:値)?[がは]?[0-9.]+[^0-9]{1,8}目標(?:値)?[がは]?[0-9.]+|目標(?:値)?[がは]?[0-9.]+[^0-9]{1,8}実績(?:値)?[がは]?[0-9.]+).{0,8}(?:評[価定]|なら|だと)"
)
_END_OF_SCALE = compiled(
    r"^(?:一番|いちばん|最も?)(?:上|下|良|悪)(?:い|位)?の?(?:評[価定語]|ランク)(?:は|って)(?:何|なに|なん|どれ|[?。]|です|$)"
)
_HOW_DECIDED = compiled(
    r"評[価定語][はを](?:どうやって|どのように|どう)決[まめ]|評[定語]の(?:決め方|付け方|つけ方|決まり方)"
)
_BORDER = compiled(r"(?:の|との)境(?:目|界)?(?:は|って|が|[?。]|$)")
_IS_IT_MET = compiled(r"目標[^、。?]{0,6}達成|目標[^、。?]{0,4}(?:クリア|届)")


def asks_criteria(text: str, letters: tuple[str, ...], percent: float | None) -> bool:
    """Whether folded *text*, which names no item, year or indicator, asks for a letter by the criteria, or what one stands for."""
    if _END_OF_SCALE.search(text) or _HOW_DECIDED.search(text) or (percent is None and _WHAT_IF.search(text)):
        return True
    if percent is not None:
        return bool(_HINGES.search(text)) and not _OF_INDICATORS.search(text)
    return bool(letters) and any(each.search(text) for each in (_WHEN_GIVEN, _HOW_MUCH, _BORDER, _IS_IT_MET))
