"""Tables that people take with them: CSV and XLSX, made in memory, nothing in them a formula."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import NamedTuple
from xml.sax.saxutils import escape

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from tirek.ledger.files.guarding import guarded

FORMS = ("csv", "xlsx")
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Money(NamedTuple):
    """An amount in a cell."""

    tiyn: int


class Number(NamedTuple):
    """A number that may have decimals, as the contract writes it: every digit is kept."""

    text: str


#: An empty text is an empty cell; a whole number is written without a mark of thousands.
Content = str | int | Money | Number | date
#: The day that workbooks count from, and the first that they know.
_DAY_ZERO, FIRST_DAY = date(1899, 12, 30), date(1900, 3, 1)


def table(form: str, name: str, rows: Iterable[Sequence[Content]]) -> HttpResponse:
    """Rows, their heading first, as a file in one of :data:`FORMS`."""
    made = as_xlsx(rows) if form == "xlsx" else as_csv(rows)
    return attachment(made, f"{name}.{form}", _TYPES[form])


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to be kept by who asked, and by nobody on the way."""
    return HttpResponse(
        content, content_type=kind,
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment",
                 "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip


def as_csv(rows: Iterable[Sequence[Content]]) -> bytes:
    """CSV as spreadsheets open it: UTF-8 with its mark, semicolons, CRLF."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([
            guarded(one) if isinstance(one, str) else _number(one, ",") for one in row
        ])  # fmt: skip
    return text.getvalue().encode("utf-8-sig")


def _number(one: int | Money | Number | date, mark: str) -> str:
    """A number without spaces; ``mark`` parts the tiyn. A day as people write it."""
    if isinstance(one, date):
        return f"{one:%d.%m.%Y}"
    if isinstance(one, Money):
        sign = "-" if one.tiyn < 0 else ""
        return f"{sign}{abs(one.tiyn) // 100}{mark}{abs(one.tiyn) % 100:02d}"
    if isinstance(one, Number):
        return one.text.replace(".", mark)
    return str(one)


def as_xlsx(rows: Iterable[Sequence[Content]]) -> bytes:
    """XLSX with one sheet: texts are texts, numbers are numbers. Written part by part, for a
    library takes several times as long with each cell."""
    made, held = BytesIO(), list(rows)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, part in _PARTS.items():
            archive.writestr(name, part)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'{_XML}<worksheet xmlns="{_MAIN}">{_FROZEN}'.encode())
            sheet.write(f"<cols>{_widths(held)}</cols><sheetData>".encode())
            for number, row in enumerate(held, 1):
                cells = "".join(_cell(_place(at, number), one) for at, one in enumerate(row))
                sheet.write(f'<row r="{number}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
    return made.getvalue()


def _widths(rows: Sequence[Sequence[Content]]) -> str:
    """Columns as wide as what stands in them, within bounds."""
    widths: list[int] = []
    for row in rows:
        widths += [_NARROWEST] * (len(row) - len(widths))
        for at, one in enumerate(row):
            shown = f"{one.tiyn:,}." if isinstance(one, Money) else (
                one.text if isinstance(one, Number) else str(one))  # fmt: skip
            size = len(shown)
            widths[at] = max(widths[at], min(size + 2, _WIDEST))
    return "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(widths or [_NARROWEST], 1)
    )


def _cell(place: str, one: Content) -> str:
    if isinstance(one, date):
        return f'<c r="{place}" s="3"><v>{(one - _DAY_ZERO).days}</v></c>'
    if not isinstance(one, str):
        style = 2 if isinstance(one, Money) else 0
        return f'<c r="{place}" s="{style}"><v>{_number(one, ".")}</v></c>'
    if not one:
        return ""
    shown = one if one.isprintable() else "".join(c if c.isprintable() else " " for c in one)
    text = escape(shown[:_LONGEST])
    return f'<c r="{place}" s="1" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _place(column: int, row: int) -> str:
    """A place as spreadsheets call it: A1, AB7."""
    return f"{letters(column)}{row}"


def letters(column: int) -> str:
    """A column as spreadsheets call it; ``column``: from 0."""
    found = chr(65 + column % 26)
    while column >= 26:
        column = column // 26 - 1
        found = chr(65 + column % 26) + found
    return found


_NARROWEST, _WIDEST = 8, 50
#: The heading stays in sight.
_FROZEN = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)
_LONGEST = 32_000  # a cell holds 32,767 characters
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."
#: All but the sheet. Styles: 1 is text, 2 money, 3 a day.
_PARTS = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'{_XML}<Relationships xmlns="{_LINKS}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/>'
        '</bookViews><sheets><sheet name="Tirek" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_XML}<Relationships xmlns="{_LINKS}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        f'Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/>'
        '<name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill '
        'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        '</cellStyleXfs><cellXfs count="4">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>"
    ),
}
