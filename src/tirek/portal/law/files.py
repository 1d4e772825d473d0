"""What the API does not give: tables of these pages as CSV for spreadsheets, comparisons as
JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

from tirek.portal import downloads
from tirek.portal.downloads import Content
from tirek.portal.texts import text

#: The word of an address that asks for data.
FORMAT = "format"
#: Columns of values of parameters.
OF_PARAMETER = (
    "name", "title", "unit", "since", "until", "value", "act", "source", "confidence",
    "published", "in_force",
)  # fmt: skip


def wanted(request: HttpRequest, *kinds: str) -> str:
    """The kind of data that an address asks for; none where it asks for the page."""
    given = request.GET.get(FORMAT, "")
    return given if given in kinds else ""


def headed(*columns: str) -> dict[str, str]:
    """Columns by their headings in the page's language."""
    return {column: text(f"law_columns.{column}") for column in columns}


def as_csv(
    name: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]
) -> HttpResponse:
    """A file of rows for people's spreadsheets; ``columns``: keys of the rows, with headings.
    Programs take the same from the API."""
    written = [[_cell(row.get(column)) for column in columns] for row in rows]
    return downloads.table("csv", f"tirek-{name}", [[*columns.values()], *written])


def day(iso: str | None) -> date | None:
    """A day of the contract as a cell."""
    return date.fromisoformat(iso) if iso else None


def as_json(name: str, content: Any) -> HttpResponse:
    found = orjson.dumps(content, option=orjson.OPT_INDENT_2)
    return _file(found, "application/json", f"{name}.json")


def as_svg(name: str, content: str) -> HttpResponse:
    return _file(content.encode(), "image/svg+xml", f"{name}.svg")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="tirek-{name}"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _cell(value: Any) -> Content:
    """Names stand one after another; nothing is an empty cell."""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return text("fields.yes" if value else "fields.no")
    found: Content = "" if value is None else value
    return found
