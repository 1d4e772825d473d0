"""Copies of the embedded server, from which it can be made anew as it was at any later moment.

A folder holds the copies of one data folder::

    copies.json                   whose they are
    wal/                          all that was changed since the first copy, packed
    base-20260514T101112.345678Z/ a copy, whole when it has this name: database/, beside/

The server itself writes ``wal/``, so that folder is its user's. Whatever kills a backup, the next
one goes on from what is whole.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import psycopg

from tirek.contract.problems import Problem
from tirek.project.postgresql import archive
from tirek.project.postgresql.archive import Archive
from tirek.project.postgresql.embedded import PATIENCE, Embedded, programs
from tirek.project.postgresql.supervisor import become

_NAME = "base-%Y%m%dT%H%M%S.%fZ"


@dataclass(frozen=True)
class Base:
    """A copy of the database and of what lies beside it; ``ended`` is the first moment that it
    can give."""

    place: Path
    ended: datetime

    @property
    def database(self) -> Path:
        return self.place / "database"

    @property
    def beside(self) -> Path:
        return self.place / "beside"


def bases(folder: Path) -> list[Base]:
    """The copies in a folder, the oldest first."""
    found = []
    for place in sorted(folder.glob("base-*Z")):
        found.append(Base(place, datetime.strptime(place.name, _NAME).replace(tzinfo=UTC)))
    return found


def owner_of(folder: Path) -> dict[str, str]:
    """Whose copies a folder holds: ``mark`` and ``data``; nothing where it holds none."""
    try:
        found: dict[str, str] = orjson.loads((folder / "copies.json").read_bytes())
    except FileNotFoundError:
        return {}
    return found


def backup(server: Embedded, folder: Path, beside: Sequence[Path]) -> Base:
    """Takes a copy of a server and of files and folders beside it; from the first one on the
    server keeps its WAL too, and is restarted for that once. Raises Problem."""
    folder = folder.expanduser().absolute()
    server.start()
    with _alone(server):
        kept = _kept(server, folder)
        _switch_on(server, kept)
        for left in folder.glob("base-*.unready"):
            shutil.rmtree(left, ignore_errors=True)
        unready = folder / f"base-{secrets.token_hex(4)}.unready"
        unready.mkdir(mode=0o700)
        _copy_beside(beside, unready / "beside")
        _copy_database(server, unready / "database")
        ended = _ask(server, "SELECT clock_timestamp()")
        base = Base(folder / ended.astimezone(UTC).strftime(_NAME), ended)
        unready.rename(base.place)
        archive.sync(folder)
        _wait_for_wal(server, kept)
        return base


@contextmanager
def _alone(server: Embedded) -> Iterator[None]:
    with (server.base / "backup.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Problem("backup_runs", str(server.base.parent)) from None
        yield


def _kept(server: Embedded, folder: Path) -> Archive:
    """The folder made ready, and written down on both sides."""
    before = archive.of(server)
    try:
        owner = owner_of(folder)
        if not _free(folder, owner, before):
            raise Problem("backup_folder_taken", str(folder))
        if not folder.exists():  # the server's user walks through it, no more
            folder.mkdir(parents=True, mode=0o711 if server.account else 0o700)
        kept = Archive(folder, before.mark if before else secrets.token_hex(16))
        kept.wal.mkdir(mode=0o700, exist_ok=True)
        if server.account:
            user = pwd.getpwnam(server.account)
            os.chown(kept.wal, user.pw_uid, user.pw_gid)
    except OSError as error:
        raise Problem("cannot_write.folder", "", value=str(folder), key=error.strerror) from None
    check(server, kept.wal, "w")
    if before != kept:
        archive.write(server, kept)
    told = {"mark": kept.mark, "data": str(server.base.parent)}
    if owner != told:
        archive.write_json(folder / "copies.json", told)
    return kept


def _free(folder: Path, owner: dict[str, str], before: Archive | None) -> bool:
    """Whether a folder is this server's, new, or was begun with."""
    if owner:
        return before is not None and before.mark == owner["mark"]
    if not folder.exists() or (before is not None and before.folder == folder):
        return True
    return not any(one.name != "wal" or any(one.iterdir()) for one in folder.iterdir())


def check(server: Embedded, folder: Path, how: str) -> None:
    """Raises Problem where the server's user may not read (``r``) or write (``w``) a folder."""
    words = ["sh", "-c", f'[ -{how} "$0" ] && [ -x "$0" ]', str(folder)]
    tried = subprocess.run(
        words, cwd="/", stdin=subprocess.DEVNULL, check=False,
        preexec_fn=lambda: become(server.account),
    )  # fmt: skip
    if tried.returncode:
        user = server.account or pwd.getpwuid(os.geteuid()).pw_name
        raise Problem("backup_unreachable", str(folder), text=user)


def _switch_on(server: Embedded, kept: Archive) -> None:
    """The server keeps its WAL there; it is restarted if it does not yet."""
    wanted = kept.settings["archive_command"]
    if _ask(server, "SELECT current_setting('archive_command')") == wanted:
        return
    postmaster = int((server.data / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGINT)  # its supervisor starts it again
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            if _ask(server, "SELECT current_setting('archive_command')") == wanted:
                return
        except psycopg.OperationalError:
            server.start()
        time.sleep(0.05)
    raise Problem("backup_not_kept", str(kept.wal), text=server.base / "server.log")


def _copy_beside(beside: Sequence[Path], place: Path) -> None:
    """Files and folders of files, durably; a file that goes meanwhile is the database's."""
    place.mkdir(mode=0o700)
    for one in beside:
        if one.is_dir():
            (place / one.name).mkdir(mode=0o700)
            for file in one.iterdir():
                _copy(file, place / one.name / file.name)
            archive.sync(place / one.name)
        else:
            _copy(one, place / one.name)
    archive.sync(place)
    archive.sync(place.parent)


def _copy(file: Path, to: Path) -> None:
    try:
        shutil.copy2(file, to)
    except FileNotFoundError:
        return
    with to.open("rb") as copied:
        os.fsync(copied.fileno())


def _copy_database(server: Embedded, place: Path) -> None:
    """A copy that stands by itself (with the WAL written while it was taken), durable."""
    made = subprocess.run(
        [programs() / "pg_basebackup", "-d", server.url("postgres"), "-D", place,
         "--checkpoint=fast", "--wal-method=stream", "--no-password"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        preexec_fn=lambda: become(None),
    )  # fmt: skip
    if made.returncode:
        raise Problem("backup_failed", str(place.parent.parent), text=made.stderr)


def _wait_for_wal(server: Embedded, kept: Archive) -> None:
    """Comes back when all that was written until now is kept."""
    last = kept.wal / f"{_ask(server, 'SELECT pg_walfile_name(pg_switch_wal() - 1)')}.gz"
    count, ends = -1, 0.0
    while not last.exists():
        found = _ask(server, "SELECT archived_count FROM pg_stat_archiver")
        if found != count:
            count, ends = found, time.monotonic() + PATIENCE
        if time.monotonic() > ends:
            raise Problem("backup_not_kept", str(kept.wal), text=server.base / "server.log")
        time.sleep(0.1)


def _ask(server: Embedded, question: str) -> Any:
    with psycopg.connect(server.url("postgres"), autocommit=True) as link:
        row = link.execute(question).fetchone()
        return row[0] if row else None
