"""Workers and PostgreSQL killed while work is open; what comes out is what an undisturbed run
gives. ``./run kills --times 500 --seed 1`` (the tests run a few).

A made-up country's files are given to a worker a few at a time; between them person-months are
made anew. In the middle of it the worker, the server or one of its processes gets ``kill -9``.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import psycopg

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
#: Seconds after a job has begun, at most, until something is killed.
MOST_WAIT = 0.15


@dataclass
class Outcome:
    """How many kills of what, how many while work was open, and the hash that came out."""

    kills: Counter[str] = field(default_factory=Counter)
    open: int = 0
    jobs: Counter[str] = field(default_factory=Counter)
    digest: str = ""
    faults: str = ""


def tirek(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of Tirek over its own data folder."""
    return subprocess.run(
        [sys.executable, "-m", "tirek.cli", *words], env=_env(data), text=True, check=False,
        capture_output=True,
    )  # fmt: skip


def _env(data: Path) -> dict[str, str]:
    return {
        **os.environ, "TIREK_DATA": str(data), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DATABASE_URL": "", "TIREK_SOCIAL_FUND_ACCOUNT": "KZ33125KZT1001313313",
        "TIREK_SOCIAL_FUND_NUMBER": "160440007161",
    }  # fmt: skip


def refund(data: Path, what: str) -> subprocess.Popen[str]:
    """Two people refund what waits (see :mod:`tests.ledger.kills_refunds`)."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ledger.kills_refunds", what], env=_env(data), cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def content(data: Path) -> str:
    """The hash of the person-months, the accounts and what went back."""
    told, wrong = refund(data, "content").communicate()
    assert told, wrong
    return sha256(f"{must(data, 'months', 'digest')} {told}".encode()).hexdigest()


def must(data: Path, *words: str) -> str:
    """What a command printed; it has to end well."""
    done = tirek(data, *words)
    assert done.returncode in (0, 1) and "Traceback" not in done.stderr, done.stderr
    return done.stdout.strip()


def load_registry(data: Path, country: Path) -> None:
    """Enters the country's people and payers."""
    code = (
        "import sys; from pathlib import Path; from tirek.project.database import ready; ready();"
        "from tirek.registry.load import load; print(list(load(Path(sys.argv[1]))))"
    )
    words = [sys.executable, "-c", code, str(country / "registry")]
    subprocess.run(words, env=_env(data), check=True, capture_output=True)


def undisturbed(data: Path, country: Path) -> str:
    """The hash that comes out when nothing is killed."""
    load_registry(data, country)
    must(data, "intake", str(country / "files"))
    _, wrong = refund(data, "1000000").communicate()
    assert not wrong, wrong[-2000:]
    return content(data)


class Disturber:
    """Gives work to a worker and kills what works at it."""

    def __init__(self, data: Path, country: Path, seed: int) -> None:
        self.data, self.chance = data, random.Random(seed)
        self.outcome = Outcome()
        self.files = sorted((country / "files").rglob("*.mt102"))
        self.worker: subprocess.Popen[bytes] | None = None
        self.refunder: subprocess.Popen[str] | None = None
        load_registry(data, country)
        from tirek.project.postgresql.embedded import Embedded

        self.server = Embedded.of(data)
        self.server.start()  # and stay: the supervisor keeps it up

    def run(self, times: int) -> Outcome:
        """Kills so often, then lets all work come to its end."""
        portions = self._portions(times)
        try:
            while sum(self.outcome.kills.values()) < times:
                self._give(next(portions, None))
                self._work()
                self._kill_in_the_middle()
            for portion in portions:
                self._give(portion)
            self._work()
            self._wait_until_done()
            self._refund_the_rest()
        finally:
            if self.worker is not None:
                self.worker.kill()
                self.worker.wait()
        self.outcome.digest = content(self.data)
        must(self.data, "months", "rebuild")
        again = content(self.data)
        verdict = must(self.data, "verify", "--json")
        self.outcome.faults = "" if '"faults": []' in verdict else verdict
        if again != self.outcome.digest:
            self.outcome.faults += "made anew, the person-months are others"
        self.server.release()
        return self.outcome

    def _portions(self, times: int) -> Iterator[list[Path]]:
        size = max(1, len(self.files) // times)
        for start in range(0, len(self.files), size):
            yield self.files[start : start + size]

    def _give(self, portion: list[Path] | None) -> None:
        """New work: files to take in, now and then (and when none is left) a making anew, or
        refunds of what waits."""
        if self.chance.random() < 0.6 and self._refunder_ended():
            self.refunder = refund(self.data, str(self.chance.randint(1, 30)))
        rebuild = portion is None or self.chance.random() < 0.2
        for path in portion or ():
            self._put(path)
        while True:
            try:
                with self._ask() as link:
                    if portion is not None:
                        self._defer(link, "ledger.take_in", "take_in")
                    if rebuild:
                        self._defer(link, "ledger.rebuild", "rebuild")
                return
            except psycopg.OperationalError:  # still falling from the last blow
                time.sleep(0.05)

    def _put(self, path: Path) -> None:
        os.environ["TIREK_DATA"] = str(self.data)
        from django.conf import settings

        from tirek.ledger import spool

        if not settings.configured:
            settings.configure(DATA=self.data)
        settings.DATA = self.data
        spool.put(path.name, "kills", path.read_bytes())

    @staticmethod
    def _defer(link: psycopg.Connection[tuple[object, ...]], task: str, lock: str) -> None:
        with suppress(psycopg.errors.UniqueViolation):  # one waits already
            link.execute(
                "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', %s, 0, NULL, %s, '{}',"
                " NULL)::procrastinate_job_to_defer_v1])",
                [task, lock],
            )

    def _ask(self) -> psycopg.Connection[tuple[object, ...]]:
        """A connection; the server comes back by itself after a crash."""
        ends = time.monotonic() + PATIENCE
        while True:
            try:
                return psycopg.connect(self.server.url(), autocommit=True)
            except psycopg.OperationalError:
                assert time.monotonic() < ends, "the server does not come back"
                time.sleep(0.02)

    def _work(self) -> None:
        if self.worker is None or self.worker.poll() is not None:
            log = (self.data / "worker.log").open("ab")
            self.worker = subprocess.Popen(
                [sys.executable, "-m", "tirek.cli", "work"], env=_env(self.data), stdout=log,
                stderr=log,
            )  # fmt: skip
            log.close()

    def _refunder_ended(self) -> bool:
        if self.refunder is None:
            return True
        if self.refunder.poll() is None:
            return False
        self.refunder.communicate()
        return True

    def _refund_the_rest(self) -> None:
        """To the end, now that nothing is killed any more."""
        for _ in range(3):
            if self.refunder is not None:
                self.refunder.communicate()
            self.refunder = refund(self.data, "1000000")
        _, wrong = self.refunder.communicate() if self.refunder else ("", "")
        assert not wrong, wrong[-2000:]

    def _wait_for_refunder(self) -> None:
        """Until its work has begun, so that it is hit in the middle of it too."""
        ends = time.monotonic() + 5
        while not self._refunder_ended() and not self._refunding() and time.monotonic() < ends:
            time.sleep(0.005)

    def _refunding(self) -> bool:
        flag = self.data / "refunding"
        return self.refunder is not None and self.refunder.poll() is None and flag.exists()

    def _doing(self, link: psycopg.Connection[tuple[object, ...]]) -> str | None:
        row = link.execute(
            "SELECT task_name FROM procrastinate_jobs WHERE status = 'doing' LIMIT 1"
        ).fetchone()
        if row is None:
            return "refund" if self._refunding() else None
        return str(row[0]) + (" + refund" if self._refunding() else "")

    def _kill_in_the_middle(self) -> None:
        self._wait_for_refunder()
        ends = time.monotonic() + PATIENCE
        try:
            with self._ask() as link:
                while self._doing(link) is None and time.monotonic() < ends:
                    if not self._left(link):
                        return
                    time.sleep(0.002)
                time.sleep(self.chance.random() * MOST_WAIT)
                doing = self._doing(link)
                self.outcome.open += doing is not None
                self.outcome.jobs[doing or "-"] += 1
                self._kill(link)
        except psycopg.OperationalError:
            pass  # it was our own connection's server

    def _left(self, link: psycopg.Connection[tuple[object, ...]]) -> bool:
        row = link.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
        ).fetchone()
        return bool(row and row[0])

    def _kill(self, link: psycopg.Connection[tuple[object, ...]]) -> None:
        assert self.worker is not None
        possible = ["worker", "worker", "server", "backend"]
        if self._refunding():
            possible = ["refunder", "refunder", "refunder", *possible]
        what = self.chance.choice(possible)
        self.outcome.kills[what] += 1
        if what == "refunder":
            assert self.refunder is not None
            self.refunder.kill()
            self.refunder.communicate()
            (self.data / "refunding").unlink(missing_ok=True)
        elif what == "worker":
            self.worker.kill()
            self.worker.wait()
        elif what == "server":
            pid = int((self.server.data / "postmaster.pid").read_text().split()[0])
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        else:
            rows = link.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
                " AND pid <> pg_backend_pid() ORDER BY state = 'active' DESC LIMIT 1"
            ).fetchall()
            for (pid,) in rows:
                with suppress(ProcessLookupError):  # it ended by itself
                    os.kill(int(str(pid)), signal.SIGKILL)

    def _wait_until_done(self) -> None:
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            self._work()
            with suppress(psycopg.OperationalError), self._ask() as link:
                if not self._left(link):
                    if not list((self.data / "inbox").glob("*.file")):
                        return
                    self._defer(link, "ledger.take_in", "take_in")
            time.sleep(0.1)
        log = (self.data / "worker.log").read_text()[-3000:]
        raise AssertionError(f"work is left undone; the worker says: {log}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=1000)
    options = parser.parse_args()
    return 0 if check(options.times, options.seed, options.people) else 1


def check(times: int, seed: int, people: int, least_open: float = 0.9, months: int = 12) -> bool:
    """Runs it and tells; gives whether the outcome is the undisturbed one, and whether so large a
    part of the kills hit open work."""
    folder = Path(tempfile.mkdtemp(prefix="tirek-kills-"))
    try:
        country = folder / "country"
        must(folder / "a", "sandbox", str(country), "--people", str(people), "--seed", "1",
             "--months", str(months))  # fmt: skip
        expected = undisturbed(folder / "a", country)
        begin = time.monotonic()
        outcome = Disturber(folder / "b", country, seed).run(times)
        total = sum(outcome.kills.values())
        right = outcome.digest == expected and not outcome.faults
        print(
            f"seed {seed}: {total} kills {dict(outcome.kills)} in {time.monotonic() - begin:.0f} s,"
            f" {outcome.open / max(total, 1):.0%} while work was open {dict(outcome.jobs)};"
            f" {'the same hash' if right else 'ANOTHER HASH'} {outcome.digest[:16]}"
            f" {outcome.faults}"
        )
        good = right and outcome.open >= least_open * total
    except BaseException:
        print(f"left as it was: {folder}")
        raise
    if good:
        time.sleep(3)  # the servers go
        shutil.rmtree(folder, ignore_errors=True)
    else:
        print(f"left as it was: {folder}")
    return good


if __name__ == "__main__":
    sys.exit(main())
