"""Employers' lists changed at random but mostly still whole: CSV texts and XLSX archives."""

from __future__ import annotations

import zipfile
from io import BytesIO
from random import Random
from xml.sax.saxutils import escape

from tests.ledger.files.mutating import torn

_HEADINGS = (
    ("ИИН", "Фамилия", "Имя", "Отчество", "Дата рождения", "Период", "Доход"),
    ("ЖСН", "Тегі", "Аты", "Әкесінің аты", "Туған күні", "Кезең", "Сома"),
    ("№ п/п", "IIN", "Full name", "Date of birth", "Month", "Amount"),
)
_CELLS = (
    "850317400123", "85031740012", "40940004616", "Қасымова", "Айгүл Ли", "=1+2", "'-", "",
    "17.03.1985", "1985-03-17", "31.02.1985", "012026", "01.2026", "132026", "4250,00", "1 234,5",
    "1,234", "-5", "0", "1e5", '"', 'a"b', "a\nb", "Итого", "😀", "\u2028", "9" * 30,
    "nan", "#REF!",
)  # fmt: skip
_TYPES = ("n", "s", "b", "e", "d", "str", "inlineStr", "x")
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "[Content_Types].xml": f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_MAIN}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MAIN}.worksheet+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1"
Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/workbook.xml": f"""<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}"><sheets>
<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{_PACKAGE}/relationships"><Relationship
Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""",
}

Rows = list[list[str]]


def csv_list(random: Random) -> bytes:
    """A list as CSV."""
    delimiter = random.choice((";", ",", "\t"))

    def cell(text: str) -> str:
        quoted = any(c in text for c in '"\n\r' + delimiter) and random.random() < 0.99
        return '"' + text.replace('"', '""') + '"' if quoted else text

    newline = random.choice(("\n", "\r\n"))
    data = newline.join(delimiter.join(map(cell, row)) for row in _rows(random))
    encoding = random.choice(("utf-8", "utf-8-sig", "kz1048", "cp1251"))
    raw = data.encode(encoding, "ignore")
    return torn(random, raw) if random.random() < 0.05 else raw


def xlsx_list(random: Random) -> bytes:
    """A list as XLSX, its sheet written by hand so that anything can stand in it."""
    rows = []
    for number, row in enumerate(_rows(random), 1):
        place = f' r="{number}"' if random.random() < 0.995 else f' r="{random.choice(_CELLS[:3])}"'
        rows.append(f"<row{place}>{''.join(_cell(random, text) for text in row)}</row>")
    sheet = f'<worksheet xmlns="{_SPREADSHEET}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    parts = {name: part.encode() for name, part in _PARTS.items()}
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    if random.random() < 0.05:
        name = random.choice([*parts])
        parts[name] = torn(random, parts[name])
    data = BytesIO()
    with zipfile.ZipFile(data, "w", random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as z:
        for name, part in parts.items():
            z.writestr(name, part)
    return torn(random, data.getvalue()) if random.random() < 0.05 else data.getvalue()


def _cell(random: Random, text: str) -> str:
    text = escape("".join(c for c in text if c.isprintable()))
    if text.isascii() and text.isdigit() and random.random() < 0.5:
        return f"<c><v>{text}</v></c>"
    if random.random() < 0.999 or not text:
        return f'<c t="inlineStr"><is><t>{text}</t></is></c>'
    return f'<c t="{random.choice(_TYPES)}"><v>{text}</v></c>'


def _rows(random: Random) -> Rows:
    heading = list(random.choice(_HEADINGS))
    if random.random() < 0.05:
        heading[random.randrange(len(heading))] = random.choice((*_CELLS, *_HEADINGS[0]))
    rows = [[random.choice(_CELLS)] for _ in range(random.choice((0, 0, 0, 1, 3)))]
    rows.append(heading)
    for _ in range(random.choice((1, 2, 5, 30))):
        rows.append([random.choice(_CELLS) for _ in heading])
        if random.random() < 0.05:
            rows[-1] = rows[-1][: random.randrange(len(heading))]
    return rows
