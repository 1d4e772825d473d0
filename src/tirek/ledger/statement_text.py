"""A statement for people: the same words and cells for a terminal and for paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from rich import box
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from tirek.contract import writing
from tirek.contract.law_data import title
from tirek.contract.messages import words
from tirek.engine.parameters import day_number
from tirek.ledger.plain import month_text, plain
from tirek.ledger.reasons import catalogue
from tirek.ledger.statement_data import Amount, Line, Month, PayerMonth, Statement, WaitingLine
from tirek.ledger.words import say
from tirek.project import clock


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of a month and payer, or one ``text`` over months that are alike."""

    month: str
    state: str
    text: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A statement in the words of a language; ``numbers``: which columns hold numbers."""

    lang: str
    title: str
    note: str
    facts: list[tuple[str, str]]
    head: list[str]
    numbers: list[int]
    rows: list[Row]
    waiting_title: str
    waiting_head: list[str]
    waiting: list[tuple[str, ...]]
    totals_title: str
    totals: list[tuple[str, str]]
    foot: str
    page: str


def as_dict(one: Statement, lang: str) -> dict[str, Any]:
    """A statement as the object of the contract; each reason with its words."""
    found: dict[str, Any] = plain(one)
    for line in found["waiting"]:
        line["reasons"] = [
            {
                "code": code,
                "title": catalogue()[code].title[lang],
                "means": catalogue()[code].means[lang],
                "todo": {who: text[lang] for who, text in catalogue()[code].todo.items()},
            }
            for code in line["reasons"]
        ]
    return found


def tell(one: Statement, lang: str) -> Told:
    """A statement in words."""

    def word(key: str) -> str:
        return say("statement", key, lang)

    person = one.person
    at = one.made_at.astimezone(clock.ZONE)
    facts = [
        (word("person"), " ".join(filter(None, (person.surname, person.name, person.patronymic)))),
        (word("iin"), person.iin),
        (word("other_iins"), ", ".join(person.other_iins)),
        (word("born"), day(person.birth_date, lang)),
        (word("span"), f"{month_text(one.first)} – {month_text(one.last)}"),
        (word("made"), f"{day(at.date(), lang)} {at:%H:%M}"),
    ]
    note = word("known_at").format(day=day(one.known_at, lang)) if one.known_at else ""
    head = ["month", "payer", "social", "employer_medical", "personal_medical", "counted",
            "paid_on", "known"]  # fmt: skip
    rows = _rows(one, lang)
    if not rows:
        rows = [Row("", "gap", word("nothing"))]
    waiting = [_waiting(line, one, lang) for line in one.waiting]
    return Told(
        lang, word("title"), note, [fact for fact in facts if fact[1]],
        [word(name) for name in head], [2, 3, 4, 5], rows,
        word("waiting") if waiting else word("no_waiting"),
        [word(name) for name in ("month", "payer", "amount", "paid_on", "why")], waiting,
        word("totals"), _totals(one, lang), word("foot"), word("page"),
    )  # fmt: skip


def _rows(one: Statement, lang: str) -> list[Row]:
    """Months with payers row by row; months alike without any, together."""
    rows = []
    for key, group in groupby(one.months, key=lambda m: m.state if not m.payers else m.period):
        months = list(group)
        if isinstance(key, str):
            span = " – ".join(
                dict.fromkeys(str(month_text(m.period)) for m in (months[0], months[-1]))
            )
            count = f" ({len(months)})" if len(months) > 1 else ""
            rows.append(Row(span, key, say("statement", key, lang) + count))
            continue
        rows += _of_month(months[0], one, lang)
    return rows


def _of_month(month: Month, one: Statement, lang: str) -> list[Row]:
    rows = []
    for payer in month.payers:
        for number, line in enumerate(payer.lines):
            kind = words("kinds", line.kind)[lang] if line.kind != "employee" else ""
            name = one.payers.get(payer.payer, "")
            amounts = (line.social, line.employer_medical, line.personal_medical)
            there = [amount for amount in amounts if amount]
            cells = (
                "\n".join(filter(None, (name, payer.payer, kind))),
                *(_amount(amount, lang) for amount in amounts),
                _counted(payer, line, lang) if number == 0 else "",
                day(max(amount.paid_on for amount in there), lang),
                day(max(a.known_at for a in there).astimezone(clock.ZONE).date(), lang),
            )
            rows.append(Row(str(month_text(month.period)), month.state, "", cells))
    if month.state in ("gap", "open"):  # medical insurance only
        rows.append(Row(str(month_text(month.period)), month.state,
                        say("statement", month.state, lang)))  # fmt: skip
    return rows


def _amount(amount: Amount | None, lang: str) -> str:
    if amount is None:
        return "—"
    told = writing.spoken_money(amount.amount_tiyn, lang)
    if not amount.taken_back_tiyn:
        return told
    back = writing.spoken_money(amount.taken_back_tiyn, lang)
    return f"{told}\n{say('statement', 'taken_back', lang).format(money=back)}"


def _counted(payer: PayerMonth, line: Line, lang: str) -> str:
    if line.social is None:
        return "—"
    if payer.counted_tiyn is None:
        return "?"
    told = writing.spoken_money(payer.counted_tiyn, lang)
    return f"{told}\n{say('statement', 'capped', lang)}" if payer.capped else told


def _waiting(line: WaitingLine, one: Statement, lang: str) -> tuple[str, ...]:
    reason = catalogue()[line.reasons[0]]
    parts = [f"{reason.title[lang]}. {reason.means[lang]}"]
    state = say("statement", f"state_{line.state}", lang)
    if line.state == "open":
        for who in ("person", "payer", "fund"):
            if who in reason.todo:
                parts.append(f"{say('statement', f'turn_{who}', lang)}: {reason.todo[who][lang]}")
        turn = say("statement", f"turn_{line.turn}", lang)
        parts.append(f"{say('statement', 'turn', lang)}: {turn}")
    elif line.settled_at:
        state = f"{state} {day(line.settled_at.astimezone(clock.ZONE).date(), lang)}"
    payer = one.payers.get(line.payer)
    return (
        month_text(line.period) or "—", "\n".join(filter(None, (payer, line.payer))),
        f"{writing.spoken_money(line.amount_tiyn, lang)}\n{line.purpose:03d}; {state}",
        day(line.paid_on, lang), "\n".join(parts),
    )  # fmt: skip


def _totals(one: Statement, lang: str) -> list[tuple[str, str]]:
    totals = one.totals

    def word(key: str) -> str:
        return say("statement", key, lang)

    def money(tiyn: int) -> str:
        return writing.spoken_money(tiyn, lang)

    if totals.average_tiyn is not None:
        average = money(totals.average_tiyn)
    else:
        names = {title(str(missing["parameter"]), lang) for missing in totals.undetermined}
        average = word("undetermined").format(names=", ".join(sorted(names)))
    month = month_text(totals.on.year * 100 + totals.on.month)
    return [
        (word("participation"), str(totals.participation_months)),
        (word("average").format(month=month), average),
        (word("gaps"), str(totals.gaps)),
        (word("social"), money(totals.social_tiyn)),
        (word("employer_medical"), money(totals.employer_medical_tiyn)),
        (word("personal_medical"), money(totals.personal_medical_tiyn)),
        *([(word("taken_back_sum"), money(totals.taken_back_tiyn))] * bool(totals.taken_back_tiyn)),
        *([(word("waiting_sum"), money(totals.waiting_tiyn))] * bool(totals.waiting_tiyn)),
    ]


def day(value: date, lang: str) -> str:
    """A day as the language writes it."""
    return writing.spoken_day(day_number(value), lang)


#: A month; a payer's number.
_WIDTHS = {0: 9, 1: 18}
_STYLES = {"gap": "bold red", "open": "yellow", "not_due": "dim", "paid": ""}


def show(told: Told, console: Console) -> None:
    """Prints a statement."""
    console.print(Text(told.title, style="bold"))
    if told.note:
        console.print(Text(told.note, style="bold yellow"))
    for name, value in told.facts:
        console.print(Text.assemble((f"{name}: ", "dim"), value))
    table = Table(box=box.SIMPLE_HEAD, show_lines=False)
    for at, name in enumerate(told.head):
        side: JustifyMethod = "right" if at in told.numbers else "left"
        table.add_column(name, justify=side, min_width=_WIDTHS.get(at))
    last = ""
    for row in told.rows:
        month = "" if row.month == last else row.month
        last = row.month
        if row.text:
            table.add_row(Text(month), Text(row.text, style=_STYLES[row.state]))
        else:
            table.add_row(Text(month), *(Text(cell) for cell in row.cells))
    console.print(table)
    console.print(Text(told.waiting_title, style="bold"))
    if told.waiting:
        waits = Table(*told.waiting_head, box=box.SIMPLE_HEAD)
        for cells in told.waiting:
            waits.add_row(*(Text(cell) for cell in cells))
        console.print(waits)
    console.print(Text(told.totals_title, style="bold"))
    for name, value in told.totals:
        console.print(Text.assemble(f"  {name}: ", (value, "bold")))
