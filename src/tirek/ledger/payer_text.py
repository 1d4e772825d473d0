"""A payer's account for people and programs."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tirek.contract import writing
from tirek.contract.law_data import title
from tirek.law.deadlines import Deadline
from tirek.ledger.payers import Account, Sums
from tirek.ledger.plain import month_text, plain
from tirek.ledger.statement_text import day
from tirek.ledger.words import say

_COLUMNS = (
    "people",
    "due",
    "paid",
    "missing",
    "over",
    "waiting",
    "late",
    "penalty",
    "penalty_paid",
)


def as_dict(one: Account, lang: str) -> dict[str, Any]:
    """An account as an object of the contract; the titles of steps in a language."""
    found: dict[str, Any] = plain(one)
    if found["arrears"]:
        for steps in found["arrears"]["steps"].values():
            for step in steps:
                step["title"] = step["title"][lang]
    return found


def show(one: Account, lang: str, console: Console) -> None:
    """Prints an account."""

    def word(key: str) -> str:
        return say("payer", key, lang)

    console.print(Text(f"{word('title')}: {one.name}", style="bold"))
    facts = (("number", one.payer), ("region", one.region), ("as_of", day(one.on, lang)),
             ("span", f"{month_text(one.first)} – {month_text(one.last)}"))  # fmt: skip
    for key, value in facts:
        console.print(Text.assemble((f"{word(key)}: ", "dim"), value))
    if not one.lines:
        console.print(Text(word("nothing")))
    else:
        console.print(_table(one, lang))
    for text in _notes(one, lang):
        console.print(Text(text, style="yellow"))
    _arrears(one, lang, console)


def _table(one: Account, lang: str) -> Table:
    """Months and purposes; columns in which nothing stands are left out."""
    every = [_cells(sums, lang) for sums in (*(line.sums for line in one.lines),
                                             *one.totals.values())]  # fmt: skip
    shown = [at for at in range(len(_COLUMNS)) if any(cells[at] != _NOTHING for cells in every)]
    table = Table(box=box.SIMPLE_HEAD)
    for key in ("month", "purpose", "due_on"):
        table.add_column(say("payer", key, lang), no_wrap=True)
    for at in shown:
        table.add_column(say("payer", _COLUMNS[at], lang), justify="right")
    last = 0
    for line, cells in zip(one.lines, every, strict=False):
        month = str(month_text(line.period)) if line.period != last else ""
        last = line.period
        style = "red" if line.due_passed and line.sums.missing_tiyn else ""
        table.add_row(month, f"{line.purpose:03d}", day(line.due_on, lang),
                      *(cells[at] for at in shown), style=style)  # fmt: skip
    table.add_section()
    for purpose, cells in zip(one.totals, every[len(one.lines) :], strict=True):
        table.add_row(say("payer", "total", lang), f"{purpose:03d}", "",
                      *(cells[at] for at in shown), style="bold")  # fmt: skip
    return table


_NOTHING = "—"


def _cells(sums: Sums, lang: str) -> list[str]:
    """In the order of the columns, money in tenge without its sign."""

    def money(tiyn: int) -> str:
        return writing.spoken_money(tiyn, lang)[:-2] if tiyn else _NOTHING

    penalty = sums.penalty_tiyn
    return [
        str(sums.people), money(sums.due_tiyn), money(sums.paid_tiyn), money(sums.missing_tiyn),
        money(sums.over_tiyn), money(sums.waiting_tiyn), str(sums.late_days or _NOTHING),
        say("payer", "undetermined", lang) if penalty is None else money(penalty),
        money(sums.penalty_paid_tiyn),
    ]  # fmt: skip


def _notes(one: Account, lang: str) -> list[str]:
    """What is not known, and why."""

    def word(key: str) -> str:
        return say("payer", key, lang)

    found = []
    if unlisted := sum(sums.unlisted_tiyn for sums in one.totals.values()):
        found.append(word("unlisted").format(money=writing.spoken_money(unlisted, lang)))
    if unknown := sum(sums.unknown for sums in one.totals.values()):
        found.append(word("unknown").format(count=unknown))
    if one.undetermined:
        names = ", ".join(sorted({title(str(m["parameter"]), lang) for m in one.undetermined}))
        days = sorted(str(missing["on"]) for missing in one.undetermined)
        span = days[0] if len(days) == 1 else f"{days[0]} – {days[-1]}"
        found.append(word("penalty_unknown").format(names=names, days=span))
    if one.too_old:
        found.append(word("penalty_old"))
    if any(sums.penalty_tiyn is None for purpose, sums in one.totals.items() if purpose != 12):
        found.append(word("penalty_medical"))
    return found


def _arrears(one: Account, lang: str, console: Console) -> None:
    arrears = one.arrears
    if arrears is None:
        console.print(Text(say("payer", "no_arrears", lang), style="green"))
        return
    text = say("payer", "arrears", lang).format(
        since=day(arrears.since, lang), money=writing.spoken_money(arrears.amount_tiyn, lang)
    )
    console.print(Text(text, style="bold red"))
    for risk, steps in arrears.steps.items():
        console.print(Text(f"  {say('payer', f'risk_{risk}', lang)}:", style="bold"))
        for step in steps:
            console.print(Text(f"    • {step.title[lang]}: {_when(step, lang)}"))


def _when(step: Deadline, lang: str) -> str:
    """Until when a step is due, or how long its term is, and where it stands in the law."""
    if step.day is not None:
        told = say("payer", "until", lang).format(day=day(step.day, lang))
    elif step.days is not None:
        unit = say("payer", step.unit, lang)
        told = say("payer", "not_begun", lang).format(days=step.days, unit=unit)
    else:
        told = say("payer", "not_held", lang)
    if step.estimated:
        told += f" ({say('payer', 'estimated', lang)})"
    return f"{told} [{', '.join(step.citations)}]" if step.citations else told
