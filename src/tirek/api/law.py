"""The law as data: rules and parameters, what uses what, open questions; JSON, parameters as CSV.

What is answered changes with a release or a pack only, so a client may keep it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any, NamedTuple

import orjson
from starlette.requests import Request
from starlette.responses import Response

from tirek.api.openapi.document import document
from tirek.api.problems import HttpProblem
from tirek.api.requests import CSV, JSON, parameters
from tirek.api.work import for_one
from tirek.contract import law_data, reading
from tirek.contract.problems import Problem
from tirek.project import clock

_KEPT = "public, max-age=300"
_FORMATS = ("json", "csv")
_COLUMNS = (
    "name", "title", "unit", "since", "until", "value", "act", "article", "source", "confidence",
    "published", "in_force",
)  # fmt: skip


class _Page(NamedTuple):
    content: bytes
    tag: str


def _page(content: bytes) -> _Page:
    return _Page(content, f'"{sha256(content).hexdigest()[:32]}"')


async def listing(request: Request) -> Response:
    """All rules and parameters; as CSV the parameters with all their values over time."""
    given = parameters(request, ("on", "known_on", "format"))
    kind = _kind(request, given)
    return await _kept(request, partial(_listing, kind), given, kind)


async def entry(request: Request) -> Response:
    """One rule, parameter or fact."""
    name, given = request.path_params["name"], parameters(request, ("on", "known_on"))
    law_data.check_days(given.get("on"), given.get("known_on"))
    try:
        return await _kept(request, partial(_entry, name), given, JSON)
    except Problem as problem:  # no such name
        near = problem.details.get("allowed")
        key = "not_found.name_near" if near else "not_found.name"
        raise HttpProblem(key, "/name", value=name, allowed=near) from None


async def questions(request: Request) -> Response:
    """Assumptions and open questions."""
    return await _kept(request, _questions, parameters(request, ()), JSON)


async def graph(request: Request) -> Response:
    """Which rule uses what."""
    given = parameters(request, ("known_on",))
    return await _kept(request, _graph, given, JSON)


async def openapi(request: Request) -> Response:
    """What this API is, for programs."""
    return await _kept(request, _openapi, parameters(request, ()), JSON)


def _kind(request: Request, given: dict[str, str]) -> str:
    if "format" in given:
        return CSV if reading.code(given["format"], _FORMATS, "/format") == "csv" else JSON
    accepted = request.headers.get("accept", "")
    return CSV if CSV in accepted and JSON not in accepted else JSON


#: What makes a page of the day asked about, the day of publication, a language, and today.
_Day = str | None
_Make = Callable[[_Day, _Day, str, date], _Page]


async def _kept(request: Request, make: _Make, given: dict[str, str], kind: str) -> Response:
    """A page, or word that the client's own is still the same."""
    page = await for_one(
        partial(make, given.get("on"), given.get("known_on"), given["lang"], clock.today())
    )  # fmt: skip
    headers = {
        "ETag": page.tag, "Cache-Control": _KEPT, "Vary": "Accept-Language, Accept",
        "Content-Language": given["lang"],
    }  # fmt: skip
    if page.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(page.content, media_type=kind, headers=headers)


@lru_cache(maxsize=64)
def _listing(kind: str, on: _Day, known_on: _Day, lang: str, today: date) -> _Page:
    if kind == CSV:
        return _page(_table(law_data.editions_of_parameters(on, known_on, lang, today)))
    return _json(law_data.listing(on, known_on, lang))


@lru_cache(maxsize=1024)
def _entry(name: str, on: _Day, known_on: _Day, lang: str, today: date) -> _Page:
    return _json(law_data.entry(name, on, known_on, lang, today))


@lru_cache(maxsize=8)
def _questions(on: _Day, known_on: _Day, lang: str, today: date) -> _Page:
    return _json({"questions": law_data.questions(lang)})


@lru_cache(maxsize=16)
def _graph(on: _Day, known_on: _Day, lang: str, today: date) -> _Page:
    return _json(law_data.graph(known_on, lang))


@lru_cache(maxsize=1)
def _openapi(on: _Day, known_on: _Day, lang: str, today: date) -> _Page:
    return _json(document())


def _json(found: Any) -> _Page:
    return _page(orjson.dumps(found))


def _table(rows: list[dict[str, Any]]) -> bytes:
    written = io.StringIO()
    table = csv.DictWriter(written, _COLUMNS, lineterminator="\r\n")
    table.writeheader()
    for row in rows:
        table.writerow({name: _cell(row[name]) for name in _COLUMNS})
    return written.getvalue().encode()


def _cell(value: object) -> object:
    """Bands as ``from:value`` one after another, flags as JSON has them."""
    if isinstance(value, list):
        return " ".join(f"{bound}:{step}" for bound, step in value)
    return str(value).lower() if isinstance(value, bool) else value
