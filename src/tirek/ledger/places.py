"""A place that money can be posted to, and whether it may be: the checks of payment files, for a
few lines that somebody or a rule looks at again; and the entries by which money moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import numpy as np

from tirek.law.acts import kinds
from tirek.law.book import PAYER_KINDS
from tirek.ledger import checks, journal
from tirek.ledger.chart import CONTRIBUTIONS, PENALTIES, PURPOSES, Fund, Part, account
from tirek.ledger.checks import Lines
from tirek.ledger.columns import days_of
from tirek.ledger.law_of_lines import incomes, is_month, month_number
from tirek.ledger.lookup import known_of, paid_before
from tirek.ledger.models import Suspense
from tirek.ledger.refusals import NotDone
from tirek.registry.iin import valid_iins
from tirek.registry.models import Payer, Person
from tirek.registry.names import name_keys

_DAY_ZERO = date(1970, 1, 1)
#: Checks that no reason in words can answer: nobody, nowhere, no month, the other fund's money.
HARD = frozenset({
    "not_a_contribution", "wrong_purpose", "payer_unknown", "iin_invalid", "iin_unknown",
    "period_wrong",
})  # fmt: skip


class Place(NamedTuple):
    """To whom and for what money is posted; ``kind`` (a number of ``chart.KINDS``): None as the
    registry says."""

    person_id: int
    payer_id: int
    period: int
    purpose: int
    kind: int | None = None


@dataclass(frozen=True)
class Given:
    """A line to be judged: as it stood in a message, or with a place that somebody names."""

    fund: int
    purpose: int
    value_date: date
    iin: str
    name_key: str
    birth: str
    period: int
    amount_tiyn: int
    payer_number: str
    kind: int | None = None


class Judged(NamedTuple):
    """What the checks say of a line, whom the registry knows by it, and the income that its
    contribution stands for."""

    reasons: list[str]
    person_id: int
    payer_id: int
    kind: int
    income_tiyn: int


def as_it_stood(line: Suspense) -> Given:
    """A line in suspense."""
    key = name_keys([line.surname], [line.name], [line.patronymic])[0]
    return Given(
        line.fund, line.purpose, line.value_date, line.iin, key, line.birth_date, line.period,
        line.amount_tiyn, line.message.payer_number,
    )  # fmt: skip


def moved(given: Given, place: Place, own_name: bool = False) -> Given:
    """The same money at another place; ``own_name``: under the person's own name.

    :raises NotDone: nobody, or no payer, by these ids
    """
    person = Person.objects.select_related("merged_into").filter(pk=place.person_id).first()
    payer = Payer.objects.filter(pk=place.payer_id).first()
    if person is None:
        raise NotDone("not_found", "/person", value=place.person_id)
    if payer is None:
        raise NotDone("not_found", "/payer", value=place.payer_id)
    if place.kind is not None and not 0 <= place.kind < len(PAYER_KINDS):
        raise NotDone("bad_kind", "/kind", value=place.kind, allowed=", ".join(PAYER_KINDS))
    who = person.merged_into or person
    given = replace(
        given, iin=who.iin, payer_number=payer.number, period=place.period, purpose=place.purpose,
        kind=place.kind,
    )  # fmt: skip
    return replace(given, name_key=who.name_key, birth="") if own_name else given


def judge(given: Sequence[Given]) -> list[Judged]:
    """What the checks of payment files say of lines, with what the registry knows now."""
    birth, readable = days_of([one.birth for one in given])
    iins = [one.iin for one in given]
    lines = Lines(
        _column(one.fund for one in given), _column(one.purpose for one in given),
        _column((one.value_date - _DAY_ZERO).days for one in given), iins,
        [one.name_key for one in given], birth, readable, valid_iins(iins),
        _column(one.period for one in given), _column(one.amount_tiyn for one in given),
    )  # fmt: skip
    known = known_of(lines, [one.payer_number for one in given])
    chosen = _column(-1 if one.kind is None else one.kind for one in given)
    known.kind = np.where(chosen >= 0, chosen, known.kind)
    why = checks.reasons(lines, known)
    counts = ~np.isin(lines.purpose, list(PENALTIES))
    keys = checks.key_of(lines, known)
    again = checks.twice(keys, (why == 0) & counts)
    places = np.flatnonzero(counts & (known.person != 0) & (known.payer != 0))
    again[paid_before(keys, places)] = True
    why[again] |= checks.BIT["same_twice"]
    income = _incomes(lines, known.kind)
    columns = (known.person, known.payer, known.kind, income)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [Judged(checks.told(bits), *row) for bits, row in zip(why.tolist(), rows, strict=True)]


def _incomes(lines: Lines, kind: checks.Int) -> checks.Int:
    """The incomes that social contributions stand for; 0 where nothing was ever due as this."""
    found = np.zeros(len(lines), np.int64)
    social = (lines.fund == Fund.SOCIAL) & np.isin(lines.purpose, list(CONTRIBUTIONS))
    month = month_number(lines.period)
    for at in np.flatnonzero(social & is_month(lines.period)).tolist():
        span = kinds()[PAYER_KINDS[int(kind[at])]].get("social")
        social[at] = span is not None and span.holds(int(month[at]))
    places = np.flatnonzero(social & is_month(lines.period))
    found[places] = incomes(lines.amount[places], kind[places], month[places])
    return found


def passed(judged: Judged, overruled: Sequence[str], why: str) -> None:
    """That nothing stands in the way of posting but what was overruled with a reason.

    :raises NotDone: what stands in the way
    """
    if impossible := [code for code in overruled if code in HARD or code not in checks.BIT]:
        raise NotDone("cannot_overrule", "/overruled", value=", ".join(impossible))
    if overruled and not why.strip():
        raise NotDone("no_reason", "/why", hi=1000)
    if left := [code for code in judged.reasons if code not in overruled]:
        raise NotDone("checks_fail", "/place", value=", ".join(left))


def same_fund(place: Place, fund: int) -> None:
    """That a purpose is of the fund that holds the money; it goes to the other one only by a
    refund and a new payment.

    :raises NotDone: it is not
    """
    if PURPOSES.get(place.purpose) != fund:
        raise NotDone("other_fund", "/purpose", value=place.purpose)


# ---------------------------------------------------------------------- entries


@dataclass(frozen=True)
class Move:
    """An entry to be: from a part of a fund's books to another."""

    fund: int
    debit: Part
    credit: Part
    amount_tiyn: int
    value_date: date
    purpose: int = 0
    kind: int = 0
    period: int = 0
    person_id: int = 0
    payer_id: int = 0
    income_tiyn: int = 0


def part_of(purpose: int) -> Part:
    """Where a purpose's money stands when it is posted."""
    return Part.PENALTIES if purpose in PENALTIES else Part.CONTRIBUTIONS


def posting(given: Given, judged: Judged) -> Move:
    """From suspense to the place of a line that was judged."""
    penalty = given.purpose in PENALTIES
    return Move(
        given.fund, Part.SUSPENSE, part_of(given.purpose), given.amount_tiyn, given.value_date,
        given.purpose, judged.kind, given.period, judged.person_id, judged.payer_id,
        0 if penalty else judged.income_tiyn,
    )  # fmt: skip


def entries_of(moves: Sequence[Move]) -> journal.Rows:
    """Moves as entries of the journal."""
    names = ("purpose", "kind", "period", "person_id", "payer_id", "amount_tiyn", "income_tiyn")
    return journal.rows(
        len(moves),
        debit=_column(account(move.fund, move.debit) for move in moves),
        credit=_column(account(move.fund, move.credit) for move in moves),
        value_date=_column((move.value_date - _DAY_ZERO).days for move in moves),
        **{name: _column(getattr(move, name) for move in moves) for name in names},
    )


def _column(values: object) -> checks.Int:
    return np.fromiter(values, np.int64)  # type: ignore[call-overload, no-any-return]
