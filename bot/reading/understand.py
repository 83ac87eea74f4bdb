"""Text + Context → Question: which kinds of question, items, indicators, years and evaluations it names.

Order matters and is fixed: what has a grammar is taken first (evaluations, years, codes, sections, letters), then words
and names by the longest match, then what is left is compared by similarity. What a follow-up does not say comes from the
thread.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Literal

from bot.answer import Context
from bot.conditions.words import may_set_conditions
from bot.figures.letter_counts import STEPS
from bot.figures.over_years import BEST, COUNTED, OF_YEARS, WORST
from bot.question import Question, Span
from bot.reading.item_beside import with_neighbour
from bot.reading.item_marks import find_marks
from bot.reading.kind_words import of_another_kind, with_item_nouns, with_kind_words
from bot.reading.kinds import WHICH_FIRST, Named, Topics, kinds_of, units_of_time
from bot.reading.letters_otherwise import with_plain_letters
from bot.reading.match import NameMention, Vocabulary, WordMention, is_inside_another_word
from bot.reading.named import AND, not_measured_span, what_is_named
from bot.reading.other_bodies import asked_of, other_body
from bot.reading.parts import Mark, find_parts
from bot.reading.pieces import figure_meant
from bot.reading.sub_values import MARK, PART_ALONE, WITHIN, asked_part
from bot.reading.thread import with_thread, with_time
from bot.text.compiled import compiled
from bot.text.fiscal_year import YearMention, YearSelection, counted_from, find_years, resolve_years, years_of
from bot.text.item_code import find_item_codes, find_sections, path_of
from bot.text.name_key import masked
from bot.text.normalise import fold, fold_text, without_mark_up
from bot.text.numbers import read_hundreds
from bot.text.table import read_table
from bot.topic import all_topics
from bot.topics.search import QUOTED
from records.lookups import Records

_EVALUATIONS = (
    (compiled(r"期間実績評価|中期目標期間実績評価|最終評価|期末評価|期末の?評定"), "final"),
    (compiled(r"(?!見込み?(?:の?評[価定])?(?:以外|(?:じゃ|では)ない(?:方|ほう)))(?:中期の見込み?評[価定]|中期目標期間の?評価(?!の?対象)(?:の?見込み?(?:評価|評定)?)?|見込み?評価|見込み?の評[価定]|見込み?評定|期間評価|見込み?(?!客)|みこみ評価|みこみ)"), "prospective"),
    (compiled(r"見込み?(?:の?評[価定])?(?:以外|(?:じゃ|では)ない(?:方|ほう))|年度評価|単年度の?評価|^年度の(?:方|ほう)"), "annual"),
)  # fmt: skip
_EVALUATORS = (
    (compiled(r"(?:主務|総務|内閣総理)?大臣(?=.{0,14}?(?:評価|評定|付け|つけ|言って|判断|もら|下げ|上げ|指摘|コメント|意見(?!募集)|[がはもを][sabcd](?![a-z]))|[がはも].{0,16}?評価し)"
            r"|(?:デジタル庁|総務省|内閣府|河野大臣|政府|(?<![一-龠])国)(?=(?:による|の|は|が).{0,12}?(?:評価|評定))|省庁の評価"
        ),
        "minister"),
    (compiled(r"自己評[価定](?!の内容|欄|のコメント|の文|の記載|の記述|の本文|の全文)|セルフ評価|機構の(?:評価|評定)|法人の(?:評価|評定)(?!を)"), "self"),
)  # fmt: skip
_BOTH_EVALUATIONS = compiled(
    r"見込み?(?:評価|評定)?(?:の(?:根拠|理由|成果|課題))?(?:と|、|・|及び|および)[^。]{0,8}?(?:年度評価|自己評価|単年度|評定|推移)|(?:年度評価|単年度)の(?:根拠|理由|成果|課題)(?:と|、|・|及び|および)見込|(?:年度評価|自己評価|単年度|評定|推移)(?:と|、|・|及び|および)[^。]{0,8}?見込|(?:年度順|推移|[0-9]年度?|(?<!見込)(?<!見込み)評[価定])[^。?]{0,6}?[、にを]見込み?(?:評価|評定)?も(?:[?。]|$)|見込[^。?]{0,8}年度[^。?]{0,14}(?:それぞれ|両方)の"
)
_YEARLY_TOO = compiled(r"年度(?:と|・|及び|も)見込")
_LETTER = compiled(
    r"(?<![a-z0-9])(?P<letter>[sabcd](?=な(?:の|項目))|[e-hx](?=評価|評定|判定|ランク|の(?:評定)?基準|の項目|とは)|[sabcd])(?=な(?:の|ん|項目)| ?\0|評価|評定|判定|ランク|率|の(?:中(?!期)|うち|項目|数|基準|意味|条件|定義|境|もの|評|割|比率|分布|違い|境目|境界|差|区別|定[量性]|[量質]的|理由|根拠|わけ|は|が|[?。]|$|年|件|回|経験|ほか|大項目)|それぞれ|は|を|が|だ|か|に|で|って|より|未満|と[sabcd]|から|以上|以下|項目|と|、|,(?=[sabcd]|$)|・|→|$|\?)"
)
_ALPHABET_GUARD = compiled(r"(?:[ァ-ヺー](?<!ランク)(?<!グレード)|案)$")
_TOWARDS_A_LETTER = compiled(r"(?<![a-z0-9])[sabcd](?:評価|評定)?(?:に|を|へ)")
_PERCENT = compiled(
    r"(?<![0-9]e)(?<![0-9.])(?<!達成度-)(?<!達成率-)(?P<n>[0-9]{1,4}(?:\.[0-9]+)?)(?:%|パーセント|ぱーせんと)|(?P<kanji>[一二三四五六七八九十百]{1,6})(?:パーセント|ぱーせんと)|(?:達成度|達成率)(?:が|は)?(?P<bare>[0-9]{2,3}(?:\.[0-9]+)?)(?![0-9年])"
)
_NEUTRAL = compiled(
    r"なんでし(?:たっけ|たか|ょうか?|た)|何でし(?:たっけ|たか|ょうか?)|なんだっけ|ローマ数字の?|なんです(?:けれども|けど|が|よ|ね|か)?|のですね|のですが|えーと|あのー|でしょうか|でしょう?|だよね|ですよね|っけ(?![ぁ-んー])|(?<=[sabcd])(?:だけ|のみ)"
    r"|(?<=重[要点][度化]も)(?:つ[いか]|付[いか]|該当し)て?い?ない(?=項目|もの)|(?<=重[要点][度化])(?:だけど|だが|なのに)"
    r"|(?<=[0-9度])(?:だと|なら|だったら|では|は)どう(?:です(?:か)?|でした(?:か)?|だった|なの|なります(?:か)?)*(?=[?。]|$)|(?<=[0-9度])だったら(?=[?。]|$)"
)
_NOT_LETTERS = compiled(
    r"(?<![a-z0-9])(?P<letter>[sabcd])(?:評価|評定)?(?:以外|じゃなくて|ではなくて|でなくて|じゃない|ではない|でない|じゃなかった|でなかった)"
)
_NOT_ONCE = compiled(r"(?:一|いち|1)(?:度|ど|回)も")
_ALL_ITEMS = compiled(
    r"全項目|全ての項目|すべての項目|全部の項目|各項目|全19項目|19項目|項目全部|(?:全部|すべて|全て)の(?=(?:主な)?成果|根拠|理由|目標|中期|計画|課題|実績|視点|評[価定])|項目別(?!評定)|項目ごと"
)
_BY_NAME_RATED = compiled(r"評[価定語]|[ⅠⅡⅢ]|[0-9]-[0-9]")  # fmt: skip
_MOST_ITEMS = 60
_DIFFICULT = compiled(r"(?:困難|難易)度?(?:が|の|は|も)?「?(?:高(?:い|く(?:て)?)?)?」?")
# a word that is none within another: 点数 in 拠点数
_WHOLE = frozenset({"点数"})
_POLITE = frozenset({"greeting", "thanks"})
# mentions that ask for no year of their own
_NO_YEARS = frozenset({"duration", "compared", "unreadable"})
# kinds whose words ask for different things: 中期計画 is not 中期目標
_APART = frozenset({"goals"})
# kinds that a duration narrows to the latest years
_OF_LAST_YEARS = frozenset({"rating", "history", "items", "indicator", "staff"})
_BOUND = compiled(r"(?:評価|評定)?(?P<how>以上|以下|より上|より下|より低い|未満)")
# what is left out of a list: Ⅰ以外, Ⅰ-1を除いた, Ⅰ-1抜きで, Ⅱ-1を含めず
_EXCEPTED = compiled(
    r"(?:の項目|全体|」)?(?:以外(?:の|で)?|(?:を|は|のみ)?(?:除(?:く|いて|いた|いたら|き|けば|外)|のぞ(?:く|いて|いた|き|けば))|(?:を|は)?(?:抜き(?:の|で)?|抜いて|抜いた|ぬき(?:の|で)|外して|外した|はずして|含め(?:ず|ない)|含ま(?:ず|ない)|入れ(?:ず|ない))|は別(?:にして|として)|(?:じゃ|では)ない(?:方|ほう)(?=[のはで])|のほか(?=[はにの、])|でもない(?=項目|もの|業務))(?:で|に|して|した|の|と)?"
)
_BUT = compiled(r"以外|抜き(?=で|の)|除外|(?<=重点化)の?対象外?")
# Ⅰ-9以降, Ⅰ-5以前: of the section of the code
_ONWARD = compiled(
    r"(?P<onward>以降|以後|から(?:後|あと|先)(?:ろ)?)|(?P<after>より(?:も)?(?:後|あと)(?:ろ)?)|(?P<until>以前|まで(?=の(?:評[価定]|項目|分)|で|に|、))|(?P<before>より(?:も)?前)"
)
# all that is asked of the corporation itself
_WHAT_IT_IS = compiled(
    r" +(?:とは|って)(?:何|なに)?(?:です|でしょう)?か?[?。]*| +は(?:何|なに|どんな法人|どういう法人)(?:です)?か?[?。]*"
)
# what parts a remark from the question behind it (部長に聞かれたので、…)
_BREAK = compiled(r"[、。,!?]|ですが|ますが|ので|けど|けれど|ですから|だから|ため")
# the weight from which a word of a kind that stands alone is its own subject (総合評定, but not いくつ)
_SURE = 5
_NOUN = compiled(r"[ァ-ヺ一-龠ーa-z0-9]{2,}")
_RANGE_OF_ITEMS = compiled(r"から|~|-|より")


def understand(text: str, context: Context, records: Records, vocabulary: Vocabulary, day: date) -> Question:
    """What one clause asks. Never raises; what is not understood stays in `left`, `unclear` and `near_misses`."""
    text = with_item_nouns(with_plain_letters(with_neighbour(text, context, records)))
    reading = _Reading(text, records, vocabulary, day)
    question = reading.question(context)
    if meant := with_kind_words(reading.folded, *reading.apart):
        return _Reading(meant, records, vocabulary, day).question(context)
    return question


class _Reading:
    """One pass over one clause; spans that were understood are marked as taken."""

    def __init__(self, text: str, records: Records, vocabulary: Vocabulary, day: date) -> None:
        self.typed = without_mark_up(text)
        self.folded = fold(text)
        self.text = self.folded.text
        self.records = records
        self.vocabulary = vocabulary
        self.day = day
        self.taken = [False] * (len(self.text) + 1)
        for start, end in vocabulary.corporation.spans(self.text):
            self._take(start, end)
        self.excluded: list[str] = []
        self.marks: list[Mark] = []
        self.official: tuple[tuple[int, int], ...] = ()  # whole official names: what stands inside one is part of it
        self.read: list[tuple[int, int]] = []
        self.coded: list[tuple[int, int, tuple[str, ...]]] = []  # codes, and where they stand
        self.scope: list[tuple[int, int]] = list(vocabulary.corporation.spans(self.text))
        self.polite = ""
        self.ranged: list[str] = []
        # spans that nothing explains, and the words that were read
        self.apart: tuple[tuple[tuple[int, int], ...], tuple[WordMention, ...]] = ((), ())

    def _take(self, start: int, end: int) -> None:
        self.taken[start:end] = [True] * (end - start)

    def question(self, context: Context) -> Question:
        """The question that the clause and the thread make together."""
        percent = self._percent()
        official = self.official = self.vocabulary.find_official(self.text)
        mentions = tuple(
            mention
            for mention in find_years(self.text)
            if not any(start < mention.start and mention.end < end for start, end in official)
        )
        for mention in mentions:
            self._take(mention.start, mention.end)
            if mention.kind not in _NO_YEARS:
                self._mark(mention.start, mention.end, "year")
        self._exclusions()
        codes = self._codes()
        both = _BOTH_EVALUATIONS.search(self.text) or _YEARLY_TOO.search(masked(self.text, self.taken))
        evaluation, evaluator = self._first_of(_EVALUATIONS), self._first_of(_EVALUATORS)
        if both and not re.search(r"違|比|差|より", self.text):
            self._first_of(_EVALUATIONS[2:])
            evaluation = None  # 見込評価と年度評価: the annual answer gives both
        sections, no_sections = self._sections()
        all_items = self._take_all(_ALL_ITEMS)
        letters = self._asked_letters()
        self._take_all(_NEUTRAL)
        # what the next letter of the thread is asked too (Aは増えた？ → Bは？)
        counted = tuple(each.group() for each in (*COUNTED.finditer(self.text), *STEPS.finditer(self.text)) if letters)
        counted += ("年度",) if counted and OF_YEARS.search(self.text) else ()
        if letters:
            self._take_all(COUNTED)
        extreme = self._take_all(BEST) | self._take_all(WORST)
        self._take_all(_BUT)  # 個人情報保護以外 is no other word, 重点化対象 no other mark
        sub_values = self._sub_values(codes, context)
        names, words = self.vocabulary.find_exact(self.text, self.taken)
        alone = {name for name, topic in all_topics().items() if not topic.NEEDS}
        if (
            names or evaluation or not alone.issuperset(word.topic for word in words)
        ):  # 更新ス手続の評定 asks for a rating
            words = tuple(
                word
                for word in words
                if (word.topic not in alone and self.text[word.start : word.end] not in _WHOLE)
                or not is_inside_another_word(word, self.text, self.taken)
            )
        refusal = self._refusal(names)
        names = self._exclude_names(names)
        rated = any(word.topic == "rating" for word in words)
        similar, misses, left = self.vocabulary.find_similar(self.text, self.taken, rated=rated)
        left, words = self.apart = of_another_kind(self.text, left, words)
        names = (*names, *similar)
        self._mark_names(names, words)
        known = self.records.item_by_code
        items, indicators, unclear, left = what_is_named(names, codes, sections, left, self.folded, self.records)
        items, unclear = self._of_the_rest(items, unclear)
        flags = self._flags()
        topics = kinds_of(
            Named(
                text=self.text,
                words=words,
                mentions=mentions,
                items=tuple(items),
                codes=tuple(codes),
                indicators=indicators,
                sections=sections,
                letters=letters,
                evaluation=evaluation,
                evaluator=evaluator,
                percent=percent,
                extreme=extreme,
                flags=flags,
                timed=any(self.records.indicator_by_id[key].unit in units_of_time(self.text) for key in indicators),
            )
        )
        if both and evaluation is None and set(topics) <= {"items"} and not letters:
            topics = ("rating",)  # 全項目の見込評価と年度評価の一覧
        about = bool(topics or items or indicators or sections)
        topics, refusal = self._of_others(topics, refusal, names, about=about, left=bool(left))
        if topics and not any(all_topics()[name].NEEDS == "item" for name in topics):
            unclear = ()
        if not (topics or items or codes or indicators or sections or no_sections or mentions):
            refusal = refusal or self.polite  # こんにちは alone; before a question it is only polite
        question = Question(
            text=self.typed,
            topics=topics,
            items=self.records.in_order(items)[:_MOST_ITEMS],
            unknown_codes=(*no_sections, *(code for code in dict.fromkeys(codes) if code not in known)),
            sections=sections,
            all_items=all_items or bool(self.excluded and not items),
            excluded=tuple(self.excluded),
            indicators=indicators,
            years=self._years(
                mentions, context, topics or (("indicator",) if indicators else ("items",) if letters else ())
            ),
            evaluation=evaluation,
            evaluator=evaluator,
            letters=letters,
            percent=percent,
            high_difficulty="困難度" in self.text or "困難" in self.text,
            text_folded=self.text,
            flags=flags,
            series=any(word.topic == "history" for word in words),
            unclear=unclear,
            near_misses=misses,
            left=tuple(self.text[start:end] for start, end in left),
            standing=tuple(self._stands_for_a_subject(start, end) for start, end in left),
            left_typed=tuple(without_mark_up(self.folded.as_typed(start, end)) for start, end in left),
            words=(*(self.text[word.start : word.end] for word in words), *counted, *sub_values),
            refusal=refusal,
            parts=() if WHICH_FIRST.search(self.text) else find_parts(self.folded, self.marks),
            unmeasured=self._as_typed(not_measured_span(self.text, names, self.coded, self.marks, self.records)),
            mentions=mentions,
            names=(*self.read, *((name.start, name.end) for name in names)),
            spans=self._spans(mentions, names) if may_set_conditions(self.text) else (),
        )
        return self._in_the_thread(question, context)

    def _in_the_thread(self, question: Question, context: Context) -> Question:
        """The question with what it leaves to the thread.

        A name of indicators of several items (委員会) means those of the thread's items, where there are some.
        """
        of = self.records.indicator_by_id
        own = tuple(key for key in question.indicators if of[key].item in context.items)
        several = len({of[key].item for key in question.indicators}) > 1 and not question.items
        if own and several:
            question = question._replace(indicators=own)
        if figure := figure_meant(question, context, self.records):
            return with_time(
                figure, question._replace(text_folded=""), context
            )  # 最大の方 names one, and computes nothing
        return with_thread(question, context, self.records.rated_years[-1])

    def _asked_letters(self) -> tuple[str, ...]:
        """The letters asked for; where one is negated (A でない), the others."""
        not_letters = {match["letter"].upper() for match in _NOT_LETTERS.finditer(self.text)}
        self._take_all(_NOT_LETTERS)
        letters = self._letters()
        if not not_letters:
            return letters
        never = _NOT_ONCE.search(self.text) is not None  # 一度もAでない is said of A
        return tuple(letter for letter in self.records.scale if (letter in not_letters) == never)

    def _sub_values(self, codes: list[str], context: Context) -> tuple[str, ...]:
        """The part of an indicator that is asked for (カード関係の中途採用), as a word; its span is taken.

        Without a name it is a part of the indicators of the items (Ⅲ-1の指標のうちカード関係), or of the thread.
        """
        taken = list(self.taken)
        for match in WITHIN.finditer(self.text):
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
        names, _ = self.vocabulary.find_exact(self.text, taken)
        counted = [name for name in names if all(target.indicators for target in name.alternatives)]
        keys = {key for name in counted for target in name.alternatives for key in target.indicators}
        if not counted and PART_ALONE.search(self.text):
            of_items = [each for code in codes for each in self.records.indicators_by_item.get(code, ())]
            keys = {each.indicator_id for each in of_items if "指標" in self.text} or set(context.indicators)
        parts = [value.part or "" for key in sorted(keys) for value in self.records.values_of(key)]
        if not keys:
            return ()
        found, spans = asked_part(self.text, parts, [(name.start, name.end) for name in counted])
        for start, end in spans:
            self._take(start, end)
        return tuple(MARK + part for part in found)

    def _as_typed(self, span: tuple[int, int] | None) -> str:
        return without_mark_up(self.folded.as_typed(*span)) if span else ""

    def _mark(self, start: int, end: int, kind: Literal["subject", "year", "kind", "both"], value: str = "") -> None:
        self.marks.append(Mark(start, end, kind, value or self.text[start:end]))

    def _mark_names(self, names: tuple[NameMention, ...], words: tuple[WordMention, ...]) -> None:
        topics = all_topics()
        for name in names:
            of_indicators = all(target.indicators for target in name.alternatives)
            self._mark(
                name.start, name.end, "both" if of_indicators else "subject", "indicator" if of_indicators else ""
            )
        for word in words:
            of_a_subject = topics[word.topic].NEEDS or word.weight < _SURE or word.topic == "sources"
            kind: Literal["kind", "both"] = "kind" if of_a_subject else "both"
            value = self.text[word.start : word.end] if word.topic in _APART else word.topic
            self._mark(word.start, word.end, kind, value)

    def _stands_for_a_subject(self, start: int, end: int) -> bool:
        """Whether words left over stand where a subject does: tied to what is asked (○○の評定), not before or after it."""
        # a year alone is behind everything (Aを取った項目 R5), unless it is said of the word (LGWANのR6)
        kinds = ("year",) if self.text[end : end + 1] != "の" else ()
        after = min((mark.start for mark in self.marks if mark.start >= end and mark.kind not in kinds), default=None)
        if after is not None:
            between, noun = self.text[end:after], _NOUN.fullmatch(self.text[start:end])
            return not _BREAK.search(between) or (between == "、" and noun is not None)
        before = start - 1 - (self.text[start - 1 : start] == "、")  # 評価 LGWAN; 評定、LGWAN
        return self.taken[before] and _NOUN.fullmatch(self.text[start:end]) is not None

    def _flags(self) -> tuple[tuple[str, bool], ...]:
        found, spans = find_marks(self.text)
        self.scope.extend(spans)
        return found

    def _spans(self, mentions: tuple[YearMention, ...], names: tuple[NameMention, ...]) -> tuple[Span, ...]:
        recorded = self.records.rated_years
        base = counted_from(mentions, self.day)
        spans = [Span(mark.start, mark.end, "scope") for mark in self.marks if mark.kind == "subject"]
        spans += [Span(start, end, "scope") for start, end in self.scope]
        spans += [Span(match.start(), match.end(), "scope") for match in _DIFFICULT.finditer(self.text)]
        spans += [Span(name.start, name.end, "scope") for name in names]
        for mention in mentions:
            years = years_of(mention, recorded, self.day, base)
            if mention.excepted:
                years = tuple(year for year in recorded if year not in years)
            spans.append(Span(mention.start, mention.end, "years", years, _how(mention)))
        return tuple(spans)

    def _refusal(self, names: tuple[NameMention, ...]) -> str:
        """The kind of question that is none of the bot's business; what stands inside a recorded name is no reason."""
        for words, kind in _refused_words():
            at = self.text.find(words)
            if at < 0 or any(name.start <= at and at + len(words) <= name.end for name in names):
                continue
            if kind == "advice" and _TOWARDS_A_LETTER.search(self.text):
                continue  # Aを取るにはどうすればいい asks for the criteria
            if kind not in _POLITE:
                return kind
            self._take(at, at + len(words))
            self.polite = self.polite or kind
        text = self.text
        for name in names:
            text = text[: name.start] + " " * (name.end - name.start) + text[name.end :]
        if self.vocabulary.corporation.is_recorded(text):
            return "not shown"
        rated = _BY_NAME_RATED.search(self.text)
        return "organization" if rated and self.vocabulary.corporation.is_other(text) else ""

    def _of_others(
        self, topics: Topics, refusal: str, names: tuple[NameMention, ...], *, about: bool, left: bool
    ) -> tuple[Topics, str]:
        """The kinds and the refusal, where a phrase is quoted or another body is named as the owner of what is asked."""
        if not topics and left and QUOTED.search(self.typed):
            topics = ("search",)  # Ⅲ-4の「クラウド」
        if set(topics) <= {"item"} and _WHAT_IT_IS.fullmatch(self.vocabulary.corporation.without_ours(self.text)):
            return ("sources",), ""  # J-LISとは
        if refusal or topics == ("search",):
            return topics, refusal
        body = other_body(self.folded, names, self.taken, self.vocabulary.corporation, self.records)
        return asked_of(body, self.typed, topics, self.records, about=about) if body else (topics, refusal)

    def _percent(self) -> float | None:
        match = _PERCENT.search(self.text)
        if not match:
            return None
        written = read_hundreds(match["kanji"]) if match["kanji"] else match["n"] or match["bare"]
        if written is None:
            return None
        self._take(match.start(), match.end())
        return float(written)

    def _exclusions(self) -> None:
        """Take what is left out: 「ⅠとⅡ以外」 leaves out both."""
        of_section = self.records.items_by_section
        numbering = self.vocabulary.numbering
        coded = find_item_codes(self.text, self.taken, numbering)
        used = list(self.taken)
        found = [(each.start, each.end, each.codes) for each in coded]
        for each in coded:
            used[each.start : each.end] = [True] * (each.end - each.start)
        found.extend(
            (start, end, tuple(of_section.get(section, ())))
            for start, end, section in self.vocabulary.find_sections(self.text)
            if not any(used[start:end])
        )
        for start, end, _ in found:
            used[start:end] = [True] * (end - start)
        found.extend(
            (each.start, each.end, tuple(code for part in each.sections for code in of_section.get(part, (part,))))
            for each in find_sections(self.text, used, numbering)
        )
        found.sort(reverse=True)
        next_start = -1  # of the mention after, when it is left out
        for start, end, codes in found:
            self.read.append((start, end))
            if excepted := _EXCEPTED.match(self.text, end):
                self._take(start, excepted.end())
                self.scope.append((start, excepted.end()))
            elif next_start >= 0 and AND.fullmatch(self.text[end:next_start]):
                self._take(start, next_start)
                self.scope.append((start, next_start))
            else:
                next_start = -1
                continue
            self.excluded.extend(codes)
            next_start = start

    def _exclude_names(self, names: tuple[NameMention, ...]) -> tuple[NameMention, ...]:
        """The names without those that are left out (個人情報保護以外で)."""
        kept = []
        for name in names:
            excepted = _EXCEPTED.match(self.text, name.end)
            if excepted and len(name.alternatives) == 1 and name.alternatives[0].items:
                self._take(name.end, excepted.end())
                self.scope.append((name.start, excepted.end()))
                self.excluded.extend(name.alternatives[0].items)
            else:
                kept.append(name)
        return tuple(kept)

    def _of_the_rest(
        self, items: list[str], unclear: tuple[NameMention, ...]
    ) -> tuple[list[str], tuple[NameMention, ...]]:
        """The items and unclear names, where one of two meanings is left out (免許証じゃない方の一体化)."""
        if not self.excluded or len(unclear) != 1:
            return items, unclear
        left = [code for target in unclear[0].alternatives for code in target.items if code not in self.excluded]
        return ([*items, *left], ()) if len(left) == 1 else (items, unclear)

    def _codes(self) -> list[str]:
        codes: list[str] = []
        order, known = self.records.codes, self.records.item_by_code
        before_end = -1
        for mention in find_item_codes(self.text, self.taken, self.vocabulary.numbering):
            joined = before_end >= 0 and _RANGE_OF_ITEMS.fullmatch(self.text[before_end : mention.start])
            if joined and codes[-1] in known and mention.codes[0] in known:
                # Ⅱ-1からⅢ-2まで goes on over the end of a section, in the order of the records
                codes.extend(order[order.index(codes[-1]) + 1 : order.index(mention.codes[0])])
            alone = len(mention.codes) == 1 and mention.codes[0] in known and not joined
            onward = _ONWARD.match(self.text, mention.end) if alone else None
            end, named = mention.end, mention.codes
            if onward:
                end, named = onward.end(), self._run_of_items(mention.codes[0], onward)
            self._take(mention.start, end)
            self._mark(mention.start, end, "subject")
            codes.extend(named)
            before_end = end
            self.coded.append((mention.start, end, named))
        return codes

    def _run_of_items(self, code: str, onward: re.Match[str]) -> tuple[str, ...]:
        """The items of the section from *code* on, or up to it; the section said beside it (Ⅰ-9以降のⅠ) is no other subject."""
        section = self.records.item_by_code[code].section
        run = tuple(each for each in self.records.codes if self.records.item_by_code[each].section == section)
        self.ranged.append(section)
        at, step = run.index(code), 1 if onward["onward"] or onward["after"] else -1
        own = (onward["onward"] or onward["until"]) is not None
        path = path_of(code)
        beside = self.vocabulary.numbering.codes((*path[:-1], path[-1] + step))
        found = run[at if own else at + 1 :] if step > 0 else run[: at + own]
        return found or beside  # behind the last there is none

    def _first_of(self, patterns: tuple[tuple[re.Pattern[str], str], ...]) -> str | None:
        for pattern, name in patterns:
            for match in pattern.finditer(self.text):
                named = any(start <= match.start() and match.end() <= end for start, end in self.official)
                if not named and not any(self.taken[match.start() : match.end()]):
                    self._take(match.start(), match.end())
                    if patterns is _EVALUATIONS:
                        self._mark(match.start(), match.end(), "year")
                        self.read += [match.span()] * (name == "annual")  # 見込評価以外: the operator is read with it
                    return name
        return None

    def _take_all(self, pattern: re.Pattern[str]) -> bool:
        found = False
        for match in pattern.finditer(self.text):
            if not any(self.taken[match.start() : match.end()]):
                self._take(match.start(), match.end())
                found = True
        return found

    def _sections(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The sections that are named, and those of them that the records do not have."""
        found: list[str] = []
        for start, end, section in self.vocabulary.find_sections(self.text):
            if not any(self.taken[start:end]):
                self._take(start, end)
                self._mark(start, end, "subject")
                found.append(section)
        for mention in find_sections(self.text, self.taken, self.vocabulary.numbering):
            self._take(mention.start, mention.end)
            self._mark(mention.start, mention.end, "subject")
            found.extend(mention.sections)
        recorded = self.records.items_by_section
        known = [section for section in dict.fromkeys(found) if section in recorded and section not in self.ranged]
        return tuple(known), tuple(section for section in dict.fromkeys(found) if section not in recorded)

    def _letters(self) -> tuple[str, ...]:
        found: list[str] = []
        for match in _LETTER.finditer(masked(self.text, self.taken)):
            if any(self.taken[match.start() : match.end()]) or _ALPHABET_GUARD.search(self.text[: match.start()]):
                continue
            self._take(match.start(), match.end())
            found.extend(self._bounded(match["letter"].upper(), match.end()))
        return tuple(dict.fromkeys(found))

    def _bounded(self, letter: str, end: int) -> tuple[str, ...]:
        """The letter, or those that B以上, Bより下 mean, by the scale."""
        scale = self.records.scale
        bound = _BOUND.match(self.text, end)
        if not bound or letter not in scale:
            return (letter,)
        self._take(end, bound.end())
        at = scale.index(letter)
        return {"以上": scale[: at + 1], "以下": scale[at:]}.get(
            bound["how"], scale[:at] if bound["how"].endswith("上") else scale[at + 1 :]
        )

    def _years(self, mentions: tuple[YearMention, ...], context: Context, topics: tuple[str, ...]) -> YearSelection:
        years = context.fiscal_years or context.discussed
        discussed = years[-1] if years else None
        recorded = self.records.rated_years
        selection = resolve_years(mentions, recorded, self.day, discussed)
        number = max((mention.number for mention in mentions if mention.kind == "duration"), default=0)
        if number and not selection.asked and topics and set(topics) <= _OF_LAST_YEARS:
            return YearSelection(recorded[-number:], asked=True, series=True)  # 3年間の評定, 4年平均
        return selection


def _how(mention: YearMention) -> str:
    """How years are put: one, list, range, backwards, from, until, last, except, all, duration, compared, unreadable."""
    if mention.excepted:
        return "except"
    if mention.kind in {"years", "relative", "latest", "previous", "two before", "next", "first", "nth"}:
        several = len(mention.years) > 1
        return "backwards" if mention.rule.endswith("backwards") else mention.rule.split(" ")[0] if several else "one"
    return mention.kind


@cache
def _refused_words() -> tuple[tuple[str, str], ...]:
    return tuple((fold_text(words), kind) for words, kind in read_table("out_of_scope", "words", "kind"))
