"""The same files, in any order, again and again, by several writers at once: one content."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from django.db import connection

from tests.ledger import world
from tests.ledger.world import changed, lines, message
from tests.unguarded import unguarded
from tirek.ledger import intake, journal, person_months
from tirek.ledger.models import Batch, Entry, PaymentFile, PersonMonth, Suspense
from tirek.ledger.verify import verify
from tirek.registry.models import Payer, Person

STAFF = 12


@pytest.fixture
def files(transactional_db: None) -> list[bytes]:
    """Files of which some hold what others hold too, and some lines wait."""
    staff = world.people(STAFF)
    world.register(staff)
    payers = [world.employer(n) for n in range(3)]
    found = []
    for n, payer in enumerate(payers):
        for month in (202501, 202502):
            given = lines(staff, 450_000 + n, month)
            given = changed(given, 3, surname="ДРУГОЙ")
            given = changed(given, 5, amount_tiyn=1)
            found.append(message(payer.number, given, paid=world.date(2025, 3, 10)))
    several = world.as_file(*found[:3])
    return [several, *(world.as_file(one) for one in found), b"nonsense"]


def content() -> str:
    """A hash over all that is held, whatever the order in which it came."""
    found = sha256(person_months.digest().encode())
    files = PaymentFile.objects.order_by("digest").values_list("digest", "size", "status")
    waits = Suspense.objects.order_by("iin", "period", "amount_tiyn", "reasons", "payer_id")
    sums = Entry.objects.order_by(
        "debit", "credit", "period", "person_id", "payer_id", "amount_tiyn"
    )
    for row in (
        *((bytes(digest), *rest) for digest, *rest in files),
        *waits.values_list("iin", "period", "amount_tiyn", "reasons", "payer_id", "person_id"),
        *sums.values_list("debit", "credit", "period", "person_id", "payer_id", "amount_tiyn"),
    ):
        found.update(repr(row).encode())
    return found.hexdigest()


def _take(contents: Sequence[bytes]) -> None:
    try:
        for one in contents:
            intake.take_in([intake.parse("f", one)], "test")
    finally:
        connection.close()


def _empty() -> None:
    with unguarded() as cursor:
        for model in (Suspense, Entry, PersonMonth, Batch, PaymentFile):
            cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")
    journal.outside().unlink()


def test_any_order_three_times_two_writers(files: list[bytes]) -> None:
    _take(files)
    expected = content()
    assert Suspense.objects.exists() and PersonMonth.objects.count() == 3 * 2 * (STAFF - 2)
    for seed in range(3):
        _empty()
        chance = random.Random(seed)
        orders = [chance.sample(files, len(files)) for _ in range(3)]
        with ThreadPoolExecutor(2) as writers:
            for done in [writers.submit(_take, order) for order in orders]:
                done.result()
        assert content() == expected, f"seed {seed}"
        assert verify().faults == []
        assert Person.objects.count() == STAFF and Payer.objects.count() == 3
        person_months.rebuild()
        assert content() == expected
