"""A client that costs little: raw sockets in one process, requests written beforehand."""

import asyncio
from collections.abc import Sequence
from itertools import cycle
from time import perf_counter
from typing import NamedTuple


class Asked(NamedTuple):
    """What a run of requests took: seconds of all, seconds of each, the last answer."""

    seconds: float
    each: list[float]
    last: bytes


def request(path: str, body: bytes, port: int) -> bytes:
    """A POST of JSON as it goes over the wire."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"Accept-Language: ru\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def ask(port: int, requests: Sequence[bytes], connections: int, seconds: float) -> Asked:
    """The requests in turn over some connections, again and again for so long; a connection that
    the server closes is opened again."""
    return asyncio.run(_ask(port, requests, connections, seconds))


async def _ask(port: int, requests: Sequence[bytes], connections: int, seconds: float) -> Asked:
    given, each, last = cycle(requests), list[float](), [b""]
    begun = perf_counter()

    async def one() -> None:
        link: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        while perf_counter() - begun < seconds:
            started = perf_counter()
            reader, writer = link or await asyncio.open_connection("127.0.0.1", port, limit=2**20)
            writer.write(next(given))
            last[0], kept = await _answer(reader)
            each.append(perf_counter() - started)
            link = (reader, writer) if kept else None
            if not kept:
                writer.close()
        if link:
            link[1].close()

    await asyncio.gather(*(one() for _ in range(connections)))
    return Asked(perf_counter() - begun, each, last[0])


async def _answer(reader: asyncio.StreamReader) -> tuple[bytes, bool]:
    """The body of an answer of status 200, and whether the connection stays open."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if not head.startswith(b"http/1.1 200"):
        raise SystemExit(f"{head[:300]!r} {(await reader.read(500))!r}")
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    return await reader.readexactly(length), b"connection: close" not in head
