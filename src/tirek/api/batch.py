"""Many people at once: the nation's tables as JSON columns in, its answers as columns out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from threading import Lock
from typing import Any

import orjson
import pyarrow as pa
from starlette.requests import Request
from starlette.responses import Response

from tirek.api import columns
from tirek.api.limits import charge
from tirek.api.problems import HttpProblem
from tirek.api.questions import said
from tirek.api.requests import JSON, body, media_type, parameters
from tirek.api.work import OF_MANY, for_many
from tirek.contract import reading
from tirek.engine.graph import Law
from tirek.law import law
from tirek.law.benefits import BENEFITS
from tirek.nation.asked import Asked
from tirek.nation.errors import Errors
from tirek.nation.part import Answering, answer
from tirek.nation.schema import TABLES

#: Bytes of a body, rows of all tables together, and rows that count as a request.
MOST_BYTES, MOST_ROWS, ROWS_A_REQUEST = 32 << 20, 1_000_000, 20_000
#: Errors that are told one by one: each takes some hundred times the room of the row it is about.
MOST_ERRORS = 1_000
_READING = Lock()


async def ask(request: Request) -> Response:
    """Answers for everybody in the tables."""
    given = parameters(request, ())
    media_type(request, JSON)
    with OF_MANY.taken() as take:
        text = await body(request, MOST_BYTES, take)
        content, rows = await for_many(partial(_answered, text))
    charge(request.scope, rows / ROWS_A_REQUEST)
    return said(content, JSON, given["lang"])


def _answered(text: bytes) -> tuple[bytes, int]:
    tables = read(text)
    rows = sum(len(table) for table in tables.values())
    found = answers(tables)
    return orjson.dumps(found, option=orjson.OPT_SERIALIZE_NUMPY), rows


def read(text: bytes) -> dict[str, pa.Table]:
    """The tables of a body; raises Problem."""
    given = reading.parse(text)
    reading.only(given, frozenset(TABLES), "")
    reading.needed(given, "persons", "")
    tables, rows = {}, 0
    for name in TABLES:
        if given.get(name) is not None:
            tables[name] = columns.table(name, given[name])
            rows += len(tables[name])
            if rows > MOST_ROWS:
                raise HttpProblem("too_large.rows", f"/{name}", value=rows, hi=MOST_ROWS)
    return tables


def answers(tables: Mapping[str, pa.Table]) -> dict[str, Any]:
    """The answers about everybody: tables of columns by name, and how many errors there are."""
    asked = Asked.by({name: table.column_names for name, table in tables.items()})
    given = dict(tables)
    kinds = asked.kinds
    if len(kinds) > 1:  # one loop serves all who ask for several benefits
        given["events"] = _with_all(tables["events"])
        kinds = tuple(BENEFITS)
    answering = _answering(law(), Asked(kinds, asked.status, asked.dues, True))
    errors = Errors(MOST_ERRORS)
    found = answer(given, (answering,), errors)[0]
    if "benefits" in found:
        unasked = [kind for kind in BENEFITS if kind not in asked.kinds]
        found["benefits"] = found["benefits"].drop_columns(unasked)
    told = {name: columns.told(table) for name, table in found.items()}
    return {**told, "error_count": errors.count}


def _with_all(events: pa.Table) -> pa.Table:
    """The events with a column for each benefit, empty where none is asked for."""
    for column in TABLES["events"].columns:
        if column.name in BENEFITS and column.name not in events.column_names:
            events = events.append_column(column.name, pa.nulls(len(events), column.type))
    return events


def _answering(law: Law, asked: Asked) -> Answering:
    """What is compiled for some questions; two who ask first do not compile it twice."""
    with _READING:
        return _compiled(law, asked)


@lru_cache(maxsize=64)
def _compiled(law: Law, asked: Asked) -> Answering:
    made = Answering(law, asked)
    made.compile()
    return made
