"""Clauses → the condition that they make together. Raises Unread for what has no certain meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from bot.conditions.query import Both, Compared, Condition, Count, Either, Letters, Moves, Often, Path, Same, Term, Then
from bot.conditions.read import Clause, Known, Reading, Ref, Unread

_SAID_OF_ALL = ("が", "は", "も", "とも")
# to which a rating goes back without having been there in the recorded years
_STANDARD = "B"
_PUT_IN_A_ROW = frozenset({"range", "backwards", "from", "until", "last", "except"})
_OPPOSITE = {"higher": "not higher", "lower": "not lower", "same": "different", "different": "same"}


def build(reading: Reading) -> Condition | None:
    """The condition that all clauses make together; None without one. Raises Unread."""
    clauses = reading.clauses
    if not clauses:
        return None
    links = {clause.link for clause in clauses[1:]}
    if "or" in links and len(links) > 1:
        raise Unread("または")
    if (path := _path(clauses, reading.known)) is not None:
        return path
    if len(clauses) > 1 and all(c.move and not (c.refs or c.letters or c.count or c.negated) for c in clauses):
        return _one_after_the_other(clauses, reading.known.recorded)
    if any(c.newly and c.link == "then" for c in clauses) and any(
        c.move and not (c.refs or c.letters) for c in clauses
    ):
        raise Unread("戻")  # 一度落ちてまたAに戻った
    parts: list[Condition] = []
    for at, clause in enumerate(clauses):
        parts.append(_build_one(clause, clauses[:at], clauses, reading.known))
    if len(parts) == 1:
        return parts[0]
    if links != {"or"}:
        _check_together(parts)
    return Either(tuple(parts)) if links == {"or"} else Both(tuple(parts))


def _one_after_the_other(clauses: Sequence[Clause], recorded: tuple[int, ...]) -> Condition:
    """上がりも下がりもした, 一度下がってまた上がった."""
    if any(clause.move not in {"up", "down"} for clause in clauses):
        raise Unread(next(clause.text for clause in clauses if clause.move not in {"up", "down"}))
    ways = tuple(clause.move for clause in clauses)
    if any(clause.link == "then" for clause in clauses):
        return Then(recorded, ways)
    return Both(tuple(Moves(recorded, way, Count(Often.ANY)) for way in ways))


def _check_together(parts: Sequence[Condition]) -> None:
    """What can never hold together was not meant so (R6にAの項目とBの項目)."""
    single = [part for part in parts if isinstance(part, Letters) and len(part.terms) == 1 and not part.others]
    for one, two in combinations(single, 2):
        if one.terms == two.terms and not one.wanted & two.wanted:
            raise Unread(two.said)


_ONE_AND_AGAIN = 2  # A, B and A again: two letters, then the third


def _path(clauses: Sequence[Clause], known: Known) -> Condition | None:
    """A→B→A, AからBに落ちてまたAに戻った; None for anything else."""
    letters = [letter for clause in clauses for letter in clause.letters]
    arrows = sum(clause.arrows for clause in clauses)
    first = clauses[0]
    again = (
        len(clauses) == _ONE_AND_AGAIN
        and clauses[1].link == "then"
        and first.arrows == 1
        and len(first.letters) == _ONE_AND_AGAIN
        and clauses[1].got
    )
    if not (again or (len(clauses) == 1 and arrows > 1)):
        return None
    if any(c.refs or c.count or c.negated or c.ever or c.row or any(c.bounds) for c in clauses):
        raise Unread("→".join(letters))
    if len(letters) == len(known.recorded) and arrows == len(letters) - 1:
        parts = (
            Letters((year,), *wanted_letters([letter], [""], known.scale))
            for year, letter in zip(known.recorded, letters, strict=True)
        )
        return Both(tuple(parts))
    if any(one == two for one, two in pairwise(letters)) or (not again and arrows != len(letters) - 1):
        raise Unread("→".join(letters))
    return Path(known.recorded, tuple(letters))


def _build_one(clause: Clause, earlier: Sequence[Clause], clauses: Sequence[Clause], known: Known) -> Condition:
    if clause.newly and not clause.move:
        if clause.negated or not clause.letters:
            raise Unread("新たに")
        clause.move = "change"
        if clause.again and clause.letters != [_STANDARD] and not (clause.count or clause.ever):
            return _again(clause, known)
    if clause.became and (step := _step(clause, known)):
        return step
    if clause.relation or (clause.move and _compares(clause)):
        return _comparison(clause, known)
    if clause.move == "stay" and clause.letters and not clause.from_letter:
        return _kept(clause, known)
    if clause.move == "stay" and clause.negated:  # 維持できなかった
        clause.move, clause.negated = "change", False
    if clause.move and clause.still:
        raise Unread("まま")  # Bに下がったまま: in any year, and never up again
    if clause.move or clause.from_letter:
        return _movement(clause, earlier, known)
    return _letters(clause, clauses, known)


def _step(clause: Clause, known: Known) -> Condition | None:
    """R5→R6でAになった: another letter in the first of the two years; None where the years are no step."""
    ref = clause.refs[0] if len(clause.refs) == 1 else None
    first, last = (ref.terms[0], ref.terms[-1]) if ref and ref.how == "range" else (None, None)
    plain = not (clause.move or clause.relation or clause.count or clause.ever or clause.row or clause.negated)
    plain = plain and len(clause.letters) == 1 and not clause.from_letter
    if ref is None or first is None or last is None or not plain or clause.first or clause.last or clause.only:
        return None
    if "→" not in ref.text and last - first != 1:
        return None
    wanted, _ = wanted_letters(clause.letters, clause.bounds, known.scale)
    return Compared(last, first, "different", moved=True, new=wanted)


def _again(clause: Clause, known: Known) -> Condition:
    """R6でAに戻った: an A in R6, none in R5, and one in a year before."""
    years = _all_terms(clause) or known.recorded[-1:]
    wanted, said = wanted_letters(clause.letters, clause.bounds, known.scale)
    before = tuple(year for year in known.recorded if year < years[0] - 1)
    if len(years) > 1 or not before or any(clause.bounds):
        raise Unread("戻")
    step = Compared(years[0], years[0] - 1, "different", moved=True, new=wanted)
    return Both((Letters(before, wanted, said, Count(Often.ANY)), step))


def _kept(clause: Clause, known: Known) -> Condition:
    """Aを維持している: the letter in all the years; Aを維持できなかった: no more in the last of them."""
    if clause.count or clause.row or clause.only or clause.first or clause.last or clause.ever:
        raise Unread(clause.text)
    wanted, said = wanted_letters(clause.letters, clause.bounds, known.scale)
    years = known.recorded[-clause.span :] if clause.span and not clause.refs else _span_of(clause, known)
    if not clause.negated:
        return Letters(years, wanted, said)
    return Both(
        (Letters(years[:-1], wanted, said), Letters(years[-1:], frozenset(known.scale) - wanted, f"{said} でない"))
    )


def _compares(clause: Clause) -> bool:
    """A movement between a year and the prospective rating, which have no order in time, is a comparison."""
    return any(None in ref.terms for ref in clause.refs)


def wanted_letters(letters: Iterable[str], bounds: Iterable[str], scale: Sequence[str]) -> tuple[frozenset[str], str]:
    """The letters that are meant, and how to say them: A・S, B 以上."""
    wanted: set[str] = set()
    said = []
    for letter, bound in zip(letters, bounds, strict=True):
        at = scale.index(letter) if letter in scale else -1
        if at < 0:
            raise Unread(letter)
        if not bound:
            wanted.add(letter)
        elif bound == "以上":
            wanted.update(scale[: at + 1])
        elif bound == "以下":
            wanted.update(scale[at:])
        else:
            wanted.update(scale[:at] if bound == "より上" else scale[at + 1 :])
        said.append(f"{letter} {bound}".strip())
    return frozenset(wanted), " か ".join(dict.fromkeys(said))


def _letters(  # noqa: C901 - one case a quantifier
    clause: Clause, clauses: Sequence[Clause], known: Known
) -> Letters | Both:
    if (
        len(clause.letters) > 1
        and clause.count == Count(Often.ALL)
        and not (clause.refs or clause.negated or clause.either)
    ):
        return _each_letter(clause, known)
    if clause.both and not (clause.negated or clause.refs or clause.count):
        return _each_letter(clause, known)  # AもBも取った
    wanted, said = wanted_letters(clause.letters, clause.bounds, known.scale)
    count, terms = clause.count, _terms_of(clause, clauses, known)
    _check_letters(clause, terms)
    if count is not None and count.often is Often.NEVER:
        if not (clause.negated or clause.ever):
            raise Unread("一度も")
        if clause.others:  # 一度もB以外を取っていない: always B
            count = Count(Often.ALL)
    elif clause.negated:
        if count is not None and count.number:
            raise Unread("ない")
        wanted, said = (
            frozenset(known.scale) - wanted,
            f"{said.replace(' か ', ' でも ')} で{'も' if ' か ' in said else ''}ない",
        )
    if clause.row or clause.span:
        return _in_a_row(clause, terms, wanted, said, known)
    if clause.still and count is None and len(terms) == 1 and terms[0] is not None:
        return Letters((terms[0] - 1, terms[0]), wanted, said)  # Bのままの項目
    if clause.only or clause.first or clause.last:
        return _apart(clause, terms, wanted, said, known)
    if count is None and clause.ever:
        count = Count(Often.ANY)
    if count is None and len(terms) > 1:
        count = _implied(clause, clauses)
        clause.open = count is None
    return Letters(terms, wanted, said, count or Count(Often.ALL))


def _check_letters(clause: Clause, terms: Sequence[Term]) -> None:
    """A,A,B,A is no list, and nothing is had twice in one year. Raises Unread."""
    if len(set(clause.letters)) < len(clause.letters):
        raise Unread("、".join(clause.letters))
    if clause.count is not None and clause.count.number and len(terms) == 1:
        raise Unread(f"{clause.count.number}回")


def _each_letter(clause: Clause, known: Known) -> Both:
    """AとBの両方を取った項目."""
    pairs = zip(clause.letters, clause.bounds, strict=True)
    return Both(
        tuple(
            Letters(known.recorded, *wanted_letters([letter], [bound], known.scale), Count(Often.ANY))
            for letter, bound in pairs
        )
    )


def _in_a_row(  # noqa: C901 - one case a way to say how long
    clause: Clause, terms: tuple[Term, ...], wanted: frozenset[str], said: str, known: Known
) -> Letters:
    years = tuple(term for term in terms if term is not None)
    if len(years) < len(terms):
        raise Unread("見込評価")
    if not clause.row:  # 4年間ずっとB, 3年間でA
        if clause.refs:
            raise Unread(f"{clause.span}年間")
        years = known.recorded[-clause.span :]
        count = clause.count or (Count(Often.ANY) if clause.ever or clause.got else None)
        if count is None:
            raise Unread(f"{clause.span}年間")
        return Letters(years, wanted, said, count)
    if len(years) == 1:
        raise Unread(clause.refs[0].text if clause.refs else "連続")  # one year is no row
    number = clause.span or (clause.count.number if clause.count and clause.count.number else 2)
    if clause.refs and clause.refs[0].how == "from" and clause.span:
        return Letters(years[:number], wanted, said)  # R3から3年連続B
    if clause.count is not None and not clause.count.number:
        if clause.span:
            raise Unread(f"{clause.span}年")
        return Letters(years, wanted, said, clause.count)
    if clause.refs and not clause.span:
        return Letters(years, wanted, said)  # R3〜R5で連続してA
    if not set(years) <= set(known.recorded):
        return Letters(years, wanted, said)  # the answer says what is not recorded
    if number > len(years):
        raise Unread(f"{number}年連続")
    return Letters(years, wanted, said, Count(Often.ROW, number))


def _apart(clause: Clause, terms: tuple[Term, ...], wanted: frozenset[str], said: str, known: Known) -> Letters:
    """Only in these years; for the first or the last time in this one."""
    years = tuple(term for term in terms if term is not None)
    if len(years) < len(terms) or clause.count is not None or not clause.refs:
        raise Unread("だけ" if clause.only else "初めて" if clause.first else "最後に")
    if clause.only:
        others = tuple(year for year in known.recorded if year not in years)
    elif len(years) > 1:
        raise Unread("初めて" if clause.first else "最後に")
    elif clause.first:
        others = tuple(year for year in known.recorded if year < years[0])
    else:
        others = tuple(year for year in known.recorded if year > years[0])
    apart = "only" if clause.only else "first" if clause.first else "last"
    return Letters(terms, wanted, said, Count(Often.ALL), others, apart)


def _implied(clause: Clause, clauses: Sequence[Clause]) -> Count | None:
    """What several years mean that no word binds together: all of them, any of them; None leaves it open."""
    if clause.joined_by_or:
        return Count(Often.ANY)
    if not clause.refs:
        return None  # the years are those of the thread
    hows = {ref.how for ref in clause.refs}
    after = [ref.after for ref in clause.refs]
    until = clause.refs[-1].text.endswith("まで") and clause.refs[-1].how in {"range", "backwards"}
    if clause.negated or until or all(each in {"も", "にも", "でも"} for each in after):
        return Count(Often.ALL)
    if clause.got and hows & _PUT_IN_A_ROW:
        return Count(Often.ANY)
    # one condition among others is of all the years that it names, R4以降B too
    onward = hows <= {"from", "until", "except"}
    if after[-1].startswith(_SAID_OF_ALL) or (len(clauses) > 1 and (onward or not hows & _PUT_IN_A_ROW)):
        return Count(Often.ALL)
    if len(clauses) > 1:
        raise Unread("・".join(ref.text for ref in clause.refs))
    return None


def _terms_of(clause: Clause, clauses: Sequence[Clause], known: Known) -> tuple[Term, ...]:
    if any(ref.mark for ref in clause.refs):
        raise Unread("・".join(ref.text for ref in clause.refs if ref.mark))
    found = dict.fromkeys(term for ref in clause.refs for term in ref.terms)
    annual = any(ref.how == "annual" for ref in clause.refs)
    if not found or (annual and not any(term is not None for term in found)):
        found |= dict.fromkeys(_unnamed(clause, clauses, known))
    years = sorted(term for term in found if term is not None)
    return (*years, *((None,) if None in found else ()))


def _unnamed(clause: Clause, clauses: Sequence[Clause], known: Known) -> tuple[int, ...]:
    """The years that are meant when none is named: all where the words count over years, else the latest."""
    if clause.ever == "before":
        named = [year for other in clauses for ref in other.refs for year in ref.terms if year is not None]
        return tuple(year for year in known.recorded if not named or year < min(named)) or known.recorded
    counted = clause.count is not None or clause.ever or clause.first or clause.last or clause.row
    if any(ref.how == "annual" or None in ref.terms for ref in clause.refs):
        every = counted and all(ref.how == "annual" for ref in clause.refs)  # 年度評価がずっとB
        return known.recorded if every else known.usual
    if clause.link == "then" and _lasts(clause):
        earlier = clauses[: clauses.index(clause)]
        named = [year for other in earlier for ref in other.refs for year in ref.terms if year is not None]
        return tuple(year for year in known.recorded if not named or year > max(named))
    if counted:
        return known.recorded
    return known.usual


def _lasts(clause: Clause) -> bool:
    """その後ずっとB, その後はB; その後Bになった is of one year."""
    return clause.count.often is Often.ALL if clause.count else not clause.got


def _comparison(clause: Clause, known: Known) -> Condition:  # noqa: C901 - one case a way to name the two sides
    """Two terms beside one another, or several that are the same."""
    if clause.count is not None and clause.relation != "same":
        raise Unread(clause.text)
    if clause.row or clause.only or clause.first or clause.last or (clause.span and clause.relation != "same"):
        raise Unread(clause.text)
    refs = list(clause.refs)
    if any(ref.how == "annual" for ref in refs):
        named = any(term is not None for ref in refs for term in ref.terms)
        refs = [ref for ref in refs if ref.how != "annual"] + (
            [] if named else [Ref(known.usual[-1:], "one", "年度評価")]
        )
    terms = [term for ref in refs for term in ref.terms]
    if clause.relation in {"high", "low"} and (other := _rather_than(clause, terms, known)):
        refs.append(other)
        terms.extend(other.terms)
    marked = [ref for ref in refs if ref.mark or ref.how == "from"]
    if len(refs) == 1 and refs[0].how == "from":
        terms = [refs[0].terms[0]]
        refs = [Ref((terms[0],), "one", refs[0].text, "from")]
        marked = refs
    starts = [ref for ref in refs if ref.how == "from"]
    if starts and len(refs) > 1:  # R6から見込評価で上がった
        refs = [ref._replace(terms=ref.terms[:1], how="one", mark="from") if ref.how == "from" else ref for ref in refs]
        terms = [term for ref in refs for term in ref.terms]
        marked = [ref for ref in refs if ref.mark]
    if clause.relation in {"same", "differ"} and not marked:
        return _sameness(clause, terms, known)
    if len(terms) == 1 and marked:
        terms.append(known.usual[-1])
    if len(terms) != 2 or terms[0] == terms[1] or len(marked) > 1:  # noqa: PLR2004 - a pair
        raise Unread("・".join(ref.text for ref in refs) or "比較")
    reference = marked[0].terms[0] if marked else terms[0]
    if not marked and clause.relation in {"high", "low"}:
        raise Unread("・".join(ref.text for ref in refs))
    subject = next(term for term in terms if term != reference)
    relation = {"up": "higher", "high": "higher", "down": "lower", "low": "lower", "same": "same", "stay": "same"}.get(
        clause.move or clause.relation, "different"
    )
    if clause.negated:
        relation = _OPPOSITE[relation]
    old, new = step_letters(clause, known)
    return Compared(subject, reference, relation, old=old, new=new, levels=clause.levels)


def _rather_than(clause: Clause, terms: Sequence[Term], known: Known) -> Ref | None:
    """What 見込評価の方が高い, 年度評価の方が高い is held against: the other of the two evaluations; None where nothing is meant."""
    if len(clause.refs) != 1 or clause.refs[0].mark or not re.search("方|ほう", clause.refs[0].after):
        return None
    if list(terms) == [None]:
        return Ref(known.usual[-1:], "one", "年度評価", "than")
    return Ref((None,), "one", "見込評価", "than") if clause.refs[0].how == "annual" else None


def _sameness(clause: Clause, terms: Sequence[Term], known: Known) -> Condition:
    if list(terms) == [None]:
        terms = (None, *known.usual)  # 見込評価どおりの項目
    if len(terms) == 1 and clause.refs[-1].after == "と" and terms[0] != known.usual[-1]:
        terms = (terms[0], known.usual[-1])  # R5と同じ評定の項目
    same = (clause.relation == "same") is not clause.negated
    if clause.letters:
        raise Unread("同じ")
    if not terms and ((clause.count is not None and clause.count.often is Often.ALL) or clause.span):
        terms = known.recorded[-clause.span :]
    if len(set(terms)) < 2 or (clause.count is not None and clause.count.often is not Often.ALL):  # noqa: PLR2004 - a pair
        raise Unread("同じ" if clause.relation == "same" else "違う")
    years = sorted({term for term in terms if term is not None})
    ordered: tuple[Term, ...] = (*years, *((None,) if None in terms else ()))
    if len(ordered) == 2:  # noqa: PLR2004 - a pair
        return Compared(ordered[1], ordered[0], "same" if same else "different", levels=clause.levels)
    if same and years == list(range(years[0], years[-1] + 1)) and len(years) == len(ordered):
        return Moves(tuple(years), "change", Count(Often.NEVER))
    return Same(ordered, same)


def step_letters(clause: Clause, known: Known) -> tuple[frozenset[str], frozenset[str]]:
    """From and to which letters a movement goes, any where empty. Raises Unread."""
    begin = clause.from_letter
    old, _ = wanted_letters(clause.letters[:begin], clause.bounds[:begin], known.scale)
    new, _ = wanted_letters(clause.letters[begin:], clause.bounds[begin:], known.scale)
    return old, new


def _movement(clause: Clause, earlier: Sequence[Clause], known: Known) -> Condition:
    if clause.only or clause.first or clause.last:
        raise Unread("だけ" if clause.only else "初めて" if clause.first else "最後に")
    old, new = step_letters(clause, known)
    way = clause.move or "change"
    count = clause.count
    if clause.row or clause.span:
        if not clause.row:
            if clause.refs:
                raise Unread(f"{clause.span}年間")
            return _over(known.recorded[-clause.span :], clause, way, old, new)
        number = clause.span or (count.number if count and count.number else 2)
        return Moves(_all_years(clause, known), way, Count(Often.ROW, number), old, new, clause.levels)
    if way == "stay" or (clause.negated and way == "change"):
        return _unchanged(clause, known)
    every = (clause.all or known.one) and (old or new) and (clause.all or not clause.refs)
    if (clause.ever or count or every) and not (clause.negated and count is None):
        if count is not None and count.often is Often.NEVER and not (clause.negated or clause.ever):
            raise Unread("一度も")
        if clause.negated and (count is None or count.often is not Often.NEVER):
            raise Unread("ない")
        return Moves(_all_years(clause, known), way, count or Count(Often.ANY), old, new, clause.levels)
    two = _two_ends(clause, earlier, known)
    relation = {"up": "higher", "down": "lower"}.get(way, "any" if old and new else "different")
    if clause.negated:
        relation = _OPPOSITE[relation]
    return Compared(two[1], two[0], relation, moved=True, old=old, new=new, levels=clause.levels)


def _over(years: tuple[int, ...], clause: Clause, way: str, old: frozenset[str], new: frozenset[str]) -> Moves:
    count = clause.count or Count(Often.ANY)
    if way == "stay" or clause.negated:
        if way not in {"stay", "change"} or count.often not in {Often.ANY, Often.NEVER, Often.ALL}:
            raise Unread("ない")
        return Moves(years, "change", Count(Often.NEVER))
    return Moves(years, way, count, old, new, clause.levels)


def _unchanged(clause: Clause, known: Known) -> Condition:
    often = clause.count.often if clause.count else None
    if often not in {None, Often.NEVER, Often.ALL} or clause.letters:
        raise Unread(clause.text or "・".join(clause.letters))
    years = _all_years(clause, known) if often else _span_of(clause, known)
    if len(years) == 2:  # noqa: PLR2004 - a pair
        return Compared(years[1], years[0], "same", moved=True)
    return Moves(years, "change", Count(Often.NEVER))


def _all_terms(clause: Clause) -> list[int]:
    return sorted({year for ref in clause.refs for year in ref.terms if year is not None})


def _all_years(clause: Clause, known: Known) -> tuple[int, ...]:
    years = _all_terms(clause)
    if len(years) == 1:
        raise Unread(clause.refs[0].text)
    return tuple(years) or known.recorded


def _span_of(clause: Clause, known: Known) -> tuple[int, ...]:
    """The years over which nothing changed: the two named, a whole range, one and the year before, the latest two."""
    years = _all_terms(clause)
    if not years:
        return _latest_two(clause, known)
    if len(years) == 1 and (clause.refs[0].mark == "from" or clause.refs[0].how == "from"):
        return tuple(range(years[0], _end_after(years[0], known) + 1))
    _check_years(clause, years)
    return tuple(years) if len(years) > 1 else (years[0] - 1, years[0])


def _two_ends(clause: Clause, earlier: Sequence[Clause], known: Known) -> tuple[int, int]:
    refs = clause.refs
    years = [year for ref in refs for year in ref.terms if year is not None]
    if not years:
        if earlier:
            return _after(earlier, known, clause.text)
        return _latest_two(clause, known)
    if len(refs) == 1 and refs[0].how == "backwards":
        return years[-1], years[0]
    if len(refs) == 1 and (refs[0].how == "from" or refs[0].mark in {"from", "than"}):
        return years[0], _end_after(years[0], known)
    _check_years(clause, years)
    if len(years) == 1:
        before = [year for other in earlier for ref in other.refs for year in ref.terms if year is not None]
        start = before[-1] if len(before) == 1 and before[-1] < years[0] else years[0] - 1
        return start, years[0]
    marked = [ref for ref in refs if ref.mark]
    if len(refs) == 2 and len(marked) == 1 and refs[1].mark:  # noqa: PLR2004 - a pair
        return refs[1].terms[0] or 0, refs[0].terms[0] or 0
    return years[0], years[-1]


def _latest_two(clause: Clause, known: Known) -> tuple[int, int]:
    """The latest years; of 前年度から the one that the thread is about and the year before."""
    latest = known.usual[-1] if clause.previous else known.recorded[-1]
    return latest - 1, latest


def _end_after(year: int, known: Known) -> int:
    """Where a movement from *year* ends: the latest year; from that one on, the next, which is not recorded."""
    return max(known.recorded[-1], year + (year == known.recorded[-1]))


def _check_years(clause: Clause, years: Sequence[int]) -> None:
    if clause.previous and clause.negated and len(set(years)) > 1:
        raise Unread("前年度")  # R5とR6で前年度から下がらなかった: each of them, or over both
    if len(clause.refs) > 1 and len(set(years)) == 1:
        raise Unread(clause.refs[-1].text)  # R6でR6から


def _after(earlier: Sequence[Clause], known: Known, text: str) -> tuple[int, int]:
    """R5にAだったが下がった: the step behind the one year that was named."""
    named = [year for other in earlier for ref in other.refs for year in ref.terms if year is not None]
    if len(set(named)) != 1 or named[0] == known.recorded[-1]:
        raise Unread(text)
    return named[0], named[0] + 1
