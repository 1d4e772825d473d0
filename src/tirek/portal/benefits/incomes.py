"""Incomes by month and payer: one monthly sum, a table to fill in, or rows that people bring.

In an address a row is ``202503-1.0-200000``: month, number of the payer and of its kind (as the
law lists the kinds), tenge; rows are joined by ``_``. A payer has a number only, no name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from tirek.contract.reading import check_digit_fits
from tirek.law import parameters
from tirek.law.acts import kinds
from tirek.law.book import PAYER_KINDS
from tirek.ledger.files import cells, month_names
from tirek.pages import writing
from tirek.portal import money_typed
from tirek.portal.fields import Asked, Option
from tirek.portal.fields.numbers import bare
from tirek.portal.periods import holds, months_before
from tirek.portal.steps import AGAIN
from tirek.portal.tables import NotATable, rows_of, rows_of_text
from tirek.portal.texts import text

_ROW = re.compile(r"(\d{6})-(\d{1,2})\.(\d)-(\d{1,10}(?:\.\d{1,2})?)", re.ASCII)
#: Most payers and rows that a page takes.
MOST_PAYERS, MOST_ROWS = 20, 400
#: Payers that have a column of their own in the table.
MOST_COLUMNS = 5
#: Faults of a table that are told one by one.
_MOST_FAULTS = 10
#: The button that reads what was pasted or chosen.
_TAKE = "take"
#: Whose average is that of a year; that of the others is that of two.
_OF_YEAR = ("maternity", "adoption")


class Row(NamedTuple):
    """A month's income from one payer; ``period`` is YYYYMM."""

    period: int
    payer: int
    kind: int
    tiyn: int


class IncomesField(Asked, forms.Field):
    """Rows of incomes."""

    template = "portal/incomes.html"

    def clean(self, value: Any) -> list[Row]:
        if isinstance(value, _Wrong):
            raise ValidationError(value.texts)
        return list(value or [])

    def to_address(self, value: list[Row]) -> str:
        return "_".join(
            f"{row.period}-{row.payer}.{row.kind}-{bare(row.tiyn)}" for row in value
        ) or "-"  # fmt: skip

    def from_address(self, given: str) -> list[Row]:
        if given == "-":
            return []
        pieces = given.split("_")
        if len(pieces) > MOST_ROWS:
            raise ValidationError("", "wrong")
        found = []
        for piece in pieces:
            match = _ROW.fullmatch(piece)
            if match is None or int(match[3]) >= len(PAYER_KINDS):
                raise ValidationError("", "wrong")
            tiyn = cells.amount(match[4])
            if tiyn is None or not holds(int(match[1])):
                raise ValidationError("", "wrong")
            found.append(Row(int(match[1]), int(match[2]), int(match[3]), tiyn))
        return found

    def shown(self, value: list[Row]) -> str:
        if not value:
            return text("incomes.nothing")
        total = sum(row.tiyn for row in value)
        months = len({row.period for row in value})
        return text("incomes.shown", months=months, sum=writing.money(total),
                    payers=len({row.payer for row in value}))  # fmt: skip


class _Wrong(NamedTuple):
    """What was sent and could not be read, and why."""

    texts: list[str]


def payer_number(place: int) -> str:
    """A number whose check digit fits for the payer at a place: the contract asks for one, the
    page does not."""
    for tail in range(10):
        found = f"0001404{place:04d}{tail}"
        if check_digit_fits(found):
            return found
    return payer_number(place + 1_000)  # no digit fits one in a hundred


def kind_options() -> list[Option]:
    """Kinds of payers of social contributions, as the law lists them."""
    return [
        Option(str(n), text(f"kinds.{kind}"))
        for n, kind in enumerate(PAYER_KINDS) if "social" in kinds()[kind]
    ]  # fmt: skip


def months_of(kind: str, on: date) -> int:
    """How many months the average of a benefit looks back."""
    name = "average_months_short" if kind in _OF_YEAR else "average_months_long"
    edition = parameters()[name].edition(on)
    return int(edition.value) if edition is not None else 24


# ---------------------------------------------------------------------- what was sent


def taken(answers: Mapping[str, Any], request: HttpRequest, months: int) -> Mapping[str, Any]:
    """The rows of a form: of the file, of what was pasted, and of the table of so many months,
    whichever is there."""
    sent = request.POST
    try:
        file = request.FILES.get("file")
        if file is not None:
            return {"rows": _rows_of(rows_of(file.read()))}
        if sent.get("pasted", "").strip():
            return {"rows": _rows_of(rows_of_text(sent["pasted"]))}
        if _TAKE in sent:
            raise NotATable(text("incomes.nothing_brought"))
        return {"rows": _of_table(sent, months_before(answers["on"], months))}
    except NotATable as wrong:
        return {"rows": _Wrong([str(one) for one in wrong.args])}


def _few(typed: str, otherwise: int) -> int:
    """A number of a digit or two."""
    return int(typed) if re.fullmatch(r"\d{1,2}", typed, re.ASCII) else otherwise


def brought(request: HttpRequest) -> bool:
    """Whether a list was read: it is shown before one goes on."""
    return _TAKE in request.POST


def _of_table(sent: Mapping[str, str], shown: Sequence[int]) -> list[Row]:
    """The rows of the boxes; a sum for every month of a payer fills those that were left empty."""
    found = []
    for name, typed in _filled(sent, shown).items():
        match = re.fullmatch(r"m(\d{6})p(\d{1,2})", name, re.ASCII)
        if match is None or not typed.strip():
            continue
        tiyn = money_typed.amount(typed.strip())
        period = int(match[1])
        if tiyn is None or tiyn < 0 or not holds(period):
            raise NotATable(
                text("incomes.cell_wrong", month=writing.month(period), value=typed[:40])
            )
        kind = sent.get(f"kind{match[2]}", "0")
        number = _few(kind, 0)
        found.append(Row(period, int(match[2]), min(number, len(PAYER_KINDS) - 1), tiyn))
    return _checked(found)


def _filled(sent: Mapping[str, str], shown: Sequence[int]) -> dict[str, str]:
    found = dict(sent.items())
    for payer in range(1, MOST_COLUMNS + 1):
        every = found.get(f"every{payer}", "")
        for period in shown if every.strip() else ():
            name = f"m{period}p{payer}"
            found[name] = found.get(name, "").strip() or every
    return found


def _rows_of(table: list[list[str]]) -> list[Row]:
    """Rows ``month, payer, income``, or ``month, income``; a heading is left out.

    :raises NotATable: with every fault, the first :data:`_MOST_FAULTS` one by one
    """
    found, payers, faults = [], dict[str, int](), []
    seen = dict[tuple[object, ...], int]()
    for number, row in enumerate(table, 1):
        filled = [cell for cell in row if cell]
        period = cells.period(filled[0]) or month_names.month(filled[0])
        tiyn = cells.amount(filled[-1]) if len(filled) > 1 else None
        if number == 1 and not period and tiyn is None:
            continue  # a heading
        if not period or not holds(period):
            faults.append(text("incomes.row_month", row=number, value=filled[0][:40]))
        elif tiyn is None or tiyn < 0:
            faults.append(text("incomes.row_money", row=number, value=filled[-1][:40]))
        elif (first := seen.setdefault((period, *filled[1:-1], tiyn), number)) != number:
            faults.append(text("incomes.row_double", row=number, first=first))
        else:
            payer = payers.setdefault(filled[1] if len(filled) > 2 else "", len(payers) + 1)
            found.append(Row(period, payer, 0, tiyn))
    if len(faults) > _MOST_FAULTS:
        faults[_MOST_FAULTS:] = [text("incomes.more_faults", count=len(faults) - _MOST_FAULTS)]
    if faults:
        raise NotATable(*faults)
    if not found:
        raise NotATable(text("incomes.no_rows"))
    if len(payers) > MOST_PAYERS:
        raise NotATable(text("incomes.many_payers", most=MOST_PAYERS))
    return _checked(found)


def _checked(rows: list[Row]) -> list[Row]:
    """One row a payer and month: sums of the same are added."""
    sums: dict[tuple[int, int, int], int] = {}
    for row in rows:
        key = row.period, row.payer, row.kind
        sums[key] = sums.get(key, 0) + row.tiyn
    if len(sums) > MOST_ROWS:
        raise NotATable(text("incomes.many_rows", most=MOST_ROWS))
    return [Row(*key, tiyn) for key, tiyn in sorted(sums.items(), reverse=True)]


def table_of(answers: Mapping[str, Any], request: HttpRequest, months: int) -> dict[str, Any]:
    """What the page of the table shows: a row a month, a box a payer."""
    held: list[Row] = answers.get("rows") or []
    asked = request.POST.get(AGAIN, "")
    least = max((row.payer for row in held), default=1)
    count = max(least, _few(asked, 1))
    count = min(count, MOST_COLUMNS)
    values = {f"m{row.period}p{row.payer}": bare(row.tiyn) for row in held}
    told = {row.payer: row.kind for row in held}
    if request.method == "POST":
        values |= {n: str(typed) for n, typed in request.POST.items() if n.startswith("m2")}
    payers = range(1, count + 1)
    return {
        "payers": [
            (payer, str(told.get(payer, 0)), request.POST.get(f"every{payer}", "")[:40])
            for payer in payers
        ],
        "kinds": kind_options(), "more_payers": count + 1 if count < MOST_COLUMNS else 0,
        "months": [
            (writing.month(period),
             [(f"m{period}p{payer}", values.get(f"m{period}p{payer}", ""), payer)
              for payer in payers])
            for period in months_before(answers["on"], months)
        ],
        "brought": IncomesField().shown(held),
        "pasted": request.POST.get("pasted", "")[:20_000],
    }  # fmt: skip
