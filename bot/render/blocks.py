"""Answer → Slack: blocks as plain dicts, page by page.

What users and records say goes only where Slack formats nothing (rich_text, plain_text, raw_text). Every limit holds by construction, whatever the answer: first line, notes, candidates, sources and buttons have
their shares, the details get what is left, and what does not fit stands on further pages.

    first line · how it was read · corrections · details, tables, charts · notes · candidates · sources · next steps ·
    what can be done with the answer · 👍 👎 🗑 · data version and number of the answer
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from bot.answer import Answer, Choice
from bot.render.csv import has_table
from bot.render.details import Row, Unit, begins_another, cost_of, find_units, lay_out
from bot.render.fallback import CUT_LINE, FIRST_LIMIT, NOTES_LIMIT, escape
from bot.render.frame import (
    ASK,
    CHART,
    CSV,
    DELETE,
    MINUTES,
    NO_FRAME,
    RATE,
    REST,
    SHARE,
    SOURCES,
    Frame,
)
from bot.render.limits import (
    BUTTON_TEXT,
    BUTTON_VALUE,
    FOOTER,
    MESSAGE_SIZE,
    MESSAGE_TEXT,
    MOST_BLOCKS,
    Block,
    actions,
    button,
    context,
    cut,
    fitting,
    plain_text,
    size,
)
from bot.render.rich_text import ordered_list, rich_texts, section
from bot.render.series import Series, find_series, with_series_as_tables
from bot.render.text import candidate_name, cite
from bot.text.clean import clean

READ_AS_LIMIT = 150
CANDIDATES_LIMIT = 1_200
CANDIDATE_BUTTONS = 20
CANDIDATE_BUTTONS_SIZE = 2_400
SOURCES_LIMIT = 700


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
        "  ".join(unit.cells) if isinstance(unit, Row) else unit.text
        for unit in layout.pages[page]
        if not isinstance(unit, Series)
    ]
    title = f"{cut(clean(answer.first), READ_AS_LIMIT)}（続き {page + 1}/{len(layout.pages)}）"
    return "\n".join(fitting(escape("\n".join((title, *lines))).split("\n"), MESSAGE_TEXT))


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
        details = list(lay_out(self.pages[page], self.answer.tables))
        if page == 0:
            return [*self._head, *details, *self._more_than_buttons_say, *self._tail, *self._deeds(0)]
        name = cut(clean(self.answer.first), READ_AS_LIMIT)
        title = f"{name}（続き {page + 1}/{len(self.pages)}）"
        return [*rich_texts([section(title, bold=True)]), *details, *self._deeds(page)]

    @cached_property
    def pages(self) -> list[list[Unit]]:
        """The details, page by page; the first may be empty."""
        reserved = self._deeds(0, ahead=True)
        room = MESSAGE_SIZE - size([*self._head, *self._tail, *reserved])
        whole = MESSAGE_SIZE - size(reserved) - 600
        pages: list[list[Unit]] = [[]]
        blocks, before = 0, None
        for unit in find_units(self.answer, native=self.native):
            cost = cost_of(unit, before, self.answer.tables)
            starts = begins_another(unit, before)
            if cost > room or blocks + starts > MOST_BLOCKS - 20:
                pages.append([])
                room, blocks, before = whole, 0, None
                cost = cost_of(unit, before, self.answer.tables)
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
            *(rich_texts([section(first, bold=True)]) if first.strip() else []),
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
            *(rich_texts([ordered_list(candidates)]) if candidates else []),
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
