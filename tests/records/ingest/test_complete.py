"""What a whole document has and a damaged one lacks: whole documents, each with one thing taken out or changed."""

from __future__ import annotations

from collections.abc import Iterable

from records.ingest.complete import find_gaps
from records.ingest.ingest import Ingested
from records.ingest.reading import Reading
from records.ingest.report import conflicts_of
from tests.records.ingest.generate import Generated
from tests.records.ingest.mutate import pages_of
from tests.records.ingest.pieces import ingest_text, lines_of, said


def _without_parts(generated: Generated, kind: str) -> Iterable[tuple[str, Ingested]]:
    """Form number and what is read when all pages of one part of *kind* are left out."""
    lines = generated.text.split("\n")
    firsts = [part.line for part in generated.parts] + [len(lines) + 1]
    for at, part in enumerate(generated.parts):
        if part.kind == kind:
            yield part.form, ingest_text("\n".join([*lines[: firsts[at] - 1], *lines[firsts[at + 1] - 1 :]]))


def test_a_sound_document_lacks_nothing(ingested: Ingested) -> None:
    """No remark of any kind."""
    assert said(ingested.reading) == ""
    assert list(conflicts_of(ingested)) == []


def test_a_form_before_the_item_forms_is_missing(generated: Generated) -> None:
    """Overview, overall rating and summary table of either evaluation."""
    for kind, name in (("overview", "評価の概要"), ("overall", "総合評定"), ("summary", "項目別評定総括表")):
        read = list(_without_parts(generated, kind))
        assert len(read) == 2
        for form, each in read:
            assert f"様式{form} {name}がありません" in said(each.reading)


def test_a_slide_is_missing(generated: Generated) -> None:
    """That of the scale, that of the articles, or all items of some sections."""
    for kind, name in (("criteria", "評定基準のスライド"), ("statute", "参照条文")):
        ((_, read),) = _without_parts(generated, kind)
        assert f"{name}が見つかりません" in said(read.reading)
    for _, read in _without_parts(generated, "slide"):
        assert "だけありません" in said(read.reading)


def test_a_form_before_the_item_forms_is_out_of_its_place(generated: Generated) -> None:
    """The overall rating behind the summary table."""
    lines = generated.text.split("\n")
    at = next(at for at, part in enumerate(generated.parts) if part.kind == "overall")
    first, second, after = (part.line - 1 for part in generated.parts[at : at + 3])
    swapped = [*lines[:first], *lines[second:after], *[""] * 3, *lines[first:second], *lines[after:]]
    assert "総合評定が項目別評定総括表の後にあります" in said(ingest_text("\n".join(swapped)).reading)


def test_a_title_of_the_summary_table_differs_from_that_of_the_form(generated: Generated, ingested: Ingested) -> None:
    """One character of it, in either table."""
    title = str(ingested.tables["items"][1]["title"])
    lines = generated.text.split("\n")
    for part in generated.parts:
        if part.kind != "summary":
            continue
        at = next(at for at in range(part.line, len(lines)) if title[:8] in lines[at])
        wrong = [*lines[:at], lines[at].replace(title[1], "蓋", 1), *lines[at + 1 :]]
        assert "の項目名が、総括表では" in said(ingest_text("\n".join(wrong)).reading)


def _targets(*stated: tuple[str, str], value: str = "8回") -> str:
    """Remarks on indicators with a target each, whose plan says the second text; *value* is what the last one reached."""
    reading = Reading()
    (line,) = lines_of("一 ")
    for number, (target, plan) in enumerate(stated):
        key = {"indicator_id": f"i{number}", "evaluation": "annual"}
        reading.tables["indicators"].append({**key, "item": f"Ⅰ-{number + 1}", "name": "指標", "stated_name": "指標"})
        reading.add("indicator_targets", line, "調書", **key, stated=target)
        reading.passage(lines_of(plan), "調書", "annual_plan", item=f"Ⅰ-{number + 1}", evaluation="annual")
    reading.add("indicator_values", line, "調書", **key, stated=value, value=1, part=None, fiscal_year=None)
    find_gaps(reading, (), (), ())
    return said(reading)


def test_a_target_that_no_goal_or_plan_states_is_doubted_where_the_others_are_stated() -> None:
    """Unless it was just reached: then the value is its witness."""
    sound = [(f"{number}回以上", f"年{number}回以上点検する。 ") for number in range(3, 7)]
    assert (
        _targets(*sound, ("９回", "毎月点検する。 "))
        == "Ⅰ-5 の目標値「９回」が、目標・計画の文にも実績にも見つかりません。"
    )
    assert _targets(*sound, ("９回", "毎月点検する。 "), value="９回") == ""
    assert _targets(*sound, ("９回", "毎月点検する。 "), value="19回") != ""
    assert _targets(*sound, ("９回", "年９回点検する。 ")) == ""
    assert _targets(*(("９回", "毎月点検する。 ") for _ in range(5))) == ""


def test_a_name_that_is_not_whole_is_doubted() -> None:
    """Before it, in it or behind it a line is missing or stands twice."""
    for name, is_doubted in (
        ("灯器の稼働率：6：100％", True), ("の稼働率", True), ("から届くまでの日数", True), ("", True), ("灯器の新規契約数：契約数", True),
        ("灯器の稼働率", False), ("灯器24基の稼働率", False),
    ):  # fmt: skip
        reading = Reading()
        reading.tables["indicators"].append({"indicator_id": "i", "item": "Ⅰ-1", "name": name, "stated_name": name})
        find_gaps(reading, (), (), ())
        assert ("の名前が、途中で切れているか" in said(reading)) is is_doubted


def test_a_page_inside_a_form_is_missing_or_out_of_its_place(generated: Generated, ingested: Ingested) -> None:
    """Where records change, something is said."""
    pages = pages_of(generated.text)
    starts = {part.line for part in generated.parts}
    first = 1
    inner = []
    for at, page in enumerate(pages):
        if first not in starts:
            inner.append(at)
        first += len(page)
    assert len(inner) > 5

    def facts(read: Ingested) -> list[tuple[object, ...]]:
        rows = [(row["item"], row["text"]) for row in read.tables["rationales"]]
        values = [
            (row["indicator_id"], row["fiscal_year"], row["value"], row["part"])
            for row in read.tables["indicator_values"]
        ]
        return sorted([*rows, *values], key=repr)

    for at in inner[::3]:
        read = ingest_text("\n".join(line for page in [*pages[:at], *pages[at + 1 :]] for line in page))
        assert said(read.reading) or facts(read) == facts(ingested)


def test_a_form_without_its_staff_is_doubted_where_the_others_have_theirs(generated: Generated) -> None:
    """The label of the staff counts of one form is not there."""
    lines = generated.text.split("\n")
    rows = [at for at, line in enumerate(lines) if "従事人員数" in line]
    assert len(rows) == 4
    for at in rows:
        read = ingest_text("\n".join([*lines[:at], lines[at].replace("従事人員数", ""), *lines[at + 1 :]]))
        assert "従事人員数" in said(read.reading)


def test_letters_that_belong_to_no_year_are_doubted(generated: Generated) -> None:
    """The row of the overall ratings of past years stands before its years."""
    lines = generated.text.split("\n")
    head = next(at for at, line in enumerate(lines) if "過年度の総合評定の状況" in line)
    years, letters = [at for at in range(head + 1, len(lines)) if lines[at].strip()][:2]
    lines[years], lines[letters] = lines[letters], lines[years]
    assert "どの年度の評定か分かりません" in said(ingest_text("\n".join(lines)).reading)


def test_a_bracket_that_is_not_closed_is_doubted() -> None:
    """The line with its end is missing, or the line with its beginning stands twice."""
    for text, is_doubted in (
        ("公開件数：9件【計", True),
        ("画：９件以上】", True),
        ("公開件数：9件【計画：９件以上】", False),
        ("［実績］", False),
    ):
        reading = Reading()
        reading.tables["passages"].append({"item": "Ⅰ-1", "kind": "result", "text": text, "line": 1})
        find_gaps(reading, (), (), ())
        assert ("閉じていない括弧" in said(reading)) is is_doubted
