"""Payment files taken in: kept whole, parsed, checked, posted. Each line ends in the journal.

Several files go through together (one question to the registry, one COPY, one commit); each is
its own batch, and each is taken in once, whoever brings it and however often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import transaction
from numpy.typing import NDArray

from tirek.ledger import checks, journal
from tirek.ledger.chart import PENALTIES, Fund, Part, account
from tirek.ledger.checks import Known, Lines
from tirek.ledger.columns import lines_of
from tirek.ledger.law_of_lines import incomes, month_number
from tirek.ledger.lookup import known_of, paid_before
from tirek.ledger.models import Batch, PaymentFile
from tirek.ledger.parsing import Parsed as Parsed
from tirek.ledger.parsing import parse as parse
from tirek.ledger.remembering import remember
from tirek.project import clock

Array = NDArray[Any]


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
        digest=file.digest, name=file.name[-200:], size=file.length,
        content=file.packed, status=status,
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
    lines, payers = lines_of([(file.heads, file.given) for file in parsed])
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
    remember(parsed, files, batches, known, why)
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
