"""A person's statement: every month and payer, what counts, what was taken back, what waits.

As known now, or (``known_at``) at the end of a day: then it is read from the journal, which only
grows. What the law says (counted income, the average, the months of participation) is asked of
the law.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby

import numpy as np

from tirek.engine.parameters import day_number
from tirek.law import law
from tirek.law.book import SEXES
from tirek.ledger import statement_rows as rows_of
from tirek.ledger.chart import CONTRIBUTIONS
from tirek.ledger.law_of_lines import pension_months
from tirek.ledger.plain import first_day, later, month_of
from tirek.ledger.reasons import catalogue
from tirek.ledger.statement_data import (
    Amount,
    Line,
    Month,
    PayerMonth,
    Person,
    Statement,
    Totals,
    WaitingLine,
)
from tirek.ledger.statement_law import Counted, counted_of
from tirek.ledger.statement_rows import Found, Row, Waiting
from tirek.ledger.words import NotShown
from tirek.project import clock


def statement(iin: str, first: int = 0, last: int = 0, known_at: date | None = None) -> Statement:
    """The statement of whom an ИИН leads to, for months YYYYMM (0: from the first, to the
    newest); ``known_at``: as known at the end of that day.

    :raises NotShown: an ИИН that leads to nobody; months that end before they begin; a day ahead
    """
    if first and last and last < first:
        raise NotShown("months_reversed", "/last", first=first, last=last)
    on = known_at or clock.today()
    if on > clock.today():
        raise NotShown("day_ahead", "/known_at", day=on.isoformat())
    at = _end_of(known_at) if known_at else None
    found = rows_of.person(iin, at)
    if found is None:
        raise NotShown("unknown_person", "/iin")
    rows = rows_of.months(found.ids, at)
    taken = rows_of.taken_back(found.ids, at)
    lines = rows_of.waiting(found, at)
    ids = {row.payer for row in rows} | {line.payer for line in lines if line.payer}
    named = rows_of.payers(ids)
    counted = counted_of(rows, on, known_at)
    months = _months(found, rows, taken, named, counted, on)
    newest = max([month.period for month in months], default=month_of(on))
    shown = [m for m in months if (first or 0) <= m.period <= (last or newest)]
    waiting = [
        _waiting(line, named) for line in lines
        if not line.period or (first or 0) <= line.period <= (last or line.period)
    ]  # fmt: skip
    return Statement(
        Person(
            found.iin, [n for n in found.iins if n != found.iin], found.surname, found.name,
            found.patronymic, found.birth_date,
        ),
        clock.now(), known_at, first or (months[0].period if months else month_of(on)),
        last or newest, dict(sorted(named.values())), shown, waiting,
        _totals(shown, waiting, counted, on),
    )  # fmt: skip


def _end_of(day: date) -> datetime:
    """The last moment of a day in Kazakhstan."""
    after = day + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=clock.ZONE) - timedelta.resolution


# ---------------------------------------------------------------------- months


def _months(
    found: Found, rows: list[Row], taken: dict[tuple[int, int, int, int], int],
    named: dict[int, tuple[str, str]], counted: Counted, on: date,
) -> list[Month]:  # fmt: skip
    """From the first month with anything to this one, in order of time."""
    by_month = {
        period: [_payer_month(period, payer, list(own), taken, named, counted)
                 for payer, own in groupby(group, key=lambda row: row.payer)]
        for period, group in groupby(rows, key=lambda row: row.period)
    }  # fmt: skip
    if not by_month:
        return []
    begins = min(counted.of_month, default=0)
    ends = _last_due(found, on)
    closed = _last_closed(on)
    months = []
    period, newest = min(by_month), max(*by_month, month_of(on))
    while period <= newest:
        if period in counted.of_month:
            state = "paid"
        elif not begins or period < begins or period > ends:
            state = "not_due"
        else:
            state = "gap" if period <= closed else "open"
        if state != "not_due" or period in by_month:
            income = counted.of_month.get(period)
            months.append(Month(period, state, income, by_month.get(period, [])))
        period = later(period, 1)
    return months


def _payer_month(
    period: int, payer: int, rows: list[Row], taken: dict[tuple[int, int, int, int], int],
    named: dict[int, tuple[str, str]], counted: Counted,
) -> PayerMonth:  # fmt: skip
    lines = []
    for kind, group in groupby(rows, key=lambda row: row.kind):
        of = {row.purpose: _amount(row, taken) for row in group}
        lines.append(Line(rows_of.kind_name(kind), *(of.get(purpose) for purpose in CONTRIBUTIONS)))
    income, counts = counted.of_payer.get((period, payer), (0, 0))
    capped = counts is not None and income > counts
    return PayerMonth(named[payer][0] if payer in named else "", income, counts, capped, lines)


def _amount(row: Row, taken: dict[tuple[int, int, int, int], int]) -> Amount:
    return Amount(row.amount_tiyn, taken.get(row[:4], 0), row.paid_on, row.known_at)


def _last_due(found: Found, on: date) -> int:
    """The last month for which a contribution could be due: before pension age, in life."""
    birth, sex = day_number(found.birth_date), SEXES.index(found.sex)
    pension = int(pension_months(np.array([birth]), np.array([sex]))[0])
    ends = later(pension // 12 * 100 + pension % 12 + 1, -1)
    return min(ends, month_of(found.died_on)) if found.died_on else ends


def _last_closed(on: date) -> int:
    """The newest month whose due day has passed."""
    before = later(month_of(on), -1)
    due = law().parameters["due_day"].at(first_day(before))
    return before if due is not None and on.day > int(due) else later(before, -1)


def _waiting(line: Waiting, named: dict[int, tuple[str, str]]) -> WaitingLine:
    number = named[line.payer][0] if line.payer in named else line.number
    return WaitingLine(
        number, line.period, line.purpose, line.amount_tiyn, line.paid_on, line.known_at,
        line.reasons, catalogue()[line.reasons[0]].turn, line.state, line.settled_at,
    )  # fmt: skip


def _totals(
    months: list[Month], waiting: list[WaitingLine], counted: Counted, on: date
) -> Totals:  # fmt: skip
    lines = [line for month in months for payer in month.payers for line in payer.lines]

    def add(amounts: Iterable[Amount | None]) -> int:
        return sum(amount.amount_tiyn for amount in amounts if amount)

    every = [a for line in lines
             for a in (line.social, line.employer_medical, line.personal_medical) if a]  # fmt: skip
    return Totals(
        on, counted.participation, counted.average, counted.undetermined,
        sum(month.state == "gap" for month in months), add(line.social for line in lines),
        add(line.employer_medical for line in lines), add(line.personal_medical for line in lines),
        sum(amount.taken_back_tiyn for amount in every),
        sum(line.amount_tiyn for line in waiting if line.state == "open"),
    )  # fmt: skip
