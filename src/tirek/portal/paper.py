"""An answer on paper: PDF with its structure tagged (PDF/UA), by Typst, with its own fonts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from importlib import resources
from typing import TYPE_CHECKING, Any

import orjson
import segno
import typst

from tirek.pages import writing
from tirek.pages.tables import Table
from tirek.pages.texts import language
from tirek.portal.citing import on_paper
from tirek.portal.pictures import picture
from tirek.portal.texts import text

if TYPE_CHECKING:
    from tirek.portal.answers import Answer, Part

#: The longest address, in bytes, that a code holds and a phone still reads.
_LONGEST = 1_200

#: A column of texts gets no more letters than this, longer ones have several lines; what lies
#: between two columns.
_LONG, _GAP = 30, 2
#: How many letters of a size a line of a page holds, upright and turned.
_UPRIGHT = {"normal": 100, "middle": 118, "small": 134}
_TURNED = {"normal": 150, "middle": 178, "small": 200}


def paper(
    answer: Answer, given: Sequence[tuple[str, str]], address: str, made_at: datetime
) -> bytes:
    """The PDF; ``address``: where the question stands, which the code leads to."""
    code = _code(address)
    told = {
        "lang": language(), "title": answer.title, "lead": answer.lead, "under": answer.under,
        "given_title": text("answer.given"), "given": list(given),
        "parts": [_part(part) for part in answer.parts if _says_something(part)],
        "made": text("answer.made", day=writing.long_day(made_at.astimezone().date())),
        "not_a_decision": text("answer.not_a_decision"), "page": text("answer.page"),
        "code": code, "code_text": text("answer.code" if code else "answer.no_code"),
    }  # fmt: skip
    return typst.compile(
        resources.files("tirek.portal").joinpath("paper.typ").read_bytes(), format="pdf",
        ignore_system_fonts=True, sys_inputs={"told": orjson.dumps(told).decode()},
        pdf_standards="ua-1", timestamp=made_at.replace(microsecond=0),
    )  # fmt: skip


def _code(address: str) -> str:
    """A QR code as SVG; "" where the address is too long for one."""
    if len(address.encode()) > _LONGEST:
        return ""
    drawn = io.BytesIO()
    segno.make(address, error="l", micro=False).save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()


def _says_something(part: Part) -> bool:
    """Whether anything of a part stands on paper: links do not."""
    return bool(
        part.intro or part.warning or part.facts or part.reasons or part.points
        or part.chart is not None or part.table is not None
    )  # fmt: skip


def _part(part: Part) -> dict[str, Any]:
    return {
        "heading": part.heading, "intro": part.intro, "points": list(part.points),
        "warning": part.warning,
        "facts": [(fact.label, fact.value, fact.note) for fact in part.facts],
        "reasons": [
            {"text": one.text, "citations": on_paper(one.citations), "title": one.title,
             "value": one.value}
            for one in part.reasons
        ],
        "chart": _chart(part.chart) if part.chart is not None else None,
        "table": _table(part.table) if part.table is not None else None,
    }  # fmt: skip


def _chart(chart: dict[str, Any]) -> dict[str, str]:
    return {"picture": picture(chart), "title": str(chart["title"])}


def _table(table: Table) -> dict[str, Any]:
    rows = [
        [cell.text + (f"\n{cell.note}" if cell.note else "") for _, cell in row.cells]
        if not row.whole else [row.cells[0][1].text, row.whole]
        for row in table.rows
    ]  # fmt: skip
    numbers = [at for at, column in enumerate(table.columns) if column.number]
    widths = _widths([column.title for column in table.columns], rows, numbers)
    size, turned = _fitting(sum(widths))
    return {
        "head": [column.title for column in table.columns], "numbers": numbers, "rows": rows,
        "columns": widths,
        "size": size, "turned": turned,
        "totals": [at for at, row in enumerate(table.rows) if row.total],
        "marked": [at for at, row in enumerate(table.rows) if row.state == "mark"],
    }  # fmt: skip


def _widths(
    head: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int]
) -> list[int]:
    """How many letters each column needs: a number whole, a text as long as it is or several
    lines; of its title the longest word."""
    found = []
    for at, title in enumerate(head):
        cells = [row[at] for row in rows if len(row) == len(head)]
        longest = max((len(line) for cell in cells for line in cell.split("\n")), default=0)
        words = max((len(word) for word in title.split()), default=0)
        found.append(max(words, longest if at in numbers else min(longest, _LONG)) + _GAP)
    return found


def _fitting(letters: int) -> tuple[str, bool]:
    """The size of a table's letters, and whether its page is turned."""
    for turned, rooms in ((False, _UPRIGHT), (True, _TURNED)):
        for size, room in rooms.items():
            if letters <= room:
                return size, turned
    return "small", True
