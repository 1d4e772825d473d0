"""The server that Tirek brings along: it comes up, comes back, and is not left behind."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tirek.project.postgresql.embedded import Embedded

SECONDS = 30.0


@pytest.fixture(autouse=True)
def quick_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Supervisors started here wait half a second for the next user, not three; and servers leave
    it to the kernel to write: processes are killed here, no machine."""
    monkeypatch.setenv("TIREK_GRACE", "0.5")
    monkeypatch.setenv("TIREK_POSTGRES", "--fsync=off")


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """A server in a folder with a space and Kazakh letters in its name."""
    one = Embedded.of(tmp_path_factory.mktemp("деректер қоры"))
    yield one
    _end(one)


def _end(server: Embedded) -> None:
    """Lets go, waits for the server's end, and leaves no folder outside the test's."""
    server.release()
    _gone(server)
    server.base.mkdir(parents=True, exist_ok=True)
    with (server.base / "supervisor.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # its supervisor has gone too
    for folder in (server.data, server.sockets):
        shutil.rmtree(folder, ignore_errors=True)


def _postmaster(server: Embedded) -> int:
    return int((server.data / "postmaster.pid").read_text().split()[0])


def _gone(server: Embedded) -> None:
    """Waits until the server has stopped and removed its own mark."""
    ends = time.monotonic() + SECONDS
    while (server.data / "postmaster.pid").exists():
        assert time.monotonic() < ends, "the server was left behind"
        time.sleep(0.05)


def _ask(server: Embedded) -> int:
    with psycopg.connect(server.url()) as link:
        row = link.execute("SELECT count(*) FROM pg_extension WHERE extname = 'plpgsql'").fetchone()
        assert row is not None
        return int(row[0])


def test_it_starts_on_demand_and_stops_when_nobody_needs_it(server: Embedded) -> None:
    server.start()
    assert _ask(server) == 1
    server.start()  # already there
    server.release()
    _gone(server)
    server.start()
    assert _ask(server) == 1


def test_who_comes_soon_finds_the_same_server(server: Embedded) -> None:
    server.start()
    before = _postmaster(server)
    for _ in range(3):
        server.release()
        time.sleep(0.1)
        server.start()
        time.sleep(0.3)  # long enough to be seen
    assert _postmaster(server) == before


def test_it_comes_back_after_a_crash(server: Embedded) -> None:
    server.start()
    os.kill(_postmaster(server), signal.SIGKILL)
    with pytest.raises(psycopg.OperationalError):  # the crash is seen by who is connected
        while True:
            _ask(server)
    server.start()
    assert _ask(server) == 1


def test_it_ends_with_a_user_that_is_killed(server: Embedded) -> None:
    folder = server.base.parent
    code = (
        "import os, sys, time; from pathlib import Path;"
        "from tirek.project.postgresql.embedded import Embedded;"
        "Embedded.of(Path(sys.argv[1])).start(); print('up', flush=True); time.sleep(60)"
    )
    user = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert user.stdout is not None and user.stdout.readline() == "up\n"
    user.kill()
    user.wait()
    user.stdout.close()
    _gone(server)


def test_it_goes_when_its_supervisor_is_killed_and_the_next_user_brings_it_back(
    server: Embedded,
) -> None:
    server.start()
    before = _postmaster(server)
    parent = int(Path(f"/proc/{before}/stat").read_text().rsplit(")", 1)[1].split()[1])
    os.kill(parent, signal.SIGKILL)
    ends = time.monotonic() + SECONDS
    while Path(f"/proc/{before}").exists() and time.monotonic() < ends:
        time.sleep(0.05)
    server.start()
    assert _postmaster(server) != before
    assert _ask(server) == 1


def test_it_widens_no_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    one = Embedded.of(closed / "data")
    try:
        one.start()
        assert _ask(one) == 1
        assert closed.stat().st_mode & 0o777 == 0o700
        assert one.data.stat().st_mode & 0o777 == 0o700
        assert one.sockets.stat().st_mode & 0o777 == 0o700
    finally:
        _end(one)
