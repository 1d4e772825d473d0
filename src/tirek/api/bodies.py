"""Bodies of pages are taken in whole before a thread is: whoever sends slowly keeps nobody waiting.

A body that does not come in time, or has no room beside the others, is not told here: the pages
find its status in the scope under ``UNREAD`` and say it in their manner.
"""

from __future__ import annotations

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tirek.api.problems import STATUS, HttpProblem
from tirek.api.requests import body
from tirek.portal.errors import UNREAD
from tirek.portal.uploads import MOST

#: Bytes of all bodies together, those that are worked at too, in one process.
MOST_HELD = 128 << 20


class NoRoom(Exception):
    """The bodies of others fill what is there for all."""


class Whole:
    """A middleware. Reads no more than ``Content-Length`` says, as WSGI does."""

    def __init__(self, app: ASGIApp, most_held: int = MOST_HELD) -> None:
        self.app, self._room = app, most_held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        taken = _Taken(self)
        try:
            content = await body(Request(scope, receive), MOST, taken) if _is_read(scope) else b""
        except (HttpProblem, NoRoom) as problem:
            taken.give_back()
            status = STATUS[problem.code] if isinstance(problem, HttpProblem) else 503
            await self.app({**scope, UNREAD: status}, _once(b""), send)
            return
        except ClientDisconnect:
            taken.give_back()
            return
        try:
            await self.app(scope, _once(content), send)
        finally:
            taken.give_back()

    def take(self, size: int) -> None:
        """Room for bytes of a body, which is there again when they are given back.

        :raises NoRoom: there is none
        """
        self._room -= size
        if self._room < 0:
            raise NoRoom


class _Taken:
    """The room that one body has."""

    def __init__(self, whole: Whole) -> None:
        self._whole, self._size = whole, 0

    def __call__(self, size: int) -> None:
        self._size += size
        self._whole.take(size)

    def give_back(self) -> None:
        self._whole.take(-self._size)
        self._size = 0


def _is_read(scope: Scope) -> bool:
    """Whether the pages read a body of this size: one that is too large is refused unread."""
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return scope["method"] == "POST" and length.isdigit() and 0 < int(length) <= MOST


def _once(content: bytes) -> Receive:
    """What a request gives from which nothing more comes."""

    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    return receive
