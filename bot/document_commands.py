"""`hyotei ingest | check | diff`: an official document → records, records against the document, records against records."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

from bot.settings import Settings, read_settings
from records.dataset import Dataset, Row, apply_correction, read_folder
from records.diff import FACTS, Difference, compare, line_of
from records.errors import BadUsage
from records.ingest.check import check_folder
from records.ingest.ingest import Ingested, ingest
from records.ingest.pages import read_document
from records.ingest.report import describe, report_lines
from records.replace import replace_folder

_DONE, _LOOK, _REFUSED = 0, 1, 2
_BAR = 24
_SHOWN = 30
# facts of which a document that stands in the records already should state the same
_COMPARED = frozenset({"ratings", "staff_counts", "items", "item_titles", "legal_bases"})
_YES = {"y", "yes", "はい", "ｙ"}


def run_ingest(options: SimpleNamespace) -> int:
    """Read the document, report, show what would change, and put the records in place. Returns the exit status."""
    settings = read_settings()
    document = read_document(Path(options.file), partial=options.partial)
    known = tuple(read_folder(folder) for folder in settings.data_folders())
    ingested = ingest(document, known, _progress if sys.stderr.isatty() and not options.json else None)
    destination = Path(options.out) if options.out else settings.home / "data" / ingested.document_id
    tables = _corrected(ingested, destination)
    earlier = _earlier(ingested.document_id, destination, known, own_place=options.out is None)
    differences = list(compare(earlier.tables, tables)) if earlier else []
    if earlier and earlier.tables["documents"][0]["sha256"] != document.sha256:
        _doubt_changed_facts(ingested, differences)
    refused = bool(ingested.reading.problems) and not options.partial
    applied = not refused and _may_apply(options, earlier, differences, ingested)
    if applied:
        replace_folder(destination, tables)
    if options.json:
        found = describe(ingested)
        found["differences"] = [_as_object(each) for each in differences if each.table in FACTS]
        found["written"] = str(destination) if applied else None
        print(json.dumps(found, ensure_ascii=False))
    else:
        _print_outcome(ingested, differences, destination, applied=applied, refused=refused)
    if refused:
        return _REFUSED
    return _DONE if applied and not ingested.reading.unsure and not ingested.reading.problems else _LOOK


def _progress(_step: str, done: int, of: int) -> None:
    filled = _BAR * done // of
    sys.stderr.write(f"\r読んでいます [{'#' * filled}{'.' * (_BAR - filled)}]")
    if done == of:
        sys.stderr.write("\r" + " " * (_BAR + 20) + "\r")
    sys.stderr.flush()


def _corrected(ingested: Ingested, destination: Path) -> dict[str, tuple[Row, ...]]:
    """The tables with the corrections that stand in the folder so far; one that does not apply any more is a problem."""
    tables = {name: tuple(dict(row) for row in rows) for name, rows in ingested.tables.items()}
    if not (destination / "corrections.csv").is_file():
        return tables
    kept: list[Row] = []
    for correction in read_folder(destination).tables["corrections"]:
        trial = {name: [dict(row) for row in rows] for name, rows in tables.items()}
        what = apply_correction(correction, trial)
        if what:
            where = f"{correction['table_name']} {correction['row_key']}"
            ingested.reading.problem(0, f"人の手による訂正（{where}）が当てはまりません。{what}")
        else:
            kept.append(dict(correction))
    tables["corrections"] = tuple(kept)
    return tables


def _earlier(document_id: str, destination: Path, known: Sequence[Dataset], *, own_place: bool) -> Dataset | None:
    """The records that the new ones would stand in place of."""
    if not own_place:
        return read_folder(destination) if (destination / "datapackage.json").is_file() else None
    return next((dataset for dataset in known if dataset.document_id == document_id), None)


def _doubt_changed_facts(ingested: Ingested, differences: Sequence[Difference]) -> None:
    """Another text of a document that is in the records: what it states differently is to be looked at."""
    ingested.reading.doubt(0, "この文書の記録はすでにありますが、その元の文書とは内容が違います。")
    lost = sum(1 for each in differences if each.table == "indicator_values" and each.kind == "removed")
    if lost:
        ingested.reading.doubt(
            0, f"すでにある記録の実績値のうち {lost}件は、この文書から読めませんでした（hyotei diff で見られます）。"
        )
    for each in differences:
        if each.kind != "moved" and (
            each.table in _COMPARED or (each.table == "indicator_values" and "value" in each.before)
        ):
            if each.kind == "removed" and each.table == "indicator_values":
                continue
            line = each.after.get("line", each.before.get("line"))
            ingested.reading.doubt(
                int(line) if isinstance(line, int) else 0, f"すでにある記録と違います。{line_of(each)}"
            )


def _may_apply(
    options: SimpleNamespace, earlier: Dataset | None, differences: Sequence[Difference], ingested: Ingested
) -> bool:
    """A document that is not yet in the records goes in; one that is, on --yes or a confirmation after seeing what changes."""
    if earlier is None or options.yes or not differences:
        return True
    if options.json or not sys.stdin.isatty():
        return False
    print("\n".join(report_lines(ingested)))
    _print_differences(differences)
    print("この内容で記録を置き換えますか？ [y/N] ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in _YES


def _print_outcome(
    ingested: Ingested, differences: Sequence[Difference], destination: Path, *, applied: bool, refused: bool
) -> None:
    if refused:
        for each in ingested.reading.problems:
            print(f"hyotei: {f'{each.line}行: ' if each.line else ''}{each.what}", file=sys.stderr)
        print("hyotei: 記録は変えていません。読めるところだけ読むには --partial を付けてください。", file=sys.stderr)
        return
    print("\n".join(report_lines(ingested)))
    if differences:
        _print_differences(differences)
    if applied:
        print(f"記録を書きました: {destination}")
    else:
        print("記録は変えていません。すでにある記録をこの内容で置き換えるには --yes を付けてください。")


def _print_differences(differences: Sequence[Difference]) -> None:
    facts = [each for each in differences if each.table in FACTS and each.kind != "moved"]
    texts = sum(1 for each in differences if each.table not in FACTS and each.kind != "moved")
    moved = sum(1 for each in differences if each.kind == "moved")
    print(f"すでにある記録との違い: 事実 {len(facts)}件、文章 {texts}件、場所だけ {moved}件")
    for each in facts[:_SHOWN]:
        print(f"  {line_of(each)}")
    if len(facts) > _SHOWN:
        print(f"  ほか{len(facts) - _SHOWN}件（hyotei diff で見られます）")


def _as_object(each: Difference) -> dict[str, object]:
    return {
        "kind": each.kind,
        "table": each.table,
        "subject": list(each.subject),
        "before": each.before,
        "after": each.after,
    }


def run_check(options: SimpleNamespace) -> int:
    """Compare a data folder with the document, in both directions. 0: all agree; 1: something does not."""
    settings = read_settings()
    document = read_document(Path(options.file))
    known = tuple(read_folder(folder) for folder in settings.data_folders())
    if options.data:
        dataset = read_folder(Path(options.data))
        known = (dataset, *(each for each in known if each.document_id != dataset.document_id))
        ingested = ingest(document, known)
    else:
        ingested = ingest(document, known)
        dataset = _records_of(ingested.document_id, known, settings)
    findings = list(check_folder(dataset, ingested))
    if options.json:
        found = [each._asdict() for each in findings]
        print(
            json.dumps(
                {"document": dataset.document_id, "folder": str(dataset.folder), "findings": found}, ensure_ascii=False
            )
        )
    else:
        checked = sum(len(rows) for rows in dataset.tables.values())
        print(f"{dataset.folder}: {checked}行を文書と突き合わせました。合わないもの {len(findings)}件")
        for each in findings:
            direction = "記録→文書" if each.direction == "folder" else "文書→記録"
            print(f"  [{direction}] {each.table} {each.line}行: {each.what}")
    return _LOOK if findings else _DONE


def _records_of(document_id: str, known: Sequence[Dataset], settings: Settings) -> Dataset:
    for dataset in known:
        if dataset.document_id == document_id:
            return dataset
    message = f"この文書（{document_id}）の記録がありません。--data でフォルダを指定するか、hyotei ingest で取り込んでください。"
    raise BadUsage(message, detail=str(settings.home))


def run_diff(options: SimpleNamespace) -> int:
    """Compare two data folders. 0: equal; 1: not."""
    before, after = (read_folder(Path(folder)) for folder in (options.before, options.after))
    differences = list(compare(before.tables, after.tables))
    if options.json:
        print(json.dumps([_as_object(each) for each in differences], ensure_ascii=False))
    else:
        for each in differences:
            print(line_of(each))
        print(f"違い: {len(differences)}件")
    return _LOOK if differences else _DONE
