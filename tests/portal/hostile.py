"""Files that want a public page to work for long, to fill its memory, or to fall over."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from io import BytesIO

from tests.ledger.files.files import HEAD
from tirek.portal.downloads import as_xlsx

MOST = 10 << 20
_TAIL = b":32A:260210KZT1,00\n-}\n"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET = f'<worksheet xmlns="{_MAIN}"><sheetData>'
_HEADING = as_xlsx([["ИИН", "Фамилия", "Имя", "Период", "Доход"]])
with zipfile.ZipFile(BytesIO(_HEADING)) as _book:
    #: Types of a workbook that has texts apart from its sheet.
    _TYPES = _book.read("[Content_Types].xml").replace(
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
        b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    )


def _filled(piece: bytes, size: int = MOST) -> bytes:
    return piece * (size // len(piece))


def _message(piece: Callable[[int], str], count: int) -> bytes:
    """A message with people or rows, as many as have room."""
    made, size = [HEAD], len(HEAD)
    for number in range(1, count + 1):
        made.append(piece(number))
        size += len(made[-1])
        if size > MOST - 100_000:
            break
    return "".join(made).encode() + _TAIL


def workbook(changed: dict[str, bytes]) -> bytes:
    """A right workbook with some of its parts changed."""
    made = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(_HEADING)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            if name not in changed:
                after.writestr(name, before.read(name))
        for name, content in changed.items():
            after.writestr(name, content)
    return made.getvalue()


def _sheet(rows: bytes) -> bytes:
    return workbook(
        {"xl/worksheets/sheet1.xml": _SHEET.encode() + rows + b"</sheetData></worksheet>"}
    )


def _styles(part: str, piece: str, count: int) -> bytes:
    """A workbook with many styles of one kind; ``{n}`` in a piece is its number."""
    many = "".join(piece.format(n=n) for n in range(200, 200 + count))
    made = f'<styleSheet xmlns="{_MAIN}"><{part}>{many}</{part}></styleSheet>'
    return workbook({"xl/styles.xml": made.encode()})


def _book(piece: str, count: int) -> bytes:
    """A workbook with many names."""
    many = "".join(piece.format(n=n) for n in range(count)).encode()
    with zipfile.ZipFile(BytesIO(_HEADING)) as book:
        before = book.read("xl/workbook.xml")
    names = b"<definedNames>" + many + b"</definedNames></workbook>"
    return workbook({"xl/workbook.xml": before.replace(b"</workbook>", names)})


def _random(letters: bytes) -> bytes:
    return bytes(random.Random(7).choices(letters, k=1 << 20)) * 10


_PERSON = ":21:{n}\n:32B:KZT1,00\n:70:\n/FM/A\n/NM/B\n/DT/19850317\n/IDN/850317400123\n"
_ROWS = "ИИН;Фамилия;Имя;Период;Доход\n"

FILES: dict[str, Callable[[], bytes]] = {
    "bytes": lambda: _random(bytes(range(256))),
    "letters": lambda: _random(b"abcdefghij klm\n"),
    "zeros": lambda: bytes(MOST),
    "spaces": lambda: _filled(b" "),
    "ends of lines": lambda: _filled(b"\n"),
    "returns": lambda: _filled(b"\r"),
    "one line": lambda: _filled(b"x"),
    "one line of a message": lambda: b"{1:" + _filled(b"x", MOST - 3),
    "one line in a message": lambda: HEAD.encode() + _filled(b"x", MOST - 9999) + b"\n" + _TAIL,
    "long lines": lambda: _filled(b"x" * 19_990 + b"\n"),
    "braces": lambda: b"{1:" + _filled(b"{", MOST - 3),
    "braces within": lambda: b"{1:x}{2:I102}{3:" + b"{a:b}" * 800 + b"}{4:\n" + _TAIL,
    "no end": lambda: HEAD.encode() + _filled(b"/AB/c\n", MOST - 9999),
    "messages": lambda: _filled(b"{1:\n-}\n"),
    "right messages": lambda: _filled(
        (HEAD + _PERSON.format(n=1) + ":32A:260210KZT1,00\n-}\n").encode()
    ),
    "ends of messages": lambda: b"{1:" + _filled(b"\n-}", MOST - 3),
    "continued lines": lambda: _message(lambda _: "a\n", 190_000),
    "long continued lines": lambda: _message(lambda _: "a" * 40 + "\n", 190_000),
    "fields": lambda: _message(lambda _: "/AB/\n", 190_000),
    "too many lines": lambda: _message(lambda _: "/AB/\n", 2_000_000),
    "people": lambda: _message(lambda n: _PERSON.format(n=n), 19_900),
    "too many people": lambda: _message(lambda n: f":21:{n}\n", 2_000_000),
    "people of nothing": lambda: _message(lambda n: f":21:{n}\n", 19_900),
    "people all alike": lambda: _message(lambda n: _PERSON.format(n=1), 19_900),
    "people all different": lambda: _message(lambda n: _PERSON.format(n=n) + f"/Z{n}/\n", 19_900),
    "amounts with gaps": lambda: _message(
        lambda n: f":21:{n}\n:32B:KZT1" + " " * 4_000 + "x\n", 29_000
    ),
    "commas": lambda: _filled(b"," * 9_999 + b"\n"),
    "quotes": lambda: _filled(b'"'),
    "open quote": lambda: _ROWS.encode() + b'"' + _filled(b"a\n", MOST - 999),
    "errors in rows": lambda: _ROWS.encode() + _filled(b";;;;\nx;y;z;w;v\n", MOST - 999),
    "cells of gaps": lambda: (
        _ROWS.encode() + _filled(b"1;2;3;01.2026;1" + b" " * 19_900 + b"x\n", MOST - 999)
    ),
    "many rows": lambda: _ROWS.encode() + _filled(b"1;2;3;01.2026;1\n", MOST - 999),
    "as many rows as may be": lambda: (_ROWS + "1;2;3;01.2026;1\n" * 19_990).encode(),
    "sixteen bits": lambda: "\ufeff".encode("utf-16-le") + _filled("ab\n".encode("utf-16-le")),
    "half of a pair": lambda: b"\xff\xfe" + _filled(b"\x00\xd8"),
    "old office": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100_000),
    "no archive": lambda: b"PK\x03\x04" + _random(bytes(range(256)))[: MOST - 4],
    "bomb": lambda: _sheet(b" " * (500 << 20)),
    "bomb within bounds": lambda: _sheet(b" " * (25 << 20)),
    "cells": lambda: _sheet(b"<row>" + b"</row><row>".join([b"<c/>" * 8_000] * 60) + b"</row>"),
    "rows": lambda: _sheet(b"<row/>" * 490_000),
    "a row far below": lambda: _sheet(b'<row r="1"/><row r="999999999999"/>'),
    "sheets": lambda: workbook(
        {
            f"xl/worksheets/sheet{n}.xml": _SHEET.encode()
            + (b"<row>" + b"<c/>" * 8_000 + b"</row>") * 50
            for n in range(1, 10)
        }
    ),
    "one row": lambda: _sheet(b"<row>" + b"<c/>" * 3_000_000 + b"</row>"),
    "deep": lambda: _sheet(b"<a>" * 240_000 + b"</a>" * 240_000),
    "deep in one row": lambda: _sheet(b"<row>" + b"<a>" * 8_000 + b"</a>" * 8_000 + b"</row>"),
    "large styles": lambda: workbook(
        {"xl/styles.xml": b"<styleSheet><cellXfs>" + b"<xf/>" * 49_000 + b"</cellXfs></styleSheet>"}
    ),
    "large fonts": lambda: _styles("fonts", '<font><sz val="11"/></font>', 16_500),
    "large formats": lambda: _styles("numFmts", '<numFmt numFmtId="{n}" formatCode="0"/>', 49_000),
    "large borders": lambda: _styles("borders", "<border><left/></border>", 16_500),
    "large changes": lambda: _styles("dxfs", '<dxf><font><b val="1"/></font></dxf>', 9_900),
    "large styles of names": lambda: _styles(
        "cellStyles", '<cellStyle name="n{n}" xfId="0"/>', 49_000
    ),
    "large names": lambda: _book("<definedName name='n{n}'>Tirek!$A$1</definedName>", 24_900),
    "too many styles": lambda: _styles("cellXfs", '<xf numFmtId="0"/>', 1_000_000),
    "too many fonts": lambda: _styles("fonts", '<font><sz val="11"/></font>', 400_000),
    "too many names": lambda: _book("<definedName name='a'>Tirek!$A$1</definedName>", 190_000),
    "many texts": lambda: workbook(
        {
            "[Content_Types].xml": _TYPES,
            "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">'.encode()
            + b"<si><t>a</t></si>" * 120_000
            + b"</sst>",
        }
    ),
    "styles": lambda: workbook(
        {
            "xl/styles.xml": b"<styleSheet><cellXfs>"
            + b"<xf/>" * 700_000
            + b"</cellXfs></styleSheet>"
        }
    ),
    "texts": lambda: workbook(
        {"xl/sharedStrings.xml": b"<sst>" + b"<si><t>a</t></si>" * 1_700_000 + b"</sst>"}
    ),
    "entities": lambda: workbook(
        {
            "xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
            b"<a>&b;</a>"
        }
    ),
    "members": lambda: workbook({f"x{n}": b"" for n in range(20_000)}),
}
