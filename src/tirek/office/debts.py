"""Debts of all payers: counted by a worker, kept as a list, the largest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from tirek.ledger import payers
from tirek.ledger.chart import CONTRIBUTIONS, Fund
from tirek.ledger.models import Message
from tirek.office import background
from tirek.project import clock
from tirek.registry.models import Employment, Payer

_NAME = "debts"


@dataclass(frozen=True, slots=True)
class Debt:
    """What a payer did not pay in time. ``penalty_tiyn``: of social contributions, None where it
    is not known."""

    payer: int
    social_tiyn: int
    medical_tiyn: int
    penalty_tiyn: int | None
    late_days: int


@dataclass(frozen=True)
class Debts:
    """``on``: up to the end of which day; ``at``: when it was counted; ``payers``: of how many."""

    on: date
    at: datetime
    payers: int
    rows: Sequence[Debt]


def count() -> None:
    """Works out the debt of each payer that has staff or has paid, as of today."""
    at, on = clock.now(), clock.today()
    known = Payer.objects.filter(
        Q(Exists(Employment.objects.known().filter(payer=OuterRef("pk"))))
        | Q(Exists(Message.objects.filter(payer=OuterRef("pk"))))
    ).order_by("pk")
    seen, found = 0, []
    for key, number in known.values_list("pk", "number"):
        seen += 1
        debt = _debt(key, payers.account(number, on=on))
        if debt.social_tiyn or debt.medical_tiyn:
            found.append(debt)
    found.sort(key=lambda one: (-one.social_tiyn - one.medical_tiyn, one.payer))
    rows = [
        [one.payer, one.social_tiyn, one.medical_tiyn, one.penalty_tiyn, one.late_days]
        for one in found
    ]
    background.keep(_NAME, {"at": at, "on": on, "payers": seen, "rows": rows})


def counted() -> Debts | None:
    """The list as it was counted last; None: never."""
    kept: dict[str, Any] | None = background.kept(_NAME)
    if kept is None:
        return None
    return Debts(
        date.fromisoformat(kept["on"]), datetime.fromisoformat(kept["at"]), kept["payers"],
        [Debt(*row) for row in kept["rows"]],
    )  # fmt: skip


def _debt(key: int, account: payers.Account) -> Debt:
    late = [line for line in account.lines if line.due_passed and line.sums.missing_tiyn]
    owed = dict.fromkeys(Fund, 0)
    for line in late:
        owed[CONTRIBUTIONS[line.purpose]] += line.sums.missing_tiyn
    return Debt(
        key, owed[Fund.SOCIAL], owed[Fund.MEDICAL], account.totals[12].penalty_tiyn,
        max((line.sums.late_days for line in late), default=0),
    )  # fmt: skip
