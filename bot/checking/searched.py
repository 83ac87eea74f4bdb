"""What the search that answers last found: each of two words by itself, or the places of what is not counted."""

from __future__ import annotations

import re

from bot.answer import Answer, Status
from bot.question import Question
from bot.reading.thread import with_context
from bot.text.compiled import compiled
from bot.text.normalise import fold_text
from bot.topics import search
from bot.wording.join import join_answers
from records.lookups import Records

# a number or amount, of something that is told of and not counted (本人同意した人の数)
_AMOUNT_ASKED = compiled(
    r"(?P<what>[一-龠ァ-ヺー]{1,8}の数|[一-龠ァ-ヺー]{1,6}(?:人数|社数|団体数|自治体数|件数|枚数|費用?|金額|経費|予算))[はをも]?[?。]*$"
)
_PAIR = 2
_LONG_WORD = 4


def each_searched(question: Question, records: Records) -> Answer | None:
    """CRL方式と高松市: two words of which each stands somewhere, and nowhere both."""
    words = search.terms(question)
    joined = len(words) == _PAIR and re.search(
        rf"{re.escape(fold_text(words[0]))}(?:と|や|、|及び){re.escape(fold_text(words[1]))}", question.text_folded
    )
    if not joined or not all(search.hits([word], records) for word in words):
        return None
    found = join_answers([search.answer_words(question, records, (word,), ()) for word in words])
    return with_context(found, question, ("search",))


def around_amount(question: Question, records: Records) -> Answer | None:
    """地方認証プラットフォームの導入団体数: what is counted is told of, and the number is not there."""
    asked = _AMOUNT_ASKED.search(question.text_folded)
    words = tuple(word for word in search.terms(question) if not asked or asked["what"] not in fold_text(word))
    long = [word for word in words if len(word) >= _LONG_WORD]
    if not asked or not long or not search.hits(list(words), records):
        return None
    found = search.answer_words(question, records, words, ())
    return with_context(without_amount(found, question), question, ("search",))


def without_amount(searched: Answer, question: Question) -> Answer:
    """What was found, and that the number or amount that was asked for is not among it."""
    asked = _AMOUNT_ASKED.search(question.text_folded)
    first = f"「{asked['what']}」の数値は記録に見つかりません。{searched.first}" if asked else ""
    return searched._replace(status=Status.NO_DATA, first=first) if asked else searched
