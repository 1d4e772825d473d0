"""The lines of a payer's application for a refund: what they are about, and that nothing is asked
for twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from tirek.ledger.models import Entry, Suspense
from tirek.ledger.models_refunds import Refund, RefundEvent, RefundLine
from tirek.ledger.refusals import NotDone
from tirek.ledger.reversals import reversible
from tirek.registry.models import Payer

_OUTCOMES = [RefundEvent.Step.DECIDED, RefundEvent.Step.REFUSED, RefundEvent.Step.WITHDRAWN]
#: Lines of applications that are not open any more: what a decision took is gone, the rest is free.
CLOSED = Q(refund__in=RefundEvent.objects.filter(step__in=_OUTCOMES).values("refund"))


@dataclass(frozen=True)
class Asked:
    """A sum asked back: of an entry (batch, line) or of a line in suspense; None: all of it."""

    entry: tuple[int, int] | None = None
    suspense: int | None = None
    amount_tiyn: int | None = None


def line_of(number: int, asked: Asked, payer_number: str) -> tuple[RefundLine, int]:
    """A line of an application, and the fund that has the money.

    :raises NotDone: nothing to return there, another payer's, more than the whole
    """
    at = f"/lines/{number - 1}"
    if (asked.entry is None) == (asked.suspense is None):
        raise NotDone("no_lines.one", at)
    if asked.entry is not None:
        entry = reversible(*asked.entry)
        line, fund = _of_entry(entry), entry.credit // 100
        payer = Payer.objects.get(pk=entry.payer_id).number
    else:
        assert asked.suspense is not None
        waits = Suspense.objects.select_related("message").filter(pk=asked.suspense).first()
        if waits is None:
            raise NotDone("not_found", at, value=asked.suspense)
        if waits.state != Suspense.State.OPEN:
            raise NotDone("not_open", at, value=waits.state)
        if waits.proposals.filter(answer=None).exists():
            raise NotDone("proposal_open", at, value=waits.pk)
        line, fund = _of_suspense(waits), waits.fund
        payer = waits.message.payer_number
    if payer != payer_number:
        raise NotDone("not_payers_line", at)
    line.number = number
    line.amount_tiyn = line.whole_tiyn if asked.amount_tiyn is None else asked.amount_tiyn
    whole_only = asked.suspense is not None and line.amount_tiyn != line.whole_tiyn
    if whole_only or not 0 < line.amount_tiyn <= line.whole_tiyn:
        raise NotDone("amount_not_possible", at)
    return line, fund


def _of_entry(entry: Entry) -> RefundLine:
    return RefundLine(
        entry_batch=entry.batch_id, entry_line=entry.line, whole_tiyn=entry.amount_tiyn,
        person_id=entry.person_id, payer_id=entry.payer_id, period=entry.period,
        purpose=entry.purpose, kind=entry.kind,
    )  # fmt: skip


def _of_suspense(line: Suspense) -> RefundLine:
    return RefundLine(
        suspense=line, whole_tiyn=line.amount_tiyn, person_id=line.person_id or 0,
        payer_id=line.payer_id or 0, period=line.period, purpose=line.purpose, kind=0,
    )  # fmt: skip


def check_once(lines: Iterable[RefundLine]) -> None:
    """That no line stands in this application twice, or in another one that is open.

    :raises NotDone: one does
    """
    seen = set()
    for line in lines:
        at = f"/lines/{line.number - 1}"
        key = (line.entry_batch, line.entry_line, line.suspense_id)
        if key in seen:
            raise NotDone("in_refund.here", at)
        seen.add(key)
        if line.suspense_id is not None:
            other = about_suspense(line.suspense_id)
        else:
            assert line.entry_batch is not None and line.entry_line is not None
            other = about_entry(line.entry_batch, line.entry_line)
        if other:
            raise NotDone("in_refund", at, value=other)


def asks_same(refund: Refund, reason: str, asked: Sequence[Asked]) -> bool:
    """Whether an application asks the same."""
    held = [
        (
            None if line.entry_batch is None else (line.entry_batch, line.entry_line),
            line.suspense_id,
            line.amount_tiyn,
        )
        for line in refund.lines.order_by("number")
    ]
    wanted = [(one.entry, one.suspense, one.amount_tiyn) for one in asked]
    return refund.reason == reason and len(held) == len(wanted) and all(
        a[:2] == b[:2] and b[2] in (None, a[2]) for a, b in zip(held, wanted, strict=True)
    )  # fmt: skip


def about_suspense(suspense_id: int) -> int | None:
    """The open application that a line in suspense stands in, if any."""
    return _about(RefundLine.objects.filter(suspense_id=suspense_id))


def about_entry(batch: int, line: int) -> int | None:
    """The open application that an entry stands in, if any."""
    return _about(RefundLine.objects.filter(entry_batch=batch, entry_line=line))


def _about(lines: Any) -> int | None:
    found: int | None = lines.exclude(CLOSED).values_list("refund", flat=True).first()
    return found
