"""Refunds sent: one MT-102 file a fund for all that is owed, from the fund's account to the State
Corporation's, which passes each sum on to its payer. The bank's statement shows it paid.

The form is that of the medical fund (facts_2026 B7). Its КНП for refunds is not held: a message
has the code of what it returns. The social fund's own account is not held either: it stands in the
environment, TIREK_SOCIAL_FUND_ACCOUNT and TIREK_SOCIAL_FUND_NUMBER.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import groupby

import pyarrow as pa
from django.db import transaction
from django.db.models import Exists, OuterRef

from tirek.ledger import journal, refunds
from tirek.ledger.chart import ACCOUNTS_AT_BANK, Fund, Part
from tirek.ledger.files import mt102
from tirek.ledger.files.building import build
from tirek.ledger.files.header import Header, Party
from tirek.ledger.files.lines import Lines, column
from tirek.ledger.files.mt102 import Message, Unwritable
from tirek.ledger.four_eyes import lock, named
from tirek.ledger.models import Batch
from tirek.ledger.models_refunds import (
    OutgoingFile,
    OutgoingMessage,
    Refund,
    RefundEvent,
    RefundGrant,
)
from tirek.ledger.places import Move, entries_of
from tirek.ledger.refund_people import Somebody, people_of
from tirek.ledger.refunds import Step
from tirek.ledger.refusals import NotDone
from tirek.project import clock

_CORPORATION = Party(
    name='НАО "Государственная корпорация "Правительство для граждан"', number="160440007161",
    residency="1", sector="1",
)  # fmt: skip
_MEDICAL = Party(
    "KZ33125KZT1001313313", 'НАО "Фонд социального медицинского страхования"', "160940025485", "1",
    "1",
)  # fmt: skip
_ACCOUNT_OF = {fund: account for account, fund in ACCOUNTS_AT_BANK.items()}
#: The texts of /ASSIGN/.
_ASSIGNED = {
    Fund.SOCIAL: "Возврат излишне (ошибочно) уплаченных социальных отчислений и (или) пени",
    Fund.MEDICAL: "Возврат излишне (ошибочно) перечисленных отчислений/взносов/пени ОСМС",
}


@dataclass(frozen=True)
class Sent:
    """A message of an outgoing file and what it says."""

    refund: Refund
    purpose: int
    reference: str
    amount_tiyn: int
    message: Message


def own(fund: Fund) -> Party:
    """A fund as the sender of its refunds.

    :raises NotDone: its account is not told
    """
    if fund == Fund.MEDICAL:
        return _MEDICAL
    account = os.environ.get("TIREK_SOCIAL_FUND_ACCOUNT", "")
    number = os.environ.get("TIREK_SOCIAL_FUND_NUMBER", "")
    if not account or not number:
        raise NotDone("fund_account_missing", "/fund")
    return Party(account, 'АО "Государственный фонд социального страхования"', number, "1", "1")


def send(day: date, by: str) -> list[OutgoingFile]:
    """Sends all that is decided and not sent, with the value date of a day: a file a fund. Sent
    again, what went out does not go out again.

    :raises NotDone: a fund's account is not told; a text that has no place in a message
    """
    by = named(by)
    with transaction.atomic():
        lock()
        done = RefundEvent.objects.filter(refund=OuterRef("pk"))
        ready = Refund.objects.filter(
            Exists(done.filter(step=Step.DECIDED)), ~Exists(done.filter(step=Step.SENT))
        )
        files = []
        for fund in Fund:
            wanted = list(ready.filter(fund=fund).order_by("pk"))
            if wanted:
                files.append(_file(fund, wanted, day, by))
    return files


def content_of(file: OutgoingFile) -> bytes:
    """The bytes of a file as they went out."""
    size = int.from_bytes(bytes(file.content)[:8], "big")
    return bytes(pa.decompress(bytes(file.content)[8:], size, "zstd", asbytes=True))


def settle(message_id: int, paid_on: date, by: str) -> OutgoingMessage:
    """The bank has paid a message: what was owed is gone. Told again, it is what it was.

    :raises NotDone: no such message
    """
    by = named(by)
    with transaction.atomic():
        journal.lock()
        lock()
        found = OutgoingMessage.objects.select_for_update().filter(pk=message_id).first()
        if found is None:
            raise NotDone("not_found", "/message", value=message_id)
        if found.paid_on is not None:
            return found
        fund = refunds.locked(found.refund_id).fund
        move = Move(
            fund, Part.REFUNDS, Part.BANK, found.amount_tiyn, paid_on, found.purpose,
            payer_id=found.refund.payer_id or 0,
        )  # fmt: skip
        command = journal.Command(
            f"refund-paid:{found.reference}", Batch.Kind.REFUND, entries_of([move])
        )
        [found.batch] = journal.post([command], clock.now())
        found.paid_on = paid_on
        found.save(update_fields=["paid_on", "batch"])
        if not found.refund.messages.filter(paid_on=None).exists():
            refunds.step(found.refund, Step.SETTLED, by)
    return found


# ---------------------------------------------------------------------- the file


def _file(fund: Fund, wanted: list[Refund], day: date, by: str) -> OutgoingFile:
    sent = [one for refund in wanted for one in _messages(refund, fund, day)]
    content = b"".join(mt102.as_bytes(one.message) for one in sent)
    number = OutgoingFile.objects.filter(fund=fund, day=day).count() + 1
    file = OutgoingFile.objects.create(
        fund=fund, day=day, number=number,
        name=f"refunds-{fund.name.lower()}-{day}-{number}.mt102",
        digest=sha256(content).digest(), at=clock.now(), by=by,
        content=len(content).to_bytes(8, "big") + pa.compress(content, "zstd", asbytes=True),
    )  # fmt: skip
    OutgoingMessage.objects.bulk_create(
        [
            OutgoingMessage(
                file=file, refund=one.refund, reference=one.reference, purpose=one.purpose,
                account=one.message.header.beneficiary.account,
                sender_number=one.message.header.sender.number,
                amount_tiyn=one.amount_tiyn,
            )
            for one in sent
        ]
    )  # fmt: skip
    for refund in wanted:
        refunds.step(refund, Step.SENT, by)
    return file


def _messages(refund: Refund, fund: Fund, day: date) -> list[Sent]:
    """The messages of a refund: one for each purpose that it returns."""
    grants = RefundGrant.objects.filter(
        decision__refund=refund, decision__answer="approved", amount_tiyn__gt=0
    ).select_related("line__suspense").order_by("line__purpose", "line__number")  # fmt: skip
    found = []
    for purpose, group in groupby(grants, key=lambda grant: grant.line.purpose):
        reference = f"RT{refund.pk:010d}-{purpose:03d}"
        some = list(group)
        people = people_of(refund, [grant.line for grant in some])
        message = _message(refund, fund, purpose, reference, day, _lines(some, people))
        total = sum(grant.amount_tiyn for grant in some)
        found.append(Sent(refund, purpose, reference, total, message))
    return found


def _message(
    refund: Refund, fund: Fund, purpose: int, reference: str, day: date, lines: Lines
) -> Message:
    header = Header(
        reference=reference, sender=own(fund), sender_bank="NBRKKZKX",
        beneficiary_bank="GCVPKZ2A", beneficiary=replace(_CORPORATION, account=_ACCOUNT_OF[fund]),
        document_number=str(refund.pk), document_date=f"{day:%y%m%d}", send="07", operation="01",
        purpose=f"{purpose:03d}", value_date=day, block1="F01KRKZKX0000000001000001",
        block2="I102SGROSS0000003003",
        assignment=f"{_ASSIGNED[fund]}: {refund.payer_number}, {refund.applied_on:%d.%m.%Y}",
    )  # fmt: skip
    try:
        return build(header, lines)
    except Unwritable as error:
        raise NotDone("not_writable", f"/refund/{refund.pk}", value=refund.pk) from error


def _lines(grants: Sequence[RefundGrant], people: Sequence[Somebody]) -> Lines:
    size = len(grants)
    return Lines(
        column(range(1, size + 1)), column([grant.amount_tiyn for grant in grants]),
        [one.iin for one in people], [one.surname for one in people],
        [one.name for one in people], [one.patronymic for one in people],
        [one.birth_date for one in people], column([one.period for one in people]),
        column([0] * size),
    )  # fmt: skip
