"""Balances of all accounts. The journal only grows, so that what was added up once stays added
up: each process keeps its sums and adds the batches that came since."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

from django.db import connection

from tirek.ledger.models import Batch

_MOVES = """
SELECT debit, credit, sum(amount_tiyn)::bigint FROM ledger_entry
WHERE batch_id > %s AND batch_id <= %s GROUP BY 1, 2
"""


@dataclass
class _Sums:
    batch: int = 0
    seal: bytes = b""
    accounts: Counter[int] = field(default_factory=Counter)


_kept = _Sums()
_one_at_a_time = Lock()


def balances() -> dict[int, int]:
    """Account -> tiyn debited less tiyn credited; they add up to zero."""
    global _kept
    last = Batch.objects.order_by("-id").only("id", "seal").first()
    with _one_at_a_time:
        if not _held(_kept):
            _kept = _Sums()
        if last is not None and last.id > _kept.batch:
            _kept = _added(_kept, last)
        return dict(_kept.accounts)


def _held(sums: _Sums) -> bool:
    """Whether the journal still begins with what was added up."""
    if not sums.batch:
        return True
    return Batch.objects.filter(pk=sums.batch, seal=sums.seal).exists()


def _added(sums: _Sums, last: Batch) -> _Sums:
    accounts = Counter(sums.accounts)
    with connection.cursor() as cursor:
        cursor.execute(_MOVES, [sums.batch, last.id])
        for debit, credit, amount in cursor.fetchall():
            accounts[debit] += amount
            accounts[credit] -= amount
    return _Sums(last.id, bytes(last.seal), accounts)
