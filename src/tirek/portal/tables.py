"""Tables that people bring: pasted text, CSV or XLSX, as rows of cells; nothing is kept."""

from __future__ import annotations

import csv
import re
import zipfile
from io import BytesIO, StringIO
from typing import NamedTuple

from tirek.ledger.files import sheets
from tirek.ledger.files.encodings import BOM, as_utf_8, decode, first_control
from tirek.ledger.files.limits import Limits
from tirek.portal.patience import Patience, TookTooLong, Watched
from tirek.portal.texts import text

#: What a page takes: bytes of a file, rows, cells of a row.
LARGEST = 10 << 20
LIMITS = Limits(
    largest_list=LARGEST * 3, most_rows=20_000, most_tags=500_000, most_tags_read_whole=50_000
)
#: Rows of a workbook that are read within the patience of a page; a text holds more.
XLSX_ROWS = 5_000
_LONGEST_LINE = 20_000
_ZIP = b"PK\x03\x04"
#: What files that are no tables begin with: what they are called.
_OTHERS = {
    b"\xd0\xcf\x11\xe0": "old_office", b"%PDF": "pdf", b"\xff\xd8\xff": "picture",
    b"\x89PNG": "picture", b"Rar!": "archive", b"7z\xbc\xaf": "archive", b"\x1f\x8b": "archive",
}  # fmt: skip
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


class NotATable(ValueError):
    """A file that cannot be read; the message is for people, in the page's language."""


class Numbered(NamedTuple):
    """A row and where it begins in its file, from 1."""

    line: int
    cells: list[str]


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of a file, cells without spaces around; empty rows and empty cells
    at a row's end are left out.

    :raises NotATable: it is too large, unsafe, or no table
    """
    return [row.cells for row in numbered_rows_of(content)]


def numbered_rows_of(content: bytes) -> list[Numbered]:
    """:func:`rows_of`, with where each row stands."""
    if len(content) > LARGEST:
        raise NotATable(text("tables.too_large", most=LARGEST >> 20))
    if content.startswith(_ZIP):
        return _of_xlsx(content)
    if not content.strip():
        raise NotATable(text("check.empty"))
    if other := other_kind(content):
        raise NotATable(text(f"tables.is_{other}"))
    content, _ = as_utf_8(content)
    read = decode(content.removeprefix(BOM))
    if read.bad_at >= 0 or first_control(content) >= 0:
        raise NotATable(text("tables.not_text"))
    return _of_text(read.text)


def other_kind(content: bytes) -> str:
    """What a file is that is surely no table and no text: ``old_office``, ``pdf``, ``picture`` or
    ``archive``; ``""`` where its beginning does not tell."""
    return next((name for start, name in _OTHERS.items() if content.startswith(start)), "")


def formulas(content: bytes) -> set[tuple[int, int]]:
    """Cells with a formula (row from 1, place from 0) of a workbook; none of one that cannot be
    read, of which :func:`numbered_rows_of` says why. Where such a cell was read as empty, the file
    does not hold the result that a spreadsheet shows there."""
    if not content.startswith(_ZIP):
        return set()
    patience, found = Patience(), set[tuple[int, int]]()
    try:
        sheets.guard(BytesIO(content), LIMITS)
        if not _has_formulas(content):
            return found
        with sheets.first_sheet(Watched(content, patience), LIMITS, results=False) as sheet:
            rows = sheet.iter_rows(max_col=LIMITS.most_columns) if sheet is not None else ()
            for line, row in enumerate(rows, 1):
                patience.check()
                found |= {(line, at) for at, cell in enumerate(row) if cell.data_type == "f"}
    except TookTooLong:
        raise NotATable(text("reading.took_too_long")) from None
    except sheets.BROKEN:
        return set()
    return found


def is_bare_zip(content: bytes) -> bool:
    """Whether a file is a ZIP archive and none that an office program writes."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return False


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return any(
            _FORMULA.search(archive.read(one))
            for one in archive.namelist() if one.startswith("xl/worksheets/sheet")
        )  # fmt: skip


def rows_of_text(typed: str) -> list[list[str]]:
    """The rows of pasted text or CSV: cells are parted by a tab, a semicolon or a comma."""
    return [row.cells for row in _of_text(typed)]


def _of_text(typed: str) -> list[Numbered]:
    lines = typed.splitlines()
    if len(lines) > LIMITS.most_rows:
        raise NotATable(text("tables.too_many_rows", most=LIMITS.most_rows))
    if any(len(line) > _LONGEST_LINE for line in lines):
        raise NotATable(text("tables.too_long_line"))
    mark = max("\t;,", key=lambda mark: sum(mark in line for line in lines[:50]))
    reader = csv.reader(StringIO("\n".join(lines)), delimiter=mark)
    found, line = [], 1
    try:
        for row in reader:
            cells = _used([cell.strip() for cell in row[: LIMITS.most_columns]])
            if cells:
                found.append(Numbered(line, cells))
            line = reader.line_num + 1
    except csv.Error:
        raise NotATable(text("tables.broken")) from None
    return found


def _used(cells: list[str]) -> list[str]:
    """A row as far as something stands in it: a workbook is read to the widest row that is taken,
    whatever the sheet's own width."""
    last = max((at for at, cell in enumerate(cells, 1) if cell), default=0)
    return cells[:last]


def _of_xlsx(content: bytes) -> list[Numbered]:
    if is_bare_zip(content):
        raise NotATable(text("tables.zip"))
    patience, found = Patience(), []
    try:
        for line, row in enumerate(sheets.rows(Watched(content, patience), LIMITS), 1):
            if line > LIMITS.most_rows:
                raise NotATable(text("tables.too_many_rows", most=LIMITS.most_rows))
            patience.check()
            if cells := _used(row):
                found.append(Numbered(line, cells))
        return found
    except NotATable:
        raise
    except TookTooLong:
        raise NotATable(text("reading.took_too_long")) from None
    except sheets.Unsafe:
        raise NotATable(text("tables.unsafe")) from None
    except sheets.BROKEN:
        raise NotATable(text("tables.broken")) from None
