"""Forms that come slowly, never, or all at once: they hold no thread of the pages, and no memory
beyond what there is for all."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.test import Client
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.api.asking import send
from tests.cli.running import environment
from tirek.api import bodies
from tirek.api.bodies import Whole
from tirek.portal.errors import UNREAD
from tirek.portal.texts import catalogue
from tirek.portal.uploads import MOST

_FORM = b"POST /due/staff/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n--x"


def pages(seen: list[object]) -> ASGIApp:
    """What stands for the pages: keeps the body, or why there is none."""

    async def app(scope: Scope, receive: Receive, answer: Send) -> None:
        message = await receive()
        seen.append(scope.get(UNREAD, message["body"]))
        await answer({"type": "http.response.start", "status": 200, "headers": []})
        await answer({"type": "http.response.body", "body": b""})

    return app


def length(size: int) -> dict[str, str]:
    return {"Content-Length": str(size)}


def test_a_body_comes_in_pieces_and_goes_on_whole() -> None:
    seen: list[object] = []
    send("POST", "/", [b"ab", b"", b"cd"], length(4), app=Whole(pages(seen)))
    send("GET", "/", b"", length(4), app=Whole(pages(seen)))
    assert seen == [b"abcd", b""]


def test_what_is_too_large_or_has_no_room_is_not_taken_in() -> None:
    seen: list[object] = []
    app = Whole(pages(seen), most_held=10)
    send("POST", "/", [b"x" * 8, b"y" * 8], length(16), app=app)
    send("POST", "/", b"x" * 10, length(10), app=app)  # the room is there again
    send("POST", "/", b"x", length(MOST + 1), app=app)
    assert seen == [503, b"x" * 10, b""]


@pytest.mark.parametrize("pieces", [0, 1])
def test_a_body_that_does_not_come_is_not_waited_for(
    pieces: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.05)
    seen: list[object] = []
    coming = [{"type": "http.request", "body": b"a", "more_body": True}][:pieces]

    async def receive() -> Message:
        if coming:
            return coming.pop()
        await asyncio.sleep(60)
        raise AssertionError("waited")

    async def answer(message: Message) -> None:
        pass

    headers = [(b"content-length", b"9")]
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    asyncio.run(Whole(pages(seen))(scope, receive, answer))
    assert seen == [408]


@pytest.mark.parametrize("status", [408, 413, 503])
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_it_is_said_in_the_pages_manner(status: int, lang: str) -> None:
    client = Client(headers={"accept-language": lang}, **{"asgi.scope": {UNREAD: status}})
    response = client.post("/due/staff/")
    assert response.status_code == status
    assert catalogue()["errors"][f"e{status}_title"][lang] in response.content.decode()
    assert (response.get("Connection") == "close") == (status != 413)


def test_slow_forms_leave_the_pages_to_others(tmp_path: Path) -> None:
    """Twice as many slow clients as two processes have threads; one process answers."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    served = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "tirek.api.asgi:application", "--port", str(port)],
        env=environment(TIREK_DATA=str(tmp_path), PATH=os.environ["PATH"]),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    slow: list[socket.socket] = []
    try:
        for _ in range(300):
            try:
                slow.append(socket.create_connection(("127.0.0.1", port)))
                break
            except OSError:
                time.sleep(0.2)
        slow += [socket.create_connection(("127.0.0.1", port)) for _ in range(15)]
        for one in slow:
            one.sendall(_FORM)
        time.sleep(0.5)
        with urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            assert answer.status == 200
    finally:
        for one in slow:
            one.close()
        served.terminate()
        served.wait(20)
