"""Whom a refund's lines are about, as a payment message names them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tirek.ledger.columns import days_of
from tirek.ledger.models import Suspense
from tirek.ledger.models_refunds import Refund, RefundLine
from tirek.registry.models import Person, PersonVersion


class Somebody(NamedTuple):
    """A person of a message; ``period`` is YYYYMM, ``birth_date`` YYYYMMDD."""

    iin: str
    surname: str
    name: str
    patronymic: str
    birth_date: str
    period: int


def people_of(refund: Refund, lines: Sequence[RefundLine]) -> list[Somebody]:
    """The people of some lines: of entries as the registry knows them, of lines in suspense as
    they came. Where that has no place in a message (a number that is none, no birth date), the
    payer stands for the person, with the day of the application: the money goes to him anyway."""
    known = _known(line.person_id for line in lines if line.suspense_id is None)
    found = []
    for line in lines:
        period = line.period or refund.applied_on.year * 100 + refund.applied_on.month
        if line.suspense is None:
            found.append(known[line.person_id]._replace(period=period))
        else:
            found.append(_as_it_came(line.suspense, refund, period))
    return found


def _known(persons: Iterable[int]) -> dict[int, Somebody]:
    wanted = Person.objects.filter(pk__in=set(persons)).select_related("merged_into")
    now = {person.pk: person.merged_into or person for person in wanted}
    names = {
        version.person_id: version
        for version in PersonVersion.objects.known()
        .filter(person__in={person.pk for person in now.values()})
        .order_by("valid_from")
    }
    return {
        key: Somebody(
            person.iin, names[person.pk].surname, names[person.pk].name,
            names[person.pk].patronymic, f"{person.birth_date:%Y%m%d}", 0,
        )
        for key, person in now.items()
    }  # fmt: skip


def _as_it_came(line: Suspense, refund: Refund, period: int) -> Somebody:
    number = len(line.iin) == 12 and line.iin.isascii() and line.iin.isdigit()
    _, [readable] = days_of([line.birth_date])
    if number and line.surname and line.name and line.birth_date and readable:
        return Somebody(
            line.iin, line.surname, line.name, line.patronymic, line.birth_date, period
        )  # fmt: skip
    name = refund.payer.name if refund.payer else refund.payer_number
    return Somebody(
        refund.payer_number, name[:60], "-", "", f"{refund.applied_on:%Y%m%d}", period
    )  # fmt: skip
