"""Bytes → lines → pages. The only module that knows that the document came as text; a PDF reader would stand beside it.

Nothing in the text names a page break, but it leaves a mark: a form's lines have one empty line between them, and at a
break there is none (and the new page's first line starts with a space) or there are three. A page's printed number, where
it is there at all, comes first on its page. Slides have their lines one after the other, and their title comes last.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from records.errors import UnreadableDocument

LARGEST_BYTES = 64 * 1024 * 1024
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_EMPTY_LINES_AT_A_BREAK = 3
_SPACES = (" ", "　")
_LEAST_JAPANESE = 0.05  # of a document's characters; a programme or a table of figures has less
_JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
_DENSE = 0.25  # share of written lines that follow another directly, from which lines are a slide's


class Line(NamedTuple):
    """One line of the document: its number (from 1), its text as it stands, and the page (from 1) on which it stands."""

    number: int
    text: str
    page: int

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written on it."""
        return not self.text.strip()

    @property
    def ends_paragraph(self) -> bool:
        """Whether the text ends here: the last line of a paragraph has a space at its end, a line cut by its column has not."""
        return self.text.endswith(_SPACES)


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page, blank ones included, and whether it is a slide."""

    number: int
    lines: tuple[Line, ...]
    is_slide: bool

    @property
    def written(self) -> tuple[Line, ...]:
        """The lines on which something is written."""
        return tuple(line for line in self.lines if not line.is_blank)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as pages.

    *sha256*: of its text in UTF-8, with line feeds for whatever ended its lines; *remarks*: what was unusual about the file
    (Japanese, one line each).
    """

    path: Path
    sha256: str
    pages: tuple[Page, ...]
    remarks: tuple[str, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines in order."""
        return tuple(line for page in self.pages for line in page.lines)


def read_document(path: Path, *, partial: bool = False) -> Document:
    """The pages of the text file *path*. *partial*: read what can be read of a file in another encoding or with stray bytes.

    Raises UnreadableDocument with one Japanese line: no such file, a folder, empty, too large, binary, another encoding.
    """
    content = _read_bytes(path)
    text, remarks = _decode(path, content, partial=partial)
    if not text.strip():
        message = f"{path}: 中身がありません（{len(content)} バイト）。評価書を抽出したテキストを指定してください。"
        raise UnreadableDocument(message)
    if len(_JAPANESE.findall(text)) < _LEAST_JAPANESE * len(text.replace(" ", "").replace("\n", "")):
        message = f"{path}: 日本語の文書ではないようです。評価書を抽出したテキストを指定してください。"
        raise UnreadableDocument(message)
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    return Document(
        path, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), split_pages(lines), tuple(remarks)
    )


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            message = f"{path}: フォルダです。評価書のテキストファイルを一つ指定してください。"
            raise UnreadableDocument(message)
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError as error:
        message = f"{path}: ファイルがありません。名前と場所を確かめてください。"
        raise UnreadableDocument(message) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "名前が正しくありません"
        message = f"{path}: 読めません（{reason}）。ファイルの権限と名前を確かめてください。"
        raise UnreadableDocument(message) from error
    if len(content) > LARGEST_BYTES:
        message = f"{path}: 大きすぎます（{LARGEST_BYTES // 1024 // 1024} MB を超えます）。評価書一つ分のテキストを指定してください。"
        raise UnreadableDocument(message)
    return content


def _decode(path: Path, content: bytes, *, partial: bool) -> tuple[str, list[str]]:
    found = _other_encoding(content)
    remarks: list[str] = []
    if found is not None and not partial:
        label = "文字ではないデータ（バイナリ）" if found == "binary" else f"{_ENCODING_NAMES[found]} の文字"
        message = (
            f"{path}: {label}が入っています。UTF-8 のテキストに変換してから指定してください（PDF は文字を抽出して）。"
        )
        raise UnreadableDocument(message)
    if found == "binary":
        message = (
            f"{path}: 文字ではないデータ（バイナリ）です。一部も読めません。テキストに変換してから指定してください。"
        )
        raise UnreadableDocument(message)
    if found is None:
        text = content.decode("utf-8-sig")
    else:
        text = content.decode(found, "replace")
        remarks.append(f"UTF-8 ではなく {_ENCODING_NAMES[found]} として読みました。")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "�" in text:
        remarks.append(f"読めない文字が{text.count('�')}個ありました。")
    return text.replace("\x00", ""), remarks


_ENCODING_NAMES = {"utf-16": "UTF-16", "cp932": "Shift_JIS", "euc_jp": "EUC-JP", "utf-8": "壊れた UTF-8"}


def _other_encoding(content: bytes) -> str | None:
    """Which encoding other than UTF-8 *content* is in; "binary" for none that is text; None for UTF-8."""
    if content.startswith(_UTF16_BOMS):
        return "utf-16"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _guess(content, error)
    return "binary" if b"\0" in content or _mostly_control(content) else None


def _guess(content: bytes, error: UnicodeDecodeError) -> str:
    if b"\0" in content or _mostly_control(content):
        return "binary"
    for encoding in ("cp932", "euc_jp"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_JAPANESE.findall(text)) > _LEAST_JAPANESE * len(text):
            return encoding
    bad = content.decode("utf-8", "replace").count("�")
    return "utf-8" if bad * 20 < len(content) and error.end else "binary"


def _mostly_control(content: bytes) -> bool:
    sample = content[:65536]
    control = sum(1 for byte in sample if byte < 9 or (13 < byte < 32 and byte != 27))  # noqa: PLR2004 - ASCII control codes
    return control * 50 > len(sample)


def split_pages(texts: Sequence[str]) -> tuple[Page, ...]:
    """The lines of a document as pages."""
    starts = _page_starts(texts)
    pages = []
    for number, (first, after) in enumerate(pairwise([*starts, len(texts)]), start=1):
        lines = tuple(Line(at + 1, texts[at], number) for at in range(first, after))
        pages.append(Page(number, lines, _is_slide(lines)))
    return tuple(pages)


def _is_slide(lines: tuple[Line, ...]) -> bool:
    written = [line for line in lines if not line.is_blank]
    adjacent = sum(1 for before, line in pairwise(written) if line.number == before.number + 1)
    return bool(written) and adjacent > _DENSE * len(written)


def _page_starts(texts: Sequence[str]) -> list[int]:
    """Indexes of the first line of each page."""
    starts = [0]
    empty = 0  # how many lines without a single character are before this one
    for at, text in enumerate(texts):
        if text == "":
            empty += 1
            continue
        written_before = empty == 0 and at > 0 and texts[at - 1].strip() != ""
        joined = written_before and text.strip() and text.startswith(_SPACES) and not texts[at - 1].startswith(_SPACES)
        if joined or (empty >= _EMPTY_LINES_AT_A_BREAK and at > empty):
            starts.append(at)
        empty = 0
    return starts
