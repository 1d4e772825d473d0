"""The office's work in the background; each can be killed anywhere and begun again."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tirek.ledger import verify as looking
from tirek.office import background, debts
from tirek.project import clock

VERIFY, COUNT_DEBTS = "office.verify", "office.count_debts"
_AGAIN = RetryStrategy(max_attempts=3, exponential_wait=2)


@app.task(queueing_lock=VERIFY, retry=_AGAIN, name=VERIFY)
def verify() -> None:
    """Looks at the whole journal and keeps what was found."""
    at = clock.now()
    looking.catch_up()
    found = looking.verify()
    background.keep(
        "verified",
        {"at": at, "batches": found.batches, "entries": found.entries, "seal": found.last_seal,
         "faults": len(found.faults)},
    )  # fmt: skip


@app.task(queueing_lock=COUNT_DEBTS, retry=_AGAIN, name=COUNT_DEBTS)
def count_debts() -> None:
    """Works out every payer's debt, and keeps the list."""
    debts.count()
