"""``tirek serve``: database, worker, pages and API together, on this computer only."""

from __future__ import annotations

import errno
import http.client
import signal
import socket
import sys
import time
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from rich.console import Console

from tirek.cli.texts import text
from tirek.project.parts import LOOK, Part, end

HOST = "127.0.0.1"
WEB_WORKERS = 2
#: Seconds until the first page has to be there.
PATIENCE = 90.0
_console = Console(stderr=True, highlight=False, soft_wrap=True)


class _Stop(Exception):
    """Somebody asked us to end."""


def serve(port: int, lang: str) -> int:
    """Serves until Ctrl-C or SIGTERM; gives the status to end with."""
    try:
        held = listening(port)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        key = "port_taken" if error.errno == errno.EADDRINUSE else "port_refused"
        for language in dict.fromkeys((lang, "kk", "ru", "en")):
            _console.print(text(key, language, port=port, next=port % 65535 + 1))
        return 2
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, _stop)
    parts: list[Part] = []
    try:
        _ready(lang)
        parts += _parts(held)
        for part in parts:
            part.start()
        _wait(held.getsockname()[1], parts)
        address = f"http://{HOST}:{held.getsockname()[1]}/"
        print(address, flush=True)
        _console.print(text("serving", lang, address=address))
        while True:
            time.sleep(LOOK)
            for part in parts:
                part.look()
    except _Stop:
        _console.print(text("stopping", lang))
        return 0
    except TimeoutError:
        _console.print(text("no_answer", lang, seconds=int(PATIENCE)))
        return 1
    finally:
        for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(one, signal.SIG_IGN)  # the end is under way
        end(parts)
        held.close()


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise _Stop


def listening(port: int) -> socket.socket:
    """The socket that the pages are asked for at; ours, so that it outlives a part that dies.

    :raises OSError: the port is taken, or not for us
    """
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((HOST, port))
        found.listen(128)
    except OSError:
        found.close()
        raise
    return found


def _ready(lang: str) -> None:
    """The database up, with every table."""
    _console.print(text("starting", lang))
    from tirek.project.database import ready

    ready()
    from django.db import connection

    connection.close()


def _parts(held: socket.socket) -> Sequence[Part]:
    web = [
        "tirek.api.asgi:application", "--worker-class", "tirek.api.worker.Worker",
        "--bind", f"fd://{held.fileno()}", "--workers", str(WEB_WORKERS), "--no-control-socket",
        "--log-level", "warning", "--graceful-timeout", "5",
    ]  # fmt: skip
    return [
        # Its work can be killed anywhere; the pages end what they are at.
        Part("worker", "tirek.cli", ["work"], signal.SIGKILL),
        Part("web", "gunicorn", web, signal.SIGTERM, files=[held.fileno()]),
    ]


def _wait(port: int, parts: Sequence[Part]) -> None:
    """Comes back when the front page answers.

    :raises TimeoutError: it does not
    """
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        for part in parts:
            part.look()
        asked = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            asked.request("GET", "/")
            if asked.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        finally:
            asked.close()
        time.sleep(0.1)
    raise TimeoutError
