"""``tirek sandbox``: a made-up country of any size, the same for the same seed."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console
from rich.table import Table

from tirek.sandbox.country import make
from tirek.sandbox.settings import LEAST_PEOPLE, MOST_PEOPLE, Settings

#: What is said, by language.
_WORDS: dict[str, Mapping[str, str]] = {
    "kk": {
        "month": "Айды YYYY-MM түрінде жазыңыз: {value}",
        "settings": "Мұндай ел жасалмайды ({value}). Адам саны: {least}-{most}; ай саны: 1-60; "
        "қате үлесі: 0-0.2; айлар 2020-01-ден бастап, ең төмен жалақысы белгілі болуы керек.",
        "folder": "Қалта бос емес: {value}. Басқа қалтаны атаңыз.",
        "written": "Жазылды: {value}",
    },
    "ru": {
        "month": "Месяц пишется как YYYY-MM: {value}",
        "settings": "Такой страны не построить ({value}). Людей: {least}-{most}; месяцев: 1-60; "
        "доля ошибок: 0-0.2; месяцы с 2020-01, минимальная зарплата которых известна.",
        "folder": "Папка не пуста: {value}. Назовите другую.",
        "written": "Записано: {value}",
    },
    "en": {
        "month": "A month is written YYYY-MM: {value}",
        "settings": "No such country can be made ({value}). People: {least} to {most}; months: "
        "1 to 60; share of faults: 0 to 0.2; months from 2020-01 whose minimum wage is known.",
        "folder": "The folder is not empty: {value}. Name another one.",
        "written": "Written: {value}",
    },
}


def sandbox(
    out: Path, people: int, seed: int, first: str, months: int, faults: float, history: bool,
    lang: str,
) -> None:  # fmt: skip
    """Writes a country; what is wrong with the wish is said, and the exit status is 2."""
    words = _WORDS[lang]
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
        table.add_row(str(name), f"{value:,}".replace(",", " ") if type(value) is int else value)
    shown = Console(file=sys.stdout)
    shown.print(table)
    shown.print(words["written"].format(value=out))


def _leave(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(2)
