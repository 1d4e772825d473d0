"""``tirek sandbox``: a made-up country of any size, the same for the same seed."""

from __future__ import annotations

import re
import sys
from importlib import resources
from pathlib import Path
from typing import NoReturn

import typer
import yaml
from rich.console import Console
from rich.table import Table

from tirek.sandbox.country import make
from tirek.sandbox.settings import LEAST_PEOPLE, MOST_PEOPLE, Settings


def sandbox(
    out: Path, people: int, seed: int, first: str, months: int, faults: float, history: bool,
    lang: str,
) -> None:  # fmt: skip
    """Writes a country; what is wrong with the wish is said, and the exit status is 2."""
    held = _words()
    words = {key: texts[lang] for key, texts in held["said"].items()}
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", first):
        _leave(words["month"].format(value=first))
    month = int(first[:4]) * 12 + int(first[5:]) - 1
    try:
        settings = Settings(people, seed, month, months, faults, history)
    except (ValueError, OverflowError) as error:
        _leave(words["settings"].format(value=error, least=LEAST_PEOPLE, most=MOST_PEOPLE))
    console = Console(stderr=True)
    try:
        whole = make(settings, out, console.print)
    except FileExistsError:
        _leave(words["folder"].format(value=out))
    table = Table("", "")
    table.columns[1].justify = "right"
    figures = whole["figures"]
    assert isinstance(figures, dict)
    for name, value in figures.items():
        table.add_row(
            held["figures"][name][lang],
            f"{value:,}".replace(",", " ") if type(value) is int else value,
        )
    shown = Console(file=sys.stdout)
    shown.print(table)
    shown.print(words["written"].format(value=out))


def _words() -> dict[str, dict[str, dict[str, str]]]:
    file = resources.files("tirek.cli").joinpath("sandbox.yaml")
    found: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def _leave(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(2)
