"""A follow-up in the words of a conversation → the question that it asks (R6でいいです, Ⅰ-9とまとめて, 多かった年は？).

Each rule reads the folded clause and what the thread is about, and writes the clause out with what the words point at;
what none of them knows stays as it is.
"""

from __future__ import annotations

from bot.answer import Context
from bot.question import Question
from bot.reading.follow_up_lists import END, RULES_OF_LISTS, SHARE, SUM, Rule, Said, named_items
from bot.reading.sub_values import core_of, parts_among
from bot.text.compiled import compiled
from bot.wording.phrases import EVALUATION_NAMES, year_name
from records.lookups import Records

_FIGURES = frozenset({"indicator", "staff"})
_OF_RATINGS = frozenset({"rating", "history", "item"})
_CAME_TO = frozenset({"items", "changes"})
_WILL_DO = compiled(r"(?P<said>.{1,20}?)(?:で|が)(?:いい|良い|よい|結構|けっこう|大丈夫)(?:です|よ|ですよ)*[。?]*")
_THOUGHT = compiled(
    r"だ?と(?:思っ(?:て(?:い)?)?(?:た|まし)|聞い(?:て(?:い)?)?(?:た|まし))(?:た)?(?:んです|の)?(?:けど|けれど|が|のに)?(?:も)?[。?]*$"
)
_SAME_SPAN = compiled(rf"(?:も|は|を|で)?、?同じ(?:期間|年度?|条件)(?:で(?:は)?|だと|の){END}$")
_TOGETHER = compiled(r"と(?:まとめ|合わせ|あわせ|一緒に?)(?:て)?(?=、|で|[。?]|$)")
_ADDED = compiled(rf"も?、?(?:入れ|加え|含め|足し)(?:て|ると|たら){END}$")
_BESIDE = compiled(r"との(?:評[価定]の)?(?:差|違い|ちがい|比較)|と(?:比べ|比較|くらべ)")
_OF_THOSE = compiled(r"^(?:その|それらの)(?=見込|年度評価|令和|[0-9r]|20)")
_EXTREME_YEAR = compiled(r"^(?:で、?|じゃあ、?)?(?=(?:多|少な|高|低|長|短|良|悪)かった(?:年|のは))")
_OTHER_ITEMS = compiled(
    rf"(?:じゃあ|では|、)*(?:他|ほか|その他|それ以外|.{{3,15}}以外)の項目(?:は|も|だと|なら)?(?:どう)?{END}"
)
_QUOTIENT = compiled(rf"(?:じゃあ|で|その|、)*倍率(?:は|で|だと)?(?:いくつ|どれくらい)?{END}")
_DIFFERENCE = compiled(rf"(?:じゃあ|で|その|、)*差(?:は|が)?(?:いくつ|どれくらい|何[人件%])?{END}")
_DIFFERENCE_FROM = compiled(r"との?差")
_AND_THAT = compiled(rf"(?:じゃあ|で|、)*[^、。?と]{{2,8}}と(?:は|だと|では|なら)(?:どう)?{END}")
_WHY = compiled(r"(?:で|それ(?:は|って)?|、)*(?:何で|何故)(?:ですか|なの(?:か|でしょうか)?|だろう|でしょう)*[?。]*")
_OF_THE_YEAR = compiled(rf"(?:じゃあ|で|、)*年度(?:の(?:方|ほう))?(?:は|だと|なら|で)?{END}")
_WRITTEN_WHERE = compiled(
    rf"(?:それ(?:は|って)?|で|、)*どこに(?:[sabcd](?:って|と|が|は))?(?:書い(?:て(?:い)?(?:る|た|ある|あります))|書かれて(?:い)?(?:る|た)|載って(?:い)?る|記載|ある|あります){END}"
)
_IT_IS = compiled(rf"[sabcd]な(?:の|理由)(?:は|って){END}$")
_PLANNED = compiled(
    rf"(?:で|じゃあ|、)*(?:当初の?)?(?:予定|実際|計画)(?:は|には|って|では)?(?:いつ|何年|どう)?(?:だった|でした|に始まった|始まった)?{END}"
)
_OF_TARGET = compiled(rf"(?:じゃあ|で|その|、)*(?:目標|計画)比(?:は|だと|で)?(?:いくつ|どれくらい|何%)?{END}")
_SINCE = compiled(
    rf"(?P<year>.{{2,8}}?)から(?:だと|の|は|で)?(?:何(?:ポイント|人|件|日|回|枚|%)|どれ(?:だけ|くらい|ぐらい)|どの(?:くらい|ぐらい)|増加数?|増減数?|伸び|変化|増え方)(?:は)?{END}"
)
_ONLY_A_PART = compiled(
    rf"(?:じゃあ|で|、)*(?P<what>[^、。?のは]{{2,14}}?)(?:だけ|のみ)(?:で(?:は|いい)?|だと|に)?{END}"
)
_BREAKDOWN = compiled(
    rf"(?:じゃあ|で|その|、)*(?:[^、。?]{{2,8}}の)?内訳(?:は|も|を|って)?(?:[^、。?のは]{{2,6}})?(?:どう)?{END}"
)
_LIMIT = compiled(
    rf"(?:じゃあ|で|そのうち|、)*(?P<limit>[0-9,]+人(?:を?超え(?:る|た|て(?:い)?る)?|超|以上|以下|未満|を?上回る|を?下回る))(?:の)?(?:項目|の)?(?:は|だと|なら)?(?:どれ|いくつ|何項目)?{END}"
)
_REST = compiled(
    rf"(?:じゃあ|で|、)*(?:それ以外|そのほか|その他|残り)(?:の人数|の件数|の数|の値)?(?:は|だと)?(?:何人|何件|いくつ)?{END}"
)
_NOT_SO = compiled(
    rf"(?:じゃあ|で|逆に|、)*(?:(?:され|なっ)て(?:い)?ない|そう(?:で|じゃ)ない|高くない|低い)(?:の|項目)(?:は|が|だと)?(?:どれ|いくつ|何項目)?{END}"
)
_WHEN = compiled(rf"(?:で|それ(?:は|って)?|、)*(?:いつ|何年度?|どの年度?)(?:の(?:こと|話))?{END}")
_EVER = compiled(r"(?P<said>.*(?:上が|下が)った)ことは?が?(?:ある|あり|あった|ない).*")
_STARTED = compiled(
    rf"(?:じゃあ|で|それ(?:は|って)?|、)*(?:まだ|もう|既に|すでに)?(?:始ま(?:った|りました|って)|(?:開始|スタート|実施)し(?:た|ました|て)|できて)(?:い)?(?:る|ない|ます|ません)?{END}|(?:まだ|もう){END}"
)
_WHAT_IT_WAS = compiled(rf"(?:じゃあ|で|、)*[^、。?]{{2,8}}?(?:は|って)(?:何|なん)(?:だった|でした|だっけ){END}")
_WHY_TWO = compiled(
    r"(?:なんで|何で|なぜ|何故|どうして)[^、。?]{0,3}(?:2つ|二つ|両方|2通り|分かれ|割れ|別々)|(?:2つ|二つ|両方|2通り)[^、。?]{0,8}(?:なんで|何で|なぜ|何故|どうして|理由)"
)
_USED = compiled(
    rf"(?:で|実際(?:に|は)?|、)*(?:何件|どれ(?:くらい|だけ)|どの(?:くらい|ぐらい))(?:くらい|ぐらい)?(?:使わ|利用さ)れ(?:た|て(?:い)?る|ました){END}"
)
_WHAT_IT_TAKES = compiled(
    rf"(?:じゃあ|で|、)*(?P<letter>[sabcd])(?:評価|評定)?に(?:な(?:る|れる)|する)(?:に|ため|条件)(?:は|に)*(?:どう(?:すれば|したら)?|何が)?(?:いい|必要)?{END}"
)
_IN_DETAIL = compiled(rf"(?:もっと|もう少し|、)*(?:詳しく|くわしく|詳細(?:に|を|は)?){END}")
_WHY_APART = compiled(
    rf"(?:で|それ(?:は|って)?|、)*(?:なんで|何で|なぜ|何故|どうして)(?:評[価定]が)?(?:違う|ちがう|異なる|差がある){END}"
)
_BACK = compiled(rf"(?:じゃあ|で|、)*(?:年度(?:評価|の評[価定])?|元)(?:に|へ)(?:戻って|戻す(?:と)?|戻ると){END}")
_SAME = compiled(rf"(?:と|も)(?:同じ|おなじ|一緒){END}")
_EXTREME = compiled(r"(?:一番|いちばん|最も)(?:多|少な)")
_EXTREME_OF_ALL = compiled(
    rf"(?:逆に|じゃあ|で|、)*(?:一番|いちばん|最も)(?P<how>多い|少ない)(?:の|項目)?は?(?:どれ|どこ)?{END}"
)
_UNMARKED = {"high_importance": "重要度が高くない", "priority": "重点化されていない"}
_RATED_OR_STAFFED = {"rating": "評定", "staff": "従事人員数"}


def as_asked(bare: Question, context: Context, records: Records) -> str:
    """The clause *bare*, read without its thread, as a question would put it in the thread; "" where it is one."""
    if not context.topics or bare.refusal in {"greeting", "thanks"}:
        return ""
    said = Said(bare.text_folded, bare, context, records)
    return next((written for rule in _RULES if (written := rule(said))), "")


def _choice(said: Said) -> str:
    """R6でいいです."""
    match = _WILL_DO.fullmatch(said.text)
    named = said.bare.years.asked or said.bare.evaluation or said.bare.items
    return f"{match['said']}は?" if match and named and not said.bare.topics else ""


def _thought(said: Said) -> str:
    """Aだと思ったけど."""
    return _THOUGHT.sub("ですか?", said.text) if said.bare.letters and _THOUGHT.search(said.text) else ""


def _said_otherwise(said: Said) -> str:
    """何で？, 年度の方は？, どこにAって書いてある？ in other words."""
    if _WHY.fullmatch(said.text):
        return "なぜ?"
    if becomes := _WHAT_IT_TAKES.fullmatch(said.text):
        return f"{becomes['letter']}の基準は?"
    if _OF_THE_YEAR.fullmatch(said.text) and said.context.evaluation == "prospective":
        return "年度評価は?"
    return "出典は?" if _WRITTEN_WHERE.fullmatch(said.text) and said.context.items else ""


def _why_the_other(said: Said) -> str:
    """年度評価がBなのは？ after why the prospective rating is what it is."""
    if said.context.topics != ("rationale",) or not (said.bare.evaluation and said.bare.letters and said.context.items):
        return ""
    letter = "か".join(said.bare.letters)
    evaluation = EVALUATION_NAMES[said.bare.evaluation]
    named = "と".join(said.context.items)
    return f"{named}の{evaluation}の評定が{letter}なのはなぜ?" if _IT_IS.search(said.text) else ""


def _planned_and_done(said: Said) -> str:
    """予定はいつだった？, 実際は？ of what one item started."""
    of_one = len(said.context.items) == 1 and set(said.context.topics) <= {"goals", "events"}
    return f"{said.context.items[0]}は予定どおり始まった?" if of_one and _PLANNED.fullmatch(said.text) else ""


def _same_span(said: Said) -> str:
    """Ⅰ-2も同じ期間で."""
    told = said.bare.items and said.context.fiscal_years and _SAME_SPAN.search(said.text)
    return _SAME_SPAN.sub("は?", said.text) if told else ""


def _added(said: Said) -> str:
    """Ⅰ-9とまとめて; R6も入れて."""
    if said.bare.items and not said.bare.years.asked and _TOGETHER.search(said.text):
        return _TOGETHER.sub("も加えて", said.text)
    years = said.bare.years.years
    if not (years and said.context.fiscal_years and _ADDED.search(said.text)) or said.bare.items or said.bare.topics:
        return ""
    return f"{'と'.join(map(year_name, sorted({*said.context.fiscal_years, *years})))}は?"


def _beside(said: Said) -> str:
    """Ⅲ-4との違い, Ⅲ-4と比べて after the rating of one item."""
    rated = set(said.context.topics) <= _OF_RATINGS and len(said.context.items) == 1 and len(said.bare.items) == 1
    if not rated or said.bare.years.asked or said.bare.items == said.context.items or not _BESIDE.search(said.text):
        return ""
    return f"{said.context.items[0]}と{said.bare.items[0]}の{said.when}評定の違いは?"


def _of_those(said: Said) -> str:
    """その見込評価は？, そのR5は？ after a list: of those listed."""
    plain = not (said.bare.topics or said.bare.letters or said.bare.left or said.bare.items)
    if not (plain and (said.bare.years.asked or said.bare.evaluation) and set(said.context.topics) <= _CAME_TO):
        return ""
    match = _OF_THOSE.match(said.text)
    return (
        f"{'・'.join(said.context.listed)}の{said.text[match.end() :].strip('?。').removesuffix('は')}の評定は?"
        if match and said.context.listed
        else ""
    )


def _other_items(said: Said) -> str:
    """他の項目は？ after the rating of an item."""
    kind = _RATED_OR_STAFFED.get("".join(said.context.topics), "")
    left_out = said.bare.excluded in {(), said.context.items}
    if not (kind and said.context.items and left_out and _OTHER_ITEMS.fullmatch(said.text)):
        return ""
    return f"{'と'.join(said.context.items)}以外の項目の{said.when}{kind}は?"


def _of_figures(said: Said) -> str:
    """多かった年は？, 倍率は？, 目標比, R5からの増加 after figures."""
    if not set(said.context.topics) <= _FIGURES:
        return ""
    if _EXTREME_YEAR.match(said.text):
        return _EXTREME_YEAR.sub("一番", said.text)
    if _QUOTIENT.fullmatch(said.text):
        return "何倍?"
    if len(said.context.indicators) > 1 and said.context.discussed and _DIFFERENCE.fullmatch(said.text):
        names = "と".join(said.records.indicator_by_id[key].name for key in said.context.indicators)
        first, *_, last = sorted({*said.context.discussed, *said.context.fiscal_years})
        return f"{names}は{year_name(first)}から{year_name(last)}の増減は?"  # of each, between the two years
    if _OF_TARGET.fullmatch(said.text):
        return "達成度は?"
    if said.context.indicators and _BREAKDOWN.fullmatch(said.text):  # the parts stand beside the whole
        years = said.bare.years.years or said.context.fiscal_years
        when = f"{'と'.join(map(year_name, years))}の" if years else ""
        return f"{when}{'、'.join(said.records.indicator_by_id[key].name for key in said.context.indicators)}は?"
    only = _ONLY_A_PART.fullmatch(said.text)
    if only and said.context.topics == ("indicator",) and not (said.bare.years.asked or said.bare.topics):
        return f"{only['what']}の方は?"
    since = _SINCE.fullmatch(said.text)
    if since and said.bare.years.asked and not (said.bare.items or said.bare.indicators):
        return f"{since['year']}からの増減は?"
    return ""


def _of_staff(said: Said) -> str:
    """100人超えは？, 合計は？ after the staff of several items; Ⅰ-2との差は？ after that of one."""
    if said.context.topics != ("staff",):
        return ""
    if not said.context.items:
        # where the question before had these words together, it is asked again with the other one
        extreme = None if _EXTREME.search(said.context.asked) else _EXTREME_OF_ALL.fullmatch(said.text)
        return f"{said.when}全項目で従事人員数が一番{extreme['how']}項目は?" if extreme else ""
    if len(said.context.items) == 1:
        if len(said.bare.items) != 1 or not _DIFFERENCE_FROM.search(said.text) or said.bare.years.asked:
            return ""
        latest = year_name((said.context.fiscal_years or said.records.rated_years)[-1])
        return f"{said.context.items[0]}と{said.bare.items[0]}の{latest}の従事人員数の差は?"
    limit = _LIMIT.fullmatch(said.text)
    asked = (
        f"従事人員数が{limit['limit']}の項目は?" if limit else "従事人員数の合計は?" if SUM.fullmatch(said.text) else ""
    )
    return f"{named_items(said.context.items, said.records)}の{said.when}{asked}" if asked else ""


def _of_a_part(said: Said) -> str:
    """割合は？, それ以外は？ after a part of an indicator (うちカード関係)."""
    parts = [core_of(part) for part in parts_among(said.context.words)]
    if said.context.topics != ("indicator",) or len(said.context.indicators) != 1 or len(parts) != 1:
        return ""
    name = said.records.indicator_by_id[said.context.indicators[0]].name
    if SHARE.fullmatch(said.text):
        return f"{said.when}{name}のうち{parts[0]}の割合は?"
    return f"{said.when}{name}のうち{parts[0]}以外は?" if _REST.fullmatch(said.text) else ""


def _series_of_both(said: Said) -> str:
    """推移で after ratings and staff."""
    both = {"staff"} < set(said.context.topics) <= {"rating", "history", "staff"} and len(said.context.items) > 0
    plain = said.bare.topics == ("history",) and not (said.bare.items or said.bare.left or "評" in said.text)
    return f"{'と'.join(said.context.items)}の評定と人員の推移は?" if both and plain else ""


def _beside_a_year(said: Said) -> str:
    """R3とは？ after a comparison of two years of one item."""
    years = said.bare.years.years
    match = _AND_THAT.fullmatch(said.text)
    if said.context.topics != ("changes",) or len(said.context.items) != 1 or len(years) != 1 or not match:
        return ""
    latest = (said.context.fiscal_years or said.records.rated_years)[-1]
    return f"{said.context.items[0]}の{year_name(years[0])}と{year_name(latest)}の評定の違いは?"


def _unmarked(said: Said) -> str:
    """されてないのは？ after those with a mark of the summary table."""
    if len(said.context.flags) != 1 or said.context.flags[0] not in _UNMARKED or not _NOT_SO.fullmatch(said.text):
        return ""
    rated = f"{'か'.join(said.context.letters)}で" if said.context.letters else ""
    return f"{said.when}{rated}{_UNMARKED[said.context.flags[0]]}項目は?"


def _when_it_changed(said: Said) -> str:
    """いつ？ after 下がったことある？, of that fall."""
    ever = _EVER.fullmatch(said.context.asked)
    return f"{ever['said']}のはいつ?" if ever and _WHEN.fullmatch(said.text) else ""


def _again_in_full(said: Said) -> str:
    """もっと詳しく after the reasons: they stand below the first line."""
    of_text = said.context.topics in {("rationale",), ("achievements",)} and len(said.context.items) == 1
    if not of_text or not _IN_DETAIL.fullmatch(said.text):
        return ""
    return f"{said.context.items[0]}の{said.when}{'根拠' if said.context.topics == ('rationale',) else '主な成果'}は?"


def _why_they_differ(said: Said) -> str:
    """なんで違うの？ after both ratings of one item: the reasons of both."""
    rated = said.context.topics == ("rating",) and len(said.context.items) == 1 and said.context.evaluation
    if not rated or not _WHY_APART.fullmatch(said.text):
        return ""
    return f"{said.context.items[0]}の見込評価の根拠と年度評価の根拠は?"


def _back_to_the_year(said: Said) -> str:
    """年度評価に戻って after the prospective rating: of the year before that."""
    prospective = said.context.evaluation == "prospective" and len(said.context.items) == 1
    if not prospective or len(said.context.discussed) != 1 or not _BACK.fullmatch(said.text):
        return ""
    return f"{said.context.items[0]}の{year_name(said.context.discussed[0])}の評定は?"


def _the_same_as(said: Said) -> str:
    """Ⅰ-2と同じ？, Ⅰ-9も同じ？ after the rating or the staff of one item."""
    kind = _RATED_OR_STAFFED.get("".join(said.context.topics), "")
    one = len(said.context.items) == len(said.bare.items) == 1 and said.context.items != said.bare.items
    same = _SAME.search(said.text)
    if not kind or not one or said.bare.years.asked or not same:
        return ""
    if kind == "従事人員数" and same.group().startswith("も"):
        return ""  # Ⅰ-2も同じですか？ may be said of what was computed
    latest = year_name((said.context.fiscal_years or said.records.rated_years)[-1])
    both = f"{said.context.items[0]}と{said.bare.items[0]}の"
    return (
        f"{both}{latest}の従事人員数の差は?"
        if kind == "従事人員数"
        else f"{both}{said.when or f'{latest}の'}評定は同じですか?"
    )


def _whether_it_began(said: Said) -> str:
    """まだ始まってない？ after the date of one thing."""
    if said.context.topics != ("events",) or len(said.context.items) != 1 or not _STARTED.fullmatch(said.text):
        return ""
    named = said.context.asked.removesuffix("はいつから?")
    return f"{named or said.context.items[0]}は始まった?"


def _rating_of_a_year(said: Said) -> str:
    """R5は何だった？ after why the rating is what it is: a letter."""
    reason = said.context.topics == ("rationale",) and len(said.context.items) == 1 and said.bare.years.asked
    if not reason or said.bare.items or not _WHAT_IT_WAS.fullmatch(said.text):
        return ""
    return f"{said.context.items[0]}の{'と'.join(map(year_name, said.bare.years.years))}の評定は?"


def _why_two(said: Said) -> str:
    """R4はなんで二つあるの？ after ratings of one item on which places disagree."""
    rated = set(said.context.topics) <= _OF_RATINGS and len(said.context.items) == 1
    if not rated or said.bare.items or not _WHY_TWO.search(said.text):
        return ""
    years = said.bare.years.years or said.context.fiscal_years
    when = f"{'と'.join(map(year_name, years))}の" if years else ""
    return f"{said.context.items[0]}の{when}評定の出典の不一致は?"


def _how_often_used(said: Said) -> str:
    """何件使われた？ after an item whose uses are counted."""
    if len(said.context.items) != 1 or said.context.indicators or not _USED.fullmatch(said.text):
        return ""
    item = said.context.items[0]
    counted = any("利用件数" in each.name for each in said.records.indicators_by_item.get(item, ()))
    return f"{item}の{said.when}利用件数は?" if counted else ""


_RULES: tuple[Rule, ...] = (
    _choice,
    _thought,
    _said_otherwise,
    _why_the_other,
    _planned_and_done,
    _same_span,
    _added,
    _beside,
    _of_those,
    _other_items,
    _of_figures,
    _of_staff,
    _of_a_part,
    _series_of_both,
    _beside_a_year,
    _unmarked,
    _when_it_changed,
    _again_in_full,
    _why_they_differ,
    _back_to_the_year,
    _the_same_as,
    _whether_it_began,
    _rating_of_a_year,
    _why_two,
    _how_often_used,
    *RULES_OF_LISTS,
)
