"""Years and dates as official documents write them → Western years. 令和３年度, R3, R３年, 平成30年度, 2021年度, 令和６年12月２日."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from records.ingest.text import fold_each

# era → the Western year before its first (元号法; 改元 2019-05-01, 1989-01-08, 1926-12-25)
ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_NUMBER = r"(?:[0-9]\s*){1,2}|元"
_YEAR = rf"(?:(?P<era>令\s*和|平\s*成|昭\s*和|[RHS])\s*(?P<year>{_NUMBER})|(?P<western>(?:19|20)[0-9]{{2}}))"
_FISCAL_YEAR = re.compile(rf"{_YEAR}\s*年\s*度")
_LABEL = re.compile(rf"{_YEAR}\s*(?:年\s*度|年)?\s*[:：]")
_DATE = re.compile(
    rf"{_YEAR}\s*年\s*(?:(?P<month>1[0-2]|0?[1-9])\s*月\s*(?:(?P<day>3[01]|[12][0-9]|0?[1-9])\s*日)?|(?P<fiscal>度))?"
)


class Found(NamedTuple):
    """A year found in a text: its span and the Western year (that in which a fiscal year starts)."""

    start: int
    end: int
    year: int


class FoundDate(NamedTuple):
    """A date found in a text. *date*: YYYY, YYYY-MM, YYYY-MM-DD, or FY2024 for a fiscal year."""

    start: int
    end: int
    date: str


def western(era: str | None, year: str | None, stated: str | None) -> int:
    """The Western year of an era's year, or of a year stated as such."""
    if stated:
        return int(stated)
    digits = "".join((year or "").split())
    return ERAS["".join((era or "").split())] + (1 if digits == "元" else int(digits))


def find_fiscal_years(text: str) -> tuple[Found, ...]:
    """Every fiscal year (令和３年度) in *text*, left to right; spans are those of *text*."""
    return tuple(
        Found(each.start(), each.end(), western(each["era"], each["year"], each["western"]))
        for each in _FISCAL_YEAR.finditer(fold_each(text))
    )


def find_year_labels(text: str) -> tuple[Found, ...]:
    """Every year that labels a value (R3：, 令和３年度：), left to right."""
    return tuple(
        Found(each.start(), each.end(), western(each["era"], each["year"], each["western"]))
        for each in _LABEL.finditer(fold_each(text))
    )


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """Every date in *text*, left to right: with a month or day, a calendar year, or a fiscal year."""
    found = []
    for each in _DATE.finditer(fold_each(text)):
        year = western(each["era"], each["year"], each["western"])
        if each["fiscal"]:
            written = f"FY{year}"
        elif each["day"]:
            day = _calendar_day(year, int(each["month"]), int(each["day"]))
            if day is None:
                continue
            written = day
        elif each["month"]:
            written = f"{year}-{int(each['month']):02}"
        else:
            written = str(year)
        found.append(FoundDate(each.start(), each.end(), written))
    return tuple(found)


def _calendar_day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def fiscal_year_of(written: str) -> int:
    """The fiscal year in which a date lies (2025-03 → 2024); a bare year counts as itself."""
    if written.startswith("FY"):
        return int(written[2:])
    year = int(written[:4])
    return year - 1 if len(written) > len("2025") and int(written[5:7]) < 4 else year  # noqa: PLR2004 - from April on
