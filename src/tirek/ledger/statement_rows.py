"""The five questions of a person's statement to the database, as known now or at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from tirek.ledger import journal
from tirek.ledger.chart import KINDS

#: Versions known at a moment; without one (infinity), now.
_KNOWN = "{0}.known_from <= %(at)s AND ({0}.known_until IS NULL OR {0}.known_until > %(at)s)"
_PERSON = f"""
WITH RECURSIVE up(id) AS (
  SELECT coalesce(merged_from_id, person_id) FROM registry_iin WHERE number = %(iin)s
  UNION SELECT m.into_id FROM up JOIN registry_merge m ON m.person_id = up.id
    AND {_KNOWN.format("m")}
), root(id) AS (
  SELECT id FROM up WHERE NOT EXISTS (
    SELECT FROM registry_merge m WHERE m.person_id = up.id AND {_KNOWN.format("m")})
), ids(id) AS (
  SELECT id FROM root
  UNION SELECT m.person_id FROM ids JOIN registry_merge m ON m.into_id = ids.id
    AND {_KNOWN.format("m")}
)
SELECT array(SELECT id FROM ids ORDER BY id),
  array(SELECT number FROM registry_iin WHERE known_from <= %(at)s
    AND (merged_from_id = ANY(array(SELECT id FROM ids))
      OR merged_from_id IS NULL AND person_id = ANY(array(SELECT id FROM ids)))
    ORDER BY known_from, number),
  p.iin, coalesce(v.surname, ''), coalesce(v.name, ''), coalesce(v.patronymic, ''),
  coalesce(v.birth_date, p.birth_date), coalesce(v.sex, p.sex), v.died_on
FROM root JOIN registry_person p ON p.id = root.id
LEFT JOIN LATERAL (
  SELECT * FROM registry_personversion v WHERE v.person_id = p.id AND {_KNOWN.format("v")}
  ORDER BY v.valid_from DESC LIMIT 1
) v ON true
"""
_MONTHS = """
SELECT period, payer_id, kind, purpose, sum(contribution_tiyn)::bigint, sum(income_tiyn)::bigint,
  max(paid_on), (extract(epoch FROM max(known_at)) * 1000000)::bigint
FROM {table} WHERE person_id = ANY(%(ids)s) GROUP BY period, payer_id, kind, purpose
ORDER BY period DESC, payer_id, kind, purpose
"""
#: What was in force at a moment: the journal up to it, as the projection would have held it.
_THEN = f"""(
  {journal.OF_ENTRIES} AND person_id = ANY(%(ids)s) AND b.at <= %(at)s {journal.GROUPED}
) x (person_id, period, payer_id, purpose, kind, contribution_tiyn, income_tiyn, entries, paid_on,
     known_at)"""
_TAKEN_BACK = """
SELECT e.period, e.payer_id, e.kind, e.purpose, sum(e.amount_tiyn)::bigint
FROM ledger_entry e JOIN ledger_batch b ON b.id = e.batch_id
WHERE e.person_id = ANY(%(ids)s) AND NOT (e.debit IN (101, 201)) AND e.debit IN (102, 202)
  AND b.at <= %(at)s
GROUP BY 1, 2, 3, 4
"""
_WAITING = """
SELECT s.payer_id, m.payer_number, s.period, s.purpose, s.amount_tiyn, s.value_date, b.at,
  s.reasons, CASE WHEN d.at <= %(at)s THEN s.state ELSE 'open' END,
  CASE WHEN d.at <= %(at)s THEN d.at END
FROM ledger_suspense s JOIN ledger_batch b ON b.id = s.batch_id
  JOIN ledger_message m ON m.id = s.message_id
  LEFT JOIN ledger_batch d ON d.id = s.settled_by_id
WHERE (s.person_id = ANY(%(ids)s) OR s.iin = ANY(%(iins)s)) AND b.at <= %(at)s
ORDER BY s.value_date, b.id, s.line
"""
_PAYERS = "SELECT id, number, name FROM registry_payer WHERE id = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Found:
    """Who an ИИН leads to: all records that are this person, all numbers, the facts."""

    ids: list[int]
    iins: list[str]
    iin: str
    surname: str
    name: str
    patronymic: str
    birth_date: date
    sex: str
    died_on: date | None


class Row(NamedTuple):
    """A month, payer, kind and purpose."""

    period: int
    payer: int
    kind: int
    purpose: int
    amount_tiyn: int
    income_tiyn: int
    paid_on: date
    known_at: datetime


class Waiting(NamedTuple):
    """A line of suspense; ``payer`` is None where the registry does not know it."""

    payer: int | None
    number: str
    period: int
    purpose: int
    amount_tiyn: int
    paid_on: date
    known_at: datetime
    reasons: list[str]
    state: str
    settled_at: datetime | None


def _rows(query: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def person(iin: str, at: datetime | None) -> Found | None:
    """Whom an ИИН leads to; None: nobody."""
    found = _rows(_PERSON, iin=iin, at=at or "infinity")
    return Found(*found[0]) if found else None


def months(ids: list[int], at: datetime | None) -> list[Row]:
    """What is in force, the latest month first: from the person-months now, from the journal
    as it was."""
    query = _MONTHS.format(table=_THEN if at else "ledger_personmonth")
    return [
        Row(period, payer, kind, purpose, amount, income, paid_on, _moment(known_at))
        for period, payer, kind, purpose, amount, income, paid_on, known_at in _rows(
            query, ids=ids, at=at
        )
    ]


@lru_cache(maxsize=4096)
def _moment(microseconds: int) -> datetime:
    """A moment as the database counts it: reading them as texts takes longer than the query."""
    return _EPOCH + timedelta(microseconds=microseconds)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def taken_back(ids: list[int], at: datetime | None) -> dict[tuple[int, int, int, int], int]:
    """What was taken back, by month, payer, kind and purpose."""
    found = _rows(_TAKEN_BACK, ids=ids, at=at or "infinity")
    return {(period, payer, kind, purpose): sum_ for period, payer, kind, purpose, sum_ in found}


def waiting(found: Found, at: datetime | None) -> list[Waiting]:
    """Lines that waited or wait in suspense."""
    rows = _rows(_WAITING, ids=found.ids, iins=found.iins, at=at or "infinity")
    return [Waiting(*row) for row in rows]


def payers(ids: set[int]) -> dict[int, tuple[str, str]]:
    """Numbers and names of payers."""
    with connection.cursor() as cursor:
        cursor.execute(_PAYERS, [sorted(ids)])
        return {key: (number, name) for key, number, name in cursor.fetchall()}


def kind_name(kind: int) -> str:
    """The code of a kind by its number in the journal."""
    return KINDS[kind]
