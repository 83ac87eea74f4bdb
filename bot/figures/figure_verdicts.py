"""はい、 or いいえ、 where the values of years decide a question (R6が過去最高？, 毎年増えている？, 研修は増えてる？); else ""."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.figures.numerals import half_width
from bot.question import Question
from bot.reading.thresholds import find_threshold
from bot.text.compiled import compiled
from bot.text.fiscal_year import find_years
from bot.wording.phrases import yes_or_no

Series = Mapping[int, float]

_PAIR = 2
_END = r"(?:です|でした|だった|なの|なん|だ|ます|まし|た|の|ん)*(?:でしょう?|か|よね|ね|な|っけ|[?。!])*$"
_MOST, _LEAST = (
    r"最高|最多|最大|最長|ピーク|(?:一番|いちばん|最も)[高多長](?:い|かった)",
    r"最低|最少|最小|最短|(?:一番|いちばん|最も)(?:低|短|少な)(?:い|かった)",
)
# of one year that is named: R6の応答率は過去最高？, 一番多いのはR5ですか
_EXTREME_OF_A_YEAR = compiled(
    rf"(?:(?:が|は|で|の中で|過去|歴代)(?:一番|いちばん|最も)?(?:(?P<most>{_MOST})|{_LEAST})(?:値|記録)?"
    rf"|(?:(?P<more>{_MOST})|{_LEAST})(?:の|だった(?:の|年度?)|年度?)[はが][^、。?はが]{{1,8}}?){_END}"
)
_GOES_ON = r"(?:続け(?:て(?:い)?(?:る|ます)|た|まし)|て(?:い)?(?:る|ます)|てき(?:て(?:い)?る|た))"
_WENT = compiled(
    rf"(?P<always>毎年|年々|ずっと|一貫して)?(?P<how>(?:増え|上が[っり]|伸び|多くなっ|高くなっ|長くなっ)|(?P<down>減[っり]|下が[っり]|縮まっ|少なくなっ|低くなっ|短くなっ))"
    rf"(?P<still>{_GOES_ON})?{_END}"
)
_ASKED = compiled(r"[?か]|よね|っけ|(?:です|でした|だった|だ)ね")
# which years, or how much, is no question of yes or no
_OTHERWISE = compiled(r"何|いつ|どの|どれ|どこ|どちら|どっち|いくら|いくつ|なぜ|なんで|どう|一番|最も|どんな")
_ALWAYS = compiled(r"毎年|年々|ずっと|一貫|続け")
_LIMIT_HELD = compiled(
    rf"(?:以上|以下|以内|未満|超え(?:た|て(?:い)?る)?|下回(?:った|って(?:い)?る|る)|上回(?:った|って(?:い)?る|る)){_END}"
)
# R6は99.6％ですよね, ずっと100％だった？
_CLAIMED = compiled(
    rf"(?:^|[はがもでに、月年計]|ずっと|毎年|常に|いつも|とも|年度?|r[0-9])(?:約|およそ)?(?P<n>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<ten_thousand>万)?(?P<unit>%|人|名|件|回|日|枚|円|拠点|資格|団体|事業者|市区町村)"
    rf"(?:(?:開かれ|開催(?:し|され)|実施(?:し|され)|行われ|行っ|やっ|参加し|採用し|取得し|配信し|請求され|あっ|い)(?:て(?:い)?る|た|ました|ます)?)?{_END}"
)
# 99.6％はヘルプデスクの値ですか
_CLAIMED_FIRST = compiled(
    rf"(?P<n>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<ten_thousand>万)?(?P<unit>%|人|名|件|回|日|枚|円)(?:という(?:の)?)?(?:は|って)[^、。?0-9]{{2,24}}?の(?:値|数字|数値|応答率|件数|人数|回数){_END}"
)
_VALUE = compiled(r"[0-9](?:万)?(?:%|人|名|件|回|日|枚|円|拠点|資格|団体|事業者|市区町村)")
_EVERY_YEAR = compiled(r"ずっと|毎年|常に|いつも|一貫|全年度?")
# figures that are none of the values: 達成度は104％ですか
_COMPUTED = compiled(r"達成|目標|計画|平均|合計|累計|差|増|減|倍|割合|比|伸び|最|一番|初|から|まで|うち|中央値|以外")
# R5よりR6が多い？
_MORE_THAN = compiled(
    rf"より(?:も)?[^、。?]{{0,10}}?(?:(?P<more>[多高長])|少な|[低短])(?:い|かった|くなっ(?:た|て)){_END}"
)


def extreme_of_a_year(text: str) -> str:
    """Whether it is asked if the year named has the highest or lowest value: "max", "min" or ""."""
    match = _EXTREME_OF_A_YEAR.search(text)
    return "" if match is None else "max" if match["most"] or match["more"] else "min"


def decided(series: Sequence[tuple[Series, str]], question: Question) -> str:
    """What all of *series* (year → value, of all years shown, and the unit) decide alike; of a claimed value those in its unit."""
    text = question.text_folded
    claimed = _claimed(text)
    given = [
        values
        for values, unit in series
        if values and (not claimed or claimed["unit"] in half_width(unit).replace("％", "%"))
    ]
    if not given or not _ASKED.search(text):
        return ""
    said = {_of(each, text, question.years.years if question.years.asked else ()) for each in given}
    return said.pop() if len(said) == 1 else ""


def _of(series: Series, text: str, years: Sequence[int]) -> str:
    if (extreme := extreme_of_a_year(text)) and len(years) == 1 and len(series) > 1:
        best = (max if extreme == "max" else min)(series.values())
        return yes_or_no(series.get(years[0]) == best)
    went = _WENT.search(text)
    if went and len(series) > 1 and (went["still"] or not _OTHERWISE.search(text)):
        steps = [after - before for (_, before), (_, after) in pairwise(sorted(series.items()))]
        rising, falling = all(step > 0 for step in steps), all(step < 0 for step in steps)
        if _ALWAYS.search(text):
            return yes_or_no(falling if went["down"] else rising)
        return yes_or_no(falling if went["down"] else rising) if rising or falling else ""
    if claimed := _claimed(text):
        return _is_so_much(series, text, claimed)
    if (than := _MORE_THAN.search(text)) and len(series) == _PAIR == len(years):
        return _than(series, text, than)
    limit = find_threshold(text)
    if limit and (len(series) == 1 or _EVERY_YEAR.search(text)) and _LIMIT_HELD.search(text):
        return yes_or_no(all(map(limit.holds, series.values())))
    return ""


def _claimed(text: str) -> re.Match[str] | None:
    """The value that the question takes for granted, where it is none that is computed."""
    if _COMPUTED.search(text) or len(_VALUE.findall(text)) > 1:
        return None
    return _CLAIMED.search(text) or _CLAIMED_FIRST.search(text)


def _is_so_much(series: Series, text: str, claimed: re.Match[str]) -> str:
    """Of one value, of all years (ずっと), or without a year of the latest; "" where another year has the value."""
    value = float(claimed["n"].replace(",", "")) * (10_000 if claimed["ten_thousand"] else 1)
    given = set(series.values())
    if len(given) == 1 or _EVERY_YEAR.search(text):
        return yes_or_no(given == {value})
    first = _CLAIMED_FIRST.search(text) is not None
    return yes_or_no(value in given) if first or value not in given or series[max(series)] == value else ""


def _than(series: Series, text: str, than: re.Match[str]) -> str:
    """「R5よりR6が多い？」: of two years the one before より is the measure."""
    reference = [each.years[0] for each in find_years(text) if len(each.years) == 1 and each.end <= than.start()]
    measure = reference[-1] if reference else None
    other = next((year for year in series if year != measure), None)
    if measure is None or measure not in series or other is None or text[: than.start()].endswith(("前", "先")):
        return ""
    return yes_or_no(series[other] > series[measure] if than["more"] else series[other] < series[measure])
