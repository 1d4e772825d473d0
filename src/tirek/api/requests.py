"""Reading requests: parameters, languages, media types, bodies no larger than they may be."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from tirek.api.problems import HttpProblem
from tirek.contract import reading
from tirek.contract.messages import LANGUAGES

JSON, LINES, CSV = "application/json", "application/x-ndjson", "text/csv"
#: Seconds for a body to arrive.
PATIENCE = 60.0
#: A body that was not read is in the way of the next request.
_CLOSE = {"Connection": "close"}
_YES, _NO = ("1", "true"), ("0", "false")


class Options(NamedTuple):
    """What a question's address says."""

    lang: str
    brief: bool


def options(request: Request) -> Options:
    """The language (of the address, else of Accept-Language, else Kazakh), and ``brief``."""
    return _options(request.scope["query_string"], request.headers.get("accept-language", ""))


@lru_cache(maxsize=256)
def _options(query: bytes, accepted: str) -> Options:
    given = _parameters(query, ("lang", "brief"))
    brief = given.get("brief")
    if brief is not None:
        reading.code(brief, (*_YES, *_NO), "/brief")
    return Options(_language(given, accepted), brief in _YES)


def parameters(request: Request, allowed: tuple[str, ...]) -> dict[str, str]:
    """The parameters of an address by name, ``lang`` always among them; raises Problem."""
    given = _parameters(request.scope["query_string"], (*allowed, "lang"))
    return {**given, "lang": _language(given, request.headers.get("accept-language", ""))}


def _parameters(query: bytes, allowed: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
        if name in found:
            raise HttpProblem("bad_parameter", f"/{reading.pointer(name)}", key=name)
        found[name] = value
    reading.only(found, frozenset(allowed), "")
    return found


def _language(given: Mapping[str, str], accepted: str) -> str:
    if "lang" in given:
        return reading.code(given["lang"], LANGUAGES, "/lang")
    return _preferred(accepted)


def _preferred(accepted: str) -> str:
    """Of Accept-Language the one that is wanted most; Kazakh where it names none of ours."""
    best, wanted = LANGUAGES[0], 0.0
    for part in accepted.split(","):
        tag, _, rest = part.partition(";")
        lang = tag.strip().lower().partition("-")[0]
        weight = _weight(rest)
        if lang in LANGUAGES and weight > wanted:
            best, wanted = lang, weight
    return best


def _weight(rest: str) -> float:
    name, _, value = rest.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def media_type(request: Request, *allowed: str) -> str:
    """The type of the body, one of those allowed; raises HttpProblem."""
    headers = request.headers
    given = headers.get("content-type", "")
    kind, _, rest = given.partition(";")
    kind = kind.strip().lower()
    charset = rest.strip().lower().removeprefix("charset=").strip('"')
    if kind not in allowed or charset not in ("", "utf-8", "utf8"):
        raise HttpProblem(
            "unsupported_media_type", headers={"Accept-Post": ", ".join(allowed), **_CLOSE},
            value=given, allowed=allowed,
        )  # fmt: skip
    encoding = headers.get("content-encoding", "identity")
    if encoding != "identity":
        raise HttpProblem("unsupported_media_type.encoding", headers=_CLOSE, value=encoding)
    return kind


async def body(
    request: Request, most: int, count: Callable[[int], None] = lambda size: None,
    seconds: float = PATIENCE,
) -> bytes:  # fmt: skip
    """The whole body, of at most so many bytes; ``count`` is told the bytes of each piece as it
    arrives. Raises HttpProblem."""
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > most:
        raise HttpProblem("too_large", headers=_CLOSE, hi=most)
    parts, size = [], 0
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await request.receive()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnect
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > most:
                    raise HttpProblem("too_large", headers=_CLOSE, hi=most)
                count(len(parts[-1]))
                if not message.get("more_body"):
                    return b"".join(parts)
    except TimeoutError:
        raise HttpProblem("request_timeout", headers=_CLOSE, hi=int(seconds)) from None
