"""Reading ahead, in this process and in one that knows neither Django nor the database."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.ledger import world
from tirek.ledger import spool
from tirek.ledger.reading import Inline, ahead


def test_a_process_of_its_own_reads_what_this_one_reads() -> None:
    staff = world.people(3)
    for n in range(90):
        content = world.as_file(
            world.message(world.bin_of(1), world.lines(staff, 500_000 + n, 202501))
        )
        spool.put(f"{n}.mt102", "test", content)
    waiting = list(spool.waiting())
    assert len(waiting) == 90
    here = list(ahead(Inline(), waiting))
    with ProcessPoolExecutor(1, get_context("spawn")) as reader:
        there = list(ahead(reader, waiting))
    names = [f"{n}.mt102" for n in range(90)]
    assert [one.parsed.name for one in here] == [one.parsed.name for one in there] == names
    assert [one.parsed.digest for one in here] == [one.parsed.digest for one in there]
    assert [one.parsed.given.iin for one in here] == [one.parsed.given.iin for one in there]
    assert {one.by for one in there} == {"test"}
    waiting[0].done()
    assert len(list(ahead(Inline(), waiting))) == 89  # another worker was quicker


def test_reading_needs_no_django() -> None:
    code = "import sys, tirek.ledger.reading; sys.exit('django.db' in sys.modules)"
    root = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(root / "src")},
        check=False,
    )  # fmt: skip
    assert ended.returncode == 0
