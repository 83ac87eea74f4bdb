"""Dates of starts, asked for by everyday names: whether it began then, and which of two came first, held against the events."""

from itertools import permutations

from bot.answer import Status
from bot.ask import Desk
from records.lookups import Records

# what people say → what stands in the event's text
_NAMES = {
    "特急発行": "特急発行の運用開始",
    "マイナ免許証": "運転免許証とマイナンバーカードの一体化（マイナ免許証）開始",
    "基本4情報の提供": "基本4情報等の提供の開始",
    "AIチャットボットの導入": "AIチャットボット導入",
    "CRL方式": "CRL方式（失効確認の一括化）のサービス開始",
    "署名用の暗証番号再設定": "コンビニサービス開始（署名用電子証明書）",
    "新コールセンター": "新コールセンターの運用開始",
    "有効期限のメール通知": "有効期限メール通知サービスの開始",
}
_TO_A_MONTH = 7
_YES, _NO, _FIRST = "はい、", "いいえ、", "のほうが先です"


def _months(records: Records) -> dict[str, str]:
    """Name → the month in which it began, YYYY-MM."""
    return {
        name: next(
            event.date[:_TO_A_MONTH]
            for event in records.events
            if text in event.text and not event.planned and len(event.date) >= _TO_A_MONTH
        )
        for name, text in _NAMES.items()
    }


def _said(month: str) -> str:
    return f"令和{int(month[:4]) - 2018}年{int(month[5:])}月"


def test_a_month_that_is_claimed_is_confirmed_or_denied(desk: Desk, records: Records) -> None:
    """Of each start and each month in which another began."""
    months = _months(records)
    for name, month in months.items():
        for claimed in set(months.values()):
            told = desk.reply(f"{name}は{_said(claimed)}に始まった？")
            assert told.status is Status.ANSWERED, name
            assert told.first.startswith(_YES if claimed == month else _NO), (name, claimed, told.first)


def test_which_of_two_came_first(desk: Desk, records: Records) -> None:
    """Of all pairs, asked both ways round and in two forms."""
    months = _months(records)
    for one, other in permutations(months, 2):
        if months[one] == months[other]:
            continue
        first = one if months[one] < months[other] else other
        which = desk.reply(f"{one}と{other}、どっちが先？").first.partition(_FIRST)
        assert which[1], (one, other)
        assert _NAMES[first] in which[0], (one, other, which[0])
        whether = desk.reply(f"{one}は{other}より先に始まった？").first
        assert whether.startswith(_YES if first == one else _NO), (one, other, whether)
