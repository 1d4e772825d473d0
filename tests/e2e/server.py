"""The web application as it is served, on a free port of this computer."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60.0


@contextmanager
def served(data: Path, **environment: str) -> Iterator[str]:
    """Serves until the block ends; gives the address, without a slash at its end."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen(64)
        held.set_inheritable(True)
        address = f"http://127.0.0.1:{held.getsockname()[1]}"
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "tirek.api.asgi:application", "--bind",
             f"fd://{held.fileno()}", "--worker-class", "tirek.api.worker.Worker", "--workers",
             "1", "--no-control-socket", "--log-level", "warning"],
            pass_fds=[held.fileno()],
            env=os.environ | {"TIREK_DATA": str(data), "TIREK_API_RATE": "0"} | environment,
        )  # fmt: skip
        try:
            _wait(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(20)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        assert server.poll() is None, "the server has ended"
        try:
            with urllib.request.urlopen(address + "/", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.1)
    raise TimeoutError(address)
