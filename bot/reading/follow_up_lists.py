"""A follow-up about lists of ratings, in the words of a conversation → the question that it asks (その中でR5がBは？, 今はどうなってる？).

As in `follow_up_words`, whose rules these are for threads about lists, their counts and the overall rating.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.answer import Context
from bot.question import Question
from bot.text.compiled import compiled
from bot.wording.phrases import EVALUATION_NAMES, year_name
from records.lookups import Records

# what may stand at the end of a question
END = r"(?:です|でした|ですか|か|の|なの|お願い(?:します)?|ください|教えて)*[?。]*"
SUM = compiled(
    rf"(?:じゃあ|で|その|、)*(?:合計|総数|総計|全部で何人|合わせて何人)(?:は|だと|で)?(?:何人|いくつ|いくら)?{END}"
)
SHARE = compiled(
    rf"(?:じゃあ|で|その|、)*(?:全体に占める|占める|全体の)?(?:割合|比率)(?:は|だと)?(?:何%|どれくらい|いくつ)?{END}"
)
_IN_THOSE = compiled(r"^(?:じゃあ|で|、)*(?:そのうち|その中|このうち|この中|それらのうち)(?:で|に|の|、)*")
_ALSO_HAD = compiled(
    rf"(?:じゃあ|で|、)*(?P<year>[^、。?も]{{2,8}})も[sabcd](?:評価|評定)?(?:だった|な)?(?:の|項目)*は{END}"
)
_BECAME = compiled(
    rf"(?:じゃあ|で|、)*(?P<year>[^、。?も]{{2,8}}?)(?:で|に)?[sabcd](?:評価|評定)?に(?:なった|下がった|上がった|落ちた|変わった)(?:の|項目)*は{END}"
)
_DIFFERING = compiled(
    rf"(?:じゃあ|で|、)*(?:(?:差|違い|ずれ)が(?:ある|出た|出ている)|(?:違う|異なる|食い違う|ずれている))(?:項目|の)(?:は|って)?(?:どれ|いくつ)?{END}"
)
_WHICH_THOSE = compiled(
    rf"(?:で|それ(?:は|って)?|、)*(?:その[2-9]つ|その項目|どの項目|どれ|何の項目|内訳)(?:は|って|が)?(?:どれ|何)?{END}"
)
_ITEMS_WITH = compiled(
    rf"(?:じゃあ|で|、)*(?P<said>[^、。?]{{2,8}}(?:の|で|に)[sabcd](?:評価|評定)?の?項目)(?:だと|は|なら|では)?{END}"
)
_HOW_NOW = compiled(
    rf"(?:じゃあ|で|、)*(?:今|現在|今年度?|最新)(?:は|だと|では)(?:どう(?:なって(?:い)?る|なった|です)?|どんな評[価定]){END}"
)
_AGAINST_A_YEAR = compiled(r"と(?:の(?:違い|差|比較)|比べ|比較|くらべ)")
_WENT = compiled(r"(?:上が|下が|変わ)った")
_THE_MARKED = compiled(rf"(?:じゃあ|で|、)*重[要点][^、。?]{{1,8}}(?:の|もの)は{END}")
_BY_ITEM = compiled(
    rf"(?:じゃあ|で|、)*(?:項目別|項目ごと|各項目|個別)(?:の評[価定])?(?:では|に|は|だと)?(?:どう)?{END}"
)
_OF_ITEMS = compiled(r"項目別?|項目ごと")
_LETTER_ALONE = compiled(rf"(?:じゃあ|で|、)*[sabcd](?:評価|評定)?(?:だった年度?)?は?{END}")
_ANY_DIFFERENCE = compiled(rf"(?:じゃあ|で|その|、)*(?:差|違い)(?:は|が)?(?:ある|あります|いくつ)?{END}")
_MOST_NAMED = 12
_A_PAIR = 2


class Said(NamedTuple):
    """The folded clause, how it is read without its thread, and what the thread is about."""

    text: str
    bare: Question
    context: Context
    records: Records

    @property
    def when(self) -> str:
        """「令和5年度の」, the years and the evaluation of the thread."""
        years = f"{'と'.join(map(year_name, self.context.fiscal_years))}の" if self.context.fiscal_years else ""
        return years + (f"{EVALUATION_NAMES[self.context.evaluation]}の" if self.context.evaluation else "")


Rule = Callable[[Said], str]


def _among_those(said: Said) -> str:
    """その中でR5がBは？, R4もAは？ after those with a letter in another year: of those, not of all."""
    context, years = said.context, said.bare.years.years
    narrowed = said.bare.items or said.bare.sections or said.bare.flags or said.bare.excluded
    had = context.topics == ("items",) and context.letters and len(context.fiscal_years) < _A_PAIR
    had = had or (context.topics == ("changes",) and context.listed)
    prospective = said.bare.evaluation == "prospective" and not years and context.evaluation != "prospective"
    term = "見込評価" if prospective else year_name(years[0]) if len(years) == 1 else ""
    if not had or narrowed or not term or not said.bare.letters or years == context.fiscal_years != ():
        return ""
    also = _ALSO_HAD.fullmatch(said.text) or _BECAME.fullmatch(said.text)
    if not _IN_THOSE.match(said.text) and not also:
        return ""
    asked = f"{term}が{'か'.join(said.bare.letters)}の項目は?"
    apart = context.fiscal_years and any(
        _is_disputed(each, context.fiscal_years[0], said.records) for each in context.listed
    )
    if context.listed and not apart:
        return f"{'・'.join(context.listed)}のうち{asked}"
    when = (
        year_name(context.fiscal_years[0]) if context.fiscal_years else EVALUATION_NAMES.get(context.evaluation or "")
    )
    if not when or context.flags or context.excluded:
        return ""
    where = "・".join(context.sections)
    return f"{f'{where}で' if where else ''}{when}が{'か'.join(context.letters)}で、{asked}"


def _is_disputed(item: str, year: int, records: Records) -> bool:
    return len({each.rating for each in records.ratings_of(item, "annual", year)}) > 1


def _each_in_a_year(said: Said) -> str:
    """それぞれR4は？ after what rose or fell: the ratings of those."""
    changed = said.context.topics == ("changes",) and said.context.listed and said.bare.years.asked
    plain = not (said.bare.items or said.bare.topics or said.bare.letters)
    if not changed or not plain or not said.text.startswith("それぞれ"):
        return ""
    return f"{'・'.join(said.context.listed)}の{'と'.join(map(year_name, said.bare.years.years))}の評定は?"


def _now_of_those(said: Said) -> str:
    """今はどうなってる？ after those with a letter in a year before."""
    latest = said.records.rated_years[-1]
    had = said.context.topics in {("items",), ("changes",)} and said.context.listed and not said.context.evaluation
    if not had or latest in said.context.fiscal_years or not _HOW_NOW.fullmatch(said.text):
        return ""
    return f"{'・'.join(said.context.listed)}の{year_name(latest)}の評定は?"


def _beside_a_year_of_all(said: Said) -> str:
    """R6との違いは？, R6と比べて下がったのは？ after the ratings of all items, or their spread, in another year."""
    context, years = said.context, said.bare.years.years
    of_all = context.topics in {("rating",), ("items",)} and not (context.letters or context.flags)
    other = said.bare.items or said.bare.sections or len(context.items) == 1 or len(years) != 1
    if not of_all or other or not _AGAINST_A_YEAR.search(said.text):
        return ""
    if context.evaluation == "prospective" and not (context.fiscal_years or context.items or _WENT.search(said.text)):
        return f"見込評価と{year_name(years[0])}の評定が違う項目は?"
    if len(context.fiscal_years) != 1 or years == context.fiscal_years:
        return ""
    first, last = sorted((*context.fiscal_years, *years))
    where = named_items(context.items, said.records) if context.items else "・".join(context.sections)
    span = f"{f'{where}で' if where else ''}{year_name(first)}から{year_name(last)}に"
    if "分布" in context.words and not _WENT.search(said.text):
        return f"{f'{where}の' if where else ''}{year_name(first)}と{year_name(last)}の分布は?"
    went = _WENT.search(said.text)
    return f"{span}{went.group() if went else '変わった'}項目は?"


def _marked_of_those(said: Said) -> str:
    """重要度が高いのは after those with a letter in one year."""
    context = said.context
    had = context.topics == ("items",) and context.letters and not (context.flags or context.items or context.sections)
    other = said.bare.items or said.bare.letters or said.bare.years.asked or said.bare.evaluation
    if not had or not said.bare.flags or other or not said.when or not _THE_MARKED.fullmatch(said.text):
        return ""
    return f"{said.when.removesuffix('の')}に{'か'.join(context.letters)}の項目のうち{said.text}"


def _shares_of_a_spread(said: Said) -> str:
    """割合は？ after the spread of one year."""
    context, records = said.context, said.records
    spread = context.topics == ("items",) and not context.letters and {"分布", "内訳"} & set(context.words)
    if not spread or len(context.fiscal_years) != 1 or not SHARE.fullmatch(said.text):
        return ""
    given = {
        each.rating for code in records.codes for each in records.ratings_of(code, "annual", context.fiscal_years[0])
    }
    letters = "と".join(letter for letter in records.scale if letter in given)
    where = "・".join(context.sections)
    return f"{f'{where}で' if where else ''}{said.when}{letters}の割合は?"


def _beside_the_overall(said: Said) -> str:
    """Aは？ after the overall ratings, 項目別でAは after that of one year."""
    if said.context.topics != ("overall",) or said.bare.years.asked or said.bare.items:
        return ""
    if not said.bare.letters:
        return f"{said.when}全項目の評定は?" if _BY_ITEM.fullmatch(said.text) else ""
    letters = "か".join(said.bare.letters)
    if said.context.fiscal_years and _OF_ITEMS.search(said.text):
        return f"{said.when}{letters}の項目は?"
    return (
        f"総合評定が{letters}の年度は?" if not said.context.fiscal_years and _LETTER_ALONE.fullmatch(said.text) else ""
    )


def _difference_of_two(said: Said) -> str:
    """差はある？ after the ratings of two items; その差 after how many had a letter in one year, and in another."""
    context = said.context
    if not _ANY_DIFFERENCE.fullmatch(said.text):
        return ""
    if context.topics == ("rating",) and len(context.items) == _A_PAIR and len(context.fiscal_years) < _A_PAIR:
        return f"{'と'.join(context.items)}の{said.when or f'{year_name(said.records.rated_years[-1])}の'}評定の違いは?"
    years = sorted({*context.discussed[-1:], *context.fiscal_years})
    counted = context.topics == ("items",) and len(context.letters) == 1 and len(years) == _A_PAIR and not context.items
    where = "・".join(context.sections)
    return (
        f"{f'{where}で' if where else ''}{'と'.join(map(year_name, years))}の{context.letters[0]}の数の差は?"
        if counted and not context.flags
        else ""
    )


def _items_of_that_year(said: Said) -> str:
    """その3つは？ after the year in which so many had the letter."""
    context = said.context
    found = (
        context.topics == ("items",) and context.letters and not context.fiscal_years and len(context.discussed) == 1
    )
    if not found or context.items or not _WHICH_THOSE.fullmatch(said.text):
        return ""
    return f"{year_name(context.discussed[0])}に{'か'.join(context.letters)}の項目は?"


def _series_of_others(said: Said) -> str:
    """R5のA項目だと？ after the ratings over the years of those with an A in R6."""
    match = _ITEMS_WITH.fullmatch(said.text) if said.context.topics == ("history",) else None
    return f"{match['said']}の推移は?" if match and said.bare.years.asked else ""


def _sum_of_sections(said: Said) -> str:
    """合計は？ after how many items each section has, which tells it."""
    counted = said.context.topics == ("items",) and "項目数" in said.context.words and not said.context.letters
    return said.context.asked.removeprefix("?") if counted and SUM.fullmatch(said.text) else ""


def _differing(said: Said) -> str:
    """差がある項目は？ after the lists of both evaluations."""
    about = said.context.topics == ("items",) and said.context.evaluation in {"annual", "prospective"}
    if not about or said.context.items or not _DIFFERING.fullmatch(said.text):
        return ""
    where = "・".join(said.context.sections)
    return f"{f'{where}で' if where else ''}見込評価が年度評価と違う項目は?"


def named_items(items: Sequence[str], records: Records) -> str:
    """The items by their codes, or the section that they are all of."""
    section = records.item_by_code[items[0]].section
    return section if tuple(items) == tuple(records.items_by_section[section]) else "・".join(items[:_MOST_NAMED])


RULES_OF_LISTS: tuple[Rule, ...] = (
    _among_those,
    _each_in_a_year,
    _now_of_those,
    _beside_a_year_of_all,
    _marked_of_those,
    _shares_of_a_spread,
    _beside_the_overall,
    _difference_of_two,
    _items_of_that_year,
    _series_of_others,
    _sum_of_sections,
    _differing,
)
