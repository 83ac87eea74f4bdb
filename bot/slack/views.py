"""Views as plain dicts: the home page, the search form, and a modal around blocks (Views reference)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answer import Answer, Choice, Status, Table
from bot.overview import Overview
from bot.render.blocks import render_blocks
from bot.render.frame import ASK
from bot.render.limits import (
    OPTION_TEXT,
    OPTION_VALUE,
    TEXT_OBJECT,
    Block,
    actions,
    button,
    context,
    cut,
    plain_text,
)
from bot.text.clean import clean
from bot.wording.phrases import short_year, year_name

HOME_SEARCH = "home_search"
OPEN_SEARCH = "open_search"
SEARCH_FORM = "search_form"
ITEM_SELECT = "item"
ITEM_BLOCK, YEAR_BLOCK, KIND_BLOCK = "item_block", "year_block", "kind_block"
LATEST = "latest"
INDICATOR = "indicator "  # before the name of an indicator, where else an item code stands
MOST_OPTIONS = 100  # Block Kit reference, Select menu element
_DISAGREEMENTS_SHOWN = 12
_TITLE_LIMIT = 24  # Views reference, title

# what can be searched for → the words that ask for it, and whether it is of one year
KINDS = {
    "評定": ("評定", True),
    "評定の推移": ("評定の推移", False),
    "見込評価の評定": ("見込評価の評定", False),
    "主な成果": ("主な成果", True),
    "評定の根拠": ("評定の根拠", True),
    "指標": ("指標", True),
    "課題と対応": ("課題と対応", True),
    "中期目標": ("中期目標", False),
    "年度計画": ("年度計画", True),
    "従事人員数": ("従事人員数", True),
    "根拠条文": ("根拠条文", False),
}


def home_view(overview: Overview, answer_blocks: Sequence[Block]) -> list[Block]:
    """The blocks of the home page: search box, answer, ratings of all items, sections, disagreements, data version.

    Slack's own tables are for messages, so the ratings are text in columns, the letters first: they stay under each
    other in any font.
    """
    return [
        {"type": "header", "text": plain_text(f"{overview.organization} 業務実績評価", 150)},
        {
            "type": "input",
            "block_id": "home_search_block",
            "dispatch_action": True,
            "label": plain_text("聞く", TEXT_OBJECT),
            "element": {
                "type": "plain_text_input",
                "action_id": HOME_SEARCH,
                "placeholder": plain_text(f"例：{overview.examples[0]}", 150),
                "max_length": 300,
                "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
            },
        },
        *actions("home_actions", [button("項目・年度・種類を選んで検索", OPEN_SEARCH, "home")]),
        *answer_blocks,
        *_divider(below=answer_blocks),
        *_ratings(overview),
        *_sections(overview),
        *_disagreements(overview),
        *context(f"データ：{overview.version} ・ 記録のある年度：{'、'.join(map(short_year, overview.years))}"),
    ]


def search_form(overview: Overview) -> Block:
    """The modal to search by item, year and kind of question."""
    years = [Choice("最新の年度", LATEST), *(Choice(year_name(year), str(year)) for year in reversed(overview.years))]
    return {
        "type": "modal",
        "callback_id": SEARCH_FORM,
        "title": plain_text("評定を調べる", _TITLE_LIMIT),
        "submit": plain_text("調べる", _TITLE_LIMIT),
        "close": plain_text("閉じる", _TITLE_LIMIT),
        "blocks": [
            _input(
                ITEM_BLOCK,
                "項目・指標",
                {
                    "type": "external_select",
                    "action_id": ITEM_SELECT,
                    "min_query_length": 0,
                    "placeholder": plain_text("番号や名前で（例：免許証、1-1、応答率）", 150),
                },
            ),
            _input(YEAR_BLOCK, "年度", _select("year", years, years[0])),
            _input(KIND_BLOCK, "種類", _select("kind", [Choice(each, each) for each in KINDS], Choice("評定", "評定"))),
        ],
    }


def answer_view(blocks: Sequence[Block]) -> Block:
    """A modal that shows blocks."""
    return {
        "type": "modal",
        "callback_id": "answer",
        "title": plain_text("評定ボット", _TITLE_LIMIT),
        "close": plain_text("閉じる", _TITLE_LIMIT),
        "blocks": list(blocks),
    }


def text_view(text: str) -> list[Block]:
    """One text as blocks."""
    return [{"type": "section", "text": plain_text(text, TEXT_OBJECT)}]


def item_options(matching: Iterable[Choice]) -> list[Block]:
    """Options of the item select; one whose value is too long for an option is left out."""
    return [_option(each) for each in matching if len(each.ask) <= OPTION_VALUE][:MOST_OPTIONS]


def question_of(subject: str, year: str, kind: str) -> str:
    """The complete question that a filled search form asks. *subject*: an item code, or the name of an indicator."""
    words, of_one_year = KINDS.get(kind, ("評定", True))
    asked_year = year_name(int(year)) if year.isdecimal() else ""
    if subject.startswith(INDICATOR):
        return f"{subject.removeprefix(INDICATOR)}の{asked_year or '推移'}は？"
    return f"{subject} の{asked_year}の{words}は？" if asked_year and of_one_year else f"{subject} の{words}は？"


def _divider(*, below: Sequence[Block]) -> list[Block]:
    return [{"type": "divider"}] if below else []


def _ratings(overview: Overview) -> list[Block]:
    rows = [
        (*_cells(item.by_year, overview.years), item.prospective or "－", f"{item.code} {item.title}")
        for item in overview.items
    ]
    rows.append((*_cells(overview.overall, overview.years), "－", "総合評定"))
    table = Table(
        caption=f"年度評価の評定（{'・'.join(map(short_year, overview.years))}）と見込評価",
        header=(*map(short_year, overview.years), "見込", "項目"),
        rows=tuple(rows),
    )
    return render_blocks(Answer(question="", status=Status.ANSWERED, first="", tables=(table,)), native=False)


def _cells(letters: dict[int, str], years: Sequence[int]) -> Iterable[str]:
    return (letters.get(year) or "－" for year in years)


def _sections(overview: Overview) -> list[Block]:
    buttons = [
        button(f"{code} {title}", f"{ASK}.section{number}", f"{code}の評定は？")
        for number, (code, title) in enumerate(overview.sections)
    ]
    return [*actions("home_sections", buttons[:25])]


def _disagreements(overview: Overview) -> list[Block]:
    if not overview.disagreements:
        return []
    shown = [f"・{cut(clean(each), 100)}" for each in overview.disagreements[:_DISAGREEMENTS_SHOWN]]
    more = len(overview.disagreements) - len(shown)
    return [
        {"type": "header", "text": plain_text(f"出典どうしの不一致（{len(overview.disagreements)}件）", 150)},
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "\n".join(shown)}]},
            ],
        },
        *context(f"ほか{more}件" if more else ""),
        *actions("home_disagreements", [button("不一致をすべて見る", f"{ASK}.disagreements", "出典の不一致は？")]),
    ]


def _input(block_id: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": block_id, "label": plain_text(label, TEXT_OBJECT), "element": element}


def _select(action_id: str, choices: Sequence[Choice], initial: Choice) -> Block:
    return {
        "type": "static_select",
        "action_id": action_id,
        "options": [_option(each) for each in choices][:MOST_OPTIONS],
        "initial_option": _option(initial),
    }


def _option(choice: Choice) -> Block:
    return {"text": plain_text(choice.label, OPTION_TEXT), "value": choice.ask}
