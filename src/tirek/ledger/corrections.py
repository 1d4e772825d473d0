"""A posted entry taken back, whole and once, and its money put in the right place or in suspense;
one proposes, another one approves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from django.db import transaction

from tirek.ledger import journal, used
from tirek.ledger.chart import Part
from tirek.ledger.files import mt102
from tirek.ledger.four_eyes import Answer, answer, lock, locked, named, open_for, reasoned, refuse
from tirek.ledger.intake import content_of
from tirek.ledger.models import Batch, Entry, Message, PaymentFile, Suspense
from tirek.ledger.models_settling import Correction, Reversal
from tirek.ledger.places import (
    Given,
    Judged,
    Place,
    entries_of,
    judge,
    moved,
    passed,
    posting,
    same_fund,
)
from tirek.ledger.refund_lines import about_entry
from tirek.ledger.refusals import NotDone
from tirek.ledger.reversals import remember, reversible, taking_back
from tirek.project import clock

#: Why a line waits that a correction put into suspense.
CORRECTED = "corrected"


def propose(
    batch: int, line: int, by: str, why: str, place: Place | None = None,
    overruled: Sequence[str] = (),
) -> Correction:  # fmt: skip
    """Proposes to take an entry back, to a place or (None) to suspense. Proposed again while it is
    open it is the same one.

    :raises NotDone: taken back already, in a refund, another proposal waits, a check stands in
        the way
    """
    by, why = named(by), reasoned(why)
    with transaction.atomic():
        lock()
        entry = _entry(batch, line)
        columns = {} if place is None else place._asdict()
        same = {"proposed_by": by, "why": why, "overruled": list(overruled), **columns}
        waits = Correction.objects.filter(entry_batch=batch, entry_line=line, answer=None).first()
        if waits is not None:
            to_place = (waits.person_id is not None) == (place is not None)
            if to_place and all(getattr(waits, name) == value for name, value in same.items()):
                return waits
            raise NotDone("proposal_open", f"/correction/{waits.pk}", value=waits.proposed_by)
        if place is None:
            _message(entry)
        else:
            _judged(entry, place, overruled, why)
        return Correction.objects.create(
            entry_batch=batch, entry_line=line, proposed_at=clock.now(), **same
        )


def approve(correction_id: int, by: str, why: str = "") -> Correction:
    """Does what was proposed. Approved again, by anybody, it is what was done.

    :raises NotDone: by who proposed it; answered otherwise; a check stands in the way by now
    """
    by = named(by)
    with transaction.atomic():
        journal.lock()
        lock()
        correction = locked(Correction, correction_id, "correction")
        if not open_for(correction, Answer.APPROVED, by):
            return correction
        entry = _entry(correction.entry_batch, correction.entry_line)
        at = clock.now()
        answer(correction, Answer.APPROVED, by, at, why, _post(correction, entry, at))
    return correction


def decline(correction_id: int, by: str, why: str) -> Correction:
    """Another one says no, and why.

    :raises NotDone: by who proposed it; answered otherwise
    """
    return refuse(Correction, correction_id, "correction", Answer.DECLINED, by, reasoned(why))


def withdraw(correction_id: int, by: str, why: str = "") -> Correction:
    """Who proposed takes it back.

    :raises NotDone: by another one; answered otherwise
    """
    return refuse(Correction, correction_id, "correction", Answer.WITHDRAWN, by, why)


def _entry(batch: int, line: int) -> Entry:
    entry = reversible(batch, line)
    if refund := about_entry(batch, line):
        raise NotDone("in_refund", f"/entry/{batch}/{line}", value=refund)
    return entry


# ---------------------------------------------------------------------- posting


def _post(correction: Correction, entry: Entry, at: datetime) -> Batch:
    moves = [taking_back(entry, Part.SUSPENSE)]
    if correction.person_id is not None and correction.payer_id is not None:
        place = Place(
            correction.person_id, correction.payer_id, correction.period, correction.purpose,
            correction.kind,
        )  # fmt: skip
        given, judged = _judged(entry, place, correction.overruled, correction.why)
        moves.append(posting(given, judged))
    command = journal.Command(f"correct:{correction.pk}", Batch.Kind.CORRECTION, entries_of(moves))
    [batch] = journal.post([command], at)
    remember(entry, batch, 1)
    if len(moves) == 1:
        _wait(entry, batch)
    used.flag(batch, at)
    return batch


def _judged(entry: Entry, place: Place, overruled: Sequence[str], why: str) -> tuple[Given, Judged]:
    """Judges an entry's money at a place, under the person's own name."""
    fund = entry.credit // 100
    same_fund(place, fund)
    before = (entry.person_id, entry.payer_id, entry.period, entry.purpose)
    if before == place[:4] and place.kind in (None, entry.kind):
        raise NotDone("same_place", "/place")
    bare = Given(
        fund, place.purpose, entry.value_date, "", "", "", place.period, entry.amount_tiyn, ""
    )
    given = moved(bare, place, own_name=True)
    [judged] = judge([given])
    if before == (judged.person_id, judged.payer_id, given.period, given.purpose):
        again = [code for code in judged.reasons if code != "same_twice"]  # it is this very entry
        judged = judged._replace(reasons=again)
    passed(judged, overruled, why)
    return given, judged


def _wait(entry: Entry, batch: Batch) -> None:
    """The line of a message that an entry came from, waiting (again)."""
    first = _first_line(entry)
    if isinstance(first, Suspense):
        line = Suspense.objects.get(pk=first.pk)
        line.pk, line._state.adding = None, True
        line.state, line.settled_by = Suspense.State.OPEN, None
    else:
        line = _from_file(*first)
    line.batch, line.line, line.reasons = batch, 1, [CORRECTED]
    line.person_id, line.payer_id = entry.person_id, entry.payer_id
    line.amount_tiyn = entry.amount_tiyn
    line.save(force_insert=True)


def _message(entry: Entry) -> None:
    """That an entry came by a message: only such a line can wait.

    :raises NotDone: it did not
    """
    _first_line(entry)


def _first_line(entry: Entry) -> Suspense | tuple[Message, int]:
    """Where an entry's money came in: the line in suspense that it was, or a message and a place
    in it."""
    batch = Batch.objects.get(pk=entry.batch_id)
    if batch.kind == Batch.Kind.FILE:
        message = Message.objects.filter(
            file=batch.file_id, first_line__lte=entry.line
        ).order_by("-first_line")[0]  # fmt: skip
        return message, entry.line - message.first_line
    if batch.kind == Batch.Kind.SUSPENSE:
        return Suspense.objects.get(settled_by=batch)
    before = Reversal.objects.filter(batch=batch).order_by("-line").filter(line__lt=entry.line)
    if (taken := before.first()) is not None:  # the rest of it, or its money at another place
        return _first_line(Entry.objects.get(batch_id=taken.entry_batch, line=taken.entry_line))
    raise NotDone("no_message", f"/entry/{entry.batch_id}/{entry.line}")


def _from_file(message: Message, place: int) -> Suspense:
    file = PaymentFile.objects.get(pk=message.file_id)
    read = mt102.messages(BytesIO(content_of(file)))
    lines = next(one for number, one in enumerate(read, 1) if number == message.number).lines
    return Suspense(
        message=message, number=int(lines.number[place]), iin=lines.iin[place][:40],
        surname=lines.surname[place][:120], name=lines.name[place][:120],
        patronymic=lines.patronymic[place][:120], birth_date=lines.birth_date[place][:20],
        period=int(lines.period[place]), purpose=message.purpose, fund=message.fund,
        value_date=message.value_date,
    )  # fmt: skip
