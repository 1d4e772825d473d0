"""Debts from what was due and what was paid: by person, then by month and purpose; and what each
day late costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tirek.contract.unknowns import undetermined
from tirek.engine.batch import Array, Batch
from tirek.law import law
from tirek.law.book import MOST_MONEY, PERSON
from tirek.law.penalties import MOST_DAYS_LATE
from tirek.ledger.payer_due import Dues
from tirek.ledger.payer_paid import Paid

Int = NDArray[np.int64]
#: A debt that the rule of the law takes in one piece.
_MOST = MOST_MONEY // 10


@dataclass(frozen=True)
class Balance:
    """A row for each person, month and purpose. ``listed``: he is known to work for the payer with
    an income of which the law tells what is due; ``unknown``: to work, but not with what income,
    or the law does not tell."""

    period: Int
    purpose: Int
    person: Int
    kind: Int
    listed: NDArray[np.bool_]
    unknown: NDArray[np.bool_]
    due: Int
    paid: Int


class Change(NamedTuple):
    """By so much a debt of a month, purpose and kind grew (below zero: was paid) on a day."""

    period: int
    purpose: int
    kind: int
    day: int
    amount: int


class Layer(NamedTuple):
    """A part of a debt that stood from the day after ``since`` to ``until``, that day included;
    ``open``: it still stands."""

    period: int
    purpose: int
    kind: int
    amount: int
    since: int
    until: int
    open: bool


def balances(dues: Dues, paid: Paid) -> tuple[Balance, Int]:
    """What was due and paid for each person, month and purpose; and for each payment its row."""
    (period, purpose, person), places = grouped(
        *(np.concatenate([getattr(dues, name), getattr(paid, name)])
          for name in ("period", "purpose", "person"))
    )  # fmt: skip
    size = len(period)
    of_due, of_paid = places[: len(dues.amount)], places[len(dues.amount) :]
    due, sum_paid = np.zeros(size, np.int64), np.zeros(size, np.int64)
    np.add.at(due, of_due, dues.amount)
    np.add.at(sum_paid, of_paid, paid.amount)
    kind = np.zeros(size, np.int64)
    kind[of_due[::-1]] = dues.kind[::-1]
    listed, unknown = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    listed[of_due] = True
    unknown[of_due[~dues.known]] = True
    return Balance(
        period, purpose, person, kind, listed & ~unknown, unknown, due, sum_paid
    ), of_paid


def changes(balance: Balance, due_day: Int, paid: Paid, of_paid: Int) -> list[Change]:
    """How the debts went, person by person, from the due day (of each row) on; a person's surplus
    pays nobody else's debt."""
    order = np.lexsort((paid.day, of_paid))
    row, amount = of_paid[order], paid.amount[order]
    day = np.maximum(paid.day[order], due_day[row])
    sums = np.cumsum(amount)
    begins = np.searchsorted(row, row)
    so_far = sums - (sums - amount)[begins] if len(row) else sums
    after = np.maximum(balance.due[row] - so_far, 0)
    before = np.maximum(balance.due[row] - (so_far - amount), 0)
    keys, places = grouped(
        *(np.concatenate(pair) for pair in (
            (balance.period, balance.period[row]), (balance.purpose, balance.purpose[row]),
            (balance.kind, balance.kind[row]), (due_day, day),
        ))
    )  # fmt: skip
    total = np.zeros(len(keys[0]), np.int64)
    np.add.at(total, places, np.concatenate([balance.due, after - before]))
    return [Change(*one) for one in np.stack([*keys, total], axis=1).tolist()]


def grouped(*columns: Int) -> tuple[list[Int], Int]:
    """The different rows of some columns, in order, and which of them each row is."""
    order = np.lexsort(columns[::-1])
    ordered = [column[order] for column in columns]
    new = np.zeros(len(order), np.bool_)
    new[:1] = True
    for column in ordered:
        new[1:] |= column[1:] != column[:-1]
    places = np.empty(len(order), np.int64)
    places[order] = np.cumsum(new) - 1
    return [column[new] for column in ordered], places


def layers(changed: Sequence[Change], on: int) -> list[Layer]:
    """Debts as parts that stood for some days, as they are on a day; what is paid pays the oldest
    part first. ``changed`` in order of time within a month, purpose and kind."""
    standing: dict[tuple[int, int, int], list[list[int]]] = defaultdict(list)
    found = []
    for period, purpose, kind, day, amount in changed:
        if day > on:
            continue
        parts = standing[period, purpose, kind]
        if amount > 0:
            parts.append([day, amount])
        while amount < 0:
            since, held = parts[0]
            part = min(held, -amount)
            if day > since:
                found.append(Layer(period, purpose, kind, part, since, day, False))
            amount += part
            parts[0][1] -= part
            if not parts[0][1]:
                parts.pop(0)
    for (period, purpose, kind), parts in standing.items():
        found += [Layer(period, purpose, kind, amount, since, on, True)
                  for since, amount in parts if on > since]  # fmt: skip
    return found


def penalties(late: Sequence[Layer]) -> tuple[list[int | None], list[dict[str, object]]]:
    """The penalty of each part by the law (None: a rate of its days is not held, or it is older
    than the law is asked about), and what is not known."""
    pieces = [
        (at, min(_MOST, layer.amount - start), layer)
        for at, layer in enumerate(late)
        for start in range(0, layer.amount, _MOST)
        if layer.until - layer.since <= MOST_DAYS_LATE
    ]
    found: list[int | None] = [
        0 if layer.until - layer.since <= MOST_DAYS_LATE else None for layer in late
    ]
    if not pieces:
        return found, []
    plan = law().plan(("penalty",), ())
    facts: dict[str, Array] = {
        "on": np.array([layer.until for _, _, layer in pieces], np.int64),
        "debt_paid_on": np.array([layer.until for _, _, layer in pieces], np.int64),
        "due_day_of_debt": np.array([layer.since for _, _, layer in pieces], np.int64),
        "overdue_amount": np.array([amount for _, amount, _ in pieces], np.int64),
        "payer_kind": np.array([layer.kind for _, _, layer in pieces], np.int64),
    }
    batch = Batch(PERSON, len(pieces), {name: facts[name] for name in plan.needed_facts})
    run = plan.run(batch)
    values: list[int] = np.asarray(run["penalty"]).tolist()
    rests = np.zeros(len(pieces), np.int64)
    if run.unknown is not None:
        rests = run.unknown.rests_on("penalty")
    for (at, _, _), value, unknown in zip(pieces, values, rests.tolist(), strict=True):
        before = found[at]
        found[at] = None if unknown or before is None else before + value
    bad = np.flatnonzero(rests)
    return found, undetermined(run, int(bad[0]), ["penalty"]) if len(bad) else []
