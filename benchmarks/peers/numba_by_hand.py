"""The fastest kernels that we could write by hand with numba: two threads, numbers of the law from
tables by date. They read no kind of payer, since every row of the data is an employee's.
"""

from typing import Any

import numpy as np
from numba import njit, prange, set_num_threads
from numpy.typing import NDArray

from benchmarks.law_tables import (
    EDITIONS,
    FIRST_CALENDAR_MONTH,
    FIRST_WAGE_MONTH,
    LONGEST,
    SHARE_OF,
    law_tables,
)
from benchmarks.nation_data import ON, WINDOW, Mixed, Simple, month_of_on
from benchmarks.peers import MIXED_OUTPUTS, Result, Work

Int = NDArray[np.int64]
THREADS = 2
LEAST_PARTICIPATION = 6
DEADLINE = 12
PENSION_TENTHS = 1
OFF_PER_PAID_MONTH = 12
BLOCK = 2_048
EPOCH_MONTH = 1970 * 12 - FIRST_CALENDAR_MONTH
LATE, PENSIONER, NOTHING, SHORT, NOT_POSITIVE = 1, 2, 4, 8, 32


def simple(data: Simple) -> Work:
    set_num_threads(THREADS)
    first = month_of_on() - WINDOW - FIRST_WAGE_MONTH
    law = law_tables()
    caps = law.cap[first : first + WINDOW]
    shares = law.share[max(i for i, day in enumerate(EDITIONS) if day <= ON)].copy()
    shares[:LEAST_PARTICIPATION] = 0  # not entitled: nothing is paid
    return Work(
        lambda _: {
            "amount": _simple(data.incomes, data.participation_months, caps, shares),
        }
    )


@njit(parallel=True, boundscheck=False)
def _simple(incomes: Int, participation: NDArray[np.int16], caps: Int, shares: Int) -> Int:
    people = incomes.shape[1]
    amounts = np.empty(people, dtype=np.int64)
    for block in prange((people + BLOCK - 1) // BLOCK):
        start = block * BLOCK
        amount = amounts[start : min(start + BLOCK, people)]
        amount[:] = 0
        for month in range(WINDOW):
            cap, income = caps[month], incomes[month, start : start + BLOCK]
            for i in range(len(amount)):
                amount[i] += min(income[i], cap)
        for i in range(len(amount)):
            average = (amount[i] + WINDOW // 2) // WINDOW
            amount[i] = (average * shares[participation[start + i]] + SHARE_OF // 2) // SHARE_OF
    return amounts


def mixed(data: Mixed) -> Work:
    set_num_threads(THREADS)
    people = len(data.on)
    given = (
        data.on, data.applied_on, data.birth_date, data.sex, data.dismissal_ground,
        data.months_already_paid, data.participation_given, data.participation_months,
        data.pension_exempt, data.offsets, data.row_month, data.row_payer, data.row_income,
    )  # fmt: skip
    law = law_tables()
    numbers = (
        law.cap, law.since, law.share, law.months, law.first_day, law.pension_months,
    )  # fmt: skip

    def answer(_: None) -> Result:
        out: dict[str, NDArray[Any]] = {
            name: np.empty(people, dtype=kind) for name, kind in MIXED_OUTPUTS.items()
        }
        _mixed(*given, *numbers, *out.values())
        return out

    return Work(answer)


@njit(inline="always")
def _month(day, first_day):
    """The month of a day: close by arithmetic, exact by the table."""
    month = EPOCH_MONTH + ((day - 2) * 4800) // 146_097
    while first_day[month + 1] <= day:
        month += 1
    return month


@njit(inline="always")
def _plus(day, month, count, first_day):
    """That many months later; the month's last day where it lacks the day."""
    later = month + count
    return min(first_day[later] + day - first_day[month], first_day[later + 1] - 1)


@njit(inline="always")
def _counted(start, end, right, month, payer, income, cap):
    """The capped incomes of a person's window, and in how many months something was paid.

    Rows are sorted: those beside the window stand at the ends. Row numbers are unsigned, which
    spares numba the look for a negative one.
    """
    one = np.uintp(1)
    months, last_paid = 0, -1
    while start < end and month[start] < right - WINDOW:
        if income[start] > 0 and month[start] != last_paid:
            last_paid = month[start]
            months += 1
        start += one
    while end > start and month[end - one] >= right:
        end -= one
    total = run = counted = 0
    last = -1
    for row in range(start, end):
        this, amount = month[row], income[row]
        most = cap[np.uintp(this - FIRST_WAGE_MONTH)]
        if this == last and payer[row] == payer[row - one]:
            run += amount
            total -= counted
        else:
            run = amount
        counted = min(run, most)
        total += counted
        last = this
        if amount > 0:
            months += this != last_paid
            last_paid = this
    return total, months


@njit(parallel=True, boundscheck=False)
def _mixed(
    on_days, applied_days, births, sexes, grounds, months_paid, is_given, given_months, exempt,
    offsets, row_month, row_payer, row_income,
    cap, since, share, durations, first_day, pension_months,
    entitled, amounts, nets, months, untils, reasons,
):  # fmt: skip
    for i in prange(len(on_days)):
        on = np.int64(on_days[i])
        month = _month(on, first_day)
        right = month + FIRST_CALENDAR_MONTH
        start, end = np.uintp(offsets[i]), np.uintp(offsets[i + 1])
        total, months_seen = _counted(start, end, right, row_month, row_payer, row_income, cap)
        whole = given_months[i] if is_given[i] else months_seen
        length = min(max(whole - OFF_PER_PAID_MONTH * months_paid[i], 0), LONGEST)
        birth = np.int64(births[i])
        born = _month(birth, first_day)
        pension = _plus(birth, born, pension_months[sexes[i], born], first_day)
        why = 0
        if applied_days[i] > _plus(on, month, DEADLINE, first_day):
            why |= LATE
        if pension <= on:
            why |= PENSIONER
        if total == 0:
            why |= NOTHING
        if length < LEAST_PARTICIPATION:
            why |= SHORT
        edition = 0
        while edition + 1 < len(since) and since[edition + 1] <= on:
            edition += 1
        average = (total + WINDOW // 2) // WINDOW
        amount = (average * share[edition, length] + SHARE_OF // 2) // SHARE_OF
        if why == 0 and amount <= 0:
            why = NOT_POSITIVE
        reasons[i] = why
        entitled[i] = why == 0
        if why:
            amounts[i] = nets[i] = 0
            months[i] = 0
            untils[i] = 0
        else:
            duration = durations[edition, grounds[i], length]
            amounts[i] = amount
            nets[i] = amount if exempt[i] else amount - (amount * PENSION_TENTHS + 5) // 10
            months[i] = duration
            untils[i] = min(_plus(on, month, duration, first_day), pension) - 1
