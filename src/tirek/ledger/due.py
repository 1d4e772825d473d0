"""What the law asks of a payer for a person and month, as far as the registry knows."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Q, Sum

from tirek.engine.batch import Array, Batch
from tirek.engine.calendar import DAYS
from tirek.engine.ops import FIRST_DAY, FIRST_MONTH
from tirek.law import law
from tirek.law.acts import kinds
from tirek.law.book import MOST_MONEY, PAYER_KINDS, PERSON, SEXES
from tirek.ledger.chart import PURPOSES, Fund
from tirek.ledger.law_of_lines import pension_months
from tirek.ledger.models import PersonMonth
from tirek.registry.models import Employment, Payer, Person

#: The rule that says what is due under each purpose code.
RULES = {
    12: "social_contribution",
    121: "employer_medical_contribution",
    122: "personal_medical_contribution",
}
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
    if purpose not in RULES:
        return Due(None, "penalty_not_worked_out")
    month = period // 100 * 12 + period % 100 - 1
    if none_due := _nothing(person, payer, month):
        return Due(0, none_due)
    work = list(_work(person, payer, month))
    if not work:
        pair = Employment.objects.known().filter(person=person, payer=payer)
        return Due(0, "no_work_then") if pair.exists() else Due(None, "work_not_held")
    total = 0
    for one in work:
        if one.income_tiyn is None or one.kind not in PAYER_KINDS:
            return Due(None, "income_not_held")
        sum_due = of_income(purpose, PAYER_KINDS.index(one.kind), month, one.income_tiyn)
        if sum_due is None:
            return Due(None, "law_not_known")
        total += sum_due
    return Due(total, "due_by_law")


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


@lru_cache(maxsize=10_000)
def of_income(purpose: int, kind: int, month: int, income: int) -> int | None:
    """What is due for a month's income by the law of the month; None where it is not known."""
    fund = "social" if PURPOSES[purpose] == Fund.SOCIAL else "medical"
    span = kinds()[PAYER_KINDS[kind]].get(fund)
    if span is None or not span.holds(month):
        return 0
    if not 0 <= income <= MOST_MONEY:
        return None
    rule = RULES[purpose]
    plan = law().plan((rule,), ())
    facts: dict[str, Any] = {name: np.zeros(1, np.int64) for name in plan.needed_facts}
    facts |= {
        "on": np.full(1, DAYS[month - FIRST_MONTH]), "payer_kind": np.full(1, kind),
        "income": np.full(1, income), "birth_date": np.full(1, FIRST_DAY),
    }  # fmt: skip
    given: dict[str, Array] = {n: np.asarray(facts[n], np.int64) for n in plan.needed_facts}
    run = plan.run(Batch(PERSON, 1, given), checked=True)
    if run.unknown is not None and run.unknown.rests_on(rule).any():
        return None
    return int(run[rule][0])
