"""A second thought about the last answer (前はAだったよね？, Sにはならないの？, コールセンターと比べて) → the question that it asks.

Each rule reads the folded clause and what the thread is about, and names in full what the clause leaves to the thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bot.answer import Context
from bot.question import Question
from bot.text.compiled import compiled
from bot.wording.phrases import year_name
from records.lookups import Records

_END = r"(?:です|でした|だった|だ|ですか|か|の|なの|よね|ね|っけ|お願い(?:します)?|ください|教えて|見せて)*[?。]*"
_LEAD = r"(?:じゃあ|では|で|でも|あれ|え|、)*"
_OF_RATINGS = frozenset({"rating", "history", "item"})
_PAIR = 2
_BEFORE = compiled(
    rf"{_LEAD}(?:前|まえ|昔|むかし|かつて|以前|もと)(?:は|って)(?P<letter>[sabcd])(?:評価|評定)?(?:だった|でした|じゃなかった|ではなかった)(?:よう)?{_END}"
)
_IN_BOTH = compiled(
    rf"{_LEAD}(?:両方(?:とも|で|に)?|両年度?(?:とも|で)?|どちら(?:も|の年度?も)|どっちも|いずれも|2年とも)(?P<letter>[sabcd])(?:評価|評定)?(?:な|だった)?(?:の|項目|もの)?(?:は|って)?(?:どれ)?{_END}"
)
_NOT_REACHED = compiled(
    rf"{_LEAD}(?:なぜ|なんで|どうして)?(?P<letter>[sabcd])(?:評価|評定)?に(?:は)?(?:なら(?:ない|なかった)|なれ(?:ない|なかった)|なりません|届かない)(?:の|ん)?(?:です|でしょう|だろう)?{_END}"
)
_ANOTHER_LETTER = compiled(
    rf"{_LEAD}(?P<letter>[e-z])(?:評価|評定|ランク)?(?:の(?:基準|場合))?(?:は|って|だと|なら)?{_END}"
)
_OF_THE_YEARLY = compiled(rf"{_LEAD}(?:単)?年度評価(?:の|のは|の方|のほう|では|だと|は)+{_END}")
_BESIDE = compiled(rf"(?:と|に)(?:比べ|くらべ|比較し)(?:て|ると|たら)?(?:は|どう)?{_END}$")
_ORDINARY = compiled(
    rf"{_LEAD}(?:通常|普通|一般|特急(?:じゃ|では)ない)(?:の(?:方|ほう|発行|場合|もの)?|発行|方|ほう)?(?:は|だと|なら|では|も)?(?:何日|いくつ|どう)?{_END}"
)
_EXPRESS = "特急発行の"
_ONLY = compiled(rf"{_LEAD}(?P<year>.{{2,10}}?)(?:だけ|のみ)(?:で|だと|なら|は|を|に(?:して|絞って))*{_END}")
_WHICH_PLACE = compiled(
    rf"{_LEAD}(?:(?:どの|何の)(?:出典|資料|文書|ページ|様式)|出典はどれ)(?:に|から|の話|による)?(?:は|が)?{_END}"
)
_OF_A_PLACE = compiled(rf"{_LEAD}(?:見込(?:評価)?の)?(?:スライド)(?:の方|のほう|の)?(?:では|だと|には|は|で)?{_END}")
_IS_IT_SO = compiled(
    rf"{_LEAD}(?P<year>.{{2,8}}?)(?:の人員|の人数)?(?:が|は|だけ)(?:少ない|多い|低い|高い|7人)(?:の|って|というの)?(?:は|って)?(?:本当|ほんと|合って(?:る|いる)|間違い(?:ない)?)(?:です|でしょう)?{_END}"
)
_FOR_WHOM = compiled(rf"{_LEAD}(?:その)?対象(?:者)?(?:は|って)(?:誰|だれ|何|どこ)?{_END}")
_ELSE = compiled(
    rf"{_LEAD}(?:他|ほか)に(?:も)?、?(?P<rest>[^、。?]{{0,12}}?(?<![a-z])[sabcd])(?:評価|評定)?(?:な|だった)?(?:の|項目|もの)*(?:は|って|を)?(?:ある|あります|どれ)?{_END}"
)


class _Said(NamedTuple):
    """The folded clause, how it is read without its thread, and what the thread is about."""

    text: str
    bare: Question
    context: Context
    records: Records

    def rated_item(self) -> str:
        """The one item whose rating the thread is about, or ""."""
        rated = set(self.context.topics) <= _OF_RATINGS and len(self.context.items) == 1
        return self.context.items[0] if rated else ""

    def names_nothing(self) -> bool:
        """Whether the clause names no item, indicator or section of its own."""
        return not (self.bare.items or self.bare.indicators or self.bare.sections or self.bare.unknown_codes)


def second_thought(bare: Question, context: Context, records: Records) -> str:
    """The clause *bare*, read without its thread, as a whole question; "" where it is no second thought."""
    if not context.topics:
        return ""
    said = _Said(bare.text_folded, bare, context, records)
    return next((written for rule in _RULES if (written := rule(said))), "")


def _before(said: _Said) -> str:
    """前はAだったよね after the rating of one item: of all years, not of the one that was told."""
    match = _BEFORE.fullmatch(said.text)
    return f"{said.rated_item()}は以前は{match['letter']}だった?" if match and said.rated_item() else ""


def _in_both_years(said: _Said) -> str:
    """両方ともAは after those of two years."""
    match, years = _IN_BOTH.fullmatch(said.text), said.context.fiscal_years
    whole = not (said.context.items or said.context.flags or said.context.excluded)
    if not match or said.context.topics != ("items",) or len(years) != _PAIR or not whole:
        return ""
    where = f"{'・'.join(said.context.sections)}で" if said.context.sections else ""
    return f"{where}{year_name(years[0])}と{year_name(years[1])}の両方で{match['letter']}の項目は?"


def _of_the_criteria(said: _Said) -> str:
    """Sにはならないの, Fは after a criterion."""
    match = _NOT_REACHED.fullmatch(said.text) or _ANOTHER_LETTER.fullmatch(said.text)
    return f"{match['letter'].upper()}の基準は?" if match and said.context.topics == ("criteria",) else ""


def _ministers_of_the_year(said: _Said) -> str:
    """年度評価のは after 主務大臣は."""
    asked = said.context.topics == ("statute",) and "主務大臣" in said.context.words
    return "年度評価の主務大臣は?" if asked and _OF_THE_YEARLY.fullmatch(said.text) else ""


def _beside_the_other(said: _Said) -> str:
    """コールセンターと比べて after another indicator."""
    own, other = said.context.indicators, said.bare.indicators
    one_each = said.context.topics == ("indicator",) and len(own) == len(other) == 1 and own != other
    if not one_each or said.bare.years.asked or not _BESIDE.search(said.text):
        return ""
    names = [said.records.indicator_by_id[key].name for key in (*own, *other)]
    latest = f"{year_name(said.context.fiscal_years[0])}の" if len(said.context.fiscal_years) == 1 else ""
    return f"{latest}{names[0]}と{names[1]}の差は?"


def _ordinary(said: _Said) -> str:
    """通常は after the express issue: what is measured of the ordinary one."""
    names = [said.records.indicator_by_id[key].name for key in said.context.indicators]
    known = {each.name for each in said.records.indicators}
    ordinary = [name.removeprefix(_EXPRESS) for name in names if name.startswith(_EXPRESS)]
    ordinary = [name for name in ordinary if name in known]
    return f"{'と'.join(ordinary)}は?" if ordinary and _ORDINARY.fullmatch(said.text) else ""


def _only_that_year(said: _Said) -> str:
    """R5だけで after a series or comparison."""
    match = _ONLY.fullmatch(said.text)
    years = [each for each in said.bare.mentions if each.kind == "years"]
    alone = len(years) == 1 and said.names_nothing() and not (said.bare.topics or said.bare.letters)
    if not match or not alone or said.text[years[0].start : years[0].end] != match["year"].removesuffix("年度"):
        return ""
    about = said.context.fiscal_years or said.context.discussed or said.context.items
    return f"{match['year']}では?" if about else ""


def _places(said: _Said) -> str:
    """どの出典, スライドの方は after a rating."""
    if said.context.items and _WHICH_PLACE.fullmatch(said.text):
        return "出典は?"
    one_year = said.rated_item() and len(said.context.fiscal_years) == 1
    if not one_year or not _OF_A_PLACE.fullmatch(said.text):
        return ""
    return f"スライドでは{said.rated_item()}の{year_name(said.context.fiscal_years[0])}は何?"


def _is_it_so(said: _Said) -> str:
    """R3が少ないのは本当 after the staff of one item."""
    match = _IS_IT_SO.fullmatch(said.text)
    of_one = said.context.topics == ("staff",) and len(said.context.items) == 1 and said.bare.years.asked
    return f"{said.context.items[0]}の{match['year']}の従事人員数は?" if match and of_one else ""


def _for_whom(said: _Said) -> str:
    """対象は誰 after the date of one thing: of that thing, not of whatever has 対象 in its words."""
    named = said.context.asked.removesuffix("はいつから?")
    dated = said.context.topics == ("events",) and named != said.context.asked
    return f"{named}の対象は?" if dated and _FOR_WHOM.fullmatch(said.text) else ""


def _others_with_the_letter(said: _Said) -> str:
    """他にR3でAは after the rating of one item: the others that have the letter."""
    match = _ELSE.fullmatch(said.text)
    if not match or not said.rated_item() or len(said.bare.letters) != 1 or not said.names_nothing():
        return ""
    when = "" if said.bare.years.asked else "".join(f"{year_name(year)}で" for year in said.context.fiscal_years[:1])
    return f"{said.rated_item()}以外で{when}{match['rest']}の項目は?"


_RULES: tuple[Callable[[_Said], str], ...] = (
    _before,
    _in_both_years,
    _of_the_criteria,
    _ministers_of_the_year,
    _beside_the_other,
    _ordinary,
    _only_that_year,
    _places,
    _is_it_so,
    _for_whom,
    _others_with_the_letter,
)
