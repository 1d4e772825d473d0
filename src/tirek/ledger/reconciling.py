"""The bank's statement of a day compared with the files: every row has its message and every
message its row, by reference, account, payer and amount; what has not is told, with what to do.

A refund's row (its reference is one of ours) settles it. The same statement again changes
nothing; a day compared again tells what is so by now.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple

import pyarrow as pa
from django.db import connection, transaction
from django.db.models import Q

from tirek.ledger import refund_files
from tirek.ledger.chart import ACCOUNTS_AT_BANK
from tirek.ledger.four_eyes import named
from tirek.ledger.models import Message
from tirek.ledger.models_reconciling import BankDifference, BankStatement, BankTotal
from tirek.ledger.models_refunds import OutgoingMessage
from tirek.ledger.refusals import NotDone
from tirek.project import clock

Result = BankDifference.Result
_COMPARING = 7_238_104
_COLUMNS = ["reference", "account", "payer", "amount"]
_AMOUNT = re.compile(r"[0-9]{1,13}\.[0-9]{2}", re.ASCII)
_DAY = re.compile(r"(?:.*[/\\])?([0-9]{4}-[0-9]{2}-[0-9]{2})\.csv", re.ASCII)
_ACCOUNT_OF = {fund: account for account, fund in ACCOUNTS_AT_BANK.items()}


class Named(NamedTuple):
    """What a payment is known by, whatever its amount."""

    reference: str
    account: str
    payer: str


@dataclass(frozen=True)
class Payment:
    """A row of a statement, or a message that should have one."""

    name: Named
    tiyn: int
    message: int | None = None
    outgoing: int | None = None


class Difference(NamedTuple):
    """What does not agree; amounts in tiyn, None where there is none."""

    result: Result
    name: Named
    bank: int | None
    file: int | None
    message: int | None
    outgoing: int | None


@dataclass(frozen=True)
class Compared:
    """A day: how many payments agree, which do not, and the totals by account."""

    day: date
    again: bool  # this very statement had been compared before
    matched: int
    differences: list[BankDifference]
    totals: list[BankTotal]
    settled: int  # refunds that the bank has paid


def day_of_name(name: str) -> date:
    """The day that a statement's name tells: ``…/2026-01-15.csv``.

    :raises NotDone: none
    """
    found = _DAY.fullmatch(name)
    try:
        return date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise NotDone("bad_statement.name", "/name") from None


def read(content: bytes) -> list[Payment]:
    """The rows of a statement.

    :raises NotDone: a row that is none
    """
    try:
        rows = csv.reader(content.decode("utf-8-sig").splitlines(), strict=True)
        if next(rows, None) != _COLUMNS:
            raise NotDone("bad_statement", "/1", value=1)
        return [_row(at, row) for at, row in enumerate(rows, 2) if row]
    except (UnicodeDecodeError, csv.Error):
        raise NotDone("bad_statement", "/", value="?") from None


def _row(at: int, row: list[str]) -> Payment:
    right = len(row) == len(_COLUMNS) and all(0 < len(text) <= 35 for text in row[:3])
    if not right or not _AMOUNT.fullmatch(row[3]) or "\0" in "".join(row):
        raise NotDone("bad_statement", f"/{at}", value=at)
    return Payment(Named(row[0], row[1][:34], row[2][:12]), int(row[3].replace(".", "")))


def reconcile(day: date, content: bytes, by: str) -> Compared:
    """Compares a day's statement with its files, settles the refunds that it shows, and keeps
    what came out.

    :raises NotDone: a statement that cannot be read
    """
    by, rows = named(by), read(content)
    with transaction.atomic():
        _lock()
        digest = sha256(content).digest()
        last = BankStatement.objects.filter(day=day).order_by("-pk").first()
        again = last is not None and bytes(last.digest) == digest
        if not again:
            BankStatement.objects.create(
                day=day, digest=digest, size=len(content), rows=len(rows), at=clock.now(), by=by,
                content=pa.compress(content, "zstd", asbytes=True),
            )  # fmt: skip
        expected = [*_incoming(day), *_outgoing(day, rows)]
        agreed, differences = compare(rows, expected)
        settled = _settle(agreed, day, by)
        kept = _keep(day, differences)
        totals = _total(day, rows, expected, agreed)
    return Compared(day, again, len(agreed), kept, totals, settled)


def _lock() -> None:
    """One comparison at a time, to its transaction's end; before the locks of who posts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_COMPARING])


def content_of(statement: BankStatement) -> bytes:
    """The bytes of a statement as they came."""
    return bytes(pa.decompress(statement.content, statement.size, "zstd", asbytes=True))


def compare(
    rows: Sequence[Payment], expected: Sequence[Payment]
) -> tuple[list[Payment], list[Difference]]:
    """The messages that have their row, and what is left: rows and messages of one name pair up as
    other amounts, the rest are missing on one side. As many times as it stands it counts."""
    wanted: dict[tuple[Named, int], list[Payment]] = {}
    for one in expected:
        wanted.setdefault((one.name, one.tiyn), []).append(one)
    agreed: list[Payment] = []
    left: dict[Named, list[Payment]] = {}
    for row in rows:
        if found := wanted.get((row.name, row.tiyn)):
            agreed.append(found.pop(0))
        else:
            left.setdefault(row.name, []).append(row)
    differences = []
    for one in (one for some in wanted.values() for one in some):
        if others := left.get(one.name):
            bank = others.pop(0).tiyn
            differences.append(_difference(Result.OTHER_AMOUNT, one, bank, one.tiyn))
        else:
            differences.append(_difference(Result.MISSING_MONEY, one, None, one.tiyn))
    differences += [
        _difference(Result.MISSING_FILE, row, row.tiyn, None)
        for some in left.values()
        for row in some
    ]
    return agreed, sorted(differences, key=lambda d: (d.result, d.name))


def _difference(result: Result, one: Payment, bank: int | None, file: int | None) -> Difference:
    return Difference(result, one.name, bank, file, one.message, one.outgoing)


# ---------------------------------------------------------------------- what the ledger holds


def _incoming(day: date) -> Iterable[Payment]:
    """The messages of files with the value date of a day."""
    columns = ("pk", "reference", "fund", "payer_number", "total_tiyn")
    messages = Message.objects.filter(value_date=day).order_by("pk").values_list(*columns)
    for key, reference, fund, payer, tiyn in messages.iterator():
        yield Payment(Named(reference, _ACCOUNT_OF[fund], payer), tiyn, message=key)


def _outgoing(day: date, rows: Iterable[Payment]) -> Iterable[Payment]:
    """The messages of refunds that the bank should have paid that day, or says it has."""
    references = {row.name.reference for row in rows}
    told = Q(file__day=day) | Q(reference__in=references)
    messages = OutgoingMessage.objects.filter(Q(paid_on=day) | (Q(paid_on=None) & told))
    for one in messages.order_by("pk"):
        name = Named(one.reference, one.account, one.sender_number)
        yield Payment(name, one.amount_tiyn, outgoing=one.pk)


def _settle(agreed: Iterable[Payment], day: date, by: str) -> int:
    waiting = [one.outgoing for one in agreed if one.outgoing is not None]
    unpaid = OutgoingMessage.objects.filter(pk__in=waiting, paid_on=None).order_by("pk")
    keys = list(unpaid.values_list("pk", flat=True))
    for key in keys:
        refund_files.settle(key, day, by)
    return len(keys)


def _keep(day: date, differences: Sequence[Difference]) -> list[BankDifference]:
    """Keeps what is new, ends what is gone, and leaves the rest as it was found."""
    at = clock.now()
    before: dict[Difference, list[BankDifference]] = {}
    for held in BankDifference.objects.filter(day=day, gone_at=None).order_by("pk"):
        before.setdefault(_as_found(held), []).append(held)
    kept, new = [], []
    for one in differences:
        if same := before.get(one):
            kept.append(same.pop(0))
        else:
            new.append(_found(day, one, at))
    gone = [held.pk for some in before.values() for held in some]
    BankDifference.objects.filter(pk__in=gone).update(gone_at=at)
    return kept + BankDifference.objects.bulk_create(new, batch_size=5000)


def _found(day: date, one: Difference, at: datetime) -> BankDifference:
    return BankDifference(
        day=day, result=one.result, reference=one.name.reference, account=one.name.account,
        payer_number=one.name.payer, bank_tiyn=one.bank, file_tiyn=one.file,
        message_id=one.message, outgoing_id=one.outgoing, found_at=at,
    )  # fmt: skip


def _as_found(held: BankDifference) -> Difference:
    name = Named(held.reference, held.account, held.payer_number)
    return Difference(
        Result(held.result), name, held.bank_tiyn, held.file_tiyn, held.message_id,
        held.outgoing_id,
    )  # fmt: skip


def _total(
    day: date, rows: Sequence[Payment], expected: Sequence[Payment], agreed: Sequence[Payment]
) -> list[BankTotal]:
    """Totals by account, of what came in."""
    ours = {one.name.reference for one in expected if one.outgoing is not None}
    sums: dict[str, Counter[str]] = {}
    for word, some in (("bank", rows), ("file", expected), ("matched", agreed)):
        for one in some:
            if one.name.reference not in ours:
                of_account = sums.setdefault(one.name.account, Counter())
                of_account[word] += 1
                of_account[f"{word}_tiyn"] += one.tiyn
    BankTotal.objects.filter(day=day).exclude(account__in=sums).delete()
    found = []
    for account, count in sorted(sums.items()):
        values = {
            "bank_rows": count["bank"], "bank_tiyn": count["bank_tiyn"],
            "file_messages": count["file"], "file_tiyn": count["file_tiyn"],
            "matched": count["matched"], "matched_tiyn": count["matched_tiyn"],
        }  # fmt: skip
        total, _ = BankTotal.objects.update_or_create(day=day, account=account, defaults=values)
        found.append(total)
    return found
