"""Answer → Slack: blocks as plain dicts, and the text that stands for them in notifications and for screen readers.

What users and records say goes only where Slack formats nothing (rich_text, plain_text, raw_text); in the text it is
escaped. Every limit holds by construction, whatever the answer: first line, notes, candidates, sources and buttons have
their shares, the details get what is left, and what does not fit stands on further pages.

    first line · how it was read · corrections · details, tables, charts · notes · candidates · sources · next steps ·
    what can be done with the answer · 👍 👎 🗑 · data version and number of the answer
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from bot.answer import Answer, Choice, Table
from bot.phrases import short_year
from bot.render.csv import has_table
from bot.render.limits import (
    BUTTON_TEXT,
    BUTTON_VALUE,
    CAPTION,
    CHART_CATEGORIES,
    CHART_LABEL,
    CHART_TITLE,
    EMPTY_CELL,
    FOOTER,
    MESSAGE_SIZE,
    MESSAGE_TEXT,
    MOST_BLOCKS,
    TABLE_CELL,
    TABLE_COLUMNS,
    TABLE_PAGE,
    TABLE_ROWS,
    TEXT_OBJECT,
    Block,
    actions,
    button,
    clean,
    context,
    cut,
    fitting,
    plain_text,
    size,
)
from bot.render.series import Series, find_series, with_series_as_tables
from bot.render.text import candidate_name, cite, render_table, render_text

FIRST_LIMIT = 700
READ_AS_LIMIT = 150
NOTES_LIMIT = 900
CANDIDATES_LIMIT = 1_200
CANDIDATE_BUTTONS = 20
CANDIDATE_BUTTONS_SIZE = 2_400
SOURCES_LIMIT = 700
PIECE_LIMIT = 900
LONG_LINE = 100
ELEMENT_SIZE = 160  # of a rich_text block with one element, without its text
CUT_LINE = "（長いため、ここまでを表示しています。全体は hyotei ask で見られます）"
ASK, REST, SHARE, DELETE, RATE, MINUTES, SOURCES, CSV, CHART = (
    "ask", "rest", "share", "delete", "rate", "minutes", "sources", "csv", "chart",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around an answer. *number*: by which it can be given again; without it there are no buttons.

    *asker*: the only one who may delete it. *share_in*: the thread_ts to share a private answer into, "" for the
    channel, None when it is not private. *rated*: whether readers are asked what they think. *files*: whether files
    can be sent there.
    """

    number: str = ""
    version: str = ""
    corrections: tuple[Choice, ...] = ()
    steps: tuple[Choice, ...] = ()
    asker: str = ""
    share_in: str | None = None
    rated: bool = False
    files: bool = False
    page: int = 0


NO_FRAME = Frame()


def render_blocks(answer: Answer, frame: Frame = NO_FRAME, *, native: bool = True, buttons: bool = True) -> list[Block]:
    """One page of the answer. *native*: with Slack's own tables, charts and rating buttons; else tables are text."""
    return _Layout(with_series_as_tables(answer), frame, native=native, buttons=buttons and bool(frame.number)).blocks()


def count_pages(answer: Answer, frame: Frame = NO_FRAME, *, native: bool = True) -> int:
    """How many pages the answer takes."""
    return len(_Layout(with_series_as_tables(answer), frame, native=native, buttons=bool(frame.number)).pages)


def render_page_text(answer: Answer, frame: Frame, *, native: bool = True) -> str:
    """A further page as text that Slack takes literally; the first page is `render_fallback`."""
    layout = _Layout(with_series_as_tables(answer), frame, native=native, buttons=bool(frame.number))
    page = min(frame.page, len(layout.pages) - 1)
    lines = [
        "  ".join(unit.cells) if isinstance(unit, _Row) else unit.text
        for unit in layout.pages[page]
        if not isinstance(unit, Series)
    ]
    title = f"{cut(clean(answer.first), READ_AS_LIMIT)}（続き {page + 1}/{len(layout.pages)}）"
    return "\n".join(fitting(_escape("\n".join((title, *lines))).split("\n"), MESSAGE_TEXT))


def render_fallback(answer: Answer) -> str:
    """The answer as text that Slack takes literally: a whole answer by itself, its details cut when it is very long."""
    whole = _escape(clean(render_text(answer)))
    if len(whole) <= MESSAGE_TEXT:
        return whole
    first = cut(_escape(clean(answer.first)), FIRST_LIMIT)
    tail = _escape(clean(render_text(replace(answer, first="", lines=(), tables=()))))
    ending = [CUT_LINE, *fitting(tail.split("\n"), NOTES_LIMIT)]
    room = MESSAGE_TEXT - sum(len(line) + 1 for line in (first, *ending))
    details = _escape(clean(render_text(replace(answer, first="", notes=(), candidates=(), sources=()))))
    return "\n".join((first, *fitting(details.split("\n"), room), *ending))


def render_first_line(answer: Answer) -> str:
    """The first line alone, as text that Slack takes literally: what is left when Slack refuses everything else."""
    return cut(_escape(clean(answer.first)), FIRST_LIMIT)


def render_minutes(answer: Answer) -> str:
    """One sentence with its source, to be pasted into minutes."""
    cited = f"（出典：{cite(answer.sources)}）" if answer.sources else ""
    return cut(clean(f"{answer.first}{cited}"), TEXT_OBJECT)


def literal(text: str) -> list[Block]:
    """A text to be copied as it stands."""
    return [{"type": "rich_text", "elements": [_preformatted(cut(clean(text), TEXT_OBJECT))]}] if text.strip() else []


class _Row(NamedTuple):
    """A row of a table, to be laid out natively."""

    table: int
    cells: tuple[str, ...]


class _Line(NamedTuple):
    """A line of text; *of_table*: in columns."""

    text: str
    of_table: bool


_Unit = _Row | _Line | Series


class _Layout:
    """The pages of one answer."""

    def __init__(self, answer: Answer, frame: Frame, *, native: bool, buttons: bool) -> None:
        self.answer = answer
        self.frame = frame
        self.native = native
        self.buttons = buttons

    def blocks(self) -> list[Block]:
        """The page that the frame asks for; the last one when there are fewer."""
        page = min(self.frame.page, len(self.pages) - 1)
        details = list(_laid_out(self.pages[page], self.answer.tables))
        if page == 0:
            return [*self._head, *details, *self._more_than_buttons_say, *self._tail, *self._deeds(0)]
        name = cut(clean(self.answer.first), READ_AS_LIMIT)
        title = f"{name}（続き {page + 1}/{len(self.pages)}）"
        return [*_rich_texts([_section(title, bold=True)]), *details, *self._deeds(page)]

    @cached_property
    def pages(self) -> list[list[_Unit]]:
        """The details, page by page; the first may be empty."""
        reserved = self._deeds(0, ahead=True)
        room = MESSAGE_SIZE - size([*self._head, *self._tail, *reserved])
        whole = MESSAGE_SIZE - size(reserved) - 600
        pages: list[list[_Unit]] = [[]]
        blocks, before = 0, None
        for unit in _units(self.answer, native=self.native):
            cost = _cost(unit, before, self.answer.tables)
            starts = not isinstance(before, type(unit)) or isinstance(unit, Series) or _other_table(unit, before)
            if cost > room or blocks + starts > MOST_BLOCKS - 20:
                pages.append([])
                room, blocks, before = whole, 0, None
                cost = _cost(unit, before, self.answer.tables)
            pages[-1].append(unit)
            room -= cost
            blocks += starts
            before = unit
        return pages

    def _id(self, name: str) -> str:
        """The block_id of a row of buttons; in a private answer it says where that would be shared."""
        return f"{name} {self.frame.share_in}" if self.frame.share_in else name

    @property
    def _more_than_buttons_say(self) -> list[Block]:
        return context(CUT_LINE) if len(self.pages) > 1 and not self.buttons else []

    @cached_property
    def _head(self) -> list[Block]:
        first = cut(clean(self.answer.first), FIRST_LIMIT)
        read_as = f"読み取り：{self.answer.read_as}" if self.answer.read_as.strip() and self.frame.number else ""
        return [
            *(_rich_texts([_section(first, bold=True)]) if first.strip() else []),
            *context(cut(read_as, READ_AS_LIMIT)),
            *(actions(self._id("corrections"), _asking("c", self.frame.corrections)) if self.buttons else []),
        ]

    @cached_property
    def _tail(self) -> list[Block]:
        notes = fitting((f"※ {clean(note)}" for note in self.answer.notes), NOTES_LIMIT)
        names = [clean(candidate_name(each)) for each in self.answer.candidates]
        candidates = fitting(names, CANDIDATES_LIMIT)
        cited = cut("出典：" + clean(cite(self.answer.sources)), SOURCES_LIMIT) if self.answer.sources else ""
        choices = [
            Choice(f"{number}. {name}", each.ask)
            for number, (name, each) in enumerate(zip(names, self.answer.candidates, strict=True), start=1)
        ]
        return [
            *context("\n".join(notes)),
            *(_rich_texts([_ordered_list(candidates)]) if candidates else []),
            *(
                actions(self._id("candidates"), _within(_asking("k", choices)[:CANDIDATE_BUTTONS]))
                if self.buttons
                else []
            ),
            *context(cited),
            *(actions(self._id("steps"), _asking("s", self.frame.steps)) if self.buttons else []),
        ]

    def _deeds(self, page: int, *, ahead: bool = False) -> list[Block]:
        """What can be done with the answer. *ahead*: before it is known whether there are more pages."""
        footer = [f"データ：{self.frame.version}"] if self.frame.version else []
        footer += [f"回答番号：{self.frame.number}"] if self.frame.number else []
        if not self.buttons:
            return context(cut(" ・ ".join(footer), FOOTER))
        more = ahead or page + 1 < len(self.pages)
        pages = 99 if ahead else len(self.pages)
        value = f"{self.frame.number} {page + 1}{'' if self.native else ' text'}"  # pages differ by layout
        deeds = [button(f"続きを見る（{page + 2}/{pages}）", REST, value)] if more else []
        if page == 0:
            deeds += list(self._uses())
        return [
            *actions(self._id("deeds"), deeds),
            *(self._rating() if page == 0 and self.native else []),
            *context(cut(" ・ ".join(footer), FOOTER)),
        ]

    def _uses(self) -> Iterator[Block]:
        number = self.frame.number
        if self.frame.share_in is not None:
            yield button("共有", SHARE, f"{number} {self.frame.share_in}".strip(), style="primary")
        if self.answer.sources:
            yield button("出典", SOURCES, number)
            yield button("議事録用の文", MINUTES, number)
        if self.frame.files and has_table(self.answer):
            yield button("CSV", CSV, number)
        if self.frame.files and any(series.is_complete for series in find_series(self.answer)):
            yield button("図（PNG）", CHART, number)

    def _rating(self) -> list[Block]:
        """👍 👎 and 🗑 (Block Kit reference, Context actions block)."""
        elements: list[Block] = []
        if self.frame.rated:
            elements.append(
                {
                    "type": "feedback_buttons",
                    "action_id": RATE,
                    "positive_button": _thumb("👍", "役に立った", f"good {self.frame.number}"),
                    "negative_button": _thumb("👎", "役に立たなかった", f"bad {self.frame.number}"),
                }
            )
        if self.frame.asker:
            elements.append(
                {
                    "type": "icon_button",
                    "icon": "trash",
                    "text": plain_text("この回答を消す", BUTTON_TEXT),
                    "action_id": DELETE,
                    "value": self.frame.asker,
                    "visible_to_user_ids": [self.frame.asker],
                }
            )
        return [{"type": "context_actions", "block_id": "rating", "elements": elements}] if elements else []


def _thumb(text: str, label: str, value: str) -> Block:
    return {"text": plain_text(text, BUTTON_TEXT), "accessibility_label": label, "value": value}


def _asking(mark: str, choices: Iterable[Choice]) -> list[Block]:
    """Buttons that ask a complete question each; one that is too long for a button is left out."""
    cleaned = (Choice(clean(choice.label).strip(), clean(choice.ask).strip()) for choice in choices)
    kept = [choice for choice in cleaned if choice.label and 0 < len(choice.ask) <= BUTTON_VALUE]
    return [button(each.label, f"{ASK}.{mark}{number}", each.ask) for number, each in enumerate(kept)]


def _within(buttons: list[Block]) -> list[Block]:
    """The first buttons that have room together."""
    room = CANDIDATE_BUTTONS_SIZE
    for number, each in enumerate(buttons):
        room -= size(each)
        if room < 0:
            return buttons[:number]
    return buttons


def _units(answer: Answer, *, native: bool) -> Iterator[_Unit]:
    for line in answer.lines:
        yield from (_Line(piece, of_table=False) for piece in _pieces(line))
    for number, table in enumerate(answer.tables):
        if native and _is_native(table):
            yield from (_Row(number, row) for row in table.rows)
            continue
        caption, *rows = render_table(table)
        yield from (_Line(piece, of_table=False) for piece in _pieces(caption))
        yield from (_Line(piece, of_table=True) for row in rows for piece in _pieces(row))
    if native:
        yield from (series for series in find_series(answer) if series.is_complete and _is_drawable(series))


def _is_native(table: Table) -> bool:
    return (
        bool(table.rows)
        and bool(clean(table.caption).strip())
        and 0 < len(table.header) <= TABLE_COLUMNS
        and all(len(cell) <= TABLE_CELL for row in (table.header, *table.rows) for cell in row)
    )


def _is_drawable(series: Series) -> bool:
    return bool(clean(series.name).strip()) and len(series.values) <= CHART_CATEGORIES


def _other_table(unit: _Unit, before: _Unit | None) -> bool:
    if isinstance(unit, _Row) and isinstance(before, _Row):
        return unit.table != before.table
    return isinstance(unit, _Line) and isinstance(before, _Line) and unit.of_table != before.of_table


def _cost(unit: _Unit, before: _Unit | None, tables: Sequence[Table]) -> int:
    """What a unit adds to its page, at most."""
    if isinstance(unit, Series):
        return size(_chart(unit))
    if isinstance(unit, _Line):
        # a long line may begin an element of its own
        begins = len(unit.text) > LONG_LINE or not isinstance(before, _Line) or before.of_table != unit.of_table
        return size(unit.text) + (ELEMENT_SIZE if begins else 10)
    cost = 2 + size([_cell(cell) for cell in unit.cells])
    if not isinstance(before, _Row) or before.table != unit.table:
        cost += size(_data_table(tables[unit.table], []))
    return cost


def _laid_out(units: Sequence[_Unit], tables: Sequence[Table]) -> Iterator[Block]:
    lines: list[_Line] = []
    for kind, group in groupby(units, key=lambda unit: (type(unit), unit.table if isinstance(unit, _Row) else 0)):
        found = list(group)
        if kind[0] is _Line:
            lines = [unit for unit in found if isinstance(unit, _Line)]
            yield from _rich_texts(_detail_elements(lines))
        elif kind[0] is _Row:
            rows = [unit.cells for unit in found if isinstance(unit, _Row)]
            for start in range(0, len(rows), TABLE_ROWS):
                yield _data_table(tables[kind[1]], rows[start : start + TABLE_ROWS])
        else:
            yield from (_chart(unit) for unit in found if isinstance(unit, Series))


def _data_table(table: Table, rows: Sequence[tuple[str, ...]]) -> Block:
    """Slack's own table (Block Kit reference, Data table block)."""
    return {
        "type": "data_table",
        "caption": cut(clean(table.caption), CAPTION),
        "page_size": min(max(len(rows), 1), TABLE_PAGE),
        "row_header_column_index": 0,
        "rows": [[_cell(cell) for cell in row] for row in (table.header, *rows)],
    }


def _cell(text: str) -> Block:
    return {"type": "raw_text", "text": cut(clean(text), TABLE_CELL) if clean(text).strip() else EMPTY_CELL}


def _chart(series: Series) -> Block:
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


def _pieces(text: str) -> list[str]:
    """A text as lines that are short enough to share a page."""
    return [
        line[start : start + PIECE_LIMIT]
        for line in clean(text).split("\n")
        for start in range(0, max(len(line), 1), PIECE_LIMIT)
    ]


def _detail_elements(lines: Sequence[_Line]) -> Iterator[Block]:
    for of_table, group in groupby(lines, key=lambda line: line.of_table):
        for text in _packed(line.text for line in group):
            if text.strip():  # Slack refuses an empty text
                yield _preformatted(text) if of_table else _section(text)


def _packed(lines: Iterable[str]) -> Iterator[str]:
    """Lines joined into as few texts as fit into one element each."""
    text: str | None = None
    for line in lines:
        if text is not None and len(text) + 1 + len(line) > TEXT_OBJECT:
            yield text
            text = None
        text = line if text is None else f"{text}\n{line}"
    if text is not None:
        yield text


def _rich_texts(elements: Iterable[Block]) -> Iterator[Block]:
    """Elements as rich_text blocks of at most one element's characters: two long sections never share a block."""
    block: list[Block] = []
    room = TEXT_OBJECT
    for element in elements:
        if block and size(element) > room:
            yield {"type": "rich_text", "elements": block}
            block, room = [], TEXT_OBJECT
        block.append(element)
        room -= size(element)
    if block:
        yield {"type": "rich_text", "elements": block}


def _section(text: str, *, bold: bool = False) -> Block:
    return {"type": "rich_text_section", "elements": [_text(text, bold=bold)]}


def _preformatted(text: str) -> Block:
    return {"type": "rich_text_preformatted", "elements": [_text(text)]}


def _ordered_list(texts: Sequence[str]) -> Block:
    return {"type": "rich_text_list", "style": "ordered", "elements": [_section(text) for text in texts]}


def _text(text: str, *, bold: bool = False) -> Block:
    return {"type": "text", "text": text, "style": {"bold": True}} if bold else {"type": "text", "text": text}


def _escape(text: str) -> str:
    """&, < and > are all that Slack parses in a text without mrkdwn (Formatting text, Escaping text)."""
    return html.escape(text, quote=False)
