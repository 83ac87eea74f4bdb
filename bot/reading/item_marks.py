"""Marks of the summary table as a question says them: 重要度が高い, 重点化の対象でない → which, wanted or not, and where."""

from __future__ import annotations

from bot.text.compiled import compiled

_FLAGS = (
    ("high_importance", compiled(r"重要(?!事項)")),
    ("priority", compiled(r"重点化|重点(?!計画)|優先")),
)
# 重要度が低い, 高くない, 重点化の対象外; what is said after のに, くて is said of something else
_NO_FLAG = compiled(
    r"(?:度|性)?(?:が|の|は|も)?「?(?:低|小さ)|(?:度|性)?(?:が|の)?「?(?:高く?|対象)?」?(?:の?対象)?で?も(?=[^、。]{1,14}?(?:(?:で|く)?もな[いか]|も(?:つ[いか]|付[いか]|該当し|当たら|あたら|され|なっ)(?:れ)?(?:て)?(?:い)?な[いか]))|(?:(?!のに|けど|けれど|くて|評[価定]|変わ|[上下]が|落ち)[^、。a-z]){0,8}?(?:ない|ません|なし|以外|外れ|対象外|でなく|なく|除|抜き)"
)
_LOW = compiled(r"(?<=低)(?:い|く(?:て|(?=、))|かった)")
# the rest of a mark that items have: 重要度「高」, 重要度が高い, 重点化された
_FLAG = compiled(
    r"(?:度|性)?(?:が|の|は|も)?「?(?:高(?:い|く(?:て)?|かった)?)?」?(?:の?対象)?(?:と?(?:され(?:た|て(?:い(?:る|て)?)?)|なって(?:いる)?))?"
)


def find_marks(text: str) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[int, int], ...]]:
    """The marks named in folded *text*, each with whether items that have it are meant; and the spans that say so."""
    found, spans = [], []
    for name, pattern in _FLAGS:
        if match := pattern.search(text):
            without = _NO_FLAG.match(text, match.end())
            marked = without or _FLAG.match(text, match.end())
            end = marked.end() if marked else match.end()
            rest = _LOW.match(text, end) if without else None
            spans.append((match.start(), rest.end() if rest else end))
            found.append((name, not without))
    return tuple(found), tuple(spans)
