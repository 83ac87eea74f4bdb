"""What the names of a clause stand for beside its codes, and names that together mean what nobody measures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.reading.match import NameMention, Target
from bot.reading.parts import Mark
from bot.reading.sub_values import is_part
from bot.text.compiled import compiled
from bot.text.normalise import Folded, fold_text
from records.lookups import Records

# a code: where it stands, and the items that it means
Coded = tuple[int, int, tuple[str, ...]]

# Ⅰ-5の|サービスの|利用件数
_OF = compiled(r"[の \u3000]*(?:(?:サービス|システム|業務|事業|施策|アプリ|機能)の)?")
AND = compiled(r"(?:と|、|,|・|&|/|や|及び|および|も|でも)")


# 訓練|の参加人数, 海外|の職員の|派遣数
# the ordinary kind beside the other
_BOTH_KINDS = compiled(r"通常|普通|一般|より|比べ|差(?![出替])")
# how many of what → how the units of indicators begin
_UNITS = (
    (compiled(r"何(?:か|ヶ|カ|ケ|箇|個)月"), ("か月",)),
    (compiled(r"何割"), ("割",)),
    (compiled(r"何社"), ("事業者", "企業")),
    (compiled(r"何団体"), ("団体", "企業")),
    (compiled(r"何(?:市区町村|市町村|自治体)"), ("市区町村",)),
    (compiled(r"何[人名](?!目)"), ("人",)),
    (compiled(r"何回(?!目)"), ("回",)),
    (compiled(r"何件"), ("件",)),
    (compiled(r"何枚"), ("枚",)),
    (compiled(r"何日"), ("日", "週")),
    (compiled(r"何(?:%|パーセント)"), ("％",)),
    (compiled(r"何円"), ("円",)),
    (compiled(r"何(?:か所|ヶ所|カ所|箇所|拠点)"), ("拠点",)),
)
_SEVERAL = 2
_OF_IT = compiled(r"(?:の(?:[一-龠]{1,4}の)?)?")


def what_is_named(
    names: Sequence[NameMention],
    codes: Sequence[str],
    sections: Sequence[str],
    left: Sequence[tuple[int, int]],
    folded: Folded,
    records: Records,
) -> tuple[list[str], tuple[str, ...], tuple[NameMention, ...], tuple[tuple[int, int], ...]]:
    """Items, indicators, unclear names; and what is left over but for words of those names (アプリケーションの|開発, of Ⅰ-10)."""
    items = [code for code in codes if code in records.item_by_code]
    over = [folded.text[start:end] for start, end in left]
    named, indicators, unclear = _settled(_joined(names, folded), items, sections, over, records, folded.text)
    titles = [records.item_by_code[code].title for code in named]
    titles += [records.indicator_by_id[key].name for key in indicators]
    said = fold_text("|".join(titles))
    left = tuple(span for span, word in zip(left, over, strict=True) if len(word) == 1 or word not in said)
    return list(dict.fromkeys([*items, *named])), indicators, unclear, left


def _joined(names: Sequence[NameMention], folded: Folded) -> tuple[NameMention, ...]:
    """The names, with two of different items that are written as one word (免許更新) as one that may mean either.

    With a space between them, which folding drops, they are two.
    """
    found: list[NameMention] = []
    for name in sorted(names, key=lambda each: each.start):
        before = found[-1] if found else name
        single = len(before.alternatives) == len(name.alternatives) == 1 and before.alternatives != name.alternatives
        of_items = before.alternatives[0].items and name.alternatives[0].items
        typed = folded.original[folded.at[name.start - 1] + 1 : folded.at[name.start]] if name.start else ""
        one_word = before.end == name.start and not any(map(str.isspace, typed))
        if single and of_items and one_word:
            found[-1] = before._replace(end=name.end, alternatives=(*before.alternatives, *name.alternatives))
        else:
            found.append(name)
    return tuple(found)


def _settled(
    names: Sequence[NameMention],
    codes: Sequence[str],
    sections: Sequence[str],
    left: Sequence[str],
    records: Records,
    text: str,
) -> tuple[list[str], tuple[str, ...], tuple[NameMention, ...]]:
    """Items and indicators that the names stand for, and names that stay unclear.

    A name with several readings is settled by a code beside it, by another name that it touches (次期|関連システム), or by
    a word that is *left* over and stands in the title of one of them (次期マイナンバーカードの設計).
    """
    items: list[str] = []
    indicators: list[str] = []
    groups: dict[frozenset[str], None] = {}
    unclear: list[NameMention] = []
    item_of = records.item_of_indicator
    for name in names:
        alternatives = _touched(name, names) or _titled(name, left, records) or name.alternatives
        if len(alternatives) > 1:
            said = set(codes) | set(items)
            fitting = tuple(
                target
                for target in alternatives
                if said & {*target.items, *(item_of[each] for each in target.indicators)}
                or any(records.item_by_code[each].section in sections for each in target.items)
            )
            alternatives = fitting or alternatives
            if len(fitting) > 1 or not fitting:
                if said:
                    continue  # a general word (マイナンバーカード) beside a code says nothing more
                unclear.append(name._replace(alternatives=alternatives))
                continue
        items.extend(alternatives[0].items)
        indicators.extend(alternatives[0].indicators)
        groups[frozenset(alternatives[0].indicators)] = None
    if (items or indicators) and unclear:
        unclear = [name for name in unclear if len(name.alternatives) == 1]
    # 応答率 beside コールセンター is its rate: a group gives way to the members that are named
    wanted = {key for group in groups if not any(other and other < group for other in groups) for key in group}
    ordered = records.indicators_in_order(wanted)
    # セキュリティの|委員会の回数: those of the item, where the items named have some of them
    if about := set(codes) or set(items):
        own = tuple(each for each in ordered if item_of[each] in about)
        ordered = own or ordered
    counted = _counted_in(_qualified(ordered, text, records), text, records)
    if not items and not counted and len(unclear) == 1:
        meant = _counted_in([key for each in unclear[0].alternatives for key in each.indicators], text, records)
        if len(meant) == 1:
            return items, meant, ()  # ワクチン証明のシステムは何か月で作った
    return items, counted, tuple(unclear)


def _counted_in(indicators: Sequence[str], text: str, records: Records) -> tuple[str, ...]:
    """Of several indicators those that are counted in what is asked for (何か月, 何社, 何割), where some are."""
    asked = [units for said, units in _UNITS if said.search(text)]
    if len(asked) != 1 or len(indicators) < _SEVERAL:
        return tuple(indicators)
    own = tuple(key for key in indicators if (records.indicator_by_id[key].unit or "").startswith(asked[0]))
    return own or tuple(indicators)


def _qualified(indicators: tuple[str, ...], text: str, records: Records) -> tuple[str, ...]:
    """The indicators, those of a kind that *text* names instead of the ordinary ones (特急発行の最大日数と平均日数)."""
    if not indicators or _BOTH_KINDS.search(text):
        return indicators
    meant = []
    for key in indicators:
        own = records.indicator_by_id[key]
        kinds = [
            other.indicator_id
            for other in records.indicators_by_item.get(own.item, ())
            if other.name.endswith(f"の{own.name}") and fold_text(other.name.removesuffix(f"の{own.name}")) in text
        ]
        meant.append(kinds[0] if kinds else key)
    return records.indicators_in_order(set(meant))


def _touched(name: NameMention, names: Sequence[NameMention]) -> tuple[Target, ...]:
    """What a name of several meanings shares with another such name that touches it; empty when that is nothing."""
    shared = name.alternatives
    for other in names:
        if len(other.alternatives) > 1 and (other.end == name.start or name.end == other.start):
            shared = tuple(target for target in shared if target in other.alternatives)
    return shared if len(shared) < len(name.alternatives) else ()


def _titled(name: NameMention, left: Sequence[str], records: Records) -> tuple[Target, ...]:
    """The one meaning of several in whose title a word left over stands; empty when it is not one."""
    if len(name.alternatives) == 1:
        return ()
    words = [word for word in left if len(word) > 1]
    fitting = tuple(
        target
        for target in name.alternatives
        if any(word in fold_text(records.item_by_code[code].title) for code in target.items for word in words)
    )
    return fitting if len(fitting) == 1 else ()


def not_measured_span(
    text: str, names: Sequence[NameMention], coded: Sequence[Coded], marks: Sequence[Mark], records: Records
) -> tuple[int, int] | None:
    """Where two names are together a third thing (訓練の参加人数), or a code does not own the figure (Ⅰ-2の応答率)."""
    item_of = records.item_of_indicator
    for before, after in pairwise(sorted(names, key=lambda name: name.start)):
        if not _OF_IT.fullmatch(text[before.end : after.start]):
            continue
        counted = {key for target in after.alternatives for key in target.indicators}
        told = {key for target in before.alternatives for key in target.indicators}
        about = {code for target in before.alternatives for code in target.items} | {item_of[key] for key in told}
        if is_part(text[before.start : before.end], counted, records):
            continue
        if counted and about and not (told & counted if told else about & {item_of[key] for key in counted}):
            return before.start, after.end
    for name in names:
        owners = {item_of[key] for target in name.alternatives for key in target.indicators}
        start, asked = name.start, set[str]()
        for first, last, codes in reversed([each for each in coded if each[1] <= name.start]):
            if not (AND if asked else _OF).fullmatch(_without_years(text, marks, last, start)):
                break
            start = first
            asked.update(codes)
        if owners and asked and not owners & asked and not any(target.items for target in name.alternatives):
            return start, name.end
    return None


def _without_years(text: str, marks: Sequence[Mark], start: int, end: int) -> str:
    between = text[start:end]
    for mark in sorted(marks, key=lambda each: -each.start):
        if mark.kind == "year" and start <= mark.start and mark.end <= end:
            between = between[: mark.start - start] + between[mark.end - start :]
    return between
