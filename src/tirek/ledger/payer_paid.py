"""What a payer paid, as columns: by person, month, purpose and value date, net of what was taken
back; penalties; and what waits in suspense."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from tirek.ledger.chart import Part

Int = NDArray[np.int64]

#: What came in by the payer's messages, and what moved later: the journal has no index by payer.
_ENTRIES = """
SELECT {columns} FROM (
  SELECT e.* FROM ledger_message m JOIN ledger_batch b ON b.file_id = m.file_id
    JOIN ledger_entry e ON e.batch_id = b.id AND e.line >= m.first_line
      AND e.line < m.first_line + m.lines
  WHERE m.payer_id = %(payer)s
  UNION ALL
  SELECT e.* FROM ledger_entry e WHERE e.payer_id = %(payer)s AND NOT (e.debit IN (101, 201))
) e
"""
_PAID = f"""
SELECT e.period, coalesce(p.merged_into_id, e.person_id), e.purpose,
  e.value_date - DATE '1970-01-01',
  sum(CASE WHEN mod(e.credit, 100) = {Part.CONTRIBUTIONS} THEN amount_tiyn ELSE 0 END
    - CASE WHEN mod(e.debit, 100) = {Part.CONTRIBUTIONS} THEN amount_tiyn ELSE 0 END)::bigint
FROM ({_ENTRIES.format(columns="e.*")}) e LEFT JOIN registry_person p ON p.id = e.person_id
WHERE {Part.CONTRIBUTIONS} IN (mod(e.credit, 100), mod(e.debit, 100))
  AND e.period BETWEEN %(first)s AND %(last)s AND e.value_date <= %(on)s
GROUP BY 1, 2, 3, 4
"""
_PENALTIES = f"""
SELECT e.period, e.purpose,
  sum(CASE WHEN mod(e.credit, 100) = {Part.PENALTIES} THEN amount_tiyn ELSE 0 END
    - CASE WHEN mod(e.debit, 100) = {Part.PENALTIES} THEN amount_tiyn ELSE 0 END)::bigint
FROM ({_ENTRIES.format(columns="e.*")}) e
WHERE {Part.PENALTIES} IN (mod(e.credit, 100), mod(e.debit, 100)) AND e.value_date <= %(on)s
GROUP BY 1, 2
"""
_WAITING = """
SELECT period, purpose, sum(amount_tiyn)::bigint FROM ledger_suspense
WHERE payer_id = %(payer)s AND state = 'open' AND value_date <= %(on)s GROUP BY 1, 2
"""
_FIRST = """
SELECT least(
    (SELECT min(valid_from) FROM registry_employment
     WHERE payer_id = %(payer)s AND known_until IS NULL),
    (SELECT min(value_date) FROM ledger_message WHERE payer_id = %(payer)s)),
  (SELECT min(value_date) FROM ledger_message)
"""


@dataclass(frozen=True)
class Paid:
    """Rows of what is in force; ``day``: the value date as a number."""

    period: Int
    person: Int
    purpose: Int
    day: Int
    amount: Int


def paid(payer: int, first: int, last: int, on: date) -> Paid:
    """What a payer paid for the months ``first`` to ``last``, to a day."""
    with connection.cursor() as cursor:
        cursor.execute(_PAID, {"payer": payer, "first": first, "last": last, "on": on})
        rows = np.array(cursor.fetchall(), np.int64).reshape(-1, 5)
    return Paid(*(rows[:, at] for at in range(5)))


def penalties(payer: int, on: date) -> dict[tuple[int, int], int]:
    """Penalties that a payer paid, by month and purpose."""
    return _sums(_PENALTIES, payer, on)


def waiting(payer: int, on: date) -> dict[tuple[int, int], int]:
    """What waits in suspense of a payer, by the month and purpose as they stand there."""
    return _sums(_WAITING, payer, on)


def begins(payer: int) -> tuple[date | None, date | None]:
    """The first day of which anything is known of a payer, and of the journal."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, {"payer": payer})
        own, journal = cursor.fetchone()
    return own, journal


def _sums(query: str, payer: int, on: date) -> dict[tuple[int, int], int]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"payer": payer, "on": on})
        return {(period, purpose): amount for period, purpose, amount in cursor.fetchall()}
