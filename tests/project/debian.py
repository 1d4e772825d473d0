"""A PostgreSQL as a machine's packages bring it, and a user there who may do little."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from tirek.project.postgresql.supervisor import become

#: The oldest PostgreSQL that Tirek runs on.
OLDEST = 15
SECONDS = 30.0
#: With letters that a URL has to quote.
PASSWORD = "Тірек 100%/@"


def programs() -> Path | None:
    """The folder of programs of the oldest PostgreSQL that is new enough."""
    found = {int(file.parts[-3]): file.parent
             for file in Path("/usr/lib/postgresql").glob("[0-9]*/bin/postgres")}  # fmt: skip
    versions = [version for version in found if version >= OLDEST]
    return found[min(versions)] if versions else None


@contextmanager
def server(folder_of_programs: Path) -> Iterator[str]:
    """Runs a server on a loopback socket; gives the URL of an empty database whose owner may log
    in and create databases, and has no other right."""
    account = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="tirek"))
    if account:
        shutil.chown(folder, account)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    subprocess.run(
        [folder_of_programs / "initdb", "-D", folder / "data", "-U", "admin", "-E", "UTF8",
         "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync"],
        check=True, cwd="/", stdout=subprocess.DEVNULL, preexec_fn=lambda: become(account),
    )  # fmt: skip
    with (folder / "server.log").open("wb") as log:
        running = subprocess.Popen(
            [folder_of_programs / "postgres", "-D", folder / "data", "-k", folder, "-h",
             "127.0.0.1", "-p", str(port), "-c", "fsync=off"],
            cwd="/", stdout=log, stderr=log, preexec_fn=lambda: become(account),
        )  # fmt: skip
    try:
        with _admin(folder, port) as admin:
            admin.execute(f"CREATE ROLE tirek LOGIN CREATEDB PASSWORD '{PASSWORD}'")
            admin.execute("CREATE DATABASE tirek OWNER tirek")
        yield f"postgresql://tirek:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/tirek"
    finally:
        running.terminate()
        running.wait()
        shutil.rmtree(folder)


def _admin(folder: Path, port: int) -> psycopg.Connection[tuple[object, ...]]:
    """A connection of the server's own administrator, as soon as it answers."""
    ends = time.monotonic() + SECONDS
    while True:
        try:
            return psycopg.connect(
                host=str(folder), port=port, user="admin", dbname="postgres", autocommit=True
            )
        except psycopg.OperationalError:
            if time.monotonic() > ends:
                raise AssertionError((folder / "server.log").read_text()) from None
            time.sleep(0.1)
