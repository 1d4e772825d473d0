"""The watch as lists: for the labour inspection and the region (CSV, JSON), for a terminal."""

from __future__ import annotations

import csv
from collections import defaultdict
from io import StringIO
from pathlib import Path
from typing import Any

import orjson
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tirek.ledger.plain import month_text, plain
from tirek.ledger.watch import Fallen, Watch
from tirek.ledger.words import say

_COLUMNS = (
    "payer", "name", "region", "average_of_year", "average_before", "participants",
    "fall_percent", "late", "left", "civil_ended", "waiting", "year_before", "reason",
)  # fmt: skip
#: What a table program would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: How many digits of КАТО name a region.
_REGION = 2


def by_region(fallen: list[Fallen]) -> dict[str, list[Fallen]]:
    """Payers by the region (two digits of КАТО) that they are in."""
    found: dict[str, list[Fallen]] = defaultdict(list)
    for one in fallen:
        found[one.region[:_REGION]].append(one)
    return dict(sorted(found.items()))


def as_dict(one: Watch) -> dict[str, Any]:
    """The watch as an object."""
    found: dict[str, Any] = plain(one)
    return found


def as_csv(fallen: list[Fallen], lang: str) -> str:
    """A list as CSV, its head and reasons in a language."""
    sink = StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow([say("watch", name, lang) for name in _COLUMNS])
    for one in fallen:
        writer.writerow([_safe(cell) for cell in _cells(one, lang)])
    return sink.getvalue()


def write(one: Watch, folder: Path, lang: str) -> list[Path]:
    """Writes a CSV and a JSON of each region, and both of all; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    month = month_text(one.month)
    found = []
    for name, fallen in {"all": one.fallen, **by_region(one.fallen)}.items():
        table = folder / f"{month}-{name}.csv"
        table.write_text(as_csv(fallen, lang), encoding="utf-8-sig", newline="")
        data = folder / f"{month}-{name}.json"
        data.write_bytes(orjson.dumps([plain(each) for each in fallen]) + b"\n")
        found += [table, data]
    return found


def show(one: Watch, lang: str, console: Console) -> None:
    """Prints the watch."""
    title = say("watch", "title", lang).format(month=month_text(one.month))
    console.print(Text(title, style="bold"))
    text = say("watch", "watched", lang).format(count=one.watched, fallen=len(one.fallen))
    console.print(Text(text))
    table = Table(box=box.SIMPLE_HEAD)
    for name in _COLUMNS:
        text_column = name in ("payer", "name", "region", "year_before", "reason")
        table.add_column(say("watch", name, lang), justify="left" if text_column else "right")
    for each in one.fallen:
        table.add_row(*(Text(cell) for cell in _cells(each, lang)))
    if one.fallen:
        console.print(table)
    for reason, count in one.reasons.items():
        if count:
            console.print(Text(f"  {say('watch', reason, lang)}: {count}"))


def _cells(one: Fallen, lang: str) -> list[str]:
    decimal = "." if lang == "en" else ","
    found = []
    for name in _COLUMNS:
        value = getattr(one, name)
        if name == "reason":
            value = say("watch", value, lang)
        elif name == "year_before":
            value = say("watch", "same" if value else "not_same", lang)
        elif name in ("average_of_year", "average_before", "fall_percent"):
            value = value.replace(".", decimal)
        found.append(str(value))
    return found


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
