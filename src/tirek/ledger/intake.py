"""Payment files taken in: kept whole, parsed, checked, posted. Each line ends in the journal.

Several files go through together (one question to the registry, one COPY, one commit); each is
its own batch, and each is taken in once, whoever brings it and however often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import transaction
from numpy.typing import NDArray

from tirek.ledger import checks, journal
from tirek.ledger.chart import ACCOUNTS_AT_BANK, PENALTIES, Fund, Part, account
from tirek.ledger.checks import Known, Lines
from tirek.ledger.columns import lines_of, purpose_of
from tirek.ledger.files import mt102
from tirek.ledger.files.problems import FileProblem
from tirek.ledger.law_of_lines import incomes, month_number
from tirek.ledger.lookup import known_of, paid_before
from tirek.ledger.models import Batch, Message, PaymentFile, Suspense
from tirek.project import clock

Array = NDArray[Any]


@dataclass
class Parsed:
    """A file that has been read, before anything is known of its people."""

    name: str
    content: bytes
    digest: bytes
    messages: list[mt102.Message]
    problems: list[FileProblem]

    @property
    def size(self) -> int:
        """How many lines it has."""
        return sum(len(message.lines) for message in self.messages)


@dataclass(frozen=True)
class Taken:
    """What became of a file: how many lines, and tiyn, were posted and wait in suspense."""

    file: PaymentFile
    again: bool  # it had been taken in before
    posted: int = 0
    suspense: int = 0
    posted_tiyn: int = 0
    suspense_tiyn: int = 0
    reasons: dict[str, int] = field(default_factory=dict)


def parse(name: str, content: bytes) -> Parsed:
    """Reads a file; the work of one processor, without the database."""
    messages = list(mt102.messages(BytesIO(content)))
    problems = [p for message in messages for p in message.problems if p.severity == "envelope"]
    for message in messages:
        if not problems and message.header.beneficiary.account not in ACCOUNTS_AT_BANK:
            problems.append(
                FileProblem("not_our_account", "envelope", message.line, ":59:",
                            message.header.beneficiary.account, ", ".join(ACCOUNTS_AT_BANK))
            )  # fmt: skip
    return Parsed(name, content, sha256(content).digest(), messages, problems)


def take_in(files: Sequence[Parsed], by: str) -> list[Taken]:
    """Takes files in, all in one transaction; one that was taken in before gives what it gave."""
    with transaction.atomic():
        journal.lock()
        at = clock.now()
        digests = [file.digest for file in files]
        held = {
            bytes(f.digest): f
            for f in PaymentFile.objects.filter(digest__in=digests).defer("content")
        }
        new: dict[bytes, Parsed] = {}
        for file in files:
            if file.digest not in held:
                new.setdefault(file.digest, file)
        stored = PaymentFile.objects.bulk_create([_stored(file, at, by) for file in new.values()])
        accepted = [
            (parsed, file) for parsed, file in zip(new.values(), stored, strict=True)
            if file.status == PaymentFile.Status.POSTED
        ]  # fmt: skip
        told = _post([p for p, _ in accepted], [f for _, f in accepted], at)
    told |= {bytes(f.digest): Taken(f, False) for f in stored if bytes(f.digest) not in told}
    found = []
    for file in files:
        if file.digest in told:
            found.append(told[file.digest])
            told[file.digest] = Taken(told[file.digest].file, True)
        else:
            found.append(Taken(held[file.digest], True))
    return found


def _stored(file: Parsed, at: datetime, by: str) -> PaymentFile:
    status = PaymentFile.Status.REJECTED if file.problems else PaymentFile.Status.POSTED
    return PaymentFile(
        digest=file.digest, name=file.name[-200:], size=len(file.content),
        content=pa.compress(file.content, "zstd", asbytes=True), status=status,
        problems=[
            {"code": p.code, "line": p.line, "field": p.field, "message": dict(p.message())}
            for p in file.problems
        ],
        received_at=at, received_by=by,
    )  # fmt: skip


def content_of(file: PaymentFile) -> bytes:
    """The bytes of a file as they came."""
    return bytes(pa.decompress(file.content, file.size, "zstd", asbytes=True))


# ---------------------------------------------------------------------- posting


def _post(parsed: list[Parsed], files: list[PaymentFile], at: datetime) -> dict[bytes, Taken]:
    if not parsed:
        return {}
    messages = [message for file in parsed for message in file.messages]
    lines, payers = lines_of(messages)
    known = known_of(lines, payers)
    why = checks.reasons(lines, known)
    keys = checks.key_of(lines, known)
    counts = ~np.isin(lines.purpose, list(PENALTIES))
    again = checks.twice(keys, (why == 0) & counts)
    places = np.flatnonzero((why == 0) & counts & ~again)
    again[paid_before(keys, places)] = True
    why[again] |= checks.BIT["same_twice"]
    entries = _entries(lines, known, why)
    ends = np.cumsum([file.size for file in parsed])
    starts = ends - [file.size for file in parsed]
    batches = journal.post(
        [
            journal.Command(f"file:{bytes(f.digest).hex()}", Batch.Kind.FILE, entries[a:b], f)
            for f, a, b in zip(files, starts, ends, strict=True)
        ],
        at,
    )
    _remember(parsed, files, batches, lines, known, why, starts)
    return {
        bytes(f.digest): _taken(f, lines.amount[a:b], why[a:b])
        for f, a, b in zip(files, starts, ends, strict=True)
    }


def _entries(lines: Lines, known: Known, why: Array) -> Array:
    good = why == 0
    penalty = np.isin(lines.purpose, list(PENALTIES))
    part = np.where(penalty, Part.PENALTIES, Part.CONTRIBUTIONS)
    part = np.where(good, part, Part.SUSPENSE)
    income = np.zeros(len(lines), np.int64)
    social = np.flatnonzero(good & ~penalty & (lines.fund == Fund.SOCIAL))
    income[social] = incomes(
        lines.amount[social], known.kind[social], month_number(lines.period[social])
    )
    return journal.rows(
        len(lines), debit=account(lines.fund, Part.BANK), credit=account(lines.fund, part),
        purpose=np.clip(lines.purpose, 0, 999), kind=np.where(good, known.kind, 0),
        period=np.where(good, lines.period, 0), value_date=lines.value_day,
        person_id=np.where(good, known.person, 0), payer_id=known.payer,
        amount_tiyn=lines.amount, income_tiyn=income,
    )  # fmt: skip


def _remember(
    parsed: list[Parsed], files: list[PaymentFile], batches: list[Batch], lines: Lines,
    known: Known, why: Array, starts: Array,
) -> None:  # fmt: skip
    """Messages, and the lines in suspense as they stood."""
    rows = []
    for file, stored in zip(parsed, files, strict=True):
        first = 1
        for number, message in enumerate(file.messages, 1):
            rows.append(_message(stored, number, message, first))
            first += len(message.lines)
    at = 0
    for row in rows:
        payer = int(known.payer[at]) if row.lines else 0
        row.payer_id = payer or None
        at += row.lines
    Message.objects.bulk_create(rows)
    suspense = []
    at = 0
    owner = {
        file.pk: (batch, int(start))
        for file, batch, start in zip(files, batches, starts, strict=True)
    }
    for row, message in zip(rows, (m for f in parsed for m in f.messages), strict=True):
        batch, start = owner[row.file_id]
        for n in np.flatnonzero(why[at : at + row.lines]).tolist():
            suspense.append(
                _suspense(batch, at + n - start + 1, row, message, n, lines, known, why, at + n)
            )
        at += row.lines
    Suspense.objects.bulk_create(suspense, batch_size=2000)


def _message(file: PaymentFile, number: int, message: mt102.Message, first: int) -> Message:
    header = message.header
    assert header.value_date is not None and header.total_tiyn is not None
    return Message(
        file=file, number=number, reference=header.reference[:35],
        payer_number=header.sender.number[:12], sender_account=header.sender.account[:34],
        fund=ACCOUNTS_AT_BANK[header.beneficiary.account], purpose=purpose_of(header.purpose),
        value_date=header.value_date, total_tiyn=header.total_tiyn, first_line=first,
        lines=len(message.lines),
    )  # fmt: skip


def _suspense(
    batch: Batch, line: int, row: Message, message: mt102.Message, n: int, lines: Lines,
    known: Known, why: Array, at: int,
) -> Suspense:  # fmt: skip
    given = message.lines
    return Suspense(
        batch=batch, line=line, message=row, number=int(given.number[n]),
        reasons=checks.told(int(why[at])), iin=given.iin[n][:40], surname=given.surname[n][:120],
        name=given.name[n][:120], patronymic=given.patronymic[n][:120],
        birth_date=given.birth_date[n][:20], period=int(given.period[n]), purpose=row.purpose,
        fund=row.fund, amount_tiyn=int(given.amount_tiyn[n]), value_date=row.value_date,
        person_id=int(known.person[at]) or None, payer_id=int(known.payer[at]) or None,
    )  # fmt: skip


def _taken(file: PaymentFile, amount: Array, why: Array) -> Taken:
    bad = why != 0
    counts: dict[str, int] = {}
    for bits in why[bad].tolist():
        first = checks.told(bits)[0]
        counts[first] = counts.get(first, 0) + 1
    return Taken(
        file, False, int((~bad).sum()), int(bad.sum()), int(amount[~bad].sum()),
        int(amount[bad].sum()), counts,
    )  # fmt: skip
