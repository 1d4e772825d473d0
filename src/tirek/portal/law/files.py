"""What the API does not give: tables of these pages as CSV, comparisons as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

#: The word of an address that asks for data.
FORMAT = "format"
#: Columns of values of parameters.
OF_PARAMETER = (
    "name", "title", "unit", "since", "until", "value", "act", "article", "source", "confidence",
    "published", "in_force",
)  # fmt: skip


def wanted(request: HttpRequest, *kinds: str) -> str:
    """The kind of data that an address asks for; none where it asks for the page."""
    given = request.GET.get(FORMAT, "")
    return given if given in kinds else ""


def as_csv(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """A file of rows; lists are joined by spaces, flags are as JSON has them."""
    written = io.StringIO()
    table = csv.DictWriter(written, columns, extrasaction="ignore", lineterminator="\r\n")
    table.writeheader()
    for row in rows:
        table.writerow({column: _cell(row.get(column)) for column in columns})
    return _file(written.getvalue().encode(), "text/csv; charset=utf-8", f"{name}.csv")


def as_json(name: str, content: Any) -> HttpResponse:
    found = orjson.dumps(content, option=orjson.OPT_INDENT_2)
    return _file(found, "application/json", f"{name}.json")


def as_svg(name: str, content: str) -> HttpResponse:
    return _file(content.encode(), "image/svg+xml", f"{name}.svg")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="tirek-{name}"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _cell(value: object) -> object:
    """A scale as ``from:value`` one after another, as the API writes it."""
    if isinstance(value, list | tuple):
        return " ".join(
            ":".join(map(str, one)) if isinstance(one, list | tuple) else str(one)
            for one in value
        )  # fmt: skip
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value
