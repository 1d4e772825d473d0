"""Loops over rows and persons that arrays have no word for, compiled by numba.

They find, order and gather; what the numbers mean stands in :mod:`tirek.nation.people`
and :mod:`tirek.nation.rows`.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from tirek.law.facts import cover

Function = TypeVar("Function")
Array = NDArray[Any]

#: What is wrong with a row (0: nothing); rows.py has the words.
GOOD, NO_PERIOD, BAD_MONTH, FAR_MONTH, BAD_KIND, NOT_IN_FORCE, BOTH, NEITHER, NEGATIVE, TOO_MUCH = (
    range(10)
)
FAR_DAY, NO_PAYER, UNKNOWN_PERSON, NOT_OF_SPECIAL, FAR_PAYER, TOO_MANY = range(10, 16)

NOWHERE = -1
#: Rows of a person that are ordered one by one.
FEW = 100


def compiled(function: Function) -> Function:
    """The function, compiled; kept beside this file, or in the user's cache folder."""
    return cast(Function, numba.njit(cache=True, nogil=True)(cast(Any, function)))


_cover: Any = compiled(cover)


@compiled
def places(ids: Array, wanted: Array) -> Array:
    """The place of each wanted number among sorted ``ids`` (NOWHERE: not among them)."""
    size = len(ids)
    found = np.empty(len(wanted), np.int32)
    width = 16
    while width < 2 * size:
        width *= 2
    slots = np.full(width, NOWHERE, np.int32)
    for place in range(size):
        slot = _hashed(ids[place], width)
        while slots[slot] != NOWHERE:
            slot = (slot + 1) & (width - 1)
        slots[slot] = place
    last = 0
    for i in range(len(wanted)):
        number = wanted[i]
        if size and ids[last] == number:  # the usual case in a sorted file
            found[i] = last
            continue
        slot = _hashed(number, width)
        while slots[slot] != NOWHERE and ids[slots[slot]] != number:
            slot = (slot + 1) & (width - 1)
        found[i] = slots[slot]
        if slots[slot] != NOWHERE:
            last = slots[slot]
    return found


@numba.njit(inline="always")
def _hashed(number: int, width: int) -> int:
    mixed = np.uint64(number) * np.uint64(0x9E3779B97F4A7C15)
    return np.int64((mixed >> np.uint64(29)) & np.uint64(width - 1))  # type: ignore[return-value]


@compiled
def judged(
    person: Array, period: Array, kind: Array, payer_there: Array, income: Array,
    contribution: Array, accrued: Array, paid_on: Array, social: Array, medical: Array,
    specials_from: int, needs_amount: Array, no_day: int, days: Array, months: Array, most: int,
    verdict: Array, month: Array,
) -> int:  # fmt: skip
    """Writes what is wrong with each row (GOOD: nothing) and its month's number.

    Amounts are -1 where none is given; ``social`` and ``medical`` are (first, end) months of
    each kind; ``days`` and ``months`` the (first, last) that may stand; gives how many are bad.
    """
    bad = 0
    for i in range(len(person)):
        wrong = GOOD
        number = (period[i] // 100) * 12 + period[i] % 100 - 1
        month[i] = number
        what = kind[i]
        if person[i] < 0:
            wrong = UNKNOWN_PERSON
        elif not 1 <= period[i] % 100 <= 12:
            wrong = BAD_MONTH
        elif number < months[0] or number > months[1]:
            wrong = FAR_MONTH
        elif what < 0:
            wrong = BAD_KIND
        elif not (
            social[what, 0] <= number < social[what, 1]
            or medical[what, 0] <= number < medical[what, 1]
        ):
            wrong = NOT_IN_FORCE
        elif what < specials_from and not payer_there[i]:
            wrong = NO_PAYER
        elif income[i] < -1 or contribution[i] < -1 or accrued[i] < -1:
            wrong = NEGATIVE
        elif income[i] > most or contribution[i] > most or accrued[i] > most:
            wrong = TOO_MUCH
        elif income[i] >= 0 and contribution[i] >= 0:
            wrong = BOTH
        elif what >= specials_from and (contribution[i] >= 0 or accrued[i] >= 0):
            wrong = NOT_OF_SPECIAL
        elif income[i] < 0 and contribution[i] < 0 and accrued[i] < 0 and needs_amount[what]:
            wrong = NEITHER
        elif paid_on[i] != no_day and not days[0] <= paid_on[i] <= days[1]:
            wrong = FAR_DAY
        verdict[i] = wrong
        bad += wrong != GOOD
    return bad


@compiled
def plainly_good(
    first: int, last: int, starts: Array, period: Array, payer: Array, kind: Array, income: Array,
    months: Array, most: int,
) -> bool:  # fmt: skip
    """Whether the rows of the persons from ``first`` to ``last`` are all of kind 0, ordered and
    in bounds; a look at whole columns, which a processor takes many at a time."""
    begin, end = np.uint64(starts[first]), np.uint64(starts[last])
    one = np.uint64(1)
    lowest = highest = np.int64(0)
    kinds = 0
    for row in range(begin, end):
        lowest = min(lowest, np.int64(income[row]))
        highest = max(highest, np.int64(income[row]))
    if len(kind):
        for row in range(begin, end):
            kinds |= kind[row]
    down = 0
    for row in range(begin + one, end):
        later = period[row] > period[row - one]
        same = period[row] == period[row - one]
        down += not (later | (same & (payer[row] >= payer[row - one])))
    good = True
    for person in range(first, last):
        at, after = np.uint64(starts[person]), np.uint64(starts[person + 1])
        if after <= at:
            good &= after == at
            continue
        good &= (period[at] >= months[0]) & (period[after - one] <= months[1])
        if at > begin:
            later = period[at] > period[at - one]
            same = period[at] == period[at - one]
            down -= not (later | (same & (payer[at] >= payer[at - one])))
    return bool(good and kinds == 0 and down == 0 and lowest >= 0 and highest <= most)


@compiled
def checked_rows(
    first: int, last: int, starts: Array, period: Array, payer: Array, kind: Array, income: Array,
    social: Array, employee: int, months: Array, most: int,
) -> tuple[int, bool]:  # fmt: skip
    """The first person whose rows are not ordered by period and payer or lie out of bounds
    (NOWHERE: none); whether all rows are of employees (``kind`` empty: they are). Row by row,
    where :func:`plainly_good` has not sufficed."""
    only = True
    for person in range(first, last):
        if starts[person + 1] < starts[person]:
            return person, only
        good = True
        earlier = np.int64(-1)
        payer_before = np.int64(0)
        for row in range(np.uint64(starts[person]), np.uint64(starts[person + 1])):
            month = np.int64(period[row])
            same = month == earlier
            good &= (month > earlier) | (same & (payer[row] >= payer_before))
            good &= (income[row] >= 0) & (income[row] <= most)
            earlier = month
            payer_before = np.int64(payer[row])
            if len(kind):
                what = np.int64(kind[row])
                only &= what == employee
                good &= (what >= 0) & (what < len(social))
                at = max(min(what, np.int64(len(social) - 1)), np.int64(0))
                good &= (month >= social[at, 0]) & (month < social[at, 1])
        if not len(kind) and starts[person + 1] > starts[person]:
            good &= period[starts[person]] >= social[employee, 0]
        if starts[person + 1] > starts[person]:
            good &= (period[starts[person]] >= months[0]) & (earlier <= months[1])
        if not good:
            return person, only
    return NOWHERE, only


@compiled
def counted(person: Array, verdict: Array, starts: Array) -> None:
    """Fills ``starts`` (persons + 1) with where each person's good rows begin in their order."""
    starts[:] = 0
    for i in range(len(person)):
        if verdict[i] == GOOD:
            starts[person[i] + 1] += 1
    for at in range(1, len(starts)):
        starts[at] += starts[at - 1]


@compiled
def in_order(
    person: Array, month: Array, payer: Array, kind: Array, income: Array, contribution: Array,
    accrued: Array, paid_on: Array,
) -> bool:  # fmt: skip
    """Whether the rows stand in the order of :func:`ordered` already."""
    for i in range(1, len(person)):
        if person[i] != person[i - 1]:
            if person[i] < person[i - 1]:
                return False
        elif month[i] <= month[i - 1] and _before(
            i, i - 1, month, payer, kind, income, contribution, accrued, paid_on
        ):
            return False
    return True


@compiled
def ordered(
    person: Array, month: Array, payer: Array, kind: Array, income: Array, contribution: Array,
    accrued: Array, paid_on: Array, verdict: Array, starts: Array,
) -> Array:  # fmt: skip
    """The good rows by person, month, payer, then all the rest: an order that does not rest on
    the order of the file. Few rows are mostly in order and put in their place one by one; many
    are first ordered roughly (Shell's way), which any order of the file takes well."""
    order = np.empty(starts[-1], np.int64)
    filled = starts[:-1].copy()
    for i in range(len(person)):
        if verdict[i] == GOOD:
            order[filled[person[i]]] = i
            filled[person[i]] += 1
    for at in range(len(starts) - 1):
        first, end = starts[at], starts[at + 1]
        gap = 1
        while end - first > FEW * gap:
            gap = 3 * gap + 1
        while gap > 0:
            for i in range(first + gap, end):
                row = order[i]
                j = i
                while j >= first + gap and _before(
                    row, order[j - gap], month, payer, kind, income, contribution, accrued, paid_on
                ):
                    order[j] = order[j - gap]
                    j -= gap
                order[j] = row
            gap //= 3
    return order


@numba.njit(inline="always")
def _before(
    a: int, b: int, month: Array, payer: Array, kind: Array, income: Array, contribution: Array,
    accrued: Array, paid_on: Array,
) -> bool:  # fmt: skip
    if month[a] != month[b]:
        return bool(month[a] < month[b])
    if payer[a] != payer[b]:
        return bool(payer[a] < payer[b])
    if kind[a] != kind[b]:
        return bool(kind[a] < kind[b])
    if income[a] != income[b]:
        return bool(income[a] < income[b])
    if contribution[a] != contribution[b]:
        return bool(contribution[a] < contribution[b])
    if accrued[a] != accrued[b]:
        return bool(accrued[a] < accrued[b])
    return bool(paid_on[a] < paid_on[b])


@compiled
def beyond(starts: Array, month: Array, payer: Array, most_payers: int, most_rows: int) -> Array:
    """For each person the first row with which a month has more payers, or a payer more rows,
    than the law's levels hold; NOWHERE where there is none."""
    found = np.full(len(starts) - 1, NOWHERE, np.int64)
    for person in range(len(starts) - 1):
        first, end = starts[person], starts[person + 1]
        if end - first <= min(most_payers, most_rows):
            continue
        payers = rows = 0
        for row in range(first, end):
            new_month = row == first or month[row] != month[row - 1]
            if new_month or payer[row] != payer[row - 1]:
                payers = 1 if new_month else payers + 1
                rows = 0
            rows += 1
            if payers > most_payers or rows > most_rows:
                found[person] = row
                break
    return found


@compiled
def paying(spans: Array, kind: Array, month: Array) -> Array:
    """Whether each row's kind pays in its month."""
    pays = np.empty(len(kind), np.bool_)
    for row in range(len(kind)):
        what = kind[row]
        pays[row] = spans[what, 0] <= month[row] < spans[what, 1]
    return pays


@compiled
def insured_months(
    on: Array, month_of_on: Array, starts: Array, month: Array, kind: Array, paid: Array,
    paid_on: Array, medical: Array, interval_starts: Array, firsts: Array,
    lasts: Array, first_months: Array, last_months: Array, back: int, room: int, asks: Array,
) -> tuple[Array, Array, Array, Array, Array]:  # fmt: skip
    """For persons whose status is asked: where their covered months begin, the months, whether
    a payment covers each and the earliest day that it carries; whether a category holds."""
    size = len(asks)
    begins = np.zeros(size + 1, np.int64)
    holds = np.zeros(size, np.bool_)
    length = 0
    for at in range(size):
        person = asks[at]
        length += starts[person + 1] - starts[person]
        length += (interval_starts[person + 1] - interval_starts[person]) * room
    months = np.empty(length, np.int32)
    by_payment = np.empty(length, np.bool_)
    days = np.empty(length, np.int32)
    filled = 0
    longest = 0
    for person in range(len(starts) - 1):
        longest = max(longest, starts[person + 1] - starts[person])
    periods, carried = np.empty(longest, np.int64), np.empty(longest, np.int64)
    there = np.empty(back + 1, np.bool_)
    for at in range(size):
        person = asks[at]
        rows, end = starts[person], starts[person + 1]
        count = 0
        for row in range(rows, end):
            what = kind[row]
            if paid[row] and medical[what, 0] <= month[row] < medical[what, 1]:
                periods[count] = month[row]
                carried[count] = paid_on[row]
                count += 1
        first, last = interval_starts[person], interval_starts[person + 1]
        filled += _cover(
            on[at], month_of_on[at], periods[:count], carried[:count], first_months[first:last],
            last_months[first:last], back, months[filled:], by_payment[filled:], days[filled:],
            there,
        )  # fmt: skip
        begins[at + 1] = filled
        for i in range(first, last):
            holds[at] |= firsts[i] <= on[at] <= lasts[i]
    return begins, months[:filled], by_payment[:filled], days[:filled], holds


@compiled
def best_intervals(
    on: Array, asks: Array, interval_starts: Array, codes: Array, firsts: Array, lasts: Array
) -> Array:
    """Of the categories that hold, the one that lasts longest (then the first by its code);
    NOWHERE where none holds."""
    best = np.full(len(asks), NOWHERE, np.int64)
    for at in range(len(asks)):
        for i in range(interval_starts[asks[at]], interval_starts[asks[at] + 1]):
            if not firsts[i] <= on[at] <= lasts[i]:
                continue
            b = best[at]
            longer = b == NOWHERE or lasts[i] > lasts[b]
            if longer or (lasts[i] == lasts[b] and codes[i] < codes[b]):
                best[at] = i
    return best


@compiled
def missing(first: Array, month_of_on: Array, begins: Array, months: Array) -> tuple[Array, Array]:
    """The months from ``first`` to before that of ``on`` that are not covered: offsets, YYYYMM."""
    size = len(first)
    offsets = np.zeros(size + 1, np.int32)
    found = np.empty(np.maximum(month_of_on - first, 0).sum(), np.int32)
    count = 0
    for at in range(size):
        there = np.uint64(0)  # a bit a month; the window is shorter than 64
        for i in range(begins[at], begins[at + 1]):
            back = months[i] - first[at]
            if 0 <= back < 64:
                there |= np.uint64(1) << np.uint64(back)
        for month in range(first[at], month_of_on[at]):
            if not (there >> np.uint64(month - first[at])) & np.uint64(1):
                found[count] = month // 12 * 100 + month % 12 + 1
                count += 1
        offsets[at + 1] = count
    return offsets, found[:count]


@compiled
def insured_by_state(
    persons: Array, months: Array, interval_starts: Array, first_months: Array, last_months: Array
) -> Array:
    """Whether a category holds on any day of each row's month."""
    found = np.zeros(len(persons), np.bool_)
    for row in range(len(persons)):
        person = persons[row]
        for i in range(interval_starts[person], interval_starts[person + 1]):
            found[row] |= first_months[i] <= months[row] <= last_months[i]
    return found


@compiled
def bases_before(persons: Array, months: Array, shared: Array, bases: Array) -> Array:
    """For each row the sum of the shared bases of the rows before it in the person's month."""
    sums = np.zeros(len(persons), np.int64)
    total: Any = np.int64(0)
    for row in range(len(persons)):
        if row and (persons[row] != persons[row - 1] or months[row] != months[row - 1]):
            total = 0
        sums[row] = total
        if shared[row]:
            total += bases[row]
    return sums


@compiled
def listed(bits: Array, width: int) -> tuple[Array, Array]:
    """Sets of small numbers, a bit each, as lists: offsets and numbers."""
    offsets = np.zeros(len(bits) + 1, np.int32)
    for i in range(len(bits)):
        count = 0
        for number in range(width):
            count += (bits[i] >> number) & 1
        offsets[i + 1] = offsets[i] + count
    numbers = np.empty(offsets[-1], np.int8)
    at = 0
    for i in range(len(bits)):
        for number in range(width):
            if (bits[i] >> number) & 1:
                numbers[at] = number
                at += 1
    return offsets, numbers
