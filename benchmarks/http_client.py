"""A client that costs little beside what it measures: one process, a few raw sockets, requests
written beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from select import EPOLLIN, epoll
from socket import IPPROTO_TCP, TCP_NODELAY, create_connection, socket
from time import perf_counter
from typing import NamedTuple

_END = b"\r\n\r\n"


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


@dataclass
class _Link:
    """A connection with the answer that is coming over it."""

    socket: socket
    parts: list[bytes] = field(default_factory=list)
    missing: int = -1  # bytes of the answer; before its head is there -1
    close: bool = False
    started: float = 0.0

    def send(self, text: bytes) -> None:
        self.parts, self.missing, self.started = [], -1, perf_counter()
        self.socket.sendall(text)

    def took(self) -> bool:
        """Takes what has come; whether the answer is whole."""
        part = self.socket.recv(1 << 18)
        if not part:
            raise SystemExit("the server closed a connection within an answer")
        self.parts.append(part)
        if self.missing < 0:
            text = b"".join(self.parts)
            head, found, rest = text.partition(_END)
            if not found:
                return False
            head = head.lower()
            if not head.startswith(b"http/1.1 200"):
                raise SystemExit(text[:2000].decode())
            length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
            self.missing, self.close = int(length) - len(rest), b"connection: close" in head
        else:
            self.missing -= len(part)
        return self.missing <= 0

    @property
    def body(self) -> bytes:
        return b"".join(self.parts).partition(_END)[2]


def ask(port: int, requests: Sequence[bytes], connections: int, seconds: float) -> Asked:
    """The requests in turn over some connections, again and again for so long; a connection that
    the server closes is opened again."""
    given, each, last = cycle(requests), list[float](), b""
    links: dict[int, _Link] = {}
    with epoll() as waiting:
        begun = perf_counter()
        for _ in range(connections):
            _open(port, links, waiting).send(next(given))
        while links:
            for number, _ in waiting.poll():
                link = links[number]
                if not link.took():
                    continue
                now = perf_counter()
                each.append(now - link.started)
                last = link.body
                going_on = now - begun < seconds
                if link.close or not going_on:
                    waiting.unregister(number)
                    links.pop(number).socket.close()
                if going_on:
                    link = _open(port, links, waiting) if link.close else link
                    link.send(next(given))
        return Asked(perf_counter() - begun, each, last)


def _open(port: int, links: dict[int, _Link], waiting: epoll) -> _Link:
    link = _Link(create_connection(("127.0.0.1", port)))
    link.socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    number = link.socket.fileno()
    links[number] = link
    waiting.register(number, EPOLLIN)
    return link
