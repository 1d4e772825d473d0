"""Answers as tables for people, in the language asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tirek.contract.messages import say

Answer = Mapping[str, Any]


def show(command: str, one: Answer, lang: str, console: Console | None = None) -> None:
    """Prints an answer of a command."""
    console = console or Console(highlight=False)
    _SHOW[command](one, lang, console)
    _undetermined(one, lang, console)
    _explanation(one, lang, console)


def _word(key: str, lang: str) -> str:
    return say("words", key, lang)


def _pairs(console: Console, rows: Sequence[tuple[str, object]]) -> None:
    table = Table.grid(padding=(0, 2))
    for label, value in rows:
        if value is not None and value != "":
            table.add_row(Text(label, style="dim"), Text(str(value)))
    console.print(table)


def _assess(one: Answer, lang: str, console: Console) -> None:
    title = say("benefits", one["benefit"], lang)
    state = {True: "entitled", False: "not_entitled", None: "undetermined"}[one["entitled"]]
    style = {True: "bold green", False: "bold red", None: "bold yellow"}[one["entitled"]]
    console.print(Text.assemble((title, "bold"), " — ", (_word(state, lang), style)))
    _pairs(
        console,
        [
            (_word("amount", lang), one["amount"]),
            (_word("pension_contribution", lang), one["pension_contribution"]),
            (_word("net", lang), one["net"]),
            (_word("months", lang), one["months"]),
            (_word("from", lang), one["from"]),
            (_word("until", lang), one["until"]),
            (_word("average_income", lang), one["average_income"]),
            (_word("participation_months", lang), one["participation_months"]),
            (_word("act", lang), f"{one['law']['act']}, {one['law']['edition']}"),
        ],
    )
    for reason in one["reasons"]:
        cited = ", ".join(reason["citations"])
        console.print(Text(f"• {reason['text']} ({cited})" if cited else f"• {reason['text']}"))
    for dependant in one.get("dependants", ()):
        why = dependant["reason"]
        told = dependant["share"] or (say("dependant_reasons", why, lang) if why else "")
        console.print(Text(f"  {dependant['index'] + 1}. {told} {dependant['until'] or ''}".rstrip()))
    if one.get("what_would_change_it"):
        console.print(Text(_word("what_would_change_it", lang), style="bold"))
        for change in one["what_would_change_it"]:
            name = say("changes", change["change"], lang)
            console.print(Text(f"• {name} → {change['to']}: {change['amount']}"))


def _contributions(one: Answer, lang: str, console: Console) -> None:
    console.print(Text(one["month"], style="bold"))
    table = Table(box=None, padding=(0, 2), header_style="dim")
    for key in ("fund", "kind", "paid_by", "rate", "base", "amount", "purpose_code", "due"):
        table.add_column(_word(key, lang), justify="right" if key in ("base", "amount") else "left")
    for line in one["lines"] or ():
        table.add_row(
            say("funds", line["fund"], lang), say("lines", line["kind"], lang),
            say("paid_by", line["paid_by"], lang), line["rate"], line["base"], line["amount"],
            line["purpose_code"] or "—", line["due"],
        )  # fmt: skip
    console.print(table)


def _insured(one: Answer, lang: str, console: Console) -> None:
    state = {True: "insured", False: "not_insured", None: "undetermined"}[one["insured"]]
    style = {True: "bold green", False: "bold red", None: "bold yellow"}[one["insured"]]
    console.print(Text(_word(state, lang), style=style))
    basis = one["basis"]
    if basis:
        basis = (
            _category(basis.partition(":")[2], lang)
            if basis.startswith("category:")
            else say("basis", basis, lang)
        )
    _pairs(
        console,
        [
            (_word("basis", lang), basis),
            (_word("until", lang), one["until"]),
            (_word("missing_months", lang), ", ".join(one["missing_months"])),
        ],
    )
    if one["ways_to_become_insured"]:
        console.print(Text(_word("ways", lang), style="bold"))
    for way in one["ways_to_become_insured"]:
        ways = ("pay_missing_months", "prepay_year", "employment", "register_unemployed")
        name = say("ways", way["way"], lang) if way["way"] in ways else _category(way["way"], lang)
        price = f": {way['amount']}" if way["amount"] else ""
        start = f", {_word('insured_from', lang)} {way['insured_from']}" if way["insured_from"] else ""
        console.print(Text(f"• {name}{price}{start}"))
    for event in one["upcoming"]:
        console.print(Text(f"→ {event['on']}: {say('upcoming', event['what'], lang)}"))


def _category(code: str, lang: str) -> str:
    from tirek.law.acts import categories

    return categories()[code].title[lang]


def _care(one: Answer, lang: str, console: Console) -> None:
    state = "available" if one["available"] else "not_available"
    style = "bold green" if one["available"] else "bold red"
    console.print(
        Text.assemble((say("packages", one["package"], lang), "bold"), " — ", (_word(state, lang), style))
    )
    console.print(Text(one["why"]["text"]))
    console.print(Text(", ".join(one["why"]["citations"]), style="dim"))
    if not one["confirmed"]:
        console.print(Text(_word("not_confirmed", lang), style="yellow"))


def _undetermined(one: Answer, lang: str, console: Console) -> None:
    for missing in one.get("undetermined", ()):
        text = f"{_word('undetermined', lang)}: {missing['parameter']}, {missing['on']}"
        console.print(Text(text, style="yellow"))


def _explanation(one: Answer, lang: str, console: Console) -> None:
    steps = one.get("explanation")
    if not steps:
        return
    console.print(Text(_word("why", lang), style="bold"))
    table = Table.grid(padding=(0, 2))
    table.add_column(ratio=2)
    table.add_column(ratio=4)
    table.add_column(ratio=2)
    for step in steps:
        table.add_row(
            Text(step["title"], style="dim"),
            Text(step["text"]),
            Text(", ".join(step["citations"]), style="dim"),
        )
    console.print(table)


_SHOW = {
    "assess": _assess,
    "contributions": _contributions,
    "insured-status": _insured,
    "care": _care,
}
