"""The generator of documents is sound: what it says it has printed stands in the text, on the pages and in the parts it says."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from pathlib import Path
from random import Random

import pytest

from records.ingest.codes import read_code
from records.ingest.pages import Document, split_pages
from records.ingest.parts import split_parts
from tests.records.ingest.expected import Passage
from tests.records.ingest.generate import Generated, generate
from tests.records.ingest.inventions import random_spec
from tests.records.ingest.mutate import MUTATIONS
from tests.records.ingest.wording import WIDE_LETTERS, number, write_code

_SEEDS = range(20)
_CHANCE = 3


def _document(text: str) -> Document:
    return Document(path=Path("generated.txt"), sha256="", pages=split_pages(text.split("\n")[:-1]), remarks=())


def _chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - chance for damage, not for secrets


@cache
def _generated(seed: int) -> Generated:
    return generate(random_spec(seed))


def _compact(text: str) -> str:
    return "".join(text.split())


def _stands_in(passage: str, pages: list[str]) -> bool:
    """Whether *passage* is one piece of a page, or pieces of pages one after the other; spaces do not count."""
    rest = _compact(passage)
    reached = 0
    for page in pages:
        # the piece of the page before may have run on into the next column by chance
        reached = max(start + _longest(rest[start:], page) for start in range(max(0, reached - _CHANCE), reached + 1))
    return reached == len(rest)


def _longest(text: str, page: str) -> int:
    """How many characters of *text*, from its beginning, stand in *page* in one piece."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text[:middle] in page else (low, middle - 1)
    return low


@pytest.mark.parametrize("seed", _SEEDS)
def test_a_seed_gives_one_document(seed: int) -> None:
    """The same seed gives the same spec, text and expectations."""
    assert random_spec(seed) == random_spec(seed)
    assert generate(random_spec(seed)) == _generated(seed)


@pytest.mark.parametrize("seed", _SEEDS)
def test_the_pages_are_found(seed: int) -> None:
    """The reader of pages finds each page where it was printed."""
    generated = _generated(seed)
    starts = tuple(page.lines[0].number for page in _document(generated.text).pages)
    assert starts == generated.page_starts


@pytest.mark.parametrize("seed", _SEEDS)
def test_the_parts_are_found(seed: int) -> None:
    """The reader of parts finds each part where it was printed, as what it was printed."""
    generated = _generated(seed)
    found = [(part.kind.value, part.form, part.lines[0].number) for part in split_parts(_document(generated.text))]
    assert found == [tuple(part) for part in generated.parts]


def test_a_summary_table_over_several_pages_is_one_part() -> None:
    """The table of 60 items goes on on a second page, under its column heads."""
    generated = generate(random_spec(1, items=60, summary_rows=40, halves=False, evaluations=("annual",)))
    found = [(part.kind.value, part.form, part.lines[0].number) for part in split_parts(_document(generated.text))]
    assert found == [tuple(part) for part in generated.parts]


def _forms(generated: Generated) -> dict[tuple[str, str], list[str]]:
    """The pages of each item's form, by item and evaluation, without white space."""
    starts = [part.line for part in generated.parts]
    of_part: dict[int, list[str]] = {}
    for page in _document(generated.text).pages:
        at = bisect_right(starts, page.lines[0].number) - 1
        of_part.setdefault(at, []).append(_compact("".join(line.text for line in page.lines)))
    forms = [of_part[at] for at, part in enumerate(generated.parts) if part.kind == "item"]
    keys = [(title.item, one) for one in generated.expected.evaluations for title in generated.expected.titles]
    return dict(zip(keys, forms, strict=True))


@pytest.mark.parametrize("seed", _SEEDS)
def test_every_passage_stands_in_its_form(seed: int) -> None:
    """An expected passage stands in the form of its item: in one piece, or cut where a page ends."""
    generated = _generated(seed)
    forms, passages = _forms(generated), generated.expected.passages
    assert passages
    assert [one for one in passages if not _stands_in(one.text, forms[one.item, one.evaluation])] == []


@pytest.mark.parametrize("seed", _SEEDS)
def test_every_fact_stands_in_its_form(seed: int) -> None:
    """Titles, ratings, values, targets, staff and laws are written in the form of their item."""
    generated = _generated(seed)
    stated = generated.expected
    written = [(title.item, one, title.title) for title in stated.titles for one in stated.evaluations]
    written += [(one.item, one.evaluation, f"{number(one.value)}{one.unit}") for one in stated.values + stated.targets]
    written += [(one.item, one.evaluation, f"{one.value}％") for one in stated.rates]
    written += [(one.item, one.evaluation, f"{abs(one.value):,}") for one in stated.inputs]
    written += [(one.item, one.evaluation, one.text or "－") for one in stated.bases]
    letters = [one for one in stated.ratings if one.item and one.place == "item"]
    written += [
        (one.item or "", one.evaluation, f"評定{'：' if one.evaluator == 'self' else ''}{WIDE_LETTERS[one.rating]}")
        for one in letters
    ]
    forms = {key: "".join(pages) for key, pages in _forms(generated).items()}
    heads = re.compile(r"[0-9０-９]*[２３]．(?:各事業年度|中期目標期間)の業務に係る.*?業務実績自己評価(?:（[^）]*）)?")
    whole = {key: heads.sub("", text) for key, text in forms.items()}
    missing = [one for one in written if _compact(one[2]) not in whole[one[0], one[1]]]
    assert letters
    assert len(missing) <= len(written) // 50  # a page may end in the middle of a figure


@pytest.mark.parametrize("seed", _SEEDS)
def test_codes_are_canonical(seed: int) -> None:
    """A code as the forms write it is read as the canonical code that is expected."""
    for title in _generated(seed).expected.titles:
        for dash in "－―-":
            code = read_code(write_code(title.item, dash))
            assert code is not None
            assert (code.item, code.section) == (title.item, title.section)


def test_every_writing_occurs() -> None:
    """The seeds cover all styles of codes, evaluations, letters, and both kinds of forms."""
    specs = [random_spec(seed) for seed in range(60)]
    assert {item.code.strip("第")[0] for spec in specs for item in spec.items} >= set("ⅠⅡ12")
    assert {evaluation for spec in specs for evaluation in spec.evaluations} == {"annual", "prospective", "final"}
    assert {item.forms[0].rating for spec in specs for item in spec.items} == set("SABCD")
    assert {spec.switches.input_tables for spec in specs} == {True, False}
    assert {len(spec.period.years) for spec in specs} == {3, 4, 5, 6, 7}
    assert {len(spec.items) for spec in specs} >= {1, 60}
    ministers = [(form.self_rating, form.minister) for spec in specs for item in spec.items for form in item.forms]
    assert any(minister and minister.rating != own for own, minister in ministers)


def test_a_passage_is_whole() -> None:
    """A passage holds its paragraphs in order, without the cuts of the layout."""
    spec = random_spec(5, items=1, evaluations=("annual",))
    form = spec.items[0].form("annual")
    goals = [one for one in generate(spec).expected.passages if one.kind == "mid_term_goal"]
    rows = enumerate(form.rows, start=1)
    expected = [("mid_term_goal", number, "\n".join(row.goal)) for number, row in rows if row.goal]
    assert goals == [Passage(spec.items[0].code, "annual", kind, row, text) for kind, row, text in expected]


@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_a_mutation_changes_the_text(name: str) -> None:
    """Every mutation damages a document, the same way for the same chance, and survives text with nothing to damage."""
    text = generate(random_spec(2, items=2, evaluations=("annual",))).text
    mutated = [MUTATIONS[name](text, _chance(seed)) for seed in range(8)]
    assert mutated == [MUTATIONS[name](text, _chance(seed)) for seed in range(8)]
    assert sum(one != text for one in mutated) > 4
    for poor in ("評価 \n", "\n", ""):
        MUTATIONS[name](poor, _chance(0))


def test_a_doubled_form_is_a_part_of_its_own() -> None:
    """Doubling an item's form gives one more form, and leaves the other parts as they were."""
    text = generate(random_spec(2, items=2, evaluations=("annual",))).text
    before = [(part.kind, part.form) for part in split_parts(_document(text))]
    after = [(part.kind, part.form) for part in split_parts(_document(MUTATIONS["double_item_form"](text, _chance(1))))]
    assert len(after) == len(before) + 1
    assert set(after) == set(before)
