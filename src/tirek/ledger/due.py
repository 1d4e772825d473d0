"""What the law asks of a payer for a person and month, as far as the registry knows."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Q, Sum

from tirek.law.book import PAYER_KINDS, SEXES
from tirek.ledger import payer_due
from tirek.ledger.chart import CONTRIBUTIONS
from tirek.ledger.law_of_lines import pension_months
from tirek.ledger.models import PersonMonth
from tirek.registry.models import Employment, Payer, Person

_DAY_ZERO = date(1970, 1, 1)


class Due(NamedTuple):
    """A sum and how it is known: ``code`` names why; None: what Tirek holds does not tell."""

    tiyn: int | None
    code: str


def due(person_id: int, payer_id: int, period: int, purpose: int) -> Due:
    """What is due; 0 where the registry shows that nothing is."""
    person = Person.objects.select_related("merged_into").filter(pk=person_id).first()
    payer = Payer.objects.filter(pk=payer_id).first()
    if person is None or payer is None:
        return Due(None, "nobody_known")
    person = person.merged_into or person
    if purpose not in CONTRIBUTIONS:
        return Due(None, "penalty_not_worked_out")
    month = period // 100 * 12 + period % 100 - 1
    if none_due := _nothing(person, payer, month):
        return Due(0, none_due)
    work = list(_work(person, payer, month))
    if not work:
        pair = Employment.objects.known().filter(person=person, payer=payer)
        return Due(0, "no_work_then") if pair.exists() else Due(None, "work_not_held")
    if any(one.income_tiyn is None or one.kind not in PAYER_KINDS for one in work):
        return Due(None, "income_not_held")
    found = payer_due.dues(payer_id, period, period, person.pk)
    mine = found.purpose == purpose
    if not found.known[mine].all():
        return Due(None, "law_not_known")
    return Due(int(found.amount[mine].sum()), "due_by_law")


def paid(person_id: int, payer_id: int, period: int, purpose: int) -> int:
    """What is in force of a payer's contributions for a person and month."""
    rows = PersonMonth.objects.filter(
        person_id=person_id, payer_id=payer_id, period=period, purpose=purpose
    )
    return int(rows.aggregate(sum=Sum("contribution_tiyn"))["sum"] or 0)


def _nothing(person: Person, payer: Payer, month: int) -> str:
    """Why nothing is due for a month whatever the income; empty where that is not so."""
    born = np.array([(person.birth_date - _DAY_ZERO).days])
    if month >= int(pension_months(born, np.array([SEXES.index(person.sex)]))[0]):
        return "pension_age"
    died = person.died_on
    if died is not None and month > died.year * 12 + died.month - 1:
        return "after_death"
    own = payer.person_id == person.pk or payer.number == person.iin
    if own and not payer.versions.filter(_in_month(month), known_until=None).exists():
        return "not_registered"
    return ""


def _work(person: Person, payer: Payer, month: int) -> Any:
    return Employment.objects.known().filter(_in_month(month), person=person, payer=payer)


def _in_month(month: int) -> Q:
    """Versions that hold on some day of a month (its number)."""
    first, after = (date(m // 12, m % 12 + 1, 1) for m in (month, month + 1))
    return Q(valid_from__lt=after) & (Q(valid_until=None) | Q(valid_until__gt=first))
