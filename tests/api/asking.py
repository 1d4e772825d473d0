"""The API asked within this process: a request in, an answer out, no socket between."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import orjson
from starlette.types import ASGIApp, Message

from tirek.api.app import whole
from tirek.api.limits import Limiter
from tirek.api.requests import JSON

Headers = Mapping[str, str]


@dataclass
class Told:
    """What came back; header names are in small letters."""

    status: int
    headers: dict[str, str]
    content: bytes = field(repr=False)

    @property
    def json(self) -> Any:
        return orjson.loads(self.content)

    @property
    def code(self) -> str:
        """The code of a problem."""
        assert self.headers["content-type"] == "application/problem+json", self
        error = self.json["error"]
        assert set(error) == {"code", "at", "message"}
        assert set(error["message"]) == {"kk", "ru", "en"} and all(error["message"].values())
        return str(error["code"])


def mounted(limiter: Limiter | None = None) -> ASGIApp:
    return whole(limiter or Limiter(0))


_FREE = mounted()


def send(
    method: str, address: str, body: bytes | Iterable[bytes] = b"", headers: Headers | None = None,
    app: ASGIApp = _FREE, client: str = "192.0.2.1",
) -> Told:  # fmt: skip
    """One request, its body in one piece or in several."""
    path, _, query = address.partition("?")
    parts = [body] if isinstance(body, bytes) else list(body)
    messages: list[Message] = [
        {"type": "http.request", "body": part, "more_body": number < len(parts)}
        for number, part in enumerate(parts, 1)
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def take(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
        "scheme": "http", "path": path, "raw_path": quote(path).encode(), "root_path": "",
        "query_string": query.encode(), "client": (client, 50_000), "server": ("testserver", 80),
        "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in (headers or {}).items()],
    }  # fmt: skip
    asyncio.run(app(scope, receive, take))  # type: ignore[arg-type]
    start = sent[0]
    found = {k.decode().lower(): v.decode("latin-1") for k, v in start["headers"]}
    return Told(start["status"], found, b"".join(one.get("body", b"") for one in sent[1:]))


def post(address: str, given: object, kind: str = JSON, **more: Any) -> Told:
    """Posts JSON, or bytes as they are."""
    body = given if isinstance(given, bytes) else orjson.dumps(given)
    headers = {"Content-Type": kind, **more.pop("headers", {})}
    return send("POST", address, body, headers, **more)


def get(address: str, headers: Headers | None = None, **more: Any) -> Told:
    return send("GET", address, b"", headers, **more)
