"""An entry taken back whole, once: what corrections and refunds have in common."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from tirek.ledger.chart import Part
from tirek.ledger.models import Batch, Entry
from tirek.ledger.models_settling import Reversal
from tirek.ledger.places import Move
from tirek.ledger.refusals import NotDone

_POSTED = (Part.CONTRIBUTIONS, Part.PENALTIES)


def reversible(batch: int, line: int) -> Entry:
    """A posted entry that nothing has taken back.

    :raises NotDone: no such entry, none that posts to people, taken back already
    """
    entry = Entry.objects.filter(batch_id=batch, line=line).first()
    at = f"/entry/{batch}/{line}"
    if entry is None:
        raise NotDone("not_found", at, value=f"{batch}/{line}")
    if entry.credit % 100 not in _POSTED or not entry.payer_id:
        raise NotDone("not_reversible", at)
    if Reversal.objects.filter(entry_batch=batch, entry_line=line).exists():
        raise NotDone("reversed_already", at)
    return entry


def in_force(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Those of some entries that nothing has taken back."""
    taken = Reversal.objects.filter(entry_batch=OuterRef("batch_id"), entry_line=OuterRef("line"))
    return entries.filter(~Exists(taken))


def taking_back(entry: Entry, to: Part) -> Move:
    """What takes an entry back: the same, the other way round."""
    return Move(
        entry.credit // 100, Part(entry.credit % 100), to, entry.amount_tiyn, entry.value_date,
        entry.purpose, entry.kind, entry.period, entry.person_id, entry.payer_id,
        entry.income_tiyn,
    )  # fmt: skip


def remember(entry: Entry, batch: Batch, line: int) -> None:
    """Writes down which entry took another one back."""
    Reversal.objects.create(
        entry_batch=entry.batch_id, entry_line=entry.line, batch=batch, line=line
    )
