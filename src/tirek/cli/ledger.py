"""Commands of the ledger: ``tirek intake``, ``verify``, ``months``, ``work``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import typer
from rich.console import Console
from rich.table import Table

from tirek.cli.texts import text

if TYPE_CHECKING:
    from tirek.ledger.intake import Taken

_console = Console(stderr=True)


def files_of(paths: list[Path]) -> Iterator[Path]:
    """Files named, and those in folders named, in order of their paths."""
    for path in paths:
        yield from sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]


def intake(paths: list[Path], by: str, wait: bool, lang: str, json: bool) -> int:
    """Keeps files, and takes them in unless a worker shall; gives the status to end with."""
    from tirek.project.database import ready

    ready()
    from tirek.ledger import spool, tasks

    count = 0
    for path in files_of(paths):
        spool.put(path.name, by, path.read_bytes())
        count += 1
    if not wait:
        tasks.take_in.defer()
        _console.print(text("queued", lang, count=count))
        return 0
    taken = list(tasks.taken_in(spool.waiting()))
    if json:
        for one in taken:
            sys.stdout.buffer.write(orjson.dumps(_as_dict(one)) + b"\n")
    else:
        _show(taken, lang)
    return 1 if any(one.file.status == "rejected" for one in taken) else 0


def _as_dict(taken: Taken) -> dict[str, object]:
    return {
        "file": taken.file.name, "sha256": bytes(taken.file.digest).hex(),
        "status": taken.file.status, "again": taken.again, "posted": taken.posted,
        "suspense": taken.suspense, "posted_tiyn": taken.posted_tiyn,
        "suspense_tiyn": taken.suspense_tiyn, "reasons": taken.reasons,
        "problems": taken.file.problems,
    }  # fmt: skip


def _show(taken: list[Taken], lang: str) -> None:
    """Totals by reason, and each rejected file with the first of its problems."""
    console = Console()
    again = sum(one.again for one in taken)
    rejected = [one for one in taken if one.file.status == "rejected"]
    posted = sum(one.posted for one in taken)
    waits = sum(one.suspense for one in taken)
    console.print(
        text("taken", lang, files=len(taken), again=again, rejected=len(rejected), posted=posted,
             suspense=waits, tenge=_tenge(sum(one.posted_tiyn for one in taken)),
             waiting=_tenge(sum(one.suspense_tiyn for one in taken)))
    )  # fmt: skip
    reasons: Counter[str] = Counter()
    for one in taken:
        reasons.update(one.reasons)
    if reasons:
        from tirek.ledger.reasons import catalogue

        table = Table(text("reason", lang), text("lines", lang))
        for code, count in reasons.most_common():
            table.add_row(catalogue()[code].title[lang], f"{count}")
        console.print(table)
    for one in rejected[:20]:
        console.print(f"[bold]{one.file.name}[/bold]: {one.file.problems[0]['message'][lang]}")


def _tenge(tiyn: int) -> str:
    return f"{tiyn // 100:,}".replace(",", " ") + f",{tiyn % 100:02d}"


def verify(lang: str, json: bool) -> int:
    """Looks at the whole journal; gives the status to end with."""
    from tirek.project.database import ready

    ready()
    from tirek.ledger import verify as looking

    looking.catch_up()
    verdict = looking.verify()
    if json:
        told = {
            "batches": verdict.batches, "entries": verdict.entries, "seal": verdict.last_seal,
            "faults": [vars(fault) for fault in verdict.faults],
        }  # fmt: skip
        sys.stdout.buffer.write(orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n")
    else:
        console = Console()
        key = "verify_bad" if verdict.faults else "verify_good"
        console.print(
            text(key, lang, batches=verdict.batches, entries=verdict.entries,
                 faults=len(verdict.faults), seal=verdict.last_seal)
        )  # fmt: skip
        for fault in verdict.faults[:50]:
            console.print(
                f"{fault.code}: "
                + text("fault", lang, batch=fault.batch, expected=fault.expected or "-",
                       found=fault.found or "-")
            )  # fmt: skip
    return 1 if verdict.faults else 0


class Months(StrEnum):
    """What to do with the person-months."""

    digest = "digest"
    rebuild = "rebuild"
    arrays = "arrays"


def months(do: Months, out: Path | None, lang: str) -> int:
    """The projection: its hash, made anew, or written for ``tirek batch``."""
    from tirek.project.database import ready

    ready()
    from tirek.ledger import person_months

    if do is Months.rebuild:
        person_months.rebuild()
    if do is Months.arrays:
        if out is None:
            raise typer.BadParameter("--out")
        _console.print(text("written", lang, rows=person_months.write_arrays(out), out=out))
    else:
        print(person_months.digest())
    return 0


def work(until_done: bool) -> None:
    """A worker."""
    from tirek.project.database import ready

    ready()
    from tirek.project import work as working

    working.work(until_done)
