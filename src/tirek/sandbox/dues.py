"""What the law makes due on each job of a month, to both funds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tirek.engine.batch import Batch
from tirek.engine.plan import Plan
from tirek.law import law
from tirek.law.acts import kinds
from tirek.law.book import MOST_MONEY, PAYER_KINDS, PERSON, SEXES
from tirek.sandbox.jobs import Jobs
from tirek.sandbox.life import Life
from tirek.sandbox.persons import Persons
from tirek.sandbox.settings import Bool, Int, day, first_day

#: The three contributions in the order of :data:`OUTPUTS`, by their place in Parameters.
OUTPUTS = (
    "social_contribution", "employer_medical_contribution", "personal_medical_contribution",
)  # fmt: skip
PURPOSES = (
    "social_purpose_code", "employer_medical_purpose_code", "personal_medical_purpose_code",
)  # fmt: skip
_MORE = ("personal_medical_base", "shares_the_cap")
_FIXED = (("pension_contribution_given", 0), ("pension_contribution_stated", 0), ("age_given", 1))
#: Rows worked on at once: they fit into a processor's cache.
_BLOCK = 32_768


@dataclass(frozen=True)
class Bounds:
    """By kind of payer: the least and the most that can be due from one payer for a month, of
    each of the three contributions (tiyn)."""

    least: Int
    most: Int


@lru_cache(maxsize=2)
def _plan(on: int) -> Plan:
    return law().plan((*OUTPUTS, *_MORE), (), on, on, False, _FIXED)


def purposes(month: int) -> tuple[str, ...]:
    """The payment purpose codes of the three contributions."""
    found = [law().parameters[name].text(day(month)) for name in PURPOSES]
    return tuple(str(code) for code in found)


@lru_cache(maxsize=2)
def bounds(month: int) -> Bounds:
    """What the law allows in a month, found by asking it for one tiyn and for a fortune."""
    size = len(PAYER_KINDS)
    low = _asked(month, np.arange(size), np.ones(size, np.int64), *_young(size))
    high = _asked(month, np.arange(size), np.full(size, MOST_MONEY), *_young(size))
    return Bounds(np.stack(low[:3]), np.stack(high[:3]))


def _young(size: int) -> tuple[Int, Bool, Bool, Int]:
    none = np.zeros(size, np.bool_)
    return np.full(size, first_day(1990 * 12)), none, none, np.zeros(size, np.int64)


def due(month: int, jobs: Jobs, persons: Persons, life: Life) -> list[Int]:
    """The three contributions of each job in a month; 0 where nothing is due."""
    found = [np.zeros(len(jobs), np.int64) for _ in OUTPUTS]
    who = jobs.person
    insured = (life.insured[who] <= month) & (month <= life.insured_to[who])
    elsewhere = np.zeros(len(persons), np.int64)
    for rank in range(int(jobs.rank.max(initial=0)) + 1):
        of_rank = np.flatnonzero(jobs.rank == rank)
        for start in range(0, len(of_rank), _BLOCK):
            some = of_rank[start : start + _BLOCK]
            person = who[some]
            values = _asked(
                month, jobs.kind[some], jobs.income[some], persons.birth[person],
                persons.male[person], insured[some], elsewhere[person] if rank else 0 * some,
            )  # fmt: skip
            for array, value in zip(found, values, strict=False):
                array[some] = value
            np.add.at(elsewhere, person, values[3] * values[4])
    return found


def _asked(
    month: int, kind: Int, income: Int, birth: Int, male: Bool, insured: Bool, elsewhere: Int
) -> list[Int]:
    on = first_day(month)
    plan = _plan(on)
    facts = {
        "on": np.full(len(kind), on), "payer_kind": kind, "income": income, "birth_date": birth,
        "sex": np.where(male, SEXES.index("male"), SEXES.index("female")),
        "state_insured": insured, "medical_base_elsewhere": elsewhere,
    }  # fmt: skip
    needed = {name: facts[name] for name in plan.needed_facts}
    run = plan.run(Batch(PERSON, len(kind), needed), checked=True)
    pays = [_pays(fund, month)[kind] for fund in ("social", "medical", "medical")]
    found = [np.asarray(run[name], np.int64) for name in (*OUTPUTS, *_MORE)]
    due = [amount * paying for amount, paying in zip(found, pays, strict=False)]
    return [*due, *found[len(due) :]]


def _pays(fund: str, month: int) -> Bool:
    spans = [kinds()[name].get(fund) for name in PAYER_KINDS]
    return np.array([span is not None and span.holds(month) for span in spans])


def active(jobs: Jobs, month: int) -> Bool:
    """The jobs held in a month."""
    held: Bool = (jobs.first <= month) & (month <= jobs.last)
    return held
