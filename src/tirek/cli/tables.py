"""Answers for people: short tables and sentences in the language asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from textwrap import wrap
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tirek.contract import writing
from tirek.contract.law_data import title
from tirek.contract.messages import catalogue, say
from tirek.engine.parameters import day_number
from tirek.law.acts import act_titles, categories

Answer = Mapping[str, Any]

_GOOD, _BAD, _OPEN = "bold green", "bold red", "bold yellow"


def show(command: str, one: Answer, lang: str, console: Console | None = None) -> None:
    """Prints an answer of a command."""
    console = console or Console(highlight=False)
    _SHOW[command](one, lang, console)
    reasons(one, lang, console)


def reasons(one: Answer, lang: str, console: Console) -> None:
    """What is not known, and the explanation sentence by sentence with its articles."""
    for missing in one.get("undetermined", ()):
        name = title(missing["parameter"], lang)
        text = f"{_word('undetermined', lang)}: {name}, {_day(missing['on'], lang)}"
        paragraph(console, text, "", _OPEN)
    steps = one.get("explanation")
    if not steps:
        return
    console.print(Text(_word("why", lang), style="bold"))
    for step in steps:
        where = cited(step["citations"], lang)
        paragraph(console, f"{step['text']} [{where}]" if where else step["text"])


def cited(citations: Sequence[str], lang: str) -> str:
    """Citations as a person of the language reads them."""
    names = catalogue()["citations"]
    shown = []
    for citation in citations:
        first, _, rest = citation.partition(" ")
        shown.append(f"{names[first][lang]} {rest}" if first in names else citation)
    return ", ".join(shown)


def _word(key: str, lang: str) -> str:
    return say("words", key, lang)


def money(text: str, lang: str) -> str:
    """An amount of an answer as the language writes it."""
    return writing.spoken_money(int(text.replace(".", "")), lang)


def _money(text: str | None, lang: str) -> str | None:
    return None if text is None else money(text, lang)


def paragraph(console: Console, text: str, first: str = "  ", style: str = "") -> None:
    """A wrapped paragraph; unlike the console's own wrapping it keeps 72 800,50 ₸ whole."""
    lines = wrap(text, console.width - 1, initial_indent=first, subsequent_indent=" " * len(first))
    console.print(Text("\n".join(lines), style=style), soft_wrap=True)


def _day(text: str | None, lang: str) -> str | None:
    return None if text is None else writing.spoken_day(day_number(date.fromisoformat(text)), lang)


def _pairs(console: Console, rows: Sequence[tuple[str, object]]) -> None:
    table = Table.grid(padding=(0, 2))
    for label, value in rows:
        if value is not None and value != "":
            table.add_row(Text(label, style="dim"), Text(str(value)))
    console.print(Padding(table, (0, 0, 0, 2)))


def _bullet(console: Console, *parts: str) -> None:
    paragraph(console, "".join(parts), "  • ")


# ---------------------------------------------------------------------- assess


def _assess(one: Answer, lang: str, console: Console) -> None:
    title = say("benefits", one["benefit"], lang)
    state, style = {
        True: ("entitled", _GOOD), False: ("not_entitled", _BAD), None: ("undetermined", _OPEN),
    }[one["entitled"]]  # fmt: skip
    console.print(Text.assemble((title, "bold"), " — ", (_word(state, lang), style)))
    for reason in one["reasons"]:
        where = cited(reason["citations"], lang)
        _bullet(console, reason["text"], f" [{where}]" if where else "")
    act = act_titles()[one["law"]["act"]][lang]
    _pairs(
        console,
        [
            (_word("amount", lang), _money(one["amount"], lang)),
            (_word("pension_contribution", lang), _money(one["pension_contribution"], lang)),
            (_word("net", lang), _money(one["net"], lang)),
            (_word("months", lang), one["months"]),
            (_word("from", lang), _day(one["from"], lang)),
            (_word("until", lang), _day(one["until"], lang)),
            (_word("average_income", lang), _money(one["average_income"], lang)),
            (_word("participation_months", lang), one["participation_months"]),
            (_word("act", lang), f"{act} ({_day(one['law']['edition'], lang)})"),
        ],
    )
    if one.get("dependants"):
        console.print(Text(_word("dependants", lang), style="bold"))
    for dependant in one.get("dependants", ()):
        _dependant(dependant, lang, console)
    if one.get("what_would_change_it"):
        console.print(Text(_word("what_would_change_it", lang), style="bold"))
    for change in one.get("what_would_change_it", ()):
        to = change["to"]
        _bullet(
            console, say("changes", change["change"], lang), " → ",
            str(to) if isinstance(to, int) else str(_money(to, lang)), ": ",
            str(_money(change["amount"], lang)),
        )  # fmt: skip


def _dependant(one: Answer, lang: str, console: Console) -> None:
    if one["reason"]:
        told = say("dependant_reasons", one["reason"], lang)
    else:
        until = f"{_word('until', lang)} {_day(one['until'], lang)}" if one["until"] else ""
        told = ", ".join(filter(None, (_money(one["share"], lang), until)))
    console.print(Padding(Text(f"{one['index'] + 1}. {told}"), (0, 0, 0, 2)))


# ---------------------------------------------------------------------- other commands


def _contributions(one: Answer, lang: str, console: Console) -> None:
    console.print(Text(one["month"], style="bold"))
    for line in one["lines"] or ():
        rate = line["rate"] if lang == "en" else line["rate"].replace(".", ",")
        _bullet(console, say("lines", line["kind"], lang), f": {_money(line['amount'], lang)}")
        code = line["purpose_code"]
        _pairs(
            console,
            [
                (_word("fund", lang), say("funds", line["fund"], lang)),
                (_word("base", lang), f"{_money(line['base'], lang)} × {rate}"),
                (_word("paid_by", lang), say("paid_by", line["paid_by"], lang)),
                (_word("purpose_code", lang), code or "—"),
                (_word("due", lang), _day(line["due"], lang)),
            ],
        )
    if one["lines"] == []:
        console.print(Text(_word("nothing_due", lang)))
    if one["lines"]:
        total = sum(int(line["amount"].replace(".", "")) for line in one["lines"])
        console.print(Text(f"{_word('total', lang)}: {writing.spoken_money(total, lang)}"))


def _insured(one: Answer, lang: str, console: Console) -> None:
    state, style = {
        True: ("insured", _GOOD), False: ("not_insured", _BAD), None: ("undetermined", _OPEN),
    }[one["insured"]]  # fmt: skip
    console.print(Text(_word(state, lang), style=style))
    _pairs(
        console,
        [
            (_word("basis", lang), _basis(one["basis"], lang)),
            (_word("until", lang), _day(one["until"], lang)),
            (_word("missing_months", lang), ", ".join(one["missing_months"])),
        ],
    )
    if one["ways_to_become_insured"]:
        console.print(Text(_word("ways", lang), style="bold"))
    for way in one["ways_to_become_insured"]:
        price = f": {_money(way['amount'], lang)}" if way["amount"] else ""
        first = _day(way["insured_from"], lang)
        start = f", {_word('insured_from', lang)} {first}" if first else ""
        _bullet(console, f"{_way(way['way'], lang)}{price}{start}")
    for event in one["upcoming"]:
        _bullet(console, f"{_day(event['on'], lang)}: {say('upcoming', event['what'], lang)}")


def _basis(basis: str | None, lang: str) -> str | None:
    if basis and basis.startswith("category:"):
        return categories()[basis.partition(":")[2]].title[lang]
    return basis and say("basis", basis, lang)


def _way(way: str, lang: str) -> str:
    known = categories().get(way)
    return known.title[lang] if known else say("ways", way, lang)


def _care(one: Answer, lang: str, console: Console) -> None:
    state, style = ("available", _GOOD) if one["available"] else ("not_available", _BAD)
    package = say("packages", one["package"], lang)
    console.print(Text.assemble((package, "bold"), " — ", (_word(state, lang), style)))
    if not one["confirmed"]:
        console.print(Padding(Text(_word("not_confirmed", lang), style=_OPEN), (0, 0, 0, 2)))


_SHOW = {
    "assess": _assess,
    "contributions": _contributions,
    "insured-status": _insured,
    "care": _care,
}
