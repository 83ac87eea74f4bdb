"""「一つ前の項目」, 「次の項目」 → the code of the item beside the one that the thread is about."""

from __future__ import annotations

from bot.answer import Context
from bot.text.compiled import compiled
from bot.text.normalise import fold
from records.lookups import Records

_NEIGHBOUR = compiled(r"(?:その)?(?:一つ|ひとつ|1つ)?(?P<way>前|次|後)の項目")
_ON = compiled(
    r"(?:じゃあ|では|で|、)*(?:その|さらに|もう(?:一|1|ひと)つ)(?P<way>前|次|後)(?=は|なら|だと|も|の?[?。]|$)(?:は|なら|だと|も)?[?。]*"
)


def _is_walking(context: Context, records: Records) -> bool:
    """Whether the thread went from an item to the one beside it, and no year was named: その前は？ goes on like that."""
    if context.fiscal_years or not (context.earlier and len(context.items) == 1):
        return False
    order = records.codes
    both = (context.earlier[-1], context.items[0])
    return all(code in order for code in both) and abs(order.index(both[0]) - order.index(both[1])) == 1


def with_neighbour(text: str, context: Context, records: Records) -> str:
    """「一つ前の項目」, 「次の項目」 of the one item that the thread is about, as its code."""
    folded = fold(text).text
    match = _NEIGHBOUR.search(folded) or (_ON.fullmatch(folded) if _is_walking(context, records) else None)
    if not match or len(context.items) != 1 or context.items[0] not in records.item_by_code:
        return text
    order = records.codes
    at = order.index(context.items[0]) + (-1 if match["way"] == "前" else 1)
    beyond = f"{context.items[0].split('-')[0]}-{0 if at < 0 else 99}"  # there is none, and the answer says so
    code = order[at] if 0 <= at < len(order) else beyond
    return f"{folded[: match.start()]}{code}{folded[match.end() :]}"
