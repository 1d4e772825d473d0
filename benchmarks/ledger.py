"""The ledger: payment files taken in durably beside a bare COPY, and statements of 20 years.

A made-up country is generated and its registry loaded; the journal is filled with years of
entries first. Everything lies in a folder of its own, with fsync and synchronous_commit on.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter

import numpy as np

from benchmarks.figure import Figure

SEED = 7
PEOPLE, MONTHS = 60_000, 3
#: Years of each person in the journal, and rows in it before the files come.
YEARS, ROWS = 20, 20_000_000
BATCH = 500_000
STATEMENTS = 400


def figures(kept: Path | None, rows: int = ROWS) -> list[Figure]:
    """Everything, in a folder that is thrown away unless it is to be kept."""
    folder = kept or Path(tempfile.mkdtemp(prefix="tirek-bench-"))
    os.environ["TIREK_DATA"] = str(folder / "data")
    try:
        return [*_measured(folder, rows)]
    finally:
        if kept is None:
            time.sleep(3)
            shutil.rmtree(folder, ignore_errors=True)


def _measured(folder: Path, rows: int) -> list[Figure]:
    country = folder / "country"
    if not country.exists():
        subprocess.run(
            [sys.executable, "-P", "-m", "tirek.cli", "sandbox", str(country), "--people",
             str(PEOPLE), "--months", str(MONTHS), "--seed", str(SEED), "--from", "2025-06"],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    from tirek.project.database import ready

    ready()
    from tirek.ledger.models import Batch
    from tirek.registry.load import load
    from tirek.registry.models import Person

    if not Person.objects.exists():
        list(load(country / "registry"))
    if not Batch.objects.exists():
        fill(rows)
        settle()
    return [*taken_in(country), *statements()]


def fill(rows: int) -> None:
    """Years of entries for as many people as it takes."""
    from datetime import UTC, datetime

    from tirek.ledger import journal
    from tirek.ledger.chart import Fund, Part, account
    from tirek.ledger.models import Batch
    from tirek.registry.models import Payer, Person

    months = np.array([y * 100 + m for y in range(2005, 2005 + YEARS) for m in range(1, 13)])
    people = np.array(Person.objects.order_by("id").values_list("id", flat=True))
    people = people[: -(-rows // len(months))]
    payers = np.array(Payer.objects.filter(kind="employer").values_list("id", flat=True))
    chance = np.random.default_rng(SEED)
    days = (months // 100 - 1970) * 12 + months % 100
    paid = days.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + 20
    for start in range(0, len(people), BATCH // len(months)):
        some = people[start : start + BATCH // len(months)]
        size = len(some) * len(months)
        entries = journal.rows(
            size, debit=account(Fund.SOCIAL, Part.BANK),
            credit=account(Fund.SOCIAL, Part.CONTRIBUTIONS), purpose=12, kind=0,
            period=np.tile(months, len(some)), value_date=np.tile(paid, len(some)),
            person_id=np.repeat(some, len(months)),
            payer_id=np.repeat(chance.choice(payers, len(some)), len(months)),
            amount_tiyn=chance.integers(425_000, 2_975_000, size), income_tiyn=8_500_000,
        )  # fmt: skip
        command = journal.Command(f"opening:{start}", Batch.Kind.OPENING, entries)
        journal.post([command], datetime.now(UTC))


def settle() -> None:
    """The server as years of work leave it: what autovacuum and the checkpointer owe for the
    filling is done before anything is measured."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def taken_in(country: Path) -> list[Figure]:
    """All files of the country, from bytes on the disk to sealed, durable entries."""
    from django.db import connection

    from tirek.ledger import spool, tasks, verify
    from tirek.ledger.models import Entry, PersonMonth

    with connection.cursor() as cursor:
        held = Entry.objects.count()
        settings = {}
        for name in ("fsync", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            settings[name] = cursor.fetchone()[0]
        assert set(settings.values()) == {"on"}, settings
    begun = perf_counter()
    files = sorted((country / "files").rglob("*.mt102"))
    for path in files:
        spool.put(path.name, "bench", path.read_bytes())
    kept = perf_counter() - begun
    begun = perf_counter()
    taken = list(tasks.taken_in(spool.waiting()))
    seconds = perf_counter() - begun
    lines = sum(one.posted + one.suspense for one in taken)
    copied = bare_copy(held, lines)
    begun = perf_counter()
    verdict = verify.verify(files=False)
    looked = perf_counter() - begun
    assert not verdict.faults, verdict.faults[:3]
    return [
        Figure("rows in the journal before", held, ""),
        Figure(f"{len(files):,} files kept in the spool, fsync each", kept, "s"),
        Figure(f"{lines:,} lines taken in, posted and sealed", seconds, "s"),
        Figure("contribution rows taken in", lines / seconds, "rows/s", 20_000),
        Figure("bare COPY of the same rows, same server", lines / copied, "rows/s"),
        Figure("taken in ÷ bare COPY", (lines / seconds) / (lines / copied), "×"),
        Figure("of them in suspense", sum(one.suspense for one in taken), ""),
        Figure("verify, entries", verdict.entries / looked, "rows/s"),
        Figure("person-months held", PersonMonth.objects.count(), ""),
    ]


def bare_copy(first: int, lines: int) -> float:
    """Seconds that PostgreSQL needs to COPY the same rows into a bare table, durably."""
    from django.db import connection

    from tirek.ledger import journal

    names = ", ".join(journal.NAMES)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare; CREATE TABLE bare (LIKE ledger_entry)")
        query = f"SELECT {names} FROM ledger_entry ORDER BY batch_id DESC LIMIT {lines}"
        with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT BINARY)") as copy:
            content = b"".join(bytes(piece) for piece in copy)
        times = []
        for _ in range(3):
            cursor.execute("TRUNCATE bare")
            begun = perf_counter()
            with cursor.copy(f"COPY bare ({names}) FROM STDIN (FORMAT BINARY)") as copy:
                for start in range(0, len(content), 1 << 20):
                    copy.write(content[start : start + (1 << 20)])
            times.append(perf_counter() - begun)
        cursor.execute("DROP TABLE bare")
    return median(times)


def statements() -> list[Figure]:
    """Statements of random people over 20 years."""
    from tirek.ledger.models import PersonMonth
    from tirek.ledger.statement import statement
    from tirek.registry.models import Iin

    chance = Random(SEED)
    last = PersonMonth.objects.order_by("-person_id").filter(period=200501).first()
    assert last is not None
    numbers = list(
        Iin.objects.filter(person_id__lte=last.person_id).values_list("number", flat=True)
    )
    chosen = chance.choices(numbers, k=STATEMENTS)
    times = []
    for number in chosen:
        begun = perf_counter()
        statement(number)
        times.append((perf_counter() - begun) * 1000)
    return [
        Figure("statement of 20 years: median", median(times), "ms"),
        Figure("statement of 20 years: p99", quantiles(times, n=100)[98], "ms", 50),
    ]
