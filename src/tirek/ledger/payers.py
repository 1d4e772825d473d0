"""A payer's account: what was due for the staff and incomes that it declared, what it paid, what
is missing or over, what being late costs, and which steps of the law follow.

What is missing is found person by person: a surplus for one pays nobody else's debt, nor another
month's. Money in suspense is shown and counts for nobody until it is posted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tirek.engine.parameters import day_of
from tirek.law.deadlines import Deadline, arrears_steps
from tirek.law.penalties import MOST_DAYS_LATE
from tirek.ledger import payer_debt, payer_due, payer_paid
from tirek.ledger.chart import CONTRIBUTIONS, PENALTIES, Fund
from tirek.ledger.payer_debt import Balance, Layer
from tirek.ledger.plain import later, month_of
from tirek.ledger.words import NotShown
from tirek.project import clock
from tirek.registry.models import Payer

RISKS = ("high", "medium", "low")
_SOCIAL = 12
#: Which penalty belongs to which contribution.
PENALTY_OF = dict(zip(CONTRIBUTIONS, PENALTIES, strict=True))


@dataclass(frozen=True, slots=True)
class Sums:
    """``due - paid`` is ``missing - over``. ``unlisted``: of ``over``, for people of whose work or
    income the registry tells nothing; ``unknown``: for how many people what is due is not known.
    ``penalty``: None where the law that is held does not tell it."""

    people: int
    unknown: int
    due_tiyn: int
    paid_tiyn: int
    missing_tiyn: int
    over_tiyn: int
    unlisted_tiyn: int
    waiting_tiyn: int
    late_days: int
    penalty_tiyn: int | None
    penalty_paid_tiyn: int


@dataclass(frozen=True, slots=True)
class Line:
    """A month and purpose; ``due_passed``: what is missing is a debt."""

    period: int
    purpose: int
    due_on: date
    due_passed: bool
    sums: Sums


@dataclass(frozen=True, slots=True)
class Arrears:
    """Social contributions past their due day; ``steps`` of the law, by the payer's risk."""

    since: date
    amount_tiyn: int
    steps: dict[str, list[Deadline]]


@dataclass(frozen=True, slots=True)
class Account:
    """``totals`` by purpose; ``other_...``: what names none of these months; ``undetermined``:
    values of the law that penalties rest on and that are not held; ``too_old``: a debt is older
    than the law is asked about."""

    payer: str
    name: str
    kind: str
    region: str
    on: date
    first: int
    last: int
    lines: list[Line]
    totals: dict[int, Sums]
    arrears: Arrears | None
    other_waiting_tiyn: int
    other_penalty_paid_tiyn: int
    undetermined: list[dict[str, object]]
    too_old: bool


def account(
    number: str, first: int = 0, last: int = 0, *, on: date | None = None, risk: str = "",
    notice_served: date | None = None, list_received: date | None = None,
) -> Account:  # fmt: skip
    """The account of a payer for months YYYYMM (0: from the first of which the journal can tell,
    to the one whose contributions are due next), as it stands at the end of a day.

    :raises NotShown: no such payer; months that end before they begin; a day ahead
    """
    on = on or clock.today()
    if on > clock.today():
        raise NotShown("day_ahead", "/on", day=on.isoformat())
    payer = Payer.objects.filter(number=number).first()
    if payer is None:
        raise NotShown("unknown_payer", "/payer")
    last = last or later(month_of(on), -1)
    first = first or min(_begins(payer.pk), last)
    if last < first:
        raise NotShown("months_reversed", "/last", first=first, last=last)
    paid = payer_paid.paid(payer.pk, first, last, on)
    balance, of_paid = payer_debt.balances(payer_due.dues(payer.pk, first, last), paid)
    due_day = payer_due.due_days(balance.period)
    today = (on - date(1970, 1, 1)).days
    changed = payer_debt.changes(balance, due_day, paid, of_paid)
    late = payer_debt.layers(changed, today)
    charged = _charged(late)
    waits, fines = payer_paid.waiting(payer.pk, on), payer_paid.penalties(payer.pk, on)
    sums = _sums(balance)
    for period, purpose in waits.keys() | {(p, of) for p, f in fines for of in _of_penalty(f)}:
        if first <= period <= last and period % 100 in range(1, 13) and purpose in CONTRIBUTIONS:
            sums.setdefault((period, purpose), [0] * 7)
    lines = _lines(sums, late, charged.penalty, waits, fines, on)
    return Account(
        payer.number, payer.name, payer.kind, payer.region, on, first, last, lines,
        {purpose: _total(lines, purpose) for purpose in CONTRIBUTIONS},
        _arrears(lines, [risk] if risk else list(RISKS), notice_served, list_received),
        sum(waits.values()), sum(fines.values()), charged.undetermined, charged.too_old,
    )  # fmt: skip


def _begins(payer: int) -> int:
    """The month of the first work or payment known, but none that was due before the journal's
    first day: of those it holds no payments."""
    own, journal = payer_paid.begins(payer)
    if journal is None:
        return month_of(own or clock.today())
    before = later(month_of(journal), -1)
    due = day_of(int(payer_due.due_days(np.array([before], np.int64))[0]))
    first = before if journal <= due else month_of(journal)
    return max(first, month_of(own)) if own else first


def _of_penalty(purpose: int) -> list[int]:
    return [one for one, penalty in PENALTY_OF.items() if penalty == purpose]


@dataclass(frozen=True, slots=True)
class _Charged:
    penalty: dict[tuple[int, int], int | None]
    undetermined: list[dict[str, object]]
    too_old: bool


def _charged(late: list[Layer]) -> _Charged:
    """Penalties by month and purpose: of social contributions, whose article is held."""
    social = [layer for layer in late if layer.purpose == _SOCIAL]
    values, unknown = payer_debt.penalties(social)
    found: dict[tuple[int, int], int | None] = {}
    for layer in late:
        found[layer.period, layer.purpose] = 0 if layer.purpose == _SOCIAL else None
    for layer, value in zip(social, values, strict=True):
        before = found[layer.period, layer.purpose]
        both = None if value is None or before is None else before + value
        found[layer.period, layer.purpose] = both
    old = any(layer.until - layer.since > MOST_DAYS_LATE for layer in social)
    return _Charged(found, unknown, old)


def _lines(
    sums: dict[tuple[int, int], list[int]], late: list[Layer],
    penalty: dict[tuple[int, int], int | None], waits: dict[tuple[int, int], int],
    fines: dict[tuple[int, int], int], on: date,
) -> list[Line]:  # fmt: skip
    """Months and purposes in order; what the sums name is taken out of ``waits`` and ``fines``."""
    days: dict[tuple[int, int], int] = defaultdict(int)
    for one in late:
        key = one.period, one.purpose
        days[key] = max(days[key], one.until - one.since)
    periods = sorted({period for period, _ in sums})
    due_on = dict(zip(periods, payer_due.due_days(np.array(periods, np.int64)), strict=True))
    found = []
    for (period, purpose), row in sorted(sums.items()):
        due = day_of(int(due_on[period]))
        people, unknown, owed, paid, missing, over, unlisted = row
        line = Sums(
            people, unknown, owed, paid, missing, over, unlisted, waits.pop((period, purpose), 0),
            days[period, purpose], penalty.get((period, purpose), 0),
            fines.pop((period, PENALTY_OF[purpose]), 0),
        )  # fmt: skip
        found.append(Line(period, purpose, due, due < on, line))
    return found


def _sums(balance: Balance) -> dict[tuple[int, int], list[int]]:
    """Of each month and purpose the columns that :class:`Sums` begins with."""
    missing = np.maximum(balance.due - balance.paid, 0)
    over = np.maximum(balance.paid - balance.due, 0)
    columns = np.stack([
        np.ones(len(over), np.int64), balance.unknown, balance.due, balance.paid, missing, over,
        np.where(balance.listed, 0, over),
    ], axis=1).astype(np.int64)  # fmt: skip
    (period, purpose), places = payer_debt.grouped(balance.period, balance.purpose)
    sums = np.zeros((len(period), columns.shape[1]), np.int64)
    np.add.at(sums, places, columns)
    keys = zip(period.tolist(), purpose.tolist(), strict=True)
    return dict(zip(keys, sums.tolist(), strict=True))


def _total(lines: list[Line], purpose: int) -> Sums:
    own = [line.sums for line in lines if line.purpose == purpose]
    penalties = [one.penalty_tiyn for one in own]
    known = [penalty for penalty in penalties if penalty is not None]
    return Sums(
        max((one.people for one in own), default=0), sum(one.unknown for one in own),
        sum(one.due_tiyn for one in own), sum(one.paid_tiyn for one in own),
        sum(one.missing_tiyn for one in own), sum(one.over_tiyn for one in own),
        sum(one.unlisted_tiyn for one in own), sum(one.waiting_tiyn for one in own),
        max((one.late_days for one in own), default=0),
        sum(known) if len(known) == len(penalties) else None,
        sum(one.penalty_paid_tiyn for one in own),
    )  # fmt: skip


def _arrears(
    lines: list[Line], risks: list[str], served: date | None, received: date | None
) -> Arrears | None:
    """They arise on the day after the due day of the oldest month that is not paid."""
    owed = [
        line for line in lines
        if line.due_passed and line.sums.missing_tiyn
        and CONTRIBUTIONS[line.purpose] == Fund.SOCIAL
    ]  # fmt: skip
    if not owed:
        return None
    since = min(line.due_on for line in owed) + timedelta(days=1)
    steps = {
        risk: list(arrears_steps(since, served, risk, list_received=received)) for risk in risks
    }
    return Arrears(since, sum(line.sums.missing_tiyn for line in owed), steps)
