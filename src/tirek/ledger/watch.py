"""Payers of 50 people or more whose participants of a month fell by half or more, with the likely
reason: the monthly watch of the fund, the labour inspection and the regions (seed 002).

- Participants of a month: people for whom a social contribution of the month is in force.
- 50 people: their average over the twelve months before, counted from the payer's first of them.
- The fall: those paid for in time (to the due day, by the last value date), against the average
  of the three months before (likewise from the payer's first), whenever paid. The watch begins
  when the due day has passed.
- The reason: the first of :data:`REASONS` that lifts the payer off the list (late and waiting
  payments), or that explains at least half of those who lack.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from django.db import connection

from tirek.engine.parameters import day_of
from tirek.ledger.chart import EMPLOYEE
from tirek.ledger.payer_due import due_days
from tirek.ledger.plain import first_day, later, month_text
from tirek.ledger.words import NotShown
from tirek.project import clock

#: How many people a payer has whom the watch looks at (seed 002).
PEOPLE = 50
REASONS = ("paid_late", "error", "seasonal", "staff_left", "other")

# Counts of rows find who may have fallen (a person counts twice where he is paid for as two
# kinds: never too few rows before, only employees now); of those alone each person is looked at.
_WATCH = """
WITH counts AS MATERIALIZED (
  SELECT payer_id, count(*) FILTER (WHERE period < %(month)s) AS twelve,
    count(*) FILTER (WHERE period BETWEEN %(three)s AND %(last)s) AS three,
    count(*) FILTER (
      WHERE period = %(month)s AND paid_on <= %(due)s AND kind = %(employee)s) AS now,
    min(period) FILTER (WHERE period < %(month)s) AS begins
  FROM ledger_personmonth
  WHERE period BETWEEN %(twelve)s AND %(month)s AND purpose = 12 AND contribution_tiyn > 0
  GROUP BY payer_id HAVING count(*) >= %(people)s
), maybe AS MATERIALIZED (
  SELECT payer_id FROM counts
  WHERE three > 0 AND 2 * least(3, {months}) * now <= three AND twelve >= %(people)s
), people AS MATERIALIZED (
  SELECT payer_id, period, person_id, bool_or(paid_on <= %(due)s) AS in_time
  FROM ledger_personmonth JOIN maybe USING (payer_id)
  WHERE period BETWEEN %(year_three)s AND %(month)s AND purpose = 12 AND contribution_tiyn > 0
  GROUP BY payer_id, period, person_id
), figures AS (
  SELECT payer_id,
    count(*) FILTER (WHERE period BETWEEN %(twelve)s AND %(last)s) AS twelve,
    min(period) FILTER (WHERE period BETWEEN %(twelve)s AND %(last)s) AS begins,
    count(*) FILTER (WHERE period BETWEEN %(three)s AND %(last)s) AS three,
    count(*) FILTER (WHERE period = %(month)s AND in_time) AS now,
    count(*) FILTER (WHERE period = %(month)s AND NOT in_time) AS late,
    count(*) FILTER (WHERE period BETWEEN %(year_three)s AND %(year_last)s) AS year_three,
    count(*) FILTER (WHERE period = %(year)s) AS year_now
  FROM people GROUP BY payer_id
), fallen AS (
  SELECT *, {months} AS months FROM figures
  WHERE three > 0 AND 2 * least(3, {months}) * now <= three
), lack AS (
  SELECT DISTINCT payer_id, person_id FROM people b JOIN fallen USING (payer_id)
  WHERE b.period BETWEEN %(three)s AND %(last)s AND NOT EXISTS (
    SELECT FROM people n WHERE n.payer_id = b.payer_id AND n.period = %(month)s
      AND n.person_id = b.person_id)
), gone AS (
  SELECT payer_id, count(*) FILTER (WHERE ended) AS "left",
    count(*) FILTER (WHERE ended AND civil) AS civil
  FROM lack CROSS JOIN LATERAL (
    SELECT bool_and(coalesce(e.valid_until <= %(after)s, false)) AS ended,
      bool_and(e.kind = 'civil_contract') AS civil
    FROM registry_employment e JOIN registry_person p ON p.id = lack.person_id
    WHERE e.person_id IN (p.id, p.merged_into_id) AND e.payer_id = lack.payer_id
      AND e.known_until IS NULL AND e.valid_from < %(after)s
  ) e GROUP BY payer_id
), waiting AS (
  SELECT payer_id, count(*) AS lines FROM ledger_suspense JOIN fallen USING (payer_id)
  WHERE (fund = 1 OR purpose = 12) AND state = 'open' AND (period = %(month)s
    OR reasons && ARRAY['period_wrong', 'period_future']::varchar[]
      AND value_date > %(due_before)s AND value_date <= %(due)s) GROUP BY payer_id
)
SELECT c.watched, p.number, p.name, p.region, p.size, f.twelve, f.months, f.three, f.now, f.late,
  coalesce(g.left, 0), coalesce(g.civil, 0), coalesce(w.lines, 0), f.year_three, f.year_now
FROM (
  SELECT count(*) AS watched FROM counts WHERE twelve >= %(people)s * {months}
) c
LEFT JOIN fallen f ON f.twelve >= %(people)s * f.months
LEFT JOIN registry_payer p ON p.id = f.payer_id
LEFT JOIN gone g ON g.payer_id = p.id LEFT JOIN waiting w ON w.payer_id = p.id
""".format(
    # from the payer's first month of the twelve
    months="((%(last)s / 100 - begins / 100) * 12 + %(last)s %% 100 - begins %% 100 + 1)"
)


class _Found(NamedTuple):
    number: str
    name: str
    region: str
    size: str
    twelve: int
    months: int
    three: int
    now: int
    late: int
    left: int
    civil: int
    waiting: int
    year_three: int
    year_now: int


@dataclass(frozen=True, slots=True)
class Fallen:
    """A payer whose participants fell. Averages and the fall in tenths. ``left``: of those who
    lack, with whom the registry knows that work has ended; ``waiting``: lines in suspense of the
    month, or of no month and paid when it was due."""

    payer: str
    name: str
    region: str
    size: str
    average_of_year: str
    average_before: str
    participants: int
    fall_percent: str
    late: int
    left: int
    civil_ended: int
    waiting: int
    year_before: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Watch:
    """The list of a month, the largest fall first; ``watched``: payers of 50 people or more."""

    month: int
    due_on: date
    watched: int
    reasons: dict[str, int]
    fallen: list[Fallen]


def watch(month: int, on: date | None = None) -> Watch:
    """The watch of a month, YYYYMM.

    :raises NotShown: its payments are not due yet
    """
    before, due = map(day_of, due_days(np.array([later(month, -1), month], np.int64)).tolist())
    if (on or clock.today()) <= due:
        raise NotShown("month_open", "/month", month=month_text(month), day=due.isoformat())
    with connection.cursor() as cursor:
        cursor.execute(
            _WATCH,
            {
                "month": month, "last": later(month, -1), "three": later(month, -3),
                "twelve": later(month, -12), "year": later(month, -12),
                "year_last": later(month, -13), "year_three": later(month, -15),
                "due_before": before, "due": due, "after": first_day(later(month, 1)),
                "people": PEOPLE, "employee": EMPLOYEE,
            },
        )  # fmt: skip
        rows = cursor.fetchall()
    found = sorted((_Found(*row[1:]) for row in rows if row[1]), key=lambda one: one.number)
    fallen = [_fallen(one) for one in found]
    fallen.sort(key=lambda one: -int(one.fall_percent.replace(".", "")))
    counted = Counter(one.reason for one in fallen)
    return Watch(
        month, due, int(rows[0][0]) if rows else 0, {name: counted[name] for name in REASONS},
        fallen,
    )  # fmt: skip


def _fallen(one: _Found) -> Fallen:
    before = _before(one)
    return Fallen(
        one.number, one.name, one.region, one.size, _tenths(one.twelve, one.months),
        _tenths(one.three, before), one.now, _tenths(100 * _lack(one), one.three), one.late,
        one.left, one.civil, one.waiting, _year_before(one), _reason(one),
    )  # fmt: skip


def _before(one: _Found) -> int:
    """How many months the average before the fall is of."""
    return min(one.months, 3)


def _lack(one: _Found) -> int:
    """How many people lack against the average, times its months."""
    return one.three - _before(one) * one.now


def _year_before(one: _Found) -> bool:
    return one.year_three > 0 and 6 * one.year_now <= one.year_three


def _reason(one: _Found) -> str:
    twice = 2 * _before(one)
    if twice * (one.now + one.late) > one.three:
        return "paid_late"
    if twice * (one.now + one.late + one.waiting) > one.three:
        return "error"
    if _year_before(one) or twice * one.civil >= _lack(one):
        return "seasonal"
    return "staff_left" if twice * one.left >= _lack(one) else "other"


def _tenths(number: int, by: int) -> str:
    """A quotient with one decimal, half up."""
    tenths = (20 * number + by) // (2 * by)
    return f"{tenths // 10}.{tenths % 10}"
