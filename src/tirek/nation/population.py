"""A population in memory: one benefit for millions of people held as numpy arrays.

For microsimulation and for programs that have their own tables; ``tirek batch`` is the same for
files. What the arrays do not hold (no sums received, employees only) is left out of the work.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from tirek.contract.assess_question import DEFAULTS
from tirek.engine.errors import BadBatch, MissingFact
from tirek.engine.graph import Law
from tirek.engine.parameters import day_number
from tirek.engine.units import Unit
from tirek.law import law as law_in_force
from tirek.law.benefits import BENEFITS, RULES_HELD_SINCE
from tirek.law.book import MONTH, MOST_MONEY, PAYER_MONTH, ROW, book
from tirek.nation import loops
from tirek.nation.benefits import REASONS
from tirek.nation.compiled import Compiled, Members
from tirek.nation.people import DAY_SPAN
from tirek.nation.rows import EMPLOYEE, MONTH_SPAN, social_spans
from tirek.nation.run import cores

Array = NDArray[Any]
#: Facts that the contract makes optional.
_OPTIONAL = (
    "participation_given", "participation_months_given", "pension_exempt",
    "months_already_paid", "dismissal_ground", "child_on_state_support",
    "other_carer_receives", "term_until",
)  # fmt: skip
#: Persons worked on at once: their rows fit into a processor's cache.
_BLOCK = 16_384

_AMOUNT_NOT_POSITIVE = 1 << REASONS.index("amount_not_positive")


@dataclass(frozen=True)
class MonthlyRows:
    """Contribution rows: those of person ``i`` from ``starts[i]`` to ``starts[i + 1]``, ordered
    by ``period`` (year * 12 + month - 1), then ``payer``. ``income`` in tiyn; ``kind``: numbers
    of the codes of the fact ``row_kind`` (none: employees); ``contribution``: sums received, in
    tiyn, in place of an income of 0."""

    starts: Array
    period: Array
    payer: Array
    income: Array
    kind: Array | None = None
    contribution: Array | None = None


@dataclass(frozen=True)
class Answers:
    """An array a field, one value a person; amounts in tiyn, days since 1970-01-01. What is not
    paid is 0. ``reasons`` has bit ``i`` for ``REASONS[i]``; of an ``undetermined`` person nothing
    is known."""

    entitled: NDArray[np.bool_]
    amount: Array
    pension_contribution: Array
    net: Array
    months: Array
    until: Array
    reasons: Array
    undetermined: NDArray[np.bool_]


def assess(
    benefit: str, facts: Mapping[str, Array], rows: MonthlyRows, law: Law | None = None
) -> Answers:
    """One benefit for a population, on every core.

    ``facts``: arrays by the names of the law's facts (``on``, ``birth_date``, ``sex`` and those
    of the event; days as numbers, codes as their numbers); a fact that the contract makes
    optional may be missing. Raises MissingFact, or BadBatch for rows out of order or bounds.
    """
    law = law or law_in_force()
    size = len(rows.starts) - 1
    given = dict(facts)
    given.setdefault("applied_on", given["on"])
    if "participation_months_given" in given:
        given.setdefault("participation_given", np.ones(size, np.bool_))
    given |= {"period": rows.period, "row_income": rows.income}
    if rows.kind is not None:
        given["row_kind"] = rows.kind
    if rows.contribution is not None:
        given["row_contribution"] = rows.contribution
    fixed = {name: DEFAULTS[name] for name in _OPTIONAL if name not in given}
    if rows.contribution is None:
        fixed["row_contribution"] = 0
    if rows.kind is None:
        fixed["row_kind"] = EMPLOYEE
    whole = _compiled(law, benefit, tuple(sorted(fixed.items())))
    plain = _compiled(law, benefit, tuple(sorted({**fixed, "row_kind": EMPLOYEE}.items())))
    _check_lengths(rows)
    for name in whole.plan.needed_facts:
        _check_fact(name, given, size)
    keys = {MONTH: rows.period, PAYER_MONTH: rows.payer}
    people = Members(size, given, {ROW: (rows.starts[:-1], rows.starts[1:])}, keys)
    found = whole.room(people)

    def block(first: int) -> None:
        """Some persons, whose rows are looked over and then worked on while they are near."""
        last = min(first + _BLOCK, size)
        only_employees = _check_rows(rows, first, last)
        (plain if only_employees else whole).fill(found, people, first, last)

    with ThreadPoolExecutor(cores()) as pool:
        for _ in pool.map(block, range(0, size, _BLOCK)):
            pass
    return _answers(benefit, whole, people, found.values, found.asked)


@lru_cache(maxsize=64)
def _compiled(law: Law, benefit: str, fixed: tuple[tuple[str, int], ...]) -> Compiled:
    return Compiled(law.plan(BENEFITS[benefit].outputs, (), None, None, False, fixed))


def _check_lengths(rows: MonthlyRows) -> None:
    arrays = [rows.period, rows.payer, rows.income]
    arrays += [one for one in (rows.kind, rows.contribution) if one is not None]
    if rows.starts[0] != 0 or any(len(array) != rows.starts[-1] for array in arrays):
        raise BadBatch(f"rows: {[len(array) for array in arrays]} values for {rows.starts[-1]}")
    if rows.contribution is not None and not _within(rows.contribution, 0, MOST_MONEY):
        raise BadBatch(f"contribution: a value outside 0 .. {MOST_MONEY}")


def _check_rows(rows: MonthlyRows, first: int, last: int) -> bool:
    """Refuses rows out of order or bounds; gives whether all of these persons' are employees'."""
    kind = np.zeros(0, np.int8) if rows.kind is None else rows.kind
    months = np.array((social_spans()[EMPLOYEE, 0], MONTH_SPAN[1]))
    columns = (rows.starts, rows.period, rows.payer, kind, rows.income)
    if loops.plainly_good(first, last, *columns, months, MOST_MONEY):
        return True
    person, only_employees = loops.checked_rows(
        first, last, *columns, social_spans(), EMPLOYEE, np.array(MONTH_SPAN), MOST_MONEY
    )
    if person >= 0:
        raise BadBatch(
            f"person {person}: rows out of order (period, then payer), of a kind that does not "
            f"pay in the month, or with an income outside 0 .. {MOST_MONEY}"
        )
    return only_employees


def _check_fact(name: str, given: Mapping[str, Array], size: int) -> None:
    if name not in given:
        raise MissingFact(name)
    fact, array = book.facts[name], given[name]
    if fact.level in (MONTH, ROW):
        return
    if len(array) != size:
        raise BadBatch(f"{name}: {len(array)} values for {size} persons")
    if fact.unit is Unit.FLAG:
        if array.dtype != np.bool_:
            raise BadBatch(f"{name}: bool is needed, not {array.dtype}")
        return
    lo, hi = fact.lo, fact.hi
    if fact.unit is Unit.DAY:  # lengths of time are added to days: the calendar has room for these
        lo, hi = DAY_SPAN
        if name in DEFAULTS:
            array = array[array != DEFAULTS[name]]
    if not _within(array, lo, hi):
        raise BadBatch(f"{name}: a value outside {lo} .. {hi}")


def _within(array: Array, lo: int, hi: int) -> bool:
    return not len(array) or (int(array.min()) >= lo and int(array.max()) <= hi)


def _answers(
    code: str, compiled: Compiled, people: Members, values: Mapping[str, Array], asked: Array
) -> Answers:
    benefit, on = BENEFITS[code], people.facts["on"]
    bits = np.zeros(people.size, np.int16)
    for reason, rule in benefit.reasons:
        bits += values[rule] * np.int16(1 << REASONS.index(reason))
    if benefit.not_positive:
        bits[(bits == 0) & values[benefit.not_positive]] = _AMOUNT_NOT_POSITIVE
    if len(on) and int(on.min()) < day_number(RULES_HELD_SINCE):
        bits[on < day_number(RULES_HELD_SINCE)] = 2
        bits[on < day_number(benefit.since)] = 1
    undetermined = np.zeros(people.size, np.bool_)
    if asked.any():
        places = np.flatnonzero(asked)
        unknown = compiled.plan.run(people.batch(places, compiled.plan), checked=True).unknown
        if unknown is not None:
            refused = ~np.isin(bits[places], (0, _AMOUNT_NOT_POSITIVE))
            ahead = np.isin(bits[places], (1, 2))
            rests = np.zeros(len(places), np.bool_)
            for name in benefit.measured:
                rests |= unknown.rests_on(name) != 0
            for _, rule in benefit.reasons:
                rests |= (unknown.rests_on(rule) != 0) & ~ahead
            for name in benefit.paid:
                rests |= (unknown.rests_on(name) != 0) & ~refused
            undetermined[places] = rests
            bits[undetermined] = 0
    entitled = (bits == 0) & ~undetermined

    def paid(name: str) -> Array:
        if not name:
            return np.zeros(people.size, np.int8)
        return cast(Array, np.multiply(values[name], entitled, out=values[name]))

    return Answers(
        entitled, paid(benefit.amount), paid(benefit.pension_contribution), paid(benefit.net),
        paid(benefit.months), paid(benefit.until), bits, undetermined,
    )  # fmt: skip
