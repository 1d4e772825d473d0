"""``tirek serve``: database, worker and pages together, and nothing of it left behind."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tirek.cli.serve import listening
from tirek.project.postgresql.embedded import Embedded

SECONDS = 60.0
pytestmark = pytest.mark.skipif(not Path("/proc").exists(), reason="processes are read from /proc")


class Served:
    """A ``tirek serve`` with a data folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with listening(0) as free:
            self.port = free.getsockname()[1]
        environment = os.environ | {"TIREK_DATA": str(folder)}
        for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
            environment.pop(name, None)
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "tirek.cli", "serve", "--port", str(self.port),
                 "--lang", "en"],
                env=environment, stdout=subprocess.PIPE, stderr=log, start_new_session=True,
            )  # fmt: skip
        assert self.process.stdout is not None
        said = self.process.stdout.readline().decode().strip()
        self.process.stdout.close()
        assert said == f"http://127.0.0.1:{self.port}/", (folder / "log").read_text()

    def status(self, address: str = "/") -> int:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            asked.request("GET", address)
            return asked.getresponse().status
        finally:
            asked.close()

    def processes(self) -> dict[int, str]:
        """All that belongs to this data folder: by its environment, the database's too."""
        mark = f"TIREK_DATA={self.folder}".encode()
        found = {}
        for place in Path("/proc").iterdir():
            try:
                if place.name.isdigit() and mark in (place / "environ").read_bytes().split(b"\0"):
                    command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    if command:
                        found[int(place.name)] = command
            except OSError:
                continue
        return found

    def parts(self, name: str) -> list[int]:
        """The processes of a part that are there, without those that it has started itself."""
        return [
            key for key, words in self.processes().items()
            if "tirek.project.tied" in words and name in words
            and self.is_child(key)
        ]  # fmt: skip

    def is_child(self, process: int) -> bool:
        try:
            stat = Path(f"/proc/{process}/stat").read_text()
        except OSError:
            return False
        return int(stat.rpartition(")")[2].split()[1]) == self.process.pid


def wait_for(holds: Callable[[], bool], what: str) -> None:
    ends = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < ends, what
        time.sleep(0.1)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    one = Served(tmp_path)
    yield one
    one.process.kill()
    one.process.wait()
    wait_for(lambda: not one.processes(), f"left behind: {one.processes()}")
    server = Embedded.of(tmp_path)
    for folder in (server.data, server.sockets):  # as root they lie outside the test's folder
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.long
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_it_serves_and_leaves_nothing_behind(served: Served, how: signal.Signals) -> None:
    assert served.status() == 200
    assert served.status("/static/office/office.css") == 200
    assert served.status("/api/law/minimum_wage") == 200
    there = served.processes().values()
    assert any("work" in words for words in there) and any("gunicorn" in words for words in there)
    assert any("postgres" in words for words in there)
    served.process.send_signal(how)
    assert served.process.wait(SECONDS) == (-how if how is signal.SIGKILL else 0)
    wait_for(lambda: not served.processes(), f"left behind: {served.processes()}")
    with pytest.raises(ConnectionRefusedError):
        served.status()


@pytest.mark.long
@pytest.mark.parametrize("name", ["gunicorn", "tirek.cli work"])
def test_a_part_that_dies_is_started_again(served: Served, name: str) -> None:
    [before] = served.parts(name)
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: any(key != before for key in served.parts(name)), f"{name} did not come back")
    assert served.status() == 200  # the address waited


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_port_that_is_taken_is_said_in_three_languages(lang: str, tmp_path: Path) -> None:
    with listening(0) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-P", "-m", "tirek.cli", "serve", "--port", str(port), "--lang", lang],
            env=os.environ | {"TIREK_DATA": str(tmp_path)}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
    assert done.returncode == 2
    told = done.stderr.splitlines()
    assert len(told) == 3 and all(str(port) in line for line in told)
    first = {"kk": "порты бос емес", "ru": "занят", "en": "is taken"}[lang]
    assert first in told[0]
    assert not list(tmp_path.iterdir())  # nothing was begun


def test_only_this_computer_is_listened_to() -> None:
    with listening(0) as held:
        assert held.getsockname()[0] == "127.0.0.1"
        assert held.family == socket.AF_INET
