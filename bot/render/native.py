"""Tables and series → Slack's own table and chart blocks, where they fit."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Table
from bot.render.limits import (
    CAPTION,
    CHART_CATEGORIES,
    CHART_LABEL,
    CHART_TITLE,
    EMPTY_CELL,
    TABLE_CELL,
    TABLE_COLUMNS,
    TABLE_PAGE,
    Block,
    cut,
)
from bot.render.series import Series
from bot.text.clean import clean
from bot.wording.phrases import short_year


def is_native(table: Table) -> bool:
    """Whether a table is one that Slack's own block can hold."""
    return (
        bool(table.rows)
        and bool(clean(table.caption).strip())
        and 0 < len(table.header) <= TABLE_COLUMNS
        and all(len(text) <= TABLE_CELL for row in (table.header, *table.rows) for text in row)
    )


def is_drawable(series: Series) -> bool:
    """Whether a complete series is one that Slack's own chart can hold."""
    return bool(clean(series.name).strip()) and len(series.values) <= CHART_CATEGORIES


def data_table(table: Table, rows: Sequence[tuple[str, ...]]) -> Block:
    """Slack's own table (Block Kit reference, Data table block)."""
    return {
        "type": "data_table",
        "caption": cut(clean(table.caption), CAPTION),
        "page_size": min(max(len(rows), 1), TABLE_PAGE),
        "row_header_column_index": 0,
        "rows": [[cell(text) for text in row] for row in (table.header, *rows)],
    }


def cell(text: str) -> Block:
    """A cell that Slack does not parse; an empty one is refused, so it says that it is."""
    return {"type": "raw_text", "text": cut(clean(text), TABLE_CELL) if clean(text).strip() else EMPTY_CELL}


def chart(series: Series) -> Block:
    """Slack's own chart (Block Kit reference, Data visualization block): one line through every year of a series."""
    years = [short_year(year) for year in series.values]
    axes: Block = {"categories": years, "x_label": "年度"}
    if clean(series.unit).strip():
        axes["y_label"] = cut(clean(series.unit), CHART_TITLE)
    data: list[Block] = [
        {"label": label, "value": int(value) if value == int(value) else value}
        for label, (value,) in zip(years, series.values.values(), strict=True)
    ]
    return {
        "type": "data_visualization",
        "title": cut(clean(series.name), CHART_TITLE),
        "chart": {
            "type": "line",
            "series": [{"name": cut(clean(series.name), CHART_LABEL), "data": data}],
            "axis_config": axes,
        },
    }
