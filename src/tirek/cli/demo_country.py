"""The second part of ``tirek demo``: a year of bank files of a made-up country taken in.

What the ledger holds is counted a second time from the files alone, by a reading that shares
nothing with it.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tirek.cli.texts import text

#: A country small enough to be made in a few seconds, and the day on which the demo looks at it.
PEOPLE, SEED, FIRST, MONTHS, TODAY = 600, 2026, 2025 * 12, 12, date(2026, 2, 20)
_AMOUNT = re.compile(rb"^:32B:KZT(\d+),(\d\d)\s*$", re.MULTILINE)


def play(lang: str, console: Console) -> None:
    """Makes the country, takes its year in, and shows what became of it."""
    from tirek.project import clock
    from tirek.project.database import ready

    ready()
    from django.conf import settings

    country = Path(settings.DATA) / "country"
    console.print()
    console.print(Rule(Text(text("demo_country", lang), style="bold")))
    _make(country, lang, console)
    with clock.at(TODAY):
        _take_in(country, lang, console)
        _figures(country, lang, console)
        _people(lang, console)


def _make(country: Path, lang: str, console: Console) -> None:
    from tirek.registry.load import load
    from tirek.sandbox.country import make
    from tirek.sandbox.settings import Settings

    if not (country / "country.json").exists():
        shutil.rmtree(country, ignore_errors=True)  # one that was left half made
        made: Any = make(Settings(PEOPLE, SEED, FIRST, MONTHS, 0.01), country)["figures"]
        lines, files = made["lines"], made["files"]
        console.print(text("demo_made", lang, people=PEOPLE, files=files, lines=lines))
    for _ in load(country / "registry"):
        pass


def _take_in(country: Path, lang: str, console: Console) -> None:
    from tirek.ledger import spool, tasks

    paths = sorted((country / "files").rglob("*.mt102"))
    for path in paths:
        spool.put(path.name, "demo", path.read_bytes())
    told = text("demo_taking", lang)
    taken = tasks.taken_in(spool.waiting())
    for _ in track(taken, told, total=len(paths), console=console, transient=True):
        pass


def _figures(country: Path, lang: str, console: Console) -> None:
    """What the journal holds beside what the files say."""
    from django.db.models import Count, Sum

    from tirek.ledger import verify
    from tirek.ledger.chart import Part
    from tirek.ledger.models import Entry, PaymentFile, Suspense
    from tirek.ledger.reasons import catalogue

    held: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for row in Entry.objects.values("credit").annotate(n=Count("line"), tiyn=Sum("amount_tiyn")):
        part = "suspense" if row["credit"] % 100 == Part.SUSPENSE else "posted"
        held[part] += row["n"]
        sums[part] += row["tiyn"]
    rejected = {bytes(f.digest) for f in PaymentFile.objects.filter(status="rejected")}
    count, tiyn = counted(country / "files", rejected)
    table = Table(text("demo_what", lang), text("lines", lang), text("demo_tenge", lang))
    for column in (1, 2):
        table.columns[column].justify = "right"
    for key in ("posted", "suspense"):
        table.add_row(text(f"demo_{key}", lang), f"{held[key]:,}", money(sums[key]))
    table.add_row(text("demo_files_say", lang), f"{count:,}", money(tiyn))
    console.print(table)
    same = (count, tiyn) == (held["posted"] + held["suspense"], sums["posted"] + sums["suspense"])
    console.print(Text(text("demo_same" if same else "demo_differs", lang),
                       style="green" if same else "bold red"))  # fmt: skip
    console.print(text("demo_rejected", lang, files=len(rejected)))
    reasons = Table(text("reason", lang), text("lines", lang))
    found = Counter(row.reasons[0] for row in Suspense.objects.only("reasons"))
    for code, n in found.most_common():
        reasons.add_row(catalogue()[code].title[lang], str(n))
    console.print(reasons)
    verdict = verify.verify()
    key = "verify_bad" if verdict.faults else "verify_good"
    console.print(
        text(key, lang, batches=verdict.batches, entries=verdict.entries,
             faults=len(verdict.faults), seal=verdict.last_seal)
    )  # fmt: skip


def counted(folder: Path, rejected: set[bytes]) -> tuple[int, int]:
    """Lines and tiyn of the files under a folder, each content once, without those rejected."""
    seen = set(rejected)
    count = tiyn = 0
    for path in sorted(folder.rglob("*.mt102")):
        content = path.read_bytes()
        digest = sha256(content).digest()
        if digest not in seen:
            seen.add(digest)
            for tenge, rest in _AMOUNT.findall(content):
                count += 1
                tiyn += int(tenge) * 100 + int(rest)
    return count, tiyn


def _people(lang: str, console: Console) -> None:
    """A person's statement, a payer's debt, the watch of a month."""
    from tirek.ledger import payer_text, statement_text, watch_lists
    from tirek.ledger.models import Suspense
    from tirek.ledger.payers import account
    from tirek.ledger.statement import statement
    from tirek.ledger.watch import watch
    from tirek.registry.models import Payer

    waiting = Suspense.objects.exclude(person=None).order_by("id").select_related("person")
    one = waiting.first()
    if one is not None and one.person is not None:
        console.print(Rule(Text(text("demo_statement", lang), style="bold")))
        statement_text.show(statement_text.tell(statement(one.person.iin, 202501), lang), console)
    console.print(Rule(Text(text("demo_debt", lang), style="bold")))
    payers = Payer.objects.filter(kind="employer", suspense__isnull=False).distinct()[:40]
    debts = [account(payer.number, 202501) for payer in payers]
    debtor = max(debts, key=lambda a: sum(total.missing_tiyn for total in a.totals.values()))
    payer_text.show(debtor, lang, console)
    console.print(Rule(Text(text("demo_watch", lang), style="bold")))
    for month in range(202502, 202513):
        found = watch(month)
        if found.fallen:
            watch_lists.show(found, lang, console)
            return


def money(tiyn: int) -> str:
    """Tenge with tiyn, thousands apart."""
    return f"{tiyn // 100:,}".replace(",", "\N{NO-BREAK SPACE}") + f",{tiyn % 100:02d}"
