"""A follow-up in a thread that is about no item's rating or figures, written out in full.

After criteria, disagreements, dated events, the law or a word that was looked for, 105％なら？, 評定に関するものは？, 2拠点化は？,
何項？, いつから？ are said of that; each form is a complete question, and the kind of question whose answer it is.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.answer import Context
from bot.question import Question
from bot.reading.thread import has_own_subject
from bot.text.compiled import compiled
from bot.topic import all_topics
from bot.topics.events import COUNT_ALONE
from bot.topics.search import QUOTED
from bot.wording.phrases import EVALUATION_NAMES

TOPICS = frozenset({"criteria", "disagreements", "events", "statute", "search", "period"})
_LEAD = compiled(r"^(?:じゃあ|では|それなら|なら|で|その|あと|ちなみに|、)+")
_ALONE = compiled(
    r"(?P<what>[^、。?の]{2,20}?(?:の[^、。?の]{2,12}?)?)(?:の(?:方|ほう))?(?:は|も|だと|なら|って)?(?:どう|いつ)?(?:です|でした|か)*[?。]*"
)
_WHEN_ALONE = compiled(r"(?:それは|それって)?いつ(?:から|のこと)?(?:です|でした|だった|なの|か)*[?。]*")
_WHEN = compiled(r"いつ|何年|何月|時期")
_KINDS_OF_CRITERIA = compiled(r"定[性量]|[質量]的|困難|難易")
# that asks for more of the provision, or of the disagreements, told before
_OF_THE_LAW = compiled(
    r"(?:その|、)*根拠(?:法|法令)?(?:は|って)?(?:何|どこ)?[?。]*|(?:その|、)*(?:根拠(?:の|は|と?なる)?|法律の)?(?:条文|条項|何条|何項|第何[条項]|法律)(?:何項|の何項|の条文)?(?:は|って)?(?:何|どれ|どこ)?(?:です|でした|か|だっけ|に書いてある)*[?。]*"
    r"|根拠(?:は|って)?(?:何条|何項|何法|どこ|何)?(?:です|でした|か|だっけ)*[?。]*"
    r"|いつ(?:頃|ごろ|通知|公表)?(?:される|する)?(?:の|です|でしょう|か)*[?。]*|(?:誰|だれ|どこ)に(?:です|出す|提出|か|の|する)*[?。]*"
    r"|(?:それは|で、?)?いつまで(?:に)?(?:出す|やる|する)?(?:の|です|でしょう|か|だっけ)*[?。]*"
    r"|(?:誰|だれ|どこ|どなた|何|なに)[がを](?:出す|提出する|作る|書く|行う|やる|する)(?:の|ん|もの|です|でしょう|か|だっけ)*[?。]*"
)
_DETAILS = compiled(
    r"(?:その|、)*(?:中身|内容|詳細|具体的に(?:は)?|どこ|どれ|どんなもの|何|一覧)(?:は|を|って|が)?(?:何|どこ|どう)?(?:です|教えて|見せて|ください|お願い(?:します)?|か|なの)*[?。]*"
)
_LETTERS = compiled(
    r"(?P<letters>[sabcd](?:(?:と|・|、)[sabcd])*)(?:も|は|だと|なら|の(?:場合|方|ほう))*(?:どう|何)?(?:です|か)*[?。]*"
)
_HOW_MUCH = compiled(r"何[日人件枚回%]|いくら|いくつ")
# that no event has: 応答率は？ after 特急発行はいつから？
_RATE = compiled(r"率(?:は|って|も)?(?:どう)?(?:です|でした|か)*[?。]*$")
_WHEN_ASKED = "はいつから?"
_CAME_INTO_FORCE = compiled(r"公布|施行")
_OFFICE = compiled(r"課|部局|部署|局|室")
_WHICH_ITEMS = compiled(
    r"(?:ない|(?:一番|最も|いちばん)?多い)(?:項目|の)[はがって]*(?:どれ|何)?(?:です|ある|あります|か)*[?。]*"
)
_REALLY = compiled(r"(?:それ|それは)?(?:本当|ほんと|ほんとう|マジ|確か)(?:に)?(?:です|なの|の)*か?[?。]*")
_OF_MINISTERS = compiled(
    r"(?:(?P<what>義務|役割|権限)(?:は|って)?(?:何)?|何人(?:いる|いますか|です)?)(?:です|か)*[?。]*"
)
_TERM = compiled(r"[0-9]{1,3}(?:[かヶカ]月|週間)(?:以内)?")
_CAME_OUT = compiled(r"^(?:実際に|これまでに|過去に)?(?:出た|出され|あった|受けた|発動)")
_NEXT = compiled(r"次(?:の(?:期間?|中期))?(?:は|って)?(?:いつ|何)?(?:から)?(?:です|か)*[?。]*")
_IN_CHARGE = compiled(r"(?:所管|担当)(?:部局|部署|課)?(?:は|って)?(?:どこ|何)?(?:です|でしょう|か)*[?。]*")
_ONLY_THAT = compiled(r"[^、。?]{2,8}(?:で|の)?(?:は|も|だと|なら)(?:どう|誰)?(?:です|でした|か)*[?。]*")
_OF_RATINGS = compiled(r"評[価定]")


class Form(NamedTuple):
    """A complete question, and the kinds of which its answer has to be."""

    text: str
    topics: frozenset[str]


def forms(bare: Question, context: Context) -> tuple[Form, ...]:
    """The follow-up *bare*, read without its thread, as it may be written out; none where it says its own subject."""
    if len(context.topics) != 1 or bare.refusal in {"greeting", "thanks", "secret", "instruction"}:
        return ()
    topic = context.topics[0]
    if topic not in TOPICS or (topic != "search" and has_own_subject(bare) and topic != "events"):
        return ()
    said = _LEAD.sub("", bare.text_folded)
    written = _RULES[topic](bare, context, said)
    return tuple(Form(text, frozenset({kind})) for text, kind in written if text)


def _of_criteria(bare: Question, context: Context, said: str) -> list[tuple[str, str]]:
    if bare.years.asked:
        return []
    if alone := _LETTERS.fullmatch(said):  # Bも
        return [(f"{alone['letters']}の基準は?", "criteria")]
    if bare.percent is not None:
        return [(f"達成度{said}", "criteria")]
    if not _KINDS_OF_CRITERIA.search(said) or not set(bare.topics) <= {"criteria", "search", "item", "items"}:
        return []
    rate = f"達成度{context.percent:g}%で" if context.percent is not None and bare.high_difficulty else ""
    letters = "と".join(bare.letters or context.letters)
    return [(f"{rate or f'{letters}の基準は、'}{said}", "criteria")] if rate or letters else []


def _of_disagreements(bare: Question, context: Context, said: str) -> list[tuple[str, str]]:
    kept = context.asked.removeprefix("?")
    if _WHICH_ITEMS.fullmatch(said) and not context.items:
        return [(f"出典の不一致が{said}", "disagreements")]  # ない項目は？, 一番多い項目は？
    if _OF_RATINGS.search(said) and not (bare.letters or bare.years.asked or bare.evaluation):
        return [(f"{'・'.join(context.items)}{'の' if context.items else ''}評定の出典の不一致は?", "disagreements")]
    every = any(each.kind == "all" for each in bare.mentions)
    if bare.years.asked and (every or not kept) and not (bare.topics or bare.left):
        of = "の".join((*context.items, said.strip("?。").removesuffix("は"), *(["評定"] if "評定" in kept else [])))
        return [(f"{of}の出典の不一致は?", "disagreements")]
    return [(kept, "disagreements")] if _DETAILS.fullmatch(said) else []


def _of_events(bare: Question, context: Context, said: str) -> list[tuple[str, str]]:
    """メール通知は？ after a date asks for one; Ⅰ-9のは？ after the plans of a year for those of the item."""
    kept = context.asked.removeprefix("?")
    if kept and _REALLY.fullmatch(said):
        return [(kept, "events")]
    if context.items and (done := _CAME_INTO_FORCE.search(said)):
        return [(f"{context.items[0]}の{done.group()}はいつ?", "events")]
    if of_item := _of_its_item(bare, context, said):
        return of_item
    if bare.years.asked or bare.letters or bare.evaluation or COUNT_ALONE.fullmatch(said) or said.startswith("対象"):
        return []
    alone = _ALONE.fullmatch(said)
    if bare.indicators and not bare.topics and _RATE.search(said):
        return [(said, "indicator")]
    if _HOW_MUCH.search(said) and kept and set(bare.topics) <= {"events", "indicator"} and not bare.items:
        return [(f"{kept.removesuffix(_WHEN_ASKED)}は{said}", "indicator")]  # 何日で届くの？ after 特急発行
    if bare.items and not bare.topics and kept and not context.items:
        return [(f"{'と'.join(bare.items)}の{kept}", "events")]
    if (
        not alone
        or not set(bare.topics) <= {"events", "indicator", "item", "search"}
        or (bare.items and not bare.names)
    ):
        return []
    if set(bare.topics) == {"events"} and not bare.left:
        return [(kept, "events")] if kept.endswith(_WHEN_ASKED) and _WHEN_ALONE.fullmatch(said) else []
    return [(f"{alone['what']}はいつから?", "events"), (f"{alone['what']}はいつ?", "events")]


def _of_the_law(bare: Question, context: Context, said: str) -> list[tuple[str, str]]:
    kept = context.asked.removeprefix("?")
    if "大臣" in kept and (alone := _OF_MINISTERS.fullmatch(said)):
        return [(f"主務大臣の{alone['what']}は?" if alone["what"] else "主務大臣は誰?", "statute")]
    if kept and (term := _TERM.search(said)) and not bare.topics:
        return [(f"{kept.rstrip('?').removesuffix('は')}は{term.group()}?", "statute")]  # 6か月じゃないの？
    if "命令" in kept and _CAME_OUT.search(said):
        return [("改善命令は出た?", "statute")]
    if "大臣" in kept and bare.evaluation and not bare.topics and _ONLY_THAT.fullmatch(said):
        return [(f"{EVALUATION_NAMES[bare.evaluation]}の主務大臣は?", "statute")]
    if "大臣" in kept and _IN_CHARGE.fullmatch(said):
        return [("主務大臣の担当部局は?", "statute")]
    if _OFFICE.search(said) and "大臣" in kept and not bare.topics:
        return [(f"主務大臣の担当{said.removeprefix('担当の').removeprefix('担当')}", "statute")]
    return [(kept, "statute")] if _OF_THE_LAW.fullmatch(said) else []


def _of_a_word(bare: Question, context: Context, said: str) -> list[tuple[str, str]]:
    """Ⅰ-3では？, いつから？, 評定は？ after a word that was looked for."""
    quoted = QUOTED.findall(context.asked)
    if not quoted or bare.letters:
        return []
    if bare.items and not (bare.topics or bare.years.asked or bare.evaluation):
        return [(f"{'と'.join(bare.items)}の「{quoted[0]}」の記載は?", "search")]
    if has_own_subject(bare):
        return []
    if _WHEN.search(said) and set(bare.topics) <= {"events", "search"}:
        return [(f"{quoted[0]}はいつ?", "events")]
    return _of_its_item(bare, context, said)


def _of_its_item(bare: Question, context: Context, said: str) -> list[tuple[str, str]]:
    """見込評価は？, 根拠条文は？ after what came to one item."""
    items = context.items or context.listed
    of_item = [name for name in bare.topics if all_topics()[name].NEEDS == "item"]
    if len(items) != 1 or has_own_subject(bare) or not (of_item or bare.evaluation) or len(of_item) < len(bare.topics):
        return []
    return [(f"{items[0]}の{said}", (of_item or ["rating"])[0])]


def _of_the_period(_bare: Question, _context: Context, said: str) -> list[tuple[str, str]]:
    """次は？ after the mid-term period."""
    return [("次の中期目標期間は?", "period")] if _NEXT.fullmatch(said) else []


_RULES = {
    "period": _of_the_period,
    "criteria": _of_criteria,
    "disagreements": _of_disagreements,
    "events": _of_events,
    "statute": _of_the_law,
    "search": _of_a_word,
}
