"""What the registry and the journal know of payment lines, many in one question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from numpy.typing import NDArray

from tirek.law.book import PAYER_KINDS, SEXES
from tirek.ledger import checks
from tirek.ledger.chart import Part
from tirek.ledger.checks import NEVER, Known, Lines
from tirek.ledger.law_of_lines import is_month, month_number
from tirek.registry.names import same_name

Array = NDArray[Any]

#: As what a payer's line counts where the registry holds no employment of the two:
#: for others, and for the payer himself.
_KINDS = {
    "employer": ("employee", "employee"),
    "entrepreneur": ("employee", "entrepreneur"),
    "private_practice": ("employee", "entrepreneur"),
    "farm": ("employee", "entrepreneur"),
    "self_employed": ("employee", "self_employed"),
    "civil_contract_agent": ("civil_contract", "civil_contract"),
    "single_payment": ("single_payment", "single_payment"),
    "independent": ("independent_medical", "independent_medical"),
}

_PAYERS = """
SELECT p.number, p.id, p.kind, v.valid_from, v.valid_until
FROM registry_payer p LEFT JOIN registry_payerversion v
  ON v.payer_id = p.id AND v.known_until IS NULL
WHERE p.number = ANY(%s)
"""
_PEOPLE = """
SELECT s.place, coalesce(q.id, p.id), coalesce(q.name_key, p.name_key),
  coalesce(q.birth_date, p.birth_date) - DATE '1970-01-01', coalesce(q.sex, p.sex),
  coalesce(q.died_on, p.died_on) - DATE '1970-01-01', e.kind
FROM unnest(%s::text[], %s::bigint[], %s::date[]) WITH ORDINALITY s(iin, payer, month, place)
JOIN registry_iin i ON i.number = s.iin
JOIN registry_person p ON p.id = i.person_id
LEFT JOIN registry_person q ON q.id = p.merged_into_id
LEFT JOIN LATERAL (
  SELECT kind FROM registry_employment e
  WHERE e.person_id = coalesce(q.id, p.id) AND e.payer_id = s.payer AND e.known_until IS NULL
  ORDER BY e.valid_from < s.month + INTERVAL '1 month'
    AND coalesce(e.valid_until > s.month, true) DESC, e.valid_from DESC, e.id DESC
  LIMIT 1
) e ON true
"""
_PAID_BEFORE = """
SELECT s.place
FROM unnest(%s::bigint[], %s::int[], %s::bigint[], %s::smallint[], %s::bigint[])
  WITH ORDINALITY s(person, period, payer, purpose, amount, place)
WHERE EXISTS (
  SELECT FROM ledger_entry e
  WHERE e.person_id = s.person AND e.period = s.period AND e.payer_id = s.payer
    AND e.purpose = s.purpose AND e.amount_tiyn = s.amount AND mod(e.credit, 100) = %s
    AND NOT EXISTS (
      SELECT FROM ledger_reversal r
      WHERE r.entry_batch = e.batch_id AND r.entry_line = e.line
    )
)
"""


@dataclass(frozen=True)
class _Payer:
    """A payer's row: id, kind, and the months (numbers) in which it is registered."""

    id: int
    kind: str
    spans: tuple[tuple[int, int], ...]


def known_of(lines: Lines, payer_number: list[str]) -> Known:
    """What the registry knows of lines; ``payer_number``: of each line's payer."""
    size = len(lines)
    payers = _payers(payer_number)
    month = month_number(lines.period)
    self_paid = np.fromiter(
        (a == b for a, b in zip(lines.iin, payer_number, strict=True)), np.bool_, size
    )
    payer = np.zeros(size, np.int64)
    registered = np.zeros(size, np.bool_)
    kind = np.zeros(size, np.int64)
    for number, places in _grouped(payer_number).items():
        one = payers.get(number)
        if one is None:
            continue
        payer[places] = one.id
        for first, end in one.spans:
            registered[places] |= (month[places] >= first) & (month[places] < end)
        other, own = (PAYER_KINDS.index(word) for word in _KINDS[one.kind])
        kind[places] = np.where(self_paid[places], own, other)
    found = Known(
        np.zeros(size, np.int64), np.zeros(size, np.bool_), np.zeros(size, np.int64),
        np.zeros(size, np.int64), np.full(size, NEVER), payer, registered, self_paid, kind,
    )  # fmt: skip
    _add_people(lines, found, month)
    return found


def _add_people(lines: Lines, found: Known, month: Array) -> None:
    right = is_month(lines.period)
    first_days = (
        np.where(right, month - 1970 * 12, 0).astype("datetime64[M]").astype("datetime64[D]")
    )
    with transaction.atomic(), connection.cursor() as cursor:
        _line_by_line(cursor)
        numbers = [iin if len(iin) == 12 and iin.isalnum() else "" for iin in lines.iin]
        cursor.execute(_PEOPLE, [_array(numbers), _array(found.payer), _array(first_days)])
        for place, person, key, birth, sex, died, kind in cursor.fetchall():
            at = place - 1
            found.person[at] = person
            found.name_agrees[at] = key == lines.name_key[at] or same_name(key, lines.name_key[at])
            found.birth_day[at] = birth
            found.sex[at] = SEXES.index(sex)
            if died is not None:
                found.died_day[at] = died
            if kind is not None:
                found.kind[at] = PAYER_KINDS.index(kind)


def _array(values: Array | list[str]) -> str:
    """An array as PostgreSQL reads it; of numbers, days, or words of letters and digits, which
    nothing has to be put around. Tens of thousands of values go several times as fast so."""
    return "{" + ",".join(v or '""' for v in np.asarray(values).astype(str).tolist()) + "}"


def _line_by_line(cursor: CursorWrapper) -> None:
    """Each line asks an index; a pass over the whole table, which the planner takes for cheaper
    when it knows little, would cost more with every row that the journal grows."""
    for way in ("hashjoin", "mergejoin", "seqscan"):
        cursor.execute(f"SET LOCAL enable_{way} = off")


def _payers(numbers: list[str]) -> dict[str, _Payer]:
    spans: dict[str, list[tuple[int, int]]] = {}
    rows: dict[str, tuple[int, str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_PAYERS, [sorted(set(numbers))])
        for number, key, kind, since, until in cursor.fetchall():
            rows[number] = key, kind
            if since is not None:
                end = NEVER if until is None else until.year * 12 + until.month - (until.day == 1)
                spans.setdefault(number, []).append((since.year * 12 + since.month - 1, end))
    return {
        number: _Payer(key, kind, tuple(spans.get(number, ())))
        for number, (key, kind) in rows.items()
    }


def _grouped(values: list[str]) -> dict[str, Array]:
    """Each value and its places."""
    different, inverse = np.unique(np.array(values), return_inverse=True)
    order = np.argsort(inverse, kind="stable")
    bounds = np.searchsorted(inverse[order], np.arange(len(different) + 1))
    return {str(value): order[bounds[n] : bounds[n + 1]] for n, value in enumerate(different)}


def paid_before(keys: Array, places: Array) -> Array:
    """Which of some lines, by :func:`tirek.ledger.checks.key_of`, the journal holds already and
    nothing took back."""
    columns = [_array(keys[name][places]) for name in checks.KEY]
    with transaction.atomic(), connection.cursor() as cursor:
        _line_by_line(cursor)
        cursor.execute(_PAID_BEFORE, [*columns, Part.CONTRIBUTIONS.value])
        found = [place - 1 for (place,) in cursor.fetchall()]
    return places[np.array(found, np.int64)]
