"""What becomes of a line in suspense: somebody proposes, another one approves, and the line is
posted or goes to a refund. What a rule finds certain is in :mod:`.settling_rules`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from tirek.ledger import journal, refunds, used
from tirek.ledger.four_eyes import Answer, answer, lock, locked, named, open_for, reasoned, refuse
from tirek.ledger.models import Batch, Suspense
from tirek.ledger.models_refunds import Refund
from tirek.ledger.models_settling import Proposal
from tirek.ledger.places import (
    Given,
    Judged,
    Place,
    as_it_stood,
    entries_of,
    judge,
    moved,
    passed,
    posting,
    same_fund,
)
from tirek.ledger.refund_lines import about_suspense
from tirek.ledger.refusals import NotDone
from tirek.project import clock


def propose(
    suspense_id: int, by: str, place: Place, why: str, overruled: Sequence[str] = ()
) -> Proposal:
    """Proposes to post a line to a place. Proposed again while it is open it is the same one.

    :raises NotDone: the line is settled, another proposal waits, a check stands in the way
    """
    return _propose(
        suspense_id, named(by), reasoned(why), Proposal.Does.POST, place, tuple(overruled)
    )


def propose_by_rule(
    suspense_id: int, rule: str, place: Place, why: str, evidence: Mapping[str, object]
) -> Proposal:
    """What a rule finds likely: a person approves it."""
    return _propose(
        suspense_id, f"rule:{rule}", why, Proposal.Does.POST, place, (), rule=rule,
        evidence=dict(evidence),
    )  # fmt: skip


def propose_refund(suspense_id: int, by: str, reason: str, why: str) -> Proposal:
    """Proposes to give a line's money back; approved, it becomes an application for a refund.

    :raises NotDone: the line is settled, another proposal waits, no such reason
    """
    if reason not in Refund.Reason.values:
        raise NotDone("bad_reason", "/reason", value=reason, allowed=", ".join(Refund.Reason))
    return _propose(
        suspense_id, named(by), reasoned(why), Proposal.Does.REFUND, None, (), refund_reason=reason
    )


def approve(proposal_id: int, by: str, why: str = "") -> Proposal:
    """Does what was proposed. Approved again, by anybody, it is what was done.

    :raises NotDone: by who proposed it; answered otherwise; a check stands in the way by now
    """
    by = named(by)
    with transaction.atomic():
        journal.lock()
        lock()
        proposal = locked(Proposal, proposal_id, "proposal")
        if not open_for(proposal, Answer.APPROVED, by):
            return proposal
        line = open_line(proposal.suspense_id)
        at = clock.now()
        batch = None
        if proposal.does == Proposal.Does.POST:
            place = _place(proposal)
            given, judged = _judged(line, place, proposal.overruled, proposal.why)
            batch = post_line(line, given, judged, at)
        answer(proposal, Answer.APPROVED, by, at, why, batch)
        if proposal.does == Proposal.Does.REFUND:
            refunds.of_suspense(line, proposal.refund_reason, proposal.why, by)
    return proposal


def decline(proposal_id: int, by: str, why: str) -> Proposal:
    """Another one says no, and why.

    :raises NotDone: by who proposed it; answered otherwise
    """
    return refuse(Proposal, proposal_id, "proposal", Answer.DECLINED, by, reasoned(why))


def withdraw(proposal_id: int, by: str, why: str = "") -> Proposal:
    """Who proposed takes it back.

    :raises NotDone: by another one; answered otherwise
    """
    return refuse(Proposal, proposal_id, "proposal", Answer.WITHDRAWN, by, why)


def post_line(line: Suspense, given: Given, judged: Judged, at: datetime) -> Batch:
    """Posts a line that is open and locked; the line says so from then on."""
    command = journal.Command(
        f"settle:{line.pk}", Batch.Kind.SUSPENSE, entries_of([posting(given, judged)])
    )
    [batch] = journal.post([command], at)
    line.state, line.settled_by = Suspense.State.POSTED, batch
    line.save(update_fields=["state", "settled_by"])
    used.flag(batch, at, only_used=True)
    return batch


def open_line(suspense_id: int) -> Suspense:
    """A line that waits and that no refund is about, locked to the transaction's end.

    :raises NotDone: no such line; it is settled; a refund is about it
    """
    lines = Suspense.objects.select_for_update(of=("self",)).select_related("message")
    line = lines.filter(pk=suspense_id).first()
    if line is None:
        raise NotDone("not_found", "/suspense", value=suspense_id)
    if line.state != Suspense.State.OPEN:
        raise NotDone("not_open", f"/suspense/{suspense_id}", value=line.state)
    if refund := about_suspense(suspense_id):
        raise NotDone("in_refund", f"/suspense/{suspense_id}", value=refund)
    return line


def _propose(
    suspense_id: int, by: str, why: str, does: Proposal.Does, place: Place | None,
    overruled: tuple[str, ...], refund_reason: str = "", rule: str = "",
    evidence: Mapping[str, object] | None = None,
) -> Proposal:  # fmt: skip
    with transaction.atomic():
        lock()
        line = open_line(suspense_id)
        same = {
            "proposed_by": by, "why": why, "does": does, "overruled": list(overruled),
            "refund_reason": refund_reason,
            **({} if place is None else {
                "person_id": place.person_id, "payer_id": place.payer_id,
                "period": place.period, "purpose": place.purpose, "kind": place.kind,
            }),
        }  # fmt: skip
        waits = Proposal.objects.filter(suspense=line, answer=None).first()
        if waits is not None:
            if all(getattr(waits, name) == value for name, value in same.items()):
                return waits
            raise NotDone("proposal_open", f"/proposal/{waits.pk}", value=waits.proposed_by)
        if place is not None:
            _judged(line, place, overruled, why)
        return Proposal.objects.create(
            suspense=line, proposed_at=clock.now(), rule=rule, evidence=dict(evidence or {}),
            **same,
        )  # fmt: skip


def _judged(
    line: Suspense, place: Place, overruled: Sequence[str], why: str
) -> tuple[Given, Judged]:
    same_fund(place, line.fund)
    given = moved(as_it_stood(line), place)
    [judged] = judge([given])
    passed(judged, overruled, why)
    return given, judged


def _place(proposal: Proposal) -> Place:
    assert proposal.person_id is not None and proposal.payer_id is not None
    return Place(
        proposal.person_id, proposal.payer_id, proposal.period, proposal.purpose, proposal.kind
    )
