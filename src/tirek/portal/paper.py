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
from tirek.portal.texts import text

if TYPE_CHECKING:
    from tirek.portal.answers import Answer, Part

#: The longest address, in bytes, that a code holds and a phone still reads.
_LONGEST = 1_200


def paper(
    answer: Answer, given: Sequence[tuple[str, str]], address: str, made_at: datetime
) -> bytes:
    """The PDF; ``address``: where the question stands, which the code leads to."""
    code = _code(address)
    told = {
        "lang": language(), "title": answer.title, "lead": answer.lead, "under": answer.under,
        "given_title": text("answer.given"), "given": list(given),
        "parts": [_part(part) for part in answer.parts],
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


def _part(part: Part) -> dict[str, Any]:
    return {
        "heading": part.heading, "intro": part.intro, "points": list(part.points),
        "warning": part.warning,
        "facts": [(fact.label, fact.value, fact.note) for fact in part.facts],
        "reasons": [
            {"text": one.text, "citations": "; ".join(one.citations), "title": one.title,
             "value": one.value}
            for one in part.reasons
        ],
        "table": _table(part.table) if part.table is not None else None,
    }  # fmt: skip


def _table(table: Table) -> dict[str, Any]:
    return {
        "head": [column.title for column in table.columns],
        "numbers": [at for at, column in enumerate(table.columns) if column.number],
        "rows": [
            [cell.text + (f"\n{cell.note}" if cell.note else "") for _, cell in row.cells]
            if not row.whole else [row.cells[0][1].text, row.whole]
            for row in table.rows
        ],
    }  # fmt: skip
