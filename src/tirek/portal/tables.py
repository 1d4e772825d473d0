"""Tables that people bring: pasted text, CSV or XLSX, as rows of cells; nothing is kept."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

from tirek.ledger.files import sheets
from tirek.ledger.files.encodings import BOM, decode, first_control
from tirek.ledger.files.limits import Limits
from tirek.portal.texts import text

#: What a page takes: bytes of a file, rows, cells of a row.
LARGEST = 10 << 20
_LIMITS = Limits(largest_list=LARGEST * 3, most_rows=20_000)
_LONGEST_LINE = 20_000
_ZIP = b"PK\x03\x04"


class NotATable(ValueError):
    """A file that cannot be read; the message is for people, in the page's language."""


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of a file, cells without spaces around, empty rows left out.

    :raises NotATable: it is too large, unsafe, or no table
    """
    if len(content) > LARGEST:
        raise NotATable(text("tables.too_large", most=LARGEST >> 20))
    if content.startswith(_ZIP):
        return _of_xlsx(content)
    read = decode(content.removeprefix(BOM))
    if read.bad_at >= 0 or first_control(content) >= 0:
        raise NotATable(text("tables.not_text"))
    return rows_of_text(read.text)


def rows_of_text(typed: str) -> list[list[str]]:
    """The rows of pasted text or CSV: cells are parted by a tab, a semicolon or a comma."""
    lines = typed.splitlines()
    if len(lines) > _LIMITS.most_rows:
        raise NotATable(text("tables.too_many_rows", most=_LIMITS.most_rows))
    if any(len(line) > _LONGEST_LINE for line in lines):
        raise NotATable(text("tables.too_long_line"))
    marks = max("\t;,", key=lambda mark: sum(mark in line for line in lines[:50]))
    try:
        found = [
            [cell.strip() for cell in row]
            for row in csv.reader(StringIO("\n".join(lines)), delimiter=marks)
        ]
    except csv.Error:
        raise NotATable(text("tables.broken")) from None
    return [row for row in found if any(row)]


def _of_xlsx(content: bytes) -> list[list[str]]:
    try:
        found = []
        for number, row in enumerate(sheets.rows(BytesIO(content), _LIMITS)):
            if number >= _LIMITS.most_rows:
                raise NotATable(text("tables.too_many_rows", most=_LIMITS.most_rows))
            if any(row):
                found.append(row)
        return found
    except NotATable:
        raise
    except sheets.Unsafe:
        raise NotATable(text("tables.unsafe")) from None
    except sheets.BROKEN:
        raise NotATable(text("tables.broken")) from None
