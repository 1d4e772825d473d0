"""``tirek batch``: the law over Parquet tables of any size, with a bar, stopping and going on."""

from __future__ import annotations

import signal
import sys
import threading
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table as Shown
from rich.text import Text

from tirek.contract import writing
from tirek.contract.messages import words
from tirek.contract.problems import Problem
from tirek.law.benefits import BENEFITS
from tirek.nation.files import tables_of
from tirek.nation.reform import Laws, laws
from tirek.nation.reform_file import MOST_BYTES
from tirek.nation.run import Finished, Run
from tirek.nation.schema import LINES
from tirek.nation.totals import Totals

STOPPED = 130


def batch(facts: Path, out: Path, reform: Path | None, engine: str, lang: str) -> int:
    """Runs a batch; gives the exit status: 0, 1 where rows were refused, 130 where stopped."""
    changes = None if reform is None else _read(reform)
    chosen = laws(changes)
    tables = tables_of(facts)
    if engine == "spark":
        from tirek.nation import spark

        finished = spark.run(tables, out, changes)
    else:
        finished = _local(Run(tables, out, chosen), lang)
    console = plain_console(sys.stdout)
    if not finished.complete:
        Console(stderr=True).print(_word("stopped", lang).format(value=finished.parts))
        return STOPPED
    show(finished, chosen, out, lang, console)
    return 1 if finished.totals.errors else 0


def plain_console(file: TextIO, width: int | None = None) -> Console:
    """A console that tells a reform's title, or a folder's name, as it is."""
    return Console(file=file, markup=False, emoji=False, width=width)


def _read(file: Path) -> bytes:
    """A reform's file, as far as it may be long: one that is longer is refused by its reader."""
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise Problem("cannot_read", "", value=str(file), key=error.strerror or "") from None


def _local(run: Run, lang: str) -> Finished:
    """The run with a bar on standard error; Ctrl-C lets the parts at hand end."""
    bar = Bar(lang)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        run.stop.set()
        bar.say(_word("stopping", lang))

    before = signal.signal(signal.SIGINT, stop)
    try:
        with bar:
            return run.go(bar)
    finally:
        signal.signal(signal.SIGINT, before)


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed or 0:,.0f}/s".rjust(12))


class Bar:
    """A progress bar: rows done of each stage, rows a second, time left."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._lock = threading.Lock()
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), _Rate(),
            TimeRemainingColumn(), console=Console(stderr=True),
        )  # fmt: skip
        self._task: TaskID | None = None

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def begin(self, stage: str, rows: int) -> None:
        self._task = self._progress.add_task(_word(stage, self._lang), total=max(rows, 1))

    def step(self, rows: int) -> None:
        with self._lock:
            if self._task is not None:
                self._progress.advance(self._task, rows)

    def say(self, text: str) -> None:
        self._progress.console.print(text)


# ---------------------------------------------------------------------- what came out


def show(finished: Finished, chosen: Laws, out: Path, lang: str, console: Console) -> None:
    """The totals of a run as tables; of a reform the law's, its own and the difference."""
    totals = finished.totals
    if chosen.title is not None:
        console.print(chosen.title[lang])
    _show_benefits(totals, lang, console)
    _show_contributions(totals, lang, console)
    for law, word in zip(totals.laws, ("status", "status_reform"), strict=False):
        if "status.asked" in law:
            names = ("asked", "insured", "undetermined")
            asked, insured, unknown = (_count(law[f"status.{name}"]) for name in names)
            console.print(_word(word, lang).format(value=asked, key=insured, kind=unknown))
    for code, count in sorted(totals.errors.items()):
        console.print(_word("refused", lang).format(key=code, value=_count(count)))
    console.print(_word("written", lang).format(value=out))


def _show_benefits(totals: Totals, lang: str, console: Console) -> None:
    law = totals.laws[0]
    kinds = [kind for kind in BENEFITS if law.get(f"{kind}.asked")]
    if not kinds:
        return
    table = _table(lang, "asked", "entitled", "undetermined", "amounts")
    for kind in kinds:
        cells = [_count(law[f"{kind}.{name}"]) for name in ("asked", "entitled", "undetermined")]
        amounts = writing.money(law[f"{kind}.amount_tiyn"])
        table.add_row(words("benefits", kind)[lang], *cells, amounts)
    console.print(table)
    for reform in totals.laws[1:]:
        table = _table(lang, "entitled_reform", "undetermined", "amounts_reform", "difference")
        for kind in kinds:
            cells = [_count(reform[f"{kind}.{name}"]) for name in ("entitled", "undetermined")]
            change = _difference(law, reform, f"{kind}.amount_tiyn")
            table.add_row(words("benefits", kind)[lang], *cells, *change)
        console.print(table)


def _show_contributions(totals: Totals, lang: str, console: Console) -> None:
    law, reforms = totals.laws[0], totals.laws[1:]
    if not law.get("contributions.rows"):
        return
    table = _table(lang, "amounts", *(["amounts_reform", "difference"] if reforms else []))
    for line in LINES:
        key = f"contributions.{line}_tiyn"
        changes = [cell for reform in reforms for cell in _difference(law, reform, key)]
        table.add_row(words("lines", line)[lang], writing.money(law[key]), *changes)
    console.print(table)


def _table(lang: str, *names: str) -> Shown:
    """An empty table whose first column names the rows."""
    table = Shown("", *(_word(name, lang) for name in names))
    for column in table.columns[1:]:
        column.justify = "right"
    return table


def _difference(law: Counter[str], reform: Counter[str], key: str) -> list[str]:
    change = reform[key] - law[key]
    sign = "+" if change > 0 else "-" if change < 0 else ""
    return [writing.money(reform[key]), sign + writing.money(abs(change))]


def _count(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def _word(key: str, lang: str) -> str:
    return words("batch", key)[lang]
