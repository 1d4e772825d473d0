"""A filled journal of the first tables is brought to today's: nothing of it is lost or changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.ledger import world
from tirek.ledger import journal, person_months, verify
from tirek.ledger.chart import Fund, Part, account
from tirek.ledger.models import Batch, Entry, Message, PaymentFile, PersonMonth, Suspense

#: Where the tables stood when the first files were taken in.
FIRST = [("ledger", "0002_only_grows"), ("registry", "0001_initial")]
KNOWN = datetime(2025, 2, 20, 9, tzinfo=UTC)
PAID = date(2025, 2, 20)
TENGE, LINES = 100, 5


@pytest.fixture
def first(transactional_db: None) -> Iterator[Any]:
    """The models of the first tables; whatever happens, the other tests find today's."""
    executor = MigrationExecutor(connection)
    executor.migrate(FIRST)
    yield executor.loader.project_state(FIRST).apps
    to_the_newest()


def to_the_newest() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def fill(first: Any) -> None:
    """Two files, sealed: lines posted to a person, and in each the last one in suspense."""
    someone = world.people(1)[0]
    person = first.get_model("registry", "Person").objects.create(
        iin=someone.iin, name_key="А|Б|", sort_key="АБ", sex=someone.sex, birth_date=someone.birth
    )
    payer = first.get_model("registry", "Payer").objects.create(
        number=world.bin_of(1), name="ЖШС", kind="employer", region="75", size="small"
    )
    seal = journal.GENESIS
    for number in (1, 2):
        content = f"файл {number}".encode()
        digest = sha256(content).digest()
        file = first.get_model("ledger", "PaymentFile").objects.create(
            digest=digest, name=f"{number}.mt102", size=len(content),
            content=pa.compress(content, "zstd", asbytes=True), status="posted",
            received_at=KNOWN, received_by="test",
        )  # fmt: skip
        posted = np.arange(LINES) < LINES - 1
        bank, part = account(Fund.SOCIAL, Part.BANK), account(Fund.SOCIAL, Part.CONTRIBUTIONS)
        entries = journal.rows(
            LINES, batch_id=number, line=np.arange(1, LINES + 1), debit=bank,
            credit=np.where(posted, part, account(Fund.SOCIAL, Part.SUSPENSE)), purpose=12, kind=1,
            period=np.where(posted, 202501 + np.arange(LINES), 0),
            value_date=np.full(LINES, PAID, "M8[D]").astype(np.int64),
            person_id=np.where(posted, person.id, 0), payer_id=payer.id,
            amount_tiyn=(number * 10 + np.arange(LINES)) * TENGE,
            income_tiyn=np.where(posted, 85_000 * TENGE, 0),
        )  # fmt: skip
        batch = first.get_model("ledger", "Batch")(
            id=number, command=f"file:{digest.hex()}", kind="file", at=KNOWN, entries=LINES,
            digest=sha256(entries.tobytes()).digest(), file=file,
        )  # fmt: skip
        batch.seal = seal = journal.seal_of(seal, batch)
        batch.save(force_insert=True)
        journal.copy_in([entries])
        journal.project(number, number, False)
        journal.tell_outside([batch])
        message = first.get_model("ledger", "Message").objects.create(
            file=file, number=1, reference="R", payer_number=payer.number, payer=payer,
            sender_account="KZ", fund=1, purpose=12, value_date=PAID,
            total_tiyn=int(entries["amount_tiyn"].sum()), first_line=1, lines=LINES,
        )  # fmt: skip
        first.get_model("ledger", "Suspense").objects.create(
            batch=batch, line=LINES, message=message, number=LINES, reasons=["iin_unknown"],
            iin="", surname="", name="", patronymic="", birth_date="", period=202501, purpose=12,
            fund=1, amount_tiyn=int(entries["amount_tiyn"][-1]), value_date=PAID, payer=payer,
        )  # fmt: skip


def test_a_journal_of_the_first_tables_is_whole_after_the_last_migration(first: Any) -> None:
    fill(first)
    digest, seals = person_months.digest(), journal.outside().read_text()
    to_the_newest()
    verdict = verify.verify()
    assert (verdict.batches, verdict.entries, verdict.not_outside) == (2, 2 * LINES, 0)
    assert verdict.faults == []
    assert verdict.last_seal == seals.split()[-2]
    assert person_months.digest() == digest
    person_months.rebuild()
    assert person_months.digest() == digest
    found = [model.objects.count() for model in (PaymentFile, Batch, Message, Entry, Suspense)]
    assert found == [2, 2, 2, 2 * LINES, 2]
    assert PersonMonth.objects.count() == LINES - 1
    assert set(Suspense.objects.values_list("state", "reasons__0")) == {("open", "iin_unknown")}
