"""The contract's four questions: one JSON object, or JSON Lines, in and out."""

from __future__ import annotations

from functools import partial

import orjson
from starlette.requests import Request
from starlette.responses import Response

from tirek.api.gathering import Gathering
from tirek.api.limits import charge
from tirek.api.problems import HttpProblem
from tirek.api.requests import JSON, LINES, Options, body, media_type, options
from tirek.api.work import OF_MANY, for_many, for_one
from tirek.contract.commands import COMMANDS, answer_chunk, answer_one
from tirek.contract.reading import parse

#: Bytes of one question, bytes and number of lines.
MOST_BYTES, MOST_BYTES_OF_LINES, MOST_LINES = 2 << 20, 16 << 20, 10_000
#: A question up to this size is answered on the event loop, together with others; a longer one,
#: or one about the law as known on another day (which may have to be joined first), in a thread.
_SHORT, _OTHER_LAW = 32_768, b"known_on"
_GATHERED = {name: Gathering(command) for name, command in COMMANDS.items()}
#: Lines that are answered as one batch, and lines that count as a request.
_CHUNK, _LINES_A_REQUEST = 500, 20


async def ask(command: str, request: Request) -> Response:
    """Answers a question, or one a line."""
    asked = options(request)
    if media_type(request, JSON, LINES) == LINES:
        return await _ask_many(command, asked, request)
    text = await body(request, MOST_BYTES)
    if len(text) <= _SHORT and _OTHER_LAW not in text:
        question = COMMANDS[command].read(parse(text))
        return said(await _GATHERED[command].ask(question, asked), JSON, asked.lang)
    return said(await for_one(partial(_one, command, text, asked)), JSON, asked.lang)


def said(content: bytes, kind: str, lang: str) -> Response:
    """An answer that nobody keeps."""
    headers = {
        "Content-Language": lang, "Vary": "Accept-Language", "Cache-Control": "no-store",
    }  # fmt: skip
    return Response(content, media_type=kind, headers=headers)


def _one(command: str, text: bytes, asked: Options) -> bytes:
    return orjson.dumps(answer_one(command, text, asked.lang, asked.brief))


async def _ask_many(command: str, asked: Options, request: Request) -> Response:
    with OF_MANY.taken() as take:
        lines = (await body(request, MOST_BYTES_OF_LINES, take)).split(b"\n")
        if not lines[-1]:  # a last line may have its end or not
            lines.pop()
        if len(lines) > MOST_LINES:
            raise HttpProblem("too_large.lines", value=len(lines), hi=MOST_LINES)
        charge(request.scope, len(lines) / _LINES_A_REQUEST)
        content = await for_many(partial(_many, command, lines, asked))
    return said(content, LINES, asked.lang)


def _many(command: str, lines: list[bytes], asked: Options) -> bytes:
    """The results, a line each; a bad line's is its problem."""
    chunks = (lines[at : at + _CHUNK] for at in range(0, len(lines), _CHUNK))
    return b"".join(answer_chunk(command, chunk, *asked)[0] for chunk in chunks)
