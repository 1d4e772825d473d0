"""Keeps the embedded server running while any process needs it: ``python -m ... DATA_FOLDER``.

One supervisor a folder. It stops the server when nobody has held ``users.lock`` for a moment; if
it is killed itself, the kernel tells the server to stop, and whoever needs it next starts anew.

In the environment of who starts it: ``TIREK_GRACE``, seconds without a user before the end;
``TIREK_POSTGRES``, more words for the server (tests say ``--fsync=off``).
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from tirek.project.postgresql import archive
from tirek.project.postgresql.embedded import SETTINGS, USER, Embedded, programs

#: Seconds: between two looks, without a user before the end, for a fast stop.
LOOK, GRACE, STOPPING = 0.1, float(os.environ.get("TIREK_GRACE") or 3.0), 60.0
_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def main(folder: Path) -> int:
    """Supervises the server of a data folder; ends at once where another does."""
    server = Embedded.of(folder)
    server.base.mkdir(parents=True, exist_ok=True)
    with (server.base / "supervisor.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return 0
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it ends when nobody needs it
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        with (
            (server.base / "server.log").open("ab") as log,
            (server.base / "users.lock").open("a") as users,
        ):
            prepare(server, log)
            _keep(server, log, users)
    return 0


def prepare(server: Embedded, log: IO[bytes]) -> None:
    """Makes the database folder where there is none; one that was left half made is made anew."""
    folders(server)
    if (server.data / "PG_VERSION").exists():
        return
    unready = server.data.with_name(server.data.name + ".unready")
    shutil.rmtree(unready, ignore_errors=True)
    _own(server, unready)
    made = subprocess.run(
        [programs() / "initdb", "-D", unready, "-U", USER, "--auth=trust", "--encoding=UTF8",
         "--locale=C", "--no-instructions", *(["--no-sync"] if "--fsync=off" in _extra() else [])],
        stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", check=False,
        preexec_fn=lambda: become(server.account),
    )  # fmt: skip
    if made.returncode:
        raise SystemExit(f"initdb ended with {made.returncode}: see {server.base / 'server.log'}")
    unready.rename(server.data)


def folders(server: Embedded) -> None:
    """Makes the folders that hold the database's and its socket, where they are not there."""
    for folder in (server.data.parent, server.sockets):
        if not folder.exists():
            _own(server, folder)


def _own(server: Embedded, folder: Path) -> None:
    """Makes a folder of the server's user, under its name only when it is that."""
    unready = folder.with_name(folder.name + ".new")
    unready.mkdir(parents=True, exist_ok=True, mode=0o700)
    if server.account:
        owner = pwd.getpwnam(server.account)
        os.chown(unready, owner.pw_uid, owner.pw_gid)
    unready.rename(folder)


def _keep(server: Embedded, log: IO[bytes], users: IO[str]) -> None:
    """Until nobody needs it: the server runs, again after each crash."""
    child = _server(server, log)
    idle_since = time.monotonic()
    while True:
        time.sleep(LOOK)
        if child.poll() is not None:
            child = _server(server, log)
        if not _alone(users):
            idle_since = time.monotonic()
        elif time.monotonic() - idle_since > GRACE:
            break
        else:
            fcntl.flock(users, fcntl.LOCK_UN)
    child.send_signal(signal.SIGINT)  # who comes now waits at users.lock until we are gone
    try:
        child.wait(STOPPING)
    except subprocess.TimeoutExpired:
        child.kill()


def _server(server: Embedded, log: IO[bytes]) -> subprocess.Popen[bytes]:
    kept = archive.of(server)
    return postgres(server, server.data, log, kept.settings if kept else {})


def postgres(
    server: Embedded, data: Path, log: IO[bytes], more: dict[str, str]
) -> subprocess.Popen[bytes]:
    """A PostgreSQL over a folder, behind the server's socket, with more settings than ours."""
    words = [f"--{name}={value}" for name, value in {**SETTINGS, **more}.items()]
    return subprocess.Popen(
        [programs() / "postgres", "-D", data, "-k", server.sockets, *words, *_extra()],
        stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
        preexec_fn=lambda: become(server.account),
    )  # fmt: skip


def _extra() -> list[str]:
    return os.environ.get("TIREK_POSTGRES", "").split()


def become(account: str | None) -> None:
    """In the child: the server's user, and the end of this process as a signal to stop."""
    if account is not None:
        user = pwd.getpwnam(account)
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGINT)


def _alone(users: IO[str]) -> bool:
    """Whether nobody needs the server; if so, the lock is ours until it is freed."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
