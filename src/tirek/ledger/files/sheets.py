"""XLSX as rows of texts. What a hostile archive could do is checked before it is opened."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from tirek.ledger.files.limits import Limits

#: Whatever openpyxl, zipfile and the XML parser raise on a damaged or hostile file.
BROKEN = (
    ArithmeticError, AssertionError, AttributeError, InvalidFileException, LookupError, OSError,
    RuntimeError, SyntaxError, TypeError, ValueError, EOFError, Warning, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip
#: What openpyxl reads whole; only sheets and their texts may be larger.
_LARGEST_PART = 4 << 20
_LARGE_PARTS = ("xl/worksheets/", "xl/sharedStrings")
#: Tags of one row: a cell takes some hundred bytes when read.
_MOST_TAGS_IN_ROW = 16_384
_MEMBER = b"PK\x01\x02"
_ROW = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?row\b")

if not openpyxl.DEFUSEDXML:  # pragma: no cover
    raise ImportError("defusedxml is needed: without it a file's entities could fill the memory")


class Unsafe(ValueError):
    """An archive that is too large when unpacked, or holds what a table does not."""


def guard(source: BinaryIO, limits: Limits) -> None:
    """Raises :class:`Unsafe`; what an archive states of its sizes binds whoever unpacks it."""
    _check_size(source, limits)
    with zipfile.ZipFile(source) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > limits.largest_list:
            raise Unsafe("size")
        left = limits.most_tags
        for member in members:
            if member.flag_bits & 1 or member.compress_type not in (
                zipfile.ZIP_STORED,
                zipfile.ZIP_DEFLATED,
            ):
                raise Unsafe(member.filename)
            large = member.filename.startswith(_LARGE_PARTS)
            if not large and member.file_size > _LARGEST_PART:
                raise Unsafe(member.filename)
            tags = _count_tags(archive, member, left if large else limits.most_tags_read_whole)
            left -= tags if large else 0
    source.seek(0)


def _check_size(source: BinaryIO, limits: Limits) -> None:
    """The packed size and how many members it may have, before its directory is read."""
    size = members = 0
    while data := source.read(1 << 20):
        size += len(data)
        members += data.count(_MEMBER)
        if size > limits.largest_list or members > limits.most_members:
            raise Unsafe("size")
    source.seek(0)


def _count_tags(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> int:
    by_row = member.filename.startswith(_LARGE_PARTS[0])
    count = in_row = 0
    with archive.open(member) as part:
        while data := part.read(1 << 18):
            tags = [piece.count(b"<") for piece in _ROW.split(data)]
            count += sum(tags) + len(tags) - 1
            tags[0] += in_row
            in_row = tags[-1]
            if count > most or (by_row and max(tags) > _MOST_TAGS_IN_ROW):
                raise Unsafe(member.filename)
    return count


@contextmanager
def first_sheet(source: BinaryIO, limits: Limits, *, results: bool) -> Iterator[Any]:
    """The first visible sheet of a workbook that does no harm, None where there is none, with the
    ``results`` of formulas or the formulas themselves; raises what is in ``BROKEN``."""
    guard(source, limits)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it leaves out of a workbook is no part of a list
        book = openpyxl.load_workbook(source, read_only=True, data_only=results, keep_links=False)
    try:
        found = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
        if found is not None:
            found.reset_dimensions()
        yield found
    finally:
        book.close()


def rows(source: BinaryIO, limits: Limits) -> Iterator[list[str]]:
    """The rows of the first visible sheet, empty ones too; raises what is in ``BROKEN``."""
    with first_sheet(source, limits, results=True) as sheet:
        if sheet is not None:
            for row in sheet.iter_rows(max_col=limits.most_columns, values_only=True):
                yield [text(value) for value in row]


def text(value: object) -> str:
    """What stands in a cell, as people would write it."""
    if value is None:
        return ""
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() != _MIDNIGHT else _day(value.date())
    if isinstance(value, date):
        return _day(value)
    return str(value).strip()


_MIDNIGHT = datetime(2000, 1, 1).time()
_CENT = Decimal("0.01")
_DUST = Decimal("0.000001")


def _day(value: date) -> str:
    return value.isoformat()


def _number(value: float) -> str:
    """A number of a sheet; what its arithmetic adds beyond six digits is dropped."""
    exact = Decimal(repr(value))
    if not exact.is_finite() or abs(exact) >= 10**16:
        return repr(value)
    whole = exact.quantize(_CENT)
    if abs(exact - whole) > _DUST:
        return f"{exact:f}"
    return f"{whole:f}".removesuffix(".00")
