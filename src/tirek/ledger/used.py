"""What was worked out from a person's months, and what has to be looked at again since they
changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from tirek.ledger.chart import Fund, Part
from tirek.ledger.four_eyes import named
from tirek.ledger.models import Batch
from tirek.ledger.models_settling import Flag, Used
from tirek.project import clock

_FLAG = f"""
INSERT INTO ledger_flag (batch_id, person_id, period, payer_id, purpose, kind, used_id, at)
SELECT DISTINCT e.batch_id, e.person_id, e.period, e.payer_id, e.purpose, e.kind, u.id, %s
FROM ledger_entry e LEFT JOIN ledger_used u
  ON u.person_id = e.person_id AND u.period = e.period AND u.fund = e.debit / 100
  AND u.payer_id IN (0, e.payer_id) AND u.released_at IS NULL
WHERE e.batch_id = %s AND e.person_id <> 0
  AND {Part.CONTRIBUTIONS} IN (mod(e.credit, 100), mod(e.debit, 100))
  AND (u.id IS NOT NULL OR NOT %s)
ON CONFLICT DO NOTHING
"""


def record(
    person_id: int, periods: Iterable[int], fund: Fund, what: str, reference: str,
    payer_id: int = 0, left_out: bool = False,
) -> None:  # fmt: skip
    """Something was worked out from a person's months; told again, it changes nothing."""
    at = clock.now()
    Used.objects.bulk_create(
        [
            Used(
                person_id=person_id, period=period, payer_id=payer_id, fund=fund, what=what,
                reference=reference, left_out=left_out, at=at,
            )
            for period in periods
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def release(what: str, reference: str) -> int:
    """What was worked out does not rest on its months any more; gives how many those were."""
    rows = Used.objects.filter(what=what, reference=reference, released_at=None)
    return rows.update(released_at=clock.now())


def of_month(person_id: int, period: int, payer_id: int, fund: int) -> QuerySet[Used]:
    """What rests on a person's month as one payer paid it."""
    return Used.objects.filter(
        Q(payer_id=0) | Q(payer_id=payer_id), person_id=person_id, period=period, fund=fund,
        released_at=None,
    )  # fmt: skip


def flag(batch: Batch, at: datetime, only_used: bool = False) -> None:
    """Flags the months that a batch changed, and what had used each; ``only_used``: no others."""
    with connection.cursor() as cursor:
        cursor.execute(_FLAG, [at, batch.pk, only_used])


def open_flags(person_id: int | None = None, what: str = "", reference: str = "") -> QuerySet[Flag]:
    """Flags that nobody has looked at: all, a person's, or those of what used a month."""
    found = Flag.objects.filter(seen_at=None).select_related("used").order_by("id")
    if person_id is not None:
        found = found.filter(person_id=person_id)
    if what:
        found = found.filter(used__what=what)
    if reference:
        found = found.filter(used__reference=reference)
    return found


def seen(flags: Iterable[int], by: str) -> int:
    """Somebody has looked at flags; gives how many of them were open."""
    open_ones = Flag.objects.filter(pk__in=list(flags), seen_at=None)
    return open_ones.update(seen_at=clock.now(), seen_by=named(by))
