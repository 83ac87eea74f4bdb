"""Which kinds of question a clause asks: what its words call for, and what that becomes beside what else is named.

「推移」 is the history of a rating, but beside 応答率 the series of that indicator; 「A評価」 is a list of items unless an item
is named. Each rule is small and says its example; they are applied in order.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from bot.figures.letter_counts import asks_change_of_counts
from bot.figures.over_years import COUNTED
from bot.reading.criteria_asked import asks_criteria
from bot.reading.match import WordMention
from bot.reading.parts import JOINED
from bot.reading.thresholds import asks_whose_number, find_threshold
from bot.text.compiled import compiled
from bot.text.fiscal_year import YearMention, months_in

# what is asked of an indicator when these words stand beside it: its series, its changes, its target
OF_AN_INDICATOR = frozenset({"history", "changes", "goals", "results", "items", "item", "staff", "period", "statute"})

_DEFINITION = compiled(
    r"(?<!こ)とは(?:何|なに|なん)?(?:です|でしょう)?か?[?。]*$|って何|ってなに|とはどう|の違い|の意味|どういうもの|評価の対象は|[sabcd](?:評価|評定)?(?:だと|になると)どう"
)
_BECOMES = compiled(r"(?:に)?(?:なるには|なる条件|の条件|の境目|とるには|取るには)|って何%|(?<!割合)(?<!比率)は何%")
# Bって普通？, Bは悪い評価？ ask what a letter means
_HOW_GOOD = compiled(
    r"[sabcd](?:評価|評定)?(?:って|は|だと)(?:普通|標準|良い|よい|いい|悪い|わるい|高い|低い)(?:評[価定]|方|ほう|の|です|[?。]|$)"
)
_WHEN_LETTER = compiled(r"いつ|何年|になった年|だった年|の年|たこと[はがも]")
_WHEN_DIFFICULT = compiled(r"困難度?(?:「?高」?|が高い|の高い項目)?(?:だ)?と(?:どう|何が|なに)")
_A_YEAR = compiled(r"年度?(?:は|って|[?。]|$)|何年|いつ|どの年")
_SO_FAR = compiled(r"過去|これまで|今まで")
_MORE_PEOPLE = compiled(r"(?<![0-9一-龠])人(?:は|が|も)?(?:多|少な)い")
_OVER_YEARS = frozenset({"rating", "history", "item", "items", "events"})
_FROM_TO = compiled(r"[sabcd](?:評価|評定)?(?:から|→)[sabcd]")
# what is computed of figures: 平均は？, 増えた？, 一番低いのは？ after an indicator or staff counts
STATISTIC = compiled(
    r"平均|中央値|ピーク|最大|最小|最高|最低|最多|最少|合計|通算|累計|総計|増え|減っ|増減|増加[率数]|減少[率数]|変化率|上昇率|改善(?:幅|し|度)|短縮|伸び|何倍|一番(?:多|少|高|低)[いくかった]*|いちばん(?:多|少|高|低)[いくかった]*|(?:一番|いちばん|最も)(?:良|よ|悪|長|短)[いくかった]*|達成し|未達|目標を"
)
_OF_RATING = compiled(r"評[価定]|根拠")
_IN_PROSPECT = compiled(r"見込み?(?:評[価定](?![のでにを])|(?:の?評[価定])?(?:は|って|を|[?。]|$))")
_ITEM_OF_PERSONS = compiled(
    r"[0-9](?:人|名)(?:(?:を?超え?る?|以[上下]|未満)?の項目|なのは(?:(?:どの|どこの|何の)項目|どれとどれ|どこ|どれ))"
)
# what is asked of the item that has the indicator: 研修の業務実績, 契約監視委員会は何をした, 研修の評定の推移
_OF_ITS_ITEM = compiled(r"業務実績(?!の?評価)|何を(?:し|や)|評[価定]の?(?:推移|変遷|履歴|経緯)")
# of whatever is compared
_COMPARING = frozenset({"比べ", "くらべ", "比較", "ひかく", "どっちが", "どちらが"})
_ARTICLE = compiled(r"根拠(?:は|って|が)?[^、。?]{0,12}?第?[0-9]+条")
_SO_MANY_COUNTED = compiled(r"(?:件数|回数|枚数|日数|人数)(?:は|って|が)?(?:いくつ|何個)")
_SO_MANY_ITEMS = compiled(r"[0-9]{1,2}項目(?:です|でした|だ|なの|で合って|ある|あります)*(?:か|よね|ね|っけ|[?。])+$")
_WHO = compiled(r"(?:誰|だれ)が(?:評価|評定|付け|つけ)|評価するのは(?:誰|だれ)")
_OF_A_KIND = compiled(r"定[性量]的?な?項目")
_NAMED = compiled(r"名称|名前|何の略")
# 番号利用法第16条の2が根拠の項目: which items a law is the basis of
BASIS_OF = compiled(
    r"(?P<law>[^、。?の]{0,40}?(?:法|規則|省令|法律)(?:第?[0-9]{1,3}条(?:の[0-9]{1,3})?(?:第?[0-9]{1,3}項)?)?|第?[0-9]{1,3}条(?:の[0-9]{1,3})?)(?:[がをに]|が法的)[^、。]{0,3}(?:根拠|基づ)[^、。]{0,12}(?:項目|もの(?=[はをがも?]|$))"
)
BASIS_IS = compiled(
    r"根拠(?:条文|法令?|規定)?が(?P<law>[^、。?の]{0,40}?(?:法|規則|省令|法律)(?:第?[0-9]{1,3}条(?:の[0-9]{1,3})?(?:第?[0-9]{1,3}項)?)?)の(?:項目|もの)"
)
# 重点計画に関連する項目: which items state a policy as related
POLICY_OF = compiled(
    r"(?P<policy>[一-龠ァ-ヺーa-z・]{2,30}(?<!中期)(?<!年度)(?<!事業)(?<!業務)(?:計画|戦略|方針|政策|プラン))(?:に(?:関連|関係|基づ|関わ)[^、。]{0,4}|が関連[^、。]{0,10}|の)項目"
)
# システムに関する項目: the word is looked for
_ABOUT_A_WORD = compiled(
    r"(?:に関する|に関連する|に関係する|についての|に関わる|に(?:触れ|ふれ|言及し)て(?:いる|る)?)項目|の(?:話|件|こと)は(?:どの|何の|なんの)項目|どの項目に(?:書|載|記|出)"
)
_WHEN_IT_WAS = compiled(r"(?:[高多低少長短]な?かった|超えた|上回った|下回った|達した|増えた|減った)のはいつ")
_STARTS = compiled(r"(?:いつ|何年度?)から|開始|始ま|はじま|始め|スタート|導入|見直し|変わ")
PLANS = compiled(r"予定(?!通り|どおり)|スケジュール|日程")
_PLANS_ASKED = compiled(rf"(?:{PLANS.pattern})(?:は|を|が|って|の?一覧|され|して|[?。、\s]|$)")
_NEWEST = compiled(r"(?:一番|いちばん|最も)新しい(?:サービス|システム)")
_TO_COME = compiled(r"今後|これから|この先")
# 閣議決定日は, 最終とりまとめの日
_WRITTEN_WHERE = compiled(r"どこに(?:書|出|載|記)")
# 特急発行はいつ: of what is measured in days it asks for no figure
_WHEN_IT_IS = compiled(r"時期|[はって]いつ(?:です|でした|でしょう|だっけ|だった|か)*[?。]*$")
# units of indicators that answer いつ; and 時期
_TIMES, _AHEAD = frozenset({"か月前", "週間", "日"}), frozenset({"か月前"})
# two things of which one came first are one question
WHICH_FIRST = compiled(
    r"(?:どちら|どっち|どれ)(?:の方|のほう)?が(?:先|早)|(?:先|早く?)に?(?:始|開始|スタート|でき|使え|導入)[^、。?]{0,8}(?:どちら|どっち|どれ|の[はが][?。]*$)"
)
# 特急発行の終了はいつ？, いつまで？: of what is told of by events
_ENDS_WHEN = compiled(
    r"(?:終了|廃止|中止|打ち?切|閉鎖|撤廃)[^、。?]{0,6}(?:いつ|何年|何月|日[はを?。]|時期)|いつ(?:廃止|終了|中止|終わ|なくな)|^[^、。]{1,20}はいつまで(?:です|でしょう|か|やる|続|使|[?。])*$"
)
# 特急発行を中止した日: a date, and no number of days
_DAY_OF = compiled(
    r"(?:公表|発表|決定|成立|決め|中止|延期)(?:した|された|た|しました)(?:日|年度|年|時期|のはいつ)(?:[は?。]|$)"
)
_HAS_ENDED = compiled(
    r"(?:終わった|終わりました|終了した|終了しました|中止(?:した|された|になった)?|延期(?:した|された|になった)?)(?:の|ん)?(?:です|でした)?か?[?。]*$"
)
_DRAWN_UP_WHEN = compiled(
    r"(?:策定|制定|改正|公布|施行)(?:された|した)?(?:の?(?:日|時期|年)|の)?[はがっ][^、。?]{0,3}(?:いつ|何年|何月)|(?:いつ|何年|何月)に?(?:策定|制定|改正|公布|施行|決まった)"
)
_DATE_ASKED = compiled(
    r"(?:決定|構築|開発|導入|実施|公布|施行|策定|開設|まとめ)(?:の?日付?|の?年度|年月|の?時期|の?期限|年)(?:は|を|[?。]|$)|[0-9]拠点になったのは"
)
# who gave the recorded ratings, and whether they are final
_WHO_RATED = compiled(
    r"(?:誰|だれ|どなた)が[^、。]{0,6}(?:つけた|付けた|書いた|行った|評価した|評定した|決めた)|(?:書い|評価し|評定し|付け|つけ)た人"
    r"|自己評[価定](?:って|とは)"
    r"|評[価定][^、。]{0,6}(?:確定|最終版|暫定)"
)
_OWN_BY_WHOM = compiled(r"自己評[価定](?:は|を|って)(?:誰|だれ|どなた|どこ)が(?!つけ|付け|書|決)")
# what ministers are asked for beside a rating: their reasons, what they lowered, what they pointed out
# how ratings come about: of an item its rationale, of the ministers what the statute says, else the criteria
_HOW_RATED = compiled(
    r"評[価定](?:結果)?の?(?:付け方|つけ方|決め方|決まり方|仕組み|やり方|方法)|(?:どうやって|どのように(?:して)?|どんな風に|どういう風に)(?:評[価定][をがは]?)?(?:決ま|決め|付け|つけ|つく|付く|評価)|考慮"
)
_WHAT_IT_IS = compiled(r"[Ⅰ-Ⅻ]とは(?:何|なに)?(?:です|でしょう)?か?[?。]*")
_OF_RATING_AS_SUCH = frozenset({"rating", "overall", "statute", "criteria", "goals"})
_OF_MINISTERS = frozenset({"rating", "disagreements", "changes", "items", "history", "issues"})
_WHICH_ITEM = compiled(r"(?:どの|何の|どこの|なんの)項目")
_IS_OF_WHICH = compiled(
    r"(?:は|って|が)(?:どの|何の|なんの|どこの)項目(?:です|でした|だ|の(?:話|こと|指標)|に(?:入|含まれ|載|書|属|出|あ)[っりいし]?(?:て|る|ます|い|あ|す|り|くる)*)*(?:の|ん)?(?:です)?(?:か|っけ)?[?。]?$"
)
_ANOTHER_PLAN = compiled(r"[一-龠ァ-ヺー]計画")
_RATED_IN_PROSPECT = compiled(r"期間の?見込み?の?評[価定]")
_OF_PERIOD = compiled(r"対象期間|目標期間の?(?:最初|最後|最終|初)の?年度?(?!.{0,6}評[価定])")
_HAD_IT = compiled(r"(?:だった|の|に|[いた])項目")
_OWN_PLAN = compiled(r"(?:中期|年度|事業|当初)計画|目標|[^一-龠ァ-ヺー]計画|^計画")
_HOW_TO_USE = compiled(r"(?P<what>[一-龠ァ-ヺーa-z0-9]{2,20})の(?:使い方|つかいかた|マニュアル|聞き方)")
_THE_BOT = compiled(r"ボット|bot|hyotei|アプリ|これ|評価の記録")
# when the evaluation itself is made, told or published
_OF_THE_PROCEDURE = compiled(
    r"(?:見込み?評価|期間実績評価|年度評価|評価の?結果|評[価定](?!語))(?:の(?:結果|公表|確定|通知|発表))?[はがを]?[^、。委]{0,4}(?:いつ|何月)|(?:いつ|何月)[^、。]{0,4}(?:評[価定])(?:は|が|の)?(?:出|公表|発表|通知|する|やる|行)"
    r"|(?:見込み?評価|期間実績評価)(?:は|を|って)?[^、。]{0,10}(?:年度?|直前)に?(?:は|も)?(?:行|やる|やり|する|実施)|(?:見込み?評価|期間実績評価)(?:は|って)毎年(?:度)?(?:行|や|する|し|実施|ある|あり)"
)
# how an evaluation is made, and what follows from it, of no item: 大臣はどうやって評価する, 評価結果は誰に通知される, 評価の法的根拠
_MADE_HOW = compiled(
    r"大臣[はがの](?:どうやって|どのように|どう|何を(?:見て|もとに|基に|考慮))[^、。?]{0,8}評[価定]|(?:どうやって|どのように)評価(?:する|され|を?行)|評価[はを](?:どうやって|どのように)(?:する|され|行|つけ|付け)|評価の(?:方法|仕方|やり方|手順|流れ)"
    r"|(?:大臣|評価)[^、。?]{0,12}考慮|(?:評価の?|^)結果[はをが][^、。?]{0,8}(?:通知|知らせ|知らさ)|(?:評価|評定)(?:制度)?の(?:法的根拠|根拠(?:条文|法令|法|となる法))"
    r"|評価を?(?:定め|規定し)[^、。?]{0,6}(?:法律|法令|条文)|^(?:根拠(?:法|法令|法律|条文))(?:は|って)(?:何と(?:いう|言う)|どの)(?:法律|法令)"
    r"|(?:自己)?評価(?:書)?[はを](?:誰|だれ|どこ)が(?:誰に)?(?:する|やる|やって|行[うっな]|出す|出し|作)|(?:見込み?評価|期間実績評価)[はって]{1,2}何年目"
    r"|評価(?:の?結果)?[はをが](?:どう|何に|どのように)(?:使|活用|扱)|評価が(?:悪|低)[^、。?]{0,6}(?:と|なら|たら|場合|れば)[^、。?]{0,4}(?:どう|何)|評価[はを](?:[一-龠]{0,4}大臣|機構|法人)が(?:する|や[るり]|行)"
    r"|大臣の?評価(?:の期限|は?何か月|は?何ヶ月|はいつまで|は[^、。?]{0,12}(?:何か月|何ヶ月)以内)|評価(?:結果)?[はの](?:通知は)?何[かヶ]月以内"
)
_OWN_OFFICE = compiled(r"担当(?:課|部署|部局|部門|者)|所管課")
_AGAINST = compiled(r"(?:より|と比べ|に比べ).{0,16}?(?:高|低|良|悪|上|下)")


# Ⅰ-1とⅠ-2とⅠ-5でどれが一番評価が高い
WHICH_ITEM = compiled(
    r"(?:どれ|どの項目|どちら|どっち|一番|いちばん|最も)[^、。?]{0,12}?(?:高|良|よい|いい|低|悪)|(?:高|良|よ|低|悪)いの[はが]\??$"
)
_RATED_THOUGH = compiled(r"(?:のに|けれ?ど|が、|ても?、?)[^、。?]{0,6}(?:評[価定]|[sabcd]評価)")
_OF_RATINGS = frozenset({"rating", "item", "items", "changes"})
_BARE = compiled(r"[0-9.]+%(?:は|って|とは|とか)?[?。]?")
# a rate of achievement below it is not asked for without saying so
LOWEST_RATE = 50
_RATE = compiled(r"達成[度率]")
_OF_WHICH = compiled(r"どの(?!評|ラン|くらい|ぐらい|よう)|年度?[がはの]ある|という目標")
# 人員 is asked of an item, 人数 also of an indicator
OF_THE_ITEM = compiled(r"人員|従事|職員数|要員|スタッフ")
_UNMET = compiled(r"目標(?:値)?(?:が|を|に)?(?:未達|達成(?:し|でき)|届|クリア|下回|上回)")
# kinds that 増えた, 推移, いつ beside a letter call for, though the number of items is meant
_OF_COUNTS = frozenset({"changes", "history", "rating", "events", "items"})


_HOW_MANY = frozenset({"何項目", "いくつ", "何個", "項目数"})
# how the ratings of a list are spread is asked, not which items have a mark
_SPREAD = frozenset({"分布", "内訳", "ぶんぷ", "評定の数"})


class Named(NamedTuple):
    """What a clause names besides words. *extreme*: the best or worst rating; *flags*: marks of the summary table.

    *timed*: an indicator tells a time (何か月前).
    """

    text: str
    words: tuple[WordMention, ...]
    mentions: tuple[YearMention, ...]
    items: tuple[str, ...]
    codes: tuple[str, ...]
    indicators: tuple[str, ...]
    sections: tuple[str, ...]
    letters: tuple[str, ...]
    evaluation: str | None
    evaluator: str | None
    percent: float | None
    extreme: bool
    flags: tuple[tuple[str, bool], ...]
    timed: bool


Topics = tuple[str, ...]


def units_of_time(text: str) -> frozenset[str]:
    """The units of indicators that tell the time that folded *text* asks for."""
    return _AHEAD if _WHEN_IT_IS.search(text) else _TIMES


def kinds_of(named: Named) -> Topics:
    """The kinds of question, as many as are asked for; empty when no word calls for one and nothing implies one."""
    topics = _called_for(named)
    for rule in _RULES:
        topics = rule(topics, named)
    return topics


def beside_indicators(topics: Topics, indicators: tuple[str, ...]) -> Topics:
    """The kinds, with 推移, 目標 … read as being about the indicators."""
    if not indicators or "rating" in topics:
        return topics
    return tuple(dict.fromkeys("indicator" if name in OF_AN_INDICATOR else name for name in topics))


def _called_for(named: Named) -> Topics:
    groups: list[list[WordMention]] = []
    for word in named.words:
        if groups and not JOINED.search(named.text[groups[-1][-1].end : word.start]):
            groups[-1].append(word)
        else:
            groups.append([word])
    chosen: list[str] = []
    for group in groups:
        heaviest = max(word.weight for word in group)
        chosen.extend(word.topic for word in group if word.weight == heaviest)
    found = list(dict.fromkeys(chosen))
    # 評定 beside 根拠 is what the rationale is about, unless both are asked for
    listed = any(JOINED.search(named.text[a.end : b.start]) for a, b in pairwise(named.words))
    if len(found) > 1 and "rating" in found and not listed:
        found.remove("rating")
    return tuple(found)


def _of_indicators(topics: Topics, named: Named) -> Topics:
    if WHICH_FIRST.search(named.text):
        return ("events",)
    limit = find_threshold(named.text) or _WHEN_IT_WAS.search(named.text)
    figure = named.timed or STATISTIC.search(named.text) or limit
    if named.indicators and figure and topics == ("events",) and (limit or not _STARTS.search(named.text)):
        return ("indicator",)  # 有効期限通知はいつ送る？ has a figure for an answer
    if named.indicators and topics == ("criteria",) and named.percent is None and not named.letters:
        return ("indicator",)  # 応答率の定義
    if topics == ("goals",) and not (named.items or named.codes or named.sections) and _UNMET.search(named.text):
        return ("indicator",)  # 目標未達の項目は？
    if (
        named.indicators
        and topics == ("rationale",)
        and not (named.items or named.letters or _OF_RATING.search(named.text))
    ):
        return ("indicator", "rationale")  # 応答率はなぜ下がった
    if named.indicators and topics == ("search",) and "評価の記載" in named.text:
        return ("indicator",)  # as the names of some indicators go on
    if named.indicators and topics == ("search",) and not named.codes and _WRITTEN_WHERE.search(named.text):
        return ("sources",)  # 応答率ってどこに書いてある
    joined = JOINED.search(named.text.strip("?。!、 "))
    if named.indicators and "staff" in topics and named.items and joined and OF_THE_ITEM.search(named.text):
        return tuple(dict.fromkeys((*topics, "indicator")))  # Ⅰ-1の応答率と人員
    if named.indicators and "rating" in topics and (named.items or joined):
        return tuple(dict.fromkeys((*topics, "indicator")))
    return topics if _OF_ITS_ITEM.search(named.text) else beside_indicators(topics, named.indicators)


def _of_persons(topics: Topics, named: Named) -> Topics:
    """111人はどの項目？: what of an item is counted in persons is its staff."""
    about = named.items or named.codes or named.indicators or named.letters or named.flags
    alone = not about and set(topics) <= {"items", "item"}
    return ("staff",) if alone and _ITEM_OF_PERSONS.search(named.text) else topics


def _of_a_limit(topics: Topics, named: Named) -> Topics:
    """暗証番号初期化が10万件を超えたのは何年度から, 一体化が始まったのに評定はB？ ask for no date."""
    if topics != ("events",) or not named.items:
        return topics
    if named.letters and _RATED_THOUGH.search(named.text):
        return ("rating",)
    return topics if named.indicators or not find_threshold(named.text) else ()


def _of_staff(topics: Topics, named: Named) -> Topics:
    """人員が一番増えたのはいつ asks for a year of the staff, どっちが人多い for the staff, 人員が減ったことがある項目 for items by their staff."""
    more = named.items and not named.indicators and _MORE_PEOPLE.search(named.text)
    if more and set(topics) <= {"rating", "changes"}:
        return ("staff",)
    if set(topics) == {"staff", "sources"} and not JOINED.search(named.text.strip("?。!、 ")):
        return ("sources",)  # Ⅰ-1の人員の出典
    if "staff" in topics and "items" in topics and not named.letters:
        return tuple(name for name in topics if name != "items")
    figure = STATISTIC.search(named.text) or find_threshold(named.text)
    return ("staff",) if set(topics) == {"staff", "events"} and figure else topics


def _of_ends(topics: Topics, named: Named) -> Topics:
    """特急発行の終了はいつ？, 公表に関する指針の策定はいつ: dates, of whatever words stand beside them."""
    about = named.indicators or named.items
    ends = about and not (named.codes or named.sections) and _ENDS_WHEN.search(named.text)
    if ends and set(topics) <= {"indicator", "statute", "events", "item"}:
        return ("events",)
    if (
        about
        and not named.codes
        and _DAY_OF.search(named.text)
        and set(topics) <= {"legal_basis", "indicator", "events", "changes"}
    ):
        return ("events",)
    asked_whether = about and not (named.codes or named.mentions) and _HAS_ENDED.search(named.text)
    if asked_whether and set(topics) <= {"indicator", "item", "events"}:
        return ("events",)
    drawn_up = _DRAWN_UP_WHEN.search(named.text) and set(topics) <= {"statute", "goals", "search", "events"}
    return ("events",) if drawn_up else topics


def _of_days(topics: Topics, named: Named) -> Topics:
    """最大日数は目標より何日短い asks for no date."""
    dated = not named.timed or _STARTS.search(named.text) or "いつ" in named.text
    return topics if dated else tuple(name for name in topics if name != "events") or topics


def _of_the_prospect(topics: Topics, named: Named) -> Topics:
    """暗証番号リセットの見込評価 is the rating of the item that has the indicator."""
    prospective = named.indicators and not topics and named.evaluation == "prospective"
    return ("rating",) if prospective and _IN_PROSPECT.search(named.text) else topics


def _of_a_number(topics: Topics, named: Named) -> Topics:
    alone = set(topics) <= {"item", "items", "staff"} and not (
        named.items or named.codes or named.indicators or named.percent
    )
    return ("indicator",) if alone and asks_whose_number(named.text) else topics  # 574団体って何？


def _of_a_percentage(topics: Topics, named: Named) -> Topics:
    if named.percent is None or (named.indicators and "rating" not in topics):
        return topics
    if (
        "indicator" in topics
        and (asks_whose_number(named.text) or "指標" in named.text)
        and not _RATE.search(named.text)
    ):
        return ("indicator",)  # 99.6％は何の値？, 100％を達成した指標
    if not topics and named.percent < LOWEST_RATE and _BARE.fullmatch(named.text):
        return ()  # 12.1％は？ is no rate of achievement
    if _OF_WHICH.search(named.text) and not _RATE.search(named.text):
        return topics  # 99.9％の年があるのはどのシステム？ asks whose value it is
    return ("criteria",) if set(topics) <= {"item", "rating", "criteria", "indicator"} else topics


def _of_the_criteria(topics: Topics, named: Named) -> Topics:
    """どういう時にDになる, 計画通りならどの評定？: of no item, year or indicator."""
    about = named.items or named.codes or named.sections or named.indicators or named.mentions or named.evaluation
    return topics if about or not asks_criteria(named.text, named.letters, named.percent) else ("criteria",)


def _of_marked_items(topics: Topics, named: Named) -> Topics:
    """重要度が高い項目の評定 asks for ratings: the mark says of which items."""
    if not named.flags or named.items or "item" not in topics:
        return topics
    others = tuple(dict.fromkeys(word.topic for word in named.words if word.topic not in {"item", "items"}))
    spread = any(word.topic == "items" and named.text[word.start : word.end] in _SPREAD for word in named.words)
    return others or (("items",) if named.letters or named.extreme or named.evaluation or spread else ("item",))


def _of_a_section(topics: Topics, named: Named) -> Topics:
    if not named.sections:
        return topics
    counted = set(topics) <= {"rating", "item"} and not named.items and _SO_MANY_ITEMS.search(named.text)
    if counted or (topics == ("item",) and not named.items) or (not topics and _WHAT_IT_IS.fullmatch(named.text)):
        return ("items",)  # Ⅱは4項目ですよね？, Ⅰって何？
    if "overall" not in topics:
        return topics
    # Ⅱ全体の評価の推移 is about the items of Ⅱ, not about the overall rating
    instead = "history" if any(word.topic == "history" for word in named.words) else "rating"
    return tuple(dict.fromkeys(instead if name == "overall" else name for name in topics))


def _of_a_month(topics: Topics, named: Named) -> Topics:
    dated = any(each.kind in {"years", "relative", "from"} for each in named.mentions) or _TO_COME.search(named.text)
    if PLANS.search(named.text):
        about = dated or named.items
        if about and _PLANS_ASKED.search(named.text) and set(topics) <= {"search", "item", "items"}:
            return ("events",)  # 令和7年度の予定は？, 今後の予定, Ⅰ-9の予定
        return topics
    if (
        not named.codes
        and _DATE_ASKED.search(named.text)
        and set(topics) <= {"goals", "indicator", "search", "item", "legal_basis"}
    ):
        return ("events",)
    bare = not topics and not named.items and not named.indicators
    return ("events",) if bare and (months_in(named.text) or _NEWEST.search(named.text)) else topics  # 令和6年12月


def _of_a_definition(topics: Topics, named: Named) -> Topics:
    """Sとは, 評定って何, 困難度が高いとどうなる: criteria; 見込評価とは: the statute."""
    defined = _DEFINITION.search(named.text)
    if topics == ("item",) and _WHEN_DIFFICULT.search(named.text):
        return ("criteria",)
    if named.items or named.indicators:
        return topics
    if (
        topics == ("rating",)
        and defined
        and not (named.letters or named.mentions or named.sections or named.evaluation)
    ):
        return ("criteria",)
    if named.letters and _HOW_GOOD.search(named.text) and set(topics) <= {"rating", "items", "item", "criteria"}:
        return ("criteria",)
    becomes = (not named.mentions and _BECOMES.search(named.text)) or (defined and not named.evaluation)
    if named.letters and becomes and ("項目" not in named.text or _OF_A_KIND.search(named.text)):
        return ("criteria",)
    if named.evaluation and defined and not named.mentions and set(topics) <= {"rating", "item", "changes"}:
        return ("statute",)
    return topics


def _of_one_item(topics: Topics, named: Named) -> Topics:
    if not named.items:
        return topics
    if named.letters and _FROM_TO.search(named.text) and set(topics) <= {"events", "rating", "item", "changes"}:
        return ("changes",)  # いつAからBになった
    asks_years = _WHEN_LETTER.search(named.text) or COUNTED.search(named.text)
    if named.letters and asks_years and set(topics) <= {"events", "rating", "item"}:
        return ("history",)  # Ⅰ-1がBだったのは何年度
    of_years = named.extreme and not named.letters and len(named.items) == 1
    of_years = of_years and (_A_YEAR.search(named.text) is not None or not named.mentions)
    if (of_years or (named.extreme and _SO_FAR.search(named.text))) and set(topics) <= _OVER_YEARS:
        return ("history",)  # Ⅰ-1の評定が一番良かった年は
    if topics == ("items",) and _SO_MANY_COUNTED.search(named.text):
        return ("indicator",)  # 暗証番号のやつ、件数いくつ
    if "items" in topics and not named.letters:  # 評定はいくつ
        return tuple(dict.fromkeys("rating" if name == "items" else name for name in topics))
    if topics == ("rationale",) and _ARTICLE.search(named.text):
        return ("legal_basis",)  # Ⅰ-5の根拠は第18条の3？
    if topics == ("statute",) and _WHO.search(named.text):
        return ("rating",)  # who rated this item: the rating says it
    return topics


def _of_which_item(topics: Topics, named: Named) -> Topics:
    """テレワークはどの項目: which item a name belongs to."""
    which = named.items and not named.codes and not named.letters and _WHICH_ITEM.search(named.text)
    if named.indicators and _IS_OF_WHICH.search(named.text) and set(topics) <= {"indicator", "item", "items"}:
        return ("item",)  # フェアはどの項目？
    return ("item",) if which and set(topics) <= {"rating", "item", "items"} else topics


def _of_the_period(topics: Topics, named: Named) -> Topics:
    """中期目標期間の見込みの評定 asks for a rating, 評価の対象期間 for the period."""
    if "period" in topics and named.evaluation == "prospective" and _RATED_IN_PROSPECT.search(named.text):
        return tuple(dict.fromkeys("rating" if name == "period" else name for name in topics))
    bare = not (named.items or named.indicators or named.letters) and set(topics) <= {"rating", "statute"}
    return ("period",) if bare and _OF_PERIOD.search(named.text) else topics


def _of_another_plan(topics: Topics, named: Named) -> Topics:
    """重点計画 is no plan of the corporation for the period or the year."""
    other = topics == ("goals",) and not named.items and not named.codes and _ANOTHER_PLAN.search(named.text)
    return () if other and not _OWN_PLAN.search(named.text) else topics


def _of_help(topics: Topics, named: Named) -> Topics:
    """マイナ保険証の使い方 asks nothing about the bot."""
    other = _HOW_TO_USE.search(named.text)
    return () if topics == ("help",) and other and not _THE_BOT.search(other["what"]) else topics


def _of_the_evaluator(topics: Topics, named: Named) -> Topics:
    """評価者は誰, 大臣が下げた項目, 見込評価はいつやる: of the ratings as such, or of the procedure."""
    about = named.items or named.codes or named.indicators
    if topics == ("evaluators",) and about:
        return ("rating",)
    if not about and _OWN_BY_WHOM.search(named.text):
        return ("statute",)
    if not about and _WHO_RATED.search(named.text):
        return ("evaluators",)
    nothing = not (about or named.letters or named.sections or named.mentions or named.flags)
    if nothing and _MADE_HOW.search(named.text):
        return ("statute",)
    if named.evaluator == "minister" and topics and set(topics) <= _OF_MINISTERS:
        return ("rating",)
    procedure = _OF_THE_PROCEDURE.search(named.text) and not named.letters and not named.indicators
    return (
        ("statute",)
        if procedure and (topics or named.evaluation) and set(topics) <= {"events", "rating", "overall"}
        else topics
    )


def _of_how_it_is_rated(topics: Topics, named: Named) -> Topics:
    """評定の決め方, 大臣はどうやって評価する."""
    if named.letters or named.indicators or not set(topics) <= _OF_RATING_AS_SUCH or not _HOW_RATED.search(named.text):
        return topics
    if "大臣" in named.text:
        return ("statute",)
    if "考慮" in named.text:
        return topics
    return ("rationale",) if named.items or named.codes else ("criteria",)


def _of_several_items(topics: Topics, named: Named) -> Topics:
    several = len(named.items) > 1 and not (named.letters or named.indicators)
    return ("changes",) if several and set(topics) <= _OF_RATINGS and WHICH_ITEM.search(named.text) else topics


def _of_the_law(topics: Topics, named: Named) -> Topics:
    """公的個人認証法が根拠の項目 is a list; Ⅰ-1の評価の根拠となる法律 and Ⅰ-1の正式名称 are of the item, not of the whole."""
    if not named.codes and (BASIS_OF.search(named.text) or BASIS_IS.search(named.text) or POLICY_OF.search(named.text)):
        return ("legal_basis",)
    nothing = named.items or named.codes or named.letters or named.flags or named.sections or named.indicators
    if topics == ("items",) and not nothing and _ABOUT_A_WORD.search(named.text):
        return ("search",)
    if named.items and topics == ("statute",) and "根拠" in named.text:
        return ("legal_basis",)
    if len(topics) > 1 and set(topics) == {"statute", "events"} and not nothing:
        return ("statute",)  # 報告書は何月までに出す
    if named.items and len(topics) > 1 and _OWN_OFFICE.search(named.text):
        return tuple(name for name in topics if name != "statute")  # Ⅰ-1の担当部署と人員
    if named.items and topics == ("search",) and _WRITTEN_WHERE.search(named.text) and _OF_RATING.search(named.text):
        return ("sources",)  # Ⅰ-1の評定はどこに書いてある
    if named.items and topics == ("sources",) and _NAMED.search(named.text):
        return ("item",)
    return topics


def _of_changes(topics: Topics, named: Named) -> Topics:
    if set(topics) == {"events", "changes"}:
        return ("changes",)  # いつ上がった
    items_counted = {named.text[word.start : word.end] for word in named.words if word.topic == "items"}
    both_ways = "上が" in named.text and "下が" in named.text
    if set(topics) == {"changes", "items"} and items_counted <= _HOW_MANY and both_ways and not named.letters:
        return ("changes",)  # 下がったのは何項目で、上がったのは何項目
    if set(topics) == {"changes", "indicator"} and not named.items:
        return ("indicator",)  # 悪化した指標は？
    words = {named.text[word.start : word.end] for word in named.words if word.topic == "changes"}
    if len(topics) > 1 and words and words <= _COMPARING and not _OF_RATING.search(named.text):
        return tuple(name for name in topics if name != "changes")  # 人員はR3と比べて何倍？
    compared = any(mention.kind == "compared" for mention in named.mentions) and "伸び" not in named.text
    if compared and set(topics) <= {"rating", "changes"} and not named.indicators:
        return ("changes",)  # 前年度比, R6の評定を前年度と比べて
    against = named.evaluation == "prospective" and _AGAINST.search(named.text)
    if against and set(topics) <= {"rating"} and not named.indicators:
        return ("changes",)  # R6より見込評価が低い項目
    return topics


def _of_letters(topics: Topics, named: Named) -> Topics:
    """A評価の項目, 令和4年度にA評価だったのは, 一番評価が高いのは: a list, where no item is named."""
    if named.items or named.codes or named.indicators:
        return topics
    if asks_change_of_counts(named.text, named.letters) and set(topics) <= _OF_COUNTS:
        return ("items",)  # Aは増えた？
    if not (named.letters or named.extreme):
        return topics
    if topics == ("criteria",) and named.letters and named.mentions and _HAD_IT.search(named.text):
        return ("items",)  # 標準のBより上だった項目 R4
    if topics == ("item",) and named.letters:
        return ("items",)  # Aって何項目？ asks how many, not what A is
    if not topics and not named.extreme:
        return topics  # Bは？ goes on with what the thread is about
    ratings = {"rating", "history", "events"} if COUNTED.search(named.text) else {"rating", "history"}
    return ("items",) if set(topics) <= ratings else topics


def _of_all_years(topics: Topics, named: Named) -> Topics:
    every = any(mention.kind == "all" for mention in named.mentions)
    return ("history",) if topics == ("rating",) and every else topics


_RULES: tuple[Callable[[Topics, Named], Topics], ...] = (
    _of_the_prospect,
    _of_the_period,
    _of_indicators,
    _of_a_limit,
    _of_ends,
    _of_persons,
    _of_staff,
    _of_days,
    _of_a_number,
    _of_a_percentage,
    _of_the_criteria,
    _of_marked_items,
    _of_a_section,
    _of_a_month,
    _of_a_definition,
    _of_one_item,
    _of_which_item,
    _of_another_plan,
    _of_help,
    _of_how_it_is_rated,
    _of_the_evaluator,
    _of_several_items,
    _of_the_law,
    _of_changes,
    _of_letters,
    _of_all_years,
)
