"""Is the journal what it was? Finds any change, deletion, swap or cut tail.

Each batch's entries must give its digest, each seal must follow from the one before, and the
seals kept outside the database must be those within it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, count

from django.db import connection, transaction

from tirek.ledger import journal
from tirek.ledger.chart import Part
from tirek.ledger.models import Batch, PaymentFile


@dataclass(frozen=True)
class Fault:
    """Something that is not what it was: ``code`` for programs, the batch (0: none), what was
    expected and what was found."""

    code: str
    batch: int
    expected: str = ""
    found: str = ""


@dataclass(frozen=True)
class Verdict:
    """What was looked at, and what is wrong; ``last_seal`` is the root of everything before."""

    batches: int
    entries: int
    last_seal: str
    not_outside: int  # sealed batches that the outside file does not hold yet
    faults: list[Fault]


def verify(files: bool = True) -> Verdict:
    """Looks at the whole journal, in one snapshot; ``files``: at the bytes of each file too."""
    inside = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if not inside:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        batches = list(Batch.objects.order_by("id"))
        faults = list(chain(_chain(batches), _entries(batches)))
        outside, wrong = _outside()
        faults += wrong
        faults += _against_outside(batches, outside)
        faults += _suspense()
        if files:
            faults += _files(batches)
    return Verdict(
        len(batches), sum(batch.entries for batch in batches),
        bytes(batches[-1].seal).hex() if batches else "",
        sum(batch.id not in outside for batch in batches), faults,
    )  # fmt: skip


def _chain(batches: list[Batch]) -> Iterator[Fault]:
    seal = journal.GENESIS
    for number, batch in enumerate(batches, 1):
        if batch.id != number:
            yield Fault("batch_missing", number, found=str(batch.id))
            return
        if bytes(batch.seal) != journal.seal_of(seal, batch):
            yield Fault("seal_differs", batch.id)
        seal = bytes(batch.seal)


def _entries(batches: list[Batch]) -> Iterator[Fault]:
    """Counts and digests of each batch's entries, in one pass over the journal."""
    wanted = {batch.id: batch for batch in batches}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT batch_id, count(*), sha256(string_agg({journal.AS_BYTES}, '' ORDER BY line))"
            " FROM ledger_entry GROUP BY batch_id ORDER BY batch_id"
        )
        found = {number: (count, bytes(digest)) for number, count, digest in cursor.fetchall()}
    nothing = (0, sha256().digest())
    for number in found.keys() - wanted.keys():
        yield Fault("entries_of_no_batch", number, "0", str(found[number][0]))
    for number, batch in wanted.items():
        count, digest = found.get(number, nothing)
        if count != batch.entries:
            yield Fault("entries_missing", number, str(batch.entries), str(count))
        elif digest != bytes(batch.digest):
            yield Fault("entries_differ", number)


def _outside() -> tuple[dict[int, str], list[Fault]]:
    """The seals kept outside, by batch; a line that was cut short is left out at the end."""
    found: dict[int, str] = {}
    faults = []
    file = journal.outside()
    lines = file.read_text().splitlines() if file.exists() else []
    for at, line in enumerate(lines):
        words = line.split()
        if len(words) != 3 or not words[0].isdigit():
            if at < len(lines) - 1:
                faults.append(Fault("outside_unreadable", 0, found=f"line {at + 1}"))
            continue
        number = int(words[0])
        if found.setdefault(number, words[1]) != words[1]:
            faults.append(Fault("outside_contradicts", number, found[number], words[1]))
    return found, faults


def _against_outside(batches: list[Batch], outside: dict[int, str]) -> Iterator[Fault]:
    held = {batch.id: bytes(batch.seal).hex() for batch in batches}
    for number, seal in outside.items():
        if number not in held:
            yield Fault("tail_cut", number, expected=seal)
        elif held[number] != seal:
            yield Fault("outside_differs", number, seal, held[number])


def _suspense() -> Iterator[Fault]:
    """What waits in suspense is what its accounts hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT f.fund, coalesce(j.balance, 0), coalesce(s.amount, 0)
            FROM (VALUES (1), (2)) f(fund)
            LEFT JOIN (
              SELECT a / 100 AS fund, sum(amount) AS balance FROM (
                SELECT credit AS a, amount_tiyn AS amount FROM ledger_entry
                WHERE mod(credit, 100) = {Part.SUSPENSE}
                UNION ALL SELECT debit, -amount_tiyn FROM ledger_entry
                WHERE mod(debit, 100) = {Part.SUSPENSE}
              ) moves GROUP BY 1
            ) j USING (fund)
            LEFT JOIN (
              SELECT fund, sum(amount_tiyn) AS amount FROM ledger_suspense
              WHERE state = 'open' GROUP BY 1
            ) s USING (fund)
            """
        )
        for fund, balance, waiting in cursor.fetchall():
            if balance != waiting:
                yield Fault("suspense_differs", 0, f"fund {fund}: {balance}", str(waiting))


def _files(batches: list[Batch]) -> Iterator[Fault]:
    """Each file's bytes give its hash, and its batch is named by it."""
    from tirek.ledger.intake import content_of

    named = {batch.file_id: batch for batch in batches if batch.file_id}
    for file in PaymentFile.objects.order_by("id").iterator(20):
        batch = named.pop(file.pk, None)
        number = batch.id if batch else 0
        try:
            digest = sha256(content_of(file)).digest()
        except (OSError, ValueError):
            digest = b""
        if digest != bytes(file.digest):
            yield Fault("file_differs", number, found=file.name)
        if (file.status == PaymentFile.Status.POSTED) != (batch is not None):
            yield Fault("file_without_batch", number, found=file.name)
        elif batch and batch.command != f"file:{bytes(file.digest).hex()}":
            yield Fault("file_differs", number, found=file.name)
    for batch in named.values():
        yield Fault("file_missing", batch.id)


def catch_up() -> int:
    """Writes outside the seals that a crash left unwritten there; gives how many."""
    outside, _ = _outside()
    whole = next(number for number in count(1) if number not in outside)  # all before are there
    later = Batch.objects.filter(id__gte=whole).order_by("id")
    missing = [batch for batch in later if batch.id not in outside]
    if missing:
        journal.tell_outside(missing)
    return len(missing)
