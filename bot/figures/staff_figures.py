"""What is computed of staff counts: of one item over the years, and which items fit a condition (毎年増えた, トップ3, 差)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.figures.indicator_statistics import CHANGED, sentence, statistics
from bot.figures.numerals import growth, mean, plain
from bot.question import Question
from bot.reading.thresholds import Threshold
from bot.text.compiled import compiled
from bot.text.numbers import NUMERAL, read_number
from bot.wording.phrases import COMPUTED, short_year, year_name, years_name
from records.model import Indicator

# item → year → count; a year for which places differ is left out
Counts = Mapping[str, Mapping[int, int]]

_WHAT = "従事人員数"
_MOST = compiled(
    r"(?:一番|いちばん|最も|もっとも).{0,4}?(?:多|増|伸び|高|大き)|最多|最大|トップ(?![0-9一二三四五六七八九十])"
    r"|(?:増加|伸び|増え方|増員)[^、。?]{0,4}?(?:一番|いちばん|最も)"
)
_LEAST = compiled(
    r"(?:一番|いちばん|最も|もっとも).{0,4}?(?:少な|減|低|小さ)|最少|最小|減少[^、。?]{0,4}?(?:一番|いちばん|最も)"
)
SORTED = compiled(r"ランキング|順位|順に|多い順|少ない順")
_TOP = compiled(
    rf"(?:トップ|上位|ベスト|下位|ワースト|(?:上|下|多い順|少ない順)(?:から|に)(?:上から)?)(?P<n>{NUMERAL})(?!人)|(?P<place>{NUMERAL})番目に(?:(?:従事)?人(?:員数?|数)?[がの])?(?P<how>多|少)"
)
DIFFERENCE = compiled(r"差(?![出替別異])")
# two items beside one another
_BESIDE = compiled(r"同じ|より|どちら|どっち|多い|少ない|違")
_UP, _DOWN = compiled(r"増え|増加|増員|増や|伸び"), compiled(r"減っ|減少|減り|減る|減員|減ら")
_NEVER = compiled(r"(?:一|1)度も|(?:減っ|増え)(?:て(?:い)?)?(?:な|ませ)")
ALWAYS = compiled(r"毎年|ずっと|年々|続けて|連続|毎年度")
_SAME = compiled(r"変わら(?:な|ず)|変わって(?:い)?な|変化(?:が|の|し(?:て(?:い)?)?)?な|増減(?:が|の)?な|横ばい|同じ")
# 減ったことのある: in any year
_EVER = compiled(r"(?:減っ|増え)たこと")
# 人員が同じ項目, Ⅰ-5と人員が同じ項目, Ⅰ-8より人員が多い項目
_ALIKE = compiled(r"(?:同じ|等しい|同数の)項目|同じ(?:人数|人員)の項目")
LIKE_ANOTHER = compiled(
    r"(?:同じ|等しい)(?:人数|人員)?の?項目|より(?:も)?(?:従事)?人(?:員数?|数)?が(?:多|少な)い項目|人(?:員数?|数)?が[^、。?]{1,12}より(?:も)?(?:多|少な)い項目"
)
# Ⅰ-5とⅠ-6の人員がR3から同じなのは本当？
_ALIKE_OVER_YEARS = compiled(
    r"(?:同じ(?:人数|人員|数)?|同数)(?:です|でした|だった|なの|なん|だ|で|のは|は|という)*(?:本当|か|よね|ね|っけ|[?。]|$)"
)
_GROWTH = compiled(r"増加率|伸び率|減少率|増減率|変化率|何%")
DIFFERING = compiled(r"(?P<differs>違う|異なる|違った|異なった)年|(?:同じ|等しい|同数の)(?:だった)?年")
_FROM_TO = compiled(r"何(?:人|名)から何(?:人|名)")
_TIMES = compiled(r"(?P<n>[0-9]+(?:\.[0-9]+)?)?倍(?:以上|を超|超|に)")
EXTREME = compiled(rf"{_MOST.pattern}|{_LEAST.pattern}|多いの|少ないの|多い項目|少ない項目")
LATEST_ONLY = compiled(rf"{EXTREME.pattern}|{SORTED.pattern}|{_TOP.pattern}|多い|少ない")
BETWEEN = compiled(rf"{DIFFERENCE.pattern}|{_BESIDE.pattern}")
# what is asked of items in general, so that all are meant when none is named
OF_ALL = compiled(
    r"ランキング|順位|順に|多い順|少ない順|一覧|すべて|全て|全部|全体|項目|合計|総数|総人数|トップ|上位|下位|ベスト|ワースト"
)


class _Count(NamedTuple):
    """An item's count as a figure over the years."""

    indicator: Indicator
    names: str = _WHAT

    def approximate(self) -> bool:
        """Never: persons are counted."""
        return False

    def number(self, value: float) -> str:
        """103人."""
        return f"{plain(value)}人"


def of_one(code: str, by_year: Mapping[int, int], question: Question) -> str:
    """What is computed of one item's counts; "" when nothing is asked for."""
    unit = Indicator(code, code, 0, _WHAT, _WHAT, "人", "stated", None)
    found = statistics(_Count(unit), {year: float(count) for year, count in by_year.items()}, question)
    said = [each for each in found if "合計" not in each]  # the same persons, counted every year
    if _FROM_TO.search(question.text_folded) and len(by_year) > 1:
        first, last = min(by_year), max(by_year)
        step = by_year[last] - by_year[first]
        ended = "増えました" if step > 0 else "減りました" if step < 0 else "、変わっていません"
        told = f"{year_name(first)}の {by_year[first]}人から{year_name(last)}の {by_year[last]}人に{ended}"
        return f"{code} の{_WHAT}は、{told}（{step:+d}人）{COMPUTED}。"
    if not said:
        return ""
    return f"{sentence(f'{code} の{_WHAT}', said)}{COMPUTED}。"


def of_many(
    counts: Counts, years: Sequence[int], question: Question, limit: Threshold | None
) -> tuple[str, tuple[str, ...]]:
    """The first line and the items that it names, for what is asked of several items; "" when nothing is."""
    text = (
        f"{question.text_folded} {' '.join(question.words) if question.follow_up and len(question.items) != 1 else ''}"
    )
    last = years[-1]
    at = {code: by_year[last] for code, by_year in counts.items() if last in by_year}
    if limit and len(years) == 1:
        kept = {code: count for code, count in at.items() if limit.holds(count)}
        return _listed(f"{year_name(last)}に{_WHAT}が {plain(limit.number)}人{limit.said}項目は", kept, ""), tuple(kept)
    if len(counts) == 2 and (told := _of_a_pair(counts, years, question, text)):  # noqa: PLR2004 - a pair
        return told, tuple(counts)
    if LIKE_ANOTHER.search(text) or _ALIKE.search(text):
        return _beside_another(at, last, question, text)
    over_time = CHANGED.search(DIFFERENCE.sub("", text)) or len(question.years.years) > 1
    beside = DIFFERENCE.search(text) or _BESIDE.search(text)
    if beside and len(at) == 2 and question.items and not over_time:  # noqa: PLR2004 - a pair
        return _pair(at, last, less="少" in text), tuple(at)
    if "平均" in text and len(years) == 1 and at:
        return (
            f"{year_name(last)}の{_WHAT}の、{len(at)}項目の平均は {mean(at.values(), '人')}人です{COMPUTED}。",
            tuple(at),
        )
    if (top := _TOP.search(text)) and at:
        return _ranked(top, at, last)
    if SORTED.search(text) and len(years) == 1:
        upward = "少ない順" in text
        ordered = dict(sorted(at.items(), key=lambda pair: pair[1] if upward else -pair[1]))
        told = "、".join(f"{code} {count}人" for code, count in ordered.items())
        return f"{year_name(last)}の{_WHAT}は、{'少ない' if upward else '多い'}順に、{told}です。", tuple(ordered)
    extreme = max if _MOST.search(text) else min if _LEAST.search(text) else None
    if _changes_asked(text, question) and len(years) > 1:
        return _changed(counts, years, question, text, extreme)
    compared = "多い" in text or "少ない" in text
    if extreme is None and compared and question.items and "いつ" not in text:
        extreme = max if "多い" in text else min
    return _extreme(counts, years, extreme) if extreme else ("", ())


def _of_a_pair(counts: Counts, years: Sequence[int], question: Question, text: str) -> str:
    """In which years two counts are the same or differ; "" where that is not asked."""
    if differing := DIFFERING.search(text):
        return _years_apart(counts, apart=differing["differs"] is not None)
    if not question.items or len(years) == 1 or not _ALIKE_OVER_YEARS.search(text):
        return ""
    return _all_alike({code: {year: by[year] for year in years if year in by} for code, by in counts.items()})


def _pair(at: Mapping[str, int], year: int, *, less: bool) -> str:
    """「Ⅰ-1とⅠ-2の人員の差」, 「Ⅰ-1の人員はⅠ-2より多い？」: both counts, the difference, and whose is larger."""
    (one, first), (other, second) = at.items()
    told = f"{year_name(year)}の{_WHAT}は、{one} が {first}人、{other} が {second}人で、"
    if first == second:
        return f"{told}同じです{COMPUTED}。"
    over = one if (first < second) is less else other
    return f"{told}差は {abs(first - second)}人、{over} のほうが{'少ない' if less else '多い'}です{COMPUTED}。"


def _years_apart(counts: Counts, *, apart: bool) -> str:
    """「Ⅰ-7とⅠ-9の人員が違う年度は？」: the years in which two counts differ, or are the same."""
    (one, first), (other, second) = counts.items()
    years = [year for year in sorted(set(first) & set(second)) if (first[year] != second[year]) is apart]
    told = "、".join(f"{year_name(year)}（{one} {first[year]}人、{other} {second[year]}人）" for year in years)
    word = "違う" if apart else "同じ"
    return (
        f"{one} と {other} の{_WHAT}が{word}年度は、{told}です{COMPUTED}。"
        if years
        else f"{one} と {other} の{_WHAT}が{word}年度はありません{COMPUTED}。"
    )


def _all_alike(counts: Counts) -> str:
    """「Ⅰ-5とⅠ-6の人員がR3から同じなのは本当？」: はい where two counts are the same in all the years; else those in which they are."""
    (one, first), (other, second) = counts.items()
    years = sorted(set(first) & set(second))
    if apart := [year for year in years if first[year] != second[year]]:
        told = "、".join(f"{short_year(year)}（{one} {first[year]}人、{other} {second[year]}人）" for year in apart)
        return f"いいえ、{years_name(years)}のうち、{one} と {other} の{_WHAT}が違う年度は、{told}です{COMPUTED}。"
    told = "、".join(f"{short_year(year)} {first[year]}人" for year in years)
    return f"はい、{one} と {other} の{_WHAT}は、{years_name(years)}のいずれも同じです（{told}）{COMPUTED}。"


def _beside_another(at: Mapping[str, int], year: int, question: Question, text: str) -> tuple[str, tuple[str, ...]]:
    """The items with as many persons as another of all, or as, more or fewer than the one that is named."""
    if not question.items:
        groups = [[code for code in at if at[code] == count] for count in dict.fromkeys(at.values())]
        alike = [group for group in groups if len(group) > 1]
        told = "、".join(f"{'・'.join(group)}（{at[group[0]]}人）" for group in alike)
        said = f"、{told}です" if alike else "ありません"
        return f"{year_name(year)}に{_WHAT}が同じ項目は{said}{COMPUTED}。", tuple(
            code for group in alike for code in group
        )
    named = question.items[0]
    if named not in at:
        return f"{named} の{_WHAT}は記録にありません。", ()
    how = "多い" if "多い" in text else "少ない" if "少ない" in text else "同じ"
    holds = {"多い": int.__gt__, "少ない": int.__lt__, "同じ": int.__eq__}[how]
    kept = {code: count for code, count in at.items() if code != named and holds(count, at[named])}
    head = f"{year_name(year)}に{_WHAT}が {named}（{at[named]}人）{'と' if how == '同じ' else 'より'}{how}項目は"
    return _listed(head, kept, ""), tuple(kept)


def _changes_asked(text: str, question: Question) -> bool:
    asked = any(each.search(text) for each in (_UP, _DOWN, _SAME, _TIMES, CHANGED))
    return asked or question.years.compared_to_previous


def _listed(head: str, found: Mapping[str, int], how: str) -> str:
    said = "、".join(f"{code} {f'{count:+d}' if how else count}人" for code, count in found.items())
    return (
        f"{head}、{len(found)}項目です（{said}）{COMPUTED if how else ''}。"
        if found
        else f"{head}ありません{COMPUTED if how else ''}。"
    )


def _ranked(match: re.Match[str], at: Mapping[str, int], year: int) -> tuple[str, tuple[str, ...]]:
    place = read_number(match["place"]) if match["place"] else None
    number = place or read_number(match["n"]) or 1
    upward = (match["how"] == "少") if place else match.group().startswith(("下", "ワースト", "少"))
    ordered = sorted(at.items(), key=lambda pair: pair[1] if upward else -pair[1])
    if place:
        found = [code for code, count in at.items() if count == ordered[min(place, len(ordered)) - 1][1]]
        count = at[found[0]]
        word = "少ない" if upward else "多い"
        return (
            f"{year_name(year)}に{_WHAT}が{place}番目に{word}のは、{'・'.join(found)} の {count}人です{COMPUTED}。",
            tuple(found),
        )
    border = ordered[min(number, len(ordered)) - 1][1]
    kept = [(code, count) for code, count in ordered if (count <= border if upward else count >= border)]
    told = "、".join(f"{code} {count}人" for code, count in kept)
    return f"{year_name(year)}の{_WHAT}の{'下位' if upward else '上位'}{number}項目は、{told}です{COMPUTED}。", tuple(
        code for code, _ in kept
    )


def _extreme(counts: Counts, years: Sequence[int], extreme: Callable[..., int]) -> tuple[str, tuple[str, ...]]:
    values = {(code, year): by_year[year] for code, by_year in counts.items() for year in years if year in by_year}
    best = extreme(values.values())
    at = [key for key, count in values.items() if count == best]
    said = "、".join(f"{year_name(year)}の {code}" for code, year in at)
    word = "多い" if extreme is max else "少ない"
    return f"{_WHAT}が最も{word}のは、{said} の {best}人です{COMPUTED}。", tuple(dict.fromkeys(code for code, _ in at))


def _changed(
    counts: Counts, years: Sequence[int], question: Question, text: str, extreme: Callable[..., int] | None
) -> tuple[str, tuple[str, ...]]:
    always = ALWAYS.search(text) is not None
    never = _NEVER.search(text) is not None
    whole = always or _EVER.search(text) or _TIMES.search(text) or "一度" in text or "1度" in text
    first, last = (years[0], years[-1]) if question.years.asked or whole else (years[-2], years[-1])
    span = [year for year in years if first <= year <= last]
    steps = {
        code: [by_year[after] - by_year[before] for before, after in pairwise(span)]
        for code, by_year in counts.items()
        if all(year in by_year for year in span)
    }
    totals = {code: sum(each) for code, each in steps.items()}
    up, down = _UP.search(text) is not None, _DOWN.search(text) is not None
    head = f"{year_name(first)}から{year_name(last)}に{_WHAT}が"
    if times := _TIMES.search(text):
        factor = float(times["n"] or 2)
        kept = {code: total for code, total in totals.items() if counts[code][last] >= factor * counts[code][first]}
        told = "、".join(f"{code} {counts[code][first]}人→{counts[code][last]}人" for code in kept)
        said = f"、{len(kept)}項目です（{told}）" if kept else "ありません"
        return f"{head}{plain(factor)}倍以上になった項目は{said}{COMPUTED}。", tuple(kept)
    if _SAME.search(text) and not (up or down):
        kept = {code: total for code, total in totals.items() if not any(steps[code])}
        return f"{head}変わらなかった項目は{_names(kept)}{COMPUTED}。", tuple(kept)
    if (always or never) and up != down:
        sign = 1 if up else -1
        kept = {
            code: total
            for code, total in totals.items()
            if all(step * sign <= 0 if never else step * sign > 0 for step in steps[code])
        }
        word = "増え" if up else "減っ"
        said = f"{'一度も' if len(span) > 2 else ''}{word}ていない" if never else f"毎年{word}ている"  # noqa: PLR2004 - a pair
        return f"{head}{said}項目は{_names(kept)}{COMPUTED}。", tuple(kept)
    if _EVER.search(text) and up != down:
        return _ever(counts, span, head, down=down)
    if extreme and _GROWTH.search(text) and totals:
        return _most_grown(counts, first, last, head, down=down)
    if extreme and totals and (up or down):
        best = (min if down else max)(totals.values())
        word = "減った" if down else "増えた"
        if best * (-1 if down else 1) <= 0:
            return f"{head}{word}項目はありません{COMPUTED}。", ()
        at = [code for code, step in totals.items() if step == best]
        return f"{head}最も{word}のは、{'、'.join(at)} の {best:+d}人です{COMPUTED}。", tuple(at)
    parts: list[str] = []
    moved: set[str] = set()
    for word, sign, asked in (("増えた", 1, up), ("減った", -1, down)):
        found = [f"{code} {step:+d}人" for code, step in totals.items() if step * sign > 0]
        if asked or not (up or down):
            moved.update(code for code, step in totals.items() if step * sign > 0)
            parts.append(f"{word}項目は、{'、'.join(found)}です" if found else f"{word}項目はありません")
    return f"{head}{'。'.join(parts)}{COMPUTED}。", tuple(code for code in counts if code in moved)


def _ever(counts: Counts, span: Sequence[int], head: str, *, down: bool) -> tuple[str, tuple[str, ...]]:
    """「減ったことのある項目」: those with a fall, or a rise, from any year to the next."""
    found = {}
    for code, by_year in counts.items():
        steps = [(one, other) for one, other in pairwise(span) if one in by_year and other in by_year]
        moved = [step for step in steps if (by_year[step[1]] - by_year[step[0]]) * (-1 if down else 1) > 0]
        if moved:
            found[code] = "・".join(f"{short_year(a)}→{short_year(b)} {by_year[b] - by_year[a]:+d}人" for a, b in moved)
    told = "、".join(f"{code}（{said}）" for code, said in found.items())
    word = "減った" if down else "増えた"
    said = f"、{len(found)}項目です（{told}）" if found else "ありません"
    return f"{head}{word}ことのある項目は{said}{COMPUTED}。", tuple(found)


def _most_grown(counts: Counts, first: int, last: int, head: str, *, down: bool) -> tuple[str, tuple[str, ...]]:
    """「増加率が一番高い項目」: the item with the largest growth, or fall, in per cent."""
    shares = {
        code: by_year[last] / by_year[first]
        for code, by_year in counts.items()
        if by_year.get(first) and last in by_year
    }
    best = (min if down else max)(shares.values())
    if (best >= 1) if down else (best <= 1):
        return f"{head}{'減った' if down else '増えた'}項目はありません{COMPUTED}。", ()
    at = [code for code, share in shares.items() if share == best]
    told = "、".join(
        f"{code} の {growth(counts[code][first], counts[code][last])}（{counts[code][first]}人→{counts[code][last]}人）"
        for code in at
    )
    return f"{head}{'減少率' if down else '増加率'}で最も大きいのは、{told}です{COMPUTED}。".replace(
        "従事人員数が増加率", "従事人員数の増加率"
    ).replace("従事人員数が減少率", "従事人員数の減少率"), tuple(at)


def _names(kept: Mapping[str, int]) -> str:
    return f" {'・'.join(kept)} の{len(kept)}項目です" if kept else "ありません"


def range_of(counts: Counts, years: Sequence[int]) -> str:
    """「令和6年度は Ⅰ-1 111人、Ⅰ-2 103人 …、Ⅰ-4 10人」: the latest year from the most to the least, in one line."""
    last = years[-1]
    at = sorted(
        ((code, by_year[last]) for code, by_year in counts.items() if last in by_year), key=lambda pair: -pair[1]
    )
    return "、".join(f"{code} {count}人" for code, count in at)
