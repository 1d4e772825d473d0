"""Bodies of pages are taken in whole before a thread is: whoever sends slowly keeps nobody waiting.

A body that does not come in time, or has no room beside the others, is not told here: the pages
find its status in the scope under ``UNREAD`` and say it in their manner.
"""

from __future__ import annotations

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tirek.api.problems import STATUS, HttpProblem
from tirek.api.requests import body
from tirek.api.work import Room
from tirek.portal.errors import UNREAD
from tirek.portal.uploads import MOST

#: Bytes of all bodies together, those that are worked at too.
MOST_HELD = 128 << 20
#: Seconds for the largest file over a slow connection.
PATIENCE = 120.0


class Whole:
    """A middleware. Reads no more than ``Content-Length`` says, as WSGI does."""

    def __init__(self, app: ASGIApp, most_held: int = MOST_HELD) -> None:
        self.app, self._room = app, Room(most_held)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with self._room.taken() as take:
            content = b""
            try:
                if _is_read(scope):
                    content = await body(Request(scope, receive), MOST, take, PATIENCE)
            except HttpProblem as problem:
                scope = {**scope, UNREAD: STATUS[problem.code]}
            except ClientDisconnect:
                return
            await self.app(scope, _once(content), send)


def _is_read(scope: Scope) -> bool:
    """Whether the pages read a body of this size: one that is too large is refused unread."""
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return scope["method"] == "POST" and length.isdigit() and 0 < int(length) <= MOST


def _once(content: bytes) -> Receive:
    """What a request gives from which nothing more comes."""

    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    return receive
