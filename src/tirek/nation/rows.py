"""The contribution rows of a part's people: checked row by row, ordered by person, month, payer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tirek.contract import reading
from tirek.contract.problems import Problem, not_in_force
from tirek.engine.ops import LAST_DAY
from tirek.engine.values import Level
from tirek.law.acts import kinds, special_months
from tirek.law.book import MONTH, MOST_MONEY, PAYER_KINDS, PAYER_MONTH, ROW, SPECIAL_KINDS
from tirek.nation import loops
from tirek.nation.columns import MOST_NUMBER, Columns, fixed, row_at
from tirek.nation.errors import Errors, wrong_person
from tirek.nation.people import DAY_SPAN, Persons

Array = NDArray[Any]

KINDS = PAYER_KINDS + SPECIAL_KINDS
EMPLOYEE = KINDS.index("employee")
#: Rows that say enough by being there.
_NO_AMOUNT = ("independent_medical", "emergency_benefit", "excluded_media")
#: Most rows of one person, as in one question.
MOST_ROWS = 10_000
#: A payment that carries no day was made in time.
IN_TIME = LAST_DAY
MONTH_SPAN = (min(reading.MONTHS.values()), max(reading.MONTHS.values()))


@dataclass
class Rows:
    """Good rows ordered by person, month and payer; ``starts`` where each person's begin.
    ``number`` is the person's own, ``person`` the place among the persons. Amounts are -1 where
    none is given, ``paid_on`` is LAST_DAY where there is no day. ``asking`` are the persons with
    a row that asks what is due, good or not."""

    starts: Array
    asking: NDArray[np.bool_]
    number: Array
    person: Array
    period: Array
    month: Array
    payer: Array
    kind: Array
    income: Array
    contribution: Array
    accrued: Array
    paid_on: Array

    @cached_property
    def paid(self) -> NDArray[np.bool_]:
        """Rows by which something was paid."""
        paid = (self.income > 0) | (self.contribution > 0)
        paid |= (self.kind == KINDS.index("independent_medical")) & ~self.only_ask
        return paid

    @cached_property
    def only_ask(self) -> NDArray[np.bool_]:
        """Rows that ask what is due and tell of no payment."""
        only: NDArray[np.bool_] = (self.accrued >= 0) & (self.income < 0) & (self.contribution < 0)
        return only


def read_rows(table: pa.Table, persons: Persons, errors: Errors) -> Rows:
    """The contribution rows of the persons; persons with a bad row are withheld."""
    columns = Columns(table)
    number = columns.number("person")
    person = loops.places(persons.ids, number)
    period = columns.whole("period", 0, np.int32)
    kind = columns.code("kind", KINDS, EMPLOYEE)
    payer, there = columns.whole("payer", 0), columns.there("payer")
    special = kind >= len(PAYER_KINDS)
    if special.any():  # each kind of special month is a payer of its own
        payer = np.where(special, -1 - (kind.astype(np.int64) - len(PAYER_KINDS)), payer)
    income, contribution = columns.amount("income_tiyn"), columns.amount("contribution_tiyn")
    accrued = columns.amount("accrued_tiyn")
    paid_on = columns.optional_day("paid_on", IN_TIME)
    verdict, month = np.empty(len(person), np.int8), np.empty(len(person), np.int32)
    bad = loops.judged(
        person, period, kind, there, income, contribution, accrued, paid_on, social_spans(),
        medical_spans(), len(PAYER_KINDS), _needs_amount(), IN_TIME, np.array(DAY_SPAN),
        np.array(MONTH_SPAN), MOST_MONEY, verdict, month,
    )  # fmt: skip
    bad += _refused(verdict, columns.beyond("payer"), loops.FAR_PAYER)
    if bad:
        _say_rows(table, verdict, errors)
        persons.withheld[person[(verdict != loops.GOOD) & (person >= 0)]] = True
    given: tuple[Array, ...] = (
        number,
        person,
        period,
        month,
        payer,
        kind,
        income,
        contribution,
        accrued,
        paid_on,
    )
    keys = (month, payer, kind, income, contribution, accrued, paid_on)
    starts = np.empty(len(persons) + 1, np.int64)
    loops.counted(person, verdict, starts)
    too_many = np.diff(starts) > MOST_ROWS
    if too_many.any():  # before they are put in order
        _say_too_many(np.diff(starts), persons, errors)
        persons.withheld |= too_many
        bad += _refused(verdict, (person >= 0) & too_many[person], loops.TOO_MANY)
        loops.counted(person, verdict, starts)
    if bad or not loops.in_order(person, *keys):
        order = loops.ordered(person, *keys, verdict, starts)
        given = tuple(column[order] for column in given)
    asking = np.zeros(len(persons), np.bool_)
    asking[person[columns.there("accrued_tiyn") & (person >= 0)]] = True
    return Rows(starts, asking, *map(fixed, given))


@dataclass
class Levels:
    """Rows of social insurance in order: where each person's begin, month and payer of each
    as keys, and their facts."""

    starts: Array
    keys: dict[Level, Array]
    facts: dict[str, Array]


def levels_of(rows: Rows, persons: Persons, errors: Errors) -> Levels:
    """The rows that count for benefits; persons with a month of more payers, or a payer of more
    rows, than the law's levels hold are withheld."""
    beyond = loops.beyond(rows.starts, rows.month, rows.payer, PAYER_MONTH.most, ROW.most)
    for at in np.flatnonzero(beyond >= 0).tolist():
        _say_beyond(rows, int(beyond[at]), errors)
    persons.withheld |= beyond >= 0
    starts, month, payer, kind = rows.starts, rows.month, rows.payer, rows.kind
    amounts = {"row_income": rows.income, "row_contribution": rows.contribution}
    counts = loops.paying(social_spans(), kind, month) & ~rows.only_ask
    if not counts.all():  # others are known to medical insurance alone, or only ask
        keep = np.flatnonzero(counts)
        starts = np.searchsorted(keep, starts)
        month, payer, kind = month[keep], payer[keep], kind[keep]
        amounts = {name: amount[keep] for name, amount in amounts.items()}
    for name, amount in amounts.items():
        if len(amount) and amount.min() < 0:
            amounts[name] = np.maximum(amount, 0)
    facts = {"period": month, "row_kind": kind, **amounts}
    return Levels(starts, {MONTH: month, PAYER_MONTH: payer}, facts)


@lru_cache(maxsize=1)
def _spans() -> tuple[Array, Array]:
    """(first, end) months in which each kind pays social, and medical, contributions."""
    social = [kinds()[kind].get("social") for kind in PAYER_KINDS]
    social += [special_months()[kind] for kind in SPECIAL_KINDS]
    medical = [kinds()[kind].get("medical") for kind in PAYER_KINDS]
    medical += [None] * len(SPECIAL_KINDS)
    both = ([(s.first, s.end) if s else (0, 0) for s in spans] for spans in (social, medical))
    first, second = (np.array(spans, np.int64) for spans in both)
    return first, second


def social_spans() -> Array:
    return _spans()[0]


def medical_spans() -> Array:
    return _spans()[1]


@lru_cache(maxsize=1)
def _needs_amount() -> NDArray[np.bool_]:
    return np.array([kind not in _NO_AMOUNT for kind in KINDS])


def _say_too_many(counts: Array, persons: Persons, errors: Errors) -> None:
    """Each person with more rows than one question may have."""
    for at in np.flatnonzero(counts > MOST_ROWS).tolist():
        count, person = int(counts[at]), int(persons.ids[at])
        problem = Problem("out_of_bounds.rows_of_person", "/person", value=count, hi=MOST_ROWS)
        errors.add("contributions", problem, person=person)


def _say_beyond(rows: Rows, at: int, errors: Errors) -> None:
    """The row with which a month has too many payers, or a payer too many rows."""
    of_payer = rows.payer[at] == rows.payer[at - 1] and rows.month[at] == rows.month[at - 1]
    key = "out_of_bounds.rows_of_payer" if of_payer else "out_of_bounds.payers"
    hi = ROW.most if of_payer else PAYER_MONTH.most
    period, payer = int(rows.period[at]), int(rows.payer[at])
    problem = Problem(key, "/payer", value=period, hi=hi)
    errors.add(
        "contributions", problem, person=int(rows.number[at]), period=period,
        payer=payer if payer >= 0 else None,
    )  # fmt: skip


def _refused(verdict: Array, wrong: NDArray[np.bool_], why: int) -> int:
    """Marks rows that were good till now; gives how many."""
    wrong = wrong & (verdict == loops.GOOD) if wrong.any() else wrong
    verdict[wrong] = why
    return int(wrong.sum())


def _say_rows(table: pa.Table, verdict: Array, errors: Errors) -> None:
    """Each bad row with what is wrong with it."""
    for at in np.flatnonzero(verdict != loops.GOOD).tolist():
        row = row_at(table, at)
        errors.add(
            "contributions", _wrong_row(row, int(verdict[at])), person=row["person"],
            period=row["period"], payer=row.get("payer"),
        )  # fmt: skip


def _wrong_row(row: Mapping[str, Any], wrong: int) -> Problem:
    """The problem of a row, in the words of the contract."""
    kind = "employee" if row.get("kind") is None else row["kind"]
    given = [n for n in ("income_tiyn", "contribution_tiyn", "accrued_tiyn")
             if row.get(n) is not None]  # fmt: skip
    if wrong == loops.UNKNOWN_PERSON:
        return wrong_person(row["person"])
    if wrong in (loops.BAD_MONTH, loops.FAR_MONTH):
        if row["period"] is None:
            return Problem("missing_fact", "/period", key="period")
        key = "bad_month.number" if wrong == loops.BAD_MONTH else "out_of_bounds.date"
        return Problem(
            key, "/period", value=row["period"], lo=reading.FIRST_YEAR, hi=reading.LAST_YEAR
        )
    if wrong == loops.BAD_KIND:
        return Problem("bad_enum", "/kind", value=kind, allowed=KINDS)
    if wrong == loops.NOT_IN_FORCE:
        month = row["period"] // 100 * 12 + row["period"] % 100 - 1
        spans = kinds()[kind].values() if kind in kinds() else [special_months()[kind]]
        return not_in_force("/kind", kind, month, min(spans))
    if wrong == loops.NO_PAYER:
        return Problem("missing_fact", "/payer", key="payer")
    if wrong == loops.FAR_PAYER:
        return Problem("out_of_bounds.number", "/payer", value=row["payer"], lo=0, hi=MOST_NUMBER)
    if wrong == loops.NEITHER:
        return Problem("neither_income_nor_contribution", "/income_tiyn")
    if wrong == loops.BOTH:
        return Problem("income_and_contribution", "/contribution_tiyn")
    if wrong == loops.FAR_DAY:
        return Problem("out_of_bounds.date", "/paid_on", value=str(row["paid_on"]),
                       lo=reading.FIRST_YEAR, hi=reading.LAST_YEAR)  # fmt: skip
    if wrong == loops.NOT_OF_SPECIAL:
        name = next(n for n in given if n != "income_tiyn")
        allowed = ["period", "kind", "income_tiyn"]
        return Problem("unknown_key", f"/{name}", key=name, allowed=allowed)
    if wrong == loops.NEGATIVE:
        name = next(n for n in given if row[n] < 0)
        return Problem("negative_amount", f"/{name}", value=row[name])
    name = next(n for n in given if row[n] > MOST_MONEY)
    return Problem("out_of_bounds.tiyn", f"/{name}", value=row[name], lo=0, hi=MOST_MONEY)
