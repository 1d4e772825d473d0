"""Copies of the embedded server: back to a moment, to the newest state, and through kills."""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import orjson
import psycopg
import pytest

from tirek.contract.messages import LANGUAGES
from tirek.contract.problems import Problem
from tirek.ledger import person_months
from tirek.project.postgresql import archive, backup, restore
from tirek.project.postgresql.embedded import Embedded

ROOT = Path(__file__).parents[2]


def command(data: Path, *words: str | Path) -> subprocess.Popen[str]:
    env = {**os.environ, "TIREK_DATA": str(data), "PYTHONPATH": str(ROOT / "src"),
           "DATABASE_URL": "", "COLUMNS": "300"}  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "tirek.cli", *map(str, words)], env=env, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def tirek(data: Path, *words: str | Path, code: int = 0) -> str:
    """What a command prints; a refusal is printed on the other side."""
    done = command(data, *words)
    out, error = done.communicate(timeout=120)
    assert done.returncode == code, error
    return error if code == 2 else out


def digest(data: Path) -> str:
    """The hash of the person-months, as ``tirek months digest`` gives it."""
    server = Embedded.of(data)
    server.start()
    found = sha256()
    query = f"SELECT {person_months._HASHED} FROM ledger_personmonth ORDER BY 1, 2, 3, 4, 5"
    with (
        psycopg.connect(server.url()) as link,
        link.cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT BINARY)") as copy,
    ):
        for piece in copy:
            found.update(piece)
    return found.hexdigest()


def seals(data: Path) -> list[str]:
    return (data / "seals.txt").read_text().splitlines()


def let_go(data: Path) -> None:
    """Waits for the server's end, and leaves no folder outside the test's."""
    server = Embedded.of(data)
    server.release()
    with (server.base / "supervisor.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
    for folder in (server.data, server.sockets):
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class World:
    """A data folder that was copied, then went on to A, then to B."""

    data: Path
    copies: Path
    moment: datetime  # between A and B
    after_a: tuple[str, str]  # the hash of the person-months, the last seal
    after_b: tuple[str, str]
    files_b: list[Path]


def state(data: Path) -> tuple[str, str]:
    return digest(data), seals(data)[-1]


@contextmanager
def passable() -> Iterator[Path]:
    """A folder that the server's user can walk through (pytest's are closed to him)."""
    folder = Path(tempfile.mkdtemp(prefix="tirek"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def open_path() -> Iterator[Path]:
    with passable() as folder:
        yield folder


@pytest.fixture(scope="module", autouse=True)
def quick_servers() -> Iterator[None]:
    """They go soon, and leave it to the kernel to write: processes are killed here, no machine."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TIREK_GRACE", "0.3")
        patched.setenv("TIREK_POSTGRES", "--fsync=off")
        yield


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with passable() as open_folder:
        yield from made(tmp_path_factory.mktemp("деректер қоры"), open_folder / "көшірме 100%")


def made(folder: Path, copies: Path) -> Iterator[World]:
    data, country = folder / "data", folder / "country"
    tirek(data, "sandbox", country, "--people", "200", "--months", "1")
    tirek(data, "registry", "load", country / "registry")
    Embedded.of(data).start()  # and stay
    files = sorted((country / "files").rglob("*.mt102"))
    third = len(files) // 3
    tirek(data, "intake", "--json", *files[:third], code=1)
    tirek(data, "backup", copies)
    tirek(data, "intake", "--json", *files[third : 2 * third], code=1)
    after_a, moment = state(data), now(data)
    tirek(data, "intake", "--json", *files[2 * third :], code=1)
    yield World(data, copies, moment, after_a, state(data), files[2 * third :])
    let_go(data)


def now(data: Path) -> datetime:
    """The server's time."""
    with psycopg.connect(Embedded.of(data).url()) as link:
        row = link.execute("SELECT clock_timestamp()").fetchone()
        assert row is not None
        found: datetime = row[0]
        return found


def test_back_to_a_moment_and_on_again(world: World, tmp_path: Path) -> None:
    new = tmp_path / "new"
    said = tirek(
        world.data, "restore", world.copies, "--to", world.moment.isoformat(), "--data", new,
        "--lang", "en",
    )  # fmt: skip
    assert "The journal is whole" in said
    assert state(new) == world.after_a
    lost = (new / "seals.before-restore.txt").read_text().splitlines()
    assert lost == seals(world.data)[len(seals(new)) :] and lost[-1] == world.after_b[1]
    assert f"{len(lost)} batches" in said
    tirek(new, "intake", "--json", *world.files_b, code=1)
    assert digest(new) == world.after_b[0] == tirek(new, "months", "digest").strip()
    assert state(world.data) == world.after_b  # nobody touched the old one
    let_go(new)


def test_the_newest_state_of_a_server_that_runs_and_of_one_that_is_lost(
    world: World, tmp_path: Path, open_path: Path
) -> None:
    new = tmp_path / "new"
    tirek(world.data, "restore", world.copies, "--data", new)
    assert state(new) == world.after_b
    let_go(new)
    copies = open_path / "moved"  # to another machine, up to what the server kept until then
    waited = time.monotonic() + 30
    with psycopg.connect(Embedded.of(world.data).url(), autocommit=True) as link:
        row = link.execute("SELECT pg_walfile_name(pg_switch_wal() - 1)").fetchone()
    assert row is not None
    while not (world.copies / "wal" / f"{row[0]}.gz").exists() and time.monotonic() < waited:
        time.sleep(0.1)
    shutil.copytree(world.copies, copies)
    for place in (copies / "wal", *(copies / "wal").iterdir()):
        shutil.chown(place, (world.copies / "wal").owner())
    archive.write_json(copies / "copies.json", {"mark": "-", "data": str(tmp_path / "lost")})
    copies.chmod(0o711)
    later = (datetime.now(UTC) + timedelta(days=1)).isoformat()  # noqa: TID251
    said = tirek(
        world.data, "restore", copies, "--to", later, "--data", tmp_path / "other", "--lang", "en"
    )
    assert "changes that were kept end at" in said
    assert digest(tmp_path / "other") == world.after_b[0]
    let_go(tmp_path / "other")


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_killed_in_the_middle_and_begun_anew(
    world: World, tmp_path: Path, open_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    new = tmp_path / "new"
    copies = open_path / "copies"
    back = ("restore", copies, "--data", new)
    for words in (("backup", copies), back):
        for _ in range(3):
            begun = command(world.data, *words)
            time.sleep(chance.uniform(0.4, 1.8))
            begun.kill()
            begun.communicate()
        tirek(world.data, *words)
    assert [one.name for one in copies.glob("base-*.unready")] == []
    assert state(new) == world.after_b
    assert not (new / "restoring.json").exists()
    let_go(new)
    tirek(world.data, "backup", world.copies)  # the server writes there again


def code_of(found: pytest.ExceptionInfo[Problem]) -> str:
    told = found.value.as_dict()["error"]
    assert isinstance(told, dict) and set(told["message"]) == set(LANGUAGES)
    assert all("…" not in text and "{" not in text for text in told["message"].values())
    return str(told["code"])


def test_it_refuses_what_cannot_come_right(world: World, tmp_path: Path) -> None:
    server = Embedded.of(world.data)
    full = tmp_path / "full"
    full.mkdir()
    (full / "a").touch()
    with pytest.raises(Problem) as found:
        backup.backup(server, full, [])
    assert code_of(found) == "backup_folder_taken"
    other = Embedded.of(tmp_path / "other")
    other.base.mkdir(parents=True)
    with pytest.raises(Problem) as found:
        backup._kept(other, world.copies)
    assert code_of(found) == "backup_folder_taken"
    with pytest.raises(Problem) as found:
        restore.restore(world.copies, world.moment, full)
    assert code_of(found) == "restore_folder_taken"
    with pytest.raises(Problem) as found:
        restore.restore(full, None, tmp_path / "new")
    assert code_of(found) == "restore_no_copies"
    with pytest.raises(Problem) as found:
        restore.restore(world.copies, datetime(2020, 1, 1, tzinfo=UTC), tmp_path / "new")
    assert code_of(found) == "restore_too_early"
    assert not (tmp_path / "new").exists()
    error = tirek(world.data, "restore", world.copies, "--to", "now", "--data", full, code=2)
    assert orjson.loads(error)["error"]["code"] == "bad_moment"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's server has a user of its own")
def test_it_says_where_the_servers_user_cannot_go(world: World, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(Problem) as found:
        backup.backup(Embedded.of(world.data), closed / "copies", [])
    assert code_of(found) == "backup_unreachable"
    assert closed.stat().st_mode & 0o777 == 0o700


def test_a_server_of_somebody_else_is_not_copied(tmp_path: Path) -> None:
    for words in (("backup", "copies"), ("restore", "copies", "--data", "new")):
        done = subprocess.run(
            [sys.executable, "-m", "tirek.cli", *words], capture_output=True, check=False,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "DATABASE_URL": "host=/nowhere"},
        )  # fmt: skip
        assert done.returncode == 2
        assert orjson.loads(done.stderr)["error"]["code"] == "backup_of_server"
    assert list(tmp_path.iterdir()) == []
