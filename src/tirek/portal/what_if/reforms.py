"""A visitor's changes as a reform, by the mechanism of ``tirek batch --reform``, and what the
people pay and receive in a year under a law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

import numpy as np
import orjson

from tirek.contract import law_data
from tirek.contract.messages import LANGUAGES
from tirek.engine.batch import Batch
from tirek.engine.graph import Law
from tirek.engine.parameters import day_number
from tirek.law import law
from tirek.law.book import PERSON
from tirek.nation.reform import laws
from tirek.portal.what_if.levers import DAY, LEVERS, SINCE
from tirek.portal.what_if.people import BENEFITS, YEAR, Bool, Float, Int, nation, paying

#: The three contributions and the fund of each.
LINES = {
    "social_contribution": "social", "employer_medical_contribution": "medical",
    "personal_medical_contribution": "medical",
}  # fmt: skip
_DUES = (*LINES, "personal_medical_base", "shares_the_cap")
_ALIKE = (("pension_contribution_given", 0), ("pension_contribution_stated", 0), ("age_given", 1))
#: What of each benefit is asked: its amount, and the grounds on which a reform may refuse it.
_RIGHTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "job_loss": ("job_loss_amount", ("tenure_too_short", "no_contributions_in_window")),
    "maternity": ("maternity_amount", ("no_contributions_in_year",)),
    "childcare": ("childcare_amount", ("no_contributions_in_window",)),
    "disability": ("disability_amount", ("degree_too_low",)),
    "survivor": ("survivor_amount", ()),
}
#: Months of payment in a year that do not follow from a rule or parameter.
_MONTHS = {"maternity": 1, "disability": 12, "survivor": 12}

Changes = tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True)
class Year:
    """Tenge in the year: for each person and contribution what is paid; for each person and
    benefit what one recipient receives; a month's amount of each benefit."""

    paid: dict[str, Float]
    received: dict[str, Float]
    monthly: dict[str, Float]


def reform_of(changes: Changes) -> bytes:
    """A reform's file, as ``tirek batch --reform`` takes it."""
    found = {}
    for name, value in changes:
        lever = LEVERS[name]
        years = range(SINCE.year, YEAR + 1) if lever.yearly else (SINCE.year,)
        found[name] = [
            {"since": date(year, 1, 1).isoformat(), "value": lever.of_law(value)} for year in years
        ]
    title = {
        lang: "; ".join(law_data.title(name, lang) for name, _ in changes) for lang in LANGUAGES
    }
    whole = {"reform": title, "parameters": found}
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2)


def year_under(changes: Changes) -> Year:
    """The year under the law, or under a reform of it; raises Problem for one that cannot be."""
    return _present() if not changes else _year(laws(reform_of(changes)).laws[1])


@lru_cache(maxsize=1)
def _present() -> Year:
    return _year(law())


def _year(held: Law) -> Year:
    paid = _paid(held)
    run = held.plan(
        _outputs(), ("dependants_count",), day_number(DAY), day_number(DAY), False,
        (("row_contribution", 0),),
    ).run(nation().rights(held), checked=True)  # fmt: skip
    age = held.parameters["childcare_age_months"].at(DAY)
    assert run.unknown is None and age is not None
    received, monthly = {}, {}
    for benefit in BENEFITS:
        amount, grounds = _RIGHTS[benefit]
        right = run[amount] > 0
        for ground in grounds:
            right &= ~run[ground].astype(np.bool_)
        tenge = np.where(right, run[amount], 0) / 100
        months = {"job_loss": run["job_loss_months"], "childcare": int(age), **_MONTHS}[benefit]
        monthly[benefit], received[benefit] = tenge, tenge * months
    return Year(paid, received, monthly)


def _outputs() -> tuple[str, ...]:
    names = ["job_loss_months"]
    for amount, grounds in _RIGHTS.values():
        names += [amount, *grounds]
    return tuple(dict.fromkeys(names))


def _paid(held: Law) -> dict[str, Float]:
    """The contributions of each person's year. The person's own medical contribution has one cap
    over all payers of a month."""
    people = nation()
    first = _due(held, np.arange(len(people.person)), np.zeros(len(people.person), np.int64))
    shares = first["shares_the_cap"].astype(np.bool_)
    before = _before(
        people.person * 12 + people.month % 12, first["personal_medical_base"] * shares
    )
    later = np.flatnonzero((before > 0) & shares)
    if len(later):
        again = _due(held, later, before[later])
        first["personal_medical_contribution"][later] = again["personal_medical_contribution"]
    kind = people.dues["payer_kind"]
    return {
        line: np.bincount(people.person, first[line] * paying(fund)[kind], people.size) / 100
        for line, fund in LINES.items()
    }


def _due(held: Law, rows: Int, elsewhere: Int) -> dict[str, Int]:
    plan = held.plan(_DUES, (), None, None, False, _ALIKE)
    facts: dict[str, Int | Bool] = {name: one[rows] for name, one in nation().dues.items()}
    facts["medical_base_elsewhere"] = elsewhere
    needed = {name: facts[name] for name in plan.needed_facts}
    run = plan.run(Batch(PERSON, len(rows), needed), checked=True)
    assert run.unknown is None
    return {name: np.array(run[name], np.int64) for name in _DUES}


def _before(group: Int, amounts: Int) -> Int:
    """What rows before each one of its group have; groups lie side by side."""
    sums = np.cumsum(amounts) - amounts
    starts = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
    lengths = np.diff(np.concatenate((starts, [len(group)])))
    found: Int = sums - np.repeat(sums[starts], lengths)
    return found
