"""Refunds decided: one person says what is returned, another one signs, and it is owed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import numpy as np
from django.db import transaction

from tirek.ledger import journal, refund_checks, refunds, used
from tirek.ledger.chart import PENALTIES, Fund, Part
from tirek.ledger.four_eyes import Answer, answer, lock, named, open_for, reasoned
from tirek.ledger.law_of_lines import incomes, month_number
from tirek.ledger.models import Batch, Entry, Suspense
from tirek.ledger.models_refunds import Refund, RefundDecision, RefundGrant, RefundLine
from tirek.ledger.places import Move, entries_of
from tirek.ledger.refund_checks import Verdict
from tirek.ledger.refunds import Step
from tirek.ledger.refusals import NotDone
from tirek.ledger.reversals import remember, reversible, taking_back
from tirek.project import clock


def decide(
    refund_id: int, by: str, why: str, grants: Mapping[int, int] | None = None
) -> RefundDecision:
    """The first of two signatures: what is returned. ``grants``: sums by the number of the line;
    without one, what the last check allows. A line on which the check asks needs its sum. The same
    again is the decision that waits.

    :raises NotDone: not checked, decided already, more than the check allows
    """
    by, why = named(by), reasoned(why)
    with transaction.atomic():
        lock()
        refund = refunds.locked(refund_id)
        refunds.in_step(refund, Step.CHECKED)
        number = refunds.round_of(refund)
        given = dict(grants or {})
        sums: dict[RefundLine, int] = {}
        for one in refunds.of_round(refund, number):
            wanted = given.pop(one.line.number, None)
            if wanted is None and one.verdict == Verdict.ASK:
                raise NotDone("sum_needed", f"/lines/{one.line.number - 1}", value=one.line.number)
            wanted = one.may_tiyn if wanted is None else wanted
            _allowed(one.line, wanted, one.may_tiyn)
            sums[one.line] = wanted
        if given:
            raise NotDone("not_found", "/grants", value=min(given))
        waits = refund.decisions.filter(answer=None).first()
        if waits is not None:
            held = dict(waits.grants.values_list("line_id", "amount_tiyn"))
            if waits.proposed_by == by and held == {line.pk: s for line, s in sums.items()}:
                return waits
            raise NotDone("proposal_open", f"/decision/{waits.pk}", value=waits.proposed_by)
        decision = RefundDecision.objects.create(
            refund=refund, round=number, proposed_by=by, proposed_at=clock.now(), why=why
        )
        RefundGrant.objects.bulk_create(
            [RefundGrant(decision=decision, line=line, amount_tiyn=s) for line, s in sums.items()]
        )
    return decision


def sign(decision_id: int, by: str) -> RefundDecision:
    """The second signature: what is returned is owed from now on. Signed again, by anybody, it is
    what was signed.

    :raises NotDone: by the first one; answered otherwise; what is known by now forbids it
    """
    by = named(by)
    with transaction.atomic():
        journal.lock()
        lock()
        decision = _locked(decision_id)
        if not open_for(decision, Answer.APPROVED, by):
            return decision
        refund = refunds.locked(decision.refund_id)
        refunds.in_step(refund, Step.CHECKED)
        at = clock.now()
        grants = list(decision.grants.select_related("line").order_by("line__number"))
        _still_allowed(grants)
        batch = _post(refund, [g for g in grants if g.amount_tiyn], at)
        answer(decision, Answer.APPROVED, by, at, batch=batch)
        if batch is None:
            refunds.step(refund, Step.REFUSED, by)
        else:
            refunds.step(refund, Step.DECIDED, by, batch=batch)
    return decision


def decline(decision_id: int, by: str, why: str) -> RefundDecision:
    """The second one does not sign, and says why: the application can be checked anew.

    :raises NotDone: by the first one; answered otherwise
    """
    return _answer(decision_id, Answer.DECLINED, by, reasoned(why))


def withdraw(decision_id: int, by: str, why: str = "") -> RefundDecision:
    """The first one takes the signature back.

    :raises NotDone: by another one; answered otherwise
    """
    return _answer(decision_id, Answer.WITHDRAWN, by, why)


def _answer(decision_id: int, what: Answer, by: str, why: str) -> RefundDecision:
    by = named(by)
    with transaction.atomic():
        decision = _locked(decision_id)
        if open_for(decision, what, by):
            answer(decision, what, by, clock.now(), why)
    return decision


def _locked(decision_id: int) -> RefundDecision:
    decision = RefundDecision.objects.select_for_update().filter(pk=decision_id).first()
    if decision is None:
        raise NotDone("not_found", "/decision", value=decision_id)
    return decision


def _allowed(line: RefundLine, wanted: int, most: int) -> None:
    """That no more is returned than the check allows, and of suspense all or nothing."""
    at = f"/lines/{line.number - 1}"
    if not 0 <= wanted <= most:
        raise NotDone("verdict_forbids", at, value=line.number)
    if line.suspense_id is not None and wanted not in (0, line.whole_tiyn):
        raise NotDone("amount_not_possible", at)


def _still_allowed(grants: list[RefundGrant]) -> None:
    """That what is known by now allows as much: a benefit may have used the month since."""
    found = refund_checks.verdicts(grant.line for grant in grants)
    for grant, one in zip(grants, found, strict=True):
        if grant.amount_tiyn > one.may_tiyn:
            raise NotDone("verdict_changed", f"/lines/{grant.line.number - 1}", value=one.code)


# ---------------------------------------------------------------------- posting


def _post(refund: Refund, grants: list[RefundGrant], at: datetime) -> Batch | None:
    """Posts what is returned as owed to the payer; None where nothing is."""
    if not grants:
        return None
    moves: list[Move] = []
    entries: list[tuple[Entry, int]] = []
    waiting: list[Suspense] = []
    for grant in grants:
        line = grant.line
        if line.suspense_id is None:
            assert line.entry_batch is not None and line.entry_line is not None
            entry = reversible(line.entry_batch, line.entry_line)
            entries.append((entry, len(moves) + 1))
            moves += _of_entry(entry, grant.amount_tiyn)
        else:
            waits = Suspense.objects.select_for_update().get(pk=line.suspense_id)
            if waits.state != Suspense.State.OPEN:
                raise NotDone("not_open", f"/suspense/{waits.pk}", value=waits.state)
            waiting.append(waits)
            moves.append(_of_suspense(waits))
    command = journal.Command(f"refund:{refund.pk}", Batch.Kind.REFUND, entries_of(moves))
    [batch] = journal.post([command], at)
    for entry, number in entries:
        remember(entry, batch, number)
    for waits in waiting:
        waits.state, waits.settled_by = Suspense.State.REFUNDED, batch
        waits.save(update_fields=["state", "settled_by"])
    used.flag(batch, at)
    return batch


def _of_entry(entry: Entry, amount: int) -> list[Move]:
    """An entry owed back; where only a part is, the entry is taken back whole and the rest of it
    posted anew, so that an entry is never half taken back."""
    if amount == entry.amount_tiyn:
        return [taking_back(entry, Part.REFUNDS)]
    fund, rest = entry.credit // 100, entry.amount_tiyn - amount
    place = (entry.value_date, entry.purpose, entry.kind, entry.period, entry.person_id,
             entry.payer_id)  # fmt: skip
    return [
        taking_back(entry, Part.SUSPENSE),
        Move(fund, Part.SUSPENSE, Part(entry.credit % 100), rest, *place, _income(entry, rest)),
        Move(fund, Part.SUSPENSE, Part.REFUNDS, amount, *place),
    ]


def _income(entry: Entry, rest: int) -> int:
    """The income that the rest of a social contribution stands for."""
    social = entry.credit // 100 == Fund.SOCIAL and entry.purpose not in PENALTIES
    if not social or not entry.income_tiyn:
        return 0
    amount, kind, period = (np.array([n]) for n in (rest, entry.kind, entry.period))
    return int(incomes(amount, kind, month_number(period))[0])


def _of_suspense(line: Suspense) -> Move:
    return Move(
        line.fund, Part.SUSPENSE, Part.REFUNDS, line.amount_tiyn, line.value_date, line.purpose,
        payer_id=line.payer_id or 0,
    )  # fmt: skip
