"""A new data folder from copies, as the database was at a moment.

The database is made anew beside its place and goes there when it is whole; ``restoring.json`` in
the new data folder says that it is not finished, and whoever begins anew finds nothing of it.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import psycopg

from tirek.contract.problems import Problem
from tirek.project.postgresql import archive
from tirek.project.postgresql.backup import Base, bases, check, owner_of
from tirek.project.postgresql.embedded import PATIENCE, Embedded, programs
from tirek.project.postgresql.supervisor import become, folders, postgres

#: What PostgreSQL says where its WAL ends before the moment.
_SHORT = b"recovery ended before configured recovery target was reached"
_MARK = "restoring.json"
#: Its segments: bytes, and how a name gives the place in the log.
_SEGMENT = 16 << 20


@dataclass(frozen=True)
class Restored:
    """From which copy, the last change that is in it (None: none after the copy), whether all
    that was kept ends before the moment, and the folders in which lies what was beside the
    database, then and later (the oldest first)."""

    base: Base
    last: datetime | None
    short: bool
    beside: list[Path]


def restore(folder: Path, to: datetime | None, data: Path) -> Restored:
    """Makes a data folder as it was at a moment (without it: at the end of all that is kept).
    It is finished when :func:`finish` says so; until then it can be begun anew. Raises Problem."""
    folder = folder.expanduser().absolute()
    data = data.expanduser().absolute()
    base = _base(folder, to)
    new = Embedded.of(data)
    check(new, folder / "wal", "r")
    _begin(new, data)
    with _alone(new):
        place = new.data.with_name(new.data.name + ".restoring")
        _clear(new, place)
        folders(new)
        shutil.copytree(base.database, place, symlinks=True)
        old = _old(folder)
        if old is not None:
            _rest_of_wal(old, folder / "wal", place / "pg_wal")
        (place / "recovery.signal").touch()
        _give(new, place)
        last, short = _recover(new, place, folder / "wal", to)
        place.rename(new.data)
        archive.sync(new.data.parent)
    beside = [one.beside for one in bases(folder) if one.ended >= base.ended]
    return Restored(base, last, short, beside + ([old.base.parent] if old else []))


def finish(data: Path) -> None:
    """The data folder is whole."""
    (data.expanduser().absolute() / _MARK).unlink(missing_ok=True)


def _base(folder: Path, to: datetime | None) -> Base:
    """The newest copy that is not newer than the moment."""
    try:
        found = bases(folder)
    except OSError as error:
        raise Problem("cannot_read", "", value=str(folder), key=error.strerror) from None
    if not found:
        raise Problem("restore_no_copies", str(folder))
    before = [one for one in found if to is None or one.ended <= to]
    if not before:
        raise Problem("restore_too_early", str(folder), text=found[0].ended.isoformat())
    return before[-1]


def _begin(new: Embedded, data: Path) -> None:
    """Takes a folder that is new, or that was begun with."""
    try:
        if (data / _MARK).exists():
            for left in data.iterdir():
                if left.is_dir() and left != new.base:
                    shutil.rmtree(left)
                elif left.name != _MARK and left.is_file():
                    left.unlink()
        else:
            if data.exists() and any(data.iterdir()):
                raise Problem("restore_folder_taken", str(data))
            if new.data.exists():
                raise Problem("restore_folder_taken", str(new.data))
            data.mkdir(parents=True, exist_ok=True)
            archive.write_json(data / _MARK, {})
        new.base.mkdir(exist_ok=True)
    except OSError as error:
        raise Problem("cannot_write.folder", "", value=str(data), key=error.strerror) from None


@contextmanager
def _alone(new: Embedded) -> Iterator[None]:
    """No other supervisor of the folder, and no other restore."""
    ends = time.monotonic() + PATIENCE
    with (new.base / "supervisor.lock").open("a") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() > ends:
                    raise Problem("restore_folder_taken", str(new.base.parent)) from None
                time.sleep(0.1)
            else:
                break
        yield


def _clear(new: Embedded, place: Path) -> None:
    """Nothing is left of an earlier attempt, nor does its server run."""
    for left in (place, new.data):
        if (left / "postmaster.pid").exists():
            subprocess.run(
                [programs() / "pg_ctl", "stop", "-D", left, "-m", "immediate", "-s"], cwd="/",
                check=False, capture_output=True, preexec_fn=lambda: become(new.account),
            )  # fmt: skip
        if left.exists():
            shutil.rmtree(left)


def _give(new: Embedded, place: Path) -> None:
    """All of it is the server's user's."""
    if new.account:
        user = pwd.getpwnam(new.account)
        for where, inner, files in os.walk(place):
            for name in (".", *inner, *files):
                os.chown(Path(where) / name, user.pw_uid, user.pw_gid, follow_symlinks=False)


def _old(folder: Path) -> Embedded | None:
    """The server whose copies these are, where it is still to be found."""
    owner = owner_of(folder)
    try:
        server = Embedded.of(Path(owner["data"]))
        found = archive.of(server)
    except (KeyError, OSError):
        return None
    return server if found is not None and found.mark == owner["mark"] else None


def _rest_of_wal(old: Embedded, kept: Path, to: Path) -> None:
    """What the server had written and not yet kept when it ended (or is just writing)."""
    first = min(one.name for one in to.iterdir() if _is_wal(one))
    try:
        for segment in sorted((old.data / "pg_wal").iterdir()):
            if segment.name < first or (kept / f"{segment.name}.gz").exists():
                continue
            if _is_wal(segment):
                shutil.copyfile(segment, to / segment.name)
    except (PermissionError, FileNotFoundError):
        return  # the copies alone, then


def _is_wal(file: Path) -> bool:
    """Whether a file holds what its name says: segments are used again, under later names."""
    if len(file.name) != 24 or file.stat().st_size != _SEGMENT:
        return False
    with file.open("rb") as source:
        head = source.read(16)
    place = (int(file.name[8:16], 16) << 32) + int(file.name[16:], 16) * _SEGMENT
    return head[8:] == place.to_bytes(8, "little")


def _recover(
    new: Embedded, place: Path, wal: Path, to: datetime | None
) -> tuple[datetime | None, bool]:
    """Brings the database to the moment, and stops its server; gives the last change, and
    whether WAL ended before the moment."""
    settings = {
        "restore_command": archive.gives_back(wal), "recovery_target_timeline": "current",
        "recovery_target_action": "promote", "hot_standby": "off",
    }  # fmt: skip
    target = {} if to is None else {"recovery_target_time": to.astimezone(UTC).isoformat(" ")}
    with (new.base / "server.log").open("ab") as log:
        begun = log.tell()
        last, well = _run(new, place, log, settings | target)
    if well:
        return last, False
    said = (new.base / "server.log").read_bytes()[begun:]
    if to is not None and _SHORT in said:
        return _recover(new, place, wal, None)[0], True
    lines = [line for line in said.decode(errors="replace").splitlines() if "FATAL" in line]
    raise Problem("restore_failed", str(new.base / "server.log"), text="; ".join(lines[-2:]))


def _run(
    new: Embedded, place: Path, log: IO[bytes], settings: dict[str, str]
) -> tuple[datetime | None, bool]:
    """A server until its recovery has ended, however long; and whether it ended well."""
    child = postgres(new, place, log, settings)
    try:
        while child.poll() is None:
            try:
                with psycopg.connect(new.url("postgres"), autocommit=True) as link:
                    row = link.execute("SELECT pg_last_xact_replay_timestamp()").fetchone()
                    return (row[0] if row else None), True
            except psycopg.OperationalError:
                time.sleep(0.1)
        return None, False
    finally:
        child.send_signal(signal.SIGINT)
        child.wait()
