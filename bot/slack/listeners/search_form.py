"""The search form, filled in: answered in the same modal, with the acknowledgement."""

from collections.abc import Mapping

from slack_bolt import Ack, App

from bot.slack.reply import Replier
from bot.slack.views import ITEM_BLOCK, KIND_BLOCK, LATEST, SEARCH_FORM, YEAR_BLOCK, answer_view, question_of


def register(app: App, replier: Replier) -> None:
    """Answer the form."""

    @app.view(SEARCH_FORM)
    def on_submit(ack: Ack, view: dict[str, object]) -> None:
        subject = _chosen(view, ITEM_BLOCK)
        if not subject:
            ack(response_action="errors", errors={ITEM_BLOCK: "項目か指標を選んでください。"})
            return
        question = question_of(subject, _chosen(view, YEAR_BLOCK) or LATEST, _chosen(view, KIND_BLOCK))
        ack(response_action="update", view=answer_view(replier.answer_for_modal(question)))


def _chosen(view: Mapping[str, object], block_id: str) -> str:
    """The value chosen in an input block, or ""."""
    found: object = view
    for key in ("state", "values", block_id):
        found = found.get(key) if isinstance(found, Mapping) else None
    element = next(iter(found.values()), None) if isinstance(found, Mapping) else None
    option = element.get("selected_option") if isinstance(element, Mapping) else None
    value = option.get("value") if isinstance(option, Mapping) else None
    return value if isinstance(value, str) else ""
