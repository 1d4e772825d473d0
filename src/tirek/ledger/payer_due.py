"""What a payer owes by the law for the staff and incomes that the registry knows, as columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from tirek.engine.batch import Array, Batch
from tirek.engine.calendar import DAYS
from tirek.engine.ops import FIRST_MONTH
from tirek.engine.parameters import day_number
from tirek.law import law
from tirek.law.acts import categories, kinds
from tirek.law.book import MOST_MONEY, PAYER_KINDS, PERSON, SEXES
from tirek.ledger.chart import CONTRIBUTIONS, Fund
from tirek.ledger.law_of_lines import DUE, month_number
from tirek.ledger.plain import first_day, later, month_of

Int = NDArray[np.int64]

_RULES = tuple(DUE.values())
#: Everybody who worked on some day of a month: what was last known of his income in it.
_STAFF = """
SELECT DISTINCT ON (m.period, 2, e.kind) m.period, coalesce(p.merged_into_id, p.id), e.kind,
  e.income_tiyn, coalesce(q.birth_date, p.birth_date) - DATE '1970-01-01',
  coalesce(q.sex, p.sex), coalesce(q.died_on, p.died_on)
FROM unnest(%(periods)s::int[], %(firsts)s::date[], %(afters)s::date[]) m (period, first, after)
JOIN registry_employment e ON e.payer_id = %(payer)s AND e.known_until IS NULL
  AND e.valid_from < m.after AND (e.valid_until IS NULL OR e.valid_until > m.first)
JOIN registry_person p ON p.id = e.person_id
LEFT JOIN registry_person q ON q.id = p.merged_into_id
WHERE %(only)s::bigint IS NULL OR coalesce(p.merged_into_id, p.id) = %(only)s
ORDER BY m.period, 2, e.kind, e.valid_from DESC
"""
#: What the same people have from other payers in these months.
_ELSEWHERE = """
SELECT m.period, coalesce(p.merged_into_id, p.id), sum(least(coalesce(e.income_tiyn, %(most)s),
  %(most)s))::bigint
FROM unnest(%(periods)s::int[], %(firsts)s::date[], %(afters)s::date[]) m (period, first, after)
JOIN registry_employment e ON e.payer_id <> %(payer)s AND e.known_until IS NULL
  AND e.valid_from < m.after AND (e.valid_until IS NULL OR e.valid_until > m.first)
JOIN registry_person p ON p.id = e.person_id
WHERE p.id = ANY(%(people)s) OR p.merged_into_id = ANY(%(people)s)
GROUP BY 1, 2
"""
_CATEGORIES = """
SELECT coalesce(p.merged_into_id, p.id), c.code, c.valid_from, c.valid_until
FROM registry_category c JOIN registry_person p ON p.id = c.person_id
WHERE c.known_until IS NULL AND coalesce(p.merged_into_id, p.id) = ANY(%s)
"""


@dataclass(frozen=True)
class Dues:
    """A row for each person, month and purpose of which something can be due; ``known`` is false
    where the income is not declared, the law of the month is not held, or other payers of the
    person share his cap in medical insurance: the law does not say whose part is which."""

    period: Int
    person: Int
    purpose: Int
    kind: Int
    amount: Int
    known: NDArray[np.bool_]


def dues(payer: int, first: int, last: int, only: int | None = None) -> Dues:
    """What is due from a payer for the months ``first`` to ``last`` (YYYYMM), for everybody or
    for ``only`` one person."""
    months = _Months.of(first, last)
    rows = _staff(payer, months, only)
    period, person, kind, income, birth, sex = (
        np.array([row[at] for row in rows], np.int64) for at in range(6)
    )
    month = month_number(period)
    size = len(rows)
    plan = law().plan(_RULES, ())
    facts: dict[str, Any] = {
        "on": np.asarray(DAYS, np.int64)[month - FIRST_MONTH], "payer_kind": kind,
        "income": np.maximum(income, 0), "birth_date": birth, "sex": sex,
        "age_given": np.ones(size, np.bool_), "state_insured": _insured_by_state(person, period),
        "pension_contribution_given": np.zeros(size, np.bool_),
    }  # fmt: skip
    zero = np.zeros(size, np.int64)
    given: dict[str, Array] = {name: facts.get(name, zero) for name in plan.needed_facts}
    run = plan.run(Batch(PERSON, size, given), checked=True)
    shared = _shares_a_cap(payer, months, period, person, given, run[_RULES[-1]])
    found = []
    for purpose, rule in DUE.items():
        known = income >= 0
        if run.unknown is not None:
            known = known & (run.unknown.rests_on(rule) == 0)
        if rule == _RULES[-1]:
            known = known & ~shared
        pays = _pays(CONTRIBUTIONS[purpose], kind, month)
        amount = np.where(known & pays, np.asarray(run[rule], np.int64), 0)
        there = pays & (~known | (amount > 0))
        found.append((period[there], person[there], np.full(int(there.sum()), purpose),
                      kind[there], amount[there], known[there]))  # fmt: skip
    return Dues(*(np.concatenate(column) for column in zip(*found, strict=True)))


@dataclass(frozen=True)
class _Months:
    """Months as SQL asks for them: YYYYMM, first days, first days of the months after."""

    periods: list[int]
    firsts: list[date]
    afters: list[date]

    @classmethod
    def of(cls, first: int, last: int) -> _Months:
        periods = []
        while first <= last:
            periods.append(first)
            first = later(first, 1)
        afters = [first_day(later(period, 1)) for period in periods]
        return cls(periods, [first_day(period) for period in periods], afters)


def _shares_a_cap(
    payer: int, months: _Months, period: Int, person: Int, given: dict[str, Array], alone: Any
) -> NDArray[np.bool_]:
    """Where the personal medical contribution would be another if other payers came first."""
    elsewhere = np.zeros(len(period), np.int64)
    with connection.cursor() as cursor:
        cursor.execute(
            _ELSEWHERE,
            {**vars(months), "payer": payer, "people": np.unique(person).tolist(),
             "most": MOST_MONEY // 1000},
        )  # fmt: skip
        found = {(row[0], row[1]): row[2] for row in cursor.fetchall()}
    if not found:
        return elsewhere > 0
    for at, key in enumerate(zip(period.tolist(), person.tolist(), strict=True)):
        elsewhere[at] = min(found.get(key, 0), MOST_MONEY)
    plan = law().plan((_RULES[-1],), ())
    facts: dict[str, Array] = {**given, "medical_base_elsewhere": elsewhere}
    run = plan.run(Batch(PERSON, len(period), {n: facts[n] for n in plan.needed_facts}))
    differs: NDArray[np.bool_] = np.asarray(run[_RULES[-1]]) != np.asarray(alone)
    return differs


def _staff(
    payer: int, months: _Months, only: int | None
) -> list[tuple[int, int, int, int, int, int]]:
    """Month, person, kind, income (-1: not declared), birth day and sex of the living; one job of
    a kind for each person and month."""
    with connection.cursor() as cursor:
        cursor.execute(_STAFF, {**vars(months), "payer": payer, "only": only})
        rows = cursor.fetchall()
    return [
        (period, person, PAYER_KINDS.index(kind),
         -1 if income is None or income > MOST_MONEY else income, birth, SEXES.index(sex))
        for period, person, kind, income, birth, sex, died in rows
        if kind in PAYER_KINDS and (died is None or period <= month_of(died))
    ]  # fmt: skip


def _insured_by_state(person: Int, period: Int) -> NDArray[np.bool_]:
    """Whether a category for which the state pays holds on a day of each person's month."""
    found = np.zeros(len(person), np.bool_)
    with connection.cursor() as cursor:
        cursor.execute(_CATEGORIES, [np.unique(person).tolist()])
        rows = cursor.fetchall()
    if not rows:
        return found
    order = np.argsort(person, kind="stable")
    ordered = person[order]
    for one, code, since, until in rows:
        law_since = categories()[code].since if code in categories() else date.max
        begins = max(since, law_since)
        own = order[np.searchsorted(ordered, one) : np.searchsorted(ordered, one, "right")]
        ends = date.max if until is None else until
        last = month_of(ends) - (ends.day == 1)  # a month that ends before its first day
        found[own] |= (period[own] >= month_of(begins)) & (period[own] <= last)
    return found


def _pays(fund: Fund, kind: Int, month: Int) -> NDArray[np.bool_]:
    """Whether each kind pays to a fund in the month."""
    found = np.zeros(len(kind), np.bool_)
    name = "social" if fund == Fund.SOCIAL else "medical"
    for number, code in enumerate(PAYER_KINDS):
        span = kinds()[code].get(name)
        if span is not None:
            found |= (kind == number) & (month >= span.first) & (month < span.end)
    return found


def due_days(periods: Int) -> Int:
    """The due day of each month (YYYYMM), as a day number."""
    different, places = np.unique(periods, return_inverse=True)
    found = []
    for period in different.tolist():
        number = law().parameters["due_day"].at(first_day(period))
        assert number is not None
        found.append(day_number(first_day(later(period, 1))) + int(number) - 1)
    return np.array(found, np.int64)[places]
