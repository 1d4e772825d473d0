"""A payer's application for a refund: taken, checked, where it stands. The decision of two
people is in :mod:`.deciding`, sending and what the bank shows of it in :mod:`.refund_files`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from tirek.law.deadlines import Deadline, term
from tirek.ledger import refund_checks
from tirek.ledger.chart import Fund
from tirek.ledger.four_eyes import lock, named
from tirek.ledger.models import Suspense
from tirek.ledger.models_refunds import Refund, RefundEvent, RefundLine, RefundVerdict
from tirek.ledger.refund_lines import Asked, asks_same, check_once, line_of
from tirek.ledger.refusals import NotDone
from tirek.project import clock
from tirek.registry.models import Payer

Step = RefundEvent.Step
_MOST_LINES = 10_000


def apply(
    payer_number: str, reason: str, asked: Sequence[Asked], reference: str, applied_on: date,
    by: str, told: str = "",
) -> Refund:  # fmt: skip
    """Takes an application. The same one again (by payer and reference) is the one that is there.

    :raises NotDone: nothing asked, no such reason, a line of another payer or fund or in another
        application, taken back already, more than the whole
    """
    by = named(by)
    if reason not in Refund.Reason.values:
        raise NotDone("bad_reason", "/reason", value=reason, allowed=", ".join(Refund.Reason))
    if not 0 < len(asked) <= _MOST_LINES:
        raise NotDone("no_lines", "/lines", hi=_MOST_LINES)
    if not 0 < len(reference) <= 60:
        raise NotDone("no_reference", "/reference", hi=60)
    with transaction.atomic():
        lock()
        before = Refund.objects.filter(payer_number=payer_number, reference=reference).first()
        if before is not None:
            if asks_same(before, reason, asked):
                return before
            raise NotDone("refund_differs", "/reference", value=before.pk)
        lines = [line_of(at, one, payer_number) for at, one in enumerate(asked, 1)]
        funds = {fund for _, fund in lines}
        if len(funds) > 1:
            raise NotDone("two_funds", "/lines")
        check_once(line for line, _ in lines)
        refund = Refund.objects.create(
            payer_number=payer_number, payer=Payer.objects.filter(number=payer_number).first(),
            fund=funds.pop(), reason=reason, reference=reference, told=told[:1000],
            applied_on=applied_on, at=clock.now(), by=by,
        )  # fmt: skip
        for line, _ in lines:
            line.refund = refund
        RefundLine.objects.bulk_create([line for line, _ in lines])
        step(refund, Step.APPLIED, by)
        check(refund.pk, by)
    return refund


def of_suspense(line: Suspense, reason: str, why: str, by: str) -> Refund:
    """The application that giving a line in suspense back makes of itself."""
    number = line.message.payer_number
    return apply(
        number, reason, [Asked(suspense=line.pk)], f"suspense:{line.pk}:{line.proposals.count()}",
        clock.today(), by, why,
    )  # fmt: skip


def check(refund_id: int, by: str) -> list[RefundVerdict]:
    """Checks every line anew, with what is known now.

    :raises NotDone: it is decided, or came to nothing
    """
    by = named(by)
    with transaction.atomic():
        refund = locked(refund_id)
        in_step(refund, Step.APPLIED, Step.CHECKED)
        lines = list(refund.lines.order_by("number"))
        at, number = clock.now(), round_of(refund) + 1
        found = RefundVerdict.objects.bulk_create(
            [
                RefundVerdict(line=line, round=number, at=at, **one._asdict())
                for line, one in zip(lines, refund_checks.verdicts(lines), strict=True)
            ]
        )
        step(refund, Step.CHECKED, by)
    return found


def withdraw(refund_id: int, by: str) -> None:
    """The payer takes the application back.

    :raises NotDone: it is decided, or came to nothing
    """
    by = named(by)
    with transaction.atomic():
        lock()
        refund = locked(refund_id)
        if state(refund) == Step.WITHDRAWN:
            return
        in_step(refund, Step.APPLIED, Step.CHECKED)
        step(refund, Step.WITHDRAWN, by)


# ---------------------------------------------------------------------- where it stands


def state(refund: Refund) -> Step:
    """The last step."""
    return Step(refund.events.order_by("-id").values_list("step", flat=True)[0])


def in_step(refund: Refund, *steps: Step) -> None:
    """That an application is in one of these steps.

    :raises NotDone: it is not
    """
    if (now := state(refund)) not in steps:
        raise NotDone("wrong_step", f"/refund/{refund.pk}", value=now.value)


def step(refund: Refund, what: Step, by: str, **more: Any) -> None:
    """Writes a step."""
    RefundEvent.objects.create(refund=refund, step=what, at=clock.now(), by=by, **more)


def locked(refund_id: int) -> Refund:
    """An application, locked to the transaction's end.

    :raises NotDone: no such one
    """
    refund = Refund.objects.select_for_update().filter(pk=refund_id).first()
    if refund is None:
        raise NotDone("not_found", "/refund", value=refund_id)
    return refund


def round_of(refund: Refund) -> int:
    """The number of the last check; 0 before the first."""
    rounds = RefundVerdict.objects.filter(line__refund=refund)
    return rounds.aggregate(last=Max("round"))["last"] or 0


def of_round(refund: Refund, number: int) -> list[RefundVerdict]:
    """What a check said, by line."""
    found = RefundVerdict.objects.filter(line__refund=refund, round=number)
    return list(found.select_related("line").order_by("line__number"))


def terms(refund: Refund) -> list[Deadline]:
    """Until when the fund pays, and the State Corporation passes it on; social insurance only:
    no text that holds the terms of medical insurance is held."""
    if refund.fund != Fund.SOCIAL:
        return []
    settled = refund.messages.aggregate(last=Max("paid_on"))["last"]
    found = [term("refund", refund.applied_on)]
    return found if settled is None else [*found, term("refund_to_payer", settled)]
