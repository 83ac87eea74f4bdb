"""The records at a glance: what a home page, a search form and the corrections of an answer are made of."""

from typing import NamedTuple

from bot.wording.examples import examples
from bot.wording.phrases import table_name, year_name
from records.lookups import Records
from records.model import Rating


class ItemLine(NamedTuple):
    """An item with its ratings as they are shown: by year, and the prospective one ("" when there is none)."""

    code: str
    section: str
    title: str
    by_year: dict[int, str]
    prospective: str


class Overview(NamedTuple):
    """*version*: that of the records; *years*: those with a rating, ascending; *disagreements*: one sentence each."""

    organization: str
    version: str
    years: tuple[int, ...]
    sections: tuple[tuple[str, str], ...]
    items: tuple[ItemLine, ...]
    overall: dict[int, str]
    disagreements: tuple[str, ...]
    indicators: tuple[tuple[str, str], ...]  # name, item
    by_code: dict[str, ItemLine]
    examples: tuple[str, ...]


def read_overview(records: Records) -> Overview:
    """The overview of the records in scope."""
    items = tuple(
        ItemLine(
            code=item.item,
            section=item.section,
            title=item.title,
            by_year={year: _letters(records.ratings_of(item.item, "annual", year)) for year in records.rated_years},
            prospective=_letters(records.ratings_of(item.item, "prospective")),
        )
        for item in records.items
    )
    return Overview(
        organization=records.short_name,
        version=f"{year_name(records.documents[0].fiscal_year)} 第{records.documents[0].version}版",
        years=records.rated_years,
        sections=tuple((section.section, section.title) for section in records.sections),
        items=items,
        overall={year: _letters(records.ratings_of(None, "annual", year)) for year in records.rated_years},
        disagreements=(
            *_differing_ratings(records),
            *(f"{_about(each.item)}{each.about}" for each in records.disagreements()),
        ),
        indicators=tuple((each.name, each.item) for each in records.indicators),
        by_code={item.code: item for item in items},
        examples=examples(records),
    )


def _letters(statements: tuple[Rating, ...]) -> str:
    return "／".join(dict.fromkeys(each.rating for each in statements))


def _differing_ratings(records: Records) -> list[str]:
    found = []
    for item in records.items:
        for year in records.rated_years:
            sides = {
                each.rating: table_name(each.source) for each in reversed(records.ratings_of(item.item, "annual", year))
            }
            if len(sides) > 1:
                said = " ⇔ ".join(f"{letter}（{place}）" for letter, place in sorted(sides.items()))
                found.append(f"{item.item} {year_name(year)}の評定：{said}")
    return found


def _about(item: str | None) -> str:
    return f"{item} " if item else ""
