"""Words → a query. A clause is what lies between one letter or movement and the next; clauses are joined by and, or, then.

Raises Unread for a piece that has no place in the query: nothing is answered in part.
"""

from itertools import pairwise
from typing import NamedTuple

from bot.conditions.query import Count, Often, Term
from bot.conditions.words import Line, Word

_MOVES = frozenset({"up", "down", "change", "stay"})
_RELATIONS = frozenset({"same", "differ", "high", "low"})
CORES = frozenset({"letter", "back", *_MOVES, *_RELATIONS})
TERMS = frozenset({"years", "now", "prospective", "annual"})
# words that say in which shape the answer is wanted
SHAPES = frozenset(
    {"item", "year", "section", "how often", "count", "when", "which", "superlative", "many", "few", "most", "least",
     "by section", "by item", "by year", "ranking", "run length", "unrated", "plain", "rating", "number", "beside", "zero", "every item", "each", "sum", "share", "large"}
)  # fmt: skip
_LISTED = frozenset({"と", "、", ",", "・", "や", "/", "も", "でも", "とか", "", " ", "にも", "か", "との"})
_WHOLE_PERIOD = frozenset({"全期間", "期間中", "を通じて", "を通して", "全年度で"})
_TO_LETTER = frozenset({"に", "へ", "まで", "", "から", "を"})


class Unread(Exception):
    """A piece of the question that has no place in what was read of it."""

    def __init__(self, piece: str) -> None:
        """*piece*: as folded, or what was meant by it."""
        super().__init__(piece)
        self.piece = piece


class Ref(NamedTuple):
    """Terms as named. *how*: one, list, range …; *mark*: than, from; *after*: the particles behind."""

    terms: tuple[Term, ...]
    how: str
    text: str
    mark: str = ""
    after: str = ""


class Known(NamedTuple):
    """What the words are held against. *usual*: the years meant when none is named; *one*: a single item is asked about."""

    recorded: tuple[int, ...]
    scale: tuple[str, ...]
    usual: tuple[int, ...]
    one: bool = False


class Clause:
    """What belongs to one letter or movement."""

    def __init__(self) -> None:
        """Nothing read yet."""
        self.refs: list[Ref] = []
        self.either = self.both = False  # AかB, AもBも
        self.letters: list[str] = []  # as named, the last of a step is where it leads
        self.bounds: list[str] = []
        self.from_letter = 0  # so many of the letters are where a step begins
        self.to_letter = False
        self.move = ""
        self.text = ""  # of the movement or relation
        self.relation = ""
        self.negated = False
        self.got = False
        self.became = False  # Aになった, which two years may be said of
        self.count: Count | None = None
        self.ever = ""
        self.newly = False  # 新たにA: another letter before
        self.again = False  # Aに戻った: the letter once before that, too
        self.first = self.last = self.only = self.row = self.all = False
        self.span = 0
        self.levels = 1
        self.arrows = 0
        self.still = False
        self.others = False  # 以外, which a negation may follow
        self.previous = False  # 前年度から, より: counted from the year named
        self.open = False  # several years that no word binds together
        self.less = False  # しか, which a negation is to follow
        self.pending = False  # …ことも, which the next clause finishes
        self.joined_by_or = False
        self.link = "and"

    def core(self) -> bool:
        """Whether a letter or a movement was read."""
        return bool(self.letters or self.move or self.relation)


class Reading:
    """Clauses, and the words that say the shape, of one question."""

    def __init__(self, line: Line, known: Known) -> None:
        """Raises Unread."""
        if line.unread:
            raise Unread(line.unread[0])
        self.known = known
        self.words = line.words
        self.shapes: list[Word] = []
        self.then: list[Term] = []  # whose ratings are asked for of the items found: …だった項目のR6の評定
        self.clauses: list[Clause] = []
        self._clause = Clause()
        self._before: Word | None = None  # the last word that is not passed over
        self._between = ""  # what was passed over since
        for at, word in enumerate(self.words):
            if word.kind == "passed":
                self._between += word.text
                continue
            self._take(at, word)
            self._before, self._between = word, ""
        self._trailing(self._between)
        self.loose = self._clause  # years, where there is no condition
        self._close()
        self._settle()

    def _settle(self) -> None:
        """What the clause or a later one decides of words that stood alone: 以外, ことも, しか."""
        for clause in self.clauses:
            never = clause.count is not None and clause.count.often is Often.NEVER
            if clause.others and not (clause.negated or never):
                clause.others, clause.negated = False, True
            elif clause.others and not (never and clause.letters and not clause.move):
                raise Unread("以外")
        for clause, after in pairwise(self.clauses):
            if clause.pending:  # 上がったことも下がったこともない
                if not after.ever:
                    raise Unread("ことも")
                clause.count, clause.ever = after.count, after.ever
        if any(clause.less for clause in self.clauses):
            raise Unread("しか")

    def _core_after(self, at: int) -> bool:
        return any(word.kind in CORES for word in self.words[at:])

    def _next_kind(self, at: int) -> str:
        after = self._next(at)
        return after.kind if after else ""

    def _begin_rest(self) -> None:
        """R5だけAで、ほかはB: a clause of all the years that the conditions before it do not name."""
        self._close()
        named = {term for clause in self.clauses for ref in clause.refs for term in ref.terms}
        years = tuple(year for year in self.known.recorded if year not in named)
        if not named or not years or self._clause.core():
            raise Unread("ほか")
        self._clause.refs.append(Ref(years, "except", "ほか", after="は"))

    def _next(self, at: int) -> Word | None:
        return next((word for word in self.words[at + 1 :] if word.kind != "passed"), None)

    def _close(self, link: str = "and") -> None:
        if self._clause.core():
            before = self._before
            self._clause.pending = before is not None and before.text == "こと" and self._between.startswith("も")
            self.clauses.append(self._clause)
            self._clause = Clause()
            self._clause.link = link
        elif self._clause.refs and self.clauses and not self.clauses[-1].refs:
            self.clauses[-1].refs = self._clause.refs

    def _trailing(self, between: str) -> None:
        if self._clause.refs and self._before is not None and self._before.kind in TERMS:
            self._clause.refs[-1] = self._clause.refs[-1]._replace(after=between)

    def _take(self, at: int, word: Word) -> None:  # noqa: C901, PLR0912, PLR0915 - one case a kind of word
        clause = self._clause
        before, between = self._before, self._between
        self._trailing(between)
        match word.kind:
            case "scope" | "plain" | "rating":
                if word.kind == "rating":
                    self.shapes.append(word)
            case "high" | "low" if any(each.kind in {"share", "ranking"} for each in self.shapes):
                self.shapes.append(word._replace(kind="many" if word.kind == "high" else "few"))  # Aの割合が高い
            case "years" | "now" | "prospective" | "annual":
                self._add_term(at, word)
            case "previous":
                self._open(at)
                self._clause.previous = True
            case "letter":
                self._add_letter(word, before, between)
            case "up" | "down" | "change" | "stay" | "same" | "differ" | "high" | "low":
                self._add_core(word, before, between)
            case "others" if clause.only and clause.letters and self._next_kind(at) == "letter":
                self._begin_rest()  # R5だけA以外はB
            case "others" if self._next_kind(at) in {"all", "every"}:
                raise Unread(word.text)  # A以外は全部B？
            case "rest":
                self._begin_rest()
            case "not" | "others":
                self._negate(word, before)
            case "get" | "have":
                if word.negated:
                    self._negate(word, before)
                elif clause.letters:
                    clause.got = True
                    clause.became = word.text.startswith(("なっ", "なり"))
            case "back":
                self._add_back(word)
            case "ever":
                self._add_ever(at, word)
            case "never":
                self._quantify(at, word, Count(Often.NEVER))
            case "every" if before is not None and before.kind == "item" and word.text in _WHOLE_PERIOD:
                self._set_count(word, Count(Often.ANY))  # Cだった項目は全期間で何件ある？
            case "every":
                self._quantify(at, word, Count(Often.ALL))
            case "some":
                self._quantify(at, word, Count(Often.ANY))
            case "all":
                self._add_all(at, word, before)
            case "times":
                self._add_times(at, word, before, between)
            case "span":
                self._open(at)
                if self._clause.span:
                    raise Unread(word.text)
                self._clause.span = word.number
            case "row":
                self._open(at) if not clause.span and not clause.letters else None
                self._clause.row = True
                self._clause.negated ^= word.negated
                if word.negated:
                    raise Unread(word.text)
            case "lost" if not clause.letters and word.text.startswith("を落と"):
                self._add_core(word._replace(kind="down"), before, between)  # 評定を落とした
            case "lost":
                if not clause.letters or clause.move:
                    raise Unread(word.text)
                clause.from_letter, clause.move = len(clause.letters), "change"
            case "still":
                clause.still = True
            case "zero":
                if clause.letters:
                    clause.negated, clause.count = True, Count(Often.NEVER)
                self.shapes.append(word)
            case "year" if before is not None and before.kind == "years" and not between:
                pass  # 最新年度
            case "levels":
                self._open(at)
                self._clause.levels = word.number
            case "only":
                self._add_only(at, word, before)
            case "first":
                self._open(at)
                self._clause.first = True
            case "newly":
                self._open(at)
                self._clause.newly = True
            case "last":
                self._open(at)
                self._clause.last = True
            case "or":
                self._add_or(at, before)
            case "and" | "but" | "among":
                if clause.core() and self._core_after(at):
                    self._close()
            case "then":
                if clause.core() and self._core_after(at):
                    self._close("then")
            case "than" | "from" | "since":
                self._mark(word, before)
            case kind if kind in SHAPES:
                self.shapes.append(word)
            case _:
                raise Unread(word.text)

    def _open(self, at: int, link: str = "and") -> None:
        """Begin a new clause when this one has its letter and another letter is to come."""
        if self._clause.core() and self._core_after(at):
            self._close(link)

    def _add_term(self, at: int, word: Word) -> None:
        either = self._clause.letters and self._between == "か"  # R3でAかR5でA
        self._open(at, "or" if either else "and")
        clause = self._clause
        before, between = self._before, self._between
        if before is not None and before.kind == "from" and clause.refs and not clause.core():
            between = "から"
        if (
            clause.core()
            and not self._core_after(at)
            and before is not None
            and before.kind == "item"
            and (between == "の" or (between == "は" and (word.kind == "now" or self._asks_how(at))))
        ):
            self.then.extend(word.years or ((None,) if word.kind == "prospective" else self.known.usual))
            return
        if clause.core() and any(ref.how != "annual" for ref in clause.refs):
            self._add_behind(at, word)
            return
        if word.kind == "annual":
            clause.refs.append(Ref((), "annual", word.text))
            return
        if word.kind == "prospective":
            adjacent = before is not None and before.kind == "years" and before.how != "from" and between in {"", "の"}
            if adjacent and clause.refs[-1].how == "one" and clause.refs[-1].terms == (self.known.recorded[-1],):
                clause.refs.pop()  # R6の見込評価: stated in the document of that year
            elif adjacent:
                raise Unread(f"{clause.refs[-1].text}{word.text}")
            clause.refs.append(Ref((None,), "one", word.text))
            return
        years, how = (self.known.recorded[-1:], "one") if word.kind == "now" else (word.years, word.how)
        if not years:
            raise Unread(word.text)
        clause.refs.append(Ref(years, how, word.text))
        if before is not None and before.kind == "years" and between == "か":
            clause.joined_by_or = True

    def _asks_how(self, at: int) -> bool:
        """Whether behind this word nothing is asked but どうなった."""
        behind = self.words[at + 1 :]
        return all(word.kind == "passed" for word in behind) and "どう" in "".join(word.text for word in behind)

    def _add_behind(self, at: int, word: Word) -> None:
        """A評価だけど見込がBの項目 R6: the year belongs to the one condition that names none."""
        bare = [
            each
            for each in self.clauses
            if all(ref.how == "annual" for ref in each.refs) and each.count is None and not each.ever
        ]
        if len(bare) != 1 or not word.years or self._next(at) is not None:
            raise Unread(word.text)
        bare[0].refs.append(Ref(word.years, word.how, word.text))

    def _add_letter(self, word: Word, before: Word | None, between: str) -> None:
        clause = self._clause
        if clause.move or clause.relation:
            self._close("then" if before is not None and before.kind == "then" else "and")
        elif clause.letters:
            if before is not None and before.kind == "from":
                clause.from_letter = len(clause.letters)
                clause.arrows += 1
            elif not (before is not None and before.kind in {"letter", "or", "not", "others"} and between in _LISTED):
                self._close()
            elif between in {"か", "も"}:
                clause.either, clause.both = between == "か", between == "も"
        self._clause.letters.append(word.text)
        self._clause.bounds.append(word.bound)

    def _add_core(self, word: Word, before: Word | None, between: str) -> None:
        clause = self._clause
        if clause.move or clause.relation:
            joined = "then" if before is not None and before.kind == "then" else "and"
            self._close(joined)
        elif clause.letters:
            steps = before is not None and before.kind in {"letter", "from", "get"} and between in _TO_LETTER
            if not steps or (before is not None and before.kind == "get"):
                self._close("then" if before is not None and before.kind == "then" else "and")
            else:
                clause.to_letter = not (before is not None and before.kind == "from")
                if before is not None and before.kind == "from":
                    clause.from_letter = len(clause.letters)
        clause = self._clause
        if word.kind in _MOVES:
            clause.move = word.kind
        else:
            clause.relation = word.kind
            if before is not None and before.kind in {*TERMS, "rating"} and between == "を" and clause.refs:
                clause.refs[-1] = clause.refs[-1]._replace(mark="than")  # R6が見込評価を上回った
        clause.negated, clause.text = word.negated, word.text

    def _negate(self, word: Word, before: Word | None) -> None:
        clause = self._clause
        if not clause.core() and not self.clauses and before is not None and before.kind == "rating":
            self.shapes.append(word._replace(kind="unrated"))  # 評定がついていない項目
            return
        if not clause.core():
            raise Unread(word.text)
        if before is not None and before.kind == "item" and word.kind != "others":
            self.shapes.append(word)  # Aの項目はない？ asks whether there is one
            return
        if clause.less:
            clause.less = False
            return
        if word.kind == "others":
            if clause.others:
                raise Unread(word.text)
            clause.others = True
            return
        if clause.negated and not clause.letters:
            raise Unread(word.text)
        clause.negated = True

    def _add_back(self, word: Word) -> None:
        """Aに戻った: an A, and none the year before; 下がって戻った: down and then up."""
        clause = self._clause
        if clause.letters and not word.negated:
            clause.got = clause.newly = clause.again = True
            return
        moved = clause if clause.move else self.clauses[-1] if self.clauses and not clause.core() else None
        way = {"up": "down", "down": "up"}.get(moved.move) if moved else None
        if way is None or word.negated:
            raise Unread(word.text)
        if moved is clause:
            self._close("then")
        self._clause.link, self._clause.move, self._clause.text = "then", way, word.text

    def _quantify(self, at: int, word: Word, count: Count) -> None:
        self._open(at)
        self._set_count(word, count)

    def _set_count(self, word: Word, count: Count) -> None:
        clause = self._clause
        if clause.count is not None and clause.count != count:
            raise Unread(word.text)
        clause.count = count

    def _add_ever(self, at: int, word: Word) -> None:
        if word.how != "suffix":
            self._open(at)
            self._clause.ever = "before"
            return
        clause = self._clause
        if not clause.core():
            raise Unread(word.text)
        clause.ever = clause.ever or "ever"
        if word.negated and clause.negated:
            raise Unread(word.text)  # Aでないことがない
        if word.negated:
            clause.count = Count(Often.NEVER)
            clause.negated = False

    def _add_all(self, at: int, word: Word, before: Word | None) -> None:
        """すべてB, R3〜R6のすべてでB; behind the items only how they are to be listed (…項目をすべて)."""
        if self._core_after(at) or (self._clause.core() and before is not None and before.kind == "years"):
            self._quantify(at, word, Count(Often.ALL))
        elif self._clause.core():
            self._clause.all = True
        else:
            raise Unread(word.text)

    def _add_times(self, at: int, word: Word, before: Word | None, between: str) -> None:
        behind = before is not None and before.kind in {"letter", "how often"}
        own = behind and between in {"が", "を", "は", "も", ""} and self._clause.count is None
        if not own:
            self._open(at)  # Aが2回: of the letter before
        often = {
            "以上": Often.LEAST, "も": Often.LEAST, "より多く": Often.LEAST, "以下": Often.MOST, "まで": Often.MOST, "未満": Often.MOST,
        }.get(word.bound, Often.EXACTLY)  # fmt: skip
        self._clause.less = word.bound == "しか"
        number = word.number + (word.bound == "より多く") - (word.bound == "未満")
        if own and before is not None and before.kind == "how often":
            self.shapes.pop()  # Aの回数が2回
        self._set_count(word, Count(often, number))

    def _add_only(self, at: int, word: Word, before: Word | None) -> None:
        self._clause.less = word.text == "しか"
        if before is not None and before.kind in TERMS:
            self._clause.only = True
        elif before is None or before.kind not in {"scope", "times", "letter", "item", "number"}:
            raise Unread(word.text)
        elif (
            before.kind == "letter"
            and not (self._clause.count or self._clause.refs)
            and any(each.kind == "item" for each in self.words[at:])
        ):
            raise Unread(f"{before.text}{word.text}")  # Bだけの項目: always, or only those with a B

    def _add_or(self, at: int, before: Word | None) -> None:
        clause, after = self._clause, self._next(at)
        if before is not None and after is not None and before.kind == after.kind == "letter":
            return
        if before is not None and before.kind in TERMS and after is not None and after.kind in TERMS:
            clause.joined_by_or = True
        elif clause.core() and self._core_after(at):
            self._close("or")
        else:
            raise Unread("または")

    def _mark(self, word: Word, before: Word | None) -> None:
        clause = self._clause
        if before is not None and before.kind == "previous":
            return
        annual = before is not None and before.kind == "year" and any(None in ref.terms for ref in clause.refs)
        if annual and word.kind == "than" and not clause.core():
            clause.refs.append(Ref(self.known.usual[-1:], "one", "年度評価", mark="than"))
            self.shapes.pop()  # 見込の方が年度より高い
        elif word.kind == "since" and clause.core() and before is not None and before.kind not in TERMS:
            self._close("then")  # R3はAだったがそれ以降はB
            self._clause.count = Count(Often.ALL)
        elif before is not None and before.kind in TERMS and not clause.core():
            if clause.refs[-1].how == "annual":  # R6の年度評価より, 年度評価より
                named = len(clause.refs) > 1 and clause.refs[-2].how != "annual" and clause.refs[-2].terms != (None,)
                text = clause.refs.pop().text
                if not named:
                    clause.refs.append(Ref(self.known.usual[-1:], "one", text))
            last = clause.refs[-1]
            if word.kind == "since" and last.how == "one" and last.terms[0] is not None:
                years = tuple(year for year in self.known.recorded if year >= last.terms[0])
                clause.refs[-1] = last._replace(terms=years, how="range")
            else:
                clause.refs[-1] = last._replace(mark=word.kind)
        elif not (word.kind == "from" and before is not None and before.kind == "letter"):
            raise Unread(word.text)
